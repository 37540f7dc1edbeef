"""The ward and its days of reception."""

import pytest

from tests.reception.hall import Hall, make_hall


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch, db: None) -> Hall:
    return make_hall(monkeypatch)
