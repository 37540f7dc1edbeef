"""Pages and forms for the body that has a petition now."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dinhlang.core.refusal import NotHere
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.files.receive import receive
from dinhlang.ground.people import may
from dinhlang.ground.people.denounced import private
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.act import Done
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.shapes import Field, FormPage, Link, Refusal
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.petitions import acts, checks, desks, forms, kind_forms, kinds, policy, reads, texts
from dinhlang.works.petitions.models import Petition
from dinhlang.works.petitions.states import SHOWN, WAITING
from dinhlang.works.petitions.views import DENOUNCING, picture, sent


def _readable(request: HttpRequest, subject: str) -> Petition:
    account = request.user.pk if may.holder(request) is not None else None
    return reads.readable(subject, may.holder(request), account)


def petition(request: HttpRequest, subject: str) -> HttpResponse:
    """A petition, for the office that has it."""
    found, holder = _readable(request, subject), may.holder(request)
    if holder is None:
        raise NotHere(checks.NOT_HERE)
    page = reads.desk_page(found, holder, clock.today(), rulebooks.current())
    return private(render(request, "pages/petition.html", {"page": page}))


def photo(request: HttpRequest, subject: str, n: int) -> HttpResponse:
    """A photograph, for the office that has it."""
    return picture(_readable(request, subject), n)


class Step:
    """A form about a petition that the office has."""

    def __init__(self, request: HttpRequest, subject: str) -> None:
        self.request, self.found = request, _readable(request, subject)
        holder = may.holder(request)
        if holder is None or holder.body != self.found.body_id:
            raise NotHere(checks.NOT_HERE)
        self.sort, self.day = policy.kind(self.found.kind), clock.today()

    def run(self, act: Callable[..., Done], data: dict[str, Any], **payload: Any) -> str:
        """Carry the act out; the address of its receipt."""
        given = {"by": may.actor(self.request), "at": clock.now(), "command_id": data["command_id"], "body": self.found.body_id}
        return reverse("done", args=[act(**given, petition=self.found.pk, **payload).code])

    def show(
        self, form: django_forms.Form, do: Callable[[dict[str, Any]], str], title: str, lead: str, submit: str, *, basis: str = "",
        why: tuple[str, ...] = (), upload: bool = False,
    ) -> HttpResponse:  # fmt: skip
        """The form, or what came of it."""
        facts = (Field(_("Kind"), self.sort.text.said), Field(_("Until when"), reads.due_words(self.found, self.day)))

        def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
            back = Link(_("The petition"), reverse("petition-desk", args=[self.found.pk]))
            return FormPage(
                title=title, lead=lead, form=form, submit=submit, back=back, refusal=stopped, facts=tuple(f for f in facts if f.value),
                basis=format.cited(basis or self.sort.basis), why=why, upload=upload,
            )  # fmt: skip

        return private(act_form(self.request, form, page, do))

    @property
    def data(self) -> Any:
        """What was sent."""
        return sent(self.request)[0]


def take_on(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.take_on`."""
    step = Step(request, subject)
    findings = () if kinds.is_wrong(step.found) else step.sort.findings
    form = forms.TakeOn(step.data, findings=[(one.id, one.text.said) for one in findings], must=step.sort.must_find)
    lead = _("The clock of the answer runs; the sender sees it on the page of the code.")
    return step.show(
        form, lambda data: step.run(acts.take_on, data, finding=data.get("finding", "")), _("Take it on"), lead, _("Take it on")
    )


