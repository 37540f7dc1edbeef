"""What everybody reads of reception, and signing up, without an account and without script.

Promises: a question before any box; a denunciation is answered from memory, and nothing of it is kept; the public page is the same
whoever signed up. Refuses to tell an unknown code from somebody else's.
"""

import re
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import denounced, may
from dinhlang.ground.people.denounced import private
from dinhlang.ground.record import clock, rulebooks, shown
from dinhlang.ground.ui import cache, format, ics
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.qr import foot
from dinhlang.ground.ui.shapes import AskOption, Field, FormPage, Link, ReceptionPage, ReceptionSheet, Refusal
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.reception import acts, checks, forms, reads, sheets
from dinhlang.works.reception.models import Day
from dinhlang.works.reception.states import MISSED

PLACE = re.compile("[0-9A-Za-z]{1,16}:[0-9]{1,3}")  # a place of a day, as the form has it
NATIONAL = N_(
    "Reception by video is held on the systems of the Government Inspectorate or another competent body alone (Decree 154/2026/NĐ-CP "
    "Art. 16(2)), and one signs up for it there: a day that has it shows the address. Where none shows it, ask the office."
)


def sent(request: HttpRequest) -> Any:
    """What a form was sent with; nothing where it is only opened."""
    return request.POST if request.method == "POST" else None


def stand_of(code: str) -> duties.Stand:
    """A body that receives. Raises NotHere."""
    stand = duties.find(code, clock.today())
    checks.check_receiver(stand.place)
    return stand


