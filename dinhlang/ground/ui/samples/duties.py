"""Invented duties, their parts, and what was done and is open."""

from datetime import date

from dinhlang.core.rules import State
from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.common import LAW, at

WEBSITE = s.PartRow(
    "website",
    "Trang thông tin điện tử",
    State.DONE_LATE,
    from_day=date(2026, 11, 9),
    evidence="hệ thống ghi lúc đăng",
    counted=True,
    runs=(s.RunRow(date(2026, 11, 9), None),),
)
BOARD = s.PartRow(
    "board",
    "Bảng tin trụ sở",
    State.DECLARED_ONLY,
    hold=30,
    from_day=date(2026, 11, 10),
    evidence="đơn vị tự khai",
    counted=False,
    action=s.Link("Xác nhận đã thấy niêm yết", "#"),
    runs=(s.RunRow(date(2026, 11, 1), date(2026, 11, 5), counted=False), s.RunRow(date(2026, 11, 10), None, counted=False)),
)
POINTS = s.PartRow(
    "village-points",
    "Điểm niêm yết ở tổ dân phố",
    State.DONE_ON_TIME,
    hold=30,
    from_day=date(2026, 11, 6),
    places="1/2",
    evidence="theo biên bản",
    seen_by="Ban công tác Mặt trận tổ 4",
    hold_state=State.RUNNING,
    runs=(
        s.RunRow(
            date(2026, 11, 6),
            None,
            "Ban công tác Mặt trận tổ 4",
            "theo biên bản",
            "Nhà văn hoá tổ dân phố 4",
            photos=(s.Link("ảnh ngày đầu", "#"),),
        ),
    ),
)
SPEAKER = s.PartRow("loudspeaker", "Đài truyền thanh", State.MISSING, required=False)
PARTS = (WEBSITE, BOARD, POINTS, SPEAKER)

DUTIES = (
    s.DutyRow(
        State.MISSING,
        None,
        "Công khai khoản huy động Nhân dân đóng góp làm đường tổ dân phố 4",
        date(2026, 11, 6),
        date(2026, 11, 6),
        "",
        LAW,
        "#why",
        s.Link("Công khai", "#"),
        ("chưa đối chiếu Luật 97/2025",),
        (BOARD, POINTS),
        "#thing",
    ),
    s.DutyRow(
        State.NOT_YET_DUE,
        None,
        "Gửi kế hoạch họp tổ dân phố 7",
        date(2026, 11, 26),
        date(2026, 11, 26),
        "",
        "Nghị định 59/2023, Điều 3 khoản 3",
        "#why",
        s.Link("Mở biểu mẫu", "#"),
    ),
    s.DutyRow(
        State.DONE_LATE,
        State.BROKEN,
        "Công khai quyết toán ngân sách 2025",
        date(2026, 11, 13),
        date(2026, 11, 16),
        "",
        "Luật 10/2022/QH15, Điều 11 khoản 2",
        "#why",
    ),
    s.DutyRow(
        State.NOT_YET_DUE,
        None,
        "Bảng kê nội dung đã công khai quý IV/2026",
        date(2027, 1, 31),
        date(2027, 2, 1),
        "",
        "Luật 10/2022/QH15, Điều 13 khoản 2",
        "#why",
        s.Link("Xem bảng kê", "#"),
    ),
    s.DutyRow(
        State.NO_DAY,
        None,
        "Kế hoạch công khai thông tin năm 2026",
        None,
        None,
        "Luật không định ngày",
        "Luật 10/2022/QH15, Điều 14 khoản 1",
        "#why",
    ),
)

RECENT = (
    s.ActRow(
        at(23, 9, 14),
        "Kế hoạch sửa kênh mương Nà Cạn năm 2027",
        "Đăng trang thông tin và niêm yết tại trụ sở.",
        "#",
        State.DONE_ON_TIME,
        "#",
    ),
    s.ActRow(at(12, 14, 5), "Danh sách hộ được hỗ trợ nhà ở đợt 2", "Niêm yết tại trụ sở, hai tổ dân phố.", "#", State.DONE_ON_TIME, "#"),
    s.ActRow(at(3, 9, 12), "Quyết toán ngân sách 2025", "Đăng trang thông tin.", "#", State.DONE_LATE, "#"),
    s.ActRow(at(28, 16, 40, 10), "Lịch tiếp công dân tháng 11", "Đính chính giờ buổi chiều: 13:30, không phải 14:00.", "#", None, "#"),
)
OPEN = (
    s.OpenRow("Góp ý dự thảo quy chế thực hiện dân chủ của phường", "212 ý kiến đã gửi", date(2026, 11, 29), "#", s.Link("Góp ý", "#")),
    s.OpenRow("Họp tổ dân phố 7: mức đóng góp làm đường bê tông", "19:30 thứ Bảy tại nhà văn hoá tổ", date(2026, 11, 28), "#"),
)


COVERAGE = "Đã ghi 11 trên 14 mục; 27 quyết định đã đăng ký so với 25 đến 40 ở các phường cùng cỡ."
