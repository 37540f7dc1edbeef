"""How large a demonstration is. What each size promises is written here before anything is measured."""

from dataclasses import dataclass
from datetime import date

WARD_SIZE = "ward"


@dataclass(frozen=True)
class Size:
    """How much is generated. `communes` None: all of them; `villages`, `papers` (documents a year) and `meetings` as (fewest, most).

    `last` is the story's present; `minutes` what a machine of two cores needs, roughly, as said to whoever waits.
    """

    name: str
    communes: int | None
    villages: tuple[int, int]
    papers: tuple[int, int]
    last: date
    minutes: float
    country: bool = False
    households: bool = False
    meetings: tuple[int, int] = (0, 2)


PRESENT = date(2026, 11, 20)
SIZES = {
    one.name: one
    for one in (
        Size("small", 12, (2, 2), (4, 6), PRESENT, 0.2),
        Size("default", None, (3, 4), (4, 7), PRESENT, 1),
        Size("province", None, (22, 28), (4, 7), date(2028, 11, 20), 20, households=True),
        Size("country", None, (1, 2), (1, 2), PRESENT, 40, country=True, meetings=(0, 0)),
    )
}
