"""The rule browser."""

from dataclasses import replace
from datetime import date

from django import forms

from dinhlang.core.rules import State
from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.forms import DayField
from dinhlang.ground.ui.samples.common import ANSWERS, DIGEST, LAW, TODAY, Pages
from dinhlang.ground.ui.samples.why_page import why


class SampleSearch(forms.Form):
    """The search of the rule browser, or two days."""

    q = forms.CharField(label="Điều, văn bản hoặc từ ngữ", required=False)
    day = DayField(label="Vào ngày", required=False, help_text="")


RULE_ROWS = (
    s.RuleRow(
        "Công khai khoản huy động Nhân dân đóng góp",
        "#",
        "cấp xã: quyết định, văn bản về Điều 11 khoản 5 – trong 5 ngày làm việc",
        LAW,
        ("đã được sửa đổi, chưa đối chiếu",),
    ),
    s.RuleRow(
        "Danh sách hằng quý", "#", "cấp xã: sau mỗi quý – trước khi hết quý sau", "Luật 10/2022/QH15, Điều 13 khoản 2", (), "hết hiệu lực"
    ),
)
DIFFERENCES = (s.Difference("Thời hạn", "trong 15 ngày", "chưa đọc được hạn trong văn bản mới"),)


def rules() -> s.RuleListPage:
    """The overview of the browser."""
    counts = (s.CountCell(12, "#"), s.CountCell(0), s.CountCell(3, "#"))
    return s.RuleListPage(
        form=SampleSearch({}),
        on=TODAY,
        filtered=False,
        asked=(),
        total=15,
        head=(s.Link("Biết", "#"), s.Link("Bàn", "#"), s.Link("Quyết định", "#")),
        kinds=(s.CountRow("cấp xã", "#", counts, s.CountCell(15, "#")),),
        instruments=(s.CountRow("Luật 10/2022/QH15", "#", (), s.CountCell(15, "#"), "Luật Thực hiện dân chủ ở cơ sở"),),
        groups=(),
        stands=(s.Link("đang có hiệu lực: 15", "#"),),
        links=(s.Link("Những gì đã thay đổi giữa hai ngày", "#"),),
        downloads=(s.Link("bo.zip", "#"),),
        rulebook=DIGEST,
        recipe="sha256sum",
    )


def rules_found() -> s.RuleListPage:
    """A list, after a question with a mistake in it."""
    form = SampleSearch({"q": "Điều 13", "day": "32/13/2026"})
    groups = (s.RuleGroup("Biết", "Luật 10/2022/QH15", 64, RULE_ROWS),)
    mistakes = ("“32/13/2026” không phải là ngày.",)
    return replace(
        rules(),
        form=form,
        filtered=True,
        asked=("“Điều 13”",),
        kinds=(),
        instruments=(),
        groups=groups,
        newer=s.Link("Trang 2", "#"),
        mistakes=mistakes,
    )


def rule() -> s.RulePage:
    """One rule in full."""
    begins, again = date(2023, 7, 1), date(2026, 3, 25)
    return s.RulePage(
        id="commune-discloses-contributions",
        title="Công khai khoản huy động Nhân dân đóng góp",
        summary=why().rule_text,
        shape="Việc phải làm",
        right=s.Link("Biết", "#"),
        articles=(s.Link(LAW, "#"),),
        marks=why().marks,
        stand="đang có hiệu lực",
        on=TODAY,
        facts=(
            s.Field("Ai phải làm", "cấp xã"),
            s.Field("Người chịu trách nhiệm", ANSWERS),
            s.Field("Gồm kết quả của", "Quy định khác", "#"),
        ),
        clock="trong 5 ngày làm việc",
        counting=("Ngày bắt đầu không được tính.",),
        parts=(
            s.RulePart("Trang thông tin", "nếu có", (), (), "", False, True),
            s.RulePart("Bảng tin trụ sở", "", ("30 ngày liên tục",), ("bảng tin", "màn hình"), LAW, True, False),
        ),
        parts_title="Hình thức",
        cells=14,
        fulfilled=("Đăng nội dung công khai",),
        yields=(s.Link("Quy định của luật chuyên ngành", "#"),),
        yielded=(s.Link("Quy định chung", "#"),),
        reading=(s.Field("Đọc", "trong chính văn bản"),),
        review="Tỉnh chưa xác nhận cách ghi này.",
        in_force_from=again,
        in_force_to=date(2027, 12, 31),
        wordings=(s.WordingRow(again, None, "#", True, DIFFERENCES), s.WordingRow(begins, date(2026, 3, 24), "#", False)),
        not_modelled="Mức chi tiết của bản công khai do người đọc xem xét.",
        note="Cách hiểu có lợi hơn cho đơn vị.",
        examples=(
            s.ExampleRow(
                "Văn bản, 30/10/2026", "6/11/2026 (do hệ thống ghi)", TODAY, date(2026, 11, 7), date(2026, 11, 9), State.DONE_ON_TIME
            ),
            s.ExampleRow("Quý II/2023", "chưa có gì", TODAY, None, None, None, "Chưa phải làm gì."),
        ),
        worked=("Bắt đầu ngày 30/10/2026; ngày đó không được tính.",),
        source="rulebook/law-10-2022-qh15/art_11.toml",
        rulebook=DIGEST,
        questions=(s.Field("Luật 97/2025/QH15", "Chưa có văn bản để đọc."),),
        mistakes=("“32/13/2026” không phải là ngày.",),
    )


