"""A province's villages from their file to the record. `python -m benchmarks.imports VILLAGES`.

Promises: the whole way of the pages and of the command line: workbook through the sealed worker, columns, rows checked, one act; then the
same file again. The floor is the same number of bodies, names and facts by plain INSERTs in one transaction.
"""

import io
import json
import sys
import time
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import connection, transaction
from openpyxl import Workbook

from benchmarks import site
from benchmarks.ledger import Row
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.imports import layout, steps
from dinhlang.ground.imports.bodies import VILLAGES
from dinhlang.ground.record import clock

PROVINCE, COMMUNE = "04", "01273"


def workbook(villages: int) -> bytes:
    """A list as a province keeps it: a title, a header, one row a village, a total."""
    book = Workbook(write_only=True)
    page: Any = book.create_sheet("Thôn")
    page.append(["DANH SÁCH THÔN, TỔ DÂN PHỐ"])
    page.append(["TT", "Xã, phường", "Tên thôn, tổ dân phố", "Số hộ", "Nhân khẩu"])
    for n in range(villages):
        page.append([n + 1, "Phường Thục Phán", f"Tổ dân phố số {n + 1}", 100 + n % 90, 400 + n % 300])
    page.append([None, "Tổng cộng", None, sum(100 + n % 90 for n in range(villages)), sum(400 + n % 300 for n in range(villages))])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def imported(data: bytes, day: date) -> tuple[steps.Report, float]:
    """The report, and the seconds from the file's bytes to the end."""
    begun = time.perf_counter()
    place = bodies.find(PROVINCE, day)
    one = steps.receive(VILLAGES, place.id, "thon.xlsx", data, day=day, at=clock.now(), account=None, asked={"document": "1/BC-UBND"})
    headers = layout.find(steps.book_of(one).sheets[one.sheet], VILLAGES.columns).headers
    one = steps.choose(one, VILLAGES, layout.suggest(headers, VILLAGES.columns), sheet=one.sheet, at=clock.now())
    report = steps.check(one, VILLAGES, at=clock.now())
    if report.wrong:
        raise RuntimeError(report.problems[0])
    if one.state == "checked":
        steps.confirm(one, mandate=None, at=clock.now())
        steps.enter(one, VILLAGES, at=clock.now())
    return report, time.perf_counter() - begun


def floor(villages: int, day: date) -> float:
    """Seconds of plain INSERTs: a body, a name and two facts for each village, then taken back."""
    place = bodies.find(COMMUNE, day)
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM bodies_body")
        first = cursor.fetchone()[0] + 1_000_000
        ids = range(first, first + villages)
        cursor.executemany(
            "INSERT INTO bodies_body (id, kind, parent_id, alive_from, province_code) VALUES (%s, 'village', %s, %s, '04')",
            [(n, place.id, day) for n in ids],
        )
        cursor.executemany(
            "INSERT INTO bodies_registration (body_id, code, name, kind_word, from_day, folded) VALUES (%s, %s, 'a', 'xóm', %s, 'a')",
            [(n, f"04-x{n:07}"[:16], day) for n in ids],
        )
        cursor.executemany(
            "INSERT INTO bodies_fact (body_id, name, value, document, from_day, subject) VALUES (%s, %s, '1', '1/BC', %s, 'x')",
            [(n, name, day) for n in ids for name in ("households", "population")],
        )
        seconds = time.perf_counter() - begun
        transaction.set_rollback(True)
    return seconds


def main() -> None:
    """VILLAGES rows."""
    villages = int(sys.argv[1])
    site.open_ward()
    day, data = clock.today(), workbook(villages)
    plain = floor(villages, day)
    first, seconds = imported(data, day)
    again, known = imported(data, day)
    if (first.new, again.known) != (villages, villages):
        raise RuntimeError("not every village entered once")
    for what, found in (("villages imported", seconds), ("villages imported again", known)):
        print(json.dumps(asdict(Row(what, villages, found, "s", plain, found / plain)), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
