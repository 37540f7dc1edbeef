"""How much there is to judge by: what stands beside every score (architecture, "silence must not score best").

Promises: a work says of its own sources how much of what had to be disclosed was. Refuses: to add such numbers up into a score.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Covered:
    """Of one source, in the reader's language (`name`): how many of `all` are `done`."""

    name: str
    done: int
    all: int
