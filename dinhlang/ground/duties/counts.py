"""States counted by the database: what a board of figures says of many bodies at once.

Promises: the answer of `core.rules.state` for every row (tests/test_cases.py puts each case of the rulebook into the tables), from
one text of its clauses for slots and clocks alike, on SQLite and PostgreSQL; a fixed number of statements whatever the number of
bodies. Refuses: to store what it counted, to join by words where numbers do, and to count holds: a figure of how long paper hung is
nowhere shown, and the page of one body has `core.rules.hold_state`.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db import connection

from dinhlang.core.rules import (
    PRECEDENCE,
    STANDING_OCCASION,
    DueKind,
    Duty,
    How,
    Mode,
    Part,
    Rulebook,
    State,
    Target,
    can_judge,
    scored,
    state,
    terms_of,
)
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Body, Fact
from dinhlang.ground.duties import layers, schedule
from dinhlang.ground.duties.models import Slot

# A state as a number: its place in the order in which states speak for the whole, so that the smallest answers.
_NO: dict[State, int] = {word: number for number, word in enumerate(PRECEDENCE)}

NO_LABELS: Mapping[int, int] = MappingProxyType({})

# Every body has this bit among its facts: what is set aside by it is shown and not judged at any of them.
_ALWAYS = 1

# What was done and hung up, per body and target, as it stood on the day. `{aim}` is slot_id or clock_id, `{these}` those asked for.
_EVIDENCE = f"""
done AS (
  SELECT body_id, target, MIN(first) AS first, MAX(disclosed) AS disclosed, MAX(live) AS live, MAX(told) AS told,
    COUNT(DISTINCT seen) AS seen, COUNT(DISTINCT up) AS up
  FROM (
    SELECT body_id, {{aim}} AS target, CASE WHEN how <> '{How.DECLARED}' THEN done_day END AS first,
      CASE WHEN how <> '{How.DECLARED}' AND NOT nothing_arose THEN 1 ELSE 0 END AS disclosed, 1 AS live, 0 AS told, NULL AS seen, NULL AS up
    FROM duties_fulfilment
    WHERE {{these}} AND done_day <= %(day)s AND (voided IS NULL OR voided > %(day)s)
    UNION ALL
    SELECT body_id, {{aim}} AS target, NULL AS first, 0 AS disclosed, 0 AS live, CASE WHEN how = '{How.DECLARED}' THEN 1 ELSE 0 END AS told,
      CASE WHEN how <> '{How.DECLARED}' AND (to_day IS NULL OR to_day > %(day)s) THEN place END AS seen,
      CASE WHEN to_day IS NULL OR to_day > %(day)s THEN place END AS up
    FROM duties_run
    WHERE {{these}} AND from_day <= %(day)s AND (voided IS NULL OR voided > %(day)s)) AS deeds
  GROUP BY body_id, target)
