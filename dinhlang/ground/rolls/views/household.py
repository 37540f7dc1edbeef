"""How a household enters: by its slip once, then by list number and its own number.

Promises: no script, small pages; looking changes nothing; one sentence for every slip that opens nothing; nothing of a code leaves by a
referrer. Refuses: to count by address.
"""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms as django_forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dinhlang.core import slips
from dinhlang.core.actor import Guest, Voice
from dinhlang.core.refusal import N_, NotYours, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Registration
from dinhlang.ground.bodies.reads import fold
from dinhlang.ground.people import may
from dinhlang.ground.record import clock, fast
from dinhlang.ground.rolls import acts, codes, reads, tries
from dinhlang.ground.rolls.acts.slips import NO_SLIP
from dinhlang.ground.rolls.middleware import begin
from dinhlang.ground.rolls.models import Entrance, Slip
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.shapes import FormPage, Link, Refusal
from dinhlang.ground.ui.submit import HallText, act_form

NOT_IN = N_("This page is a household's own. Enter with your access slip, or with household number and secret number.")
NOBODY = Guest("")
FOUND = 20


class Code(CommandForm):
    """A slip's code, typed or out of the QR."""

    ma = HallText(label=gettext_lazy("Code on the slip"), max_length=40, help_text=gettext_lazy("Thirteen signs in four groups."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ma"].widget.attrs.update({"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"})


class ByNumber(CommandForm):
    """List number and secret number."""

    listed = HallText(label=gettext_lazy("Household number"), max_length=12)
    number = django_forms.CharField(label=gettext_lazy("Secret number"), max_length=12, widget=django_forms.PasswordInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].widget.attrs.update({"inputmode": "numeric", "autocomplete": "current-password"})


class Choose(CommandForm):
    """A number of one's own, twice."""

    number = django_forms.CharField(label=gettext_lazy("Secret number of six digits"), max_length=12, widget=django_forms.PasswordInput)
    again = django_forms.CharField(label=gettext_lazy("Once more"), max_length=12, widget=django_forms.PasswordInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("number", "again"):
            self.fields[name].widget.attrs.update({"inputmode": "numeric", "autocomplete": "new-password"})


@dataclass(frozen=True)
class EnterPage(FormPage):
    """The form of a slip, and the villages whose households may enter with their number; `asked` is the name that was looked for."""

    villages: tuple[Link, ...] = ()
    asked: str = ""


def shy(response: HttpResponse) -> HttpResponse:
    """The answer, kept by nobody and telling nobody where it was."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "strict-origin"  # no code leaves; without any, a browser hides where a form came from
    return response


def _page(title: str, lead: str, submit: str, back: Link) -> Any:
    def make(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        return FormPage(title=title, lead=lead, form=form, submit=submit, back=back, refusal=stopped)

    return make


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter with a slip: GET shows the form, filled in from a QR code; POST uses the slip."""
    form = Code(request.POST if request.method == "POST" else None, initial={"ma": request.GET.get("ma", "")[:40]})

    def do(data: dict[str, Any]) -> str:
        slip = _slip(data["ma"])
        at = clock.now()
        if slip.used is not None and not _same(data, slip):
            acts.alarm(by=NOBODY, at=at, command_id=uuid4(), body=slip.member.body_id, slip=slip.pk)
            raise Refused(NO_SLIP)
        acts.activate(by=NOBODY, at=at, command_id=data["command_id"], body=slip.member.body_id, slip=slip.pk)
        begin(request, slip.member_id, Entrance.objects.get(pk=slip.member_id).turn)
        return reverse("household-number")

    asked = request.GET.get("thon", "")[:80]
    lead = _("Your household's slip opens once. After that you choose a secret number and enter with it on any phone.")

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        back = Link(_("Front page"), reverse("home"))
        return EnterPage(
            _("Enter as a household"), lead, form, _("Go in"), back, refusal=stopped, action_href=reverse("enter"),
            villages=_villages(asked), asked=asked,
        )  # fmt: skip

    return shy(act_form(request, form, page, do, "rolls/enter.html"))


def _slip(text: str) -> Slip:
    """The slip with this code. Raises Refused, one sentence for none."""
    bits = slips.read(text)
    row = None if bits is None else Slip.objects.select_related("member").filter(digest=codes.of_slip(bits)).first()
    if row is None:
        raise Refused(NO_SLIP)
    return row


def _same(data: dict[str, Any], slip: Slip) -> bool:
    """Whether this very form used the slip before: its answer was lost on the way."""
    return fast.answer(data["command_id"]) is not None and Entrance.objects.filter(pk=slip.member_id, digest=b"").exists()


def _villages(text: str) -> tuple[Link, ...]:
    """Villages whose name holds what was typed, with their commune; those of the site's own commune where nothing was."""
    day = clock.today()
    if not text:
        home = Registration.objects.filter(bodies.on(day), code=settings.HOME_BODY, body__kind="commune").first()
        near = bodies.villages(home.body_id, day) if home is not None else ()
        return tuple(Link(one.name, reverse("enter-number", args=[one.code])) for one in near)
    found = Registration.objects.filter(bodies.on(day), body__kind="village", folded__contains=f" {fold(text)}").order_by("name")
    ids = list(found.values_list("body", flat=True)[:FOUND])
    rows = bodies.places(ids, day)
    above = bodies.places({one.parent for one in rows.values() if one.parent}, day)
    return tuple(Link(_named(rows[n], above), reverse("enter-number", args=[rows[n].code])) for n in ids if n in rows)


def _named(one: bodies.Place, above: dict[int, bodies.Place]) -> str:
    return f"{one.name}, {above[one.parent].name}" if one.parent in above else one.name


@require_http_methods(["GET", "POST"])
def by_number(request: HttpRequest, code: str) -> HttpResponse:
    """Enter with list number and secret number."""
    place = bodies.find(code, clock.today())
    form = ByNumber(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> str:
        row = tries.enter(place.id, data["listed"], data["number"], clock.now())
        begin(request, row.pk, row.turn)
        return reverse("household")

    title = _("Enter as a household of %(name)s") % {"name": place.name}
    back = Link(_("Enter with a slip"), reverse("enter"))
    return shy(act_form(request, form, _page(title, "", _("Go in"), back), do))


def own_seat(request: HttpRequest) -> tuple[reads.Seat, bodies.Place]:
    """The household that entered, and its village. Raises NotYours for everybody else."""
    who = may.actor(request)
    found = reads.seat_of(who.household, clock.today()) if isinstance(who, Voice) and who.household else None
    if found is None:
        raise NotYours(NOT_IN)
    return found[0], bodies.place(found[1], clock.today())


@require_http_methods(["GET", "POST"])
def number(request: HttpRequest) -> HttpResponse:
    """Choose the secret number: act `rolls.set_number`."""
    seat, place = own_seat(request)
    form = Choose(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> str:
        if "".join(data["number"].split()) != "".join(data["again"].split()):
            raise Refused(N_("The two numbers differ. Type the same one twice."))
        digits = codes.check_number(data["number"], seat.number)
        salt = codes.salt_of(data["command_id"])
        acts.set_number(
            by=may.actor(request), at=clock.now(), command_id=data["command_id"], body=place.id,
            salt=salt, digest=codes.of_number(seat.key, salt, digits),
        )  # fmt: skip
        return reverse("household")

    lead = _(
        "With household number %(number)s and this number your household enters on any phone. Tell it to nobody outside the household."
    )
    back = Link(_("My household"), reverse("household"))
    return shy(act_form(request, form, _page(_("Choose a secret number"), lead % {"number": seat.number}, _("Keep this number"), back), do))
