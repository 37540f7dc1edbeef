"""Effects of entries into rows: the only writer of clocks, fulfilments, runs and confirmations.

Promises: applying the part `duties` of every entry in the order of the record gives the same rows again (`rebuild`).
Refuses: an effect on a target that nobody owes, and a second live clock for the same part and occasion.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, groupby
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import How, layer_of
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Body, Fact
from dinhlang.ground.duties import confirmed, inherited, schedule
from dinhlang.ground.duties.models import Clock, Confirmation, Fulfilment, Regulation, Run, Slot
from dinhlang.ground.record import append, clock, fast, rulebooks, vault
from dinhlang.ground.record.models import ClosedEntry, Entry


@dataclass(frozen=True)
class Context:
    """The leaf whose effects are applied: its body, subject and hash, and the local day it entered the record.

    `again` marks a rebuild: what was owed when the leaf entered is not asked again, for a fact may have been said otherwise since.
    """

    body: int
    subject: str
    leaf: bytes
    day: date
    again: bool = False


def _day(value: dict[str, Any], key: str) -> date | None:
    return date.fromisoformat(value[key]) if key in value else None


LIVE = "SELECT id FROM duties_clock WHERE body_id = %s AND rule = %s AND part = %s AND occasion = %s AND voided IS NULL"


def _target(at: Context, value: dict[str, Any]) -> tuple[Slot | None, Clock | None]:
    rule, part, occasion = value["rule"], value["part"], value["occasion"]
    one = bodies.place(at.body, at.day)
    slot = schedule.slots_of(one.kind, rulebooks.current()).named.get((rule, part, occasion))
    if slot is None:  # what the calendar opens, nothing else starts
        with connection.cursor() as cursor:
            cursor.execute(LIVE, [at.body, rule, part, occasion])
            row = cursor.fetchone()
        if row is not None:
            return None, Clock.objects.get(pk=row[0])
        taken = inherited.borne(at.body, at.day, rule=rule, part=part, occasion=occasion)
        if taken is not None:
            return None, Clock.objects.get(pk=taken)
        slot = schedule.slot_of(one.kind, rule=rule, part=part, occasion=occasion)
    if slot is None or not (at.again or schedule.owes(slot, one.alive_from, one.alive_to, _held(one.id), at.day)):
        raise Refused(N_("This body has no such duty on this occasion, so nothing can be claimed for it."))
    return slot, None


def _held(body: int) -> Iterator[Fact]:
    """Everything ever said of a body; asked when somebody looks."""
    yield from Fact.objects.filter(body=body)


def _clock(at: Context, value: dict[str, Any]) -> Clock:
    _, own = _target(at, value)
    if own is not None and own.body_id != at.body:
        raise Refused(N_("This began at a body that has ended; its days and its document stay as they are."))
    if own is None:
        raise Refused(N_("The calendar gives this duty its days; they cannot be changed or ended."))
    return own


def _run(at: Context, value: dict[str, Any]) -> Run:
    run = Run.objects.select_related("slot", "clock").filter(key=value["run"], body=at.body).first()
    if run is None:
        raise Refused(N_("There is no such posting of this body."))
    return run


def _clock_of(at: Context, value: dict[str, Any]) -> Clock:
    return Clock(
        body_id=bodies.find(value["bearer"], at.day).id if "bearer" in value else at.body,
        rule=value["rule"],
        part=value["part"],
        occasion=value["occasion"],
        opens=date.fromisoformat(value["start"]),
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


def _start(at: Context, *values: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            fast.insert([_clock_of(at, value) for value in values])
    except IntegrityError as error:
        raise Refused(N_("This is registered already: {occasion}."), {"occasion": values[0]["occasion"]}) from error


def _done(at: Context, value: dict[str, Any]) -> None:
    slot, own = _target(at, value)
    _fulfil(at, slot, own, date.fromisoformat(value["day"]), How(value["how"]), value["nothing"])


def _fulfil(at: Context, slot: Slot | None, own: Clock | None, day: date, how: How, nothing: bool) -> None:
    evidence = {"how": how.value, "subject": at.subject, "entry": at.leaf, "done_day": day, "nothing_arose": nothing}
    fast.insert([Fulfilment(body_id=at.body, slot=slot, clock=own, **evidence)])


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
        from_day=date.fromisoformat(value["day"]),
    )


def _take_down(at: Context, value: dict[str, Any]) -> None:
    run = _run(at, value)
    run.to_day = max(date.fromisoformat(value["day"]), run.from_day)
    run.entry_to = at.leaf
    run.save()


def _seen(at: Context, value: dict[str, Any]) -> None:
    run = _run(at, value)
    if value["which"] == "last":
        run.seen_last = value["by"]
        run.save()
        return
    run.seen_first, run.how = value["by"], How.COUNTERSIGNED.value
    run.save()
    _fulfil_where_enough(replace(at, subject=run.subject), run, value.get("needed"))


def _fulfil_where_enough(at: Context, run: Run, said: int | None) -> None:
    """A part that must stand at n places is done on the day the n-th of them first stood; postings of one thing count together.

    Where an earlier posting is seen later, what was said before ceases to count, and the part was done on the earlier day. `said` is n
    as the entry has it.
    """
    aim = {"body": at.body, "slot": run.slot, "clock": run.clock}
    counted = Run.objects.filter(**aim, subject=at.subject, voided=None).exclude(how=How.DECLARED.value)
    first: dict[str, date] = {}
    for place, day in counted.values_list("place", "from_day"):
        first[place] = min(day, first.get(place, day))
    needed = said or places_needed(run)
    if len(first) < needed:
        return
    day = sorted(first.values())[needed - 1]
    live = Fulfilment.objects.filter(**aim, voided=None).exclude(how=How.DECLARED.value)
    if live.filter(done_day__lte=day).exists():
        return
    live.filter(subject=at.subject, how=How.COUNTERSIGNED.value).update(voided=at.day)
    _fulfil(at, run.slot, run.clock, day, How.COUNTERSIGNED, False)


def places_needed(run: Run) -> int:
    """At how many places the part of a posting must stand: fixed when a clock starts; for a shared slot (0) counted on its first day."""
    target = run.slot or run.clock
    if target is None:
        return 1
    if target.places:
        return target.places
    opened = max(target.opens, Body.objects.values_list("alive_from", flat=True).get(pk=run.body_id))
    return max(1, len(bodies.villages(run.body_id, opened)))


def _void_done(at: Context, value: dict[str, Any]) -> None:
    names = {name: value[name] for name in ("rule", "part", "occasion")}
    aim = Q(**{f"slot__{name}": word for name, word in names.items()})
    aim |= Q(**{f"clock__{name}": word for name, word in names.items()}, clock__voided=None)
    if (taken := inherited.unmark(value["occasion"])) is not None:
        name, owner = taken
        aim |= Q(clock__rule=value["rule"], clock__part=value["part"], clock__occasion=name, clock__body=owner, clock__voided=None)
    mine = {"body": at.body, "subject": value["subject"], "voided": None}
    if not sum(table.objects.filter(aim, **mine).update(voided=_day(value, "day")) for table in (Fulfilment, Run)):
        _target(at, value)


def _void_clock(at: Context, value: dict[str, Any]) -> None:
    own = _clock(replace(at, body=bodies.find(value["bearer"], at.day).id) if "bearer" in value else at, value)
    own.voided = date.fromisoformat(value["day"])
    own.save()


def _move(at: Context, value: dict[str, Any]) -> None:
    own = _clock(at, value)
    own.opens, own.due, own.due_rolled = date.fromisoformat(value["start"]), _day(value, "due"), _day(value, "rolled")
    own.hold = value.get("hold", own.hold)
    own.entry = at.leaf  # the days were found under the rulebook that this leaf names
    own.save()


def _release(at: Context, value: dict[str, Any]) -> None:
    own = _clock(at, value)
    own.hold = None
    own.save()


def _confirm(at: Context, value: dict[str, Any]) -> None:
    day, named = date.fromisoformat(value["day"]), {"rule": value["rule"], "wording": bytes.fromhex(value["wording"])}
    Confirmation.objects.filter(**named, ended=None).update(ended=day, entry_ended=at.leaf)  # where the entry of its end is lost
    try:
        with transaction.atomic():
            Confirmation.objects.create(**named, day=day, subject=at.subject, entry=at.leaf)
    except IntegrityError as error:
        raise Refused(N_("This wording is confirmed already.")) from error
    _law_changed()


def _unconfirm(at: Context, value: dict[str, Any]) -> None:
    named = {"rule": value["rule"], "wording": bytes.fromhex(value["wording"])}
    Confirmation.objects.filter(**named, ended=None).update(ended=date.fromisoformat(value["day"]), entry_ended=at.leaf)
    _law_changed()


def _regulate(at: Context, value: dict[str, Any]) -> None:
    layer = layer_of(value["layer"])
    Regulation.objects.create(
        subject=at.subject,
        body_id=at.body,
        digest=layer.hash,
        layer=layer.as_value(),
        number=layer.number,
        dated=layer.dated,
        from_day=date.fromisoformat(value["day"]),
        to_day=layer.in_force_to,
        adopted=at.day,
        entry=at.leaf,
    )


def _law_changed() -> None:
    append.bump([append.LAW])
    confirmed.forget()


STEPS: dict[str, Callable[[Context, dict[str, Any]], None]] = {
    "start": _start,
    "done": _done,
    "put-up": _put_up,
    "take-down": _take_down,
    "seen": _seen,
    "void-done": _void_done,
    "void-clock": _void_clock,
    "move": _move,
    "release": _release,
    "confirm": _confirm,
    "unconfirm": _unconfirm,
    "regulate": _regulate,
}
OF_NO_BODY = frozenset({"rulebook.confirm", "rulebook.unconfirm"})  # acts on the law: their effects are those of no body


def apply(body: int | None, act: str, subject: str, leaf: bytes, day: date, effects: Sequence[dict[str, Any]]) -> None:
    """Apply the effects of one leaf that entered the record on `day`; the second callable of `config/wiring.py`.

    A rulebook that is adopted gives the calendar's slots their days in the same transaction. Raises Refused where an effect has no
    target; the whole act is undone then.
    """
    if effects and body is None and act not in OF_NO_BODY:
        raise Refused(N_("An act without a body cannot change a duty."))
    _apply(Context(body or 0, subject, leaf, day), effects)
    if act == "rulebook.adopt":
        schedule.ensure(rulebooks.current(), day)


def _apply(at: Context, effects: Sequence[dict[str, Any]]) -> None:
    for do, block in groupby(effects, key=lambda value: value["do"]):
        if do == "start":
            _start(at, *block)
        else:
            for value in block:
                STEPS[do](at, value)


def rebuild() -> int:
    """Empty the projections and apply every entry again, in order. Returns how many entries had effects.

    Raises Refused, and changes nothing, where an effect cannot be read or has no target.
    """
    count = 0
    with transaction.atomic():
        for table in (Run, Fulfilment, Clock, Confirmation, Regulation):
            table.objects.all().delete()
        schedule.ensure(rulebooks.current())
        for entry in _in_order():
            for part in vault.open_parts([bytes(entry.hash)], ["duties"], sealed=True).get(bytes(entry.hash), ()):
                if part.damaged:
                    raise Refused(
                        N_("What the leaf {leaf} means for duties cannot be read: its box is damaged. The operator runs: dinhlang verify"),
                        {"leaf": bytes(entry.hash).hex()},
                    )
                count += bool(part.value) and _again(entry, part.value)
    return count


def _again(entry: Entry | ClosedEntry, effects: Sequence[dict[str, Any]]) -> bool:
    """Apply what an entry did. A sealed one that the rules no longer allowed when it entered had no effect, and has none now."""
    at = Context(entry.body or 0, entry.subject, bytes(entry.hash), clock.local_day(entry.at), again=True)
    try:
        with transaction.atomic():
            _apply(at, effects)
    except Refused:
        if not entry.sealed:
            raise
        return False
    return True


def _in_order() -> Iterator[Entry | ClosedEntry]:
    """The entries of bodies and on the law as they took effect: those of closed logs first, by index, but sealed ones by their instant.

    They stand sorted by hash in their batch, so that the record does not show which came first.
    """
    wanted = Q(body__isnull=False) | Q(act__in=OF_NO_BODY)
    closed = ClosedEntry.objects.filter(wanted).order_by("id").iterator(chunk_size=500)
    entries: Iterator[Entry | ClosedEntry] = chain(closed, Entry.objects.filter(wanted).order_by("index").iterator(chunk_size=500))
    for sealed, block in groupby(entries, key=lambda entry: entry.sealed):
        if sealed:
            yield from sorted(block, key=lambda entry: (entry.at, bytes(entry.hash)))
        else:
            yield from block
