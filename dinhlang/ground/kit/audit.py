"""Do leases and what was sent under them still stand as the record says? Changes nothing."""

from collections.abc import Iterator, Mapping, Set
from typing import Any

from dinhlang.ground.kit.models import Cause, Item, Lease, State
from dinhlang.ground.kit.sent import digest


def differences(
    opened: Mapping[str, Mapping[str, Any]], revoked: Set[str], sent: Mapping[str, Mapping[str, Any]], settled: Mapping[str, str]
) -> Iterator[str]:
    """One line per row that says other than its entry. `opened`: words of openings by lease; `revoked`: leases; `sent`: words of what came,
    by digest; `settled`: what two persons decided, by digest. What was handed in by somebody whose office had ended is sealed."""
    rows = {row.pk: row for row in Lease.objects.all().iterator()}
    for subject in sorted(set(opened) - set(rows)):
        yield f"Lease: in the record, not in the tables: lease={subject}"
    for subject, row in sorted(rows.items()):
        words = opened.get(subject)
        if words is None:
            yield f"Lease: in the tables, not in the record: lease={subject}"
        elif (row.round, row.sitting, row.until.isoformat()) != (words["round"], words["sitting"], words["until"]):
            yield f"Lease: other words in the record: lease={subject}"
        elif (row.revoked is not None) != (subject in revoked):
            yield f"Lease: revoked in the one and not in the other: lease={subject}"
    left = dict(sent)
    for item in Item.objects.order_by("received", "n").iterator():
        name = digest(item.text)
        said = left.pop(name, None)
        if said is None:
            if item.state == State.TAKEN and item.cause == Cause.NONE:
                yield f"Item: in the tables, not in the record: lease={item.lease_id} n={item.n}"
            continue
        state = settled.get(name) or said["state"]
        if (item.state, item.cause) != (state, said["cause"]):
            yield f"Item: {state} in the record, {item.state} in the tables: lease={item.lease_id} n={item.n}"
    for name in sorted(left):
        yield f"Item: in the record, not in the tables: {name}"
