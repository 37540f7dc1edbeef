"""What this work holds about households: the initiatives they proposed and support, the votes they took part in. Registered in PERSONAL."""

from datetime import datetime, timedelta

from django.db.models import Q

from dinhlang.ground.people.holdings import AT_ONCE
from dinhlang.ground.people.personal import Holding, Subject, Values
from dinhlang.ground.polls.models import Part
from dinhlang.ground.record import clock
from dinhlang.ground.record import reads as record
from dinhlang.works.votes.acts.initiatives import SUPPORT, erase_proposals, erase_supports
from dinhlang.works.votes.models import Initiative, Matter, Support
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


HOLDINGS = (
    Holding("initiatives", _initiatives, erase_proposals),
    Holding("supports", _supports, erase_supports, over=_over),
    Holding("participation", _took_part),
)
