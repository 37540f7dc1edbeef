"""Pages and forms of meetings. Who may not know of one is told no more than that."""

from collections.abc import Callable, Collection
from dataclasses import replace
from fractions import Fraction
from typing import Any
from uuid import uuid5

from django import forms as django_forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere, NotYours
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.documents import reads as drafts
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.files.receive import receive_all
from dinhlang.ground.follow import assigned
from dinhlang.ground.follow.forms import Report
from dinhlang.ground.people import may, visibility
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.people.visibility import Role, roles_of
from dinhlang.ground.record import clock, vault
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.act import Done
from dinhlang.ground.rolls import acts as rolls
from dinhlang.ground.rolls import reads as lists
from dinhlang.ground.rolls.kinds import TITLES
from dinhlang.ground.ui import cache, format, ics
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.shapes import Field, FormPage, Link, PaperLine, Refusal
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.meetings import acts, documents, forms, policy, reads
from dinhlang.works.meetings.states import OFF

NOT_YOURS = N_("This page is for the offices of this body. Sign in with the office that does it, or go back to the body's page.")
NO_FILE = N_("This file is not kept here any more.")


def _office(request: HttpRequest) -> str:
    holder = may.holder(request)
    return "" if holder is None else holder.office


def _seat(request: HttpRequest) -> int | None:
    holder = may.holder(request)
    return None if holder is None else holder.body


def _roles(request: HttpRequest, body: int) -> frozenset[Role]:
    return roles_of(may.actor(request), may.holder(request), body)


def _see(request: HttpRequest, subject: str) -> tuple[duties.Stand, reads.Found]:
    """A meeting and its body, for somebody who may know of it. Raises NotHere, or NotYours where only its inside is kept."""
    stand, found = reads.stand(subject, clock.today()), reads.find(subject)
    if not reads.may_see(_roles(request, stand.place.id), found.row.seen):
        if found.row.seen == acts.PRIVATE:
            raise NotHere(N_("There is no such meeting."))
        raise NotYours(reads.INSIDE_NOTE)
    return stand, found


def meetings(request: HttpRequest, code: str) -> HttpResponse:
    """The meetings of a body, as far as this reader may know of them."""
    stand = duties.find(code, clock.today())
    roles = _roles(request, stand.place.id)
    if not any(stand.place.kind in one.bearers for one in policy.sorts().values()):
        raise NotHere(N_("This body holds none of the meetings that are kept here."))
    if stand.place.kind in policy.private() and not reads.may_see(roles, acts.PRIVATE):
        raise NotHere(N_("This body holds none of the meetings that are kept here."))

    def make() -> HttpResponse:
        own = may.acts(request, stand.place, stand.book)
        actions = reads.callable_here(stand, _office(request), own)
        if "dialogue.request" in own and _seat(request) == stand.place.id:
            actions += (Link(_("Enter a request for a dialogue"), reverse("dialogue-request", args=[code])),)
        return render(request, "pages/meetings.html", {"page": reads.listing(stand, roles, actions)})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def meeting(request: HttpRequest, subject: str) -> HttpResponse:
    """A meeting: who is called, the agenda with its articles, questions and answers, what came of it."""
    stand, found = _see(request, subject)
    seat, roles = _seat(request), _roles(request, stand.place.id)
    inside = visibility.may_see(roles, "meetings.Question", "text", "waiting")
    acts_here = may.acts(request, stand.place, stand.book)
    page = reads.page(found, stand, acts_here, _office(request), clock.now(), seat=seat, inside=inside)
    page = replace(page, documents=_documents(found, stand, acts_here))
    response = render(request, "pages/meeting.html", {"page": page})
    if found.row.seen != acts.OPEN:
        response["Cache-Control"] = "private, no-store"
    return response


def _documents(found: reads.Found, stand: duties.Stand, allowed: Collection[str]) -> tuple[PaperLine, ...]:
    """The minutes with their state; the body above is asked for only where an office may export them."""
    above = bodies.place(stand.place.parent, stand.day) if allowed and stand.place.parent is not None else None
    offered = documents.offers(found, stand.place, above, stand.book, clock.now())
    return drafts.lines(offered, {stand.place.id: allowed}, drafts.of_thing([found.row.pk]))


