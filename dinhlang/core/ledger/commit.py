"""How a leaf binds text without holding it (docs/log-format.md, "Commitments").

Promises: a part opens alone, without its neighbours' salts; two spellings a reader cannot tell apart give one digest
once `clean_text` has been at the form's edge. Refuses: floats, integers of 2^53 and more, text that is not NFC, control,
bidirectional and zero-width characters, values over 64 KiB or nested deeper than 16. Salts are arguments: random,
never derived, never shared.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

import rfc8785

from dinhlang.core.ledger.leaf import hash_text
from dinhlang.core.refusal import N_, Refused

Value: TypeAlias = "str | int | bool | None | Sequence[Value] | Mapping[str, Value]"

PARTS: Final = ("public", "place", "sender", "files", "duties")
MAX_ROWS: Final = 9999
SALT_SIZE: Final = 32
MAX_VALUE: Final = 65_536
MAX_DEPTH: Final = 16
MAX_INT: Final = 2**53
PROMISE: Final = "docs/log-format.md"

_ROW: Final = re.compile(r"row-([1-9][0-9]{0,3})")
_INVISIBLE: Final = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_STRIPPED: Final = re.compile(f"[{_INVISIBLE}]")
_LINE_ENDS: Final = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_CONTROL: Final = "\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_REFUSED_RAW: Final = re.compile(f"[{_CONTROL}]")
_FORBIDDEN: Final = re.compile(f"[{_CONTROL}{_INVISIBLE}]")


def part_place(name: str) -> int:
    """Where a part stands in the order of a commitment, from 0; ValueError for a name outside the closed list."""
    if name in PARTS:
        return PARTS.index(name)
    row = _ROW.fullmatch(name)
    if row is None:
        raise ValueError(f"no such part: {name!r}")
    return len(PARTS) - 1 + int(row[1])


def clean_text(raw: str) -> str:
    """What a form hands over, as the record keeps it: line ends LF, tabs spaces, invisible characters gone, NFC.

    The same notice typed on a phone (NFD), on Windows (CRLF) and by a program becomes one string. Control characters,
    lone surrogates and noncharacters raise Refused: they are never typed, so guessing would hide a broken client.
    """
    text = _STRIPPED.sub("", _LINE_ENDS.sub("\n", raw).replace("\t", " "))
    found = _REFUSED_RAW.search(text)
    if found is not None:
        raise Refused(
            N_("The text contains a character that cannot be shown ({code}, place {place})."),
            {"code": f"U+{ord(found[0]):04X}", "place": found.start() + 1},
            PROMISE,
        )
    return unicodedata.normalize("NFC", text)


def _check_text(text: str) -> None:
    if text.isascii() and text.isprintable():
        return
    found = _FORBIDDEN.search(text)
    if found is not None:
        raise Refused(
            N_("The text contains a character that cannot be shown ({code}, place {place})."),
            {"code": f"U+{ord(found[0]):04X}", "place": found.start() + 1},
            PROMISE,
        )
    if not unicodedata.is_normalized("NFC", text):
        raise Refused(N_("The text is not in the composed form (NFC) that the record keeps."), basis=PROMISE)


def _check(value: object, depth: int) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, int):
        if abs(value) >= MAX_INT:
            raise Refused(N_("The number {number} is too large for the record."), {"number": str(value)[:40]}, PROMISE)
    elif isinstance(value, list | tuple | dict):
        if depth == MAX_DEPTH:
            raise Refused(N_("The content is nested too deeply for the record."), basis=PROMISE)
        if isinstance(value, dict):
            for key in value:
                if not isinstance(key, str):
                    raise Refused(N_("The content has a name that is not text."), basis=PROMISE)
                _check_text(key)
            for item in value.values():
                _check(item, depth + 1)
        else:
            for item in value:
                _check(item, depth + 1)
    else:
        kind = type(value).__name__
        raise Refused(N_("The content holds a kind of value that the record does not keep ({kind})."), {"kind": kind}, PROMISE)


def canonical(value: Value) -> bytes:
    """The bytes that are hashed: JCS (RFC 8785) of a value that follows the rules, at most 64 KiB; Refused otherwise."""
    _check(value, 0)
    data = rfc8785.dumps(value)
    if len(data) > MAX_VALUE:
        raise Refused(
            N_("The content is {size} bytes long; the record keeps at most {most}."), {"size": len(data), "most": MAX_VALUE}, PROMISE
        )
    return data


def check_value(value: Value) -> None:
    """Refused unless `value` may be a part as it stands; nothing is repaired here (see `clean_text`)."""
    canonical(value)


def part_digest(name: str, salt: bytes, value: Value) -> bytes:
    """SHA-256 over "dinhlang/part/v1", name, salt (32 random bytes) and the canonical value: 32 bytes."""
    return part_digest_of(name, salt, canonical(value))


def part_digest_of(name: str, salt: bytes, data: bytes) -> bytes:
    """`part_digest` of a value that is `canonical` bytes already."""
    part_place(name)
    if len(salt) != SALT_SIZE:
        raise ValueError("a salt has 32 bytes")
    return hashlib.sha256(b"dinhlang/part/v1\n" + name.encode("ascii") + b"\n" + salt + data).digest()


def commitment(digests: Mapping[str, bytes]) -> bytes:
    """The 32 bytes a leaf carries: SHA-256 over the part digests in the closed list's order, rows by number."""
    if not digests:
        raise ValueError("a commitment has at least one part")
    lines = (f"{name} {hash_text(digests[name])}\n" for name in sorted(digests, key=part_place))
    return hashlib.sha256(b"dinhlang/commit/v1\n" + "".join(lines).encode("ascii")).digest()


def blank(random: bytes) -> dict[str, bytes]:
    """Part digests of a blank that fills a batch, from 160 random bytes: it looks like any sealed act, nobody can open it."""
    if len(random) != 32 * len(PARTS):
        raise ValueError("a blank takes 160 random bytes")
    return {name: random[32 * place : 32 * place + 32] for place, name in enumerate(PARTS)}
