"""Leaves into the tree: prepared in the act, appended as its last statement under the one-row head lock.

Promises: indexes without gaps on both databases; an entry's time never more than 60 s below the latest, or the act is refused;
sealed leaves wait and enter in batches sorted by hash, filled with blanks, so that no batch gives a single act away.
"""

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.record import clock, fast
from dinhlang.ground.record.models import Blob, ClosedEntry, Command, Entry, Head, Part, Pending, PublicVersion, Tile, VaultKey

TILE = ledger.TILE_WIDTH
BATCH_LEAVES = 8
BATCH_AGE = timedelta(hours=6)
STALLED = timedelta(hours=12)
BACKWARDS = timedelta(seconds=60)  # docs/log-format.md, section 8
BACKWARDS_SEALED = timedelta(days=2)
OPENED = "log.opened"
NOT_OPEN = N_("The record has not been opened yet. The operator runs: dinhlang up")
LAW = -1  # the scope of what every page says of the law beside the rulebook: which wordings were held against the law of today
HOUSE = "log."  # acts that must go on while everything else stands still: without them nobody can prove the standstill


@dataclass(frozen=True)
class Attachment:
    """A file that came through `files.open_untrusted`: the clean copy the public may have, and the original where it is kept."""

    name: str
    media_type: str
    public: bytes
    original: bytes | None = None

    def as_value(self) -> dict[str, Any]:
        """How the part `files` names it: sizes in bytes and hex SHA-256 digests."""
        value: dict[str, Any] = {
            "name": self.name,
            "type": self.media_type,
            "size": len(self.public),
            "sha256": hashlib.sha256(self.public).hexdigest(),
        }
        if self.original is not None:
            value["original"] = hashlib.sha256(self.original).hexdigest()
        return value


@dataclass(frozen=True)
class Written:
    """A leaf that is ready: its bytes and hash, size and root of the newest checkpoint when it was made, and where it belongs."""

    act: str
    leaf: bytes
    hash: bytes
    body: int | None
    subject: str
    sealed: bool
    at: datetime
    scopes: tuple[int, ...]
    after_size: int
    after_root: bytes


def leaf_of(leaf_hash: bytes) -> bytes | None:
    """The bytes of a leaf that entered, here or in a closed log, or that waits; None for any other hash."""
    for table in (Entry, Pending, ClosedEntry):
        if (found := table.objects.filter(hash=leaf_hash).values_list("leaf", flat=True).first()) is not None:
            return bytes(found)
    return None


def log_subject() -> str:
    """The log's own subject: that of its first entry. Raises Refused before there is one."""
    found = Entry.objects.filter(index=0).values_list("subject", flat=True).first()
    if found is None:
        raise Refused(NOT_OPEN)
    return found


def new_subject() -> str:
    """Sixteen signs of 80 random bits: a thing's public name, or a private code."""
    return ledger.new_subject(secrets.token_bytes(10))


def head() -> Head:
    """The head as committed, without a lock. Raises Refused before the record was opened (`dinhlang up`)."""
    row = Head.objects.filter(pk=1).first()
    if row is None:
        raise Refused(NOT_OPEN)
    return row


def state_file() -> Path:
    """Where the signer remembers, outside the database, the last note it signed."""
    return Path(settings.DATA_DIR) / "sign-state"


def signed_size() -> int:
    """The size of the tree that was signed last, as remembered outside the database; 0 before the first signature.

    Raises Refused where that memory is there and cannot be read: a guess would be a way round it.
    """
    try:
        return int(state_file().read_text().split("\n", 2)[1])
    except FileNotFoundError:
        return 0
    except (ValueError, IndexError) as error:
        raise Refused(
            N_("The file {path} is damaged. Nothing is written before the operator has looked."), {"path": state_file()}
        ) from error


def check_not_stalled(oldest: datetime | None, at: datetime) -> None:
    """Raise Refused while the oldest waiting leaf has waited more than 12 hours: a promise could not be kept."""
    if oldest is not None and at - oldest > STALLED:
        raise Refused(N_("The record stands still, so no receipt can be promised now. Please hand this in on paper at the commune office."))


