"""One's own account, as its owner reads it.

Promises: frozen values, in a handful of queries; nothing of another account. Refuses: to show a secret.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dinhlang.core import phone
from dinhlang.core.refusal import N_
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people import cards, reads
from dinhlang.ground.people.acts import own
from dinhlang.ground.people.factors import APP, PASSKEY, RECOVERY
from dinhlang.ground.people.models import Change, Mandate, Outside, Phone, Sitting, Told
from dinhlang.ground.record import clock

LATELY = 10  # changes that are listed
CHANGES = {
    Told.PASSWORD: N_("The password was changed; every other session ended."),
    Told.ADDED: N_("A factor was added: {about}"),
    Told.REMOVED: N_("A factor was removed: {about}"),
    Told.NAMED: N_("A passkey has another name: {about}"),
    Told.CODES: N_("The recovery codes were made anew; the old ones are void."),
    Told.PHONE: N_("The telephone number was set."),
    Told.NO_PHONE: N_("The telephone number was removed."),
    Told.SESSIONS: N_("Every other session was ended."),
    Told.CARD: N_("A paper card with codes was handed out."),
    Told.LINKED: N_("An outside identity was linked to the account: {about}"),
    Told.UNLINKED: N_("An outside identity was taken off the account: {about}"),
    Told.MAIL_ASKED: N_("An e-mail address was given; a message asks there whether it is right."),
    Told.MAIL_FAILED: N_("The message to the e-mail address that was given could not be delivered; the address was forgotten."),
    Told.MAIL: N_("An e-mail address was confirmed: notices go there from now on."),
    Told.NO_MAIL: N_("The e-mail address was removed."),
}


@dataclass(frozen=True)
class FactorRow:
    """A strong factor: `passkey` with its name, or the app; `last`: it cannot be removed."""

    id: int
    passkey: bool
    name: str
    added: datetime
    used: datetime | None
    last: bool


@dataclass(frozen=True)
class SessionRow:
    """An open session: since when, last seen (to the minute), whether it is the reader's and on the reader's device."""

    since: datetime
    seen: datetime
    here: bool
    device: bool


@dataclass(frozen=True)
class LinkRow:
    """The outside identity linked to the account: what its provider is called, since when. Nothing else of it is known here."""

    name: str
    since: datetime


@dataclass(frozen=True)
class OfficeLine:
    """An office held, or one that ended."""

    name: str
    body: str
    first: date
    last: date | None
    decision: str
    over: bool


@dataclass(frozen=True)
class ChangeRow:
    """What was changed, as a sentence, and when."""

    sentence: str
    at: datetime


@dataclass(frozen=True)
class Profile:
    """All of it. `codes` is how many recovery codes are left; `email_waits` an address that was not confirmed yet."""

    username: str
    called: str
    phone: str
    email: str
    email_waits: str
    factors: tuple[FactorRow, ...]
    codes: int
    sessions: tuple[SessionRow, ...]
    offices: tuple[OfficeLine, ...]
    changes: tuple[ChangeRow, ...]
    card_left: int
    link: LinkRow | None

    @property
    def app(self) -> bool:
        """Whether there is an app."""
        return any(not one.passkey for one in self.factors)


def profile(request: HttpRequest, who: User) -> Profile:
    """The account of `who`, who asks."""
    have = list(Authenticator.objects.filter(user=who).order_by("created_at", "id"))
    strong = [one for one in have if one.type in (APP, PASSKEY)]
    factors = tuple(
        FactorRow(
            one.pk, one.type == PASSKEY, str(one.data.get("name", "")) if one.type == PASSKEY else "", one.created_at, one.last_used_at,
            len(strong) == 1,
        )
        for one in strong
    )  # fmt: skip
    codes = next((len(one.wrap().get_unused_codes()) for one in have if one.type == RECOVERY), 0)
    number = Phone.objects.filter(account=who).values_list("number", flat=True).first()
    card = cards.of(who.pk)
    link = Outside.objects.filter(account=who).first()
    changes = tuple(
        ChangeRow(_(CHANGES[Told(one.what)]).format(about=one.about or _("the app")), one.at)
        for one in Change.objects.filter(account=who).order_by("-at", "-id")[:LATELY]
    )
    return Profile(
        username=who.get_username(),
        called=who.get_full_name() or who.get_username(),
        phone=phone.spelled(number) if number else "",
        email=who.email,
        email_waits=own.waiting(who.pk),
        factors=factors,
        codes=codes,
        sessions=_sessions(request, who),
        offices=offices_of(who.pk),
        changes=changes,
        card_left=cards.left(card) if card is not None else 0,
        link=LinkRow(link.name, link.since) if link is not None else None,
    )


def _sessions(request: HttpRequest, who: User) -> tuple[SessionRow, ...]:
    rows = {one.key: one for one in Sitting.objects.filter(account=who)}
    ends = dict(Session.objects.filter(session_key__in=rows, expire_date__gt=clock.now()).values_list("session_key", "expire_date"))
    here, device = request.session.session_key, reads.browser(request).device
    idle = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    found = [
        SessionRow(row.since, ends[key] - idle, key == here, bool(device) and row.device == device)
        for key, row in rows.items()
        if key in ends
    ]
    return tuple(sorted(found, key=lambda one: (not one.here, -one.since.timestamp())))


def offices_of(account: int) -> tuple[OfficeLine, ...]:
    """The offices of an account, those that run first, then the ended ones, newest first."""
    day = clock.today()
    rows = list(Mandate.objects.filter(account=account).order_by("-from_day", "-id"))
    places = bodies.places([row.body_id for row in rows], day)
    lines = [
        OfficeLine(
            reads.office_name(row.office), places[row.body_id].name, row.from_day, row.to_day, row.ended_by or row.decision,
            row.to_day is not None and row.to_day < day,
        )
        for row in rows
        if row.body_id in places
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda one: one.over))
