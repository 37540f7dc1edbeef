"""Forms that join petitions and part them, for the body that has them; and the one in which a sender says how content he is."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dinhlang.ground.record import clock
from dinhlang.ground.ui import format
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.works.petitions import acts, forms, joint, policy
from dinhlang.works.petitions.desk_views import Step
from dinhlang.works.petitions.models import Petition
from dinhlang.works.petitions.reads import SHORT
from dinhlang.works.petitions.views import Mine, sent


def join(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.join`: those whose words are most alike first."""
    step = Step(request, subject)
    near = joint.alike(step.found, step.day)
    form = forms.Join(step.data, others=[(one.petition.pk, _label(one.petition, one.words)) for one in near])
    lead = _("One answer then goes to all of them. Each sender keeps the own code and page, and reads only that there are others.")
    why = (_("Quote nobody in the answer, and name nobody: all of them read it."), _("You can part them again while they are open."))
    return step.show(
        form, lambda data: step.run(acts.join, data, others=tuple(data["others"])), _("Answer others together with it"), lead,
        _("Answer them together"), why=why,
    )  # fmt: skip


def _label(one: Petition, words: str) -> str:
    text = words if len(words) <= SHORT else f"{words[:SHORT].rstrip()}…"
    said = {"number": one.pk[:6], "day": format.short_day(clock.local_day(one.sent)), "words": text or _("its words were erased")}
    return _("%(number)s, sent on %(day)s: %(words)s") % said


def part(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.part`."""
    step = Step(request, subject)
    lead = _("It stays as it stands now, with its day; from now on it has its own answer.")
    return step.show(CommandForm(step.data), lambda data: step.run(acts.part, data), _("Answer it by itself"), lead, _("Part it"))


def rate(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `petition.rate`."""
    step = Mine(request, code)
    form = forms.Rate(sent(request)[0], marks=[(one.id, one.text.said) for one in policy.marks().values()])
    lead = _(
        "Once for each answer. Nobody at the body reads it; on a Monday it is told, rounded, how content at least %(n)d senders were: "
        "those who sent it themselves, not those for whom an office typed it in."
    )
    return step.show(
        form, lambda data: step.run(acts.rate, data, mark=data["mark"]), _("How content are you with the answer?"),
        lead % {"n": policy.values().raters}, _("Say so"),
    )  # fmt: skip
