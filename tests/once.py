"""What no database can change is run once: on SQLite, and not again when the same run goes over everything on PostgreSQL.

Promises: only `scripts/test.py` asks for it, and only after the SQLite way of the same call; plain `pytest` runs what it is told. What
is left out is written down by name, and the sum says how many. Left out is a test that cannot meet a database: it asks for no database
(without asking, pytest-django refuses every connection), and its module neither speaks of one nor starts a program that might. In
doubt a test runs on both. Marks: `no_database`, a module's words or programs are no reason for doubt (a test that asks for a database
has one all the same); `early`, begun first and by one worker, being long or standing on what takes long to make.
"""

import os
import re
from functools import cache
from pathlib import Path

import pytest

LEFT_OUT = "DINHLANG_LEFT_OUT"  # the file that takes the names; nothing is left out without it
OPENS = {"db", "transactional_db", "live_server", "_django_db_helper", "django_db_setup"}  # fixtures behind which a database stands
SPEAKS = re.compile(r"django\.db|TestCase|database|psycopg|postgres|subprocess|Popen|getfixturevalue|unblock", re.IGNORECASE)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "no_database: what its module says of databases or starts as a program opens none: run once")
    config.addinivalue_line("markers", "early: long, or standing on what takes long to make: begun first, by one worker")


@cache
def speaks_of_one(path: Path) -> bool:
    """Whether a module names a database, or starts programs, which read the environment for themselves."""
    return SPEAKS.search(path.read_text(encoding="utf-8")) is not None


def may_meet_a_database(item: pytest.Item) -> bool:
    """False only where the answer of a test must be the same whatever database stands behind the house."""
    names = getattr(item, "fixturenames", None)
    if names is None or not OPENS.isdisjoint(names):
        return True
    if any(item.get_closest_marker(name) for name in ("django_db", "on_postgresql", "on_sqlite", "browser")):
        return True
    return item.get_closest_marker("no_database") is None and speaks_of_one(item.path)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("early") is None)  # a sort that keeps the order otherwise
    if not (place := os.environ.get(LEFT_OUT)):
        return
    rest = [item for item in items if not may_meet_a_database(item)]
    items[:] = [item for item in items if may_meet_a_database(item)]
    config.hook.pytest_deselected(items=rest)
    if os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0":  # every worker collects the same
        Path(place).write_text("".join(f"{item.nodeid}\n" for item in rest), encoding="utf-8")
