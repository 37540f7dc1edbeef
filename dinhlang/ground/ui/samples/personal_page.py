"""What is held about persons, one's own page, an opened identity, and the operator's page."""

from datetime import UTC, datetime

from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.samples.common import BODY, Pages

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def table() -> s.DataPage:
    """Two rows about one kind of person."""
    rows = (
        s.DataRow("Số điện thoại của tài khoản", "Đăng nhập, báo việc", "Luật 91/2025, Điều 19", "30 ngày sau chức vụ cuối", "Xóa ngay"),
        s.DataRow("Người đại diện hộ", "Mời họp, lấy ý kiến", "Luật 10/2022, Điều 18", "Khi hộ còn trong danh sách", "Hạn chế, không xóa"),
    )
    return s.DataPage((s.DataGroup("Cán bộ có tài khoản", rows),), s.Link("Dữ liệu của tôi", "#"), "Không giữ số định danh, ngày sinh.")


def mine() -> s.MinePage:
    """Something held that may go, something that stays, one look."""
    held = (s.Field("Điện thoại", "0912 345 678"),)
    return s.MinePage(
        title="Dữ liệu của tôi",
        lead="Những gì hệ thống giữ về bạn.",
        back=s.Link("Tài khoản", "#"),
        rows=(
            s.MineRow("Số điện thoại của tài khoản", (held,), "", False),
            s.MineRow("Chức vụ đã giữ", ((s.Field("Chức vụ", "Công chức cấp xã"),),), "Luật 10/2022, Điều 11", True),
        ),
        looks=(s.LookRow("Chủ tịch Ủy ban nhân dân cấp xã", AT, "Vì lợi ích chung:", "Vụ việc 12/2026", None),),
        export=CommandForm(),
        erase=CommandForm(prefix="erase"),
        restrict=CommandForm(prefix="restrict"),
        lifts=False,
        ask=s.Link("Hỏi điều khác về dữ liệu của tôi", "#"),
    )


def opened() -> s.OpenedPage:
    """What two persons opened, shown once."""
    return s.OpenedPage(
        title="Danh tính đã mở",
        back=s.Link("Việc cần làm", "#"),
        facts=(s.Field("Lý do", "Vì lợi ích chung"), s.Field("Vụ việc", "Vụ việc 12/2026")),
        form=CommandForm(),
        value=(s.Field("Nội dung", "Cầu sập trước trường học"),),
        note="Chỉ hiện một lần; ra khỏi trang này là niêm phong lại.",
    )


def operator() -> s.OperatorPage:
    """One finding of each level, a breach that runs, no request."""
    breach = s.CaseRow("Nhầm tệp gửi kèm", "phát hiện 20/11/2026", "Báo trước 09:00, 23/11/2026", (s.Link("Ghi là đã báo", "#"),))
    return s.OperatorPage(
        findings=(
            s.HealthRow("stop", "Không có bản sao lưu nào trong hai ngày qua.", "Hãy chạy dinhlang backup mỗi đêm."),
            s.HealthRow("look", "Sổ ghi chưa xuất ra cho ai.", "Hãy đặt DINHLANG_PUBLISHED."),
            s.HealthRow("fine", "Các bảng đúng với bản phát hành này.", ""),
        ),
        facts=(s.Field("Mục trong nhật ký", "7.311"), s.Field("Chỗ trống", "70 GiB")),
        cases=(("Sự cố dữ liệu cá nhân", (breach,)), ("Yêu cầu về dữ liệu cá nhân", ())),
        start=(s.Link("Ghi một sự cố", "#"), BODY),
    )


def pages() -> Pages:
    """The templates of this room with values for each."""
    return {
        "personal": ("pages/personal.html", table()),
        "my-data": ("pages/my_data.html", mine()),
        "opened": ("pages/opened.html", opened()),
        "operator": ("pages/operator.html", operator()),
    }
