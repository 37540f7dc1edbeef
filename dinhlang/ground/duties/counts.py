"""States counted by the database: what a board of figures says of many bodies at once.

Promises: the answer of `core.rules.state` for every row (tests/test_cases.py puts each case of the rulebook into the tables), from
one text of its clauses for slots and clocks alike, on SQLite and PostgreSQL; a fixed number of statements whatever the number of
bodies. Refuses: to store what it counted, to join by words where numbers do, and to count holds: a figure of how long paper hung is
nowhere shown, and the page of one body has `core.rules.hold_state`.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
    EventName,
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
from dinhlang.ground.bodies.models import Fact
from dinhlang.ground.duties import inherited, layers, schedule
from dinhlang.ground.duties.models import Slot
from dinhlang.ground.record import fast

# A state as a number: its place in the order in which states speak for the whole, so that the smallest answers.
_NO: dict[State, int] = {word: number for number, word in enumerate(PRECEDENCE)}

NO_LABELS: Mapping[int, int] = MappingProxyType({})

# Every body has this bit among its facts: what is set aside by it is shown and not judged at any of them.
_ALWAYS = 1

# What was done and hung up as it stood on the day: per body and slot, or per clock, whoever bore it (`{by}`). `{aim}` is slot or clock,
# `{these}` those asked for.
_EVIDENCE = f"""
done_{{aim}} AS (
  SELECT {{by}}, MIN(first) AS first, MAX(disclosed) AS disclosed, MAX(live) AS live, MAX(told) AS told,
    COUNT(DISTINCT seen) AS seen, COUNT(DISTINCT up) AS up
  FROM (
    SELECT body_id, {{aim}}_id AS target, CASE WHEN how <> '{How.DECLARED}' THEN done_day END AS first,
      CASE WHEN how <> '{How.DECLARED}' AND NOT nothing_arose THEN 1 ELSE 0 END AS disclosed, 1 AS live, 0 AS told, NULL AS seen, NULL AS up
    FROM duties_fulfilment
    WHERE {{these}} AND done_day <= %(day)s AND (voided IS NULL OR voided > %(day)s)
    UNION ALL
    SELECT body_id, {{aim}}_id AS target, NULL AS first, 0 AS disclosed, 0 AS live,
      CASE WHEN how = '{How.DECLARED}' THEN 1 ELSE 0 END AS told,
      CASE WHEN how <> '{How.DECLARED}' AND (to_day IS NULL OR to_day > %(day)s) THEN place END AS seen,
      CASE WHEN to_day IS NULL OR to_day > %(day)s THEN place END AS up
    FROM duties_run
    WHERE {{these}} AND from_day <= %(day)s AND (voided IS NULL OR voided > %(day)s)) AS deeds
  GROUP BY {{by}})
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
SELECT m.body, m.alike, o.term, o.slot, o.bit, t.mode, t.required AND (o.aside & {_ALWAYS}) = 0 AS required, {_STATE} AS state
FROM done_slot d JOIN mine m ON m.body = d.body_id
JOIN owed o ON o.list = m.list AND o.slot = d.target JOIN duties_slot t ON t.id = d.target
"""  # noqa: S608
# All is asked in one statement, whose rows say first what they tell of, then what is counted (five numbers, two words), then how many.
_WHOLES, _PARTS, _OF_CLOCKS, _REGISTERED = range(4)
_SLOTS_PARTS = f"""SELECT {_PARTS}, alike, slot, state, 0, 0, '', '', COUNT(*) FROM judged{{only}} GROUP BY alike, slot, state"""  # noqa: S608
_SLOTS_WHOLES = f"""SELECT {_WHOLES}, alike, term, bits, needed, either, '', '', COUNT(*) FROM (
  SELECT alike, term, SUM(bit) AS bits, MIN(CASE WHEN required THEN state END) AS needed, MIN(state) AS either
  FROM judged GROUP BY body, alike, term
) AS wholes GROUP BY alike, term, bits, needed, either"""  # noqa: S608
_CELLS = f" WHERE mode = '{Mode.CELL}'"

# Where bodies have regulations of their own, the rules these name are worded for each such body (w.layer), the others for all (0).
_OWN = """ AND w.layer = CASE WHEN m.layer = 0 OR NOT EXISTS (SELECT 1 FROM named n WHERE n.layer = m.layer AND n.rule = t.rule)
  THEN 0 ELSE m.layer END"""

_CLOCKS = f"""
SELECT m.body, m.label, t.rule AS name, {{occasion}} AS occasion, w.scored,
  t.required AND (w.aside & {_ALWAYS}) = 0 AS required, {_STATE} AS state
