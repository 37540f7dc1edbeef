"""The acts of the right to know. Each runs inside `@act`: mandate read, rows written, effects projected, leaf appended last."""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import Q

from dinhlang.core import ledger
from dinhlang.core.calendar import periods
from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import DueKind, Duty, Event, How, Mode, Rulebook, State, accepts, due, starts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.acts import slug
from dinhlang.ground.duties.effects import Effect, Fulfil, Move, PutUp, Release, Seen, Start, TakeDown, Target, VoidClock, VoidDone
from dinhlang.ground.duties.models import Clock, Fulfilment, Run
from dinhlang.ground.record import clock, fast, rulebooks
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import Attachment, new_subject
from dinhlang.works.disclosures import checks, policy
from dinhlang.works.disclosures.models import Asked, Claim, Decision, Disclosure, Ending, Redate, Report, Sighting

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


def _day(at: datetime) -> date:
    return clock.local_day(at)


def _place(body: int | None, day: date) -> bodies.Place:
    return bodies.place(body or 0, day)


def _thing(subject: str, body: int | None) -> Disclosure:
    row = Disclosure.objects.select_for_update().filter(pk=subject).first()
    if row is None:
        raise Refused(N_("There is no such disclosure."))
    checks.check_own(row, body)
    return row


def _queue(body: int | None) -> None:
    """Let postings of one body pass one after the other, so that of two for the same duty the second is told."""
    if connection.features.has_select_for_update:  # elsewhere a transaction lets one writer in at a time anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM bodies_body WHERE id = %s FOR UPDATE", [body or 0])


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

    `kind` is one of the item's kinds of decision, where it has any: some have the clocks of another law, which go before.
    """
    today, book = _day(at), rulebooks.current()
    one = _place(body, today)
    checks.check_item(book, item)
    checks.check_kind(book, item, kind)
    checks.check_dated(dated, today, one)
    checks.check_said(title)
    _queue(body)
    name, before = _name(body, number, dated)
    subject, because = new_subject(), None
    facts = bodies.facts(one, max(dated, one.alive_from), book)
    specs = starts(book, Event("decision.registered", name, dated, item=item, kind=kind), facts)
    row = Decision(subject=subject, body_id=body or 0, slug=name, number=number, item=item, dated=dated, registered=today)
    row.first_due = _earliest((before, *(spec.due.rolled for spec in specs)))
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
            return name, _earliest(first for _day, _struck, first in same)
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


def _document(subject: str, body: int | None) -> Decision:
    row = Decision.objects.select_for_update().filter(pk=subject, body=body, struck=None).first()
    if row is None:
        raise Refused(N_("There is no such document."))
    return row


def _moves(decision: Decision, dated: date, book: Rulebook) -> Iterator[Move]:
    for row in Clock.objects.filter(source=decision.subject, voided=None):
        duty = book.duty_on(row.rule, dated) or book.duties[row.rule]
        day = due(duty, dated, book.calendar, book.terms)
        yield Move(Target(row.rule, row.part, row.occasion), dated, day.day, day.rolled)


def _earliest(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)


Wish = TypeVar("Wish", bound=Asked)


def _second(asked: Wish | None, who: Who, digest: str) -> Wish:
    """What was asked for, where the one who confirms is another person in another office and read exactly this."""
    if asked is None:
        raise Refused(N_("Nobody asks for this any more."))
    if asked.asked_by == who.account or asked.asked_as == who.office:
        raise Refused(N_("Whoever asked for this cannot confirm it. Another person in another office must."))
    if bytes(asked.digest).hex() != digest:
        raise Refused(N_("What is asked for has changed since you read it. Read it again."))
    return asked


@act("decision.redate")
def redate(*, who: Who, at: datetime, body: int | None, decision: str, dated: date, reason: str) -> Draft:
    """Say that a document bears another date. Who: officer or chair; a later date after the due day waits for a second office.

    That due day is the earliest the document ever had: one already moved gives no more time. Basis: Art. 12(3) counts from the
    document's own day, so moving it moves the duty; both dates stay visible.
    """
    today, book = _day(at), rulebooks.current()
    row = _document(decision, body)
    checks.check_dated(dated, today, _place(body, today))
    checks.check_other_day(row.dated, dated)
    row.redates.filter(confirmed=False).delete()  # what still waits was asked about another state of things
    public = {"decision": row.number, "was": row.dated.isoformat(), "dated": dated.isoformat(), "reason": reason}
    if dated > row.dated and row.first_due is not None and today > row.first_due:
        Redate.objects.create(subject=new_subject(), decision=row, dated=dated, **_asking(who, public))
        return Draft(row.subject, {"public": {**public, "waits": "second-office"}})
    return Draft(row.subject, {"public": public}, _bear(row, dated, book))


def _asking(who: Who, public: dict[str, Any]) -> dict[str, Any]:
    digest = hashlib.sha256(ledger.canonical(public)).digest()
    return {"asked_by": who.account or 0, "asked_as": who.office, "digest": digest}


def _bear(row: Decision, dated: date, book: Rulebook) -> tuple[Move, ...]:
    """Give the document its other date. Returns what that moves."""
    moves = tuple(_moves(row, dated, book))
    row.dated, row.first_due = dated, _earliest((row.first_due, *(move.rolled for move in moves)))
    row.save()
    return moves


@act("decision.confirm_redate")
def confirm_redate(*, who: Who, at: datetime, body: int | None, redate: str, digest: str) -> Draft:
    """Confirm, as a second office, the later date somebody else asked for. Who: officer or chair. `digest` (hex) is what was shown."""
    waits = Redate.objects.select_for_update().select_related("decision").filter(pk=redate, decision__body=body, confirmed=False)
    asked = _second(waits.first(), who, digest)
    row = asked.decision
    public = {"decision": row.number, "was": row.dated.isoformat(), "dated": asked.dated.isoformat(), "confirmed": True, "by": who.shown_as}
    moves = _bear(row, asked.dated, rulebooks.current())
    asked.confirmed = True
    asked.save()
    return Draft(row.subject, {"public": public}, moves)


@act("decision.strike")
def strike(*, who: Who, at: datetime, body: int | None, decision: str, reason: str) -> Draft:
    """Strike a document that was registered and is none to be disclosed, with a reason of the closed list: its duties end.

    Who: officer or chair, while nothing stands disclosed for it. After its due day it waits for a second office, for it would hide
    what was not done. The number is free again; the record keeps both entries.
    """
    today = _day(at)
    row = _document(decision, body)
    if reason not in policy.strikes():
        raise Refused(N_("Choose one of the reasons on the list."))
    _queue(body)
    clocks = _begun_by(row)
    _check_nothing_stands(row.body_id, clocks, row)
    public = {"decision": row.number, "reason": reason}
    Ending.objects.filter(about=row.subject, confirmed=False).delete()
    if row.first_due is not None and today > row.first_due:
        return Draft(row.subject, {"public": _wait(who, row.subject, row.body_id, public)})
    return Draft(row.subject, {"public": public}, _strike(row, clocks, today))


def _begun_by(decision: Decision) -> tuple[Clock, ...]:
    """The clocks a document started, those of its later changes among them."""
    rules = [duty.id for duty in rulebooks.current().duties.values() if duty.starts.event == "decision.registered"]
    mine = Q(occasion=decision.slug) | Q(occasion__startswith=f"{decision.slug}.")
    return tuple(Clock.objects.filter(mine, body=decision.body_id, rule__in=rules, voided=None).order_by("id"))


def _check_nothing_stands(body: int, clocks: Sequence[Clock], decision: Decision | None = None) -> None:
    own = Disclosure.objects.filter(decision=decision, state="posted").first() if decision is not None else None
    found = own or standing(body, [Aim(row.rule, row.occasion) for row in clocks])
    if found is not None:
        raise Refused(N_("Something was disclosed for this on {day} and still stands. Withdraw that first."), {"day": found.posted})


def _wait(who: Who, about: str, body: int, public: dict[str, Any]) -> dict[str, Any]:
    """Keep the wish that duties end until a second office confirms it. Returns what the record says meanwhile."""
    Ending.objects.create(
        subject=new_subject(), body_id=body, about=about, reason=public["reason"], **_asking(who, {**public, "about": about})
    )
    return {**public, "waits": "second-office"}


def _strike(row: Decision, clocks: Sequence[Clock], day: date) -> tuple[VoidClock, ...]:
    row.redates.filter(confirmed=False).delete()
    Report.objects.filter(answered_by=row).update(answered_by=None)  # what a resident reported is unanswered again
    row.struck = day
    row.save()
    return _end(clocks, day)


def _end(clocks: Sequence[Clock], day: date) -> tuple[VoidClock, ...]:
    return tuple(VoidClock(Target(row.rule, row.part, row.occasion), day) for row in clocks)


@act("ending.confirm")
def confirm_end(*, who: Who, at: datetime, body: int | None, ending: str, digest: str) -> Draft:
    """Confirm, as a second office, that duties end whose day had passed: of a struck document, a withdrawn disclosure or plan.

    Who: officer or chair, another than the one who asked. `digest` (hex) is what was shown.
    """
    today = _day(at)
    waits = Ending.objects.select_for_update().filter(pk=ending, body=body, confirmed=False)
    asked = _second(waits.first(), who, digest)
    _queue(body)
    public = {"reason": asked.reason, "confirmed": True, "by": who.shown_as}
    row = Decision.objects.select_for_update().filter(pk=asked.about).first()
    if row is not None:
        clocks = _begun_by(row)
        _check_nothing_stands(asked.body_id, clocks, row)
        effects, public = _strike(row, clocks, today), {"decision": row.number, **public}
    else:
        gone = Disclosure.objects.get(pk=asked.about)
        clocks = _ending_with(gone, _kept(gone, duties.frame(_place(body, today).code, today)))
        _check_nothing_stands(asked.body_id, clocks)
        effects = _end(clocks, today)
    asked.confirmed = True
    asked.save()
    return Draft(asked.about, {"public": public}, effects)


@act("decision.report")
def report(*, who: Who, at: datetime, body: int | None, title: str, where: str, item: int | None, show: bool) -> Draft:
    """Report a document the body did not register. Who: a resident.

    Sealed: it enters in a batch, its words public only if the sender chose so.
    """
    _place(body, _day(at))
    checks.check_said(title)
    if item is not None:
        checks.check_item(rulebooks.current(), item)
    subject = new_subject()
    Report.objects.create(subject=subject, body_id=body or 0, item=item)
    words = {"title": title, "where": where, "item": item}
    return Draft(subject, {"public": words}, sealed_parts=frozenset() if show else frozenset({"public"}))


def _duty(book: Rulebook, rule: str) -> Duty:
    if rule not in book.duties:
        raise Refused(N_("There is no rule called {rule}. The list of rules: dinhlang rulebook list"), {"rule": rule[:80]})
    return book.duties[rule]


def _cells(book: Rulebook, kind: str, item: int | None, day: date) -> Iterator[Target]:
    """The register's cell of `item` for the quarter of `day`, where bodies of this kind keep a register."""
    for duty in book.at(day).duties.values():
        for part in duty.parts:
            if part.mode is Mode.CELL and part.item == item and item is not None and kind in duty.bearer:
                yield Target(duty.id, part.channel, _period(duty, day))


