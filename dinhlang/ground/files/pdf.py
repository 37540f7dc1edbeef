"""PDF: the public copy keeps pages, text, tags, bookmarks and jumps inside the document, and nothing that acts or tells.

Promises: no scripts, actions, forms, attached files, metadata or earlier versions in the public copy; what annotations show
on paper (stamps, filled fields, the picture of a signature) is drawn into the page. Refuses encrypted, cut-off and
two-in-one files. A file with mistakes that could be repaired says so in a note. Runs only inside the worker.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from dinhlang.ground.files.kinds import Kind, Limits
from dinhlang.ground.files.metadata import bare_jpeg
from dinhlang.ground.files.secrecy import Mark, secrecy_mark
from dinhlang.ground.files.sentences import Bad, Note, Why
from dinhlang.ground.files.shape import Cleaned

_END = b"%%EOF"
_LOCK = b"/Encrypt"
# Some writers pad the end; more than this behind it is another file.
_TAIL_BYTES = 1024

_ROOT_KEPT = frozenset({
    "/Type", "/Version", "/Pages", "/PageLabels", "/Outlines", "/OCProperties", "/StructTreeRoot", "/MarkInfo", "/Lang", "/Dests",
})  # fmt: skip
_PAGE_KEPT = frozenset({
    "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Contents", "/Rotate", "/Group",
    "/UserUnit", "/StructParents", "/Annots", "/Tabs",
})  # fmt: skip
_ROOT_ACTS = ("/OpenAction", "/AA", "/AcroForm")
_DROPPED = frozenset({
    "/AA", "/OpenAction", "/JS", "/JavaScript", "/Metadata", "/PieceInfo", "/EmbeddedFiles", "/AF", "/EF", "/XFA", "/OPI", "/Thumb",
    "/LastModified", "/Ref", "/SpiderInfo", "/Perms", "/Legal", "/Collection", "/RichMediaContent", "/URI", "/AcroForm", "/Alternates",
    "/Obj",
})  # fmt: skip
# Dropped without a remark: they show nothing to a reader. /Obj leads from the tags back to annotations that are gone.
_QUIET = frozenset({"/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/Obj"})
_ACTIONS = frozenset({
    "/GoTo", "/GoToR", "/GoToE", "/GoToDp", "/Launch", "/Thread", "/URI", "/Sound", "/Movie", "/Hide", "/Named", "/SubmitForm",
    "/ResetForm", "/ImportData", "/JavaScript", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView", "/RichMediaExecute",
})  # fmt: skip
# Where a stream says that its content lies in a file elsewhere.
_ELSEWHERE = ("/F", "/FFilter", "/FDecodeParms")

_TEXT_OPERATORS = "BT Tf Tj TJ ' \" Td TD Tm T* Do"
_CONTENT_BYTES = 4_000_000
_FORMS_READ = 40
# Widths are guessed, in parts of the letter size: an average letter, and a gap wider than any between words.
_LETTER, _COLUMN = 0.6, 2.5
_MAP_BYTES = 500_000
_WORD = 14  # letters between two spaces, at the most, of a text that has its spaces


def _check_ends(data: bytes) -> None:
    end = data.rfind(_END)
    if end < 0:
        raise Bad(Why.damaged)
    tail = data[end + len(_END) :]
    if len(tail) > _TAIL_BYTES and tail.strip(b"\x00\r\n\t ") != b"":
        # A cut-off file made for the web has its first end near its beginning, with objects behind it.
        raise Bad(Why.damaged if b"endobj" in tail else Why.two_in_one)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as inside:
            # An attached Word file lies inside the PDF and is dropped with it; a second file ends where the PDF ends.
            two = bool(inside.namelist()) and (inside.start_dir > end or data.rfind(b"PK\x05\x06") > end or _END in inside.comment)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, UnicodeDecodeError):
        two = False
    if two:
        raise Bad(Why.two_in_one)


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and int(form.get("/SigFlags", 0)) & 1:
        return True
    return any(widget.get("/FT") == Name.Sig and "/V" in widget for _, widget in _annotations(pdf))


def _annotations(pdf: pikepdf.Pdf) -> Iterator[tuple[pikepdf.Page, Object]]:
    for page in pdf.pages:
        annotations = page.obj.get("/Annots")
        if isinstance(annotations, Array):
            for annotation in annotations:
                if isinstance(annotation, Dictionary):
                    yield page, annotation


def _jump(holder: Object) -> Object | None:
    """Where a bookmark or link jumps inside this document, None where it leads anywhere else."""
    if "/Dest" in holder:
        return holder["/Dest"]
    action = holder.get("/A")
    return action.get("/D") if isinstance(action, Dictionary) and action.get("/S") == Name.GoTo else None


def _keep_jumps(pdf: pikepdf.Pdf) -> None:
    jumps: dict[tuple[int, int], list[Object]] = {}
    for page, annotation in _annotations(pdf):
        jump = _jump(annotation)
        if annotation.get("/Subtype") == Name.Link and jump is not None and "/Rect" in annotation:
            bare = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=annotation.Rect, Border=Array([0, 0, 0]), Dest=jump)
            jumps.setdefault(page.obj.objgen, []).append(pdf.make_indirect(bare))
    for page in pdf.pages:
        for key in list(page.obj.keys()):
            if key not in _PAGE_KEPT or key == "/Annots":
                del page.obj[key]
        if page.obj.objgen in jumps:
            page.obj["/Annots"] = Array(jumps[page.obj.objgen])


def _keep_root(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.get("/Names")
    places = names.get("/Dests") if isinstance(names, Dictionary) else None
    for key in list(pdf.Root.keys()):
        if key not in _ROOT_KEPT:
            del pdf.Root[key]
    if places is not None:
        pdf.Root["/Names"] = Dictionary(Dests=places)


def _banned(key: str, value: Object) -> bool:
    if key in _DROPPED:
        return True
    if isinstance(value, Dictionary):
        # A structure element also has /S, but it is reached through /K; only here is /S the kind of an action.
        return key != "/K" and str(value.get("/S", "")) in _ACTIONS
    return isinstance(value, Stream) and (value.get("/Subtype") == Name.PS or value.get("/Subtype2") == Name.PS)


def _strip(pdf: pikepdf.Pdf) -> bool:
    """Walk all that can be reached from the root and drop what acts or tells; True if anything was dropped."""
    dropped = False
    seen: set[tuple[int, int]] = set()
    waiting: list[Object] = [pdf.Root]
    while waiting:
        holder = waiting.pop()
        if holder.is_indirect:
            if holder.objgen in seen:
                continue
            seen.add(holder.objgen)
        if isinstance(holder, Array):
            waiting.extend(item for item in holder if isinstance(item, Dictionary | Stream | Array))
            continue
        for key in list(holder.keys()):
            value: Any = holder[key]
            if not isinstance(value, Dictionary | Stream | Array) and key not in _DROPPED:
                continue
            if _banned(key, value):
                if key == "/A" and "/Dest" not in holder and (jump := _jump(holder)) is not None:
                    holder["/Dest"] = jump
                del holder[key]
                dropped = dropped or key not in _QUIET
            elif isinstance(value, Dictionary | Stream | Array):
                waiting.append(value)
        if isinstance(holder, Stream):
            _strip_stream(holder)
    return dropped


def _strip_stream(stream: Stream) -> None:
    for key in _ELSEWHERE:
        if key in stream:
            del stream[key]
    filters = stream.get("/Filter")
    if isinstance(filters, Array) and len(filters) == 1:
        filters = filters[0]
    if filters == Name.DCTDecode:
        raw = stream.read_raw_bytes()
        bare = bare_jpeg(raw)
        if bare is not None and len(bare) != len(raw):
            how: Any = stream.get("/DecodeParms")
            stream.write(bare, filter=Name.DCTDecode, decode_parms=how)


_CHAR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])")
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_RANGE_LENGTH = 4096


def _letters(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def _code(digits: bytes) -> int:
    return int(b"".join(digits.split()), 16)


def _letters_of(font: Object) -> Mapping[int, str] | None:
    """What each code of `font` means (PDF 32000-1, 9.10.3), None where the font does not say."""
    table = font.get("/ToUnicode")
    if not isinstance(table, Stream):
        return None
    text = table.read_bytes()[:_MAP_BYTES]
    letters: dict[int, str] = {}
    for block in _BLOCK.finditer(text):
        if block[1] == b"bfchar":
            for pair in _CHAR.finditer(block[2]):
                letters[_code(pair[1])] = _letters(pair[2])
            continue
        for span in _RANGE.finditer(block[2]):
            first, last = _code(span[1]), _code(span[2])
            codes = range(first, min(last, first + _RANGE_LENGTH) + 1)
            if span[4] is not None:
                letters.update(zip(codes, (_letters(one[1]) for one in _HEX.finditer(span[4])), strict=False))
            elif (start := _letters(span[3] or b"")) != "":
                for code in codes:
                    letters[code] = start[:-1] + chr(min(ord(start[-1]) + code - first, 0x10FFFF))
    return letters


def _read(raw: bytes, letters: Mapping[int, str] | None, wide: bool) -> str:
    codes = [int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2)] if wide else list(raw)
    if letters is None:
        return "" if wide else raw.decode("latin-1")
    return "".join(letters.get(code, "") for code in codes)


def _pieces(holder: Object, resources: Object, forms_left: list[int]) -> Iterator[tuple[str, str]]:
    """The text drawn by a page or form, in the order drawn, each piece with what parts it from the one before.

    That is a line end, a tab (a column: the stamp at the left and the nation's name at the right stand on one line), or
    nothing known ("").
    """
    fonts, objects = resources.get("/Font", Dictionary()), resources.get("/XObject", Dictionary())
    known: dict[str, tuple[Mapping[int, str] | None, bool]] = {}
    letters: Mapping[int, str] | None = None
    wide, size, scale, x, y = False, 1.0, 1.0, 0.0, 0.0
    end_x, end_y = -1e9, -1e9
    for instruction in pikepdf.parse_content_stream(holder, _TEXT_OPERATORS):
        operator, given = str(instruction.operator), list(instruction.operands)
        if operator == "BT":
            scale, x, y = 1.0, 0.0, 0.0
        elif operator == "Tf" and len(given) == 2:
            name, size = str(given[0]), abs(float(given[1]))
            if name not in known:
                font = fonts.get(name, Dictionary())
                known[name] = (_letters_of(font), font.get("/Subtype") == Name.Type0)
            letters, wide = known[name]
        elif operator in ("Td", "TD") and len(given) == 2:
            x, y = x + float(given[0]) * scale, y + float(given[1]) * scale
        elif operator == "Tm" and len(given) == 6:
            scale, x, y = abs(float(given[3])), float(given[4]), float(given[5])
        elif operator == "T*":
            end_y = -1e9
        elif operator == "Do" and given and forms_left[0] > 0:
            form = objects.get(str(given[0]))
            if isinstance(form, Stream) and form.get("/Subtype") == Name.Form:
                forms_left[0] -= 1
                yield from _pieces(form, form.get("/Resources", resources), forms_left)
                end_y = -1e9
        elif operator in ("Tj", "TJ", "'", '"') and given:
            shown = given[-1] if isinstance(given[-1], Array) else [given[-1]]
            text = "".join(_read(bytes(part), letters, wide) for part in shown if isinstance(part, pikepdf.String))
            points = size * scale
            same_line = operator not in ("'", '"') and abs(y - end_y) <= points / 2
            parting = "" if same_line else "\n"
            if same_line and x - end_x > _COLUMN * points:
                parting = "\t"
            yield text, parting
            end_x, end_y = max(x, end_x if parting == "" else x) + len(text) * points * _LETTER, y


def _first_page(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """The first page's text in both readings, as far as it can be read: a scan shows none.

    Pieces on one line are letters of one word in some programs and words in others.
    """
    page = pdf.pages[0]
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, Array) else [contents]
    if sum(len(stream.read_bytes()) for stream in streams if isinstance(stream, Stream)) > _CONTENT_BYTES:
        return ()
    pieces = list(_pieces(page.obj, page.resources, [_FORMS_READ]))
    return tuple("".join((parting or joint) + text for text, parting in pieces) for joint in ("", " "))


def _mark_of(readings: Sequence[str]) -> Mark | None:
    """The highest secrecy mark in any reading."""
    marks = [secrecy_mark(one) for one in readings]
    found = [mark for mark in Mark if mark in marks]
    return found[0] if found else None


def _words_of(readings: Sequence[str]) -> str:
    """The likelier reading: one that has spaces of its own needs no more of them."""
    return next((one for one in readings if one.count(" ") * _WORD > len(one)), readings[-1] if readings else "")


def clean(kind: Kind, data: bytes, limits: Limits) -> Cleaned:
    """The public copy of the PDF `data`; raises Bad."""
    _check_ends(data)
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as error:
        raise Bad(Why.locked) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        # The sealed worker cannot always load the ciphers, so that a lock may look like damage.
        raise Bad(Why.locked if _LOCK in data else Why.damaged) from error
    if pdf.is_encrypted:
        raise Bad(Why.locked)
    notes: list[Note] = []
    try:
        pages = len(pdf.pages)
        if pages == 0:
            raise Bad(Why.no_pages)
        if pages > limits.pages:
            raise Bad(Why.pages, count=pages, limit=limits.pages)
        if _is_signed(pdf):
            notes.append(Note.signed)
        names = pdf.Root.get("/Names", Dictionary())
        acts = any(key in names for key in ("/EmbeddedFiles", "/JavaScript")) or any(key in pdf.Root for key in _ROOT_ACTS)
        links = any(annotation.get("/Subtype") != Name.Link or _jump(annotation) is None for _, annotation in _annotations(pdf))
        if next(_annotations(pdf), None) is not None:
            # As paper would show it: what is only for the screen (sticky notes) stays behind.
            pdf.flatten_annotations("print")
        _keep_jumps(pdf)
        _keep_root(pdf)
        if _strip(pdf) or acts or links:
            notes.append(Note.cleaned)
        if "/OCProperties" in pdf.Root:
            notes.append(Note.layers)
        for key in list(pdf.trailer.keys()):
            if key not in ("/Root", "/Size"):
                del pdf.trailer[key]
        readings = _readings_or_none(pdf)
        mark = _mark_of(readings)
        if mark is not None and mark.refuses:
            raise Bad(Why.secret, mark=mark.value)
        if mark is not None:
            notes.append(Note.internal)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, fix_metadata_version=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        if pdf.get_warnings():
            notes.append(Note.repaired)
    except (pikepdf.PdfError, KeyError, ValueError, TypeError, AttributeError, RuntimeError) as error:
        raise Bad(Why.damaged) from error
    return Cleaned(public=out.getvalue(), pages=pages, notes=tuple(notes), words=_words_of(readings))


def _readings_or_none(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    try:
        return _first_page(pdf)
    except (pikepdf.PdfError, KeyError, ValueError, TypeError, AttributeError, RuntimeError, OverflowError):
        # Text we cannot read is no ground to refuse: a scan has none either.
        return ()
