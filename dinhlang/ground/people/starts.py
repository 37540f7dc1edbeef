"""Accounts that have to begin, and the code on paper that somebody holds in hand.

Promises: an unknown account and a wrong code have the same answer; a code that was right once is told what became of it. Refuses: to say
anything about an account to whoever does not hold its code.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from dinhlang.core import codes
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.people import keyed
from dinhlang.ground.people.authorise import check_independent
from dinhlang.ground.people.models import Mandate, Start, StartCode
from dinhlang.ground.record import clock

WHAT = "start-code"
MISTYPED = N_("A sign of the code is missing or wrong. Compare it with the sheet, sign by sign; nothing was counted against you.")
WRONG = N_("The account name or the code is not right. Take both from the same sheet.")
USED = N_("This code began an account already. If that was not you, say so at once, in person, to the office that gave you the sheet.")
DEAD = N_("A newer sheet took the place of this one. Use the newer one.")
OVER = N_("This code was good until {day}. Ask the office that gave you the sheet for a new one.")


@dataclass(frozen=True)
class Open:
    """An account that waits for its start code: its name, what its owner is called, until when the newest code lives (None: no code)."""

    account: int
    username: str
    called: str
    until: datetime | None


def digest(account: int, code: str) -> str:
    """What the house keeps of a code in its plain spelling: a keyed hash that belongs to one account."""
    return keyed.digest(WHAT, f"{account}:{code}")


def spelled_right(typed: str) -> bool:
    """Whether the check sign agrees: whatever does not was mistyped, and is no try."""
    return codes.read(typed) is not None


def folded(name: str) -> str:
    """An account name as typed, in one spelling."""
    return unicodedata.normalize("NFKC", name).strip()


def find(name: str, typed: str, at: datetime) -> StartCode:
    """The living code `typed` of the account `name`. Raises Refused with what is wrong, in the order that gives nothing away."""
    code = codes.read(typed)
    if code is None:
        raise Refused(MISTYPED)
    account = (
        Start.objects.filter(account__username__iexact=folded(name), account__is_active=True).values_list("account", flat=True).first()
    )
    found = keyed.digests(WHAT, f"{account or 0}:{code}")
    row = StartCode.objects.filter(account=account or 0, digest__in=found).first()
    if row is None:
        raise Refused(WRONG)
    check_lives(row, at)
    return row


def check_lives(row: StartCode, at: datetime) -> None:
    """Raises Refused where the code was used, is replaced or over."""
    if row.used_at is not None:
        raise Refused(USED)
    if row.dead_at is not None:
        raise Refused(DEAD)
    if row.until <= at:
        raise Refused(OVER, {"day": clock.local_day(row.until)})


def live(digest: str, at: datetime) -> StartCode | None:
    """The code with this hash while it lives."""
    return StartCode.objects.filter(digest=digest, used_at=None, dead_at=None, until__gt=at).select_related("account").first()


def waiting(mandates: list[int]) -> dict[int, Start]:
    """Of these mandates, those whose account has still to begin."""
    rows = Mandate.objects.filter(pk__in=mandates, account__start__done_at=None, account__start__isnull=False).select_related(
        "account__start"
    )
    return {row.pk: row.account.start for row in rows}


def may_hand_out(mandate: int, start: Start, at: datetime) -> bool:
    """Whether the holder of `mandate` stands independent beside who asked for the account. Only a picture: the act asks again."""
    account = Mandate.objects.values_list("account_id", flat=True).get(pk=mandate)
    if start.asked_by_id is None:
        return True
    if account == start.asked_by_id:
        return False
    try:
        check_independent(account, start.asked_by_id, at)
    except Refused:
        return False
    return True


def of_subject(subject: str) -> int | None:
    """The mandate through which the start that the act `subject` opened is carried on; None where it opened none, or it is done."""
    account = Start.objects.filter(subject=subject, done_at=None).values_list("account", flat=True).first()
    if account is None:
        return None
    return Mandate.objects.filter(account=account).order_by("-from_day", "-id").values_list("pk", flat=True).first()


def one(account: int) -> Open | None:
    """The account while it has still to begin."""
    row = Start.objects.filter(account=account, done_at=None).select_related("account").first()
    if row is None:
        return None
    until = StartCode.objects.filter(account=account, used_at=None, dead_at=None).order_by("-id").values_list("until", flat=True).first()
    return Open(account, row.account.get_username(), row.account.get_full_name() or row.account.get_username(), until)
