"""Test cases a jurist can write: on this date, these facts, this event: these clocks, due on these days, in this state.

Promises: a case holds no code and is read the same way by the engine's tests and by the tests of the databases.
Refuses: a case with an unknown key, an unknown word of state, or no title (`RulebookError`, all problems at once).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dinhlang.core.calendar import Reason
from dinhlang.core.rules.engine import not_scored_reason, schedule, starts, target_of
from dinhlang.core.rules.load import key_of
from dinhlang.core.rules.state import hold_state, state
from dinhlang.core.rules.types import ClockSpec, Done, Event, EventName, Facts, How, Problem, Ran, Rulebook, RulebookError, SlotSpec, State


@dataclass(frozen=True)
class Expect:
    """What must come out. `opens_nothing`: no such clock or slot exists. `skipped` are days off walked over while counting,
    `provisional` the first day asked of each year whose days off are only expected."""

    opens_nothing: bool
    due: date | None
    due_rolled: date | None
    skipped: tuple[date, ...]
    unknown: tuple[date, ...] | None
    provisional: tuple[date, ...] | None
    opens: date | None
    places: int | None
    state: State | None
    hold_state: State | None


@dataclass(frozen=True)
class Case:
    """One case: a rule's part, the body's facts, what opened the occasion, what was done, the day asked, what must come out."""

    id: str
    title: str
    rule: str
    part: str
    occasion: str
    facts: Facts
    event: Event | None
    done: tuple[Done, ...]
    runs: tuple[Ran, ...]
    exempt: bool
    asked_on: date
    expect: Expect
    file: str


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Event(_Model):
    name: Annotated[EventName, Field(strict=False)]
    item: int | None = None
    kind: str = ""
    due: date | None = None
    rule: str = ""


class _Done(_Model):
    day: date
    how: Annotated[How, Field(strict=False)]
    voided: date | None = None
    nothing_arose: bool = False


class _Ran(_Model):
    from_: date = Field(alias="from")
    to: date | None = None
    how: Annotated[How, Field(strict=False)]
    place: str = ""
    voided: date | None = None
    seen_to_end: bool = False


class _Expect(_Model):
    opens_nothing: bool = False
    due: date | None = None
    due_rolled: date | None = None
    skipped: list[date] = []
    unknown: list[date] | None = None
    provisional: list[date] | None = None
    opens: date | None = None
    places: int | None = None
    state: Annotated[State, Field(strict=False)] | None = None
    hold_state: Annotated[State, Field(strict=False)] | None = None


class _Case(_Model):
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Annotated[str, Field(min_length=1)]
    rule: str
    part: str
    kind: str
    facts: dict[str, str | int | bool] = {}
    event: _Event | None = None
    start: date | None = None
    occasion: str = ""
    done: list[_Done] = []
    runs: list[_Ran] = []
    exempt: bool = False
    asked_on: date
    expect: _Expect


def load_cases(files: Mapping[str, bytes]) -> tuple[Case, ...]:
    """Read every `cases/*.toml` among `files` (keyed as for `load`), in order of file and place.

    A case has either an `event` with its `start` day or the `occasion` of a calendar rule. Raises `RulebookError`.
    """
    problems: list[Problem] = []
    cases: list[Case] = []
    seen: set[str] = set()
    for path in sorted(path for path in files if path.startswith("cases/") and path.endswith(".toml")):
        try:
            table = tomllib.loads(files[path].decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(Problem(path, "", "", f"not readable as TOML: {error}"))
            continue
        problems += [Problem(path, "", key, "unknown key") for key in sorted(set(table) - {"case", "choice", "step"})]
        raws = table.get("case", [])
        if not isinstance(raws, list) or not all(isinstance(raw, dict) for raw in raws):
            problems.append(Problem(path, "", "case", "must be written as [[case]]"))
            continue
        for number, raw in enumerate(raws, 1):
            name = str(raw.get("id", f"case {number}"))
            try:
                row = _Case.model_validate(raw)
            except ValidationError as error:
                problems += [Problem(path, name, key_of(e["loc"]), e["msg"]) for e in error.errors(include_url=False)]
                continue
            if row.id in seen:
                problems.append(Problem(path, name, "id", "stands twice"))
            seen.add(row.id)
            if (row.event is None) != bool(row.occasion) or (row.event is None) != (row.start is None):
                problems.append(Problem(path, name, "event", "either event and start, or occasion"))
                continue
            cases.append(_case(path, row))
    told: dict[str, Case] = {}
    for case in cases:
        same = told.setdefault(_asked(case), case)
        if same.expect != case.expect:
            problems.append(Problem(case.file, case.id, "expect", f"contradicts {same.id} in {same.file}, which asks the same"))
    if problems:
        raise RulebookError(tuple(problems))
    return tuple(cases)


def _case(path: str, row: _Case) -> Case:
    event = None
    if row.event is not None and row.start is not None:
        event = Event(row.event.name, row.id, row.start, row.event.item, row.event.kind, row.event.due, row.event.rule)
    expect = Expect(
        opens_nothing=row.expect.opens_nothing,
        due=row.expect.due,
        due_rolled=row.expect.due_rolled if row.expect.due_rolled is not None else row.expect.due,
        skipped=tuple(row.expect.skipped),
        unknown=None if row.expect.unknown is None else tuple(row.expect.unknown),
        provisional=None if row.expect.provisional is None else tuple(row.expect.provisional),
        opens=row.expect.opens,
        places=row.expect.places,
        state=row.expect.state,
        hold_state=row.expect.hold_state,
    )
    return Case(
        id=row.id,
        title=row.title,
        rule=row.rule,
        part=row.part,
        occasion=row.occasion or row.id,
        facts=Facts(row.kind, dict(row.facts)),
        event=event,
        done=tuple(Done(one.day, one.how, one.voided, one.nothing_arose) for one in row.done),
        runs=tuple(Ran(one.from_, one.to, one.how, one.place, one.voided, one.seen_to_end) for one in row.runs),
        exempt=row.exempt,
        asked_on=row.asked_on,
        expect=expect,
        file=path,
    )


def _asked(case: Case) -> str:
    """What a case asks, without its name: the same question has one answer."""
    event = None if case.event is None else replace(case.event, occasion="")
    occasion = case.occasion if case.event is None else ""
    facts = (case.facts.kind, sorted(case.facts.values.items()))
    return repr((case.rule, case.part, facts, event, occasion, case.done, case.runs, case.exempt, case.asked_on))


def spec_of(book: Rulebook, case: Case) -> SlotSpec | ClockSpec | None:
    """The slot or clock of the case's rule and part, as the engine makes it; None where it makes none."""
    found: tuple[SlotSpec | ClockSpec, ...]
    if case.event is not None:
        found = starts(book, case.event, case.facts)
    else:
        year = int(case.occasion[:4]) if case.occasion[:4].isdigit() else case.asked_on.year
        found = schedule(book, case.facts, year)
    return next((spec for spec in found if (spec.rule, spec.part, spec.occasion) == (case.rule, case.part, case.occasion)), None)


