"""What a body owes on a day, part by part, with everything the page, the desk and the command line say about it.

Promises: states come from `core.rules.state` alone; a fixed number of queries whatever the number of duties.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db import connection

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, NotHere
from dinhlang.core.rules import (
    Done,
    Due,
    Duty,
    Facts,
    How,
    Mode,
    Part,
    Ran,
    Rulebook,
    State,
    Target,
    Text,
    can_judge,
    due,
    hold_state,
    not_scored_reason,
    overall,
    schedule,
    state,
)
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Fact
from dinhlang.ground.duties import confirmed, inherited, layers
from dinhlang.ground.duties import schedule as slots
from dinhlang.ground.duties.confirmed import NOTHING, Law
from dinhlang.ground.duties.models import Exemption, Slot
from dinhlang.ground.people import publicity
from dinhlang.ground.record import fast, rulebooks
from dinhlang.ground.record.append import leaf_of


@dataclass(frozen=True)
class Frame:
    """A body on a day with what its duties depend on. `held` are all its facts, `lives` the days on which each village of it
    was there, past ones included (the last day included, None while it is there), `law` which wordings were confirmed, `book` the
    rulebook with the body's own regulations (`laid`) over it."""

    place: bodies.Place
    day: date
    book: Rulebook
    facts: Facts
    held: tuple[Fact, ...]
    parent: bodies.Place | None
    villages: tuple[bodies.Place, ...]
    former: tuple[str, ...]
    exempted: bool
    lives: tuple[tuple[date, date | None], ...] = ()
    law: Law = NOTHING
    laid: tuple[layers.Laid, ...] = ()

    def fact(self, name: str) -> Fact | None:
        """The fact `name` as it stands on the day; None where nothing says so, or where it says no."""
        return next(
            (
                row
                for row in self.held
                if row.name == name and row.value and row.from_day <= self.day and (row.to_day is None or row.to_day >= self.day)
            ),
            None,
        )

    def villages_on(self, day: date) -> int:
        """How many villages the body had on `day`."""
        return sum(first <= day and (last is None or last >= day) for first, last in self.lives)


class ClockRow(NamedTuple):
    """A clock as `duties.models.Clock` keeps it; its columns in the order of `CLOCKS`. `body` is the one whose it was from the beginning;
    where another bears it, `since` says from which day on, and `came_from` what the first one was called."""

    pk: int
    rule: str
    part: str
    occasion: str
    opens: date
    due: date | None
    due_rolled: date | None
    mode: str
    required: bool
    hold: int | None
    places: int
    source: str
    entry: bytes
    registered: date
    owner: str
    body: int
    since: date | None = None
    came_from: str = ""


class DoneRow(NamedTuple):
    """A fulfilment as `duties.models.Fulfilment` keeps it."""

    how: str
    subject: str
    entry: bytes
    done_day: date
    voided: date | None
    nothing_arose: bool


class RunRow(NamedTuple):
    """A posting as `duties.models.Run` keeps it: half-open days; from `voided` on it counts for nothing."""

    how: str
    subject: str
    entry: bytes
    from_day: date
    to_day: date | None
    voided: date | None
    key: str
    place: str
    seen_first: str
    seen_last: str


@dataclass(frozen=True)
class PartState:
    """One part of an obligation. Days local; `places` are (standing, needed); `how` the best evidence so far."""

    part: Part
    state: State
    hold_state: State | None
    opens: date
    due: date | None
    rolled: date | None
    required: bool
    done: tuple[DoneRow, ...]
    runs: tuple[RunRow, ...]
    places: tuple[int, int]
    how: How | None
    first: date | None
    until: date | None


@dataclass(frozen=True)
class Obligation:
    """A duty of one body on one occasion. `clock` is the triggering row, None where the calendar opened it; `rules` then names the
    rulebook by which its days were found (b"": the one in force). Not `judged`: no part of it can be shown in this house."""

    duty: Duty
    occasion: str
    state: State
    parts: tuple[PartState, ...]
    opens: date
    due: date | None
    rolled: date | None
    clock: ClockRow | None
    not_scored: Text | None
    rules: bytes = b""
    judged: bool = True

    @property
    def hold_state(self) -> State | None:
        """The hold of the required parts together: broken before running before declared only before held."""
        found = [part.hold_state for part in self.parts if part.required and part.hold_state is not None]
        return next((word for word in (State.BROKEN, State.RUNNING, State.DECLARED_ONLY, State.HELD) if word in found), None)


