"""`outgoing.import`: the register comes in once; what is known stays, what changed is kept in both wordings, secrets stay outside."""

from dataclasses import replace
from datetime import date

import pytest

from dinhlang.core import ledger
from dinhlang.works.disclosures.tests.town import Town, check_common, leaf, open_parts, refused
from dinhlang.works.outgoing import acts, audit
from dinhlang.works.outgoing.lines import Line
from dinhlang.works.outgoing.models import Document, Replaced

LINES = (
    Line("112/QĐ-UBND", date(2026, 10, 30), "Về mức đóng góp tự nguyện sửa nhà văn hóa tổ 4", "Hoàng Thị Mai", "Các tổ dân phố"),
    Line("113/TB-UBND", date(2026, 11, 2), "Mức thu phí, lệ phí tại chợ Xanh", "Hoàng Thị Mai"),
    Line("98/UBND-VP", date(2026, 11, 3), "V/v trả lời đơn của công dân"),
)


def test_it_works(town: Town):
    done = check_common(town, acts.import_rows, {"rows": LINES})
    assert list(Document.objects.order_by("dated").values_list("slug", "proposed")) == [
        ("112-qd-ubnd", 5), ("113-tb-ubnd", 12), ("98-ubnd-vp", None),
    ]  # fmt: skip
    said = leaf(done)["public"]
    assert {**said, "root": ""} == {
        "rows": 3, "new": 3, "changed": 0, "from": "2026-10-30", "to": "2026-11-03", "root": "",
    }  # fmt: skip
    rows = Document.objects.order_by("place")
    assert said["root"] == ledger.root_of(acts.leaf(row.number, row.dated, row) for row in rows).hex()
    assert open_parts(done) == {"public"}
    assert list(audit.differences()) == []


def test_no_word_of_the_register_is_in_the_record(town: Town):
    done = town.do(acts.import_rows, rows=LINES)
    assert "Hoàng" not in str(leaf(done))
    assert "112" not in str(leaf(done)["public"])


def test_the_same_rows_again_change_nothing(town: Town):
    town.do(acts.import_rows, rows=LINES)
    with refused("Every row of this is here already"):
        town.do(acts.import_rows, rows=LINES)


def test_new_rows_beside_known_ones_come_in(town: Town):
    town.do(acts.import_rows, rows=LINES)
    more = Line("120/QĐ-UBND", date(2026, 11, 9), "Thanh lý tài sản công")
    assert leaf(town.do(acts.import_rows, rows=(*LINES, more)))["public"]["new"] == 1
    assert Document.objects.count() == 4
    assert list(audit.differences()) == []


def test_a_changed_abstract_is_kept_in_both_wordings(town: Town):
    town.do(acts.import_rows, rows=LINES)
    done = town.do(acts.import_rows, rows=(replace(LINES[2], abstract="Kế hoạch lấy ý kiến nhân dân"),))
    assert (leaf(done)["public"]["new"], leaf(done)["public"]["changed"]) == (0, 1)
    assert Document.objects.get(slug="98-ubnd-vp").proposed == 11
    assert Replaced.objects.get().abstract == "V/v trả lời đơn của công dân"
    assert list(audit.differences()) == []


def test_the_same_row_twice_in_one_file_is_one(town: Town):
    town.do(acts.import_rows, rows=(LINES[0], LINES[0], replace(LINES[0], abstract="Mức đóng góp (sửa)")))
    assert Document.objects.get().abstract == "Mức đóng góp (sửa)"
    assert list(audit.differences()) == []


def test_a_number_used_again_another_day_is_another_document(town: Town):
    town.do(acts.import_rows, rows=(LINES[0], replace(LINES[0], dated=date(2026, 1, 12))))
    assert Document.objects.count() == 2


@pytest.mark.parametrize("abstract", ["MẬT: kế hoạch diễn tập", "Phương án (TỐI MẬT)", "TUYỆT MẬT"])
def test_a_mark_of_secrecy_is_refused(town: Town, abstract: str):
    with refused("It bears a mark of secrecy"):
        town.do(acts.import_rows, rows=(replace(LINES[0], abstract=abstract),))


def test_of_a_party_paper_signer_and_recipients_are_not_kept(town: Town):
    line = Line("12-NQ/ĐU", date(2026, 11, 3), "Lãnh đạo phát triển kinh tế - xã hội", "Nông Văn A", "Các chi bộ", "Đảng ủy phường")
    town.do(acts.import_rows, rows=(line,))
    row = Document.objects.get()
    assert (row.signer, row.recipients, row.issuer) == ("", "", "Đảng ủy phường")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"number": "QĐ-UBND"}, "“{number}” is no number of a document"),
        ({"number": "1/QĐ" + "Đ" * 60}, "“{number}” is no number of a document"),
        ({"number": ""}, "“{number}” is no number of a document"),
        ({"abstract": "  "}, "The abstract is empty"),
        ({"dated": date(2026, 11, 21)}, "The document is dated {dated}, which is still to come"),
        ({"dated": date(2025, 6, 30)}, "{name} has existed since {since}"),
    ],
)
def test_what_names_no_document_is_refused(town: Town, changed: dict[str, object], words: str):
    with refused(words):
        town.do(acts.import_rows, rows=(*LINES, replace(LINES[0], **changed)))


def test_nothing_at_all_is_refused(town: Town):
    with refused("There is no row to take over"):
        town.do(acts.import_rows, rows=())


def test_what_the_record_does_not_say_is_found(town: Town):
    town.do(acts.import_rows, rows=LINES)
    Document.objects.filter(slug="98-ubnd-vp").update(abstract="Khác")
    assert [line.split(":")[1] for line in audit.differences()] == [" the rows are not those that entered the record"]
    Document.objects.filter(slug="98-ubnd-vp").update(batch="x" * 16)
    assert any("in the tables, not in the record" in line for line in audit.differences())
