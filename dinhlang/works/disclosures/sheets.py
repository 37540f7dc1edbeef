"""What leaves the house on paper or as a workbook: the board's sheet and the quarterly register.

Promises: the same words as on the site, with its address as a QR code and the digest of what is printed; readable in black
and white; no address is fetched while a PDF is made. Refuses: formulas out of typed text.
"""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.properties import PageSetupProperties

from dinhlang.ground.files import press
from dinhlang.ground.ui import format, words
from dinhlang.ground.ui.qr import foot
from dinhlang.ground.ui.shapes import PartRow, Place, RegisterPage, Script, SiteInfo, SixPage, ThingPage, VillageSheet

PAPER = frozenset({"board", "village-points"})
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# A long text is printed smaller before it runs onto a second sheet that the wind takes away.
SIZES = ((420, "size1"), (900, "size2"), (1500, "size3"), (2600, "size4"))
STYLE = Path(__file__).with_name("sheets.css")


def printed(html: str) -> bytes:
    """A page as PDF, tagged for screen readers. Whatever it names outside itself is left out."""
    return press.pdf(html, STYLE)


def _drawn(template: str, **context: Any) -> str:
    return render_to_string(template, {"site": SiteInfo(name=settings.SITE_NAME, place=settings.SITE_PLACE, demo=settings.DEMO), **context})


def hanging(parts: Sequence[PartRow]) -> tuple[Place, ...]:
    """Where a sheet hangs or is to hang: the forms on paper, each standing posting with the day to which it must stay.

    The day it is put up is not counted (Civil Code 2015, Art. 147), so that `hold` days end `hold` days after it.
    """
    found: list[Place] = []
    for part in parts:
        if part.channel not in PAPER:
            continue
        days = part.hold or 0
        standing = [run for run in part.runs if run.to_day is None]
        for run in standing:
            where = f"{part.word}, {run.place}" if run.place and part.places else part.word
            found.append(Place(where, run.from_day, run.from_day + timedelta(days=days) if days else None, days))
        needed = part.places.partition("/")[2]
        if len(standing) < (int(needed) if needed.isdigit() else 1):
            found.append(Place(part.word, None, None, days))
    return tuple(found)


def words_of(page: ThingPage) -> str:
    """What a sheet's digest is made of: the title and the text, one line each."""
    return "\n".join((page.title, *page.lines))


def digest_of(page: ThingPage) -> str:
    """The SHA-256 of these words, hex."""
    return hashlib.sha256(words_of(page).encode()).hexdigest()


def portal_html(page: ThingPage, url: str) -> str:
    """The post for the official portal: a piece of HTML without any style or script, ready to be pasted."""
    return _drawn("pages/portal_post.html", page=page, url=url, digest=digest_of(page)).strip() + "\n"


def script_text(script: Script) -> bytes:
    """The loudspeaker script as plain text: read `times` over, with what must be looked up before."""
    times = ngettext("%(n)d syllable", "%(n)d syllables", script.syllables) % {"n": script.syllables}
    head = _("About %(minutes)s minutes for %(times)d readings at %(speed)d syllables a minute (%(n)s).") % {
        "minutes": script.minutes_said,
        "times": script.times,
        "speed": script.speed,
        "n": times,
    }
    unknown = [_("Say in words before reading: %(words)s") % {"words": ", ".join(script.unknown)}] if script.unknown else []
    once = "\n\n".join(script.lines)
    again = _("We say it once more.")
    return "\n\n".join((head, *unknown, "---", once, *(f"{again}\n\n{once}" for _n in range(script.times - 1)))).encode() + b"\n"


def pack(page: SixPage, paper: ThingPage, slips: VillageSheet | None, url: str) -> bytes:
    """All six papers as one archive; the same papers give the same bytes but for the days that PDF writes into itself."""
    row = "\t".join(one.name for one in page.row) + "\n" + page.row_text + "\n"
    files = {
        "1-cong-thong-tin.html": page.portal.encode(),
        "2-bang-tin-a4.pdf": board(paper, url),
        "3-loa-truyen-thanh.txt": script_text(page.script),
        "4-nhom-zalo.txt": page.group_text.encode(),
        **({"5-to-truong-thon.pdf": village_list(slips)} if slips is not None else {}),
        **({"6-dong-danh-sach-quy.txt": row.encode()} if page.row else {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


def village_html(page: VillageSheet) -> str:
    """The slips for the village heads, before they are printed."""
    return _drawn("pages/village_sheet.html", page=page)


def village_list(page: VillageSheet) -> bytes:
    """The slips for the village heads as PDF."""
    return printed(village_html(page))


def board_html(page: ThingPage, url: str) -> str:
    """The A4 sheet for a notice board, portrait, before it is printed."""
    words_of_it = words_of(page)
    size = next((size for most, size in SIZES if len(words_of_it) + 40 * len(page.lines) <= most), "")
    end = foot(url, words_of_it, format.short_day(page.today))
    return _drawn("pages/board_sheet.html", page=page, foot=end, places=hanging(page.parts), size=size)


def board(page: ThingPage, url: str) -> bytes:
    """The A4 sheet for a notice board as PDF."""
    return printed(board_html(page, url))


def register_words(page: RegisterPage) -> str:
    """What the digest of a register is made of: the title, then item number, word and count of each row."""
    return "\n".join((page.title, *(f"{row.item} {words.word(row.state)} {row.count}" for row in page.rows)))


def register_html(page: RegisterPage, url: str) -> str:
    """The register on paper, landscape, before it is printed."""
    return _drawn("pages/register_sheet.html", page=page, foot=foot(url, register_words(page), format.short_day(page.today)))


def register_pdf(page: RegisterPage, url: str) -> bytes:
    """The register as PDF."""
    return printed(register_html(page, url))


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
