"""Entries with what may be read of them. Pages read openings, never leaves.

Promises: one query for entries and their parts, whatever their number, those of closed logs before those of the open one; it is written
out, for every page asks it and the ORM spends longer on building it than the database on answering.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from dinhlang.ground.record import fast, vault
from dinhlang.ground.record.models import ClosedEntry, Entry, Pending


class _Lines(NamedTuple):
    """A table of leaves with their places: `key` orders it, `key - before` orders the leaves of all logs."""

    table: str
    key: str
    before: int
    closed: str


OPEN = _Lines("record_entry", '"index"', 0, "''")
CLOSED = _Lines("record_closedentry", "id", 10**15, "e.origin")  # whatever number a line has in this table, its place lies below 0
TOLD = """
SELECT e.{key} - {before} AS place, e."index", {closed}, e.hash, e.act, e.at, e.subject, e.body, e.sealed,
       CASE WHEN w.open THEN w.box END, wk.key, CASE WHEN f.open THEN f.box END, fk.key, w.erased
FROM {table} e
LEFT JOIN record_part w ON w.hash = e.hash AND w.name = 'public'
LEFT JOIN record_vaultkey wk ON wk.hash = e.hash AND wk.name = 'public'
LEFT JOIN record_part f ON f.hash = e.hash AND f.name = 'files'
LEFT JOIN record_vaultkey fk ON fk.hash = e.hash AND fk.name = 'files'
WHERE
"""
DAYS = " UNION ALL ".join(f"SELECT at FROM {one.table} WHERE body = %s AND NOT sealed AND at >= %s" for one in (CLOSED, OPEN))  # noqa: S608
HOUSE = """
SELECT (SELECT MAX("index") + 1 FROM record_entry), (SELECT SUM(n) FROM record_publicversion WHERE scope <= 0), h.rules,
       (SELECT n FROM record_publicversion WHERE scope = -1), (SELECT at FROM record_entry WHERE "index" = 0)
FROM record_head h WHERE h.id = 1
"""
LATEST = """
WITH wanted(body) AS (VALUES {rows})
SELECT w.body, (SELECT e.at FROM record_entry e WHERE e.body = w.body AND NOT e.sealed ORDER BY e."index" DESC LIMIT 1) FROM wanted w
"""
STRETCH = 4096  # entries looked through at a time
Where = Callable[[_Lines], tuple[str, Sequence[Any]]]
"""The condition on `e` in a table of leaves, and its values."""


@dataclass(frozen=True)
class Told:
    """An entry and its open part `public`: `words` is {} where it is sealed or erased, and `erased` then names the reason's code.

    `place` orders the entries of all logs; `closed` is the origin where the log was closed, "" for an entry of the open one.
    """

    index: int
    hash: bytes
    act: str
    at: datetime
    subject: str
    body: int | None
    sealed: bool
    words: Mapping[str, Any]
    files: tuple[Mapping[str, Any], ...]
    erased: str
    place: int
    closed: str

    @property
    def address(self) -> str:
        """What its page is called: its number; in a closed log, whose numbers are given again, its hash."""
        return self.hash.hex() if self.closed else str(self.index)


def _tell(where: Where, *, newest_first: bool = False) -> tuple[Told, ...]:
    asked = [(TOLD.format(**one._asdict()), *where(one)) for one in (CLOSED, OPEN)]
    sql = " UNION ALL ".join(f"{told} {condition}" for told, condition, _ in asked)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY place {'DESC' if newest_first else ''}", [value for *_, values in asked for value in values])
        rows = cursor.fetchall()
    found = []
    for place, index, closed, leaf, act, at, subject, body, sealed, words_box, words_key, files_box, files_key, erased in rows:
        words, files = vault.unbox(words_key, words_box)[1], vault.unbox(files_key, files_box)[1]
        found.append(
            Told(
                index,
                bytes(leaf),
                act,
                fast.out(Entry, "at", at),
                subject,
                body,
                bool(sealed),
                words if isinstance(words, dict) else {},
                tuple(files) if isinstance(files, list) else (),
                erased or "",
                place,
                closed,
            )
        )
    return tuple(found)


def _among(column: str, values: Collection[Any]) -> str:
    """A condition that holds for rows whose `column` is one of `values`; for none where there are none."""
    return f"{column} IN ({', '.join(['%s'] * len(values))})" if values else "1 = 0"


def _any_of(one: _Lines, latest: str, *named: str) -> str:
    """A condition that holds for the keys that `latest` selects and for the lines that meet one of the conditions `named`.

    As one set of keys: alternatives beside each other would let both databases read the whole table.
    """
    keys = [f"SELECT {one.key} FROM ({latest}) latest", *(f"SELECT {one.key} FROM {one.table} WHERE {each}" for each in named)]  # noqa: S608
    return f"e.{one.key} IN ({' UNION '.join(keys)})"


def of_subjects(subjects: Collection[str]) -> tuple[Told, ...]:
    """Every entry about these subjects, oldest first. One query, none for no subjects."""
    return _tell(lambda _: (_among("e.subject", subjects), list(subjects))) if subjects else ()


def waiting(subject: str) -> tuple[tuple[str, bytes], ...]:
    """Act and leaf hash of the sealed entries about a subject that wait for their batch, oldest first. One query."""
    rows = Pending.objects.filter(subject=subject).order_by("at", "pk").values_list("act", "hash")
    return tuple((act, bytes(leaf)) for act, leaf in rows)


def trail(subject: str) -> tuple[tuple[str, datetime, bytes], ...]:
    """Act, instant and leaf hash of everything about a subject, sealed or not, entered or waiting, oldest first. One query."""
    closed, entered, waits = (
        each.objects.filter(subject=subject).order_by().values_list("at", "act", "hash") for each in (ClosedEntry, Entry, Pending)
    )
    rows = closed.union(entered, waits, all=True)
    return tuple((act, at, bytes(leaf)) for at, act, leaf in sorted(rows, key=lambda row: (row[0], row[1])))


def around(subject: str, hashes: Collection[bytes]) -> tuple[Told, ...]:
    """The entries with these leaf hashes and every one about `subject` ("" for none), oldest first. One query."""
    named = f" OR {_among('e.subject', [subject])}" if subject else ""
    return _tell(lambda _: (f"({_among('e.hash', hashes)}{named})", [*hashes, *([subject] if subject else [])]))


def of_body(body: int, limit: int, *, also: Collection[str] = (), sealed: Collection[str] = ()) -> tuple[Told, ...]:
    """The latest `limit` open entries of a body in each log, every open one about the subjects `also` and every sealed one about the
    subjects `sealed`, newest first. One query.

    Other sealed entries are left out: that one arrived is told by nothing but the batch.
    """

    def where(one: _Lines) -> tuple[str, Sequence[Any]]:
        latest = f"SELECT {one.key} FROM {one.table} WHERE body = %s AND NOT sealed ORDER BY {one.key} DESC LIMIT %s"  # noqa: S608
        named = (f"NOT sealed AND {_among('subject', also)}", f"sealed AND {_among('subject', sealed)}")
        return _any_of(one, latest, *named), [body, limit, *also, *sealed]

    return _tell(where, newest_first=True)


def instants_of_body(body: int, since: datetime) -> tuple[datetime, ...]:
    """The instants of a body's open acts since `since`, oldest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"{DAYS} ORDER BY at", [body, connection.ops.adapt_datetimefield_value(since)] * 2)
        return tuple(fast.out(Entry, "at", at) for (at,) in cursor.fetchall())


