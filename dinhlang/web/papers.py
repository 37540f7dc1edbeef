"""Papers: a draft printed, exported for signature, issued with its signed page; the page that a paper's QR code leads to; whose a file is.

Promises: whoever holds a sheet or a file learns from the code or the digest whether it is the one that was exported or signed; a file that
is held against the digests is read, not kept. Refuses: more than that about a paper of what is inside a body.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.documents import acts, checks, looks, pages, policy, reads, word
from dinhlang.ground.documents.acts import DOCX, NAME, NUMBER, PDF, SIGNED, WHY
from dinhlang.ground.documents.content import Offer, Stamp
from dinhlang.ground.documents.states import EXPORTED, ISSUED, REPLACED
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.files import receive as door
from dinhlang.ground.files.kinds import MEDIA_TYPES, UPLOAD_BYTES
from dinhlang.ground.files.kinds import Kind as FileKind
from dinhlang.ground.people import may
from dinhlang.ground.people.visibility import Role, roles_of
from dinhlang.ground.record import clock
from dinhlang.ground.record.append import Attachment
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.ground.ui.forms import CommandForm, DayField, PaperField, PapersField
from dinhlang.ground.ui.refusals import refusal
from dinhlang.ground.ui.shapes import CheckPage, Field, FormPage, HistoryRow, LayoutRow, LayoutsPage, Link, PaperCheck, PaperPage, Refusal
from dinhlang.ground.ui.submit import HallText, act_form
from dinhlang.web import log, plugs

NOT_YOURS = N_("This page is for the office that signs this paper. Sign in with it, or go back to the paper's page.")
NO_CODE = N_(
    "No QR code can be read on these pages. Type the first four signs of the code at the foot of the paper, or photograph the page again: "
    "flat, in good light, with its foot."
)
NO_OFFER = N_("There is no such paper of this now.")
NAMES = {PDF: N_("The print for signature (PDF)"), DOCX: N_("The same as Word document"), SIGNED: N_("The signed page")}
HINT = gettext_lazy("PDF, JPEG or PNG, at most 20 MB.")


class Export(CommandForm):
    """Nothing to fill in: a button."""


class Bring(CommandForm):
    """The signed pages."""

    scan = PapersField(
        label=gettext_lazy("The signed paper, scanned or photographed"),
        hint=HINT,
        help_text=gettext_lazy("Photograph each page, in order."),
    )


class Issue(Bring):
    """Number, day, who signed, the signed pages; the code at the foot where the QR code cannot be read on them."""

    code = HallText(
        label=gettext_lazy("Code at the foot of the paper you hold (first four signs)"), max_length=24, required=False,
        help_text=gettext_lazy("Needed only where the QR code on the photograph cannot be read. It stands beside that code."),
    )  # fmt: skip
    number = HallText(label=gettext_lazy("Number and sign"), max_length=NUMBER)
    dated = DayField(label=gettext_lazy("Date of the paper"))
    signers = HallText(
        label=gettext_lazy("Who signed, one on each line"), max_length=NAME * 10, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("As it stands on the paper."),
    )  # fmt: skip
    field_order = ("command_id", "code", "number", "dated", "signers", "scan")


class Hold(forms.Form):
    """A file, or its digest, to be held against the digests of papers."""

    file = forms.FileField(label=gettext_lazy("The file"), required=False)
    digest = HallText(label=gettext_lazy("or its digest (SHA-256)"), required=False, max_length=80)


class SetLayout(CommandForm):
    """A Word template."""

    template = PaperField(
        MEDIA_TYPES[FileKind.docx], gettext_lazy("A Word document (.docx), at most 20 MB."), label=gettext_lazy("The template")
    )


class Remove(CommandForm):
    """Why."""

    reason = HallText(label=gettext_lazy("Why"), max_length=WHY, widget=forms.Textarea(attrs={"rows": 3}))


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _offer(about: str, kind: str, part: str) -> Offer:
    found = next((one for one in plugs.papers(about) if (one.kind, one.part or "-") == (kind, part)), None)
    if found is None:
        raise NotHere(NO_OFFER)
    return found


def _acts(request: HttpRequest, body: int) -> frozenset[str]:
    return may.acts(request, bodies.place(body, clock.today()))


def _roles(request: HttpRequest, body: int) -> frozenset[Role]:
    return roles_of(may.actor(request), may.holder(request), body)


def _check_seen(request: HttpRequest, offer: Offer) -> None:
    """Whoever may not know of a thing is not told that it has papers: acting for bodies around is not reading what is theirs alone."""
    if not reads.may_see(_roles(request, offer.body), offer.seen):
        raise NotHere(NO_OFFER)


def _saved(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _made(offer: Offer, stamp: Stamp, form: str) -> bytes:
    """The paper in a form, always in Vietnamese; the Word document by the province's template where it has one."""
    with override("vi"):
        if form == PDF:
            return looks.pdf(offer.content, stamp)
        province = bodies.place(offer.body, clock.today()).province_code
        return word.docx(offer.content, stamp, reads.template(province, offer.content.layout))


