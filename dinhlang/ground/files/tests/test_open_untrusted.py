"""The door end to end: good files come out clean, each kind of bad file meets its own sentence."""

import io
import subprocess
import sys
import time
import zlib

import openpyxl
import pikepdf
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from pikepdf import Array, Dictionary, Name
from PIL import Image

from dinhlang.core.refusal import Refused
from dinhlang.ground.files import worker
from dinhlang.ground.files.kinds import DOCUMENTS, MEDIA_TYPES, PHOTOS, SOUNDS, Kind, Limits
from dinhlang.ground.files.sentences import Note, Why
from dinhlang.ground.files.tests.makers import (
    CANARY,
    acting,
    all_bytes,
    pdf,
    photo,
    png_that_says,
    relation,
    relations,
    run,
    unzipped,
    with_parts,
    word,
    workbook,
    zipped,
)
from dinhlang.ground.files.untrusted import LIMITS, Clean, open_untrusted

pytestmark = pytest.mark.no_database  # it starts the sealed worker, which knows none

ALL = frozenset(Kind)


def opened(name: str, data: bytes, limits: Limits = LIMITS) -> Clean:
    return open_untrusted(name, data, ALL, limits)


def refused(name: str, data: bytes, limits: Limits = LIMITS) -> tuple[Why, str]:
    with pytest.raises(Refused) as caught:
        open_untrusted(name, data, ALL, limits)
    sentence = str(caught.value)
    assert "{" not in sentence
    return Why(caught.value.msg), sentence


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("12-QĐ-UBND.PDF", pdf(2), Kind.pdf),
        ("anh.jpg", photo(), Kind.jpeg),
        ("anh.png", photo("PNG"), Kind.png),
        ("anh.webp", photo("WEBP"), Kind.webp),
        ("ke hoach.docx", word(), Kind.docx),
        ("thu chi.xlsx", workbook(), Kind.xlsx),
    ],
)
def test_it_works(name, data, kind):
    clean = opened(name, data)
    assert (clean.kind, clean.media_type) == (kind, MEDIA_TYPES[kind])
    assert clean.original == (None if kind in PHOTOS else data)
    assert CANARY.encode() not in clean.public
    assert clean.notes == ()
    assert (clean.pages is None) == (kind not in (Kind.pdf, Kind.xlsx))


def test_the_same_document_gives_the_same_public_copy():
    for name, data in (("a.pdf", pdf()), ("a.docx", word()), ("a.jpg", photo())):
        assert opened(name, data).public_sha256 == opened(name, data).public_sha256


# Names, sizes, signatures


def test_an_empty_file_is_refused():
    assert refused("a.pdf", b"")[0] is Why.empty


def test_a_file_of_50_megabytes_is_refused_before_it_is_read():
    why, sentence = refused("ban do.pdf", b"%PDF-1.7" + bytes(50_000_000))
    assert why is Why.too_large
    assert "47.7" in sentence
    assert "20" in sentence


def test_a_kind_not_asked_for_is_refused_with_the_kinds_that_are():
    with pytest.raises(Refused, match=r"JPEG, PNG, WebP"):
        open_untrusted("a.pdf", pdf(), PHOTOS)


@pytest.mark.parametrize("name", ["a.exe", "a", ".pdf", "a.pdf.exe", "a.svg", "a.html", "a.zip"])
def test_other_kinds_are_refused(name):
    assert refused(name, b"MZ\x90\x00")[0] is Why.not_taken


def test_old_office_files_are_told_what_to_be_saved_as():
    assert "Excel (.xlsx)" in refused("a.xlsm", workbook())[1]
    assert refused("a.doc", b"\xd0\xcf\x11\xe0")[0] is Why.older


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.pdf", zipped({"a.txt": b"x"}), Why.not_what_it_says),
        ("a.pdf", workbook(), Why.not_what_it_says),
        ("a.jpg", photo("PNG"), Why.not_what_it_says),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", Why.not_at_all),
        ("a.pdf", b"\n%PDF-1.7", Why.not_at_all),
        ("a.xlsx", word(), Why.not_what_it_says),
        ("a.docx", workbook(), Why.not_what_it_says),
        ("a.docx", zipped({"a.txt": b"x"}), Why.not_at_all),
        ("a.pdf", b"%PDF-1.7\nnothing here\n%%EOF", Why.damaged),
        ("a.jpg", b"\xff\xd8\xff" + bytes(100), Why.damaged),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(name, data, why):
    assert refused(name, data)[0] is why


