"""Days, terms, periods and unbroken runs, counted so that a person can follow every day.

Promises: each count returns the days it walked, one step per day, the start first. A day whose being a working day was
asked in a year the calendar does not hold is judged by its weekday alone and listed in `unknown`; one asked in a year whose
days off are only expected, before the yearly notice, stands in `provisional`: a warning with the date, never a wrong date in
silence. Refuses: to know what today is, to guess days off, to hold any number of the law.
"""

import re
import tomllib
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class Reason(StrEnum):
    """Why a day was counted or not."""

    START = "start"
    COUNTED = "counted"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    WORKED_SATURDAY = "worked_saturday"
    ROLLED = "rolled"
    UNKNOWN_YEAR = "unknown_year"


@dataclass(frozen=True)
class Step:
    """One day walked: whether it was counted, why, and the name of the day off where it is one (Vietnamese, or "")."""

    day: date
    counted: bool
    reason: Reason
    name: str = ""


@dataclass(frozen=True)
class Count:
    """The day reached, every day walked to reach it, and the days judged by weekday alone for want of a calendar.

    `provisional` is the first day asked of each year whose days off are only expected.
    """

    day: date
    steps: tuple[Step, ...]
    unknown: tuple[date, ...] = ()
    provisional: tuple[date, ...] = ()


@dataclass(frozen=True)
class Span:
    """Days from `from_day` (in) to `to_day` (out); `to_day` None is still open."""

    from_day: date
    to_day: date | None = None

    def covers(self, day: date) -> bool:
        """Whether `day` lies in the span."""
        return self.from_day <= day and (self.to_day is None or day < self.to_day)

    def days(self, on: date) -> int:
        """Length in days as it stood when `on` began: an open span reaches up to `on`, not through it."""
        end = on if self.to_day is None else min(self.to_day, on)
        return max((end - self.from_day).days, 0)


@dataclass(frozen=True)
class Period:
    """One quarter, half, month or year with its id (`2026-Q3`, `2026-H1`, `2026-09`, `2026`), first and last day."""

    id: str
    first: date
    last: date


