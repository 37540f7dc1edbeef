"""The register as a kind of import: columns, what is left out and said, what keeps the file out."""

from datetime import date
from typing import Any

import pytest

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.imports.kinds import Checked, Row, Where
from dinhlang.works.disclosures.tests.town import WARD, Town
from dinhlang.works.outgoing import acts, kinds
from dinhlang.works.outgoing.lines import Line

GOOD: dict[str, Any] = {"number": "112/QĐ-UBND", "dated": date(2026, 10, 30), "abstract": "Về mức đóng góp sửa nhà văn hóa"}


def checked(*rows: dict[str, Any]) -> Checked:
    day = date(2026, 11, 20)
    where = Where(bodies.find(WARD, day), day, "so-van-ban-di.xlsx", "0" * 64)
    return kinds.check([Row(n, row) for n, row in enumerate(rows, 5)], where)


def test_it_works(town: Town):
    found = checked(GOOD, {**GOOD, "number": 113, "sign": "TB-UBND", "signer": "Hoàng Thị Mai"})
    assert (found.new, found.changed, found.known, found.problems, found.notes) == (2, 0, 0, (), ())
    assert found.rows[1] == Line("113/TB-UBND", date(2026, 10, 30), GOOD["abstract"], "Hoàng Thị Mai")
    town.do(acts.import_rows, rows=found.rows)
    again = checked(GOOD, {**GOOD, "number": "113/TB-UBND", "abstract": "Khác"})
    assert (again.new, again.changed, again.known) == (0, 1, 1)
    assert [line.abstract for line in again.rows] == ["Khác"]


@pytest.mark.parametrize("secret", [{"secrecy": "Mật"}, {"secrecy": "TỐI MẬT"}, {"abstract": "MẬT. Kế hoạch"}, {"secrecy": "tuyệt mật"}])
def test_a_secret_row_is_left_out_and_said(town: Town, secret: dict[str, Any]):
    found = checked(GOOD, {**GOOD, "number": "5/KH-UBND", **secret})
    assert (found.new, found.problems) == (1, ())
    assert found.notes[0].row == 6
    assert "secrecy" in found.notes[0].sentence


def test_for_use_inside_is_taken_and_warned(town: Town):
    found = checked({**GOOD, "abstract": "Lưu hành nội bộ: mức đóng góp"})
    assert (found.new, found.notes[0].sentence) == (1, kinds.INTERNAL)


def test_a_day_before_the_ward_is_left_out(town: Town):
    found = checked(GOOD, {**GOOD, "dated": date(2025, 6, 30)})
    assert (found.new, found.notes[0].sentence, found.problems) == (1, kinds.BEFORE, ())


@pytest.mark.parametrize("bad", [{"dated": date(2027, 1, 1)}, {"number": "QĐ-UBND"}, {"number": "1" * 61}, {"abstract": " "}])
def test_what_names_no_document_keeps_the_file_out(town: Town, bad: dict[str, Any]):
    assert [one.row for one in checked(GOOD, {**GOOD, **bad}).problems] == [6]


def test_the_same_row_twice_counts_once(town: Town):
    found = checked(GOOD, {**GOOD, "abstract": "Sau"})
    assert ([line.abstract for line in found.rows], found.notes[0].sentence) == (["Sau"], kinds.TWICE)


def test_of_a_party_paper_only_number_day_issuer_and_abstract(town: Town):
    (line,) = checked({**GOOD, "number": "12-NQ/ĐU", "signer": "A", "recipients": "B", "issuer": "Đảng ủy phường"}).rows
    assert (line.signer, line.recipients, line.issuer) == ("", "", "Đảng ủy phường")
