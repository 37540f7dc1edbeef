"""Effects become rows, each kind once as it should be and once refused. That the record alone gives them again: tests/test_rebuild.py."""

from datetime import date

import pytest
from django.db import transaction

from dinhlang.core.refusal import Refused
from dinhlang.core.rules import How
from dinhlang.ground.duties import project, schedule
from dinhlang.ground.duties.effects import Effect, Fulfil, Move, PutUp, Seen, Start, TakeDown, Target, VoidClock, VoidDone
from dinhlang.ground.duties.models import Clock, Fulfilment, Run
from dinhlang.ground.duties.tests import world
from dinhlang.ground.duties.tests.world import CONTRIBUTIONS, REGISTER, STANDING

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
BORN = date(2025, 7, 1)
BOARD = Target(CONTRIBUTIONS, "board", "1-qd")
POINTS = Target(CONTRIBUTIONS, "village-points", "1-qd")
LIST = Target(REGISTER, "list", "2025-Q4")


def day(n: int) -> date:
    return date(2026, 3, n)


@pytest.fixture
def one() -> int:
    """A ward born in July 2025 with three villages, no portal, and its calendar."""
    book = world.begin()
    body = world.body(alive=(BORN, None), villages=3)
    schedule.ensure(book)
    return body


def apply(body: int | None, *effects: Effect, subject: str = "thing", on: date = TODAY) -> None:
    project.apply(body, "disclosure.post", subject, world.LEAF, on, [effect.as_value() for effect in effects])


def start(target: Target = BOARD, places: int = 1) -> Start:
    return Start(target, day(2), day(9), day(9), "deadline", 30, places, True)


def seen_at(place: str, n: int, subject: str = "thing") -> tuple[PutUp, Seen]:
    return PutUp(POINTS, f"{subject}-{place}", place, day(n), How.DECLARED), Seen(f"{subject}-{place}", "first", "front-chair")


def test_it_works(one: int) -> None:
    apply(one, start(), Fulfil(BOARD, day(5), How.STAMPED))
    row = Clock.objects.get()
    assert (row.opens, row.due_rolled, row.hold, row.source, row.registered, row.voided) == (day(2), day(9), 30, "thing", TODAY, None)
    done = Fulfilment.objects.get()
    assert (done.clock, done.slot, done.done_day, done.how, done.subject, done.nothing_arose) == (
        row,
        None,
        day(5),
        "stamped",
        "thing",
        False,
    )


def test_the_calendar_is_a_target(one: int) -> None:
    apply(one, Fulfil(Target(REGISTER, "item-08", "2025-Q4"), day(5), How.STAMPED, nothing=True), Fulfil(LIST, day(6), How.STAMPED))
    assert set(Fulfilment.objects.values_list("slot__part", "nothing_arose")) == {("item-08", True), ("list", False)}


def test_a_posting_goes_up_is_seen_and_comes_down(one: int) -> None:
    apply(one, start(), PutUp(BOARD, "run", "hq", day(3), How.DECLARED))
    assert not Fulfilment.objects.exists()
    apply(one, Seen("run", "first", "front-chair"), subject="other")
    apply(one, TakeDown("run", day(20)), Seen("run", "last", "residents"))
    run = Run.objects.get()
    assert (run.from_day, run.to_day, run.how, run.seen_first, run.seen_last) == (
        day(3),
        day(20),
        "countersigned",
        "front-chair",
        "residents",
    )
    done = Fulfilment.objects.get()
    assert (done.done_day, done.how, done.subject) == (day(3), "countersigned", "thing")


def test_a_posting_never_ends_before_it_began(one: int) -> None:
    apply(one, start(), PutUp(BOARD, "run", "hq", day(8), How.STAMPED), TakeDown("run", day(5)))
    assert Run.objects.get().to_day == day(8)


def test_several_places_are_done_on_the_day_the_last_one_needed_stood(one: int) -> None:
    apply(one, start(POINTS, places=2))
    apply(one, *seen_at("c", 8))
    assert not Fulfilment.objects.exists()
    apply(one, *seen_at("a", 6))
    assert Fulfilment.objects.get().done_day == day(8)
    apply(one, *seen_at("b", 4))
    assert Fulfilment.objects.get(voided=None).done_day == day(6)  # two stood on that day, in whatever order they were seen
    apply(one, *seen_at("d", 20))
    assert Fulfilment.objects.get(voided=None).done_day == day(6)


def test_the_same_place_twice_is_one_place(one: int) -> None:
    again = PutUp(POINTS, "again", "a", day(6), How.DECLARED)
    apply(one, start(POINTS, places=2), *seen_at("a", 5), again, Seen("again", "first", "front-chair"))
    assert not Fulfilment.objects.exists()


def test_what_another_thing_hung_up_is_not_added(one: int) -> None:
    apply(one, start(POINTS, places=2), *seen_at("a", 3, "old"), subject="old")
    apply(one, *seen_at("b", 8, "new"), subject="new")
    assert not Fulfilment.objects.exists()
    apply(one, *seen_at("a", 9, "new"), subject="new")
    assert Fulfilment.objects.get().done_day == day(9)


def test_a_shared_slot_asks_for_the_villages_of_the_day_it_opened(one: int) -> None:
    points = Target(REGISTER, "village-points", "2025-Q4")
    world.body("01273-9", "village", one, (day(1), None))  # came after the quarter's list was opened
    for n, place in enumerate(("a", "b", "c")):
        assert not Fulfilment.objects.exists()
        apply(one, PutUp(points, place, place, day(2 + n), How.DECLARED), Seen(place, "first", "front-chair"))
    assert Fulfilment.objects.get().done_day == day(4)


