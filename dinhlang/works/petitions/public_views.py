"""Public texts: choosing one and taking it back, the office's look at it before Monday, what everybody reads, taking one down.

Promises: before a text is chosen its sender sees what everybody, the body and the others see of it; what is then made public is what was
previewed. Pages for everybody bear the public id and lead nowhere near the petition.
"""

import hashlib
from datetime import date
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import denounced as denouncing
from dinhlang.ground.people import may
from dinhlang.ground.people.asking import ask_for, fresh_first
from dinhlang.ground.record import clock
from dinhlang.ground.ui import cache, format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.refusals import refusal
from dinhlang.ground.ui.shapes import Field, FilterBox, FormPage, Link, PreviewPage, Refusal, Sight, TextPage, TextRow, TextsPage
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.petitions import acts, forms, policy, public, steps, texts
from dinhlang.works.petitions.acts import publishing
from dinhlang.works.petitions.desk_views import Step
from dinhlang.works.petitions.models import Petition
from dinhlang.works.petitions.naming import names_somebody
from dinhlang.works.petitions.states import WAITING
from dinhlang.works.petitions.views import Mine, denounced, door, private, sent

PAGE = 20  # texts on a page
NOT_YOURS = N_("A public text is taken down by two persons of the body it is about, or by the body above. Sign in with that office.")


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `petition.publish_text`: what each reader would see, again and again until it is right; then it is chosen."""
    step = Mine(request, code)
    found, day = step.found, clock.today()
    publishing.check_publishable(found, list(found.texts.all()), steps.count(found.pk, publishing.PUBLISH))
    if denouncing.typed(request):
        return denounced(request, bodies.place(found.body_id, day), recognised=True)
    told = steps.of(found.pk)
    own = told[0].words.get("words", "") if told else ""
    form, stopped, status = forms.Publish(sent(request)[0], initial={"text": own[: publishing.PUBLIC]}), None, 200
    said = own[: publishing.PUBLIC]
    if form.is_bound:
        status = 422
        said = str(request.POST.get("text", ""))
        if form.is_valid():
            said = form.cleaned_data["text"]
            try:
                text, count = publishing.wording(said)
                if request.POST.get("do") == "publish" and form.cleaned_data["seen"] == _mark(text):
                    return private(HttpResponseRedirect(step.run(acts.publish_text, form.cleaned_data, text=text)))
                status, form = 200, forms.Publish(initial={"text": said})
            except Refused as error:
                stopped = refusal(error)
    try:
        text, count = publishing.wording(said) if said else ("", 0)
    except Refused:
        text, count = "", 0
    form.initial["seen"] = _mark(text)
    page = PreviewPage(
        title=_("Make a text of it public"),
        lead=_("You choose. It becomes public on Monday %(day)s at six, not before; you can take it back at any time, with your code.")
        % {"day": format.short_day(publishing.opening_day(day))},
        sights=_sights(found, text, told, day) if text else (),
        notes=_notes(text, count),
        form=form,
        back=Link(_("Your petition"), reverse("petition-own", args=[code])),
        refusal=stopped,
        ready=bool(text) and not form.errors,
    )
    return private(render(request, "pages/petition_preview.html", {"page": page}, status=status))


def _sights(found: Petition, text: str, told: tuple[steps.Step, ...], day: date) -> tuple[Sight, ...]:
    """What everybody, the body that has it, and those above and beside it see."""
    _stand, coarse = publishing.coarse(found, day)
    names = bodies.places({found.place_id, found.body_id, coarse}, day)
    topic = policy.topics().get(found.topic)
    about = Field(_("About what"), topic.text.said if topic else found.topic)
    sent_on = clock.local_day(found.sent)
    week = texts.week_words(public.monday_of(sent_on))
    first = told[0].words if told else {}
    known = tuple(
        Field(label, first[name]) for name, label in (("name", _("Name")), ("address", _("Address or telephone"))) if name in first
    )
    photos = sum(len(one.files) for one in told)
    point = next((one.point for one in reversed(told) if one.point), "")
    return (
        Sight(
            _("Everybody, from that Monday on"),
            text,
            (about, Field(_("Place"), names[coarse].name), Field(_("Sent"), week)),
            _(
                "No name, no photograph, no point, no day, no code. Beside it how the petition stands, and the body's answer for "
                "everybody. Where too few others stand in a number of which it is one, topic, village and week, or how it stands, are "
                "left out."
            ),
        ),
        Sight(
            _("%(name)s, which has it") % {"name": names[found.body_id].name},
            first.get("words", ""),
            (
                about,
                Field(_("Place"), names[found.place_id].name),
                Field(_("Sent"), format.short_day(sent_on)),
                Field(_("Photographs and voice notes"), format.count(photos)),
                *((Field(_("Point on the map"), point),) if point else ()),
                *known,
            ),
            _("It reads this already; and that you chose a text to be public, to look at it before Monday."),
        ),
        Sight(
            _("The body above; the village head and the Front's work board"),
            text,
            (),
            _(
                "No more than everybody. Only if you reopen it the body above reads what %(name)s reads; the village head and the work "
                "board never do."
            )
            % {"name": names[found.body_id].name},
        ),
    )


def _notes(text: str, count: int) -> tuple[str, ...]:
    return (
        *((_("Masked: %(n)d numbers or addresses that would tell who somebody is.") % {"n": count},) if count else ()),
        *((_("It seems to name somebody. Leave names of private persons out: nobody asked them."),) if names_somebody(text) else ()),
    )


def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `petition.withdraw_text`."""
    step = Mine(request, code)
    lead = _("It is gone at once, for everybody. What somebody copied meanwhile cannot be called back.")
    form = CommandForm(sent(request)[0])
    return step.show(form, lambda data: step.run(acts.withdraw_text, data), _("Take the public text back"), lead, _("Take it back"))


