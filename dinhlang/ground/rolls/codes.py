"""Codes of slips and numbers for entering, as the tables keep them: keyed hashes that a stolen copy of the database opens nothing with.

Promises: a code or number is here for the time of one request, and goes to no act, log or page but the sheet. A slow hash would add
nothing: without the key of this installation not one guess can be tried, and with it six digits are soon gone through however slow.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from uuid import UUID

from django.conf import settings

from dinhlang.core import slips
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.rolls import policy

NOT_SO_MANY = N_("The number has {n} digits, nothing else.")
TRIVIAL = N_("Many would choose this number: take one without rows, repetitions or a year in front.")
OWN_NUMBER = N_("This is the list number, or holds little else: take another.")


def _key(what: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"dinhlang/{what}".encode(), "sha256")


def of_slip(bits: int) -> bytes:
    """The keyed hash of a slip's code."""
    return hmac.digest(_key("slip"), bits.to_bytes(8, "big"), "sha256")


def drawn(keys: list[str], draw: Callable[[], int] = lambda: secrets.randbits(slips.BITS)) -> dict[str, int]:
    """A code for each household (its bits); `draw` gives the bits."""
    return {key: draw() for key in keys}


def salt_of(command: UUID) -> bytes:
    """The salt of a number that a form sets: the same for the same form, so that a form sent twice is one act."""
    return hashlib.sha256(b"number" + command.bytes).digest()[:16]


def of_number(household: str, salt: bytes, number: str) -> bytes:
    """The keyed hash of a household's number."""
    return hmac.digest(_key("number"), b"\0".join((household.encode(), salt, number.encode())), "sha256")


def check_number(number: str, listed: str) -> str:
    """The digits of a number that may be chosen by the household `listed` on the list. Raises Refused for one that is easily guessed."""
    digits = "".join(number.split())
    wanted = policy.values().pin_digits
    if not (digits.isascii() and digits.isdecimal() and len(digits) == wanted):
        raise Refused(NOT_SO_MANY, {"n": wanted})
    if slips.trivial(digits):
        raise Refused(TRIVIAL)
    if listed and digits.strip("0") == listed.strip("0"):
        raise Refused(OWN_NUMBER)
    return digits
