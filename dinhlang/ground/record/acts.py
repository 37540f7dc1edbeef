"""Acts of the record upon itself: the hourly entry, and the erasure of a part."""

from datetime import datetime

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.record import append, erasures
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.models import ClosedEntry, Entry, Part, Pending

ALL = frozenset(ledger.PARTS)


@act("log.tick", rows=False)
def tick(*, who: Who, at: datetime, body: int | None) -> Draft:
    """The hourly entry by which the log dates itself. Who: the house. Basis: docs/log-format.md, section 7."""
    return Draft(append.log_subject(), {"public": None}, changes_public=False)


def line_of(leaf: str) -> Entry | Pending | ClosedEntry:
    """The line of the leaf with this hash (hex): in the tree, waiting, or in a closed log. Raises Refused where there is none."""
    try:
        digest = bytes.fromhex(leaf)
    except ValueError:
        digest = b""
    for table in (Entry, Pending, ClosedEntry):
        if (row := table.objects.filter(hash=digest).first()) is not None:
            return row
    raise Refused(N_("The record has no such leaf."))


def check_can_erase(body: int | None, leaf: str, part: str, reason: str) -> Entry | Pending | ClosedEntry:
    """The line whose `part` may be erased for `body`. Raises Refused with a sentence for the office."""
    erasures.check_reason(reason)
    row = line_of(leaf)
    if row.body != body:
        raise Refused(N_("This entry belongs to another body."))
    if row.act.startswith(append.HOUSE) or part == "duties":
        raise Refused(N_("This part holds no text of anybody's, and what is due is worked out from it: it is not erased."))
    kept = Part.objects.filter(hash=bytes(row.hash), name=part).first()
    if kept is None:
        raise Refused(N_("This entry has no part of that name."))
    if kept.erased:
        raise Refused(N_("This part was erased before."))
    return row


@act("record.erase")
def erase(*, who: Who, at: datetime, body: int | None, leaf: str, part: str, reason: str) -> Draft:
    """Erase one part of what a leaf of `body` says. Who: as the rulebook's offices say. Basis: policy/erasure.toml, by `reason`.

    The leaf (hex hash) and every proof stay. The erasure itself is a sealed leaf like any other; its page changes at once.
    """
    row = check_can_erase(body, leaf, part, reason)
    erasures.take("record.erase", at, [erasures.Line(bytes(row.hash), part, reason)], sealed=True)
    append.bump(who.scopes if row.body is not None else (*who.scopes, append.LAW))
    # Pages change now, not when the sealed leaf enters: then nobody sees which batch held the erasure.
    public = {"leaf": leaf, "part": part, "reason": reason}
    return Draft(row.subject or append.new_subject(), {"public": public}, sealed=True, sealed_parts=ALL, changes_public=False)
