"""What became of a receipted act (docs/log-format.md, section 10).

Promises: the same evidence gives the same verdict, here and in any program written from the document; *lost* is only
said where the receipt and the log's own signature prove it. Refuses: to guess; what cannot be decided is *not yet due*
or, two hours after the promise fell due, *withheld*.
"""

from collections.abc import Iterator
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
    Edge,
    Tile,
    TileNodes,
    consistency_proof,
    edge_at,
    inclusion_proof,
    leaf_hash,
    roots_from_consistency,
    tile_width,
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


def judge(receipt: Receipt, view: LogView, now: datetime) -> Verdict:
    """The verdict on a receipt whose signature was checked (`open_receipt`), by the verifier's own clock `now`.

    ValueError where receipt and view are of different logs.
    """
    if receipt.origin != view.origin:
        raise ValueError("the receipt of another log")
    detail, checkpoint = "", None
    try:
        checkpoint = view.open()
        found = _decide(receipt, view, checkpoint)
        if found is not None:
            return found
    except Unavailable as error:
        detail = str(error)
    word = Word.NOT_YET_DUE if now <= receipt.by + GRACE else Word.WITHHELD
    return Verdict(word, Why.UNAVAILABLE if detail else Why.WAITING, checkpoint, detail=detail)


def _decide(receipt: Receipt, view: LogView, checkpoint: Checkpoint) -> Verdict | None:
    size, root, after = checkpoint.size, checkpoint.root, receipt.after_size
    if size < after:
        hashes = _authenticated(view, Edge(), checkpoint)
        return Verdict(Word.LOST, Why.SHRUNK, checkpoint) if _is_after(receipt, view, 0, hashes, size) else None
    nodes = TileNodes(size, view.tile)
    edge = edge_at(after, nodes)
    if size == after and root != receipt.after_root:
        return Verdict(Word.LOST, Why.FORK, checkpoint)
    if edge.root() != receipt.after_root:
        roots = roots_from_consistency(after, size, edge.root(), consistency_proof(after, size, nodes))
        if roots != (edge.root(), root):
            raise Unavailable("the tiles do not lead to the checkpoint")
        return Verdict(Word.LOST, Why.FORK, checkpoint)
    hashes = _authenticated(view, edge, checkpoint)
    for place in range(0, len(hashes), HASH_SIZE):
        if hashes[place : place + HASH_SIZE] == receipt.leaf:
            index = after + place // HASH_SIZE
            return Verdict(Word.INCLUDED, Why.FOUND, checkpoint, index, tuple(inclusion_proof(index, size, nodes)))
    return Verdict(Word.LOST, Why.ABSENT, checkpoint) if _is_after(receipt, view, after, hashes, size) else None


def _tiles(start: int, size: int) -> Iterator[Tile]:
    for index in range(start // TILE_WIDTH, -(-size // TILE_WIDTH)):
        yield Tile(0, index, tile_width(0, index, size))


def _authenticated(view: LogView, edge: Edge, checkpoint: Checkpoint) -> bytes:
    """The leaf hashes after `edge`, joined, proved to lead to the checkpoint's root."""
    start, size = edge.size, checkpoint.size
    hashes = b""
    if start < size:
        hashes = b"".join([view.tile(tile) for tile in _tiles(start, size)])[start % TILE_WIDTH * HASH_SIZE :]
    edge = edge.extend(hashes[place : place + HASH_SIZE] for place in range(0, len(hashes), HASH_SIZE))
    if edge.root() != checkpoint.root:
        raise Unavailable("the tiles do not lead to the checkpoint")
    return hashes


def _is_after(receipt: Receipt, view: LogView, start: int, hashes: bytes, size: int) -> bool:
    """True where an authenticated entry at an index >= `start` is later than `by`; the newest bundles are read first."""
    by, missing = time_text(receipt.by).encode(), ""
    for tile in reversed(list(_tiles(start, size)) if start < size else []):
        try:
            leaves = view.leaves(tile)
        except Unavailable as error:
            missing = missing or str(error)
            continue
        first = tile.index * TILE_WIDTH
        for place in range(len(leaves) - 1, max(0, start - first) - 1, -1):
            at = (first + place - start) * HASH_SIZE
            found = ENTRY_RE.fullmatch(leaves[place])
            if found is not None and found[4] > by and _is_time(found[4]) and leaf_hash(leaves[place]) == hashes[at : at + HASH_SIZE]:
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
