"""Two persons: who may ask, who may confirm, what is carried out, and that it is what was looked at."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model

from dinhlang.core.actor import Office, Pair
from dinhlang.core.ledger import parse
from dinhlang.core.refusal import Refused
from dinhlang.ground.people import acts, frozen
from dinhlang.ground.people.acts import NewAccount, pairs
from dinhlang.ground.people.models import Mandate, Proposal, Waits
from dinhlang.ground.people.reads import Browser
from dinhlang.ground.people.safeguards import NotFresh, safeguards
from dinhlang.ground.people.tests.town import AT, FRONT, SINCE, VILLAGE, Town, make_town, official
from dinhlang.ground.record import vault
from dinhlang.ground.record.act import ACTS, Done
from dinhlang.ground.record.models import Entry

pytestmark = pytest.mark.django_db
TODAY = AT.date()
HERE, THERE = Browser("s1", "d1"), Browser("s2", "d2")
MINH = NewAccount("minh", "Nông Văn Minh")


@dataclass(frozen=True)
class Folk:
    """The province's chair and officer, the ward's chair and Front, all entered by the console; mandates."""

    town: Town
    province: int
    officer: int
    chair: int
    front: int


def make_folk(monkeypatch: pytest.MonkeyPatch) -> Folk:
    """Everybody long enough in office."""
    town = make_town(monkeypatch)
    return Folk(
        town,
        official("tinh", "04", "province-chair").mandate,
        official("cong-chuc", "04", "province-officer").mandate,
        official("chu-tich", "01273", "commune-chair").mandate,
        official("mat-tran", FRONT, "front-chair").mandate,
    )


@pytest.fixture
def folk(monkeypatch: pytest.MonkeyPatch) -> Folk:
    return make_folk(monkeypatch)


def ask(folk: Folk, by: int | None = None, at: datetime = AT, fresh: bool = True, **change: Any) -> UUID:
    """The ward's chair asks for an officer."""
    command = uuid4()
    payload: dict[str, Any] = {"office": "commune-officer", "decision": "7/QĐ-UBND", "from_day": TODAY, "new": MINH, **change}
    body = payload.pop("body", folk.town.ward)
    acts.propose(
        by=Office(by or folk.chair, fresh), at=at, command_id=uuid4(), body=body,
        command=command, name="people.appoint", text=frozen.freeze("people.appoint", payload), browser=HERE,
    )  # fmt: skip
    return command


def confirm(by: int, command: UUID, at: datetime = AT, browser: Browser = THERE, fresh: bool = True, digest: str = "") -> Done:
    return acts.carry_out(
        by=Office(by, fresh), at=at, command_id=uuid4(), command=command,
        digest=digest or bytes(Proposal.objects.get(pk=command).digest).hex(), browser=browser,
    )  # fmt: skip


def refused(words: str, do: Any, *args: Any, **more: Any) -> None:
    before = (Mandate.objects.count(), Entry.objects.count(), get_user_model().objects.count())
    with pytest.raises(Refused) as error:
        do(*args, **more)
    assert words in str(error.value)
    assert (Mandate.objects.count(), Entry.objects.count(), get_user_model().objects.count()) == before


def test_it_works(folk: Folk) -> None:
    """A chair asks, the Front confirms, an officer is there, and the record tells it in three entries, each naming the one before."""
    command = ask(folk)
    assert not get_user_model().objects.filter(username="minh").exists()
    confirm(folk.front, command)
    made = Mandate.objects.get(account__username="minh")
    assert (made.office, made.body_id, made.account.first_name) == ("commune-officer", folk.town.ward, "Nông Văn Minh")
    assert made.given_by is not None
    assert made.confirmed_by is not None
    assert (made.given_by.username, made.confirmed_by.username, made.given_at) == ("chu-tich", "mat-tran", AT)
    asked, said, done = Entry.objects.order_by("-index")[:3][::-1]
    assert [one.act for one in (asked, said, done)] == ["people.propose", "people.confirm", "people.appoint"]
    assert asked.subject == said.subject != done.subject
    assert parse(bytes(done.leaf)).because == bytes(said.hash)
    row = Proposal.objects.get(pk=command)
    assert (row.state, row.payload, row.settled_by_id) == (Waits.CONFIRMED, "", folk.front)


