"""`disclosure.take_down`: the first day on which the paper no longer hung."""

from datetime import date

import pytest

from dinhlang.core.rules import State
from dinhlang.ground.duties.models import Run
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.tests.town import BOARD, HQ, ONE, POINTS, SITE, Town, check_common, leaf, refused


def hold(town: Town, on: str, part: str = BOARD) -> State | None:
    return next(one.hold_state for one in town.owed(on=on).parts if one.part.channel == part)


def test_it_works(town: Town):
    thing = town.disclosed()
    town.hung(thing.subject, "2026-11-03")
    town.seen(thing.subject)
    town.go("2026-11-20")
    payload = {"disclosure": thing.subject, "part": BOARD, "place": HQ, "to_day": date(2026, 11, 13)}
    done = check_common(town, acts.take_down, payload, wrong="front")
    assert leaf(done)["public"] == {"part": BOARD, "place": HQ, "to": "2026-11-13"}
    assert Run.objects.get(place=HQ).to_day == date(2026, 11, 13)
    assert (hold(town, "2026-11-12"), hold(town, "2026-11-20")) == (State.RUNNING, State.BROKEN)
    assert town.state(part=BOARD) is State.DONE_ON_TIME  # on time by its first day; the hold is a second state


def test_thirty_days_without_a_break_are_held(town: Town):
    thing = town.disclosed()
    town.hung(thing.subject, "2026-11-03")
    town.seen(thing.subject)
    town.down(thing.subject, "2026-12-04")
    assert hold(town, "2026-12-05") is State.DECLARED_ONLY
    town.seen(thing.subject, which="last")
    assert hold(town, "2026-12-05") is State.HELD


def test_two_pieces_with_a_gap_are_broken(town: Town):
    thing = town.disclosed()
    town.hung(thing.subject, "2026-11-03")
    town.seen(thing.subject)
    town.down(thing.subject, "2026-11-23")
    town.hung(thing.subject, "2026-11-24")
    town.seen(thing.subject)
    town.down(thing.subject, "2026-12-14")
    assert hold(town, "2026-12-15") is State.BROKEN


def test_days_that_cannot_be_are_refused(town: Town):
    thing = town.disclosed()
    town.hung(thing.subject, "2026-11-03")
    for day in ("2026-11-04", "9999-12-31"):
        with refused("A posting is entered when it has happened"):
            town.do(acts.take_down, disclosure=thing.subject, part=BOARD, place=HQ, to_day=date.fromisoformat(day))
    for day in ("2026-11-02", "0001-01-01"):
        with refused("The posting cannot have ended on {end}"):
            town.do(acts.take_down, disclosure=thing.subject, part=BOARD, place=HQ, to_day=date.fromisoformat(day))


@pytest.mark.parametrize(("part", "place"), [(POINTS, ONE), (SITE, "web"), (BOARD, ""), ("", "")])
def test_what_does_not_hang_is_refused(town: Town, part: str, place: str):
    thing = town.disclosed()
    town.hung(thing.subject, "2026-11-03")
    with refused("Nothing of this hangs there."):
        town.down(thing.subject, "2026-11-04", part, place)


def test_twice_is_refused(town: Town):
    thing = town.disclosed()
    town.hung(thing.subject, "2026-11-03")
    town.down(thing.subject, "2026-11-04")
    with refused("Nothing of this hangs there."):
        town.down(thing.subject, "2026-11-05")


def test_a_village_head_speaks_for_the_own_village(town: Town):
    thing = town.disclosed()
    town.hung(thing.subject, "2026-11-03")
    with refused("You may enter postings for your own village only."):
        town.down(thing.subject, "2026-11-04", by="head")


def test_the_thing_of_another_body_is_refused(town: Town):
    with refused("There is no such disclosure."):
        town.down("0" * 16, "2026-11-04")
