"""A commune's regulation as people read it: the law's matters, forms and terms, with what the commune adds marked as its own.

Promises: the document is made from the rulebook and the recorded layer alone, so that paper and clocks say one thing. Refuses: to show
a rule that communes do not bear or that the calendar opens as if it could be changed.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere
from dinhlang.core.rules import Duty, Kind, Layer, Mode, Rulebook, StartKind, with_layer
from dinhlang.ground.duties import layers, present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.models import Regulation
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, Link, RegulationItem, RegulationPage, RegulationRule

DECIDED = "decision.registered"
REGISTERED_UNDER = 4  # the item of the regulation itself: Law 10/2022/QH15 Art. 11(4)
BASIS = "Law 10/2022/QH15 Art. 11, 12, 13"


@dataclass(frozen=True)
class Adopted:
    """A regulation of a body, with the days on which it counts (`last` None: until another comes; before `first`: never)."""

    subject: str
    layer: Layer
    first: date
    last: date | None

    def counts(self, day: date) -> bool:
        """Whether it counts on `day`."""
        return self.first <= day and (self.last is None or day <= self.last)


def adopted(body: int) -> tuple[Adopted, ...]:
    """Every regulation of a body, the latest first. One query, and one for each that this process reads for the first time."""
    rows = list(Regulation.objects.filter(body=body).order_by("id").values_list("subject", "digest", "from_day", "to_day"))
    days = {one.digest: one for one in layers.in_turn([(bytes(digest), first, last) for _s, digest, first, last in rows])}
    found = []
    for subject, digest, first, _last in rows:
        laid = days.get(bytes(digest))
        found.append(Adopted(subject, layers.layer(bytes(digest)), first, laid.last if laid is not None else first.min))
    return tuple(reversed(found))


def changeable(book: Rulebook, day: date) -> tuple[Duty, ...]:
    """The rules a commune's regulation may change on `day`: its own, opened by an event; those of the items first, in their order."""
    found = [duty for duty in book.versions if Kind.COMMUNE in duty.bearer and duty.starts.kind is StartKind.EVENT and duty.in_force(day)]
    return tuple(sorted(found, key=lambda duty: (duty.starts.item is None, duty.starts.item or 0, duty.id)))


def forms_of(book: Rulebook, day: date) -> tuple[str, ...]:
    """The forms that may be added: those the law has for matters of communes opened by an event, in the order of the rulebook."""
    known = {part.channel for duty in changeable(book, day) for part in duty.parts if part.mode is not Mode.CELL}
    return tuple(channel for channel in book.channels if channel in known)


def key(duty: Duty) -> tuple[str, str]:
    """What a rule is known by in the document: its text and article as they are shown."""
    return present.said(duty.subject), format.cited(duty.basis)


def draft_word() -> str:
    """What the link to the form is called."""
    return _("Draw up the commune's own regulation")


def _rule(duty: Duty, law: Duty | None) -> RegulationRule:
    """A rule as a document says it; what the regulation added beside the `law` is marked."""
    forms = []
    for part in duty.parts:
        before = law.part(part.channel) if law is not None else None
        own = law is None or before is None or before.hold != part.hold or before.required != part.required
        forms.append(Field(present.said(part.text), present.hold_word(part), "own" if own else ""))
    shorter = law is not None and law.due != duty.due
    return RegulationRule(
        text=present.said(duty.subject),
        term=present.term_word(duty),
        own_term=shorter or law is None,
        law_term=present.term_word(law) if shorter and law is not None else "",
        forms=tuple(forms),
        basis=format.cited(duty.basis),
        own=law is None,
    )


def _names(basis: str, place: str) -> bool:
    """Whether `basis` names `place`, an article and clause of one instrument: another law's article of that number is another place."""
    instrument, _word, clause = place.partition(" Art. ")
    cited = (part.partition(" Art. ") for part in basis.split("; "))
    return any(law == instrument and clause in places.split(", ") for law, _word, places in cited)


