"""The parts of an office document: read one by one, and held against what no document here may carry.

Promises: no part is parsed that declares a document type; relations and content types that lead to programs, embedded files or other
addresses raise Bad. Shared by the reader of documents to publish (`office.py`) and of tables to import (`sheets.py`). Runs only
inside the worker.
"""

import functools
import io
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree.ElementTree import XML, Element, iterparse
from xml.parsers import expat

from dinhlang.ground.files.kinds import LABELS, Kind
from dinhlang.ground.files.sentences import Bad, Why

TYPES_PART = "[Content_Types].xml"

_MAIN_TYPES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": Kind.docx,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": Kind.xlsx,
}

# By the last word of a relationship's type: both dialects (ECMA "transitional" and ISO "strict") and Microsoft's additions agree on it.
_REFUSED_TYPES: Mapping[str, Why] = {
    "vbaProject": Why.macros, "wordVbaData": Why.macros, "xlMacrosheet": Why.macros, "xlIntlMacrosheet": Why.macros,
    "attachedToolbars": Why.macros, "extensibility": Why.macros, "customUI": Why.macros, "userCustomization": Why.macros,
    "oleObject": Why.embedded, "package": Why.embedded, "control": Why.embedded, "activeXControlBinary": Why.embedded,
    "aFChunk": Why.embedded, "subDocument": Why.embedded, "webextension": Why.embedded, "webextensiontaskpanes": Why.embedded,
    "externalLink": Why.external, "connections": Why.external, "queryTable": Why.external, "volatileDependencies": Why.external,
    "pivotTable": Why.pivot, "pivotCacheDefinition": Why.pivot, "pivotCacheRecords": Why.pivot, "slicerCache": Why.pivot,
    "timelineCache": Why.pivot, "powerPivotData": Why.pivot, "model": Why.pivot,
    "revisionHeaders": Why.history, "usernames": Why.history,
    "dialogsheet": Why.other_sheet,
}  # fmt: skip
_REFUSED_CONTENT = (
    ("macroenabled", Why.macros),
    ("vbaproject", Why.macros),
    ("macrosheet", Why.macros),
    ("oleobject", Why.embedded),
    ("activex", Why.embedded),
)

