"""From a fresh data folder to a household on its phone: offices, accounts, a list, slips, all by forms, each person on an own device.

Promises: what stands here is what a province does in its first weeks. The console opens the record, enters the bodies and seats two
persons; from then on nobody touches anything but pages. The clock is moved where the house asks for days in office.
"""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.conf import LazySettings
from django.core.cache import cache
from playwright.sync_api import Locator, Page
from pytest_django.live_server_helper import LiveServer

from dinhlang.config import commands
from dinhlang.config.cli import parser
from dinhlang.core import slips
from dinhlang.ground.record import clock, tick, verify
from dinhlang.ground.record.models import Command, Entry
from dinhlang_demo import ward
from tests import kept
from tests.browser import PHONE, OpenPage, no_axe_violations
from tests.rolls.world import xlsx
from tests.test_passkeys_browser import authenticator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODIES = Path(__file__).resolve().parents[1] / "data" / "bodies" / "ward-01273.toml"
PROVINCE, WARD, FRONT, VILLAGE = "04", "01273", "04-mttq0001", "04-t0000001"
CHAIR, OFFICER, OF_FRONT = "Chủ tịch Ủy ban nhân dân cấp xã", "Công chức cấp xã", "Chủ tịch Ủy ban Mặt trận"
HEAD = "Trưởng thôn, Tổ trưởng tổ dân phố"
PASSWORD, PIN = "bay-tam-chin-muoi-mot", "480273"
NAMES = ("An", "Ba", "Cúc", "Dâu", "Em", "Gấm")
HOUSEHOLDS = tuple((n, f"Nông Thị {NAMES[n % 6]}", "", f"Cụm {n % 2 + 1}", f"ngõ {n}", "") for n in range(1, 19))
# Twelve rows as lists really come: numbers twice, names or numbers forgotten, telephones that are none.
MISTAKES = (
    (1, "Lý Văn Một", "", "", "ngõ 31", ""), (2, "Lý Văn Hai", "", "", "ngõ 32", ""), (3, "Lý Văn Ba", "", "", "ngõ 33", ""),
    ("", "Lý Văn Tư", "", "", "ngõ 34", ""), ("", "Lý Văn Năm", "", "", "ngõ 35", ""), ("", "Lý Văn Sáu", "", "", "ngõ 36", ""),
    (37, "", "", "", "ngõ 37", ""), (38, "", "", "", "ngõ 38", ""), (39, "", "", "", "ngõ 39", ""),
    (40, "Lý Văn Mười", "", "", "ngõ 40", "12345"), (41, "Lý Thị Một", "", "", "ngõ 41", "không có"), (42, "Lý Thị Tư", "", "", "", "0912"),
)  # fmt: skip
Console = Callable[..., str]


@pytest.fixture
def console(capsys: pytest.CaptureFixture[str], settings: LazySettings, transactional_db: None) -> Console:
    """The console of a house that was just opened: record, rulebook, bodies."""
    cache.clear()
    settings.LOG_ORIGIN = "demo.invalid/first-weeks"

    def call(*words: str) -> str:
        capsys.readouterr()
        assert commands.run(parser().parse_args(words)) == 0
        return capsys.readouterr().out

    call("up")
    call("bodies", "enter", str(BODIES))
    return call


