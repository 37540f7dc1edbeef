"""An outside identity: linked from a session that showed a factor, in the place of a password and of nothing more, and every answer of a
provider that proves nothing."""

import base64
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from dinhlang.ground.files.outward import Answer
from dinhlang.ground.people import console, keyed, outside
from dinhlang.ground.people.acts import own
from dinhlang.ground.people.models import Change, Outside
from dinhlang.ground.people.tests.issuer import CLIENT, EC_KEY, ISSUER, KEY, NAME, OTHER_KEY, SECRET, Issuer, go_out, open_slot, public
from dinhlang.ground.people.tests.test_sign_in import holder_of
from dinhlang.ground.people.tests.town import AT, PASSWORD, Town, code_of, make_town, official, sign_in
from dinhlang.ground.record import clock

pytestmark = pytest.mark.django_db
BACK = "people_outside_back"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    cache.clear()
    return make_town(monkeypatch)


@pytest.fixture
def issuer(town: Town, monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> Issuer:
    return open_slot(monkeypatch, settings, tmp_path)


def come_back(client: Client, given: dict[str, str]) -> Any:
    return client.get(reverse(BACK), given)


def text(response: Any) -> str:
    return unescape(response.content.decode())


def linked(name: str = "lan", subject: str = "person-1") -> None:
    """The account has its link already."""
    identity = f"{ISSUER}\nsub\n{subject}"
    own.link(account=User.objects.get(username=name).pk, identity=identity, name=NAME, at=AT)


def stopped(response: Any, words: str, status: int = 422) -> None:
    assert response.status_code == status, text(response)
    assert words in text(response)
    assert "people/outside_stopped.html" in [one.name for one in response.templates]


def test_it_works(client: Client, issuer: Issuer) -> None:
    secrets = official()
    sign_in(client, secrets)
    assert "Chưa liên kết" in text(client.get(reverse("people_account")))
    done = come_back(client, go_out(client, issuer, link=True))
    assert done["Location"] == f"{reverse('people_account')}#changes"
    assert f"Đã liên kết định danh bên ngoài với tài khoản: {NAME}" in text(client.get(reverse("people_account")))
    row = Outside.objects.get()
    assert (row.account.get_username(), row.name, row.since) == ("lan", NAME, AT)
    assert row.digest == keyed.digest("outside", f"{ISSUER}\nsub\nperson-1")

    client.post(reverse("account_logout"))
    page = client.get(reverse("account_login") + "?next=/don-vi/01273/")
    assert f"Đăng nhập bằng {NAME}" in text(page)
    step = come_back(client, go_out(client, issuer, wanted="/don-vi/01273/"))
    assert step["Location"] == reverse("mfa_authenticate")
    assert holder_of(client) is None, "the provider alone opens nothing"
    assert f"{NAME} xác nhận đúng là bạn" in text(client.get(step["Location"]))
    done = client.post(reverse("mfa_authenticate"), {"code": secrets.recovery_codes[0]})
    assert done["Location"] == "/don-vi/01273/"
    held = holder_of(client)
    assert held is not None
    assert held.name == "lan"


def test_it_may_be_taken_off_again(client: Client, issuer: Issuer, settings: LazySettings) -> None:
    sign_in(client, official())
    linked()
    settings.OIDC_ISSUER = ""  # also where the operator closed the slot since
    assert NAME in text(client.get(reverse("people_account_outside")))
    assert client.post(reverse("people_account_outside"), {"do": "remove"}).status_code == 302
    assert not Outside.objects.exists()
    assert list(Change.objects.order_by("id").values_list("what", flat=True)) == ["linked", "unlinked"]
    client.post(reverse("people_account_outside"), {"do": "remove"})
    assert Change.objects.count() == 2


def test_nothing_of_the_person_is_kept(client: Client, issuer: Issuer) -> None:
    issuer.claims |= {"name": "Nông Thị Lan", "email": "lan@example.vn", "phone_number": "0912345678", "id_number": "004190000001"}
    sign_in(client, official())
    come_back(client, go_out(client, issuer, link=True))
    kept = str([list(one.objects.values_list()) for one in (Outside, Change, User)]) + str(dict(client.session))
    for word in ("person-1", "Nông", "example.vn", "0912345678", "004190000001", "code-", "nonce"):
        assert word not in kept


def test_without_the_slot_there_is_no_way(client: Client, town: Town) -> None:
    sign_in(client, official())
    assert "dinh-danh" not in text(client.get(reverse("people_account")))
    for ask in (client.get, client.post):
        assert ask(reverse("people_account_outside"))["Location"] == reverse("people_account")
    assert client.get(reverse(BACK), {"code": "a", "state": "b"})["Location"] == reverse("account_login")
    client.post(reverse("account_logout"))
    assert client.post(reverse("people_outside"))["Location"] == reverse("account_login")
    page = client.get(reverse("account_login"))
    assert "dang-nhap/ngoai" not in text(page)
    assert "form-action 'self';" in page["Content-Security-Policy"] + ";"


def test_forms_may_lead_to_the_provider_on_two_pages_alone(client: Client, issuer: Issuer, settings: LazySettings) -> None:
    settings.OIDC_HOSTS = ["login.example"]
    wide = f"form-action 'self' {ISSUER} https://login.example"
    assert wide in client.get(reverse("account_login"))["Content-Security-Policy"]
    assert ISSUER not in client.get(reverse("people_begin"))["Content-Security-Policy"]
    sign_in(client, official())
    assert wide in client.get(reverse("people_account_outside"))["Content-Security-Policy"]
    assert ISSUER not in client.get(reverse("people_account"))["Content-Security-Policy"]


def test_linking_needs_a_factor_shown_just_now(client: Client, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    address = reverse("people_account_outside")
    assert client.post(address, {"do": "link"})["Location"].startswith(reverse("account_login"))
    sign_in(client, official())
    given = go_out(client, issuer, link=True)
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(minutes=11))
    assert client.post(address, {"do": "link"})["Location"].startswith(reverse("people_step_up"))
    assert client.get(address)["Location"] == f"{reverse('people_step_up')}?next={address}"
    stopped(come_back(client, given), "xin làm lại từ đầu")
    assert not Outside.objects.exists()


def test_a_factor_that_went_stale_on_the_way_links_nothing(client: Client, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(client, official())
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(minutes=9))
    given = go_out(client, issuer, link=True)
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(minutes=12))
    stopped(come_back(client, given), "xin làm lại từ đầu")
    assert not Outside.objects.exists()


