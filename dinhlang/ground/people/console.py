"""What the operator's console does with accounts and mandates (`dinhlang` commands call these).

Promises: account, both factors and the first office come together or not at all; secrets are returned once, to be printed on
paper, and enter no log, no command digest and no table in clear. Refuses: names that look alike, short passwords.
"""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid4

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from dinhlang.core import codes
from dinhlang.core.actor import System
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people import acts, reads
from dinhlang.ground.people.acts.mandates import check_username
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Done

CONSOLE = System("console")
GROUPS, GROUP = 4, 5  # of a made password: 99 bits


@dataclass(frozen=True)
class Secrets:
    """What the official takes home on paper, shown once. `uri` is scanned by the app; `mandate` is 0 where no office runs."""

    username: str
    mandate: int
    password: str = field(repr=False)
    uri: str = field(repr=False)
    recovery_codes: tuple[str, ...] = field(repr=False)
    done: Done = field(repr=False)


def new_password() -> str:
    """A password fit to be copied by hand."""
    return "-".join("".join(secrets.choice(codes.SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))


def add_official(
    username: str,
    password: str | None,
    body_code: str,
    office: str,
    decision: str,
    from_day: date,
    *,
    at: datetime,
    full_name: str = "",
    to_day: date | None = None,
) -> Secrets:
    """Open an account and give it an office at the body with this code. `password` None makes one.

    Raises Refused with a sentence for the console: name, password, body, office, days.
    """
    name = check_username(username)
    if password is not None:
        try:
            validate_password(password)
        except ValidationError as error:
            raise Refused(N_("The password is too weak: {why}"), {"why": " ".join(error.messages)}) from error
    place = bodies.find(body_code, clock.local_day(at))
    password, secret = password or new_password(), generate_totp_secret()
    with transaction.atomic():
        account = acts.open_account(name, full_name.strip())
        recovery = acts.give_factors(account, password, secret, at)
        done = acts.appoint(
            by=CONSOLE, at=at, command_id=uuid4(), body=place.id,
            account=account.pk, office=office, decision=decision, from_day=from_day, to_day=to_day,
        )  # fmt: skip
        mandate = Mandate.objects.get(account=account.pk).pk
    return Secrets(name, mandate, password, get_adapter().build_totp_url(account, secret), recovery, done)


def add_mandate(
    username: str, body_code: str, office: str, decision: str, from_day: date, *, at: datetime, to_day: date | None = None
) -> int:
    """Give an existing account one more office; the number of the mandate. Raises Refused as `add_official`."""
    account = get_user_model().objects.filter(username__iexact=username.strip()).first()
    if account is None:
        raise Refused(N_("There is no open account with this name."))
    place = bodies.find(body_code, clock.local_day(at))
    with transaction.atomic():
        acts.appoint(
            by=CONSOLE, at=at, command_id=uuid4(), body=place.id,
            account=account.pk, office=office, decision=decision, from_day=from_day, to_day=to_day,
        )  # fmt: skip
        return int(Mandate.objects.get(account=account.pk, body=place.id, office=office, from_day=from_day).pk)


def renew(username: str, decision: str, *, at: datetime) -> Secrets:
    """Both factors anew for an account that lost one; the old ones and every session end. Raises Refused where there is none."""
    password, secret = new_password(), generate_totp_secret()
    with transaction.atomic():
        account = get_user_model().objects.select_for_update().filter(username__iexact=username.strip()).first()
        if account is None:
            raise Refused(N_("There is no open account with this name."))
        done = acts.renew(by=CONSOLE, at=at, command_id=uuid4(), account=account.pk, decision=decision)
        recovery = acts.give_factors(account, password, secret, at)
        mandate = next((one.mandate for one in reads.held(account.pk, clock.local_day(at))), 0)
    return Secrets(account.get_username(), mandate, password, get_adapter().build_totp_url(account, secret), recovery, done)


def end_mandate(mandate: int, last_day: date, decision: str, *, at: datetime) -> Done:
    """Let a mandate end with `last_day`; yesterday ends it at once. Raises Refused where it is unknown or over."""
    row = Mandate.objects.filter(pk=mandate).first()
    if row is None:
        raise Refused(N_("There is no such mandate at this body."))
    return acts.end_mandate(by=CONSOLE, at=at, command_id=uuid4(), body=row.body_id, mandate=mandate, last_day=last_day, decision=decision)


def check_two(names: tuple[str, str], shown: tuple[str, ...], *, at: datetime) -> None:
    """Whether two persons stand at the console who may confirm together: two open accounts in office, each with a right code of the moment,
    neither given its office by the other. Raises Refused.
    """
    if len({name.strip().casefold() for name in names}) < len(names):
        raise Refused(N_("Two persons are needed; this is one."))
    day = clock.local_day(at)
    accounts = []
    for name, code in zip(names, shown, strict=True):
        row = get_user_model().objects.filter(username__iexact=name.strip(), is_active=True).first()
        held = reads.held(row.pk, day) if row is not None else ()
        factor = row.authenticator_set.filter(type="totp").first() if row is not None and held else None  # type: ignore[attr-defined]
        if row is None or factor is None or not factor.wrap().validate_code(code):
            raise Refused(N_("{name}: no account in office with this code."), {"name": name})
        accounts.append(row.pk)
    first, second = accounts
    given = Mandate.objects.filter(account__in=accounts, from_day__lte=day).filter(Q(to_day=None) | Q(to_day__gte=day))
    for account, other in ((first, second), (second, first)):
        if not given.filter(account=account).exclude(given_by=other).exclude(confirmed_by=other).exists():
            raise Refused(N_("Neither may owe the office to the other."))
