"""What the demonstration ward's office keeps in its books: outgoing documents, the budget, public investment. All of it is invented.

Promises: the register holds the documents that the story registers, so that coverage is neither nothing nor everything; last month's file
is left for the visitor to bring (`register_file`).
"""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth import get_user_model
from openpyxl import Workbook

from dinhlang.core.actor import Office
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Done
from dinhlang.works.budgets import acts as budgets
from dinhlang.works.budgets import policy, sums
from dinhlang.works.budgets.models import Side
from dinhlang.works.budgets.sums import Row
from dinhlang.works.outgoing import acts as outgoing
from dinhlang.works.outgoing.lines import Line
from dinhlang.works.projects import acts as projects
from dinhlang.works.projects.acts import Line as Project
from dinhlang_demo.story import BREATH
from dinhlang_demo.ward import ONE, TWO, WARD

OFFICER = "demo-officer"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YEAR = 2026
GROUPS = {"Tổ dân phố 1": ONE, "Tổ dân phố 4": TWO}
SIGNER, DEPUTY = "Nông Thị Hạnh (giả định)", "Hoàng Văn Thắng (giả định)"
REGISTER = (
    ("12/QĐ-UBND", date(2026, 3, 2), "Thu, chi Quỹ Đền ơn đáp nghĩa năm 2025"),
    ("31/KH-UBND", date(2026, 4, 6), "Kế hoạch tuyên truyền phòng cháy, chữa cháy năm 2026"),
    ("47/QĐ-UBND", date(2026, 5, 25), "Về việc huy động đóng góp làm đường bê tông tổ dân phố 4"),
    ("52/GM-UBND", date(2026, 6, 2), "Giấy mời dự hội nghị sơ kết 6 tháng"),
    ("60/UBND-KT", date(2026, 6, 15), "V/v trả lời đơn của ông N.V.T. (giả định)"),
    ("71/TB-UBND", date(2026, 7, 20), "Thông báo mức thu phí, lệ phí tại chợ Xanh"),
    ("88/QĐ-UBND", date(2026, 8, 27), "Tiếp nhận tài trợ sân chơi thiếu nhi"),
    ("95/QĐ-UBND", date(2026, 9, 3), "Quỹ Khuyến học phường: danh sách đóng góp"),
    ("97/QĐ-UBND", date(2026, 9, 21), "Về việc nâng bậc lương thường xuyên đối với công chức"),
    ("101/QĐ-UBND", date(2026, 10, 5), "Quỹ phòng, chống thiên tai: mức đóng góp năm 2026"),
    ("12-NQ/ĐU", date(2026, 10, 8), "Nghị quyết lãnh đạo nhiệm vụ quý IV"),
)
LAST_MONTH = (
    ("112/QĐ-UBND", date(2026, 10, 30), "Về khoản đóng góp nâng cấp nhà văn hóa tổ dân phố 1", SIGNER, ""),
    ("113/UBND-VP", date(2026, 11, 2), "V/v cung cấp số liệu cho Sở Nội vụ", DEPUTY, ""),
    ("114/TB-UBND", date(2026, 11, 4), "Thông báo thu hồi đất để thực hiện dự án kè bờ sông Bằng", SIGNER, ""),
    ("115/GM-UBND", date(2026, 11, 5), "Giấy mời họp giao ban tháng 11", DEPUTY, ""),
    ("116/QĐ-UBND", date(2026, 11, 9), "Về việc công nhận kết quả rà soát hộ nghèo, hộ cận nghèo năm 2026", SIGNER, ""),
    ("117/KH-UBND", date(2026, 11, 12), "Kế hoạch diễn tập phòng thủ", SIGNER, "Mật"),
    ("118/QĐ-UBND", date(2026, 11, 18), "Vận động ủng hộ đồng bào vùng lũ năm 2026", SIGNER, ""),
    ("119/QĐ-UBND", date(2026, 11, 19), "Về việc thanh lý tài sản công tại trụ sở cũ", DEPUTY, ""),
)
MILLION = 1_000_000
BUDGET: tuple[tuple[Side, str, str, int, int | None], ...] = (
    (Side.REVENUE, "", "TỔNG SỐ THU NGÂN SÁCH PHƯỜNG", 96_400, 71_250),
    (Side.REVENUE, "I", "Các khoản thu phường hưởng 100%", 8_900, 7_320),
    (Side.REVENUE, "1", "Phí, lệ phí", 1_200, 990),
    (Side.REVENUE, "2", "Thu từ quỹ đất công ích và hoa lợi công sản", 900, 610),
    (Side.REVENUE, "3", "Thu khác", 6_800, 5_720),
    (Side.REVENUE, "II", "Các khoản thu phân chia theo tỷ lệ", 12_500, 9_430),
    (Side.REVENUE, "III", "Thu bổ sung cân đối từ ngân sách tỉnh", 61_000, 45_750),
    (Side.REVENUE, "IV", "Thu bổ sung có mục tiêu từ ngân sách tỉnh", 14_000, 8_750),
    (Side.SPENDING, "", "TỔNG SỐ CHI NGÂN SÁCH PHƯỜNG", 96_400, 64_080),
    (Side.SPENDING, "I", "Chi đầu tư phát triển", 15_200, 8_140),
    (Side.SPENDING, "II", "Chi thường xuyên", 79_200, 55_940),
    (Side.SPENDING, "1", "Chi sự nghiệp giáo dục, đào tạo", 38_600, 28_300),
    (Side.SPENDING, "2", "Chi sự nghiệp y tế", 2_400, 1_750),
    (Side.SPENDING, "3", "Chi văn hóa, thông tin", 1_500, 980),
    (Side.SPENDING, "4", "Chi thể dục, thể thao", 600, 410),
    (Side.SPENDING, "5", "Chi bảo vệ môi trường", 3_100, 2_240),
    (Side.SPENDING, "6", "Chi các hoạt động kinh tế", 5_400, 3_160),
    (Side.SPENDING, "7", "Chi quản lý nhà nước, Đảng, Mặt trận, đoàn thể", 20_300, 14_900),
    (Side.SPENDING, "8", "Chi quốc phòng, an ninh", 2_900, 2_050),
    (Side.SPENDING, "9", "Chi bảo đảm xã hội", 4_400, 2_150),
    (Side.SPENDING, "III", "Dự phòng ngân sách", 2_000, None),
)
WORKS = (
    ("Đường bê tông tổ dân phố 4", "building", "Tổ dân phố 4", 2026, 2026, 2_450, 2_450, 1_620, "Công ty Xây dựng Minh Long (giả định)"),
    ("Nâng cấp nhà văn hóa tổ dân phố 1", "building", "Tổ dân phố 1", 2026, 2027, 1_800, 900, 540, "Hợp tác xã Xây dựng 3-10 (giả định)"),
    ("Sân chơi thiếu nhi", "done", "Tổ dân phố 4", 2026, 2026, 310, 310, 310, ""),
    ("Kè bờ sông Bằng, đoạn qua phường", "preparing", "Dọc sông Bằng", 2026, 2028, 28_600, 4_000, 350, ""),
    ("Cải tạo Trường Tiểu học", "done", "Trường Tiểu học", 2025, 2026, 6_400, 2_100, 2_060, "Công ty Xây dựng Đông Bắc (giả định)"),
    ("Hệ thống thoát nước ngõ 12", "stopped", "Tổ dân phố 4", 2026, 2026, 760, 760, 120, ""),
)


