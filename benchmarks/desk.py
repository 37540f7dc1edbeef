"""The desk of an office above bodies with many clocks. `python -m benchmarks.desk CLOCKS …` measures it once for each number.

Promises: every clock is one of a rule that a village bears, a third of them done, half of the others late; the page is asked for as the
signed-in chair of the commune above would, and of its own clocks there are a hundred. The floor is the same chair's page of notices.
"""

import json
import sys
import time
from dataclasses import asdict
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import site
from benchmarks.ledger import Row
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties.models import Clock, Fulfilment
from dinhlang.ground.record import clock
from dinhlang.web.figures import reads as figures

WARD, RULE, OWN, OWN_RULE = "01273", "village-gives-notice-of-meeting", 100, "commune-discloses-contributions"


def plant(clocks: int, first: int) -> None:
    """Clocks of the ward's villages, straight into the table, due on days around today."""
    today = clock.today()
    ward = bodies.find(WARD, today)
    below = bodies.children(ward.id, "village", today)
    made = Clock.objects.bulk_create(
        (
            Clock(
                body_id=body, rule=rule, part=part, occasion=f"do-{n}", opens=today - timedelta(days=40), due=due, due_rolled=due,
                mode="deadline", entry=bytes(32), registered=today - timedelta(days=40), source=f"b{n}"[:16],
            )
            for n in range(first, clocks)
            for due in (today + timedelta(days=n % 61 - 30),)
            for body, rule, part in ((ward.id, OWN_RULE, "website") if n < OWN else (below[n % len(below)].id, RULE, "village-points"),)
        ),
        batch_size=2000,
    )  # fmt: skip
    Fulfilment.objects.bulk_create(
        Fulfilment(body_id=one.body_id, clock=one, how="stamped", subject=f"d{one.pk}", entry=bytes(32), done_day=one.opens)
        for one in made[::3]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def rows(sizes: list[int]) -> list[Row]:
    """Time and questions of the desk at each number of clocks."""
    chair, found, planted = site.Browser(), [], 0
    chair.enter("demo-chair")

    def asked(path: str) -> float:
        best = float("inf")
        for _ in range(7):
            begun = time.perf_counter()
            if chair.send("GET", path).status != 200:
                raise RuntimeError(path)
            best = min(best, time.perf_counter() - begun)
        return best * 1000

    for many in sizes:
        plant(many, planted)
        planted = many
        figures.forget()
        begun = time.perf_counter()
        chair.send("GET", "/viec-can-lam/")
        first, floor = (time.perf_counter() - begun) * 1000, asked("/thong-bao/")
        spent = asked("/viec-can-lam/")
        with CaptureQueriesContext(connection) as questions:
            chair.send("GET", "/viec-can-lam/")
        found += [
            Row("desk, counted from nothing", many, first, "ms", floor, first / floor),
            Row("desk, counted before", many, spent, "ms", floor, spent / floor),
            Row("desk questions", many, len(questions), "queries"),
        ]
    return found


def main() -> None:
    """The sizes named on the command line."""
    site.open_ward()
    for row in rows([int(word) for word in sys.argv[1:]]):
        print(json.dumps(asdict(row), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
