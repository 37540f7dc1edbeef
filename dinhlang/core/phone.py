"""Telephone numbers of Viet Nam, in whatever spelling they are typed, as one.

Promises: the same telephone is the same text, also where it is written the way of before September 2018, when mobile numbers had eleven
digits. Refuses: what is no number of this country, a service number, and a number with a word in it.
"""

import re
import unicodedata

# What took the place of the mobile prefixes of eleven-digit numbers in September and November 2018; old lists still hold these.
OLD = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",
    "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",
    "162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37", "168": "38", "169": "39",
    "186": "56", "188": "58", "199": "59",
}  # fmt: skip
MOBILE = re.compile(r"[35789]\d{8}")
FIXED = re.compile(r"2\d{9}")
BETWEEN = re.compile(r"[\s.\-()‐-―/]+")


def normal(text: str) -> str | None:
    """The number as +84 and nine or ten digits; None where the text is no telephone number of this country."""
    plain = BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    if not plain.isascii():
        return None
    for begins in ("+840", "00840", "+84", "0084", "840", "84", "0"):
        if plain.startswith(begins):
            plain = plain.removeprefix(begins)
            break
    else:
        return None
    if not plain.isdigit():
        return None
    if len(plain) == 10 and plain[:3] in OLD:
        plain = OLD[plain[:3]] + plain[3:]
    return f"+84{plain}" if MOBILE.fullmatch(plain) or FIXED.fullmatch(plain) else None


def spelled(number: str) -> str:
    """A number of `normal` as people write it: 0912 345 678."""
    plain = "0" + number.removeprefix("+84")
    return f"{plain[:-6]} {plain[-6:-3]} {plain[-3:]}"
