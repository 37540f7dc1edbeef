"""What nobody has to read in a public text: numbers of papers, telephones, accounts, addresses of mail, pages and houses. Pure.

Promises: what looks like one of these is replaced by `MASK`, however its digits are set apart. What looks like a date, a sum of money or a
size stays. Refuses to find names: no pattern tells them from other words; a person looks at those.
"""

import re
from collections.abc import Callable

MASK = "[…]"
_GAP = r"[ \u00a0.\-‐‑–_/]{0,2}"
_DIGIT = rf"(?:{_GAP}\d)"
_DAY = r"(?<!\d)(?<!\d[./-])(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)\d{2}"
_DATE = rf"{_DAY}(?:[ ,]+\d{{1,2}}[:hg]\d{{0,2}}(?!\d)|(?!{_GAP}\d))"
_UNIT = r"(?:\s*(?:(?:đồng|đ|vnđ|vnd|usd|triệu|tỷ|tỉ|nghìn|ngàn|ha|kg|tấn|km)\b|m[23²³]|%))"
_LED = (
    r"(?:cmnd|cmt|cccd|căn cước(?: công dân)?|chứng minh(?: thư| nhân dân)?|hộ chiếu|mã số thuế|mst|mã định danh|số định danh|stk|"
    r"(?:số )?tài khoản|tk|(?:số )?thẻ|bhxh|bhyt|sđt|số đt|đt|điện thoại|zalo|gọi|liên hệ|hotline)"
)
_PHONE = rf"(?<![\d,])(?:(?:\(?\+|00){_GAP}84\)?|84(?=\d{{9}}(?!\d))|\(?0)(?:\)?{_GAP}\d){{9,10}}(?!\d)"
_MAIL = r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+"
_PAGE = r"(?:https?://|www\.)\S+|(?:facebook|fb|zalo|tiktok|youtube)\.(?:com|me|vn)/\S+"
_PLATE = r"(?<![\w/])\d{2}[ -]?[A-Za-zĐđ]{1,2}\d?[ -]\d{3}\.?\d{2}(?!\d)"
_PASSPORT = r"(?<!\w)[A-Z]\d{7,8}(?!\w)"
_HOUSE = r"(?<!\w)((?:số nhà|nhà số|sn)\s*:?\s*)\d+[A-Za-z]?(?:\s?[/-]\s?\d+[A-Za-z]?)*"
_AFTER_WORD = rf"(?<!\w)({_LED}\s*(?:số|là|qua|theo)?\s*[:.]?\s*)\+?\d{_DIGIT}{{5,18}}(?!\d)"
_RUN = rf"(?<![\d,])\d{_DIGIT}{{8,18}}(?!\d)(?!{_UNIT})"
_TIGHT = rf"(?<!\d)(?:\d{{9}}|\d{{12}}|\d{{8,19}}(?!\d)(?!{_UNIT}))(?!\d)"  # as many as a card has: whatever word follows

_KEEP = re.compile(_DATE, re.IGNORECASE)
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # signs of nobody's alphabet; those that mark what is put away are among them
_PHONES = re.compile(_PHONE)
_PATTERNS = tuple(re.compile(one, re.IGNORECASE) for one in (_MAIL, _PAGE, _AFTER_WORD, _HOUSE, _PLATE)) + tuple(
    re.compile(one) for one in (_PASSPORT,)
)
_NUMBERS = tuple(re.compile(one, re.IGNORECASE) for one in (_RUN, _TIGHT))


def masked(text: str, *, phones: bool = True) -> tuple[str, int]:
    """The text with `MASK` in place of each of these, and how many there were. `phones` False leaves telephones: a body names its own."""
    count = 0

    def hide(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"{found[1]}{MASK}" if found.re.groups and found[1] else MASK

    kept: list[str] = []

    def put_away(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\ue000{chr(0xE100 + len(kept) - 1)}\ue001"

    def put_back(found: re.Match[str]) -> str:
        return kept[ord(found[1]) - 0xE100]

    said = _KEEP.sub(put_away, _PRIVATE.sub("", text))
    steps: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = [(one, hide) for one in _PATTERNS[:2]]
    steps.append((_PHONES, hide if phones else put_away))
    steps += [(one, hide) for one in (*_PATTERNS[2:], *_NUMBERS)]
    for pattern, do in steps:
        said = pattern.sub(do, said)
    return re.sub("\ue000(.)\ue001", put_back, said), count
