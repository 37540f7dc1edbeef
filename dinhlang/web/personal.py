"""What the house holds about persons: the table for everybody, and a person's own page, by session or by the code of a receipt.

Promises: the page finds nothing that the acts would refuse to its reader; what is taken along is handed to that person alone; who opened
a sealed identity is told to whose it is. Refuses: anybody's data to anybody else.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dinhlang.core.actor import Actor, Voice
from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.ground.people import may
from dinhlang.ground.people import reads as people
from dinhlang.ground.people.asking import fresh_first
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.personal import acts, holdings, policy, present, reads
from dinhlang.ground.record import clock
from dinhlang.ground.record.models import Command
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.refusals import refusal
from dinhlang.ground.ui.shapes import DataGroup, DataPage, DataRow, FormPage, Link, LookRow, MinePage, MineRow, Refusal
from dinhlang.ground.ui.submit import HallText, act_form
from dinhlang.web import held as words

NOT_KNOWN = N_("Sign in first. Who sent something without signing in opens the receipt by its code, and finds the same page there.")
GROUPS = {
    "official": N_("Who holds an office"),
    "resident": N_("Residents who send something"),
    "household": N_("Households and people on a list"),
    "other": N_("Persons named in documents"),
}
ERASING = {
    "erase": N_("erased for good"),
    "restrict": N_("not erased, because of {article}; restricted instead"),
    "keep": N_("kept: {article}"),
}


class Sure(CommandForm):
    """Erasing, with a tick."""

    sure = forms.BooleanField(
        label=gettext_lazy("I know that this cannot be taken back."),
        error_messages={"required": gettext_lazy("Tick the box: what is erased cannot be brought back.")},
    )


class Ask(CommandForm):
    """A request of the person concerned."""

    kind = forms.ChoiceField(label=gettext_lazy("What is asked for"))
    words = HallText(label=gettext_lazy("What exactly"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.id, present.said(one.words)) for one in policy.table().ask]  # type: ignore[attr-defined]


def page(request: HttpRequest) -> HttpResponse:
    """The table of personal data, for everybody."""
    groups = tuple(DataGroup(_(title), tuple(_row(one) for one in policy.table().data if one.who == who)) for who, title in GROUPS.items())
    mine = Link(_("My data"), reverse("my-data")) if _subject(request) is not None else None
    note = _("The text of Law 91/2025/QH15 on personal data is not held here; what is known of it was read in articles about it.")
    return render(request, "pages/personal.html", {"page": DataPage(groups, mine, note)})


def _row(one: policy.Data) -> DataRow:
    return DataRow(
        what=present.said(one.what),
        purpose=present.said(one.purpose),
        basis=present.basis_words(one.basis),
        kept=present.said(one.kept.words),
        erasing=_(ERASING[one.erase]).format(article=present.basis_words(one.article) if one.article else ""),
    )


def _subject(request: HttpRequest) -> tuple[Subject, Actor] | None:
    """Who asks about themselves, and as whom they act; None for somebody unknown."""
    match may.actor(request):
        case Voice(household=str(key)):
            return Subject("household", key), Voice(household=key)
        case Voice(person=str(key)):
            return Subject("person", key), Voice(person=key)
        case _:
            pass
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    account = request.user
    if not people.two_factors(request, account):
        return None
    return Subject("account", str(account.pk)), Voice(person=f"account:{account.pk}")


@never_cache
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """What is held about who is signed in, and what they may do with it."""
    found = _subject(request)
    if found is None:
        raise NotYours(NOT_KNOWN)
    if (first := fresh_first(request)) is not None:
        return first
    back = Link(_("Personal data kept here"), reverse("personal"))
    return _own_page(request, *found, _("My data"), back, Link(_("Ask for something about my data"), reverse("my-request")))


@never_cache
@require_http_methods(["GET", "POST"])
def of_receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The same for what a receipt was given for: whoever shows its code is the person."""
    if not Command.objects.filter(code=code).exists():
        raise NotHere(N_("There is no receipt with this code. Check it sign by sign; it has sixteen signs."))
    back = Link(_("Receipt"), reverse("receipt", args=[code]))
    return _own_page(request, Subject("receipt", code), may.actor(request), _("What you sent"), back, None, leaf=_leaf(code))


def _leaf(code: str) -> bytes | None:
    row = Command.objects.filter(code=code).first()
    return bytes(row.hash) if row is not None else None


