"""Writers to SQLite stand in line; where there is no line, nobody is held up."""

from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection

from dinhlang.ground.record import fast

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "house.sqlite3"))
    name, mine, theirs, order = connection.settings_dict["NAME"], Event(), Event(), list[str]()

    def other() -> None:
        connection.settings_dict["NAME"] = name  # a thread has a connection, and settings, of its own
        mine.wait(10)
        theirs.set()
        with fast.turn():
            order.append("second")

    thread = Thread(target=other)
    thread.start()
    with fast.turn():
        mine.set()
        theirs.wait(10)
        thread.join(0.2)
        order.append("first")
    thread.join(10)
    if connection.vendor == "sqlite":
        assert order == ["first", "second"]
        assert (tmp_path / f"house.sqlite3{fast.TURN}").exists()


def test_where_no_file_can_be_made_nobody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "gone" / "house.sqlite3"))
    with fast.turn():
        pass
