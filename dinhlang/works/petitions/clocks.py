"""Until when: a clock of the rulebook where it has one for this kind and stage, else the promise of the house.

Promises: the day is computed by the rulebook in force on the day the stage began, and kept; a law that changes later changes no clock that
runs. What an answer promises (until when silence closes it, until when it may be reopened) is kept with it as well. Refuses: to pause a
clock of the law.
"""

from datetime import date, timedelta

from dinhlang.core.calendar import ONE_DAY, working_days_after
from dinhlang.core.rules import Event, EventName, Rulebook, starts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.works.petitions import policy
from dinhlang.works.petitions.models import Petition

RECEIVED, ACCEPTED = "received", "accepted"
EVENTS = {RECEIVED: EventName.MATTER_RECEIVED, ACCEPTED: EventName.MATTER_ACCEPTED}


def until(kind: policy.Kind, stage: str, place: Place, day: date, book: Rulebook, finding: str = "") -> tuple[str, date | None]:
    """The rule ("" for the house clock) and the last day of a stage that begins on `day` at the body `place`; None: it names no day."""
    event = kind.event(stage, finding)
    if event:
        found = starts(book, Event(EVENTS[stage], kind.id, day, kind=event), bodies.facts(place, day, book))
        if found:
            return found[0].rule, found[0].due.rolled or found[0].due.day
    return "", working_days_after(day, policy.values().house_days, book.calendar).day


def silence(day: date) -> date:
    """The last day on which the sender may answer an answer given on `day`, before silence closes it."""
    return day + timedelta(days=policy.values().silence_days)


def again(found: Petition, day: date, reopened: int) -> date | None:
    """The last day on which what was answered or refused on `day` may be reopened, having been `reopened` so often; None: not at all."""
    values = policy.values()
    if not policy.kind(found.kind).reopens or reopened >= values.reopenings:
        return None
    return day + timedelta(days=values.reopen_days)


def moved(due: date, paused: date, resumed: date, book: Rulebook) -> date:
    """The last day of a house clock that stood still from `paused` to `resumed`: as many working days remain as did then."""
    day, left = paused, 0
    while day < due:
        day += ONE_DAY
        left += book.calendar.is_working(day)
    return working_days_after(resumed, left, book.calendar).day if left else resumed
