"""The record alone, for loops and benchmarks: one app, two stub wires, one small act.

Importing this configures Django for the process, from BENCH_URL (as DATABASE_URL) and BENCH_DATA (keys and sign-state); import it before
any model. Promises: the database settings of a real site (`dinhlang.config.settings.database`) and nothing else of it.
"""

import os
from datetime import datetime
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

os.environ.setdefault("DINHLANG_BUILD", "1")
from dinhlang.config.settings import database

URL, DATA = os.environ["BENCH_URL"], Path(os.environ["BENCH_DATA"])
ORIGIN = "bench.invalid/log"

settings.configure(
    INSTALLED_APPS=["dinhlang.ground.record"],
    DATABASES={"default": database(URL)},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    TIME_ZONE="Asia/Ho_Chi_Minh",
    DATA_DIR=DATA,
    PUBLISHED_DIR=None,
    DEMO=False,
    SECRET_KEY="not-a-secret" * 5,
    MIGRATION_MODULES={"record": None},
    LOGGING_CONFIG=None,
)
django.setup()

from dinhlang.core.actor import Actor, Office, System  # noqa: E402  (models need the settings)
from dinhlang.ground.record import append, founding, keys  # noqa: E402
from dinhlang.ground.record.act import Draft, Who, act, wire  # noqa: E402
from dinhlang.ground.record.models import Head  # noqa: E402


def authorise(by: Actor, name: str, body: int | None, at: datetime) -> Who:
    """Everybody may everything."""
    shown = "commune-chair" if isinstance(by, Office) else "-"
    return Who(by, "chair", shown, body, 1, "-" if isinstance(by, System) else "01273", (1, 0))


wire(authorise=authorise, project=lambda *_: None)


@act("bench.send")
def send(*, who: Who, at: datetime, body: int | None, title: str) -> Draft:
    """A small act: two parts, one of them sealed."""
    return Draft(append.new_subject(), {"public": {"title": title, "item": 8}, "sender": {"name": "Nguyễn Văn A"}})


def open_house(at: datetime) -> None:
    """Tables, keys, head and the first entry."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    vkeys = keys.ensure(ORIGIN)
    with transaction.atomic():
        Head.objects.create(pk=1, rules=bytes(32))
        founding.begin(at, ORIGIN, vkeys, {})
    connection.close()
