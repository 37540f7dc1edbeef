"""The acts by which a matter becomes a decision of the people, or does not.

Promises: each step is one entry about the matter; no entry and no receipt says what a household chose, and no number of a round that runs.
What the step means for duties (notices, sending, recognition) is worked out from the rulebook. Refuses: a second way where the first
settled it, closing on one person's word, recognition by who recognises nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from dinhlang.core.actor import Voice
from dinhlang.core.ledger import clean_text
from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.core.rules import Decision, Event, EventName, How, Limit, Rulebook, starts
from dinhlang.core.rules import Round as RuleRound
from dinhlang.core.tally.rounds import CHOSEN, Outcome, Question, Sheet, Way, check_question, check_way, of_villages
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.documents import acts as documents
from dinhlang.ground.documents import checks as papers
from dinhlang.ground.documents.models import Paper
from dinhlang.ground.duties.acts import occasion_of
from dinhlang.ground.duties.effects import Effect, Fulfil, Start, Target, VoidClock
from dinhlang.ground.duties.models import Clock, Fulfilment
from dinhlang.ground.kit import reads as leases
from dinhlang.ground.polls import acts as polls
from dinhlang.ground.polls import reads as rounds
from dinhlang.ground.polls.checks import Planned
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.act import Draft, Unwritten, Who, act
from dinhlang.ground.record.append import Attachment, new_subject
from dinhlang.ground.record.reads import Told
from dinhlang.works.votes import checks, policy
from dinhlang.works.votes.models import Initiative, Matter
from dinhlang.works.votes.states import AGREED, ANNULLED, CALLED, HELD, LOST, OVER

TITLE, TEXT, NAME, WHY, NUMBER = 200, 4000, 120, 300, 60  # characters
CLUSTERS = "village-cluster-meeting-from"
CHOOSING = "village-chooses-online-vote"
CALLS = "vote.call"
SEND, SENDING = "village-sends-decision", "sending-to-committee-and-front"
VERBS = {Outcome.PASSED: "pass", Outcome.LOST: "lose", Outcome.COULD_NOT_REACH: "fall-short"}


def _matter(subject: str, body: int | None) -> Matter:
    """A matter of the body acted upon, locked. Raises NotHere."""
    row = Matter.objects.select_for_update().filter(pk=subject, body=body).first()
    if row is None:
        raise NotHere(checks.NO_MATTER)
    return row


def _book(at: datetime) -> Rulebook:
    return rulebooks.current().at(clock.local_day(at))


def _rule(row: Matter, at: datetime) -> Decision:
    found = _book(at).decisions.get(row.rule)
    if found is None:
        raise Refused(N_("The rule for this matter is not in force any more. It is withdrawn and proposed anew under the rule of today."))
    return found


def _began(step: str, row: Matter, place: Place, day: date, way: str, secret: bool, book: Rulebook) -> list[Effect]:
    """The clocks that a step of a matter starts, at the village `place` or at the commune above it."""
    found: list[Effect] = []
    for one in policy.events(step, row.rule, way, secret):
        where = bodies.place(place.parent, day) if one.commune and place.parent is not None else place
        facts = bodies.facts(where, day, book)
        event = Event(one.event, occasion_of(where.id, one.kind, day), day, kind=one.kind)
        found += (Start.of(spec, where.code if one.commune else None) for spec in starts(book, event, facts))
    return found


def _put(row: Matter, today: date) -> list[Effect]:
    """The duties to put an initiative to the people are done once a round on it is called."""
    source = Initiative.objects.filter(matter=row).values_list("pk", flat=True).first()
    mine = [duty.id for duty in rulebooks.current().at(today).duties.values() if any(CALLS in part.accepts for part in duty.parts)]
    owed = Clock.objects.filter(body=row.body_id, source=source or "-", rule__in=mine, voided=None).order_by("id")
    return [Fulfil(Target(one.rule, one.part, one.occasion), today, How.STAMPED) for one in owed]


def _step(row: Matter, verb: str, **changes: object) -> None:
    row.state = checks.check_step(row, verb)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()


@act("vote.propose")
def propose(
    *, who: Who, at: datetime, body: int | None, rule: str, title: str, text: str, choices: Sequence[str] = (), seats: int = 1,
    initiative: str = "", again: str = "",
) -> Draft:  # fmt: skip
    """Put a matter before the people of a village, or of all villages of a commune. Who: whoever the rule lets convene.

    `choices` are the names that stand, where somebody is elected. It waits for the office with which the rule wants it agreed; where the
    rule names none, it may be called at once. An `initiative` that was handed in is put as its households worded it, and nobody else need
    agree. `again` is a matter whose decision was annulled for its procedure, or that is elected again: from nothing, in the same words.
    Basis: Law 10/2022/QH15 Art. 15, 16, 22(3).
    """
    today = clock.local_day(at)
    place, book = bodies.place(body or 0, today), _book(at)
    found = checks.check_rule(book, rule, place, today)
    checks.check_convener(who, found, place.id)
    sort = policy.sorts(today)[rule]
    named = tuple(checks.check_text(checks.CHOICE, one, NAME) for one in choices)
    checks.check_choices(named, sort)
    question = Question(len(named), len(named), 1 if sort.one else seats) if sort.elects else Question(2)
    check_question(question)
    words = {"title": checks.check_text(checks.TITLE, title, TITLE), "text": checks.check_text(checks.TEXT, text, TEXT)}
    idea = _taken_up(initiative, place.id, rule, words) if initiative else None
    before = _once_more(again, place.id, rule, words) if again else None
    row = Matter.objects.create(
        subject=new_subject(), body_id=place.id, rule=rule, proposed=today, choices=question.choices, carrying=question.carrying,
        seats=question.seats, state="proposed" if found.agreed_with and idea is None and before is None else AGREED, again=before,
    )  # fmt: skip
    more = {"again": again} if before is not None else {}
    if idea is not None:
        idea.matter = row
        idea.save()
        more["initiative"] = idea.subject
    return Draft(row.subject, {"public": {"rule": rule, **words, "choices": list(named), "seats": question.seats, **more}})


def renewable(row: Matter, told: Sequence[Told]) -> bool:
    """Whether people may decide a matter once more, from the beginning: annulled on a ground that lets them, or the commune decided so.

    Law 10/2022/QH15 Art. 22(3), Decree 59/2023/NĐ-CP Art. 3(5)(d), 8.
    """
    if row.state == ANNULLED:
        found = (policy.annulled(str(one.words.get("ground", "")), clock.local_day(one.at)) for one in told if one.act == "vote.annul")
        ground = next(found, None)
        return ground is not None and ground.renews
    said = ((str(one.words.get("about", "")), clock.local_day(one.at)) for one in told if one.act == "vote.follow_up")
    known = (policy.sequel(about, day, row.rule, row.state) for about, day in said)
    return any(one is not None and one.renews for one in known)


def _once_more(subject: str, body: int, rule: str, words: Mapping[str, str]) -> Matter:
    """The matter that is decided once more. Raises Refused where nothing lets that be, or it is put in other words."""
    row = Matter.objects.select_for_update().filter(pk=subject, body=body, rule=rule, whole=None).first()
    if row is None:
        raise NotHere(checks.NO_MATTER)
    told = record.of_subjects([subject])
    if row.anew.exists() or not renewable(row, told):
        raise Refused(N_("This is not decided once more. Put it to the people as a new matter."), basis="Law 10/2022/QH15 Art. 22(3)")
    said = next((one.words for one in told if one.act == "vote.propose"), {})
    if any(said.get(name) != text for name, text in words.items()):
        raise Refused(N_("What is decided once more is put in the same words; other words are a new matter."))
    return row


def _taken_up(subject: str, body: int, rule: str, words: Mapping[str, str]) -> Initiative:
    """An initiative that was handed in, locked, one step on. Raises Refused where it is put otherwise than its households worded it."""
    row = Initiative.objects.select_for_update().filter(pk=subject, body=body).first()
    if row is None:
        raise NotHere(checks.NO_INITIATIVE)
    row.state = checks.check_initiative(row, "take-up")
    said = next((one.words for one in record.of_subjects([subject]) if one.act == "initiative.propose"), {})
    if row.rule != rule or any(said.get(name) != text for name, text in words.items()):
        raise Refused(N_("It is put to the people as the households that support it worded it."), basis="Law 10/2022/QH15 Art. 16(3)")
    return row


@act("vote.agree")
def agree(*, who: Who, at: datetime, body: int | None, matter: str) -> Draft:
    """Agree that a matter be put to the people. Who: the office that the rule names. Basis: Law 10/2022/QH15 Art. 16."""
    row = _matter(matter, body)
    checks.check_agrees(who, _rule(row, at))
    _step(row, "agree")
    return Draft(row.subject, {"public": {"agreed": who.office}})


@act("vote.decline")
def decline(*, who: Who, at: datetime, body: int | None, matter: str, reason: str) -> Draft:
    """Not agree, for a reason that people can read. Who: as `vote.agree`. Basis: Law 10/2022/QH15 Art. 16."""
    row = _matter(matter, body)
    checks.check_agrees(who, _rule(row, at))
    said = checks.check_text(checks.REASON, reason, WHY)
    _step(row, "decline")
    return Draft(row.subject, {"public": {"reason": said}})


@act("vote.withdraw")
def withdraw(*, who: Who, at: datetime, body: int | None, matter: str, reason: str) -> Draft:
    """Take a matter back before it was settled, for a reason. Who: whoever proposed it; not while a round runs."""
    row = _matter(matter, body)
    checks.check_convener(who, _rule(row, at), row.body_id)
    said = checks.check_text(checks.REASON, reason, WHY)
    _step(row, "withdraw")
    return Draft(row.subject, {"public": {"reason": said}})


def of_whole(rule: Decision, row: Matter) -> Decision:
    """The rule of a village's round within a matter of the whole commune: the way is the one that the commune's chair chose.

    Law 10/2022/QH15 Art. 16(1), 19(1)(a); papers still follow a meeting that too few attended (Art. 19(1)(b)).
    """
    return rule if row.way != Way.PAPER.value else replace(rule, rounds=(RuleRound(Way.PAPER.value),))


def conditions(village: int) -> tuple[str, ...]:
    """Conditions of the rulebook that hold at a village: its households chose to vote online, and that choice stands.

    Decree 59/2023/NĐ-CP Art. 5(2)(c) does not say for how long a choice holds: here until the village decides otherwise.
    """
    chosen = Matter.objects.filter(body=village, rule=CHOOSING, state__in=list(HELD)).exists()
    return (CHOSEN,) if chosen else ()


def _clusters(book: Rulebook) -> Limit | None:
    return book.limits.get(CLUSTERS)


@act("vote.call")
def call(
    *, who: Who, at: datetime, body: int | None, matter: str, way: str, secret: bool, roll: str, planned: Sequence[Planned],
    opens: datetime, closes: datetime, scattered: bool = False,
) -> Draft:  # fmt: skip
    """Call a round: a meeting (by hands or secret ballot), ballot papers. Who: whoever the rule lets convene, when it was agreed.

    `roll` is the list of households, frozen today (`rolls.freeze`). Notices and the papers that go before are owed from now on, by the
    rules of meetings and ballots. Basis: Law 10/2022/QH15 Art. 17 to 19, Decree 59/2023/NĐ-CP Art. 3, 4.
    """
    row, today, book = _matter(matter, body), clock.local_day(at), _book(at)
    rule = _rule(row, at)
    checks.check_convener(who, rule, row.body_id)
    online = Way(way) is Way.ONLINE
    question = Question(row.choices, row.carrying, row.seats)
    if online and row.choices > question.carrying:
        question = Question(row.choices + len(policy.answers(today)))
    if row.state == LOST:
        check_way(of_whole(rule, row), Way(way), rounds.history(rounds.rounds([row.subject])))  # refuses, with the article
    _step(row, "call")
    held = polls.call(
        matter=row.subject, body=row.body_id, rule=of_whole(rule, row), way=Way(way), secret=secret and way == Way.MEETING.value,
        question=question, roll=roll, planned=planned, opens=opens, closes=closes, at=at,
        clusters=_clusters(book), scattered=scattered, met=conditions(row.body_id) if online else (),
    )  # fmt: skip
    place, day = bodies.place(row.body_id, today), clock.local_day(opens)
    effects = [*_began("called", row, place, day, way, held.secret, rulebooks.current()), *_put(row, today)]
    sittings = [
        {"place": clean_text(one.place).strip(), "chair": clean_text(one.chair).strip(), "at": one.at.isoformat(), "cluster": one.cluster}
        for one in planned
    ]
    return Draft(row.subject, {"public": {**polls.words_of(held), "sittings": sittings}}, tuple(effects))


@act("vote.call_off")
def call_off(*, who: Who, at: datetime, body: int | None, matter: str, reason: str) -> Draft:
    """Call a round off before anything of it was counted: no notice of it is owed any more. Who: whoever called it."""
    row = _matter(matter, body)
    checks.check_convener(who, _rule(row, at), row.body_id)
    said = checks.check_text(checks.REASON, reason, WHY)
    _step(row, "call-off")
    held, today = polls.locked(row.subject, row.body_id), clock.local_day(at)
    rules = {duty.id for duty in rulebooks.current().by_event.get(EventName.EVENT_ANNOUNCED, ())}
    owed = Clock.objects.filter(source=row.subject, rule__in=rules, opens=clock.local_day(held.opens), voided=None).order_by("id")
    codes = {one.id: one.code for one in bodies.places(sorted({one.body_id for one in owed} - {row.body_id}), today).values()}
    ended = tuple(VoidClock(Target(one.rule, one.part, one.occasion), today, codes.get(one.body_id)) for one in owed)
    return Draft(row.subject, {"public": {**polls.call_off(held, at), "reason": said}}, ended)


@act("vote.tick")
def tick(
    *, who: Who, at: datetime, body: int | None, matter: str, sitting: int, keys: Collection[str], gone: Collection[str] | None = None
) -> Draft:  # fmt: skip
    """Say which households take part in a sitting. Who: whoever convened. Need not be done: then only counts are kept.

    `keys` are all of them; where `gone` is given they come beside whom the list has, and only those `gone` are taken off. The entry is
    sealed: one for each household at the door would be a running figure, and their order.
    """
    row = _matter(matter, body)
    checks.check_convener(who, _rule(row, at), row.body_id)
    _step(row, "tick")
    held = polls.locked(row.subject, row.body_id)
    polls.tick(held, sitting, tuple(keys), at, gone=gone)
    where = {"matter": row.subject, "round": held.number, "sitting": sitting}
    return Draft(new_subject(), {"sender": where}, sealed=True, changes_public=False)


@act("vote.count")
def count(
    *, who: Who, at: datetime, body: int | None, matter: str, sitting: int, took_part: int, votes: Sequence[int], spoilt: int = 0
) -> Draft:
    """Enter what was counted in a sitting. Who: the convener, the Front's work board, the commune's office for heads who write by hand.

    Two different persons count; only what both entered stands. Basis: Decree 59/2023/NĐ-CP Art. 3(5)(c), 4(6)(a).
    """
    row = _matter(matter, body)
    _step(row, "count")
    held = polls.locked(row.subject, row.body_id)
    polls.count(held, sitting, who, Sheet(0, took_part, tuple(votes), spoilt), at)
    sealed = {"took_part": took_part, "votes": list(votes), "spoilt": spoilt}
    return Draft(row.subject, {"public": {"round": held.number, "sitting": sitting}, "sender": sealed}, changes_public=False)


@act("vote.cast")
def cast(*, who: Who, at: datetime, body: int | None, matter: str, choice: Unwritten, manner: str) -> Draft:
    """Answer an online round as a household; the last answer before closing stands. Who: a household on the frozen list.

    What was chosen stands in no entry, receipt or digest, and is let go when the round is closed. Basis: Decree 59/2023/NĐ-CP Art. 5.
    """
    row = _matter(matter, body)
    if not isinstance(who.actor, Voice) or who.actor.household is None:
        raise NotYours(N_("Online a household answers, in its own session. Enter with your household's number first."))
    _step(row, "cast")
    held = polls.locked(row.subject, row.body_id)
    polls.cast(held, who.actor.household, choice.value, manner, at)
    return Draft(new_subject(), {"sender": {"matter": row.subject, "round": held.number}}, sealed=True, changes_public=False)


@act("vote.close")
def close(*, who: Who, at: datetime, body: int | None, matter: str) -> Draft:
    """Close a round: add its sheets up, say what it came to with the working. Who: whoever convened, after the time told to households.

    Not while an offline kit is out, or something that one sent waits for two persons.
    The entry commits to who took part and to the count sheets. Basis: Law 10/2022/QH15 Art. 19(1)(b), 21(1).
    """
    row, today = _matter(matter, body), clock.local_day(at)
    rule, place = _rule(row, at), bodies.place(row.body_id, today)
    checks.check_convener(who, rule, row.body_id)
    held = polls.locked(row.subject, row.body_id)
    leases.check_settled(row.subject, held.number, at)
    found, words = polls.close(held, at)
    book = rulebooks.current()
    ended = clock.local_day(held.closes)
    effects = _began("closed", row, place, ended, held.way, held.secret, book)
    if found.outcome is Outcome.PASSED and row.whole is None:
        effects += _began("adopted", row, place, ended, held.way, held.secret, book)
    if found.outcome is Outcome.LOST:
        effects += _began("lost", row, place, ended, held.way, held.secret, book)
    settled = None if found.outcome is Outcome.COULD_NOT_REACH else ended
    binds = settled if found.outcome is Outcome.PASSED and not rule.recognised_by and row.whole is None else None
    _step(row, VERBS[found.outcome], decided=settled, effective=binds)
    if manners := policy.manners(rounds.manners(held.pk)) if Way(held.way) is Way.ONLINE else {}:
        words["manners"] = dict(manners)
    return Draft(row.subject, {"public": words}, tuple(effects), touches=() if row.whole is None else (row.whole.body_id,))


@act("vote.not_us")
def not_us(*, who: Who, at: datetime, body: int | None, matter: str, round: int, number: str) -> Draft:
    """Take at the counter that a household listed in a closed round says "this was not us". Who: the commune's office, the Front's chair.

    The result stands; the page says how many object and whether it hangs on them. The entry is sealed: it is about a household.
    """
    row = _matter(matter, body)
    held = polls.closed(row.subject, row.body_id, round)
    n = polls.object_to(held, number, who, at)
    return Draft(new_subject(), {"sender": {"matter": row.subject, "round": held.number, "objections": n}}, sealed=True)


@act("vote.issue")
def issue(
    *, who: Who, at: datetime, body: int | None, matter: str, paper: str, number: str, dated: date,
    effective: date | None = None, signers: Sequence[str] = (), attachments: Sequence[Attachment] = (),
) -> Draft:  # fmt: skip
    """Enter the signed paper of what was adopted: one of the four names, its number and day, who signed, the scan. Who: whoever convened.

    For a matter of the whole commune the committee also fixes the day from which it binds (`effective`).
    Basis: Law 10/2022/QH15 Art. 20(1), 20(2), 21(2).
    """
    row, today = _matter(matter, body), clock.local_day(at)
    rule = _rule(row, at)
    checks.check_convener(who, rule, row.body_id)
    if paper not in policy.papers(today):
        raise Refused(N_("A community's decision has one of four names. Choose one."), basis="Law 10/2022/QH15 Art. 20(1)")
    if row.whole is not None:
        raise Refused(N_("The result of this village goes into the commune's; the commune issues the paper."))
    checks.check_dated(dated, row, today)
    if rule.scope == "commune" and effective is None:
        raise Refused(N_("Say from which day it binds: for a matter of the whole commune the committee fixes it."), basis=rule.basis)
    said = checks.check_number(number, NUMBER)
    binds = effective if rule.scope == "commune" else row.effective
    _step(row, "issue", paper=paper, number=said, dated=dated, effective=binds)
    issued = documents.issued(
        body=row.body_id, about=row.subject, kind="decision", number=said, dated=dated, at=at, attachments=attachments, earliest=row.decided
    )
    words: dict[str, object] = {"paper": paper, "number": said, "dated": dated.isoformat(), "document": issued.subject}
    words |= {"effective": binds.isoformat()} if binds else {}
    words |= {"signers": list(papers.check_signers(signers, NAME))} if signers else {}
    return Draft(row.subject, {"public": words}, attachments=tuple(attachments))


def _recogniser(rule: Decision, village: Place, day: date) -> Place | None:
    """The body whose office recognises: the commune, or its Front."""
    if not rule.recognised_by or village.parent is None:
        return None
    commune = bodies.place(village.parent, day)
    if rule.recognised_by != "front-chair":
        return commune
    return next(iter(bodies.children(commune.id, "front", day)), None)


@act("vote.send")
def send(*, who: Who, at: datetime, body: int | None, matter: str) -> Draft:
    """Send the decision to the commune committee and the commune Front. Who: whoever convened. Basis: Law 10/2022/QH15 Art. 20(3).

    From now on run the days within which it is recognised or refused, where the rule asks for that (Art. 21(2)).
    """
    row, today, book = _matter(matter, body), clock.local_day(at), rulebooks.current()
    rule, place = _rule(row, at), bodies.place(row.body_id, today)
    checks.check_convener(who, rule, row.body_id)
    _step(row, "send", sent=today)
    effects: list[Effect] = []
    sent = Clock.objects.filter(body=row.body_id, rule=SEND, part=SENDING, source=row.subject, voided=None).first()
    if sent is not None:
        effects.append(Fulfil(Target(sent.rule, sent.part, sent.occasion), today, How.STAMPED))
    judge, kind = _recogniser(rule, place, today), policy.received(row.rule)
    if judge is not None and kind:
        event = Event(EventName.MATTER_RECEIVED, occasion_of(judge.id, kind, today), today, kind=kind)
        effects += (Start.of(spec, judge.code) for spec in starts(book, event, bodies.facts(judge, today, book)))
    touches = () if judge is None else (judge.id,)
    return Draft(row.subject, {"public": {"sent": today.isoformat()}}, tuple(effects), touches=touches)


def _answer(who: Who, at: datetime, body: int | None, matter: str, verb: str, **changes: object) -> tuple[Matter, tuple[Effect, ...]]:
    """What recognising and refusing share: who may, the step, the duty that is done by it."""
    row, today = Matter.objects.select_for_update().filter(pk=matter).first(), clock.local_day(at)
    if row is None:
        raise NotHere(checks.NO_MATTER)
    checks.check_recogniser(who, _rule(row, at), bodies.place(body or 0, today), bodies.place(row.body_id, today))
    _step(row, verb, answered=today, **changes)
    owed = Clock.objects.filter(body=body, source=row.subject, voided=None, part="recognition")
    return row, tuple(Fulfil(Target(one.rule, one.part, one.occasion), today, How.STAMPED) for one in owed)


def _issued(row: Matter, body: int | None, kind: str, number: str, dated: date, at: datetime, files: Sequence[Attachment]) -> Paper:
    """The paper of whoever recognises or does not: it bears no day before it was received."""
    return documents.issued(
        body=body or 0, about=row.subject, kind=kind, number=number, dated=dated, at=at, attachments=files, earliest=row.sent
    )  # fmt: skip


@act("vote.recognise")
def recognise(
    *, who: Who, at: datetime, body: int | None, matter: str, number: str, dated: date, attachments: Sequence[Attachment] = ()
) -> Draft:
    """Recognise a community's decision: it binds from the day of that paper on. Who: the commune's chair, or the Front's.

    Basis: Law 10/2022/QH15 Art. 21(2).
    """
    said = checks.check_number(number, NUMBER)
    row, effects = _answer(who, at, body, matter, "recognise", effective=dated)
    checks.check_dated(dated, row, clock.local_day(at))
    place = bodies.place(row.body_id, clock.local_day(at))
    effects += tuple(_began("recognised", row, place, dated, "", False, rulebooks.current()))  # the day of the paper starts clocks
    issued = _issued(row, body, "recognition", said, dated, at, attachments)
    words = {"number": said, "dated": dated.isoformat(), "document": issued.subject}
    return Draft(row.subject, {"public": words}, effects, touches=(row.body_id,), attachments=tuple(attachments))


@act("vote.refuse")
def refuse(
    *, who: Who, at: datetime, body: int | None, matter: str, reason: str, number: str, dated: date, attachments: Sequence[Attachment] = ()
) -> Draft:
    """Not recognise it, in writing and with reasons. Who: as `vote.recognise`. Basis: Law 10/2022/QH15 Art. 21(2)."""
    said, why = checks.check_number(number, NUMBER), checks.check_text(checks.REASON, reason, WHY)
    row, effects = _answer(who, at, body, matter, "refuse")
    checks.check_dated(dated, row, clock.local_day(at))
    issued = _issued(row, body, "refusal", said, dated, at, attachments)
    words = {"number": said, "dated": dated.isoformat(), "reason": why, "document": issued.subject}
    return Draft(row.subject, {"public": words}, effects, touches=(row.body_id,), attachments=tuple(attachments))


@act("vote.annul")
def annul(*, who: Who, at: datetime, body: int | None, matter: str, ground: str, reason: str, number: str, dated: date) -> Draft:
    """Annul what a community decided, on a ground of the closed list. Who: the commune's chair. Basis: Law 10/2022/QH15 Art. 22(2)."""
    row, today = Matter.objects.select_for_update().filter(pk=matter).first(), clock.local_day(at)
    if row is None:
        raise NotHere(checks.NO_MATTER)
    place = bodies.place(row.body_id, today)
    checks.check_annuls(who, row, body if body in (place.id, place.parent) else None)
    if ground not in policy.annulments(today):
        raise Refused(N_("Say on which ground of the law it is annulled."), basis="Law 10/2022/QH15 Art. 22(1)")
    said, why = checks.check_number(number, NUMBER), checks.check_text(checks.REASON, reason, WHY)
    checks.check_dated(dated, row, today)
    _step(row, "annul")
    words = {"ground": ground, "reason": why, "number": said, "dated": dated.isoformat()}
    return Draft(row.subject, {"public": words}, touches=(row.body_id,))