@dataclass(frozen=True)
class Stand:
    """A body found by its code, with what decides whether a page about it is still the same.

    `version` counts the changes of what is seen of the body, of `law`: what is confirmed of the rules, and of how far its province
    has states shown (`staged`). `size` is how many entries the record had then.
    """

    place: bodies.Place
    day: date
    rules: bytes
    version: int
    exempted: bool
    law: int = 0
    regulated: bool = False
    staged: publicity.Staged = publicity.UNDECIDED
    size: int = 0

    @property
    def book(self) -> Rulebook:
        """The rulebook in force."""
        return rulebooks.of_hash(self.rules)

    @property
    def laid(self) -> tuple[layers.Laid, ...]:
        """The body's own regulations that count by the day; a query only where it has any."""
        return tuple(own for own in layers.of_body(self.place.id) if own.first <= self.day) if self.regulated else layers.NONE

    @property
    def own_book(self) -> Rulebook:
        """The rulebook in force with the body's own regulations over it."""
        return layers.over(self.book, self.laid)


# Written out, for every page begins with it, a cached one is little else, and the ORM takes ten times longer to build it.
STAND = f"""
SELECT b.id, b.kind, r.code, r.name, r.kind_word, {bodies.above("b")}, b.alive_from, b.alive_to, b.province_code,
       (SELECT rules FROM record_head WHERE id = 1), (SELECT n FROM record_publicversion WHERE scope = b.id),
       EXISTS(SELECT 1 FROM duties_exemption e WHERE e.body_id = b.id),
       (SELECT n FROM record_publicversion WHERE scope = -1),
       EXISTS(SELECT 1 FROM duties_regulation g WHERE g.body_id = b.id), (SELECT MAX("index") + 1 FROM record_entry), {publicity.COLUMNS}
FROM bodies_registration r JOIN bodies_body b ON b.id = r.body_id {publicity.JOINS} WHERE r.from_day <= %s
"""  # noqa: S608  (text of our own)
ONE_DAY = timedelta(days=1)
STAGE_AT = 15  # the column from which `publicity.COLUMNS` stand


def _stand(where: str, values: Sequence[Any], day: date) -> Stand | None:
    with connection.cursor() as cursor:
        cursor.execute(f"{STAND} AND {where} LIMIT 1", [day, day, day, day, *values])
        row = cursor.fetchone()
    if row is None:
        return None
    *place, rules, version, exempted, law, regulated, size = row[:STAGE_AT]
    fast.know_page(rules)
    one = bodies.Place(*place)
    staged = publicity.staged(row[STAGE_AT:], one.province_code, day)
    # All three numbers only ever grow, so that their sum never comes back to what it was.
    seen = (version or 0) + (law or 0) + staged.facts
    return Stand(one, day, bytes(rules or b""), seen, bool(exempted), law or 0, bool(regulated), staged, size or 0)


def find(code: str, day: date) -> Stand:
    """The body with `code` on `day`, its public version and the rulebook in force, in one query. Raises Refused for an unknown code."""
    found = _stand("r.code = %s AND (r.to_day IS NULL OR r.to_day >= %s)", [code, day], day)
    if found is None:
        sentence = N_("No body had the code {code} on {day}. Codes have leading zeros, for example 01273.")
        raise NotHere(sentence, {"code": code[:20], "day": day})
    return found


def find_of(body: int, day: date) -> Stand:
    """`find` by the body's id. One query. Raises NotHere."""
    found = stand_where("%s", [body], day)
    if found is None:
        raise NotHere(N_("This body did not exist yet on {day}."), {"day": day})
    return found


