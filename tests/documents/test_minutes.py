"""Minutes that assemble themselves: of a village for everybody, of an agency inside it, of a private employer for itself alone."""

import hashlib
import io

import pytest
from django.test import Client
from docx import Document

from dinhlang.ground.documents import acts as papers
from dinhlang.ground.documents import audit
from dinhlang.ground.documents.models import Paper
from dinhlang.ground.record import clock
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.append import Attachment
from dinhlang.works.disclosures.tests.town import ONE, picture
from dinhlang.works.meetings import acts
from dinhlang.works.meetings.checks import Counted
from tests.meetings.hall import FIRM, OFFICE, OFFICIALS, VILLAGE, WORKERS, Room, make_room
from tests.sending import send, text

SCAN = Attachment("bien-ban.jpg", "image/jpeg", picture("#123456"))
CANARY = "Chimhoangyen7391"


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch, db: None) -> Room:
    return make_room(monkeypatch)


def conference(room: Room, code: str = OFFICE, by: str = "head-office", kind: str = OFFICIALS, roll: str = "staff") -> str:
    """A conference that was held, with a question, an answer and a motion; its subject."""
    room.list(30, code, by, roll)
    meeting = room.call(kind, code, by, roll, motions=("Thông qua nghị quyết",), more=(CANARY,))
    body = room.town.ids[code]
    room.town.do(acts.question, by, body=body, meeting=meeting, text="Bao giờ trả tiền làm thêm giờ?")
    room.town.do(acts.answer, by, body=body, meeting=meeting, number=1, text="Trước 30/4.", owner="Kế toán")
    room.hold(meeting, 20, code, by, (Counted("Thông qua nghị quyết", 11, 4),))
    return meeting


def exported(room: Room, meeting: str, by: str) -> Paper:
    address = send(room.town.client(by), f"/giay/xuat/{meeting}/minutes/-/")
    return Paper.objects.get(pk=address.strip("/").split("/")[-1])


def test_minutes_of_an_agency_say_what_happened_and_stay_inside(room: Room) -> None:
    meeting = conference(room)
    row = exported(room, meeting, "head-office")
    inside, outside = room.town.client("union"), Client()
    data = inside.get(f"/giay/{row.pk}/tep/docx/1/").content
    document = Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for line in table.rows for cell in line.cells)
    said = "\n".join((*(one.text for one in document.paragraphs), *cells))
    for words in (
        CANARY,
        "Bao giờ trả tiền làm thêm giờ?",
        "Trước 30/4.",
        "Tán thành: Thông qua nghị quyết",
        "11",
        "PHÒNG KINH TẾ",
        row.digest,
    ):
        assert words in said
    for address in (f"/giay/{row.pk}/", f"/giay/{row.pk}/tep/docx/1/", f"/giay/nhap/{meeting}/minutes/-/pdf/"):
        assert outside.get(address).status_code in (403, 404)
    told = next(one for one in record.of_subjects([row.pk]))
    assert CANARY not in str(told.words)
    assert told.files == ()
    looked = outside.post("/giay/", {"digest": hashlib.sha256(data).hexdigest()}).content.decode()
    assert "mã băm khác" in looked
    assert "Đúng từng byte" in inside.post("/giay/", {"digest": hashlib.sha256(data).hexdigest()}).content.decode()


def test_minutes_are_issued_and_a_later_answer_makes_the_print_differ(room: Room) -> None:
    meeting = conference(room)
    row = exported(room, meeting, "head-office")
    head = room.town.client("head-office")
    assert "hãy xuất lại" not in text(head, f"/hoi-nghi/{meeting}/")
    room.town.do(acts.question, "head-office", body=room.town.ids[OFFICE], meeting=meeting, text="Còn nhà để xe?")
    assert "hãy xuất lại" in text(head, f"/hoi-nghi/{meeting}/")
    newer = exported(room, meeting, "head-office")
    given = {"number": "01/BB", "dated": clock.local_day(room.town.now), "signers": ("A",), "thing": newer.body_id, "attachments": (SCAN,)}
    room.town.do(papers.issue, "head-office", body=newer.body_id, paper=newer.pk, **given)
    shown = text(head, f"/hoi-nghi/{meeting}/")
    assert "đã ban hành" in shown
    assert "01/BB" in shown
    row.refresh_from_db()
    assert row.state == "replaced"
    assert list(audit.differences()) == []


def test_before_it_was_held_there_is_a_form_to_fill_in_by_hand(room: Room) -> None:
    room.list(30, OFFICE, "head-office")
    meeting = room.call(motions=("Thông qua nghị quyết",))
    head = room.town.client("head-office")
    assert head.get(f"/giay/nhap/{meeting}/minutes/-/pdf/").content.startswith(b"%PDF")
    assert "ghi tay" in head.get(f"/giay/xuat/{meeting}/minutes/-/").content.decode()
    assert Client().get(f"/giay/nhap/{meeting}/minutes/-/pdf/").status_code == 404


def test_minutes_of_a_village_are_for_everybody(room: Room) -> None:
    room.list(12, ONE, "head", "households")
    meeting = room.call(VILLAGE, ONE, "head", "households")
    room.hold(meeting, 9, ONE, "head")
    row = exported(room, meeting, "head")
    anybody = Client()
    assert "đã xuất để ký" in text(anybody, f"/giay/{row.pk}/")
    assert anybody.get(f"/giay/{row.pk}/tep/pdf/0/").content.startswith(b"%PDF")
    assert f"/giay/{row.pk}/" in text(anybody, f"/hoi-nghi/{meeting}/")


def test_a_private_employers_minutes_are_its_own(room: Room) -> None:
    meeting = conference(room, FIRM, "boss", WORKERS, "workers")
    row = exported(room, meeting, "boss")
    boss = room.town.client("boss")
    assert boss.get(f"/giay/{row.pk}/tep/pdf/0/").content.startswith(b"%PDF")
    room.town.flush()
    assert boss.get(f"/giay/{row.pk}/tep/pdf/0/").content.startswith(b"%PDF")
    for who in ("", "chair", "front", "head"):
        client = room.town.client(who)
        for address in (f"/giay/{row.pk}/", f"/giay/nhap/{meeting}/minutes/-/pdf/", f"/giay/xuat/{meeting}/minutes/-/"):
            assert client.get(address).status_code == 404, (who, address)
    assert list(audit.differences()) == []
