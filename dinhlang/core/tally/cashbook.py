"""The arithmetic of a cash book: what came in, what went out, what is left.

Promises: whole đồng, exact; nothing is ever taken out of the book, a wrong line is met by one of the opposite sign on its own side, so that
balance = income - spending whatever was entered and reversed. No database, no words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Booked:
    """A line: into the book (`income`) or out of it, for which purpose, how much in đồng (less than 0 where it reverses another)."""

    income: bool
    purpose: str
    amount: int
    day: date


@dataclass(frozen=True)
class Sums:
    """What lines come to, in đồng: each side, and by purpose in the order in which the purposes first appear."""

    income: int
    spending: int
    received: Mapping[str, int]
    spent: Mapping[str, int]

    @property
    def balance(self) -> int:
        """What is left; less than 0 where more was spent than came in."""
        return self.income - self.spending


def sums(lines: Iterable[Booked]) -> Sums:
    """Add lines up. A purpose whose lines were all reversed is left out."""
    sides: dict[bool, dict[str, int]] = {True: {}, False: {}}
    for one in lines:
        side = sides[one.income]
        side[one.purpose] = side.get(one.purpose, 0) + one.amount
    received, spent = ({name: amount for name, amount in sides[side].items() if amount} for side in (True, False))
    return Sums(sum(received.values()), sum(spent.values()), received, spent)


def carried(lines: Iterable[Booked], before: date) -> int:
    """The balance at the end of the day before `before`."""
    return sums(one for one in lines if one.day < before).balance
