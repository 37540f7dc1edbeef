"""What takes two works: the figures of a budget are made public as a disclosure, which fulfils the duty they are about; the page of a
disclosure shows the figures of other works that it is about."""

from dataclasses import replace
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinhlang.core.refusal import N_, NotYours
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.acts import slug
from dinhlang.ground.people import may
from dinhlang.ground.record import clock
from dinhlang.ground.ui import cache, format
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.qr import foot
from dinhlang.ground.ui.shapes import Field, FormPage, Link, Refusal
from dinhlang.ground.ui.submit import HallText, act_form
from dinhlang.web import plugs
from dinhlang.works.budgets import reads as budgets
from dinhlang.works.budgets.models import Budget
from dinhlang.works.disclosures import acts, sheets
from dinhlang.works.disclosures import reads as disclosures
from dinhlang.works.disclosures.acts import Aim

NOT_YOURS = N_("This page is for the offices of this body. Sign in with the office that does it, or go back to the body's page.")


def thing(request: HttpRequest, subject: str) -> HttpResponse:
    """A disclosure's page, with the figures it discloses where another work has them."""
    stand = disclosures.stand(subject, clock.today())

    def make() -> HttpResponse:
        found = disclosures.find(subject)
        page = disclosures.thing_of(
            found,
            stand,
            allowed=may.judged(request, stand.place.id, stand.staged),
            holder=may.holder(request),
            resident=may.is_resident(request),
            acts=may.acts(request, stand.place, stand.book),
        )
        if page.tombstone is None:
            address = absolute(request, reverse("thing", args=[subject]))
            board = foot(address, sheets.words_of(page), format.short_day(page.today))
            page = replace(page, about=plugs.about(stand, disclosures.told_about(found)), board=board)
        return render(request, "pages/thing.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


class DiscloseBudget(CommandForm):
    """What is said with the figures."""

    title = HallText(label=gettext_lazy("Title that a resident understands"), max_length=200)
    text = HallText(label=gettext_lazy("What matters in a few sentences"), widget=django_forms.Textarea(attrs={"rows": 8}), max_length=8000)


def _owed(row: Budget, at: duties.Frame) -> tuple[duties.Obligation, ...]:
    """The duties that disclosing this table can fulfil and that nothing stands for yet."""
    taken = disclosures.standing(at.place.id)
    pairs = {(rule, occasion) for rule in budgets.rules_of(row, at.book) for occasion in budgets.occasions(row)} - set(taken)
    found = duties.obligations(at, upcoming=True, only=pairs) if pairs else ()
    return tuple(one for one in found if budgets.POST in one.duty.accepts)


def disclose_budget(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `disclosure.post` about a table of a budget, filled in from its figures."""
    row = budgets.find(subject)
    stand = budgets.stand(subject, clock.today())
    if budgets.POST not in may.acts(request, stand.place, stand.book):
        raise NotYours(NOT_YOURS)
    at = duties.frame_of(stand)
    owed = _owed(row, at)
    address = reverse("budget", args=[subject])
    lines = [*budgets.summary(row), _("All figures: %(address)s") % {"address": absolute(request, address)}]
    title = _("%(title)s of %(name)s") % {"title": budgets.title_of(row), "name": stand.place.name}
    form = DiscloseBudget(request.POST if request.method == "POST" else None, initial={"title": title, "text": "\n".join(lines)})

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        done = [Field(_("Fulfils"), f"{present.said(one.duty.subject)}, {present.period_word(one.occasion)}") for one in owed]
        return FormPage(
            title=_("Disclose the figures"),
            lead=_("It appears on this site at once; paper postings are entered afterwards."),
            form=form,
            submit=_("Disclose now"),
            back=Link(budgets.title_of(row), address),
            facts=tuple(done) or (Field(_("Fulfils"), _("no duty that is open: a voluntary disclosure")),),
            refusal=stopped,
            basis=format.cited(budgets.BASIS),
        )

    def do(data: dict[str, Any]) -> str:
        document = disclosures.decision(stand.place.id, slug(row.number)) if row.number else None
        done = acts.post(
            by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=stand.place.id, title=data["title"],
            text=data["text"], item=budgets.ITEM, decision=document.subject if document is not None else "",
            aims=tuple(Aim(one.duty.id, one.occasion) for one in owed),
        )  # fmt: skip
        return reverse("done", args=[done.code])

    return act_form(request, form, page, do)
