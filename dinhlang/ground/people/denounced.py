"""What is asked and said about denunciations, the same at every door: made from memory, kept by nobody.

Promises: one question comes before any box, and whoever says yes reads where a denunciation goes; nothing else is asked. Refuses to be
remembered by a browser.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.record import clock
from dinhlang.ground.ui import door, format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import AskOption, AskPage, Link, MessagePage


@dataclass(frozen=True)
class Reception:
    """Where a body receives next, in words ("" where no day is known), and the address of its page of days ("" where it has none)."""

    words: str
    href: str


class _Wires:
    received: Callable[[Place, date], Reception] | None = None


def wire(received: Callable[[Place, date], Reception]) -> None:
    """Hand over, once, how to learn where a body receives people (called by `config/wiring.py`)."""
    _Wires.received = received


def reception(place: Place) -> Reception:
    """Where a body receives. One query."""
    return _Wires.received(place, clock.today()) if _Wires.received is not None else Reception("", "")


def receives(place: Place, found: Reception) -> str:
    """Where people of a body are met, as a sentence: its next day of reception, else its office."""
    if found.words:
        return _("%(name)s receives: %(when)s.") % {"name": place.name, "when": found.words}
    return _("%(name)s: at its office (trụ sở), in office hours; no day of reception is announced here.") % {"name": place.name}


BASIS = "Law 25/2018/QH14 Art. 12(1), 13, 22, 23"


def private(response: HttpResponse) -> HttpResponse:
    """The response, kept by no browser and named to nobody."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "strict-origin"  # no code leaves; with "no-referrer" a browser says of no form where it came from
    return response


def page(request: HttpRequest, place: Place, first: tuple[str, ...] = (), again: Link | None = None) -> HttpResponse:
    """Where a denunciation about people of `place` goes. `first` are sentences before that, `again` leads back to a form."""
    over = bodies.place(place.parent, clock.today()) if place.parent is not None else None
    above = over.name if over is not None else ""
    met = [(one, reception(one)) for one in (place, over) if one is not None]
    lines = (
        *first,
        _(
            "A denunciation goes to the head of the body that employs the person; where it is about a head or a deputy, to the head of the "
            "body above."
        ),
        _("Here: about people employed by %(name)s, to its head%(above)s.")
        % {"name": place.name, "above": _("; about its head or deputies, to the head of %(above)s") % {"above": above} if above else ""},
        _(
            "You hand it in on paper, signed, or say it in person at their reception place in office hours. Your name and address are kept "
            "secret by whoever takes it in."
        ),
        *(receives(one, found) for one, found in met),
        _("This house takes in no denunciation: not in a form, not at the counter, not by telephone."),
    )
    days = (Link(_("Reception of citizens: %(name)s") % {"name": one.name}, found.href) for one, found in met if found.href)
    links = (*(() if again is None else (again,)), *days, Link(place.name, reverse("body", args=[place.code])))
    return private(render(request, "pages/message.html", {"page": MessagePage(_("Denunciations"), lines, links, format.cited(BASIS))}))


def question(request: HttpRequest, title: str, otherwise: AskOption, denounce: str, back: Link) -> HttpResponse:
    """The first question, before any box: does somebody report that a named person broke the law? `otherwise` is the answer no, `denounce`
    the address of the page where those go."""
    yes = AskOption(
        _("Yes"), _("That is a denunciation (tố cáo). The law protects who denounces: it is not taken in here, and we say where."), denounce
    )
    asked = AskPage(title, _("Do you want to report that a named person broke the law?"), (otherwise, yes), back)
    return private(render(request, "pages/ask.html", {"page": asked}))


def typed(request: HttpRequest) -> bool:
    """Whether a form was sent with words that call themselves a denunciation, in whatever box: before anything else is made of it."""
    return request.method == "POST" and door.denounces(*(text for name in request.POST for text in request.POST.getlist(name)))


def recognised(request: HttpRequest, place: Place, again: str) -> HttpResponse:
    """The page for whoever wrote one into a form; `again` is the address of that form."""
    first = (_("What you wrote calls itself a denunciation. Nothing of it was kept here: it is gone when you leave this page."),)
    return page(request, place, first, Link(_("It is not one: write it without that word"), again))
