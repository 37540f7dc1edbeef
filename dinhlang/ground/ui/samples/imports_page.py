"""Lists that come in, invented."""

from datetime import UTC, datetime

from django import forms

from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.forms import CommandForm
from dinhlang.ground.ui.samples.common import Pages

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
BODY, BACK = s.Link("Phường Thục Phán", "#"), s.Link("Nhập dữ liệu", "#")


class _Columns(CommandForm):
    commune = forms.ChoiceField(label="Xã, phường", required=False, choices=[("", "không có trong tệp"), ("1", "B: Xã (Phường Thục Phán)")])
    name = forms.ChoiceField(label="Thôn, tổ dân phố", choices=[("2", "C: Tên thôn (Tổ dân phố 5)")], help_text="Tên đầy đủ.")


def imports() -> s.ImportsPage:
    """What an office can bring in, and what it brought."""
    kind = s.ImportKindRow("Thôn, tổ dân phố", "Mỗi thôn một dòng.", s.Link("Chọn tệp", "#"), s.Link("Tệp mẫu (XLSX)", "#"))
    rows = (
        s.ImportRow("Thôn, tổ dân phố", "thon.xlsx", AT, "Đã nhập", "done", "#", "12 mới, 3 đã có"),
        s.ImportRow("Trường học", "truong.csv", AT, "Cần sửa", "late", "#", "4 cần sửa"),
    )
    return s.ImportsPage("Nhập dữ liệu", BODY, BACK, (kind,), rows)


def no_imports() -> s.ImportsPage:
    """Nothing yet."""
    return s.ImportsPage("Nhập dữ liệu", BODY, BACK, (), ())


def choosing() -> s.ImportPage:
    """Which column is which."""
    return s.ImportPage(
        "Thôn, tổ dân phố", "thon.xlsx", BODY, BACK, "choose", "Chờ chọn cột", "open",
        form=_Columns(), send="Kiểm tra các dòng", send_name="choose", can_abandon=True,
        notes=(s.ImportProblem("tất cả", "", "", "Trang tính ẩn “Nháp” không được lấy."),), noticed=1, sheets=(s.Link("Phụ lục", "#"),),
    )  # fmt: skip


def report() -> s.ImportPage:
    """Rows to correct."""
    problems = (
        s.ImportProblem("7", "Xã, phường", "Xã Thất Khê", "“Xã Thất Khê” thuộc Tỉnh Lạng Sơn, không thuộc tỉnh này."),
        s.ImportProblem("45", "Số hộ", "1.234", "Dòng cộng ghi 1.234, nhưng các dòng cộng lại được 1.230."),
    )
    return s.ImportPage(
        "Thôn, tổ dân phố", "thon.xlsx", BODY, BACK, "report", "Cần sửa", "late",
        form=CommandForm(), can_abandon=True, counts=(s.Field("Mới", "12"), s.Field("Cần sửa", "2")), problems=problems, wrong=2,
        lines=("Chưa nhập gì. Hãy sửa tệp rồi đưa lên lại, hoặc chọn lại cột.",), downloads=(s.Link("Báo cáo đầy đủ (XLSX)", "#"),),
        again=s.Link("Chọn lại cột", "#"), facts=(s.Field("Tệp", "thon.xlsx"),),
    )  # fmt: skip


def running() -> s.ImportPage:
    """The house at work."""
    look = (s.Link("Xem lại", "#"), s.Link("Tự xem lại 3 giây một lần", "#"))
    return s.ImportPage("Sổ văn bản đi", "so.xlsx", BODY, BACK, "running", "Đang kiểm tra", "wait", done=4000, total=20000, look=look)


def pages() -> Pages:
    """The pages of imports."""
    return {
        "imports": ("pages/imports.html", imports()),
        "imports, none": ("pages/imports.html", no_imports()),
        "import, columns": ("pages/import.html", choosing()),
        "import, report": ("pages/import.html", report()),
        "import, running": ("pages/import.html", running()),
    }
