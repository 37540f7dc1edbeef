"""Entries with what may be read of them. Pages read openings, never leaves."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Max, Q, QuerySet, Value
from django.db.models.expressions import Combinable, RawSQL

from dinhlang.ground.record import vault
from dinhlang.ground.record.models import Entry


@dataclass(frozen=True)
class Told:
    """An entry and its open part `public`: `words` is {} where it is sealed or erased, and `erased` then names the reason's code.
    `tag` is what the asker wanted to know beside it."""

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
    tag: str = ""


def _told(row: Entry, words: Any, files: Any, erased: str) -> Told:
    return Told(
        row.index,
        bytes(row.hash),
        row.act,
        row.at,
        row.subject,
        row.body,
        row.sealed,
        words if isinstance(words, dict) else {},
        tuple(files) if isinstance(files, list) else (),
        erased,
        getattr(row, "tag", None) or "",
    )


def _told_by(row: Entry, parts: Iterable[vault.Opened]) -> Told:
    mine = {part.name: part for part in parts}
    public, files = mine.get("public"), mine.get("files")
    return _told(row, public and public.value, files and files.value, public.erased if public is not None else "")


def _tell(entries: Iterable[Entry]) -> tuple[Told, ...]:
    """Entries already read, with their parts in one query."""
    rows = list(entries)
    parts = vault.open_parts([bytes(row.hash) for row in rows], ["public", "files"])
    return tuple(_told_by(row, parts.get(bytes(row.hash), ())) for row in rows)


def _column(table: str, column: str, name: str, more: str = "") -> RawSQL:
    return RawSQL(f"(SELECT {column} FROM {table} WHERE hash = record_entry.hash AND name = %s {more})", [name])  # noqa: S608, S611 (all from this module)


def _tell_all(entries: "QuerySet[Entry]") -> tuple[Told, ...]:
    """Entries still to be read, with their parts: one query for both."""
    rows = entries.defer("leaf").annotate(
        words_box=_column("record_part", "box", "public", "AND open"),
        words_key=_column("record_vaultkey", "key", "public"),
        words_erased=_column("record_part", "erased", "public"),
        files_box=_column("record_part", "box", "files", "AND open"),
        files_key=_column("record_vaultkey", "key", "files"),
    )
    return tuple(
        _told(row, vault.unbox(row.words_key, row.words_box)[1], vault.unbox(row.files_key, row.files_box)[1], row.words_erased or "")
        for row in rows
    )


def of_subjects(subjects: Collection[str]) -> tuple[Told, ...]:
    """Every entry about these subjects, oldest first. One query."""
    return _tell_all(Entry.objects.filter(subject__in=list(subjects)).order_by("index"))


def around(subject: str, hashes: Collection[bytes]) -> tuple[Told, ...]:
    """The entries with these leaf hashes and every one about `subject` ("" for none), oldest first. One query."""
    named = Q(hash__in=list(hashes))
    return _tell_all(Entry.objects.filter(named | Q(subject=subject) if subject else named).order_by("index"))


def of_body(body: int, limit: int, *, also: Collection[str] = (), without: Collection[str] = ()) -> tuple[Told, ...]:
    """The latest `limit` open entries of a body and every entry about the subjects `also`, newest first. One query.

    Sealed entries are left out: that one arrived is told by nothing but the batch. `without` are acts not wanted.
    """
    latest = Entry.objects.filter(body=body, sealed=False).exclude(act__in=list(without)).order_by("-index").values("index")[:limit]
    return _tell_all(Entry.objects.filter(Q(index__in=latest) | Q(subject__in=list(also), sealed=False)).order_by("-index"))


def life_of_body(
    body: int,
    limit: int,
    since: datetime,
    *,
    also: Collection[str] = (),
    sealed: QuerySet[Any] | Collection[str] = (),
    tag: Combinable | None = None,
) -> tuple[tuple[Told, ...], tuple[datetime, ...]]:
    """(what `of_body` tells and what was sealed about the subjects `sealed`, the instants of the body's open acts since `since`).

    Two queries for both, so that a page which draws a year costs no more than one that lists a week. `tag` is an expression over
    an entry that comes back as `Told.tag`.
    """
    wanted = Q(body=body, sealed=False, at__gte=since) | Q(subject__in=list(also), sealed=False)
    latest = Entry.objects.filter(body=body, sealed=False).order_by("-index").values("index")[:limit]
    aside = sealed if isinstance(sealed, QuerySet) else list(sealed)
    rows = list(
        Entry.objects.filter(wanted | Q(index__in=latest) | Q(subject__in=aside, sealed=True))
        .annotate(tag=tag if tag is not None else Value("", output_field=CharField()))
        .defer("leaf")
        .order_by("-index")
    )
    own = [row for row in rows if row.body == body and not row.sealed]
    shown = {row.index for row in own[:limit]} | {row.index for row in rows if row.sealed or row.subject in also}
    return _tell(row for row in rows if row.index in shown), tuple(row.at for row in own if row.at >= since)


def page(before: int | None, limit: int, body: int | None = None) -> tuple[tuple[Told, ...], tuple[Told, ...]]:
    """(`limit` entries below index `before`, from the newest where None; these and every open entry about the same subjects).

    Newest first. Sealed ones carry no body to filter by, and are joined to nothing. One query.
    """
    rows = Entry.objects.all() if body is None else Entry.objects.filter(body=body, sealed=False)
    if before is not None:
        rows = rows.filter(index__lt=before)
    wanted = rows.order_by("-index")[:limit]
    about = rows.filter(sealed=False).exclude(subject="").order_by("-index").values("subject")[:limit]
    told = _tell_all(Entry.objects.filter(Q(index__in=wanted.values("index")) | Q(subject__in=about, sealed=False)).order_by("-index"))
    mine = [one for one in told if (before is None or one.index < before) and (body is None or (one.body == body and not one.sealed))]
    return tuple(mine[:limit]), told


def entry(index: int) -> Told | None:
    """One entry by its place."""
    return next(iter(_tell_all(Entry.objects.filter(index=index))), None)


def of_hash(leaf: bytes) -> tuple[Told, ...]:
    """The entry with this leaf hash, or nothing."""
    return _tell_all(Entry.objects.filter(hash=leaf))


def entered(subjects: Collection[str]) -> frozenset[str]:
    """Those of `subjects` that have an entry in the tree."""
    return frozenset(Entry.objects.filter(subject__in=list(subjects)).values_list("subject", flat=True))


def size() -> int:
    """How many entries the tree holds."""
    last = Entry.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else last + 1
