"""A quarter's list goes up when the quarter's duties have opened, also where New Year's Day is moved."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from dinhlang.core import rules
from dinhlang.ground.record import rulebooks
from dinhlang_demo.town import quarter_opens


@pytest.mark.parametrize(
    ("quarter", "first"),
    [
        ("2026-Q3", date(2026, 10, 1)),
        ("2026-Q4", date(2027, 1, 4)),
        ("2027-Q4", date(2028, 1, 4)),  # the 1st is a Saturday: Monday is off in its place
    ],
)
def test_a_quarter_opens_on_a_working_day(quarter: str, first: date) -> None:
    book = rules.load(rulebooks.read_folder(Path(settings.RULEBOOK_DIR)))
    assert quarter_opens(quarter, book.calendar) == first
