"""Where the table stands and what its rows say, whatever stands around it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from dinhlang.ground.files.cells import EMPTY, Cell, Sheet
from dinhlang.ground.files.tables import read_table
from dinhlang.ground.imports import bodies, layout, papers
from dinhlang.ground.imports.kinds import Column, Form
from dinhlang.ground.imports.tests.world import xlsx

COLUMNS = (
    Column("number", "Number", ("số, ký hiệu", "số ký hiệu"), required=True),
    Column("day", "Day", ("ngày ban hành", "ngày tháng"), form=Form.day),
    Column("plan", "Plan", ("kế hoạch / quý I",), form=Form.number, summed=True),
    Column("code", "Code", ("mã xã",), form=Form.code, width=5),
    Column("n", "How many", ("số hộ",), form=Form.whole, summed=True),
)


def sheet(*rows: list[Any]) -> Sheet:
    return read_table("a.xlsx", xlsx(rows)).sheets[0]


def read(one: Sheet, columns: tuple[Column, ...] = COLUMNS, **named: Any) -> layout.Read:
    table = layout.find(one, columns)
    return layout.read(one, table.data, layout.suggest(table.headers, columns), columns, **named)


def test_it_works():
    found = read(sheet(["Số, ký hiệu", "Ngày tháng", "Số hộ"], ["1/QĐ", "3/2/2026", 5]))
    assert [row.values for row in found.rows] == [{"number": "1/QĐ", "day": date(2026, 2, 3), "n": 5}]
    assert (found.problems, found.notes) == ((), ())
    assert found.rows[0].number == 2


def test_title_lines_above_are_passed_over():
    one = sheet(
        ["ỦY BAN NHÂN DÂN XÃ A"], [None], ["SỔ ĐĂNG KÝ VĂN BẢN ĐI, số hộ"], ["(từ 1/1/2026)"], ["TT", "Số ký hiệu", "Số hộ"], [1, "1/QĐ", 5]
    )
    assert layout.find(one, COLUMNS).first == 4
    assert [row.text("number") for row in read(one).rows] == ["1/QĐ"]


def test_two_header_rows_are_read_as_one():
    rows = [["Số ký hiệu", "Kế hoạch", None], [None, "Quý I", "Quý II"], ["1/QĐ", 10, 20]]
    one = read_table("a.xlsx", xlsx(rows, ["A1:A2", "B1:C1"])).sheets[0]
    assert layout.find(one, COLUMNS).headers == ("Số ký hiệu", "Kế hoạch / Quý I", "Kế hoạch / Quý II")
    assert [(row.text("number"), row.number_of("plan")) for row in read(one).rows] == [("1/QĐ", Decimal(10))]


def test_two_header_rows_without_merges_as_csv_has_them():
    one = read_table("a.csv", "Số ký hiệu;Kế hoạch;\n;Quý I;Quý II\n1/QĐ;10;20\n".encode()).sheets[0]
    assert [(row.text("number"), row.number_of("plan")) for row in read(one).rows] == [("1/QĐ", Decimal(10))]


def test_a_row_that_numbers_the_columns_is_no_data():
    one = sheet(["Số ký hiệu", "Ngày tháng", "Số hộ"], ["(1)", "(2)", "(3)"], ["1/QĐ", "3/2/2026", 5])
    assert len(read(one).rows) == 1
    assert read(one).problems == ()


def test_a_right_total_is_no_row_and_no_problem():
    one = sheet(
        ["Số ký hiệu", "Số hộ"], ["1/QĐ", 5], ["2/QĐ", 7], ["Tổng cộng", 12], [None, None], ["Người lập biểu", None], ["Nguyễn Văn A", None]
    )
    found = read(one, (COLUMNS[0], Column("n", "n", ("số hộ",), required=True, form=Form.whole, summed=True)))
    assert len(found.rows) == 2
    assert found.problems == ()
    assert [note.sentence for note in found.notes] == [layout.AFTER_TOTAL]


def test_a_wrong_total_is_said():
    found = read(sheet(["Số ký hiệu", "Số hộ"], ["1/QĐ", 5], ["2/QĐ", 7], ["Cộng", 13]))
    assert [(one.row, one.column, one.sentence, one.values["said"], one.values["sum"]) for one in found.problems] == [
        (4, "n", layout.WRONG_TOTAL, "13", "12")
    ]


def test_a_total_over_a_cell_that_cannot_be_read_is_not_blamed_too():
    found = read(sheet(["Số ký hiệu", "Số hộ"], ["1/QĐ", "nhiều"], ["2/QĐ", 7], ["Cộng", 13]))
    assert [(one.row, one.column) for one in found.problems] == [(2, "n")]


def test_totals_of_parts_and_a_total_on_top_are_right_too():
    parts = sheet(["Số ký hiệu", "Số hộ"], ["1", 5], ["Cộng xã A", 5], ["2", 7], ["Cộng xã B", 7], ["Tổng cộng", 12])
    assert (len(read(parts).rows), read(parts).problems) == (2, ())
    above = sheet(["Số ký hiệu", "Số hộ"], ["Tổng số", 12], ["1", 5], ["2", 7])
    assert (len(read(above).rows), read(above).problems) == (2, ())


def test_a_name_that_begins_like_a_total_is_a_name():
    found = read(sheet(["Số ký hiệu", "Số hộ"], ["Cộng Hòa", 5], ["Cộng đồng", 1]))
    assert [row.text("number") for row in found.rows] == ["Cộng Hòa", "Cộng đồng"]


@pytest.mark.parametrize("written", ["3/2/2026", "03-02-2026", "ngày 3 tháng 2 năm 2026", "2026-02-03", "03.02.26", 46056])
def test_days_in_every_style(written: Any):
    found = read(sheet(["Số ký hiệu", "Ngày tháng"], ["1", written]))
    assert found.rows[0].day("day") == date(2026, 2, 3)


@pytest.mark.parametrize(
    ("column", "written"),
    [("day", "mai"), ("plan", "nhiều"), ("code", "012734"), ("n", 1.5), ("n", -1), ("number", None), ("number", "#REF!")],
)
def test_a_cell_that_cannot_be_read_names_row_column_and_value(column: str, written: Any):
    titles = {"number": "Số ký hiệu", "day": "Ngày tháng", "plan": "Kế hoạch / quý I", "code": "Mã xã", "n": "Số hộ"}
    row = {"number": "1", column: written, "n" if column != "n" else "plan": 1}
    found = read(sheet([titles[key] for key in row], list(row.values())))
    assert [(one.row, one.column, one.value) for one in found.problems] == [(2, column, "" if written is None else str(written))]


def test_a_code_without_its_zero_is_read_and_said():
    found = read(sheet(["Số ký hiệu", "Mã xã"], ["1", 1273]))
    assert found.rows[0].text("code") == "01273"
    assert [(note.sentence, note.values["after"]) for note in found.notes] == [(layout.ZEROS, "01273")]


def test_what_was_chosen_the_last_time_comes_first():
    headers = ("Cột A", "Số hộ", "Số ký hiệu")
    assert layout.suggest(headers, COLUMNS, {"cot a": "number", "so ky hieu": ""}) == {"number": 0, "n": 1}


def test_a_section_merged_across_is_left_out_and_said():
    one = read_table("a.xlsx", xlsx([["Số ký hiệu", "Số hộ", "x"], ["I. Xã A", None, None], ["1", 5, 1]], ["A2:C2"])).sheets[0]
    found = read(one)
    assert len(found.rows) == 1
    assert [note.sentence for note in found.notes] == [layout.SECTIONS]


def test_an_empty_sheet_has_no_rows():
    assert read(Sheet("a", (), ())).rows == ()
    assert read(Sheet("a", ((Cell("x"), EMPTY),), (1,))).rows == ()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", bodies.KINDS, ids=lambda kind: kind.name)
def test_a_template_is_found_again_whole(kind: Any, language: str):
    with translation.override(language):
        read_back = read_table("mau.xlsx", papers.template(kind)).sheets[0]
    table = layout.find(read_back, kind.columns)
    assert set(layout.suggest(table.headers, kind.columns)) == {column.key for column in kind.columns}
    assert layout.read(read_back, table.data, layout.suggest(table.headers, kind.columns), kind.columns).problems == ()


def test_a_report_runs_nothing_in_somebody_elses_spreadsheet():
    rows = [("=cmd()", "2", "x", "y", "z")]
    assert "'=cmd()" in papers.report_csv(("a",), rows).decode("utf-8-sig")
    cell = read_table("a.xlsx", papers.report_xlsx(("a", "b", "c", "d", "e"), rows)).sheets[0].rows[1][0]
    assert (cell.value, cell.formula) == ("=cmd()", False)
