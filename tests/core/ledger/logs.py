"""Small logs in a dictionary of files, honest or forged, for the tests of this room."""

import hashlib
from datetime import UTC, date, datetime, timedelta

from dinhlang.core.ledger import (
    Checkpoint,
    Entry,
    LogView,
    Sealed,
    SKey,
    TileNodes,
    bundle,
    encode,
    grow,
    leaf_hash,
    receipt_name,
    root_of,
    sign_checkpoint,
    tiles_of,
)
from dinhlang.core.ledger.tree import Edge

ORIGIN = "log.example/so-cong"
START = datetime(2026, 11, 23, 1, 0, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def digest(text: str) -> bytes:
    """32 bytes that stand for random ones."""
    return hashlib.sha256(text.encode()).digest()


LOG_KEY = SKey(ORIGIN, digest("log key"))
RECEIPT_KEY = SKey(receipt_name(ORIGIN), digest("receipt key"))


def entry(number: int, at: datetime = START, act: str = "disclosure.post") -> bytes:
    """An entry like many, told apart by its commitment."""
    return encode(Entry(act, "01273", "staff", at, "4k7m2q9xw3h8t6vr", None, digest("rules"), digest(f"commit {number}")))


def sealed(number: int, day: date = TODAY) -> bytes:
    """A sealed leaf, told apart by its commitment."""
    return encode(Sealed(day, digest(f"sealed {number}")))


def mixed(count: int) -> list[bytes]:
    """`count` leaves, every third sealed, entries ten seconds apart."""
    return [sealed(at) if at % 3 == 2 else entry(at, START + timedelta(seconds=10 * at)) for at in range(count)]


def files_of(leaves: list[bytes], key: SKey = LOG_KEY) -> dict[str, bytes]:
    """Everything that stands under `/log/` for these leaves, the checkpoint included."""
    hashes = [leaf_hash(leaf) for leaf in leaves]
    rows: dict[int, list[bytes]] = {}
    for one in grow(Edge(), hashes)[1]:
        rows.setdefault(one.level, []).append(one.hash)
    files = {"checkpoint": sign_checkpoint(Checkpoint(key.name, len(leaves), root_of(hashes)), key)}
    for tile in tiles_of(len(leaves)):
        first = tile.index * 256
        files[tile.path] = b"".join(rows[tile.level][first : first + tile.width])
        if tile.level == 0:
            files[tile.entries_path] = bundle(leaves[first : first + tile.width])
    return files


def view_of(files: dict[str, bytes]) -> LogView:
    """The view of a verifier who trusts the log key."""
    return LogView(ORIGIN, (LOG_KEY.vkey,), files.get("checkpoint"), files.get)


def nodes_of(hashes: list[bytes]) -> TileNodes:
    """A node reader over bare leaf hashes."""
    rows: dict[int, list[bytes]] = {}
    for one in grow(Edge(), hashes)[1]:
        rows.setdefault(one.level, []).append(one.hash)
    return TileNodes(len(hashes), lambda tile: b"".join(rows[tile.level][tile.index * 256 :][: tile.width]))
