"""A paper from its draft to the signed page: states, digests, numbers, and everything that is brought wrongly."""

import hashlib
import io
import re
from datetime import date, timedelta
from typing import Any

import pikepdf
import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from PIL import Image, ImageChops

from dinhlang.core.refusal import Refused
from dinhlang.ground.documents import acts, audit, checks
from dinhlang.ground.documents.models import Paper, Print
from dinhlang.ground.files.receive import SIGNED
from dinhlang.ground.files.untrusted import open_untrusted
from dinhlang.ground.record import clock, vault
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.append import Attachment
from dinhlang.ground.ui import format
from dinhlang.web import papers, plugs
from dinhlang.works.disclosures.tests.town import picture, refused
from dinhlang.works.votes import acts as votes
from tests.sending import field, send, text
from tests.votes.hall import CONTRIBUTION, HEAD, Hall

SCAN = Attachment("ban-ky.jpg", "image/jpeg", picture())


def photograph(colour: str = "#d8cbb0", name: str = "ky.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(colour), "image/jpeg")


def adopted(hall: Hall, rule: str = CONTRIBUTION, **more: Any) -> str:
    """A matter that carried, closed and waiting for its paper."""
    hall.households(10)
    matter = hall.agreed(rule, **more)
    hall.call(matter)
    hall.count(matter, 1, 9, 8, 1)
    hall.close(matter)
    return matter


def exported(hall: Hall, matter: str, kind: str = "decision", part: str = "-", by: str = "head") -> Paper:
    """Exported for signature through its form."""
    address = send(hall.town.client(by), f"/giay/xuat/{matter}/{kind}/{part}/")
    return Paper.objects.get(pk=address.strip("/").split("/")[-1])


def day(hall: Hall, back: int = 0) -> str:
    return format.short_day(clock.local_day(hall.town.now - timedelta(days=back)))


def words_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def test_a_decision_from_its_draft_to_the_signed_page(hall: Hall) -> None:
    matter = adopted(hall)
    head, anybody = hall.town.client("head"), Client()
    page = text(anybody, f"/quyet-dinh/{matter}/")
    assert "Quyết định của cộng đồng dân cư" in page
    assert "Xuất để ký" not in page
    draft = anybody.get(f"/giay/nhap/{matter}/decision/-/pdf/")
    assert draft["Content-Type"] == "application/pdf"
    assert words_of(draft.content) in (1, 2)
    row = exported(hall, matter)
    shown = text(anybody, f"/giay/{row.pk}/")
    assert "đã xuất để ký" in shown
    pdf = anybody.get(f"/giay/{row.pk}/tep/pdf/0/").content
    assert hashlib.sha256(pdf).hexdigest() in shown
    told = next(one for one in record.of_subjects([row.pk]) if one.act == "document.export")
    assert {one["sha256"] for one in told.files} == {one.sha256 for one in row.prints.all()}
    assert vault.read_file(told.hash, 0) == pdf
    send(
        head,
        f"/quyet-dinh/{matter}/van-ban/",
        paper="resolution",
        number="01/NQ",
        dated=day(hall),
        signers="Ông Ba\nBà Tư",
        scan=photograph(),
    )
    row.refresh_from_db()
    assert (row.state, row.number, row.dated) == ("issued", "01/NQ", clock.local_day(hall.town.now))
    shown = text(anybody, f"/giay/{row.pk}/")
    assert "đã ban hành" in shown
    assert "Ông Ba · Bà Tư" in shown
    assert "01/NQ" in text(anybody, f"/quyet-dinh/{matter}/")
    assert list(audit.differences()) == []


def test_word_and_pdf_say_the_same(hall: Hall) -> None:
    matter = adopted(hall)
    row = exported(hall, matter)
    data = Client().get(f"/giay/{row.pk}/tep/docx/1/").content
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    said = "\n".join((*(one.text for one in document.paragraphs), *cells))
    for words in (
        "Làm đường bê tông ngõ 12",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TỔ 1",
        "Mỗi hộ góp 300.000 đ",
        "dựng lại",
        row.digest,
        row.pk,
    ):
        assert words in said
    assert len(document.inline_shapes) == 1  # the QR code


def test_what_changed_after_the_export_is_said_to_differ_and_is_exported_anew(hall: Hall) -> None:
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    row = exported(hall, matter, "notice", "1")
    assert "khác với nội dung" not in text(Client(), f"/giay/{row.pk}/")
    Paper.objects.filter(pk=row.pk).update(digest="0" * 64)
    for name in ("head", ""):  # whatever the change came from: nothing was entered about the matter since
        assert "bản in này khác với nội dung" in text(hall.town.client(name), f"/giay/{row.pk}/")
    hall.count(matter, 1, 8, 7, 1, by=("head",))
    with CaptureQueriesContext(connection) as asked:
        assert "bản in này khác với nội dung" in text(Client(), f"/giay/{row.pk}/")
    assert len(asked) <= 14
    assert "hãy xuất lại" in text(hall.town.client("head"), f"/quyet-dinh/{matter}/")
    newer = exported(hall, matter, "notice", "1")
    row.refresh_from_db()
    assert row.state == "replaced"
    assert "Đã có bản in mới" in text(Client(), f"/giay/{row.pk}/")
    with refused("This print was replaced"):
        issue(hall, row)
    issue(hall, newer)


def issue(hall: Hall, row: Paper, **more: Any) -> None:
    given = {"number": "05/TB", "dated": clock.local_day(hall.town.now), "signers": ("Nông Văn Tài",), "attachments": (SCAN,), **more}
    hall.town.do(acts.issue, more.pop("by", "head"), body=hall.village, paper=row.pk, thing=hall.village, **given)


def test_the_same_form_sent_twice_makes_one_paper(hall: Hall) -> None:
    matter = adopted(hall)
    head, address = hall.town.client("head"), f"/giay/xuat/{matter}/decision/-/"
    command = field(text(head, address), "command_id")
    first, second = (head.post(address, {"command_id": command}) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Paper.objects.count() == 1


def test_a_notice_is_issued_by_its_form(hall: Hall) -> None:
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    row = exported(hall, matter, "notice", "1")
    head, address = hall.town.client("head"), f"/giay/{row.pk}/ban-hanh/"
    given = {"code": row.pk[:4].upper(), "number": "05/TB", "dated": day(hall), "signers": "Nông Văn Tài"}
    blank = field(text(head, address), "command_id")
    wrong = head.post(address, {"command_id": blank, **given, "code": "zzzz", "scan": photograph()})
    assert wrong.status_code == 422
    assert "không phải của tờ giấy này" in wrong.content.decode()
    assert field(wrong.content.decode(), "number") == "05/TB"
    send(head, address, **given, scan=photograph())
    row.refresh_from_db()
    assert row.state == "issued"
    with refused("This paper was issued already"):
        issue(hall, row)


def test_the_code_of_another_paper_is_told_apart(hall: Hall) -> None:
    matter = adopted(hall)
    decision, tally = exported(hall, matter), exported(hall, matter, "tally", "1")
    with pytest.raises(Refused, match="another paper"):
        papers.check_code(decision.pk[:4], tally.pk)
    papers.check_code(tally.pk[:4].upper() + "-" + tally.pk[4:8], tally.pk)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"dated": date(2026, 3, 1)}, "The paper is dated {dated}, and what it is about"),
        ({"dated": date(2027, 1, 1)}, "The paper is dated {dated}, which is still to come"),
        ({"number": " "}, "Give the number of the paper"),
        ({"signers": ("", " ")}, "Say who signed"),
        ({"attachments": ()}, "Add the signed paper"),
    ],
)
def test_what_cannot_be_is_refused(hall: Hall, change: dict[str, Any], sentence: str) -> None:
    row = exported(hall, adopted(hall), "tally", "1")
    with refused(sentence):
        issue(hall, row, **change)
    row.refresh_from_db()
    assert (row.state, row.number) == ("exported", "")
    assert Print.objects.filter(what="signed").count() == 0


