"""A body's budget: one table, and the list of them."""

from dataclasses import replace
from datetime import date

from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.common import BODY, TODAY, Pages

LAW = "Thông tư 26/2026/TT-BTC, Điều 26 khoản 3"


def budget() -> s.BudgetPage:
    """The execution of a quarter, with one sum that does not agree."""
    bars = (
        s.BudgetBar("Giáo dục, đào tạo, dạy nghề", 12_400_000_000, 8_100_000_000, "8,1 tỷ đồng trên 12,4 tỷ đồng, 65%; còn 4,3 tỷ đồng"),
        s.BudgetBar("Quản lý nhà nước, Đảng, Mặt trận, đoàn thể", 9_000_000_000, 6_200_000_000, "6,2 tỷ đồng trên 9 tỷ đồng, 69%"),
        s.BudgetBar("Đầu tư phát triển", 5_000_000_000, None, "dự toán 5 tỷ đồng"),
        s.BudgetBar("Bảo đảm xã hội", None, 310_000_000, "310 triệu đồng, không có dự toán"),
    )
    lines = (
        s.BudgetLine(0, "", "TỔNG SỐ CHI", 26_400_000_000, 14_610_000_000),
        s.BudgetLine(2, "I", "Chi đầu tư phát triển", 5_000_000_000, None),
        s.BudgetLine(2, "II", "Chi thường xuyên", 21_400_000_000, 14_600_000_000, "không khớp tổng"),
        s.BudgetLine(3, "1", "Chi giáo dục", 12_400_000_000, 8_100_000_000),
    )
    money = s.BudgetSide("revenue", "Thu", 27_000_000_000, 18_000_000_000, "18 tỷ đồng trên 27 tỷ đồng, 67%; còn 9 tỷ đồng", bars[:1], ())
    spending = s.BudgetSide("spending", "Chi", 26_400_000_000, 14_610_000_000, "14,61 tỷ đồng trên 26,4 tỷ đồng, 55%", bars, lines)
    shares = (
        s.BudgetShare("Giáo dục, đào tạo, dạy nghề", 55, 8_100_000_000),
        s.BudgetShare("Quản lý nhà nước, Đảng, Mặt trận, đoàn thể", 43, 6_200_000_000),
        s.BudgetShare("Bảo đảm xã hội", 2, 310_000_000),
    )
    return s.BudgetPage(
        title="Thực hiện ngân sách, quý III/2026",
        body=BODY,
        index=s.Link("Ngân sách của Phường Thục Phán", "#"),
        stage="Thực hiện ngân sách",
        period="quý III/2026",
        entered=date(2026, 10, 9),
        sides=(money, spending),
        shares=shares,
        shares_title="Trên mỗi 100 đồng chi",
        have=("cân đối thu, chi", "chi, theo mục đích"),
        missing=("thu, theo loại",),
        disagreements=("Chi thường xuyên, thực hiện: biểu ghi 14.600.000.000 đ, các dòng con cộng lại 14.610.000.000 đ",),
        today=TODAY,
        note="Thu đạt khá nhờ bổ sung từ ngân sách tỉnh.",
        facts=(s.Field("Văn bản", "15/NQ-HĐND"),),
        basis=LAW,
        actions=(s.Link("Công khai", "#"),),
        disclosed=(s.Link("Công khai ngày 12/10/2026", "#"),),
        versions=(s.Link("Bản 1, nhập ngày 8/10/2026", "#"),),
    )


def budgets() -> s.BudgetListPage:
    """The list of two years."""
    rows = (
        s.BudgetRow("Thực hiện ngân sách, quý III/2026", "#", ("Thu: 18 tỷ đồng", "Chi: 14,61 tỷ đồng"), date(2026, 10, 9), True),
        s.BudgetRow("Dự toán được quyết định, năm 2026", "#", ("Chi: dự toán 26,4 tỷ đồng",), date(2026, 1, 9), False),
    )
    return s.BudgetListPage(
        "Ngân sách của Phường Thục Phán", BODY, (("2026", rows),), ("Thực hiện ngân sách, quý II/2026",), (s.Link("Nhập", "#"),), TODAY, LAW
    )


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    old = replace(
        budget(), replaced_by=s.Link("bản đã sửa", "#"), actions=(), disclosed=(), shares=(), missing=(), have=(), disagreements=()
    )
    return {
        "budget": ("pages/budget.html", budget()),
        "budget-corrected": ("pages/budget.html", old),
        "budgets": ("pages/budgets.html", budgets()),
        "budgets-empty": ("pages/budgets.html", replace(budgets(), years=(), expected=(), actions=())),
    }