"""  # noqa: S608  (words of our own enums)

# The clauses of `core.rules.state`, in its order and with its numbers. t: slot or clock, m: body, d: what was done and hung up.
_LAST = "COALESCE(t.due_rolled, t.due)"
_NEEDED = "CASE WHEN t.places > 0 THEN t.places ELSE m.villages END"
_STATE = f"""CASE
  WHEN {{exempt}} THEN {_NO[State.EXEMPT]}
  WHEN (m.facts & {{aside}}) <> 0 THEN {_NO[State.NOT_SCORED]}
  WHEN t.mode = '{Mode.STANDING}' THEN CASE
    WHEN t.opens > %(day)s THEN {_NO[State.NOT_YET_DUE]}
    WHEN COALESCE(d.seen, 0) >= {_NEEDED} THEN {_NO[State.RUNNING]}
    WHEN COALESCE(d.up, 0) >= {_NEEDED} THEN {_NO[State.DECLARED_ONLY]}
    ELSE {_NO[State.BROKEN]} END
  WHEN t.mode = '{Mode.CELL}' THEN CASE
    WHEN d.disclosed = 1 THEN {_NO[State.DISCLOSED]}
    WHEN d.first IS NOT NULL THEN {_NO[State.NOTHING_AROSE]}
    WHEN {_LAST} IS NULL OR {_LAST} >= %(day)s THEN {_NO[State.NOT_YET_DUE]}
    WHEN d.live = 1 THEN {_NO[State.DECLARED_ONLY]}
    ELSE {_NO[State.SILENT]} END
  WHEN t.mode = '{Mode.NO_DAY}' OR {_LAST} IS NULL THEN CASE
    WHEN d.first IS NOT NULL THEN {_NO[State.DONE_ON_TIME]}
    ELSE {_NO[State.NO_DAY]} END
  WHEN d.first <= {_LAST} THEN {_NO[State.DONE_ON_TIME]}
  WHEN d.first IS NOT NULL THEN {_NO[State.DONE_LATE]}
  WHEN {_LAST} >= %(day)s THEN {_NO[State.NOT_YET_DUE]}
  WHEN d.live = 1 OR d.told = 1 THEN {_NO[State.DECLARED_ONLY]}
  ELSE {_NO[State.MISSING]} END"""

# Only slots towards which something was done: of the others bodies that are alike have the same state, whoever they are.
_SLOTS = f"""
SELECT m.body, m.alike, o.term, o.slot, o.bit, t.required AND (o.aside & {_ALWAYS}) = 0 AS required, {_STATE} AS state
FROM done d JOIN mine m ON m.body = d.body_id JOIN owed o ON o.list = m.list AND o.slot = d.target JOIN duties_slot t ON t.id = d.target
"""  # noqa: S608
_SLOTS_PARTS = "SELECT alike, slot, state, COUNT(*) FROM ({rows}) AS rows GROUP BY alike, slot, state"
_SLOTS_WHOLES = """
SELECT alike, term, bits, needed, either, COUNT(*) FROM (
  SELECT alike, term, SUM(bit) AS bits, MIN(CASE WHEN required THEN state END) AS needed, MIN(state) AS either
  FROM ({rows}) AS rows GROUP BY body, alike, term
) AS wholes GROUP BY alike, term, bits, needed, either"""

# Where bodies have regulations of their own, the rules these name are worded for each such body (w.layer), the others for all (0).
_OWN = """ AND w.layer = CASE WHEN m.layer = 0 OR NOT EXISTS (SELECT 1 FROM named n WHERE n.layer = m.layer AND n.rule = t.rule)
  THEN 0 ELSE m.layer END"""

_CLOCKS = f"""
SELECT m.body, m.label, t.rule AS name, t.occasion, w.scored, t.required AND (w.aside & {_ALWAYS}) = 0 AS required, {_STATE} AS state
FROM mine m JOIN duties_clock t ON t.body_id = m.body
JOIN worded w ON w.rule = t.rule AND w.part = t.part AND w.kind = m.kind
  AND CASE WHEN w.notice = 1 THEN COALESCE(t.due, t.opens) ELSE t.opens END BETWEEN w.first AND w.last{{own}}
