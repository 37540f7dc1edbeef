"""Receipts: what the log promises to whoever hands something in (docs/log-format.md, "Receipts").

Promises: the receipt names one exact leaf, a bound from below (`after`) and a moment (`by`); each can be checked later
without us. Refuses: a receipt of another log, another key or another spelling (NoteError). It holds no text and no
salt: showing a receipt shows nothing else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dinhlang.core.ledger.checkpoint import ORIGIN, SIZE, check_origin
from dinhlang.core.ledger.leaf import B64_32, TIME, LeafError, hash_bytes, hash_text, time_of, time_text
from dinhlang.core.ledger.notes import NoteError, SKey, VKey, open_note, sign
from dinhlang.core.ledger.tree import EMPTY_ROOT

_TEXT: Final = re.compile(rf"dinhlang/receipt/v1\nlog ({ORIGIN})\nleaf ({B64_32})\nafter ({SIZE}) ({B64_32})\ntime ({TIME})\nby ({TIME})\n")


def receipt_name(origin: str) -> str:
    """The name of the key that signs receipts, apart from the log key."""
    check_origin(origin)
    return f"{origin}/receipt"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A promise of log `origin`: `leaf` (its hash) will stand in every checkpoint made after `by`, at index >= `after_size`.

    `after_size` and `after_root` are the newest checkpoint when the promise was given at `time`.
    """

    origin: str
    leaf: bytes
    after_size: int
    after_root: bytes
    time: datetime
    by: datetime

    def __post_init__(self) -> None:
        check_origin(self.origin)
        if len(self.leaf) != 32 or len(self.after_root) != 32 or not 0 <= self.after_size < 10**15:
            raise NoteError("a receipt names a leaf, a size and a root")
        if self.after_size == 0 and self.after_root != EMPTY_ROOT:
            raise NoteError("the empty tree has one root")
        if self.by < self.time:
            raise NoteError("a promise is due after it is given")

    @property
    def text(self) -> str:
        """The six lines that are signed."""
        try:
            return (
                "dinhlang/receipt/v1\n"
                f"log {self.origin}\n"
                f"leaf {hash_text(self.leaf)}\n"
                f"after {self.after_size} {hash_text(self.after_root)}\n"
                f"time {time_text(self.time)}\n"
                f"by {time_text(self.by)}\n"
            )
        except LeafError as error:
            raise NoteError(str(error)) from error


def parse_receipt(text: str) -> Receipt:
    """The receipt behind a note's text; NoteError for any other text. Checks no signature."""
    found = _TEXT.fullmatch(text)
    if found is None:
        raise NoteError("not a receipt of six lines")
    try:
        return Receipt(found[1], hash_bytes(found[2]), int(found[3]), hash_bytes(found[4]), time_of(found[5]), time_of(found[6]))
    except LeafError as error:
        raise NoteError(str(error)) from error


def sign_receipt(receipt: Receipt, key: SKey) -> bytes:
    """The signed note, by the receipt key of the same origin."""
    if key.name != receipt_name(receipt.origin):
        raise NoteError("a receipt is signed by the receipt key of its log")
    return sign(receipt.text, key)


def open_receipt(note: bytes, origin: str, keys: Sequence[VKey]) -> Receipt:
    """The receipt in a signed note of this origin by one of its receipt keys; NoteError otherwise."""
    name = receipt_name(origin)
    receipt = parse_receipt(open_note(note, [key for key in keys if key.name == name]).text)
    if receipt.origin != origin:
        raise NoteError("a receipt of another log")
    return receipt
