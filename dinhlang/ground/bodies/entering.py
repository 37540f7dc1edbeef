"""What a list of bodies changes: which of its rows are new, which are known already, which cannot be.

Promises: decides without writing and without asking the database again for each row; every mistake is one sentence that names the row;
a list entered twice, or overlapping one entered before, brings in only what is missing. Refuses: one code for two bodies on one day, a body
under a parent that is not there or lies in another province, a village in two communes, a row that says something else than what stands.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import Kind
from dinhlang.ground.bodies.models import Registration, Succession
from dinhlang.ground.bodies.reads import fold

AT_ONCE = 5000  # codes in one question
EVER = date.max
ABOVE = {"village": "commune", "commune": "province"}  # what the law says a kind lies in


@dataclass(frozen=True)
class Former:
    """A body that ended the day before another began, wholly or in part. `first` is the earliest day on which it is known to have been
    there, `topic` what passed to the new body ("*": everything), `province` the code of its province then ("" for that of the new one)."""

    code: str
    name: str
    kind_word: str
    first: date
    topic: str = "*"
    province: str = ""


@dataclass(frozen=True)
class Renamed:
    """Another name or kind word of the same body from a day on."""

    day: date
    name: str
    kind_word: str


@dataclass(frozen=True)
class NewBody:
    """A body as a list names it. `former` are bodies that were merged into it on its first day, as (code, name, kind word, first day)
    or `Former`; one merged into several bodies is named by each of them."""

    code: str
    name: str
    kind: str
    kind_word: str
    parent_code: str
    province_code: str
    alive_from: date
    former: tuple[Former | tuple[str, str, str, date], ...] = ()
    renamed: tuple[Renamed, ...] = ()


@dataclass(frozen=True)
class Name:
    """A registration as it will stand."""

    code: str
    name: str
    kind_word: str
    first: date
    last: date | None


@dataclass(eq=False)
class Coming:
    """A body to be made. `id` is its number once it stands in the table."""

    kind: str
    parent: "Coming | int | None"
    alive_from: date
    alive_to: date | None
    province_code: str
    names: tuple[Name, ...]
    id: int = 0


@dataclass(frozen=True)
class Passing:
    """A succession as it will stand. `carries`: the new one bears what the old one, that was here before, had not done yet."""

    old: Coming | int
    new: Coming | int
    day: date
    topic: str
    carries: bool


@dataclass(frozen=True)
class Plan:
    """What a list changes: bodies in the order in which they can be made, successions, and how many of its bodies are known already."""

    coming: tuple[Coming, ...]
    successions: tuple[Passing, ...]
    known: int
    listed: tuple[tuple[NewBody, Coming], ...] = ()


@dataclass(frozen=True)
class _Span:
    """Who bears a code, under which name, from when to when."""

    bearer: Coming | int
    kind: str
    name: str
    parent: Coming | int | None
    province_code: str
    first: date
    last: date | None

    def meets(self, first: date, last: date | None) -> bool:
        return self.first <= (last or EVER) and first <= (self.last or EVER)


def number(one: Coming | int) -> int:
    """The number of a body in the table, 0 before it stands there."""
    return one.id if isinstance(one, Coming) else one


def plan(bodies: Sequence[NewBody]) -> Plan:
    """What entering `bodies` would change. A question for each five thousand codes, one for successions. Raises Refused naming the row."""
    wanted = {row.code for row in bodies} | {row.parent_code for row in bodies if row.parent_code}
    for row in bodies:
        for old in _former(row):
            wanted |= {old.code, old.province} if old.province else {old.code}
    days = {row.alive_from for row in bodies}
    return _Sorting(_standing(wanted), *_passed(days)).run(bodies)


def _former(row: NewBody) -> Iterator[Former]:
    return (old if isinstance(old, Former) else Former(*old) for old in row.former)


def _standing(codes: Collection[str]) -> dict[str, list[_Span]]:
    spans: dict[str, list[_Span]] = defaultdict(list)
    every = sorted(codes)
    for start in range(0, len(every), AT_ONCE):
        for one in Registration.objects.select_related("body").filter(code__in=every[start : start + AT_ONCE]).order_by("from_day"):
            body = one.body
            spans[one.code].append(_Span(body.pk, body.kind, one.name, body.parent_id, body.province_code, one.from_day, one.to_day))
    return spans


def _passed(days: Collection[date]) -> tuple[set[tuple[int, int]], set[int]]:
    """Successions of these days as (old, new), and the old ones whose open duties somebody carries on."""
    rows = list(Succession.objects.filter(day__in=days).values_list("old_id", "new_id", "carries"))
    return {(old, new) for old, new, _ in rows}, {old for old, _, carries in rows if carries}


@dataclass
class _Sorting:
    spans: dict[str, list[_Span]]
    passed: set[tuple[int, int]]
    carried: set[int]
    coming: list[Coming] = field(default_factory=list)
    successions: list[Passing] = field(default_factory=list)
    known: int = 0

    def run(self, bodies: Sequence[NewBody]) -> Plan:
        listed: list[tuple[NewBody, Coming]] = []
        for row in bodies:
            bearer = self._body(row)
            if isinstance(bearer, Coming):
                listed.append((row, bearer))
            else:
                self.known += 1
            for old in _former(row):
                self._pass(self._ended(row, old), bearer, row.alive_from, old.topic)
        return Plan(tuple(self.coming), tuple(self.successions), self.known, tuple(listed))

    def _body(self, row: NewBody) -> Coming | int:
        """The body of a row: one to be made, or the number of one that stands. Raises Refused."""
        if row.kind not in Kind.__members__.values():
            raise Refused(
                N_("{name} is called a “{kind}”; the rulebook knows no such kind of body."), {"name": row.name, "kind": row.kind[:20]}
            )
        above = self._parent(row)
        parent = above.bearer if above is not None else None
        names = tuple(_names(row))
        held = self._taken(row.code, row.alive_from, None)
        if not held:
            one = Coming(row.kind, parent, row.alive_from, None, row.province_code, names)
            self._add(one)
            return one
        first = held[0]
        same = isinstance(first.bearer, int) and first.first <= row.alive_from and first.kind == row.kind
        if not same or any(not _called(held, name) for name in names):
            raise Refused(
                N_("The code {code} belongs to {name} from {day} on, so it cannot be given again."),
                {"code": row.code, "name": first.name, "day": first.first},
            )
        if first.parent != parent or first.province_code != row.province_code:
            raise Refused(
                N_("{name} ({code}) is entered already, elsewhere: a body lies in one place only. Correct the code or what it lies in."),
                {"name": row.name, "code": row.code},
            )
        return first.bearer

    def _parent(self, row: NewBody) -> _Span | None:
        if not row.parent_code:
            return None
        above = next((one for one in self.spans.get(row.parent_code, ()) if one.last is None), None)
        if above is None:
            raise Refused(
                N_("{name} belongs to {code}, which is not in the list or comes after it."), {"name": row.name, "code": row.parent_code}
            )
        if above.province_code != row.province_code:
            raise Refused(
                N_("{name} ({code}) stands under province {province}, but {parent} lies in province {other}. Correct one of the two."),
                {"name": row.name, "code": row.code, "province": row.province_code, "parent": above.name, "other": above.province_code},
            )
        if row.kind in ABOVE and above.kind != ABOVE[row.kind]:
            raise Refused(
                N_("{name} cannot lie in {parent}: a village lies in a commune, and a commune in a province."),
                {"name": row.name, "parent": above.name},
            )
        return above

    def _ended(self, row: NewBody, old: Former) -> Coming | int:
        """A body that ended when `row` began: to be made, or known. Raises Refused."""
        last = row.alive_from - timedelta(days=1)
        if last < old.first:
            raise Refused(
                N_("{name} would end on {last}, before it began on {first}."), {"name": old.name, "first": old.first, "last": last}
            )
        held = self._taken(old.code, old.first, last)
        if not held:
            inside = next((one for one in self.spans.get(old.province, ()) if one.kind == "province" and one.meets(last, last)), None)
            parent = inside.bearer if inside is not None and row.kind != "province" else self._home(row)
            name = Name(old.code, old.name, old.kind_word, old.first, last)
            one = Coming(row.kind, parent, old.first, last, old.province or row.province_code, (name,))
            self._add(one)
            return one
        there = held[-1]
        if there.last != last or fold(there.name) != fold(old.name):
            raise Refused(
                N_("The code {code} belongs to {name} from {day} on, so it cannot be given again."),
                {"code": old.code, "name": held[0].name, "day": held[0].first},
            )
        return there.bearer

    def _home(self, row: NewBody) -> Coming | int | None:
        return next((one.bearer for one in self.spans.get(row.parent_code, ()) if one.last is None), None)

    def _pass(self, old: Coming | int, new: Coming | int, day: date, topic: str) -> None:
        if isinstance(old, int) and isinstance(new, int):
            if (old, new) in self.passed:
                return
            self.passed.add((old, new))
        carries = isinstance(old, int) and old not in self.carried  # what was never here has nothing open here
        if isinstance(old, int):
            self.carried.add(old)
        self.successions.append(Passing(old, new, day, topic, carries))

    def _taken(self, code: str, first: date, last: date | None) -> list[_Span]:
        return sorted((one for one in self.spans.get(code, ()) if one.meets(first, last)), key=lambda one: one.first)

    def _add(self, one: Coming) -> None:
        self.coming.append(one)
        for name in one.names:
            self.spans.setdefault(name.code, []).append(
                _Span(one, one.kind, name.name, one.parent, one.province_code, name.first, name.last)
            )


def _names(row: NewBody) -> Iterator[Name]:
    """The names of a row one after another, each to the day before the next."""
    said = [(row.alive_from, row.name, row.kind_word), *((one.day, one.name, one.kind_word) for one in row.renamed)]
    for (first, name, word), after in zip(said, [*said[1:], None], strict=True):
        last = after[0] - timedelta(days=1) if after is not None else None
        if last is not None and last < first:
            raise Refused(N_("{name} would end on {last}, before it began on {first}."), {"name": name, "first": first, "last": last})
        yield Name(row.code, name, word, first, last)


def _called(held: Sequence[_Span], name: Name) -> bool:
    """Whether the code's bearer is called so on the first day of `name`, however the marks are set."""
    return any(one.meets(name.first, name.first) and fold(one.name) == fold(name.name) for one in held)
