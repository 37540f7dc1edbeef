"""A household's session: recognised for each request, ended with its turn.

Promises: no query without such a session; a revocation, a new slip or the household's leaving ends it at once.
"""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from dinhlang.core.actor import Guest, Voice
from dinhlang.ground.people.middleware import stay_awake
from dinhlang.ground.people.reads import Asking
from dinhlang.ground.record import clock
from dinhlang.ground.rolls import reads
from dinhlang.ground.rolls.models import Entrance

HOUSEHOLD = "household"  # session: the household that entered, and the turn it entered in


def household_of_request(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Set `request.actor` to the household whose session this is."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        asking = cast(Asking, request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(asking.actor, Guest):
            held = request.session.get(HOUSEHOLD)
            if isinstance(held, list) and len(held) == 2 and _stands(str(held[0]), held[1]):
                asking.actor = Voice(household=str(held[0]))
                stay_awake(asking)
        return get_response(request)

    return middleware


def _stands(key: str, turn: object) -> bool:
    return isinstance(turn, int) and Entrance.objects.filter(pk=key, turn=turn).exists() and reads.seat_of(key, clock.today()) is not None


def begin(request: HttpRequest, key: str, turn: int) -> None:
    """Begin a household's session in this browser; whatever session was there ends."""
    request.session.flush()
    request.session[HOUSEHOLD] = [key, turn]
