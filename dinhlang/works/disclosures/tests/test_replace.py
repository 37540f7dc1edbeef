"""`disclosure.replace`: new contents have a clock of their own; the old ones stay fulfilled."""

from datetime import date

from django.urls import reverse

from dinhlang.core.rules import State
from dinhlang.ground.duties import audit
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.models import Clock, Run
from dinhlang.ground.record import clock
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.acts import Aim, Line
from dinhlang.works.disclosures.models import Disclosure
from dinhlang.works.disclosures.tests.town import (
    BOARD,
    CONTRIBUTIONS,
    HQ,
    ONE,
    PLAN_LINE,
    POINTS,
    STANDING,
    TWO,
    WARD,
    Town,
    check_common,
    leaf,
    refused,
)

NEW = {"title": "Đóng góp nhà văn hoá (sửa đổi)", "text": "Mỗi hộ 250.000 đ.", "changed": date(2026, 11, 18)}


def test_it_works(town: Town):
    thing = town.disclosed()
    town.go("2026-11-20")
    done = check_common(town, acts.replace, {"disclosure": thing.subject, **NEW})
    assert leaf(done)["public"]["replaces"] == thing.subject
    assert town.state() is State.DONE_ON_TIME
    again = town.owed(occasion="112-qd-ubnd.2")
    assert (again.clock.opens, again.due) == (date(2026, 11, 18), date(2026, 11, 26))  # 24 November is a day off
    assert town.state(occasion="112-qd-ubnd.2") is State.DONE_ON_TIME
    assert town.state(occasion="112-qd-ubnd.2", part="board") is State.NOT_YET_DUE
    old, new = Disclosure.objects.get(pk=thing.subject), Disclosure.objects.get(pk=done.subject)
    assert (old.state, old.replaced_by, new.state, new.decision_id) == ("replaced", new.subject, "posted", old.decision_id)
    assert Run.objects.get(subject=thing.subject, place="web").to_day == date(2026, 11, 20)


def test_too_late_for_the_change_is_late(town: Town):
    thing = town.disclosed()
    town.go("2026-11-27")
    town.do(acts.replace, disclosure=thing.subject, **NEW)
    assert (town.state(), town.state(occasion="112-qd-ubnd.2")) == (State.DONE_ON_TIME, State.DONE_LATE)


def broken(town: Town) -> set[str]:
    frame = duties.frame(WARD, clock.local_day(town.now))
    return {one.occasion for one in duties.obligations(frame, rule=CONTRIBUTIONS) if one.hold_state is State.BROKEN}


def holds(town: Town, occasion: str) -> dict[str, State | None]:
    return {part.part.channel: part.hold_state for part in town.owed(occasion=occasion).parts if part.part.hold is not None}


def hung(town: Town, thing: str, day: str) -> None:
    for part, place in ((BOARD, HQ), (POINTS, ONE), (POINTS, TWO)):
        town.hung(thing, day, part, place)
        town.seen(thing, part=part, place=place)


def test_the_old_text_need_hang_no_longer(town: Town):
    thing = town.disclosed().subject
    hung(town, thing, "2026-11-03")
    town.go("2026-11-20")
    new = town.do(acts.replace, disclosure=thing, **NEW).subject
    for part, place in ((BOARD, HQ), (POINTS, ONE), (POINTS, TWO)):
        town.down(thing, "2026-11-20", part, place)
    assert (town.owed().state, holds(town, "112-qd-ubnd")) == (State.DONE_ON_TIME, {BOARD: None, POINTS: None})
    hung(town, new, "2026-11-20")
    assert broken(town) == set()
    assert holds(town, "112-qd-ubnd.2") == {BOARD: State.RUNNING, POINTS: State.RUNNING}
    town.down(new, "2026-11-24")
    assert broken(town) == {"112-qd-ubnd.2"}
    assert list(audit.differences()) == []


def test_what_had_hung_long_enough_stays_held(town: Town):
    thing = town.disclosed().subject
    hung(town, thing, "2026-11-03")
    town.down(thing, "2026-12-04")
    town.seen(thing, which="last")
    town.do(acts.replace, disclosure=thing, **NEW)
    town.go("2026-12-10")
    assert holds(town, "112-qd-ubnd")[BOARD] is State.HELD


