"""Whole ways through the house, in a browser without script, as the people walk them. The second manual.

The ward is the demonstration's; what happens here happens on top of its year, through the pages alone.
"""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from dinhlang.core.rules import State
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.acts import slug
from dinhlang.ground.record import batches, clock, export, keys, tick, verify
from dinhlang.works.disclosures import reads
from dinhlang_demo import ward
from dinhlang_demo.story import photograph
from tests import kept

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHECKER = Path(__file__).resolve().parents[1] / "tools" / "check_receipt.py"
RULE = "commune-discloses-contributions"


@pytest.fixture(autouse=True)
def the_ward(live_server: LiveServer) -> None:
    kept.begin("ward", ward.load)


def enter(page: Page, persona: str) -> None:
    page.goto("/demo/")
    page.locator(f"button[value='{persona}']").click()


def send(page: Page) -> None:
    page.locator("form.page button").click()


def state(number: str) -> dict[str, State]:
    """The state of the duty and of each of its parts, as everybody computes it."""
    _at, one = duties.one("01273", clock.today(), RULE, slug(number))
    return {"": one.state, **{part.part.channel: part.state for part in one.parts}}


def register(page: Page, number: str, days_ago: int) -> None:
    dated = clock.today() - timedelta(days=days_ago)
    page.goto("/don-vi/01273/dang-ky-van-ban/")
    page.fill("[name=number]", number)
    page.fill("[name=dated]", dated.strftime("%d/%m/%Y"))
    page.select_option("[name=item]", "5")
    page.fill("[name=title]", f"Đóng góp theo quyết định {number}")
    send(page)
    assert "/xong/" in page.url


def post(page: Page, number: str, text: str) -> str:
    page.goto(f"/don-vi/01273/cong-khai/?van-ban={slug(number)}")
    page.fill("[name=text]", text)
    send(page)
    assert "/sau-ban/" in page.url, page.content()
    page.locator(".crumb a[href*='/cong-khai/']").first.click()
    return page.url.rstrip("/").rsplit("/", 1)[1]


def test_officer_posts_late_corrects_withdraws_and_posts_again(noscript_page: Page) -> None:
    page = noscript_page
    enter(page, "demo-officer")
    register(page, "201/QĐ-UBND", days_ago=30)
    assert state("201/QĐ-UBND")[""] is State.MISSING
    page.goto("/viec-can-lam/")
    assert page.get_by_text("Đóng góp theo quyết định 201/QĐ-UBND").count() >= 1

    thing = post(page, "201/QĐ-UBND", "Mỗi hộ 200.000 đ.")
    assert state("201/QĐ-UBND")["website"] is State.DONE_LATE
    assert page.get_by_text("Mỗi hộ 200.000 đ.").count() == 1

    page.goto(f"/cong-khai/{thing}/dinh-chinh/")
    page.fill("[name=text]", "Mỗi hộ 250.000 đ.")
    page.fill("[name=reason]", "Gõ nhầm số tiền")
    send(page)
    page.goto(f"/cong-khai/{thing}/")
    assert page.get_by_text("Mỗi hộ 250.000 đ.").count() >= 1
    assert page.get_by_text("Gõ nhầm số tiền").count() >= 1
    assert state("201/QĐ-UBND")["website"] is State.DONE_LATE

    page.goto(f"/cong-khai/{thing}/rut/")
    page.locator("[value=posted-by-mistake]").check()
    send(page)
    assert state("201/QĐ-UBND")["website"] is State.MISSING
    page.goto(f"/cong-khai/{thing}/")
    assert page.get_by_text("Mỗi hộ 250.000 đ.").count() == 0
    assert page.get_by_text("Đăng nhầm văn bản hoặc nhầm nội dung").count() >= 1

    post(page, "201/QĐ-UBND", "Mỗi hộ 300.000 đ.")
    assert state("201/QĐ-UBND")["website"] is State.DONE_LATE
    page.goto(f"/don-vi/01273/vi-sao/{RULE}/{slug('201/QĐ-UBND')}/")
    assert page.locator("main").inner_text().count("201/QĐ-UBND") >= 1
    assert verify.verify().ok


