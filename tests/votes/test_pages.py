"""The pages and forms of a vote, as those who use them: a village head, the Front's work board, the chair, anybody."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinhlang.ground.record import clock
from dinhlang.ground.rolls.middleware import HOUSEHOLD
from dinhlang.ground.rolls.models import Entrance
from dinhlang.ground.ui import format
from dinhlang.works.votes.models import Matter
from tests.sending import field, send, text
from tests.votes.hall import HEAD, ONE, SELF, WARD, Hall
from tests.votes.test_online import chosen, opened

LIST = f"/don-vi/{ONE}/quyet-dinh/"


def household(key: str) -> Client:
    """A browser that entered with the household's number."""
    Entrance.objects.create(member_id=key, digest=b"x" * 32)
    client = Client()
    session = client.session
    session[HOUSEHOLD] = [key, 1]
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def day_of(hall: Hall, days: int) -> str:
    return format.short_day(clock.local_day(hall.town.now + timedelta(days=days)))


def test_a_vote_by_its_forms(hall: Hall) -> None:
    """Proposed, agreed on, called, counted by two, out of reach; papers; adopted, signed, sent: by forms alone."""
    hall.households(30)
    head, board, anybody = hall.town.client("head"), hall.town.client("work-board"), Client()
    assert "Hiện không có việc nào" in text(anybody, LIST)
    send(head, LIST + "de-xuat/", rule="village-contribution", title="Làm đường ngõ 12", text="Mỗi hộ góp 300.000 đ.")
    matter = Matter.objects.get().pk
    page = f"/quyet-dinh/{matter}/"
    assert "chờ thống nhất" in text(anybody, page)
    assert "Bạn có thể" not in text(anybody, page)
    assert f'href="{page}"' in text(board, send(board, page + "dong-y/"))
    send(
        head,
        page + "trieu-tap/",
        **{"way": "meeting", "day-0": day_of(hall, 5), "hour-0": "19:30", "place-0": "Nhà văn hóa", "chair-0": ""},
    )
    assert "19:30" in text(anybody, page)
    assert "Làm đường ngõ 12" in text(anybody, f"/don-vi/{ONE}/")
    hall.town.now += timedelta(days=5, hours=12)
    for who in (head, board):
        send(who, page + "kiem-dem/1/", **{"took_part": 12, "votes-0": 12, "votes-1": 0})
    assert "chưa đếm" not in text(anybody, page)
    send(head, page + "ket-thuc/")
    shown = text(anybody, page)
    assert "quá ít hộ tham gia" in shown
    assert "12 trên 30 hộ tham gia" in shown
    assert "<svg" in shown
    send(head, page + "trieu-tap/?theo=phieu", first=day_of(hall, 2), last=day_of(hall, 4), place="Nhà văn hóa")
    hall.town.now += timedelta(days=5)
    for who in (head, board):
        send(who, page + "kiem-dem/1/", **{"took_part": 28, "votes-0": 25, "votes-1": 2, "spoilt": 1})
    send(head, page + "ket-thuc/")
    send(head, page + "van-ban/", paper="resolution", number="01/NQ", dated=day_of(hall, 0))
    send(head, page + "gui/")
    shown = text(anybody, page)
    assert "đã thông qua, đã gửi" in shown
    assert "Nghị quyết số 01/NQ" in shown
    assert "1 phiếu không hợp lệ" in shown
    assert text(anybody, "/en" + page).count("Households that") == 0


def test_an_election_is_recognised_by_its_forms(hall: Hall) -> None:
    hall.households(20)
    team, board, chair = (hall.town.client(name) for name in ("team", "work-board", "chair"))
    send(
        team, LIST + "de-xuat/", rule=HEAD, title="Bầu Tổ trưởng", text="Nhiệm kỳ 2026–2029.", choices="Nông Văn Tài\nLý Thị Hoa", seats=""
    )
    page = f"/quyet-dinh/{Matter.objects.get().pk}/"
    send(
        team,
        page + "trieu-tap/",
        **{"way": "secret", "day-0": day_of(hall, 8), "hour-0": "8h", "place-0": "Nhà văn hóa", "chair-0": "Tổ bầu cử"},
    )
    hall.town.now += timedelta(days=9)
    for who in (team, board):
        send(who, page + "kiem-dem/1/", **{"took_part": 18, "votes-0": 5, "votes-1": 12, "spoilt": 1})
    send(team, page + "ket-thuc/")
    send(team, page + "van-ban/", paper="minutes", number="01/BB", dated=day_of(hall, 0))
    send(team, page + "gui/")
    assert "Công nhận" in text(chair, page)
    send(chair, page + "cong-nhan/", number="12/QĐ-UBND", dated=day_of(hall, 0))
    assert "đã công nhận" in text(Client(), page)
    send(chair, page + "bai-bo/", ground="procedure", reason="Không đủ ngày báo trước", number="15/QĐ-UBND", dated=day_of(hall, 0))
    assert "đã bãi bỏ" in text(Client(), page)


def test_what_was_typed_stays_and_the_sentence_says_why(hall: Hall) -> None:
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    head, page = hall.town.client("head"), f"/quyet-dinh/{matter}/kiem-dem/1/"
    blank = head.get(page).content.decode()
    answer = head.post(page, {"command_id": field(blank, "command_id"), "took_part": 11, "votes-0": 7, "votes-1": 0})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "chỉ có 10 hộ" in shown
    assert field(shown, "took_part") == "11"


