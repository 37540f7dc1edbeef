"""Signing in with two factors, and every way in that must stay shut."""

from datetime import timedelta
from typing import cast

import pytest
from django.conf import LazySettings, settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from dinhlang.core.refusal import Refused
from dinhlang.ground.people import console, reads
from dinhlang.ground.people.tests.town import AT, PASSWORD, VILLAGE, Town, code_of, make_town, official, sign_in
from dinhlang.ground.record import clock
from dinhlang.ground.record.models import Pending

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    cache.clear()
    return make_town(monkeypatch)


def holder_of(client: Client) -> reads.Holder | None:
    """In which office the next request of this browser is made."""
    return cast(reads.Asking, client.get(reverse("account_login")).wsgi_request).holder


def test_it_works(client: Client, town: Town) -> None:
    secrets = official()
    page = client.get(reverse("account_login"))
    assert page.status_code == 200
    assert 'autocomplete="current-password"' in page.content.decode()
    step = client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    assert (step.status_code, step["Location"]) == (302, reverse("mfa_authenticate"))
    for shown in (page, client.get(reverse("mfa_authenticate"))):
        assert f">{settings.SITE_NAME}<" in shown.content.decode(), "the frame of the house, not of the library"
    done = client.post(reverse("mfa_authenticate"), {"code": code_of(secrets.uri)})
    assert (done.status_code, done["Location"]) == (302, "/viec-can-lam/")
    held = holder_of(client)
    assert held is not None
    assert (held.mandate, held.office, held.body, held.name) == (secrets.mandate, "commune-officer", town.ward, "lan")
    assert held.office_name == "chức vụ commune-officer"


def test_a_recovery_code_works_once(client: Client, town: Town) -> None:
    secrets = official()
    for expected in (302, 200):
        client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
        response = client.post(reverse("mfa_authenticate"), {"code": secrets.recovery_codes[0]})
        assert response.status_code == expected
        client.cookies.clear()


def test_a_code_is_used_once(client: Client, town: Town) -> None:
    secrets = official()
    sign_in(client, secrets)
    client.cookies.clear()
    client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secrets.uri)}).status_code in {200, 302}
    assert holder_of(client) is None or code_of(secrets.uri) != code_of(secrets.uri, -1)


@pytest.mark.parametrize("data", [{"code": "000000"}, {"code": ""}, {}, {"credential": "{}"}, {"code": "không"}, {"code": "x" * 5000}])
def test_a_wrong_code_is_the_same_page_again(client: Client, town: Town, data: dict[str, str]) -> None:
    official()
    client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    assert client.post(reverse("mfa_authenticate"), data).status_code == 200
    assert holder_of(client) is None


def test_a_password_alone_opens_nothing(client: Client, town: Town) -> None:
    official()
    client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    assert holder_of(client) is None
    assert not client.get(reverse("account_login")).wsgi_request.user.is_authenticated


@pytest.mark.parametrize(
    "data",
    [{"login": "lan", "password": "wrong"}, {"login": "nobody", "password": PASSWORD}, {}, {"login": "lan\x00", "password": "a\x00"}],
)
def test_a_wrong_password_says_the_same_for_every_account(client: Client, town: Town, data: dict[str, str]) -> None:
    official()
    response = client.post(reverse("account_login"), data, headers={"accept": "application/json"})
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
    assert PASSWORD not in response.content.decode()


def test_an_account_without_a_second_factor_is_told_what_to_do(client: Client, town: Town) -> None:
    get_user_model().objects.create_user(username="old", password=PASSWORD)
    response = client.post(reverse("account_login"), {"login": "old", "password": PASSWORD})
    assert response.status_code == 403
    assert "people/locked.html" in [one.name for one in response.templates]
    assert not client.get(reverse("account_login")).wsgi_request.user.is_authenticated


def test_a_closed_account_is_told_what_to_do(client: Client, town: Town) -> None:
    official()
    get_user_model().objects.update(is_active=False)
    assert client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD}).status_code == 403


def test_the_second_step_needs_the_first(client: Client, town: Town) -> None:
    assert client.get(reverse("mfa_authenticate"))["Location"] == reverse("account_login")
    assert client.post(reverse("mfa_authenticate"), {"code": "123456"})["Location"] == reverse("account_login")


def test_many_tries_wait_per_account(client: Client, town: Town) -> None:
    official()
    for _ in range(10):
        client.post(reverse("account_login"), {"login": "lan", "password": "wrong"})
    assert client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD}).status_code == 200
    other = official("minh")
    assert client.post(reverse("account_login"), {"login": other.username, "password": PASSWORD}).status_code == 302


def test_a_crowd_of_other_names_frees_nobody(client: Client, town: Town) -> None:
    """Counts of tries are kept in a table of limited size: whoever fills it with invented names must not make it forget."""
    official()
    for _ in range(10):
        client.post(reverse("account_login"), {"login": "lan", "password": "wrong"})
    for n in range(1000):
        cache.set(f"somebody-{n}", [1.0], 300)
    assert client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD}).status_code == 200


def test_behind_one_address_everybody_is_counted_alone(client: Client, town: Town) -> None:
    """A valley shares an address: after five hundred wrong tries of fifty accounts the fifty-first signs in."""
    for n in range(50):
        for _ in range(10):
            client.post(reverse("account_login"), {"login": f"somebody{n}", "password": "wrong"})
    sign_in(client, official())
    assert holder_of(client) is not None


