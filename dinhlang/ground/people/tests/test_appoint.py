"""Offices given and ended by acts of the console."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model

from dinhlang.core.actor import Guest, Office, System, Voice
from dinhlang.core.ledger import parse
from dinhlang.core.refusal import Refused
from dinhlang.ground.people import acts, console, reads
from dinhlang.ground.people.authorise import authorise
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.people.tests.town import AT, FRONT, OFFICES, PASSWORD, SINCE, VILLAGE, Town, make_town, official
from dinhlang.ground.record import vault
from dinhlang.ground.record.models import Entry

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    return make_town(monkeypatch)


def test_it_works(town: Town) -> None:
    secrets = official()
    held = reads.held(get_user_model().objects.get().pk, TODAY)
    assert [one.mandate for one in held] == [secrets.mandate]
    entry = Entry.objects.get(act="people.appoint")
    leaf = parse(bytes(entry.leaf))
    assert (leaf.body, leaf.office) == ("01273", "-")
    parts = {part.name: part for part in vault.open_parts([bytes(entry.hash)])[bytes(entry.hash)]}
    assert parts["public"].value == {"office": "staff", "decision": "12/QĐ-UBND, 1/7/2025", "from": "2025-07-01", "to": None}
    assert parts["sender"].value is None
    assert secrets.uri.startswith("otpauth://totp/lan?secret=")
    assert len(secrets.recovery_codes) == 10


def test_an_office_that_may_be_named_is_named(town: Town) -> None:
    official(office="commune-chair")
    entry = Entry.objects.get()
    parts = {part.name: part for part in vault.open_parts([bytes(entry.hash)])[bytes(entry.hash)]}
    assert parts["public"].value["office"] == "commune-chair"


def test_a_made_password_is_strong_and_different(town: Town) -> None:
    made = {console.new_password() for _ in range(50)}
    assert len(made) == 50
    assert all(len(one) == 23 for one in made)
    secrets = console.add_official("minh", None, "01273", "commune-officer", "1/QĐ", SINCE, at=AT)
    assert get_user_model().objects.get().check_password(secrets.password)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"username": "có dấu cách"}, "letters, digits"),
        ({"username": ""}, "letters, digits"),
        ({"password": "ngan"}, "too weak"),
        ({"body_code": "99999"}, "No body had the code"),
        ({"office": "king"}, "knows no office"),
        ({"office": "village-head"}, "has no office"),
        ({"office": "console"}, "has no office"),
        ({"decision": "  \u200b"}, "by a decision"),
        ({"decision": "x" * 201}, "by a decision"),
        ({"from_day": date(2024, 1, 1)}, "does not exist"),
        ({"to_day": date(2025, 6, 1)}, "before the first"),
    ],
)
def test_a_bad_value_is_a_sentence_and_leaves_nothing(town: Town, change: dict[str, object], words: str) -> None:
    given: dict[str, object] = {
        "username": "lan", "password": PASSWORD, "body_code": "01273", "office": "commune-officer", "decision": "1/QĐ", "from_day": SINCE,
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        console.add_official(**{**given, **change}, at=AT)
    assert words in refused.value.msg
    assert not get_user_model().objects.exists()
    assert not Entry.objects.exists()


def test_a_name_is_taken_in_every_spelling(town: Town) -> None:
    official("lan")
    for name in ("lan", "LAN", "ｌａｎ"):
        with pytest.raises(Refused):
            official(name)


def test_an_office_is_not_held_twice(town: Town) -> None:
    official(to_day=TODAY)
    with pytest.raises(Refused):
        console.add_mandate("lan", "01273", "commune-officer", "2/QĐ", TODAY, at=AT)
    console.add_mandate("lan", "01273", "commune-officer", "2/QĐ", TODAY + timedelta(days=1), at=AT)
    with pytest.raises(Refused):
        console.add_mandate("lan", "01273", "commune-officer", "3/QĐ", SINCE, at=AT, to_day=TODAY)
    console.add_mandate("Lan", VILLAGE, "village-head", "4/QĐ", TODAY, at=AT)


@pytest.mark.parametrize("by", [Guest("x"), Voice(person="p"), Office(1)])
def test_nobody_but_the_console_appoints(town: Town, by: Guest | Voice | Office) -> None:
    official(office="commune-officer")
    with pytest.raises(Refused):
        acts.appoint(
            by=by, at=AT, command_id=uuid4(), body=town.ward,
            account=get_user_model().objects.get().pk, office="commune-chair", decision="1/QĐ", from_day=TODAY,
        )  # fmt: skip


def test_ending_at_once_ends_the_rights_at_once(town: Town) -> None:
    secrets = official(office="commune-chair")
    assert authorise(Office(secrets.mandate), "disclosure.post", town.ward, AT).office == "commune-chair"
    console.end_mandate(secrets.mandate, TODAY - timedelta(days=1), "9/QĐ", at=AT)
    with pytest.raises(Refused):
        authorise(Office(secrets.mandate), "disclosure.post", town.ward, AT)
    assert reads.held(get_user_model().objects.get().pk, TODAY) == ()
    with pytest.raises(Refused):
        console.end_mandate(secrets.mandate, TODAY, "10/QĐ", at=AT)


def test_an_end_may_be_moved_while_the_mandate_runs(town: Town) -> None:
    secrets = official()
    console.end_mandate(secrets.mandate, TODAY + timedelta(days=30), "9/QĐ", at=AT)
    console.end_mandate(secrets.mandate, TODAY, "10/QĐ", at=AT)
    assert Mandate.objects.get().to_day == TODAY
    assert reads.held(get_user_model().objects.get().pk, TODAY)
    assert Entry.objects.filter(act="people.end_mandate").count() == 2


def test_an_end_further_back_is_refused(town: Town) -> None:
    secrets = official()
    with pytest.raises(Refused):
        console.end_mandate(secrets.mandate, TODAY - timedelta(days=2), "9/QĐ", at=AT)
    with pytest.raises(Refused):
        console.end_mandate(999, TODAY, "9/QĐ", at=AT)
    with pytest.raises(Refused):
        console.end_mandate(secrets.mandate, TODAY, " ", at=AT)


def test_the_same_command_twice_is_one_office(town: Town) -> None:
    official("minh")
    account, command = get_user_model().objects.get().pk, uuid4()
    sent = {"body": town.ward, "account": account, "office": "commune-chair", "decision": "1/QĐ", "from_day": TODAY}
    first = acts.appoint(by=System("console"), at=AT, command_id=command, **sent)
    assert acts.appoint(by=System("console"), at=AT, command_id=command, **sent) == first
    assert Mandate.objects.filter(office="commune-chair").count() == 1


def test_an_office_reaches_what_the_rulebook_says(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    front = official(code=FRONT, office="front-chair")
    monkeypatch.setitem(OFFICES, "front-chair", replace(OFFICES["front-chair"], may=("disclosure.countersign",)))
    for body in (town.ward, town.village):
        assert authorise(Office(front.mandate), "disclosure.countersign", body, AT).seat == town.front
    for body in (town.other, None):
        with pytest.raises(Refused):
            authorise(Office(front.mandate), "disclosure.countersign", body, AT)
