"""Hashes of the tree out of the database's tiles, and the proofs made of them."""

from collections.abc import Callable

from django.db import transaction

from dinhlang.core import ledger
from dinhlang.ground.record import append, fast
from dinhlang.ground.record.models import Entry, Tile

HEIGHT = ledger.TILE_WIDTH.bit_length() - 1  # levels of the tree in one tile
REBUILD_TILES = 64  # full tiles of level 0 held in memory at a time


def read_tile(tile: ledger.Tile) -> bytes:
    """The hashes of `tile`, exactly as wide as asked; KeyError where the log does not reach that far."""
    return _cut(tile, fast.tile(tile.level, tile.index))


def _cut(tile: ledger.Tile, stored: bytes | None) -> bytes:
    if stored is not None:
        flat = stored
    elif tile.level == 0:
        flat = b"".join(fast.column("hash", tile.index * ledger.TILE_WIDTH, tile.width))
    else:
        flat = b""
    if len(flat) < tile.width * 32:
        raise KeyError(tile.path)
    return flat[: tile.width * 32]


def read_entries(tile: ledger.Tile) -> list[bytes]:
    """The leaves under a tile of level 0, exactly as many as asked; KeyError where the log does not reach that far."""
    leaves = fast.column("leaf", tile.index * ledger.TILE_WIDTH, tile.width)
    if len(leaves) < tile.width:
        raise KeyError(tile.entries_path)
    return leaves


def nodes(size: int) -> ledger.TileNodes:
    """A reader of the tree of `size` leaves; keep it for several proofs of one tree."""
    return ledger.TileNodes(size, read_tile)


def _ahead(size: int, prove: Callable[[ledger.Node], object]) -> ledger.TileNodes:
    """A reader that has fetched, in one question, every stored tile that `prove` will ask for: a proof costs the same at any size."""
    wanted: set[tuple[int, int]] = set()

    def note(level: int, index: int) -> bytes:
        tile_level, height = divmod(level, HEIGHT)
        wanted.add((tile_level, index // (ledger.TILE_WIDTH >> height)))
        return bytes(ledger.HASH_SIZE)

    prove(note)
    have = fast.tiles(sorted(wanted))

    def read(tile: ledger.Tile) -> bytes:
        return _cut(tile, have.get((tile.level, tile.index)))

    return ledger.TileNodes(size, read)


def root(size: int, reader: ledger.TileNodes) -> bytes:
    """The root of the first `size` leaves, as the tiles have it."""
    return ledger.edge_at(size, reader).root()


def proof(index: int, size: int, reader: ledger.TileNodes | None = None) -> list[bytes]:
    """The inclusion proof of leaf `index` in the tree of `size` leaves. ValueError or KeyError where the log does not reach that far."""
    return ledger.inclusion_proof(index, size, reader or _ahead(size, lambda node: ledger.inclusion_proof(index, size, node)))


def consistency(old: int, new: int, reader: ledger.TileNodes | None = None) -> list[bytes]:
    """The proof that the tree of `new` leaves begins with that of `old`."""
    return ledger.consistency_proof(old, new, reader or _ahead(new, lambda node: ledger.consistency_proof(old, new, node)))


def both(index: int, old: int, new: int) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """The inclusion proof of leaf `index` in the tree of `new` leaves, and the proof that it begins with that of `old`."""

    def prove(node: ledger.Node) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
        return tuple(ledger.inclusion_proof(index, new, node)), tuple(ledger.consistency_proof(old, new, node))

    return prove(_ahead(new, prove))


def rebuild() -> int:
    """Work out every tile and the right edge anew from the leaves, under the head's lock. Returns the number of leaves.

    Raises ValueError, and changes nothing, where indexes have a gap or a leaf is not the one its row names.
    """
    with transaction.atomic():
        row = append.lock_head()
        edge, first = ledger.Edge(), 0
        rows: dict[tuple[int, int], bytearray] = {}
        Tile.objects.all().delete()
        while True:
            leaves = list(
                Entry.objects.filter(index__gte=first, index__lt=first + REBUILD_TILES * ledger.TILE_WIDTH)
                .order_by("index")
                .values_list("index", "leaf", "hash")
            )
            if not leaves:
                break
            hashes = [ledger.leaf_hash(bytes(leaf)) for _, leaf, _ in leaves]
            for place, (index, _, kept) in enumerate(leaves):
                if index != first + place or hashes[place] != bytes(kept):
                    raise ValueError(f"leaf {first + place} is missing or not the one its row names")
            edge, placed = ledger.grow(edge, hashes)
            for one in placed:
                rows.setdefault((one.level, one.index // ledger.TILE_WIDTH), bytearray()).extend(one.hash)
            full = {key for key, value in rows.items() if len(value) == ledger.TILE_WIDTH * ledger.HASH_SIZE}
            Tile.objects.bulk_create(Tile(level=level, n=n, hashes=bytes(rows.pop((level, n)))) for level, n in sorted(full))
            first += len(leaves)
        Tile.objects.bulk_create(Tile(level=level, n=n, hashes=bytes(value)) for (level, n), value in sorted(rows.items()) if level)
        row.size, row.edge = edge.size, edge.to_bytes()
        row.save()
    return first