def test_the_record_names_nobody(folk: Folk) -> None:
    confirm(folk.front, ask(folk))
    for entry in Entry.objects.all():
        parts = vault.open_parts([bytes(entry.hash)]).get(bytes(entry.hash), ())
        assert "minh" not in str([part.value for part in parts if part.value]).lower()
        assert b"minh" not in bytes(entry.leaf).lower()


def test_alone_it_is_refused(folk: Folk) -> None:
    payload = {"office": "commune-officer", "decision": "7/QĐ", "from_day": TODAY, "new": MINH}
    refused("second person", acts.appoint, by=Office(folk.chair, True), at=AT, command_id=uuid4(), body=folk.town.ward, **payload)


def test_a_pair_that_nobody_confirmed_is_nothing(folk: Folk) -> None:
    payload = {"office": "commune-officer", "decision": "7/QĐ", "from_day": TODAY, "new": MINH}
    for command in (uuid4(), ask(folk)):
        two = Pair(Office(folk.chair), Office(folk.front), str(command))
        refused("confirmed", acts.appoint, by=two, at=AT, command_id=uuid4(), body=folk.town.ward, **payload)


def test_a_confirmed_form_carries_no_other_act(folk: Folk) -> None:
    """The confirmation of an appointment is no licence to end somebody's."""
    command = ask(folk)
    confirm(folk.front, command)
    two = Pair(Office(folk.chair), Office(folk.front), str(command))
    mandate = Mandate.objects.get(account__username="minh").pk
    end = {"mandate": mandate, "last_day": TODAY, "decision": "8/QĐ"}
    refused("confirmed", acts.end_mandate, by=two, at=AT, command_id=uuid4(), body=folk.town.ward, **end)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"office": "front-chair"}, "does not give"),
        ({"office": "commune-chair"}, "does not give"),
        ({"office": "village-head"}, "has no office"),
        ({"office": "king"}, "knows no office"),
        ({"decision": " "}, "by a decision"),
        ({"new": NewAccount("chu-tich", "Ai Đó")}, "is taken"),
        ({"new": NewAccount("CHU-TICH", "Ai Đó")}, "is taken"),
        ({"new": NewAccount("có dấu", "Ai Đó")}, "letters, digits"),
        ({"new": NewAccount("minh", " ")}, "what the person is called"),
        ({"to_day": date(2025, 1, 1)}, "before the first"),
        ({"acting_for": 999, "to_day": TODAY}, "no such mandate"),
    ],
)
def test_what_would_be_refused_is_refused_when_it_is_asked_for(folk: Folk, change: dict[str, Any], words: str) -> None:
    refused(words, ask, folk, **change)


@pytest.mark.parametrize("text", ["", "{}", '{"office": 3}', '{"office": "commune-officer", "who": 1}', "[]", '{"x": "y"}'])
def test_a_form_that_is_not_whole_is_refused(folk: Folk, text: str) -> None:
    with pytest.raises(Refused):
        acts.propose(
            by=Office(folk.chair, True), at=AT, command_id=uuid4(), body=folk.town.ward,
            command=uuid4(), name="people.appoint", text=text, browser=HERE,
        )  # fmt: skip


def test_only_acts_of_two_are_asked_for(folk: Folk) -> None:
    refused("takes no second person", frozen.freeze, "disclosure.post", {})


def test_nobody_confirms_alone_or_from_the_same_device(folk: Folk) -> None:
    command = ask(folk)
    refused("yourself", confirm, folk.chair, command)
    refused("on this device", confirm, folk.front, command, browser=Browser("s2", "d1"))
    refused("on this device", confirm, folk.front, command, browser=Browser("s1", "d2"))
    refused("not known", confirm, folk.front, command, browser=Browser("s2", ""))
    assert Proposal.objects.get(pk=command).state == Waits.WAITING


