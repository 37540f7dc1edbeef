"""What leaves the house on paper or as a workbook: the board's sheet and the quarterly register.

Promises: the same page as on the site, with its address as a QR code and the digest of what is printed; no address is fetched
while a PDF is made. Refuses: formulas out of typed text.
"""

import hashlib
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import segno
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.styles import Alignment, Border, Font, Side
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

from dinhlang.ground.ui import format, words
from dinhlang.ground.ui.shapes import BoardFoot, RegisterPage, ThingPage

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class NothingOutside(URLFetcher):
    """A fetcher that fetches nothing: a sheet is made of its own text and the house's style sheet."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        """Refuse every address, files included."""
        raise ValueError(f"a sheet fetches nothing: {url[:60]}")


def qr(url: str) -> SafeString:
    """The address as an SVG QR code."""
    return mark_safe(segno.make(url, error="m").svg_inline(scale=3, border=0))  # noqa: S308 (made here from an address of this site)


def foot(url: str, text: str, as_of: str) -> BoardFoot:
    """The foot of a printed sheet: where the live page is and the digest of the printed words."""
    return BoardFoot(url, qr(url), hashlib.sha256(text.encode()).hexdigest(), as_of)


def _pdf(template: str, page: object) -> bytes:
    style = Path(str(finders.find("ui/hall.css"))).read_text()
    html = render_to_string(template, {"page": page, "sheet": True})
    return bytes(HTML(string=html, url_fetcher=NothingOutside()).write_pdf(stylesheets=[CSS(string=style, url_fetcher=NothingOutside())]))


def board(page: ThingPage, url: str) -> bytes:
    """The A4 sheet for a notice board."""
    words_of_it = "\n".join((page.title, *page.lines))
    return _pdf("pages/board_sheet.html", replace(page, board=foot(url, words_of_it, format.short_day(page.today))))


def register_pdf(page: RegisterPage, url: str) -> bytes:
    """The register on paper."""
    text = "\n".join(f"{row.item} {row.state.value} {row.count}" for row in page.rows)
    return _pdf("pages/register_sheet.html", replace(page, board=foot(url, text, format.short_day(page.today))))


def safe_cell(value: str) -> str:
    """Text that a spreadsheet will not take for a formula."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def register_xlsx(page: RegisterPage) -> bytes:
    """The register as a workbook: one sheet, one row per item."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 (a new workbook has a sheet)
    sheet.title = page.quarter
    thin = Side(style="thin", color="999999")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    sheet.append([safe_cell(page.body.text)])
    sheet.append([page.title])
    sheet.append([page.basis])
    sheet.append([])
    sheet.append([_("No."), _("Matter to be disclosed"), _("Entry"), _("How many"), _("First day"), _("Forms"), _("Titles")])
    for cell in sheet[5]:
        cell.font = Font(bold=True)
    for row in page.rows:
        titles = "; ".join(link.text for link in row.links)
        first = format.short_day(row.first) if row.first else ""
        sheet.append([row.item, row.text, words.word(row.state), row.count, first, ", ".join(row.forms), safe_cell(titles)])
    for cells in sheet.iter_rows(min_row=5, max_row=sheet.max_row):
        for cell in cells:
            cell.border = border
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = sheet["A2"].font = Font(bold=True, size=13)
    for column, width in zip("ABCDEFG", (6, 60, 20, 10, 14, 18, 50), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.append([])
    sheet.append([page.coverage])
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
