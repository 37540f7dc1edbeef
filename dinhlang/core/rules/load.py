"""Reads the rulebook's bytes into frozen rules, or says everything that is wrong with them.

Promises: one pass names every mistake with file, rule and key; nothing of a book with a mistake is handed out. Refuses:
files (it takes bytes), numbers that are not exact, rules nobody can trace to an article, words outside the closed lists.
"""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dinhlang.core.calendar import Calendar, CalendarError, parse_calendar
from dinhlang.core.rules.types import (
    Audience,
    Decision,
    DueKind,
    DueRule,
    Duty,
    EventName,
    FactRule,
    Instrument,
    Item,
    Kind,
    Means,
    Mode,
    NotScored,
    OfficeRule,
    Part,
    Problem,
    Read,
    Right,
    Round,
    Rulebook,
    RulebookError,
    StartKind,
    Starts,
    Terms,
    Text,
    Threshold,
    Unit,
    YearStart,
)

_Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
_Act = Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$")]
_Article = Annotated[str, Field(pattern=r"\bArt\. \d+")]
_Words = Annotated[str, Field(min_length=1)]
_Number = Annotated[int, Field(gt=0)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=False)


class _Text(_Model):
    vi: _Words
    en: _Words


class _InForce(_Model):
    from_: date = Field(alias="from")
    to: date | None = None


class _Means(_Model):
    id: _Id
    vi: _Words
    en: _Words


class _Part(_Model):
    channel: _Id
    required: bool = True
    if_: str = Field("", alias="if")
    basis: _Article | Literal[""] = ""
    hold: _Number | None = None
    broadcast: _Number | None = None
    places: str = ""
    mode: Literal["cell", "standing", "no_day", ""] = ""
    each: Literal["item", ""] = ""
    accepts: list[_Act] | None = None
    means: list[_Means] = []


class _Starts(_Model):
    event: Annotated[EventName, Field(strict=False)] | None = None
    item: _Number | None = None
    kind: str = ""
    every: Literal["month", "quarter", "half", "year"] | None = None
    of: str = ""
    opens: Literal["after", "with"] = "with"
    standing: Literal[True] | None = None


class _Due(_Model):
    after: _Number | None = None
    before: _Number | None = None
    within: Annotated[int, Field(ge=0)] | None = None
    named: Literal[True] | None = None
    none: _Text | None = None
    unit: Annotated[Unit, Field(strict=False)] | None = None
    derived: bool = False
    note: _Text | None = None


class _NotScored(_Model):
    fact: str
    basis: _Article
    vi: _Words
    en: _Words
    parts: list[str] = []


class _Duty(_Model):
    id: _Id
    basis: _Article
    right: Annotated[Right, Field(strict=False)]
    bearer: Annotated[list[Annotated[Kind, Field(strict=False)]], Field(min_length=1)]
    answers: str
    with_: list[str] = Field([], alias="with")
    audience: Annotated[Audience, Field(strict=False)]
    subject: _Text
    summary: _Text
    accepts: Annotated[list[_Act], Field(min_length=1)]
    starts: _Starts
    due: _Due
    yields_to: list[str] = []
    parts: Annotated[list[_Part], Field(min_length=1)]
    read: Literal["text", "secondary"]
    wording_as_of: date
    amended_unread: list[_Words] = []
    in_force: _InForce
    not_modelled: _Text | None = None
    why: _Text | None = None
    not_scored_if: _NotScored | None = None


class _Round(_Model):
    way: Literal["meeting", "paper", "online"]
    sittings: str = ""
    only_after: str = ""


class _Decision(_Model):
    id: _Id
    basis: _Article
    item: _Article
    subject: _Text
    scope: Literal["village", "commune"]
    roll: Literal["households", "villages"]
    base: Literal["all", "attending"]
    of: str = ""
    passes_at: str
    rounds: list[_Round]
    convened_by: str
    agreed_with: str = ""
    recognised_by: str = ""
    read: Literal["text", "secondary"]
    wording_as_of: date
    amended_unread: list[_Words] = []
    in_force: _InForce


