"""Entering a day of reception, putting it off, saying what came of it.

Promises: a day of the head's timetable starts the clock of its posting; one that was announced before it began and was held by the head
fulfils the head's duty of that week or month; in public no number of those who came below the house's least. Refuses: a day that is
dropped without a new one, and a result before the day has come.
"""

from datetime import date, datetime
from typing import Any

from dinhlang.core.rules import Event, EventName, How, State, starts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.acts import occasion_of
from dinhlang.ground.duties.effects import Effect, Fulfil, Start, Target, VoidClock
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject
from dinhlang.works.reception import checks, policy
from dinhlang.works.reception.checks import HEAD, HOLDS
from dinhlang.works.reception.models import Day
from dinhlang.works.reception.states import DAY, PLANNED

PLACE, ABOUT, ONLINE, REASON = 120, 300, 300, 300  # characters
SIGN_UP, WORDS = "reception.sign_up", "sender"
SESSION, POSTPONED = "reception-session", "reception-postponed"  # kinds of events of the rulebook
ENDED = "retention-ended"  # a code of policy/erasure.toml
DONE = (State.DONE_ON_TIME, State.DONE_LATE)


def _began(event: EventName, kind: str, place: Place, day: date, today: date) -> list[Effect]:
    """The clocks that an event of the rulebook starts at the body."""
    book = rulebooks.current()
    one = Event(event, occasion_of(place.id, kind, day), day, kind=kind)
    return [Start.of(spec) for spec in starts(book, one, bodies.facts(place, today, book))]


@act("reception.schedule")
def schedule(
    *,
    who: Who,
    at: datetime,
    body: int | None,
    begins: datetime,
    ends: datetime,
    place: str,
    receives: str,
    about: str = "",
    slots: int = 0,
    minutes: int = 0,
    planned: bool = True,
    online: str = "",
) -> Draft:
    """Enter and publish a day of reception. Who: an office of the body. `slots` places of `minutes` each can be signed up for.

    `receives` is the head, a deputy or an official: by the office, never by name. A day of the head's timetable is posted 5 working days
    before; `planned` False says that it is none. `online` is the address of the system on which the day is held by video too: who
    takes part there signs up there. Basis: Law 42/2013/QH13 Art. 24(2), 24(4), 18(3); Decree 154/2026/NĐ-CP Art. 16(2).
    """
    today = clock.local_day(at)
    here = bodies.place(body or 0, today)
    checks.check_receiver(here)
    checks.check_seat(who, body)
    checks.check_who(receives)
    checks.check_hours(begins, ends, at, planned=planned)
    checks.check_slots(slots, minutes, begins, ends)
    checks.check_free(here.id, receives, begins, ends)
    found = Day.objects.create(
        subject=new_subject(),
        body_id=here.id,
        begins=begins,
        ends=ends,
        place=checks.check_text("place", place, PLACE),
        receives=receives,
        about=checks.optional(about, ABOUT),
        online=checks.check_online(online, ONLINE),
        slots=slots,
        minutes=minutes,
        planned=planned,
        entered=at,
        state=PLANNED,
    )
    effects = _began(EventName.EVENT_ANNOUNCED, SESSION, here, clock.local_day(begins), today) if planned and receives == HEAD else []
    words: dict[str, Any] = {
        "begins": begins.isoformat(),
        "ends": ends.isoformat(),
        "where": found.place,
        "receives": receives,
        "about": found.about,
        "slots": slots,
        "minutes": minutes,
        "planned": planned,
    }
    if found.online:
        words["online"] = found.online
    return Draft(found.subject, {"public": words}, tuple(effects))


