"""The few statements that every act and every proof runs, written out: an act makes about ten, and the ORM spends three times longer on
building them than the database on running them. Acts and their projections alone may write by this; values pass through the models'
own fields, so both databases agree.
"""

import fcntl
import os
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field, Model

from dinhlang.ground.record.models import Checkpoint, Command, Entry, Head, Pending, PublicVersion, Tile

T = TypeVar("T")
TURN = "-turn"
PLACES = 30_000  # of one statement: SQLite takes 32,766, PostgreSQL 65,535
SAME_BY_BOTH = frozenset({"CharField", "TextField", "IntegerField", "SmallIntegerField", "BigIntegerField", "BooleanField", "BinaryField"})
HEAD = ("size", "edge", "time", "sealed_day", "rules")
ANSWER = ("digest", "subject", "hash", "receipt", "code")


def _field(table: type[Model], name: str) -> "Field[Any, Any]":
    return table._meta.get_field(name)  # type: ignore[return-value]


@lru_cache(maxsize=64)
def _kind(table: type[Model], name: str) -> str:
    return _field(table, name).get_internal_type()


def out(table: type[Model], name: str, value: Any) -> Any:
    """A value as the ORM would hand it to a model: SQLite keeps days and instants as text, and UTC without saying so."""
    if not isinstance(value, str | datetime):
        return value
    match _kind(table, name):
        case "DateTimeField":
            moment = datetime.fromisoformat(value) if isinstance(value, str) else value
            return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
        case "DateField":
            return date.fromisoformat(str(value))
    return value


M = TypeVar("M", bound=Model)


@lru_cache(maxsize=64)
def _columns(table: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in table._meta.concrete_fields)


def columns(table: type[Model], alias: str) -> str:
    """The columns of a table, in the order in which `row` takes them."""
    return ", ".join(f'{alias}."{name}"' for name in _columns(table))


def row(table: type[M], values: Sequence[Any]) -> M:
    """A row out of the values of `columns`."""
    names = _columns(table)
    return table.from_db(DEFAULT_DB_ALIAS, names, [out(table, name, value) for name, value in zip(names, values, strict=True)])


