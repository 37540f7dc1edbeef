"""A village announces its meeting, and the notice is due backwards from it."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model

from dinhlang.core import rules
from dinhlang.core.actor import Office
from dinhlang.core.refusal import Refused
from dinhlang.core.rules import State
from dinhlang.ground.duties import reads, schedule
from dinhlang.ground.duties.acts import event, event_cancelled, slug
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.duties.tests import world
from dinhlang.ground.duties.tests.world import MEETING
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import clock, founding, rulebooks, vault
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.models import Entry
from tests.core.book import the_book

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 9, tzinfo=clock.LOCAL)
TODAY = date(2026, 11, 18)
DAY = date(2026, 11, 28)


@pytest.fixture
def village(monkeypatch: pytest.MonkeyPatch) -> int:
    """A residential group in an open record, with its head and its ward's chair in office."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(rules, "load", lambda files: the_book())
    founding.open_log("demo.invalid/test", at=NOW, files=rulebooks.read_folder(settings.RULEBOOK_DIR))
    ward = world.body()
    group = world.body("04-t0000002", "village", ward)
    schedule.ensure(rulebooks.current())
    for body, office in ((group, "village-head"), (ward, "commune-chair")):
        user = get_user_model().objects.create_user(office)
        Mandate.objects.create(account=user, body_id=body, office=office, from_day=date(2026, 1, 1), decision="01/QĐ-UBND")
    return group


def announce(body: int, office: str = "village-head", **more: object) -> Done:
    by = Office(Mandate.objects.get(office=office).pk)
    payload = {"kind": "village-meeting", "day": DAY, "place": "Nhà văn hoá tổ 1", "title": "Mức đóng góp", **more}
    return event(by=by, at=NOW, command_id=uuid4(), body=body, **payload)


def test_it_works(village: int) -> None:
    done = announce(village)
    rows = Clock.objects.filter(body=village).order_by("part")
    assert [(row.part, row.opens, row.due, row.registered, row.source) for row in rows] == [
        (part, DAY, date(2026, 11, 26), TODAY, done.subject) for part in ("notice", "village-points")
    ]
    leaf = bytes(Entry.objects.get(act="duties.event").hash)
    words = next(part.value for part in vault.open_parts([leaf])[leaf] if part.name == "public")
    assert words["occasion"] == "village-meeting-2026-11-28"
    assert words["place"] == "Nhà văn hoá tổ 1"


def test_the_notice_is_owed_from_the_announcement_on(village: int) -> None:
    announce(village)
    before = reads.obligations(reads.frame("04-t0000002", TODAY - timedelta(days=1)), rule=MEETING)
    (today,) = reads.obligations(reads.frame("04-t0000002", TODAY), rule=MEETING)
    (late,) = reads.obligations(reads.frame("04-t0000002", date(2026, 11, 27)), rule=MEETING)
    assert before == ()
    assert (today.state, today.opens, today.due) == (State.NOT_YET_DUE, TODAY, date(2026, 11, 26))
    assert late.state is State.MISSING
    assert reads.arithmetic(reads.frame("04-t0000002", TODAY), today).day == date(2026, 11, 26)


def test_two_meetings_on_one_day_are_two_occasions(village: int) -> None:
    for _ in range(3):
        announce(village)
    announce(village, day=DAY + timedelta(days=1))
    assert sorted(set(Clock.objects.values_list("occasion", flat=True))) == [
        "village-meeting-2026-11-28",
        "village-meeting-2026-11-28-2",
        "village-meeting-2026-11-28-3",
        "village-meeting-2026-11-29",
    ]


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=365)])
def test_the_first_and_the_last_day(village: int, day: date) -> None:
    announce(village, day=day)
    assert Clock.objects.filter(opens=day).count() == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": "festival"}, "No notice is owed"),
        ({"day": TODAY - timedelta(days=1)}, "2026-11-17 does not"),
        ({"day": TODAY + timedelta(days=366)}, "2027-11-19 does not"),
        ({"place": " "}, "where the meeting"),
        ({"title": ""}, "what it is about"),
        ({"office": "commune-chair"}, "does not act for this body"),
    ],
)
def test_refused_with_a_sentence_and_nothing_written(village: int, wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        announce(village, **wrong)
    assert not Clock.objects.exists()
    assert not Entry.objects.filter(act="duties.event").exists()


def test_a_ward_announces_no_village_meeting(village: int) -> None:
    with pytest.raises(Refused, match="announces its own"):
        announce(Mandate.objects.get(office="commune-chair").body_id, "commune-chair")


@pytest.mark.parametrize(
    ("number", "found"), [("112/QĐ-UBND", "112-qd-ubnd"), ("  05 /KH-UBND ", "05-kh-ubnd"), ("9" * 100, "9" * 60), ("Số 7", "so-7")]
)
def test_a_number_as_an_address(number: str, found: str) -> None:
    assert slug(number) == found


def test_a_number_of_nothing_is_refused() -> None:
    with pytest.raises(Refused, match="document's number"):
        slug("—/—")


# --- called off ---


def call_off(body: int, office: str = "village-head", occasion: str = "village-meeting-2026-11-28", now: datetime = NOW) -> Done:
    return event_cancelled(by=Office(Mandate.objects.get(office=office).pk), at=now, command_id=uuid4(), body=body, occasion=occasion)


def test_a_meeting_called_off_asks_for_no_notice(village: int) -> None:
    done = announce(village)
    assert call_off(village).subject == done.subject
    assert set(Clock.objects.values_list("voided", flat=True)) == {TODAY}
    assert reads.obligations(reads.frame("04-t0000002", date(2026, 11, 27)), rule=MEETING) == ()


def test_it_may_be_announced_anew(village: int) -> None:
    announce(village)
    call_off(village)
    announce(village)
    assert set(Clock.objects.filter(voided=None).values_list("occasion", flat=True)) == {"village-meeting-2026-11-28-2"}


def test_it_is_called_off_once_and_only_if_it_was_announced(village: int) -> None:
    announce(village)
    call_off(village)
    for occasion in ("village-meeting-2026-11-28", "standing", ""):
        with pytest.raises(Refused, match=r"There is no such meeting\."):
            call_off(village, occasion=occasion)


def test_a_meeting_that_was_held_is_not_called_off(village: int) -> None:
    announce(village)
    with pytest.raises(Refused, match="What was owed before it stays owed"):
        call_off(village, now=NOW + timedelta(days=11))
    call_off(village, now=NOW + timedelta(days=10))


def test_nobody_else_calls_it_off(village: int) -> None:
    announce(village)
    with pytest.raises(Refused, match="does not act for this body"):
        call_off(village, "commune-chair")
