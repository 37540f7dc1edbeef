"""The offline kit on the server's side: what a phone without network sends is taken in once, and nothing is overwritten silently."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model

from dinhlang.core.refusal import Refused
from dinhlang.core.tally.rounds import Outcome
from dinhlang.ground.kit.models import Cause, Item, Lease, State, Verdict
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.polls.models import Count, Part
from dinhlang.ground.record import clock
from dinhlang.ground.rolls.models import Member
from dinhlang.works.disclosures.tests.town import check_common, nothing_changes, open_parts, refused
from dinhlang.works.votes import acts, audit
from dinhlang.works.votes.acts import kits
from tests.votes.hall import ONE, Hall
from tests.votes.kits import Phone, opened

CLUSTERS = ("Cụm 1", "Cụm 2", "Cụm 3")


def meeting(hall: Hall, n: int = 12, clusters: tuple[str, ...] = ("",)) -> str:
    """A meeting that is being held."""
    hall.households(n, clusters=() if clusters == ("",) else clusters)
    matter = hall.agreed()
    hall.call(matter, clusters=clusters, scattered=len(clusters) > 1)
    return matter


def state(command: object) -> tuple[State, Cause]:
    row = Item.objects.get(pk=command)
    return State(row.state), Cause(row.cause)


def decide(hall: Hall, phone: Phone, command: object, *names: str, accept: bool = True) -> None:
    for name in names:
        given = {"lease": phone.lease, "item": str(command), "accept": accept, "reason": "Đã đối chiếu với biên bản giấy"}
        hall.town.do(kits.kit_decide, name, body=hall.village, **given)


def test_it_works(hall: Hall) -> None:
    """A sitting is ticked, counted and closed without network, sent the next day; the second person counts online."""
    matter = meeting(hall)
    phone = opened(hall, matter)
    queue = [phone.tick(*range(1, 11)), phone.count(10, 9, 1), phone.close()]
    hall.town.now += timedelta(hours=20)
    for command in queue:
        phone.send(command)
    assert [state(command) for command in queue] == [(State.TAKEN, Cause.NONE)] * 3
    lease = Lease.objects.get()
    assert lease.closed is not None
    assert lease.claimed is not None
    assert lease.claimed < lease.closed - timedelta(hours=19)
    assert Part.objects.count() == 10
    hall.count(matter, 1, 10, 9, 1, by=["work-board"])
    assert hall.close(matter) is Outcome.PASSED
    assert list(audit.differences()) == []


def test_opening_is_an_act_like_any_other(hall: Hall) -> None:
    matter = meeting(hall)
    done = check_common(
        hall.town, kits.kit_open, {"matter": matter, "sitting": 1, "device": "Máy Nokia"}, by="head", body=hall.village, wrong="front"
    )
    assert open_parts(done) == {"public"}
    assert Lease.objects.get().register


def test_who_did_not_call_the_meeting_carries_no_register(hall: Hall) -> None:
    """The Front's work board counts with a kit of its own; it does not say who was there."""
    matter = meeting(hall)
    phone = opened(hall, matter, holder="work-board")
    assert not Lease.objects.get().register
    with refused("This kit carries no list of households"):
        phone.send(phone.tick(1))
    phone.send(phone.count(10, 9, 1))
    assert Count.objects.get().mandate_id == hall.town.mandates["work-board"]


def test_one_person_has_one_living_kit_for_a_sitting(hall: Hall) -> None:
    matter = meeting(hall)
    phone = opened(hall, matter)
    with refused("You opened a kit for this sitting already, on the phone"):
        opened(hall, matter)
    hall.town.do(kits.kit_revoke, "officer", body=hall.village, lease=phone.lease, reason="Mất máy")
    second = opened(hall, matter)
    assert second.lease != phone.lease
    hall.town.now += timedelta(hours=73)
    assert opened(hall, matter).lease not in (phone.lease, second.lease)


