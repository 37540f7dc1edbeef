"""The page of a commune's projects, and the same list as open data."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dinhlang.core.refusal import N_, NotHere
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import may
from dinhlang.ground.record import clock
from dinhlang.ground.ui import cache
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.works.projects import oc4ids, reads
from dinhlang.works.projects.models import Project


def _stand(code: str) -> duties.Stand:
    stand = duties.find(code, clock.today())
    if stand.place.kind != "commune":
        raise NotHere(N_("Only a commune has a list of projects here."), basis=reads.BASIS)
    return stand


def projects(request: HttpRequest, code: str) -> HttpResponse:
    """What is built in a commune, or in the village that `thon` names."""
    stand = _stand(code)

    def make() -> HttpResponse:
        page = reads.page(stand, may.acts(request, stand.place, stand.book), request.GET.get("thon", ""))
        return render(request, "pages/projects.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def as_oc4ids(request: HttpRequest, code: str) -> HttpResponse:
    """The list as a package of OC4IDS, for programs. Nothing to give out where there is no list."""
    stand, address = _stand(code), absolute(request)

    def make() -> HttpResponse:
        place = stand.place
        rows = list(Project.objects.filter(body=place.id))
        if not rows:
            raise NotHere(N_("No list of projects was brought here yet."), basis=reads.BASIS)
        villages = {one.id: one for one in bodies.villages(place.id, stand.day)}
        own, site = (absolute(request, reverse(name, args=[code])) for name in ("projects-oc4ids", "body"))
        data = oc4ids.package(place, rows, villages, own, site, settings.OC4IDS_PREFIX)
        return HttpResponse(data, content_type="application/json; charset=utf-8")

    return cache.exact(request, (*cache.key_of(request, stand.rules, stand.version, stand.day), address), make)
