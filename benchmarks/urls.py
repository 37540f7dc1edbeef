"""The site's addresses, and beside them the floors: bare views behind the same middleware.

`/_bytes/N/` answers with finished bytes, `/_drawn/N/` draws the same template from values that are ready,
`/_written/N/` writes the same answer of Open311 from values that are ready. Used by `benchmarks.pages` alone.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from dinhlang.config import urls as site
from dinhlang.works.petitions import open311

FINISHED: list[bytes] = []
READY: list[tuple[str, dict[str, Any]]] = []
ANSWERS: list[tuple[str, list[dict[str, Any]]]] = []


def finished(request: HttpRequest, n: int) -> HttpResponse:
    """A view with a fixed body."""
    return HttpResponse(FINISHED[n])


def drawn(request: HttpRequest, n: int) -> HttpResponse:
    """A view that only draws."""
    template, values = READY[n]
    return render(request, template, values)


def written(request: HttpRequest, n: int) -> HttpResponse:
    """A view that only writes an answer of Open311."""
    form, value = ANSWERS[n]
    return HttpResponse(open311.written(form, "service_requests", value), content_type=open311.TYPES[form])


urlpatterns = [path("_bytes/<int:n>/", finished), path("_drawn/<int:n>/", drawn), path("_written/<int:n>/", written), *site.urlpatterns]
handler404 = site.handler404
