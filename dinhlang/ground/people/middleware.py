"""Every request knows who asks, before any view runs.

Promises: a visitor without a session cookie costs no query and leaves no session; an office is read from the database for each
request of a signed-in official, so that an ended mandate, a closed account or a removed second factor ends its rights at once.
Refuses: to guess among several offices; until one is chosen the official is nobody.
"""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from dinhlang.core.actor import Guest, Office, Voice
from dinhlang.ground.people import reads
from dinhlang.ground.people.reads import Asking
from dinhlang.ground.record import clock

NOBODY = Guest("")
RENEW_SECONDS = 60  # how often the idle limit is renewed: a write a minute, not one for each request


def actor_of_request(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Set `request.actor` (Office, Voice or Guest) and `request.holder` (None, or the office held and chosen)."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        asking = cast(Asking, request)
        asking.actor, asking.holder = NOBODY, None
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            _recognise(asking)
        return get_response(request)

    return middleware


def _recognise(request: Asking) -> None:
    account = request.user
    if account.is_authenticated:
        if reads.two_factors(request, account):
            request.holder = reads.choose(reads.held(account.pk, clock.today()), request.session.get(reads.CHOSEN))
        if request.holder is not None:
            request.actor = Office(request.holder.mandate)
        _stay_awake(request)
    elif settings.DEMO and (person := request.session.get(reads.VOICE)):
        request.actor = Voice(person=person)
        _stay_awake(request)


def _stay_awake(request: Asking) -> None:
    """The session ends after the idle limit of the settings, counted from its last saving."""
    now = int(clock.now().timestamp())
    if abs(now - request.session.get(reads.SEEN, 0)) >= RENEW_SECONDS:
        request.session[reads.SEEN] = now