def page_of(row: Paper, form: str = "JPEG", turned: float = 0, code: str = "") -> SimpleUploadedFile:
    """A page with the code of a paper at its foot, as a telephone photographs it: a little turned, unevenly lit, or scanned into a PDF."""
    made = io.BytesIO()
    segno.make(code or f"https://dinhlang.example/giay/{row.pk}/", error="m").save(made, kind="png", scale=4, border=2)
    sheet = Image.new("RGB", (1240, 1754), "#e9e4d8")
    sheet.paste(Image.open(made).convert("RGB").resize((136, 136)), (150, 1560))
    shade = Image.linear_gradient("L").resize(sheet.size).point(lambda value: 140 + value // 3)
    lit = ImageChops.multiply(sheet, Image.merge("RGB", (shade, shade, shade))).rotate(turned, expand=True, fillcolor="#777777")
    out = io.BytesIO()
    lit.save(out, form)
    return SimpleUploadedFile("trang 1." + {"JPEG": "jpg", "PDF": "pdf", "PNG": "png"}[form], out.getvalue())


@pytest.mark.parametrize(("form", "turned"), [("JPEG", 8), ("PNG", 90), ("PDF", 0)])
def test_the_code_of_a_photographed_or_scanned_page_is_read(form: str, turned: float) -> None:
    scan = page_of(Paper(pk="abcdefghjkmnpqrs"), form, turned)
    clean = open_untrusted(str(scan.name), scan.read(), SIGNED, codes=True)
    assert clean.codes == ("https://dinhlang.example/giay/abcdefghjkmnpqrs/",)


def test_a_page_is_known_by_its_code_and_no_other_papers_page_is_taken(hall: Hall) -> None:
    form, turned = "JPEG", 8
    matter = adopted(hall)
    decision, tally = exported(hall, matter), exported(hall, matter, "tally", "1")
    head, address = hall.town.client("head"), f"/giay/{tally.pk}/ban-hanh/"
    given = {"number": "05/BB", "dated": day(hall), "signers": "A"}

    def sent(to: str, scan: SimpleUploadedFile, **more: str) -> str:
        answer = head.post(to, {"command_id": field(text(head, to), "command_id"), **given, **more, "scan": scan})
        assert answer.status_code in (302, 422)
        return "" if answer.status_code == 302 else answer.content.decode()

    wrong = sent(address, page_of(decision, form, turned))
    assert "mang mã QR của văn bản khác" in wrong
    assert papers.looks.spelt(decision.pk) in wrong
    assert field(wrong, "number") == "05/BB"  # what was typed is kept
    assert "văn bản không phải văn bản này" in sent(address, page_of(tally, form, code=f"https://dinhlang.example/giay/{'0' * 16}/"))
    assert "Không đọc được mã QR" in sent(address, page_of(tally, form, code="https://example.invalid/cua-hang/"))
    assert "không phải của tờ giấy này" in sent(address, page_of(tally, form, turned), code="zzzz")
    assert "mang mã QR" in sent(f"/quyet-dinh/{matter}/van-ban/", page_of(tally, form, turned), paper="resolution")
    assert Paper.objects.filter(state="issued").count() == 0
    assert sent(address, page_of(tally, form, turned)) == ""  # no code typed: it was read
    assert sent(f"/quyet-dinh/{matter}/van-ban/", page_of(decision, form, turned), paper="resolution", number="06/NQ") == ""
    assert Paper.objects.filter(state="issued").count() == 2


def test_a_number_is_given_once_a_year_at_a_body(hall: Hall) -> None:
    matter = adopted(hall)
    tally = exported(hall, matter, "tally", "1")
    issue(hall, tally, number="05/BB")
    for same in ("05/BB", "5/bb", " 05 / BB "):
        with refused("No {number} was given"):
            hall.town.do(
                votes.issue, "head", body=hall.village, matter=matter, paper="minutes", number=same, dated=clock.local_day(hall.town.now)
            )
    hall.town.do(
        votes.issue, "head", body=hall.village, matter=matter, paper="minutes", number="06/BB", dated=clock.local_day(hall.town.now)
    )


@pytest.mark.parametrize("moment", ["number", "export"])
def test_whoever_loses_a_race_is_told_what_to_do(hall: Hall, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """The question whether it is free was asked before the other one answered: the database says no, and a sentence follows."""
    matter = adopted(hall)
    tally = exported(hall, matter, "tally", "1")
    if moment == "export":
        monkeypatch.setattr(Paper, "save", lambda *_, **__: (_ for _ in ()).throw(IntegrityError("one_paper_that_stands")))
        answer = hall.town.client("head").get(f"/giay/xuat/{matter}/decision/-/")
        answer = hall.town.client("head").post(
            f"/giay/xuat/{matter}/decision/-/", {"command_id": field(answer.content.decode(), "command_id")}
        )
        assert answer.status_code == 422
        assert "cùng lúc" in answer.content.decode()
        return
    issue(hall, tally, number="05/BB")
    asked: list[str] = []
    true = checks.check_free

    def late(number: str, *given: Any) -> None:
        asked.append(number)
        if len(asked) > 1:
            true(number, *given)

    monkeypatch.setattr(checks, "check_free", late)
    with refused("No {number} was given"):
        hall.town.do(
            votes.issue, "head", body=hall.village, matter=matter, paper="minutes", number="05/BB", dated=clock.local_day(hall.town.now)
        )
    assert Paper.objects.filter(state="issued").count() == 1


def test_a_file_of_many_hidden_papers_is_found_behind_them(hall: Hall) -> None:
    """Twenty papers that the reader may not know of do not push the one away that he may."""
    matter = adopted(hall)
    row = exported(hall, matter, "tally", "1")
    last = row.prints.get(what="pdf")
    sha256, last.pk = last.sha256, None
    hidden = [
        Paper(subject=f"{n:016d}", body_id=row.body_id, about=f"{n:016d}", kind="minutes", seen="private", state="exported")
        for n in range(25)
    ]
    Paper.objects.bulk_create(hidden)
    row.prints.all().delete()
    Print.objects.bulk_create([Print(paper=one, what="pdf", number=0, media_type="", sha256=sha256) for one in hidden])
    last.save()
    assert f'href="/giay/{row.pk}/"' in Client().post("/giay/", {"digest": sha256}).content.decode()


def test_a_decision_is_not_issued_beside_its_matter(hall: Hall) -> None:
    row = exported(hall, adopted(hall))
    with refused("This paper is issued on the page"):
        issue(hall, row)


def test_another_office_exports_and_issues_nothing(hall: Hall) -> None:
    matter = adopted(hall)
    row = exported(hall, matter, "tally", "1")
    assert hall.town.client("stranger").get(f"/giay/xuat/{matter}/tally/1/").status_code == 403
    assert hall.town.client("chair").get(f"/giay/{row.pk}/ban-hanh/").status_code == 403
    assert Client().get(f"/giay/nhap/{matter}/tally/1/pdf/").status_code == 403
    with pytest.raises(Refused):
        hall.town.do(
            acts.issue, "chair", paper=row.pk, number="1", dated=date(2026, 3, 9), signers=("A",), thing=hall.village, attachments=(SCAN,)
        )


def test_a_file_that_is_no_picture_and_no_pdf_is_not_taken(hall: Hall) -> None:
    row = exported(hall, adopted(hall), "tally", "1")
    head, address = hall.town.client("head"), f"/giay/{row.pk}/ban-hanh/"
    given = {"code": row.pk[:4], "number": "05/BB", "dated": day(hall), "signers": "A"}
    word = Client().get(f"/giay/{row.pk}/tep/docx/1/").content
    for name, data in (("ban-ky.docx", word), ("ban-ky.pdf", b"khong phai"), ("ban-ky.jpg", b"<html>")):
        answer = head.post(
            address, {"command_id": field(text(head, address), "command_id"), **given, "scan": SimpleUploadedFile(name, data)}
        )
        assert answer.status_code == 422
        assert name in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "exported"


def test_an_edited_file_is_told_from_the_genuine_one(hall: Hall) -> None:
    """By the paper's page and by the page for everybody: the file, or its digest."""
    matter, anybody = adopted(hall), Client()
    row, tally = exported(hall, matter), exported(hall, matter, "tally", "1")
    pdf = anybody.get(f"/giay/{row.pk}/tep/pdf/0/").content
    for address in (f"/giay/{row.pk}/", "/giay/"):
        good = anybody.post(address, {"file": SimpleUploadedFile("a.pdf", pdf)}).content.decode()
        assert "Đúng từng byte bản in" in good
        bad = anybody.post(address, {"file": SimpleUploadedFile("a.pdf", pdf[:-3] + b"xyz")}).content.decode()
        assert "mã băm khác" in bad
        assert "Đúng từng byte bản in" in anybody.post(address, {"digest": hashlib.sha256(pdf).hexdigest().upper()}).content.decode()
    assert "của văn bản khác" in anybody.post(f"/giay/{tally.pk}/", {"file": SimpleUploadedFile("a.pdf", pdf)}).content.decode()
    assert f'href="/giay/{row.pk}/"' in anybody.post("/giay/", {"file": SimpleUploadedFile("a.pdf", pdf)}).content.decode()
    for nothing in ({}, {"digest": "abc"}, {"digest": "z" * 64}):
        answer = anybody.post("/giay/", nothing)
        assert answer.status_code == 422
        assert "64 ký tự" in answer.content.decode()
    assert anybody.get(f"/giay/?ma={papers.looks.spelt(row.pk)}").status_code == 200
    assert anybody.get("/giay/?ma=abcd").status_code == 404


def test_the_digest_of_the_signed_page_is_found(hall: Hall) -> None:
    row = exported(hall, adopted(hall), "tally", "1")
    issue(hall, row, attachments=(Attachment("ky.pdf", "application/pdf", b"%PDF-clean", b"%PDF-sent"),))
    assert list(audit.differences()) == []
    for data in (b"%PDF-clean", b"%PDF-sent"):
        assert "Đúng từng byte" in Client().post("/giay/", {"digest": hashlib.sha256(data).hexdigest()}).content.decode()


@pytest.mark.parametrize(
    ("model", "where", "change", "said"),
    [
        (Print, {"what": "signed"}, {"sha256": "0" * 64}, "the signed page is not that of the record"),
        (Print, {"what": "pdf"}, {"sha256": "0" * 64}, "the exported file is not that of the record"),
        (Paper, {"state": "issued"}, {"number": "6/BB"}, "its number is not"),
        (Paper, {"state": "issued"}, {"dated": date(2026, 3, 8)}, "its dated is not"),
        (Paper, {}, {"digest": "0" * 64}, "its digest is not"),
        (Paper, {}, {"about": "0" * 16}, "its about is not"),
        (Paper, {"state": "issued"}, {"state": "exported"}, "issued in the record, exported in the tables"),
        (Paper, {"state": "exported"}, {"number": "9/NQ"}, "it bears a number that the record does not give"),
    ],
)
def test_a_row_that_was_changed_is_found(hall: Hall, model: Any, where: dict[str, Any], change: dict[str, Any], said: str) -> None:
    matter = adopted(hall)
    exported(hall, matter)
    issue(hall, exported(hall, matter, "tally", "1"))
    assert list(audit.differences()) == []
    model.objects.filter(**where).update(**change)
    assert any(said in one for one in audit.differences()), list(audit.differences())


def test_a_recognition_binds_from_the_day_of_its_paper(hall: Hall) -> None:
    matter = adopted_head(hall)
    hall.town.do(
        votes.issue, "team", body=hall.village, matter=matter, paper="minutes", number="01/BB", dated=clock.local_day(hall.town.now)
    )
    hall.town.do(votes.send, "team", body=hall.village, matter=matter)
    sent = clock.local_day(hall.town.now)
    row = exported(hall, matter, "recognition", by="chair")
    hall.town.now += timedelta(days=3)
    with refused("The paper is dated {dated}"):
        hall.town.do(votes.recognise, "chair", matter=matter, number="12/QĐ-UBND", dated=sent - timedelta(days=1))
    dated = sent + timedelta(days=1)
    hall.town.do(votes.recognise, "chair", matter=matter, number="12/QĐ-UBND", dated=dated, attachments=(SCAN,))
    row.refresh_from_db()
    assert (row.state, row.dated, row.body_id) == ("issued", dated, hall.town.ward)
    assert votes.matters.Matter.objects.get(pk=matter).effective == dated
    assert "12/QĐ-UBND" in text(Client(), f"/quyet-dinh/{matter}/")


def adopted_head(hall: Hall) -> str:
    """An election that carried, by the election team."""
    hall.households(10)
    matter = hall.propose(HEAD, by="team", choices=("Nông Văn Tài", "Lý Thị Hoa"))
    hall.call(matter, by="team", days=8)
    hall.count(matter, 1, 9, 8, 1, by=("team", "work-board"))
    hall.close(matter, by="team")
    return matter


def test_a_paper_issued_without_its_page_is_brought_back_later_once(hall: Hall) -> None:
    matter = adopted(hall)
    hall.town.do(
        votes.issue, "head", body=hall.village, matter=matter, paper="resolution", number="01/NQ", dated=clock.local_day(hall.town.now)
    )
    row = Paper.objects.get()
    assert "Chưa có bản đã ký" in text(Client(), f"/giay/{row.pk}/")
    head = hall.town.client("head")
    send(head, f"/giay/{row.pk}/ban-ky/", scan=photograph())
    assert "Chưa có bản đã ký" not in text(Client(), f"/giay/{row.pk}/")
    assert list(audit.differences()) == []
    with refused("The signed page of this paper"):
        hall.town.do(acts.bring, "head", body=hall.village, paper=row.pk, thing=hall.village, attachments=(SCAN,))


def test_the_page_asks_few_questions(hall: Hall) -> None:
    row = exported(hall, adopted(hall))
    for address, most in ((f"/giay/{row.pk}/", 12), ("/giay/", 8), ("/don-vi/04/mau-giay/", 8)):  # the first words one paper anew
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(address).status_code == 200
        assert len(asked) <= most, address


def test_the_form_to_count_by_hand_is_printed_and_not_exported(hall: Hall) -> None:
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    head = hall.town.client("head")
    assert head.get(f"/giay/nhap/{matter}/tally/1/pdf/").status_code == 200
    answer = head.get(f"/giay/xuat/{matter}/tally/1/")
    assert answer.status_code == 422 or "ghi tay" in answer.content.decode()


def test_the_page_of_a_matter_says_the_same_in_english(hall: Hall) -> None:
    row = exported(hall, adopted(hall))
    shown = text(Client(), f"/en/giay/{row.pk}/")
    assert "exported for signature" in shown
    assert re.search(r"Code of the paper", shown)
    assert plugs.papers("a" * 16) == ()
