"""The ward that every test of this room begins with."""

import pytest

from dinhlang.works.disclosures.tests.town import Town, make_town


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    """The ward, wired as in a real house; in real transactions where the test's own mark asks for them."""
    return make_town(monkeypatch)
