"""`disclosure.withdraw`: before the hold is complete the duty is open again with its old day; a tombstone stays."""

from datetime import date

import pytest
from django.urls import reverse

from dinhlang.core.rules import State
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.duties import audit
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.models import Clock, Fulfilment, Run
from dinhlang.works.disclosures import acts, policy, reads
from dinhlang.works.disclosures.acts import Aim
from dinhlang.works.disclosures.models import Disclosure, Ending
from dinhlang.works.disclosures.tests.town import (
    ANN,
    BEN,
    BOARD,
    CONSOLE,
    CONTRIBUTIONS,
    ONE,
    POINTS,
    REGISTER,
    STANDING,
    TWO,
    WARD,
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


# --- where nothing is owed any more ---


@pytest.mark.parametrize("reason", ["decision-annulled", "not-yet-public"])
def test_what_need_not_be_disclosed_is_owed_no_more(town: Town, reason: str):
    thing = town.disclosed()
    withdraw(town, thing.subject, reason)
    assert not Clock.objects.filter(voided=None).exists()
    assert [one.duty.id for one in duties.obligations(duties.frame(WARD, date(2026, 11, 20)), occasion=AIM.occasion)] == []
    assert list(audit.differences()) == []


def test_annulled_after_it_was_done_in_time_it_is_owed_no_more(town: Town):
    thing = town.disclosed().subject
    for part, place in ((BOARD, "hq"), (POINTS, ONE), (POINTS, TWO)):
        town.hung(thing, "2026-11-03", part, place)
        town.seen(thing, part=part, place=place)
    town.go("2026-11-20")
    withdraw(town, thing, "decision-annulled")
    assert not Clock.objects.filter(voided=None).exists()


def late(town: Town) -> str:
    """Posted when its day had passed, and said to be annulled."""
    town.go("2026-11-20")
    decision = town.decided()
    thing = town.posted(decision.subject, AIM).subject
    withdraw(town, thing, "decision-annulled")
    return thing


def confirm(town: Town, by: str = "chair"):
    one = Ending.objects.get()
    return town.do(acts.confirm_end, by, ending=one.subject, digest=bytes(one.digest).hex())


def test_what_was_not_done_in_time_ends_when_a_second_office_confirms(town: Town):
    thing = late(town)
    assert (Disclosure.objects.get().state, town.owed().state) == ("withdrawn", State.MISSING)
    with refused("Whoever asked for this cannot confirm it."):
        confirm(town, "officer")
    done = confirm(town)
    assert (done.subject, leaf(done)["public"]["reason"]) == (thing, "decision-annulled")
    assert not Clock.objects.filter(voided=None).exists()
    page = town.client().get("/en" + reverse("thing", args=[thing])).content.decode()
    assert "A second office confirmed that nothing is owed any more" in page
    assert list(audit.differences()) == []


def test_what_was_posted_anew_meanwhile_does_not_end(town: Town):
    late(town)
    town.posted("", AIM)
    with refused("Something was disclosed for this on {day} and still stands."):
        confirm(town)


def test_after_the_hold_it_stays_fulfilled_whatever_the_reason(town: Town):
    thing = held(town)
    withdraw(town, thing, "decision-annulled")
    assert town.owed().state is State.DONE_ON_TIME
    assert not Ending.objects.exists()


def test_a_duty_of_the_calendar_does_not_end(town: Town):
    thing = town.posted("", Aim(STANDING, "standing"))
    withdraw(town, thing.subject, "decision-annulled")
    assert town.state(STANDING, "standing") is State.BROKEN


def test_what_must_go_goes_whatever_became_of_the_duty(town: Town):
    thing = town.posted("", Aim(STANDING, "standing"))
    town.do(bodies_acts.set_fact, CONSOLE, body=town.ward, name="has_portal", value="", document="9", from_day=date(2026, 1, 1))
    withdraw(town, thing.subject, "not-yet-public")
    assert Disclosure.objects.get().state == "withdrawn"


# --- its paper and its cell ---


def test_paper_of_a_withdrawn_thing_counts_for_nothing(town: Town):
    thing = town.disclosed().subject
    town.hung(thing, "2026-11-05")
    withdraw(town, thing)
    assert town.state(part=BOARD, on="2026-11-20") is State.MISSING  # not "declared": nothing of it was true
    assert {run.voided for run in Run.objects.all()} == {date(2026, 11, 5)}
    assert list(audit.differences()) == []


def test_places_and_holds_are_those_of_the_new_text(town: Town):
    thing = town.disclosed().subject
    for part, place in ((BOARD, "hq"), (POINTS, ONE), (POINTS, TWO)):
        town.hung(thing, "2026-11-03", part, place)
        town.seen(thing, part=part, place=place)
    withdraw(town, thing)
    new = town.posted("", AIM).subject
    points = next(part for part in town.owed().parts if part.part.channel == POINTS)
    assert (points.places, points.hold_state) == ((0, 2), None)
    town.hung(new, "2026-11-04")
    town.seen(new)
    town.go("2026-12-04")
    assert next(part.hold_state for part in town.owed().parts if part.part.channel == BOARD) is State.RUNNING


def test_a_resident_confirms_no_paper_that_was_withdrawn_meanwhile(town: Town):
    thing = town.disclosed().subject
    town.hung(thing, "2026-11-03")
    for voice in (ANN, BEN):
        town.seen(thing, voice)
    withdraw(town, thing)
    town.flush()
    assert town.state(part=BOARD) is State.NOT_YET_DUE
    assert list(audit.differences()) == []


def test_the_cell_goes_with_the_duty_it_was_disclosed_for(town: Town):
    thing = held(town)
    withdraw(town, thing)
    town.go("2027-01-05")
    assert town.state(REGISTER, "2026-Q4", "item-05") is State.DISCLOSED
    with refused("Item {item} was disclosed in this quarter"):
        town.do(acts.nothing_arose, quarter="2026-Q4", items=(5,))
    row = next(row for row in reads.register(WARD, "2026-Q4", date(2027, 1, 5)).rows if row.item == 5)
    assert (row.count, row.first, row.links[0].href) == (1, date(2026, 11, 2), reverse("thing", args=[thing]))


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
