"""Lists of bodies: villages, agencies, schools, enterprises, boards. Which rows are new, changed, known already, and what is wrong.

Promises: reads only; an old name of a commune leads to its successor and is said; codes that lost their zero are read and said. Refuses: a
commune of another province, a body below somebody else's commune, a village in two communes, two bodies with one code. People's names are
no column of any list: who heads a village is entered where offices are given.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Fact, Registration, Succession
from dinhlang.ground.files.tables import as_code, fold
from dinhlang.ground.imports.kinds import Checked, Problem, Row, Where
from dinhlang.ground.imports.layout import ZEROS

CODE_DIGITS = 5
NO_COMMUNE = N_("No commune of this province is called “{name}”. Write its name as it is today, or its code of five digits.")
ELSEWHERE = N_("“{name}” is a commune of {province}, not of this province.")
NOT_BELOW = N_("“{name}” is not {own}. A commune office enters only what lies in its own commune.")
SEVERAL = N_("Several communes are called “{name}”: {codes}. Write the code.")
SUCCESSOR = N_("“{name}” is an old name; it was read as {new}.")
SPLIT = N_("“{name}” is an old name; it went to {names}. Write which one is meant.")
TWO_CODES = N_("The code {code} stands in row {other} too, for another body.")
TWO_COMMUNES = N_("The code {code} stands in row {other} too, in another commune. A body lies in one commune.")
TAKEN = N_("The code {code} belongs to {name}.")
TAKEN_ELSEWHERE = N_("The code {code} belongs to {name} of {commune}. A body lies in one commune; moving it is a succession of its own.")
TWICE = N_("The same body stands in row {other} too.")
UNKNOWN_SORT = N_("“{value}” is not known here. Write one of: {known}.")
NO_CODE = N_("“{value}” is no code that the record can bear: five digits, or the code given here before. Leave it empty if there is none.")
COMMUNE_NEEDED = N_("Write in which commune it lies.")


@dataclass(frozen=True)
class Line:
    """A body as it enters: `id` None for a new one, else what changes. `facts` are (name, value); `parent` the body it lies under."""

    id: int | None
    parent: int
    code: str
    name: str
    kind: str
    kind_word: str
    facts: tuple[tuple[str, str], ...]

    def as_value(self, n: int) -> list[object]:
        """The row the record commits to; `n` is the body's number."""
        return [n, self.parent, self.code, self.name, self.kind, self.kind_word, [list(fact) for fact in self.facts]]


@dataclass(frozen=True)
class Sort:
    """What a body may be called in a list: a kind of the rulebook, the word it bears, and what offices write for it, folded."""

    kind: str
    word: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class _Standing:
    """A body that is known: where, under which name and code, with which facts of today."""

    id: int
    parent: int
    code: str
    name: str
    kind: str


# --- communes ---


@dataclass(frozen=True)
class _Communes:
    """The communes of a province on a day, by code and by folded name with and without their word; old ones lead on."""

    by_code: Mapping[str, int]
    by_name: Mapping[str, frozenset[int]]
    old: Mapping[str, frozenset[int]]
    places: Mapping[int, tuple[str, str, str]]  # code, name, word


def _without(name: str, word: str) -> str:
    folded, prefix = fold(name), fold(word)
    return folded[len(prefix) + 1 :] if prefix and folded.startswith(f"{prefix} ") else folded


def _communes(province: str, day: date) -> _Communes:
    rows = list(Registration.objects.select_related("body").filter(body__kind="commune", body__province_code=province, from_day__lte=day))
    alive = [row for row in rows if (row.to_day is None or row.to_day >= day) and (row.body.alive_to is None or row.body.alive_to >= day)]
    by_name: dict[str, set[int]] = defaultdict(set)
    for row in alive:
        for name in {fold(row.name), _without(row.name, row.kind_word)}:
            by_name[name].add(row.body_id)
    after: dict[int, set[int]] = defaultdict(set)
    for old, new in Succession.objects.filter(old__province_code=province, day__lte=day).values_list("old_id", "new_id"):
        after[old].add(new)
    living = {row.body_id for row in alive}
    old_names: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        heirs = _heirs(row.body_id, after, living)
        for name in {fold(row.name), _without(row.name, row.kind_word)}:
            if row.body_id not in living or name not in by_name:
                old_names[name] |= heirs
    return _Communes(
        {row.code: row.body_id for row in alive},
        {name: frozenset(found) for name, found in by_name.items()},
        {name: frozenset(found) for name, found in old_names.items()},
        {row.body_id: (row.code, row.name, row.kind_word) for row in alive},
    )