def test_papers_are_not_offered_where_the_law_has_none(hall: Hall) -> None:
    hall.households(10)
    matter, other = hall.agreed(), hall.agreed(SELF)
    head = hall.town.client("head")
    assert "theo=phieu" not in text(head, f"/quyet-dinh/{matter}/trieu-tap/")
    assert "theo=phieu" in text(head, f"/quyet-dinh/{other}/trieu-tap/")


@pytest.mark.parametrize(
    "step", ["dong-y", "trieu-tap", "ket-thuc", "van-ban", "gui", "cong-nhan", "bai-bo", "kiem-dem/1", "diem-danh/1"]
)
def test_forms_are_for_the_offices_that_do_it(hall: Hall, step: str) -> None:
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    for who in (Client(), hall.town.client("stranger"), hall.town.client("resident:ann")):
        assert who.get(f"/quyet-dinh/{matter}/{step}/").status_code in (302, 403)


def test_nothing_is_there(hall: Hall) -> None:
    for address in ("/quyet-dinh/0000000000000000/", f"/don-vi/{WARD}x/quyet-dinh/", "/quyet-dinh/0000000000000000/dong-y/"):
        assert hall.town.client("head").get(address).status_code == 404


def test_papers_are_printed(hall: Hall) -> None:
    """PDF for each paper that the matter has at that moment; a sentence for one it has not."""
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter, secret=True)
    head = hall.town.client("head")
    addresses = {
        "notice": f"/giay/nhap/{matter}/notice/1/pdf/", "tally": f"/giay/nhap/{matter}/tally/1/pdf/",
        "ballot": f"/giay/nhap/{matter}/ballot/1/pdf/", "decision": f"/giay/nhap/{matter}/decision/-/pdf/",
    }  # fmt: skip
    before = {name: head.get(address) for name, address in addresses.items()}
    assert {name for name, answer in before.items() if answer.status_code == 200} == {"notice", "tally", "ballot"}
    hall.count(matter, 1, 10, 9, 1)
    hall.close(matter)
    after = {name: head.get(address) for name, address in addresses.items()}
    assert {name for name, answer in after.items() if answer.status_code == 200} == {"tally", "decision"}
    for answer in (*before.values(), *after.values()):
        assert answer.status_code == 404 or answer.content.startswith(b"%PDF")


def test_pages_for_anybody_ask_few_questions(hall: Hall) -> None:
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    hall.count(matter, 1, 10, 9, 1)
    hall.close(matter)
    for n in range(12):
        hall.propose(SELF, title=f"Việc {n}")
    for address in (LIST, f"/quyet-dinh/{matter}/", f"/don-vi/{WARD}/quyet-dinh/"):
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(address).status_code == 200
        assert len(asked) <= 8, address


def test_a_running_count_is_nobodys_business(hall: Hall) -> None:
    """While a round runs its page says the same whatever was counted, but to those who count."""
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    page = f"/quyet-dinh/{matter}/"
    before = text(Client(), page)
    hall.count(matter, 1, 9, 8, 1)
    assert text(Client(), page) == before
    assert "hai người đếm khớp nhau" in text(hall.town.client("head"), page)


def test_a_household_answers_online_by_its_form(hall: Hall) -> None:
    """In its own session, on any telephone; it can change its answer; the page of the matter says nothing of it."""
    hall.households(30)
    chosen(hall)
    matter, keys = opened(hall, SELF)
    home = household(keys[0])
    page = f"/quyet-dinh/{matter}/"
    assert "Trả lời thay mặt hộ mình" in text(home, page)
    before = text(Client(), page)
    send(home, page + "tra-loi/", choice="1")
    assert "Hộ mình đã trả lời: Không đồng ý" in text(home, page + "tra-loi/")
    send(home, page + "tra-loi/", choice="0", assisted="on")
    assert "Hộ mình đã trả lời: Đồng ý" in text(home, page + "tra-loi/")
    assert text(Client(), page) == before
    assert Client().get(page + "tra-loi/").status_code == 403
    assert hall.town.client("head").get(page + "tra-loi/").status_code == 403


def test_an_objection_by_its_form(hall: Hall) -> None:
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    head, officer, page = hall.town.client("head"), hall.town.client("officer"), f"/quyet-dinh/{matter}/"
    form = text(head, page + "diem-danh/1/")
    keys = re.findall(r'name="keys"[^>]*value="([^"]*)"', form)[:8]
    send(head, page + "diem-danh/1/", keys=keys)
    hall.count(matter, 1, 8, 7, 1)
    hall.close(matter)
    assert "khong-phai-ho-toi" in text(officer, page)
    send(officer, page + "khong-phai-ho-toi/1/", number="1")
    assert "1 hộ có tên ở đây" in text(Client(), page)
    assert f"/giay/nhap/{matter}/list/1/pdf/" in text(officer, page)
    assert officer.get(f"/giay/nhap/{matter}/list/1/pdf/").content.startswith(b"%PDF")
    assert Client().get(f"/giay/nhap/{matter}/list/1/pdf/").status_code == 404
