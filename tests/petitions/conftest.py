"""The town with who handles petitions."""

import pytest

from tests.petitions.hall import Desk, draw_land, make_desk


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, db: None) -> Desk:
    return make_desk(monkeypatch)


@pytest.fixture
def drawn(desk: Desk) -> Desk:
    """With the land of its two wards."""
    return draw_land(desk)
