"""Who never reads a petition about somebody in office: whoever held an office at the body named, below it, or at what took its place."""

from datetime import date

import pytest

from dinhlang.core.refusal import NotYours
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.people import acts as people_acts
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import clock
from dinhlang.works.disclosures.tests.town import CONSOLE, OTHER, nothing_changes
from dinhlang.works.petitions import acts, checks
from tests.petitions.hall import Desk
from tests.sending import text

LIST = "/phan-anh/viec/"


def moved_up(desk: Desk, name: str, day: str) -> None:
    """The office held by `name` ends the day before; from `day` on the same account is an officer of the province."""
    row = Mandate.objects.get(pk=desk.town.mandates[name])
    over = {"mandate": row.pk, "last_day": clock.local_day(desk.town.now), "decision": "9/QĐ-UBND"}
    desk.town.do(people_acts.end_mandate, CONSOLE, body=row.body_id, **over)
    desk.go(day)
    given = {"account": row.account_id, "office": "province-officer", "decision": "10/QĐ-UBND", "from_day": date.fromisoformat(day)}
    desk.town.do(people_acts.appoint, CONSOLE, body=desk.town.ids["04"], **given)
    desk.town.mandates[name] = Mandate.objects.filter(account=row.account_id).latest("pk").pk


def merged(desk: Desk, day: str = "2026-11-18") -> None:
    """The ward is merged into its neighbour."""
    given = {"into": (OTHER,), "document": "12/NQ", "day": date.fromisoformat(day)}
    desk.town.do(bodies_acts.succeed, CONSOLE, body=desk.town.ward, **given)
    desk.go(day)


@pytest.mark.parametrize("name", ["second", "head"])
def test_an_office_that_ended_hides_it_for_good(desk: Desk, name: str):
    """An officer of the ward named, or a head of a village of it, who sits at the province later: no row, no words, no step."""
    done = desk.about(topic="land")
    moved_up(desk, name, "2026-11-18")
    client = desk.town.client(name)
    for address in ("/viec-can-lam/", LIST, "/phan-anh/tong-hop/"):
        page = text(client, address)
        assert "Tỉnh Cao Bằng" in page or address != LIST
        assert done.subject not in page
        assert "Đất đai, xây dựng</t" not in page
    assert client.get(f"{LIST}{done.subject}/").status_code == 404
    with pytest.raises(NotYours), nothing_changes():
        desk.do(acts.take_on, done, name)
    assert done.subject in text(desk.town.client("province"), LIST)


def test_what_took_the_place_of_the_body_named_counts_as_it(desk: Desk):
    """After a merger the heir is no target, and its officers, wherever else they sit, read nothing of it."""
    done = desk.about()
    merged(desk)
    heir = desk.town.ids[OTHER]
    assert heir not in [one.id for one in checks.targets(desk.row(done), date(2026, 11, 18))]
    moved_up(desk, "stranger", "2026-11-20")
    assert desk.town.client("stranger").get(f"{LIST}{done.subject}/").status_code == 404
    with pytest.raises(NotYours), nothing_changes():
        desk.do(acts.take_on, done, "stranger")
    desk.do(acts.take_on, done, "province")
