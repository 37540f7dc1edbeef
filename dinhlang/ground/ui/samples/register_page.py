"""The quarter's register, half way."""

from datetime import date

from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.body_page import CELLS, ITEMS, STATE
from dinhlang.ground.ui.samples.common import ANSWERS, BODY, TODAY, Pages, at
from dinhlang.ground.ui.samples.duties import COVERAGE, DUTIES, PARTS
from dinhlang.ground.ui.samples.thing_page import thing


def register() -> s.RegisterPage:
    """The fourth quarter, half way."""
    rows = tuple(
        s.RegisterRow(
            i + 1,
            ITEMS[i],
            STATE[c],
            2 if c == "d" else 0,
            date(2026, 10, 5 + i) if c == "d" else None,
            ("trang thông tin", "bảng tin") if c == "d" else (),
            (s.Link("Quyết định 112/QĐ-UBND", "#"),) if c == "d" else (),
            "Văn phòng ký 20/11/2026" if c == "n" else "",
            s.Link("Ghi không phát sinh", "#") if c == "s" else None,
        )
        for i, c in enumerate(CELLS)
    )
    return s.RegisterPage(
        BODY,
        "Bảng kê nội dung đã công khai quý IV/2026",
        "2026-Q4",
        date(2026, 10, 1),
        date(2026, 12, 31),
        rows,
        9,
        2,
        3,
        COVERAGE,
        DUTIES[3],
        s.Link("Quý III/2026", "#"),
        None,
        (s.Link("Tải PDF", "#"), s.Link("Tải XLSX", "#")),
        TODAY,
        ANSWERS,
        at(23, 9, 0),
        PARTS[:2],
        board=thing().board,
        basis="Luật 10/2022/QH15, Điều 13 khoản 2",
    )


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    return {
        "register": ("pages/register.html", register()),
    }