LEFT JOIN done d ON d.body_id = m.body AND d.target = t.id
WHERE {{these}}
"""  # noqa: S608
_CLOCKS_PARTS = """
SELECT label, name, {occasion} AS said, scored, state, COUNT(*) FROM ({rows}) AS rows GROUP BY label, name, said, scored, state"""
_CLOCKS_WHOLES = """
SELECT label, name, {occasion} AS said, scored, state, COUNT(*) FROM (
  SELECT body, label, name, occasion, MIN(scored) AS scored, COALESCE(MIN(CASE WHEN required THEN state END), MIN(state)) AS state
  FROM ({rows}) AS rows GROUP BY body, label, name, occasion
) AS wholes GROUP BY label, name, said, scored, state"""

# A plus sign keeps both databases from the index of a column: they look up whichever are fewer, the bodies or the slots.
_OWED = "slot_id IN (SELECT slot FROM owed) AND{by}body_id IN (SELECT body FROM mine)"
_THESE = "clock_id IN (SELECT t.id FROM mine m JOIN duties_clock t ON t.body_id = m.body WHERE {these})"
_OPENED = "(t.opens <= %(day)s OR t.registered <= %(day)s)"
_WITHIN = "COALESCE(t.due_rolled, t.due, t.opens) BETWEEN %(first)s AND %(last)s"
_SPARED = "x.from_day <= %(day)s AND (x.to_day IS NULL OR x.to_day >= %(day)s)"
_EXEMPT = f"EXISTS (SELECT 1 FROM duties_exemption x WHERE x.body_id = m.body AND x.rule = t.rule AND {_SPARED})"  # noqa: S608


@dataclass(frozen=True)
class _Entry:
    """A slot that is owed: its term (a rule on one occasion), its bit among the term's slots, what sets it aside, and whether it speaks
    for the whole of the term."""

    term: int
    slot: Slot
    bit: int
    aside: int

    @property
    def speaks(self) -> bool:
        """Whether it is required and can be judged."""
        return self.slot.required and not self.aside & _ALWAYS


@dataclass(frozen=True)
class _Alike:
    """Bodies that nothing tells apart but what they did: the slots they owe, the facts that set rules aside, what they are spared, the
    label under which they are counted."""

    list: int
    facts: int
    spared: frozenset[str]
    label: int = 0


class Cell(NamedTuple):
    """What is counted together: the label of the bodies (0 where none was asked for), the rule, the occasion ("" where occasions are
    counted together), whether the wording may enter a public score, the state, the part of a slot ("" as the occasion)."""

    label: int
    rule: str
    occasion: str
    scored: bool
    state: State
    part: str = ""


class _Term(NamedTuple):
    """A rule on one occasion, and whether its wording may enter a public score."""

    rule: str
    occasion: str
    scored: bool


@dataclass(frozen=True)
class _Mine:
    """The bodies asked about: (body, kind, list of slots, kind of alike, facts as bits, villages, layer, label). `terms` are the terms
    of the entries. A layer is a place in `laid`, counted from 1, 0 for bodies without a regulation."""

    rows: tuple[tuple[int, int, int, int, int, int, int, int], ...]
    lists: tuple[tuple[_Entry, ...], ...]
    alike: tuple[_Alike, ...]
    terms: tuple[_Term, ...]
    kinds: tuple[str, ...]
    facts: tuple[str, ...]
    laid: tuple[tuple[layers.Laid, ...], ...] = ()


@dataclass(frozen=True)
class Asked:
    """What is counted: the day, whether also what opens later, the one rule and occasion it is narrowed to ("" for all), the days within
    which something is due (what names no day: opens; what stands all the time is asked for in any case), whether cells of a register
    alone; the wordings that were confirmed, and whether occasions are told apart."""

    day: date
    upcoming: bool = False
    rule: str = ""
    occasion: str = ""
    first: date = date.min
    last: date = date.max
    cells: bool = False
    confirmed: frozenset[bytes] = frozenset()
    each: bool = False

    @property
    def all_days(self) -> bool:
        """Whether no period narrows it."""
        return self.first == date.min and self.last == date.max

    def wants(self, slot: Slot) -> bool:
        """Whether the slot is asked for."""
        named = (not self.rule or slot.rule == self.rule) and (not self.occasion or slot.occasion == self.occasion)
        if not named or not (self.upcoming or slot.opens <= self.day) or (self.cells and slot.mode != Mode.CELL):
            return False
        last = slot.due_rolled or slot.due or slot.opens
        return self.all_days or slot.occasion == STANDING_OCCASION or self.first <= last <= self.last


def count_states(
    ids: Collection[int], day: date, book: Rulebook, *, upcoming: bool = False, rule: str = "", occasion: str = ""
) -> Counter[tuple[str, State]]:
    """How many parts of each rule the bodies `ids` have in each state on `day`, by (rule, state), over slots and clocks.

    Narrowed to a rule and an occasion where given; `upcoming` adds what opens later. Bodies that do not live on `day` count
    for nothing. Raises nothing; no bodies, no counts.
    """
    return _by_rule(count(ids, book, Asked(day, upcoming, rule, occasion), wholes=False))


def count_obligations(
    ids: Collection[int], day: date, book: Rulebook, *, upcoming: bool = False, rule: str = "", occasion: str = ""
) -> Counter[tuple[str, State]]:
    """As `count_states`, of whole obligations: the state that `core.rules.overall` gives all parts of a rule on one occasion."""
    return _by_rule(count(ids, book, Asked(day, upcoming, rule, occasion), wholes=True))


def _by_rule(found: Counter[Cell]) -> Counter[tuple[str, State]]:
    summed: Counter[tuple[str, State]] = Counter()
    for cell, n in found.items():
        summed[cell.rule, cell.state] += n
    return summed


def count_board(
    ids: Collection[int], book: Rulebook, asked: Asked, labels: Mapping[int, int] = NO_LABELS
) -> tuple[Counter[Cell], Counter[Cell]]:
    """What a board of figures shows of the bodies: whole obligations, and the cells of their registers. Reads the bodies once for both."""
    mine = _mine(ids, book, asked, labels)
    if not mine.rows:
        return Counter(), Counter()
    lists = tuple(tuple(one for one in entries if one.slot.mode == Mode.CELL) for entries in mine.lists)
    return _counted(mine, book, asked, wholes=True), _counted(replace(mine, lists=lists), book, replace(asked, cells=True), wholes=False)


def count(ids: Collection[int], book: Rulebook, asked: Asked, *, wholes: bool, labels: Mapping[int, int] = NO_LABELS) -> Counter[Cell]:
    """How many parts, or `wholes`, the bodies `ids` have, by what is told apart (`Cell`); `labels` puts bodies under numbers of the
    caller. A fixed number of statements whatever the number of bodies and labels."""
    mine = _mine(ids, book, asked, labels)
    return _counted(mine, book, asked, wholes=wholes) if mine.rows else Counter()


def _counted(mine: _Mine, book: Rulebook, asked: Asked, *, wholes: bool) -> Counter[Cell]:
    found: Counter[Cell] = Counter()
    head = f"WITH mine(body, kind, list, alike, facts, villages, layer, label) AS (VALUES {_values(mine.rows)}), "
    owed = [(n, one.term, one.slot.pk, one.bit, one.aside) for n, entries in enumerate(mine.lists) for one in entries]
    adapt = connection.ops.adapt_datefield_value
    values: dict[str, Any] = {"day": adapt(asked.day), "rule": asked.rule, "occasion": asked.occasion}
    exempt = _EXEMPT if any(one.spared for one in mine.alike) else "1 = 0"  # mostly nobody is: then nobody need be asked
    with connection.cursor() as cursor:
        if owed:
            evidence = _EVIDENCE.format(aim="slot_id", these=_OWED.format(by=" " if len(mine.rows) <= len(owed) else " +"))
            shape = (_SLOTS_WHOLES if wholes else _SLOTS_PARTS).format(rows=_SLOTS.format(exempt=exempt, aside="o.aside"))
            cursor.execute(f"{head} owed(list, term, slot, bit, aside) AS (VALUES {_values(owed)}), {evidence}{shape}", values)
            found += (_wholes if wholes else _parts)(mine, asked, cursor.fetchall())
        if asked.cells:
            return found
        these = ["(t.voided IS NULL OR t.voided > %(day)s)"]
        these += [] if asked.upcoming else [_OPENED]
        these += [f"t.{name} = %({name})s" for name in ("rule", "occasion") if values[name]]
        if not asked.all_days:
            these.append(_WITHIN)
            values |= {"first": adapt(asked.first), "last": adapt(asked.last)}
        wanted = " AND ".join(these)
        evidence = _EVIDENCE.format(aim="clock_id", these=_THESE.format(these=wanted))
        typed = connection.vendor == "postgresql"
        worded = _worded(book, mine.kinds, mine.facts, typed, asked.confirmed)
        if worded:
            rows = _CLOCKS.format(exempt=exempt, aside="w.aside", these=wanted, own=_OWN if mine.laid else "")
            words = f"worded(rule, part, kind, first, last, notice, aside, layer, scored) AS (VALUES {worded})"
            if mine.laid:
                words = f"{_named(book, mine)}, {words[:-1]}{_own(book, mine, typed, asked.confirmed)})"
            shape = (_CLOCKS_WHOLES if wholes else _CLOCKS_PARTS).format(rows=rows, occasion="occasion" if asked.each else "''")
            cursor.execute(f"{head}{words}, {evidence}{shape}", values)
            for label, name, occasion, scored, word, n in cursor.fetchall():
                found[Cell(label, name, occasion, bool(scored), PRECEDENCE[word])] += n
    return found


def _untouched(alike: _Alike, entry: _Entry, day: date) -> int:
    """The state, as a number, of a slot towards which a body of these did nothing."""
    row = entry.slot
    target = Target(row.opens, row.due, row.due_rolled, Mode(row.mode))
    return _NO[state(target, (), (), row.rule in alike.spared, bool(alike.facts & entry.aside), day)]


def _cell(label: int, term: _Term, word: int, each: bool, part: str = "") -> Cell:
    return Cell(label, term.rule, term.occasion if each else "", term.scored, PRECEDENCE[word], part if each else "")


def _parts(mine: _Mine, asked: Asked, touched: Iterable[tuple[int, int, int, int]]) -> Counter[Cell]:
    """Counts of parts: those touched as the database judged them, (alike, slot, state, how many), and all the others."""
    found: Counter[Cell] = Counter()
    left = [Counter({one.slot.pk: n for one in mine.lists[alike.list]}) for alike, n in _sizes(mine)]
    entry = {one.slot.pk: one for entries in mine.lists for one in entries}
    for number, slot, word, n in touched:
        one = entry[slot]
        found[_cell(mine.alike[number].label, mine.terms[one.term], word, asked.each, one.slot.part)] += n
        left[number][slot] -= n
    words = _Words(asked.day)
    for alike, rest in zip(mine.alike, left, strict=True):
        for one in mine.lists[alike.list]:
            if rest[one.slot.pk]:
                found[_cell(alike.label, mine.terms[one.term], words.of(alike, one), asked.each, one.slot.part)] += rest[one.slot.pk]
    return found


class _Words:
    """The states of slots towards which nothing was done, each worked out once for all bodies that differ by nothing that decides it."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.known: dict[tuple[int, bool, bool], int] = {}

    def of(self, alike: _Alike, entry: _Entry) -> int:
        """The state as a number."""
        key = (entry.slot.pk, entry.slot.rule in alike.spared, bool(alike.facts & entry.aside))
        if key not in self.known:
            self.known[key] = _untouched(alike, entry, self.day)
        return self.known[key]


