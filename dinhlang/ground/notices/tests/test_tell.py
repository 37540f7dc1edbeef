"""Who is told of which act: in its transaction, once a day about one thing, and never of an act that was taken back."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from dinhlang.core.actor import Office
from dinhlang.ground.jobs.models import Job
from dinhlang.ground.notices import acts as notices
from dinhlang.ground.notices import addresses, telling
from dinhlang.ground.notices.models import Delivery, Notice
from dinhlang.ground.people import acts, frozen
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.people.reads import Browser
from dinhlang.ground.people.tests.town import AT, FRONT, Town, make_town, official
from dinhlang.ground.record import act, clock

pytestmark = pytest.mark.django_db(transaction=True)
HERE, THERE = Browser("s1" * 20, "d1" * 20), Browser("s2" * 20, "d2" * 20)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    town = make_town(monkeypatch)
    monkeypatch.setattr(act._Wires, "tell", telling.tell)
    official("chair", office="commune-chair")
    official("front", code=FRONT, office="front-chair")
    official("boss", code="04", office="province-chair")
    official("far", code="01279", office="commune-chair")
    return town


def mandate(username: str) -> Mandate:
    return Mandate.objects.get(account__username=username)


def by(username: str) -> Office:
    return Office(mandate(username).pk, fresh=True)


def asked(town: Town, **more) -> UUID:
    """The chair asks that the account `new` be given an office."""
    new = User.objects.filter(username="new").first() or User.objects.create_user("new")
    payload = {"office": "commune-officer", "decision": "20/QĐ-UBND", "from_day": clock.local_day(AT), "account": new.pk, **more}
    command = uuid4()
    acts.propose(
        by=by("chair"), at=AT, command_id=uuid4(), body=town.ward, command=command, name="people.appoint",
        text=frozen.freeze("people.appoint", payload), browser=HERE,
    )  # fmt: skip
    return command


def told(kind: str) -> set[str]:
    names = {addresses.account(pk): name for pk, name in User.objects.values_list("pk", "username")}
    return {names[to] for to in Notice.objects.filter(kind=kind).values_list("to", flat=True)}


def confirm(command: UUID, who: str) -> None:
    digest = bytes(acts.pairs.Proposal.objects.get(pk=command).digest).hex()
    acts.carry_out(by=by(who), at=AT, command_id=uuid4(), command=command, digest=digest, browser=THERE)


def test_it_works(town: Town) -> None:
    """A form that waits is told to whoever may confirm it, and to nobody else."""
    asked(town)
    assert told("confirm-asked") == {"front", "boss"}
    notice = Notice.objects.filter(kind="confirm-asked").first()
    assert len(notice.because) == 64
    assert Job.objects.filter(kind=notices.DELIVER).count() == 2


def test_who_asked_hears_of_the_answer_and_who_was_given_an_office_of_it(town: Town) -> None:
    confirm(asked(town), "front")
    assert told("confirm-settled") == {"chair"}
    assert told("mandate-begins") == {"new"}


def test_who_is_told_of_an_end_is_whose_office_ends(town: Town) -> None:
    confirm(asked(town), "front")
    row = mandate("new")
    command = uuid4()
    text = frozen.freeze("people.end_mandate", {"mandate": row.pk, "last_day": clock.local_day(AT), "decision": "21/QĐ-UBND"})
    acts.propose(
        by=by("chair"), at=AT, command_id=uuid4(), body=town.ward, command=command, name="people.end_mandate", text=text, browser=HERE
    )
    confirm(command, "front")
    assert told("mandate-ends") == {"new"}


def test_whose_factors_are_taken_hears_of_it(town: Town) -> None:
    command, pk = uuid4(), User.objects.get(username="front").pk
    text = frozen.freeze("people.renew", {"account": pk, "decision": "9/QĐ"})
    acts.propose(by=by("chair"), at=AT, command_id=uuid4(), body=town.ward, command=command, name="people.renew", text=text, browser=HERE)
    confirm(command, "boss")
    assert told("account-renewed") == {"front"}
    assert Job.objects.filter(kind=notices.DELIVER).count() == Notice.objects.count()


def test_of_an_act_that_was_taken_back_nobody_hears(town: Town) -> None:
    with transaction.atomic():
        asked(town)
        assert Notice.objects.exists()
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Job.objects.exists()


def test_a_notice_that_cannot_be_written_takes_the_act_back(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(told):
        raise RuntimeError("disk")

    monkeypatch.setattr(act._Wires, "tell", broken)
    with pytest.raises(RuntimeError):
        asked(town)
    assert not acts.pairs.Proposal.objects.exists()


def test_what_the_console_does_is_handed_over_on_paper(town: Town) -> None:
    assert not Notice.objects.exists()  # four offices were given


def test_the_same_thing_again_on_one_day_is_one_message(town: Town) -> None:
    for n in range(3):
        notices.tell("duties-due", "a:1", "due:7", AT + timedelta(minutes=n), values={"body": 7, "late": n, "soon": 0})
    notices.seen(("a:1",), AT + timedelta(minutes=5))
    notices.tell("duties-due", "a:1", "due:7", AT + timedelta(minutes=9), values={"body": 7, "late": 9, "soon": 0})
    row = Notice.objects.get()
    assert (row.times, row.values["late"], row.seen) == (4, 9, None)
    assert Job.objects.count() == 1
    notices.tell("duties-due", "a:1", "due:7", AT + timedelta(days=1), values={"body": 7, "late": 1, "soon": 0})
    assert Job.objects.count() == 2


def test_told_once_it_is_not_told_on_another_day(town: Town) -> None:
    for day in range(3):
        notices.tell("mandate-ends", "a:1", "mandate:3:ends", AT + timedelta(days=day), values={}, once=True)
    assert Notice.objects.count() == 1


def test_what_is_for_a_village_waits_for_a_person_and_not_for_a_gateway(town: Town) -> None:
    notices.tell("meeting-called", addresses.body(town.village), "meeting:1", AT, values={"body": town.village, "day": "2026-11-28"})
    assert set(Delivery.objects.values_list("channel", "state")) == {("group", "waiting"), ("sheet", "waiting")}
    assert not Job.objects.exists()
