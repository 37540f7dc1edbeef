"""Pages and forms of single kinds of petitions, for whoever sends them and at the counter.

Promises: what is public already is shown before anything is asked for; what the law wants signed becomes a paper and is kept nowhere.
"""

from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.core.actor import Office
from dinhlang.core.refusal import N_, NotHere, NotYours
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import denounced as denouncing
from dinhlang.ground.people import keyed, may
from dinhlang.ground.record import clock
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.door import folded
from dinhlang.ground.ui.shapes import AskOption, AskPage, ComplaintPage, Field, FormPage, Link, Refusal
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.petitions import acts, checks, kind_forms, kinds, policy, views

INFORMATION = "info-"  # kinds of requests for information: after it the manner
LOOK = "Law 104/2016/QH13 Art. 10, 17, 28(1)(b)"
SLIP = "Law 104/2016/QH13 Art. 9(2), 12, 24(2)"
SECOND = "Law 02/2011/QH13 Art. 7(1), 33(1)"
ACCOUNT = "Law 36/2018/QH14 Art. 15(1); Decree 59/2019/NĐ-CP Art. 4, 10, 11(4), 13"
ACCOUNTING = {
    "told": "agency-says-whether-it-will-account",
    "done": "agency-accounts-for-its-decisions",
    "more": "agency-accounts-for-its-decisions-extended",
}
FEEDBACK = "Decree 20/2008/NĐ-CP Art. 5, 7(1); Decree 63/2010/NĐ-CP Art. 18(10)"


def decision(request: HttpRequest, code: str) -> HttpResponse:
    """The question behind "a decision or act": complain, complain again, or have it accounted for?"""
    views.door(code)
    options = (
        AskOption(
            _("It wrongs me: a first complaint"),
            _("With your name, on its form, to whoever made the decision."),
            reverse("petition-complain", args=[code]),
        ),
        AskOption(
            _("My complaint was decided, or not in time: a second complaint"),
            _("To the body above the one that decided first, within the days the law gives."),
            reverse("petition-complain-again", args=[code]),
        ),
        AskOption(
            _("It touches me: I ask why it was decided or done so"),
            _("A request to account (giải trình): law, competence, procedure and content of what was decided."),
            reverse("petition-account", args=[code]),
        ),
    )
    page = AskPage(_("Before you write"), _("What do you want?"), options, Link(_("Back"), reverse("petition-sort", args=[code])))
    return views.private(render(request, "pages/ask.html", {"page": page}))


def look(request: HttpRequest, code: str) -> HttpResponse:
    """What is disclosed already, before anything is asked for."""
    place = views.door(code).place
    options = (
        AskOption(
            _("See what %(name)s has made public") % {"name": place.name},
            _("Papers, figures and decisions are on its page; much is there without asking."),
            reverse("body", args=[code]),
        ),
        AskOption(_("Search everything that is public here"), _("By words, over all bodies."), reverse("home")),
        AskOption(
            _("It is not there: ask for it"),
            _("With your name, your address and the number of your identity card or passport, as the law's slip wants."),
            reverse("petition-information", args=[code]),
        ),
    )
    page = AskPage(
        _("Information"), _("Look first: it may be public already."), options, Link(_("Back"), reverse("petition-sort", args=[code])),
        _("What is public need not be supplied again. %(basis)s") % {"basis": format.cited(LOOK)},
    )  # fmt: skip
    return views.private(render(request, "pages/ask.html", {"page": page}))


def _desk(request: HttpRequest, stand: duties.Stand) -> None:
    if not isinstance(may.actor(request), Office) or "petition.submit" not in may.acts(request, stand.place, stand.book):
        raise NotYours(views.NOT_YOURS)