def _wholes(mine: _Mine, asked: Asked, touched: Iterable[tuple[int, int, int, int | None, int, int]]) -> Counter[Cell]:
    """Counts of whole obligations: (alike, term, the touched slots as bits, the first state of those that speak, of any, how many)."""
    found: Counter[Cell] = Counter()
    words = _Words(asked.day)
    sizes = [n for _alike, n in _sizes(mine)]
    owed: list[dict[int, list[tuple[int, bool, int]]]] = []
    known: dict[_Alike, dict[int, list[tuple[int, bool, int]]]] = {}  # whatever their label, they owe the same
    for alike in mine.alike:
        key = replace(alike, label=0)
        if key not in known:
            by_term = known[key] = defaultdict(list)
            for one in mine.lists[alike.list]:
                by_term[one.term].append((one.bit, one.speaks, words.of(alike, one)))
        owed.append(known[key])
    left = [dict.fromkeys(by_term, n) for by_term, n in zip(owed, sizes, strict=True)]
    judged = [(number, term, int(bits), needed, either, n) for number, term, bits, needed, either, n in touched]
    for number, term, *_rest, n in judged:
        left[number][term] -= n
    alone: dict[tuple[int, int], int] = {}  # the state of a term towards which nothing was done
    for number, terms in enumerate(left):
        same, label = id(owed[number]), mine.alike[number].label
        for term, n in terms.items():
            if n:
                if (same, term) not in alone:
                    rows = owed[number][term]
                    alone[same, term] = min([word for _bit, speaks, word in rows if speaks] or [word for _bit, _speaks, word in rows])
                found[_cell(label, mine.terms[term], alone[same, term], asked.each)] += n
    for number, term, bits, needed, either, n in judged:
        rest = [(speaks, word) for bit, speaks, word in owed[number][term] if not bits & bit]
        speaking = [word for speaks, word in rest if speaks] + [word for word in (needed,) if word is not None]
        every = [word for _speaks, word in rest] + [word for word in (either,) if word is not None]
        found[_cell(mine.alike[number].label, mine.terms[term], min(speaking or every), asked.each)] += n
    return found


