"""The Merkle tree and its tiles (RFC 6962 section 2.1 = RFC 9162 section 2.1; C2SP tlog-tiles).

Promises: roots, proofs and paths that any RFC 6962 and tlog-tiles program agrees with; appending and the root from the
right edge cost O(log n); a proof reads O(log n) hashes through the `node` function it is given. Refuses: sizes and
indexes outside the tree (ValueError). Verifiers answer True or False and never raise on bytes from outside.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

HASH_SIZE: Final = 32
TILE_HEIGHT: Final = 8
TILE_WIDTH: Final = 256
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()

Node = Callable[[int, int], bytes]
"""(level, index) -> hash of the perfect subtree over leaves [index * 2**level, (index + 1) * 2**level)."""


def leaf_hash(leaf: bytes) -> bytes:
    """SHA-256(0x00 || leaf)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class TileHash:
    """One hash that has its place in a tile for good: `index` counts hashes at tile level `level`, from 0."""

    level: int
    index: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a tree: the roots of its perfect subtrees, largest first. All that appending needs."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.hashes) != self.size.bit_count() or any(len(one) != HASH_SIZE for one in self.hashes):
            raise ValueError("an edge has one 32-byte hash for each set bit of its size")

    def append(self, new: bytes) -> "Edge":
        """The edge after one more leaf hash."""
        return grow(self, (new,))[0]

    def extend(self, new: Iterable[bytes]) -> "Edge":
        """The edge after more leaf hashes, in order."""
        return grow(self, new)[0]

    def root(self) -> bytes:
        """The root hash of the tree (SHA-256 of nothing for the empty tree)."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root

    def to_bytes(self) -> bytes:
        """Eight bytes of size, big endian, then the hashes: at most 2,056 bytes."""
        return self.size.to_bytes(8) + b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Edge":
        """The edge behind `to_bytes`; ValueError for anything else."""
        if len(data) < 8 or (len(data) - 8) % HASH_SIZE:
            raise ValueError("not an edge")
        return cls(int.from_bytes(data[:8]), tuple(data[at : at + HASH_SIZE] for at in range(8, len(data), HASH_SIZE)))


def grow(edge: Edge, new: Iterable[bytes]) -> tuple[Edge, tuple[TileHash, ...]]:
    """Append leaf hashes; also return every hash that thereby got its place in a tile, in the order it did.

    Each leaf hash is one at tile level 0; each 256th closes a tile, whose root is one at the next level, and so on.
    """
    size, stack, placed = edge.size, list(edge.hashes), []
    for one in new:
        if len(one) != HASH_SIZE:
            raise ValueError("a leaf hash has 32 bytes")
        placed.append(TileHash(0, size, one))
        size += 1
        level = 0
        rest = size
        while not rest & 1:
            one = node_hash(stack.pop(), one)
            rest >>= 1
            level += 1
            if not level % TILE_HEIGHT:
                placed.append(TileHash(level // TILE_HEIGHT, rest - 1, one))
        stack.append(one)
    return Edge(size, tuple(stack)), tuple(placed)


def edge_at(size: int, node: Node) -> Edge:
    """The right edge of the first `size` leaves, read through `node`."""
    hashes, start = [], 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            hashes.append(node(level, start >> level))
            start += 1 << level
    return Edge(size, tuple(hashes))


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root over leaf hashes, streaming: memory O(log n)."""
    return Edge().extend(leaf_hashes).root()


def reduce_level(row: bytes) -> bytes:
    """Parents of an even number of neighbouring hashes, both as concatenated bytes."""
    sha256 = hashlib.sha256
    return b"".join([sha256(b"\x01" + row[at : at + 64]).digest() for at in range(0, len(row), 64)])


def tile_root(full: bytes) -> bytes:
    """The hash of a full tile (256 hashes, 8,192 bytes) at the level above."""
    if len(full) != TILE_WIDTH * HASH_SIZE:
        raise ValueError("a full tile has 8,192 bytes")
    while len(full) > HASH_SIZE:
        full = reduce_level(full)
    return full


# Proofs


