"""What every test that writes can rely on, on both databases.

Promises: each test has an empty data directory of its own, so that the signer's memory of one test's log is not held
against the next test's; `on_postgresql` and `on_sqlite` mark the few tests that make sense on one database only.
"""

import gc
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.db import connection
from django.template import Context, Template
from django.test import utils
from django.test.signals import template_rendered
from django.urls import get_resolver

from dinhlang.core import rules
from dinhlang.ground.duties import confirmed, layers, schedule
from dinhlang.ground.record import rulebooks
from dinhlang.ground.ui import cache
from dinhlang.web.figures import reads as figures
from tests.flush import sql_flush

ROOM = 4  # rulebooks kept
YOUNG = 50_000  # objects made before the collector looks at the young ones
POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "on_postgresql: needs PostgreSQL (its locks, its plans); skipped, aloud, elsewhere")
    config.addinivalue_line("markers", "on_sqlite: needs SQLite (its file, its WAL); skipped, aloud, elsewhere")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("on_postgresql") and not POSTGRESQL:
            item.add_marker(pytest.mark.skip(reason="runs on PostgreSQL only"))
        if item.get_closest_marker("on_sqlite") and POSTGRESQL:
            item.add_marker(pytest.mark.skip(reason="runs on SQLite only"))


def read_once(load: Callable[[Mapping[str, bytes]], rules.Rulebook]) -> Callable[[Mapping[str, bytes]], rules.Rulebook]:
    """The same rulebook for the same files: it is never changed, and reading it takes half a second. A mistake is found each time anew."""
    known: OrderedDict[str, rules.Rulebook] = OrderedDict()

    @wraps(load)
    def loaded(files: Mapping[str, bytes]) -> rules.Rulebook:
        key = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()
        if key not in known:
            known[key] = load(files)
        known.move_to_end(key)
        while len(known) > ROOM:
            known.popitem(last=False)
        return known[key]

    return loaded


def told_of_a_whole(self: Template, context: Context) -> Any:
    """Django's own for tests, which copies the context for `response.context`, but not again for each of the hundred parts of a page."""
    if context.template is self:
        template_rendered.send(sender=self, template=self, context=context)
    return self.nodelist.render(context)


def pytest_sessionstart() -> None:
    """Addresses are those of a demonstration, whatever the first test that asks for one takes the house for; emptying is quick."""
    rules.load = read_once(rules.load)
    get_resolver().url_patterns  # noqa: B018
    type(connection.ops).sql_flush = sql_flush
    utils.instrumented_test_render = told_of_a_whole


def pytest_collection_finish() -> None:
    """As in a house (dinhlang/config/wsgi.py): what stays for good, tests too, is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


def pytest_report_header() -> str:
    return f"database: {'PostgreSQL' if POSTGRESQL else 'SQLite'}"


@pytest.fixture(autouse=True)
def own_data_dir(tmp_path: Path, settings: LazySettings) -> Path:
    """An empty directory in the place of `settings.DATA_DIR`: sign-state, vault, demonstration clock."""
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def drawn_as_in_a_house(monkeypatch: pytest.MonkeyPatch) -> None:
    """For crawls, which look at no `response.context`: no template of a page hands the test client a copy of what it was given."""
    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What a process may keep for good (slots, adopted rulebooks, finished pages) belongs to one database: another test has another."""
    schedule.forget()
    confirmed.forget()
    layers.forget()
    rulebooks.of_hash.cache_clear()
    cache.forget()
    figures.forget()
