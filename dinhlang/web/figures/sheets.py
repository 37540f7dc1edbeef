"""Boards and tables of the yearly report as workbooks: the numbers that stand on the page, in cells.

Promises: a number is a number in its cell, text is never taken for a formula. Refuses: to work anything out again.
"""

import io
from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from dinhlang.ground.ui.shapes import FiguresPage, FiguresRow
from dinhlang.web.figures.yearly import Table, cells

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = frozenset({"=", "+", "-", "@", "\t", "\r"})
Value = str | int


def safe(value: Value) -> Value:
    """Text that a spreadsheet will not take for a formula; numbers as they are."""
    return f"'{value}" if isinstance(value, str) and value[:1] in FORMULA else value


def board_heads(page: FiguresPage) -> list[str]:
    """The columns of a board's sheet."""
    others = list(dict.fromkeys(one.word for row in _rows(page) for one in row.others))
    sources = list(dict.fromkeys(one.name for row in _rows(page) for one in row.sources))
    return [_("Body"), _("In time"), _("Judged"), _("Remark"), *page.heads, *others, *sources]


def _rows(page: FiguresPage) -> list[FiguresRow]:
    return [*(row for table in page.tables for row in table.rows), *((page.whole,) if page.whole is not None else ())]


def board_rows(page: FiguresPage) -> list[list[Value]]:
    """The board as rows of cells: heads first, then every body in the order of the page, then all together."""
    heads = board_heads(page)
    found: list[list[Value]] = [list(heads)]
    for row in _rows(page):
        good, _slash, judged = row.of.replace(".", "").partition("/")
        said: dict[str, Value] = {one.word: one.n for one in (*row.numbers, *row.others)} | {one.name: one.value for one in row.sources}
        remark = row.closed or (_("little to judge by") if row.small else "")
        line: list[Value] = [row.name.text, int(good or 0), int(judged or 0), remark]
        found.append([safe(value) for value in (*line, *(said.get(head, 0 if head in page.heads else "") for head in heads[4:]))])
    return found


def board_xlsx(page: FiguresPage) -> bytes:
    """The board as a workbook."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 (a new workbook has a sheet)
    sheet.title = _("Figures")
    fill(sheet, (page.title, page.as_of, page.small_why), board_rows(page), 28)
    return bytes_of(book)


def tables_xlsx(place: str, year: str, tables: Sequence[Table]) -> bytes:
    """The tables of the yearly report, a sheet for each."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        sheet = book.create_sheet(table.name)
        rows = [[safe(value) for value in row] for row in cells(table)]
        fill(sheet, (table.title, f"{place}, {year}", table.note or table.blank), rows, 8 if table.name == "B2" else 32)
        if table.name == "B2":
            sheet.column_dimensions["B"].width = 52
    return bytes_of(book)


def fill(sheet: Worksheet, lines: Sequence[str], rows: Sequence[Sequence[Value]], first: int) -> None:
    """Lines above, then a table with its head, ruled, `first` wide in its first column, fit to the width of a page."""
    thin = Side(style="thin", color="999999")
    for line in lines:
        sheet.append([safe(line)])
    sheet["A1"].font = Font(bold=True, size=13)
    sheet.append([])
    top = sheet.max_row + 1 if lines else 1
    for row in rows:
        sheet.append(list(row))
    for n, line_of in enumerate(sheet.iter_rows(min_row=top + 1 if lines else 1, max_row=sheet.max_row)):
        for cell in line_of:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if n == 0:
                cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width = first
    for n in range(2, len(rows[0]) + 1 if rows else 2):
        sheet.column_dimensions[get_column_letter(n)].width = 14
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def bytes_of(book: Workbook) -> bytes:
    """The workbook as a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def download(data: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to take away."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
