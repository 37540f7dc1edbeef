"""The ward that every test of this room begins with."""

import pytest

from dinhlang.works.disclosures.tests.town import Town, make_town


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    """The ward, wired as in a real house."""
    return make_town(monkeypatch)