class _Item(_Model):
    number: _Number
    basis: _Article
    text: _Text
    short: _Text


class _Fact(_Model):
    name: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    type: Literal["bool", "int", "str"]
    text: _Text


class _Channel(_Model):
    id: _Id
    text: _Text
    posted: bool


class _Office(_Model):
    id: _Id
    text: _Text
    public: bool
    kinds: list[Annotated[Kind, Field(strict=False)]]
    reach: list[Literal["own", "parent", "siblings", "all"]]
    may: list[_Act]
    note: _Text


class _Instrument(_Model):
    id: _Id
    number: _Words
    title: _Text
    issuer: _Text
    issued: date
    in_force: _InForce
    replaces: list[str] = []
    amended_by: list[str] = []
    where_read: _Words


class _Forward(_Model):
    first_day_counted: bool
    rolls: bool


class _Backward(_Model):
    event_day_counted: bool
    rolls: bool


class _Hold(_Model):
    posting_day_counted: bool


class _Before(_Model):
    named_day_counted: bool


class _Year(_Model):
    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=28)]
    previous: bool = False


class _Terms(_Model):
    read: Literal["convention"]
    basis: _Words
    forward: _Forward
    backward: _Backward
    hold: _Hold
    before_date: _Before
    years: dict[str, _Year]


_M = TypeVar("_M", bound=BaseModel)
_TABLES: Mapping[str, tuple[str, ...]] = {
    "offices.toml": ("office",),
    "facts.toml": ("fact",),
    "channels.toml": ("channel",),
    "items.toml": ("item",),
    "art": ("duty", "decision"),
}
_PLACE = re.compile(r"^(?P<folder>[a-z0-9]+(?:-[a-z0-9]+)*)/(?P<name>instrument|items|art_\d{2,3})\.toml$")
_TOP = ("terms.toml", "offices.toml", "facts.toml", "channels.toml")
_SHARE = re.compile(r"^(>=|>) (\d+)(?:/(\d+)|%)$")


def rulebook_hash(files: Mapping[str, bytes]) -> bytes:
    """SHA-256 over the sorted lines `path LF sha256-hex LF` of all TOML files but those under `cases/` and `local/`."""
    digest = hashlib.sha256()
    for path in sorted(files):
        if path.endswith(".toml") and not path.startswith(("cases/", "local/")):
            digest.update(f"{path}\n{hashlib.sha256(files[path]).hexdigest()}\n".encode())
    return digest.digest()


def key_of(places: Iterable[int | str]) -> str:
    """The dotted key of a place in a TOML table; rows of a list are numbered from 1, as a reader counts them."""
    return ".".join(str(place + 1 if isinstance(place, int) else place) for place in places)


def load(files: Mapping[str, bytes]) -> Rulebook:
    """Read the rulebook from `files`, keyed by POSIX path relative to `rulebook/`; `cases/` and `local/` are left aside.

    Raises `RulebookError` with every problem found, sorted by file, rule and key.
    """
    return _Reader(files).read()


