"""Levels, sums that do not agree, purposes and shares of 100: pure arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinhlang.core.tally.hundred import of_hundred
from dinhlang.works.budgets import policy, sums
from dinhlang.works.budgets.models import Side, Stage
from dinhlang.works.budgets.sums import Purpose, Row


def table(*lines: tuple[str, str, int | None, int | None], side: Side = Side.SPENDING) -> tuple[Row, ...]:
    rows = [Row(n, side, mark, label, plan, done, policy.heading_of(side, label)) for n, (mark, label, plan, done) in enumerate(lines)]
    return sums.nested(rows)


WHOLE = table(
    ("", "TỔNG SỐ CHI", 100, 70),
    ("I", "Chi đầu tư phát triển", 30, 10),
    ("II", "Chi thường xuyên", 65, 60),
    ("1", "Chi giáo dục", 40, 40),
    ("2", "Chi y tế", 20, 15),
    ("3", "Chi hỗ trợ hội đặc thù", 5, 5),
    ("III", "Dự phòng ngân sách", 5, None),
)


def test_it_works():
    assert list(sums.disagreements(WHOLE)) == []
    assert (sums.total(WHOLE, "plan"), sums.total(WHOLE, "done")) == (100, 70)
    assert sums.purposes(WHOLE) == (
        Purpose("investment", "", 30, 10),
        Purpose("education", "", 40, 40),
        Purpose("health", "", 20, 15),
        Purpose("", "Chi hỗ trợ hội đặc thù", 5, 5),
        Purpose("reserve", "", 5, None),
    )


def test_a_sum_that_does_not_agree_is_found():
    wrong = table(("", "Tổng số chi", 100, None), ("I", "Chi thường xuyên", 90, None), ("1", "Chi giáo dục", 90, None))
    (one,) = sums.disagreements(wrong)
    assert (one.row.label, one.column, one.said, one.found) == ("Tổng số chi", "plan", 100, 90)


def test_of_which_is_no_sum():
    rows = table(
        ("I", "Chi thường xuyên", 90, None), ("", "Trong đó:", None, None), ("1", "Chi giáo dục", 20, None), ("II", "Dự phòng", 5, None)
    )
    assert list(sums.disagreements(rows)) == []
    assert [row.label for row in sums.leaves(rows)] == ["Chi thường xuyên", "Dự phòng"]


def test_a_table_without_marks_adds_up_to_its_total():
    rows = table(("", "Chi giáo dục", 20, None), ("", "Chi y tế", 30, None), ("", "Tổng cộng", 50, None))
    assert sums.total(rows, "plan") == 50
    assert [one.heading for one in sums.purposes(rows)][:2] == ["education", "health"]


@pytest.mark.parametrize(
    ("mark", "level"), [("A", 1), ("I", 2), ("IV.", 2), ("1", 3), ("1.1", 4), ("1.1.2", 5), ("a)", 5), ("-", 6), ("+", 7), ("", 9)]
)
def test_levels_by_mark(mark: str, level: int):
    assert sums.level_of(mark, "Chi giáo dục") == level


def test_total_lines_stand_highest():
    assert sums.level_of("", "TỔNG CỘNG") == 0
    assert not sums.is_total("Công tác xã hội")


def test_a_line_finds_its_heading_by_whole_words():
    assert policy.heading_of(Side.SPENDING, "Sự nghiệp GIÁO DỤC và đào tạo") == "education"
    assert policy.heading_of(Side.SPENDING, "su nghiep y te") == "health"
    assert policy.heading_of(Side.REVENUE, "Thu bổ sung có mục tiêu từ ngân sách cấp trên") == "targeted-transfer"
    assert policy.heading_of(Side.SPENDING, "Khoản lạ") == ""
    assert policy.heading_of(Side.OTHER, "Giáo dục") == ""


def test_the_demand_follows_the_law_of_the_day():
    from_2026 = policy.demand(Stage.EXECUTION, policy.date(2026, 4, 1))
    before = policy.demand(Stage.EXECUTION, policy.date(2026, 3, 24))
    assert (before.basis, dict(before.needs)["revenue"]) == ("Circular 343/2016/TT-BTC Art. 15(3)", "114")
    assert (from_2026.basis, list(from_2026.needs)) == ("Circular 26/2026/TT-BTC Art. 26(3)", ["balance", "revenue", "spending"])
    assert policy.demand(Stage.DRAFT, policy.date(2016, 1, 1)) is None


def test_shares_of_one_hundred():
    assert of_hundred({"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}
    assert of_hundred({"a": 0, "b": 0}) == {}
    assert of_hundred({}) == {}
    assert of_hundred({"a": 999, "b": 1}) == {"a": 100, "b": 0}


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 10**15), max_size=12))
def test_shares_always_add_up(amounts: dict[str, int]):
    shares = of_hundred(amounts)
    if sum(amounts.values()):
        assert sum(shares.values()) == 100
        assert all(abs(shares[name] - amounts[name] * 100 / sum(amounts.values())) < 1 for name in amounts)


@given(st.lists(st.tuples(st.sampled_from(["", "A", "I", "II", "1", "2", "a", "-"]), st.integers(0, 10**12)), max_size=30))
def test_every_dong_belongs_to_one_purpose(lines: list[tuple[str, int]]):
    rows = table(*((mark, f"Khoản {n}", amount, None) for n, (mark, amount) in enumerate(lines)))
    assert sum(one.plan or 0 for one in sums.purposes(rows)) == sum(row.plan or 0 for row in sums.leaves(rows))
