"""A province's Word template: what it may do, and every way in which one could do more."""

import io
import posixpath
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from dinhlang.core.refusal import Refused
from dinhlang.ground.documents import fill, word
from dinhlang.ground.documents.content import Stamp
from dinhlang.ground.files.kinds import Kind
from dinhlang.ground.files.untrusted import open_untrusted
from dinhlang.web import papers
from tests.documents.test_paper import adopted, exported
from tests.sending import field, send, text
from tests.votes.hall import Hall

STAMP = Stamp("Dự thảo", "ABCD", "https://example.invalid/giay/a/", "1/1/2026", True, True)


def template(*lines: str) -> bytes:
    """A Word document with these paragraphs."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def words(data: bytes) -> str:
    return "\n".join(one.text for one in Document(io.BytesIO(data)).paragraphs)


MARKS = ("{{ trang_thai }}", "{{ ma_giay }}", "{{ ma_bam }}", "{{ qr }}")
GOOD = ("TỈNH CAO BẰNG", "{{ ten_loai }}", "{{ trich_yeu }}", "{%p for o in nguoi_ky %}", "{{ o.chuc_vu }}", "{%p endfor %}", *MARKS)


def test_a_plain_template_is_filled_in() -> None:
    word.check(template(*GOOD))
    said = words(word.docx(word.SAMPLE, STAMP, template(*GOOD)))
    assert said.split("\n") == ["TỈNH CAO BẰNG", "NGHỊ QUYẾT", "Làm đường ngõ 12", "Tổ trưởng", "Dự thảo", "ABCD", word.SAMPLE.digest, ""]


def test_our_own_template_passes_its_own_check_and_gives_the_same_bytes() -> None:
    word.check(word.own())
    assert word.docx(word.SAMPLE, STAMP) == word.docx(word.SAMPLE, STAMP)
    assert open_untrusted("mau.docx", word.own(), {Kind.docx}).kind is Kind.docx


def test_the_word_document_is_whole() -> None:
    """Checked against the parts themselves, not in a word processor: each is well-formed and has a type, each link its part, each cell its
    paragraph; A4, one font that has Vietnamese, nothing of the template left."""
    made = word.docx(word.SAMPLE, STAMP)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        trees = {name: fromstring(parts.read(name)) for name in parts.namelist() if name.endswith((".xml", ".rels"))}
        types = {one.get("PartName", "").lstrip("/") or one.get("Extension") for one in trees["[Content_Types].xml"]}
        assert [name for name in parts.namelist() if name not in types and name.rsplit(".", 1)[-1] not in types] == []
        for name, tree in trees.items():
            if name.endswith(".rels"):
                folder = posixpath.dirname(posixpath.dirname(name))
                for one in tree:
                    target = str(one.get("Target"))
                    path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                    assert path in parts.namelist(), target
    cells = [one for one in trees["word/document.xml"].iter() if one.tag.endswith("}tc")]
    assert cells
    assert all(one[-1].tag.endswith("}p") for one in cells)
    assert not any(mark in one.text for one in trees["word/document.xml"].iter() if one.text for mark in ("{{", "{%"))
    document = Document(io.BytesIO(made))
    assert (round(document.sections[0].page_width.mm), round(document.sections[0].page_height.mm)) == (210, 297)
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert [len(one.rows) for one in document.tables] == [1, 2, 1, 1]  # head, result, end, foot


def test_a_field_that_no_paper_has_is_named() -> None:
    with pytest.raises(Refused, match="so_dien_thoai") as error:
        word.check(template(*GOOD, "{{ so_dien_thoai }}"))
    assert "trich_yeu" in str(error.value)
    with pytest.raises(Refused, match="ngay_sinh"):
        word.check(template(*GOOD, "{%p for o in nguoi_ky %}", "{{ o.ngay_sinh }}", "{%p endfor %}"))


@pytest.mark.parametrize(
    "line",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ten_loai.__class__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ lipsum.__globals__['os'].environ }}",
        "{{ ten_loai|attr('__class__') }}",
        "{{ config }}",
        "{{ ten_loai * 10000000000 }}",
        "{{ range(1000000000)|list }}",
        "{{ 'a'.ljust(10000000000) }}",
        "{% set a = ten_loai %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% macro a() %}{% endmacro %}",
        "{% for a in ten_loai recursive %}{{ loop(a) }}{% endfor %}",
        "{% for a in can_cu if a %}{{ a }}{% endfor %}",
        "{% for a in ghi_chu_mau %}{% endfor %}",
        "{% for a in can_cu %}{% for b in a %}{% endfor %}{% endfor %}",
        "{% for a in noi_dung %}{% for b in a.tieu_de %}{% endfor %}{% endfor %}",
        "{% for a in can_cu %}{% for b in can_cu %}{% for c in can_cu %}x{% endfor %}{% endfor %}{% endfor %}",
        "{{ ten_loai",
        "{% for a in can_cu %}",
        "{% endfor %}",
        "{{ ten_loai() }}",
        "{{ noi_dung[0] }}",
    ],
)
def test_a_template_that_does_more_than_place_words_is_refused(line: str) -> None:
    with pytest.raises(Refused):
        word.check(template(*GOOD, line))


@pytest.mark.parametrize(
    ("left", "line"),
    [
        *((mark, "") for mark in (*MARKS, "{{ ten_loai }}")),
        ("{{ trang_thai }}", "{% if ma_giay %}{{ trang_thai }}{% endif %}"),
        ("{{ qr }}", "{% if not ma_giay %}{{ qr }}{% endif %}"),
    ],
)
def test_a_template_that_hides_what_a_paper_is_known_by_is_refused(left: str, line: str) -> None:
    """For a draft and for an exported paper: the sentence names the mark that is missing."""
    with pytest.raises(Refused, match="leaves out") as error:
        word.check(template(*(line if one == left else one for one in GOOD)))
    assert error.value.values["fields"] == left


def test_words_that_look_like_markup_stay_words(hall: Hall) -> None:
    """A title is data: braces and tags in it are neither a template nor a document's own marks."""
    matter = adopted(hall, title="{{ 7*7 }} <b>&</b>", text="{% for a in b %}]]></w:t>")
    row = exported(hall, matter)
    data = Client().get(f"/giay/{row.pk}/tep/docx/1/").content
    assert "{{ 7*7 }} <b>&</b>" in words(data)
    assert "{% for a in b %}]]></w:t>" in words(data)


