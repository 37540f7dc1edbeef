"""Villages decide, in a real browser, at phone size: one in three sittings and too few, one that says no, five for their commune."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from dinhlang.ground.polls.models import Part
from dinhlang.ground.record import clock
from dinhlang.ground.ui import format
from dinhlang.works.votes import audit
from dinhlang.works.votes.models import Matter
from tests.browser import no_sideways_scroll
from tests.votes.hall import ONE, TWO, WARD, WHOLE, Hall
from tests.votes.test_kit_browser import Phone, hall, phones
from tests.votes.test_villages import FIVE, HEADS, five, held

__all__ = ["hall", "phones"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CLUSTERS = ("Cụm 1", "Cụm 2", "Cụm 3")


class Village:
    """A village head and the head of the Front's work board, each with a phone of their own."""

    def __init__(self, hall: Hall, head: Phone, board: Phone) -> None:
        self.hall, self.head, self.board = hall, head, board

    def day(self, days: int) -> str:
        return format.short_day(clock.local_day(self.hall.town.now + timedelta(days=days)))

    def later(self, **span: int) -> None:
        self.hall.town.now += timedelta(**span)
        for one in (self.head, self.board):
            one.page.clock.set_system_time(clock.now())

    def fill(self, phone: Phone, button: str, **typed: object) -> None:
        for name, value in typed.items():
            phone.page.fill(f"[name='{name.replace('_n', '-')}']", str(value))
        phone.press(button)
        phone.page.wait_for_url("**/xong/**")

    def called(self, matter: str) -> None:
        """A meeting by hands in three days, called by its form."""
        page = self.head.page
        page.goto(matter + "trieu-tap/")
        page.get_by_label("giơ tay").check()
        for name, value in (("day", self.day(3)), ("hour", "19:00"), ("place", "Nhà văn hóa")):
            page.fill(f"[name={name}-0]", value)
        page.locator("form.page button").click()
        page.wait_for_url("**/xong/**")

    def proposed(self) -> str:
        """A matter that was put to the village and agreed on, by forms; its address."""
        page = self.head.page
        page.goto(f"/don-vi/{ONE}/quyet-dinh/de-xuat/")
        page.select_option("[name=rule]", "village-contribution")
        self.fill(self.head, "Đề xuất", title="Làm đường bê tông ngõ 12", text="Mỗi hộ góp 300.000 đ.")
        matter = f"/quyet-dinh/{Matter.objects.get().pk}/"
        self.board.page.goto(matter + "dong-y/")
        self.fill(self.board, "Đồng ý")
        return matter

    def counted(self, matter: str, sitting: int, took_part: int, agree: int, against: int, *phones: Phone) -> None:
        for phone in phones or (self.head, self.board):
            phone.page.goto(f"{matter}kiem-dem/{sitting}/")
            phone.page.fill("[name=took_part]", str(took_part))
            phone.page.fill("[name=votes-0]", str(agree))
            phone.page.fill("[name=votes-1]", str(against))
            phone.page.locator("form.page button").click()
            phone.page.wait_for_url("**/xong/**")

    def closed(self, matter: str) -> str:
        """The round closed by its form; what the page of the matter then says."""
        self.head.page.goto(matter)
        self.head.page.get_by_role("link", name="Kết thúc vòng này").click()
        self.head.page.locator("form.page button").click()
        self.head.page.wait_for_url("**/xong/**")
        self.head.page.goto(matter)
        return self.head.text()


@pytest.fixture
def village(browser: Browser, hall: Hall, live_server: LiveServer, phones: list[Phone]) -> Village:
    head, board = Phone(browser, hall, live_server), Phone(browser, hall, live_server, "work-board")
    phones += [head, board]
    return Village(hall, head, board)


def test_too_few_come_in_three_sittings_and_the_papers_carry(hall: Hall, village: Village) -> None:
    """210 households, three sittings without network, 55% there: out of reach. Papers to all carry; the decision is sent and stands."""
    hall.households(210, clusters=CLUSTERS)
    matter = village.proposed()
    page = village.head.page
    page.goto(matter + "trieu-tap/?theo=cum")
    page.get_by_label("giơ tay").check()
    for n in range(3):
        for name, value in (("day", village.day(3)), ("hour", f"{18 + n}:00"), ("place", f"Nhà văn hóa cụm {n + 1}")):
            page.fill(f"[name={name}-{n}]", value)
    page.locator("form.page button").click()
    page.wait_for_url("**/xong/**")
    village.later(days=2)
    subject = matter.split("/")[2]
    for n in (1, 2, 3):
        village.head.carry(subject, n)
    hall.town.go("2026-03-05", 21)
    village.later(minutes=1)
    village.head.context.set_offline(True)
    for n, there in ((1, 38), (2, 39), (3, 38)):
        village.head.page.goto("/ngoai-tuyen/")
        village.head.page.get_by_role("button", name=f"Cụm {n}").click()
        village.head.page.evaluate(f"[...document.querySelectorAll('#here input')].slice(0, {there}).forEach(one => one.click())")
        village.head.count(there, there - 2, 2)
        village.head.press("Kết thúc cụm họp")
        village.head.page.locator("#closed-words", has_text="Đã kết thúc").wait_for()
    village.head.context.set_offline(False)
    for n in (1, 2, 3):
        village.head.page.goto("/ngoai-tuyen/")
        village.head.page.get_by_role("button", name=f"Cụm {n}").click()
        village.head.press("Gửi phần chưa gửi")
        village.head.page.locator("#answer", has_text="Đã gửi hết").wait_for()
    assert Part.objects.count() == 115
    for n, there in ((1, 38), (2, 39), (3, 38)):
        village.counted(matter, n, there, there - 2, 2, village.board)
    shown = village.closed(matter)
    assert "115 trên 210 hộ tham gia" in shown
    assert "quá ít hộ tham gia" in shown
    page.goto(matter + "trieu-tap/?theo=phieu")
    village.fill(village.head, "Triệu tập", first=village.day(2), last=village.day(5), place="Nhà văn hóa")
    village.later(days=6)
    village.counted(matter, 1, 200, 180, 20)
    shown = village.closed(matter)
    assert "200 trên 210 hộ tham gia" in shown
    assert "Từ 2/3 tổng số 210 hộ trở lên: 140" in shown
    assert "đã thông qua" in shown
    page.goto(matter + "van-ban/")
    page.select_option("[name=paper]", "resolution")
    page.fill("[name=number]", "01/NQ")
    page.fill("[name=dated]", village.day(0))
    page.locator("form.page button").click()
    page.wait_for_url("**/xong/**")
    page.goto(matter + "gui/")
    page.locator("form.page button").click()
    page.wait_for_url("**/xong/**")
    page.goto(matter)
    assert "đã thông qua, đã gửi" in village.head.text()
    assert list(audit.differences()) == []


