"""Signing in by an outside identity in the system's Chromium: the page's policy lets the form lead to the provider, and the session is
still there when the browser comes back from another site."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from dinhlang.ground.people.models import Outside
from dinhlang.ground.people.tests.town import PASSWORD, code_of, make_town, official
from dinhlang.ground.record import clock
from tests import provider as program
from tests.browser import FLAGS, chromium, no_axe_violations, no_sideways_scroll
from tests.test_outside_provider import ISSUER, provider, set_slot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False])
def test_it_works(
    browser: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path, script: bool
) -> None:
    cache.clear()
    make_town(monkeypatch)
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC))  # the other program has its own clock
    secrets = official()
    with provider(tmp_path, f"{live_server.url}/dang-nhap/ngoai/ve/") as there:
        set_slot(there, monkeypatch, settings, tmp_path)
        names = (
            f"--host-resolver-rules=MAP {program.HOST}:443 127.0.0.1:{there.port}, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
        )
        flags = [*(one for one in FLAGS if not one.startswith("--host-resolver")), names]
        own = browser.browser_type.launch(executable_path=chromium(), args=flags)
        context = own.new_context(base_url=live_server.url, ignore_https_errors=True, java_script_enabled=script, locale="vi-VN")
        page = context.new_page()
        page.goto(f"{ISSUER}/enter/{program.PEOPLE[0]}/")

        page.goto("/dang-nhap/")
        no_sideways_scroll(page)
        page.get_by_role("button", name="Đăng nhập bằng VNeID").click()
        page.get_by_text("chưa liên kết với tài khoản nào").wait_for()
        page.goto("/dang-nhap/")
        page.get_by_label("Tên tài khoản").fill("lan")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Tiếp tục").click()
        page.get_by_label("Mã", exact=True).fill(code_of(secrets.uri))
        page.get_by_role("button", name="Đăng nhập").click()
        page.goto("/tai-khoan/")
        page.get_by_role("link", name="Liên kết").click()
        if script:
            no_axe_violations(page)
        page.get_by_role("button", name="Sang VNeID để liên kết").click()
        page.get_by_text("Đã liên kết định danh bên ngoài với tài khoản: VNeID").wait_for()
        assert Outside.objects.count() == 1
        page.get_by_role("button", name="Đăng xuất", exact=True).last.click()

        page.goto("/dang-nhap/")
        page.get_by_role("button", name="Đăng nhập bằng VNeID").click()
        page.get_by_text("VNeID xác nhận đúng là bạn").wait_for()
        page.get_by_label("Mã", exact=True).fill(secrets.recovery_codes[0])
        page.get_by_role("button", name="Đăng nhập").click()
        page.goto("/tai-khoan/")
        page.get_by_role("link", name="Bỏ liên kết").click()
        page.get_by_role("button", name="Bỏ liên kết").click()
        page.get_by_text("Đã bỏ liên kết định danh bên ngoài khỏi tài khoản: VNeID").wait_for()
        assert not Outside.objects.exists()
        own.close()
