"""Papers with their states."""

from dataclasses import replace
from datetime import datetime

from dinhlang.ground.ui import format
from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.common import BODY, TODAY, Pages

AT = datetime(2026, 11, 20, 9, 0, tzinfo=format.ZONE)
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def lines() -> tuple[s.PaperLine, ...]:
    """The block on the page of a thing: a draft, one that waits for its signatures, one that was issued."""
    prints = (s.Link("Dự thảo (PDF)", "#"), s.Link("Dự thảo (Word)", "#"))
    return (
        s.PaperLine("Quyết định của cộng đồng dân cư", "dự thảo", "open", "", "", prints, s.Link("Xuất để ký", "#")),
        s.PaperLine("Biên bản kiểm đếm", "đã xuất để ký", "wait", "#", "Nội dung đã đổi sau khi xuất.", (), s.Link("Nhập bản đã ký", "#")),
        s.PaperLine("Thông báo", "đã ban hành", "done", "#", "số 05/TB ngày 12/11/2026"),
    )


def paper() -> s.PaperPage:
    """A paper that waits for its signatures, seen by who signs it."""
    return s.PaperPage(
        title="Làm đường bê tông ngõ 12", kind="Quyết định của cộng đồng dân cư", back=s.Link("Làm đường bê tông ngõ 12", "#"),
        state="đã xuất để ký", css="wait", facts=(s.Field("Cơ quan ban hành", "Tổ 1"), s.Field("Mã giấy", "ABCD-EFGH-IJKL-MNOP")),
        files=(s.Link("Bản in để ký (PDF)", "#"), s.Link("Bản Word của văn bản này", "#")),
        digests=(s.Field("Bản in để ký (PDF)", DIGEST), s.Field("Bản Word của văn bản này", DIGEST)),
        history=(s.HistoryRow(AT, "Xuất để ký: Quyết định của cộng đồng dân cư", "#"),), today=TODAY, check_href="#",
        notes=("Bản này in ra để ký và chưa ban hành.",), actions=(s.Link("Nhập bản đã ký", "#"),),
    )  # fmt: skip


def layouts() -> s.LayoutsPage:
    """The layouts of a province that put one of its own in place."""
    row = s.LayoutRow(
        "Mặt trận Tổ quốc", "mẫu có sẵn, dựng lại", (s.Link("Mẫu Word", "#"),), (s.Link("Đặt mẫu của tỉnh", "#"),), "Không có quy định."
    )
    return s.LayoutsPage("Mẫu trình bày văn bản", BODY, (row,), (s.Field("{{ ten_loai }}", "tên loại văn bản"),), TODAY)


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    known = s.PaperCheck("Đúng từng byte bản in đã xuất để ký.", True, DIGEST, s.Link("Mở văn bản", "#"))
    unknown = s.PaperCheck("Tệp này không trùng tệp nào ở đây.", False, DIGEST)
    look_up = s.CheckPage("Tờ giấy này có đúng là thật?", "#", TODAY)
    return {
        "paper": ("pages/paper.html", paper()),
        "paper-edited": ("pages/paper.html", replace(paper(), check=unknown, actions=())),
        "paper-check": ("pages/paper_check.html", look_up),
        "paper-found": ("pages/paper_check.html", replace(look_up, check=known)),
        "paper-refused": ("pages/paper_check.html", replace(look_up, refusal=s.Refusal("Hãy chọn tệp."))),
        "layouts": ("pages/layouts.html", layouts()),
    }
