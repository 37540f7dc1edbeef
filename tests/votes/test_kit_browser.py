"""A village head with a phone in a hall without network, in a real browser."""

import json
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from dinhlang.core.refusal import Refused
from dinhlang.core.tally.rounds import Outcome, Question, Sheet, Way, check_sheet
from dinhlang.ground.kit import reads as kits
from dinhlang.ground.kit.models import Item, Lease, State
from dinhlang.ground.polls.models import Count, Part
from dinhlang.ground.record import clock
from dinhlang.ground.record.models import Command, Entry
from dinhlang.ground.ui.refusals import sentence
from dinhlang.works.votes.kit_views import items_of
from tests.browser import PHONE, no_axe_violations, no_sideways_scroll
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


def test_the_check_is_that_of_the_house(browser: Browser, hall: Hall, live_server: LiveServer, phones: list[Phone]) -> None:
    """Sheets by chance: the phone says what the house says, to the letter, and every state of the page is for everybody."""
    matter = meeting(hall, 10)
    phone = Phone(browser, hall, live_server)
    phones.append(phone)
    phone.carry(matter)
    phone.page.get_by_text("Nội dung đưa ra các hộ").click()
    no_axe_violations(phone.page)
    no_sideways_scroll(phone.page)
    pack = json.loads(phone.page.evaluate("localStorage[Object.keys(localStorage)[0]]"))["pack"]
    rng = Random(7)
    with translation.override("vi"):
        for _n in range(300):
            seats = rng.choice((1, 1, 2))
            found = Sheet(10, rng.randrange(13), (rng.randrange(12), rng.randrange(6)), rng.randrange(4))
            try:
                check_sheet(found, Question(2, 2 if seats == 2 else 1, seats), Way.MEETING)
                said = ""
            except Refused as error:
                said = sentence(error)
            sheet = {"took_part": found.took_part, "votes": list(found.votes), "spoilt": found.spoilt}
            assert phone.page.evaluate("([s, p]) => dinhlangKit.wrong(s, p, 0)", [sheet, {**pack, "seats": seats}]) == said


PASSPHRASE = "mưa xuân đồng chiêm"


def saved(phone: Phone, folder: Path) -> Path:
    phone.page.fill("#lock", PASSPHRASE)
    with phone.page.expect_download() as download:
        phone.press("Lưu ra tệp")
    path = folder / f"{uuid4()}.json"
    download.value.save_as(path)
    return path


def test_a_file_to_another_phone(browser: Browser, hall: Hall, live_server: LiveServer, phones: list[Phone], tmp_path: Path) -> None:
    """What was ticked goes to another phone by a file, without network; a changed file and another meeting's are told as such."""
    matter, other = meeting(hall, 10), hall.agreed(title="Quỹ khuyến học")
    hall.call(other)
    phone, second = Phone(browser, hall, live_server), Phone(browser, hall, live_server, "")
    phones += [phone, second]
    phone.carry(matter)
    phone.tick(1, 2, 3, 4, 5, 6, 7)
    second.page.goto("/ngoai-tuyen/")
    second.page.locator("#ready", has_text="sẵn sàng").wait_for()
    second.context.set_offline(True)
    path = saved(phone, tmp_path)
    pack = json.loads(phone.page.evaluate("localStorage[Object.keys(localStorage)[0]]"))["pack"]
    for secret in (pack["key"], "Hộ 1", pack["village"], '"here"'):
        assert secret not in path.read_text()
    changed = tmp_path / "changed.json"
    outer = json.loads(path.read_text())
    changed.write_text(json.dumps({**outer, "locked": ("B" if outer["locked"][0] == "A" else "A") + outer["locked"][1:]}))
    for passphrase, file, said in (
        ("mưa xuân đồng mùa", path, "không mở được tệp"),
        (PASSPHRASE, changed, "không mở được tệp"),
        (PASSPHRASE, Path(__file__), "không phải tệp"),
    ):
        second.page.fill("#unlock", passphrase)
        second.page.set_input_files("#load", file)
        second.page.locator("#loaded", has_text=said).wait_for()
        assert second.page.evaluate("localStorage.length") == 0
    second.page.fill("#unlock", f" \x1c\x85{unicodedata.normalize('NFD', PASSPHRASE)} \ufeff")
    second.page.set_input_files("#load", path)
    second.page.locator("#loaded", has_text="Đã mở").wait_for()
    assert second.page.input_value("#unlock") == ""
    assert "7 trên 10 hộ" in second.text("#ticked")
    second.count(7, 7, 0)
    second.press("Kết thúc cụm họp")
    second.restart()
    second.context.set_offline(False)
    second.press("Gửi phần chưa gửi")
    second.page.locator("#answer", has_text="Hãy đăng nhập").wait_for()
    assert second.page.locator("#sign-in a").get_attribute("href") == "/dang-nhap/?next=/ngoai-tuyen/"
    second.sign_in("head")
    second.press("Gửi phần chưa gửi")
    second.page.locator("#answer", has_text="Đã gửi hết").wait_for()
    assert Part.objects.count() == 7
    # The first phone went on by itself: what it sends waits, nothing is overwritten.
    phone.tick(8)
    phone.press("Gửi phần chưa gửi")
    phone.page.locator("#sent", has_text="số liệu khác").first.wait_for()
    assert Part.objects.count() == 7
    # Another meeting on the first phone: the file of this one is not loaded into it.
    phone.carry(other)
    phone.page.fill("#unlock", PASSPHRASE)
    phone.page.set_input_files("#load", path)
    phone.page.locator("#loaded", has_text="của cuộc họp khác: Làm đường bê tông ngõ 12").wait_for()