def _sending(
    request: HttpRequest, stand: duties.Stand, form: django_forms.Form, kind: str, words: dict[str, Any], *, counter: bool,
) -> HttpResponse:  # fmt: skip
    """A form that sends a petition of `kind` ("" where the form's manner says which); `words` are title, lead, why, basis, back."""
    place, mark = stand.place, views.browser(request)

    def do(data: dict[str, Any]) -> str:
        by = may.actor(request) if counter else views.SENDER
        given = {"by": by, "at": clock.now(), "command_id": data["command_id"], "body": place.id}
        told = f"{place.id} {folded(data['contact'] or data['name'])}"
        more = {name: data[name] for name in ("identity", "purpose", "first") if name in data}
        return views.to_own(
            acts.submit(
                **given,
                kind=kind or INFORMATION + data["manner"],
                way=policy.COUNTER if counter else policy.OWN,
                topic=data["topic"],
                place=data.get("place", place.id),
                text=data["text"],
                called=data["name"],
                contact=data["contact"],
                sender=keyed.digest("petition-sender", told) if counter else views.sender_of(request),
                **more,
            )  # fmt: skip
        )

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        submit = _("Enter it") if counter else _("Send it")
        return FormPage(form=form, submit=submit, refusal=stopped, **{**words, "basis": format.cited(words["basis"])})

    response = act_form(request, form, page, do)
    if not counter:
        views.keep_browser(request, response, mark)
    return views.private(response)


def information(request: HttpRequest, code: str, *, counter: bool = False) -> HttpResponse:
    """Form of `petition.submit` for a request for information; `counter`: somebody asks in person or by post, and an office types it in."""
    stand = views.door(code)
    if counter:
        _desk(request, stand)
    if denouncing.typed(request):
        return views.denounced(request, stand.place, recognised=True)
    checks.check_handler(stand.place, stand.day)
    labels = {"office": _("At the office"), "network": _("Online, on the page of the code"), "post": _("By post or fax")}
    form = kind_forms.Information(views.sent(request)[0], manners=list(labels.items()))
    words = {
        "title": _("Ask for information"),
        "lead": _("It goes to %(name)s. It costs nothing but what printing, copying and sending really cost.") % {"name": stand.place.name},
        "back": Link(_("Back"), reverse("petitions" if counter else "petition-look", args=[code])),
        "basis": SLIP,
        "why": (
            _("At once or within the law's working days, by how you want to have it and how much has to be put together; you see the day."),
            _("A commune serves those who live there; others where it touches their rights."),
        ),
    }
    return _sending(request, stand, form, "", words, counter=counter)


def counter_information(request: HttpRequest, code: str) -> HttpResponse:
    """`information` at the counter."""
    return information(request, code, counter=True)


def rules(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `petition.submit` for feedback on an administrative rule or procedure."""
    stand = views.door(code)
    if denouncing.typed(request):
        return views.denounced(request, stand.place, recognised=True)
    checks.check_handler(stand.place, stand.day)
    words = {
        "title": _("A rule or procedure that is unclear, needless or costly"),
        "lead": _("It goes to %(name)s; what another body has to handle is passed on.") % {"name": stand.place.name},
        "back": Link(_("Back"), reverse("petition-sort", args=[code])),
        "basis": FEEDBACK,
        "why": (_("With your name, address and telephone: without them the law does not let it be taken in."),),
    }
    return _sending(request, stand, kind_forms.Rules(views.sent(request)[0]), "rules", words, counter=False)


def counter_second(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `petition.submit` for a second complaint, typed in from its paper."""
    stand = views.door(code)
    _desk(request, stand)
    sort = policy.kind("complaint-2")
    if stand.place.kind not in sort.bodies:
        raise NotHere(N_("{name} does not decide second complaints: they go to the body above the one that decided first."),
                      {"name": stand.place.name})  # fmt: skip
    if denouncing.typed(request):
        return views.denounced(request, stand.place, recognised=True)
    below = [one for kind in policy.handlers() for one in bodies.children(stand.place.id, kind, stand.day)]
    form = kind_forms.Second(views.sent(request)[0], places=[(str(one.id), one.name) for one in below])
    words = {
        "title": sort.text.said,
        "lead": _("From the signed paper, with the first decision. The next page shows the code, for the complainant alone."),
        "back": Link(stand.place.name, reverse("petitions", args=[code])),
        "basis": SECOND,
        "why": (filing(stand),),
    }
    return _sending(request, stand, form, sort.id, words, counter=True)


def filing(stand: duties.Stand) -> str:
    """How long people may complain a second time, by the rulebook."""
    return _(
        "Within %(days)d days of receiving the first decision, or of the last day on which it was due; in remote places %(remote)d."
    ) % kinds.filing(stand.day)


def _paper(
    request: HttpRequest, stand: duties.Stand, form: django_forms.Form, labels: dict[str, str], words: dict[str, Any], to: str, note: str
) -> HttpResponse:
    """A form that becomes a paper to be signed, and is kept nowhere."""

    def do(data: dict[str, Any]) -> HttpResponse:
        parts = tuple(Field(label, data[name]) for name, label in labels.items() if data[name])
        paper = ComplaintPage(
            words["title"], to, stand.place.name, parts, Link(_("Back"), request.path), note,
            _("Form rebuilt from the article. %(basis)s") % {"basis": format.cited(words["basis"])}, next(iter(labels.values())),
        )  # fmt: skip
        return views.private(render(request, "pages/petition_complaint.html", {"page": paper}))

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            form=form, submit=_("Make the paper to sign"), refusal=stopped, **{**words, "basis": format.cited(words["basis"])},
        )  # fmt: skip

    return views.private(act_form(request, form, page, do))


