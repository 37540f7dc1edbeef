"""The workbooks that are kept for a province and its communes, and the file of one of them."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere
from dinhlang.ground.record import reads as record
from dinhlang.ground.record import vault
from dinhlang.ground.record.reads import Told
from dinhlang.works.workbooks.models import Workbook

SET, REMOVE = "figures.set_template", "figures.remove_template"
GONE = N_("There is no such form any more.")


@dataclass(frozen=True)
class Kept:
    """A workbook: its subject, its name, since when it stands as it is, and from when it does not stand (None: it does)."""

    subject: str
    name: str
    since: date
    removed: date | None


def of_province(code: str) -> tuple[Kept, ...]:
    """The workbooks of the province with this code, by name, those that were removed last. One query."""
    rows = Workbook.objects.filter(body__province_code=code, body__kind="province").order_by("name", "subject")
    found = [Kept(row.subject, row.name, row.kept, row.removed) for row in rows]
    return tuple(sorted(found, key=lambda one: one.removed is not None))


def one(subject: str, code: str) -> Kept:
    """A workbook of this province that stands. Raises NotHere."""
    found = next((row for row in of_province(code) if row.subject == subject and row.removed is None), None)
    if found is None:
        raise NotHere(GONE)
    return found


def file_of(subject: str) -> bytes:
    """The workbook itself, as it entered the record last. Raises NotHere, or Refused where it was erased."""
    last = next((told for told in reversed(record.of_subjects([subject])) if told.act == SET), None)
    if last is None:
        raise NotHere(GONE)
    return vault.read_file(last.hash, 0)


def sentence(one: Told) -> str:
    """What an entry of this work says; "" where it is another work's."""
    values = {"name": one.words.get("name", ""), "reason": one.words.get("reason", "")}
    match one.act:
        case "figures.set_template" if one.words.get("replaces"):
            return _("Replaced the form “%(name)s” that communes fill in") % values
        case "figures.set_template":
            return _("Kept the form “%(name)s” for communes to fill in") % values if one.words else _("Kept a form to fill in")
        case "figures.remove_template":
            return _("Removed the form “%(name)s”: %(reason)s") % values if one.words else _("Removed a form to fill in")
    return ""