def rows(table: type[M], where: str, values: Sequence[Any]) -> list[M]:
    """The rows of a table, called t, for which `where` holds; it may go on with an order."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns(table, 't')} FROM {table._meta.db_table} t WHERE {where}", values)  # noqa: S608
        return [row(table, each) for each in cursor.fetchall()]


def first(table: type[M], name: str, where: str, values: Sequence[Any]) -> Any:
    """The field `name` of the first row of a table, called t, for which `where` holds; None where there is none."""
    with connection.cursor() as cursor:
        found = _one(cursor, f'SELECT t."{name}" FROM {table._meta.db_table} t WHERE {where}', values)  # noqa: S608
    return None if found is None else out(table, name, found[0])


Statement = tuple[str, list[Any]]
"""SQL with places, and the values for them."""


@lru_cache(maxsize=64)
def _insert_plan(table: type[Model]) -> tuple[str, str, tuple[tuple[str, "Field[Any, Any] | None"], ...]]:
    """The beginning of an INSERT, the places of one row, and for each column its attribute, with its field where a value must pass it."""
    fields = [field for field in table._meta.concrete_fields if not (field.primary_key and field.get_internal_type().endswith("AutoField"))]
    names = ", ".join(f'"{field.column or field.name}"' for field in fields)
    columns = tuple((field.attname, None if field.get_internal_type() in SAME_BY_BOTH else field) for field in fields)
    return f'INSERT INTO "{table._meta.db_table}" ({names}) VALUES ', "(" + ", ".join(["%s"] * len(fields)) + ")", columns  # noqa: S608


def inserting(rows: Sequence[Model]) -> Statement:
    """INSERT of rows of one table; keys that the database makes are not read back."""
    begin, places, columns = _insert_plan(type(rows[0]))
    database, values = connections[DEFAULT_DB_ALIAS], list[Any]()
    for row in rows:
        for name, field in columns:
            value = getattr(row, name)
            values.append(value if field is None or value is None else field.get_db_prep_save(value, database))
    return begin + ", ".join([places] * len(rows)), values


def run(*statements: Statement) -> int:
    """Run statements on different tables; how many rows the last one touched. On PostgreSQL in one journey to the server."""
    database = connections[DEFAULT_DB_ALIAS]
    with database.cursor() as cursor:
        if database.vendor == "postgresql" and len(statements) > 1:
            *first, (last, values) = statements
            together = "WITH " + ", ".join(f"s{n} AS ({sql})" for n, (sql, _) in enumerate(first)) + " " + last
            cursor.execute(together, [value for _, more in first for value in more] + values)
        else:
            for sql, values in statements:
                cursor.execute(sql, values)
        return int(cursor.rowcount)


def insert(*groups: Sequence[Model]) -> None:
    """INSERT rows, each group into a table of its own."""
    run(*(inserting(rows) for rows in groups))
    for rows in groups:
        for row in rows:
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def insert_long(rows: Sequence[Model]) -> None:
    """INSERT any number of rows of one table, in statements of as many as both databases take."""
    if rows:
        step = PLACES // len(_insert_plan(type(rows[0]))[2])
        for first in range(0, len(rows), step):
            insert(rows[first : first + step])


@dataclass(frozen=True)
class State:
    """What a leaf is made against: the head, since when the oldest leaf waits, size and root of the newest checkpoint."""

    head: Head | None
    waiting_since: datetime | None
    signed: tuple[int, bytes] | None


STATE = (
    f"SELECT {', '.join(f'h.{name}' for name in HEAD)}, (SELECT MIN(at) FROM {Pending._meta.db_table}), c.size, c.root "  # noqa: S608
    f"FROM {Head._meta.db_table} h LEFT JOIN {Checkpoint._meta.db_table} c "
    f"ON c.size = (SELECT MAX(size) FROM {Checkpoint._meta.db_table}) WHERE h.id = 1"
)


def _head(values: Sequence[Any]) -> Head:
    head = Head(pk=1, **{name: out(Head, name, value) for name, value in zip(HEAD, values, strict=True)})
    head._state.adding = False
    return head


def state() -> State:
    """One look at everything that decides whether a leaf may be made now."""
    with connection.cursor() as cursor:
        row = _one(cursor, STATE)
    if row is None:
        return State(None, None, None)
    *head, since, size, root = row
    return State(_head(head), out(Pending, "at", since), None if size is None else (size, bytes(root)))


def _one(cursor: Any, sql: str, values: Sequence[Any] = ()) -> Any:
    cursor.execute(sql, values)
    return cursor.fetchone()


_of_act: ContextVar[dict[Hashable, Any] | None] = ContextVar("what an act asked before", default=None)


@contextmanager
def one_act() -> Iterator[None]:
    """Inside, `once` remembers: an act is judged by one rulebook, at one place, from its beginning to its end."""
    token = _of_act.set({})
    try:
        yield
    finally:
        _of_act.reset(token)


def once(key: Hashable, ask: Callable[[], T]) -> T:
    """`ask()`; inside an act the first answer under `key` stands. For what no act changes that asks for it."""
    known = _of_act.get()
    if known is None:
        return ask()
    if key not in known:
        known[key] = ask()
    return known[key]


def know(key: Hashable, value: object) -> None:
    """Let `once` answer with what an act read along with something else."""
    known = _of_act.get()
    if known is not None:
        known[key] = value


@contextmanager
def turn() -> Iterator[None]:
    """Wait in line for SQLite's one writer, which wakes whoever waits at once; SQLite itself looks again after 1, 2, 5, 10 … ms.

    A courtesy: SQLite's own lock decides, and those who cannot wait in line go to it straight away.
    """
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or connection.in_atomic_block or not os.path.isabs(name):
        yield
        return
    with ExitStack() as kept:
        with suppress(OSError):
            line = os.open(name + TURN, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            kept.callback(os.close, line)
            fcntl.flock(line, fcntl.LOCK_EX)
        yield


RULES = "rules"


_of_page: ContextVar[list[bytes | None] | None] = ContextVar("the rulebook a page is drawn by", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """Inside, a page that is only read goes by one rulebook from its beginning to its end, and asks for it once."""
    token = _of_page.set([])
    try:
        yield
    finally:
        _of_page.reset(token)


def know_page(rules: bytes | None) -> None:
    """Let `rules` answer with what the page read along with something else; the first answer stands."""
    page = _of_page.get()
    if page is not None and not page and rules is not None:
        page.append(bytes(rules))


def rules() -> bytes | None:
    """The hash of the rulebook in force; None before the record was opened."""
    page = _of_page.get()
    if page is None or _of_act.get() is not None:
        return once(RULES, _rules)
    if not page:
        page.append(_rules())
    return page[0]


def _rules() -> bytes | None:
    with connection.cursor() as cursor:
        row = _one(cursor, f"SELECT rules FROM {Head._meta.db_table} WHERE id = 1")  # noqa: S608
    return None if row is None else bytes(row[0])


def lock_head() -> Head:
    """The head under its lock, until the transaction ends. Head.DoesNotExist before the record was opened."""
    if not connection.in_atomic_block:
        raise RuntimeError("a lock lasts as long as a transaction")
    sql = f"SELECT {', '.join(HEAD)} FROM {Head._meta.db_table} WHERE id = 1"  # noqa: S608
    with connection.cursor() as cursor:
        row = _one(cursor, sql + (" FOR UPDATE" if connection.features.has_select_for_update else ""))
    if row is None:
        raise Head.DoesNotExist
    return _head(row)


def saving(row: Head) -> Statement:
    """UPDATE of size, edge and times of the head whose lock is held; the rulebook in force is `rulebook.adopt`'s to write."""
    names = [name for name in HEAD if name != "rules"]
    values = [_field(Head, name).get_db_prep_save(getattr(row, name), connection) for name in names]
    return f"UPDATE {Head._meta.db_table} SET {', '.join(f'{name} = %s' for name in names)} WHERE id = 1", values  # noqa: S608