def test_it_is_not_opened_for_what_is_no_meeting_near(hall: Hall) -> None:
    hall.households(12)
    matter = hall.agreed()
    payload = {"matter": matter, "sitting": 1, "device": "Máy"}
    with refused("There is no such round."):
        hall.town.do(kits.kit_open, "head", body=hall.village, **payload)
    hall.call(matter, days=9)
    hall.town.now -= timedelta(days=4)
    with refused("A kit runs for {hours} hours from when it is opened."):
        hall.town.do(kits.kit_open, "head", body=hall.village, **payload)
    hall.town.now += timedelta(days=4)
    with refused("There is no such sitting."):
        hall.town.do(kits.kit_open, "head", body=hall.village, **{**payload, "sitting": 2})
    with refused("Say which phone it is"):
        hall.town.do(kits.kit_open, "head", body=hall.village, **{**payload, "device": " "})
    hall.count(matter, 1, 5, 3, 2)
    assert hall.close(matter) is Outcome.COULD_NOT_REACH
    hall.call(matter, way="paper")
    with refused("A kit is for a meeting."):
        hall.town.do(kits.kit_open, "head", body=hall.village, **payload)


def test_a_line_cut_before_the_answer(hall: Hall) -> None:
    """The retry gets the receipt of the first try, and nothing changes; a retry with other words is refused."""
    matter = meeting(hall)
    phone = opened(hall, matter)
    command = phone.tick(1, 2, 3)
    done = phone.send(command)
    with nothing_changes():
        assert phone.send(command) == done
    with refused("This form was already sent with other contents"):
        phone.send(command, text=phone.texts[command].replace('"3"]', '"4"]'))


def test_what_was_altered_by_hand(hall: Hall) -> None:
    matter = meeting(hall)
    phone = opened(hall, matter)
    command = phone.count(10, 9, 1)
    for text in (phone.texts[command].replace("[9, 1]", "[8, 2]"), phone.texts[command] + " "):
        with refused("This was changed by hand after the kit had written it"):
            phone.send(command, text=text)
    for text in ("", "{}", "[]", "{" * 5000, phone.texts[command].replace("count", "erase"), phone.texts[command].replace("[9, 1]", "9")):
        with refused("This was not written by the offline kit"):
            phone.send(command, text=text)
    with refused("This is longer than anything the kit writes"):
        phone.send(command, text=phone.texts[command] + " " * 30_000)
    with refused("This was changed by hand"):
        phone.send(command, seal="đ" * 64)


def test_a_file_of_another_meeting(hall: Hall) -> None:
    first = meeting(hall)
    second = hall.agreed()
    hall.call(second)
    one, other = opened(hall, first), opened(hall, second)
    command = one.tick(1)
    with refused("This belongs to another meeting"):
        other.send(other.tick(2), text=one.texts[command])


def test_numbers_that_cannot_be(hall: Hall) -> None:
    matter = meeting(hall)
    phone = opened(hall, matter)
    with refused("{sum} hands and papers were counted"):
        phone.send(phone.count(10, 9, 2))
    with refused("{took_part} took part, and only"):
        phone.send(phone.count(13, 9, 2))
    with refused("Number {number} is not on the list"):
        phone.send(phone.tick(1, 99))
    with refused("There are {choices} choices"):
        phone.send(phone.count(10, 8, 1, 1))
    phone.send(phone.tick(1, 1, 2))
    assert Part.objects.count() == 2


def test_another_clusters_household(hall: Hall) -> None:
    matter = meeting(hall, 12, CLUSTERS)
    phone = opened(hall, matter, sitting=1)
    with refused("Number {number} is not on the list"):
        phone.send(phone.tick(3, 2))


def test_several_sittings_merge(hall: Hall) -> None:
    """Three phones in three halls; what they bring is one round."""
    matter = meeting(hall, 12, CLUSTERS)
    phones = {n: opened(hall, matter, sitting=n) for n in (1, 2, 3)}
    for n, phone in phones.items():
        for command in (phone.tick(*(i for i in range(1, 10) if i % 3 == n - 1)), phone.count(3, 3, 0), phone.close()):
            phone.send(command)
        hall.count(matter, n, 3, 3, 0, by=["work-board"])
    assert Part.objects.count() == 9
    assert hall.close(matter) is Outcome.PASSED
    assert list(audit.differences()) == []


