"""An account begins with a code on paper: made by somebody independent, shown once, used once."""

import re
import secrets
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from dinhlang.core import codes
from dinhlang.core.actor import Guest, Office
from dinhlang.core.refusal import Refused
from dinhlang.ground.people import acts, console, frozen, starts
from dinhlang.ground.people.factors import App
from dinhlang.ground.people.models import Mandate, Start, StartCode
from dinhlang.ground.people.safeguards import NotFresh
from dinhlang.ground.people.tests.authenticator import Phone
from dinhlang.ground.people.tests.test_pairs import HERE, Folk, ask, confirm, make_folk
from dinhlang.ground.people.tests.test_sign_in import holder_of
from dinhlang.ground.people.tests.town import AT, PASSWORD, code_of, official
from dinhlang.ground.record import clock, vault
from dinhlang.ground.record.models import Entry, Pending

pytestmark = pytest.mark.django_db
NEW = "bay-tam-chin-muoi-mot-hai"


@pytest.fixture
def folk(monkeypatch: pytest.MonkeyPatch) -> Folk:
    """The chair asked for an officer, the Front confirmed: the account minh is there and cannot sign in."""
    cache.clear()
    folk = make_folk(monkeypatch)
    confirm(folk.front, ask(folk))
    return folk


def minh() -> User:
    return User.objects.get(username="minh")


def enrol(folk: Folk, by: int | None = None, account: int = 0, **more: Any) -> str:
    """The Front makes the code; in groups, as it stands on the sheet."""
    random = secrets.token_bytes(codes.CHANCE)
    given = {"by": Office(by or folk.front, True), "at": AT, "body": folk.town.ward, **more}
    acts.enrol(command_id=uuid4(), account=account or minh().pk, random=random, **given)
    return codes.spelled(codes.make(random))


def refused(words: str, do: Any, *args: Any, **more: Any) -> None:
    before = (StartCode.objects.count(), StartCode.objects.filter(dead_at=None).count(), Entry.objects.count(), Pending.objects.count())
    with pytest.raises(Refused) as error:
        do(*args, **more)
    assert words in str(error.value)
    assert before == (
        StartCode.objects.count(), StartCode.objects.filter(dead_at=None).count(), Entry.objects.count(), Pending.objects.count()
    )  # fmt: skip


def shown(client: Client, code: str, name: str = "minh") -> tuple[int, str]:
    """What the first page answers to what stands on the sheet."""
    answer = client.post(reverse("people_begin"), {"username": name, "code": code})
    return answer.status_code, answer.get("Location", "") or unescape(answer.content.decode())


def to_factor(client: Client, code: str) -> str:
    """Up to the page of the second factor; that page."""
    assert shown(client, code) == (302, reverse("people_begin_password"))
    answer = client.post(reverse("people_begin_password"), {"password": NEW, "again": NEW})
    assert answer["Location"] == reverse("people_begin_factor"), answer.content.decode()
    return unescape(client.get(reverse("people_begin_factor")).content.decode())


def uri(page: str) -> str:
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found is not None
    return f"otpauth://totp/x?secret={found[1].replace(' ', '')}"


def test_it_works(folk: Folk, client: Client) -> None:
    page = to_factor(client, enrol(folk).upper())
    assert "viewBox" in page.partition("class=\"qr\"")[2][:200], "a picture cut off at its edge leads nowhere"
    assert not minh().has_usable_password(), "nothing is set before everything is"
    done = client.post(reverse("people_begin_factor"), {"do": "app", "code": code_of(uri(page))})
    assert done.status_code == 200
    printed = re.findall(r"<li>(\d{8})</li>", done.content.decode())
    assert len(printed) == 10
    client.post(reverse("account_login"), {"login": "minh", "password": NEW})
    assert client.post(reverse("mfa_authenticate"), {"code": printed[0]})["Location"] == "/viec-can-lam/"
    held = holder_of(client)
    assert held is not None
    assert held.office == "commune-officer"
    assert Start.objects.get().done_at == AT


def test_with_a_passkey(folk: Folk, client: Client) -> None:
    phone, code = Phone(), enrol(folk)
    page = to_factor(client, code)
    options = re.findall(r'data-options="(\{.*?\})"', page)[0]
    done = client.post(reverse("people_begin_factor"), {"do": "passkey", "credential": phone.make(options), "name": ""})
    assert done.status_code == 200, done.content.decode()
    row = minh().authenticator_set.get(type="webauthn")
    assert row.wrap().name == "Khóa truy cập 1"
    assert shown(Client(), code)[0] == 422


