"""Signing in with a passkey, alone or after the password, and every passkey that must not open anything."""

import json
import re
from html import unescape

import pytest
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from dinhlang.ground.people import reads
from dinhlang.ground.people.acts.starts import give
from dinhlang.ground.people.factors import Passkey
from dinhlang.ground.people.tests.authenticator import Phone, b64
from dinhlang.ground.people.tests.test_sign_in import holder_of
from dinhlang.ground.people.tests.town import PASSWORD, Town, code_of, make_town, official
from dinhlang.ground.record import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    cache.clear()
    return make_town(monkeypatch)


def options(html: str) -> str:
    found = re.search(r'data-options="([^"]*)"', html)
    assert found is not None, html
    return unescape(found[1])


def with_passkey(name: str = "lan", only: bool = False) -> Phone:
    """An official with a passkey, beside the app or instead of it."""
    official(name)
    account, phone = User.objects.get(username=name), Phone()
    phone.user = b64(user_pk_to_url_str(account).encode())
    made = phone.make(json.dumps({"publicKey": {"user": {"id": phone.user}, "challenge": "AA"}}))
    give(account, Passkey("Điện thoại", made))
    if only:
        account.authenticator_set.filter(type="totp").delete()
    return phone


def asked(client: Client) -> str:
    return options(client.post(reverse("people_passkey"), {"next": ""}).content.decode())


def test_it_works_without_a_password(client: Client, town: Town) -> None:
    phone = with_passkey(only=True)
    page = client.post(reverse("people_passkey"), {"next": "/don-vi/01273/"})
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert json.loads(options(page.content.decode()))["publicKey"]["userVerification"] == "required"
    done = client.post(reverse("people_passkey"), {"credential": phone.use(options(page.content.decode())), "next": "/don-vi/01273/"})
    assert (done.status_code, done["Location"]) == (302, "/don-vi/01273/")
    held = holder_of(client)
    assert held is not None
    assert held.name == "lan"
    assert isinstance(client.session[reads.SHOWN], int)


def test_after_the_password(client: Client, town: Town) -> None:
    phone = with_passkey(only=True)
    client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    page = client.get(reverse("mfa_authenticate")).content.decode()
    assert "Mã dự phòng" in page
    done = client.post(reverse("mfa_authenticate"), {"do": "passkey", "credential": phone.use(options(page))})
    assert done["Location"] == "/viec-can-lam/"
    assert holder_of(client) is not None


def test_beside_it_the_app_still_works(client: Client, town: Town) -> None:
    secrets = official("minh")
    phone = Phone()
    account = User.objects.get(username="minh")
    phone.user = b64(user_pk_to_url_str(account).encode())
    give(account, Passkey("x", phone.make(json.dumps({"publicKey": {"user": {"id": phone.user}, "challenge": "AA"}}))))
    client.post(reverse("account_login"), {"login": "minh", "password": PASSWORD})
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secrets.uri)}).status_code == 302


def test_it_is_shown_once_more(client: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = with_passkey(only=True)
    client.post(reverse("people_passkey"), {"credential": phone.use(asked(client))})
    before = client.session[reads.SHOWN]
    later = clock.now().replace(minute=19)
    monkeypatch.setattr(clock, "now", lambda: later)
    page = client.get(reverse("people_step_up") + "?next=/nhat-ky/").content.decode()
    sent = {"do": "passkey", "credential": phone.use(options(page)), "next": "/nhat-ky/"}
    assert client.post(reverse("people_step_up"), sent)["Location"] == "/nhat-ky/"
    assert client.session[reads.SHOWN] > before
    assert client.post(reverse("people_step_up"), sent).status_code == 422, "an answer is worth something once"


def test_a_get_asks_nothing_and_leaves_no_session(client: Client, town: Town) -> None:
    assert client.get(reverse("people_passkey"))["Location"] == reverse("account_login")
    assert client.get(reverse("account_login")).cookies.get("sessionid") is None


@pytest.mark.parametrize("change", ["origin", "subdomain", "rp", "touch", "key", "unknown", "nobody"])
def test_what_is_not_this_persons_here_and_now_is_refused(client: Client, town: Town, change: str) -> None:
    phone = with_passkey(only=True)
    other = Phone()
    match change:
        case "origin":
            phone.origin = "https://evil.example"
        case "subdomain":
            phone.origin = "https://evil.testserver"
        case "rp":
            phone.rp_id = "evil.example"
        case "touch":
            phone.verifies = False
        case "key":
            phone.key = other.key
        case "unknown":
            phone.id = other.id
        case "nobody":
            phone.user = b64(b"999999")
    answer = client.post(reverse("people_passkey"), {"credential": phone.use(asked(client))})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert holder_of(client) is None


def test_another_persons_passkey_is_no_second_factor(client: Client, town: Town) -> None:
    phone = with_passkey("lan", only=True)
    with_passkey("minh", only=True)
    client.post(reverse("account_login"), {"login": "minh", "password": PASSWORD})
    page = client.get(reverse("mfa_authenticate")).content.decode()
    assert client.post(reverse("mfa_authenticate"), {"do": "passkey", "credential": phone.use(options(page))}).status_code == 200
    assert holder_of(client) is None


def test_an_answer_is_taken_once_and_to_its_own_question(client: Client, town: Town) -> None:
    phone = with_passkey(only=True)
    old = phone.use(asked(client))
    asked(client)
    assert client.post(reverse("people_passkey"), {"credential": old}).status_code == 422


@pytest.mark.parametrize(
    "text",
    ["", "{}", "null", "[1]", '"x"', "{", "[" * 5000, '{"response": 5}', "x" * 50_000, '{"response":{"clientDataJSON":"e30"}}'],
)  # fmt: skip
def test_nonsense_is_a_sentence(client: Client, town: Town, text: str) -> None:
    with_passkey()
    asked(client)
    assert client.post(reverse("people_passkey"), {"credential": text}).status_code == 422


def test_a_closed_account_stays_closed(client: Client, town: Town) -> None:
    phone = with_passkey(only=True)
    User.objects.update(is_active=False)
    answer = client.post(reverse("people_passkey"), {"credential": phone.use(asked(client))})
    assert answer.status_code == 403
    assert holder_of(client) is None


def test_rights_end_with_the_passkey(client: Client, town: Town) -> None:
    phone = with_passkey(only=True)
    client.post(reverse("people_passkey"), {"credential": phone.use(asked(client))})
    assert holder_of(client) is not None
    User.objects.get().authenticator_set.all().delete()
    assert holder_of(client) is None