_SUFFIXES = frozenset({"xml", "rels", "vml", "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "svg", "odttf", "wdp"})
XML_SUFFIXES = frozenset({"xml", "rels", "vml", "svg"})


@dataclass(frozen=True, slots=True)
class Relation:
    """One arrow of the package; `part` is the part it leads to, as the zip writes its name."""

    source: str
    id: str
    type: str
    target: str
    external: bool
    part: str

    @property
    def short(self) -> str:
        """The last word of its type."""
        return self.type.rsplit("/", 1)[-1]


def local_name(element: Element) -> str:
    """The tag of an element without its namespace."""
    return _without_namespace(element.tag)


@functools.lru_cache(maxsize=4096)
def _without_namespace(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def attribute(element: Element, name: str) -> str:
    """Attribute `name` of `element` in any namespace, "" where there is none."""
    for key, value in element.items():
        if key.rsplit("}", 1)[-1] == name:
            return value
    return ""


def is_true(value: str) -> bool:
    """Whether an attribute says yes."""
    return value.strip().lower() in ("1", "true", "on")


def suffix(part: str) -> str:
    """The ending of a part's name, lower case."""
    return part.rpartition(".")[2].lower()


class Declarations(Exception):
    """A part declares a document type or entities."""


def _refuse_declarations(*_arguments: object) -> None:
    raise Declarations


def check_xml(part: str, data: bytes) -> None:
    """Raise Bad where a part is not UTF-8, Declarations where it declares a document type."""
    head = data[:200]
    said = re.search(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)""", head)
    if b"\x00" in head or (said is not None and said[1].lower() not in (b"utf-8", b"us-ascii")):
        raise Bad(Why.encoding, part=part)
    parser = expat.ParserCreate()
    # Entities can only be declared inside a document type, and no part of an office document has one.
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.Parse(data, True)


def read_events(parts: Mapping[str, bytes], name: str) -> Iterator[tuple[str, Element]]:
    """The elements of a part as they begin and end."""
    # The fast parser may be used here because every part with these endings has passed check_xml; defusedxml's own
    # does the same in Python and takes eight seconds for the largest sheet we allow.
    if suffix(name) not in XML_SUFFIXES or name not in parts:
        raise Bad(Why.damaged)
    return iterparse(io.BytesIO(parts[name]), events=("start", "end"))  # noqa: S314


def read_tree(parts: Mapping[str, bytes], name: str) -> Element:
    """The root of a part, whole."""
    if suffix(name) not in XML_SUFFIXES or name not in parts:
        raise Bad(Why.damaged)
    return XML(parts[name])


def read_relations(parts: Mapping[str, bytes]) -> list[Relation]:
    """Every arrow of the package."""
    found = []
    as_written = {name.casefold(): name for name in parts}  # capitals do not tell names of parts apart
    for name in parts:
        folder, file = posixpath.split(name)
        if not _is_relations(name):
            continue
        source = posixpath.join(posixpath.dirname(folder), file[: -len(".rels")])
        source = as_written.get(source.casefold(), source)
        for element in read_tree(parts, name):
            external = attribute(element, "TargetMode").lower() == "external"
            target = attribute(element, "Target")
            part = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), unquote(target))).lstrip("/")
            id, kind = attribute(element, "Id"), attribute(element, "Type")
            found.append(Relation(source, id, kind, target, external, as_written.get(part.casefold(), part)))
    return found


def _is_relations(name: str) -> bool:
    folder, file = posixpath.split(name)
    return file.endswith(".rels") and posixpath.basename(folder) == "_rels"


def check_relations(relations: list[Relation], wanted: str, harmless: Collection[Why] = ()) -> None:
    """Raise Bad for the first arrow to what no document here may carry, `harmless` reasons apart."""
    for relation in relations:
        why = _REFUSED_TYPES.get(relation.short)
        if relation.external and relation.short != "hyperlink":
            why = Why.external
        if why in harmless:
            continue
        if why is Why.macros:
            raise Bad(why, wanted=wanted)
        if why is Why.other_sheet:
            raise Bad(why, sheet=posixpath.basename(relation.target))
        if why in (Why.pivot, Why.history):
            raise Bad(why)
        if why is not None:
            raise Bad(why, part=relation.target)


def check_content_types(types: Element, wanted: str) -> None:
    """Raise Bad for a kind of content that carries programs or objects."""
    for element in types:
        content = attribute(element, "ContentType").lower()
        for word, why in _REFUSED_CONTENT:
            if word in content:
                part = attribute(element, "PartName") or attribute(element, "Extension")
                raise Bad(why, wanted=wanted) if why is Why.macros else Bad(why, part=part)


def main_part(types: Element, relations: list[Relation], kind: Kind) -> str:
    """The name of the main part; refuses a package that is not what `kind` says."""
    mains = [relation.part for relation in relations if relation.source == "" and relation.short == "officeDocument"]
    if len(mains) != 1:
        raise Bad(Why.not_at_all, said=LABELS[kind])
    overrides = [element for element in types if local_name(element) == "Override"]
    declared = {attribute(element, "PartName").lstrip("/").casefold(): attribute(element, "ContentType") for element in overrides}
    found = _MAIN_TYPES.get(declared.get(mains[0].casefold(), ""))
    if found is None:
        raise Bad(Why.not_at_all, said=LABELS[kind])
    if found is not kind:
        raise Bad(Why.not_what_it_says, said=LABELS[kind], found=LABELS[found])
    return mains[0]


def check_parts(parts: Collection[str], dropped: frozenset[str], wanted: str) -> None:
    """Raise Bad for parts of programs and for endings that no document has."""
    for name in parts:
        lower = name.lower()
        if "vbaproject" in lower or "vbadata" in lower:
            raise Bad(Why.macros, wanted=wanted)
        if "/embeddings/" in lower or "/activex/" in lower:
            raise Bad(Why.embedded, part=name)
        if name in dropped:
            continue
        if suffix(name) not in _SUFFIXES:
            raise Bad(Why.part_unknown, part=name)


def column_number(reference: str) -> int:
    """The number of the column of a cell such as AB12; 0 where the reference names none."""
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number


def column_name(number: int) -> str:
    """The letters of a column, counted from 1."""
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def nothing_high(value: str) -> bool:
    """Whether a height or width hides what it measures."""
    try:
        return value != "" and float(value) == 0
    except ValueError:
        return False
