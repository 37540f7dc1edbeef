"""Exact caching of what the public sees: a page is served again only while nothing it shows has changed.

The key holds the release, the rulebook, the address (with the language), the local day and the public version of the body,
read before the data. Only nobody in particular gets cached pages; they hold no form, token, message or cookie. Refuses to keep
an address with a query: anybody could fill the memory with those. Of what goes through here, and of nothing else, a page says that every
act on it is in the public record: forms, own pages and what is sealed are never made here.
"""

import gzip
import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from dinhlang import __version__
from dinhlang.core.actor import Guest

ROOM = 512  # pages kept in one process
OWN = frozenset({settings.SESSION_COOKIE_NAME, "messages"})  # cookies of somebody in particular


@dataclass(frozen=True)
class Kept:
    """A finished page; compressed when somebody first wants it so."""

    plain: bytes
    etag: str
    media_type: str

    @cached_property
    def small(self) -> bytes:
        """The page as gzip."""
        return gzip.compress(self.plain, 6, mtime=0)


_kept: OrderedDict[str, tuple[tuple[str, ...], Kept]] = OrderedDict()  # by address: of a page only the newest is remembered
_lock = Lock()


def forget() -> None:
    """Empty the cache (for tests: a key never goes stale by itself)."""
    with _lock:
        _kept.clear()


def key_of(request: HttpRequest, rules: bytes, version: int, day: date) -> tuple[str, ...]:
    """What must be the same for a page to be the same."""
    return (__version__, rules.hex(), request.path, day.isoformat(), str(version))


def exact(request: HttpRequest, key: tuple[str, ...], make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page under `key`, made once. A session, a message, a query, or anything but GET and HEAD is served fresh and kept by nobody."""
    request.of_record = True  # type: ignore[attr-defined]  # ui/base.html says of these pages alone that all on them is in the record
    plain = request.method in {"GET", "HEAD"} and not request.META.get("QUERY_STRING") and OWN.isdisjoint(request.COOKIES)
    if not plain or not isinstance(getattr(request, "actor", None), Guest):
        response = make()
        response["Cache-Control"] = "private, no-store"
        return response
    with _lock:
        under, found = _kept.get(request.path, ((), None))
        if under == key:
            _kept.move_to_end(request.path)
        else:
            found = None
    if found is None:
        response = make()
        if response.status_code != 200 or response.streaming:
            return response
        tag = hmac.new(settings.SECRET_KEY.encode(), "\n".join(key).encode(), hashlib.sha256).hexdigest()[:32]
        found = Kept(response.content, f'W/"{tag}"', response["Content-Type"])
        with _lock:
            _kept[request.path] = key, found
            _kept.move_to_end(request.path)
            while len(_kept) > ROOM:
                _kept.popitem(last=False)
    if request.META.get("HTTP_IF_NONE_MATCH") == found.etag:
        answer: HttpResponse = HttpResponseNotModified()
    elif "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        answer = HttpResponse(found.small, content_type=found.media_type)
        answer["Content-Encoding"] = "gzip"
    else:
        answer = HttpResponse(found.plain, content_type=found.media_type)
    answer["ETag"] = found.etag
    answer["Cache-Control"] = "public, max-age=0, must-revalidate"
    answer["Vary"] = "Accept-Encoding, Cookie"
    return answer
