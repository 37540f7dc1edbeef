"""The written-out look-ups answer what the framework's own do."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dinhlang.ground.people.sessions import Accounts, SessionStore

pytestmark = pytest.mark.django_db


def kept(**values: object) -> SessionStore:
    store = SessionStore()
    for name, value in values.items():
        store[name] = value
    store.save()
    return store


def test_it_works() -> None:
    key = kept(mandate=7).session_key
    assert dict(SessionStore(key).items()) == dict(db.SessionStore(key).items()) == {"mandate": 7}


def test_a_session_that_is_over_is_empty_and_gets_another_key() -> None:
    key = kept(mandate=7).session_key
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=2))
    store = SessionStore(key)
    assert (store.load(), store.session_key) == ({}, None)


def test_a_key_that_nobody_was_given_is_nobody(client: Client) -> None:
    for key in ("z" * 32, "0" * 7 + "\0", "é" * 9, "' OR 1=1 --"):
        assert SessionStore(key).load() == {}
    client.cookies[settings.SESSION_COOKIE_NAME] = "\0" * 32
    assert client.get(reverse("account_login")).status_code == 200


def test_an_account_is_the_whole_account_while_it_is_open() -> None:
    made = get_user_model().objects.create_user(username="lan", first_name="Lan", password="một mật khẩu dài")
    found = Accounts().get_user(made.pk)
    assert found is not None
    made.refresh_from_db()
    assert {field.attname: getattr(found, field.attname) for field in found._meta.concrete_fields} == {
        field.attname: getattr(made, field.attname) for field in made._meta.concrete_fields
    }
    assert found.get_session_auth_hash() == made.get_session_auth_hash()
    get_user_model().objects.filter(pk=made.pk).update(is_active=False)
    assert Accounts().get_user(made.pk) is None
    assert Accounts().get_user(made.pk + 1) is None
