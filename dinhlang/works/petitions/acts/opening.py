"""The weekly opening: on Monday morning, and only then, numbers of petitions, and texts of some, enter what everybody reads.

Promises: behind each number, and behind each difference of two numbers of which one holds the other, stand enough different senders,
those not counted whose text is public; what was told is never told otherwise. Refuses: a second opening of a week, one before its hour.
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
from dinhlang.works.petitions.acts import publishing, rating, standing
from dinhlang.works.petitions.cells import Item, cells
from dinhlang.works.petitions.models import Cell, Opened, Petition
from dinhlang.works.petitions.states import GONE

OPEN_WEEK = "petition.open_week"
JOB = System("petitions")


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

    Basis: docs/adr/0030, 0031, 0040.
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
    stood = standing.tell(monday)
    touched = {one for row in stood for one in (row.commune_id, row.holder_id)} | {one.body_id for one in content}
    shown, pages = publishing.tell(monday)
    Opened.objects.create(day=monday)
    public = {"week": monday.isoformat(), "cells": len(rows), "root": root_of(rows), "texts": shown}
    if stood:
        public["standing"] = standing.root_of(stood)
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
        sender = "" if one.shown_text else one.sender  # whose text is public everybody can leave out of a number
        found.append(Item(one.pk, commune, named, day_sent, told, group, one.way, sender))
    return found


def first_of(one: Petition) -> int:
    """The body that a petition reached first."""
    return one.passes.order_by("number").values_list("body", flat=True)[0]


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
