"""How communes are, so that the map tells a story: set by hand here, before anything is counted; no figure is set, figures follow.

Each commune of the generated province has one character; shares are of the communes that have no story of their own.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

ALWAYS = date(2100, 1, 1)
BEGINNING = date(2025, 1, 1)


@dataclass(frozen=True)
class Character:
    """Chances between 0 and 1: to disclose in time, or late (otherwise never); to hang paper up; that the Front goes round and sees it,
    and its end too; to sign what did not arise; to draw up a quarter's list in time, or late. `quiet` are days on which nothing is done;
    from the day `visited` on everything is as in `after`. `share` are parts of the whole."""

    id: str
    share: int
    timely: float
    late: float
    paper: float
    seen: float
    ended: float
    signs: float
    lists: float
    lists_late: float
    quiet: tuple[tuple[date, date], ...] = ()
    begins: date = BEGINNING
    designated: bool = True
    portal: bool = True
    special: bool = False
    visited: date | None = None
    after: str = ""


CHARACTERS = {
    one.id: one
    for one in (
        Character("diligent", 9, 0.97, 0.03, 1.0, 0.98, 0.9, 1.0, 1.0, 0.0),
        Character("steady", 20, 0.8, 0.14, 0.92, 0.88, 0.7, 0.6, 0.8, 0.15),
        Character("hurried", 8, 0.42, 0.5, 0.85, 0.8, 0.5, 0.3, 0.4, 0.5),
        Character("sleeps-in-summer", 6, 0.85, 0.1, 0.9, 0.9, 0.6, 0.5, 0.9, 0.1, quiet=((date(2026, 6, 1), date(2026, 8, 31)),)),
        Character("fell-silent", 3, 0.75, 0.2, 0.85, 0.85, 0.6, 0.5, 0.8, 0.1, quiet=((date(2026, 5, 16), ALWAYS),)),
        Character("never-began", 1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, quiet=((BEGINNING, ALWAYS),)),
        Character("mends", 4, 0.2, 0.4, 0.5, 0.5, 0.2, 0.1, 0.2, 0.4, visited=date(2026, 8, 10), after="diligent"),
        Character("new", 2, 0.7, 0.2, 0.8, 0.8, 0.4, 0.4, 0.8, 0.1, begins=date(2026, 9, 1)),
        Character("companion", 3, 0.9, 0.08, 0.95, 0.9, 0.7, 0.7, 0.9, 0.1, designated=False),
        Character("unseen", 2, 0.9, 0.08, 1.0, 0.04, 0.0, 0.8, 0.9, 0.1),
        Character("no-portal", 1, 0.75, 0.15, 0.97, 0.95, 0.7, 0.5, 0.8, 0.1, portal=False),
        Character("border", 2, 0.75, 0.2, 0.7, 0.7, 0.4, 0.5, 0.7, 0.2, special=True),
    )
}


def given(codes: list[str], rng: Random) -> dict[str, Character]:
    """A character for each of `codes`, by the shares above; the first of every kind before the second of any."""
    wanted = [one for one in CHARACTERS.values() for _n in range(one.share)]
    firsts = list(CHARACTERS.values())
    rest = list(wanted)
    for one in firsts:
        rest.remove(one)
    rng.shuffle(rest)
    order = list(codes)
    rng.shuffle(order)
    many = [*firsts, *rest]
    while len(many) < len(order):
        more = list(wanted)
        rng.shuffle(more)
        many += more
    return dict(zip(order, many, strict=False))
