"""Pages by which an office brings in a list: what can be brought, the file, its columns, the report, the entry.

Promises: each step has its own address and can be left; nothing enters before its report was confirmed; a large file is checked and
entered by the house while the page shows how far it is. Refuses: to show a draft to anybody but an office that may enter it.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms as django_forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.duties import schedule
from dinhlang.ground.files.kinds import MEBIBYTE, UPLOAD_BYTES, shown_name
from dinhlang.ground.files.sentences import Why
from dinhlang.ground.imports import forms, layout, papers, states, steps
from dinhlang.ground.imports.kinds import Ask, Kind, Problem
from dinhlang.ground.imports.models import Import
from dinhlang.ground.people import may
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.refusals import refusal, sentence
from dinhlang.ground.ui.shapes import Field, FormPage, ImportKindRow, ImportPage, ImportProblem, ImportRow, ImportsPage, Link, Refusal
from dinhlang.ground.ui.submit import act_form
from dinhlang.web import plugs

NOT_YOURS = N_("This page is for the offices of this body. Sign in with the office that does it, or go back to the body's page.")
RECENT = 30
LISTED = 20  # problems on the page; all of them are in the report
SECONDS = 3  # between two looks at a running import
WATCH = "xem"
AGO = timedelta(days=400)

STATE_WORDS: Mapping[str, tuple[str, str]] = {
    states.RECEIVED: (N_("Choose the columns"), "open"),
    states.MAPPED: (N_("Being checked"), "wait"),
    states.CHECKED: (N_("Look through the report"), "open"),
    states.ENTERING: (N_("Being entered"), "wait"),
    states.ENTERED: (N_("Entered whole"), "done"),
    states.REFUSED: (N_("Could not be finished"), "late"),
    states.ABANDONED: (N_("Given up"), "none"),
}


def kinds_for(place: Place, acts: frozenset[str]) -> tuple[Kind, ...]:
    """The lists that somebody who may do `acts` brings in for this body."""
    return tuple(kind for kind in plugs.imports().values() if kind.act in acts and place.kind in kind.bearers)


def desk_link(place: Place, acts: frozenset[str]) -> Link | None:
    """The way to this body's imports, None where the office brings in none."""
    return Link(_("Bring in a list"), reverse("imports", args=[place.code])) if kinds_for(place, acts) else None


def _place(request: HttpRequest, code: str) -> tuple[Place, tuple[Kind, ...]]:
    place = bodies.find(code, clock.today())
    kinds = kinds_for(place, may.acts(request, place))
    if not kinds:
        raise NotYours(NOT_YOURS)
    return place, kinds


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


def _back(place: Place) -> Link:
    return Link(_("Bring in a list"), reverse("imports", args=[place.code]))


def _counts(report: steps.Report) -> str:
    parts = (
        (report.new, ngettext("%(n)s new", "%(n)s new", report.new)),
        (report.changed, ngettext("%(n)s changed", "%(n)s changed", report.changed)),
        (report.gone, ngettext("%(n)s gone", "%(n)s gone", report.gone)),
        (report.known, ngettext("%(n)s known", "%(n)s known", report.known)),
        (report.wrong, ngettext("%(n)s to correct", "%(n)s to correct", report.wrong)),
    )
    return ", ".join(text % {"n": format.count(n)} for n, text in parts if n)


def page(request: HttpRequest, code: str) -> HttpResponse:
    """What this body's office can bring in, and what it brought."""
    place, kinds = _place(request, code)
    names = {kind.name: kind for kind in kinds}
    rows = Import.objects.filter(body=place.id, kind__in=names, created__gte=clock.now() - AGO).defer("table").order_by("-id")[:RECENT]
    shown = ImportsPage(
        title=_("Bring in a list"),
        body=Link(place.name, reverse("body", args=[place.code])),
        back=Link(_("To do"), reverse("desk")),
        kinds=tuple(
            ImportKindRow(
                _(kind.title),
                _(kind.lead),
                Link(_("Choose a file"), reverse("import-new", args=[place.code, kind.name])),
                Link(_("Template (XLSX)"), reverse("import-template", args=[place.code, kind.name])),
            )
            for kind in kinds
        ),
        recent=tuple(
            ImportRow(
                _(names[row.kind].title),
                row.file,
                row.changed,
                *_state(row),
                reverse("import", args=[row.public]),
                _counts(steps.restore(row.report)),
            )
            for row in rows
        ),
    )
    return _private(render(request, "pages/imports.html", {"page": shown}))


