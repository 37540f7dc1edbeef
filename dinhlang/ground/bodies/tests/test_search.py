"""The search over the country: spelling, order, old names, employers that are never named, few questions (speed: benchmarks)."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dinhlang.ground.bodies import country, reads
from dinhlang.ground.bodies.entering import Former, NewBody
from dinhlang.ground.bodies.models import Body, Registration
from dinhlang.ground.bodies.search import search
from dinhlang.ground.bodies.tests.test_found import BORN, DAY, LAST, PROVINCE, VILLAGE, WARD, found, house

__all__ = ["house"]
pytestmark = pytest.mark.django_db
HOA_AN = NewBody("01654", "Xã Hòa An", "commune", "xã", "04", "04", BORN)


def named(query: str) -> list[str]:
    return [hit.name for hit in search(query, DAY)]


def test_it_works() -> None:
    found(*country.chosen("04")["04"])
    assert named("hop giang") == ["Phường Thục Phán"]
    (hit,) = search("hợp giang", DAY)
    assert (hit.was, hit.parts) == (("Phường Hợp Giang",), ())


@pytest.mark.parametrize("query", ["Hòa An", "Hoà An", "hoa an", "HOA AN", "xã Hoà  An", "xa hoa an", "hòa, an!"])
def test_either_place_of_the_mark_is_found(query: str) -> None:
    found(PROVINCE, HOA_AN)
    assert named(query) == ["Xã Hòa An"]


def test_signs_inside_a_name_do_not_matter() -> None:
    found(PROVINCE, replace(HOA_AN, name="Phường B'Lao"), replace(HOA_AN, code="00001", name="Xã Bà Rịa - Vũng Tàu"))
    assert named("blao") == named("B’Lao") == ["Phường B'Lao"]
    assert named("ba ria vung tau") == ["Xã Bà Rịa - Vũng Tàu"]


def test_exact_before_beginning_before_part_and_living_before_former() -> None:
    found(
        PROVINCE,
        replace(HOA_AN, code="00001", name="Xã Tân Hòa An Đông"),
        replace(HOA_AN, code="00002", name="Xã Hòa Anh"),
        replace(HOA_AN, code="00003", name="Phường An Hòa"),
        replace(HOA_AN, code="00004", name="Xã Bình Minh", former=(Former("00009", "Xã Hòa An", "xã", LAST),)),
        HOA_AN,
    )
    assert named("hòa an") == ["Xã Hòa An", "Xã Bình Minh", "Xã Hòa Anh", "Xã Tân Hòa An Đông", "Phường An Hòa"]


def test_a_part_says_that_it_is_one() -> None:
    part = Former("01282", "Phường Đề Thám", "phường", LAST, "part")
    found(PROVINCE, replace(WARD, former=(part,)), replace(WARD, code="01279", name="Phường Nùng Trí Cao", former=(part,)))
    hits = search("de tham", DAY)
    assert [(hit.name, hit.was, hit.parts) for hit in hits] == [
        ("Phường Nùng Trí Cao", (), ("Phường Đề Thám",)),
        ("Phường Thục Phán", (), ("Phường Đề Thám",)),
    ]


@pytest.mark.parametrize("kind", ["employer", "cooperative"])
def test_employers_are_not_named_in_public(kind: str) -> None:
    found(PROVINCE, WARD, replace(VILLAGE, kind=kind, name="Công ty Sông Hiến"), replace(VILLAGE, code="04-t0000002"))
    assert named("song hien") == ["Tổ dân phố 1 Sông Hiến"]


def test_a_name_of_a_later_day_is_not_known_before() -> None:
    found(*country.provinces()["75"])
    assert [hit.name for hit in search("xuan loc", DAY)][0] == "Xã Xuân Lộc"
    assert [hit.name for hit in search("xuan loc", DAY.replace(month=5))][0] == "Phường Xuân Lộc"


@pytest.mark.parametrize("query", ["", " ", "%", "_", "\x00", "'; DROP TABLE bodies_body; --", "a" * 500, "x " * 200, "١٢٣", "\ud800"])
def test_nothing_typed_breaks_it(query: str) -> None:
    found(PROVINCE, WARD)
    search(query, DAY)
    assert Body.objects.exists()


def test_it_asks_little_over_the_country() -> None:
    found(*(row for rows in country.provinces().values() for row in rows))
    commune = reads.find("01273", DAY).id
    bodies = Body.objects.bulk_create(
        [Body(kind="village", parent_id=commune, alive_from=BORN, province_code="04") for _ in range(1_000)], 500
    )
    names = [(one, f"Xóm {n % 40} Nà {n}") for n, one in enumerate(bodies)]
    Registration.objects.bulk_create(
        [
            Registration(body=one, code=f"04-v{n:07d}", name=name, kind_word="xóm", from_day=BORN, folded=reads.folded(name))
            for n, (one, name) in enumerate(names)
        ],
        500,
    )
    for query in ("hop giang", "tan", "xa", "na 777", "01273", "a"):
        with CaptureQueriesContext(connection) as asked:
            hits = search(query, DAY)
        assert len(asked) <= 4, query
        assert hits, query
