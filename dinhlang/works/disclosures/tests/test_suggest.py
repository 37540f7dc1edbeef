"""What a first page says of itself."""

from datetime import date
from pathlib import Path

import pytest

from dinhlang.ground.files.kinds import DOCUMENTS
from dinhlang.ground.files.untrusted import open_untrusted
from dinhlang.works.disclosures.suggest import Suggestion, same_number, suggest

PAGE = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHƯỜNG THỤC PHÁN\tĐộc lập - Tự do - Hạnh phúc
Số: 112/QĐ-UBND\tThục Phán, ngày 30 tháng 10 năm 2026
QUYẾT ĐỊNH
Về việc huy động đóng góp làm đường bê tông
tổ dân phố 4
ỦY BAN NHÂN DÂN PHƯỜNG THỤC PHÁN
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
"""


def test_it_works():
    assert suggest(PAGE) == Suggestion(
        "112/QĐ-UBND", date(2026, 10, 30), "Quyết định về việc huy động đóng góp làm đường bê tông tổ dân phố 4"
    )


def test_a_day_in_figures_beside_the_number():
    page = "QUYẾT ĐỊNH\nSố 103/QĐ-UBND, ngày 08/10/2026\nPhê duyệt danh sách hộ\nĐiều 1. Hỗ trợ 14 hộ"
    assert suggest(page) == Suggestion("103/QĐ-UBND", date(2026, 10, 8), "Quyết định phê duyệt danh sách hộ")
    assert suggest("Số 103/QĐ-UBND\nCăn cứ Luật số 72, ngày 16/6/2025").dated is None, "the day of a law is not the document's"
    assert suggest("Số 103/QĐ-UBND, ngày 31/02/2026").dated is None


def test_the_sample_of_the_demonstration_is_read():
    data = (Path(__file__).resolve().parents[4] / "dinhlang_demo" / "samples" / "quyet-dinh-103.pdf").read_bytes()
    found = suggest(open_untrusted("quyet-dinh-103.pdf", data, DOCUMENTS).words)
    assert (found.number, found.dated) == ("103/QĐ-UBND", date(2026, 10, 8))
    assert found.title.startswith("Quyết định phê duyệt danh sách")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Số: 05 / NQ - HĐND", "05/NQ-HĐND"), ("Số 12/2026/QĐ-UBND", "12/2026/QĐ-UBND"), ("số nhà 5/2", ""), ("", ""),
        ("Số:      /TB-UBND", ""), ("Số: 7/TTr-UBND", "7/TTr-UBND"), ("Căn cứ Luật 10/2022/QH15", ""),
    ],
)  # fmt: skip
def test_numbers(text: str, number: str):
    assert suggest(text).number == number


@pytest.mark.parametrize(
    ("text", "day"),
    [("ngày 03 tháng 02 năm 2026", date(2026, 2, 3)), ("ngày 31 tháng 02 năm 2026", None), ("ngày    tháng    năm 2026", None), ("", None)],
)
def test_days(text: str, day: date | None):
    assert suggest(text).dated == day


def test_a_long_title_is_cut_at_a_word():
    title = suggest("THÔNG BÁO\n" + "về việc rất dài " * 40).title
    assert len(title) <= 200
    assert title.endswith("…")


def test_nothing_is_found_in_nothing():
    assert not suggest("một trang không có gì\n\n")
    assert suggest(PAGE)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("112/QĐ-UBND", "số 112/qđ-ubnd", True), ("05/NQ-HĐND", "5 / NQ - HĐND", True), ("112/QĐ-UBND", "113/QĐ-UBND", False)],
)
def test_the_same_number_written_otherwise(one: str, other: str, same: bool):
    assert same_number(one, other) is same
