"""Do the tables of budgets still stand as the record says? Each entry committed to the root of its lines; changes nothing."""

from collections.abc import Iterator

from dinhlang.core import ledger
from dinhlang.ground.record import reads as record
from dinhlang.works.budgets.acts import leaf
from dinhlang.works.budgets.models import Budget


def differences() -> Iterator[str]:
    """One line per table that is in the record and not in the tables, the other way round, or whose lines say otherwise."""
    rows = {row.subject: row for row in Budget.objects.prefetch_related("lines")}
    for one in record.of_acts(("budget.enter",)):
        if one.body is None:
            continue
        row = rows.pop(one.subject, None)
        if row is None:
            yield f"Budget: in the record, not in the tables: subject={one.subject}"
        elif one.words:
            lines = sorted(row.lines.all(), key=lambda line: line.place)
            if (row.stage, row.period, ledger.root_of(map(leaf, lines)).hex()) != (
                one.words["stage"],
                one.words["period"],
                one.words["root"],
            ):
                yield f"Budget: its lines are not those that entered the record: subject={one.subject}"
    for subject in sorted(rows):
        yield f"Budget: in the tables, not in the record: subject={subject}"