def test_the_record_holds_neither_name_nor_code(folk: Folk, client: Client) -> None:
    code = enrol(folk)
    page = to_factor(client, code)
    client.post(reverse("people_begin_factor"), {"do": "app", "code": code_of(uri(page))})
    waits = Pending.objects.filter(act__in=["people.enrol", "people.start"])
    assert waits.count() == 2
    plain = codes.read(code) or ""
    for row in waits:
        told = str([one.value for one in vault.open_parts([bytes(row.hash)], sealed=True).get(bytes(row.hash), ())])
        assert plain not in told
        assert b"minh" not in bytes(row.leaf)
    assert plain not in str(list(StartCode.objects.values()))


def test_who_asked_never_makes_the_code(folk: Folk) -> None:
    refused("asked for this account yourself", enrol, folk, folk.chair)
    puppet = official("ban", "04", "province-officer").mandate
    Mandate.objects.filter(pk=puppet).update(given_by=User.objects.get(username="chu-tich"))
    refused("given by the person who asks", enrol, folk, puppet)
    refused("may not", enrol, folk, official("lan").mandate)
    with pytest.raises(NotFresh):
        acts.enrol(by=Office(folk.front), at=AT, command_id=uuid4(), body=folk.town.ward, account=minh().pk, random=bytes(16))
    enrol(folk, folk.officer)


def test_an_account_that_signs_in_or_is_not_there_gets_none(folk: Folk) -> None:
    lan = User.objects.get(pk=User.objects.get(username="mat-tran").pk)
    refused("no such mandate", enrol, folk, None, lan.pk)
    refused("no such mandate", enrol, folk, None, minh().pk, body=folk.town.village)
    Start.objects.update(done_at=AT)
    refused("signs in already", enrol, folk)


@pytest.mark.parametrize("name", ["minh", "nobody", "chu-tich", "", "minh\x00", "có dấu"])
def test_wrong_is_wrong_for_every_account(folk: Folk, client: Client, name: str) -> None:
    enrol(folk)
    other = codes.spelled(codes.make(b"x" * 16))
    status, page = shown(client, other, name)
    assert status == 422
    if name.isascii() and name.isprintable() and name:
        assert "Tên tài khoản hoặc mã không đúng" in page
    assert not client.session.get("start")


def test_the_code_of_one_account_opens_no_other(folk: Folk, client: Client) -> None:
    code = enrol(folk)
    acts.renew(by=console.CONSOLE, at=AT, command_id=uuid4(), account=User.objects.get(username="chu-tich").pk, decision="1/QĐ")
    assert "Tên tài khoản hoặc mã không đúng" in shown(client, code, "chu-tich")[1]


@pytest.mark.parametrize("typed", ["", "abc", "k7mwp-3dfrt-9xhqc-2", "00000-00000-00000", "x" * 5000, "０" * 15])
def test_a_slip_of_the_hand_is_told_and_not_counted(folk: Folk, client: Client, typed: str) -> None:
    code = enrol(folk)
    for _ in range(12):
        assert shown(client, typed)[0] == 422
    assert shown(client, code)[0] == 302


def test_one_sign_wrong(folk: Folk, client: Client) -> None:
    code = enrol(folk)
    wrong = ("a" if code[0] != "a" else "b") + code[1:]
    assert "từng ký tự" in shown(client, wrong)[1]


def test_many_tries_wait_for_each_account_alone(folk: Folk, client: Client) -> None:
    code = enrol(folk)
    for n in range(10):
        shown(client, codes.make(n.to_bytes(16, "big")))
    assert "năm phút" in shown(client, code)[1]
    assert "Tên tài khoản hoặc mã không đúng" in shown(client, codes.make(b"z" * 16), "other")[1], "a valley shares one address"


def test_used_over_and_replaced_are_told_to_who_holds_the_code(folk: Folk, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = enrol(folk)
    second = enrol(folk)
    assert "tờ mới hơn" in shown(client, first)[1]
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=14))
    assert "7 tháng 12" in shown(client, second)[1] or "7/12" in shown(client, second)[1]
    monkeypatch.setattr(clock, "now", lambda: AT)
    page = to_factor(client, second)
    done = client.post(reverse("people_begin_factor"), {"do": "app", "code": code_of(uri(page))})
    assert done.status_code == 200, unescape(done.content.decode())
    assert "đã được dùng" in shown(Client(), second)[1]


