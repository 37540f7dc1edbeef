"""Pages and forms of the right to know: parse, call the act, redirect."""

import functools
from collections.abc import Callable
from dataclasses import replace as replaced
from datetime import date
from typing import Any

from django import forms as django_forms
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere, NotYours
from dinhlang.core.rules import Rulebook, State
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import acts as duty_acts
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.models import Clock, Run
from dinhlang.ground.files.receive import PHOTOGRAPHS, receive
from dinhlang.ground.people import may, publicity
from dinhlang.ground.record import clock
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.act import Done
from dinhlang.ground.ui import cache, format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, FormPage, Link, Refusal, RegisterPage
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.disclosures import acts, checks, forms, policy, reads, sheets
from dinhlang.works.disclosures.acts import Aim
from dinhlang.works.disclosures.models import Decision, Disclosure, Ending, Redate

NOT_YOURS = N_("This page is for the offices of this body. Sign in with the office that does it, or go back to the body's page.")


def _items(book: Rulebook) -> list[tuple[int, str]]:
    return [
        (item.number, f"{item.number}. {present.said(item.short)}") for item in sorted(book.items.values(), key=lambda item: item.number)
    ]


def _kinds(book: Rulebook, kind: str, day: date) -> list[tuple[str, str]]:
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
    for number, label in _items(book):
        found.append((str(number), label))
        found += [(f"{number} {id}", f"{number}. {text}") for (item, id), text in known.items() if item == number]
    return found


def _check_may(request: HttpRequest, body: bodies.Place, act: str, book: Rulebook | None = None) -> None:
    if act not in may.acts(request, body, book):
        raise NotYours(NOT_YOURS)


def _back(body: bodies.Place) -> Link:
    return Link(body.name, reverse("body", args=[body.code]))


def _to(done: Done) -> str:
    return reverse("done", args=[done.code])