def draft(request: HttpRequest, about: str, kind: str, part: str, form: str) -> HttpResponse:
    """A paper as it would be printed now: to be read, or filled in by hand. Its QR code leads to the thing."""
    offer = _offer(about, kind, part)
    if form not in (PDF, DOCX):
        raise NotHere(NO_OFFER)
    mine = _acts(request, offer.body)
    if not offer.for_acts & mine:
        _check_seen(request, offer)
    if not (offer.for_all or {reads.EXPORT, *offer.for_acts} & mine):
        raise NotYours(NOT_YOURS)
    with override("vi"):
        day = format.short_day(clock.today())
        state = (
            _("Draft of %(day)s, not to be signed") % {"day": day}
            if offer.ready
            else _("Form to fill in by hand, of %(day)s") % {"day": day}
        )
    stamp = Stamp(state, "", absolute(request, offer.back_href), day, True, settings.DEMO)
    return _saved(_made(offer, stamp, form), MEDIA_TYPES[FileKind(form)], f"{kind}-{about}.{form}")


def named(command: UUID) -> str:
    """The name of the paper that a form makes: the same for the same form, so that sending it twice makes one paper."""
    return ledger.new_subject(hashlib.sha256(b"paper" + command.bytes).digest()[:10])


def export(request: HttpRequest, about: str, kind: str, part: str) -> HttpResponse:
    """Form of `document.export`: what it says, and one button."""
    at = clock.now()  # before the words are read: what is entered meanwhile is said to have gone on
    offer = _offer(about, kind, part)
    _check_seen(request, offer)
    holder = may.holder(request)
    exports = reads.EXPORT in _acts(request, offer.body) and holder is not None and holder.body == offer.body
    if not exports or holder is None or holder.office not in policy.kinds()[offer.kind].offices:
        raise NotYours(NOT_YOURS)
    if not offer.ready:
        raise Refused(N_("What this paper says is still to come. Print the form and fill it in by hand."))

    def do(data: dict[str, Any]) -> str:
        subject = named(data["command_id"])
        with override("vi"):
            state = _("Exported for signature on %(day)s") % {"day": format.short_day(clock.today())}
            address = absolute(request, reverse("paper", args=[subject]))
        stamp = Stamp(state, looks.spelt(subject), address, format.short_day(clock.today()), False, settings.DEMO)
        files = [Attachment(f"{subject}.{form}", MEDIA_TYPES[FileKind(form)], _made(offer, stamp, form)) for form in (PDF, DOCX)]
        acts.export(
            by=may.actor(request), at=at, command_id=data["command_id"], body=offer.body, paper=subject, about=about,
            part=offer.part, seen=offer.seen, thing=offer.thing, content=offer.content, attachments=files,
        )  # fmt: skip
        return reverse("paper", args=[subject])

    def page(form: forms.Form, stopped: Refusal | None) -> FormPage:
        content = offer.content
        facts = (Field(_("Paper"), content.heading), Field(_("About"), content.about), Field(_("Issued by"), content.issuer))
        named_ = [about, kind, part]
        seen = Field(_("Read it first"), _("Draft (PDF)"), reverse("paper-draft", args=[*named_, PDF]))
        return FormPage(
            title=_("Export for signature: %(paper)s") % {"paper": policy.kinds()[kind].said},
            lead=_("The file that you print and its digest enter the record. Whoever holds the paper later can hold it against them."),
            form=form, submit=_("Export it"), back=Link(offer.back_text, offer.back_href), refusal=stopped, facts=(*facts, seen),
            effect=_("Number and day stay blank: they are written on the paper and entered when it comes back signed."),
            basis=format.cited(content.basis) if content.basis else "",
        )  # fmt: skip

    return act_form(request, Export(_sent(request)[0]), page, do)


