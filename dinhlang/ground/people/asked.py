"""What a page says of a form that takes two persons: a small table, one row for each act, to which rooms add theirs."""

from collections.abc import Callable
from dataclasses import dataclass

from dinhlang.ground.people.pending import Waiting


@dataclass(frozen=True)
class Asked:
    """How a form of one act is told: its title in a few words, and its values as (name, value), in the reader's language."""

    title: Callable[[Waiting], str]
    facts: Callable[[Waiting], tuple[tuple[str, str], ...]]
