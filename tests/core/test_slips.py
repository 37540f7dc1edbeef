"""Codes of access slips: every mistyped sign and every two signs changed about is found, by trying them all on many codes."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinhlang.core import slips

CODES = st.integers(0, (1 << slips.BITS) - 1)


@given(CODES)
def test_what_is_spelt_is_read(bits: int) -> None:
    code = slips.spell(bits)
    assert slips.read(code) == bits
    assert slips.read(code.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == bits


def test_one_wrong_sign_and_two_changed_about_are_always_found() -> None:
    draw = random.Random(7)
    for _ in range(40):
        signs = slips.spell(draw.getrandbits(slips.BITS)).replace("-", "")
        for place, right in enumerate(signs):
            for wrong in slips.SIGNS:
                if wrong != right:
                    assert slips.read(signs[:place] + wrong + signs[place + 1 :]) is None
            for other in range(place):
                swapped = list(signs)
                swapped[place], swapped[other] = swapped[other], swapped[place]
                if swapped != list(signs):
                    assert slips.read("".join(swapped)) is None


@pytest.mark.parametrize("text", ["", "ABCD", "0000-0000-0000-U", "ĐĐĐĐ-ĐĐĐĐ-ĐĐĐĐ-Đ", "0" * 400, "=HYPERLINK(1)"])
def test_nonsense_is_no_code(text: str) -> None:
    assert slips.read(text) is None


@pytest.mark.parametrize("pin", ["000000", "112112", "123456", "654321", "121212", "111222", "890123", "197501", "123123"])
def test_numbers_that_many_would_choose(pin: str) -> None:
    assert slips.trivial(pin)


@pytest.mark.parametrize("pin", ["480273", "905714", "730962"])
def test_other_numbers(pin: str) -> None:
    assert not slips.trivial(pin)
