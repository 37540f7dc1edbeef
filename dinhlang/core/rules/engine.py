"""From rules, facts and events to occasions with their due days.

Promises: linear in rules × occasions, no dependence on how many bodies there are; every due day carries its steps.
Refuses: to know what today is, to hold a number of the law, to guess which rule an act was meant for.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date

from dinhlang.core.calendar import (
    Calendar,
    Count,
    Period,
    Reason,
    Step,
    calendar_days_after,
    days_before,
    months_after,
    once_a_year,
    periods,
    roll_forward,
    until_day,
    working_days_after,
    working_days_before,
)
from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules.types import (
    HOURS_OF_DAY,
    ClockSpec,
    Due,
    DueKind,
    Duty,
    Event,
    Facts,
    Mode,
    Part,
    Read,
    Rulebook,
    SlotSpec,
    StartKind,
    Target,
    Terms,
    Text,
    Unit,
    met,
)

STANDING_OCCASION = "standing"
_NO_DUE = Due(None, None)


def due(duty: Duty, start: date, cal: Calendar, terms: Terms, *, ends: date | None = None, named: date | None = None) -> Due:
    """The due day of `duty` for an occasion that starts on `start` (for a backward term: the day of the event).

    `ends` is the last day of the period within which the rule wants it done (rules with `within`), `named` the day an
    event names (rules with `named`); without it such an occasion has no day. Working-day terms end on a working day;
    calendar and month terms and fixed days roll forward as `terms` say, hours never; backward terms roll only if `terms` say so.
    """
    rule = duty.due
    if rule.kind in (DueKind.NONE, DueKind.UNREAD):
        return _NO_DUE
    if (rule.kind is DueKind.NAMED and named is None) or (rule.kind in (DueKind.WITHIN, DueKind.DATE) and ends is None):
        return _NO_DUE
    if rule.kind is DueKind.BEFORE:
        return _backward(rule.n, rule.unit, start, cal, terms)
    if rule.kind is DueKind.NAMED and named is not None:
        count = Count(named, (Step(named, False, Reason.START, cal.days_off.get(named, "")),))
    elif rule.kind in (DueKind.WITHIN, DueKind.DATE) and ends is not None:
        count = until_day(start, max(start, ends), cal)
        if rule.strictly:  # what must be there before a day is not helped by that day
            return _due(count, cal, False)
    elif rule.unit is Unit.WORKING_DAY:
        count = working_days_after(start, rule.n, cal, first_counted=terms.first_day_counted)
    elif rule.unit is Unit.MONTH:
        count = months_after(start, rule.n, cal)
    elif rule.unit is Unit.HOUR:  # the same hour so many days later; the instant itself is kept by the room that started the clock
        return _due(calendar_days_after(start, rule.n // HOURS_OF_DAY, cal, first_counted=False), cal, False)
    else:
        count = calendar_days_after(start, rule.n, cal, first_counted=terms.first_day_counted)
    return _due(count, cal, terms.forward_rolls)


def _due(count: Count, cal: Calendar, rolls: bool) -> Due:
    rolled = roll_forward(count.day, cal) if rolls else Count(count.day, ())
    unknown = tuple(sorted({*count.unknown, *rolled.unknown}))
    provisional = once_a_year((*count.provisional, *rolled.provisional), cal.provisional)
    return Due(count.day, rolled.day, count.steps + rolled.steps, unknown, provisional)


def _backward(n: int, unit: Unit | None, event: date, cal: Calendar, terms: Terms) -> Due:
    if unit is Unit.WORKING_DAY:
        count = working_days_before(event, n, cal, event_counted=terms.event_day_counted)
    else:
        count = days_before(event, n, cal, event_counted=terms.event_day_counted)
    return _due(count, cal, terms.backward_rolls)


def places_of(part: Part, facts: Facts) -> int:
    """At how many places `part` must stand at a body with `facts`; 1 where it names no fact or the fact is not held."""
    value = facts.values.get(part.places, 1) if part.places else 1
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 1


def parts_for(duty: Duty, facts: Facts) -> tuple[Part, ...]:
    """The parts of `duty` that exist at a body with `facts`: those whose condition they meet."""
    return tuple(part for part in duty.parts if not part.condition or met(part.condition, facts.values))


def _bears(duty: Duty, facts: Facts) -> bool:
    return facts.kind in duty.bearer


def _matches(duty: Duty, event: Event) -> bool:
    starts = duty.starts
    if starts.kind is not StartKind.EVENT or starts.event != event.name:
        return False
    if starts.item is not None and starts.item != event.item:
        return False
    if starts.event_kind and starts.event_kind != event.kind:
        return False
    return not event.rule or event.rule == duty.id


def _yields(duty: Duty, others: Collection[str]) -> bool:
    return any(other in others for other in duty.yields_to)


def _mode(part: Part, day: Due) -> Mode:
    return Mode.NO_DAY if part.mode is Mode.DEADLINE and day.day is None else part.mode


def starts(book: Rulebook, event: Event, facts: Facts) -> tuple[ClockSpec, ...]:
    """The clocks `event` opens at a body with `facts`.

    The wording in force on the event's day applies; of a notice, the one in force on the day the notice is due, for
    nothing can be owed before its rule exists. A rule that yields to another one opened by the same event, with parts
    that exist there, opens nothing. `event.parts` narrows the parts.
    """
    found: list[tuple[Duty, Due]] = []
    for duty in book.by_event.get(event.name, ()):
        if _bears(duty, facts) and _matches(duty, event):
            day = due(duty, event.day, book.calendar, book.terms, named=event.due)
            if duty.covers(event.day, day.day):
                found.append((duty, day))
    ids = {duty.id for duty, _ in found if parts_for(duty, facts)}
    return tuple(
        ClockSpec(duty.id, part.channel, event.occasion, event.day, day, _mode(part, day), part.hold, places_of(part, facts), part.required)
        for duty, day in found
        if not _yields(duty, ids)
        for part in parts_for(duty, facts)
        if not event.parts or part.channel in event.parts
    )


def every_part(duty: Duty, _facts: Facts) -> tuple[Part, ...]:
    """All parts of `duty`, whatever they depend on."""
    return duty.parts


def schedule(book: Rulebook, facts: Facts, year: int, parts: Callable[[Duty, Facts], tuple[Part, ...]] = parts_for) -> tuple[SlotSpec, ...]:
    """The occasions the calendar gives a body with `facts` for the periods of `year`, standing duties included.

    A rule that opens after its period must be in force on the period's last day, one that opens with it on any day of
    it; of two wordings in force within such a period the earlier opens it. `start_day` is the day whose wording applies.
    `parts` says which parts of a duty are meant: those that exist at a body with `facts`, or `every_part`.
    A standing rule has one occasion, `standing`, that opens when the rule begins, and each later wording names it anew with
    its own day: whoever bears it from later on takes the later day. A rule that yields to another of this schedule's rules
    in force that day gives nothing.
    """
    slots: list[SlotSpec] = []
    for duty in book.by_calendar:
        if not _bears(duty, facts):
            continue
        prevailing = [other for name in duty.yields_to for other in book.wordings[name] if _bears(other, facts) and parts(other, facts)]
        for occasion, opens, start, ends in _occasions(book, duty, year):
            if any(other.in_force(start) for other in prevailing):
                continue
            day = due(duty, start, book.calendar, book.terms, ends=ends)
            slots += [
                SlotSpec(
                    rule=duty.id,
                    part=part.channel,
                    occasion=occasion,
                    opens=opens,
                    start_day=start,
                    due=day,
                    mode=_mode(part, day),
                    hold=part.hold,
                    places=places_of(part, facts),
                    required=part.required,
                    item=part.item,
                )
                for part in parts(duty, facts)
            ]
    return tuple(slots)


def _occasions(book: Rulebook, duty: Duty, year: int) -> Iterator[tuple[str, date, date, date | None]]:
    starts = duty.starts
    if starts.kind is StartKind.STANDING:
        if duty.in_force_from.year <= year and (duty.in_force_to is None or year <= duty.in_force_to.year):
            yield STANDING_OCCASION, duty.in_force_from, duty.in_force_from, None
        return
    begun = book.terms.years[starts.of]
    for period in periods(starts.every, starts.of, year, begun.begins(year)):
        if starts.opens_after:
            if duty.in_force(period.last):
                opens = roll_forward(date.fromordinal(period.last.toordinal() + 1), book.calendar).day
                yield period.id, opens, period.last, _ends(book, duty, period)
        elif period.last >= duty.in_force_from and (duty.in_force_to is None or period.first <= duty.in_force_to):
            if any(_opened(other, duty, period) for other in book.wordings[duty.id]):
                continue
            opens = max(period.first, duty.in_force_from)
            yield period.id, opens, opens, _ends(book, duty, period)


def _opened(other: Duty, duty: Duty, period: Period) -> bool:
    """Whether `other` is an earlier wording of the same rule that opened `period` already."""
    earlier = other.id == duty.id and other.starts == duty.starts and other.in_force_from < duty.in_force_from
    return earlier and other.in_force_to is not None and other.in_force_to >= period.first


def _ends(book: Rulebook, duty: Duty, period: Period) -> date | None:
    """The last day in time where the rule names one: its fixed date, or the last day of the n-th period after `period` (0: itself)."""
    if duty.due.kind is DueKind.DATE:
        named = date(int(period.id[:4]) + duty.due.n, duty.due.month, duty.due.on_day)
        return book.terms.last_day_before(named) if duty.due.strictly else named
    if duty.due.unit is not Unit.PERIOD:
        return None
    begun = book.terms.years[duty.starts.of]
    year = int(period.id[:4])
    rows = [row for y in range(year, year + duty.due.n + 2) for row in periods(duty.starts.every, duty.starts.of, y, begun.begins(y))]
    return rows[[row.id for row in rows].index(period.id) + duty.due.n].last


def target_of(spec: SlotSpec | ClockSpec) -> Target:
    """What `state()` judges `spec` against. A clock opens when it starts."""
    opens = spec.opens if isinstance(spec, SlotSpec) else spec.start_day
    return Target(opens, spec.due.day, spec.due.rolled, spec.mode, spec.hold, spec.places)


def accepts(duty: Duty, act: str, part: str, about: str, occasion: str) -> None:
    """Refuse unless `act`, done about the period or thing `about` ("" where it names none), may claim `part` of `duty` on `occasion`."""
    found = duty.part(part)
    if found is None:
        raise Refused(N_("This duty has no part called “{part}”."), {"part": part}, duty.basis)
    if act not in found.accepts:
        raise Refused(N_("This act cannot fulfil that part of the duty."), {"act": act, "part": part}, found.basis or duty.basis)
    if about and about != occasion:
        raise Refused(
            N_("What you publish is about “{about}”; this duty is for “{occasion}”."), {"about": about, "occasion": occasion}, duty.basis
        )


def not_scored_reason(duty: Duty, facts: Facts, part: str = "") -> Text | None:
    """Why `part` of `duty` (any part where "") is shown and not judged at a body with `facts`; None where it is judged."""
    if duty.due.kind is DueKind.UNREAD:
        return duty.due.note
    rule = duty.not_scored_if
    if rule is None or facts.values.get(rule.fact) is not True:
        return None
    return rule.text if not part or not rule.parts or part in rule.parts else None


def can_judge(part: Part, kind: str) -> bool:
    """Whether a body of `kind` can show in this house that it did `part`; what cannot be shown is not judged."""
    return kind in part.kept_by


def scored(duty: Duty, confirmed: Collection[bytes]) -> bool:
    """Whether *missing* and *late* of `duty` may enter a public score.

    It was read in the text and no amendment is unread, or the province confirmed this wording (`confirmed`: hashes of wordings).
    """
    return (duty.read is Read.TEXT and not duty.amended_unread) or duty.hash in confirmed