def test_paper_of_the_old_text_may_still_be_seen(town: Town):
    thing = town.disclosed().subject
    town.hung(thing, "2026-11-03")
    town.go("2026-11-20")
    town.do(acts.replace, disclosure=thing, **NEW)
    town.seen(thing)
    assert (town.state(part=BOARD), holds(town, "112-qd-ubnd")[BOARD]) == (State.DONE_ON_TIME, None)


def test_a_second_change_is_a_third_occasion(town: Town):
    thing = town.disclosed()
    town.go("2026-11-20")
    second = town.do(acts.replace, disclosure=thing.subject, **NEW)
    town.go("2026-11-25")
    town.do(acts.replace, disclosure=second.subject, **{**NEW, "changed": date(2026, 11, 24)})
    assert sorted(Clock.objects.filter(part="website").values_list("occasion", flat=True)) == [
        "112-qd-ubnd",
        "112-qd-ubnd.2",
        "112-qd-ubnd.3",
    ]


def test_without_an_item_of_its_own_the_duty_names_it(town: Town):
    town.go("2026-11-02")
    town.decided()
    thing = town.posted("", Aim("commune-discloses-contributions", "112-qd-ubnd"), item=None)
    town.go("2026-11-20")
    town.do(acts.replace, disclosure=thing.subject, **NEW)
    assert town.state(occasion="112-qd-ubnd.2") is State.DONE_ON_TIME


def test_what_stands_all_the_time_keeps_standing(town: Town):
    thing = town.posted("", Aim(STANDING, "standing"))
    town.go("2026-11-20")
    town.do(acts.replace, disclosure=thing.subject, **NEW)
    assert town.state(STANDING, "standing") is State.RUNNING
    assert not Clock.objects.exists()


def test_the_change_of_a_planned_matter_has_no_day_in_the_plan(town: Town):
    town.go("2026-01-12")
    town.do(acts.adopt_plan, year=2026, number="05/KH-UBND", dated=date(2026, 1, 9), lines=(Line(2, "Dự toán", date(2026, 1, 20)),))
    thing = town.posted("", Aim(PLAN_LINE, "05-kh-ubnd-1"))
    town.go("2026-11-20")
    town.do(acts.replace, disclosure=thing.subject, **NEW)
    again = town.owed(PLAN_LINE, "05-kh-ubnd-1.2")
    assert (again.due, town.state(PLAN_LINE, "05-kh-ubnd-1.2")) == (None, State.DONE_ON_TIME)


def test_each_page_leads_to_the_other(town: Town):
    thing = town.disclosed()
    town.go("2026-11-20")
    done = town.do(acts.replace, disclosure=thing.subject, **NEW)
    for one, other in ((thing, done), (done, thing)):
        assert reverse("thing", args=[other.subject]) in town.client().get(reverse("thing", args=[one.subject])).content.decode()


def test_days_that_cannot_be_are_refused(town: Town):
    thing = town.disclosed()
    with refused("The document is dated {dated}, which is still to come."):
        town.do(acts.replace, disclosure=thing.subject, **NEW)
    with refused("{name} has existed since {since}"):
        town.do(acts.replace, disclosure=thing.subject, **{**NEW, "changed": date(2025, 6, 30)})
    with refused("The contents cannot have changed on {day}"):
        town.do(acts.replace, disclosure=thing.subject, **{**NEW, "changed": date(2026, 10, 29)})


def test_a_title_is_asked_for(town: Town):
    thing = town.disclosed()
    town.go("2026-11-20")
    with refused("Give it a title that a resident understands."):
        town.do(acts.replace, disclosure=thing.subject, **{**NEW, "title": " "})


def test_a_plan_or_a_list_is_not_replaced(town: Town):
    town.go("2026-04-03")
    thing = town.do(acts.issue_register, quarter="2026-Q1")
    with refused("A plan or a list is not reworded"):
        town.do(acts.replace, disclosure=thing.subject, **{**NEW, "changed": date(2026, 4, 1)})


def test_it_is_replaced_once(town: Town):
    thing = town.disclosed()
    town.go("2026-11-20")
    town.do(acts.replace, disclosure=thing.subject, **NEW)
    with refused("This cannot be done any more: it has changed since."):
        town.do(acts.replace, disclosure=thing.subject, **NEW)
    with refused("There is no such disclosure."):
        town.do(acts.replace, disclosure="0" * 16, **NEW)
