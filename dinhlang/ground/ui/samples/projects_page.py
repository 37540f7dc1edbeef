"""What is built in a commune."""

from dataclasses import replace
from datetime import date

from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.common import BODY, TODAY, Pages


def projects() -> s.ProjectsPage:
    """A list with every kind of row."""
    rows = (
        s.ProjectRow(
            "Đường bê tông tổ 4", "đang thi công", "open",
            (s.Field("Nơi làm", "Tổ 4"), s.Field("Tổng mức đầu tư", "2,4 tỷ đồng")), 66,
        ),
        s.ProjectRow("Sửa nhà văn hóa tổ 2", "đã hoàn thành", "done", (s.Field("Chủ đầu tư", "Ủy ban nhân dân phường"),), 100),
        s.ProjectRow("Kè bờ suối", "chưa rõ", "", (), None),
    )  # fmt: skip
    return s.ProjectsPage(
        title="Công trình ở Phường Thục Phán",
        body=BODY,
        year=2026,
        rows=rows,
        states=(s.StatusCount("đang thi công", "open", 1), s.StatusCount("đã hoàn thành", "done", 1), s.StatusCount("chưa rõ", "", 1)),
        plan=3_600_000_000,
        paid=2_000_000_000,
        sentence="Kế hoạch năm 2026: 3,6 tỷ đồng; đã giải ngân 2 tỷ đồng, 56%",
        villages=((s.Link("Tổ 4 (1)", "#"), True), (s.Link("Tổ 2 (1)", "#"), False)),
        everywhere=s.Link("Cả phường", "#"),
        actions=(s.Link("Nhập danh mục", "#"),),
        updated=date(2026, 11, 2),
        today=TODAY,
        basis="Luật 10/2022/QH15, Điều 11 khoản 3",
        data=s.Link("Dữ liệu mở của các công trình (OC4IDS, JSON)", "#"),
    )


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    empty = replace(projects(), rows=(), states=(), plan=0, paid=0, sentence="", villages=(), everywhere=None, actions=(), updated=None)
    return {"projects": ("pages/projects.html", projects()), "projects-empty": ("pages/projects.html", empty)}