def _period(duty: Duty, day: date) -> str:
    return next(row.id for row in periods(duty.starts.every, duty.starts.of, day.year) if row.first <= day <= row.last)


def _post_effects(aims: Sequence[Aim], item: int | None, name: str, book: Rulebook, body: int, day: date) -> tuple[Effect, ...]:
    """What appearing on the site does: stamped where the site is designated, declared where it is a companion.

    Raises Refused where the body does not owe an aim, or the act `name` cannot fulfil it.
    """
    how = How.STAMPED if bodies.fact(body, "designated", day) is not None else How.DECLARED
    one = bodies.place(body, day)
    effects: list[Effect] = []
    for aim in aims:
        owed = duties.one(one.code, day, aim.rule, aim.occasion)[1]
        drawn_up = any(part.part.mode is Mode.CELL for part in owed.parts)  # a register has an act of its own, and a notice fills its cell
        if name not in owed.duty.accepts or drawn_up:
            raise Refused(N_("This act cannot fulfil that part of the duty."), basis=owed.duty.basis)
        if name == "disclosure.post":
            _check_free(body, aim)
        if any(part.part.channel == "website" for part in owed.parts):
            accepts(owed.duty, name, "website", "", aim.occasion)
            target = Target(aim.rule, "website", aim.occasion)
            effects += [PutUp(target, new_subject(), SITE, day, how), Fulfil(target, day, how)]
    effects += [Fulfil(target, day, how) for target in _cells(book, one.kind, item, day)]
    return tuple(effects)


