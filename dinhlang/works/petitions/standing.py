"""Which petitions go from one public number of how they stand to another on a Monday. Pure.

Promises: petitions change their number only together, with enough different senders among them, and leave behind none or enough; so that
every number, and what two Mondays subtracted from each other leave of it, is made of groups of enough. What is too few stays where it was
told last. Refuses to move a petition whose group is too small, however long it waits.
"""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

Class = tuple[int, str]
"""Who has petitions (a body's id), and how they stand."""
UNTOLD: Class = (0, "")
"""Of these nothing is told but that they were sent: any number may leave, for who stays is told apart from nobody."""


@dataclass(frozen=True)
class Change:
    """A petition that is told as `was` and is `now`. `sender`: "" for one that adds nobody to a group (unknown, or its text is public)."""

    id: str
    was: Class
    now: Class
    sender: str


def people(many: Iterable[Change]) -> frozenset[str]:
    """The different senders that a reader of everything public could not leave out."""
    return frozenset(one.sender for one in many) - {""}


def moves(
    changes: Iterable[Change], shown: Mapping[Class, int], staying: Callable[[Class], AbstractSet[str]], least: int
) -> tuple[tuple[Change, ...], ...]:
    """The groups that move, each from one number to another. `shown` is what the numbers say so far, with those returned or erased since;
    `staying` gives (at least `least` of) the different senders of a number whose petitions stand as they are told."""
    groups: dict[Class, dict[Class, list[Change]]] = {}
    for one in changes:
        groups.setdefault(one.was, {}).setdefault(one.now, []).append(one)
    gone = []
    for was, there in sorted(groups.items()):
        ready = sorted((many for many in there.values() if len(people(many)) >= least), key=lambda many: -len(people(many)))
        if was != UNTOLD and ready and sum(map(len, ready)) != shown.get(was, 0):
            rest = [one for many in there.values() if many not in ready for one in many]
            if len(people(rest)) < least and len(people(rest) | staying(was)) < least:
                ready.pop()  # the smallest stays, and with it enough
        gone += [tuple(many) for many in ready]
    return tuple(gone)
