"""What drags on: places and topics whose petitions are open for long. For the offices of a body and of the one above.

Promises: behind each line stand at least `dragging` different senders; no line is about a person: what names somebody in office is counted
only where it is handled, and for nobody who is in office where that is. Refuses to lead from a line to a single petition of a body below.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people.reads import Holder
from dinhlang.ground.record import clock
from dinhlang.ground.ui import format, svg
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import DragsPage, Field, Link
from dinhlang.works.petitions import checks, desks, policy
from dinhlang.works.petitions.models import Petition
from dinhlang.works.petitions.states import OPEN

MOST = 30  # lines, those with most past their day first


@dataclass(frozen=True)
class Drag:
    """Open petitions at a place about a topic: how many, how many past their day, and the days since the middle one was sent."""

    place: int
    topic: str
    open: int
    late: int
    days: int


def cells(body: int, lower: Collection[int], seats: Collection[int], day: date) -> tuple[Drag, ...]:
    """The lines for an office of `body` above the bodies `lower`, whose account is in office at or below `seats`. Two queries."""
    late = Count("pk", filter=Q(due__lt=day, paused=None))
    rows = _rows(body, lower, seats).order_by().values("place", "topic")
    found = list(
        rows.annotate(n=Count("pk"), late=late, different=Count("sender", distinct=True, filter=~Q(sender="")))
        .filter(different__gte=policy.values().dragging)
        .order_by("-late", "-n", "place", "topic")[:MOST]
    )
    if not found:
        return ()
    same = [F("place"), F("topic")]
    places, topics = {one["place"] for one in found}, {one["topic"] for one in found}
    middle = (
        _rows(body, lower, seats)
        .filter(place__in=places, topic__in=topics)
        .annotate(
            number=Window(RowNumber(), partition_by=same, order_by=[F("sent"), F("pk")]),
            many=Window(Count("pk"), partition_by=same),
        )
        .filter(number=(F("many") + 1) / 2)
        .values_list("place", "topic", "sent")
    )
    sent = {(place, topic): clock.local_day(at) for place, topic, at in middle}
    return tuple(Drag(one["place"], one["topic"], one["n"], one["late"], (day - sent[one["place"], one["topic"]]).days) for one in found)


def _rows(body: int, lower: Collection[int], seats: Collection[int]) -> QuerySet[Petition]:
    """What is open at the body, and below it; of what names somebody only what the body has, and the account may read."""
    named = Q(named=None) | (Q(body=body) & ~Q(named__in=seats))
    return Petition.objects.filter(named, body__in=[body, *lower], state__in=OPEN)


def page(holder: Holder, account: int, day: date) -> DragsPage:
    """What drags on, for an office."""
    here, lower = bodies.place(holder.body, day), desks.below(holder.body)
    found = cells(here.id, lower, checks.seats(account), day)
    places = bodies.places({one.place for one in found}, day)
    n = policy.values().dragging
    strips = [svg.Strip(desks.topic_words(one.topic), one.days, _days(one.days)) for one in found]
    return DragsPage(
        title=_("What drags on"),
        lead=_("Places and topics with open petitions of at least %(n)d different senders. No person, and no single petition.") % {"n": n},
        back=Link(_("All petitions here"), reverse("petition-list")),
        picture=svg.strips(strips, 0, _("Days since the middle one of the open petitions was sent")),
        rows=tuple(
            (
                Field(desks.topic_words(one.topic), places[one.place].name),
                (_days(one.days), format.count(one.open), format.count(one.late)),
            )
            for one in found
        ),
        today=day,
    )


def _days(n: int) -> str:
    return _("%(n)s days") % {"n": format.count(n)}
