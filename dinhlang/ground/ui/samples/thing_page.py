"""One disclosure, and one that was erased."""

from dataclasses import replace
from datetime import date

from dinhlang.core.rules import State
from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.budget_page import budget
from dinhlang.ground.ui.samples.common import ANSWERS, BODY, DIGEST, LAW, TODAY, Pages, at, qr
from dinhlang.ground.ui.samples.duties import PARTS


def thing() -> s.ThingPage:
    """A decision posted late, with one posting interrupted."""
    return s.ThingPage(
        "4k7m2q9xw3h8t6vr",
        "Quyết định về mức huy động đóng góp làm đường bê tông tổ dân phố 4",
        BODY,
        (
            "Mỗi hộ đóng góp 1.200.000 đ trong năm 2026, chia hai đợt; hộ nghèo được miễn.",
            "Ngân sách phường chi 460 triệu đồng, Nhân dân đóng góp 73,2 triệu đồng và 120 ngày công.",
        ),
        "112/QĐ-UBND",
        date(2026, 10, 30),
        "Ủy ban nhân dân phường Thục Phán",
        "5. Khoản huy động Nhân dân đóng góp",
        ANSWERS,
        State.DONE_LATE,
        date(2026, 11, 6),
        "#why",
        PARTS,
        (s.FileRow("Quyết định 112/QĐ-UBND", "#", 312_480, DIGEST, "PDF", "bản công khai, đã che số định danh"),),
        (
            s.HistoryRow(at(30, 16, 0, 10), "Quyết định 112/QĐ-UBND được ban hành và đăng ký.", "#"),
            s.HistoryRow(at(9, 9, 12), "Đăng trên trang thông tin, sau hạn 1 ngày làm việc.", "#"),
            s.HistoryRow(at(11, 8, 3), "Đính chính số tiền mỗi hộ.", "#", "Giữ nguyên ngày công khai."),
        ),
        TODAY,
        corrections=(s.Correction(at(11, 8, 3), "Số tiền mỗi hộ", "1.500.000 đ", "1.200.000 đ", "#"),),
        actions=(s.Link("Xác nhận đã thấy niêm yết", "#"), s.Link("Đính chính", "#"), s.Link("Thu hồi", "#")),
        proof_href="#proof",
        print_href="#print",
        share_text="Phường Thục Phán công khai Quyết định 112/QĐ-UBND ngày 30/10/2026.\nXem: https://example.vn/t/4k7m2q9x",
        board=s.BoardFoot(
            "https://example.vn/t/4k7m2q9xw3h8t6vr", qr("https://example.vn/t/4k7m2q9xw3h8t6vr"), DIGEST, "In lúc 09:14, 23/11/2026"
        ),
        basis=LAW,
    )


def with_figures() -> s.ThingPage:
    """A disclosure with the table of the budget that it is about, and one with a page of projects."""
    table = budget()
    picture = s.BudgetPicture(table.sides, table.shares, table.shares_title)
    corrected = "Đã sửa ngày 20/11/2026; đây là số liệu hiện có hiệu lực."
    about = (s.About(s.Link(table.title, "#"), corrected, picture), s.About(s.Link("Công trình ở Phường Thục Phán", "#"), "Đã chi 46%."))
    return replace(thing(), about=about)


def withdrawn() -> s.ThingPage:
    """A thing whose text was erased."""
    return s.ThingPage(
        "q2w3e4r5t6y7u8i9",
        "Thông báo đã xoá",
        BODY,
        (),
        "",
        None,
        "",
        "",
        ANSWERS,
        State.MISSING,
        date(2026, 11, 6),
        "#why",
        (),
        (),
        (s.HistoryRow(at(9, 9, 12), "Đăng trên trang thông tin.", "#"), s.HistoryRow(at(10, 9, 0), "Xoá nội dung.", "#")),
        TODAY,
        tombstone=s.Tombstone(
            at(10, 9, 0),
            "Có thông tin riêng của một hộ, không thuộc nội dung phải công khai",
            "Luật 91/2025/QH15",
            "Văn phòng phường",
            True,
            "#",
        ),
        replaced_by=s.Link("Thông báo thay thế", "#"),
        reported_by_resident=True,
    )


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    return {
        "thing": ("pages/thing.html", thing()),
        "thing-budget": ("pages/thing.html", with_figures()),
        "thing-erased": ("pages/thing.html", withdrawn()),
    }
