"""Looks of an office above at a roll that somebody else keeps, and rolls frozen on a day."""

import json
import zlib
from datetime import date, datetime, timedelta

from dinhlang.core import ledger
from dinhlang.core.actor import Office
from dinhlang.core.ledger import clean_text
from dinhlang.core.refusal import N_, NotYours, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Body
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject
from dinhlang.ground.rolls import hashes, policy
from dinhlang.ground.rolls.acts.lists import LATE, NO_ROLL, NOT_KEPT
from dinhlang.ground.rolls.models import Line, Look, Snapshot

REASONS = ("village-meeting", "opinion-round", "support-list", "contact", "correction", "complaint", "other")
WORDS = 200


@act("rolls.look")
def look(*, who: Who, at: datetime, body: int | None, roll: str, reason: str, words: str = "") -> Draft:
    """Look at a roll that an office below keeps, for some minutes, with a reason of the closed list; "other" is said in words.

    Who: an office above that policy/rolls.toml names. Sealed in the record; who keeps the roll sees each look.
    """
    kind = policy.roll(roll)
    seat = Body.objects.filter(pk=body or 0).first()
    if seat is None or seat.kind not in kind.bearers or kind.source:
        raise Refused(NO_ROLL)
    if who.office not in kind.seers or who.seat != seat.parent_id or not isinstance(who.actor, Office):
        raise NotYours(NOT_KEPT)
    said = clean_text(words).strip()
    if reason not in REASONS or len(said) > WORDS or (reason == "other" and not said):
        raise Refused(N_("Say for what you look at this list, in at most {n} characters: who keeps it reads it."), {"n": WORDS})
    subject = new_subject()
    Look.objects.create(
        subject=subject, body=seat, roll=roll, mandate_id=who.actor.mandate, reason=reason, words=said,
        at=at, until=at + timedelta(minutes=policy.values().look_minutes),
    )  # fmt: skip
    return Draft(
        subject, {"sender": {"list": roll, "office": who.office, "reason": reason, "words": said}}, sealed=True, changes_public=False
    )


@act("rolls.freeze")
def freeze(*, who: Who, at: datetime, body: int | None, roll: str, day: date, purpose: str) -> Draft:
    """Freeze who is on a roll on `day`: for a meeting, a round, an election. Later arrivals and departures can be listed against it.

    Who: who keeps the roll, who convenes those on it, or the office above. The entry commits to the root over its rows and says how many.
    """
    kind = policy.roll(roll)
    seat = Body.objects.select_for_update().filter(pk=body or 0).first()
    if seat is None or seat.kind not in kind.bearers:
        raise Refused(NO_ROLL)
    if not (
        (who.office in (*kind.keepers, *kind.freezers) and who.seat == seat.pk) or (who.office in kind.seers and who.seat == seat.parent_id)
    ):
        raise NotYours(NOT_KEPT)
    if day > clock.local_day(at):
        raise Refused(LATE, {"day": day})
    said = clean_text(purpose).strip()
    if not said or len(said) > 120:
        raise Refused(N_("Say for what the list is frozen, in at most {n} characters."), {"n": 120})
    if kind.source:
        places = bodies.villages(seat.pk, day)
        ids, leaves = [one.id for one in places], [ledger.leaf_hash(ledger.canonical([one.code, one.name])) for one in places]
    else:
        rows = list(Line.objects.filter(bodies.on(day), member__roll=roll, member__body=seat).order_by("id"))
        ids, leaves = [row.pk for row in rows], [hashes.of_begin(row) for row in rows]
    if not ids:
        raise Refused(N_("Nobody is on this list on {day}: there is nothing to freeze."), {"day": day})
    root, subject = ledger.root_of(leaves).hex(), new_subject()
    Snapshot.objects.create(
        subject=subject, body=seat, roll=roll, day=day, purpose=said, count=len(ids), root=root,
        rows=zlib.compress(json.dumps(ids).encode()), at=at,
    )  # fmt: skip
    public = {"list": roll, "day": day.isoformat(), "count": len(ids), "root": root}
    return Draft(subject, {"public": public, "sender": {"purpose": said}}, changes_public=False)
