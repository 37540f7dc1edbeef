"""Every case a jurist wrote comes out of the engine, and its due day out of a count that shares no code with it."""

from datetime import date, timedelta

import pytest

from dinhlang.core.rules import Case, DueKind, RulebookError, Unit, contradictions, load_cases
from tests.core.book import book_files, the_book

CASES = load_cases(book_files())
BOOK = the_book()


def test_it_works():
    assert len(CASES) >= 40
    assert {case.rule for case in CASES} == set(BOOK.duties)
    assert all(case.part in {part.channel for part in BOOK.duties[case.rule].parts} for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case):
    assert contradictions(BOOK, case) == ()


def is_off(day: date) -> bool:
    return day not in BOOK.calendar.worked and (day.isoweekday() > 5 or day in BOOK.calendar.days_off)


@pytest.mark.parametrize("case", [case for case in CASES if case.expect.due is not None], ids=lambda case: case.id)
def test_due_day_by_another_count(case: Case):
    """The expected day checked by what it must satisfy, without walking: counts of sets, differences of ordinals."""
    duty, expect = BOOK.duties[case.rule], case.expect
    assert expect.due is not None
    if case.event is None:
        year, quarter = int(case.occasion[:4]), int(case.occasion[-1])
        months = {1: "06-30", 2: "09-30", 3: "12-31", 4: "03-31"}
        assert expect.due.isoformat() == f"{year + (quarter == 4)}-{months[quarter]}"
    elif duty.due.unit is Unit.WORKING_DAY:
        between = [case.event.day + timedelta(days=n) for n in range(1, (expect.due - case.event.day).days + 1)]
        assert [day for day in between if is_off(day)] == list(expect.skipped)
        assert len(between) - len(expect.skipped) == duty.due.n
        assert not is_off(expect.due)
    elif duty.due.kind is DueKind.BEFORE:
        assert case.event.day.toordinal() - expect.due.toordinal() == duty.due.n
    else:
        assert expect.due == case.event.due
    if expect.due_rolled != expect.due:
        assert expect.due_rolled is not None
        assert not is_off(expect.due_rolled)
        assert all(is_off(expect.due + timedelta(days=n)) for n in range((expect.due_rolled - expect.due).days))
    elif duty.due.kind is not DueKind.BEFORE:
        assert not is_off(expect.due)


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
