"""Terms are counted as a person counts them, and agree with other ways of counting."""

import tomllib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinhlang.core.calendar import (
    Calendar,
    CalendarError,
    Reason,
    Span,
    add_months,
    calendar_days_after,
    days_before,
    longest_run,
    months_after,
    parse_calendar,
    periods,
    roll_forward,
    union,
    until_day,
    working_days_after,
    working_days_before,
)
from tests.core.book import book_files, the_book

CAL = the_book().calendar
DAYS = st.dates(date(2025, 1, 1), date(2031, 10, 31))
NUMBERS = st.integers(0, 40)


def test_it_works():
    count = working_days_after(date(2026, 8, 28), 5, CAL)
    assert count.day == date(2026, 9, 9)
    assert [(step.day.day, step.counted, step.reason.value) for step in count.steps[:7]] == [
        (28, False, "start"),
        (29, False, "weekend"),
        (30, False, "weekend"),
        (31, False, "holiday"),
        (1, False, "holiday"),
        (2, False, "holiday"),
        (3, True, "counted"),
    ]
    assert count.steps[3].name == "Ngày nghỉ (thay cho ngày 22/08/2026)"
    assert count.unknown == ()


def working_days_by_the_files() -> list[date]:
    """Every working day of the years held, read from the files without any code of ours."""
    days = []
    for path, data in book_files().items():
        if not path.startswith("calendar/"):
            continue
        table = tomllib.loads(data.decode())
        off = {row["day"] for row in table.get("off", [])}
        worked = {row["day"] for row in table.get("worked", [])}
        year = [date.fromordinal(n) for n in range(date(table["year"], 1, 1).toordinal(), date(table["year"], 12, 31).toordinal() + 1)]
        days += [day for day in year if day in worked or (day.isoweekday() not in (6, 7) and day not in off)]
    return sorted(days)


WORKING = working_days_by_the_files()


@given(DAYS, st.integers(1, 30))
def test_working_days_agree_with_a_list_of_working_days(start, n):
    later = [day for day in WORKING if day > start]
    assert working_days_after(start, n, CAL).day == later[n - 1]


@given(DAYS, NUMBERS)
def test_forwards_then_backwards_returns_to_a_working_day(start, n):
    start = roll_forward(start, CAL).day
    assert working_days_before(working_days_after(start, n, CAL).day, n, CAL).day == start


@given(DAYS, DAYS, st.integers(0, 30))
def test_a_later_start_is_never_due_earlier(one, other, n):
    first, second = sorted((one, other))
    assert working_days_after(first, n, CAL).day <= working_days_after(second, n, CAL).day
    assert roll_forward(calendar_days_after(first, n, CAL).day, CAL).day <= roll_forward(calendar_days_after(second, n, CAL).day, CAL).day
    assert months_after(first, n, CAL).day <= months_after(second, n, CAL).day


@given(DAYS, NUMBERS)
def test_every_day_walked_is_a_step_in_order(start, n):
    forwards, backwards = working_days_after(start, n, CAL), days_before(start, n, CAL)
    assert [step.day for step in forwards.steps] == [start + timedelta(days=k) for k in range(len(forwards.steps))]
    assert [step.day for step in backwards.steps] == [start - timedelta(days=k) for k in range(n + 1)]
    assert sum(step.counted for step in forwards.steps) == n
    assert forwards.steps[0].reason is Reason.START


def test_worked_saturday_counts():
    steps = working_days_after(date(2026, 1, 9), 1, CAL).steps
    assert [(step.day, step.counted, step.reason) for step in steps[1:]] == [(date(2026, 1, 10), True, Reason.WORKED_SATURDAY)]


def test_known_weekends_worked_and_weekdays_off():
    assert all(CAL.is_working(day) for day in (date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)))
    assert not any(CAL.is_working(day) for day in (date(2026, 1, 2), date(2026, 8, 31), date(2026, 11, 24), date(2027, 11, 24)))


def test_years_not_held_are_judged_by_weekday_and_named():
    count = working_days_after(date(2023, 7, 1), 5, CAL)
    assert count.day == date(2023, 7, 7)
    assert count.unknown == tuple(date(2023, 7, n) for n in range(2, 8))
    assert {step.reason for step in count.steps[2:]} == {Reason.UNKNOWN_YEAR}
    over = working_days_after(date(2031, 12, 30), 2, CAL)
    assert over.unknown == (date(2032, 1, 1),)


