"""Pages of many petitions, for the offices that have them."""

from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.ground.people import may
from dinhlang.ground.people.denounced import private
from dinhlang.ground.people.reads import Holder
from dinhlang.ground.record import clock
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import FormPage, Link, Refusal
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.petitions import desks, drags, forms, reads, tally
from dinhlang.works.petitions.views import sent


def asking(request: HttpRequest) -> tuple[Holder, int]:
    """The office that asks, and the account that holds it. Raises NotHere for whoever handles no petitions."""
    return desks.able(may.holder(request), request.user.pk)


def petitions(request: HttpRequest) -> HttpResponse:
    """The petitions of the office's body, narrowed by what the address says."""
    holder, account = asking(request)
    page = desks.page(holder, account, request.GET, clock.today())
    return private(render(request, "pages/petition_list.html", {"page": page}, status=422 if page.note else 200))


def dragging(request: HttpRequest) -> HttpResponse:
    """What drags on at the office's body and below it."""
    holder, account = asking(request)
    return private(render(request, "pages/petition_drags.html", {"page": drags.page(holder, account, clock.today())}))


def tallied(request: HttpRequest) -> HttpResponse:
    """What came to the office's body between two days, in numbers."""
    holder, account = asking(request)
    page = tally.page(holder, account, request.GET, clock.today())
    return private(render(request, "pages/petition_tally.html", {"page": page}, status=422 if page.note else 200))


def by_code(request: HttpRequest) -> HttpResponse:
    """Find a petition by the code that its sender shows at the counter: only what the office has anyhow, and never in an address."""
    holder, account = asking(request)
    form = forms.Code(sent(request)[0])

    def do(data: dict[str, Any]) -> str:
        found, _code = reads.mine(data["code"])
        return reverse("petition-desk", args=[reads.readable(found.pk, holder, account).pk])

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=_("Find one by its sender's code"),
            lead=_("Only where the sender shows it to you and asks for it. Do not write it down: whoever has it can act for the sender."),
            form=form,
            submit=_("Find it"),
            back=Link(_("All petitions here"), reverse("petition-list")),
            refusal=stopped,
        )

    return private(act_form(request, form, page, do))
