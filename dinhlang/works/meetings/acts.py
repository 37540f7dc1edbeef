"""The acts by which a meeting or dialogue is called, asked at, held or called off, and by which its conclusions become somebody's work.

Promises: a duty is fulfilled only by a meeting that was called beforehand and to which enough came; what is said inside a body is sealed in
the record, and of a private employer's meeting nothing at all is open; what a resident asks is shown once the office looked at it, and
nobody is named as asking or rating. Refuses: an agenda that lacks what the law asks for, counts that cannot be, a meeting without minutes.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from dinhlang.core.actor import Voice
from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.core.rules import Audience, Decision, Duty, Event, EventName, How, Rulebook, State, starts
from dinhlang.core.tally.rounds import AFTER_A_MEETING, Outcome, Sheet, Way, needed
from dinhlang.core.tally.rounds import Question as Asked
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.acts import occasion_of
from dinhlang.ground.duties.effects import Effect, Fulfil, Start, Target, VoidClock
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.follow import acts as follow
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.polls import acts as polls
from dinhlang.ground.polls.checks import Planned
from dinhlang.ground.record import clock, erasures, rulebooks, vault
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import Attachment, new_subject
from dinhlang.ground.rolls import reads as rolls
from dinhlang.ground.rolls.models import Snapshot
from dinhlang.ground.rolls.policy import HOUSEHOLDS
from dinhlang.works.meetings import askers, checks, policy
from dinhlang.works.meetings.askers import ASK, WORDS
from dinhlang.works.meetings.checks import Counted
from dinhlang.works.meetings.models import Item, Meeting, Motion, Question, Spent
from dinhlang.works.meetings.states import CALLED, HELD, MEETING, SHORT

TITLE, PLACE, ITEM, MOTION, QUESTION, ANSWER, OWNER, REASON = 200, 120, 300, 300, 1000, 2000, 120, 300  # characters
REQUEST = 500  # characters
HOLD, DIALOGUE, VOTE = "meeting.hold", "dialogue.hold", "vote.hold"
HELD_BY = (HOLD, DIALOGUE)
ASIDE = "set-aside"  # a code of policy/erasure.toml
REQUEST_SHARE = "union-dialogue-request-share"  # the limit: whose agreement a request of the workers' side needs
REQUESTED, SIDES = "employer-dialogue-request", ("workers", "employer")
OWNERS = ("village", "agency", "public-unit", "school")  # kinds of bodies within one that may be given work
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
    row: Meeting, words: dict[str, Any], plain: dict[str, Any], effects: Sequence[Effect] = (), files: Sequence[Attachment] = (),
    touches: tuple[int, ...] = (),
) -> Draft:  # fmt: skip
    """The entry of a step: `plain` is open unless the employer is private; `words` only where everybody may know of the meeting."""
    if row.seen == OPEN:
        return Draft(row.subject, {"public": {**plain, **words}}, tuple(effects), attachments=tuple(files), touches=touches)
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
    for one in sort.events(step, day):
        event = Event(EventName(one.event), occasion_of(place.id, one.kind, day), day, kind=one.kind)
        found += (Start.of(spec) for spec in starts(book, event, facts))
    return found


def asked_for(place: Place, at: datetime, rule: str, occasion: str) -> duties.Obligation:
    """The duty for which a meeting is called. Raises Refused where a meeting does not fulfil it, or it was done already."""
    frame = duties.frame(place.code, clock.local_day(at))
    found = next(iter(duties.obligations(frame, rule=rule, occasion=occasion)), None) if rule and occasion else None
    if found is None or not any(set(HELD_BY) & set(one.part.accepts) for one in found.parts):
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
    Basis: Law 10/2022/QH15 Art. 32, 33, 51, 69, 73; Decree 145/2020/NĐ-CP Art. 39, 40, 47.
    """
    today, book = clock.local_day(at), rulebooks.current()
    here = bodies.place(body or 0, today)
    sort = checks.check_sort(kind, here, who, today)
    checks.check_begins(begins, at)
    checks.check_agenda(sort, points, today)
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
    chosen = [one.id for one in sort.points(today).values() if one.id in points]
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

    Also what somebody brought on paper. Nobody is named as asking. Basis: Law 10/2022/QH15 Art. 51(4)(c).
    """
    row = _meeting(meeting, body)
    row.state = MEETING.step(row.state, "ask")
    said = checks.check_text("question", text, QUESTION)
    number = _next_number(row)
    Question.objects.create(meeting=row, number=number, ahead=at < row.at, text=said, asked=at)
    return _draft(row, {"text": said}, {"question": number})


def _next_number(row: Meeting) -> int:
    return (row.questions.aggregate(last=Max("number"))["last"] or 0) + 1


@act("meeting.ask")
def ask(*, who: Who, at: datetime, body: int | None, meeting: str, text: str) -> Draft:
    """Ask before a meeting that is open to everybody. Who: a resident, or a household of that commune or village (docs/adr/0029).
    Sealed; nobody is named as asking.

    So many of one asker may wait as policy/meetings.toml says (`waiting_each`); a question is shown once the office that presides
    looked at it: with its answer, or not at all. Basis: Law 10/2022/QH15 Art. 31(1)(d), 32(1).
    """
    row = _meeting(meeting, body)
    if not isinstance(who.actor, Voice):
        raise NotYours(checks.WRONG_OFFICE)
    if who.actor.household:
        _check_lives(row, who.actor.household, clock.local_day(at))
    row.state = MEETING.step(row.state, "ask")
    mine = askers.marks(row.pk, who.actor)
    checks.check_asks(row, policy.sorts()[row.kind], at, mine)
    said = checks.check_text("question", text, QUESTION)
    number = _next_number(row)
    Question.objects.create(meeting=row, number=number, ahead=True, text=said, asked=at, shown=False, asker=mine[0])
    return Draft(row.subject, {"public": {"question": number}, "sender": {"text": said}}, changes_public=False)


def _check_lives(row: Meeting, household: str, day: date) -> None:
    """A household asks where it lives: the body is its village, or the commune of that (docs/adr/0029). Raises NotYours. Two queries."""
    seat = rolls.seat_of(household, day)
    if seat is None or seat[2] != HOUSEHOLDS or row.body_id not in (seat[1], bodies.place(seat[1], day).parent):
        raise NotYours(
            N_("A household asks before the meetings of its own village and commune. Bring the question to the office on paper.")
        )


@act("meeting.set_aside")
def set_aside(*, who: Who, at: datetime, body: int | None, meeting: str, number: int, reason: str) -> Draft:
    """Not answer here what a resident asked, for a reason that is shown in its place. Who: the office that calls the meeting.

    For what names somebody, insults, accuses, or belongs to another procedure. Its words go: from the table, and for good from the sealed
    part of its entry, whose key is deleted (policy/erasure.toml, `set-aside`).
    """
    row = _meeting(meeting, body)
    checks.check_owner(who, row)
    MEETING.step(row.state, "answer")
    found = Question.objects.select_for_update().filter(meeting=row, number=number, aside="").first()
    if found is None or found.answer or found.shown:
        raise Refused(N_("Only a question that a resident sent and that is not answered is set aside."))
    if not found.text:
        raise Refused(checks.ERASED)
    found.text, found.asker, found.aside, found.answered = "", "", checks.check_text("aside", reason, REASON), at
    found.save()
    gone = [erasures.Line(leaf, WORDS, ASIDE) for leaf in _asked(row.pk, number)]
    erasures.take("meeting.set_aside", at, gone, sealed=row.seen == PRIVATE)
    _note(found)
    return _draft(row, {"reason": found.aside}, {"question": number})


def _asked(meeting: str, number: int) -> tuple[bytes, ...]:
    """The leaf by which a question was sent, waiting or entered; its open part has the number. Three queries."""
    told = [one.hash for one in record.of_subjects([meeting]) if one.act == ASK]
    sent = [*told, *(leaf for act, leaf in record.waiting(meeting) if act == ASK)]
    found = vault.open_parts(sent, ("public",), sealed=True)
    return tuple(leaf for leaf, parts in found.items() if askers.number_of(parts) == number)


def _note(one: Question) -> None:
    """Let the journal know that the words of a question are gone, so that no restored copy brings them back into the table."""
    erasures.note_person(erasures.Person(askers.ONE, askers.key_of(one), "-", "question-askers"))


def forget_asker(subject: Subject, at: datetime) -> int:
    """Take the mark of a person or household off the questions that wait, and of a question that its sender erased by the receipt the words
    too. How many waited counts on until the meeting is over, tied to none. Returns off how many. Inside an act of `ground/personal`."""
    rows = list(Question.objects.select_for_update().filter(askers.of(subject)).order_by("pk"))
    for one in rows:
        if one.asker:
            kept, _new = Spent.objects.get_or_create(meeting_id=one.meeting_id, asker=one.asker, defaults={"times": 0})
            kept.times += 1
            kept.save()
        if subject.kind == "receipt":
            _note(one)
        if subject.kind in ("receipt", askers.ONE):
            one.text = ""
        one.asker = ""
        one.save()
    return len(rows)


def _no_marks(row: Meeting) -> None:
    """The meeting is over: nothing is left of who asked."""
    row.questions.update(asker="")
    row.spent.all().delete()


@act("meeting.answer")
def answer(*, who: Who, at: datetime, body: int | None, meeting: str, number: int, text: str, owner: str) -> Draft:
    """Answer a question, and say who answers for it from now on. Who: the office that calls the meeting.

    Basis: Law 10/2022/QH15 Art. 51(4)(d), Decree 59/2023/NĐ-CP Art. 11(2)(e).
    """
    row = _meeting(meeting, body)
    checks.check_owner(who, row)
    MEETING.step(row.state, "answer")
    found = Question.objects.select_for_update().filter(meeting=row, number=number, aside="").first()
    if found is None:
        raise NotHere(N_("There is no such question."))
    if not found.text:
        raise Refused(checks.ERASED)
    found.shown, found.asker = True, ""
    found.answer, found.owner = checks.check_text("answer", text, ANSWER), checks.check_text("owner", owner, OWNER)
    found.answered = at
    found.save()
    return _draft(row, {"text": found.answer, "owner": found.owner}, {"question": number})


@act("meeting.hold")
def hold(
    *, who: Who, at: datetime, body: int | None, meeting: str, came: int, counted: Sequence[Counted] = (),
    attested: Sequence[str] = (), attachments: Sequence[Attachment] = (),
) -> Draft:  # fmt: skip
    """Say what came of a meeting: how many came, what was counted on each motion, the minutes. Who: the office that calls it.

    Where fewer came than the rule asks for, it fell short: nothing is fulfilled, no motion carried, and it may be called again; from the
    second time on papers to all are owed (Law 10/2022/QH15 Art. 50(2), 68(2)). Else the duties that such a meeting fulfils are done.
    Basis: Law 10/2022/QH15 Art. 51(2)(c), 69(2)(c).
    """
    return _hold(HOLD, who, at, _meeting(meeting, body), came, counted, attested, attachments)


@act("dialogue.hold")
def hold_dialogue(
    *, who: Who, at: datetime, body: int | None, meeting: str, came: int, counted: Sequence[Counted] = (),
    attested: Sequence[str] = (), attachments: Sequence[Attachment] = (),
) -> Draft:  # fmt: skip
    """Say what came of a dialogue: how many came, what the law asks to be said of it, the minutes. Who: the office that calls it.

    The yearly one at a workplace needs more than 70% of the members of the workers' side and the employer's representative.
    Basis: Law 10/2022/QH15 Art. 32(1), 73(1); Decree 145/2020/NĐ-CP Art. 39(4), 40(3).
    """
    return _hold(DIALOGUE, who, at, _meeting(meeting, body), came, counted, attested, attachments)


def act_of(sort: policy.Sort, duty: Duty | None) -> str:
    """The act of the rulebook by which a meeting is held: that of its kind, or what the duty it was called for accepts."""
    if sort.id != policy.ASKED_FOR or duty is None:
        return sort.act
    return HOLD if any(HOLD in part.accepts for part in duty.parts) else DIALOGUE


def _needed(row: Meeting, sort: policy.Sort, rule: Decision | None, book: Rulebook) -> int | None:
    """The least number of those on the frozen list that has to come; None where the law names none."""
    if row.on_roll is None:
        return None
    if rule is not None and rule.quorum is not None:
        return needed(rule.quorum, row.on_roll)
    limit = book.limits.get(sort.quorum)
    return needed(limit.share, row.on_roll) if limit is not None and limit.share is not None else None


def _hold(
    name: str, who: Who, at: datetime, row: Meeting, came: int, counted: Sequence[Counted], attested: Sequence[str],
    attachments: Sequence[Attachment],
) -> Draft:  # fmt: skip
    today, book = clock.local_day(at), rulebooks.current()
    sort, here = policy.sorts()[row.kind], bodies.place(row.body_id, today)
    checks.check_owner(who, row)
    if act_of(sort, book.duties.get(row.duty)) != name:
        raise Refused(N_("What came of this meeting is entered by another form. Open it from the page of the meeting."))
    checks.check_begun(row, at, clock.local_day(row.at))
    checks.check_came(came, row.on_roll)
    then = book.at(clock.local_day(row.called))
    rule = then.decisions[row.rule] if row.rule else None
    least = _needed(row, sort, rule, then)
    reached = came >= max(1, least or 1)
    row.state = MEETING.step(row.state, "hold" if reached else "fall-short")
    if reached and not attachments:
        raise Refused(N_("Add the minutes, scanned or photographed: a meeting is held with minutes."))
    row.came, row.needed, row.closed = came, least, at
    row.minutes = [{"name": one.name, "type": one.media_type} for one in attachments]
    row.save()
    _no_marks(row)
    words: dict[str, Any] = {"came": came, "outcome": row.state, **({} if least is None else {"needed": least})}
    if not reached:
        effects = _began(sort, "short", here, row.at, book) if row.before_id else []
        return _draft(row, words, {"kind": row.kind}, effects, attachments)
    checks.check_attested(sort, attested, clock.local_day(row.at))  # as it had to be when it was held
    checks.check_counts(counted, came)
    words["motions"] = _vote(row, rule, counted, came)
    effects = [*_fulfilled(row, sort, here, at, name), *_began(sort, "held", here, row.at, book)]
    return _draft(row, words, {"kind": row.kind}, effects, attachments)


def _paired(row: Meeting, texts: Sequence[str]) -> tuple[list[Motion], list[Motion]]:
    """For each of these texts a motion of the meeting, in their order: one that was planned in the same words, each once, or a new one that
    is not kept yet; and those that were planned and are not among them. Two motions may be worded alike."""
    left = list(row.motions.order_by("number"))
    found, last = [], max((one.number for one in left), default=0)
    for text in (checks.check_text("motion", one, MOTION) for one in texts):
        kept = next((one for one in left if one.text == text), None)
        if kept is None:
            last += 1
            kept = Motion(meeting=row, number=last, text=text)
        else:
            left.remove(kept)
        found.append(kept)
    return found, left


def _vote(row: Meeting, rule: Decision | None, counted: Sequence[Counted], came: int) -> list[dict[str, Any]]:
    """Keep what was counted on each motion, and what it came to where a rule says so. Raises Refused where one was not counted."""
    motions, left = _paired(row, [one.text for one in counted])
    if left:
        raise Refused(N_("“{motion}” was to be voted on. Enter what was counted, zero if nobody."), {"motion": left[0].text})
    said = []
    for kept, one in zip(motions, counted, strict=True):
        kept.agree, kept.against = one.agree, one.against
        found = polls.hands(rule, row.on_roll, came, (one.agree, one.against))
        if found is not None:
            carried = found.outcome is Outcome.PASSED
            kept.needed, kept.outcome = found.needed, (Outcome.PASSED if carried else Outcome.LOST).value
        kept.save()
        said.append({"text": kept.text, "agree": one.agree, "against": one.against, "outcome": kept.outcome})
    return said


def _fulfilled(row: Meeting, sort: policy.Sort, here: Place, at: datetime, name: str) -> list[Effect]:
    """The duties that are done by this meeting, entered by the act `name`: of each rule the occasion that opened last by its day and is
    not done."""
    day, frame = clock.local_day(row.at), duties.frame(here.code, clock.local_day(at))
    if row.duty:
        owed = [duties.obligations(frame, rule=row.duty, occasion=row.occasion)]
    else:
        called = clock.local_day(row.called)
        on_agenda = [sort.kept(id, called) for id in row.items.exclude(item="").values_list("item", flat=True)]
        names = [*sort.fulfils(day), *(name for point in on_agenda for name in point.fulfils)]
        owed = [duties.obligations(frame, rule=name) for name in names if name in frame.book.duties]
    found: list[Effect] = []
    for many in owed:
        left = [one for one in many if one.opens <= day and one.state not in DONE]
        if left:
            one = max(left, key=lambda one: one.opens)
            taken = [part.part.channel for part in one.parts if name in part.part.accepts and part.state not in DONE]
            found += (Fulfil(Target(one.duty.id, part, one.occasion), day, How.STAMPED) for part in taken)
    return found


@act("meeting.papers")
def papers(
    *, who: Who, at: datetime, body: int | None, meeting: str, roll: str, closes: datetime, agreed: bool, motions: Sequence[str] = (),
) -> Draft:  # fmt: skip
    """Send papers to all after the second call to which too few came. Who: the office that calls, agreed with the union.

    `roll` is the list of all as frozen today; `motions` what is asked, beside what the meeting was to vote on; papers come back until
    `closes`. Each is counted by two persons, and closed by `vote.hold`. Basis: Law 10/2022/QH15 Art. 50(2), 68(2).
    """
    row, today = _meeting(meeting, body), clock.local_day(at)
    checks.check_owner(who, row)
    sort, here, book = policy.sorts()[row.kind], bodies.place(row.body_id, today), rulebooks.current().at(today)
    duty = book.duties.get(sort.papers)
    if row.before_id is None or duty is None:
        raise Refused(N_("Papers go to all only after the second call of a conference to which too few came."))
    if not agreed:
        raise Refused(N_("Papers go to all once the head agreed on it with the union. Say so."), basis=duty.basis)
    row.state = MEETING.step(row.state, "send-papers")
    rule = checks.check_rule(book, sort, here.kind, delegates=False)
    named, planned = _paired(row, motions)
    asked = sorted((*planned, *named), key=lambda one: one.number)
    if rule is None or not asked:
        raise Refused(N_("Say what is asked: at least one matter, on a line of its own."))
    for one in asked:
        one.matter = new_subject()
        one.save()
        polls.call(
            matter=one.matter, body=here.id, rule=rule, way=Way.PAPER, secret=True, question=Asked(2), roll=roll,
            planned=(Planned(row.place, at),), opens=at, closes=closes, at=at, met=(AFTER_A_MEETING,),
        )  # fmt: skip
    row.save()
    return _draft(row, {"motions": [one.text for one in asked], "until": closes.isoformat()}, {"kind": row.kind, "papers": len(asked)})


@act("meeting.count")
def count(
    *, who: Who, at: datetime, body: int | None, meeting: str, number: int, took_part: int, agree: int, against: int, spoilt: int = 0,
) -> Draft:  # fmt: skip
    """Enter what one person counted of the papers about a motion. Who: the office that calls, and the union; two make the same count.

    Basis: Law 10/2022/QH15 Art. 50(2), 68(2).
    """
    row = _meeting(meeting, body)
    MEETING.step(row.state, "count")
    motion = row.motions.exclude(matter="").filter(number=number).first()
    if motion is None:
        raise NotHere(N_("Nothing was asked under this number."))
    polls.count(polls.locked(motion.matter, row.body_id), 1, who, Sheet(0, took_part, (agree, against), spoilt), at)
    return _draft(row, {"number": number}, {"kind": row.kind})


@act("vote.hold")
def close_papers(*, who: Who, at: datetime, body: int | None, meeting: str) -> Draft:
    """Close the papers that were sent to all: what each motion came to. Who: the office that calls, after the time that was told.

    The law names no share for papers: they are held against that of the conference, and the page says so.
    Basis: Law 10/2022/QH15 Art. 50(2), 68(2).
    """
    row, today = _meeting(meeting, body), clock.local_day(at)
    checks.check_owner(who, row)
    row.state, row.closed = MEETING.step(row.state, "close"), at
    said, roots = [], []
    for motion in row.motions.exclude(matter="").order_by("number"):
        found, words = polls.close(polls.locked(motion.matter, row.body_id), at)
        motion.agree, motion.against = found.votes
        motion.needed, motion.outcome = found.needed, found.outcome.value
        motion.save()
        said.append({"text": motion.text, "took_part": found.took_part, "agree": motion.agree, "outcome": motion.outcome})
        roots.append({"matter": motion.matter, **{name: words[name] for name in ("round", "took_part_root", "sheets_root")}})
    row.save()
    sort, here = policy.sorts()[row.kind], bodies.place(row.body_id, today)
    owed = duties.obligations(duties.frame(here.code, today), rule=sort.papers)
    effects = [
        Fulfil(Target(one.duty.id, part.part.channel, one.occasion), today, How.STAMPED)
        for one in owed
        if one.clock is not None and one.clock.source == row.subject
        for part in one.parts
        if VOTE in part.part.accepts and part.state not in DONE
    ]
    return _draft(row, {"motions": said}, {"kind": row.kind, "rounds": roots}, effects)


@act("meeting.call_off")
def call_off(*, who: Who, at: datetime, body: int | None, meeting: str, reason: str) -> Draft:
    """Call a meeting off, for a reason that those who were called can read. Who: the office that calls it."""
    row = _meeting(meeting, body)
    checks.check_owner(who, row)
    row.state, row.closed = MEETING.step(row.state, "call-off"), at
    row.reason = checks.check_text("reason", reason, REASON)
    row.save()
    _no_marks(row)
    today = clock.local_day(at)
    owed = Clock.objects.filter(source=row.subject, body=row.body_id, voided=None).order_by("id")  # no notice is owed of what is not held
    effects = [VoidClock(Target(one.rule, one.part, one.occasion), today) for one in owed]
    return _draft(row, {"reason": row.reason}, {"kind": row.kind}, effects)


@act("meeting.conclude")
def conclude(
    *, who: Who, at: datetime, body: int | None, meeting: str, text: str, owner: int, office: str, due: date | None = None,
    place: int | None = None,
) -> Draft:  # fmt: skip
    """Make a conclusion of a meeting, or what voters asked for there, the work of an office, with its day. Who: the office that calls it.

    `owner` is the body whose `office` does it, `place` the village that asked. No rule of law dates it. Of a meeting that is read inside a
    body alone, only offices of that body are given work.
    """
    row, today = _meeting(meeting, body), clock.local_day(at)
    checks.check_owner(who, row)
    MEETING.step(row.state, "conclude")
    here = bodies.place(row.body_id, today)
    doing = owners(here, row.seen, today).get(owner)
    if doing is None:
        raise Refused(N_("Choose an office of the list: of this body, one above it or one within it."))
    if place is not None and place not in {one.id for one in bodies.villages(here.id, today)}:
        raise Refused(N_("Choose a village of the list."))
    given = follow.give(
        source=row.subject, giver=here.id, owner=doing, office=office, seen=row.seen, text=text, day=today, due=due,
        book=rulebooks.current(), place=place,
    )  # fmt: skip
    words = {"text": given.text, "owner": doing.code, "office": office, **({} if due is None else {"due": due.isoformat()})}
    return _draft(row, words, {"work": given.number}, touches=(doing.id,) if doing.id != here.id else ())


def owners(here: Place, seen: str, day: date) -> Mapping[int, Place]:
    """The bodies whose offices may be given work that came of a meeting of `here`, the own first. A query for each kind."""
    found = {here.id: here}
    if seen != OPEN:
        return found
    for kind in OWNERS:
        found |= {one.id: one for one in bodies.children(here.id, kind, day)}
    if here.parent is not None:
        found[here.parent] = bodies.place(here.parent, day)
    return found


@act("meeting.report")
def report(*, who: Who, at: datetime, body: int | None, meeting: str, number: int, state: str, said: str) -> Draft:
    """Say what became of work that came of a meeting: being done, done, or not done and why. Who: an office of the body that does it."""
    row = Meeting.objects.select_for_update().filter(pk=meeting).first()
    if row is None:
        raise NotHere(checks.NO_MEETING)
    if who.seat != body:
        raise NotYours(N_("What became of it is said by the body that was given the work."))
    work = follow.report(source=meeting, number=number, body=body or 0, state=state, said=said, at=at)
    return _draft(
        row, {"text": work.said}, {"work": number, "outcome": work.state}, touches=(work.giver,) if work.giver != body else ()
    )  # fmt: skip


@act("meeting.rate")
def rate(*, who: Who, at: datetime, body: int | None, meeting: str, counts: Mapping[str, int]) -> Draft:
    """Enter what the rating slips of a meeting said, which bear no name: how many of each answer. Who: the office that calls the meeting.

    From `rating_floor` slips on, of which each answer that was given has `rating_cell` and not all are alike (policy/meetings.toml): else
    somebody's answer could be told, and only how many came back is kept.
    """
    row = _meeting(meeting, body)
    checks.check_owner(who, row)
    MEETING.step(row.state, "rate")
    if row.rating:
        raise Refused(N_("The slips of this meeting were entered already."))
    checks.check_rated(counts, row.came)
    total = sum(counts.values())
    known, given = policy.values(), [n for n in counts.values() if n]
    enough = total >= known.rating_floor and len(given) > 1 and min(given) >= known.rating_cell
    row.rating = {"slips": total, **({"by": {one.id: counts.get(one.id, 0) for one in policy.values().ratings}} if enough else {})}
    row.save()
    return _draft(row, {"rating": row.rating}, {"kind": row.kind})


@act("dialogue.request", rows=False)
def request(*, who: Who, at: datetime, body: int | None, received: date, side: str, agreed: bool, text: str) -> Draft:
    """Enter that one side asked the other for a dialogue, and when it was received. Who: the employer, or the workers' organisation.

    `side` is who asked, workers or employer; `agreed` that enough of them want it: the share of the workers' members that the limit
    `union-dialogue-request-share` names, or the employer's legal representative. Basis: Decree 145/2020/NĐ-CP Art. 40(1), 40(2).
    """
    today, book = clock.local_day(at), rulebooks.current()
    here = bodies.place(body or 0, today)
    if not any(here.kind in one.bearers and one.act == DIALOGUE and one.audience == "workers" for one in policy.sorts().values()):
        raise Refused(N_("{name} holds no such meeting. Choose one of the list."), {"name": here.name})
    if who.seat != here.id:
        raise NotYours(checks.WRONG_OFFICE)
    checks.check_received(received, here, today)
    if side not in SIDES:
        raise Refused(N_("Choose one of the answers."))
    limit = book.at(today).limits.get(REQUEST_SHARE)
    if not agreed:
        raise Refused(
            N_(
                "A request counts once the employer's legal representative, or as many of the workers' members as the article wants, "
                "agreed."
            ),
            basis=limit.basis if limit is not None else "",
        )
    said = checks.check_text("request", text, REQUEST)
    event = Event(EventName.MATTER_RECEIVED, occasion_of(here.id, REQUESTED, received), received, kind=REQUESTED)
    effects = tuple(Start.of(spec) for spec in starts(book, event, bodies.facts(here, today, book)))
    sealed = here.kind in policy.private()
    parts = {"public": {"side": side, "received": received.isoformat()}, "sender": {"text": said}}
    return Draft(
        new_subject(), parts, effects, sealed=sealed, sealed_parts=SEALED if sealed else frozenset(), changes_public=not sealed
    )  # fmt: skip


__all__ = [
    "CALLED", "HELD", "Counted", "answer", "ask", "call", "call_off", "close_papers", "conclude", "count", "hold", "hold_dialogue",
    "papers", "question", "rate", "report", "request", "set_aside",
]  # fmt: skip
