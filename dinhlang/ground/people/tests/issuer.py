"""A stand-in for an outside identity provider, in this very process: it answers the house's askings, rightly or as a test wants."""

import base64
import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from dinhlang.ground.files import outward
from dinhlang.ground.files.outward import Answer, Away, Sent
from dinhlang.ground.people import outside
from dinhlang.ground.record import clock

ISSUER, CLIENT, SECRET, NAME = "https://id.example", "dinhlang", "mot-bi-mat+%", "VNeID"
KEY = rsa.generate_private_key(65537, 2048)
OTHER_KEY = rsa.generate_private_key(65537, 2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())


def public(key: Any, kid: str, **more: str) -> dict[str, Any]:
    """A public key as it is published."""
    kind = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
    return {**kind.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig", **more}


class Issuer:
    """`document`, `keys`, `claims`, `further` can be changed by a test; `tokens` makes the answer to a code; `asked` is what came in."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = {
            "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/authorize", "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys", "response_types_supported": ["code"], "code_challenge_methods_supported": ["S256"],
        }  # fmt: skip
        self.keys: Any = {"keys": [public(KEY, "k1")]}
        self.claims: dict[str, Any] = {"sub": "person-1"}
        self.further: Any = None
        self.key: Any = KEY
        self.head: dict[str, Any] = {"kid": "k1"}
        self.algorithm = "RS256"
        self.sign: Callable[..., str] = jwt.encode
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[tuple[str, Sent]] = []
        self.away: Callable[[str], bool] = lambda url: False
        self.raw: Callable[[str], Answer | None] = lambda url: None
        self.change: Callable[[dict[str, Any]], None] = lambda claims: None

    def door(self, url: str, hosts: frozenset[str], sent: Sent) -> Answer:
        """In the place of `outside.door`."""
        outward.check_address(url, hosts)
        self.asked.append((url, sent))
        if self.away(url):
            raise Away("nobody there")
        if (raw := self.raw(url)) is not None:
            return raw
        match urlsplit(url).path:
            case "/.well-known/openid-configuration":
                said: Any = self.document
            case "/keys":
                said = self.keys
            case "/userinfo":
                said = self.further
            case _:
                return self.token(parse_qs(sent.body.decode(), strict_parsing=True))
        return Answer(200, "application/json", json.dumps(said).encode())

    def token(self, form: dict[str, list[str]]) -> Answer:
        """What a code is worth: once, for who began, with the verifier of the challenge."""
        given = self.codes.pop(form["code"][0], None)
        if given is None or given["redirect_uri"] != form["redirect_uri"][0]:
            return Answer(400, "application/json", b'{"error": "invalid_grant"}')
        digest = hashlib.sha256(form["code_verifier"][0].encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == given["code_challenge"]
        now = int(clock.now().timestamp())
        claims = {"iss": ISSUER, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": given["nonce"], **self.claims}
        self.change(claims)
        token = self.sign(claims, self.key, self.algorithm, headers=self.head)
        return Answer(200, "application/json", json.dumps({"access_token": "at", "token_type": "Bearer", "id_token": token}).encode())

    def consent(self, where: str) -> dict[str, str]:
        """What the browser comes back with after the person said yes at `where`."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(where).query).items()}
        assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == ("code", CLIENT, "S256")
        code = f"code-{time.monotonic_ns()}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}


def open_slot(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, folder: Path) -> Issuer:
    """The slot is set to a stand-in."""
    file = folder / "oidc-secret"
    file.write_text(SECRET + "\n")
    file.chmod(0o600)
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_SECRET_FILE, settings.OIDC_NAME = ISSUER, CLIENT, file, NAME
    made = Issuer()
    monkeypatch.setattr(outside, "door", made.door)
    outside.forget()
    return made


def go_out(client: Client, issuer: Issuer, *, link: bool = False, wanted: str = "") -> dict[str, str]:
    """From the button to the provider and the consent there; what the browser comes back with."""
    if link:
        left = client.post(reverse("people_account_outside"), {"do": "link"})
    else:
        left = client.post(reverse("people_outside"), {"next": wanted})
    assert left.status_code == 302, left.content.decode()
    assert left["Location"].startswith(issuer.document["authorization_endpoint"])
    return issuer.consent(left["Location"])
