"""Ballot papers, lists of who is there and who took part, counts with those who have a task in them, sheets for signatures."""

import hashlib
import io

import pytest
from django.test import Client
from docx import Document

from dinhlang.core.actor import Voice
from dinhlang.ground.documents import audit, looks
from dinhlang.ground.documents.models import Paper
from dinhlang.ground.record import reads as record
from dinhlang.ground.rolls.models import Member
from dinhlang.works.votes import acts
from dinhlang.works.votes.acts.teams import Person
from dinhlang.works.votes.documents import of_initiative, of_matter
from tests.documents.test_paper import exported
from tests.sending import text
from tests.votes.hall import SELF, Hall

BOARD = (Person("Nông Văn Anh", "Ban công tác Mặt trận"), Person("Lý Thị Bích", "Tổ dân phố"), Person("Mã Văn Dũng", "Hội Phụ nữ"))


def keys(n: int) -> tuple[str, ...]:
    return tuple(Member.objects.order_by("pk").values_list("pk", flat=True)[:n])


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    document = Document(io.BytesIO(answer.content))
    cells = (cell.text for table in document.tables for line in table.rows for cell in line.cells)
    return "\n".join((*(one.text for one in document.paragraphs), *cells))


@pytest.mark.parametrize("way", ["meeting", "paper"])
def test_a_round_has_its_papers_for_those_who_hold_it(hall: Hall, way: str) -> None:
    """Before: ballot papers, a list to sign, the sheet to count on with team and witnesses. After: who took part, inside the village."""
    hall.households(10)
    matter = hall.agreed(SELF)
    hall.call(matter, way, secret=way == "meeting")
    hall.town.do(acts.team, "head", body=hall.village, matter=matter, people=BOARD)
    hall.town.do(acts.witness, "head", body=hall.village, matter=matter, numbers=("3", "9"))
    head, anybody, base = hall.town.client("head"), Client(), f"/giay/nhap/{matter}"
    assert "Phiếu lấy ý kiến" in text(head, f"/quyet-dinh/{matter}/")
    sheet = words(head, f"{base}/tally/1/docx/")
    assert all(said in sheet for said in ("1. Nông Văn Anh (Ban công tác Mặt trận)", "3. Mã Văn Dũng (Hội Phụ nữ)", "3, 9"))
    assert ("Tổ trưởng Tổ phát phiếu" if way == "paper" else "Trưởng ban kiểm phiếu") in sheet
    there = words(head, f"{base}/attendance/1/docx/")
    assert ("Danh sách nhận phiếu" if way == "paper" else "Danh sách tham dự").upper() in there
    assert {str(n) for n in range(1, 11)} <= set(there.split("\n"))
    ballot = words(head, f"{base}/ballot/1/docx/")
    assert all(said in ballot for said in ("Làm đường bê tông ngõ 12", "Đồng ý", "Không đồng ý", "Ý kiến khác", "Tổ trưởng"))
    assert ("Thu phiếu đến" in ballot) == (way == "paper")
    for kind in ("ballot", "attendance", "tally"):
        assert head.get(f"{base}/{kind}/1/pdf/").content.startswith(b"%PDF")
        assert anybody.get(f"{base}/{kind}/1/pdf/").status_code in (403, 404)
    row = exported(hall, matter, "ballot", "1")
    shown, print_ = text(anybody, f"/giay/{row.pk}/"), f"/giay/{row.pk}/tep/pdf/0/"
    assert "đã xuất để ký" in shown  # a household that scans the code of its ballot paper sees which it is
    assert "/tep/" not in shown
    assert [hall.town.client(name).get(print_).status_code for name in ("", "stranger", "resident:ann")] == [403, 403, 403]
    made = [hall.town.client(name).get(print_).content for name in ("head", "work-board")]
    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF")
    assert "Đúng từng byte bản in" in anybody.post(f"/giay/{row.pk}/", {"digest": hashlib.sha256(made[0]).hexdigest()}).content.decode()
    told = next(one for one in record.of_subjects([row.pk]) if one.act == "document.export")
    assert (told.files, hashlib.sha256(made[0]).hexdigest() in told.words["sha256"]) == ((), True)
    assert anybody.get(f"/log/open/{told.hash.hex()}/0").status_code == 404
    assert list(audit.differences()) == []
    assert head.get(f"/giay/xuat/{matter}/attendance/1/").status_code == 400
    hall.town.do(acts.tick, "head", body=hall.village, matter=matter, sitting=1, keys=keys(9))
    hall.count(matter, 1, 9, 8, 1)
    hall.close(matter)
    minutes = words(head, f"{base}/tally/1/docx/")
    assert ("Nông Văn Anh" in minutes) == (way == "paper")  # the law tells everybody of the team that carries papers, of no other
    assert "3, 9" not in minutes
    listed = exported(hall, matter, "list", "1")
    assert listed.seen == "inside"
    assert anybody.get(f"/giay/{listed.pk}/").status_code == 404
    assert words(hall.town.client("chair"), f"/giay/{listed.pk}/tep/docx/1/").count(" · ") >= 8
    assert head.get(f"{base}/ballot/1/pdf/").status_code == 404


def test_a_ballot_paper_of_the_whole_commune_has_a_place_for_the_seal(hall: Hall) -> None:
    """Two on a page where they are short; a long one has the page for itself, and nothing of it is cut off."""
    hall.households(10)
    matter = hall.agreed(SELF, text="Dài. " * 200)
    hall.call(matter, "paper")
    offer = next(one for one in of_matter(matter, hall.town.now.date(), hall.town.now) if one.kind == "ballot")
    assert not looks._short(offer.content)
    assert Paper.objects.count() == 0


def test_a_sheet_to_collect_supports_leads_back_to_its_initiative(hall: Hall) -> None:
    hall.households(10)
    (key,) = keys(1)
    said = {"title": "Sửa sân nhà văn hoá", "text": "Lát gạch, trồng cây."}
    idea = hall.town.do(acts.start, Voice(household=key), body=hall.village, rule=SELF, **said).subject
    today = hall.town.now.date()
    assert of_initiative(idea, today) == ()  # it waits to enter the record
    hall.town.flush()
    anybody = Client()
    assert f"/giay/nhap/{idea}/supports/-/pdf/" in text(anybody, f"/sang-kien/{idea}/")
    answer = anybody.get(f"/giay/nhap/{idea}/supports/-/pdf/")
    assert answer.content.startswith(b"%PDF")
    sheet = words(anybody, f"/giay/nhap/{idea}/supports/-/docx/")
    for line in ("Sửa sân nhà văn hoá", "Lát gạch, trồng cây.", "BẢN LẤY Ý KIẾN ĐỒNG THUẬN", f"/sang-kien/{idea}/", "3 tháng"):
        assert line in sheet
    assert anybody.get(f"/giay/xuat/{idea}/supports/-/").status_code == 403
