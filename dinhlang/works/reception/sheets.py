"""The register as a table to take away, the days on paper for the notice board.

Promises: a workbook and a CSV with the columns of form 03/TCD and the code of the national database; the sheet holds what everybody may
read. Refuses: cells that a spreadsheet works out.
"""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from dinhlang.ground.files import press
from dinhlang.ground.ui.shapes import ReceptionSheet

WORKED_OUT = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so is taken for a formula


def pdf(one: ReceptionSheet, demo: bool) -> bytes:
    """The sheet for the notice board as PDF."""
    return press.pdf(render_to_string("pages/reception_sheet.html", {"page": one, "demo": demo}), press.SHEET)


def workbook(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> bytes:
    """The register as a workbook: every cell is text, none is worked out."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = _("Register of reception")
    for n, values in enumerate((heads, *lines), 1):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(n, column)
            cell.value, cell.data_type, cell.number_format = value, "s", "@"
            if n == 1:
                cell.font = Font(bold=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plain(value: str) -> str:
    """A cell of a CSV that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(WORKED_OUT) else value


def as_csv(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> bytes:
    """The register as CSV in UTF-8 with its mark, so that a spreadsheet reads Vietnamese."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([plain(value) for value in values] for values in (heads, *lines))
    return out.getvalue().encode("utf-8-sig")
