"""Keeping a workbook for the next time, replacing it, removing it."""

from collections.abc import Sequence
from datetime import datetime

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import Attachment, new_subject
from dinhlang.works.workbooks import checks
from dinhlang.works.workbooks.models import Workbook


@act("figures.set_template")
def set_template(*, who: Who, at: datetime, body: int | None, name: str, attachments: Sequence[Attachment], template: str = "") -> Draft:
    """Keep a workbook that the bodies of a province fill in when they report, or put another in the place of `template` (its subject).
    Who: the province's officer or chair.
    """
    today = clock.local_day(at)
    checks.check_body(bodies.place(body or 0, today))
    checks.check_one_file(attachments)
    standing = list(Workbook.objects.select_for_update().filter(body=body, removed=None))
    old = checks.check_stands(next((row for row in standing if row.subject == template), None)) if template else None
    checks.check_named(name, [row for row in standing if row is not old])
    row = old or Workbook(subject=new_subject(), body_id=body or 0)
    row.name, row.kept = name.strip(), today
    row.save()
    public = {"name": row.name, "replaces": old is not None}
    return Draft(row.subject, {"public": public}, attachments=tuple(attachments))


@act("figures.remove_template")
def remove_template(*, who: Who, at: datetime, body: int | None, template: str, reason: str) -> Draft:
    """Offer a kept workbook no more, with the reason; it stays readable in the record. Who: the province's officer or chair."""
    checks.check_reason(reason)
    row = checks.check_stands(Workbook.objects.select_for_update().filter(pk=template, body=body).first())
    row.removed = clock.local_day(at)
    row.save()
    return Draft(row.subject, {"public": {"name": row.name, "reason": reason.strip()}})