def _check_free(body: int, aim: Aim) -> None:
    """Of two who post for the same duty at once, the second is told when it was done. A withdrawn disclosure is in nobody's way."""
    first = standing(body, [aim])
    if first is not None:
        raise Refused(
            N_("This was disclosed already on {day}. Your text is kept below: open that disclosure to correct or replace it."),
            {"day": first.posted},
        )


def standing(body: int, aims: Sequence[Aim]) -> Disclosure | None:
    """The disclosure that stands for one of `aims`: posted, neither withdrawn nor replaced."""
    for aim in aims:
        claim = Claim.objects.filter(disclosure__body=body, disclosure__state="posted", rule=aim.rule, occasion=aim.occasion)
        if (found := claim.select_related("disclosure").first()) is not None:
            return found.disclosure
    return None


def _publish(
    kind: str,
    body: int | None,
    at: datetime,
    name: str,
    aims: Sequence[Aim],
    *,
    item: int | None = None,
    decision: Decision | None = None,
    occasion: str = "",
) -> tuple[Disclosure, tuple[Effect, ...]]:
    day, book = _day(at), rulebooks.current()
    if aims:
        _queue(body)
    aims = tuple(dict.fromkeys(aims))
    effects = _post_effects(aims, item, name, book, body or 0, day)
    row = Disclosure(subject=new_subject(), body_id=body or 0, kind=kind, item=item, decision=decision, occasion=occasion, posted=day)
    fast.insert([row])
    Claim.objects.bulk_create([Claim(disclosure=row, rule=aim.rule, occasion=aim.occasion) for aim in aims])
    return row, effects