def books(by: Office, at: datetime, ward: int) -> None:
    """Enter, as `by` from the instant `at` on, the register up to October, the budget of the third quarter, the list of projects."""
    groups = {place: one.id for one in bodies.villages(ward, clock.local_day(at)) for place, code in GROUPS.items() if one.code == code}
    table = sums.nested(
        [
            Row(n, side, mark, label, plan * MILLION, None if done is None else done * MILLION, policy.heading_of(side, label))
            for n, (side, mark, label, plan, done) in enumerate(BUDGET)
        ]
    )
    works = tuple(
        Project(
            name=name,
            year=YEAR,
            status=status,
            village=groups.get(where),
            where=where,
            owner="Ủy ban nhân dân phường",
            contractor=contractor,
            first_year=first,
            last_year=last,
            total=total * MILLION,
            plan=plan * MILLION,
            paid=paid * MILLION,
        )
        for name, status, where, first, last, total, plan, paid, contractor in WORKS
    )
    lines = tuple(Line(number, dated, text, SIGNER) for number, dated, text in REGISTER)
    budget = {"stage": "execution", "period": f"{YEAR}-Q3", "unit": MILLION, "rows": table}
    acts: tuple[tuple[Callable[..., Done], dict[str, Any]], ...] = (
        (outgoing.import_rows, {"rows": lines}),
        (budgets.enter, budget),
        (projects.import_rows, {"rows": works}),
    )
    for n, (act, payload) in enumerate(acts, 1):
        command = uuid5(NAMESPACE_URL, f"demonstration books {n}")
        act(by=by, at=at + n * BREATH, command_id=command, body=ward, **payload)


def load() -> None:
    """`books` of the ward, by its officer, after everything else was told."""
    day = clock.today()
    ward = bodies.find(WARD, day).id
    mandate = get_user_model().objects.get(username=OFFICER).mandates.get(body=ward)
    books(Office(mandate.pk), clock.now(), ward)


def register_file() -> bytes:
    """Last month's register as the office's own system gives it out: a title, a day as text, a secret row."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Văn bản đi"
    sheet.append(["SỔ ĐĂNG KÝ VĂN BẢN ĐI (giả định)"])
    sheet.append(["Tháng 11 năm 2026"])
    sheet.append(["STT", "Số, ký hiệu văn bản", "Ngày ban hành", "Trích yếu nội dung", "Người ký", "Độ mật"])
    for n, (number, dated, text, signer, secrecy) in enumerate(LAST_MONTH, 1):
        written = dated if n % 2 else f"{dated:%d.%m.%Y}"
        sheet.append([n, number, written, text, signer, secrecy])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