def test_a_name_is_shown_without_paths_and_direction_tricks():
    sentence = refused("../../etc/\u202egpj.exe\n" + "x" * 300, b"MZ")[1]
    assert "/" not in sentence.split("”")[0]
    assert "\u202e" not in sentence
    assert "\n" not in sentence
    assert len(sentence) < 400


@pytest.mark.parametrize(
    ("name", "data"), [("a.pdf", pdf(3)), ("a.jpg", photo()), ("a.png", photo("PNG")), ("a.docx", word()), ("a.xlsx", workbook())]
)
@pytest.mark.parametrize("share", [0.5, 0.95])
def test_a_cut_off_file_is_refused(name, data, share):
    assert refused(name, data[: int(len(data) * share)])[0] in (Why.damaged, Why.two_in_one)


# Photographs


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_loses_its_place_and_its_author_and_stands_upright(kind):
    data = photo(kind)
    assert CANARY.encode() in data
    clean = opened(f"a.{kind.lower()}", data)
    assert CANARY.encode() not in clean.public
    assert b"Exif" not in clean.public
    assert b"EXIF" not in clean.public
    assert (clean.width, clean.height) == (200, 300)
    with Image.open(io.BytesIO(clean.public)) as picture:
        assert not picture.getexif()
        assert picture.size == (200, 300)


def test_a_large_photograph_is_made_smaller():
    clean = opened("a.jpg", photo(size=(4000, 3000), exif=False))
    assert (clean.width, clean.height) == (2048, 1536)
    assert clean.notes == (Note.smaller.value,)


def test_what_lies_under_full_transparency_is_gone():
    picture = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    out = io.BytesIO()
    picture.save(out, "PNG")
    with Image.open(io.BytesIO(opened("a.png", out.getvalue()).public)) as clean:
        assert clean.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("size", [(50_000, 50_000), (2**31 - 1, 2**31 - 1), (40_000_001, 1)])
def test_a_png_bomb_is_refused_before_a_point_is_decoded(size):
    begun = time.monotonic()
    assert refused("a.png", png_that_says(*size))[0] is Why.pixels
    assert time.monotonic() - begun < 5


def test_a_webp_that_promises_too_much_is_refused_before_it_is_opened():
    head = b"VP8X" + (10).to_bytes(4, "little") + bytes(4) + (16_000).to_bytes(3, "little") + (16_000).to_bytes(3, "little")
    assert refused("a.webp", b"RIFF" + (len(head) + 4).to_bytes(4, "little") + b"WEBP" + head)[0] is Why.pixels


def test_a_photograph_that_is_also_a_zip_comes_out_as_a_photograph_only():
    clean = opened("a.jpg", photo() + zipped({"evil.html": CANARY.encode()}))
    assert b"PK\x03\x04" not in clean.public
    assert clean.original is None


# PDF


def test_a_pdf_that_acts_comes_out_still():
    clean = opened("a.pdf", pdf(busy=acting))
    plain = all_bytes(clean.public)
    actions = ("JavaScript", "/JS", "OpenAction", "/AA", "Launch", "EmbeddedFile", "/XFA", "AcroForm", "/URI")
    for gone in (CANARY, *actions, "Metadata", "Exif", "/Info", "Producer"):
        assert gone.encode() not in plain, gone
    assert clean.original is not None
    assert CANARY.encode() in clean.original
    assert Note.cleaned.value in clean.notes
    with pikepdf.open(io.BytesIO(clean.public)) as document:
        (link,) = document.pages[0].obj.Annots
        assert link.Dest[0].objgen == document.pages[0].obj.objgen
        assert document.Root.Outlines.First.Dest[1] == Name.Fit


def test_an_earlier_version_inside_a_pdf_is_gone():
    first = pdf(text=CANARY)
    with pikepdf.open(io.BytesIO(first)) as document:
        number = document.pages[0].obj.Contents.objgen[0]
    later = f"{number} 0 obj\n<</Length 2>>\nstream\nBT\nendstream\nendobj\n".encode()
    at = len(first) + 1
    before = first.rindex(b"xref", 0, first.rindex(b"startxref"))
    xref = f"xref\n{number} 1\n{at:010d} 00000 n \ntrailer\n<</Root 1 0 R /Size 20 /Prev {before}>>\n"
    second = first + b"\n" + later + xref.encode() + f"startxref\n{at + len(later)}\n%%EOF\n".encode()
    assert CANARY.encode() not in all_bytes(opened("a.pdf", second).public)


