"""Lists of the law at work: what is chosen from one held against it, and which events a step of a vote or of a meeting is.

Promises: what a case of the rulebook asks is what the house does, by the same function. Refuses: to choose words; it names entries.
"""

from collections.abc import Collection
from dataclasses import dataclass

from dinhlang.core.rules.types import Choose, Entry, EventKind, Listing, Rulebook, StepOf


@dataclass(frozen=True)
class Held:
    """What is chosen from a list, held against it: `unknown` names it does not have, `missing` entries that must be there, `few`: fewer
    than must, `many`: more than one where one is named."""

    unknown: tuple[str, ...] = ()
    missing: tuple[Entry, ...] = ()
    few: bool = False
    many: bool = False

    @property
    def stands(self) -> bool:
        """Whether nothing is wrong with it."""
        return not (self.unknown or self.missing or self.few or self.many)


def names(listing: Listing) -> tuple[str, ...]:
    """What can be chosen from a list: its entries; where it has none, the rules it is of."""
    return tuple(one.id for one in listing.entries) or listing.of


def held(listing: Listing, chosen: Collection[str]) -> Held:
    """What is `chosen`, by id, held against the list."""
    known = names(listing)
    unknown = tuple(sorted(set(chosen) - set(known)))
    found = len(set(chosen) & set(known))
    if listing.choose is Choose.ALL:
        return Held(unknown, tuple(one for one in listing.entries if one.required and one.id not in chosen))
    if listing.choose is Choose.SOME:
        return Held(unknown, few=found < listing.at_least)
    return Held(unknown, few=not found, many=found > 1)


def steps(
    book: Rulebook, of: str, step: str, rules: Collection[str], way: str = "", secret: bool = False
) -> tuple[tuple[EventKind, StepOf], ...]:  # fmt: skip
    """The events that a `step` of a vote or of a meeting (`of`) on any of `rules` is, in the order of the book."""
    return tuple(
        (kind, one)
        for kind in book.event_kinds
        for one in kind.steps
        if one.of == of and one.step == step and one.way in ("", way) and (secret or not one.secret)
        and (not one.rules or set(one.rules) & set(rules))
    )  # fmt: skip
