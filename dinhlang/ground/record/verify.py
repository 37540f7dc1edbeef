"""The whole record in the database, checked against itself and against what was signed.

Promises: first what any stranger can check (core.ledger.verify_log over the tables: leaves, order, times, tiles, root), then what only
the house can: columns beside the leaves, every part against its leaf's commitment, every box that still has a key, every attached file
against the digest its leaf names, waiting leaves, what closed logs say, every checkpoint ever signed, and the tables of the other rooms
against the record (by a function the caller gives). Changes nothing.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.models import Count, Exists, Max, Min, OuterRef, Subquery

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.record import append, clock, keys, serve, signer, tree, vault
from dinhlang.ground.record.models import Blob, Checkpoint, ClosedEntry, Entry, Part, Pending, VaultKey

CHUNK = 2048  # leaves whose parts are read at a time
BLOBS = 8  # attached files held in memory at a time
MOST = 100  # findings in one report


@dataclass(frozen=True)
class Finding:
    """One thing wrong: the index of the leaf where one can be named, what it is about, and a sentence in English."""

    index: int | None
    about: str
    detail: str


@dataclass(frozen=True)
class Report:
    """What a run saw. `unopened` counts leaves of which nothing is kept: said, but no fault of the log."""

    size: int
    root: bytes
    entries: int = 0
    sealed: int = 0
    parts: int = 0
    boxes: int = 0
    unopened: int = 0
    waiting: int = 0
    checkpoints: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """True where nothing was wrong."""
        return not self.findings

    @property
    def first_bad(self) -> int | None:
        """The lowest index that a finding names."""
        return min((one.index for one in self.findings if one.index is not None), default=None)


class _Findings:
    def __init__(self) -> None:
        self.kept: list[Finding] = []

    def add(self, index: int | None, about: str, detail: str) -> None:
        if len(self.kept) < MOST:
            self.kept.append(Finding(index, about, detail))


def _open_against(note: bytes) -> ledger.Checkpoint:
    key = keys.signer("log").vkey
    try:
        return ledger.open_checkpoint(note, key.name, [key])
    except ledger.NoteError as error:
        raise Refused(N_("The checkpoint to compare with is not one of this log: {problem}."), {"problem": error}) from error


def chain(against: ledger.Checkpoint | None = None) -> tuple[ledger.Report, bytes]:
    """What a stranger checks, over the tables; also the root of the whole tree as the head has it.

    The head may be larger than the last checkpoint, and this signs nothing with the log's key: a key made for this run stands in.
    """
    row = append.head()
    size, root = row.size, ledger.Edge.from_bytes(bytes(row.edge)).root()
    key = ledger.SKey(keys.origin(), secrets.token_bytes(32))
    note = ledger.sign_checkpoint(ledger.Checkpoint(key.name, size, root), key)
    view = ledger.LogView(key.name, (key.vkey,), note, lambda path: serve.tile(path, size))
    return ledger.verify_log(view, against), root


def _rows(found: _Findings, size: int) -> int | None:
    """Indexes without gaps. Returns the first index that is missing."""
    seen = Entry.objects.aggregate(n=Count("index"), first=Min("index"), last=Max("index"))
    if size and (seen["n"], seen["first"], seen["last"]) != (size, 0, size - 1):
        after = Entry.objects.filter(index=OuterRef("index") + 1)
        last = Entry.objects.filter(~Exists(after)).aggregate(last=Min("index"))["last"] if seen["first"] == 0 else -1
        gap = -1 if last is None else last
        found.add(gap + 1, "rows", f"the head counts {size} leaves, the table has {seen['n']}, from {seen['first']} to {seen['last']}")
        return gap + 1
    return None


def _leaf_row(found: _Findings, row: Entry | ClosedEntry) -> bytes | None:
    """The commitment of a row's leaf, its columns compared."""
    index, of = (row.index, "") if isinstance(row, Entry) else (None, f" (leaf {row.index} of the closed log {row.origin})")
    leaf_bytes = bytes(row.leaf)
    if ledger.leaf_hash(leaf_bytes) != bytes(row.hash):
        found.add(index, "rows", f"the leaf is not the one its row names{of}")
    try:
        leaf = ledger.parse(leaf_bytes)
    except ledger.LeafError as error:
        found.add(index, "grammar", f"{error}{of}")
        return None
    if isinstance(leaf, ledger.Entry):
        if row.sealed or (row.act, row.subject, row.at) != (leaf.act, leaf.subject, leaf.time):
            found.add(index, "rows", f"act, subject or time beside the leaf are not the leaf's{of}")
        elif row.body is None and leaf.body != ledger.NONE:
            found.add(index, "rows", f"what {leaf.act} wrote into the tables of its room was not brought back after a loss{of}")
    elif not row.sealed:
        found.add(index, "rows", f"a sealed leaf stands in a row that is not{of}")
    return leaf.commit


def _parts_of(hashes: list[bytes]) -> dict[bytes, list[Part]]:
    key = VaultKey.objects.filter(hash=OuterRef("hash"), name=OuterRef("name")).values("key")
    found: dict[bytes, list[Part]] = {}
    for part in Part.objects.filter(hash__in=hashes).annotate(key=Subquery(key)).order_by("order"):
        found.setdefault(bytes(part.hash), []).append(part)
    return found


