"""Copies of the database, the vault's keys apart from it, and bringing one back.

Promises: a copy is one moment of the database, taken while the site runs; it holds no key of the vault, no session and no count of tries.
The keys lie in a file of their own, in another folder. Both live at most as many days as the privacy notice says: after that an erased
text, and the name of an erased account, is gone from every copy. What is brought back is what was copied, by digest; what was erased since
is erased again before anybody reads it. Refuses: a copy over a database that holds a record, keys and copy in one folder, a copy whose
files were changed.
"""

import contextlib
import gzip
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.people.acts import end_sessions
from dinhlang.ground.personal import acts as personal
from dinhlang.ground.record import clock, erasures, founding, keys
from dinhlang.ground.record import vault as store
from dinhlang.ground.record.models import Head, VaultKey

VAULT_DAYS = 14  # longest life of a copy, of the database and of the vault's keys; SECURITY.md and docs/operating.md promise it
FORM = 1
COPY, MANIFEST, JOURNAL, VAULT = "database", "manifest.json", "erasures", "vault-{name}.gz"
LEFT_OUT = ("record_vaultkey", "django_session", "house_cache")  # tables whose rows stay out of the copy
CHUNK = 1 << 20
ROWS = 5_000


@dataclass(frozen=True)
class Manifest:
    """What a copy says of itself: its form, the kind of database, the log and its size, the instant, SHA-256 of both files."""

    form: int
    engine: str
    origin: str
    size: int
    at: str
    copy: str
    vault: str


@dataclass(frozen=True)
class Copied:
    """Where a copy lies, its vault, their sizes in octets."""

    folder: Path
    vault: Path
    octets: int
    vault_octets: int


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            found.update(block)
    return found.hexdigest()


def _open_folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def check_apart(copies: Path, vault: Path) -> None:
    """Whether the keys lie elsewhere than the copies. Raises Refused."""
    one, other = copies.resolve(), vault.resolve()
    if one == other or one in other.parents or other in one.parents:
        raise Refused(
            N_("The vault's keys do not belong beside the copy of the database: who takes both reads everything. Name two folders apart.")
        )


def make(copies: Path, vault: Path, at: datetime) -> Copied:
    """Copy the database into a new folder of `copies` and the vault's keys into a file of `vault`; then forget copies of keys that are
    too old. Raises Refused where the two lie together or no record is open."""
    check_apart(copies, vault)
    head = Head.objects.filter(pk=1).first()
    if head is None:
        raise Refused(N_("There is no record to copy yet. Run: dinhlang up"))
    name = at.strftime("%Y%m%dT%H%M%SZ")
    folder = _open_folder(copies) / name
    folder.mkdir(mode=0o700)
    keep = _open_folder(vault) / VAULT.format(name=name)
    try:
        size = _copy_sqlite(folder / COPY, keep) if connection.vendor == "sqlite" else _copy_postgresql(folder / COPY, keep)
        if erasures.journal().exists():
            shutil.copyfile(erasures.journal(), folder / JOURNAL)
        told = Manifest(FORM, connection.vendor, keys.origin(), size, at.isoformat(), _digest(folder / COPY), _digest(keep))
        (folder / MANIFEST).write_text(json.dumps(asdict(told), indent=1) + "\n", "utf-8")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        keep.unlink(missing_ok=True)
        raise
    forget(vault, at)
    forget_copies(copies, at)
    return Copied(folder, keep, (folder / COPY).stat().st_size, keep.stat().st_size)


def forget(vault: Path, at: datetime) -> int:
    """Delete the copies of the vault's keys that are older than VAULT_DAYS at `at`. Returns how many."""
    gone = 0
    for path in vaults(vault):
        if taken(path) <= at - timedelta(days=VAULT_DAYS):
            path.unlink()
            gone += 1
    return gone


def forget_copies(copies: Path, at: datetime) -> int:
    """Delete the copies of the database that are as old: names of accounts stand in them in the clear. Returns how many."""
    old = [path for path in copies_in(copies) if taken(path) <= at - timedelta(days=VAULT_DAYS)]
    for path in old:
        shutil.rmtree(path)
    return len(old)


def vaults(folder: Path) -> list[Path]:
    """The copies of the vault's keys in a folder, oldest first."""
    return sorted(folder.glob(VAULT.format(name="*"))) if folder.is_dir() else []


def copies_in(folder: Path) -> list[Path]:
    """The whole copies in a folder, oldest first."""
    return sorted(path.parent for path in folder.glob(f"*/{MANIFEST}")) if folder.is_dir() else []


def taken(path: Path) -> datetime:
    """When a copy, or a copy of keys, was taken: told by its name. Raises Refused for another file."""
    try:
        return datetime.strptime(path.name.removeprefix("vault-").removesuffix(".gz") + "+0000", "%Y%m%dT%H%M%SZ%z")
    except ValueError as error:
        raise Refused(N_("{path} is no copy that dinhlang made."), {"path": path}) from error


def _write_keys(path: Path, rows: Iterator[tuple[bytes | memoryview, str, bytes | memoryview]]) -> None:
    with (
        open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as file,
    ):
        for leaf, name, key in rows:
            file.write(f"{bytes(leaf).hex()} {name} {bytes(key).hex()}\n".encode("ascii"))


def _read_keys(path: Path) -> Iterator[VaultKey]:
    with gzip.open(path, "rt", encoding="ascii") as file:
        for line in file:
            leaf, name, key = line.split()
            yield VaultKey(hash=bytes.fromhex(leaf), name=name, key=bytes.fromhex(key))


