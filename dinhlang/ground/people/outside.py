"""An identity of an outside provider (OpenID Connect): where somebody is sent, and what the provider's answer is worth.

Promises: a token counts only if the issuer signed it, for this house, for this very asking, and if it has not run out; every asking is
good for one answer; what goes wrong, with the provider or with somebody's bytes, is one sentence and changes nothing. Nothing is fetched
but through `files/outward`, from the issuer's host and those the operator listed, and few at once, so that a slow provider holds up nobody
else. Refuses: to keep a token or any claim; names, addresses and numbers of the person are not even read.
"""

import base64
import hashlib
import hmac
import json
import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote_plus, urlencode, urlsplit

import jwt
from django.conf import settings

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.files import outward
from dinhlang.ground.files.outward import Answer, Away, Limits, Sent

LIMITS = Limits(seconds=6.0, size=300_000, hops=0)
AT_ONCE, WAIT = 2, 2.0  # askings of the provider at one time, and seconds after which the next one is told to come back
KEPT, AWAY_FOR = 600.0, 20.0  # seconds: so long its document and keys are kept, so long a provider that was away is not asked again
GOOD_FOR = 600  # seconds from the button to the answer
LEEWAY = 60  # seconds by which its clock may differ from ours
LONGEST = 20_000  # signs of a token; a true one has some two thousand
LONGEST_SUBJECT = 255
# Signatures that only the issuer can make; never one made with a secret that two know, never none.
ALGORITHMS: Mapping[str, frozenset[str]] = {
    "RSA": frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}),
    "EC": frozenset({"ES256", "ES384", "ES512"}),
    "OKP": frozenset({"EdDSA"}),
}
DOCUMENT = "/.well-known/openid-configuration"

AWAY = N_("{name} does not answer at the moment, and nothing was changed. Sign in by name and password, or try again in a few minutes.")
NOT_PROVEN = N_(
    "What {name} answered cannot be accepted as a proof of who you are, and nothing was changed. "
    "Please begin again; if it stays so, tell the operator."
)
NOT_READY = N_("Signing in by {name} is not set up rightly in this house. Sign in by name and password, and tell the operator.")
NO_SUBJECT = N_("{name} did not say who you are, and nothing was changed. Please tell the operator.")
NOT_ASSURED = N_(
    "{name} does not vouch for you at the level that this house asks for, and nothing was changed. Raise the level of your identity there."
)
OVER = N_(
    "This was begun in another browser or session, longer than ten minutes ago, or is used up. Nothing was changed; please begin again."
)
CANCELLED = N_("You stopped at {name}; nothing was changed.")

log = logging.getLogger("dinhlang.people")
_room = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Slot:
    """The provider as the operator set it: `subject` is the claim that names a person; `assurance` a claim and the values of which one must
    stand there, or None."""

    issuer: str
    client: str
    secret_file: Path
    name: str
    hosts: frozenset[str]
    scopes: tuple[str, ...]
    subject: str
    assurance: tuple[str, frozenset[str]] | None


@dataclass(frozen=True)
class Provider:
    """What the issuer's document says of it, checked."""

    authorize: str
    token: str
    keys: str
    userinfo: str
    by_post: bool  # the client's secret goes in the body; else in a header
    codes: bool
    pkce: bool


@dataclass(frozen=True)
class Asking:
    """What the session keeps of one asking: `account` is 0 where somebody signs in, else the account that is linked. `at`: seconds."""

    state: str
    nonce: str
    verifier: str
    account: int
    next: str
    language: str
    at: int


@dataclass(frozen=True)
class Known:
    """Whom the issuer vouches for: issuer and subject in one text, to be hashed at once."""

    identity: str


