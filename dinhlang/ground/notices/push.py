"""Knocking at a browser (Web Push, RFC 8030) with the house's own mark (VAPID, RFC 8292).

Promises: a knock has no content, so there is nothing to encrypt and nothing that a browser maker's service could read; only hosts of
the policy are asked. The house's key is made at its first use and readable by its user alone. Refuses: redirects, and any other host.
"""

import base64
import json
import os
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.conf import settings

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.files import outward
from dinhlang.ground.notices import policy

KEY = "push-key.pem"
LIVES = timedelta(hours=12)  # a token; RFC 8292 allows a day
KEPT_SECONDS = 24 * 3600  # so long the service tries to reach a browser that sleeps
GONE = frozenset({404, 410})


class Unheard(Exception):
    """The service did not take the knock; `gone`: it does not know this browser any more."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status, self.gone = status, status in GONE


def check_address(address: str) -> str:
    """The address of a browser as it will be asked for. Raises Refused where no service of the policy gave it."""
    try:
        host = (urlsplit(address).hostname or "").lower()
    except ValueError:
        host = ""
    for one in policy.push_hosts():
        if host == one or (one.startswith(".") and host.endswith(one)):
            return outward.check_address(address, [host])
    raise Refused(N_("This browser's service is not one that this house knocks at."))


def b64(data: bytes) -> str:
    """Base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def key() -> ec.EllipticCurvePrivateKey:
    """The house's key for knocking, made where there is none."""
    return _key(Path(settings.DATA_DIR) / KEY)


@lru_cache(maxsize=4)
def _key(path: Path) -> ec.EllipticCurvePrivateKey:
    if not path.exists():
        made = ec.generate_private_key(ec.SECP256R1())
        text = made.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_bytes(text)
        try:
            os.link(draft, path)  # two at once: the first one's stays
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    found = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(found, ec.EllipticCurvePrivateKey):
        raise ValueError(f"{path.name} is no key for knocking")
    return found


def public() -> str:
    """The public key as browsers want it: base64 of the uncompressed point."""
    point = key().public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return b64(point)


def token(address: str, at: datetime) -> str:
    """The signed word by which a service knows who knocks, good for its origin and some hours from `at` on."""
    parts = urlsplit(address)
    head = {"typ": "JWT", "alg": "ES256"}
    said = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((at + LIVES).timestamp()), "sub": settings.PUSH_CONTACT}
    text = f"{b64(json.dumps(head).encode())}.{b64(json.dumps(said).encode())}"
    r, s = decode_dss_signature(key().sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{text}.{b64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def asking(address: str, at: datetime) -> outward.Sent:
    """The knock as it is sent."""
    mark = f"vapid t={token(address, at)}, k={public()}"
    return outward.Sent("POST", (("TTL", str(KEPT_SECONDS)), ("Urgency", "normal"), ("Authorization", mark)))


def knock(address: str, at: datetime) -> str:
    """Knock at a browser. Returns the service's status. Raises Unheard, Away, and Refused where the address is of no service known."""
    address = check_address(address)
    answer = outward.send(address, [urlsplit(address).hostname or ""], asking(address, at))
    if not 200 <= answer.status < 300:
        raise Unheard(answer.status)
    return str(answer.status)
