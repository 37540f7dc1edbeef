"""States counted by the database: what a board of figures says of many bodies at once.

Promises: the answer of `core.rules.state` for every row (tests/test_cases.py puts each case of the rulebook into the tables), from
one text of its clauses for slots and clocks alike, on SQLite and PostgreSQL; a fixed number of statements whatever the number of
bodies. Refuses: to store what it counted, to join by words where numbers do, and to count holds: a figure of how long paper hung is
nowhere shown, and the page of one body has `core.rules.hold_state`.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection

from dinhlang.core.rules import PRECEDENCE, DueKind, Duty, How, Mode, Part, Rulebook, State, can_judge
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Body, Fact
from dinhlang.ground.duties import layers, schedule
from dinhlang.ground.duties.models import Slot

# A state as a number: its place in the order in which states speak for the whole, so that the smallest answers.
_NO: dict[State, int] = {word: number for number, word in enumerate(PRECEDENCE)}

# Every body has this bit among its facts: what is set aside by it is shown and not judged at any of them.
_ALWAYS = 1

# What was done and hung up, per body and target, as it stood on the day. `{aim}` is slot_id or clock_id, `{these}` those asked for.
_EVIDENCE = f"""
done AS (
  SELECT body_id, {{aim}} AS target,
    MIN(CASE WHEN how <> '{How.DECLARED}' THEN done_day END) AS first,
    MAX(CASE WHEN how <> '{How.DECLARED}' AND NOT nothing_arose THEN 1 ELSE 0 END) AS disclosed
  FROM duties_fulfilment
  WHERE {{these}} AND done_day <= %(day)s AND (voided IS NULL OR voided > %(day)s)
  GROUP BY body_id, {{aim}}),
hung AS (
  SELECT body_id, {{aim}} AS target,
    MAX(CASE WHEN how = '{How.DECLARED}' THEN 1 ELSE 0 END) AS told,
    COUNT(DISTINCT CASE WHEN how <> '{How.DECLARED}' AND (to_day IS NULL OR to_day > %(day)s) THEN place END) AS seen,
    COUNT(DISTINCT CASE WHEN to_day IS NULL OR to_day > %(day)s THEN place END) AS up
  FROM duties_run
  WHERE {{these}} AND from_day <= %(day)s AND (voided IS NULL OR voided > %(day)s)
  GROUP BY body_id, {{aim}})
"""  # noqa: S608  (words of our own enums)

# The clauses of `core.rules.state`, in its order and with its numbers. t: slot or clock, m: body, d: done, h: hung.
_LAST = "COALESCE(t.due_rolled, t.due)"
_NEEDED = "CASE WHEN t.places > 0 THEN t.places ELSE m.villages END"
_STATE = f"""CASE
  WHEN {{exempt}} THEN {_NO[State.EXEMPT]}
  WHEN (m.facts & {{aside}}) <> 0 THEN {_NO[State.NOT_SCORED]}
  WHEN t.mode = '{Mode.STANDING}' THEN CASE
    WHEN t.opens > %(day)s THEN {_NO[State.NOT_YET_DUE]}
    WHEN COALESCE(h.seen, 0) >= {_NEEDED} THEN {_NO[State.RUNNING]}
    WHEN COALESCE(h.up, 0) >= {_NEEDED} THEN {_NO[State.DECLARED_ONLY]}
    ELSE {_NO[State.BROKEN]} END
  WHEN t.mode = '{Mode.CELL}' THEN CASE
    WHEN d.disclosed = 1 THEN {_NO[State.DISCLOSED]}
    WHEN d.first IS NOT NULL THEN {_NO[State.NOTHING_AROSE]}
    WHEN {_LAST} IS NULL OR {_LAST} >= %(day)s THEN {_NO[State.NOT_YET_DUE]}
    WHEN d.target IS NOT NULL THEN {_NO[State.DECLARED_ONLY]}
    ELSE {_NO[State.SILENT]} END
  WHEN t.mode = '{Mode.NO_DAY}' OR {_LAST} IS NULL THEN CASE
    WHEN d.first IS NOT NULL THEN {_NO[State.DONE_ON_TIME]}
    ELSE {_NO[State.NO_DAY]} END
  WHEN d.first <= {_LAST} THEN {_NO[State.DONE_ON_TIME]}
  WHEN d.first IS NOT NULL THEN {_NO[State.DONE_LATE]}
  WHEN {_LAST} >= %(day)s THEN {_NO[State.NOT_YET_DUE]}
  WHEN d.target IS NOT NULL OR h.told = 1 THEN {_NO[State.DECLARED_ONLY]}
  ELSE {_NO[State.MISSING]} END"""

_SLOTS = f"""
SELECT m.body, o.term AS name, '' AS occasion, t.required AND (o.aside & {_ALWAYS}) = 0 AS required, {_STATE} AS state
FROM mine m JOIN owed o ON o.list = m.list JOIN duties_slot t ON t.id = o.slot
LEFT JOIN done d ON d.body_id = m.body AND d.target = t.id LEFT JOIN hung h ON h.body_id = m.body AND h.target = t.id
"""  # noqa: S608

# Where bodies have regulations of their own, the rules these name are worded for each such body (w.layer), the others for all (0).
_OWN = """ AND w.layer = CASE WHEN m.layer = 0 OR NOT EXISTS (SELECT 1 FROM named n WHERE n.layer = m.layer AND n.rule = t.rule)
  THEN 0 ELSE m.layer END"""

_CLOCKS = f"""
SELECT m.body, t.rule AS name, t.occasion, t.required AND (w.aside & {_ALWAYS}) = 0 AS required, {_STATE} AS state
FROM mine m JOIN duties_clock t ON t.body_id = m.body
JOIN worded w ON w.rule = t.rule AND w.part = t.part AND w.kind = m.kind
  AND CASE WHEN w.notice = 1 THEN COALESCE(t.due, t.opens) ELSE t.opens END BETWEEN w.first AND w.last{{own}}
