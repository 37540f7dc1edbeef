"""Entering the demonstration as one of its people."""

from typing import cast

import pytest
from django.conf import LazySettings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from dinhlang.core.actor import Guest, Office, Voice
from dinhlang.ground.people.reads import Asking
from dinhlang.ground.people.tests.town import FRONT, VILLAGE, Town, make_town, official
from dinhlang_demo.people import PERSONAS

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    return make_town(monkeypatch)


def ask(client: Client) -> Asking:
    return cast(Asking, client.get(reverse("demo")).wsgi_request)


def test_it_works(client: Client, town: Town) -> None:
    people = {
        "demo-officer": official("demo-officer"),
        "demo-chair": official("demo-chair", office="commune-chair"),
        "demo-front": official("demo-front", FRONT, "front-chair"),
        "demo-head": official("demo-head", VILLAGE, "village-head"),
    }
    page = client.get(reverse("demo")).content.decode()
    for persona in (one for one in PERSONAS if one.resident or one.id in people):
        assert f'value="{persona.id}"' in page
        response = client.post(reverse("demo"), {"persona": persona.id})
        assert response.status_code == 302
        request = ask(client)
        if persona.resident:
            assert (request.actor, request.holder) == (Voice(person=persona.id), None)
        else:
            assert request.actor == Office(people[persona.id].mandate)
            assert request.holder is not None


def test_only_those_who_are_there_are_offered(client: Client, town: Town) -> None:
    official("demo-officer")
    page = client.get(reverse("demo")).content.decode()
    assert 'value="demo-officer"' in page
    assert 'value="demo-resident-1"' in page
    assert 'value="demo-province"' not in page


def test_looking_changes_nothing(client: Client, town: Town) -> None:
    client.get(reverse("demo") + "?persona=demo-resident-1")
    assert ask(client).actor == Guest("")


def test_english_leads_to_english(client: Client, town: Town) -> None:
    official("demo-officer")
    for prefix in ("", "/en"):
        assert client.post(f"{prefix}/demo/", {"persona": "demo-officer"})["Location"] == f"{prefix}/viec-can-lam/"
        assert client.post(f"{prefix}/demo/", {"persona": "demo-resident-1"})["Location"] == f"{prefix}/"


@pytest.mark.parametrize("persona", ["", "operator", "demo-resident-9", "lan", "demo-officer"])
def test_nobody_else_enters(client: Client, town: Town, persona: str) -> None:
    official("lan")
    response = client.post(reverse("demo"), {"persona": persona})
    assert response.status_code == 400
    assert ask(client).actor == Guest("")


def test_a_closed_account_does_not_enter(client: Client, town: Town) -> None:
    official("demo-officer")
    get_user_model().objects.update(is_active=False)
    assert client.post(reverse("demo"), {"persona": "demo-officer"}).status_code == 400


def test_it_leaves_who_it_was_behind(client: Client, town: Town) -> None:
    official("demo-officer")
    client.post(reverse("demo"), {"persona": "demo-officer"})
    client.post(reverse("demo"), {"persona": "demo-resident-2"})
    request = ask(client)
    assert request.actor == Voice(person="demo-resident-2")
    assert not request.user.is_authenticated
    client.post(reverse("account_logout"))
    assert ask(client).actor == Guest("")


def test_a_form_from_elsewhere_is_refused(town: Town) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("demo"), {"persona": "demo-resident-1"}).status_code == 403


def test_there_is_nothing_outside_a_demonstration(client: Client, town: Town, settings: LazySettings) -> None:
    settings.DEMO = False
    assert client.get(reverse("demo")).status_code == 404
    assert client.post(reverse("demo"), {"persona": "demo-resident-1"}).status_code == 404
