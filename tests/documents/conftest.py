"""A village whose people decided, and bodies that hold meetings."""

import pytest

from tests.votes.hall import Hall, make_hall


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch, db: None) -> Hall:
    return make_hall(monkeypatch)