LEFT JOIN done d ON d.body_id = m.body AND d.target = t.id LEFT JOIN hung h ON h.body_id = m.body AND h.target = t.id
WHERE {{these}}
"""  # noqa: S608

# A plus sign keeps both databases from the index of a column: they look up whichever are fewer, the bodies or the slots.
_OWED = "slot_id IN (SELECT slot FROM owed) AND{by}body_id IN (SELECT body FROM mine)"
_THESE = "clock_id IN (SELECT t.id FROM mine m JOIN duties_clock t ON t.body_id = m.body WHERE {these})"
_OPENED = "(t.opens <= %(day)s OR t.registered <= %(day)s)"
_SPARED = "x.from_day <= %(day)s AND (x.to_day IS NULL OR x.to_day >= %(day)s)"
_EXEMPT = f"EXISTS (SELECT 1 FROM duties_exemption x WHERE x.body_id = m.body AND x.rule = t.rule AND {_SPARED})"  # noqa: S608
_PARTS = "SELECT name, state, COUNT(*) FROM ({rows}) AS rows GROUP BY name, state"
_WHOLES = """
SELECT name, state, COUNT(*) FROM (
  SELECT name, COALESCE(MIN(CASE WHEN required THEN state END), MIN(state)) AS state FROM ({rows}) AS rows GROUP BY body, name, occasion
) AS wholes GROUP BY name, state"""


@dataclass(frozen=True)
class _Mine:
    """The bodies asked about: (body, kind, list of slots, facts that set rules aside as bits, villages, layer); per list (term, slot,
    aside). A layer is a place in `laid`, counted from 1, 0 for bodies without a regulation."""

    rows: tuple[tuple[int, int, int, int, int, int], ...]
    lists: tuple[tuple[tuple[int, int, int], ...], ...]
    terms: tuple[str, ...]  # the rule of each term, a term being a rule on one occasion
    kinds: tuple[str, ...]
    facts: tuple[str, ...]
    laid: tuple[tuple[layers.Laid, ...], ...] = ()


@dataclass(frozen=True)
class _Asked:
    """What is counted: the day, whether also what opens later, and the one rule and occasion it is narrowed to ("" for all)."""

    day: date
    upcoming: bool
    rule: str
    occasion: str

    def wants(self, slot: Slot) -> bool:
        """Whether the slot is asked for."""
        named = (not self.rule or slot.rule == self.rule) and (not self.occasion or slot.occasion == self.occasion)
        return named and (self.upcoming or slot.opens <= self.day)


def count_states(
    ids: Collection[int], day: date, book: Rulebook, *, upcoming: bool = False, rule: str = "", occasion: str = ""
) -> Counter[tuple[str, State]]:
    """How many parts of each rule the bodies `ids` have in each state on `day`, by (rule, state), over slots and clocks.

    Narrowed to a rule and an occasion where given; `upcoming` adds what opens later. Bodies that do not live on `day` count
    for nothing. Raises nothing; no bodies, no counts.
    """
    return _count(ids, book, _Asked(day, upcoming, rule, occasion), _PARTS)


def count_obligations(
    ids: Collection[int], day: date, book: Rulebook, *, upcoming: bool = False, rule: str = "", occasion: str = ""
) -> Counter[tuple[str, State]]:
    """As `count_states`, of whole obligations: the state that `core.rules.overall` gives all parts of a rule on one occasion."""
    return _count(ids, book, _Asked(day, upcoming, rule, occasion), _WHOLES)


def _count(ids: Collection[int], book: Rulebook, asked: _Asked, shape: str) -> Counter[tuple[str, State]]:
    found: Counter[tuple[str, State]] = Counter()
    mine = _mine(ids, book, asked)
    if not mine.rows:
        return found
    head = f"WITH mine(body, kind, list, facts, villages, layer) AS (VALUES {_values(mine.rows)}), "
    owed = [(number, *entry) for number, entries in enumerate(mine.lists) for entry in entries]
    values: dict[str, Any] = {"day": connection.ops.adapt_datefield_value(asked.day), "rule": asked.rule, "occasion": asked.occasion}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM duties_exemption x WHERE {_SPARED}", values)  # noqa: S608
        exempt = _EXEMPT if cursor.fetchone()[0] else "1 = 0"  # mostly nobody is: then nobody need be asked
        if owed:
            evidence = _EVIDENCE.format(aim="slot_id", these=_OWED.format(by=" " if len(mine.rows) <= len(owed) else " +"))
            rows = _SLOTS.format(exempt=exempt, aside="o.aside")
            cursor.execute(f"{head} owed(list, term, slot, aside) AS (VALUES {_values(owed)}), {evidence}{shape.format(rows=rows)}", values)
            for term, state, n in cursor.fetchall():
                found[mine.terms[term], PRECEDENCE[state]] += n
        these = ["(t.voided IS NULL OR t.voided > %(day)s)"]
        these += [] if asked.upcoming else [_OPENED]
        these += [f"t.{name} = %({name})s" for name in ("rule", "occasion") if values[name]]
        wanted = " AND ".join(these)
        evidence = _EVIDENCE.format(aim="clock_id", these=_THESE.format(these=wanted))
        typed = connection.vendor == "postgresql"
        worded = _worded(book, mine.kinds, mine.facts, typed)
        if worded:
            rows = _CLOCKS.format(exempt=exempt, aside="w.aside", these=wanted, own=_OWN if mine.laid else "")
            words = f"worded(rule, part, kind, first, last, notice, aside, layer) AS (VALUES {worded})"
            if mine.laid:
                words = f"{_named(book, mine)}, {words[:-1]}{_own(book, mine, typed)})"
            cursor.execute(f"{head}{words}, {evidence}{shape.format(rows=rows)}", values)
            for name, state, n in cursor.fetchall():
                found[name, PRECEDENCE[state]] += n
    return found


def _values(rows: Iterable[Sequence[int]]) -> str:
    """Rows of whole numbers as SQL: a list of parameters would end at some thousands of bodies."""
    return ",".join(f"({','.join(str(int(number)) for number in row)})" for row in rows)


def _asides(duty: Duty, part: Part, kind: str, bits: dict[str, int]) -> int:
    """The facts that set `part` aside at bodies of `kind`, as bits (see `duties.reads.aside`)."""
    rule, always = duty.not_scored_if, duty.due.kind is DueKind.UNREAD or not can_judge(part, kind)
    return _ALWAYS if always else 0 if rule is None or (rule.parts and part.channel not in rule.parts) else bits.get(rule.fact, 0)


@lru_cache(maxsize=8)
def _worded(book: Rulebook, kinds: tuple[str, ...], facts: tuple[str, ...], typed: bool) -> str:
    """Which wording has which part at bodies of which kind (by its number in `kinds`), on which days, what sets it aside: SQL rows.

    The days are those of `Duty.covers`: of a notice, the days on which it may be due. Ids and channels are letters, digits and
    dashes (core.rules.rows). `typed`: the database must be told that a word is a day.
    """
    return ",".join(_words(book.versions, kinds, _bits(facts), typed, 0))


def _words(versions: Iterable[Duty], kinds: Sequence[str], bits: dict[str, int], typed: bool, layer: int) -> Iterator[str]:
    day = "DATE '{}'" if typed else "'{}'"
    for duty in versions:
        for number, kind in enumerate(kinds):
            if kind in duty.bearer:
                days = f"{day.format(duty.in_force_from)}, {day.format(duty.in_force_to or date.max)}"
                notice = int(duty.due.kind is DueKind.BEFORE)
                for part in duty.parts:
                    aside = _asides(duty, part, kind, bits)
                    yield f"('{duty.id}', '{part.channel}', {number}, {days}, {notice}, {aside}, {layer})"


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


def _own(book: Rulebook, mine: _Mine, typed: bool) -> str:
    """The rows of `worded` that bodies with regulations have for themselves, each after a comma."""
    bits = _bits(mine.facts)
    return "".join(
        f",{row}" for number, laid in enumerate(mine.laid, 1) for row in _words(_changed(book, laid), mine.kinds, bits, typed, number)
    )


def _bits(facts: Sequence[str]) -> dict[str, int]:
    return {name: _ALWAYS << number for number, name in enumerate(facts, 1)}


def _mine(ids: Collection[int], book: Rulebook, asked: _Asked) -> _Mine:
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
    held: dict[int, list[Fact]] = defaultdict(list)
    facts = f"SELECT id, body_id, name, value, from_day, to_day FROM bodies_fact WHERE body_id IN ({wanted}) ORDER BY id"  # noqa: S608
    for fact in Fact.objects.raw(facts):
        held[fact.body_id].append(fact)
    aside = tuple(sorted({duty.not_scored_if.fact for duty in book.versions if duty.not_scored_if is not None}))
    bits, kinds = _bits(aside), tuple(sorted({one.kind for one in alive}))
    villages = _villages(wanted, on)
    lists: dict[tuple[tuple[int, int, int], ...], int] = {}
    known: dict[tuple[object, ...], int] = {}
    terms: dict[tuple[str, str], int] = {}
    regulated = layers.of_bodies() if alive and getattr(alive[0], "regulated", False) else {}
    by_layer: dict[tuple[layers.Laid, ...], int] = {}
    rows = []
    for one in alive:
        mine = held[one.pk]
        alike = (one.kind, one.alive_from, one.alive_to, *((fact.name, fact.value, fact.from_day, fact.to_day) for fact in mine))
        if alike not in known:
            slots = (slot for slot in schedule.slots_of(one.kind, book, day) if asked.wants(slot))
            entries = tuple(
                (terms.setdefault((slot.rule, slot.occasion), len(terms)), slot.pk, _asides(duty, part, one.kind, bits))
                for slot in slots
                if schedule.owes(slot, one.alive_from, one.alive_to, mine, day)
                and (duty := schedule.wording(book, slot, day)) is not None
                and (part := duty.part(slot.part)) is not None
            )
            known[alike] = lists.setdefault(entries, len(lists))
        true = {fact.name for fact in mine if fact.name in bits and bodies.is_true(fact) and _stands(fact, day)}
        facts_here = _ALWAYS + sum(bits[name] for name in true)
        laid = tuple(own for own in regulated.get(one.pk, ()) if own.first <= day)
        layer = by_layer.setdefault(laid, len(by_layer) + 1) if laid else 0
        rows.append((one.pk, kinds.index(one.kind), known[alike], facts_here, max(1, villages.get(one.pk, 0)), layer))
    return _Mine(tuple(rows), tuple(lists), tuple(rule for rule, _occasion in terms), kinds, aside, tuple(by_layer))


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
