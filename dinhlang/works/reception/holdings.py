"""What this work holds about persons beside the register: what was written when a place was taken. In PERSONAL.

Promises: it is erased by itself on the Monday after the day, of every body together, whatever was entered about the day.
"""

from datetime import datetime, time, timedelta

from dinhlang.ground.people.holdings import AT_ONCE
from dinhlang.ground.people.personal import Holding, Subject, Values
from dinhlang.ground.record import clock
from dinhlang.ground.record import reads as record
from dinhlang.works.reception.acts.booking import PLACE, forget, place_of
from dinhlang.works.reception.acts.planning import SIGN_UP, WORDS
from dinhlang.works.reception.models import Booking
from dinhlang.works.reception.states import FORGOTTEN


def _held(subject: Subject) -> tuple[Values, ...]:
    row = place_of(subject)
    return ({"body": row.day.body_id, "at": row.day.begins},) if row is not None and row.state != FORGOTTEN else ()


def _parts(subject: Subject) -> tuple[tuple[bytes, str], ...]:
    row = place_of(subject)
    leaves = record.leaves_of([row.pk], (SIGN_UP,)).get(row.pk, ()) if row is not None else ()
    return tuple((leaf, WORDS) for leaf in leaves)


def _over(at: datetime, days: int) -> tuple[Subject, ...]:
    """Places of days before this week, `days` after its Monday began: all of them at once, so that an erasure names no day and no body."""
    day = clock.local_day(at) - timedelta(days=days - 1)
    monday = datetime.combine(day - timedelta(days=day.weekday()), time(), clock.LOCAL)
    rows = Booking.objects.exclude(state=FORGOTTEN).filter(day__ends__lt=monday).order_by("day__ends", "pk")
    return tuple(Subject(PLACE, pk) for pk in rows.values_list("pk", flat=True)[:AT_ONCE])


HOLDINGS = (Holding(PLACE, _held, forget, parts=_parts, over=_over),)
