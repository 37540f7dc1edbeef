"""What the public log costs without a database: `python -m benchmarks.ledger [leaves]`.

Promises: figures of this machine, each beside a floor of the same run (SHA-256 over the same bytes where that is the
work, a plain loop over the same leaves otherwise). The planted log is written down here: every third leaf sealed,
entries ten seconds apart, commitments from SHA-256 of a number. No assertion on time.
"""

import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from time import perf_counter

from dinhlang.core.ledger import (
    TILE_WIDTH,
    Checkpoint,
    Edge,
    Entry,
    LogView,
    Open,
    Opening,
    Sealed,
    SKey,
    TileNodes,
    Value,
    bundle,
    check_opening,
    consistency_proof,
    encode,
    encode_opening,
    grow,
    inclusion_proof,
    leaf_hash,
    parse_path,
    root_of,
    sign_checkpoint,
    tiles_of,
    verify_log,
)

ORIGIN = "bench.invalid/log"
START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """One line of the table: `figure` in `unit`, the floor in the same unit, and figure over floor."""

    what: str
    size: int
    figure: float
    unit: str
    floor: float | None = None
    ratio: float | None = None


def _digest(number: int) -> bytes:
    return hashlib.sha256(b"bench %d" % number).digest()


def planted(count: int) -> list[bytes]:
    """The planted leaves."""
    rules, leaves = _digest(-1), []
    for at in range(count):
        when = START + timedelta(seconds=10 * at)
        if at % 3 == 2:
            leaves.append(encode(Sealed(when.date(), _digest(at))))
        else:
            leaves.append(encode(Entry("disclosure.post", "01273", "commune-chair", when, "4k7m2q9xw3h8t6vr", None, rules, _digest(at))))
    return leaves


def files_of(leaves: list[bytes]) -> dict[str, bytes]:
    """Everything under `/log/` for these leaves."""
    key = SKey(ORIGIN, _digest(-2))
    edge, placed = grow(Edge(), map(leaf_hash, leaves))
    rows: dict[int, list[bytes]] = {}
    for one in placed:
        rows.setdefault(one.level, []).append(one.hash)
    files = {"checkpoint": sign_checkpoint(Checkpoint(ORIGIN, edge.size, edge.root()), key)}
    for tile in tiles_of(len(leaves)):
        first = tile.index * TILE_WIDTH
        files[tile.path] = b"".join(rows[tile.level][first : first + tile.width])
        if tile.level == 0:
            files[tile.entries_path] = bundle(leaves[first : first + tile.width])
    return files


def _seconds(work: Callable[[], object], times: int = 3) -> float:
    """The best of some runs, in seconds."""
    best = float("inf")
    for _ in range(times):
        began = perf_counter()
        work()
        best = min(best, perf_counter() - began)
    return best


def _rate(what: str, size: int, unit: str, work: Callable[[], object], floor: Callable[[], object] | None = None) -> Row:
    if floor is None:
        return Row(what, size, size / _seconds(work), unit)
    turns = [(_seconds(work, 1), _seconds(floor, 1)) for _ in range(3)]
    figure, bare = (size / min(column) for column in zip(*turns, strict=True))
    return Row(what, size, figure, unit, bare, figure / bare)


def _hash_all(messages: list[bytes]) -> None:
    sha256 = hashlib.sha256
    for message in messages:
        sha256(message).digest()


def verify_rows(leaves: list[bytes], files: dict[str, bytes]) -> list[Row]:
    """Whole-log verification; the floor hashes each leaf and as many 65-byte nodes."""
    view = LogView(ORIGIN, (SKey(ORIGIN, _digest(-2)).vkey,), files["checkpoint"], files.get)
    messages = [b"\x00" + leaf for leaf in leaves] + [b"\x01" + bytes(64)] * (len(leaves) - 1)
    if not verify_log(view).ok:
        raise SystemExit("the planted log does not verify: its figures would mean nothing")
    return [_rate("verify a log", len(leaves), "entries/s", lambda: verify_log(view), lambda: _hash_all(messages))]


def tree_rows(leaves: list[bytes]) -> list[Row]:
    """The tree built anew from leaves, with and without its tile hashes; the floor hashes the same messages."""
    messages = [b"\x00" + leaf for leaf in leaves] + [b"\x01" + bytes(64)] * (len(leaves) - 1)
    return [
        _rate("rebuild the tree", len(leaves), "leaves/s", lambda: root_of(map(leaf_hash, leaves)), lambda: _hash_all(messages)),
        _rate("rebuild tree and tiles", len(leaves), "leaves/s", lambda: files_of(leaves), lambda: _hash_all(messages)),
    ]