def _copy_sqlite(to: Path, keep: Path) -> int:
    """SQLite's own online copy, then the keys taken out of it: both are of the same moment."""
    source = sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True)
    with contextlib.closing(source), contextlib.closing(sqlite3.connect(to)) as copy:
        os.chmod(to, 0o600)
        source.backup(copy)
        _write_keys(keep, copy.execute("SELECT hash, name, key FROM record_vaultkey ORDER BY id"))
        copy.execute("PRAGMA secure_delete=ON")
        copy.execute("PRAGMA journal_mode=DELETE")
        for table in LEFT_OUT:
            copy.execute(f"DELETE FROM {table}")  # noqa: S608
        copy.commit()
        copy.execute("VACUUM")
        size: int = copy.execute("SELECT size FROM record_head WHERE id = 1").fetchone()[0]
    return size


def _tool(name: str) -> str:
    found = shutil.which(name) or next(map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)), "")
    if not found:
        raise Refused(N_("{name} is not on this machine. Install PostgreSQL's client programs."), {"name": name})
    return found


def _server() -> tuple[list[str], dict[str, str]]:
    """How PostgreSQL's programs reach the database: arguments without the password, and the environment with it."""
    known = connection.settings_dict
    given = {"--host": known["HOST"], "--port": known["PORT"], "--username": known["USER"]}
    words = [part for option, value in given.items() if value for part in (option, str(value))]
    return words, {**os.environ, **({"PGPASSWORD": str(known["PASSWORD"])} if known["PASSWORD"] else {})}


def _run(words: list[str]) -> None:
    given, environment = _server()
    # PostgreSQL's own programs, with the operator's words alone.
    done = subprocess.run([words[0], *given, *words[1:]], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Refused(N_("{name} failed: {why}"), {"name": Path(words[0]).name, "why": done.stderr.strip()[-300:]})


def _copy_postgresql(to: Path, keep: Path) -> int:
    """`pg_dump` of the moment that a snapshot holds, and the keys read in the same."""
    dump = _tool("pg_dump")
    without = [f"--exclude-table-data={table}" for table in LEFT_OUT]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        rows = VaultKey.objects.order_by("id").values_list("hash", "name", "key").iterator(ROWS)
        _write_keys(keep, rows)
        size: int = Head.objects.get(pk=1).size
        _run([dump, "--format=custom", "--no-owner", *without, f"--snapshot={snapshot}", f"--file={to}", connection.settings_dict["NAME"]])
    os.chmod(to, 0o600)
    return size


def read(folder: Path, vault: Path | None) -> Manifest:
    """What a copy says of itself, once its files are known to be those that were copied. Raises Refused."""
    try:
        told = Manifest(**json.loads((folder / MANIFEST).read_text("utf-8")))
    except (OSError, TypeError, ValueError) as error:
        raise Refused(N_("{path} is no copy that dinhlang made."), {"path": folder}) from error
    if told.form != FORM or told.engine != connection.vendor:
        raise Refused(N_("The copy is of another kind of database: {engine}."), {"engine": told.engine})
    for path, digest in ((folder / COPY, told.copy), (vault, told.vault)):
        if path is not None and (not path.is_file() or _digest(path) != digest):
            raise Refused(N_("{path} is not what was copied: it is missing, damaged or of another copy."), {"path": path})
    return told


def bring_back(folder: Path, vault: Path | None) -> tuple[Manifest, int]:
    """Put a copy in place of an empty database, with the keys in `vault` (None: the texts stay locked, the proofs stand), erase again what
    was erased since, and end every session. Returns what the copy says of itself and how many parts were erased again.

    The site does not open by this: two persons confirm it (`founding.open_restored`), and a copy that is older than any trace of the log
    is refused by `dinhlang up` and `serve` in any case.
    """
    told = read(folder, vault)
    _check_empty()
    _merge_journal(folder / JOURNAL)
    if connection.vendor == "sqlite":
        connection.close()
        target = Path(connection.settings_dict["NAME"])
        for rest in ("", "-wal", "-shm"):
            Path(f"{target}{rest}").unlink(missing_ok=True)
        shutil.copyfile(folder / COPY, target)
        os.chmod(target, 0o600)
    else:
        name = connection.settings_dict["NAME"]
        connection.close()
        _run([_tool("pg_restore"), "--no-owner", "--clean", "--if-exists", "--exit-on-error", f"--dbname={name}", str(folder / COPY)])
    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        if vault is not None:
            store.put_keys(_read_keys(vault), ROWS)
        end_sessions()
    again = erasures.replay_erasures() + personal.replay(clock.now())
    founding.brought_back(told.at)
    return told, again


def _check_empty() -> None:
    if Head._meta.db_table in connection.introspection.table_names() and Head.objects.filter(pk=1).exists():
        raise Refused(N_("The database holds a record. A copy is brought back into an empty one only; move the old one aside first."))


def _merge_journal(copied: Path) -> None:
    """What either journal knows was erased; the machine's own may be lost with the machine."""
    if not copied.is_file():
        return
    known = set(erasures.lines())
    theirs = [line for line in erasures.lines(copied) if line not in known]
    for line in theirs:
        erasures.note(line)
    persons = set(erasures.persons())
    for person in [one for one in erasures.persons(copied) if one not in persons]:
        erasures.note_person(person)
