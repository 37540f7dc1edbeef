"""The plug of this work: the functions every work has, and nothing else is read from outside."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.announced import Announced
from dinhlang.ground.imports.kinds import Kind
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import ActRow, Door, FoundRow, Link, OpenRow
from dinhlang.works.petitions import audit, importing, policy
from dinhlang.works.petitions.acts.opening import OPEN_WEEK
from dinhlang.works.petitions.models import Cell


def doors(at: duties.Frame, found: Sequence[duties.Obligation]) -> tuple[Door, ...]:
    """None: the shelf leads here."""
    return ()


def open_now(at: duties.Frame, announced: Sequence[Announced]) -> tuple[OpenRow, ...]:
    """Nothing: a petition is sent on any day."""
    return ()


def card(one: Told, at: duties.Frame, title: str = "", owed: str = "") -> ActRow | None:
    """None: every entry of this work is sealed."""
    return None


def sentence(one: Told, near: present.Near = present.NOWHERE) -> str:
    """That numbers of petitions were told; every other entry of this work is sealed, and says what all sealed ones say."""
    return _("Numbers of petitions were told, as every Monday") if one.act == OPEN_WEEK and not one.sealed else ""


def titles(told: Sequence[Told]) -> dict[str, str]:
    """None: a petition has no title that anybody else may read."""
    return {}


def standing(body: int) -> Mapping[tuple[str, str], str]:
    """Nothing: what stands disclosed is another work's."""
    return {}


def desk_form(at: duties.Frame, one: duties.Obligation, thing: str = "") -> Link | None:
    """Nothing: the clock of a petition is its own, and stands on the desk beside the duties."""
    return None


def shelf(at: duties.Frame) -> tuple[Link, ...]:
    """Where petitions are sent to a body."""
    if at.place.kind not in policy.handlers():
        return ()
    return (Link(_("Reports, proposals, complaints"), reverse("petitions", args=[at.place.code])),)


def desk_cards(at: duties.Frame, acts: Collection[str]) -> tuple[FoundRow, ...]:
    """None: which rows there are depends on who looks, not on the office alone; the desk asks `desks.cards`."""
    return ()


def differences() -> Iterator[str]:
    """One line per row of this work that says other than the record, for `dinhlang verify`."""
    return audit.differences()


def imports() -> tuple[Kind, ...]:
    """The list that the hotline or the portal gives out."""
    return (importing.PETITIONS,)


def export_tables() -> Iterator[tuple[str, Sequence[str], Iterator[Sequence[str]]]]:
    """The numbers that were told; nothing of single petitions is open data."""
    rows = Cell.objects.order_by("day", "pk").iterator()
    yield (
        "petition-numbers",
        ("told", "body", "place", "first", "last", "topic", "group", "way", "count"),
        (
            (
                r.day.isoformat(), str(r.commune_id), str(r.place_id), r.first.isoformat(), r.last.isoformat(), r.topic, r.group, r.way,
                str(r.count),
            )
            for r in rows
        ),
    )  # fmt: skip
