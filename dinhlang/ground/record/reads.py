"""Entries with what may be read of them. Pages read openings, never leaves."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Max, Q, QuerySet, Value
from django.db.models.expressions import Combinable

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


def _tell(entries: Iterable[Entry]) -> tuple[Told, ...]:
    rows = list(entries)
    parts = vault.open_parts([bytes(row.hash) for row in rows], ["public", "files"])
    found = []
    for row in rows:
        mine = {part.name: part for part in parts.get(bytes(row.hash), ())}
        public, files = mine.get("public"), mine.get("files")
        found.append(
            Told(
                row.index,
                bytes(row.hash),
                row.act,
                row.at,
                row.subject,
                row.body,
                row.sealed,
                public.value if public is not None and isinstance(public.value, dict) else {},
                tuple(files.value) if files is not None and isinstance(files.value, list) else (),
                public.erased if public is not None else "",
                getattr(row, "tag", None) or "",
            )
        )
    return tuple(found)


def of_subjects(subjects: Collection[str]) -> tuple[Told, ...]:
    """Every entry about these subjects, oldest first. Two queries."""
    return _tell(Entry.objects.filter(subject__in=list(subjects)).order_by("index"))


def of_body(body: int, limit: int, *, also: Collection[str] = (), without: Collection[str] = ()) -> tuple[Told, ...]:
    """The latest `limit` open entries of a body and every entry about the subjects `also`, newest first. Two queries.

    Sealed entries are left out: that one arrived is told by nothing but the batch. `without` are acts not wanted.
    """
    latest = Entry.objects.filter(body=body, sealed=False).exclude(act__in=list(without)).order_by("-index").values("index")[:limit]
    return _tell(Entry.objects.filter(Q(index__in=latest) | Q(subject__in=list(also), sealed=False)).order_by("-index"))


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


def page(before: int | None, limit: int, body: int | None = None) -> tuple[Told, ...]:
    """`limit` entries below index `before` (from the newest where None), newest first. Sealed ones carry no body to filter by."""
    rows = Entry.objects.all() if body is None else Entry.objects.filter(body=body, sealed=False)
    if before is not None:
        rows = rows.filter(index__lt=before)
    return _tell(rows.order_by("-index")[:limit])


def entry(index: int) -> Told | None:
    """One entry by its place."""
    return next(iter(_tell(Entry.objects.filter(index=index))), None)


def of_hash(leaf: bytes) -> tuple[Told, ...]:
    """The entry with this leaf hash, or nothing."""
    return _tell(Entry.objects.filter(hash=leaf))


def entered(subjects: Collection[str]) -> frozenset[str]:
    """Those of `subjects` that have an entry in the tree."""
    return frozenset(Entry.objects.filter(subject__in=list(subjects)).values_list("subject", flat=True))


def size() -> int:
    """How many entries the tree holds."""
    last = Entry.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else last + 1