class _Reader:
    """Holds what one reading has found so far: problems, and the raw tables by kind with the file each stood in."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.problems: list[Problem] = []
        self.channels: dict[str, _Channel] = {}

    def read(self) -> Rulebook:
        tables = self._tables()
        calendar = self._calendar()
        terms = self._terms(tables)
        offices = {row.id: row for _, row in self._unique(self._rows(tables, "office", _Office), lambda o: o.id, "id")}
        facts = {row.name: row for _, row in self._unique(self._rows(tables, "fact", _Fact), lambda f: f.name, "name")}
        self.channels = {row.id: row for _, row in self._unique(self._rows(tables, "channel", _Channel), lambda c: c.id, "id")}
        items = {row.number: row for _, row in self._unique(self._rows(tables, "item", _Item), lambda i: str(i.number), "number")}
        instruments = self._instruments(tables)
        duties = self._rows(tables, "duty", _Duty)
        decisions = self._rows(tables, "decision", _Decision)
        acts = frozenset(act for office in offices.values() for act in office.may)
        for file, duty in duties:
            self._check_duty(file, duty, offices, facts, items, acts, terms)
            self._check_instrument(file, duty.id, duty.in_force, instruments)
        for file, decision in decisions:
            self._check_decision(file, decision, offices, {row.id for _, row in decisions})
            self._check_instrument(file, decision.id, decision.in_force, instruments)
        self._check_versions([(file, row.id, row.in_force) for file, row in duties])
        self._check_versions([(file, row.id, row.in_force) for file, row in decisions])
        for file, decision in decisions:
            if decision.id in {row.id for _, row in duties}:
                self._wrong(file, decision.id, "id", "a duty has the same id")
        self._check_yields(duties)
        if self.problems or terms is None or calendar is None:
            raise RulebookError(tuple(sorted(self.problems, key=lambda p: (p.file, p.rule, p.key, p.message))))
        versions = tuple(sorted((self._duty(f, d, items) for f, d in duties), key=lambda d: (d.id, d.in_force_from)))
        matters = tuple(sorted((_decision(f, d) for f, d in decisions), key=lambda d: (d.id, d.in_force_from)))
        return Rulebook(
            versions=versions,
            duties={duty.id: duty for duty in versions},
            decision_versions=matters,
            decisions={decision.id: decision for decision in matters},
            items={number: Item(number, _text(row.text), _text(row.short), row.basis) for number, row in sorted(items.items())},
            facts={name: FactRule(name, row.type, _text(row.text)) for name, row in facts.items()},
            offices={id: _office(row) for id, row in offices.items()},
            acts=acts,
            instruments={id: _instrument(row) for id, row in instruments.items()},
            terms=terms,
            calendar=calendar,
            hash=rulebook_hash(self.files),
        )

    def _wrong(self, file: str, rule: str, key: str, message: str) -> None:
        self.problems.append(Problem(file, rule, key, message))

    def _tables(self) -> dict[str, dict[str, object]]:
        found: dict[str, dict[str, object]] = {}
        for path in sorted(self.files):
            if path.startswith(("cases/", "local/", "calendar/")) or not path.endswith(".toml"):
                continue
            if path not in _TOP and not _PLACE.match(path):
                self._wrong(path, "", "", "no such file is expected here")
                continue
            try:
                found[path] = tomllib.loads(self.files[path].decode("utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                self._wrong(path, "", "", f"not readable as TOML: {error}")
        for path in _TOP:
            if path not in self.files:
                self._wrong(path, "", "", "the file is missing")
        for path, table in found.items():
            name = path.rsplit("/", 1)[-1]
            known = _TABLES.get("art" if name.startswith("art_") else name)
            for key in sorted(set(table) - set(known)) if known is not None else ():
                self._wrong(path, "", key, "unknown key")
        return found

    def _calendar(self) -> Calendar | None:
        years = {path: data for path, data in self.files.items() if path.startswith("calendar/") and path.endswith(".toml")}
        if not years:
            self._wrong("calendar/", "", "", "no year of days off is held")
        try:
            return parse_calendar(years)
        except CalendarError as error:
            for mistake in error.mistakes:
                self._wrong(mistake.file, "", mistake.key, mistake.message)
            return None

    def _validate(self, file: str, rule: str, model: type[_M], raw: object) -> _M | None:
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            for found in error.errors(include_url=False):
                key = key_of(found["loc"])
                self._wrong(file, rule, key, _plain(found["msg"], found["type"], key))
            return None

    def _rows(self, tables: Mapping[str, Mapping[str, object]], kind: str, model: type[_M]) -> list[tuple[str, _M]]:
        rows: list[tuple[str, _M]] = []
        for file, table in tables.items():
            raws = table.get(kind, [])
            if not isinstance(raws, list):
                self._wrong(file, "", kind, f"must be written as [[{kind}]]")
                continue
            for number, raw in enumerate(raws, 1):
                name = next((raw[key] for key in ("id", "name", "number") if key in raw), None) if isinstance(raw, dict) else None
                row = self._validate(file, f"{kind} {number}" if name is None else str(name), model, raw)
                if row is not None:
                    rows.append((file, row))
        return rows

    def _unique(self, rows: list[tuple[str, _M]], name: Callable[[_M], str], key: str) -> list[tuple[str, _M]]:
        seen: set[str] = set()
        for file, row in rows:
            if name(row) in seen:
                self._wrong(file, name(row), key, "stands twice")
            seen.add(name(row))
        return rows

    def _terms(self, tables: Mapping[str, Mapping[str, object]]) -> Terms | None:
        raw = tables.get("terms.toml")
        row = None if raw is None else self._validate("terms.toml", "", _Terms, raw)
        if row is None:
            return None
        return Terms(
            first_day_counted=row.forward.first_day_counted,
            forward_rolls=row.forward.rolls,
            event_day_counted=row.backward.event_day_counted,
            backward_rolls=row.backward.rolls,
            posting_day_counted=row.hold.posting_day_counted,
            named_day_counted=row.before_date.named_day_counted,
            years={kind: YearStart(year.month, year.day, year.previous) for kind, year in row.years.items()},
            basis=row.basis,
        )

    def _instruments(self, tables: Mapping[str, Mapping[str, object]]) -> dict[str, _Instrument]:
        found: dict[str, _Instrument] = {}
        for path, table in tables.items():
            if not path.endswith("/instrument.toml"):
                continue
            row = self._validate(path, "", _Instrument, table)
            if row is None:
                continue
            if row.id != path.split("/", 1)[0]:
                self._wrong(path, row.id, "id", "must be the name of the folder")
            found[row.id] = row
        for folder in {path.split("/", 1)[0] for path in tables if "/" in path} - {
            p.split("/", 1)[0] for p in tables if "/instrument." in p
        }:
            self._wrong(f"{folder}/instrument.toml", "", "", "the file is missing")
        return found

    def _check_instrument(self, file: str, rule: str, days: _InForce, instruments: Mapping[str, _Instrument]) -> None:
        if days.to is not None and days.to < days.from_:
            self._wrong(file, rule, "in_force.to", "ends before it begins")
        instrument = instruments.get(file.split("/", 1)[0])
        if instrument is None:
            return
        if days.from_ < instrument.in_force.from_:
            self._wrong(file, rule, "in_force.from", f"begins before its instrument, {instrument.in_force.from_}")
        if instrument.in_force.to is not None and (days.to is None or days.to > instrument.in_force.to):
            self._wrong(file, rule, "in_force.to", f"lasts longer than its instrument, {instrument.in_force.to}")

    def _check_duty(
        self,
        file: str,
        duty: _Duty,
        offices: Mapping[str, _Office],
        facts: Mapping[str, _Fact],
        items: Mapping[int, _Item],
        acts: frozenset[str],
        terms: Terms | None,
    ) -> None:
        def wrong(key: str, message: str) -> None:
            self._wrong(file, duty.id, key, message)

        office = offices.get(duty.answers)
        if office is None:
            wrong("answers", f"unknown office: {duty.answers}")
        elif not set(office.kinds) & set(duty.bearer):
            wrong("answers", f"{duty.answers} is no office of the bearer")
        for name in duty.with_:
            if name not in offices:
                wrong("with", f"unknown office: {name}")
        for act in duty.accepts:
            if act not in acts:
                wrong("accepts", f"unknown act: {act}")
        self._check_starts(wrong, duty.starts, items, terms)
        self._check_due(wrong, duty)
        names: set[str] = set()
        for number, part in enumerate(duty.parts, 1):
            if part.channel in names:
                wrong(f"parts.{number}.channel", f"{part.channel} stands twice")
            names.add(part.channel)
            self._check_part(lambda key, message, n=number: wrong(f"parts.{n}.{key}", message), duty, part, facts)  # type: ignore[misc]
        if not any(part.if_ == "" for part in duty.parts):
            wrong("parts", "at least one part must exist without a condition")
        if duty.not_scored_if is not None:
            fact = facts.get(duty.not_scored_if.fact)
            if fact is None or fact.type != "bool":
                wrong("not_scored_if.fact", f"no yes-or-no fact of that name: {duty.not_scored_if.fact}")
            for name in duty.not_scored_if.parts:
                if name not in names:
                    wrong("not_scored_if.parts", f"no such part: {name}")

    def _check_starts(self, wrong: Callable[[str, str], None], starts: _Starts, items: Mapping[int, _Item], terms: Terms | None) -> None:
        chosen = [
            key for key, value in (("event", starts.event), ("every", starts.every), ("standing", starts.standing)) if value is not None
        ]
        if len(chosen) != 1:
            wrong("starts", "exactly one of event, every, standing")
            return
        if chosen != ["event"] and (starts.item is not None or starts.kind):
            wrong("starts", "item and kind belong to an event")
        if starts.item is not None and starts.item not in items:
            wrong("starts.item", f"no such item: {starts.item}")
        if (starts.every is not None) != bool(starts.of):
            wrong("starts.of", "every names the kind of year, and only every does")
        elif terms is not None and starts.of and starts.of not in terms.years:
            wrong("starts.of", f"no such year in terms.toml: {starts.of}")

    def _check_due(self, wrong: Callable[[str, str], None], duty: _Duty) -> None:
        due = duty.due
        chosen = [key for key in ("after", "before", "within", "named", "none") if getattr(due, key) is not None]
        if len(chosen) != 1:
            wrong("due", "exactly one of after, before, within, named, none")
            return
        if chosen[0] in ("named", "none"):
            if due.unit is not None:
                wrong("due.unit", f"a term that is {chosen[0]} has no unit")
        elif due.unit is None:
            wrong("due.unit", "the unit is missing")
        elif (chosen[0] == "within") != (due.unit is Unit.PERIOD):
            wrong("due.unit", "period goes with within, and within with period")
        elif chosen[0] == "before" and due.unit is Unit.MONTH:
            wrong("due.unit", "notice is counted in days")
        if chosen[0] == "within" and duty.starts.every is None:
            wrong("due.within", "only an occasion of the calendar has a period")
        if chosen[0] in ("named", "before") and duty.starts.event is None:
            wrong(f"due.{chosen[0]}", "only an event has a day of its own")
        if duty.starts.standing and chosen[0] != "none":
            wrong("due", "a standing duty has no due day")
        if due.derived and due.note is None:
            wrong("due.note", "a derived day must say what was read into the law")

    def _check_part(self, wrong: Callable[[str, str], None], duty: _Duty, part: _Part, facts: Mapping[str, _Fact]) -> None:
        cell = part.mode == "cell"
        channel = self.channels.get(part.channel)
        if channel is None:
            wrong("channel", f"unknown channel: {part.channel}")
        if bool(part.each) != cell:
            wrong("each", "a cell stands for each item, and only a cell does")
        posted = channel is not None and channel.posted
        if part.hold is not None and (cell or not posted):
            wrong("hold", "only what is posted can be held for days")
        if part.broadcast is not None and part.channel != "loudspeaker":
            wrong("broadcast", "only a loudspeaker broadcasts")
        if part.mode == "standing" and not posted:
            wrong("mode", "only what is posted can stand")
        if part.if_ and (part.if_ not in facts or facts[part.if_].type != "bool"):
            wrong("if", f"no yes-or-no fact of that name: {part.if_}")
        if part.places and (part.places not in facts or facts[part.places].type != "int"):
            wrong("places", f"no counted fact of that name: {part.places}")
        for act in part.accepts or ():
            if act not in duty.accepts:
                wrong("accepts", f"the duty itself does not accept {act}")
        if len({means.id for means in part.means}) != len(part.means):
            wrong("means", "an id stands twice")

    def _check_decision(self, file: str, decision: _Decision, offices: Mapping[str, _Office], ids: set[str]) -> None:
        try:
            _threshold(decision.passes_at)
        except ValueError as error:
            self._wrong(file, decision.id, "passes_at", str(error))
        for key in ("convened_by", "agreed_with", "recognised_by"):
            name = getattr(decision, key)
            if name and name not in offices:
                self._wrong(file, decision.id, key, f"unknown office: {name}")
        if (decision.roll == "villages") != bool(decision.of):
            self._wrong(file, decision.id, "of", "a tally of villages names the decision it sums, and only it does")
        elif decision.of and decision.of not in ids:
            self._wrong(file, decision.id, "of", f"unknown decision: {decision.of}")
        if not decision.rounds:
            self._wrong(file, decision.id, "rounds", "at least one way of asking")

    def _check_versions(self, rows: Iterable[tuple[str, str, _InForce]]) -> None:
        seen: dict[str, list[_InForce]] = {}
        for file, id, days in rows:
            for other in seen.get(id, []):
                if days.from_ <= (other.to or date.max) and other.from_ <= (days.to or date.max):
                    self._wrong(file, id, "in_force", f"overlaps with the same rule in force from {other.from_}")
            seen.setdefault(id, []).append(days)

    def _check_yields(self, duties: Iterable[tuple[str, _Duty]]) -> None:
        rows = list(duties)
        graph: dict[str, set[str]] = {}
        for _, duty in rows:
            graph.setdefault(duty.id, set()).update(duty.yields_to)
        for file, duty in rows:
            for other in duty.yields_to:
                if other not in graph:
                    self._wrong(file, duty.id, "yields_to", f"unknown rule: {other}")
            reached: set[str] = set()
            waiting = list(duty.yields_to)
            while waiting:
                name = waiting.pop()
                if name not in reached:
                    reached.add(name)
                    waiting += graph.get(name, ())
            if duty.id in reached:
                self._wrong(file, duty.id, "yields_to", "the rules yield to each other in a circle")

    def _duty(self, file: str, row: _Duty, items: Mapping[int, _Item]) -> Duty:
        return Duty(
            id=row.id,
            basis=row.basis,
            right=row.right,
            bearer=tuple(row.bearer),
            answers=row.answers,
            with_=tuple(row.with_),
            audience=row.audience,
            subject=_text(row.subject),
            summary=_text(row.summary),
            accepts=tuple(row.accepts),
            starts=_starts(row.starts),
            due=_due(row.due),
            yields_to=tuple(row.yields_to),
            parts=tuple(part for raw in row.parts for part in self._parts(raw, row, items)),
            read=Read(row.read),
            wording_as_of=row.wording_as_of.isoformat(),
            amended_unread=tuple(row.amended_unread),
            in_force_from=row.in_force.from_,
            in_force_to=row.in_force.to,
            not_modelled=None if row.not_modelled is None else _text(row.not_modelled),
            why=None if row.why is None else _text(row.why),
            not_scored_if=_not_scored(row.not_scored_if),
            file=file,
        )

    def _parts(self, raw: _Part, duty: _Duty, items: Mapping[int, _Item]) -> Iterable[Part]:
        if raw.mode:
            mode = Mode(raw.mode)
        elif duty.starts.standing:
            mode = Mode.STANDING
        else:
            mode = Mode.NO_DAY if duty.due.none is not None else Mode.DEADLINE
        names = [(raw.channel, None)] if not raw.each else [(f"{raw.channel}-{number:02d}", number) for number in sorted(items)]
        for channel, item in names:
            yield Part(
                channel=channel,
                text=_text(self.channels[raw.channel].text) if item is None else _text(items[item].short),
                required=raw.required,
                condition=raw.if_,
                basis=raw.basis if item is None else items[item].basis,
                hold=raw.hold,
                broadcast=raw.broadcast,
                places=raw.places,
                mode=mode,
                item=item,
                accepts=tuple(duty.accepts if raw.accepts is None else raw.accepts),
                means=tuple(Means(means.id, Text(means.vi, means.en)) for means in raw.means),
            )


_PLAIN: Mapping[str, str] = {
    "missing": "the key is missing",
    "extra_forbidden": "unknown key",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
    "int_type": "must be a whole number",
    "date_type": "must be a date",
}


def _plain(message: str, kind: str, key: str) -> str:
    if kind == "string_pattern_mismatch" and "Art" in message:
        return "names no article (write: Law 1/2000/QH10 Art. 2(3))"
    return _PLAIN.get(kind, message)


def _text(row: _Text) -> Text:
    return Text(row.vi, row.en)


def _starts(row: _Starts) -> Starts:
    if row.event is not None:
        return Starts(StartKind.EVENT, event=row.event, item=row.item, event_kind=row.kind)
    if row.every is not None:
        return Starts(StartKind.PERIOD, every=row.every, of=row.of, opens_after=row.opens == "after")
    return Starts(StartKind.STANDING)


def _due(row: _Due) -> DueRule:
    note = None if row.note is None else _text(row.note)
    if row.none is not None:
        return DueRule(DueKind.NONE, note=_text(row.none))
    if row.named is not None:
        return DueRule(DueKind.NAMED, derived=row.derived, note=note)
    if row.before is not None:
        return DueRule(DueKind.BEFORE, row.before, row.unit, row.derived, note)
    if row.within is not None:
        return DueRule(DueKind.WITHIN, row.within, row.unit, row.derived, note)
    return DueRule(DueKind.AFTER, row.after or 0, row.unit, row.derived, note)


def _not_scored(row: _NotScored | None) -> NotScored | None:
    return None if row is None else NotScored(row.fact, row.basis, Text(row.vi, row.en), tuple(row.parts))


def _threshold(words: str) -> Threshold:
    found = _SHARE.match(words)
    if found is None or found[3] is not None and int(found[3]) == 0:
        raise ValueError('must be an exact share such as ">= 2/3" or "> 50%", never a decimal')
    share = Fraction(int(found[2]), int(found[3]) if found[3] is not None else 100)
    if not 0 < share <= 1:
        raise ValueError("a share lies between nought and one")
    return Threshold(share, found[1] == ">=")


def _decision(file: str, row: _Decision) -> Decision:
    return Decision(
        id=row.id,
        basis=row.basis,
        item=row.item,
        subject=_text(row.subject),
        scope=row.scope,
        roll=row.roll,
        base=row.base,
        of=row.of,
        passes_at=_threshold(row.passes_at),
        rounds=tuple(Round(one.way, one.sittings, one.only_after) for one in row.rounds),
        convened_by=row.convened_by,
        agreed_with=row.agreed_with,
        recognised_by=row.recognised_by,
        read=Read(row.read),
        wording_as_of=row.wording_as_of.isoformat(),
        amended_unread=tuple(row.amended_unread),
        in_force_from=row.in_force.from_,
        in_force_to=row.in_force.to,
        file=file,
    )


def _office(row: _Office) -> OfficeRule:
    return OfficeRule(row.id, _text(row.text), row.public, tuple(row.may), tuple(row.kinds), tuple(row.reach), _text(row.note))


def _instrument(row: _Instrument) -> Instrument:
    return Instrument(
        id=row.id,
        number=row.number,
        title=_text(row.title),
        issuer=_text(row.issuer),
        issued=row.issued,
        in_force_from=row.in_force.from_,
        in_force_to=row.in_force.to,
        replaces=tuple(row.replaces),
        amended_by=tuple(row.amended_by),
        where_read=row.where_read,
    )