def test_a_code_that_dies_on_the_way_ends_the_way(folk: Folk, client: Client) -> None:
    page = to_factor(client, enrol(folk))
    enrol(folk)
    answer = client.post(reverse("people_begin_factor"), {"do": "app", "code": code_of(uri(page))})
    assert answer["Location"] == reverse("people_begin")
    assert not minh().has_usable_password()


def test_the_steps_have_an_order(folk: Folk, client: Client) -> None:
    for name in ("people_begin_password", "people_begin_factor"):
        for ask_for in (client.get, client.post):
            assert ask_for(reverse(name))["Location"] == reverse("people_begin")
    shown(client, enrol(folk))
    assert client.get(reverse("people_begin_factor"))["Location"] == reverse("people_begin_password")


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [("ngan", "ngan", "ngắn"), ("password1234", "password1234", "thử đầu tiên"), (NEW, NEW + "x", "không giống"), ("", "", "bắt buộc"),
     ("minhminhminh", "minhminhminh", "")],
)  # fmt: skip
def test_a_weak_password_is_told(folk: Folk, client: Client, password: str, again: str, words: str) -> None:
    shown(client, enrol(folk))
    answer = client.post(reverse("people_begin_password"), {"password": password, "again": again})
    if words:
        assert answer.status_code == 422
        assert words in unescape(answer.content.decode())


@pytest.mark.parametrize(
    "sent", [{}, {"do": "app"}, {"do": "app", "code": "000000"}, {"do": "app", "code": "x" * 99}, {"do": "passkey"},
             {"do": "passkey", "credential": "{}"}, {"do": "passkey", "credential": "[" * 9000}, {"do": "passkey", "credential": "null"}],
)  # fmt: skip
def test_a_wrong_factor_sets_nothing(folk: Folk, client: Client, sent: dict[str, str]) -> None:
    to_factor(client, enrol(folk))
    answer = client.post(reverse("people_begin_factor"), sent)
    assert answer.status_code in {200, 422}
    assert not minh().has_usable_password()
    assert not minh().authenticator_set.exists()


@pytest.mark.parametrize(
    "phone", [Phone(verifies=False), Phone(origin="https://evil.example"), Phone(rp_id="evil.example"), Phone(origin="https://x.testserver")]
)
def test_a_passkey_of_another_site_or_without_its_owner_is_refused(folk: Folk, client: Client, phone: Phone) -> None:
    page = to_factor(client, enrol(folk))
    options = re.findall(r'data-options="(\{.*?\})"', page)[0]
    answer = client.post(reverse("people_begin_factor"), {"do": "passkey", "credential": phone.make(options)})
    assert answer.status_code == 422
    assert "không được chấp nhận" in answer.content.decode()


def test_sending_it_twice_begins_once(folk: Folk) -> None:
    code = codes.read(enrol(folk)) or ""
    given = {"at": AT, "account": minh().pk, "digest": starts.digest(minh().pk, code), "password": "x", "factor": App("A" * 32)}
    command, guest = uuid4(), Guest("g")
    first = acts.start(by=guest, command_id=command, **given)
    assert acts.start(by=guest, command_id=command, **given) == first
    refused("began an account already", acts.start, by=guest, command_id=uuid4(), **given)


def test_new_factors_begin_the_same_way_and_end_every_session(folk: Folk, client: Client) -> None:
    lan = official("lan")
    client.post(reverse("account_login"), {"login": "lan", "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code_of(lan.uri)})
    assert holder_of(client) is not None
    account = User.objects.get(username="lan")
    command = uuid4()
    text = frozen.freeze("people.renew", {"account": account.pk, "decision": "9/QĐ"})
    acts.propose(
        by=Office(folk.chair, True), at=AT, command_id=uuid4(), body=folk.town.ward,
        command=command, name="people.renew", text=text, browser=HERE,
    )  # fmt: skip
    confirm(folk.front, command)
    assert holder_of(client) is None
    refused("asked for this account yourself", enrol, folk, folk.chair, account.pk)
    page = to_factor_of(client, enrol(folk, None, account.pk), "lan")
    assert client.post(reverse("people_begin_factor"), {"do": "app", "code": code_of(uri(page))}).status_code == 200


def to_factor_of(client: Client, code: str, name: str) -> str:
    assert shown(client, code, name)[0] == 302
    client.post(reverse("people_begin_password"), {"password": NEW, "again": NEW})
    return unescape(client.get(reverse("people_begin_factor")).content.decode())