@act("disclosure.post")
def post(
    *,
    who: Who,
    at: datetime,
    body: int | None,
    title: str,
    text: str,
    item: int | None = None,
    decision: str = "",
    aims: Sequence[Aim] = (),
    attachments: Sequence[Attachment] = (),
) -> Draft:
    """Make something public on the site. Who: officer, chair, or village head for the own village. Basis: Art. 12(1)(b), 13(1).

    `aims` are the duties it is to fulfil, chosen by the officer; none: a voluntary disclosure that fulfils nothing. Without an
    `item` it is of the document's, or the one its duties are about.
    """
    checks.check_seat(who.seat, body)
    checks.check_said(title)
    book = rulebooks.current()
    if item is not None:
        checks.check_item(book, item)
    about = _document(decision, body) if decision else None
    openings = [_duty(book, aim.rule).starts for aim in aims]
    if item is None:
        item = about.item if about is not None else next((one.item for one in openings if one.item is not None), None)
    kind = "meeting" if any(one.event == "event.announced" for one in openings) else "notice"
    row, effects = _publish(kind, body, at, "disclosure.post", aims, item=item, decision=about)
    return Draft(row.subject, {"public": _words(row, title, text)}, effects, attachments=tuple(attachments))


def _words(row: Disclosure, title: str, text: str, **more: Any) -> dict[str, Any]:
    checks.check_said(title)
    return {"title": title, "text": text, "item": row.item, "decision": row.decision.number if row.decision else "", **more}


@act("plan.adopt")
def adopt_plan(
    *,
    who: Who,
    at: datetime,
    body: int | None,
    year: int,
    number: str,
    dated: date,
    lines: Sequence[Line],
    attachments: Sequence[Attachment] = (),
) -> Draft:
    """Enter the year's plan; each line becomes an occasion with the day it names. Who: officer or chair. Basis: Art. 14(1)."""
    today, book = _day(at), rulebooks.current()
    one = _place(body, today)
    checks.check_dated(dated, today, one)
    if not lines:
        raise Refused(N_("A plan has at least one line: the item, what is disclosed and by when."))
    _queue(body)
    name, effects = _plan_name(body, number, dated), list[Effect]()
    for n, line in enumerate(lines, 1):
        checks.check_item(book, line.item)
        if line.due < dated:
            raise Refused(N_("Line {n} names {due}, a day before the plan itself."), {"n": n, "due": line.due})
        if line.due.year > year + 1:
            raise Refused(
                N_("Line {n} names {due}, too far from the plan's year {year}. Check the day."), {"n": n, "due": line.due, "year": year}
            )
        event = Event("plan.line", f"{name}-{n}", dated, item=line.item, due=line.due)
        effects += [Start.of(spec) for spec in starts(book, event, bodies.facts(one, today, book))]
    aim = Aim(next(duty.id for duty in book.duties.values() if "plan.adopt" in duty.accepts), str(year))
    row, more = _publish("plan", body, at, "plan.adopt", [aim], occasion=str(year))
    found = duties.one(one.code, today, aim.rule, aim.occasion)[1]
    done = [Fulfil(Target(aim.rule, part.part.channel, aim.occasion), today, How.STAMPED) for part in found.parts]
    listed = [{"slug": f"{name}-{n}", "item": line.item, "text": line.text, "due": line.due.isoformat()} for n, line in enumerate(lines, 1)]
    public = {"number": number, "dated": dated.isoformat(), "year": year, "lines": listed, "title": number, "text": ""}
    return Draft(row.subject, {"public": public}, (*effects, *more, *done), attachments=tuple(attachments))


def _plan_name(body: int | None, number: str, dated: date) -> str:
    """What the plan's lines are called; as with documents, a number used again in another year carries its year."""
    for name in (slug(number), f"{slug(number)}-{dated.year}"):
        same = Clock.objects.filter(body=body, occasion=f"{name}-1", voided=None).first()
        if same is None:
            return name
        if same.opens.year == dated.year:
            break
    raise Refused(N_("Document {number} is registered already. Open it, or check the number."), {"number": number})


