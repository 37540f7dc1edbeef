"""A paper as a Word document, by a template: the house's own, or one that a province put in its place.

Promises: whatever a template asks for is asked in the press (`fill`), never in the web process; the same words and template give the same
bytes. Refuses, before it is kept, a template that does more than place words or leaves out what tells a paper from another.
"""

import io
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from dinhlang.ground.documents import fill, looks, policy
from dinhlang.ground.documents.content import Content, Part, Row, Sign, Stamp
from dinhlang.ground.files import press

FILL = fill.__name__


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
    order = {"fields": fields(content, stamp), "most": fill.MOST}
    return press.made(FILL, order, own() if template is None else template, fill.SAYS)


SAMPLE = Content(
    "decision", "state", "ỦY BAN NHÂN DÂN PHƯỜNG", "TỔ DÂN PHỐ 1", "Phường", "Nghị quyết", "Làm đường ngõ 12", ("Căn cứ Luật;",),
    (Part("Kết quả", ("Đã bàn.",), (Row("Đồng ý", "12"), Row("Không đồng ý"))),), (Sign("Tổ trưởng", "Nông Văn Tài"),),
    ("Ủy ban nhân dân phường",), "",
)  # fmt: skip


def check(template: bytes) -> None:
    """Try a province's template out, for a draft and for an exported paper. Raises Refused with what to change.

    `template` is the clean copy of the one door: no programs, no embedded or hidden parts, a zip that unpacks to what it says.
    """
    for code, state in (("", _("Draft")), ("ABCD-EFGH-IJKL-MNOP", _("exported for signature"))):
        stamp = Stamp(state, code, "https://example.invalid/giay/", "1/1/2026", not code, False)
        words = fields(SAMPLE, stamp)
        needed = {one: words[one] for one in ("ten_loai", "trich_yeu", "trang_thai", "ma_giay", "ma_bam")}
        press.made(FILL, {"fields": words, "most": fill.MOST, "needed": needed}, template, fill.SAYS)


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
    return fill.same_bytes(out.getvalue())


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
