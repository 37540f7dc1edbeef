"""Checkpoints, signed on the next read or tick, at most one a second, and never backwards.

Before each signature the tree is held against every trace of an earlier one that this machine can reach: the sign-state file
outside the database, the checkpoint in the published export, the newest one in the database itself. A greater or inconsistent
one: refuse, and say `dinhlang recover`. Whoever signs reckons with TROUBLE: nothing is half signed, and the next read tries again.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.record import append, clock, fast, keys, tree
from dinhlang.ground.record.models import Checkpoint

PACE = timedelta(seconds=1)
TROUBLE = (Refused, DatabaseError, OSError)  # a record that may not be signed, a database that is away, a disk that is full


@dataclass(frozen=True)
class Trace:
    """A checkpoint signed earlier that can still be found, and where."""

    where: str
    note: bytes
    size: int
    root: bytes


def published_dir() -> Path | None:
    """Where the log's files are published, if anywhere."""
    return Path(settings.PUBLISHED_DIR) / "log" if settings.PUBLISHED_DIR else None


def traces(key: ledger.VKey | None = None) -> Iterator[Trace]:
    """Every earlier signature that can be found. Raises Refused where one is there and is not this log's, by `key` or this machine's."""
    found: list[tuple[str, bytes]] = []
    published = published_dir()
    for path in filter(None, (append.state_file(), published / "checkpoint" if published else None)):
        if path.is_file():
            found.append((str(path), path.read_bytes()))
    if (last := latest()) is not None:
        found.append((N_("the database"), last.note.encode()))
    key = key or keys.signer("log").vkey
    for where, note in found:
        try:
            old = ledger.open_checkpoint(note, key.name, [key])
        except ledger.NoteError as error:
            raise Refused(
                N_("The checkpoint in {where} is not one of this log ({error}). Nothing is signed before the operator has looked."),
                {"where": where, "error": error},
            ) from error
        yield Trace(where, note, old.size, old.root)


@contextmanager
def alone() -> Iterator[None]:
    """One signer at a time on this machine."""
    path = append.state_file().with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def extends(size: int, old_size: int, old_root: bytes, nodes: ledger.TileNodes) -> bool:
    """Whether the tree of `size` leaves in the database begins with the tree (old size, old root)."""
    try:
        return old_size <= size and (ledger.EMPTY_ROOT if old_size == 0 else tree.root(old_size, nodes)) == old_root
    except KeyError:
        return False


def check_not_behind(size: int) -> None:
    """Raise Refused where the tree of `size` leaves does not extend every trace of an earlier signature."""
    nodes = tree.nodes(size)
    for old in traces():
        if not extends(size, old.size, old.root, nodes):
            raise Refused(
                N_(
                    "The record in the database is older than, or differs from, the checkpoint in {where} (size {old}, database {new}). "
                    "Nothing is signed over it. The operator runs: dinhlang recover"
                ),
                {"where": old.where, "old": old.size, "new": size},
            )


def keep(path: Path, data: bytes) -> None:
    """Write `data` so that after a crash either the old or the new whole file is there."""
    draft = path.with_name(path.name + ".new")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def latest() -> Checkpoint | None:
    """The last checkpoint that was signed, if any."""
    return Checkpoint.objects.order_by("-size").first()


def _fresh(last: Checkpoint, at: datetime) -> bool:
    """Whether `last` was signed within the pace before `at`, or since: a clock that went back by more is no reason not to sign."""
    return -append.BACKWARDS <= at - last.at < PACE


def current(at: datetime | None = None) -> Checkpoint:
    """The checkpoint of the present tree, signed now unless the last one is current or less than a second old.

    Raises Refused where signing would go back or fork, and where the database is older than what was signed.
    """
    size, last = fast.newest()
    if size is None:
        size = append.head().size
    if size >= append.signed_size() and last is not None and (last.size == size or _fresh(last, at or clock.now())):
        return last
    with alone(), transaction.atomic():
        last, row, at = latest(), append.head(), at or clock.now()  # another process may have signed while this one waited
        check_not_behind(row.size)
        if last is not None and (last.size == row.size or _fresh(last, at)):
            return last
        root = ledger.Edge.from_bytes(bytes(row.edge)).root()
        if not extends(row.size, row.size, root, tree.nodes(row.size)):
            raise Refused(N_("The tree's edge and its tiles disagree: the database is damaged. The operator runs: dinhlang verify"))
        key = keys.signer("log")
        note = ledger.sign_checkpoint(ledger.Checkpoint(key.name, row.size, root), key)
        keep(append.state_file(), note)
        return Checkpoint.objects.create(size=row.size, root=root, note=note.decode(), at=at)
