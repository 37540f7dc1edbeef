"""Do the kept workbooks still stand as the record says? Changes nothing."""

from collections.abc import Iterator

from dinhlang.ground.record import clock
from dinhlang.ground.record import reads as record
from dinhlang.works.workbooks.models import Workbook
from dinhlang.works.workbooks.reads import REMOVE, SET


def differences() -> Iterator[str]:
    """One line per workbook whose name or days are not those of its entries, and per row that no entry brought."""
    rows = {row.subject: row for row in Workbook.objects.iterator()}
    said: dict[str, tuple[str, object, object]] = {}
    for one in record.of_acts((SET, REMOVE)):
        if one.words:
            name, day = str(one.words["name"]), clock.local_day(one.at)
            since = said[one.subject][1] if one.act == REMOVE and one.subject in said else day
            said[one.subject] = (name, since, day if one.act == REMOVE else None)
    for subject, row in sorted(rows.items()):
        if subject not in said:
            yield f"Workbook: in the tables, not in the record: subject={subject}"
        elif said[subject] != (row.name, row.kept, row.removed):
            yield f"Workbook: the row is not what entered the record: subject={subject}"
    for subject in sorted(set(said) - set(rows)):
        yield f"Workbook: in the record, not in the tables: subject={subject}"
