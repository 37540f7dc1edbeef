"""What the rooms hold about a person, by the one list in the setting PERSONAL.

Promises: a person's data is whatever the registered holdings find; what rests on law is told with its article. Writes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import import_module

from django.conf import settings

from dinhlang.ground.people.personal import Holding, Subject, Values
from dinhlang.ground.personal import policy
from dinhlang.ground.personal.models import Restriction


@dataclass(frozen=True)
class Held:
    """A row of the table with what is held about a person. `stays` is the article by which it is not erased today, "" where it goes."""

    data: policy.Data
    rows: tuple[Values, ...]
    stays: str
    restricted: bool


@lru_cache(maxsize=1)
def holdings() -> Mapping[str, Holding]:
    """Every registered holding by its row of the table. Raises RuntimeError for a row that two rooms claim, or none describes."""
    found: dict[str, Holding] = {}
    for name in settings.PERSONAL:
        for one in import_module(name).HOLDINGS:
            if one.data in found or one.data not in policy.table().rows:
                raise RuntimeError(f"policy/personal.toml and the holdings disagree about {one.data!r}")
            found[one.data] = one
    return found


def of(subject: Subject, day: date) -> tuple[Held, ...]:
    """What is held about a person on `day`, in the table's order; rows of which nothing is held are left out."""
    restricted = restricted_of(subject)
    found = []
    for data in policy.table().data:
        one = holdings().get(data.id)
        if one is None or not (rows := one.of(subject)):
            continue
        stays = "" if data.erase == "erase" and not one.needed(subject, day) else data.article
        found.append(Held(data, rows, stays, data.id in restricted))
    return tuple(found)


def restricted_of(subject: Subject) -> frozenset[str]:
    """The rows of the table that are restricted for a person. One query."""
    return frozenset(Restriction.objects.filter(kind=subject.kind, key=subject.key, lifted=None).values_list("data", flat=True))


def restricted_keys(kind: str, data: str) -> frozenset[str]:
    """The keys of all persons of a kind for whom a row of the table is restricted: for pages that name many. One query."""
    return frozenset(Restriction.objects.filter(kind=kind, data=data, lifted=None).values_list("key", flat=True))