def test_enough_come_and_say_no(hall: Hall, village: Village) -> None:
    """90% there, 60% of all agree: not adopted. No papers may follow, and the page says so with the article."""
    hall.households(100)
    matter = village.proposed()
    page = village.head.page
    village.called(matter)
    village.later(days=4)
    village.counted(matter, 1, 90, 60, 30)
    shown = village.closed(matter)
    assert "90 trên 100 hộ tham gia" in shown
    assert "Đủ số hộ tham gia mà không tán thành" in shown
    page.goto(matter + "trieu-tap/?theo=phieu")
    for name, value in (("first", village.day(2)), ("last", village.day(5)), ("place", "Nhà văn hóa")):
        page.fill(f"[name={name}]", value)
    page.locator("form.page button").click()
    said = page.locator(".note.stop").first.inner_text()
    assert "không được phát phiếu" in said
    assert "Điều 19" in said
    assert Matter.objects.get().state == "lost"


def test_a_matter_of_the_commune_over_five_villages(
    browser: Browser, hall: Hall, live_server: LiveServer, phones: list[Phone]
) -> None:  # fmt: skip
    """Put by the chair, agreed by the Front, decided village by village: one of them in a hall without network. Four of five carry it."""
    five(hall)
    chair, front, head, second, officer = (Phone(browser, hall, live_server, name) for name in ("chair", "front", *HEADS[:2], "officer"))
    phones += [chair, front, head, second, officer]
    first = Village(hall, head, officer)
    chair.page.goto(f"/don-vi/{WARD}/quyet-dinh/de-xuat/")
    chair.page.select_option("[name=rule]", WHOLE)
    first.fill(chair, "Đề xuất", title="Mở rộng đường liên tổ", text="Mỗi hộ góp 500.000 đ.")
    top = f"/quyet-dinh/{Matter.objects.get().pk}/"
    front.page.goto(top + "dong-y/")
    first.fill(front, "Đồng ý")
    chair.page.goto(top + "giao-thon/")
    chair.page.locator("input[name=way][value=meeting]").check()
    chair.page.locator("form.page button").click()
    chair.page.wait_for_url("**/xong/**")
    pages = {code: f"/quyet-dinh/{Matter.objects.get(body=hall.town.ids[code]).pk}/" for code in FIVE}
    first.called(pages[ONE])
    first.later(days=2)
    head.carry(pages[ONE].split("/")[2])
    hall.town.go("2026-03-05", 20)
    first.later(minutes=1)
    head.context.set_offline(True)
    head.restart()
    head.page.evaluate("for (const one of document.querySelectorAll('#here input')) one.click()")
    head.count(10, 7, 3)
    head.press("Kết thúc cụm họp")
    head.page.locator("#closed-words", has_text="Đã kết thúc").wait_for()
    head.context.set_offline(False)
    head.press("Gửi phần chưa gửi")
    head.page.locator("#answer", has_text="Đã gửi hết").wait_for()
    first.counted(pages[ONE], 1, 10, 7, 3, officer)
    assert "10 trên 10 hộ tham gia" in first.closed(pages[ONE])
    two = Village(hall, second, officer)
    two.called(pages[TWO])
    two.later(days=4)
    two.counted(pages[TWO], 1, 30, 20, 10)
    assert "đã thông qua" in two.closed(pages[TWO])
    for n, came, yes in ((2, 40, 34), (3, 60, 47), (4, 90, 9)):
        held(hall, HEADS[n], pages[FIVE[n]], came, yes)
    chair.sign_in("chair")
    chair.page.goto(top)
    assert "4 trên 5" in chair.text()
    chair.page.goto(top + "tong-hop/")
    chair.page.locator("form.page button").click()
    chair.page.wait_for_url("**/xong/**")
    chair.page.goto(top)
    shown = chair.text()
    assert "đã thông qua" in shown
    assert "117" not in shown, "households of several villages are never added up"
    no_sideways_scroll(chair.page)
    assert [Matter.objects.get(body=hall.town.ids[code]).state for code in FIVE] == ["adopted"] * 4 + ["lost"]
    assert list(audit.differences()) == []
