"""Petitions by the hundred thousand at one ward. `python -m benchmarks.petitions PETITIONS` measures the pages and the sending.

Promises: rows are planted as benchmarks/README.md says; pages are asked for through the site's own handler, by a signed-in officer where
they are an office's; the sending is the act itself, beside one durable row of as many bytes. Refuses a figure of a page that was refused.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from benchmarks import site
from benchmarks.ledger import Row

from django.db import connection  # isort: skip
from dinhlang.core import ledger  # isort: skip
from dinhlang.core.actor import Guest  # isort: skip
from dinhlang.core.codes import checked  # isort: skip
from dinhlang.ground.bodies import reads as bodies  # isort: skip
from dinhlang.ground.people import keyed  # isort: skip
from dinhlang.ground.record import clock  # isort: skip
from dinhlang.ground.record.models import Command, Part, Pending, VaultKey  # isort: skip
from dinhlang.ground.ui import cache  # isort: skip
from dinhlang.works.petitions import acts, cells, policy  # isort: skip
from dinhlang.works.petitions.models import Cell, Pass, Petition, Standing  # isort: skip  (models need the settings that `site` makes)

WARD = "01273"
SEED, DAYS, SENDERS = 30, 1000, 30_000
BLOCK, SENT = 12, 300
STATES = (("sent", 6), ("taken", 9), ("refused", 5), ("answered", 50), ("confirmed", 30))
TEXT = "Cầu dân sinh ngõ 2 gãy lan can phía thượng lưu, trẻ em đi học qua đó; đề nghị sửa trước mùa mưa. " * 4
PUBLIC, LIST, DESK = f"/don-vi/{WARD}/phan-anh/", "/phan-anh/viec/", "/viec-can-lam/"
FILTERS = (
    "xem=tre", "xem=cho", "xem=dang-lam", "xem=mo-lai", "xem=da-tra-loi", "xem=da-dong", "xem=da-xong", "xem=khong-nhan",
    "viec=roads", "viec=roads&xem=da-xong", "loai=reflection", "tuoi=90", "so=0", "so=zzzzzz", "tuan={day}", "noi={village}&viec=water",
)  # fmt: skip


def plant(many: int) -> None:
    """Petitions of the ward, their passes and the numbers told of them, straight into the tables."""
    chance, today = random.Random(SEED), clock.today()
    ward = bodies.find(WARD, today)
    places = [ward.id, *(one.id for one in bodies.villages(ward.id, today))]
    topics = sorted(policy.topics())
    states = random.Random(SEED + 1).choices([name for name, _n in STATES], [n for _name, n in STATES], k=many)
    rows = []
    for state in states:
        age = chance.randrange(90) if state in ("sent", "taken") else chance.randrange(5, DAYS)
        day = today - timedelta(days=age)
        since = day if state == "sent" else day + timedelta(days=min(age, 10))
        at = datetime(day.year, day.month, day.day, chance.randrange(6, 22), chance.randrange(60), tzinfo=clock.LOCAL)
        rows.append(
            Petition(
                subject=ledger.new_subject(chance.randbytes(10)), kind="reflection", topic=chance.choice(topics), way="own",
                place_id=chance.choice(places), body_id=ward.id, sender=f"{chance.randrange(SENDERS):064}", sent=at, state=state,
                since=since,
                due=since + timedelta(days=21) if state in ("sent", "taken") else None, reopened=int(chance.random() < 0.02),
                closes=since + timedelta(days=30) if state == "answered" else None,
                again=since + timedelta(days=90) if state in ("answered", "refused") else None,
            )
        )  # fmt: skip
    Petition.objects.bulk_create(rows, batch_size=2000)
    Pass.objects.bulk_create(
        (Pass(petition=one, number=1, body_id=ward.id, day=clock.local_day(one.sent)) for one in rows), batch_size=5000
    )
    told: dict[tuple[int, date, str], int] = {}
    for one in rows:
        key = (one.place_id, cells.week_of(clock.local_day(one.sent))[0], one.topic)
        told[key] = told.get(key, 0) + 1
    monday = today - timedelta(days=today.weekday())
    Cell.objects.bulk_create(
        (
            Cell(day=min(first + timedelta(days=7), monday), commune_id=ward.id, place_id=place, first=first,
                 last=first + timedelta(days=6), topic=topic, group=policy.topics()[topic].group, count=n)
            for (place, first, topic), n in told.items()
            if n >= 5
        ),
        batch_size=2000,
    )  # fmt: skip
    Standing.objects.bulk_create(
        Standing(day=monday, commune_id=ward.id, holder_id=ward.id, state=state, count=many // 4) for state in ("all", "answered", "open")
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")  # as a server does by itself after a while


def asked(browser: site.Browser, path: str, status: int = 200, before: Callable[[], object] = lambda: None) -> tuple[float, bytes]:
    """Milliseconds of one request, the best of a block, and what came."""
    spent, body = [], b""
    for _ in range(BLOCK):
        before()
        begun = time.perf_counter()
        answer = browser.send("GET", path)
        spent.append((time.perf_counter() - begun) * 1000)
        if answer.status != status:
            raise RuntimeError(f"{path}: {answer.status}")
        body = answer.body
    return min(spent), body


def last_page() -> str:
    """The address of the last page of the list."""
    ward = bodies.find(WARD, clock.today()).id
    after = Petition.objects.filter(body=ward, due__isnull=False).order_by("-due", "-pk")[25]
    return f"{LIST}?sau={after.due}.{after.pk}"


def pages(many: int) -> Iterator[Row]:
    """What the pages take."""
    guest, officer = site.Browser(), site.Browser()
    officer.enter("demo-officer")
    today = clock.today()
    village = bodies.villages(bodies.find(WARD, today).id, today)[0].code
    floor, _body = asked(officer, "/thong-bao/")

    def row(what: str, browser: site.Browser, path: str, before: Callable[[], object] = lambda: None) -> Row:
        spent, _page = asked(browser, path, before=before)
        return Row(f"petitions: {what}", many, spent, "ms", floor, spent / floor)

    yield row("public page, drawn", guest, PUBLIC, cache.forget)
    yield row("public page, one topic, drawn", guest, f"{PUBLIC}?viec=water", cache.forget)
    yield row("public page, kept", guest, PUBLIC)
    yield row("desk", officer, DESK)
    yield row("office list", officer, LIST)
    for one in FILTERS:
        query = one.format(day=(today - timedelta(days=40)).strftime("%d/%m/%Y"), village=village)
        yield row(f"list, {one}", officer, f"{LIST}?{query}")
    yield row("list, its last page", officer, last_page())
    yield row("what drags on", officer, "/phan-anh/keo-dai/")


def codes(many: int) -> list[Row]:
    """An unknown code beside somebody else's: the same bytes, the same time."""
    guest = site.Browser()
    other = Command.objects.exclude(code="").order_by("-at").values_list("code", flat=True)[0]
    both = {name: f"/phan-anh/cua-toi/{checked(code, ledger.ALPHABET)}/" for name, code in (("unknown", "7" * 16), ("another's", other))}
    if Petition.objects.filter(pk=Command.objects.get(code=other).subject).exists():
        raise RuntimeError("the code is one of a petition")
    spent: dict[str, list[float]] = {name: [] for name in both}
    page: dict[str, bytes] = {}
    for _ in range(20):
        for name, path in both.items():
            took, body = asked(guest, path, 404)
            spent[name].append(took)
            page[name] = body.replace(path.encode(), b"")
    if page["unknown"] != page["another's"]:
        raise RuntimeError("an unknown code is answered with other bytes than another's")
    unknown, others = (statistics.median(spent[name]) for name in both)
    return [Row("petitions: code of another, beside an unknown one", many, others, "ms", unknown, others / unknown)]


