"""The pages and forms of a meeting, as those who use them; and what must not be seen of one by whoever stands outside."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinhlang.core.rules import State
from dinhlang.ground.record import clock
from dinhlang.ground.record.models import Entry
from dinhlang.ground.ui import format, ics
from dinhlang.works.disclosures.tests.town import picture
from dinhlang.works.meetings import acts
from dinhlang.works.meetings.acts import Counted
from dinhlang.works.meetings.models import Meeting
from tests.meetings.hall import FIRM, OFFICE, OFFICIALS, ONE, POINTS, VILLAGE, WARD, WORKERS, Room
from tests.sending import field, send, text

CANARY = "Chimhoangyen7391"


def photograph() -> SimpleUploadedFile:
    return SimpleUploadedFile("bien-ban.jpg", picture(), "image/jpeg")


def day_of(room: Room, days: int) -> str:
    return format.short_day(clock.local_day(room.town.now + timedelta(days=days)))


def test_a_conference_by_its_forms(room: Room) -> None:
    """Called from the desk, asked, answered, held with its minutes: by forms alone; the duty on the desk is gone."""
    room.list(30, OFFICE, "head-office")
    head, union = room.town.client("head-office"), room.town.client("union")
    listed = f"/don-vi/{OFFICE}/hoi-nghi/"
    assert listed in text(head, "/viec-can-lam/")
    assert "trieu-tap/?loai=officials-conference" in text(head, "/viec-can-lam/")
    send(
        head, f"{listed}trieu-tap/?loai={OFFICIALS}", day=day_of(room, 5), hour="8h", place="Hội trường", who="staff",
        points=POINTS[OFFICIALS], more="Nhà để xe", motions="Thông qua nghị quyết",
    )  # fmt: skip
    page = f"/hoi-nghi/{Meeting.objects.get().pk}/"
    shown = text(union, page)
    assert "Điều 51" in shown
    assert "Nhà để xe" in shown
    send(union, page + "cau-hoi/", text="Bao giờ trả tiền làm thêm giờ?")
    send(head, page + "cau-hoi/1/tra-loi/", text="Trước 30/4.", owner="Kế toán")
    room.town.now += timedelta(days=5, hours=4)
    assert page in text(head, "/viec-can-lam/")
    short = head.get(page + "ket-qua/").content.decode()
    wrong = head.post(page + "ket-qua/", {"command_id": field(short, "command_id"), "came": 31, "agree-0": 20, "against-0": 1})
    assert wrong.status_code == 422
    assert 'value="31"' in wrong.content.decode()
    send(head, page + "ket-qua/", came=20, minutes=photograph(), **{"agree-0": 11, "against-0": 4})
    shown = text(union, page)
    assert "20 trên 30" in shown
    assert "Trước 30/4." in shown
    got = union.get(page + "bien-ban/0/")
    assert got.status_code == 200
    assert got.content[:2] == b"\xff\xd8"
    assert room.state() is State.DONE_ON_TIME
    assert "trieu-tap/?loai=officials-conference&" not in text(head, "/viec-can-lam/")


def test_the_agenda_form_refuses_with_the_article(room: Room) -> None:
    room.list(30, OFFICE, "head-office")
    head = room.town.client("head-office")
    address = f"/don-vi/{OFFICE}/hoi-nghi/trieu-tap/?loai={OFFICIALS}"
    blank = head.get(address).content.decode()
    answer = head.post(
        address,
        {"command_id": field(blank, "command_id"), "day": day_of(room, 5), "hour": "8:00", "place": "Hội trường số hai", "who": "staff",
         "points": POINTS[OFFICIALS][1:]},
    )  # fmt: skip
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Điều 51" in said
    assert "Hội trường số hai" in said
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("query", ["", "?loai=none", f"?loai={VILLAGE}", "?loai=asked-for&viec=none&ky=2026", "?loai=asked-for"])
def test_a_wrong_address_is_no_error(room: Room, query: str) -> None:
    head = room.town.client("head-office")
    assert head.get(f"/don-vi/{OFFICE}/hoi-nghi/trieu-tap/{query}").status_code in (400, 403, 404)
    assert head.get("/hoi-nghi/none/").status_code == 404


def test_a_village_conference_is_read_by_everybody(room: Room) -> None:
    room.list(9, ONE, "head", "households")
    room.town.go("2026-12-10")
    meeting = room.call(VILLAGE, ONE, "head", "households", days=8, wait=False)
    anybody = Client()
    with CaptureQueriesContext(connection) as asked:
        shown = text(anybody, f"/hoi-nghi/{meeting}/")
    assert len(asked) <= 8, [one["sql"] for one in asked]
    assert "Điều 33" in shown
    with CaptureQueriesContext(connection) as asked:
        assert meeting in text(anybody, f"/don-vi/{ONE}/hoi-nghi/")
    assert len(asked) <= 8
    assert f"/don-vi/{ONE}/hoi-nghi/" in text(anybody, f"/don-vi/{ONE}/")
    data = anybody.get(f"/hoi-nghi/{meeting}/lich.ics")
    assert data["Content-Type"].startswith("text/calendar")
    assert b"DTSTART:20261218T02" in data.content
    assert anybody.get(f"/hoi-nghi/{meeting}/ket-qua/").status_code == 403


def outside(room: Room) -> list[Client]:
    """Everybody who stands outside: nobody, a resident, an officer of the ward, a village head, an officer of another ward."""
    return [room.town.client(name) for name in ("", "resident:ann", "officer", "head", "stranger", "board")]


def addresses(meeting: str, code: str) -> list[str]:
    """Pages, feeds, lists and downloads on which something of a meeting could stand."""
    leaves = [bytes(leaf).hex() for leaf in Entry.objects.values_list("hash", flat=True)]
    return [
        f"/hoi-nghi/{meeting}/", f"/hoi-nghi/{meeting}/lich.ics", f"/hoi-nghi/{meeting}/bien-ban/0/", f"/hoi-nghi/{meeting}/cau-hoi/",
        f"/don-vi/{code}/hoi-nghi/", f"/don-vi/{code}/", f"/don-vi/{code}/viec/", f"/don-vi/{WARD}/", f"/don-vi/{WARD}/viec/",
        f"/don-vi/{WARD}/tin.atom", f"/don-vi/{code}/tin.atom", "/tin.atom", f"/so-lieu/{WARD}/", "/nhat-ky/", "/",
        *(f"/nhat-ky/{leaf}/" for leaf in leaves[-6:]),
        *(f"/tep/{leaf}/0/" for leaf in leaves[-6:]),
    ]  # fmt: skip


@pytest.mark.parametrize(("kind", "code", "by", "roll"), [(OFFICIALS, OFFICE, "head-office", "staff"), (WORKERS, FIRM, "boss", "workers")])
def test_what_is_said_inside_stays_inside(room: Room, kind: str, code: str, by: str, roll: str) -> None:
    room.list(12, code, by, roll)
    words = {"title": f"Hội nghị {CANARY}", "more": (CANARY,), "motions": (f"Nghị quyết {CANARY}",), "place": CANARY}
    meeting = room.call(kind, code, by, roll, wait=False, **words)
    body = room.town.ids[code]
    room.town.do(acts.question, by, body=body, meeting=meeting, text=f"Hỏi {CANARY}")
    room.town.do(acts.answer, by, body=body, meeting=meeting, number=1, text=f"Đáp {CANARY}", owner=CANARY)
    room.town.flush()
    room.town.now += timedelta(days=6)
    room.hold(meeting, 10, code, by, [Counted(f"Nghị quyết {CANARY}", 9, 0)])
    room.town.flush()
    assert CANARY in text(room.town.client(by), f"/hoi-nghi/{meeting}/")
    for client in outside(room):
        for address in addresses(meeting, code):
            answer = client.get(address)
            assert CANARY not in answer.content.decode(errors="replace"), address
            if kind == WORKERS and address.startswith(f"/hoi-nghi/{meeting}"):
                assert answer.status_code == 404, address
            elif address.startswith(f"/hoi-nghi/{meeting}"):
                assert answer.status_code == 403, address
        if kind == WORKERS:
            assert client.get(f"/don-vi/{code}/hoi-nghi/").status_code == 404
    if kind == WORKERS:
        assert not Entry.objects.filter(act__startswith="meeting.", sealed=False).exists()


def test_the_calendar_file_escapes_and_folds() -> None:
    """RFC 5545: section 3.3.11 for text, section 3.1 for lines of at most 75 octets that cut no sign."""
    assert ics.escaped("a\\b;c,d\r\ne\nf") == "a\\\\b\\;c\\,d\\ne\\nf"
    line = "SUMMARY:" + "Hội nghị cán bộ, công chức, viên chức, người lao động " * 3
    data = ics.folded(line)
    parts = data.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(part) <= 75 for part in parts)
    assert all(part.decode() for part in parts)
    assert b"".join([parts[0], *(part[1:] for part in parts[1:])]).decode() == line
    assert all(part.startswith(b" ") for part in parts[1:])
    assert io.BytesIO(data).read().endswith(b"\r\n")