@act("disclosure.place", rows=False)
def place(
    *,
    who: Who,
    at: datetime,
    body: int | None,
    disclosure: str,
    part: str,
    place: str,
    from_day: date,
    means: str = "",
    attachments: Sequence[Attachment] = (),
) -> Draft:
    """Say that paper hangs at a place since a day, or that households were told. Declared only, until somebody else saw it.

    Who: officer, chair, or village head for the own village. Basis: Art. 13(2).
    """
    row, today = _thing(disclosure, body), _day(at)
    checks.check_step(row, "place")
    one = _place(body, today)
    villages = [village.code for village in bodies.villages(one.id, today)] if one.kind == "commune" else [one.code]
    seat = _place(who.seat, today) if who.seat is not None else one
    checks.check_place(place, part, villages, who.office, seat.code if seat.kind == "village" else "")
    effects: list[Effect] = []
    ways: set[str] = set()
    earliest = [row.decision.dated if row.decision else one.alive_from]
    for claim in row.claims.all():
        owed = duties.one(one.code, today, claim.rule, claim.occasion)[1]
        found = next((state.part for state in owed.parts if state.part.channel == part), None)
        if found is not None:
            accepts(owed.duty, "disclosure.place", part, "", claim.occasion)
            effects.append(PutUp(Target(claim.rule, part, claim.occasion), new_subject(), place, from_day, How.DECLARED))
            ways |= {way.id for way in found.means}
            if owed.duty.due.kind is not DueKind.BEFORE:
                earliest.append(owed.opens)
    if not effects:
        raise Refused(N_("No duty that this disclosure claims asks for that form."))
    # One paper for several duties holds what each of them asks for, so it is not older than the youngest.
    checks.check_posting_days(from_day, None, max(earliest), today)
    if ways and means not in ways:
        raise Refused(N_("Say in which of the listed ways people were told."))
    if _open_runs(row, part, place).exists():
        raise Refused(N_("It hangs there already. Take it down first if it was put up anew."))
    public = {"part": part, "place": place, "from": from_day.isoformat(), "means": means if ways else ""}
    return Draft(row.subject, {"public": public}, tuple(effects), attachments=tuple(attachments))


def _runs(row: Disclosure, part: str, place: str) -> Any:
    """The paper postings of a disclosure in one form at one place; the site is none of them."""
    runs = Run.objects.filter(subject=row.subject, place=place).exclude(place=SITE)
    return runs.filter(slot__part=part) | runs.filter(clock__part=part)


def _open_runs(row: Disclosure, part: str, place: str) -> Any:
    return _runs(row, part, place).filter(to_day=None)


@act("disclosure.take_down", rows=False)
def take_down(*, who: Who, at: datetime, body: int | None, disclosure: str, part: str, place: str, to_day: date) -> Draft:
    """Say on which day the paper no longer hung. Who: as for placing. Basis: Art. 13(2), the run must be unbroken."""
    row, today = _thing(disclosure, body), _day(at)
    checks.check_step(row, "take-down")
    seat = _place(who.seat, today) if who.seat is not None else None
    if seat is not None and seat.kind == "village" and place != seat.code:
        raise Refused(N_("You may enter postings for your own village only."))
    runs = list(_open_runs(row, part, place))
    if not runs:
        raise Refused(N_("Nothing of this hangs there."))
    checks.check_posting_days(min(run.from_day for run in runs), to_day, min(run.from_day for run in runs), today)
    return Draft(
        row.subject, {"public": {"part": part, "place": place, "to": to_day.isoformat()}}, tuple(TakeDown(run.key, to_day) for run in runs)
    )


def _voice(who: Who) -> bytes:
    """A resident as a keyed hash: tells two persons apart within this installation, names nobody."""
    return hmac.new(settings.SECRET_KEY.encode(), repr(who.actor).encode(), hashlib.sha256).digest()