def _sizes(mine: _Mine) -> list[tuple[_Alike, int]]:
    """How many bodies are alike, in their order."""
    counted = Counter(row[3] for row in mine.rows)
    return [(alike, counted[number]) for number, alike in enumerate(mine.alike)]


def _values(rows: Iterable[Sequence[int]]) -> str:
    """Rows of whole numbers as SQL: a list of parameters would end at some thousands of bodies."""
    return ",".join(f"({','.join(str(int(number)) for number in row)})" for row in rows)


def _asides(duty: Duty, part: Part, kind: str, bits: dict[str, int]) -> int:
    """The facts that set `part` aside at bodies of `kind`, as bits (see `duties.reads.aside`)."""
    rule, always = duty.not_scored_if, duty.due.kind is DueKind.UNREAD or not can_judge(part, kind)
    return _ALWAYS if always else 0 if rule is None or (rule.parts and part.channel not in rule.parts) else bits.get(rule.fact, 0)


@lru_cache(maxsize=8)
def _worded(book: Rulebook, kinds: tuple[str, ...], facts: tuple[str, ...], typed: bool, confirmed: frozenset[bytes]) -> str:
    """Which wording has which part at bodies of which kind (by its number in `kinds`), on which days, what sets it aside: SQL rows.

    The days are those of `Duty.covers`: of a notice, the days on which it may be due. Ids and channels are letters, digits and
    dashes (core.rules.rows). `typed`: the database must be told that a word is a day.
    """
    return ",".join(_words(book.versions, kinds, _bits(facts), typed, 0, confirmed))


