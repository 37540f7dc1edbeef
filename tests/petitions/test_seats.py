"""Who never reads a petition about somebody in office: whoever held an office at the body named, below it, or at what took its place."""

from datetime import date

import pytest

from dinhlang.core.refusal import NotYours
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.acts import NewBody
from dinhlang.ground.people import acts as people_acts
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import clock
from dinhlang.works.disclosures.tests.town import BORN, CONSOLE, OTHER, WARD, nothing_changes
from dinhlang.works.petitions import acts, audit, checks
from dinhlang.works.petitions.acts import inheriting
from dinhlang.works.petitions.models import Petition
from tests.petitions.hall import GUEST, Desk
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


def test_a_body_that_ends_leaves_its_petitions_to_its_heir(desk: Desk):
    """What is open or may be reopened goes on at the heir, with the day it had and those joined to it; what is settled stays. The sender
    reads where it is. What names somebody stays above, and goes up where the one that has it takes the named one's place."""
    sent, answered, settled, lead, behind = (desk.send(who=name) for name in "abcde")
    named, lower = desk.about(), desk.about(who="b")
    Petition.objects.filter(pk=lower.subject).update(body=desk.town.ids[OTHER])
    for one in (answered, settled):
        desk.do(acts.take_on, one)
        desk.do(acts.answer, one, text="Đã sửa.")
    desk.do(acts.confirm, settled, GUEST)
    desk.do(acts.join, lead, others=(behind.subject,))
    due = desk.row(sent).due
    assert inheriting.inherit_due(desk.town.now) == 0
    merged(desk)
    assert inheriting.inherit_due(desk.town.now) == 4
    heir, province = desk.town.ids[OTHER], desk.town.ids["04"]
    assert [desk.row(one).body_id for one in (sent, answered, lead, behind)] == [heir] * 4
    assert [desk.row(one).body_id for one in (settled, named, lower)] == [desk.town.ward, province, province]
    assert desk.row(sent).due == due
    assert list(desk.row(behind).passes.order_by("number").values_list("body", flat=True)) == [desk.town.ward, heir]
    with nothing_changes():
        assert inheriting.inherit_due(desk.town.now) == 0
    client = desk.town.client("stranger")
    assert sent.subject in text(client, LIST)
    assert lower.subject not in text(client, LIST)
    assert "Phường Nùng Trí Cao" in text(desk.town.client(), desk.own(sent))
    desk.do(acts.take_on, sent, "stranger")
    desk.do(acts.reopen, answered, GUEST, text="Vẫn gãy.")
    assert (desk.row(answered).state, desk.row(answered).body_id) == ("sent", heir)
    desk.town.flush()
    assert list(audit.differences()) == []


def test_a_split_body_leaves_each_petition_where_its_village_went(desk: Desk):
    """The village's new parent has it, else the one that carries on."""
    third = NewBody("01280", "Phường Mới", "commune", "phường", "04", "04", BORN)
    desk.town.do(bodies_acts.found, CONSOLE, body=None, bodies=(third,), source="Danh mục giả định")
    here, whole = desk.send(), desk.send(place=WARD, who="b")
    given = {"into": (OTHER, "01280"), "document": "12/NQ", "day": date(2026, 11, 18), "carries": OTHER, "within": "01280"}
    desk.town.do(bodies_acts.succeed, CONSOLE, body=desk.town.ward, **given)
    desk.go("2026-11-18")
    inheriting.inherit_due(desk.town.now)
    assert bodies.place(desk.row(here).body_id, date(2026, 11, 18)).code == "01280"
    assert desk.row(whole).body_id == desk.town.ids[OTHER]
