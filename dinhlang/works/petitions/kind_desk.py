"""Forms of the steps that only some kinds of petitions know, for the body that has one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dinhlang.ground.files.receive import receive
from dinhlang.works.petitions import acts, kind_forms, kinds
from dinhlang.works.petitions.desk_views import Step
from dinhlang.works.petitions.views import sent


def complete(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.complete`."""
    step = Step(request, subject)
    lead = _("The sender reads it on the page of the code. The clock of the law begins on the day on which the rest comes.")
    form = kind_forms.Complete(step.data)
    return step.show(form, lambda data: step.run(acts.complete, data, text=data["text"]), _("Ask to complete it"), lead, _("Ask"))


def terms(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.terms`."""
    step = Step(request, subject)
    lead = _("The sender reads until when, where and how it can be had, and what printing, copying and sending cost.")
    form = kind_forms.Terms(step.data)
    return step.show(
        form, lambda data: step.run(acts.terms, data, until=data["until"], text=data["text"], price=data["price"]),
        _("How long, where, for how much"), lead, _("Tell the sender"), basis="Law 104/2016/QH13 Art. 12(2), 27",
    )  # fmt: skip


def extend(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.extend`."""
    step = Step(request, subject)
    lead = _("Once, and before the day is over. The sender reads why, and until when it is now.")
    form = kind_forms.Extend(step.data)
    return step.show(form, lambda data: step.run(acts.extend, data, reason=data["reason"]), _("More time"), lead, _("Tell the sender"))


def more_time(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.more_time`."""
    step = Step(request, subject)
    lead = _("Once: a day of your own by which you say whether it is taken on. The sender reads the day and why.")
    form = kind_forms.MoreTime(step.data)
    return step.show(
        form, lambda data: step.run(acts.more_time, data, until=data["until"], reason=data["reason"]), _("More time"), lead,
        _("Tell the sender"), basis="Law 42/2013/QH13 Art. 28(1)",
    )  # fmt: skip


def decide(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.decide`."""
    step = Step(request, subject)
    lead = _("As it stands in the signed decision. The complainant reads it on the page of the code; the paper goes out as the law says.")
    form = kind_forms.Decide(*sent(request))

    def do(data: dict[str, Any]) -> str:
        words = {name: data[name] for name in ("outcome", "number", "day", "text")}
        return step.run(acts.decide, data, **words, attachments=receive(data["paper"]))

    return step.show(form, do, _("The decision"), lead, _("Enter it"), basis=kinds.DECIDED, upload=True)