def stand_where(owner: str, values: Sequence[Any], day: date) -> Stand | None:
    """`find` by a question for the body's id, as it is called on `day` or was called last: for a page about a thing of it. One query."""
    return _stand(f"r.body_id = ({owner}) ORDER BY r.from_day DESC", values, day)


def frame(code: str, day: date) -> Frame:
    """`frame_of` the body found by its code."""
    return frame_of(find(code, day))


HELD = "SELECT id, body_id, name, value, document, from_day, to_day, subject FROM bodies_fact WHERE body_id = %s ORDER BY id"
# With the last day on which a village lay here, where it went elsewhere, and the day before which it lay elsewhere.
LEFT = "SELECT MAX(s.to_day) FROM bodies_seat s WHERE s.body_id = b.id AND s.parent_id = %(me)s"
NEAR = f"""
SELECT b.id, b.kind, r.code, r.name, r.kind_word, b.parent_id, b.alive_from, b.alive_to, b.province_code, r.from_day, r.to_day,
  CASE WHEN b.parent_id = %(me)s THEN NULL ELSE ({LEFT}) END,
  (SELECT MAX(o.to_day) FROM bodies_seat o WHERE o.body_id = b.id AND (b.parent_id = %(me)s OR o.to_day < ({LEFT})))
FROM bodies_registration r JOIN bodies_body b ON b.id = r.body_id
WHERE b.id = %(parent)s
   OR b.kind = 'village' AND (b.parent_id = %(me)s OR b.id IN (SELECT body_id FROM bodies_seat WHERE parent_id = %(me)s))
   OR b.id IN (SELECT old_id FROM bodies_succession WHERE new_id = %(me)s AND day <= %(day)s)
ORDER BY r.code
"""  # noqa: S608  (text of our own)


def frame_of(stand: Stand) -> Frame:
    """A body with what its duties depend on: facts and neighbours, in two queries, one more where it has a regulation of its own."""
    one, day = stand.place, stand.day
    laid = stand.laid
    book = layers.over(stand.book, laid)
    with connection.cursor() as cursor:
        cursor.execute(HELD, [one.id])
        held = tuple(Fact(*row) for row in cursor.fetchall())
        cursor.execute(NEAR, {"parent": one.parent, "me": one.id, "day": connection.ops.adapt_datefield_value(day)})
        near = cursor.fetchall()
    parent: bodies.Place | None = None
    villages, former, lives = [], [], []
    for *columns, begun, ended, left, elsewhere in near:
        other = bodies.Place(*columns)
        if other.id == one.parent:
            parent = other
        elif other.kind == "village" and (left is not None or other.parent == one.id):
            first = begun if elsewhere is None else max(begun, _local(elsewhere) + ONE_DAY)
            last = ended if left is None else min(ended or date.max, _local(left))
            if last is not None and last < first:
                continue  # a name it bore while it lay elsewhere
            lives.append((first, last))
            if first <= day and (last is None or last >= day):
                villages.append(other)
        else:
            former.append(other.name)
    on_day = [fact for fact in held if fact.from_day <= day and (fact.to_day is None or fact.to_day >= day)]
    facts = bodies.typed(one, on_day, book, len(villages) if one.kind == "commune" else None)
    names, law = tuple(dict.fromkeys(former)), confirmed.law(day, stand.law)
    return Frame(one, day, book, facts, held, parent, tuple(villages), names, stand.exempted, tuple(lives), law, laid)


def begins(row: Slot | ClockRow) -> date:
    """The day from which a row is shown: it opens, or its clock is registered before that (a notice runs before its event)."""
    return min(row.opens, row.registered) if isinstance(row, ClockRow) else row.opens


@dataclass(frozen=True)
class _Setting:
    """What the calendar's obligations of a body hang on as long as nothing is done towards them; `at` says nothing more."""

    rules: bytes
    kind: str
    alive: tuple[date, date | None]
    held: tuple[tuple[str, str, date, date | None], ...]
    lives: tuple[tuple[date, date | None], ...]
    day: date
    exempt: frozenset[str]
    upcoming: bool
    at: Frame = field(compare=False)

    @classmethod
    def of(cls, at: Frame, exempt: frozenset[str], upcoming: bool) -> "_Setting":
        held = tuple((row.name, row.value, row.from_day, row.to_day) for row in at.held)
        one = at.place
        return cls(at.book.hash, one.kind, (one.alive_from, one.alive_to), held, at.lives, at.day, exempt, upcoming, at)


