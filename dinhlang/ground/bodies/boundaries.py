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


@dataclass(frozen=True)
class Area:
    """A body as a map shows it: `path` is SVG path data in its parent's frame."""

    body: int
    code: str
    name: str
    path: str


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


def hit(parent: int | None, x: float, y: float, day: date) -> int | None:
    """The body whose land holds a point of the frame, or is nearest within a finger's width; None in open country."""
    sheet = sheet_of(parent, day)
    if sheet is None:
        return None
    arcs, rings, _ = _drawn(sheet.pk, sheet.subject)
    within = next((body for body, one in rings.items() if topology.holds(one, arcs, x, y)), None)
    if within is not None:
        return within
    away, body = min(((topology.distance(one, arcs, x, y), body) for body, one in rings.items()), default=(NEAR + 1, 0))
    return body if away <= NEAR else None
