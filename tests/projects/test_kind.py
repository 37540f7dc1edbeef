"""The list of public investment as a kind of import."""

from datetime import date
from typing import Any

import pytest

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.imports.kinds import Checked, Row, Where
from dinhlang.works.disclosures.tests.town import ONE, WARD, Town
from dinhlang.works.projects import acts, kinds

GOOD: dict[str, Any] = {
    "name": "Đường bê tông",
    "where": "Tổ 1, gần chợ",
    "years": "2025-2026",
    "total": 2400,
    "plan": 1200,
    "paid": 800,
    "status": "đang thi công",
}


def checked(*rows: dict[str, Any], **asked: Any) -> Checked:
    day = date(2026, 11, 20)
    where = Where(bodies.find(WARD, day), day, "dau-tu-cong.xlsx", "0" * 64, {"year": 2026, "unit": "1000000", **asked})
    return kinds.check([Row(n, row) for n, row in enumerate(rows, 5)], where)


def test_it_works(town: Town):
    found = checked(GOOD)
    (line,) = found.rows
    assert (line.village, line.status, line.first_year, line.last_year, line.total) == (
        town.ids[ONE],
        "building",
        2025,
        2026,
        2_400_000_000,
    )
    assert (found.new, found.notes) == (1, ())
    town.do(acts.import_rows, rows=found.rows)
    assert (checked(GOOD).known, checked({**GOOD, "paid": 900}).changed) == (1, 1)


def test_a_village_is_named_by_whole_words(town: Town):
    (line,) = checked({**GOOD, "where": "tổ 11"}).rows
    assert (line.village, line.where) == (None, "tổ 11")


@pytest.mark.parametrize("bad", [{"name": "-"}, {"total": -1}, {"paid": 10**9}, {"years": "2027-2026"}])
def test_what_is_no_project_keeps_the_list_out(town: Town, bad: dict[str, Any]):
    assert [one.row for one in checked(GOOD, {**GOOD, **bad}).problems] == [6]


def test_what_is_odd_is_noted(town: Town):
    found = checked({**GOOD, "paid": 3000, "status": "mới"}, GOOD)
    assert [one.sentence for one in found.notes] == [kinds.OVER, kinds.NO_STATUS, kinds.TWICE]
    assert checked(GOOD, unit=None).problems[0].sentence == kinds.UNIT
