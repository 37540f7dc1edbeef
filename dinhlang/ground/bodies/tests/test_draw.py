"""A map is entered whole from a file, shown from its day on, replaced by a newer one, and refused with a sentence."""

import json
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from dinhlang.core.actor import System
from dinhlang.core.refusal import Refused
from dinhlang.ground.bodies import acts, boundaries, country, reads
from dinhlang.ground.bodies.models import Boundary, BoundarySheet
from dinhlang.ground.bodies.tests.test_found import BORN, DAY, NOW, PROVINCE, WARD, found, house
from dinhlang.ground.record.act import Done
from tests.core.test_topology import BESIDE, BOW, SQUARE, geojson

__all__ = ["house"]
pytestmark = pytest.mark.django_db
OTHER = replace(WARD, code="01279", name="Phường Nùng Trí Cao", former=())
LATER = date(2026, 1, 1)


def draw(data: bytes, body: int | None, from_day: date = BORN, source: str = "Sở Nông nghiệp và Môi trường", document: str = "") -> Done:
    payload: dict[str, Any] = {"data": data, "from_day": from_day, "source": source, "document": document}
    return acts.draw(by=System("console"), at=NOW, command_id=uuid4(), body=body, **payload)


def two() -> int:
    """A province of two wards; its number."""
    found(PROVINCE, WARD, OTHER)
    return reads.find("04", DAY).id


def test_it_works() -> None:
    found(*country.chosen("04")["04"])
    province = reads.find("04", DAY).id
    draw(country.boundaries("04"), province)
    areas, frame = boundaries.areas(province, DAY), boundaries.frame(province, DAY)
    assert len(areas) == 56
    assert [one.name for one in areas if one.code == "01273"] == ["Phường Thục Phán"]
    assert frame is not None
    assert (frame.width, frame.document) == (800, "")
    ward = reads.find("01273", DAY).id
    assert boundaries.hit(province, *frame.at(106.257, 22.665), DAY) == ward
    assert boundaries.hit(province, 0, 0, DAY) is None


def test_the_map_of_the_country_names_its_provinces() -> None:
    found(*(rows[0] for rows in country.provinces().values()))
    draw(country.boundaries("country"), None)
    frame = boundaries.frame(None, DAY)
    assert frame is not None
    names = {one.id: one.name for one in reads.places([one.body for one in boundaries.areas(None, DAY)], DAY).values()}
    assert len(names) == 34
    for lon, lat, name in ((111.82, 16.04, "Thành phố Đà Nẵng"), (114.87, 7.2, "Tỉnh Khánh Hòa"), (106.26, 22.66, "Tỉnh Cao Bằng")):
        assert names[boundaries.hit(None, *frame.at(lon, lat), DAY) or 0] == name


@pytest.mark.parametrize("code", ["56", "01"])
def test_every_other_province_has_its_part_of_the_overview(code: str) -> None:
    rows = country.chosen(code)[code]
    found(*rows)
    province = reads.find(code, DAY).id
    draw(country.boundaries(code), province)
    assert len(boundaries.areas(province, DAY)) == len(rows) - 1


def test_a_newer_map_takes_the_place_of_the_older_one_from_its_day_on() -> None:
    province = two()
    draw(geojson(SQUARE, BESIDE, codes=("01273", "01279")), province)
    draw(geojson(BESIDE, SQUARE, codes=("01273", "01279")), province, LATER, document="12/QĐ-UBND ngày 1/1/2026")
    before, after = boundaries.frame(province, date(2025, 12, 31)), boundaries.frame(province, LATER)
    assert before is not None
    assert after is not None
    assert (before.document, after.document) == ("", "12/QĐ-UBND ngày 1/1/2026")
    left = before.at(105.1, 22.1)
    assert boundaries.hit(province, *left, date(2025, 12, 31)) == reads.find("01273", DAY).id
    assert boundaries.hit(province, *left, LATER) == reads.find("01279", DAY).id
    with pytest.raises(Refused, match="A map from a later day stands"):
        draw(geojson(SQUARE, BESIDE, codes=("01273", "01279")), province)
    draw(geojson(SQUARE, BESIDE, codes=("01273", "01279")), province, LATER)  # a correction of the same day
    assert boundaries.hit(province, *left, LATER) == reads.find("01273", DAY).id


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (geojson(SQUARE[:-1], BESIDE, codes=("01273", "01279")), "does not close"),
        (geojson(BOW, BESIDE, codes=("01273", "01279")), "crosses itself"),
        (geojson(SQUARE, BESIDE, codes=("01273", "1279")), "which is no code here"),
        (geojson(SQUARE, codes=("01273",)), "no boundary for Phường Nùng Trí Cao"),
        (json.dumps({"type": "Topology"}).encode(), "not GeoJSON"),
    ],
)
def test_a_map_with_a_mistake_is_refused(data: bytes, sentence: str) -> None:
    province = two()
    with pytest.raises(Refused) as refused:
        draw(data, province)
    assert sentence in str(refused.value).format(**refused.value.values)
    assert not BoundarySheet.objects.exists()
    assert not Boundary.objects.exists()


def test_a_map_needs_its_source_and_something_to_show() -> None:
    province = two()
    with pytest.raises(Refused, match="who drew it"):
        draw(geojson(SQUARE, BESIDE, codes=("01273", "01279")), province, source=" ")
    with pytest.raises(Refused, match="Nothing lies in this body"):
        draw(geojson(SQUARE), reads.find("01273", DAY).id)


def test_nothing_is_on_a_map_that_nobody_has_drawn() -> None:
    province = two()
    assert boundaries.areas(province, DAY) == ()
    assert boundaries.frame(province, DAY) is None
    assert boundaries.hit(province, 1, 1, DAY) is None
