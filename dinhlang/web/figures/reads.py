"""What a territory owes and did, counted: a board for a country, a province, a commune or one body.

Promises: the states of `core.rules.state`, counted by the database; what stands beside a score (cells of the register, documents
registered, what works add) is counted with it; bodies are compared with bodies of the same kind of name and area class alone, special
areas apart; a median and an order only where there is enough to judge. A board is remembered under the entry of the record it was made
at; wider than one body it may be as old as `policy/figures.toml` allows. Refuses: to rank what is small, and to count in public what was
read in a wording nobody has compared with the law of today.
"""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from statistics import median
from threading import Lock

from django.db import connection
from django.utils.translation import get_language

from dinhlang.core.rules import Audience, Right, Rulebook, State
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import confirmed, counts, inherited
from dinhlang.ground.duties.counts import Living
from dinhlang.ground.duties.coverage import Covered
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.record import clock
from dinhlang.ground.record import reads as record
from dinhlang.web import plugs
from dinhlang.web.figures.policy import policy

COUNTRY = "vn"
POOLED = frozenset({"employer", "cooperative"})  # in public only as numbers by sector and size
KEPT = 32  # boards remembered by one process


class Figure(StrEnum):
    """What obligations are counted as."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    SILENT = "silent"
    NOTHING = "nothing"
    DECLARED = "declared"
    RUNNING = "running"
    BROKEN = "broken"
    WAITING = "waiting"
    ASIDE = "aside"
    UNCONFIRMED = "unconfirmed"


OF_STATE: Mapping[State, Figure] = {
    State.DONE_ON_TIME: Figure.ON_TIME,
    State.HELD: Figure.ON_TIME,
    State.DISCLOSED: Figure.ON_TIME,
    State.DONE_LATE: Figure.LATE,
    State.MISSING: Figure.MISSING,
    State.SILENT: Figure.SILENT,
    State.NOTHING_AROSE: Figure.NOTHING,
    State.DECLARED_ONLY: Figure.DECLARED,
    State.RUNNING: Figure.RUNNING,
    State.BROKEN: Figure.BROKEN,
    State.NOT_YET_DUE: Figure.WAITING,
    State.NO_DAY: Figure.ASIDE,
    State.NOT_SCORED: Figure.ASIDE,
    State.EXEMPT: Figure.ASIDE,
}
GOOD = frozenset({Figure.ON_TIME, Figure.NOTHING})
JUDGED = GOOD | {Figure.LATE, Figure.MISSING, Figure.SILENT, Figure.DECLARED}
UNMARKED = frozenset({Figure.WAITING, Figure.ASIDE})  # what is the same whether its wording was compared with the law of today or not


FILLED = frozenset({State.DISCLOSED, State.NOTHING_AROSE})
CLOSED = FILLED | {State.SILENT, State.DECLARED_ONLY}  # cells of the register whose day has passed, or that have an entry


def figure_of(state: State, scored: bool) -> Figure:
    """What an obligation in this state is counted as; a wording that may not enter a public score is counted apart."""
    found = OF_STATE[state]
    return found if scored or found in UNMARKED else Figure.UNCONFIRMED


@dataclass(frozen=True)
class Period:
    """The days within which what is counted is due; `name` "" for all of them, "2026" for a year, "2026-Q3" for a quarter."""

    name: str
    first: date
    last: date


ALWAYS = Period("", date.min, date.max)


def period_of(name: str) -> Period | None:
    """A year or a quarter by its name, None where there is no such."""
    year, _, quarter = name.partition("-Q")
    if not name:
        return ALWAYS
    if not (year.isascii() and year.isdigit() and len(year) == 4 and date.min.year < int(year) < date.max.year):
        return None
    if not quarter:
        return Period(name, date(int(year), 1, 1), date(int(year), 12, 31)) if name == year else None
    if quarter not in {"1", "2", "3", "4"}:
        return None
    last_month = int(quarter) * 3
    after = date(int(year) + last_month // 12, last_month % 12 + 1, 1)
    return Period(name, date(int(year), last_month - 2, 1), date.fromordinal(after.toordinal() - 1))


@dataclass(frozen=True)
class Unit:
    """A row of a board: a body, or several counted together. `members` are all bodies in it; `special` areas are compared among
    themselves."""

    place: bodies.Place
    members: tuple[Living, ...]
    special: bool = False
    pooled: bool = False

    @property
    def like(self) -> tuple[str, bool]:
        """What tells which others it may be compared with."""
        return self.place.kind_word, self.special


@dataclass(frozen=True)
class Tally:
    """Obligations by what they are counted as."""

    counts: Mapping[Figure, int]

    def of(self, figure: Figure) -> int:
        """How many are counted so."""
        return self.counts.get(figure, 0)

    @property
    def judged(self) -> int:
        """How many could be judged by a day."""
        return sum(n for figure, n in self.counts.items() if figure in JUDGED)

    @property
    def good(self) -> int:
        """How many of those were done in time, or signed as having nothing."""
        return sum(n for figure, n in self.counts.items() if figure in GOOD)

    @property
    def all(self) -> int:
        """How many there are."""
        return sum(self.counts.values())

    @property
    def small(self) -> bool:
        """Whether there is too little to judge by."""
        return self.judged < policy().sample.judged

    @property
    def share(self) -> Fraction | None:
        """The part done in time of what could be judged, None where nothing could."""
        return Fraction(self.good, self.judged) if self.judged else None


@dataclass(frozen=True)
class Sources:
    """What there is to judge a unit by: cells of closed registers with an entry, of all; documents registered; what works add."""

    filled: int
    cells: int
    registered: int
    covered: tuple[Covered, ...] = ()


Allowed = Callable[[int], Collection[Audience]]
"""Towards whom duties must be for a reader to be shown them, by the number of a unit."""


@dataclass(frozen=True)
class Counted:
    """A board as it was counted. `cells` by (unit, kind of body, right, whom the duty informs, figure); `size` entries had the record."""

    place: bodies.Place | None
    day: date
    period: Period
    units: tuple[Unit, ...]
    kinds: tuple[str, ...]
    cells: Mapping[tuple[int, int, Right, Audience, Figure], int]
    sources: tuple[Sources, ...]
    size: int
    at: datetime

    def tallies(self, allowed: Allowed, right: str = "", kind: str = "") -> tuple[Tally, ...]:
        """The tally of each unit, of the duties that are `allowed` there, narrowed to a right and a kind of body where given."""
        found: list[Counter[Figure]] = [Counter() for _unit in self.units]
        for (unit, of_kind, of_right, audience, figure), n in self.cells.items():
            if audience in allowed(unit) and (not right or of_right == right) and (not kind or self.kinds[of_kind] == kind):
                found[unit][figure] += n
        return tuple(Tally(one) for one in found)

    def by_right(self, allowed: Allowed, kind: str = "") -> dict[Right, Tally]:
        """The tally of all units together for each right, in the order of the law."""
        found: dict[Right, Counter[Figure]] = {}
        for (unit, of_kind, of_right, audience, figure), n in self.cells.items():
            if audience in allowed(unit) and (not kind or self.kinds[of_kind] == kind):
                found.setdefault(of_right, Counter())[figure] += n
        return {one: Tally(found[one]) for one in Right if one in found}


def total(tallies: Sequence[Tally]) -> Tally:
    """All of them together."""
    found: Counter[Figure] = Counter()
    for one in tallies:
        found.update(one.counts)
    return Tally(found)


def medians(units: Sequence[Unit], tallies: Sequence[Tally]) -> dict[tuple[str, bool], Fraction]:
    """The median share of units that are like each other, where enough of them have enough to judge by."""
    found: dict[tuple[str, bool], list[Fraction]] = {}
    for unit, one in zip(units, tallies, strict=True):
        if one.share is not None and not one.small and not unit.pooled:
            found.setdefault(unit.like, []).append(one.share)
    return {like: median(shares) for like, shares in found.items() if len(shares) >= policy().sample.like}


def median_registered(units: Sequence[Unit], sources: Sequence[Sources]) -> dict[tuple[str, bool], Fraction]:
    """The median number of documents registered by units that are like each other."""
    found: dict[tuple[str, bool], list[Fraction]] = {}
    for unit, one in zip(units, sources, strict=True):
        if not unit.pooled:
            found.setdefault(unit.like, []).append(Fraction(one.registered))
    return {like: median(many) for like, many in found.items() if len(many) >= policy().sample.like}


# --- who is counted with whom ---

_TREE = f"""
SELECT b.id, b.kind, r.code, r.name, r.kind_word, {bodies.above("b")}, b.alive_from, b.alive_to, b.province_code,
  EXISTS (SELECT 1 FROM bodies_fact f WHERE f.body_id = b.id AND f.name = 'special_area' AND f.value = '1'
    AND f.from_day <= %s AND (f.to_day IS NULL OR f.to_day >= %s))
