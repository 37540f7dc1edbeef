"""How far the states of duties are shown: the stage that a province decided, with its document and its days.

Promises: nothing decided is the first stage; what was disclosed is never held back by a stage, only what is said of duties (on time, late,
not done, and every figure made of those); the stages announced are told with their days. Refuses: to let anybody but a province decide it
(`bodies.set_fact`), and to read who asks from anywhere but the office held now.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from django.utils.translation import gettext as _

from dinhlang.core.actor import Actor
from dinhlang.core.refusal import N_, NotYours
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.acts import PUBLICITY
from dinhlang.ground.bodies.models import Fact
from dinhlang.ground.people import visibility
from dinhlang.ground.people.reads import Holder
from dinhlang.ground.people.visibility import Role
from dinhlang.ground.ui import format
from dinhlang.ground.ui.shapes import StageNote


class Stage(IntEnum):
    """Who sees the states of a body's duties: its own desk; its commune, its province and the Front; everybody."""

    DESK = 1
    NEAR = 2
    PUBLIC = 3


@dataclass(frozen=True)
class Staged:
    """The stage of a province on a day. `document` and `since` are "" and None where it decided nothing; `facts` counts what it ever
    said about it: a number that changes with every such act."""

    stage: Stage = Stage.DESK
    document: str = ""
    since: date | None = None
    facts: int = 0
    province: str = ""
    day: date | None = None


UNDECIDED = Staged()


class NotShownYet(NotYours):
    """A refusal because the states of these duties are not shown this far yet; `staged` says how far, and since when."""

    def __init__(self, staged: Staged) -> None:
        super().__init__(N_("The states of these duties are not shown this far yet."))
        self.staged = staged


# The stage in force at a body, beside the row of the body itself (b): three more columns and the count. Takes the day twice. A body
# stands at most three steps below its province; one that stands deeper is at the first stage, as if nothing were decided.
COLUMNS = """
s.value, s.document, s.from_day, (SELECT COUNT(*) FROM bodies_fact f JOIN bodies_body p ON p.id = f.body_id AND p.kind = 'province'
  WHERE f.name = 'publicity-stage' AND f.body_id IN (b.id, b.parent_id, u.parent_id, w.parent_id))
"""
JOINS = """
LEFT JOIN bodies_body u ON u.id = b.parent_id LEFT JOIN bodies_body w ON w.id = u.parent_id
LEFT JOIN bodies_fact s ON s.id = (SELECT MAX(f.id) FROM bodies_fact f JOIN bodies_body p ON p.id = f.body_id AND p.kind = 'province'
  WHERE f.name = 'publicity-stage' AND f.body_id IN (b.id, b.parent_id, u.parent_id, w.parent_id)
  AND f.from_day <= %s AND (f.to_day IS NULL OR f.to_day >= %s))
"""


def staged(row: Collection[object], province: str, day: date) -> Staged:
    """The stage out of the columns of `COLUMNS`."""
    value, document, since, facts = row
    stage = Stage(int(str(value))) if value else Stage.DESK
    first = date.fromisoformat(since) if isinstance(since, str) else since
    return Staged(stage, str(document or ""), first if isinstance(first, date) else None, int(str(facts or 0)), province, day)


def of_provinces(day: date) -> dict[str, Staged]:
    """The stage of each province that decided one by `day`, by its code. One query."""
    rows = Fact.objects.filter(bodies.on(day), name=PUBLICITY, body__kind="province").order_by("id")
    return {
        code: Staged(Stage(int(value)), document, since, 1, code, day)
        for value, document, since, code in rows.values_list("value", "document", "from_day", "body__province_code")
    }


def coming(province: str, day: date) -> tuple[tuple[date, Stage], ...]:
    """The stages announced for days after `day`, nearest first. One query."""
    rows = Fact.objects.filter(name=PUBLICITY, body__kind="province", body__province_code=province, from_day__gt=day)
    found = rows.order_by("from_day", "id").values_list("from_day", "to_day", "value")
    return tuple((first, Stage(int(value))) for first, last, value in found if last is None or last >= first)


def sees(actor: Actor, holder: Holder | None, body: int, at: Staged) -> bool:
    """Whether the asker is shown the states of the duties of `body`. No query where everybody is."""
    if at.stage is Stage.PUBLIC:
        return True
    roles = visibility.roles_of(actor, holder, body)
    if Role.OWN_BODY in roles or Role.OPERATOR in roles:
        return True
    if at.stage is Stage.DESK or Role.OFFICIAL not in roles or holder is None:
        return False
    return Role.FRONT in roles or Role.CHAIR in roles or holder.body in bodies.ancestors(body)


def word(stage: Stage) -> str:
    """A stage as a reader knows it."""
    return {
        Stage.DESK: _("only at the body's own desk"),
        Stage.NEAR: _("in the commune, the province and the Fatherland Front"),
        Stage.PUBLIC: _("to everybody"),
    }[stage]


def note(at: Staged, *, shown: bool) -> StageNote:
    """The stage as it stands on a page: who sees the states, by which document, since when, and what comes next. One query, none once
    they are public."""
    values = {"n": int(at.stage), "whom": word(at.stage)}
    text = _("Stage %(n)d of 3: whether duties were done is shown %(whom)s.") % values
    if at.since is not None:
        text += " " + _("Since %(day)s, by %(document)s.") % {"day": format.short_day(at.since), "document": at.document}
    else:
        text += " " + _("The province has not decided a stage yet.")
    after = () if at.stage is Stage.PUBLIC or at.day is None else coming(at.province, at.day)
    return StageNote(
        int(at.stage),
        text,
        tuple(_("From %(day)s: %(whom)s.") % {"day": format.short_day(day), "whom": word(stage)} for day, stage in after),
        shown,
    )
