"""Lines of a book as the arithmetic of core takes them."""

from dinhlang.core.tally.cashbook import Booked, Sums, carried, sums
from dinhlang.works.funds.models import Move

__all__ = ["Sums", "booked", "carried", "sums"]


def booked(row: Move) -> Booked:
    """A line as values."""
    return Booked(row.income, row.purpose, row.amount, row.day)
