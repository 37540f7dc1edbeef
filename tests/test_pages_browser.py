"""Every kind of page with the demonstration's data, as each kind of person meets it in a browser.

Promises: a page type that is added to `PUBLIC` or to a person's list below is held to the accessibility rules in light and dark,
to a window of 320 px, to the bytes of a first visit, and to one language.
"""

import gzip
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from uuid import uuid4

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, Response, ViewportSize

from dinhlang.core.actor import Office
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.notices.models import Notice
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import clock
from dinhlang.ground.record.models import Entry
from dinhlang.ground.ui import cache
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.models import Decision, Disclosure, Redate
from dinhlang.works.votes.models import Matter
from dinhlang_demo import ward
from tests import kept
from tests.browser import DESKTOP, PHONE, OpenPage, no_axe_violations, no_sideways_scroll

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARROW = ViewportSize(width=320, height=700)
FIRST_VISIT = 30_000  # bytes over the wire, compressed
HEADERS = 600  # bytes of headers that an answer costs at the most
RULE = "commune-discloses-contributions"
# Words that no Vietnamese sentence has and hardly an English one lacks; what is code, or says that it is English, is left out.
ENGLISH = re.compile(
    r"\b(the|and|of|is|are|was|were|not|with|this|that|from|what|who|when|has|have|been|which|there|here|your|you|it|its|will|must|by|yet|"
    r"days|law|article|posted|record|recorded|entry|entries|document|nothing|due|nobody|everybody|shown|year|quarter)\b",
    re.IGNORECASE,
)
VISIBLE = """() => {
  const copy = document.body.cloneNode(true);
  copy.querySelectorAll('script, style, code, pre, [lang=en], option[lang=en]').forEach(one => one.remove());
  const names = [...copy.querySelectorAll('[aria-label], [title], [placeholder]')].map(
    one => [one.ariaLabel, one.title, one.placeholder].filter(Boolean).join(' '));
  const walk = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT), texts = [document.title, ...names];
  while (walk.nextNode()) texts.push(walk.currentNode.textContent);
  return texts.join('\\n');
}"""


@pytest.fixture
def town(transactional_db: None) -> Iterator[None]:
    """The demonstration ward, with a later date that waits for the chair."""
    cache.forget()
    kept.begin("ward", ward.load)
    officer = Mandate.objects.get(account__username="demo-officer")
    late = Decision.objects.get(slug="12-qd-ubnd")
    today = clock.today()
    asked = {"decision": late.subject, "dated": date(2026, 3, 12), "reason": "Ghi nhầm ngày"}
    acts.redate(by=Office(officer.pk), at=clock.now(), command_id=uuid4(), body=bodies.find("01273", today).id, **asked)
    yield
    cache.forget()
    call_command("flush", interactive=False, verbosity=0)


def subject(**wanted: object) -> str:
    found = Disclosure.objects.filter(**wanted).order_by("posted").first()
    assert found is not None, wanted
    return str(found.subject)


def matter(state: str) -> str:
    return str(Matter.objects.get(state=state).subject)


def public() -> tuple[str, ...]:
    """One address of every kind of page that anybody may open, and of every state that looks another way."""
    sealed = Entry.objects.filter(sealed=True).order_by("index").values_list("index", flat=True).first()
    things = (
        {"decision__slug": "47-qd-ubnd"},
        {"decision__slug": "12-qd-ubnd"},
        {"state": "withdrawn"},
        {"kind": "plan"},
        {"kind": "register"},
        {"kind": "meeting"},
        {"item": 13},
    )
    return (
        "/",
        "/?q=song+hien",
        "/?q=112",
        "/?q=khong-co-dau-ca",
        "/don-vi/01273/",
        "/don-vi/04-t0000001/",
        "/don-vi/04/",
        "/don-vi/01273/viec/",
        f"/don-vi/01273/vi-sao/{RULE}/47-qd-ubnd/",
        f"/don-vi/01273/vi-sao/{RULE}/118-qd-ubnd/",
        "/don-vi/01273/vi-sao/commune-keeps-quarterly-register/2026-Q3/",
        "/don-vi/01273/vi-sao/commune-keeps-procedures-posted/standing/",
        "/don-vi/01273/vi-sao/commune-follows-disclosure-plan/05-kh-ubnd-8/",
        "/don-vi/01273/danh-sach/2026-Q1/",
        "/don-vi/01273/danh-sach/2026-Q4/",
        *(f"/cong-khai/{subject(**thing)}/" for thing in things),
        "/don-vi/01273/quyet-dinh/",
        "/don-vi/04-t0000001/quyet-dinh/",
        *(f"/quyet-dinh/{one}/" for one in Matter.objects.values_list("subject", flat=True)),
        "/nhat-ky/",
        "/nhat-ky/?don-vi=01273&truoc=40",
        "/nhat-ky/1/",
        "/nhat-ky/20/",
        f"/nhat-ky/{sealed}/",
        "/quy-dinh/",
        "/don-vi/01273/quy-che/",
        f"/quy-dinh/{RULE}/",
        "/quy-dinh/village-gives-notice-of-meeting/",
        "/quy-dinh/village-contribution/",
        "/quy-dinh/?loai=commune&quyen=know",
        "/quy-dinh/?q=dieu+13&ngay=32/13/2026",
        "/quy-dinh/?q=khong-co-dau-ca",
        "/quy-dinh/loai/commune/",
        "/quy-dinh/thay-doi/",
        "/quy-dinh/thay-doi/?tu=2023-06-30&den=2026-03-25",
        "/quy-dinh/thay-doi/?tu=2026-03-25&den=2026-03-24",
        "/quy-dinh/pham-vi/",
        "/kiem-chung/",
        "/demo/",
        "/dang-nhap/",
        "/bat-dau/",
        "/vao/",
        "/vao/?thon=to",
        "/vao/04-t0000001/",
        "/khong-co/",
        "/viec-can-lam/",
    )


