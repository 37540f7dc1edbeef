"""Invented figures of an invented province."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _

from dinhlang.core.rules import State
from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui import svg
from dinhlang.ground.ui.samples.common import Pages


def _row(name: str, share: str, of: str, numbers: tuple[int, ...], *, small: bool = False) -> s.FiguresRow:
    words = (_("in time"), _("after the due day"), _("not done yet"), _("nothing recorded yet"), _("on show"), _("not due yet"))
    found = tuple(s.Number(n, word, "#" if n else "") for n, word in zip(numbers, words, strict=True))
    others = (s.Number(2, _("nothing arose"), "#"), s.Number(1, _("wording not compared yet"), "#"))
    sources = (s.Field(_("register"), "38/42"), s.Field(_("documents registered"), "21"))
    return s.FiguresRow(s.Link(name, "#"), "xã", share, of, small, found, others, sources, s.Number(3, _("Other"), "#"), bar=80)


def board() -> s.FiguresPage:
    """A board of three communes, one of them with little to judge by, one in a special area."""
    rows = (_row("Xã Giả Định", "83%", "10/12", (10, 1, 1, 0, 3, 5)), _row("Xã Ví Dụ", "50%", "1/2", (1, 0, 1, 0, 2, 4), small=True))
    apart = (_row("Xã Vùng Cao", "75%", "6/8", (6, 1, 1, 0, 2, 3)),)
    strips = svg.strips((svg.Strip("Xã Giả Định", 83, "83%"), svg.Strip("Xã Ví Dụ", None, "")), 100, _("Share in time, body by body"))
    return s.FiguresPage(
        title=_("Figures: %(name)s") % {"name": "Tỉnh Giả Định"},
        crumb=s.Link("Tỉnh Giả Định", "#"),
        lead=_(
            "What was to be done and what was done. Every number opens the list behind it, and every line of it the page that says why."
        ),
        as_of=_("As of entry %(n)s of the record, %(time)s on %(day)s.") % {"n": "10.482", "time": "14:05", "day": "28/11/2026"},
        stage=s.StageNote(3, _("Stage %(n)d of 3: shown %(whom)s.") % {"n": 3, "whom": _("to everybody")}, (), True),
        heads=tuple(one.word for one in rows[0].numbers),
        filters=(s.Filter(_("Due in"), (s.Choice(_("all"), ""), s.Choice("2026", "#"))),),
        whole=_row(_("All together"), "77%", "17/22", (17, 2, 3, 0, 7, 12)),
        tables=(
            s.FiguresTable("bodies", _("Body by body"), _("In the order of names."), rows, _("Median: %(all)s.") % {"all": "xã 78%"}),
            s.FiguresTable("apart", _("In special areas"), "", apart),
        ),
        rights=(s.RightRow(s.Link(_("To know"), "#"), "77%", "17/22", False, rows[0].numbers, rows[0].others),),
        downloads=(s.Link(_("This table as a workbook (XLSX)"), "#"),),
        small_why="",
        chart=strips,
        stack=svg.stack((svg.Slice(17, _("in time"), "done"), svg.Slice(2, _("after the due day"), "late")), ""),
        bases=(_("register"), _("documents registered")),
        pooled=(s.Field("Chế biến gỗ · nhỏ", "4"),),
    )


def listed() -> s.FigureListPage:
    """The list behind a number."""
    line = s.FigureLine("Công khai khoản đóng góp: 112/QĐ-UBND", s.Link("Xã Giả Định", "#"), State.DONE_LATE, "#", True)
    return s.FigureListPage(
        _("every duty"), s.Link("Xã Giả Định", "#"), "", None, (line,), (s.Number(3, "Xã Ví Dụ", "#"),), s.Link(_("Further"), "#")
    )


def yearly() -> s.YearlyPage:
    """The tables of the yearly report."""
    heads = (_("No."), _("Matter to be disclosed"), _("Due"), _("Done"))
    table = s.YearlyTable("B2", _("B2. Disclosure"), heads, ((1, "Kế hoạch kinh tế - xã hội", 4, 3), ("", _("All together"), 4, 3)), "")
    years = s.Filter(_("Year"), (s.Choice("2026", ""), s.Choice("2025", "#")))
    return s.YearlyPage(_("Tables of the yearly report, %(year)s") % {"year": 2026}, s.Link("Xã Giả Định", "#"), None, (table,), years, ())


def filling() -> s.FillPage:
    """The forms of a province, as its office sees them."""
    actions = tuple(s.Link(word, "#") for word in (_("Fill in"), _("Replace it"), _("Remove it")))
    return s.FillPage(
        _("Fill in your superior's form"),
        "",
        forms.Form(),
        _("Fill in"),
        s.Link("‹", "#"),
        kept=(s.KeptForm("Biểu 02", date(2026, 10, 1), actions),),
        gone=(s.KeptForm("Biểu 01", date(2026, 9, 1), (s.Link(_("in the record"), "#"),)),),
        keep=s.Link(_("Keep a form"), "#"),
        how="Chọn tệp bảng tính có các chỗ điền như {{don_vi}}.",
    )


def pages() -> Pages:
    """The templates of these pages with values for them."""
    return {
        "figures": ("pages/figures.html", board()),
        "figure_list": ("pages/figure_list.html", listed()),
        "fill-form": ("pages/fill_form.html", filling()),
        "yearly": ("pages/yearly.html", yearly()),
    }
