"""The record alone gives the tables of duties again: the demonstration ward's year, residents' sealed confirmations included."""

from datetime import UTC, date, datetime, timedelta
from typing import cast

import pytest
from django.conf import settings

from dinhlang.core.actor import Voice
from dinhlang.core.rules import Done, How
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Fact
from dinhlang.ground.duties import audit, project, schedule
from dinhlang.ground.duties.models import Clock, Fulfilment, Run
from dinhlang.ground.duties.tests import world
from dinhlang.ground.record import batches, clock, founding, rulebooks
from dinhlang.works.disclosures import acts
from dinhlang_demo import ward
from dinhlang_demo.story import Story, photograph
from tests import kept

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 13, tzinfo=UTC)


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Story:
    """The demonstration on 20 November 2026; three residents confirm a posting in both villages, in one sealed batch."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    schedule.forget()
    return cast(Story, kept.begin("story", told_to_the_end))


def told_to_the_end() -> Story:
    founding.open_log("demo.invalid/test", at=datetime(2026, 1, 5, tzinfo=UTC), files=rulebooks.read_folder(settings.RULEBOOK_DIR))
    told = Story()
    ward.found(told)
    ward.year(told)
    body = bodies.find(ward.WARD, clock.today()).id
    waiting = list(Run.objects.filter(body=body, seen_first="", clock__occasion="88-qd-ubnd", clock__part=ward.POINTS).order_by("id"))
    assert len(waiting) == 2
    for run in waiting:
        for name in ("ann", "ben", "cam"):
            told.do(
                acts.countersign, Voice(person=name), "2026-11-20", 14, body=body, disclosure=run.subject, run=run.key,
                which="first", attachments=photograph(name),
            )  # fmt: skip
    batches.flush(told.last + timedelta(hours=6))
    return told


def test_it_works(story: Story) -> None:
    before = audit.snapshot()
    assert all(len(before[table]) > 20 for table in ("Clock", "Fulfilment", "Run"))
    assert before["Confirmation"]
    assert Fulfilment.objects.filter(clock__occasion="88-qd-ubnd", clock__part=ward.POINTS, how=How.COUNTERSIGNED).count() == 1
    assert list(audit.differences()) == []
    assert project.rebuild() > 40
    assert audit.snapshot() == before


def test_a_fact_said_otherwise_later_changes_no_row_that_stands(story: Story) -> None:
    Fact.objects.filter(name="has_portal").update(value="")
    assert list(audit.differences()) == []


def test_what_the_record_does_not_say_is_found_and_undone(story: Story) -> None:
    before = audit.snapshot()
    row = Fulfilment.objects.exclude(slot=None).first()
    world.fulfil(row.body_id, row.slot, Done(date(2026, 3, 10), How.STAMPED))
    Run.objects.filter(to_day=None).first().delete()
    Clock.objects.filter(occasion="112-qd-ubnd", part="board").update(due=date(2026, 3, 10))
    found = list(audit.differences())
    assert [line.split(":")[:2] for line in found if "2026-03-10" in line] == [
        ["Clock", " in the tables, not in the record"],
        ["Fulfilment", " in the tables, not in the record"],
    ]
    assert any(line.startswith("Run: in the record, not in the tables") for line in found)
    assert audit.snapshot() != before  # to look changes nothing
    project.rebuild()
    assert audit.snapshot() == before
