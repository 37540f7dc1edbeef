"""Forms that make something public: a notice, the year's plan, a meeting to come."""

import functools
from dataclasses import replace as replaced
from typing import Any
from uuid import uuid5

from django import forms as django_forms
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.core.rules import State
from dinhlang.ground.duties import acts as duty_acts
from dinhlang.ground.duties import inherited, present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.files.receive import receive, receive_all
from dinhlang.ground.people import may
from dinhlang.ground.record import clock
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.append import Attachment
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, FormPage, Link, Refusal
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.disclosures import acts, forms, reads
from dinhlang.works.disclosures.acts import Aim
from dinhlang.works.disclosures.models import Disclosure
from dinhlang.works.disclosures.suggest import Suggestion, suggest
from dinhlang.works.disclosures.views.common import back_to, items_of, kinds_of, of_body, page_of, run_act, sent


def _candidates(at: duties.Frame) -> list[tuple[str, str]]:
    """Open duties that a disclosure may claim, nearest day first."""
    names = reads.titles(record.of_subjects([one.source for one in _sources(at)]))
    found, taken = [], reads.standing(at.place.id)
    for one in duties.obligations(at):
        part = one.duty.part("website") or one.duty.part("notice") or one.duty.part("board")
        if part is None or "disclosure.post" not in one.duty.accepts or any(cell.part.item for cell in one.parts):
            continue
        if (one.duty.id, one.occasion) in taken:
            continue
        if any(p.part.channel == "website" and p.state in {State.DONE_ON_TIME, State.DONE_LATE, State.RUNNING} for p in one.parts):
            continue
        label, last = reads.title_for(one, names) or present.occasion_title(one), one.rolled or one.due
        if last is not None:
            label = _("%(title)s, due %(day)s") % {"title": label, "day": format.short_day(last)}
        found.append((f"{one.duty.id} {one.occasion}", label))
    return found


def _sources(at: duties.Frame) -> list[Clock]:
    bearers = (at.place.id, *inherited.owners(at.place.id, at.day))
    return list(Clock.objects.filter(body__in=bearers, voided=None).exclude(source=""))


def _aims(data: dict[str, Any]) -> tuple[Aim, ...]:
    return tuple(Aim(*value.partition(" ")[::2]) for value in data.get("aims", ()))


def _first(body: int, form: django_forms.Form) -> Disclosure | None:
    """The disclosure that was faster, for the one who was told so; None also where the database is away."""
    try:
        return acts.standing(body, _aims(form.cleaned_data))
    except DatabaseError:
        return None


