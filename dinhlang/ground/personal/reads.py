"""What pages ask of this room: openings and who may read them, breaches, requests. Reads alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.personal.models import Breach, Opening, Request
from dinhlang.ground.record import vault


@dataclass(frozen=True)
class Looked:
    """That an identity was opened: by which office (its id), when, the code of the reason, the words, when it was read (None: not yet)."""

    office: str
    at: datetime
    reason: str
    words: str
    read: datetime | None


def looked_at(leaf: bytes) -> tuple[Looked, ...]:
    """Who opened an identity behind a leaf, oldest first: for the person whose receipt it is."""
    rows = Opening.objects.filter(leaf=leaf).select_related("mandate").order_by("at")
    return tuple(Looked(row.mandate.office, row.at, row.reason, row.words, row.read) for row in rows)


def to_read(mandate: int, at: datetime) -> tuple[Opening, ...]:
    """What two persons opened for this office and nobody read yet."""
    return tuple(Opening.objects.filter(mandate=mandate, read=None, until__gte=at).order_by("at"))


def opening(subject: str, mandate: int) -> Opening | None:
    """The opening that this office asked for."""
    return Opening.objects.filter(subject=subject, mandate=mandate).first()


def opened(one: Opening) -> Any:
    """The value of an opened part. For the page that has just carried out `people.read_identity`."""
    parts = vault.open_parts([bytes(one.leaf)], [one.part], sealed=True).get(bytes(one.leaf), ())
    return next((part.value for part in parts), None)


def breaches(body: int) -> tuple[Breach, ...]:
    """The breaches entered for a body, newest first."""
    return tuple(Breach.objects.filter(body=body).order_by("-found")[:50])


def breach(subject: str) -> Breach | None:
    """One breach."""
    return Breach.objects.filter(subject=subject).first()


def requests(body: int) -> tuple[Request, ...]:
    """The requests of a body that are not settled, oldest first, then the settled ones."""
    rows = Request.objects.filter(body=body)
    return (*rows.filter(carried=None).order_by("at")[:100], *rows.exclude(carried=None).order_by("-carried")[:20])


def request(subject: str) -> Request | None:
    """One request."""
    return Request.objects.filter(subject=subject).first()


def operating_body(code: str, day: Any) -> int:
    """The body whose operator answers for the site: the province that the site's own body is or lies in, else that body itself."""
    place = bodies.find(code, day)
    chain = bodies.places(bodies.ancestors(place.id), day)
    return next((one.id for one in chain.values() if one.kind == "province"), place.id)
