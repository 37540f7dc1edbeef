"""The start code of an account, and the paper card of an office that may use one: whoever may hand them out is offered the button.

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
from dinhlang.ground.people import acts, cards, may, reads, starts
from dinhlang.ground.people.asking import fresh_first
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.people.safeguards import safeguards
from dinhlang.ground.record import clock, fast
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.qr import qr
from dinhlang.ground.ui.shapes import CardSheet, Field, FormPage, Link, Refusal, StartSheet
from dinhlang.ground.ui.submit import act_form
from dinhlang.web import offices

SHOWN = N_("This code was made and shown already; it is shown once. If nobody has the sheet, make a new one: the old one dies with it.")
NO_CARD = N_("This office signs in with a passkey or an app; cards are for village heads and boards.")
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
    row, place = _of(request, mandate, offices.ENROL)
    waits = starts.one(row.account_id)
    if waits is None:
        raise NotHere(NO_SUCH)
    if (first := fresh_first(request)) is not None:
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
            back=_back(place),
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
        card_href=reverse("office-card", args=[row.pk]) if cards.allowed(row.office) else "",
        until=clock.local_day(made.until) if made is not None and made.until is not None else clock.today(),
        days=safeguards().values.start_days,
        back=_back(place),
    )
    response = render(request, "pages/start_sheet.html", {"page": sheet})
    response["Referrer-Policy"] = "no-referrer"
    return response


def card(request: HttpRequest, mandate: int) -> HttpResponse:
    """Form for `people.card`; its answer is the card, to be printed."""
    row, place = _of(request, mandate, offices.CARD)
    if not cards.allowed(row.office):
        raise NotHere(NO_CARD)
    if (first := fresh_first(request)) is not None:
        return first

    def do(data: dict[str, Any]) -> HttpResponse:
        if fast.answer(data["command_id"]) is not None:
            raise Refused(SHOWN)
        random = secrets.token_bytes(codes.CHANCE)
        acts.give_card(
            by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=row.body_id, account=row.account_id, random=random
        )
        called = row.account.get_full_name() or row.account.get_username()
        pairs = tuple(f"{code[:4]} {code[4:]}" for code in codes.card(random))
        sheet = CardSheet(called, row.account.get_username(), f"{reads.office_name(row.office)}, {place.name}", pairs, _back(place))
        response = render(request, "pages/card_sheet.html", {"page": sheet})
        response["Referrer-Policy"] = "no-referrer"
        return response

    def page(form: Any, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=_("Paper card for %(name)s") % {"name": row.account.get_full_name() or row.account.get_username()},
            lead=_("Forty numbered codes for who has no fitting telephone: at each sign-in the house asks for one by its number."),
            form=form,
            submit=_("Make and show the card"),
            back=_back(place),
            why=(
                _("A card opens this office alone, beside a password; nobody makes the own one."),
                _("It is shown once and kept nowhere. A new one ends the one before."),
            ),
            refusal=stopped,
            facts=(Field(_("Account name"), row.account.get_username()), Field(_("Office"), reads.office_name(row.office))),
        )

    return act_form(request, CommandForm(request.POST if request.method == "POST" else None), page, do)


def _of(request: HttpRequest, mandate: int, act: str) -> tuple[Mandate, bodies.Place]:
    """The mandate and its body, for an office that may do `act` there. Raises NotYours."""
    row = Mandate.objects.select_related("account").filter(pk=mandate).first()
    if row is None or not isinstance(may.actor(request), Office):
        raise NotYours(offices.NOT_YOURS)
    place = bodies.place(row.body_id, clock.today())
    if act not in may.acts(request, place):
        raise NotYours(offices.NOT_YOURS)
    return row, place


def _back(place: bodies.Place) -> Link:
    return Link(_("Offices of %(name)s") % {"name": place.name}, reverse("offices", args=[place.code]))
