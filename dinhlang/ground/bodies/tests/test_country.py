"""The official list enters whole, in one act or province by province, and leads every old name to what it became."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dinhlang.core.refusal import Refused
from dinhlang.ground.bodies import country, entering, reads
from dinhlang.ground.bodies.entering import Former, NewBody
from dinhlang.ground.bodies.listing import read_list
from dinhlang.ground.bodies.models import Body, Registration, Succession
from dinhlang.ground.bodies.search import search
from dinhlang.ground.bodies.tests.test_found import BORN, DAY, LAST, PROVINCE, VILLAGE, WARD, found, house, nothing_new
from dinhlang.ground.record.models import Entry

__all__ = ["house"]
pytestmark = pytest.mark.django_db
TOML = (Path(__file__).resolve().parents[4] / "data" / "bodies" / "ward-01273.toml").read_bytes()
OTHER = NewBody("20", "Tỉnh Lạng Sơn", "province", "tỉnh", "", "20", BORN)


def alive(kind: str) -> int:
    return Body.objects.filter(kind=kind, alive_to=None).count()


def test_it_works() -> None:
    """The country in one act: 34 provinces, 3,321 communes, almost ten thousand that were there before."""
    every = country.provinces()
    found(*(row for rows in every.values() for row in rows))
    assert (alive("province"), alive("commune")) == (34, 3321)
    assert Body.objects.exclude(alive_to=None).filter(kind="commune").count() == 9908
    assert Entry.objects.filter(act="bodies.found").count() == 1
    assert reads.find("01273", DAY).name == "Phường Thục Phán"
    assert reads.find("01273", LAST).name == "Phường Hợp Giang"
    assert not Registration.objects.exclude(folded__startswith=" ").exists()


def test_every_commune_of_cao_bang_is_there() -> None:
    rows = country.chosen("04")["04"]
    assert len(rows) == 57
    found(*rows)
    province = reads.find("04", DAY)
    assert Body.objects.filter(parent=province.id, kind="commune", alive_to=None).count() == 56
    assert [hit.name for hit in search("trung khanh", DAY)][0] == "Xã Trùng Khánh"


def test_of_a_former_commune_only_its_last_day_is_claimed() -> None:
    found(*country.chosen("04")["04"])
    old = reads.find("01282", LAST)
    assert (old.name, old.alive_from, old.alive_to) == ("Phường Đề Thám", LAST, LAST)


def test_a_commune_split_over_several_leads_to_all_of_them() -> None:
    every = country.provinces()["01"]
    found(*every)
    old = reads.find("00019", LAST)
    into = dict(Succession.objects.filter(old=old.id).values_list("new__registrations__code", "topic"))
    assert len(into) == 4
    assert set(into.values()) == {"part"}


def test_a_merged_province_leads_to_the_new_one_and_keeps_its_communes() -> None:
    found(*country.provinces()["19"])
    old = reads.find("06", LAST)
    assert (old.name, old.province_code) == ("Tỉnh Bắc Kạn", "06")
    assert reads.formerly(reads.find("19", DAY).id, DAY) == ("Tỉnh Bắc Kạn", "Tỉnh Thái Nguyên")
    inside = Body.objects.filter(parent=old.id)
    assert inside.count() > 90
    assert set(inside.values_list("province_code", flat=True)) == {"06"}


def test_a_commune_that_became_a_ward_keeps_its_number() -> None:
    found(*country.provinces()["75"])
    before, after = reads.find("26425", date(2026, 4, 29)), reads.find("26425", date(2026, 4, 30))
    assert before.id == after.id
    assert (before.name, before.kind_word, after.name, after.kind_word) == ("Xã Xuân Lộc", "xã", "Phường Xuân Lộc", "phường")
    assert reads.find("75", date(2026, 4, 29)).name == "Tỉnh Đồng Nai"
    assert reads.find("75", date(2026, 4, 30)).name == "Thành phố Đồng Nai"


@pytest.mark.parametrize("first", ["ward", "province"])
def test_the_demonstration_ward_and_its_province_enter_in_either_order(first: str) -> None:
    ward, province = read_list(TOML)[1], country.chosen("04")["04"]
    found(*(ward if first == "ward" else province))
    found(*(province if first == "ward" else ward))
    assert (alive("province"), alive("commune"), alive("village")) == (1, 56, 2)
    assert Registration.objects.filter(code="01273").count() == 2
    assert len(reads.formerly(reads.find("01273", DAY).id, DAY)) == 5


def test_a_list_entered_again_changes_nothing() -> None:
    rows = country.chosen("04")["04"]
    found(*rows)
    assert entering.plan(rows).known == len(rows)
    before = (Body.objects.count(), Registration.objects.count(), Succession.objects.count(), Entry.objects.count())
    with pytest.raises(Refused, match="entered already"):
        found(*rows)
    assert (Body.objects.count(), Registration.objects.count(), Succession.objects.count(), Entry.objects.count()) == before


def test_only_what_is_missing_is_entered() -> None:
    found(PROVINCE, WARD)
    found(PROVINCE, replace(WARD, name="Phường  thục phán"), VILLAGE)
    assert (alive("province"), alive("commune"), alive("village")) == (1, 1, 1)
    assert reads.find("01273", DAY).name == "Phường Thục Phán"


def test_what_a_commune_was_made_of_may_come_later() -> None:
    found(PROVINCE, replace(WARD, former=()))
    found(PROVINCE, WARD)
    assert reads.formerly(reads.find("01273", DAY).id, DAY) == ("Phường Hợp Giang", "Phường Đề Thám")


def test_parts_of_one_commune_may_come_with_several_lists() -> None:
    part = Former("01282", "Phường Đề Thám", "phường", LAST, "part")
    found(PROVINCE, replace(WARD, former=(part,)))
    found(replace(WARD, code="01279", name="Phường Nùng Trí Cao", former=(part,)))
    assert Registration.objects.filter(code="01282").count() == 1
    assert [one.name for one in search("de tham", DAY)] == ["Phường Nùng Trí Cao", "Phường Thục Phán"]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((PROVINCE, OTHER, replace(WARD, parent_code="20")), "stands under province 04, but Tỉnh Lạng Sơn lies in province 20"),
        ((PROVINCE, replace(WARD, province_code="20")), "stands under province 20, but Tỉnh Cao Bằng lies in province 04"),
        ((PROVINCE, replace(VILLAGE, parent_code="04")), "a village lies in a commune"),
        ((PROVINCE, WARD, replace(VILLAGE, kind="commune", parent_code="01273")), "a commune in a province"),
        ((PROVINCE, WARD, replace(WARD, name="Xã Khác", former=())), "code 01273 belongs to Phường Thục Phán"),
        ((PROVINCE, replace(WARD, former=(("01282", "A", "xã", BORN),))), "before it began"),
    ],
)
def test_a_list_that_cannot_be_is_refused_whole(rows: tuple[NewBody, ...], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        found(*rows)
    assert nothing_new()


def test_a_village_in_two_communes_is_refused() -> None:
    second = replace(WARD, code="01279", name="Phường Nùng Trí Cao", former=())
    found(PROVINCE, WARD, second, VILLAGE)
    with pytest.raises(Refused, match="a body lies in one place only"):
        found(replace(VILLAGE, parent_code="01279"))
    with pytest.raises(Refused, match="cannot be given again"):
        found(replace(VILLAGE, code="04-t0000007"), replace(VILLAGE, code="04-t0000007", parent_code="01279"))
    assert alive("village") == 1


def test_a_province_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match="No province has the code 99"):
        country.chosen("99")
