"""What a disclosure is about, told to the works that may hold figures of it: no work knows another.

Promises: the facts a work needs to find its own figures. Refuses: to say which they are; each work answers of its own through `about`.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Disclosed:
    """The `item` of Art. 11 (None for none), the `number` of its document ("" for none), the day it was posted, and the duties it
    claims as (rule, occasion)."""

    item: int | None
    number: str
    day: date
    claims: frozenset[tuple[str, str]]
