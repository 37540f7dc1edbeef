"""States are total, never raise, see nothing of tomorrow, and agree with a day-by-day oracle."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinhlang.core.rules import PRECEDENCE, Done, How, Mode, Ran, State, Target, hold_state, overall, state
from tests.core.book import the_book

D = date(2026, 3, 1)


def at(n: int) -> date:
    return D + timedelta(days=n)


DAYS = st.integers(0, 60).map(at)
HOWS = st.sampled_from(How)
DONES = st.lists(st.builds(Done, DAYS, HOWS, st.none() | DAYS, st.booleans()), max_size=4)
RUNS = st.lists(st.builds(Ran, DAYS, st.none() | DAYS, HOWS, st.sampled_from(["", "1", "2"]), st.none() | DAYS, st.booleans()), max_size=5)
TARGETS = st.builds(
    Target, DAYS, st.none() | DAYS, st.none() | DAYS, st.sampled_from(Mode), st.none() | st.integers(1, 30), st.integers(0, 3)
)
BY_MODE = {
    Mode.DEADLINE: {State.NOT_YET_DUE, State.DONE_ON_TIME, State.DONE_LATE, State.MISSING, State.DECLARED_ONLY, State.NO_DAY},
    Mode.CELL: {State.NOT_YET_DUE, State.DISCLOSED, State.NOTHING_AROSE, State.SILENT, State.DECLARED_ONLY},
    Mode.STANDING: {State.NOT_YET_DUE, State.RUNNING, State.BROKEN, State.DECLARED_ONLY},
    Mode.NO_DAY: {State.NO_DAY, State.DONE_ON_TIME},
}


def test_it_works():
    target = Target(at(0), at(5), at(7), Mode.DEADLINE)
    assert state(target, [], [], False, False, at(7)) is State.NOT_YET_DUE
    assert state(target, [], [], False, False, at(8)) is State.MISSING
    assert state(target, [Done(at(7), How.STAMPED)], [], False, False, at(30)) is State.DONE_ON_TIME
    assert state(target, [Done(at(8), How.STAMPED)], [], False, False, at(30)) is State.DONE_LATE


@given(TARGETS, DONES, RUNS, st.booleans(), st.booleans(), DAYS)
def test_every_input_has_one_state_of_its_mode(target, done, runs, exempt, not_scored, day):
    found = state(target, done, runs, exempt, not_scored, day)
    if exempt:
        assert found is State.EXEMPT
    elif not_scored:
        assert found is State.NOT_SCORED
    else:
        assert found in BY_MODE[target.mode]
    assert hold_state(target, runs, day) in {None, State.HELD, State.DECLARED_ONLY, State.RUNNING, State.BROKEN}


@given(TARGETS, DONES, RUNS, DAYS)
def test_tomorrow_does_not_exist(target, done, runs, day):
    def so_far(one: date | None) -> date | None:
        return one if one is not None and one <= day else None

    known = [replace(d, voided=so_far(d.voided)) for d in done if d.day <= day]
    begun = [replace(r, to_day=so_far(r.to_day), voided=so_far(r.voided)) for r in runs if r.from_day <= day]
    assert state(target, done, runs, False, False, day) is state(target, known, begun, False, False, day)
    assert hold_state(target, runs, day) is hold_state(target, begun, day)


@given(TARGETS, DONES, RUNS, DAYS, st.randoms())
def test_order_does_not_matter(target, done, runs, day, random):
    mixed, moved = list(done), list(runs)
    random.shuffle(mixed)
    random.shuffle(moved)
    assert state(target, done, runs, False, False, day) is state(target, mixed, moved, False, False, day)
    assert hold_state(target, runs, day) is hold_state(target, moved, day)


@given(TARGETS, DONES, RUNS, DAYS)
def test_declared_evidence_never_fulfils(target, done, runs, day):
    declared = [Done(d.day, How.DECLARED, d.voided, d.nothing_arose) for d in done]
    told = [replace(r, how=How.DECLARED) for r in runs]
    found = state(target, declared, told, False, False, day)
    assert found in {State.NOT_YET_DUE, State.DECLARED_ONLY, State.MISSING, State.SILENT, State.BROKEN, State.NO_DAY}
    assert hold_state(target, told, day) is None


@given(st.integers(1, 30), RUNS, DAYS)
def test_hold_agrees_with_marked_days(hold, runs, day):
    """Oracle for one place: mark each day before the asked one on which something counted was up; look for a block, and for one
    that reaches to the end of a posting somebody else saw to its end."""
    here = [replace(r, place="") for r in runs]
    counted = [r for r in here if r.how is not How.DECLARED and r.from_day <= day and (r.voided is None or r.voided > day)]
    marks = "".join(
        "x" if any(r.from_day <= at(n) and (r.to_day is None or at(n) < r.to_day) for r in counted) else "." for n in range((day - D).days)
    )
    up_now = any(r.to_day is None or day < r.to_day for r in counted)
    ends = [
        min(r.to_day or day, day) for r in counted if (r.how is How.STAMPED or r.seen_to_end) and r.from_day < min(r.to_day or day, day)
    ]
    block = "x" * (hold + 1)
    held = any(marks[: (end - D).days].endswith(block) for end in ends)
    told = State.DECLARED_ONLY if block in marks else State.RUNNING if up_now else State.BROKEN
    expected = None if not counted else State.HELD if held else told
    assert hold_state(Target(D, None, None, Mode.DEADLINE, hold), here, day) is expected


def test_the_default_of_hold_is_the_convention_of_the_rulebook():
    assert the_book().terms.hold_extra == 1


def test_thirty_days():
    target = Target(at(0), at(5), at(5), Mode.DEADLINE, 30)

    def held(run: Ran, day: date) -> State | None:
        return hold_state(target, [run], day)

    assert held(Ran(at(0), at(30), How.STAMPED), at(40)) is State.BROKEN
    assert held(Ran(at(0), at(31), How.STAMPED), at(40)) is State.HELD
    assert held(Ran(at(0), None, How.STAMPED), at(30)) is State.RUNNING
    assert held(Ran(at(0), None, How.STAMPED), at(31)) is State.HELD


def test_thirty_days_on_paper_are_held_once_their_end_was_seen():
    target = Target(at(0), at(5), at(5), Mode.DEADLINE, 30)
    down, up = Ran(at(0), at(31), How.COUNTERSIGNED), Ran(at(0), None, How.COUNTERSIGNED)
    for ran in (down, up):
        assert hold_state(target, [ran], at(40)) is State.DECLARED_ONLY
        assert hold_state(target, [replace(ran, seen_to_end=True)], at(40)) is State.HELD
    assert hold_state(target, [up], at(30)) is State.RUNNING
    short = Ran(at(0), at(2), How.COUNTERSIGNED, seen_to_end=True)
    assert hold_state(target, [short, Ran(at(4), None, How.COUNTERSIGNED)], at(40)) is State.DECLARED_ONLY
    stamp = Ran(at(40), None, How.STAMPED)
    assert hold_state(target, [down, stamp], at(50)) is State.DECLARED_ONLY


def test_places():
    target = Target(at(0), at(5), at(5), Mode.DEADLINE, 10, places=2)
    one, two = Ran(at(0), at(20), How.STAMPED, "1"), Ran(at(0), at(5), How.STAMPED, "2")
    assert hold_state(target, [one], at(30)) is None
    assert hold_state(target, [one, two], at(30)) is State.BROKEN
    third = Ran(at(0), at(20), How.STAMPED, "3")
    assert hold_state(target, [one, two, third], at(30)) is State.HELD
    standing = Target(at(0), None, None, Mode.STANDING, places=2)
    up = [Ran(at(0), None, How.STAMPED, "1"), Ran(at(0), None, How.DECLARED, "2")]
    assert state(standing, [], up[:1], False, False, at(3)) is State.BROKEN
    assert state(standing, [], up, False, False, at(3)) is State.DECLARED_ONLY
    assert state(standing, [], [*up, Ran(at(3), None, How.COUNTERSIGNED, "2")], False, False, at(3)) is State.RUNNING


def test_a_voided_posting_counts_until_that_day():
    """The disclosure it stood for was withdrawn: the sheet may still hang, and is a posting of nothing."""
    gone = Ran(at(0), None, How.COUNTERSIGNED, voided=at(40), seen_to_end=True)
    target = Target(at(0), at(5), at(5), Mode.DEADLINE, 30)
    assert (hold_state(target, [gone], at(39)), hold_state(target, [gone], at(40))) == (State.HELD, None)
    told = replace(gone, how=How.DECLARED)
    assert state(target, [], [told], False, False, at(39)) is State.DECLARED_ONLY
    assert state(target, [], [told], False, False, at(40)) is State.MISSING
    standing = Target(at(0), None, None, Mode.STANDING)
    assert state(standing, [], [gone], False, False, at(39)) is State.RUNNING
    assert state(standing, [], [gone], False, False, at(40)) is State.BROKEN


PARTS = st.lists(st.tuples(st.booleans(), st.sampled_from(State)), max_size=6)


@given(PARTS, st.randoms())
def test_overall_does_not_depend_on_order(parts, random):
    mixed = list(parts)
    random.shuffle(mixed)
    assert overall(parts) is overall(mixed)


@given(PARTS)
def test_overall_is_the_state_of_a_part_that_speaks(parts):
    speaking = {word for required, word in parts if required} or {word for _, word in parts}
    assert overall(parts) in (speaking or {State.NOT_SCORED})
    if State.MISSING in speaking:
        assert overall(parts) is State.MISSING
    assert (overall(parts) is State.EXEMPT) == (speaking == {State.EXEMPT})


def test_precedence_names_every_state_once():
    assert sorted(PRECEDENCE) == sorted(State)


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([(True, State.DONE_ON_TIME), (True, State.MISSING)], State.MISSING),
        ([(True, State.DONE_ON_TIME), (True, State.DONE_LATE)], State.DONE_LATE),
        ([(True, State.DONE_ON_TIME), (True, State.NOT_YET_DUE)], State.NOT_YET_DUE),
        ([(True, State.DONE_ON_TIME), (False, State.SILENT)], State.DONE_ON_TIME),
        ([(False, State.SILENT), (False, State.DISCLOSED)], State.SILENT),
        ([(True, State.DONE_ON_TIME), (True, State.EXEMPT)], State.DONE_ON_TIME),
        ([(True, State.DONE_ON_TIME), (True, State.DECLARED_ONLY)], State.DECLARED_ONLY),
        ([(True, State.DONE_LATE), (True, State.RUNNING)], State.DONE_LATE),
        ([], State.NOT_SCORED),
    ],
)
def test_overall(parts, whole):
    assert overall(parts) is whole