def test_a_link_begun_in_one_session_is_not_ended_in_another(client: Client, issuer: Issuer) -> None:
    lan, minh = official(), official("minh", office="commune-chair")
    sign_in(client, lan)
    given = go_out(client, issuer, link=True)
    other = Client()
    sign_in(other, minh)
    stopped(come_back(other, given), "xin làm lại từ đầu")
    client.post(reverse("account_logout"))
    stopped(come_back(client, given), "xin làm lại từ đầu")
    client.post(reverse("account_login"), {"login": "minh", "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": minh.recovery_codes[0]})
    stopped(come_back(client, given), "xin làm lại từ đầu")
    assert not Outside.objects.exists()


def test_a_link_is_made_for_whoever_began_it_alone(client: Client, issuer: Issuer) -> None:
    """The asking of one account in the session of another, however it came there."""
    lan, minh = official(), official("minh", office="commune-chair")
    sign_in(client, lan)
    given = go_out(client, issuer, link=True)
    kept = client.session["outside"]
    other = Client()
    sign_in(other, minh)
    session = other.session
    session["outside"] = kept
    session.save()
    stopped(come_back(other, given), "xin làm lại từ đầu")
    assert not Outside.objects.exists()


def test_one_identity_signs_in_to_one_account(client: Client, issuer: Issuer) -> None:
    official("minh", office="commune-chair")
    linked("minh")
    sign_in(client, official())
    stopped(come_back(client, go_out(client, issuer, link=True)), "đã liên kết với một tài khoản khác")
    assert Outside.objects.get().account.get_username() == "minh"


def test_one_account_has_one_identity(client: Client, issuer: Issuer) -> None:
    sign_in(client, official())
    given = go_out(client, issuer, link=True)
    linked(subject="person-2")
    stopped(come_back(client, given), "Tài khoản của bạn đã có một liên kết")
    assert client.post(reverse("people_account_outside"), {"do": "link"}).status_code == 200


