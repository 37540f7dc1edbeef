"""Days, times, numbers and money as they are read here, in Vietnamese and in English.

Promises: pure functions of the value and the language; instants are shown in Asia/Ho_Chi_Minh whatever the server's
zone. Refuses: naive datetimes (an instant without a zone is a mistake, not a guess) and floating-point money.
"""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_VI_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_VI_SHORT = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EN_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def language(lang: str | None = None) -> str:
    """ "vi" or "en": the one asked for, else the active one; anything but English reads as Vietnamese."""
    return "en" if (lang or get_language() or "vi").startswith("en") else "vi"


def long_day(day: date, lang: str | None = None) -> str:
    """A day with its weekday: "thứ Hai 23/11/2026", "Monday 23 November 2026"."""
    if language(lang) == "en":
        return f"{_EN_DAYS[day.weekday()]} {day.day} {_EN_MONTHS[day.month - 1]} {day.year}"
    return f"{_VI_DAYS[day.weekday()]} {short_day(day, 'vi')}"


def short_day(day: date, lang: str | None = None) -> str:
    """A day: "23/11/2026", "23 Nov 2026"."""
    if language(lang) == "en":
        return f"{day.day} {_EN_MONTHS[day.month - 1][:3]} {day.year}"
    return f"{day.day}/{day.month}/{day.year}"


def day_month(day: date, lang: str | None = None) -> str:
    """A day without its year: "23/11", "23 Nov"."""
    return f"{day.day} {_EN_MONTHS[day.month - 1][:3]}" if language(lang) == "en" else f"{day.day}/{day.month}"


def weekday(day: date, lang: str | None = None) -> str:
    """The weekday, short: "T2" to "CN", "Mon" to "Sun"."""
    return _EN_DAYS[day.weekday()][:3] if language(lang) == "en" else _VI_SHORT[day.weekday()]


def month(day: date, lang: str | None = None) -> str:
    """The month with its year: "tháng 11/2026", "November 2026"."""
    return f"{_EN_MONTHS[day.month - 1]} {day.year}" if language(lang) == "en" else f"tháng {day.month}/{day.year}"


def short_month(day: date, lang: str | None = None) -> str:
    """The month alone, short: "Th11", "Nov"."""
    return _EN_MONTHS[day.month - 1][:3] if language(lang) == "en" else f"Th{day.month}"


