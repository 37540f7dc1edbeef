"""Ways through a whole province, in a browser, on the demonstration as `make run` serves it.

The Monday of a commune office: on a phone, without script, with the files that lie on the demonstration's desk. A resident who knows an
old name only, and types it without marks: with a keyboard alone, at 320 px, at 200 %, and without script.
"""

import re

import pytest
from playwright.sync_api import Page, ViewportSize

from dinhlang_demo import desk
from tests.browser import DESKTOP, PHONE, OpenPage, no_axe_violations, no_sideways_scroll
from tests.test_pages_browser import NARROW, enter

pytestmark = pytest.mark.browser

DOUBLED = ViewportSize(width=640, height=450)  # a desktop of 1280 px at 200 %
REGISTER, DECISION = (desk.FOLDER / one.name for one in desk.SAMPLES[:2])
OUTGOING = "/don-vi/01273/van-ban-di/"
SIX = ("cong.html", "ban-in/", "loa.txt", "thon.pdf", "tai-ve/")


def ring(page: Page) -> tuple[int, int]:
    """How many of how many documents were disclosed, as the page of the register draws it."""
    page.goto(OUTGOING)
    done, every = (page.locator("svg.ring .figure").text_content() or "").split("/")
    return int(done), int(every)


def send(page: Page, name: str = "") -> None:
    page.locator(f"form.page button[name={name}]" if name else "form.page button").first.click()
    page.wait_for_load_state()


def test_monday(open_province: OpenPage) -> None:
    with open_province(script=False, viewport=PHONE) as page:
        enter(page, "demo-officer")
        done, _every = ring(page)
        page.locator("main a[href$='/nhap/van-ban-di/']").first.click()
        page.set_input_files("[type=file]", REGISTER)
        send(page)
        assert "/nhap/" in page.url, page.locator("main").inner_text()
        send(page, "choose")
        report = page.locator("main").inner_text()
        send(page, "confirm")
        assert page.locator(".chip.done").count(), report

        for number in desk.WAITING:  # three proposals are taken
            page.goto(OUTGOING)
            page.locator("main .rows > li", has_text=number).locator(".acts a").first.click()
            send(page)
            assert page.locator(".errorlist, .note.stop").count() == 0, page.locator("main").inner_text()
        assert ring(page)[0] == done

        page.goto("/viec-can-lam/")
        page.locator("main .rows > li", has_text=desk.DECISION[0]).locator("a.btn[href*='/cong-khai/']").first.click()
        page.fill("[name=text]", "Hỗ trợ 14 hộ, mỗi hộ 60.000.000 đồng.")
        page.set_input_files("[type=file]", DECISION)  # one file in
        send(page)
        if "/sau-ban/" not in page.url:  # what was read on its first page is asked about
            send(page)
        assert "/sau-ban/" in page.url, page.locator("main").inner_text()
        assert page.locator("main section.sheet").count() == 6
        links = {link.get_attribute("href") or "" for link in page.locator("main a").all()}
        for paper in SIX:
            found = [href for href in links if href.endswith(paper)]
            assert found, (paper, links)
            answer = page.request.get(found[0])
            assert answer.ok
            assert len(answer.body()) > 200
        assert ring(page)[0] == done + 1  # coverage rose


@pytest.mark.parametrize(("viewport", "script"), [(DESKTOP, True), (NARROW, True), (DOUBLED, True), (NARROW, False)])
def test_found_by_an_old_name_without_marks(open_province: OpenPage, viewport: ViewportSize, script: bool) -> None:
    with open_province(viewport=viewport, script=script) as page:
        page.goto("/")
        tab_to(page, "[name=q]")
        page.keyboard.type("song hien")
        page.keyboard.press("Enter")
        page.wait_for_url("**/?q=*")
        tab_to(page, "main a[href='/don-vi/01273/']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/don-vi/01273/")
        assert "Thục Phán" in page.locator("h1").inner_text()
        assert "Sông Hiến" in page.locator("main").inner_text()
        tab_to(page, "main a[href*='/vi-sao/']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/vi-sao/**")
        assert re.search(r"Điều \d+", page.locator("main").inner_text())
        if script:
            no_sideways_scroll(page)
            no_axe_violations(page)


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus is on it, as a hand does that has no mouse."""
    for _step in range(200):
        page.keyboard.press("Tab")
        if page.locator(f":is({wanted}):focus").count():
            return
    pytest.fail(f"{wanted} on {page.url} is not reached by keyboard")


def test_the_map_is_touched_without_script(open_province: OpenPage) -> None:
    with open_province(script=False, viewport=PHONE) as page:
        page.goto("/don-vi/04/ban-do/")
        seen = page.locator("input[type=image]:visible")
        box = seen.bounding_box()
        assert box is not None
        seen.click(position={"x": 1, "y": box["height"] - 2})  # outside every commune: a sentence, and the names
        assert page.locator("main a[href='/don-vi/01273/']").count()
        for x in range(5, 100, 6):  # across the middle of the map something is there
            page.goto("/don-vi/04/ban-do/")
            page.locator("input[type=image]:visible").click(position={"x": box["width"] * x / 100, "y": box["height"] * 0.4})
            page.wait_for_load_state()
            if re.search(r"/don-vi/\d{5}/$", page.url):
                return
    pytest.fail("no touch found a commune")
