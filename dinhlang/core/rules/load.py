"""Reads the rulebook's bytes into frozen rules, or says everything that is wrong with them.

Promises: one pass names every mistake with file, rule and key; nothing of a book with a mistake is handed out. Refuses:
files (it takes bytes), numbers that are not exact, rules nobody can trace to an article, words outside the closed lists.
"""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dinhlang.core.calendar import Calendar, CalendarError, parse_calendar
from dinhlang.core.rules import build, checks, rows
from dinhlang.core.rules.types import Article, Problem, Question, Rulebook, RulebookError, Terms, YearStart

_M = TypeVar("_M", bound=BaseModel)
_TOP: Mapping[str, str] = {"offices.toml": "office", "facts.toml": "fact", "channels.toml": "channel", "acts.toml": "act"}
_IN_FOLDER: Mapping[str, tuple[str, ...]] = {
    "items": ("item",),
    "kinds": ("kind",),
    "articles": ("article",),
    "art": ("duty", "decision", "limit", "list"),
}
_PLACE = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*/(?:(?P<name>instrument|items|kinds|articles)|art_\d{2,3})\.toml$")
_ASIDE = ("cases/", "local/")
_READING = ("read", "wording_as_of", "amended_unread", "in_force")
Table = Mapping[str, Any]


def rulebook_hash(files: Mapping[str, bytes]) -> bytes:
    """SHA-256 over the sorted lines `path LF sha256-hex LF` of all TOML files but those under `cases/` and `local/`."""
    digest = hashlib.sha256()
    for path in sorted(files):
        if path.endswith(".toml") and not path.startswith(_ASIDE):
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
    """Holds what one reading has found so far: the problems, and the raw tables by file."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.problems: list[Problem] = []
        self.raw: dict[str, Table] = {}

    def read(self) -> Rulebook:
        self.raw = self._tables()
        calendar = self._calendar()
        tables = self._read()
        self.problems += checks.check(tables)
        if self.problems or tables.terms is None or calendar is None:
            raise RulebookError(tuple(sorted(set(self.problems), key=lambda p: (p.file, p.rule, p.key, p.message))))
        lists = (tables.items, tables.channels, tables.facts, tables.offices)
        duties = sorted((build.duty(file, row, *lists) for file, row in tables.duties), key=lambda d: (d.id, d.in_force_from))
        decisions = sorted((build.decision(file, row) for file, row in tables.decisions), key=lambda d: (d.id, d.in_force_from))
        limits = sorted((build.limit(file, row) for file, row in tables.limits), key=lambda d: (d.id, d.in_force_from))
        listings = sorted((build.listing(file, row) for file, row in tables.lists), key=lambda d: (d.id, d.in_force_from))
        items = {number: build.item(row) for number, row in sorted(tables.items.items())}
        kinds = [build.event_kind(row) for _file, row in tables.kinds]
        return Rulebook(
            versions=tuple(duties),
            decision_versions=tuple(decisions),
            limit_versions=tuple(limits),
            duties={row.id: row for row in duties},
            decisions={row.id: row for row in decisions},
            limits={row.id: row for row in limits},
            items=items,
            event_kinds=(*kinds, *(kind for item in items.values() for kind in item.kinds)),
            facts={name: build.fact(row) for name, row in tables.facts.items()},
            offices={id: build.office(row) for id, row in tables.offices.items()},
            acts={id: build.text(row.text) for id, row in tables.acts.items()},
            channels={id: build.text(row.text) for id, row in tables.channels.items()},
            instruments={id: build.instrument(row) for id, row in tables.instruments.items()},
            articles=tuple(sorted((_article(*one) for one in tables.articles), key=lambda row: (row.instrument, row.number))),
            questions=tuple(_question(row) for _file, row in tables.questions),
            terms=tables.terms,
            calendar=calendar,
            hash=rulebook_hash(self.files),
            posted=frozenset(id for id, row in tables.channels.items() if row.posted),
            kept=frozenset(id for id, row in tables.channels.items() if row.kept),
            listing_versions=tuple(listings),
            listings={row.id: row for row in listings},
        )

    def _read(self) -> checks.Tables:
        instruments = self._instruments()
        return checks.Tables(
            terms=self._terms(),
            offices={row.id: row for _, row in self._unique(self._rows("office", rows.OfficeRow), lambda row: row.id, "id")},
            facts={row.name: row for _, row in self._unique(self._rows("fact", rows.FactRow), lambda row: row.name, "name")},
            channels={row.id: row for _, row in self._unique(self._rows("channel", rows.ChannelRow), lambda row: row.id, "id")},
            acts={row.id: row for _, row in self._unique(self._rows("act", rows.ActRow), lambda row: row.id, "id")},
            items={row.number: row for _, row in self._unique(self._rows("item", rows.ItemRow), lambda row: str(row.number), "number")},
            kinds=self._rows("kind", rows.KindRow),
            instruments=instruments,
            duties=self._rows("duty", rows.DutyRow, instruments),
            decisions=self._rows("decision", rows.DecisionRow, instruments),
            limits=self._rows("limit", rows.LimitRow, instruments),
            lists=self._rows("list", rows.ListRow, instruments),
            articles=self._rows("article", rows.ArticleRow),
            questions=self._unique(self._rows("open", rows.QuestionRow), lambda row: row.id, "id"),
        )

    def _wrong(self, file: str, rule: str, key: str, message: str) -> None:
        self.problems.append(Problem(file, rule, key, message))

    def _tables(self) -> dict[str, Table]:
        found: dict[str, Table] = {}
        for path in sorted(self.files):
            if path.startswith((*_ASIDE, "calendar/")) or not path.endswith(".toml"):
                continue
            known = _known(path)
            if known is None:
                self._wrong(path, "", "", "no such file is expected here")
                continue
            try:
                found[path] = tomllib.loads(self.files[path].decode("utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                self._wrong(path, "", "", f"not readable as TOML: {error}")
                continue
            for key in sorted(set(found[path]) - set(known)) if known else ():
                self._wrong(path, "", key, "unknown key")
        for path in ("terms.toml", *_TOP):
            if path not in self.files:
                self._wrong(path, "", "", "the file is missing")
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
                self._wrong(file, rule, key, plain(found["msg"], found["type"], key))
            return None

    def _rows(self, kind: str, model: type[_M], instruments: Mapping[str, rows.InstrumentRow] | None = None) -> list[tuple[str, _M]]:
        """The rows of a kind with their files. Rules take from their `instruments` how and when they were read, unless they say so."""
        found: list[tuple[str, _M]] = []
        for file, table in self.raw.items():
            raws = table.get(kind, []) if not file.endswith("/instrument.toml") else []
            if not isinstance(raws, list):
                self._wrong(file, "", kind, f"must be written as [[{kind}]]")
                continue
            shared: Table = {}
            if instruments is not None and file.split("/", 1)[0] in instruments:
                given = self.raw[f"{file.split('/', 1)[0]}/instrument.toml"]
                shared = {key: given[key] for key in _READING if key in given}
            for number, raw in enumerate(raws, 1):
                name = next((raw[key] for key in ("id", "name", "number") if key in raw), None) if isinstance(raw, dict) else None
                whole = {**shared, **raw} if isinstance(raw, dict) else raw
                row = self._validate(file, f"{kind} {number}" if name is None else str(name), model, whole)
                if row is not None:
                    found.append((file, row))
        return found

    def _unique(self, found: list[tuple[str, _M]], name: Callable[[_M], str], key: str) -> list[tuple[str, _M]]:
        seen: set[str] = set()
        for file, row in found:
            if name(row) in seen:
                self._wrong(file, name(row), key, "stands twice")
            seen.add(name(row))
        return found

    def _terms(self) -> Terms | None:
        raw = self.raw.get("terms.toml")
        row = None if raw is None else self._validate("terms.toml", "", rows.TermsRow, raw)
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

    def _instruments(self) -> dict[str, rows.InstrumentRow]:
        found: dict[str, rows.InstrumentRow] = {}
        for path, table in self.raw.items():
            if not path.endswith("/instrument.toml"):
                continue
            row = self._validate(path, "", rows.InstrumentRow, table)
            if row is None:
                continue
            if row.id != path.split("/", 1)[0]:
                self._wrong(path, row.id, "id", "must be the name of the folder")
            found[row.id] = row
        whole = {path.split("/", 1)[0] for path in self.raw if path.endswith("/instrument.toml")}
        for folder in sorted({path.split("/", 1)[0] for path in self.raw if "/" in path and not path.startswith("open/")} - whole):
            self._wrong(f"{folder}/instrument.toml", "", "", "the file is missing")
        return found


def _known(path: str) -> tuple[str, ...] | None:
    """The keys a file may have at its top: empty where its own model says it, None where no such file belongs here."""
    if path in _TOP:
        return (_TOP[path],)
    if path == "terms.toml":
        return ()
    if re.fullmatch(r"open/[a-z0-9-]+\.toml", path):
        return ("open",)
    found = _PLACE.match(path)
    return None if found is None else _IN_FOLDER.get(found["name"] or "art", ())


def _article(file: str, row: rows.ArticleRow) -> Article:
    return Article(file.split("/", 1)[0], row.number, build.text(row.title), build.maybe(row.binds_nobody), build.maybe(row.not_modelled))


def _question(row: rows.QuestionRow) -> Question:
    return Question(row.id, row.instrument, build.text(row.subject), build.text(row.why), tuple(row.rules))


_PLAIN: Mapping[str, str] = {
    "missing": "the key is missing",
    "extra_forbidden": "unknown key",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
    "int_type": "must be a whole number",
    "date_type": "must be a date",
}


def plain(message: str, kind: str, key: str) -> str:
    """A message of pydantic in the words of somebody who edits the files."""
    if kind == "string_pattern_mismatch" and "Art" in message:
        return "names no article (write: Law 1/2000/QH10 Art. 2(3))"
    return _PLAIN.get(kind, message)
