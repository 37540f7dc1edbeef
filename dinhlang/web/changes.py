"""What an officer of the province says of a body by hand: another name, or an end with what took its place; each by a decision.

Promises: at most four typed fields; what was typed stays after a refusal. Refuses: whoever holds no office that may.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinhlang.core.refusal import N_, NotYours
from dinhlang.ground.bodies import acts
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import may
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Done
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.forms import CommandForm, DayField
from dinhlang.ground.ui.shapes import FormPage, Link, Refusal
from dinhlang.ground.ui.submit import HallText, act_form

NOT_YOURS = N_("Names and ends of bodies are entered by the province's operator. Sign in with that office.")
DOCUMENT = gettext_lazy("Number, date and issuer of the decision")
MOST = 200


class Rename(CommandForm):
    """Another name."""

    name = HallText(label=gettext_lazy("New name, with the word of its kind"), max_length=acts.LONGEST)
    kind_word = HallText(label=gettext_lazy("The word of its kind: xã, phường, xóm, tổ dân phố …"), max_length=20)
    from_day = DayField(label=gettext_lazy("First day of the new name"))
    document = HallText(label=DOCUMENT, max_length=MOST)


class Succeed(CommandForm):
    """An end."""

    into = HallText(
        label=gettext_lazy("Codes of what takes its place"),
        required=False,
        max_length=MOST,
        help_text=gettext_lazy("Five digits for a commune; several with commas between them; leave it empty where nothing does."),
    )
    day = DayField(label=gettext_lazy("First day without it"))
    document = HallText(label=DOCUMENT, max_length=MOST)


def _stand(request: HttpRequest, code: str, act: str) -> duties.Stand:
    stand = duties.find(code, clock.today())
    if act not in may.acts(request, stand.place, stand.book):
        raise NotYours(NOT_YOURS)
    return stand


def _done(done: Done) -> str:
    return reverse("done", args=[done.code])


def _page(stand: duties.Stand, title: str, lead: str, submit: str) -> Any:
    back = Link(stand.place.name, reverse("body", args=[stand.place.code]))

    def page(form: forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(title=title, lead=lead, form=form, submit=submit, back=back, refusal=stopped)

    return page


def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `bodies.rename`."""
    stand = _stand(request, code, "bodies.rename")

    def do(data: dict[str, Any]) -> str:
        values = {name: data[name] for name in ("name", "kind_word", "from_day", "document")}
        return _done(acts.rename(by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=stand.place.id, **values))

    lead = _("It stays the same body with the same code, record and duties; the old name goes on leading here.")
    title = _("Another name for %(name)s") % {"name": stand.place.name}
    form = Rename(request.POST if request.method == "POST" else None)
    return act_form(request, form, _page(stand, title, lead, _("Enter the new name")), do)


def succeed(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `bodies.succeed`."""
    stand = _stand(request, code, "bodies.succeed")

    def do(data: dict[str, Any]) -> str:
        into = tuple(dict.fromkeys(word for word in data["into"].replace(",", " ").split() if word))
        values = {"into": into, "day": data["day"], "document": data["document"]}
        return _done(acts.succeed(by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=stand.place.id, **values))

    lead = _("Its record stays for ever, and its name leads to what took its place. Villages in it go to the one that does.")
    title = _("%(name)s ends: merged, split or dissolved") % {"name": stand.place.name}
    form = Succeed(request.POST if request.method == "POST" else None)
    return act_form(request, form, _page(stand, title, lead, _("Enter the end")), do)
