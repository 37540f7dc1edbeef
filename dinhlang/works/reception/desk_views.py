"""Pages and forms of reception for the offices of the body.

Promises: everything here is read by the offices of that body alone and kept by no browser. Refuses: a denunciation, of which nothing is
kept, in whatever box it was typed.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid5

from django import forms as django_forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dinhlang.core.actor import Office
from dinhlang.core.calendar import ONE_DAY
from dinhlang.core.refusal import N_, NotHere, NotYours
from dinhlang.core.rules import Rulebook, due
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.follow import assigned
from dinhlang.ground.follow.forms import Report
from dinhlang.ground.people import denounced, may
from dinhlang.ground.people.asking import fresh_first
from dinhlang.ground.people.denounced import private
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.act import Done
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, FormPage, Link, PaperSlip, ReceptionRegister, Refusal, RegisterLine
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.reception import acts, checks, forms, policy, reads, sheets
from dinhlang.works.reception.acts.register import ENTER, LATER, MAY, NOTE, REPORT
from dinhlang.works.reception.checks import DEPUTY, HEAD, STAFF
from dinhlang.works.reception.models import Day, Visit
from dinhlang.works.reception.views import download, sent, stand_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TIMETABLE_RULE = "agency-posts-reception-timetable"


class Room:
    """A body as one of its offices sees it. Raises NotYours for everybody else."""

    def __init__(self, request: HttpRequest, place: Place, book: Rulebook) -> None:
        holder = may.holder(request)
        allowed = isinstance(may.actor(request), Office) and checks.HOLDS in may.acts(request, place, book)
        if not allowed or holder is None or holder.body != place.id:
            raise NotYours(checks.NOT_YOURS)
        self.request, self.place, self.book, self.day = request, place, book, clock.today()

    @property
    def who(self) -> list[tuple[str, str]]:
        """Those who receive, by their office."""
        return [(one, reads.who_name(one, self.place.kind, self.book)) for one in (HEAD, DEPUTY, STAFF)]

    def run(self, act: Callable[..., Done], data: dict[str, Any], **payload: Any) -> Done:
        """Carry the act out."""
        given = {"by": may.actor(self.request), "at": clock.now(), "command_id": data["command_id"], "body": self.place.id}
        return act(**given, **payload)

    def show(
        self,
        form: django_forms.Form,
        do: Callable[[dict[str, Any]], str],
        title: str,
        lead: str,
        submit: str,
        back: Link,
        *,
        facts: tuple[Field, ...] = (),
        basis: str = "",
        why: tuple[str, ...] = (),
    ) -> HttpResponse:
        """The form, or what came of it; what denounces somebody is answered from memory."""
        if denounced.typed(self.request):
            return denounced.recognised(self.request, self.place, back.href)

        def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
            return FormPage(
                title=title,
                lead=lead,
                form=form,
                submit=submit,
                back=back,
                refusal=stopped,
                facts=facts,
                basis=format.cited(basis),
                why=why,
            )

        return private(act_form(self.request, form, page, do))


def _room(request: HttpRequest, code: str) -> Room:
    stand = stand_of(code)
    return Room(request, stand.place, stand.book)


def _of_day(request: HttpRequest, subject: str) -> tuple[Room, Day]:
    found = Day.objects.filter(pk=subject).first()
    if found is None:
        raise NotHere(checks.NO_DAY)
    return Room(request, bodies.place(found.body_id, clock.today()), rulebooks.current()), found


def _of_visit(request: HttpRequest, subject: str) -> tuple[Room, Visit]:
    """A line of the register; whoever may not read it is told the same as where there is none."""
    found = Visit.objects.select_related("day").filter(pk=subject).first()
    if found is None:
        raise NotHere(checks.NO_VISIT)
    try:
        return Room(request, bodies.place(found.body_id, clock.today()), rulebooks.current()), found
    except NotYours as error:
        raise NotHere(checks.NO_VISIT) from error


def _back(found: Day) -> Link:
    return Link(_("Day of reception"), reverse("reception-day", args=[found.pk]))


def _line(found: Visit) -> Link:
    return Link(_("Line of the register"), reverse("reception-visit", args=[found.pk]))


def _first_on_time(room: Room) -> date:
    """The nearest day whose timetable, hung up today, hangs in time."""
    duty = room.book.duties.get(TIMETABLE_RULE)
    day = room.day
    while duty is not None and ((last := due(duty, day, room.book.calendar, room.book.terms).day) is None or last < room.day):
        if last is None:
            return room.day
        day += ONE_DAY
    return day


def schedule(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `reception.schedule`: several days with the same hours become as many acts, all or none."""
    room = _room(request, code)
    duty = room.book.duties.get(TIMETABLE_RULE)
    law = "" if duty is None else duty.summary.en if format.language() == "en" else duty.summary.vi
    form = forms.Schedule(sent(request), who=room.who, law=law, first=_first_on_time(room))

    def do(data: dict[str, Any]) -> str:
        with transaction.atomic():
            for day in data["days"]:
                given = {"command_id": uuid5(data["command_id"], day.isoformat())}
                room.run(
                    acts.schedule,
                    given,
                    begins=form.at(day, "first"),
                    ends=form.at(day, "last"),
                    place=data["place"],
                    receives=data["receives"],
                    about=data["about"],
                    online=data["online"],
                    slots=data["slots"],
                    minutes=data["minutes"] if data["slots"] else 0,
                    planned=not data["unplanned"],
                )
        return reverse("reception", args=[code])

    lead = _("Everybody reads them at once. Then print the sheet and hang it up; the desk asks for the posting of each day of the head.")
    return room.show(
        form,
        do,
        _("Enter days of reception"),
        lead,
        _("Publish them"),
        Link(_("Back"), reverse("reception", args=[code])),
        basis=reads.TIMETABLE,
    )


