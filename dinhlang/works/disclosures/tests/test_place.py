"""`disclosure.place`: paper hangs, says the body; it counts when somebody else saw it."""

from datetime import date

import pytest

from dinhlang.core.rules import How, State
from dinhlang.ground.duties import acts as duty_acts
from dinhlang.ground.duties.models import Fulfilment, Run
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.acts import Aim
from dinhlang.works.disclosures.tests.town import (
    BOARD,
    CONTRIBUTIONS,
    HQ,
    MEETING,
    ONE,
    POINTS,
    REGISTER,
    SITE,
    STANDING,
    TWO,
    Town,
    check_common,
    leaf,
    refused,
)


def test_it_works(town: Town):
    thing = town.disclosed()
    payload = {"disclosure": thing.subject, "part": BOARD, "place": HQ, "from_day": date(2026, 11, 2)}
    done = check_common(town, acts.place, payload, wrong="front")
    assert leaf(done)["public"] == {"part": BOARD, "place": HQ, "from": "2026-11-02", "means": ""}
    assert town.state(part=BOARD) is State.NOT_YET_DUE
    assert town.state(part=BOARD, on="2026-11-07") is State.DECLARED_ONLY
    assert Run.objects.get(place=HQ).how == How.DECLARED
    assert not Fulfilment.objects.filter(clock__part=BOARD).exists()


def test_a_village_head_enters_the_own_village_for_the_ward(town: Town):
    thing = town.disclosed()
    town.hung(thing.subject, "2026-11-03", POINTS, ONE, by="head")
    with refused("You may enter postings for your own village only."):
        town.hung(thing.subject, "2026-11-03", POINTS, TWO, by="head")
    with refused("You may enter postings for your own village only."):
        town.hung(thing.subject, "2026-11-03", by="head")


@pytest.mark.parametrize(
    ("part", "place", "words"),
    [
        (BOARD, "04-t0009999", "Choose the office or one of the villages on the list."),
        (BOARD, "", "Choose the office or one of the villages on the list."),
        (BOARD, "web", "Choose the office or one of the villages on the list."),
        (BOARD, ONE, "The board hangs at the office, the other postings in the villages."),
        (POINTS, HQ, "The board hangs at the office, the other postings in the villages."),
        (SITE, ONE, "This act cannot fulfil that part of the duty."),
        ("loudspeaker", ONE, "No duty that this disclosure claims asks for that form."),
    ],
)
def test_where_it_cannot_hang_is_refused(town: Town, part: str, place: str, words: str):
    thing = town.disclosed()
    with refused(words):
        town.hung(thing.subject, "2026-11-03", part, place)


def test_it_hangs_once_at_a_time(town: Town):
    thing = town.disclosed()
    town.hung(thing.subject, "2026-11-03")
    with refused("It hangs there already."):
        town.hung(thing.subject, "2026-11-04")
    town.down(thing.subject, "2026-11-05")
    town.hung(thing.subject, "2026-11-06")


def test_days_that_cannot_be_are_refused(town: Town):
    thing = town.disclosed()
    for day in ("2026-11-03", "9999-12-31"):
        with refused("A posting is entered when it has happened"):
            town.do(acts.place, disclosure=thing.subject, part=BOARD, place=HQ, from_day=date.fromisoformat(day))
    for day in ("2026-10-29", "0001-01-01"):
        with refused("The posting cannot have begun on {day}"):
            town.do(acts.place, disclosure=thing.subject, part=BOARD, place=HQ, from_day=date.fromisoformat(day))
    town.do(acts.place, disclosure=thing.subject, part=BOARD, place=HQ, from_day=date(2026, 10, 30))  # before it was on the site


def test_paper_for_several_duties_is_not_older_than_the_youngest(town: Town):
    town.go("2026-11-02")
    town.decided("88/QĐ-UBND", "2026-10-01")
    town.decided()
    thing = town.posted("", Aim(CONTRIBUTIONS, "88-qd-ubnd"), Aim(CONTRIBUTIONS, "112-qd-ubnd"), Aim(STANDING, "standing"))
    with refused("The posting cannot have begun on {day}"):
        town.do(acts.place, disclosure=thing.subject, part=BOARD, place=HQ, from_day=date(2026, 10, 29))
    town.do(acts.place, disclosure=thing.subject, part=BOARD, place=HQ, from_day=date(2026, 10, 30))
    assert Run.objects.filter(place=HQ, from_day=date(2026, 10, 30)).count() == 3
    town.do(acts.place, disclosure=thing.subject, part=POINTS, place=ONE, from_day=date(2026, 10, 30))
    assert Run.objects.filter(place=ONE).count() == 2  # the standing duty asks for the office alone


def test_the_list_of_a_quarter_does_not_hang_before_the_quarter_is_over(town: Town):
    town.go("2026-08-03")
    thing = town.do(acts.issue_register, quarter="2026-Q2")
    with refused("The posting cannot have begun on {day}"):
        town.do(acts.place, disclosure=thing.subject, part=BOARD, place=HQ, from_day=date(2026, 6, 30))
    town.do(acts.place, disclosure=thing.subject, part=BOARD, place=HQ, from_day=date(2026, 7, 1))
    assert town.state(REGISTER, "2026-Q2", BOARD, on="2026-10-01") is State.DECLARED_ONLY


def test_households_are_told_in_one_of_the_listed_ways(town: Town):
    town.go("2026-11-18")
    town.do(
        duty_acts.event,
        "head",
        body=town.ids[ONE],
        kind="village-meeting",
        day=date(2026, 11, 28),
        place="Nhà văn hoá",
        title="Bàn mức đóng góp",
    )
    aim = Aim(MEETING, "village-meeting-2026-11-28")
    thing = town.posted("", aim, by="head", body=town.ids[ONE], item=None)
    told = {"disclosure": thing.subject, "part": "notice", "place": ONE, "from_day": date(2026, 11, 18), "body": town.ids[ONE]}
    for means in ("", "pigeon"):
        with refused("Say in which of the listed ways people were told."):
            town.do(acts.place, "head", **told, means=means)
    done = town.do(acts.place, "head", **told, means="loudspeaker")
    assert leaf(done)["public"]["means"] == "loudspeaker"


def test_a_voluntary_disclosure_asks_for_no_paper(town: Town):
    thing = town.posted()
    with refused("No duty that this disclosure claims asks for that form."):
        town.hung(thing.subject, "2026-01-05")


def test_what_does_not_stand_any_more_is_not_hung(town: Town):
    thing = town.disclosed()
    town.do(acts.withdraw, disclosure=thing.subject, reason="posted-by-mistake")
    with refused("This cannot be done any more: it has changed since."):
        town.hung(thing.subject, "2026-11-03")


def test_the_thing_of_another_body_is_refused(town: Town):
    thing = town.disclosed()
    with refused("There is no such disclosure."):
        town.hung("0" * 16, "2026-11-03")
    with refused("This belongs to another body."):
        town.do(acts.place, "stranger", body=town.ids["01279"], disclosure=thing.subject, part=BOARD, place=HQ, from_day=date(2026, 11, 2))
