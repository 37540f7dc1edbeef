"""The log's files as others read them (docs/log-format.md, section 5), out of the database.

Promises: the same bytes under the same path for the web, the export and the verifier; a leaf that still waits is answered
exactly like one that never was. Refuses: hashes and leaves beyond the tree, sealed parts.
"""

import re
from dataclasses import replace

from dinhlang.core import ledger
from dinhlang.ground.record import append, keys, signer, tree, vault
from dinhlang.ground.record.models import ClosedEntry, Entry

OPENING = re.compile(r"open/([0-9a-f]{64})\.json")


def part_of(one: vault.Opened) -> ledger.Part:
    """A part as its opening shows it: open, erased, or its digest alone."""
    if one.erased:
        return ledger.Erased(one.digest, one.erased)
    return ledger.Open(one.salt, one.value) if one.open and one.salt is not None else ledger.Shut(one.digest)


def openings(hashes: list[bytes]) -> dict[bytes, bytes]:
    """The JSON of the openings of leaves by hash, in one query; leaves of which nothing is kept are left out."""
    return {
        leaf: ledger.encode_opening(ledger.Opening(leaf, {one.name: part_of(one) for one in parts}))
        for leaf, parts in vault.open_parts(hashes).items()
    }


def in_tree(leaf: bytes) -> bool:
    """Whether a leaf hash stands in the tree, or stood in that of a closed log."""
    return Entry.objects.filter(hash=leaf).exists() or ClosedEntry.objects.filter(hash=leaf).exists()


def opening(leaf: bytes) -> bytes | None:
    """The opening of a leaf that is in the tree, or in that of a closed log; None for every other hash."""
    return openings([leaf]).get(leaf) if in_tree(leaf) else None


def kept_copy(leaf_hash: bytes) -> bytes | None:
    """The copy a holder saves beside the receipt: every part that is still here open, and the leaf itself where that is all of them.

    For the holder alone: sealed parts too. None where nothing is kept of the leaf.
    """
    parts = vault.open_parts([leaf_hash], sealed=True).get(leaf_hash, ())
    if not parts:
        return None
    shown = {one.name: part_of(replace(one, open=True)) for one in parts}
    leaf = append.leaf_of(leaf_hash) if all(isinstance(one, ledger.Open) for one in shown.values()) else None
    return ledger.encode_opening(ledger.Opening(leaf_hash, shown, leaf.decode("ascii") if leaf is not None else ""))


def tile(path: str, size: int) -> bytes | None:
    """The bytes of a tile or entry bundle of the tree of `size` leaves; None where it has none under this path."""
    try:
        entries, one = ledger.parse_path(path)
    except ValueError:
        return None
    if ledger.tile_width(one.level, one.index, size) < one.width:
        return None
    try:
        return ledger.bundle(tree.read_entries(one)) if entries else tree.read_tile(one)
    except KeyError:
        return None


def read(path: str, size: int) -> bytes | None:
    """The bytes under `/log/` + `path` of the tree of `size` leaves, but not the checkpoint; None where nothing is served."""
    if path.startswith("tile/"):
        return tile(path, size)
    found = OPENING.fullmatch(path)
    return opening(bytes.fromhex(found[1])) if found else None


def verifier_keys() -> str:
    """The verifier keys, one per line: log key, receipt key. A convenience: trust comes from where they are printed."""
    return "".join(f"{text}\n" for text in keys.vkeys().values())


def view(note: bytes | None = None) -> ledger.LogView:
    """The log in the database as a verifier sees it, under `note` (the newest checkpoint where none is given)."""
    last = signer.latest() if note is None else None
    size = append.head().size
    key = keys.signer("log").vkey
    return ledger.LogView(key.name, (key,), note or (last.note.encode() if last else None), lambda path: read(path, size))
