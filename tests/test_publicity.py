"""Staged publicity (practice.md 9): who sees the states of duties at each stage; what was disclosed is never held back."""

from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.urls import reverse

from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Fact
from dinhlang.ground.people import acts as people_acts
from dinhlang.ground.people import publicity
from dinhlang.ground.people.publicity import Stage
from dinhlang.ground.ui import cache
from dinhlang.works.disclosures.tests.town import BORN, CONSOLE, CONTRIBUTIONS, REGISTER, WARD, Town, make_town, refused

TITLE = "Đóng góp nhà văn hoá"
NOBODY, RESIDENT, OWN, OF_ANOTHER, FRONT, PROVINCE = "", "resident:ann", "officer", "stranger", "front", "lawyer"
EVERYBODY = (NOBODY, RESIDENT, OWN, OF_ANOTHER, FRONT, PROVINCE)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    town = make_town(monkeypatch)
    town.disclosed("2026-11-02")
    province = bodies.find("04", BORN).id
    user = get_user_model().objects.create_user(PROVINCE)
    TOTP.activate(user, generate_totp_secret())
    from_day = date(2026, 1, 5)
    town.do(people_acts.appoint, CONSOLE, body=province, account=user.pk, office="law-officer", decision="3/QĐ-UBND", from_day=from_day)
    town.ids["04"] = province
    return town


def decide(town: Town, stage: str, day: str = "2026-11-02", document: str = "09/QĐ-UBND") -> Any:
    """The province decides a stage from a day on."""
    act, name = bodies_acts.set_fact, bodies_acts.PUBLICITY
    return town.do(act, CONSOLE, body=town.ids["04"], name=name, value=stage, document=document, from_day=date.fromisoformat(day))


def asked(town: Town, who: str) -> dict[str, Any]:
    """The pages that say whether duties were done, as somebody sees them."""
    client = town.client(who)
    quarter = "2026-Q4"
    return {
        "duties": client.get(reverse("duties", args=[WARD])),
        "why": client.get(reverse("why", args=[WARD, CONTRIBUTIONS, "112-qd-ubnd"])),
        "register": client.get(reverse("register", args=[WARD, quarter])),
        "register, paper": client.get(reverse("register-pdf", args=[WARD, quarter])),
        "register, sheet": client.get(reverse("register-xlsx", args=[WARD, quarter])),
    }


@pytest.mark.parametrize(
    ("stage", "seen_by"),
    [("1", {OWN}), ("2", {OWN, FRONT, PROVINCE}), ("3", set(EVERYBODY))],
)
def test_each_stage_shows_the_states_to_those_it_names(town: Town, stage: str, seen_by: set[str]):
    decide(town, stage)
    for who in EVERYBODY:
        found = {name: response.status_code for name, response in asked(town, who).items()}
        assert set(found.values()) == ({200} if who in seen_by else {403}), (who, found)
        body = town.client(who).get(reverse("body", args=[WARD])).content.decode()
        assert (REGISTER in body) is (who in seen_by), who  # the way to why a duty is due stands in every line of a duty
        assert f"Giai đoạn {stage}/3" in body
        assert "09/QĐ-UBND" in body


@pytest.mark.parametrize("stage", ["1", "2", "3"])
def test_what_was_disclosed_is_read_by_everybody_at_every_stage(town: Town, stage: str):
    decide(town, stage)
    thing = town.posted(title="Thông báo lịch tiếp dân", item=8).subject
    for who in EVERYBODY:
        client = town.client(who)
        assert TITLE in client.get(reverse("body", args=[WARD])).content.decode(), who
        assert client.get(reverse("thing", args=[thing])).status_code == 200
        assert client.get(reverse("thing-print", args=[thing])).status_code == 200


def test_nothing_decided_is_the_first_stage(town: Town):
    Fact.objects.filter(name=bodies_acts.PUBLICITY).delete()
    assert {one.status_code for one in asked(town, NOBODY).values()} == {403}
    assert {one.status_code for one in asked(town, OWN).values()} == {200}
    page = town.client().get(reverse("body", args=[WARD])).content.decode()
    assert "Tỉnh chưa quyết định" in page


def test_who_may_not_see_is_told_the_stage_its_document_and_what_comes(town: Town):
    decide(town, "1", "2026-11-02", "09/QĐ-UBND")
    decide(town, "2", "2027-01-01", "10/QĐ-UBND")
    decide(town, "3", "2027-07-01", "11/QĐ-UBND")
    for address in (reverse("why", args=[WARD, CONTRIBUTIONS, "112-qd-ubnd"]), reverse("body", args=[WARD])):
        text = town.client().get(address).content.decode()
        for words in ("Giai đoạn 1/3", "2/11/2026", "09/QĐ-UBND", "1/1/2027", "1/7/2027"):
            assert words in text, (address, words)
    assert [stage for _day, stage in publicity.coming("04", date(2026, 12, 1))] == [Stage.NEAR, Stage.PUBLIC]
    assert publicity.coming("04", date(2027, 7, 1)) == ()


def test_a_later_decision_takes_the_place_of_what_was_announced(town: Town):
    decide(town, "1")
    decide(town, "3", "2027-07-01")
    decide(town, "2", "2027-01-01")
    assert publicity.coming("04", date(2026, 12, 1)) == ((date(2027, 1, 1), Stage.NEAR),)


def test_a_kept_page_is_not_served_at_another_stage(town: Town):
    client, address = town.client(), reverse("body", args=[WARD])
    assert REGISTER in client.get(address).content.decode()
    assert cache._kept
    decide(town, "2")
    assert REGISTER not in client.get(address).content.decode()
    decide(town, "3", "2026-11-05")
    assert REGISTER not in client.get(address).content.decode()
    town.now += timedelta(days=3)
    town.flush()
    assert REGISTER in client.get(address).content.decode()


def test_only_a_province_decides_and_only_a_stage(town: Town):
    act, payload = bodies_acts.set_fact, {"name": bodies_acts.PUBLICITY, "document": "09/QĐ-UBND", "from_day": date(2026, 11, 2)}
    with refused("How far states are shown is decided by a province"):
        town.do(act, CONSOLE, value="3", **payload)
    with refused("How far states are shown is decided by a province"):
        town.do(act, "chair", value="3", **payload)
    for value in ("", "0", "4", "công khai"):
        with refused("How far states are shown is decided by a province"):
            town.do(act, CONSOLE, body=town.ids["04"], value=value, **payload)
    with refused("A fact needs the number and date"):
        town.do(act, CONSOLE, body=town.ids["04"], value="3", **{**payload, "document": " "})


def test_the_desk_of_the_front_follows_the_stage(town: Town):
    decide(town, "1")
    assert town.client(OWN).get(reverse("desk")).status_code == 200
    assert REGISTER in town.client(OWN).get(reverse("desk")).content.decode()
    assert REGISTER not in town.client(FRONT).get(reverse("desk")).content.decode()
