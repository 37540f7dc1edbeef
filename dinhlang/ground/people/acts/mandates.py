"""Offices given and ended, each by a numbered decision.

Promises: the record says which office began or ended where and by which decision; the account's name stands in a sealed part.
Refuses: an office that the rulebook does not know or that this kind of body does not have, a second holder of an office that has one,
and an end in the past of acts done.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db.models import Q

from dinhlang.core import phone
from dinhlang.core.actor import System
from dinhlang.core.ledger import clean_text
from dinhlang.core.refusal import N_, NotYours, Refused
from dinhlang.core.rules import OfficeRule
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people.acts.starts import begin_anew
from dinhlang.ground.people.models import Mandate, Named
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject

DECISION_LENGTH = 200
AFTER_A_LOSS = "dinhlang recover"  # what ended a mandate where no decision did


@dataclass(frozen=True)
class NewAccount:
    """An account to be opened with its first office: the name to sign in with, and what the person is called."""

    username: str
    full_name: str


def check_decision(decision: str) -> str:
    """The decision's number and date as the record keeps them. Raises Refused where nothing was given."""
    text = clean_text(decision).strip()
    if not text or len(text) > DECISION_LENGTH:
        raise Refused(
            N_("An office begins and ends by a decision: give its number and date, in at most {n} characters."), {"n": DECISION_LENGTH}
        )
    return text


def check_username(username: str) -> str:
    """The name in one spelling. Raises Refused where it is no account name, or taken (also in other capitals)."""
    name = unicodedata.normalize("NFKC", username).strip()
    try:
        User.username_validator(name)
    except ValidationError:
        name = ""
    if not name or len(name) > 150 or phone.normal(name) is not None:
        raise Refused(N_("An account name has letters, digits and . _ - only, for example lan.nt.01273."))
    if User.objects.filter(username__iexact=name).exists():
        raise Refused(N_("The account name {name} is taken."), {"name": name})
    return name


def _account(account: int | None, new: NewAccount | None) -> User:
    if new is not None and account is None:
        name, called = check_username(new.username), clean_text(new.full_name).strip()
        if not called or len(called) > DECISION_LENGTH:
            raise Refused(N_("Say what the person is called."))
        return User.objects.create_user(username=name, first_name=called[:150])
    holder = User.objects.filter(pk=account or 0, is_active=True).first()
    if holder is None:
        raise Refused(N_("There is no open account with this name."))
    return holder


def _appoints(who: Who, office: str) -> None:
    """Whether whoever acts gives and ends `office`. Raises NotYours."""
    if isinstance(who.actor, System):
        return
    rule = rulebooks.current().offices.get(who.office)
    if rule is None or office not in rule.appoints:
        raise NotYours(N_("Your office does not give or end this one."))


def _alone(rule: OfficeRule, place: bodies.Place, runs: Q) -> None:
    other = Mandate.objects.filter(runs, body=place.id, office=rule.id, acting_for=None).order_by("from_day").first()
    if other is not None:
        raise Refused(
            N_("{body} has a holder of this office since {day}: let that mandate end first, or let somebody act in the holder's place."),
            {"body": place.name, "day": other.from_day},
        )


