"""The country entered and searched: provinces, communes, what they were made of, and villages. `python -m benchmarks.country VILLAGES`.

Promises: the lists in data/bodies, entered by the act in one stroke; villages named by a fixed rule; of several searches (an old name,
a word that thousands bear, a code without its zero, a village) the slowest. Floors of the same run: the same rows put in without a
check; one reading of every name.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from uuid import uuid4

from django.db import connection

from benchmarks import site
from benchmarks.ledger import Row
from dinhlang.core.actor import System
from dinhlang.ground.bodies import acts, country, reads
from dinhlang.ground.bodies.models import Body, Registration
from dinhlang.ground.bodies.search import search
from dinhlang.ground.record import clock

TURNS = 5
QUERIES = ("hop giang", "tan", "xa", "na 7777", "1273", "a")


def best(of: Callable[[], object]) -> float:
    """Seconds of the quickest of some turns."""
    found = []
    for _ in range(TURNS):
        begun = time.perf_counter()
        of()
        found.append(time.perf_counter() - begun)
    return min(found)


def plant(villages: int) -> None:
    """Villages in one commune, straight into the tables."""
    commune = reads.find("01273", clock.today())
    rows = [Body(kind="village", parent_id=commune.id, alive_from=country.BEGAN, province_code="04") for _ in range(villages)]
    Registration.objects.bulk_create(
        (
            Registration(
                body=one,
                code=f"04-w{n:07d}",
                name=f"Xóm Nà {n}",
                kind_word="xóm",
                from_day=country.BEGAN,
                folded=reads.folded(f"Xóm Nà {n}"),
            )
            for n, one in enumerate(Body.objects.bulk_create(rows, 500))
        ),
        500,
    )


def rows(villages: int) -> list[Row]:
    """The country entered, then searched."""
    every = tuple(row for listed in country.provinces().values() for row in listed)
    begun = time.perf_counter()
    acts.found(by=System("console"), at=clock.now(), command_id=uuid4(), body=None, bodies=every, source=country.SOURCE)
    entered = time.perf_counter() - begun
    bodies = Body.objects.count()
    begun = time.perf_counter()
    plant(villages)
    floor = (time.perf_counter() - begun) * bodies / villages
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    day = clock.today()
    slowest = max(best(lambda query=query: search(query, day)) for query in QUERIES)  # type: ignore[misc]
    read = best(lambda: list(Registration.objects.values_list("folded", "body_id")))
    return [
        Row("country entered in one act", bodies, entered * 1000, "ms", floor * 1000, entered / floor),
        Row("search over the country, the slowest of six", bodies + villages, slowest * 1000, "ms", read * 1000, slowest / read),
    ]


def main() -> None:
    """VILLAGES villages beside the country."""
    site.open_ward()
    for row in rows(int(sys.argv[1])):
        print(json.dumps(asdict(row), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
