"""One file makes it all: the document registered and disclosed in one stroke, its first page read and never believed unseen."""

import html
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from weasyprint import HTML

from dinhlang.core.rules import State
from dinhlang.ground.files.kinds import UPLOADS
from dinhlang.ground.files.tests import makers
from dinhlang.ground.record.models import Entry
from dinhlang.works.disclosures.models import Decision, Disclosure
from dinhlang.works.disclosures.tests.town import BOARD, SITE, WARD, Town, nothing_changes, upload

PATH = "/en" + reverse("disclosure-post", args=[WARD])
FIRST_PAGE = """<p>ỦY BAN NHÂN DÂN<br>PHƯỜNG THỤC PHÁN<br>Số: {number}</p><p>Thục Phán, ngày 30 tháng 10 năm 2026</p>
<h1>QUYẾT ĐỊNH</h1><p>Về việc huy động đóng góp làm đường</p><p>Căn cứ Luật;</p>"""


def paper(number: str = "112/QĐ-UBND", extra: str = "") -> Any:
    return upload("qd.pdf", HTML(string=FIRST_PAGE.format(number=number) + extra).write_pdf(), "application/pdf")


def typed(**more: Any) -> dict[str, Any]:
    fields = {"number": "112/QĐ-UBND", "dated": "30/10/2026", "title": "Đóng góp làm đường", "text": "Mỗi hộ 300.000 đ.", "item": "5"}
    return {"command_id": str(uuid4()), **fields, **more}


def send(town: Town, fields: dict[str, Any], who: str = "officer") -> Any:
    town.go("2026-11-02")
    return town.client(who).post(PATH, fields)


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def test_it_works(town: Town):
    fields = typed(scan=paper())
    response = send(town, fields)
    assert response.status_code == 302, text_of(response)
    row = Disclosure.objects.get()
    assert response["Location"].startswith(f"/en/cong-khai/{row.subject}/sau-ban/?ma=")
    assert row.decision is not None
    assert row.decision.number == "112/QĐ-UBND"
    assert town.state(part=SITE) is State.DONE_ON_TIME  # it fulfils what the document itself started
    assert town.state(part=BOARD) is State.NOT_YET_DUE
    page = town.client("officer").get(response["Location"])
    assert "/xong/" in page.content.decode()
    with nothing_changes():
        assert send(town, {**fields, "scan": paper()}).status_code in {302, 422}


def test_sent_twice_it_is_one_disclosure(town: Town):
    fields = typed()
    first = send(town, fields)
    with nothing_changes():
        assert send(town, fields)["Location"] == first["Location"]


def test_what_is_empty_is_read_from_the_file_and_asked(town: Town):
    with nothing_changes():
        response = send(town, typed(number="", dated="", title="", scan=paper()))
    page = text_of(response)
    assert response.status_code == 422
    for found in ("112/QĐ-UBND", "30/10/2026", "Quyết định về việc huy động đóng góp làm đường", "Read from the file, please check"):
        assert found in page
    assert "Mỗi hộ 300.000 đ." in page


@pytest.mark.parametrize("scan", [makers.pdf(text=""), makers.photo()])
def test_a_scan_says_nothing_and_is_taken(town: Town, scan: bytes):
    name = "scan.pdf" if scan.startswith(b"%PDF") else "scan.jpg"
    assert send(town, typed(title="", scan=upload(name, scan))).status_code == 422
    assert send(town, typed(scan=upload(name, scan))).status_code == 302


def test_several_scans_are_kept_in_the_order_of_their_names(town: Town):
    scans = [upload(f"trang {n}.jpg") for n in (10, 2, 1)]
    assert send(town, typed(scan=[*scans, upload("Bìa.jpg"), paper()])).status_code == 302
    page = town.client().get(reverse("thing", args=[Disclosure.objects.get().subject])).context["page"]
    assert [file.title for file in page.files] == ["Bìa.jpg", "qd.pdf", "trang 1.jpg", "trang 2.jpg", "trang 10.jpg"]
    assert len({file.href for file in page.files}) == 5
    for file in page.files:
        assert town.client().get(file.href).status_code == 200


