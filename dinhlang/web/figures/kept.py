"""Forms of a superior, filled in with what the board and table B2 say: one that is brought and given back, and those the province keeps.

Promises: a form is tried out before it is kept, so that what cannot be filled in is said to whom it can mend it. Refuses: to fill in a form
for who holds no office; everybody may take the tables as they are.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dinhlang.core.refusal import N_, NotYours
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.files.kinds import Kind as FileKind
from dinhlang.ground.files.receive import receive
from dinhlang.ground.people import may
from dinhlang.ground.record import clock
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.forms import CommandForm, PaperField
from dinhlang.ground.ui.shapes import Field, FillPage, FormPage, KeptForm, Link, Refusal
from dinhlang.ground.ui.submit import HallText, act_form
from dinhlang.web.figures import reads, sheets
from dinhlang.web.figures.filling import Values, fill_in
from dinhlang.web.figures.reads import Asked
from dinhlang.web.figures.views import Seen, yearly_of
from dinhlang.web.figures.yearly import form_values, items
from dinhlang.works.workbooks import acts
from dinhlang.works.workbooks import reads as workbooks

OFFICES = N_("Forms are filled in for offices. Sign in with the office that reports; everybody may take the tables as they are.")
NOT_YOURS = N_("Forms are kept, replaced and removed by the province's office. Sign in with that office.")


class TemplateForm(forms.Form):
    """A workbook with places to fill in."""

    form = PaperField(sheets.XLSX, gettext_lazy("An Excel workbook (.xlsx), at most 20 MB."), label=gettext_lazy("The form"))


class KeepForm(CommandForm):
    """A workbook with places to fill in, and what offices know it by."""

    name = HallText(label=gettext_lazy("Name of the form"), max_length=120)
    form = PaperField(sheets.XLSX, gettext_lazy("An Excel workbook (.xlsx), at most 20 MB."), label=gettext_lazy("The form"))


class RemoveForm(CommandForm):
    """Why a form is not used any more."""

    reason = HallText(label=gettext_lazy("Why it is removed"), max_length=200)


def _asked(request: HttpRequest, code: str) -> tuple[Place, Asked, Seen]:
    """The place and year of a report, for an office. Raises NotYours."""
    seen, asked = yearly_of(request, code)
    assert seen.place is not None  # noqa: S101 (checked there)
    if may.holder(request) is None:
        raise NotYours(OFFICES)
    return seen.place, asked, seen


def _values(place: Place, asked: Asked, seen: Seen) -> Values:
    counted = reads.board(asked, seen.book)
    return form_values(counted, seen.allowed(counted.units), items(place, asked.day, asked.period, seen.book), seen.book)


def _filled(data: bytes, place: Place, asked: Asked, seen: Seen) -> HttpResponse:
    filled = fill_in(data, _values(place, asked, seen))
    return sheets.download(filled, sheets.XLSX, f"bieu-{place.code}-{asked.period.name}.xlsx")


def _facts(values: Values) -> tuple[Field, ...]:
    return tuple(Field("{{" + name + "}}", str(value)) for name, value in values.named())


def fill_form(request: HttpRequest, code: str) -> HttpResponse:
    """The forms that the province keeps, each filled in by one button; and a workbook that is filled in, given back and not kept."""
    place, asked, seen = _asked(request, code)
    values, year = _values(place, asked, seen), asked.period.name

    def page(form: forms.Form, stopped: Refusal | None) -> FillPage:
        kept, gone, keep = _kept(request, place, year)
        return FillPage(
            _("Fill in your superior's form"),
            "",
            form,
            _("Fill in"),
            Link(_("Tables of the yearly report, %(year)s") % {"year": year}, reverse("yearly-tables", args=[code])),
            how=_(
                "Choose a workbook with places such as {{don_vi}}. A row with {{muc.…}} is repeated for each matter of Article 11, a row "
                "with {{xa.…}} for each body of the board. Formulas stay and are not worked out here. The file is filled in and not kept."
            ),
            refusal=stopped,
            upload=True,
            facts=_facts(values),
            kept=kept,
            gone=gone,
            keep=keep,
        )

    def do(data: dict[str, Any]) -> HttpResponse:
        (paper,) = receive(data["form"], {FileKind.xlsx})
        return _filled(paper.public, place, asked, seen)

    sent = request.method == "POST"
    form = TemplateForm(request.POST if sent else None, request.FILES if sent else None)
    return act_form(request, form, page, do, template="pages/fill_form.html")


def _kept(request: HttpRequest, place: Place, year: str) -> tuple[tuple[KeptForm, ...], tuple[KeptForm, ...], Link | None]:
    """The forms that stand, those that were removed, and how one more is kept, for those who may."""
    found = workbooks.of_province(place.province_code)
    rule = may.acts(request, place) if place.kind == "province" else frozenset()

    def actions(one: workbooks.Kept) -> tuple[Link, ...]:
        links = [Link(_("Fill in"), reverse("kept-form", args=[place.code, one.subject]) + f"?nam={year}")]
        if workbooks.SET in rule:
            links.append(Link(_("Replace it"), reverse("kept-form-keep", args=[place.code]) + f"?thay={one.subject}"))
        if workbooks.REMOVE in rule:
            links.append(Link(_("Remove it"), reverse("kept-form-remove", args=[place.code, one.subject])))
        return tuple(links)

    record = Link(_("in the record"), f"{reverse('record')}?don-vi={place.province_code}")
    return (
        tuple(KeptForm(one.name, one.since, actions(one)) for one in found if one.removed is None),
        tuple(KeptForm(one.name, one.removed, (record,)) for one in found if one.removed is not None),
        Link(_("Keep a form"), reverse("kept-form-keep", args=[place.code])) if workbooks.SET in rule else None,
    )


def fill_kept(request: HttpRequest, code: str, subject: str) -> HttpResponse:
    """A form that the province keeps, filled in for this place and year."""
    place, asked, seen = _asked(request, code)
    workbooks.one(subject, place.province_code)
    return _filled(workbooks.file_of(subject), place, asked, seen)


def _of_province(request: HttpRequest, code: str, act: str) -> tuple[Place, Asked, Seen]:
    place, asked, seen = _asked(request, code)
    if place.kind != "province" or act not in may.acts(request, place):
        raise NotYours(NOT_YOURS)
    return place, asked, seen


def keep(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `figures.set_template`; `thay` names the one that it takes the place of."""
    place, asked, seen = _of_province(request, code, workbooks.SET)
    old = workbooks.one(request.GET["thay"], place.province_code) if request.GET.get("thay") else None
    values = _values(place, asked, seen)
    sent = request.method == "POST"

    def page(form: forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            _("Replace a form") if old is not None else _("Keep a form"),
            _("Every commune of the province finds it beside the tables of the yearly report and fills it in with one button."),
            form,
            _("Replace it") if old is not None else _("Keep it"),
            Link(_("Fill in your superior's form"), reverse("yearly-form", args=[code])),
            refusal=stopped,
            upload=True,
            facts=_facts(values),
            why=(_("It is tried out before it is kept. The form and every one before it can be read in the record by everybody."),),
        )

    def do(data: dict[str, Any]) -> str:
        papers = receive(data["form"], {FileKind.xlsx})
        fill_in(papers[0].public, values)
        done = acts.set_template(
            by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=place.id, name=data["name"], attachments=papers,
            template=old.subject if old is not None else "",
        )  # fmt: skip
        return reverse("done", args=[done.code])

    form = KeepForm(request.POST if sent else None, request.FILES if sent else None, initial={"name": old.name if old is not None else ""})
    return act_form(request, form, page, do)


def remove(request: HttpRequest, code: str, subject: str) -> HttpResponse:
    """Form of `figures.remove_template`."""
    place, _year, _seen = _of_province(request, code, workbooks.REMOVE)
    old = workbooks.one(subject, place.province_code) if request.method != "POST" else None

    def page(form: forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            _("Remove a form"),
            _("Communes are not offered it any more. What it was, since when and why it went stays in the record."),
            form,
            _("Remove it"),
            Link(_("Fill in your superior's form"), reverse("yearly-form", args=[code])),
            refusal=stopped,
            facts=(Field(_("The form"), old.name),) if old is not None else (),
        )

    def do(data: dict[str, Any]) -> str:
        done = acts.remove_template(
            by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=place.id, template=subject, reason=data["reason"]
        )
        return reverse("done", args=[done.code])

    return act_form(request, RemoveForm(request.POST if request.method == "POST" else None), page, do)