def _check_parts(found: _Findings, index: int | None, commit: bytes, parts: list[Part], *, sealed: bool) -> int:
    """Digests give the commitment, boxes give the digests. Returns how many boxes were opened."""
    boxes = 0
    names = [part.name for part in parts]
    try:
        in_order = all(ledger.part_place(one) < ledger.part_place(two) for one, two in pairwise(names))
        whole = ledger.commitment({part.name: bytes(part.digest) for part in parts})
    except ValueError as error:
        found.add(index, "parts", str(error))
        return 0
    if not in_order or len(set(names)) != len(names) or (sealed and tuple(names) != ledger.PARTS):
        found.add(index, "parts", f"the parts are not in order, or not those of such a leaf: {', '.join(names)}")
    if whole != commit:
        found.add(index, "parts", "the digests of the parts do not give the leaf's commitment")
    for part in parts:
        key: bytes | None = getattr(part, "key", None)
        if part.erased:
            if key is not None or part.box is not None:
                found.add(index, "parts", f"{part.name} is erased, and something of it is still here")
            continue
        if key is None or part.box is None:
            if part.open or (key is None) != (part.box is None):
                found.add(index, "parts", f"{part.name} has no {'key' if key is None else 'box'} and is not erased")
            continue
        try:
            plain = AESGCM(bytes(key)).decrypt(bytes(12), bytes(part.box), None)
        except InvalidTag:
            found.add(index, "parts", f"the box of {part.name} does not open")
            continue
        boxes += 1
        # The box holds salt and canonical bytes as they were hashed; ledger.part_digest would parse and write them again.
        if hashlib.sha256(b"dinhlang/part/v1\n" + part.name.encode() + b"\n" + plain).digest() != bytes(part.digest):
            found.add(index, "parts", f"what {part.name} says is not what the leaf committed to")
    return boxes


def _check_files(found: _Findings, parts: dict[bytes, list[Part]], places: dict[bytes, int | None]) -> None:
    """Every attached file that the parts `files` of these leaves name is here and is the one that was named, and no other is here."""
    named: dict[bytes, tuple[bytes, list[Any]]] = {}
    wanted: set[tuple[bytes, int, bool]] = set()
    for leaf, mine in parts.items():
        part = next((one for one in mine if one.name == "files"), None)
        key = getattr(part, "key", None)
        listed = vault.unbox(key, part.box)[1] if part is not None and not part.erased else None
        if key is not None and isinstance(listed, list):
            named[leaf] = (key, listed)
            wanted |= {(leaf, n, False) for n in range(len(listed))} | {
                (leaf, n, True) for n, one in enumerate(listed) if "original" in one
            }
    for blob in Blob.objects.filter(hash__in=list(parts)).order_by("hash", "n", "original").iterator(BLOBS):
        leaf, place = bytes(blob.hash), (bytes(blob.hash), blob.n, blob.original)
        if place not in wanted:
            found.add(places[leaf], "files", f"a file {blob.n} is kept that the leaf {leaf.hex()} does not name, or that was erased")
        elif vault.open_file(named[leaf][0], blob, named[leaf][1]) is None:
            found.add(places[leaf], "files", f"file {blob.n} of the leaf {leaf.hex()} is not the one that was committed to")
        wanted.discard(place)
    for leaf, n, original in sorted(wanted):
        found.add(
            places[leaf], "files", f"{'the original of ' if original else ''}file {n} of the leaf {leaf.hex()} is not kept, nor erased"
        )


def _content(found: _Findings, size: int, *, suspect: bool) -> Iterator[tuple[int, int, int]]:
    """Parts, boxes and leaves without content, chunk by chunk."""
    for first in range(0, size, CHUNK):
        rows = list(Entry.objects.filter(index__gte=first, index__lt=first + CHUNK).order_by("index"))
        parts = _parts_of([bytes(row.hash) for row in rows])
        _check_files(found, parts, {bytes(row.hash): row.index for row in rows})
        boxes = missing = 0
        for row in rows:
            commit, mine = _leaf_row(found, row), parts.get(bytes(row.hash), [])
            if not mine:
                missing += 1
                if suspect:
                    found.add(row.index, "root", "nothing is kept of this leaf, and the tree is not the one that was signed")
            elif commit is not None:
                boxes += _check_parts(found, row.index, commit, mine, sealed=row.sealed)
        yield sum(map(len, parts.values())), boxes, missing


