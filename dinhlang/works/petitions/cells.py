"""Which numbers are told in public: petitions in cells behind each of which enough different senders stand. Pure.

Promises: a petition is counted in one cell, for good; the cells that one opening makes hold at least `least` different senders each, so
that every sum of cells, and every difference of two sums of which one holds the other, is nothing or at least that many. What is too
small goes up: from place and week to commune and week, to commune, month and group of topics, to commune and month; what is too small
there waits. Refuses: to add to a cell that was told.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)
Key = tuple[int, int, date, date, str, str, str]
"""Commune, place, first and last day, topic, group, way: what the petitions of a cell have in common."""


@dataclass(frozen=True)
class Item:
    """A petition as far as counting needs it: `id`, its commune, the place that may be named, day, topic with its group, way, sender ("":
    it is counted, and adds no sender)."""

    id: str
    commune: int
    place: int
    day: date
    topic: str
    group: str
    way: str
    sender: str


@dataclass(frozen=True)
class Cell:
    """Petitions told as one number: at `place`, from `first` to `last` (days, both in), about `topic` or `group`, in a `way` ("": all)."""

    commune: int
    place: int
    first: date
    last: date
    topic: str
    group: str
    way: str
    items: tuple[Item, ...]

    @property
    def senders(self) -> int:
        """How many different senders stand behind it."""
        return _senders(self.items)


def _senders(items: Iterable[Item]) -> int:
    return len({one.sender for one in items} - {""})


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week of `day`."""
    first = day - timedelta(days=day.weekday())
    return first, first + WEEK - timedelta(days=1)


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the month of `day`."""
    after = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return day.replace(day=1), after - timedelta(days=1)


def _exact(one: Item) -> Key:
    return (one.commune, one.place, *week_of(one.day), one.topic, one.group, one.way)


def _any_way(one: Item) -> Key:
    return (one.commune, one.place, *week_of(one.day), one.topic, one.group, "")


def _commune(one: Item) -> Key:
    return (one.commune, one.commune, *week_of(one.day), one.topic, one.group, "")


def _month(one: Item) -> Key:
    return (one.commune, one.commune, *month_of(one.day), "", one.group, "")


def _all(one: Item) -> Key:
    return (one.commune, one.commune, *month_of(one.day), "", "", "")


LEVELS: tuple[Callable[[Item], Key], ...] = (_exact, _any_way, _commune, _month, _all)
MONTHLY = 3  # from this level on: only months that are over


def cells(items: Iterable[Item], least: int, today: date) -> tuple[Cell, ...]:
    """The cells that can be told of `items`, none of which was told before; `today` is the day of the opening, and weeks and months that
    reach into it wait. What belongs to no cell waits too."""
    left, made = list(items), []
    for n, level in enumerate(LEVELS):
        groups: dict[Key, list[Item]] = {}
        for one in left:
            key = level(one)
            if (key[3] if n >= MONTHLY else week_of(one.day)[1]) < today:
                groups.setdefault(key, []).append(one)
        for key in sorted(groups, key=repr):
            many = groups[key]
            if _senders(many) >= least:
                made.append(Cell(*key, tuple(many)))
        told = {one.id for cell in made for one in cell.items}
        left = [one for one in left if one.id not in told]
    return tuple(made)
