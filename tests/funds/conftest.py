"""The ward with a village of households, its head and the Front's work board: the hall of the votes."""

import pytest

from tests.votes.hall import Hall, make_hall


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch, db: None) -> Hall:
    return make_hall(monkeypatch)