def page(before: int | None, limit: int, body: int | None = None) -> tuple[tuple[Told, ...], tuple[Told, ...]]:
    """(`limit` entries below the place `before`, from the newest where None; these and every open entry about the same subjects).

    Newest first, closed logs after the open one. Sealed ones carry no body to filter by, and are joined to nothing. One query.
    """

    of_it = "" if body is None else " AND body = %s AND NOT sealed"

    def latest(column: str, one: _Lines, also: str = "") -> tuple[str, list[Any]]:
        below = "" if before is None else f" AND {one.key} < %s"
        values = [*([] if body is None else [body]), *([] if before is None else [before + one.before]), limit]
        return f"SELECT {column} FROM {one.table} WHERE 1 = 1{also}{of_it}{below} ORDER BY {one.key} DESC LIMIT %s", values  # noqa: S608

    def where(one: _Lines) -> tuple[str, Sequence[Any]]:
        wanted, values = latest(one.key, one)
        # A thing goes on in the log that follows: what it is called, and that it was withdrawn, may stand in either.
        about = [latest("subject", each, " AND NOT sealed AND subject <> ''") for each in (CLOSED, OPEN)]
        named = (f"NOT sealed AND subject IN ({subjects})" for subjects, _ in about)
        return _any_of(one, wanted, *named), [*values, *(value for _, more in about for value in more)]

    told = _tell(where, newest_first=True)
    mine = [one for one in told if (before is None or one.place < before) and (body is None or (one.body == body and not one.sealed))]
    return tuple(mine[:limit]), told


def lately(before: int | None, limit: int, among: Collection[int] | None, reach: int) -> tuple[tuple[Told, ...], tuple[Told, ...]]:
    """`page` for several bodies at once: open entries of bodies (of `among`, where given), out of the `reach` newest lines below `before`.

    However many bodies and entries there are, no more than `reach` lines are looked through in each log. One query.
    """
    # The sign in front keeps both databases from collecting everything a thousand bodies ever did, to throw it away again.
    of_them = "body IS NOT NULL" if among is None else _among("+body", among)

    def latest(column: str, one: _Lines, also: str = "") -> tuple[str, list[Any]]:
        top = f"SELECT COALESCE(MAX({one.key}), 0) + 1 FROM {one.table}" if before is None else "SELECT %s"  # noqa: S608
        bounds = f"{one.key} < ({top}) AND {one.key} >= ({top}) - %s"
        edge = [] if before is None else [before + one.before]
        rows = f"SELECT {column} FROM {one.table} WHERE {bounds} AND NOT sealed AND {of_them}{also}"  # noqa: S608
        return f"{rows} ORDER BY {one.key} DESC LIMIT %s", [*edge, *edge, reach, *(among or ()), limit]

    def where(one: _Lines) -> tuple[str, Sequence[Any]]:
        wanted, values = latest(one.key, one)
        about = [latest("subject", each, " AND subject <> ''") for each in (CLOSED, OPEN)]
        named = (f"NOT sealed AND subject IN ({subjects})" for subjects, _ in about)
        return _any_of(one, wanted, *named), [*values, *(value for _, more in about for value in more)]

    told = _tell(where, newest_first=True)
    known = None if among is None else set(among)
    mine = [
        one
        for one in told
        if (before is None or one.place < before) and not one.sealed and one.body is not None and (known is None or one.body in known)
    ]
    return tuple(mine[:limit]), told