@act("disclosure.countersign")
def countersign(
    *, who: Who, at: datetime, body: int | None, disclosure: str, run: str, which: str, attachments: Sequence[Attachment]
) -> Draft:
    """Say that one saw one posting (`run`) on its first or last day, with a photograph, which stays sealed.

    Who: the Front, or two residents (the second counts). Basis: Art. 13(2). Paper that serves several duties is seen once for all.
    """
    row = _thing(disclosure, body)
    checks.check_step(row, "countersign")
    if which not in {"first", "last"}:
        raise Refused(N_("Choose the first or the last day of the posting."))
    if not attachments:
        raise Refused(N_("Add the photograph of the posting: it is what the confirmation rests on."))
    runs = _paper(row, run)
    seat = _place(who.seat, _day(at)) if who.seat is not None else None
    if seat is not None and seat.kind == "village" and any(one.place != seat.code for one in runs):
        raise Refused(N_("You may confirm postings in your own village only."))
    found = [one for one in runs if (not one.seen_first if which == "first" else checks.end_waits(one, _day(at)))]
    if not found:
        raise Refused(N_("There is no posting of this that waits for your confirmation of that day."))
    seen = _seen_by_two(row, found, which, _voice(who)) if who.account is None else found
    by = who.office if who.account is not None else "residents"
    effects = tuple(Seen(one.key, which, by) for one in seen)
    term = found[0].slot or found[0].clock
    hung = {"part": term.part if term is not None else "", "place": found[0].place, "from": found[0].from_day.isoformat()}
    public = {**hung, "which": which, "by": by}
    # A single resident of a small place would be known: nothing is said before two confirmed.
    shut = {"files"} if effects else {"files", "public"}
    return Draft(row.subject, {"public": public}, effects, attachments=tuple(attachments), sealed_parts=frozenset(shut))


def _paper(row: Disclosure, key: str) -> list[Run]:
    """The paper whose posting `key` is: one run for each duty it serves, all entered by one act. None for what is no paper of `row`."""
    runs = Run.objects.select_related("slot", "clock").filter(subject=row.subject, voided=None).exclude(place=SITE)
    named = runs.filter(key=key).values("entry")
    return list(runs.filter(entry__in=named).order_by("id"))


def _seen_by_two(row: Disclosure, runs: Sequence[Run], which: str, voice: bytes) -> list[Run]:
    """Note that a resident saw these postings. Returns those that another resident had seen before: they count now."""
    keys = [run.key for run in runs]
    known = Sighting.objects.filter(run__in=keys, which=which)
    mine = set(known.filter(voice=voice).values_list("run", flat=True))
    new = [key for key in keys if key not in mine]
    if not new:
        raise Refused(N_("You confirmed this already. It counts when a second resident has seen it too."))
    others = set(known.exclude(voice=voice).values_list("run", flat=True))
    Sighting.objects.bulk_create([Sighting(subject=new_subject(), disclosure=row, run=key, which=which, voice=voice) for key in new])
    return [run for run in runs if run.key in others]


@act("disclosure.correct", rows=False)
def correct(*, who: Who, at: datetime, body: int | None, disclosure: str, title: str, text: str, reason: str) -> Draft:
    """Mend the wording; what was fulfilled stays fulfilled. Who: officer or chair. Both wordings stay readable."""
    row = _thing(disclosure, body)
    checks.check_step(row, "correct")
    if not reason.strip():
        raise Refused(N_("Say what was wrong, so that readers can follow the correction."))
    return Draft(row.subject, {"public": _words(row, title, text, reason=reason)})


@act("disclosure.replace")
def replace(
    *,
    who: Who,
    at: datetime,
    body: int | None,
    disclosure: str,
    title: str,
    text: str,
    changed: date,
    attachments: Sequence[Attachment] = (),
) -> Draft:
    """Put new contents in the place of old ones; the change, made on the day `changed`, has a clock of its own.

    Who: officer or chair. Basis: Art. 14(1) third paragraph, 12(3). A day that a plan named says nothing of a later change.
    """
    old, today, book = _thing(disclosure, body), _day(at), rulebooks.current()
    after = checks.check_step(old, "replace")
    one = _place(body, today)
    checks.check_dated(changed, today, one)
    if old.decision is not None and changed < old.decision.dated:
        raise Refused(
            N_("The contents cannot have changed on {day}, before the document of {dated}."), {"day": changed, "dated": old.decision.dated}
        )
    # What is done with the old text stays done; that it hangs on nobody asks any more, for the new text has days of its own.
    effects: list[Effect] = [Release(target) for target in _hanging(old, duties.frame(one.code, today))]
    aims: list[Aim] = []
    for claim in old.claims.all():
        duty = _duty(book, claim.rule)
        own = Clock.objects.filter(body=body, rule=claim.rule, occasion=claim.occasion, voided=None).exists()
        if not own or duty.due.kind is DueKind.BEFORE:  # what stands, or is due before an event, is due as it was
            aims.append(Aim(claim.rule, claim.occasion))
            continue
        again = Claim.objects.filter(rule=claim.rule, disclosure__body=body, occasion__startswith=f"{_stem(claim.occasion)}.").count() + 2
        occasion = f"{_stem(claim.occasion)}.{again}"
        item = old.item if duty.starts.item is None else duty.starts.item
        event = Event(duty.starts.event, occasion, changed, item=item, kind=duty.starts.event_kind, rule=claim.rule)
        effects += [Start.of(spec) for spec in starts(book, event, bodies.facts(one, today, book))]
        aims.append(Aim(claim.rule, occasion))
    effects += [TakeDown(run.key, today) for run in Run.objects.filter(subject=old.subject, place=SITE, to_day=None)]
    new = Disclosure.objects.create(
        subject=new_subject(), body_id=body or 0, kind=old.kind, item=old.item, decision=old.decision, occasion=old.occasion, posted=today
    )
    Claim.objects.bulk_create([Claim(disclosure=new, rule=aim.rule, occasion=aim.occasion) for aim in aims])
    how = How.STAMPED if bodies.fact(one.id, "designated", today) is not None else How.DECLARED
    for aim in aims:
        part = _duty(book, aim.rule).part("website")
        if part is not None and (not part.condition or bodies.fact(one.id, part.condition, today) is not None):
            target = Target(aim.rule, "website", aim.occasion)
            effects += [PutUp(target, new_subject(), SITE, today, how), Fulfil(target, today, how)]
    effects += [Fulfil(target, today, how) for target in _cells(book, one.kind, old.item, today)]
    old.state, old.replaced_by, old.ended = after, new.subject, today
    old.save()
    return Draft(new.subject, {"public": _words(new, title, text, replaces=old.subject)}, tuple(effects), attachments=tuple(attachments))


