"""Interim heads: until which day the commune let one serve, and who is to be elected meanwhile.

Promises: the day is that of the commune's own decision; the row goes when a new head's election is recognised. Refuses: a clock that the
law, as it was read in the text, does not give.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.record import clock
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import FoundRow
from dinhlang.works.votes import policy
from dinhlang.works.votes.models import Matter
from dinhlang.works.votes.states import RECOGNISED

FOLLOW_UP = "vote.follow_up"


@dataclass(frozen=True)
class Lasting:
    """What the commune decided after a vote until a last day: an interim head. The paper's number and day are the commune's own."""

    sequel: policy.Sequel
    number: str
    dated: date
    until: date


def lasting(told: Sequence[Told]) -> tuple[Lasting, ...]:
    """What was decided after a vote until a last day, oldest first, by the entries about its matter."""
    follow = (one for one in told if one.act == FOLLOW_UP)
    found = ((policy.sequel(str(one.words.get("about", "")), clock.local_day(one.at)), one.words) for one in follow)
    return tuple(
        Lasting(known, str(words["number"]), date.fromisoformat(str(words["dated"])), date.fromisoformat(str(words["until"])))
        for known, words in found
        if known is not None and known.until and "until" in words
    )


def rows(at: duties.Frame) -> tuple[FoundRow, ...]:
    """Interim heads that this commune named and in whose place nobody was elected since: until which day its own decision lets them serve.

    The law read in the text says "until a new one is elected" and no number (Decree 59/2023/NĐ-CP Art. 9(3)): no duty is made of the day.
    One query where nobody was ever named, five at the most.
    """
    rules = {one.fulfils for one in policy.lasting(at.day)}
    sources = set(Clock.objects.filter(body=at.place.id, rule__in=rules, voided=None).exclude(source="").values_list("source", flat=True))
    if not sources:
        return ()
    after = list(Matter.objects.filter(pk__in=sources).order_by("proposed", "subject"))
    entries = record.of_subjects(sorted(sources))
    named = {row.pk: lasting([one for one in entries if one.subject == row.pk]) for row in after}
    settled = Matter.objects.filter(body__in={row.body_id for row in after}, rule__in=policy.posts(at.day), state=RECOGNISED)
    elected = [(body, day) for body, day in settled.values_list("body", "decided") if day is not None]
    places = bodies.places({row.body_id for row in after}, at.day)
    found = []
    for row in after:
        last = named[row.pk][-1] if named[row.pk] else None
        if last is None or row.body_id not in places or any(body == row.body_id and day >= last.dated for body, day in elected):
            continue
        words = {"day": format.short_day(last.until), "number": last.number}
        said = _("until %(day)s by decision No %(number)s; nobody is elected yet") % words
        if last.until < at.day:
            said = _("served until %(day)s by decision No %(number)s; nobody is elected yet, and the post is vacant") % words
        title = _("Interim head: %(village)s") % {"village": places[row.body_id].name}
        found.append(FoundRow(title, said, reverse("matter", args=[row.pk])))
    return tuple(found)
