"""The hashes by which an entry commits to rows of a roll: each with a salt of its own, because names can be guessed."""

from datetime import timedelta

from dinhlang.core import ledger
from dinhlang.ground.files.tables import fold
from dinhlang.ground.rolls.models import Line

folded = fold
"""Text for comparing names and addresses."""


def of_begin(row: Line) -> bytes:
    """The hash of what a row says and from when."""
    said = [
        "begin", row.member_id, row.number, row.name, row.second, row.cluster, row.address, row.phone, row.post,
        row.from_day.isoformat(), row.why,
    ]  # fmt: skip
    return ledger.leaf_hash(bytes(row.salt) + ledger.canonical(said))


def of_end(row: Line) -> bytes:
    """The hash of a row's end."""
    first_without = "" if row.to_day is None else (row.to_day + timedelta(days=1)).isoformat()
    return ledger.leaf_hash(bytes(row.salt) + ledger.canonical(["end", row.member_id, first_without, row.ended_why]))