def private(who: str) -> tuple[str, ...]:
    """What a person of the demonstration opens beside what everybody does."""
    notice, waiting = subject(decision__slug="88-qd-ubnd"), Redate.objects.get(confirmed=False).subject
    meeting = Notice.objects.filter(kind="meeting-called").latest("id").subject
    forms = ("niem-yet", "go-xuong", "dinh-chinh", "thay-the", "rut", "sau-ban", "lien-ket", "dong-lien-ket", "noi-dang")
    return {
        "demo-officer": (
            "/viec-can-lam/",
            "/thong-bao/",
            "/thong-bao/cach-nhan/",
            "/tai-khoan/",
            "/don-vi/01273/chuc-vu/",
            "/don-vi/01273/danh-sach-nguoi/",
            "/don-vi/01273/danh-sach-nguoi/staff/",
            "/don-vi/01273/danh-sach-nguoi/staff/them/",
            "/don-vi/04-t0000001/danh-sach-nguoi/households/ly-do-xem/",
            "/don-vi/04-t0000001/giay-vao-cua/",
            "/don-vi/04-t0000001/giay-vao-cua/xin-in/",
            "/don-vi/01273/",
            "/don-vi/01273/dang-ky-van-ban/",
            "/don-vi/01273/cong-khai/?van-ban=112-qd-ubnd",
            "/don-vi/01273/ke-hoach/",
            "/don-vi/01273/danh-sach/2026-Q3/",
            "/don-vi/01273/danh-sach/2026-Q3/khong-phat-sinh/",
            "/don-vi/01273/danh-sach/2026-Q3/ky/",
            "/don-vi/01273/van-ban/112-qd-ubnd/doi-ngay/",
            f"/cong-khai/{notice}/",
            *(f"/cong-khai/{notice}/{form}/" for form in forms),
        ),
        "demo-chair": (
            "/viec-can-lam/",
            "/don-vi/01273/chuc-vu/commune-officer/giao/",
            f"/doi-ngay/{waiting}/",
            "/don-vi/01273/quy-che/soan/",
        ),
        "demo-front": (
            "/viec-can-lam/",
            "/don-vi/04-t0000001/giay-vao-cua/",
            "/don-vi/04-t0000001/giay-vao-cua/da-giao/",
            f"/cong-khai/{notice}/xac-nhan/",
        ),
        "demo-head": (
            "/viec-can-lam/",
            "/don-vi/04-t0000001/danh-sach-nguoi/households/",
            "/don-vi/04-t0000001/danh-sach-nguoi/households/them/",
            "/thong-bao/",
            f"/thong-bao/{meeting}/to-giay/",
            "/don-vi/04-t0000001/quyet-dinh/de-xuat/",
            f"/quyet-dinh/{matter('issued')}/",
            f"/quyet-dinh/{matter('issued')}/gui/",
            f"/quyet-dinh/{matter('called')}/",
            f"/quyet-dinh/{matter('called')}/hoan/",
        ),
        "demo-board": (
            "/viec-can-lam/",
            f"/quyet-dinh/{matter('proposed')}/",
            f"/quyet-dinh/{matter('proposed')}/dong-y/",
            f"/quyet-dinh/{matter('proposed')}/khong-dong-y/",
        ),
        "demo-resident-1": (
            "/",
            "/thong-bao/",
            "/thong-bao/cach-nhan/",
            "/don-vi/04-t0000001/",
            "/don-vi/01273/bao-quyet-dinh/",
            f"/cong-khai/{notice}/xac-nhan/",
        ),
    }[who]


def enter(page: Page, who: str) -> None:
    page.goto("/demo/")
    page.locator(f"button[value={who}]").click()
    page.wait_for_load_state()


