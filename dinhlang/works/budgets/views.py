"""Pages of budgets: the list of a body's tables, and one of them."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dinhlang.core.refusal import N_, NotHere
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import may
from dinhlang.ground.record import clock
from dinhlang.ground.ui import cache, format
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.ground.ui.qr import foot
from dinhlang.works.budgets import reads


def budgets(request: HttpRequest, code: str) -> HttpResponse:
    """All tables of a body's budget."""
    stand = duties.find(code, clock.today())
    if stand.place.kind != "commune":
        raise NotHere(N_("Only a commune enters its budget here."), basis=reads.BASIS)

    def make() -> HttpResponse:
        page = reads.list_page(stand, may.acts(request, stand.place, stand.book))
        return render(request, "pages/budgets.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def budget(request: HttpRequest, subject: str) -> HttpResponse:
    """One table, corrected ones included."""
    stand = reads.stand(subject, clock.today())

    def make() -> HttpResponse:
        page = reads.page(stand, reads.find(subject), may.acts(request, stand.place, stand.book))
        address = absolute(request, reverse("budget", args=[subject]))
        board = foot(address, reads.words_of(page), format.short_day(page.today))
        return render(request, "pages/budget.html", {"page": replace(page, board=board)})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)