def rules_kind() -> s.KindPage:
    """The sheet of a kind of body."""
    rows = (s.KindRow("Công khai khoản đóng góp", "#", "trong 5 ngày làm việc", LAW, True), s.KindRow("Họp thôn", "#", "", LAW))
    right = s.KindRight("Biết", (s.KindGroup("Mỗi khi có việc", rows),), 2)
    title = "Việc luật yêu cầu đối với: cấp xã"
    return s.KindPage("commune", title, TODAY, (right,), 2, 1, (s.Link("thôn, tổ dân phố", "#"),), DIGEST, "dan.example/quy-dinh/")


def rules_changes() -> s.ChangesPage:
    """What changed between two days."""
    form, days = SampleSearch({}), (date(2026, 3, 24), date(2026, 3, 25))
    reworded = (s.RewordedRow("Công khai ngân sách", "#", DIFFERENCES), s.RewordedRow("Họp thôn", "#", ()))
    return s.ChangesPage(form, *days, RULE_ROWS[:1], (), RULE_ROWS[1:], reworded, (), begun_total=64, passed_total=1, reworded_total=2)


def rules_turns() -> s.ChangesPage:
    """The days to choose from, after two days the wrong way round."""
    turns = (s.TurnRow(date(2026, 3, 25), "#", 19, 18), s.TurnRow(date(2023, 7, 1), "#", 195, 0))
    said, instead = ("Ngày đầu sau ngày cuối.",), s.Link("Đổi lại hai ngày", "#")
    return s.ChangesPage(SampleSearch({}), None, None, (), (), (), (), turns, said, instead)


def rules_coverage() -> s.CoveragePage:
    """What is covered."""
    law = s.InstrumentRow("Luật 10/2022/QH15", "Luật Thực hiện dân chủ ở cơ sở", s.CountCell(90, "#"), 91, 60, 20, 15, "#")
    other = s.InstrumentRow("Nghị định 61/2018/NĐ-CP", "Một cửa", s.CountCell(0))
    items = (
        s.ItemRow(1, "Kế hoạch kinh tế - xã hội", (), "Đã tìm trong Luật Đầu tư công."),
        s.ItemRow(2, "Ngân sách", (s.Link("Công khai dự toán", "#"),)),
    )
    question = s.QuestionRow("Luật 97/2025/QH15", "Sửa Điều 11", "Chưa có văn bản để đọc.", (s.Link("Công khai dự toán", "#"),))
    return s.CoveragePage((law,), (other,), items, (question,), DIGEST)


def rules_articles() -> s.ArticlesPage:
    """Three articles."""
    rows = (
        s.ArticleRow(1, "Phạm vi điều chỉnh", (), "Chỉ nêu phạm vi."),
        s.ArticleRow(11, "Những nội dung phải công khai", (s.Link("Công khai khoản đóng góp", "#"),), "", "Bí mật nhà nước."),
    )
    facts = (s.Field("Ban hành ngày", "10/11/2022"),)
    back = s.Link("Phạm vi", "#")
    return s.ArticlesPage(back, "Luật 10/2022/QH15", "Luật Thực hiện dân chủ ở cơ sở", facts, rows, DIGEST)


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    return {
        "rules": ("pages/rules.html", rules()),
        "rules-found": ("pages/rules.html", rules_found()),
        "rule": ("pages/rule.html", rule()),
        "rules-kind": ("pages/rules_kind.html", rules_kind()),
        "rules-changes": ("pages/rules_changes.html", rules_changes()),
        "rules-turns": ("pages/rules_changes.html", rules_turns()),
        "rules-coverage": ("pages/rules_coverage.html", rules_coverage()),
        "rules-articles": ("pages/rules_articles.html", rules_articles()),
    }