def test_one_bad_scan_of_several_keeps_all_out(town: Town):
    with nothing_changes():
        answer = send(town, typed(scan=[upload("trang 1.jpg"), upload("trang 2.jpg", b"<script>")]))
        assert answer.status_code == 422
        assert "trang 2.jpg" in text_of(answer)
        too_many = send(town, typed(scan=[upload(f"{n}.jpg") for n in range(UPLOADS + 1)]))
        assert f"At most {UPLOADS} files" in text_of(too_many)


def test_a_word_file_is_taken(town: Town):
    assert send(town, typed(scan=upload("qd.docx", makers.word(makers.run("Quyết định"))))).status_code == 302


def test_a_number_typed_differently_is_asked_about(town: Town):
    with nothing_changes():
        page = text_of(send(town, typed(number="113/QĐ-UBND", scan=paper())))
    assert "The file itself says 112/QĐ-UBND" in page
    assert 'name="sure"' in page
    assert send(town, typed(number="113/QĐ-UBND", sure="on", scan=paper())).status_code == 302


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"dated": ""}, "Give the date that the document bears."),
        ({"item": ""}, "Choose it."),
        ({"dated": "30/12/2026"}, "which is still to come"),
        ({"title": "x" * 400}, "200"),
        ({"text": "TỐI MẬT"}, "mark of secrecy"),
        ({"dated": "30/02/2026"}, "valid date"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_left_of_it(town: Town, bad: dict[str, str], words: str):
    with nothing_changes():
        response = send(town, typed(**bad))
    assert response.status_code == 422
    assert words in text_of(response)
    assert "Mỗi hộ" in text_of(response) or "text" in bad


@pytest.mark.parametrize(("name", "data"), [("x.pdf", b" "), ("x.pdf", b"%PDF-1.4 nothing"), ("x.exe", b"MZ"), ("MẬT.pdf", b"%PDF-1.4")])
def test_a_bad_file_is_told(town: Town, name: str, data: bytes):
    with nothing_changes():
        response = send(town, typed(scan=upload(name, data)))
    assert response.status_code == 422
    assert f"“{name}”" in text_of(response)


def test_a_secret_file_is_refused_and_registers_nothing(town: Town):
    with nothing_changes():
        response = send(town, typed(scan=paper(extra="<p>TỐI MẬT</p>")))
    assert response.status_code == 422
    assert "secrecy mark" in text_of(response)
    assert not Decision.objects.exists()


def test_where_the_second_half_is_refused_the_first_is_undone(town: Town):
    before = Entry.objects.count()
    response = send(town, typed(aims=["commune-discloses-contributions 999-qd-ubnd"]))
    assert response.status_code == 422
    assert (Entry.objects.count(), Decision.objects.count()) == (before, 0)


def test_a_number_that_is_registered_leads_to_it(town: Town):
    town.go("2026-11-02")
    town.decided()
    page = text_of(send(town, typed()))
    assert "is registered already" in page
    assert "/vi-sao/" in page or "112-qd-ubnd" in page


def test_the_address_fills_the_form_in(town: Town):
    town.go("2026-11-02")
    query = "?so=112%2FQ%C4%90-UBND&ngay=2026-10-30&ten=L%C3%A0m+%C4%91%C6%B0%E1%BB%9Dng&muc=5"
    page = text_of(town.client("officer").get(PATH + query))
    for value in ('value="112/QĐ-UBND"', "Làm đường", '<option value="5" selected>'):
        assert value in page


def test_never_more_than_six_typed_fields(town: Town):
    town.go("2026-11-02")
    page = town.client("officer").get(PATH).content.decode().partition("<main")[2]
    assert page.count('<input type="text"') + page.count("<textarea") + page.count("<select") <= 6


def test_a_village_head_registers_nothing(town: Town):
    page = town.client("head").get("/en" + reverse("disclosure-post", args=["04-t0000001"])).content.decode()
    assert 'name="number"' not in page
