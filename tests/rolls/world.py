"""Lists as village heads keep them, brought in the whole way."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.imports import layout, steps
from dinhlang.ground.imports.models import Import
from dinhlang.ground.record import clock
from dinhlang.ground.rolls.kinds import KINDS
from dinhlang.works.disclosures.tests.town import ONE, Town

HEADER = ("TT", "Họ và tên chủ hộ", "Người đại diện thay", "Cụm", "Địa chỉ", "Điện thoại")
LAN = (1, "Nông Thị Lan", "Hoàng Văn Minh", "Cụm 1", "đầu ngõ 12", "0912 345 678")
SU = (2, "Lý A Sử", "", "Cụm 1", "gần trường", "")
PHUNG = (3, "Đàm Thị Phụng", "Đàm Văn Quý", "Cụm 2", "cuối dốc", "")
BY_NAME = {kind.name: kind for kind in KINDS}
HOUSEHOLDS, COMMUNE = BY_NAME["roll-households"], BY_NAME["roll-households-commune"]
ASKED = {"document": "Danh sách hộ tháng 3/2026"}


def xlsx(*rows: Sequence[Any], header: Sequence[Any] = HEADER) -> bytes:
    """A workbook with a header and these rows."""
    made = Workbook()
    page: Any = made.active
    for row in (header, *rows):
        page.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def bring(town: Town, data: bytes, *, kind: Any = HOUSEHOLDS, code: str = ONE, name: str = "ho.xlsx") -> Import:
    """The file, its columns as suggested, its rows checked."""
    day = clock.local_day(town.now)
    one = steps.receive(kind, bodies.find(code, day).id, name, data, day=day, at=town.now, account=None, asked=ASKED)
    headers = layout.find(steps.book_of(one).sheets[one.sheet], kind.columns).headers
    one = steps.choose(one, kind, layout.suggest(headers, kind.columns), sheet=one.sheet, at=town.now)
    steps.check(one, kind, at=town.now)
    return one


def enter(town: Town, data: bytes, by: str = "head", **named: Any) -> Import:
    """The same, entered by an office."""
    one = bring(town, data, **named)
    assert report(one).wrong == 0, said(one)
    if one.state == "checked":
        steps.confirm(one, mandate=town.mandates[by], at=town.now)
        steps.enter(one, named.get("kind", HOUSEHOLDS), at=town.now)
    return one


def report(one: Import) -> steps.Report:
    return steps.restore(one.report)


def said(one: Import) -> list[tuple[int, str, str]]:
    """The problems: row, column, sentence filled in."""
    return [(found.row, found.column, found.sentence.format(**found.values)) for found in report(one).problems]


def noted(one: Import) -> list[str]:
    return [found.sentence.format(**found.values) for found in report(one).notes]
