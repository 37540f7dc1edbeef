"""What goes of an account when its holder asks, or when its kept time ends. No acts of their own: they stand in the transaction of
`people.erase_person` and `people.expire`, which say so in the record.

Promises: afterwards nothing in the tables tells who it was or lets anybody sign in. Refuses nothing: who asks has looked first.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session

from dinhlang.ground.people.models import Card, Change, Named, Outside, Phone, Proposal, Sitting, StartCode, Waits
from dinhlang.ground.people.personal import Subject

GONE = "erased-{n}"  # the name of an account whose holder was erased; nobody can take it, for it holds the account's own number


def _account(subject: Subject) -> User | None:
    known = subject.kind == "account" and subject.key.isdigit()
    return User.objects.filter(pk=int(subject.key)).first() if known else None


def _end_sessions(account: int) -> int:
    """End every session of an account, listed among its sittings or not. Returns how many."""
    mine = [one.pk for one in Session.objects.iterator() if one.get_decoded().get(SESSION_KEY) == str(account)]
    Session.objects.filter(pk__in=mine).delete()
    return len(mine)


def erase_names(subject: Subject, at: datetime) -> int:
    """Take names, account name and e-mail from an account and close it."""
    row = _account(subject)
    if row is None or row.username == GONE.format(n=row.pk):
        return 0
    row.username, row.first_name, row.last_name, row.email, row.is_active = GONE.format(n=row.pk), "", "", "", False
    row.save()
    Named.objects.filter(account=row).delete()
    return 1


def erase_secrets(subject: Subject, at: datetime) -> int:
    """Take the password, the last sign-in and every session."""
    row = _account(subject)
    if row is None:
        return 0
    row.set_unusable_password()
    row.last_login = None
    row.save(update_fields=["password", "last_login"])
    return 1 + _end_sessions(row.pk)


def erase_factors(subject: Subject, at: datetime) -> int:
    """Take every second factor, and the codes on paper by which one could begin."""
    row = _account(subject)
    if row is None:
        return 0
    StartCode.objects.filter(account=row).delete()
    return Authenticator.objects.filter(user=row).delete()[0]


def erase_mail(subject: Subject, at: datetime) -> int:
    """Take every address, the one in use among them."""
    row = _account(subject)
    if row is None:
        return 0
    User.objects.filter(pk=row.pk).update(email="")
    return EmailAddress.objects.filter(user=row).delete()[0]


def erase_card(subject: Subject, at: datetime) -> int:
    """Take the card with codes."""
    row = _account(subject)
    return Card.objects.filter(account=row).delete()[0] if row is not None else 0


def erase_phone(subject: Subject, at: datetime) -> int:
    """Take the telephone number."""
    row = _account(subject)
    return Phone.objects.filter(account=row).delete()[0] if row is not None else 0


def erase_outside(subject: Subject, at: datetime) -> int:
    """Take the link to an outside identity."""
    row = _account(subject)
    return Outside.objects.filter(account=row).delete()[0] if row is not None else 0


def erase_sittings(subject: Subject, at: datetime) -> int:
    """Take every session, and the line by which its owner saw it."""
    row = _account(subject)
    return _end_sessions(row.pk) + Sitting.objects.filter(account=row).delete()[0] if row is not None else 0


def erase_changes(subject: Subject, at: datetime) -> int:
    """Take the lines on what was changed."""
    row = _account(subject)
    return Change.objects.filter(account=row).delete()[0] if row is not None else 0


def erase_reasons(subject: Subject, at: datetime) -> int:
    """Empty why forms were declined, and what those say that nobody settled in time: those an account asked for, or the one with the
    number `form`."""
    rows = Proposal.objects.exclude(state=Waits.WAITING, until__gt=at)
    if subject.kind == "form":
        return rows.filter(pk=subject.key).update(reason="", payload="")
    row = _account(subject)
    return rows.filter(mandate__account=row).update(reason="", payload="") if row is not None else 0
