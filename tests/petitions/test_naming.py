"""What is about somebody in office goes up by every door: said by the office that reads it, at the counter, in a list, by a program."""

import pytest

from dinhlang.core.refusal import Refused
from dinhlang.works.disclosures.tests.town import nothing_changes
from dinhlang.works.petitions import acts, audit, tally
from dinhlang.works.petitions.models import Petition
from tests.petitions.hall import CANARY, GUEST, WARD, WORDS, Desk
from tests.petitions.test_import import HEAD, bring
from tests.petitions.test_open311 import ask
from tests.sending import field, send, text

WORK = "/phan-anh/viec/"
DOOR = f"/don-vi/{WARD}/phan-anh/"


def test_an_office_says_that_it_is_about_somebody_there(desk: Desk):
    """One press: the body above has it with a new clock, the sender reads so; the body's own offices find it nowhere, nor in a number."""
    done, other = desk.send(topic="land"), desk.send(who="b", topic="land")
    officer, province = desk.town.client("officer"), desk.town.client("province")
    desk.do(acts.join, done, others=(other.subject,))
    address = f"{WORK}{done.subject}/ve-can-bo/"
    assert address in text(officer, f"{WORK}{done.subject}/")
    desk.go("2026-11-04")
    assert CANARY not in text(officer, send(officer, address))
    row = desk.row(done)
    assert (row.body_id, row.named_id, row.place_id) == (desk.town.ids["04"], desk.town.ward, desk.town.ward)
    assert (row.state, row.since.isoformat()) == ("sent", "2026-11-04")
    assert desk.row(other).body_id == desk.town.ward
    for page in (WORK, "/viec-can-lam/", f"{WORK}?so={done.subject[:6]}"):
        assert f"{WORK}{done.subject}/" not in text(officer, page)
    assert officer.get(f"{WORK}{done.subject}/").status_code == 404
    assert tally.came(desk.town.ward, (), row.sent.date(), row.since, row.since)["reflection", "land"].came == 1
    assert CANARY in text(province, f"{WORK}{done.subject}/")
    assert "không ai ở đó đọc" in text(desk.town.client(), desk.own(done))
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.pass_on, done, "province", to=desk.town.ward, reason="Việc của phường")
    desk.town.flush()
    assert list(audit.differences()) == []


def test_what_does_not_go_up_like_that(desk: Desk):
    """A complaint, what everybody reads already, what says it already, what the province itself has."""
    complaint = desk.send(kind="complaint", way="counter", called="Nông Văn A", contact="Tổ 1", by="officer")
    public, named, above = desk.send(who="b"), desk.about(who="c"), desk.send(to="04", place="04", who="d")
    desk.do(acts.publish_text, public, GUEST, text="Cầu gãy.")
    for done, by in ((complaint, "officer"), (public, "officer"), (named, "province"), (above, "province")):
        with pytest.raises(Refused), nothing_changes():
            desk.do(acts.name_office, done, by)
    assert "/ve-can-bo/" not in text(desk.town.client("province"), f"{WORK}{above.subject}/")


def test_counter_list_and_program_ask(desk: Desk):
    """At the counter by a tick, in a list by a column: the body above has it from the first moment. A program is told of the form."""
    officer = desk.town.client("officer")
    given = {"how": "reflection:counter", "topic": "land", "place": desk.town.ward, "text": WORDS}
    own = send(officer, f"{DOOR}nhap-thay/", **given, about="on")
    row = Petition.objects.get()
    assert (row.body_id, row.named_id, row.place_id) == (desk.town.ids["04"], desk.town.ward, desk.town.ward)
    assert officer.get(f"{WORK}{row.pk}/").status_code == 404
    assert CANARY in text(desk.town.client(), own)
    blank = text(officer, f"{DOOR}nhap-thay/")
    with nothing_changes():
        more = {**given, "how": "complaint:counter", "name": "A", "contact": "Tổ 1", "about": "on"}
        assert officer.post(f"{DOOR}nhap-thay/", {**more, "command_id": field(blank, "command_id")}).status_code == 422
    rows = [("PA-1", "", "", "Đèn hỏng", "", "", "", ""), ("PA-2", "", "", "Cán bộ gây khó", "Tổ 1", "", "", "Có")]
    data = "\n".join(";".join(f'"{one}"' for one in line) for line in ((*HEAD, "Về cán bộ"), *rows)).encode()
    address = bring(officer, data)
    assert officer.post(address, {"command_id": field(text(officer, address), "command_id"), "confirm": "1"}).status_code == 302
    found = set(Petition.objects.filter(way="phone").values_list("body", "named"))
    assert found == {(desk.town.ward, None), (desk.town.ids["04"], desk.town.ward)}
    services = ask("services.json").json()
    assert all(f"{DOOR}gui/" in one["description"] for one in services)
