"""The log as plain files, for buckets, mirrors and witnesses (docs/log-format.md, section 5).

Promises: what stands under an exported checkpoint is all there, because the checkpoint is written last; run again, or after a
crash, it writes what is missing; a full tile is written once. Refuses to write over a checkpoint that is greater or of another history.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.record import append, founding, keys, serve, signer, tree
from dinhlang.ground.record.models import Entry, Part

CHUNK = 512  # openings read from the database at a time


@dataclass(frozen=True)
class Exported:
    """What one run wrote: sizes of the tree before and now, files of tiles, files of openings."""

    before: int
    size: int
    tiles: int
    openings: int


def _put(path: Path, data: bytes) -> bool:
    """Write a file whole, unless it has these bytes already. True where it was written."""
    if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.write_bytes(data)
    draft.replace(path)
    return True


def exported(folder: Path) -> ledger.Checkpoint | None:
    """The checkpoint that stands in an export. Raises Refused where there is one and it is not this log's."""
    path = folder / "checkpoint"
    if not path.is_file():
        return None
    key = keys.signer("log").vkey
    try:
        return ledger.open_checkpoint(path.read_bytes(), key.name, [key])
    except ledger.NoteError as error:
        raise Refused(N_("In {folder} stands the export of another log."), {"folder": folder}) from error


def _paths(folder: Path, before: int, size: int) -> Iterator[tuple[Path, bytes]]:
    """Every tile that a tree of `size` leaves has and one of `before` leaves has not."""
    for one in ledger.tiles_between(before, size):
        yield folder / one.path, tree.read_tile(one)
        if one.level == 0:
            yield folder / one.entries_path, ledger.bundle(tree.read_entries(one))


def _openings(folder: Path, before: int, size: int) -> int:
    written = 0
    for first in range(before, size, CHUNK):
        rows = Entry.objects.filter(index__gte=first, index__lt=min(size, first + CHUNK)).values_list("hash", flat=True)
        for leaf, data in serve.openings([bytes(one) for one in rows]).items():
            written += _put(folder / ledger.opening_path(leaf), data)
    return written


def _erased(folder: Path) -> int:
    """Openings that were exported before one of their parts was erased."""
    leaves = sorted({bytes(one) for one in Part.objects.exclude(erased="").values_list("hash", flat=True)})
    here = [leaf for leaf in leaves if (folder / ledger.opening_path(leaf)).exists()]
    return sum(
        _put(folder / ledger.opening_path(leaf), data)
        for at in range(0, len(here), CHUNK)
        for leaf, data in serve.openings(here[at : at + CHUNK]).items()
    )


def _drop_partials(folder: Path, before: int) -> None:
    """Remove partial tiles that the last export already had as full ones; its readers have moved on by now."""
    for path in folder.glob("tile/**/*.p"):
        try:
            _, one = ledger.parse_path(f"{path.relative_to(folder).as_posix()}/1")
        except ValueError:
            continue
        if ledger.tile_width(one.level, one.index, before) == ledger.TILE_WIDTH:
            shutil.rmtree(path)


def export(folder: Path) -> Exported:
    """Bring the export in `folder` up to the newest checkpoint. Raises Refused where what stands there is ahead or of another history."""
    last = signer.current()
    size = last.size
    old = exported(folder)
    if old is not None and not signer.extends(append.head().size, old.size, old.root, tree.nodes(append.head().size)):
        raise Refused(
            N_("The export in {folder} (size {old}) is ahead of, or differs from, the record (size {new}). It is not written over."),
            {"folder": folder, "old": old.size, "new": size},
        )
    before = min(old.size, size) if old is not None else 0
    tiles = sum(_put(path, data) for path, data in _paths(folder, before, size))
    openings = _openings(folder, before, size) + _erased(folder)
    if old is None or old.size < size:
        os.sync()  # a checkpoint that survives a power cut must not stand over tiles that did not
        signer.keep(folder / "checkpoint", last.note.encode())
    if before:
        _drop_partials(folder, before)
    return Exported(before, size, tiles, openings)


def copy(folder: Path, size: int) -> None:
    """All files of the tree of `size` leaves as the database holds it, under the newest checkpoint it has, without signing anything."""
    for path, data in _paths(folder, 0, size):
        _put(path, data)
    _openings(folder, 0, size)
    if (last := signer.latest()) is not None:
        signer.keep(folder / "checkpoint", last.note.encode())


def folders() -> tuple[Path, ...]:
    """Every folder of this machine in which a log lies as files: the published one, and those of closed logs (`founding.finish_swap`)."""
    published = signer.published_dir()
    shown = (published, *published.parent.glob("log-closed-[0-9]*")) if published is not None else ()
    return (*shown, *founding.closed_dir().glob("[0-9]*"))


def rewrite_opening(leaf: bytes, folder: Path) -> None:
    """Write one opening anew where it lies in `folder`: after an erasure, before the next export."""
    path = folder / ledger.opening_path(leaf)
    data = serve.opening(leaf)
    if path.exists() and data is not None:
        _put(path, data)
