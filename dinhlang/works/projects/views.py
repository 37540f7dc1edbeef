"""The page of a commune's projects."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dinhlang.core.refusal import N_, NotHere
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import may
from dinhlang.ground.record import clock
from dinhlang.ground.ui import cache
from dinhlang.works.projects import reads


def projects(request: HttpRequest, code: str) -> HttpResponse:
    """What is built in a commune, or in the village that `thon` names."""
    stand = duties.find(code, clock.today())
    if stand.place.kind != "commune":
        raise NotHere(N_("Only a commune has a list of projects here."), basis=reads.BASIS)

    def make() -> HttpResponse:
        page = reads.page(stand, may.acts(request, stand.place, stand.book), request.GET.get("thon", ""))
        return render(request, "pages/projects.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)
