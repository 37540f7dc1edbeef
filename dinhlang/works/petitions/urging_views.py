"""Forms of the body above about petitions below it, and of the body that was urged."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dinhlang.core.refusal import NotHere
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.follow import assigned
from dinhlang.ground.follow.forms import Report
from dinhlang.ground.people import may
from dinhlang.ground.people.denounced import private
from dinhlang.ground.people.reads import Holder, office_name
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, FormPage, Link, Refusal
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.petitions import acts, checks, desks, forms, policy, reads
from dinhlang.works.petitions.acts import urging
from dinhlang.works.petitions.list_views import asking
from dinhlang.works.petitions.models import Petition
from dinhlang.works.petitions.views import sent

DAYS = timedelta(days=7)  # from the day on which the form is opened, to begin with


def _below(request: HttpRequest, body: int) -> tuple[Holder, Place]:
    """The office that asks, where it is of the body right above. Raises NotHere."""
    holder, _account = asking(request)
    here = bodies.place(body, clock.today())
    if here.parent != holder.body:
        raise NotHere(checks.NOT_HERE)
    return holder, here


def _reopened(request: HttpRequest, subject: str) -> tuple[Petition, Place]:
    holder, account = asking(request)
    found = reads.readable(subject, holder, account)
    return found, _below(request, found.body_id)[1]


def _show(
    request: HttpRequest, form: django_forms.Form, do: Callable[[dict[str, Any]], str], words: tuple[str, str, str], back: Link,
    facts: tuple[Field, ...],
) -> HttpResponse:  # fmt: skip
    title, lead, submit = words

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(title=title, lead=lead, form=form, submit=submit, back=back, refusal=stopped, facts=facts)

    return private(act_form(request, form, page, do))


def _urge(
    request: HttpRequest, here: Place, topic: str, petition: str, text: str, back: Link, facts: tuple[Field, ...]
) -> HttpResponse:
    day, book = clock.today(), rulebooks.current()
    offices = [(one, office_name(one, book)) for one in assigned.offices_of(here, book, urging.URGED)]
    form = forms.Urge(sent(request)[0], offices=offices, initial={"due": day + DAYS, "text": text})

    def do(data: dict[str, Any]) -> str:
        given = {name: data[name] for name in ("text", "office", "due")}
        acts.urge(
            by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=here.id, topic=topic, petition=petition, **given
        )
        return back.href

    lead = _("It stands on the desk of the office until it says what came of it, and you read that in your list.")
    return _show(request, form, do, (_("Urge %(name)s") % {"name": here.name}, lead, _("Urge")), back, facts)


def urge(request: HttpRequest, code: str, topic: str) -> HttpResponse:
    """Form of `petition.urge` about what is past its day, by topic."""
    day = clock.today()
    _holder, here = _below(request, bodies.find(code, day).id)
    if topic not in policy.topics():
        raise NotHere(checks.NOT_HERE)
    n, words = urging.late(here.id, topic, day), desks.topic_words(topic)
    text = _("%(n)d matters are past their day: %(topic)s. Please end them and answer those who sent them.") % {"n": n, "topic": words}
    facts = (Field(_("About what"), words), Field(_("Past their day"), format.count(n)))
    return _urge(request, here, topic, "", text if n else "", Link(_("All petitions here"), reverse("petition-list")), facts)


def urge_one(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.urge` about one that was reopened."""
    found, here = _reopened(request, subject)
    facts = (Field(_("Petition"), f"{found.pk[:6]} · {desks.about(found)}"), Field(_("Until when"), reads.due_words(found, clock.today())))
    text = _("Petition %(number)s was reopened by its sender. Please settle it and answer.") % {"number": found.pk[:6]}
    back = Link(_("The petition"), reverse("petition-desk", args=[found.pk]))
    return _urge(request, here, found.topic, found.pk, text, back, tuple(one for one in facts if one.value))


def take_up(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.take_up`."""
    found, here = _reopened(request, subject)

    def do(data: dict[str, Any]) -> str:
        given = {"by": may.actor(request), "at": clock.now(), "command_id": data["command_id"], "body": here.id}
        acts.take_up(**given, petition=found.pk, reason=data["reason"])
        return reverse("petition-desk", args=[found.pk])

    lead = _("Your body answers it from now on, with a new clock. %(name)s reads it no more; the sender reads the reason.")
    words = (_("Take it up"), lead % {"name": here.name}, _("Take it up"))
    back = Link(_("The petition"), reverse("petition-desk", args=[found.pk]))
    return _show(request, forms.Why(sent(request)[0]), do, words, back, (Field(_("About what"), desks.about(found)),))


def report(request: HttpRequest, source: str, number: int) -> HttpResponse:
    """Form of `petition.report_urged`, for the body that was urged."""
    holder, _account = asking(request)
    work = next((one for one in assigned.of([source]) if one.number == number and one.body == holder.body), None)
    if work is None or work.seen != urging.SEEN:
        raise NotHere(checks.NOT_HERE)

    def do(data: dict[str, Any]) -> str:
        given = {"by": may.actor(request), "at": clock.now(), "command_id": data["command_id"], "body": holder.body}
        acts.report_urged(**given, source=source, number=number, state=data["state"], said=data["said"])
        return reverse("desk")

    by = bodies.place(work.giver, clock.today()).name
    due = (Field(_("By which day"), format.long_day(work.due)),) if work.due else ()
    facts = (Field(_("Urged by"), by), Field(_("In these words"), work.text), *due)
    lead = _("The body above reads it. Answer those who sent the petitions on the petitions themselves.")
    words = (_("Say what came of it"), lead, _("Enter it"))
    return _show(request, Report(sent(request)[0]), do, words, Link(_("To do"), reverse("desk")), facts)
