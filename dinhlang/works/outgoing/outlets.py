"""The plug of this work: the functions every work has, and nothing else is read from outside."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.announced import Announced
from dinhlang.ground.duties.coverage import Covered
from dinhlang.ground.imports import kinds as imported
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import ActRow, Door, FoundRow, Link, OpenRow
from dinhlang.works.outgoing import audit, kinds, reads


def doors(at: duties.Frame, found: Sequence[duties.Obligation]) -> tuple[Door, ...]:
    """No door of its own: what the register leads to is disclosed."""
    return ()


def open_now(at: duties.Frame, announced: Sequence[Announced]) -> tuple[OpenRow, ...]:
    """Nothing: a register asks nobody."""
    return ()


def card(one: Told, at: duties.Frame, title: str = "", owed: str = "") -> ActRow | None:
    """An entry of this work as a line of what was done; None where it is another work's."""
    text = sentence(one, present.near(at))
    if not text:
        return None
    return ActRow(one.at, text, "", reverse("outgoing", args=[at.place.code]), entry_href=reverse("entry", args=[one.address]))


def sentence(one: Told, near: present.Near = present.NOWHERE) -> str:
    """What an entry of this work says; "" where it is another work's."""
    return reads.sentence(one)


def titles(told: Sequence[Told]) -> dict[str, str]:
    """Nothing: its entries speak for themselves."""
    return {}


def standing(body: int) -> Mapping[tuple[str, str], str]:
    """Nothing: a register fulfils no duty by being there."""
    return {}


def desk_form(at: duties.Frame, one: duties.Obligation, thing: str = "") -> Link | None:
    """No button: no duty is done by it."""
    return None


def shelf(at: duties.Frame) -> tuple[Link, ...]:
    """The register's page, of a commune."""
    return (Link(_("Outgoing documents"), reverse("outgoing", args=[at.place.code])),) if at.place.kind == "commune" else ()


def desk_cards(at: duties.Frame, acts: Collection[str]) -> tuple[FoundRow, ...]:
    """How many proposals wait, and how much was disclosed, for those who may take them."""
    return reads.desk_cards(at) if reads.REGISTER in acts and at.place.kind == "commune" else ()


def imports() -> tuple[imported.Kind, ...]:
    """The one kind of list of this work."""
    return (kinds.OUTGOING,)


def coverage(bodies: Collection[int], first: date, last: date) -> Mapping[int, tuple[Covered, ...]]:
    """How many of the outgoing documents that must be disclosed were, by body; nothing where no register was imported. One query."""
    name = _("outgoing documents disclosed")
    return {body: (Covered(name, done, every),) for body, (done, every) in reads.covered(bodies, first, last).items()}


def differences() -> Iterator[str]:
    """One line per row of this work that says other than the record, for `dinhlang verify`."""
    return audit.differences()


def export_tables() -> Iterator[tuple[str, Sequence[str], Iterator[Sequence[str]]]]:
    """Nothing: the register stays inside; its counts stand on its page."""
    yield from ()