def test_a_signed_pdf_keeps_its_signature_in_the_original_and_says_so():
    def sign(document):
        seal = document.make_stream(b"1 0 0 rg 0 0 50 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 50, 20]))
        widget = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, V=Dictionary(Type=Name.Sig), Rect=Array([10, 10, 60, 30]), F=4,
            AP=Dictionary(N=seal),
        )  # fmt: skip
        field = document.make_indirect(widget)
        document.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
        document.pages[0].obj.Annots = Array([field])

    data = pdf(busy=sign)
    clean = opened("a.pdf", data)
    assert Note.signed.value in clean.notes
    assert clean.original == data
    assert b"1 0 0 rg" in all_bytes(clean.public), "the picture of the seal stays on the page"


@pytest.mark.parametrize("owner_only", [True, False])
def test_a_locked_pdf_is_refused(owner_only):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="" if owner_only else "u"))
    assert refused("a.pdf", out.getvalue())[0] is Why.locked


def test_a_pdf_with_too_many_pages_is_refused():
    assert refused("a.pdf", pdf(501))[0] is Why.pages


@pytest.mark.parametrize("tail", [zipped({"evil.html": b"x"}), zipped({"evil.html": b"x" * 5000}), b"<html>" + b"x" * 5000])
def test_a_pdf_that_is_also_something_else_is_refused(tail):
    assert refused("a.pdf", pdf() + tail)[0] is Why.two_in_one


def test_a_pdf_with_a_secrecy_mark_on_its_first_page_is_refused():
    def stamp(document):
        table = b"1 beginbfchar <01> <004D> endbfchar 2 beginbfrange <02> <03> [<1EAC> <0054>] <41> <5A> <0041> endbfrange"
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, ToUnicode=document.make_stream(table))
        page = document.pages[0].obj
        page.Resources.Font.F2 = font
        page.Contents = document.make_stream(b"BT /F2 14 Tf 72 720 Td [<01> 5 <0203>] TJ 300 0 Td (QUOC HIEU) Tj ET")

    why, sentence = refused("a.pdf", pdf(busy=stamp))
    assert why is Why.secret
    assert "“MẬT”" in sentence


def test_a_pdf_bomb_of_object_streams_is_refused_and_costs_no_memory_here():
    begun = time.monotonic()
    # The PDF library takes its own lack of memory for damage in the file.
    assert refused("a.pdf", object_stream_bomb(256 << 20), Limits(memory=200_000_000))[0] in (Why.too_heavy, Why.damaged)
    assert time.monotonic() - begun < 20


def object_stream_bomb(size: int) -> bytes:
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(1 << 24)) for _ in range(size >> 24)) + packer.flush()
    out = bytearray(b"%PDF-1.7\n")
    out += b"1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed) + packed + b"\nendstream\nendobj\n"
    rows = b"".join(kind + where.to_bytes(4, "big") for kind, where in ((b"\0", 0), (b"\1", 9), (b"\2", 1), (b"\1", len(out))))
    at = len(out)
    out += b"3 0 obj\n<</Type/XRef/Size 4/W[1 4 0]/Root 2 0 R/Length %d>>\nstream\n" % len(rows) + rows + b"\nendstream\nendobj\n"
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % at)


# Zip underneath


def test_an_xlsx_bomb_is_refused_by_what_really_comes_out():
    sheet = b"<row><c><v>1</v></c></row>" * 4_000_000
    bomb = with_parts(workbook(), xl__worksheets__sheet1_dot_xml=b'<worksheet xmlns="x"><sheetData>' + sheet + b"</sheetData></worksheet>")
    assert len(bomb) < 400_000
    assert refused("a.xlsx", bomb)[0] in (Why.ratio, Why.inflated)
    assert refused("a.xlsx", bomb, Limits(ratio=10_000))[0] is Why.inflated


def test_a_zip_that_lies_about_its_sizes_is_refused():
    data = word(more={"word/media/image1.jpeg": bytes(3_000_000)})
    lying = data.replace((3_000_000).to_bytes(4, "little"), (3_000).to_bytes(4, "little"))
    assert lying != data
    assert refused("a.docx", lying)[0] in (Why.damaged, Why.ratio)


