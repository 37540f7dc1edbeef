"""Codes copied from paper: every slip of the hand is found before anybody is asked."""

from hypothesis import given
from hypothesis import strategies as st

from dinhlang.core import codes

CHANCE = st.binary(min_size=codes.CHANCE, max_size=codes.CHANCE)


@given(CHANCE)
def test_it_works(random: bytes) -> None:
    code = codes.make(random)
    assert codes.read(code) == code
    assert codes.read(f" {codes.spelled(code).upper().replace('-', ' – ')}\n") == code
    assert len(codes.spelled(code)) == 17


@given(CHANCE, st.integers(0, 14), st.sampled_from(codes.SIGNS))
def test_one_wrong_sign_is_found(random: bytes, n: int, sign: str) -> None:
    code = codes.make(random)
    typed = code[:n] + sign + code[n + 1 :]
    assert (codes.read(typed) is not None) == (typed == code)


@given(CHANCE, st.integers(0, 13))
def test_two_neighbours_that_changed_places_are_found(random: bytes, n: int) -> None:
    code = codes.make(random)
    typed = code[:n] + code[n + 1] + code[n] + code[n + 2 :]
    assert (codes.read(typed) is not None) == (typed == code)


@given(st.text())
def test_whatever_is_typed_is_read_or_not(text: str) -> None:
    assert codes.read(text) is None or len(codes.read(text) or "") == 15


def test_it_is_hard_to_guess_and_different_for_different_chance() -> None:
    assert len(codes.SIGNS) ** codes.SECRET > 2**60
    assert len({codes.make(n.to_bytes(codes.CHANCE, "big")) for n in range(1000)}) == 1000
