"""What a body owes on a day, also on days long past."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dinhlang.core.refusal import NotHere
from dinhlang.core.rules import ClockSpec, Done, Due, Facts, How, Mode, Ran, Rulebook, SlotSpec, State
from dinhlang.ground.duties import reads, schedule
from dinhlang.ground.duties.models import Slot
from dinhlang.ground.duties.tests import world
from dinhlang.ground.duties.tests.world import CONTRIBUTIONS, PLAN, REGISTER, STANDING

pytestmark = pytest.mark.django_db
BORN, LAST = date(2025, 7, 1), date(2025, 6, 30)
DAY = date(2026, 11, 20)


@pytest.fixture
def book() -> Rulebook:
    return world.begin()


@pytest.fixture
def ward(book: Rulebook) -> int:
    """Phường Thục Phán since July 2025, merged from two; two villages, one of which is younger; a portal since March 2026."""
    old = [world.body(code, alive=(date(2012, 1, 1), LAST), name=name) for code, name in (("01273", "Hợp Giang"), ("01267", "Sông Hiến"))]
    new = world.body("01273", alive=(BORN, None))
    for one in old:
        world.merge(one, new, BORN)
    world.body("04-t0000001", "village", new, (BORN, None))
    world.body("04-t0000002", "village", new, (date(2026, 5, 1), None))
    world.say(new, "has_portal", "1", date(2026, 3, 1))
    schedule.ensure(book)
    return new


def late(day: int = 2, occasion: str = "1-qd") -> ClockSpec:
    opens = date(2026, 3, day)
    return ClockSpec(CONTRIBUTIONS, "board", occasion, opens, Due(date(2026, 3, 9), date(2026, 3, 9)), Mode.DEADLINE, 30, 1, True)


def test_it_works(ward: int) -> None:
    row = world.clock(ward, late())
    world.fulfil(ward, row, Done(date(2026, 3, 12), How.COUNTERSIGNED))
    at = reads.frame("01273", DAY)
    assert (at.place.name, at.place.id, at.former, len(at.villages)) == ("Phường Thục Phán", ward, ("Sông Hiến", "Hợp Giang"), 2)
    (one,) = reads.obligations(at, rule=CONTRIBUTIONS)
    assert (one.state, one.occasion, one.due, one.duty.id) == (State.DONE_LATE, "1-qd", date(2026, 3, 9), CONTRIBUTIONS)


def test_the_state_of_a_past_day(ward: int) -> None:
    row = world.clock(ward, late())
    world.fulfil(ward, row, Done(date(2026, 3, 12), How.COUNTERSIGNED, voided=date(2026, 3, 20)))
    world.hang(ward, row, Ran(date(2026, 3, 12), date(2026, 3, 20), How.COUNTERSIGNED, "hq"))

    def on(day: int) -> tuple[State, State | None, int]:
        (one,) = reads.obligations(reads.frame("01273", date(2026, 3, day)), rule=CONTRIBUTIONS)
        (part,) = one.parts
        return one.state, one.hold_state, len(part.done)

    assert reads.obligations(reads.frame("01273", date(2026, 3, 1)), rule=CONTRIBUTIONS) == ()
    assert on(2) == on(9) == (State.NOT_YET_DUE, None, 0)
    assert on(10) == (State.MISSING, None, 0)
    assert on(12) == on(19) == (State.DONE_LATE, State.RUNNING, 1)
    assert on(20) == (State.MISSING, State.BROKEN, 1)


def test_a_voided_clock_is_seen_until_that_day(ward: int) -> None:
    row = world.clock(ward, late())
    row.voided = date(2026, 3, 15)
    row.save()
    assert len(reads.obligations(reads.frame("01273", date(2026, 3, 14)), rule=CONTRIBUTIONS)) == 1
    assert reads.obligations(reads.frame("01273", date(2026, 3, 15)), rule=CONTRIBUTIONS) == ()


def test_a_voided_posting_is_seen_until_that_day(ward: int) -> None:
    row = world.clock(ward, late())
    world.hang(ward, row, Ran(date(2026, 3, 6), None, How.COUNTERSIGNED, "hq", voided=date(2026, 3, 15)))

    def on(day: int) -> tuple[State | None, int, tuple[int, int], How | None]:
        (one,) = reads.obligations(reads.frame("01273", date(2026, 3, day)), rule=CONTRIBUTIONS)
        (part,) = one.parts
        return part.hold_state, len(part.runs), part.places, part.how

    assert on(14) == (State.RUNNING, 1, (1, 1), How.COUNTERSIGNED)
    assert on(15) == (None, 0, (0, 1), None)


def occasions(code: str, day: date, rule: str = REGISTER, *, upcoming: bool = False) -> list[str]:
    return sorted(one.occasion for one in reads.obligations(reads.frame(code, day), rule=rule, upcoming=upcoming))


def test_the_bearer_is_whoever_is_alive_on_the_due_day(ward: int) -> None:
    """The list of 2025-Q1 fell due with the old wards' last day, that of 2025-Q2 in the life of the new one."""
    assert "2025-Q1" in occasions("01273", LAST)
    assert "2025-Q1" in occasions("01267", LAST)
    assert "2025-Q2" not in occasions("01273", LAST, upcoming=True)
    assert occasions("01273", BORN) == ["2025-Q2"]
    assert occasions("01273", DAY) == ["2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]


def test_a_body_owes_nothing_after_its_end(ward: int) -> None:
    assert occasions("01273", LAST, PLAN, upcoming=True) == ["2023", "2024", "2025"]
    assert occasions("01273", BORN, PLAN) == ["2025"]


def test_a_new_body_owes_nothing_from_before_its_birth(ward: int) -> None:
    everything = reads.obligations(reads.frame("01273", DAY), upcoming=True)
    assert min(one.opens for one in everything) == BORN
    assert min(one.rolled or one.due for one in everything if one.due) > BORN


def test_parts_follow_the_facts_of_their_day(ward: int) -> None:
    def standing(day: date) -> list[str]:
        (one,) = reads.obligations(reads.frame("01273", day), rule=STANDING)
        return [part.part.channel for part in one.parts]

    assert standing(date(2026, 2, 28)) == ["board"]
    assert sorted(standing(date(2026, 3, 1))) == ["board", "website"]


def test_what_hung_before_a_fact_changed_still_hangs(ward: int) -> None:
    board = Slot.objects.get(rule=STANDING, part="board", variant="commune")
    world.hang(ward, board, Ran(date(2026, 1, 10), None, How.COUNTERSIGNED, "hq"))
    for day in (date(2026, 2, 1), DAY):
        (one,) = reads.obligations(reads.frame("01273", day), rule=STANDING)
        assert {part.part.channel: part.state for part in one.parts}["board"] is State.RUNNING


def test_as_many_places_as_there_were_villages_when_it_opened(ward: int) -> None:
    def places(occasion: str) -> tuple[int, int]:
        _, one = reads.one("01273", DAY, REGISTER, occasion)
        return next(part.places for part in one.parts if part.part.channel == "village-points")

    assert places("2026-Q1") == (0, 1)
    assert places("2026-Q2") == (0, 2)


def test_a_special_area_is_shown_and_not_scored(ward: int) -> None:
    world.say(ward, "special_area", "1", date(2026, 10, 1))
    _, before = reads.one("01273", date(2026, 9, 30), STANDING, "standing")
    _, after = reads.one("01273", DAY, STANDING, "standing")
    assert (before.state, before.not_scored) == (State.BROKEN, None)
    assert after.state is State.NOT_SCORED
    assert after.not_scored is not None


def test_an_exemption_holds_for_its_days(ward: int) -> None:
    world.exempt(ward, STANDING, date(2026, 10, 1), date(2026, 10, 31))
    states = [reads.one("01273", day, STANDING, "standing")[1].state for day in (date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 1))]
    assert states == [State.BROKEN, State.EXEMPT, State.BROKEN]


