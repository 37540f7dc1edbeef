"""Pages of a commune's own regulation: the document, its form, the preview, adoption."""

from dataclasses import replace
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dinhlang.core.refusal import N_, NotHere, NotYours
from dinhlang.core.rules import Layer
from dinhlang.ground.duties import layers
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import may
from dinhlang.ground.record import clock
from dinhlang.ground.ui import cache
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, Link, Refusal, RegulationItem, RegulationPage, RegulationRule
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.regulations import acts, checks, forms, reads

ADOPT = "regulation.adopt"
NOT_YOURS = N_("This page is for the offices of this body. Sign in with the office that does it, or go back to the body's page.")


def _of_commune(code: str) -> duties.Stand:
    stand = duties.find(code, clock.today())
    if stand.place.kind != "commune":
        raise NotHere(N_("Only a commune has a regulation on democracy of its own here."), basis=checks.BASIS)
    return stand


def regulation(request: HttpRequest, code: str) -> HttpResponse:
    """The regulation that counts today, or what the law itself asks where the commune has none."""
    stand = _of_commune(code)

    def make() -> HttpResponse:
        now, others = reads.standing(stand.place.id, stand.day) if stand.regulated else (None, ())
        may_do = may.acts(request, stand.place, stand.book)
        links: list[Link] = []
        if now is not None:
            links += reads.links(code, now.layer, may_do)
        if ADOPT in may_do and stand.place.kind == "commune":
            links.append(Link(reads.draft_word(), reverse("regulation-draft", args=[code])))
        layer = now.layer if now is not None else None
        first, last = (now.first, now.last) if now is not None else (None, None)
        page = reads.page(stand, layer, first=first, last=last, others=others, actions=tuple(links))
        return render(request, "pages/regulation.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def one(request: HttpRequest, code: str, subject: str) -> HttpResponse:
    """One regulation, past ones included."""
    stand = _of_commune(code)

    def make() -> HttpResponse:
        found = reads.find(stand.place.id, subject)
        links = tuple(reads.links(code, found.layer, may.acts(request, stand.place, stand.book)))
        over = found.last is not None and found.last < stand.day
        page = reads.page(stand, found.layer, first=found.first, last=found.last, actions=links, superseded=over)
        return render(request, "pages/regulation.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def draft(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `regulation.adopt`: filled in, read as a whole, then adopted; nothing is kept in between but what the page itself holds."""
    stand = duties.find(code, clock.today())
    if ADOPT not in may.acts(request, stand.place, stand.book) or stand.place.kind != "commune":
        raise NotYours(NOT_YOURS)
    form = forms.Draft(request.POST if request.method == "POST" else None, book=stand.book, day=stand.day)

    def shown(form: django_forms.Form, stopped: Refusal | None) -> RegulationPage:
        assert isinstance(form, forms.Draft)  # noqa: S101 (the form above)
        return _with_fields(reads.page(stand, None, form=form, refusal=stopped), form)

    def do(data: dict[str, Any]) -> str | HttpResponse:
        layer = form.layer(code)
        if "change" in request.POST:
            return render(request, "pages/regulation_form.html", {"page": shown(form, None)})
        if "adopt" not in request.POST:
            return _preview(request, stand, layer)
        done = acts.adopt(by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=stand.place.id, layer=layer)
        return reverse("done", args=[done.code])

    return act_form(request, form, shown, do, "pages/regulation_form.html")


def _preview(request: HttpRequest, stand: duties.Stand, layer: Layer) -> HttpResponse:
    """The whole document as it would be adopted, with everything typed in hidden fields. Raises Refused where it would be refused."""
    checks.check_dated(layer, stand.day, stand.place)
    checks.check_stricter(layer, stand.book)
    checks.check_new(layer, layers.of_body(stand.place.id))
    first = checks.first_day(layer, stand.day)
    hidden = tuple(
        Field(name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "preview", "change", "adopt")
        for value in values
    )
    return render(request, "pages/regulation_preview.html", {"page": reads.page(stand, layer, first=first, hidden=hidden)})


def _with_fields(page: RegulationPage, form: forms.Draft) -> RegulationPage:
    """The skeleton with the fields of each rule beside it."""
    fields = {reads.key(duty): form.of(duty) for duty in form.rules}

    def filled(rule: RegulationRule) -> RegulationRule:
        return replace(rule, fields=fields.get((rule.text, rule.basis), ()))

    items = tuple(RegulationItem(item.number, item.text, item.basis, tuple(map(filled, item.rules))) for item in page.items)
    return replace(page, items=items, others=tuple(map(filled, page.others)))