def check_clock(row: Head, at: datetime, *, sealed: bool) -> None:
    """Raise Refused where a leaf made at `at` would break the time rules (docs/log-format.md, section 8)."""
    entry_late = row.time is not None and row.time - at > BACKWARDS
    sealed_late = sealed and row.sealed_day is not None and row.sealed_day - clock.local_day(at) > BACKWARDS_SEALED
    if entry_late or sealed_late:
        raise Refused(N_("The server's clock stands before the last entry of the record. Nothing was saved; please tell the operator."))


def check_open(act: str, at: datetime, *, sealed: bool) -> tuple[Head, fast.State]:
    """Raise Refused where no leaf of `act` may be made at `at`: an older database, a clock set back, a record that stands still.

    Returns the head and the state that the leaf is made against.
    """
    remembered = signed_size()  # before the head: another process may append and sign between the two
    state = fast.state()
    now = state.head or head()
    if now.size < remembered and act != OPENED:  # the first entry of a log follows a lost one, whose memory still stands there
        raise Refused(
            N_("The database is older than what was already signed. Nothing is written over it. The operator runs: dinhlang recover")
        )
    check_clock(now, at, sealed=sealed)
    if not act.startswith(HOUSE):
        check_not_stalled(state.waiting_since, at)
    return now, state


def lock_head() -> Head:
    """The head under its lock, until the transaction ends. Raises Refused before the record was opened (`dinhlang up`)."""
    try:
        return fast.lock_head()
    except Head.DoesNotExist as error:
        raise Refused(NOT_OPEN) from error


def prepare(
    act: str,
    *,
    office: str,
    code: str,
    body: int | None,
    at: datetime,
    subject: str,
    parts: Mapping[str, Any],
    open_parts: Collection[str],
    because: bytes | None,
    sealed: bool,
    scopes: tuple[int, ...],
    attachments: Sequence[Attachment] = (),
) -> Written:
    """Commit to `parts`, box them in the vault and make the leaf. Writes parts and keys, not yet the entry.

    Raises Refused where a value could not be written the same way twice (core.ledger.check_value).
    """
    now, state = check_open(act, at, sealed=sealed)
    if attachments:
        parts = {**parts, "files": [one.as_value() for one in attachments]}
    if sealed:
        if unknown := set(parts) - set(ledger.PARTS):
            raise ValueError(f"a sealed leaf has five parts and no others: {sorted(unknown)}")
        # What an act does not say stays sealed as null, so that the list of parts, and which of them are empty, tells nothing.
        open_parts = set(open_parts) & set(parts)
        parts = {name: parts.get(name) for name in ledger.PARTS}
    after_size, after_root = state.signed or (0, ledger.EMPTY_ROOT)
    salts = {name: secrets.token_bytes(32) for name in parts}
    written = {name: ledger.canonical(value) for name, value in parts.items()}
    digests = {name: ledger.part_digest_of(name, salts[name], data) for name, data in written.items()}
    commit = ledger.commitment(digests)
    leaf = (
        ledger.encode(ledger.Sealed(date=clock.local_day(at), commit=commit))
        if sealed
        else ledger.encode(
            ledger.Entry(
                act=act, body=code, office=office, time=at, subject=subject, because=because, rules=bytes(now.rules), commit=commit
            )
        )
    )
    leaf_hash = ledger.leaf_hash(leaf)
    boxes, keys, blobs = [], [], []
    for order, name in enumerate(sorted(parts, key=ledger.part_place)):
        key, plain = secrets.token_bytes(32), salts[name] + written[name]
        keys.append(VaultKey(hash=leaf_hash, name=name, key=key))
        boxes.append(
            Part(
                hash=leaf_hash,
                order=order,
                name=name,
                digest=digests[name],
                box=AESGCM(key).encrypt(bytes(12), plain, None),
                open=name in open_parts,
            )
        )
        if name == "files":
            blobs = [
                Blob(hash=leaf_hash, n=n, original=original, box=AESGCM(key).encrypt(blob_nonce(n, original), data, None))
                for n, one in enumerate(attachments)
                for original, data in ((False, one.public), (True, one.original))
                if data is not None
            ]
    fast.insert(boxes, keys)
    if blobs:
        Blob.objects.bulk_create(blobs)
    return Written(act, leaf, leaf_hash, body, subject, sealed, at, scopes, after_size, after_root)