@act("people.appoint")
def appoint(
    *,
    who: Who,
    at: datetime,
    body: int | None,
    office: str,
    decision: str,
    from_day: date,
    to_day: date | None = None,
    account: int | None = None,
    new: NewAccount | None = None,
    acting_for: int | None = None,
) -> Draft:
    """Give an account, or a `new` one, an office at `body` from a day on, to a last day if one is known.

    `acting_for` is the mandate in whose place it is held; such a mandate has a last day. Who: an office that appoints it, with a second
    person; the operator's console. Basis: the decision.
    """
    text = check_decision(decision)
    rule = rulebooks.current().offices.get(office)
    if body is None or rule is None:
        raise Refused(N_("The rulebook knows no office {office}."), {"office": office})
    _appoints(who, office)
    place = bodies.place(body, max(from_day, clock.local_day(at)))
    if place.kind not in rule.kinds:
        raise Refused(N_("{body} has no office {office}."), {"body": place.name, "office": office})
    if from_day < place.alive_from or (place.alive_to is not None and from_day > place.alive_to):
        raise Refused(N_("{body} does not exist on {day}."), {"body": place.name, "day": from_day})
    if to_day is not None and to_day < from_day:
        raise Refused(N_("The last day {last} lies before the first, {first}."), {"last": to_day, "first": from_day})
    runs = Q(to_day=None) | Q(to_day__gte=from_day)
    if to_day is not None:
        runs &= Q(from_day__lte=to_day)
    holder = _account(account, new)
    if Mandate.objects.filter(runs, account=holder, body=body, office=office).exists():
        raise Refused(N_("This account holds the office there already."))
    if acting_for is not None:
        if not Mandate.objects.filter(pk=acting_for, body=body, office=office).exists():
            raise Refused(N_("There is no such mandate at this body."))
        if to_day is None:
            raise Refused(N_("Who acts in somebody's place does so for a time: give the last day."))
    elif rule.single:
        _alone(rule, place, runs)
    Mandate.objects.create(
        account=holder, body_id=body, office=office, from_day=from_day, to_day=to_day, decision=text, acting_for_id=acting_for,
        given_by_id=who.account, confirmed_by_id=who.second, given_at=None if isinstance(who.actor, System) else at,
    )  # fmt: skip
    subject = new_subject()
    Named.objects.create(account=holder, subject=subject)
    if new is not None:
        begin_anew(holder, who, at, subject)
    public = {"office": rule.leaf_word, "decision": text, "from": from_day.isoformat(), "to": to_day.isoformat() if to_day else None}
    if acting_for is not None:
        public["acting"] = "1"
    return Draft(subject, {"public": public, "sender": {"account": holder.get_username(), "office": office}})


@act("people.end_mandate")
def end_mandate(*, who: Who, at: datetime, body: int | None, mandate: int, last_day: date, decision: str) -> Draft:
    """Let an office end with `last_day`, at the earliest yesterday: rights end at once, what was done in it stands.

    Who: an office that appoints it, with a second person; the operator's console. Basis: the decision.
    """
    text = check_decision(decision)
    row = Mandate.objects.select_related("account").filter(pk=mandate, body=body).first()
    if row is None:
        raise Refused(N_("There is no such mandate at this body."))
    _appoints(who, row.office)
    yesterday = clock.local_day(at) - timedelta(days=1)
    if row.to_day is not None and row.to_day <= yesterday:
        raise Refused(N_("This mandate ended on {day}."), {"day": row.to_day})
    if last_day < yesterday:
        raise Refused(N_("A mandate cannot end before yesterday, {day}: acts done in it would lose their office."), {"day": yesterday})
    Mandate.objects.filter(pk=mandate).update(to_day=last_day, ended_by=text)
    rule = rulebooks.current().offices.get(row.office)
    public = {"office": rule.leaf_word if rule else "staff", "decision": text, "last": last_day.isoformat()}
    subject = new_subject()
    Named.objects.create(account=row.account, subject=subject)
    return Draft(subject, {"public": public, "sender": {"account": row.account.get_username(), "office": row.office}})


def end_sessions() -> None:
    """Let nobody be signed in any more. No act of its own, it stands in the transaction that gives the reason."""
    Session.objects.all().delete()


def shut_out(day: date) -> int:
    """End every mandate before `day` and every session: over a loss of the record nobody knows who still holds what. No act of its own,
    it stands in the transaction of the recovery. Returns how many mandates.
    """
    end_sessions()
    running = Mandate.objects.filter(Q(to_day=None) | Q(to_day__gte=day))
    return running.update(to_day=day - timedelta(days=1), ended_by=AFTER_A_LOSS)