def test_a_fact_that_says_no(ward: int) -> None:
    world.say(ward, "designated", "1", BORN, date(2026, 5, 31))
    world.say(ward, "designated", "", date(2026, 6, 1))
    assert reads.frame("01273", date(2026, 5, 31)).fact("designated") is not None
    assert reads.frame("01273", date(2026, 6, 1)).fact("designated") is None


def test_queries_do_not_grow_with_duties(ward: int) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            reads.obligations(reads.frame("01273", DAY), upcoming=True)
        return len(found)

    queries()
    few = queries()
    for n in range(40):
        row = world.clock(ward, late(occasion=f"{n}-qd"))
        world.fulfil(ward, row, Done(date(2026, 3, 5), How.STAMPED))
        world.hang(ward, row, Ran(date(2026, 3, 5), None, How.STAMPED, "hq"))
    assert len(reads.obligations(reads.frame("01273", DAY))) > 40
    assert queries() == few <= 6


@pytest.mark.parametrize(
    ("code", "rule", "occasion", "sentence"),
    [
        ("99999", REGISTER, "2026-Q1", "No body had the code 99999"),
        ("1273", REGISTER, "2026-Q1", "leading zeros"),
        ("01273", "no-such-rule", "2026-Q1", "no rule called no-such-rule"),
        ("01273", REGISTER, "2031-Q1", "no occasion 2031-Q1.*2026-Q1"),
        ("01273", REGISTER, "2025-Q1", "no occasion 2025-Q1"),
    ],
)
def test_what_is_not_there_is_said(ward: int, code: str, rule: str, occasion: str, sentence: str) -> None:
    with pytest.raises(NotHere, match=sentence):
        reads.one(code, DAY, rule, occasion)


