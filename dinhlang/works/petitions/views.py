"""Pages and forms for whoever sends a petition, and at the counter.

Promises: questions before any box; a denunciation is answered from memory, and nothing of it is kept, not even in a cookie; every step is a
page of its own that works without script. Refuses to tell an unknown code from somebody else's.
"""

import secrets
from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.core import ledger
from dinhlang.core.actor import Guest, Office
from dinhlang.core.codes import checked
from dinhlang.core.refusal import N_, NotHere, NotYours
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.files.receive import PHOTOGRAPHS, receive
from dinhlang.ground.people import denounced as denouncing
from dinhlang.ground.people import keyed, may
from dinhlang.ground.people.denounced import private as private
from dinhlang.ground.record import clock, rulebooks, vault
from dinhlang.ground.record.act import Done
from dinhlang.ground.ui import cache, format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.door import folded
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.shapes import (
    AskOption,
    AskPage,
    ComplaintPage,
    Field,
    FormPage,
    Link,
    MessagePage,
    PetitionsPage,
    PiecesPage,
    Refusal,
)
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.petitions import acts, checks, coming, drawn, forms, kinds, numbers, policy, reads
from dinhlang.works.petitions.models import Petition
from dinhlang.works.petitions.states import RETURNED

MARK = "phan-anh"  # cookie: tells one browser from another, so that senders can be counted without being known
MARK_SECONDS = 90 * 86_400
LEADER = N_("Chair of the People's Committee of %(name)s")
ORDER = "Law 02/2011/QH13 Art. 7(1), 17"
PLACES = "Law 42/2013/QH13 Art. 10"
FORM = "Law 02/2011/QH13 Art. 8(2), 9"
DENOUNCING = denouncing.BASIS
SENDER = Guest("")  # who sends and holds a code, whoever is signed in: a code asks for no office, and an office gives no right to it
NOT_YOURS = N_("This page is for the offices of this body. Sign in with the office that does it, or go back to the body's page.")


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form was sent with; nothing where it is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def door(code: str) -> duties.Stand:
    """The body at whose page petitions are sent; a village's are sent at its commune's. Raises NotHere."""
    stand = duties.find(code, clock.today())
    if stand.place.kind not in policy.handlers():
        raise NotHere(N_("{name} does not take petitions here; send it to its commune."), {"name": stand.place.name})
    return stand


