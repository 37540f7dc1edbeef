"""No number of petitions tells of fewer than five people: by trying every filter on many invented beginnings, week after week."""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import product

import pytest

from dinhlang.works.petitions.cells import Cell, Item, cells, month_of, week_of

LEAST = 5
START = date(2026, 8, 31)  # a Monday
GROUPS = {"roads": "works", "water": "works", "waste": "living"}


def invented(seed: int, many: int) -> list[Item]:
    chance = random.Random(seed)
    people = chance.choice([4, 6, 12, 60])
    found = []
    for n in range(many):
        commune = chance.choice([1, 2])
        topic = chance.choice(list(GROUPS))
        place = chance.choice([commune, commune * 10, commune * 10 + 1])
        day = START + timedelta(days=chance.randrange(70))
        found.append(
            Item(str(n), commune, place, day, topic, GROUPS[topic], chance.choice(["own", "counter"]), str(chance.randrange(people)))
        )
    return found


def senders(many: Iterable[Cell]) -> int:
    return len({one.sender for cell in many for one in cell.items})


@pytest.mark.parametrize("seed", range(10))
def test_every_filter(seed: int) -> None:
    items = invented(seed, random.Random(seed).choice([3, 30, 300]))
    told: list[Cell] = []
    for week in range(1, 14):
        monday = START + timedelta(weeks=week)
        before = list(told)
        done = {one.id for cell in told for one in cell.items}
        told += cells([one for one in items if one.id not in done and one.day < monday], LEAST, monday)
        assert len({one.id for cell in told for one in cell.items}) == sum(len(cell.items) for cell in told), "counted once"
        assert told[: len(before)] == before, "what was told stands"
    assert all(cell.last < monday for cell in told)
    for cell in told:
        assert all(cell.first <= one.day <= cell.last and one.commune == cell.commune for one in cell.items)
        assert cell.place in {one.place for one in cell.items} | {cell.commune}
        assert not cell.topic or {one.topic for one in cell.items} == {cell.topic}
        assert not cell.way or {one.way for one in cell.items} == {cell.way}
    # Every filter over place, week, topic, group and way, and everything that one filter leaves of another that holds it.
    values = [
        [None, *sorted({getattr(cell, name) for cell in told}, key=str)] for name in ("commune", "place", "first", "topic", "group", "way")
    ]  # fmt: skip
    shown = {}
    for chosen in product(*values):
        names = ("commune", "place", "first", "topic", "group", "way")
        shown[chosen] = frozenset(
            n
            for n, cell in enumerate(told)
            if all(want is None or getattr(cell, name) == want for name, want in zip(names, chosen, strict=True))
        )
    sets = set(shown.values())
    for one in sets:
        assert senders(told[n] for n in one) >= LEAST or not one
    for one, other in product(list(sets)[:150], repeat=2):
        if other < one:
            assert senders(told[n] for n in one - other) >= LEAST


def test_weeks_and_months() -> None:
    assert week_of(date(2026, 11, 29)) == (date(2026, 11, 23), date(2026, 11, 29))
    assert month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))
    assert month_of(date(2028, 2, 1)) == (date(2028, 2, 1), date(2028, 2, 29))
