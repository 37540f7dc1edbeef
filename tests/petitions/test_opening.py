"""Numbers enter what everybody reads on Monday at six, and at no other moment."""

from datetime import date
from uuid import uuid4

import pytest

from dinhlang.core.refusal import Refused
from dinhlang.ground.record.models import Entry
from dinhlang.works.disclosures.tests.town import CONSOLE, WARD, at, nothing_changes
from dinhlang.works.petitions import acts, audit
from dinhlang.works.petitions.acts import opening
from dinhlang.works.petitions.models import Cell, Petition, Standing
from tests.petitions.hall import ONE, Desk
from tests.petitions.test_pages import DOOR, masked
from tests.sending import text

PLACES = (DOOR, f"/don-vi/{WARD}/", "/", "/nhat-ky/", f"/so-lieu/{WARD}/", "/tin.atom")


def test_it_works(desk: Desk):
    """Five people about water and one about a road: on Monday at six five are told, the sixth waits; between the Mondays nothing moves."""
    town, sent = desk.town, [desk.send(who=str(n), topic="water") for n in range(5)]
    desk.send(who="x")
    town.flush()
    town.go("2026-11-08", 23)
    town.flush()
    assert not opening.open_due(at("2026-11-09", 5))
    before = [masked(town.client().get(one).content) for one in PLACES]
    now = town.now
    desk.do(acts.take_on, sent[0])  # one sealed act, with the clock standing
    town.now = now
    assert [masked(town.client().get(one).content) for one in PLACES] == before
    town.flush()
    town.now = at("2026-11-09", 6)
    assert opening.open_due(town.now)
    assert not opening.open_due(town.now)
    row = Cell.objects.get()
    assert (row.count, row.topic, row.place_id, row.first, row.last) == (5, "water", town.ward, date(2026, 11, 2), date(2026, 11, 8))
    assert Petition.objects.filter(cell=None).count() == 1
    assert dict(Standing.objects.values_list("state", "count")) == {"all": 5, "open": 5}
    assert Entry.objects.get(act="petition.open_week").sealed is False
    page = text(town.client(), DOOR)
    assert "<strong>Tất cả: 5</strong>" in page
    for query, there in (("?viec=water", True), ("?viec=works", True), ("?viec=roads", False), (f"?noi={ONE}", False), ("?noi=%00", None)):
        answer = town.client().get(DOOR + query)
        assert answer.status_code == (404 if there is None else 200)
        assert there is None or ("<tbody" in answer.content.decode()) is there
    assert list(audit.differences()) == []
    Cell.objects.update(count=6)
    assert [one for one in audit.differences() if "2026-11-09" in one]


def test_a_village_is_named_where_enough_live_in_it(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(opening.rolls, "counts", lambda ids, roll, day: dict.fromkeys(ids, 100))
    for n in range(5):
        desk.send(who=str(n))
        desk.about(who=str(n))
    desk.town.flush()
    desk.town.go("2026-11-09", 9)
    opening.open_due(desk.town.now)
    assert {(one.commune_id, one.place_id, one.count) for one in Cell.objects.all()} == {
        (desk.town.ward, desk.town.ids[ONE], 5), (desk.town.ids["04"], desk.town.ids["04"], 5),
    }  # fmt: skip


def test_when_it_is_refused(desk: Desk):
    for n in range(5):
        desk.send(who=str(n))
    desk.town.flush()
    desk.town.go("2026-11-09", 9)
    given = {"at": desk.town.now, "command_id": uuid4(), "body": None}
    for by, monday in (
        (opening.JOB, date(2026, 11, 10)),
        (opening.JOB, date(2026, 11, 16)),
        (desk.town.office("officer"), date(2026, 11, 9)),
    ):
        with pytest.raises(Refused), nothing_changes():
            opening.open_week(**{**given, "command_id": uuid4()}, by=by, monday=monday)
    opening.open_week(**given, by=CONSOLE, monday=date(2026, 11, 9))
    for monday in (date(2026, 11, 9), date(2026, 11, 2)):
        with pytest.raises(Refused), nothing_changes():
            opening.open_week(**{**given, "command_id": uuid4()}, by=opening.JOB, monday=monday)