def test_slots_are_made_once_and_brought_to_the_rulebook_until_their_day_has_passed(book: Rulebook) -> None:
    world.body()
    made = schedule.ensure(book)
    assert made == Slot.objects.count() > 100
    Slot.objects.filter(rule=REGISTER).update(due=BORN, due_rolled=DAY)
    row = Slot.objects.get(rule=REGISTER, part="list", occasion="2026-Q3")
    assert schedule.ensure(book, DAY + timedelta(days=1)) == 0
    row.refresh_from_db()
    assert (row.due, row.due_rolled) == (BORN, DAY)
    assert schedule.ensure(book, DAY) == 0
    row.refresh_from_db()
    assert (row.due, row.due_rolled) == (date(2026, 12, 31), date(2026, 12, 31))
    world.body("04-x", "village")
    assert schedule.ensure(book) == Slot.objects.filter(variant__startswith="village").count()
    assert schedule.ensure(book) == 0


def test_the_schedule_of_core_is_what_the_slots_of_a_body_say(book: Rulebook) -> None:
    """For each set of facts: the occasions of `core.rules.schedule`, found by another way."""
    for n, portal in enumerate((True, False)):
        world.body(f"{n:05}", facts={"has_portal": portal})
        schedule.ensure(book)
        expected: set[tuple[str, str, str]] = set()
        for year in (2025, 2026):
            specs: tuple[SlotSpec, ...] = reads.schedule(book, Facts("commune", {"has_portal": portal}), year)
            stands = {spec.rule for spec in specs if spec.occasion != "standing" or book.duty_on(spec.rule, DAY) is not None}
            expected |= {(spec.rule, spec.part, spec.occasion) for spec in specs if spec.rule in stands}
        found = {
            (one.duty.id, part.part.channel, one.occasion)
            for one in reads.obligations(reads.frame(f"{n:05}", DAY), upcoming=True, every=True)
            for part in one.parts
        }
        assert {key for key in found if key[2][:4] in {"2025", "2026", "stan"}} == expected


def test_touching_days(ward: int) -> None:
    """The frame of the day before and the day of a birth are two bodies with one code."""
    names = [reads.frame("01273", day).place.name for day in (LAST, LAST + timedelta(days=1))]
    assert names == ["Hợp Giang", "Phường Thục Phán"]
