"""What a demonstration of a size costs: `python -m benchmarks.sizes [SIZE …]`; this module measures one, in its own process.

Promises: set up by the real acts on a fresh database, in this process; pages go through the middleware of a real site; each page's figure
is the middle one of several, from nothing (everything kept is forgotten first) and again as it was kept. Refuses nothing for being slow.
"""

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from statistics import median

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from benchmarks import site
from benchmarks.ledger import Row
from dinhlang.ground.bodies.models import Body
from dinhlang.ground.record.models import Entry
from dinhlang.ground.ui import cache
from dinhlang_demo import serve

TIMES = 5
PAGES = (("home", "/"), ("commune", "/don-vi/01273/"), ("province", "/don-vi/04/"), ("figures of the province", "/so-lieu/04/"))
MEGABYTE, MILLI = 1_000_000, 1000


def size_of_database() -> int:
    """Bytes on the disk."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    name = str(settings.DATABASES["default"]["NAME"])
    return sum(path.stat().st_size for path in (Path(name), Path(name + "-wal")) if path.exists())


def page(path: str, *, kept: bool) -> float | None:
    """Milliseconds of a page; None where this house has no such page."""
    took = []
    for _time in range(TIMES):
        if not kept:
            cache.forget()
        began = time.perf_counter()
        answer = site.Browser().send("GET", path)
        took.append((time.perf_counter() - began) * MILLI)
        if answer.status != 200:
            return None
    return median(took)


def rows(size: str) -> Iterator[Row]:
    """The figures of one size."""
    call_command("collectstatic", interactive=False, verbosity=0)
    began = time.monotonic()
    serve.set_up(size)
    took = time.monotonic() - began
    entries = Entry.objects.count()
    yield Row(f"{size}: set up", entries, took, "s")
    yield Row(f"{size}: acts a second", entries, entries / took, "1/s")
    yield Row(f"{size}: bodies", 0, Body.objects.count(), "")
    yield Row(f"{size}: database", entries, size_of_database() / MEGABYTE, "MB")
    for name, path in PAGES:
        for word, kept in (("from nothing", False), ("kept", True)):
            found = page(path, kept=kept)
            if found is not None:
                yield Row(f"{size}: page {name}, {word}", entries, found, "ms")


def main() -> int:
    """Print the rows of the size named on the command line, as JSON."""
    for row in rows(sys.argv[1]):
        sys.stdout.write(json.dumps(asdict(row)) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
