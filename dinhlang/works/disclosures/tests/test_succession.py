"""A ward ends with work undone: what becomes of it, on the page and the desk of what took its place, in the figures, and in the record."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from dinhlang.core.refusal import NotHere
from dinhlang.core.rules import State
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.acts import NewBody
from dinhlang.ground.duties import audit, inherited, present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.counts import Asked, count, count_obligations, count_states
from dinhlang.ground.people import acts as people_acts
from dinhlang.ground.people import audit as people_audit
from dinhlang.ground.people import reads as people
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import rulebooks
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.acts import Aim
from dinhlang.works.disclosures.tests.town import BORN, CONSOLE, CONTRIBUTIONS, ONE, OTHER, WARD, Town, refused

DAY = date(2026, 12, 1)
MONDAY = date(2026, 12, 7)
THIRD = "01288"
NAME = "Phường Thục Phán"


def ends(town: Town, code: str = WARD, into: tuple[str, ...] = (OTHER,), day: date = DAY, **more: Any) -> None:
    payload = {"into": into, "document": "77/NQ-HĐND ngày 20/11/2026", "day": day, **more}
    town.do(bodies_acts.succeed, CONSOLE, body=town.ids[code], **payload)


def third(town: Town) -> None:
    """One more ward."""
    row = NewBody(THIRD, "Phường Tân Giang", "commune", "phường", "04", "04", BORN)
    town.do(bodies_acts.found, CONSOLE, body=None, bodies=(row,), source="Danh mục giả định")
    town.ids[THIRD] = bodies.find(THIRD, BORN).id


def left(town: Town, code: str = OTHER, on: date = MONDAY) -> dict[str, duties.Obligation]:
    """The contributions that a ward is to disclose, by occasion."""
    frame = duties.frame(code, on)
    return {one.occasion: one for one in duties.obligations(frame, rule=CONTRIBUTIONS)}


def lives(code: str, on: date) -> bool:
    return bool(bodies.names_of([code], on))


def designated(town: Town, code: str = OTHER, day: date = DAY) -> None:
    for fact in ("has_portal", "designated"):
        about = {"name": fact, "value": "1", "document": "02/QĐ-UBND", "from_day": day}
        town.do(bodies_acts.set_fact, CONSOLE, body=town.ids[code], **about)


def check_counts(town: Town, *codes: str, on: date = MONDAY) -> None:
    """The database counts what the pages say, of all these bodies together: nothing twice, nothing lost."""
    book, wholes, parts = rulebooks.current(), Counter[Any](), Counter[Any]()
    for code in codes:
        found = duties.obligations(duties.frame(code, on), every=True) if lives(code, on) else ()
        wholes += Counter((one.duty.id, one.state) for one in found)
        parts += Counter((one.duty.id, part.state) for one in found for part in one.parts)
    ids = [town.ids[code] for code in codes]
    assert count_obligations(ids, on, book) == wholes
    assert count_states(ids, on, book) == parts
    each = count(ids, book, Asked(on, each=True), wholes=True)
    assert {cell.occasion for cell in each if cell.rule == CONTRIBUTIONS} == {
        name for code in codes for name in (left(town, code, on) if lives(code, on) else ())
    }


@pytest.fixture
def busy(town: Town) -> Town:
    """The ward has disclosed one decision, has one running and one late, on the day before it ends."""
    for n, day in (("112", "2026-11-02"), ("113", "2026-11-03")):
        town.go(day)
        town.decided(f"{n}/QĐ-UBND", f"2026-{day[5:7]}-0{int(day[-1]) - 1}")
    town.posted("", Aim(CONTRIBUTIONS, "112-qd-ubnd"))
    town.go("2026-11-27")
    town.decided("114/QĐ-UBND", "2026-11-26")
    return town


def name(town: Town, number: str) -> str:
    return inherited.mark(f"{number}-qd-ubnd", town.ward)


def test_what_is_open_passes_and_says_so(busy: Town) -> None:
    before = left(busy, WARD, date(2026, 11, 30))
    ends(busy)
    after = left(busy, OTHER, date(2026, 12, 2))
    late, running = after[name(busy, "113")], after[name(busy, "114")]
    assert (late.state, running.state) == (State.MISSING, State.NOT_YET_DUE)
    for one, was in ((late, before["113-qd-ubnd"]), (running, before["114-qd-ubnd"])):
        assert (one.due, one.rolled, one.opens) == (was.due, was.rolled, was.opens)
        assert one.clock is not None
        assert (one.clock.came_from, one.clock.since) == (NAME, DAY)
        assert f"nhận từ {NAME}" in [mark.word for mark in present.marks(one, duties.frame(OTHER, MONDAY))]
    assert not left(busy, OTHER, date(2026, 11, 30))  # not a day earlier
    assert set(left(busy, WARD, date(2026, 11, 30))) == {"112-qd-ubnd", "113-qd-ubnd", "114-qd-ubnd"}
    check_counts(busy, WARD, OTHER)
    check_counts(busy, WARD, OTHER, on=date(2026, 11, 30))


def test_parts_that_were_done_stay_with_what_ended(busy: Town) -> None:
    ends(busy)
    done = left(busy)[name(busy, "112")]
    assert {part.part.channel for part in done.parts} == {"board", "village-points"}  # the site's was done, the paper never hung


def test_what_took_its_place_finishes_it(busy: Town) -> None:
    ends(busy)
    designated(busy)
    busy.go("2026-12-02")
    late = busy.posted("", Aim(CONTRIBUTIONS, name(busy, "113")), by="stranger", body=busy.ids[OTHER])
    busy.posted("", Aim(CONTRIBUTIONS, name(busy, "114")), by="stranger", body=busy.ids[OTHER])
    assert busy.state(occasion=name(busy, "113"), code=OTHER) is State.DONE_LATE
    assert busy.state(occasion=name(busy, "114"), code=OTHER) is State.DONE_ON_TIME
    check_counts(busy, OTHER)
    busy.do(acts.withdraw, "stranger", body=busy.ids[OTHER], disclosure=late.subject, reason="posted-by-mistake")
    assert busy.state(occasion=name(busy, "113"), code=OTHER) is not State.DONE_LATE
    check_counts(busy, OTHER)
    assert list(audit.differences()) == []


def test_one_number_in_both_is_two_duties(busy: Town) -> None:
    busy.do(acts.register, "stranger", body=busy.ids[OTHER], item=5, number="114/QĐ-UBND", dated=date(2026, 11, 26), title="Đường xóm")
    ends(busy)
    assert {"114-qd-ubnd", name(busy, "114")} <= set(left(busy))
    check_counts(busy, OTHER)


def test_two_wards_merged_into_a_new_one(busy: Town) -> None:
    busy.do(acts.register, "stranger", body=busy.ids[OTHER], item=5, number="114/QĐ-UBND", dated=date(2026, 11, 26), title="Đường xóm")
    third(busy)
    ends(busy, WARD, (THIRD,))
    ends(busy, OTHER, (THIRD,))
    theirs = inherited.mark("114-qd-ubnd", busy.ids[OTHER])
    assert set(left(busy, THIRD)) == {name(busy, "112"), name(busy, "113"), name(busy, "114"), theirs}
    check_counts(busy, WARD, OTHER, THIRD)


def test_a_split_names_who_carries_on(busy: Town) -> None:
    third(busy)
    with refused("It is split."):
        ends(busy, WARD, (OTHER, THIRD), within=OTHER)
    with refused("It is split."):
        ends(busy, WARD, (OTHER, THIRD), within=OTHER, carries="99999")
    ends(busy, WARD, (OTHER, THIRD), within=OTHER, carries=THIRD)
    assert not left(busy, OTHER)
    assert set(left(busy, THIRD)) == {name(busy, "112"), name(busy, "113"), name(busy, "114")}
    check_counts(busy, WARD, OTHER, THIRD)


def test_one_succession_after_another(busy: Town) -> None:
    third(busy)
    ends(busy)
    designated(busy)
    busy.go("2026-12-03")
    busy.posted("", Aim(CONTRIBUTIONS, name(busy, "113")), by="stranger", body=busy.ids[OTHER])
    ends(busy, OTHER, (THIRD,), date(2026, 12, 10))
    later = date(2026, 12, 14)
    found = left(busy, THIRD, later)
    assert "website" not in {part.part.channel for part in found[name(busy, "113")].parts}
    assert found[name(busy, "114")].state is State.MISSING
    assert found[name(busy, "114")].clock is not None
    assert found[name(busy, "114")].clock.came_from == NAME
    assert set(left(busy, OTHER, MONDAY)) == set(found)
    check_counts(busy, OTHER, on=MONDAY)
    check_counts(busy, WARD, OTHER, THIRD, on=later)


def test_said_before_its_day_it_passes_on_its_day(busy: Town) -> None:
    ends(busy, day=date(2027, 1, 1))
    busy.go("2026-12-02")
    busy.posted("", Aim(CONTRIBUTIONS, "114-qd-ubnd"))
    assert busy.state(occasion="114-qd-ubnd") is State.DONE_ON_TIME
    after = left(busy, OTHER, date(2027, 1, 4))
    assert "website" not in {part.part.channel for part in after[name(busy, "114")].parts}
    check_counts(busy, WARD, OTHER, on=date(2027, 1, 4))


def test_what_ended_without_heirs_passes_when_its_heir_is_entered(busy: Town) -> None:
    for code in (ONE, "04-t0000002", "04-mttq0001"):
        ends(busy, code, (), date(2026, 12, 1))
    ends(busy, WARD, ())
    assert not left(busy)
    row = NewBody(WARD, "Phường Cao Bằng", "commune", "phường", "04", "04", DAY, ((WARD, NAME, "phường", BORN),))
    busy.do(bodies_acts.found, CONSOLE, body=None, bodies=(row,), source="Danh mục giả định")
    assert set(left(busy, WARD)) == {name(busy, "112"), name(busy, "113"), name(busy, "114")}


def test_a_rule_that_does_not_bind_the_heir_ends_with_the_body(busy: Town) -> None:
    school = NewBody("04-truong", "Trường", "school", "trường", "04", "04", DAY, ((WARD, NAME, "phường", BORN),))
    for code in (ONE, "04-t0000002", "04-mttq0001", WARD):
        ends(busy, code, (), DAY)
    busy.do(bodies_acts.found, CONSOLE, body=None, bodies=(school,), source="Danh mục giả định")
    busy.ids["04-truong"] = bodies.find("04-truong", DAY).id
    assert not [one for one in duties.obligations(duties.frame("04-truong", MONDAY), every=True) if one.clock is not None]
    check_counts(busy, "04-truong")


def test_villages_lie_where_they_lay_on_the_day(busy: Town) -> None:
    ends(busy)
    ward, other = busy.ward, busy.ids[OTHER]
    assert [len(bodies.villages(one, date(2026, 11, 30))) for one in (ward, other)] == [2, 0]
    assert [len(bodies.villages(one, DAY)) for one in (ward, other)] == [0, 2]
    assert (bodies.find(ONE, date(2026, 11, 30)).parent, bodies.find(ONE, DAY).parent) == (ward, other)
    assert bodies.place(busy.ids[ONE], date(2026, 11, 30)).parent == ward
    assert bodies.ancestors(busy.ids[ONE], date(2026, 11, 30))[1] == ward
    assert [len(duties.frame(code, day).villages) for code, day in ((WARD, date(2026, 11, 30)), (OTHER, MONDAY))] == [2, 2]
    assert duties.frame(OTHER, MONDAY).villages_on(date(2026, 11, 30)) == 0
    assert duties.frame(OTHER, date(2026, 11, 30)).facts.values["villages"] == 0
    parent = duties.frame(ONE, date(2026, 11, 30)).parent
    assert parent is not None
    assert parent.name == NAME


def test_offices_end_with_their_body(busy: Town) -> None:
    ends(busy)
    officer = Mandate.objects.get(account__username="officer")
    assert people.held(officer.account_id, date(2026, 11, 30))
    busy.go("2026-12-02")
    assert not people.held(officer.account_id, date(2026, 12, 2))
    with refused("The body of your mandate ended with"):
        busy.posted("", Aim(CONTRIBUTIONS, "114-qd-ubnd"))
    appoint = {"account": officer.account_id, "office": "commune-officer", "decision": "80/QĐ-UBND", "from_day": date(2026, 12, 2)}
    busy.do(people_acts.appoint, CONSOLE, body=busy.ids[OTHER], **appoint)
    assert [one.body for one in people.held(officer.account_id, date(2026, 12, 2))] == [busy.ids[OTHER]]
    assert list(people_audit.differences()) == []
    assert people.held(Mandate.objects.get(account__username="head").account_id, date(2026, 12, 2))  # the village lives on


def test_pages_show_it(busy: Town) -> None:
    ends(busy)
    busy.go("2026-12-02")
    mark = f"nhận từ {NAME}"
    assert mark in busy.client().get(f"/don-vi/{OTHER}/").content.decode()
    why = busy.client().get(f"/don-vi/{OTHER}/vi-sao/{CONTRIBUTIONS}/{name(busy, '113')}/")
    assert why.status_code == 200
    assert mark in why.content.decode()
    assert mark in busy.client("stranger").get("/viec-can-lam/").content.decode()
    pages = (busy.client().get(f"/so-lieu/{OTHER}/viec/?chung=1&state=unconfirmed&trang={n}") for n in range(2))
    board = "".join(page.content.decode() for page in pages)
    assert "Đóng góp nhà văn hoá" in board
    assert f"/vi-sao/{CONTRIBUTIONS}/{name(busy, '113')}/" in board
    with pytest.raises(NotHere):
        duties.find(WARD, MONDAY)
