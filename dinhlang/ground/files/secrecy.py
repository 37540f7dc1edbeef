"""Does a text bear a secrecy mark (MẬT, TỐI MẬT, TUYỆT MẬT) or the words "lưu hành nội bộ"?

Promises: a pure function for file contents, file names and typed fields alike. A mark is a stamp: capital letters that
stand alone. Refuses: to see a stamp in "bảo mật", "Mật độ", "BẢO MẬT" or "MẬT ONG", because a refusal here stops honest work.
"""

import re
import unicodedata
from enum import StrEnum


class Mark(StrEnum):
    """A mark as it is stamped. The first three refuse a text, the last only warns."""

    tuyet_mat = "TUYỆT MẬT"
    toi_mat = "TỐI MẬT"
    mat = "MẬT"
    internal = "lưu hành nội bộ"

    @property
    def refuses(self) -> bool:
        """Whether a text that bears this mark must stay outside."""
        return self is not Mark.internal


_LEFT, _RIGHT = r"(?<![^\W_])", r"(?![^\W_])"
_GAP = r"[\s_.\-]{0,3}"


def _stamp(*words: str) -> str:
    # Stamps are often letter-spaced (M Ậ T), and file names join words by _ or -.
    return _LEFT + _GAP.join(" ?".join(word) for word in words) + _RIGHT


# Names of files are often typed without accents. A bare MAT is no mark: "giải phóng MẶT bằng" is written that way every day.
_HIGHER: tuple[tuple[Mark, re.Pattern[str]], ...] = (
    (Mark.tuyet_mat, re.compile(f"{_stamp('TUYỆT', 'MẬT')}|{_stamp('TUYET', 'MAT')}")),
    (Mark.toi_mat, re.compile(f"{_stamp('TỐI', 'MẬT')}|{_stamp('TOI', 'MAT')}")),
)
_PLAIN = re.compile(_stamp("MẬT"))
_INTERNAL = re.compile(r"lưu\s+hành\s+nội\s+bộ", re.IGNORECASE)

# The shape of a Vietnamese syllable without accents: tells the word ĐỘ (a neighbour) from the abbreviations QĐ, BC or UBND.
_SYLLABLE = re.compile(r"(?:NGH|NG|NH|GH|GI|KH|PH|TH|TR|CH|QU|[BCDGHKLMNPQRSTVX])?[AEIOUY]{1,3}(?:NG|NH|CH|[CMNPT])?")
_NEAR = 40
_BEFORE = re.compile(r"(\w+)[ \u00a0]+$")
_AFTER = re.compile(r"^[ \u00a0]+(\w+)")


def _is_word(token: str) -> bool:
    if not token.isupper() or not token.isalpha() or len(token) < 2:
        return False
    bare = "".join(c for c in unicodedata.normalize("NFD", token) if not unicodedata.combining(c)).replace("Đ", "D")
    return _SYLLABLE.fullmatch(bare) is not None


def secrecy_mark(text: str) -> Mark | None:
    """The highest secrecy mark in `text`, or None.

    TỐI MẬT and TUYỆT MẬT count wherever they stand in capitals. MẬT counts only when no other word in capitals stands
    beside it on its line, so that a heading in capitals (BẢO MẬT, MẬT ĐỘ DÂN SỐ) passes.
    """
    text = unicodedata.normalize("NFC", text)
    for mark, pattern in _HIGHER:
        if pattern.search(text):
            return mark
    for found in _PLAIN.finditer(text):
        before = _BEFORE.search(text[max(0, found.start() - _NEAR) : found.start()])
        after = _AFTER.search(text[found.end() : found.end() + _NEAR])
        if not (before and _is_word(before[1])) and not (after and _is_word(after[1])):
            return Mark.mat
    return Mark.internal if _INTERNAL.search(text) else None