def _heirs(body: int, after: Mapping[int, Iterable[int]], living: set[int]) -> set[int]:
    found, step = set[int](), {body}
    for _ in range(20):
        found |= step & living
        step = {new for old in step - living for new in after.get(old, ())}
        if not step:
            break
    return found


class _Finder:
    """Which body a row lies under."""

    def __init__(self, where: Where, *, at_province: bool) -> None:
        self.own = where.body
        self.known = _communes(where.body.province_code, where.day)
        self.at_province = at_province  # whether a body may lie under the province itself
        self.elsewhere: dict[str, str] | None = None

    def parent(self, row: Row, notes: list[Problem]) -> int | Problem:
        text = row.text("commune")
        if not text:
            if self.own.kind == "commune" or self.at_province:
                return self.own.id
            return Problem(row.number, "commune", COMMUNE_NEEDED)
        found = self._named(row, text, notes)
        if isinstance(found, Problem) or self.own.kind == "province" or found == self.own.id:
            return found
        return Problem(row.number, "commune", NOT_BELOW, {"name": text, "own": self.own.name}, text)

    def _named(self, row: Row, text: str, notes: list[Problem]) -> int | Problem:
        if text.isdecimal():
            return self._coded(row, text, notes)
        folded = fold(text)
        if self.at_province and self.own.kind == "province" and folded in (fold(self.own.name), _without(self.own.name, "tỉnh")):
            return self.own.id
        today, before = self.known.by_name.get(folded, frozenset()), self.known.old.get(folded, frozenset())
        if len(today) == 1:
            return next(iter(today))
        if today:
            codes = ", ".join(sorted(f"{self.known.places[one][1]} {self.known.places[one][0]}" for one in today))
            return Problem(row.number, "commune", SEVERAL, {"name": text, "codes": codes}, text)
        if len(before) == 1:
            one = next(iter(before))
            notes.append(Problem(row.number, "commune", SUCCESSOR, {"name": text, "new": self.known.places[one][1]}, text))
            return one
        if before:
            names = ", ".join(sorted(self.known.places[one][1] for one in before))
            return Problem(row.number, "commune", SPLIT, {"name": text, "names": names}, text)
        return self._unknown(row, text, folded)

    def _coded(self, row: Row, text: str, notes: list[Problem]) -> int | Problem:
        try:
            code = as_code(text, CODE_DIGITS)
        except Refused as error:
            return Problem(row.number, "commune", error.msg, error.values, text)
        assert code is not None  # noqa: S101 (the text is not empty)
        if code.repaired:
            notes.append(Problem(row.number, "commune", ZEROS, {"before": text, "after": code.text}, text))
        found = self.known.by_code.get(code.text)
        return self._unknown(row, code.text, code.text) if found is None else found

    def _unknown(self, row: Row, text: str, folded: str) -> Problem:
        if self.elsewhere is None:
            self.elsewhere = _others(self.own.province_code, row)
        province = self.elsewhere.get(folded)
        if province:
            return Problem(row.number, "commune", ELSEWHERE, {"name": text, "province": province}, text)
        return Problem(row.number, "commune", NO_COMMUNE, {"name": text}, text)


def _others(province: str, _row: Row) -> dict[str, str]:
    """Communes of other provinces by code and folded name, with the name of their province. Read once, and only where one was not found."""
    provinces = dict(
        Registration.objects.filter(body__kind="province", to_day=None).exclude(body__province_code=province).values_list("code", "name")
    )
    found: dict[str, str] = {}
    rows = Registration.objects.filter(body__kind="commune", to_day=None).exclude(body__province_code=province)
    for code, name, word, of in rows.values_list("code", "name", "kind_word", "body__province_code"):
        for key in (code, fold(name), _without(name, word)):
            found.setdefault(key, provinces.get(of, of))
    return found


# --- bodies ---


