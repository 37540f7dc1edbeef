"""Cells as plain values, and how they travel from the sealed worker to us.

Promises: `load(dump(book)) == book`; whatever else the bytes say is a ValueError, never a surprise. Refuses: values of any other kind.
"""

import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from dinhlang.core.refusal import N_

FORMULAS = N_("Sheet “{sheet}”: {n} cells are formulas; the results that they showed were taken.")
NO_RESULT = N_("Sheet “{sheet}”: {n} formulas hold no result and were read as empty. Open the file in Excel, save it, and send it again.")
HIDDEN_SHEET = N_("The hidden sheet “{sheet}” was left out.")
HIDDEN_ROWS = N_("Sheet “{sheet}”: {n} hidden rows were left out, the first is row {row}.")
HIDDEN_COLUMNS = N_("Sheet “{sheet}”: the hidden columns {columns} were left out.")
OLD_ENCODING = N_("The file is written in the old code page Windows-1258. Look at the marks of a few names.")

Value = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its value, whether a formula gave it, and whether it is repeated from the first cell of a merge (down or across)."""

    value: Value = None
    formula: bool = False
    merged: bool = False


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Note:
    """What was noticed while reading: a message id and its values."""

    text: str
    values: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet. `numbers` are the rows' numbers as the office sees them; all rows have the same length.

    A value merged downwards stands in every row of its merge, one merged across in every column of it, flagged `merged`.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    numbers: tuple[int, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """Everything visible of a file, in order, with what was noticed about the file as a whole."""

    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()


def plain(text: str) -> str:
    """`text` as a table keeps it: composed marks, one line, no characters that cannot be seen."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return " ".join(text.split()) if "  " in text or text[:1] == " " or text[-1:] == " " else text
    composed = unicodedata.normalize("NFC", text)
    shown = "".join(sign if sign.isprintable() else " " for sign in composed if unicodedata.category(sign) != "Cf")
    return " ".join(shown.split())


def even(name: str, rows: list[tuple[int, list[Cell]]], notes: tuple[Note, ...] = ()) -> Sheet:
    """A sheet of rows of one length, without empty rows at the end and empty columns at the right."""
    while rows and all(cell.value is None for cell in rows[-1][1]):
        rows.pop()
    width = max((place + 1 for _, row in rows for place, cell in enumerate(row) if cell.value is not None), default=0)
    kept = tuple((*row[:width], *[EMPTY] * (width - len(row))) for _, row in rows)
    return Sheet(name, kept, tuple(number for number, _ in rows), notes)


_MARKS: dict[str, Callable[[str], Value]] = {"s": str, "i": int, "n": Decimal, "d": date.fromisoformat}


def _cell_out(cell: Cell) -> str | None:
    value = cell.value
    if value is None:
        return None
    mark = "d" if isinstance(value, date) else "n" if isinstance(value, Decimal) else "i" if isinstance(value, int) else "s"
    flags = (1 if cell.formula else 0) + (2 if cell.merged else 0)
    return f"{flags}{mark}{value.isoformat() if isinstance(value, date) else value}"


def _cell_in(text: object) -> Cell:
    if text is None:
        return EMPTY
    if not isinstance(text, str) or text[:1] not in "0123" or text[1:2] not in _MARKS:
        raise ValueError("no cell")
    value: Value = _MARKS[text[1]](text[2:])
    flags = int(text[0])
    return Cell(plain(value) if isinstance(value, str) else value, bool(flags & 1), bool(flags & 2))


def dump(book: Workbook) -> bytes:
    """`book` as bytes that `load` reads."""
    return json.dumps(
        {
            "notes": [[note.text, list(note.values)] for note in book.notes],
            "sheets": [
                {
                    "name": sheet.name,
                    "numbers": sheet.numbers,
                    "notes": [[note.text, list(note.values)] for note in sheet.notes],
                    "rows": [[_cell_out(cell) for cell in row] for row in sheet.rows],
                }
                for sheet in book.sheets
            ],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


KNOWN_NOTES = frozenset({FORMULAS, NO_RESULT, HIDDEN_SHEET, HIDDEN_ROWS, HIDDEN_COLUMNS, OLD_ENCODING})


def _notes_in(found: list[tuple[str, list[tuple[str, str | int]]]]) -> tuple[Note, ...]:
    if any(text not in KNOWN_NOTES for text, _ in found):
        raise ValueError("no note of ours")
    return tuple(
        Note(text, tuple((str(key), value if isinstance(value, int) else plain(str(value))[:120]) for key, value in values))
        for text, values in found
    )


def load(data: bytes) -> Workbook:
    """The workbook that `dump` wrote. Raises ValueError for anything else: the worker that wrote it may be in the hands of its file."""
    try:
        found = json.loads(data)
        sheets = []
        known: dict[object, Cell] = {None: EMPTY}  # a table says the same few things again and again
        for one in found["sheets"]:
            rows = tuple(tuple([known.get(cell) or known.setdefault(cell, _cell_in(cell)) for cell in row]) for row in one["rows"])
            numbers = tuple(int(number) for number in one["numbers"])
            if len(rows) != len(numbers) or len({len(row) for row in rows}) > 1:
                raise ValueError("rows of unequal length")
            sheets.append(Sheet(plain(str(one["name"]))[:60], rows, numbers, _notes_in(one["notes"])))
        return Workbook(tuple(sheets), _notes_in(found["notes"]))
    except (KeyError, TypeError, InvalidOperation, RecursionError) as error:
        raise ValueError("not a workbook of ours") from error
