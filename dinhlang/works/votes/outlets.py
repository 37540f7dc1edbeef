"""The plug of this work: the functions every work has, and nothing else is read from outside."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from dinhlang.ground.documents.content import Offer
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.announced import Announced
from dinhlang.ground.record import clock
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import ActRow, Door, FoundRow, Link, OpenRow
from dinhlang.works.votes import audit, documents, interim, reads
from dinhlang.works.votes.acts.matters import CALLS
from dinhlang.works.votes.models import Matter

KINDS = ("village", "commune")
DONE_HERE = ("vote.send", "vote.recognise")
OF_NOTHING = frozenset({"initiative.support", "initiative.take_back", "vote.cast", "vote.not_us"})  # their entries name no matter


def doors(at: duties.Frame, found: Sequence[duties.Obligation]) -> tuple[Door, ...]:
    """The door to what people decide, of villages and communes."""
    if at.place.kind not in KINDS:
        return ()
    return (Door(_("Decide"), _("What is put to the people, and what came of it"), reverse("matters", args=[at.place.code])),)


def open_now(at: duties.Frame, announced: Sequence[Announced]) -> tuple[OpenRow, ...]:
    """Rounds that were called and are not over, here and in the villages."""
    return reads.open_now(at, announced)


def card(one: Told, at: duties.Frame, title: str = "", owed: str = "") -> ActRow | None:
    """An entry of this work as a line of what was done; None where it is another work's."""
    text = sentence(one, present.near(at))
    if not text or one.act in OF_NOTHING:
        return None
    href = reverse("initiative" if one.act.startswith("initiative.") else "matter", args=[one.subject])
    return ActRow(one.at, title or text, text if title else "", href, entry_href=reverse("entry", args=[one.address]))


def sentence(one: Told, near: present.Near = present.NOWHERE) -> str:
    """What an entry of this work says; "" where it is another work's."""
    return reads.sentence(one, near)


def titles(told: Sequence[Told]) -> dict[str, str]:
    """What the matters of these entries are called."""
    return reads.titles(told)


def standing(body: int) -> Mapping[tuple[str, str], str]:
    """Nothing: what stands disclosed is another work's."""
    return {}


def desk_form(at: duties.Frame, one: duties.Obligation, thing: str = "") -> Link | None:
    """The matter itself, for what is done there: sending a decision, recognising it."""
    if one.clock is not None and CALLS in one.duty.accepts and one.clock.source:
        return Link(_("Open the initiative"), reverse("initiative", args=[one.clock.source]))
    if one.clock is None or not set(DONE_HERE) & set(one.duty.accepts) or not one.clock.source:
        return None
    return Link(_("Open the matter"), reverse("matter", args=[one.clock.source]))


def shelf(at: duties.Frame) -> tuple[Link, ...]:
    """Nothing: the door leads there."""
    return ()


def desk_cards(at: duties.Frame, acts: Collection[str]) -> tuple[FoundRow, ...]:
    """Matters that wait for this office (to agree on, to call, to close), and until when interim heads serve that it named."""
    if not {"vote.agree", "vote.call", "vote.order"} & set(acts):
        return ()
    return (*reads.waiting(at, acts), *(interim.rows(at) if interim.FOLLOW_UP in acts else ()))


def papers(about: str, kind: str = "") -> tuple[Offer, ...]:
    """The papers that a matter or an initiative has now, of one `kind` or all; () where it is another work's."""
    mine = documents.of_matter(about, clock.today(), clock.now(), kind)
    return mine or (documents.of_initiative(about, clock.today()) if kind in ("", documents.SUPPORTS) else ())


def home(told: Sequence[Told]) -> Link | None:
    """The page of a matter by the entries about it; None where they are another work's."""
    mine = next((one for one in told if one.act == "vote.propose"), None)
    if mine is None:
        return None
    return Link(titles(told).get(mine.subject) or _("Open the matter"), reverse("matter", args=[mine.subject]))


def differences() -> Iterator[str]:
    """One line per row of this work that says other than the record, for `dinhlang verify`."""
    return audit.differences()


def export_tables() -> Iterator[tuple[str, Sequence[str], Iterator[Sequence[str]]]]:
    """What open data of this work will be: (name, columns, rows)."""
    rows = Matter.objects.order_by("proposed", "subject").iterator()
    yield (
        "matters",
        ("subject", "body", "rule", "state", "proposed", "decided", "number", "dated", "sent", "answered", "effective"),
        (
            (
                r.subject, str(r.body_id), r.rule, r.state,
                *("" if day is None else day.isoformat() for day in (r.proposed, r.decided)), r.number,
                *("" if day is None else day.isoformat() for day in (r.dated, r.sent, r.answered, r.effective)),
            )
            for r in rows
        ),
    )  # fmt: skip