@act("reception.move")
def move(*, who: Who, at: datetime, body: int | None, day: str, begins: datetime, ends: datetime, reason: str) -> Draft:
    """Put a day off to another time, for a reason that everybody reads; who signed up stays signed up. Who: an office of the body.

    A day that has begun stays. Until its timetable was due the posting is due for the new day; afterwards it stays as it was, and the
    notice of the new time is owed. Basis: Law 42/2013/QH13 Art. 24(4).
    """
    found, today = checks.row(day, body), clock.local_day(at)
    checks.check_seat(who, body)
    DAY.step(found.state, "move")
    checks.check_ahead(found, at)
    checks.check_hours(begins, ends, at, planned=True)
    checks.check_slots(found.slots, found.minutes, begins, ends)
    checks.check_free(found.body_id, found.receives, begins, ends, but=found.pk)
    here = bodies.place(found.body_id, today)
    effects: list[Effect] = []
    if found.planned and found.receives == HEAD:
        posted = list(Clock.objects.filter(source=found.subject, body=found.body_id, voided=None).order_by("id"))
        ahead = [one for one in posted if (one.due_rolled or one.due or today) >= today]
        if ahead and clock.local_day(begins) != clock.local_day(found.begins):
            effects += [VoidClock(Target(one.rule, one.part, one.occasion), today) for one in ahead]
            effects += _began(EventName.EVENT_ANNOUNCED, SESSION, here, clock.local_day(begins), today)
        elif not ahead:
            effects += _began(EventName.CASE_AROSE, POSTPONED, here, today, today)
    found.was, found.begins, found.ends, found.entered = found.begins, begins, ends, at
    found.moved, found.reason = found.moved + 1, checks.check_text("reason", reason, REASON)
    found.save()
    words = {"was": found.was.isoformat(), "begins": begins.isoformat(), "ends": ends.isoformat(), "reason": found.reason}
    return Draft(found.subject, {"public": words}, tuple(effects))


@act(HOLDS)
def hold(
    *,
    who: Who,
    at: datetime,
    body: int | None,
    day: str,
    received: str = "",
    people: int = 0,
    groups: int = 0,
    reason: str = "",
) -> Draft:
    """Say what came of a day: which office received, how many people and groups came; or, without `received`, why it was not held.

    Who: an office of the body. From now on nobody reads the words of those who had signed up: they stand in the register, or nowhere.
    Basis: Law 42/2013/QH13 Art. 12(5), 15(2)(d), 18(2).
    """
    found = checks.row(day, body)
    checks.check_seat(who, body)
    checks.check_begun(found, at)
    words: dict[str, Any] = {"begins": found.begins.isoformat()}
    effects: list[Effect] = []
    numbers: dict[str, Any] = {}
    if received:
        checks.check_who(received)
        checks.check_counts(people, groups, found.visits.count())
        found.state = DAY.step(found.state, "hold")
        found.received, found.people, found.groups = received, people, groups
        told = people == 0 or people >= policy.values().came
        words |= {"received": received, **({"people": people} if told else {})}
        numbers = {"sender": {"people": people, "groups": groups}}
        if received == HEAD:
            effects = fulfilled(found, at)
    else:
        found.state = DAY.step(found.state, "miss")
        found.reason = checks.check_text("reason", reason, REASON)
        words |= {"reason": found.reason}
    found.save()
    return Draft(found.subject, {"public": words, **numbers}, tuple(effects))


def fulfilled(found: Day, at: datetime) -> list[Effect]:
    """The head's duties of the weeks and months in which the day lies. Stamped where the day was announced before it began."""
    day, today = clock.local_day(found.begins), clock.local_day(at)
    frame = duties.frame(bodies.place(found.body_id, today).code, today)
    how = How.STAMPED if found.entered < found.begins else How.DECLARED
    effects: list[Effect] = []
    rules = dict.fromkeys(one.id for one in frame.book.by_calendar if HOLDS in one.accepts and frame.place.kind in one.bearer)
    for one in (one for rule in rules for one in duties.obligations(frame, rule=rule)):
        if one.due is not None and one.opens <= day <= one.due:
            parts = [part.part.channel for part in one.parts if HOLDS in part.part.accepts and part.state not in DONE]
            effects += [Fulfil(Target(one.duty.id, part, one.occasion), day, how) for part in parts]
    return effects
