"""Acts about numbered documents: registered, given another date, struck, reported by a resident."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import Event, Rulebook, due, starts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import layers
from dinhlang.ground.duties.acts import slug
from dinhlang.ground.duties.effects import Move, Start, Target, VoidClock
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.record import fast
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import Attachment, new_subject
from dinhlang.works.disclosures import checks, policy
from dinhlang.works.disclosures.acts.common import (
    Aim,
    asking,
    book_of,
    day_of,
    document_of,
    earliest,
    end_clocks,
    place_of,
    queue,
    second_office,
    standing,
    wait_for_second,
)
from dinhlang.works.disclosures.models import Decision, Disclosure, Ending, Redate, Report


@act("decision.register")
def register(
    *,
    who: Who,
    at: datetime,
    body: int | None,
    item: int,
    number: str,
    dated: date,
    title: str,
    kind: str = "",
    attachments: Sequence[Attachment] = (),
    report: str = "",
) -> Draft:
    """Register a numbered document that must be disclosed; its clocks start from its date. Who: officer or chair. Basis: Art. 11, 12(3).

    `kind` is one of the kinds of the item that have a clock of their own, among them the matters a commune's regulation added.
    """
    today, book = day_of(at), book_of(body, at)
    one = place_of(body, today)
    checks.check_item(book, item)
    checks.check_kind(book, item, kind)
    checks.check_dated(dated, today, one)
    checks.check_said(title)
    queue(body)
    name, before = _name(body, number, dated)
    subject, because = new_subject(), None
    facts = bodies.facts(one, max(dated, one.alive_from), book)
    specs = starts(book, Event("decision.registered", name, dated, item=item, kind=kind), facts)
    row = Decision(subject=subject, body_id=body or 0, slug=name, number=number, item=item, dated=dated, registered=today)
    row.first_due = earliest((before, *(spec.due.rolled for spec in specs)))
    fast.insert([row])
    if report:
        because = _answer(report, row)
    public = {"number": number, "dated": dated.isoformat(), "item": item, "title": title, "slug": name, **({"kind": kind} if kind else {})}
    return Draft(subject, {"public": public}, tuple(Start.of(spec) for spec in specs), attachments=tuple(attachments), because=because)


def _name(body: int | None, number: str, dated: date) -> tuple[str, date | None]:
    """The document's occasion, and the earliest due day of what was struck under that name: registering anew gives no more time.

    Numbers begin anew every year: the later document of the same number carries its year.
    """
    for name in (slug(number), f"{slug(number)}-{dated.year}"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT dated, struck, first_due FROM disclosures_decision WHERE body_id = %s AND slug = %s", [body, name])
            same = cursor.fetchall()
        stands = next((day for day, struck, _due in same if struck is None), None)
        if stands is None:
            return name, earliest(first for day_of, _struck, first in same)
        if stands.year == dated.year:
            break
    raise Refused(N_("Document {number} is registered already. Open it, or check the number."), {"number": number})


def _answer(report: str, decision: Decision) -> bytes | None:
    """Mark a resident's report as answered. Returns its leaf where the sender lets it be seen: a sealed one must not be pointed at."""
    row = Report.objects.select_for_update().filter(pk=report, body=decision.body_id).first()
    told = next((one for one in record.of_subjects([report]) if one.act == "decision.report"), None)
    if row is None or told is None:
        raise Refused(N_("There is no such report."))
    if row.answered_by_id is not None:
        raise Refused(N_("This report was answered already."))
    row.answered_by = decision
    row.save()
    return told.hash if told.words else None


def _moves(decision: Decision, dated: date, book: Rulebook) -> Iterator[Move]:
    """The document's clocks on its other date, by the wording of that date: the body's own regulation may be older or younger."""
    for row in Clock.objects.filter(source=decision.subject, voided=None):
        duty = book.duty_on(row.rule, dated) or book.duties[row.rule]
        day, part = due(duty, dated, book.calendar, book.terms), duty.part(row.part)
        longer = part is not None and row.hold is not None and part.hold != row.hold  # one that was released stays so
        hold = part.hold if longer and part is not None else None
        yield Move(Target(row.rule, row.part, row.occasion), dated, day.day, day.rolled, hold)


def _added(decision: Decision, dated: date, book: Rulebook) -> Iterator[Start]:
    """The forms that the wording of the other date has and the one before had not."""
    rows = list(Clock.objects.filter(source=decision.subject, voided=None))
    have = {(row.rule, row.part) for row in rows}
    facts = bodies.facts(place_of(decision.body_id, dated), dated, book) if rows else None
    for rule, occasion in dict.fromkeys((row.rule, row.occasion) for row in rows):
        was, now = book.wording(rule, decision.dated, None), book.wording(rule, dated, None)
        if facts is not None and was is not None and now is not None and was.parts != now.parts:
            opening = now.starts
            event = Event(opening.event, occasion, dated, item=decision.item, kind=opening.event_kind, rule=rule)
            new = {part.channel for part in now.parts} - {part.channel for part in was.parts}
            yield from (Start.of(spec) for spec in starts(book, event, facts) if spec.part in new and (rule, spec.part) not in have)


