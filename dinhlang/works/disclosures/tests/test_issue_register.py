"""`register.issue`: the quarter's list, drawn up and signed; then it hangs like any disclosure."""

import pytest

from dinhlang.core.rules import State
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.models import Disclosure
from dinhlang.works.disclosures.tests.town import BOARD, HQ, ONE, POINTS, REGISTER, TWO, Town, check_common, leaf, refused

Q1 = "2026-Q1"


def test_it_works(town: Town):
    town.go("2026-02-02")
    town.posted(item=3)
    town.go("2026-04-03")
    town.do(acts.nothing_arose, quarter=Q1, items=(4,))
    done = check_common(town, acts.issue_register, {"quarter": Q1})
    cells = {row["item"]: row["state"] for row in leaf(done)["public"]["cells"]}
    assert (len(cells), cells[3], cells[4], cells[5]) == (14, "disclosed", "nothing_arose", "not_yet_due")
    assert town.state(REGISTER, Q1, "list") is State.DONE_ON_TIME
    assert Disclosure.objects.get(pk=done.subject).occasion == Q1


def test_it_is_whole_when_it_hung_everywhere(town: Town):
    town.go("2026-04-03")
    thing = town.do(acts.issue_register, quarter=Q1).subject
    for part, place in ((BOARD, HQ), (POINTS, ONE), (POINTS, TWO)):
        assert town.owed(REGISTER, Q1).state is State.NOT_YET_DUE
        town.hung(thing, "2026-04-07", part, place)
        town.seen(thing, part=part, place=place)
    assert town.owed(REGISTER, Q1).state is State.DONE_ON_TIME


def test_after_the_next_quarter_it_is_late(town: Town):
    town.go("2026-07-01")
    town.do(acts.issue_register, quarter=Q1)
    assert town.state(REGISTER, Q1, "list") is State.DONE_LATE


def test_before_the_quarter_is_over_it_is_refused(town: Town):
    town.go("2026-03-31", 23)
    with refused("The quarter runs until {last}. Its list is drawn up when it is over."):
        town.do(acts.issue_register, quarter=Q1)


def test_it_is_drawn_up_once(town: Town):
    town.go("2026-04-03")
    town.do(acts.issue_register, quarter=Q1)
    with refused("The list of {quarter} is drawn up already."):
        town.do(acts.issue_register, quarter=Q1)


@pytest.mark.parametrize("quarter", ["", "2026", "2026-Q9", "None", "1999-Q1"])
def test_an_unknown_quarter_is_refused(town: Town, quarter: str):
    town.go("2026-04-03")
    with refused("{code} has no occasion {occasion} of {rule}."):
        town.do(acts.issue_register, quarter=quarter)
