"""The fund book of a village."""

from dataclasses import replace

from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.common import BODY, TODAY, Pages


def fund() -> s.FundPage:
    """A book as anybody reads it."""
    receipt = s.FileRow("bien-lai.jpg", "#", 240_000, "0" * 64, "JPEG")
    lines = (
        s.FundLine(5, TODAY, False, "14 bộ đèn và dây điện", "Làm mới, sửa chữa công trình", 560_000, "Cửa hàng điện Tân Tiến", "", "#"),
        s.FundLine(4, TODAY, False, "Ghi đảo dòng 3: ghi nhầm số tiền", "Làm mới, sửa chữa công trình", -5_600_000, entry_href="#"),
        s.FundLine(
            3, TODAY, False, "14 bộ đèn và dây điện", "Làm mới, sửa chữa công trình", 5_600_000, "Cửa hàng điện Tân Tiến",
            "đã ghi đảo ở dòng 4",
            "#", (receipt,),
        ),
        s.FundLine(1, TODAY, True, "Phường hỗ trợ", "Cấp trên hỗ trợ", 2_000_000, entry_href="#"),
        s.FundLine(0, None, True, "Các hộ đóng góp theo danh sách, cộng gộp", "Hộ gia đình đóng góp", 4_750_000),
    )  # fmt: skip
    sides = (
        s.FundSide(
            "in", "Đã thu", 6_750_000,
            (s.BudgetShare("Hộ gia đình đóng góp", 70, 4_750_000), s.BudgetShare("Cấp trên hỗ trợ", 30, 2_000_000)),
        ),
        s.FundSide("out", "Đã chi vào việc gì", 560_000, (s.BudgetShare("Làm mới, sửa chữa công trình", 100, 560_000),)),
    )  # fmt: skip
    closings = (s.FundClosing(TODAY, 6_750_000, 560_000, 6_190_000, "Ban công tác Mặt trận đã xác nhận", "done"),)
    return s.FundPage(
        subject="a" * 16, title="Quỹ đèn ngõ 3 và ngõ 5", body=BODY, period="", balance=6_190_000, carried=0, sides=sides, lines=lines,
        closings=closings, today=TODAY, facts=(s.Field("Căn cứ", "Lắp đèn chiếu sáng ngõ 3 và ngõ 5", "#"), s.Field("Năm", "2026")),
        papers=(s.Link("Để niêm yết (A4)", "#"),), note="Số tiền từng hộ chỉ xem được trong thôn.",
        basis="Thông tư 26/2026/TT-BTC, Điều 22 khoản 2",
    )  # fmt: skip


def kept() -> s.FundPage:
    """One year of it as the village head sees it, with more spent than came in."""
    page = fund()
    lines = (*(replace(one, actions=(s.Link("Ghi đảo", "#"),)) for one in page.lines[:2]), *page.lines[2:])
    households = (
        s.FundHousehold("1", "Nông Văn Ba", 250_000),
        s.FundHousehold("12", "", 0),
        s.FundHousehold("", "Hộ đã chuyển đi", 250_000),
    )
    waits = replace(page.closings[0], state="chưa được xác nhận", css="wait", actions=(s.Link("Xác nhận khóa sổ", "#"),))
    return replace(
        page, period="Năm 2026", balance=-310_000, carried=120_000, lines=lines, closings=(waits, *page.closings), households=households,
        own="Hộ của bạn, số 1, đã đóng 250.000 đ.", note="", actions=(s.Link("Nhập khoản chi", "#"), s.Link("Khóa sổ", "#")),
        years=(s.Link("2025", "#"), s.Link("Cả sổ", "#")),
    )  # fmt: skip


def funds() -> s.FundsPage:
    """The books of a village."""
    row = s.FundRow("Quỹ đèn ngõ 3 và ngõ 5", "#", 6_190_000, "Năm 2026 · khóa sổ đến 28/11/2026")
    return s.FundsPage(
        "Sổ thu chi của Tổ 4", BODY, (row,), TODAY, (s.Link("Mở sổ thu chi", "#"),), "Thông tư 26/2026/TT-BTC, Điều 22 khoản 2"
    )


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    template = "pages/fund.html"
    empty = replace(fund(), balance=0, sides=(), lines=(), closings=(), papers=(), note="")
    return {
        "fund": (template, fund()),
        "fund-kept": (template, kept()),
        "fund-empty": (template, empty),
        "funds": ("pages/funds.html", funds()),
        "funds-empty": ("pages/funds.html", replace(funds(), rows=(), actions=())),
    }
