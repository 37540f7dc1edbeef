"""The board of the country: what 3,321 communes owe by every rule, counted by the database. `python -m benchmarks.board COMMUNES`.

Promises: bodies like the real ones in number, some with a portal, some in special areas; a tenth of a year's occasions done by each
of them; nothing remembered from an earlier count. Refuses to count fewer rules than the rulebook has for communes.
"""

import json
import sys
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection

from benchmarks import site
from benchmarks.ledger import Row
from dinhlang.core import rules
from dinhlang.core.rules import Facts
from dinhlang.ground.bodies.models import Body, Fact, Registration
from dinhlang.ground.duties import counts, schedule
from dinhlang.ground.duties.models import Fulfilment, Slot
from dinhlang.ground.record import rulebooks
from dinhlang.ground.record.models import Head

BORN, DAY, YEAR = date(2026, 1, 1), date(2026, 12, 31), 2026
DONE = 10  # of ten occasions one is done


def plant(communes: int) -> list[int]:
    """Put the bodies and what they did straight into the tables. Returns their numbers."""
    bodies = Body.objects.bulk_create(Body(kind="commune", alive_from=BORN, province_code="99") for _ in range(communes))
    Registration.objects.bulk_create(
        Registration(body=one, code=f"B{number:05}", name=f"Xã {number}", kind_word="xã", from_day=BORN)
        for number, one in enumerate(bodies)
    )
    said = {"has_portal": 2, "has_loudspeakers": 3, "special_area": 11}
    Fact.objects.bulk_create(
        Fact(body=one, name=name, value="1", document="01/QĐ", from_day=BORN, subject="")
        for number, one in enumerate(bodies)
        for name, every in said.items()
        if number % every == 0
    )
    schedule.ensure(rulebooks.current(), DAY)
    slots = list(Slot.objects.filter(variant="commune", opens__range=(BORN, DAY)))
    Fulfilment.objects.bulk_create(
        (
            Fulfilment(body=one, slot=slot, how="stamped", subject=f"b{number}x{slot.pk}"[:16], entry=bytes(32), done_day=slot.opens)
            for number, one in enumerate(bodies)
            for slot in slots[number % DONE :: DONE]
        ),
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [one.pk for one in bodies]


def rows(communes: int) -> list[Row]:
    """A year of slots of all communes into a board; the floor is reading every fulfilment once."""
    ids = plant(communes)
    book = rulebooks.current()
    best, counted = float("inf"), 0
    for _ in range(3):
        schedule.forget()
        begun = time.perf_counter()
        counted = counts.count_obligations(ids, DAY, book).total()
        best = min(best, time.perf_counter() - begun)
    with connection.cursor() as cursor:
        begun = time.perf_counter()
        cursor.execute("SELECT body_id, slot_id, MIN(done_day) FROM duties_fulfilment GROUP BY body_id, slot_id")
        cursor.fetchall()
        floor = time.perf_counter() - begun
    ruled = {duty.id for duty in book.by_calendar if "commune" in duty.bearer and duty.in_force(DAY)}
    print(f"{len(ruled)} calendar rules of communes, {counted:,} obligations", file=sys.stderr)
    return [Row("board of the country", communes, best * 1000, "ms", floor * 1000, best / floor)]


def variant_rows() -> list[Row]:
    """A year's schedule of every kind of body, with and without each fact."""
    book = rules.load(rulebooks.read_folder(Path(settings.RULEBOOK_DIR)))
    kinds = sorted({kind.value for duty in book.versions for kind in duty.bearer})
    variants = [
        Facts(kind, values) for kind in kinds for values in ({}, {name: True for name, fact in book.facts.items() if fact.type == "bool"})
    ]
    begun = time.perf_counter()
    made = sum(len(rules.schedule(book, facts, YEAR)) for facts in variants)
    return [Row(f"schedules of a year, {len(variants)} variants", made, (time.perf_counter() - begun) * 1000, "ms")]


def main() -> None:
    """COMMUNES bodies."""
    site.open_ward()
    Head.objects.get(pk=1)
    for row in [*rows(int(sys.argv[1])), *variant_rows()]:
        print(json.dumps(asdict(row), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
