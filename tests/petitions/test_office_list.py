"""Petitions as a list for the offices that have them: who sees which rows, what narrows them, page after page."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Body
from dinhlang.ground.people import reads as people
from dinhlang.ground.people.models import Mandate
from dinhlang.works.disclosures.tests.town import BORN
from dinhlang.works.petitions import acts, desks, tally
from dinhlang.works.petitions.acts import sending
from dinhlang.works.petitions.models import Petition
from tests.markup import mistakes
from tests.petitions.hall import GUEST, TWO, Desk
from tests.sending import text

LIST = "/phan-anh/viec/"


def of_two_offices(desk: Desk) -> Client:
    """The province's officer, who is also head of a village of the ward, at the desk of the province."""
    account = Mandate.objects.get(pk=desk.town.mandates["province"]).account_id
    Mandate.objects.filter(pk=desk.town.mandates["head"]).update(account=account)
    client = desk.town.client("province")
    session = client.session
    session[people.CHOSEN] = desk.town.mandates["province"]
    session.save()
    return client


def test_who_is_in_office_where_a_person_is_named_sees_no_row(desk: Desk):
    """An officer of the province who heads a village of the ward named: no kind, no topic, no number, on no page."""
    done = desk.about(topic="land")
    assert done.subject in text(desk.town.client("province"), "/viec-can-lam/")
    client = of_two_offices(desk)
    page = text(client, "/viec-can-lam/")
    assert "Tỉnh Cao Bằng" in page
    assert done.subject not in page
    assert "Đất đai, xây dựng" not in page


def test_the_body_above_is_told_a_number_and_the_sender_the_truth(desk: Desk):
    """Past its day the province sees one more late matter about roads, and no way to its words; the sender reads just that. Reopened, the
    province reads it."""
    done, named = desk.send(), desk.about(topic="land")
    above, own = desk.town.client("province"), desk.own(done)
    assert "không được biết gì" in text(desk.town.client(), own)
    assert "không cơ quan cấp trên nào" in text(desk.town.client(), desk.own(named))
    desk.go("2026-11-30")
    page = text(above, LIST)
    assert "Phường Thục Phán: Đường, cầu, vỉa hè" in page
    assert '<span class="chip late">' in text(desk.town.client("officer"), LIST)
    assert done.subject not in page
    assert above.get(f"/phan-anh/viec/{done.subject}/").status_code == 404
    assert "thêm một việc qua hạn" in text(desk.town.client(), own)
    assert "1 việc qua hạn hoặc ngày hẹn ở cấp dưới" in text(above, "/viec-can-lam/")
    desk.do(acts.take_on, done)
    desk.do(acts.answer, done, text="Đã sửa.")
    desk.do(acts.reopen, done, GUEST, text="Chưa sửa.")
    assert done.subject in text(above, f"{LIST}?xem=cap-duoi")
    assert "Phường Thục Phán: Đường, cầu, vỉa hè" not in text(above, LIST)
    assert "cũng đọc được" in text(desk.town.client(), own)


def test_a_place_that_ended_is_offered_while_a_petition_is_about_it(desk: Desk):
    other = bodies.find("01279", BORN)
    Body.objects.filter(pk=other.id).update(alive_to=date(2026, 10, 31))
    client = desk.town.client("province")
    assert other.name not in text(client, LIST)
    desk.send()
    Petition.objects.update(place=other.id)
    assert f'<option value="01279">{other.name} (cũ)</option>' in text(client, LIST)


