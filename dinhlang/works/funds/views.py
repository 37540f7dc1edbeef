"""Pages and forms of village fund books."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.core.actor import Voice
from dinhlang.core.refusal import N_, NotHere, NotYours
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.files.receive import PHOTOGRAPHS, receive_all
from dinhlang.ground.people import may
from dinhlang.ground.people.visibility import roles_of
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Done
from dinhlang.ground.rolls import reads as rolls
from dinhlang.ground.rolls.policy import HOUSEHOLDS
from dinhlang.ground.ui import cache, format
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.ground.ui.qr import foot
from dinhlang.ground.ui.shapes import Field, FormPage, Link, Refusal
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.funds import acts, forms, reads, sheets

NOT_YOURS = N_("This page is for the offices of this body. Sign in with the office that does it, or go back to the body's page.")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def funds(request: HttpRequest, code: str) -> HttpResponse:
    """The fund books of a village."""
    stand = duties.find(code, clock.today())
    if stand.place.kind != "village":
        raise NotHere(N_("A fund book is kept by a village or residential group."))

    def make() -> HttpResponse:
        page = reads.listing(stand, may.acts(request, stand.place, stand.book))
        return render(request, "pages/funds.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def _rights(request: HttpRequest, stand: duties.Stand) -> reads.Rights:
    """What the person looking may do and as whom they look; without office or household nothing, and no question."""
    who, holder = may.actor(request), may.holder(request)
    household = who.household if isinstance(who, Voice) and who.household else ""
    seat = rolls.seat_of(household, stand.day) if household else None
    home = seat[1] if seat is not None else None
    return reads.Rights(
        may.acts(request, stand.place, stand.book),
        roles_of(who, holder, stand.place.id, home=home),
        household if home == stand.place.id else "",
    )


def fund(request: HttpRequest, subject: str, year: int | None = None) -> HttpResponse:
    """A fund book: all of it, or one year."""
    stand = reads.stand(subject, clock.today())

    def make() -> HttpResponse:
        page = reads.page(reads.find(subject), stand, _rights(request, stand), year)
        address = absolute(request, reverse("fund", args=[subject]))
        said = "\n".join((page.title, str(page.balance), *(f"{one.number} {one.amount}" for one in page.lines)))
        board = foot(address, said, format.short_day(page.today))
        return render(request, "pages/fund.html", {"page": replace(page, board=board)})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


# --- forms ---


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _to(done: Done) -> str:
    return reverse("done", args=[done.code])


def open_book(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `fund.open`."""
    stand = duties.find(code, clock.today())
    if "fund.open" not in may.acts(request, stand.place, stand.book) or stand.place.kind != "village":
        raise NotYours(NOT_YOURS)
    decisions = reads.decisions(stand.place.id, stand.place.parent)
    form = forms.Open(_sent(request)[0], decisions=decisions, initial={"year": stand.day.year})

    def do(data: dict[str, Any]) -> str:
        given = {name: data[name] for name in ("title", "year", "collects", "number", "dated")}
        who = {"by": may.actor(request), "at": clock.now(), "command_id": data["command_id"], "body": stand.place.id}
        return _to(acts.open_book(**who, matter=data.get("matter", ""), **given))

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=_("Open a fund book"), lead=_("Everybody reads it: what came in, what it was spent on, what is left."),
            form=form, submit=_("Open it"), back=Link(stand.place.name, reverse("funds", args=[code])), refusal=stopped,
            basis=format.cited(reads.BASIS),
            why=(_("Money is collected only after the people agreed freely to what for and how much, and is spent only on that."),),
        )  # fmt: skip

    return act_form(request, form, page, do)


class Step:
    """A form about a book that exists: who may open it, and the book with its village."""

    def __init__(self, request: HttpRequest, subject: str, act: str) -> None:
        self.request, self.stand = request, reads.stand(subject, clock.today())
        if act not in may.acts(request, self.stand.place, self.stand.book):
            raise NotYours(NOT_YOURS)
        self.found = reads.find(subject)

    @property
    def place(self) -> Place:
        """The village."""
        return self.stand.place

    def run(self, act: Callable[..., Done], data: dict[str, Any], **payload: Any) -> str:
        """Carry the act out; the address of its receipt."""
        given = {"by": may.actor(self.request), "at": clock.now(), "command_id": data["command_id"], "body": self.place.id}
        return _to(act(**given, fund=self.found.row.pk, **payload))

    def show(
        self, form: django_forms.Form, do: Callable[[dict[str, Any]], str], title: str, lead: str, submit: str, *,
        facts: tuple[Field, ...] = (), upload: bool = False, why: tuple[str, ...] = (),
    ) -> HttpResponse:  # fmt: skip
        """The form, or what came of it."""
        left = Field(_("Left in the fund"), format.money(self.found.now.balance))

        def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
            return FormPage(
                title=title, lead=lead, form=form, submit=submit, back=Link(self.found.name, reverse("fund", args=[self.found.row.pk])),
                refusal=stopped, basis=format.cited(reads.BASIS),
                facts=(Field(_("Fund"), self.found.name), left, *facts), upload=upload, why=why,
            )  # fmt: skip

        return act_form(self.request, form, page, do)


