"""The code of a receipt as somebody without an account keeps it: spelled for the eye, typed again, and what it opens.

Promises: a slip of one sign is told before anybody is asked about the code. Refuses to tell an unknown code from one of another act.
"""

from datetime import datetime

from dinhlang.core import ledger
from dinhlang.core.codes import checked, unchecked
from dinhlang.core.refusal import N_, NotHere
from dinhlang.ground.record import reads
from dinhlang.ground.record.models import Command

CODE = 16  # signs of a receipt's code, without the check sign
GROUP = 4
NOBODYS = "0" * 16  # a subject of nothing


def address(code: str) -> str:
    """The code with its check sign, as it stands in an address."""
    return checked(code, ledger.ALPHABET)


def spelled(code: str) -> str:
    """The code of a receipt with its check sign, in groups for the eye."""
    whole = address(code)
    return "-".join(whole[n : n + GROUP] for n in range(0, len(whole), GROUP))


def plain(typed: str) -> str:
    """The receipt's code out of what was typed. Raises NotHere where a sign is wrong or missing."""
    found = unchecked(typed, CODE, ledger.ALPHABET)
    if found is None:
        raise NotHere(N_("A sign of the code is wrong or missing. It has 17 signs; look at the paper again, sign by sign."))
    return found


def subject_of(code: str, act: str) -> str:
    """The subject that began with the entry of `act` whose receipt has `code`; that of nothing for every other code. Two queries whatever
    the code is: an unknown one takes as long as somebody else's."""
    return begun(code, act)[0]


def begun(code: str, act: str) -> tuple[str, tuple[tuple[str, datetime, bytes], ...]]:
    """`subject_of` with everything in the record about it: act, instant and leaf hash, oldest first. Two queries, as there."""
    command = Command.objects.filter(code=code).first()
    subject, leaf = (command.subject, bytes(command.hash)) if command is not None else (NOBODYS, b"")
    trail = reads.trail(subject)
    first = next((leaf for name, _at, leaf in trail if name == act), None)
    return (subject, trail) if leaf == first else (NOBODYS, ())
