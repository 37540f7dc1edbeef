"""An offline kit of a meeting, online."""

from dataclasses import replace
from datetime import datetime, timedelta

from dinhlang.ground.ui import format
from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.common import Pages

AT = datetime(2026, 11, 28, 21, 10, tzinfo=format.ZONE)


def kit() -> s.KitPage:
    """A kit that came back late: one thing taken in, one that waits."""
    done = s.KitItemRow("Hộ có mặt", AT, AT - timedelta(hours=1), "đã nhận", "done")
    late = s.KitItemRow(
        "Kết quả kiểm đếm", AT + timedelta(days=4), AT, "chờ hai người", "wait", "Gửi về sau 72 giờ kể từ lúc mở.",
        ("Có mặt: 134 · Đồng ý: 120 · Không đồng ý: 14",), (s.Link("Quyết định có tính hay không", "#"),),
    )  # fmt: skip
    return s.KitPage(
        title="Bộ ngoại tuyến: Cụm 1", back=s.Link("Làm đường bê tông ngõ 12", "#"), state="có phần chờ hai người", css="late",
        facts=(s.Field("Điện thoại", "Máy Samsung của ông Tư"), s.Field("Người mở", "Trưởng thôn")), items=(done, late),
        actions=(s.Link("Gửi tệp đã lưu", "#"), s.Link("Thu hồi", "#")),
    )  # fmt: skip


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    fresh = replace(kit(), items=(), state="đang mang đi", css="open", open_href="#")
    return {"kit": ("kit/lease.html", kit()), "kit-new": ("kit/lease.html", fresh)}