def petitions(request: HttpRequest, code: str) -> HttpResponse:
    """How to send a petition to a body, and how to find one's own again."""
    stand = door(code)

    def make() -> HttpResponse:
        allowed = may.acts(request, stand.place, stand.book)
        at_counter = isinstance(may.actor(request), Office) and "petition.submit" in allowed
        page = PetitionsPage(
            title=_("Reports, proposals, complaints"),
            body=Link(stand.place.name, reverse("body", args=[code])),
            lead=_("Say what is broken or should be better. You get a code; with it you read the answer here, without an account."),
            actions=(
                *((Link(_("Type in what was brought or told"), reverse("petition-counter", args=[code])),) if at_counter else ()),
                *(_slips(stand) if at_counter else ()),
                Link(_("Send one"), reverse("petition-start", args=[code])),
                Link(_("Read mine by its code"), reverse("petition-find")),
                Link(_("Read what senders made public"), reverse("petition-texts", args=[code])),
            ),
            today=stand.day,
            lines=(
                _("Nobody reads your name unless you write it. What you send is sealed; the public reads a text only if you choose so."),
                _("For danger to life call the police (113), the fire brigade (114) or an ambulance (115): nobody sits here at night."),
            ),
            **numbers.of(stand, request.GET.get("noi", ""), request.GET.get("viec", "")),
            **drawn.of(stand, request.GET.get("viec", "")),
        )
        return render(request, "pages/petitions.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def _slips(stand: duties.Stand) -> tuple[Link, ...]:
    """Where what has a form of its own is typed in at this body."""
    slip = Link(_("Type in a request for information"), reverse("petition-counter-information", args=[stand.place.code]))
    again = Link(_("Type in a second complaint"), reverse("petition-counter-second", args=[stand.place.code]))
    return (slip, again) if stand.place.kind in policy.kind("complaint-2").bodies else (slip,)


def start(request: HttpRequest, code: str) -> HttpResponse:
    """The first question: is it a denunciation?"""
    place = door(code).place
    no = AskOption(
        _("No, something else"),
        _("Something is broken, late, unclear or should be better; or a decision wrongs me."),
        reverse("petition-sort", args=[code]),
    )
    back = Link(place.name, reverse("petitions", args=[code]))
    return denouncing.question(request, _("Before you write"), no, reverse("petition-denounce", args=[code]), back)


def sort(request: HttpRequest, code: str) -> HttpResponse:
    """The second question: what is it about?"""
    place = door(code).place
    page = AskPage(
        title=_("Before you write"),
        lead=_("What is it about?"),
        choices=(
            AskOption(
                _("Something that is broken or should be better"),
                _("It goes to %(name)s.") % {"name": place.name},
                reverse("petition-send", args=[code]),
            ),
            AskOption(
                _("How somebody in office here does the work"),
                _("It goes to the body above. Nobody of the body you name reads it, not even that it was sent."),
                reverse("petition-send-named", args=[code]),
            ),
            AskOption(
                _("A decision or act of an authority"),
                _("Complain about it (khiếu nại), a first or a second time, or ask that it is accounted for (giải trình): with your name."),
                reverse("petition-decision", args=[code]),
            ),
            AskOption(
                _("I want to know something, or have a paper"),
                _("A request for information, with your name. Look first: much is public."),
                reverse("petition-look", args=[code]),
            ),
            AskOption(
                _("A rule or procedure that is unclear, needless or costly"),
                _("With your name; what another body has to handle is passed on within the law's days."),
                reverse("petition-rules", args=[code]),
            ),
        ),
        back=Link(_("Back"), reverse("petition-start", args=[code])),
    )
    response = private(render(request, "pages/ask.html", {"page": page}))
    keep_browser(request, response, browser(request))  # not before: who denounces somebody carries no mark away
    return response


def denounce(request: HttpRequest, code: str) -> HttpResponse:
    """Where a denunciation goes. Nothing is asked, nothing is kept."""
    return denounced(request, door(code).place)


def denounced(request: HttpRequest, place: bodies.Place, *, returned: bool = False, recognised: bool = False) -> HttpResponse:
    """The page about denunciations: made from memory, kept by nobody."""
    if recognised:
        return denouncing.recognised(request, place, reverse("petition-sort", args=[place.code]))
    first = (_("What you sent denounces somebody. It was returned: its words and photographs were deleted for good. This is told once."),)
    return denouncing.page(request, place, first if returned else ())


def browser(request: HttpRequest) -> str:
    found = request.COOKIES.get(MARK, "")
    return found if len(found) == 32 and found.isalnum() else secrets.token_hex(16)


def sender_of(request: HttpRequest) -> str:
    """The keyed hash by which a sender is counted; "" where the browser brought no mark back: all of those count as one sender."""
    mark = browser(request)
    return keyed.digest("petition-sender", mark) if request.COOKIES.get(MARK) == mark else ""


def keep_browser(request: HttpRequest, response: HttpResponse, mark: str) -> None:
    """Let the browser keep the mark by which senders are counted."""
    response.set_cookie(MARK, mark, max_age=MARK_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure())


def to_own(done: Done) -> str:
    """The page of the code that was just given."""
    return reverse("petition-own", args=[checked(done.code, ledger.ALPHABET)])


def send(request: HttpRequest, code: str, *, named: bool = False) -> HttpResponse:
    """Form of `petition.submit` for whoever sends it; `named`: it is about somebody in office, and goes to the body above."""
    stand = door(code)
    place, day = stand.place, stand.day
    if denouncing.typed(request):
        return denounced(request, place, recognised=True)
    if named and request.method == "GET" and not checks.has_superior(place, day):
        return nobody_above(request, place)
    checks_of = checks.superior if named else checks.check_handler
    goes_to = checks_of(place, day) or place
    villages = bodies.villages(place.id, day) if place.kind == "commune" and not named else ()
    where = [(str(place.id), place.name if named or not villages else _("%(name)s, no village in particular") % {"name": place.name})]
    form = forms.Send(
        sent(request)[0],
        places=[*where, *((str(one.id), one.name) for one in villages)],
        place_label=_("Where the person is in office") if named else "",
    )
    mark = browser(request)

    def do(data: dict[str, Any]) -> str:
        given = {"by": SENDER, "at": clock.now(), "command_id": data["command_id"], "body": goes_to.id}
        words = {name: data[name] for name in ("topic", "place", "text")}
        about = {"named": data["place"]} if named else {}
        return to_own(acts.submit(**given, kind="reflection", way=policy.OWN, sender=sender_of(request), **words, **about))

    lead = (
        _("It goes to %(above)s. Nobody at %(name)s reads it: it stands on no desk, in no list and in no figure there.")
        if named
        else _("It goes to %(name)s.")
    ) % {"name": place.name, "above": goes_to.name}

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=_("About somebody in office") if named else _("Report or proposal"),
            lead=lead,
            form=form,
            submit=_("Send it"),
            back=Link(_("Back"), reverse("petition-sort", args=[code])),
            refusal=stopped,
            why=(
                _("Nobody asks who you are. Write no name and number of yours into the text unless you want them read."),
                _("Whoever answers reads the text; the public does not, unless you choose a text for it later."),
            ),
        )

    response = act_form(request, form, page, do)
    keep_browser(request, response, mark)
    return private(response)


