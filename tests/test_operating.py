"""The operator's page: health, clocks of breaches and requests in the hours and days that were read, and a word for a monitor."""

from datetime import UTC, datetime, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dinhlang.core.actor import Voice
from dinhlang.core.refusal import NotYours, Refused
from dinhlang.core.rules import State
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.personal import acts, reads
from dinhlang.ground.personal.models import Breach, Request
from dinhlang.ground.record import tick
from dinhlang.web import health, operating
from dinhlang.works.disclosures.tests.town import Town, make_town, nothing_changes

BREACH, ANSWER, CARRY = (
    "agency-reports-personal-data-breach",
    "agency-answers-personal-data-request",
    "agency-carries-out-personal-data-withdrawal",
)
WHAT = "Nhầm tệp gửi kèm"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    town = make_town(monkeypatch)
    town.seat("op", "operator", "04")
    town.go("2026-03-06", 22)  # a Friday night
    return town


def found(town: Town, at: datetime | None = None) -> Breach:
    town.do(acts.breach, "op", body=town.ids["04"], found=at or town.now - timedelta(hours=1), words=WHAT)
    return Breach.objects.get()


def test_the_hours_run_from_the_discovery_over_days_off(town: Town) -> None:
    at = town.now - timedelta(hours=1)
    one = found(town, at)
    assert one.until == at + timedelta(hours=72)
    owed = town.owed(BREACH, one.subject, code="04")
    assert (str(owed.due), str(owed.rolled)) == ("2026-03-09", "2026-03-09")
    assert town.state(BREACH, one.subject, "report", on="2026-03-09", code="04") is State.NOT_YET_DUE
    assert town.state(BREACH, one.subject, "report", on="2026-03-10", code="04") is State.MISSING


def test_it_stands_on_the_operators_desk_with_its_button(town: Town) -> None:
    one = found(town)
    client = town.client("op")
    button = reverse("breach-report", args=[one.subject])
    html = client.get(reverse("desk")).content.decode()
    assert button in html
    assert reverse("operating") in html
    page = client.get(reverse("operating")).content.decode()
    assert button in page
    assert WHAT in page
    sent = {"command_id": str(uuid4()), "to": "Công an tỉnh", "number": "3/BC"}
    assert client.post(button, sent).status_code == 302
    assert town.state(BREACH, one.subject, "report", code="04") is State.DONE_ON_TIME
    assert button not in client.get(reverse("desk")).content.decode()
    with nothing_changes():
        assert client.post(button, {**sent, "command_id": str(uuid4())}).status_code == 422
    for who in ("", "chair", "officer", "resident:ann"):
        assert town.client(who).get(reverse("operating")).status_code == 403, who
        assert WHAT not in town.client(who).get("/nhat-ky/").content.decode()


def test_the_page_says_what_the_doctor_says_in_the_readers_language(town: Town) -> None:
    """What the command line says in English stands on the page in the words of the page; what is filled in stays."""
    client = town.client("op")
    vietnamese = client.get(reverse("operating")).content.decode()
    english = client.get("/en" + reverse("operating")).content.decode()
    assert "Đây là bản minh họa" in vietnamese
    assert "This is a demonstration" in english
    for one in health.examine(town.now):
        assert one.said not in unescape(vietnamese)
        assert one.said in unescape(english)
        assert not {"{", "}"} & set("".join(one.in_words()))


def test_a_breach_is_entered_by_day_and_hour(town: Town) -> None:
    client, address = town.client("op"), reverse("breach-new")
    sent = {"command_id": str(uuid4()), "day": "6/3/2026", "hour": "21:30", "words": WHAT}
    for wrong in ({"hour": "25:00"}, {"day": "31/2/2026"}, {"words": " "}, {"day": "7/3/2026"}, {"day": "6/3/2020"}):
        with nothing_changes():
            page = client.post(address, {**sent, **wrong})
        assert page.status_code == 422, wrong
        assert (wrong.get("hour") or WHAT if "words" not in wrong else "21:30") in page.content.decode()
    assert client.post(address, sent).status_code == 302
    assert Breach.objects.get().found == datetime(2026, 3, 6, 14, 30, tzinfo=UTC)


def request_of(town: Town, kind: str, by: Voice | str = "op", **more: object) -> Request:
    town.do(acts.request, by, body=town.ids["04"], kind=kind, words="Xin rút lại", **more)
    return Request.objects.latest("pk")