def slot() -> Slot | None:
    """The slot, or None where it is closed."""
    if not settings.OIDC_ISSUER or settings.OIDC_SECRET_FILE is None:
        return None
    claim, _, values = settings.OIDC_ASSURANCE.partition("=")
    wanted = frozenset(one.strip() for one in values.split(",") if one.strip())
    return Slot(
        settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_SECRET_FILE, settings.OIDC_NAME,
        frozenset({(urlsplit(settings.OIDC_ISSUER).hostname or "").lower(), *(one.lower() for one in settings.OIDC_HOSTS)}),
        tuple(settings.OIDC_SCOPES), settings.OIDC_SUBJECT_CLAIM, (claim.strip(), wanted) if claim else None,
    )  # fmt: skip


def door(url: str, hosts: frozenset[str], sent: Sent) -> Answer:
    """What the provider answers, through the house's one door. Raises Refused and Away."""
    return outward.send(url, hosts, sent, limits=LIMITS)


class _Memory:
    """What was fetched, by address, in this process alone; and until when the provider is left in peace."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[float, dict[str, Any]]] = {}
        self.away_until = 0.0


_memory = _Memory()


def forget() -> None:
    """Ask the provider anew next time, for its document, its keys, and whether it is there."""
    _memory.kept.clear()
    _memory.away_until = 0.0


def _not_proven(slot: Slot, why: str) -> NoReturn:
    """Say no. `why` is for the operator and holds nothing of what was sent."""
    log.warning("an answer of the outside identity provider was not accepted: %s", why)
    raise Refused(NOT_PROVEN, {"name": slot.name})


def _ask(slot: Slot, what: str, url: str, sent: Sent) -> dict[str, Any]:
    """The JSON object that stands at `url`. Raises Refused with a sentence."""
    if time.monotonic() < _memory.away_until or not _room.acquire(timeout=WAIT):
        raise Refused(AWAY, {"name": slot.name})
    try:
        answer = door(url, slot.hosts, sent)
    except Refused:
        _not_proven(slot, f"the address of its {what} is on no listed host")
    except Away as error:
        _memory.away_until = time.monotonic() + AWAY_FOR
        log.warning("the outside identity provider gave no %s: %s", what, error)
        raise Refused(AWAY, {"name": slot.name}) from error
    finally:
        _room.release()
    if answer.status >= 500:
        log.warning("the outside identity provider gave no %s: status %d", what, answer.status)
        raise Refused(AWAY, {"name": slot.name})
    if answer.status != 200:
        _not_proven(slot, f"its {what} came with status {answer.status}")
    try:
        said = json.loads(answer.data)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        _not_proven(slot, f"its {what} is no JSON object")
    return said


def _kept(slot: Slot, what: str, url: str, *, anew: bool = False) -> dict[str, Any]:
    held = _memory.kept.get(url)
    if held is None or held[0] < time.monotonic() or anew:
        held = (time.monotonic() + KEPT, _ask(slot, what, url, Sent(headers=(("Accept", "application/json"),))))
        _memory.kept[url] = held
    return held[1]


def provider(slot: Slot) -> Provider:
    """What the issuer's document says. Raises Refused where it cannot be had, is of another issuer, or leads to hosts not listed."""
    said = _kept(slot, "document", slot.issuer.rstrip("/") + DOCUMENT)
    if said.get("issuer") != slot.issuer:
        _not_proven(slot, "its document names another issuer")
    found: dict[str, str] = {}
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"):
        url = said.get(name)
        try:
            if url is None and name == "userinfo_endpoint":
                found[name] = ""  # it may tell everything at once
            else:
                found[name] = outward.check_address(url if isinstance(url, str) else "", slot.hosts)
        except Refused:
            _not_proven(slot, f"{name} in its document is on no listed host")
    methods = _words(said, "token_endpoint_auth_methods_supported", "client_secret_basic")
    if not {"client_secret_post", "client_secret_basic"} & methods:
        log.warning("the outside identity provider takes no client secret")
        raise Refused(NOT_READY, {"name": slot.name})
    return Provider(
        found["authorization_endpoint"], found["token_endpoint"], found["jwks_uri"], found["userinfo_endpoint"],
        "client_secret_post" in methods, "code" in _words(said, "response_types_supported", "code"),
        "S256" in _words(said, "code_challenge_methods_supported"),
    )  # fmt: skip


