"""What a person changes on the own account: password, factors, recovery codes, telephone, e-mail, open sessions; and what the house
notes of it.

Promises: each change leaves a line that its owner reads; the last strong factor stays. None is an act of the record: none touches a right,
and what somebody signs in with is nobody else's business (docs/adr/0021). Refuses: a change of another person's account.
"""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from dinhlang.core import phone
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.people import keyed, passkeys
from dinhlang.ground.people.acts.starts import give, recovery_codes
from dinhlang.ground.people.factors import APP, PASSKEY, RECOVERY, STRONG, App, Passkey
from dinhlang.ground.people.models import Change, Outside, Phone, Sitting, Told

MOST_PASSKEYS = 10
MOST_EMAIL = 254  # signs of an address (RFC 5321)
LINKED_ELSEWHERE = N_("This identity of {name} is linked to another account here. One identity signs in to one account.")


def _mine(account: int) -> User:
    """The account, locked until the change is done."""
    return User.objects.select_for_update().get(pk=account)


def note(account: int, what: Told, at: datetime, about: str = "") -> None:
    """A line for the owner's page. No act of its own."""
    Change.objects.create(account_id=account, what=what, at=at, about=about)


@transaction.atomic
def set_password(*, account: int, password: str, session: str, at: datetime) -> None:
    """A new password (hashed already); every other session ends."""
    User.objects.filter(pk=_mine(account).pk).update(password=password)
    _end(account, session)
    note(account, Told.PASSWORD, at)


@transaction.atomic
def add_factor(*, account: int, factor: App | Passkey, at: datetime) -> None:
    """One more factor; an app only where there is none."""
    row, have = _mine(account), Authenticator.objects.filter(user=account)
    kind = APP if isinstance(factor, App) else PASSKEY
    if kind == APP and have.filter(type=APP).exists():
        raise Refused(N_("There is an app already. Remove it first, then add the new one."))
    if kind == PASSKEY and have.filter(type=PASSKEY).count() >= MOST_PASSKEYS:
        raise Refused(N_("There are {n} passkeys already. Remove one that you do not use any more."), {"n": MOST_PASSKEYS})
    give(row, factor)
    if not have.filter(type=RECOVERY).exists():
        RecoveryCodes.activate(row)
    note(account, Told.ADDED, at, factor.name if isinstance(factor, Passkey) else "")


def _factor(account: int, factor: int) -> Authenticator:
    row = Authenticator.objects.select_for_update().filter(pk=factor, user=account, type__in=STRONG).first()
    if row is None:
        raise Refused(N_("There is no such factor on your account."))
    return row


@transaction.atomic
def name_factor(*, account: int, factor: int, name: str, at: datetime) -> None:
    """Another name for a passkey."""
    _mine(account)
    row = _factor(account, factor)
    if row.type != PASSKEY:
        raise Refused(N_("There is no such factor on your account."))
    wanted = passkeys.name_of(name, 0)
    row.data = {**row.data, "name": wanted}
    row.save(update_fields=["data"])
    note(account, Told.NAMED, at, wanted)


@transaction.atomic
def remove_factor(*, account: int, factor: int, at: datetime) -> None:
    """A factor less; never the last strong one."""
    _mine(account)
    row = _factor(account, factor)
    if not Authenticator.objects.filter(user=account, type__in=STRONG).exclude(pk=factor).exists():
        raise Refused(N_("This is your last second factor. Add another one first, then remove this one."))
    name = str(row.data.get("name", ""))
    row.delete()
    note(account, Told.REMOVED, at, name)


@transaction.atomic
def renew_codes(*, account: int, at: datetime) -> tuple[str, ...]:
    """New recovery codes; the old ones die. They are shown once."""
    row = _mine(account)
    Authenticator.objects.filter(user=account, type=RECOVERY).delete()
    RecoveryCodes.activate(row)
    note(account, Told.CODES, at)
    return recovery_codes(account)


@transaction.atomic
def set_phone(*, account: int, text: str, at: datetime) -> None:
    """The telephone that may be typed instead of the account's name; "" for none."""
    _mine(account)
    if not text.strip():
        if Phone.objects.filter(account=account).delete()[0]:
            note(account, Told.NO_PHONE, at)
        return
    number = phone.normal(text)
    if number is None:
        raise Refused(N_("This is no telephone number of this country. Type it like 0912 345 678."))
    if Phone.objects.filter(account=account, number=number).exists():
        return
    try:
        with transaction.atomic():
            Phone.objects.update_or_create(account_id=account, defaults={"number": number, "at": at})
    except IntegrityError as error:
        raise Refused(
            N_("This number belongs to another account here. Whoever shares a telephone signs in by the account's name.")
        ) from error
    note(account, Told.PHONE, at)


def waiting(account: int) -> str:
    """The e-mail address that its owner gave and did not confirm yet, "" for none."""
    rows = EmailAddress.objects.filter(user=account, verified=False).order_by("-pk")
    return rows.values_list("email", flat=True).first() or ""


