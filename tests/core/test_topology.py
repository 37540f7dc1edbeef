"""Boundaries: read or refused with a sentence, simplified once, shared borders stay shared, islands stay on the map."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinhlang.core import topology
from dinhlang.core.refusal import Refused

DATA = Path(__file__).resolve().parents[2] / "data" / "boundaries"
KB = 1024
SQUARE = [[105.0, 22.0], [105.2, 22.0], [105.2, 22.2], [105.0, 22.2], [105.0, 22.0]]
BESIDE = [[105.2, 22.0], [105.4, 22.0], [105.4, 22.2], [105.2, 22.2], [105.2, 22.0]]


def geojson(*rings: list[list[float]], codes: tuple[str, ...] = ("01", "02", "03"), kind: str = "Polygon") -> bytes:
    rows = [
        {"type": "Feature", "properties": {"code": code}, "geometry": {"type": kind, "coordinates": [ring]}}
        for code, ring in zip(codes, rings, strict=False)
    ]
    return json.dumps({"type": "FeatureCollection", "features": rows}).encode()


def test_it_works() -> None:
    shapes = topology.read(geojson(SQUARE, BESIDE))
    assert [one.code for one in shapes] == ["01", "02"]
    drawing = topology.draw(shapes, 100, 50)
    assert (drawing.width, max(drawing.width, drawing.height)) == (100, 100)
    assert len(drawing.arcs) == 3  # two outer borders and the one they share
    left, right = (topology.path(drawing.areas[code], drawing.arcs) for code in ("01", "02"))
    assert left.startswith("M")
    assert left.endswith("z")
    assert right != left


def test_neighbours_share_their_border() -> None:
    drawing = topology.draw(topology.read((DATA / "04.topojson").read_bytes()), 800, 1800)
    uses: dict[int, int] = {}
    for rings in drawing.areas.values():
        for ring in rings:
            for number in ring:
                key = number if number >= 0 else ~number
                uses[key] = uses.get(key, 0) + 1
    assert set(uses.values()) == {1, 2}
    assert sum(n == 2 for n in uses.values()) > 100


def test_the_map_of_a_province_is_light() -> None:
    drawing = topology.draw(topology.read((DATA / "04.topojson").read_bytes()), 800, 1800)
    assert len(drawing.areas) == 56
    paths = "".join(f'<path d="{topology.path(rings, drawing.arcs)}"/>' for rings in drawing.areas.values())
    assert len(gzip.compress(paths.encode(), 6)) < 6 * KB


@pytest.mark.parametrize("points", [1, 300, 1800, 100_000])
def test_hoang_sa_and_truong_sa_stay_however_little_is_left(points: int) -> None:
    drawing = topology.draw(topology.read((DATA / "provinces.geojson").read_bytes()), 800, points)
    assert len(drawing.areas) == 34
    for code, lon, lat, east, south in (("48", 112.0, 16.5, 111.0, 15.5), ("56", 114.5, 9.0, 112.0, 7.0)):
        far = (east - drawing.west) * drawing.across
        low = (drawing.north - south) * drawing.down
        islands = [topology.points_of(ring, drawing.arcs) for ring in drawing.areas[code]]
        seen = [line for line in islands if min(x for x, _ in line) > far and max(y for _, y in line) < low]
        assert len(seen) >= 5, (code, lon, lat)
        assert all(abs(topology.area(line)) >= 1 for line in seen)


def test_what_was_swallowed_by_the_frame_is_still_a_place() -> None:
    tiny = [[106.0, 21.0], [106.00004, 21.0], [106.00004, 21.00004], [106.0, 21.0]]
    drawing = topology.draw(topology.read(geojson(SQUARE, tiny)), 100, 20)
    assert abs(topology.area(topology.points_of(drawing.areas["02"][0], drawing.arcs))) == 2


def test_a_point_is_found() -> None:
    drawing = topology.draw(topology.read(geojson(SQUARE, BESIDE)), 100, 50)
    inside = {code for code, rings in drawing.areas.items() if topology.holds(rings, drawing.arcs, 20, 25)}
    assert inside == {"01"}
    assert topology.distance(drawing.areas["02"], drawing.arcs, 20, 25) == pytest.approx(30, abs=1)


BOW = [[105.0, 22.0], [105.4, 22.4], [105.4, 22.0], [105.0, 22.4], [105.0, 22.0]]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (geojson(SQUARE[:-1]), "does not close"),
        (geojson(BOW), "crosses itself"),
        (geojson(SQUARE, BESIDE, codes=("01", "01")), "two boundaries for"),
        (geojson([[22.0, 105.0], [22.2, 105.0], [22.2, 105.2], [22.0, 105.0]]), "outside Việt Nam. Longitude comes first"),
        (geojson([[105.0, 22.0], [105.0, 22.0], [105.0, 22.0], [105.0, 22.0]]), "too few points"),
        (geojson([[105.0, 22.0], [105.1, 22.0], [105.0, 22.0]]), "too few points"),
        (geojson([]), "too few points"),
        (geojson(SQUARE, kind="Point"), "not GeoJSON or TopoJSON"),
        (b"", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "not GeoJSON"),
        (b'{"type":"FeatureCollection","features":[]}', "not GeoJSON"),
        (b'{"type":"FeatureCollection","features":[null]}', "not GeoJSON"),
        (b'{"type":"Topology","arcs":[],"objects":{"a":{"geometries":[{"type":"Polygon","id":"1","arcs":[[7]]}]}}}', "not GeoJSON"),
        (geojson([[float("nan"), 1.0]]), "outside"),
        (geojson([["a", "b"]]), "not GeoJSON"),  # type: ignore[list-item]
    ],
)
def test_a_file_with_a_mistake_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        topology.draw(topology.read(data), 100, 50)
    assert sentence in str(refused.value)


WHATEVER: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("FeatureCollection"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "features", "geometry", "coordinates", "arcs", "objects", "properties"]), inner, max_size=4
        )
    ),
    max_leaves=20,
)


@given(WHATEVER)
def test_no_json_breaks_the_reader(told: Any) -> None:
    with pytest.raises(Refused):
        topology.read(json.dumps(told).encode())
