"""Two small steps around every request: the language out of the path, and no refusal as a bare 500."""

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import RulebookError
from dinhlang.ground.ui.refusals import sentence

Respond = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("dinhlang.web")

DATABASE_AWAY = N_("The record cannot be written or read at this moment (the disk may be full or the database away). Nothing was saved. Please try again later.")


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


class plain_refusals:  # noqa: N801 (named like the function it stands for: Django finds process_exception on it)
    """Turns what the rules refuse, and a database that is away, into a page with a sentence."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """400 for a refusal, 503 for the database or a rulebook that cannot be read; anything else stays what it is."""
        if isinstance(error, Refused):
            return render(request, "400.html", {"sentence": sentence(error)}, status=400)
        if isinstance(error, DatabaseError | RulebookError):
            log.error("%s: %s", type(error).__name__, "the database or the rulebook did not answer")
            return render(request, "503.html", {"sentence": sentence(Refused(DATABASE_AWAY))}, status=503)
        return None
