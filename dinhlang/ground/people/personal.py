"""The one shape in which a room registers what it holds about persons, so that they can see it, take it along, erase it or restrict it.

A room writes a module with `HOLDINGS`, a tuple of `Holding`, one for each of its rows of policy/personal.toml, and is named once in the
setting PERSONAL. Promises: nothing here reads or writes; the acts of `ground/personal` do, each in one transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Values = Mapping[str, Any]
"""What one row says about a person, by field: text, numbers, days."""


@dataclass(frozen=True)
class Subject:
    """A person, by what proves it: `account` (its number), `household` (its key), `person` (linked key), `receipt` (its code)."""

    kind: str
    key: str


def nothing(_subject: Subject) -> tuple[tuple[bytes, str], ...]:
    """A holding without parts of the record."""
    return ()


def never(_subject: Subject, _day: date) -> bool:
    """A holding that nothing needs."""
    return False


def nobody(_at: datetime, _days: int) -> tuple[Subject, ...]:
    """A holding whose kept time ends with something else."""
    return ()


@dataclass(frozen=True)
class Holding:
    """What a room holds under the row `data` of policy/personal.toml.

    `of` gives what is held about a person. `erase` takes it away for good inside an act's transaction, and returns how many rows; None
    where the table never erases it. `parts` are the parts (leaf hash, name) of the record that go with it. `needed` says whether it rests
    on law today, for example while an office is held. `over` lists whose kept time of so many days had ended at an instant.
    """

    data: str
    of: Callable[[Subject], tuple[Values, ...]]
    erase: Callable[[Subject, datetime], int] | None = None
    parts: Callable[[Subject], tuple[tuple[bytes, str], ...]] = nothing
    needed: Callable[[Subject, date], bool] = never
    over: Callable[[datetime, int], tuple[Subject, ...]] = nobody