def test_two_who_link_the_same_identity_at_the_same_moment(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    official()
    official("minh", office="commune-chair")
    linked("minh")
    monkeypatch.setattr(keyed, "digests", lambda *args: ())  # the look before is what a race gets past
    with pytest.raises(outside.Refused) as refused:
        linked("lan")
    assert isinstance(refused.value.__cause__, IntegrityError)


def test_the_link_is_found_after_the_sites_secret_was_replaced(client: Client, issuer: Issuer, settings: LazySettings) -> None:
    official()
    linked()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "n" * 60
    assert come_back(client, go_out(client, issuer))["Location"] == reverse("mfa_authenticate")


def test_an_identity_that_nobody_linked_opens_nothing(client: Client, issuer: Issuer) -> None:
    issuer.claims |= {"email": "lan@example.vn", "preferred_username": "lan", "email_verified": True}
    User.objects.filter(pk=User.objects.get(username=official().username).pk).update(email="lan@example.vn")
    before = User.objects.count()
    stopped(come_back(client, go_out(client, issuer)), f"Định danh {NAME} này chưa liên kết với tài khoản nào", 403)
    assert User.objects.count() == before
    assert client.get(reverse("mfa_authenticate"))["Location"] == reverse("account_login")


def test_a_closed_account_and_one_without_a_factor_stay_shut(client: Client, issuer: Issuer) -> None:
    official()
    linked()
    User.objects.get(username="lan").authenticator_set.all().delete()
    assert come_back(client, go_out(client, issuer)).status_code == 403
    User.objects.update(is_active=False)
    assert come_back(client, go_out(client, issuer)).status_code == 403
    assert holder_of(client) is None


def test_new_factors_by_two_persons_end_the_link_too(client: Client, issuer: Issuer) -> None:
    official()
    linked()
    console.renew("lan", "5/QĐ-UBND", at=AT)
    assert not Outside.objects.exists()


def test_an_answer_counts_once(client: Client, issuer: Issuer) -> None:
    official()
    linked()
    given = go_out(client, issuer)
    kept = dict(issuer.codes)
    assert come_back(client, given)["Location"] == reverse("mfa_authenticate")
    stopped(come_back(client, given), "xin làm lại từ đầu")
    again = go_out(client, issuer)
    assert given["code"] in kept
    stopped(come_back(client, {**again, "code": given["code"]}), "không đủ để chứng minh")


@pytest.mark.parametrize("change", [{"state": "x"}, {"state": ""}, {"state": "é"}])
def test_an_answer_to_another_asking_is_none(client: Client, issuer: Issuer, change: dict[str, str]) -> None:
    official()
    linked()
    before = len(issuer.asked)
    given = go_out(client, issuer)
    stopped(come_back(client, given | change), "xin làm lại từ đầu")
    assert [url for url, _ in issuer.asked[before:] if url.endswith("/token")] == []


def test_an_answer_in_a_browser_that_asked_nothing_is_none(client: Client, issuer: Issuer) -> None:
    official()
    linked()
    given = go_out(client, issuer)
    stopped(come_back(Client(), given), "xin làm lại từ đầu")
    session = client.session
    session["outside"] = {"of": "another release"}
    session.save()
    stopped(come_back(client, given), "xin làm lại từ đầu")


def test_an_answer_that_comes_late_is_none(client: Client, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    given = go_out(client, issuer)
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(minutes=10, seconds=1))
    stopped(come_back(client, given), "xin làm lại từ đầu")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"error": "access_denied"}, f"Bạn đã dừng lại ở {NAME}"),
        ({"error": "server_error"}, "không đủ để chứng minh"),
        ({"code": ""}, "không đủ để chứng minh"),
        ({"code": "guessed"}, "không đủ để chứng minh"),
        ({"iss": "https://evil.example"}, "không đủ để chứng minh"),
    ],
)
def test_an_answer_that_says_no(client: Client, issuer: Issuer, change: dict[str, str], words: str) -> None:
    stopped(come_back(client, go_out(client, issuer) | change), words)


def _but(**change: Any) -> Callable[[dict[str, Any]], None]:
    def to(claims: dict[str, Any]) -> None:
        claims.update(change)
        for name in [name for name, value in claims.items() if value is None]:
            del claims[name]

    return to


NOW = int(AT.timestamp())


@pytest.mark.parametrize(
    "change",
    [
        _but(iss="https://evil.example"), _but(iss=ISSUER + "/"), _but(iss=None), _but(aud="another"), _but(aud=None), _but(aud=[]),
        _but(aud=[CLIENT, "another"]), _but(aud=[CLIENT, "another"], azp="another"), _but(azp="another"), _but(exp=NOW - 61),
        _but(exp=None), _but(exp="soon"), _but(exp=True), _but(iat=NOW + 61), _but(iat=None), _but(iat=[]), _but(nbf=NOW + 61),
        _but(nonce="x"), _but(nonce=None), _but(nonce=7), _but(nonce=["x"]), _but(aud={"a": 1}),
    ],
)  # fmt: skip
def test_a_token_that_says_something_else(client: Client, issuer: Issuer, change: Callable[[dict[str, Any]], None]) -> None:
    official()
    linked()
    issuer.change = change
    stopped(come_back(client, go_out(client, issuer)), "không đủ để chứng minh")


