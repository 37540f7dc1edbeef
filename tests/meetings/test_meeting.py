"""A meeting that is called, asked at, held or not: what it fulfils, who may do what, numbers that cannot be."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from dinhlang.core.refusal import NotHere, Refused
from dinhlang.core.rules import State
from dinhlang.core.tally import rounds
from dinhlang.ground.duties import project
from dinhlang.ground.duties.models import Clock, Fulfilment
from dinhlang.ground.polls import acts as polls
from dinhlang.ground.record import reads as record
from dinhlang.ground.record import rulebooks
from dinhlang.works.disclosures.tests.town import nothing_changes, refused
from dinhlang.works.meetings import acts, audit
from dinhlang.works.meetings.acts import Counted
from dinhlang.works.meetings.models import Meeting, Motion, Question
from tests.meetings.hall import (
    AGENCY_DUTY,
    FIRM,
    FIRM_DUTY,
    MINUTES,
    OFFICE,
    OFFICIALS,
    ONE,
    POINTS,
    STATE,
    STATE_DUTY,
    VILLAGE,
    WARD,
    WORKERS,
    WORKS,
    Room,
)

RESOLUTION = "Thông qua nghị quyết hội nghị"


def test_it_works(room: Room) -> None:
    """30 on the list, 20 come: two thirds. The resolution carries with 11 of 20, the duty of the year before is done in time."""
    room.list(30, OFFICE, "head-office")
    meeting = room.call(motions=(RESOLUTION,))
    assert room.state() is State.NOT_YET_DUE
    assert room.hold(meeting, 20, counted=[Counted(RESOLUTION, 11, 4)]) == "held"
    row = Meeting.objects.get(pk=meeting)
    assert (row.on_roll, row.came, row.needed) == (30, 20, 20)
    motion = row.motions.get()
    assert (motion.agree, motion.against, motion.needed, motion.outcome) == (11, 4, 11, "passed")
    assert room.state() is State.DONE_ON_TIME
    assert Clock.objects.filter(body=row.body_id, occasion__startswith="agency-officials-conference").exists()
    assert list(audit.differences()) == []


def test_a_workers_conference_of_a_state_enterprise(room: Room) -> None:
    room.list(12, WORKS, "manager", "workers")
    meeting = room.call(STATE, WORKS, "manager", "workers")
    assert room.hold(meeting, 8, WORKS, "manager") == "held"
    assert room.state(STATE_DUTY, "2025", WORKS) is State.DONE_ON_TIME


def test_a_workers_conference_of_a_private_employer(room: Room) -> None:
    """No number is the law's: the workplace regulation says how many. It counts once its sealed entry is in the record."""
    room.list(12, FIRM, "boss", "workers")
    meeting = room.call(WORKERS, FIRM, "boss", "workers", motions=("Quy chế thưởng",))
    assert room.hold(meeting, 7, FIRM, "boss", [Counted("Quy chế thưởng", 5, 1)]) == "held"
    row = Meeting.objects.get(pk=meeting)
    assert (row.needed, row.motions.get().outcome) == (None, "")
    room.town.flush()
    assert room.state(FIRM_DUTY, "2026", FIRM) is State.DONE_ON_TIME
    assert list(audit.differences()) == []


def test_a_village_conference_starts_its_summons_and_fulfils_two_reports(room: Room) -> None:
    room.list(9, ONE, "head", "households")
    room.town.go("2026-12-10")
    meeting = room.call(VILLAGE, ONE, "head", "households", days=8)
    assert room.town.owed("village-summons-conference", "village-conference-2026-12-18", code=ONE).due == date(2026, 12, 13)
    assert room.hold(meeting, 6, ONE, "head") == "held"
    for rule, part in (
        ("village-holds-yearly-conference", "meeting"), ("village-holds-yearly-conference", "report"),
        ("village-front-board-reports-at-conference", "report"),
    ):  # fmt: skip
        assert room.state(rule, "2026", ONE, part) is State.DONE_ON_TIME, (rule, part)
    held = next(one for one in record.of_subjects([meeting]) if one.act == "meeting.hold")
    assert held.words["came"] == 6


def test_too_few_came_twice(room: Room) -> None:
    """Nothing is fulfilled, it may be called again once, and from the second time on papers to all staff are owed."""
    room.list(30, OFFICE, "head-office")
    first = room.call()
    assert room.hold(first, 19, attachments=()) == "short"
    assert room.state() is State.NOT_YET_DUE
    assert not Clock.objects.filter(rule="agency-asks-staff-by-papers").exists()
    with pytest.raises(Refused):
        room.hold(first, 30)
    second = room.call(before=first)
    with pytest.raises(Refused):
        room.call(before=first)
    assert room.hold(second, 5) == "short"
    assert Meeting.objects.get(pk=second).call == 2
    assert Clock.objects.filter(rule="agency-asks-staff-by-papers", voided=None).count() == 1
    assert list(audit.differences()) == []


