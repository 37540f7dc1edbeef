"""Signing in by an outside identity, with a provider that shares no code with the house's own client: the sign-in library's, in a second
process, over TLS with a certificate of its own."""

import http.client
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from dinhlang.ground.files import outward
from dinhlang.ground.files.outward import Answer, Sent
from dinhlang.ground.people import keyed, outside
from dinhlang.ground.people.models import Change, Outside
from dinhlang.ground.people.tests.test_sign_in import holder_of
from dinhlang.ground.people.tests.town import Town, code_of, make_town, official, sign_in
from dinhlang.ground.record import clock
from dinhlang.web import health
from dinhlang.web.health import Level
from tests import provider as program

pytestmark = pytest.mark.django_db
BACK = "http://testserver/dang-nhap/ngoai/ve/"
HOST, PUBLIC = program.HOST, "93.184.216.34"
ISSUER = f"https://{HOST}"
LAN, MINH = program.PEOPLE


@dataclass
class Provider:
    """The running program: its port, and what its certificate is held against."""

    port: int
    trust: ssl.SSLContext

    def connect(self, address: str, seconds: float) -> socket.socket:
        assert address == PUBLIC
        return socket.create_connection(("127.0.0.1", self.port), seconds)

    def door(self, url: str, hosts: frozenset[str], sent: Sent) -> Answer:
        """The house's own door, but that the name leads to this machine."""
        return outward.send(
            url, hosts, sent, resolve=lambda host: (PUBLIC,), connect=self.connect, trust=self.trust, limits=outside.LIMITS
        )  # fmt: skip


@dataclass
class Visitor:
    """A person's browser as the provider sees it."""

    there: Provider
    cookies: dict[str, str] = field(default_factory=dict)

    def open(self, url: str, method: str = "GET", body: str = "") -> tuple[int, str, str]:
        """Status, where it leads, text."""
        parts = urlsplit(url)
        line = http.client.HTTPSConnection(HOST)
        line.sock = self.there.trust.wrap_socket(socket.create_connection(("127.0.0.1", self.there.port), 10), server_hostname=HOST)
        head = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, f"{parts.path}?{parts.query}", body.encode() or None, head)
        reply = line.getresponse()
        for set_ in reply.headers.get_all("Set-Cookie") or []:
            name, _, value = set_.partition(";")[0].partition("=")
            self.cookies[name] = value
        text = reply.read().decode()
        line.close()
        return reply.status, reply.getheader("Location", ""), text


def _certificate(folder: Path) -> ssl.SSLContext:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False).sign(key, hashes.SHA256())
    )  # fmt: skip
    kind, plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8), serialization.NoEncryption()
    (folder / "tls.pem").write_bytes(key.private_bytes(*kind, plain) + made.public_bytes(serialization.Encoding.PEM))
    (folder / "signing.pem").write_bytes(rsa.generate_private_key(65537, 2048).private_bytes(*kind, plain))
    return ssl.create_default_context(cafile=str(folder / "tls.pem"))


@contextmanager
def provider(folder: Path, back: str) -> Iterator[Provider]:
    """The program, until the block ends."""
    trust = _certificate(folder)
    with subprocess.Popen([sys.executable, program.__file__, str(folder), back], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.strip().isdigit(), "the provider did not start"
            yield Provider(int(line), trust)
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with provider(tmp_path_factory.mktemp("provider"), BACK) as made:
        yield made


def set_slot(there: Provider, monkeypatch: pytest.MonkeyPatch, settings: LazySettings, folder: Path) -> None:
    """The house's settings, as the provider's operator gave them."""
    file = folder / "oidc-secret"
    file.write_text(program.SECRET)
    file.chmod(0o600)
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_SECRET_FILE, settings.OIDC_NAME = ISSUER, program.CLIENT, file, "VNeID"
    monkeypatch.setattr(outside, "door", there.door)
    outside.forget()


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    cache.clear()
    made = make_town(monkeypatch)
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC))  # the other program has its own clock
    return made


@pytest.fixture
def there(running: Provider, town: Town, monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> Provider:
    set_slot(running, monkeypatch, settings, tmp_path)
    return running


def person(there: Provider, name: str) -> Visitor:
    """Somebody who proved to the provider who they are."""
    made = Visitor(there)
    assert made.open(f"{ISSUER}/enter/{name}/")[0] == 200
    return made


def given(client: Client, who: Visitor, *, link: bool = False) -> dict[str, str]:
    """From the button through the provider; what the browser comes back with."""
    left = client.post(reverse("people_account_outside"), {"do": "link"}) if link else client.post(reverse("people_outside"))
    assert left["Location"].startswith(f"{ISSUER}/identity/o/authorize?"), left.content.decode()
    status, location, text = who.open(left["Location"])
    assert status == 302, text
    assert location.startswith(BACK)
    return dict(parse_qsl(urlsplit(location).query))


def back(client: Client, query: dict[str, str]) -> Any:
    return client.get(reverse("people_outside_back"), query)


def stopped(response: Any, words: str, status: int = 422) -> None:
    text = unescape(response.content.decode())
    assert response.status_code == status, text
    assert words in text


def test_it_works(client: Client, there: Provider) -> None:
    secrets = official()
    sign_in(client, secrets)
    assert back(client, given(client, person(there, LAN), link=True))["Location"] == f"{reverse('people_account')}#changes"
    assert Outside.objects.get().digest == keyed.digest("outside", f"{ISSUER}\nsub\n1")

    client.post(reverse("account_logout"))
    step = back(client, given(client, person(there, LAN)))
    assert step["Location"] == reverse("mfa_authenticate")
    assert holder_of(client) is None
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert holder_of(client) is None
    assert client.post(step["Location"], {"code": secrets.recovery_codes[0]}).status_code == 302
    held = holder_of(client)
    assert held is not None
    assert held.name == "lan"
    kept = str([list(one.objects.values_list()) for one in (Outside, Change, User)]) + str(dict(client.session))
    assert LAN not in kept
    assert "example.vn" not in kept


def test_an_identity_that_nobody_linked(client: Client, there: Provider) -> None:
    User.objects.filter(username=official().username).update(email=f"{MINH}@example.vn")
    before = User.objects.count()
    stopped(back(client, given(client, person(there, MINH))), "chưa liên kết với tài khoản nào", 403)
    assert User.objects.count() == before
    assert client.get(reverse("mfa_authenticate"))["Location"] == reverse("account_login")


def test_linking_needs_a_factor_shown_just_now(client: Client, there: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = official()
    sign_in(client, secrets)
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + timedelta(minutes=11))
    assert client.post(reverse("people_account_outside"), {"do": "link"})["Location"].startswith(reverse("people_step_up"))
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC))
    query = given(client, person(there, LAN), link=True)
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + timedelta(minutes=11))
    stopped(back(client, query), "xin làm lại từ đầu")
    assert not Outside.objects.exists()


