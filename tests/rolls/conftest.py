"""The town for every test of rolls, two months after it began."""

import pytest

from dinhlang.works.disclosures.tests.town import Town, make_town


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    town = make_town(monkeypatch)
    town.go("2026-03-02")
    return town
