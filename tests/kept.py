"""A beginning that many tests share is built once in a run, by the real acts, and laid down again for each further test, of any worker.

Promises: the tables, the data directory and what the builder gave are as they were when it was done, on both databases; a test changes its
own copy alone. Refuses to keep a beginning that changed rows the migrations made: those could not be told from its own.
"""

import copy
import os
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from tests.database import POSTGRESQL
from tests.flush import counts


@dataclass(frozen=True)
class Beginning:
    """The rows of each table that was empty before, each file of the data directory with its mode, and what the builder gave."""

    tables: Mapping[str, Any]
    files: Mapping[Path, tuple[int, bytes]]
    given: Any


_kept: dict[str, Beginning] = {}


def begin(name: str, build: Callable[[], Any]) -> Any:
    """What `build` gives, and what it wrote to database and data directory; built only the first time that `name` is asked for."""
    shared = Path(os.environ["DINHLANG_TEST_ROOT"]) / f"{name}.{'postgresql' if POSTGRESQL else 'sqlite'}.beginning"
    if name not in _kept and shared.exists():
        _kept[name] = pickle.loads(shared.read_bytes())  # noqa: S301  (written by a worker of this run)
    if name not in _kept:
        before, there = counts(), set(_files())
        given = build()
        after = counts()
        assert all(after[table] == count for table, count in before.items() if count), "a beginning fills tables that were empty"
        tables = {table: _read(table) for table, count in after.items() if count and not before[table]}
        files = {path: was for path, was in _files().items() if path not in there}
        _kept[name] = Beginning(tables, files, copy.deepcopy(given))
        own = shared.with_suffix(f".{os.getpid()}")
        own.write_bytes(pickle.dumps(_kept[name]))
        own.rename(shared)
        return given
    kept = _kept[name]
    with transaction.atomic():  # where a row that another names comes after it
        for table, rows in kept.tables.items():
            _write(table, rows)
    for path, (mode, data) in kept.files.items():
        place = Path(settings.DATA_DIR) / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        place.chmod(mode)
    return copy.deepcopy(kept.given)


def _files() -> dict[Path, tuple[int, bytes]]:
    root = Path(settings.DATA_DIR)
    return {path.relative_to(root): (path.stat().st_mode & 0o777, path.read_bytes()) for path in root.rglob("*") if path.is_file()}


def _read(table: str) -> Any:
    with connection.cursor() as cursor:
        if POSTGRESQL:
            with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                return b"".join(bytes(block) for block in rows)
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
        return cursor.fetchall()


def _write(table: str, rows: Any) -> None:
    with connection.cursor() as cursor:
        if POSTGRESQL:
            with cursor.copy(f'COPY "{table}" FROM STDIN') as told:
                told.write(rows)
            for one in connection.introspection.get_sequences(cursor, table):
                cursor.execute(f'SELECT setval(%s, max("{one["column"]}")) FROM "{table}"', [one["name"]])  # noqa: S608
            return
        places = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)  # noqa: S608
