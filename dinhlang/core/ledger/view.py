"""What a verifier sees of a log: its checkpoint, and whatever a reader finds under `/log/`.

Promises: partial tiles fall back on the full file, as tlog-tiles allows; a wrong length is the same as nothing served.
Refuses: trust. Nothing read here counts until it leads to a signed root.
"""

from collections.abc import Callable
from dataclasses import dataclass

from dinhlang.core.ledger.checkpoint import Checkpoint, open_checkpoint
from dinhlang.core.ledger.notes import NoteError, VKey
from dinhlang.core.ledger.tree import HASH_SIZE, TILE_WIDTH, Tile, unbundle


class Unavailable(Exception):
    """The log does not serve what its checkpoint says it has."""


@dataclass(frozen=True, slots=True)
class LogView:
    """A log as served or copied.

    `keys` are the log keys trusted for `origin`; `checkpoint` is the signed note (None: none was served); `read` gives
    the bytes of a path under `/log/`, such as "tile/0/000.p/3", or None where nothing is served.
    """

    origin: str
    keys: tuple[VKey, ...]
    checkpoint: bytes | None
    read: Callable[[str], bytes | None]

    def open(self) -> Checkpoint:
        """The checkpoint, its signature checked; Unavailable where there is none or it is not this log's."""
        if self.checkpoint is None:
            raise Unavailable("no checkpoint")
        try:
            return open_checkpoint(self.checkpoint, self.origin, self.keys)
        except NoteError as error:
            raise Unavailable(f"checkpoint: {error}") from error

    def tile(self, tile: Tile) -> bytes:
        """The first `tile.width` hashes of a tile; Unavailable where they are not served."""
        data, width = self._partial_or_full(tile.path, Tile(tile.level, tile.index).path, tile.width)
        if data is None or len(data) != width * HASH_SIZE:
            raise Unavailable(tile.path)
        return data[: tile.width * HASH_SIZE]

    def leaves(self, tile: Tile) -> list[bytes]:
        """The first `tile.width` leaves under a tile of level 0; Unavailable where they are not served."""
        data, width = self._partial_or_full(tile.entries_path, Tile(0, tile.index).entries_path, tile.width)
        try:
            leaves = [] if data is None else unbundle(data)
        except ValueError as error:
            raise Unavailable(f"{tile.entries_path}: {error}") from error
        if len(leaves) != width:
            raise Unavailable(tile.entries_path)
        return leaves[: tile.width]

    def _partial_or_full(self, partial: str, full: str, width: int) -> tuple[bytes | None, int]:
        """What is served under the one path or else the other, and how many hashes or leaves such a file holds."""
        data = self.read(partial)
        return (data, width) if data is not None or partial == full else (self.read(full), TILE_WIDTH)