@dataclass(frozen=True)
class _Untouched:
    """An occasion of the calendar with its slots, as it stands while nothing is done towards it."""

    rows: tuple[Slot, ...]
    parts: Mapping[int, PartState]  # by slot
    one: Obligation


@lru_cache(maxsize=64)
def _untouched(every: slots.Slots, setting: _Setting) -> tuple[_Untouched, ...]:
    """The calendar's part of what a body owes: worked out once a day, for it is most of a page's work and seldom changes."""
    at, one = setting.at, setting.at.place
    targets: dict[tuple[str, str], list[Slot]] = defaultdict(list)
    for slot in every:
        if (setting.upcoming or slot.opens <= at.day) and slots.owes(slot, one.alive_from, one.alive_to, at.held, at.day):
            targets[slot.rule, slot.occasion].append(slot)
    found = []
    for (rule, name), rows in targets.items():
        duty = slots.wording(at.book, rows[0], at.day)
        if duty is not None:
            known = {part.channel for part in duty.parts}
            kept = _obligation(at, duty, name, rows, {}, {}, rule in setting.exempt)
            parts = zip((row.pk for row in rows if row.part in known), kept.parts, strict=True)
            found.append(_Untouched(tuple(rows), dict(parts), kept))
    return tuple(found)


def obligations(
    at: Frame,
    *,
    rule: str = "",
    occasion: str = "",
    upcoming: bool = False,
    only: Collection[tuple[str, str]] | None = None,
    every: bool = False,
) -> tuple[Obligation, ...]:
    """What the body of `at` owes on its day, by due day; narrowed to a rule, an occasion, or `only` these pairs of both where given.

    `upcoming` adds calendar occasions that open later, `every` those of which this house can record nothing (a rule that is named is
    answered for in any case). Two queries, three where an exemption was ever granted.
    """
    every = every or bool(rule) or only is not None
    started: dict[tuple[str, str], list[ClockRow]] = defaultdict(list)
    clocks = _clocks(at, rule, occasion, upcoming)
    for row in clocks:
        started[row.rule, row.occasion].append(row)
    done, runs = _doings(at.place.id, [row.pk for row in clocks if row.since is not None])
    exempt = frozenset(row.rule for row in Exemption.objects.filter(bodies.on(at.day), body=at.place.id)) if at.exempted else frozenset()
    touched = {number for kind, number in (*done, *runs) if kind == SLOT}
    found = []
    # An act asks for the one duty it is about: what else the calendar holds is not worked out for it.
    named = {rule} if rule else {name for name, _when in only or ()}
    for kept in _untouched(slots.slots_of(at.place.kind, at.book, every=every, rules=named), _Setting.of(at, exempt, upcoming)):
        one = kept.one
        key = (one.duty.id, one.occasion)
        if (rule and one.duty.id != rule) or (occasion and one.occasion != occasion) or (only is not None and key not in only):
            continue
        if key in started or not touched.isdisjoint(kept.parts):
            both = (*started.pop(key, ()), *kept.rows)
            one = _obligation(at, one.duty, one.occasion, both, done, runs, one.duty.id in exempt, kept.parts)
        found.append(one)
    judged = slots.judged_rules(at.book, at.place.kind)
    for (name, when), rows in started.items():
        wanted = (only is None or (name, when) in only) and (every or name in judged)
        duty = slots.wording(at.book, rows[0], at.day) if wanted else None
        if duty is not None:
            found.append(_obligation(at, duty, when, rows, done, runs, name in exempt))
    return tuple(sorted(found, key=lambda one: (one.rolled or one.due or date.max, one.opens, one.duty.id, one.occasion)))


