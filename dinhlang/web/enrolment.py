"""The start code of an account: who may hand it out is offered the button, and the sheet with the code is shown once.

Promises: the code stands in the one answer that made it, in no address, no log and no table; whoever may not is told why. Refuses: to show
a code again; another one is made, and the older dies.
"""

import secrets
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.core import codes
from dinhlang.core.actor import Office
from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people import acts, may, reads, starts
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.people.safeguards import safeguards
from dinhlang.ground.record import clock, fast
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.qr import qr
from dinhlang.ground.ui.shapes import Field, FormPage, Link, Refusal, StartSheet
from dinhlang.ground.ui.submit import act_form
from dinhlang.web import offices

SHOWN = N_("This code was made and shown already; it is shown once. If nobody has the sheet, make a new one: the old one dies with it.")
NO_SUCH = N_("No account waits for a start code here.")


def after(request: HttpRequest, subject: str) -> Link | None:
    """The next step on the page of an act that opened an account, for whoever may hand out its code."""
    mandate = starts.of_subject(subject) if may.holder(request) is not None else None
    holder = may.holder(request)
    if mandate is None or holder is None:
        return None
    row = Mandate.objects.select_related("account__start").get(pk=mandate)
    place = bodies.place(row.body_id, clock.today())
    if offices.ENROL not in may.acts(request, place) or not starts.may_hand_out(holder.mandate, row.account.start, clock.now()):
        return None
    return Link(_("Make the start code"), reverse("office-start", args=[row.pk]))


def start(request: HttpRequest, mandate: int) -> HttpResponse:
    """Form for `people.enrol`; its answer is the sheet."""
    row = Mandate.objects.select_related("account").filter(pk=mandate).first()
    if row is None or not isinstance(may.actor(request), Office):
        raise NotYours(offices.NOT_YOURS)
    place = bodies.place(row.body_id, clock.today())
    if offices.ENROL not in may.acts(request, place):
        raise NotYours(offices.NOT_YOURS)
    waits = starts.one(row.account_id)
    if waits is None:
        raise NotHere(NO_SUCH)
    if (first := offices.fresh_first(request)) is not None:
        return first

    def do(data: dict[str, Any]) -> HttpResponse:
        if fast.answer(data["command_id"]) is not None:
            raise Refused(SHOWN)
        random, at = secrets.token_bytes(codes.CHANCE), clock.now()
        acts.enrol(by=may.actor(request), at=at, command_id=data["command_id"], body=row.body_id, account=row.account_id, random=random)
        return _sheet(request, row, place, random)

    facts = [Field(_("Account name"), waits.username), Field(_("Office"), f"{reads.office_name(row.office)}, {place.name}")]
    if waits.until is not None:
        facts.append(Field(_("Code made before, good until"), format.long_day(clock.local_day(waits.until))))

    def page(form: Any, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=_("Start code for %(name)s") % {"name": waits.called},
            lead=_("With it the person sets a password and a second factor, and signs in. Hand the sheet over in person."),
            form=form,
            submit=_("Make and show the code"),
            back=Link(_("Offices of %(name)s") % {"name": place.name}, reverse("offices", args=[place.code])),
            why=(
                _("Whoever asked for the account never holds its code; the second person hands it out."),
                _("It is shown once and kept nowhere. A new one ends the one before."),
            ),
            refusal=stopped,
            facts=tuple(facts),
        )

    return act_form(request, CommandForm(request.POST if request.method == "POST" else None), page, do)


def _sheet(request: HttpRequest, row: Mandate, place: bodies.Place, random: bytes) -> HttpResponse:
    address = absolute(request, reverse("people_begin"))
    made = starts.one(row.account_id)
    sheet = StartSheet(
        called=made.called if made is not None else "",
        username=row.account.get_username(),
        office=f"{reads.office_name(row.office)}, {place.name}",
        code=codes.spelled(codes.make(random)),
        address=f"{urlsplit(address).netloc}{urlsplit(address).path}",
        picture=qr(address),
        until=clock.local_day(made.until) if made is not None and made.until is not None else clock.today(),
        days=safeguards().values.start_days,
        back=Link(_("Offices of %(name)s") % {"name": place.name}, reverse("offices", args=[place.code])),
    )
    response = render(request, "pages/start_sheet.html", {"page": sheet})
    response["Referrer-Policy"] = "no-referrer"
    return response