def test_what_grows_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fill, "MOST", 500)
    with pytest.raises(Refused, match="too large"):
        word.check(template(*GOOD))


def part(name: str, data: bytes) -> Callable[[bytes], bytes]:
    """The template with a part added or put in the place of another."""

    def changed(given: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(given)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for one in old.namelist():
                if one != name:
                    new.writestr(one, old.read(one))
            new.writestr(name, data)
        return out.getvalue()

    return changed


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'
LINKED = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId99" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="https://evil.invalid/a" TargetMode="External"/>'
    b"</Relationships>"
)


@pytest.mark.parametrize(
    "spoil",
    [
        part("word/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
        part("word/styles.xml", BOMB),
        part("word/media/a.xml", b"0" * 120_000_000),
        part("word/_rels/settings.xml.rels", LINKED % b"attachedTemplate"),
        part("word/embeddings/a.docx", b"PK\x03\x04"),
        lambda data: data[: len(data) // 2],
        lambda _data: b"khong phai Word",
    ],
    ids=["macro", "entities", "bomb", "remote template", "embedded", "torn", "text"],
)
def test_a_dangerous_file_is_refused_by_its_form(hall: Hall, spoil: Callable[[bytes], bytes]) -> None:
    hall.town.seat("province", "province-officer", "04")
    office, address = hall.town.client("province"), "/don-vi/04/mau-giay/state/thay/"
    sent: dict[str, Any] = {"command_id": field(text(office, address), "command_id")}
    answer = office.post(address, {**sent, "template": SimpleUploadedFile("mau.docx", spoil(template(*GOOD)))})
    assert answer.status_code == 422
    assert papers.reads.layouts_of("04") == {}


def test_a_province_puts_its_template_in_place_and_takes_it_back(hall: Hall) -> None:
    hall.town.seat("province", "province-officer", "04")
    office, anybody = hall.town.client("province"), Client()
    assert "mẫu có sẵn, dựng lại" in text(anybody, "/don-vi/04/mau-giay/")
    assert "Đặt mẫu của tỉnh" not in text(anybody, "/don-vi/04/mau-giay/")
    send(office, "/don-vi/04/mau-giay/state/thay/", template=SimpleUploadedFile("mau.docx", template(*GOOD)))
    assert "mẫu của tỉnh" in text(anybody, "/don-vi/04/mau-giay/")
    row = exported(hall, adopted(hall))
    assert words(anybody.get(f"/giay/{row.pk}/tep/docx/1/").content).startswith("TỈNH CAO BẰNG")
    assert "TỈNH CAO BẰNG" in words(anybody.get("/don-vi/04/mau-giay/state.docx").content)
    send(office, "/don-vi/04/mau-giay/state/bo/", reason="Dùng mẫu có sẵn")
    assert papers.reads.template("04", "state") is None
    assert hall.town.client("head").get("/don-vi/04/mau-giay/state/thay/").status_code == 403
    assert anybody.get("/don-vi/04/mau-giay/khac.docx").status_code == 400
