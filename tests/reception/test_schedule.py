"""`reception.schedule` and `reception.move`: the timetable, its clock, its calendar file and its sheet."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from dinhlang.core.rules import State
from dinhlang.ground.duties.models import Clock
from dinhlang.works.disclosures.acts import Aim
from dinhlang.works.disclosures.tests.town import refused
from dinhlang.works.reception import acts, audit
from tests.markup import mistakes
from tests.reception.hall import PAGE, Hall, on
from tests.sending import send, text

POSTED = "agency-posts-reception-timetable"


def test_it_works(hall: Hall) -> None:
    """A day of the chair is read at once, in the calendar and on paper; its timetable is due five working days before."""
    done = hall.plan()
    page = text(hall.town.client(), PAGE)
    assert mistakes(page) == []
    assert "Phòng tiếp công dân" in page
    assert "Chủ tịch Ủy ban nhân dân cấp xã" in page
    clock = Clock.objects.get(source=done.subject)
    assert (clock.rule, clock.due) == (POSTED, date(2026, 3, 4))
    feed = hall.town.client().get(f"{PAGE}lich.ics").content.decode()
    assert feed.count("BEGIN:VEVENT") == 1
    assert "DTSTART:20260311T010000Z\r\nDTEND:20260311T040000Z" in feed
    assert hall.town.client().get(f"{PAGE}ban-in/").content.startswith(b"%PDF")
    assert list(audit.differences()) == []


def test_by_video_too_the_address_is_shown_and_nothing_held_here(hall: Hall) -> None:
    """The address of the State's system stands on the page, in the calendar and on the office's page; what is none is refused."""
    town, address = hall.town, "https://tructuyen.example.gov.vn/tiep?xa=01273"
    for typed in ("http://a.vn", "javascript:alert(1)//a.vn", "https://a.vn@b.vn/", "https://10.0.0.1/", "https://a.vn:8443/", "https://a"):
        with refused("The address of the online reception"):
            hall.plan(online=typed)
    day = hall.plan(online=f" {address.replace('https', 'HTTPS')}#x")
    assert hall.row(day).online == address
    page = text(town.client(), PAGE)
    assert mistakes(page) == []
    assert f'<a href="{address}" rel="noopener noreferrer external">tructuyen.example.gov.vn</a>' in page
    assert address in town.client().get(f"{PAGE}lich.ics").content.decode().replace("\r\n ", "")
    assert address in text(town.client("officer"), f"/tiep-cong-dan/ngay/{day.subject}/")
    given = {"first": "8h", "last": "11h", "place": "Trụ sở", "receives": "staff", "slots": 0, "minutes": 0, "online": "ftp://a.vn"}
    assert "ftp://a.vn" in town.client("officer").post(f"{PAGE}them-ngay/", {"days": "11/03/2026", **given}).content.decode()


def test_posting_it_fulfils_the_duty(hall: Hall) -> None:
    """The timetable on the board, entered as any posting and seen by the Front, in time."""
    occasion = Clock.objects.get(source=hall.plan().subject).occasion
    notice = hall.town.posted("", Aim(POSTED, occasion), item=None, title="Lịch tiếp công dân")
    hall.town.hung(notice.subject, "2026-03-03")
    hall.town.seen(notice.subject)
    assert hall.town.state(POSTED, occasion, "board", "2026-03-12") is State.DONE_ON_TIME


def test_a_form_of_several_days(hall: Hall) -> None:
    """One form, all or none; who is not of the ward is sent away; bad lines keep what was typed."""
    given = {"first": "8h", "last": "11:30", "place": "Trụ sở", "receives": "staff", "slots": 3, "minutes": 30}
    officer = hall.town.client("officer")
    assert send(officer, f"{PAGE}them-ngay/", days="11/03/2026\n18/03/2026", **given) == PAGE
    assert text(hall.town.client(), PAGE).count("Trụ sở") == 2
    assert not Clock.objects.exists()  # a day of an official is no timetable of the head
    answer = officer.post(f"{PAGE}them-ngay/", {"days": "25/03/2026\nhôm nào đó", **given})
    assert answer.status_code == 422
    assert "hôm nào đó" in answer.content.decode()
    for name in ("", "front", "head"):
        assert hall.town.client(name).get(f"{PAGE}them-ngay/").status_code == 403


def test_refusals(hall: Hall) -> None:
    """Gone, turned round, too many places, twice at once, a body that has none."""
    with refused("That day is over"):
        hall.plan("2026-02-25")
    with refused("The last hour lies"):
        hall.plan(ends=on("2026-03-11", 7))
    with refused("So many places"):
        hall.plan(slots=10)
    hall.plan()
    with refused("The same office"):
        hall.plan(begins=on("2026-03-11", 10), ends=on("2026-03-11", 12))


def test_it_is_put_off(hall: Hall) -> None:
    """Before the timetable was due the new day has the clock; afterwards the old one stays, and the notice of the new time is owed."""
    done = hall.plan()
    given = {"day": done.subject, "begins": on("2026-03-18"), "ends": on("2026-03-18", 11), "reason": "Họp đột xuất ở tỉnh"}
    hall.town.do(acts.move, "officer", **given)
    assert [one.due for one in Clock.objects.filter(voided=None)] == [date(2026, 3, 11)]
    hall.town.go("2026-03-12")
    hall.town.do(acts.move, "officer", **given | {"begins": on("2026-03-19"), "ends": on("2026-03-19", 11)})
    live = {one.rule: one.due for one in Clock.objects.filter(voided=None)}
    assert live == {POSTED: date(2026, 3, 11), "agency-announces-new-reception-day": None}
    assert "Họp đột xuất ở tỉnh" in text(hall.town.client(), PAGE)
    assert "SEQUENCE:2" in hall.town.client().get(f"{PAGE}lich.ics").content.decode()
    with refused("Say why"):
        hall.town.do(acts.move, "officer", **given | {"begins": on("2026-03-20"), "ends": on("2026-03-20", 11), "reason": " "})
    assert list(audit.differences()) == []


def test_what_is_put_off(hall: Hall) -> None:
    """Only a day to come, to hours in which the same office receives nowhere else; that it was put off is still told when it was held."""
    done, other = hall.plan(), hall.plan("2026-03-18")
    given = {"day": done.subject, "reason": "Bão số 2"}
    with refused("The same office"):
        hall.town.do(acts.move, "officer", **given, begins=on("2026-03-18", 10), ends=on("2026-03-18", 13))
    hall.town.do(acts.move, "officer", **given, begins=on("2026-03-11", 9), ends=on("2026-03-11", 12))  # over its own old hours
    page, link = f"/tiep-cong-dan/ngay/{done.subject}/", f"/tiep-cong-dan/ngay/{done.subject}/lui/"
    assert link in text(hall.town.client("officer"), page)
    hall.later(on("2026-03-11", 9))
    assert link not in text(hall.town.client("officer"), page)
    with refused("This day has begun"):
        hall.town.do(acts.move, "officer", **given, begins=on("2026-03-25"), ends=on("2026-03-25", 11))
    hall.hold(done)
    assert "Bão số 2" in text(hall.town.client(), PAGE)
    hall.hold(other, received="", people=0, groups=0, reason="Mất điện")
    assert list(audit.differences()) == []


def test_the_public_page_asks_little(hall: Hall) -> None:
    for day in ("2026-03-11", "2026-03-18", "2026-03-25"):
        hall.plan(day)
    client = hall.town.client()
    client.get(PAGE + "?1")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(PAGE + "?2")
    assert len(asked) <= 6
