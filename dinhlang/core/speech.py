"""Vietnamese text as it is read out over a loudspeaker: numbers, money, days, times, signs of documents, units as words.

Promises: the same text gives the same words; a number is read so that whoever hears it can write it down again; what is read as
a word although it was none stands in `unknown`, for a person to decide. Refuses: to guess an abbreviation it was not given.
Which abbreviations and units there are is data (`Vocabulary`), not code.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ((10**6, "triệu"), (10**3, "nghìn"))
BILLION = 10**9
MINUS, POINT, TO, PER, SLASH = "âm", "phẩy", "đến", "một", "gạch chéo"
# After these words a numeral of letters is a number: "quý III".
COUNTED = ("quý", "khóa", "khoá", "chương", "phần", "mục", "kỳ", "thứ", "lần", "đợt", "cấp", "hạng", "loại", "tổ", "khu", "đại hội")
ROMAN = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))


@dataclass(frozen=True)
class Vocabulary:
    """What may be read as something else: `short` forms ("UBND") and `units` that follow a number ("ha"), each with its words."""

    short: Mapping[str, str]
    units: Mapping[str, str]


@dataclass(frozen=True)
class Spoken:
    """A text as words; `unknown` are the short forms in it that nobody explained, each once, in the order met."""

    text: str
    unknown: tuple[str, ...]

    @property
    def syllables(self) -> int:
        """How many syllables are read: in Vietnamese each stands by itself."""
        return sum(1 for word in self.text.split() if any(sign.isalnum() for sign in word))


def minutes(syllables: int, per_minute: int) -> Fraction:
    """How long that takes, in minutes, rounded up to halves. `per_minute` is the speed of whoever reads, in syllables."""
    return Fraction(ceil(Fraction(2 * syllables, per_minute)), 2)


# --- numbers ---


def _tens(n: int) -> str:
    """A number from 1 to 99."""
    ten, one = divmod(n, 10)
    if ten == 0:
        return DIGITS[one]
    last = "" if one == 0 else "lăm" if one == 5 else DIGITS[one]
    if ten == 1:
        return f"mười {last}".rstrip()
    last = {1: "mốt", 4: "tư"}.get(one, last)
    return f"{DIGITS[ten]} mươi {last}".rstrip()


def _hundreds(n: int, whole: bool) -> str:
    """A number from 1 to 999; `whole`: its hundreds and tens are said although they are none, for more stands before it."""
    hundred, rest = divmod(n, 100)
    if not hundred and not whole:
        return _tens(rest)
    words = [DIGITS[hundred], "trăm"]
    if rest:
        words += [*(["linh"] if rest < 10 else []), _tens(rest)]
    return " ".join(words)


def number(n: int) -> str:
    """The whole number as words: 1.005 → "một nghìn không trăm linh năm"."""
    if n < 0:
        return f"{MINUS} {number(-n)}"
    if n == 0:
        return DIGITS[0]
    words: list[str] = []
    billions, rest = divmod(n, BILLION)
    if billions:
        words += [number(billions), "tỷ"]
    for size, name in GROUPS:
        group, rest = divmod(rest, size)
        if group:
            words += [_hundreds(group, bool(words)), name]
    if rest:
        words.append(_hundreds(rest, bool(words)))
    return " ".join(words)


def digits(text: str) -> str:
    """Each digit by itself, as telephone numbers are read."""
    return " ".join(DIGITS[int(sign)] for sign in text if sign.isdigit())


def decimal(whole: str, part: str) -> str:
    """A number with decimals; those that begin with zero, or are more than two, are read one by one."""
    after = digits(part) if part.startswith("0") or len(part) > 2 else number(int(part))
    return f"{number(int(whole))} {POINT} {after}"


def _plain(text: str) -> int:
    return int(re.sub(r"[.\s\u00a0]", "", text))


def _figure(text: str) -> str:
    """A number as it is written here: dots between thousands, a comma before decimals."""
    sign, text = (f"{MINUS} ", text[1:]) if text[:1] in "-−" else ("", text)
    whole, comma, part = text.partition(",")
    bare = re.sub(r"[.\s\u00a0]", "", whole)
    if not comma:
        return sign + (digits(bare) if bare.startswith("0") and len(bare) > 3 else number(int(bare)))
    return sign + decimal(bare, part)


def roman(text: str) -> int | None:
    """The value of a numeral of letters up to 39, None where it is none."""
    left, value = text, 0
    for letters, worth in ROMAN:
        while left.startswith(letters):
            left, value = left[len(letters) :], value + worth
            if len(letters) == 2:
                break
    again = "".join(letters * times for letters, times in _spelled(value))
    return value if not left and again == text else None


def _spelled(value: int) -> list[tuple[str, int]]:
    found = []
    for letters, worth in ROMAN:
        times, value = divmod(value, worth)
        found.append((letters, times))
    return found


# --- days ---


def _month(n: int) -> str:
    return "tư" if n == 4 else number(n)


def _real(day: int, month: int, year: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def day_words(day: date) -> str:
    """A day: "ngày ba tháng hai năm hai nghìn không trăm hai mươi sáu"."""
    return f"ngày {number(day.day)} tháng {_month(day.month)} năm {number(day.year)}"


# --- text ---

_FIGURE = r"(?:\d{1,3}(?:[.\u00a0 ]\d{3})+|\d+)(?:,\d+)?"
_SHORT = re.compile(r"[A-ZĐ][A-ZĐ0-9]*[A-ZĐ0-9]")
# A syllable of the language without its accents: tells words in capitals (THÔNG BÁO) from short forms (UBND).
_SYLLABLE = re.compile(r"(?:NGH|NG|NH|GH|GI|KH|PH|TH|TR|CH|QU|[BCDGHKLMNPQRSTVX])?[AEIOUY]{1,3}(?:NG|NH|CH|[CMNPT])?")


def _bare(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.replace("Đ", "D"))
    return "".join(sign for sign in letters if not unicodedata.combining(sign))


@dataclass
class _Reader:
    """One reading of one text: what it met and could not read."""

    known: Vocabulary
    unknown: dict[str, None] = field(default_factory=dict)
    units: str = ""

    def __post_init__(self) -> None:
        self.units = "|".join(re.escape(unit) for unit in sorted(self.known.units, key=len, reverse=True))
        steps: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
            (r"(?P<num>[Ss]ố:?\s+)?(?<![\w/.])\d+(?:/\d{4})?/[A-ZĐ][\wĐ.]*(?:[-–][\wĐ.]+)*", self._sign),
            (r"(?:[Nn]gày\s+)?(?<![\d/])\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?![\d/])", self._day),
            (r"[Nn]gày\s+\d{1,2}/\d{1,2}(?![\d/])", self._short_day),
            (r"(?:[Tt]háng|[Qq]uý)\s+(?:\d{1,2}|[IVX]+)/\d{4}(?![\d/])", self._month_of),
            (r"[Tt]háng\s+0?4(?!\d)", lambda found: f"{found[0].split()[0]} tư"),
            (r"[Tt]hứ\s+[14](?!\d)", lambda found: f"{found[0].split()[0]} {'nhất' if found[0][-1] == '1' else 'tư'}"),
            (r"(?<![\d.,])\d{1,2}\s?(?:[hH]|g|:)\s?\d{2}(?![\d\w])", self._time),
            (r"(?<![\d.,])\d{1,2}[hH](?!\w)", lambda found: f"{number(int(found[0][:-1]))} giờ"),
            (r"(?<![\d.])0\d{2,3}[ .]?\d{3,4}[ .]?\d{3,4}(?![\d.]\d)", lambda found: digits(found[0])),
            (rf"{_FIGURE}\s?[-–]\s?{_FIGURE}(?=\s|[^\w,.]|[.,](?!\d)|$)", self._range),
            (rf"(?<![\w])[-−]?{_FIGURE}", self._amount),
            (rf"(?i:\b(?:{'|'.join(COUNTED)}))\s+[IVX]+\b", self._counted),
            (r"[^\W\d_]+[0-9]*\.?", self._word),
        )
        self.steps = [step for _pattern, step in steps]
        named = (re.sub(r"\(\?P<num>", "(?:", pattern) for pattern, _step in steps)
        self.all = re.compile("|".join(f"(?P<s{n}>{pattern})" for n, pattern in enumerate(named)))

    def line(self, text: str) -> str:
        """A line as words."""
        self.shouted = text.upper() == text
        out, at = [], 0
        while (found := self.all.search(text, at)) is not None:
            out.append(text[at : found.start()])
            step = self.steps[next(n for n in range(len(self.steps)) if found[f"s{n}"] is not None)]
            words = step(found)
            at = found.end()
            if text[at : at + 1] and found[0].lstrip("-−")[:1].isdigit() and words != found[0]:
                words, at = self._after(words, text, at)
            out.append(words)
        out.append(text[at:])
        return self._signs("".join(out))

    def _after(self, words: str, text: str, at: int) -> tuple[str, int]:
        """What follows a number and belongs to it: percent, a unit, "per" another one."""
        after = re.compile(rf"\s?(?:%|(?:{self.units})(?![\w²³]))").match(text, at) if self.units else re.compile(r"\s?%").match(text, at)
        if after is None:
            return words, at
        unit = after[0].strip()
        words, at = f"{words} {'phần trăm' if unit == '%' else self.known.units[unit]}", after.end()
        while (per := re.compile(rf"/\s?((?:{self.units})(?![\w²³])|[^\W\d_]+)").match(text, at)) is not None:
            words, at = f"{words} {PER} {self.known.units.get(per[1], per[1])}", per.end()
        return words, at

    def _signs(self, text: str) -> str:
        text = re.sub(r"\s*[–—]\s*|\s+-\s+", ", ", text)
        text = re.sub(r"(?<=\w)/(?=\w)", ", ", text)
        text = re.sub(r"[()\[\]\"“”«»*•]", " ", text)
        text = re.sub(r"\s+([,.;:!?])", r"\1", text)
        return re.sub(r"\s+", " ", text).strip()

    def _short(self, word: str) -> str:
        if word in self.known.short:
            return self.known.short[word]
        self.unknown[word] = None
        return word

    def _sign(self, found: re.Match[str]) -> str:
        """A document's number and sign: "số mười hai, gạch chéo, quyết định, Ủy ban nhân dân"."""
        said = re.match(r"[Ss]ố:?\s+", found[0])
        text = found[0][said.end() :] if said else found[0]
        dot, text = ("." if text.endswith(".") else ""), text.rstrip(".")
        parts = []
        for piece in text.split("/"):
            if piece.isdigit():
                parts.append(number(int(piece)))
                continue
            words = []
            for one in re.split(r"[-–]", piece):
                letters = re.fullmatch(r"([A-ZĐ]+)(\d+)", one)
                if letters and one not in self.known.short and letters[1] in self.known.short:
                    words.append(f"{self.known.short[letters[1]]} khóa {number(int(letters[2]))}")
                else:
                    words.append(self._short(one))
            parts.append(", ".join(words))
        first = found[0][0] if said else "s"
        return f"{first}ố " + f", {SLASH}, ".join(parts) + dot

    def _day(self, found: re.Match[str]) -> str:
        day, month, year = (int(one) for one in re.findall(r"\d+", found[0]))
        if not _real(day, month, year):
            return f" {SLASH} ".join(number(one) for one in (day, month, year))
        word = "Ngày" if found[0].startswith("N") else "ngày"
        return f"{word}{day_words(date(year, month, day))[4:]}"

    def _short_day(self, found: re.Match[str]) -> str:
        day, month = (int(one) for one in re.findall(r"\d+", found[0]))
        if not _real(day, month, 2024):
            return f"{found[0].split()[0]} {number(day)} {SLASH} {number(month)}"
        return f"{found[0].split()[0]} {number(day)} tháng {_month(month)}"

    def _month_of(self, found: re.Match[str]) -> str:
        word, rest = found[0].split()
        which, _slash, year = rest.partition("/")
        n = int(which) if which.isdigit() else roman(which)
        if n is None:
            return found[0]
        return f"{word} {_month(n) if word.lower() == 'tháng' else number(n)} năm {number(int(year))}"

    def _time(self, found: re.Match[str]) -> str:
        hour, minute = (int(one) for one in re.findall(r"\d+", found[0]))
        if hour > 24 or minute > 59:
            return f"{number(hour)} {number(minute)}"
        return f"{number(hour)} giờ" + (f" {number(minute)}" if minute else "")

    def _range(self, found: re.Match[str]) -> str:
        first, last = re.split(r"\s?[-–]\s?", found[0], maxsplit=1)
        return f"{_figure(first)} {TO} {_figure(last)}"

    def _amount(self, found: re.Match[str]) -> str:
        return _figure(found[0])

    def _counted(self, found: re.Match[str]) -> str:
        word, letters = found[0].rsplit(maxsplit=1)
        n = roman(letters)
        return found[0] if n is None else f"{word} {number(n)}"

    def _word(self, found: re.Match[str]) -> str:
        word = found[0]
        for form in (word, word.rstrip(".")):
            if form in self.known.short:
                return self.known.short[form] + word[len(form) :]
        bare = word.rstrip(".")
        if len(bare) > 1 and bare.upper() == bare and not bare.isdigit():
            if self.shouted and _SYLLABLE.fullmatch(_bare(bare)):
                return word.lower()
            if _SHORT.fullmatch(_bare(bare)) or not bare.isalpha():
                return self._short(bare) + word[len(bare) :]
        return word


BEGINS = re.compile(r"(?:^|(?<=[.!?…])\s+)[“\"'(]*(\w)", re.MULTILINE)


def begun(text: str) -> str:
    """`text` with every sentence and every line beginning with a capital: a number said in words begins small."""
    return BEGINS.sub(lambda found: found.group(0)[:-1] + found.group(1).upper(), text)


def speak(text: str, known: Vocabulary) -> Spoken:
    """`text` as it is read out, line by line, with what nobody explained."""
    reader = _Reader(known)
    lines = [reader.line(one) for one in unicodedata.normalize("NFC", text).split("\n")]
    return Spoken("\n".join(lines), tuple(reader.unknown))
