"""Acts through their view, end to end, on one fresh database; `benchmarks.__main__` runs it as `python -m benchmarks.acts ACTS`.

Prints one JSON row to a line. What is planted and what the floor is stands in benchmarks/README.md. Refuses to give a figure where an
answer was not the one a person would get: a refused form is fast and means nothing.
"""

import json
import multiprocessing
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from functools import partial
from uuid import uuid4

from benchmarks import site
from benchmarks.ledger import Row

from django.db import connections  # isort: skip
from dinhlang.ground.record.models import Entry, PublicVersion  # isort: skip  (models need the settings that `site` makes)

WARD = "01273"
CORES = 2
WARM = 5
INSERTS = 400
POST, REGISTER = f"/don-vi/{WARD}/cong-khai/", f"/don-vi/{WARD}/dang-ky-van-ban/"
TEXT = "Đã thu 42.300.000 đ từ 311 hộ và 4 đơn vị, đã chi 40.150.000 đ; danh sách kèm theo.\nMọi thắc mắc xin gửi về văn phòng phường."


def _inserts(which: int, count: int) -> Callable[[], None]:
    def run() -> None:
        for n in range(count):
            PublicVersion.objects.create(scope=-1 - 1_000_000 * which - n, n=1)

    return run


def _fields(path: str, name: str) -> dict[str, str]:
    if path == POST:
        return {"title": f"Thông báo {name} về các khoản đóng góp", "text": TEXT, "item": "5"}
    day = date.today().strftime("%d/%m/%Y")  # noqa: DTZ011  (the form wants a day that is not in the future)
    return {"number": f"{name}/QĐ-UBND", "dated": day, "item": "5", "title": "Huy động đóng góp làm đường bê tông tổ dân phố 4"}


def _posting(path: str, which: int, count: int) -> Callable[[], None]:
    """A signed-in officer with the form open, ready to send it `count` times. The first sendings, to get warm, happen here."""
    browser = site.Browser()
    browser.enter("demo-officer")
    token = browser.token(path)

    def send(name: str) -> None:
        fields = {"csrfmiddlewaretoken": token, "command_id": str(uuid4()), **_fields(path, name)}
        answer = browser.send("POST", path, fields)
        if answer.status != 302 or "/xong/" not in answer.headers["Location"]:
            raise SystemExit(f"{path} answered {answer.status}, not with a receipt")

    for n in range(WARM):
        send(f"w{which}-{len(path)}-{n}")

    def run() -> None:
        for n in range(count):
            send(f"{which}-{n}")

    return run


def _inserts_of(place: int, which: int) -> Callable[[], Callable[[], None]]:
    return partial(_inserts, place + which, INSERTS)


def _posting_of(path: str, place: int, count: int, which: int) -> Callable[[], Callable[[], None]]:
    return partial(_posting, path, place + which, count)


def _worker(
    make: Callable[[], Callable[[], None]], ready: "multiprocessing.synchronize.Barrier", out: "multiprocessing.Queue[tuple[float, float]]"
) -> None:
    run = make()
    ready.wait()
    begun = time.monotonic()
    run()
    out.put((begun, time.monotonic()))
    connections.close_all()


def rate(count: int, processes: int, make: Callable[[int], Callable[[], Callable[[], None]]]) -> float:
    """How many a second `processes` processes manage together, each doing `count`."""
    connections.close_all()  # a connection must not be shared by parent and child
    context = multiprocessing.get_context("fork")
    ready, out = context.Barrier(processes), context.Queue()
    workers = [context.Process(target=_worker, args=(make(which), ready, out)) for which in range(processes)]
    for worker in workers:
        worker.start()
    spans = []
    for _ in workers:
        spans.append(out.get(timeout=600))
    for worker in workers:
        worker.join()
    return processes * count / (max(end for _, end in spans) - min(begun for begun, _ in spans))


def rows(count: int) -> list[Row]:
    """Both forms with one process and with as many as the small server has cores, each beside INSERTs of the same run."""
    found = []
    for processes in (1, CORES):
        for n, (path, name) in enumerate(((POST, "disclosure.post"), (REGISTER, "decision.register"))):
            place = 10 * processes + 100 * n
            floor = rate(INSERTS, processes, partial(_inserts_of, place))
            before = Entry.objects.count()
            figure = rate(count, processes, partial(_posting_of, path, place, count))
            if Entry.objects.count() - before != processes * (count + WARM):
                raise SystemExit("an act was answered and did not enter the record")
            found.append(Row(f"act through its view: {name}", processes, figure, "acts/s", floor, figure / floor))
    return found


def main() -> None:
    """ACTS of each process."""
    site.open_ward()
    for row in rows(int(sys.argv[1])):
        print(json.dumps(asdict(row), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
