"""The end of a household's ways in, in the transaction of the act that gives the reason.

Promises: slips that were not used die, the number is forgotten, and every open session ends with its turn.
"""

from collections.abc import Collection
from datetime import datetime

from dinhlang.ground.rolls.models import Entrance, Slip

AT_ONCE = 500  # keys in one statement


def kill(keys: Collection[str], at: datetime, why: str) -> int:
    """Let every unspent slip of these households die. Returns how many."""
    many = list(keys)
    return sum(
        Slip.objects.filter(member__in=many[n : n + AT_ONCE], used=None, dead=None).update(dead=at, dead_why=why)
        for n in range(0, len(many), AT_ONCE)
    )


def shut(keys: Collection[str], at: datetime, why: str) -> None:
    """Slips, number and sessions of these households end. Inside an act's transaction."""
    kill(keys, at, why)
    many = list(keys)
    for n in range(0, len(many), AT_ONCE):
        for one in Entrance.objects.filter(member__in=many[n : n + AT_ONCE]):
            Entrance.objects.filter(pk=one.pk).update(digest=b"", salt=b"", turn=one.turn + 1, tries=0, waits=None, day_tries=0)