@dataclass(frozen=True)
class Calendar:
    """Days off by name, days worked though they are a weekend, the years this knowledge covers, and which of them only as expected."""

    days_off: Mapping[date, str]
    worked: frozenset[date]
    years: frozenset[int]
    provisional: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`; in a year not held, by weekday alone (ask `knows` to warn)."""
        if day in self.worked:
            return True
        return day.weekday() < _SATURDAY and day not in self.days_off

    def knows(self, day: date) -> bool:
        """Whether the calendar holds the year of `day`."""
        return day.year in self.years


@dataclass(frozen=True)
class CalendarMistake:
    """One mistake in a calendar file: which file, which key, what is wrong."""

    file: str
    key: str
    message: str


class CalendarError(ValueError):
    """Calendar files that cannot be used; `mistakes` lists everything found."""

    def __init__(self, mistakes: tuple[CalendarMistake, ...]) -> None:
        super().__init__("; ".join(f"{m.file}: {m.key}: {m.message}" for m in mistakes))
        self.mistakes = mistakes


_YEAR_FILE = re.compile(r"(?:^|/)(\d{4})\.toml$")


def parse_calendar(files: Mapping[str, bytes]) -> Calendar:
    """Read one TOML file per year (`…/2026.toml`) into a `Calendar`.

    Each file: `year`, `[[off]] day, name, source` and `[[worked]] day, source` (a weekend day that is worked), and
    `provisional = true` as long as the official notice of that year's days off is not out.
    Raises `CalendarError` with every mistake: a year that is not the file's, a day of another year, a day twice,
    a worked day that is not a weekend, a day both off and worked, an unknown key.
    """
    mistakes: list[CalendarMistake] = []
    days_off: dict[date, str] = {}
    worked: set[date] = set()
    years: set[int] = set()
    provisional: set[int] = set()
    for file in sorted(files):
        named = _YEAR_FILE.search(file)
        try:
            table = tomllib.loads(files[file].decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            mistakes.append(CalendarMistake(file, "", f"not readable as TOML: {error}"))
            continue
        year = table.get("year")
        if not isinstance(year, int) or named is None or int(named.group(1)) != year:
            mistakes.append(CalendarMistake(file, "year", "the year must be a whole number and the name of the file"))
            continue
        years.add(year)
        for key in sorted(set(table) - {"year", "provisional", "off", "worked"}):
            mistakes.append(CalendarMistake(file, key, "unknown key"))
        if type(table.get("provisional", False)) is not bool:
            mistakes.append(CalendarMistake(file, "provisional", "must be true or false"))
        elif table.get("provisional", False):
            provisional.add(year)
        for kind in ("off", "worked"):
            rows = table.get(kind, [])
            if not isinstance(rows, list):
                mistakes.append(CalendarMistake(file, kind, "must be a list of tables"))
                continue
            for number, row in enumerate(rows, 1):
                _read_row(file, f"{kind}[{number}]", kind, row, year, days_off, worked, mistakes)
    for day in sorted(worked & set(days_off)):
        mistakes.append(CalendarMistake(f"{day.year}.toml", "worked", f"{day} is both off and worked"))
    if mistakes:
        raise CalendarError(tuple(mistakes))
    return Calendar(days_off, frozenset(worked), frozenset(years), frozenset(provisional))


def _read_row(
    file: str, key: str, kind: str, row: object, year: int, days_off: dict[date, str], worked: set[date], mistakes: list[CalendarMistake]
) -> None:
    if not isinstance(row, dict):
        mistakes.append(CalendarMistake(file, key, "must be a table"))
        return
    allowed = {"day", "name", "source"} if kind == "off" else {"day", "for", "source"}
    for unknown in sorted(set(row) - allowed):
        mistakes.append(CalendarMistake(file, f"{key}.{unknown}", "unknown key"))
    day = row.get("day")
    if type(day) is not date or day.year != year:
        mistakes.append(CalendarMistake(file, f"{key}.day", f"must be a date of {year}"))
        return
    if not isinstance(row.get("source"), str) or not row["source"]:
        mistakes.append(CalendarMistake(file, f"{key}.source", "must say where the day was read"))
    if kind == "off":
        name = row.get("name")
        if not isinstance(name, str) or not name.strip():
            mistakes.append(CalendarMistake(file, f"{key}.name", "must name the day off"))
        elif day in days_off:
            mistakes.append(CalendarMistake(file, f"{key}.day", f"{day} stands twice"))
        else:
            days_off[day] = name
    elif day.weekday() < _SATURDAY:
        mistakes.append(CalendarMistake(file, f"{key}.day", f"{day} is not a weekend day"))
    elif day in worked:
        mistakes.append(CalendarMistake(file, f"{key}.day", f"{day} stands twice"))
    else:
        worked.add(day)


def _judge(day: date, cal: Calendar) -> Step:
    name = cal.days_off.get(day, "")
    if day in cal.worked:
        return Step(day, True, Reason.WORKED_SATURDAY)
    if day.weekday() >= _SATURDAY:
        return Step(day, False, Reason.WEEKEND, name)
    if name:
        return Step(day, False, Reason.HOLIDAY, name)
    return Step(day, True, Reason.COUNTED if cal.knows(day) else Reason.UNKNOWN_YEAR)


def _count(day: date, steps: Iterable[Step], asked: Iterable[date], cal: Calendar) -> Count:
    """The count with what is doubtful about it: `asked` are the days whose being a working day mattered."""
    days = tuple(asked)
    return Count(day, tuple(steps), tuple(one for one in days if not cal.knows(one)), once_a_year(days, cal.provisional))


def once_a_year(days: Iterable[date], years: Collection[int]) -> tuple[date, ...]:
    """The earliest of `days` in each of `years`, in order: one warning for a year is enough."""
    first: dict[int, date] = {}
    for day in sorted(days):
        if day.year in years:
            first.setdefault(day.year, day)
    return tuple(first.values())


def _walk_working(start: date, n: int, cal: Calendar, towards: timedelta, first_counted: bool) -> Count:
    if n < 0:
        raise ValueError("a term cannot be negative; the direction is chosen by the function")
    first = _judge(start, cal)
    counts = first_counted and first.counted
    steps = [Step(start, counts, Reason.START, first.name)]
    left = n - 1 if counts and n > 0 else n
    day = start
    while left > 0:
        day += towards
        step = _judge(day, cal)
        steps.append(step)
        if step.counted:
            left -= 1
    return _count(day, steps, (step.day for step in steps if step.reason is not Reason.START), cal)


def working_days_after(start: date, n: int, cal: Calendar, *, first_counted: bool = False) -> Count:
    """The `n`-th working day after `start`; `start` itself is day nought unless `first_counted`."""
    return _walk_working(start, n, cal, ONE_DAY, first_counted)


def working_days_before(event: date, n: int, cal: Calendar, *, event_counted: bool = False) -> Count:
    """The `n`-th working day before `event`; the event's day is not counted unless `event_counted`."""
    return _walk_working(event, n, cal, -ONE_DAY, event_counted)


def _walk_to(start: date, end: date, cal: Calendar, first_counted: bool = False) -> Count:
    towards = ONE_DAY if end >= start else -ONE_DAY
    steps = [Step(start, first_counted, Reason.START, cal.days_off.get(start, ""))]
    day = start
    while day != end:
        day += towards
        steps.append(Step(day, True, Reason.COUNTED, cal.days_off.get(day, "")))
    return Count(day, tuple(steps))


def calendar_days_after(start: date, n: int, cal: Calendar, *, first_counted: bool = False) -> Count:
    """The `n`-th calendar day after `start`, days off included; not rolled (see `roll_forward`)."""
    if n < 0:
        raise ValueError("a term cannot be negative; the direction is chosen by the function")
    counts = first_counted and n > 0
    return _walk_to(start, start + timedelta(days=n - 1 if counts else n), cal, counts)


def days_before(event: date, n: int, cal: Calendar, *, event_counted: bool = False) -> Count:
    """The last calendar day on which a notice of `n` days before `event` is still in time; never rolled."""
    if n < 0:
        raise ValueError("a term cannot be negative; the direction is chosen by the function")
    counts = event_counted and n > 0
    return _walk_to(event, event - timedelta(days=n - 1 if counts else n), cal, counts)


def add_months(day: date, n: int) -> date:
    """`day` moved by `n` calendar months; where the month is shorter, its last day (31 January + 1 = 28 or 29 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_after(start: date, n: int, cal: Calendar) -> Count:
    """The same day `n` calendar months after `start` (or that month's last day); not rolled."""
    if n < 0:
        raise ValueError("a term cannot be negative; the direction is chosen by the function")
    return _walk_to(start, add_months(start, n), cal)


def until_day(start: date, end: date, cal: Calendar) -> Count:
    """Every day from `start` to the fixed day `end`, which ends the term; not rolled. `end` is never before `start`."""
    if end < start:
        raise ValueError("a term cannot end before it begins")
    return _walk_to(start, end, cal)


def roll_forward(day: date, cal: Calendar) -> Count:
    """`day` itself if offices work on it, else the next day they do; the steps are the days after `day` that were walked."""
    asked = [day]
    steps: list[Step] = []
    while not cal.is_working(day):
        day += ONE_DAY
        steps.append(Step(day, False, Reason.ROLLED, cal.days_off.get(day, "")))
        asked.append(day)
    return _count(day, steps, asked, cal)


def union(runs: Iterable[Span]) -> tuple[Span, ...]:
    """The spans joined where they overlap or touch (one ends on the day the next begins), in order of days; empty ones dropped."""
    joined: list[Span] = []
    for run in sorted(runs, key=lambda r: r.from_day):
        if run.to_day is not None and run.to_day <= run.from_day:
            continue
        last = joined[-1] if joined else None
        if last is None or (last.to_day is not None and last.to_day < run.from_day):
            joined.append(run)
        elif last.to_day is not None and (run.to_day is None or run.to_day > last.to_day):
            joined[-1] = Span(last.from_day, run.to_day)
    return tuple(joined)


def longest_run(runs: Iterable[Span], on: date) -> Span | None:
    """The longest unbroken union of touching runs as it stood on `on`; None where none had begun.

    Runs that begin after `on` do not exist for it; one that ends after `on` is still open on it (`to_day` None).
    Of two equally long the later is answered.
    """
    begun = [Span(r.from_day, None if r.to_day is None or r.to_day > on else r.to_day) for r in runs if r.from_day <= on]
    return max(union(begun), key=lambda run: (run.days(on), run.from_day), default=None)


_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def periods(every: str, of: str, year: int, begins: date | None = None) -> tuple[Period, ...]:
    """The periods of one year: `every` is week, month, quarter, half or year; `of` the kind of year (calendar, budget, school …).

    `begins` is the year's first day; a calendar or budget year begins on 1 January, other kinds must say. Weeks are those of ISO 8601.
    Raises `ValueError` for an unknown `every` or a missing `begins`.
    """
    if every == "week":
        return _weeks(year)
    if every not in _MONTHS:
        raise ValueError(f"unknown period: {every}")
    if begins is None:
        if of not in ("calendar", "budget"):
            raise ValueError(f"a {of} year must say on which day it begins")
        begins = date(year, 1, 1)
    length = _MONTHS[every]
    found = []
    for number in range(12 // length):
        first = add_months(begins, number * length)
        last = add_months(begins, (number + 1) * length) - ONE_DAY
        mark = {"year": f"{year}", "half": f"{year}-H{number + 1}", "quarter": f"{year}-Q{number + 1}", "month": f"{year}-{number + 1:02d}"}
        found.append(Period(mark[every], first, last))
    return tuple(found)


def _weeks(year: int) -> tuple[Period, ...]:
    """The weeks of a year, Monday to Sunday, as ISO 8601 numbers them."""
    last = date(year, 12, 28).isocalendar().week  # 28 December lies in the last week of its year
    firsts = [date.fromisocalendar(year, number, 1) for number in range(1, last + 1)]
    return tuple(Period(f"{year}-W{number:02d}", first, first + timedelta(days=6)) for number, first in enumerate(firsts, 1))