@pytest.mark.parametrize("left", POINTS[OFFICIALS])
def test_a_point_that_the_law_asks_for_is_missing(room: Room, left: str) -> None:
    room.list(30, OFFICE, "head-office")
    points = tuple(one for one in POINTS[OFFICIALS] if one != left)
    with pytest.raises(Refused) as stopped:
        room.call(points=points)
    assert "Art. 51(3)" in stopped.value.basis
    assert not Meeting.objects.exists()


def test_none_of_the_points_of_labour_law(room: Room) -> None:
    room.list(12, FIRM, "boss", "workers")
    with pytest.raises(Refused) as stopped:
        room.call(WORKERS, FIRM, "boss", "workers", points=(), more=("Liên hoan",))
    assert "Art. 64(2)" in stopped.value.basis


def test_delegates_meet_from_a_hundred_on(room: Room) -> None:
    room.list(30, OFFICE, "head-office")
    room.list(9, OFFICE, "head-office", "delegates")
    with pytest.raises(Refused) as stopped:
        room.call(roll="delegates")
    assert "Art. 51(2)" in stopped.value.basis
    meeting = room.call(roll="delegates", scattered=True)
    assert room.hold(meeting, 6) == "held"
    assert Meeting.objects.get(pk=meeting).rule == "agency-delegates-decide"


def test_other_offices_may_not(room: Room) -> None:
    room.list(30, OFFICE, "head-office")
    meeting = room.call()
    town = room.town
    for by in ("union", "boss", "officer", "head"):
        with pytest.raises(Refused), nothing_changes():
            town.do(acts.hold, by, body=town.ids[OFFICE], meeting=meeting, came=25, attachments=(MINUTES,))
    with pytest.raises(Refused):
        town.do(acts.call, "chair", kind=VILLAGE, body=town.ids[ONE], begins=town.now + timedelta(days=2), place="Nhà văn hóa")
    with pytest.raises(NotHere):
        town.do(acts.hold, "boss", body=town.ids[FIRM], meeting=meeting, came=5, attachments=(MINUTES,))


def test_questions_and_answers(room: Room) -> None:
    """The union asks ahead, the head answers and says who owns it; the record seals the words."""
    room.list(30, OFFICE, "head-office")
    town, body = room.town, room.town.ids[OFFICE]
    meeting = room.call(wait=False)
    town.do(acts.question, "union", body=body, meeting=meeting, text="Bao giờ trả tiền làm thêm giờ?")
    town.now += timedelta(days=6)
    town.do(acts.question, "head-office", body=body, meeting=meeting, text="Nhà để xe bao giờ sửa?")
    with pytest.raises(Refused), nothing_changes():
        town.do(acts.answer, "union", body=body, meeting=meeting, number=1, text="Sẽ trả.", owner="Công đoàn")
    town.do(acts.answer, "head-office", body=body, meeting=meeting, number=1, text="Trước 30/4.", owner="Kế toán trưởng")
    one, two = Question.objects.order_by("number")
    assert (one.ahead, one.answer, one.owner, two.ahead, two.answer) == (True, "Trước 30/4.", "Kế toán trưởng", False, "")
    for told in record.of_subjects([meeting]):
        assert not {"text", "owner", "title", "more", "motions"} & set(told.words)


@pytest.mark.parametrize(
    ("came", "counted"),
    [(31, ()), (-1, ()), (25, (Counted(RESOLUTION, 20, 6),)), (25, (Counted(RESOLUTION, -1, 2),)), (25, ())],
)
def test_numbers_that_cannot_be(room: Room, came: int, counted: tuple[Counted, ...]) -> None:
    room.list(30, OFFICE, "head-office")
    meeting = room.call(motions=(RESOLUTION,))
    with pytest.raises(Refused), nothing_changes():
        room.hold(meeting, came, counted=counted)
    assert Meeting.objects.get(pk=meeting).state == "called"


