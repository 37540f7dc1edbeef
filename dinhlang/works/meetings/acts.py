"""The acts by which a meeting is called, asked at, held or called off.

Promises: a duty is fulfilled only by a meeting that was called beforehand and to which enough came; what is said inside a body is sealed in
the record, and of a private employer's meeting nothing at all is open. Refuses: an agenda that lacks what the law asks for, counts that
cannot be, and a meeting without minutes.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.core.rules import Audience, Event, EventName, How, Rulebook, State, starts
from dinhlang.core.tally.rounds import Outcome, Sheet, Way, needed, result
from dinhlang.core.tally.rounds import Question as Asked
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.acts import occasion_of
from dinhlang.ground.duties.effects import Effect, Fulfil, Start, Target
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import Attachment, new_subject
from dinhlang.ground.rolls import reads as rolls
from dinhlang.ground.rolls.models import Snapshot
from dinhlang.works.meetings import checks, policy
from dinhlang.works.meetings.checks import Counted
from dinhlang.works.meetings.models import Item, Meeting, Motion, Question
from dinhlang.works.meetings.states import CALLED, HELD, MEETING, SHORT

TITLE, PLACE, ITEM, MOTION, QUESTION, ANSWER, OWNER, REASON = 200, 120, 300, 300, 1000, 2000, 120, 300  # characters
HOLD = "meeting.hold"
DELEGATES = "delegates"
OPEN, INSIDE, PRIVATE = "open", "inside", "private"
OPEN_AUDIENCES = (Audience.PUBLIC.value, Audience.COMMUNE.value, Audience.VILLAGE.value)
DONE = (State.DONE_ON_TIME, State.DONE_LATE, State.EXEMPT, State.NOTHING_AROSE)
SEALED = frozenset({"public", "place", "sender", "files", "duties"})


def _meeting(subject: str, body: int | None) -> Meeting:
    """A meeting of the body acted upon, locked. Raises NotHere."""
    row = Meeting.objects.select_for_update().filter(pk=subject, body=body).first()
    if row is None:
        raise NotHere(checks.NO_MEETING)
    return row


def seen_of(place: Place, audience: str) -> str:
    """Who may know of a meeting for this audience at this body: everybody, those inside, those inside a private employer."""
    if place.kind in policy.private():
        return PRIVATE
    return OPEN if audience in OPEN_AUDIENCES else INSIDE


def _draft(
    row: Meeting, words: dict[str, Any], plain: dict[str, Any], effects: Sequence[Effect] = (), files: Sequence[Attachment] = ()
) -> Draft:
    """The entry of a step: `plain` is open unless the employer is private; `words` only where everybody may know of the meeting."""
    if row.seen == OPEN:
        return Draft(row.subject, {"public": {**plain, **words}}, tuple(effects), attachments=tuple(files))
    parts = {"public": plain, "sender": words}
    if row.seen == INSIDE:
        sealed = frozenset({"files"}) if files else frozenset()
        return Draft(row.subject, parts, tuple(effects), attachments=tuple(files), sealed_parts=sealed)
    return Draft(
        row.subject, parts, tuple(effects), attachments=tuple(files), sealed=True, sealed_parts=SEALED, changes_public=False
    )  # fmt: skip


def _began(sort: policy.Sort, step: str, place: Place, at: datetime, book: Rulebook) -> list[Effect]:
    """The clocks that a step starts at the body."""
    day = clock.local_day(at)
    facts = bodies.facts(place, day, book)
    found: list[Effect] = []
    for one in sort.events(step, place.kind):
        event = Event(EventName(one.event), occasion_of(place.id, one.kind, day), day, kind=one.kind)
        found += (Start.of(spec) for spec in starts(book, event, facts))
    return found


def asked_for(place: Place, at: datetime, rule: str, occasion: str) -> duties.Obligation:
    """The duty for which a meeting is called. Raises Refused where a meeting does not fulfil it, or it was done already."""
    frame = duties.frame(place.code, clock.local_day(at))
    found = next(iter(duties.obligations(frame, rule=rule, occasion=occasion)), None) if rule and occasion else None
    if found is None or not any(HOLD in one.part.accepts for one in found.parts):
        raise Refused(N_("No meeting is asked of {name} for that. Open the duty again."), {"name": place.name})
    if found.state in DONE:
        raise Refused(N_("This was done already."))
    return found


@act("meeting.call")
def call(
    *, who: Who, at: datetime, body: int | None, kind: str, begins: datetime, place: str, title: str = "", roll: str = "",
    points: Sequence[str] = (), more: Sequence[str] = (), motions: Sequence[str] = (), scattered: bool = False, duty: str = "",
    occasion: str = "", before: str = "",
) -> Draft:  # fmt: skip
    """Call a meeting: its kind, when and where, over which frozen list, with which agenda. Who: the office that policy/meetings.toml names.

    `roll` is the list as `rolls.freeze` froze it today ("" where nobody in particular is called); `points` are those of the law by id,
    `more` those of the body's own, `motions` what will be voted on; `before` is the meeting that fell short and is called again.
    Basis: Law 10/2022/QH15 Art. 33, 51, 69; Decree 145/2020/NĐ-CP Art. 47.
    """
    today, book = clock.local_day(at), rulebooks.current()
    here = bodies.place(body or 0, today)
    sort = checks.check_sort(kind, here, who)
    checks.check_begins(begins, at)
    checks.check_agenda(sort, points)
    audience, name = sort.audience, sort.text.vi
    if sort.id == policy.ASKED_FOR:
        owed = asked_for(here, at, duty, occasion)
        audience, name = owed.duty.audience.value, owed.duty.subject.vi
    snapshot = _frozen(here, sort, roll, today)
    by_delegates = snapshot is not None and snapshot.roll == DELEGATES and sort.roll != DELEGATES
    if by_delegates:
        limit = book.at(today).limits.get(sort.delegates_from.get(here.kind, ""))
        checks.check_delegates(limit, rolls.counts([here.id], sort.roll, today).get(here.id), scattered)
    rule = checks.check_rule(book.at(today), sort, here.kind, by_delegates)
    first = _short(before, here, sort) if before else None
    row = Meeting.objects.create(
        subject=new_subject(), body_id=here.id, kind=sort.id, seen=seen_of(here, audience), audience=audience,
        duty=duty if sort.id == policy.ASKED_FOR else "", occasion=occasion if sort.id == policy.ASKED_FOR else "",
        before=first, call=1 if first is None else first.call + 1, title=checks.check_text("title", title or name, TITLE),
        place=checks.check_text("place", place, PLACE), at=begins, called=at, office=who.office, rule=rule.id if rule else "",
        roll=snapshot, on_roll=None if snapshot is None else snapshot.count, state=CALLED,
    )  # fmt: skip
    own = [checks.check_text("item", one, ITEM) for one in more]
    chosen = [one.id for one in sort.point if one.id in points]
    agenda = [(one, "") for one in chosen] + [("", one) for one in own]
    if not agenda and not motions:
        raise Refused(N_("Say what the meeting is about: at least one point of the agenda."))
    Item.objects.bulk_create(Item(meeting=row, number=n, item=id, text=text) for n, (id, text) in enumerate(agenda, 1))
    asked = [checks.check_text("motion", one, MOTION) for one in motions]
    Motion.objects.bulk_create(Motion(meeting=row, number=n, text=text) for n, text in enumerate(asked, 1))
    words = {"title": row.title, "where": row.place, "begins": begins.isoformat(), "points": chosen, "more": own, "motions": asked}
    plain = {"kind": sort.id, "call": row.call, **({} if row.on_roll is None else {"on_roll": row.on_roll})}
    return _draft(row, words, plain, _began(sort, "called", here, begins, book))


def _frozen(here: Place, sort: policy.Sort, roll: str, today: Any) -> Snapshot | None:
    """The list that was frozen for this today. Raises Refused where it is not there, or is not one of this meeting."""
    if not sort.roll and not roll:
        return None
    found = Snapshot.objects.filter(subject=roll, body=here.id, day=today).first()
    wanted = {sort.roll, DELEGATES} if sort.delegate_rules else {sort.roll}
    if found is None or (sort.roll and found.roll not in wanted):
        raise Refused(checks.NO_ROLL)
    if not found.count:
        raise Refused(N_("Nobody is on the list of those who are called. Enter the list first."))
    return found


def _short(before: str, here: Place, sort: policy.Sort) -> Meeting:
    """The meeting that fell short and was not called again yet."""
    found = Meeting.objects.filter(pk=before, body=here.id, kind=sort.id, state=SHORT, again=None).first()
    if found is None:
        raise Refused(N_("Only a meeting to which too few came is called again, and once."))
    return found


@act("meeting.question")
def question(*, who: Who, at: datetime, body: int | None, meeting: str, text: str) -> Draft:
    """Put a question to those who preside, before the meeting or in it. Who: the office that calls it, or the union of the body.

    Nobody is named as asking. Basis: Law 10/2022/QH15 Art. 51(4)(c).
    """
    row = _meeting(meeting, body)
    row.state = MEETING.step(row.state, "ask")
    said = checks.check_text("question", text, QUESTION)
    number = (row.questions.aggregate(last=Max("number"))["last"] or 0) + 1
    Question.objects.create(meeting=row, number=number, ahead=at < row.at, text=said, asked=at)
    return _draft(row, {"text": said}, {"question": number})


@act("meeting.answer")
def answer(*, who: Who, at: datetime, body: int | None, meeting: str, number: int, text: str, owner: str) -> Draft:
    """Answer a question, and say who answers for it from now on. Who: the office that calls the meeting.

    Basis: Law 10/2022/QH15 Art. 51(4)(d), Decree 59/2023/NĐ-CP Art. 11(2)(e).
    """
    row = _meeting(meeting, body)
    checks.check_owner(who, row)
    MEETING.step(row.state, "answer")
    found = Question.objects.select_for_update().filter(meeting=row, number=number).first()
    if found is None:
        raise NotHere(N_("There is no such question."))
    found.answer, found.owner = checks.check_text("answer", text, ANSWER), checks.check_text("owner", owner, OWNER)
    found.answered = at
    found.save()
    return _draft(row, {"text": found.answer, "owner": found.owner}, {"question": number})


@act("meeting.hold")
def hold(
    *, who: Who, at: datetime, body: int | None, meeting: str, came: int, counted: Sequence[Counted] = (),
    attachments: Sequence[Attachment] = (),
) -> Draft:  # fmt: skip
    """Say what came of a meeting: how many came, what was counted on each motion, the minutes. Who: the office that calls it.

    Where fewer came than the rule asks for, it fell short: nothing is fulfilled, no motion carried, and it may be called again; from the
    second time on papers to all are owed (Law 10/2022/QH15 Art. 50(2), 68(2)). Else the duties that such a meeting fulfils are done.
    Basis: Law 10/2022/QH15 Art. 51(2)(c), 69(2)(c).
    """
    row, today, book = _meeting(meeting, body), clock.local_day(at), rulebooks.current()
    checks.check_owner(who, row)
    checks.check_begun(row, at, clock.local_day(row.at))
    checks.check_came(came, row.on_roll)
    rule = book.at(clock.local_day(row.called)).decisions[row.rule] if row.rule else None
    least = needed(rule.quorum, row.on_roll) if rule is not None and rule.quorum is not None and row.on_roll is not None else None
    reached = came >= max(1, least or 1)
    row.state = MEETING.step(row.state, "hold" if reached else "fall-short")
    if reached and not attachments:
        raise Refused(N_("Add the minutes, scanned or photographed: a meeting is held with minutes."))
    sort, here = policy.sorts()[row.kind], bodies.place(row.body_id, today)
    row.came, row.needed, row.closed = came, least, at
    row.minutes = [{"name": one.name, "type": one.media_type} for one in attachments]
    row.save()
    words: dict[str, Any] = {"came": came, "outcome": row.state, **({} if least is None else {"needed": least})}
    if not reached:
        effects = _began(sort, "short", here, row.at, book) if row.before_id else []
        return _draft(row, words, {"kind": row.kind}, effects, attachments)
    checks.check_counts(counted, came)
    words["motions"] = _vote(row, rule, counted, came)
    return _draft(
        row, words, {"kind": row.kind}, [*_fulfilled(row, sort, here, at), *_began(sort, "held", here, row.at, book)], attachments
    )


def _vote(row: Meeting, rule: Any, counted: Sequence[Counted], came: int) -> list[dict[str, Any]]:
    """Keep what was counted on each motion, and what it came to where a rule says so. Raises Refused where one was not counted."""
    planned = {one.text: one for one in row.motions.all()}
    given = {checks.check_text("motion", one.text, MOTION): one for one in counted}
    if set(planned) - set(given):
        raise Refused(
            N_("“{motion}” was to be voted on. Enter what was counted, zero if nobody."), {"motion": min(set(planned) - set(given))}
        )
    said = []
    for text, one in given.items():
        kept = planned.get(text) or Motion(meeting=row, number=len(planned) + 1, text=text)
        planned[text] = kept
        kept.agree, kept.against = one.agree, one.against
        if rule is not None and row.on_roll is not None:
            found = result(rule, Asked(2), Way.MEETING, [Sheet(row.on_roll, came, (one.agree, one.against))])
            carried = found.outcome is Outcome.PASSED
            kept.needed, kept.outcome = found.needed, (Outcome.PASSED if carried else Outcome.LOST).value
        kept.save()
        said.append({"text": text, "agree": one.agree, "against": one.against, "outcome": kept.outcome})
    return said


def _fulfilled(row: Meeting, sort: policy.Sort, here: Place, at: datetime) -> list[Effect]:
    """The duties that are done by this meeting: of each rule the occasion that opened last by its day and is not done."""
    day, frame = clock.local_day(row.at), duties.frame(here.code, clock.local_day(at))
    if row.duty:
        owed = [duties.obligations(frame, rule=row.duty, occasion=row.occasion)]
    else:
        on_agenda = [sort.points[id] for id in row.items.exclude(item="").values_list("item", flat=True)]
        names = [*sort.fulfils, *(name for point in on_agenda for name in point.fulfils)]
        owed = [duties.obligations(frame, rule=name) for name in names if name in frame.book.duties]
    found: list[Effect] = []
    for many in owed:
        left = [one for one in many if one.opens <= day and one.state not in DONE]
        if left:
            one = max(left, key=lambda one: one.opens)
            taken = [part.part.channel for part in one.parts if HOLD in part.part.accepts and part.state not in DONE]
            found += (Fulfil(Target(one.duty.id, part, one.occasion), day, How.STAMPED) for part in taken)
    return found


@act("meeting.call_off")
def call_off(*, who: Who, at: datetime, body: int | None, meeting: str, reason: str) -> Draft:
    """Call a meeting off, for a reason that those who were called can read. Who: the office that calls it."""
    row = _meeting(meeting, body)
    checks.check_owner(who, row)
    row.state, row.closed = MEETING.step(row.state, "call-off"), at
    row.reason = checks.check_text("reason", reason, REASON)
    row.save()
    return _draft(row, {"reason": row.reason}, {"kind": row.kind})


__all__ = ["CALLED", "HELD", "Counted", "answer", "call", "call_off", "hold", "question"]
