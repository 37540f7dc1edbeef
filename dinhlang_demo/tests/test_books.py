"""The books of the demonstration's ward: they enter by the real acts, and last month's file is read like any office's."""

from datetime import date

import pytest

from dinhlang.ground.files.tables import read_table
from dinhlang.ground.record import clock
from dinhlang.works.budgets.models import Budget, Side
from dinhlang.works.disclosures.tests.town import WARD, Town, make_town
from dinhlang.works.outgoing import audit, reads
from dinhlang.works.projects.models import Project
from dinhlang_demo import books


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    return make_town(monkeypatch)


def test_it_works(town: Town) -> None:
    town.go("2026-11-20")
    books.books(town.office("officer"), clock.now(), town.ward)
    found = reads.counts([town.ward], date(2026, 1, 1), date(2026, 12, 31))[town.ward]
    assert (found.rows, found.registered) == (len(books.REGISTER), 0)
    assert found.all > 3
    assert list(audit.differences()) == []
    row = Budget.objects.get()
    assert row.spending_plan == row.revenue_plan
    assert Project.objects.filter(body=town.ids[WARD]).exclude(village=None).count() == 4


def test_its_sums_agree() -> None:
    for side in Side:
        lines = [row for row in books.BUDGET if row[0] is side]
        top = [row for row in lines if row[1] in {"I", "II", "III", "IV"}]
        assert not lines or (sum(row[3] for row in top), sum(row[4] or 0 for row in top)) == (lines[0][3], lines[0][4])


def test_last_months_file_is_a_table() -> None:
    (sheet,) = read_table("so-van-ban-di.xlsx", books.register_file()).sheets
    assert len(sheet.rows) == len(books.LAST_MONTH) + 3