def size_of(leaf: bytes, subject: str) -> int:
    """Bytes of all that one petition wrote, column by column."""
    rows: list[Any] = [
        *Pending.objects.filter(hash=leaf).values_list(), *Part.objects.filter(hash=leaf).values_list(),
        *VaultKey.objects.filter(hash=leaf).values_list(), *Command.objects.filter(hash=leaf).values_list(),
        *Petition.objects.filter(pk=subject).values_list(), *Pass.objects.filter(petition=subject).values_list(),
    ]  # fmt: skip
    return sum(len(bytes(one)) if isinstance(one, bytes | memoryview) else len(str(one).encode()) for row in rows for one in row)


def sending(many: int) -> list[Row]:
    """Petitions taken in with their receipt, a second, in turns with one durable row of as many bytes."""
    ward = bodies.find(WARD, clock.today()).id
    given = {"body": ward, "kind": "reflection", "way": "own", "topic": "roads", "place": ward, "text": TEXT}

    def send(n: int) -> Any:
        sender = keyed.digest("petition-sender", f"bench {n}")
        return acts.submit(by=Guest(""), at=clock.now(), command_id=uuid4(), sender=sender, **given)

    first = send(-1)
    data = bytes(size_of(bytes.fromhex(first.leaf), first.subject))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_plain (n integer PRIMARY KEY, data " + ("bytea" if connection.vendor == "postgresql" else "blob") + ")"
        )

        def insert(n: int) -> None:
            cursor.execute("INSERT INTO bench_plain VALUES (%s, %s)", [n, data])

        spent = [0.0, 0.0]
        for n in range(SENT):
            for which, work in enumerate((send, insert)):
                begun = time.perf_counter()
                work(n)
                spent[which] += time.perf_counter() - begun
    acted, plain = (SENT / one for one in spent)
    return [Row(f"petitions: sent with receipt, {len(data):,} bytes", many, acted, "1/s", plain, acted / plain)]


def main() -> None:
    """So many petitions as the command line says."""
    site.open_ward()
    many = int(sys.argv[1])
    plant(many)
    for part in (pages, codes, sending):
        for row in part(many):
            print(json.dumps(asdict(row), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
