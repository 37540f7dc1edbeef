"""Invented values for every page, in plain sight: for the style page, the tests of the templates and nothing else.

Promises: each figure here is made up and says so by standing in this file. Refuses: to be a fixture of the product; the
demonstration ward is loaded by acts.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256

import segno
from django import forms
from django.utils.safestring import SafeString

from dinhlang.core.calendar import Reason, Step
from dinhlang.core.rules import State
from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.forms import CommandForm, DayField, PaperField

TODAY = date(2026, 11, 23)
_ZONE = timezone(timedelta(hours=7))
DIGEST = sha256(b"sample").hexdigest()
ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
BODY = s.Link("Phường Thục Phán", "/don-vi/01273/")
ANSWERS = "Chủ tịch Ủy ban nhân dân phường"
LAW = "Luật 10/2022/QH15, Điều 11 khoản 5"


def at(day: int, hour: int, minute: int, month: int = 11) -> datetime:
    """An instant of 2026, local."""
    return datetime(2026, month, day, hour, minute, tzinfo=_ZONE)


def qr(text: str) -> SafeString:
    """A QR code as SVG, as the integrator makes it."""
    return SafeString(segno.make(text, error="m").svg_inline(scale=4, border=2))


def site(demo: bool = True, signed_in_as: str = "") -> s.SiteInfo:
    """The house of the demonstration."""
    return s.SiteInfo(
        name="Đình Làng",
        place="Phường Thục Phán, Cao Bằng",
        demo=demo,
        designated="Trang được chỉ định là hình thức công khai của phường theo Quyết định 01/QĐ-UBND ngày 5/1/2026 (giả định).",
        home_href="/",
        body_href="/don-vi/01273/",
        record_href="/nhat-ky/",
        rules_href="/quy-dinh/",
        desk_href="/viec-can-lam/",
        sign_in_href="/dang-nhap/",
        sign_out_href="/thoat/",
        proof_href="/kiem-chung/",
        signed_in_as=signed_in_as,
    )


WEBSITE = s.PartRow(
    "website",
    "Trang thông tin điện tử",
    State.DONE_LATE,
    from_day=date(2026, 11, 9),
    evidence="hệ thống ghi lúc đăng",
    counted=True,
    runs=(s.RunRow(date(2026, 11, 9), None),),
)
BOARD = s.PartRow(
    "board",
    "Bảng tin trụ sở",
    State.DECLARED_ONLY,
    hold=30,
    from_day=date(2026, 11, 10),
    evidence="đơn vị tự khai",
    counted=False,
    action=s.Link("Xác nhận đã thấy niêm yết", "#"),
    runs=(s.RunRow(date(2026, 11, 1), date(2026, 11, 5), counted=False), s.RunRow(date(2026, 11, 10), None, counted=False)),
)
POINTS = s.PartRow(
    "village-points",
    "Điểm niêm yết ở tổ dân phố",
    State.DONE_ON_TIME,
    hold=30,
    from_day=date(2026, 11, 6),
    places="1/2",
    evidence="theo biên bản",
    seen_by="Ban công tác Mặt trận tổ 4",
    hold_state=State.RUNNING,
    runs=(
        s.RunRow(
            date(2026, 11, 6),
            None,
            "Ban công tác Mặt trận tổ 4",
            "theo biên bản",
            "Nhà văn hoá tổ dân phố 4",
            photos=(s.Link("ảnh ngày đầu", "#"),),
        ),
    ),
)
SPEAKER = s.PartRow("loudspeaker", "Đài truyền thanh", State.MISSING, required=False)
PARTS = (WEBSITE, BOARD, POINTS, SPEAKER)

DUTIES = (
    s.DutyRow(
        State.MISSING,
        None,
        "Công khai khoản huy động Nhân dân đóng góp làm đường tổ dân phố 4",
        date(2026, 11, 6),
        date(2026, 11, 6),
        "",
        LAW,
        "#why",
        s.Link("Công khai", "#"),
        ("chưa đối chiếu Luật 97/2025",),
        (BOARD, POINTS),
        "#thing",
    ),
    s.DutyRow(
        State.NOT_YET_DUE,
        None,
        "Gửi kế hoạch họp tổ dân phố 7",
        date(2026, 11, 26),
        date(2026, 11, 26),
        "",
        "Nghị định 59/2023, Điều 3 khoản 3",
        "#why",
        s.Link("Mở biểu mẫu", "#"),
    ),
    s.DutyRow(
        State.DONE_LATE,
        State.BROKEN,
        "Công khai quyết toán ngân sách 2025",
        date(2026, 11, 13),
        date(2026, 11, 16),
        "",
        "Luật 10/2022/QH15, Điều 11 khoản 2",
        "#why",
    ),
    s.DutyRow(
        State.NOT_YET_DUE,
        None,
        "Bảng kê nội dung đã công khai quý IV/2026",
        date(2027, 1, 31),
        date(2027, 2, 1),
        "",
        "Luật 10/2022/QH15, Điều 13 khoản 2",
        "#why",
        s.Link("Xem bảng kê", "#"),
    ),
    s.DutyRow(
        State.NO_DAY,
        None,
        "Kế hoạch công khai thông tin năm 2026",
        None,
        None,
        "Luật không định ngày",
        "Luật 10/2022/QH15, Điều 14 khoản 1",
        "#why",
    ),
)

RECENT = (
    s.ActRow(
        at(23, 9, 14),
        "Kế hoạch sửa kênh mương Nà Cạn năm 2027",
        "Đăng trang thông tin và niêm yết tại trụ sở.",
        "#",
        State.DONE_ON_TIME,
        "#",
    ),
    s.ActRow(at(12, 14, 5), "Danh sách hộ được hỗ trợ nhà ở đợt 2", "Niêm yết tại trụ sở, hai tổ dân phố.", "#", State.DONE_ON_TIME, "#"),
    s.ActRow(at(3, 9, 12), "Quyết toán ngân sách 2025", "Đăng trang thông tin.", "#", State.DONE_LATE, "#"),
    s.ActRow(at(28, 16, 40, 10), "Lịch tiếp công dân tháng 11", "Đính chính giờ buổi chiều: 13:30, không phải 14:00.", "#", None, "#"),
)
OPEN = (
    s.OpenRow("Góp ý dự thảo quy chế thực hiện dân chủ của phường", "212 ý kiến đã gửi", date(2026, 11, 29), "#", s.Link("Góp ý", "#")),
    s.OpenRow("Họp tổ dân phố 7: mức đóng góp làm đường bê tông", "19:30 thứ Bảy tại nhà văn hoá tổ", date(2026, 11, 28), "#"),
)
DOORS = (
    s.Door("Biết", "31 mục đã công khai, còn 2 việc", "#know"),
    s.Door("Bàn", "1 cuộc lấy ý kiến đang mở", "#discuss"),
    s.Door("Quyết định", "Tổ dân phố 7 họp thứ Bảy", "#decide"),
    s.Door("Giám sát", "Sẽ mở khi Mặt trận ghi cuộc giám sát đầu tiên", ""),
)
_ITEMS = (
    "Kế hoạch phát triển kinh tế - xã hội",
    "Ngân sách, quyết toán",
    "Đề án, dự án, đầu tư công",
    "Cán bộ, công chức phụ trách công việc",
    "Khoản huy động Nhân dân đóng góp",
    "Chương trình hỗ trợ, vay vốn",
    "Xét hộ nghèo, cận nghèo",
    "Đất đai, bồi thường, tái định cư",
    "Thành lập, nhập, chia đơn vị, tổ dân phố",
    "Kết quả giải quyết việc có ý kiến Nhân dân",
    "Giải trình, tiếp thu ý kiến",
    "Phí, lệ phí, nghĩa vụ tài chính",
    "Thủ tục hành chính",
    "Nội dung khác theo quy định",
)
_CELLS = "ddsdd nsddd ndsd".replace(" ", "")
_STATE = {"d": State.DISCLOSED, "n": State.NOTHING_AROSE, "s": State.SILENT}
QUARTER = s.RegisterStrip(
    "2026-Q4",
    "Quý IV/2026",
    9,
    2,
    3,
    tuple(s.CellRow(i + 1, _ITEMS[i], _STATE[c], f"#muc-{i + 1}") for i, c in enumerate(_CELLS)),
    "#register",
)
LIFE = tuple(s.DayCount(TODAY - timedelta(days=n), (n * 7919) % 11) for n in range(340) if (n * 31) % 7 in (1, 3) and (n * 13) % 5)
VILLAGES = tuple(s.Link(f"Tổ dân phố {n}", "#") for n in (1, 2, 4, 7, 9, 12))
COVERAGE = "Đã ghi 11 trên 14 mục; 27 quyết định đã đăng ký so với 25 đến 40 ở các phường cùng cỡ."


def body() -> s.BodyPage:
    """A ward in the middle of its quarter."""
    return s.BodyPage(
        "01273",
        "Phường Thục Phán",
        "phường",
        date(2025, 7, 1),
        ("phường Sông Hiến", "phường Đề Thám", "xã Hưng Đạo"),
        s.Link("Tỉnh Cao Bằng", "/"),
        ANSWERS,
        site().designated,
        DOORS,
        DUTIES,
        RECENT,
        QUARTER,
        COVERAGE,
        VILLAGES,
        TODAY,
        OPEN,
        kept=(
            s.DutyRow(
                State.RUNNING,
                None,
                "Thủ tục hành chính do phường giải quyết",
                None,
                None,
                "Luôn giữ trên bảng",
                "Luật 10/2022/QH15, Điều 11 khoản 13",
                "#why",
            ),
        ),
        life=LIFE,
        recent_href="#all",
        reports=(s.Link("Báo một quyết định chưa thấy công khai", "#"),),
        reported=(
            s.ReportRow(
                "Quyết định thu tiền gửi xe ở chợ", "Tờ giấy dán ở cổng chợ", "Phí, lệ phí", date(2026, 11, 16), date(2026, 11, 22)
            ),
            s.ReportRow(
                "Một văn bản người dân biết (không hiện nội dung)",
                "",
                "",
                date(2026, 11, 9),
                date(2026, 11, 15),
                s.Link("95/QĐ-UBND", "#"),
                s.Link("Đăng ký", "#"),
            ),
        ),
    )


def empty_body() -> s.BodyPage:
    """A village on its first day: every empty state at once."""
    return s.BodyPage(
        "01273-to-4",
        "Tổ dân phố 4",
        "tổ dân phố",
        None,
        (),
        BODY,
        "Tổ trưởng tổ dân phố",
        "",
        (s.Door("Biết", "Chưa có gì", ""), *DOORS[1:]),
        (),
        (),
        None,
        "",
        (),
        TODAY,
    )


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


class SampleForm(CommandForm):
    """Every kind of field once."""

    number = forms.CharField(label="Số, ký hiệu", help_text="Như trên văn bản, ví dụ 112/QĐ-UBND.", max_length=40)
    dated = DayField(label="Ngày ban hành")
    item = forms.ChoiceField(label="Nội dung phải công khai", choices=[(str(i + 1), f"{i + 1}. {t}") for i, t in enumerate(_ITEMS)])
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


POINT = s.Checkpoint(
    "demo.dinhlang.example/log/1",
    10_482,
    ROOT,
    at(23, 9, 15),
    "#",
    f"demo.dinhlang.example/log/1\n10482\n{ROOT}\n\n— demo.dinhlang.example/log/1 Zm9v…\n",
)
LEAF = (
    "dinhlang/entry/v1\nact disclosure.post\nbody 01273\noffice commune-chair\ntime 2026-11-23T09:14:05+07:00\nsubject 4k7m2q9xw3h8t6vr\n"
    f"because -\nrules {ROOT}\ncommit {ROOT}\n"
)


def record() -> s.RecordPage:
    """A stretch with entries and a sealed batch."""
    return s.RecordPage(
        (
            s.EntryRow(
                10481,
                at(23, 9, 14),
                "Phường Thục Phán công khai “Kế hoạch sửa kênh mương Nà Cạn năm 2027” trên trang thông tin.",
                "Phường Thục Phán",
                "entry",
                "#",
                "disclosure.post",
            ),
            s.EntryRow(10480, None, "", "", "sealed", "#"),
            s.EntryRow(10479, None, "", "", "sealed", "#"),
            s.EntryRow(10478, at(23, 9, 0), "Nhịp giờ của nhật ký.", "", "entry", "#", "log.tick"),
        ),
        "#older",
        "",
        POINT,
        10_482,
    )


def entry() -> s.EntryPage:
    """An entry with one part open, one sealed, one erased."""
    return s.EntryPage(
        10481,
        at(23, 9, 14),
        "Phường Thục Phán công khai “Kế hoạch sửa kênh mương Nà Cạn năm 2027”.",
        "entry",
        BODY,
        s.Link("Kế hoạch sửa kênh mương", "#"),
        LEAF,
        ROOT,
        (
            s.OpeningPart("public", ROOT, "shown", '{"title": "Kế hoạch sửa kênh mương Nà Cạn năm 2027"}', ROOT),
            s.OpeningPart("files", ROOT, "sealed", reason="Bản gốc có chữ ký được giữ trong két khoá."),
            s.OpeningPart("place", ROOT, "erased", reason="Đã xoá theo Luật 91/2025/QH15."),
        ),
        tuple(ROOT for _ in range(14)),
        POINT,
        (s.Link("Nội dung mở (JSON)", "#"), s.Link("Chứng cứ nằm trong nhật ký", "#")),
    )


def receipt() -> s.ReceiptPage:
    """A receipt that is not yet due."""
    return s.ReceiptPage(
        ROOT,
        at(23, 9, 14),
        at(24, 9, 14),
        10_482,
        ROOT,
        "not-yet-due",
        "Đã nhận; sẽ có trong nhật ký chậm nhất lúc 09:14 ngày 24/11/2026.",
        "#",
        "#",
        note=POINT.note,
        qr=qr("https://example.vn/chung-nhan/abc"),
    )


def register() -> s.RegisterPage:
    """The fourth quarter, half way."""
    rows = tuple(
        s.RegisterRow(
            i + 1,
            _ITEMS[i],
            _STATE[c],
            2 if c == "d" else 0,
            date(2026, 10, 5 + i) if c == "d" else None,
            ("trang thông tin", "bảng tin") if c == "d" else (),
            (s.Link("Quyết định 112/QĐ-UBND", "#"),) if c == "d" else (),
            "Văn phòng ký 20/11/2026" if c == "n" else "",
            s.Link("Ghi không phát sinh", "#") if c == "s" else None,
        )
        for i, c in enumerate(_CELLS)
    )
    return s.RegisterPage(
        BODY,
        "Bảng kê nội dung đã công khai quý IV/2026",
        "2026-Q4",
        date(2026, 10, 1),
        date(2026, 12, 31),
        rows,
        9,
        2,
        3,
        COVERAGE,
        DUTIES[3],
        s.Link("Quý III/2026", "#"),
        None,
        (s.Link("Tải PDF", "#"), s.Link("Tải XLSX", "#")),
        TODAY,
        ANSWERS,
        at(23, 9, 0),
        PARTS[:2],
        board=thing().board,
        basis="Luật 10/2022/QH15, Điều 13 khoản 2",
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
    )


def empty_desk() -> s.DeskPage:
    """A desk with nothing on it."""
    return s.DeskPage("Công chức văn phòng", BODY, (), (), (), (), (), TODAY)


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


def home() -> s.HomePage:
    """The front page after a search."""
    return s.HomePage(
        BODY,
        body().formerly,
        "Mọi việc phường phải công khai, mọi việc dân được bàn, ở một chỗ.",
        DOORS,
        RECENT[:3],
        OPEN,
        VILLAGES,
        TODAY,
        LIFE,
        "song hien",
        (s.FoundRow(BODY.text, "cấp xã · Tỉnh Cao Bằng", BODY.href), s.FoundRow("Văn bản số 112/QĐ-UBND ngày 30/10/2026", "", "#")),
        s.Link("Báo một quyết định chưa thấy công khai", "#"),
        10_482,
    )


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


def proof() -> s.AboutProof:
    """No witness yet."""
    return s.AboutProof(POINT, 0, (s.Link("check_receipt.py", "#"),), (s.Link("Toàn bộ nhật ký", "#"),))


def message() -> s.MessagePage:
    """A plain page."""
    return s.MessagePage(
        "Bản ghi này chưa mở", ("Nội dung sẽ mở sau khi lô tiếp theo vào nhật ký, chậm nhất 6 giờ.",), (s.Link("Nhật ký", "#"),), LAW
    )


@dataclass(frozen=True)
class Style:
    """What the style page draws."""

    states: tuple[State, ...]
    body: s.BodyPage
    thing: s.ThingPage
    why: s.WhyPage
    form: s.FormPage


def style() -> Style:
    """Every component once."""
    return Style(tuple(State), body(), thing(), why(), form(bound=True))


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


def pages() -> dict[str, tuple[str, object]]:
    """Every page template with values for it, by a short name."""
    return {
        "home": ("pages/home.html", home()),
        "body": ("pages/body.html", body()),
        "body-empty": ("pages/body.html", empty_body()),
        "thing": ("pages/thing.html", thing()),
        "thing-erased": ("pages/thing.html", withdrawn()),
        "why": ("pages/why.html", why()),
        "why-long": ("pages/why.html", long_why()),
        "register": ("pages/register.html", register()),
        "desk": ("pages/desk.html", desk()),
        "desk-empty": ("pages/desk.html", empty_desk()),
        "record": ("pages/record.html", record()),
        "entry": ("pages/entry.html", entry()),
        "receipt": ("pages/receipt.html", receipt()),
        "rules": ("pages/rules.html", rules()),
        "rules-found": ("pages/rules.html", rules_found()),
        "rule": ("pages/rule.html", rule()),
        "regulation": ("pages/regulation.html", regulation()),
        "regulation-preview": ("pages/regulation_preview.html", regulation(hidden=True)),
        "rules-kind": ("pages/rules_kind.html", rules_kind()),
        "rules-changes": ("pages/rules_changes.html", rules_changes()),
        "rules-turns": ("pages/rules_changes.html", rules_turns()),
        "rules-coverage": ("pages/rules_coverage.html", rules_coverage()),
        "rules-articles": ("pages/rules_articles.html", rules_articles()),
        "form": ("pages/form.html", form()),
        "form-mistakes": ("pages/form.html", form(bound=True)),
        "sign-in": ("pages/sign_in.html", sign_in()),
        "done": ("pages/done.html", done()),
        "proof": ("pages/proof.html", proof()),
        "message": ("pages/message.html", message()),
    }
