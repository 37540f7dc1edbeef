"""Openings: the readable side of a leaf, kept beside the log so that it can be erased (docs/log-format.md, "Openings").

Promises: what opens, opens against the commitment in the leaf, whatever else is sealed or erased. Refuses: an opening
for another leaf, parts out of order, a digest that the salt and value do not give (OpeningError).
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

import rfc8785

from dinhlang.core.ledger.commit import Value, commitment, part_digest, part_place
from dinhlang.core.ledger.leaf import LeafError, hash_bytes, hash_text, parse
from dinhlang.core.ledger.tree import leaf_hash
from dinhlang.core.refusal import Refused

FORMAT: Final = "dinhlang/opening/v1"
MAX_OPENING: Final = 16_777_216

_REASON: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class OpeningError(ValueError):
    """Bytes that are no opening, or one that does not fit its leaf."""


@dataclass(frozen=True, slots=True)
class Open:
    """A part anybody may read: its own salt and its value."""

    salt: bytes
    value: Value


@dataclass(frozen=True, slots=True)
class Shut:
    """A part that is sealed: its digest only."""

    digest: bytes


@dataclass(frozen=True, slots=True)
class Erased:
    """A part whose key was deleted: its digest, and the reason code under which it was."""

    digest: bytes
    reason: str


Part = Open | Shut | Erased


@dataclass(frozen=True, slots=True)
class Opening:
    """The parts of one leaf (`leaf` is its hash) by name, in the order of the commitment.

    `text` holds the leaf itself in the copy that a holder keeps ("" in what is served), so that the copy can be checked
    against a receipt even where the log does not answer.
    """

    leaf: bytes
    parts: Mapping[str, Part]
    text: str = ""

    @property
    def digests(self) -> dict[str, bytes]:
        """Every part's digest, worked out from salt and value where the part is open."""
        return {name: _digest(name, part) for name, part in self.parts.items()}

    @property
    def commit(self) -> bytes:
        """The commitment these parts give; it must be the leaf's."""
        return commitment(self.digests)


def _digest(name: str, part: Part) -> bytes:
    match part:
        case Open(salt, value):
            return part_digest(name, salt, value)
        case Shut(digest) | Erased(digest, _):
            return digest


def opening_path(leaf: bytes) -> str:
    """Where the opening of a leaf (by its hash) is served, under `/log/`."""
    return f"open/{leaf.hex()}.json"


def _check_kept(opening: Opening) -> None:
    if opening.text and not all(isinstance(part, Open) for part in opening.parts.values()):
        raise OpeningError("a kept copy, with its leaf, has all its parts open")


def encode_opening(opening: Opening) -> bytes:
    """The JSON that is served, itself in canonical form (JCS). OpeningError for the leaf beside parts that are not open."""
    _check_kept(opening)
    parts: list[Value] = []
    for name in sorted(opening.parts, key=part_place):
        part = opening.parts[name]
        line: dict[str, Value] = {"name": name, "digest": hash_text(_digest(name, part))}
        match part:
            case Open(salt, value):
                line |= {"salt": hash_text(salt), "value": value}
            case Erased(_, reason):
                if _REASON.fullmatch(reason) is None or len(reason) > 40:
                    raise OpeningError("a reason is a code, not a sentence")
                line |= {"erased": reason}
            case Shut():
                pass
        parts.append(line)
    whole: dict[str, Value] = {"format": FORMAT, "leaf": hash_text(opening.leaf), "parts": parts}
    if opening.text:
        whole["text"] = opening.text
    return rfc8785.dumps(whole)


def _no_float(text: str) -> int:
    raise OpeningError(f"the number {text[:40]} is not a whole one")


def _whole(text: str) -> int:
    if text == "-0" or len(text) > 17:
        raise OpeningError("a number outside the format")
    return int(text)


def _no_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise OpeningError("a name stands twice")
    return members


def _members(value: object, needed: set[str], allowed: set[str]) -> dict[str, object]:
    if not isinstance(value, dict) or not needed <= set(value) <= allowed:
        raise OpeningError("not the members of an opening")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value or not value.isascii():
        raise OpeningError("a leaf is ASCII")
    return value


def _hash(value: object) -> bytes:
    if not isinstance(value, str):
        raise OpeningError("a hash is text")
    return hash_bytes(value)


def parse_opening(data: bytes) -> Opening:
    """The opening behind JSON of any spacing, every open part checked against its own digest; OpeningError otherwise.

    Does not know the leaf, unless the copy carries it: use `check_opening` for that.
    """
    if len(data) > MAX_OPENING:
        raise OpeningError("an opening has at most 16 MiB")
    try:
        whole = json.loads(data.decode(), parse_float=_no_float, parse_int=_whole, parse_constant=_no_float, object_pairs_hook=_no_twins)
        members = _members(whole, {"format", "leaf", "parts"}, {"format", "leaf", "parts", "text"})
        if members["format"] != FORMAT or not isinstance(members["parts"], list) or not members["parts"]:
            raise OpeningError("not an opening of this format")
        parts: dict[str, Part] = {}
        last = -1
        for line in members["parts"]:
            name, part = _part(_members(line, {"name", "digest"}, {"name", "digest", "salt", "value", "erased"}))
            place = part_place(name)
            if place <= last:
                raise OpeningError("parts stand once each, in the order of the list")
            last = place
            parts[name] = part
        opening = Opening(_hash(members["leaf"]), parts, _text(members["text"]) if "text" in members else "")
        _check_kept(opening)
        if opening.text:
            _check_leaf(opening, opening.text.encode("ascii"))
        return opening
    except OpeningError:
        raise
    except (ValueError, RecursionError, Refused) as error:
        raise OpeningError(f"not an opening: {error}"[:200]) from error


def _part(line: dict[str, object]) -> tuple[str, Part]:
    name, digest = line["name"], _hash(line["digest"])
    if not isinstance(name, str):
        raise OpeningError("a part has a name")
    if set(line) == {"name", "digest"}:
        return name, Shut(digest)
    if set(line) == {"name", "digest", "erased"}:
        reason = line["erased"]
        if not isinstance(reason, str) or _REASON.fullmatch(reason) is None or len(reason) > 40:
            raise OpeningError("a reason is a code, not a sentence")
        return name, Erased(digest, reason)
    if set(line) == {"name", "digest", "salt", "value"}:
        part = Open(_hash(line["salt"]), cast(Value, line["value"]))
        if _digest(name, part) != digest:
            raise OpeningError(f"salt and value of {name} do not give its digest")
        return name, part
    raise OpeningError("a part is open, sealed or erased")


def check_opening(data: bytes, leaf: bytes) -> Opening:
    """The opening of exactly this leaf (its bytes); OpeningError where hash, digests or commitment differ."""
    opening = parse_opening(data)
    _check_leaf(opening, leaf)
    return opening


def _check_leaf(opening: Opening, leaf: bytes) -> None:
    if opening.leaf != leaf_hash(leaf):
        raise OpeningError("the opening of another leaf")
    try:
        commit = parse(leaf).commit
    except LeafError as error:
        raise OpeningError("not a leaf") from error
    if opening.commit != commit:
        raise OpeningError("the parts do not give the leaf's commitment")
