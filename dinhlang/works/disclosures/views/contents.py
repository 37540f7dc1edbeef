"""Forms on what stands: corrected, replaced, withdrawn."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dinhlang.ground.files.receive import receive
from dinhlang.ground.record import clock
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.disclosures import acts, forms, policy
from dinhlang.works.disclosures.views.common import link_to, of_thing, page_of, paper_basis, run_act, sent


def correct(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `disclosure.correct`."""
    _row, at, seen = of_thing(request, subject, "disclosure.correct")
    form = forms.Reword(sent(request)[0], initial={"title": seen.words.get("title", ""), "text": seen.words.get("text", "")})

    def do(data: dict[str, Any]) -> str:
        payload = {name: data[name] for name in ("title", "text", "reason")}
        return run_act(request, acts.correct, at.place, data["command_id"], disclosure=subject, **payload)

    page = page_of(
        _("Correct the wording"),
        _("What was fulfilled stays fulfilled. Both wordings stay readable, with the reason."),
        _("Correct"),
        link_to(subject, seen),
    )
    return act_form(request, form, page, do)


def replace(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `disclosure.replace`."""
    _row, at, seen = of_thing(request, subject, "disclosure.replace")
    form = forms.Replace(
        *sent(request),
        initial={"title": seen.words.get("title", ""), "text": seen.words.get("text", ""), "changed": clock.today()},
    )

    def do(data: dict[str, Any]) -> str:
        payload = {name: data[name] for name in ("title", "text", "changed")}
        return run_act(
            request, acts.replace, at.place, data["command_id"], disclosure=subject, attachments=receive(data["scan"]), **payload
        )

    page = page_of(
        _("Replace the contents"),
        _("For contents that changed, not for a slip of the pen: the change has a due day of its own, counted from the day of the change."),
        _("Replace"),
        link_to(subject, seen),
        basis="Law 10/2022/QH15 Art. 14(1)",
        upload=True,
    )
    return act_form(request, form, page, do)


def withdraw(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `disclosure.withdraw`."""
    row, at, seen = of_thing(request, subject, "disclosure.withdraw")
    form = forms.Because(sent(request)[0], reasons=policy.withdrawals())

    def do(data: dict[str, Any]) -> str:
        return run_act(request, acts.withdraw, at.place, data["command_id"], disclosure=subject, reason=data["reason"])

    page = page_of(
        _("Withdraw"),
        _(
            "The text leaves the site; a line with the reason stays in its place. "
            "If it was not shown long enough, the duty is open again with its old due day."
        ),
        _("Withdraw"),
        link_to(subject, seen),
        why=(
            _(
                "Where there is nothing to disclose any more, and for the lines of a plan that is withdrawn, the duty itself ends; "
                "one that was not done although its day has passed ends only when a second office has confirmed it."
            ),
        ),
        basis=paper_basis(at, row),
    )
    return act_form(request, form, page, do)
