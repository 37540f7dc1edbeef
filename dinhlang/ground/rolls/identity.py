"""Numbers that a roll never takes: citizen identity (12 digits) and the older identity card (9 digits).

Promises: found in every sheet, row and column of a file, also where a spreadsheet dropped the zeros in front, so that nothing of such a
file is kept. A telephone number in a column of telephones is none. Refuses: nothing by itself; it says where.
"""

import re
from collections.abc import Iterator

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.files.cells import Workbook
from dinhlang.ground.files.parts import column_name
from dinhlang.ground.files.tables import fold, text_of

IN_FILE = N_(
    "Row {row}, column {column} of sheet “{sheet}” holds what looks like an identity number ({n} such places). "
    "Households are kept here without identity numbers: take that column out of the file, then bring it again. Nothing was kept."
)
IN_FORM = N_("This looks like an identity number. Households are kept here without identity numbers: leave it out.")
BAD_PHONE = N_("“{value}” is no telephone number of Viet Nam. Write it like 0912 345 678, or leave it empty.")

_RUN = re.compile(r"(?<![\d.,])\+?\d{9,12}(?![\d.,]\d|\d)|(?<!\d)\d{3} \d{3} \d{3}(?: \d{3})?(?!\d| \d)")
_DIGIT = re.compile(r"\d")
_HEADER = re.compile(r"\b(cccd|cmnd|cmtnd|can cuoc|chung minh nhan dan|dinh danh ca nhan)\b")
_PHONES = re.compile(r"\b(dien thoai|sdt|phone|dt|lien he|di dong)\b")
_PHONE = re.compile(r"0[235789]\d{8,9}")
HEADER_ROWS = 60


def _is_phone(text: str, *, told: bool) -> bool:
    """Whether digits are a telephone number. `told`: they stand where one is expected, so the zero in front may be missing."""
    digits = text.replace(" ", "").replace("+", "")
    if _PHONE.fullmatch(digits):
        return True
    return told and (
        _PHONE.fullmatch(f"0{digits}") is not None or (digits.startswith("84") and _PHONE.fullmatch(f"0{digits[2:]}") is not None)
    )


def looks_like_one(text: str, *, told_phone: bool = False) -> bool:
    """Whether `text` holds what looks like an identity number."""
    return any(not _is_phone(found[0], told=told_phone or found[0].startswith("+")) for found in _RUN.finditer(text))


def places(book: Workbook) -> Iterator[tuple[str, int, str]]:
    """Sheet, row and column of everything that looks like an identity number."""
    for sheet in book.sheets:
        phones, named = set[int](), set[int]()
        for n, row in enumerate(sheet.rows):
            for place, cell in enumerate(row):
                if cell.value is None:
                    continue
                text = text_of(cell.value)
                if not _DIGIT.search(text):
                    if n < HEADER_ROWS and len(text) < HEADER_ROWS:
                        header = fold(text)
                        if _HEADER.search(header):
                            named.add(place)
                        elif _PHONES.search(header):
                            phones.add(place)
                    continue
                if len(text) > 8 and (place in named or looks_like_one(text, told_phone=place in phones)):
                    yield sheet.name, sheet.numbers[n], column_name(place + 1)


def guard(book: Workbook) -> None:
    """Raises Refused with the first place and how many there are, where a file holds identity numbers."""
    found = list(places(book))
    if found:
        sheet, row, column = found[0]
        raise Refused(IN_FILE, {"sheet": sheet, "row": row, "column": column, "n": len(found)})


def phone(text: str) -> str:
    """A telephone number in its one spelling, ten or eleven digits from 0 on; "" for none. Raises Refused."""
    digits = re.sub(r"[\s.()-]", "", text)
    if not digits:
        return ""
    digits = digits.removeprefix("+")
    if digits.startswith("84") and not _PHONE.fullmatch(digits):
        digits = f"0{digits[2:].removeprefix('0')}"
    if not digits.startswith("0"):
        digits = f"0{digits}"
    if _PHONE.fullmatch(digits) is None:
        raise Refused(BAD_PHONE, {"value": text[:40]})
    return digits


def check_text(text: str) -> str:
    """The text without spaces around. Raises Refused where it holds what looks like an identity number."""
    if looks_like_one(text):
        raise Refused(IN_FORM)
    return text.strip()
