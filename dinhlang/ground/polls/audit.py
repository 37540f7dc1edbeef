"""Do those who took part and the count sheets of closed rounds still give the roots that the record commits to? Changes nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from dinhlang.ground.polls.acts import roots
from dinhlang.ground.polls.models import Round


def differences(said: Mapping[tuple[str, int], Mapping[str, Any]], matters: Any) -> Iterator[str]:
    """One line per closed round of these matters (a query for them) whose rows say other than its closing entry.

    `said`: the words of those entries by matter and number, as far as they can be read: the roots always can.
    """
    left = dict(said)
    for row in Round.objects.exclude(closed=None).filter(matter__in=matters).order_by("matter", "number").iterator():
        words = left.pop((row.matter, row.number), None)
        if words is None:
            yield f"Round: in the tables, not in the record: matter={row.matter} round={row.number}"
        elif any(row.result.get(name) != words.get(name) for name in row.result if name in words):
            yield f"Round: the result is not that of the record: matter={row.matter} round={row.number}"
        elif roots(row) != (words["took_part_root"], words["sheets_root"]):
            yield f"Round: the rows do not give the roots of the record: matter={row.matter} round={row.number}"
    for matter, number in sorted(left):
        yield f"Round: in the record, not in the tables: matter={matter} round={number}"
