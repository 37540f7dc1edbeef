"""A matter through its rounds: adopted, lost, out of reach; who may do what; numbers that cannot be."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model

from dinhlang.core.refusal import NotHere, NotYours, Refused
from dinhlang.core.rules import State
from dinhlang.core.tally.rounds import NOT_FIRST, SAID_NO, Outcome
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.polls import reads as rounds
from dinhlang.ground.polls.models import Count, Part
from dinhlang.ground.record import reads as record
from dinhlang.ground.rolls import reads as rolls
from dinhlang.works.votes import acts, audit
from dinhlang.works.votes.models import Matter
from tests.votes.hall import CONTRIBUTION, HEAD, ONE, REMOVAL, SELF, TWO, WARD, WHOLE, Hall

CLUSTERS = ("Cụm 1", "Cụm 2", "Cụm 3")


def test_it_works(hall: Hall) -> None:
    """55% of 201 households come in three sittings: out of reach. Papers to all: adopted, issued, sent."""
    hall.households(201, clusters=CLUSTERS)
    matter = hall.agreed()
    hall.call(matter, clusters=CLUSTERS)
    for sitting in (1, 2, 3):
        hall.count(matter, sitting, 37, 36, 1)
    assert hall.close(matter) is Outcome.COULD_NOT_REACH
    hall.call(matter, "paper", days=2)
    hall.count(matter, 1, 160, 150, 8, spoilt=2)
    assert hall.close(matter) is Outcome.PASSED
    row = Matter.objects.get(pk=matter)
    assert (row.state, row.decided, row.effective) == ("adopted", date(2026, 3, 16), date(2026, 3, 16))
    found = rounds.rounds([matter])[-1].result
    assert found is not None
    assert (found.needed, found.of, found.votes, found.spoilt) == (134, 201, (150, 8), 2)
    owed = hall.town.state("village-sends-decision", "village-decision-adopted-2026-03-16", "sending-to-committee-and-front", code=ONE)
    assert owed is State.NOT_YET_DUE
    hall.town.do(acts.issue, "head", body=hall.village, matter=matter, paper="resolution", number="01/NQ", dated=date(2026, 3, 16))
    hall.town.do(acts.send, "head", body=hall.village, matter=matter)
    assert hall.state(matter) == "sent"
    done = hall.town.state("village-sends-decision", "village-decision-adopted-2026-03-16", "sending-to-committee-and-front", code=ONE)
    assert done is State.DONE_ON_TIME
    assert list(audit.differences()) == []


def test_enough_came_and_said_no(hall: Hall) -> None:
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    hall.count(matter, 1, 9, 6, 3)
    assert hall.close(matter) is Outcome.LOST
    assert hall.state(matter) == "lost"
    with pytest.raises(Refused) as stopped:
        hall.call(matter, "paper")
    assert stopped.value.msg == SAID_NO
    assert ", 19," in stopped.value.basis


def test_papers_first_are_refused_with_the_article(hall: Hall) -> None:
    hall.households(10)
    matter = hall.agreed()
    with pytest.raises(Refused) as stopped:
        hall.call(matter, "paper")
    assert stopped.value.msg == NOT_FIRST
    assert ", 19," in stopped.value.basis
    assert SAID_NO != NOT_FIRST
    other = hall.agreed(SELF)
    hall.call(other, "paper")
    assert hall.state(other) == "called"


def test_what_starts_when_a_meeting_is_called(hall: Hall) -> None:
    """The notice of the meeting and, for contributions, the papers to each household are owed two days before."""
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    for rule, occasion in (
        ("village-gives-notice-of-meeting", "village-meeting-2026-03-07"),
        ("village-sends-papers-for-meeting", "village-meeting-with-papers-2026-03-07"),
    ):
        assert hall.town.owed(rule, occasion, code=ONE).due == date(2026, 3, 5)


def test_a_show_of_hands_keeps_counts_and_no_names(hall: Hall) -> None:
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    hall.count(matter, 1, 8, 7, 0)
    hall.close(matter)
    assert Part.objects.count() == 0
    closing = next(one for one in record.of_subjects([matter]) if one.act == "vote.close")
    assert closing.words["votes"] == [7, 0]
    assert closing.words["needed"] == 7
    counting = [one for one in record.of_subjects([matter]) if one.act == "vote.count"]
    assert len(counting) == 2
    assert all(set(one.words) == {"round", "sitting"} for one in counting)


def test_ticks_and_counts_must_agree(hall: Hall) -> None:
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    one = rounds.rounds([matter])[0]
    keys = [seat.key for seat in rounds.seats_of(one, one.sittings[0])][:8]
    hall.town.do(acts.tick, "head", body=hall.village, matter=matter, sitting=1, keys=keys[:5])
    hall.count(matter, 1, 8, 7, 1)
    with pytest.raises(Refused):
        hall.close(matter)
    hall.town.do(acts.tick, "head", body=hall.village, matter=matter, sitting=1, keys=keys)
    assert rounds.took_part(one.id) == frozenset(keys)
    assert hall.close(matter) is Outcome.PASSED
    assert list(audit.differences()) == []
    Part.objects.filter(member=keys[0]).delete()
    assert len(list(audit.differences())) == 1


def test_one_household_in_two_sittings_is_refused(hall: Hall) -> None:
    hall.households(240, clusters=CLUSTERS)
    matter = hall.agreed()
    hall.call(matter, clusters=CLUSTERS)
    one = rounds.rounds([matter])[0]
    first, second = (rounds.seats_of(one, sitting) for sitting in one.sittings[:2])
    hall.town.do(acts.tick, "head", body=hall.village, matter=matter, sitting=1, keys=[first[0].key])
    with pytest.raises(Refused):
        hall.town.do(acts.tick, "head", body=hall.village, matter=matter, sitting=2, keys=[first[0].key, second[0].key])
    assert rounds.took_part(one.id) == {first[0].key}


def test_two_persons_count(hall: Hall) -> None:
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    hall.count(matter, 1, 8, 7, 1, by=("head",))
    with pytest.raises(Refused):
        hall.close(matter)
    hall.count(matter, 1, 8, 6, 2, by=("work-board",))
    assert rounds.rounds([matter])[0].sittings[0].differ
    with pytest.raises(Refused):
        hall.close(matter)
    hall.count(matter, 1, 8, 7, 1, by=("head", "head"))
    with pytest.raises(Refused):
        hall.close(matter)
    hall.count(matter, 1, 8, 7, 1, by=("officer",))
    assert hall.close(matter) is Outcome.PASSED
    assert Count.objects.count() == 5


@pytest.mark.parametrize(
    ("took_part", "votes", "spoilt"), [(11, (7, 0), 0), (8, (9, 0), 0), (8, (5, 4), 0), (8, (-1, 0), 0), (8, (1,), 0), (8, (7, 0), 2)]
)
def test_a_count_that_cannot_be_is_refused(hall: Hall, took_part: int, votes: tuple[int, ...], spoilt: int) -> None:
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    with pytest.raises(Refused):
        hall.count(matter, 1, took_part, *votes, spoilt=spoilt, by=("head",))
    assert Count.objects.count() == 0


def test_the_roll_stands_still_while_a_round_runs(hall: Hall) -> None:
    """Who moves in after the list was frozen is listed, not counted."""
    hall.households(9)
    matter = hall.agreed()
    hall.call(matter)
    hall.town.do(
        acts.tick, "head", body=hall.village, matter=matter, sitting=1,
        keys=[seat.key for seat in rounds.seats_of(rounds.rounds([matter])[0], rounds.rounds([matter])[0].sittings[0])][:6],
    )  # fmt: skip
    hall.count(matter, 1, 6, 6, 0)
    assert hall.close(matter) is Outcome.PASSED
    one = rounds.rounds([matter])[0]
    assert one.on_roll == 9
    assert len(rolls.frozen(one.roll).seats) == 9


def test_a_count_after_the_closing_is_refused(hall: Hall) -> None:
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    hall.count(matter, 1, 8, 7, 1)
    hall.close(matter)
    with pytest.raises(Refused):
        hall.count(matter, 1, 8, 8, 0)
    with pytest.raises(Refused):
        hall.close(matter)


def test_nothing_is_counted_before_it_begins_nor_closed_before_it_is_over(hall: Hall) -> None:
    hall.households(10)
    matter = hall.agreed(SELF)
    hall.call(matter, "paper")
    after, hall.town.now = hall.town.now, hall.town.now - timedelta(days=6)
    hall.count(matter, 1, 10, 10, 0)
    with pytest.raises(Refused):
        hall.close(matter)
    hall.town.now = after
    assert hall.close(matter) is Outcome.PASSED


def test_small_villages_do_not_meet_by_cluster_unless_they_lie_scattered(hall: Hall) -> None:
    hall.households(30, clusters=CLUSTERS)
    matter = hall.agreed()
    with pytest.raises(Refused) as stopped:
        hall.call(matter, clusters=CLUSTERS)
    assert "Art. 18(3)" in stopped.value.basis
    hall.call(matter, clusters=CLUSTERS, scattered=True)


@pytest.mark.parametrize("clusters", [("Cụm 1", "Cụm 2"), ("Cụm 1", "Cụm 1", "Cụm 2"), ("Cụm 1", "Cụm 2", "Cụm 3", "Cụm 4")])
def test_clusters_share_the_list_out(hall: Hall, clusters: tuple[str, ...]) -> None:
    hall.households(240, clusters=CLUSTERS)
    matter = hall.agreed()
    with pytest.raises(Refused):
        hall.call(matter, clusters=clusters)


def test_who_may(hall: Hall) -> None:
    hall.households(10)
    with pytest.raises(NotYours):
        hall.propose(by="work-board")
    with pytest.raises(NotYours):
        hall.propose(HEAD)
    matter = hall.propose()
    with pytest.raises(Refused):
        hall.call(matter)
    with pytest.raises(Refused):
        hall.town.do(acts.agree, "head", body=hall.village, matter=matter)
    hall.town.do(acts.decline, "work-board", body=hall.village, matter=matter, reason="Chưa bàn trong chi bộ")
    with pytest.raises(Refused):
        hall.call(matter)
    with pytest.raises(Refused):
        hall.propose("no-such-matter")
    with pytest.raises(Refused):
        hall.propose("commune-contribution")
    with pytest.raises(NotHere):
        hall.call("0" * 16)


def test_a_round_called_off_leaves_the_matter_open(hall: Hall) -> None:
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    hall.town.do(acts.call_off, "head", body=hall.village, matter=matter, reason="Mưa lũ")
    hall.call(matter)
    hall.count(matter, 1, 8, 7, 1)
    with pytest.raises(Refused):
        hall.town.do(acts.call_off, "head", body=hall.village, matter=matter, reason="Mưa lũ")
    assert hall.close(matter) is Outcome.PASSED
    assert list(audit.differences()) == []


def test_a_head_is_elected_by_those_who_convene_elections(hall: Hall) -> None:
    """Convened by the election team, agreed with nobody, recognised by the commune's chair within five working days of receipt."""
    hall.households(20)
    with pytest.raises(Refused):
        hall.propose(HEAD, by="team")
    matter = hall.propose(HEAD, by="team", choices=("Nông Văn Tài", "Lý Thị Hoa"))
    hall.call(matter, by="team", secret=True)
    hall.count(matter, 1, 18, 6, 12, by=("team", "work-board"))
    assert hall.close(matter, by="team") is Outcome.PASSED
    found = rounds.rounds([matter])[0].result
    assert found is not None
    assert found.chosen == (1,)
    assert Matter.objects.get(pk=matter).effective is None
    hall.town.do(acts.issue, "team", body=hall.village, matter=matter, paper="minutes", number="01/BB", dated=date(2026, 3, 7))
    hall.town.do(acts.send, "team", body=hall.village, matter=matter)
    occasion = "head-election-decision-2026-03-07"
    owed = hall.town.owed("commune-recognises-head-election", occasion)
    assert owed.due == date(2026, 3, 13)
    with pytest.raises(NotYours):
        hall.town.do(acts.recognise, "front", body=hall.town.ids["04-mttq0001"], matter=matter, number="1", dated=date(2026, 3, 7))
    hall.town.do(acts.recognise, "chair", matter=matter, number="12/QĐ-UBND", dated=date(2026, 3, 7))
    assert hall.town.owed("commune-recognises-head-election", occasion).state is State.DONE_ON_TIME
    assert Matter.objects.get(pk=matter).effective == date(2026, 3, 7)
    assert list(audit.differences()) == []


