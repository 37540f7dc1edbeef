"""`disclosure.countersign`: one confirmation of the Front, or those of two residents, make a posting count."""

import html
from datetime import date

import pytest
from django.urls import reverse

from dinhlang.core.rules import How, State
from dinhlang.ground.duties import audit
from dinhlang.ground.duties.models import Fulfilment, Run
from dinhlang.works.disclosures import acts, reads
from dinhlang.works.disclosures.acts import Aim
from dinhlang.works.disclosures.models import Sighting
from dinhlang.works.disclosures.tests.town import (
    ANN,
    BEN,
    BOARD,
    CAM,
    CONTRIBUTIONS,
    HQ,
    ONE,
    POINTS,
    TWO,
    Town,
    check_common,
    entry,
    leaf,
    open_parts,
    photo,
    picture,
    refused,
)


@pytest.fixture
def thing(town: Town) -> str:
    """A disclosure with paper at the office since 3 November."""
    done = town.disclosed()
    town.hung(done.subject, "2026-11-03")
    return done.subject


def at_hq(thing: str) -> dict[str, object]:
    return {"disclosure": thing, "run": reads.run_of(thing, BOARD, HQ), "which": "first", "attachments": photo()}


def test_it_works(town: Town, thing: str):
    done = check_common(town, acts.countersign, at_hq(thing), by="front", wrong="officer")
    assert leaf(done)["public"] == {"part": BOARD, "place": HQ, "from": "2026-11-03", "which": "first", "by": "front-chair"}
    run = Run.objects.get(place=HQ)
    assert (run.how, run.seen_first, run.seen_last) == (How.COUNTERSIGNED, "front-chair", "")
    done_day = Fulfilment.objects.get(clock__part=BOARD).done_day
    assert (done_day, town.state(part=BOARD)) == (date(2026, 11, 3), State.DONE_ON_TIME)


def test_the_last_day_is_seen_when_the_paper_is_down(town: Town, thing: str):
    town.seen(thing)
    with refused("There is no posting of this that waits for your confirmation of that day."):
        town.seen(thing, which="last")
    town.down(thing, "2026-12-04")
    town.seen(thing, which="last")
    assert Run.objects.get(place=HQ).seen_last == "front-chair"


def test_the_last_day_alone_makes_nothing_count(town: Town, thing: str):
    town.down(thing, "2026-12-04")
    with refused("There is no posting of this that waits for your confirmation of that day."):
        town.seen(thing, which="last")


def test_every_village_has_to_be_seen(town: Town, thing: str):
    town.hung(thing, "2026-11-04", POINTS, ONE)
    town.hung(thing, "2026-11-05", POINTS, TWO)
    town.seen(thing, part=POINTS, place=ONE)
    assert town.state(part=POINTS) is State.NOT_YET_DUE
    town.seen(thing, part=POINTS, place=TWO)
    assert Fulfilment.objects.get(clock__part=POINTS).done_day == date(2026, 11, 5)
    town.seen(thing)
    assert town.owed().state is State.DONE_ON_TIME


def test_the_work_board_confirms_in_its_own_village(town: Town, thing: str):
    town.hung(thing, "2026-11-04", POINTS, TWO)
    town.seen(thing, "board", POINTS, TWO)
    assert Run.objects.get(place=TWO).seen_first == "front-work-board"
    town.hung(thing, "2026-11-05", POINTS, ONE)
    with refused("You may confirm postings in your own village only."):
        town.seen(thing, "board", POINTS, ONE)
    with refused("You may confirm postings in your own village only."):
        town.seen(thing, "board")


def test_without_a_photograph_it_is_refused(town: Town, thing: str):
    with refused("Add the photograph of the posting"):
        town.seen(thing, attachments=())


def test_the_photograph_is_sealed(town: Town, thing: str):
    done = town.seen(thing)
    assert "files" in leaf(done)
    assert open_parts(done) == {"public", "duties"}
    town.go("2026-11-04")
    page = town.client().get(reverse("entry", args=[entry(done).index]))
    assert (page.status_code, b"anh.jpg" in page.content) == (200, False)
    assert town.client().get(reverse("file", args=[done.leaf, 0])).status_code == 404
    assert picture() not in town.client().get(reverse("thing", args=[thing])).content


def test_a_day_that_is_none_is_refused(town: Town, thing: str):
    for which in ("", "middle"):
        with refused("Choose the first or the last day of the posting."):
            town.seen(thing, which=which)


@pytest.mark.parametrize(("part", "place"), [(POINTS, ONE), ("website", "web"), (BOARD, ONE), ("", "")])
def test_what_does_not_hang_is_refused(town: Town, thing: str, part: str, place: str):
    with refused("There is no posting of this that waits for your confirmation of that day."):
        town.seen(thing, part=part, place=place)


