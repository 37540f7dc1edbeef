"""Urging a body about a duty, handing one to a colleague, and what a superior sees of the bodies below.

Promises: the forms are reached from the duty's own page; what was typed stays after a refusal. Refuses: whoever holds no office that may.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dinhlang.core.refusal import N_, NotYours
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.follow import acts, assigned, policy, reads
from dinhlang.ground.follow.reads import InHand, Key, Urged
from dinhlang.ground.people import may
from dinhlang.ground.people.publicity import Stage
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.record import clock
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.shapes import Field, FormPage, FoundRow, Link, Refusal
from dinhlang.ground.ui.submit import HallText, act_form
from dinhlang.web.figures import reads as figures
from dinhlang.web.figures.reads import Figure
from dinhlang.works.meetings.acts import INSIDE, OPEN, PRIVATE
from dinhlang.works.petitions.acts.urging import SEEN, URGED
from dinhlang.works.reception.acts.register import DESK, REPORT

MOST = 12  # bodies on a superior's desk; the board has them all
URGE, HAND = "duties.urge", "duties.hand"
# Who may know of what work came of, as its row says it: the right to say what became of it, the page where, and words before it.
WORK: Mapping[str, tuple[str, str, str]] = {
    **dict.fromkeys((OPEN, INSIDE, PRIVATE), (assigned.REPORT, "meeting-report", "")),
    SEEN: (URGED, "petition-urged", N_("urged by the body above")),
    DESK: (REPORT, "reception-report", N_("promised at a reception")),
}
NOT_YOURS = N_("This is for the superior of this body, for the Front, or for its own office. Sign in with that office.")


class Urge(CommandForm):
    """A word that goes with it."""

    text = HallText(
        label=gettext_lazy("A word that goes with it"),
        required=False,
        max_length=policy.values().signs,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Hand(CommandForm):
    """To whom."""

    to = forms.ChoiceField(label=gettext_lazy("Who has it in hand"), required=False)
    note = HallText(label=gettext_lazy("A word that goes with it"), required=False, max_length=policy.values().signs)

    def __init__(self, *args: Any, colleagues: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("nobody in particular")), *((str(n), name) for n, name in colleagues.items())]  # type: ignore[attr-defined]


def _duty(request: HttpRequest, act: str, code: str, rule: str, occasion: str) -> tuple[duties.Frame, duties.Obligation]:
    stand = duties.find(code, clock.today())
    if act not in may.acts(request, stand.place, stand.book):
        raise NotYours(NOT_YOURS)
    return duties.one_of(duties.frame_of(stand), rule, occasion)


def _page(at: duties.Frame, one: duties.Obligation, title: str, lead: str, submit: str) -> Any:
    where = reverse("why", args=[at.place.code, one.duty.id, one.occasion])
    facts = (
        Field(_("Body"), at.place.name),
        Field(_("Duty"), present.said(one.duty.subject)),
        Field(_("Due"), format.long_day(one.due) if one.due else present.due_text(one)),
    )

    def page(form: forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=title,
            lead=lead,
            form=form,
            submit=submit,
            back=Link(present.occasion_title(one), where),
            facts=facts,
            refusal=stopped,
            basis=format.cited(one.duty.basis),
        )

    return page


def urge(request: HttpRequest, code: str, rule: str, occasion: str) -> HttpResponse:
    """Form of `duties.urge`."""
    at, one = _duty(request, URGE, code, rule, occasion)
    form = Urge(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> str:
        values = {"rule": rule, "occasion": occasion, "text": data["text"]}
        done = acts.urge(by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=at.place.id, **values)
        return reverse("done", args=[done.code])

    title = _("Urge %(name)s") % {"name": at.place.name}
    lead = _("It stands on that body's desk and beside the duty, with your office and the day. The record says that a body was urged.")
    return act_form(request, form, _page(at, one, title, lead, _("Urge")), do)


def hand(request: HttpRequest, code: str, rule: str, occasion: str) -> HttpResponse:
    """Form of `duties.hand`."""
    at, one = _duty(request, HAND, code, rule, occasion)
    able = [office.id for office in at.book.offices.values() if set(one.duty.accepts) & set(office.may)]
    colleagues = reads.colleagues(at.place.id, at.day, able)
    now = reads.in_hand(at.place.id).get((rule, occasion))
    form = Hand(
        request.POST if request.method == "POST" else None,
        initial={"to": str(now.mandate) if now is not None else ""},
        colleagues=colleagues,
    )

    def do(data: dict[str, Any]) -> str:
        to = int(data["to"]) if data["to"] else None
        values = {"rule": rule, "occasion": occasion, "to": to, "note": data["note"]}
        acts.hand(by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=at.place.id, **values)
        return reverse("desk")

    lead = _("The duty stays the body's own. It stands first on the desk of whoever has it in hand.")
    return act_form(request, form, _page(at, one, _("Who does this?"), lead, _("Hand it over")), do)


def said(one: Urged) -> str:
    """An urging as a sentence."""
    who = _("%(office)s of %(body)s") % {"office": office_name(one.office), "body": one.seat}
    sentence = _("%(who)s urged on %(day)s.") % {"who": who, "day": format.long_day(one.day)}
    return f"{sentence} “{one.text}”" if one.text else sentence


def links(at: duties.Frame, one: duties.Obligation, allowed: frozenset[str]) -> tuple[Link, ...]:
    """What the reader may do about following a duty up, for the duty's own page."""
    if one.state in acts.DONE:
        return ()
    named = ((HAND, "duty-hand", _("Hand it to a colleague")), (URGE, "duty-urge", _("Urge the body")))
    return tuple(Link(text, reverse(name, args=[at.place.code, one.duty.id, one.occasion])) for act, name, text in named if act in allowed)


