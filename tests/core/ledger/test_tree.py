import hashlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dinhlang.core.ledger import (
    EMPTY_ROOT,
    Edge,
    Tile,
    bundle,
    consistency_proof,
    edge_at,
    grow,
    inclusion_proof,
    leaf_hash,
    parse_path,
    root_of,
    tile_width,
    tiles_between,
    tiles_of,
    unbundle,
    verify_consistency,
    verify_inclusion,
)
from tests.core.ledger.logs import nodes_of

# The vectors of the certificate-transparency reference implementation (8 leaves).
INPUTS = [
    bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = [
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
CONSISTENCY = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]

LEAVES = [leaf_hash(str(at).encode()) for at in range(300)]


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH as RFC 6962 section 2.1 writes it, over leaf hashes."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    middle = naive_split(len(leaves))
    return hashlib.sha256(b"\x01" + naive_root(leaves[:middle]) + naive_root(leaves[middle:])).digest()


def naive_split(size: int) -> int:
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def naive_path(at: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962 section 2.1.1."""
    if len(leaves) == 1:
        return []
    middle = naive_split(len(leaves))
    if at < middle:
        return [*naive_path(at, leaves[:middle]), naive_root(leaves[middle:])]
    return [*naive_path(at - middle, leaves[middle:]), naive_root(leaves[:middle])]


def naive_subproof(old: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962 section 2.1.2."""
    if old == len(leaves):
        return [] if whole else [naive_root(leaves)]
    middle = naive_split(len(leaves))
    if old <= middle:
        return [*naive_subproof(old, leaves[:middle], whole), naive_root(leaves[middle:])]
    return [*naive_subproof(old - middle, leaves[middle:], False), naive_root(leaves[:middle])]


def test_it_works():
    assert root_of(leaf_hash(data) for data in INPUTS).hex() == ROOTS[8]


def test_reference_vectors():
    hashes = [leaf_hash(data) for data in INPUTS]
    assert EMPTY_ROOT.hex() == ROOTS[0]
    for size, root in enumerate(ROOTS):
        assert root_of(hashes[:size]).hex() == root
    for index, size, hexes in INCLUSION:
        proof = [bytes.fromhex(one) for one in hexes]
        assert inclusion_proof(index, size, nodes_of(hashes[:size])) == proof
        assert verify_inclusion(hashes[index], index, size, proof, bytes.fromhex(ROOTS[size]))
    for old, new, hexes in CONSISTENCY:
        proof = [bytes.fromhex(one) for one in hexes]
        assert consistency_proof(old, new, nodes_of(hashes[:new])) == proof
        assert verify_consistency(old, new, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]), proof)


def test_roots_of_all_sizes_to_300():
    edge = Edge()
    for size in range(300):
        assert edge.root() == naive_root(LEAVES[:size])
        assert Edge.from_bytes(edge.to_bytes()) == edge
        assert edge_at(size, nodes_of(LEAVES)) == edge
        edge = edge.append(LEAVES[size])


