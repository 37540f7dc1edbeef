"""Paper cards with numbered codes: for the offices that may use them, each code once, asked by its number."""

import re
import secrets as chance
from html import unescape
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from dinhlang.core import codes
from dinhlang.core.actor import Office
from dinhlang.core.refusal import Refused
from dinhlang.ground.people import acts, console
from dinhlang.ground.people.models import Card, Change, StartCode, Told
from dinhlang.ground.people.tests.test_pairs import Folk, ask, confirm, make_folk
from dinhlang.ground.people.tests.test_sign_in import holder_of
from dinhlang.ground.people.tests.test_start import NEW, enrol, shown
from dinhlang.ground.people.tests.town import AT, PASSWORD, VILLAGE, official
from dinhlang.ground.record import vault
from dinhlang.ground.record.models import Pending

pytestmark = pytest.mark.django_db


@pytest.fixture
def folk(monkeypatch: pytest.MonkeyPatch) -> Folk:
    cache.clear()
    return make_folk(monkeypatch)


def head(only_card: bool = True) -> User:
    """A village head who has a card and nothing else."""
    official("xom", VILLAGE, "village-head")
    account = User.objects.get(username="xom")
    if only_card:
        account.authenticator_set.all().delete()
    return account


def make(folk: Folk, account: User, by: int | None = None, body: int = 0) -> tuple[str, ...]:
    random = chance.token_bytes(16)
    acts.give_card(
        by=Office(by or folk.chair, True), at=AT, command_id=uuid4(), body=body or folk.town.village, account=account.pk, random=random
    )
    return codes.card(random)


def step(client: Client, code: str, name: str = "xom") -> int:
    client.post(reverse("account_login"), {"login": name, "password": PASSWORD})
    return client.post(reverse("mfa_authenticate"), {"do": "card", "card": code}).status_code


def test_it_works(folk: Folk, client: Client) -> None:
    printed = make(folk, head())
    assert len(set(printed)) == 40
    client.post(reverse("account_login"), {"login": "xom", "password": PASSWORD})
    assert "Mã số 1 trên thẻ" in unescape(client.get(reverse("mfa_authenticate")).content.decode())
    assert step(client, f"{printed[0][:4]} {printed[0][4:]}") == 302
    held = holder_of(client)
    assert held is not None
    assert held.office == "village-head"
    assert "Còn 39 mã" in unescape(client.get(reverse("people_account")).content.decode())


def test_each_code_works_once_and_in_its_turn(folk: Folk) -> None:
    printed = make(folk, head())
    tries = ((printed[1], 200), (printed[0], 302), (printed[0], 200), (printed[1], 302), ("", 200), ("x" * 99, 200), ("０" * 8, 200))
    for code, status in tries:
        assert step(Client(), code) == status


def test_the_number_stays_until_it_was_answered(folk: Folk) -> None:
    make(folk, head())
    for _ in range(3):
        step(Client(), "00000000")
    assert Card.objects.get().asked == 1


def test_a_used_up_card_is_none(folk: Folk, client: Client) -> None:
    make(folk, head())
    Card.objects.update(asked=41)
    answer = client.post(reverse("account_login"), {"login": "xom", "password": PASSWORD})
    assert answer.status_code == 403


def test_a_new_card_ends_the_old(folk: Folk) -> None:
    account = head()
    old, new = make(folk, account), make(folk, account)
    assert step(Client(), old[0]) == 200
    assert step(Client(), new[0]) == 302
    assert Change.objects.filter(account=account, what=Told.CARD).count() == 2


def test_tries_wait_per_account(folk: Folk) -> None:
    printed = make(folk, head())
    for _ in range(10):
        step(Client(), "00000000")
    assert step(Client(), printed[0]) == 200


def test_it_opens_the_offices_that_may_use_it_alone(folk: Folk, client: Client) -> None:
    account = head(only_card=False)
    console.add_mandate("xom", "01273", "commune-officer", "5/QĐ", AT.date(), at=AT)
    printed = make(folk, account)
    assert step(client, printed[0]) == 302
    held = holder_of(client)
    assert held is not None
    assert held.office == "village-head", "the other office is not offered to a card"


def test_who_gets_none(folk: Folk) -> None:
    account = head()
    officer = User.objects.get(username=official("lan").username)
    for words, by, whom, body in (
        ("passkey or an app", folk.chair, officer, folk.town.ward),
        ("no such mandate", folk.chair, officer, folk.town.village),
        ("no such mandate", folk.chair, account, folk.town.ward),
    ):
        with pytest.raises(Refused) as error:
            make(folk, whom, by, body)
        assert words in str(error.value)
    with pytest.raises(Refused):
        make(folk, account, official("ban").mandate)
    assert not Card.objects.exists()


def test_an_account_begins_with_its_card(folk: Folk, client: Client) -> None:
    confirm(folk.officer, ask(folk, office="village-head", body=folk.town.village))
    account = User.objects.get(username="minh")
    with pytest.raises(Refused, match="asked for this account yourself"):
        make(folk, account)
    code, printed = enrol(folk, folk.officer, body=folk.town.village), make(folk, account, folk.officer)
    assert shown(client, code)[0] == 302
    client.post(reverse("people_begin_password"), {"password": NEW, "again": NEW})
    page = unescape(client.get(reverse("people_begin_factor")).content.decode())
    assert "Mã số 1 trên thẻ" in page
    assert client.post(reverse("people_begin_factor"), {"do": "card", "card": "1"}).status_code == 422
    done = client.post(reverse("people_begin_factor"), {"do": "card", "card": printed[0]})
    assert len(re.findall(r"<li>\d{8}</li>", done.content.decode())) == 10
    assert StartCode.objects.get().used_at is not None
    other = Client()
    other.post(reverse("account_login"), {"login": "minh", "password": NEW})
    assert other.post(reverse("mfa_authenticate"), {"do": "card", "card": printed[1]}).status_code == 302
    assert holder_of(other) is not None


def test_nothing_of_it_is_readable(folk: Folk) -> None:
    printed = make(folk, head())
    row = Pending.objects.get(act="people.card")
    told = str([one.value for one in vault.open_parts([bytes(row.hash)], sealed=True).get(bytes(row.hash), ())])
    kept = str(Card.objects.values().get())
    assert not any(code in told or code in kept for code in printed)


def test_new_factors_take_the_card(folk: Folk) -> None:
    account = head()
    make(folk, account)
    console.renew("xom", "9/QĐ", at=AT)
    assert not Card.objects.exists()