def test_too_many_parts_are_refused():
    assert refused("a.docx", word(more={f"word/media/{n}.jpeg": b"x" for n in range(2_000)}))[0] is Why.parts


@pytest.mark.parametrize("name", ["../../etc/passwd.xml", "/etc/x.xml", "word\\..\\x.xml", "C:x.xml", "word/./x.xml", "WORD/document.xml"])
def test_part_names_that_climb_or_double_are_refused(name):
    assert refused("a.docx", word(more={name: b"<x/>"}))[0] is Why.part_name


@pytest.mark.parametrize("inside", [zipped({"a": b"b"}), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MZ\x90", b"%PDF-1.7"])
def test_a_file_inside_a_file_is_refused(inside):
    assert refused("a.docx", word(more={"word/media/image1.jpeg": inside}))[0] is Why.nested


def test_a_zip_with_something_behind_or_between_is_refused():
    assert refused("a.docx", word() + b"<html>")[0] is Why.two_in_one


@pytest.mark.parametrize("name", ["word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml", "word/styles.xml"])
def test_a_billion_laughs_are_not_laughed(name):
    laughs = b'<!DOCTYPE a [<!ENTITY b "lol">' + b"".join(b'<!ENTITY b%d "&b;&b;&b;">' % n for n in range(30)) + b"]><a>&b29;</a>"
    assert refused("a.docx", zipped(unzipped(word()) | {name: laughs}))[0] is Why.declarations


def test_xml_that_is_not_utf8_is_refused():
    styles = "<?xml version='1.0' encoding='UTF-16'?><a/>".encode("utf-16")
    assert refused("a.docx", word(more={"word/styles.xml": styles}))[0] is Why.encoding


# Word and Excel


def test_properties_and_picture_metadata_do_not_leave():
    picture = relations(relation("rId9", "image", "media/image1.jpeg"))
    data = word(document_relations=picture, more={"word/media/image1.jpeg": photo(), "customXml/item1.xml": f"<a>{CANARY}</a>".encode()})
    parts = unzipped(opened("a.docx", data).public)
    assert not any(CANARY.encode() in part for part in parts.values())
    assert not any(name.startswith(("docProps", "customXml")) for name in parts)
    assert b"docProps" not in parts["[Content_Types].xml"]
    with Image.open(io.BytesIO(parts["word/media/image1.jpeg"])) as picture:
        picture.load()


def test_the_public_workbook_opens_and_holds_the_same_cells():
    public = opened("a.xlsx", workbook()).public
    sheet = openpyxl.load_workbook(io.BytesIO(public)).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["Nông Văn B", 200_000]


def test_a_macro_workbook_with_another_name_is_refused():
    parts = unzipped(workbook())
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", b"vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    assert refused("a.xlsx", zipped(parts))[0] is Why.macros
    assert refused("a.xlsx", with_parts(workbook(), xl__vbaProject_dot_bin=b"x"))[0] is Why.macros
    assert refused("a.xlsx", with_parts(workbook(), xl__vbaProject_dot_bin=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))[0] is Why.macros


@pytest.mark.parametrize(
    ("type_", "target", "external", "why"),
    [
        ("oleObject", "embeddings/oleObject1.bin", False, Why.embedded),
        ("package", "embeddings/x.xlsx", False, Why.embedded),
        ("aFChunk", "chunk.html", False, Why.embedded),
        ("attachedTemplate", "https://x.invalid/t.dotm", True, Why.external),
        ("image", "https://x.invalid/pixel.png", True, Why.external),
        ("image", "file:///etc/passwd", True, Why.external),
    ],
)
def test_what_is_embedded_or_fetched_is_refused(type_, target, external, why):
    assert refused("a.docx", word(document_relations=relations(relation("rId9", type_, target, external))))[0] is why


def test_links_to_pages_stay_and_links_to_machines_are_cut():
    page = relation("rId8", "hyperlink", "https://a.gov.vn/caobang", True)
    machine = relation("rId9", "hyperlink", "file:///C:/Users/an", True)
    clean = opened("a.docx", word(document_relations=relations(page, machine)))
    links = unzipped(clean.public)["word/_rels/document.xml.rels"]
    assert b"caobang" in links
    assert b"Users" not in links
    assert clean.notes == (Note.links_cut.value,)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (f'<w:ins w:author="{CANARY}">{run("thêm")}</w:ins>', Why.tracked),
        ('<w:del w:id="1"><w:r><w:delText>bớt</w:delText></w:r></w:del>', Why.tracked),
        (run("số tài khoản", "<w:vanish/>"), Why.hidden_text),
        ("<w:r><w:instrText> DDEAUTO c:\\\\x</w:instrText></w:r>", Why.fetching),
        ("<w:r><w:instrText> INCLUDE</w:instrText></w:r><w:r><w:instrText>PICTURE x</w:instrText></w:r>", Why.fetching),
        (run("TỐI MẬT"), Why.secret),
    ],
)
def test_what_a_word_document_hides_is_refused(body, why):
    assert refused("a.docx", word(body))[0] is why


