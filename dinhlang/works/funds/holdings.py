"""What this work holds about households: what each paid into a fund of its village. Registered in PERSONAL."""

from dinhlang.ground.people.personal import Holding, Subject, Values
from dinhlang.ground.record import reads as record
from dinhlang.works.funds.models import Paid

OPEN = "fund.open"


def _paid(subject: Subject) -> tuple[Values, ...]:
    if subject.kind != "household":
        return ()
    rows = list(Paid.objects.select_related("move__fund").filter(member=subject.key).order_by("move__day", "pk"))
    told = record.of_subjects(sorted({row.move.fund_id for row in rows}))
    named = {one.subject: str(one.words.get("title", "")) for one in told if one.act == OPEN}
    return tuple(
        {"body": row.move.fund.body_id, "title": named.get(row.move.fund_id, ""), "amount": row.amount, "day": row.move.day} for row in rows
    )


HOLDINGS = (Holding("payments", _paid),)