def test_withdrawing_starts_two_clocks_and_they_end(town: Town) -> None:
    town.go("2026-03-09")
    one = request_of(town, "withdraw")
    assert str(town.owed(ANSWER, one.subject, code="04").rolled) == "2026-03-11"
    assert str(town.owed(CARRY, one.subject, code="04").rolled) == "2026-03-24"
    town.do(acts.answer_request, "op", body=town.ids["04"], request=one.subject, words="Đã nhận")
    assert town.state(ANSWER, one.subject, "answer", code="04") is State.DONE_ON_TIME
    assert town.state(CARRY, one.subject, "work", code="04") is State.NOT_YET_DUE
    town.go("2026-03-25")
    assert town.state(CARRY, one.subject, "work", code="04") is State.MISSING
    town.do(acts.carry_out_request, "op", body=town.ids["04"], request=one.subject, words="Đã xóa số điện thoại")
    assert town.state(CARRY, one.subject, "work", code="04") is State.DONE_LATE
    for act in (acts.answer_request, acts.carry_out_request):
        with nothing_changes(), pytest.raises(Refused, match="already"):
            town.do(act, "op", body=town.ids["04"], request=one.subject, words="x")


@pytest.mark.parametrize("kind", ["see", "correct", "erase"])
def test_where_no_number_was_read_no_clock_runs(town: Town, kind: str) -> None:
    one = request_of(town, kind)
    with pytest.raises(Refused):
        town.owed(ANSWER, one.subject, code="04")
    assert "No term runs" in town.client("op").get("/en" + reverse("operating")).content.decode()


def test_a_person_asks_and_reads_the_answer(town: Town) -> None:
    client = town.client("resident:ann")
    answer = client.post(reverse("my-request"), {"command_id": str(uuid4()), "kind": "object", "words": "Đừng gọi điện"})
    assert answer.status_code == 302
    one = Request.objects.get()
    assert (one.who_kind, one.who_key, one.body_id) == ("person", "ann", town.ids["04"])
    town.flush()
    assert town.owed(ANSWER, one.subject, code="04").state is State.NOT_YET_DUE
    town.do(acts.answer_request, "op", body=town.ids["04"], request=one.subject, words="Sẽ không gọi")
    assert "Sẽ không gọi" in client.get(reverse("my-data")).content.decode()
    assert "Sẽ không gọi" not in town.client("resident:ben").get(reverse("my-data")).content.decode()
    with nothing_changes(), pytest.raises(NotYours):
        town.do(acts.request, Voice(person="ben"), body=town.ids["04"], kind="see", words="x", subject=Subject("person", "ann"))


def test_the_operator_is_of_the_province(town: Town) -> None:
    for code in ("04", "01273"):
        assert reads.operating_body(code, town.now.date()) == town.ids["04"]


def test_a_monitor_learns_one_word(town: Town, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "ROOM", 1)
    client = Client()
    tick.tick()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get("/suc-khoe/")
    assert (page.status_code, page.content) == (200, b"ok\n")
    assert len(asked) <= 1
    assert not page.cookies
    town.now += timedelta(hours=3)
    page = client.get("/suc-khoe/")
    assert (page.status_code, page.content) == (503, b"stop\n")

    def broken(at: datetime) -> bool:
        raise OSError("full of secrets")

    monkeypatch.setattr(operating.health, "lives", broken)
    assert client.get("/suc-khoe/").content == b"stop\n"
    assert client.post("/suc-khoe/").status_code == 405


def test_the_operator_enters_and_answers_a_paper_request(town: Town) -> None:
    client = town.client("op")
    sent = {"command_id": str(uuid4()), "kind": "withdraw", "words": "Xin rút lại"}
    assert client.post(reverse("request-new"), sent).status_code == 302
    one = Request.objects.get()
    assert (one.who_kind, one.words) == ("", "Xin rút lại")
    for name in ("request-answer", "request-done"):
        address = reverse(name, args=[one.subject])
        assert address in client.get(reverse("operating")).content.decode()
        assert address in client.get(reverse("desk")).content.decode()
        assert "Xin rút lại" in client.get(address).content.decode()
        assert client.post(address, {"command_id": str(uuid4()), "words": "Đã làm"}).status_code == 302
        assert address not in client.get(reverse("operating")).content.decode()
    for name in ("request-answer", "request-done", "breach-report"):
        assert client.get(reverse(name, args=["0" * 16])).status_code == 404
        assert town.client("officer").get(reverse(name, args=[one.subject])).status_code == 403
