"""Reading out: numbers can be written down again from what was heard, and a table of cases made by hand."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinhlang.core.speech import Vocabulary, begun, day_words, minutes, number, roman, speak

DATA = tomllib.loads((Path(__file__).resolve().parents[2] / "policy" / "papers.toml").read_text())
KNOWN = Vocabulary(DATA["short"], DATA["units"])
ONES = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}


def heard(words: str) -> int:
    """What somebody writes down who hears a number: made from the words alone, from the largest unit down."""
    if words.startswith("âm "):
        return -heard(words[3:])
    for unit, worth in (("tỷ", 10**9), ("triệu", 10**6), ("nghìn", 10**3)):
        if unit in words.split():
            before, _unit, after = words.rpartition(f" {unit}")
            return heard(before) * worth + (heard(after.strip()) if after.strip() else 0)
    total, waiting = 0, 0
    for word in words.split():
        match word:
            case "trăm":
                total, waiting = total + 100 * waiting, 0
            case "mươi":
                total, waiting = total + 10 * waiting, 0
            case "mười":
                total += 10
            case "linh":
                pass
            case _:
                waiting = ONES[word]
    return total + waiting


@given(st.integers(min_value=-(10**21), max_value=10**21))
def test_a_number_that_is_heard_can_be_written_down(n: int):
    assert heard(number(n)) == n


@given(st.integers(min_value=0, max_value=10**6))
def test_small_ones_too(n: int):
    assert heard(number(n)) == n
    assert "  " not in number(n)


@given(st.text(max_size=200))
def test_any_text_is_read_without_falling_over(text: str):
    assert speak(text, KNOWN) == speak(text, KNOWN)


@given(st.dates())
def test_no_digit_is_left_of_a_day(day: date):
    said = speak(day.strftime("%d/%m/") + f"{day.year:04d}", KNOWN).text
    assert said == day_words(day)
    assert not any(sign.isdigit() for sign in said)


CASES = [
    ("0", "không"),
    ("1", "một"),
    ("5", "năm"),
    ("10", "mười"),
    ("11", "mười một"),
    ("14", "mười bốn"),
    ("15", "mười lăm"),
    ("20", "hai mươi"),
    ("21", "hai mươi mốt"),
    ("24", "hai mươi tư"),
    ("25", "hai mươi lăm"),
    ("55", "năm mươi lăm"),
    ("91", "chín mươi mốt"),
    ("100", "một trăm"),
    ("101", "một trăm linh một"),
    ("105", "một trăm linh năm"),
    ("110", "một trăm mười"),
    ("115", "một trăm mười lăm"),
    ("121", "một trăm hai mươi mốt"),
    ("1000", "một nghìn"),
    ("1.005", "một nghìn không trăm linh năm"),
    ("1.015", "một nghìn không trăm mười lăm"),
    ("2026", "hai nghìn không trăm hai mươi sáu"),
    ("10.000", "mười nghìn"),
    ("300.000", "ba trăm nghìn"),
    ("1.000.000", "một triệu"),
    ("1.000.005", "một triệu không trăm linh năm"),
    ("2.500.000.000", "hai tỷ năm trăm triệu"),
    ("1.500.000.000.000", "một nghìn năm trăm tỷ"),
    ("05 hộ", "năm hộ"),
    ("1.500.000 đ", "một triệu năm trăm nghìn đồng"),
    ("1.500.000đ", "một triệu năm trăm nghìn đồng"),
    ("1.500.000 đồng", "một triệu năm trăm nghìn đồng"),
    ("200.000 VNĐ", "hai trăm nghìn đồng"),
    ("300.000 đ/hộ", "ba trăm nghìn đồng một hộ"),
    ("50.000 đ/hộ/tháng", "năm mươi nghìn đồng một hộ một tháng"),
    ("120.000 đ/m²", "một trăm hai mươi nghìn đồng một mét vuông"),
    ("2,5 tỷ đồng", "hai phẩy năm tỷ đồng"),
    ("12,75 ha", "mười hai phẩy bảy mươi lăm héc ta"),
    ("0,05%", "không phẩy không năm phần trăm"),
    ("35%", "ba mươi lăm phần trăm"),
    ("10-15%", "mười đến mười lăm phần trăm"),
    ("450 m²", "bốn trăm năm mươi mét vuông"),
    ("450m2", "bốn trăm năm mươi mét vuông"),
    ("3 km đường", "ba ki lô mét đường"),
    ("50 kg gạo", "năm mươi ki lô gam gạo"),
    ("-5 °C", "âm năm độ xê"),
    ("03/02/2026", "ngày ba tháng hai năm hai nghìn không trăm hai mươi sáu"),
    ("ngày 03/02/2026", "ngày ba tháng hai năm hai nghìn không trăm hai mươi sáu"),
    ("Ngày 4/4/2026.", "Ngày bốn tháng tư năm hai nghìn không trăm hai mươi sáu."),
    ("ngày 3 tháng 2 năm 2026", "ngày ba tháng hai năm hai nghìn không trăm hai mươi sáu"),
    ("tháng 4", "tháng tư"),
    ("tháng 4/2026", "tháng tư năm hai nghìn không trăm hai mươi sáu"),
    ("ngày 20/11", "ngày hai mươi tháng mười một"),
    ("quý III/2026", "quý ba năm hai nghìn không trăm hai mươi sáu"),
    ("quý IV", "quý bốn"),
    ("khóa XV", "khóa mười lăm"),
    ("thứ 4", "thứ tư"),
    ("31/02/2026", "ba mươi mốt gạch chéo hai gạch chéo hai nghìn không trăm hai mươi sáu"),
    ("giai đoạn 2021-2025", "giai đoạn hai nghìn không trăm hai mươi mốt đến hai nghìn không trăm hai mươi lăm"),
    ("19h30", "mười chín giờ ba mươi"),
    ("7h00", "bảy giờ"),
    ("19 giờ 30", "mười chín giờ ba mươi"),
    ("7:15", "bảy giờ mười lăm"),
    ("12/QĐ-UBND", "số mười hai, gạch chéo, quyết định, Ủy ban nhân dân"),
    ("số 112/QĐ-UBND", "số một trăm mười hai, gạch chéo, quyết định, Ủy ban nhân dân"),
    ("Số: 05/NQ-HĐND.", "Số năm, gạch chéo, nghị quyết, Hội đồng nhân dân."),
    ("163/2016/NĐ-CP", "số một trăm sáu mươi ba, gạch chéo, hai nghìn không trăm mười sáu, gạch chéo, nghị định, Chính phủ"),
    ("10/2022/QH15", "số mười, gạch chéo, hai nghìn không trăm hai mươi hai, gạch chéo, Quốc hội khóa mười lăm"),
    ("UBND phường", "Ủy ban nhân dân phường"),
    ("UBND, HĐND.", "Ủy ban nhân dân, Hội đồng nhân dân."),
    ("TP. Cao Bằng", "thành phố Cao Bằng"),
    ("0206 3852 123", "không hai không sáu ba tám năm hai một hai ba"),
    ("THÔNG BÁO VỀ ĐẤT", "thông báo về đất"),
    ("Tổ 12", "Tổ mười hai"),
    ("(kèm theo)", "kèm theo"),
    ("thôn/xóm", "thôn, xóm"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "words"), CASES)
def test_it_is_read_like_this(text: str, words: str):
    assert speak(text, KNOWN).text == words
    assert speak(text, KNOWN).unknown == ()


def test_what_nobody_explained_is_named_and_left_alone():
    said = speak("Dự án VXCB của BQL, số 7/ABC-UBND; BQL trả lời.", KNOWN)
    assert said.unknown == ("VXCB", "BQL", "ABC")
    assert "VXCB" in said.text
    assert "ABC" in said.text


@pytest.mark.parametrize(("text", "value"), [("III", 3), ("IV", 4), ("IX", 9), ("XIV", 14), ("IIII", None), ("VX", None), ("", 0)])
def test_numerals_of_letters(text: str, value: int | None):
    assert roman(text) == value


def test_how_long_it_takes():
    said = speak("Ủy ban nhân dân phường thông báo.\n300.000 đ", KNOWN)
    assert said.syllables == 11
    assert minutes(said.syllables, 150) == minutes(75, 150)
    assert minutes(76, 150) == 1
    assert minutes(0, 150) == 0


def test_a_sentence_begins_with_a_capital_also_where_a_number_did():
    said = begun("một triệu đồng mỗi hộ. hai đợt.\nđiều một. “hỗ trợ mười bốn hộ”, mỗi hộ 1.5 phần")
    assert said == "Một triệu đồng mỗi hộ. Hai đợt.\nĐiều một. “Hỗ trợ mười bốn hộ”, mỗi hộ 1.5 phần"
    assert begun("") == ""
