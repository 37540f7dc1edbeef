"""Names, ends and successors by hand: each by a decision, refused with a sentence, with nothing changed."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from dinhlang.core.actor import System
from dinhlang.core.refusal import NotHere, Refused
from dinhlang.ground.bodies import acts, reads
from dinhlang.ground.bodies.models import Body, Registration, Succession
from dinhlang.ground.bodies.search import search
from dinhlang.ground.bodies.tests.test_found import BORN, DAY, NOW, PROVINCE, VILLAGE, WARD, found, house
from dinhlang.ground.record.models import Entry

__all__ = ["house"]
pytestmark = pytest.mark.django_db
OTHER = replace(WARD, code="01279", name="Phường Nùng Trí Cao", former=())
NEXT = date(2026, 1, 1)
BEFORE = date(2025, 12, 31)


def rename(code: str = "01273", **more: Any) -> None:
    payload = {"name": "Phường Cao Bằng", "kind_word": "phường", "document": "9/NQ ngày 1/1/2026", "from_day": NEXT, **more}
    acts.rename(by=System("console"), at=NOW, command_id=uuid4(), body=reads.find(code, DAY).id, **payload)


def succeed(code: str = "01273", into: tuple[str, ...] = ("01279",), day: date = NEXT, document: str = "9/NQ", **more: str) -> None:
    body = reads.find(code, BEFORE).id
    acts.succeed(by=System("console"), at=NOW, command_id=uuid4(), body=body, into=into, day=day, document=document, **more)


def counts() -> tuple[int, ...]:
    ended = Body.objects.exclude(alive_to=None).count()
    return Registration.objects.count(), Succession.objects.count(), Entry.objects.count(), ended


def test_it_works() -> None:
    found(PROVINCE, WARD, OTHER, VILLAGE)
    succeed()
    with pytest.raises(NotHere):
        reads.find("01273", NEXT)
    assert reads.find("01273", BEFORE).alive_to == BEFORE
    assert [(hit.name, hit.was) for hit in search("thuc phan", DAY)] == [("Phường Nùng Trí Cao", ("Phường Thục Phán",))]
    assert [one.name for one in reads.villages(reads.find("01279", DAY).id, DAY)] == ["Tổ dân phố 1 Sông Hiến"]


def test_a_new_name_keeps_the_body() -> None:
    found(PROVINCE, WARD)
    rename()
    before, after = reads.find("01273", BEFORE), reads.find("01273", NEXT)
    assert (before.id, before.name, after.name) == (after.id, "Phường Thục Phán", "Phường Cao Bằng")
    assert [hit.name for hit in search("thuc phan", DAY)] == ["Phường Cao Bằng"]


def test_a_split_leads_to_all_its_parts() -> None:
    found(PROVINCE, WARD, OTHER, replace(OTHER, code="01288", name="Phường Tân Giang"))
    with pytest.raises(Refused, match="Say which of the new ones carries on"):
        succeed(into=("01279", "01288"))
    succeed(into=("01279", "01288"), carries="01288")
    assert dict(Succession.objects.values_list("new__registrations__code", "carries")).items() >= {"01279": False, "01288": True}.items()
    assert {hit.name for hit in search("thuc phan", DAY)} == {"Phường Nùng Trí Cao", "Phường Tân Giang"}


def test_a_new_body_may_take_the_code_of_one_that_ended() -> None:
    found(PROVINCE, replace(WARD, former=()), OTHER)
    succeed("01279", into=("01273",))
    succeed("01273", into=())
    merged = replace(WARD, name="Phường Cao Bằng", alive_from=NEXT, former=(("01273", "Phường Thục Phán", "phường", BORN),))
    found(merged)
    assert [hit.name for hit in search("nung tri cao", DAY)] == ["Phường Cao Bằng"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"document": " "}, "needs the number and date of the decision"),
        ({"name": "  "}, "A name needs letters"),
        ({"name": "x" * 121}, "A name needs letters"),
        ({"kind_word": ""}, "A name needs letters"),
        ({"name": "Phường Thục Phán"}, "is called Phường Thục Phán already"),
        ({"from_day": BORN}, "nothing of it can change on that day"),
    ],
)
def test_a_name_with_a_mistake_is_refused(wrong: dict[str, Any], sentence: str) -> None:
    found(PROVINCE, WARD)
    before = counts()
    with pytest.raises(Refused, match=sentence):
        rename(**wrong)
    assert counts() == before


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"document": ""}, "needs the number and date of the decision"),
        ({"into": ("01273",)}, "no other living body of the same kind"),
        ({"into": ("99999",)}, "no other living body of the same kind"),
        ({"into": ("04",)}, "no other living body of the same kind"),
        ({"into": ()}, "1 bodies still lie in it"),
        ({"day": BORN}, "nothing of it can change on that day"),
    ],
)
def test_an_end_with_a_mistake_is_refused(wrong: dict[str, Any], sentence: str) -> None:
    found(PROVINCE, WARD, OTHER, VILLAGE)
    before = counts()
    with pytest.raises(Refused, match=sentence):
        succeed(**wrong)
    assert counts() == before


def test_what_ended_does_not_end_again() -> None:
    found(PROVINCE, WARD, OTHER)
    succeed()
    with pytest.raises(Refused, match="has ended"):
        succeed()
