"""Pages for what went wrong: each says what happened, that nothing was lost, and what to do.

Promises: a refusal is told in its own sentence; whoever is signed in and acts in no office now reads why, and finds what was typed; an
address that leads nowhere names the bodies that may have been meant, and of a body that was merged who took its place; an answer without
a page gets one. Refuses: to ask a database that is away a second time.
"""

import re

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.search import search
from dinhlang.ground.people import may, publicity
from dinhlang.ground.people import reads as people
from dinhlang.ground.people.profile import offices_of
from dinhlang.ground.people.publicity import NotShownYet
from dinhlang.ground.record import clock
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.refusals import sentence
from dinhlang.ground.ui.shapes import Link, MessagePage
from dinhlang.web import places

TITLES = {403: N_("This is for others"), 404: N_("There is nothing at this address"), 400: N_("This cannot be done like that")}
OF_BODY = re.compile(r"/(?:en/)?don-vi/([^/\0]{2,60})/")
WORD = re.compile(r"/(?:en/)?([\w-]{2,60})/?")
MEANT = 6  # bodies named
NOT_TYPED = re.compile(r"(?:.*-)?(?:csrfmiddlewaretoken|command_id|digest|do|credential|password|present|again|code|card|.)")  # or secret
WAIT = {429: 300, 503: 120}  # seconds after which to ask again
WITHOUT_PAGE = {
    405: (
        N_("This address does not take what was sent"),
        N_("Nothing was recorded. Open the page itself and use the form on it; what you typed is still there when you go back."),
    ),
    413: (
        N_("What you sent is too large"),
        N_(
            "Text in a form may have two megabytes in all, and nothing of it was saved. Go back: most browsers still hold what was typed. "
            "Send long texts as a file; split a large file, or scan it in black and white."
        ),
    ),
    429: (
        N_("Too many tries"),
        N_("Please wait five minutes and try once more. Nothing was lost, and nobody else is kept from signing in."),
    ),
}


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """A page with the sentence: 404 for what does not exist, 403 for what is somebody else's, 400 otherwise."""
    status = 404 if isinstance(error, NotHere) else 403 if isinstance(error, NotYours) else 400
    lines, found = meant(request) if status == 404 else ((), ())
    if isinstance(error, NotShownYet):
        stage = publicity.note(error.staged, shown=False)
        lines = (stage.text, *stage.coming, _("What was disclosed can be read by everybody all the same."))
    without = _without_office(request) if status == 403 else None
    if without is not None:
        return _page(
            request, status, _(TITLES[status]), (*without, sentence(error), *lines), found, format.cited(error.basis), _typed(request)
        )
    return _page(request, status, _(TITLES[status]), (sentence(error), *lines), found, format.cited(error.basis))


def _without_office(request: HttpRequest) -> tuple[str, ...] | None:
    """Why somebody signed in acts in no office: the latest ended, or none of several was chosen. None for everybody else."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated or may.holder(request) is not None:
        return None
    if not people.two_factors(request, request.user):
        return None
    if people.held_here(request, request.user, clock.today()):
        return (_("You hold several offices. Choose first the one in which you act now."),)
    over = next((one for one in offices_of(request.user.pk) if one.over), None)
    if over is None or over.last is None:
        return (_("No office of yours runs today."),)
    values = {"office": over.name, "body": over.body, "day": format.long_day(over.last), "decision": over.decision}
    return (_("Your office %(office)s, %(body)s, ended with %(day)s (%(decision)s); its rights ended with it.") % values,)


def _typed(request: HttpRequest) -> tuple[str, ...]:
    """What was typed into the form that was sent, without secrets and what nobody types."""
    if request.method != "POST":
        return ()
    sent = ((name, text.strip()) for name, texts in request.POST.lists() for text in texts)
    return tuple(text for name, text in sent if text and not NOT_TYPED.fullmatch(name) and len(text) > 1)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 with a way on."""
    lines, found = meant(request)
    said = _("It may be mistyped, or the thing never existed: nothing that was published here disappears without a trace.")
    return _page(request, 404, _(TITLES[404]), (said, *lines), found)


def meant(request: HttpRequest) -> tuple[tuple[str, ...], tuple[Link, ...]]:
    """What is to be said of the code, and the bodies that the address may mean: by code, by a code or name of before, by name."""
    address = OF_BODY.match(request.path) or WORD.fullmatch(request.path)
    if address is None:
        return (), ()
    asked, today = address.group(1), clock.today()
    try:
        gone = bodies.last_with(asked, today)
        rows = places.found_places(search(asked if gone else asked.replace("-", " "), today, MEANT), today)
    except (DatabaseError, Refused):
        return (), ()
    found = tuple(Link(f"{row.title} · {row.text}" if row.text else row.title, row.href) for row in rows)
    if gone is None:
        return (), found
    was, last = gone
    values = {"name": was.name, "code": was.code, "day": format.short_day(last)}
    if was.alive_to is None or was.alive_to > last:
        return (_("%(name)s had the code %(code)s until %(day)s. It has another one now.") % values,), found
    text = _("%(name)s, code %(code)s, was there until %(day)s. What it did stays in the record; who took its place is named below.")
    return (text % values,), found


def dressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response itself; one without a page gets a page, and its status and what it allows stay. When to ask again is said."""
    if response.status_code in WITHOUT_PAGE and not response.streaming and not response.content:
        title, text = WITHOUT_PAGE[response.status_code]
        page = _page(request, response.status_code, _(title), (_(text),), ())
        if response.has_header("Allow"):
            page["Allow"] = response["Allow"]
        response = page
    if response.status_code in WAIT:
        response.headers.setdefault("Retry-After", str(WAIT[response.status_code]))
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    """More text, fields or files than a form takes."""
    return dressed(request, HttpResponse(status=413))


def _page(
    request: HttpRequest,
    status: int,
    title: str,
    lines: tuple[str, ...],
    found: tuple[Link, ...],
    basis: str = "",
    typed: tuple[str, ...] | None = None,
) -> HttpResponse:
    """A page of a few sentences; `typed`, even empty, is of somebody whose offices are a page to go to."""
    own = () if typed is None else (Link(_("Your offices"), reverse("people_offices")),)
    links = (*own, Link(_("To the front page"), reverse("home")))
    page = MessagePage(title, lines, links, basis, found, reverse("home") if status == 404 else "", typed or ())
    response = render(request, "pages/message.html", {"page": page}, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