FROM {{bearers}} m JOIN duties_clock t ON t.body_id = m.owner{{open}}
JOIN worded w ON w.rule = t.rule AND w.part = t.part AND w.kind = m.kind
  AND CASE WHEN w.notice = 1 THEN COALESCE(t.due, t.opens) ELSE t.opens END BETWEEN w.first AND w.last{{own}}
LEFT JOIN done_clock d ON d.target = t.id
WHERE {{these}}
"""  # noqa: S608
_CLOCKS_SHAPE = f"SELECT {_OF_CLOCKS}, label, scored, state, 0, 0, name, {{occasion}} AS said, COUNT(*)"
_CLOCKS_PARTS = f"""
{_CLOCKS_SHAPE} FROM ({{rows}}) AS rows GROUP BY label, name, said, scored, state"""
_CLOCKS_WHOLES = f"""
{_CLOCKS_SHAPE} FROM (
  SELECT body, label, name, occasion, MIN(scored) AS scored, COALESCE(MIN(CASE WHEN required THEN state END), MIN(state)) AS state
  FROM ({{rows}}) AS rows GROUP BY body, label, name, occasion
) AS wholes GROUP BY label, name, said, scored, state"""  # noqa: S608

# The documents that were registered, dated within the period, whatever the rules then made of them.
_DOCUMENTS = f"""
SELECT {_REGISTERED}, label, 0, 0, 0, 0, '', '', COUNT(*) FROM (
  SELECT DISTINCT m.body, m.label, t.occasion FROM mine m JOIN duties_clock t ON t.body_id = m.body
  WHERE t.rule IN ({{rules}}) AND t.opens BETWEEN %(first)s AND %(last)s AND t.registered <= %(day)s
  AND (t.voided IS NULL OR t.voided > %(day)s)
) AS documents GROUP BY label"""  # noqa: S608

# A plus sign keeps both databases from the index of a column: they look up whichever are fewer, the bodies or the slots.
_OWED = "slot_id IN (SELECT slot FROM owed) AND{by}body_id IN (SELECT body FROM mine)"
_THESE = "clock_id IN (SELECT t.id FROM {bearers} m JOIN duties_clock t ON t.body_id = m.owner WHERE {these})"
# Who bears whose clocks: each body its own; where anybody carries on what another left undone, also those, from the day of the succession.
_ALONE = "(SELECT mine.*, mine.body AS owner FROM mine)"
_LINE = inherited.line("s.new_id", "s.new_id IN (SELECT body FROM mine)", "%(day)s")
_BEARERS = """(SELECT mine.*, mine.body AS owner, CAST(NULL AS DATE) AS since FROM mine
  UNION ALL SELECT mine.*, l.owner, l.since FROM mine JOIN line l ON l.heir = mine.body)"""
_OPEN = f" AND (m.since IS NULL OR {inherited.open_then('t.id', 'm.since', '%(day)s')})"
_MARKED = f"CASE WHEN m.since IS NULL THEN t.occasion ELSE t.occasion || '{inherited.MARK}' || t.body_id END"
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


class _Alike(NamedTuple):
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


class Living(NamedTuple):
    """A body that lives on the day it is counted on, since when and until when."""

    pk: int
    kind: str
    alive_from: date
    alive_to: date | None


class Said(NamedTuple):
    """A fact about a body, as far as counting goes: its name, its value, its days."""

    name: str
    value: str
    from_day: date
    to_day: date | None


@dataclass(frozen=True)
class Board:
    """What a board of figures shows: whole obligations, the cells of registers, and by label how many documents were registered."""

    wholes: Counter["Cell"]
    cells: Counter["Cell"]
    registered: Counter[int]


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
    carried: bool = False


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


def count_board(living: Collection[Living], book: Rulebook, asked: Asked, labels: Mapping[int, int] = NO_LABELS) -> Board:
    """What a board of figures shows of these bodies, which live on the day; `labels` as for `count`. Two statements."""
    return _count(_mine(living, book, asked, labels), book, asked, wholes=True, parts=_CELLS, documents=True)


def count(ids: Collection[int], book: Rulebook, asked: Asked, *, wholes: bool, labels: Mapping[int, int] = NO_LABELS) -> Counter[Cell]:
    """How many parts, or `wholes`, the bodies `ids` have, by what is told apart (`Cell`); `labels` puts bodies under numbers of the
    caller. A fixed number of statements whatever the number of bodies and labels."""
    found = _count(_mine(_living(ids, asked.day), book, asked, labels), book, asked, wholes=wholes, parts=None if wholes else "")
    return found.wholes if wholes else found.cells


def _count(mine: _Mine, book: Rulebook, asked: Asked, *, wholes: bool, parts: str | None, documents: bool = False) -> Board:
    """Whole obligations, parts (those of slots for which the SQL `parts` holds; None: none) and, where wanted, `documents`. Clocks are
    counted as wholes where these are wanted, else as parts. One statement."""
    ctes, asks = _slots_sql(mine, wholes=wholes, parts=parts)
    for more, ask in (_clocks_sql(mine, book, asked, wholes=wholes), _documents_sql(book) if documents else ("", "")):
        ctes += [more] if more else []
        asks += [ask] if ask else []
    answers: tuple[list[Sequence[Any]], ...] = ([], [], [], [])
    if mine.rows and asks:
        head = f"WITH RECURSIVE mine(body, kind, list, alike, facts, villages, layer, label) AS (VALUES {_values(mine.rows)})"
        adapt = connection.ops.adapt_datefield_value
        days = {"day": adapt(asked.day), "first": adapt(asked.first), "last": adapt(asked.last)}
        with connection.cursor() as cursor:
            cursor.execute(
                f"{', '.join([head, *ctes])} {' UNION ALL '.join(asks)}", {**days, "rule": asked.rule, "occasion": asked.occasion}
            )
            for which, *row in cursor.fetchall():
                answers[which].append(row)
    clocks: Counter[Cell] = Counter()
    for label, scored_, word, _d, _e, name, occasion, n in answers[_OF_CLOCKS]:
        clocks[Cell(label, name, occasion, bool(scored_), PRECEDENCE[word])] += n
    whole = _wholes(mine, asked, answers[_WHOLES]) if wholes else Counter[Cell]()
    part = _parts(mine, asked, answers[_PARTS], cells=bool(parts)) if parts is not None else Counter[Cell]()
    (whole if wholes else part).update(clocks)
    return Board(whole, part, Counter({label: n for label, *_, n in answers[_REGISTERED]}))


def _exempt(mine: _Mine) -> str:
    return _EXEMPT if any(one.spared for one in mine.alike) else "1 = 0"  # mostly nobody is: then nobody need be asked


def _slots_sql(mine: _Mine, *, wholes: bool, parts: str | None) -> tuple[list[str], list[str]]:
    """How slots are asked for: tables of the statement, and its selections."""
    owed = [(n, one.term, one.slot.pk, one.bit, one.aside) for n, entries in enumerate(mine.lists) for one in entries]
    if not owed:
        return [], []
    evidence = _EVIDENCE.format(by="body_id, target", aim="slot", these=_OWED.format(by=" " if len(mine.rows) <= len(owed) else " +"))
    judged = f"judged AS ({_SLOTS.format(exempt=_exempt(mine), aside='o.aside')})"
    asks = [_SLOTS_WHOLES] if wholes else []
    asks += [_SLOTS_PARTS.format(only=parts)] if parts is not None else []
    return [f"owed(list, term, slot, bit, aside) AS (VALUES {_values(owed)})", evidence, judged], asks


def _clocks_sql(mine: _Mine, book: Rulebook, asked: Asked, *, wholes: bool) -> tuple[str, str]:
    """How clocks are asked for: tables of the statement, and a selection; nothing where nobody has any."""
    typed = connection.vendor == "postgresql"
    worded = _worded(book, mine.kinds, mine.facts, typed, asked.confirmed)
    if asked.cells or not worded:
        return "", ""
    these = ["(t.voided IS NULL OR t.voided > %(day)s)"]
    these += [] if asked.upcoming else [_OPENED]
    these += [f"t.{name} = %({name})s" for name, given in (("rule", asked.rule), ("occasion", asked.occasion)) if given]
    these += [] if asked.all_days else [_WITHIN]
    wanted = " AND ".join(these)
    bearers = _BEARERS if mine.carried else _ALONE
    evidence = _EVIDENCE.format(by="target", aim="clock", these=_THESE.format(bearers=bearers, these=wanted))
    occasion, still = (_MARKED, _OPEN) if mine.carried else ("t.occasion", "")
    rows = _CLOCKS.format(
        exempt=_exempt(mine), aside="w.aside", these=wanted, own=_OWN if mine.laid else "", bearers=bearers, occasion=occasion, open=still
    )
    words = f"worded(rule, part, kind, first, last, notice, aside, layer, scored) AS (VALUES {worded})"
    if mine.laid:
        words = f"{_named(book, mine)}, {words[:-1]}{_own(book, mine, typed, asked.confirmed)})"
    shape = _CLOCKS_WHOLES if wholes else _CLOCKS_PARTS
    carried = f"{_LINE}, " if mine.carried else ""
    return f"{carried}{words}, {evidence}", shape.format(rows=rows, occasion="occasion" if asked.each else "''")


def _documents_sql(book: Rulebook) -> tuple[str, str]:
    """How registered documents are asked for, by the rules that a registration starts; nothing where there is none."""
    rules = ", ".join(f"'{rule}'" for rule in sorted({duty.id for duty in book.by_event.get(EventName.DECISION_REGISTERED, ())}))
    return "", _DOCUMENTS.format(rules=rules) if rules else ""


def _untouched(alike: _Alike, entry: _Entry, day: date) -> int:
    """The state, as a number, of a slot towards which a body of these did nothing."""
    row = entry.slot
    target = Target(row.opens, row.due, row.due_rolled, Mode(row.mode))
    return _NO[state(target, (), (), row.rule in alike.spared, bool(alike.facts & entry.aside), day)]


class _Seen:
    """Counts under what is told apart, kept as numbers until all are in: bodies are many, what is told apart of them is little."""

    def __init__(self, mine: _Mine, asked: Asked) -> None:
        self.mine, self.each = mine, asked.each
        self.numbers: dict[tuple[_Term, str], int] = {}
        self.counted: Counter[tuple[int, int, int]] = Counter()

    def what(self, term: int, part: str = "") -> int:
        """What a term, or a part of it, is counted as."""
        said = self.mine.terms[term]
        key = (said, part) if self.each else (said._replace(occasion=""), "")
        return self.numbers.setdefault(key, len(self.numbers))

    def cells(self) -> Counter[Cell]:
        """The counts, without those of nothing."""
        said = list(self.numbers)
        found: Counter[Cell] = Counter()
        for (label, number, word), n in self.counted.items():
            if n:
                term, part = said[number]
                found[Cell(label, term.rule, term.occasion, term.scored, PRECEDENCE[word], part)] += n
        return found


def _parts(mine: _Mine, asked: Asked, touched: Iterable[Sequence[int]], *, cells: bool) -> Counter[Cell]:
    """Counts of parts, or of `cells` of registers alone: those touched as the database judged them, (alike, slot, state, …, how many),
    and all the others."""
    seen, words = _Seen(mine, asked), _Words(asked.day)
    known: dict[_Alike, tuple[dict[int, tuple[int, int]], Counter[tuple[int, int]]]] = {}  # whatever their label, they owe the same
    owed = []
    for alike, n in _sizes(mine):
        key = alike._replace(label=0)
        if key not in known:
            wanted = [one for one in mine.lists[alike.list] if not cells or one.slot.mode == Mode.CELL]
            alone = {one.slot.pk: (seen.what(one.term, one.slot.part), words.of(alike, one)) for one in wanted}
            known[key] = alone, Counter(alone.values())
        owed.append(known[key][0])
        for (what, word), many in known[key][1].items():
            seen.counted[alike.label, what, word] += n * many
    for number, slot, word, *_rest, n in touched:
        label, (what, before) = mine.alike[number].label, owed[number][slot]
        seen.counted[label, what, before] -= n
        seen.counted[label, what, word] += n
    return seen.cells()


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


class _Whole(NamedTuple):
    """A term that is owed: what it is counted as, its slots (bit, whether it speaks, state), its state where nothing was done."""

    what: int
    rows: tuple[tuple[int, bool, int], ...]
    alone: int


def _wholes(mine: _Mine, asked: Asked, touched: Iterable[Sequence[Any]]) -> Counter[Cell]:
    """Counts of whole obligations: (alike, term, the touched slots as bits, the first state of those that speak, of any, how many)."""
    seen, words = _Seen(mine, asked), _Words(asked.day)
    known: dict[_Alike, tuple[dict[int, _Whole], Counter[tuple[int, int]]]] = {}  # whatever their label, they owe the same
    owed = []
    for alike, n in _sizes(mine):
        key = alike._replace(label=0)
        if key not in known:
            by_term: dict[int, list[tuple[int, bool, int]]] = defaultdict(list)
            for one in mine.lists[alike.list]:
                by_term[one.term].append((one.bit, one.speaks, words.of(alike, one)))
            wholes = {term: _Whole(seen.what(term), tuple(rows), _overall(rows)) for term, rows in by_term.items()}
            known[key] = wholes, Counter((one.what, one.alone) for one in wholes.values())
        owed.append(known[key][0])
        for (what, word), many in known[key][1].items():
            seen.counted[alike.label, what, word] += n * many
    for number, term, bits, needed, either, *_said, n in touched:
        label, whole = mine.alike[number].label, owed[number][term]
        rest = [row for row in whole.rows if not int(bits) & row[0]]
        rest += [(0, True, needed)] if needed is not None else []
        rest += [(0, False, either)] if either is not None else []
        seen.counted[label, whole.what, whole.alone] -= n
        seen.counted[label, whole.what, _overall(rest)] += n
    return seen.cells()


def _overall(rows: Iterable[tuple[int, bool, int]]) -> int:
    """The first state of those that speak, else of any."""
    return min((not speaks, word) for _bit, speaks, word in rows)[1]


def _sizes(mine: _Mine) -> list[tuple[_Alike, int]]:
    """How many bodies are alike, in their order."""
    counted = Counter(row[3] for row in mine.rows)
    return [(alike, counted[number]) for number, alike in enumerate(mine.alike)]


def _values(rows: Iterable[Sequence[int]]) -> str:
    """Rows of whole numbers as SQL: a list of parameters would end at some thousands of bodies."""
    return ",".join(f"({','.join(map(str, map(int, row)))})" for row in rows)


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


def _living(ids: Collection[int], day: date) -> list[Living]:
    """Those of the bodies that live on the day. One statement."""
    wanted = ",".join(str(int(body)) for body in ids) or "NULL"
    on = connection.ops.adapt_datefield_value(day)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, kind, alive_from, alive_to FROM bodies_body WHERE id IN ({wanted})"  # noqa: S608  (whole numbers)
            " AND alive_from <= %s AND (alive_to IS NULL OR alive_to >= %s)",
            [on, on],
        )
        return [Living(*row) for row in cursor.fetchall()]


class _Owing:
    """What bodies owe by what is said of them: lists of slots with their terms, each worked out once for all that are alike."""

    def __init__(self, book: Rulebook, asked: Asked, kinds: Sequence[str], bits: Mapping[str, int]) -> None:
        self.book, self.asked, self.bits = book, asked, dict(bits)
        every = schedule.slots_of_kinds(kinds, book)
        self.slots = {kind: [slot for slot in every[kind] if asked.wants(slot)] for kind in kinds}
        self.lists: dict[tuple[_Entry, ...], int] = {}
        self.terms: dict[_Term, int] = {}
        self.wordings: dict[int, tuple[Duty, bool] | None] = {}
        self.known: dict[tuple[object, ...], tuple[int, int]] = {}

    def of(self, one: Living, held: tuple[Said, ...]) -> tuple[int, int]:
        """(the list of slots that it owes, by its number; the facts that are true of it on the day, as bits)."""
        alike = (one.kind, one.alive_from, one.alive_to, held)
        found = self.known.get(alike)
        if found is None:
            list_ = self.lists.setdefault(tuple(self._entries(one, held)), len(self.lists))
            true = {fact.name for fact in held if fact.name in self.bits and bodies.is_true(fact) and _stands(fact, self.asked.day)}
            found = self.known[alike] = (list_, _ALWAYS + sum(self.bits[name] for name in true))
        return found

    def _entries(self, one: Living, held: tuple[Said, ...]) -> Iterator[_Entry]:
        within: Counter[int] = Counter()
        for slot in self.slots[one.kind]:
            if not schedule.owes(slot, one.alive_from, one.alive_to, held, self.asked.day):
                continue
            if slot.pk not in self.wordings:
                duty = schedule.wording(self.book, slot, self.asked.day)
                self.wordings[slot.pk] = (duty, scored(duty, self.asked.confirmed)) if duty is not None else None
            worded = self.wordings[slot.pk]
            part = worded[0].part(slot.part) if worded is not None else None
            if worded is not None and part is not None:
                term = self.terms.setdefault(_Term(slot.rule, slot.occasion, worded[1]), len(self.terms))
                yield _Entry(term, slot, 1 << within[term], _asides(worded[0], part, one.kind, self.bits))
                within[term] += 1


def _mine(living: Collection[Living], book: Rulebook, asked: Asked, labels: Mapping[int, int]) -> _Mine:
    """What counting needs to know of the bodies; bodies that owe the same slots share one list of them. One statement."""
    day = asked.day
    aside = tuple(sorted({duty.not_scored_if.fact for duty in book.versions if duty.not_scored_if is not None}))
    kinds = tuple(sorted({one.kind for one in living}))
    numbers = {kind: number for number, kind in enumerate(kinds)}
    owing = _Owing(book, asked, kinds, _bits(aside))
    said = _said([one.pk for one in living], {*aside, *_asked_for(owing.slots)}, day) if living else _Told()
    regulated = layers.of_bodies() if said.regulated else {}
    groups: dict[_Alike, int] = {}
    by_layer: dict[tuple[layers.Laid, ...], int] = {}
    rows = []
    for one in living:
        pk = one.pk
        owed, facts = owing.of(one, said.held.get(pk, ()))
        label = labels.get(pk, 0)
        group = groups.setdefault(_Alike(owed, facts, said.spared.get(pk, _NOT_SPARED), label), len(groups))
        laid = tuple(own for own in regulated.get(pk, ()) if own.first <= day)
        layer = by_layer.setdefault(laid, len(by_layer) + 1) if laid else 0
        rows.append((pk, numbers[one.kind], owed, group, facts, said.villages.get(pk, 1), layer, label))
    return _Mine(tuple(rows), tuple(owing.lists), tuple(groups), tuple(owing.terms), kinds, aside, tuple(by_layer), said.carried)


def _asked_for(slots: Mapping[str, Collection[Slot]]) -> set[str]:
    """The facts on which it hangs whether a slot is owed."""
    conditions = {slot.variant.partition("+")[2] for many in slots.values() for slot in many}
    return {name for condition in conditions for name, _wanted in terms_of(condition)}


# Beside the names of facts, which begin with a letter.
_VILLAGES, _FREED, _RULED, _CARRIED = "-villages", "-spared", "-regulated", "-carried"
_SAID = f"""
SELECT id, body_id, name, value, from_day, to_day FROM bodies_fact WHERE body_id IN ({{wanted}}) AND name IN ({{names}})
UNION ALL
SELECT 0, x.body_id, '{_FREED}', x.rule, x.from_day, x.to_day FROM duties_exemption x WHERE x.body_id IN ({{wanted}}) AND {_SPARED}
UNION ALL
SELECT 0, {bodies.above("b", "%(day)s")}, '{_VILLAGES}', CAST(COUNT(*) AS VARCHAR(20)), %(day)s, %(day)s
FROM bodies_body b JOIN bodies_registration r ON r.body_id = b.id
WHERE b.kind = 'village' AND {bodies.above("b", "%(day)s")} IN ({{wanted}})
  AND (b.parent_id IN ({{wanted}}) OR b.id IN (SELECT body_id FROM bodies_seat WHERE parent_id IN ({{wanted}})))
  AND r.from_day <= %(day)s AND (r.to_day IS NULL OR r.to_day >= %(day)s)
