"""The arithmetic of a due day as lines a person can follow; the why page and the command line print them.

Promises: each line is an English message id with places, the values that fill them (dates as dates, law's words as
`Text`), in the order in which one counts. Refuses: to translate, to format a date, to leave out a day not counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dinhlang.core.calendar import Reason, Step
from dinhlang.core.refusal import N_
from dinhlang.core.rules.types import Due, DueKind, Duty, Text, Unit

LineValue = date | int | str | Text


class LineKind(StrEnum):
    """What a line speaks of: the start, the rule, days counted or left out, the roll, the absence of a day, a warning."""

    START = "start"
    RULE = "rule"
    COUNT = "count"
    ROLLED = "rolled"
    NONE = "none"
    WARNING = "warning"


@dataclass(frozen=True)
class Line:
    """One line: `msg` is a message id with `{name}` places filled from `values`; `day` is the day it arrives at, if any."""

    kind: LineKind
    msg: str
    values: Mapping[str, LineValue]
    day: date | None = None


NOT_HELD = N_("The days off of {year} are not held; {day} was judged by its weekday.")
EXPECTED = N_("The days off of {year} are as expected, before the official notice; {day} may still change.")
_RULES: Mapping[tuple[DueKind, Unit | None], str] = {
    (DueKind.AFTER, Unit.WORKING_DAY): N_("The law gives {n} working days ({basis})."),
    (DueKind.AFTER, Unit.CALENDAR_DAY): N_("The law gives {n} days ({basis})."),
    (DueKind.AFTER, Unit.HOUR): N_("The law gives {n} hours; the day is that of the same hour, and days off do not move it ({basis})."),
    (DueKind.AFTER, Unit.MONTH): N_("The law gives {n} months ({basis})."),
    (DueKind.BEFORE, Unit.WORKING_DAY): N_("It must be done at least {n} working days before ({basis})."),
    (DueKind.BEFORE, Unit.CALENDAR_DAY): N_("It must be done at least {n} days before ({basis})."),
    (DueKind.WITHIN, Unit.PERIOD): N_("At the latest by the end of the following period ({basis})."),
    (DueKind.NAMED, None): N_("The day is the one the plan names ({basis})."),
}
_SAME_PERIOD = N_("At the latest by the last day of the period itself ({basis}).")
_FIXED = N_("The law names a fixed day; the last day in time is {last} ({basis}).")
_NOT_READ = N_("The day stands in an instrument that is not read here ({basis}).")


def explain(duty: Duty, start_day: date, due: Due) -> tuple[Line, ...]:
    """How the day of `due` follows from `start_day` by `duty`, line by line.

    Runs of days counted for the same reason become one line (`first`, `last`, `days`); a day off with a name is its own.
    """
    if due.day is None:
        lines = [Line(LineKind.START, N_("It begins on {day}."), {"day": start_day}, start_day)]
        none = _NOT_READ if duty.due.kind is DueKind.UNREAD else N_("The law gives no day ({basis}).")
        return (*lines, Line(LineKind.NONE, none, {"basis": duty.basis}), *_note(duty, LineKind.NONE))
    backward = duty.due.kind is DueKind.BEFORE
    if due.steps and due.steps[0].counted:
        opening = N_("The event is on {day}; that day is counted.") if backward else N_("The start is {day}; that day is counted.")
    else:
        opening = N_("The event is on {day}; that day is not counted.") if backward else N_("The start is {day}; that day is not counted.")
    if duty.due.kind is DueKind.NAMED:
        opening = N_("The day named is {day}.")
        start_day = due.day
    lines = [
        Line(LineKind.START, opening, {"day": start_day}, start_day),
        Line(LineKind.RULE, _rule(duty), {"n": duty.due.n, "basis": duty.basis, "last": due.day}),
        *_note(duty, LineKind.RULE),
        *_counted(due),
    ]
    if due.rolled is not None and due.rolled != due.day:
        values: dict[str, LineValue] = {"day": due.day, "rolled": due.rolled}
        lines.append(Line(LineKind.ROLLED, N_("{day} is a day off: in time until the next working day, {rolled}."), values, due.rolled))
    for msg, days in ((NOT_HELD, due.unknown), (EXPECTED, due.provisional)):
        lines += [Line(LineKind.WARNING, msg, {"day": day, "year": day.year}, day) for day in days]
    return tuple(lines)


def _rule(duty: Duty) -> str:
    if duty.due.kind is DueKind.DATE:
        return _FIXED
    return _SAME_PERIOD if duty.due.kind is DueKind.WITHIN and duty.due.n == 0 else _RULES[duty.due.kind, duty.due.unit]


def _note(duty: Duty, kind: LineKind) -> tuple[Line, ...]:
    return () if duty.due.note is None else (Line(kind, "{note}", {"note": duty.due.note}),)


_WORDS: Mapping[Reason, tuple[str, str]] = {
    Reason.COUNTED: (N_("{day}: counted, day {days}."), N_("{first} to {day}: counted, up to day {days}.")),
    Reason.UNKNOWN_YEAR: (
        N_("{day}: counted by its weekday, day {days}."),
        N_("{first} to {day}: counted by their weekday, up to day {days}."),
    ),
    Reason.WORKED_SATURDAY: (
        N_("{day}: a weekend day that is worked, counted, day {days}."),
        N_("{first} to {day}: weekend days that are worked, counted, up to day {days}."),
    ),
    Reason.WEEKEND: (N_("{day}: weekend, not counted."), N_("{first} to {day}: weekend, not counted.")),
    Reason.HOLIDAY: (N_("{day}: {name}, not counted."), N_("{first} to {day}: {name}, not counted.")),
}


def _counted(due: Due) -> list[Line]:
    groups: list[list[Step]] = []
    for step in due.steps:
        if step.reason in (Reason.START, Reason.ROLLED):
            continue
        last = groups[-1][-1] if groups else None
        same = last is not None and last.reason is step.reason and (step.reason is not Reason.HOLIDAY or last.name == step.name)
        if same:
            groups[-1].append(step)
        else:
            groups.append([step])
    lines = []
    days = 1 if due.steps and due.steps[0].counted else 0
    for group in groups:
        days += sum(1 for step in group if step.counted)
        first, last = group[0], group[-1]
        values: dict[str, LineValue] = {"first": first.day, "day": last.day, "days": days, "name": last.name}
        lines.append(Line(LineKind.COUNT, _WORDS[first.reason][len(group) > 1], values, last.day))
    return lines