@dataclass
class Person:
    """Somebody at a device of their own; `codes` are the recovery codes of who was seated at the console."""

    page: Page
    root: str
    codes: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page, showing the second factor again where that is asked."""
        self.page.goto(self.root + path)
        self.again()

    def again(self) -> None:
        if "/xac-thuc-lai/" not in self.page.url:
            return
        if self.codes:
            self.page.get_by_label("Mã", exact=True).fill(self.codes.pop())
            self.page.locator("form.page button").last.click()
        else:
            self.press("Dùng khóa truy cập")
        self.page.wait_for_url(lambda url: "/xac-thuc-lai/" not in url)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str, within: Locator | None = None) -> None:
        (within or self.page.locator("main")).get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()
        self.again()

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def fill(self, **typed: str) -> None:
        for name, value in typed.items():
            self.page.fill(f"[name={name}]", value)

    # --- what an office does ---

    def sign_in(self) -> None:
        self.page.goto(f"{self.root}/dang-nhap/")
        self.press("Đăng nhập bằng khóa truy cập")
        self.press("Dùng khóa truy cập")
        self.page.wait_for_url("**/viec-can-lam/")

    def asks_for(self, code: str, office: str, username: str, name: str) -> None:
        """The form by which somebody is appointed, found from the body's page."""
        self.go(f"/don-vi/{code}/")
        self.follow("Ai giữ chức vụ nào")
        self.follow("Giao chức vụ này", self.page.locator("section", has=self.page.get_by_role("heading", name=office)))
        self.fill(username=username, full_name=name, decision="12/QĐ ngày 2/3/2026")
        self.press("Gửi để xác nhận")
        assert "/hai-nguoi/" in self.page.url, self.text()

    def confirms(self) -> None:
        """What waits for a second person, found on the desk."""
        self.go("/viec-can-lam/")
        self.page.locator("main a[href*='/hai-nguoi/']").first.click()
        self.page.wait_for_load_state()
        self.again()
        self.press("Tôi đã đọc: xác nhận")
        assert "/xong/" in self.page.url, self.text()

    def makes_sheet(self) -> str:
        """The start code of whom this person just confirmed, as it stands on the sheet."""
        self.follow("Lập mã bắt đầu")
        self.press("Lập và hiện mã")
        found = re.search(r"[a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5}", self.text())
        assert found, self.text()
        return found[0]

    def begins(self, username: str, code: str) -> None:
        """The account of the sheet, with a passkey; then signed in with it."""
        self.page.goto(f"{self.root}/bat-dau/")
        self.page.get_by_label("Tên tài khoản").fill(username)
        self.page.get_by_label("Mã bắt đầu").fill(code)
        self.press("Tiếp tục")
        self.page.get_by_label("Mật khẩu mới").fill(PASSWORD)
        self.page.get_by_label("Nhập lại lần nữa").fill(PASSWORD)
        self.press("Tiếp tục")
        self.press("Thêm khóa truy cập trên thiết bị này")
        self.page.get_by_role("heading", name="Mã dự phòng của bạn").wait_for()
        self.sign_in()


@pytest.fixture
def person(open_page: OpenPage, live_server: LiveServer) -> Iterator[Callable[..., Person]]:
    """A function that seats somebody at a device with a passkey of its own; with `script=False` a phone without one."""
    root = live_server.url.replace("127.0.0.1", "localhost")
    with ExitStack() as open_ones:

        def seat(codes: list[str] | None = None, *, script: bool = True) -> Person:
            page = open_ones.enter_context(open_page(script=script, **({} if script else {"viewport": PHONE})))
            if script:
                open_ones.enter_context(authenticator(page))
            return Person(page, root, codes or [])

        yield seat


def at_console(console: Console, person: Callable[..., Person], username: str, office: str) -> Person:
    """One of the two whom the console seats; signed in with the password of the print and a recovery code."""
    out = console("people", "add", username, "--body", PROVINCE, "--office", office, "--decision", "01/QĐ", "--name", username.title())
    told = dict(line.split(maxsplit=1) for line in out.splitlines() if line.startswith(("password", "recovery")))
    who = person(told["recovery"].split())
    who.page.goto(f"{who.root}/dang-nhap/")
    who.page.get_by_label("Tên tài khoản").fill(username)
    who.page.get_by_label("Mật khẩu").fill(told["password"])
    who.press("Tiếp tục")
    who.page.get_by_label("Mã", exact=True).fill(who.codes.pop())
    who.page.get_by_role("button", name="Đăng nhập").last.click()
    who.page.wait_for_url("**/viec-can-lam/")
    return who


def later(console: Console, days: int) -> None:
    console("tick", "--at", (clock.now() + timedelta(days=days)).isoformat())


def appointed(asker: Person, second: Person, who: Person, where: tuple[str, str], username: str, name: str) -> None:
    """One asks, another confirms and hands out the sheet, the third begins with it."""
    asker.asks_for(*where, username, name)
    second.confirms()
    who.begins(username, second.makes_sheet())