@act("vote.follow_up", rows=False)
def follow_up(
    *, who: Who, at: datetime, body: int | None, matter: str, about: str, number: str, dated: date, until: date | None = None
) -> Draft:  # fmt: skip
    """Say what the commune decided after a vote: a new election, an interim head until a day, a removal that a meeting did not agree on.

    Who: the commune's chair, after agreeing with the Front where the rule says so. The mandate of an interim head is given by
    `people.appoint` and ends by itself. Basis: Decree 59/2023/NĐ-CP Art. 3(5)(d), 8, 9(3).
    """
    row, today, book = Matter.objects.filter(pk=matter).first(), clock.local_day(at), _book(at)
    if row is None:
        raise NotHere(checks.NO_MATTER)
    place = bodies.place(row.body_id, today)
    checks.check_annuls(who, row, body if body == place.parent else None)
    one = policy.sequels(row.rule, row.state, today).get(about)
    if one is None:
        raise Refused(N_("After this vote there is nothing such to decide."))
    said = checks.check_number(number, NUMBER)
    checks.check_dated(dated, row, today)
    checks.check_until(one, dated, until, book)
    done = Fulfilment.objects.filter(body=body, subject=row.subject, voided=None).exclude(clock=None).values("clock")
    owed = Clock.objects.filter(body=body, source=row.subject, rule=one.fulfils, voided=None).exclude(pk__in=done).order_by("id")
    effects = tuple(Fulfil(Target(clk.rule, clk.part, clk.occasion), today, How.STAMPED) for clk in owed)
    words = {"about": about, "number": said, "dated": dated.isoformat(), **({"until": until.isoformat()} if until else {})}
    return Draft(row.subject, {"public": words}, effects, touches=(row.body_id,))