def test_inclusion_for_all_sizes_to_300():
    for size in range(1, 301):
        node = nodes_of(LEAVES[:size])
        root = naive_root(LEAVES[:size])
        for index in {0, 1, size // 3, size // 2, size - 2, size - 1} & set(range(size)) if size > 40 else range(size):
            proof = inclusion_proof(index, size, node)
            assert proof == naive_path(index, LEAVES[:size])
            assert verify_inclusion(LEAVES[index], index, size, proof, root)


def test_consistency_for_all_sizes_to_300():
    roots = [naive_root(LEAVES[:size]) for size in range(301)]
    for new in range(1, 301):
        node = nodes_of(LEAVES[:new])
        for old in range(1, new + 1) if new < 40 else {1, 2, new // 3, new // 2, 128, 255, 256, 257, new - 1, new} & set(range(1, new + 1)):
            proof = consistency_proof(old, new, node)
            assert proof == naive_subproof(old, LEAVES[:new], True)
            assert verify_consistency(old, new, roots[old], roots[new], proof)
        assert verify_consistency(0, new, EMPTY_ROOT, roots[new], [])


@settings(max_examples=200)
@given(st.data())
def test_a_changed_proof_does_not_check(data):
    size = data.draw(st.integers(2, 300))
    index = data.draw(st.integers(0, size - 1))
    node, root = nodes_of(LEAVES[:size]), root_of(LEAVES[:size])
    proof = inclusion_proof(index, size, node)
    spoilt = list(proof)
    at = data.draw(st.integers(0, len(proof) - 1))
    match data.draw(st.sampled_from(["flip", "drop", "twice", "short", "swap"])):
        case "flip":
            spoilt[at] = bytes([spoilt[at][0] ^ 1]) + spoilt[at][1:]
        case "drop":
            del spoilt[at]
        case "twice":
            spoilt.insert(at, spoilt[at])
        case "short":
            spoilt[at] = spoilt[at][:-1]
        case "swap":
            spoilt = spoilt[::-1]
    if spoilt != proof:
        assert not verify_inclusion(LEAVES[index], index, size, spoilt, root)
    other = data.draw(st.integers(-2, size + 2).filter(lambda other: other != index))
    assert not verify_inclusion(LEAVES[index], other, size, proof, root)
    old = data.draw(st.integers(1, size - 1))
    chain = consistency_proof(old, size, node)
    old_root = root_of(LEAVES[:old])
    assert verify_consistency(old, size, old_root, root, chain)
    assert not verify_consistency(old, size, root, root, chain)
    assert not verify_consistency(old, size, old_root, old_root, chain)
    assert not verify_consistency(old, size, old_root, root, chain[:-1])
    assert not verify_consistency(old, size, old_root, root, [*chain, root])
    assert not verify_consistency(size, old, root, old_root, chain)


@given(st.integers(-1, 9), st.integers(-1, 9), st.lists(st.binary(max_size=33), max_size=5), st.binary(max_size=33))
def test_verifiers_never_raise(one, other, proof, root):
    assert verify_inclusion(root, one, other, proof, root) in (True, False)
    assert verify_consistency(one, other, root, root, proof) in (True, False)


@given(st.binary(max_size=200))
def test_edges_and_bundles_from_outside_raise_value_error_only(data):
    for read in (Edge.from_bytes, unbundle):
        with suppress(ValueError):
            read(data)


def test_sizes_outside_the_tree_are_refused():
    node = nodes_of(LEAVES[:5])
    for wrong in (
        lambda: inclusion_proof(5, 5, node),
        lambda: inclusion_proof(-1, 5, node),
        lambda: consistency_proof(6, 5, node),
        lambda: node(0, 5),
        lambda: node(2, 1),
        lambda: Edge(1, ()),
        lambda: Edge().append(b"short"),
    ):
        with pytest.raises(ValueError, match="."):
            wrong()


def test_growing_places_each_hash_once():
    count = 256 * 3 + 5
    hashes = [leaf_hash(b"%d" % at) for at in range(count)]
    edge, placed = grow(Edge(), hashes)
    again: list[object] = []
    step = Edge()
    for one in hashes:
        step, more = grow(step, (one,))
        again += more
    assert (step, again) == (edge, list(placed))
    assert [(one.index, one.hash) for one in placed if one.level == 0] == list(enumerate(hashes))
    assert [(one.index, one.hash) for one in placed if one.level == 1] == [(at, root_of(hashes[256 * at :][:256])) for at in range(3)]


def test_tile_paths():
    assert Tile(0, 5).path == "tile/0/005"
    assert Tile(3, 1234067, 7).path == "tile/3/x001/x234/067.p/7"
    assert Tile(0, 1067, 255).entries_path == "tile/entries/x001/067.p/255"
    assert Tile(0, 1000).path == "tile/0/x001/000"


@given(st.integers(0, 7), st.integers(0, 10**9), st.integers(1, 256))
def test_tile_paths_round_trip(level, index, width):
    tile = Tile(level, index, width)
    assert parse_path(tile.path) == (False, tile)
    assert parse_path(Tile(0, index, width).entries_path) == (True, Tile(0, index, width))


@pytest.mark.parametrize(
    "path",
    [
        "tile/8/000",
        "tile/00/000",
        "tile/0/0",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/x001/x002",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000/",
        "tile/entries/../000",
        "tile/data/000",
        "/tile/0/000",
        "tile/0/٠٠٠",
        "tile/0/" + "x999/" * 30 + "999",
    ],
)
def test_other_paths_are_refused(path):
    with pytest.raises(ValueError, match="not a tile path"):
        parse_path(path)


def test_tiles_of_the_specification_s_example():
    tiles = list(tiles_of(70_000))
    assert len(tiles) == 274 + 2 + 1
    assert [tile.path for tile in tiles[-4:]] == ["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]
    assert [tile.path for tile in tiles_of(256)] == ["tile/0/000", "tile/1/000.p/1"]
    assert list(tiles_of(0)) == []


@given(st.integers(0, 70_000), st.integers(0, 3000))
def test_tiles_between_are_those_that_changed(old, more):
    new = old + more
    before = {(tile.level, tile.index): tile.width for tile in tiles_of(old)}
    after = {(tile.level, tile.index): tile.width for tile in tiles_of(new)}
    assert {(tile.level, tile.index): tile.width for tile in tiles_between(old, new)} == {
        place: width for place, width in after.items() if before.get(place) != width
    }
    assert all(tile_width(level, index, new) == width for (level, index), width in after.items())


@given(st.lists(st.binary(max_size=512), max_size=20))
def test_bundles_round_trip(leaves):
    assert unbundle(bundle(leaves)) == leaves
    if leaves:
        with pytest.raises(ValueError, match="inside an entry"):
            unbundle(bundle(leaves)[:-1] if leaves[-1] else bundle(leaves) + b"\x01")