def test_the_first_weeks(person: Callable[..., Person], console: Console, tmp_path: Path) -> None:
    operator = at_console(console, person, "van.hanh", "operator")
    province = at_console(console, person, "chu.tich.tinh", "province-chair")
    later(console, 8)  # the second person holds an office for seven days at least

    # the province appoints the chair of a commune, the operator the chair of its Front
    chair, front, officer, second, head = (person() for _ in range(5))
    appointed(province, operator, chair, (WARD, CHAIR), "chu.tich.xa", "Hoàng Văn Minh")
    appointed(operator, province, front, (FRONT, OF_FRONT), "mat.tran", "Bế Thị Hoa")
    assert "Hoàng Văn Minh" in chair.page.content()
    later(console, 8)

    # the chair appoints two officers and the head of a village, the Front confirms
    appointed(chair, front, officer, (WARD, OFFICER), "can.bo", "Lục Thị Nga")
    appointed(chair, front, second, (WARD, OFFICER), "can.bo.hai", "Vi Văn Páo")
    appointed(chair, front, head, (VILLAGE, HEAD), "to.truong", "Nông Văn Bình")
    later(console, 8)

    brings_in_the_list(head, tmp_path)
    codes = prints_slips(officer, second, tmp_path)
    assert sorted(codes, key=int) == [str(n) for n, *_ in HOUSEHOLDS]
    household = enters(front, person, codes["7"])
    loses_the_office(chair, front, officer)
    household.page.goto(f"{household.root}/ho-cua-toi/")
    assert "Nông Thị Ba" in household.text(), "a household's way in hangs on no officer"
    assert verify.verify().ok


def brings_in_the_list(head: Person, tmp_path: Path) -> None:
    """The list of the village: first with twelve wrong rows, then right."""
    file = tmp_path / "ho.xlsx"
    head.go("/viec-can-lam/")
    head.follow("Danh sách hộ của thôn, tổ dân phố")
    head.follow("Nhập dữ liệu")
    head.page.locator("main li", has_text="Danh sách hộ").get_by_role("link", name="Chọn tệp").click()
    for rows in ((*HOUSEHOLDS, *MISTAKES), HOUSEHOLDS):
        file.write_bytes(xlsx(*rows))
        head.page.set_input_files("[type=file]", file)
        head.fill(ask_document="Danh sách hộ tháng 3/2026")
        head.press("Đọc tệp")
        head.press("Kiểm tra các dòng")
        told = head.text()
        if rows is HOUSEHOLDS:
            break
        assert "12 chỗ cần sửa" in told
        for words in ("Số 1 đã có ở dòng 2 (Nông Thị Ba)", "“12345” không phải số điện thoại", "Còn để trống"):
            assert words in told, told
        assert head.page.get_by_role("button", name="Nhập toàn bộ").count() == 0
        head.follow("Đưa tệp đã sửa lên")
    head.press("Nhập toàn bộ")
    assert "/xong/" in head.page.url, head.text()


def prints_slips(officer: Person, second: Person, tmp_path: Path) -> dict[str, str]:
    """The codes by list number, as they stand on the sheets that two persons let be printed."""
    officer.go("/viec-can-lam/")
    officer.follow("Danh sách người")
    officer.page.locator("main li", has_text="Tổ dân phố 1 Sông Hiến").get_by_role("link", name="Giấy vào cửa").click()
    officer.follow("In giấy")
    officer.press("Gửi để xác nhận")
    assert "/hai-nguoi/" in officer.page.url, officer.text()
    assert officer.page.get_by_role("button", name="Tôi đã đọc: xác nhận").count() == 0
    second.confirms()
    officer.go("/viec-can-lam/")
    officer.follow("In ngay 18 giấy vào cửa của Tổ dân phố 1 Sông Hiến")
    with officer.page.expect_download() as given:
        officer.press("Tạo mã và lấy bản in")
    sheet = tmp_path / "giay.pdf"
    given.value.save_as(sheet)
    drawn = ""
    with pikepdf.open(io.BytesIO(sheet.read_bytes())) as pdf:
        assert len(pdf.pages) == 3, "eight slips a page"
        drawn = "\n".join(page.Contents.read_bytes().decode("latin-1") for page in pdf.pages)
    told = [one for one in re.findall(r"\(([0-9A-Z-]+)\) Tj", drawn) if one.isdecimal() or slips.read(one) is not None]
    numbers, codes = [one for one in told if one.isdecimal()], [one for one in told if not one.isdecimal()]
    return dict(zip(numbers, codes, strict=True))


