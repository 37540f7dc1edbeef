"""A fund book for the wall (A4) and as a workbook.

Promises: both hold what everybody may read, whoever asks for them: no amount by household. Refuses: cells that a spreadsheet works out.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from dinhlang.core.rules import Rulebook
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.files import press
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.ui import format
from dinhlang.ground.ui.qr import foot
from dinhlang.ground.ui.shapes import BoardFoot, FundLine, FundPage

WIDTHS = (6, 12, 46, 34, 30, 16, 16, 30)


@dataclass(frozen=True)
class WallPage:
    """The sheet: the book, its lines in the order of their days, who signs."""

    fund: FundPage
    village: str
    commune: str
    lines: tuple[FundLine, ...]
    signs: tuple[str, ...]
    foot: BoardFoot


def wall(page: FundPage, village: Place, commune: int | None, book: Rulebook, url: str, now: datetime) -> WallPage:
    """The values of the sheet for the wall. One query."""
    above = bodies.place(commune, format.local_day(now)).name if commune is not None else ""
    lines = tuple(reversed(page.lines))
    said = "\n".join((page.title, str(page.balance), *(f"{one.number} {one.amount}" for one in lines)))
    signs = (office_name("village-head", book), office_name("front-work-board", book))
    return WallPage(page, village.name, above, lines, signs, foot(url, said, format.short_day(format.local_day(now))))


def pdf(one: WallPage) -> bytes:
    """The sheet as PDF."""
    return press.pdf(render_to_string("pages/fund_wall.html", {"page": one, "demo": settings.DEMO}), press.SHEET)


def workbook(page: FundPage) -> bytes:
    """The lines of the book, oldest first, with sums that are numbers."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = _("Fund book")
    header = (pgettext("line of a book", "No"), _("Day"), _("What"), _("Heading"), _("To whom"), _("Came in"), _("Was spent"), _("Note"))
    _put(sheet, 1, (page.title,), bold=True)
    _put(sheet, 2, header, bold=True)
    row = 3
    for row, one in enumerate(reversed(page.lines), 3):
        day = format.short_day(one.day) if one.day is not None else ""
        sides = (one.amount, None) if one.income else (None, one.amount)
        _put(sheet, row, (one.number or "", day, one.what, one.purpose, one.payee, *sides, one.note))
    totals = tuple(side.total for side in page.sides)
    _put(sheet, row + 1, ("", "", _("In all"), "", "", *totals, ""), bold=True)
    _put(sheet, row + 2, ("", "", _("Left"), "", "", page.balance, None, ""), bold=True)
    for column, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(sheet: Any, row: int, values: tuple[object, ...], *, bold: bool = False) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column)
        if isinstance(value, int):
            cell.value, cell.number_format = value, "#,##0"
        elif value is not None:
            cell.value, cell.data_type, cell.number_format = str(value), "s", "@"
        if bold:
            cell.font = Font(bold=True)
