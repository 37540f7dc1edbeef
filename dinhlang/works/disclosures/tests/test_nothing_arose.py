"""`register.nothing_arose`: a signed line says that there was nothing to disclose; an empty one stays silent."""

import pytest
from django.urls import reverse

from dinhlang.core.rules import State
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.tests.town import CONSOLE, ONE, REGISTER, WARD, Town, at, check_common, leaf, refused

Q1 = "2026-Q1"


def cell(town: Town, item: int) -> State:
    return town.state(REGISTER, Q1, f"item-{item:02}", on="2026-10-01")


def sign(town: Town, *items: int, quarter: str = Q1, by: str = "officer"):
    return town.do(acts.nothing_arose, by, quarter=quarter, items=items)


def test_it_works(town: Town):
    town.go("2026-02-02")
    town.posted(item=3)
    town.go("2026-04-03")
    done = check_common(town, acts.nothing_arose, {"quarter": Q1, "items": (4, 6)})
    assert leaf(done)["public"] == {"quarter": Q1, "items": [4, 6]}
    assert [cell(town, item) for item in (3, 4, 5, 6)] == [State.DISCLOSED, State.NOTHING_AROSE, State.SILENT, State.NOTHING_AROSE]


def test_the_list_leads_to_it_as_soon_as_the_quarter_is_over(town: Town):
    """Before the day on which the list is due too: that is when it is filled in."""
    address = reverse("register-nothing", args=[WARD, Q1])
    for day, offered in (("2026-03-31", False), ("2026-04-03", True)):
        town.go(day)
        page = town.client("officer").get(reverse("register", args=[WARD, Q1])).context["page"]
        assert (address in [link.href for link in page.actions], page.rows[0].action is not None) == (offered, offered)


def test_only_what_was_still_empty_is_signed(town: Town):
    town.go("2026-04-03")
    sign(town, 4)
    assert leaf(sign(town, 6, 4, 6))["public"]["items"] == [6]


def test_before_the_quarter_is_over_it_is_refused(town: Town):
    town.go("2026-03-31", 23)
    with refused("The quarter runs until {last}."):
        sign(town, 4)
    town.now = at("2026-04-01", 0)
    sign(town, 4)


def test_what_was_disclosed_cannot_be_nothing(town: Town):
    town.go("2026-02-02")
    town.posted(item=3)
    town.go("2026-04-03")
    with refused("Item {item} was disclosed in this quarter"):
        sign(town, 3, 4)


def test_nor_can_what_a_companion_site_declared(town: Town):
    town.do(bodies_acts.set_fact, CONSOLE, name="designated", value="", document="09/QĐ-UBND", from_day=at("2026-01-02").date())
    town.go("2026-02-02")
    town.posted(item=3)
    town.go("2026-04-03")
    with refused("Item {item} was disclosed in this quarter"):
        sign(town, 3)


def test_twice_is_refused(town: Town):
    town.go("2026-04-03")
    sign(town, 4)
    with refused("Choose at least one item that is still without an entry."):
        sign(town, 4)
    with refused("Choose at least one item that is still without an entry."):
        sign(town)


@pytest.mark.parametrize("item", [0, -1, 15, 2**53, 10**20])
def test_an_unknown_item_is_refused(town: Town, item: int):
    town.go("2026-04-03")
    with refused("Choose one of the items of Article 11."):
        sign(town, 4, item)


@pytest.mark.parametrize("quarter", ["", "2026", "2026-Q9", "None", "1999-Q1", "9999-Q4", "\N{GRINNING FACE}", "x" * 5000])
def test_an_unknown_quarter_is_refused(town: Town, quarter: str):
    town.go("2026-04-03")
    with refused("{code} has no occasion {occasion} of {rule}."):
        sign(town, 4, quarter=quarter)


def test_a_village_keeps_no_register(town: Town):
    town.go("2026-04-03")
    with refused("Your office may not do this here."):
        town.do(acts.nothing_arose, "head", body=town.ids[ONE], quarter=Q1, items=(4,))
