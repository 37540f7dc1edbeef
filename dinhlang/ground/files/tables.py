"""Tables that offices send: the cells of an XLSX or CSV file as plain values, and what Vietnamese offices write in them.

Promises: a workbook is parsed in the sealed worker (`sheets.py`), never here; what comes out are values alone. A formula counts by the
result it showed, a hidden sheet, row or column is left out, and each is said in a note. CSV is read as Excel saves it: UTF-8, UTF-16
or Windows-1258; comma, semicolon or tab. Refuses: programs, links to other files, and more cells than `LIMITS`, with a sentence.
Nothing read here is ever published as it stands: it becomes rows that a kind of import checks.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.files.cells import EMPTY, OLD_ENCODING, Cell, Note, Value, Workbook, even, load, plain
from dinhlang.ground.files.kinds import MEBIBYTE, Kind, Limits, extension, shown_name
from dinhlang.ground.files.sentences import Why
from dinhlang.ground.files.untrusted import read_untrusted

ROWS = 50_000
LIMITS = Limits(cells=1_000_000, ratio=200)  # a table is mostly the same few words: it packs better than a paper does
CSV_FIELD = 32_767  # the most that a cell of Excel holds, in characters
SEPARATORS = (";", ",", "\t")
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # days of Excel's count that can be meant as days: 1954 to 2119
EPOCH = date(1899, 12, 30)  # day 0 of Excel's count, whose 1900 has one day too many

TOO_MANY_ROWS = N_("“{name}” has more than {limit} rows. Split it into several files.")
NO_TABLE = N_("“{name}” holds no table: every sheet is empty or hidden.")
NOT_CSV = N_("“{name}” cannot be read as CSV. Open it in Excel, save it as “CSV UTF-8” or as .xlsx, and choose that file.")

NO_DAY = N_("“{value}” is no day. Write it as 3/2/2026.")
NO_NUMBER = N_("“{value}” is no number. Write digits alone, for example 1234567 or 1.234.567.")
NO_CODE = N_("“{value}” is no code of {width} digits.")


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """`text` for comparing: lower case, no marks, đ as d, letters and digits alone with single spaces between."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", "".join(sign for sign in bare if not unicodedata.combining(sign))).split())