def test_one_person_with_two_offices_is_one_person(folk: Folk) -> None:
    """The chair who is also entered as the Front's does not confirm himself."""
    chair = get_user_model().objects.get(username="chu-tich").pk
    official("khac", VILLAGE, "village-head")
    second = Mandate.objects.create(account_id=chair, body_id=folk.town.front, office="front-chair", from_day=SINCE, decision="3/QĐ")
    refused("yourself", confirm, second.pk, ask(folk))


def test_a_puppet_confirms_nothing(folk: Folk) -> None:
    """Whom the province's chair put into office does not confirm for him, not after a year."""
    made = confirm_chair(folk)
    row = Proposal(act="people.appoint", body_id=folk.town.other, mandate_id=folk.province)
    refused("given by the person who asks", pairs.check_second, Office(made), row, AT + timedelta(days=300))


def confirm_chair(folk: Folk) -> int:
    """The province's chair asks for a chair of the other ward, the province's officer confirms. The mandate."""
    command = ask(folk, folk.province, office="commune-chair", body=folk.town.other)
    confirm(folk.officer, command)
    return Mandate.objects.get(account__username="minh").pk


def test_who_confirmed_an_office_is_not_confirmed_by_its_holder(folk: Folk) -> None:
    """The one appointed owes his office to both."""
    made = confirm_chair(folk)
    row = Proposal(act="people.appoint", body_id=folk.town.other, mandate_id=folk.officer)
    refused("given by the person who asks", pairs.check_second, Office(made), row, AT + timedelta(days=300))


@pytest.mark.parametrize(("days", "fits"), [(6, False), (7, True)])
def test_a_young_office_confirms_nothing(folk: Folk, days: int, fits: bool) -> None:
    made = confirm_chair(folk)
    row = Proposal(act="people.appoint", body_id=folk.town.other, mandate_id=folk.chair)
    at = AT + timedelta(days=days)
    if fits:
        assert pairs.check_second(Office(made), row, at)
    else:
        refused("at least 7 days", pairs.check_second, Office(made), row, at)


def test_an_office_dated_back_is_as_young_as_its_entry(folk: Folk) -> None:
    command = ask(folk, folk.province, office="commune-chair", body=folk.town.other, from_day=SINCE)
    confirm(folk.officer, command)
    made = Mandate.objects.get(account__username="minh").pk
    row = Proposal(act="people.appoint", body_id=folk.town.other, mandate_id=folk.chair)
    refused("at least 7 days", pairs.check_second, Office(made), row, AT + timedelta(days=6))


def test_offices_confirm_what_the_rulebook_gives_them(folk: Folk) -> None:
    head = official("truong", VILLAGE, "village-head").mandate
    refused("may not do this", confirm, head, ask(folk))
    far = official("xa-khac", "01279", "commune-chair").mandate
    refused("does not act for this body", confirm, far, ask(folk, new=NewAccount("hoa", "Hoa")))


def test_a_mandate_that_ended_confirms_nothing_and_is_not_carried_out(folk: Folk) -> None:
    command = ask(folk)
    Mandate.objects.filter(pk=folk.front).update(to_day=TODAY - timedelta(days=1))
    refused("does not run", confirm, folk.front, command)
    Mandate.objects.filter(pk=folk.front).update(to_day=None)
    Mandate.objects.filter(pk=folk.chair).update(to_day=TODAY - timedelta(days=1))
    refused("does not run", confirm, folk.front, command)
    assert Proposal.objects.get(pk=command).state == Waits.WAITING


def test_a_form_waits_a_week(folk: Folk) -> None:
    command = ask(folk)
    refused("is over", confirm, folk.front, command, at=AT + timedelta(days=safeguards().values.open_days))
    confirm(folk.front, command, at=AT + timedelta(days=safeguards().values.open_days, seconds=-1))


