"""The town with who handles petitions."""

import pytest

from tests.petitions.hall import Desk, make_desk


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, db: None) -> Desk:
    return make_desk(monkeypatch)
