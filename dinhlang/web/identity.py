"""Opening a sealed identity: the form that asks for it, and reading it once when two persons have agreed.

Promises: the value stands on one answer to one POST and nowhere else, not in an address, not in a cache. Refuses: everybody but who asked.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people import may
from dinhlang.ground.people.asking import ask_for, fresh_first
from dinhlang.ground.people.safeguards import NotFresh
from dinhlang.ground.personal import acts, policy, present, reads
from dinhlang.ground.personal.acts.identity import SEALED_PARTS
from dinhlang.ground.record import clock
from dinhlang.ground.record.acts import line_of
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.refusals import refusal
from dinhlang.ground.ui.shapes import Field, FormPage, Link, OpenedPage, Refusal
from dinhlang.ground.ui.submit import HallText, act_form
from dinhlang.web import held

OPEN = "people.open_identity"
NOT_YOURS = N_("A sealed identity is opened by the chair of the body and a second person, for a listed reason. Sign in with that office.")


class OpenForm(CommandForm):
    """Why."""

    part = forms.ChoiceField(label=gettext_lazy("What is sealed"))
    reason = forms.ChoiceField(label=gettext_lazy("For which reason"), widget=forms.RadioSelect)
    words = HallText(
        label=gettext_lazy("For which case"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The person concerned reads this, with your office and the time."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [(one, _(present.PART[one])) for one in SEALED_PARTS]  # type: ignore[attr-defined]
        reasons = [(code, present.reason_words(code)) for code in policy.identity().reasons]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]


def ask(request: HttpRequest, leaf: str) -> HttpResponse:
    """Form that asks for `people.open_identity` of an entry, by its hash."""
    row = line_of(leaf.lower())
    if row.body is None or may.holder(request) is None:
        raise NotYours(NOT_YOURS)
    place = bodies.place(row.body, clock.today())
    if OPEN not in may.acts(request, place):
        raise NotYours(NOT_YOURS)
    if (first := fresh_first(request)) is not None:
        return first
    form = OpenForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> str:
        payload = {"leaf": leaf.lower(), "part": data["part"], "reason": data["reason"], "words": data["words"]}
        return ask_for(request, place.id, OPEN, data, payload)

    def page(form: forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=_("Open a sealed identity"),
            lead=_("A second person reads this and confirms it. Then it can be read once, by you, within a day."),
            form=form,
            submit=_("Send for confirmation"),
            back=Link(_("Back to the entry"), reverse("entry", args=[leaf.lower()])),
            why=(_("Whoever sent this was promised that nobody learns who it was, unless the law asks for it and two persons agree."),),
            basis=format.cited("Law 104/2016/QH13 Art. 7"),
            refusal=stopped,
        )

    return act_form(request, form, page, do)


@never_cache
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, opening: str) -> HttpResponse:
    """What two persons opened, for who asked: read once."""
    holder = may.holder(request)
    row = reads.opening(opening, holder.mandate) if holder is not None else None
    if holder is None or row is None:
        raise NotHere(N_("There is no such opened identity."))
    if (first := fresh_first(request)) is not None:
        return first
    now = clock.now()
    form = CommandForm(request.POST if request.method == "POST" else None)
    value: tuple[Field, ...] = ()
    stopped: Refusal | None = None
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                acts.read_identity(
                    by=may.actor(request), at=now, command_id=form.cleaned_data["command_id"], body=row.body_id, opening=opening
                )
                if row.read is None:  # the same form once more is answered by the act and shows nothing again
                    said = reads.opened(row)
                    value = held.fields_of({"said": said})
                status = 200
            except (NotFresh, Refused) as error:
                stopped = refusal(error)
    over = row.read is not None or now > row.until or bool(value)
    shown = OpenedPage(
        title=_("An identity that two persons opened"),
        back=Link(_("To do"), reverse("desk")),
        facts=(
            Field(_("Reason"), present.reason_words(row.reason)),
            Field(_("For which case"), row.words),
            Field(_("Can be read until"), format.instant(row.until)),
        ),
        form=None if over else form,
        value=value,
        note=_("It was shown this once, and is sealed again. The person concerned sees that you read it.") if over else "",
        refusal=stopped,
    )
    response = render(request, "pages/opened.html", {"page": shown}, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def desk_links(request: HttpRequest) -> tuple[Link, ...]:
    """For the desk: what two persons opened for this office and was not read yet. No query for others than those who may."""
    holder = may.holder(request)
    if holder is None:
        return ()
    return tuple(
        Link(_("Read once: an identity that two persons opened"), reverse("identity", args=[row.subject]))
        for row in reads.to_read(holder.mandate, clock.now())
    )