def _words(said: Mapping[str, Any], name: str, *default: str) -> frozenset[str]:
    many = said.get(name, list(default))
    return frozenset(one for one in many if isinstance(one, str)) if isinstance(many, list) else frozenset()


def signing_keys(slot: Slot, there: Provider, *, anew: bool = False) -> tuple[dict[str, Any], ...]:
    """The issuer's public keys of a kind that is accepted here (JWK). Raises Refused where they cannot be had."""
    many = _kept(slot, "keys", there.keys, anew=anew).get("keys")
    rows = many if isinstance(many, list) else []
    return tuple(one for one in rows if isinstance(one, dict) and str(one.get("kty")) in ALGORITHMS and one.get("use", "sig") == "sig")


def secret(slot: Slot) -> str:
    """The client's secret. Raises Refused where its file cannot be read."""
    try:
        text = slot.secret_file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        text = ""
    if not text:
        log.warning("the file of the outside identity provider's secret cannot be read or is empty")
        raise Refused(NOT_READY, {"name": slot.name})
    return text


def address(slot: Slot, asking: Asking, back: str) -> str:
    """Where a browser is sent to ask for a proof; `back` is the one address of this house that the provider knows. Raises Refused."""
    there = provider(slot)
    secret(slot)  # nobody is sent away in vain
    challenge = base64.urlsafe_b64encode(hashlib.sha256(asking.verifier.encode()).digest()).rstrip(b"=").decode()
    values = {
        "response_type": "code", "client_id": slot.client, "redirect_uri": back, "scope": " ".join(slot.scopes),
        "state": asking.state, "nonce": asking.nonce, "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    if slot.assurance is not None and slot.assurance[0] == "acr":
        values["acr_values"] = " ".join(sorted(slot.assurance[1]))
    return there.authorize + ("&" if "?" in there.authorize else "?") + urlencode(values)


def proven(slot: Slot, asking: Asking | None, answer: Mapping[str, str], back: str, at: datetime) -> Known:
    """Whom the provider's answer (the query it sent the browser back with) proves. Raises Refused with a sentence.

    `asking` is what the session kept, None where it keeps none; the caller has taken it out of the session already.
    """
    if asking is None or not _same(answer.get("state", ""), asking.state) or not 0 <= at.timestamp() - asking.at <= GOOD_FOR:
        raise Refused(OVER)
    if answer.get("iss", slot.issuer) != slot.issuer:
        _not_proven(slot, "it came back in the name of another issuer")
    if "error" in answer:
        if answer["error"] == "access_denied":
            raise Refused(CANCELLED, {"name": slot.name})
        _not_proven(slot, "it came back with an error")
    if not answer.get("code"):
        _not_proven(slot, "it came back without a code")
    there = provider(slot)
    given = _tokens(slot, there, answer["code"], asking.verifier, back)
    claims = _checked(slot, there, given.get("id_token"), asking.nonce, at)
    wanted = {slot.subject, *([slot.assurance[0]] if slot.assurance is not None else [])}
    if wanted - set(claims) and there.userinfo and isinstance(given.get("access_token"), str):
        claims = {**_more(slot, there, given["access_token"], claims["sub"]), **claims}
    _check_assured(slot, claims)
    subject = claims.get(slot.subject)
    if isinstance(subject, bool) or not isinstance(subject, str | int):
        raise Refused(NO_SUBJECT, {"name": slot.name})
    text = str(subject)
    if not text.strip() or len(text) > LONGEST_SUBJECT or not text.isprintable():
        raise Refused(NO_SUBJECT, {"name": slot.name})
    return Known(f"{slot.issuer}\n{slot.subject}\n{text}")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())


