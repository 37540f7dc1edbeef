"""A superior's own form, filled in: styles and formulas stay, rows are repeated, what is not known is refused with its cell."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from dinhlang.core.refusal import Refused
from dinhlang.ground.record import rulebooks
from dinhlang.web.figures import reads
from dinhlang.web.figures.filling import Values, fill_in
from dinhlang.works.disclosures.tests.town import WARD, Town, make_town

VALUES = Values(
    {"don_vi": "Xã Giả Định", "nam": "2026", "tong": 7},
    {"muc": [{"so": n, "ten": f"Mục {n}", "phai_lam": n * 2, "da_lam": n} for n in (1, 2, 3)], "xa": [{"ten": "=1+1"}]},
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def form(draw: Callable[[Worksheet], object]) -> bytes:
    """A workbook as a province would draw it up."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Biểu"
    draw(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def usual(sheet: Worksheet) -> None:
    sheet["A1"], sheet["A2"] = "Đơn vị: {{don_vi}}, năm {{nam}}", "{{tong}}"
    sheet["A1"].font = Font(bold=True, size=15)
    sheet["A4"], sheet["B4"], sheet["C4"], sheet["D4"] = "{{muc.so}}", "{{muc.ten}}", "{{muc.phai_lam}}", "=C4*2"
    sheet["B4"].font = Font(italic=True)
    sheet["B5"], sheet["C5"], sheet["D5"] = "Cộng", "=SUM(C4:C4)", "=C5/$C$4"
    sheet.merge_cells("A6:C6")
    sheet["A6"] = "Người lập"
    sheet.row_dimensions[4].height, sheet.row_dimensions[6].height = 30, 40
    sheet.column_dimensions["B"].width = 44


def filled(draw: Callable[[Worksheet], object], values: Values = VALUES) -> Worksheet:
    return load_workbook(io.BytesIO(fill_in(form(draw), values))).worksheets[0]


def test_it_works():
    sheet = filled(usual)
    assert (sheet["A1"].value, sheet["A2"].value) == ("Đơn vị: Xã Giả Định, năm 2026", 7)
    assert [[cell.value for cell in row[:3]] for row in sheet["A4:D6"]] == [[n, f"Mục {n}", n * 2] for n in (1, 2, 3)]
    assert [sheet.cell(row, 4).value for row in (4, 5, 6)] == ["=C4*2", "=C5*2", "=C6*2"]
    assert (sheet["C7"].value, sheet["D7"].value) == ("=SUM(C4:C6)", "=C7/$C$4")
    assert sheet["A8"].value == "Người lập"


def test_what_the_form_looks_like_stays():
    sheet = filled(usual)
    assert sheet["A1"].font.b
    assert sheet["A1"].font.sz == 15
    assert all(sheet.cell(row, 2).font.i for row in (4, 5, 6))
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A8:C8"]
    assert [sheet.row_dimensions[row].height for row in (4, 5, 6, 8)] == [30, 30, 30, 40]
    assert sheet.column_dimensions["B"].width == 44


def test_a_name_is_no_formula():
    def draw(sheet: Worksheet) -> None:
        sheet["A1"] = "{{xa.ten}}"

    cell = filled(draw)["A1"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_no_rows_leave_an_empty_row():
    def draw(sheet: Worksheet) -> None:
        sheet["A1"], sheet["B1"], sheet["A2"] = "{{muc.so}}", "chữ", "dưới"

    sheet = filled(draw, Values({}, {"muc": []}))
    assert [sheet["A1"].value, sheet["B1"].value, sheet["A2"].value] == [None, "chữ", "dưới"]


@pytest.mark.parametrize(
    ("words", "text", "cell"),
    [
        ("Cell {cell} of sheet “{sheet}” asks for {place}", "{{don_vi_cha}}", "A3"),
        ("Cell {cell} of sheet “{sheet}” asks for {place}", "{{muc.gia}}", "A3"),
        ("Cell {cell} of sheet “{sheet}” asks for {place}", "{{la.ten}}", "A3"),
        ("Cell {cell} of sheet “{sheet}” asks for {place}", "{{}}", "A3"),
        ("Cell {cell} of sheet “{sheet}” is a formula", '="a"&"{{don_vi}}"', "A3"),
    ],
)
def test_what_is_not_known_is_refused_with_its_cell(words: str, text: str, cell: str):
    def draw(sheet: Worksheet) -> None:
        sheet["A3"] = text

    with pytest.raises(Refused) as stopped:
        fill_in(form(draw), VALUES)
    assert stopped.value.msg.startswith(words)
    assert (stopped.value.values["cell"], stopped.value.values["sheet"]) == (cell, "Biểu")


def test_two_kinds_of_rows_in_one_are_refused():
    def draw(sheet: Worksheet) -> None:
        sheet["A2"], sheet["B2"] = "{{muc.so}}", "{{xa.ten}}"

    with pytest.raises(Refused, match="Row 2 of sheet"):
        fill_in(form(draw), VALUES)


def test_a_form_without_places_is_refused():
    with pytest.raises(Refused, match="no place to fill in"):
        fill_in(form(lambda sheet: None), VALUES)


# --- as a page ---


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    town = make_town(monkeypatch)
    town.disclosed("2026-11-02")
    reads.forget()
    return town


def send(town: Town, data: bytes, who: str = "officer") -> Any:
    return town.client(who).post(reverse("yearly-form", args=[WARD]), {"form": SimpleUploadedFile("mau.xlsx", data, XLSX)})


def test_an_office_gets_its_form_back_with_the_numbers_of_the_page(town: Town):
    def draw(sheet: Worksheet) -> None:
        sheet["A1"] = "{{don_vi}}"
        sheet["A2"], sheet["B2"], sheet["C2"] = "{{muc.so}}", "{{muc.phai_lam}}", "{{muc.website}}"
        sheet["B3"] = "=SUM(B2:B2)"

    answer = send(town, form(draw))
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    table = next(one for one in town.client().get(reverse("yearly-tables", args=[WARD])).context["page"].tables if one.id == "B2")
    n = len(rulebooks.current().items)
    assert sheet["A1"].value == "Phường Thục Phán"
    assert [(sheet.cell(row, 1).value, sheet.cell(row, 2).value) for row in range(2, 2 + n)] == [(row[0], row[2]) for row in table.rows[:n]]
    assert sheet.cell(2 + n, 2).value == f"=SUM(B2:B{1 + n})"


def test_what_cannot_be_filled_in_stays_on_the_page_with_the_reason(town: Town):
    def unknown(sheet: Worksheet) -> None:
        sheet["B7"] = "{{tinh}}"

    answer = send(town, form(unknown))
    assert answer.status_code == 422
    assert "B7" in answer.content.decode()

    def hidden(sheet: Worksheet) -> None:
        sheet["A1"] = "{{don_vi}}"
        assert sheet.parent is not None
        sheet.parent.create_sheet("ẩn").sheet_state = "hidden"

    assert send(town, form(hidden)).status_code == 422
    assert send(town, b"PK\x03\x04 khong phai").status_code == 422
    assert town.client("officer").post(reverse("yearly-form", args=[WARD])).status_code == 422


def test_forms_are_for_offices(town: Town):
    for who in ("", "resident:ann"):
        assert town.client(who).get(reverse("yearly-form", args=[WARD])).status_code == 403
    page = town.client("officer").get(reverse("yearly-form", args=[WARD]))
    assert page.status_code == 200
    assert "{{muc.website}}" in page.content.decode()
