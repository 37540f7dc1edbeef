"""Where the table stands in a sheet, what its columns are, and what its rows say.

Promises: pure functions of cells. The header is found by what stands in it, not by its place: title lines above it are passed over, two or
three rows of header are read as one. Total rows are compared with what they sum. Every row that cannot be read is a sentence with what to
do, none is dropped in silence.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.files.cells import Cell, Sheet, Value
from dinhlang.ground.files.parts import column_name
from dinhlang.ground.files.tables import as_code, as_day, as_number, fold, text_of
from dinhlang.ground.imports.kinds import Column, Form, Problem, Row

__all__ = ["Layout", "Read", "column_name", "find", "fit", "read", "shown", "suggest", "typed"]
SEARCHED = 60  # rows from the top in which a header is looked for
HEADER_ROWS = 3
EVERY = 1000  # rows between two words about progress

MISSING = N_("Nothing is filled in. This column needs a value in every row.")
BROKEN = N_("“{value}” is an error of Excel. Repair the formula, or write the value.")
NOT_WHOLE = N_("“{value}” is no whole number of 0 or more.")
TOO_LONG = N_("The text has {n} characters; at most {most} are kept. Shorten it.")
WRONG_TOTAL = N_("The total row says {said}, but the rows above it sum to {sum}. Correct the rows or the total.")
ZEROS = N_("The code had lost its zeros in front: {before} was read as {after}.")
AFTER_TOTAL = N_("{n} lines below the total row were left out (signatures, notes), the first is row {row}.")
SECTIONS = N_("{n} lines that only divide the table were left out, the first is row {row}.")

_TOTAL = re.compile(r"(tong cong|tong so)( .*)?|tong|cong( (toan|xa|phuong|dac khu|huyen|tinh|cac|trang|chuyen trang) ?.*)?|luy ke.*")


@dataclass(frozen=True)
class Layout:
    """The table in a sheet: places of its header rows and first row of data in `sheet.rows`, and what stands above each column."""

    first: int
    data: int
    headers: tuple[str, ...]


@dataclass(frozen=True)
class Read:
    """The rows of a table, what is wrong with them, what was noticed."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def _text(cell: Cell) -> str:
    return text_of(cell.value)


shown = _text
"""A cell as a person reads it."""


def _labels(rows: Sequence[tuple[Cell, ...]]) -> tuple[str, ...]:
    """What stands above each column in these header rows, one below the other. A value merged across is said in every column of it."""
    filled: list[list[str]] = []
    for depth, row in enumerate(rows):
        line, last = [], ""
        below = rows[depth + 1] if depth + 1 < len(rows) else None
        for place, cell in enumerate(row):
            text = _text(cell)
            if not text and below is not None and _text(below[place]) and last:
                text = last  # CSV knows no merges: a heading across stands in its first column alone
            last = text
            line.append(text)
        filled.append(line)
    return tuple(" / ".join(dict.fromkeys(filter(None, column))) for column in zip(*filled, strict=True))


def fit(label: str, column: Column) -> int:
    """How well a header fits a column: 3 the very words, 2 one part of it, 1 the words within it, 0 not at all."""
    folded, parts = fold(label), {fold(part) for part in label.split(" / ")}
    best = 0
    for hint in (column.title, *column.hints):
        wanted = fold(hint)
        if not wanted or not folded:
            continue
        if wanted == folded:
            return 3
        if wanted in parts:
            best = max(best, 2)
        elif re.search(rf"(?:^| ){re.escape(wanted)}(?: |$)", folded) and len(folded) <= 3 * len(wanted) + 12:
            best = max(best, 1)
    return best


def suggest(headers: Sequence[str], columns: Sequence[Column], remembered: Mapping[str, str] | None = None) -> dict[str, int]:
    """Which place in the sheet is which column: what was chosen the last time first, then the headers that fit best, each used once."""
    known = remembered or {}
    keys = {column.key for column in columns}
    chosen: dict[str, int] = {}
    free = []
    for place, header in enumerate(headers):
        key = known.get(fold(header)[:200])
        if key is None:
            free.append(place)
        elif key in keys and key not in chosen:
            chosen[key] = place
    scored = sorted(
        ((fit(headers[place], column), place, column.key) for place in free for column in columns if column.key not in chosen),
        key=lambda one: (-one[0], one[1]),
    )
    for score, place, key in scored:
        if score and key not in chosen and place not in chosen.values():
            chosen[key] = place
    return chosen