def test_a_year_before_its_official_notice_is_counted_by_and_named_once():
    count = working_days_after(date(2027, 2, 2), 5, CAL)
    assert (count.day, count.unknown, count.provisional) == (date(2027, 2, 16), (), (date(2027, 2, 3),))
    over = working_days_before(date(2028, 1, 3), 4, CAL)
    assert over.provisional == (date(2027, 12, 28), date(2028, 1, 1))
    assert working_days_after(date(2026, 12, 24), 5, CAL).provisional == ()
    assert roll_forward(date(2026, 12, 31), CAL).provisional == ()
    assert roll_forward(date(2027, 1, 1), CAL).provisional == (date(2027, 1, 1),)
    assert calendar_days_after(date(2027, 2, 2), 40, CAL).provisional == ()


def test_the_calendar_is_asked_only_where_it_matters():
    assert calendar_days_after(date(2023, 7, 1), 40, CAL).unknown == ()
    assert roll_forward(date(2023, 12, 31), CAL).unknown == (date(2023, 12, 31), date(2024, 1, 1))


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 6, date(2027, 6, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(start, n, end):
    assert add_months(start, n) == end


def test_months_do_not_convert_to_days():
    assert months_after(date(2026, 2, 10), 3, CAL).day == date(2026, 5, 10)


def test_terms_are_never_negative():
    for count in (working_days_after, working_days_before, calendar_days_after, days_before, months_after):
        with pytest.raises(ValueError, match="negative"):
            count(date(2026, 1, 5), -1, CAL)
    with pytest.raises(ValueError, match="before it begins"):
        until_day(date(2026, 1, 5), date(2026, 1, 4), CAL)


def test_the_first_day_may_be_told_to_count():
    assert working_days_after(date(2026, 3, 2), 5, CAL, first_counted=True).day == date(2026, 3, 6)
    assert working_days_after(date(2026, 3, 1), 5, CAL, first_counted=True).day == date(2026, 3, 6)
    assert calendar_days_after(date(2026, 3, 2), 5, CAL, first_counted=True).day == date(2026, 3, 6)
    assert days_before(date(2026, 3, 6), 2, CAL, event_counted=True).day == date(2026, 3, 5)


NEAR = st.dates(date(2026, 1, 1), date(2026, 3, 31))
SPANS = st.lists(st.builds(Span, NEAR, st.none() | NEAR), max_size=6)


@given(SPANS, NEAR)
def test_longest_run_agrees_with_a_set_of_days(spans, on):
    """Oracle: mark each covered day before `on`, then take the longest block of consecutive marked days."""
    up = {
        day
        for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(120))
        if day < on and any(s.from_day <= day and (s.to_day is None or day < s.to_day) for s in spans)
    }
    best = current = 0
    for n in range(120):
        current = current + 1 if date(2026, 1, 1) + timedelta(days=n) in up else 0
        best = max(best, current)
    found = longest_run(spans, on)
    assert (0 if found is None else found.days(on)) == best


@given(SPANS, st.randoms())
def test_union_does_not_depend_on_order_and_never_touches(spans, random):
    shuffled = list(spans)
    random.shuffle(shuffled)
    joined = union(spans)
    assert joined == union(shuffled)
    assert all(a.to_day is not None and a.to_day < b.from_day for a, b in zip(joined, joined[1:], strict=False))


def test_runs_that_touch_are_one_and_a_day_between_parts_them():
    one, touching, after = (
        Span(date(2026, 3, 5), date(2026, 3, 20)),
        Span(date(2026, 3, 20), date(2026, 4, 5)),
        Span(date(2026, 3, 21), None),
    )
    assert longest_run([touching, one], date(2026, 5, 1)) == Span(date(2026, 3, 5), date(2026, 4, 5))
    assert longest_run([one, after], date(2026, 3, 25)) == one
    assert longest_run([one, after], date(2026, 5, 1)) == after
    assert longest_run([after], date(2026, 3, 20)) is None
    assert longest_run([], date(2026, 3, 20)) is None
    assert longest_run([after], date(2026, 3, 21)) == after
    assert longest_run([one], date(2026, 3, 20)) == one
    assert longest_run([one], date(2026, 3, 19)) == Span(date(2026, 3, 5), None)


