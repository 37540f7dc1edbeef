"""Forms for a point on the map and for voice notes, each a step of its own that works without script; where voice notes are heard."""

import functools
from collections.abc import Callable
from typing import Any, cast

from csp.constants import SELF
from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dinhlang.core.refusal import Refused
from dinhlang.ground.files.kinds import MEBIBYTE, Limits
from dinhlang.ground.files.receive import receive_sound
from dinhlang.ground.people.denounced import private
from dinhlang.ground.record import clock
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Link, Refusal, SpotPage
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.petitions import acts, coming, forms, points, policy
from dinhlang.works.petitions.desk_views import Step
from dinhlang.works.petitions.views import Mine, sent


def heard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page of `view`, on which sound of this house may be heard."""

    @functools.wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: Any = view(request, *args, **kwargs)
        response._csp_replace = {"media-src": [SELF]}
        return cast(HttpResponse, response)

    return page


def place_point(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `petition.place_point`: an image that sends the point where it was touched, and the box into which that comes."""
    step, day = Mine(request, code), clock.today()
    land = points.land(step.found, day)
    touched = points.touched(request.POST, land) if land is not None else None
    middle = None if touched is None else points.around(request.POST) or touched  # touched once, what lies around it is shown larger
    window = points.near(land, middle) if land is not None and middle is not None else None
    form = forms.Point(sent(request)[0]) if touched is None else forms.Point(initial={"point": touched.text})

    name = land.place.name if land is not None else ""

    def marked() -> points.Point | None:
        if touched is not None or not form.is_bound:
            return touched
        try:
            return points.read(form.data.get("point", ""))
        except Refused:
            return None

    def page(form: django_forms.Form, stopped: Refusal | None) -> SpotPage:
        return SpotPage(
            title=_("Show the place on the map"),
            lead=_("Touch the map where it is; look whether the mark is right; send it.") if land is not None else _(points.NO_MAP),
            form=form,
            submit=_("Send this point"),
            back=Link(_("Your petition"), reverse("petition-own", args=[code])),
            refusal=stopped,
            note=_("The mark stands at %(point)s. The map shows larger what lies around it: touch the exact place, or send it below.")
            % {"point": touched.text}
            if touched is not None
            else "",
            why=(_("Only whoever has your petition sees the point. It is never public."),),
            image=points.picture(land, day, marked(), window) if land is not None else "",
            alt=_("Map of %(name)s: choose a point. By keyboard, type the point below instead.") % {"name": name},
            sizes=points.sizes(land, window) if land is not None else (),
            around=middle.text if middle is not None else "",
            whole=Link(_("Show the whole map again"), request.path) if middle is not None else None,
            told=_("Boundaries are for reference only; the province may replace them."),
        )

    def do(data: dict[str, Any]) -> str:
        return step.run(acts.place_point, data, point=data["point"])

    return private(act_form(request, form, page, do, "pages/petition_point.html"))


def add_voice(request: HttpRequest, code: str) -> HttpResponse:
    """Form of `petition.add_voice`."""
    step, values = Mine(request, code), policy.values()
    limits = Limits(upload=values.voice_megabytes * MEBIBYTE, seconds=values.voice_seconds)

    def page(given: coming.Sent) -> HttpResponse:
        def do(data: dict[str, Any]) -> str:
            with given.step():
                return step.run(acts.add_voice, data, attachments=receive_sound(data["voice"], limits))

        lead = _(
            "At most %(minutes)d minutes and %(size)d MB. It is kept as it came, voice and all, for whoever has your petition; they type "
            "what it says, and you read that here."
        ) % {"minutes": values.voice_seconds // 60, "size": values.voice_megabytes}
        form = forms.Voice(given.data, given.files)
        return step.show(form, do, _("Add a voice note"), lead, _("Send it"), pieces=coming.address(coming.VOICE, code))

    return step.file(coming.VOICE, page)


def voice_pieces(request: HttpRequest, code: str) -> HttpResponse:
    """Pieces of a voice note, sent by a script before the form."""
    step = Mine(request, code)
    return private(coming.answer(request, coming.VOICE, step.found, step.plain))


def summarise(request: HttpRequest, subject: str) -> HttpResponse:
    """Form of `petition.summarise`."""
    step = Step(request, subject)
    lead = _("In the sender's own words, as far as they matter. The sender reads it and may add to it; what stands here counts.")
    why = (_("Does it denounce somebody? Then type nothing of it: go back and return it."),)
    form = forms.Heard(step.data)
    title = _("Type what the voice note says")
    return step.show(form, lambda data: step.run(acts.summarise, data, text=data["text"]), title, lead, _("Enter it"), why=why)