def notes(at: duties.Frame, held: Mapping[Key, InHand]) -> dict[Key, str]:
    """For the desk of a body: what was urged about and who has what in hand, by rule and occasion, as one line. One or two queries."""
    found = {key: said(many[0]) for key, many in reads.urged(at.place.id, at.day).items()}
    for key, one in held.items():
        line = _held(one)
        found[key] = f"{found[key]} {line}" if key in found else line
    return found


def _held(one: InHand) -> str:
    line = _("In the hands of %(name)s.") % {"name": one.name}
    return f"{line} “{one.note}”" if one.note else line


def below(request: HttpRequest, stand: duties.Stand) -> tuple[FoundRow, ...]:
    """For the desk of a superior: the bodies below with something not done, those with most first; each leads to what it is. Nothing for
    an office that urges nobody below it, and where the province decided that states are for each body's own desk."""
    holder = may.holder(request)
    rule = stand.book.offices.get(holder.office) if holder is not None else None
    if rule is None or URGE not in (*rule.below, *rule.may) or stand.staged.stage is Stage.DESK:
        return ()
    asked = figures.Asked(stand.place, stand.day, shown=frozenset({stand.place.province_code}), law=stand.law)
    counted = figures.board(asked, stand.book)
    everywhere = may.audiences(request, None)
    found = []
    for unit, tally in zip(counted.units, counted.tallies(lambda _unit: everywhere), strict=True):
        n = tally.of(Figure.MISSING) + tally.of(Figure.SILENT)
        if n and unit.place.id != stand.place.id and not unit.pooled:
            found.append((n, unit.place))
    found.sort(key=lambda one: (-one[0], one[1].name))
    return tuple(FoundRow(place.name, _many(n), _list_of(place)) for n, place in found[:MOST])


def _many(n: int) -> str:
    return ngettext("%(n)d thing not done", "%(n)d things not done", n) % {"n": n}


def _list_of(place: Place) -> str:
    return f"{reverse('figures-list', args=[place.code])}?state={Figure.MISSING}" + ("&rieng=1" if place.kind != "commune" else "")


def given(at: duties.Frame, allowed: Collection[str]) -> tuple[FoundRow, ...]:
    """Work that offices of a body were given and have not ended, nearest day first, for those who say what became of it; by what it came
    of, as it may be known. Two queries at the most."""
    seen = [name for name, (right, _address, _words) in WORK.items() if right in allowed]
    found = assigned.waiting(at.place.id, seen) if seen else ()
    others = {one.giver for one in found} - {at.place.id}
    names = bodies.places(others, at.day) if others else {}
    rows = []
    for one in found:
        _right, address, came_of = WORK[one.seen]
        late = one.due is not None and one.due < at.day
        by = _("by %(day)s") % {"day": format.short_day(one.due)} if one.due else _("no day was named")
        words = (
            _(came_of) if came_of else "",
            office_name(one.office, at.book),
            _("the day named is over") if late else by,
            names[one.giver].name if one.giver in names else "",
        )
        rows.append(FoundRow(one.text, " · ".join(filter(None, words)), reverse(address, args=[one.source, one.number])))
    return tuple(rows)
