"""The page of one's own account: every change asks for a factor, is told, and touches nobody else."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from dinhlang.ground.people import console
from dinhlang.ground.people.models import Change, Phone, Sitting, Told
from dinhlang.ground.people.tests.authenticator import Phone as Device
from dinhlang.ground.people.tests.test_passkeys import options, with_passkey
from dinhlang.ground.people.tests.test_sign_in import holder_of
from dinhlang.ground.people.tests.town import AT, PASSWORD, Town, code_of, make_town, official, sign_in
from dinhlang.ground.record import clock

pytestmark = pytest.mark.django_db
NEW = "bay-tam-chin-muoi-mot-hai"
PAGES = ["", "_password", "_phone", "_codes", "_add"]


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    cache.clear()
    return make_town(monkeypatch)


def page(client: Client) -> str:
    answer = client.get(reverse("people_account"))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def changed() -> list[str]:
    return list(Change.objects.order_by("id").values_list("what", flat=True))


def test_it_works(client: Client, town: Town) -> None:
    sign_in(client, official())
    html = page(client)
    for words in ("Ứng dụng tạo mã", "Còn 10 mã", "chức vụ commune-officer, phường Thục Phán", "Phiên này", "Chưa có gì"):
        assert words in html, words
    assert "otpauth" not in html


def test_whoever_showed_no_second_factor_sees_nothing(client: Client, town: Town) -> None:
    secrets = official()
    for name in PAGES:
        assert client.get(reverse(f"people_account{name}")).status_code == 302
    client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    assert client.get(reverse("people_account"))["Location"].startswith(reverse("account_login"))
    assert secrets.username not in client.get(reverse("account_login")).content.decode()


def test_a_change_asks_for_the_factor_again(client: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(client, official())
    later = AT + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    for name in PAGES[1:]:
        address = reverse(f"people_account{name}")
        assert client.get(address)["Location"] == f"{reverse('people_step_up')}?next={address}"
        assert client.post(address, {"password": NEW, "again": NEW, "present": PASSWORD, "phone": "0912345678"}).status_code == 302
    assert client.post(reverse("people_account_sessions"))["Location"].startswith(reverse("people_step_up"))
    assert changed() == []


def test_the_password(client: Client, town: Town) -> None:
    secrets = official()
    elsewhere = Client()
    sign_in(elsewhere, secrets)
    cache.clear()
    sign_in(client, secrets)
    for wrong in ({"present": "x", "password": NEW, "again": NEW}, {"present": PASSWORD, "password": "short", "again": "short"}, {}):
        assert client.post(reverse("people_account_password"), wrong).status_code == 422
    assert changed() == []
    assert client.post(reverse("people_account_password"), {"present": PASSWORD, "password": NEW, "again": NEW}).status_code == 302
    assert "Mật khẩu đã được đổi" in page(client)
    assert holder_of(client) is not None
    assert holder_of(elsewhere) is None
    assert User.objects.get().check_password(NEW)


def test_tries_of_the_present_password_are_counted(client: Client, town: Town) -> None:
    sign_in(client, official())
    for _ in range(10):
        client.post(reverse("people_account_password"), {"present": "x", "password": NEW, "again": NEW})
    answer = client.post(reverse("people_account_password"), {"present": PASSWORD, "password": NEW, "again": NEW})
    assert answer.status_code == 422
    assert "năm phút" in answer.content.decode()


def test_a_passkey_is_added_named_and_the_app_removed(client: Client, town: Town) -> None:
    sign_in(client, official())
    device = Device()
    shown = client.get(reverse("people_account_add")).content.decode()
    assert "Ứng dụng tạo mã" not in shown, "there is an app already"
    sent = {"do": "passkey", "credential": device.make(options(shown)), "name": "  Máy   cơ quan "}
    assert client.post(reverse("people_account_add"), sent).status_code == 302
    assert client.post(reverse("people_account_add"), sent).status_code == 422, "sent twice, added once"
    assert "Máy cơ quan" in page(client)
    key, app = (User.objects.get().authenticator_set.get(type=kind).pk for kind in ("webauthn", "totp"))
    assert client.post(reverse("people_account_factor", args=[key]), {"name": "Điện thoại riêng"}).status_code == 302
    assert client.post(reverse("people_account_factor", args=[app]), {"do": "remove"}).status_code == 302
    refused = client.post(reverse("people_account_factor", args=[key]), {"do": "remove"})
    assert refused.status_code == 422
    assert "cuối cùng" in refused.content.decode()
    assert changed() == [Told.ADDED, Told.NAMED, Told.REMOVED]
    assert holder_of(client) is not None


def test_another_persons_factor_is_not_there(client: Client, town: Town) -> None:
    with_passkey("minh")
    sign_in(client, official())
    for factor in User.objects.get(username="minh").authenticator_set.all():
        address = reverse("people_account_factor", args=[factor.pk])
        assert client.get(address).status_code == 404
        assert client.post(address, {"do": "remove"}).status_code == 404
    assert User.objects.get(username="minh").authenticator_set.count() == 3


def test_recovery_codes_anew(client: Client, town: Town) -> None:
    secrets = official()
    sign_in(client, secrets)
    assert client.get(reverse("people_account_codes")).status_code == 200
    assert changed() == []
    new = re.findall(r"<li>(\d{8})</li>", client.post(reverse("people_account_codes")).content.decode())
    assert len(new) == 10
    assert not set(new) & set(secrets.recovery_codes)
    for code, status in ((secrets.recovery_codes[0], 200), (new[0], 302)):
        other = Client()
        other.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
        assert other.post(reverse("mfa_authenticate"), {"code": code}).status_code == status


def test_sessions_are_listed_and_ended(client: Client, town: Town) -> None:
    secrets = official()
    elsewhere, stranger = Client(), Client()
    sign_in(elsewhere, secrets)
    sign_in(stranger, official("minh"))
    cache.clear()
    sign_in(client, secrets)
    assert "Trên thiết bị khác" in page(client)
    client.post(reverse("people_account_sessions"))
    assert holder_of(elsewhere) is None
    assert holder_of(client) is not None
    assert holder_of(stranger) is not None
    assert Sitting.objects.filter(account__username="lan").count() == 1
    assert "Mọi phiên khác đã kết thúc" in page(client)


def test_what_is_over_is_forgotten(client: Client, town: Town) -> None:
    secrets = official()
    sign_in(client, secrets)
    Session.objects.all().delete()
    cache.clear()
    sign_in(Client(), secrets)
    assert Sitting.objects.count() == 1


def test_new_factors_end_every_session(client: Client, town: Town) -> None:
    sign_in(client, official())
    console.renew("lan", "9/QĐ", at=AT)
    assert Session.objects.count() == 0
    assert holder_of(client) is None


@pytest.mark.parametrize("typed", ["+84912345678", "84912345678", "0912345678", "0912 345 678", "0912.345.678", "0912-345-678"])
def test_a_telephone_signs_in_in_every_spelling(client: Client, town: Town, typed: str) -> None:
    secrets = official()
    sign_in(client, secrets)
    assert client.post(reverse("people_account_phone"), {"phone": "0912 345 678"}).status_code == 302
    assert Phone.objects.get().number == "+84912345678"
    other = Client()
    assert other.post(reverse("account_login"), {"login": typed, "password": PASSWORD}).status_code == 302
    cache.clear()
    assert other.post(reverse("mfa_authenticate"), {"code": code_of(secrets.uri)}).status_code == 302


def test_tries_by_telephone_and_by_name_are_counted_together(client: Client, town: Town) -> None:
    official()
    Phone.objects.create(account=User.objects.get(), number="+84912345678", at=AT)
    for typed in ["0912345678", "+84 912 345 678", "lan"] * 4:
        client.post(reverse("account_login"), {"login": typed, "password": "wrong"})
    assert client.post(reverse("account_login"), {"login": "84912345678", "password": PASSWORD}).status_code == 200


def test_an_unknown_number_says_what_an_unknown_name_says(client: Client, town: Town) -> None:
    official()
    answers = [client.post(reverse("account_login"), {"login": who, "password": PASSWORD}) for who in ("0912345678", "lam")]
    assert [one.status_code for one in answers] == [200, 200]
    assert all("Tên tài khoản hoặc mật khẩu chưa đúng" in one.content.decode() for one in answers)


def test_a_telephone_is_one_persons_and_can_be_removed(client: Client, town: Town) -> None:
    official("minh")
    Phone.objects.create(account=User.objects.get(), number="+84912345678", at=AT)
    sign_in(client, official())
    for wrong, words in (("01212345678x", "Không phải số điện thoại"), ("0912345678", "của tài khoản khác")):
        answer = client.post(reverse("people_account_phone"), {"phone": wrong})
        assert (answer.status_code, words in unescape(answer.content.decode())) == (422, True)
    client.post(reverse("people_account_phone"), {"phone": "0168 123 4567"})
    assert Phone.objects.get(account__username="lan").number == "+84381234567"
    client.post(reverse("people_account_phone"), {"phone": ""})
    assert not Phone.objects.filter(account__username="lan").exists()
    assert changed() == [Told.PHONE, Told.NO_PHONE]


def test_the_day_after_the_mandate_the_sentence_names_it(client: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = official(to_day=AT.date())
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=1))
    client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secrets.uri)})["Location"] == reverse("people_offices")
    html = unescape(client.get(reverse("people_offices")).content.decode())
    assert "chức vụ commune-officer" in html
    assert "đã kết thúc" in html
    assert client.get(reverse("people_account")).status_code == 200
