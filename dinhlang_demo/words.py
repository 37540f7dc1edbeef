"""What the invented documents say, item by item of Art. 11, and what invented villages are called.

Promises: no person is named. `{v}` is a village, `{y}` a year, `{a}` `{b}` `{c}` sums of money, `{n}` a small number.
"""

from dataclasses import dataclass
from random import Random

POINTS_ITEMS = frozenset({1, 2, 3, 5, 6, 7, 8, 10, 11, 12})  # those of which the law wants a notice in every village


@dataclass(frozen=True)
class Document:
    """An invented document: its item of Art. 11, the rule it falls under, what it is called and what the disclosure says."""

    item: int
    rule: str
    title: str
    text: str


CONTRIBUTIONS = "commune-discloses-contributions"
DOCUMENTS = (
    Document(5, CONTRIBUTIONS, "Thu, chi Quỹ Đền ơn đáp nghĩa năm {y}", "Đã thu {a} đ, đã chi {b} đ, còn {c} đ chuyển sang năm sau."),
    Document(
        5, CONTRIBUTIONS, "Huy động đóng góp làm đường bê tông {v}", "Mỗi hộ góp theo khả năng; hộ nghèo được miễn. Đường dài {n}0 m."
    ),
    Document(5, CONTRIBUTIONS, "Tài trợ sân chơi thiếu nhi {v}", "Giá trị tài trợ {a} đ, lắp đặt trong quý sau."),
    Document(5, CONTRIBUTIONS, "Quỹ Phòng, chống thiên tai năm {y}", "Mức đóng theo lao động; đã thu {a} đ, đã chi {b} đ."),
    Document(5, CONTRIBUTIONS, "Khoản đóng góp sửa nhà văn hóa {v}", "Dự toán {a} đ, trong đó Nhân dân góp {c} đ và {n} ngày công."),
    Document(
        4, "commune-discloses-regulation", "Phân công nhiệm vụ trong Ủy ban nhân dân", "Ai phụ trách lĩnh vực nào, tiếp dân vào ngày nào."
    ),
    Document(4, "commune-discloses-regulation", "Quy tắc ứng xử của cán bộ, công chức", "Toàn văn trong tệp kèm theo."),
    Document(
        14,
        "commune-discloses-other-matters",
        "Kế hoạch tiêm phòng cho gia súc năm {y}",
        "Lịch tiêm ở từng xóm, tổ dân phố; không thu tiền.",
    ),
    Document(14, "commune-discloses-other-matters", "Tạm ngừng lưu thông đoạn qua {v}", "Đường sửa trong {n} ngày; đi vòng theo biển báo."),
    Document(
        14,
        "commune-discloses-other-matters",
        "Lịch cấp nước sinh hoạt mùa khô",
        "Cấp luân phiên theo cụm dân cư; số trực có trên bảng tin.",
    ),
    Document(
        6, "commune-discloses-public-assets", "Sửa chữa nhà văn hóa {v}", "Giá trị {a} đ từ ngân sách; nghiệm thu có đại diện của xóm, tổ."
    ),
    Document(
        6,
        "commune-discloses-public-assets",
        "Quản lý, khai thác chợ trung tâm năm {y}",
        "Giao khoán {a} đ một năm; danh sách điểm kinh doanh kèm theo.",
    ),
    Document(
        3,
        "commune-discloses-projects-and-land",
        "Đầu tư kênh mương nội đồng {v}",
        "Tổng mức {a} đ; dài {n}00 m; chủ đầu tư, nhà thầu ghi trong tệp.",
    ),
    Document(3, "commune-discloses-projects-and-land", "Giao đất xây nhà văn hóa {v}", "Diện tích {n}00 m²; ranh giới có sơ đồ kèm theo."),
    Document(
        1, "commune-discloses-development-plan", "Điều chỉnh kế hoạch phát triển kinh tế - xã hội năm {y}", "Chỉ tiêu nào đổi, vì sao."
    ),
    Document(8, "commune-discloses-relief", "Hỗ trợ sau mưa lũ ở {v}", "{n} hộ được hỗ trợ, tổng {c} đ; danh sách niêm yết tại xóm, tổ."),
    Document(
        10, "commune-discloses-inspection-results", "Kết quả kiểm tra thu, chi quỹ ở {v}", "Thu đúng, chi đúng; nhắc lập sổ theo mẫu."
    ),
    Document(12, "commune-discloses-fees", "Mức thu phí chợ năm {y}", "Mức thu theo điểm kinh doanh; ai được miễn, ai được giảm."),
)
LINES = (  # item, month, day, what a line of the year's plan says
    (2, 1, 28, "Dự toán ngân sách năm {y} đã được Hội đồng nhân dân quyết định"),
    (1, 2, 12, "Kế hoạch phát triển kinh tế - xã hội năm {y}"),
    (12, 3, 20, "Mức thu phí, lệ phí do xã, phường trực tiếp thu"),
    (7, 5, 15, "Danh sách hộ được hỗ trợ sửa nhà ở đợt 1"),
    (1, 7, 15, "Kết quả thực hiện kế hoạch 6 tháng đầu năm"),
    (2, 7, 31, "Quyết toán ngân sách năm {before}"),
    (3, 9, 25, "Danh mục công trình khởi công trong năm"),
    (9, 11, 12, "Danh sách công dân đủ điều kiện nhập ngũ năm {after}"),
    (3, 12, 15, "Kế hoạch sử dụng quỹ đất nông nghiệp công ích năm {after}"),
)
COMPARED = (  # rules whose wording an invented report holds against the law of today
    *dict.fromkeys(one.rule for one in DOCUMENTS if one.rule != CONTRIBUTIONS),
    "commune-adopts-disclosure-plan",
    "commune-follows-disclosure-plan",
    "commune-keeps-procedures-posted",
    "commune-keeps-quarterly-register",
    "agency-keeps-reception-information-posted",
)
SUM, ROUND = (12, 480), 100_000
HOUSEHOLDS = (28, 210)  # fewest and most of an invented village
LOUDSPEAKERS = 0.6  # share of communes that have a network of them

