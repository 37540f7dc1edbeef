"""`disclosure.withdraw`: before the hold is complete the duty is open again with its old day; a tombstone stays."""

from datetime import date

import pytest
from django.urls import reverse

from dinhlang.core.rules import State
from dinhlang.ground.duties.models import Clock, Fulfilment, Run
from dinhlang.works.disclosures import acts, policy
from dinhlang.works.disclosures.acts import Aim
from dinhlang.works.disclosures.models import Disclosure
from dinhlang.works.disclosures.tests.town import (
    BOARD,
    CONTRIBUTIONS,
    ONE,
    POINTS,
    REGISTER,
    STANDING,
    TWO,
    Town,
    check_common,
    leaf,
    refused,
)

AIM = Aim(CONTRIBUTIONS, "112-qd-ubnd")


def withdraw(town: Town, thing: str, reason: str = "posted-by-mistake"):
    return town.do(acts.withdraw, disclosure=thing, reason=reason)


def held(town: Town) -> str:
    """A disclosure whose paper hung everywhere for 31 days, its first and its last day seen by the Front."""
    thing = town.disclosed().subject
    for part, place in ((BOARD, "hq"), (POINTS, ONE), (POINTS, TWO)):
        town.hung(thing, "2026-11-03", part, place)
        town.seen(thing, part=part, place=place)
    for part, place in ((BOARD, "hq"), (POINTS, ONE), (POINTS, TWO)):
        town.down(thing, "2026-12-04", part, place)
        town.seen(thing, part=part, place=place, which="last")
    return thing


def test_it_works(town: Town):
    thing = town.disclosed()
    done = check_common(town, acts.withdraw, {"disclosure": thing.subject, "reason": "posted-by-mistake"})
    assert leaf(done)["public"] == {"reason": "posted-by-mistake"}
    row = Disclosure.objects.get()
    assert (row.state, row.reason, row.ended) == ("withdrawn", "posted-by-mistake", date(2026, 11, 2))


def test_before_the_hold_is_complete_it_is_open_again_with_the_old_day(town: Town):
    thing = town.disclosed()
    withdraw(town, thing.subject)
    assert (town.owed().due, town.state()) == (date(2026, 11, 6), State.NOT_YET_DUE)
    assert town.state(on="2026-11-09") is State.MISSING
    assert Clock.objects.filter(voided=None, rule=town.owed(on="2026-11-09").duty.id).exists()


def test_one_day_short_of_the_hold_is_not_enough(town: Town):
    thing = town.disclosed().subject
    for part, place in ((BOARD, "hq"), (POINTS, ONE), (POINTS, TWO)):
        town.hung(thing, "2026-11-03", part, place)
        town.seen(thing, part=part, place=place)
    town.go("2026-12-03")
    withdraw(town, thing)
    assert (town.state(), town.state(part=BOARD)) == (State.MISSING, State.MISSING)


def test_after_the_hold_it_stays_fulfilled(town: Town):
    thing = held(town)
    withdraw(town, thing)
    assert town.owed().state is State.DONE_ON_TIME
    assert not Fulfilment.objects.filter(clock__isnull=False).exclude(voided=None).exists()


def test_posted_again_after_the_due_day_it_is_late(town: Town):
    thing = town.disclosed()
    withdraw(town, thing.subject)
    town.go("2026-11-09")
    town.posted("", AIM)
    assert town.state() is State.DONE_LATE
    assert town.state(on="2026-11-05") is State.NOT_YET_DUE


def test_posted_again_before_the_due_day_it_is_in_time(town: Town):
    thing = town.disclosed()
    withdraw(town, thing.subject)
    town.go("2026-11-06")
    town.posted("", AIM)
    assert town.state() is State.DONE_ON_TIME


def test_posted_and_withdrawn_again_and_again(town: Town):
    for day in ("2026-11-03", "2026-11-04", "2026-11-05"):
        town.go(day)
        thing = town.disclosed(day) if day == "2026-11-03" else town.posted("", AIM)
        withdraw(town, thing.subject)
    assert town.state(on="2026-11-09") is State.MISSING
    town.go("2026-11-10")
    town.posted("", AIM)
    assert town.state() is State.DONE_LATE


def test_after_the_hold_it_may_be_posted_anew_and_stays_in_time(town: Town):
    thing = held(town)
    withdraw(town, thing)
    town.posted("", AIM)
    assert town.state() is State.DONE_ON_TIME


def test_paper_of_a_withdrawn_thing_does_not_help_the_next_one(town: Town):
    thing = town.disclosed().subject
    town.hung(thing, "2026-11-03", POINTS, ONE)
    town.seen(thing, part=POINTS, place=ONE)
    withdraw(town, thing)
    new = town.posted("", AIM).subject
    town.hung(new, "2026-11-04", POINTS, TWO)
    town.seen(new, part=POINTS, place=TWO)
    assert town.state(part=POINTS, on="2026-11-05") is State.NOT_YET_DUE


def test_its_cell_is_empty_again(town: Town):
    town.go("2026-11-02")
    thing = town.posted(item=3)
    withdraw(town, thing.subject)
    assert town.state(REGISTER, "2026-Q4", "item-03", on="2027-04-05") is State.SILENT


def test_what_stands_all_the_time_is_broken(town: Town):
    thing = town.posted("", Aim(STANDING, "standing"))
    withdraw(town, thing.subject)
    assert town.state(STANDING, "standing") is State.BROKEN


def test_a_list_may_be_drawn_up_again(town: Town):
    town.go("2026-04-03")
    thing = town.do(acts.issue_register, quarter="2026-Q1")
    withdraw(town, thing.subject)
    assert town.state(REGISTER, "2026-Q1", "list") is State.NOT_YET_DUE
    town.do(acts.issue_register, quarter="2026-Q1")
    assert town.state(REGISTER, "2026-Q1", "list") is State.DONE_ON_TIME


def test_a_tombstone_stays(town: Town):
    thing = town.disclosed()
    withdraw(town, thing.subject, "personal-data")
    response = town.client().get(reverse("thing", args=[thing.subject]))
    page = response.content.decode()
    assert response.status_code == 200
    assert "300.000" not in page
    assert policy.withdrawals()["personal-data"].text.vi in page
    run = Run.objects.get(place="web")
    assert run.to_day == date(2026, 11, 2)


@pytest.mark.parametrize("reason", ["", "because", "x" * 500])
def test_a_reason_that_is_not_on_the_list_is_refused(town: Town, reason: str):
    thing = town.disclosed()
    with refused("Choose one of the reasons on the list."):
        withdraw(town, thing.subject, reason)


def test_it_is_withdrawn_once(town: Town):
    thing = town.disclosed()
    withdraw(town, thing.subject)
    with refused("This cannot be done any more: it has changed since."):
        withdraw(town, thing.subject)
    with refused("There is no such disclosure."):
        withdraw(town, "0" * 16)


def test_paper_left_hanging_may_still_be_entered_as_taken_down(town: Town):
    thing = town.disclosed()
    town.hung(thing.subject, "2026-11-03")
    withdraw(town, thing.subject)
    assert Run.objects.get(place="hq").to_day == date(2026, 11, 3)
