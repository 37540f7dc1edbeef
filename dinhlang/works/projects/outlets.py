"""The plug of this work: the functions every work has, and nothing else is read from outside."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.about import Disclosed
from dinhlang.ground.duties.announced import Announced
from dinhlang.ground.imports import kinds as imported
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import About, ActRow, Door, FoundRow, Link, OpenRow
from dinhlang.works.projects import audit, kinds, reads
from dinhlang.works.projects.models import Project


def doors(at: duties.Frame, found: Sequence[duties.Obligation]) -> tuple[Door, ...]:
    """No door of its own: what is built stands behind the door of what people are to know."""
    return ()


def open_now(at: duties.Frame, announced: Sequence[Announced]) -> tuple[OpenRow, ...]:
    """Nothing: a list is told, not asked about."""
    return ()


def card(one: Told, at: duties.Frame, title: str = "", owed: str = "") -> ActRow | None:
    """An entry of this work as a line of what was done; None where it is another work's."""
    text = sentence(one, present.near(at))
    if not text:
        return None
    return ActRow(one.at, text, "", reverse("projects", args=[at.place.code]), entry_href=reverse("entry", args=[one.address]))


def sentence(one: Told, near: present.Near = present.NOWHERE) -> str:
    """What an entry of this work says; "" where it is another work's."""
    return reads.sentence(one)


def titles(told: Sequence[Told]) -> dict[str, str]:
    """Nothing: its entries speak for themselves."""
    return {}


def standing(body: int) -> Mapping[tuple[str, str], str]:
    """Nothing: a list fulfils no duty by being there."""
    return {}


def desk_form(at: duties.Frame, one: duties.Obligation, thing: str = "") -> Link | None:
    """No button of its own: what is due is disclosed."""
    return None


def shelf(at: duties.Frame) -> tuple[Link, ...]:
    """The page of projects, of a commune."""
    return (Link(_("What is built here"), reverse("projects", args=[at.place.code])),) if at.place.kind == "commune" else ()


def desk_cards(at: duties.Frame, acts: Collection[str]) -> tuple[FoundRow, ...]:
    """Nothing beside the duties."""
    return ()


def about(stand: duties.Stand, one: Disclosed) -> tuple[About, ...]:
    """The page of projects, for a commune's disclosure of them. One query where it is about them."""
    return reads.about(stand, one)


def imports() -> tuple[imported.Kind, ...]:
    """The one kind of list of this work."""
    return (kinds.PROJECTS,)


def coverage(bodies: Collection[int], first: date, last: date) -> Mapping[int, tuple[object, ...]]:
    """Nothing: how much was disclosed is counted of the register of outgoing documents."""
    return {}


def differences() -> Iterator[str]:
    """One line per row of this work that says other than the record, for `dinhlang verify`."""
    return audit.differences()


def export_tables() -> Iterator[tuple[str, Sequence[str], Iterator[Sequence[str]]]]:
    """What open data of this work will be: (name, columns, rows)."""
    names = ("name", "where", "owner", "contractor", "first_year", "last_year", "total", "year", "plan", "paid", "status")
    rows = Project.objects.order_by("body", "slug").iterator()

    def text(value: object) -> str:
        return "" if value is None else str(value)

    yield ("projects", ("subject", "body", *names), ((r.subject, str(r.body_id), *(text(getattr(r, one)) for one in names)) for r in rows))
