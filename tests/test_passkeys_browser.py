"""A passkey in the system's Chromium, with its virtual authenticator: made at the beginning, used to sign in, refused without a finger.

Promises: the page's own script file is all that runs, under the policy of the site.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from playwright.sync_api import CDPSession, Page
from pytest_django.live_server_helper import LiveServer

from dinhlang.core import codes
from dinhlang.core.actor import System
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people import acts, console
from dinhlang.ground.people.models import Start, StartCode
from dinhlang.ground.people.starts import digest
from dinhlang.ground.record import clock
from dinhlang_demo import ward
from tests import kept
from tests.browser import OpenPage, no_axe_violations, no_sideways_scroll

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
    "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def code(transactional_db: None) -> str:
    """The start code of a new account with an office in the ward."""
    cache.clear()
    kept.begin("ward", ward.load)
    account = acts.open_account("minh.hv", "Hoàng Văn Minh")
    day = clock.today()
    acts.appoint(
        by=System("console"), at=clock.now(), command_id=uuid4(), body=bodies.find("01273", day).id,
        account=account.pk, office="commune-officer", decision="1/QĐ", from_day=day,
    )  # fmt: skip
    Start.objects.create(account=account, subject="s" * 16, opened_at=clock.now())
    made = codes.make(secrets.token_bytes(codes.CHANCE))
    until = datetime(2100, 1, 1, tzinfo=UTC)
    StartCode.objects.create(account=account, digest=digest(account.pk, made), made_at=clock.now(), until=until)
    return codes.spelled(made)


@contextmanager
def authenticator(page: Page, **more: object) -> Iterator[CDPSession]:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**AUTHENTICATOR, **more}})
    yield session


def test_it_works(open_page: OpenPage, live_server: LiveServer, code: str) -> None:
    root = live_server.url.replace("127.0.0.1", "localhost")
    with open_page() as page, authenticator(page):
        page.goto(f"{root}/bat-dau/")
        no_axe_violations(page)
        page.get_by_label("Tên tài khoản").fill("minh.hv")
        page.get_by_label("Mã bắt đầu").fill(code)
        page.get_by_role("button", name="Tiếp tục").click()
        page.get_by_label("Mật khẩu mới").fill("bay-tam-chin-muoi-mot")
        page.get_by_label("Nhập lại lần nữa").fill("bay-tam-chin-muoi-mot")
        no_axe_violations(page)
        page.get_by_role("button", name="Tiếp tục").click()
        no_axe_violations(page)
        page.get_by_role("button", name="Thêm khóa truy cập trên thiết bị này").click()
        page.get_by_role("heading", name="Mã dự phòng của bạn").wait_for()
        no_axe_violations(page)
        assert page.locator("ol.count li").count() == 10
        page.goto(f"{root}/dang-nhap/")
        no_axe_violations(page)
        page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
        no_axe_violations(page)
        page.get_by_role("button", name="Dùng khóa truy cập").click()
        page.wait_for_url("**/viec-can-lam/")
        assert "Hoàng Văn Minh" in page.content()
        page.goto(f"{root}/xac-thuc-lai/?next=/nhat-ky/")
        no_sideways_scroll(page)
        page.get_by_role("button", name="Dùng khóa truy cập").click()
        page.wait_for_url("**/nhat-ky/")


def test_without_a_finger_it_says_so_and_another_try_is_free(open_page: OpenPage, live_server: LiveServer, code: str) -> None:
    root = live_server.url.replace("127.0.0.1", "localhost")
    with open_page() as page, authenticator(page, isUserVerified=False):
        page.goto(f"{root}/dang-nhap/")
        page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
        page.get_by_role("button", name="Dùng khóa truy cập").click()
        page.get_by_text("Chưa dùng được khóa truy cập").wait_for()
        no_axe_violations(page)


def test_without_script_every_other_way_is_there(open_page: OpenPage, live_server: LiveServer, code: str) -> None:
    root = live_server.url.replace("127.0.0.1", "localhost")
    secrets_ = console.renew("minh.hv", "2/QĐ", at=clock.now())
    assert User.objects.get(username="minh.hv").has_usable_password()
    with open_page(script=False) as page:
        page.goto(f"{root}/dang-nhap/")
        page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
        page.get_by_role("button", name="Dùng khóa truy cập").click()
        page.get_by_text("Trình duyệt này không gửi khóa truy cập nào").wait_for()
        page.goto(f"{root}/dang-nhap/")
        page.get_by_label("Tên tài khoản").fill("minh.hv")
        page.get_by_label("Mật khẩu").fill(secrets_.password)
        page.get_by_role("button", name="Tiếp tục").click()
        page.get_by_label("Mã", exact=True).fill(secrets_.recovery_codes[0])
        page.get_by_role("button", name="Đăng nhập").last.click()
        page.wait_for_url("**/viec-can-lam/")
