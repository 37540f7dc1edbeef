"""A commune's own regulation."""

from dataclasses import replace
from datetime import date

from django import forms

from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.forms import CommandForm, DayField
from dinhlang.ground.ui.samples.common import TODAY, Pages


class SampleRegulation(CommandForm):
    """The fields that the form of a regulation draws by name."""

    number = forms.CharField(label="Số, ký hiệu")
    dated = DayField(label="Ngày ban hành")
    matters = forms.CharField(label="Nội dung công khai thêm", widget=forms.Textarea, required=False)
    matter_forms = forms.MultipleChoiceField(
        label="Hình thức công khai", widget=forms.CheckboxSelectMultiple, required=False, choices=[("website", "Trang thông tin điện tử")]
    )

    def own(self) -> tuple[forms.BoundField, ...]:
        """What stands above the rules."""
        return (self["number"], self["dated"])


def regulation_form() -> s.RegulationPage:
    """The form, after a day that is none."""
    return replace(regulation(), form=SampleRegulation({"number": "05/QĐ-UBND", "dated": "32/13/2026"}))


def regulation(hidden: bool = False) -> s.RegulationPage:
    """A commune's own regulation, as it is read and before it is adopted."""
    rule = s.RegulationRule(
        "Quỹ, tài trợ, khoản dân đóng góp",
        "trong 3 ngày làm việc",
        (s.Field("Niêm yết tại trụ sở", "45 ngày liên tục", "own"), s.Field("Trang điện tử", "")),
        "Luật 10/2022/QH15, Điều 11 khoản 5; Quy chế 05/QĐ-UBND",
        own_term=True,
        law_term="trong 5 ngày làm việc",
    )
    items = (
        s.RegulationItem(5, "Quản lý, sử dụng các loại quỹ", "Điều 11 khoản 5", (rule,)),
        s.RegulationItem(6, "Tài sản công", "Điều 11", ()),
    )
    return s.RegulationPage(
        title="Quy chế thực hiện dân chủ của Phường Thục Phán",
        body=s.Link("Phường Thục Phán", "/don-vi/01273/"),
        number="05/QĐ-UBND",
        dated=date(2026, 5, 4),
        first=date(2026, 6, 1),
        last=None,
        items=items,
        others=(rule,),
        today=TODAY,
        basis="Luật 10/2022/QH15, Điều 11",
        earlier=() if hidden else (s.Link("Số 1/QĐ-UBND ngày 1/7/2025", "#"),),
        actions=() if hidden else (s.Link("Đăng ký thành văn bản rồi công khai", "#"),),
        hidden=(s.Field("number", "05/QĐ-UBND"),) if hidden else (),
    )


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    return {
        "regulation": ("pages/regulation.html", regulation()),
        "regulation-form": ("pages/regulation_form.html", regulation_form()),
        "regulation-preview": ("pages/regulation_preview.html", regulation(hidden=True)),
    }