def hold(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.hold_text`."""
    step = Step(request, subject)
    row = step.found.texts.filter(state=WAITING).first()
    if row is None:
        raise NotHere(N_("No text of this petition waits to become public."))
    lead = _("The text: “%(text)s”") % {"text": row.text}
    why = (
        _("One person of the body it is about holds it back for a week; if a second one agrees, it is not shown. Then everybody reads on "
          "Monday that a text was held back, by whom and why."),
        _("That it criticises your body, is wrong or unwelcome is no reason: answer it."),
    )  # fmt: skip
    return step.show(
        forms.Object(step.data), lambda data: step.run(acts.hold_text, data, reason=data["reason"]), _("Object to the public text"), lead,
        _("Object"), basis="Law 104/2016/QH13 Art. 7(2)", why=why,
    )  # fmt: skip


def word(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.word_answer`."""
    step = Step(request, subject)
    lead = _("It stands beside the sender's public text from the next Monday on.")
    form = forms.Word(step.data)

    def do(data: dict[str, Any]) -> str:
        return step.run(acts.word_answer, data, text=data["text"], looked=data.get("looked", False))

    return step.show(form, do, _("Answer for everybody"), lead, _("Keep it"))


def listed(request: HttpRequest, code: str) -> HttpResponse:
    """The public texts of a body, newest week first."""
    stand = door(code)

    def make() -> HttpResponse:
        topic, where, after = request.GET.get("viec", ""), request.GET.get("noi", ""), texts.after(request.GET.get("sau", ""))
        villages = bodies.villages(stand.place.id, stand.day) if stand.place.kind == "commune" else ()
        named = (stand.place, *villages)
        place = next((one.id for one in named if one.code == where), None)
        if (where and place is None) or (topic and topic not in policy.topics()):
            raise NotHere(N_("The list cannot be narrowed like that. Open it again and choose from what is offered."))
        rows = public.published([stand.place.id], topic=topic, limit=PAGE + 1, after=after, place=place)
        query = "".join(f"&{name}={value}" for name, value in (("viec", topic), ("noi", where)) if value)
        more = f"?sau={texts.after_words(rows[PAGE - 1].after)}{query}" if len(rows) > PAGE else ""
        topics = [(one.id, one.text.said) for one in policy.offered()]
        page = TextsPage(
            title=_("What people raised, in their words"),
            body=Link(stand.place.name, reverse("petitions", args=[code])),
            lead=_(
                "Texts that their senders chose to make public. New ones, and how each petition stands, are told on Monday at six; "
                "what is taken down stays as a mark with the reason."
            ),
            filters=(
                _box("viec", _("About what"), topics, topic),
                *((_box("noi", _("Place"), _named(stand.place, villages), where),) if villages else ()),
            ),
            rows=tuple(texts.row(one) for one in rows[:PAGE]),
            today=stand.day,
            more=Link(_("Older ones"), more) if more else None,
        )
        return render(request, "pages/petition_texts.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def _named(place: bodies.Place, villages: tuple[bodies.Place, ...]) -> list[tuple[str, str]]:
    """The places by which texts can be narrowed. Those of small villages stand at the commune itself."""
    return [(place.code, _("%(name)s, no village in particular") % {"name": place.name}), *((one.code, one.name) for one in villages)]


def _box(name: str, label: str, options: list[tuple[str, str]], chosen: str) -> FilterBox:
    return FilterBox(name, label, (("", _("All"), not chosen), *((value, words, value == chosen) for value, words in options)))


def _found(public_id: str) -> tuple[public.PublicPetition, duties.Stand]:
    """A public text and the body at whose page it stands. Raises NotHere."""
    one = public.one(public_id)
    if one is None:
        raise NotHere(publishing.NO_TEXT)
    day = clock.today()
    return one, duties.find_of(one.body, day)


def shown(request: HttpRequest, public_id: str) -> HttpResponse:
    """One public text, or the mark of it."""
    one, stand = _found(public_id)

    def make() -> HttpResponse:
        row: TextRow = texts.row(one)
        allowed = may.acts(request, stand.place, stand.book) & {publishing.TAKE_DOWN, publishing.DOWN_OWN}
        href = reverse("petition-text-down", args=[public_id])
        ended = stand.place.alive_to is not None and stand.place.alive_to < stand.day
        page = TextPage(
            title=row.about,
            body=Link(stand.place.name, reverse("body" if ended else "petition-texts", args=[stand.place.code])),
            row=row,
            facts=(Field(_("Place"), row.place), Field(_("Sent"), row.week), Field(_("State"), row.state)),
            today=stand.day,
            actions=(Link(_("Take it down"), href),) if allowed and not row.gone else (),
        )
        return render(request, "pages/petition_text.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def take_down(request: HttpRequest, public_id: str) -> HttpResponse:
    """Form of `petition.take_down`, and of asking for `petition.take_down_own`."""
    one, stand = _found(public_id)
    holder, allowed = may.holder(request), may.acts(request, stand.place, stand.book)
    own = holder is not None and holder.body == one.body
    if (publishing.DOWN_OWN if own else publishing.TAKE_DOWN) not in allowed:
        raise NotYours(NOT_YOURS)
    if one.down is not None:
        raise NotHere(publishing.NO_TEXT)
    if own and (first := fresh_first(request)) is not None:
        return first
    form = forms.Object(sent(request)[0])

    def do(data: dict[str, Any]) -> str:
        payload = {"text": public_id, "reason": data["reason"]}
        if own:
            return ask_for(request, one.body, publishing.DOWN_OWN, data, payload)
        given = {"by": may.actor(request), "at": clock.now(), "command_id": data["command_id"], "body": one.body}
        return reverse("done", args=[acts.take_down(**given, **payload).code])

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(
            title=_("Take a public text down"),
            lead=_("The text: “%(text)s”") % {"text": one.text},
            form=form,
            submit=_("Send for confirmation") if own else _("Take it down"),
            back=Link(_("The public text"), reverse("petition-text", args=[public_id])),
            refusal=stopped,
            why=(
                _("Its words go at once from pages, lists and open data. A mark stays: by whom, on which day, for which reason."),
                _("That it criticises your body, is wrong or unwelcome is no reason: answer it."),
                *((_("It is about your own body: a second person, who owes you no office, reads it and confirms."),) if own else ()),
            ),
        )

    return private(act_form(request, form, page, do))