@transaction.atomic
def ask_email(*, account: int, text: str, at: datetime, most: int) -> int | None:
    """Keep an address to which notices shall go once it is confirmed, `most` times a day; an earlier one that waits is forgotten.

    Returns the number of its row, None where it is the address in use. It signs nobody in and resets nothing, before and after.
    """
    row = _mine(account)
    address = unicodedata.normalize("NFKC", text).strip().lower()
    try:
        validate_email(address)
        address.encode("ascii")
    except (ValidationError, UnicodeEncodeError) as error:
        raise Refused(N_("This is no e-mail address. Type it like lan.nguyen@example.vn.")) from error
    if len(address) > MOST_EMAIL:
        raise Refused(N_("This is no e-mail address. Type it like lan.nguyen@example.vn."))
    if address == row.email:
        EmailAddress.objects.filter(user=account, verified=False).delete()
        return None
    lately = Change.objects.filter(account=account, what=Told.MAIL_ASKED, at__gt=at - timedelta(days=1)).count()
    if lately >= most:
        raise Refused(N_("{n} addresses were given since yesterday. Try again tomorrow, or go on with the one you have."), {"n": most})
    EmailAddress.objects.filter(user=account, verified=False).delete()
    if EmailAddress.objects.filter(user=account, email=address).exists():
        raise Refused(N_("This address was taken off just now and is being told of that. Try again in some minutes."))
    made = EmailAddress.objects.create(user=row, email=address)
    note(account, Told.MAIL_ASKED, at)
    return made.pk


@transaction.atomic
def prove_email(*, account: int, row: int, at: datetime) -> int | None:
    """The owner of the account followed the link that was sent to the address in `row`: notices go there from now on.

    Returns the row of the address before it, which is to be told once more and then forgotten; None where there was none.
    """
    who = _mine(account)
    asked = EmailAddress.objects.filter(pk=row, user=account, verified=False).first()
    if asked is None:
        raise Refused(N_("This link does not hold any more: the address was confirmed, replaced or removed, or the link is too old."))
    left = _leave(who)
    try:
        with transaction.atomic():
            EmailAddress.objects.filter(pk=row).update(verified=True, primary=True)
    except IntegrityError as error:
        raise Refused(N_("This address belongs to another account here. Each account has its own.")) from error
    User.objects.filter(pk=account).update(email=asked.email)
    note(account, Told.MAIL, at)
    return left


@transaction.atomic
def remove_email(*, account: int, at: datetime) -> int | None:
    """No address any more, nor one that waits. Returns the row that is to be told of it; None where there was no address in use."""
    who = _mine(account)
    waited = EmailAddress.objects.filter(user=account, verified=False).delete()[0]
    left, had = _leave(who), bool(who.email)
    User.objects.filter(pk=account).update(email="")
    if had or waited:
        note(account, Told.NO_MAIL, at)
    return left


def _leave(who: User) -> int | None:
    """The row of the address in use, marked as one that is left."""
    if not who.email:
        return None
    EmailAddress.objects.get_or_create(user=who, email=who.email, defaults={"verified": True})
    EmailAddress.objects.filter(user=who, email=who.email).update(verified=True, primary=False)
    return EmailAddress.objects.get(user=who, email=who.email).pk


@transaction.atomic
def forget_email(*, row: int, at: datetime, failed: bool = False) -> None:
    """Drop an address that waits no more, or that was told it is left; `failed` where no message reached the one that waits."""
    one = EmailAddress.objects.filter(pk=row, primary=False).first()
    if one is not None:
        if failed and not one.verified:
            note(one.user_id, Told.MAIL_FAILED, at)
        one.delete()


@transaction.atomic
def link(*, account: int, identity: str, name: str, at: datetime) -> None:
    """From now on `identity` (`outside.Known`) of the provider called `name` stands in the place of this account's name and password.

    Only a keyed hash of it is kept. Refused where the account has one, or the identity another account.
    """
    _mine(account)
    if Outside.objects.filter(account=account).exists():
        raise Refused(N_("Your account has a link already. Remove it first, then link the other identity."))
    if Outside.objects.filter(digest__in=keyed.digests("outside", identity)).exists():
        raise Refused(LINKED_ELSEWHERE, {"name": name})
    try:
        with transaction.atomic():
            Outside.objects.create(account_id=account, digest=keyed.digest("outside", identity), name=name, since=at)
    except IntegrityError as error:
        raise Refused(LINKED_ELSEWHERE, {"name": name}) from error
    note(account, Told.LINKED, at, name)


@transaction.atomic
def unlink(*, account: int, at: datetime) -> None:
    """The outside identity signs in no more; nothing where there was none."""
    _mine(account)
    row = Outside.objects.filter(account=account).first()
    if row is not None:
        name = row.name
        row.delete()
        note(account, Told.UNLINKED, at, name)


@transaction.atomic
def opened(*, account: int, session: str, device: str, at: datetime) -> None:
    """Somebody signed in; sessions that are over are forgotten."""
    live = Session.objects.filter(session_key__in=Sitting.objects.filter(account=account).values("key")).values("session_key")
    Sitting.objects.filter(account=account).exclude(key__in=live).delete()
    Sitting.objects.update_or_create(key=session, defaults={"account_id": account, "since": at, "device": device})


@transaction.atomic
def end_others(*, account: int, session: str, at: datetime) -> int:
    """End every other session of the account. Returns how many."""
    _mine(account)
    many = _end(account, session)
    note(account, Told.SESSIONS, at)
    return many


def _end(account: int, but: str = "") -> int:
    rows = Sitting.objects.filter(account=account).exclude(key=but)
    many = Session.objects.filter(session_key__in=rows.values("key")).delete()[0]
    rows.delete()
    return many


def end_sessions_of(accounts: Iterable[int]) -> None:
    """End every session of these accounts. No act of its own, it stands in the transaction that gives the reason."""
    for account in accounts:
        _end(account)