def blob_nonce(n: int, original: bool) -> bytes:
    """The nonce of file `n` under its part's key; the part itself has the nonce 0, no two boxes share one."""
    return (2 * n + original + 1).to_bytes(12)


def append(written: Written, answer: Command | None = None) -> None:
    """Put the leaf into the tree, or a sealed one into the waiting room, with the answer given if any. The last statement of an act."""
    # Waiting takes the lock too: a batch that is being made must not miss, or throw away, a leaf that commits meanwhile.
    row = lock_head()
    check_clock(row, written.at, sealed=written.sealed)
    answering = [] if answer is None else [fast.inserting([answer])]
    if written.sealed:
        fast.run(*answering, fast.inserting([waiting(written)]))
        return
    entry = Entry(
        hash=written.hash, leaf=written.leaf, act=written.act, body=written.body, subject=written.subject, sealed=False, at=written.at
    )
    row.time = max(written.at, row.time) if row.time else written.at
    if (row.size + 1) % TILE == 0:
        fast.run(*answering)
        enter(row, [entry])
        row.save()
        bump(written.scopes)
        return
    # No tile fills up: the answer, the entry, the head and the counters of pages are one journey to the database.
    entry.index, scopes = row.size, sorted(set(written.scopes))
    row.size, row.edge = row.size + 1, ledger.Edge.from_bytes(bytes(row.edge)).append(written.hash).to_bytes()
    counting = [fast.counting(scopes)] if scopes else []
    touched = fast.run(*answering, fast.inserting([entry]), fast.saving(row), *counting)
    if touched < len(scopes):
        know(scopes)


def waiting(written: Written) -> Pending:
    """A sealed leaf as it waits for its batch."""
    return Pending(
        hash=written.hash,
        leaf=written.leaf,
        act=written.act,
        body=written.body,
        subject=written.subject,
        at=written.at,
        scopes=list(written.scopes),
    )


def enter(row: Head, entries: list[Entry]) -> None:
    """Give `entries` the next indexes under the held lock, and keep the tiles and the right edge."""
    edge = ledger.Edge.from_bytes(bytes(row.edge))
    for index, entry in enumerate(entries, edge.size):
        entry.index = index
    edge, placed = ledger.grow(edge, [bytes(entry.hash) for entry in entries])
    Entry.objects.bulk_create(entries)
    for full in range(row.size // TILE, edge.size // TILE):
        hashes = Entry.objects.filter(index__gte=full * TILE, index__lt=(full + 1) * TILE).order_by("index").values_list("hash", flat=True)
        Tile.objects.create(level=0, n=full, hashes=b"".join(bytes(value) for value in hashes))
    for one in placed:
        if one.level:
            above, _ = Tile.objects.get_or_create(level=one.level, n=one.index // TILE, defaults={"hashes": b""})
            above.hashes = bytes(above.hashes) + one.hash
            above.save()
    row.size, row.edge = edge.size, edge.to_bytes()


def bump(scopes: Collection[int]) -> None:
    """Tell every cache that these bodies' public pages changed. Called under the head lock, so rows are never contended."""
    wanted = sorted(set(scopes))
    if wanted and fast.run(fast.counting(wanted)) < len(wanted):
        know(wanted)


def know(wanted: Collection[int]) -> None:
    """Begin to count for those of `wanted` that were never counted; the others were counted up by the caller."""
    known = set(PublicVersion.objects.filter(scope__in=wanted).values_list("scope", flat=True))
    PublicVersion.objects.bulk_create([PublicVersion(scope=scope, n=1) for scope in wanted if scope not in known])


def blank(day: date) -> tuple[bytes, bytes]:
    """A leaf dated `day` that looks like every sealed leaf and hides nothing, its opening too: (leaf, hash). Writes its parts."""
    digests = ledger.blank(secrets.token_bytes(160))
    leaf = ledger.encode(ledger.Sealed(date=day, commit=ledger.commitment(digests)))
    leaf_hash = ledger.leaf_hash(leaf)
    Part.objects.bulk_create(
        Part(hash=leaf_hash, order=order, name=name, digest=digests[name], box=None, open=False) for order, name in enumerate(ledger.PARTS)
    )
    return leaf, leaf_hash