def _score(headers: Sequence[str], columns: Sequence[Column], remembered: Mapping[str, str] | None) -> int:
    return sum(
        1 + fit(headers[place], next(one for one in columns if one.key == key))
        for key, place in suggest(headers, columns, remembered).items()
    )


def _numbering(row: Sequence[Cell]) -> bool:
    """Whether a row below the header only numbers the columns: 1 2 3, (1) (2) (3), A B 1."""
    signs = [fold(_text(cell)) for cell in row if cell.value is not None]
    digits = [int(sign) for sign in signs if sign.isdecimal()]
    return (
        len(signs) >= 3
        and all(re.fullmatch(r"\d{1,2}|[a-z]|\d{1,2}( \d{1,2})+", sign) for sign in signs)
        and digits == list(range(digits[0], digits[0] + len(digits)) if digits else [])
    )


def find(sheet: Sheet, columns: Sequence[Column], remembered: Mapping[str, str] | None = None) -> Layout:
    """The table in `sheet`. Where nothing fits, the first row with two different texts is taken for its header."""
    best, found = 0, None
    for first in range(min(len(sheet.rows), SEARCHED)):
        if len({_text(cell) for cell in sheet.rows[first]} - {""}) < 2:
            continue
        for depth in range(1, HEADER_ROWS + 1):
            if first + depth > len(sheet.rows):
                break
            headers = _labels(sheet.rows[first : first + depth])
            score = _score(headers, columns, remembered)
            if score > best:
                best, found = score, (first, depth)
    if found is None:
        first = next((n for n, row in enumerate(sheet.rows) if len({_text(cell) for cell in row} - {""}) > 1), 0)
        found = (first, 1)
    first, depth = found
    while first + depth < len(sheet.rows) and depth < HEADER_ROWS and _goes_on(sheet.rows[first + depth - 1], sheet.rows[first + depth]):
        depth += 1
    headers = _labels(sheet.rows[first : first + depth]) if sheet.rows else ()
    data = first + depth
    if data < len(sheet.rows) and _numbering(sheet.rows[data]):
        data += 1
    return Layout(first, data, headers)


