"""Access slips of a village as offices see them: states by list number, hand-over, revocation, the print itself.

Promises: no name on any of these pages; codes stand on the printed sheet alone, which is given out once and kept nowhere.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinhlang.core.refusal import N_, NotYours, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people import may
from dinhlang.ground.people.reads import Holder
from dinhlang.ground.record import clock
from dinhlang.ground.rolls import acts, codes, policy, reads, sheets
from dinhlang.ground.rolls.acts.slips import CHOOSE, NOT_ASKER
from dinhlang.ground.rolls.models import PrintRun
from dinhlang.ground.rolls.views.lists import NOT_YOURS, Access, access
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.shapes import Field, FormPage, Link, Refusal
from dinhlang.ground.ui.submit import HallText, act_form

STATE_WORDS = {
    reads.NONE: (N_("no slip"), "none"),
    reads.PRINTED: (N_("printed, not handed over"), "wait"),
    reads.HANDED: (N_("handed over"), "open"),
    reads.USED: (N_("used"), "done"),
    reads.OVER: (N_("its days are over"), "late"),
    reads.DEAD: (N_("ended"), "none"),
}
REASON_WORDS = {
    "lost": N_("the slip or the number was lost"),
    "stolen": N_("somebody else holds it"),
    "mistake": N_("it was handed to the wrong household"),
    "asked": N_("the household asked for it"),
    "alarm": N_("it was tried a second time"),
}
HAND, REVOKE, PRINT = "rolls.hand_over", "rolls.revoke_slips", "rolls.print_slips"
MOST_NUMBERS = 2_000


@dataclass(frozen=True)
class SlipsPage:
    """The slips of a village by list number."""

    title: str
    body: Link
    back: Link
    counts: tuple[Field, ...]
    actions: tuple[Link, ...]
    rows: tuple[tuple[reads.SlipRow, str, str], ...]
    bursts: tuple[reads.Burst, ...]
    alarms: tuple[reads.SlipRow, ...]
    prints: tuple[tuple[int, str], ...]


def numbers(text: str) -> tuple[str, ...]:
    """List numbers out of "1-12, 15, 15a". Raises Refused for what is none."""
    found: list[str] = []
    for part in filter(None, re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*", "-", text))):
        ends = re.fullmatch(r"(\d{1,6})-(\d{1,6})", part)
        if ends is None:
            if not re.fullmatch(r"[0-9A-Za-zĐđ./]{1,12}", part):
                raise Refused(CHOOSE)
            found.append(part.lstrip("0") or part)
            continue
        first, last = int(ends[1]), int(ends[2])
        if last < first or last - first > MOST_NUMBERS:
            raise Refused(CHOOSE)
        found += map(str, range(first, last + 1))
    return tuple(dict.fromkeys(found))


class Numbers(CommandForm):
    """Which households."""

    numbers = HallText(label=gettext_lazy("List numbers"), required=False, max_length=2000, help_text=gettext_lazy("For example 1-12, 15."))


class HandOver(Numbers):
    """Slips that were handed over."""

    cluster = django_forms.ChoiceField(label=gettext_lazy("Or all of a cluster"), required=False)

    def __init__(self, *args: Any, clusters: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if clusters:
            self.fields["cluster"].choices = [("", _("none")), *((one, one) for one in clusters)]  # type: ignore[attr-defined]
        else:
            del self.fields["cluster"]


class Revoke(Numbers):
    """Ways in that end."""

    reason = django_forms.ChoiceField(label=gettext_lazy("Why"), widget=django_forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(name, _(text)) for name, text in REASON_WORDS.items()]  # type: ignore[attr-defined]


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "strict-origin"
    return response


def page(request: HttpRequest, code: str) -> HttpResponse:
    """States by list number; for the Front, the head, and the commune that prints."""
    found = access(request, code, policy.HOUSEHOLDS)
    at, place = clock.now(), found.place
    rows = reads.slips_of(place.id, at)
    mine = may.acts(request, place)
    counts = Counter(row.state for row in rows)
    actions = [
        *([Link(_("Record a hand-over"), reverse("slips-hand", args=[code]))] if HAND in mine else []),
        *([Link(_("Print slips"), reverse("slips-ask", args=[code]))] if PRINT in mine else []),
        *([Link(_("End a way in"), reverse("slips-revoke", args=[code]))] if REVOKE in mine else []),
    ]
    shown = SlipsPage(
        title=_("Access slips"),
        body=Link(place.name, reverse("body", args=[code])),
        back=_back_of(found),
        counts=tuple(Field(_(word), format.count(counts[state])) for state, (word, _tone) in STATE_WORDS.items() if counts[state]),
        actions=tuple(actions),
        rows=tuple((row, _(STATE_WORDS[row.state][0]), STATE_WORDS[row.state][1]) for row in rows),
        bursts=reads.bursts(place.id, at),
        alarms=tuple(row for row in rows if row.alarmed is not None),
        prints=tuple(
            (len(run.members), reverse("slips-make", args=[run.subject])) for run in reads.runs_of(place.id, found.holder.mandate)
        ),
    )
    return _private(render(request, "rolls/slips.html", {"page": shown}))


def _back_of(found: Access) -> Link:
    if found.keeps:
        return Link(_("Households of the village"), reverse("roll", args=[found.place.code, policy.HOUSEHOLDS]))
    return Link(found.place.name, reverse("body", args=[found.place.code]))


def _may(request: HttpRequest, code: str, act: str) -> Access:
    found = access(request, code, policy.HOUSEHOLDS)
    if act not in may.acts(request, found.place):
        raise NotYours(NOT_YOURS)
    return found


def _form(title: str, lead: str, submit: str, code: str) -> Any:
    back = Link(_("Access slips"), reverse("slips", args=[code]))

    def make(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(title=title, lead=lead, form=form, submit=submit, back=back, refusal=stopped)

    return make


def hand(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `rolls.hand_over`."""
    found = _may(request, code, HAND)
    clusters = sorted({row.cluster for row in reads.slips_of(found.place.id, clock.now()) if row.cluster})
    form = HandOver(request.POST if request.method == "POST" else None, clusters=clusters)

    def do(data: dict[str, Any]) -> str:
        acts.hand_over(
            by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=found.place.id,
            numbers=numbers(data["numbers"]), cluster=data.get("cluster", ""),
        )  # fmt: skip
        return reverse("slips", args=[code])

    lead = _("A slip opens nothing before this. Record it after the slip was given into the hand of the household, not before.")
    return act_form(request, form, _form(_("Record a hand-over"), lead, _("These were handed over"), code), do)