def test_an_ordinary_field_passes():
    assert opened("a.docx", word('<w:r><w:instrText> HYPERLINK "https://a.vn" </w:instrText></w:r>', run("x", '<w:vanish w:val="0"/>')))


def test_word_comments_are_refused():
    comments = b'<w:comments xmlns:w="x"><w:comment w:author="A"/></w:comments>'
    more = {"word/comments.xml": comments}
    assert refused("a.docx", word(document_relations=relations(relation("rId9", "comments", "comments.xml")), more=more))[0] is Why.comments


def hide_sheet(book):
    book.create_sheet("Danh sách gốc").sheet_state = "hidden"


def hide_sheet_deep(book):
    book.create_sheet("Danh sách gốc").sheet_state = "veryHidden"


def hide_row(book):
    book.worksheets[0].row_dimensions[3].hidden = True


def hide_column(book):
    book.worksheets[0].column_dimensions["B"].hidden = True


def comment(book):
    book.worksheets[0]["A1"].comment = Comment("x", "A")


def dde(book):
    book.worksheets[0]["A5"] = "=cmd|'/c calc'!A1"


def web(book):
    book.worksheets[0]["A5"] = '=WEBSERVICE("https://x.invalid")'


@pytest.mark.parametrize(
    ("change", "why", "said"),
    [
        (hide_sheet, Why.hidden_sheet, "Danh sách gốc"),
        (hide_sheet_deep, Why.hidden_sheet, "Danh sách gốc"),
        (hide_row, Why.hidden_rows, "row 3"),
        (hide_column, Why.hidden_columns, "column B"),
        (comment, Why.sheet_comments, "Thu chi"),
        (dde, Why.fetching, "Thu chi!A5"),
        (web, Why.fetching, "Thu chi!A5"),
    ],
)
def test_what_a_workbook_hides_is_refused_by_name(change, why, said):
    found, sentence = refused("a.xlsx", workbook(change))
    assert found is why
    assert said in sentence


def named(text: str, **marks: object) -> bytes:
    """A workbook with one defined name "Ghi_chu"."""

    def change(book):
        book.defined_names["Ghi_chu"] = DefinedName("Ghi_chu", attr_text=text, **marks)

    return workbook(change)


@pytest.mark.parametrize(
    ("text", "marks", "why"),
    [
        ("cmd|'/C calc'!A0", {}, Why.fetching),
        ('WEBSERVICE("http://x.invalid")', {}, Why.fetching),
        ('_xlfn.IMAGE("http://x.invalid")', {}, Why.fetching),
        ('"Danh sách hộ chưa nộp"', {"hidden": True}, Why.hidden_name),
        ("{1,2,3}", {"hidden": True}, Why.hidden_name),
        ("CHAR(65)", {"hidden": True}, Why.hidden_name),
        ("'Thu chi'!$A$1", {"xlm": True}, Why.macros),
        ("'Thu chi'!$A$1", {"vbProcedure": True}, Why.macros),
    ],
)
def test_a_name_that_fetches_runs_or_hides_is_refused(text, marks, why):
    found, sentence = refused("a.xlsx", named(text, **marks))
    assert found is why
    assert why is Why.macros or "Ghi_chu" in sentence


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ('"Danh sách hộ"', None),
        ("'Thu chi'!$A$1:$B$3", True),
        ("Thu_chi!$A:$A,Thu_chi!$1:$2", True),
        ("#REF!", True),
        ("Sheet1!#REF!", True),
        ("#NAME?", True),
        ("#DIV/0!", True),
        ("0.5", True),
        ("-1E-06", True),
        ("SUM('Thu chi'!$B$2:$B$3)", None),
    ],
)
def test_an_ordinary_name_passes(text, hidden):
    assert opened("a.xlsx", named(text, hidden=hidden))