def test_a_posting_is_confirmed_once(town: Town, thing: str):
    town.seen(thing)
    with refused("There is no posting of this that waits for your confirmation of that day."):
        town.seen(thing)


def test_a_posting_of_something_else_is_refused(town: Town, thing: str):
    other = town.disclosed("2026-11-03", "113/QĐ-UBND").subject
    town.hung(other, "2026-11-03")
    with refused("There is no posting of this that waits for your confirmation of that day."):
        town.seen(thing, run=reads.run_of(other, BOARD, HQ))


def test_one_confirmation_is_of_one_posting(town: Town, thing: str):
    for day in ("2026-11-05", "2026-11-07"):
        town.down(thing, day)
        town.hung(thing, day)
    runs = Run.objects.filter(place=HQ).order_by("id")
    assert len(runs) == 3
    town.seen(thing, run=runs[1].key)
    assert [run.seen_first for run in runs.all()] == ["", "front-chair", ""]
    assert Fulfilment.objects.get(clock__part=BOARD).done_day == date(2026, 11, 5)


def test_the_form_offers_each_posting_with_its_day(town: Town, thing: str):
    town.down(thing, "2026-11-05")
    town.hung(thing, "2026-11-06")
    page = html.unescape(town.client("front").get("/en" + reverse("disclosure-countersign", args=[thing])).content.decode())
    for run, day in zip(Run.objects.filter(place=HQ).order_by("id"), ("3 Nov 2026", "6 Nov 2026"), strict=True):
        assert f'<option value="{run.key}">Notice board at the office, at the office, since {day}</option>' in page


def test_paper_for_several_duties_is_seen_once(town: Town):
    town.go("2026-11-02")
    decisions = [town.decided(number).subject for number in ("112/QĐ-UBND", "113/QĐ-UBND")]
    thing = town.posted(decisions[0], *(Aim(CONTRIBUTIONS, name) for name in ("112-qd-ubnd", "113-qd-ubnd"))).subject
    town.hung(thing, "2026-11-03")
    town.seen(thing)
    assert set(Run.objects.filter(place=HQ).values_list("seen_first", flat=True)) == {"front-chair"}
    assert {town.state(occasion=name, part=BOARD) for name in ("112-qd-ubnd", "113-qd-ubnd")} == {State.DONE_ON_TIME}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_order_of_confirmations_decides_nothing(town: Town, thing: str, order: tuple[int, int]):
    town.down(thing, "2026-11-04")
    town.hung(thing, "2026-11-12")
    runs = Run.objects.filter(place=HQ).order_by("id")
    town.go("2026-11-13")
    for n in order:
        town.seen(thing, run=runs[n].key)
    live = Fulfilment.objects.get(clock__part=BOARD, voided=None)
    assert (live.done_day, town.state(part=BOARD)) == (date(2026, 11, 3), State.DONE_ON_TIME)
    assert list(audit.differences()) == []


def test_an_earlier_posting_seen_later_voids_what_was_said_before(town: Town, thing: str):
    town.down(thing, "2026-11-04")
    town.hung(thing, "2026-11-12")
    town.seen(thing)
    town.go("2026-11-20")
    town.seen(thing, run=Run.objects.filter(place=HQ).order_by("id")[0].key)
    rows = Fulfilment.objects.filter(clock__part=BOARD).order_by("id").values_list("done_day", "voided")
    assert list(rows) == [(date(2026, 11, 12), date(2026, 11, 20)), (date(2026, 11, 3), None)]


def test_a_withdrawn_thing_is_not_confirmed(town: Town, thing: str):
    town.do(acts.withdraw, disclosure=thing, reason="posted-by-mistake")
    with refused("This cannot be done any more: it has changed since."):
        town.seen(thing)
    with refused("There is no such disclosure."):
        town.seen("0" * 16, run="x")


# --- two residents ---


def how(place: str = HQ) -> How:
    return How(Run.objects.filter(place=place).latest("pk").how)


def test_one_resident_alone_does_not_count(town: Town, thing: str):
    done = check_common(town, acts.countersign, at_hq(thing), by=ANN, wrong="officer")
    town.flush()
    assert (entry(done).sealed, how()) == (True, How.DECLARED)
    assert "duties" not in open_parts(done)


