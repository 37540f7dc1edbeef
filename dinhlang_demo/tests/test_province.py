"""The generated province: the same seed tells the same story, every state is somewhere, and the record holds it all."""

import ast
import inspect
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.conf import LazySettings, settings
from django.contrib.auth import get_user_model
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from dinhlang.config import commands
from dinhlang.core.rules import State
from dinhlang.ground.bodies.models import Body, Fact, Registration, Succession
from dinhlang.ground.duties import audit, confirmed, layers, project, reads, schedule
from dinhlang.ground.people import reads as people
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import rulebooks, verify
from dinhlang.ground.record.models import Entry
from dinhlang.works.budgets.models import Budget
from dinhlang.works.outgoing.models import Document
from dinhlang.works.projects.models import Project
from dinhlang_demo import characters, places, province, town, ward, words
from dinhlang_demo.people import PERSONAS
from dinhlang_demo.sizes import SIZES

pytestmark = [pytest.mark.django_db, pytest.mark.early]
SMALL = SIZES["small"]
UNREACHED = {
    State.EXEMPT,  # no law read names a ground, so no act grants one (docs/adr/0003)
    State.NOT_SCORED,  # shown, never counted: looked for in the test of special areas
}
FAMILY = re.compile(r"\b(Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Nông|Triệu|Bế|Lục|Mạc) [A-ZĐÀ-Ỹ]")


@dataclass(frozen=True)
class Told:
    """What was said while the story was told, and the data folder in which it was."""

    said: list[str]
    folder: Path


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """The small province, told once for this module and taken back at its end."""
    found = Told([], tmp_path_factory.mktemp("small"))
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(settings, "DATA_DIR", found.folder)
        forget()
        province.load(SMALL, found.said.append)
        yield found
        transaction.set_rollback(True)
    forget()


@pytest.fixture(autouse=True)
def own_data_dir(told: Told, settings: LazySettings) -> Path:
    """Each test finds the folder in which the story was told."""
    settings.DATA_DIR = told.folder
    return told.folder


def forget() -> None:
    schedule.forget()
    confirmed.forget()
    layers.forget()
    rulebooks.of_hash.cache_clear()


def obligations() -> Iterator[tuple[str, reads.Obligation]]:
    codes = Registration.objects.filter(to_day=None, body__kind__in=["commune", "village"]).values_list("code", flat=True)
    for code in codes:
        for one in reads.obligations(reads.frame(code, SMALL.last)):
            yield code, one


def test_every_state_is_somewhere(told: Told) -> None:
    found: Counter[State] = Counter()
    for _code, one in obligations():
        if one.judged and one.not_scored is None:
            found.update(part.state for part in one.parts)
            found.update(part.hold_state for part in one.parts if part.hold_state is not None)
            found[one.state] += 1
    assert {state for state in State if not found[state]} <= UNREACHED, found


def test_every_character_lives_in_it(told: Told) -> None:
    given = characters.given([f"{n:05}" for n in range(55)], Random(1))
    shares = Counter(one.id for one in given.values())
    assert set(shares) == set(characters.CHARACTERS)
    assert sum(one.special for one in given.values()) == 2
    assert sum(one.share for one in characters.CHARACTERS.values()) == len(given) + 6


def test_a_special_area_is_shown_and_not_scored(told: Told) -> None:
    special = set(Fact.objects.filter(name="special_area").values_list("body__registrations__code", flat=True))
    shown = {code for code, one in obligations() if one.not_scored is not None and one.duty.id == "commune-follows-disclosure-plan"}
    assert shown == special != set()
    assert ward.WARD not in special


def test_the_record_holds(told: Told) -> None:
    report = verify.verify(None, content=True, replay=commands.differences)
    assert report.ok, report.findings[:5]
    assert Entry.objects.count() > 900


def test_the_record_alone_gives_the_tables_again(told: Told) -> None:
    before = audit.snapshot()
    assert list(audit.differences()) == []
    with transaction.atomic():
        project.rebuild()
        assert audit.snapshot() == before


def test_books_lie_open_in_the_ward_and_others(told: Told) -> None:
    """A budget, a list of projects and a register with something to propose: in 01273 and at least five more communes."""
    body = Registration.objects.get(code=ward.WARD, to_day=None).body_id
    waits = set(Document.objects.exclude(proposed=None).values_list("body", flat=True))
    planned = set(Budget.objects.values_list("body", flat=True))
    assert body in waits & planned
    assert len(waits & planned & set(Project.objects.values_list("body", flat=True))) >= 5


def test_nobody_real_is_named(told: Told) -> None:
    offices = {name for _word, _office, name in (*province.PEOPLE, province.HEAD)}
    offices |= {name for _account, name, _office in province.PROVINCIAL} | {name for _account, name, _office, _seat in ward.OFFICIALS}
    assert set(get_user_model().objects.values_list("first_name", flat=True)) == offices
    for module in (words, town, places, province):
        texts = [node.value for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Constant)]
        named = [text for text in texts if isinstance(text, str) and FAMILY.search(text)]
        assert named == []


def test_the_offices_of_every_persona_are_held(told: Told) -> None:
    accounts = set(get_user_model().objects.values_list("username", flat=True))
    assert {one.id for one in PERSONAS if not one.resident} <= accounts


def test_it_says_how_far_it_is(told: Told) -> None:
    assert re.search(r"bodies of the official lists", told.said[0])
    assert re.search(r"acts in \d+ s", told.said[-1])


def test_a_village_that_ended_left_work_and_an_office_that_ended_with_it(told: Told) -> None:
    old = Body.objects.get(kind="village", alive_to=places.ENDED - timedelta(days=1))
    heir = Succession.objects.get(old=old, carries=True).new
    code = Registration.objects.get(body=heir, to_day=None).code
    taken = [one for one in reads.obligations(reads.frame(code, SMALL.last)) if one.clock is not None and one.clock.since == places.ENDED]
    assert [(one.clock.body, one.state) for one in taken if one.clock is not None] == [(old.pk, State.MISSING)]
    head = Mandate.objects.get(body=old)
    assert not people.held(head.account_id, SMALL.last)
    assert people.held(head.account_id, places.ENDED - timedelta(days=1))
