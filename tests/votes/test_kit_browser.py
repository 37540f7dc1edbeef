"""A village head with a phone in a hall without network, in a real browser."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from dinhlang.core.tally.rounds import Outcome
from dinhlang.ground.polls.models import Count, Part
from dinhlang.ground.record import clock
from dinhlang.ground.record.models import Command, Entry
from tests.browser import PHONE
from tests.votes.hall import Hall, make_hall

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
INSTALLED, SYNCED = 120 * 1024, 50 * 1024  # bytes
BYTES_KEPT = """async () => {
  const store = await caches.open('kit');
  const kept = await Promise.all((await store.keys()).map(async one => (await (await store.match(one)).blob()).size));
  const worker = (await (await fetch('worker.js')).blob()).size;
  return kept.reduce((all, one) => all + one, worker) + new Blob(Object.entries(localStorage).flat()).size;
}"""


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Hall:
    cache.clear()
    return make_hall(monkeypatch)


class Phone:
    """A phone of an official, signed in; `page` is what it shows."""

    def __init__(self, browser: Browser, hall: Hall, server: LiveServer, name: str = "head", *, dark: bool = False) -> None:
        self.hall, self.root = hall, server.url
        self.context: BrowserContext = browser.new_context(
            base_url=server.url, viewport=PHONE, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", color_scheme="dark" if dark else "light",
            accept_downloads=True, reduced_motion="reduce",
        )  # fmt: skip
        self.context.set_default_timeout(15_000)
        if name:
            self.sign_in(name)
        self.errors: list[str] = []
        self.page = self.fresh()

    def sign_in(self, name: str) -> None:
        cookie = self.hall.town.client(name).cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.root}])

    def fresh(self) -> Page:
        """A new page of the same phone; its clock is the house's."""
        page = self.context.new_page()
        page.clock.set_system_time(clock.now())
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def restart(self) -> None:
        """The browser was closed and is opened again."""
        self.page.close()
        self.page = self.fresh()
        self.page.goto("/ngoai-tuyen/")
        self.page.locator("#title").wait_for()

    def carry(self, matter: str, sitting: int = 1) -> None:
        """Open a kit from the page of the matter and take it along."""
        self.page.goto(f"/quyet-dinh/{matter}/")
        self.page.get_by_role("link", name="Bộ ngoại tuyến").nth(sitting - 1).click()
        self.page.get_by_label("Tên gọi của điện thoại").fill("Máy của tổ trưởng")
        self.page.get_by_role("button", name="Mở trên điện thoại này").click()
        self.page.get_by_role("link", name="Mang theo trên điện thoại này").click()
        self.page.locator("#ready", has_text="Máy này đã sẵn sàng").wait_for()

    def tick(self, *numbers: int) -> None:
        for one in numbers:
            self.page.fill("#seek", str(one))
            self.page.locator(f"#here input[value='{one}']").check()
        self.page.fill("#seek", "")

    def count(self, took_part: int, agree: int, against: int) -> None:
        self.page.get_by_label("Số hộ có mặt").fill(str(took_part))
        self.page.get_by_label("Đồng ý", exact=True).fill(str(agree))
        self.page.get_by_label("Không đồng ý").fill(str(against))

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def text(self, part: str = "main") -> str:
        return self.page.locator(part).inner_text()


@pytest.fixture
def phones(browser: Browser, hall: Hall, live_server: LiveServer) -> Iterator[list[Phone]]:
    made: list[Phone] = []
    yield made
    for one in made:
        one.context.close()
        assert one.errors == []


def meeting(hall: Hall, n: int) -> str:
    hall.households(n)
    matter = hall.agreed()
    hall.call(matter)
    return matter


def test_it_works(browser: Browser, hall: Hall, live_server: LiveServer, phones: list[Phone]) -> None:
    """Two hundred households; the network is cut, the phone restarted, the sitting closed; sent twice, it counts once."""
    matter = meeting(hall, 200)
    phone = Phone(browser, hall, live_server)
    phones.append(phone)
    phone.carry(matter)
    page = phone.page
    assert "ít nhất 134 trên 200 hộ" in phone.text("#passes")
    installed = page.evaluate(BYTES_KEPT)
    assert installed <= INSTALLED, installed
    phone.context.set_offline(True)
    phone.restart()
    page = phone.page
    page.evaluate("for (const one of [...document.querySelectorAll('#here input')].slice(0, 140)) one.click()")
    phone.tick(150, 200)
    assert "142 trên 200 hộ" in phone.text("#ticked")
    phone.count(141, 135, 6)
    phone.press("Kết thúc cụm họp")
    assert "điểm danh có 142 hộ, kết quả ghi 141" in phone.text("#stopped")
    phone.restart()
    page = phone.page
    assert "142 trên 200 hộ" in phone.text("#ticked")
    phone.count(142, 135, 6)
    assert "135 hộ đồng ý, cần 134: đủ." in phone.text("#checked")
    phone.press("Kết thúc cụm họp")
    assert "Đã kết thúc" in phone.text("#closed-words")
    assert "Chưa gửi" in phone.text("#unsent")
    phone.press("Gửi phần chưa gửi")
    page.locator("#answer", has_text="Không có mạng").wait_for()
    phone.restart()
    phone.context.set_offline(False)
    sizes: list[int] = []
    phone.page.on(
        "request",
        lambda request: sizes.append(
            len(request.post_data or "") + len(request.url) + sum(map(len, map("".join, request.headers.items())))
        ),
    )
    phone.press("Gửi phần chưa gửi")
    phone.page.locator("#answer", has_text="Đã gửi hết").wait_for()
    assert sum(sizes) <= SYNCED, sizes
    before = (Entry.objects.count(), Command.objects.count())
    phone.press("Gửi phần chưa gửi")
    phone.page.locator("#answer", has_text="Đã gửi hết").wait_for()
    assert (Entry.objects.count(), Command.objects.count()) == before
    assert Part.objects.count() == 142
    assert [tuple(row) for row in Count.objects.values_list("took_part", "votes")] == [(142, [135, 6])]
    assert "đã được xóa khỏi máy" in phone.text("#here")
    assert not phone.page.evaluate("JSON.stringify(localStorage).includes('Hộ 150')")
    hall.count(matter, 1, 142, 135, 6, by=["work-board"])
    assert hall.close(matter) is Outcome.PASSED