def test_what_cannot_be_locked_is_not_saved(
    browser: Browser, hall: Hall, live_server: LiveServer, phones: list[Phone], tmp_path: Path
) -> None:  # fmt: skip
    """Without a passphrase, or in a browser that cannot lock, nothing leaves the phone, and it says why. The house opens what it locked."""
    phone = Phone(browser, hall, live_server)
    phones.append(phone)
    matter = meeting(hall, 5)
    phone.carry(matter)
    downloads: list[object] = []
    phone.page.on("download", lambda download: downloads.append(download))
    phone.page.fill("#lock", "ngắn   ")
    phone.press("Lưu ra tệp")
    phone.page.locator("#saved", has_text="ít nhất 8 ký tự").wait_for()
    phone.tick(1, 2, 3)
    lease = kits.lease(Lease.objects.get().pk, matter, clock.now())
    ((text, _seal),) = items_of(saved(phone, tmp_path).read_bytes(), lease, f"\x85\x1f{PASSPHRASE}\ufeff ")
    assert json.loads(text)["numbers"] == ["1", "2", "3"]
    del downloads[:]
    phone.page.evaluate("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    phone.page.fill("#lock", PASSPHRASE)
    phone.press("Lưu ra tệp")
    phone.page.locator("#saved", has_text="không khóa được tệp").wait_for()
    assert downloads == []


def test_a_lost_phone(browser: Browser, hall: Hall, live_server: LiveServer, phones: list[Phone]) -> None:
    """The commune revokes the kit of a lost phone; whoever finds it and sends is told that nothing of it counts."""
    matter = meeting(hall, 10)
    phone, office = Phone(browser, hall, live_server), Phone(browser, hall, live_server, "officer")
    phones += [phone, office]
    phone.carry(matter)
    hall.town.now += timedelta(minutes=5)
    office.page.goto(f"/quyet-dinh/{matter}/")
    office.page.get_by_role("link", name="Bộ ngoại tuyến").first.click()
    office.page.get_by_role("link", name="đang mang đi").click()
    office.page.get_by_role("link", name="Thu hồi").click()
    office.page.get_by_label("Vì sao").fill("Mất máy trên đường về")
    office.press("Thu hồi")
    hall.town.now += timedelta(minutes=5)
    phone.page.clock.set_system_time(clock.now())
    phone.tick(1, 2, 3)
    phone.count(3, 0, 3)
    phone.press("Kết thúc cụm họp")
    phone.press("Gửi phần chưa gửi")
    phone.page.locator("#sent", has_text="đã bị thu hồi trước khi cuộc họp kết thúc").first.wait_for()
    assert not Part.objects.exists()
    assert not Count.objects.exists()
    assert set(Item.objects.values_list("state", flat=True)) == {State.KEPT}
    assert Lease.objects.get().revoked is not None