def revoke(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `rolls.revoke_slips`."""
    found = _may(request, code, REVOKE)
    form = Revoke(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> str:
        acts.revoke_slips(
            by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=found.place.id,
            numbers=numbers(data["numbers"]), reason=data["reason"],
        )  # fmt: skip
        return reverse("slips", args=[code])

    lead = _(
        "Slip, secret number and open sessions of the household end at once. It enters again with a new slip, which the commune prints."
    )
    return act_form(request, form, _form(_("End a way in"), lead, _("End it"), code), do)


def desk_links(holder: Holder) -> tuple[Link, ...]:
    """For the desk of who asked for slips: the prints that a second person confirmed and that are still to be made."""
    runs = reads.prints_of(holder.mandate)
    places = bodies.places([run.village_id for run in runs], clock.today()) if runs else {}
    return tuple(
        Link(
            _("Print now: %(n)s access slips for %(name)s") % {"n": format.count(len(run.members)), "name": places[run.village_id].name},
            reverse("slips-make", args=[run.subject]),
        )
        for run in runs
        if run.village_id in places
    )


class Make(CommandForm):
    """Nothing but the will to print now."""


def make(request: HttpRequest, run: str) -> HttpResponse:
    """Draw the codes and give out the sheets, once: act `rolls.make_slips`."""
    holder = may.holder(request)
    row = PrintRun.objects.filter(subject=run).exclude(second=None).first()
    if holder is None or row is None or row.first_id != holder.mandate:
        raise NotYours(NOT_ASKER)
    place = bodies.place(row.village_id, clock.today())
    form = Make(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> HttpResponse:
        drawn = codes.drawn(row.members)
        by_key = {one.key: one for one in reads.on(place.id, policy.HOUSEHOLDS, clock.today())}
        digests = tuple((key, codes.of_slip(bits)) for key, bits in drawn.items())
        acts.make_slips(
            by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=place.id, run=run, digests=digests
        )  # fmt: skip
        ordered = sorted((by_key[key] for key in drawn), key=reads.by_number)
        return _sheets(request, place, [sheets.Printed(one.number, drawn[one.key]) for one in ordered])

    title = _("%(n)s access slips for %(name)s") % {"n": format.count(len(row.members)), "name": place.name}
    lead = _("The sheets come once, now: save or print them before you close this page. A second print is a new issue.")
    return act_form(request, form, _form(title, lead, _("Draw the codes and give me the sheets"), place.code), do)


def _sheets(request: HttpRequest, place: bodies.Place, many: list[sheets.Printed]) -> HttpResponse:
    commune = bodies.place(place.parent, clock.today()).name if place.parent else ""
    words = sheets.Words(
        place.name, commune, absolute(request, reverse("enter")), absolute(request, reverse("enter-number", args=[place.code])),
        policy.values().slip_days,
    )  # fmt: skip
    name, kind, data = sheets.packed(f"giay-vao-cua-{place.code}", list(sheets.parts(words, many)))
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox"
    return _private(response)
