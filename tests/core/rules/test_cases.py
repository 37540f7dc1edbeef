"""Every case a jurist wrote comes out of the engine, and its due day out of a count that shares no code with it."""

from datetime import date, timedelta

import pytest

from dinhlang.core.rules import Case, DueKind, RulebookError, Unit, contradictions, load_cases, spec_of
from tests.core.book import book_files, the_book

CASES = load_cases(book_files())
BOOK = the_book()


def test_it_works():
    assert len(CASES) >= 100
    assert {case.rule for case in CASES} <= set(BOOK.duties)
    judged = [case for case in CASES if not case.expect.opens_nothing]
    assert all(any(duty.part(case.part) for duty in BOOK.wordings[case.rule]) for case in judged)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case):
    assert contradictions(BOOK, case) == ()


def is_off(day: date) -> bool:
    return day not in BOOK.calendar.worked and (day.isoweekday() > 5 or day in BOOK.calendar.days_off)


def bounds(occasion: str) -> tuple[date, date]:
    """First and last day of a period of the calendar by its name, found by looking at every day of three years."""
    year = int(occasion[:4])
    names = {
        4: lambda day: f"{day.year}",
        7: lambda day: f"{day.year}-{day.month:02}" if occasion[5].isdigit() else f"{day.year}-{occasion[5]}{_third(day, occasion[5])}",
        8: lambda day: "{}-W{:02}".format(*day.isocalendar()),
    }
    days = [date(year - 1, 12, 1) + timedelta(days=n) for n in range(500)]
    inside = [day for day in days if names[len(occasion)](day) == occasion]
    return inside[0], inside[-1]


def _third(day: date, word: str) -> int:
    return (day.month + 2) // 3 if word == "Q" else (day.month + 5) // 6


def wording_of(case: Case):
    """The wording the case's own days choose."""
    spec = spec_of(BOOK, case)
    assert spec is not None
    return BOOK.wording(case.rule, spec.start_day, spec.due.day)


@pytest.mark.parametrize("case", [case for case in CASES if case.expect.due is not None], ids=lambda case: case.id)
def test_due_day_by_another_count(case: Case):
    """The expected day checked by what it must satisfy, without walking: counts of sets, differences of ordinals."""
    duty, expect = wording_of(case), case.expect
    assert duty is not None
    assert expect.due is not None
    if case.event is not None:
        first = last = case.event.day
    else:
        first, last = bounds(case.occasion)
        first = max(first, duty.in_force_from)
    start = first if case.event is not None or not duty.starts.opens_after else last
    kind, n = duty.due.kind, duty.due.n
    if kind is DueKind.NAMED:
        assert case.event is not None
        assert expect.due == case.event.due
    elif kind is DueKind.DATE:
        named = date(int(case.occasion[:4]) + n, duty.due.month, duty.due.on_day)
        assert (named - expect.due).days == int(duty.due.strictly)
    elif kind is DueKind.WITHIN:
        assert (expect.due + timedelta(days=1)).day == 1 or duty.starts.every == "week"
        assert len(months(last, expect.due)) == n * {"month": 1, "quarter": 3, "half": 6, "year": 12, "week": 0}[duty.starts.every]
    elif duty.due.unit is Unit.WORKING_DAY:
        sign = -1 if kind is DueKind.BEFORE else 1
        between = sorted(start + timedelta(days=sign * k) for k in range(1, abs((expect.due - start).days) + 1))
        assert [day for day in between if is_off(day)] == sorted(expect.skipped)
        assert len(between) - len(expect.skipped) == n
        assert not is_off(expect.due)
    elif duty.due.unit is Unit.MONTH:
        assert (expect.due.year - start.year) * 12 + expect.due.month - start.month == n
        assert expect.due.day == start.day or (expect.due + timedelta(days=1)).day == 1
    else:
        assert expect.due.toordinal() - start.toordinal() == (-n if kind is DueKind.BEFORE else n)
    if expect.due_rolled != expect.due:
        assert expect.due_rolled is not None
        assert not is_off(expect.due_rolled)
        assert all(is_off(expect.due + timedelta(days=k)) for k in range((expect.due_rolled - expect.due).days))
    elif kind is not DueKind.BEFORE and not duty.due.strictly:
        assert not is_off(expect.due)


def months(after: date, last: date) -> set[tuple[int, int]]:
    """The months that begin after one day and not after another."""
    days = [after + timedelta(days=n) for n in range(1, (last - after).days + 1)]
    return {(day.year, day.month) for day in days if day.day == 1}


def test_two_cases_that_contradict_each_other_are_named():
    row = (
        "[[case]]\nid='{}'\ntitle='t'\nrule='r'\npart='p'\nkind='commune'\nevent={{name='decision.registered', item=5}}\nstart=2026-03-02\n"
        "asked_on=2026-03-09\nexpect={{due={}, state='not_yet_due'}}\n"
    )
    one, same, other = (row.format(*words) for words in (("a", "2026-03-09"), ("b", "2026-03-09"), ("c", "2026-03-10")))
    assert len(load_cases({"cases/x.toml": (one + same).encode()})) == 2
    with pytest.raises(RulebookError) as caught:
        load_cases({"cases/x.toml": one.encode(), "cases/y.toml": other.encode()})
    assert [(p.file, p.rule, p.key) for p in caught.value.problems] == [("cases/y.toml", "c", "expect")]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[[case]]\nid = 'a'\n", "title"),
        ("[[cases]]\nid = 'a'\n", "cases"),
        (
            "[[case]]\nid='a'\ntitle='t'\nrule='r'\npart='p'\nkind='commune'\noccasion='2026'\nasked_on=2026-01-01\nexpect={state='lost'}\n",
            "expect.state",
        ),
        ("[[case]]\nid='a'\ntitle='t'\nrule='r'\npart='p'\nkind='commune'\nasked_on=2026-01-01\nexpect={state='missing'}\n", "event"),
        ("[[case]\n", ""),
        ("[case]\nid = 'a'\n", "case"),
        ("case = 3\n", "case"),
        ("case = [3]\n", "case"),
    ],
)
def test_a_broken_case_is_named(text, key):
    with pytest.raises(RulebookError) as caught:
        load_cases({"cases/x.toml": text.encode()})
    assert key in {problem.key for problem in caught.value.problems}
    assert all(problem.file == "cases/x.toml" for problem in caught.value.problems)