def calendar(request: HttpRequest, subject: str) -> HttpResponse:
    """A called meeting as an iCalendar file."""
    stand, found = _see(request, subject)
    row = found.row
    points = [one.text or found.sort.kept(one.item, found.called).text.said for one in found.items]
    one = ics.Entry(
        f"{row.pk}@{request.get_host()}", row.at, row.called, f"{row.title}, {stand.place.name}", row.place, "\n".join(points),
        absolute(request, reverse("meeting", args=[row.pk])), cancelled=row.state == OFF,
    )  # fmt: skip
    return _sent_file(ics.calendar([one], "Meetings"), "text/calendar; charset=utf-8", f"{row.pk}.ics")


def minutes(request: HttpRequest, subject: str, n: int) -> HttpResponse:
    """A file of the minutes, for whoever may know of the meeting."""
    found = _see(request, subject)[1]
    told = next((one for one in record.of_subjects([subject]) if one.act in acts.HELD_BY), None)
    if told is None or n >= len(found.row.minutes):
        raise NotHere(NO_FILE)
    kind = str(found.row.minutes[n]["type"])
    return _sent_file(vault.read_file(told.hash, n), kind, f"bien-ban-{n + 1}.{kind.rpartition('/')[2]}")


def _sent_file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


# --- forms ---


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _to(done: Done) -> str:
    return reverse("done", args=[done.code])


