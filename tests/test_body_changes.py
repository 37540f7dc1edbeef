"""The operator of the province enters by hand what became of a body; nobody else is shown or may send the forms."""

import re
from datetime import date
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.urls import reverse

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Fact, Registration, Succession
from dinhlang.ground.people import acts as people_acts
from dinhlang.works.disclosures.tests.town import CONSOLE, OTHER, WARD, Town, make_town

DOCUMENT = "9/NQ-HĐND ngày 5/1/2026"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    """The town, with an operator at the province."""
    town = make_town(monkeypatch)
    user = get_user_model().objects.create_user("operator", first_name="Operator")
    TOTP.activate(user, generate_totp_secret())
    province = bodies.find("04", date(2026, 1, 5)).id
    values = {"account": user.pk, "office": "operator", "decision": "02/QĐ-UBND", "from_day": date(2026, 1, 5)}
    town.do(people_acts.appoint, CONSOLE, body=province, **values)
    return town


def send(town: Town, page: str, code: str, who: str = "operator", **values: str) -> tuple[int, str]:
    answer = town.client(who).post(reverse(page, args=[code]), {"command_id": str(uuid4()), "document": DOCUMENT, **values})
    return answer.status_code, answer.content.decode()


def test_it_works(town: Town) -> None:
    town.go("2026-03-02")
    status, _html = send(town, "body-rename", WARD, name="Phường Cao Bằng", kind_word="phường", from_day="1/3/2026")
    assert status == 302
    assert bodies.find(WARD, date(2026, 3, 2)).name == "Phường Cao Bằng"
    status, _html = send(town, "body-succeed", OTHER, into=WARD, day="2/3/2026")
    assert status == 302
    assert Succession.objects.get().new_id == town.ward


@pytest.mark.parametrize("name", ["body-rename", "body-succeed"])
def test_the_operator_finds_the_form_and_nobody_else(town: Town, name: str) -> None:
    link = reverse(name, args=[WARD])
    page = reverse("body", args=[WARD])
    assert link in town.client("operator").get(page).content.decode()
    assert town.client("operator").get(link).status_code == 200
    for who in ("", "officer", "chair", "front", "resident:1"):
        assert link not in town.client(who).get(page).content.decode()
        assert town.client(who).get(link).status_code == 403
        assert town.client(who).post(link, {"command_id": str(uuid4())}).status_code == 403


def test_what_was_typed_stays_after_a_refusal(town: Town) -> None:
    before = Registration.objects.count()
    status, html = send(town, "body-succeed", WARD, into="99999", day="5/1/2026")
    assert status == 422
    assert "không phải là một đơn vị khác cùng loại" in html
    assert 'value="99999"' in html
    status, html = send(town, "body-rename", WARD, name="", kind_word="", from_day="32/1/2026")
    assert (status, Registration.objects.count()) == (422, before)


def test_what_is_true_is_read_once_more_before_it_counts(town: Town) -> None:
    before = Fact.objects.count()
    said = {"name": "has_loudspeakers", "value": "1", "from_day": "5/1/2026"}
    status, html = send(town, "body-fact", WARD, "chair", **said)
    assert (status, Fact.objects.count()) == (200, before)
    assert "không, hoặc chưa ghi gì" in html
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', html)
    assert seen is not None
    status, html = send(town, "body-fact", WARD, "chair", **{**said, "from_day": "6/1/2026"}, seen=seen[1])
    assert (status, Fact.objects.count()) == (200, before)  # something else than was read
    status, _html = send(town, "body-fact", WARD, "chair", **said, seen=seen[1])
    assert (status, Fact.objects.count()) == (302, before + 1)


def confirmed(town: Town, code: str, who: str, **said: str) -> tuple[int, str]:
    """A fact, read once more."""
    _status, html = send(town, "body-fact", code, who, **said)
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', html)
    assert seen is not None, html
    return send(town, "body-fact", code, who, **said, seen=seen[1])


def test_what_lessens_its_own_duties_a_ward_does_not_say_itself(town: Town) -> None:
    town.seat("province", "province-chair", "04")
    for said in ({"name": "special_area", "value": "1"}, {"name": "has_portal", "value": ""}):
        about = {**said, "from_day": "6/1/2026"}
        status, html = confirmed(town, WARD, "chair", **about)
        assert (status, "Cấp trên của đơn vị nhập" in html) == (422, True)
        assert confirmed(town, WARD, "province", **about)[0] == 302


def test_the_province_says_how_far_states_are_shown(town: Town) -> None:
    town.seat("province", "province-chair", "04")
    status, _html = confirmed(town, "04", "province", name="publicity-stage", value="2", from_day="1/2/2026")
    assert status == 302
    row = Fact.objects.get(name="publicity-stage", from_day=date(2026, 2, 1))
    assert (row.value, row.document) == ("2", DOCUMENT)


@pytest.mark.parametrize(
    "wrong", [{"name": "nothing"}, {"value": "7"}, {"from_day": "31/2/2026"}, {"document": ""}, {"from_day": "1/1/2020"}]
)
def test_a_fact_with_a_mistake_is_refused_and_stays_typed(town: Town, wrong: dict[str, str]) -> None:
    before = Fact.objects.count()
    said = {"name": "has_loudspeakers", "value": "1", "from_day": "5/1/2026", "document": DOCUMENT, **wrong}
    status, html = send(town, "body-fact", WARD, "chair", **said)
    if status == 200:  # only the act itself knows
        status, html = confirmed(town, WARD, "chair", **said)
    assert (status, Fact.objects.count()) == (422, before)
    assert DOCUMENT in html or "document" in wrong


def test_nobody_else_finds_the_form_of_facts(town: Town) -> None:
    link = reverse("body-fact", args=[WARD])
    for who in ("", "officer", "front", "resident:1", "stranger"):
        assert town.client(who).get(link).status_code == 403
    for who in ("chair", "operator"):
        assert link in town.client(who).get(reverse("body", args=[WARD])).content.decode()


def test_a_stage_that_was_not_chosen_is_asked_for(town: Town) -> None:
    """Nothing chosen is no answer where none of the answers is an empty one."""
    user = get_user_model().objects.create_user("province-officer")
    TOTP.activate(user, generate_totp_secret())
    values = {"account": user.pk, "office": "province-officer", "decision": "3/QĐ-UBND", "from_day": date(2026, 1, 5)}
    town.do(people_acts.appoint, CONSOLE, body=bodies.find("04", date(2026, 1, 5)).id, **values)
    before = Fact.objects.count()
    status, page = send(town, "body-fact", "04", who="province-officer", name="publicity-stage", from_day="1/3/2026")
    assert (status, "Nội dung đã gõ vẫn còn" in page) == (422, True)
    assert Fact.objects.count() == before
