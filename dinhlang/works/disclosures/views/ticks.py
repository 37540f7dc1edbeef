"""Forms of the villages' links and of the official posting: made, closed, used without an account; the address entered."""

from typing import Any

from django import forms as django_forms
from django.core.cache import cache as counts
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from dinhlang.core.actor import Guest
from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.ground.files.receive import PHOTOGRAPHS, receive
from dinhlang.ground.record import clock
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, FormPage, Link, MessagePage, Refusal
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.disclosures import acts, forms, policy, reads
from dinhlang.works.disclosures.views.common import of_thing, page_of, run_act, sent

HOUR = 3600


def _papers(subject: str) -> Link:
    return Link(_("Six papers"), reverse("six", args=[subject]))


def offer_ticks(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `disclosure.offer_ticks`."""
    _row, at, _seen = of_thing(request, subject, "disclosure.offer_ticks")
    form = forms.Sign(sent(request)[0])

    def do(data: dict[str, Any]) -> str:
        run_act(request, acts.offer_ticks, at.place, data["command_id"], disclosure=subject)
        return reverse("six", args=[subject])

    page = page_of(
        _("Links for the villages"),
        _(
            "Each village gets a link of its own, by which its head ticks that this notice hangs there, or was read out. "
            "No account is needed."
        ),
        _("Make the links"),
        _papers(subject),
        facts=(
            Field(_("Villages"), str(len(at.villages))),
            Field(_("Days for which they work"), str(policy.values().tick_link_days)),
        ),
        why=(_("What is ticked is declared by the village: it is shown, and counts once the Front or two residents have seen it too."),),
    )
    return act_form(request, form, page, do)


def close_ticks(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `disclosure.close_ticks`."""
    _row, at, _seen = of_thing(request, subject, "disclosure.close_ticks")
    form = forms.CloseTicks(sent(request)[0], villages=[(one.code, one.name) for one in at.villages])

    def do(data: dict[str, Any]) -> str:
        run_act(request, acts.close_ticks, at.place, data["command_id"], disclosure=subject, village=data["village"])
        return reverse("six", args=[subject])

    page = page_of(
        _("Close links"),
        _("A closed link does nothing any more. What was ticked with it stays. New links can be made at once."),
        _("Close"),
        _papers(subject),
    )
    return act_form(request, form, page, do)


def official(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `disclosure.official`."""
    _row, at, _seen = of_thing(request, subject, "disclosure.official")
    form = forms.OfficialAddress(sent(request)[0])

    def do(data: dict[str, Any]) -> str:
        run_act(request, acts.official, at.place, data["command_id"], disclosure=subject, url=data["url"])
        return reverse("six", args=[subject])

    page = page_of(
        _("Where the official portal shows it"),
        _(
            "The system looks there by itself, within the hour and then each day. It counts from the day on which the system first "
            "recognised it there: by the file, by our own address on the page, or by the number together with the title or the date."
        ),
        _("Enter the address"),
        _papers(subject),
        why=(_("Entering an address fulfils nothing by itself."),),
        basis="Law 10/2022/QH15 Art. 13(1)",
    )
    return act_form(request, form, page, do)


def _slow_down(link: str) -> None:
    """Refuse a link that is tried too often within the hour: whoever holds it loads files into this house without an account."""
    key = f"tick-{link}-{clock.now():%d%H}"
    tries = counts.get(key, 0) + 1
    counts.set(key, tries, HOUR)
    if tries > policy.values().tick_tries_an_hour:
        raise Refused(N_("This link was tried too often within the hour. Please wait, or bring the slip to the office."))


@csrf_exempt
def tick(request: HttpRequest, token: str) -> HttpResponse:
    """Form of `disclosure.tick`, for whoever holds a village's link. The link is all the right there is: no cookie is read, so that no
    other site can borrow one, and a phone that keeps none can tick."""
    try:
        link = acts.held(token, clock.today())
        thing, village = reads.linked(link)
    except Refused as error:
        raise NotHere(error.msg) from error
    form = forms.Tick(*sent(request), initial={"day": clock.today(), "posted": link.posted is None})
    for name, day in (("posted", link.posted), ("read", link.read)):
        if day is not None and request.method != "POST":  # the same form sent twice is answered by the act
            del form.fields[name]
    here = reverse("thing", args=[link.disclosure_id])
    said = tuple(
        Field(name, format.short_day(day)) for name, day in ((_("Put up"), link.posted), (_("Read out"), link.read)) if day is not None
    )
    facts = (Field(_("Village"), village.name), Field(_("Notice"), thing.title, here), *said)

    def do(data: dict[str, Any]) -> str:
        _slow_down(link.subject)
        days = {name: data["day"] if data.get(name) else None for name in ("posted", "read")}
        photo = receive(data["photo"], PHOTOGRAPHS)
        body = link.disclosure.body_id
        acts.tick(by=Guest(token), at=clock.now(), command_id=data["command_id"], body=body, **days, attachments=photo)
        return reverse("tick", args=[token])

    told = ", ".join(f"{one.name} {one.value}" for one in said)

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=_("%(village)s: tick what was done") % {"village": village.name},
            lead=thing.title,
            form=form,
            submit=_("Send"),
            back=Link(thing.body.text, thing.body.href),
            refusal=stopped,
            facts=facts,
            upload=True,
            note=_("Entered: %(what)s. The commune sees it; the rest may be ticked later with the same link.") % {"what": told}
            if told
            else "",
            why=(_("This link is for this one notice in this one village. It can do nothing else."),),
        )

    if said and not {"posted", "read"} & set(form.fields) and request.method != "POST":
        lines = (thing.title, *(f"{one.name}: {one.value}" for one in said))
        done = MessagePage(_("%(village)s: all of it was ticked") % {"village": village.name}, lines, (Link(_("Read the notice"), here),))
        return render(request, "pages/message.html", {"page": done})
    return act_form(request, form, page, do)