def test_two_motions_in_the_same_words_are_two(room: Room) -> None:
    """Each has its own count, in the order of the agenda; a third in those words is one more. Counted as every round is: ground/polls."""
    room.list(30, OFFICE, "head-office")
    meeting = room.call(motions=("Bầu bổ sung một người", RESOLUTION, "Bầu bổ sung một người"))
    counts = (("Bầu bổ sung một người", 11, 4), (RESOLUTION, 20, 0), ("Bầu bổ sung một người", 3, 12))
    with refused("“{motion}” was to be voted on"):
        room.hold(meeting, 20, counted=[Counted(*one) for one in counts[:2]])
    room.hold(meeting, 20, counted=[Counted(*one) for one in (*counts, ("Bầu bổ sung một người", 10, 10))])
    rows = Motion.objects.filter(meeting=meeting).order_by("number").values_list("agree", "against", "needed", "outcome")
    assert list(rows) == [(11, 4, 11, "passed"), (20, 0, 11, "passed"), (3, 12, 11, "lost"), (10, 10, 11, "lost")]
    rule = rulebooks.current().decisions[Meeting.objects.get(pk=meeting).rule]
    for agree, against, needed, outcome in rows:
        found = rounds.result(rule, rounds.Question(2), rounds.Way.MEETING, [rounds.Sheet(30, 20, (agree, against))])
        assert (found.needed, found.outcome) == (needed, outcome)
    for on_roll, came, votes in ((30, 31, (1, 0)), (30, 20, (21, 0)), (30, 20, (11, 10)), (None, 5, (5, 1)), (30, 20, (-1, 0))):
        for one in (rule, None):
            with pytest.raises(Refused):
                polls.hands(one, on_roll, came, votes)
    assert polls.hands(None, 30, 20, (11, 4)) is None


def test_what_else_is_refused(room: Room) -> None:
    town, body = room.town, room.town.ids[OFFICE]
    with pytest.raises(Refused):
        room.call()  # nobody is on the list
    room.list(30, OFFICE, "head-office")
    for wrong in (
        {"begins": town.now - timedelta(hours=1)}, {"place": " "}, {"place": "x" * 200}, {"kind": VILLAGE}, {"kind": "none"},
        {"points": ("none",)}, {"title": "x" * 300}, {"more": ("",)}, {"motions": ("x" * 400,)},
    ):  # fmt: skip
        with pytest.raises(Refused):
            room.call(**wrong)
    with pytest.raises(Refused):
        room.call(roll="")
    assert not Meeting.objects.exists()
    begins = town.now + timedelta(days=3)
    given = {"kind": OFFICIALS, "points": POINTS[OFFICIALS], "place": "Hội trường", "begins": begins}
    meeting = town.do(acts.call, "head-office", body=body, roll=room.frozen(OFFICE, "head-office", "staff"), **given).subject
    with pytest.raises(Refused):
        room.hold(meeting, 25)  # it has not begun
    town.now = begins + timedelta(hours=1)
    with pytest.raises(Refused):
        room.hold(meeting, 25, attachments=())  # no minutes
    town.do(acts.call_off, "head-office", body=body, meeting=meeting, reason="Bão số 3")
    with pytest.raises(Refused):
        room.hold(meeting, 25)


def test_a_duty_asks_for_a_meeting(room: Room) -> None:
    """Any other meeting that a rule asks for is called from its duty and fulfils that one."""
    town = room.town
    occasion = "2026-H1"
    meeting = room.call(
        "asked-for", WARD, "chair", "", duty="commune-hears-the-front-each-half-year", occasion=occasion, more=("Nghe Mặt trận",)
    )
    assert room.hold(meeting, 5, WARD, "chair") == "held"
    assert room.state("commune-hears-the-front-each-half-year", occasion, WARD) is State.DONE_ON_TIME
    with pytest.raises(Refused):
        room.call("asked-for", WARD, "chair", "", duty="commune-hears-the-front-each-half-year", occasion=occasion, more=("Lại",))
    with pytest.raises(Refused):
        room.call("asked-for", WARD, "chair", "", duty="commune-adopts-disclosure-plan", occasion="2026", more=("Kế hoạch",))
    assert town.ward


def test_the_same_form_twice_and_the_projection_again(room: Room) -> None:
    room.list(30, OFFICE, "head-office")
    meeting, command = room.call(), uuid4()
    given = {"body": room.town.ids[OFFICE], "meeting": meeting, "came": 25, "attachments": (MINUTES,), "command_id": command}
    first = room.town.do(acts.hold, "head-office", **given)
    again = room.town.do(acts.hold, "head-office", **given)
    assert first == again
    before = sorted(Fulfilment.objects.values_list("slot", "subject", "done_day"))
    project.rebuild()
    assert sorted(Fulfilment.objects.values_list("slot", "subject", "done_day")) == before
    assert room.state(AGENCY_DUTY) is State.DONE_ON_TIME
