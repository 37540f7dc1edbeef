"""Whether a text seems to name a person or has a telephone of somebody's own, so that somebody looks again before everybody reads it. Pure.

Promises: a form of address or an office before a word that begins with a capital letter is seen, at the beginning of a sentence and in
capitals too. Refuses nothing and masks nothing: no pattern tells names from other words; a person looks at what is found.
"""

import re

_CALLED = "ông|bà|anh|chị|cô|chú|bác|thím|cháu|em|thầy|cụ|dì|cậu|mợ|dượng"
_OFFICES = (
    "chủ tịch|bí thư|trưởng thôn|trưởng bản|trưởng xóm|thôn trưởng|tổ trưởng|tổ phó|trưởng ban|phó ban|trưởng phòng|phó phòng|"
    "trưởng công an|giám đốc|hiệu trưởng|cán bộ|công chức|kế toán|thủ quỹ|địa chính"
)
_UNITS = "xã|phường|tỉnh|thôn|bản|xóm|chi bộ|công an|tổ dân phố"
_NAMED = re.compile(rf"(?<!\w)(?i:(?:{_CALLED})|({_OFFICES})(\s+(?:{_UNITS}))?)(?=((?:\s+\w+){{1,3}}))")
_BODIES = frozenset(
    {"ủy", "ubnd", "mttq", "hđnd", "hội", "mặt", "đảng", "đoàn", "tổ", "ban", "sở", "phòng", "công",
     "xã", "phường", "tỉnh", "thôn", "bản", "xóm", "chi", "quốc", "nhà"}
)  # fmt: skip
_MOBILE = re.compile(r"(?<!\d)(?:\+?84|0)[ .-]?[35789](?:[ .-]?\d){8}(?!\d)")
_NAME = 3  # words that begin large: after the unit of an office (xã Minh Khai) fewer are its name


def names_somebody(text: str) -> bool:
    """Whether a text seems to name a person: a form of address or an office, in small or capital letters, before a word that begins with a
    capital letter and is no body."""
    for found in _NAMED.finditer(text):
        office, unit, words = found[1], found[2], found[3].split()
        least = _NAME if unit else 1
        body = office and words[0].casefold() in _BODIES
        if not body and len(words) >= least and all(one[0].isupper() for one in words[:least]):
            return True
    return False


def seems_private(text: str) -> bool:
    """Whether a body's wording for everybody seems to name a person, or has the number of a mobile telephone."""
    return names_somebody(text) or _MOBILE.search(text) is not None
