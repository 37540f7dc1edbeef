"""A paper as a Word document, by a template: the house's own, or one that a province put in its place.

Promises: a template can only place and repeat the words of a paper: names, their parts, "for" two deep and "if", nothing that is called,
worked out or looked up; what it makes has a limit; the same words and template give the same bytes. Refuses, before it is kept, a template
that asks for a field no paper has, and one that leads outside itself. It came through the one door for untrusted bytes before.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import segno
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import SandboxedEnvironment

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.documents import looks, policy
from dinhlang.ground.documents.content import Content, Part, Row, Sign, Stamp
from dinhlang.ground.files.package import pack

MOST, TEMPLATE_MOST, DEEP = 8_000_000, 2_000_000, 2  # characters made, bytes of a template unpacked, loops within each other
FIELDS = (
    "quoc_hieu", "co_quan_tren", "co_quan", "dia_danh", "ten_loai", "trich_yeu", "can_cu", "noi_dung", "nguoi_ky", "noi_nhan", "trang_thai",
    "ma_giay", "dia_chi", "ma_bam", "ghi_chu_mau", "qr",
)  # fmt: skip
LISTS = frozenset({"quoc_hieu", "can_cu", "noi_dung", "nguoi_ky", "noi_nhan"})  # what a loop may go through, and these parts of it
LISTED = frozenset({"dong", "hang"})
PARTS = ("tieu_de", "dong", "hang", "ten", "gia_tri", "chuc_vu", "ho_ten")
ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Not, nodes.And, nodes.Or)
UNKNOWN = N_("The template asks for “{field}”, which no paper has. It may ask for: {fields}.")
NOT_PLAIN = N_(
    "The template does more than place words: “{what}”. Only fields, their parts, “for” (two within each other at most) and “if” are taken."
)
BROKEN = N_("The template cannot be read: {why}. Open it in Word, look at the marks in double braces, and bring it again.")
HUGE = N_("With this template a paper becomes too large. Take out what is repeated too often.")
OUTSIDE = N_("The template leads outside itself ({target}). Take the link out: a paper that is signed stands for itself.")


def _named(node: nodes.Node) -> str:
    return node.name if isinstance(node, nodes.Name) else ""


def _loops(node: nodes.Node, names: frozenset[str], depth: int = 0) -> Iterator[nodes.Node]:
    """Refuse what is not plain in a template; yields nothing but its nodes, each once."""
    yield node
    if not isinstance(node, ALLOWED):
        raise Refused(NOT_PLAIN, {"what": type(node).__name__})
    if isinstance(node, nodes.Getattr) and node.attr not in PARTS:
        raise Refused(UNKNOWN, {"field": node.attr, "fields": ", ".join((*FIELDS, *PARTS))})
    if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in names:
        raise Refused(UNKNOWN, {"field": node.name, "fields": ", ".join(FIELDS)})
    if isinstance(node, nodes.For):
        if depth >= DEEP or node.recursive or node.test is not None or not isinstance(node.target, nodes.Name):
            raise Refused(NOT_PLAIN, {"what": "for"})
        if not (_named(node.iter) in LISTS or isinstance(node.iter, nodes.Getattr) and node.iter.attr in LISTED):
            raise Refused(NOT_PLAIN, {"what": "for"})  # letter by letter through a text: time without an end, and no paper needs it
        yield from _loops(node.iter, names, depth)
        for child in (*node.body, *node.else_):
            yield from _loops(child, names | {node.target.name}, depth + 1)
        return
    for child in node.iter_child_nodes():
        yield from _loops(child, names, depth)


class _Limited(Template):
    """A template whose result has an end."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """The text; Refused where it grows beyond the limit."""
        made, length = [], 0
        for piece in self.generate(*args, **kwargs):
            length += len(piece)
            if length > MOST:
                raise Refused(HUGE)
            made.append(piece)
        return "".join(made)


class _Plain(SandboxedEnvironment):
    """Jinja's sandbox, with a language so small that nothing in it can be called."""

    template_class = _Limited

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for _node in _loops(tree, frozenset(FIELDS)):
            pass
        return tree


