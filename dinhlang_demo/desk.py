"""What lies on the desk of the ward's officer on a Monday: last month's register, a quarter's budget, one signed decision.

Promises: invented, and says so in each file; of the register exactly three documents wait to be disclosed, the others are registered
already or are none to disclose. `python -m scripts.samples` makes the files out of these rows.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dinhlang.core.refusal import N_

FOLDER = Path(__file__).parent / "samples"
TITLE = "SỔ ĐĂNG KÝ VĂN BẢN ĐI THÁNG 10 NĂM 2026 (giả định, của bản trình diễn)"
COLUMNS = ("STT", "Số, ký hiệu văn bản", "Ngày ban hành", "Trích yếu nội dung", "Người ký", "Nơi nhận")
CHAIR, DEPUTY = "Chủ tịch", "Phó Chủ tịch"


@dataclass(frozen=True)
class Sample:
    """A file to try; `title` and `lead` are message ids."""

    name: str
    title: str
    lead: str
    media_type: str


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAMPLES = (
    Sample(
        "so-van-ban-di-thang-10.xlsx", N_("Register of outgoing documents, October"), N_("three of its papers wait to be disclosed"), XLSX
    ),
    Sample("quyet-dinh-103.pdf", N_("One signed decision"), N_("drop it where the first of the three is disclosed"), "application/pdf"),
    Sample("ngan-sach-quy-3.xlsx", N_("Budget, third quarter"), N_("plan against execution, by purpose"), XLSX),
)
# number, dated, abstract, signed by, sent to
REGISTER = (
    ("340/GM-UBND", date(2026, 10, 1), "Giấy mời họp giao ban tháng 10", DEPUTY, "Các tổ dân phố"),
    ("341/UBND-VP", date(2026, 10, 2), "V/v cung cấp số liệu phục vụ rà soát địa danh", DEPUTY, "Sở Nội vụ"),
    ("101/QĐ-UBND", date(2026, 10, 5), "Quỹ Phòng, chống thiên tai: mức đóng năm 2026", CHAIR, "Các tổ dân phố; lưu"),
    ("102/QĐ-UBND", date(2026, 10, 7), "Nâng bậc lương thường xuyên đối với công chức", CHAIR, "Văn phòng; lưu"),
    ("103/QĐ-UBND", date(2026, 10, 8), "Phê duyệt danh sách hộ được hỗ trợ xóa nhà tạm đợt 2 năm 2026", CHAIR, "Các tổ dân phố; lưu"),
    ("342/UBND-ĐC", date(2026, 10, 9), "V/v trả lời đơn đề nghị đo đạc lại ranh giới thửa đất", DEPUTY, "Người gửi đơn; lưu"),
    ("343/GM-UBND", date(2026, 10, 12), "Giấy mời dự hội nghị tập huấn", DEPUTY, "Các tổ dân phố"),
    ("99/BC-UBND", date(2026, 10, 13), "Báo cáo kiểm soát thủ tục hành chính quý III", CHAIR, "Văn phòng UBND tỉnh"),
    ("104/TB-UBND", date(2026, 10, 14), "Mức thu phí vệ sinh và giá dịch vụ thu gom rác từ tháng 11", CHAIR, "Các tổ dân phố; lưu"),
    ("105/QĐ-UBND", date(2026, 10, 15), "Cử công chức đi tập huấn", CHAIR, "Văn phòng; lưu"),
    ("344/UBND-VX", date(2026, 10, 16), "V/v treo cờ ngày lễ", DEPUTY, "Các tổ dân phố"),
    ("106/KH-UBND", date(2026, 10, 19), "Diễn tập ứng phó cháy rừng cấp phường", CHAIR, "Các tổ dân phố; lưu"),
    ("345/UBND-KT", date(2026, 10, 20), "V/v đôn đốc nộp báo cáo quý", DEPUTY, "Các bộ phận"),
    ("107/TB-UBND", date(2026, 10, 21), "Kết quả kiểm tra thu, chi Quỹ Khuyến học ở tổ dân phố 1", CHAIR, "Các tổ dân phố; lưu"),
    ("346/GM-UBND", date(2026, 10, 22), "Giấy mời họp thẩm định hồ sơ", DEPUTY, "Các bộ phận"),
    ("108/QĐ-UBND", date(2026, 10, 23), "Thành lập tổ giúp việc chuyển đổi số", CHAIR, "Văn phòng; lưu"),
    ("100/BC-UBND", date(2026, 10, 26), "Báo cáo tình hình an ninh, trật tự tháng 10", CHAIR, "Công an tỉnh"),
    ("347/UBND-VP", date(2026, 10, 27), "V/v chuẩn bị ngày hội đại đoàn kết", DEPUTY, "Các tổ dân phố"),
    ("112/QĐ-UBND", date(2026, 10, 30), "Khoản đóng góp nâng cấp nhà văn hóa tổ dân phố 1", CHAIR, "Các tổ dân phố; lưu"),
)
WAITING = ("103/QĐ-UBND", "104/TB-UBND", "107/TB-UBND")

BUDGET_TITLE = "THỰC HIỆN NGÂN SÁCH PHƯỜNG QUÝ III NĂM 2026 (giả định, của bản trình diễn)"
BUDGET_COLUMNS = ("STT", "Nội dung", "Dự toán năm", "Thực hiện quý III")
MILLION = 1_000_000
# mark, what, planned and carried out in millions of đồng
REVENUE = (
    ("A", "TỔNG SỐ THU", 18_400, 5_210),
    ("I", "Các khoản thu xã hưởng 100%", 1_900, 612),
    ("1", "Phí, lệ phí", 640, 198),
    ("2", "Thu từ quỹ đất công ích và hoa lợi công sản", 760, 214),
    ("3", "Đóng góp của Nhân dân", 500, 200),
    ("II", "Các khoản thu phân chia theo tỷ lệ", 3_300, 1_148),
    ("III", "Thu bổ sung cân đối từ ngân sách tỉnh", 11_600, 2_900),
    ("IV", "Thu bổ sung có mục tiêu từ ngân sách tỉnh", 1_600, 550),
)
SPENDING = (
    ("B", "TỔNG SỐ CHI", 18_400, 4_690),
    ("I", "Chi đầu tư phát triển", 4_100, 980),
    ("II", "Chi thường xuyên", 13_900, 3_710),
    ("1", "Chi quốc phòng, an ninh", 1_150, 296),
    ("2", "Chi giáo dục", 4_800, 1_240),
    ("3", "Chi y tế", 700, 172),
    ("4", "Chi văn hóa, thể thao, truyền thanh", 640, 158),
    ("5", "Chi sự nghiệp kinh tế", 1_310, 402),
    ("6", "Chi bảo đảm xã hội", 1_500, 431),
    ("7", "Chi quản lý nhà nước, Đảng, đoàn thể", 3_800, 1_011),
    ("III", "Dự phòng ngân sách", 400, 0),
)
DECISION = (
    "Phê duyệt danh sách hộ được hỗ trợ xóa nhà tạm đợt 2 năm 2026",
    "103/QĐ-UBND",
    "Điều 1. Hỗ trợ 14 hộ, mỗi hộ 60.000.000 đồng. Danh sách niêm yết tại trụ sở và nhà văn hóa tổ dân phố.",
)
