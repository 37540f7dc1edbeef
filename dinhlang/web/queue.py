"""The queue page: an address has a soft budget, because a valley shares one.

Promises: an official or a resident who is signed in never sees it; who is not gets, over the budget, a page that asks again by itself
after some seconds, without script; guests of one address hold no process longer than a share of its time, however slow the machine;
nothing about an address is written anywhere, and a keyed hash of it is forgotten with the process.
Refuses nobody for good: the budget fills again with every second. Whoever sits at the machine itself has none.
"""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import ip_address
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from dinhlang.ground.people.middleware import NOBODY
from dinhlang.ground.people.reads import Asking

Respond = Callable[[HttpRequest], HttpResponseBase]
MOST = 20_000  # addresses remembered at once, in one process
LEAST_WAIT, LONGEST_WAIT = 2, 30  # seconds
MARK = "%SECONDS%"


class Budgets:
    """What each address has left, in requests: it starts with `burst` and gains `rate` a second, of the clock `now` (seconds)."""

    def __init__(self, rate: float, burst: float, now: Callable[[], float] = time.monotonic) -> None:
        self.rate, self.burst, self.now = rate, burst, now
        self._left: OrderedDict[int, tuple[float, float]] = OrderedDict()
        self._salt = secrets.token_bytes(16)

    def charge(self, address: str, requests: float) -> None:
        """Take `requests` more, for one that was long in the making; what was overdrawn is paid back before the next is answered."""
        key, at = hash((self._salt, address)), self.now()
        left, before = self._left.get(key, (self.burst, at))
        self._left[key] = (max(-self.burst, left - requests), before)

    def spend(self, address: str) -> float:
        """Take one request from the budget of `address`. Returns 0 where there was one, else in how many seconds there is."""
        key, at = hash((self._salt, address)), self.now()
        left, before = self._left.pop(key, (self.burst, at))
        left = min(self.burst, left + (at - before) * self.rate)
        wait = 0.0 if left >= 1 else (1 - left) / self.rate
        self._left[key] = (left - 1 if left >= 1 else left, at)
        if len(self._left) > MOST:
            self._left.popitem(last=False)
        return wait


def address_of(request: HttpRequest) -> str:
    """Whose budget pays: the address that the server in front vouches for, else that of the connection; "" for this machine itself."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip() if settings.BEHIND_PROXY else ""
    address = forwarded or request.META.get("REMOTE_ADDR", "")
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    if known.is_loopback:
        return ""
    # A household has 2^64 addresses of IPv6: its network is what it is known by.
    return address if known.version == 4 else known.exploded[:19]


class Queue:
    """The middleware, twice around the ones that find out who asks: `first` before, `last` after them."""

    def __init__(self) -> None:
        self.budgets = Budgets(settings.GUEST_RATE, settings.GUEST_BURST)
        self._pages: dict[bool, str] = {}

    def first(self, get_response: Respond) -> Respond:
        """Whoever shows no session pays at once: before a session, an account or a database is asked."""

        def middleware(request: HttpRequest) -> HttpResponseBase:
            if settings.SESSION_COOKIE_NAME not in request.COOKIES and (wait := self._wait(request)):
                return self._page(request, wait)
            return get_response(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else self._timed(request, get_response)

        return middleware

    def last(self, get_response: Respond) -> Respond:
        """Whoever shows one pays where it is nobody's."""

        def middleware(request: HttpRequest) -> HttpResponseBase:
            shown = settings.SESSION_COOKIE_NAME in request.COOKIES and cast(Asking, request).actor == NOBODY
            if not shown or request.user.is_authenticated:
                return get_response(request)
            if wait := self._wait(request):
                return self._page(request, wait)
            return self._timed(request, get_response)

        return middleware

    def _wait(self, request: HttpRequest) -> int:
        address = address_of(request) if request.path_info != settings.HEALTH_PATH else ""
        wait = self.budgets.spend(address) if address else 0.0
        return min(LONGEST_WAIT, max(LEAST_WAIT, round(wait))) if wait else 0

    def _timed(self, request: HttpRequest, get_response: Respond) -> HttpResponseBase:
        """The answer; one that held the process longer than its share costs more than one request."""
        began = self.budgets.now()
        response = get_response(request)
        address, cost = address_of(request), (self.budgets.now() - began) * self.budgets.rate / settings.GUEST_SHARE
        if address and cost > 1:
            self.budgets.charge(address, cost - 1)
        return response

    def _page(self, request: HttpRequest, wait: int) -> HttpResponse:
        again = request.method in {"GET", "HEAD"}
        if again not in self._pages:
            self._pages[again] = render_to_string("queue.html", {"again": again, "seconds": MARK})
        response = HttpResponse(self._pages[again].replace(MARK, str(wait)), status=503)
        response["Retry-After"], response["Cache-Control"] = str(wait), "no-store"
        return response


_queue = Queue()
first, last = _queue.first, _queue.last
