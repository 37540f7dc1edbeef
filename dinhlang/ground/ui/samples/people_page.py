"""Who holds which office, and a form that takes two persons."""

from dataclasses import replace
from datetime import UTC, date, datetime

from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.qr import qr
from dinhlang.ground.ui.samples.common import BODY, Pages


def offices() -> s.OfficesPage:
    """An office that is held twice, one that nobody holds."""
    held = s.HolderRow("Nông Thị Lan", date(2025, 7, 1), None, "12/QĐ-UBND, 1/7/2025", False, "#", "#", "#")
    acting = s.HolderRow("", date(2026, 11, 1), date(2026, 12, 31), "80/QĐ-UBND, 30/10/2026", True)
    may = ("Đăng ký văn bản", "Công khai")
    return s.OfficesPage(
        BODY,
        (
            s.OfficeRow("Chủ tịch Ủy ban nhân dân cấp xã", "Chịu trách nhiệm về công khai của xã.", True, may, (held, acting)),
            s.OfficeRow("Công chức cấp xã", "Đăng ký quyết định, công khai.", False, (), (), "#"),
        ),
        (s.Link("Giao chức vụ: Công chức cấp xã", "#"),),
    )


def pair() -> s.PairPage:
    """A form as the second person reads it."""
    return s.PairPage(
        title="Giao chức vụ: Công chức cấp xã",
        back=s.Link("Việc cần làm", "#"),
        asker="Nông Thị Lan, Chủ tịch Ủy ban nhân dân cấp xã",
        at=datetime(2026, 11, 20, 2, 0, tzinfo=UTC),
        until=datetime(2026, 11, 27, 2, 0, tzinfo=UTC),
        facts=(s.Field("Đơn vị", "Phường Thục Phán"), s.Field("Ai", "Hoàng Văn Minh (minh.hv.01273)"), s.Field("Ngày đầu", "23/11/2026")),
        digest="5f1c" * 16,
        confirm=CommandForm(),
        decline=CommandForm(prefix="no"),
    )


def start_sheet() -> s.StartSheet:
    """The sheet on which somebody gets a start code."""
    return s.StartSheet(
        called="Hoàng Văn Minh",
        username="minh.hv.01273",
        office="Công chức cấp xã, Phường Thục Phán",
        code="k7mwp-3dfrt-9xhqc",
        address="dinhlang.example/bat-dau/",
        picture=qr("https://dinhlang.example/bat-dau/"),
        until=date(2026, 12, 7),
        days=14,
        back=BODY,
    )


def card_sheet() -> s.CardSheet:
    """A paper card of a village head."""
    codes = tuple(f"{n * 7919 % 10000:04} {n * 104729 % 10000:04}" for n in range(1, 41))
    return s.CardSheet("Nông Thị Lan", "lan.nt.01273", "Trưởng thôn, Tổ trưởng tổ dân phố, Tổ dân phố 1", codes, BODY)


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    settled = replace(
        pair(), facts=(), confirm=None, decline=None, state="Đã bị từ chối:", reason="Quyết định ghi tên người khác.",
        stopped=s.Refusal("Người xác nhận phải giữ một chức vụ ít nhất 7 ngày."),
    )  # fmt: skip
    return {
        "offices": ("pages/offices.html", offices()),
        "offices-none": ("pages/offices.html", s.OfficesPage(BODY, ())),
        "card-sheet": ("pages/card_sheet.html", card_sheet()),
        "start-sheet": ("pages/start_sheet.html", start_sheet()),
        "pair": ("pages/pair.html", pair()),
        "pair-asked": ("pages/pair.html", replace(pair(), confirm=None, decline=None, withdraw=CommandForm())),
        "pair-settled": ("pages/pair.html", settled),
    }
