"""Calendar slots: made from the rulebook and brought to it when another is adopted, shared by all bodies of one kind.

A slot's variant is the kind of body, with the condition of its part where there is one: `commune`, `commune+has_portal`.
A fact that comes or goes adds or takes away the parts it governs; the others, and what was done for them, it leaves alone.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from threading import Lock
from typing import Protocol

from django.db.models import Q

from dinhlang.core.rules import STANDING_OCCASION, Duty, Facts, Mode, Rulebook, SlotSpec, can_judge, every_part, met, schedule
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Body
from dinhlang.ground.duties.models import Slot
from dinhlang.ground.record import clock

YEARS_AHEAD = 1


class Held(Protocol):
    """A fact that is held, as far as owing goes: its name, its value, its days."""

    @property
    def name(self) -> str: ...

    @property
    def value(self) -> str: ...

    @property
    def from_day(self) -> date: ...

    @property
    def to_day(self) -> date | None: ...


class Owed(Protocol):
    """A clock, as far as its wording goes."""

    @property
    def rule(self) -> str: ...

    @property
    def opens(self) -> date: ...

    @property
    def due(self) -> date | None: ...


def variant(kind: str, condition: str) -> str:
    """Which bodies a slot is for: those of a kind, or those of them that meet a condition. `commune`, `commune+has_portal&!has_union`."""
    return f"{kind}+{condition}" if condition else kind


def wording(book: Rulebook, row: Slot | Owed, day: date) -> Duty | None:
    """The wording by which a row is judged on `day`; None where the book has none for it, and then nobody owes it.

    Of a clock that of the day it opened (of a notice: of the day it is due), of a slot that of the day that decides, of what stands
    all the time that of `day` itself.
    """
    if not isinstance(row, Slot):
        return book.wording(row.rule, row.opens, row.due)
    if row.occasion == STANDING_OCCASION:
        return book.duty_on(row.rule, max(day, row.opens))
    return None if row.decides is None else book.duty_on(row.rule, row.decides)


FOUND = ("variant", "opens", "due", "due_rolled", "mode", "required", "hold", "places", "decides", "rules")


def ensure(book: Rulebook, today: date | None = None) -> int:
    """Make the slots of every kind of body there is, from the first rule to next year, and bring those there are to `book`.

    Whether a slot is owed follows the rulebook in force; a day that has passed is not moved (docs/adr/0012). A slot whose last day lies
    before `today` (the day of adoption) keeps its days, its terms and the rulebook that gave them. Any other takes those of `book`. One
    that `book` does not open is owed by nobody, whenever its day was; it is kept, with whatever was done for it. Returns how many are new.
    """
    today = today or clock.today()
    kinds = set(Body.objects.values_list("kind", flat=True).distinct())
    have = {(slot.variant.partition("+")[0], slot.rule, slot.part, slot.occasion): slot for slot in Slot.objects.all()}
    wanted: dict[tuple[str, ...], Slot] = {}
    born = Body.objects.order_by("alive_from").values_list("alive_from", flat=True).first() or today
    first = max(born.year, min((duty.in_force_from.year for duty in book.by_calendar), default=today.year))
    last = max([today.year + YEARS_AHEAD, *(int(key[-1][:4]) for key in have if key[-1][:4].isdigit())])
    for kind in sorted(kinds):
        for year in range(first, last + 1):
            for spec in _year(book, kind, year):
                key, slot = (kind, spec.rule, spec.part, spec.occasion), _slot(book, kind, spec)
                if key not in wanted:
                    wanted[key] = slot
                elif spec.occasion == STANDING_OCCASION and spec.start_day <= today:  # in a later wording: it stands since the first
                    slot.opens = wanted[key].opens
                    wanted[key] = slot
    new = [slot for key, slot in wanted.items() if key not in have]
    changed = [slot for key, slot in have.items() if key[0] in kinds and _mend(slot, wanted.get(key), today)]
    Slot.objects.bulk_create(new)
    Slot.objects.bulk_update(changed, FOUND, batch_size=200)
    forget()
    return len(new)


@lru_cache(maxsize=256)
def _year(book: Rulebook, kind: str, year: int) -> tuple[SlotSpec, ...]:
    return schedule(book, Facts(kind), year, every_part)


def _slot(book: Rulebook, kind: str, spec: SlotSpec) -> Slot:
    duty = book.wording(spec.rule, spec.start_day, spec.due.day)
    part = duty.part(spec.part) if duty is not None else None
    return Slot(
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
        decides=spec.start_day,
        rules=book.hash,
    )


def _mend(slot: Slot, found: Slot | None, today: date) -> bool:
    """Give a slot what was found for it now, as far as it may still change; whether that changed anything."""
    last = slot.due_rolled or slot.due
    if found is None:
        takes: Iterable[tuple[str, object]] = [("decides", None)]
    elif last is not None and last < today:
        takes = [("decides", found.decides)]
    else:
        takes = [(name, getattr(found, name)) for name in FOUND]
    changed = [(name, value) for name, value in takes if _plain(getattr(slot, name)) != value]
    for name, value in changed:
        setattr(slot, name, value)
    return bool(changed)


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value  # PostgreSQL's way of handing out bytes


class Slots(tuple[Slot, ...]):
    """Slots as they were read together: told apart by that reading alone, so that what follows from them can be remembered."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @cached_property
    def named(self) -> Mapping[tuple[str, str, str], Slot]:
        """Each slot by its rule, part and occasion."""
        return {(slot.rule, slot.part, slot.occasion): slot for slot in self}