def items(book: Rulebook, layer: Layer | None, day: date) -> tuple[tuple[RegulationItem, ...], tuple[RegulationRule, ...]]:
    """The items with their rules as they bind on `day`, and the rules an event opens that belong to no item."""
    bound = with_layer(book, layer, layer.in_force_from) if layer is not None else book
    rules = {duty.id: (duty, book.duty_on(duty.id, day)) for duty in changeable(bound, day)}
    standing = [
        duty for duty in book.versions if Kind.COMMUNE in duty.bearer and duty.starts.kind is not StartKind.EVENT and duty.in_force(day)
    ]
    found = []
    for number, item in sorted(book.items.items()):
        mine = [_rule(*pair) for pair in rules.values() if pair[0].starts.item == number and pair[0].starts.event == DECIDED]
        mine += [_rule(duty, duty) for duty in standing if _names(duty.basis, item.basis)]
        found.append(RegulationItem(number, present.said(item.text), format.cited(item.basis), tuple(mine)))
    others = [_rule(*pair) for pair in rules.values() if pair[0].starts.item is None or pair[0].starts.event != DECIDED]
    return tuple(found), tuple(others)


def page(
    stand: duties.Stand,
    layer: Layer | None,
    *,
    first: date | None = None,
    last: date | None = None,
    others: Sequence[Adopted] = (),
    **more: object,
) -> RegulationPage:
    """The regulation `layer` of a commune as a document; without one what the law itself says."""
    day = max(stand.day, layer.in_force_from, first or stand.day) if layer is not None else stand.day
    day = min(day, layer.in_force_to or day) if layer is not None else day
    listed, rest = items(stand.book, layer, day)
    place = stand.place
    title = _("Regulation on democracy of %(name)s") if layer is not None else _("What the law asks of %(name)s")
    return RegulationPage(
        title=title % {"name": place.name},
        body=Link(place.name, reverse("body", args=[place.code])),
        number=layer.number if layer is not None else "",
        dated=layer.dated if layer is not None else None,
        first=first or (layer.in_force_from if layer is not None else None),
        last=last if layer is not None else None,
        items=listed,
        others=rest,
        today=stand.day,
        earlier=tuple(
            Link(_("No %(number)s of %(day)s") % {"number": one.layer.number, "day": format.short_day(one.layer.dated)},
                 reverse("regulation-one", args=[place.code, one.subject]))
            for one in others
        ),
        basis=format.cited(BASIS),
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def standing(body: int, day: date) -> tuple[Adopted | None, tuple[Adopted, ...]]:
    """The regulation that counts on `day`, or the next one to count, and all the others, latest first."""
    found = adopted(body)
    now = next((one for one in found if one.counts(day)), None) or next((one for one in found if one.first > day), None)
    return now, tuple(one for one in found if one is not now)


def find(body: int, subject: str) -> Adopted:
    """One regulation of a body. Raises NotHere."""
    found = next((one for one in adopted(body) if one.subject == subject), None)
    if found is None:
        raise NotHere(N_("This commune has no such regulation."))
    return found


def sentence(one: Told) -> str:
    """What an entry of this work says; "" where it is another work's."""
    if one.act != "regulation.adopt":
        return ""
    if not one.words:
        return _("Adopted its own regulation on democracy")
    values = {"number": one.words.get("number", ""), "day": format.short_day(date.fromisoformat(str(one.words["counts"])))}
    return _("Adopted its own regulation on democracy, No %(number)s, which counts from %(day)s on") % values


def links(place_code: str, layer: Layer, acts: Collection[str]) -> Iterator[Link]:
    """What an office may do with a regulation that was adopted: register it as a document, so that it is disclosed like any other."""
    if "decision.register" in acts:
        query = f"?muc={REGISTERED_UNDER}&so={layer.number}&ngay={layer.dated:%d/%m/%Y}&ten={_('Regulation on democracy')}"
        yield Link(_("Register it as a document, then disclose it"), reverse("decision-register", args=[place_code]) + query)