@pytest.mark.parametrize("address", ["http://x.invalid/a.png", "https://x.invalid/a.png"])
def test_a_cell_that_fetches_a_picture_is_refused(address):
    def picture(book):
        book.worksheets[0]["A5"] = f'=_xlfn.IMAGE("{address}")'

    assert refused("a.xlsx", workbook(picture))[0] is Why.fetching


def test_a_rule_of_a_sheet_that_fetches_is_refused():
    rule = b'</sheetData><conditionalFormatting sqref="A1"><cfRule type="expression"><formula>WEBSERVICE(A1)=1</formula></cfRule>'
    sheet = unzipped(workbook())["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", rule + b"</conditionalFormatting>")
    assert refused("a.xlsx", with_parts(workbook(), xl__worksheets__sheet1_dot_xml=sheet))[0] is Why.fetching


@pytest.mark.parametrize(
    "name", ["xl/sheets2/old.xml", "xl/comments1.xml", "xl/media/image9.png", "xl/old/_rels/sheet.xml.rels", "ghi-chu.txt"]
)
def test_a_part_that_nothing_leads_to_does_not_leave(name):
    """A cycle of parts is not led to either."""
    hidden = relations(relation("rId1", "worksheet", "../comments1.xml")) if name.endswith(".rels") else f"<a>{CANARY}</a>".encode()
    public = unzipped(
        opened("a.xlsx", zipped(unzipped(workbook()) | {name: hidden, "xl/comments1.xml": f"<a>{CANARY}</a>".encode()})).public
    )
    assert name not in public
    assert not any(CANARY.encode() in part for part in public.values())
    assert openpyxl.load_workbook(io.BytesIO(zipped(public))).sheetnames == ["Thu chi"]


def test_a_part_is_found_whatever_its_capitals():
    def change(book):
        book.worksheets[0]["A1"].comment = Comment("x", "A")

    parts = {name.replace("comments/comment1", "Comments/COMMENT1"): data for name, data in unzipped(workbook(change)).items()}
    assert any("COMMENT1" in name for name in parts)
    assert refused("a.xlsx", zipped(parts))[0] is Why.sheet_comments


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (b"<sheetData>", b'<cols><col min="2" max="3" width="0"/></cols><sheetData>', Why.hidden_columns),
        (b'<row r="2"', b'<row r="2" ht="0"', Why.hidden_rows),
        (b"<sheetData>", b'<sheetFormatPr zeroHeight="1"/><sheetData>', Why.hidden_rows),
    ],
)
def test_rows_and_columns_without_height_or_width_are_hidden_too(before, after, why):
    sheet = unzipped(workbook())["xl/worksheets/sheet1.xml"].replace(before, after, 1)
    assert refused("a.xlsx", with_parts(workbook(), xl__worksheets__sheet1_dot_xml=sheet))[0] is why


def test_hidden_rows_and_columns_that_hold_nothing_pass():
    def hide(book):
        book.worksheets[0].row_dimensions[900].hidden = True
        book.worksheets[0].column_dimensions["XFD"].hidden = True

    assert opened("a.xlsx", workbook(hide)).pages == 1


