"""What this work holds about households: initiatives they proposed and support, votes they took part in, the tasks they had in them,
what offline kits sent of them; and about officials: the kits they opened and what they said of late ones. Registered in PERSONAL."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Q

from dinhlang.ground.kit.models import Item, Lease, Verdict
from dinhlang.ground.kit.sent import Kind
from dinhlang.ground.people.holdings import AT_ONCE
from dinhlang.ground.people.personal import Holding, Subject, Values
from dinhlang.ground.polls.models import Part, Round
from dinhlang.ground.record import clock
from dinhlang.ground.record import reads as record
from dinhlang.ground.rolls.models import Line
from dinhlang.works.votes.acts.initiatives import SUPPORT, erase_proposals, erase_supports
from dinhlang.works.votes.models import Helper, Initiative, Matter, Support
from dinhlang.works.votes.reads import titles


def _initiatives(subject: Subject) -> tuple[Values, ...]:
    if subject.kind != "household":
        return ()
    rows = list(Initiative.objects.filter(member=subject.key).order_by("begun", "pk"))
    named = titles(record.of_subjects([row.pk for row in rows]))
    return tuple(
        {"body": row.body_id, "title": named.get(row.pk, ""), "matter": row.rule, "stage": row.state, "since": row.begun} for row in rows
    )


def _supports(subject: Subject) -> tuple[Values, ...]:
    if subject.kind != "household":
        return ()
    rows = list(Support.objects.select_related("initiative").filter(member=subject.key).order_by("day", "pk"))
    named = titles(record.of_subjects(sorted({row.initiative_id for row in rows})))
    return tuple(
        {
            "body": row.initiative.body_id, "title": named.get(row.initiative_id, ""), "manner": row.manner, "since": row.day,
            "until": row.until, "ended": row.ended,
        }
        for row in rows
    )  # fmt: skip


def _over(at: datetime, days: int) -> tuple[Subject, ...]:
    """Supports that ran out, were taken back or handed in more than `days` ago."""
    limit = clock.local_day(at) - timedelta(days=days)
    past = Q(ended__lt=limit) | Q(until__lt=limit) | Q(initiative__handed__lt=limit)
    rows = Support.objects.filter(past).exclude(member=None).order_by("pk").values_list("pk", flat=True)
    return tuple(Subject(SUPPORT, str(pk)) for pk in rows[:AT_ONCE])


def _took_part(subject: Subject) -> tuple[Values, ...]:
    """The votes of villages in which a household is listed; those of meetings are not this work's."""
    if subject.kind != "household":
        return ()
    rows = list(Part.objects.select_related("round").filter(member=subject.key).order_by("at", "pk"))
    wholes = dict(Matter.objects.filter(pk__in=[row.round.matter for row in rows]).values_list("pk", "whole"))
    named = titles(record.of_subjects(sorted({whole or pk for pk, whole in wholes.items()})))
    return tuple(
        {
            "body": row.round.body_id,
            "title": named.get(wholes[row.round.matter] or row.round.matter, ""),
            "manner": row.manner,
            "at": row.at,
        }
        for row in rows
        if row.round.matter in wholes
    )


def _named(subjects: Iterable[str]) -> Mapping[str, str]:
    """What matters are called, by their own subjects: a village's part of a matter of the whole commune by that matter's name."""
    wholes = dict(Matter.objects.filter(pk__in=set(subjects)).values_list("pk", "whole"))
    told = titles(record.of_subjects(sorted({whole or pk for pk, whole in wholes.items()})))
    return {pk: told.get(whole or pk, "") for pk, whole in wholes.items()}


def _tasks(subject: Subject) -> tuple[Values, ...]:
    """Counts that a household witnesses and decisions that it signs. Who is named in a team is no household of the list."""
    if subject.kind != "household":
        return ()
    rows = list(Helper.objects.select_related("matter").filter(member=subject.key).order_by("matter", "round", "task"))
    named = _named(row.matter_id for row in rows)
    return tuple({"body": row.matter.body_id, "title": named.get(row.matter_id, ""), "task": row.task} for row in rows)


def _ticked(subject: Subject) -> tuple[Values, ...]:
    """Lists of who was there, sent by an offline kit, that hold the number which the household had on the day of the list."""
    if subject.kind != "household":
        return ()
    lines = list(Line.objects.select_related("member").filter(member=subject.key))
    rows = list(
        Item.objects.select_related("lease").filter(kind=Kind.TICK, lease__body__in={one.member.body_id for one in lines})
        .order_by("received", "n")
    )  # fmt: skip
    days = {
        (one.matter, one.number): one.roll.day
        for one in Round.objects.select_related("roll").filter(matter__in={row.lease.thing for row in rows})
    }
    found = []
    for row in rows:
        day = days.get((row.lease.thing, row.lease.round))
        mine = {one.number for one in lines if day is not None and one.from_day <= day and (one.to_day is None or day <= one.to_day)}
        if mine & set(json.loads(row.text)["numbers"]):
            found.append(row)
    named = _named(row.lease.thing for row in found)
    return tuple({"body": row.lease.body_id, "title": named.get(row.lease.thing, ""), "at": row.claimed} for row in found)


def _kits(subject: Subject) -> tuple[Values, ...]:
    """Offline kits that an official opened."""
    if subject.kind != "account":
        return ()
    rows = list(Lease.objects.filter(mandate__account=int(subject.key)).order_by("opened", "pk"))
    named = _named(row.thing for row in rows)
    return tuple(
        {"body": row.body_id, "title": named.get(row.thing, ""), "name": row.device, "at": row.opened, "until": row.until} for row in rows
    )


def _verdicts(subject: Subject) -> tuple[Values, ...]:
    """What an official said of something that a kit sent late."""
    if subject.kind != "account":
        return ()
    rows = list(Verdict.objects.select_related("item__lease").filter(mandate__account=int(subject.key)).order_by("at", "pk"))
    named = _named(row.item.lease.thing for row in rows)
    return tuple(
        {"body": row.item.lease.body_id, "title": named.get(row.item.lease.thing, ""), "words": row.reason, "at": row.at} for row in rows
    )


HOLDINGS = (
    Holding("initiatives", _initiatives, erase_proposals),
    Holding("supports", _supports, erase_supports, over=_over),
    Holding("participation", _took_part),
    Holding("vote-helpers", _tasks),
    Holding("kit-item", _ticked),
    Holding("kit-device", _kits),
    Holding("kit-verdict", _verdicts),
)
