"""The ward that every test of this room begins with."""

import pytest

from dinhlang.works.disclosures.tests.town import Town, make_town


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Town:
    """The ward, wired as in a real house; in real transactions where the test asks for them."""
    marker = request.node.get_closest_marker("django_db")
    request.getfixturevalue("transactional_db" if marker is not None and marker.kwargs.get("transaction") else "db")
    return make_town(monkeypatch)
