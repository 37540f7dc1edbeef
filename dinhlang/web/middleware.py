"""Two small steps around every request: the language out of the path, and no refusal as a bare 500."""

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.core.rules import RulebookError
from dinhlang.ground.ui import format
from dinhlang.ground.ui.refusals import sentence
from dinhlang.ground.ui.shapes import Link, MessagePage

TITLES = {403: N_("This is for others"), 404: N_("There is nothing at this address"), 400: N_("This cannot be done like that")}
NO_ZERO = N_("The address holds a character that nothing here is called by. Type it again, or go to the front page.")
Respond = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("dinhlang.web")

DATABASE_AWAY = N_(
    "The record cannot be written or read at this moment (the disk may be full or the database away). "
    "Nothing was saved. Please try again later."
)


def language_from_path(get_response: Respond) -> Respond:
    """English below /en/, Vietnamese elsewhere. No cookie, no guess from the browser: a link means the same to everybody."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = "en" if request.path_info.startswith("/en/") else "vi"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """A page with the sentence: 404 for what does not exist, 403 for what is somebody else's, 400 otherwise."""
    status = 404 if isinstance(error, NotHere) else 403 if isinstance(error, NotYours) else 400
    page = MessagePage(
        gettext(TITLES[status]), (sentence(error),), (Link(gettext("To the front page"), reverse("home")),), format.cited(error.basis)
    )
    return render(request, "pages/message.html", {"page": page}, status=status)


class plain_refusals:
    """Turns what the rules refuse, and a database that is away, into a page with a sentence."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]) -> HttpResponse | None:
        """404 where the address holds a zero character: nothing here has one, and one of the two databases
        takes none even in a question."""
        asked = (*kwargs.values(), *(value for values in request.GET.lists() for value in values[1]))
        if any("\0" in value for value in asked if isinstance(value, str)):
            return _refused(request, NotHere(NO_ZERO))
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """400 for a refusal, 503 for the database or a rulebook that cannot be read; anything else stays what it is."""
        if isinstance(error, Refused):
            return _refused(request, error)
        if isinstance(error, DatabaseError | RulebookError):
            log.error("%s: %s", type(error).__name__, "the database or the rulebook did not answer")
            return render(request, "503.html", {"sentence": sentence(Refused(DATABASE_AWAY))}, status=503)
        return None
