"""What this room holds about persons, for `ground/personal`: accounts, factors, offices, forms. Reads alone."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.db.models import Exists, F, Max, Model, OuterRef, Q

from dinhlang.ground.people.acts import erasing
from dinhlang.ground.people.models import Card, Change, Mandate, Named, Outside, Phone, Proposal, Sitting, Waits
from dinhlang.ground.people.personal import Holding, Subject, Values
from dinhlang.ground.record import clock, vault
from dinhlang.ground.record import reads as record

AT_ONCE = 200  # whose kept time ended, in one tick


def _of_account(read: Callable[[int], tuple[Values, ...]]) -> Callable[[Subject], tuple[Values, ...]]:
    def of(subject: Subject) -> tuple[Values, ...]:
        return read(int(subject.key)) if subject.kind == "account" and subject.key.isdigit() else ()

    return of


def _names(account: int) -> tuple[Values, ...]:
    row = User.objects.filter(pk=account).first()
    if row is None or row.username == erasing.GONE.format(n=row.pk):
        return ()
    return ({"username": row.username, "name": row.get_full_name(), "email": row.email},)


def _secrets(account: int) -> tuple[Values, ...]:
    row = User.objects.filter(pk=account).first()
    if row is None or (not row.has_usable_password() and row.last_login is None):
        return ()
    return ({"password": "kept as a hash" if row.has_usable_password() else "", "last_login": row.last_login},)


def _factors(account: int) -> tuple[Values, ...]:
    rows = Authenticator.objects.filter(user=account).order_by("created_at")
    return tuple({"type": row.type, "created": row.created_at, "last_used": row.last_used_at} for row in rows)


def _mail(account: int) -> tuple[Values, ...]:
    return tuple({"email": row.email, "verified": row.verified} for row in EmailAddress.objects.filter(user=account).order_by("pk"))


def _card(account: int) -> tuple[Values, ...]:
    return tuple({"made": row.made_at, "asked": row.asked} for row in Card.objects.filter(account=account))


def _phone(account: int) -> tuple[Values, ...]:
    return tuple({"phone": row.number, "at": row.at} for row in Phone.objects.filter(account=account))


def _outside(account: int) -> tuple[Values, ...]:
    return tuple({"provider": row.name, "since": row.since} for row in Outside.objects.filter(account=account))


def _sittings(account: int) -> tuple[Values, ...]:
    return tuple({"since": row.since} for row in Sitting.objects.filter(account=account).order_by("since", "key"))


def _changes(account: int) -> tuple[Values, ...]:
    return tuple(Change.objects.filter(account=account).order_by("at", "pk").values("what", "about", "at"))


def _mandates(account: int) -> tuple[Values, ...]:
    rows = (
        Mandate.objects.filter(account=account)
        .order_by("from_day", "pk")
        .values("office", "body", "from_day", "to_day", "decision", "ended_by")
    )
    return tuple(rows)


def _forms(account: int) -> tuple[Values, ...]:
    rows = (
        Proposal.objects.filter(mandate__account=account).exclude(reason="").order_by("at").values("act", "at", "state", words=F("reason"))
    )
    return tuple(rows)


def _entries(account: int) -> tuple[Values, ...]:
    """What the sealed parts say that name the account. Three queries, whoever else is named in the record."""
    told = record.of_subjects(list(Named.objects.filter(account=account).values_list("subject", flat=True)))
    parts = vault.open_parts([one.hash for one in told], ["sender"], sealed=True) if told else {}
    return tuple(
        {"act": one.act, "at": one.at, "leaf": one.hash.hex(), "said": part.value}
        for one in told
        for part in parts.get(one.hash, ())
        if isinstance(part.value, dict)
    )


def _holds_office(subject: Subject, day: date) -> bool:
    """Whether an office of the account runs, or begins later."""
    return Mandate.objects.filter(Q(to_day=None) | Q(to_day__gte=day), account=int(subject.key)).exists()


def _held_office(subject: Subject, day: date) -> bool:
    return Mandate.objects.filter(account=int(subject.key)).exists()


def accounts_left(days: int, at: datetime) -> list[int]:
    """Accounts whose last office ended more than `days` before `at`."""
    last = clock.local_day(at) - timedelta(days=days)
    running = Mandate.objects.filter(account=OuterRef("account"), to_day=None)
    rows = Mandate.objects.filter(~Exists(running)).values("account").annotate(last=Max("to_day")).filter(last__lt=last)
    return list(rows.order_by("account").values_list("account", flat=True))


def subjects(accounts: "list[int]") -> tuple[Subject, ...]:
    """The accounts as persons, as many as one tick takes."""
    return tuple(Subject("account", str(one)) for one in accounts[:AT_ONCE])


def _secrets_over(at: datetime, days: int) -> tuple[Subject, ...]:
    known = User.objects.filter(pk__in=accounts_left(days, at))
    kept = known.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX) | known.exclude(last_login=None)
    return subjects(list(kept.order_by("pk").values_list("pk", flat=True)))


def _rows_over(model: type[Model], account: str) -> Callable[[datetime, int], tuple[Subject, ...]]:
    """Who left the last office so long ago and still has rows in `model`, whose field `account` names them."""

    def over(at: datetime, days: int) -> tuple[Subject, ...]:
        rows = model._default_manager.filter(**{f"{account}__in": accounts_left(days, at)})
        return subjects(sorted(set(rows.values_list(account, flat=True))))

    return over


def _forms_over(at: datetime, days: int) -> tuple[Subject, ...]:
    """Forms that were declined so long ago, and those that waited in vain: they are over with their last day."""
    declined = Q(settled_at__lt=at - timedelta(days=days)) & ~Q(state=Waits.WAITING) & ~Q(reason="")
    in_vain = Q(state=Waits.WAITING, until__lte=at) & ~Q(payload="")
    rows = Proposal.objects.filter(declined | in_vain)
    return tuple(Subject("form", str(one)) for one in rows.order_by("at", "pk").values_list("pk", flat=True)[:AT_ONCE])


HOLDINGS = (
    Holding("account-names", _of_account(_names), erasing.erase_names, needed=_held_office),
    Holding("account-secrets", _of_account(_secrets), erasing.erase_secrets, needed=_holds_office, over=_secrets_over),
    Holding("account-factors", _of_account(_factors), erasing.erase_factors, needed=_holds_office, over=_rows_over(Authenticator, "user")),
    Holding("account-mail", _of_account(_mail), erasing.erase_mail, over=_rows_over(EmailAddress, "user")),
    Holding("account-card", _of_account(_card), erasing.erase_card, needed=_holds_office, over=_rows_over(Card, "account")),
    Holding("account-phone", _of_account(_phone), erasing.erase_phone, over=_rows_over(Phone, "account")),
    Holding("account-outside", _of_account(_outside), erasing.erase_outside, over=_rows_over(Outside, "account")),
    Holding("account-sittings", _of_account(_sittings), erasing.erase_sittings, needed=_holds_office, over=_rows_over(Sitting, "account")),
    Holding("account-changes", _of_account(_changes), erasing.erase_changes, needed=_holds_office, over=_rows_over(Change, "account")),
    Holding("mandates", _of_account(_mandates)),
    Holding("account-acts", _of_account(_entries)),
    Holding("forms", _of_account(_forms), erasing.erase_reasons, over=_forms_over),
)