def _one_by_one(edge: Edge, hashes: list[bytes]) -> None:
    for one in hashes:
        edge = grow(edge, (one,))[0]
        edge.root()


def append_rows(leaves: list[bytes]) -> list[Row]:
    """What one append asks of core: digest and commitment of two parts, leaf, hash, edge from and to bytes, root."""
    hashes = [leaf_hash(leaf) for leaf in leaves]
    edge = Edge().extend(hashes)
    kept = edge.to_bytes()
    value: dict[str, Value] = {
        "title": "Công khai các khoản đóng góp của Nhân dân",
        "item": 8,
        "number": "12/TB-UBND",
        "amount": "12500000",
    }

    def whole() -> None:
        for at in range(1000):
            parts = {"public": Open(_digest(at), value), "files": Open(_digest(-at), [])}
            leaf = encode(
                Entry("disclosure.post", "01273", "commune-chair", START, "4k7m2q9xw3h8t6vr", None, hashes[0], Opening(b"", parts).commit)
            )
            grown, _ = grow(Edge.from_bytes(kept), (leaf_hash(leaf),))
            grown.to_bytes()
            encode_opening(Opening(hashes[0], parts))

    return [
        Row("append, core's share", len(leaves), _seconds(whole) * 1000, "µs each"),
        _rate("append a hash and take the root", len(hashes), "leaves/s", lambda: _one_by_one(Edge(), hashes)),
    ]


def proof_rows(size: int = 1_000_000) -> list[Row]:
    """Proofs from tiles over planted leaf hashes: cold reads every tile anew, warm keeps the tiles it has worked out."""
    levels: dict[int, list[bytes]] = {}
    for placed in grow(Edge(), map(_digest, range(size)))[1]:
        levels.setdefault(placed.level, []).append(placed.hash)
    tiles = {
        tile.path: b"".join(levels[tile.level][tile.index * TILE_WIDTH : tile.index * TILE_WIDTH + tile.width]) for tile in tiles_of(size)
    }
    places = [at * 7919 % size for at in range(50)]

    def node() -> TileNodes:
        return TileNodes(size, lambda tile: tiles[tile.path])

    kept = node()
    for at in places:
        inclusion_proof(at, size, kept)
        consistency_proof(at + 1, size, kept)

    def run(fresh: bool, prove: Callable[[int, TileNodes], object]) -> Callable[[], object]:
        return lambda: [prove(at, node() if fresh else kept) for at in places]

    def include(at: int, one: TileNodes) -> object:
        return inclusion_proof(at, size, one)

    def connect(at: int, one: TileNodes) -> object:
        return consistency_proof(at + 1, size, one)

    return [
        Row(f"{name} proof, {state}", size, _seconds(run(state == "cold", prove)) / len(places) * 1000, "ms")
        for name, prove in (("inclusion", include), ("consistency", connect))
        for state in ("cold", "warm")
    ]


def opening_rows(count: int = 5000) -> list[Row]:
    """Openings checked against their leaves."""
    pairs = []
    for at in range(count):
        parts = {"public": Open(_digest(at), {"title": "Công khai dự toán", "number": at}), "files": Open(_digest(-at), [])}
        leaf = encode(Sealed(date(2026, 11, 23), Opening(b"", parts).commit))
        pairs.append((encode_opening(Opening(leaf_hash(leaf), parts)), leaf))
    return [
        _rate("check openings", count, "openings/s", lambda: [check_opening(*pair) for pair in pairs]),
        _rate("parse paths", count, "paths/s", lambda: [parse_path("tile/0/x001/067.p/5") for _ in pairs]),
    ]


def rows(count: int = 100_000) -> list[Row]:
    """The whole table for a planted log of `count` leaves."""
    leaves = planted(count)
    files = files_of(leaves)
    return [*verify_rows(leaves, files), *tree_rows(leaves), *append_rows(leaves), *proof_rows(), *opening_rows()]


def main() -> None:
    """Print the table."""
    print(f"{'what':34} {'size':>9} {'figure':>12} {'unit':12} {'floor':>12} {'ratio':>6}")
    for row in rows(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000):
        digits = 0 if row.figure >= 100 else 3
        floor = "" if row.floor is None else f"{row.floor:,.0f}"
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        print(f"{row.what:34} {row.size:>9,} {row.figure:>12,.{digits}f} {row.unit:12} {floor:>12} {ratio:>6}")


if __name__ == "__main__":
    main()