def test_periods():
    assert [(p.id, p.first, p.last) for p in periods("quarter", "calendar", 2028)][:2] == [
        ("2028-Q1", date(2028, 1, 1), date(2028, 3, 31)),
        ("2028-Q2", date(2028, 4, 1), date(2028, 6, 30)),
    ]
    assert [p.id for p in periods("year", "budget", 2026)] == ["2026"]
    assert len(periods("month", "calendar", 2026)) == 12
    halves = periods("half", "reporting", 2026, begins=date(2025, 12, 15))
    assert [(p.id, p.first, p.last) for p in halves] == [
        ("2026-H1", date(2025, 12, 15), date(2026, 6, 14)),
        ("2026-H2", date(2026, 6, 15), date(2026, 12, 14)),
    ]
    with pytest.raises(ValueError, match="begins"):
        periods("year", "school", 2026)
    with pytest.raises(ValueError, match="unknown period"):
        periods("decade", "calendar", 2026)


def test_weeks_are_those_of_iso():
    weeks = periods("week", "calendar", 2026)
    assert (len(weeks), weeks[0].id, weeks[0].first, weeks[-1].id) == (53, "2026-W01", date(2025, 12, 29), "2026-W53")
    assert all(week.last - week.first == timedelta(days=6) for week in weeks)
    assert len(periods("week", "calendar", 2025)) == 52


@given(st.sampled_from(["month", "quarter", "half", "year"]), st.integers(2000, 2100))
def test_periods_cover_the_year_without_gap(every, year):
    found = periods(every, "calendar", year)
    assert (found[0].first, found[-1].last) == (date(year, 1, 1), date(year, 12, 31))
    assert all(a.last + timedelta(days=1) == b.first for a, b in zip(found, found[1:], strict=False))


GOOD = b'year = 2026\n[[off]]\nday = 2026-01-01\nname = "T"\nsource = "own"\n[[worked]]\nday = 2026-01-10\nsource = "own"\n'


def test_a_year_is_read():
    assert parse_calendar({"calendar/2026.toml": GOOD}) == Calendar(
        {date(2026, 1, 1): "T"}, frozenset({date(2026, 1, 10)}), frozenset({2026})
    )
    assert parse_calendar({"calendar/2026.toml": b"provisional = true\n" + GOOD}).provisional == {2026}
    assert parse_calendar({"calendar/2026.toml": b"provisional = false\n" + GOOD}).provisional == frozenset()


@pytest.mark.parametrize(
    ("data", "key", "words"),
    [
        (b"year = 2025\n", "year", "name of the file"),
        (b'year = "2026"\n', "year", "whole number"),
        (b"year = 2026\nholidays = 3\n", "holidays", "unknown key"),
        (b"year = 2026\nprovisional = 1\n", "provisional", "true or false"),
        (b"year = 2026\noff = 3\n", "off", "list of tables"),
        (b"year = 2026\noff = [3]\n", "off[1]", "must be a table"),
        (b'year = 2026\n[[off]]\nday = 2027-01-01\nname = "T"\nsource = "own"\n', "off[1].day", "date of 2026"),
        (b'year = 2026\n[[off]]\nday = 2026-01-01T00:00:00Z\nname = "T"\nsource = "own"\n', "off[1].day", "date of 2026"),
        (b'year = 2026\n[[off]]\nday = 2026-01-01\nname = "T"\n', "off[1].source", "where"),
        (b'year = 2026\n[[off]]\nday = 2026-01-01\nsource = "own"\n', "off[1].name", "name the day off"),
        (GOOD + b'[[off]]\nday = 2026-01-01\nname = "U"\nsource = "own"\n', "off[2].day", "twice"),
        (GOOD + b'[[worked]]\nday = 2026-01-10\nsource = "own"\n', "worked[2].day", "twice"),
        (GOOD + b'[[worked]]\nday = 2026-01-12\nsource = "own"\n', "worked[2].day", "not a weekend"),
        (GOOD + b'[[off]]\nday = 2026-01-10\nname = "U"\nsource = "own"\n', "worked", "both off and worked"),
        (b"year = \n", "", "not readable"),
        (b"\xff\xfe", "", "not readable"),
    ],
)
def test_a_mistake_is_named(data, key, words):
    with pytest.raises(CalendarError) as caught:
        parse_calendar({"calendar/2026.toml": data})
    assert [(m.key, words in m.message) for m in caught.value.mistakes] == [(key, True)]