def test_a_removal_is_convened_by_the_front_and_refused_with_reasons(hall: Hall) -> None:
    hall.households(20)
    matter = hall.propose(REMOVAL, by="work-board")
    hall.call(matter, by="work-board", secret=True)
    hall.count(matter, 1, 20, 15, 5, by=("work-board", "officer"))
    assert hall.close(matter, by="work-board") is Outcome.PASSED
    hall.town.do(acts.issue, "work-board", body=hall.village, matter=matter, paper="minutes", number="02/BB", dated=date(2026, 3, 7))
    hall.town.do(acts.send, "work-board", body=hall.village, matter=matter)
    hall.town.do(acts.refuse, "chair", matter=matter, number="13/UBND", dated=date(2026, 3, 7), reason="Thông báo không đủ 02 ngày")
    assert hall.state(matter) == "refused"
    assert list(audit.differences()) == []


def test_a_decision_is_annulled_on_a_ground_of_the_law(hall: Hall) -> None:
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    hall.count(matter, 1, 10, 10, 0)
    hall.close(matter)
    given = {"matter": matter, "number": "14/QĐ-UBND", "dated": date(2026, 3, 7), "reason": "Trái luật"}
    with pytest.raises(Refused):
        hall.town.do(acts.annul, "chair", ground="dislike", **given)
    hall.town.do(acts.annul, "chair", ground="unlawful", **given)
    assert hall.state(matter) == "annulled"


