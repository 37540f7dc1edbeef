"""How long a province's households take from their files to the record, and slips to paper. `python -m benchmarks.rolls HOUSEHOLDS SLIPS`.

Promises: the whole way of the pages: workbooks through the sealed worker, columns, rows checked and held against what stands, one act for
each; the floor is the same number of members and rows by plain INSERTs in one transaction. Slips: codes drawn, hashed, drawn with QR on
sheets; the memory that the last part took beside the first is a row too.
"""

import io
import json
import resource
import secrets
import sys
import time
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from openpyxl import Workbook

from benchmarks import site
from benchmarks.ledger import Row
from dinhlang.core import slips
from dinhlang.core.actor import System
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.acts import NewBody
from dinhlang.ground.imports import layout, steps
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import clock
from dinhlang.ground.rolls import codes, kinds, sheets

COMMUNE, BORN = "01273", date(2025, 7, 1)
A_FILE = 45_000  # rows: what one file may hold
A_VILLAGE = 450  # households
KIND = next(kind for kind in kinds.KINDS if kind.name == "roll-households-commune")


def villages(many: int) -> int:
    """Found `many` villages called Xóm 1, Xóm 2 …; the number of the first."""
    rows = tuple(NewBody(f"04-h{n:07}", f"Xóm {n}", "village", "xóm", COMMUNE, "04", BORN) for n in range(1, many + 1))
    bodies_acts.found(by=System("console"), at=clock.now(), command_id=uuid4(), body=None, bodies=rows, source="Danh mục giả định")
    return bodies.find("04-h0000001", clock.today()).id


def workbook(first: int, last: int) -> bytes:
    """Households `first` to `last`, as a commune would send them: some hundred to a village."""
    book = Workbook(write_only=True)
    page: Any = book.create_sheet("Hộ")
    page.append(["TT", "Tổ dân phố", "Họ và tên chủ hộ", "Người đại diện thay", "Cụm", "Địa chỉ"])
    for n in range(first, last):
        page.append([n, f"Xóm {1 + n // A_VILLAGE}", f"Nông Văn Hộ {n}", f"Lý Thị {n}" if n % 3 else "", f"Cụm {n % 9}", f"nhà số {n}"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def imported(data: bytes, day: date, mandate: int) -> steps.Report:
    """The report of one file, brought from its bytes to the end."""
    place = bodies.find(COMMUNE, day)
    one = steps.receive(KIND, place.id, "ho.xlsx", data, day=day, at=clock.now(), account=None, asked={"document": "Danh sách hộ"})
    headers = layout.find(steps.book_of(one).sheets[one.sheet], KIND.columns).headers
    one = steps.choose(one, KIND, layout.suggest(headers, KIND.columns), sheet=one.sheet, at=clock.now())
    report = steps.check(one, KIND, at=clock.now())
    if report.wrong:
        raise RuntimeError(report.problems[0])
    steps.confirm(one, mandate=mandate, at=clock.now())
    steps.enter(one, KIND, at=clock.now())
    return report


def floor(households: int, village: int, day: date) -> float:
    """Seconds of plain INSERTs of as many members and rows, then taken back."""
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        keys = [f"f{n:015}" for n in range(households)]
        cursor.executemany("INSERT INTO rolls_member (key, body_id, roll) VALUES (%s, %s, 'households')", [(key, village) for key in keys])
        cursor.executemany(
            "INSERT INTO rolls_line (member_id, number, name, second, cluster, address, phone, post, from_day, why, ended_why, batch,"
            " position, ended_batch, salt) VALUES (%s, '1', 'a', 'b', 'c', 'd', '', '', %s, 'list', '', 'f', 1, '', %s)",
            [(key, day, bytes(16)) for key in keys],
        )
        seconds = time.perf_counter() - begun
        transaction.set_rollback(True)
    return seconds


def told(what: str, size: int, figure: float, unit: str = "s", plain: float | None = None) -> None:
    """One line for `benchmarks.__main__`."""
    row = Row(what, size, figure, unit, plain, figure / plain if plain else None)
    print(json.dumps(asdict(row), ensure_ascii=False), flush=True)


def memory() -> float:
    """The most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def printed(many: int) -> None:
    """Codes, hashes and sheets of `many` slips."""
    words = sheets.Words("Tổ dân phố 1", "Phường Thục Phán", "https://dinhlang.example/vao/", "https://dinhlang.example/vao/x/", 14)
    begun = time.perf_counter()
    drawn = [sheets.Printed(str(n), secrets.randbits(slips.BITS)) for n in range(1, many + 1)]
    for one in drawn:
        codes.of_slip(one.bits)
    sizes, first = [], 0.0
    for part in sheets.parts(words, drawn):
        sizes.append(len(part))
        first = first or memory()
    told("access slips on paper", many, time.perf_counter() - begun)
    told("access slips: memory beyond the first part", many, memory() - first, "MB")


def main() -> None:
    """HOUSEHOLDS rows, SLIPS slips."""
    households, many = int(sys.argv[1]), int(sys.argv[2])
    site.open_ward()
    day = clock.today()
    village = villages(1 + households // A_VILLAGE)
    mandate = Mandate.objects.get(account__username="demo-officer").pk
    plain, seconds = floor(households, village, day), 0.0
    for first in range(0, households, A_FILE):
        data = workbook(first, min(first + A_FILE, households))
        begun = time.perf_counter()
        imported(data, day, mandate)
        seconds += time.perf_counter() - begun
    told("households imported", households, seconds, "s", plain)
    printed(many)


if __name__ == "__main__":
    main()
