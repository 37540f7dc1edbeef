"""The one place that says in which state an obligation is. SQL counts elsewhere are tested equal to it.

Promises: pure, total, never raises; what lies after the asked day does not exist for it. Refuses: to count evidence
that is only declared, and to judge by anything but days.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from dinhlang.core.calendar import Span, longest_run, union
from dinhlang.core.rules.types import Done, How, Mode, Ran, State, Target


def _lives(done: Done, day: date) -> bool:
    return done.day <= day and (done.voided is None or done.voided > day)


def _begun(runs: Iterable[Ran], day: date) -> list[Ran]:
    """The runs that had begun on `day` and were not void on it."""
    return [ran for ran in runs if ran.from_day <= day and (ran.voided is None or ran.voided > day)]


def _covers(ran: Ran, day: date) -> bool:
    return ran.from_day <= day and (ran.to_day is None or day < ran.to_day)


def _places_up(runs: Iterable[Ran], day: date) -> int:
    return len({ran.place for ran in runs if _covers(ran, day)})


def state(target: Target, done: Sequence[Done], runs: Sequence[Ran], exempt: bool, not_scored: bool, day: date) -> State:
    """The state of one part on `day`.

    The clauses are read from top to bottom and the first that fits answers. "Live" is done, or a run begun, on or before
    `day` and not voided on or before it; "counting" is live and not merely declared. A deadline without a day is judged as
    `no_day`.

    1. exempt → exempt; 2. not scored → not_scored.
    Standing: 3. before it opens → not_yet_due; 4. counting runs cover the day at every place → running; 5. together with
    declared ones they do → declared_only; 6. broken.
    Cell: 7. counting, something disclosed → disclosed; 8. counting, nothing arose → nothing_arose; 9. the day has not
    passed → not_yet_due; 10. live but declared → declared_only; 11. silent.
    No day: 12. counting → done_on_time; 13. no_day.
    Deadline: 14. the earliest counting day is in time → done_on_time; 15. any counting → done_late; 16. the day has not
    passed → not_yet_due; 17. live but declared, or a declared run live → declared_only; 18. missing.
    """
    if exempt:
        return State.EXEMPT
    if not_scored:
        return State.NOT_SCORED
    begun = _begun(runs, day)
    if target.mode is Mode.STANDING:
        return _standing(target, begun, day)
    live = [one for one in done if _lives(one, day)]
    counting = [one for one in live if one.how is not How.DECLARED]
    last = target.due if target.due_rolled is None else target.due_rolled
    passed = last is not None and day > last
    if target.mode is Mode.CELL:
        return _cell(counting, bool(live), passed)
    if target.mode is Mode.NO_DAY or last is None:
        return State.DONE_ON_TIME if counting else State.NO_DAY
    if counting:
        return State.DONE_ON_TIME if min(one.day for one in counting) <= last else State.DONE_LATE
    if not passed:
        return State.NOT_YET_DUE
    if live or any(ran.how is How.DECLARED for ran in begun):
        return State.DECLARED_ONLY
    return State.MISSING


def _standing(target: Target, runs: Sequence[Ran], day: date) -> State:
    if day < target.opens:
        return State.NOT_YET_DUE
    needed = max(target.places, 1)
    if _places_up((ran for ran in runs if ran.how is not How.DECLARED), day) >= needed:
        return State.RUNNING
    if _places_up(runs, day) >= needed:
        return State.DECLARED_ONLY
    return State.BROKEN


def _cell(counting: Sequence[Done], declared: bool, passed: bool) -> State:
    if any(not one.nothing_arose for one in counting):
        return State.DISCLOSED
    if counting:
        return State.NOTHING_AROSE
    if not passed:
        return State.NOT_YET_DUE
    return State.DECLARED_ONLY if declared else State.SILENT


def hold_state(target: Target, runs: Sequence[Ran], day: date, extra: int = 1) -> State | None:
    """Whether the posting has stood unbroken for `target.hold` days, as it stood when `day` began.

    None where the part has no hold, or counting runs are live at fewer than `target.places` places. A run is watched to
    its end where the system stamped it or somebody else saw it to its end. Per place: held when touching counting runs
    reach back at least `hold + extra` days from the end of one that was watched to it; else declared only when the longest
    union of them is that long, for nobody else saw it through; else running while one is up on `day`; else broken. The
    places are ranked and the last one needed decides. `extra` is `Terms.hold_extra`.
    """
    if target.hold is None:
        return None
    by_place: dict[str, list[Ran]] = {}
    for ran in _begun(runs, day):
        if ran.how is not How.DECLARED:
            by_place.setdefault(ran.place, []).append(ran)
    needed = max(target.places, 1)
    if len(by_place) < needed:
        return None
    found = sorted((_hold_at(ran, target.hold + extra, day) for ran in by_place.values()), key=_HOLD_RANK.__getitem__)
    return found[needed - 1]


_HOLD_RANK: Mapping[State, int] = MappingProxyType({State.HELD: 0, State.DECLARED_ONLY: 1, State.RUNNING: 2, State.BROKEN: 3})


def _hold_at(runs: Sequence[Ran], needed: int, day: date) -> State:
    spans = [Span(ran.from_day, ran.to_day) for ran in runs]
    unbroken = union(spans)
    for ran in runs:
        end = day if ran.to_day is None else min(ran.to_day, day)
        watched = (ran.how is How.STAMPED or ran.seen_to_end) and end > ran.from_day
        if watched and any((end - span.from_day).days >= needed and (span.to_day is None or end <= span.to_day) for span in unbroken):
            return State.HELD
    best = longest_run(spans, day)
    if best is not None and best.days(day) >= needed:
        return State.DECLARED_ONLY
    return State.RUNNING if any(span.covers(day) for span in spans) else State.BROKEN


# What a reader must hear first, when parts differ. Something owed comes before something doubtful, something doubtful
# before something still to come, and all of these before what is done; a late part makes the whole late.
PRECEDENCE: tuple[State, ...] = (
    State.MISSING,
    State.SILENT,
    State.DECLARED_ONLY,
    State.BROKEN,
    State.NOT_YET_DUE,
    State.NO_DAY,
    State.NOT_SCORED,
    State.DONE_LATE,
    State.RUNNING,
    State.DONE_ON_TIME,
    State.HELD,
    State.DISCLOSED,
    State.NOTHING_AROSE,
    State.EXEMPT,
)
_RANK: Mapping[State, int] = MappingProxyType({word: place for place, word in enumerate(PRECEDENCE)})


def overall(parts: Sequence[tuple[bool, State]]) -> State:
    """The state of the whole from (required, state) of its parts, whatever their order.

    Only required parts speak (all, where none is required); the first of `PRECEDENCE` among them answers, so that the
    whole is exempt only where every part is. No part at all: `not_scored`, for there is nothing to judge by.
    """
    speaking = [word for required, word in parts if required] or [word for _, word in parts]
    return min(speaking, key=_RANK.__getitem__, default=State.NOT_SCORED)
