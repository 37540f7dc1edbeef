"""Every kind of page of a whole province, in a browser, as the demonstration shows it.

Promises: a row of `PAGES` and every page of the style page is held to the accessibility rules in light and dark, with everything
unfolded; to a window of 320 px, and to 200 %; to a keyboard alone; and to one language. None has a script.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Page, Route, ViewportSize

from dinhlang.ground.ui import samples
from dinhlang.web import handbook
from tests.browser import DESKTOP, OpenPage, keyboard_reaches_everything, no_axe_violations, no_sideways_scroll
from tests.test_pages_browser import ENGLISH, NARROW, VISIBLE, enter

pytestmark = pytest.mark.browser

DOUBLED = ViewportSize(width=640, height=450)  # a desktop of 1280 px at 200 %
UNFOLD = "document.querySelectorAll('details').forEach(one => one.open = true)"
VILLAGE, FRONT = "04-t0000001", "04-mttq0001"


@dataclass(frozen=True)
class Row:
    """A page: its address, links to go along from there (CSS), and the status it answers with."""

    path: str
    follow: tuple[str, ...] = ()
    status: int = 200


PAGES: dict[str, tuple[Row, ...]] = {
    "": (
        Row("/"),
        Row("/?q=song+hien"),
        Row("/?q=khong-dau-nao-ca"),
        Row("/don-vi/04/"),
        Row("/don-vi/04/ban-do/"),
        Row("/don-vi/04/ban-do/?nho.x=1&nho.y=1"),
        Row("/don-vi/01273/"),
        Row("/don-vi/01456/"),
        Row(f"/don-vi/{FRONT}/"),
        Row("/so-lieu/04/"),
        Row("/so-lieu/04/?hinh=missing&xep=share&ky=2026-Q3"),
        Row("/so-lieu/04/?loai=village&quyen=know"),
        Row("/so-lieu/01273/"),
        Row(f"/so-lieu/{VILLAGE}/"),
        Row("/so-lieu/04/viec/?state=missing"),
        Row("/so-lieu/01273/viec/?state=aside&right=know"),
        Row("/so-lieu/04/bao-cao-nam/"),
        Row("/so-lieu/01273/bao-cao-nam/?nam=2026"),
        Row("/don-vi/01273/van-ban-di/"),
        Row("/don-vi/01273/ngan-sach/"),
        Row("/don-vi/01273/ngan-sach/", ("main a[href^='/ngan-sach/']",)),
        Row("/don-vi/01273/cong-trinh/"),
        Row("/so-lieu/04/", ("main table a[href*='/so-lieu/0']", "main table a[href*='/viec/']", "main li a")),
        Row("/huong-dan/"),
        *(Row(f"/huong-dan/{name}/") for name in handbook.names()),
        Row("/don-vi/01270/", status=404),
        Row("/don-vi/thuc-phan/", status=404),
        Row("/khong-co/", status=404),
        Row("/so-lieu/04/bao-cao-nam/mau/", status=403),
        Row("/don-vi/01273/nhap/", status=403),
    ),
    "demo-officer": (
        Row("/viec-can-lam/"),
        Row("/don-vi/01273/nhap/"),
        Row("/don-vi/01273/nhap/van-ban-di/"),
        Row("/don-vi/01273/nhap/ngan-sach/"),
        Row("/don-vi/01273/van-ban-di/"),
        Row("/don-vi/01273/van-ban-di/", ("main nav a.chip[href*='loc=']",)),
        Row("/don-vi/01273/van-ban-di/", ("main .rows .acts a:first-child",)),
        Row("/don-vi/01273/van-ban-di/", ("main a[href*='/khong-cong-khai/']",)),
        Row("/don-vi/01273/danh-sach/2026-Q1/", ("main a[href^='/cong-khai/']", "main a[href$='/sau-ban/']")),
        Row("/don-vi/01273/danh-sach/2026-Q1/", ("main a[href^='/cong-khai/']", "main a[href$='/sau-ban/']", "main a[href$='/lien-ket/']")),
        Row("/don-vi/01273/ngan-sach/", ("main a[href^='/ngan-sach/']", "main a[href$='/cong-khai/']")),
        Row("/don-vi/01273/cong-trinh/"),
        Row("/so-lieu/01273/"),
    ),
    "demo-province": (Row("/viec-can-lam/"), Row("/so-lieu/04/bao-cao-nam/mau/"), Row("/so-lieu/04/")),
    "demo-operator": (
        Row("/don-vi/04/nhap/"),
        Row("/don-vi/04/nhap/", ("main .rows .acts a.btn",)),
        Row("/don-vi/01273/doi-ten/"),
        Row("/don-vi/01273/ket-thuc/"),
    ),
}
SAMPLES = (Row("/kieu/?sac=sang"), *(Row(f"/kieu/{name}/") for name in samples.pages()))


def go(page: Page, row: Row) -> str:
    """Open the page of a row: "", or what kept it from being opened."""
    answer = page.goto(row.path)
    for link in row.follow:
        page.evaluate(UNFOLD)
        found = page.locator(link)
        if not found.count():
            return f"{row.path}: there is no {link} on {page.url}"
        with page.expect_navigation() as arrived:
            found.first.evaluate("link => link.click()")
        answer = arrived.value
    status = answer.status if answer else 0
    return "" if status == row.status else f"{row.path}: {status} at {page.url}"


def judged(page: Page, *checks: Callable[[Page], None]) -> list[str]:
    """What the checks say of the page as it stands."""
    wrong = []
    for check in checks:
        try:
            check(page)
        except AssertionError as error:
            wrong.append(str(error))
    return wrong


def in_one_language(page: Page) -> None:
    lines = {" ".join(line.split()) for line in page.evaluate(VISIBLE).split("\n")}
    found = [line[:120] for line in sorted(lines) if ENGLISH.search(line)]
    assert not found, f"{page.url} speaks English: {found}"


def without_script(page: Page) -> None:
    assert page.locator("script, [onclick], a[href^='javascript:']").count() == 0, f"{page.url} has a script"


def fits_at_200_percent(page: Page) -> None:
    """A desktop's window with everything twice as large; leaves the window as it was."""
    page.set_viewport_size(DOUBLED)
    no_sideways_scroll(page)
    page.set_viewport_size(DESKTOP)


