"""One telephone, however it is spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinhlang.core import phone

SAME = [
    "+84912345678", "84912345678", "0912345678", "0912 345 678", "0912.345.678", "0912-345-678",
    "+84 (0) 912 345 678", "0084 912345678", "０９１２３４５６７８",
]  # fmt: skip
NONE = [
    "", "0", "113", "1900 6789", "912345678", "0412345678", "091234567", "09123456789",
    "0912345678a", "+1 202 555 0100", "lan", "0912\x00345678", "٠٩١٢٣٤٥٦٧٨",
]  # fmt: skip


@pytest.mark.parametrize("text", SAME)
def test_it_works(text: str) -> None:
    assert phone.normal(text) == "+84912345678"


@pytest.mark.parametrize(
    ("old", "new"),
    [("0168 123 4567", "+84381234567"), ("+84 120 123 4567", "+84701234567"), ("01991234567", "+84591234567"),
     ("0206 3852 123", "+842063852123")],
)  # fmt: skip
def test_numbers_of_before_2018_and_of_houses(old: str, new: str) -> None:
    assert phone.normal(old) == new


@pytest.mark.parametrize("text", NONE)
def test_what_is_none(text: str) -> None:
    assert phone.normal(text) is None


@given(st.text())
def test_whatever_is_typed(text: str) -> None:
    number = phone.normal(text)
    assert number is None or phone.normal(phone.spelled(number)) == number
