"""A photograph over a line that breaks, in a real browser: nothing that came is sent again, neither after a cut nor after a reload."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Route
from pytest_django.live_server_helper import LiveServer

from dinhlang.ground.files import pieces
from tests.browser import PHONE, no_axe_violations, no_sideways_scroll
from tests.petitions.hall import Desk, make_desk
from tests.petitions.test_pieces import noise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Desk:
    return make_desk(monkeypatch)


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A phone; that a line breaks stands in its console, which is no mistake here."""
    context = browser.new_context(base_url=live_server.url, viewport=PHONE, locale="vi-VN", reduced_motion="reduce")
    context.set_default_timeout(15_000)
    mistakes: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    yield page
    context.close()
    assert mistakes == []


def test_a_cut_line_and_a_reload(desk: Desk, phone: Page, monkeypatch: pytest.MonkeyPatch):
    small = pieces.values().model_copy(update={"piece_kilobytes": 16})
    monkeypatch.setattr(pieces, "values", lambda: small)
    done, page, data = desk.send(), phone, noise()
    photo = {"name": "ảnh.jpg", "mimeType": "image/jpeg", "buffer": data}
    came: list[tuple[int, int]] = []
    cut_at = [20_000, 60_000]  # once each: the line goes at the first piece behind it

    def line(route: Route, request: Request) -> None:
        begins = int(parse_qs(urlsplit(request.url).query).get("tu", ["-1"])[0])
        if cut_at and begins > cut_at[0]:
            cut_at.pop(0)
            route.abort("internetdisconnected")
            return
        if begins >= 0:
            came.append((begins, len(request.post_data_buffer or b"")))
        route.continue_()

    page.route(re.compile("gui-dan"), line)

    def send() -> None:
        page.goto(f"{desk.own(done)}anh/")
        page.locator("input[type=file]").set_input_files(photo)
        page.get_by_role("button", name="Gửi", exact=True).click()

    def lost() -> None:
        page.get_by_role("status").filter(has_text="Mất kết nối").wait_for()

    send()
    lost()  # the first cut: it goes on by itself
    no_axe_violations(page)
    no_sideways_scroll(page)
    lost_at = len(came)
    for _wait in range(100):
        if not cut_at:
            break
        page.wait_for_timeout(100)
    lost()  # the second: the page is closed
    page.goto("about:blank")
    page.goto(f"{desk.own(done)}anh/")
    page.get_by_role("status").filter(has_text="đang gửi dở").wait_for()
    assert lost_at < len(came)
    send()
    page.wait_for_url(f"**{desk.own(done)}")
    starts = [begins for begins, _length in came]
    assert starts == sorted(set(starts)), "no piece twice"
    assert sum(length for _begins, length in came) == len(data)
    assert page.get_by_role("link", name="Ảnh 1").count() == 1