def _words(
    versions: Iterable[Duty], kinds: Sequence[str], bits: dict[str, int], typed: bool, layer: int, confirmed: frozenset[bytes]
) -> Iterator[str]:
    day = "DATE '{}'" if typed else "'{}'"
    for duty in versions:
        may_score = int(scored(duty, confirmed))
        for number, kind in enumerate(kinds):
            if kind in duty.bearer:
                days = f"{day.format(duty.in_force_from)}, {day.format(duty.in_force_to or date.max)}"
                notice = int(duty.due.kind is DueKind.BEFORE)
                for part in duty.parts:
                    aside = _asides(duty, part, kind, bits)
                    yield f"('{duty.id}', '{part.channel}', {number}, {days}, {notice}, {aside}, {layer}, {may_score})"


@lru_cache(maxsize=256)
def _changed(book: Rulebook, laid: tuple[layers.Laid, ...]) -> tuple[Duty, ...]:
    """All wordings of the rules that a body's regulations name, as they bind that body."""
    own = layers.over(book, laid)
    other = {id for id, wordings in own.wordings.items() if wordings != book.wordings.get(id)}
    return tuple(duty for duty in own.versions if duty.id in other)


def _named(book: Rulebook, mine: _Mine) -> str:
    """Which rules each layer names: SQL."""
    rows = {(number, duty.id) for number, laid in enumerate(mine.laid, 1) for duty in _changed(book, laid)}
    found = ",".join(f"({number}, '{rule}')" for number, rule in sorted({(0, ""), *rows}))  # what adds nothing to the law names no rule
    return f"named(layer, rule) AS (VALUES {found})"


def _own(book: Rulebook, mine: _Mine, typed: bool, confirmed: frozenset[bytes]) -> str:
    """The rows of `worded` that bodies with regulations have for themselves, each after a comma."""
    bits = _bits(mine.facts)
    return "".join(
        f",{row}"
        for number, laid in enumerate(mine.laid, 1)
        for row in _words(_changed(book, laid), mine.kinds, bits, typed, number, confirmed)
    )


def _bits(facts: Sequence[str]) -> dict[str, int]:
    return {name: _ALWAYS << number for number, name in enumerate(facts, 1)}


