"""A body's page: a ward in the middle of its quarter, a village on its first day."""

from datetime import date, timedelta

from dinhlang.core.rules import State
from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.common import ANSWERS, BODY, TODAY, Pages, site
from dinhlang.ground.ui.samples.duties import COVERAGE, DUTIES, OPEN, RECENT

DOORS = (
    s.Door("Biết", "31 mục đã công khai, còn 2 việc", "#know"),
    s.Door("Bàn", "1 cuộc lấy ý kiến đang mở", "#discuss"),
    s.Door("Quyết định", "Tổ dân phố 7 họp thứ Bảy", "#decide"),
    s.Door("Giám sát", "Sẽ mở khi Mặt trận ghi cuộc giám sát đầu tiên", ""),
)
ITEMS = (
    "Kế hoạch phát triển kinh tế - xã hội",
    "Ngân sách, quyết toán",
    "Đề án, dự án, đầu tư công",
    "Cán bộ, công chức phụ trách công việc",
    "Khoản huy động Nhân dân đóng góp",
    "Chương trình hỗ trợ, vay vốn",
    "Xét hộ nghèo, cận nghèo",
    "Đất đai, bồi thường, tái định cư",
    "Thành lập, nhập, chia đơn vị, tổ dân phố",
    "Kết quả giải quyết việc có ý kiến Nhân dân",
    "Giải trình, tiếp thu ý kiến",
    "Phí, lệ phí, nghĩa vụ tài chính",
    "Thủ tục hành chính",
    "Nội dung khác theo quy định",
)
CELLS = "ddsdd nsddd ndsd".replace(" ", "")
STATE = {"d": State.DISCLOSED, "n": State.NOTHING_AROSE, "s": State.SILENT}
QUARTER = s.RegisterStrip(
    "2026-Q4",
    "Quý IV/2026",
    9,
    2,
    3,
    tuple(s.CellRow(i + 1, ITEMS[i], STATE[c], f"#muc-{i + 1}") for i, c in enumerate(CELLS)),
    "#register",
)
LIFE = tuple(s.DayCount(TODAY - timedelta(days=n), (n * 7919) % 11) for n in range(340) if (n * 31) % 7 in (1, 3) and (n * 13) % 5)
VILLAGES = tuple(s.Link(f"Tổ dân phố {n}", "#") for n in (1, 2, 4, 7, 9, 12))


def body() -> s.BodyPage:
    """A ward in the middle of its quarter."""
    return s.BodyPage(
        "01273",
        "Phường Thục Phán",
        "phường",
        date(2025, 7, 1),
        ("phường Sông Hiến", "phường Đề Thám", "xã Hưng Đạo"),
        s.Link("Tỉnh Cao Bằng", "/"),
        ANSWERS,
        site().designated,
        DOORS,
        DUTIES,
        RECENT,
        QUARTER,
        COVERAGE,
        VILLAGES,
        TODAY,
        OPEN,
        kept=(
            s.DutyRow(
                State.RUNNING,
                None,
                "Thủ tục hành chính do phường giải quyết",
                None,
                None,
                "Luôn giữ trên bảng",
                "Luật 10/2022/QH15, Điều 11 khoản 13",
                "#why",
            ),
        ),
        life=LIFE,
        shelf=(s.Link("Ngân sách bằng số liệu", "#"), s.Link("Công trình, dự án", "#"), s.Link("Văn bản đi", "#")),
        recent_href="#all",
        reports=(s.Link("Báo một quyết định chưa thấy công khai", "#"),),
        reported=(
            s.ReportRow(
                "Quyết định thu tiền gửi xe ở chợ", "Tờ giấy dán ở cổng chợ", "Phí, lệ phí", date(2026, 11, 16), date(2026, 11, 22)
            ),
            s.ReportRow(
                "Một văn bản người dân biết (không hiện nội dung)",
                "",
                "",
                date(2026, 11, 9),
                date(2026, 11, 15),
                s.Link("95/QĐ-UBND", "#"),
                s.Link("Đăng ký", "#"),
            ),
        ),
    )


def empty_body() -> s.BodyPage:
    """A village on its first day: every empty state at once."""
    return s.BodyPage(
        "01273-to-4",
        "Tổ dân phố 4",
        "tổ dân phố",
        None,
        (),
        BODY,
        "Tổ trưởng tổ dân phố",
        "",
        (s.Door("Biết", "Chưa có gì", ""), *DOORS[1:]),
        (),
        (),
        None,
        "",
        (),
        TODAY,
    )


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    return {
        "body": ("pages/body.html", body()),
        "body-empty": ("pages/body.html", empty_body()),
    }
