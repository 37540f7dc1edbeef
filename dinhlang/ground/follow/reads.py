"""Who urged a body about what, and who has which duty in hand, as frozen rows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.follow.models import Handing, Urging
from dinhlang.ground.people.models import Mandate


@dataclass(frozen=True)
class Urged:
    """An urging: by which office of which body, on which day, with which word."""

    office: str
    seat: str
    day: date
    text: str


@dataclass(frozen=True)
class InHand:
    """Who has a duty in hand: the mandate, what its holder is called, what was said with it."""

    mandate: int
    name: str
    note: str


Key = tuple[str, str]
"""A rule and an occasion."""


def urged(body: int, day: date) -> Mapping[Key, tuple[Urged, ...]]:
    """What the body was urged about, latest first, by rule and occasion. One query, two where there is any."""
    rows = list(Urging.objects.filter(body=body, day__lte=day).order_by("-at"))
    names = bodies.places({row.seat_id for row in rows}, day) if rows else {}
    found: dict[Key, list[Urged]] = {}
    for row in rows:
        seat = names[row.seat_id].name if row.seat_id in names else ""
        found.setdefault((row.rule, row.occasion), []).append(Urged(row.office, seat, row.day, row.text))
    return {key: tuple(many) for key, many in found.items()}


def in_hand(body: int) -> Mapping[Key, InHand]:
    """Who has which duty of the body in hand now. One query."""
    rows = Handing.objects.filter(body=body, ended=None).select_related("mandate__account")
    return {(row.rule, row.occasion): InHand(row.mandate_id, _called(row.mandate), row.note) for row in rows}


def colleagues(body: int, day: date, offices: Collection[str]) -> dict[int, str]:
    """Whoever holds one of these offices at the body today: mandate and name, by name."""
    rows = Mandate.objects.filter(bodies.on(day), body=body, office__in=offices, account__is_active=True).select_related("account")
    return dict(sorted(((row.pk, _called(row)) for row in rows), key=lambda one: one[1]))


def _called(row: Mandate) -> str:
    return row.account.get_full_name() or row.account.get_username()
