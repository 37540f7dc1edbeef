"""The superior's own form, filled in: a workbook with places like `{{don_vi}}`, and rows that are repeated.

A row with `{{muc.…}}` is repeated for each matter of Art. 11, one with `{{xa.…}}` for each body of the board. Promises: fonts, borders,
widths and formulas stay as they are; a formula below or beside a repeated row sees all of its rows; a number comes as a number. Refuses: a
place that is not known (with the cell it stands in), places inside formulas, two kinds of rows in one, and to work any formula out: that
is for the program that opens the file. Nothing of it is kept. Does not move: print areas, coloured rules, lists to choose from.
"""

import io
import re
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from dinhlang.core.refusal import N_, Refused

PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
REFERENCE = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?")
MOST_ROWS = 20_000  # a form filled in is for paper
Value = str | int


@dataclass(frozen=True)
class Values:
    """What a form may ask for: single places, and kinds of rows with the places of each row."""

    single: Mapping[str, Value]
    rows: Mapping[str, Sequence[Mapping[str, Value]]]

    def named(self) -> tuple[tuple[str, Value], ...]:
        """Every place as it is written, with what would stand there now; of rows the first."""
        rows = ((f"{kind}.{name}", value) for kind, many in self.rows.items() for name, value in (many[0] if many else {}).items())
        return (*self.single.items(), *rows)