def test_the_second_makes_it_count_when_the_batch_has_entered(town: Town, thing: str):
    town.seen(thing, ANN)
    second = town.seen(thing, BEN)
    assert (entry(second), how(), town.state(part=BOARD)) == (None, How.DECLARED, State.NOT_YET_DUE)
    town.flush()
    assert (entry(second).sealed, how()) == (True, How.COUNTERSIGNED)
    assert Run.objects.get(place=HQ).seen_first == "residents"
    assert Fulfilment.objects.get(clock__part=BOARD).done_day == date(2026, 11, 3)  # the day it hung, not the day it entered


def test_both_days_of_two_residents(town: Town, thing: str):
    for voice in (ANN, BEN):
        town.seen(thing, voice)
    town.flush()
    town.down(thing, "2026-12-04")
    for voice in (ANN, CAM):
        town.seen(thing, voice, which="last")
    town.flush()
    assert Run.objects.get(place=HQ).seen_last == "residents"


def test_the_same_resident_twice_is_refused(town: Town, thing: str):
    town.seen(thing, ANN)
    with refused("You confirmed this already."):
        town.seen(thing, ANN)
    town.flush()
    with refused("You confirmed this already."):
        town.seen(thing, ANN)


def test_paper_put_up_anew_is_seen_anew(town: Town, thing: str):
    for voice in (ANN, BEN):
        town.seen(thing, voice)
    town.flush()
    town.down(thing, "2026-11-05")
    town.hung(thing, "2026-11-06")
    town.seen(thing, CAM)
    town.flush()
    assert how() is How.DECLARED
    town.seen(thing, ANN)
    town.flush()
    assert how() is How.COUNTERSIGNED


def test_a_single_resident_is_on_no_page_and_in_no_opening(town: Town, thing: str):
    first, second = town.seen(thing, ANN), town.seen(thing, BEN)
    town.flush()
    assert open_parts(first) == set()
    assert open_parts(second) == {"public", "duties"}
    page = town.client().get("/en" + reverse("thing", args=[thing])).content.decode()
    assert page.count(">two residents saw the posting up") == 1
    assert "09:03" not in page  # the minute in which a resident did it is nobody's business


def test_the_front_may_be_faster_than_the_batch(town: Town, thing: str):
    town.seen(thing, ANN)
    town.seen(thing, BEN)
    town.seen(thing)
    town.flush()
    assert Fulfilment.objects.filter(clock__part=BOARD).count() == 1


def test_a_resident_is_kept_as_a_keyed_hash(town: Town, thing: str):
    town.seen(thing, ANN)
    row = Sighting.objects.get()
    assert (len(row.voice), b"ann" in bytes(row.voice), row.run) == (32, False, Run.objects.get(place=HQ).key)


def hold(town: Town, on: str) -> State | None:
    return next(part.hold_state for part in town.owed(on=on).parts if part.part.channel == BOARD)


def test_paper_still_up_is_held_when_somebody_saw_it_after_the_last_day(town: Town, thing: str):
    town.seen(thing)
    town.go("2026-12-03")
    with refused("There is no posting of this that waits for your confirmation of that day."):
        town.seen(thing, which="last")
    assert hold(town, "2026-12-03") is State.RUNNING
    town.go("2026-12-04")
    assert hold(town, "2026-12-04") is State.DECLARED_ONLY
    town.seen(thing, which="last")
    assert hold(town, "2026-12-04") is State.HELD


def test_paper_taken_down_unseen_is_only_declared_to_have_been_held(town: Town, thing: str):
    town.seen(thing)
    town.down(thing, "2026-12-10")
    assert hold(town, "2026-12-10") is State.DECLARED_ONLY
    town.seen(thing, which="last")
    assert hold(town, "2026-12-10") is State.HELD


def offered(town: Town, who: str, thing: str) -> set[str]:
    """Which of the two forms about paper that hangs the page of `thing` leads to."""
    page = town.client(who).get(reverse("thing", args=[thing])).context["page"]
    links = {reverse(f"disclosure-{verb}", args=[thing]): verb for verb in ("countersign", "take-down")}
    return {links[link.href] for link in page.actions if link.href in links}


def test_where_no_paper_hangs_no_form_about_it_is_offered(town: Town, thing: str):
    town.go("2026-11-20")
    assert (offered(town, "front", thing), offered(town, "officer", thing)) == ({"countersign"}, {"take-down"})
    other = town.do(acts.post, title="Khác", text="x", item=5).subject
    for who, verb in (("front", "countersign"), ("officer", "take-down")):
        assert offered(town, who, other) == set()
        page = town.client(who).get(reverse(f"disclosure-{verb}", args=[other]))
        assert (page.status_code, b"<select" in page.content) == (200, False)
        assert "chưa ghi việc niêm yết" in html.unescape(page.content.decode())
