"""Acts about paper: hung up, taken down, seen by somebody else. Declared only, until somebody else saw it."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings

from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import DueKind, How, accepts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.effects import Effect, PutUp, Seen, TakeDown, Target
from dinhlang.ground.duties.models import Run
from dinhlang.ground.duties.project import places_needed
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import Attachment, new_subject
from dinhlang.works.disclosures import checks
from dinhlang.works.disclosures.acts.common import SITE, day_of, place_of, thing_of
from dinhlang.works.disclosures.models import Disclosure, Sighting


@act("disclosure.place", rows=False)
def place(
    *,
    who: Who,
    at: datetime,
    body: int | None,
    disclosure: str,
    part: str,
    place: str,
    from_day: date,
    means: str = "",
    attachments: Sequence[Attachment] = (),
) -> Draft:
    """Say that paper hangs at a place since a day, or that households were told. Declared only, until somebody else saw it.

    Who: officer, chair, or village head for the own village. Basis: Art. 13(2).
    """
    row, today = thing_of(disclosure, body), day_of(at)
    checks.check_step(row, "place")
    one = place_of(body, today)
    villages = [village.code for village in bodies.villages(one.id, today)] if one.kind == "commune" else [one.code]
    seat = place_of(who.seat, today) if who.seat is not None else one
    checks.check_place(place, part, villages, who.office, seat.code if seat.kind == "village" else "")
    effects: list[Effect] = []
    ways: set[str] = set()
    earliest = [row.decision.dated if row.decision else one.alive_from]
    for claim in row.claims.all():
        owed = duties.one(one.code, today, claim.rule, claim.occasion)[1]
        found = next((state.part for state in owed.parts if state.part.channel == part), None)
        if found is not None:
            accepts(owed.duty, "disclosure.place", part, "", claim.occasion)
            effects.append(PutUp(Target(claim.rule, part, claim.occasion), new_subject(), place, from_day, How.DECLARED))
            ways |= {way.id for way in found.means}
            if owed.duty.due.kind is not DueKind.BEFORE:
                earliest.append(owed.opens)
    if not effects:
        raise Refused(N_("No duty that this disclosure claims asks for that form."))
    # One paper for several duties holds what each of them asks for, so it is not older than the youngest.
    checks.check_posting_days(from_day, None, max(earliest), today)
    if ways and means not in ways:
        raise Refused(N_("Say in which of the listed ways people were told."))
    if open_runs(row, part, place).exists():
        raise Refused(N_("It hangs there already. Take it down first if it was put up anew."))
    public = {"part": part, "place": place, "from": from_day.isoformat(), "means": means if ways else ""}
    return Draft(row.subject, {"public": public}, tuple(effects), attachments=tuple(attachments))


def _runs(row: Disclosure, part: str, place: str) -> Any:
    """The paper postings of a disclosure in one form at one place; the site is none of them."""
    runs = Run.objects.filter(subject=row.subject, place=place).exclude(place=SITE)
    return runs.filter(slot__part=part) | runs.filter(clock__part=part)


def open_runs(row: Disclosure, part: str, place: str) -> Any:
    return _runs(row, part, place).filter(to_day=None)


@act("disclosure.take_down", rows=False)
def take_down(*, who: Who, at: datetime, body: int | None, disclosure: str, part: str, place: str, to_day: date) -> Draft:
    """Say on which day the paper no longer hung. Who: as for placing. Basis: Art. 13(2), the run must be unbroken."""
    row, today = thing_of(disclosure, body), day_of(at)
    checks.check_step(row, "take-down")
    seat = place_of(who.seat, today) if who.seat is not None else None
    if seat is not None and seat.kind == "village" and place != seat.code:
        raise Refused(N_("You may enter postings for your own village only."))
    runs = list(open_runs(row, part, place))
    if not runs:
        raise Refused(N_("Nothing of this hangs there."))
    checks.check_posting_days(min(run.from_day for run in runs), to_day, min(run.from_day for run in runs), today)
    return Draft(
        row.subject, {"public": {"part": part, "place": place, "to": to_day.isoformat()}}, tuple(TakeDown(run.key, to_day) for run in runs)
    )


def _voice(who: Who) -> bytes:
    """A resident as a keyed hash: tells two persons apart within this installation, names nobody."""
    return hmac.new(settings.SECRET_KEY.encode(), repr(who.actor).encode(), hashlib.sha256).digest()


@act("disclosure.countersign")
def countersign(
    *, who: Who, at: datetime, body: int | None, disclosure: str, run: str, which: str, attachments: Sequence[Attachment]
) -> Draft:
    """Say that one saw one posting (`run`) on its first or last day, with a photograph, which stays sealed.

    Who: the Front, or two residents (the second counts). Basis: Art. 13(2). Paper that serves several duties is seen once for all.
    """
    row = thing_of(disclosure, body)
    checks.check_step(row, "countersign")
    if which not in {"first", "last"}:
        raise Refused(N_("Choose the first or the last day of the posting."))
    if not attachments:
        raise Refused(N_("Add the photograph of the posting: it is what the confirmation rests on."))
    runs = _paper(row, run)
    seat = place_of(who.seat, day_of(at)) if who.seat is not None else None
    if seat is not None and seat.kind == "village" and any(one.place != seat.code for one in runs):
        raise Refused(N_("You may confirm postings in your own village only."))
    found = [one for one in runs if (not one.seen_first if which == "first" else checks.end_waits(one, day_of(at)))]
    if not found:
        raise Refused(N_("There is no posting of this that waits for your confirmation of that day."))
    seen = _seen_by_two(row, found, which, _voice(who)) if who.account is None else found
    by = who.office if who.account is not None else "residents"
    effects = tuple(Seen(one.key, which, by, places_needed(one) if which == "first" else None) for one in seen)
    term = found[0].slot or found[0].clock
    hung = {"part": term.part if term is not None else "", "place": found[0].place, "from": found[0].from_day.isoformat()}
    public = {**hung, "which": which, "by": by}
    # A single resident of a small place would be known: nothing is said before two confirmed.
    shut = {"files"} if effects else {"files", "public"}
    return Draft(row.subject, {"public": public}, effects, attachments=tuple(attachments), sealed_parts=frozenset(shut))


def _paper(row: Disclosure, key: str) -> list[Run]:
    """The paper whose posting `key` is: one run for each duty it serves, all entered by one act. None for what is no paper of `row`."""
    runs = Run.objects.select_related("slot", "clock").filter(subject=row.subject, voided=None).exclude(place=SITE)
    named = runs.filter(key=key).values("entry")
    return list(runs.filter(entry__in=named).order_by("id"))


def _seen_by_two(row: Disclosure, runs: Sequence[Run], which: str, voice: bytes) -> list[Run]:
    """Note that a resident saw these postings. Returns those that another resident had seen before: they count now."""
    keys = [run.key for run in runs]
    known = Sighting.objects.filter(run__in=keys, which=which)
    mine = set(known.filter(voice=voice).values_list("run", flat=True))
    new = [key for key in keys if key not in mine]
    if not new:
        raise Refused(N_("You confirmed this already. It counts when a second resident has seen it too."))
    others = set(known.exclude(voice=voice).values_list("run", flat=True))
    Sighting.objects.bulk_create([Sighting(subject=new_subject(), disclosure=row, run=key, which=which, voice=voice) for key in new])
    return [run for run in runs if run.key in others]
