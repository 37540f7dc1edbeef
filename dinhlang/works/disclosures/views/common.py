"""What the pages and forms of this work share: who may, what was sent, where to go back to."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse

from dinhlang.core.refusal import N_, NotYours
from dinhlang.core.rules import Rulebook
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import may
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Done
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import FormPage, Link, Refusal
from dinhlang.works.disclosures import reads
from dinhlang.works.disclosures.models import Disclosure

NOT_YOURS = N_("This page is for the offices of this body. Sign in with the office that does it, or go back to the body's page.")


def items_of(book: Rulebook) -> list[tuple[int, str]]:
    return [
        (item.number, f"{item.number}. {present.said(item.short)}") for item in sorted(book.items.values(), key=lambda item: item.number)
    ]


def kinds_of(book: Rulebook, kind: str, day: date) -> list[tuple[str, str]]:
    """The items, each followed by its kinds of documents that have a clock of their own at bodies of this `kind`."""
    named = {(one.event, one.id): present.said(one.text) for one in book.event_kinds}
    known: dict[tuple[int | None, str], str] = {}
    for duty in book.by_event.get("decision.registered", ()):
        opening = duty.starts
        if opening.event_kind and kind in duty.bearer and duty.in_force(day):
            known.setdefault(
                (opening.item, opening.event_kind), named.get((opening.event, opening.event_kind)) or present.said(duty.subject)
            )
    found: list[tuple[str, str]] = []
    for number, label in items_of(book):
        found.append((str(number), label))
        found += [(f"{number} {id}", f"{number}. {text}") for (item, id), text in known.items() if item == number]
    return found


def check_may(request: HttpRequest, body: bodies.Place, act: str, book: Rulebook | None = None) -> None:
    if act not in may.acts(request, body, book):
        raise NotYours(NOT_YOURS)


def back_to(body: bodies.Place) -> Link:
    return Link(body.name, reverse("body", args=[body.code]))


def to(done: Done) -> str:
    return reverse("done", args=[done.code])


def page_of(
    title: str, lead: str, submit: str, back: Link, *, basis: str = "", **more: Any
) -> Callable[[django_forms.Form, Refusal | None], FormPage]:
    def make(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(title=title, lead=lead, form=form, submit=submit, back=back, refusal=stopped, basis=format.cited(basis), **more)

    return make


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """Fields and files of a form that was sent, an empty one too; nothing for one that is only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def run_act(request: HttpRequest, act: Callable[..., Done], body: bodies.Place, command_id: Any, **payload: Any) -> str:
    return to(act(by=may.actor(request), at=clock.now(), command_id=command_id, body=body.id, **payload))


def of_body(request: HttpRequest, code: str, act: str) -> duties.Stand:
    at = duties.find(code, clock.today())
    check_may(request, at.place, act, at.book)
    return at


def of_thing(request: HttpRequest, subject: str, act: str) -> tuple[Disclosure, duties.Frame, reads.Seen]:
    seen = reads.see(subject)
    at = duties.frame(bodies.place(seen.row.body_id, clock.today()).code, clock.today())
    check_may(request, at.place, act)
    return seen.row, at, seen


def download(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox"
    return response


def link_to(subject: str, seen: reads.Seen) -> Link:
    return Link(reads.title_of(seen.words, seen.row.kind, seen.row.occasion), reverse("thing", args=[subject]))


def claimed_by(at: duties.Frame, row: Disclosure) -> tuple[duties.Obligation, ...]:
    claims = {(claim.rule, claim.occasion) for claim in row.claims.all()}
    return duties.obligations(at, upcoming=True, only=claims) if claims else ()


def paper_of(at: duties.Frame, row: Disclosure) -> list[tuple[duties.Obligation, duties.PartState]]:
    """The forms on paper that the claimed duties ask for."""
    elsewhere = {"website", "list", "plan"}
    return [
        (one, part) for one in claimed_by(at, row) for part in one.parts if part.part.channel not in elsewhere and part.part.item is None
    ]


def paper_basis(at: duties.Frame, row: Disclosure) -> str:
    """On what the claimed duties rest where they ask for paper; "" where none does."""
    return "; ".join(dict.fromkeys(part.part.basis or one.duty.basis for one, part in paper_of(at, row)))