def _standing(where: Where, kinds: Sequence[str]) -> list[_Standing]:
    rows = (
        Registration.objects.filter(bodies.on(where.day), body__kind__in=kinds, body__province_code=where.body.province_code)
        .filter(Q(body__alive_to=None) | Q(body__alive_to__gte=where.day))
        .values_list("body_id", "body__parent_id", "code", "name", "body__kind")
    )
    return [_Standing(id, parent or 0, code, name, kind) for id, parent, code, name, kind in rows]


def _facts(ids: Iterable[int], names: Iterable[str], day: date) -> dict[int, dict[str, str]]:
    held: dict[int, dict[str, str]] = defaultdict(dict)
    wanted = set(ids)
    for body, name, value in Fact.objects.filter(bodies.on(day), name__in=list(names)).values_list("body_id", "name", "value"):
        if body in wanted:
            held[body][name] = value
    return held


def _derived(province: str, parent: int, kind: str, name: str, taken: set[str]) -> str:
    """A code for a body that has none: always the same for the same name in the same place, unless somebody else bears it."""
    for turn in range(100):
        code = ledger.new_body(province, hashlib.sha256(f"{province} {parent} {kind} {fold(name)} {turn}".encode()).digest()[:5])
        if code not in taken:
            return code
    raise Refused(N_("No free code was found for {name}."), {"name": name})


def sort_of(row: Row, key: str, sorts: Sequence[Sort], default: Sort | None) -> Sort | Problem:
    """What kind of body the row's word means: by the column `key`, else by the beginning of the name, else `default`."""
    text = row.text(key)
    folded = fold(text)
    name = fold(row.text("name"))
    for sort in sorts:
        if folded and (folded == fold(sort.word) or folded in sort.said):
            return sort
    if text:
        return Problem(row.number, key, UNKNOWN_SORT, {"value": text[:40], "known": ", ".join(sort.word for sort in sorts)}, text)
    for sort in sorts:
        if any(name.startswith(f"{word} ") for word in (fold(sort.word), *sort.said)):
            return sort
    return default or Problem(row.number, key, UNKNOWN_SORT, {"value": "", "known": ", ".join(sort.word for sort in sorts)})


_CODE = re.compile(r"[0-9]{5}|[0-9]{2}-[0-9a-hjkmnp-tv-z]{8}")


def _own_code(row: Row, notes: list[Problem]) -> str | Problem:
    """The code a row gives its body, "" for none; the zero that a spreadsheet dropped is put back and said."""
    text = row.text("code").strip()
    if text.isdecimal() and CODE_DIGITS - 2 <= len(text) < CODE_DIGITS:
        whole = text.zfill(CODE_DIGITS)
        notes.append(Problem(row.number, "code", ZEROS, {"before": text, "after": whole}, text))
        return whole
    return text if not text or _CODE.fullmatch(text) else Problem(row.number, "code", NO_CODE, {"value": text[:40]}, text[:80])


