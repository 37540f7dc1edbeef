"""Due days: a short term over a week-end, a long one over Tết."""

from datetime import date, timedelta

from dinhlang.core.calendar import Reason, Step
from dinhlang.core.rules import State
from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.common import ANSWERS, BODY, DIGEST, TODAY, Pages
from dinhlang.ground.ui.samples.duties import PARTS

STEPS = (
    Step(date(2026, 10, 30), False, Reason.START),
    Step(date(2026, 10, 31), False, Reason.WEEKEND),
    Step(date(2026, 11, 1), False, Reason.WEEKEND),
    *(Step(date(2026, 11, d), True, Reason.COUNTED) for d in range(2, 7)),
)


def why() -> s.WhyPage:
    """Five working days over a week-end."""
    return s.WhyPage(
        "Vì sao hạn là thứ Sáu 6/11/2026?",
        BODY,
        s.Link("Công khai khoản đóng góp làm đường tổ dân phố 4", "#thing"),
        State.DONE_LATE,
        "Quyết định 112/QĐ-UBND ban hành thứ Sáu 30/10/2026.",
        "#entry",
        "Trong 5 ngày làm việc kể từ ngày có quyết định, nếu luật chuyên ngành không định khác.",
        s.Link("Công khai khoản huy động Nhân dân đóng góp", "#rule"),
        "Luật 10/2022/QH15, Điều 11 khoản 5, Điều 12 khoản 3",
        (
            s.Mark(
                "đọc theo văn bản năm 2022, chưa đối chiếu Luật 97/2025",
                "Luật 97/2025/QH15 có sửa Luật này; phần sửa đó chưa được đọc, nên ngày ở đây không dùng để chấm điểm.",
            ),
        ),
        STEPS,
        date(2026, 11, 6),
        date(2026, 11, 6),
        "",
        (),
        "Đăng ngày 9/11/2026, sau hạn 1 ngày làm việc.",
        PARTS[:3],
        ANSWERS,
        (s.Link("Đề nghị cung cấp thông tin", "#"), s.Link("Báo quyết định chưa thấy công khai", "#")),
        "dinhlang why 01273 commune-discloses-contributions 112-QD-UBND",
        DIGEST,
        TODAY,
        started=date(2026, 10, 30),
        note="Văn bản nói ngày nhận được thì lấy ngày có lợi hơn cho đơn vị.",
    )


def long_why() -> s.WhyPage:
    """A long calendar term over Tết that ends on a day off, into a year whose days off are not known, or only expected."""
    first = date(2026, 10, 1)
    steps = (
        Step(first, False, Reason.START),
        *(
            Step(first + timedelta(days=n), True, Reason.HOLIDAY if n == 60 else Reason.COUNTED, "Ngày lễ" if n == 60 else "")
            for n in range(1, 123)
        ),
    )
    return s.WhyPage(
        "Vì sao hạn là 31/1/2027?",
        BODY,
        None,
        State.NOT_YET_DUE,
        "Quý IV/2026 kết thúc ngày 31/12/2026.",
        "",
        "Bảng kê hằng quý.",
        s.Link("Bảng kê hằng quý", "#rule"),
        "Luật 10/2022/QH15, Điều 13 khoản 2",
        (),
        steps,
        date(2027, 1, 31),
        date(2027, 2, 1),
        "",
        (date(2027, 1, 31),),
        "Chưa, và chưa đến hạn.",
        (),
        ANSWERS,
        (),
        "dinhlang why 01273 commune-register 2026-Q4",
        DIGEST,
        TODAY,
        started=first,
        provisional=(date(2027, 1, 31),),
    )


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    return {
        "why": ("pages/why.html", why()),
        "why-long": ("pages/why.html", long_why()),
    }