# Its own clocks, and those of bodies that ended which it bears (duties/inherited.py).
COLUMNS = """c.id, c.rule, c.part, c.occasion, c.opens, c.due, c.due_rolled, c.mode, c.required, c.hold, c.places, c.source, c.entry,
  c.registered, c.owner, c.body_id"""
CALLED = "SELECT r.name FROM bodies_registration r WHERE r.body_id = c.body_id ORDER BY r.from_day DESC LIMIT 1"
CLOCKS = f"""
WITH RECURSIVE {inherited.line("s.new_id", "s.new_id = %(body)s", "%(day)s")},
bearers(owner, since) AS (SELECT %(body)s, CAST(NULL AS DATE) UNION ALL SELECT l.owner, l.since FROM line l)
SELECT {COLUMNS}, b.since, CASE WHEN b.since IS NULL THEN '' ELSE ({CALLED}) END
FROM bearers b JOIN duties_clock c ON c.body_id = b.owner
WHERE (c.voided IS NULL OR c.voided > %(day)s) AND (b.since IS NULL OR {inherited.open_then("c.id", "b.since", "%(day)s")})
"""  # noqa: S608  (text of our own)


def _clocks(at: Frame, rule: str, occasion: str, upcoming: bool) -> list[ClockRow]:
    """The clocks that a body bears on its day, in the order in which they were started. One query."""
    own, _sign, _owner = occasion.rpartition(inherited.MARK)
    values: dict[str, Any] = {"body": at.place.id, "day": connection.ops.adapt_datefield_value(at.day)}
    values |= {"rule": rule, "occasion": occasion, "own": own or occasion}
    where: str = CLOCKS
    for narrowed, more in (
        (not upcoming, "AND (c.opens <= %(day)s OR c.registered <= %(day)s)"),
        (bool(rule), "AND c.rule = %(rule)s"),
        (bool(occasion), "AND c.occasion IN (%(occasion)s, %(own)s)"),
    ):
        if narrowed:
            where = f"{where} {more}"
    with connection.cursor() as cursor:
        cursor.execute(f"{where} ORDER BY c.id", values)
        found = [_borne(at, ClockRow._make(row)) for row in cursor.fetchall()]
    return [row for row in found if row is not None and occasion in ("", row.occasion)]


def _borne(at: Frame, row: ClockRow) -> ClockRow | None:
    """A clock as the body calls it; None for one of another body that the rules of this one do not know."""
    if row.since is None:
        return row
    duty = slots.wording(at.book, row, at.day)
    if duty is None or at.place.kind not in duty.bearer or duty.part(row.part) is None:
        return None
    return row._replace(occasion=inherited.mark(row.occasion, row.body), since=_local(row.since))


TAKEN = """
SELECT 0, slot_id, clock_id, id, how, subject, entry, done_day, NULL, voided, nothing_arose, '', '', '', ''
FROM duties_fulfilment WHERE body_id <> %s AND clock_id IN ({clocks})
UNION ALL
SELECT 1, slot_id, clock_id, id, how, subject, entry, from_day, to_day, voided, FALSE, key, place, seen_first, seen_last
FROM duties_run WHERE body_id <> %s AND clock_id IN ({clocks})
UNION ALL
"""
DOINGS = """
SELECT 0, slot_id, clock_id, id, how, subject, entry, done_day, NULL, voided, nothing_arose, '', '', '', ''
FROM duties_fulfilment WHERE body_id = %s
UNION ALL
SELECT 1, slot_id, clock_id, id, how, subject, entry, from_day, to_day, voided, FALSE, key, place, seen_first, seen_last
FROM duties_run WHERE body_id = %s
ORDER BY 1, 8, 4
"""
SLOT, CLOCK = "slot", "clock"
Targeted = tuple[str, int]


