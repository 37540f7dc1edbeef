"""Do the rows of the register still stand as the record says? Each import committed to the root of its rows; changes nothing."""

from collections import defaultdict
from collections.abc import Iterator

from dinhlang.core import ledger
from dinhlang.ground.record import reads as record
from dinhlang.works.outgoing.acts import leaf
from dinhlang.works.outgoing.models import Document, Replaced


def differences() -> Iterator[str]:
    """One line per import whose rows are not those it committed to, and per row that no import of the record brought."""
    found: dict[str, list[tuple[int, bytes]]] = defaultdict(list)
    for row in Document.objects.iterator():
        found[row.batch].append((row.place, leaf(row.number, row.dated, row)))
    for old in Replaced.objects.select_related("document").iterator():
        found[old.batch].append((old.place, leaf(old.document.number, old.document.dated, old)))
    for one in record.of_acts(("outgoing.import",)):
        rows = [digest for _place, digest in sorted(found.pop(one.subject, []))]
        if one.body is not None and one.words and ledger.root_of(rows).hex() != one.words["root"]:
            yield f"Document: the rows are not those that entered the record: import={one.subject}"
    for batch in sorted(found):
        yield f"Document: in the tables, not in the record: import={batch}"
