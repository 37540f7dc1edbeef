"""Calendar slots: made from the rulebook, shared by all bodies of one variant.

A variant is a kind of body with the facts that switch parts on. A body's variant may change with its facts, so a slot belongs
to it if it had that variant on the day the slot opened.
"""

from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, combinations

from dinhlang.core.rules import Facts, Rulebook, schedule
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Body, Fact
from dinhlang.ground.duties.models import Slot
from dinhlang.ground.record import clock, rulebooks

YEARS_AHEAD = 1


def conditions(book: Rulebook, kind: str) -> tuple[str, ...]:
    """The facts that switch parts of this kind's duties on or off, sorted."""
    return tuple(sorted({part.condition for duty in book.versions if kind in duty.bearer for part in duty.parts if part.condition}))


def variant(book: Rulebook, facts: Facts) -> str:
    """The name of the schedule a body with `facts` follows: `commune`, `commune+has_portal` …"""
    return "+".join([facts.kind, *(name for name in conditions(book, facts.kind) if facts.values.get(name) is True)])


def variant_on(body: int, day: date) -> str:
    """The variant of `body` on `day` (on its first day, for days before it lived)."""
    book = rulebooks.current()
    row = Body.objects.get(pk=body)
    return variant(book, bodies.facts(bodies.place(body, max(day, row.alive_from)), max(day, row.alive_from), book))


def ensure(book: Rulebook) -> int:
    """Make the slots of every variant of every kind of body there is, from the first rule to next year. Returns how many are new.

    Occasions are added, never changed: a slot keeps the day it was announced with until the rulebook says otherwise by a new rule.
    """
    first = min((duty.in_force_from.year for duty in book.versions), default=clock.today().year)
    have = set(Slot.objects.values_list("variant", "rule", "part", "occasion"))
    new: list[Slot] = []
    for kind in Body.objects.values_list("kind", flat=True).distinct():
        names = conditions(book, kind)
        for chosen in chain.from_iterable(combinations(names, n) for n in range(len(names) + 1)):
            facts = Facts(kind=kind, values={name: True for name in chosen})
            name = variant(book, facts)
            for year in range(first, clock.today().year + YEARS_AHEAD + 1):
                for spec in schedule(book, facts, year):
                    key = (name, spec.rule, spec.part, spec.occasion)
                    if key in have:
                        continue
                    have.add(key)
                    part = book.duties[spec.rule].part(spec.part)
                    new.append(
                        Slot(
                            variant=name,
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
    return len(new)


@lru_cache(maxsize=256)
def _slots(rules: bytes, name: str, day: date) -> tuple[Slot, ...]:
    return tuple(Slot.objects.filter(variant=name).order_by("opens", "rule", "id"))


def slots_of(name: str, book: Rulebook, day: date) -> tuple[Slot, ...]:
    """All slots of a variant; read once per process, rulebook and day, for they are the same for every body."""
    return _slots(book.hash, name, day)


def variants_over_time(one: bodies.Place, facts: list[Fact], book: Rulebook) -> list[tuple[str, date, date | None]]:
    """The variants of a body with the half-open days on which it had them, oldest first."""
    edges = sorted({one.alive_from, *(d for f in facts for d in (f.from_day, f.to_day and f.to_day + timedelta(days=1)) if d and d > one.alive_from)})
    spans = []
    for n, first in enumerate(edges):
        held = [fact for fact in facts if fact.from_day <= first and (fact.to_day is None or fact.to_day >= first)]
        name = variant(book, bodies.typed(one, held, book))
        spans.append((name, first, edges[n + 1] if n + 1 < len(edges) else None))
    return spans
