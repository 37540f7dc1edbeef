"""The table of a budget as a kind of import: sides, units, sums, what keeps it out."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.imports import states
from dinhlang.ground.imports.kinds import Checked, Row, Where
from dinhlang.ground.imports.models import Import
from dinhlang.works.budgets import acts, kinds, policy
from dinhlang.works.budgets.models import Side
from dinhlang.works.disclosures.tests.town import WARD, Town

ASKED: dict[str, Any] = {
    "stage": "execution",
    "year": 2026,
    "quarter": "Q3",
    "unit": "1000000",
    "number": None,
    "note": None,
    "reason": None,
}


def line(mark: str, label: str, plan: Any = None, done: Any = None, side: str | None = None) -> dict[str, Any]:
    return {"mark": mark, "label": label, "plan": plan, "done": done, "side": side}


TABLE = (
    line("A", "TỔNG SỐ THU", 100, 80),
    line("1", "Thu phí, lệ phí", 20, 15),
    line("2", "Thu bổ sung cân đối", 80, 65),
    line("B", "TỔNG SỐ CHI", 100, 60),
    line("I", "Chi thường xuyên", 100, 60),
    line("1", "Chi giáo dục", 70, 45),
    line("2", "Chi y tế", 30, 15),
)


def where(**asked: Any) -> Where:
    day = date(2026, 11, 20)
    return Where(bodies.find(WARD, day), day, "ngan-sach.xlsx", "0" * 64, {**ASKED, **asked})


def checked(*rows: dict[str, Any], **asked: Any) -> Checked:
    return kinds.check([Row(n, row) for n, row in enumerate(rows, 5)], where(**asked))


def entered(town: Town, found: Checked, **asked: Any) -> None:
    at = where(**asked)
    town.do(
        acts.enter,
        stage=str(at.asked["stage"]),
        period=kinds.period_of(at),
        unit=1,
        rows=found.rows,
        note=str(at.asked["note"] or ""),
        reason=str(at.asked["reason"] or ""),
    )


def test_it_works(town: Town):
    found = checked(*TABLE)
    assert (found.problems, found.notes, found.new) == ((), (), 7)
    assert [row.side for row in found.rows] == [Side.REVENUE] * 3 + [Side.SPENDING] * 4
    assert found.rows[5].done == 45_000_000
    assert kinds.period_of(where()) == "2026-Q3"
    assert kinds.period_of(where(quarter="year")) == "2026"


def test_the_side_may_stand_in_a_column(town: Town):
    found = checked(line("1", "Khoản lạ", 5, side="chi"), line("2", "Khoản khác", 5, side="Thu"), line("3", "Quỹ", 1, side="khác"))
    assert [row.side for row in found.rows] == [Side.SPENDING, Side.REVENUE, Side.OTHER]


def test_a_line_of_no_side_keeps_the_table_out(town: Town):
    (one,) = checked(line("1", "Khoản lạ", 5), *TABLE).problems
    assert (one.row, one.sentence) == (5, kinds.NO_SIDE)


def test_a_wrong_total_is_said_and_entered(town: Town):
    found = checked(line("A", "TỔNG SỐ THU", 90, 80), *TABLE[1:])
    assert found.problems == ()
    assert [(one.row, one.column, one.sentence) for one in found.notes] == [(5, "plan", kinds.DISAGREES)]


def test_execution_without_a_plan_is_noted(town: Town):
    found = checked(*TABLE, line("3", "Chi bảo đảm xã hội", None, 5))
    assert kinds.NO_PLAN in {one.sentence for one in found.notes}


@pytest.mark.parametrize(("amount", "words"), [(-5, "less than nothing"), (10**9, "more than a commune's budget")])
def test_amounts_that_cannot_be(town: Town, amount: int, words: str):
    (one,) = checked(*TABLE, line("3", "Chi văn hóa", amount, 1)).problems
    assert words in one.sentence
    assert one.row == 12


def test_a_part_of_a_dong_keeps_it_out(town: Town):
    assert [one.sentence for one in checked(*TABLE, line("3", "Chi văn hóa", Decimal("0.5")), unit="1").problems] == [kinds.PART]


def test_no_unit_no_table(town: Town):
    assert [one.sentence for one in checked(*TABLE, unit=None).problems] == [kinds.UNIT]


def test_a_forgotten_unit_is_noted(town: Town):
    entered(town, checked(*TABLE))
    found = checked(*TABLE, unit="1000", quarter="Q2")
    assert [one.sentence for one in found.notes] == [kinds.TOO_FAR, kinds.TOO_FAR]


def test_the_same_table_again_is_known_another_needs_a_reason(town: Town):
    entered(town, checked(*TABLE))
    again = checked(*TABLE)
    assert (again.rows, again.known, again.problems) == ((), 7, ())
    other = (*TABLE[:-1], line("2", "Chi y tế", 30, 14))
    assert [one.sentence for one in checked(*other).problems] == [acts.ENTERED]
    assert checked(*other, reason="Cộng nhầm").problems == ()


def test_what_fits_no_heading_keeps_its_words(town: Town):
    found = checked(*TABLE, line("3", "Chi hỗ trợ hội đặc thù", 1, 1))
    assert [one.values["label"] for one in found.notes if one.sentence == kinds.NO_HEADING] == ["Chi hỗ trợ hội đặc thù"]


def test_a_table_without_amounts_is_none(town: Town):
    assert "No line of the table" in checked(line("A", "TỔNG SỐ THU")).problems[0].sentence


def test_the_template_is_read_by_its_own_words():
    for column in kinds.COLUMNS:
        assert column.hints
    assert policy.heading_of(Side.SPENDING, kinds.BUDGET.column("label").example) == "education"


def bring(town: Town, **asked: str) -> Any:
    """The form of a file, sent with these answers: the response."""
    fields = {"command_id": str(uuid4()), "day": "20/11/2026", **{f"ask_{name}": value for name, value in asked.items()}}
    rows = "STT,Nội dung,Dự toán,Thực hiện\nA,TỔNG SỐ CHI,100,60\nI,Chi giáo dục,100,60\n"
    fields["file"] = SimpleUploadedFile("ngan-sach.csv", rows.encode(), "text/csv")
    return town.client("officer").post(reverse("import-new", args=[WARD, kinds.BUDGET.name]), fields)


def test_what_is_left_out_is_said_one_by_one_and_what_was_typed_stays(town: Town):
    response = bring(town, number="15/NQ-HĐND", note="Thu đạt khá")
    form = response.context["page"].form
    assert response.status_code == 422
    assert {name: errors for name, (errors, *_) in form.errors.items()} == {
        "ask_stage": "Hãy chọn biểu là gì: dự toán trình, dự toán được quyết định, thực hiện hay quyết toán.",
        "ask_year": "Hãy ghi năm của biểu.",
        "ask_quarter": "Hãy chọn biểu của phần nào trong năm.",
        "ask_unit": "Chọn đơn vị tính của số tiền trong tệp.",
        "file": "Xin chọn lại tệp: trình duyệt không giữ tệp sau mỗi lần gửi.",
    }
    assert (form["ask_number"].value(), form["ask_note"].value()) == ("15/NQ-HĐND", "Thu đạt khá")
    assert not Import.objects.exists()


def test_the_unit_is_remembered_from_the_table_that_entered_last(town: Town):
    address = reverse("import-new", args=[WARD, kinds.BUDGET.name])

    def offered() -> tuple[object, object]:
        form = town.client("officer").get(address).context["page"].form
        return form["ask_unit"].value(), form["ask_stage"].value()

    assert offered() == (None, None)
    assert bring(town, stage="execution", year="2026", quarter="Q3", unit="1000000").status_code == 302
    assert offered() == (None, None), "a draft teaches nothing"
    Import.objects.update(state=states.ENTERED)
    assert offered() == ("1000000", None)


def test_what_was_chosen_is_said_in_words(town: Town):
    answer = bring(town, stage="execution", year="2026", quarter="Q3", unit="1000000")
    page = town.client("officer").get(answer["Location"]).context["page"]
    said = {field.name: field.value for field in page.facts}
    assert (said["Loại biểu"], said["Đơn vị tính trong tệp"]) == ("Thực hiện ngân sách", "triệu đồng")
    assert "quý III (9 tháng)" in said.values()


def test_no_label_says_twice_that_it_may_be_left_out(town: Town):
    page = town.client("officer").get(reverse("import-new", args=[WARD, kinds.BUDGET.name]))
    assert not [field.label for field in page.context["page"].form if "nếu có" in str(field.label)]