# --- a paper ---


@dataclass(frozen=True)
class _Seen:
    """A paper that this reader may see, with what its office may do."""

    found: reads.Found
    stand: duties.Stand
    acts: frozenset[str]


def _see(request: HttpRequest, subject: str) -> _Seen:
    subject = subject.replace("-", "").lower()
    stand = duties.stand_where(reads.OWNER, [subject], clock.today())
    if stand is None:
        raise NotHere(checks.NO_PAPER)
    found = reads.find(subject)
    if not reads.may_see(_roles(request, stand.place.id), found.row.seen):
        raise NotHere(checks.NO_PAPER)
    return _Seen(found, stand, may.acts(request, stand.place, stand.book))


def paper(request: HttpRequest, subject: str) -> HttpResponse:
    """A paper's page: where its QR code leads. A file sent to it is held against its digests."""
    seen = _see(request, subject)
    form = Hold(*_sent(request))
    check, stopped = _checked(request, form, seen.found) if request.method == "POST" else (None, None)
    return _shown(request, "pages/paper.html", _page(seen, check, stopped), stopped)


def _shown(request: HttpRequest, template: str, page: object, stopped: Refusal | None) -> HttpResponse:
    response = render(request, template, {"page": page}, status=422 if stopped is not None else 200)
    response["Cache-Control"] = "private, no-store"
    return response


def _back(seen: _Seen) -> Link:
    """Where the thing stands that the paper is about."""
    return plugs.home(seen.found.around) or Link(seen.stand.place.name, reverse("body", args=[seen.stand.place.code]))


def _page(seen: _Seen, check: PaperCheck | None, stopped: Refusal | None) -> PaperPage:
    found, row = seen.found, seen.found.row
    (text, css), back = reads.state_of(row), _back(seen)
    facts = [Field(_("Issued by"), seen.stand.place.name), Field(_("Code of the paper"), looks.spelt(row.pk))]
    if row.exported is not None:
        facts.append(Field(_("Exported for signature"), format.instant(row.exported)))
    if row.state == ISSUED:
        facts += [Field(_("Number and sign"), row.number), Field(_("Date of the paper"), format.long_day(row.dated) if row.dated else "")]
    if found.signers:
        facts.append(Field(_("Signed by"), " · ".join(found.signers)))
    shown = [one for one in found.prints if one.what in NAMES]
    files = tuple(
        Link(_(NAMES[one.what]) + (f" {one.number + 1}" if one.what == SIGNED and len(found.signed) > 1 else ""),
             reverse("paper-file", args=[row.pk, one.what, one.number]))
        for one in shown
    )  # fmt: skip
    history = tuple(HistoryRow(one.at, log.sentence(one), "" if one.sealed else reverse("entry", args=[one.address])) for one in found.told)
    return PaperPage(
        title=found.title or back.text, kind=found.kind.said, back=back, state=text, css=css, facts=tuple(facts),
        files=files if _gives(seen) else (),
        digests=tuple(Field(name.text, one.sha256) for name, one in zip(files, shown, strict=True)), history=history, today=seen.stand.day,
        check_href=reverse("paper", args=[row.pk]), notes=_notes(seen), actions=_actions(seen), check=check, refusal=stopped,
    )  # fmt: skip


def _gives(seen: _Seen) -> bool:
    """Whether the files of this paper are given to this reader: of a ballot paper, to the offices that hand it out and count it."""
    return not seen.found.kind.files_for or bool(seen.acts & set(seen.found.kind.files_for))


def _notes(seen: _Seen) -> tuple[str, ...]:
    row, found = seen.found.row, seen.found
    notes = []
    if row.state == REPLACED:
        notes.append(_("A newer print took the place of this one. Do not sign it, and do not rely on it."))
    if row.state == EXPORTED:
        notes.append(_("It was printed to be signed and is not issued yet: without number, day and signature it is a draft."))
        now = next((one for one in plugs.papers(row.about, row.kind) if one.part == row.part), None)
        if now is not None and now.content.digest != row.digest:
            notes.append(_("What it says has changed since it was exported: this print differs from what stands here now."))
        elif now is None and found.went_on:  # no such paper is made of it any more: there is nothing to hold this one against
            notes.append(_("More was entered about its matter since it was exported. Open the matter and compare before you rely on this."))
    if not _gives(seen):
        notes.append(_("Its file is given to the office that made it and to those who count. Hold a paper against the digest here."))
    if row.state == ISSUED and not found.signed:
        notes.append(_("The signed page was not brought back: what stands here is its number and day alone."))
    return tuple(notes)