def _stem(occasion: str) -> str:
    return occasion.rsplit(".", 1)[0]


LONG_ENOUGH = frozenset({State.HELD, State.DECLARED_ONLY})


def _hanging(row: Disclosure, frame: duties.Frame) -> Iterator[Target]:
    """The forms of the disclosure's own clocks in which it has not yet hung as many days as the rule wants."""
    claims = _claims(row)
    for one in duties.obligations(frame, upcoming=True, only=claims) if claims else ():
        for part in one.parts if one.clock is not None and one.duty.due.kind is not DueKind.BEFORE else ():
            if part.part.hold is not None and part.hold_state not in LONG_ENOUGH:
                yield Target(one.duty.id, part.part.channel, one.occasion)


@act("disclosure.withdraw")
def withdraw(*, who: Who, at: datetime, body: int | None, disclosure: str, reason: str) -> Draft:
    """Take it from the site, with a reason of the closed list. Who: officer or chair.

    Before the posting was held long enough the duty is open again with its old day; posting anew fulfils anew, late if that day
    passed. Where the reason says that there is nothing to disclose, or a plan is withdrawn, the duties end; the end of one that was
    not done although its day has passed waits for a second office. The text is gone at once in any case.
    """
    row, today = _thing(disclosure, body), _day(at)
    after = checks.check_step(row, "withdraw")
    if reason not in policy.withdrawals():
        raise Refused(N_("Choose one of the reasons on the list."))
    frame = duties.frame(_place(body, today).code, today)
    kept = _kept(row, frame)
    effects: list[Effect] = [TakeDown(run.key, today) for run in Run.objects.filter(subject=row.subject, to_day=None)]
    effects += [VoidDone(target, row.subject, today) for target in _undone(row, kept)]
    public: dict[str, Any] = {"reason": reason}
    if row.kind == "plan" or policy.withdrawals()[reason].ends:
        clocks = _ending_with(row, kept)
        if _hides(clocks, frame):
            public = _wait(who, row.subject, row.body_id, public)
        else:
            effects += _end(clocks, today)
    row.state, row.reason, row.ended = after, reason, today
    row.save()
    return Draft(row.subject, {"public": public}, tuple(effects))


Pair = tuple[str, str]  # a rule and its occasion


def _claims(row: Disclosure) -> set[Pair]:
    return {(claim.rule, claim.occasion) for claim in row.claims.all()}


def _kept(row: Disclosure, frame: duties.Frame) -> set[Pair]:
    """The claimed duties that stay fulfilled: every posting that the rule wants held was. One without a hold is never complete."""
    claims, found = _claims(row), set[Pair]()
    for one in duties.obligations(frame, upcoming=True, only=claims) if claims else ():
        holds = [part.hold_state for part in one.parts if part.part.hold is not None]
        if holds and all(word is State.HELD for word in holds):
            found.add((one.duty.id, one.occasion))
    return found


