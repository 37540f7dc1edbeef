"""Addresses of pages by name, remembered: a page names some fifty, and working one out anew costs as much as drawing a line of it.

Promises: what Django's `reverse` answers for these arguments in the active language, or the same exception.
"""

from collections.abc import Sequence
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse as work_out
from django.utils.translation import get_language


def reverse(name: str, args: Sequence[str | int] = ()) -> str:
    """The path of the page `name` with these parts of its address."""
    return _known(name, tuple(args), get_language(), settings.ROOT_URLCONF)


def absolute(request: HttpRequest, path: str = "") -> str:
    """The whole address of `path` on this site. Outside a demonstration it is https: the front server ends TLS before us."""
    return f"{request.scheme if settings.DEMO else 'https'}://{request.get_host()}{path}"


@lru_cache(maxsize=8192)
def _known(name: str, args: tuple[str | int, ...], _language: str | None, _addresses: str) -> str:
    return work_out(name, args=args)
