"""The log that every test of this room begins with."""

import pytest

from dinhlang.ground.record import act
from dinhlang.ground.record.tests.house import House, begin


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch, db: None) -> House:
    """An open log, wired to stubs."""
    made = House()
    monkeypatch.setattr(act._Wires, "authorise", made.authorise)
    monkeypatch.setattr(act._Wires, "project", made.project)
    begin()
    return made