def reception(request: HttpRequest, code: str) -> HttpResponse:
    """The days on which a body receives."""
    stand = stand_of(code)

    def make() -> HttpResponse:
        place, book = stand.place, stand.book
        office = checks.HOLDS in may.acts(request, place, book)
        coming, past = reads.days_of(place.id, stand.day)

        def rows(days: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(
                reads.row_of(one, place.kind, book, stand.day, reverse("reception-day", args=[one.pk]) if office else "") for one in days
            )

        actions = [Link(_("Sign up for a day"), reverse("reception-start", args=[code]))] if any(one.slots for one in coming) else []
        actions.append(Link(_("My place, by its code"), reverse("reception-find")))
        if office:
            actions = [
                Link(_("Enter days"), reverse("reception-schedule", args=[code])),
                Link(_("Register of reception"), reverse("reception-register", args=[code])),
                *actions,
            ]
        takes = [Link(_("Sheet for the notice board (PDF)"), reverse("reception-print", args=[code]))]
        takes.append(Link(_("Into your calendar (iCalendar)"), reverse("reception-feed", args=[code])))
        if place.kind == "commune":
            takes.append(Link(_("The yearly dialogue with residents"), reverse("meetings", args=[code])))
        page = ReceptionPage(
            title=_("Reception of citizens"),
            body=Link(place.name, reverse("body", args=[code])),
            today=stand.day,
            lead=_("Come and say it in person. You may sign up for a place, without an account; whoever comes without is received too."),
            actions=tuple(actions),
            coming=rows(coming),
            past=rows(past),
            takes=tuple(takes),
            basis=format.cited(reads.TIMETABLE),
            lines=(*reads.asked(place, stand.day, book), _(NATIONAL)),
        )
        return render(request, "pages/reception.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def online(one: Day) -> str:
    """Where the day is held by video too, in a sentence; "" where it is not."""
    return _("By video too, signing up there: %(address)s") % {"address": one.online} if one.online else ""


def feed(request: HttpRequest, code: str) -> HttpResponse:
    """The days to come, as a calendar that can be subscribed to."""
    stand = stand_of(code)

    def make() -> HttpResponse:
        place = stand.place
        coming, past = reads.days_of(place.id, stand.day)
        url = absolute(request, reverse("reception", args=[code]))
        entries = [
            ics.Entry(
                f"{one.pk}@{request.get_host()}",
                one.begins,
                one.entered,
                f"{_('Reception of citizens')}, {place.name}",
                one.place,
                ". ".join(filter(None, (reads.who_name(one.receives, place.kind, stand.book), one.about, one.reason, online(one)))),
                url,
                ends=one.ends,
                cancelled=one.state == MISSED,
                sequence=one.moved,
            )
            for one in (*coming, *(one for one in past if one.state == MISSED))
        ]
        return HttpResponse(ics.calendar(entries, "Reception"), content_type="text/calendar; charset=utf-8")

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def printed(request: HttpRequest, code: str) -> HttpResponse:
    """The coming days as a sheet for the notice board."""
    stand = stand_of(code)
    place = stand.place
    coming, _past = reads.days_of(place.id, stand.day)
    rows = tuple(reads.row_of(one, place.kind, stand.book, stand.day) for one in coming)
    above = bodies.place(place.parent, stand.day).name if place.parent is not None else ""
    url = absolute(request, reverse("reception", args=[code]))
    words = "\n".join(f"{one.when} {one.where} {one.who}" for one in rows)
    page = ReceptionSheet(
        _("Timetable of reception of citizens"),
        place.name,
        above,
        rows,
        (format.cited(reads.TIMETABLE),),
        foot(url, words, format.short_day(stand.day)),
    )
    return download(sheets.pdf(page, settings.DEMO), "application/pdf", f"lich-tiep-cong-dan-{code}.pdf")


def download(data: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to take away."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox"
    return response


# --- signing up ---


def start(request: HttpRequest, code: str) -> HttpResponse:
    """The question before the form: is it a denunciation?"""
    place = stand_of(code).place
    no = AskOption(
        _("No, something else"),
        _("You choose a place and say in a few words what it is about."),
        reverse("reception-sign-up", args=[code]),
    )
    back = Link(place.name, reverse("reception", args=[code]))
    return denounced.question(request, _("Before you sign up"), no, reverse("reception-denounce", args=[code]), back)


def denounce(request: HttpRequest, code: str) -> HttpResponse:
    """Where a denunciation goes. Nothing is asked, nothing is kept."""
    return denounced.page(request, stand_of(code).place)


def sign_up(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `reception.sign_up`."""
    place = stand_of(code).place
    if denounced.typed(request):
        return denounced.recognised(request, place, reverse("reception-start", args=[code]))
    places = reads.places(place.id, clock.now())
    typed = str(request.POST.get("place", "")) if request.method == "POST" else ""
    rooms = dict.fromkeys(one.day.place for one in places)
    options = [(one.value, one.text if len(rooms) == 1 else f"{one.text}, {one.day.place}") for one in places]
    if PLACE.fullmatch(typed) and typed not in dict(options):
        options.append((typed, _("(the place you chose is no longer offered: choose another one)")))
    form = forms.SignUp(sent(request), places=options, limits=reads.limits(rulebooks.current()))

    def do(data: dict[str, Any]) -> str:
        day, _sign, slot = data["place"].partition(":")
        if not (slot.isascii() and slot.isdigit() and len(slot) < 4):
            raise Refused(N_("Choose one of the places."))
        done = acts.sign_up(
            by=may.actor(request),
            at=clock.now(),
            command_id=data["command_id"],
            body=place.id,
            day=day,
            slot=int(slot),
            matter=data["matter"],
            people=data["people"],
            shared=data["shared"],
        )
        return reverse("reception-own", args=[shown.address(done.code)])

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            facts=(Field(_("Place"), next(iter(rooms))),) if len(rooms) == 1 else (),
            title=_("Sign up for a place"),
            form=form,
            submit=_("Take the place"),
            refusal=stopped,
            lead=_("You get a code; with it you see whether the day was put off, and can give the place back.")
            if places
            else _("No place can be signed up for at the moment. You may come on any day without signing up."),
            back=Link(_("Back"), reverse("reception", args=[code])),
            basis=format.cited("Law 42/2013/QH13 Art. 7, 29"),
            why=(
                _("Nobody outside the office reads what you write, and it is erased on the Monday after the day."),
                _("All places stand here, taken or not: so nobody sees when somebody signs up. If yours is taken, free ones are named."),
                _("What is a petition can be sent in writing too, without coming."),
            ),
        )

    return private(act_form(request, form, page, do))


def find(request: HttpRequest) -> HttpResponse:
    """The page where a code is typed."""
    form = forms.Code(sent(request))

    def do(data: dict[str, Any]) -> str:
        return reverse("reception-own", args=[shown.address(reads.mine(data["code"])[1])])

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=_("My place at a reception"),
            lead=_("With the code that was shown when you signed up."),
            form=form,
            submit=_("Read it"),
            back=Link(_("To the front page"), reverse("home")),
            refusal=stopped,
        )

    return private(act_form(request, form, page, do))


def own(request: HttpRequest, code: str) -> HttpResponse:
    """What was signed up for, by its code."""
    found, plain = reads.mine(code)
    today = clock.today()
    page = reads.own_page(found, plain, bodies.place(found.day.body_id, today), rulebooks.current(), today)
    return private(render(request, "pages/reception_one.html", {"page": page}))


def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `reception.withdraw`."""
    found, plain = reads.mine(code)
    back = reverse("reception-own", args=[shown.address(plain)])

    def do(data: dict[str, Any]) -> str:
        given = {"by": may.actor(request), "at": clock.now(), "command_id": data["command_id"], "body": found.day.body_id}
        acts.withdraw(**given, booking=found.pk, code=plain)
        return back

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=_("Give the place back"),
            lead=_("Somebody else can take it then; nobody reads what you wrote any more, and it is erased on the Monday after the day."),
            form=form,
            submit=_("Give it back"),
            back=Link(_("Your place"), back),
            refusal=stopped,
        )

    return private(act_form(request, CommandForm(sent(request)), page, do))