def _tokens(slot: Slot, there: Provider, code: str, verifier: str, back: str) -> dict[str, Any]:
    """What the code is exchanged for."""
    values = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    headers = [("Accept", "application/json"), ("Content-Type", "application/x-www-form-urlencoded")]
    if there.by_post:
        values |= {"client_id": slot.client, "client_secret": secret(slot)}
    else:
        pair = f"{quote_plus(slot.client)}:{quote_plus(secret(slot))}"  # RFC 6749, 2.3.1
        headers.append(("Authorization", "Basic " + base64.b64encode(pair.encode()).decode()))
    return _ask(slot, "tokens", there.token, Sent("POST", tuple(headers), urlencode(values).encode()))


def _checked(slot: Slot, there: Provider, token: object, nonce: str, at: datetime) -> dict[str, Any]:
    """The claims of an identity token that is signed by the issuer, for this house and this asking."""
    if not isinstance(token, str) or len(token) > LONGEST:
        _not_proven(slot, "there is no identity token")
    try:
        claims = _signed(slot, there, token)
    except Refused:
        raise
    except Exception as error:  # the token is somebody else's bytes: there is no list of the ways in which its reader may stumble
        _not_proven(slot, type(error).__name__)
    now = at.timestamp()
    times = {name: claims.get(name) for name in ("exp", "iat", "nbf")}
    if any(isinstance(one, bool) or not isinstance(one, int | float | None) for one in times.values()):
        _not_proven(slot, "a time of its token is no number")
    if times["exp"] is None or not times["exp"] > now - LEEWAY:
        _not_proven(slot, "its token has run out")
    if times["iat"] is None or not times["iat"] < now + LEEWAY or not (times["nbf"] or 0) < now + LEEWAY:
        _not_proven(slot, "its token is of a time to come")
    if not isinstance(claims.get("nonce"), str) or not _same(claims["nonce"], nonce):
        _not_proven(slot, "its token is of another asking")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else slot.client) != slot.client:
        _not_proven(slot, "its token was given to another house")
    if not isinstance(claims.get("sub"), str) or not claims["sub"]:
        raise Refused(NO_SUBJECT, {"name": slot.name})
    return claims


def _signed(slot: Slot, there: Provider, token: str) -> dict[str, Any]:
    head = jwt.get_unverified_header(token)
    algorithm = str(head.get("alg"))
    for anew in (False, True):  # a key that is not known yet may be new: its keys are asked for once more
        for one in signing_keys(slot, there, anew=anew):
            fits = algorithm in ALGORITHMS[one["kty"]] and one.get("alg", algorithm) == algorithm
            if fits and ("kid" not in head or one.get("kid") == head["kid"]):
                return jwt.decode(
                    token,
                    jwt.PyJWK.from_dict(one, algorithm).key,
                    [algorithm],
                    audience=slot.client,
                    issuer=slot.issuer,
                    options={
                        "require": ["iss", "aud", "exp", "iat"],
                        "verify_exp": False,
                        "verify_iat": False,
                        "verify_nbf": False,
                        "verify_sub": False,
                        "enforce_minimum_key_length": True,
                    },
                )  # fmt: skip  (times are held against the house's own clock)
    return _not_proven(slot, "no key of the issuer fits its token")


def _more(slot: Slot, there: Provider, token: str, subject: str) -> dict[str, Any]:
    """The claims that the provider tells only when asked; of the same person, or none."""
    if not token.isascii() or not token.isprintable() or len(token) > LONGEST:
        _not_proven(slot, "its token to ask further with is none")
    headers = (("Accept", "application/json"), ("Authorization", f"Bearer {token}"))
    said = _ask(slot, "claims", there.userinfo, Sent(headers=headers))
    if said.get("sub") != subject:
        _not_proven(slot, "its further claims are of somebody else")
    return said


def _check_assured(slot: Slot, claims: Mapping[str, Any]) -> None:
    if slot.assurance is None:
        return
    claim, wanted = slot.assurance
    said = claims.get(claim)
    many = said if isinstance(said, list) else [said]
    if not any(isinstance(one, str | int) and not isinstance(one, bool) and str(one) in wanted for one in many):
        raise Refused(NOT_ASSURED, {"name": slot.name})