FIRST = ("Bản", "Nà", "Pác", "Lũng", "Khuổi", "Cốc", "Nặm", "Phia", "Đông", "Kéo", "Tổng", "Thôm", "Đoỏng", "Rằng", "Sam")
SECOND = (
    "Lầu", "Sao", "Chang", "Mười", "Luông", "Phia", "Ngần", "Lòa", "Vài", "Thin", "Rụng", "Pục", "Khoang", "Đâư", "Nưa", "Tấu", "Viềng",
    "Giàng", "Piao", "Choong", "Cải", "Hoán", "Khuông", "Tẩu", "Mạ", "Nhàn", "Kít", "Lẹng", "Phẩy", "Tềnh", "Múc", "Xả", "Dào", "Ít",
)  # fmt: skip


def village(commune: str, n: int, rng: Random, taken: set[str]) -> tuple[str, str]:
    """(name, word of its kind) of an invented village: numbered groups in a phường, names of the mountains in a xã."""
    if commune.startswith("Phường"):
        return f"Tổ dân phố {n}", "tổ dân phố"
    while True:
        name = f"{rng.choice(FIRST)} {rng.choice(SECOND)}"
        if name not in taken:
            taken.add(name)
            return f"Xóm {name}", "xóm"


def money(rng: Random) -> tuple[str, str, str]:
    """Three sums in đồng of which the second and third make the first, written the Vietnamese way."""
    whole = rng.randint(*SUM) * ROUND * 5
    part = whole * rng.randint(55, 95) // 100 // 1000 * 1000
    a, b, c = (f"{value:,}".replace(",", ".") for value in (whole, part, whole - part))
    return a, b, c