def test_a_pivot_table_is_refused():
    parts = unzipped(workbook())
    name = "xl/_rels/workbook.xml.rels"
    line = relation("rId99", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml").encode()
    parts[name] = parts[name].replace(b"</Relationships>", line + b"</Relationships>")
    assert refused("a.xlsx", zipped(parts))[0] is Why.pivot


def test_a_sheet_that_the_workbook_does_not_list_is_refused():
    assert refused("a.xlsx", with_parts(workbook(), xl__worksheets__sheet7_dot_xml=b"<worksheet/>"))[0] is Why.hidden_sheet


def test_too_many_cells_are_refused():
    def fill(book):
        for n in range(60):
            book.worksheets[0].append([n] * 20)

    assert refused("a.xlsx", workbook(fill), Limits(cells=1_000))[0] is Why.cells


def test_the_path_of_the_machine_does_not_leave():
    parts = unzipped(workbook())
    path = b'<x15ac:absPath xmlns:x15ac="http://x" url="C:\\Users\\' + CANARY.encode() + b'\\"/>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<sheets>", path + b"<sheets>")
    clean = opened("a.xlsx", zipped(parts))
    assert CANARY.encode() not in unzipped(clean.public)["xl/workbook.xml"]


# Secrecy


def test_a_mark_in_the_name_is_refused_and_an_internal_one_noted():
    assert refused("15-BC_TOI_MAT.pdf", pdf())[0] is Why.secret
    assert opened("Lưu hành nội bộ.pdf", pdf()).notes == (Note.internal.value,)
    assert opened("a.docx", word(run("Lưu hành nội bộ"))).notes == (Note.internal.value,)


# The worker


def test_too_much_memory_is_a_sentence():
    assert refused("a.png", png_that_says(6_000, 6_000), Limits(memory=160_000_000))[0] is Why.too_heavy


def worker_running(monkeypatch, body):
    monkeypatch.setattr("dinhlang.ground.files.untrusted._START", body)


def says(head: str, body: str = "") -> str:
    """A worker that answers with `head` and `body`."""
    return f"import sys; [sys.stdout.buffer.write(len(b).to_bytes(8) + b) for b in ({head.encode()!r}, {body.encode()!r})]"


def test_a_worker_that_never_answers_is_killed(monkeypatch):
    worker_running(monkeypatch, "import time; time.sleep(60)")
    begun = time.monotonic()
    assert refused("a.pdf", pdf(), Limits(wall=1))[0] is Why.too_long
    assert time.monotonic() - begun < 5


def test_a_worker_that_spins_runs_out_of_processor_time(monkeypatch):
    worker_running(monkeypatch, "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass")
    assert refused("a.pdf", pdf())[0] is Why.too_long


@pytest.mark.parametrize(
    "body",
    [
        "import os; os.abort()",
        "import os; os._exit(3)",
        "raise RuntimeError",
        "",
        "import sys; sys.stdout.write('x' * 7)",
        "import sys; sys.stdout.buffer.write(b'\\xff' * 64)",
        says("[]"),
        says('{"why": "invented"}'),
        says('{"why": "hidden_sheet", "values": {}}'),
        says('{"notes": []}', "<html>"),
        says('{"notes": [], "pages": -1}', "%PDF-"),
        says('{"notes": ["x"]}', "%PDF-"),
    ],
)
def test_a_worker_that_dies_or_talks_nonsense_is_a_sentence(monkeypatch, body):
    worker_running(monkeypatch, body)
    assert refused("a.pdf", pdf())[0] is Why.unreadable


def test_a_worker_that_floods_is_cut_off(monkeypatch):
    worker_running(monkeypatch, "import sys\nwhile True: sys.stdout.buffer.write(bytes(1 << 20))")
    assert refused("a.pdf", pdf(), Limits(inflated=1_000_000))[0] is Why.unreadable


def test_a_machine_without_room_is_a_sentence(monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(subprocess, "Popen", full)
    assert refused("a.pdf", pdf())[0] is Why.busy


@pytest.mark.parametrize(
    "deed",
    [
        "open('/etc/hostname')",
        "open('x', 'w')",
        "__import__('socket').socket()",
        "__import__('os').system('true')",
        "__import__('os').listdir('/')",
        "__import__('os').fork()",
        "__import__('ctypes').CDLL(None)",
    ],
)
def test_the_sealed_worker_can_reach_nothing(deed, tmp_path):
    start = f"import socket, os, ctypes; from dinhlang.ground.files import worker; worker.seal(); {deed}"
    done = subprocess.run([sys.executable, "-c", start], capture_output=True, text=True, timeout=30, check=False)
    assert "PermissionError" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own locks are Linux's")
def test_the_kernel_holds_even_where_the_hook_is_gone():
    code = """
import ctypes, os, sys
from dinhlang.ground.files import worker
sys.addaudithook = lambda hook: None
files, network = worker.seal()
libc = ctypes.CDLL(None, use_errno=True)
print(files, network, libc.open(b"/etc/hostname", 0) >= 0, len(open("/proc/net/dev").readlines()) if not files else 3)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    files, _network, reached, _ = done.stdout.split()
    assert files == "False" or reached == "False"


def test_the_worker_knows_a_cleaner_for_every_kind():
    assert set(worker._CLEANERS) == set(Kind)
    assert set(Kind) == DOCUMENTS | PHOTOS | SOUNDS