@pytest.mark.parametrize("change", [_but(aud=[CLIENT]), _but(aud=[CLIENT, "another"], azp=CLIENT), _but(azp=CLIENT), _but(exp=NOW - 59)])
def test_a_token_that_says_the_same_in_another_way(client: Client, issuer: Issuer, change: Callable[[dict[str, Any]], None]) -> None:
    official()
    linked()
    issuer.change = change
    assert come_back(client, go_out(client, issuer))["Location"] == reverse("mfa_authenticate")


@pytest.mark.parametrize("subject", [None, "", "  ", 7.5, True, ["a"], {"a": 1}, "a" * 256, "a\nb", "\x00"])
def test_a_token_without_a_person(client: Client, issuer: Issuer, subject: Any) -> None:
    sign_in(client, official())
    issuer.change = _but(sub=subject)
    response = come_back(client, go_out(client, issuer, link=True))
    assert response.status_code == 422
    assert not Outside.objects.exists()


def test_a_token_signed_by_another_key(client: Client, issuer: Issuer) -> None:
    official()
    linked()
    issuer.key = OTHER_KEY
    stopped(come_back(client, go_out(client, issuer)), "không đủ để chứng minh")
    issuer.head = {"kid": "k2"}
    stopped(come_back(client, go_out(client, issuer)), "không đủ để chứng minh")


def test_a_token_signed_with_the_shared_secret_or_the_public_key_as_one_or_not_at_all(client: Client, issuer: Issuer) -> None:
    official()
    linked()
    published = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def forged(algorithm: str, key: bytes) -> Callable[..., str]:
        def made(claims: dict[str, Any], *args: Any, **kwargs: Any) -> str:
            parts = [{"alg": algorithm, "kid": "k1"}, claims]
            text = ".".join(base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in parts)
            seal = hmac.digest(key, text.encode(), "sha256") if key else b""
            return text + "." + base64.urlsafe_b64encode(seal).rstrip(b"=").decode()

        return made

    for algorithm, key in (("HS256", SECRET.encode()), ("HS256", published), ("RS256", published), ("none", b""), ("NONE", b""), ("", b"")):
        issuer.sign = forged(algorithm, key)
        stopped(come_back(client, go_out(client, issuer)), "không đủ để chứng minh")


def test_keys_that_were_renewed_are_asked_for_again(client: Client, issuer: Issuer) -> None:
    official()
    linked()
    come_back(client, go_out(client, issuer))
    client.post(reverse("account_logout"))
    issuer.key, issuer.head, issuer.keys = EC_KEY, {"kid": "k9"}, {"keys": [public(EC_KEY, "k9", alg="ES256")]}
    issuer.algorithm = "ES256"
    assert come_back(client, go_out(client, issuer))["Location"] == reverse("mfa_authenticate")
    assert [url for url, _ in issuer.asked].count(f"{ISSUER}/keys") == 2
    assert [url for url, _ in issuer.asked].count(f"{ISSUER}/.well-known/openid-configuration") == 1


def test_keys_of_a_kind_that_is_not_accepted(client: Client, issuer: Issuer) -> None:
    official()
    linked()
    issuer.algorithm, issuer.key = "HS256", "k" * 64
    strange = [
        {"kty": "oct", "k": "a2s", "kid": "k1"},
        "no key",
        {"kty": ["RSA"]},
        {"kty": "RSA", "kid": "k1"},
        {**public(OTHER_KEY, "k1"), "use": "enc"},
    ]
    for keys in (strange, "none", None):
        issuer.keys = {"keys": keys}
        outside.forget()
        stopped(come_back(client, go_out(client, issuer)), "không đủ để chứng minh")


WRONG = [
    b"",
    b"<html>",
    b"[]",
    b"null",
    b'"a"',
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"keys": 7}',
    b"{}",
    b'{"id_token": 7}',
    b'{"id_token": "a.b.c"}',
]


