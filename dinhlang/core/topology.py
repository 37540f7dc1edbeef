"""Boundaries as borders that neighbours share: read, checked, simplified once and drawn with small whole numbers.

Promises: two areas that share a border in the file share it in the drawing, however much it was simplified; the smallest island stays on
the map; the same file gives the same drawing. Refuses, with a sentence that names the area: a boundary that does not close, crosses
itself, has too few points, lies outside the country, or is named twice. No clock, no database; lengths are degrees times 100,000 until
they are units of a drawing.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import cos, hypot, radians
from typing import Any

from dinhlang.core.refusal import N_, Refused

Point = tuple[int, int]
Line = tuple[Point, ...]

PER_DEGREE = 100_000
BOX = (102.0, 6.0, 118.0, 24.0)  # west, south, east, north of the mainland, Hoàng Sa and Trường Sa
MOST_BYTES = 40_000_000
MOST_POINTS = 2_000_000
KNOT = 0.05  # part of an area that a loop of its boundary may hold before it is a mistake
RING = 4  # points of the smallest closed ring, first and last the same
MARGIN = 4


@dataclass(frozen=True)
class Shape:
    """An area as a file gives it: its code, and its rings (outer and inner ones alike), each closed."""

    code: str
    rings: tuple[Line, ...]


@dataclass(frozen=True)
class Drawing:
    """Areas in one frame of `width` × `height` units. `arcs` are borders; a ring is a row of borders, by number, ~number backwards.
    `west` and `north` (degrees) are the frame's corner, `across` and `down` units per degree."""

    width: int
    height: int
    west: float
    north: float
    across: float
    down: float
    arcs: tuple[Line, ...]
    areas: Mapping[str, tuple[tuple[int, ...], ...]]


