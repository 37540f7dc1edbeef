"""What one line of history looks like: the two kinds of leaf, to the byte (docs/log-format.md, "Leaves").

Promises: `encode` and `parse` are exact inverses; every accepted leaf is ASCII, at most 512 bytes, one spelling only
(canonical base64, real calendar days, +07:00). Refuses: anything else, with `LeafError` and nothing but `LeafError`.
A leaf holds no free text and no index, so it can stay public for ever.
"""

import base64
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7))
MAX_LEAF: Final = 512
NONE: Final = "-"
STAFF: Final = "staff"
ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"

# The last base64 digit of 32 bytes carries four bits only; listing the sixteen legal ones makes the spelling unique.
B64_32: Final = r"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]="
BASE32: Final = r"[0-9a-hjkmnp-tv-z]"
DAY: Final = r"2[0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
TIME: Final = DAY + r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\+07:00"
ACT: Final = r"(?=[a-z0-9_.]{3,64}\n)[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+"
BODY: Final = rf"(?:[0-9]{{2,5}}|[0-9]{{2}}-{BASE32}{{8}}|-)"
OFFICE: Final = r"(?:(?=[a-z0-9-]{1,40}\n)[a-z][a-z0-9]*(?:-[a-z0-9]+)*|-)"

ENTRY_RE: Final = re.compile(
    (
        r"dinhlang/entry/v1\n"
        rf"act ({ACT})\n"
        rf"body ({BODY})\n"
        rf"office ({OFFICE})\n"
        rf"time ({TIME})\n"
        rf"subject ({BASE32}{{16}})\n"
        rf"because ({B64_32}|-)\n"
        rf"rules ({B64_32})\n"
        rf"commit ({B64_32})\n"
    ).encode("ascii")
)
SEALED_RE: Final = re.compile(rf"dinhlang/sealed/v1\ndate ({DAY})\ncommit ({B64_32})\n".encode("ascii"))
_TIME_RE: Final = re.compile(TIME)


