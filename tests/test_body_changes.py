"""The operator of the province enters by hand what became of a body; nobody else is shown or may send the forms."""

from datetime import date
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.urls import reverse

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Registration, Succession
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
