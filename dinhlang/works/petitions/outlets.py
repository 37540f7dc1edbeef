"""The plug of this work: the functions every work has, and nothing else is read from outside."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.announced import Announced
from dinhlang.ground.imports.kinds import Kind
from dinhlang.ground.people.asked import Asked
from dinhlang.ground.people.pending import Waiting
from dinhlang.ground.record import clock
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import ActRow, Door, FoundRow, Link, OpenRow
from dinhlang.works.petitions import audit, importing, policy, public, texts
from dinhlang.works.petitions.acts.opening import OPEN_WEEK
from dinhlang.works.petitions.acts.publishing import DOWN_OWN, TAKE_DOWN
from dinhlang.works.petitions.models import Cell, Pass, PublicText, Standing
from dinhlang.works.petitions.states import SEEN


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
    """That numbers and texts of petitions were told, or a text taken down; every other entry of this work is sealed, and says what all
    sealed ones say."""
    if one.sealed:
        return ""
    if one.act == OPEN_WEEK:
        return _("Numbers of petitions, and texts whose senders chose so, were told, as every Monday")
    if one.act in (TAKE_DOWN, DOWN_OWN):
        why = {"reason": texts.reason_words(str(one.words.get("reason", "")))}
        return _("A public text of a petition was taken down: %(reason)s") % why
    return ""


def did(act: str, subject: str, body: int) -> str:
    """To which body an office of `body` passed a petition on; "" for every other act."""
    if act != "petition.pass_on":
        return ""
    way = list(Pass.objects.filter(petition=subject).order_by("number").values_list("body", flat=True))
    to = way[way.index(body) + 1] if body in way[:-1] else None
    return _("It was passed on to %(name)s, which has it now.") % {"name": bodies.place(to, clock.today()).name} if to is not None else ""


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


def asked() -> Mapping[str, Asked]:
    """How taking a public text down is told to the second person: with its words, for they are judged."""
    return {DOWN_OWN: Asked(_asked_title, _asked_facts)}


def _asked_title(one: Waiting) -> str:
    return _("Take a public text down")


def _asked_facts(one: Waiting) -> tuple[tuple[str, str], ...]:
    found = public.one(str(one.values["text"]))
    words = found.text if found is not None and found.down is None else _("It is not public any more.")
    return ((_("Body"), one.body.name), (_("What it says"), words), (_("Why"), texts.reason_words(str(one.values["reason"]))))


def differences() -> Iterator[str]:
    """One line per row of this work that says other than the record, for `dinhlang verify`."""
    return audit.differences()


def imports() -> tuple[Kind, ...]:
    """The list that the hotline or the portal gives out."""
    return (importing.PETITIONS,)


def export_tables() -> Iterator[tuple[str, Sequence[str], Iterator[Sequence[str]]]]:
    """The numbers that were told, how what was told stood on each Monday, and the texts whose senders chose
    so; nothing else of single petitions is open data."""
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
    yield (
        "petition-standing",
        ("told", "body", "holder", "state", "count"),
        (
            (r.day.isoformat(), str(r.commune_id), str(r.holder_id), r.state, str(r.count))
            for r in Standing.objects.order_by("day", "pk").iterator()
        ),
    )
    yield (
        "petition-texts",
        ("id", "body", "place", "week", "topic", "state", "text", "answer", "taken_down", "reason"),
        (
            (
                r.pk, str(r.body_id), str(r.place_id), "" if r.coarse else r.week.isoformat(), r.topic, r.stands, r.text, r.answer,
                r.down.isoformat() if r.down else "", r.reason if r.down else "",
            )
            for r in PublicText.objects.filter(state__in=SEEN).order_by("week", "pk").iterator()
        ),
    )  # fmt: skip
