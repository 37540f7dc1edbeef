"""What offices keep beside what they disclose: the register of outgoing documents, the budget, the list of projects.

Promises: invented, by the numbers drawn; the decisions that a commune registered here stand in its register, among papers that nobody
must disclose and a few that somebody forgot.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from dinhlang.works.budgets import policy
from dinhlang.works.budgets.models import Side
from dinhlang.works.budgets.sums import Row, nested
from dinhlang.works.outgoing.lines import Line
from dinhlang.works.projects import acts as projects
from dinhlang_demo import desk

OTHERS = (
    ("GM-UBND", "Giấy mời họp giao ban"),
    ("GM-UBND", "Giấy mời dự hội nghị tập huấn"),
    ("UBND-VP", "V/v cung cấp số liệu phục vụ rà soát"),
    ("UBND-VX", "V/v treo cờ ngày lễ"),
    ("UBND-KT", "V/v đôn đốc nộp báo cáo"),
    ("QĐ-UBND", "Nâng bậc lương thường xuyên đối với công chức"),
    ("QĐ-UBND", "Cử công chức đi tập huấn"),
    ("BC-UBND", "Báo cáo tình hình an ninh, trật tự trong tháng"),
    ("KH-UBND", "Diễn tập ứng phó cháy rừng"),
)
FORGOTTEN = (
    ("TB-UBND", "Mức thu phí vệ sinh và giá dịch vụ thu gom rác"),
    ("QĐ-UBND", "Phê duyệt danh sách hộ được hỗ trợ xóa nhà tạm"),
    ("TB-UBND", "Kết quả kiểm tra thu, chi quỹ ở khu dân cư"),
    ("QĐ-UBND", "Thanh lý tài sản công tại trụ sở"),
    ("TB-UBND", "Cho thuê quỹ đất công ích"),
)
MANY, FEW = (8, 14), (1, 2)  # papers of the two kinds in a quarter
FIRST_NUMBER = 400  # beyond the numbers that the communes' own decisions have
PROJECTS = (
    ("Cải tạo, nâng cấp kênh mương nội đồng", 2400),
    ("Đường bê tông liên xóm, tổ", 3800),
    ("Sửa chữa nhà văn hóa", 650),
    ("Cấp nước sinh hoạt tập trung", 5200),
    ("Sân thể thao trung tâm", 900),
)
SCALE = (60, 140)  # per cent of the ward's budget that another commune has
PART = (40, 96)  # per cent of a project's money of the year that is spent


def register(decisions: Iterable[tuple[str, date, str]], first: date, last: date, begin: int, rng: Random) -> tuple[Line, ...]:
    """The register from `first` to `last`: the decisions registered here among other papers, numbered from `begin`."""
    found = [Line(number, dated, title, desk.CHAIR, "Lưu") for number, dated, title in decisions if first <= dated <= last]
    found += _papers(OTHERS, rng.randint(*MANY), first, last, begin, rng)
    found += _papers(FORGOTTEN, rng.randint(*FEW), first, last, begin + MANY[1] + 1, rng)
    return tuple(sorted(found, key=lambda line: (line.dated, line.number)))


def _papers(kinds: tuple[tuple[str, str], ...], many: int, first: date, last: date, begin: int, rng: Random) -> Iterator[Line]:
    for n in range(many):
        sign, abstract = rng.choice(kinds)
        dated = first + timedelta(days=rng.randint(0, (last - first).days))
        yield Line(f"{FIRST_NUMBER + begin + n}/{sign}", dated, abstract, desk.DEPUTY, "Lưu")


def budget(scale: int = 100, *, carried_out: bool) -> tuple[Row, ...]:
    """The ward's budget, or `scale` per cent of it for another commune; with what was carried out in a quarter, if asked."""
    rows: list[Row] = []
    for side, lines in ((Side.REVENUE, desk.REVENUE), (Side.SPENDING, desk.SPENDING)):
        amounts = _scaled(lines, scale)
        for (mark, label, _plan, _done), (plan, done) in zip(lines, amounts, strict=True):
            heading = policy.heading_of(side, label)
            rows.append(Row(len(rows) + 1, side, mark, label, plan, done if carried_out else None, heading))
    return nested(rows)


def _scaled(lines: tuple[tuple[str, str, int, int], ...], scale: int) -> list[tuple[int, int]]:
    """Planned and carried out in đồng: `scale` per cent of the sample's. Sums that agreed agree."""
    unit = scale * desk.MILLION // 100
    return [(plan * unit, done * unit) for _mark, _label, plan, done in lines]


def works(year: int, rng: Random) -> tuple[projects.Line, ...]:
    """A commune's list of public-investment projects."""
    found = []
    for name, millions in rng.sample(PROJECTS, rng.randint(3, len(PROJECTS))):
        total = millions * rng.randint(70, 130) // 100 * desk.MILLION
        plan = total // 2
        found.append(
            projects.Line(
                name, year, owner="Ủy ban nhân dân (giả định)",
                contractor="Công ty Xây dựng Nà Lũng (giả định)", first_year=year - 1, last_year=year, total=total, plan=plan,
                paid=plan * rng.randint(*PART) // 100,
            )
        )  # fmt: skip
    return tuple(found)