# --- matters of the whole commune ---


@act("vote.order")
def order(*, who: Who, at: datetime, body: int | None, matter: str, way: str) -> Draft:
    """Put an agreed matter of the whole commune to all its villages, in one way. Who: the commune's chair.

    Each village has a matter of its own from now on, which its head calls. Basis: Law 10/2022/QH15 Art. 16(1), 17(1), 19(1)(a).
    """
    row, today, book = _matter(matter, body), clock.local_day(at), _book(at)
    rule = _rule(row, at)
    checks.check_convener(who, rule, row.body_id)
    check_way(rule, Way(way), ())
    villages = bodies.villages(row.body_id, today)
    if not villages:
        raise Refused(N_("This commune has no villages here yet. Enter its list of villages first."))
    if rule.of not in book.decisions:
        raise Refused(N_("The rule for this matter is not in force any more. It is withdrawn and proposed anew under the rule of today."))
    _step(row, "call", way=way)
    Matter.objects.bulk_create(
        Matter(
            subject=new_subject(), body_id=one.id, whole=row, rule=rule.of, way=way, choices=row.choices, carrying=row.carrying,
            seats=row.seats, state=AGREED, proposed=today,
        )
        for one in villages
    )  # fmt: skip
    words = {"way": way, "villages": len(villages)}
    return Draft(row.subject, {"public": words}, touches=tuple(one.id for one in villages))


@act("vote.sum")
def sum_up(*, who: Who, at: datetime, body: int | None, matter: str) -> Draft:
    """Sum up what the villages decided; their households are never added. Who: the commune's chair. Basis: Law 10/2022/QH15 Art. 21(1)."""
    row, today = _matter(matter, body), clock.local_day(at)
    rule = _rule(row, at)
    checks.check_convener(who, rule, row.body_id)
    below = list(row.villages.order_by("subject"))
    found = of_villages(rule, [_outcome(one) for one in below])
    if row.state != CALLED or found.outcome is None:
        raise Refused(N_("{n} villages have not decided yet."), {"n": found.open})
    _step(row, VERBS[found.outcome], decided=today)
    words = {
        "outcome": found.outcome.value, "villages": found.villages, "agreed": found.agreed, "against": found.against,
        "needed": found.needed,
    }  # fmt: skip
    return Draft(row.subject, {"public": words})


def _outcome(row: Matter) -> Outcome | None:
    """What a village's own matter came to, for the commune's tally; None while it may still be asked again."""
    if row.state in OVER:
        return Outcome.LOST
    return Outcome.PASSED if row.decided is not None else None
