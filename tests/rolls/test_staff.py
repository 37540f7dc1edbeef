"""A list of people that is no list of households: it is begun, changed and ended by hand by the office that keeps it."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from dinhlang.ground.rolls import acts, audit, reads
from dinhlang.ground.rolls.matching import Said, Step
from dinhlang.ground.rolls.models import Claim
from dinhlang.works.disclosures.tests.town import WARD, Town, nothing_changes, refused

LIST = [WARD, "staff"]
MINH = {"number": "1", "name": "Hoàng Văn Minh", "post": "Công chức", "cluster": "Văn phòng", "day": "2/3/2026", "why": "joined"}


def sent(**changed: str) -> dict[str, str]:
    return {**MINH, "command_id": str(uuid4()), **changed}


def on(town: Town, day: date) -> list[tuple[str, str, str, str]]:
    return [(one.number, one.name, one.post, one.cluster) for one in reads.on(town.ward, "staff", day)]


@pytest.fixture
def key(town: Town) -> str:
    """Minh, added by the form on 2 March 2026."""
    answer = town.client("officer").post(reverse("roll-arrive", args=LIST), sent())
    assert answer.status_code == 302, answer.content.decode()
    return reads.on(town.ward, "staff", date(2026, 3, 2))[0].key


def test_it_works(town: Town, key: str) -> None:
    officer = town.client("officer")
    town.go("2026-05-04")
    moved = sent(post="Phó Chủ tịch", day="1/4/2026", why="post")
    assert officer.post(reverse("roll-amend", args=[*LIST, key]), moved).status_code == 302
    assert officer.post(reverse("roll-depart", args=[*LIST, key]), sent(day="4/5/2026", why="parted")).status_code == 302
    assert on(town, date(2026, 3, 31)) == [("1", "Hoàng Văn Minh", "Công chức", "Văn phòng")]
    assert on(town, date(2026, 5, 3)) == [("1", "Hoàng Văn Minh", "Phó Chủ tịch", "Văn phòng")]
    assert on(town, date(2026, 5, 4)) == []
    assert list(audit.differences()) == []


def test_the_form_asks_for_what_the_list_keeps_and_nothing_else(town: Town, key: str) -> None:
    html = town.client("officer").get(reverse("roll-arrive", args=LIST)).content.decode()
    asked = {name for name in ("number", "name", "second", "post", "cluster", "address", "phone", "day") if f'name="{name}"' in html}
    assert asked == {"number", "name", "post", "cluster", "day"}
    assert "hộ" not in html.partition("<main")[2].partition("</main")[0].lower().replace("hộp", "")
    amend = town.client("officer").get(reverse("roll-amend", args=[*LIST, key])).content.decode()
    assert reverse("roll-depart", args=[*LIST, key]) in amend
    assert reverse("roll-split", args=[*LIST, key]) not in amend, "nobody splits in two"
    page = town.client("officer").get(reverse("roll", args=LIST)).content.decode()
    assert reverse("roll-amend", args=[*LIST, key]) in page
    assert "Bộ phận" in page


def test_a_number_that_is_taken_keeps_what_was_typed_and_is_no_claim(town: Town, key: str) -> None:
    with nothing_changes():
        answer = town.client("officer").post(reverse("roll-arrive", args=LIST), sent(name="Bế Thị Hoa"))
    assert answer.status_code == 422
    assert "Bế Thị Hoa" in answer.content.decode()
    assert "Hãy ghi số khác" in answer.content.decode()
    assert not Claim.objects.exists()


def test_two_of_one_name_are_two_people(town: Town, key: str) -> None:
    assert town.client("officer").post(reverse("roll-arrive", args=LIST), sent(number="2")).status_code == 302
    assert len(on(town, date(2026, 3, 2))) == 2


def test_reasons_of_households_are_none_here(town: Town) -> None:
    steps = (Step(town.ward, "", Said("1", "Hoàng Văn Minh")),)
    with refused("What is known here has changed"):
        town.do(acts.change, "officer", body=town.ward, roll="staff", steps=steps, day=date(2026, 3, 2), why="moved-in")


@pytest.mark.parametrize("who", ["", "resident:1", "front", "board", "stranger", "governor", "operator", "head"])
def test_nobody_else_comes_near(town: Town, key: str, who: str) -> None:
    town.seat("governor", "province-chair", "04")
    town.seat("operator", "operator", "04")
    town.go("2026-03-10")
    for name, more in (("roll", []), ("roll-arrive", []), ("roll-amend", [key]), ("roll-depart", [key])):
        answer = town.client(who).get(reverse(name, args=[*LIST, *more]))
        assert answer.status_code == 403, (who, name)
        assert "Minh" not in answer.content.decode()
