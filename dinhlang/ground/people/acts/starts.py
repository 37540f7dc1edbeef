"""How an account begins: a start code on paper, made by somebody independent, and what its owner sets with it.

Promises: the code is kept as a keyed hash, works once and for the days of `policy/safeguards.toml`; a newer one kills the older; password,
factor and recovery codes come together or not at all. Refuses: a code by whoever asked for the account, and one for an account that signs
in already.
"""

import json
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.contrib.auth.models import User
from django.db.models import Q

from dinhlang.core import codes
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.people import starts
from dinhlang.ground.people.authorise import check_independent
from dinhlang.ground.people.factors import App, Factor, Passkey
from dinhlang.ground.people.models import Mandate, Start, StartCode
from dinhlang.ground.people.safeguards import safeguards
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject

BEGUN = N_("This account signs in already. New factors begin with a decision and a second person.")


def begin_anew(account: User, who: Who, at: datetime, subject: str) -> None:
    """From now on the account waits for a start code; older codes die. No act of its own, it stands in the one named by `subject`."""
    kill(account.pk, at)
    Start.objects.update_or_create(
        account=account, defaults={"asked_by_id": who.account, "subject": subject, "opened_at": at, "done_at": None}
    )


def begun(account: int, at: datetime) -> None:
    """The account has its factors, however it came to them."""
    kill(account, at)
    Start.objects.filter(account=account, done_at=None).update(done_at=at)


def kill(account: int, at: datetime) -> None:
    """Let every living code of the account die."""
    StartCode.objects.filter(account=account, used_at=None, dead_at=None).update(dead_at=at)


@act("people.enrol")
def enrol(*, who: Who, at: datetime, body: int | None, account: int, random: bytes) -> Draft:
    """Make the start code of an account that holds an office at `body` and cannot sign in yet. Sealed, for it is about a person.

    `random` are 16 bytes from which the caller makes the code too (`core.codes.make`), to print it once; one made before dies. Who: an
    office that may confirm appointments, never the person who asked for the account, nor whoever owes that person an office.
    """
    row = Start.objects.select_for_update().select_related("account").filter(account=account, account__is_active=True).first()
    held = Mandate.objects.filter(Q(to_day=None) | Q(to_day__gte=clock.local_day(at)), account=account, body=body)
    if row is None or not held.exists():
        raise Refused(N_("There is no such mandate at this body."))
    if row.done_at is not None:
        raise Refused(BEGUN)
    if who.account is not None and row.asked_by_id is not None:
        if who.account == row.asked_by_id:
            raise Refused(N_("You asked for this account yourself; the second person, who confirmed it, hands out its code."))
        check_independent(who.account, row.asked_by_id, at)
    kill(account, at)
    StartCode.objects.create(
        account_id=account, digest=starts.digest(account, codes.make(random)), made_by_id=who.account, made_at=at,
        until=at + timedelta(days=safeguards().values.start_days),
    )  # fmt: skip
    return Draft(new_subject(), {"sender": {"account": row.account.get_username()}}, sealed=True, changes_public=False)


@act("people.start")
def start(*, who: Who, at: datetime, body: int | None, account: int, digest: str, password: str, factor: Factor) -> Draft:
    """Begin the account with the start code whose hash is `digest`: set its password (already hashed) and its factor. Sealed.

    The recovery codes that come with it are read by `recovery_codes` and shown at once. Who: whoever holds the code, once.
    """
    row = StartCode.objects.select_for_update().select_related("account").filter(account=account, digest=digest).first()
    if row is None or not row.account.is_active:
        raise Refused(starts.WRONG)
    starts.check_lives(row, at)
    StartCode.objects.filter(pk=row.pk).update(used_at=at)
    User.objects.filter(pk=account).update(password=password)
    Authenticator.objects.filter(user=account).delete()
    give(row.account, factor)
    RecoveryCodes.activate(row.account)
    begun(account, at)
    return Draft(new_subject(), {"sender": {"account": row.account.get_username()}}, sealed=True, changes_public=False)


def give(account: User, factor: Factor) -> None:
    """Give the account one more factor. No act of its own."""
    if isinstance(factor, App):
        TOTP.activate(account, factor.secret)
    elif isinstance(factor, Passkey):
        WebAuthn.add(account, factor.name, json.loads(factor.credential))


def recovery_codes(account: int) -> tuple[str, ...]:
    """The recovery codes not used yet, for the one page that shows them."""
    row = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return tuple(row.wrap().get_unused_codes()) if row is not None else ()
