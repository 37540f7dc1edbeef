"""Files that go out: the template of a kind, and the full report of an import.

Promises: a template holds the headers by which it is found again, one example, and a sheet that says what each column is. Text that begins
like a formula goes out as text: what an office typed must not run in another's spreadsheet.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from dinhlang.ground.imports.kinds import Column, Form, Kind

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _put(page: Any, row: int, values: Sequence[str], *, bold: bool = False) -> None:
    for column, value in enumerate(values, 1):
        cell = page.cell(row, column)
        cell.value, cell.data_type, cell.number_format = value, "s", "@"
        if bold:
            cell.font = Font(bold=True)


def _wide(page: Any, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(column)].width = width


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _form(column: Column) -> str:
    words = {
        Form.text: _("text"),
        Form.day: _("a day, for example 3/2/2026"),
        Form.number: _("a number"),
        Form.whole: _("a whole number"),
        Form.code: _("a code of %(n)d digits") % {"n": column.width},
    }
    return words[column.form]


def template(kind: Kind) -> bytes:
    """An XLSX to fill in, in the active language: the columns, an example, a sheet of notes."""
    book = Workbook()
    page: Any = book.active
    page.title = _("List")
    _put(page, 1, [_(column.title) for column in kind.columns], bold=True)
    _put(page, 2, [column.example for column in kind.columns])
    _wide(page, [max(14, len(_(column.title)) + 4, len(column.example) + 2) for column in kind.columns])
    page.freeze_panes = "A2"
    notes: Any = book.create_sheet(_("Notes"))
    _put(notes, 1, [_("Column"), _("Needed"), _("What"), _("Note")], bold=True)
    for row, column in enumerate(kind.columns, 2):
        said = _(column.help) if column.help else ""
        _put(notes, row, [_(column.title), _("yes") if column.required else "", _form(column), said])
    _put(notes, len(kind.columns) + 3, [_("The row below the header is an example: write over it or delete it.")])
    _put(notes, len(kind.columns) + 4, [_(kind.lead)])
    _wide(notes, [24, 10, 30, 80])
    return _saved(book)


def report_xlsx(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A report as a workbook."""
    book = Workbook()
    page: Any = book.active
    page.title = _("Report")
    _put(page, 1, header, bold=True)
    for number, row in enumerate(rows, 2):
        _put(page, number, row)
    _wide(page, [10, 10, 24, 30, 80])
    return _saved(book)


def report_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A report as CSV that Excel opens with its marks right."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([f"'{value}" if value.startswith(_FORMULA) else value for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