_read: "OrderedDict[tuple[bytes, str, date], Slots]" = OrderedDict()
_READ = 64  # kinds of body whose slots one process keeps, by rulebook and day
_lock = Lock()


def _slots(rules: bytes, kinds: Iterable[str], day: date) -> dict[str, Slots]:
    """The slots of each kind; those not read before in one query."""
    with _lock:
        found = {kind: _read[rules, kind, day] for kind in kinds if (rules, kind, day) in _read}
    missing = [kind for kind in kinds if kind not in found]
    if not missing:
        return found
    these = Q(variant__in=missing)
    for kind in missing:
        these |= Q(variant__startswith=f"{kind}+")
    rows: dict[str, list[Slot]] = {kind: [] for kind in missing}
    for slot in Slot.objects.filter(these).order_by("opens", "rule", "id"):
        rows[slot.variant.partition("+")[0]].append(slot)
    made = {kind: Slots(rows[kind]) for kind in missing}
    with _lock:
        _read.update({(rules, kind, day): slots for kind, slots in made.items()})
        while len(_read) > _READ:
            _read.popitem(last=False)
    return {**found, **made}


def forget() -> None:
    """Read the slots anew next time: the table has changed."""
    with _lock:
        _read.clear()
    _judged.cache_clear()


@lru_cache(maxsize=256)
def _judged(slots: Slots, rules: frozenset[str]) -> Slots:
    return Slots(slot for slot in slots if slot.rule in rules)


@lru_cache(maxsize=64)
def judged_rules(book: Rulebook, kind: str) -> frozenset[str]:
    """The rules of which a body of `kind` can show in this house at least one part."""
    return frozenset(duty.id for duty in book.versions if any(can_judge(part, kind) for part in duty.parts))


def slots_of(kind: str, book: Rulebook, *, every: bool = True, rules: Collection[str] = ()) -> Slots:
    """All slots of a kind of body, or without `every` those of rules that the house can judge; of `rules` alone where some are named.

    Read once per process, rulebook and day on which somebody asks, for they are the same for every body and whatever day is asked about.
    """
    found = _slots(book.hash, (kind,), clock.today())[kind]
    found = found if every else _judged(found, judged_rules(book, kind))
    return _judged(found, frozenset(rules)) if rules else found


def slots_of_kinds(kinds: Collection[str], book: Rulebook) -> dict[str, Slots]:
    """All slots of each of these kinds of body, as `slots_of`; one query for all that this process has not read yet."""
    return _slots(book.hash, kinds, clock.today())


def slot_of(kind: str, *, rule: str, part: str, occasion: str) -> Slot | None:
    """The one slot of a kind of body with these names, where another process made it after `slots_of` was asked here."""
    found = Slot.objects.filter(rule=rule, part=part, occasion=occasion)
    return next((slot for slot in found if slot.variant.partition("+")[0] == kind), None)


def owes(slot: Slot, alive_from: date, alive_to: date | None, held: Iterable[Held], day: date) -> bool:
    """Whether a body of the slot's kind that lives on these days, with these facts, owes the slot, seen from `day`.

    Nobody owes what the rulebook in force does not open. The bearer is whoever is alive on the due day. A part that hangs on a fact
    is owed where the fact was true on the day the slot opened; where it stands all the time, while the fact is true.
    """
    opens, last = max(slot.opens, alive_from), slot.due_rolled or slot.due
    if slot.decides is None:
        return False
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
    true = {fact.name for fact in held if bodies.is_true(fact) and fact.from_day <= asked and (fact.to_day is None or fact.to_day >= asked)}
    return met(condition, dict.fromkeys(true, True))
