"""Breaches of personal data and requests of the persons concerned: what starts the operator's clocks, and what ends them.

Promises: the terms are those of the rulebook in force; where no number was read, no clock runs, and the page says so. Refuses: a breach
found in the future, and an answer without words.
"""

from datetime import datetime, timedelta

from dinhlang.core.actor import Voice
from dinhlang.core.ledger import clean_text
from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.core.rules import Event, EventName, How, Unit, starts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties.effects import Fulfil, Start, Target
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.personal import policy
from dinhlang.ground.personal.models import Breach, Request
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject

FOUND = "personal-data-breach-found"
WORDS = 2000
LONG_AGO = timedelta(days=366)


def _words(text: str) -> str:
    said = clean_text(text).strip()
    if not said or len(said) > WORDS:
        raise Refused(N_("Say it in words, in at most {n} characters."), {"n": WORDS})
    return said


def _started(body: int | None, event: Event, day: datetime) -> tuple[Start, ...]:
    book, today = rulebooks.current(), clock.local_day(day)
    place = bodies.place(body or 0, today)
    return tuple(Start.of(spec) for spec in starts(book, event, bodies.facts(place, today, book)))


def _done(body: int | None, occasion: str, name: str, at: datetime) -> tuple[Fulfil, ...]:
    """What the act `name` fulfils of the clocks of an occasion that still run."""
    book, today = rulebooks.current(), clock.local_day(at)
    found = []
    for row in Clock.objects.filter(body=body, occasion=occasion, voided=None).order_by("id"):
        duty = book.duty_on(row.rule, row.opens) or book.duties.get(row.rule)
        if duty is not None and name in duty.accepts:
            found.append(Fulfil(Target(row.rule, row.part, row.occasion), today, How.STAMPED))
    return tuple(found)


def _hours(at: datetime, found: datetime) -> datetime | None:
    """Until when a breach is reported, where a rule in force counts hours from its discovery."""
    day = clock.local_day(at)
    rules = (
        one for one in rulebooks.current().by_event.get(EventName.CASE_AROSE, ()) if one.starts.event_kind == FOUND and one.in_force(day)
    )
    hours = [one.due.n for one in rules if one.due.unit is Unit.HOUR]
    return found + timedelta(hours=min(hours)) if hours else None


@act("people.breach")
def breach(*, who: Who, at: datetime, body: int | None, found: datetime, words: str) -> Draft:
    """Enter that a breach of personal data was found at the instant `found`. Who: the operator. The clock runs from that instant.

    Basis: Law 91/2025/QH15 Art. 23(1).
    """
    text = _words(words)
    if found > at:
        raise Refused(N_("What was found lies in the future. Check day and hour."))
    if found < at - LONG_AGO:
        raise Refused(N_("This was found more than a year ago. Check the day."))
    subject, day = new_subject(), clock.local_day(found)
    Breach.objects.create(subject=subject, body_id=body or 0, found=found, until=_hours(at, found), words=text, at=at)
    effects = _started(body, Event(EventName.CASE_AROSE, subject, day, kind=FOUND), at)
    return Draft(subject, {"public": {"day": day.isoformat()}, "sender": {"found": found.isoformat(), "words": text}}, effects)


@act("people.report_breach")
def report_breach(*, who: Who, at: datetime, body: int | None, breach: str, to: str, number: str = "") -> Draft:
    """Enter that a breach was reported to the authority `to`, under this number. Who: the operator. Basis: Law 91/2025/QH15 Art. 23(1)."""
    row = Breach.objects.filter(subject=breach, body=body).first()
    if row is None:
        raise NotHere(N_("There is no such breach."))
    if row.reported is not None:
        raise Refused(N_("It was reported already."))
    told, sign = clean_text(to).strip(), clean_text(number).strip()
    if not told or len(told) > 200 or len(sign) > 80:
        raise Refused(N_("Name the authority it was reported to, and the paper's number in at most 80 characters."))
    Breach.objects.filter(pk=row.pk).update(reported=at, reported_to=told, number=sign)
    return Draft(
        breach, {"public": {"reported": "1"}, "sender": {"to": told, "number": sign}}, _done(body, breach, "people.report_breach", at)
    )


@act("people.request")
def request(*, who: Who, at: datetime, body: int | None, kind: str, words: str, subject: Subject | None = None) -> Draft:
    """Enter what a person asks about their own data: by that person, or by the operator for one who came with paper (`subject` None).

    Basis: Decree 356/2025/NĐ-CP Art. 5(2), for the kinds of which a term was read.
    """
    ask = next((one for one in policy.table().ask if one.id == kind), None)
    if ask is None:
        raise Refused(N_("Choose what is asked for."))
    if isinstance(who.actor, Voice) and (subject is None or who.actor not in voices(subject)):
        raise NotYours(N_("These are somebody else's data."))
    text, name = _words(words), new_subject()
    Request.objects.create(
        subject=name, body_id=body or 0, kind=kind, words=text, at=at,
        who_kind=subject.kind if subject else "", who_key=subject.key if subject else "",
    )  # fmt: skip
    event = Event(EventName.MATTER_RECEIVED, name, clock.local_day(at), kind=ask.clock)
    effects = _started(body, event, at) if ask.clock else ()
    return Draft(name, {"public": {"kind": kind}, "sender": {"words": text}}, effects)


def voices(subject: Subject) -> tuple[Voice, ...]:
    """As whom a person acts."""
    return {
        "account": (Voice(person=f"account:{subject.key}"),),
        "person": (Voice(person=subject.key),),
        "household": (Voice(household=subject.key),),
    }.get(subject.kind, ())


def _request(body: int | None, subject: str) -> Request:
    row = Request.objects.filter(subject=subject, body=body).first()
    if row is None:
        raise NotHere(N_("There is no such request."))
    return row


@act("people.answer_request")
def answer_request(*, who: Who, at: datetime, body: int | None, request: str, words: str) -> Draft:
    """Answer a request: the person reads it on their page, or gets it on paper. Who: the operator.

    Basis: Decree 356/2025/NĐ-CP Art. 5(2).
    """
    row, text = _request(body, request), _words(words)
    if row.answered is not None:
        raise Refused(N_("It was answered already."))
    Request.objects.filter(pk=row.pk).update(answered=at, answer=text)
    return Draft(request, {"public": {"answered": "1"}, "sender": {"words": text}}, _done(body, request, "people.answer_request", at))


@act("people.carry_out_request")
def carry_out_request(*, who: Who, at: datetime, body: int | None, request: str, words: str) -> Draft:
    """Say that what was asked for was carried out, and how. Who: the operator. Basis: Decree 356/2025/NĐ-CP Art. 5(2)."""
    row, text = _request(body, request), _words(words)
    if row.carried is not None:
        raise Refused(N_("It was carried out already."))
    Request.objects.filter(pk=row.pk).update(carried=at, answer="\n".join(filter(None, (row.answer, text))))
    return Draft(request, {"public": {"carried": "1"}, "sender": {"words": text}}, _done(body, request, "people.carry_out_request", at))
