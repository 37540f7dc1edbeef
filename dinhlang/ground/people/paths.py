"""Where sign-in leads. Settings name Vietnamese paths; below /en/ the same pages are in English."""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language


def in_language(path: str) -> str:
    """The same path in the active language."""
    return f"/en{path}" if get_language() == "en" and not path.startswith("/en/") else path


def next_of(request: HttpRequest) -> str:
    """Where the person wanted to go: a path of this site, or ""."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


def desk() -> str:
    """What an official sees first."""
    return in_language(resolve_url(settings.LOGIN_REDIRECT_URL))


def home() -> str:
    """What everybody sees, and who has just signed out."""
    return in_language(resolve_url(settings.LOGOUT_REDIRECT_URL))
