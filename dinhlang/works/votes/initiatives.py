"""Supports of initiatives, counted by the day.

Promises: a support counts from the day it was given to its last day, on whichever day it is asked; a household counts once, and only while
it is on the village's list. What the public is told is how things stood when the day began: no hour of a support can be read from it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from dinhlang.core.calendar import add_months
from dinhlang.core.rules import Rulebook
from dinhlang.core.tally.rounds import needed as least
from dinhlang.ground.rolls import reads as rolls
from dinhlang.ground.rolls.policy import HOUSEHOLDS
from dinhlang.works.votes import checks, policy
from dinhlang.works.votes.models import Initiative, Support


@dataclass(frozen=True)
class Given:
    """A support by a household's key: from `day` to `until` (None: as long as the initiative collects), and not from `ended` on."""

    key: str | None
    day: date
    until: date | None
    ended: date | None

    def counts(self, on: date) -> bool:
        """Whether it counts on a day, with what happened on that day."""
        return self.day <= on and (self.until is None or on <= self.until) and (self.ended is None or on < self.ended)

    def counted(self, on: date) -> bool:
        """Whether it counted when the day `on` began and has not run out: what was given or taken back on the day itself is left aside."""
        return self.day < on and (self.until is None or on <= self.until) and (self.ended is None or on <= self.ended)


@dataclass(frozen=True)
class Standing:
    """How an initiative stands on a day, in households: how many support it, how many there are, how many must."""

    supports: int
    households: int
    needed: int

    @property
    def enough(self) -> bool:
        """Whether as many support it as must."""
        return self.supports >= self.needed


def last_day(given: date, months: int | None) -> date | None:
    """The last day on which a support of the day `given` counts: the same day so many calendar months later (that month's last day where it
    has none). Not moved by a day off. None where no term is given. Law 10/2022/QH15 Art. 16(3)."""
    return None if months is None else add_months(given, months)


def months_of(one: policy.Calling, book: Rulebook) -> int | None:
    """For how many calendar months a support counts; None where the rulebook gives no term."""
    limit = book.limits.get(one.lasts)
    return None if limit is None else limit.at_most


def lasting(given: Iterable[Given], keys: Collection[str], on: date) -> dict[str, Given]:
    """Of the households `keys` those that supported it when the day `on` began and still do, each with the support that counted then."""
    given = tuple(given)
    still = {one.key for one in given if one.counts(on)}
    return {one.key: one for one in given if one.key is not None and one.key in keys and one.key in still and one.counted(on)}


def standing(given: Iterable[Given], keys: Collection[str], share: int, *, on: date, begun: bool) -> Standing:
    """How many of the households `keys` support it on a day; `share` is the number that must. `begun`: as the day began."""
    mine = {one.key for one in given if one.key in keys and (one.counted(on) if begun else one.counts(on))}
    return Standing(len(mine), len(keys), share)


def supports_of(row: Initiative) -> tuple[Given, ...]:
    """Every support an initiative was given, oldest first. One query."""
    rows = Support.objects.filter(initiative=row).order_by("day", "pk")
    return tuple(Given(*one) for one in rows.values_list("member", "day", "until", "ended"))


def stand_of(row: Initiative, book: Rulebook, on: date, *, begun: bool = False) -> Standing:
    """How an initiative stands on a day, against the households on the village's list that day. Two queries.

    Raises Refused where the rulebook in force has no such matter any more.
    """
    limit = checks.share_of(checks.check_calling(row.rule, book, on), book)
    keys = frozenset(seat.key for seat in rolls.on(row.body_id, HOUSEHOLDS, on))
    share = least(limit.share, len(keys)) if limit is not None and limit.share is not None else len(keys)
    return standing(supports_of(row), keys, share, on=on, begun=begun)