def day(request: HttpRequest, subject: str) -> HttpResponse:
    """A day, for the offices of the body."""
    room, found = _of_day(request, subject)
    page = reads.day_page(found, room.place, room.book, clock.now())
    return private(render(request, "pages/reception_one.html", {"page": page}))


def move(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `reception.move`."""
    room, found = _of_day(request, subject)
    form = forms.Move(sent(request), initial={"first": format.clock(found.begins), "last": format.clock(found.ends)})

    def do(data: dict[str, Any]) -> str:
        room.run(
            acts.move, data, day=subject, begins=form.at(data["day"], "first"), ends=form.at(data["day"], "last"), reason=data["reason"]
        )
        return _back(found).href

    lead = _("Who signed up keeps the place and reads it by the code. Tell the new time at the reception place too.")
    facts = (Field(_("When"), reads.hours(found.begins, found.ends)),)
    return room.show(form, do, _("Put the day off"), lead, _("Put it off"), _back(found), facts=facts, basis="Law 42/2013/QH13 Art. 24(4)")


def hold(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `reception.hold`."""
    room, found = _of_day(request, subject)
    form = forms.Hold(sent(request), who=room.who, initial={"received": found.receives})

    def do(data: dict[str, Any]) -> str:
        held = data["received"] != "none"
        numbers = {"people": data["people"] or 0, "groups": data["groups"] or 0} if held else {"reason": data["reason"]}
        room.run(acts.hold, data, day=subject, received=data["received"] if held else "", **numbers)
        return _back(found).href

    lead = _(
        "The number of people is told in public from %(n)d on. What people wrote when they signed up is read by nobody from now on, and "
        "erased on the Monday after."
    )
    facts = (Field(_("When"), reads.hours(found.begins, found.ends)),)
    why = (_("First enter into the register who came."), _("Counted for the head only where the head received, on a day announced before."))
    return room.show(
        form, do, _("Say what came of the day"), lead % {"n": policy.values().came}, _("Enter it"), _back(found), facts=facts, why=why
    )


# --- the register ---


def enter(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `reception.enter`."""
    room, found = _of_day(request, subject)
    form = forms.Enter(sent(request))

    def do(data: dict[str, Any]) -> str:
        more = {name: data[name] for name in MAY}
        plain = {name: data[name] for name in ("kind", "address", "matter", "people", "ours")}
        done = room.run(acts.enter, data, day=subject, called=data["name"], more=more, **plain)
        return reverse("reception-visit", args=[done.subject])

    lead = _("Read it to the person before you enter it. Nobody outside your office reads it.")
    return room.show(
        form,
        do,
        _("Enter who came"),
        lead,
        _("Enter it"),
        _back(found),
        basis="Law 42/2013/QH13 Art. 25(2)",
        why=(
            _("The columns are those of form 03/TCD; the number is given by itself."),
            _("A denunciation is not entered here: it goes into the paper register of whoever takes it in."),
        ),
    )


def visit(request: HttpRequest, subject: str) -> HttpResponse:
    """A line of the register."""
    room, found = _of_visit(request, subject)
    page = reads.visit_page(found, room.place, room.book, room.day)
    return private(render(request, "pages/reception_one.html", {"page": page}))


def note(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `reception.note`."""
    room, found = _of_visit(request, subject)

    def do(data: dict[str, Any]) -> str:
        room.run(acts.note, data, visit=subject, more={name: data[name] for name in LATER if data[name]})
        return _line(found).href

    lead = _("What is written here stands over what was there before; the record keeps both. Boxes that stay empty change nothing.")
    return room.show(forms.Note(sent(request)), do, _("Add to the line"), lead, _("Add it"), _line(found), basis=reads.FORMS)


def promise(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `reception.promise`."""
    room, found = _of_visit(request, subject)
    offices = [(one, office_name(one, room.book)) for one in assigned.offices_of(room.place, room.book, REPORT)]
    form = forms.Promise(sent(request), offices=offices, initial={"due": room.day + timedelta(days=14)})

    def do(data: dict[str, Any]) -> str:
        room.run(acts.promise, data, visit=subject, text=data["text"], office=data["office"], due=data["due"])
        return _line(found).href

    lead = _("It stands on the desk until it is ended, and on the page of every day of reception that follows.")
    return room.show(form, do, _("Enter a promise"), lead, _("Enter it"), _line(found), basis="Law 42/2013/QH13 Art. 18(4)")


def report(request: HttpRequest, subject: str, number: int) -> HttpResponse:
    """Form of `reception.report`."""
    room, found = _of_visit(request, subject)
    work = next((one for one in assigned.of([subject]) if one.number == number), None)
    if work is None:
        raise NotHere(N_("No such work was given to this body."))

    def do(data: dict[str, Any]) -> str:
        room.run(acts.report, data, visit=subject, number=number, state=data["state"], said=data["said"])
        return _line(found).href

    facts = (Field(_("Promised"), work.text), *((Field(_("By which day"), format.long_day(work.due)),) if work.due else ()))
    lead = _("Tell the person too: this page tells nobody outside.")
    return room.show(Report(sent(request)), do, _("Say what became of it"), lead, _("Enter it"), _line(found), facts=facts)


FORM_NOTE = N_(
    "Columns as form 03/TCD of Decree 154/2026/NĐ-CP has them in the transcription that is held here; the printed form itself is not. "
    "Column 14 is ours."
)


def register(request: HttpRequest, code: str, year: int | None = None) -> HttpResponse:
    """The register of a year, newest line first."""
    room = _room(request, code)
    known = reads.years(room.place.id)
    shown = year or (known[0] if known else room.day.year)
    lines = tuple(
        RegisterLine(cells, reverse("reception-visit", args=[one.pk])) for one, cells in reversed(reads.register(room.place.id, shown))
    )
    page = ReceptionRegister(
        title=_("Register of reception, %(year)d") % {"year": shown},
        back=Link(_("Reception of citizens"), reverse("reception", args=[code])),
        heads=tuple(map(_, reads.HEADS)),
        lines=lines,
        today=room.day,
        note=_(FORM_NOTE),
        takes=(
            Link("XLSX", reverse("reception-xlsx", args=[code, shown])),
            Link("CSV", reverse("reception-csv", args=[code, shown])),
        ),
        years=tuple(Link(str(one), reverse("reception-register-year", args=[code, one])) for one in known if one != shown),
    )
    return private(render(request, "pages/reception_register.html", {"page": page}))


@require_GET
def as_xlsx(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The register of a year as a workbook, for the offices of the body: whoever takes it away showed the second factor just now."""
    room = _room(request, code)
    if (first := fresh_first(request)) is not None:
        return first
    lines = [cells for _one, cells in reads.register(room.place.id, year)]
    return private(download(sheets.workbook(tuple(map(_, reads.HEADS)), lines), XLSX, f"so-tiep-cong-dan-{code}-{year}.xlsx"))


@require_GET
def as_csv(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The register of a year as CSV, for the offices of the body: whoever takes it away showed the second factor just now."""
    room = _room(request, code)
    if (first := fresh_first(request)) is not None:
        return first
    lines = [cells for _one, cells in reads.register(room.place.id, year)]
    return private(
        download(sheets.as_csv(tuple(map(_, reads.HEADS)), lines), "text/csv; charset=utf-8", f"so-tiep-cong-dan-{code}-{year}.csv")
    )


def slip(request: HttpRequest, subject: str) -> HttpResponse:
    """The slip for papers that were taken (form 02/TCD), to be printed and signed."""
    room, found = _of_visit(request, subject)
    said = reads.words_of([subject], (ENTER, NOTE)).get(subject, {})
    blank = "………………"
    lines = (
        Field(_("Taken at"), found.day.place),
        Field(_("On"), format.long_day(clock.local_day(found.day.begins))),
        Field(_("I am"), blank),
        Field(_("Office"), blank),
        Field(_("Received from"), said.get("name") or blank),
        Field(_("Identity paper"), said.get("paper") or blank),
        Field(_("Issued on, by"), blank),
        Field(_("Address"), said.get("address") or blank),
    )
    above = bodies.place(room.place.parent, room.day).name if room.place.parent is not None else ""
    page = PaperSlip(
        _("Slip for information and papers received"),
        above,
        room.place.name,
        lines,
        tuple(one for one in said.get("papers", "").split("\n") if one.strip()),
        _("As form 02/TCD of Decree 154/2026/NĐ-CP has it in the transcription that is held here; the printed form itself is not."),
        _line(found),
    )
    return private(render(request, "pages/reception_slip.html", {"page": page}))
