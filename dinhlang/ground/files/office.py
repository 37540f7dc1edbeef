"""DOCX and XLSX: what is hidden is refused by name, what tells about the author is left out.

Promises: the public copy is the same document without properties, author lists, printer settings, paths, picture
metadata and parts that nothing in it leads to. Refuses: programs, embedded and linked files, fields and formulas that fetch (in
names too), hidden sheets, rows, columns, names and text, pivot tables, comments, tracked changes: mostly not because they attack
but because they hold what nobody meant to publish (about 2 in 100 published workbooks do). Runs only inside the worker.
"""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, MutableMapping
from xml.etree.ElementTree import Element, ParseError
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from dinhlang.ground.files.kinds import LABELS, Kind, Limits
from dinhlang.ground.files.metadata import bare_jpeg, bare_png
from dinhlang.ground.files.package import pack, unpack
from dinhlang.ground.files.parts import (
    TYPES_PART,
    XML_SUFFIXES,
    Declarations,
    Relation,
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
from dinhlang.ground.files.secrecy import Mark, secrecy_mark
from dinhlang.ground.files.sentences import Bad, Note, Why
from dinhlang.ground.files.shape import Cleaned

_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"

# The relationship by which a package points to its digital signatures (ECMA-376 part 2, 13).
_SIGNATURE = "origin"
_DROPPED_TYPES = frozenset({
    "core-properties", "extended-properties", "custom-properties", "thumbnail", "person", "people", "printerSettings", "customXml",
    "commentsExtended", "commentsIds", "commentsExtensible", "classificationlabels", "keyMapCustomizations", _SIGNATURE,
})  # fmt: skip
_DROPPED_FOLDERS = ("docprops/", "customxml/", "_xmlsignatures/")
_COMMENT_TYPES = frozenset({"comments", "threadedComment"})
_WEB = ("https://", "http://", "mailto:", "#")
_NOWHERE = "about:blank"

_FETCHING_FIELD = re.compile(
    r"^\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|LINK|IMPORT|DATABASE|RD)\b", re.IGNORECASE | re.MULTILINE
)
# The second shape is DDE: program|'topic'!item.
_FETCHING_FORMULA = re.compile(
    r"\b(WEBSERVICE|IMAGE|STOCKHISTORY|RTD|CALL|REGISTER(?:\.ID)?|FILTERXML|SQL\.REQUEST)\s*\(|[\w.]+\s*\|\s*'?[^'!|]*'?\s*!",
    re.IGNORECASE,
)
# Where a formula may stand outside a cell: rules that colour or check cells.
_FORMULAS = frozenset({"formula", "formula1", "formula2"})
# What Excel itself hides in names: an error, a number, or places of the sheets that everybody sees. All else is text out of sight.
_PLACE = r"(?:(?:'(?:[^']|'')+'|[\w.]+)!)?(?:\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d+:\$?\d+|#REF!)"
_EMPTY_NAME = re.compile(
    rf"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A)|-?\d+(?:\.\d+)?(?:E[+-]?\d+)?|{_PLACE}(?:,{_PLACE})*", re.IGNORECASE
)

# Attributes that tell where the file lay and who saved it. Blanked in the bytes, because writing XML anew renames its prefixes.
_TELLING = re.compile(rb"""(<(?:\w+:)?(?:absPath|fileSharing)\b[^>]*?\b(?:url|userName)=)("[^"]*"|'[^']*')""")
_PRINTER = re.compile(rb"""(<(?:\w+:)?pageSetup\b[^>]*?)\s\w+:id=(?:"[^"]*"|'[^']*')""")
_TRACKED = frozenset({
    "ins", "del", "delText", "moveFrom", "moveTo", "cellIns", "cellDel", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange",
})  # fmt: skip
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_WORD_TEXT_PART = re.compile(r"word/(?:document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml", re.IGNORECASE)
# A stamp stands at the head of a document; far behind it the word is only being talked about.
_HEAD_LETTERS = 6_000
_SHOWN_LETTERS = 40


def _unreached(parts: Collection[str], relations: list[Relation]) -> frozenset[str]:
    """The parts that no chain of relationships which stay leads to from the package itself: no program shows them."""
    reached, new = set[str](), {""}
    while new:
        reached |= new
        leading = [one for one in relations if one.source in new and not one.external and one.short not in _DROPPED_TYPES]
        new = {one.part for one in leading} - reached
    kept = {name.casefold() for part in reached for name in (part, _relations_of(part))} | {TYPES_PART.casefold()}
    return frozenset(name for name in parts if name.casefold() not in kept)


def _relations_of(part: str) -> str:
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _bare_pictures(parts: MutableMapping[str, bytes]) -> None:
    for name, data in parts.items():
        if "/media/" in name.lower():
            bare = bare_jpeg(data) if data[:2] == b"\xff\xd8" else bare_png(data)
            if bare is not None:
                parts[name] = bare


def _drop(parts: MutableMapping[str, bytes], types: Element, relations: list[Relation], dropped: frozenset[str]) -> bool:
    """Write relations and the table of contents anew without `dropped`; True if links to machines or files were cut."""
    cut = False
    for name in dropped:
        parts.pop(name, None)
        parts.pop(_relations_of(name), None)
    by_source: dict[str, list[str]] = {}
    for relation in relations:
        lines = by_source.setdefault(relation.source, [])
        if relation.short in _DROPPED_TYPES or (not relation.external and relation.part in dropped):
            continue
        target = relation.target
        if relation.external and not target.lower().startswith(_WEB):
            target, cut = _NOWHERE, True
        mode = ' TargetMode="External"' if relation.external else ""
        lines.append(f"<Relationship Id={quoteattr(relation.id)} Type={quoteattr(relation.type)} Target={quoteattr(target)}{mode}/>")
    for source, lines in by_source.items():
        name = _relations_of(source)
        if name in parts:
            parts[name] = _xml("Relationships", _RELATIONSHIPS, lines)
    lines = []
    for element in types:
        if local_name(element) == "Override" and attribute(element, "PartName").lstrip("/") in dropped:
            continue
        key = "PartName" if local_name(element) == "Override" else "Extension"
        named, content = quoteattr(attribute(element, key)), quoteattr(attribute(element, "ContentType"))
        lines.append(f"<{local_name(element)} {key}={named} ContentType={content}/>")
    parts[TYPES_PART] = _xml("Types", _CONTENT_TYPES, lines)
    return cut


def _xml(root: str, namespace: str, lines: list[str]) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<{root} xmlns="{namespace}">{"".join(lines)}</{root}>'.encode()


# Word


def _check_word_part(parts: Mapping[str, bytes], name: str) -> str:
    """The text of one part of a Word document, paragraphs as lines; refuses what is hidden or fetches."""
    text: list[str] = []
    codes: list[str] = []
    run: list[str] = []
    hidden = False
    for event, element in read_events(parts, name):
        tag = local_name(element)
        if event == "start":
            if tag in _TRACKED:
                raise Bad(Why.tracked)
            if tag == "r":
                run, hidden = [], False
            elif tag == "fldChar":
                codes.append("\n")
            elif tag == "fldSimple":
                codes.append("\n" + attribute(element, "instr") + "\n")
            continue
        if tag == "t":
            run.append(element.text or "")
        elif tag in ("tab", "br", "cr"):
            run.append("\n")
        elif tag == "vanish":
            hidden = attribute(element, "val") == "" or is_true(attribute(element, "val"))
        elif tag == "instrText":
            codes.append(element.text or "")
        elif tag == "r":
            shown = "".join(run)
            if hidden and shown.strip():
                raise Bad(Why.hidden_text, text=shown.strip()[:_SHOWN_LETTERS])
            text.append(shown)
            run = []
        elif tag == "p":
            text.append("\n")
            # Only whole paragraphs are let go: a run is looked at once more when it ends.
            element.clear()
    field = _FETCHING_FIELD.search("".join(codes))
    if field:
        raise Bad(Why.fetching, part=field[1].upper())
    return "".join(text)


def _check_word(parts: Mapping[str, bytes], main: str, relations: list[Relation]) -> tuple[list[str], None]:
    for relation in relations:
        comments = read_tree(parts, relation.part) if relation.short in _COMMENT_TYPES and relation.part in parts else ()
        if any(local_name(element) == "comment" for element in comments):
            raise Bad(Why.comments)
    texts = []
    for name in parts:
        if name == main or _WORD_TEXT_PART.fullmatch(name):
            texts.append(_check_word_part(parts, name)[:_HEAD_LETTERS])
    return texts, None


# Excel


def _check_sheet(parts: Mapping[str, bytes], part_name: str, sheet: str, cells_left: int, limits: Limits) -> tuple[int, list[str]]:
    """How many cells the sheet has, and its own texts; refuses hidden rows and columns that hold anything."""
    hidden_columns: list[tuple[int, int]] = []
    hidden_row, row_number, column, cells = False, 0, 0, 0
    rows_hidden_by_default = False
    text: list[str] = []
    for event, element in read_events(parts, part_name):
        tag = local_name(element)
        if event == "start":
            if tag == "sheetFormatPr":
                rows_hidden_by_default = is_true(attribute(element, "zeroHeight"))
            elif tag == "col" and (is_true(attribute(element, "hidden")) or nothing_high(attribute(element, "width"))):
                hidden_columns.append((int(attribute(element, "min")), int(attribute(element, "max"))))
            elif tag == "row":
                row_number = int(attribute(element, "r") or row_number + 1)
                said, height = attribute(element, "hidden"), attribute(element, "ht")
                hidden_row = is_true(said) or nothing_high(height) or (rows_hidden_by_default and not said and not height)
                column = 0
            elif tag == "c":
                column = column_number(attribute(element, "r")) or column + 1
            continue
        if tag == "c":
            cells += 1
            if cells > cells_left:
                raise Bad(Why.cells, limit=limits.cells)
            if len(element) and any(local_name(child) in ("v", "f", "is") for child in element):
                if hidden_row:
                    raise Bad(Why.hidden_rows, sheet=sheet, row=row_number)
                if any(first <= column <= last for first, last in hidden_columns):
                    raise Bad(Why.hidden_columns, sheet=sheet, column=column_name(column))
                for child in element:
                    if local_name(child) == "f":
                        _check_formula(child.text or "", f"{sheet}!{column_name(column)}{row_number}")
                    if local_name(child) == "is":
                        text.append("".join(part.text or "" for part in child.iter() if local_name(part) == "t"))
        elif tag == "row":
            element.clear()
        elif tag in _FORMULAS:
            _check_formula(element.text or "", sheet)
        elif tag in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"):
            # &C&"Arial,Bold"&14 and the like are orders for the printer, not words.
            text.append(re.sub(r'&"[^"]*"|&\d+|&K[0-9A-Fa-f]{6}|&[A-Z]', "\n", element.text or ""))
    return cells, text


def _check_formula(formula: str, where: str) -> None:
    if formula and _FETCHING_FORMULA.search(re.sub(r'"[^"]*"', '""', formula)):
        raise Bad(Why.fetching, part=where)


def _check_name(element: Element) -> None:
    """Refuse a defined name that fetches, runs, or keeps something where no menu shows it."""
    name, said = attribute(element, "name"), (element.text or "").strip()
    if any(is_true(attribute(element, mark)) for mark in ("xlm", "vbProcedure")):
        raise Bad(Why.macros, wanted=LABELS[Kind.xlsx])
    _check_formula(said, name)
    if is_true(attribute(element, "hidden")) and _EMPTY_NAME.fullmatch(said) is None:
        raise Bad(Why.hidden_name, text=name[:_SHOWN_LETTERS])


def _shared_strings(parts: Mapping[str, bytes], name: str) -> Iterator[str]:
    for event, element in read_events(parts, name):
        if event == "end" and local_name(element) == "si":
            yield "".join(part.text or "" for part in element.iter() if local_name(part) == "t")
            element.clear()


def _check_workbook(parts: Mapping[str, bytes], main: str, relations: list[Relation], limits: Limits) -> tuple[list[str], int]:
    own = {relation.id: relation for relation in relations if relation.source == main}
    workbook = list(read_tree(parts, main).iter())
    sheets = [element for element in workbook if local_name(element) == "sheet"]
    names: dict[str, str] = {}
    for element in sheets:
        name = attribute(element, "name")
        if attribute(element, "state").lower() in ("hidden", "veryhidden"):
            raise Bad(Why.hidden_sheet, sheet=name)
        relation = own.get(attribute(element, "id"))
        if relation is None or relation.short not in ("worksheet", "chartsheet"):
            raise Bad(Why.other_sheet, sheet=name)
        names[relation.part] = name
    for element in workbook:
        if local_name(element) == "definedName":
            _check_name(element)
    texts: list[str] = []
    cells = 0
    for part in parts:
        if part not in names and _SHEET_PART.fullmatch(part):
            # A sheet that the workbook does not list is the deepest kind of hidden.
            raise Bad(Why.hidden_sheet, sheet=part)
    for relation in relations:
        if relation.short in _COMMENT_TYPES and relation.part in parts:
            raise Bad(Why.sheet_comments, sheet=names.get(relation.source, relation.source))
    for part, name in names.items():
        found, own_texts = _check_sheet(parts, part, name, limits.cells - cells, limits)
        cells += found
        texts += [name, *own_texts]
    for relation in own.values():
        if relation.short == "sharedStrings" and relation.part in parts:
            texts += _shared_strings(parts, relation.part)
    return texts, len(sheets)


def _marks(texts: list[str]) -> list[Note]:
    found = {secrecy_mark(text) for text in texts}
    for mark in Mark:
        if mark in found and mark.refuses:
            raise Bad(Why.secret, mark=mark.value)
    return [Note.internal] if Mark.internal in found else []


def clean(kind: Kind, data: bytes, limits: Limits) -> Cleaned:
    """The public copy of the Word document or workbook `data`; raises Bad."""
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
        check_relations(relations, wanted)
        main = main_part(types, relations, kind)
        if main not in parts:
            raise Bad(Why.damaged)
        dropped = frozenset(relation.part for relation in relations if relation.short in _DROPPED_TYPES and not relation.external)
        dropped |= {name for name in parts if name.lower().startswith(_DROPPED_FOLDERS)} | _unreached(parts, relations)
        check_parts(parts, dropped - {main}, wanted)
        texts, pages = _check_word(parts, main, relations) if kind is Kind.docx else _check_workbook(parts, main, relations, limits)
    except Declarations as error:
        raise Bad(Why.declarations) from error
    except (ParseError, expat.ExpatError, UnicodeError, ValueError, KeyError) as error:
        raise Bad(Why.damaged) from error
    notes = _marks(texts)
    if any(relation.short == _SIGNATURE for relation in relations):
        notes.append(Note.signed)
    if _drop(parts, types, relations, dropped - {main}):
        notes.append(Note.links_cut)
    _bare_pictures(parts)
    for name in parts:
        if name == main:
            parts[name] = _TELLING.sub(rb'\1""', parts[name])
        elif _SHEET_PART.fullmatch(name):
            parts[name] = _PRINTER.sub(rb"\1", parts[name])
    return Cleaned(public=pack(parts), pages=pages, notes=tuple(notes), words="\n".join(texts) if kind is Kind.docx else "")