def _split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def _range_hash(low: int, high: int, node: Node) -> bytes:
    """MTH(D[low:high]) where `low` is a multiple of the smallest power of two not under high - low."""
    size = high - low
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node(level, low >> level)
    middle = low + _split(size)
    return node_hash(_range_hash(low, middle, node), _range_hash(middle, high, node))


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """PATH(index, D[size]) of RFC 6962 section 2.1.1, lowest sibling first."""
    if not 0 <= index < size:
        raise ValueError("an index lies inside its tree")
    proof, low, high = [], 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            proof.append(_range_hash(middle, high, node))
            high = middle
        else:
            proof.append(_range_hash(low, middle, node))
            low = middle
    return proof[::-1]


def consistency_proof(old: int, new: int, node: Node) -> list[bytes]:
    """PROOF(old, D[new]) of RFC 6962 section 2.1.2; empty where old is 0 or equals new."""
    if not 0 <= old <= new:
        raise ValueError("the old tree is not larger than the new one")
    if old in (0, new):
        return []
    proof, low, high, whole = [], 0, new, True
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            proof.append(_range_hash(middle, high, node))
            high = middle
        else:
            proof.append(_range_hash(low, middle, node))
            low, whole = middle, False
    if not whole:
        proof.append(_range_hash(low, high, node))
    return proof[::-1]


