"""What the acts of this work share: the day, the body, the thing acted upon, a second office, what stands."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import connection

from dinhlang.core import ledger
from dinhlang.core.calendar import periods
from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import Duty, Mode, Rulebook
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.duties import layers, schedule
from dinhlang.ground.duties.effects import Target, VoidClock
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.act import Who
from dinhlang.ground.record.append import new_subject
from dinhlang.works.disclosures import checks
from dinhlang.works.disclosures.models import Asked, Claim, Decision, Disclosure, Ending

SITE = "web"


@dataclass(frozen=True)
class Aim:
    """A duty on one occasion that a disclosure is meant to fulfil."""

    rule: str
    occasion: str


@dataclass(frozen=True)
class Line:
    """A line of the year's plan: the item of Art. 11, what it says, and the day it names."""

    item: int
    text: str
    due: date


def day_of(at: datetime) -> date:
    return clock.local_day(at)


def book_of(body: int | None, at: datetime) -> Rulebook:
    """The rulebook as it binds the body: with its own regulation over it."""
    return layers.book_at(body or 0, day_of(at))


def place_of(body: int | None, day: date) -> bodies.Place:
    return bodies.place(body or 0, day)


def thing_of(subject: str, body: int | None) -> Disclosure:
    row = Disclosure.objects.select_for_update().filter(pk=subject).first()
    if row is None:
        raise Refused(N_("There is no such disclosure."))
    checks.check_own(row, body)
    return row


def queue(body: int | None) -> None:
    """Let postings of one body pass one after the other, so that of two for the same duty the second is told."""
    if connection.features.has_select_for_update:  # elsewhere a transaction lets one writer in at a time anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM bodies_body WHERE id = %s FOR UPDATE", [body or 0])


def document_of(subject: str, body: int | None) -> Decision:
    row = Decision.objects.select_for_update().filter(pk=subject, body=body, struck=None).first()
    if row is None:
        raise Refused(N_("There is no such document."))
    return row


def earliest(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)


Wish = TypeVar("Wish", bound=Asked)


def second_office(asked: Wish | None, who: Who, digest: str) -> Wish:
    """What was asked for, where the one who confirms is another person in another office and read exactly this."""
    if asked is None:
        raise Refused(N_("Nobody asks for this any more."))
    if asked.asked_by == who.account or asked.asked_as == who.office:
        raise Refused(N_("Whoever asked for this cannot confirm it. Another person in another office must."))
    if bytes(asked.digest).hex() != digest:
        raise Refused(N_("What is asked for has changed since you read it. Read it again."))
    return asked


def asking(who: Who, public: dict[str, Any]) -> dict[str, Any]:
    digest = hashlib.sha256(ledger.canonical(public)).digest()
    return {"asked_by": who.account or 0, "asked_as": who.office, "digest": digest}


def wait_for_second(who: Who, about: str, body: int, public: dict[str, Any]) -> dict[str, Any]:
    """Keep the wish that duties end until a second office confirms it. Returns what the record says meanwhile."""
    Ending.objects.create(
        subject=new_subject(), body_id=body, about=about, reason=public["reason"], **asking(who, {**public, "about": about})
    )
    return {**public, "waits": "second-office"}


def end_clocks(clocks: Sequence[Clock], day: date) -> tuple[VoidClock, ...]:
    return tuple(VoidClock(Target(row.rule, row.part, row.occasion), day) for row in clocks)


def duty_of(book: Rulebook, rule: str) -> Duty:
    if rule not in book.duties:
        raise Refused(N_("There is no rule called {rule}. The list of rules: dinhlang rulebook list"), {"rule": rule[:80]})
    return book.duties[rule]


def cells_of(book: Rulebook, one: Place, item: int | None, day: date) -> Iterator[Target]:
    """The register's cell of `item` for the quarter of `day`, where bodies of this kind keep one and this one lives until it is due."""
    for duty in book.at(day).duties.values():
        for part in duty.parts:
            if part.mode is Mode.CELL and part.item == item and item is not None and one.kind in duty.bearer:
                target = Target(duty.id, part.channel, period_of(duty, day))
                if one.alive_to is None or _due_by(target, one, one.alive_to):
                    yield target


def _due_by(target: Target, one: Place, last: date) -> bool:
    slot = schedule.slots_of(one.kind, rulebooks.current()).named.get((target.rule, target.part, target.occasion))
    due = (slot.due_rolled or slot.due) if slot is not None else None
    return due is None or due <= last


def period_of(duty: Duty, day: date) -> str:
    return next(row.id for row in periods(duty.starts.every, duty.starts.of, day.year) if row.first <= day <= row.last)


def standing(body: int, aims: Sequence[Aim]) -> Disclosure | None:
    """The disclosure that stands for one of `aims`: posted, neither withdrawn nor replaced."""
    for aim in aims:
        claim = Claim.objects.filter(disclosure__body=body, disclosure__state="posted", rule=aim.rule, occasion=aim.occasion)
        if (found := claim.select_related("disclosure").first()) is not None:
            return found.disclosure
    return None


def words_of(row: Disclosure, title: str, text: str, **more: Any) -> dict[str, Any]:
    checks.check_said(title)
    return {"title": title, "text": text, "item": row.item, "decision": row.decision.number if row.decision else "", **more}


Pair = tuple[str, str]  # a rule and its occasion


def claims_of(row: Disclosure) -> set[Pair]:
    return {(claim.rule, claim.occasion) for claim in row.claims.all()}
