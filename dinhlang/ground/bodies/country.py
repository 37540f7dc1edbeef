"""The official list of provinces and communes, as it lies in data/bodies (whose README names the sources).

Promises: the 34 provinces and 3,321 communes in force since 2025-07-01, each with what it was made of and the names it took later.
Claims of a former commune only that it was there on the last day before the merger: when it began is not held.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies.entering import Former, NewBody, Renamed

SOURCE = "Danh mục đơn vị hành chính và bảng chuyển đổi đơn vị hành chính cấp xã của Cục Thống kê, từ 01/07/2025"
WORDS = ("Đặc khu", "Thị trấn", "Thành phố", "Phường", "Tỉnh", "Xã")
LONGEST = 5
BEGAN = date(2025, 7, 1)
DRAWN_BY = "Ranh giới để tham khảo, từ bản đồ công khai (data/boundaries)"


class _Row(NamedTuple):
    """A name of a body from a day on."""

    code: str
    province: str
    name: str
    first: date


def kind_word(name: str) -> str:
    """The word of its kind with which an official name begins, in small letters."""
    return next((word.lower() for word in WORDS if name.startswith(f"{word} ")), "")


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _body(rows: list[_Row], kind: str, former: list[Former]) -> NewBody:
    first, *later = rows
    return NewBody(
        code=first.code,
        name=first.name,
        kind=kind,
        kind_word=kind_word(first.name),
        parent_code=first.province if kind == "commune" else "",
        province_code=first.province,
        alive_from=first.first,
        former=tuple(former),
        renamed=tuple(Renamed(row.first, row.name, kind_word(row.name)) for row in later),
    )


def _rows(table: list[dict[str, str]]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = defaultdict(list)
    for row in table:
        one = _Row(row["code"], row.get("province") or row["code"], row["name"], date.fromisoformat(row["from"]))
        found[one.code].append(one)
    return found


def provinces(folder: Path | None = None) -> Mapping[str, tuple[NewBody, ...]]:
    """For each province's code: the province and its communes, parents first. `folder` holds the tables (data/bodies by default)."""
    folder = folder or settings.ROOT / "data" / "bodies"
    before: dict[str, list[Former]] = defaultdict(list)
    own, communes = _rows(_table(folder / "provinces.csv")), _rows(_table(folder / "communes.csv"))
    begins = {code: rows[0].first - timedelta(days=1) for code, rows in (own | communes).items()}
    for name in ("provinces-former.csv", "communes-former.csv"):
        for row in _table(folder / name):
            old = Former(
                row["code"],
                row["name"],
                kind_word(row["name"]),
                begins[row["into"]],
                row.get("how") or "*",
                row.get("province") or row["code"],
            )
            before[row["into"]].append(old)
    made: dict[str, list[NewBody]] = {code: [_body(rows, "province", before[code])] for code, rows in own.items()}
    for code, rows in communes.items():
        made[rows[0].province].append(_body(rows, "commune", before[code]))
    return {code: tuple(rows) for code, rows in made.items()}


def chosen(code: str) -> Mapping[str, tuple[NewBody, ...]]:
    """The list of one province, of all for "". Raises Refused for a code that is none, saying which there are."""
    every = provinces()
    if not code:
        return every
    if code not in every:
        raise Refused(N_("No province has the code {code}. There are: {codes}."), {"code": code[:LONGEST], "codes": ", ".join(every)})
    return {code: every[code]}


def boundaries(of: str, only: Collection[str] = ()) -> bytes:
    """The map for reference of a province's communes (`only` those with these codes, where given), or of the "country".

    A file in data/boundaries, or its part of the overview.
    """
    folder = settings.ROOT / "data" / "boundaries"
    own = folder / ("provinces.geojson" if of == "country" else f"{of}.topojson")
    if own.is_file() and not only:
        return bytes(own.read_bytes())
    codes = set(only) or {row.code for row in chosen(of)[of]}
    overview = json.loads((own if own.is_file() else folder / "communes-overview.topojson").read_bytes())
    layer = overview["objects"]["communes"]
    layer["geometries"] = [one for one in layer["geometries"] if one["id"] in codes]
    return json.dumps(overview).encode()
