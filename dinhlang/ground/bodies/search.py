"""Bodies found by what people remember of them: a name old or new, with or without marks, a part of it, a code that lost its zero.

Promises: a fixed number of queries whatever is typed, each over an index of folded names; what was merged leads to what it became, and
says so; the living come before the former, exact names before beginnings before parts. Employers and cooperatives are never found: in
public they are counted, not named.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Length

from dinhlang.core.rules import Kind
from dinhlang.ground.bodies.models import Registration, Succession
from dinhlang.ground.bodies.reads import Place, fold, places

NEVER_NAMED = (Kind.EMPLOYER.value, Kind.COOPERATIVE.value)
LOOKED_AT = 60  # names that fit best, of which the living and what the others became are shown
MOST_WORDS = 8
CODE_LENGTHS = (2, 5)  # of provinces and of communes
GENERATIONS = 6
ORDER = {kind: n for n, kind in enumerate(("province", "commune", "village"))}


@dataclass(frozen=True)
class Hit:
    """A body that was found. `was` are the old names that led to it, `parts` those of bodies of which it took only a part."""

    place: Place
    was: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called."""
        return self.place.name


@dataclass(frozen=True)
class _Found:
    """How well a name fits (0 best), and which body bore it."""

    rank: int
    body: int
    name: str
    ended: bool


def _codes(query: str) -> set[str]:
    """The codes that may be meant: as typed, and with the zeros that a spreadsheet takes away."""
    typed = query.strip().lower()
    return {typed, *(typed.zfill(n) for n in CODE_LENGTHS if typed.isdecimal() and typed.isascii() and len(typed) < n)}


def _names(query: str, day: date) -> list[_Found]:
    """The names that fit best, best first. One query."""
    phrase, codes = fold(query), _codes(query)
    words = phrase.split()[:MOST_WORDS]
    fits = Q(code__in=codes)
    if words:
        inside = Q()
        for word in words:
            inside &= Q(folded__contains=f" {word}")
        fits |= inside
    rank = Case(
        When(code__in=codes, then=Value(0)),
        When(folded__endswith=f" {phrase}", then=Value(1)),
        When(folded__contains=f" {phrase}", then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    gone = Case(When(body__alive_to__lt=day, then=Value(1)), default=Value(0), output_field=IntegerField())
    rows = (
        Registration.objects.filter(fits, from_day__lte=day)
        .exclude(body__kind__in=NEVER_NAMED)
        .annotate(rank=rank, gone=gone, long=Length("folded"))
        .order_by("rank", "gone", "long", "name", "id")
        .values_list("rank", "body_id", "name", "gone")[:LOOKED_AT]
    )
    return [_Found(rank, body, name, bool(gone)) for rank, body, name, gone in rows]


def _became(ended: set[int], day: date) -> dict[int, list[tuple[int, str]]]:
    """For each body that ended: what it became by `day`, and what of it passed. A query for each generation of mergers."""
    into: dict[int, list[tuple[int, str]]] = defaultdict(list)
    step, seen = set(ended), set(ended)
    for _ in range(GENERATIONS):
        if not step:
            break
        rows = list(Succession.objects.filter(old__in=step, day__lte=day).values_list("old_id", "new_id", "topic", "new__alive_to"))
        for old, new, topic, _last in rows:
            into[old].append((new, topic))
        step = {new for _, new, _, last in rows if last is not None and last < day} - seen
        seen |= step
    return into


def _living(body: int, into: dict[int, list[tuple[int, str]]], whole: bool = True, depth: int = 0) -> list[tuple[int, bool]]:
    """The bodies at the end of the line, each with whether all of it passed there."""
    if body not in into or depth > GENERATIONS:
        return [(body, whole)]
    return [end for new, topic in into[body] for end in _living(new, into, whole and topic == "*", depth + 1)]


def search(query: str, day: date, limit: int = 20) -> tuple[Hit, ...]:
    """Bodies alive on `day` whose name or code fits, or that an old name leads to; marks, case and the place of a mark do not matter.

    Three queries where nothing was merged, one more for each generation of mergers; none for an empty query.
    """
    if not fold(query):
        return ()
    found = _names(query, day)
    into = _became({one.body for one in found if one.ended}, day)
    best: dict[int, tuple[int, bool, int]] = {}
    was: dict[int, dict[str, bool]] = defaultdict(dict)
    for one in found:
        for body, whole in _living(one.body, into):
            fit = (one.rank, one.ended, len(one.name))
            best[body] = min(best.get(body, fit), fit)
            if one.ended:
                was[body][one.name] = was[body].get(one.name, False) or whole
    alive = {body: place for body, place in places(best, day).items() if place.alive_to is None or place.alive_to >= day}

    def order(place: Place) -> tuple[object, ...]:
        rank, ended, long = best[place.id]
        return rank, ended, ORDER.get(place.kind, len(ORDER)), long, place.name

    return tuple(
        Hit(
            place,
            tuple(name for name, whole in was[place.id].items() if whole),
            tuple(name for name, whole in was[place.id].items() if not whole),
        )
        for place in sorted(alive.values(), key=order)[:limit]
    )
