"""What an office says of a body by hand: another name, an end with what took its place, what is true of it; each by a document.

Promises: at most five typed fields; what was typed stays after a refusal. Refuses: whoever holds no office that may.
"""

import hashlib
from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinhlang.core.refusal import N_, NotYours
from dinhlang.core.rules import terms_of
from dinhlang.ground.bodies import acts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import may, publicity
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Done
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.forms import CommandForm, DayField
from dinhlang.ground.ui.shapes import Field, FormPage, Link, Refusal
from dinhlang.ground.ui.submit import HallText, act_form

NOT_YOURS = N_("Names and ends of bodies are entered by the province's operator. Sign in with that office.")
DOCUMENT = gettext_lazy("Number, date and issuer of the decision")
MOST = 200
SHOWN = 5  # duties named in a preview


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
    carries = HallText(
        label=gettext_lazy("Of several: the code of the one that carries on what is not done yet"), required=False, max_length=20
    )
    within = HallText(label=gettext_lazy("Of several: the code of the one that its villages go to"), required=False, max_length=20)
    day = DayField(label=gettext_lazy("First day without it"))
    document = HallText(label=DOCUMENT, max_length=MOST)


class FactForm(CommandForm):
    """What is true of a body from a day on."""

    from_day = DayField(label=gettext_lazy("From which day on"))
    document = HallText(label=DOCUMENT, max_length=MOST)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, names: list[tuple[str, str]], values: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["name"] = forms.ChoiceField(label=_("What is to be said"), choices=names)
        chosen = all(value for value, _word in values)  # of yes and no, no is what is left empty
        self.fields["value"] = forms.ChoiceField(label=_("How it is"), choices=values, required=chosen, widget=forms.RadioSelect)
        self.order_fields(["name", "value", "from_day", "document"])


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
        values = {"into": into, **{name: data[name] for name in ("day", "document", "carries", "within")}}
        return _done(acts.succeed(by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=stand.place.id, **values))

    lead = _(
        "Its record stays for ever, and its name leads to what took its place. Villages in it, and what it has not done yet, go to the one"
        " that does; the offices held there end with it."
    )
    title = _("%(name)s ends: merged, split or dissolved") % {"name": stand.place.name}
    form = Succeed(request.POST if request.method == "POST" else None)
    return act_form(request, form, _page(stand, title, lead, _("Enter the end")), do)


def _stages() -> list[tuple[str, str]]:
    return [(str(int(one)), f"{int(one)}: {publicity.word(one)}") for one in publicity.Stage]


def _choices(stand: duties.Stand) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What can be said of such a body, and how: of a province how far states are shown, of others the facts that rules ask for."""
    if stand.place.kind == "province":
        return [(acts.PUBLICITY, _("To whom it is shown whether duties were done"))], _stages()
    names = [(one.name, present.said(one.text)) for one in stand.book.facts.values() if one.type == "bool"]
    return names, [("1", _("Yes")), ("", _("No"))]


def _asked_by(stand: duties.Stand, name: str) -> str:
    """The duties of such a body of which a form, or whether they are judged, hangs on the fact `name`."""
    found = [
        present.said(duty.subject)
        for duty in stand.book.at(stand.day).duties.values()
        if stand.place.kind in duty.bearer
        and (
            (duty.not_scored_if is not None and duty.not_scored_if.fact == name)
            or any(name in dict(terms_of(part.condition)) for part in duty.parts if part.condition)
        )
    ]
    shown = "; ".join(dict.fromkeys(found[:SHOWN]))
    return shown if len(found) <= SHOWN else _("%(some)s and %(n)d more") % {"some": shown, "n": len(found) - SHOWN}


def fact(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `bodies.set_fact`: typed, then read once more with what hangs on it, then entered."""
    stand = duties.find(code, clock.today())
    if "bodies.set_fact" not in may.acts(request, stand.place, stand.book):
        raise NotYours(N_("This is entered by an office of the body or of its province, or by the operator. Sign in with that office."))
    names, values = _choices(stand)
    lead = _("It counts from its day on and takes the place of what was said of the same thing. The record keeps both, with the document.")
    title = _("What is true of %(name)s") % {"name": stand.place.name}
    page = _page(stand, title, lead, _("Read it once more"))

    def do(data: dict[str, Any]) -> str | HttpResponse:
        said = {name: data[name] for name in ("name", "value", "from_day", "document")}
        mark = hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()
        if data["seen"] == mark:
            return _done(acts.set_fact(by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=stand.place.id, **said))
        known = bodies.fact(stand.place.id, data["name"], data["from_day"])
        before = dict(values).get(known.value, known.value) if known is not None else _("no, or nothing said yet")
        rows = (
            Field(dict(names)[data["name"]], dict(values)[data["value"]]),
            Field(_("Before"), before),
            Field(_("From"), format.long_day(data["from_day"])),
            Field(str(DOCUMENT), data["document"]),
        )
        again = request.POST.copy()
        again["seen"] = mark
        hangs = _asked_by(stand, data["name"])
        effect = _("On this hangs what is owed or judged: %(duties)s.") % {"duties": hangs} if hangs else ""
        shown = replace(page(_form(again), None), submit=_("Enter it"), facts=rows, effect=effect)
        return render(request, "pages/form.html", {"page": shown})

    def _form(data: Any) -> FactForm:
        return FactForm(data, names=names, values=values)

    return act_form(request, _form(request.POST if request.method == "POST" else None), page, do)
