"""What the database counts is what `core.rules.state` says: each case a jurist wrote, and rows nobody would write."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from dinhlang.core.rules import (
    Case,
    ClockSpec,
    Done,
    Due,
    DueKind,
    How,
    Mode,
    Ran,
    SlotSpec,
    State,
    Target,
    can_judge,
    load_cases,
    not_scored_reason,
    overall,
    spec_of,
    state,
)
from dinhlang.ground.bodies.models import Body
from dinhlang.ground.duties import reads, schedule
from dinhlang.ground.duties.counts import count_obligations, count_states
from dinhlang.ground.duties.tests import world
from tests.core.book import book_files, the_book

pytestmark = pytest.mark.django_db
BOOK = the_book()
ALL_SHOWN = world.where_all_can_be_shown(BOOK)
CASES = load_cases(book_files())


def told(case: Case) -> int:
    """The case as rows; returns the body. Nothing but the case's own slot or clock is in the tables."""
    schedule.forget()
    facts = {name: value for name, value in case.facts.values.items() if name != "villages"}
    one = world.body(kind=case.facts.kind, facts=facts, villages=int(case.facts.values.get("villages", 0)))
    spec = spec_of(BOOK, case)
    if spec is None:
        return one
    target = world.slot(BOOK, case.facts.kind, spec) if isinstance(spec, SlotSpec) else world.clock(one, spec)
    for done in case.done:
        world.fulfil(one, target, done)
    for ran in case.runs:
        world.hang(one, target, ran)
    if case.exempt:
        world.exempt(one, case.rule)
    return one


def test_it_works() -> None:
    case = next(case for case in CASES if case.id == "hold-30-days")
    assert count_states([told(case)], case.asked_on, BOOK) == Counter({(case.rule, State.DONE_ON_TIME): 1})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case) -> None:
    one = told(case)
    expected = Counter() if case.expect.opens_nothing else Counter({(case.rule, case.expect.state): 1})
    assert count_states([one], case.asked_on, ALL_SHOWN, upcoming=True) == expected
    assert count_obligations([one], case.asked_on, ALL_SHOWN, upcoming=True) == expected


@pytest.mark.parametrize("case", [case for case in CASES if not case.expect.opens_nothing], ids=lambda case: case.id)
def test_the_page_says_what_the_case_says(case: Case) -> None:
    world.begin()
    told(case)
    _, one = reads.one("01273", case.asked_on, case.rule, case.occasion)
    word = case.expect.state if can_judge(one.parts[0].part, case.facts.kind) or case.exempt else State.NOT_SCORED
    assert [(part.state, part.hold_state) for part in one.parts] == [(word, case.expect.hold_state)]


D = date(2026, 3, 1)
DAYS = st.integers(0, 40).map(lambda n: D + timedelta(days=n))
HOWS = st.sampled_from(How)
DONES = st.lists(st.builds(Done, DAYS, HOWS, st.none() | DAYS, st.booleans()), max_size=3)
SPANS = st.tuples(DAYS, st.none() | st.integers(0, 20), HOWS, st.sampled_from(["", "1", "2"]), st.none() | DAYS)
RUNS = st.lists(SPANS.map(lambda one: Ran(one[0], None if one[1] is None else one[0] + timedelta(days=one[1]), *one[2:])), max_size=4)
TARGETS = st.builds(Target, DAYS, st.none() | DAYS, st.none() | DAYS, st.sampled_from(Mode), st.none(), st.integers(1, 3))
PARTS = [
    (duty.id, part.channel)
    for duty in BOOK.versions
    if "commune" in duty.bearer and duty.due.kind is not DueKind.UNREAD and duty.in_force(D) and duty.in_force(D + timedelta(days=80))
    for part in duty.parts
    if not part.condition and can_judge(part, "commune")
]
ROW = st.tuples(st.sampled_from(PARTS), TARGETS, DONES, RUNS, st.booleans())


@given(st.lists(ROW, max_size=4), st.booleans(), st.sets(st.sampled_from(sorted({rule for rule, _ in PARTS})), max_size=2), DAYS)
def test_random_rows(rows, special, spared, day) -> None:
    """Each row is put in twice, as a slot and as a clock: both are judged by the one text."""
    schedule.forget()
    one = world.body(f"{Body.objects.count():05}", facts={"special_area": special})
    facts = reads.Facts("commune", {"special_area": special})
    expected: Counter[tuple[str, State]] = Counter()
    for n, ((rule, part), target, done, runs, required) in enumerate(rows):
        spec = ClockSpec(rule, part, f"x{n}", target.opens, Due(target.due, target.due_rolled), target.mode, None, target.places, required)
        shared = world.slot(BOOK, "commune", SlotSpec(**vars(spec), opens=target.opens, item=None))
        shared.places = target.places  # a slot of the rulebook asks for one place or for every village
        shared.save()
        for row in (shared, world.clock(one, spec)):
            for each in done:
                world.fulfil(one, row, each)
            for ran in runs:
                world.hang(one, row, ran)
        duty = BOOK.duty_on(rule, target.opens) or BOOK.duties[rule]
        word = state(target, done, runs, rule in spared, not_scored_reason(duty, facts, part) is not None, day)
        expected[rule, word] += 2
    for rule in spared:
        world.exempt(one, rule)
    assert count_states([one], day, BOOK, upcoming=True) == expected
    opened = sum(target.opens <= day for _, target, *_ in rows)
    assert count_states([one], day, BOOK).total() == 2 * opened
    world.Fulfilment.objects.all().delete()
    world.Run.objects.all().delete()
    world.Clock.objects.all().delete()
    world.Slot.objects.all().delete()


