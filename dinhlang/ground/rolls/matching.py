"""Which row of a new list is which member of the old one: pure, the same answer for the same two lists.

Promises: list number and name together are the same household; then a name that stands once on either side has only got another number;
then the same number with the same address, or with the stand-in become representative, has got another representative. Refuses to guess
beyond that: another name under the same number is another household, so that nobody inherits a neighbour's way in.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dinhlang.ground.files.tables import fold


@dataclass(frozen=True)
class Said:
    """What a list says of one member."""

    number: str
    name: str
    second: str = ""
    cluster: str = ""
    address: str = ""
    phone: str = ""
    post: str = ""


@dataclass(frozen=True)
class Step:
    """One change of a roll of the body `body`: `said` by nobody yet known (`key` ""), of a known member, or None for one who is gone."""

    body: int
    key: str
    said: Said | None


@dataclass(frozen=True)
class Found:
    """New rows, changed ones with their keys, and the keys of those who are gone; how many say what is known already."""

    new: tuple[Said, ...]
    changed: tuple[tuple[str, Said], ...]
    gone: tuple[str, ...]
    known: int


def _pairs(held: Mapping[str, Said], rows: Sequence[Said]) -> dict[int, str]:
    """For each place in `rows` the member it is, where one is."""
    found: dict[int, str] = {}
    free = dict(held)

    def take(place: int, key: str) -> None:
        found[place] = key
        del free[key]

    exact = {(one.number, fold(one.name)): key for key, one in held.items()}
    for place, row in enumerate(rows):
        key = exact.get((row.number, fold(row.name)))
        if key in free:
            take(place, key)
    names: dict[str, list[str]] = defaultdict(list)
    again: dict[str, list[int]] = defaultdict(list)
    for key, one in free.items():
        names[fold(one.name)].append(key)
    for place, row in enumerate(rows):
        if place not in found:
            again[fold(row.name)].append(place)
    for name, places in again.items():
        if len(places) == len(names.get(name, ())) == 1:
            take(places[0], names[name][0])
    numbers = {one.number: key for key, one in free.items()}
    for place, row in enumerate(rows):
        key = numbers.get(row.number) if place not in found else None
        if key in free and _same_house(free[key], row):
            take(place, key)
    return found


def _same_house(old: Said, new: Said) -> bool:
    heir = fold(old.second) == fold(new.name) or fold(new.second) == fold(old.name)
    return bool(heir or (old.address and fold(old.address) == fold(new.address)))


def match(held: Mapping[str, Said], rows: Sequence[Said], columns: frozenset[str]) -> Found:
    """Hold `rows` against the roll as it stands. `columns` are those that the list has: what it does not speak of stays."""
    pairs = _pairs(held, rows)
    new, changed, known = list[Said](), list[tuple[str, Said]](), 0
    for place, row in enumerate(rows):
        key = pairs.get(place)
        if key is None:
            new.append(row)
            continue
        old = held[key]
        said = replace(
            row, **{name: getattr(old, name) for name in ("second", "cluster", "address", "phone", "post") if name not in columns}
        )
        if said == old:
            known += 1
        else:
            changed.append((key, said))
    there = set(pairs.values())
    return Found(tuple(new), tuple(changed), tuple(key for key in held if key not in there), known)