def _actions(seen: _Seen) -> tuple[Link, ...]:
    row, found = seen.found.row, seen.found
    if row.state == EXPORTED and reads.ISSUE in seen.acts and not found.kind.issued_by:
        return (Link(_("Enter it as signed"), reverse("paper-issue", args=[row.pk])),)
    if row.state == EXPORTED and reads.ISSUE in seen.acts:
        return (Link(_("Enter it as signed"), _back(seen).href),)
    if row.state == ISSUED and not found.signed and reads.BRING in seen.acts:
        return (Link(_("Bring the signed page back"), reverse("paper-bring", args=[row.pk])),)
    return ()


def _checked(request: HttpRequest, form: Hold, found: reads.Found | None) -> tuple[PaperCheck | None, Refusal | None]:
    """What a file or digest comes to: against one paper, or against all."""
    try:
        digest = _digest_of(form)
    except Refused as error:
        return None, refusal(error)
    prints = reads.by_digest(digest, lambda paper: reads.may_see(_roles(request, paper.body_id), paper.seen))
    mine = next((one for one in prints if found is not None and one.paper_id == found.row.pk), None)
    one = mine or (prints[0] if prints else None)
    if one is None:
        said = _(
            "This file is none of those known here: its digest is another. It was changed after it was printed or signed, or it is another "
            "copy: a photograph taken anew, a scan, a file saved again. Take the file from this page and compare."
        )  # fmt: skip
        return PaperCheck(said, False, digest), None
    sort = {
        PDF: _("Byte for byte the print that was exported for signature (PDF)."),
        DOCX: _("Byte for byte the Word document that was exported for signature."),
        SIGNED: _("Byte for byte the signed page that is kept here."),
    }.get(one.what, _("Byte for byte the signed file as it was brought here."))
    if found is not None and mine is None:
        return PaperCheck(
            _("This file belongs to another paper."), False, digest, Link(_("Open that paper"), reverse("paper", args=[one.paper_id]))
        ), None
    state = reads.state_of(one.paper)[0]
    link = None if found is not None else Link(_("Open the paper"), reverse("paper", args=[one.paper_id]))
    return PaperCheck(f"{sort} {_('The paper: %(state)s.') % {'state': state}}", one.paper.state != REPLACED, digest, link), None


def _digest_of(form: Hold) -> str:
    if not form.is_valid():
        raise Refused(N_("Choose the file, or type its digest: 64 signs of 0–9 and a–f."))
    file: UploadedFile | None = form.cleaned_data["file"]
    if file is not None:
        if (file.size or 0) > UPLOAD_BYTES:
            raise Refused(N_("The file is larger than any that is kept here: it is none of them."))
        made = hashlib.sha256()
        for piece in file.chunks():
            made.update(piece)
        return made.hexdigest()
    digest = "".join(str(form.cleaned_data["digest"]).split()).lower()
    if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise Refused(N_("Choose the file, or type its digest: 64 signs of 0–9 and a–f."))
    return digest


def look_up(request: HttpRequest) -> HttpResponse:
    """Which paper a file is, or a code: `?ma=` leads to the paper with that code."""
    code = request.GET.get("ma", "")
    if code:
        return paper(request, code)
    check, stopped = _checked(request, Hold(*_sent(request)), None) if request.method == "POST" else (None, None)
    page = CheckPage(_("Is this paper genuine?"), reverse("paper-check"), clock.today(), check, stopped)
    return _shown(request, "pages/paper_check.html", page, stopped)


def file(request: HttpRequest, subject: str, what: str, n: int) -> HttpResponse:
    """A file of a paper, for saving."""
    seen = _see(request, subject)
    if not _gives(seen):
        raise NotYours(N_("The file of this paper is given to the office that made it and to those who count. Go back to its page."))
    data, media_type = reads.file_of(seen.found, what, n)
    kind = next((one.value for one, name in MEDIA_TYPES.items() if name == media_type), "bin")
    return _saved(data, media_type, f"{seen.found.row.kind}-{seen.found.row.pk}-{what}-{n + 1}.{kind}")


