"""Nothing that can meet a database is left out of the way on PostgreSQL, and nothing is left out in silence."""

from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from scripts import test as ways
from tests import once

PLAIN = "def test_it():\n    assert 1 + 1 == 2\n"


def item(folder: Path, source: str = PLAIN, *, fixtures: tuple[str, ...] = (), marks: tuple[str, ...] = (), name: str = "it") -> Any:
    """A test as pytest collects it, as far as it is looked at."""
    path = folder / f"test_{name}.py"
    path.write_text(source, encoding="utf-8")
    marked = dict.fromkeys(marks, True)
    return SimpleNamespace(fixturenames=list(fixtures), get_closest_marker=marked.get, path=path, nodeid=f"{path.name}::test_it")


def test_a_test_of_pure_values_meets_no_database(tmp_path: Path) -> None:
    assert not once.may_meet_a_database(item(tmp_path))


@pytest.mark.parametrize("fixture", ["db", "transactional_db", "live_server", "_django_db_helper", "django_db_setup"])
def test_whoever_asks_for_a_database_runs_on_both(tmp_path: Path, fixture: str) -> None:
    assert once.may_meet_a_database(item(tmp_path, fixtures=("tmp_path", fixture)))


@pytest.mark.parametrize("mark", ["django_db", "on_postgresql", "on_sqlite", "browser"])
def test_whoever_is_marked_for_one_runs_on_both(tmp_path: Path, mark: str) -> None:
    assert once.may_meet_a_database(item(tmp_path, marks=(mark,)))


@pytest.mark.parametrize(
    "line",
    [
        "from django.db import connection", "from tests.database import POSTGRESQL", "import psycopg", "import subprocess",
        "from django.test import TestCase", "os.environ['DATABASE_URL']", "django_db_blocker.unblock()", "request.getfixturevalue('town')",
        "with running_postgres() as url:", "settings.DATABASES",
    ],
)  # fmt: skip
def test_a_module_that_speaks_of_one_or_starts_programs_runs_on_both(tmp_path: Path, line: str) -> None:
    assert once.may_meet_a_database(item(tmp_path, f"{line}\n{PLAIN}"))


def test_a_module_may_say_that_its_programs_open_none(tmp_path: Path) -> None:
    source = f"import subprocess\n{PLAIN}"
    assert not once.may_meet_a_database(item(tmp_path, source, marks=("no_database",)))
    assert once.may_meet_a_database(item(tmp_path, source, fixtures=("db",), marks=("no_database",)))


def test_what_is_no_function_runs_on_both(tmp_path: Path) -> None:
    assert once.may_meet_a_database(SimpleNamespace(path=tmp_path))


def test_whoever_did_not_ask_is_refused_every_connection() -> None:
    """The ground on which the rule stands."""
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        connection.ensure_connection()


def collected(tmp_path: Path) -> tuple[list[Any], list[str]]:
    """Who stays of a test of values, one of a database and one that is begun first; and who was told to be left out."""
    items = [item(tmp_path), item(tmp_path, fixtures=("db",), name="rows"), item(tmp_path, fixtures=("db",), marks=("early",), name="long")]
    told: list[Any] = []
    config = SimpleNamespace(hook=SimpleNamespace(pytest_deselected=lambda items: told.extend(items)))
    once.pytest_collection_modifyitems(config, items)
    return [one.nodeid for one in items], [one.nodeid for one in told]


def test_left_out_is_told_and_written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "left-out.txt"
    monkeypatch.setenv(once.LEFT_OUT, str(place))
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    assert collected(tmp_path) == (["test_long.py::test_it", "test_rows.py::test_it"], ["test_it.py::test_it"])
    assert place.read_text(encoding="utf-8") == "test_it.py::test_it\n"


def test_plain_pytest_leaves_nothing_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(once.LEFT_OUT, raising=False)
    assert collected(tmp_path) == (["test_long.py::test_it", "test_it.py::test_it", "test_rows.py::test_it"], [])


class Started:
    """In the place of pytest: notes with what environment it was started, and leaves a report and the list of what it left out."""

    def __init__(self, folder: Path, sqlite: str = "") -> None:
        self.folder, self.sqlite, self.asked = folder, sqlite, dict[str, bool]()

    def run(self, command: list[str], *, env: Mapping[str, str], **_more: Any) -> Any:
        way = Path(next(word for word in command if word.startswith("--junitxml=")).partition("=")[2]).stem
        self.asked[way] = ways.LEFT_OUT in env
        if ways.LEFT_OUT in env:
            Path(env[ways.LEFT_OUT]).write_text("a::b\nc::d\n", encoding="utf-8")
        inside = self.sqlite if way == "sqlite" else ""
        (self.folder / f"{way}.xml").write_text(f'<testsuites><testsuite><testcase name="x">{inside}</testcase></testsuite></testsuites>')
        return SimpleNamespace(returncode=0)


@pytest.mark.parametrize(
    ("words", "sqlite", "asked"),
    [
        (["sqlite", "postgresql", "browser"], "", {"sqlite": False, "postgresql": True, "browser": False}),
        (["postgresql"], "", {"postgresql": False}),
        (["postgresql", "sqlite"], "", {"sqlite": False, "postgresql": False}),
        (["sqlite", "postgresql"], "<failure/>", {"sqlite": False, "postgresql": False}),
    ],
)
def test_only_after_sqlite_something_is_left_out(
    words: list[str],
    sqlite: str,
    asked: dict[str, bool],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    started = Started(tmp_path, sqlite)
    monkeypatch.setenv(ways.LEFT_OUT, "from elsewhere")
    monkeypatch.setattr(ways, "REPORTS", tmp_path)
    monkeypatch.setattr(ways, "database", lambda way: nullcontext("postgresql://here" if way == "postgresql" else ""))
    monkeypatch.setattr(ways.subprocess, "run", started.run)
    ways.main(words)
    assert started.asked == asked
    assert ("2 not run again" in capsys.readouterr().out) == asked["postgresql"]


def test_both_ends_mean_the_same_file() -> None:
    assert ways.LEFT_OUT == once.LEFT_OUT
