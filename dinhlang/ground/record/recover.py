"""After a loss: fill the database again from files of the log, or close the log and begin one that says so.

Promises: what is filled in is what was signed, leaf by leaf; what cannot come back is counted and named, and nothing comes back by half:
an entry whose act wrote rows of its room has no effect on duties either, so that its act can be done anew. Nobody keeps an office or a
session over a loss, for what was ended in the lost time is not known. Refuses: to sign anew over what was signed, to mix two histories,
to force anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.record import append, clock, erasures, export, founding, keys, signer, tree, vault
from dinhlang.ground.record.act import RECORD_ONLY, project
from dinhlang.ground.record.models import Checkpoint, ClosedEntry, Entry, Head, Part, Pending, PublicVersion, RulebookCopy, Tile, VaultKey

BodyOf = Callable[[str, date], int | None]
"""(official code, day) -> the number of the body that bore it, None where there was none."""
ShutOut = Callable[[], int]
"""Ends every mandate and every session; returns how many mandates."""

TWO_HISTORIES = N_("The files and the database tell two histories. Keep both; the operator may begin a new log that says so.")
ROWLESS = N_("{act}: the rows of these entries were not brought back, nor what they meant for duties; do it again: {entries}")
ENDED = N_(
    "{n} mandates were ended, and everybody was signed out: who was given or lost an office or a key in the lost time is not known. "
    "Appoint again who still holds one: dinhlang people also"
)
CHUNK = 4096  # leaves moved at a time


@dataclass(frozen=True)
class Refilled:
    """What came back (leaves `before` to `size` - 1) and what did not.

    `unopened`: leaves of which the files hold no opening; `shut`: parts whose text is lost because they were sealed; `erased`: parts
    that were erased; `files`: attached files, which no export holds; `silent`: sealed leaves whose act and effects on duties are lost;
    `rowless`: index and act of entries whose rows did not come back; `mandates`: how many were ended; `rulebooks`: hashes (hex) of
    rulebooks that entries name and nobody here holds; `still_ahead`: leaves that were signed and are in none of these files.
    """

    before: int
    size: int
    unopened: int = 0
    shut: int = 0
    erased: int = 0
    files: int = 0
    silent: int = 0
    rowless: tuple[tuple[int, str], ...] = ()
    mandates: int = 0
    rulebooks: tuple[str, ...] = ()
    still_ahead: int = 0

    @property
    def whole(self) -> bool:
        """Whether everything that these leaves did is here again."""
        return not (self.unopened or self.shut or self.files or self.silent or self.rowless or self.rulebooks or self.still_ahead)

    @property
    def losses(self) -> tuple[tuple[str, Mapping[str, object]], ...]:
        """Sentences for the operator, as message ids with their values; what no count can tell comes last."""
        counted = (
            (N_("{n} leaves came back without what they say: the files hold no opening of them."), self.unopened),
            (N_("{n} sealed parts are lost: only their digests came back."), self.shut),
            (N_("{n} attached files are lost: an export holds none. Those who sent them may send them again."), self.files),
            (N_("{n} sealed leaves came back without their effect on duties."), self.silent),
            (
                N_("{n} leaves that were signed are not in these files. The site stays closed until they are found or a new log begins."),
                self.still_ahead,
            ),
        )
        told: list[tuple[str, Mapping[str, object]]] = [(text, {"n": n}) for text, n in counted if n]
        told += [(N_("The rulebook {hash} is not here. Adopt it again."), {"hash": one}) for one in self.rulebooks]
        for name in sorted({act for _, act in self.rowless}):
            entries = ", ".join(str(index) for index, act in self.rowless if act == name)
            told.append((ROWLESS, {"act": name, "entries": entries}))
        if self.mandates:
            told.append((ENDED, {"n": self.mandates}))
        if self.size > self.before:
            told.append(
                (N_("No export holds answers to forms, codes of receipts, leaves that still waited, or sessions: these are lost."), {})
            )
        return tuple(told)


@dataclass(frozen=True)
class Followed:
    """The log that begins: its origin, the last checkpoint of the one before, the range that was lost (inclusive; empty where only a key
    was), and how many mandates were ended."""

    origin: str
    before: str
    lost: tuple[int, ...]
    mandates: int = 0


def reader(folder: Path) -> Callable[[str], bytes | None]:
    """What a `LogView` reads where the log's files lie in `folder`."""

    def read(path: str) -> bytes | None:
        try:
            return (folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    return read


def source(folder: Path) -> tuple[ledger.LogView, ledger.Checkpoint]:
    """The log in `folder`, checked whole. Raises Refused where it is none, not ours, or damaged."""
    read, key = reader(folder), keys.signer("log").vkey
    view = ledger.LogView(key.name, (key,), read("checkpoint"), read)
    report = ledger.verify_log(view)
    if report.checkpoint is None or not report.ok:
        raise Refused(
            N_("The files in {folder} are not a whole copy of this log: {problem}."),
            {"folder": folder, "problem": "; ".join(f"{one.path}: {one.detail}" for one in report.problems[:3])},
        )
    return view, report.checkpoint


@dataclass(frozen=True)
class _Effects:
    """What a leaf means for duties; `index` of an open one."""

    index: int | None
    body: int | None
    act: str
    subject: str
    leaf: bytes
    day: date
    values: list[dict[str, Any]]


class _Refill:
    """One run of `refill`, under the head's lock."""

    def __init__(self, row: Head, view: ledger.LogView, checkpoint: ledger.Checkpoint, body_of: BodyOf, shut_out: ShutOut) -> None:
        self.row, self.view, self.checkpoint, self.body_of, self.shut_out = row, view, checkpoint, body_of, shut_out
        self.before = row.size
        self.waiting = {bytes(one.hash): one for one in Pending.objects.all()}
        self.unopened = self.shut = self.erased = self.files = self.silent = 0
        self.rulebooks = {bytes(row.rules)} - {b""}
        self.rowless: dict[int, str] = {}
        self.gone: set[str] = set()  # subjects of which rows are missing
        self.effects: list[_Effects] = []
        self.newest = row.time or datetime.min.replace(tzinfo=UTC)

    def leaf(self, index: int, data: bytes) -> Entry:
        """The row of a leaf, its parts written. A row whose `body` is None although its leaf names one had no effect."""
        leaf, leaf_hash = ledger.parse(data), ledger.leaf_hash(data)
        waited = self.waiting.pop(leaf_hash, None)
        opening = None if waited else self.opening(data, leaf_hash)
        if isinstance(leaf, ledger.Entry):
            self.newest = max(self.newest, leaf.time)
            self.rulebooks.add(leaf.rules)
            body = self.body_of(leaf.body, clock.local_day(leaf.time)) if leaf.body != ledger.NONE else None
            duties = opening.parts.get("duties") if opening else None
            if leaf.act.startswith(append.HOUSE):
                pass
            elif not self.comes_back(leaf, body, opening):
                self.rowless[index], body = leaf.act, None
                self.gone.add(leaf.subject)
            elif isinstance(duties, ledger.Open) and isinstance(duties.value, list):
                self.effects.append(_Effects(index, body, leaf.act, leaf.subject, leaf_hash, clock.local_day(leaf.time), duties.value))
            return Entry(hash=leaf_hash, leaf=data, act=leaf.act, body=body, subject=leaf.subject, sealed=False, at=leaf.time)
        self.row.sealed_day = max(filter(None, (self.row.sealed_day, leaf.date)))
        if waited is None:
            self.silent += 1
            return Entry(hash=leaf_hash, leaf=data, act="", subject="", sealed=True, at=self.newest)
        for part in vault.open_parts([leaf_hash], ["duties"], sealed=True).get(leaf_hash, ()):
            day = clock.local_day(self.newest)
            self.effects.append(_Effects(None, waited.body, waited.act, waited.subject, leaf_hash, day, part.value or []))
        waited.delete()
        return Entry(hash=leaf_hash, leaf=data, act=waited.act, body=waited.body, subject=waited.subject, sealed=True, at=waited.at)

    def comes_back(self, leaf: ledger.Entry, body: int | None, opening: ledger.Opening | None) -> bool:
        """Whether the record alone says all that this entry did, and the thing it was done to is here."""
        if leaf.act not in RECORD_ONLY or leaf.subject in self.gone or opening is None:
            return False
        return (body is not None or leaf.body == ledger.NONE) and not isinstance(opening.parts.get("duties"), ledger.Shut)

    def take_effect(self, one: "_Effects") -> None:
        """What an entry means for duties. Where what it was aimed at is missing it has no effect, as if its rows were."""
        try:
            with transaction.atomic():
                project(one.body, one.act, one.subject, one.leaf, one.day, one.values)
        except Refused:
            if one.index is not None:  # a sealed one may enter without effect
                self.rowless[one.index] = one.act
                Entry.objects.filter(hash=one.leaf).update(body=None)

    def opening(self, data: bytes, leaf_hash: bytes) -> ledger.Opening | None:
        """What the files show of a leaf, put back into the vault under fresh keys."""
        served = self.view.read(ledger.opening_path(leaf_hash))
        try:
            opening = ledger.check_opening(served, data) if served is not None else None
        except ledger.OpeningError:
            opening = None
        if opening is None:
            self.unopened += 1
            return None
        parts, vault_keys = [], []
        for order, (name, digest) in enumerate(opening.digests.items()):
            part = opening.parts[name]
            one = Part(hash=leaf_hash, order=order, name=name, digest=digest, box=None, open=isinstance(part, ledger.Open))
            match part:
                case ledger.Open(salt, value):
                    key, one.box = vault.new_box(salt, value)
                    vault_keys.append(VaultKey(hash=leaf_hash, name=name, key=key))
                    if name == "files" and isinstance(value, list | tuple):
                        self.files += len(value)
                case ledger.Erased(_, reason):
                    one.erased = reason
                    self.erased += 1
                case ledger.Shut():
                    self.shut += 1
            parts.append(one)
        Part.objects.bulk_create(parts)
        VaultKey.objects.bulk_create(vault_keys)
        return opening

    def run(self) -> Refilled:
        """All leaves from the head on, then what hangs on them."""
        size = self.checkpoint.size
        for index in range(self.before // ledger.TILE_WIDTH, -(-size // ledger.TILE_WIDTH)):
            leaves = self.view.leaves(ledger.Tile(0, index, ledger.tile_width(0, index, size)))
            first = max(self.before, index * ledger.TILE_WIDTH)
            append.enter(self.row, [self.leaf(n, data) for n, data in enumerate(leaves[first - index * ledger.TILE_WIDTH :], first)])
        if ledger.Edge.from_bytes(bytes(self.row.edge)).root() != self.checkpoint.root:
            raise Refused(TWO_HISTORIES)
        self.row.time = self.newest
        held = {bytes(one) for one in RulebookCopy.objects.filter(hash__in=list(self.rulebooks)).values_list("hash", flat=True)}
        last = Entry.objects.filter(sealed=False).order_by("-index").values_list("leaf", flat=True).first()
        wanted = ledger.parse(bytes(last)) if last is not None else None
        if isinstance(wanted, ledger.Entry) and wanted.rules in held:
            self.row.rules = wanted.rules
        self.row.save()
        Checkpoint.objects.get_or_create(
            size=size, defaults={"root": self.checkpoint.root, "note": (self.view.checkpoint or b"").decode(), "at": self.newest}
        )
        for one in self.effects:
            self.take_effect(one)
        append.bump([*PublicVersion.objects.values_list("scope", flat=True), 0])
        ahead = 0
        nodes = tree.nodes(size)
        for old in signer.traces():
            if old.size > size:
                ahead = max(ahead, old.size - size)
            elif not signer.extends(size, old.size, old.root, nodes):
                raise Refused(TWO_HISTORIES)
        missing = tuple(sorted(one.hex() for one in self.rulebooks - held))
        rowless, mandates = tuple(sorted(self.rowless.items())), self.shut_out()
        return Refilled(
            self.before, size, self.unopened, self.shut, self.erased, self.files, self.silent, rowless, mandates, missing, ahead
        )


def refill(folder: Path, body_of: BodyOf, shut_out: ShutOut) -> Refilled:
    """Fill the database from an export or mirror in `folder` whose tree begins with the database's, or an empty one from leaf 0 on.
    Changes all or nothing.

    `body_of` finds bodies by their code. Raises Refused where the files are damaged or tell another history. The export is only read.
    """
    view, checkpoint = source(folder)
    with transaction.atomic():
        Head.objects.get_or_create(pk=1)
        row = append.lock_head()
        if checkpoint.size <= row.size:
            if not signer.extends(row.size, checkpoint.size, checkpoint.root, tree.nodes(row.size)):
                raise Refused(TWO_HISTORIES)
            return Refilled(row.size, row.size)
        done = _Refill(row, view, checkpoint, body_of, shut_out).run()
    erasures.replay_erasures()
    return done


def next_origin(origin: str) -> str:
    """The name of the log that follows: `…/2`, then `…/3`."""
    found = keys.FOLLOWING.fullmatch(origin)
    return f"{found[1]}/{int(found[2]) + 1}" if found else f"{origin}/2"


def _in_the_database() -> tuple[str, ledger.VKey]:
    """Origin and log key of the log that the database holds, also where this machine's keys are gone. Raises Refused for none."""
    opened = None if (keys.key_dir() / "log").exists() else founding.opened_as()
    if opened is None:
        return keys.origin(), keys.signer("log").vkey
    mine = [one for one in map(ledger.parse_vkey, opened.vkeys) if one.name == opened.origin]
    return opened.origin, mine[0]


def _lost(row: Head, key: ledger.VKey, because: str) -> tuple[signer.Trace | None, int | None]:
    """The greatest trace, and the first index of what is lost of it (None: nothing is). Raises Refused where nothing is, for no reason."""
    nodes = tree.nodes(row.size)
    found = sorted(signer.traces(key), key=lambda one: one.size)
    good = [one for one in found if signer.extends(row.size, one.size, one.root, nodes)]
    bad = [one for one in found if one not in good]
    if not bad and because:
        return (good[-1] if good else None), None
    if not bad:
        raise Refused(N_("Nothing that was signed is missing here: the log goes on under its own name."))
    forked = any(one.size <= row.size for one in bad)
    return bad[-1], max((one.size for one in good), default=0) if forked else row.size


def new_origin(at: datetime, shut_out: ShutOut, files: Mapping[str, bytes], because: str = "") -> Followed:
    """Close a log whose history, or key, is lost and begin `…/2`, whose first entry names the last checkpoint and the lost range.

    What the old entries say stays readable; their files and the old keys go to DATA_DIR/closed. Leaves that wait enter the new log.
    In an empty database the rulebook `files` is the first. `because`: what became of a key, as the first entry says it. Raises Refused
    where nothing is lost. Basis: docs/log-format.md, section 13; docs/keys.md.
    """
    founding.finish_swap()
    row = Head.objects.filter(pk=1).first() or Head()
    old, key = _in_the_database()
    trace, first = _lost(row, key, because)
    origin = next_origin(old)
    number = 1 + sum(1 for path in founding.closed_dir().glob("[0-9]*") if path.is_dir() and not (path / founding.UNFINISHED).exists())
    folder = founding.closed_dir() / str(number)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / founding.UNFINISHED).touch()
    export.copy(folder, row.size)
    if trace is not None and first is not None:
        (folder / "checkpoint.lost").write_bytes(trace.note)
    vkeys = keys.ensure(origin, keys.key_dir() / founding.NEXT)
    before = trace.note.decode() if trace is not None else ""
    lost = (first, trace.size - 1) if trace is not None and first is not None else ()
    said = {"before": before, "lost": list(lost), "because": because}
    with transaction.atomic():
        if row._state.adding:
            founding.begin_head(at, files)
        row = append.lock_head()
        for start in range(0, row.size, CHUNK):
            ClosedEntry.objects.bulk_create(
                ClosedEntry(
                    origin=old,
                    index=one.index,
                    hash=one.hash,
                    leaf=one.leaf,
                    act=one.act,
                    body=one.body,
                    subject=one.subject,
                    sealed=one.sealed,
                    at=one.at,
                )
                for one in Entry.objects.filter(index__gte=start, index__lt=start + CHUNK).order_by("index")
            )
        for table in (Entry, Tile, Checkpoint):
            table.objects.all().delete()
        row.size, row.edge, row.time, row.sealed_day = 0, ledger.Edge().to_bytes(), None, None
        row.save()
        founding.begin(at, origin, vkeys, {name: value for name, value in said.items() if value})
        append.bump([*PublicVersion.objects.values_list("scope", flat=True), 0])
        mandates = shut_out() if lost else 0  # a key that is gone says nothing of who was given an office
    founding.finish_swap()
    return Followed(origin, before, lost, mandates)