def test_somebody_elses_kit(hall: Hall) -> None:
    matter = meeting(hall)
    phone = opened(hall, matter)
    phone.holder = "work-board"
    with refused("This kit was opened by somebody else"):
        phone.send(phone.count(10, 9, 1))
    with refused("This kit was opened by somebody else"):
        phone.send(phone.count(10, 9, 1), as_guest=True)  # the mandate runs: its holder signs in


def test_four_days_late(hall: Hall) -> None:
    """It waits for two others; the one who sent it is not one of them."""
    matter = meeting(hall)
    phone = opened(hall, matter)
    queue = [phone.tick(*range(1, 11)), phone.count(10, 9, 1), phone.close()]
    hall.town.now += timedelta(days=4)
    for command in queue:
        phone.send(command)
        assert state(command) == (State.WAITING, Cause.LATE)
    assert not Part.objects.exists()
    assert not Count.objects.exists()
    hall.count(matter, 1, 10, 9, 1, by=["work-board", "officer"])
    with refused("Something that an offline kit sent for this round still waits"):
        hall.close(matter)
    with refused("You sent this yourself"):
        decide(hall, phone, queue[0], "head")
    decide(hall, phone, queue[0], "work-board")
    decide(hall, phone, queue[0], "work-board")
    assert state(queue[0]) == (State.WAITING, Cause.LATE)
    decide(hall, phone, queue[0], "officer")
    assert state(queue[0]) == (State.TAKEN, Cause.LATE)
    assert Part.objects.count() == 10
    with refused("This was settled already."):
        decide(hall, phone, queue[0], "officer")
    decide(hall, phone, queue[1], "work-board", accept=False)
    decide(hall, phone, queue[1], "officer", accept=True)
    assert state(queue[1]) == (State.WAITING, Cause.LATE)
    decide(hall, phone, queue[1], "officer", accept=False)
    assert state(queue[1]) == (State.REFUSED, Cause.LATE)
    assert Verdict.objects.count() == 6
    decide(hall, phone, queue[2], "work-board", "officer")
    assert hall.close(matter) is Outcome.PASSED
    assert list(audit.differences()) == []


def test_a_lost_phone(hall: Hall) -> None:
    """Revoked before the sitting was closed: refused, and kept as a file. Nothing that counts is changed."""
    matter = meeting(hall)
    phone = opened(hall, matter)
    early = phone.tick(1, 2)
    phone.send(early)
    with refused("The kit on the phone"):
        hall.close(matter)
    hall.town.do(kits.kit_revoke, "officer", body=hall.village, lease=phone.lease, reason="Mất máy trên đường về")
    with refused("This kit was revoked already."):
        hall.town.do(kits.kit_revoke, "head", body=hall.village, lease=phone.lease, reason="Mất máy")
    late = [phone.count(10, 1, 9), phone.close()]
    for command in late:
        phone.send(command)
        assert state(command) == (State.KEPT, Cause.REVOKED)
    assert not Count.objects.exists()
    with refused("This was settled already."):
        decide(hall, phone, late[0], "work-board")
    assert list(audit.differences()) == []


def test_revoked_after_the_meeting(hall: Hall) -> None:
    """What was closed before the revocation waits for two persons."""
    matter = meeting(hall)
    phone = opened(hall, matter)
    phone.end()
    queue = [phone.tick(*range(1, 11)), phone.count(10, 9, 1), phone.close()]
    hall.town.do(kits.kit_revoke, "officer", body=hall.village, lease=phone.lease, reason="Không rõ máy ở đâu")
    for command in queue:
        phone.send(command)
        assert state(command) == (State.WAITING, Cause.REVOKED)
        decide(hall, phone, command, "work-board", "officer")
        assert state(command) == (State.TAKEN, Cause.REVOKED)
    assert Part.objects.count() == 10


