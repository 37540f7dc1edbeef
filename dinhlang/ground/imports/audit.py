"""Do the lists of bodies that were entered still give the root that the record commits to? Changes nothing."""

import json
import zlib
from collections.abc import Iterator

from dinhlang.ground.bodies.models import Body
from dinhlang.ground.imports.kinds import root_of
from dinhlang.ground.imports.models import EnteredList
from dinhlang.ground.record import reads as record


def differences() -> Iterator[str]:
    """One line per list whose rows or bodies are missing or say something else."""
    kept = {one.subject: one for one in EnteredList.objects.all()}
    here = set(Body.objects.values_list("pk", flat=True)) if kept else set()
    for entry in record.of_acts(("bodies.import",)):
        one = kept.pop(entry.subject, None)
        if one is None:
            yield f"EnteredList: in the record, not in the tables: subject={entry.subject}"
            continue
        rows = [json.loads(line) for line in zlib.decompress(bytes(one.rows)).decode().split("\n")]
        if not one.root == root_of(rows, bytes(one.salt)) == entry.words.get("root", one.root):
            yield f"EnteredList: its rows do not give the root of the record: subject={entry.subject}"
        for row in rows:
            if row[0] not in here:
                yield f"Body: in the record, not in the tables: {row[2]}"
    for subject in sorted(kept):
        yield f"EnteredList: in the tables, not in the record: subject={subject}"
