"""In the press: a Word template is filled in with the words of a paper. Nothing of the web process is known here.

Promises: a template can only place and repeat the words of a paper: names, their parts, "for" two deep and "if", nothing that is called,
worked out or looked up; what it makes has a limit; the same words and template give the same bytes. Refuses a template that asks for a
field no paper has, one that leads outside itself, and one that leaves out what tells a paper from another.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import segno
from defusedxml.ElementTree import fromstring
from docx import Document
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import SandboxedEnvironment

from dinhlang.core.refusal import N_, Refused
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
LARGE = N_("The template is too large: at most {most} MB unpacked. Use smaller pictures.")
LACKS = N_(
    "The template leaves out {fields}. Every paper must show what it is called and is about, whether it is a draft, and by which code, "
    "digest and QR code it is known. Put these marks in, outside of any “if”."
)
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


SAYS = (UNKNOWN, NOT_PLAIN, BROKEN, HUGE, LARGE, LACKS, OUTSIDE)


class _Limited(Template):
    """A template whose result has an end."""

    most = MOST

    def render(self, *args: Any, **kwargs: Any) -> str:
        """The text; Refused where it grows beyond the limit."""
        made, length = [], 0
        for piece in self.generate(*args, **kwargs):
            length += len(piece)
            if length > self.most:
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


def make(order: Mapping[str, Any], data: bytes) -> bytes:
    """The template `data` filled in with the order's `fields`; its QR code leads to their `dia_chi`. With `needed` (a field and what must
    be found of it in the document) it is tried out: Refused says what to change."""
    if "needed" in order:
        _check_parts(data)
    _Limited.most = order["most"]
    code = _code(order["fields"]["dia_chi"])
    made = _filled(data, order["fields"], code)
    if "needed" in order:
        _check_shows(made, order["needed"], code)
    return made


def _code(address: str) -> bytes:
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="png", scale=6, border=2)
    return picture.getvalue()


def _filled(template: bytes, words: Mapping[str, Any], code: bytes) -> bytes:
    environment = _Plain(autoescape=True, undefined=StrictUndefined, cache_size=0)
    try:
        made = DocxTemplate(io.BytesIO(template))
        made.init_docx()
        made.render({**words, "qr": InlineImage(made, io.BytesIO(code), width=Mm(24))}, jinja_env=environment)
        out = io.BytesIO()
        made.save(out)
    except (Refused, MemoryError):
        raise
    except (TemplateSyntaxError, UndefinedError) as error:
        raise Refused(BROKEN, {"why": str(error.message)[:120]}) from error
    except Exception as error:  # whatever a library says of a document that it cannot read, it is a sentence here
        raise Refused(BROKEN, {"why": type(error).__name__}) from error
    return same_bytes(out.getvalue())


def same_bytes(data: bytes) -> bytes:
    """The same document without the instant at which it was made."""
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    core = parts.get("docProps/core.xml", b"")
    parts["docProps/core.xml"] = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", core)
    return pack(parts)


def _check_parts(template: bytes) -> None:
    """It is the clean copy of the one door: no programs, no embedded or hidden parts, a zip that unpacks to what it says."""
    with zipfile.ZipFile(io.BytesIO(template)) as parts:
        if sum(one.file_size for one in parts.infolist()) > TEMPLATE_MOST:
            raise Refused(LARGE, {"most": TEMPLATE_MOST // 10**6})
        for name in parts.namelist():
            if name.endswith(".rels"):
                for one in fromstring(parts.read(name)):
                    if one.get("TargetMode") == "External":
                        raise Refused(OUTSIDE, {"target": str(one.get("Target"))[:60]})


def _check_shows(made: bytes, needed: Mapping[str, str], code: bytes) -> None:
    """What tells a paper from another can be read on it: on the page, at its head or foot; the QR code on the page itself."""
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        shown = [parts.read(name) for name in parts.namelist() if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name)]
    said = "".join("".join(fromstring(one).itertext()) for one in shown)
    lacks = [field for field, words in needed.items() if words not in said]
    page = Document(io.BytesIO(made)).part
    pictures = (one for one in page.rels.values() if one.reltype.endswith("/image"))
    if not any(one.target_part.blob == code and f'"{one.rId}"' in page.blob.decode() for one in pictures):
        lacks.append("qr")
    if lacks:
        raise Refused(LACKS, {"fields": ", ".join("{{ " + one + " }}" for one in lacks)})
