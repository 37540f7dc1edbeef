"""An agency, a state enterprise and a private employer of the ward, with who calls their people together."""

import pytest

from tests.meetings.hall import Room, make_room


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch, db: None) -> Room:
    return make_room(monkeypatch)
