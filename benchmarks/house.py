"""The record alone, for loops and benchmarks: one app, two stub wires, one small act. Import this before any model.

Promises: the database settings of a real site (`dinhlang.config.settings.database`), nothing else of it; every act is durable.
"""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

os.environ.setdefault("DINHLANG_BUILD", "1")

from dinhlang.config.settings import database

ORIGIN = "bench.invalid/log"


def configure(url: str, data: Path) -> None:
    """Settings for one process. `url` as in DATABASE_URL; `data` holds keys and sign-state."""
    settings.configure(
        INSTALLED_APPS=["dinhlang.ground.record"],
        DATABASES={"default": database(url)},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        TIME_ZONE="Asia/Ho_Chi_Minh",
        DATA_DIR=data,
        PUBLISHED_DIR=None,
        DEMO=False,
        SECRET_KEY="x" * 50,
        MIGRATION_MODULES={"record": None},
        LOGGING_CONFIG=None,
    )
    django.setup()


def open_house(at: datetime) -> None:
    """Tables, keys, head and the first entry."""
    from dinhlang.ground.record import founding, keys  # noqa: PLC0415  (models need the settings)
    from dinhlang.ground.record.models import Head  # noqa: PLC0415

    call_command("migrate", run_syncdb=True, verbosity=0)
    vkeys = keys.ensure(ORIGIN)
    with transaction.atomic():
        Head.objects.create(pk=1, rules=bytes(32))
        founding.begin(at, ORIGIN, vkeys, {})
    connection.close()


def wire() -> Any:
    """Wire the stubs and return the act: `send(by=…, at=…, command_id=…, body=1, title=…)`."""
    from dinhlang.core.actor import Actor, Office, System  # noqa: PLC0415
    from dinhlang.ground.record import append  # noqa: PLC0415
    from dinhlang.ground.record.act import Draft, Who, act  # noqa: PLC0415
    from dinhlang.ground.record.act import wire as hand_over  # noqa: PLC0415

    def authorise(by: Actor, name: str, body: int | None, at: datetime) -> Who:
        shown = "commune-chair" if isinstance(by, Office) else "-"
        return Who(by, "chair", shown, body, 1, "-" if isinstance(by, System) else "01273", (1, 0))

    def send(*, who: Who, at: datetime, body: int | None, title: str) -> Draft:
        return Draft(append.new_subject(), {"public": {"title": title, "item": 8}, "sender": {"name": "Nguyễn Văn A"}})

    hand_over(authorise=authorise, project=lambda *_: None)
    return act("bench.send")(send)