GROUP BY 2
UNION ALL
SELECT 0, 0, '{_RULED}', '', %(day)s, %(day)s WHERE EXISTS (SELECT 1 FROM duties_regulation)
UNION ALL
SELECT 0, 0, '{_CARRIED}', '', %(day)s, %(day)s WHERE EXISTS (SELECT 1 FROM bodies_succession s WHERE s.carries)"""  # noqa: S608  (whole numbers and places)
_NOT_SPARED: frozenset[str] = frozenset()


@dataclass
class _Told:
    """What is said of bodies: facts, how many villages there are, the rules that bind it not; whether anybody has regulations,
    whether anybody carries on what another left undone."""

    held: dict[int, tuple[Said, ...]] = field(default_factory=dict)
    villages: dict[int, int] = field(default_factory=dict)
    spared: dict[int, frozenset[str]] = field(default_factory=dict)
    regulated: bool = False
    carried: bool = False


def _said(ids: Collection[int], names: Collection[str], on: date) -> _Told:
    """What is said of each body: facts under these names (others, as how many households a village has, tell no two bodies apart here),
    how many villages it has on the day, the rules from which it is exempt then. One statement, in which all of it looks like facts."""
    told = _Told()
    values = {f"n{number}": name for number, name in enumerate(sorted(names))}
    sql = _SAID.format(wanted=",".join(str(int(body)) for body in ids), names=", ".join(f"%({key})s" for key in values) or "NULL")
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY 1", {"day": connection.ops.adapt_datefield_value(on), **values})
        rows = cursor.fetchall()
    facts: dict[tuple[Any, ...], Said] = {}
    for _pk, body, *words in rows:
        key = tuple(words)
        fact = facts.get(key)
        if fact is None:
            name, value, first, last = key
            fact = facts[key] = Said(name, value, fast.out(Fact, "from_day", first), fast.out(Fact, "to_day", last))
        if fact.name == _VILLAGES:
            told.villages[body] = int(fact.value)
        elif fact.name == _FREED:
            told.spared[body] = told.spared.get(body, _NOT_SPARED) | {fact.value}
        elif fact.name == _RULED:
            told.regulated = True
        elif fact.name == _CARRIED:
            told.carried = True
        else:
            told.held[body] = (*told.held.get(body, ()), fact)
    return told


def _stands(fact: Said, day: date) -> bool:
    return fact.from_day <= day and (fact.to_day is None or fact.to_day >= day)
