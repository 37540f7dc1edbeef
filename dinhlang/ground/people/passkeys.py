"""Passkeys: what the browser is asked, and what its answer is worth.

Promises: a passkey is made and used with its owner verified (finger, face or PIN) and found without a name; an answer for another site,
another challenge or another account is refused, whatever it holds. Refuses: to fall over any answer, however strange.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.http.request import validate_host
from django.utils.translation import gettext_lazy as _
from fido2.utils import websafe_decode

from dinhlang.ground.people.factors import APP, PASSKEY, Passkey
from dinhlang.ground.people.models import Card

script_of_ours = csp_replace({"script-src": [SELF]})  # of a page that asks for a passkey: our one file, nothing inline
LONGEST = 20_000  # signs of an answer; a true one has some two thousand
NAME_LENGTH = 60
NOT_RIGHT = _(
    "The passkey was not accepted: it is of another site or account, or was not confirmed by finger, face or PIN. Please try again."
)
NOT_HERE = _("This browser sent no passkey. Use another way, or a browser with script that knows passkeys.")
NO_SUCH = _("No open account here has this passkey. Use another way to sign in.")


def to_make(account: AbstractBaseUser) -> str:
    """What the browser is asked to make a passkey with (JSON); the challenge stays in the session."""
    return json.dumps(auth.begin_registration(account, True), cls=DjangoJSONEncoder)


def to_use(account: AbstractBaseUser | None) -> str:
    """What the browser is asked to show a passkey with: one of `account`, or whichever its owner picks (JSON)."""
    return json.dumps(auth.begin_authentication(account), cls=DjangoJSONEncoder)


def made(request: HttpRequest, text: str) -> dict[str, Any]:
    """The browser's answer to `to_make`, checked. Raises ValidationError."""
    credential = _read(request, text)
    try:
        auth.parse_registration_response(credential)
        binding = auth.complete_registration(credential)
        verified = binding.is_user_verified()
    except Exception as error:  # the answer is somebody else's bytes: there is no list of the ways in which its reader may stumble
        raise ValidationError(NOT_RIGHT) from error
    if not verified:
        raise ValidationError(NOT_RIGHT)
    return credential


def used(request: HttpRequest, account: AbstractBaseUser | None, text: str) -> Authenticator:
    """The passkey with which the browser answered `to_use`. Raises ValidationError where it is none of `account`, or of anybody."""
    credential = _read(request, text)
    try:
        auth.parse_authentication_response(credential)
        owner = account if account is not None else auth.extract_user_from_response(credential)
    except Exception as error:
        raise ValidationError(NOT_RIGHT if account is not None else NO_SUCH) from error
    try:
        return auth.complete_authentication(owner, credential)
    except Exception as error:
        raise ValidationError(NOT_RIGHT) from error


def _read(request: HttpRequest, text: str) -> dict[str, Any]:
    """The answer as JSON, said by a page of this very address. Raises ValidationError."""
    if not text:
        raise ValidationError(NOT_HERE)
    try:
        if len(text) > LONGEST:
            raise ValueError("no browser says so much")
        credential = json.loads(text)
        said = json.loads(websafe_decode(credential["response"]["clientDataJSON"]))
        origin = said["origin"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ValidationError(NOT_RIGHT) from error
    host = request.get_host()
    here = {f"https://{host}", *([f"http://{host}"] if host.partition(":")[0] == "localhost" else [])}
    if origin not in here or said.get("crossOrigin"):
        raise ValidationError(NOT_RIGHT)
    return dict(credential)


@dataclass(frozen=True)
class HostNames:
    """Passkeys of open accounts: how many in all; how many made under no name of the site, of how many accounts, under which host names
    ("?" where that cannot be read); `bare` of these accounts have neither another passkey nor an app nor a card."""

    made: int
    lost: int
    accounts: int
    hosts: tuple[str, ...]
    bare: int


def host_names(hosts: Sequence[str]) -> HostNames:
    """Passkeys held against the names (`hosts`, as in ALLOWED_HOSTS) that the site answers to: a browser shows one to no other name."""
    rows = Authenticator.objects.filter(type=PASSKEY, user__is_active=True).values_list("user", "data")
    made = [(account, _host(data)) for account, data in rows.iterator()]
    lost = [(account, host) for account, host in made if not validate_host(host, hosts)]
    accounts = {account for account, _ in lost}
    others = {account for account, host in made if validate_host(host, hosts)}
    others |= set(Authenticator.objects.filter(type=APP, user__in=accounts).values_list("user", flat=True))
    others |= set(Card.objects.filter(account__in=accounts).values_list("account", flat=True))
    return HostNames(len(made), len(lost), len(accounts), tuple(sorted({host for _, host in lost})), len(accounts - others))


def _host(data: Any) -> str:
    try:
        said = json.loads(websafe_decode(data["credential"]["response"]["clientDataJSON"]))
        return urlsplit(said["origin"]).hostname or "?"
    except (ValueError, TypeError, KeyError, AttributeError):
        return "?"


def kept(credential: dict[str, Any], name: str, many: int) -> Passkey:
    """The passkey as it is kept, under the name its owner gave it; without one, by its number after `many` others."""
    return Passkey(name_of(name, many), json.dumps(credential))


def name_of(text: str, many: int) -> str:
    """A name of a passkey: what was typed, or its number."""
    return " ".join(text.split())[:NAME_LENGTH] or str(_("Passkey %(n)d")) % {"n": many + 1}
