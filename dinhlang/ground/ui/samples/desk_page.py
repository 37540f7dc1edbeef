"""What an office sees that is signed in, and the door to it."""

from django import forms

from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.forms import CommandForm, DayField, PaperField
from dinhlang.ground.ui.samples.body_page import ITEMS, body
from dinhlang.ground.ui.samples.common import BODY, LAW, TODAY, Pages, at
from dinhlang.ground.ui.samples.duties import DUTIES


class SampleForm(CommandForm):
    """Every kind of field once."""

    number = forms.CharField(label="Số, ký hiệu", help_text="Như trên văn bản, ví dụ 112/QĐ-UBND.", max_length=40)
    dated = DayField(label="Ngày ban hành")
    item = forms.ChoiceField(label="Nội dung phải công khai", choices=[(str(i + 1), f"{i + 1}. {t}") for i, t in enumerate(ITEMS)])
    summary = forms.CharField(label="Tóm tắt cho người dân", widget=forms.Textarea, help_text="Hai ba câu, đọc lên loa được.")
    forms_of = forms.MultipleChoiceField(
        label="Hình thức công khai",
        widget=forms.CheckboxSelectMultiple,
        choices=[("website", "Trang thông tin điện tử"), ("board", "Bảng tin trụ sở"), ("points", "Điểm niêm yết ở tổ dân phố")],
    )
    paper = PaperField(label="Bản chụp có chữ ký")
    note = forms.CharField(label="Ghi chú", required=False)
    sure = forms.BooleanField(label="Tôi đã che thông tin riêng của từng người")


def form(bound: bool = False) -> s.FormPage:
    """A form, empty or with mistakes."""
    data = {
        "command_id": "0b9cb2a4-63ab-4bc5-a8d1-9a3f3c1a2b4d",
        "number": "112/QĐ-UBND",
        "dated": "32/13/2026",
        "summary": "Mỗi hộ 1.200.000 đ.",
    }
    return s.FormPage(
        "Công khai một quyết định",
        "Một tệp vào, sáu bản ra: trang thông tin, tờ A4, bài đọc loa, tin gửi nhóm, danh sách cho tổ trưởng, dòng bảng kê.",
        SampleForm(data) if bound else SampleForm(),
        "Công khai",
        s.Link("Việc cần làm", "/viec-can-lam/"),
        ("Ngày ban hành làm bắt đầu thời hạn 5 ngày làm việc.", "Bản chụp giữ nguyên trong két khoá; người dân xem bản đã làm sạch."),
        LAW,
        s.Refusal(
            "Ngày ban hành 30/11/2026 ở sau hôm nay.",
            "Luật 10/2022/QH15, Điều 12 khoản 3",
            "Ghi đúng ngày trên văn bản, hoặc chờ văn bản được ban hành.",
        )
        if bound
        else None,
        upload=True,
        facts=(s.Field("Đơn vị", "Phường Thục Phán"), s.Field("Hạn", "thứ Sáu 6/11/2026", "#why")),
        effect="Khi bấm, việc này được ghi vào nhật ký công khai và không xoá dấu vết được.",
    )


def desk() -> s.DeskPage:
    """An officer's Monday."""
    return s.DeskPage(
        "Công chức văn phòng",
        BODY,
        DUTIES[:1],
        DUTIES[1:2],
        DUTIES[3:],
        body().kept,
        (s.Link("Đăng ký quyết định", "#"), s.Link("Lập kế hoạch năm", "#")),
        TODAY,
        (s.ActRow(at(10, 8, 0), "Niêm yết Quyết định 112/QĐ-UBND", "Chờ Ban công tác Mặt trận tổ 4 xác nhận.", "#"),),
        (s.Link("Văn bản số 95/QĐ-UBND: đề nghị lùi ngày thành 20/10/2026", "#"),),
        (s.FoundRow("Văn bản đi", "23 đề xuất đang chờ; đã công khai 33 trên 64", "#"),),
    )


def empty_desk() -> s.DeskPage:
    """A desk with nothing on it."""
    return s.DeskPage("Công chức văn phòng", BODY, (), (), (), (), (), TODAY)


class SampleSignIn(forms.Form):
    """Name and password."""

    login = forms.CharField(label="Tên đăng nhập")
    password = forms.CharField(label="Mật khẩu", widget=forms.PasswordInput)


def sign_in() -> s.SignInPage:
    """The demonstration's door."""
    people = (
        ("officer", "Hoàng Thị Mai", "Công chức văn phòng: đăng ký, công khai"),
        ("chair", "Nông Văn Bảo", "Chủ tịch UBND phường: ký bảng kê"),
        ("front", "Lý Thị Sen", "Mặt trận Tổ quốc: xác nhận niêm yết"),
        ("resident-1", "Bế Văn Tài", "Người dân tổ dân phố 4"),
    )
    return s.SignInPage(SampleSignIn(), s.Link("Trang đầu", "/"), people, "#")


def done() -> s.DonePage:
    """After a posting."""
    return s.DonePage(
        "Đã công khai Quyết định 112/QĐ-UBND",
        ("Trang thông tin đã có từ 09:14; bảng tin trụ sở còn chờ người khác xác nhận.",),
        s.Link("Xem trang công khai", "#"),
        s.Link("In tờ A4 để dán", "#"),
        "#",
        s.Link("Chứng nhận", "#"),
        s.Link("Nội dung mở", "#"),
        (s.Link("Bài đọc loa", "#"), s.Link("Tin gửi nhóm", "#")),
    )


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    return {
        "desk": ("pages/desk.html", desk()),
        "desk-empty": ("pages/desk.html", empty_desk()),
        "form": ("pages/form.html", form()),
        "form-mistakes": ("pages/form.html", form(bound=True)),
        "sign-in": ("pages/sign_in.html", sign_in()),
        "done": ("pages/done.html", done()),
    }