def enters(front: Person, person: Callable[..., Person], code: str) -> Person:
    """A household on a phone without script: dead before the hand-over, then in, with a number of its own."""
    phone = person(script=False)
    phone.page.goto(f"{phone.root}/vao/")
    phone.page.get_by_label("Mã trên giấy").fill(code)
    phone.press("Vào")
    assert "Giấy này không mở được" in phone.text()
    front.go("/viec-can-lam/")
    front.follow("Giấy vào cửa")
    front.follow("Giấy vào cửa", front.page.locator("main li", has_text="Tổ dân phố 1 Sông Hiến"))
    front.follow("Ghi việc trao giấy")
    front.fill(numbers="1-6, 7")
    front.press("Đã trao các giấy này")
    assert "Nông" not in front.text(), "no name stands on the Front's page"
    phone.page.get_by_label("Mã trên giấy").fill(code)
    phone.press("Vào")
    phone.page.get_by_label("Số bí mật, sáu chữ số").fill(PIN)
    phone.page.get_by_label("Gõ lại lần nữa").fill(PIN)
    phone.press("Dùng số này")
    assert "Nông Thị Ba" in phone.text()
    assert "Nông Thị An" not in phone.text()
    return phone


def loses_the_office(chair: Person, front: Person, officer: Person) -> None:
    """The officer is at a form while two persons end the office: what is sent next is refused, in words, and nothing of it is done."""
    officer.go(f"/don-vi/{WARD}/dang-ky-van-ban/")
    officer.fill(number="201/QĐ-UBND", title="Thu phí đò ngang", dated=clock.today().strftime("%d/%m/%Y"))
    officer.page.select_option("[name=item]", "5")
    chair.go(f"/don-vi/{WARD}/chuc-vu/")
    chair.follow("Kết thúc", chair.page.locator("main li li, main .rows > li", has_text="Lục Thị Nga"))
    chair.fill(last_day=(clock.today() - timedelta(days=1)).strftime("%d/%m/%Y"), decision="20/QĐ-UBND ngày 1/4/2026")
    chair.press("Gửi để xác nhận")
    front.confirms()
    officer.page.locator("form.page button").first.click()
    officer.page.wait_for_load_state()
    told = officer.text()
    for words in ("Chức vụ Công chức cấp xã, Phường Thục Phán, đã kết thúc", "20/QĐ-UBND ngày 1/4/2026", "201/QĐ-UBND", "Thu phí đò ngang"):
        assert words in told, told
    no_axe_violations(officer.page)
    officer.go("/viec-can-lam/")
    assert "đã kết thúc" in officer.text()


def test_a_resident_erases_what_was_sent(noscript_page: Page, live_server: LiveServer) -> None:
    """By the receipt's code alone, on a phone without script: gone at once from every page that told it; the proof stands."""
    kept.begin("ward", ward.load)
    page, words = noscript_page, "Chimhoangyen7064 thu phí đò ngang"
    page.goto("/demo/")
    page.locator("button[value='demo-resident-1']").click()
    page.goto(f"/don-vi/{WARD}/bao-quyet-dinh/")
    page.fill("[name=title]", words)
    page.fill("[name=where]", words)
    page.locator("[name=show]").check()
    page.locator("form.page button").first.click()
    code = page.url.rstrip("/").rsplit("/", 1)[1]
    tick.tick(clock.now() + timedelta(hours=6, minutes=5))
    entered = Entry.objects.get(act="decision.report", subject=Command.objects.get(code=code).subject)
    leaf = bytes(entered.hash).hex()
    told = {f"/don-vi/{WARD}/", f"/en/don-vi/{WARD}/", f"/nhat-ky/{leaf}/", f"/log/open/{leaf}.json", f"/bien-nhan/{code}/noi-dung/"}
    around = {*told, f"/xong/{code}/", f"/bien-nhan/{code}/", "/tin.atom", f"/don-vi/{WARD}/tin.atom", "/nhat-ky/", "/?q=Chimhoangyen7064"}
    assert {path for path in around if words in page.request.get(path).text()} >= told
    page.goto(f"/bien-nhan/{code}/")
    page.locator(f"a[href='/bien-nhan/{code}/du-lieu/']").click()
    page.get_by_role("button", name="Xóa").click()
    assert "không lấy lại được" in page.locator("main").inner_text(), "it asks first"
    page.locator("[name=erase-sure]").check()
    page.get_by_role("button", name="Xóa").click()
    assert "/xong/" in page.url, page.locator("main").inner_text()
    assert not {path for path in around if words in page.request.get(path).text()}
    assert verify.verify().ok