def nobody_above(request: HttpRequest, place: bodies.Place) -> HttpResponse:
    """Where to go with what is about somebody in office, where the body above takes no petitions here. Made from memory."""
    above = bodies.place(place.parent, clock.today()) if place.parent is not None else None
    nearest = above or place
    found = denouncing.reception(nearest)
    lines = (
        _("Nobody at %(name)s should be the only reader of what is said about somebody there, and the body above takes nothing in here.")
        % {"name": place.name},
        _("Write to %(above)s, or say it at its reception.") % {"above": above.name}
        if above is not None
        else _("Write to the state body above %(name)s, or say it at the central place of reception (Trụ sở tiếp công dân ở trung ương).")
        % {"name": place.name},
        denouncing.receives(nearest, found)
        if above is not None
        else _("What is not about its head you may also bring to the head: %(where)s") % {"where": denouncing.receives(place, found)},
        _("Nothing was sent, and nothing was kept here."),
    )
    links = (
        Link(_("Back to the question what it is about"), reverse("petition-sort", args=[place.code])),
        *((Link(_("Reception of citizens: %(name)s") % {"name": nearest.name}, found.href),) if found.href else ()),
        Link(place.name, reverse("petitions", args=[place.code])),
    )
    page = MessagePage(_("About somebody in office"), lines, links, format.cited(PLACES))
    return private(render(request, "pages/message.html", {"page": page}))


def send_named(request: HttpRequest, code: str) -> HttpResponse:
    """`send` about somebody in office at the body."""
    return send(request, code, named=True)


def complain(request: HttpRequest, code: str) -> HttpResponse:
    """A complaint: where it goes, then its form, then the paper to be signed. Kept nowhere."""
    place = door(code).place
    if denouncing.typed(request):
        return denounced(request, place, recognised=True)
    form = forms.Complain(sent(request)[0])
    leader = _(LEADER) % {"name": place.name}
    above = bodies.place(place.parent, clock.today()).name if place.parent is not None else _("the body above")

    def do(data: dict[str, Any]) -> HttpResponse:
        named = (
            _("Who complains"),
            _("Address"),
            _("Against which decision or act"),
            _("What is complained about, and why it is unlawful"),
            _("Papers that go with it"),
            _("What is asked for"),
        )
        fields = ("name", "contact", "against", "text", "papers", "asks")
        parts = tuple(Field(label, data[name]) for label, name in zip(named, fields, strict=True) if data[name])
        page = ComplaintPage(
            _("Complaint"),
            leader,
            place.name,
            parts,
            Link(_("Back"), reverse("petition-complain", args=[code])),
            _(
                "Print this page, sign it, hand it in at the reception place of %(name)s: it is typed in there, and you get a code. "
                "Nothing of it was kept here."
            )
            % {"name": place.name},
            _("Form rebuilt from the article. %(basis)s") % {"basis": format.cited(FORM)},
        )
        return private(render(request, "pages/petition_complaint.html", {"page": page}))

    lead = _(
        "A first complaint about a decision or act here goes to the %(leader)s, who made it or answers for who did: so the law. Not "
        "content with the answer, or without one in time: a second time to %(above)s, or to the court, at any of these steps."
    ) % {"leader": leader, "above": above}

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=_("Complaint about a decision"),
            lead=lead,
            form=form,
            submit=_("Make the paper to sign"),
            back=Link(_("Back"), reverse("petition-decision", args=[code])),
            refusal=stopped,
            basis=format.cited(ORDER),
            why=(
                _("A complaint is never anonymous: it bears your name, address and signature."),
                _("Within %(first)d days of receiving the decision, or of learning of it or of the act.") % kinds.filing(clock.today()),
                _("Nothing you type here is sent or kept: it only becomes a paper on your screen."),
            ),
        )

    return private(act_form(request, form, page, do))


