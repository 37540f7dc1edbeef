"""The arithmetic of a cash book: exact whatever was entered and reversed."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dinhlang.core.tally.cashbook import Booked, carried, sums

DAY = date(2026, 1, 1)
LINE = st.builds(
    Booked, st.booleans(), st.sampled_from("abc"), st.integers(1, 10**11), st.integers(0, 800).map(lambda n: DAY + timedelta(days=n))
)


@given(st.lists(st.tuples(LINE, st.booleans()), max_size=60))
def test_what_is_left_is_what_came_in_less_what_went_out(entered: list[tuple[Booked, bool]]) -> None:
    """Whatever was entered and reversed: the balance is that of the lines that stand, as if the reversed ones had never been written."""
    book = [one for one, _wrong in entered] + [replace(one, amount=-one.amount) for one, wrong in entered if wrong]
    found = sums(book)
    stands = [one for one, wrong in entered if not wrong]
    assert found.income == sum(one.amount for one in stands if one.income)
    assert found.spending == sum(one.amount for one in stands if not one.income)
    assert found.balance == found.income - found.spending
    assert sum(found.received.values()) - sum(found.spent.values()) == found.balance
    assert all(found.received.values())


@given(st.lists(LINE, max_size=40), st.integers(0, 800))
def test_what_is_carried_and_what_follows_make_the_whole(book: list[Booked], n: int) -> None:
    at = DAY + timedelta(days=n)
    later = sums(one for one in book if one.day >= at)
    assert carried(book, at) + later.balance == sums(book).balance


def test_an_empty_book_is_nothing() -> None:
    assert sums([]).balance == 0
