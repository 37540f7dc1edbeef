"""What happened to a petition, step by step, with the words as long as their keys live: for its sender and for who has it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dinhlang.ground.record import reads as record
from dinhlang.ground.record import vault
from dinhlang.ground.record.models import ClosedEntry, Entry, Pending

SUBMIT = "petition.submit"

Trail = tuple[tuple[str, datetime, bytes], ...]
"""Act, instant and leaf hash of everything in the record about a petition."""


@dataclass(frozen=True)
class Step:
    """An act about a petition, the words in it, a point in degrees, its files, and whether what it said was erased."""

    act: str
    at: datetime
    leaf: bytes
    words: dict[str, str]
    where: str
    point: str
    files: tuple[dict[str, Any], ...]
    erased: bool


def of(subject: str, trail: Trail | None = None) -> tuple[Step, ...]:
    """Every step, oldest first; `trail` where it was read already. Two queries, one with a trail."""
    told = record.trail(subject) if trail is None else trail
    parts = vault.open_parts([leaf for _act, _at, leaf in told], ("sender", "place", "files"), sealed=True)
    found = []
    for act, at, leaf in told:
        said = {part.name: part for part in parts.get(leaf, ())}
        words, where, files = (said[name].value if name in said else None for name in ("sender", "place", "files"))
        erased = any(part.erased for part in said.values())
        named, point = ((where or {}).get(name, "") for name in ("where", "point"))
        found.append(Step(act, at, leaf, words or {}, named, point, tuple(files or ()), erased or not said))
    return tuple(found)


def sent_words(subjects: Collection[str]) -> dict[str, str]:
    """What was written when each of these petitions was sent, as long as its key lives. Four queries."""
    leaves = {
        bytes(leaf): subject
        for each in (ClosedEntry, Entry, Pending)
        for subject, leaf in each.objects.filter(subject__in=list(subjects), act=SUBMIT).values_list("subject", "hash")
    }
    parts = vault.open_parts(list(leaves), ("sender",), sealed=True)
    return {leaves[leaf]: str((part.value or {}).get("words", "")) for leaf, many in parts.items() for part in many}


def count(subject: str, act: str) -> int:
    """How often an act was done about a petition."""
    return sum(name == act for name, _at, _leaf in record.trail(subject))


def unheard(subject: str) -> bool:
    """Whether there is a voice note of which nobody has typed what it says. One query."""
    acts = [name for name, _at, _leaf in record.trail(subject)]
    return acts.count("petition.add_voice") > acts.count("petition.summarise")
