"""Calendar slots: made from the rulebook, shared by all bodies of one kind.

A slot's variant is the kind of body, with the fact that switches its part on where there is one: `commune`,
`commune+has_portal`. A fact that comes or goes adds or takes away the parts it governs; the others, and what was done for
them, it leaves alone.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Protocol

from django.db.models import Q

from dinhlang.core.rules import Duty, Facts, Mode, Rulebook, schedule
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Body, Fact
from dinhlang.ground.duties.models import Slot
from dinhlang.ground.record import clock

YEARS_AHEAD = 1


class Owed(Protocol):
    """A slot or a clock, as far as its wording goes."""

    @property
    def rule(self) -> str: ...

    @property
    def opens(self) -> date: ...


def conditions(book: Rulebook, kind: str) -> tuple[str, ...]:
    """The facts that switch parts of this kind's duties on or off, sorted."""
    return tuple(sorted({part.condition for duty in book.versions if kind in duty.bearer for part in duty.parts if part.condition}))


def variant(kind: str, condition: str) -> str:
    """Which bodies a slot is for: those of a kind, or those of them with a fact. `commune`, `commune+has_portal`."""
    return f"{kind}+{condition}" if condition else kind


def wording(book: Rulebook, row: "Owed") -> Duty | None:
    """The wording of a row's rule in force on the day it opened, else the latest one; None where the book knows no such rule."""
    return book.duty_on(row.rule, row.opens) or book.duties.get(row.rule)


def ensure(book: Rulebook) -> int:
    """Make the slots of every kind of body there is, from the first rule to next year. Returns how many are new.

    Occasions are added, never changed: a slot keeps the day it was announced with until the rulebook says otherwise by a new rule.
    """
    first = min((duty.in_force_from.year for duty in book.versions), default=clock.today().year)
    have = {(name.partition("+")[0], *rest) for name, *rest in Slot.objects.values_list("variant", "rule", "part", "occasion")}
    new: list[Slot] = []
    for kind in Body.objects.values_list("kind", flat=True).distinct():
        facts = Facts(kind=kind, values=dict.fromkeys(conditions(book, kind), True))
        for year in range(first, clock.today().year + YEARS_AHEAD + 1):
            for spec in schedule(book, facts, year):
                key = (kind, spec.rule, spec.part, spec.occasion)
                if key in have:
                    continue
                have.add(key)
                duty = book.duty_on(spec.rule, spec.start_day) or book.duties[spec.rule]
                part = duty.part(spec.part)
                new.append(
                    Slot(
                        variant=variant(kind, part.condition if part is not None else ""),
                        rule=spec.rule,
                        part=spec.part,
                        occasion=spec.occasion,
                        opens=spec.opens,
                        due=spec.due.day,
                        due_rolled=spec.due.rolled,
                        mode=spec.mode.value,
                        required=spec.required,
                        hold=spec.hold,
                        places=0 if part is not None and part.places else 1,
                    )
                )
    Slot.objects.bulk_create(new)
    forget()
    return len(new)


class Slots(tuple[Slot, ...]):
    """Slots as they were read together: told apart by that reading alone, so that what follows from them can be remembered."""

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


@lru_cache(maxsize=64)
def _slots(rules: bytes, kind: str, day: date) -> Slots:
    return Slots(Slot.objects.filter(Q(variant=kind) | Q(variant__startswith=f"{kind}+")).order_by("opens", "rule", "id"))


def forget() -> None:
    """Read the slots anew next time: the table has changed."""
    _slots.cache_clear()


def slots_of(kind: str, book: Rulebook, day: date) -> Slots:
    """All slots of a kind of body; read once per process, rulebook and day, for they are the same for every body."""
    return _slots(book.hash, kind, day)


def slot_of(kind: str, book: Rulebook, day: date, *, rule: str, part: str, occasion: str) -> Slot | None:
    """The one slot of a kind of body with these names: as remembered, for a slot never changes, else as another process made it since."""
    known = (slot for slot in slots_of(kind, book, day) if slot.occasion == occasion and slot.rule == rule and slot.part == part)
    if (slot := next(known, None)) is not None:
        return slot
    found = Slot.objects.filter(rule=rule, part=part, occasion=occasion)
    return next((slot for slot in found if slot.variant.partition("+")[0] == kind), None)


def owes(slot: Slot, alive_from: date, alive_to: date | None, held: Iterable[Fact], day: date) -> bool:
    """Whether a body of the slot's kind that lives on these days, with these facts, owes the slot, seen from `day`.

    The bearer is whoever is alive on the due day. A part that hangs on a fact is owed where the fact was true on the day the
    slot opened; where it stands all the time, while the fact is true.
    """
    opens, last = max(slot.opens, alive_from), slot.due_rolled or slot.due
    if alive_to is not None and (opens > alive_to or (last is not None and last > alive_to)):
        return False
    if last is not None and last < alive_from:
        return False
    if last is None and slot.mode == Mode.NO_DAY and slot.occasion[:4].isdigit() and int(slot.occasion[:4]) < alive_from.year:
        return False
    condition = slot.variant.partition("+")[2]
    if not condition:
        return True
    asked = max(day, opens) if slot.mode == Mode.STANDING else opens
    return any(
        fact.name == condition and bodies.is_true(fact) and fact.from_day <= asked and (fact.to_day is None or fact.to_day >= asked)
        for fact in held
    )
