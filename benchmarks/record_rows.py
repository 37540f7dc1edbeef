"""The measurements of `benchmarks.record`, on one fresh database."""

import hashlib
import random
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from uuid import uuid4

from django.db import connection, transaction

from benchmarks import house
from benchmarks.record import middle
from dinhlang.core import ledger
from dinhlang.core.actor import Office
from dinhlang.ground.record import append, clock, serve, tree, verify
from dinhlang.ground.record.act import OPEN_PARTS
from dinhlang.ground.record.models import Entry, PublicVersion

BATCH = 4096
ACTS = 400
ROUND = 10  # appends in one transaction
PROOFS = 300
CHUNK = 65536


def digest(number: int) -> bytes:
    """32 bytes that stand for random ones."""
    return hashlib.sha256(b"bench %d" % number).digest()


def plant(count: int) -> float:
    """Append `count` leaves without acts; seconds."""
    begun, start = time.perf_counter(), clock.now() - timedelta(seconds=10 * count)
    for first in range(1, count + 1, BATCH):
        entries = []
        for number in range(first, min(first + BATCH, count + 1)):
            at, commit, sealed = start + timedelta(seconds=10 * number), digest(number), number % 3 == 2
            leaf = ledger.encode(
                ledger.Sealed(clock.local_day(at), commit)
                if sealed
                else ledger.Entry("bench.send", "01273", "staff", at, "4k7m2q9xw3h8t6vr", None, bytes(32), commit)
            )
            entries.append(
                Entry(
                    hash=ledger.leaf_hash(leaf),
                    leaf=leaf,
                    act="" if sealed else "bench.send",
                    body=1,
                    subject="" if sealed else "4k7m2q9xw3h8t6vr",
                    sealed=sealed,
                    at=at,
                )
            )
        with transaction.atomic():
            row = append.lock_head()
            append.enter(row, entries)
            row.save()
    return time.perf_counter() - begun


def show(name: str, what: str, figure: str, floor: str = "", ratio: float | None = None, goal: str = "") -> None:
    """One line of the table."""
    print(f"{name:<11} {what:<58} {figure:>12} {floor:>12} {'' if ratio is None else f'{ratio:.2f}':>7}  {goal}", flush=True)


def shifted(do: Callable[[int], None], by: int) -> Callable[[int], None]:
    """`do`, counting from `by`."""
    return lambda n: do(n + by)


def appends(name: str) -> None:
    """An append inside an open transaction, beside one plain INSERT there; acts a second beside durable INSERTs."""

    def insert(n: int) -> None:
        PublicVersion.objects.create(scope=1_000_000 + n, n=1)

    def write(n: int) -> None:
        at = clock.now()
        parts = {"public": {"title": f"Việc {n}", "item": 8}, "sender": {"name": "Nguyễn Văn A"}}
        ready = append.prepare(
            "bench.send",
            office="staff",
            code="01273",
            body=1,
            at=at,
            subject=append.new_subject(),
            parts=parts,
            open_parts=OPEN_PARTS,
            because=None,
            sealed=False,
            scopes=(1, 0),
        )
        prepared.append(ready)

    durable = middle(ACTS, insert)
    acting = middle(ACTS, lambda n: house.send(by=Office(1), at=clock.now(), command_id=uuid4(), body=1, title=f"Việc {n}"))
    goal = "≥ 250/s through a view" if name == "sqlite" else "≥ 200/s through a view"
    show(name, "an act, committed (one process)", f"{1 / acting:.0f}/s", f"{1 / durable:.0f}/s", durable / acting, goal)

    def enter(n: int) -> None:
        append.append(prepared[n])

    prepared: list[append.Written] = []
    floors, makings, enterings = [], [], []
    for first in range(0, ACTS, ROUND):
        # Short transactions: hundreds of versions of the head's one row in a single one is not what a site ever has.
        with transaction.atomic():
            floors.append(middle(ROUND, shifted(insert, 10_000 + first)))
            makings.append(middle(ROUND, write))
            enterings.append(middle(ROUND, shifted(enter, first)))
            transaction.set_rollback(True)
    floor, making, entering = median(floors), median(makings), median(enterings)
    show(
        name,
        "append without the commit: leaf into the tree",
        f"{entering * 1000:.2f} ms",
        f"{floor * 1000:.2f} ms",
        entering / floor,
        "≤ 1 ms",
    )
    show(name, "before it: commitment, boxes, keys, leaf", f"{making * 1000:.2f} ms", f"{floor * 1000:.2f} ms", making / floor)


def proofs(name: str, size: int) -> None:
    """Inclusion and consistency, with a reader that was used before and with a new one."""
    chance = random.Random(1)
    places = [chance.randrange(size) for _ in range(PROOFS)]
    reader = tree.nodes(size)
    for one in places:
        tree.proof(one, size, reader)
    for what, warm, cold in (
        ("inclusion", lambda n: tree.proof(places[n], size, reader), lambda n: tree.proof(places[n], size)),
        ("consistency", lambda n: tree.consistency(places[n] + 1, size, reader), lambda n: tree.consistency(places[n] + 1, size)),
    ):
        middle(PROOFS, warm)
        show(name, f"{what} proof at {size:,}, warm", f"{middle(PROOFS, warm) * 1000:.3f} ms", goal="≤ 1 ms")
        show(name, f"{what} proof at {size:,}, cold", f"{middle(PROOFS, cold) * 1000:.3f} ms", goal="≤ 5 ms")


def main(words: list[str]) -> int:
    """NAME LEAVES."""
    name, count = words[0], int(words[1])
    house.open_house(clock.now() - timedelta(seconds=10 * count))
    seconds = plant(count)
    size = append.head().size
    show(name, f"leaves planted: {size:,}", f"{size / seconds:,.0f}/s")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    proofs(name, size)

    begun = time.perf_counter()
    for first in range(0, size, CHUNK):
        for leaf in Entry.objects.filter(index__gte=first, index__lt=first + CHUNK).values_list("leaf", flat=True):
            hashlib.sha256(leaf).digest()
    reading = size / (time.perf_counter() - begun)
    leaves = ledger.unbundle(serve.tile("tile/entries/000", size) or b"")
    begun = time.perf_counter()
    for _ in range(-(-size // len(leaves))):
        for leaf in leaves:
            hashlib.sha256(leaf).digest()
    hashing = size / (time.perf_counter() - begun)
    show(name, "floor: reading the leaves and SHA-256 of each", f"{reading:,.0f}/s", f"{hashing:,.0f}/s")

    begun = time.perf_counter()
    report, _ = verify.chain()
    speed = size / (time.perf_counter() - begun)
    show(
        name,
        f"verify, the chain ({'good' if report.ok else 'BAD'})",
        f"{speed:,.0f}/s",
        f"{reading:,.0f}/s",
        speed / reading,
        "≥ 100,000/s",
    )
    begun = time.perf_counter()
    tree.rebuild()
    speed = size / (time.perf_counter() - begun)
    show(name, "tree rebuilt from the leaves", f"{speed:,.0f}/s", f"{reading:,.0f}/s", speed / reading, "≥ 50,000/s")
    appends(name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