def call(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `meeting.call`: `?loai=` the kind, `?lai=` the meeting that fell short, `?viec=` and `?ky=` the duty that asks for it.

    The list of those who are called is frozen in the same stroke.
    """
    stand = duties.find(code, clock.today())
    sort = policy.sorts().get(request.GET.get("loai", ""))
    if "meeting.call" not in may.acts(request, stand.place, stand.book) or sort is None or stand.place.kind not in sort.bearers:
        raise NotYours(NOT_YOURS)
    if _office(request) not in sort.callers:
        raise NotYours(NOT_YOURS)
    given = {"duty": request.GET.get("viec", ""), "occasion": request.GET.get("ky", ""), "before": request.GET.get("lai", "")}
    basis, name = sort.basis(stand.day), sort.text.said
    if sort.id == policy.ASKED_FOR:
        duty = acts.asked_for(stand.place, clock.now(), given["duty"], given["occasion"]).duty
        basis, name = duty.basis, present.said(duty.subject)
    wanted = [] if not sort.roll else [sort.roll, *((acts.DELEGATES,) if sort.delegate_rules else ())]
    counts = {one: lists.counts([stand.place.id], one, stand.day).get(stand.place.id, 0) for one in wanted}
    choices = [(one, f"{_(TITLES[one])} ({format.count(counts[one])})") for one in wanted]
    points = [(one.id, f"{one.text.said} ({format.cited(one.basis)})") for one in sort.points(stand.day).values()]
    form = forms.Call(_sent(request)[0], sort=sort, rolls=choices, basis=points)

    def do(data: dict[str, Any]) -> str:
        by, now, command = may.actor(request), clock.now(), data["command_id"]
        fields = {"points": data.get("points", ()), "scattered": data.get("scattered", False), "begins": form.begins}
        fields |= {one: data[one] for one in ("place", "more", "motions", "title")}
        with transaction.atomic():
            roll = ""
            if sort.roll:
                purpose, own = sort.text.vi[:100], uuid5(command, "roll")
                roll = rolls.freeze(
                    by=by, at=now, command_id=own, body=stand.place.id, roll=data["who"], day=clock.local_day(now), purpose=purpose
                ).subject
            return _to(acts.call(by=by, at=now, command_id=command, body=stand.place.id, kind=sort.id, roll=roll, **fields, **given))

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=_("Call: %(kind)s") % {"kind": name}, lead=_("Whoever is on the list today is called; the agenda goes to them with it."),
            form=form, submit=_("Call it"), back=Link(stand.place.name, reverse("meetings", args=[code])), refusal=stopped,
            basis=format.cited(basis) if basis else "", why=sort.notes(stand.day),
        )  # fmt: skip

    return act_form(request, form, page, do)


class Step:
    """A form about a meeting that exists: who may open it, and the meeting with its body."""

    def __init__(self, request: HttpRequest, subject: str, act: str) -> None:
        self.request = request
        self.stand, self.found = _see(request, subject)
        if act not in may.acts(request, self.stand.place, self.stand.book):
            raise NotYours(NOT_YOURS)

    def run(self, act: Callable[..., Done], data: dict[str, Any], **payload: Any) -> str:
        """Carry the act out; the address of its receipt."""
        given = {"by": may.actor(self.request), "at": clock.now(), "command_id": data["command_id"], "body": self.stand.place.id}
        return _to(act(**given, meeting=self.found.row.pk, **payload))

    def show(
        self, form: django_forms.Form, do: Callable[[dict[str, Any]], str], title: str, lead: str, submit: str, **more: Any
    ) -> HttpResponse:
        """The form, or what came of it."""
        row = self.found.row
        facts = (Field(_("Meeting"), row.title), Field(_("Begins"), format.instant(row.at)), *more.pop("facts", ()))

        def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
            back = Link(row.title, reverse("meeting", args=[row.pk]))
            basis = self.found.sort.basis(self.found.called)
            return FormPage(
                title=title, lead=lead, form=form, submit=submit, back=back, refusal=stopped, basis=format.cited(basis) if basis else "",
                facts=facts, **more,
            )  # fmt: skip

        return act_form(self.request, form, page, do)


def question(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `meeting.question`."""
    step = Step(request, subject, "meeting.question")
    lead = _("Before the meeting or in it. It is answered on the page of the meeting, by somebody who answers for it.")

    def do(data: dict[str, Any]) -> str:
        return step.run(acts.question, data, text=data["text"])

    return step.show(forms.Ask(_sent(request)[0]), do, _("Enter a question"), lead, _("Enter it"))


def answer(request: HttpRequest, subject: str, number: int) -> HttpResponse:
    """Form of `meeting.answer`."""
    step = Step(request, subject, "meeting.answer")
    asked = next((one for one in step.found.questions if one.number == number), None)
    if asked is None:
        raise NotHere(N_("There is no such question."))

    def do(data: dict[str, Any]) -> str:
        return step.run(acts.answer, data, number=number, text=data["text"], owner=data["owner"])

    return step.show(
        forms.Answer(_sent(request)[0]), do, _("Answer a question"), _("The answer stands beside the question."), _("Answer"),
        facts=(Field(_("Question"), asked.text),),
    )  # fmt: skip


def hold(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `meeting.hold` and `dialogue.hold`."""
    stand, found = _see(request, subject)
    name = acts.act_of(found.sort, stand.book.duties.get(found.row.duty))
    step = Step(request, subject, name)
    attest = [(one.id, f"{one.text.said} ({format.cited(one.basis)})") for one in found.sort.attest(format.local_day(found.row.at))]
    form = forms.Hold(*_sent(request), motions=[one.text for one in found.motions], attest=attest)

    def do(data: dict[str, Any]) -> str:
        files = receive_all(data["minutes"])[0]
        given = {"came": data["came"], "counted": form.counted(), "attested": tuple(data.get("attested", ())), "attachments": files}
        return step.run(acts.hold if name == acts.HOLD else acts.hold_dialogue, data, **given)

    row = step.found.row
    facts = () if row.on_roll is None else (Field(_("Called"), format.count(row.on_roll)),)
    lead = _("Where too few came, nothing was decided and nothing is fulfilled: enter how many came all the same.")
    return step.show(form, do, _("Enter what came of it"), lead, _("Enter it"), upload=True, facts=facts)


def ask(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `meeting.ask`, for residents and households."""
    step = Step(request, subject, "meeting.ask")
    lead = _("The office that answers reads it; others see it with its answer. Nobody is named as asking, in the list or in the record.")

    def do(data: dict[str, Any]) -> str:
        return step.run(acts.ask, data, text=data["text"])

    return step.show(forms.AskBefore(_sent(request)[0]), do, _("Ask beforehand"), lead, _("Send the question"))


def set_aside(request: HttpRequest, subject: str, number: int) -> HttpResponse:
    """Form of `meeting.set_aside`."""
    step = Step(request, subject, "meeting.set_aside")
    asked = next((one for one in step.found.questions if one.number == number and not one.shown and not one.aside), None)
    if asked is None:
        raise NotHere(N_("There is no such question."))
    lead = _(
        "For what names somebody, insults, accuses, or belongs to another procedure. Its words go; the reason is shown in their place."
    )

    def do(data: dict[str, Any]) -> str:
        return step.run(acts.set_aside, data, number=number, reason=data["reason"])

    return step.show(
        forms.Reason(_sent(request)[0]), do, _("Set a question aside"), lead, _("Set it aside"), facts=(Field(_("Question"), asked.text),)
    )  # fmt: skip


def conclude(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `meeting.conclude`."""
    step = Step(request, subject, "meeting.conclude")
    place, book = step.stand.place, step.stand.book
    owners = [
        (f"{one.id}:{office}", f"{one.name}: {office_name(office, book)}")
        for one in acts.owners(place, step.found.row.seen, step.stand.day).values()
        for office in assigned.offices_of(one, book)
    ]
    villages = [(str(one.id), one.name) for one in bodies.villages(place.id, step.stand.day)] if step.found.sort.petitions else []
    form = forms.Conclude(_sent(request)[0], owners=owners, villages=villages)

    def do(data: dict[str, Any]) -> str:
        owner, _sign, office = data["owner"].partition(":")
        village = int(data["place"]) if data.get("place") else None
        return step.run(acts.conclude, data, text=data["text"], owner=int(owner), office=office, due=data["due"], place=village)

    title = _("Enter what voters asked for") if step.found.sort.petitions else _("Enter a conclusion")
    lead = _("It stands on the desk of the office that does it until it is ended; how it stands is shown at the next meeting of this kind.")
    return step.show(form, do, title, lead, _("Enter it"))


def report(request: HttpRequest, subject: str, number: int) -> HttpResponse:
    """Form of `meeting.report`, for the body that was given the work."""
    seat = _seat(request)
    work = next((one for one in assigned.of([subject]) if one.number == number and one.body == seat), None)
    if work is None or seat is None:
        raise NotYours(NOT_YOURS)
    here = bodies.place(seat, clock.today())
    if assigned.REPORT not in may.acts(request, here):
        raise NotYours(NOT_YOURS)

    def do(data: dict[str, Any]) -> str:
        given = {"by": may.actor(request), "at": clock.now(), "command_id": data["command_id"], "body": here.id}
        return _to(acts.report(**given, meeting=subject, number=number, state=data["state"], said=data["said"]))

    facts = (Field(_("Work"), work.text), *((Field(_("By which day"), format.long_day(work.due)),) if work.due else ()))
    back = Link(_("The meeting"), reverse("meeting", args=[subject]))

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        lead = _("Whoever called the meeting sees it, and so does everybody who may read of the meeting.")
        return FormPage(
            title=_("Say what became of it"), lead=lead, form=form, submit=_("Enter it"), back=back, refusal=stopped, facts=facts
        )  # fmt: skip

    return act_form(request, Report(_sent(request)[0], help_text=_("It is shown with the meeting, and at the next of its kind.")), page, do)


def rate(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `meeting.rate`."""
    step = Step(request, subject, "meeting.rate")
    form = forms.Rate(_sent(request)[0])
    lead = _("Count the slips that bear no name, by answer. With fewer than %(n)d slips only how many came back is kept.")
    return step.show(
        form, lambda data: step.run(acts.rate, data, counts=form.counts()), _("Enter the rating slips"),
        lead % {"n": policy.values().rating_floor}, _("Enter it"),
    )  # fmt: skip


def request(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `dialogue.request`, for both sides of a workplace."""
    stand = duties.find(code, clock.today())
    if "dialogue.request" not in may.acts(request, stand.place, stand.book) or _seat(request) != stand.place.id:
        raise NotYours(NOT_YOURS)

    def do(data: dict[str, Any]) -> str:
        given = {"by": may.actor(request), "at": clock.now(), "command_id": data["command_id"], "body": stand.place.id}
        return _to(acts.request(**given, **{one: data[one] for one in ("received", "side", "agreed", "text")}))

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=_("Enter a request for a dialogue"), form=form, submit=_("Enter it"), refusal=stopped,
            lead=_("From the day it was received the other side has its days to answer in writing, and the dialogue is owed."),
            back=Link(stand.place.name, reverse("meetings", args=[code])), basis=format.cited("Decree 145/2020/NĐ-CP Art. 40"),
        )  # fmt: skip

    limit = stand.book.at(clock.today()).limits.get(acts.REQUEST_SHARE)
    wanted = limit.share.share if limit is not None and limit.share is not None else Fraction(0)
    share = format.percent(wanted.numerator, wanted.denominator)
    return act_form(request, forms.Request(_sent(request)[0], share=share), page, do)


def papers(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `meeting.papers`. The list of all is frozen in the same stroke."""
    step = Step(request, subject, "meeting.papers")
    place, sort = step.stand.place, step.found.sort
    form = forms.Papers(_sent(request)[0], initial={"motions": "\n".join(one.text for one in step.found.motions)})
    duty = step.stand.book.duties.get(sort.papers)

    def do(data: dict[str, Any]) -> str:
        by, now, own = may.actor(request), clock.now(), uuid5(data["command_id"], "roll")
        with transaction.atomic():
            given = {"roll": sort.roll, "day": clock.local_day(now), "purpose": sort.text.vi[:100]}
            roll = rolls.freeze(by=by, at=now, command_id=own, body=place.id, **given).subject
            return step.run(acts.papers, data, roll=roll, closes=form.closes, agreed=data["agreed"], motions=data["motions"])

    lead = _("Everybody on the list of today gets a paper, whoever came or not. What was said by hands is not added to them.")
    why = () if duty is None else (format.cited(duty.basis),)
    return step.show(form, do, _("Send papers to all"), lead, _("Send them"), why=why)


def count(request: HttpRequest, subject: str, number: int) -> HttpResponse:
    """Form of `meeting.count`."""
    step = Step(request, subject, "meeting.count")
    motion = next((one for one in step.found.motions if one.number == number and one.matter), None)
    if motion is None:
        raise NotHere(N_("Nothing was asked under this number."))

    def do(data: dict[str, Any]) -> str:
        numbers = {name: data[name] for name in ("took_part", "agree", "against", "spoilt")}
        return step.run(acts.count, data, number=number, **numbers)

    lead = _("Two persons count, each for themselves. What the other one counted is not shown to you before.")
    return step.show(
        forms.PaperCount(_sent(request)[0]), do, _("Enter the count"), lead, _("Enter it"), facts=(Field(_("Asked"), motion.text),)
    )  # fmt: skip


def close(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `vote.hold`."""
    step = Step(request, subject, acts.VOTE)
    lead = _("After the time that was told. Where two counts are not alike it cannot be closed: count again.")
    form = CommandForm(_sent(request)[0])
    return step.show(form, lambda data: step.run(acts.close_papers, data), _("Close the papers"), lead, _("Close them"))


def call_off(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `meeting.call_off`."""
    step = Step(request, subject, "meeting.call_off")
    return step.show(
        forms.Reason(_sent(request)[0]), lambda data: step.run(acts.call_off, data, reason=data["reason"]), _("Call the meeting off"),
        _("Tell those who were called too. Another meeting may be called afterwards."), _("Call it off"),
    )  # fmt: skip