def _receipts(data: dict[str, Any]) -> dict[str, Any]:
    return {"attachments": receive_all(data["receipts"], PHOTOGRAPHS)[0]}


def spend(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `fund.spend`."""
    step = Step(request, subject, "fund.spend")
    form = forms.Spend(*_sent(request), initial={"day": step.stand.day})

    def do(data: dict[str, Any]) -> str:
        given = {name: data[name] for name in ("purpose", "what", "payee", "amount", "day")}
        return step.run(acts.spend, data, **given, **_receipts(data))

    lead = _("One line for each receipt. It stays in the book; a mistake is reversed by a new line.")
    return step.show(form, do, _("Enter spending"), lead, _("Enter it"), upload=True)


def receive(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `fund.receive`."""
    step = Step(request, subject, "fund.receive")
    form = forms.Receive(*_sent(request), collects=step.found.row.collects, initial={"day": step.stand.day})

    def do(data: dict[str, Any]) -> str:
        given = {name: data[name] for name in ("purpose", "what", "amount", "day")}
        return step.run(acts.receive, data, **given, **_receipts(data))

    lead = _("Grants, gifts, interest, or what was collected in one sum. What each household paid has a form of its own.")
    return step.show(form, do, _("Enter other income"), lead, _("Enter it"), upload=True)


def collect(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `fund.collect`."""
    step = Step(request, subject, "fund.collect")
    if not step.found.row.collects:
        raise NotHere(N_("Households do not pay into this book."))
    seats = rolls.on(step.place.id, HOUSEHOLDS, step.stand.day)
    form = forms.Collect(_sent(request)[0], seats=seats, paid=reads.paid(step.found), initial={"day": step.stand.day})
    lead = _("What each household paid is seen in the village only: by you, the Front's work board, and households in their own session.")
    facts = () if seats else (Field(_("List of households"), _("empty: enter the list of the village first")),)
    return step.show(
        form, lambda data: step.run(acts.collect, data, day=data["day"], paid=form.payments()), _("Enter what households paid"), lead,
        _("Enter it"), facts=facts,
    )  # fmt: skip


def reverse_line(request: HttpRequest, subject: str, number: int) -> HttpResponse:
    """Form of `fund.reverse`."""
    step = Step(request, subject, "fund.reverse")
    line = next((one for one in step.found.moves if one.number == number), None)
    if line is None:
        raise NotHere(N_("The book has no such line."))
    said = _("%(n)d: %(amount)s on %(day)s") % {"n": number, "amount": format.money(line.amount), "day": format.short_day(line.day)}
    lead = _("The wrong line stays, a new one takes its amount back. Then enter what is right.")
    return step.show(
        forms.Reason(_sent(request)[0]), lambda data: step.run(acts.reverse, data, line=number, reason=data["reason"]), _("Reverse a line"),
        lead, _("Reverse it"), facts=(Field(_("Line"), said),),
    )  # fmt: skip


def close(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `fund.close`."""
    step = Step(request, subject, "fund.close")
    form = forms.Close(_sent(request)[0], initial={"until": step.stand.day})
    lead = _("For the year's end, or the day of the conference. Nothing is entered for these days any more; it cannot be undone.")
    why = (_("The head of the Front's work board looks at book, cash and receipts and confirms it."),)
    return step.show(
        form, lambda data: step.run(acts.close, data, until=data["until"]), _("Close the book until a day"), lead, _("Close it"), why=why
    )


def countersign(request: HttpRequest, subject: str, number: int) -> HttpResponse:
    """Form of `fund.countersign`."""
    step = Step(request, subject, "fund.countersign")
    one = next((one for one in step.found.closings if one.number == number), None)
    if one is None:
        raise NotHere(N_("The book was not closed until such a day."))
    facts = (
        Field(_("Closed until"), format.long_day(one.until)), Field(_("Came in"), format.money(one.income)),
        Field(_("Was spent"), format.money(one.spending)), Field(_("Left"), format.money(one.income - one.spending)),
    )  # fmt: skip
    lead = _("You looked at book, cash and receipts and found them as they stand here.")
    return step.show(
        forms.Confirm(_sent(request)[0]), lambda data: step.run(acts.countersign, data, closing=number), _("Confirm the closing"), lead,
        _("Confirm it"), facts=facts,
    )  # fmt: skip


# --- to take away ---


def _download(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox"
    return response


def printed(request: HttpRequest, subject: str, year: int | None = None) -> HttpResponse:
    """The sheet for the wall as PDF: what everybody may read, whoever prints it."""
    stand = reads.stand(subject, clock.today())
    page = reads.page(reads.find(subject), stand, reads.Rights(), year)
    commune = stand.place.parent
    address = absolute(request, reverse("fund", args=[subject]))
    return _download(
        sheets.pdf(sheets.wall(page, stand.place, commune, stand.book, address, clock.now())), "application/pdf", f"quy-{subject}.pdf"
    )


def as_xlsx(request: HttpRequest, subject: str) -> HttpResponse:
    """The book as a workbook: what everybody may read, whoever takes it."""
    stand = reads.stand(subject, clock.today())
    return _download(sheets.workbook(reads.page(reads.find(subject), stand, reads.Rights())), XLSX, f"quy-{subject}.xlsx")
