"""XLSX read for its values, to be imported: what a person sees on the visible sheets, and what was noticed.

Promises: merged cells carry the value of their first cell; days are told from numbers by their format; a formula counts by the result
the file holds. What is hidden is left out and said. Refuses: programs, embedded and linked files. Pivot tables,
comments and the history of a shared workbook are passed over: nothing of the file is published. Runs only inside the worker.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from xml.etree.ElementTree import Element, ParseError
from xml.parsers import expat

from dinhlang.ground.files.cells import (
    EMPTY,
    FORMULAS,
    HIDDEN_COLUMNS,
    HIDDEN_ROWS,
    HIDDEN_SHEET,
    NO_RESULT,
    Cell,
    Note,
    Sheet,
    Value,
    Workbook,
    dump,
    even,
    plain,
)
from dinhlang.ground.files.kinds import LABELS, Kind, Limits
from dinhlang.ground.files.package import unpack
from dinhlang.ground.files.parts import (
    TYPES_PART,
    XML_SUFFIXES,
    Declarations,
    attribute,
    check_content_types,
    check_parts,
    check_relations,
    check_xml,
    column_name,
    column_number,
    is_true,
    local_name,
    main_part,
    nothing_high,
    read_events,
    read_relations,
    read_tree,
    suffix,
)
from dinhlang.ground.files.sentences import Bad, Why
from dinhlang.ground.files.shape import Cleaned

_PASSED_OVER = frozenset({Why.pivot, Why.history, Why.other_sheet})
_COLUMNS = 400
_ROWS = 60_000
# Formats that Excel numbers itself and that show a day (ECMA-376 part 1, 18.8.30, with those of East Asian versions).
_DAY_FORMATS = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_LAST_DAY = 2_958_465  # 31/12/9999


@dataclass
class _Book:
    """What all sheets share: texts, which formats show days, from when days are counted; and how this sheet calls values and formulas."""

    texts: list[str]
    days: frozenset[int]
    epoch: date
    cells_left: int
    value: str = ""
    formula: str = ""


@dataclass
class _Page:
    """One sheet while it is read."""

    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    formulas: int = 0
    without_result: int = 0


def _texts(parts: Mapping[str, bytes], name: str) -> list[str]:
    """The shared texts; furigana (rPh) is no part of them."""
    found: list[str] = []
    piece: list[str] = []
    phonetic = False
    for event, element in read_events(parts, name):
        tag = local_name(element)
        if event == "start":
            phonetic = phonetic or tag == "rPh"
            if tag == "si":
                piece = []
        elif tag == "t" and not phonetic:
            piece.append(element.text or "")
        elif tag == "rPh":
            phonetic = False
        elif tag == "si":
            found.append(plain("".join(piece)))
            element.clear()
    return found


def _day_format(code: str) -> bool:
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.', "", code.lower().split(";")[0])
    return bool(re.search(r"[dy]", bare)) or ("m" in bare and not re.search(r"[hs0#]", bare))


def _day_styles(parts: Mapping[str, bytes], name: str) -> frozenset[int]:
    own: dict[int, bool] = {}
    found: set[int] = set()
    for block in read_tree(parts, name):
        tag = local_name(block)
        if tag == "numFmts":
            own |= {int(attribute(one, "numFmtId")): _day_format(attribute(one, "formatCode")) for one in block}
        elif tag == "cellXfs":
            formats = [int(attribute(one, "numFmtId") or 0) for one in block if local_name(one) == "xf"]
            found = {n for n, number in enumerate(formats) if own.get(number, number in _DAY_FORMATS)}
    return frozenset(found)


def _number(text: str, as_day: bool, epoch: date) -> Value:
    number = Decimal(format(float(text), ".15g"))  # Excel writes 17 digits and means 15
    if as_day and 1 <= number <= _LAST_DAY:
        return epoch + timedelta(days=int(number))
    return int(number) if number == number.to_integral_value() and abs(number) < 10**15 else number


def _cell(element: Element, book: _Book) -> tuple[Value, bool]:
    """The value of a cell, and whether it comes from a formula."""
    text: str | None = None
    inline: list[str] = []
    formula = False
    for child in element:
        tag = child.tag
        if tag == book.value:
            text = child.text
        elif tag == book.formula:
            formula = True
        elif local_name(child) == "is":
            inline += [part.text or "" for part in child.iter() if local_name(part) == "t"]
    kind = element.get("t", "n")
    if kind == "inlineStr":
        return plain("".join(inline)) or None, formula
    if not text:
        return None, formula
    if kind == "s":
        return book.texts[int(text)] or None, formula
    if kind == "n":
        return _number(text, int(element.get("s", 0)) in book.days, book.epoch), formula
    if kind == "d":
        return date.fromisoformat(text[:10]), formula
    return (int(text) if kind == "b" else plain(text) or None), formula


def _place(reference: str) -> tuple[int, int]:
    return int(re.sub(r"\D", "", reference)), column_number(reference.replace("$", ""))


def _read(parts: Mapping[str, bytes], part: str, book: _Book, limits: Limits) -> _Page:
    page = _Page()
    hidden_by_default = False
    root = read_tree(parts, part)
    book.value, book.formula = (root.tag.replace("worksheet", tag) for tag in "vf")
    for block in root:
        tag = local_name(block)
        if tag == "sheetFormatPr":
            hidden_by_default = is_true(attribute(block, "zeroHeight"))
        elif tag == "cols":
            page.hidden_columns += [
                (int(attribute(col, "min")), int(attribute(col, "max")))
                for col in block
                if is_true(attribute(col, "hidden")) or nothing_high(attribute(col, "width"))
            ]
        elif tag == "sheetData":
            _read_rows(page, block, book, limits, hidden_by_default=hidden_by_default)
        elif tag == "mergeCells":
            for merge in block:
                first, _, last = attribute(merge, "ref").partition(":")
                page.merges.append((*_place(first), *_place(last or first)))
    return page


def _read_rows(page: _Page, block: Element, book: _Book, limits: Limits, *, hidden_by_default: bool) -> None:
    number = 0
    for line in block:
        number = int(line.get("r", number + 1))
        book.cells_left -= len(line)
        if book.cells_left < 0:
            raise Bad(Why.cells, limit=limits.cells)
        row: list[Cell] = []
        column = 0
        for element in line:
            column = column_number(element.get("r", "")) or column + 1
            value, formula = _cell(element, book)
            if formula:
                page.formulas += 1
                page.without_result += value is None
            if value is not None and column <= _COLUMNS:
                row += [EMPTY] * (column - 1 - len(row))
                row[column - 1 : column] = [Cell(value, formula)]
        said, height = line.get("hidden", ""), line.get("ht", "")
        if is_true(said) or nothing_high(height) or (hidden_by_default and not said and not height):
            if any(cell.value is not None for cell in row):
                page.hidden_rows.append(number)
        elif number <= _ROWS:
            page.rows.append((number, row))


def _fill(page: _Page) -> None:
    """Write the value of every merge into all its cells."""
    rows = dict(page.rows)
    for top, left, bottom, right in page.merges:
        value = rows[top][left - 1].value if top in rows and len(rows[top]) >= left else None
        if value is None or right > _COLUMNS:
            continue
        for number in range(top, min(bottom, _ROWS) + 1):
            row = rows.get(number)
            if row is None:
                continue
            row += [EMPTY] * (right - len(row))
            for column in range(left, right + 1):
                if (number, column) != (top, left):
                    row[column - 1] = Cell(value, merged=True)


def _sheet(name: str, page: _Page) -> Sheet:
    _fill(page)
    gone = {column for first, last in page.hidden_columns for column in range(first, min(last, _COLUMNS) + 1)}
    held = sorted({n for _, row in page.rows for n, cell in enumerate(row, 1) if n in gone and cell.value is not None})
    rows = [(number, [cell for n, cell in enumerate(row, 1) if n not in gone]) for number, row in page.rows] if gone else page.rows
    notes = []
    if page.formulas - page.without_result:
        notes.append(Note(FORMULAS, (("sheet", name), ("n", page.formulas - page.without_result))))
    if page.without_result:
        notes.append(Note(NO_RESULT, (("sheet", name), ("n", page.without_result))))
    if page.hidden_rows:
        notes.append(Note(HIDDEN_ROWS, (("sheet", name), ("n", len(page.hidden_rows)), ("row", page.hidden_rows[0]))))
    if held:
        notes.append(Note(HIDDEN_COLUMNS, (("sheet", name), ("columns", ", ".join(column_name(n) for n in held[:10])))))
    return even(name, rows, tuple(notes))


def _sheets(parts: Mapping[str, bytes], main: str, by_id: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, str | None]]:
    """(name, part) of each sheet; no part where it is hidden or no sheet of cells."""
    for element in read_tree(parts, main).iter():
        if local_name(element) != "sheet":
            continue
        short, part = by_id.get(attribute(element, "id"), ("", ""))
        shown = attribute(element, "state") in ("", "visible") and short == "worksheet" and part in parts
        yield plain(attribute(element, "name"))[:60], part if shown else None


def clean(kind: Kind, data: bytes, limits: Limits) -> Cleaned:
    """The values of the workbook `data` as `cells.dump` writes them; raises Bad."""
    parts = unpack(data, limits)
    if TYPES_PART not in parts:
        raise Bad(Why.not_at_all, said=LABELS[kind])
    wanted = LABELS[kind]
    try:
        for name in parts:
            if suffix(name) in XML_SUFFIXES:
                check_xml(name, parts[name])
        types, relations = read_tree(parts, TYPES_PART), read_relations(parts)
        check_content_types(types, wanted)
        check_relations(relations, wanted, _PASSED_OVER)
        check_parts(parts, frozenset(name for name in parts if suffix(name) == "bin"), wanted)  # settings of printers
        main = main_part(types, relations, kind)
        own = [one for one in relations if one.source == main]
        by_short = {one.short: one.part for one in own if one.part in parts}
        book = _Book(
            _texts(parts, by_short["sharedStrings"]) if "sharedStrings" in by_short else [],
            _day_styles(parts, by_short["styles"]) if "styles" in by_short else frozenset(),
            _EPOCHS[any(is_true(attribute(one, "date1904")) for one in read_tree(parts, main) if local_name(one) == "workbookPr")],
            limits.cells,
        )
        sheets, notes = [], []
        for name, part in _sheets(parts, main, {one.id: (one.short, one.part) for one in own}):
            if part is None:
                notes.append(Note(HIDDEN_SHEET, (("sheet", name),)))
            else:
                sheets.append(_sheet(name, _read(parts, part, book, limits)))
    except Declarations as error:
        raise Bad(Why.declarations) from error
    except (ParseError, expat.ExpatError, UnicodeError, ValueError, KeyError, IndexError) as error:
        raise Bad(Why.damaged) from error
    return Cleaned(public=dump(Workbook(tuple(sheets), tuple(notes))), pages=len(sheets))