def refuse(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.refuse`."""
    step = Step(request, subject)
    lead = _("The sender reads the reason, and may object. What another body answers for is passed on instead.")
    grounds = [(one.id, f"{one.text.said} ({format.cited(one.basis)})") for one in policy.grounds(step.found.kind).values()]
    form = kind_forms.Refuse(step.data, grounds=grounds) if grounds else forms.Why(step.data)
    if grounds:
        lead = _("Only on a ground of the law. The sender reads it with the reason, and may complain about the refusal.")

    def do(data: dict[str, Any]) -> str:
        return step.run(acts.refuse, data, **{name: data[name] for name in ("reason", "ground", "elsewhere") if name in data})

    return step.show(form, do, _("Not take it on"), lead, _("Do not take it on"))


def pass_on(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.pass_on`."""
    step = Step(request, subject)
    before = desks.went(step.found.body_id, step.found.topic)
    targets = sorted(checks.targets(step.found, step.day), key=lambda one: -before.get(one.id, 0))  # a sort that keeps the order otherwise
    form = forms.PassOn(step.data, bodies=[(str(one.id), _went(one.name, before.get(one.id, 0))) for one in targets])
    lead = _(
        "To a body that had it before it cannot go again. First in the list is where matters of this topic went from here before. The "
        "sender reads where it went and why."
    )
    return step.show(
        form, lambda data: step.run(acts.pass_on, data, to=data["to"], reason=data["reason"]), _("Pass it on"), lead, _("Pass it on"),
        basis="Law 42/2013/QH13 Art. 26(2)(b)",
    )  # fmt: skip


def _went(name: str, n: int) -> str:
    told = ngettext("%(name)s (%(n)d of this topic before)", "%(name)s (%(n)d of this topic before)", n)
    return told % {"name": name, "n": n} if n else name


def ask(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.ask`."""
    step = Step(request, subject)
    lead = _("The sender reads it on the page of the code and answers there. The clock runs on.")
    form = forms.Ask(step.data)
    return step.show(form, lambda data: step.run(acts.ask, data, text=data["text"]), _("Ask the sender"), lead, _("Ask"))


def pause(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.pause`."""
    step = Step(request, subject)
    values = policy.values()
    lead = _(
        "Only a promise of the house stands still; a clock of the law does not. At most %(days)d days at a time and %(n)d times; then it "
        "goes on by itself. The sender reads the day and why."
    ) % {"days": values.still_days, "n": values.stills}
    form = kind_forms.MoreTime(step.data)
    return step.show(
        form, lambda data: step.run(acts.pause, data, until=data["until"], reason=data["reason"]), _("Let the clock stand still"), lead,
        _("Let it stand still"),
    )  # fmt: skip


def resume(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.resume`."""
    step = Step(request, subject)
    lead = _("As many working days remain as were left.")
    return step.show(CommandForm(step.data), lambda data: step.run(acts.resume, data), _("Let the clock go on"), lead, _("Let it go on"))


def answer(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.answer`."""
    step = Step(request, subject)
    lead = _("The sender reads it, and says that it was done or that it is not settled.")
    one = texts.latest(list(step.found.texts.all()))
    public = one is not None and one.state in (WAITING, SHOWN)
    plain = forms.AnswerPublicly if public else forms.Answer
    form = kind_forms.AnswerWithFile(*sent(request)) if step.sort.files else plain(step.data)
    why = (_("Its sender made a text of it public: “%(text)s”") % {"text": one.text},) if public and one is not None else ()

    def do(data: dict[str, Any]) -> str:
        public = {"public": data.get("public", ""), "looked": data.get("looked", False)}
        return step.run(acts.answer, data, text=data["text"], **public, attachments=receive(data.get("paper")))

    return step.show(form, do, _("Answer"), lead, _("Send the answer"), why=why, upload=step.sort.files)


def give_back(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.return_as_denunciation`."""
    step = Step(request, subject)
    lead = _("All its words and photographs are deleted at once and for good; the sender is told once where a denunciation goes.")
    why = (_("It cannot be undone. Note nothing of it, and tell nobody."),)
    return step.show(
        CommandForm(step.data), lambda data: step.run(acts.return_as_denunciation, data), _("It denounces somebody"), lead,
        _("Delete it and return it"), basis=DENOUNCING, why=why,
    )  # fmt: skip


def name_office(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.name_office`."""
    step = Step(request, subject)
    here = bodies.place(step.found.body_id, step.day)
    lead = _("It goes to %(above)s, with a new day. The sender reads that on the page of the code.") % {
        "above": checks.superior(here, step.day).name
    }
    why = (
        _("Nobody handles here what is said about himself or a colleague of his office: the body above does."),
        _("From then on it stands on no desk, in no list and in no figure of %(name)s. Tell nobody what you read.") % {"name": here.name},
    )
    return step.show(
        CommandForm(step.data), lambda data: step.run(acts.name_office, data), _("It is about somebody in office here"), lead,
        _("Send it up"), why=why,
    )  # fmt: skip
