"""The browser tests' own tools, tried on planted faults: a checker that finds nothing would pass everything."""

import pytest
from playwright.sync_api import Error, Page

from tests.browser import OpenPage, keyboard_reaches_everything, no_axe_violations, no_sideways_scroll

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GOOD = '<!doctype html><html lang="vi"><head><title>Đình Làng</title></head><body><main><h1>Đình</h1></main></body></html>'


def test_a_good_page_passes(page: Page) -> None:
    page.set_content(GOOD)
    no_axe_violations(page)
    no_sideways_scroll(page)


def test_a_picture_without_words_is_found(page: Page) -> None:
    page.set_content(GOOD.replace("</main>", '<img src="data:,"></main>'))
    with pytest.raises(AssertionError, match="image-alt"):
        no_axe_violations(page)


def test_grey_on_grey_is_found(page: Page) -> None:
    page.set_content(GOOD.replace("</main>", '<p style="color:#999;background:#aaa">khó đọc</p></main>'))
    with pytest.raises(AssertionError, match="color-contrast"):
        no_axe_violations(page)


def test_a_page_wider_than_the_phone_is_found(phone_page: Page) -> None:
    phone_page.set_content(GOOD.replace("</main>", '<div style="width:2000px">.</div></main>'))
    with pytest.raises(AssertionError, match="px wide"):
        no_sideways_scroll(phone_page)


def test_the_keyboard_comes_to_everything(page: Page) -> None:
    page.set_content(GOOD.replace("</main>", "<a href='/'>a</a><input type=date><input type=radio name=x><input type=radio name=x></main>"))
    keyboard_reaches_everything(page)


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        ("<a href='/' tabindex=-1>a</a>", "never reached"),
        ("<a href='/' style='outline:0'>a</a>", "not seen"),
        ("<button>a</button><details><summary tabindex=-1>b</summary></details>", "never reached"),
    ],
)
def test_what_the_keyboard_does_not_reach_or_show_is_found(page: Page, planted: str, told: str) -> None:
    page.set_content(GOOD.replace("</main>", f"{planted}</main>"))
    with pytest.raises(AssertionError, match=told):
        keyboard_reaches_everything(page)


def test_without_script_nothing_runs(noscript_page: Page) -> None:
    noscript_page.set_content("<noscript><p>không cần</p></noscript>")
    assert noscript_page.get_by_text("không cần").is_visible()


def test_a_script_error_fails_the_page(open_page: OpenPage) -> None:
    def with_a_planted_error() -> None:
        with open_page() as page:
            page.set_content("<script>throw new Error('planted')</script>")
            page.wait_for_timeout(200)

    with pytest.raises(AssertionError, match="planted"):
        with_a_planted_error()


def test_the_browser_stays_on_this_machine(page: Page) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")