@act("decision.redate")
def redate(*, who: Who, at: datetime, body: int | None, decision: str, dated: date, reason: str) -> Draft:
    """Say that a document bears another date. Who: officer or chair; a later date after the due day waits for a second office.

    That due day is the earliest the document ever had: one already moved gives no more time. Basis: Art. 12(3) counts from the
    document's own day, so moving it moves the duty; both dates stay visible.
    """
    today, book = day_of(at), book_of(body, at)
    row = document_of(decision, body)
    checks.check_dated(dated, today, place_of(body, today))
    checks.check_other_day(row.dated, dated)
    row.redates.filter(confirmed=False).delete()  # what still waits was asked about another state of things
    public = {"decision": row.number, "was": row.dated.isoformat(), "dated": dated.isoformat(), "reason": reason}
    if dated > row.dated and row.first_due is not None and today > row.first_due:
        Redate.objects.create(subject=new_subject(), decision=row, dated=dated, **asking(who, public))
        return Draft(row.subject, {"public": {**public, "waits": "second-office"}})
    return Draft(row.subject, {"public": public}, _bear(row, dated, book))


def _bear(row: Decision, dated: date, book: Rulebook) -> tuple[Move | Start, ...]:
    """Give the document its other date. Returns what that moves, and what it adds."""
    moves: tuple[Move | Start, ...] = (*_moves(row, dated, book), *_added(row, dated, book))
    row.dated, row.first_due = dated, earliest((row.first_due, *(move.rolled for move in moves)))
    row.save()
    return moves


@act("decision.confirm_redate")
def confirm_redate(*, who: Who, at: datetime, body: int | None, redate: str, digest: str) -> Draft:
    """Confirm, as a second office, the later date somebody else asked for. Who: officer or chair. `digest` (hex) is what was shown."""
    waits = Redate.objects.select_for_update().select_related("decision").filter(pk=redate, decision__body=body, confirmed=False)
    asked = second_office(waits.first(), who, digest)
    row = asked.decision
    public = {"decision": row.number, "was": row.dated.isoformat(), "dated": asked.dated.isoformat(), "confirmed": True, "by": who.shown_as}
    moves = _bear(row, asked.dated, book_of(body, at))
    asked.confirmed = True
    asked.save()
    return Draft(row.subject, {"public": public}, moves)


@act("decision.strike")
def strike(*, who: Who, at: datetime, body: int | None, decision: str, reason: str) -> Draft:
    """Strike a document that was registered and is none to be disclosed, with a reason of the closed list: its duties end.

    Who: officer or chair, while nothing stands disclosed for it. After its due day it waits for a second office, for it would hide
    what was not done. The number is free again; the record keeps both entries.
    """
    today = day_of(at)
    row = document_of(decision, body)
    if reason not in policy.strikes():
        raise Refused(N_("Choose one of the reasons on the list."))
    queue(body)
    clocks = begun_by(row, today)
    check_nothing_stands(row.body_id, clocks, row)
    public = {"decision": row.number, "reason": reason}
    Ending.objects.filter(about=row.subject, confirmed=False).delete()
    if row.first_due is not None and today > row.first_due:
        return Draft(row.subject, {"public": wait_for_second(who, row.subject, row.body_id, public)})
    return Draft(row.subject, {"public": public}, strike_out(row, clocks, today))


def begun_by(decision: Decision, day: date) -> tuple[Clock, ...]:
    """The clocks a document started, those of its later changes among them."""
    book = layers.book_at(decision.body_id, day)
    rules = {duty.id for duty in book.by_event.get("decision.registered", ())}
    mine = Q(occasion=decision.slug) | Q(occasion__startswith=f"{decision.slug}.")
    return tuple(Clock.objects.filter(mine, body=decision.body_id, rule__in=rules, voided=None).order_by("id"))


def check_nothing_stands(body: int, clocks: Sequence[Clock], decision: Decision | None = None) -> None:
    own = Disclosure.objects.filter(decision=decision, state="posted").first() if decision is not None else None
    found = own or standing(body, [Aim(row.rule, row.occasion) for row in clocks])
    if found is not None:
        raise Refused(N_("Something was disclosed for this on {day} and still stands. Withdraw that first."), {"day": found.posted})


def strike_out(row: Decision, clocks: Sequence[Clock], day: date) -> tuple[VoidClock, ...]:
    row.redates.filter(confirmed=False).delete()
    Report.objects.filter(answered_by=row).update(answered_by=None)  # what a resident reported is unanswered again
    row.struck = day
    row.save()
    return end_clocks(clocks, day)


@act("decision.report")
def report(*, who: Who, at: datetime, body: int | None, title: str, where: str, item: int | None, show: bool) -> Draft:
    """Report a document the body did not register. Who: a resident.

    Sealed: it enters in a batch, its words public only if the sender chose so.
    """
    place_of(body, day_of(at))
    checks.check_said(title)
    if item is not None:
        checks.check_item(book_of(body, at), item)
    subject = new_subject()
    Report.objects.create(subject=subject, body_id=body or 0, item=item)
    words = {"title": title, "where": where, "item": item}
    return Draft(subject, {"public": words}, sealed_parts=frozenset() if show else frozenset({"public"}))
