"""Do the rows of the lists of projects still stand as the record says? Each import committed to the root of its rows; changes nothing."""

from collections import defaultdict
from collections.abc import Iterator

from dinhlang.core import ledger
from dinhlang.ground.record import reads as record
from dinhlang.works.projects.acts import leaf, line_of
from dinhlang.works.projects.models import Past, Project


def differences() -> Iterator[str]:
    """One line per import whose rows are not those it committed to, and per row that no import of the record brought."""
    found: dict[str, list[tuple[int, bytes]]] = defaultdict(list)
    for row in Project.objects.iterator():
        found[row.batch].append((row.place, leaf(line_of(row))))
    for old in Past.objects.iterator():
        found[old.batch].append((old.place, bytes(old.digest)))
    for one in record.of_acts(("projects.import",)):
        rows = [digest for _place, digest in sorted(found.pop(one.subject, []))]
        if one.body is not None and one.words and ledger.root_of(rows).hex() != one.words["root"]:
            yield f"Project: the rows are not those that entered the record: import={one.subject}"
    for batch in sorted(found):
        yield f"Project: in the tables, not in the record: import={batch}"