def latest_of(bodies: Collection[int]) -> dict[int, datetime]:
    """By body the instant of its last open entry, where it has any. One query, a look into the index for each."""
    if not bodies:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(LATEST.format(rows=", ".join(["(%s)"] * len(bodies))), list(bodies))
        return {body: fast.out(Entry, "at", at) for body, at in cursor.fetchall() if at is not None}


def reach() -> tuple[int, int]:
    """The highest number of a line in the open log and among the closed ones; -1 where there is none. One query."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT (SELECT MAX("index") FROM record_entry), (SELECT MAX(id) FROM record_closedentry)')
        found = cursor.fetchone()
    return (-1 if found[0] is None else found[0], -1 if found[1] is None else found[1])


def subjects_in(acts: Collection[str], first: int, last: int, *, closed: bool = False) -> tuple[tuple[str, str, datetime], ...]:
    """What open entries numbered from `first` to `last` (not included) are about: (subject, one act about it, when it last changed
    there), of the acts that begin with one of `acts`. One query."""
    one = CLOSED if closed else OPEN
    begins = " OR ".join(["act LIKE %s"] * len(acts))
    sql = f"SELECT subject, MIN(act), MAX(at) FROM {one.table} WHERE {one.key} >= %s AND {one.key} < %s AND NOT sealed AND subject <> ''"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} AND ({begins}) GROUP BY subject ORDER BY subject", [first, last, *(f"{act}%" for act in acts)])
        return tuple((subject, act, fast.out(Entry, "at", at)) for subject, act, at in cursor.fetchall())


def of_acts(acts: Collection[str]) -> Iterator[Told]:
    """Every entry of these acts, oldest first. For whoever checks the whole record: a query for each stretch of it."""
    for each in (CLOSED, OPEN):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT MAX({each.key}) FROM {each.table}")  # noqa: S608
            (last,) = cursor.fetchone()
        for first in range(0, (-1 if last is None else last) + 1, STRETCH):

            def where(one: _Lines, log: _Lines = each, first: int = first) -> tuple[str, Sequence[Any]]:
                if one is not log:
                    return "1 = 0", ()
                return f"e.{one.key} >= %s AND e.{one.key} < %s AND {_among('e.act', acts)}", [first, first + STRETCH, *acts]

            yield from _tell(where)


def of_hash(leaf: bytes) -> tuple[Told, ...]:
    """The entry with this leaf hash, or nothing."""
    return _tell(lambda _: ("e.hash = %s", [leaf]))


def line(leaf: bytes) -> Entry | ClosedEntry | None:
    """The line of a leaf in the tree, or in that of a closed log; None for every other hash."""
    return Entry.objects.filter(hash=leaf).first() or ClosedEntry.objects.filter(hash=leaf).first()


def size() -> int:
    """How many entries the tree holds."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT MAX("index") FROM record_entry')
        (last,) = cursor.fetchone()
    return 0 if last is None else last + 1


class HouseStand(NamedTuple):
    """What decides whether a page about the whole house is still the same: its entries, what changed without one, the rulebook, how
    often what is confirmed of the law changed; and when its log was opened (None before that)."""

    size: int
    version: int
    rules: bytes
    law: int
    opened: datetime | None


def stand() -> HouseStand:
    """How the house stands now. One query."""
    with connection.cursor() as cursor:
        cursor.execute(HOUSE)
        size, version, rules, law, opened = cursor.fetchone() or (0, 0, b"", 0, None)
    return HouseStand(size or 0, int(version or 0), bytes(rules or b""), law or 0, fast.out(Entry, "at", opened))


def leaves_of(subjects: Collection[str], acts: Collection[str]) -> dict[str, list[bytes]]:
    """By subject the leaf hashes of what was done about it by these acts, sealed or not, entered or waiting, oldest first. One query, none
    for no subjects."""
    if not subjects:
        return {}
    closed, entered, waits = (
        each.objects.filter(subject__in=list(subjects), act__in=list(acts)).order_by().values_list("at", "subject", "hash")
        for each in (ClosedEntry, Entry, Pending)
    )
    found: dict[str, list[bytes]] = {}
    for _at, subject, leaf in sorted(closed.union(entered, waits, all=True), key=lambda row: row[0]):
        found.setdefault(subject, []).append(bytes(leaf))
    return found
