"""A passkey made of software, after the W3C's Web Authentication: what a phone answers to `create` and `get`, byte by byte.

It shares no code with the library under test: CBOR is written by hand, the signature is ECDSA on P-256.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, CREDENTIAL = 0x01, 0x04, 0x40


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _head(major: int, n: int) -> bytes:
    if n < 24:
        return bytes([major << 5 | n])
    return bytes([major << 5 | 24, n]) if n < 256 else bytes([major << 5 | 25]) + n.to_bytes(2, "big")


def cbor(value: object) -> bytes:
    """As much of RFC 8949 as an authenticator speaks."""
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    assert isinstance(value, dict)
    return _head(5, len(value)) + b"".join(cbor(key) + cbor(one) for key, one in value.items())


@dataclass
class Phone:
    """A phone at a page of `origin`. `verifies` False: somebody touched it and showed neither finger, face nor PIN."""

    origin: str = "https://testserver"
    rp_id: str = "testserver"
    verifies: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user: str = ""

    def _data(self, more: bytes = b"", flags: int = 0) -> bytes:
        said = flags | PRESENT | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([said]) + bytes(4) + more

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": f"webauthn.{kind}", "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def make(self, options: str) -> str:
        """The answer to `navigator.credentials.create`."""
        asked: dict[str, Any] = json.loads(options)["publicKey"]
        self.user = asked["user"]["id"]
        point = self.key.public_key().public_numbers()
        public = cbor({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        data = self._data(bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public, CREDENTIAL)
        response = {
            "clientDataJSON": b64(self._client("create", asked["challenge"])),
            "attestationObject": b64(cbor({"fmt": "none", "attStmt": {}, "authData": data})),
        }
        return self._answer(response, {"credProps": {"rk": True}})

    def use(self, options: str) -> str:
        """The answer to `navigator.credentials.get`."""
        asked: dict[str, Any] = json.loads(options)["publicKey"]
        client, data = self._client("get", asked["challenge"]), self._data()
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature), "userHandle": self.user,
        }  # fmt: skip
        return self._answer(response, {})

    def _answer(self, response: dict[str, str], extensions: dict[str, Any]) -> str:
        own = {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "clientExtensionResults": extensions}
        return json.dumps({**own, "response": response})
