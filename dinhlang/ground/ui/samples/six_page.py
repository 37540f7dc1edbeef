"""The six papers of one disclosure: with links of villages open, and where the body has none."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.common import BODY, DIGEST, TODAY, Pages

TITLE = "Khoản đóng góp nâng cấp nhà văn hóa tổ dân phố 1"
TEXT = "Mỗi hộ đóng góp 300.000 đ; hộ nghèo được miễn."


def six() -> s.SixPage:
    """A decision that was posted a moment ago: one village ticked, two have not."""
    villages = (
        s.VillageTick("Tổ dân phố 1", "1", "https://example.vn/thon/k7m2q9xw", until=date(2026, 12, 23), posted=date(2026, 11, 23)),
        s.VillageTick("Tổ dân phố 2", "2", "https://example.vn/thon/h8t6vr4k", until=date(2026, 12, 23)),
        s.VillageTick("Tổ dân phố 4", "4"),
    )
    said = ("Ủy ban nhân dân phường thông báo.", "Mỗi hộ đóng góp ba trăm nghìn đồng; hộ nghèo được miễn.")
    return s.SixPage(
        title="Sáu bản từ một văn bản",
        thing=s.Link(TITLE, "#"),
        body=BODY,
        lines=(TEXT,),
        portal=f"<article><h2>{TITLE}</h2><p>{TEXT}</p></article>",
        portal_href="#",
        portal_confirm=s.Link("Ghi địa chỉ bài đăng", "#"),
        official=(s.Field("Bài đăng trên cổng", "chưa có địa chỉ"),),
        board_href="#",
        board_places=(s.Place("Trụ sở", date(2026, 11, 23), date(2026, 12, 23), 30), s.Place("Tổ dân phố 1", None, None, 30)),
        board_confirm=s.Link("Ghi nơi niêm yết", "#"),
        digest=DIGEST,
        script=s.Script(said, ("HĐND",), 27, Fraction(1, 2), 200),
        script_href="#",
        group_text=f"Phường Thục Phán: {TITLE}. {TEXT}\nXem đầy đủ: https://example.vn/t/4k7m2q9x",
        group_most=500,
        villages=villages,
        ticked=1,
        links_open=2,
        list_href="#",
        offer=s.Link("Tạo liên kết cho các thôn", "#"),
        close=s.Link("Đóng các liên kết", "#"),
        row=(s.Field("Nội dung", TITLE), s.Field("Hình thức", "trang thông tin; niêm yết tại trụ sở")),
        row_text=f"5\t112/QĐ-UBND\t30/10/2026\t{TITLE}",
        register=s.Link("quý IV/2026", "#"),
        register_xlsx="#",
        pack_href="#",
        today=TODAY,
        receipt_href="#",
    )


def alone() -> s.SixPage:
    """A school's: no villages, of none of the items, on a companion site."""
    return replace(six(), villages=(), offer=None, close=None, list_href="", row=(), row_text="", register=None, designated=False)


def pages() -> Pages:
    """The page of the six papers."""
    return {"six": ("pages/six.html", six()), "six-alone": ("pages/six.html", alone())}
