"""The weekly opening: on Monday morning, and only then, numbers of petitions, and texts of some, enter what everybody reads.

Promises: behind each number, and behind each difference of two numbers of which one holds the other, stand enough different senders;
what was told is never told otherwise. Refuses: a second opening of a week, one before its hour.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from dinhlang.core import ledger
from dinhlang.core.actor import System
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.record import append, clock
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject
from dinhlang.ground.rolls import reads as rolls
from dinhlang.ground.rolls.policy import HOUSEHOLDS
from dinhlang.works.petitions import policy
from dinhlang.works.petitions.acts import publishing, rating
from dinhlang.works.petitions.cells import Item, cells
from dinhlang.works.petitions.models import Cell, Opened, Petition, Standing
from dinhlang.works.petitions.states import GONE, OPEN

OPEN_WEEK = "petition.open_week"
JOB = System("petitions")
LATE, STILL, DONE, ALL = "late", "open", "done", "all"


def hour_of(monday: date) -> datetime:
    """The instant of an opening."""
    return datetime.combine(monday, time(policy.values().hour), clock.LOCAL)


def latest(at: datetime) -> date:
    """The Monday of the latest opening whose hour has come."""
    day = clock.local_day(at)
    monday = day - timedelta(days=day.weekday())
    return monday if at >= hour_of(monday) else monday - timedelta(days=7)


def root_of(rows: Iterable[Cell]) -> str:
    """The root over the cells of an opening, in hex: whoever reads them can hold them against the entry."""
    said = sorted(
        [str(row.commune_id), str(row.place_id), row.first.isoformat(), row.last.isoformat(), row.topic, row.group, row.way, str(row.count)]
        for row in rows
    )
    return ledger.root_of(ledger.leaf_hash(ledger.canonical(one)) for one in said).hex()


@act(OPEN_WEEK)
def open_week(*, who: Who, at: datetime, body: int | None, monday: date) -> Draft:
    """Tell the numbers of what was sent before Monday morning, and the texts whose senders chose so. Who: the house.

    Basis: docs/adr/0030, 0031.
    """
    if monday.weekday() or at < hour_of(monday) or Opened.objects.filter(day__gte=monday).exists():
        raise Refused(N_("Numbers of petitions are told on Monday morning, once."))
    waiting = list(Petition.objects.exclude(state__in=GONE).filter(cell=None, sent__lt=hour_of(monday)).order_by("sent", "pk"))
    rows = []
    for one in cells(_items(waiting, monday), policy.values().senders, monday):
        row = Cell.objects.create(
            day=monday, commune_id=one.commune, place_id=one.place, first=one.first, last=one.last, topic=one.topic, group=one.group,
            way=one.way, count=len(one.items),
        )  # fmt: skip
        Petition.objects.filter(pk__in=[item.id for item in one.items]).update(cell=row)
        rows.append(row)
    content = rating.tell(monday)
    communes = sorted(set(Cell.objects.values_list("commune", flat=True)))
    touched = (*communes, *(one.body_id for one in content))
    for commune in communes:
        _stand(commune, monday)
    shown, pages = publishing.tell(monday)
    Opened.objects.create(day=monday)
    public = {"week": monday.isoformat(), "cells": len(rows), "root": root_of(rows), "texts": shown}
    if content:
        public["content"] = rating.root_of(content)
    above = {one for one in Cell.objects.values_list("commune__parent", flat=True).distinct() if one is not None}
    # A province shows what was told in its communes.
    return Draft(new_subject(), {"public": public}, touches=tuple(sorted({*touched, *above, *pages})))


def _items(waiting: list[Petition], day: date) -> list[Item]:
    """The petitions as counting needs them. A village is named where enough households live in it, and never for what names a person."""
    places = bodies.places({one.place_id for one in waiting} | {one.body_id for one in waiting}, day)
    villages = [one.id for one in places.values() if one.kind not in policy.handlers()]
    large = {id for id, count in rolls.counts(villages, HOUSEHOLDS, day).items() if count >= policy.values().households}
    found = []
    for one in waiting:
        place = places[one.place_id]
        commune = place.id if place.kind in policy.handlers() or place.parent is None else place.parent
        if one.named_id is not None:  # counted where it is handled: at the body named it is in no figure
            commune = first_of(one)
        named = place.id if place.id in large and one.named_id is None else commune
        topic = policy.topics().get(one.topic)
        group = topic.group if topic is not None else ""
        told = "" if topic is not None and topic.about == "person" else one.topic  # how somebody serves is told as one group
        day_sent = clock.local_day(one.sent)
        found.append(Item(one.pk, commune, named, day_sent, told, group, one.way, one.sender))
    return found


def first_of(one: Petition) -> int:
    """The body that a petition reached first."""
    return one.passes.order_by("number").values_list("body", flat=True)[0]


def _stand(commune: int, monday: date) -> None:
    """How what was told of a body stands: classes with too few senders go together, at last into one."""
    rows = list(Petition.objects.filter(cell__commune=commune).exclude(state__in=GONE))
    total = sum(Cell.objects.filter(commune=commune).values_list("count", flat=True))
    groups: dict[str, list[Petition]] = {LATE: [], STILL: [], DONE: []}
    for one in rows:
        late = one.state in OPEN and one.due is not None and one.paused is None and one.due < monday
        groups[LATE if late else STILL if one.state in OPEN else DONE].append(one)
    numbers = merged(
        {name: (len(many), len({one.sender for one in many})) for name, many in groups.items()}, total, policy.values().senders
    )
    Standing.objects.bulk_create(Standing(day=monday, body_id=commune, state=name, count=n) for name, n in numbers.items())


def merged(groups: dict[str, tuple[int, int]], total: int, least: int) -> dict[str, int]:
    """How many are late, open, done, of (number, senders) each: late ones that are too few are told among the open ones (then `LATE` is
    missing), and where a class is still too small only how many there are.

    What is in `total` and in no class (returned since) counts as done: else it could be told by subtracting.
    """
    (late, late_by), (still, still_by), (_done, done_by) = groups[LATE], groups[STILL], groups[DONE]
    apart = not 0 < late_by < least
    if not apart:
        still, still_by = late + still, max(late_by, still_by)  # somebody may be in both: only the larger number is sure
    done = total - still - (late if apart else 0)
    if 0 < still_by < least or 0 < done_by < least or (done > 0 and not done_by):
        return {ALL: total}
    return {ALL: total, **({LATE: late} if apart else {}), STILL: still, DONE: done}


def open_due(at: datetime) -> bool:
    """Open the latest week where that was not done yet. For the tick.

    Not where everything was sent since: the entry would tell that something came, on the day it came.
    """
    monday = latest(at)
    if Opened.objects.filter(day__gte=monday).exists() or not Petition.objects.filter(sent__lt=hour_of(monday)).exists():
        return False
    append.head()
    open_week(by=JOB, at=at, command_id=uuid5(NAMESPACE_URL, f"petitions {append.log_subject()} {monday}"), monday=monday)
    return True
