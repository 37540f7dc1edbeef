"""Rounds as others see them: frozen rows, counts that agree, who took part.

Promises: no running figure leaves this room but to those who count; what a closed round came to is what its closing entry says.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count as Number
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from dinhlang.core.rules import Decision
from dinhlang.core.tally.rounds import Outcome, Question, Result, Sheet, Way
from dinhlang.ground.polls.models import Cast, Count, Objection, Part, Round, Sitting
from dinhlang.ground.record import rulebooks
from dinhlang.ground.rolls import reads as rolls


@dataclass(frozen=True)
class Counted:
    """What one person counted in a sitting, in whatever office, or (no account) the house."""

    account: int | None
    sheet: Sheet
    at: datetime


@dataclass(frozen=True)
class SittingSeen:
    """A sitting: its part of the roll in households, how many were ticked on the list, the latest count of each who counted."""

    id: int
    number: int
    cluster: str
    at: datetime
    on_roll: int
    ticked: int
    counts: tuple[Counted, ...]

    @property
    def agreed(self) -> Sheet | None:
        """The count that two different persons made alike, or the house of an online round; None while there is none."""
        sheets = [one.sheet for one in self.counts]
        if self.counts and self.counts[0].account is None:
            return sheets[0]
        return next((sheet for sheet in sheets if sheets.count(sheet) > 1), None)

    @property
    def differ(self) -> bool:
        """Whether two persons counted and did not agree."""
        return len(self.counts) > 1 and self.agreed is None


@dataclass(frozen=True)
class RoundSeen:
    """A round with its sittings; `result` once it is closed."""

    id: int
    matter: str
    number: int
    rule: str
    rule_day: date
    way: Way
    secret: bool
    question: Question
    roll: str
    on_roll: int
    roll_day: date
    opens: datetime
    closes: datetime
    called: datetime
    closed: datetime | None
    cancelled: datetime | None
    outcome: Outcome | None
    result: Result | None
    objections: int
    sittings: tuple[SittingSeen, ...]

    @property
    def running(self) -> bool:
        """Whether it was called and is neither closed nor called off."""
        return self.closed is None and self.cancelled is None


def question_of(row: Round) -> Question:
    """What a round asks."""
    return Question(row.choices, row.carrying, row.seats)


def rule_of(row: Round | RoundSeen) -> Decision:
    """The rule under which a round is held, in the wording of the day it was called."""
    return rulebooks.current().at(row.rule_day).decisions[row.rule]


def result_of(said: Mapping[str, object]) -> Result:
    """A result as a closing entry wrote it."""
    known = dict(said)
    for name in ("votes", "chosen", "tied"):
        known[name] = tuple(known[name])  # type: ignore[arg-type]
    return Result(**{**known, "outcome": Outcome(str(known["outcome"]))})  # type: ignore[arg-type]


def _latest(rows: Sequence[Count], on_roll: int) -> tuple[Counted, ...]:
    latest: dict[int | None, Count] = {}
    for row in rows:
        latest[row.mandate.account_id if row.mandate is not None else None] = row
    return tuple(
        Counted(account, Sheet(on_roll, row.took_part, tuple(row.votes), row.spoilt), row.at) for account, row in latest.items()
    )


def _seen(rows: Sequence[Any]) -> tuple[RoundSeen, ...]:
    """Rounds (with `objecting`, how many households object) with their sittings and counts, in two queries."""
    ids = [row.pk for row in rows]
    counts: dict[int, list[Count]] = {}
    for count in Count.objects.select_related("mandate").filter(sitting__round__in=ids).order_by("id"):
        counts.setdefault(count.sitting_id, []).append(count)
    sittings: dict[int, list[SittingSeen]] = {}
    ticked = Part.objects.filter(sitting=OuterRef("pk")).order_by().values("sitting").annotate(n=Number("pk")).values("n")
    for one in Sitting.objects.filter(round__in=ids).annotate(ticks=Coalesce(Subquery(ticked), 0)).order_by("number"):
        seen = SittingSeen(
            one.pk, one.number, one.cluster, one.at, one.on_roll, one.ticks,
            _latest(counts.get(one.pk, ()), one.on_roll),
        )  # fmt: skip
        sittings.setdefault(one.round_id, []).append(seen)
    return tuple(
        RoundSeen(
            row.pk, row.matter, row.number, row.rule, row.rule_day, Way(row.way), row.secret, question_of(row), row.roll.subject,
            row.roll.count, row.roll.day, row.opens, row.closes, row.called, row.closed, row.cancelled,
            Outcome(row.outcome) if row.outcome else None, result_of(row.result) if row.result else None, row.objecting,
            tuple(sittings.get(row.pk, ())),
        )
        for row in rows
    )  # fmt: skip


def rounds(matters: Collection[str]) -> tuple[RoundSeen, ...]:
    """The rounds of these matters, in order. Three queries, however many there are."""
    objecting = Objection.objects.filter(round=OuterRef("pk")).order_by().values("round").annotate(n=Number("pk")).values("n")
    counted = Coalesce(Subquery(objecting), 0)
    rows = Round.objects.select_related("roll").defer("roll__rows").filter(matter__in=list(matters)).annotate(objecting=counted)
    return _seen(list(rows.order_by("matter", "number")))


def history(found: Sequence[RoundSeen]) -> tuple[tuple[Way, Outcome], ...]:
    """What the closed rounds of one matter came to, for `check_way`."""
    return tuple((one.way, one.outcome) for one in found if one.outcome is not None)


def took_part(round: int) -> frozenset[str]:
    """Keys of the households that are ticked as having taken part in a round."""
    return frozenset(Part.objects.filter(round=round).values_list("member", flat=True))


def took_part_in(sitting: int) -> frozenset[str]:
    """Keys of the households that are ticked in a sitting."""
    return frozenset(Part.objects.filter(sitting=sitting).values_list("member", flat=True))


def seats_of(one: RoundSeen, sitting: SittingSeen) -> tuple[rolls.Seat, ...]:
    """Who of the frozen roll belongs to a sitting, in the order of the list."""
    return tuple(seat for seat in rolls.frozen(one.roll).seats if sitting.cluster in ("", seat.cluster))


def cast_of(round: int, key: str) -> int | None:
    """What a household chose in an online round that runs, for that household alone; None where it did not answer yet."""
    return Cast.objects.filter(round=round, member=key).values_list("choice", flat=True).first()


def manners(round: int) -> Mapping[str, int]:
    """How many households answered online alone, and with somebody's help."""
    found: dict[str, int] = {}
    for manner in Part.objects.filter(round=round).values_list("manner", flat=True):
        found[manner] = found.get(manner, 0) + 1
    return found


def listed(one: RoundSeen) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The list numbers of the households that took part, sitting by sitting, in the order of the list. No name: least that shows it."""
    rows = dict(Part.objects.filter(round=one.id).values_list("member", "sitting__number"))
    seats = rolls.frozen(one.roll).seats
    return tuple((sitting.number, tuple(seat.number for seat in seats if rows.get(seat.key) == sitting.number)) for sitting in one.sittings)


def in_doubt(one: RoundSeen) -> bool:
    """Whether the result would be another if those who object had not been counted: taken from the choice that carried."""
    found = one.result
    return found is not None and bool(found.chosen) and min(found.votes[n] for n in found.chosen) - one.objections < found.needed
