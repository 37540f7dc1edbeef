"""Forms about paper: hung up, taken down, seen."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.models import Run
from dinhlang.ground.files.receive import PHOTOGRAPHS, receive
from dinhlang.ground.record import clock
from dinhlang.ground.ui import format
from dinhlang.ground.ui.shapes import MessagePage
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.disclosures import acts, checks, forms, reads
from dinhlang.works.disclosures.models import Disclosure
from dinhlang.works.disclosures.views.common import link_to, of_thing, page_of, paper_basis, paper_of, run_act, sent


def _paper_parts(at: duties.Frame, row: Disclosure) -> list[tuple[str, str, str]]:
    """(part, place, label) wherever the claimed duties ask for paper."""
    villages = [(village.code, village.name) for village in at.villages] or [(at.place.code, at.place.name)]
    places: dict[tuple[str, str], str] = {}
    for _one, part in paper_of(at, row):
        channel, word = part.part.channel, present.said(part.part.text)
        if channel == "board":
            places[channel, checks.HEADQUARTERS] = word
        else:
            places.update({(channel, code): f"{word}: {name}" for code, name in villages})
    return [(channel, place, label) for (channel, place), label in places.items()]


def place(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `disclosure.place`."""
    row, at, seen = of_thing(request, subject, "disclosure.place")
    options = [(f"{part} {where}", label) for part, where, label in _paper_parts(at, row)]
    claimed = {claim.rule for claim in row.claims.all()}
    means = [
        (way.id, present.said(way.text))
        for rule in claimed
        if rule in at.book.duties
        for part in at.book.duties[rule].parts
        for way in part.means
    ]
    form = forms.Place(sent(request)[0], places=options, means=means, initial={"from_day": clock.today()})

    def do(data: dict[str, Any]) -> str:
        part, _space, where = data["where"].partition(" ")
        return run_act(
            request,
            acts.place,
            at.place,
            data["command_id"],
            disclosure=subject,
            part=part,
            place=where,
            from_day=data["from_day"],
            means=data.get("means", ""),
        )

    page = page_of(
        _("Enter a posting on paper"),
        _("It is shown as declared by the body until the Front or two residents confirm that they saw it."),
        _("Enter"),
        link_to(subject, seen),
        basis=paper_basis(at, row),
    )
    return act_form(request, form, page, do)


def _papers(row: Disclosure, at: duties.Frame, pick: Callable[[Run], bool]) -> list[tuple[Run, str]]:
    """The papers of a disclosure that `pick` chooses, each once with its form, its place and the day it was put up."""
    names = {village.code: village.name for village in at.villages}
    found: dict[bytes, tuple[Run, str]] = {}
    runs = Run.objects.select_related("slot", "clock").filter(subject=row.subject, voided=None).exclude(place=acts.SITE)
    for run in runs.order_by("from_day", "id"):
        term = run.slot or run.clock
        if term is not None and pick(run):
            part = at.book.duties[term.rule].part(term.part)
            values = {
                "form": present.said(part.text) if part else term.part,
                "place": present.place_word(run.place, names),
                "day": format.short_day(run.from_day),
            }
            found.setdefault(bytes(run.entry), (run, _("%(form)s, %(place)s, since %(day)s") % values))
    return list(found.values())


def _none(request: HttpRequest, subject: str, seen: reads.Seen, title: str, text: str) -> HttpResponse:
    """Where nothing is to be chosen from: said, with the way back, in the place of a form that nobody can fill in."""
    return render(request, "pages/message.html", {"page": MessagePage(title, (text,), (link_to(subject, seen),))})


def take_down(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `disclosure.take_down`."""
    row, at, seen = of_thing(request, subject, "disclosure.take_down")
    hanging = _papers(row, at, lambda run: run.to_day is None)
    places = [(f"{term.part} {run.place}", label) for run, label in hanging if (term := run.slot or run.clock) is not None]
    if not places and request.method == "GET":
        return _none(
            request,
            subject,
            seen,
            _("Enter that it was taken down"),
            _("No posting on paper hangs now: none was entered, or all are down."),
        )
    form = forms.TakeDown(sent(request)[0], places=places, initial={"to_day": clock.today()})

    def do(data: dict[str, Any]) -> str:
        part, _space, where = data["where"].partition(" ")
        return run_act(
            request, acts.take_down, at.place, data["command_id"], disclosure=subject, part=part, place=where, to_day=data["to_day"]
        )

    page = page_of(
        _("Enter that it was taken down"),
        _("The days of a posting are counted without a break."),
        _("Enter"),
        link_to(subject, seen),
        basis=paper_basis(at, row),
    )
    return act_form(request, form, page, do)


def countersign(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `disclosure.countersign`."""
    row, at, seen = of_thing(request, subject, "disclosure.countersign")
    waiting = _papers(row, at, lambda run: not run.seen_first or checks.end_waits(run, at.day))
    if not waiting and request.method == "GET":
        text = _("No posting waits for a confirmation: none was entered, or the time to confirm its end has not come.")
        return _none(request, subject, seen, _("Confirm a posting you saw"), text)
    form = forms.Countersign(*sent(request), places=[(run.key, label) for run, label in waiting], initial={"which": "first"})

    def do(data: dict[str, Any]) -> str:
        return run_act(
            request,
            acts.countersign,
            at.place,
            data["command_id"],
            disclosure=subject,
            run=data["where"],
            which=data["which"],
            attachments=receive(data["photo"], PHOTOGRAPHS),
        )

    page = page_of(
        _("Confirm a posting you saw"),
        _(
            "You confirm one posting, up since the day named beside it. "
            "One confirmation of the Front, or those of two residents, make it count."
        ),
        _("Confirm"),
        link_to(subject, seen),
        why=(_("The photograph is kept sealed: it is shown to nobody but those who check."),),
        basis=paper_basis(at, row),
        upload=True,
    )
    return act_form(request, form, page, do)