def post(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `disclosure.post`; the desk's button brings the duty (`nhiem-vu`) and the document (`van-ban`) along, a list of documents
    its number, date, title and item (`so`, `ngay`, `ten`, `muc`). With a number it registers the document in the same stroke."""
    at = of_body(request, code, "disclosure.post")
    candidates = functools.cache(lambda: _candidates(duties.frame_of(at)))  # long to work out, and a form that claims nothing never asks
    slug = request.GET.get("van-ban", "")
    document = reads.decision(at.place.id, slug) if slug else None
    wanted = request.GET.get("nhiem-vu", "")
    if document is not None:
        wanted = next((value for value, _label in candidates() if value.endswith(f" {document.slug}")), wanted)
    told = record.of_subjects([document.subject]) if document else ()
    may_register = document is None and "decision.register" in may.acts(request, at.place, at.book)
    files, found, unread = _first_page(request)
    form = forms.Post(
        *sent(request),
        items=kinds_of(at.own_book, at.place.kind, at.day) if may_register else [(str(n), text) for n, text in items_of(at.book)],
        candidates=candidates,
        registered=not may_register,
        found=found,
        initial={
            "aims": [wanted] if wanted else [],
            "item": document.item if document else request.GET.get("muc"),
            "title": reads.titles(told).get(document.subject, "") if document else request.GET.get("ten"),
            "number": request.GET.get("so"),
            "dated": request.GET.get("ngay"),
        },
    )

    def do(data: dict[str, Any]) -> str:
        if unread is not None:
            raise unread
        item, kind = data["item"] or (None, "")
        payload = {"title": data["title"], "text": data["text"], "item": item, "attachments": files}
        who = {"by": may.actor(request), "at": clock.now(), "body": at.place.id}
        with transaction.atomic():  # both or neither
            subject, aims = document.subject if document else "", _aims(data)
            if data.get("number"):
                given = {name: data[name] for name in ("number", "dated", "title")}
                first = uuid5(data["command_id"], "decision.register")
                subject = acts.register(**who, command_id=first, item=item, kind=kind, **given, attachments=files).subject
                aims = (*aims, *_own_aims(subject, duties.frame_of(at)))
            done = acts.post(**who, command_id=data["command_id"], decision=subject, aims=tuple(dict.fromkeys(aims)), **payload)
        return f"{reverse('six', args=[done.subject])}?ma={done.code}"

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        made = blank(form, stopped)
        if stopped is None or made.refusal is None:
            return made
        first = _first(at.place.id, form)
        same = reads.registered(at, str(form.cleaned_data.get("number") or "")) if first is None and may_register else None
        if first is not None:
            words = reads.titles(record.of_subjects([first.subject]))
            same = Link(words.get(first.subject) or _("The disclosure that stands"), reverse("thing", args=[first.subject]))
        return made if same is None else replaced(made, refusal=replaced(made.refusal, link=same))

    blank = page_of(
        _("Disclose"),
        _("One file and a few words. It appears on this site at once; the sheet for the boards and the other papers are made from it."),
        _("Disclose now"),
        back_to(at.place),
        facts=reads.facts_of(document) if document else (),
        why=(
            _("What is chosen below counts as done the moment it appears here; paper postings are entered afterwards."),
            _("Number, date and title left empty are read from the file's first page, for you to check. A scan cannot be read."),
        ),
        basis="Law 10/2022/QH15 Art. 12, 13",
        upload=True,
    )
    return act_form(request, form, page, do)


def _first_page(request: HttpRequest) -> tuple[tuple[Attachment, ...], Suggestion, Refused | None]:
    """The files that were sent, what the first page suggests, and why they were not taken where they were not."""
    scans = request.FILES.getlist("scan") if request.method == "POST" else []
    try:
        files, words = receive_all(scans)
    except Refused as error:
        return (), Suggestion(), error
    return files, suggest(words), None


def _own_aims(decision: str, at: duties.Frame) -> tuple[Aim, ...]:
    """The duties that a document registered this moment started and that a notice fulfils: for nothing else was it registered here."""
    started = Clock.objects.filter(source=decision, voided=None).values_list("rule", "occasion").order_by("id")
    known = [(at.book.duties.get(rule), rule, occasion) for rule, occasion in dict.fromkeys(started)]
    return tuple(Aim(rule, occasion) for duty, rule, occasion in known if duty is not None and "disclosure.post" in duty.accepts)


def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `plan.adopt`."""
    at = of_body(request, code, "plan.adopt")
    form = forms.Plan(*sent(request), initial={"year": clock.today().year})

    def do(data: dict[str, Any]) -> str:
        return run_act(
            request,
            acts.adopt_plan,
            at.place,
            data["command_id"],
            year=data["year"],
            number=data["number"],
            dated=data["dated"],
            lines=data["lines"],
            attachments=receive(data["scan"]),
        )

    page = page_of(
        _("Enter the year's disclosure plan"),
        _("Each line becomes a duty with the day the plan itself names."),
        _("Adopt the plan"),
        back_to(at.place),
        basis="Law 10/2022/QH15 Art. 14(1)",
        upload=True,
    )
    return act_form(request, form, page, do)


def event(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `duties.event`: a village meeting to come."""
    at = of_body(request, code, "duties.event")
    kinds = [(kind.id, present.said(kind.text)) for kind in duty_acts.event_kinds(at.book, at.place.kind, at.day)]
    rules = [duty for id, _word in kinds for duty in duty_acts.notices(at.book, at.place.kind, at.day) if duty.starts.event_kind == id]
    form = forms.Event(sent(request)[0], kinds=kinds)

    def do(data: dict[str, Any]) -> str:
        return run_act(
            request, duty_acts.event, at.place, data["command_id"], **{name: data[name] for name in ("kind", "title", "day", "place")}
        )

    page = page_of(
        _("Announce a village meeting"),
        present.said(rules[0].summary) if rules else "",
        _("Announce"),
        back_to(at.place),
        why=tuple(present.said(duty.summary) for duty in rules[1:]),
        basis=rules[0].basis if rules else "",
    )
    return act_form(request, form, page, do)


def event_cancelled(request: HttpRequest, code: str, occasion: str) -> HttpResponse:
    """Form of `duties.event_cancelled`."""
    at = of_body(request, code, "duties.event_cancelled")
    rules = {duty.id: duty for duty in at.book.by_event.get("event.announced", ())}
    meeting = Clock.objects.filter(body=at.place.id, occasion=occasion, rule__in=rules).order_by("id").first()
    if meeting is None or (meeting.voided is not None and request.method != "POST"):  # sent twice: the act gives the answer
        raise NotHere(N_("There is no such meeting. It was perhaps called off already."))
    form = forms.Sign(sent(request)[0])

    def do(data: dict[str, Any]) -> str:
        return run_act(request, duty_acts.event_cancelled, at.place, data["command_id"], occasion=occasion)

    page = page_of(
        _("Call the meeting off"),
        _("No notice of it is owed any more. If it moves to another day, call it off here and announce the new day."),
        _("Call it off"),
        back_to(at.place),
        facts=(Field(_("Day of the meeting"), format.long_day(meeting.opens)),),
        basis=rules[meeting.rule].basis,
    )
    return act_form(request, form, page, do)
