"""A household's own page: what waits for it, what goes on in its village and its commune, how it enters.

Promises: names of its own household alone; nothing of it is kept by a browser or a proxy. Refuses: whoever did not enter as a household.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dinhlang.ground.duties import reads as duties
from dinhlang.ground.notices import reads as notices
from dinhlang.ground.notices.addresses import household
from dinhlang.ground.people import may
from dinhlang.ground.record import clock
from dinhlang.ground.rolls import policy, reads
from dinhlang.ground.rolls.models import Entrance
from dinhlang.ground.rolls.views.household import own_seat, shy
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Link
from dinhlang.web import pages

NOTICES = 5  # unread ones shown before the page of all
ALARM = "slip-tried"  # stands on the page by itself, as long as it is not settled
LOOKS = 5  # the latest looks of the commune at the village's list


@dataclass(frozen=True)
class HouseholdPage:
    """What a household sees of itself and around it: its village first, then its commune."""

    village: Link
    number: str
    name: str
    second: str
    alarms: tuple[datetime, ...]
    looks: tuple[reads.Seen, ...]
    change: Link
    chosen: bool
    fresh: tuple[notices.Row, ...]
    around: tuple[pages.Around, ...]
    today: object


def own(request: HttpRequest) -> HttpResponse:
    """The page of the household that entered."""
    seat, place = own_seat(request)
    village = _frame(place.code)
    around = (village, *([_frame(village.parent.code)] if village.parent is not None else []))
    shown = HouseholdPage(
        village=Link(place.name, reverse("body", args=[place.code])),
        number=seat.number,
        name=seat.name,
        second=seat.second,
        alarms=reads.alarms_of(seat.key),
        looks=reads.looks(place.id, policy.HOUSEHOLDS, LOOKS),
        change=Link(_("Choose another secret number"), reverse("household-number")),
        chosen=Entrance.objects.filter(pk=seat.key).exclude(digest=b"").exists(),
        fresh=tuple(row for row in notices.listed((household(seat.key),), clock.today()) if row.unread and row.kind != ALARM)[:NOTICES],
        around=tuple(pages.around(one, allowed=may.audiences(request, one.place.id)) for one in around),
        today=clock.today(),
    )
    return shy(render(request, "pages/household.html", {"page": shown}))


def _frame(code: str) -> duties.Frame:
    return duties.frame_of(duties.find(code, clock.today()))
