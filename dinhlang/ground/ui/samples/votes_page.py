"""What people decide."""

from dataclasses import replace
from datetime import datetime, timedelta

from dinhlang.ground.ui import format
from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.common import BODY, TODAY, Pages
from dinhlang.ground.ui.samples.documents_page import lines

AT = datetime(2026, 11, 28, 19, 30, tzinfo=format.ZONE)
SORT = "Chủ trương và mức đóng góp xây dựng công trình trong thôn, tổ dân phố"


def matter() -> s.MatterPage:
    """A matter whose meeting too few attended and whose papers carried."""
    sittings = tuple(
        s.SittingRow(n, f"Cụm {n}", f"Nhà văn hóa cụm {n}", AT + timedelta(hours=n), "Ông Nông Văn Ba", 60, "", ()) for n in (1, 2, 3)
    )
    first = s.RoundBlock(
        title="Vòng 1: họp, biểu quyết giơ tay", state="quá ít hộ tham gia", css="wait", facts=(s.Field("Bắt đầu", format.instant(AT)),),
        sittings=sittings, choices=(s.ChoiceRow("Đồng ý", 96), s.ChoiceRow("Không đồng ý", 3)), took_part=99, on_roll=180, of=180,
        needed=120, working=("99 trên 180 hộ tham gia.", "Từ 2/3 tổng số 180 hộ: 120."),
    )  # fmt: skip
    second = replace(
        first, title="Vòng 2: phát phiếu đến từng hộ", state="đạt", css="done", sittings=sittings[:1],
        choices=(s.ChoiceRow("Đồng ý", 150, True), s.ChoiceRow("Không đồng ý", 8)), took_part=160, spoilt=2,
    )  # fmt: skip
    return s.MatterPage(
        subject="a" * 16, title="Làm đường bê tông ngõ 12", body=BODY, sort=SORT, state="đã thông qua", css="done",
        lines=("Mỗi hộ góp 300.000 đ và hai ngày công.",), names=(), rounds=(first, second),
        history=(s.HistoryRow(AT, "Đề xuất để Nhân dân quyết định", "#"), s.HistoryRow(AT + timedelta(days=3), "Kết thúc vòng", "#", "")),
        today=TODAY, facts=(s.Field("Người triệu tập", "Trưởng thôn"), s.Field("Có hiệu lực từ", "28 tháng 11 năm 2026")),
        actions=(s.Link("Nhập quyết định đã ký", "#"), s.Link("Rút lại", "#")),
        papers=(s.Link("Giấy mời từng hộ", "#"),), documents=lines(),
        basis="Luật 10/2022/QH15, Điều 15, 21",
    )  # fmt: skip


def election() -> s.MatterPage:
    """An election under way, seen by who counts."""
    row = s.SittingRow(1, "Cả thôn", "Nhà văn hóa", AT, "Tổ bầu cử", 85, "mới có một bản đếm", (s.Link("Nhập kết quả đếm", "#"),))
    block = s.RoundBlock("Vòng 1: họp, bỏ phiếu kín", "đã triệu tập", "open", (s.Field("Số hộ", "85"),), (row,))
    return replace(
        matter(), title="Bầu Trưởng thôn", names=("Nông Văn Tài", "Lý Thị Hoa"), rounds=(block,), state="đã triệu tập", css="open",
        note="Quá ít hộ tham gia.", files=(s.FileRow("bien-ban.pdf", "#", 120_000, "0" * 64, "PDF"),),
    )  # fmt: skip


def whole() -> s.MatterPage:
    """A matter of the whole commune."""
    states = (("đã thông qua", "done"), ("đã thông qua", "done"), ("đã triệu tập", "open"))
    rows = tuple(s.MatterRow(f"Tổ {n}", "#", SORT, word, css) for n, (word, css) in enumerate(states, 1))
    return replace(matter(), rounds=(), villages=rows, tally=("2 trên 3 thôn đồng ý.", "Ít nhất 2 thôn phải đồng ý."))


def matters() -> s.MattersPage:
    """A list with something open and something settled."""
    row = s.MatterRow("Làm đường bê tông ngõ 12", "#", SORT, "đã triệu tập", "open", "đề xuất ngày 20/11/2026")
    return s.MattersPage(
        title="Nhân dân quyết định ở Tổ 4", body=BODY, open=(row,), settled=(replace(row, state="đã thông qua", css="done"),), today=TODAY,
        actions=(s.Link("Đưa một việc ra Nhân dân", "#"),), villages=(s.Link("Tổ 4: 2 việc", "#"),), basis="Luật 10/2022/QH15, Điều 15",
    )  # fmt: skip


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    template = "pages/matter.html"
    return {
        "matter": (template, matter()),
        "matter-election": (template, election()),
        "matter-commune": (template, whole()),
        "matters": ("pages/matters.html", matters()),
        "matters-empty": ("pages/matters.html", replace(matters(), open=(), settled=(), actions=(), villages=())),
    }