def counting(scopes: Sequence[int]) -> Statement:
    """UPDATE that adds one to the public versions of `scopes` that there are."""
    places = ", ".join(["%s"] * len(scopes))
    return f"UPDATE {PublicVersion._meta.db_table} SET n = n + 1 WHERE scope IN ({places})", list(scopes)  # noqa: S608


def answer(command: Any) -> tuple[bytes, str, bytes, str, str] | None:
    """Digest, subject, leaf hash, receipt and code of a command that was answered before."""
    sql = f"SELECT {', '.join(ANSWER)} FROM {Command._meta.db_table} WHERE id = %s"  # noqa: S608
    with connection.cursor() as cursor:
        row = _one(cursor, sql, [_field(Command, "id").get_db_prep_value(command, connection)])
    return None if row is None else (bytes(row[0]), row[1], bytes(row[2]), row[3], row[4])


def tile(level: int, n: int) -> bytes | None:
    """The hashes of a tile in the table; None where there is none yet."""
    sql = f"SELECT hashes FROM {Tile._meta.db_table} WHERE level = %s AND n = %s"  # noqa: S608
    with connection.cursor() as cursor:
        row = _one(cursor, sql, [level, n])
    return None if row is None else bytes(row[0])


def tiles(wanted: Sequence[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """The hashes of tiles by (level, number), those that are in the table, in one question."""
    if not wanted:
        return {}
    sql = f"SELECT level, n, hashes FROM {Tile._meta.db_table} WHERE " + " OR ".join(["(level = %s AND n = %s)"] * len(wanted))  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [number for pair in wanted for number in pair])
        return {(level, n): bytes(hashes) for level, n, hashes in cursor.fetchall()}


def newest() -> tuple[int | None, Checkpoint | None]:
    """(the size of the tree, None before there is one; the newest checkpoint), in one question."""
    sql = (
        f"SELECT h.size, c.size, c.root, c.note, c.at FROM {Head._meta.db_table} h LEFT JOIN {Checkpoint._meta.db_table} c "  # noqa: S608
        f"ON c.size = (SELECT MAX(size) FROM {Checkpoint._meta.db_table}) WHERE h.id = 1"
    )
    with connection.cursor() as cursor:
        row = _one(cursor, sql)
    if row is None:
        return None, None
    tree, size, root, note, at = row
    return tree, None if size is None else Checkpoint(size=size, root=bytes(root), note=note, at=out(Checkpoint, "at", at))


def column(name: str, first: int, count: int) -> list[bytes]:
    """`leaf` or `hash` of the entries from index `first` on, at most `count`, in order."""
    sql = f'SELECT {name} FROM {Entry._meta.db_table} WHERE "index" >= %s AND "index" < %s ORDER BY "index"'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [first, first + count])
        return [bytes(one) for (one,) in cursor.fetchall()]
