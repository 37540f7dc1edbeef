"""Tables as offices send them: what is read, what is said, what is refused."""

import io
import unicodedata
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from dinhlang.core.refusal import Refused
from dinhlang.ground.files import cells, tables
from dinhlang.ground.files.tables import as_code, as_day, as_number, read_table
from dinhlang.ground.files.tests import makers

HIDDEN_SIGN = "\u200b"


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(*rows: list[Any]) -> tuple[Workbook, Any]:
    book = Workbook()
    page = book.active
    page.title = "Danh sách"
    for row in rows:
        page.append(row)
    return book, page


def values(read: cells.Workbook, n: int = 0) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in read.sheets[n].rows]


def with_result(data: bytes, result: str) -> bytes:
    """The workbook with `result` as what its formulas showed, which openpyxl does not write."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            new.writestr(
                info.filename,
                part.replace(b"</f><v></v>", b"</f><v>" + result.encode() + b"</v>").replace(
                    b"</f><v />", b"</f><v>" + result.encode() + b"</v>"
                ),
            )
    return out.getvalue()


def test_it_works() -> None:
    book, _ = sheet(["Tên", "Số hộ", "Ngày"], [f"Xóm  Nà Mạ{HIDDEN_SIGN}", 120, date(2026, 2, 3)], ["Xóm Pác Bó", 80.5, None])
    read = read_table("thon.xlsx", saved(book))
    assert values(read) == [["Tên", "Số hộ", "Ngày"], ["Xóm Nà Mạ", 120, date(2026, 2, 3)], ["Xóm Pác Bó", Decimal("80.5"), None]]
    assert read.sheets[0].numbers == (1, 2, 3)
    assert read.notes == read.sheets[0].notes == ()
    assert cells.load(cells.dump(read)) == read


def test_a_merge_carries_its_value_down_and_across() -> None:
    book, page = sheet(["Kế hoạch", None, "Xã"], ["Quý I", "Quý II", None], [1, 2, "Xã A"], [3, 4, None])
    for where in ("A1:B1", "C1:C2", "C3:C4"):
        page.merge_cells(where)
    read = read_table("a.xlsx", saved(book))
    assert values(read) == [["Kế hoạch", "Kế hoạch", "Xã"], ["Quý I", "Quý II", "Xã"], [1, 2, "Xã A"], [3, 4, "Xã A"]]
    assert [cell.merged for cell in read.sheets[0].rows[0]] == [False, True, False]
    assert read.sheets[0].rows[3][2].merged


def test_a_formula_counts_by_what_it_showed_and_is_said() -> None:
    book, _ = sheet(["Số"], ["=1+1"])
    read = read_table("a.xlsx", with_result(saved(book), "2"))
    assert values(read) == [["Số"], [2]]
    assert read.sheets[0].rows[1][0].formula
    assert [note.text for note in read.sheets[0].notes] == [tables_note("FORMULAS")]


def test_a_formula_without_a_result_is_empty_and_said() -> None:
    book, _ = sheet(["Số", "Tên"], ["=1+1", "a"])
    read = read_table("a.xlsx", saved(book))
    assert values(read)[1] == [None, "a"]
    assert [note.text for note in read.sheets[0].notes] == [tables_note("NO_RESULT")]


def tables_note(name: str) -> str:
    return str(getattr(cells, name))


def test_what_is_hidden_is_left_out_and_said() -> None:
    book, page = sheet(["Tên", "Mật", "Số"], ["a", "x", 1], ["b", "y", 2], ["c", "z", 3])
    page.row_dimensions[3].hidden = True
    page.column_dimensions["B"].hidden = True
    secret = book.create_sheet("Nháp")
    secret.append(["không"])
    secret.sheet_state = "hidden"
    read = read_table("a.xlsx", saved(book))
    assert values(read) == [["Tên", "Số"], ["a", 1], ["c", 3]]
    assert read.sheets[0].numbers == (1, 2, 4)
    assert len(read.sheets) == 1
    assert [note.text for note in read.notes] == [cells.HIDDEN_SHEET]
    assert [note.text for note in read.sheets[0].notes] == [cells.HIDDEN_ROWS, cells.HIDDEN_COLUMNS]


def test_twenty_thousand_rows_are_read() -> None:
    book = Workbook(write_only=True)
    page = book.create_sheet("Sổ")
    for n in range(20_001):
        page.append([f"{n}/QĐ-UBND", n, "Về việc phê duyệt dự toán", "Nguyễn Văn A"])
    read = read_table("so.xlsx", saved(book))
    assert len(read.sheets[0].rows) == 20_001
    assert values(read)[20_000][:2] == ["20000/QĐ-UBND", 20_000]


def test_more_rows_than_the_limit_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        read_table("so.csv", b"a;b\n" * (tables.ROWS + 1))
    assert refused.value.msg == tables.TOO_MANY_ROWS


CSV = "Tên;Mã;Số hộ\r\nXóm Nà Mạ;01273;1.234\r\n"


def windows_1258(text: str) -> bytes:
    """`text` in the old code page, which writes a letter and its tone as two signs."""
    tones = "\u0300\u0301\u0303\u0309\u0323"

    def two(sign: str) -> str:
        split = unicodedata.normalize("NFD", sign)
        letter = unicodedata.normalize("NFC", "".join(mark for mark in split if mark not in tones))
        return letter + "".join(mark for mark in split if mark in tones)

    return "".join(map(two, text)).encode("cp1258")


@pytest.mark.parametrize(
    ("data", "old"),
    [
        (CSV.encode(), False),
        (CSV.encode("utf-8-sig"), False),
        (CSV.encode("utf-16"), False),
        (CSV.replace(";", ",").encode(), False),
        (CSV.replace(";", "\t").encode(), False),
        (("sep=;\r\n" + CSV).encode(), False),
        (CSV.replace("01273", '="01273"').encode(), False),
        (windows_1258(CSV), True),
    ],
)
def test_csv_as_excel_saves_it(data: bytes, old: bool) -> None:
    read = read_table("thon.csv", data)
    assert values(read) == [["Tên", "Mã", "Số hộ"], ["Xóm Nà Mạ", "01273", "1.234"]]
    assert bool(read.notes) is old


def test_a_comma_in_a_name_is_not_a_column() -> None:
    read = read_table("a.csv", 'Tên,Số\n"Xóm A, B",1\n'.encode())
    assert values(read)[1] == ["Xóm A, B", "1"]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_an_empty_file_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="empty"):
        read_table(name, b"")


def test_a_workbook_without_a_cell_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        read_table("a.xlsx", saved(Workbook()))
    assert refused.value.msg == tables.NO_TABLE


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", b"no workbook at all"),
        ("a.csv", b"PK\x03\x04" + bytes(40)),
        ("a.csv", b"\x00\x01\x02"),
        ("a.pdf", b"%PDF-1.4"),
        ("a.xls", b"\xd0\xcf"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(Refused):
        read_table(name, data)


def test_a_workbook_with_macros_is_refused() -> None:
    with pytest.raises(Refused, match="macros|programs"):
        read_table("a.xlsm", makers.workbook())
    with zipfile.ZipFile(io.BytesIO(saved(sheet(["a"])[0]))) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part)
    with pytest.raises(Refused, match="macros"):
        read_table("a.xlsx", out.getvalue())


THIRD = date(2026, 2, 3)


@pytest.mark.parametrize(
    "written",
    [
        "3/2/2026", "03/02/2026", "03-02-2026", "3.2.2026", "03.02.26", "ngày 3 tháng 2 năm 2026", "Cao Bằng, ngày 03 tháng 02 năm 2026",
        "2026-02-03", "2026-02-03T00:00:00", "3/2/2026 00:00:00", 46056, "46056", Decimal("46056.5"), THIRD,
    ],
)  # fmt: skip
def test_a_day_in_every_style(written: Any) -> None:
    assert as_day(written) == THIRD


@pytest.mark.parametrize("written", ["31/2/2026", "2/13/2026", "hôm qua", "12", 12, "3/2"])
def test_what_is_no_day_is_refused(written: Any) -> None:
    with pytest.raises(Refused):
        as_day(written)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1.234.567", "1234567"), ("1,234,567.5", "1234567.5"), ("1.234.567,5", "1234567.5"), ("1 234 567 đ", "1234567"), ("1.234", "1234"),
        ("12,5", "12.5"), ("12.5", "12.5"), ("0,125", "0.125"), ("(1.234)", "-1234"), ("-7", "-7"), ("1234 đồng", "1234"), (5, "5"),
    ],
)  # fmt: skip
def test_a_number_in_every_style(written: Any, number: str) -> None:
    assert as_number(written) == Decimal(number)


def test_a_dash_is_no_number_and_no_mistake() -> None:
    assert as_number("-") is as_number("") is as_number(None) is None


@pytest.mark.parametrize("written", ["nhiều", "1.23.4567", "12 triệu", "1,2,3", "5%"])
def test_what_is_no_number_is_refused(written: Any) -> None:
    with pytest.raises(Refused):
        as_number(written)


def test_a_code_gets_back_the_zeros_it_lost() -> None:
    assert as_code(1273, 5) == tables.Code("01273", repaired=True)
    assert as_code("01273", 5) == tables.Code("01273")
    assert as_code("", 5) is None
    for wrong in ("12730000", "1273A"):
        with pytest.raises(Refused):
            as_code(wrong, 5)


def test_what_the_worker_says_is_not_believed() -> None:
    for wrong in (
        b"",
        b"[]",
        b'{"sheets":[{"name":"a","numbers":[1],"notes":[["rm -rf",[]]],"rows":[]}],"notes":[]}',
        b'{"notes":[],"sheets":[{"name":"a","numbers":[],"notes":[],"rows":[["0sx"]]}]}',
    ):
        with pytest.raises(ValueError, match="."):
            cells.load(wrong)
