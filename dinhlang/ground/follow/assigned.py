"""Work that was given to an office, as frozen rows: whoever was given it has it on the desk until it is done, or said why not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from dinhlang.core.refusal import N_
from dinhlang.core.rules import Rulebook
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.follow.models import Assigned

OPEN, DOING, DONE, NOT = "open", "doing", "done", "not"
ENDED = frozenset({DONE, NOT})
WORDS = {OPEN: N_("not begun"), DOING: N_("being done"), DONE: N_("done"), NOT: N_("not done")}
TEXT, SAID = 500, 1000  # characters
REPORT = "meeting.report"  # the right that an office needs to be given work: to say what became of it


@dataclass(frozen=True)
class Work:
    """A piece of work: who gave it and who does it (bodies by id), for which village, until when, what became of it."""

    source: str
    number: int
    giver: int
    body: int
    office: str
    place: int | None
    text: str
    given: date
    due: date | None
    state: str
    said: str
    at: datetime | None
    seen: str

    @property
    def ended(self) -> bool:
        """Whether nothing more is to come of it."""
        return self.state in ENDED


def work_of(row: Assigned) -> Work:
    """A row as others see it."""
    return Work(
        row.source, row.number, row.giver_id, row.body_id, row.office, row.place_id, row.text, row.given, row.due, row.state, row.said,
        row.at, row.seen,
    )  # fmt: skip


def offices_of(place: Place, book: Rulebook, right: str = REPORT) -> tuple[str, ...]:
    """The offices of a body that can be given work, in the order of the rulebook: those with the `right` to say what became of it."""
    return tuple(id for id, one in book.offices.items() if place.kind in one.kinds and right in one.may)


def of(sources: Any) -> tuple[Work, ...]:
    """The work that came of these things (subjects, or a query for them), in its order. One query."""
    return tuple(map(work_of, Assigned.objects.filter(source__in=sources).order_by("given", "source", "number")))


def given_by(giver: int, seen: str, most: int) -> tuple[Work, ...]:
    """The newest `most` pieces of work of one sort that a body gave. One query."""
    rows = Assigned.objects.filter(giver=giver, seen=seen).order_by("-given", "-pk")[:most]
    return tuple(map(work_of, rows))


def waiting(body: int, seen: Collection[str]) -> tuple[Work, ...]:
    """What a body was given and has not ended, nearest day first, among what may be `seen`. One query."""
    rows = Assigned.objects.filter(~Q(state__in=ENDED), body=body, seen__in=seen)
    return tuple(sorted(map(work_of, rows), key=lambda one: (one.due or date.max, one.given, one.source, one.number)))
