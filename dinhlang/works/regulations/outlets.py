"""The plug of this work: the functions every work has, and nothing else is read from outside."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.announced import Announced
from dinhlang.ground.duties.models import Regulation
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import ActRow, Door, FoundRow, Link, OpenRow
from dinhlang.works.regulations import audit, reads


def doors(at: duties.Frame, found: Sequence[duties.Obligation]) -> tuple[Door, ...]:
    """No door of its own: what a regulation adds is shown with the duties."""
    return ()


def open_now(at: duties.Frame, announced: Sequence[Announced]) -> tuple[OpenRow, ...]:
    """Nothing: the consultation on a draft comes with another work."""
    return ()


def card(one: Told, at: duties.Frame, title: str = "", owed: str = "") -> ActRow | None:
    """An entry of this work as a line of what was done; None where it is another work's."""
    text = sentence(one, present.near(at))
    if not text:
        return None
    href = reverse("regulation-one", args=[at.place.code, one.subject])
    return ActRow(one.at, text, "", href, entry_href=reverse("entry", args=[one.address]))


def sentence(one: Told, near: present.Near = present.NOWHERE) -> str:
    """What an entry of this work says; "" where it is another work's."""
    return reads.sentence(one)


def titles(told: Sequence[Told]) -> dict[str, str]:
    """Nothing: its entries speak for themselves."""
    return {}


def standing(body: int) -> Mapping[tuple[str, str], str]:
    """Nothing: a regulation fulfils no duty by being there."""
    return {}


def desk_form(at: duties.Frame, one: duties.Obligation, thing: str = "") -> Link | None:
    """No button: no duty is done by it."""
    return None


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
    rows = Regulation.objects.order_by("id").iterator()
    yield (
        "regulations",
        ("subject", "body", "number", "dated", "from", "to"),
        (
            (r.subject, str(r.body_id), r.number, r.dated.isoformat(), r.from_day.isoformat(), r.to_day.isoformat() if r.to_day else "")
            for r in rows
        ),
    )
