"""Dialogue of the commune with the people, dialogue at a workplace, reception of voters: what they fulfil, and what becomes of them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dinhlang.core.actor import Guest, Voice
from dinhlang.core.refusal import NotHere, Refused
from dinhlang.core.rules import State
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies.acts import NewBody
from dinhlang.ground.duties import project
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.models import Clock, Fulfilment
from dinhlang.ground.follow.models import Assigned
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.personal import holdings
from dinhlang.ground.personal.acts import rights
from dinhlang.ground.record import clock, erasures, verify
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.models import Entry, VaultKey
from dinhlang.ground.rolls.models import Line, Member
from dinhlang.works.disclosures.tests.town import BORN, CONSOLE, OTHER, leaf, nothing_changes, refused
from dinhlang.works.meetings import acts, audit, policy
from dinhlang.works.meetings.models import Meeting, Question, Spent
from tests.meetings.hall import ASKED, DIALOGUE, FIRM, OFFICE, OFFICIALS, ONE, VOTERS, WARD, WORKS, YEARLY, Room
from tests.meetings.test_pages import day_of, photograph
from tests.sending import send, text

FRONT = ("with-the-front",)
THERE = ("legal-representative",)
ANN = Voice(person="ann")
CANARY = "Chimhoangyen7391"


def dialogue(room: Room, **more: object) -> str:
    return room.call(DIALOGUE, WARD, "chair", "", **more)


def test_it_works(room: Room) -> None:
    """Art. 32(1): called with both points, held together with the Front: the year's duty is done, its result is owed in ten days."""
    meeting = dialogue(room)
    assert room.state("commune-holds-yearly-dialogue", "2026", WARD) is State.NOT_YET_DUE
    assert room.hold(meeting, 140, WARD, "chair", attested=FRONT) == "held"
    assert room.state("commune-holds-yearly-dialogue", "2026", WARD) is State.DONE_ON_TIME
    row = Meeting.objects.get(pk=meeting)
    assert (row.on_roll, row.needed, row.seen) == (None, None, "open")
    owed = Clock.objects.filter(rule="commune-publishes-dialogue-result", voided=None)
    assert {one.due for one in owed} == {date(2026, 3, 17)}  # held on 7 March 2026
    assert list(audit.differences()) == []
    before = sorted(Clock.objects.values_list("rule", "part", "occasion", "due"))
    project.rebuild()
    assert sorted(Clock.objects.values_list("rule", "part", "occasion", "due")) == before
    assert room.state("commune-holds-yearly-dialogue", "2026", WARD) is State.DONE_ON_TIME


@pytest.mark.parametrize("points", [("committee-work",), ("rights-and-duties",), ()])
def test_a_point_of_article_32_is_missing(room: Room, points: tuple[str, ...]) -> None:
    with pytest.raises(Refused) as stopped:
        dialogue(room, points=points)
    assert "Art. 32(1)" in stopped.value.basis


def test_without_the_front_it_does_not_count(room: Room) -> None:
    meeting = dialogue(room)
    with pytest.raises(Refused) as stopped, nothing_changes():
        room.hold(meeting, 140, WARD, "chair")
    assert "Art. 32(1)" in stopped.value.basis
    with pytest.raises(Refused), nothing_changes():  # by the act of another kind of meeting
        room.town.do(acts.hold, "chair", body=room.town.ids[WARD], meeting=meeting, came=5, attested=FRONT)
    for by in ("officer", "front", "head"):
        with pytest.raises(Refused), nothing_changes():
            room.hold(meeting, 140, WARD, by, attested=FRONT)


def test_one_that_is_called_off_owes_no_notice(room: Room) -> None:
    meeting = dialogue(room, wait=False, days=20)
    assert Clock.objects.filter(rule="commune-announces-dialogue", voided=None).exists()
    room.town.do(acts.call_off, "chair", body=room.town.ids[WARD], meeting=meeting, reason="Bão")
    assert not Clock.objects.filter(rule="commune-announces-dialogue", voided=None).exists()


