"""What this room holds, and what rooms hold that register nothing themselves: words behind a receipt, households, work handed on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from dinhlang.ground.follow.models import Handing
from dinhlang.ground.people.holdings import AT_ONCE
from dinhlang.ground.people.personal import Holding, Subject, Values
from dinhlang.ground.personal.acts import erasing
from dinhlang.ground.personal.models import Opening, Request
from dinhlang.ground.record import vault
from dinhlang.ground.record.models import Command, Entry, Part, Pending
from dinhlang.ground.rolls.models import Line, Look

WORDS = ("public", "place", "sender", "files")  # parts that hold somebody's words; `duties` holds none


def _leaf(subject: Subject) -> tuple[bytes, tuple[str, ...]] | None:
    """The leaf behind a receipt's code, with the names of its parts that hold words, where its author was a resident: what offices did is
    not theirs to take back."""
    row = Command.objects.filter(code=subject.key).first() if subject.kind == "receipt" else None
    line = None
    if row is not None:
        leaf = bytes(row.hash)
        line = Pending.objects.filter(hash=leaf).first() or Entry.objects.filter(hash=leaf, sealed=True).first()
    if line is None or line.act not in erasing.OF_RESIDENTS:
        return None
    return bytes(line.hash), tuple(one for one in WORDS if one not in erasing.NO_WORDS.get(line.act, ()))


def _said(subject: Subject) -> tuple[Values, ...]:
    found = _leaf(subject)
    parts = vault.open_parts([found[0]], found[1], sealed=True).get(found[0], ()) if found is not None else ()
    return tuple({"part": one.name, "shown": one.open, "said": one.value} for one in parts if not one.erased)


def _parts(subject: Subject) -> tuple[tuple[bytes, str], ...]:
    found = _leaf(subject)
    if found is None:
        return ()
    return tuple((found[0], one.name) for one in vault.open_parts([found[0]], found[1]).get(found[0], ()) if not one.erased)


def _openings(subject: Subject) -> tuple[Values, ...]:
    found = _leaf(subject)
    rows = Opening.objects.filter(leaf=found[0]).order_by("at").select_related("mandate") if found is not None else ()
    return tuple({"office": row.mandate.office, "at": row.at, "reason": row.reason, "words": row.words, "read": row.read} for row in rows)


def _requests(subject: Subject) -> tuple[Values, ...]:
    return tuple(_asked(subject).order_by("at").values("kind", "at", "words", "answered", "answer", "carried"))


def _asked(subject: Subject) -> "QuerySet[Request]":
    rows = Request.objects.exclude(words="")
    return rows.filter(subject=subject.key) if subject.kind == "request" else rows.filter(who_kind=subject.kind, who_key=subject.key)


def _request_parts(subject: Subject) -> tuple[tuple[bytes, str], ...]:
    """The sealed words of settled requests, and of the answers, in the record."""
    subjects = list(_asked(subject).filter(erasing.SETTLED).values_list("subject", flat=True))
    leaves = [
        bytes(leaf) for table in (Entry, Pending) for leaf in table.objects.filter(subject__in=subjects).values_list("hash", flat=True)
    ]
    rows = Part.objects.filter(hash__in=leaves, name="sender", erased="").values_list("hash", flat=True)
    return tuple((bytes(leaf), "sender") for leaf in rows)


def _open_request(subject: Subject, _day: date) -> bool:
    """Whether a request of the person still waits for its end."""
    return _asked(subject).exclude(erasing.SETTLED).exists()


def _requests_over(at: datetime, days: int) -> tuple[Subject, ...]:
    rows = Request.objects.exclude(words="").filter(carried__lt=at - timedelta(days=days)).order_by("carried")
    return tuple(Subject("request", one) for one in rows.values_list("subject", flat=True)[:AT_ONCE])


def _household(fields: tuple[str, ...]) -> Callable[[Subject], tuple[Values, ...]]:
    def of(subject: Subject) -> tuple[Values, ...]:
        if subject.kind != "household":
            return ()
        rows = Line.objects.filter(member=subject.key).order_by("from_day", "pk").values(*fields, "from_day", "to_day")
        return tuple(row for row in rows if any(row[name] for name in fields))

    return of


def _looks(subject: Subject) -> tuple[Values, ...]:
    if subject.kind == "account" and subject.key.isdigit():
        return tuple(Look.objects.filter(mandate__account=int(subject.key)).order_by("at").values("body", "roll", "reason", "words", "at"))
    return ()


def _handed(subject: Subject) -> tuple[Values, ...]:
    if subject.kind == "account" and subject.key.isdigit():
        rows = Handing.objects.filter(mandate__account=int(subject.key)).order_by("at")
        return tuple(rows.values("body", "rule", "occasion", "note", "at", "ended"))
    return ()


HOLDINGS = (
    Holding("own-words", _said, parts=_parts, erase=erasing.nothing_more),
    Holding("openings", _openings),
    Holding("requests", _requests, erasing.erase_requests, _request_parts, _open_request, _requests_over),
    Holding("household", _household(("number", "name", "second", "cluster", "address"))),
    Holding("household-phone", _household(("phone", "post"))),
    Holding("looks", _looks),
    Holding("in-hand", _handed),
)