@pytest.mark.parametrize(("before", "found"), [(True, State.KEPT), (False, State.WAITING)])
def test_the_office_ended(hall: Hall, before: bool, found: State) -> None:
    """The holder's office ended before, or after the sitting was closed; nobody else is let in by it."""
    matter = meeting(hall)
    phone = opened(hall, matter)
    day = clock.local_day(hall.town.now)
    if before:
        hall.town.now += timedelta(days=1)
    phone.end()
    queue = [phone.count(10, 9, 1), phone.close()]
    row = get_user_model().objects.get(username="head").mandates.get()
    row.to_day = day
    row.save()
    hall.town.now += timedelta(days=1)
    with refused("Your mandate does not run today"):
        phone.send(queue[0])
    for command in queue:
        phone.send(command, as_guest=True)
        assert state(command) == (found, Cause.MANDATE)
    with nothing_changes():
        phone.send(queue[0], as_guest=True)
    assert not Count.objects.exists()
    if not before:
        decide(hall, phone, queue[0], "work-board", "officer")
        assert Count.objects.get().mandate_id == row.pk
    assert list(audit.differences()) == []


@pytest.mark.parametrize("hours", [-30, 5])
def test_a_wrong_clock(hall: Hall, hours: int) -> None:
    matter = meeting(hall)
    phone = opened(hall, matter, skew=timedelta(hours=hours))
    command = phone.count(10, 9, 1)
    phone.send(command)
    assert state(command) == (State.WAITING, Cause.CLOCK)
    assert not Count.objects.exists()


def test_a_clock_that_is_nearly_right(hall: Hall) -> None:
    matter = meeting(hall)
    phone = opened(hall, matter, skew=timedelta(minutes=9))
    command = phone.count(10, 9, 1)
    phone.send(command)
    assert state(command) == (State.TAKEN, Cause.NONE)


def test_what_was_entered_online_meanwhile_is_not_overwritten(hall: Hall) -> None:
    """A list and a count entered online while the phone was out: the two who count decide, the one who sent it among them."""
    matter = meeting(hall)
    phone = opened(hall, matter)
    keys = [part.pk for part in _members(hall)][:3]
    hall.town.do(acts.tick, "head", body=hall.village, matter=matter, sitting=1, keys=keys)
    hall.count(matter, 1, 3, 2, 1, by=["head"])
    queue = [phone.tick(*range(1, 11)), phone.count(10, 9, 1)]
    for command in queue:
        phone.send(command)
        assert state(command) == (State.WAITING, Cause.CONFLICT)
    assert Part.objects.count() == 3
    decide(hall, phone, queue[0], "head", "work-board")
    assert state(queue[0]) == (State.TAKEN, Cause.CONFLICT)
    assert Part.objects.count() == 10
    decide(hall, phone, queue[1], "head", "work-board", accept=False)
    assert Count.objects.count() == 1


def _members(hall: Hall) -> list[Member]:
    return list(Member.objects.filter(body=hall.village).order_by("pk"))


def test_the_same_entered_online_is_no_conflict(hall: Hall) -> None:
    matter = meeting(hall)
    phone = opened(hall, matter)
    hall.count(matter, 1, 10, 9, 1, by=["work-board"])
    command = phone.count(10, 9, 1)
    phone.send(command)
    assert state(command) == (State.TAKEN, Cause.NONE)


def test_two_persons_counted_alike_and_a_third_comes(hall: Hall) -> None:
    matter = meeting(hall)
    phone = opened(hall, matter)
    hall.count(matter, 1, 10, 9, 1, by=["work-board", "officer"])
    command = phone.count(10, 8, 2)
    phone.send(command)
    assert state(command) == (State.WAITING, Cause.CONFLICT)


def test_a_second_phone_with_the_same_file(hall: Hall) -> None:
    """The file was loaded on another phone, both wrote on: the later one waits, and so does what comes after the closing."""
    matter = meeting(hall)
    first = opened(hall, matter)
    second = Phone(hall, first.lease)
    first.send(first.tick(1, 2))
    command = second.tick(3)
    second.send(command)
    assert state(command) == (State.WAITING, Cause.CONFLICT)
    first.send(first.close())
    second.n = 9
    late = second.count(10, 9, 1)
    second.send(late)
    assert state(late) == (State.WAITING, Cause.CONFLICT)


def test_after_the_round(hall: Hall) -> None:
    """The kit was out for longer than it runs, the round was counted by others: what comes is kept as a file."""
    matter = meeting(hall)
    phone = opened(hall, matter)
    command = phone.count(10, 8, 2)
    hall.town.now += timedelta(hours=80)
    hall.count(matter, 1, 10, 9, 1, by=["work-board", "officer"])
    assert hall.close(matter) is Outcome.PASSED
    phone.send(command)
    assert state(command) == (State.KEPT, Cause.OVER)
    assert list(audit.differences()) == []


