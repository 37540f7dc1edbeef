"""Access slips on paper: eight to an A4 sheet, big type, QR and readable code, lines to cut along; other papers for each household so too.

Promises: the words of a slip are drawn once and placed, number, code and QR are drawn anew on each; sheets are made in parts, so that
memory stays the same however many are printed; no address is fetched. Refuses: to keep anything: who asks gets the bytes, once.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import segno
from django.conf import settings
from django.template.loader import render_to_string

from dinhlang.core import slips
from dinhlang.ground.files import press
from dinhlang.ground.rolls import policy

MM = 72 / 25.4
ACROSS, DOWN = 2, 4
WIDTH, HEIGHT = 210 / ACROSS * MM, 297 / DOWN * MM
QR_LEFT, QR_TOP, QR_SIZE = 7 * MM, 17 * MM, 31 * MM
TEXT_LEFT, NUMBER_BASE, CODE_BASE = 43 * MM, 25.5 * MM, 37.5 * MM
STYLE = Path(__file__).with_name("slips.css")
DASHES = "q 0.6 w [3 3] 0 d 0.45 G"


@dataclass(frozen=True)
class Printed:
    """A slip to be drawn: the household's list number and the code's bits."""

    number: str
    bits: int


@dataclass(frozen=True)
class Square:
    """What is drawn anew on each paper: the household's list number, a code to be read ("" for none), where the QR code leads."""

    number: str
    code: str
    target: str


@dataclass(frozen=True)
class Words:
    """What stands on every slip: the village, the commune, the address to enter at, days of life, the sign of a demonstration."""

    village: str
    commune: str
    enter: str
    again: str
    days: int


def _plain(text: str) -> str:
    """Text for a font without Vietnamese: list numbers are digits and perhaps a letter."""
    kept = "".join(sign if sign.isascii() and sign.isprintable() else "?" for sign in text)
    return kept.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def qr(text: str, size: float) -> str:
    """The operators that fill a QR code of `text` in a square of `size` points, upwards from the lower left corner."""
    matrix = segno.make(text, error="m", boost_error=False, mask=3, micro=False).matrix
    side = size / len(matrix)
    drawn = []
    for line, row in enumerate(matrix):
        place, y = 0, size - (line + 1) * side
        while place < len(row):
            run = place
            while run < len(row) and row[run]:
                run += 1
            if run > place:
                drawn.append(f"{place * side:.2f} {y:.2f} {(run - place) * side:.2f} {side:.2f} re")
                place = run
            place += 1
    return "\n".join(drawn) + "\nf"


def _slip(one: Square, left: float, bottom: float) -> str:
    top = bottom + HEIGHT
    return "\n".join(
        (
            f"q 1 0 0 1 {left:.2f} {bottom:.2f} cm /Frame Do Q",
            f"BT /Number 25 Tf {left + TEXT_LEFT:.2f} {top - NUMBER_BASE:.2f} Td ({_plain(one.number)}) Tj ET",
            f"BT /Code 15.5 Tf {left + TEXT_LEFT:.2f} {top - CODE_BASE:.2f} Td ({one.code}) Tj ET",
            f"q 1 0 0 1 {left + QR_LEFT:.2f} {top - QR_TOP - QR_SIZE:.2f} cm",
            qr(one.target, QR_SIZE),
            "Q",
        )
    )


def _cuts() -> str:
    lines = [f"{n * WIDTH:.2f} 0 m {n * WIDTH:.2f} {DOWN * HEIGHT:.2f} l S" for n in range(1, ACROSS)]
    lines += [f"0 {n * HEIGHT:.2f} m {ACROSS * WIDTH:.2f} {n * HEIGHT:.2f} l S" for n in range(1, DOWN)]
    return "\n".join((DASHES, *lines, "Q"))


def _font(pdf: pikepdf.Pdf, name: str) -> Any:
    found = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name(f"/{name}"))
    return pdf.make_indirect(found)


def _part(frame: pikepdf.Pdf, title: str, some: Sequence[Square]) -> bytes:
    pdf, a_sheet = pikepdf.new(), ACROSS * DOWN
    resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(Frame=pdf.copy_foreign(frame.pages[0].as_form_xobject())),
        Font=pikepdf.Dictionary(Number=_font(pdf, "Helvetica-Bold"), Code=_font(pdf, "Courier-Bold")),
    )
    shared = pdf.make_indirect(resources)
    for at in range(0, len(some), a_sheet):
        drawn = [_cuts()]
        for n, one in enumerate(some[at : at + a_sheet]):
            drawn.append(_slip(one, n % ACROSS * WIDTH, (DOWN - 1 - n // ACROSS) * HEIGHT))
        stream = pikepdf.Stream(pdf, zlib.compress("\n".join(drawn).encode("ascii"), 6))
        stream.Filter = pikepdf.Name.FlateDecode
        box = pikepdf.Array([0, 0, ACROSS * WIDTH, DOWN * HEIGHT])
        page = pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=box, Resources=shared, Contents=pdf.make_indirect(stream))
        pdf.pages.append(pikepdf.Page(page))
    pdf.docinfo["/Title"] = title
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def parts(words: Words, many: Sequence[Printed], at_once: int = 0) -> Iterator[bytes]:
    """The slips as PDF files of at most `at_once` slips each (policy/rolls.toml), in the order given."""
    html = render_to_string("rolls/slip_sheet.html", {"page": words, "site_name": settings.SITE_NAME, "demo": settings.DEMO})
    codes = [(one.number, slips.spell(one.bits)) for one in many]
    yield from papers(html, words.village, [Square(number, code, f"{words.enter}?ma={code}") for number, code in codes], at_once)


def papers(html: str, title: str, many: Sequence[Square], at_once: int = 0) -> Iterator[bytes]:
    """Papers of the size of a slip, one for each of `many`, whose words are `html`: as PDF files of at most `at_once` each."""
    step = at_once or policy.values().slips_a_part
    with pikepdf.open(io.BytesIO(press.pdf(html, STYLE, tags=False))) as frame:
        for at in range(0, len(many), step):
            yield _part(frame, title, many[at : at + step])


def packed(name: str, made: Sequence[bytes]) -> tuple[str, str, bytes]:
    """One file to give out: the PDF itself, or several as a ZIP. Returns its name, media type and bytes."""
    if len(made) == 1:
        return f"{name}.pdf", "application/pdf", made[0]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for n, one in enumerate(made, 1):
            pack.writestr(f"{name}-{n}.pdf", one)
    return f"{name}.zip", "application/zip", out.getvalue()