def look_at_all(open_province: OpenPage, rows: Iterable[Row], who: str = "", *, language: bool = True) -> None:
    """A desktop in light and at 200 %; then 320 px in dark, the language, the keyboard. Everything is unfolded before it is judged."""
    wrong: list[str] = []
    narrow = (no_axe_violations, no_sideways_scroll, *((in_one_language,) if language else ()), keyboard_reaches_everything)
    views = ((DESKTOP, False, (no_axe_violations, without_script, fits_at_200_percent)), (NARROW, True, narrow))
    for viewport, dark, checks in views:
        with open_province(viewport=viewport, dark=dark) as page:
            if who:
                enter(page, who)
            for row in rows:
                missed = go(page, row)
                if missed:
                    wrong.append(missed)
                    continue
                page.evaluate(UNFOLD)
                wrong.extend(judged(page, *checks))
    assert not wrong, f"{len(wrong)} things:\n" + "\n".join(wrong)


@pytest.mark.parametrize("who", PAGES)
def test_pages_of_the_province(open_province: OpenPage, who: str) -> None:
    look_at_all(open_province, PAGES[who], who)


def test_every_page_of_the_style_page(open_province: OpenPage) -> None:
    look_at_all(open_province, SAMPLES, language=False)


@pytest.mark.parametrize("status", [400, 403, 429, 500, 503])
def test_pages_of_what_went_wrong(open_province: OpenPage, status: int) -> None:
    """What comes when the house cannot answer is drawn without it: here in the place of an answer."""
    with translation.override("vi"):
        body = render_to_string(f"{status}.html", {"site": samples.site()})
    wrong: list[str] = []
    for viewport, dark in ((DESKTOP, False), (NARROW, True)):
        with open_province(viewport=viewport, dark=dark) as page:

            def answer(route: Route) -> None:
                route.fulfill(content_type="text/html; charset=utf-8", body=body)

            page.route("**/went-wrong/", answer)
            page.goto("/went-wrong/")
            wrong.extend(judged(page, no_axe_violations, no_sideways_scroll, keyboard_reaches_everything, in_one_language))
    assert not wrong, "\n".join(wrong)


def test_what_machines_read(open_province: OpenPage) -> None:
    with open_province() as page:
        index = page.request.get("/sitemap.xml")
        assert index.ok
        found = re.findall(r"<loc>https?://[^/]+(/[^<]+)</loc>", index.text())
        assert found
        for path in ("/robots.txt", "/tin.atom", "/don-vi/01273/tin.atom", *found):
            assert page.request.get(path).ok, path
