"""Checking a whole log from its files alone (docs/log-format.md, section 12).

Promises: a changed, added, dropped or misplaced leaf is found, and the first bad index named, wherever the files can
show it; with an older checkpoint, also a log rebuilt by somebody who holds the database and the key. Memory does not
grow with the log. Refuses: to stop silently; what was not served is a problem, not a pass.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from dinhlang.core.ledger.checkpoint import Checkpoint
from dinhlang.core.ledger.leaf import ENTRY_RE, SEALED_RE, time_of
from dinhlang.core.ledger.openings import OpeningError, check_opening, opening_path
from dinhlang.core.ledger.tree import HASH_SIZE, TILE_WIDTH, Edge, Tile, TileHash, grow, leaf_hash, split_bundle, tile_root
from dinhlang.core.ledger.view import LogView, Unavailable

MAX_FALL_SECONDS: Final = 60
MAX_FALL_DAYS: Final = 2
MAX_PROBLEMS: Final = 20


class Fault(StrEnum):
    """What a problem is about."""

    CHECKPOINT = "checkpoint"
    MISSING = "missing"
    GRAMMAR = "grammar"
    TIME = "time"
    TILE = "tile"
    ROOT = "root"
    SHRUNK = "shrunk"
    FORK = "fork"
    OPENING = "opening"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where (`index` of the leaf where one can be named, `path` of the file) and `detail` in English."""

    fault: Fault
    index: int | None
    path: str
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a run of `verify_log` saw: counts of leaves and openings, and the problems (at most 20) in order of reading."""

    checkpoint: Checkpoint | None
    entries: int = 0
    sealed: int = 0
    opened: int = 0
    unopened: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """True where nothing was wrong."""
        return not self.problems

    @property
    def first_bad(self) -> int | None:
        """The lowest index that a problem names; None where none does."""
        return min((problem.index for problem in self.problems if problem.index is not None), default=None)


class _Full(Exception):
    """Enough problems for one report."""


class _Run:
    """The state of one streaming pass."""

    def __init__(self, view: LogView, checkpoint: Checkpoint, openings: bool) -> None:
        self.view = view
        self.checkpoint = checkpoint
        self.openings = openings
        self.problems: list[Problem] = []
        self.entries = self.sealed = self.opened = self.unopened = 0
        self._days: dict[bytes, int] = {}
        self._fallen = False
        self._newest = b""
        self._newest_day = 0

    def problem(self, fault: Fault, index: int | None, path: str, detail: str) -> None:
        """Note a problem; ends the pass when there are enough."""
        self.problems.append(Problem(fault, index, path, detail))
        if len(self.problems) == MAX_PROBLEMS:
            raise _Full

    def fell(self, index: int, path: str, detail: str) -> None:
        """Note the first fall only: one date too late makes every leaf after it fall."""
        if not self._fallen:
            self._fallen = True
            self.problem(Fault.TIME, index, path, detail)

    def _day(self, text: bytes) -> int:
        """The ordinal of a day, 0 for a day that no calendar has."""
        day = self._days.get(text)
        if day is None:
            try:
                day = date.fromisoformat(text.decode("ascii")).toordinal()
            except ValueError:
                day = 0
            self._days[text] = day
        return day

    def leaves(self, first: int, leaves: list[bytes], path: str) -> None:
        """Grammar and time rules of neighbouring leaves, the first of which has index `first`."""
        entry_match, sealed_match, days, newest = ENTRY_RE.fullmatch, SEALED_RE.fullmatch, self._days, self._newest
        for place, leaf in enumerate(leaves):
            found = entry_match(leaf)
            if found is not None:
                self.entries += 1
                time = found[4]
                if not (days.get(time[:10]) or self._day(time[:10])):
                    self.problem(Fault.GRAMMAR, first + place, path, "a time on a day that no calendar has")
                elif time >= newest:
                    newest = time
                elif (fall := _seconds(newest) - _seconds(time)) > MAX_FALL_SECONDS:
                    self.fell(first + place, path, f"the time falls by {fall} seconds")
                continue
            found = sealed_match(leaf)
            if found is None:
                self.problem(Fault.GRAMMAR, first + place, path, "not a leaf of either kind")
                continue
            self.sealed += 1
            day = days.get(found[1]) or self._day(found[1])
            if not day:
                self.problem(Fault.GRAMMAR, first + place, path, "a day that no calendar has")
            elif self._newest_day - day > MAX_FALL_DAYS:
                self.fell(first + place, path, f"the date falls by {self._newest_day - day} days")
            elif day > self._newest_day:
                self._newest_day = day
        self._newest = newest

    def check_openings(self, first: int, leaves: list[bytes], hashes: list[bytes]) -> None:
        """Each opening that is served must open its leaf."""
        for place, (leaf, one) in enumerate(zip(leaves, hashes, strict=True)):
            path = opening_path(one)
            data = self.view.read(path)
            if data is None:
                self.unopened += 1
                continue
            try:
                check_opening(data, leaf)
                self.opened += 1
            except OpeningError as error:
                self.problem(Fault.OPENING, first + place, path, str(error))

    def tile(self, tile: Tile, row: bytes) -> None:
        """The served tile must hold the hashes worked out here; a problem names the first leaf under the differing hash."""
        try:
            served = self.view.tile(tile)
        except Unavailable as error:
            self.problem(Fault.MISSING, None, str(error), "not served, or of the wrong length")
            return
        if served == row:
            return
        span = TILE_WIDTH**tile.level
        for place in range(tile.width):
            index = (tile.index * TILE_WIDTH + place) * span
            at = place * HASH_SIZE
            if served[at : at + HASH_SIZE] != row[at : at + HASH_SIZE] and not self.named_between(index, index + span):
                self.problem(Fault.TILE, index, tile.path, "the tile does not hold the hash of what is below it")
                return

    def named_between(self, first: int, after: int) -> bool:
        """True where a problem already names a leaf in that range: hashes above it differ as a consequence."""
        return any(problem.index is not None and first <= problem.index < after for problem in self.problems)

    def bundle(self, tile: Tile) -> list[bytes] | None:
        """The leaf hashes under a tile of level 0, everything about them checked; None where nothing is served."""
        first, path = tile.index * TILE_WIDTH, tile.entries_path
        try:
            leaves = self.view.leaves(tile)
        except Unavailable as error:
            return self.broken_bundle(tile, str(error))
        sha256 = hashlib.sha256
        hashes = [sha256(b"\x00" + leaf).digest() for leaf in leaves]
        self.tile(tile, b"".join(hashes))
        self.leaves(first, leaves, path)
        if self.openings:
            self.check_openings(first, leaves, hashes)
        return hashes

    def broken_bundle(self, tile: Tile, detail: str) -> list[bytes] | None:
        """Name the first leaf that a bundle does not hold; go on with the hashes of the tile, None where there are none."""
        first, path = tile.index * TILE_WIDTH, tile.entries_path
        try:
            row = self.view.tile(tile)
        except Unavailable as error:
            self.problem(Fault.MISSING, first, path, f"neither entries nor hashes are served whole: {detail}, {error}")
            return None
        hashes = [row[at : at + HASH_SIZE] for at in range(0, len(row), HASH_SIZE)]
        leaves = split_bundle(self.view.read(path) or b"")[0]
        good = 0
        for leaf, one in zip(leaves, hashes, strict=False):
            if leaf_hash(leaf) != one:
                break
            good += 1
        self.problem(Fault.MISSING, first + min(good, tile.width - 1), path, f"entries are not served whole: {detail}")
        return hashes

    def tree(self, known: Checkpoint | None) -> None:
        """Every bundle, every tile, the root, and the root at the size of the older checkpoint."""
        size = self.checkpoint.size
        upper = Edge()
        rows: dict[int, bytearray] = {}
        last: list[bytes] = []
        for index in range(-(-size // TILE_WIDTH)):
            tile = Tile(0, index, min(TILE_WIDTH, size - index * TILE_WIDTH))
            hashes = self.bundle(tile)
            if hashes is None:
                return
            first = index * TILE_WIDTH
            if known is not None and first < known.size <= first + tile.width:
                self._compare_known(known, _joined(upper, hashes[: known.size - first]))
            if tile.width < TILE_WIDTH:
                last = hashes
                break
            upper, placed = grow(upper, (tile_root(b"".join(hashes)),))
            for one in placed:
                self._place(rows, one)
        for level, row in rows.items():
            if row:
                width = len(row) // HASH_SIZE
                self.tile(Tile(level, (size >> 8 * level) // TILE_WIDTH, width), bytes(row))
        if _joined(upper, last).root() != self.checkpoint.root:
            self.problem(Fault.ROOT, None, "checkpoint", "the entries do not give the root that is signed")

    def _place(self, rows: dict[int, bytearray], one: TileHash) -> None:
        level = one.level + 1
        row = rows.setdefault(level, bytearray())
        row += one.hash
        if len(row) == TILE_WIDTH * HASH_SIZE:
            self.tile(Tile(level, one.index // TILE_WIDTH), bytes(row))
            row.clear()

    def _compare_known(self, known: Checkpoint, edge: Edge) -> None:
        if edge.root() != known.root:
            detail = f"the first {known.size} entries are not those of the older checkpoint: history was changed"
            self.problem(Fault.FORK, None, "checkpoint", detail)


def _seconds(time: bytes) -> int:
    return int(time_of(time.decode("ascii")).timestamp())


def _joined(upper: Edge, last: list[bytes]) -> Edge:
    """The edge over full tiles (given by their roots) followed by fewer than 256 leaf hashes, or exactly one tile."""
    if len(last) == TILE_WIDTH:
        upper, last = grow(upper, (tile_root(b"".join(last)),))[0], []
    return Edge(upper.size * TILE_WIDTH + len(last), upper.hashes + Edge().extend(last).hashes)


def verify_log(view: LogView, known_checkpoint: Checkpoint | None = None, openings: bool = False) -> Report:
    """Check everything section 12 names; the report says what was wrong, and `first_bad` where.

    `known_checkpoint` is one that the verifier kept (its signature checked when it was); `openings` also reads one file
    per leaf. Never raises on what the log serves.
    """
    try:
        checkpoint = view.open()
    except Unavailable as error:
        return Report(None, problems=(Problem(Fault.CHECKPOINT, None, "checkpoint", str(error)),))
    run = _Run(view, checkpoint, openings)
    try:
        if known_checkpoint is not None:
            if known_checkpoint.origin != checkpoint.origin:
                run.problem(Fault.CHECKPOINT, None, "checkpoint", "the older checkpoint is of another log")
            elif known_checkpoint.size > checkpoint.size:
                detail = f"the log has {checkpoint.size} entries, the older checkpoint {known_checkpoint.size}"
                run.problem(Fault.SHRUNK, checkpoint.size, "checkpoint", detail)
        run.tree(known_checkpoint)
    except _Full:
        pass
    return Report(checkpoint, run.entries, run.sealed, run.opened, run.unopened, tuple(run.problems))