def complain_again(request: HttpRequest, code: str) -> HttpResponse:
    """A second complaint about a decision of this body: to whom, until when, then its form, then the paper. Kept nowhere."""
    stand = views.door(code)
    if denouncing.typed(request):
        return views.denounced(request, stand.place, recognised=True)
    parent = stand.place.parent
    above = bodies.place(parent, stand.day).name if parent is not None else _("the ministry in charge")
    to = _(views.LEADER) % {"name": above} if parent is not None else _("minister in charge of the matter")
    words = {
        "title": policy.kind("complaint-2").text.said,
        "lead": _("After the first decision of %(name)s, or where none came in time, it goes to the %(to)s.")
        % {"name": stand.place.name, "to": to},
        "back": Link(_("Back"), reverse("petition-decision", args=[code])),
        "basis": SECOND,
        "why": (
            filing(stand),
            _("The first decision and the papers go with it. A lawsuit is possible instead, at any time of these steps."),
            _("Nothing you type here is sent or kept: it only becomes a paper on your screen."),
        ),
    }
    labels = {
        "name": _("Who complains"), "contact": _("Address"), "first": _("First decision"), "against": _("Against which decision or act"),
        "text": _("What is complained about, and why it is unlawful"), "papers": _("Papers that go with it"),
        "asks": _("What is asked for"),
    }  # fmt: skip
    note = _(
        "Print this page, sign it, hand it in at the reception place of %(name)s with the first decision. Nothing of it was kept here."
    )
    return _paper(request, stand, kind_forms.ComplainAgain(views.sent(request)[0]), labels, words, to, note % {"name": above})


def account(request: HttpRequest, code: str) -> HttpResponse:
    """A request to account: conditions first, then its form, then the paper. Kept nowhere."""
    stand = views.door(code)
    if denouncing.typed(request):
        return views.denounced(request, stand.place, recognised=True)
    words = {
        "title": policy.kind("account").text.said,
        "lead": _("To %(name)s, about a decision or act of it that directly touches your rights.") % {"name": stand.place.name},
        "back": Link(_("Back"), reverse("petition-decision", args=[code])),
        "basis": ACCOUNT,
        "why": (
            _(
                "In %(told)d working days you are told whether it is taken on, then in %(done)d days you get the account; "
                "in %(more)d if it is complex."
            )
            % {name: kinds.days(rule, stand.day) for name, rule in ACCOUNTING.items()},
            _("Accounted for is the law it rests on, who may decide it, how it was decided, what it says."),
            _("It is a paper with your signature, or said in person and written down there. Nothing you type here is sent or kept."),
        ),
    }
    labels = {
        "name": _("Who asks"), "contact": _("Address, telephone or e-mail"), "against": _("Which decision or act of the body"),
        "text": _("What is to be accounted for, and how it touches your rights"), "papers": _("Papers that go with it"),
    }  # fmt: skip
    note = _("Print this page, sign it, hand it in at %(name)s: it is typed in there, and you get a code. Nothing of it was kept here.")
    form = kind_forms.Account(views.sent(request)[0])
    return _paper(request, stand, form, labels, words, stand.place.name, note % {"name": stand.place.name})
