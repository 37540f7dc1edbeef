"""What must be true beside the database for an erasure to be one.

Promises: the journal outside the database knows each erasure before the database does, so that no backup brings the text back;
after the commit the database's own write-ahead log is emptied, at the latest by a later tick, and the published opening is written
anew, in the files of closed logs too. Refuses: reasons outside the closed list of policy/erasure.toml.

On PostgreSQL the dead rows are vacuumed; the bytes of a page are overwritten as it fills again, and the server's write-ahead log
runs out by its own settings. On SQLite (`secure_delete`) they are zero at once.
"""

import functools
import logging
import os
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from pydantic import BaseModel, ConfigDict, Field

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.record import append, export, signer, vault
from dinhlang.ground.record.models import Head, PublicVersion

CODE = r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$"
SCRUBBED = (
    "record_vaultkey", "record_part", "record_blob", "record_command", "auth_user", "django_session", "mfa_authenticator",
    "people_proposal", "personal_request",
)  # fmt: skip
"""Tables whose dead rows held something about a person."""
TRIES = 20  # of emptying the write-ahead log while readers come and go
log = logging.getLogger("dinhlang.record")


class Reason(BaseModel):
    """One reason for erasing: its public code, a sentence in both languages, and the article or promise it rests on."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: str = Field(pattern=CODE, max_length=40)
    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)
    basis: str = Field(min_length=1)


class _Policy(BaseModel):
    model_config = ConfigDict(extra="forbid")
    reason: tuple[Reason, ...]


@dataclass(frozen=True)
class Line:
    """One line of the journal: the leaf's hash, the part's name, the reason's code."""

    leaf: bytes
    part: str
    reason: str


@dataclass(frozen=True)
class Person:
    """A line of the journal about rows outside the record: the room's word for whom (`kind`, `key`), a `mark` that tells the row from a
    later one of the same number ("-" for none), the row of policy/personal.toml."""

    kind: str
    key: str
    mark: str
    data: str


@lru_cache(maxsize=2)
def _read_policy(path: Path) -> dict[str, Reason]:
    return {one.code: one for one in _Policy.model_validate(tomllib.loads(path.read_text("utf-8"))).reason}


def reasons() -> dict[str, Reason]:
    """The closed list, by code, in the file's order."""
    return _read_policy(Path(settings.POLICY_DIR) / "erasure.toml")


def journal() -> Path:
    """The file outside the database that remembers every erasure."""
    return Path(settings.DATA_DIR) / "erasures"


def _due() -> Path:
    """A file that stands from an erasure until nothing of it is left in the database's own log."""
    return Path(settings.DATA_DIR) / "scrub-due"


def note(line: Line) -> None:
    """Write an erasure into the journal, on the disk before this returns. After a crash the next start makes up for what is missing:
    only an erasure that nothing refuses any more may be noted.
    """
    _note(f"{line.leaf.hex()} {line.part} {line.reason}")


def note_person(line: Person) -> None:
    """The same for rows about a person that are no parts of the record. Readers of leaves pass such a line over."""
    _note(f"person {line.kind} {line.key} {line.mark} {line.data}")


def _note(text: str) -> None:
    journal().parent.mkdir(parents=True, exist_ok=True)
    _due().touch()
    fresh = not journal().exists()
    with journal().open("ab") as file:
        torn = b"\n" if not fresh and not journal().read_bytes().endswith(b"\n") else b""
        file.write(torn + f"{text}\n".encode("ascii"))
        file.flush()
        os.fsync(file.fileno())
    if fresh:
        signer.sync_folder(journal().parent)


def lines(of: Path | None = None) -> Iterator[Line]:
    """Every whole line of the journal (this machine's, or a copy of one); a line torn by a power cut was never acknowledged and is
    passed over."""
    path = of or journal()
    if not path.exists():
        return
    for text in path.read_text("ascii", errors="replace").split("\n"):
        words = text.split(" ")
        try:
            if len(words) == 3 and len(leaf := bytes.fromhex(words[0])) == 32:
                yield Line(leaf, words[1], words[2])
        except ValueError:
            continue


def persons(of: Path | None = None) -> Iterator[Person]:
    """Every whole line of the journal about rows of a person, as `lines`."""
    path = of or journal()
    if not path.exists():
        return
    for text in path.read_text("ascii", errors="replace").split("\n"):
        words = text.split(" ")
        if len(words) == 5 and words[0] == "person":
            yield Person(*words[1:])


def take(act: str, at: datetime, gone: Sequence[Line], *, sealed: bool) -> None:
    """Erase parts inside an `act` that has checked everything; `sealed` says whether its own leaf is sealed. Their published copies follow
    the commit. Raises Refused where the record is closed to such a leaf: what the journal names is erased, come what may, so that nothing
    that could still refuse it may stand behind these lines.
    """
    append.lock_head()
    append.check_open(act, at, sealed=sealed)
    for line in gone:
        note(line)
    for line in gone:
        vault.erase(line.leaf, line.part, line.reason)
        transaction.on_commit(functools.partial(finish, line.leaf), robust=True)


def replay_erasures() -> int:
    """Erase again whatever the journal names and a restored database still holds. Returns how many parts. Before the site opens."""
    noted = tuple(lines())
    if not noted or not Head.objects.filter(pk=1).exists():
        return 0
    with transaction.atomic():
        append.lock_head()
        again = [line for line in noted if vault.erase(line.leaf, line.part, line.reason)]
        if again:
            _due().touch()
            append.bump([*PublicVersion.objects.values_list("scope", flat=True), 0])
            transaction.on_commit(scrub, robust=True)
    for line in again:
        _publish(line.leaf)
    return len(again)


def check_reason(code: str) -> Reason:
    """The reason behind a code. Raises Refused where it is not on the list."""
    if code not in reasons():
        raise Refused(N_("Choose one of the listed reasons for erasing."), {"reason": code[:40]}, "policy/erasure.toml")
    return reasons()[code]


def scrub() -> None:
    """Leave nothing of what was erased in the database's own log. Outside a transaction, after the commit; where readers keep it busy,
    the next tick tries again.
    """
    if _emptied():
        _due().unlink(missing_ok=True)
    else:
        log.warning("an erasure is done, but readers keep the write-ahead log busy; the next tick empties it")


def scrub_if_due() -> bool:
    """Do what a crash or busy readers kept an earlier erasure from doing. In every tick; inside a transaction neither database can."""
    due = _due().exists() and not connection.in_atomic_block
    if due:
        scrub()
    return due


def _emptied() -> bool:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return any(cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0 for _ in range(TRIES))
        for table in SCRUBBED:
            cursor.execute(f"VACUUM {table}")
        return True


def scrub_soon() -> None:
    """Let the database's own log be emptied after the transaction that runs, at the latest by the next tick."""
    journal().parent.mkdir(parents=True, exist_ok=True)
    _due().touch()
    transaction.on_commit(scrub, robust=True)


def finish(leaf: bytes) -> None:
    """What follows the commit of an erasure: the write-ahead log, and the opening wherever it lies as a file."""
    scrub()
    _publish(leaf)


def _publish(leaf: bytes) -> None:
    for folder in export.folders():
        export.rewrite_opening(leaf, folder)
