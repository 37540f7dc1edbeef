"""Every request knows who asks, before any view runs.

Promises: a visitor without a session cookie costs no query and leaves no session; an office is read from the database for each
request of a signed-in official, so that an ended mandate, a closed account or a removed second factor ends its rights at once.
Refuses: to guess among several offices; until one is chosen the official is nobody.
"""

import secrets
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from dinhlang.core.actor import Guest, Office, Voice
from dinhlang.ground.people import reads
from dinhlang.ground.people.reads import Asking
from dinhlang.ground.record import clock

NOBODY = Guest("")
DEVICE_SECONDS = 400 * 86_400  # as long as browsers keep a cookie
RENEW_SECONDS = 60  # how often the idle limit is renewed: a write a minute, not one for each request


def actor_of_request(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Set `request.actor` (Office, Voice or Guest) and `request.holder` (None, or the office held and chosen)."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        asking = cast(Asking, request)
        asking.actor, asking.holder = NOBODY, None
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            _recognise(asking)
        response = get_response(request)
        if isinstance(asking.actor, Office) and not reads.DEVICE_MARK.fullmatch(request.COOKIES.get(reads.DEVICE, "")):
            _mark(response)
        return response

    return middleware


def _recognise(request: Asking) -> None:
    account = request.user
    if account.is_authenticated:
        if reads.two_factors(request, account):
            request.holder = reads.choose(reads.held_here(request, account, clock.today()), request.session.get(reads.CHOSEN))
        if request.holder is not None:
            request.actor = Office(request.holder.mandate, reads.shown_lately(request, clock.now()))
        stay_awake(request)
    elif settings.DEMO and (person := request.session.get(reads.VOICE)):
        request.actor = Voice(person=person)
        stay_awake(request)


def _mark(response: HttpResponseBase) -> None:
    """A mark of the browser of an official: a form that needs two persons is not confirmed where it was filled in."""
    response.set_cookie(
        reads.DEVICE,
        secrets.token_urlsafe(16),
        max_age=DEVICE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def stay_awake(request: Asking) -> None:
    """The session ends after the idle limit of the settings, counted from its last saving."""
    now = int(clock.now().timestamp())
    if abs(now - request.session.get(reads.SEEN, 0)) >= RENEW_SECONDS:
        request.session[reads.SEEN] = now