def test_one_identity_and_two_accounts(client: Client, there: Provider) -> None:
    other = Client()
    sign_in(other, official("minh", office="commune-chair"))
    back(other, given(other, person(there, LAN), link=True))
    sign_in(client, official())
    stopped(back(client, given(client, person(there, LAN), link=True)), "đã liên kết với một tài khoản khác")
    assert Outside.objects.get().account.get_username() == "minh"


def test_an_answer_counts_once(client: Client, there: Provider) -> None:
    official()
    query = given(client, person(there, LAN))
    back(client, query)
    stopped(back(client, query), "xin làm lại từ đầu")
    again = given(client, person(there, LAN))
    stopped(back(client, again | {"code": query["code"]}), "không đủ để chứng minh")
    stopped(back(Client(), given(client, person(there, LAN))), "xin làm lại từ đầu")


def test_a_stolen_code_is_worth_nothing_without_what_the_session_keeps(client: Client, there: Provider) -> None:
    """PKCE is in force: the provider itself asks a thief who has code and secret for the verifier."""
    query = given(client, person(there, LAN))
    form = {
        "grant_type": "authorization_code", "code": query["code"], "redirect_uri": BACK, "client_id": program.CLIENT,
        "client_secret": program.SECRET,
    }  # fmt: skip
    for more in ({}, {"code_verifier": "v" * 43}):
        status, _, text = Visitor(there).open(f"{ISSUER}/identity/o/api/token", "POST", urlencode(form | more))
        assert (status, "id_token" in text) == (400, False)


def test_a_person_who_says_no(client: Client, there: Provider) -> None:
    left = client.post(reverse("people_outside"))
    status, location, _ = Visitor(there).open(left["Location"])
    assert (status, location.partition("?")[0]) == (302, "/accounts/login/"), "the provider wants to know who it is"
    state = dict(parse_qsl(urlsplit(left["Location"]).query))["state"]
    stopped(back(client, {"error": "access_denied", "state": state}), "Bạn đã dừng lại")


def test_a_secret_that_is_not_the_one(client: Client, there: Provider, settings: LazySettings) -> None:
    settings.OIDC_SECRET_FILE.write_text("another")
    stopped(back(client, given(client, person(there, LAN))), "không đủ để chứng minh")


def test_another_claim_names_the_person(client: Client, there: Provider, settings: LazySettings) -> None:
    settings.OIDC_SUBJECT_CLAIM, settings.OIDC_SCOPES = "preferred_username", ["openid", "profile"]
    sign_in(client, official())
    back(client, given(client, person(there, LAN), link=True))
    assert Outside.objects.get().digest == keyed.digest("outside", f"{ISSUER}\npreferred_username\n{LAN}")


def test_a_level_that_the_provider_does_not_know(client: Client, there: Provider, settings: LazySettings) -> None:
    settings.OIDC_ASSURANCE = "acr=loa3"
    stopped(back(client, given(client, person(there, LAN))), "không xác nhận bạn ở mức")


@pytest.mark.parametrize("how", ["down", "another certificate", "a name that leads inside"])
def test_a_provider_that_is_not_there(client: Client, there: Provider, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    query = given(client, person(there, LAN))
    broken = Provider(there.port, there.trust)
    if how == "down":
        with socket.create_server(("127.0.0.1", 0)) as free:
            broken.port = free.getsockname()[1]
    elif how == "another certificate":
        broken.trust = ssl.create_default_context()
    else:
        monkeypatch.setattr(sys.modules[__name__], "PUBLIC", "127.0.0.1")
    monkeypatch.setattr(outside, "door", broken.door)
    stopped(back(client, query), "hiện không trả lời")
    outside.forget()
    stopped(client.post(reverse("people_outside")), "hiện không trả lời")
    monkeypatch.setattr(outside, "door", broken.door)
    assert [one.level for one in health._provider(clock.now())] == [Level.STOP]


def test_the_doctor_finds_it_in_order(there: Provider) -> None:
    found = list(health._provider(clock.now()))
    assert [(one.level, one.said) for one in found] == [(Level.FINE, "VNeID answers, with the code flow, PKCE and 1 keys.")]


def test_the_second_factor_of_the_app_is_asked_for_too(client: Client, there: Provider) -> None:
    secrets = official()
    sign_in(client, secrets)
    back(client, given(client, person(there, LAN), link=True))
    client.post(reverse("account_logout"))
    cache.clear()  # the code of this half minute may be shown again
    back(client, given(client, person(there, LAN)))
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secrets.uri)}).status_code == 302
    assert holder_of(client) is not None