def _doings(body: int, taken: Collection[int] = ()) -> tuple[dict[Targeted, list[DoneRow]], dict[Targeted, list[RunRow]]]:
    """Everything a body did towards its duties, by target, in the order of days; towards the clocks it has `taken` over, whoever did it.
    One query for both tables."""
    done: dict[Targeted, list[DoneRow]] = defaultdict(list)
    runs: dict[Targeted, list[RunRow]] = defaultdict(list)
    with connection.cursor() as cursor:
        others = TAKEN.format(clocks=", ".join(map(str, taken))) if taken else ""
        cursor.execute(others + DOINGS, [body] * (4 if taken else 2))
        rows = cursor.fetchall()
    for is_run, slot, clock, _id, how, subject, entry, first, last, voided, nothing, *hung in rows:
        key = (SLOT, slot) if slot is not None else (CLOCK, clock)
        if is_run:
            runs[key].append(RunRow(how, subject, entry, _local(first), _local(last), _local(voided), *hung))
        else:
            done[key].append(DoneRow(how, subject, entry, _local(first), _local(voided), bool(nothing)))
    return done, runs


def _local(day: Any) -> Any:
    return date.fromisoformat(day) if isinstance(day, str) else day  # SQLite does not know the type of a column in a union


HOWS: Mapping[str, How] = {one.value: one for one in How}
MODES: Mapping[str, Mode] = {one.value: one for one in Mode}
BEST: Mapping[How, int] = {one: place for place, one in enumerate(How)}


def target_of(row: Slot | ClockRow, villages: int, alive_from: date) -> Target:
    """What `core.rules.state` judges a row against. A shared slot asks for as many places as the body has `villages`: on the day
    it opened, or on the asked day where it stands all the time."""
    return Target(max(row.opens, alive_from), row.due, row.due_rolled, MODES[row.mode], row.hold, row.places or max(1, villages))


def aside(duty: Duty, facts: Facts, part: Part) -> bool:
    """Whether `part` is shown and not judged at a body with `facts`: the law has no rule to judge by, or the house could not know."""
    return not can_judge(part, facts.kind) or not_scored_reason(duty, facts, part.channel) is not None


def _part_state(
    at: Frame, part: Part, row: Slot | ClockRow, done: Sequence[DoneRow], runs: Sequence[RunRow], exempt: bool, aside: bool
) -> PartState:
    born = row.opens if isinstance(row, ClockRow) and row.since is not None else at.place.alive_from
    villages = 0 if row.places else at.villages_on(at.day if row.mode == Mode.STANDING else max(row.opens, born))
    target = target_of(row, villages, born)
    if not done and not runs:  # nearly every part: the register alone has fourteen for each quarter
        word, hold = state(target, (), (), exempt, aside, at.day), hold_state(target, (), at.day, at.book.terms.hold_extra)
        places = (0, target.places)
        return PartState(part, word, hold, target.opens, row.due, row.due_rolled, row.required, (), (), places, None, None, None)
    mine = [one for one in done if one.done_day <= at.day]
    ran = [run for run in runs if run.from_day <= at.day and (run.voided is None or run.voided > at.day)]
    values = [Done(one.done_day, HOWS[one.how], one.voided, one.nothing_arose) for one in mine]
    spans = [Ran(run.from_day, run.to_day, HOWS[run.how], run.place, run.voided, bool(run.seen_last)) for run in ran]
    live = [one for one in mine if one.voided is None or one.voided > at.day]
    hows = [HOWS[one.how] for one in live] + [HOWS[run.how] for run in ran]
    standing = {run.place for run in ran if run.how != How.DECLARED}
    return PartState(
        part=part,
        state=state(target, values, spans, exempt, aside, at.day),
        hold_state=hold_state(target, spans, at.day, at.book.terms.hold_extra),
        opens=target.opens,
        due=row.due,
        rolled=row.due_rolled,
        required=row.required,
        done=tuple(mine),
        runs=tuple(ran),
        places=(len(standing), target.places),
        how=min(hows, key=BEST.__getitem__, default=None),
        first=min((one.done_day for one in live), default=min((run.from_day for run in ran), default=None)),
        until=max((run.to_day for run in ran if run.to_day), default=None) if ran and all(run.to_day for run in ran) else None,
    )