def test_villages_entered_later_do_not_undo_what_was_done(one: int) -> None:
    points = Target(REGISTER, "village-points", "2025-Q4")
    for n, place in enumerate(("a", "b", "c")):
        last = place == "c"
        if last:
            world.body("01273-9", "village", one, (BORN, None))  # lay there before, and was entered after the act of "c" was worked out
        apply(one, PutUp(points, place, place, day(2 + n), How.DECLARED), Seen(place, "first", "front-chair", needed=3))
    assert Fulfilment.objects.get().done_day == day(4)


def test_withdrawn_reopens_with_the_old_day(one: int) -> None:
    apply(one, start(), Fulfil(BOARD, day(5), How.STAMPED))
    apply(one, VoidDone(BOARD, "thing", day(8)), subject="later")
    apply(one, Fulfil(BOARD, TODAY, How.STAMPED), subject="new")
    assert list(Fulfilment.objects.order_by("id").values_list("subject", "voided")) == [("thing", day(8)), ("new", None)]
    assert Clock.objects.get().due == day(9)


def test_what_others_did_stays_when_one_thing_is_withdrawn(one: int) -> None:
    apply(one, start(), Fulfil(BOARD, day(5), How.STAMPED), subject="a")
    apply(one, VoidDone(BOARD, "b", day(8)))
    assert Fulfilment.objects.get().voided is None


def test_a_clock_moves(one: int) -> None:
    apply(one, start(), Move(BOARD, day(4), day(11), day(12)))
    row = Clock.objects.get()
    assert (row.opens, row.due, row.due_rolled) == (day(4), day(11), day(12))
    apply(one, Move(BOARD, day(4), None, None))
    assert Clock.objects.get().due is None


def test_a_clock_is_voided_and_may_start_again(one: int) -> None:
    apply(one, start(), VoidClock(BOARD, day(8)), start())
    assert list(Clock.objects.order_by("id").values_list("voided", flat=True)) == [day(8), None]


def test_a_second_live_clock_is_refused_and_leaves_nothing(one: int) -> None:
    apply(one, start())
    with pytest.raises(Refused, match="registered already: 1-qd"), transaction.atomic():
        apply(one, start(POINTS), start())
    assert Clock.objects.get().part == "board"


NOWHERE = Target(CONTRIBUTIONS, "board", "9-qd")
NO_TARGET: list[Effect] = [
    Fulfil(NOWHERE, TODAY, How.STAMPED),
    Fulfil(Target("no-such-rule", "board", "2025-Q4"), TODAY, How.STAMPED),
    Fulfil(Target(REGISTER, "website", "2025-Q4"), TODAY, How.STAMPED),
    PutUp(NOWHERE, "run", "hq", TODAY, How.DECLARED),
    TakeDown("nothing", TODAY),
    Seen("nothing", "first", "front-chair"),
    VoidDone(NOWHERE, "thing", TODAY),
    VoidClock(NOWHERE, TODAY),
    Move(NOWHERE, TODAY, TODAY, TODAY),
]


@pytest.mark.parametrize("effect", NO_TARGET, ids=lambda effect: type(effect).__name__)
def test_an_effect_without_a_target_is_refused(one: int, effect: Effect) -> None:
    with pytest.raises(Refused):
        apply(one, effect)


@pytest.mark.parametrize("effect", [VoidClock(LIST, TODAY), Move(LIST, TODAY, TODAY, TODAY)], ids=lambda effect: type(effect).__name__)
def test_the_calendar_cannot_be_moved_or_ended(one: int, effect: Effect) -> None:
    with pytest.raises(Refused, match="calendar"):
        apply(one, effect)


def test_the_posting_of_another_body_is_not_a_target(one: int) -> None:
    other = world.body("01279", alive=(BORN, None))
    apply(one, start(), PutUp(BOARD, "run", "hq", day(3), How.DECLARED))
    with pytest.raises(Refused, match="no such posting"):
        apply(other, TakeDown("run", TODAY))


def test_effects_need_a_body(one: int) -> None:
    apply(None)
    with pytest.raises(Refused, match="without a body"):
        apply(None, start())


@pytest.mark.parametrize(
    ("target", "owed"), [(LIST, True), (Target(REGISTER, "list", "2025-Q2"), True), (Target(REGISTER, "list", "2025-Q1"), False)]
)
def test_a_ward_owes_what_falls_due_in_its_life(one: int, target: Target, owed: bool) -> None:
    """2025-Q1 fell due on the last day of the wards that were merged, 2025-Q2 in the life of the new one."""
    if owed:
        apply(one, Fulfil(target, TODAY, How.STAMPED))
    else:
        with pytest.raises(Refused, match="no such duty"):
            apply(one, Fulfil(target, TODAY, How.STAMPED))


def test_a_portal_that_comes_later_brings_the_standing_duty(one: int) -> None:
    target = Target(STANDING, "website", "standing")
    with pytest.raises(Refused, match="no such duty"):
        apply(one, PutUp(target, "early", "web", TODAY, How.STAMPED))
    apply(one, PutUp(Target(STANDING, "board", "standing"), "board", "hq", TODAY, How.STAMPED))
    world.say(one, "has_portal", "1", day(20))
    apply(one, PutUp(target, "run", "web", day(21), How.STAMPED), on=day(21))
    assert set(Run.objects.values_list("slot__variant", "slot__part")) == {("commune", "board"), ("commune+has_portal", "website")}
