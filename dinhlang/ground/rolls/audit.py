"""Do the rows of rolls, and what was frozen of them, still give the roots that the record commits to? Changes nothing."""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator

from dinhlang.core import ledger
from dinhlang.ground.record import reads as record
from dinhlang.ground.rolls import hashes, policy
from dinhlang.ground.rolls.models import Line, Snapshot

ROWS = ("rolls.import", "rolls.import_commune", "rolls.import_list", "rolls.change")
AT_ONCE = 900


def differences() -> Iterator[str]:
    """One line per act whose rows are missing or say something else, and per row that no act of the record brought."""
    found: dict[str, list[tuple[int, bytes]]] = defaultdict(list)
    for row in Line.objects.iterator():
        found[row.batch].append((row.position, hashes.of_begin(row)))
        if row.ended_position is not None:
            found[row.ended_batch].append((row.ended_position, hashes.of_end(row)))
    for one in record.of_acts(ROWS):
        leaves = [leaf for _, leaf in sorted(found.pop(one.subject, []))]
        if one.words and (not leaves or ledger.root_of(leaves).hex() != one.words["root"]):
            yield f"Line: the rows do not give the root of the record: subject={one.subject}"
    for batch in sorted(found):
        yield f"Line: in the tables, not in the record: subject={batch}"
    yield from _frozen()


def _frozen() -> Iterator[str]:
    kept = {one.subject: one for one in Snapshot.objects.all()}
    for told in record.of_acts(("rolls.freeze",)):
        one = kept.pop(told.subject, None)
        if one is None:
            if told.words:
                yield f"Snapshot: in the record, not in the tables: subject={told.subject}"
            continue
        if told.words and (one.root != told.words["root"] or (not policy.roll(one.roll).source and _root(one) != one.root)):
            yield f"Snapshot: its rows do not give the root of the record: subject={one.subject}"
    for subject in sorted(kept):
        yield f"Snapshot: in the tables, not in the record: subject={subject}"


def _root(one: Snapshot) -> str:
    ids = json.loads(zlib.decompress(bytes(one.rows)))
    lines = {row.pk: row for at in range(0, len(ids), AT_ONCE) for row in Line.objects.filter(pk__in=ids[at : at + AT_ONCE])}
    leaves = [hashes.of_begin(lines[n]) for n in ids if n in lines]
    return ledger.root_of(leaves).hex() if leaves else ""