def test_page_after_page(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """Each row once, by its day; what is narrowed by kind, topic, place, week, age, number; a wrong filter is a sentence and no row."""
    monkeypatch.setattr(desks, "PAGE", 3)
    monkeypatch.setattr(desks.page_of, "__defaults__", (3,))
    first = [desk.send(who=str(n)) for n in range(4)]
    desk.do(acts.take_on, first[0])
    desk.go("2026-11-10")
    later = [desk.send(who=f"x{n}", topic="water", place=TWO) for n in range(3)]
    Petition.objects.filter(pk=later[2].subject).update(due=None)  # a stage to which a law of tomorrow gives no day
    client, seen, address = desk.town.client("officer"), [], LIST
    while address:
        page = text(client, address)
        assert mistakes(page) == []
        seen += rows(page)
        found = re.search(r'href="([^"]+)" rel="next"', page)
        address = LIST + unescape(found[1]).partition("?")[2].join(("?", "")) if found else ""
    assert sorted(seen) == sorted(one.subject for one in (*first, *later))
    assert set(seen[:4]) == {one.subject for one in first}
    assert seen[-1] == later[2].subject
    for query, n in (
        ("viec=water", 3), ("loai=complaint", 0), (f"noi={TWO}", 3), ("tuoi=7", 3), ("tuoi=30", 0), ("tuan=4/11/2026", 3),
        ("tuan=20/11/2026", 0), (f"so={first[1].subject[:6]}", 1), ("xem=dang-lam", 1), ("xem=cho", 3), ("xem=tre", 0),
    ):  # fmt: skip
        assert len(rows(text(client, f"{LIST}?{query}"))) == n, query
    for wrong in (
        "xem=x",
        "viec=%00",
        "noi=1",
        "tuoi=7%20OR%201",
        "tuan=30/2/2026",
        "tuan=1/1/0001",
        "so=%27",
        f"sau=2026-99-99.{'0' * 16}",
    ):
        answer = client.get(f"{LIST}?{wrong}")
        assert (answer.status_code, rows(answer.content.decode())) in ((422, []), (404, [])), wrong


def rows(page: str) -> list[str]:
    return re.findall(r'<th role="rowheader" scope="row"><a href="/phan-anh/viec/([^/]+)/"', page)


def test_found_by_the_code_at_the_counter(desk: Desk):
    """Only what the office has anyhow; a code of something else is answered like an unknown one; no other office sees a list."""
    mine, named = desk.send(), desk.about()
    client = desk.town.client("officer")
    code = desk.own(mine).rsplit("/", 2)[1]
    answer = client.post(f"{LIST}theo-ma/", {"code": code})
    assert answer["Location"] == f"/phan-anh/viec/{mine.subject}/"
    for wrong in (desk.own(named).rsplit("/", 2)[1], "x"):
        assert client.post(f"{LIST}theo-ma/", {"code": wrong}).status_code == 422
    for name in ("", "head", "front"):
        assert [desk.town.client(name).get(f"{LIST}{more}").status_code for more in ("", "theo-ma/")] == [404, 404]
    assert named.subject not in text(client, LIST)
    assert named.subject[:6] not in text(client, f"{LIST}?so={named.subject[:6]}").partition("<table")[2]
    two = of_two_offices(desk)
    assert "<dd>0</dd>" in text(two, LIST)
    assert named.subject not in text(two, LIST)


def test_what_drags_on(desk: Desk):
    """Ten different senders make a line for the body and for the one above, with the age of the middle one; nine do not, nor do ten of one
    browser. What names somebody is counted where it is handled, and for nobody in office there."""
    for n in range(10):
        desk.send(who=str(n), topic="water", place=TWO)
        desk.about(who=str(n), topic="land")
        desk.send(who=str(n % 9), topic="roads")
    desk.go("2026-12-02")
    for n in range(9):
        desk.send(who=f"late {n}", topic="water", place=TWO)
    line = ("Nước sạch, thoát nước, mương", "Tổ 2")
    for name, seen, not_seen in (("officer", line, ("Đất đai, xây dựng",)), ("province", (*line, "Đất đai, xây dựng"), ("Đường, cầu",))):
        page = text(desk.town.client(name), "/phan-anh/keo-dai/")
        assert mistakes(page) == []
        assert "<svg" in page
        assert "30 ngày" in page
        for one in seen:
            assert one in page
        for one in (*not_seen, "Đường, cầu"):
            assert one not in page
    assert "Đất đai, xây dựng" not in text(of_two_offices(desk), "/phan-anh/keo-dai/")
    assert desk.town.client("front").get("/phan-anh/keo-dai/").status_code == 404


def test_what_came_between_two_days_in_numbers(desk: Desk):
    """Each petition that reached the body stands in one column; what names somebody is counted for nobody in office there; days that are
    none are said, and what was typed is kept."""
    refused, taken, passed = (desk.send(who=str(n)) for n in range(3))
    desk.send(who="3", topic="land", called="Nông Văn A", contact="Tổ 1")
    desk.do(acts.refuse, refused, reason="Đã sửa tháng trước.")
    desk.do(acts.take_on, taken)
    desk.do(acts.answer, taken, text="Đã vá mặt đường.")
    desk.do(acts.pass_on, passed, to=desk.town.ids["04"], reason="Đường tỉnh quản lý.")
    first = last = date(2026, 11, 2)
    found = tally.came(desk.town.ward, (), first, last, last)
    assert found == {("reflection", "roads"): tally.Line(3, 1, 1, 0, 0, 1, 3), ("reflection", "land"): tally.Line(came=1, open=1)}
    assert all(one.came == sum((one.refused, one.passed, one.open, one.done)) for one in found.values())
    assert tally.came(desk.town.ward, (), first - timedelta(days=9), last - timedelta(days=1), last) == {}
    desk.about(topic="water")
    assert ("reflection", "water") in tally.came(desk.town.ids["04"], (), first, last, last)
    assert tally.below([desk.town.ward], first, last, last) == {desk.town.ward: tally.Line(4, 1, 1, 1, 0, 1, 3)}
    assert "Nước sạch" not in text(of_two_offices(desk), "/phan-anh/tong-hop/")
    page = text(desk.town.client("officer"), "/phan-anh/tong-hop/")
    assert mistakes(page) == []
    assert "50%" in page
    for wrong in ("tu=31/02/2026", "tu=02/01/2026&den=01/01/2026", "tu=01/01/2020", "den=x"):
        answer = desk.town.client("officer").get(f"/phan-anh/tong-hop/?{wrong}")
        assert (answer.status_code, "Ghi cả hai ngày" in answer.content.decode()) == (422, True)
    assert desk.town.client("front").get("/phan-anh/tong-hop/").status_code == 404


def test_an_unknown_code_takes_as_many_questions_as_somebody_elses(desk: Desk):
    done, act = desk.send(), desk.town.decided()
    step = desk.do(acts.take_on, done)
    asked: dict[str, int] = {}
    for code in ("0" * 16, act.code, step.code):
        with CaptureQueriesContext(connection) as made:
            assert sending.by_code(code) is None
        asked[code] = len(made)
    assert set(asked.values()) == {3}
