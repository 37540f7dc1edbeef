"""Files made for the tests, good ones and bad ones: pure functions from a wish to bytes."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import openpyxl
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

CANARY = "CANARY-7f3a-Nguyen-Van-A"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def relation(id_: str, type_: str, target: str, external: bool = False) -> str:
    """One line of a relationships part."""
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{id_}" Type="{_REL}/{type_}" Target="{target}"{mode}/>'


def relations(*lines: str) -> bytes:
    """A relationships part."""
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'.encode()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip of `parts`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The parts of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def with_parts(data: bytes, **changed: bytes) -> bytes:
    """A zip with parts replaced or added; `__` in a key stands for `/`, `_dot_` for a dot."""
    return zipped(unzipped(data) | {key.replace("__", "/").replace("_dot_", "."): part for key, part in changed.items()})


def word_body(*runs: str) -> bytes:
    """word/document.xml with one paragraph for each of `runs` (XML inside the paragraph)."""
    paragraphs = "".join(f"<w:p>{run}</w:p>" for run in runs)
    return f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_REL}"><w:body>{paragraphs}</w:body></w:document>'.encode()


def run(text: str, properties: str = "") -> str:
    """One run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def word(*runs: str, main: str = _WORD_MAIN, document_relations: bytes | None = None, more: Mapping[str, bytes] | None = None) -> bytes:
    """A DOCX with the author in its properties and the paragraphs `runs`."""
    types = (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/><Override PartName="/docProps/core.xml" '
        f'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )
    spaces = f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    core = f"{_HEAD}<cp:coreProperties {spaces}><dc:creator>{CANARY}</dc:creator></cp:coreProperties>"
    core_type = f"{_PACKAGE}/relationships/metadata/core-properties"
    properties = f'<Relationship Id="rId2" Type="{core_type}" Target="docProps/core.xml"/>'
    package = relations(relation("rId1", "officeDocument", "word/document.xml"), properties)
    parts = {"[Content_Types].xml": types.encode(), "_rels/.rels": package, "word/document.xml": word_body(*(runs or (run("Quyết định"),)))}
    parts |= {"docProps/core.xml": core.encode(), "word/_rels/document.xml.rels": document_relations or relations()} | dict(more or {})
    return zipped(parts)


def workbook(change: object = None) -> bytes:
    """An XLSX with one small sheet "Thu chi"; `change`, a function, may do more to the openpyxl workbook."""
    book = openpyxl.Workbook()
    book.properties.creator = CANARY
    sheet = book.worksheets[0]
    sheet.title = "Thu chi"
    for row in (("Hộ", "Số tiền"), ("Nông Văn B", 200_000), ("Hoàng Thị C", 150_000)):
        sheet.append(row)
    if callable(change):
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def photo(kind: str = "JPEG", size: tuple[int, int] = (300, 200), exif: bool = True) -> bytes:
    """A photograph with a place, an author and a turn of 90 degrees in its EXIF."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    tags = Image.Exif()
    if exif:
        tags[0x0112] = 6
        tags[0x013B] = CANARY
        tags.get_ifd(0x8825).update({1: "N", 2: (22.0, 39.0, 58.0), 3: "E", 4: (106.0, 15.0, 39.0), 29: "2026:11:20"})
    out = io.BytesIO()
    picture.save(out, kind, exif=tags)
    return out.getvalue()


def png_that_says(width: int, height: int) -> bytes:
    """A PNG whose head promises `width` × `height` points, with all its pixels in a few kilobytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1 << 20))) + chunk(b"IEND", b"")


def pdf(pages: int = 1, text: str = "Quyet dinh", busy: object = None) -> bytes:
    """A PDF with `text` on each page, author and XMP; `busy`, a function, may do more to the pikepdf document."""
    document = pikepdf.new()
    font = document.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for _ in range(pages):
        page = document.add_blank_page(page_size=(595, 842))
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        page.obj.Contents = document.make_stream(f"BT /F1 14 Tf 72 720 Td ({text}) Tj ET".encode())
    document.docinfo["/Author"] = String(CANARY)
    document.Root.Metadata = Stream(document, f"<x:xmpmeta>{CANARY}</x:xmpmeta>".encode(), Type=Name.Metadata, Subtype=Name.XML)
    if callable(busy):
        busy(document)
    out = io.BytesIO()
    document.save(out, compress_streams=False, fix_metadata_version=False)
    return out.getvalue()


def acting(document: pikepdf.Pdf) -> None:
    """Everything a PDF can do that it must not: scripts, launches, forms, attached files, links, a photograph with its place."""
    script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{CANARY}')"))
    page = document.pages[0].obj
    document.Root.OpenAction = script
    document.Root.AA = Dictionary(WC=script)
    document.attachments["secret.txt"] = CANARY.encode()
    document.Root.Names.JavaScript = Dictionary(Names=Array([String("x"), script]))
    page.AA = Dictionary(O=script)
    box = Array([10, 10, 90, 30])
    launch = Dictionary(S=Name.Launch, F=String(CANARY))
    widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("f"), V=String(CANARY), Rect=box, F=4)
    widget.AA = Dictionary(K=script)
    field = document.make_indirect(widget)
    jump = Dictionary(S=Name.GoTo, D=Array([page, Name.Fit]))
    address = Dictionary(S=Name.URI, URI=String(f"https://x.invalid/{CANARY}"))
    document.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=document.make_stream(CANARY.encode()))
    page.Annots = Array([
        document.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=launch)),
        document.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=address)),
        document.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=jump)),
        document.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=box, Contents=String(CANARY))),
        field,
    ])  # fmt: skip
    head = Dictionary(Type=Name.XObject, Subtype=Name.Image, Filter=Name.DCTDecode, Width=300, Height=200)
    head.ColorSpace, head.BitsPerComponent = Name.DeviceRGB, 8
    picture = document.make_stream(photo(), head)
    page.Resources.XObject = Dictionary(Im0=picture)
    outline = document.make_indirect(Dictionary(Title=String("Dieu 1"), A=Dictionary(S=Name.GoTo, D=Array([page, Name.Fit]))))
    document.Root.Outlines = document.make_indirect(Dictionary(Type=Name.Outlines, First=outline, Last=outline, Count=1))


def all_bytes(data: bytes) -> bytes:
    """A PDF with every stream unpacked, so that a canary cannot hide in compression."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(
            out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable, fix_metadata_version=False,
        )  # fmt: skip
    return out.getvalue()