def _page(
    title: str, lead: str, submit: str, back: Link, *, basis: str = "", **more: Any
) -> Callable[[django_forms.Form, Refusal | None], FormPage]:
    def make(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(title=title, lead=lead, form=form, submit=submit, back=back, refusal=stopped, basis=format.cited(basis), **more)

    return make


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    """Fields and files of a form that was sent, an empty one too; nothing for one that is only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _run(request: HttpRequest, act: Callable[..., Done], body: bodies.Place, command_id: Any, **payload: Any) -> str:
    return _to(act(by=may.actor(request), at=clock.now(), command_id=command_id, body=body.id, **payload))


def _of_body(request: HttpRequest, code: str, act: str) -> duties.Stand:
    at = duties.find(code, clock.today())
    _check_may(request, at.place, act, at.book)
    return at


def _of_thing(request: HttpRequest, subject: str, act: str) -> tuple[Disclosure, duties.Frame, reads.Seen]:
    seen = reads.see(subject)
    at = duties.frame(bodies.place(seen.row.body_id, clock.today()).code, clock.today())
    _check_may(request, at.place, act)
    return seen.row, at, seen


# --- pages ---


def thing(request: HttpRequest, subject: str) -> HttpResponse:
    """A disclosure's page."""
    stand = reads.stand(subject, clock.today())

    def make() -> HttpResponse:
        acts = may.acts(request, stand.place, stand.book)
        page = reads.thing_of(
            reads.find(subject),
            stand,
            allowed=may.judged(request, stand.place.id, stand.staged),
            holder=may.holder(request),
            resident=may.is_resident(request),
            acts=acts,
        )
        return render(request, "pages/thing.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def thing_print(request: HttpRequest, subject: str) -> HttpResponse:
    """The A4 sheet for the notice board, as PDF."""
    stand = reads.stand(subject, clock.today())
    page = reads.thing_of(reads.find(subject), stand, allowed=may.judged(request, stand.place.id, stand.staged))
    data = sheets.board(page, request.build_absolute_uri(reverse("thing", args=[subject])))
    return _download(data, "application/pdf", f"niem-yet-{subject}.pdf")


def register(request: HttpRequest, code: str, quarter: str) -> HttpResponse:
    """The quarterly register as a grid."""
    stand = duties.find(code, clock.today())

    def make() -> HttpResponse:
        may.check_stage(request, stand.place.id, stand.staged)
        note = publicity.note(stand.staged, shown=True)
        page = replaced(reads.register_of(stand, quarter, acts=may.acts(request, stand.place, stand.book)), stage=note)
        return render(request, "pages/register.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def register_pdf(request: HttpRequest, code: str, quarter: str) -> HttpResponse:
    """The register as a printable PDF."""
    page = _register(request, code, quarter)
    data = sheets.register_pdf(page, request.build_absolute_uri(reverse("register", args=[code, quarter])))
    return _download(data, "application/pdf", f"danh-sach-cong-khai-{code}-{quarter}.pdf")


def register_xlsx(request: HttpRequest, code: str, quarter: str) -> HttpResponse:
    """The register as a workbook."""
    return _download(sheets.register_xlsx(_register(request, code, quarter)), sheets.XLSX, f"danh-sach-cong-khai-{code}-{quarter}.xlsx")


def _register(request: HttpRequest, code: str, quarter: str) -> RegisterPage:
    """The register for a file to take away, as far as the stage shows it to this reader."""
    stand = duties.find(code, clock.today())
    may.check_stage(request, stand.place.id, stand.staged)
    return reads.register_of(stand, quarter)


def _download(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox"
    return response


# --- forms about a body ---


def register_decision(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `decision.register`."""
    at = _of_body(request, code, "decision.register")
    offered = _kinds(at.own_book, at.place.kind, at.day)
    form = forms.RegisterDecision(
        *_sent(request),
        items=offered,
        initial={
            "item": request.GET.get("muc"),
            "number": request.GET.get("so"),
            "dated": request.GET.get("ngay"),
            "title": request.GET.get("ten"),
        },
    )

    def do(data: dict[str, Any]) -> str:
        return _run(
            request,
            acts.register,
            at.place,
            data["command_id"],
            item=data["item"][0],
            kind=data["item"][1],
            number=data["number"],
            dated=data["dated"],
            title=data["title"],
            attachments=receive(data["scan"]),
            report=request.GET.get("bao", ""),
        )

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        made = blank(form, stopped)
        same = reads.registered(at, str(form.cleaned_data.get("number", ""))) if stopped is not None and form.is_valid() else None
        return made if same is None or made.refusal is None else replaced(made, refusal=replaced(made.refusal, link=same))

    blank = _page(
        _("Register a document"),
        _(
            "A decision that must be disclosed. Where the law gives a number of days for its item and the rulebook here holds it, "
            "they are counted from the date it bears."
        ),
        _("Register"),
        _back(at.place),
        why=(_("It is the date of the document that counts, whoever registers it and whenever."),),
        basis="Law 10/2022/QH15 Art. 11, 12(3)",
        upload=True,
    )
    return act_form(request, form, page, do)


def _candidates(at: duties.Frame) -> list[tuple[str, str]]:
    """Open duties that a disclosure may claim, nearest day first."""
    names = reads.titles(record.of_subjects([one.source for one in _sources(at)]))
    found, taken = [], reads.standing(at.place.id)
    for one in duties.obligations(at):
        part = one.duty.part("website") or one.duty.part("notice") or one.duty.part("board")
        if part is None or "disclosure.post" not in one.duty.accepts or any(cell.part.item for cell in one.parts):
            continue
        if (one.duty.id, one.occasion) in taken:
            continue
        if any(p.part.channel == "website" and p.state in {State.DONE_ON_TIME, State.DONE_LATE, State.RUNNING} for p in one.parts):
            continue
        label, last = reads.title_for(one, names) or present.occasion_title(one), one.rolled or one.due
        if last is not None:
            label = _("%(title)s, due %(day)s") % {"title": label, "day": format.short_day(last)}
        found.append((f"{one.duty.id} {one.occasion}", label))
    return found


def _sources(at: duties.Frame) -> list[Clock]:
    return list(Clock.objects.filter(body=at.place.id, voided=None).exclude(source=""))


def _aims(data: dict[str, Any]) -> tuple[Aim, ...]:
    return tuple(Aim(*value.partition(" ")[::2]) for value in data.get("aims", ()))


def _first(body: int, form: django_forms.Form) -> Disclosure | None:
    """The disclosure that was faster, for the one who was told so; None also where the database is away."""
    try:
        return acts.standing(body, _aims(form.cleaned_data))
    except DatabaseError:
        return None


def post(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `disclosure.post`; the desk's button brings the duty (`nhiem-vu`) and the document (`van-ban`) along."""
    at = _of_body(request, code, "disclosure.post")
    candidates = functools.cache(lambda: _candidates(duties.frame_of(at)))  # long to work out, and a form that claims nothing never asks
    slug = request.GET.get("van-ban", "")
    document = reads.decision(at.place.id, slug) if slug else None
    wanted = request.GET.get("nhiem-vu", "")
    if document is not None:
        wanted = next((value for value, _label in candidates() if value.endswith(f" {document.slug}")), wanted)
    told = record.of_subjects([document.subject]) if document else ()
    form = forms.Post(
        *_sent(request),
        items=_items(at.book),
        candidates=candidates,
        initial={
            "aims": [wanted] if wanted else [],
            "item": document.item if document else request.GET.get("muc"),
            "title": reads.titles(told).get(document.subject, "") if document else "",
        },
    )

    def do(data: dict[str, Any]) -> str:
        return _run(
            request,
            acts.post,
            at.place,
            data["command_id"],
            title=data["title"],
            text=data["text"],
            item=data["item"],
            decision=document.subject if document else "",
            aims=_aims(data),
            attachments=receive(data["scan"]),
        )

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        made = blank(form, stopped)
        first = _first(at.place.id, form) if stopped is not None else None
        if first is None or made.refusal is None:
            return made
        words = reads.titles(record.of_subjects([first.subject]))
        link = Link(words.get(first.subject) or _("The disclosure that stands"), reverse("thing", args=[first.subject]))
        return replaced(made, refusal=replaced(made.refusal, link=link))

    blank = _page(
        _("Disclose"),
        _("One file and a few words. It appears on this site at once; the sheet for the boards and the other papers are made from it."),
        _("Disclose now"),
        _back(at.place),
        facts=reads.facts_of(document) if document else (),
        why=(_("What is chosen below counts as done the moment it appears here; paper postings are entered afterwards."),),
        basis="Law 10/2022/QH15 Art. 12, 13",
        upload=True,
    )
    return act_form(request, form, page, do)


def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `plan.adopt`."""
    at = _of_body(request, code, "plan.adopt")
    form = forms.Plan(*_sent(request), initial={"year": clock.today().year})

    def do(data: dict[str, Any]) -> str:
        return _run(
            request,
            acts.adopt_plan,
            at.place,
            data["command_id"],
            year=data["year"],
            number=data["number"],
            dated=data["dated"],
            lines=data["lines"],
            attachments=receive(data["scan"]),
        )

    page = _page(
        _("Enter the year's disclosure plan"),
        _("Each line becomes a duty with the day the plan itself names."),
        _("Adopt the plan"),
        _back(at.place),
        basis="Law 10/2022/QH15 Art. 14(1)",
        upload=True,
    )
    return act_form(request, form, page, do)


def report(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `decision.report`, for residents."""
    at = _of_body(request, code, "decision.report")
    form = forms.Report(_sent(request)[0], items=_items(at.book))

    def do(data: dict[str, Any]) -> str:
        payload = {name: data[name] for name in ("title", "where", "item", "show")}
        return _run(request, acts.report, at.place, data["command_id"], **payload)

    page = _page(
        _("Report a decision that is not listed here"),
        _(
            "You get a signed receipt at once. The report enters the public record within a few hours, together with others, "
            "so that nobody can tell when you sent it."
        ),
        _("Send"),
        _back(at.place),
        why=(_("It is shown as reported and not confirmed. It starts no clock until an office registers the document."),),
        basis="Law 10/2022/QH15 Art. 5(3), 11",
    )
    return act_form(request, form, page, do)


def event(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `duties.event`: a village meeting to come."""
    at = _of_body(request, code, "duties.event")
    kinds = [(kind.id, present.said(kind.text)) for kind in duty_acts.event_kinds(at.book, at.place.kind, at.day)]
    rules = [duty for id, _word in kinds for duty in duty_acts.notices(at.book, at.place.kind, at.day) if duty.starts.event_kind == id]
    form = forms.Event(_sent(request)[0], kinds=kinds)

    def do(data: dict[str, Any]) -> str:
        return _run(
            request, duty_acts.event, at.place, data["command_id"], **{name: data[name] for name in ("kind", "title", "day", "place")}
        )

    page = _page(
        _("Announce a village meeting"),
        present.said(rules[0].summary) if rules else "",
        _("Announce"),
        _back(at.place),
        why=tuple(present.said(duty.summary) for duty in rules[1:]),
        basis=rules[0].basis if rules else "",
    )
    return act_form(request, form, page, do)


def event_cancelled(request: HttpRequest, code: str, occasion: str) -> HttpResponse:
    """Form of `duties.event_cancelled`."""
    at = _of_body(request, code, "duties.event_cancelled")
    rules = {duty.id: duty for duty in at.book.by_event.get("event.announced", ())}
    meeting = Clock.objects.filter(body=at.place.id, occasion=occasion, rule__in=rules).order_by("id").first()
    if meeting is None or (meeting.voided is not None and request.method != "POST"):  # sent twice: the act gives the answer
        raise NotHere(N_("There is no such meeting. It was perhaps called off already."))
    form = forms.Sign(_sent(request)[0])

    def do(data: dict[str, Any]) -> str:
        return _run(request, duty_acts.event_cancelled, at.place, data["command_id"], occasion=occasion)

    page = _page(
        _("Call the meeting off"),
        _("No notice of it is owed any more. If it moves to another day, call it off here and announce the new day."),
        _("Call it off"),
        _back(at.place),
        facts=(Field(_("Day of the meeting"), format.long_day(meeting.opens)),),
        basis=rules[meeting.rule].basis,
    )
    return act_form(request, form, page, do)


def register_nothing(request: HttpRequest, code: str, quarter: str) -> HttpResponse:
    """Form of `register.nothing_arose`."""
    at = _of_body(request, code, "register.nothing_arose")
    grid = reads.register(code, quarter, clock.today())
    silent = [(row.item, f"{row.item}. {row.text}") for row in grid.rows if row.state in {State.SILENT, State.NOT_YET_DUE}]
    form = forms.NothingArose(_sent(request)[0], silent=silent, initial={"items": [request.GET.get("muc")]})

    def do(data: dict[str, Any]) -> str:
        return _run(request, acts.nothing_arose, at.place, data["command_id"], quarter=quarter, items=tuple(data["items"]))

    page = _page(
        _("Sign where nothing arose"),
        _("An item left empty is shown as without an entry. A signed line says that there was nothing to disclose."),
        _("Sign"),
        Link(grid.title, reverse("register", args=[code, quarter])),
        why=(_("The register is ordered by law; the line “nothing arose” is this system's form."),),
        basis="Law 10/2022/QH15 Art. 13(2)",
    )
    return act_form(request, form, page, do)


def register_issue(request: HttpRequest, code: str, quarter: str) -> HttpResponse:
    """Form of `register.issue`."""
    at = _of_body(request, code, "register.issue")
    grid = reads.register(code, quarter, clock.today())
    form = forms.Sign(_sent(request)[0])

    def do(data: dict[str, Any]) -> str:
        return _run(request, acts.issue_register, at.place, data["command_id"], quarter=quarter)

    page = _page(
        _("Draw up and sign the list"),
        grid.coverage,
        _("Sign the list"),
        Link(grid.title, reverse("register", args=[code, quarter])),
        facts=(
            Field(_("Disclosed"), str(grid.disclosed)),
            Field(_("Nothing arose"), str(grid.nothing)),
            Field(_("Without an entry"), str(grid.silent)),
        ),
        basis="Law 10/2022/QH15 Art. 13(2)",
    )
    return act_form(request, form, page, do)


# --- forms about a thing ---


def _of(subject: str, seen: reads.Seen) -> Link:
    return Link(reads.title_of(seen.words, seen.row.kind, seen.row.occasion), reverse("thing", args=[subject]))


def _claimed(at: duties.Frame, row: Disclosure) -> tuple[duties.Obligation, ...]:
    claims = {(claim.rule, claim.occasion) for claim in row.claims.all()}
    return duties.obligations(at, upcoming=True, only=claims) if claims else ()


def _paper(at: duties.Frame, row: Disclosure) -> list[tuple[duties.Obligation, duties.PartState]]:
    """The forms on paper that the claimed duties ask for."""
    elsewhere = {"website", "list", "plan"}
    return [(one, part) for one in _claimed(at, row) for part in one.parts if part.part.channel not in elsewhere and part.part.item is None]


def _paper_basis(at: duties.Frame, row: Disclosure) -> str:
    """On what the claimed duties rest where they ask for paper; "" where none does."""
    return "; ".join(dict.fromkeys(part.part.basis or one.duty.basis for one, part in _paper(at, row)))


def _paper_parts(at: duties.Frame, row: Disclosure) -> list[tuple[str, str, str]]:
    """(part, place, label) wherever the claimed duties ask for paper."""
    villages = [(village.code, village.name) for village in at.villages] or [(at.place.code, at.place.name)]
    places: dict[tuple[str, str], str] = {}
    for _one, part in _paper(at, row):
        channel, word = part.part.channel, present.said(part.part.text)
        if channel == "board":
            places[channel, checks.HEADQUARTERS] = word
        else:
            places.update({(channel, code): f"{word}: {name}" for code, name in villages})
    return [(channel, place, label) for (channel, place), label in places.items()]


def place(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `disclosure.place`."""
    row, at, seen = _of_thing(request, subject, "disclosure.place")
    options = [(f"{part} {where}", label) for part, where, label in _paper_parts(at, row)]
    claimed = {claim.rule for claim in row.claims.all()}
    means = [
        (way.id, present.said(way.text))
        for rule in claimed
        if rule in at.book.duties
        for part in at.book.duties[rule].parts
        for way in part.means
    ]
    form = forms.Place(_sent(request)[0], places=options, means=means, initial={"from_day": clock.today()})

    def do(data: dict[str, Any]) -> str:
        part, _space, where = data["where"].partition(" ")
        return _run(
            request,
            acts.place,
            at.place,
            data["command_id"],
            disclosure=subject,
            part=part,
            place=where,
            from_day=data["from_day"],
            means=data.get("means", ""),
        )

    page = _page(
        _("Enter a posting on paper"),
        _("It is shown as declared by the body until the Front or two residents confirm that they saw it."),
        _("Enter"),
        _of(subject, seen),
        basis=_paper_basis(at, row),
    )
    return act_form(request, form, page, do)


def _papers(row: Disclosure, at: duties.Frame, pick: Callable[[Run], bool]) -> list[tuple[Run, str]]:
    """The papers of a disclosure that `pick` chooses, each once with its form, its place and the day it was put up."""
    names = {village.code: village.name for village in at.villages}
    found: dict[bytes, tuple[Run, str]] = {}
    runs = Run.objects.select_related("slot", "clock").filter(subject=row.subject, voided=None).exclude(place=acts.SITE)
    for run in runs.order_by("from_day", "id"):
        term = run.slot or run.clock
        if term is not None and pick(run):
            part = at.book.duties[term.rule].part(term.part)
            values = {
                "form": present.said(part.text) if part else term.part,
                "place": present.place_word(run.place, names),
                "day": format.short_day(run.from_day),
            }
            found.setdefault(bytes(run.entry), (run, _("%(form)s, %(place)s, since %(day)s") % values))
    return list(found.values())


def take_down(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `disclosure.take_down`."""
    row, at, seen = _of_thing(request, subject, "disclosure.take_down")
    hanging = _papers(row, at, lambda run: run.to_day is None)
    places = [(f"{term.part} {run.place}", label) for run, label in hanging if (term := run.slot or run.clock) is not None]
    form = forms.TakeDown(_sent(request)[0], places=places, initial={"to_day": clock.today()})

    def do(data: dict[str, Any]) -> str:
        part, _space, where = data["where"].partition(" ")
        return _run(
            request, acts.take_down, at.place, data["command_id"], disclosure=subject, part=part, place=where, to_day=data["to_day"]
        )

    page = _page(
        _("Enter that it was taken down"),
        _("The days of a posting are counted without a break."),
        _("Enter"),
        _of(subject, seen),
        basis=_paper_basis(at, row),
    )
    return act_form(request, form, page, do)


def countersign(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `disclosure.countersign`."""
    row, at, seen = _of_thing(request, subject, "disclosure.countersign")
    waiting = _papers(row, at, lambda run: not run.seen_first or checks.end_waits(run, at.day))
    form = forms.Countersign(*_sent(request), places=[(run.key, label) for run, label in waiting], initial={"which": "first"})

    def do(data: dict[str, Any]) -> str:
        return _run(
            request,
            acts.countersign,
            at.place,
            data["command_id"],
            disclosure=subject,
            run=data["where"],
            which=data["which"],
            attachments=receive(data["photo"], PHOTOGRAPHS),
        )

    page = _page(
        _("Confirm a posting you saw"),
        _(
            "You confirm one posting, up since the day named beside it. "
            "One confirmation of the Front, or those of two residents, make it count."
        ),
        _("Confirm"),
        _of(subject, seen),
        why=(_("The photograph is kept sealed: it is shown to nobody but those who check."),),
        basis=_paper_basis(at, row),
        upload=True,
    )
    return act_form(request, form, page, do)


def correct(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `disclosure.correct`."""
    _row, at, seen = _of_thing(request, subject, "disclosure.correct")
    form = forms.Reword(_sent(request)[0], initial={"title": seen.words.get("title", ""), "text": seen.words.get("text", "")})

    def do(data: dict[str, Any]) -> str:
        payload = {name: data[name] for name in ("title", "text", "reason")}
        return _run(request, acts.correct, at.place, data["command_id"], disclosure=subject, **payload)

    page = _page(
        _("Correct the wording"),
        _("What was fulfilled stays fulfilled. Both wordings stay readable, with the reason."),
        _("Correct"),
        _of(subject, seen),
    )
    return act_form(request, form, page, do)


def replace(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `disclosure.replace`."""
    _row, at, seen = _of_thing(request, subject, "disclosure.replace")
    form = forms.Replace(
        *_sent(request),
        initial={"title": seen.words.get("title", ""), "text": seen.words.get("text", ""), "changed": clock.today()},
    )

    def do(data: dict[str, Any]) -> str:
        payload = {name: data[name] for name in ("title", "text", "changed")}
        return _run(request, acts.replace, at.place, data["command_id"], disclosure=subject, attachments=receive(data["scan"]), **payload)

    page = _page(
        _("Replace the contents"),
        _("For contents that changed, not for a slip of the pen: the change has a due day of its own, counted from the day of the change."),
        _("Replace"),
        _of(subject, seen),
        basis="Law 10/2022/QH15 Art. 14(1)",
        upload=True,
    )
    return act_form(request, form, page, do)


def withdraw(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `disclosure.withdraw`."""
    row, at, seen = _of_thing(request, subject, "disclosure.withdraw")
    form = forms.Because(_sent(request)[0], reasons=policy.withdrawals())

    def do(data: dict[str, Any]) -> str:
        return _run(request, acts.withdraw, at.place, data["command_id"], disclosure=subject, reason=data["reason"])

    page = _page(
        _("Withdraw"),
        _(
            "The text leaves the site; a line with the reason stays in its place. "
            "If it was not shown long enough, the duty is open again with its old due day."
        ),
        _("Withdraw"),
        _of(subject, seen),
        why=(
            _(
                "Where there is nothing to disclose any more, and for the lines of a plan that is withdrawn, the duty itself ends; "
                "one that was not done although its day has passed ends only when a second office has confirmed it."
            ),
        ),
        basis=_paper_basis(at, row),
    )
    return act_form(request, form, page, do)


# --- forms about a document ---


def redate(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Form of `decision.redate`."""
    at = _of_body(request, code, "decision.redate")
    row = reads.decision(at.place.id, slug)
    if row is None:
        raise NotHere(N_("There is no such document."))
    form = forms.Redate(_sent(request)[0])

    def do(data: dict[str, Any]) -> str:
        return _run(request, acts.redate, at.place, data["command_id"], decision=row.subject, dated=data["dated"], reason=data["reason"])

    page = _page(
        _("Give the document another date"),
        _("The due day moves with it, and both dates stay visible. A later date after the due day waits for a second office."),
        _("Change the date"),
        _back(at.place),
        facts=reads.facts_of(row),
        basis="Law 10/2022/QH15 Art. 12(3)",
    )
    return act_form(request, form, page, do)


def confirm_redate(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `decision.confirm_redate`."""
    asked = Redate.objects.select_related("decision").filter(pk=subject).first()
    if asked is None or (asked.confirmed and request.method != "POST"):  # the same form sent twice gets its answer from the act
        raise NotHere(N_("Nobody asks for this any more."))
    body = bodies.place(asked.decision.body_id, clock.today())
    _check_may(request, body, "decision.confirm_redate")
    told = [one for one in record.of_subjects([asked.decision.subject]) if one.act == "decision.redate" and one.words.get("reason")]
    reason = (Field(_("Why"), str(told[-1].words["reason"])),) if told else ()
    form = forms.Confirm(_sent(request)[0], initial={"digest": bytes(asked.digest).hex()})

    def do(data: dict[str, Any]) -> str:
        return _run(request, acts.confirm_redate, body, data["command_id"], redate=subject, digest=data["digest"])

    page = _page(
        _("Confirm a later date"),
        _("You are the second person. Confirm only after you have seen the document itself."),
        _("Confirm"),
        _back(body),
        facts=(*reads.facts_of(asked.decision), Field(_("Later date asked for"), format.long_day(asked.dated)), *reason),
        basis="Law 10/2022/QH15 Art. 12(3)",
    )
    return act_form(request, form, page, do)


def strike(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `decision.strike`."""
    row = Decision.objects.filter(pk=subject).first()
    if row is None or (row.struck is not None and request.method != "POST"):  # the same form sent twice gets its answer from the act
        raise NotHere(N_("There is no such document."))
    body = bodies.place(row.body_id, clock.today())
    _check_may(request, body, "decision.strike")
    form = forms.Because(_sent(request)[0], reasons=policy.strikes())

    def do(data: dict[str, Any]) -> str:
        return _run(request, acts.strike, body, data["command_id"], decision=subject, reason=data["reason"])

    page = _page(
        _("Strike a registered document"),
        _(
            "For a document that is none to be disclosed. Its duty ends, its number is free again, and the record keeps both entries. "
            "After its due day a second office must confirm it."
        ),
        _("Strike it"),
        _back(body),
        facts=reads.facts_of(row),
        basis="Law 10/2022/QH15 Art. 11",
    )
    return act_form(request, form, page, do)


def confirm_end(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `ending.confirm`."""
    asked = Ending.objects.filter(pk=subject).first()
    if asked is None or (asked.confirmed and request.method != "POST"):  # the same form sent twice gets its answer from the act
        raise NotHere(N_("Nobody asks for this any more."))
    body = bodies.place(asked.body_id, clock.today())
    _check_may(request, body, "ending.confirm")
    form = forms.Confirm(_sent(request)[0], initial={"digest": bytes(asked.digest).hex()})

    def do(data: dict[str, Any]) -> str:
        return _run(request, acts.confirm_end, body, data["command_id"], ending=subject, digest=data["digest"])

    page = _page(
        _("Confirm that nothing is owed any more"),
        _("You are the second person. Its day passed and it was not done in time: confirm only after you have seen why nothing is owed."),
        _("Confirm"),
        _back(body),
        facts=reads.ending_facts(asked),
        basis="Law 10/2022/QH15 Art. 11",
    )
    return act_form(request, form, page, do)