def text_of(value: Value) -> str:
    """A value as text: whole numbers without a point, days as day/month/year, "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year}"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


_DAY_FIRST = re.compile(r"(\d{1,2})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
_IN_WORDS = re.compile(r"(?:.*?\bngay\s+)?(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.+Z]*)?")


def as_day(value: Value) -> date | None:
    """The day that was written: a date, Excel's count of days, 3/2/2026, 03-02-2026, 3.2.26, “ngày 3 tháng 2 năm 2026” or ISO.

    None for nothing; raises Refused for anything else. The day always stands before the month.
    """
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value
    text = text_of(value)
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and FIRST_SERIAL <= (serial := int(float(text))) <= LAST_SERIAL:
        return EPOCH + timedelta(days=serial)
    try:
        if found := _DAY_FIRST.fullmatch(text):
            year = int(found[4]) + (2000 if len(found[4]) == 2 else 0)
            return date(year, int(found[3]), int(found[1]))
        if found := _IN_WORDS.fullmatch(fold(text)):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _YEAR_FIRST.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise Refused(NO_DAY, {"value": text[:40]})


_UNIT = re.compile(r"\s*(?:đồng|vnđ|vnd|đ|₫)\s*$", re.IGNORECASE)


def as_number(value: Value) -> Decimal | None:
    """The number that was written: 1234567, 1.234.567, 1,234,567.5, 1.234.567,5, “1 234 567 đ”, (1.234) for less than nothing.

    None for nothing or a dash; raises Refused otherwise. One separator before exactly three digits divides thousands, as offices write.
    """
    if isinstance(value, int | Decimal):
        return Decimal(value)
    text = _UNIT.sub("", text_of(value)).strip()
    if text in ("", "-", "–"):
        return None
    minus = text.startswith(("-", "(")) and (not text.startswith("(") or text.endswith(")"))
    bare = re.sub(r"[\s\u00a0\u202f]", "", text.strip("()-+ "))
    dots, commas = bare.count("."), bare.count(",")
    if dots and commas:
        point = max(bare.rfind("."), bare.rfind(","))
        whole, part = re.sub(r"[.,]", "", bare[:point]), bare[point + 1 :]
    elif dots + commas == 1 and not re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", bare):
        whole, _, part = bare.replace(",", ".").partition(".")
    elif dots + commas == 0 or re.fullmatch(r"\d{1,3}([.,]\d{3})+", bare):
        whole, part = re.sub(r"[.,]", "", bare), ""
    else:
        whole, part = "", "?"
    if not re.fullmatch(r"\d+", whole) or not re.fullmatch(r"\d*", part):
        raise Refused(NO_NUMBER, {"value": text[:40]})
    found = Decimal(f"{whole}.{part or 0}") if part else Decimal(whole)
    return -found if minus else found


@dataclass(frozen=True, slots=True)
class Code:
    """A code of digits; `repaired` where the zeros in front were lost and put back."""

    text: str
    repaired: bool = False


def as_code(value: Value, width: int) -> Code | None:
    """A code of `width` digits as text; zeros that a spreadsheet dropped in front are put back and said. None for nothing; Refused else."""
    text = text_of(value).strip("' ")
    if not text:
        return None
    if not re.fullmatch(r"\d+", text) or len(text) > width:
        raise Refused(NO_CODE, {"value": text[:40], "width": width})
    return Code(text.zfill(width), repaired=len(text) < width)


def read_table(name: str, data: bytes, limits: Limits = LIMITS) -> Workbook:
    """The visible cells of the file `name`. Raises Refused with a sentence for whoever sent it: not a spreadsheet, macros, too large …"""
    if extension(name) in ("csv", "tsv", "txt"):
        book = _read_csv(name, data, limits)
    else:
        try:
            book = load(read_untrusted(name, data, Kind.xlsx, limits))
        except ValueError as error:
            raise Refused(Why.unreadable.value, {"name": shown_name(name)}) from error
    if not any(sheet.rows for sheet in book.sheets):
        raise Refused(NO_TABLE, {"name": shown_name(name)})
    if any(len(sheet.rows) > ROWS for sheet in book.sheets):
        raise Refused(TOO_MANY_ROWS, {"name": shown_name(name), "limit": ROWS})
    return book


def _decoded(data: bytes) -> tuple[str, bool]:
    """The text, and whether only the old code page read it. Raises UnicodeError."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16"), False
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return data.decode("cp1258"), True


def _separator(lines: Sequence[str]) -> str:
    said = re.fullmatch(r"sep=(.)", lines[0].strip()) if lines else None
    if said:
        return said[1]
    sample = "\n".join(lines[:50])

    def fields(separator: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator) if len(row) > 1]
        common = max(set(counts), key=lambda n: (counts.count(n), n), default=0)
        return counts.count(common), common

    return max(SEPARATORS, key=fields)


def _csv_value(text: str) -> str | None:
    # Excel users keep a code's zeros by writing ="01273"
    kept = re.fullmatch(r'="(.*)"', text.strip())
    return plain(kept[1] if kept else text) or None


def _read_csv(name: str, data: bytes, limits: Limits) -> Workbook:
    if not data:
        raise Refused(Why.empty.value, {"name": shown_name(name)})
    if len(data) > limits.upload:
        size = f"{len(data) / MEBIBYTE:.1f}"
        raise Refused(Why.too_large.value, {"name": shown_name(name), "size": size, "limit": limits.upload // MEBIBYTE})
    try:
        text, old = _decoded(data)
        if "\x00" in text or data.startswith((b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0")):
            raise UnicodeError("not text")
        lines = text.splitlines()
        separator = _separator(lines)
        if lines and lines[0].strip() == f"sep={separator}":
            text = text.split("\n", 1)[1] if "\n" in text else ""
        rows: list[list[str | None]] = []
        cells = 0
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            cells += len(row)
            if cells > limits.cells:
                raise Refused(Why.cells.value, {"name": shown_name(name), "limit": limits.cells})
            if len(rows) > ROWS:
                raise Refused(TOO_MANY_ROWS, {"name": shown_name(name), "limit": ROWS})
            if any(len(value) > CSV_FIELD for value in row):
                raise UnicodeError("a field longer than a cell")
            rows.append([_csv_value(value) for value in row])
    except (UnicodeError, csv.Error) as error:
        raise Refused(NOT_CSV, {"name": shown_name(name)}) from error
    notes = (Note(OLD_ENCODING),) if old else ()
    return Workbook((even("CSV", [(n, [Cell(v) if v else EMPTY for v in row]) for n, row in enumerate(rows, 1)]),), notes)
