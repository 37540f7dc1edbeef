"""Pages as people meet them: the system's Chromium, with and without script, and the accessibility rules.

Promises: no browser is downloaded; the browser reaches this machine only; a test fails on any script error or broken
resource of ours. Refuses to skip: without Chromium a browser test is an error that names the command to type.

Fixtures: `page` (script on), `noscript_page` (script off), `phone_page` (390 px wide, script on), each on the live server
as base address: `page.goto("/")`; `open_province` opens pages of a demonstration province, served as `make run` serves it and set up
once a session: what one test does there the next one finds. Assertions: `no_axe_violations(page)`, `no_sideways_scroll(page)`,
`keyboard_reaches_everything(page)`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, sync_playwright
from pytest_django.live_server_helper import LiveServer

from scripts import stage

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
WCAG = ("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa")
DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
# Chromium says this of every answer that is not a success; a page of refusal is one on purpose, and its test looks at the status.
CONSOLE_NOT_AN_ERROR = "Failed to load resource: the server responded with a status of 4"

OpenPage = Callable[..., AbstractContextManager[Page]]
# What a hand with a keyboard must come to: everything that can be worked and is shown; of a group of radio buttons one.
NOTE_FOCUS = """() => {
  const one_of = new Set();
  window.awaited = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')].filter(one => {
    if (one.disabled || !one.checkVisibility({visibilityProperty: true})) return false;
    if (one.type !== 'radio') return true;
    const first = !one_of.has(one.name);
    return one_of.add(one.name) && first;
  });
  window.reached = new Set(), window.unseen = [];
  document.addEventListener('focusin', event => {
    const one = event.target, drawn = getComputedStyle(one), inside = one.querySelector('path');
    window.reached.add(one.type === 'radio' ? one.name : one);
    const seen = drawn.outlineStyle !== 'none' || (inside && parseFloat(getComputedStyle(inside).strokeWidth) > 2);
    if (!seen) window.unseen.push(one.outerHTML.slice(0, 120));
  });
  document.activeElement.blur();
  return window.awaited.length + 3 * document.querySelectorAll('input[type=date], input[type=time]').length;
}"""
MISSED = """() => [...window.unseen.map(one => `its focus is not seen: ${one}`), ...window.awaited.filter(
  one => !window.reached.has(one.type === 'radio' ? one.name : one)).map(one => `never reached: ${one.outerHTML.slice(0, 120)}`)]"""


def chromium() -> str:
    """The path of the system's Chromium. Fails the test, naming the command, where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.fail("no Chromium on this machine: scripts/system-packages test", pytrace=False)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session; every page gets a context of its own, so nothing is shared between tests."""
    patch = pytest.MonkeyPatch()
    # Playwright's sync API keeps an event loop in this thread, which Django would take for asynchronous code of ours.
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield instance
        instance.close()
    patch.undo()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> OpenPage:
    """A function that opens a page: `with open_page(script=False, viewport=PHONE, dark=True) as page`."""
    return _opener(browser, live_server.url)


@pytest.fixture(scope="session")
def province_address() -> Iterator[str]:
    """Where a demonstration province of the smallest size is served: to each worker its own, set up once in a run."""
    with stage.demonstration("small", Path(os.environ["DINHLANG_TEST_ROOT"]) / "province") as address:
        yield address


@pytest.fixture
def open_province(browser: Browser, province_address: str) -> OpenPage:
    """As `open_page`, on the demonstration province."""
    return _opener(browser, province_address)


def _opener(browser: Browser, address: str) -> OpenPage:
    @contextmanager
    def opened(*, script: bool = True, viewport: ViewportSize = DESKTOP, dark: bool = False) -> Iterator[Page]:
        context = browser.new_context(
            base_url=address,
            java_script_enabled=script,
            viewport=viewport,
            color_scheme="dark" if dark else "light",
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)  # of a machine that runs two browsers at once
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(f"script: {error}"))
        page.on("console", lambda message: _note_console(message, errors))
        yield page
        context.close()
        assert not errors, "the browser complained:\n" + "\n".join(errors)

    return opened


def _note_console(message: ConsoleMessage, errors: list[str]) -> None:
    if message.type == "error" and not message.text.startswith(CONSOLE_NOT_AN_ERROR):
        errors.append(f"console: {message.text}")


@pytest.fixture
def page(open_page: OpenPage) -> Iterator[Page]:
    """A desktop page with script."""
    with open_page() as opened:
        yield opened


@pytest.fixture
def phone_page(open_page: OpenPage) -> Iterator[Page]:
    """A phone page with script."""
    with open_page(viewport=PHONE) as opened:
        yield opened


@pytest.fixture
def noscript_page(open_page: OpenPage) -> Iterator[Page]:
    """A phone page without script: what a resident must be able to do everything on."""
    with open_page(script=False, viewport=PHONE) as opened:
        yield opened


def no_axe_violations(page: Page) -> None:
    """Assert that axe finds no breach of WCAG 2.0 A and AA, 2.1 AA and 2.2 AA on the page as it stands now (script on)."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(WCAG)}, "resultTypes": ["violations"]})
    found = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n    "
        + "\n    ".join(node["html"][:200] for node in violation["nodes"][:5])
        for violation in results.response["violations"]
    ]
    assert not found, f"{page.url} breaks {len(found)} accessibility rule(s):\n" + "\n".join(found)


def no_sideways_scroll(page: Page) -> None:
    """Assert that the page is no wider than its window (script on)."""
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= window, f"{page.url} is {wide} px wide in a window of {window} px"


def keyboard_reaches_everything(page: Page) -> None:
    """Assert that the Tab key comes to everything that can be worked, and that one sees where it is (script on).

    Twice round at most: the first may begin in the middle of the page, and areas that scroll and the window itself are stops too.
    """
    stops = page.evaluate(NOTE_FOCUS) + 2
    missed: list[str] = []
    for _round in range(2):
        for _step in range(stops):
            page.keyboard.press("Tab")
        missed = page.evaluate(MISSED)
        if not missed:
            return
    assert not missed, f"{page.url}, by keyboard:\n" + "\n".join(missed[:10])