@dataclass(frozen=True)
class BodyList:
    """A list of bodies: its sorts, the column that says which, the columns that become facts, whether bodies lie at the province too."""

    sorts: tuple[Sort, ...]
    sort_column: str = ""
    facts: tuple[str, ...] = ()
    at_province: bool = False
    worded: bool = False  # whether the name begins with the word of its sort: Xóm …, Tổ dân phố …

    def check(self, rows: Sequence[Row], where: Where) -> Checked:
        """What each row means; see `kinds.Checked`."""
        finder = _Finder(where, at_province=self.at_province)
        notes: list[Problem] = []
        problems: list[Problem] = []
        lines: list[tuple[Row, Line]] = []
        for row in rows:
            parent = finder.parent(row, notes)
            sort = self._sort(row, finder, parent)
            for found in (parent, sort):
                if isinstance(found, Problem):
                    problems.append(found)
            code = _own_code(row, notes)
            if isinstance(code, Problem):
                problems.append(code)
            elif isinstance(parent, int) and isinstance(sort, Sort) and row.text("name"):
                facts = tuple((name, row.text(name)) for name in self.facts if row.text(name))
                lines.append((row, Line(None, parent, code, self._name(row, sort), sort.kind, sort.word, facts)))
        problems += _twice(lines)
        return self._against(lines, where, problems, notes)

    def _sort(self, row: Row, finder: _Finder, parent: int | Problem) -> Sort | Problem:
        if not self.worded:
            return sort_of(row, self.sort_column, self.sorts, self.sorts[0] if len(self.sorts) == 1 else None)
        # Villages are called by where they lie: a ward and a commune have different words.
        ward = isinstance(parent, int) and finder.known.places.get(parent, ("", "", ""))[2] == "phường"
        return sort_of(row, self.sort_column, self.sorts, self.sorts[1 if ward else 0])

    def _name(self, row: Row, sort: Sort) -> str:
        name = row.text("name")
        if not self.worded or any(fold(name).startswith(f"{word} ") for one in self.sorts for word in (fold(one.word), *one.said)):
            return name
        return f"{sort.word[:1].upper()}{sort.word[1:]} {name}"

    def _against(self, lines: Sequence[tuple[Row, Line]], where: Where, problems: list[Problem], notes: list[Problem]) -> Checked:
        """Hold the rows against what stands."""
        standing = _standing(where, sorted({sort.kind for sort in self.sorts}))
        by_code = {one.code: one for one in standing}
        by_name = {(one.parent, one.kind, fold(one.name)): one for one in standing}
        others = dict(
            Registration.objects.filter(code__in=[line.code for _, line in lines if line.code], to_day=None)
            .exclude(body__in=[one.id for one in standing])
            .values_list("code", "name")
        )
        held = _facts((one.id for one in standing), self.facts, where.day)
        names = {one.id: one.name for one in standing}
        communes = _communes(where.body.province_code, where.day).places
        taken = set(Registration.objects.filter(code__startswith=f"{where.body.province_code}-").values_list("code", flat=True))
        out: list[Line] = []
        new = changed = known = 0
        for row, line in lines:
            if line.code in others:
                problems.append(Problem(row.number, "code", TAKEN, {"code": line.code, "name": others[line.code]}, line.code))
                continue
            same = by_code.get(line.code) if line.code else by_name.get((line.parent, line.kind, fold(line.name)))
            if line.code and same is None:
                same = by_name.get((line.parent, line.kind, fold(line.name)))
                if same is not None and not same.code.startswith(f"{where.body.province_code}-"):
                    same = None  # another official code: another body of the same name
            if same is None:
                code = line.code or _derived(where.body.province_code, line.parent, line.kind, line.name, taken)
                taken.add(code)
                out.append(Line(None, line.parent, code, line.name, line.kind, line.kind_word, line.facts))
                new += 1
                continue
            if same.parent != line.parent:
                values = {"code": line.code, "name": same.name, "commune": communes.get(same.parent, ("", "", ""))[1] or "?"}
                problems.append(Problem(row.number, "code", TAKEN_ELSEWHERE, values, line.code))
                continue
            facts = tuple((name, value) for name, value in line.facts if held.get(same.id, {}).get(name) != value)
            if facts or names[same.id] != line.name or (line.code and same.code != line.code):
                out.append(Line(same.id, line.parent, line.code or same.code, line.name, same.kind, line.kind_word, facts))
                changed += 1
            else:
                known += 1
        return Checked(tuple(out), tuple(problems), tuple(notes), new, changed, known)


def _twice(lines: Sequence[tuple[Row, Line]]) -> list[Problem]:
    """Rows of the file that say the same body twice, or give one code to two."""
    problems: list[Problem] = []
    codes: dict[str, tuple[Row, Line]] = {}
    seen: dict[tuple[int, str, str], tuple[Row, Line]] = {}
    for row, line in lines:
        first = codes.setdefault(line.code, (row, line)) if line.code else (row, line)
        same = seen.setdefault((line.parent, line.kind, fold(line.name)), (row, line))
        if first[0] is not row:
            text = TWO_COMMUNES if first[1].parent != line.parent else TWICE if fold(first[1].name) == fold(line.name) else TWO_CODES
            problems.append(Problem(row.number, "code", text, {"code": line.code, "other": first[0].number}, line.code))
        elif same[0] is not row and (not line.code or not same[1].code):
            problems.append(Problem(row.number, "name", TWICE, {"other": same[0].number}, line.name))
    return problems
