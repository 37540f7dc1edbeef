"""Until when: a clock of the rulebook where it has one for this kind and stage, else the promise of the house.

Promises: the day is computed by the rulebook in force on the day the stage began, and kept; a law that changes later changes no clock that
runs. What an answer promises (until when silence closes it, until when it may be reopened) is kept with it as well. Refuses: to pause a
clock of the law.
"""

from datetime import date, timedelta

from dinhlang.core.calendar import ONE_DAY, working_days_after
from dinhlang.core.rules import Event, EventName, Rulebook, due, starts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.works.petitions import policy
from dinhlang.works.petitions.models import Petition
from dinhlang.works.petitions.states import REFUSED

RECEIVED, ACCEPTED, WRONG = "received", "accepted", "wrong"
"""Stages: it came; it was taken on; the sender says that what was supplied is wrong."""


def until(kind: policy.Kind, stage: str, place: Place, day: date, book: Rulebook, finding: str = "") -> tuple[str, date | None]:
    """The rule ("" for the house clock) and the last day of a stage that begins on `day` at the body `place`; None: it names no day."""
    for name, event in kind.events(stage, finding):
        found = ruled(name, event, place, day, book)
        if found is not None:
            return found
    return "", working_days_after(day, policy.values().house_days, book.calendar).day


def ruled(name: str, event: str, place: Place, day: date, book: Rulebook, act: str = "") -> tuple[str, date | None] | None:
    """The rule that an event of `day` opens at the body, and its last day; of several the one that ends first. None: it opens none.

    `act` narrows to rules that this act fulfils.
    """
    found = starts(book, Event(EventName(name), event, day, kind=event), bodies.facts(place, day, book))
    days = [(one.rule, one.due.rolled or one.due.day) for one in found if not act or act in book.duties[one.rule].accepts]
    return min(days, key=lambda pair: pair[1] or date.max) if days else None


def earlier(rule: str, day: date, due_day: date, book: Rulebook) -> date | None:
    """The last day by the wording before the one in force on `day`, where it is earlier: to be warned of, not judged by. Else None.

    Seven working days may end after the ten days of the older wording (rulebook, decree-155-2026-nd-cp/art_10.toml).
    """
    older = [one for one in book.versions if one.id == rule and one.in_force_to is not None and one.in_force_to < day]
    if not older:
        return None
    last = due(max(older, key=lambda one: one.in_force_from), day, book.calendar, book.terms).rolled
    return last if last is not None and last < due_day else None


def silence(day: date) -> date:
    """The last day on which the sender may answer an answer given on `day`, before silence closes it."""
    return day + timedelta(days=policy.values().silence_days)


def again(found: Petition, day: date, reopened: int) -> date | None:
    """The last day on which what was answered or refused on `day` may be reopened, having been `reopened` so often; None: not at all."""
    values, sort = policy.values(), policy.kind(found.kind)
    if found.state == REFUSED and sort.wrong:  # nothing was supplied that could be wrong: a refusal is complained about
        return None
    if not sort.reopens or reopened >= values.reopenings:
        return None
    return day + timedelta(days=values.reopen_days)


def stands_still(found: Petition, day: date) -> bool:
    """Whether its house clock stands still on `day`."""
    return found.still is not None and day <= found.still


def moved(last: date, paused: date, resumed: date, book: Rulebook) -> date:
    """The last day of a house clock that stood still from `paused` to `resumed`: as many working days remain as did then."""
    day, left = paused, 0
    while day < last:
        day += ONE_DAY
        left += book.calendar.is_working(day)
    return working_days_after(resumed, left, book.calendar).day if left else resumed