def _waiting(found: _Findings) -> int:
    rows = list(Pending.objects.order_by("at"))
    parts = _parts_of([bytes(row.hash) for row in rows])
    for row in rows:
        name = f"waiting {bytes(row.hash).hex()}"
        try:
            leaf = ledger.parse(bytes(row.leaf))
        except ledger.LeafError as error:
            found.add(None, "waiting", f"{name}: {error}")
            continue
        if (
            not isinstance(leaf, ledger.Sealed)
            or ledger.leaf_hash(bytes(row.leaf)) != bytes(row.hash)
            or leaf.date != clock.local_day(row.at)
        ):
            found.add(None, "waiting", f"{name}: the leaf is not sealed, or not the one its row names")
            continue
        if Entry.objects.filter(hash=row.hash).exists():
            found.add(None, "waiting", f"{name}: it stands in the tree already")
        _check_parts(found, None, leaf.commit, parts.get(bytes(row.hash), []), sealed=True)
    _check_files(found, parts, dict.fromkeys(parts))
    return len(rows)


def _closed(found: _Findings) -> None:
    """Lines of closed logs, in order and without gaps, and what they say. Their proofs lie in their files."""
    last: dict[str, int] = {}
    lines = ClosedEntry.objects.order_by("id").iterator(CHUNK)
    while rows := list(islice(lines, CHUNK)):
        parts = _parts_of([bytes(row.hash) for row in rows])
        _check_files(found, parts, dict.fromkeys(parts))
        for row in rows:
            if row.index != last.get(row.origin, -1) + 1:
                found.add(None, "rows", f"before leaf {row.index} of the closed log {row.origin} leaves are missing, or out of order")
            last[row.origin] = row.index
            commit, mine = _leaf_row(found, row), parts.get(bytes(row.hash), [])
            if mine and commit is not None:
                _check_parts(found, None, commit, mine, sealed=row.sealed)


def _orphans(found: _Findings) -> None:
    """Parts, keys and files that no leaf names: text nobody could ever account for."""
    known = [Exists(table.objects.filter(hash=OuterRef("hash"))) for table in (Entry, Pending, ClosedEntry)]
    lost = Part.objects.filter(~known[0], ~known[1], ~known[2]).count()
    if lost:
        found.add(None, "parts", f"{lost} parts belong to no leaf")
    bare = VaultKey.objects.filter(~Exists(Part.objects.filter(hash=OuterRef("hash"), name=OuterRef("name")))).count()
    if bare:
        found.add(None, "parts", f"{bare} keys belong to no part")
    loose = Blob.objects.filter(~Exists(Part.objects.filter(hash=OuterRef("hash"), name="files"))).count()
    if loose:
        found.add(None, "files", f"{loose} files belong to no part")


def _checkpoints(found: _Findings, size: int) -> int:
    """Every checkpoint that was signed is a prefix of this tree, those outside the database too."""
    key, nodes, count = keys.signer("log").vkey, tree.nodes(size), 0
    good, bad = 0, None
    for row in Checkpoint.objects.order_by("size").iterator(CHUNK):
        count += 1
        if not count % CHUNK:
            nodes = tree.nodes(size)  # it keeps what it read
        try:
            note = ledger.open_checkpoint(row.note.encode(), key.name, [key])
        except ledger.NoteError as error:
            found.add(None, "checkpoint", f"the checkpoint of size {row.size}: {error}")
            continue
        if (note.size, note.root) != (row.size, bytes(row.root)):
            found.add(None, "checkpoint", f"the checkpoint of size {row.size} is not the one its row names")
        if signer.extends(size, note.size, note.root, nodes):
            good = note.size
        elif bad is None:
            # Later ones are bad as well; the change lies between the last good one and this.
            bad = note.size
            exact = good if bad - good == 1 else None
            found.add(exact, "fork", f"leaves {good} to {bad - 1} are not those of the checkpoint of size {bad}")
    try:
        for old in signer.traces():
            if not signer.extends(size, old.size, old.root, nodes):
                found.add(None, "fork", f"the tree does not begin with the checkpoint of size {old.size} in {old.where}")
    except Refused as refused:
        found.add(None, "checkpoint", str(refused))
    return count


def verify(against: bytes | None = None, *, content: bool = True, replay: Callable[[], Iterable[str]] | None = None) -> Report:
    """Check the database. `against` is an older checkpoint note that somebody kept; `replay` gives a sentence per row of the other
    rooms' tables that the record does not give. `content` False checks the chain alone. Raises Refused for a note of another log.
    """
    known = _open_against(against) if against is not None else None
    found = _Findings()
    report, root = chain(known)
    size = report.checkpoint.size if report.checkpoint is not None else 0
    gap = _rows(found, size)
    for problem in report.problems:
        if gap is None or problem.fault is not ledger.Fault.MISSING:  # one missing row makes its whole bundle unreadable
            found.add(problem.index, str(problem.fault), f"{problem.path}: {problem.detail}")
    checkpoints = _checkpoints(found, size)
    parts = boxes = missing = waiting = 0
    if content:
        for more, opened, bare in _content(found, size, suspect=bool(report.problems)):
            parts, boxes, missing = parts + more, boxes + opened, missing + bare
        waiting = _waiting(found)
        _closed(found)
        _orphans(found)
    try:
        for sentence in replay() if replay is not None else ():
            found.add(None, "tables", sentence)
    except Refused as refused:
        found.add(None, "tables", str(refused))
    return Report(size, root, report.entries, report.sealed, parts, boxes, missing, waiting, checkpoints, tuple(found.kept))
