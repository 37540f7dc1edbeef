"""Small steps around every request: the language out of the path, one rulebook for a page, no refusal and no full disk as a bare 500."""

import logging
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.core.rules import RulebookError
from dinhlang.ground.record import fast
from dinhlang.ground.ui.refusals import sentence
from dinhlang.web import errors

NO_ZERO = N_("The address holds a character that nothing here is called by. Type it again, or go to the front page.")
Respond = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("dinhlang.web")

DATABASE_AWAY = N_(
    "The record cannot be written or read at this moment (the disk may be full or the database away). "
    "Nothing was saved. Please try again later."
)

NOT_TAKEN_IN = N_(
    "What you sent could not be taken in: the server has no room for it at this moment, or the connection broke. Nothing was saved, and "
    "what you typed was not kept here. Go back: most browsers still hold what was typed; files must be chosen again. What cannot wait can "
    "be handed in on paper."
)


def language_from_path(get_response: Respond) -> Respond:
    """English below /en/, Vietnamese elsewhere. No cookie, no guess from the browser: a link means the same to everybody."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = "en" if request.path_info.startswith("/en/") else "vi"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = errors.dressed(request, get_response(request))
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def _away(request: HttpRequest, error: Exception, why: str) -> HttpResponse:
    """503 with the sentence `why`. The error's own words may quote what was sent: the log gets its kind and number only."""
    log.error("%s: the database, the disk or the rulebook did not answer (%s)", type(error).__name__, getattr(error, "errno", None) or "-")
    return render(request, "503.html", {"sentence": sentence(Refused(why))}, status=503)


class plain_refusals:
    """Turns what the rules refuse, a database that is away and a disk that is full into a page with a sentence."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with fast.one_page():
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]) -> HttpResponse | None:
        """404 where the address holds a zero character: nothing here has one, and one of the two databases
        takes none even in a question. 503 where what was sent cannot be read or has no room; it is read here, before anybody else
        asks for it, because an error in a later middleware would never come back as a page."""
        asked = (*kwargs.values(), *(value for values in request.GET.lists() for value in values[1]))
        if any("\0" in value for value in asked if isinstance(value, str)):
            return errors.refused(request, NotHere(NO_ZERO))
        if request.method == "POST":
            try:
                request.POST  # noqa: B018  (reading it is what may fail)
            except OSError as error:
                return _away(request, error, NOT_TAKEN_IN)
            except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
                return errors.too_large(request)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """400 for a refusal, 503 for a database, a disk or a rulebook that cannot be read; anything else stays what it is."""
        if isinstance(error, Refused):
            return errors.refused(request, error)
        if isinstance(error, DatabaseError | RulebookError | OSError):
            return _away(request, error, DATABASE_AWAY)
        return None
