"""Meetings and conferences."""

from dataclasses import replace
from datetime import datetime

from dinhlang.ground.ui import format
from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.common import BODY, TODAY, Pages
from dinhlang.ground.ui.samples.documents_page import lines

AT = datetime(2026, 3, 20, 8, 0, tzinfo=format.ZONE)
KIND = "Hội nghị cán bộ, công chức, viên chức, người lao động"


def called() -> s.MeetingPage:
    """An officials' conference to come, seen by who calls it."""
    return s.MeetingPage(
        title=KIND, body=BODY, state="đã triệu tập", css="open", kind=KIND,
        facts=(s.Field("Bắt đầu", format.instant(AT)), s.Field("Địa điểm", "Hội trường"), s.Field("Có trong danh sách", "30")),
        points=(s.PointRow("Kiểm điểm việc thực hiện nghị quyết hội nghị trước", "Luật 10/2022/QH15, Điều 51"), s.PointRow("Nhà để xe")),
        today=TODAY, motions=(s.MotionRow("Thông qua nghị quyết hội nghị"),),
        questions=(s.AskedRow("Bao giờ trả tiền làm thêm giờ?", "hỏi trước hội nghị", action=s.Link("Trả lời", "#")),),
        actions=(s.Link("Ghi câu hỏi", "#"), s.Link("Hoãn", "#")), calendar_href="#", basis="Luật 10/2022/QH15, Điều 51",
    )  # fmt: skip


def held() -> s.MeetingPage:
    """The same, held."""
    return replace(
        called(), state="đã tổ chức", css="done", calendar_href="", actions=(), minutes=(s.Link("bien-ban.pdf", "#"),), documents=lines(),
        working=("20 trên 30 người được triệu tập có mặt.", "Phải có ít nhất 20 người."),
        motions=(s.MotionRow("Thông qua nghị quyết hội nghị", 11, 4, "đạt; cần 11", "done"), s.MotionRow("Khác", 5, 1, "xem biên bản")),
        questions=(s.AskedRow("Bao giờ trả tiền làm thêm giờ?", "hỏi trước hội nghị", "Trước 30/4.", "Kế toán"),),
    )  # fmt: skip


def meetings() -> s.MeetingsPage:
    """A list with one to come and one before."""
    row = s.MeetingRow(KIND, "#", AT, "Hội trường", "đã triệu tập", "open")
    return s.MeetingsPage(
        title="Hội nghị, cuộc họp của Phòng Kinh tế", body=BODY, coming=(row,), past=(replace(row, state="đã tổ chức", css="done"),),
        today=TODAY, actions=(s.Link("Triệu tập", "#"),),
    )  # fmt: skip


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    return {
        "meeting": ("pages/meeting.html", called()),
        "meeting-held": ("pages/meeting.html", held()),
        "meeting-short": ("pages/meeting.html", replace(called(), state="không đủ người", css="wait", note="Không đủ người.")),
        "meetings": ("pages/meetings.html", meetings()),
        "meetings-empty": ("pages/meetings.html", replace(meetings(), coming=(), past=(), actions=(), closed_note="Đọc trong đơn vị.")),
    }
