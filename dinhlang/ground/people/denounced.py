"""What is asked and said about denunciations, the same at every door: made from memory, kept by nobody.

Promises: one question comes before any box, and whoever says yes reads where a denunciation goes; nothing else is asked. Refuses to be
remembered by a browser.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.record import clock
from dinhlang.ground.ui import door, format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import AskOption, AskPage, Link, MessagePage

BASIS = "Law 25/2018/QH14 Art. 12(1), 13, 22, 23"


def private(response: HttpResponse) -> HttpResponse:
    """The response, kept by no browser and named to nobody."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "strict-origin"  # no code leaves; with "no-referrer" a browser says of no form where it came from
    return response


def page(request: HttpRequest, place: Place, first: tuple[str, ...] = (), again: Link | None = None) -> HttpResponse:
    """Where a denunciation about people of `place` goes. `first` are sentences before that, `again` leads back to a form."""
    above = bodies.place(place.parent, clock.today()).name if place.parent is not None else ""
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
        _("This house takes in no denunciation: not in a form, not at the counter, not by telephone."),
    )
    links = (*(() if again is None else (again,)), Link(place.name, reverse("body", args=[place.code])))
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
