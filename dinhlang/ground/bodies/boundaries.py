"""The land of bodies as a map shows it: areas in one frame, and which of them a point lies in.

Promises: neighbours share their border in the drawing; a sheet never changes once it stands, so that its paths are made once a process.
Refuses to decide anything: boundaries are for reference, no duty hangs on them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from django.db.models import Q

from dinhlang.core import topology
from dinhlang.core.topology import Line
from dinhlang.ground.bodies.models import Boundary, BoundarySheet, Registration
from dinhlang.ground.bodies.reads import on

NEAR = 12  # units of a frame beside an area that still mean it, for a finger is wide
SHEETS = 64  # maps kept in a process: the country's and its provinces'


@dataclass(frozen=True)
class Frame:
    """The drawing that areas stand in: its size in units, from when it holds, who drew it, by which document ("": for reference), and
    where its corner lies, in degrees, with units per degree."""

    width: int
    height: int
    from_day: date
    source: str
    document: str
    west: float
    north: float
    across: float
    down: float

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a place (degrees) stands in the drawing."""
        return (lon - self.west) * self.across, (self.north - lat) * self.down

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude (degrees) of a point of the drawing."""
        return self.west + x / self.across, self.north - y / self.down


@dataclass(frozen=True)
class Area:
    """A body as a map shows it: `path` is SVG path data in its parent's frame."""

    body: int
    code: str
    name: str
    path: str


@dataclass(frozen=True)
class Close:
    """A body's land from close by: `window` is the part of its parent's frame to look at (x, y, width, height in units), `paths` are the
    areas that reach into it, its own among them, `boxes` their outermost units (x, y, x, y)."""

    frame: Frame
    window: tuple[int, int, int, int]
    paths: Mapping[int, str]
    boxes: Mapping[int, tuple[int, int, int, int]]


class _Drawn(NamedTuple):
    arcs: tuple[Line, ...]
    rings: Mapping[int, tuple[tuple[int, ...], ...]]
    paths: Mapping[int, str]


def steps(arc: Line) -> list[int]:
    """A border as it is kept: its first point, then the steps."""
    return [*arc[0], *(n for (a, b), (c, d) in pairwise(arc) for n in (c - a, d - b))]


def _line(kept: Sequence[int]) -> Line:
    return tuple(zip(accumulate(kept[::2]), accumulate(kept[1::2]), strict=True))


@lru_cache(maxsize=SHEETS)
def _drawn(sheet: int, subject: str) -> _Drawn:
    """The lines of a sheet; `subject` tells apart sheets that bore one number in different databases."""
    arcs = tuple(_line(one) for one in json.loads(BoundarySheet.objects.values_list("arcs", flat=True).get(pk=sheet)))
    rows = Boundary.objects.filter(sheet=sheet).values_list("body_id", "rings")
    rings = {body: tuple(tuple(ring) for ring in json.loads(told)) for body, told in rows}
    return _Drawn(arcs, rings, {body: topology.path(one, arcs) for body, one in rings.items()})


def sheet_of(parent: int | None, day: date) -> BoundarySheet | None:
    """The sheet that shows `parent` (None: the country) on `day`, without its borders; None where nobody has drawn one. One query."""
    return BoundarySheet.objects.defer("arcs").filter(on(day), parent=parent).order_by("-from_day", "-pk").first()


def frame(parent: int | None, day: date) -> Frame | None:
    """The frame of a map, None where there is none."""
    sheet = sheet_of(parent, day)
    return _frame(sheet) if sheet is not None else None


def _frame(sheet: BoundarySheet) -> Frame:
    return Frame(
        width=sheet.width,
        height=sheet.height,
        from_day=sheet.from_day,
        source=sheet.source,
        document=sheet.document,
        west=sheet.west,
        north=sheet.north,
        across=sheet.across,
        down=sheet.down,
    )


def drawn(parent: int | None, day: date) -> tuple[Frame, Mapping[int, str]] | None:
    """A map whole: its frame, and the path of each body; None where nobody has drawn one. One query, two more the first time."""
    sheet = sheet_of(parent, day)
    return (_frame(sheet), _drawn(sheet.pk, sheet.subject).paths) if sheet is not None else None


def areas(parent: int | None, day: date) -> tuple[Area, ...]:
    """What lies in `parent` and is there on `day`, by code; nothing where there is no map. Two queries, as `drawn`."""
    sheet = sheet_of(parent, day)
    if sheet is None:
        return ()
    paths = _drawn(sheet.pk, sheet.subject).paths
    rows = (
        Registration.objects.filter(on(day), Q(body__alive_to=None) | Q(body__alive_to__gte=day), body__boundaries__sheet=sheet.pk)
        .order_by("code")
        .values_list("body_id", "code", "name")
    )
    return tuple(Area(body, code, name, paths[body]) for body, code, name in rows)


def hit(parent: int | None, x: float, y: float, day: date, near: float = NEAR) -> int | None:
    """The body whose land holds a point of the frame, or is nearest within a finger's width (`near`, units); None in open country."""
    sheet = sheet_of(parent, day)
    if sheet is None:
        return None
    arcs, rings, _ = _drawn(sheet.pk, sheet.subject)
    within = next((body for body, one in rings.items() if topology.holds(one, arcs, x, y)), None)
    if within is not None:
        return within
    away, body = min(((topology.distance(one, arcs, x, y), body) for body, one in rings.items()), default=(near + 1, 0))
    return body if away <= near else None


MARGIN = 0.08  # of a body's land, shown around it


@lru_cache(maxsize=SHEETS)
def _boxes(sheet: int, subject: str) -> Mapping[int, tuple[int, int, int, int]]:
    """The outermost units of every area of a sheet."""
    arcs, rings, _paths = _drawn(sheet, subject)
    found = {}
    for body, one in rings.items():
        points = [point for ring in one for point in topology.points_of(ring, arcs)]
        across, down = [x for x, _y in points], [y for _x, y in points]
        found[body] = (min(across), min(down), max(across), max(down))
    return found


def close(parent: int, body: int | None, day: date) -> Close | None:
    """The land of `body` within `parent` (None: all of it) from close by; None where nobody has drawn it. One query, as `drawn`."""
    sheet = sheet_of(parent, day)
    if sheet is None:
        return None
    paths, boxes = _drawn(sheet.pk, sheet.subject).paths, _boxes(sheet.pk, sheet.subject)
    if body is None:
        return Close(_frame(sheet), (0, 0, sheet.width, sheet.height), paths, boxes)
    if body not in boxes:
        return None
    left, top, right, bottom = boxes[body]
    edge = round(MARGIN * max(right - left, bottom - top)) + 1
    left, top, right, bottom = left - edge, top - edge, right + edge, bottom + edge
    near = {one: box for one, box in boxes.items() if box[0] < right and box[2] > left and box[1] < bottom and box[3] > top}
    return Close(_frame(sheet), (left, top, right - left, bottom - top), {one: paths[one] for one in near}, near)


def lies_in(parent: int, body: int | None, x: float, y: float, day: date, slack: float) -> bool:
    """Whether a point of the frame lies in the land of `body` (None: of any body of `parent`), or at most `slack` units beside it."""
    sheet = sheet_of(parent, day)
    if sheet is None:
        return False
    arcs, rings, _paths = _drawn(sheet.pk, sheet.subject)
    lands = rings.values() if body is None else [rings[body]] if body in rings else []
    return any(topology.holds(one, arcs, x, y) or topology.distance(one, arcs, x, y) <= slack for one in lands)
