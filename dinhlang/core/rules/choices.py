"""Cases of lists and of steps: what is chosen from a list and what must be said of it, a step of a vote and the events it must be.

Promises: they are judged by the functions the house itself uses (`listed.py`). Refuses: a case with an unknown key, no title, or a name
that stands twice (`RulebookError`, all problems at once).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dinhlang.core.rules import listed
from dinhlang.core.rules.load import key_of
from dinhlang.core.rules.types import Problem, Rulebook, RulebookError

_TABLES = ("choice", "step")


@dataclass(frozen=True)
class Choice:
    """What is `chosen` from the list `rule` on a day, and what must come out: nothing wrong, or unknown, missing, too few, too many."""

    id: str
    title: str
    rule: str
    chosen: tuple[str, ...]
    asked_on: date
    expect: listed.Held
    missing: tuple[str, ...]
    file: str


@dataclass(frozen=True)
class StepCase:
    """A `step` of a vote or meeting on `rule`, and the events it must be: each as `event.ended village-vote`, the commune's marked so."""

    id: str
    title: str
    of: str
    step: str
    rule: str
    way: str
    secret: bool
    events: tuple[str, ...]
    file: str


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


_Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
_Words = Annotated[str, Field(min_length=1)]


class _Expect(_Model):
    stands: bool
    unknown: list[str] = []
    missing: list[str] = []
    few: bool = False
    many: bool = False


class _Choice(_Model):
    id: _Id
    title: _Words
    rule: str
    chosen: list[str]
    asked_on: date
    expect: _Expect


class _Step(_Model):
    id: _Id
    title: _Words
    of: Literal["vote", "meeting"]
    step: str
    rule: str
    way: Literal["meeting", "paper", "online", ""] = ""
    secret: bool = False
    events: list[str]


def _raws(files: Mapping[str, bytes], name: str) -> list[tuple[str, Any]]:
    """The rows of a table in every file of cases that can be read at all; the others are told by `load_cases`."""
    found: list[tuple[str, Any]] = []
    for path in sorted(path for path in files if path.startswith("cases/") and path.endswith(".toml")):
        try:
            rows = tomllib.loads(files[path].decode("utf-8")).get(name, [])
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            continue
        found += ((path, row) for row in rows) if isinstance(rows, list) else [(path, rows)]
    return found


def load_choices(files: Mapping[str, bytes]) -> tuple[tuple[Choice, ...], tuple[StepCase, ...]]:
    """The cases of lists and of steps among `files` (keyed as for `load`), in order of file and place. Raises `RulebookError`."""
    problems: list[Problem] = []
    seen: set[str] = set()
    found: dict[str, list[tuple[str, Any]]] = {name: [] for name in _TABLES}
    for name, model in (("choice", _Choice), ("step", _Step)):
        for number, (path, raw) in enumerate(_raws(files, name), 1):
            called = str(raw.get("id", f"{name} {number}")) if isinstance(raw, dict) else name
            try:
                row: Any = model.model_validate(raw)
            except ValidationError as error:
                problems += [Problem(path, called, key_of(e["loc"]), e["msg"]) for e in error.errors(include_url=False)]
                continue
            if name == "choice" and row.expect.stands == any((row.expect.unknown, row.expect.missing, row.expect.few, row.expect.many)):
                problems.append(Problem(path, called, "expect.stands", "contradicts the rest of what is expected"))
            if row.id in seen:
                problems.append(Problem(path, called, "id", "stands twice"))
            seen.add(row.id)
            found[name].append((path, row))
    if problems:
        raise RulebookError(tuple(problems))
    choices = tuple(
        Choice(
            row.id, row.title, row.rule, tuple(row.chosen), row.asked_on,
            listed.Held(tuple(sorted(row.expect.unknown)), (), row.expect.few, row.expect.many), tuple(row.expect.missing), path,
        )
        for path, row in found["choice"]
    )  # fmt: skip
    steps = tuple(
        StepCase(row.id, row.title, row.of, row.step, row.rule, row.way, row.secret, tuple(row.events), path) for path, row in found["step"]
    )
    return choices, steps


def wrong_choice(book: Rulebook, case: Choice) -> tuple[str, ...]:
    """What the book says otherwise than the case, as short English lines; empty where they agree."""
    listing = book.at(case.asked_on).listings.get(case.rule)
    if listing is None:
        return ("no such list is in force on that day",)
    found = listed.held(listing, case.chosen)
    pairs: tuple[tuple[str, object, object], ...] = (
        ("unknown", case.expect.unknown, found.unknown),
        ("missing", case.missing, tuple(one.id for one in found.missing)),
        ("few", case.expect.few, found.few),
        ("many", case.expect.many, found.many),
    )
    return tuple(f"{name}: the case says {wanted}, the book {said}" for name, wanted, said in pairs if wanted != said)


def wrong_step(book: Rulebook, case: StepCase) -> tuple[str, ...]:
    """The same of a step; the order of events does not count."""
    if case.rule not in {*book.duties, *book.decisions}:
        return (f"no such rule: {case.rule}",)
    rows = listed.steps(book, case.of, case.step, (case.rule,), case.way, case.secret)
    found = sorted(f"{kind.event} {kind.id}{' of the commune' if one.commune else ''}" for kind, one in rows)
    return () if found == sorted(case.events) else (f"events: the case says {sorted(case.events)}, the book {found}",)