@pytest.mark.parametrize("raw", WRONG)
def test_nonsense_from_the_provider_is_a_sentence(client: Client, issuer: Issuer, raw: bytes) -> None:
    official()
    linked()
    for place in ("/token", "/keys"):
        outside.forget()
        issuer.raw = lambda url, place=place: Answer(200, "application/json", raw) if url.endswith(place) else None
        stopped(come_back(client, go_out(client, issuer)), "không đủ để chứng minh")
    outside.forget()
    issuer.raw = lambda url: Answer(200, "application/json", raw)
    stopped(client.post(reverse("people_outside")), "không đủ để chứng minh")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"issuer": "https://evil.example"}, "không đủ để chứng minh"),
        ({"issuer": None}, "không đủ để chứng minh"),
        ({"authorization_endpoint": "https://evil.example/authorize"}, "không đủ để chứng minh"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "không đủ để chứng minh"),
        ({"token_endpoint": "http://id.example/token"}, "không đủ để chứng minh"),
        ({"token_endpoint": "https://127.0.0.1/token"}, "không đủ để chứng minh"),
        ({"token_endpoint": ""}, "không đủ để chứng minh"),
        ({"jwks_uri": 7}, "không đủ để chứng minh"),
        ({"userinfo_endpoint": ["x"]}, "không đủ để chứng minh"),
        ({"token_endpoint_auth_methods_supported": ["private_key_jwt"]}, "chưa được thiết lập đúng"),
    ],
)
def test_a_document_that_leads_elsewhere(client: Client, issuer: Issuer, change: dict[str, Any], words: str) -> None:
    issuer.document |= change
    stopped(client.post(reverse("people_outside")), words)
    assert "outside" not in client.session


def test_a_host_beside_the_issuers_is_the_operators_to_list(client: Client, issuer: Issuer, settings: LazySettings) -> None:
    official()
    linked()
    settings.OIDC_HOSTS = ["API.example"]
    issuer.document["token_endpoint"] = "https://api.example/token"
    assert come_back(client, go_out(client, issuer))["Location"] == reverse("mfa_authenticate")


def test_a_provider_that_is_away_is_a_sentence_and_left_in_peace(client: Client, issuer: Issuer) -> None:
    official()
    linked()
    issuer.away = lambda url: True
    stopped(client.post(reverse("people_outside")), "hiện không trả lời")
    asked = len(issuer.asked)
    stopped(client.post(reverse("people_outside")), "hiện không trả lời")
    assert len(issuer.asked) == asked, "a provider that is down does not hold up one worker after another"
    outside.forget()
    issuer.away = lambda url: url.endswith("/token")
    stopped(come_back(client, go_out(client, issuer)), "hiện không trả lời")
    outside.forget()
    issuer.away, issuer.raw = lambda url: False, lambda url: Answer(503, "", b"") if url.endswith("/token") else None
    stopped(come_back(client, go_out(client, issuer)), "hiện không trả lời")
    sign_in(client, official("minh", office="commune-chair"))
    assert holder_of(client) is not None


def test_more_askings_than_are_let_through_are_told_to_come_back(client: Client, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "WAIT", 0.01)
    for _ in range(outside.AT_ONCE):
        assert outside._room.acquire(blocking=False)
    try:
        stopped(client.post(reverse("people_outside")), "hiện không trả lời")
    finally:
        outside._room.release(outside.AT_ONCE)
    assert client.post(reverse("people_outside")).status_code == 302


def test_a_secret_that_cannot_be_read(client: Client, issuer: Issuer, settings: LazySettings, tmp_path: Path) -> None:
    settings.OIDC_SECRET_FILE = tmp_path / "none"
    stopped(client.post(reverse("people_outside")), "chưa được thiết lập đúng")


def test_the_secret_goes_where_the_provider_takes_it(client: Client, issuer: Issuer) -> None:
    come_back(client, go_out(client, issuer))
    sent = issuer.asked[-2][1] if issuer.asked[-1][0].endswith("/keys") else issuer.asked[-1][1]
    assert dict(sent.headers)["Authorization"] == "Basic ZGluaGxhbmc6bW90LWJpLW1hdCUyQiUyNQ=="  # RFC 6749, 2.3.1: escaped first
    issuer.document["token_endpoint_auth_methods_supported"] = ["client_secret_basic", "client_secret_post"]
    outside.forget()
    come_back(client, go_out(client, issuer))
    sent = next(sent for url, sent in reversed(issuer.asked) if url.endswith("/token"))
    assert "Authorization" not in dict(sent.headers)
    assert b"client_secret=mot-bi-mat%2B%25" in sent.body