def read(data: bytes) -> tuple[Shape, ...]:
    """The areas of a GeoJSON or TopoJSON file whose features carry `code` (or an id) and polygons. Raises Refused naming what is wrong."""
    if len(data) > MOST_BYTES:
        raise Refused(N_("The file is larger than {most} MB. Simplify it before."), {"most": MOST_BYTES // 1_000_000})
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Refused(N_("The file of boundaries is not JSON: {problem}"), {"problem": str(error)[:120]}) from error
    found: dict[str, Shape] = {}
    left = MOST_POINTS
    try:
        for code, polygons in _features(told):
            if code in found:
                raise Refused(N_("The file gives two boundaries for {code}. Keep one."), {"code": code})
            rings = tuple(_ring(code, ring) for polygon in polygons for ring in polygon)
            left -= sum(map(len, rings))
            if not rings or left < 0:
                raise Refused(N_("The boundary of {code} is empty, or the file has too many points."), {"code": code})
            found[code] = Shape(code, rings)
    except (KeyError, TypeError, ValueError, IndexError, OverflowError) as error:
        raise Refused(N_("The file is not GeoJSON or TopoJSON with polygons and codes.")) from error
    if not found:
        raise Refused(N_("The file is not GeoJSON or TopoJSON with polygons and codes."))
    return tuple(found.values())


def _features(told: Any) -> Iterator[tuple[str, list[list[list[Any]]]]]:
    """(code, polygons) of every feature; coordinates in degrees."""
    if told["type"] == "FeatureCollection":
        for feature in told["features"]:
            shape = feature["geometry"]
            yield _code(feature), shape["coordinates"] if shape["type"] == "MultiPolygon" else _only(shape["type"], shape["coordinates"])
    elif told["type"] == "Topology":
        arcs = _arcs(told)
        for layer in told["objects"].values():
            for feature in layer["geometries"]:
                polygons = feature["arcs"] if feature["type"] == "MultiPolygon" else _only(feature["type"], feature["arcs"])
                yield _code(feature), [[_joined(ring, arcs) for ring in polygon] for polygon in polygons]
    else:
        raise KeyError(told["type"])


def _code(feature: Any) -> str:
    code = (feature.get("properties") or {}).get("code", feature.get("id"))
    return str(code) if code is not None and str(code).strip() else ""


def _only(kind: str, rings: Any) -> list[Any]:
    if kind != "Polygon":
        raise KeyError(kind)
    return [rings]


def _arcs(told: Any) -> list[list[list[float]]]:
    if "transform" not in told:
        return [[list(point) for point in arc] for arc in told["arcs"]]
    (kx, ky), (tx, ty) = told["transform"]["scale"], told["transform"]["translate"]
    arcs = []
    for arc in told["arcs"]:
        x = y = 0
        line = []
        for dx, dy, *_ in arc:
            x, y = x + dx, y + dy
            line.append([x * kx + tx, y * ky + ty])
        arcs.append(line)
    return arcs


def _joined(ring: Sequence[int], arcs: Sequence[list[list[float]]]) -> list[list[float]]:
    line: list[list[float]] = []
    for number in ring:
        piece = arcs[number] if number >= 0 else arcs[~number][::-1]
        line += piece[1:] if line else piece
    return line


def _ring(code: str, points: Sequence[Any]) -> Line:
    """A ring in whole numbers. Raises Refused where it is none."""
    west, south, east, north = BOX
    line: list[Point] = []
    for lon, lat, *_ in points:
        if not (west <= lon <= east and south <= lat <= north):
            raise Refused(
                N_("The boundary of {code} has the point {lon}, {lat}, which lies outside Việt Nam. Longitude comes first, in degrees."),
                {"code": code, "lon": lon, "lat": lat},
            )
        at = (round(lon * PER_DEGREE), round(lat * PER_DEGREE))
        if not line or line[-1] != at:
            line.append(at)
    if len(line) < RING or len(set(line)) < RING - 1:
        raise Refused(N_("The boundary of {code} has too few points to enclose anything."), {"code": code})
    if line[0] != line[-1]:
        raise Refused(
            N_("The boundary of {code} does not close: its last point is not its first. Close the ring and send the file again."),
            {"code": code},
        )
    return tuple(line)


def draw(shapes: Sequence[Shape], size: int, points: int) -> Drawing:
    """The areas in a frame whose longer side is `size` units, with about `points` points of borders in all.

    Raises Refused for a boundary that crosses itself.
    """
    every = [point for shape in shapes for ring in shape.rings for point in ring]
    west, east = min(x for x, _ in every), max(x for x, _ in every)
    south, north = min(y for _, y in every), max(y for _, y in every)
    squeeze = cos(radians((south + north) / 2 / PER_DEGREE))  # a degree of longitude is shorter than one of latitude
    scale = (size - 2 * MARGIN) / max((east - west) * squeeze, north - south, 1)
    arcs, areas = _topology(shapes)
    kept = _thinned(arcs, points, squeeze)

    def at(point: Point) -> Point:
        return round((point[0] - west) * squeeze * scale) + MARGIN, round((north - point[1]) * scale) + MARGIN

    lines = tuple(_rounded([at(point) for point in arc]) for arc in kept)
    for code, rings in areas.items():
        if any(_knotted(points_of(ring, kept)) for ring in rings):
            raise Refused(N_("The boundary of {code} crosses itself. Put its points in order and send the file again."), {"code": code})
    islands: list[Line] = list(lines)
    finished = {code: tuple(_seen(ring, islands, arcs, at) for ring in rings) for code, rings in areas.items()}
    return Drawing(
        width=round((east - west) * squeeze * scale) + 2 * MARGIN,
        height=round((north - south) * scale) + 2 * MARGIN,
        west=west / PER_DEGREE - MARGIN / (squeeze * scale * PER_DEGREE),
        north=north / PER_DEGREE + MARGIN / (scale * PER_DEGREE),
        across=squeeze * scale * PER_DEGREE,
        down=scale * PER_DEGREE,
        arcs=tuple(islands),
        areas=finished,
    )


def _rounded(line: Sequence[Point]) -> Line:
    """Without steps that the frame is too coarse for; the ends stay, so that borders still meet."""
    out = [line[0]]
    for point in line[1:]:
        if point != out[-1]:
            out.append(point)
    return tuple(out)


def points_of(ring: Sequence[int], arcs: Sequence[Line]) -> list[Point]:
    """The points of a ring one after another, closed."""
    line: list[Point] = []
    for number in ring:
        piece = arcs[number] if number >= 0 else arcs[~number][::-1]
        line += piece[1:] if line and line[-1] == piece[0] else piece
    return line


def _seen(ring: tuple[int, ...], lines: list[Line], arcs: Sequence[Line], at: Callable[[Point], Point]) -> tuple[int, ...]:
    """The ring, or where it became too small to be seen, a diamond in its place."""
    if abs(area(points_of(ring, lines))) >= 2:
        return ring
    x, y = at(points_of(ring, arcs)[0])
    lines.append(((x, y - 1), (x + 1, y), (x, y + 1), (x - 1, y), (x, y - 1)))
    return (len(lines) - 1,)


def area(line: Sequence[Point]) -> float:
    """The area within a closed line, positive or negative by its direction."""
    return sum(x * b - a * y for (x, y), (a, b) in pairwise(line)) / 2


def _turn(o: Point, a: Point, b: Point) -> int:
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])


