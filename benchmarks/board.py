"""The board of the country: what 3,321 communes owe by every rule, counted by the database. `python -m benchmarks.board COMMUNES`;
the boards people open, at ×1, ×10 and more of a province with its villages and three years: `python -m benchmarks.board COMMUNES 1 10 60`.

Promises: bodies like the real ones in number, some with a portal, some in special areas; a tenth of a year's occasions done by each
of them; nothing remembered from an earlier count where a figure says "from nothing". Refuses to count fewer rules than the rulebook has
for communes.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
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
from dinhlang.ground.ui import cache
from dinhlang.web.figures import reads

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


COMMUNES, VILLAGES, YEARS = 56, 25, (2024, 2025, 2026)  # of one province: 56 communes with 25 villages each, three years


def plant_provinces(first: int, last: int) -> None:
    """Provinces with their communes and villages, and what these did in three years, straight into the tables."""
    born = date(YEARS[0], 1, 1)
    tops = Body.objects.bulk_create(Body(kind="province", alive_from=born, province_code=f"{n % 90 + 10}") for n in range(first, last))
    communes = Body.objects.bulk_create(
        Body(kind="commune", alive_from=born, province_code=top.province_code, parent=top) for top in tops for _n in range(COMMUNES)
    )
    villages = Body.objects.bulk_create(
        (Body(kind="village", alive_from=born, province_code=one.province_code, parent=one) for one in communes for _n in range(VILLAGES)),
        batch_size=5000,
    )
    every = [*tops, *communes, *villages]
    words = {"province": "tỉnh", "commune": "xã", "village": "xóm"}
    Registration.objects.bulk_create(
        (Registration(body=one, code=f"P{one.pk}", name=f"Đơn vị {one.pk}", kind_word=words[one.kind], from_day=born) for one in every),
        batch_size=5000,
    )
    facts = [Fact(body=one, name="publicity-stage", value="3", document="01/QĐ", from_day=born, subject="") for one in tops]
    facts += [Fact(body=one, name="has_portal", value="1", document="01/QĐ", from_day=born, subject="") for one in communes[::2]]
    facts += [
        Fact(body=one, name="households", value=str(40 + n % 200), document="", from_day=born, subject="") for n, one in enumerate(villages)
    ]
    Fact.objects.bulk_create(facts, batch_size=5000)
    schedule.ensure(rulebooks.current(), DAY)
    slots = {kind: list(Slot.objects.filter(variant=kind, opens__range=(born, DAY))) for kind in ("commune", "village")}
    Fulfilment.objects.bulk_create(
        (
            Fulfilment(body=one, slot=slot, how="stamped", subject=f"p{one.pk}x{slot.pk}"[:16], entry=bytes(32), done_day=slot.opens)
            for number, one in enumerate((*communes, *villages))
            for slot in slots[one.kind][number % DONE :: DONE]
        ),
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _timed(work: Callable[[], object], before: Callable[[], object], times: int = 3) -> float:
    """The best of some tries, in milliseconds."""
    best = float("inf")
    for _n in range(times):
        before()
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best * 1000


def _from_nothing() -> None:
    schedule.forget()
    reads.forget()
    cache.forget()


def board_rows(times: Sequence[int]) -> list[Row]:
    """The pages of boards as a reader opens them, at several sizes of the country."""
    found, planted, browser = [], 0, site.Browser()
    for many in times:
        plant_provinces(planted, many)
        planted = many
        top = Registration.objects.filter(body__kind="province", code__startswith="P").order_by("id")[0].code
        for what, path in (("board of a province", f"/so-lieu/{top}/"), ("board of the country", "/so-lieu/vn/")):

            def get(path: str = path) -> None:
                answer = browser.send("GET", path)
                if answer.status != 200:
                    raise RuntimeError(f"{path}: {answer.status}")

            get()
            for how, before in (("from nothing", _from_nothing), ("counted before", cache.forget), ("kept page", lambda: None)):
                tries = 1 if how == "from nothing" and many > 10 else 3
                found.append(Row(f"{what}, {how}, ×{many}", many * COMMUNES * (1 + VILLAGES), _timed(get, before, tries), "ms"))
    return found


def main() -> None:
    """COMMUNES bodies, then the boards at these sizes."""
    site.open_ward()
    Head.objects.get(pk=1)
    sizes = [int(word) for word in sys.argv[2:]]
    for row in [*rows(int(sys.argv[1])), *variant_rows()] if not sizes else board_rows(sizes):
        print(json.dumps(asdict(row), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
