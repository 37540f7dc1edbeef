"""The plug of this work: the functions every work has, and nothing else is read from outside."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.announced import Announced
from dinhlang.ground.record import clock
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import ActRow, Door, FoundRow, Link, OpenRow
from dinhlang.works.reception import audit, policy, reads
from dinhlang.works.reception.checks import HOLDS
from dinhlang.works.reception.models import Day


def doors(at: duties.Frame, found: Sequence[duties.Obligation]) -> tuple[Door, ...]:
    """None: the shelf leads here."""
    return ()


def open_now(at: duties.Frame, announced: Sequence[Announced]) -> tuple[OpenRow, ...]:
    """Nothing: the shelf leads to the days."""
    return ()


def card(one: Told, at: duties.Frame, title: str = "", owed: str = "") -> ActRow | None:
    """An entry of this work as a line of what was done; None where it is another work's."""
    text = sentence(one, present.near(at))
    if not text:
        return None
    return ActRow(one.at, text, "", reverse("reception", args=[at.place.code]), entry_href=reverse("entry", args=[one.address]))


def sentence(one: Told, near: present.Near = present.NOWHERE) -> str:
    """What an entry of this work says; "" where it is another work's, or sealed."""
    return "" if one.sealed else reads.sentence(one)


def titles(told: Sequence[Told]) -> dict[str, str]:
    """None: a day is called by what was done about it."""
    return {}


def standing(body: int) -> Mapping[tuple[str, str], str]:
    """Nothing: what stands disclosed is another work's."""
    return {}


def desk_form(at: duties.Frame, one: duties.Obligation, thing: str = "") -> Link | None:
    """The days of the body, where a duty is fulfilled by receiving citizens."""
    if HOLDS not in one.duty.accepts or at.place.kind not in policy.heads():
        return None
    return Link(_("Days of reception"), reverse("reception", args=[at.place.code]))


def shelf(at: duties.Frame) -> tuple[Link, ...]:
    """The days on which a body receives."""
    if at.place.kind not in policy.heads():
        return ()
    return (Link(_("Reception of citizens"), reverse("reception", args=[at.place.code])),)


def desk_cards(at: duties.Frame, acts: Collection[str]) -> tuple[FoundRow, ...]:
    """Days that begin or wait for their result. One query, for those who receive."""
    return reads.waiting(at.place.id, clock.now()) if HOLDS in acts else ()


def differences() -> Iterator[str]:
    """One line per row of this work that says other than the record, for `dinhlang verify`."""
    return audit.differences()


def export_tables() -> Iterator[tuple[str, Sequence[str], Iterator[Sequence[str]]]]:
    """The days, without any number of those who came."""
    rows = Day.objects.order_by("begins", "subject").iterator()
    yield (
        "reception-days",
        ("subject", "body", "begins", "ends", "place", "receives", "planned", "moved", "state", "received", "online"),
        (
            (
                r.subject,
                str(r.body_id),
                r.begins.isoformat(),
                r.ends.isoformat(),
                r.place,
                r.receives,
                "1" if r.planned else "0",
                str(r.moved),
                r.state,
                r.received,
                r.online,
            )
            for r in rows
        ),
    )
