"""Pages of the register of outgoing documents: the counts for everybody, the rows for its office, the forms about one row."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere, NotYours
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import may, visibility
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Done
from dinhlang.ground.ui import cache, format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.shapes import FormPage, Link, Refusal
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.outgoing import acts, forms, reads
from dinhlang.works.outgoing.models import Document

NOT_YOURS = N_("This page is for the offices of this body. Sign in with the office that does it, or go back to the body's page.")
MOST_PAGES = 100_000


def outgoing(request: HttpRequest, code: str) -> HttpResponse:
    """The register: rows for its own office, its chair, the Front and its superior; for everybody else how much of it was disclosed."""
    stand = duties.find(code, clock.today())
    if stand.place.kind != "commune":
        raise NotHere(N_("Only a commune takes over its register of outgoing documents here."), basis=reads.BASIS)

    def make() -> HttpResponse:
        roles = visibility.roles_of(may.actor(request), may.holder(request), stand.place.id)
        page = reads.page(
            stand,
            inside=reads.may_read(roles),
            hidden=reads.hidden(roles),
            above=visibility.Role.SUPERIOR in roles,
            acts=may.acts(request, stand.place, stand.book),
            which=_filter(request.GET.get("loc", "")),
            n=_number(request.GET.get("trang", "")),
            counted=may.sees_states(request, stand.place.id, stand.staged),
        )
        return render(request, "pages/outgoing.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def _filter(value: str) -> reads.Filter:
    return reads.Filter(value) if value in set(reads.Filter) else reads.Filter.WAITING


def _number(value: str) -> int:
    return min(max(int(value), 1), MOST_PAGES) if value.isdecimal() and len(value) < len(str(MOST_PAGES)) else 1


def _form(
    request: HttpRequest,
    subject: str,
    act: str,
    form: django_forms.Form,
    do: Callable[[Document, dict[str, Any]], Done],
    *,
    title: str,
    lead: str,
    submit: str,
) -> HttpResponse:
    row = reads.document(subject)
    place = bodies.place(row.body_id, clock.today())
    if act not in may.acts(request, place):
        raise NotYours(NOT_YOURS)
    back = reverse("outgoing", args=[place.code])

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=title, lead=lead, form=form, submit=submit, back=Link(_("Outgoing documents"), back), facts=reads.facts_of(row),
            refusal=stopped, basis=format.cited(reads.BASIS),
        )  # fmt: skip

    def done(data: dict[str, Any]) -> str:
        do(row, data)
        return back

    return act_form(request, form, page, done)


def set_aside(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `outgoing.set_aside`."""

    def do(row: Document, data: dict[str, Any]) -> Done:
        return acts.set_aside(
            by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=row.body_id, document=subject, reason=data["reason"]
        )

    return _form(
        request, subject, "outgoing.set_aside", forms.SetAside(request.POST if request.method == "POST" else None), do,
        title=_("Not to be disclosed"),
        lead=_("The reason is seen by your office, the chair, the Front and the superior, and by nobody else. You can take it back."),
        submit=_("Set it aside"),
    )  # fmt: skip


def put_back(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `outgoing.put_back`."""

    def do(row: Document, data: dict[str, Any]) -> Done:
        return acts.put_back(by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=row.body_id, document=subject)

    return _form(
        request, subject, "outgoing.put_back", CommandForm(request.POST if request.method == "POST" else None), do,
        title=_("Put it back"), lead=_("The document waits for a decision again."), submit=_("Put it back"),
    )  # fmt: skip