def _goes_on(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether a heading is merged down into this row."""
    return any(cell.merged and cell.value is not None and cell.value == upper.value for cell, upper in zip(below, above, strict=True))


# --- rows ---


def _typed(column: Column, value: Value) -> tuple[Value, Refused | None]:
    """The value of a cell in the form of its column, and what was noticed. Raises Refused."""
    text = text_of(value)
    if text.startswith("#") and text.rstrip("!?").isupper():
        raise Refused(BROKEN, {"value": text})
    if column.form is Form.day:
        return as_day(value), None
    if column.form is Form.number:
        return as_number(value), None
    if column.form is Form.whole:
        number = as_number(value)
        if number is not None and (number < 0 or number != number.to_integral_value()):
            raise Refused(NOT_WHOLE, {"value": text[:40]})
        return (None if number is None else int(number)), None
    if column.form is Form.code:
        code = as_code(value, column.width)
        if code is None:
            return None, None
        return code.text, Refused(ZEROS, {"before": text, "after": code.text}) if code.repaired else None
    if len(text) > column.most:
        raise Refused(TOO_LONG, {"n": len(text), "most": column.most})
    return text or None, None


def typed(column: Column, value: Value) -> Value:
    """A single value in the form of its column, None for nothing. Raises Refused."""
    return _typed(column, value)[0]


@dataclass
class _Sums:
    """What the rows add up to: all of them, and those since the last total row."""

    whole: dict[str, Decimal] = field(default_factory=dict)
    part: dict[str, Decimal] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)  # columns with a cell that cannot be read: their totals prove nothing

    def add(self, key: str, value: Value) -> None:
        if isinstance(value, int | Decimal):
            self.whole[key] = self.whole.get(key, Decimal(0)) + value
            self.part[key] = self.part.get(key, Decimal(0)) + value


def _is_total(cells: Sequence[Cell]) -> bool:
    for cell in cells[:6]:
        if isinstance(cell.value, str) and not re.fullmatch(r"\W*|[\dIVX.]+", cell.value):
            return _TOTAL.fullmatch(fold(cell.value)) is not None
    return False


def _check_total(number: int, cells: Sequence[Cell], mapped: Sequence[tuple[Column, int]], sums: _Sums) -> list[Problem]:
    found = []
    for column, place in mapped:
        if not column.summed or column.key in sums.unread:
            continue
        try:
            said = as_number(cells[place].value)
        except Refused:
            continue  # a word beside the total
        sum_all, sum_part = sums.whole.get(column.key, Decimal(0)), sums.part.get(column.key, Decimal(0))
        if said is not None and said not in (sum_all, sum_part):
            found.append(
                Problem(number, column.key, WRONG_TOTAL, {"said": _plain(said), "sum": _plain(sum_all)}, text_of(cells[place].value))
            )
    sums.part.clear()
    return found


def _plain(number: Decimal) -> str:
    """A number the way it is written here."""
    whole, _, part = format(number.normalize(), "f").partition(".")
    return f"{int(whole):,}".replace(",", ".") + (f",{part}" if part else "")


def read(
    sheet: Sheet,
    first: int,
    mapping: Mapping[str, int],
    columns: Sequence[Column],
    *,
    totals: bool = True,
    tell: Callable[[int], None] | None = None,
) -> Read:
    """The rows of the table from place `first` on, with typed values by column; `tell` hears now and then how many are read."""
    mapped = [(column, mapping[column.key]) for column in columns if column.key in mapping]
    needed = [place for column, place in mapped if column.required]
    rows: list[Row] = []
    problems: list[Problem] = []
    notes: list[Problem] = []
    sums, after, sections = _Sums(), [], []
    body = list(zip(sheet.numbers[first:], sheet.rows[first:], strict=True))
    last_total = max((n for n, (_, cells) in enumerate(body) if totals and _is_total(cells)), default=len(body))
    above: tuple[int, tuple[Cell, ...]] | None = None  # a total that stands before what it sums
    for done, (number, cells) in enumerate(body):
        if tell is not None and done % EVERY == 0:
            tell(done)
        if all(cells[place].value is None for _, place in mapped):
            continue
        if totals and _is_total(cells):
            if rows:
                problems += _check_total(number, cells, mapped, sums)
            else:
                above = (number, cells)
            continue
        if done > last_total and rows and any(cells[place].value is None for place in needed):
            after.append(number)
            continue
        if len({_text(cell) for cell in cells} - {""}) == 1 and sum(cell.merged for cell in cells) * 2 >= len(cells) > 1:
            sections.append(number)
            continue
        values: dict[str, Value] = {}
        for column, place in mapped:
            cell = cells[place]
            try:
                value, noticed = _typed(column, cell.value)
            except Refused as error:
                problems.append(Problem(number, column.key, error.msg, error.values, _text(cell)[:80]))
                sums.unread.add(column.key)
                continue
            if noticed is not None:
                notes.append(Problem(number, column.key, noticed.msg, noticed.values, _text(cell)[:80]))
            if value is None and column.required:
                problems.append(Problem(number, column.key, MISSING))
            if column.summed:
                sums.add(column.key, value)
            values[column.key] = value
        rows.append(Row(number, values))
    if above is not None:
        problems += _check_total(*above, mapped, sums)
    if after:
        notes.append(Problem(0, "", AFTER_TOTAL, {"n": len(after), "row": after[0]}))
    if sections:
        notes.append(Problem(0, "", SECTIONS, {"n": len(sections), "row": sections[0]}))
    return Read(tuple(rows), tuple(problems), tuple(notes))