def counter(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `petition.submit` at the counter and by telephone."""
    stand = door(code)
    place = stand.place
    if not isinstance(may.actor(request), Office) or "petition.submit" not in may.acts(request, place, stand.book):
        raise NotYours(NOT_YOURS)
    if denouncing.typed(request):
        return denounced(request, place, recognised=True)
    hows = [
        (f"{kind.id}:{way}", f"{kind.text.said}: {_(reads.WAYS[way])}")
        for kind in policy.kinds().values()
        for way in kind.ways
        if way in policy.AT_COUNTER and not kind.needs
    ]
    villages = bodies.villages(place.id, stand.day) if place.kind == "commune" else ()
    form = forms.Counter(sent(request)[0], places=[(str(one.id), one.name) for one in (place, *villages)], hows=hows)

    def do(data: dict[str, Any]) -> str:
        kind, _sign, way = data["how"].partition(":")
        given = {"by": may.actor(request), "at": clock.now(), "command_id": data["command_id"], "body": place.id}
        words = {name: data[name] for name in ("topic", "place", "text", "contact", "against")}
        told = folded(data["contact"] or data["name"])
        about = data["about"] or policy.topics()[data["topic"]].about == "person"
        return to_own(
            acts.submit(
                **given, kind=kind, way=way, called=data["name"], sender=keyed.digest("petition-sender", f"{place.id} {told}"),
                **{**words, **({"named": place.id, "place": place.id} if about else {})},
            )
        )

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=_("Type in what was brought or told"),
            lead=_("In the sender's own words. The next page shows the code: print it, or read it out, for the sender alone."),
            form=form,
            submit=_("Enter it"),
            back=Link(place.name, reverse("petitions", args=[code])),
            refusal=stopped,
            why=(
                _("Who denounces somebody is shown the competent office; nothing of it is typed in here."),
                _("What is about somebody in office here goes to the body above at once: nobody here finds it again. Tell nobody of it."),
            ),
        )

    return private(act_form(request, form, page, do))


def find(request: HttpRequest) -> HttpResponse:
    """The page where a code is typed."""
    form = forms.Code(sent(request)[0])

    def do(data: dict[str, Any]) -> str:
        found, code = reads.mine(data["code"])
        return reverse("petition-own", args=[checked(code, ledger.ALPHABET)])

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=_("My petition"),
            lead=_("With the code that was shown when it was sent."),
            form=form,
            submit=_("Read it"),
            back=Link(_("To the front page"), reverse("home")),
            refusal=stopped,
        )

    return private(act_form(request, form, page, do))


def own(request: HttpRequest, code: str) -> HttpResponse:
    """A petition, by its code."""
    found, plain, trail = reads.traced_mine(code)
    day = clock.today()
    if found.state == RETURNED:
        page = FormPage(
            title=_("My petition"),
            lead=_("A message waits for you. It can be read once; afterwards nothing of your petition is left here."),
            form=CommandForm(),
            submit=_("Read the message"),
            back=Link(_("To the front page"), reverse("home")),
            action_href=reverse("petition-told", args=[code]),
        )
        return private(render(request, "pages/form.html", {"page": page}))
    return private(render(request, "pages/petition.html", {"page": reads.own_page(found, plain, day, rulebooks.current(), trail)}))


def told(request: HttpRequest, code: str) -> HttpResponse:
    """`petition.told`: the message that it was returned, once."""
    found, plain = reads.mine(code)
    form = CommandForm(sent(request)[0])
    if found.state != RETURNED or not form.is_bound or not form.is_valid():
        return private(HttpResponseRedirect(reverse("petition-own", args=[code])))
    place = bodies.place(found.body_id, clock.today())
    given = {"by": SENDER, "at": clock.now(), "command_id": form.cleaned_data["command_id"], "body": found.body_id}
    acts.told(**given, petition=found.pk, code=plain)
    return denounced(request, place, returned=True)


class Mine:
    """A form about a petition whose code is shown."""

    def __init__(self, request: HttpRequest, code: str) -> None:
        self.request, self.code = request, code
        self.found, self.plain = reads.mine(code)
        if self.found.state == RETURNED:
            raise NotHere(checks.NO_PETITION)

    def run(self, act: Callable[..., Done], data: dict[str, Any], **payload: Any) -> str:
        """Carry the act out; back to the petition."""
        given = {"by": SENDER, "at": clock.now(), "command_id": data["command_id"], "body": self.found.body_id}
        act(**given, petition=self.found.pk, code=self.plain, **payload)
        return reverse("petition-own", args=[self.code])

    def show(
        self, form: django_forms.Form, do: Callable[[dict[str, Any]], str], title: str, lead: str, submit: str, *, pieces: str = ""
    ) -> HttpResponse:
        """The form, or what came of it. `pieces`: where a script sends its file in pieces, beforehand."""
        back = Link(_("Your petition"), reverse("petition-own", args=[self.code]))

        def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
            return FormPage(title=title, lead=lead, form=form, submit=submit, back=back, refusal=stopped)

        def with_file(form: django_forms.Form, stopped: Refusal | None) -> PiecesPage:
            waits = coming.waits(self.found.pk)
            return PiecesPage(
                title=title, lead=lead, form=form, submit=submit, back=back, refusal=stopped, upload=True, pieces=pieces, waits=waits,
                least=coming.least(), most=coming.most(),
            )  # fmt: skip

        if pieces:
            return private(act_form(self.request, form, with_file, do, "pages/petition_file.html"))
        return private(act_form(self.request, form, page, do))

    def file(self, way: coming.Way, page: Callable[[coming.Sent], HttpResponse]) -> HttpResponse:
        """A form with a file, which may have come in pieces."""
        own = reverse("petition-own", args=[self.code])
        return private(coming.show(self.request, way, self.found, self.plain, own, page))

    def words(self, act: Callable[..., Done], title: str, lead: str, submit: str) -> HttpResponse:
        """A form of one text."""
        if denouncing.typed(self.request):
            return denounced(self.request, bodies.place(self.found.body_id, clock.today()), recognised=True)
        form = forms.Reply(sent(self.request)[0])
        return self.show(form, lambda data: self.run(act, data, text=data["text"]), title, lead, submit)


def photo_add(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `petition.add_photo`."""
    step = Mine(request, code)

    def page(given: coming.Sent) -> HttpResponse:
        def do(data: dict[str, Any]) -> str:
            with given.step():
                return step.run(acts.add_photo, data, attachments=receive(data["photo"], PHOTOGRAPHS))

        lead = _("One at a time; your petition is sent already. It is drawn again here: where and with what it was taken goes.")
        form = forms.Photo(given.data, given.files)
        return step.show(form, do, _("Add a photograph"), lead, _("Send it"), pieces=coming.address(coming.PHOTO, code))

    return step.file(coming.PHOTO, page)


def photo_pieces(request: HttpRequest, code: str) -> HttpResponse:
    """Pieces of a photograph, sent by a script before the form."""
    step = Mine(request, code)
    return private(coming.answer(request, coming.PHOTO, step.found, step.plain))


def reply(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `petition.reply`."""
    return Mine(request, code).words(acts.reply, _("Add something, or answer"), _("Whoever has your petition reads it."), _("Send it"))


def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `petition.reopen`."""
    lead = _("It is open again, with a new day by which it is answered; the body above sees that you reopened it.")
    return Mine(request, code).words(acts.reopen, _("It is not settled"), lead, _("Open it again"))


def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `petition.confirm`."""
    step = Mine(request, code)
    lead = _("Then it is settled for good.")
    form = CommandForm(sent(request)[0])
    return step.show(form, lambda data: step.run(acts.confirm, data), _("It was done"), lead, _("Say so"))


def photo(request: HttpRequest, code: str, n: int) -> HttpResponse:
    """A photograph, for whoever has the code."""
    return picture(reads.mine(code)[0], n)


def picture(found: Petition, n: int) -> HttpResponse:
    """A photograph of a petition, as it was drawn again."""
    leaf, number, media_type = reads.photo(found.pk, n)
    response = HttpResponse(vault.read_file(leaf, number), content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    if not media_type.startswith(("image/", "audio/")):
        response["Content-Disposition"] = "attachment"
    return private(response)
