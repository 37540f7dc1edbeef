"""The ward that every test of the room begins with."""

import pytest

from dinhlang.works.disclosures.tests.town import Town, make_town


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    """The ward, wired as in a real house, on 20 November 2026."""
    made = make_town(monkeypatch)
    made.go("2026-11-20")
    return made