def test_a_resident_asks_beforehand(room: Room) -> None:
    """What a resident asks is read by the office alone until it is answered; nobody is named, and the entry is sealed."""
    town, body, meeting = room.town, room.town.ids[WARD], dialogue(room, wait=False)
    for words in (f"Đường ngõ 3 {CANARY}", f"Ông Bình {CANARY}"):
        town.do(acts.ask, ANN, body=body, meeting=meeting, text=words)
    town.flush()
    page = f"/hoi-nghi/{meeting}/"
    for who in ("", "resident:ann", "head", "stranger"):
        assert CANARY not in text(town.client(who), page)
    assert text(town.client("officer"), page).count(CANARY) > 1
    assert not Entry.objects.filter(act="meeting.ask", sealed=False).exists()
    town.do(acts.answer, "chair", body=body, meeting=meeting, number=1, text="Tháng 5 làm.", owner="Phòng Kinh tế")
    town.do(acts.set_aside, "chair", body=body, meeting=meeting, number=2, reason="Nêu tên người; xin gặp nơi tiếp công dân.")
    shown = text(Client(), page)
    assert f"Đường ngõ 3 {CANARY}" in shown
    assert "Ông Bình" not in shown
    assert "xin gặp nơi tiếp công dân" in shown
    assert Question.objects.get(number=2).text == ""
    for wrong in ({"number": 1}, {"number": 2}, {"number": 9}):
        with pytest.raises(Refused), nothing_changes():
            town.do(acts.set_aside, "chair", body=body, meeting=meeting, reason="Không", **wrong)
    with pytest.raises(NotHere), nothing_changes():
        town.do(acts.answer, "chair", body=body, meeting=meeting, number=2, text="Có.", owner="Phòng")


def test_what_is_set_aside_is_gone_for_good(room: Room) -> None:
    """Waiting or entered: the key of its words is deleted, the journal knows it, the entry and its proof stay; the other's words stay."""
    town, body, meeting = room.town, room.town.ids[WARD], dialogue(room, wait=False)
    words = f"Ông Bình {CANARY}"
    entered, kept = (town.do(acts.ask, ANN, body=body, meeting=meeting, text=one) for one in (words, "Đường ngõ 3"))
    town.flush()
    waiting = town.do(acts.ask, ANN, body=body, meeting=meeting, text=words)
    for number in (1, 3):
        town.do(acts.set_aside, "chair", body=body, meeting=meeting, number=number, reason="Nêu tên người.")
    town.flush()
    for done in (entered, waiting):
        assert leaf(done)["sender"] is None
        assert not VaultKey.objects.filter(hash=bytes.fromhex(done.leaf), name="sender").exists()
        assert record.of_hash(bytes.fromhex(done.leaf)), "the entry stands"
    assert leaf(kept)["sender"] == {"text": "Đường ngõ 3"}
    assert {(one.leaf.hex(), one.part, one.reason) for one in erasures.lines()} == {
        (one.leaf, "sender", "set-aside") for one in (entered, waiting)
    }  # fmt: skip
    assert verify.verify().ok


def test_one_asker_leaves_room_for_others(room: Room) -> None:
    """Five of one asker may wait; of another too. The mark goes once a question is answered, set aside, or its sender is erased."""
    town, body, meeting = room.town, room.town.ids[WARD], dialogue(room, wait=False)
    given = {"body": body, "meeting": meeting, "text": "Đường?"}
    each = policy.values().waiting_each
    for _n in range(each):
        town.do(acts.ask, ANN, **given)
    with refused("{n} questions of yours"):
        town.do(acts.ask, ANN, **given)
    room.list(1, ONE, "head", "households")
    town.do(acts.ask, Voice(household=Member.objects.get().pk), **given)
    town.do(acts.ask, Voice(person="ben"), **given)
    assert Question.objects.exclude(asker="").values("asker").distinct().count() == 3
    town.do(acts.answer, "chair", body=body, meeting=meeting, number=1, text="Có.", owner="Phòng")
    town.do(acts.set_aside, "chair", body=body, meeting=meeting, number=2, reason="Nêu tên người.")
    assert set(Question.objects.filter(number__in=(1, 2)).values_list("asker", flat=True)) == {""}
    for _n in range(2):
        town.do(acts.ask, ANN, **given)
    with refused("{n} questions of yours"):
        town.do(acts.ask, ANN, **given)
    assert acts.forget_asker(Subject("person", "ann"), town.now) == each
    assert Question.objects.exclude(asker="").count() == 2
    with refused("{n} questions of yours"):
        town.do(acts.ask, ANN, **given)
    town.flush()
    town.now += timedelta(days=6)
    room.hold(meeting, 9, WARD, "chair", attested=FRONT)
    assert not Question.objects.exclude(asker="").exists()


