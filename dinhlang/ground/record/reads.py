"""Entries with what may be read of them. Pages read openings, never leaves.

Promises: one query for entries and their parts, whatever their number; it is written out, for every page asks it and the ORM spends
longer on building it than the database on answering.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from dinhlang.ground.record import fast, vault
from dinhlang.ground.record.models import Entry

TOLD = """
SELECT e."index", e.hash, e.act, e.at, e.subject, e.body, e.sealed,
       CASE WHEN w.open THEN w.box END, wk.key, CASE WHEN f.open THEN f.box END, fk.key, w.erased
FROM record_entry e
LEFT JOIN record_part w ON w.hash = e.hash AND w.name = 'public'
LEFT JOIN record_vaultkey wk ON wk.hash = e.hash AND wk.name = 'public'
LEFT JOIN record_part f ON f.hash = e.hash AND f.name = 'files'
LEFT JOIN record_vaultkey fk ON fk.hash = e.hash AND fk.name = 'files'
WHERE
"""
DAYS = "SELECT at FROM record_entry WHERE body = %s AND NOT sealed AND at >= %s ORDER BY at"


@dataclass(frozen=True)
class Told:
    """An entry and its open part `public`: `words` is {} where it is sealed or erased, and `erased` then names the reason's code."""

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


def _tell(where: str, values: Sequence[Any], *, newest_first: bool = False) -> tuple[Told, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f'{TOLD} {where} ORDER BY e."index" {"DESC" if newest_first else ""}', values)
        rows = cursor.fetchall()
    found = []
    for index, leaf, act, at, subject, body, sealed, words_box, words_key, files_box, files_key, erased in rows:
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
            )
        )
    return tuple(found)


def _among(column: str, values: Collection[Any]) -> str:
    """A condition that holds for rows whose `column` is one of `values`; for none where there are none."""
    return f"{column} IN ({', '.join(['%s'] * len(values))})" if values else "1 = 0"


def of_subjects(subjects: Collection[str]) -> tuple[Told, ...]:
    """Every entry about these subjects, oldest first. One query, none for no subjects."""
    return _tell(_among("e.subject", subjects), list(subjects)) if subjects else ()


def around(subject: str, hashes: Collection[bytes]) -> tuple[Told, ...]:
    """The entries with these leaf hashes and every one about `subject` ("" for none), oldest first. One query."""
    named = [subject] if subject else []
    return _tell(f"({_among('e.hash', hashes)} OR {_among('e.subject', named)})", [*hashes, *named])


def of_body(body: int, limit: int, *, also: Collection[str] = (), sealed: Collection[str] = ()) -> tuple[Told, ...]:
    """The latest `limit` open entries of a body, every open one about the subjects `also` and every sealed one about the subjects
    `sealed`, newest first. One query.

    Other sealed entries are left out: that one arrived is told by nothing but the batch.
    """
    latest = 'e."index" IN (SELECT "index" FROM record_entry WHERE body = %s AND NOT sealed ORDER BY "index" DESC LIMIT %s)'
    where = f"({latest} OR (NOT e.sealed AND {_among('e.subject', also)}) OR (e.sealed AND {_among('e.subject', sealed)}))"
    return _tell(where, [body, limit, *also, *sealed], newest_first=True)


def instants_of_body(body: int, since: datetime) -> tuple[datetime, ...]:
    """The instants of a body's open acts since `since`, oldest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(DAYS, [body, connection.ops.adapt_datetimefield_value(since)])
        return tuple(fast.out(Entry, "at", at) for (at,) in cursor.fetchall())


def page(before: int | None, limit: int, body: int | None = None) -> tuple[tuple[Told, ...], tuple[Told, ...]]:
    """(`limit` entries below index `before`, from the newest where None; these and every open entry about the same subjects).

    Newest first. Sealed ones carry no body to filter by, and are joined to nothing. One query.
    """
    of_it = "" if body is None else " AND body = %s AND NOT sealed"
    below = "" if before is None else ' AND "index" < %s'
    known = [*([] if body is None else [body]), *([] if before is None else [before]), limit]
    wanted = f'SELECT "index" FROM record_entry WHERE 1 = 1{of_it}{below} ORDER BY "index" DESC LIMIT %s'  # noqa: S608 (all from this module)
    about = f"""SELECT subject FROM record_entry WHERE NOT sealed AND subject <> ''{of_it}{below} ORDER BY "index" DESC LIMIT %s"""  # noqa: S608
    where = f'(e."index" IN ({wanted}) OR (NOT e.sealed AND e.subject IN ({about})))'
    told = _tell(where, [*known, *known], newest_first=True)
    mine = [one for one in told if (before is None or one.index < before) and (body is None or (one.body == body and not one.sealed))]
    return tuple(mine[:limit]), told


def of_hash(leaf: bytes) -> tuple[Told, ...]:
    """The entry with this leaf hash, or nothing."""
    return _tell("e.hash = %s", [leaf])


def entered(subjects: Collection[str]) -> frozenset[str]:
    """Those of `subjects` that have an entry in the tree."""
    return frozenset(Entry.objects.filter(subject__in=list(subjects)).values_list("subject", flat=True))


def size() -> int:
    """How many entries the tree holds."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT MAX("index") FROM record_entry')
        (last,) = cursor.fetchone()
    return 0 if last is None else last + 1