def test_replaying_changes_nothing(hall: Hall) -> None:
    """The same form twice: the same answer, one round, one count."""
    hall.households(10)
    matter = hall.agreed()
    assert hall.state(matter) == "agreed"
    assert Matter.objects.get(pk=matter).rule == CONTRIBUTION
    hall.call(matter)
    with pytest.raises(Refused):
        hall.call(matter)
    assert len(rounds.rounds([matter])) == 1


def test_a_matter_of_the_whole_commune_is_tallied_by_villages(hall: Hall) -> None:
    """Both villages decide for themselves, in the way the chair chose; one of two is not two thirds."""
    hall.households(10)
    hall.households(30, TWO, by="head-two")
    whole = hall.propose(WHOLE, by="chair", code=WARD)
    with pytest.raises(Refused):
        hall.town.do(acts.order, "chair", matter=whole, way="paper")
    hall.town.do(acts.agree, "front", matter=whole)
    hall.town.do(acts.order, "chair", matter=whole, way="paper")
    parts = {row.body_id: row.subject for row in Matter.objects.filter(whole=whole)}
    assert set(parts) == {hall.town.ids[ONE], hall.town.ids[TWO]}
    with pytest.raises(Refused):
        hall.call(parts[hall.village], "meeting")
    for code, head, yes in ((ONE, "head", 7), (TWO, "head-two", 5)):
        part = parts[hall.town.ids[code]]
        hall.call(part, "paper", by=head, code=code)
        with pytest.raises(Refused):
            hall.town.do(acts.sum_up, "chair", matter=whole)
        n = 10 if code == ONE else 30
        hall.count(part, 1, n, yes, n - yes, by=(head, "officer"), code=code)
        hall.close(part, by=head, code=code)
    assert [hall.state(parts[hall.town.ids[code]]) for code in (ONE, TWO)] == ["adopted", "lost"]
    hall.town.do(acts.sum_up, "chair", matter=whole)
    assert hall.state(whole) == "lost"
    assert list(audit.differences()) == []


def test_a_round_called_off_owes_no_notice(hall: Hall) -> None:
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    live = Clock.objects.filter(source=matter, voided=None)
    assert live.exists()
    hall.town.do(acts.call_off, "head", body=hall.village, matter=matter, reason="Mưa lũ")
    assert not live.exists()


def test_one_person_in_two_offices_is_one_person(hall: Hall) -> None:
    """Whoever is village head and head of the work board counts once, not twice."""
    hall.households(10)
    matter = hall.agreed()
    head = get_user_model().objects.get(username="head")
    board = Mandate.objects.get(pk=hall.town.mandates["work-board"])
    board.account = head
    board.save()
    hall.call(matter)
    hall.count(matter, 1, 8, 7, 1)
    with pytest.raises(Refused):
        hall.close(matter)
    hall.count(matter, 1, 8, 7, 1, by=("officer",))
    assert hall.close(matter) is Outcome.PASSED