def test_it_leads_back_to_a_page_of_this_site_only(client: Client, town: Town) -> None:
    secrets = official()
    asked = {"/don-vi/01273/": "/don-vi/01273/", "https://evil.example/": "/viec-can-lam/", "//evil.example": "/viec-can-lam/"}
    for wanted, leads in asked.items():
        cache.clear()
        client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD, "next": wanted})
        assert client.post(reverse("mfa_authenticate"), {"code": code_of(secrets.uri)})["Location"] == leads
        client.post(reverse("account_logout"))


def test_signing_out_is_a_post(client: Client, town: Town) -> None:
    sign_in(client, official())
    assert client.get(reverse("account_logout")).status_code == 200
    assert holder_of(client) is not None
    assert client.post(reverse("account_logout"))["Location"] == "/"
    assert holder_of(client) is None
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_reset_password", "account_email", "account_change_password", "account_reauthenticate",
     "account_inactive", "account_confirm_login_code", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp",
     "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_reauthenticate"],
)  # fmt: skip
def test_no_other_page_of_the_library_has_an_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "path", ["/accounts/signup/", "/accounts/login/", "/accounts/password/reset/", "/signup/", "/dang-nhap/signup/", "/accounts/2fa/"]
)
def test_their_usual_addresses_are_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_several_offices_are_chosen_among(client: Client, town: Town) -> None:
    secrets = official()
    console.add_mandate("lan", VILLAGE, "village-head", "3/QĐ-UBND", AT.date(), at=AT)
    client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    step = client.post(reverse("mfa_authenticate"), {"code": code_of(secrets.uri)})
    assert step["Location"] == reverse("people_offices")
    assert holder_of(client) is None
    page = client.get(reverse("people_offices") + "?next=/don-vi/01273/")
    assert "tổ dân phố 1" in page.content.decode()
    for wrong in ("", "0", "999999", "x"):
        assert client.post(reverse("people_offices"), {"mandate": wrong}).status_code == 200
        assert holder_of(client) is None
    chosen = client.post(reverse("people_offices"), {"mandate": str(secrets.mandate + 1), "next": "/don-vi/01273/"})
    assert chosen["Location"] == "/don-vi/01273/"
    held = holder_of(client)
    assert held is not None
    assert held.body == town.village
    console.end_mandate(held.mandate, AT.date() - timedelta(days=1), "4/QĐ-UBND", at=AT)
    left = holder_of(client)
    assert left is not None
    assert left.mandate == secrets.mandate


def test_another_persons_mandate_cannot_be_chosen(client: Client, town: Town) -> None:
    secrets, other = official(), official("minh", office="commune-chair")
    sign_in(client, secrets)
    client.post(reverse("people_offices"), {"mandate": str(other.mandate)})
    held = holder_of(client)
    assert held is not None
    assert held.mandate == secrets.mandate


def test_rights_end_with_the_mandate_the_account_and_the_second_factor(client: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = official(to_day=AT.date())
    sign_in(client, secrets)
    assert holder_of(client) is not None
    account = get_user_model().objects.get()
    account.authenticator_set.all().delete()
    assert holder_of(client) is None
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=1))
    assert "people/offices.html" in [one.name for one in client.get(reverse("people_offices")).templates]
    get_user_model().objects.update(is_active=False)
    assert client.get(reverse("people_offices"))["Location"] == reverse("account_login")


def test_the_day_after_the_last_the_official_is_nobody(client: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(client, official(to_day=AT.date()))
    assert holder_of(client) is not None
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=1))
    assert holder_of(client) is None


def test_the_secret_of_the_second_factor_is_not_kept_in_clear(town: Town) -> None:
    secrets = official()
    kept = str(list(get_user_model().objects.get().authenticator_set.values_list("data", flat=True)))
    assert secrets.uri.partition("secret=")[2].partition("&")[0] not in kept
    assert not [code for code in secrets.recovery_codes if code in kept]
    assert PASSWORD not in repr(secrets)
    assert "otpauth" not in repr(secrets)


def test_a_changed_secret_key_is_a_sentence(client: Client, town: Town, settings: LazySettings) -> None:
    secrets = official()
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "n" * 60
    client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secrets.uri)}).status_code == 200
    settings.SECRET_KEY_FALLBACKS = [old]
    client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secrets.uri)}).status_code == 302


def test_lost_factors_are_given_anew_on_the_console(client: Client, town: Town) -> None:
    old = official()
    sign_in(client, old)
    new = console.renew("Lan", "5/QĐ-UBND", at=AT)
    assert new.mandate == old.mandate
    assert holder_of(client) is None, "a session of the old factors ends"
    assert client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD}).status_code == 200
    cache.clear()
    client.post(reverse("account_login"), {"login": "lan", "password": new.password})
    for gone in (code_of(old.uri), old.recovery_codes[0]):
        assert client.post(reverse("mfa_authenticate"), {"code": gone}).status_code == 200
    sign_in(client, new)
    assert holder_of(client) is not None
    pending = Pending.objects.get()
    assert (pending.act, pending.body) == ("people.renew", None)


def test_nobodys_factors_are_not_given_anew(town: Town) -> None:
    official()
    for name, decision in (("minh", "5/QĐ-UBND"), ("lan", " ")):
        with pytest.raises(Refused):
            console.renew(name, decision, at=AT)
    assert get_user_model().objects.get().check_password(PASSWORD)