def test_a_household_erases_its_waiting_question_and_gains_no_room(room: Room) -> None:
    """By its receipt: the words go from table, record and a restored copy; the limit counts on, without a link to any question, until the
    meeting is over. Erasing itself as a whole gains none either."""
    town, body, meeting = room.town, room.town.ids[WARD], dialogue(room, wait=False)
    room.list(1, ONE, "head", "households")
    mine = Voice(household=Member.objects.get().pk)
    given = {"body": body, "meeting": meeting, "text": f"Đường ngõ 3 {CANARY}"}
    sent = [town.do(acts.ask, mine, **given) for _n in range(policy.values().waiting_each)]
    address = reverse("receipt-data", args=[sent[0].code])
    assert CANARY in text(town.client(""), address)
    town.do(rights.erase_person, Guest("g"), subject=Subject("receipt", sent[0].code))
    row = Question.objects.get(number=1)
    assert (row.text, row.asker, row.shown) == ("", "", False)
    town.flush()
    assert leaf(sent[0])["sender"] is None
    assert CANARY not in text(town.client(""), address)
    shown = text(town.client("officer"), f"/hoi-nghi/{meeting}/")
    assert "Người gửi đã xóa câu hỏi này" in shown
    with refused("This question was erased"):
        town.do(acts.answer, "chair", body=body, meeting=meeting, number=1, text="Có.", owner="Phòng")
    with refused("{n} questions of yours"):
        town.do(acts.ask, mine, **given)
    subject = Subject("household", str(mine.household))
    town.do(rights.erase_person, mine, subject=subject)
    assert not Question.objects.exclude(asker="").exists(), "no question bears its mark"
    with refused("{n} questions of yours"):
        town.do(acts.ask, mine, **given)
    assert "question-spent" in [one.data.id for one in holdings.of(subject, clock.local_day(town.now)) if one.stays]
    Question.objects.filter(number=1).update(text=CANARY)  # as a restored copy has it
    rights.replay(town.now)
    assert Question.objects.get(number=1).text == ""
    town.do(acts.answer, "chair", body=body, meeting=meeting, number=2, text="Tháng 5.", owner="Phòng Kinh tế")
    town.do(rights.erase_person, Guest("g"), subject=Subject("receipt", sent[1].code))
    answered = text(Client(), f"/hoi-nghi/{meeting}/")
    assert "Tháng 5." in answered
    assert CANARY not in answered
    town.do(acts.call_off, "chair", body=body, meeting=meeting, reason="Bão")
    assert not Spent.objects.exists()


def test_a_household_asks_where_it_lives(room: Room) -> None:
    """In its commune, in its own session, with nothing that names it (docs/adr/0029); nowhere else, and not once it is off the list."""
    town, body, meeting = room.town, room.town.ids[WARD], dialogue(room, wait=False)
    room.list(1, ONE, "head", "households")
    mine = Member.objects.get()
    town.seat("other-chair", "commune-chair", OTHER)
    elsewhere = room.call(DIALOGUE, OTHER, "other-chair", "", wait=False)
    done = town.do(acts.ask, Voice(household=mine.pk), body=body, meeting=meeting, text="Đường ngõ 3?")
    assert mine.pk not in str(leaf(done))
    with refused("A household asks before the meetings"):
        town.do(acts.ask, Voice(household=mine.pk), body=town.ids[OTHER], meeting=elsewhere, text="Đường?")
    Line.objects.update(to_day=clock.local_day(town.now) - timedelta(days=1))
    for key in (mine.pk, "none"):
        with refused("A household asks before the meetings"):
            town.do(acts.ask, Voice(household=key), body=body, meeting=meeting, text="Đường?")