def _environment() -> _Plain:
    return _Plain(autoescape=True, undefined=StrictUndefined, cache_size=0)


def fields(content: Content, stamp: Stamp) -> dict[str, Any]:
    """The words of a paper under the names that a template asks for them by."""
    return {
        "quoc_hieu": list(policy.layouts()[content.layout].top), "co_quan_tren": content.above, "co_quan": content.issuer,
        "dia_danh": content.place, "ten_loai": content.heading.upper(), "trich_yeu": content.about, "can_cu": list(content.grounds),
        "noi_dung": [
            {"tieu_de": one.title, "dong": list(one.lines), "hang": [{"ten": row.name, "gia_tri": row.value} for row in one.rows]}
            for one in content.parts
        ],
        "nguoi_ky": [{"chuc_vu": one.office, "ho_ten": one.name} for one in content.signs], "noi_nhan": list(content.recipients),
        "trang_thai": stamp.state, "ma_giay": stamp.code, "dia_chi": stamp.url, "ma_bam": content.digest,
        "ghi_chu_mau": looks.rebuilt(content),
    }  # fmt: skip


def docx(content: Content, stamp: Stamp, template: bytes | None = None) -> bytes:
    """The paper as a Word document, by the province's `template` or by ours. Raises Refused where a template cannot be filled in."""
    picture = io.BytesIO()
    segno.make(stamp.url, error="m").save(picture, kind="png", scale=6, border=2)
    picture.seek(0)
    try:
        made = DocxTemplate(io.BytesIO(own() if template is None else template))
        made.init_docx()
        made.render({**fields(content, stamp), "qr": InlineImage(made, picture, width=Mm(24))}, jinja_env=_environment())
        out = io.BytesIO()
        made.save(out)
    except Refused:
        raise
    except (TemplateSyntaxError, UndefinedError) as error:
        raise Refused(BROKEN, {"why": str(error.message)[:120]}) from error
    except Exception as error:  # whatever a library says of a document that it cannot read, it is a sentence here
        raise Refused(BROKEN, {"why": type(error).__name__}) from error
    return _same_bytes(out.getvalue())


def _same_bytes(data: bytes) -> bytes:
    """The same document without the instant at which it was made."""
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    core = parts.get("docProps/core.xml", b"")
    parts["docProps/core.xml"] = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", core)
    return pack(parts)


SAMPLE = Content(
    "decision", "state", "ỦY BAN NHÂN DÂN PHƯỜNG", "TỔ DÂN PHỐ 1", "Phường", "Nghị quyết", "Làm đường ngõ 12", ("Căn cứ Luật;",),
    (Part("Kết quả", ("Đã bàn.",), (Row("Đồng ý", "12"), Row("Không đồng ý"))),), (Sign("Tổ trưởng", "Nông Văn Tài"),),
    ("Ủy ban nhân dân phường",), "",
)  # fmt: skip


def check(template: bytes) -> None:
    """Try a province's template out. Raises Refused with what to change.

    `template` is the clean copy of the one door: no programs, no embedded or hidden parts, a zip that unpacks to what it says.
    """
    with zipfile.ZipFile(io.BytesIO(template)) as parts:
        if sum(one.file_size for one in parts.infolist()) > TEMPLATE_MOST:
            raise Refused(
                N_("The template is too large: at most {most} MB unpacked. Use smaller pictures."), {"most": TEMPLATE_MOST // 10**6}
            )
        for name in parts.namelist():
            if name.endswith(".rels"):
                for one in fromstring(parts.read(name)):
                    if one.get("TargetMode") == "External":
                        raise Refused(OUTSIDE, {"target": str(one.get("Target"))[:60]})
    stamp = Stamp(_("Draft"), "ABCD-EFGH-IJKL-MNOP", "https://example.invalid/giay/", "1/1/2026", True, False)
    made = docx(SAMPLE, stamp, template)
    if SAMPLE.heading.upper() not in _text(made) or SAMPLE.about not in _text(made):
        raise Refused(N_("The template has no place for the name and subject of the paper: {fields}."), {"fields": "ten_loai, trich_yeu"})


def _text(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(one.text for one in document.paragraphs), *cells))


