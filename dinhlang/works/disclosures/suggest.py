"""What the first page of a document says of itself: its number, its date, what it is about. Suggestions, to be confirmed by a person.

Promises: pure functions of text; what is not found is "" or None. Refuses: to be believed: a form fills in and asks.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

LONGEST = 200
NUMBER = re.compile(r"\b[Ss]ố\s*[:.]?\s*(\d{1,5})\s*/\s*((?:\d{4}\s*/\s*)?[A-ZĐ][A-Za-zĐđ]*\d*(?:\s*[-–]\s*[A-ZĐ][A-Za-zĐđ]*\d*)*)")
DAY = re.compile(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE)
SHORT_DAY = re.compile(r"^[\s,;–-]*ngày\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.IGNORECASE)  # behind the number
KINDS = ("QUYẾT ĐỊNH", "THÔNG BÁO", "NGHỊ QUYẾT", "KẾ HOẠCH", "BÁO CÁO", "TỜ TRÌNH", "PHƯƠNG ÁN", "QUY CHẾ", "DANH SÁCH", "CÔNG VĂN")
ENDS = re.compile(r"(?:Căn cứ|Thực hiện|Kính gửi|Theo đề nghị|Xét đề nghị|ỦY BAN|UỶ BAN|CHỦ TỊCH|HỘI ĐỒNG|Điều\s+1|_{3,}|-{3,}|\d+\.)")


@dataclass(frozen=True)
class Suggestion:
    """Number and sign, date, title as the first page gives them."""

    number: str = ""
    dated: date | None = None
    title: str = ""

    def __bool__(self) -> bool:
        return bool(self.number or self.dated or self.title)


def suggest(text: str) -> Suggestion:
    """What `text`, the first page of a document, says of itself."""
    lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", text).replace("\t", "\n").split("\n")]
    lines = [line for line in lines if line]
    whole = "\n".join(lines)
    return Suggestion(_number(whole), _day(whole), _title(lines))


def same_number(one: str, other: str) -> bool:
    """Whether two ways to write a number and sign mean the same."""
    return _bare(one) == _bare(other)


def _bare(number: str) -> str:
    text = unicodedata.normalize("NFC", number).upper().replace("–", "-")
    return re.sub(r"^0+(?=\d)", "", re.sub(r"^SỐ:?", "", "".join(text.split())))


def _number(whole: str) -> str:
    found = NUMBER.search(whole)
    return "" if found is None else f"{found[1]}/{''.join(found[2].split()).replace('–', '-')}"


def _day(whole: str) -> date | None:
    number = NUMBER.search(whole)
    beside = SHORT_DAY.search(whole[number.end() :]) if number is not None else None
    for found in (*([beside] if beside is not None else []), *DAY.finditer(whole)):
        try:
            return date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            continue
    return None


def _title(lines: list[str]) -> str:
    for n, line in enumerate(lines):
        kind = next((one for one in KINDS if line.rstrip(":") == one), None)
        if kind is None:
            continue
        said: list[str] = []
        for more in lines[n + 1 : n + 7]:
            if ENDS.match(more) or more.rstrip(":") in KINDS:
                break
            if NUMBER.match(more):
                continue
            said.append(more)
        if said:
            text = re.sub(r"^V/v", "về việc", " ".join(said).strip(" .;:"))
            title = f"{kind.capitalize()} {text[0].lower()}{text[1:]}"
            return title if len(title) <= LONGEST else title[: LONGEST - 1].rpartition(" ")[0] + "…"
    return ""