def _step(request: HttpRequest, subject: str, act: str) -> _Seen:
    seen = _see(request, subject)
    if act not in seen.acts:
        raise NotYours(NOT_YOURS)
    return seen


def _thing(seen: _Seen) -> int:
    """The body of the thing, whose page changes too."""
    return next((one.thing for one in plugs.papers(seen.found.row.about)), seen.stand.place.id)


def _signed(uploads: Sequence[UploadedFile], paper: str, code: str | None = None) -> tuple[Attachment, ...]:
    """The signed pages of a paper: told by the QR code on them, else (where `code` is given) by the signs that were typed."""
    signed = door.receive_signed(uploads)
    if not pages.check_borne(signed, paper) and code == "":
        raise Refused(NO_CODE)
    if code:
        check_code(code, paper)
    return signed.files


def issue(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `document.issue`."""
    seen = _step(request, subject, reads.ISSUE)
    row = seen.found.row

    def do(data: dict[str, Any]) -> str:
        done = acts.issue(
            by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=row.body_id, paper=row.pk, number=data["number"],
            dated=data["dated"], signers=tuple(str(data["signers"]).split("\n")), thing=_thing(seen),
            attachments=_signed(data["scan"], row.pk, data["code"]),
        )  # fmt: skip
        return reverse("done", args=[done.code])

    lead = _("Number, day and names as they stand on the paper. What is signed is the original; this house keeps its picture.")
    return _form(request, seen, Issue(*_sent(request)), do, _("Enter it as signed"), lead, _("Enter it"))


def check_code(typed: str, subject: str) -> None:
    """The code at the foot of the paper in hand is this paper's. Raises Refused, with where the other one is where there is one."""
    said = "".join(sign for sign in typed.lower() if sign.isalnum())
    if len(said) >= reads.SIGNS and subject.startswith(said):
        return
    other = reads.named(said)
    if other:
        raise Refused(
            N_("The code {code} is that of another paper: “{kind}”. Open the page that its QR code leads to."),
            {"code": typed, "kind": other},
        )
    raise Refused(N_("The code {code} is not that of this paper. Look at the foot of the page, beside the QR code."), {"code": typed})


def bring(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `document.bring`."""
    seen = _step(request, subject, reads.BRING)
    row = seen.found.row

    def do(data: dict[str, Any]) -> str:
        done = acts.bring(
            by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=row.body_id, paper=row.pk, thing=_thing(seen),
            attachments=_signed(data["scan"], row.pk),
        )  # fmt: skip
        return reverse("done", args=[done.code])

    lead = _("The page that bears the signatures. It is entered once and not exchanged.")
    return _form(request, seen, Bring(*_sent(request)), do, _("Bring the signed page back"), lead, _("Bring it"))


def _form(request: HttpRequest, seen: _Seen, form: forms.Form, do: Any, title: str, lead: str, submit: str) -> HttpResponse:
    row = seen.found.row

    def page(form: forms.Form, stopped: Refusal | None) -> FormPage:
        facts = (Field(_("Paper"), seen.found.kind.said), Field(_("About"), seen.found.title), Field(_("State"), reads.state_of(row)[0]))
        back = Link(seen.found.kind.said, reverse("paper", args=[row.pk]))
        basis = format.cited("Decree 30/2020/NĐ-CP Art. 8(2)")
        return FormPage(title=title, lead=lead, form=form, submit=submit, back=back, refusal=stopped, facts=facts, upload=True, basis=basis)

    return act_form(request, form, page, do)


# --- layouts of the province ---


def _province(request: HttpRequest, code: str, act: str = "") -> duties.Stand:
    stand = duties.find(code, clock.today())
    if stand.place.kind != "province":
        raise NotHere(N_("Layouts of papers are a province's. Open the page of the province."))
    if act and act not in may.acts(request, stand.place, stand.book):
        raise NotYours(N_("Layouts are put in place by the province's office. Sign in with that office."))
    return stand


def layouts(request: HttpRequest, code: str) -> HttpResponse:
    """The four layouts: whose stands, to be taken, and for the province's office to be replaced."""
    stand = _province(request, code)
    acts_here, theirs = may.acts(request, stand.place, stand.book), reads.layouts_of(stand.place.province_code)
    rows = []
    for one in policy.layouts().values():
        standing = theirs.get(one.id)
        state = (
            _("the house's own, rebuilt")
            if standing is None
            else _("the province's, since %(day)s") % {"day": format.short_day(standing.kept)}
        )
        links = [Link(_("Put the province's in place"), reverse("layout-set", args=[code, one.id]))] if reads.SET in acts_here else []
        if standing is not None and reads.REMOVE in acts_here:
            links.append(Link(_("Go back to the house's"), reverse("layout-remove", args=[code, one.id])))
        basis = format.cited(one.basis) if one.basis else _("The rules on these papers are not held here.")
        rows.append(
            LayoutRow(one.said, state, (Link(_("Word template"), reverse("layout-file", args=[code, one.id])),), tuple(links), basis)
        )
    page = LayoutsPage(
        _("Layouts of papers"), Link(stand.place.name, reverse("body", args=[code])), tuple(rows),
        tuple(Field("{{ " + name + " }}", _(text)) for name, text in FIELDS.items()), stand.day,
    )  # fmt: skip
    return _shown(request, "pages/layouts.html", page, None)


FIELDS = {
    "quoc_hieu": N_("lines at the top right, to be repeated"), "co_quan_tren": N_("the body above"), "co_quan": N_("who issues it"),
    "dia_danh": N_("the place"), "ten_loai": N_("the name of the paper"), "trich_yeu": N_("what it is about"),
    "can_cu": N_("grounds, to be repeated"), "noi_dung": N_("parts, to be repeated: tieu_de, dong (lines), hang (rows: ten, gia_tri)"),
    "nguoi_ky": N_("who signs, to be repeated: chuc_vu, ho_ten"), "noi_nhan": N_("to whom it goes, to be repeated"),
    "trang_thai": N_("its state"), "ma_giay": N_("its code"), "dia_chi": N_("its address"), "ma_bam": N_("the digest of its words"),
    "ghi_chu_mau": N_("that form and layout are rebuilt"), "qr": N_("its QR code"),
}  # fmt: skip


def layout_file(request: HttpRequest, code: str, layout: str) -> HttpResponse:
    """The template of a layout: the province's where it stands, else ours, from which one begins."""
    stand = _province(request, code)
    found = reads.template(stand.place.province_code, checks.check_layout(layout))
    return _saved(word.own() if found is None else found, MEDIA_TYPES[FileKind.docx], f"mau-{layout}.docx")


def set_layout(request: HttpRequest, code: str, layout: str) -> HttpResponse:
    """Form of `document.set_layout`: the template is tried out before it is taken."""
    stand, name = _province(request, code, reads.SET), policy.layouts()[checks.check_layout(layout)].said

    def do(data: dict[str, Any]) -> str:
        files = door.receive(data["template"], {FileKind.docx})
        with override("vi"):
            word.check(files[0].public)
        done = acts.set_layout(
            by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=stand.place.id, layout=layout, attachments=files
        )
        return reverse("done", args=[done.code])

    def page(form: forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            _("Put the province's layout in place: %(layout)s") % {"layout": name},
            _("Take the Word template, change it in Word, and bring it back. Every paper of the province bears it from then on."),
            form, _("Put it in place"), Link(_("Layouts of papers"), reverse("layouts", args=[code])), refusal=stopped, upload=True,
            facts=tuple(Field("{{ " + one + " }}", _(text)) for one, text in FIELDS.items()),
            why=(_("It is tried out before it is taken. It can place words and repeat them, and do nothing else."),),
        )  # fmt: skip

    return act_form(request, SetLayout(*_sent(request)), page, do)


def remove_layout(request: HttpRequest, code: str, layout: str) -> HttpResponse:
    """Form of `document.remove_layout`."""
    stand, name = _province(request, code, reads.REMOVE), policy.layouts()[checks.check_layout(layout)].said

    def do(data: dict[str, Any]) -> str:
        given = {"by": may.actor(request), "at": clock.now(), "command_id": data["command_id"], "body": stand.place.id}
        return reverse("done", args=[acts.remove_layout(**given, layout=layout, reason=data["reason"]).code])

    def page(form: forms.Form, stopped: Refusal | None) -> FormPage:
        back = Link(_("Layouts of papers"), reverse("layouts", args=[code]))
        lead = _("Papers exported from now on bear the house's layout again. What stood before stays readable in the record.")
        return FormPage(
            _("Go back to the house's layout"), lead, form, _("Go back to it"), back, refusal=stopped, facts=(Field(_("Layout"), name),)
        )

    return act_form(request, Remove(_sent(request)[0]), page, do)
