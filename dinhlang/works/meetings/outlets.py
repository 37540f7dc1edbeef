"""The plug of this work: the functions every work has, and nothing else is read from outside."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from dinhlang.ground.documents.content import Offer
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.announced import Announced
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import ActRow, Door, FoundRow, Link, OpenRow
from dinhlang.works.meetings import audit, documents, policy, reads
from dinhlang.works.meetings.acts import DIALOGUE, HOLD
from dinhlang.works.meetings.models import Meeting


def doors(at: duties.Frame, found: Sequence[duties.Obligation]) -> tuple[Door, ...]:
    """None: the four doors are those of other works; the shelf leads here."""
    return ()


def open_now(at: duties.Frame, announced: Sequence[Announced]) -> tuple[OpenRow, ...]:
    """None: what a village announces is read from its duties; the shelf leads to the meetings without asking for them."""
    return ()


def card(one: Told, at: duties.Frame, title: str = "", owed: str = "") -> ActRow | None:
    """An entry of this work as a line of what was done; None where it is another work's. What is kept inside leads to its entry alone."""
    text = sentence(one, present.near(at))
    if not text:
        return None
    entry = reverse("entry", args=[one.address])
    open_words = {"title", "text", "came", "reason"} & set(one.words)
    return ActRow(
        one.at, title or text, text if title else "", reverse("meeting", args=[one.subject]) if open_words else entry, entry_href=entry
    )


def sentence(one: Told, near: present.Near = present.NOWHERE) -> str:
    """What an entry of this work says; "" where it is another work's."""
    return reads.sentence(one, near)


def titles(told: Sequence[Told]) -> dict[str, str]:
    """What the meetings of these entries are called."""
    return reads.titles(told)


def standing(body: int) -> Mapping[tuple[str, str], str]:
    """Nothing: what stands disclosed is another work's."""
    return {}


def desk_form(at: duties.Frame, one: duties.Obligation, thing: str = "") -> Link | None:
    """Calling the meeting that a duty asks for: of its own kind where there is one, else the one that is called for this duty.

    No button where the rulebook in force is older than the lists that say which kind it is: the act itself would be refused.
    """
    if one.clock is not None and one.clock.source and any(one.duty.id == sort.papers for sort in policy.sorts().values()):
        return Link(_("Send papers to all"), reverse("meeting", args=[one.clock.source]))
    fulfilling = rulebooks.where_held(lambda: _fulfilling(at.place.kind, at.day))
    if fulfilling is None or (one.duty.id not in fulfilling and not _only_a_meeting(one)):
        return None
    kind = fulfilling.get(one.duty.id, "")
    query = {"loai": kind} if kind else {"loai": policy.ASKED_FOR, "viec": one.duty.id, "ky": one.occasion}
    return Link(_("Call the meeting"), f"{reverse('meeting-call', args=[at.place.code])}?{urlencode(query)}")


def _only_a_meeting(one: duties.Obligation) -> bool:
    """Whether a part of the duty is done by a meeting, and no part by an act of another work that has a form of its own."""
    return any(part.part.accepts in ((HOLD,), (DIALOGUE,)) for part in one.parts)


def _fulfilling(kind: str, day: date) -> dict[str, str]:
    """By duty the kind of meeting that fulfils it on `day`, by being held or by a point on its agenda."""
    mine = [sort for sort in policy.sorts().values() if kind in sort.bearers]
    points = {duty: sort.id for sort in mine for point in sort.points(day).values() for duty in point.fulfils}
    return points | {duty: sort.id for sort in mine for duty in sort.fulfils(day)}


def shelf(at: duties.Frame) -> tuple[Link, ...]:
    """The meetings of a body that may be named in public."""
    asked = any(at.place.kind in sort.bearers for sort in policy.sorts().values())
    if not asked or at.place.kind in policy.private():
        return ()
    return (Link(_("Meetings and conferences"), reverse("meetings", args=[at.place.code])),)


def desk_cards(at: duties.Frame, acts: Collection[str]) -> tuple[FoundRow, ...]:
    """Meetings that wait for this office (to come, to be entered, to be called again). One query, for those who hold them."""
    return reads.waiting(at, clock.now()) if HOLD in acts else ()


def papers(about: str, kind: str = "") -> tuple[Offer, ...]:
    """The minutes of a meeting; () where it is another work's, or another `kind` is asked for."""
    return documents.of_meeting(about, clock.today(), clock.now()) if kind in ("", documents.MINUTES) else ()


def home(told: Sequence[Told]) -> Link | None:
    """The page of a meeting by the entries about it; None where they are another work's."""
    mine = next((one for one in told if one.act == "meeting.call"), None)
    if mine is None:
        return None
    return Link(titles(told).get(mine.subject) or _("Meeting"), reverse("meeting", args=[mine.subject]))


def differences() -> Iterator[str]:
    """One line per row of this work that says other than the record, for `dinhlang verify`."""
    return audit.differences()


def export_tables() -> Iterator[tuple[str, Sequence[str], Iterator[Sequence[str]]]]:
    """What open data of this work will be: (name, columns, rows). Only meetings that everybody may know of."""
    rows = Meeting.objects.filter(seen="open").order_by("at", "subject").iterator()
    yield (
        "meetings",
        ("subject", "body", "kind", "at", "state", "on_roll", "came", "needed"),
        (
            (
                r.subject, str(r.body_id), r.kind, r.at.isoformat(), r.state,
                *("" if n is None else str(n) for n in (r.on_roll, r.came, r.needed)),
            )
            for r in rows
        ),
    )  # fmt: skip