def _mine(ids: Collection[int], book: Rulebook, asked: Asked, labels: Mapping[int, int]) -> _Mine:
    """What the two counts need to know of the bodies; bodies that owe the same slots share one list of them."""
    wanted = ",".join(str(int(body)) for body in ids) or "NULL"
    day = asked.day
    on = connection.ops.adapt_datefield_value(day)
    alive = list(
        Body.objects.raw(
            "SELECT id, kind, alive_from, alive_to, EXISTS (SELECT 1 FROM duties_regulation) AS regulated"  # noqa: S608  (whole numbers)
            f" FROM bodies_body WHERE id IN ({wanted})"
            " AND alive_from <= %s AND (alive_to IS NULL OR alive_to >= %s)",
            [on, on],
        )
    )
    aside = tuple(sorted({duty.not_scored_if.fact for duty in book.versions if duty.not_scored_if is not None}))
    bits, kinds = _bits(aside), tuple(sorted({one.kind for one in alive}))
    slots = {kind: [slot for slot in schedule.slots_of(kind, book) if asked.wants(slot)] for kind in kinds}
    held = _facts(wanted, {*aside, *_asked_for(slots)})
    villages = _villages(wanted, on)
    lists: dict[tuple[_Entry, ...], int] = {}
    groups: dict[_Alike, int] = {}
    known: dict[tuple[object, ...], int] = {}
    terms: dict[_Term, int] = {}
    wordings: dict[int, tuple[Duty, bool] | None] = {}
    spared = _spared(wanted, on)
    regulated = layers.of_bodies() if alive and getattr(alive[0], "regulated", False) else {}
    by_layer: dict[tuple[layers.Laid, ...], int] = {}
    rows = []
    for one in alive:
        mine = held.get(one.pk, ())
        alike = (one.kind, one.alive_from, one.alive_to, *((fact.name, fact.value, fact.from_day, fact.to_day) for fact in mine))
        if alike not in known:
            entries = []
            within: Counter[int] = Counter()
            for slot in slots[one.kind]:
                if not schedule.owes(slot, one.alive_from, one.alive_to, mine, day):
                    continue
                if slot.pk not in wordings:
                    duty = schedule.wording(book, slot, day)
                    wordings[slot.pk] = (duty, scored(duty, asked.confirmed)) if duty is not None else None
                worded = wordings[slot.pk]
                part = worded[0].part(slot.part) if worded is not None else None
                if worded is not None and part is not None:
                    term = terms.setdefault(_Term(slot.rule, slot.occasion, worded[1]), len(terms))
                    entries.append(_Entry(term, slot, 1 << within[term], _asides(worded[0], part, one.kind, bits)))
                    within[term] += 1
            known[alike] = lists.setdefault(tuple(entries), len(lists))
        true = {fact.name for fact in mine if fact.name in bits and bodies.is_true(fact) and _stands(fact, day)}
        facts_here = _ALWAYS + sum(bits[name] for name in true)
        label = labels.get(one.pk, 0)
        group = groups.setdefault(_Alike(known[alike], facts_here, spared.get(one.pk, frozenset()), label), len(groups))
        laid = tuple(own for own in regulated.get(one.pk, ()) if own.first <= day)
        layer = by_layer.setdefault(laid, len(by_layer) + 1) if laid else 0
        rows.append((one.pk, kinds.index(one.kind), known[alike], group, facts_here, max(1, villages.get(one.pk, 0)), layer, label))
    return _Mine(tuple(rows), tuple(lists), tuple(groups), tuple(terms), kinds, aside, tuple(by_layer))


def _asked_for(slots: Mapping[str, Collection[Slot]]) -> set[str]:
    """The facts on which it hangs whether a slot is owed."""
    conditions = {slot.variant.partition("+")[2] for many in slots.values() for slot in many}
    return {name for condition in conditions for name, _wanted in terms_of(condition)}


def _facts(wanted: str, names: Collection[str]) -> dict[int, list[Fact]]:
    """What is said of each body under these names: other facts (how many households a village has) tell no two bodies apart here."""
    held: dict[int, list[Fact]] = defaultdict(list)
    if names:
        places = ", ".join(["%s"] * len(names))
        facts = (
            "SELECT id, body_id, name, value, from_day, to_day FROM bodies_fact"  # noqa: S608  (whole numbers and places)
            f" WHERE body_id IN ({wanted}) AND name IN ({places}) ORDER BY id"
        )
        for fact in Fact.objects.raw(facts, sorted(names)):
            held[fact.body_id].append(fact)
    return held


def _spared(wanted: str, on: Any) -> dict[int, frozenset[str]]:
    """The rules from which bodies are exempt on the day."""
    found: dict[int, set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT x.body_id, x.rule FROM duties_exemption x WHERE x.body_id IN ({wanted}) AND {_SPARED}",  # noqa: S608
            {"day": on},
        )
        for body, rule in cursor.fetchall():
            found[body].add(rule)
    return {body: frozenset(rules) for body, rules in found.items()}


def _stands(fact: Fact, day: date) -> bool:
    return fact.from_day <= day and (fact.to_day is None or fact.to_day >= day)


def _villages(wanted: str, on: Any) -> dict[int, int]:
    """How many villages each body has on the day, for what must stand in all of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.parent_id, COUNT(*) FROM bodies_body b JOIN bodies_registration r ON r.body_id = b.id"  # noqa: S608
            f" WHERE b.kind = 'village' AND b.parent_id IN ({wanted}) AND r.from_day <= %s AND (r.to_day IS NULL OR r.to_day >= %s)"
            " GROUP BY b.parent_id",
            [on, on],
        )
        return dict(cursor.fetchall())
