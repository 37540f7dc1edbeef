"""The operator's page: health, jobs, record, storage and copies; breaches and requests of persons; and a plain word for a monitor.

Promises: what `dinhlang doctor` says stands here too; a monitor learns whether something must not stay, and nothing else. Refuses: the
page to whoever does not hold the operator's office.
"""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dinhlang.core.refusal import N_, NotHere, NotYours
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.imports import states
from dinhlang.ground.imports.models import Import
from dinhlang.ground.people import may
from dinhlang.ground.people.reads import Holder
from dinhlang.ground.people.visibility import Role, roles_of
from dinhlang.ground.personal import acts, reads
from dinhlang.ground.personal.models import Breach, Request
from dinhlang.ground.record import clock, signer
from dinhlang.ground.record.models import Head, Pending
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.forms import CommandForm, DayField
from dinhlang.ground.ui.shapes import CaseRow, Field, FormPage, HealthRow, Link, OperatorPage, Refusal
from dinhlang.ground.ui.submit import HallText, act_form
from dinhlang.web import backup, health, held, personal

NOT_YOURS = N_("This page is for who operates the system. Sign in with that office.")
STUCK = timedelta(minutes=30)  # a list that is being entered and did not move for so long


class BreachForm(CommandForm):
    """What was found."""

    day = DayField(label=gettext_lazy("Day on which it was found"))
    hour = forms.TimeField(
        label=gettext_lazy("Hour and minute"),
        input_formats=["%H:%M", "%H.%M", "%Hh%M", "%Hg%M"],
        help_text=gettext_lazy("For example 14:30. The 72 hours run from this instant."),
        widget=forms.TimeInput(attrs={"class": "short", "size": "8"}, format="%H:%M"),
    )
    words = HallText(
        label=gettext_lazy("What happened, whose data, how many persons, what was done about it"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Sealed: nobody reads it in the record. Write no names of the persons concerned."),
    )


class ReportForm(CommandForm):
    """That it was reported."""

    to = HallText(label=gettext_lazy("Reported to which authority"), max_length=200)
    number = HallText(label=gettext_lazy("Number of the paper, if it has one"), max_length=80, required=False)


class AnswerForm(CommandForm):
    """Words."""

    words = HallText(label=gettext_lazy("Answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


def _operator(request: HttpRequest) -> Holder:
    holder = may.holder(request)
    if holder is None or Role.OPERATOR not in roles_of(may.actor(request), holder, None):
        raise NotYours(NOT_YOURS)
    return holder


@never_cache
@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """For a monitor: `ok` or `stop` in one word, 200 or 503. Four cheap looks, no details, no session."""
    try:
        fine = health.lives(clock.now())
    except (DatabaseError, OSError):
        fine = False
    return HttpResponse("ok\n" if fine else "stop\n", status=200 if fine else 503, content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Everything an operator looks at."""
    holder, now = _operator(request), clock.now()
    found = tuple(HealthRow(one.level.name.lower(), *one.in_words()) for one in health.examine(now))
    breaches, requests = reads.breaches(holder.body), reads.requests(holder.body)
    shown = OperatorPage(
        findings=tuple(sorted(found, key=lambda one: ("stop", "look", "fine").index(one.level))),
        facts=_facts(now),
        cases=(
            (_("Breaches of personal data"), tuple(_breach(one, now) for one in breaches)),
            (_("Requests of the persons concerned"), tuple(_request(one) for one in requests)),
        ),
        start=(
            Link(_("A breach was found"), reverse("breach-new")),
            Link(_("Enter a request that came on paper"), reverse("request-new")),
            Link(_("Personal data kept here"), reverse("personal")),
        ),
    )
    return render(request, "pages/operator.html", {"page": shown})


def _octets(n: int) -> str:
    return _("%(n)s MiB") % {"n": f"{n / (1 << 20):,.1f}"}


def _database_size() -> int:
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        return sum(one.stat().st_size for one in path.parent.glob(path.name + "*") if one.is_file())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _facts(now: datetime) -> tuple[Field, ...]:
    head, signed = Head.objects.filter(pk=1).first(), signer.latest()
    free = shutil.disk_usage(settings.DATA_DIR).free
    working = Import.objects.filter(state__in=states.RUNNING).count()
    stuck = Import.objects.filter(state__in=states.RUNNING, changed__lt=now - STUCK).count()
    copies = backup.copies_in(settings.BACKUP_DIR) if settings.BACKUP_DIR is not None else []
    vaults = backup.vaults(settings.VAULT_BACKUP_DIR) if settings.VAULT_BACKUP_DIR is not None else []
    never = _("none so far")
    return (
        Field(_("Entries of the record"), format.count(head.size) if head is not None else never),
        Field(_("Last entry"), format.instant(head.time) if head is not None and head.time is not None else never),
        Field(_("Last signed checkpoint"), format.instant(signed.at) if signed is not None else never),
        Field(_("Sealed acts that wait"), format.count(Pending.objects.count())),
        Field(_("Lists being entered"), f"{working}" + (f" ({_('%(n)d stand still') % {'n': stuck}})" if stuck else "")),
        Field(_("Database"), _octets(_database_size())),
        Field(_("Free on the disk"), _octets(free)),
        Field(_("Copies of the database"), f"{len(copies)}" + (f", {format.instant(backup.taken(copies[-1]))}" if copies else "")),
        Field(_("Copies of the keys"), f"{len(vaults)}" + (f", {format.instant(backup.taken(vaults[-1]))}" if vaults else "")),
    )


def _breach(one: Breach, now: datetime) -> CaseRow:
    if one.reported is not None:
        text = _("reported to %(who)s, %(at)s") % {"who": one.reported_to, "at": format.instant(one.reported)}
        return CaseRow(one.words, _("found %(at)s") % {"at": format.instant(one.found)}, text, ())
    until = ""
    if one.until is not None:
        left = int((one.until - now).total_seconds() // 3600)
        until = _("To be reported by %(at)s.") % {"at": format.instant(one.until)} + " "
        until += ngettext("%(n)d hour is left.", "%(n)d hours are left.", left) % {"n": left} if left >= 0 else _("That has passed.")
    links = (Link(_("It was reported"), reverse("breach-report", args=[one.subject])),)
    return CaseRow(one.words, _("found %(at)s") % {"at": format.instant(one.found)}, until, links)


def _request(one: Request) -> CaseRow:
    links = []
    if one.answered is None:
        links.append(Link(_("Answer"), reverse("request-answer", args=[one.subject])))
    if one.carried is None:
        links.append(Link(_("It was carried out"), reverse("request-done", args=[one.subject])))
    state = _("carried out %(at)s") % {"at": format.instant(one.carried)} if one.carried else ""
    if not state and one.answered:
        state = _("answered %(at)s") % {"at": format.instant(one.answered)}
    if not state and not personal.has_clock(one.kind):
        state = _("No term runs: the article that may give one was not read.")
    words = one.words or _("(erased)")
    return CaseRow(f"{held.request_words(one.kind)}: {words}", format.instant(one.at), state, tuple(links))


def _form(
    request: HttpRequest, form: CommandForm, title: str, submit: str, do: Any, *, basis: str, facts: tuple[Field, ...] = ()
) -> HttpResponse:
    back = Link(_("Operating"), reverse("operating"))

    def show(form: forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(title, "", form, submit, back, basis=format.cited(basis), facts=facts, refusal=stopped)

    return act_form(request, form, show, do)


def _act(asking: HttpRequest, act: Any, data: dict[str, Any], body: int, **values: Any) -> str:
    act(by=may.actor(asking), at=clock.now(), command_id=data["command_id"], body=body, **values)
    return reverse("operating")


BREACH, REQUEST = "Law 91/2025/QH15 Art. 23(1)", "Decree 356/2025/NĐ-CP Art. 5(2)"


def breach_new(request: HttpRequest) -> HttpResponse:
    """Form of `people.breach`."""
    holder = _operator(request)
    form = BreachForm(request.POST if request.method == "POST" else None, initial={"day": clock.today()})

    def do(data: dict[str, Any]) -> str:
        found = datetime.combine(data["day"], data["hour"], clock.LOCAL)
        return _act(request, acts.breach, data, holder.body, found=found, words=data["words"])

    return _form(request, form, _("A breach of personal data was found"), _("Enter it"), do, basis=BREACH)


def breach_report(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `people.report_breach`."""
    holder, row = _operator(request), reads.breach(subject)
    if row is None or row.body_id != holder.body:
        raise NotHere(N_("There is no such breach."))
    form = ReportForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> str:
        return _act(request, acts.report_breach, data, holder.body, breach=subject, to=data["to"], number=data["number"])

    return _form(request, form, _("It was reported"), _("Enter it"), do, basis=BREACH, facts=(Field(_("What happened"), row.words),))


def request_new(request: HttpRequest) -> HttpResponse:
    """Form of `people.request` for somebody who came with paper."""
    holder = _operator(request)
    form = personal.Ask(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> str:
        return _act(request, acts.request, data, holder.body, kind=data["kind"], words=data["words"])

    return _form(request, form, _("A request about personal data"), _("Enter it"), do, basis=REQUEST)


def _words_of(request: HttpRequest, subject: str, act: Any, title: str) -> HttpResponse:
    holder, row = _operator(request), reads.request(subject)
    if row is None or row.body_id != holder.body:
        raise NotHere(N_("There is no such request."))
    form = AnswerForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> str:
        return _act(request, act, data, holder.body, request=subject, words=data["words"])

    facts = (Field(_("What is asked for"), held.request_words(row.kind)), Field(_("Words"), row.words or _("(erased)")))
    return _form(request, form, title, _("Send"), do, basis=REQUEST, facts=facts)


def answer(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `people.answer_request`."""
    return _words_of(request, subject, acts.answer_request, _("Answer a request"))


def carried(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `people.carry_out_request`."""
    return _words_of(request, subject, acts.carry_out_request, _("A request was carried out"))


def desk_form(at: duties.Frame, one: duties.Obligation) -> Link | None:
    """The button of the desk for a breach or a request: its occasion is the case's own name."""
    accepts = set(one.duty.accepts)
    for act, name, text in (
        ("people.report_breach", "breach-report", N_("It was reported")),
        ("people.answer_request", "request-answer", N_("Answer")),
        ("people.carry_out_request", "request-done", N_("It was carried out")),
    ):
        if act in accepts:
            return Link(_(text), reverse(name, args=[one.occasion]))
    return None


def desk_link(request: HttpRequest) -> tuple[Link, ...]:
    """For the desk of the operator."""
    holder = may.holder(request)
    mine = holder is not None and Role.OPERATOR in roles_of(may.actor(request), holder, None)
    return (Link(_("Operating"), reverse("operating")),) if mine else ()
