"""Lists of people: who keeps one sees it, an office above says why it looks, the Front sees numbers, everybody else nothing.

Promises: no page shows a name before its reader's right was read from the policy and, for an office above, before the look is an act.
Refuses: whoever else asks, with the same sentence whether there is a list or not.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people import may, visibility
from dinhlang.ground.people.reads import Holder, office_name
from dinhlang.ground.record import clock
from dinhlang.ground.rolls import acts, forms, policy, reads
from dinhlang.ground.rolls.acts.lists import NAMED_TWICE, TAKEN, Claimed, whys
from dinhlang.ground.rolls.kinds import TITLES
from dinhlang.ground.rolls.matching import Said, Step
from dinhlang.ground.rolls.reads import Seat
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, FormPage, Link, Refusal
from dinhlang.ground.ui.submit import act_form

NOT_YOURS = N_("Lists of people are read by the office that keeps them. Sign in with that office, or go back to the body's page.")
NO_SEAT = N_("Nobody on this list has this place today: it was ended, or the address is not whole.")
NOTED = {
    TAKEN: N_(
        "The list number {number} belongs to {name} already. One household has one number and one representative. "
        "It was noted for the head of the village, who settles it with both."
    ),
    NAMED_TWICE: N_(
        "{name}, number {number}, represents a household here already. One person represents one household. "
        "It was noted for the head of the village, who settles it with both."
    ),
}
LINE = "rolls.Line"


@dataclass(frozen=True)
class Words:
    """What the pages of a list say of one row of it; each of the three takes the list number."""

    add: str
    lead: str
    title: str
    leaves: str
    end: str
    ended: str


HOUSEHOLD = Words(
    N_("Add a household"),
    N_("No identity number is kept of a household, and no birthday: number, name and where to find it are enough."),
    N_("Household %(number)s"),
    N_("Household %(number)s leaves the list"),
    N_("The household leaves"),
    N_("Its access slip, its number for entering and its open sessions end with it."),
)
PERSON = Words(
    N_("Add somebody"),
    N_("No identity number is kept of anybody, and no birthday: number, name and post are enough."),
    N_("Number %(number)s on the list"),
    N_("Number %(number)s leaves the list"),
    N_("No longer on this list"),
    N_("What stood before stays in the list with its days; nothing is overwritten."),
)


def _words(roll: str) -> Words:
    return HOUSEHOLD if roll == policy.HOUSEHOLDS else PERSON


@dataclass(frozen=True)
class Access:
    """As what somebody stands before a list: its body and kind, whether they keep it, stand above it, or see numbers alone."""

    place: bodies.Place
    roll: policy.RollKind
    holder: Holder
    keeps: bool
    above: bool
    numbers: bool


@dataclass(frozen=True)
class RollPage:
    """A list as its reader may see it; `looks` and `claims` for who keeps it."""

    title: str
    body: Link
    day: Any
    seats: tuple[Seat, ...]
    columns: frozenset[str]
    where: str
    edits: bool
    actions: tuple[Link, ...]
    looks: tuple[tuple[Any, str, str], ...]
    claims: tuple[reads.Open, ...]
    frozen: tuple[Any, ...]
    roll: str
    code: str
    until_note: str = ""


@dataclass(frozen=True)
class IndexRow:
    """A village of the index: how many households, and where its list and slips are."""

    name: str
    count: int
    slips: tuple[int, int, int]  # printed and not handed over, households that enter with a number, alarms
    links: tuple[Link, ...]


def access(request: HttpRequest, code: str, roll: str) -> Access:
    """The list `roll` of the body `code`, for whoever may come near it. Raises NotYours."""
    place, kind = bodies.find(code, clock.today()), policy.roll(roll)
    holder = may.holder(request)
    if holder is None or place.kind not in kind.bearers:
        raise NotYours(NOT_YOURS)
    roles = visibility.roles_of(may.actor(request), holder, place.id)
    state = "households" if roll == policy.HOUSEHOLDS else "others"
    names = visibility.may_see(roles, LINE, "name", state)
    keeps = reads.keeps(holder, place, kind) and names
    above = reads.stands_above(holder, place, kind) and names
    numbers = visibility.may_see(roles, LINE, "number", state)
    if not (keeps or above or numbers):
        raise NotYours(NOT_YOURS)
    return Access(place, kind, holder, keeps, above, numbers)


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


def seen(request: HttpRequest, code: str, roll: str) -> Access | HttpResponse:
    """`access` for who sees names now; the way to say why one looks, for an office above without an open look. Raises NotYours."""
    found = access(request, code, roll)
    if found.keeps:
        return found
    if not found.above:
        raise NotYours(NOT_YOURS)
    if reads.looks_now(found.holder, found.place.id, roll, clock.now()):
        return found
    return _private(HttpResponseRedirect(reverse("roll-look", args=[code, roll])))


def _back(found: Access) -> Link:
    return Link(_(TITLES[found.roll.id]), reverse("roll", args=[found.place.code, found.roll.id]))


def index(request: HttpRequest, code: str) -> HttpResponse:
    """The lists of a body; for a commune, those of its villages."""
    place = bodies.find(code, clock.today())
    holder = may.holder(request)
    if holder is None:
        raise NotYours(NOT_YOURS)
    day = clock.today()
    villages = bodies.villages(place.id, day) if place.kind == "commune" else ()
    own = [kind for kind in policy.rolls() if not kind.source and place.kind in kind.bearers and reads.keeps(holder, place, kind)]
    households = policy.roll(policy.HOUSEHOLDS)
    front = visibility.Role.FRONT in visibility.roles_of(may.actor(request), holder, place.id)
    above = [one for one in villages if reads.stands_above(holder, one, households) or front]
    if not own and not above:
        raise NotYours(NOT_YOURS)
    counted = reads.counts([one.id for one in above], policy.HOUSEHOLDS, day)
    slips = reads.counted([one.id for one in above])
    rows = tuple(
        IndexRow(
            one.name,
            counted.get(one.id, 0),
            slips[one.id],
            (
                *(() if front else (Link(_("Open the list"), reverse("roll", args=[one.code, policy.HOUSEHOLDS])),)),
                Link(_("Access slips"), reverse("slips", args=[one.code])),
            ),
        )
        for one in above
    )
    page = {
        "title": _("Lists of people"),
        "body": Link(place.name, reverse("body", args=[place.code])),
        "own": tuple(Link(_(TITLES[kind.id]), reverse("roll", args=[place.code, kind.id])) for kind in own),
        "rows": rows,
    }
    return _private(render(request, "rolls/index.html", {"page": page}))


def page(request: HttpRequest, code: str, roll: str) -> HttpResponse:
    """A list, for who keeps it or has said why they look."""
    found = seen(request, code, roll)
    if not isinstance(found, Access):
        return found
    day, place = clock.today(), found.place
    edits = roll == policy.HOUSEHOLDS
    seats = reads.on(place.id, roll, day)
    one, whole = (
        Link(_(_words(roll).add), reverse("roll-arrive", args=[code, roll])),
        Link(_("Bring in a list"), reverse("imports", args=[code])),
    )
    actions = [
        *([] if not found.keeps else [one, whole] if seats else [whole, one]),  # the first is the button that stands out
        *([] if found.keeps else [one]),
        Link(_("Freeze the list"), reverse("roll-freeze", args=[code, roll])),
        *([Link(_("Access slips"), reverse("slips", args=[code]))] if edits else []),
    ]
    shown = RollPage(
        title=_(TITLES[roll]),
        body=Link(place.name, reverse("body", args=[code])),
        day=day,
        seats=seats,
        columns=frozenset(found.roll.columns),
        where=_("Address") if "address" in found.roll.columns else _("Department"),
        edits=edits,
        actions=tuple(actions),
        looks=tuple((one.at, office_name(one.office), one.words or _(forms.LOOK_WORDS[one.reason])) for one in reads.looks(place.id, roll)),
        claims=reads.claims(place.id, roll, day) if found.keeps else (),
        frozen=reads.snapshots(place.id, roll),
        roll=roll,
        code=code,
        until_note="" if found.keeps else _("You look at this list for a reason that its keeper reads. The look ends by itself."),
    )
    return _private(render(request, "rolls/roll.html", {"page": shown, "command_id": uuid4()}))


def look(request: HttpRequest, code: str, roll: str) -> HttpResponse:
    """Say why one looks: act `rolls.look`."""
    found = access(request, code, roll)
    if found.keeps:
        return _private(HttpResponseRedirect(_back(found).href))
    if not found.above:
        raise NotYours(NOT_YOURS)
    form = forms.LookForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> str:
        acts.look(
            by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=found.place.id, roll=roll,
            reason=data["reason"], words=data["words"],
        )  # fmt: skip
        return _back(found).href

    lead = _("This list is kept by the village. Each look is an act, sealed in the record; the head sees who looked, when and why.")
    title = _("Look at the list of %(name)s") % {"name": found.place.name}
    return act_form(request, form, _page(title, lead, _("Open the list"), Link(found.place.name, reverse("body", args=[code]))), do)


def _page(title: str, lead: str, submit: str, back: Link, *why: str, facts: tuple[Field, ...] = ()) -> Callable[..., FormPage]:
    def make(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(title=title, lead=lead, form=form, submit=submit, back=back, refusal=stopped, why=why, facts=facts)

    return make


def _said(data: dict[str, Any]) -> Said:
    """What a form says; what the list does not keep is empty."""
    number = data["number"].lstrip("0") or data["number"]
    return Said(number, data["name"], **{name: data.get(name, "") for name in ("second", "cluster", "address", "phone", "post")})


def _change(request: HttpRequest, found: Access, data: dict[str, Any], steps: tuple[Step, ...], claims: str) -> str:
    """Do `rolls.change`; where somebody else stands there already, keep that for who keeps the roll, and refuse."""
    try:
        acts.change(
            by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=found.place.id, roll=found.roll.id,
            steps=steps, day=data["day"], why=data["why"],
        )  # fmt: skip
    except Claimed as stopped:
        acts.claim(by=may.actor(request), at=clock.now(), command_id=uuid4(), body=found.place.id, key=stopped.key, name=claims)
        raise Refused(NOTED[stopped.msg], stopped.values) from stopped
    return _back(found).href


def _households(request: HttpRequest, code: str, roll: str) -> Access | HttpResponse:
    if roll != policy.HOUSEHOLDS:
        raise NotHere(NO_SEAT)
    return seen(request, code, roll)


def arrive(request: HttpRequest, code: str, roll: str) -> HttpResponse:
    """Somebody comes to the list."""
    found = seen(request, code, roll)
    if not isinstance(found, Access):
        return found
    sent = request.POST if request.method == "POST" else None
    reasons = tuple(why for why in whys(roll, "arrive") if why != "split")
    form = forms.LineForm(sent, roll=found.roll, whys=reasons, initial={"day": clock.today()})

    def do(data: dict[str, Any]) -> str:
        return _change(request, found, data, (Step(found.place.id, "", _said(data)),), data["name"])

    words = _words(roll)
    return act_form(request, form, _page(_(words.add), "", _("Add it"), _back(found), _(words.lead)), do)


def _of(found: Access, key: str) -> Seat:
    held = reads.seat_of(key, clock.today())
    if held is None or held[1:] != (found.place.id, found.roll.id):
        raise NotHere(NO_SEAT)
    return held[0]


def amend(request: HttpRequest, code: str, roll: str, key: str) -> HttpResponse:
    """Another representative, stand-in, address of a household; another post of somebody."""
    found = seen(request, code, roll)
    if not isinstance(found, Access):
        return found
    seat = _of(found, key)
    initial = {name: getattr(seat, name) for name in ("number", "name", "second", "cluster", "address", "phone", "post")}
    sent = request.POST if request.method == "POST" else None
    form = forms.LineForm(sent, roll=found.roll, whys=whys(roll, "amend"), initial={**initial, "day": clock.today()})

    def do(data: dict[str, Any]) -> str:
        said = _said(data)
        if said == Said(**initial):
            raise Refused(N_("Nothing here differs from what the list says already."))
        return _change(request, found, data, (Step(found.place.id, key, said),), data["name"])

    words = _words(roll)
    links = [Field(_(words.end), _("End it on the list"), reverse("roll-depart", args=[code, roll, key]))]
    if roll == policy.HOUSEHOLDS:
        links.append(Field(_("It becomes two"), _("Split it"), reverse("roll-split", args=[code, roll, key])))
    title = _(words.title) % {"number": seat.number}
    lead = _("What stood before stays in the list with its days; nothing is overwritten.")
    return act_form(request, form, _page(title, lead, _("Enter the change"), _back(found), _(words.lead), facts=tuple(links)), do)


def depart(request: HttpRequest, code: str, roll: str, key: str) -> HttpResponse:
    """Somebody leaves the list."""
    found = seen(request, code, roll)
    if not isinstance(found, Access):
        return found
    seat = _of(found, key)
    sent = request.POST if request.method == "POST" else None
    form = forms.DepartForm(sent, whys=whys(roll, "depart"), initial={"day": clock.today()})

    def do(data: dict[str, Any]) -> str:
        return _change(request, found, data, (Step(found.place.id, key, None),), seat.name)

    words = _words(roll)
    return act_form(
        request, form, _page(_(words.leaves) % {"number": seat.number}, _(words.ended), _("End it on the list"), _back(found)), do
    )


def split(request: HttpRequest, code: str, roll: str, key: str) -> HttpResponse:
    """A household becomes two: the old one stays, a new one begins."""
    found = _households(request, code, roll)
    if not isinstance(found, Access):
        return found
    seat = _of(found, key)
    sent = request.POST if request.method == "POST" else None
    initial = {"day": clock.today(), "cluster": seat.cluster, "address": seat.address}
    form = forms.LineForm(sent, roll=found.roll, whys=("split",), initial=initial)

    def do(data: dict[str, Any]) -> str:
        said, old = _said(data), Said(seat.number, seat.name, seat.second, seat.cluster, seat.address, seat.phone)
        steps = [Step(found.place.id, "", said)]
        if said.name == seat.second:
            steps.insert(0, Step(found.place.id, key, replace(old, second="")))
        return _change(request, found, data, tuple(steps), data["name"])

    title = _("A household splits from number %(number)s") % {"number": seat.number}
    lead = _("The old household keeps its number and its representative. The new one has its own, and needs an access slip of its own.")
    return act_form(request, form, _page(title, lead, _("Split it"), _back(found), _(HOUSEHOLD.lead)), do)


def freeze(request: HttpRequest, code: str, roll: str) -> HttpResponse:
    """Freeze the list as of a day: act `rolls.freeze`."""
    found = access(request, code, roll)
    if not (found.keeps or found.above):
        raise NotYours(NOT_YOURS)
    form = forms.FreezeForm(request.POST if request.method == "POST" else None, initial={"day": clock.today()})

    def do(data: dict[str, Any]) -> str:
        done = acts.freeze(
            by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=found.place.id, roll=roll,
            day=data["day"], purpose=data["purpose"],
        )  # fmt: skip
        return reverse("done", args=[done.code])

    lead = _("Who is on the list on that day is kept as it is; the record says how many there were and holds the fingerprint.")
    return act_form(request, form, _page(_("Freeze the list"), lead, _("Freeze it"), _back(found)), do)


@require_POST
def settle(request: HttpRequest, code: str, roll: str, claim: str) -> HttpResponse:
    """What two people claimed is settled."""
    found = access(request, code, roll)
    if not found.keeps:
        raise NotYours(NOT_YOURS)
    acts.settle(by=may.actor(request), at=clock.now(), command_id=uuid4(), body=found.place.id, claim=claim)
    return _private(HttpResponseRedirect(_back(found).href))


def desk_link(holder: Holder, seat: bodies.Place) -> Link | None:
    """The way to the lists that this office keeps, or may look at; None for an office without any."""
    kept = [kind for kind in policy.rolls() if not kind.source and reads.keeps(holder, seat, kind)]
    above = seat.kind == "commune" and holder.office in policy.roll(policy.HOUSEHOLDS).seers
    if holder.office in visibility.policy().offices.front:
        front = seat if seat.kind != "front" or seat.parent is None else bodies.place(seat.parent, clock.today())
        return Link(_("Access slips"), reverse("rolls" if front.kind == "commune" else "slips", args=[front.code]))
    if not kept and not above:
        return None
    if len(kept) == 1 and not above:
        return Link(_(TITLES[kept[0].id]), reverse("roll", args=[seat.code, kept[0].id]))
    return Link(_("Lists of people"), reverse("rolls", args=[seat.code]))
