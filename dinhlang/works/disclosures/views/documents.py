"""Forms about numbered documents."""

from dataclasses import replace as replaced
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.files.receive import receive
from dinhlang.ground.record import clock
from dinhlang.ground.record import reads as record
from dinhlang.ground.ui import format
from dinhlang.ground.ui.shapes import Field, FormPage, Refusal
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.disclosures import acts, forms, policy, reads
from dinhlang.works.disclosures.models import Decision, Ending, Redate
from dinhlang.works.disclosures.views.common import back_to, check_may, items_of, kinds_of, of_body, page_of, run_act, sent


def register_decision(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `decision.register`."""
    at = of_body(request, code, "decision.register")
    offered = kinds_of(at.own_book, at.place.kind, at.day)
    form = forms.RegisterDecision(
        *sent(request),
        items=offered,
        initial={
            "item": request.GET.get("muc"),
            "number": request.GET.get("so"),
            "dated": request.GET.get("ngay"),
            "title": request.GET.get("ten"),
        },
    )

    def do(data: dict[str, Any]) -> str:
        return run_act(
            request,
            acts.register,
            at.place,
            data["command_id"],
            item=data["item"][0],
            kind=data["item"][1],
            number=data["number"],
            dated=data["dated"],
            title=data["title"],
            attachments=receive(data["scan"]),
            report=request.GET.get("bao", ""),
        )

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        made = blank(form, stopped)
        same = reads.registered(at, str(form.cleaned_data.get("number", ""))) if stopped is not None and form.is_valid() else None
        return made if same is None or made.refusal is None else replaced(made, refusal=replaced(made.refusal, link=same))

    blank = page_of(
        _("Register a document"),
        _(
            "A decision that must be disclosed. Where the law gives a number of days for its item and the rulebook here holds it, "
            "they are counted from the date it bears."
        ),
        _("Register"),
        back_to(at.place),
        why=(_("It is the date of the document that counts, whoever registers it and whenever."),),
        basis="Law 10/2022/QH15 Art. 11, 12(3)",
        upload=True,
    )
    return act_form(request, form, page, do)


def report(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `decision.report`, for residents."""
    at = of_body(request, code, "decision.report")
    form = forms.Report(sent(request)[0], items=items_of(at.book))

    def do(data: dict[str, Any]) -> str:
        payload = {name: data[name] for name in ("title", "where", "item", "show")}
        return run_act(request, acts.report, at.place, data["command_id"], **payload)

    page = page_of(
        _("Report a decision that is not listed here"),
        _(
            "You get a signed receipt at once. The report enters the public record within a few hours, together with others, "
            "so that nobody can tell when you sent it."
        ),
        _("Send"),
        back_to(at.place),
        why=(_("It is shown as reported and not confirmed. It starts no clock until an office registers the document."),),
        basis="Law 10/2022/QH15 Art. 5(3), 11",
    )
    return act_form(request, form, page, do)


def redate(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Form of `decision.redate`."""
    at = of_body(request, code, "decision.redate")
    row = reads.decision(at.place.id, slug)
    if row is None:
        raise NotHere(N_("There is no such document."))
    form = forms.Redate(sent(request)[0])

    def do(data: dict[str, Any]) -> str:
        return run_act(request, acts.redate, at.place, data["command_id"], decision=row.subject, dated=data["dated"], reason=data["reason"])

    page = page_of(
        _("Give the document another date"),
        _("The due day moves with it, and both dates stay visible. A later date after the due day waits for a second office."),
        _("Change the date"),
        back_to(at.place),
        facts=reads.facts_of(row),
        basis="Law 10/2022/QH15 Art. 12(3)",
    )
    return act_form(request, form, page, do)


def confirm_redate(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `decision.confirm_redate`."""
    asked = Redate.objects.select_related("decision").filter(pk=subject).first()
    if asked is None or (asked.confirmed and request.method != "POST"):  # the same form sent twice gets its answer from the act
        raise NotHere(N_("Nobody asks for this any more."))
    body = bodies.place(asked.decision.body_id, clock.today())
    check_may(request, body, "decision.confirm_redate")
    told = [one for one in record.of_subjects([asked.decision.subject]) if one.act == "decision.redate" and one.words.get("reason")]
    reason = (Field(_("Why"), str(told[-1].words["reason"])),) if told else ()
    form = forms.Confirm(sent(request)[0], initial={"digest": bytes(asked.digest).hex()})

    def do(data: dict[str, Any]) -> str:
        return run_act(request, acts.confirm_redate, body, data["command_id"], redate=subject, digest=data["digest"])

    page = page_of(
        _("Confirm a later date"),
        _("You are the second person. Confirm only after you have seen the document itself."),
        _("Confirm"),
        back_to(body),
        facts=(*reads.facts_of(asked.decision), Field(_("Later date asked for"), format.long_day(asked.dated)), *reason),
        basis="Law 10/2022/QH15 Art. 12(3)",
    )
    return act_form(request, form, page, do)


def strike(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `decision.strike`."""
    row = Decision.objects.filter(pk=subject).first()
    if row is None or (row.struck is not None and request.method != "POST"):  # the same form sent twice gets its answer from the act
        raise NotHere(N_("There is no such document."))
    body = bodies.place(row.body_id, clock.today())
    check_may(request, body, "decision.strike")
    form = forms.Because(sent(request)[0], reasons=policy.strikes())

    def do(data: dict[str, Any]) -> str:
        return run_act(request, acts.strike, body, data["command_id"], decision=subject, reason=data["reason"])

    page = page_of(
        _("Strike a registered document"),
        _(
            "For a document that is none to be disclosed. Its duty ends, its number is free again, and the record keeps both entries. "
            "After its due day a second office must confirm it."
        ),
        _("Strike it"),
        back_to(body),
        facts=reads.facts_of(row),
        basis="Law 10/2022/QH15 Art. 11",
    )
    return act_form(request, form, page, do)


def confirm_end(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `ending.confirm`."""
    asked = Ending.objects.filter(pk=subject).first()
    if asked is None or (asked.confirmed and request.method != "POST"):  # the same form sent twice gets its answer from the act
        raise NotHere(N_("Nobody asks for this any more."))
    body = bodies.place(asked.body_id, clock.today())
    check_may(request, body, "ending.confirm")
    form = forms.Confirm(sent(request)[0], initial={"digest": bytes(asked.digest).hex()})

    def do(data: dict[str, Any]) -> str:
        return run_act(request, acts.confirm_end, body, data["command_id"], ending=subject, digest=data["digest"])

    page = page_of(
        _("Confirm that nothing is owed any more"),
        _("You are the second person. Its day passed and it was not done in time: confirm only after you have seen why nothing is owed."),
        _("Confirm"),
        back_to(body),
        facts=reads.ending_facts(asked),
        basis="Law 10/2022/QH15 Art. 11",
    )
    return act_form(request, form, page, do)