def test_refusal_keeps_what_was_typed(noscript_page: Page) -> None:
    page = noscript_page
    enter(page, "demo-officer")
    page.goto("/don-vi/01273/dang-ky-van-ban/")
    page.fill("[name=number]", "202/QĐ-UBND")
    page.fill("[name=dated]", (clock.today() + timedelta(days=2)).strftime("%d/%m/%Y"))
    page.select_option("[name=item]", "5")
    page.fill("[name=title]", "Ngày ở tương lai")
    send(page)
    assert page.locator("[name=number]").input_value() == "202/QĐ-UBND"
    assert page.locator("[name=title]").input_value() == "Ngày ở tương lai"
    assert page.get_by_role("alert").count() >= 1


def test_two_residents_make_a_paper_posting_count(noscript_page: Page, tmp_path: Path) -> None:
    page = noscript_page
    photo = tmp_path / "bang-tin.jpg"
    photo.write_bytes(photograph("88/QĐ-UBND")[0].public)
    assert state("88/QĐ-UBND")["board"] is State.DECLARED_ONLY
    _at, one = duties.one("01273", clock.today(), RULE, slug("88/QĐ-UBND"))
    thing = next(run.subject for part in one.parts for run in part.runs)
    for persona in ("demo-resident-1", "demo-resident-2"):
        enter(page, persona)
        page.goto(f"/cong-khai/{thing}/xac-nhan/")
        page.select_option("[name=where]", reads.run_of(thing, "board", "hq"))
        page.locator("[value=first]").check()
        page.set_input_files("[name=photo]", photo)
        send(page)
        assert "/xong/" in page.url, page.locator("main").inner_text()
        assert state("88/QĐ-UBND")["board"] is State.DECLARED_ONLY  # it waits with the others
    batches.flush(clock.now())
    assert state("88/QĐ-UBND")["board"] is State.DONE_ON_TIME


def judge(receipt: Path, log: Path, *more: str) -> dict[str, str]:
    """The verdict of the outside program, which shares no code with this house."""
    vkeys = keys.vkeys()
    answer = subprocess.run(
        [
            sys.executable,
            str(CHECKER),
            str(receipt),
            "--log",
            str(log),
            "--key",
            vkeys["log"],
            "--receipt-key",
            vkeys["receipt"],
            "--json",
            *more,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return dict(json.loads(answer.stdout))


def test_resident_reports_and_proves_it(noscript_page: Page, tmp_path: Path) -> None:
    page = noscript_page
    title = "Quyết định thu phí đò ngang chưa dán ở đâu"
    enter(page, "demo-resident-1")
    page.goto("/don-vi/01273/bao-quyet-dinh/")
    page.fill("[name=title]", title)
    page.fill("[name=where]", "Bến đò")
    page.locator("[name=show]").check()
    send(page)
    code = page.url.rstrip("/").rsplit("/", 1)[1]
    receipt = tmp_path / "receipt.txt"
    receipt.write_bytes(page.request.get(f"/bien-nhan/{code}/chung-nhan/").body())
    opening = tmp_path / "opening.json"
    opening.write_bytes(page.request.get(f"/bien-nhan/{code}/noi-dung/").body())
    log = tmp_path / "published"
    export.export(log)
    now = clock.now().isoformat()
    assert judge(receipt, log, "--now", now)["verdict"] == "not_yet_due"
    page.goto("/don-vi/01273/")
    assert page.get_by_text(title).count() == 0

    tick.tick(clock.now() + timedelta(hours=6, minutes=5))
    export.export(log)
    found = judge(receipt, log, "--now", clock.now().isoformat(), "--opening", str(opening))
    assert found["verdict"] == "included"
    page.goto("/don-vi/01273/")
    assert page.get_by_text(title).count() >= 1
    assert verify.verify().ok


def test_the_register_shows_silence(noscript_page: Page) -> None:
    page = noscript_page
    page.goto("/don-vi/01273/danh-sach/2026-Q3/")
    text = page.locator("main").inner_text().lower()
    assert "không phát sinh" in text
    assert "chưa" in text