def judge(book: Rulebook, case: Case) -> tuple[State, State | None] | None:
    """The state and hold of the case by the engine; None where its rule opens nothing."""
    spec = spec_of(book, case)
    if spec is None:
        return None
    duty = book.wording(spec.rule, spec.start_day, spec.due.day) or book.duties[spec.rule]
    unjudged = not_scored_reason(duty, case.facts, case.part) is not None
    target = target_of(spec)
    return (
        state(target, case.done, case.runs, case.exempt, unjudged, case.asked_on),
        hold_state(target, case.runs, case.asked_on, book.terms.hold_extra),
    )


def contradictions(book: Rulebook, case: Case) -> tuple[str, ...]:
    """What the engine says otherwise than the case, as short English lines; empty where they agree."""
    spec, expect = spec_of(book, case), case.expect
    if spec is None:
        return () if expect.opens_nothing else ("the rule opens nothing",)
    if expect.opens_nothing:
        return ("the rule opens an occasion",)
    skipped = tuple(step.day for step in spec.due.steps if step.reason in (Reason.WEEKEND, Reason.HOLIDAY))
    pairs: list[tuple[str, object, object]] = [
        ("due", expect.due, spec.due.day),
        ("due_rolled", expect.due_rolled, spec.due.rolled),
        ("skipped", expect.skipped, skipped),
        ("state and hold_state", (expect.state, expect.hold_state), judge(book, case)),
    ]
    wishes: list[tuple[str, object, object]] = [
        ("unknown", expect.unknown, spec.due.unknown),
        ("provisional", expect.provisional, spec.due.provisional),
        ("opens", expect.opens, getattr(spec, "opens", None)),
        ("places", expect.places, spec.places),
    ]
    pairs += [wish for wish in wishes if wish[1] is not None]
    return tuple(f"{name}: the case says {wanted}, the engine {found}" for name, wanted, found in pairs if wanted != found)
