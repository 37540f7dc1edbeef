"""Events that bodies announced: what is to come, or still open, at a body and in its villages.

Promises: two questions at the most, whatever was announced; which work called an event is told by the entries of its source. Refuses:
events whose notices are for readers of another audience.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from dinhlang.core.rules import Audience, EventName
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.duties.reads import Frame
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.reads import Told

LOOK_BACK = timedelta(days=31)  # what began so long ago may still be open: ballot papers that are being collected


@dataclass(frozen=True)
class Announced:
    """An event at a body: the rule and occasion of a notice before it, its day, the subject that announced it with its entries."""

    body: Place
    rule: str
    occasion: str
    day: date
    source: str
    told: tuple[Told, ...]


def announced(at: Frame, allowed: Collection[Audience], day: date) -> tuple[Announced, ...]:
    """The events of the villages of `at` (or of itself, a village) from `LOOK_BACK` before `day` on, in the order of their days."""
    known = at.book.by_event.get(EventName.EVENT_ANNOUNCED, ())
    rules = {duty.id for duty in known if duty.audience in allowed and "village" in duty.bearer}
    if not rules:
        return ()
    places = {one.id: one for one in (at.place, *at.villages)}
    live = Clock.objects.filter(body__in=places, rule__in=rules, opens__gte=day - LOOK_BACK, voided=None).order_by("opens", "id")
    clocks = {row.occasion + str(row.body_id): row for row in live}
    told: dict[str, list[Told]] = {}
    for one in record.of_subjects({row.source for row in clocks.values()}) if clocks else ():
        told.setdefault(one.subject, []).append(one)
    return tuple(
        Announced(places[row.body_id], row.rule, row.occasion, row.opens, row.source, tuple(told.get(row.source, ())))
        for row in clocks.values()
    )