def _knotted(line: Sequence[Point]) -> bool:
    """Whether a closed line crosses itself so that the loop holds more than a small part of what it encloses."""
    edges = list(pairwise(line))
    whole = sum(abs(area([line[0], a, b, line[0]])) for a, b in edges)
    for i, (a, b) in enumerate(edges):
        low, high = min(a[0], b[0]), max(a[0], b[0])
        for j in range(i + 2, len(edges)):
            c, d = edges[j]
            if max(c[0], d[0]) < low or min(c[0], d[0]) > high:
                continue
            if _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0:
                part = _turn(a, c, d) / (_turn(a, c, d) - _turn(b, c, d))
                meet = (round(a[0] + part * (b[0] - a[0])), round(a[1] + part * (b[1] - a[1])))
                loop = abs(area([meet, *line[i + 1 : j + 1], meet]))
                rest = abs(area([*line[: i + 1], meet, *line[j + 1 :]]))
                if min(loop, rest) > KNOT * whole:
                    return True
    return False


def _topology(shapes: Sequence[Shape]) -> tuple[list[Line], dict[str, list[tuple[int, ...]]]]:
    """Every ring cut where borders part, each piece kept once."""
    near: dict[Point, frozenset[Point]] = {}
    nodes: set[Point] = set()
    for shape in shapes:
        for ring in shape.rings:
            for before, point, after in zip((ring[-2], *ring[:-2]), ring[:-1], ring[1:], strict=True):
                sides = frozenset((before, after))
                if near.setdefault(point, sides) != sides:
                    nodes.add(point)
    arcs: list[Line] = []
    known: dict[Line, int] = {}
    areas: dict[str, list[tuple[int, ...]]] = {}
    for shape in shapes:
        areas[shape.code] = []
        for ring in shape.rings:
            numbers = []
            for piece in _pieces(ring, nodes):
                forward = piece <= piece[::-1]
                key = piece if forward else piece[::-1]
                number = known.setdefault(key, len(arcs))
                if number == len(arcs):
                    arcs.append(key)
                numbers.append(number if forward else ~number)
            areas[shape.code].append(tuple(numbers))
    return arcs, areas