def test_what_was_changed_underneath_is_not_confirmed(folk: Folk) -> None:
    command = ask(folk)
    looked = bytes(Proposal.objects.get(pk=command).digest).hex()
    refused("looked at", confirm, folk.front, command, digest="00" * 32)
    Proposal.objects.filter(pk=command).update(
        payload=frozen.freeze("people.appoint", {"office": "village-head", "decision": "1", "from_day": TODAY, "new": MINH})
    )
    refused("looked at", confirm, folk.front, command, digest=looked)


def test_confirming_twice_is_confirming_once(folk: Folk) -> None:
    command, mine = ask(folk), uuid4()
    digest = bytes(Proposal.objects.get(pk=command).digest).hex()
    sent = {"by": Office(folk.front, True), "at": AT, "command_id": mine, "command": command, "digest": digest, "browser": THERE}
    assert acts.carry_out(**sent) == acts.carry_out(**sent)
    assert Mandate.objects.filter(account__username="minh").count() == 1
    refused("settled already", confirm, folk.front, command)


def test_two_forms_for_one_seat_cannot_both_be_carried_out(folk: Folk) -> None:
    """Both were possible when they were asked for; the later to be confirmed is refused, and stays waiting."""
    head = {"office": "village-head", "body": folk.town.village}
    first, second = ask(folk, **head), ask(folk, **head, new=NewAccount("hoa", "Hoa"))
    confirm(folk.front, first)
    refused("has a holder", confirm, folk.front, second)
    assert Proposal.objects.get(pk=second).state == Waits.WAITING


def test_somebody_acts_in_the_holders_place_for_a_time(folk: Folk) -> None:
    place = {"office": "commune-chair", "by": folk.province, "new": MINH}
    refused("has a holder", ask, folk, **place)
    refused("give the last day", ask, folk, **place, acting_for=folk.chair)
    confirm(folk.officer, ask(folk, **place, acting_for=folk.chair, to_day=TODAY + timedelta(days=30)))
    assert Mandate.objects.get(account__username="minh").acting_for_id == folk.chair


def test_declined_says_why_and_withdrawn_is_over(folk: Folk) -> None:
    command = ask(folk)
    sent = {"at": AT, "body": folk.town.ward, "command": command}
    refused("Say why", acts.decline, by=Office(folk.front, True), command_id=uuid4(), reason=" ", **sent)
    refused("yourself", acts.decline, by=Office(folk.chair, True), command_id=uuid4(), reason="không", **sent)
    acts.decline(by=Office(folk.front, True), command_id=uuid4(), reason="Quyết định ghi tên người khác", **sent)
    row = Proposal.objects.get(pk=command)
    assert (row.state, row.reason, row.payload) == (Waits.DECLINED, "Quyết định ghi tên người khác", "")
    refused("settled already", confirm, folk.front, command)
    other = ask(folk)
    refused("Only who asked", acts.withdraw, by=Office(folk.front, True), command_id=uuid4(), at=AT, body=folk.town.ward, command=other)
    acts.withdraw(by=Office(folk.chair, True), command_id=uuid4(), at=AT, body=folk.town.ward, command=other)
    assert Proposal.objects.get(pk=other).state == Waits.WITHDRAWN


def test_a_session_left_open_asks_and_confirms_nothing(folk: Folk) -> None:
    with pytest.raises(NotFresh):
        ask(folk, fresh=False)
    command = ask(folk)
    with pytest.raises(NotFresh):
        confirm(folk.front, command, fresh=False)


def test_what_is_frozen_thaws_the_same(folk: Folk) -> None:
    payload = {"office": "x", "decision": "1/QĐ", "from_day": TODAY, "to_day": None, "new": MINH}
    assert frozen.thaw("people.appoint", frozen.freeze("people.appoint", payload)) == payload


def test_every_guarded_act_is_an_act() -> None:
    """That each has an office which confirms it, the tests of the rulebook see."""
    assert {one.id for one in safeguards().act} <= set(ACTS)