def _local(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return at.astimezone(ZONE)


def local_day(at: datetime) -> date:
    """The local day of an instant."""
    return _local(at).date()


def clock(at: datetime) -> str:
    """The local time of an instant: "14:05"."""
    return f"{_local(at):%H:%M}"


def instant(at: datetime, lang: str | None = None) -> str:
    """An instant: "14:05, 23/11/2026", "14:05, 23 Nov 2026"."""
    return f"{clock(at)}, {short_day(local_day(at), lang)}"


def when(value: datetime | date) -> str:
    """An instant as such, a day without an hour."""
    return instant(value) if isinstance(value, datetime) else short_day(value)


def count(n: int, lang: str | None = None) -> str:
    """A whole number grouped by thousands: "1.234.567", "1,234,567"."""
    text = f"{n:,}"
    return text if language(lang) == "en" else text.replace(",", ".")


def money(dong: int, lang: str | None = None) -> str:
    """An amount in whole đồng: "1.234.567 đ"; the space does not break."""
    return f"{count(dong, lang)}\u00a0đ"


def amount(dong: int, lang: str | None = None) -> str:
    """An amount as it is said: "14,61 tỷ đồng", "310 triệu đồng", "45.000 đ"; at most two places, cut, never rounded up."""
    for worth, vi, en in ((1_000_000_000, "tỷ đồng", "billion đồng"), (1_000_000, "triệu đồng", "million đồng")):
        if abs(dong) >= worth:
            whole, rest = divmod(abs(dong) * 100 // worth, 100)
            places = f"{rest:02}".rstrip("0")
            point = "." if language(lang) == "en" else ","
            text = count(whole, lang) + (f"{point}{places}" if places else "")
            return f"{'-' if dong < 0 else ''}{text}\u00a0{en if language(lang) == 'en' else vi}"
    return money(dong, lang)


def percent(part: int, whole: int, lang: str | None = None) -> str:
    """How much `part` is of `whole`: "66,7%", one place, cut; "" of nothing."""
    if whole <= 0:
        return ""
    full, tenth = divmod(part * 1000 // whole, 10)
    point = "." if language(lang) == "en" else ","
    return f"{count(full, lang)}{f'{point}{tenth}' if tenth else ''}%"


def size(octets: int, lang: str | None = None) -> str:
    """The size of a file in bytes, as "820 B", "64 KB", "1,3 MB" (units of 1,000)."""
    if octets < 1000:
        return f"{octets}\u00a0B"
    if octets < 1_000_000:
        return f"{round(octets / 1000)}\u00a0KB"
    text = f"{octets / 1_000_000:.1f}"
    return f"{text if language(lang) == 'en' else text.replace('.', ',')}\u00a0MB"


_KINDS = {
    "Constitution": "Hiến pháp",
    "Civil Code": "Bộ luật Dân sự",
    "Labour Code": "Bộ luật Lao động",
    "Code": "Bộ luật",
    "Law": "Luật",
    "Ordinance": "Pháp lệnh",
    "Decree": "Nghị định",
    "Joint Resolution": "Nghị quyết liên tịch",
    "Resolution": "Nghị quyết",
    "Decision": "Quyết định",
    "Directive": "Chỉ thị",
    "Circular": "Thông tư",
    "Joint Circular": "Thông tư liên tịch",
    "Regulation": "Quy chế",
}
_CITED = re.compile(rf"(?P<kind>{'|'.join(_KINDS)}) (?P<number>\S+)(?: Art\. (?P<places>.+))?")
_PLACE = re.compile(r"(?P<article>\d+[a-zđ]?)(?:\((?P<clause>\d+[a-zđ]?)\))?(?:\((?P<point>[a-zđ]+)\))?")
_ANNEX = re.compile(r"Annex (?P<annex>[IVX\d]+)(?P<within>(?:\([\da-zđ]+\))*)")
_HOUSE = re.compile(r"house: (?P<file>\S+), section (?P<section>\S+)")


def _places_vi(text: str) -> str | None:
    """ "11(5), 13(1), 13(2)(b)" as "Điều 11 khoản 5, Điều 13 khoản 1, khoản 2 điểm b"; None where it is written in no known way."""
    said: list[str] = []
    before = ""
    for word in text.split(", "):
        annex = _ANNEX.fullmatch(word)
        if annex is not None:
            said.append(f"Phụ lục {annex['annex']} {annex['within']}".strip())
            continue
        found = _PLACE.fullmatch(word)
        if found is None:
            return None
        article, clause, point = found["article"], found["clause"], found["point"]
        inside = [f"khoản {clause}"] if clause else []
        inside += [f"điểm {point}"] if point else []
        said.append(" ".join(inside if article == before and inside else [f"Điều {article}", *inside]))
        before = article
    return ", ".join(said)


_AMENDED = re.compile(r"(?P<what>.+) \(amended by (?P<by>.+)\)")
_BILL = re.compile(r"Bill of (?P<year>\d{4}) to replace (?P<what>[^()]+?)(?P<open> \(outcome not known\))?")
_NAMED = {"Law on Inspection": "Luật Thanh tra"}  # laws that are cited by name, for want of a text with a number
_SEVERAL = re.compile(rf", (?=(?:{'|'.join(_KINDS)}) \d)")


def _cited_vi(text: str) -> str:
    house = _HOUSE.fullmatch(text)
    if house is not None:
        return f"{house['file']}, mục {house['section']}"
    amended, bill = _AMENDED.fullmatch(text), _BILL.fullmatch(text)
    if amended is not None:
        return f"{_cited_vi(amended['what'])} (được {_cited_vi(amended['by'])} sửa đổi)"
    if bill is not None:
        return f"dự án luật năm {bill['year']} thay thế {_cited_vi(bill['what'])}{' (chưa rõ kết quả)' if bill['open'] else ''}"
    if len(several := _SEVERAL.split(text)) > 1:
        return ", ".join(map(_cited_vi, several))
    if text in _NAMED:
        return _NAMED[text]
    found = _CITED.fullmatch(text)
    if found is None:
        return text
    name = f"{_KINDS[found['kind']]} {found['number']}"
    if found["places"] is None:
        return name
    places = _places_vi(found["places"])
    return f"{name}, {places}" if places is not None else text


def cited(basis: str, lang: str | None = None) -> str:
    """What a rule rests on, as its readers cite it.

    Takes the one notation of the rulebook, "Law 10/2022/QH15 Art. 11(5), 13(2)(b); Decree …", or a name without an article.
    English keeps it; Vietnamese reads "Luật 10/2022/QH15, Điều 11 khoản 5, Điều 13 khoản 2 điểm b". What is written in another
    way comes back as it is: a citation is never guessed.
    """
    if language(lang) == "en":
        return basis.removeprefix("house: ")
    return "; ".join(map(_cited_vi, basis.split("; ")))


def first_place(basis: str) -> str:
    """The first article of a citation, for a line that has little room; the whole stands on the page behind it."""
    return basis.split("; ")[0].split(", ")[0]


def short_hash(digest: str) -> str:
    """A digest cut for the eye, its beginning and its end; the whole stands in a title or beside it."""
    return digest if len(digest) <= 16 else f"{digest[:10]}…{digest[-4:]}"
