"""When a table may be entered as it stands: each check raises the sentence that says what to change."""

import re
from collections.abc import Sequence

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies.reads import Place
from dinhlang.works.budgets.models import Stage
from dinhlang.works.budgets.sums import Row

PERIOD = re.compile(r"(?P<year>[12]\d{3})(?:-Q(?P<quarter>[1-4]))?")
BASIS = "Law 10/2022/QH15 Art. 11(2)"


def check_body(body: Place) -> None:
    """Budgets are those of communes here."""
    if body.kind != "commune":
        raise Refused(N_("Only a commune enters its budget here."), basis=BASIS)


def check_period(stage: str, period: str, this_year: int, span: int) -> None:
    """A stage of the list, with a year at most `span` years away; quarters are those of execution alone."""
    found = PERIOD.fullmatch(period)
    if stage not in Stage.values or found is None:
        raise Refused(N_("Choose what the table is, and its year or quarter."))
    if stage != Stage.EXECUTION and found["quarter"]:
        raise Refused(N_("Only the execution of a budget is told by quarter; choose the whole year."))
    if abs(int(found["year"]) - this_year) > span:
        raise Refused(N_("The year {year} lies too far from today. Check it."), {"year": found["year"]})


def check_lines(rows: Sequence[Row], most: int) -> None:
    """There are lines with amounts, none negative, none that only a wrong unit explains."""
    if not any(row.plan is not None or row.done is not None for row in rows):
        raise Refused(N_("No line of the table gives an amount."))
    for row in rows:
        for amount in (row.plan, row.done):
            if amount is not None and amount < 0:
                raise Refused(N_("“{label}” is less than nothing. A budget line is an amount of its own."), {"label": row.label})
            if amount is not None and amount > most:
                raise Refused(
                    N_("“{label}” is {amount} đồng, more than a commune's budget can hold. Check the unit of the file."),
                    {"label": row.label, "amount": amount},
                )
        if not row.label.strip():
            raise Refused(N_("A line has an amount and no name."))