@contextmanager
def gathered() -> Iterator[list[str]]:
    """Collects what is wrong on many pages and tells all of it at the end."""
    wrong: list[str] = []
    yield wrong
    assert not wrong, f"{len(wrong)} pages:\n" + "\n".join(wrong)


def look(page: Page, path: str, wrong: list[str], *, narrow: bool = False) -> None:
    answer = page.goto(path)
    if answer is None or answer.status >= 500:
        wrong.append(f"{path}: {answer.status if answer else None}")
        return
    if not page.evaluate("[...document.styleSheets].some(one => one.cssRules.length)"):
        wrong.append(f"{path}: the style sheet did not arrive; nothing about its looks can be judged")
        return
    try:
        if narrow:
            no_sideways_scroll(page)
        else:
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            no_axe_violations(page)
    except AssertionError as error:
        wrong.append(str(error))


def leaks(page: Page, path: str) -> list[str]:
    """Lines of a Vietnamese page that hold English."""
    page.goto(path)
    if page.locator("html").get_attribute("lang") != "vi":
        return [f"{path}: its language is not said to be Vietnamese"]
    lines = {" ".join(line.split()) for line in page.evaluate(VISIBLE).split("\n")}
    return [f"{path}: {line[:120]}" for line in sorted(lines) if ENGLISH.search(line)]


def look_at_all(open_page: OpenPage, paths: Sequence[str], who: str = "") -> None:
    """Axe on a desktop in light and a phone in dark, the width of 320 px, the language."""
    with gathered() as wrong:
        for viewport, dark, narrow in ((DESKTOP, False, False), (PHONE, True, False), (NARROW, False, True)):
            with open_page(viewport=viewport, dark=dark) as page:
                if who:
                    enter(page, who)
                for path in paths:
                    look(page, path, wrong, narrow=narrow)
                    if narrow:
                        wrong.extend(leaks(page, path))


def test_pages_for_everybody(town: None, open_page: OpenPage) -> None:
    look_at_all(open_page, public())


@pytest.mark.parametrize("who", ["demo-officer", "demo-chair", "demo-front", "demo-head", "demo-board", "demo-resident-1"])
def test_pages_for_each(town: None, open_page: OpenPage, who: str) -> None:
    look_at_all(open_page, private(who), who)


def test_after_an_act(town: None, open_page: OpenPage) -> None:
    """A form that was refused, then sent; the page after it, and the receipt: without script, then looked at with it."""
    with gathered() as wrong:
        with open_page(viewport=PHONE) as page:
            enter(page, "demo-resident-1")
            page.goto("/don-vi/01273/bao-quyet-dinh/")
            page.locator("form.page button").click()
            page.wait_for_load_state()
            assert page.locator(".errorlist").count()
            no_axe_violations(page)
            page.locator("[name=title]").fill("Quyết định thu phí chợ")
            page.locator("[name=where]").fill("Bảng tin ở chợ")
            page.locator("form.page button").click()
            page.wait_for_url("**/xong/*/")
            done = page.url
            for url in (done, done.replace("/xong/", "/bien-nhan/")):
                look(page, url, wrong)
                wrong.extend(leaks(page, url))
        with open_page(viewport=NARROW) as page:
            enter(page, "demo-resident-1")
            for url in (done, done.replace("/xong/", "/bien-nhan/")):
                look(page, url, wrong, narrow=True)


def overheard(page: Page) -> list[Response]:
    """The answers that `page` gets from now on."""
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)
    return answers


def test_a_first_visit_is_small(town: None, open_page: OpenPage) -> None:
    """Everything a citizen's first page costs, each answer as it goes over the wire or as gzip would make it, with its headers."""
    with gathered() as wrong:
        for path in public():
            with open_page(viewport=PHONE) as page:
                answers = overheard(page)
                page.goto(path)
                total = sum(len(gzip.compress(answer.body(), 6)) + HEADERS for answer in answers)
            if total > FIRST_VISIT:
                wrong.append(f"{path}: {total:,} bytes in {len(answers)} answers")


def test_english_pages_are_said_to_be_english(town: None, open_page: OpenPage) -> None:
    with open_page() as page:
        for path in ("/en/", "/en/don-vi/01273/", "/en/nhat-ky/", "/en/quy-dinh/"):
            page.goto(path)
            assert page.locator("html").get_attribute("lang") == "en"
            assert ENGLISH.search(page.locator("main").inner_text())


def test_the_guard_against_english_sees_it(open_page: OpenPage) -> None:
    with open_page() as page:
        page.set_content("<html lang=vi><title>t</title><body><p>Nothing is recorded</p><p lang=en>the law</p><code>the</code>")
        assert [line for line in page.evaluate(VISIBLE).split("\n") if ENGLISH.search(line)] == ["Nothing is recorded"]