def _state(row: Import) -> tuple[str, str]:
    word, tone = STATE_WORDS[row.state]
    report = steps.restore(row.report)
    if row.state == states.CHECKED and report.wrong:
        return _("To be corrected"), "late"
    if row.state == states.ENTERED and not row.code:
        return _("Known already"), "done"
    return _(word), tone


def template(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """The template of a kind."""
    place, kinds = _place(request, code)
    kind = steps.kind_of({kind.name: kind for kind in kinds}, name)
    return _download(papers.template(kind), papers.XLSX, f"mau-{kind.name}.xlsx")


def _download(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox"
    return _private(response)


def new(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """The form of a file."""
    place, kinds = _place(request, code)
    kind = steps.kind_of({kind.name: kind for kind in kinds}, name)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.Bring(
        *sent,
        kind=kind,
        initial={"day": clock.today(), **{forms.PREFIX + key: said for key, said in steps.answered(kind, place.id).items()}},
    )

    def do(data: dict[str, Any]) -> str:
        uploaded: UploadedFile = data["file"]
        if (uploaded.size or 0) > UPLOAD_BYTES:
            size = f"{(uploaded.size or 0) / MEBIBYTE:.1f}"
            raise Refused(Why.too_large.value, {"name": shown_name(uploaded.name or ""), "size": size, "limit": UPLOAD_BYTES // MEBIBYTE})
        day = data.get("day") or clock.today()
        bodies.place(place.id, day)
        one = steps.receive(
            kind,
            place.id,
            uploaded.name or "?",
            uploaded.read(),
            day=day,
            at=clock.now(),
            account=getattr(request.user, "pk", None),
            asked=steps.answers(kind.asks, form.asked()),
        )
        return reverse("import", args=[one.public])

    def shown(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=_(kind.title),
            lead=_(kind.lead),
            form=form,
            submit=_("Read the file"),
            back=_back(place),
            refusal=stopped,
            basis=format.cited(kind.basis),
            upload=True,
            why=(
                _("Nothing is entered by this. You see first which column was taken for which, then row by row what would change."),
                _("Bringing the same file again does no harm: what is known already is only counted."),
            ),
            facts=(Field(_("Template"), _("Template (XLSX)"), reverse("import-template", args=[place.code, kind.name])),),
        )

    return act_form(request, form, shown, do)


# --- one import ---


def _one(request: HttpRequest, public: str) -> tuple[Import, Kind, Place]:
    row = steps.find(public)
    place = bodies.place(row.body_id, clock.today())
    kinds = {kind.name: kind for kind in kinds_for(place, may.acts(request, place))}
    if row.kind not in kinds:
        raise NotYours(NOT_YOURS)
    return row, kinds[row.kind], place


def one(request: HttpRequest, public: str) -> HttpResponse:
    """An import at the step where it stands."""
    row, kind, place = _one(request, public)
    if request.method == "POST" and "abandon" in request.POST:
        steps.abandon(row, clock.now())
        return _private(HttpResponseRedirect(reverse("imports", args=[place.code])))
    choosing = row.state == states.RECEIVED or (row.state == states.CHECKED and ("cot" in request.GET or "choose" in request.POST))
    if choosing:
        return _choose(request, row, kind, place)
    if row.state == states.CHECKED or (request.method == "POST" and "confirm" in request.POST):
        return _report(request, row, kind, place)
    if row.state in states.RUNNING:
        watched = WATCH in request.GET
        here = reverse("import", args=[row.public])
        shown = _shown(row, kind, place, step="running", reload_seconds=SECONDS if watched else 0, look=_looks(here, watched=watched))
    else:
        shown = _shown(row, kind, place, step="over")
    return _private(render(request, "pages/import.html", {"page": shown}))


def _shown(row: Import, kind: Kind, place: Place, *, step: str, **more: Any) -> ImportPage:
    report = steps.restore(row.report)
    state, tone = _state(row)
    said: dict[str, Any] = {
        "counts": _fields(report) if report.rows or report.wrong else (),
        "problems": _problems(report.problems[:LISTED], kind),
        "wrong": report.wrong,
        "notes": _problems(report.notes[:LISTED], kind),
        "noticed": report.noticed,
        "done": row.done,
        "total": max(row.total, 1),
    }
    if step == "over":
        said["lines"] = _over(row, report)
        said["receipt"] = Link(_("Receipt"), reverse("done", args=[row.code])) if row.code else None
        said["next"] = _back(place)
    if report.refusal is not None:
        said["refusal"] = refusal(Refused(report.refusal.sentence, report.refusal.values))
    return ImportPage(
        title=_(kind.title),
        file=row.file,
        body=Link(place.name, reverse("body", args=[place.code])),
        back=_back(place),
        step=step,
        state=state,
        tone=tone,
        facts=_facts(row, kind),
        **{**said, **more},
    )


def _looks(here: str, *, watched: bool) -> tuple[Link, ...]:
    """How far it is by now: looked at once, or by the page itself, for whoever asks for that and until it is told to stop."""
    other = Link(_("Stop looking"), here) if watched else Link(_("Look every %(n)s seconds") % {"n": SECONDS}, f"{here}?{WATCH}=1")
    return (Link(_("Look again"), f"{here}?{WATCH}=1" if watched else here), other)


def _over(row: Import, report: steps.Report) -> tuple[str, ...]:
    if row.state == states.ENTERED and not row.code:
        return (_("Already there: %(n)s rows. Nothing was changed.") % {"n": format.count(report.known)},)
    if row.state == states.ENTERED:
        return (_("Entered by one act: %(counts)s.") % {"counts": _counts(report)},)
    if row.state == states.ABANDONED:
        return (_("This file was given up. Nothing of it was entered."),)
    return ()


def _facts(row: Import, kind: Kind) -> tuple[Field, ...]:
    asked = [Field(_(ask.title), _word(ask, row.asked[ask.key])) for ask in kind.asks if row.asked.get(ask.key)]
    held = [Field(_(kind.day), format.short_day(row.day))] if kind.day else []
    return (
        Field(_("File"), row.file),
        *held,
        *asked,
        Field(_("Brought in"), format.instant(row.created)),
        Field(_("Digest of the file (SHA-256)"), f"{row.sha256[:16]}…"),
    )


def _word(ask: Ask, said: str) -> str:
    """An answer as it was shown when it was chosen, not the code it is kept by."""
    return next((_(word) for code, word in ask.choices if code == said), said)


def _fields(report: steps.Report) -> tuple[Field, ...]:
    rows = (
        (_("New"), report.new),
        (_("Changed"), report.changed),
        (_("Known already"), report.known),
        (_("To be corrected"), report.wrong),
    )
    gone = ((_("No longer on the list"), report.gone),) if report.gone else ()
    return tuple(Field(name, format.count(n)) for name, n in (*rows[:2], *gone, *rows[2:]))


def _problems(found: tuple[Problem, ...], kind: Kind) -> tuple[ImportProblem, ...]:
    return tuple(ImportProblem(*line) for line in _lines(found, kind))


def _lines(found: tuple[Problem, ...], kind: Kind) -> list[tuple[str, str, str, str]]:
    titles = {column.key: _(column.title) for column in kind.columns}
    return [
        (
            str(one.row) if one.row else _("all"),
            titles.get(one.column, ""),
            one.value,
            sentence(Refused(one.sentence, one.values)),
        )
        for one in found
    ]


def _choose(request: HttpRequest, row: Import, kind: Kind, place: Place) -> HttpResponse:
    book = steps.book_of(row)
    wanted = request.GET.get("trang", "")
    sheet = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 4 else row.sheet
    if sheet >= len(book.sheets):
        raise NotHere(steps.NO_IMPORT)
    known = steps.remembered(row.body_id, kind.name)
    table = layout.find(book.sheets[sheet], kind.columns, known)
    chosen = row.columns if row.columns and sheet == row.sheet else layout.suggest(table.headers, kind.columns, known)
    first = book.sheets[sheet].rows[table.data : table.data + 1]
    choices = [(str(n), _label(n, header, layout.shown(first[0][n]) if first else "")) for n, header in enumerate(table.headers)]
    form = forms.Columns(request.POST or None, columns=kind.columns, choices=choices, chosen=chosen)

    def do(data: dict[str, Any]) -> str:
        steps.choose(row, kind, form.places(kind), sheet=sheet, at=clock.now())
        if row.total <= min(steps.AT_ONCE, kind.at_once):
            steps.check(row, kind, at=clock.now())
        return reverse("import", args=[row.public])

    def shown(form: django_forms.Form, stopped: Refusal | None) -> ImportPage:
        notes = (*book.notes, *book.sheets[sheet].notes)
        return _shown(
            row,
            kind,
            place,
            step="choose",
            form=form,
            send=_("Check the rows"),
            send_name="choose",
            can_abandon=True,
            lines=(
                _("Sheet “%(sheet)s”: the header was found in row %(row)s. Say which column is which; it is remembered for the next time.")
                % {"sheet": book.sheets[sheet].name, "row": book.sheets[sheet].numbers[table.first] if table.headers else "?"},
            ),
            counts=(),
            problems=(),
            notes=_problems(tuple(Problem(0, "", note.text, dict(note.values)) for note in notes), kind),
            noticed=len(notes),
            sheets=tuple(
                Link(one.name, f"{reverse('import', args=[row.public])}?cot=1&trang={n}") for n, one in enumerate(book.sheets) if n != sheet
            ),
            refusal=stopped,
        )

    return act_form(request, form, shown, do, "pages/import.html")


def _label(place: int, header: str, example: str) -> str:
    name = layout.column_name(place + 1)
    text = f"{name}: {header}" if header else _("%(column)s (no title)") % {"column": name}
    return f"{text[:70]} ({example[:30]})" if example else text[:70]


def _report(request: HttpRequest, row: Import, kind: Kind, place: Place) -> HttpResponse:
    report = steps.restore(row.report)
    form = CommandForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> str:
        holder = may.holder(request)
        steps.confirm(row, mandate=holder.mandate if holder is not None else None, at=clock.now())
        if report.rows <= min(steps.AT_ONCE, kind.at_once) and row.state == states.ENTERING:
            done = steps.enter(row, kind, at=clock.now())
            schedule.ensure(rulebooks.current())
            if done is not None:
                return reverse("done", args=[done.code])
        return reverse("import", args=[row.public])

    def shown(form: django_forms.Form, stopped: Refusal | None) -> ImportPage:
        lines = [_("Every row can be read. Look through what would change, then enter all of it by one act.")] if not report.wrong else []
        if report.wrong:
            lines = [_("Nothing was entered. Correct the file and bring it again, or choose other columns.")]
        address = reverse("import-report", args=[row.public])
        return _shown(
            row,
            kind,
            place,
            step="report",
            form=form,
            send="" if report.wrong else _("Enter all of it"),
            send_name="confirm",
            can_abandon=True,
            lines=tuple(lines),
            downloads=(Link(_("Full report (XLSX)"), f"{address}?loai=xlsx"), Link(_("Full report (CSV)"), address)),
            mended=Link(_("Bring the corrected file"), reverse("import-new", args=[place.code, kind.name])) if report.wrong else None,
            again=Link(_("Choose other columns"), f"{reverse('import', args=[row.public])}?cot=1"),
            **({"refusal": stopped} if stopped is not None else {}),
        )

    return act_form(request, form, shown, do, "pages/import.html")


def report(request: HttpRequest, public: str) -> HttpResponse:
    """Every problem and note of an import, as a file."""
    row, kind, _unused = _one(request, public)
    checked = steps.full(row, kind)
    header = (_("Kind"), _("Row"), _("Column"), _("What stands there"), _("What it is about"))
    rows = [
        *((_("to correct"), *line) for line in _lines(checked.problems, kind)),
        *((_("noticed"), *line) for line in _lines(checked.notes, kind)),
    ]
    if request.GET.get("loai") == "xlsx":
        return _download(papers.report_xlsx(header, rows), papers.XLSX, f"nhap-{public}.xlsx")
    return _download(papers.report_csv(header, rows), papers.CSV, f"nhap-{public}.csv")
