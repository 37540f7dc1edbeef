"""The acts by which households bring a matter before their village by themselves. Law 10/2022/QH15 Art. 16(3).

Promises: a support is a household's, once, for as long as the law lets it count; its entry names neither the initiative nor the household,
and what is kept of it is a day, not an hour. Handing in freezes how many supported it when that day began and still do. Refuses: a
household that is not on the list, handing in with too few, the head taking signatures against himself.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q

from dinhlang.core import ledger
from dinhlang.core.actor import Office, Voice
from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.core.rules import Event, EventName, Rulebook, starts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties.acts import occasion_of
from dinhlang.ground.duties.effects import Start
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject
from dinhlang.ground.rolls import reads as rolls
from dinhlang.ground.rolls.policy import HOUSEHOLDS
from dinhlang.works.votes import checks, policy
from dinhlang.works.votes.acts.matters import NUMBER, TEXT, TITLE, WHY, conditions
from dinhlang.works.votes.initiatives import Given, Standing, last_day, lasting, months_of, stand_of, supports_of
from dinhlang.works.votes.models import Initiative, Support
from dinhlang.works.votes.states import COLLECTING

OWN, PAPER = "own", "paper"
SUPPORT = "support"  # a Subject of one support whose kept time has ended


def _row(subject: str, body: int | None) -> Initiative:
    """An initiative of the village acted upon, locked. Raises NotHere."""
    found = Initiative.objects.select_for_update().filter(pk=subject, body=body).first()
    if found is None:
        raise NotHere(checks.NO_INITIATIVE)
    return found


def _book(at: datetime) -> Rulebook:
    return rulebooks.current().at(clock.local_day(at))


def _household(who: Who, body: int, number: str, one: policy.Calling, day: date) -> str:
    """The key of the household whose act it is: in its own session, or by its list number at the counter. Raises NotYours, Refused."""
    if isinstance(who.actor, Voice):
        seat = rolls.seat_of(who.actor.household or "", day)
        if seat is None or seat[1:] != (body, HOUSEHOLDS):
            raise NotYours(N_("This is for the households of the village. Enter with your household's number first."))
        if one.asked and not conditions(body):
            raise Refused(checks.HEAD_COLLECTS, basis=one.basis)
        return seat[0].key
    checks.check_takes(who, one)
    found = next((seat.key for seat in rolls.on(body, HOUSEHOLDS, day) if seat.number == number.strip()), None)
    if found is None:
        raise Refused(N_("No household of the list has the number {number}."), {"number": number.strip()[:NUMBER]})
    return found


def _give(row: Initiative, key: str, who: Who, one: policy.Calling, at: datetime) -> None:
    """A household's support from today on; an earlier one gives way, whether it has run out or still counts: the law's months run from the
    day on which a household said so, and so that none is missing on the morning after, it may say so again in time (docs/adr/0037). Raises
    Refused where that would change nothing: one without a term, one of today."""
    today = clock.local_day(at)
    before = Support.objects.filter(initiative=row, member=key, ended=None).first()
    if before is not None and (before.until is None or today == before.day):
        raise Refused(N_("This household supports it already."))
    if before is not None:
        before.ended = today
        before.save()
    office = who.actor.mandate if isinstance(who.actor, Office) else None
    Support.objects.create(
        initiative=row, member_id=key, day=today, until=last_day(today, months_of(one, _book(at))),
        manner=OWN if office is None else PAPER, mandate_id=office,
    )  # fmt: skip


@act("initiative.propose")
def start(*, who: Who, at: datetime, body: int | None, rule: str, title: str, text: str, number: str = "") -> Draft:
    """Propose, as a household, a matter that the village is to decide; it supports it with that. Who: a household, or an office that takes
    supports, for the household with the list number `number`. Basis: Law 10/2022/QH15 Art. 16(3), Decree 59/2023/NĐ-CP Art. 9(1)(b)."""
    today, book = clock.local_day(at), _book(at)
    one, place = checks.check_calling(rule, book, today), bodies.place(body or 0, today)
    checks.check_rule(book, rule, place, today)
    key = _household(who, place.id, number, one, today)
    if Initiative.objects.filter(body=place.id, member=key, state=COLLECTING).count() >= policy.initiatives_open():
        raise Refused(
            N_("Your household has {n} initiatives that collect supports. Hand one in or take one back first."),
            {"n": policy.initiatives_open()},
        )
    words = {"title": checks.check_text(checks.TITLE, title, TITLE), "text": checks.check_text(checks.TEXT, text, TEXT)}
    row = Initiative.objects.create(subject=new_subject(), body_id=place.id, rule=rule, member_id=key, state=COLLECTING, begun=today)
    _give(row, key, who, one, at)
    return Draft(row.subject, {"public": {"rule": rule, **words}})


@act("initiative.support")
def support(*, who: Who, at: datetime, body: int | None, initiative: str, number: str = "") -> Draft:
    """Support an initiative as a household, or enter a support given on paper (`number`: the household's on the list). Who: as to propose.

    It counts for the months that the rulebook says. Basis: Law 10/2022/QH15 Art. 16(3).
    """
    row = _row(initiative, body)
    one = checks.check_calling(row.rule, _book(at), clock.local_day(at))
    key = _household(who, row.body_id, number, one, clock.local_day(at))
    checks.check_initiative(row, "support")
    _give(row, key, who, one, at)
    return Draft(new_subject(), {"sender": {"initiative": row.subject}}, sealed=True, changes_public=False)


@act("initiative.take_back")
def take_back(*, who: Who, at: datetime, body: int | None, initiative: str, number: str = "") -> Draft:
    """Take a household's support back. Who: as `initiative.support`. It counts no more from today on; handed in is handed in."""
    row, today = _row(initiative, body), clock.local_day(at)
    key = _household(who, row.body_id, number, _at_any_time(checks.check_calling(row.rule, _book(at), clock.local_day(at))), today)
    checks.check_initiative(row, "take-back")
    if not Support.objects.filter(Q(until=None) | Q(until__gte=today), initiative=row, member=key, ended=None).update(ended=today):
        raise Refused(N_("This household does not support it now."))
    return Draft(new_subject(), {"sender": {"initiative": row.subject}}, sealed=True, changes_public=False)


def _at_any_time(one: policy.Calling) -> policy.Calling:
    """The same without asking for an online choice: whoever could give a support can always take it back."""
    return replace(one, asked=False)


@act("initiative.drop")
def drop(*, who: Who, at: datetime, body: int | None, initiative: str) -> Draft:
    """Give an initiative up before it was handed in. Who: the household that proposed it."""
    row = _row(initiative, body)
    _check_mine(who, row)
    row.state, today = checks.check_initiative(row, "drop"), clock.local_day(at)
    row.save()
    Support.objects.filter(initiative=row, ended=None).update(ended=today)
    return Draft(row.subject, {"public": {"dropped": today.isoformat()}})


def _check_mine(who: Who, row: Initiative) -> None:
    if not isinstance(who.actor, Voice) or who.actor.household is None or who.actor.household != row.member_id:
        raise NotYours(N_("This is done by the household that proposed it."))


def _lasting(row: Initiative, day: date) -> dict[str, Given]:
    """Who supported it when `day` began and still does, of the village's list: what was taken back today is not handed in. Two queries."""
    return lasting(supports_of(row), frozenset(seat.key for seat in rolls.on(row.body_id, HOUSEHOLDS, day)), day)


def _root(mine: Mapping[str, Given]) -> str:
    """The root over those households (key, day, last day), in hex: whoever holds the list can be checked against it."""
    leaves = (ledger.canonical([key, one.day.isoformat(), one.until.isoformat() if one.until else ""]) for key, one in sorted(mine.items()))
    return ledger.root_of(ledger.leaf_hash(leaf) for leaf in leaves).hex()


def _handed(row: Initiative, verb: str, found: Standing, at: datetime) -> tuple[dict[str, object], tuple[Start, ...]]:
    """What handing in and approving share: the step, the numbers of those who support it since before today, the duty to put it to the
    people."""
    today, book = clock.local_day(at), rulebooks.current()
    row.state = checks.check_initiative(row, verb)
    mine = _lasting(row, today)
    row.handed, row.supports, row.households, row.needed = today, len(mine), found.households, found.needed
    row.save()
    place = bodies.place(row.body_id, today)
    facts, kinds = bodies.facts(place, today, book), policy.handed(row.rule)
    events = [Event(EventName.CASE_AROSE, occasion_of(place.id, kind, today), today, kind=kind) for kind in kinds]
    numbers: dict[str, object] = {
        "supports": len(mine), "households": found.households, "needed": found.needed, "root": _root(mine)
    }  # fmt: skip
    return numbers, tuple(Start.of(spec) for event in events for spec in starts(book, event, facts))


@act("initiative.hand_in")
def hand_in(*, who: Who, at: datetime, body: int | None, initiative: str) -> Draft:
    """Hand in an initiative that enough of all households supported when today began, and still do: it must be put to the people, and their
    number is kept, which tells of no support given today.

    Who: the household that proposed it, or an office that takes its supports. Basis: Law 10/2022 Art. 16(3), Decree 59/2023 Art. 9(1)(b).
    """
    row, book = _row(initiative, body), _book(at)
    one = checks.check_calling(row.rule, book, clock.local_day(at))
    if isinstance(who.actor, Voice):
        _check_mine(who, row)
    else:
        checks.check_takes(who, one)
    checks.check_initiative(row, "hand-in")
    found = stand_of(row, book, clock.local_day(at), begun=True)
    checks.check_enough(found.supports, found.households, found.needed, one.basis)
    if len(_lasting(row, clock.local_day(at))) < found.needed:
        raise Refused(checks.ENOUGH_NO_MORE, basis=one.basis)
    numbers, effects = _handed(row, "hand-in", found, at)
    return Draft(row.subject, {"public": numbers}, effects)


@act("initiative.approve")
def approve(*, who: Who, at: datetime, body: int | None, initiative: str, reason: str) -> Draft:
    """Approve of an initiative that fewer support, because the community gains by it: then too it is put to the people.

    Who: the Front's work board. Basis: Law 10/2022/QH15 Art. 16(3), second paragraph.
    """
    row, book = _row(initiative, body), _book(at)
    one = checks.check_calling(row.rule, book, clock.local_day(at))
    if not one.fewer:
        raise Refused(N_("This needs the share that the law gives; nobody can approve of it with fewer."), basis=one.basis)
    said = checks.check_text(checks.REASON, reason, WHY)
    numbers, effects = _handed(row, "approve", stand_of(row, book, clock.local_day(at), begun=True), at)
    return Draft(row.subject, {"public": {**numbers, "reason": said}}, effects)


@act("initiative.turn_down")
def turn_down(*, who: Who, at: datetime, body: int | None, initiative: str, reason: str) -> Draft:
    """Not put an initiative to the people because it is against the law, good custom or public morals. Who: whoever convenes such a matter.

    No other ground exists. Basis: Law 10/2022/QH15 Art. 16(3).
    """
    row, book = _row(initiative, body), _book(at)
    one = checks.check_calling(row.rule, book, clock.local_day(at))
    checks.check_convener(who, book.decisions[row.rule], row.body_id)
    if not one.fewer:
        raise Refused(N_("A petition of enough households goes on; it cannot be turned down here."), basis=one.basis)
    said = checks.check_text(checks.REASON, reason, WHY)
    row.state = checks.check_initiative(row, "turn-down")
    row.save()
    return Draft(row.subject, {"public": {"reason": said}})


def erase_supports(subject: Subject, at: datetime) -> int:
    """Take a household off its supports, or off one whose kept time ended: they stop counting today. Returns how many."""
    rows = Support.objects.exclude(member=None)
    rows = rows.filter(pk=int(subject.key)) if subject.kind == SUPPORT else rows.filter(member=subject.key)
    if subject.kind not in (SUPPORT, "household"):
        return 0
    today = clock.local_day(at)
    rows.filter(ended=None).update(ended=today)
    return rows.update(member=None)


def erase_proposals(subject: Subject, at: datetime) -> int:
    """Take a household off the initiatives it proposed; the words stand, or go by the code of their receipt. Returns how many."""
    return Initiative.objects.filter(member=subject.key).update(member=None) if subject.kind == "household" else 0
