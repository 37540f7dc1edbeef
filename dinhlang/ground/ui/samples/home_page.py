"""The front page, and a plain message."""

from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.body_page import DOORS, LIFE, VILLAGES, body
from dinhlang.ground.ui.samples.common import BODY, LAW, TODAY, Pages
from dinhlang.ground.ui.samples.duties import OPEN, RECENT


def home() -> s.HomePage:
    """The front page after a search."""
    return s.HomePage(
        BODY,
        body().formerly,
        "Mọi việc phường phải công khai, mọi việc dân được bàn, ở một chỗ.",
        DOORS,
        RECENT[:3],
        OPEN,
        VILLAGES,
        TODAY,
        LIFE,
        "song hien",
        (s.FoundRow(BODY.text, "cấp xã · Tỉnh Cao Bằng", BODY.href), s.FoundRow("Văn bản số 112/QĐ-UBND ngày 30/10/2026", "", "#")),
        s.Link("Báo một quyết định chưa thấy công khai", "#"),
        10_482,
    )


def message() -> s.MessagePage:
    """A plain page."""
    return s.MessagePage(
        "Bản ghi này chưa mở", ("Nội dung sẽ mở sau khi lô tiếp theo vào nhật ký, chậm nhất 6 giờ.",), (s.Link("Nhật ký", "#"),), LAW
    )


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    return {
        "home": ("pages/home.html", home()),
        "message": ("pages/message.html", message()),
    }
