"""Papers to all staff, after the second call to which too few came: counted by two persons, closed, and what they fulfil."""

from datetime import timedelta

import pytest
from django.test import Client

from dinhlang.core.refusal import Refused
from dinhlang.core.rules import State
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.polls.models import Round
from dinhlang.ground.record import clock
from dinhlang.ground.ui import format
from dinhlang.works.disclosures.tests.town import nothing_changes
from dinhlang.works.meetings import acts, audit
from dinhlang.works.meetings.models import Meeting, Motion
from tests.meetings.hall import OFFICE, Room
from tests.sending import send, text

RESOLUTION = "Thông qua nghị quyết hội nghị"


def fell_short_twice(room: Room) -> str:
    """30 on the list, 19 and 5 came: 20 had to."""
    room.list(30, OFFICE, "head-office")
    first = room.call(motions=(RESOLUTION,))
    assert room.hold(first, 19, attachments=()) == "short"
    second = room.call(before=first, motions=(RESOLUTION,))
    assert room.hold(second, 5, attachments=()) == "short"
    return second


def send_out(room: Room, meeting: str, **more: object) -> None:
    roll = room.frozen(OFFICE, "head-office", "staff")
    given = {"meeting": meeting, "roll": roll, "closes": room.town.now + timedelta(days=5), "agreed": True, **more}
    room.town.do(acts.papers, "head-office", body=room.town.ids[OFFICE], **given)


def count(room: Room, meeting: str, by: str, took_part: int = 24, agree: int = 13, against: int = 10, spoilt: int = 1) -> None:
    numbers = {"took_part": took_part, "agree": agree, "against": against, "spoilt": spoilt}
    room.town.do(acts.count, by, body=room.town.ids[OFFICE], meeting=meeting, number=1, **numbers)


@pytest.mark.parametrize(
    ("took_part", "agree", "against", "spoilt", "outcome"),
    [(24, 13, 10, 1, "passed"), (24, 12, 12, 0, "lost"), (19, 19, 0, 0, "could_not_reach"), (20, 11, 9, 0, "passed")],
)
def test_it_works(room: Room, took_part: int, agree: int, against: int, spoilt: int, outcome: str) -> None:
    """Art. 50(2): to all 30, whoever came before or not; two thirds of them and over half of those who answered."""
    meeting, town = fell_short_twice(room), room.town
    clock_of = Clock.objects.get(rule="agency-asks-staff-by-papers", voided=None)
    send_out(room, meeting)
    assert Round.objects.get().roll.count == 30
    for by in ("head-office", "union"):
        count(room, meeting, by, took_part, agree, against, spoilt)
    with pytest.raises(Refused), nothing_changes():  # the time that was told is not over
        town.do(acts.close_papers, "head-office", body=town.ids[OFFICE], meeting=meeting)
    town.now += timedelta(days=6)
    town.do(acts.close_papers, "head-office", body=town.ids[OFFICE], meeting=meeting)
    motion = Motion.objects.get(meeting=meeting)
    assert (motion.agree, motion.against, motion.outcome) == (agree, against, outcome)
    assert Meeting.objects.get(pk=meeting).state == "asked"
    assert town.state("agency-asks-staff-by-papers", clock_of.occasion, "vote", code=OFFICE) is State.DONE_ON_TIME
    assert list(audit.differences()) == []
    motion.agree = 30
    Round.objects.update(result={**Round.objects.get().result, "votes": [30, 0]})
    Round.objects.get().sittings.get().counts.update(votes=[30, 0])
    assert any("roots" in line for line in audit.differences())


def test_what_is_refused(room: Room) -> None:
    town = room.town
    meeting = fell_short_twice(room)
    first = Meeting.objects.get(call=1).pk
    given = {"body": town.ids[OFFICE], "meeting": meeting, "roll": room.frozen(OFFICE, "head-office", "staff"), "agreed": True}
    given["closes"] = town.now + timedelta(days=5)
    for wrong in (
        {"meeting": first}, {"agreed": False}, {"closes": town.now - timedelta(days=1)}, {"roll": "none"}, {"motions": ("x" * 301,)}
    ):  # fmt: skip
        with pytest.raises(Refused), nothing_changes():
            town.do(acts.papers, "head-office", **{**given, **wrong})
    with pytest.raises(Refused), nothing_changes():
        count(room, meeting, "union")
    send_out(room, meeting)
    with pytest.raises(Refused):
        send_out(room, meeting)
    for numbers in ((31, 20, 10, 0), (24, 20, 10, 1), (24, -1, 24, 1)):
        with pytest.raises(Refused), nothing_changes():
            count(room, meeting, "union", *numbers)
    count(room, meeting, "head-office")
    count(room, meeting, "head-office")
    town.now += timedelta(days=6)
    with pytest.raises(Refused), nothing_changes():  # one person counted twice
        town.do(acts.close_papers, "head-office", body=town.ids[OFFICE], meeting=meeting)
    count(room, meeting, "union", 24, 14, 9, 1)
    with pytest.raises(Refused), nothing_changes():  # two counts that are not alike
        town.do(acts.close_papers, "head-office", body=town.ids[OFFICE], meeting=meeting)
    with pytest.raises(Refused), nothing_changes():
        town.do(acts.close_papers, "union", body=town.ids[OFFICE], meeting=meeting)
    with pytest.raises(Refused), nothing_changes():
        room.call(before=meeting)


def test_two_questions_in_the_same_words_are_two_papers(room: Room) -> None:
    meeting = fell_short_twice(room)
    send_out(room, meeting, motions=(RESOLUTION, RESOLUTION))
    motions = list(Motion.objects.filter(meeting=meeting).order_by("number"))
    assert [(one.number, one.text) for one in motions] == [(1, RESOLUTION), (2, RESOLUTION)]
    assert {one.matter for one in motions} == set(Round.objects.values_list("matter", flat=True))
    assert Round.objects.count() == 2


def test_by_the_forms(room: Room) -> None:
    meeting = fell_short_twice(room)
    head, union = room.town.client("head-office"), room.town.client("union")
    page = f"/hoi-nghi/{meeting}/"
    assert page in text(head, "/viec-can-lam/")
    assert "phieu/" in text(head, page)
    assert "phieu/" not in text(union, page)
    day = format.short_day(clock.local_day(room.town.now + timedelta(days=4)))
    send(head, page + "phieu/", motions=f"{RESOLUTION}\nQuy chế chi tiêu", day=day, agreed="on")
    for n in (1, 2):
        for client in (head, union):
            send(client, f"{page}phieu/{n}/", took_part=25, agree=20, against=5, spoilt=0)
    for address in (page, page + "phieu/1/"):
        assert Client().get(address).status_code == 403
    room.town.now += timedelta(days=6)
    send(head, page + "phieu/ket-thuc/")
    assert set(Motion.objects.filter(meeting=meeting).values_list("outcome", flat=True)) == {"passed"}
    shown = text(union, page)
    assert "Quy chế chi tiêu" in shown
    assert RESOLUTION not in text(Client(), f"/don-vi/{OFFICE}/")
