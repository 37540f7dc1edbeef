"""The register of outgoing documents: as its office sees it, and as everybody does."""

from dataclasses import replace
from datetime import date

from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.common import BODY, TODAY, Pages

LAW = "Luật 10/2022/QH15, Điều 11, 13"


def outgoing() -> s.OutgoingPage:
    """A register with every kind of row."""
    rows = (
        s.OutgoingRow(
            "112/QĐ-UBND", date(2026, 11, 12), "Về mức đóng góp tự nguyện sửa nhà văn hóa tổ 4", "chờ anh/chị", "open",
            ("Khoản 5, Quỹ, tài trợ, khoản dân đóng góp: Quyết định có trích yếu ghi “mức đóng góp”",),
            (s.Field("Người ký", "Hoàng Thị Mai"),),
            (s.Link("Lấy: khoản 5", "#"), s.Link("Không phải công khai", "#")),
        ),
        s.OutgoingRow("15/NQ-HĐND", date(2026, 11, 3), "Phê chuẩn dự toán", "đã công khai", "done", actions=(s.Link("Mở", "#"),)),
        s.OutgoingRow(
            "98/QĐ-UBND", date(2026, 11, 2), "Về việc phân công trực", "để lại, không công khai", "none",
            ("Không thuộc nội dung nào của Điều 11",), (), (s.Link("Đưa lại", "#"),),
        ),
        s.OutgoingRow("97/UBND-VP", date(2026, 11, 2), "V/v trả lời đơn của công dân", "", ""),
    )  # fmt: skip
    words = (("Đề xuất, đang chờ", True), ("Đã lấy", False), ("Để lại", False), ("Không đề xuất", False), ("Tất cả", False))
    return s.OutgoingPage(
        title="Văn bản đi của Phường Thục Phán",
        body=BODY,
        year=2026,
        rows_in_year=1184,
        all=64,
        registered=41,
        disclosed=33,
        waiting=23,
        aside=12,
        counted=True,
        inside=True,
        rows=rows,
        filters=tuple((s.Link(word, "#"), shown) for word, shown in words),
        older=s.Link("Cũ hơn", "#"),
        newer=None,
        actions=(s.Link("Nhập sổ văn bản đi", "#"),),
        today=TODAY,
        basis=LAW,
        who="Chỉ văn phòng, Chủ tịch, Mặt trận và cấp trên thấy các dòng này. Đề xuất chỉ dựa trên câu chữ: bạn quyết định.",
    )


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    public = replace(outgoing(), inside=False, rows=(), filters=(), older=None, actions=())
    return {
        "outgoing": ("pages/outgoing.html", outgoing()),
        "outgoing-public": ("pages/outgoing.html", public),
        "outgoing-empty": (
            "pages/outgoing.html",
            replace(outgoing(), rows_in_year=0, all=0, registered=0, disclosed=0, rows=(), older=None),
        ),
        "outgoing-uncounted": ("pages/outgoing.html", replace(public, counted=False)),
    }
