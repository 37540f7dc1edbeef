"""What becomes of petitions when a body ends: the house moves those that are not over to the one that carries them on.

Promises: nothing that waits for an answer, or may still be reopened, stays where nobody reads it; day and rule of its clock stay as they
were. What names somebody in office never comes to what took the place of the body named. Refuses: to move what a living body has.
"""

from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Exists, OuterRef, Q

from dinhlang.core.actor import System
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Body, Succession
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.record import append, clock
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.works.petitions import checks, policy
from dinhlang.works.petitions.acts.joining import others
from dinhlang.works.petitions.acts.sending import sealed
from dinhlang.works.petitions.models import Joined, Pass, Petition
from dinhlang.works.petitions.states import ANSWERED, GONE, OPEN, REFUSED

INHERIT = "petition.inherit"
JOB = System("petitions")
AT_ONCE = 100  # petitions moved in one tick: each is an act of its own


def heir(found: Petition, day: date) -> Place | None:
    """The living body that carries a petition on; None where the one that has it does.

    Of several successors the one in which its village lies now, else the one that the succession says carries on (ADR 0019), else the one
    entered first. Of a body that was dissolved the body above. Where that took the place of the body in which a person is named, the one
    above it. Three queries, and two for each body that ended.
    """
    here, near = bodies.place(found.body_id, day), bodies.place(found.place_id, day).parent
    while here.alive_to is not None and here.alive_to < day:
        rows = Succession.objects.filter(old=here.id, day__lte=day).order_by("-carries", "pk").values_list("new", flat=True)
        onward: list[int | None] = [*rows] or [here.parent]
        to = near if near in onward else onward[0]
        if to is None:
            return None
        here = bodies.place(to, day)
    if found.named_id is not None and here.parent is not None and found.named_id in bodies.lines([here.id])[here.id]:
        here = bodies.place(here.parent, day)
    return here if here.id != found.body_id else None


@act(INHERIT)
def inherit(*, who: Who, at: datetime, body: int | None, petition: str) -> Draft:
    """Move a petition from a body that ended to the one that carries it on, with those answered together with it. Who: the house.

    Its clock runs on. Basis: docs/adr/0039.
    """
    found, day = checks.row(petition, body), clock.local_day(at)
    to = heir(found, day)
    if to is None:
        raise Refused(N_("The body that has it carries it on itself: nothing was moved."))
    rows = [found, *(others(found) if found.state in OPEN else ())]
    been = set(Pass.objects.filter(petition__in=rows, body=to.id).values_list("petition", flat=True))
    Petition.objects.filter(pk__in=[one.pk for one in rows]).update(body=to.id)
    Pass.objects.bulk_create(
        Pass(petition=one, number=one.passes.count() + 1, body_id=to.id, day=day) for one in rows if one.pk not in been
    )
    return sealed(petition, {}, to.name)


def left(day: date) -> list[Petition]:
    """Petitions that are not over, of bodies that ended, and those about somebody at a body whose place the one that has them took; what is
    answered together with another moves with that one. Two queries of few rows."""
    follows = Exists(Joined.objects.filter(petition=OuterRef("pk"), until=None, lead__state__in=OPEN))
    alive = Petition.objects.exclude(state__in=GONE).filter(
        Q(state__in=OPEN) | Q(state__in=(ANSWERED, REFUSED), again__gte=day)
    ).exclude(follows, state__in=OPEN)
    ended = Body.objects.filter(alive_to__lt=day, kind__in=policy.handlers()).values("pk")
    took = Succession.objects.filter(day__lte=day)
    about = alive.filter(named__in=took.values("old"), body__in=took.values("new"))
    return [*alive.filter(body__in=ended).order_by("pk")[:AT_ONCE], *about.exclude(body__in=ended).order_by("pk")[:AT_ONCE]]


def inherit_due(at: datetime) -> int:
    """Move what a body left behind that ended. For the tick. Returns how many were moved."""
    day, moved = clock.local_day(at), 0
    for one in left(day):
        if heir(one, day) is not None:
            append.head()
            command = uuid5(NAMESPACE_URL, f"{INHERIT} {append.log_subject()} {one.pk} {one.body_id}")
            inherit(by=JOB, at=at, command_id=command, body=one.body_id, petition=one.pk)
            moved += 1
    return moved