def _obligation(
    at: Frame,
    duty: Duty,
    occasion: str,
    rows: Sequence[Slot | ClockRow],
    done: Mapping[Targeted, Sequence[DoneRow]],
    runs: Mapping[Targeted, Sequence[RunRow]],
    exempt: bool,
    kept: Mapping[int, PartState] = MappingProxyType({}),
) -> Obligation:
    """The duty on one occasion; parts of slots to which nothing was done are taken from `kept`."""
    known = {part.channel: part for part in duty.parts}
    asides = {name for name in known if aside(duty, at.facts, known[name])}
    parts = []
    for row in rows:
        part = known.get(row.part)
        if part is not None:
            key = (SLOT if isinstance(row, Slot) else CLOCK, row.pk)
            mine, hung = done.get(key, ()), runs.get(key, ())
            if not mine and not hung and isinstance(row, Slot) and row.pk in kept:
                parts.append(kept[row.pk])
            else:
                parts.append(_part_state(at, part, row, mine, hung, exempt, row.part in asides))
    clock = next((row for row in rows if isinstance(row, ClockRow)), None)
    word = overall([(part.required and can_judge(part.part, at.place.kind), part.state) for part in parts])
    first = rows[0]
    opens = begins(first) if clock is not None and clock.since is not None else max(begins(first), at.place.alive_from)
    rules = bytes(first.rules) if isinstance(first, Slot) else b""
    why = not_scored_reason(duty, at.facts)
    judged = any(can_judge(part.part, at.place.kind) for part in parts)
    return Obligation(duty, occasion, word, tuple(parts), opens, first.due, first.due_rolled, clock, why, rules, judged)


def one(code: str, day: date, rule: str, occasion: str) -> tuple[Frame, Obligation]:
    """A single obligation. Raises Refused with what exists where the rule or the occasion does not."""
    return one_of(frame(code, day), rule, occasion)


def one_of(at: Frame, rule: str, occasion: str) -> tuple[Frame, Obligation]:
    """`one` of a body already read."""
    code = at.place.code
    if rule not in at.book.duties:
        raise NotHere(N_("There is no rule called {rule}. The list of rules: dinhlang rulebook list"), {"rule": rule[:80]})
    found = obligations(at, rule=rule, occasion=occasion, upcoming=True) if occasion else ()
    if not found:
        known = ", ".join(sorted({one.occasion for one in obligations(at, rule=rule, upcoming=True)})) or "–"
        raise NotHere(
            N_("{code} has no occasion {occasion} of {rule}. Its occasions: {known}"),
            {"code": code, "occasion": occasion[:80], "rule": rule, "known": known},
        )
    return at, found[0]


def book_of(at: Frame, obligation: Obligation) -> Rulebook:
    """The rulebook by which the days were found: that of the leaf that gave a clock its days, that of a calendar occasion."""
    if obligation.clock is None:
        return layers.over(rulebooks.of_hash(obligation.rules), at.laid) if obligation.rules else at.book
    clock = obligation.clock
    leaf = leaf_of(bytes(clock.entry))
    entry = ledger.parse(leaf) if leaf is not None else None
    laid = at.laid if clock.since is None else tuple(own for own in layers.of_body(clock.body) if own.first <= clock.registered)
    return layers.over(rulebooks.of_hash(entry.rules), laid) if isinstance(entry, ledger.Entry) else at.book


def arithmetic(at: Frame, obligation: Obligation, book: Rulebook | None = None) -> Due:
    """How the due day was found, day by day, with the calendar of the rulebook that gave it (`book`, where it was read before)."""
    book = book or book_of(at, obligation)
    rule, clock = obligation.duty.id, obligation.clock
    if clock is not None:
        duty = book.wording(rule, clock.opens, clock.due) or obligation.duty
        return due(duty, clock.opens, book.calendar, book.terms, named=obligation.due if duty.due.kind == "named" else None)
    year = int(obligation.occasion[:4]) if obligation.occasion[:4].isdigit() else obligation.opens.year
    specs = schedule(book, at.facts, year)
    return next((spec.due for spec in specs if spec.rule == rule and spec.occasion == obligation.occasion), Due(None, None))