class LeafError(ValueError):
    """Bytes that are not a leaf, or values that cannot be one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An act of an office or of the house itself.

    `body` is an official code, `<province>-<8 base32>` or "-"; `office` an office id, "staff" or "-"; `time` is the
    instant of appending, whole seconds; `because` the leaf hash of the entry that caused this one; `rules` the hash of
    the rulebook in force; `commit` the commitment to the parts (`commit.commitment`). All hashes are 32 bytes.
    """

    act: str
    body: str
    office: str
    time: datetime
    subject: str
    because: bytes | None
    rules: bytes
    commit: bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a resident, household or guest did, an access to an identity, or an erasure: they all look alike."""

    date: date
    commit: bytes


Leaf = Entry | Sealed


def b64(data: bytes) -> str:
    """Standard base64 with padding (RFC 4648 section 4)."""
    return base64.b64encode(data).decode("ascii")


def hash_text(digest: bytes) -> str:
    """Base64 of a 32-byte hash; LeafError for any other length."""
    if not isinstance(digest, bytes) or len(digest) != 32:
        raise LeafError("a hash has 32 bytes")
    return b64(digest)


def hash_bytes(text: str) -> bytes:
    """The 32 bytes behind canonical base64 text; LeafError for any other spelling."""
    if re.fullmatch(B64_32, text) is None:
        raise LeafError("not the base64 of 32 bytes")
    return base64.b64decode(text)


def time_text(instant: datetime) -> str:
    """`2026-11-23T09:14:05+07:00` for an aware instant of whole seconds (RFC 3339, Vietnamese time)."""
    if instant.tzinfo is None or instant.microsecond:
        raise LeafError("a time is aware and has whole seconds")
    try:
        text = instant.astimezone(VIETNAM).isoformat(timespec="seconds")
    except (OverflowError, ValueError) as error:
        raise LeafError("a time within the years 2000 to 2999") from error
    if _TIME_RE.fullmatch(text) is None:
        raise LeafError("a time within the years 2000 to 2999")
    return text


def time_of(text: str) -> datetime:
    """The instant behind `time_text`; LeafError for any other spelling or a day that no calendar has."""
    if _TIME_RE.fullmatch(text) is None:
        raise LeafError("not a time")
    try:
        return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
    except ValueError as error:
        raise LeafError("no such day") from error


def _day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise LeafError("no such day") from error


def encode(leaf: Leaf) -> bytes:
    """The bytes of a leaf. LeafError names the first value outside the grammar; nothing is repaired."""
    lines: tuple[str, ...]
    match leaf:
        case Entry():
            lines = (
                "dinhlang/entry/v1",
                f"act {leaf.act}",
                f"body {leaf.body}",
                f"office {leaf.office}",
                f"time {time_text(leaf.time)}",
                f"subject {leaf.subject}",
                f"because {NONE if leaf.because is None else hash_text(leaf.because)}",
                f"rules {hash_text(leaf.rules)}",
                f"commit {hash_text(leaf.commit)}",
            )
            pattern = ENTRY_RE
        case Sealed():
            lines = ("dinhlang/sealed/v1", f"date {leaf.date:%Y-%m-%d}", f"commit {hash_text(leaf.commit)}")
            pattern = SEALED_RE
    try:
        data = ("\n".join(lines) + "\n").encode("ascii")
    except UnicodeEncodeError as error:
        raise LeafError("a leaf is ASCII") from error
    found = pattern.fullmatch(data)
    if found is None:
        raise LeafError(_first_bad(leaf))
    return data


def _first_bad(leaf: Leaf) -> str:
    if isinstance(leaf, Sealed):
        return "date: a day within the years 2000 to 2999"
    for name, pattern in (("act", ACT), ("body", BODY), ("office", OFFICE), ("subject", BASE32 + "{16}")):
        if re.fullmatch(rf"(?:{pattern})\n", f"{getattr(leaf, name)}\n") is None:
            return f"{name}: outside the grammar"
    return "outside the grammar"


def parse(data: bytes) -> Leaf:
    """The leaf behind bytes. LeafError unless `data` is exactly what `encode` would write."""
    if len(data) > MAX_LEAF:
        raise LeafError(f"a leaf has at most {MAX_LEAF} bytes")
    found = ENTRY_RE.fullmatch(data)
    if found is not None:
        act, body, office, time, subject, because, rules, commit = (group.decode("ascii") for group in found.groups())
        return Entry(
            act=act,
            body=body,
            office=office,
            time=time_of(time),
            subject=subject,
            because=None if because == NONE else base64.b64decode(because),
            rules=base64.b64decode(rules),
            commit=base64.b64decode(commit),
        )
    found = SEALED_RE.fullmatch(data)
    if found is not None:
        day, commit = (group.decode("ascii") for group in found.groups())
        return Sealed(_day_of(day), base64.b64decode(commit))
    raise LeafError("not a leaf of either kind")


def base32(random: bytes) -> str:
    """Lower-case Crockford base32 (`ALPHABET`), most significant bit first; the length must be a multiple of 5 bytes."""
    if len(random) % 5:
        raise LeafError("base32 takes multiples of 5 bytes")
    number = int.from_bytes(random)
    digits = len(random) * 8 // 5
    return "".join(ALPHABET[number >> 5 * place & 31] for place in range(digits - 1, -1, -1))


def new_subject(random: bytes) -> str:
    """A subject id from 10 random bytes: one per thing, never per person or household."""
    if len(random) != 10:
        raise LeafError("a subject has 80 bits")
    return base32(random)


def new_body(province: str, random: bytes) -> str:
    """An id for a body without an official code: two digits of the province, "-", 5 random bytes as base32."""
    if re.fullmatch("[0-9]{2}", province) is None or len(random) != 5:
        raise LeafError("a body id has a province of two digits and 40 bits")
    return f"{province}-{base32(random)}"
