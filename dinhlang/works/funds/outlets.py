"""The plug of this work: the functions every work has, and nothing else is read from outside."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.announced import Announced
from dinhlang.ground.imports import kinds as imported
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import ActRow, Door, FoundRow, Link, OpenRow
from dinhlang.works.funds import audit, kinds, reads
from dinhlang.works.funds.models import Fund


def doors(at: duties.Frame, found: Sequence[duties.Obligation]) -> tuple[Door, ...]:
    """None: the shelf of a village leads there."""
    return ()


def open_now(at: duties.Frame, announced: Sequence[Announced]) -> tuple[OpenRow, ...]:
    """Nothing: a book asks nobody anything."""
    return ()


def card(one: Told, at: duties.Frame, title: str = "", owed: str = "") -> ActRow | None:
    """An entry of this work as a line of what was done; None where it is another work's."""
    text = sentence(one, present.near(at))
    if not text:
        return None
    href = reverse("fund", args=[one.subject])
    return ActRow(one.at, title or text, text if title else "", href, entry_href=reverse("entry", args=[one.address]))


def sentence(one: Told, near: present.Near = present.NOWHERE) -> str:
    """What an entry of this work says; "" where it is another work's."""
    return reads.sentence(one)


def titles(told: Sequence[Told]) -> dict[str, str]:
    """What the books of these entries are called."""
    return {one.subject: str(one.words["title"]) for one in told if one.act == "fund.open" and one.words.get("title")}


def standing(body: int) -> Mapping[tuple[str, str], str]:
    """Nothing: what stands disclosed is another work's."""
    return {}


def desk_form(at: duties.Frame, one: duties.Obligation, thing: str = "") -> Link | None:
    """Nothing: a book that is owed was opened by the act that made it owed."""
    return None


def shelf(at: duties.Frame) -> tuple[Link, ...]:
    """The fund books of a village."""
    return (Link(_("Fund book"), reverse("funds", args=[at.place.code])),) if at.place.kind == "village" else ()


def desk_cards(at: duties.Frame, acts: Collection[str]) -> tuple[FoundRow, ...]:
    """Closings that wait for the Front's work board. Two queries for its head, none for others."""
    return reads.waiting(at) if "fund.countersign" in acts and at.place.kind == "village" else ()


def imports() -> tuple[imported.Kind, ...]:
    """The one kind of list of this work."""
    return (kinds.LINES,)


def differences() -> Iterator[str]:
    """One line per row of this work that says other than the record, for `dinhlang verify`."""
    return audit.differences()


def export_tables() -> Iterator[tuple[str, Sequence[str], Iterator[Sequence[str]]]]:
    """What open data of this work will be: (name, columns, rows)."""
    rows = Fund.objects.order_by("opened", "subject").iterator()
    yield (
        "funds",
        ("subject", "body", "year", "collects", "matter", "number", "dated", "opened"),
        (
            (
                r.subject, str(r.body_id), "" if r.year is None else str(r.year), "1" if r.collects else "0", r.matter, r.number,
                "" if r.dated is None else r.dated.isoformat(), r.opened.isoformat(),
            )
            for r in rows
        ),
    )  # fmt: skip