def _own_page(
    request: HttpRequest, subject: Subject, by: Actor, title: str, back: Link, ask: Link | None, leaf: bytes | None = None
) -> HttpResponse:
    what = request.POST.get("do", "") if request.method == "POST" else ""
    erase = Sure(request.POST if what == "erase" else None, prefix="erase")
    export, restrict = (
        CommandForm(request.POST if what in names else None, prefix=names[0]) for names in (("export",), ("restrict", "lift"))
    )
    stopped: Refusal | None = None
    status = 200
    if what:
        form = {"erase": erase, "export": export}.get(what, restrict)
        status = 422
        if form.is_valid():
            try:
                return _private(_do(what, subject, by, form.cleaned_data))
            except Refused as error:
                stopped = refusal(error)
    held = holdings.of(subject, clock.today())
    looks = reads.looked_at(leaf) if leaf is not None else ()
    shown = MinePage(
        title=title,
        lead=_("Everything that this site finds about you, row by row of the table."),
        back=back,
        rows=tuple(
            MineRow(present.said(one.data.what), words.rows(one.rows), present.basis_words(one.stays) if one.stays else "", one.restricted)
            for one in held
        ),
        looks=tuple(_look(one) for one in looks),
        export=export if held else None,
        erase=erase if held else None,
        restrict=restrict if held else None,
        lifts=bool(held) and all(one.restricted for one in held),
        ask=ask,
        refusal=stopped,
    )
    return _private(render(request, "pages/my_data.html", {"page": shown}, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "strict-origin"  # no code leaves; with "no-referrer" a browser says of no form where it came from
    return response


def _look(one: reads.Looked) -> LookRow:
    return LookRow(people.office_name(one.office), one.at, present.reason_words(one.reason), one.words, one.read)


def _do(what: str, subject: Subject, by: Actor, data: Mapping[str, Any]) -> HttpResponse:
    now = clock.now()
    given = {"by": by, "at": now, "command_id": data["command_id"], "subject": subject}
    if what == "export":
        held = holdings.of(subject, clock.today())
        done = acts.export(**given)
        return _file(held, now, done.receipt)
    done = acts.erase_person(**given) if what == "erase" else acts.restrict(**given, lift=what == "lift")
    return HttpResponseRedirect(reverse("done", args=[done.code]))


def _plain(value: object) -> object:
    """A value as JSON takes it."""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _file(held: Iterable[holdings.Held], at: datetime, receipt: str) -> HttpResponse:
    """The file that a person takes along: rows of the table with what is held, and the signed receipt of the act."""
    told = {
        "at": at.isoformat(),
        "rows": [
            {
                "id": one.data.id,
                "what": one.data.what.vi,
                "purpose": one.data.purpose.vi,
                "basis": one.data.basis,
                "kept": one.data.kept.words.vi,
                "restricted": one.restricted,
                "values": list(one.rows),
            }
            for one in held
        ],
        "receipt": receipt,
    }
    response = HttpResponse(json.dumps(told, ensure_ascii=False, indent=1, default=_plain), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="du-lieu-cua-toi.json"'
    response["Content-Security-Policy"] = "sandbox"
    return response


def ask(request: HttpRequest) -> HttpResponse:
    """Form of `people.request` for the person concerned: what the buttons of the page cannot do."""
    found = _subject(request)
    if found is None:
        raise NotYours(NOT_KNOWN)
    subject, by = found
    form = Ask(request.POST if request.method == "POST" else None)
    body = reads.operating_body(settings.HOME_BODY, clock.today())

    def do(data: dict[str, Any]) -> str:
        given = {"kind": data["kind"], "words": data["words"], "subject": subject}
        done = acts.request(by=by, at=clock.now(), command_id=data["command_id"], body=body, **given)
        return reverse("done", args=[done.code])

    return act_form(request, form, _ask_page(reverse("my-data"), _("My data")), do)


def _ask_page(href: str, text: str) -> Any:
    title = _("A request about personal data")
    lead = _("The operator answers; the answer stands on the page of the person's own data.")
    why = (_("A term runs only for what the decree that was read gives one: withdrawing consent, restricting, objecting."),)

    def show(form: forms.Form, stopped: Refusal | None) -> FormPage:
        basis = format.cited("Decree 356/2025/NĐ-CP Art. 5(2)")
        return FormPage(title, lead, form, _("Send"), Link(text, href), why=why, basis=basis, refusal=stopped)

    return show


ask_page = _ask_page


def has_clock(kind: str) -> bool:
    """Whether a term was read for this kind of request."""
    return any(one.id == kind and one.clock for one in policy.table().ask)


def asked_by(request: HttpRequest) -> Subject | None:
    """The person who asks, for other pages of the house."""
    found = _subject(request)
    return found[0] if found is not None else None
