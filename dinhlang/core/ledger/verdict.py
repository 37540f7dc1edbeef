"""What became of a receipted act (docs/log-format.md, section 10).

Promises: the same evidence gives the same verdict, here and in any program written from the document; *lost* is only
said where the receipt and the log's own signature prove it. Refuses: to guess; what cannot be decided is *not yet due*
or, two hours after the promise fell due, *withheld*.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from dinhlang.core.ledger.checkpoint import Checkpoint
from dinhlang.core.ledger.leaf import ENTRY_RE, LeafError, time_of, time_text
from dinhlang.core.ledger.receipt import Receipt
from dinhlang.core.ledger.tree import (
    HASH_SIZE,
    TILE_WIDTH,
    Node,
    Tile,
    TileNodes,
    consistency_proof,
    edge_at,
    inclusion_proof,
    leaf_hash,
    node_hash,
    reduce_level,
    tile_width,
    verify_consistency,
    verify_inclusion,
)
from dinhlang.core.ledger.view import LogView, Unavailable

GRACE: Final = timedelta(hours=2)


class Word(StrEnum):
    """The four verdicts."""

    INCLUDED = "included"
    NOT_YET_DUE = "not_yet_due"
    LOST = "lost"
    WITHHELD = "withheld"


class Why(StrEnum):
    """Which step of section 10 decided."""

    FOUND = "found"
    ABSENT = "absent"
    FORK = "fork"
    SHRUNK = "shrunk"
    WAITING = "waiting"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`word` and the step that decided it; for *included* the index and its proof in `checkpoint`.

    `detail` names, for *not yet due* and *withheld*, what was missing ("" where only time was).
    """

    word: Word
    why: Why
    checkpoint: Checkpoint | None = None
    index: int | None = None
    proof: tuple[bytes, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a log says that a leaf stands: its index, its inclusion proof in the checkpoint, and the proof that the checkpoint extends
    the receipt's. Believed as far as the proofs lead, and no further."""

    index: int
    inclusion: tuple[bytes, ...]
    consistency: tuple[bytes, ...]


def judge(receipt: Receipt, view: LogView, now: datetime, shown: Shown | None = None) -> Verdict:
    """The verdict on a receipt whose signature was checked (`open_receipt`), by the verifier's own clock `now`.

    `shown` spares reading every leaf since the receipt where its proofs hold. ValueError where receipt and view are of different logs.
    """
    if receipt.origin != view.origin:
        raise ValueError("the receipt of another log")
    detail, checkpoint = "", None
    try:
        checkpoint = view.open()
        found = (_proved(receipt, checkpoint, shown) if shown is not None else None) or _decide(receipt, view, checkpoint)
        if found is not None:
            return found
    except Unavailable as error:
        detail = str(error)
    word = Word.NOT_YET_DUE if now <= receipt.by + GRACE else Word.WITHHELD
    return Verdict(word, Why.UNAVAILABLE if detail else Why.WAITING, checkpoint, detail=detail)


def _proved(receipt: Receipt, checkpoint: Checkpoint, shown: Shown) -> Verdict | None:
    size, root, after = checkpoint.size, checkpoint.root, receipt.after_size
    if (
        shown.index >= after
        and verify_inclusion(receipt.leaf, shown.index, size, shown.inclusion, root)
        and verify_consistency(after, size, receipt.after_root, root, shown.consistency)
    ):
        return Verdict(Word.INCLUDED, Why.FOUND, checkpoint, shown.index, shown.inclusion)
    return None


def _decide(receipt: Receipt, view: LogView, checkpoint: Checkpoint) -> Verdict | None:
    size, after = checkpoint.size, receipt.after_size
    if size == after:  # the checkpoint alone decides: there is no leaf to read
        return Verdict(Word.LOST, Why.FORK, checkpoint) if checkpoint.root != receipt.after_root else None
    if size < after:
        evidence = _gather(view, checkpoint, 0)
        return Verdict(Word.LOST, Why.SHRUNK, checkpoint) if _is_after(receipt, view, 0, evidence) else None
    try:
        evidence = _gather(view, checkpoint, after)
    except Unavailable:
        # Two histories need less than a loss: the hashes on both sides of `after`, not every leaf behind it.
        if _root_at(view, checkpoint, after) != receipt.after_root:
            return Verdict(Word.LOST, Why.FORK, checkpoint)
        raise
    if edge_at(after, evidence).root() != receipt.after_root:
        return Verdict(Word.LOST, Why.FORK, checkpoint)
    for index in range(after, size):
        if evidence.leaf(index) == receipt.leaf:
            return Verdict(Word.INCLUDED, Why.FOUND, checkpoint, index, tuple(inclusion_proof(index, size, evidence)))
    return Verdict(Word.LOST, Why.ABSENT, checkpoint) if _is_after(receipt, view, after, evidence) else None


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Authenticated hashes of a tree of `size` leaves: every leaf's from `base` on, joined, and `left` for subtrees before it."""

    size: int
    base: int
    hashes: bytes
    left: Node

    def leaf(self, index: int) -> bytes:
        """The hash of leaf `index`, not before `base`."""
        place = (index - self.base) * HASH_SIZE
        return self.hashes[place : place + HASH_SIZE]

    def __call__(self, level: int, index: int) -> bytes:
        """The hash of a perfect subtree, as a `Node`."""
        first, end = index << level, (index + 1) << level
        if end <= self.base:
            return self.left(level, index)
        if first < self.base:
            return node_hash(self(level - 1, 2 * index), self(level - 1, 2 * index + 1))
        row = self.hashes[(first - self.base) * HASH_SIZE : (end - self.base) * HASH_SIZE]
        while len(row) > HASH_SIZE:
            row = reduce_level(row)
        return row


def _tiles(start: int, size: int) -> list[Tile]:
    return [Tile(0, index, tile_width(0, index, size)) for index in range(start // TILE_WIDTH, -(-size // TILE_WIDTH))]


def _row(view: LogView, tile: Tile, entries_first: bool) -> bytes:
    """The leaf hashes under a tile of level 0: out of the tile or of the leaves, whichever is asked first and there."""

    def of_leaves(one: Tile) -> bytes:
        return b"".join(map(leaf_hash, view.leaves(one)))

    first, second = (of_leaves, view.tile) if entries_first else (view.tile, of_leaves)
    try:
        return first(tile)
    except Unavailable as trouble:
        try:
            return second(tile)
        except Unavailable:
            raise trouble from None


def _gather(view: LogView, checkpoint: Checkpoint, start: int) -> _Evidence:
    """The leaf hashes from `start` on, by the first of four ways that leads to the checkpoint's root; Unavailable where none does.

    Hashes of level 0 from the bundle of `start` on and a few of higher tiles before it; the same with the leaves in the place of
    level 0; then both with level 0 from the first leaf.
    """
    size, base, missing = checkpoint.size, start // TILE_WIDTH * TILE_WIDTH, ""
    for first in dict.fromkeys((base, 0)):
        for from_entries in (False, True):
            left = TileNodes(size, view.tile)
            try:
                edge = edge_at(first, left)
                rows = [_row(view, tile, from_entries and tile.index * TILE_WIDTH >= base) for tile in _tiles(first, size)]
            except Unavailable as error:
                missing = missing or str(error)
                continue
            hashes = b"".join(rows)
            edge = edge.extend(hashes[place : place + HASH_SIZE] for place in range(0, len(hashes), HASH_SIZE))
            if edge.root() == checkpoint.root:
                return _Evidence(size, first, hashes, left)
    raise Unavailable(missing or "the files do not lead to the checkpoint")


def _root_at(view: LogView, checkpoint: Checkpoint, after: int) -> bytes:
    """The root of the first `after` leaves, 0 < after < size or 0, out of tiles alone; Unavailable where they do not show it."""
    nodes = TileNodes(checkpoint.size, view.tile)
    old_root = edge_at(after, nodes).root()
    if not verify_consistency(after, checkpoint.size, old_root, checkpoint.root, consistency_proof(after, checkpoint.size, nodes)):
        raise Unavailable("the tiles do not lead to the checkpoint")
    return old_root


def _is_after(receipt: Receipt, view: LogView, start: int, evidence: _Evidence) -> bool:
    """True where an authenticated entry at an index >= `start` is later than `by`; the newest bundles are read first."""
    by, missing = time_text(receipt.by).encode(), ""
    for tile in reversed(_tiles(start, evidence.size)):
        try:
            leaves = view.leaves(tile)
        except Unavailable as error:
            missing = missing or str(error)
            continue
        first = tile.index * TILE_WIDTH
        for place in range(len(leaves) - 1, max(0, start - first) - 1, -1):
            found = ENTRY_RE.fullmatch(leaves[place])
            if found is not None and found[4] > by and _is_time(found[4]) and leaf_hash(leaves[place]) == evidence.leaf(first + place):
                return True
    if missing:
        raise Unavailable(missing)
    return False


def _is_time(text: bytes) -> bool:
    try:
        time_of(text.decode("ascii"))
    except LeafError:
        return False
    return True