def _pieces(ring: Line, nodes: set[Point]) -> Iterator[Line]:
    """A ring cut at its nodes; one without any begins at its lowest point, so that it is the same from either side."""
    open_ring = ring[:-1]
    start = next((i for i, point in enumerate(open_ring) if point in nodes), open_ring.index(min(open_ring)))
    turned = (*open_ring[start:], *open_ring[:start], open_ring[start])
    cut = [0, *(i for i in range(1, len(turned) - 1) if turned[i] in nodes), len(turned) - 1]
    return (turned[a : b + 1] for a, b in pairwise(cut))


def _thinned(arcs: Sequence[Line], points: int, squeeze: float) -> list[Line]:
    """The arcs with their telling points: those that hold the most land with their neighbours, about `points` in all."""
    weighed: list[tuple[float, int, int]] = []
    for number, arc in enumerate(arcs):
        weighed += ((weight, number, i) for i, weight in _weights(arc, squeeze))
    ends = sum(2 for _ in arcs)
    keep = {(number, i) for _, number, i in sorted(weighed, reverse=True)[: max(points - ends, 0)]}
    closed = {number for number, arc in enumerate(arcs) if arc[0] == arc[-1]}
    best: dict[int, list[tuple[float, int]]] = {}
    for weight, number, i in weighed:
        if number in closed:
            best.setdefault(number, []).append((weight, i))
    for number, rows in best.items():
        keep |= {(number, i) for _, i in sorted(rows, reverse=True)[:2]}  # an island keeps three corners
    return [tuple(point for i, point in enumerate(arc) if i in (0, len(arc) - 1) or (number, i) in keep) for number, arc in enumerate(arcs)]


def _weights(arc: Line, squeeze: float) -> Iterator[tuple[int, float]]:
    """(place, weight) of the inner points of a line: the least telling goes first, its neighbours are weighed again (Visvalingam)."""
    before, after = {i: i - 1 for i in range(1, len(arc))}, {i: i + 1 for i in range(len(arc) - 1)}

    def weigh(i: int) -> float:
        return abs(_turn(arc[before[i]], arc[i], arc[after[i]])) * squeeze / 2

    current = {i: weigh(i) for i in range(1, len(arc) - 1)}
    heap = [(weight, i) for i, weight in current.items()]
    heapify(heap)
    least = 0.0
    while heap:
        weight, i = heappop(heap)
        if current.get(i) != weight:
            continue
        least = max(least, weight)
        del current[i]
        yield i, least
        left, right = before[i], after[i]
        after[left], before[right] = right, left
        for side in (left, right):
            if side in current:
                current[side] = weigh(side)
                heappush(heap, (current[side], side))


def path(rings: Sequence[Sequence[int]], arcs: Sequence[Line]) -> str:
    """An area as the path of an SVG, in small steps from point to point."""
    out = []
    for ring in rings:
        line = points_of(ring, arcs)
        (x, y), steps = line[0], ""
        for (a, b), (c, d) in pairwise(line[:-1]):
            steps += "".join(f"{n}" if n < 0 or not steps and k == 0 else f" {n}" for k, n in enumerate((c - a, d - b)))
        out.append(f"M{x} {y}l{steps}z")
    return "".join(out)


def holds(rings: Sequence[Sequence[int]], arcs: Sequence[Line], x: float, y: float) -> bool:
    """Whether a point of the frame lies within an area."""
    within = False
    for ring in rings:
        for (a, b), (c, d) in pairwise(points_of(ring, arcs)):
            if (b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a:
                within = not within
    return within


def distance(rings: Sequence[Sequence[int]], arcs: Sequence[Line], x: float, y: float) -> float:
    """How far a point of the frame is from an area's boundary, in units."""
    least = float("inf")
    for ring in rings:
        for (a, b), (c, d) in pairwise(points_of(ring, arcs)):
            long = (c - a) ** 2 + (d - b) ** 2
            t = 0.0 if not long else min(1.0, max(0.0, ((x - a) * (c - a) + (y - b) * (d - b)) / long))
            least = min(least, hypot(x - a - t * (c - a), y - b - t * (d - b)))
    return least