def _undone(row: Disclosure, kept: set[Pair]) -> tuple[Target, ...]:
    """What the disclosure did or hung up that ceases to count: of its duties and, unless one of these stays, of the register's cell."""
    claims, found = _claims(row), dict[Target, None]()
    for table in (Fulfilment, Run):
        for one in table.objects.select_related("slot", "clock").filter(subject=row.subject, voided=None, clock__voided=None):
            if (term := one.slot or one.clock) is None:
                continue
            pair = (term.rule, term.occasion)
            stays = pair in kept if pair in claims else bool(kept)
            if not stays:
                found[Target(term.rule, term.part, term.occasion)] = None
    return tuple(found)


def _ending_with(row: Disclosure, kept: set[Pair]) -> tuple[Clock, ...]:
    """The clocks of which nothing is left to do without the disclosure: a plan's lines, else what it claimed and does not stay done."""
    running = Clock.objects.filter(body=row.body_id, voided=None).order_by("id")
    if row.kind == "plan":
        return tuple(running.filter(source=row.subject))
    claims = _claims(row) - kept
    return tuple(one for one in running.filter(rule__in={rule for rule, _occasion in claims}) if (one.rule, one.occasion) in claims)


SETTLED = frozenset({State.NOT_YET_DUE, State.DONE_ON_TIME, State.NO_DAY, State.EXEMPT, State.NOT_SCORED})


def _hides(clocks: Sequence[Clock], frame: duties.Frame) -> bool:
    """Whether the end of these duties would hide that one was not done although its day has passed."""
    pairs = {(row.rule, row.occasion) for row in clocks}
    owed = duties.obligations(frame, upcoming=True, only=pairs) if pairs else ()
    return any(one.state not in SETTLED or one.hold_state is State.BROKEN for one in owed)


@act("register.nothing_arose", rows=False)
def nothing_arose(*, who: Who, at: datetime, body: int | None, quarter: str, items: Sequence[int]) -> Draft:
    """Sign that in a quarter nothing of these items arose. Who: officer or chair.

    The line is this system's form; the register is the law's (Art. 13(2)).
    """
    today, book = _day(at), rulebooks.current()
    one = _place(body, today)
    for one_item in items:
        checks.check_item(book, one_item)
    _queue(body)
    rule = next(duty for duty in book.duties.values() if any(part.mode is Mode.CELL for part in duty.parts))
    found = duties.one(one.code, today, rule.id, quarter)[1]
    last = next(row.last for row in periods(rule.starts.every, rule.starts.of, int(quarter[:4])) if row.id == quarter)
    checks.check_quarter_over(last, today)
    signed: list[int] = []
    effects: list[Effect] = []
    for part in found.parts:
        item = part.part.item
        if part.part.mode is Mode.CELL and item is not None and item in items:
            if any(row.voided is None and not row.nothing_arose for row in part.done):  # declared ones too
                raise Refused(N_("Item {item} was disclosed in this quarter, so it cannot be said that nothing arose."), {"item": item})
            if part.state is not State.NOTHING_AROSE:
                signed.append(item)
                effects.append(Fulfil(Target(rule.id, part.part.channel, quarter), today, How.STAMPED, nothing=True))
    if not effects:
        raise Refused(N_("Choose at least one item that is still without an entry."))
    return Draft(new_subject(), {"public": {"quarter": quarter, "items": sorted(signed)}}, tuple(effects))


@act("register.issue")
def issue_register(*, who: Who, at: datetime, body: int | None, quarter: str) -> Draft:
    """Draw up and sign the quarter's list; it then hangs on the boards like any disclosure. Who: officer or chair. Basis: Art. 13(2)."""
    today, book = _day(at), rulebooks.current()
    one = _place(body, today)
    _queue(body)
    rule = next(duty for duty in book.duties.values() if duty.part("list") is not None)
    found = duties.one(one.code, today, rule.id, quarter)[1]
    last = next(row.last for row in periods(rule.starts.every, rule.starts.of, int(quarter[:4])) if row.id == quarter)
    checks.check_list_due(last, today)
    if Disclosure.objects.filter(body=body, kind="register", occasion=quarter, state="posted").exists():
        raise Refused(N_("The list of {quarter} is drawn up already."), {"quarter": quarter})
    cells = [{"item": part.part.item, "state": part.state.value} for part in found.parts if part.part.mode is Mode.CELL]
    row = Disclosure.objects.create(subject=new_subject(), body_id=body or 0, kind="register", occasion=quarter, posted=today)
    Claim.objects.create(disclosure=row, rule=rule.id, occasion=quarter)
    return Draft(
        row.subject,
        {"public": {"quarter": quarter, "cells": cells, "title": quarter, "text": ""}},
        (Fulfil(Target(rule.id, "list", quarter), today, How.STAMPED),),
    )