def test_when_nobody_may_ask(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.list(30, OFFICE, "head-office")
    town, body, meeting = room.town, room.town.ids[WARD], dialogue(room, wait=False)
    inside = room.call(OFFICIALS, wait=False)
    with pytest.raises(Refused), nothing_changes():
        town.do(acts.ask, ANN, body=town.ids[OFFICE], meeting=inside, text="Có gì?")
    for wrong in ("", " ", "x" * 1001):
        with pytest.raises(Refused), nothing_changes():
            town.do(acts.ask, ANN, body=body, meeting=meeting, text=wrong)
    with pytest.raises(Refused), nothing_changes():  # an office enters what came on paper by its own form
        town.do(acts.ask, "officer", body=body, meeting=meeting, text="Đường?")
    town.do(acts.question, "officer", body=body, meeting=meeting, text="Gửi bằng giấy: chợ bao giờ sửa?")
    monkeypatch.setattr(policy, "values", lambda: policy._file().values.model_copy(update={"waiting": 1}))
    town.do(acts.ask, ANN, body=body, meeting=meeting, text="Một")
    with pytest.raises(Refused), nothing_changes():
        town.do(acts.ask, ANN, body=body, meeting=meeting, text="Hai")
    town.now += timedelta(days=6)
    with pytest.raises(Refused), nothing_changes():
        town.do(acts.ask, ANN, body=body, meeting=meeting, text="Muộn")


def test_a_conclusion_is_work_and_is_shown_at_the_next(room: Room) -> None:
    """The owner has it on the desk until it is ended; the next dialogue shows how it stands."""
    town, body, meeting = room.town, room.town.ids[WARD], dialogue(room)
    room.hold(meeting, 140, WARD, "chair", attested=FRONT)
    day = date(2026, 6, 30)
    given = {"body": body, "meeting": meeting, "owner": town.ids[ONE], "office": "village-head", "due": day}
    town.do(acts.conclude, "chair", text="Dọn mương ngõ 3", **given)
    page, own = f"/hoi-nghi/{meeting}/", f"/hoi-nghi/{meeting}/viec/1/"
    head = town.client("head")
    desk = text(head, "/viec-can-lam/")
    assert "Dọn mương ngõ 3" in desk
    assert own in desk
    for client in (Client(), town.client("chair")):
        assert client.get(own).status_code == 403
    with pytest.raises(Refused), nothing_changes():
        town.do(acts.report, "chair", body=town.ids[ONE], meeting=meeting, number=1, state="done", said="Xong")
    send(head, own, state="doing", said="Đã dọn một nửa.")
    town.go("2026-07-01")
    assert "Dọn mương ngõ 3" in text(head, "/viec-can-lam/")
    second = dialogue(room, wait=False)
    shown = text(Client(), f"/hoi-nghi/{second}/")
    assert "Đã dọn một nửa." in shown
    send(head, own, state="not", said="Hết kinh phí.")
    assert "Dọn mương ngõ 3" not in text(head, "/viec-can-lam/")
    assert "Hết kinh phí." in text(Client(), page)
    with pytest.raises(Refused), nothing_changes():
        town.do(acts.report, "head", body=town.ids[ONE], meeting=meeting, number=1, state="done", said="Xong")
    with CaptureQueriesContext(connection) as asked:
        text(Client(), f"/hoi-nghi/{second}/")
    assert len(asked) <= 8, [one["sql"] for one in asked]
    town.flush()
    assert list(audit.differences()) == []
    Assigned.objects.update(state="done")
    assert len(list(audit.differences())) == 1, "work that the tables say is done, and the record does not"
    Assigned.objects.all().delete()
    assert len(list(audit.differences())) == 1


def test_what_ended_on_the_day_of_the_last_meeting_is_told(room: Room) -> None:
    """Midnight here is the day before in London: work that ended then ended on the day of the meeting, and the next one says so."""
    town, body, first = room.town, room.town.ids[WARD], dialogue(room)
    room.hold(first, 140, WARD, "chair", attested=FRONT)
    given = {"body": body, "owner": town.ids[ONE], "office": "village-head"}
    town.do(acts.conclude, "chair", meeting=first, text="Dọn mương ngõ 3", **given)
    second = dialogue(room)
    town.go("2026-05-05", 0)
    town.do(acts.report, "head", body=town.ids[ONE], meeting=first, number=1, state="done", said="Đã dọn xong.")
    town.go("2026-05-05", 9)
    room.hold(second, 90, WARD, "chair", attested=FRONT)
    town.do(acts.conclude, "chair", meeting=second, text="Sửa cầu", **given)
    assert "Đã dọn xong." in text(Client(), f"/hoi-nghi/{dialogue(room, wait=False)}/")


def test_work_that_cannot_be_given(room: Room) -> None:
    town, body, meeting = room.town, room.town.ids[WARD], dialogue(room)
    given = {"body": body, "meeting": meeting, "text": "Dọn mương", "owner": body, "office": "commune-officer"}
    with pytest.raises(Refused), nothing_changes():  # not held yet
        town.do(acts.conclude, "chair", **given)
    room.hold(meeting, 140, WARD, "chair", attested=FRONT)
    for wrong in (
        {"text": ""}, {"text": "x" * 501}, {"owner": town.ids[FIRM]}, {"owner": 0}, {"office": "village-head"}, {"office": "none"},
        {"due": date(2026, 3, 1)}, {"place": town.ids[FIRM]},
    ):  # fmt: skip
        with pytest.raises(Refused), nothing_changes():
            town.do(acts.conclude, "chair", **{**given, **wrong})
    with pytest.raises(Refused), nothing_changes():
        town.do(acts.conclude, "officer", **given)
    town.do(acts.conclude, "chair", **given)
    for wrong in ({"state": "lost"}, {"said": ""}, {"said": "x" * 1001}, {"number": 2}):
        with pytest.raises(Refused), nothing_changes():
            town.do(acts.report, "officer", body=body, meeting=meeting, **{"number": 1, "state": "done", "said": "Xong", **wrong})


def test_voters_ask_and_see_it_at_the_next(room: Room) -> None:
    """Petition, village, body, answer, done or not: rows with owners. No duty is claimed by the reception."""
    town, body = room.town, room.town.ids[WARD]
    meeting = room.call(VOTERS, WARD, "chair", "", more=("Nghe cử tri",))
    assert room.hold(meeting, 60, WARD, "chair") == "held"
    chair = town.client("chair")
    send(
        chair, f"/hoi-nghi/{meeting}/ket-luan/", text="Sửa cầu ngõ 2", owner=f"{body}:commune-officer", due=day_of(room, 30),
        place=str(town.ids[ONE]),
    )  # fmt: skip
    shown = text(Client(), f"/hoi-nghi/{meeting}/")
    assert "Sửa cầu ngõ 2" in shown
    assert "Cử tri kiến nghị" in shown
    assert Assigned.objects.get().place_id == town.ids[ONE]
    told = next(one for one in record.of_subjects([meeting]) if one.act == "meeting.hold")
    assert not Clock.objects.filter(source=meeting).exists()
    assert told.words["came"] == 60


def test_the_yearly_dialogue_of_a_workplace(room: Room) -> None:
    """Decree 145/2020 Art. 39(4): more than 70% of the members of the workers' side, and the legal representative. 10 members: 8."""
    room.list(10, FIRM, "boss", "dialogue-members")
    short = room.call(YEARLY, FIRM, "boss", "dialogue-members")
    assert room.hold(short, 7, FIRM, "boss", attested=THERE) == "short"
    assert Meeting.objects.get(pk=short).needed == 8
    meeting = room.call(YEARLY, FIRM, "boss", "dialogue-members", before=short)
    with pytest.raises(Refused) as stopped, nothing_changes():
        room.hold(meeting, 8, FIRM, "boss")
    assert "Art. 39(4)" in stopped.value.basis
    assert room.hold(meeting, 8, FIRM, "boss", attested=THERE) == "held"
    room.town.flush()
    assert room.state("employer-holds-yearly-dialogue", "2026", FIRM, "session") is State.DONE_ON_TIME
    assert not Entry.objects.filter(act__startswith="dialogue.", sealed=False).exists()


def test_the_yearly_dialogue_of_a_state_enterprise(room: Room) -> None:
    room.list(3, WORKS, "manager", "dialogue-members")
    meeting = room.call(YEARLY, WORKS, "manager", "dialogue-members")
    assert room.hold(meeting, 3, WORKS, "manager", attested=THERE) == "held"
    assert room.state("state-enterprise-holds-yearly-dialogue", "2026", WORKS, "session") is State.DONE_ON_TIME
    assert Clock.objects.filter(rule="employer-publishes-dialogue", voided=None).exists()


def test_below_ten_workers_no_conference_is_owed_and_dialogue_is(room: Room) -> None:
    """Decree 145/2020 Art. 114(4) spares the conference; Art. 63(2) of the Code spares nobody the dialogue."""
    town = room.town
    small = NewBody("04-f0000002", "Quán Hoa Mơ", "employer", "hộ kinh doanh", WARD, "04", BORN)
    town.do(bodies_acts.found, CONSOLE, body=None, bodies=(small,), source="Danh mục giả định")
    frame = duties.frame(small.code, clock.local_day(town.now))
    rules = {one.duty.id for one in duties.obligations(frame)}
    assert "employer-holds-yearly-dialogue" in rules
    assert "employer-holds-workers-conference" not in rules
    assert "employer-holds-workers-conference" in {
        one.duty.id for one in duties.obligations(duties.frame(FIRM, clock.local_day(town.now)))
    }  # fmt: skip


def test_a_dialogue_on_request(room: Room) -> None:
    """Art. 40: the workers ask, five working days run for the written answer, the dialogue is owed and fulfils that request."""
    room.list(10, FIRM, "boss", "dialogue-members")
    town, body = room.town, room.town.ids[FIRM]
    given = {"received": date(2026, 3, 2), "side": "workers", "agreed": True, "text": "Tiền ăn ca"}
    early = {"received": BORN - timedelta(days=1)}
    for wrong in ({"received": date(2026, 3, 3)}, early, {"side": "none"}, {"agreed": False}, {"text": " "}):
        with pytest.raises(Refused), nothing_changes():
            town.do(acts.request, "workers", body=body, **{**given, **wrong})
    for by in ("chair", "head-office", "union"):
        with pytest.raises(Refused), nothing_changes():
            town.do(acts.request, by, body=body, **given)
    town.do(acts.request, "workers", body=body, **given)
    town.flush()
    occasion = Clock.objects.get(rule="employer-answers-dialogue-request").occasion
    assert town.owed("employer-answers-dialogue-request", occasion, code=FIRM).due == date(2026, 3, 9)
    boss = town.client("boss")
    assert "loai=workplace-dialogue-on-request" in text(boss, "/viec-can-lam/")
    meeting = room.call(ASKED, FIRM, "boss", "dialogue-members")
    assert room.hold(meeting, 2, FIRM, "boss") == "held"  # Art. 40 names no number that must come
    town.flush()
    assert room.state("employer-holds-dialogue-on-request", occasion, FIRM, "session") in (State.DONE_ON_TIME, State.NO_DAY)
    assert list(audit.differences()) == []


def test_the_forms_of_a_workplace(room: Room) -> None:
    room.list(3, WORKS, "manager", "dialogue-members")
    manager = room.town.client("manager")
    assert "Ít nhất 30% thành viên" in text(manager, f"/don-vi/{WORKS}/hoi-nghi/yeu-cau-doi-thoai/"), "the share of the rulebook"
    send(manager, f"/don-vi/{WORKS}/hoi-nghi/yeu-cau-doi-thoai/", side="workers", received=day_of(room, 0), text="Ca đêm", agreed="on")
    assert Clock.objects.filter(rule="employer-holds-dialogue-on-request", voided=None).exists()
    for name in ("", "officer", "head-office"):
        assert room.town.client(name).get(f"/don-vi/{WORKS}/hoi-nghi/yeu-cau-doi-thoai/").status_code == 403


def test_a_dialogue_by_its_forms(room: Room) -> None:
    """From the desk to the conclusions: called, asked by a resident, held with the Front, rated without names."""
    town = room.town
    chair, ann = town.client("chair"), town.client("resident:ann")
    listed = f"/don-vi/{WARD}/hoi-nghi/"
    assert "loai=commune-dialogue" in text(chair, "/viec-can-lam/")
    send(
        chair, f"{listed}trieu-tap/?loai={DIALOGUE}", day=day_of(room, 9), hour="8h", place="Hội trường phường",
        points=("committee-work", "rights-and-duties"), more="Thu gom rác",
    )  # fmt: skip
    meeting = Meeting.objects.get().pk
    page = f"/hoi-nghi/{meeting}/"
    assert "hoi-truoc/" in text(ann, page)
    assert "hoi-truoc/" not in text(Client(), page)
    assert Client().get(page + "hoi-truoc/").status_code == 403
    send(ann, page + "hoi-truoc/", text="Bao giờ có thùng rác ngõ 5?")
    send(chair, page + "cau-hoi/1/tra-loi/", text="Tháng 4.", owner="Phòng Kinh tế")
    town.flush()
    town.now += timedelta(days=9, hours=4)
    without = chair.get(page + "ket-qua/").content.decode()
    assert "with-the-front" in without
    send(chair, page + "ket-qua/", came=90, attested="with-the-front", minutes=photograph())
    assert room.state("commune-holds-yearly-dialogue", "2026", WARD) is State.DONE_ON_TIME
    send(chair, page + "danh-gia/", **{"n-good": 40, "n-fair": 9, "n-poor": 1})
    shown = text(Client(), page)
    assert "Bao giờ có thùng rác ngõ 5?" in shown
    assert "50 phiếu" in shown
    assert Client().get(page + "bien-ban/0/").status_code == 200
    assert meeting in text(Client(), f"/don-vi/{WARD}/hoi-nghi/")


@pytest.mark.parametrize(
    ("counts", "kept"),
    [
        ({"good": 9}, {"slips": 9}),
        ({"good": 9, "poor": 1}, {"slips": 10}),  # the one would be told
        ({"good": 40}, {"slips": 40}),  # everybody's answer would be told
        ({"good": 5, "poor": 5}, {"slips": 10, "by": {"good": 5, "fair": 0, "poor": 5}}),
    ],
)
def test_a_rating_is_kept_from_ten_slips_on(room: Room, counts: dict[str, int], kept: dict[str, object]) -> None:
    meeting = dialogue(room)
    room.hold(meeting, 40, WARD, "chair", attested=FRONT)
    given = {"body": room.town.ids[WARD], "meeting": meeting}
    for wrong in ({"good": 41}, {"good": -1}, {"none": 3}, {}, {"good": 0}):
        with pytest.raises(Refused), nothing_changes():
            room.town.do(acts.rate, "chair", counts=wrong, **given)
    room.town.do(acts.rate, "chair", counts=counts, **given)
    assert Meeting.objects.get(pk=meeting).rating == kept
    told = next(one for one in record.of_subjects([meeting]) if one.act == "meeting.rate")
    assert told.words["rating"] == kept
    with pytest.raises(Refused), nothing_changes():
        room.town.do(acts.rate, "chair", counts=counts, **given)


@pytest.mark.parametrize("kind", ["poor-household-review", "housing-support", "call-up", "village-merging"])
def test_the_commonest_meetings_of_a_village_claim_no_duty(room: Room, kind: str) -> None:
    room.list(9, ONE, "head", "households")
    head = room.town.client("head")
    usual = policy.sorts()[kind].usual
    form = text(head, f"/don-vi/{ONE}/hoi-nghi/trieu-tap/?loai={kind}")
    assert usual[0] in form
    before = Fulfilment.objects.count()
    meeting = room.call(kind, ONE, "head", "households", more=usual)
    assert room.hold(meeting, 2, ONE, "head") == "held"
    assert (Fulfilment.objects.count(), Clock.objects.filter(source=meeting).count()) == (before, 0)
    assert policy.sorts()[kind].fulfils(clock.today()) == ()


def test_a_staff_meeting_gives_work_inside_alone(room: Room) -> None:
    room.list(30, OFFICE, "head-office")
    town, meeting = room.town, room.call()
    room.hold(meeting, 25)
    given = {"meeting": meeting, "text": f"Sửa nhà xe {CANARY}", "body": town.ids[OFFICE]}
    with pytest.raises(Refused), nothing_changes():
        town.do(acts.conclude, "head-office", owner=town.ids[WARD], office="commune-officer", **given)
    town.do(acts.conclude, "head-office", owner=town.ids[OFFICE], office="agency-head", **given)
    assert CANARY in text(town.client("union"), f"/hoi-nghi/{meeting}/")
    for told in record.of_subjects([meeting]):
        assert CANARY not in str(told.words)
    for address in (f"/don-vi/{OFFICE}/", f"/don-vi/{WARD}/viec/", "/nhat-ky/", "/tin.atom"):
        assert CANARY not in Client().get(address).content.decode()
