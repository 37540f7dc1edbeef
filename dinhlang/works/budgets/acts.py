"""Entering a budget as figures, and correcting it."""

from collections.abc import Sequence
from datetime import datetime

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject
from dinhlang.works.budgets import checks, policy, sums
from dinhlang.works.budgets.models import Budget, Line, Side
from dinhlang.works.budgets.sums import Row

AT_ONCE = 500  # lines in one statement
ENTERED = N_("This table was entered already on {day}. To correct it, say what was wrong.")


def leaf(line: Line) -> bytes:
    """The hash by which a table commits to a line; amounts as text, for they may be larger than the record's numbers."""
    amounts = [None if amount is None else str(amount) for amount in (line.plan, line.done)]
    said = [line.place, line.side, line.level, line.mark, line.label, line.heading, line.agency, *amounts]
    return ledger.leaf_hash(ledger.canonical(said))


@act("budget.enter")
def enter(
    *,
    who: Who,
    at: datetime,
    body: int | None,
    stage: str,
    period: str,
    unit: int,
    rows: Sequence[Row],
    number: str = "",
    note: str = "",
    reason: str = "",
) -> Draft:
    """Enter a table of the body's budget, or correct the one that stands. Who: officer or chair. Basis: Art. 11(2).

    `stage` is what the table is, `period` "2026" or "2026-Q3", `unit` the file's in đồng; amounts in `rows` are đồng already. Where a table
    of that stage and period stands, `reason` says what was wrong with it; it stays readable.
    """
    today = clock.local_day(at)
    checks.check_body(bodies.place(body or 0, today))
    checks.check_period(stage, period, today.year, policy.lists().years)
    checks.check_lines(rows, policy.lists().most_total)
    old = Budget.objects.select_for_update().filter(body=body, stage=stage, period=period, replaced_by="").first()
    if old is not None and not reason.strip():
        raise Refused(ENTERED, {"day": old.entered})
    totals = {side: _totals(rows, side) for side in (Side.REVENUE, Side.SPENDING)}
    new = Budget(
        subject=new_subject(),
        body_id=body or 0,
        stage=stage,
        period=period,
        number=number,
        unit=unit,
        note=note,
        entered=today,
        version=1 if old is None else old.version + 1,
        revenue_plan=totals[Side.REVENUE][0],
        revenue_done=totals[Side.REVENUE][1],
        spending_plan=totals[Side.SPENDING][0],
        spending_done=totals[Side.SPENDING][1],
    )
    lines = [
        Line(
            budget=new, place=place, side=row.side, level=row.level, mark=row.mark, label=row.label, heading=row.heading, agency=row.agency,
            plan=row.plan, done=row.done,
        )
        for place, row in enumerate(rows)
    ]  # fmt: skip
    root = ledger.root_of(map(leaf, lines)).hex()
    if old is not None:
        if root == ledger.root_of(map(leaf, old.lines.order_by("place"))).hex() and note == old.note:
            raise Refused(N_("This table stands here already as it is; nothing was changed."))
        old.replaced_by = new.subject
        old.save()
    new.save()
    Line.objects.bulk_create(lines, batch_size=AT_ONCE)
    public = {
        "stage": stage,
        "period": period,
        "number": number,
        "unit": unit,
        "lines": len(lines),
        "root": root,
        "note": note,
        **{side.value: [None if amount is None else str(amount) for amount in found] for side, found in totals.items()},
        **({"replaces": old.subject, "reason": reason.strip()} if old is not None else {}),
    }
    return Draft(new.subject, {"public": public})


def _totals(rows: Sequence[Row], side: Side) -> tuple[int | None, int | None]:
    """What a side comes to, planned and carried out."""
    mine = [row for row in rows if row.side == side]
    return sums.total(mine, "plan"), sums.total(mine, "done")
