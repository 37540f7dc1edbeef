"""Checkpoints (C2SP tlog-checkpoint): the log's signed word on its size and root.

Promises: one spelling, no extension lines, so that two checkpoints of one tree differ in signatures only. Refuses:
another origin, a size with leading zeros, a root that is not 32 bytes, an unsigned text (NoteError).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dinhlang.core.ledger.leaf import B64_32, hash_bytes, hash_text
from dinhlang.core.ledger.notes import NoteError, SKey, VKey, open_note, sign
from dinhlang.core.ledger.tree import EMPTY_ROOT

ORIGIN: Final = r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~-]+)*"
SIZE: Final = r"(?:0|[1-9][0-9]{0,14})"

_ORIGIN: Final = re.compile(ORIGIN)
_TEXT: Final = re.compile(rf"({ORIGIN})\n({SIZE})\n({B64_32})\n")


def check_origin(origin: str) -> None:
    """NoteError unless `origin` is a name this log may carry: a URL without scheme, at most 100 characters."""
    if len(origin) > 100 or _ORIGIN.fullmatch(origin) is None or origin.endswith("/receipt"):
        raise NoteError("an origin is a host name and path, without scheme, and does not end in /receipt")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree of `size` leaves with `root` (32 bytes), as the log called `origin` vouches for it."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        check_origin(self.origin)
        if not 0 <= self.size < 10**15 or len(self.root) != 32 or (self.size == 0 and self.root != EMPTY_ROOT):
            raise NoteError("a checkpoint has a size and a root of 32 bytes")

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{hash_text(self.root)}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint behind a note's text; NoteError for any other text. Checks no signature."""
    found = _TEXT.fullmatch(text)
    if found is None:
        raise NoteError("not a checkpoint of three lines")
    return Checkpoint(found[1], int(found[2]), hash_bytes(found[3]))


def sign_checkpoint(checkpoint: Checkpoint, *keys: SKey) -> bytes:
    """The signed note. Whether signing is right (nothing went back) is the caller's duty, before this."""
    if any(key.name != checkpoint.origin for key in keys):
        raise NoteError("a log key carries the origin as its name")
    return sign(checkpoint.text, *keys)


def open_checkpoint(note: bytes, origin: str, keys: Sequence[VKey]) -> Checkpoint:
    """The checkpoint in a signed note of this origin by at least one of these log keys; NoteError otherwise."""
    checkpoint = parse_checkpoint(open_note(note, [key for key in keys if key.name == origin]).text)
    if checkpoint.origin != origin:
        raise NoteError("a checkpoint of another log")
    return checkpoint
