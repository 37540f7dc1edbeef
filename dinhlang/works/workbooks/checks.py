"""When a workbook may be kept, replaced or removed: each check raises the sentence that says what to change."""

from collections.abc import Sequence

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies.reads import Place, fold
from dinhlang.ground.record.append import Attachment
from dinhlang.works.workbooks.models import Workbook


def check_body(body: Place) -> None:
    """Forms are those of a province here."""
    if body.kind != "province":
        raise Refused(N_("Only a province keeps forms that its communes fill in."))


def check_named(name: str, others: Sequence[Workbook]) -> None:
    """A name that no other workbook of the province has."""
    if not name.strip():
        raise Refused(N_("Give the form a name by which offices will know it."))
    if any(fold(one.name) == fold(name) for one in others):
        raise Refused(N_("A form called “{name}” is kept already. Replace that one, or give this one another name."), {"name": name})


def check_one_file(attachments: Sequence[Attachment]) -> None:
    """One file, no more and no less."""
    if len(attachments) != 1:
        raise Refused(N_("Choose the workbook that is to be kept."))


def check_stands(row: Workbook | None) -> Workbook:
    """A workbook that was not removed."""
    if row is None or row.removed is not None:
        raise Refused(N_("There is no such form any more."))
    return row


def check_reason(reason: str) -> None:
    """Something is said of why it is removed."""
    if not reason.strip():
        raise Refused(N_("Say in a few words why the form is removed; it stays readable in the record."))
