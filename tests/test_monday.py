"""A Monday in a commune office: last month's register comes in as the office's system wrote it, three proposals are taken, one is put up,
and coverage rises. Budget and projects come in by the same door."""

import io
import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from dinhlang.works.budgets.models import Budget
from dinhlang.works.disclosures.tests.town import CONTRIBUTIONS, WARD, Town, make_town
from dinhlang.works.outgoing import reads
from dinhlang.works.outgoing.models import Document
from dinhlang.works.projects.models import Project

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
REGISTER = (
    ["SỔ ĐĂNG KÝ VĂN BẢN ĐI"],
    ["Tháng 10 năm 2026"],
    ["STT", "Số, ký hiệu văn bản", "Ngày ban hành", "Trích yếu nội dung", "Người ký", "Độ mật"],
    [1, "112/QĐ-UBND", date(2026, 10, 30), "Về mức đóng góp tự nguyện sửa nhà văn hóa tổ 1", "Nông Thị Hạnh", None],
    [2, "113/TB-UBND", "2.11.2026", "Thông báo mức thu phí, lệ phí tại chợ Xanh", "Nông Thị Hạnh", None],
    [3, "114/QĐ-UBND", "03/11/2026", "Thanh lý tài sản công tại trụ sở", "Hoàng Văn Thắng", None],
    [4, "115/KH-UBND", "4-11-2026", "Kế hoạch diễn tập", "Nông Thị Hạnh", "Mật"],
    [5, "116/UBND-VP", "ngày 5 tháng 11 năm 2026", "V/v trả lời đơn của công dân", "Nông Thị Hạnh", None],
)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    made = make_town(monkeypatch)
    made.go("2026-11-09")  # a Monday
    return made


def xlsx(rows: Any, name: str) -> SimpleUploadedFile:
    book = Workbook()
    page: Any = book.active
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def send(client: Client, address: str, **fields: Any) -> Any:
    """The form at an address with the fields as they stand, and these in their place."""
    page = client.get(address).context["page"]
    kept = {}
    for bound in page.form:
        value = bound.value()
        if value is not None and bound.name not in {"file", "scan"}:
            kept[bound.name] = value
    return client.post(address, {**kept, "command_id": str(uuid4()), **fields})


def come_in(client: Client, kind: str, file: SimpleUploadedFile, **asked: str) -> Any:
    """A file from the door to its entry: brought, columns as they were found, confirmed. Returns the report that was shown."""
    brought = send(client, reverse("import-new", args=[WARD, kind]), file=file, day="9/11/2026", **asked)
    assert brought.status_code == 302, re.findall(r"errorlist[^<]*<li>([^<]*)", brought.content.decode())
    address = brought["Location"]
    chosen = send(client, address, choose="1")
    assert chosen.status_code == 302, chosen.content.decode()[-3000:]
    report = client.get(address)
    done = client.post(address, {"command_id": str(uuid4()), "confirm": "1"})
    assert done.status_code == 302, report.content.decode()
    return report.content.decode()


def counts(town: Town) -> tuple[int, int, int]:
    found = reads.counts([town.ward], *YEAR)[town.ward]
    return found.all, found.registered, found.disclosed


def test_the_register_comes_in_three_are_taken_and_coverage_rises(town: Town):
    client = town.client("officer")
    page = client.get(reverse("outgoing", args=[WARD])).context["page"]
    assert page.actions[0].href == reverse("import-new", args=[WARD, "van-ban-di"])
    report = come_in(client, "van-ban-di", xlsx(REGISTER, "so-van-ban-di.xlsx"))
    assert "dấu chỉ mức độ mật" in report
    assert set(Document.objects.values_list("slug", flat=True)) == {"112-qd-ubnd", "113-tb-ubnd", "114-qd-ubnd", "116-ubnd-vp"}
    assert counts(town) == (3, 0, 0)
    rows = client.get(reverse("outgoing", args=[WARD])).context["page"].rows
    assert len(rows) == 3
    for row in rows:
        assert send(client, row.actions[0].href).status_code == 302, row.number
    assert counts(town) == (3, 3, 0)
    posting = reverse("disclosure-post", args=[WARD]) + f"?van-ban=112-qd-ubnd&nhiem-vu={CONTRIBUTIONS}%20112-qd-ubnd"
    assert send(client, posting, title="Đóng góp sửa nhà văn hóa", text="Mỗi hộ 300.000 đ.").status_code == 302
    assert counts(town) == (3, 3, 1)
    public = town.client().get(reverse("outgoing", args=[WARD])).content.decode()
    assert "112/QĐ-UBND" not in public


def test_the_same_file_again_says_that_all_is_known(town: Town):
    client = town.client("officer")
    come_in(client, "van-ban-di", xlsx(REGISTER, "so-van-ban-di.xlsx"))
    again = send(client, reverse("import-new", args=[WARD, "van-ban-di"]), file=xlsx(REGISTER, "so-van-ban-di.xlsx"), day="9/11/2026")
    address = again["Location"]
    send(client, address, choose="1")
    assert Document.objects.count() == 4


def test_a_budget_in_millions_comes_in(town: Town):
    rows = (
        ["BIỂU CÂN ĐỐI", None, None, None],
        ["STT", "Nội dung", "Dự toán năm", "Thực hiện"],
        ["A", "TỔNG SỐ THU", "96.400", 71250],
        ["I", "Thu bổ sung cân đối từ ngân sách tỉnh", "96.400", 71250],
        ["B", "TỔNG SỐ CHI", 96400, 64000],
        ["I", "Chi đầu tư phát triển", 16400, 8000],
        ["II", "Chi thường xuyên", 80000, 56000],
        ["1", "Chi giáo dục", 50000, 36000],
        ["2", "Chi y tế", 30000, 20000],
    )
    client = town.client("chair")
    come_in(client, "ngan-sach", xlsx(rows, "q3.xlsx"), ask_stage="execution", ask_year="2026", ask_quarter="Q3", ask_unit="1000000")
    row = Budget.objects.get()
    assert (row.period, row.spending_plan, row.revenue_done) == ("2026-Q3", 96_400_000_000, 71_250_000_000)
    page = town.client().get(reverse("budget", args=[row.subject])).context["page"]
    assert (page.disagreements, sum(one.of_hundred for one in page.shares)) == ((), 100)


def test_a_list_of_projects_comes_in(town: Town):
    rows = (
        ["STT", "Danh mục dự án", "Địa điểm xây dựng", "Chủ đầu tư", "Tổng mức đầu tư", "Kế hoạch vốn", "Giải ngân", "Tiến độ"],
        [1, "Đường bê tông", "Tổ 1", "UBND phường", "2.400", 1200, 800, "đang thi công"],
        [2, "Sân chơi", "Tổ 2", "UBND phường", 310, 310, 310, "hoàn thành"],
    )
    come_in(town.client("officer"), "cong-trinh", xlsx(rows, "dtc.xlsx"), ask_year="2026", ask_unit="1000000")
    assert set(Project.objects.values_list("name", "status", "total")) == {
        ("Đường bê tông", "building", 2_400_000_000),
        ("Sân chơi", "done", 310_000_000),
    }