FROM bodies_body b JOIN bodies_registration r ON r.body_id = b.id
WHERE b.alive_from <= %s AND (b.alive_to IS NULL OR b.alive_to >= %s) AND r.from_day <= %s AND (r.to_day IS NULL OR r.to_day >= %s)
"""  # noqa: S608  (text of our own)
_OF_PROVINCE = " AND b.province_code = %s"
_INSIDE = f"SELECT i.id FROM bodies_body i WHERE {bodies.within('i')}"  # noqa: S608  (text of our own)
_BELOW = f" AND (b.id = %s OR {bodies.within('b')} OR b.parent_id IN ({_INSIDE}))"


def _tree(day: date, where: str, values: Sequence[int | str | date]) -> tuple[list[bodies.Place], frozenset[int]]:
    """The bodies alive on the day, and which of them stand in areas for which the law says that other rules hold, not held here."""
    with connection.cursor() as cursor:
        cursor.execute(_TREE + where, [*([day] * 7), *values])
        rows = cursor.fetchall()
    return [bodies.Place(*row[:-1]) for row in rows], frozenset(row[0] for row in rows if row[-1])


def _name(one: bodies.Place) -> tuple[str, str]:
    return bodies.fold(one.name.removeprefix(one.kind_word.capitalize()).strip()), one.code


def _member(one: bodies.Place) -> Living:
    return Living(one.id, one.kind, one.alive_from, one.alive_to)


def units_of(place: bodies.Place | None, day: date, *, alone: bool, shown: Collection[str]) -> tuple[Unit, ...]:
    """The rows of the board of a place, None for the country, by name. `alone`: of the body itself and nothing below it; `shown` are the
    provinces whose states may be told. One query."""
    if place is not None and (alone or place.kind not in {"province", "commune"}):
        return (Unit(place, (_member(place),)),)
    where, values = "", list[int | str | date]()
    if place is not None:
        where, values = _OF_PROVINCE, [place.province_code]
    if place is not None and place.kind == "commune":
        inside: list[int | str | date] = [place.id, place.id, day, place.id]
        where, values = _BELOW, [place.id, *inside, *inside]
    tree, special = _tree(day, where, values)
    parents = {one.id: one.parent for one in tree}
    known = {one.id: one for one in tree}
    found: dict[int, list[Living]] = {}
    pooled: list[Living] = []
    for one in tree:
        row = _row_of(one, place, parents)
        if row is not None and row in known and known[row].kind in POOLED:
            pooled.append(_member(one))
        elif row is not None:
            found.setdefault(row, []).append(_member(one))
    units = [
        Unit(known[row], tuple(members) if place is not None or known[row].province_code in shown else (), row in special)
        for row, members in found.items()
        if row in known
    ]
    units.sort(key=lambda unit: (place is not None and unit.place.id != place.id, _name(unit.place)))
    if pooled:
        units.append(Unit(known[pooled[0].pk], tuple(pooled), pooled=True))
    return tuple(units)


def _row_of(one: bodies.Place, place: bodies.Place | None, parents: Mapping[int, int | None]) -> int | None:
    """The row in which a body is counted: what stands right below the place whose board it is, the place itself for itself."""
    if place is not None and place.kind == "commune":
        return one.id
    top = None if place is None else place.id
    if one.id == top:
        return one.id
    step = one.id
    for _n in range(len(parents)):
        above = parents.get(step)
        if above == top:
            return step
        if above is None:
            return None
        step = above
    return None


# --- counting ---


@dataclass(frozen=True)
class Asked:
    """Which board: the place (None for the country), the day and period, whether of the body alone, the provinces that are told; the
    public version of the law and the size of the record where the caller read them (see `confirmed.law`)."""

    place: bodies.Place | None
    day: date
    period: Period = ALWAYS
    alone: bool = False
    shown: frozenset[str] = frozenset()
    law: int | None = None
    size: int | None = None


@dataclass
class _Kept:
    boards: "OrderedDict[tuple[object, ...], Counted]" = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)


_kept = _Kept()


def forget() -> None:
    """Count anew next time (for tests)."""
    with _kept.lock:
        _kept.boards.clear()


def board(asked: Asked, book: Rulebook) -> Counted:
    """The board, counted or remembered. At most two queries for a remembered one; for one to be counted two for whom and what they owe,
    two that count, and those of the works whose outlets have `coverage`."""
    now = clock.now()
    size = record.size() if asked.size is None else asked.size  # read before the data
    law = confirmed.law(asked.day, asked.law)
    key = (asked.place, asked.day, asked.period, asked.alone, asked.shown, book.hash, frozenset(law.by_wording), get_language())
    with _kept.lock:
        found = _kept.boards.get(key)
        if found is not None:
            _kept.boards.move_to_end(key)
    wide = asked.place is None or asked.place.kind in {"province", "commune"}
    if found is not None and (found.size == size or (wide and (now - found.at).total_seconds() < policy().page.seconds)):
        return found
    made = _counted(asked, book, frozenset(law.by_wording), size, now)
    with _kept.lock:
        _kept.boards[key] = made
        _kept.boards.move_to_end(key)
        while len(_kept.boards) > KEPT:
            _kept.boards.popitem(last=False)
    return made


def _counted(asked: Asked, book: Rulebook, law: frozenset[bytes], size: int, at: datetime) -> Counted:
    day = asked.day
    units = units_of(asked.place, day, alone=asked.alone, shown=asked.shown)
    living = [one for unit in units for one in unit.members]
    kinds = tuple(sorted({one.kind for one in living}))
    labels = {one.pk: n * len(kinds) + kinds.index(one.kind) for n, unit in enumerate(units) for one in unit.members}
    what = counts.Asked(day, first=asked.period.first, last=asked.period.last, confirmed=law)
    found = counts.count_board(living, book, what, labels)
    cells: Counter[tuple[int, int, Right, Audience, Figure]] = Counter()
    for cell, n in found.wholes.items():
        duty = book.duties.get(cell.rule)
        if duty is not None:
            unit, kind = divmod(cell.label, len(kinds))
            cells[unit, kind, duty.right, duty.audience, figure_of(cell.state, cell.scored)] += n
    filled: Counter[int] = Counter()
    owed: Counter[int] = Counter()
    for cell, n in found.cells.items():
        unit = cell.label // len(kinds)
        filled[unit] += n if cell.state in FILLED else 0
        owed[unit] += n if cell.state in CLOSED else 0
    registered: Counter[int] = Counter()
    for label, n in found.registered.items():
        registered[label // len(kinds)] += n
    covered = plugs.coverage([one.pk for one in living], what.first, what.last) if living else {}
    sources = tuple(
        Sources(filled[n], owed[n], registered[n], together([more for one in unit.members for more in covered.get(one.pk, ())]))
        for n, unit in enumerate(units)
    )
    return Counted(asked.place, day, asked.period, units, kinds, cells, sources, size, at)


def together(found: Sequence[Covered]) -> tuple[Covered, ...]:
    """What several bodies have of each source, summed."""
    summed: dict[str, Covered] = {}
    for one in found:
        before = summed.get(one.name, Covered(one.name, 0, 0))
        summed[one.name] = Covered(one.name, before.done + one.done, before.all + one.all)
    return tuple(summed.values())


# --- the list behind a number ---


@dataclass(frozen=True)
class Line:
    """An obligation behind a number: the body that owes it, the rule, the occasion, what it is counted as."""

    place: bodies.Place
    rule: str
    occasion: str
    state: State
    figure: Figure


def lines(
    asked: Asked, units: Sequence[Unit], book: Rulebook, allowed: Allowed, *, figure: str = "", right: str = "", kind: str = ""
) -> tuple[Line, ...]:
    """Every obligation behind the numbers of `units`, those of a commune's board or of one body, by body, rule and occasion. About seven
    queries.

    Of the bodies that are counted together nobody is named.
    """
    law = frozenset(confirmed.law(asked.day, asked.law).by_wording)
    numbers = {unit.place.id: n for n, unit in enumerate(units) if not unit.pooled and (not kind or unit.place.kind == kind)}
    places = {body: units[n].place for body, n in numbers.items()}
    what = counts.Asked(asked.day, first=asked.period.first, last=asked.period.last, confirmed=law, each=True)
    found = []
    for cell, n in counts.count(list(places), book, what, wholes=True, labels={body: body for body in places}).items():
        duty = book.duties.get(cell.rule)
        one = figure_of(cell.state, cell.scored)
        if not n or duty is None or duty.audience not in allowed(numbers[cell.label]):
            continue
        if (not right or duty.right == right) and (not figure or one == figure):
            found.append(Line(places[cell.label], cell.rule, cell.occasion, cell.state, one))
    return tuple(sorted(found, key=lambda line: (numbers[line.place.id], line.rule, line.occasion)))


def sources_of(found: Sequence[Line]) -> dict[tuple[int, str], str]:
    """The subjects that started these obligations, by body and occasion, as far as something did. One query."""
    wanted: dict[tuple[int, str], set[tuple[int, str]]] = defaultdict(set)  # by whose clock it is: under which names it was asked for
    for one in found:
        own, owner = inherited.unmark(one.occasion) or (one.occasion, one.place.id)
        wanted[owner, own].add((one.place.id, one.occasion))
    rows = Clock.objects.filter(body__in={body for body, _occasion in wanted}, occasion__in={occasion for _body, occasion in wanted})
    said = rows.exclude(source="").values_list("body_id", "occasion", "source")
    return {name: source for body, occasion, source in said for name in wanted.get((body, occasion), ())}


@dataclass(frozen=True)
class Workplaces:
    """Enterprises and cooperatives as numbers: by sector and size ("" where nothing is said, or where a size would show too few), and
    those of other sectors together."""

    rows: tuple[tuple[str, str, int], ...]
    others: int


def told_apart(rows: Sequence[tuple[str, str, int]], least: int) -> Workplaces:
    """Numbers by sector and size of which none is below `least`, also after those that are shown are taken off the whole.

    A sector with fewer is told with others; its sizes are told where each of them has as many. Where nothing else can be, `others` alone
    may be below `least`, for whoever shows it to say "fewer than".
    """
    sectors: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for row in rows:
        sectors[row[0]].append(row)
    shown: list[tuple[str, list[tuple[str, str, int]]]] = []
    others = 0
    for sector, cells in sectors.items():
        whole = sum(n for _sector, _size, n in cells)
        if whole < least:
            others += whole
        else:
            shown.append((sector, cells if all(n >= least for _sector, _size, n in cells) else [(sector, "", whole)]))
    shown.sort(key=lambda one: (sum(n for _sector, _size, n in one[1]), one[0]))
    while 0 < others < least and shown:
        others += sum(n for _sector, _size, n in shown.pop(0)[1])
    return Workplaces(tuple(sorted(row for _sector, cells in shown for row in cells)), others)


def enterprises(place: bodies.Place, day: date) -> tuple[tuple[str, str, int], ...]:
    """Enterprises and cooperatives of a commune by what is said of their sector and size ("" where nothing is). One query.

    Not of a province: beside the numbers of its communes its own would give back by subtraction what these leave out.
    """
    marks = ", ".join(["%s"] * len(POOLED))
    said = "COALESCE((SELECT MAX(f.value) FROM bodies_fact f WHERE f.body_id = b.id AND f.name = %s AND f.to_day IS NULL), '')"
    adapt = connection.ops.adapt_datefield_value
    sql = (
        f"SELECT {said} AS sector, {said} AS size, COUNT(*) FROM bodies_body b"  # noqa: S608  (text of our own)
        f" WHERE {bodies.within('b')} AND b.kind IN ({marks}) AND b.alive_from <= %s AND (b.alive_to IS NULL OR b.alive_to >= %s)"
        " GROUP BY sector, size ORDER BY sector, size"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, ["sector", "size", place.id, place.id, adapt(day), place.id, *sorted(POOLED), adapt(day), adapt(day)])
        return tuple((str(sector), str(size), int(n)) for sector, size, n in cursor.fetchall())
