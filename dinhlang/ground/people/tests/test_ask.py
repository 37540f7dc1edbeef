"""Who a request is from: the middleware, before any view."""

from datetime import timedelta
from typing import cast

import pytest
from django.conf import LazySettings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from dinhlang.core.actor import Guest, Office, Voice
from dinhlang.ground.people import reads
from dinhlang.ground.people.reads import Asking
from dinhlang.ground.people.tests.town import AT, Town, make_town, official, sign_in
from dinhlang.ground.record import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    return make_town(monkeypatch)


def ask(client: Client) -> Asking:
    """The request as a view saw it."""
    return cast(Asking, client.get(reverse("account_login")).wsgi_request)


def test_it_works(client: Client, town: Town) -> None:
    secrets = official()
    sign_in(client, secrets)
    request = ask(client)
    assert request.actor == Office(secrets.mandate)


def test_a_visitor_costs_no_query_and_no_session(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        response = client.get(reverse("style"))
    request = cast(Asking, response.wsgi_request)
    assert (request.actor, request.holder) == (Guest(""), None)
    assert not request.session.accessed
    assert "sessionid" not in response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_an_invented_cookie_is_nobody(client: Client, town: Town) -> None:
    client.cookies["sessionid"] = "0" * 32
    assert ask(client).actor == Guest("")
    client.cookies["sessionid"] = "'; drop table --"
    assert ask(client).actor == Guest("")
    assert Session.objects.count() == 0


def test_an_official_costs_few_queries(client: Client, town: Town, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    sign_in(client, official())
    ask(client)
    with django_assert_max_num_queries(3):
        client.get(reverse("style"))


def _resident(client: Client) -> None:
    session = client.session
    session[reads.VOICE] = "demo-resident-1"
    session.save()


def test_a_resident_of_the_demonstration_has_a_voice(client: Client, town: Town) -> None:
    _resident(client)
    assert ask(client).actor == Voice(person="demo-resident-1")
    assert ask(client).holder is None


def test_outside_a_demonstration_such_a_session_is_nobody(client: Client, town: Town, settings: LazySettings) -> None:
    _resident(client)
    settings.DEMO = False
    assert ask(client).actor == Guest("")


def test_the_flag_of_a_demonstration_counts_in_a_demonstration_alone(client: Client, town: Town, settings: LazySettings) -> None:
    secrets = official()
    client.force_login(get_user_model().objects.get(username=secrets.username))
    assert ask(client).actor == Guest("")
    session = client.session
    session[reads.DEMO_FACTORS] = True
    session.save()
    assert ask(client).actor == Office(secrets.mandate)
    settings.DEMO = False
    assert ask(client).actor == Guest("")


def test_the_second_factor_of_another_account_does_not_count(client: Client, town: Town) -> None:
    sign_in(client, official())
    shown = {key: value for key, value in client.session.items() if key.startswith("account_authentication_methods")}
    assert len(shown) == 2
    client.logout()
    client.force_login(get_user_model().objects.get(username=official("minh").username))
    session = client.session
    session.update(shown)
    session.save()
    assert ask(client).actor == Guest("")


def test_the_idle_limit_counts_from_the_last_request(client: Client, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(client, official())
    ask(client)
    first = Session.objects.get().expire_date
    ask(client)
    assert Session.objects.get().expire_date == first
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(seconds=90))
    ask(client)
    assert Session.objects.get().expire_date > first
