"""Pages of the square on a summons: its sheets for whoever convenes, and what it says to whoever opens it.

Promises: whoever keeps the list of the meeting sees whose it is and says that they are there; the household itself comes to its own page.
Refuses: everybody else, by one answer for a mark that is nobody's and one that is somebody's.
"""

from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dinhlang.core.actor import Voice
from dinhlang.core.refusal import N_, NotHere, NotYours
from dinhlang.core.tally.rounds import Way
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties.reads import Stand
from dinhlang.ground.people import may
from dinhlang.ground.polls import reads as polls
from dinhlang.ground.polls.reads import RoundSeen, SittingSeen
from dinhlang.ground.record import clock
from dinhlang.ground.rolls.reads import Seat
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.shapes import Field, FormPage, Link, Refusal
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.votes import acts, reads, summons
from dinhlang.works.votes.views import NOT_YOURS

TICK = "vote.tick"
NOTHING = N_(
    "This square speaks to the household it was given to, and to whoever keeps the list of that meeting. If you are one of them, enter or "
    "sign in first, then open it again."
)


def _keeps(request: HttpRequest, stand: Stand, found: reads.Found) -> bool:
    holder = may.holder(request)
    return holder is not None and holder.office == found.rule.convened_by and TICK in may.acts(request, stand.place, stand.book)


def sheets(request: HttpRequest, subject: str) -> HttpResponse:
    """The summons of the running meeting, a paper for each household, for whoever convenes."""
    stand = reads.stand(subject, clock.today())
    found = reads.find(subject, stand.book)
    if not _keeps(request, stand, found):
        raise NotYours(NOT_YOURS)
    commune = bodies.place(stand.place.parent, stand.day).name if stand.place.parent is not None else ""
    name, kind, data = summons.papers(
        found, stand.place.name, commune, lambda mark: absolute(request, reverse("vote-present", args=[subject, mark]))
    )  # fmt: skip
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _opened(request: HttpRequest, subject: str, mark: str) -> tuple[Stand, reads.Found, RoundSeen, Seat]:
    """Whose square it is, for whoever may know. Raises NotHere, one sentence for everything else."""
    try:
        stand = reads.stand(subject, clock.today())
    except NotHere:
        raise NotHere(NOTHING) from None
    found, who = reads.find(subject, stand.book), may.actor(request)
    last = found.rounds[-1] if found.rounds else None
    seat = summons.seat_of(last, mark) if last is not None else None
    own = seat is not None and isinstance(who, Voice) and who.household == seat.key
    if last is None or seat is None or not (own or _keeps(request, stand, found)):
        raise NotHere(NOTHING)
    return stand, found, last, seat


def _note(one: RoundSeen, sitting: SittingSeen | None, *, here: bool) -> str:
    """Why nothing is to be said of this household now; "" where it may be ticked."""
    if not one.running or one.way is not Way.MEETING or sitting is None:
        return _("No sitting of this is open now.")
    if clock.now() < sitting.at:
        return _("The sitting begins at %(when)s: open the square again then.") % {"when": format.instant(sitting.at)}
    return _("This household is on the list of who takes part.") if here else ""


@require_http_methods(["GET", "POST"])
def present(request: HttpRequest, subject: str, mark: str) -> HttpResponse:
    """What the square of a summons says: to whoever keeps the list, whose it is, with the button that they are there (`vote.tick`)."""
    stand, found, one, seat = _opened(request, subject, mark)
    who = may.actor(request)
    if isinstance(who, Voice):
        return HttpResponseRedirect(reverse("household"))
    sitting = next((each for each in one.sittings if each.cluster in ("", seat.cluster)), None)
    note = _note(one, sitting, here=seat.key in polls.took_part(one.id))

    def do(data: dict[str, Any]) -> str:
        given = {"by": who, "at": clock.now(), "command_id": data["command_id"], "body": stand.place.id, "matter": subject}
        acts.tick(**given, sitting=sitting.number if sitting is not None else 0, keys=(seat.key,), gone=())
        return reverse("vote-present", args=[subject, mark])

    def page(form: django_forms.Form, stopped: Refusal | None) -> FormPage:
        where = sitting.cluster if sitting is not None and sitting.cluster else _("The whole village")
        return FormPage(
            title=_("Household %(number)s") % {"number": seat.number}, lead=" · ".join(filter(None, (seat.name, seat.second))), form=form,
            submit="" if note else _("They are here"), back=Link(found.title, reverse("matter", args=[subject])), refusal=stopped,
            note=note, facts=(Field(_("Matter"), found.title), Field(_("Sitting"), where)),
        )  # fmt: skip

    return act_form(request, CommandForm(request.POST if request.method == "POST" else None), page, do, "pages/vote_present.html")