def test_the_record_finds_what_was_changed_behind_it(hall: Hall) -> None:
    matter = meeting(hall)
    phone = opened(hall, matter)
    phone.send(phone.count(10, 9, 1))
    hall.town.do(kits.kit_revoke, "head", body=hall.village, lease=phone.lease, reason="Mất máy")
    assert list(audit.differences()) == []
    Lease.objects.update(revoked=None)
    Item.objects.update(state=State.REFUSED)
    assert len(list(audit.differences())) == 2
    Item.objects.all().delete()
    assert any("Item: in the record" in line for line in audit.differences())


def test_revoking_needs_a_reason_and_a_right(hall: Hall) -> None:
    matter = meeting(hall)
    phone = opened(hall, matter)
    with refused("Say why"):
        hall.town.do(kits.kit_revoke, "head", body=hall.village, lease=phone.lease, reason=" ")
    with pytest.raises(Refused):
        hall.town.do(kits.kit_revoke, "front", body=hall.village, lease=phone.lease, reason="Mất máy")
    with refused("There is no such offline kit."):
        hall.town.do(kits.kit_revoke, "head", body=hall.village, lease="x" * 16, reason="Mất máy")
    assert hall.town.ids[ONE] == hall.village


def test_what_was_entered_while_something_late_waited_is_looked_at_anew(hall: Hall) -> None:
    """One person said that the late list counts; then a list was entered online. What was said before that counts no more."""
    matter = meeting(hall)
    phone = opened(hall, matter)
    command = phone.tick(*range(1, 11))
    hall.town.now += timedelta(days=4)
    phone.send(command)
    decide(hall, phone, command, "work-board")
    hall.town.do(acts.tick, "head", body=hall.village, matter=matter, sitting=1, keys=[one.pk for one in _members(hall)][:3])
    decide(hall, phone, command, "officer")
    assert state(command) == (State.WAITING, Cause.CONFLICT)
    assert Part.objects.count() == 3
    decide(hall, phone, command, "officer")
    assert state(command) == (State.WAITING, Cause.CONFLICT)
    decide(hall, phone, command, "work-board")
    assert state(command) == (State.TAKEN, Cause.CONFLICT)
    assert Part.objects.count() == 10
    assert list(audit.differences()) == []


def test_an_earlier_list_does_not_come_after_a_later_one(hall: Hall) -> None:
    matter = meeting(hall)
    phone = opened(hall, matter)
    early, later = phone.tick(1, 2), phone.tick(1, 2, 3)
    hall.town.now += timedelta(days=4)
    for command in (early, later):
        phone.send(command)
    decide(hall, phone, later, "work-board", "officer")
    decide(hall, phone, early, "work-board", "officer")
    assert state(early) == (State.WAITING, Cause.CONFLICT)
    assert Part.objects.count() == 3


def test_who_holds_an_office_no_more_has_said_nothing(hall: Hall) -> None:
    """Of two that said it counts one has left the office before the other spoke: one is left."""
    matter = meeting(hall)
    phone = opened(hall, matter)
    command = phone.tick(1, 2)
    hall.town.now += timedelta(days=4)
    phone.send(command)
    decide(hall, phone, command, "work-board")
    Mandate.objects.filter(pk=hall.town.mandates["work-board"]).update(to_day=clock.local_day(hall.town.now))
    hall.town.now += timedelta(days=1)
    decide(hall, phone, command, "officer")
    assert state(command) == (State.WAITING, Cause.LATE)


@pytest.mark.parametrize("when", ["9999-12-31T23:59:59-10:00", "0001-01-01T00:00:00+14:00", "2019-12-31T00:00:00Z", "2026-02-30T00:00:00Z"])
def test_a_time_that_cannot_be_kept(hall: Hall, when: str) -> None:
    matter = meeting(hall)
    phone = opened(hall, matter)
    for name in ("at", "closed"):
        command = phone.tick(1)
        phone.texts[command] = json.dumps({**json.loads(phone.texts[command]), name: when})
        with refused("This was not written by the offline kit"):
            phone.send(command)