# --- the house's own template, made here so that it can be read as text and be handed out to be changed ---


@lru_cache(maxsize=1)
def own() -> bytes:
    """The house's own template as a Word document: also the one that a province starts from."""
    document = Document()
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(3)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(20), Mm(20), Mm(28), Mm(17)
    head = document.add_table(rows=1, cols=2)
    left, right = head.rows[0].cells
    _lines(left, ("{{ co_quan_tren }}", False), ("{{ co_quan }}", True), ("Số: ................", False))
    _lines(right, ("{%p for dong in quoc_hieu %}", False), ("{{ dong }}", True), ("{%p endfor %}", False))
    _put(right.add_paragraph(), "{{ dia_danh }}, ngày ........ tháng ........ năm ............", italic=True)
    _put(document.add_paragraph(), "{{ ten_loai }}", bold=True, size=15).paragraph_format.space_before = Pt(14)
    _put(document.add_paragraph(), "{{ trich_yeu }}", bold=True)
    for line in ("{%p for dong in can_cu %}", "{{ dong }}", "{%p endfor %}", "{%p for phan in noi_dung %}", "{%p if phan.tieu_de %}"):
        document.add_paragraph(line)
    document.add_paragraph().add_run("{{ phan.tieu_de }}").bold = True
    for line in ("{%p endif %}", "{%p for dong in phan.dong %}", "{{ dong }}", "{%p endfor %}", "{%p if phan.hang %}"):
        document.add_paragraph(line)
    _rows(document, "phan.hang", "{{ o.ten }}", "{{ o.gia_tri }}", grid=True)
    for line in ("{%p endif %}", "{%p endfor %}"):
        document.add_paragraph(line)
    end = document.add_table(rows=1, cols=2)
    left, right = end.rows[0].cells
    _lines(
        left,
        ("Nơi nhận:", True),
        ("{%p for dong in noi_nhan %}", False),
        ("- {{ dong }};", False),
        ("{%p endfor %}", False),
        size=11,
        centre=False,
    )
    _lines(
        right, ("{%p for o in nguoi_ky %}", False), ("{{ o.chuc_vu }}", True), ("(ký, ghi rõ họ tên)", False), ("", False), ("", False),
        ("{{ o.ho_ten }}", True), ("{%p endfor %}", False),
    )  # fmt: skip
    foot = document.add_table(rows=1, cols=2)
    foot.autofit = False
    foot.columns[0].width = Cm(3)
    left, right = foot.rows[0].cells
    left.width, right.width = Cm(3), Cm(13)
    left.paragraphs[0].add_run("{{ qr }}")
    _lines(
        right, ("{{ trang_thai }} · {{ ma_giay }}", True), ("{{ dia_chi }}", False), ("SHA-256: {{ ma_bam }}", False),
        ("{{ ghi_chu_mau }}", False), size=8, centre=False,
    )  # fmt: skip
    out = io.BytesIO()
    document.save(out)
    return _same_bytes(out.getvalue())


def _put(paragraph: Any, text: str, *, bold: bool = False, italic: bool = False, size: int = 0, centre: bool = True) -> Any:
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    if size:
        run.font.size = Pt(size)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _lines(cell: Any, *lines: tuple[str, bool], size: int = 12, centre: bool = True) -> None:
    for n, (text, bold) in enumerate(lines):
        _put(cell.paragraphs[0] if not n else cell.add_paragraph(), text, bold=bold, size=size, centre=centre)


def _rows(document: Any, many: str, *cells: str, grid: bool) -> None:
    """A table whose middle row is repeated."""
    table = document.add_table(rows=3, cols=len(cells))
    if grid:
        table.style = "Table Grid"
    table.rows[0].cells[0].text = "{%tr for o in " + many + " %}"
    for cell, text in zip(table.rows[1].cells, cells, strict=True):
        cell.text = text
    table.rows[2].cells[0].text = "{%tr endfor %}"
    for row in table.rows:
        mark = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(mark)