def fill_in(data: bytes, values: Values) -> bytes:
    """The workbook with every place filled. `data` came through the door of files. Raises Refused with the cell that cannot be filled."""
    book = load_workbook(io.BytesIO(data))
    found = False
    for sheet in book.worksheets:
        repeated: dict[int, str] = {}
        for number, row in enumerate(sheet.iter_rows(), 1):
            kinds = {kind for cell in row for kind in _kinds(cell, sheet, values)}
            found = found or any(_places(cell) for cell in row)
            if len(kinds) > 1:
                raise Refused(
                    N_("Row {row} of sheet “{sheet}” asks for two kinds of rows at once ({kinds}). Put each kind in a row of its own."),
                    {"row": number, "sheet": sheet.title, "kinds": ", ".join(sorted(kinds))},
                )
            if kinds:
                repeated[number] = kinds.pop()
        for number in sorted(repeated, reverse=True):
            _repeat(sheet, number, values.rows[repeated[number]], repeated[number], book.worksheets)
        for row in sheet.iter_rows():
            for cell in row:
                if _places(cell):
                    _set(cell, values.single)
    if not found:
        raise Refused(
            N_("This workbook has no place to fill in. A place looks like {example}; the list beside names all of them."),
            {"example": "{{don_vi}}"},
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _places(cell: Cell | MergedCell) -> list[str]:
    return PLACE.findall(cell.value) if isinstance(cell.value, str) else []


def _kinds(cell: Cell | MergedCell, sheet: Worksheet, values: Values) -> set[str]:
    """The kinds of rows a cell asks for. Raises Refused where it asks for what is not known."""
    names = _places(cell)
    where = {"cell": cell.coordinate, "sheet": sheet.title}
    if names and cell.data_type == "f":
        raise Refused(N_("Cell {cell} of sheet “{sheet}” is a formula with a place in it. Put the place in a cell of its own."), where)
    kinds = set()
    for name in names:
        kind, dot, rest = name.partition(".")
        known = name in values.single if not dot else kind in values.rows and (not values.rows[kind] or rest in values.rows[kind][0])
        if not known:
            raise Refused(
                N_("Cell {cell} of sheet “{sheet}” asks for {place}, which is not known here. The list beside names every place."),
                {**where, "place": "{{" + name[:40] + "}}"},
            )
        if dot:
            kinds.add(kind)
    return kinds


def _set(cell: Cell | MergedCell, values: Mapping[str, Value]) -> None:
    """Fill a cell: a number where its one place is all it holds, else text, which is never taken for a formula."""
    if not isinstance(cell, Cell) or not isinstance(cell.value, str):
        return
    whole = PLACE.fullmatch(cell.value.strip())
    number = values.get(whole.group(1)) if whole is not None else None
    if isinstance(number, int):
        cell.value = number
        return
    text = PLACE.sub(lambda place: str(values[place.group(1)]) if place.group(1) in values else place.group(0), cell.value)
    cell.value = text
    cell.data_type = "s"


def _repeat(sheet: Worksheet, number: int, rows: Sequence[Mapping[str, Value]], kind: str, every: Sequence[Worksheet]) -> None:
    """Put `rows` in the place of row `number`; what stands below moves down, and every formula of the workbook follows."""
    extra = max(len(rows), 1) - 1
    last_row, last_column = sheet.max_row, sheet.max_column
    if last_row + extra > MOST_ROWS:
        raise Refused(N_("The form would have more than {most} rows."), {"most": MOST_ROWS})
    heights = {n: sheet.row_dimensions[n].height for n in range(number, last_row + 1) if n in sheet.row_dimensions}
    merged = [CellRange(one.coord) for one in sheet.merged_cells.ranges if one.max_row >= number]
    for one in merged:
        sheet.unmerge_cells(one.coord)
    if extra and number < last_row:
        sheet.move_range(f"A{number + 1}:{get_column_letter(last_column)}{last_row}", rows=extra)
    for n, height in sorted(heights.items(), reverse=True):
        sheet.row_dimensions[n + extra if n > number else n].height = height
    if extra:
        for other in every:
            _follow(other, sheet.title, number, extra)
    model = [sheet.cell(number, column) for column in range(1, last_column + 1)]
    asked = [cell.value for cell in model]
    for k, values in enumerate(rows or ({},)):
        named = {f"{kind}.{name}": value for name, value in values.items()}
        sheet.row_dimensions[number + k].height = heights.get(number)
        for column, (first, value) in enumerate(zip(model, asked, strict=True), 1):
            cell = sheet.cell(number + k, column)
            if k:
                setattr(cell, "_style", copy(getattr(first, "_style")))  # noqa: B009, B010  (how openpyxl keeps it; its stubs leave it out)
            if isinstance(value, str) and value.startswith("=") and first.data_type == "f":
                cell.value = Translator(value, first.coordinate).translate_formula(cell.coordinate)
            elif not rows and PLACE.search(str(value or "")):
                cell.value = None
            else:
                cell.value = value
                if _places(cell):
                    _set(cell, named)
    for one in merged:
        if one.min_row > number:
            one.shift(row_shift=extra)
            sheet.merge_cells(one.coord)
        elif one.max_row > number:
            sheet.merge_cells(start_row=one.min_row, end_row=one.max_row + extra, start_column=one.min_col, end_column=one.max_col)
        else:
            for k in range(extra + 1 if one.min_row == number else 1):
                sheet.merge_cells(start_row=one.min_row + k, end_row=one.max_row + k, start_column=one.min_col, end_column=one.max_col)


def _follow(sheet: Worksheet, moved: str, number: int, extra: int) -> None:
    """Let the formulas of a sheet see what moved in the sheet called `moved`."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f" and isinstance(cell.value, str):
                cell.value = _moved(cell.value, sheet.title, moved, number, extra)


def _moved(formula: str, here: str, moved: str, number: int, extra: int) -> str:
    tokens = Tokenizer(formula)
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            sheet, mark, area = token.value.rpartition("!")
            if (sheet.strip("'").replace("''", "'") if mark else here) == moved:
                token.value = sheet + mark + REFERENCE.sub(lambda found: _shifted(found, number, extra), area)
    return str(tokens.render())


def _shifted(found: "re.Match[str]", number: int, extra: int) -> str:
    column, first, other, last = found.groups()
    start = int(first) + (extra if int(first) > number else 0)
    if last is None:
        return f"{column}{start}"
    return f"{column}{start}:{other}{int(last) + (extra if int(last) >= number else 0)}"