def root_from_inclusion(one: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to (RFC 9162 section 2.1.3.2), None where its shape is impossible."""
    if not 0 <= index < size or any(len(sibling) != HASH_SIZE for sibling in proof):
        return None
    at, last, root = index, size - 1, one
    for sibling in proof:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = node_hash(sibling, root)
            while not at & 1 and at:
                at >>= 1
                last >>= 1
        else:
            root = node_hash(root, sibling)
        at >>= 1
        last >>= 1
    return root if last == 0 else None


def verify_inclusion(one: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """True where leaf hash `one` stands at `index` of the tree with that size and root."""
    return root_from_inclusion(one, index, size, proof) == root


def roots_from_consistency(old: int, new: int, old_root: bytes, proof: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """(old root, new root) that a consistency proof leads to (RFC 9162 section 2.1.4.2), None where its shape is impossible.

    `old_root` is only used where `old` is a power of two, whose proof leaves it out. Needs 0 < old < new.
    """
    if not 0 < old < new or any(len(one) != HASH_SIZE for one in proof):
        return None
    steps = list(proof) if old & (old - 1) else [old_root, *proof]
    if not steps:
        return None
    at, last = old - 1, new - 1
    while at & 1:
        at >>= 1
        last >>= 1
    first = second = steps[0]
    for one in steps[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            first, second = node_hash(one, first), node_hash(one, second)
            while not at & 1 and at:
                at >>= 1
                last >>= 1
        else:
            second = node_hash(second, one)
        at >>= 1
        last >>= 1
    return (first, second) if last == 0 else None


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """True where the tree (new, new_root) begins with the tree (old, old_root)."""
    if old < 0 or old > new:
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    return roots_from_consistency(old, new, old_root, proof) == (old_root, new_root)


# Tiles


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile: `level` counts in steps of eight tree levels, `index` along the level, `width` 1 to 256 hashes."""

    level: int
    index: int
    width: int = TILE_WIDTH

    def __post_init__(self) -> None:
        if not (0 <= self.level <= 7 and self.index >= 0 and 1 <= self.width <= TILE_WIDTH):
            raise ValueError("no such tile")

    @property
    def path(self) -> str:
        """Where the hashes are served, under `/log/`: `tile/0/x001/067.p/5`."""
        return f"tile/{self.level}/{_index_path(self.index)}{self._suffix}"

    @property
    def entries_path(self) -> str:
        """Where the entries under a tile of level 0 are served: `tile/entries/x001/067.p/5`."""
        if self.level:
            raise ValueError("entries lie under level 0 only")
        return f"tile/entries/{_index_path(self.index)}{self._suffix}"

    @property
    def _suffix(self) -> str:
        return "" if self.width == TILE_WIDTH else f".p/{self.width}"


def _index_path(index: int) -> str:
    text = str(index)
    groups = text.zfill(-(-len(text) // 3) * 3)
    parts = [groups[at : at + 3] for at in range(0, len(groups), 3)]
    return "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])


_PATH: Final = re.compile(r"tile/(?:([0-7])|entries)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


def parse_path(path: str) -> tuple[bool, Tile]:
    """(True for entries and False for hashes, the tile) behind a path under `/log/`; ValueError for any other path."""
    found = _PATH.fullmatch(path)
    if found is None or len(path) > 64:
        raise ValueError("not a tile path")
    index = int(found[2].replace("x", "").replace("/", ""))
    width = int(found[3]) if found[3] else TILE_WIDTH
    if _index_path(index) != found[2] or (found[3] and width >= TILE_WIDTH):
        raise ValueError("not a tile path")
    return found[1] is None, Tile(int(found[1] or 0), index, width)


def tile_width(level: int, index: int, size: int) -> int:
    """How many hashes tile (level, index) holds in a tree of `size` leaves, 0 to 256."""
    return max(0, min(TILE_WIDTH, (size >> TILE_HEIGHT * level) - index * TILE_WIDTH))


def tiles_between(old: int, new: int) -> Iterator[Tile]:
    """The tiles that a tree of `new` leaves has and one of `old` leaves has not (or has narrower), level by level."""
    for level in range(8):
        have, want = old >> TILE_HEIGHT * level, new >> TILE_HEIGHT * level
        if not want:
            return
        if have == want:
            continue
        for index in range(have // TILE_WIDTH, -(-want // TILE_WIDTH)):
            yield Tile(level, index, tile_width(level, index, new))


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of a tree of `size` leaves, partial ones with their width, level by level."""
    return tiles_between(0, size)


class TileNodes:
    """A `node` function over tiles: give it the tree's size and a reader of tile bytes; it keeps what it worked out.

    The reader gets a Tile with the width the tree has it in and returns exactly that many hashes (KeyError or OSError
    pass through). What it returns is not trusted: only a proof that checks against a signed root is.
    """

    def __init__(self, size: int, read: Callable[[Tile], bytes]) -> None:
        self.size = size
        self._read = read
        self._rows: dict[tuple[int, int], list[bytes]] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """The hash of a perfect subtree, (level, index) as in `Node`."""
        if index < 0 or (index + 1) << level > self.size:
            raise ValueError("outside the tree")
        tile_level, height = divmod(level, TILE_HEIGHT)
        tile_index, place = divmod(index, TILE_WIDTH >> height)
        rows = self._rows.get((tile_level, tile_index))
        if rows is None:
            tile = Tile(tile_level, tile_index, tile_width(tile_level, tile_index, self.size))
            row = self._read(tile)
            if len(row) != tile.width * HASH_SIZE:
                raise ValueError(f"{tile.path} has {len(row)} bytes")
            rows = self._rows[tile_level, tile_index] = [row]
        while len(rows) <= height:
            below = rows[-1]
            rows.append(reduce_level(below[: len(below) // 64 * 64]))
        return rows[height][place * HASH_SIZE : (place + 1) * HASH_SIZE]


# Entry bundles


def bundle(leaves: Iterable[bytes]) -> bytes:
    """Leaves as an entry bundle: each after its length as two bytes, big endian."""
    return b"".join([len(leaf).to_bytes(2) + leaf for leaf in leaves])


def unbundle(data: bytes) -> list[bytes]:
    """The leaves of an entry bundle; ValueError where a length points past the end."""
    leaves, rest = split_bundle(data)
    if rest:
        raise ValueError("an entry bundle ends inside an entry")
    return leaves


def split_bundle(data: bytes) -> tuple[list[bytes], int]:
    """The whole leaves at the start of an entry bundle, and how many bytes are left over: 0 where it is sound."""
    leaves, at, end = [], 0, len(data)
    while at + 2 <= end:
        start = at + 2
        stop = start + (data[at] << 8 | data[start - 1])
        if stop > end:
            break
        leaves.append(data[start:stop])
        at = stop
    return leaves, end - at
