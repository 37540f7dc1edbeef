"""Asking for access slips to be printed: the list is frozen when it is asked for, a second person confirms it.

Promises: households that enter with a number already get no new slip unless their list number is named. Refuses: one person.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinhlang.core.refusal import N_, NotYours, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people import may
from dinhlang.ground.people.asking import ask_for, fresh_first
from dinhlang.ground.record import clock
from dinhlang.ground.rolls import reads
from dinhlang.ground.rolls.acts.slips import NOBODY
from dinhlang.ground.rolls.views.slips import PRINT, Numbers, numbers
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import FormPage, Link, Refusal
from dinhlang.ground.ui.submit import act_form

NOT_YOURS = N_("Access slips are printed by the commune's office. Sign in with that office, or go back to the village's page.")
UNKNOWN = N_("No household of this village has the list number {numbers}.")


class Ask(Numbers):
    """For whom."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["numbers"].help_text = gettext_lazy(
            "Empty: every household that has neither a number of its own nor a slip that works."
        )


def chosen(village: int, text: str) -> tuple[str, ...]:
    """The households (keys) that are meant: by list numbers, or all that have no way in. Raises Refused."""
    rows, named = reads.slips_of(village, clock.now()), numbers(text)
    if not named:
        keys = tuple(row.key for row in rows if not row.enters and row.state not in (reads.PRINTED, reads.HANDED))
        if not keys:
            raise Refused(NOBODY)
        return keys
    known = {row.number: row.key for row in rows}
    if unknown := [number for number in named if number not in known]:
        raise Refused(UNKNOWN, {"numbers": ", ".join(unknown[:12])})
    return tuple(known[number] for number in named)


def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Form that asks for `rolls.print_slips`."""
    place = bodies.find(code, clock.today())
    if place.kind != "village" or PRINT not in may.acts(request, place):
        raise NotYours(NOT_YOURS)
    if (first := fresh_first(request)) is not None:
        return first
    form = Ask(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> str:
        return ask_for(request, place.id, PRINT, data, {"households": chosen(place.id, data["numbers"])})

    def page(form: forms.Form, stopped: Refusal | None) -> FormPage:
        why = (
            _("Whoever prints slips alone could vote for every household; so a second person reads the list and confirms it."),
            _("They are handed over by somebody else again: the Front's work board, or the head of the village."),
        )
        title = _("Print access slips for %(name)s") % {"name": place.name}
        lead = _("Older slips of these households that were not used die when the new ones are printed.")
        back = Link(_("Access slips"), reverse("slips", args=[code]))
        return FormPage(title=title, lead=lead, form=form, submit=_("Send for confirmation"), back=back, why=why, refusal=stopped)

    return act_form(request, form, page, do)