CHANNELS = st.sampled_from([part for rule, part in PARTS if rule == world.REGISTER])


@given(st.lists(st.tuples(CHANNELS, TARGETS, DONES, st.booleans()), max_size=5, unique_by=lambda row: row[0]), DAYS)
def test_the_whole_speaks_as_core_says(rows, day) -> None:
    """All rows on one occasion: the most urgent state of the required parts."""
    schedule.forget()
    one = world.body(f"{Body.objects.count():05}")
    words = []
    for part, target, done, required in rows:
        due = Due(target.due, target.due_rolled)
        ticking = world.clock(one, ClockSpec(world.REGISTER, part, "x", target.opens, due, target.mode, None, 1, required))
        for each in done:
            world.fulfil(one, ticking, each)
        words.append((required, state(target, done, [], False, False, day)))
    expected = Counter({(world.REGISTER, overall(words)): 1}) if rows else Counter()
    assert count_obligations([one], day, BOOK, upcoming=True) == expected


def test_a_voided_clock_counts_until_that_day() -> None:
    one = world.body()
    row = world.clock(one, ClockSpec(world.CONTRIBUTIONS, "board", "a", D, Due(D, D), Mode.DEADLINE, 30, 1, True))
    row.voided = D + timedelta(days=5)
    row.save()
    assert count_states([one], D + timedelta(days=4), BOOK) == Counter({(world.CONTRIBUTIONS, State.MISSING): 1})
    assert count_states([one], D + timedelta(days=5), BOOK) == Counter()


def test_an_exemption_has_days() -> None:
    one = world.body()
    world.clock(one, ClockSpec(world.CONTRIBUTIONS, "board", "a", D, Due(D, D), Mode.DEADLINE, 30, 1, True))
    world.exempt(one, world.CONTRIBUTIONS, D, D + timedelta(days=3))
    assert count_states([one], D + timedelta(days=3), BOOK) == Counter({(world.CONTRIBUTIONS, State.EXEMPT): 1})
    assert count_states([one], D + timedelta(days=4), BOOK) == Counter({(world.CONTRIBUTIONS, State.MISSING): 1})


def test_nobody_owes_nothing() -> None:
    gone = world.body(alive=(world.LONG_AGO, date(2025, 6, 30)))
    world.begin()
    schedule.ensure(BOOK)
    assert count_states([], D, BOOK) == Counter()
    assert count_states([gone], D, BOOK) == Counter()
    assert count_states([10**9], D, BOOK) == Counter()


def test_a_fixed_number_of_statements_for_many_bodies_that_agree_with_their_pages() -> None:
    """Bodies with different facts, lives and deeds: the sums of their own pages."""
    book = world.begin()
    day = date(2026, 11, 20)
    ids, codes = [], []
    for n in range(12):
        code = f"{10 + n:05}"
        facts = {"has_portal": n % 2 == 0, "special_area": n % 3 == 0}
        ids.append(world.body(code, facts=facts, alive=(date(2025, 7, 1) if n % 4 else world.LONG_AGO, None), villages=n % 3))
        codes.append(code)
    world.say(ids[1], "has_portal", "1", date(2026, 5, 1))
    schedule.ensure(book)
    for n, row in enumerate(world.Slot.objects.filter(opens__lte=day, opens__gte=date(2025, 7, 1)).order_by("id")):
        owner = ids[n % len(ids)]
        if schedule.owes(row, Body.objects.get(pk=owner).alive_from, None, [], day):
            world.fulfil(owner, row, Done(row.opens + timedelta(days=n % 200), list(How)[n % 3], None, n % 5 == 0))
            world.hang(owner, row, Ran(row.opens, None if n % 2 else row.opens + timedelta(days=9), list(How)[n % 3], "hq"))
    world.exempt(ids[5], world.REGISTER)
    parts: Counter[tuple[str, State]] = Counter()
    wholes: Counter[tuple[str, State]] = Counter()
    for code in codes:
        for one in reads.obligations(reads.frame(code, day), every=True):
            wholes[one.duty.id, one.state] += 1
            parts.update((one.duty.id, part.state) for part in one.parts)
    assert len(parts) > 12
    with CaptureQueriesContext(connection) as few:
        count_states(ids[:2], day, book)
    with CaptureQueriesContext(connection) as many:
        assert count_states(ids, day, book) == parts
    assert len(few) == len(many) == 3
    assert count_obligations(ids, day, book) == wholes
    narrowed = count_states(ids, day, book, rule=world.REGISTER)
    assert narrowed == {key: n for key, n in parts.items() if key[0] == world.REGISTER}
    quarters = [
        count_states(ids, day, book, rule=world.REGISTER, occasion=f"{year}-Q{n}") for year in range(2023, 2027) for n in (1, 2, 3, 4)
    ]
    assert sum(quarters, Counter()) == narrowed
