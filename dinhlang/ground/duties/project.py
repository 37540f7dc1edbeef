"""Effects of entries into rows: the only writer of clocks, fulfilments and runs.

Promises: applying the part `duties` of every entry in the order of the record gives the same rows again (`rebuild`).
Refuses: an effect on a target that nobody owes, and a second live clock for the same part and occasion.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import How
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import schedule
from dinhlang.ground.duties.models import Clock, Fulfilment, Run, Slot
from dinhlang.ground.record import clock, rulebooks, vault
from dinhlang.ground.record.models import Entry


@dataclass(frozen=True)
class Context:
    """The leaf whose effects are applied: its body, subject and hash, and the local day it entered the record."""

    body: int
    subject: str
    leaf: bytes
    day: date


def _day(value: dict[str, Any], key: str) -> date | None:
    return date.fromisoformat(value[key]) if key in value else None


def _target(at: Context, value: dict[str, Any]) -> tuple[Slot | None, Clock | None]:
    names = {"rule": value["rule"], "part": value["part"], "occasion": value["occasion"]}
    own = Clock.objects.filter(body=at.body, voided=None, **names).first()
    if own is not None:
        return None, own
    for slot in Slot.objects.filter(**names):
        if slot.variant == schedule.variant_on(at.body, slot.opens):
            return slot, None
    raise Refused(N_("This body has no such duty on this occasion, so nothing can be claimed for it."))


def _start(at: Context, value: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            Clock.objects.create(
                body_id=at.body,
                rule=value["rule"],
                part=value["part"],
                occasion=value["occasion"],
                opens=_day(value, "start"),
                due=_day(value, "due"),
                due_rolled=_day(value, "rolled"),
                mode=value["mode"],
                required=value["required"],
                hold=value.get("hold"),
                places=value["places"],
                source=at.subject,
                entry=at.leaf,
                registered=at.day,
            )
    except IntegrityError as error:
        raise Refused(N_("This is registered already: {occasion}."), {"occasion": value["occasion"]}) from error


def _done(at: Context, value: dict[str, Any]) -> None:
    slot, own = _target(at, value)
    _fulfil(at, slot, own, _day(value, "day") or at.day, How(value["how"]), value["nothing"])


def _fulfil(at: Context, slot: Slot | None, own: Clock | None, day: date, how: How, nothing: bool) -> None:
    Fulfilment.objects.create(
        body_id=at.body, slot=slot, clock=own, how=how.value, subject=at.subject, entry=at.leaf, done_day=day, nothing_arose=nothing
    )


def _put_up(at: Context, value: dict[str, Any]) -> None:
    slot, own = _target(at, value)
    Run.objects.create(
        body_id=at.body,
        slot=slot,
        clock=own,
        how=value["how"],
        subject=at.subject,
        entry=at.leaf,
        key=value["run"],
        place=value["place"],
        from_day=_day(value, "day"),
    )


def _take_down(at: Context, value: dict[str, Any]) -> None:
    run = Run.objects.get(key=value["run"])
    run.to_day = max(_day(value, "day") or at.day, run.from_day)
    run.entry_to = at.leaf
    run.save()


def _seen(at: Context, value: dict[str, Any]) -> None:
    run = Run.objects.select_related("slot", "clock").get(key=value["run"])
    if value["which"] == "last":
        run.seen_last = value["by"]
        run.save()
        return
    run.seen_first, run.how = value["by"], How.COUNTERSIGNED.value
    run.save()
    at = Context(at.body, run.subject, at.leaf, at.day)
    _fulfil_where_enough(at, run)


def _fulfil_where_enough(at: Context, run: Run) -> None:
    """A part that must stand at n places is done on the day the n-th of them first stood."""
    counted = Run.objects.filter(body=at.body, slot=run.slot, clock=run.clock).exclude(how=How.DECLARED.value)
    first: dict[str, date] = {}
    for place, day in counted.values_list("place", "from_day"):
        first[place] = min(day, first.get(place, day))
    target = run.slot or run.clock
    needed = places_needed(at.body, target) if target else 1
    live = Fulfilment.objects.filter(body=at.body, slot=run.slot, clock=run.clock, voided=None).exclude(how=How.DECLARED.value)
    if len(first) >= needed and not live.exists():
        _fulfil(at, run.slot, run.clock, sorted(first.values())[needed - 1], How.COUNTERSIGNED, False)


def places_needed(body: int, target: Slot | Clock) -> int:
    """At how many places the part must stand: fixed when a clock starts, counted on the opening day for a shared slot (0)."""
    return target.places or max(1, len(bodies.villages(body, target.opens)))


def _void_done(at: Context, value: dict[str, Any]) -> None:
    slot, own = _target(at, value)
    Fulfilment.objects.filter(body=at.body, slot=slot, clock=own, subject=value["subject"], voided=None).update(voided=_day(value, "day"))


def _void_clock(at: Context, value: dict[str, Any]) -> None:
    _, own = _target(at, value)
    if own is not None:
        own.voided = _day(value, "day")
        own.save()


def _move(at: Context, value: dict[str, Any]) -> None:
    _, own = _target(at, value)
    if own is not None:
        own.opens, own.due, own.due_rolled = _day(value, "start") or own.opens, _day(value, "due"), _day(value, "rolled")
        own.save()


STEPS: dict[str, Callable[[Context, dict[str, Any]], None]] = {
    "start": _start,
    "done": _done,
    "put-up": _put_up,
    "take-down": _take_down,
    "seen": _seen,
    "void-done": _void_done,
    "void-clock": _void_clock,
    "move": _move,
}


def apply(body: int | None, act: str, subject: str, leaf: bytes, day: date, effects: Sequence[dict[str, Any]]) -> None:
    """Apply the effects of one leaf that entered the record on `day`; the second callable of `config/wiring.py`.

    Raises Refused where an effect has no target; the whole act is undone then.
    """
    for value in effects:
        if body is None:
            raise Refused(N_("An act without a body cannot change a duty."))
        STEPS[value["do"]](Context(body, subject, leaf, day), value)


def rebuild() -> int:
    """Empty the projections and apply every entry again, in order. Returns how many entries had effects."""
    count = 0
    with transaction.atomic():
        for table in (Run, Fulfilment, Clock):
            table.objects.all().delete()
        schedule.ensure(rulebooks.current())
        for entry in Entry.objects.exclude(body=None).order_by("index").iterator(chunk_size=500):
            for part in vault.open_parts([bytes(entry.hash)], ["duties"], sealed=True).get(bytes(entry.hash), ()):
                apply(entry.body, entry.act, entry.subject, bytes(entry.hash), clock.local_day(entry.at), part.value or ())
                count += bool(part.value)
    return count
