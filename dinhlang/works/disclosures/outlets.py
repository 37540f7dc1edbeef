"""The plug of this work: the functions every work has, and nothing else is read from outside."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from dinhlang.core.rules import State
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.announced import Announced
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import ActRow, Door, FoundRow, Link, OpenRow
from dinhlang.works.disclosures import audit, reads
from dinhlang.works.disclosures.models import Disclosure

OWN = ("disclosure.", "plan.", "register.", "decision.")  # the acts of this work, by how their names begin


def doors(at: duties.Frame, found: Sequence[duties.Obligation]) -> tuple[Door, ...]:
    """The door to what people are to know: how much stands open, how much is still to come."""
    mine = [one for one in found if one.duty.right == "know"]
    todo = sum(1 for one in mine if one.state in {State.MISSING, State.NOT_YET_DUE, State.DECLARED_ONLY, State.BROKEN})
    if not mine:
        return (Door(_("Know"), _("What was published here"), f"{reverse('record')}?don-vi={at.place.code}"),)
    text = _("%(done)d done or on show, %(todo)d still to be done") % {"done": len(mine) - todo, "todo": todo}
    return (Door(_("Know"), text, reverse("duties", args=[at.place.code])),)


def open_now(at: duties.Frame, announced: Sequence[Announced]) -> tuple[OpenRow, ...]:
    """Meetings announced by themselves in the body and its villages."""
    return reads.meetings(at, announced)


def card(one: Told, at: duties.Frame, title: str = "", owed: str = "") -> ActRow | None:
    """An entry of this work as a line of what was done; None where it is another work's. `title` is what its subject is called,
    `owed` the page that explains what it started ("" where nothing is owed)."""
    text = sentence(one, present.near(at))
    if not text:
        return None
    href = reverse("thing", args=[one.subject]) if one.act.startswith(("disclosure.", "plan.", "register.issue")) else ""
    if one.act == "decision.register":
        href = owed
    if one.act == "register.nothing_arose":
        href = reverse("register", args=[at.place.code, one.words["quarter"]]) if one.words else ""
    return ActRow(one.at, title or text, text if title else "", href, entry_href=reverse("entry", args=[one.address]))


def sentence(one: Told, near: present.Near = present.NOWHERE) -> str:
    """What an entry of this work says; "" where it is another work's."""
    return reads.sentence(one, near)


def titles(told: Sequence[Told]) -> dict[str, str]:
    """What the subjects of these entries are called, as far as they are this work's and may be read."""
    return reads.titles(told)


def standing(body: int) -> Mapping[tuple[str, str], str]:
    """What stands disclosed for each duty of a body, by (rule, occasion)."""
    return reads.standing(body)


def desk_form(at: duties.Frame, one: duties.Obligation, thing: str = "") -> Link | None:
    """The one button for a duty on the desk, with the form filled in; `thing` is what stands disclosed for it ("" for nothing)."""
    code, duty = at.place.code, one.duty
    if not any(act.startswith(OWN) for act in duty.accepts):
        return None
    if any(part.part.item is not None for part in one.parts):
        return Link(_("Open the list"), reverse("register", args=[code, one.occasion]))
    if "plan.adopt" in duty.accepts:
        return Link(_("Enter the plan"), reverse("plan-adopt", args=[code]))
    if thing:
        return Link(_("Enter the postings"), reverse("thing", args=[thing]))
    site = next((part for part in one.parts if part.part.channel == "website"), None)
    posted = next((fulfilment.subject for part in one.parts for fulfilment in part.done if fulfilment.voided is None), "")
    posted = posted or next((run.subject for part in one.parts for run in part.runs), "")
    if site is not None and site.state in {State.DONE_ON_TIME, State.DONE_LATE, State.RUNNING} and posted:
        return Link(_("Enter the postings"), reverse("thing", args=[posted]))
    query = f"?nhiem-vu={duty.id}%20{one.occasion}"
    if one.clock is not None and duty.starts.event == "decision.registered":
        query = f"?van-ban={one.occasion}&{query[1:]}"
    return Link(_("Disclose"), reverse("disclosure-post", args=[code]) + query)


def shelf(at: duties.Frame) -> tuple[Link, ...]:
    """No page of its own about a body beside those that its things have."""
    return ()


def desk_cards(at: duties.Frame, acts: Collection[str]) -> tuple[FoundRow, ...]:
    """Nothing beside the duties."""
    return ()


def differences() -> Iterator[str]:
    """One line per row of this work that says other than the record, for `dinhlang verify`."""
    return audit.differences()


def export_tables() -> Iterator[tuple[str, Sequence[str], Iterator[Sequence[str]]]]:
    """What open data of this work will be: (name, columns, rows)."""
    rows = Disclosure.objects.select_related("decision").order_by("posted", "subject").iterator()
    yield (
        "disclosures",
        ("subject", "body", "kind", "item", "document", "posted", "state"),
        (
            (r.subject, str(r.body_id), r.kind, str(r.item or ""), r.decision.number if r.decision else "", r.posted.isoformat(), r.state)
            for r in rows
        ),
    )