def test_the_claims_are_the_operators_to_name(client: Client, issuer: Issuer, settings: LazySettings) -> None:
    settings.OIDC_SUBJECT_CLAIM, settings.OIDC_ASSURANCE = "citizen", "acr=loa3, loa4"
    sign_in(client, official())
    left = client.post(reverse("people_account_outside"), {"do": "link"})
    assert "acr_values=loa3+loa4" in left["Location"]
    issuer.claims |= {"citizen": 7001, "acr": "loa2"}
    stopped(come_back(client, issuer.consent(left["Location"])), "không xác nhận bạn ở mức")
    for wrong in (None, True, ["loa2"], {"loa3": 1}, "loa3, loa4"):
        issuer.claims["acr"] = wrong
        stopped(come_back(client, go_out(client, issuer, link=True)), "không xác nhận bạn ở mức")
    issuer.claims["acr"] = ["x", "loa4"]
    assert come_back(client, go_out(client, issuer, link=True)).status_code == 302
    assert Outside.objects.get().digest == keyed.digest("outside", f"{ISSUER}\ncitizen\n7001")


def test_a_claim_that_is_told_only_when_asked(client: Client, issuer: Issuer, settings: LazySettings) -> None:
    settings.OIDC_SUBJECT_CLAIM = "citizen"
    sign_in(client, official())
    stopped(come_back(client, go_out(client, issuer, link=True)), "không cho biết bạn là ai")
    issuer.document["userinfo_endpoint"] = f"{ISSUER}/userinfo"
    outside.forget()
    for issuer.further, words in (
        ({"sub": "somebody else", "citizen": "c"}, "không đủ để chứng minh"),
        ({"citizen": "c"}, "không đủ để chứng minh"),
        ([], "không đủ để chứng minh"),
        ({"sub": "person-1"}, "không cho biết bạn là ai"),
    ):
        stopped(come_back(client, go_out(client, issuer, link=True)), words)
    issuer.further = {"sub": "person-1", "citizen": "c"}
    assert come_back(client, go_out(client, issuer, link=True)).status_code == 302
    assert dict(issuer.asked[-1][1].headers)["Authorization"] == "Bearer at"


def test_a_reader_of_english_comes_back_to_english(client: Client, issuer: Issuer) -> None:
    left = client.post("/en" + reverse("people_outside"))
    assert "redirect_uri=http%3A%2F%2Ftestserver%2Fdang-nhap%2Fngoai%2Fve%2F" in left["Location"]
    given = issuer.consent(left["Location"])
    first = come_back(client, given)
    assert first["Location"].startswith("/en/dang-nhap/ngoai/ve/?")
    stopped(client.get(first["Location"]), f"This identity of {NAME} is linked to no account here", 403)


def test_whoever_is_signed_in_signs_in_no_second_time(client: Client, issuer: Issuer) -> None:
    official("minh", office="commune-chair")
    linked("minh")
    lan = official()
    given = go_out(client, issuer)
    kept = client.session["outside"]
    sign_in(client, lan)
    assert client.post(reverse("people_outside"))["Location"] == reverse("account_login")
    session = client.session
    session["outside"] = kept
    session.save()
    assert come_back(client, given)["Location"] == reverse("account_login")
    held = holder_of(client)
    assert held is not None
    assert held.name == "lan"


def test_a_get_asks_the_provider_nothing(client: Client, issuer: Issuer) -> None:
    assert client.get(reverse("people_outside"))["Location"] == reverse("account_login")
    assert client.post(reverse(BACK), {"code": "a"}).status_code == 405
    assert issuer.asked == []


def test_the_present_password_is_asked_for_still(client: Client, issuer: Issuer) -> None:
    secrets = official()
    linked()
    come_back(client, go_out(client, issuer))
    client.post(reverse("mfa_authenticate"), {"code": code_of(secrets.uri)})
    new = "bay-tam-chin-muoi-mot-hai"
    assert client.post(reverse("people_account_password"), {"password": new, "again": new}).status_code == 422
    assert client.post(reverse("people_account_password"), {"password": new, "again": new, "present": PASSWORD}).status_code == 302


def test_the_tests_stand_in_makes_tokens_that_others_read(issuer: Issuer) -> None:
    token = jwt.encode({"a": 1}, issuer.key, "RS256", headers={"kid": "k1"})
    assert jwt.decode(token, issuer.key.public_key(), ["RS256"]) == {"a": 1}
