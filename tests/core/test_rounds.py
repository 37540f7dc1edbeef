"""Rounds: sheets that add up, outcomes against an independent recount, which round may follow which."""

from datetime import date
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinhlang.core.refusal import Refused
from dinhlang.core.rules import Decision, Read, Right, Round, Text, Threshold
from dinhlang.core.tally.rounds import (
    NOT_CHOSEN,
    NOT_FIRST,
    NOT_SO,
    SAID_NO,
    SETTLED,
    Outcome,
    Question,
    Sheet,
    Way,
    check_question,
    check_sheet,
    check_way,
    needed,
    of_villages,
    result,
    ways,
)

PLAIN = Question(2)


def rule(share: str = "2/3", *, inclusive: bool = True, base: str = "all", quorum: Threshold | None = None, rounds: str = "mp") -> Decision:
    """A matter of a village; `rounds` m: meeting, p: papers after a meeting, P: papers at once, o: online once chosen."""
    known = {"m": Round("meeting"), "p": Round("paper", "", "could_not_reach"), "P": Round("paper"),
             "o": Round("online", "", "households_chose_online")}  # fmt: skip
    text = Text("a", "a")
    return Decision(
        "x", "Law Art. 1", "Law Art. 1", Right.DECIDE, text, None, "village", "households", base, "", quorum,
        Threshold(Fraction(share), inclusive), tuple(known[one] for one in rounds), "village-head", "front-work-board", "",
        Read.TEXT, "2022-11-10", (), date(2023, 8, 15), None, None, "x.toml",
    )  # fmt: skip


HALF = rule("1/2", inclusive=False)


def test_it_works() -> None:
    """200 households, 110 of them in three sittings: two thirds are out of reach. Papers to all: 150 back, 140 agree."""
    met = [Sheet(80, 45, (44, 1)), Sheet(70, 40, (40, 0)), Sheet(50, 25, (20, 5))]
    first = result(rule(), PLAIN, Way.MEETING, met)
    assert (first.outcome, first.took_part, first.needed, first.of) == (Outcome.COULD_NOT_REACH, 110, 134, 200)
    assert ways(rule(), [(Way.MEETING, first.outcome)]) == (Way.MEETING, Way.PAPER)
    second = result(rule(), PLAIN, Way.PAPER, [Sheet(200, 150, (140, 8), 2)])
    assert (second.outcome, second.votes, second.chosen) == (Outcome.PASSED, (140, 8), (0,))


def test_a_meeting_with_enough_people_that_says_no_settles_it() -> None:
    said = result(rule(), PLAIN, Way.MEETING, [Sheet(200, 180, (120, 60))])
    assert said.outcome is Outcome.LOST
    assert ways(rule(), [(Way.MEETING, said.outcome)]) == ()
    with pytest.raises(Refused) as stopped:
        check_way(rule(), Way.PAPER, [(Way.MEETING, said.outcome)])
    assert (stopped.value.msg, stopped.value.basis) == (SAID_NO, "Law Art. 1")


@pytest.mark.parametrize(
    ("rounds", "way", "before", "why"),
    [
        ("mp", Way.PAPER, (), NOT_FIRST),
        ("mp", Way.ONLINE, (), NOT_SO),
        ("mPo", Way.ONLINE, (), NOT_CHOSEN),
        ("mp", Way.PAPER, ((Way.MEETING, Outcome.PASSED),), SETTLED),
        ("mPo", Way.PAPER, ((Way.MEETING, Outcome.LOST),), SAID_NO),
        ("mp", Way.PAPER, ((Way.PAPER, Outcome.COULD_NOT_REACH),), NOT_FIRST),
    ],
)
def test_a_way_is_refused(rounds: str, way: Way, before: tuple[tuple[Way, Outcome], ...], why: str) -> None:
    with pytest.raises(Refused) as stopped:
        check_way(rule(rounds=rounds), way, before)
    assert stopped.value.msg == why


def test_papers_come_first_where_the_rule_lets_them_and_online_once_it_was_chosen() -> None:
    assert ways(rule(rounds="mPo"), ()) == (Way.MEETING, Way.PAPER)
    assert ways(rule(rounds="mPo"), (), {"households_chose_online"}) == (Way.MEETING, Way.PAPER, Way.ONLINE)


@pytest.mark.parametrize(
    ("sheet", "way", "question"),
    [
        (Sheet(10, -1, (0, 0)), Way.MEETING, PLAIN),
        (Sheet(10, 11, (1, 1)), Way.MEETING, PLAIN),
        (Sheet(10, 8, (9, 0)), Way.MEETING, PLAIN),
        (Sheet(10, 8, (5, 4)), Way.MEETING, PLAIN),
        (Sheet(10, 8, (5, 2)), Way.PAPER, PLAIN),
        (Sheet(10, 8, (5, 2), 2), Way.PAPER, PLAIN),
        (Sheet(10, 8, (5, 2, 1)), Way.PAPER, PLAIN),
        (Sheet(10, 8, (8, 8, 1), 0), Way.MEETING, Question(3, 3, 2)),
        (Sheet(10, 8, (7, 0), 2), Way.MEETING, PLAIN),
        (Sheet(10, 3, (0, 0), 4), Way.MEETING, PLAIN),
    ],
)
def test_a_sheet_that_does_not_add_up_is_refused(sheet: Sheet, way: Way, question: Question) -> None:
    with pytest.raises(Refused):
        check_sheet(sheet, question, way)


@pytest.mark.parametrize("question", [Question(2, 2, 3), Question(2, 2, 0), Question(2, 3, 1), Question(0, 0, 0)])
def test_places_that_cannot_be_filled_are_refused(question: Question) -> None:
    with pytest.raises(Refused):
        check_question(question)


def test_hands_that_stayed_down_need_not_add_up() -> None:
    check_sheet(Sheet(10, 8, (3, 2)), PLAIN, Way.MEETING)


def test_nothing_counted_is_no_result() -> None:
    with pytest.raises(Refused):
        result(rule(), PLAIN, Way.MEETING, [])


def test_a_quorum_of_its_own() -> None:
    conference = rule("1/2", inclusive=False, base="attending", quorum=Threshold(Fraction(2, 3), True))
    assert result(conference, PLAIN, Way.MEETING, [Sheet(30, 19, (19, 0))]).outcome is Outcome.COULD_NOT_REACH
    held = result(conference, PLAIN, Way.MEETING, [Sheet(30, 20, (11, 9))])
    assert (held.outcome, held.of, held.needed, held.quorum) == (Outcome.PASSED, 20, 11, 20)
    assert result(conference, PLAIN, Way.MEETING, [Sheet(30, 20, (10, 10))]).outcome is Outcome.LOST


def test_an_election() -> None:
    head = Question(3, 3, 1)
    one = result(HALF, head, Way.MEETING, [Sheet(100, 90, (51, 30, 9))])
    assert (one.outcome, one.chosen) == (Outcome.PASSED, (0,))
    assert result(HALF, head, Way.MEETING, [Sheet(100, 90, (50, 30, 10))]).outcome is Outcome.LOST
    board = Question(4, 4, 2)
    level = result(HALF, board, Way.MEETING, [Sheet(100, 90, (70, 55, 55, 0))])
    assert (level.outcome, level.chosen, level.tied) == (Outcome.PASSED, (0,), (1, 2))
    clear = result(HALF, board, Way.MEETING, [Sheet(100, 90, (52, 60, 51, 0))])
    assert (clear.chosen, clear.tied) == ((1, 0), ())


def test_villages_are_tallied_never_their_households() -> None:
    yes, no, few = Outcome.PASSED, Outcome.LOST, Outcome.COULD_NOT_REACH
    assert of_villages(rule(), [yes, yes, yes, yes, no]).outcome is Outcome.PASSED
    assert of_villages(rule(), [yes, yes, yes, no, few]).outcome is Outcome.LOST
    waiting = of_villages(rule(), [yes, yes, yes, yes, None])
    assert (waiting.outcome, waiting.agreed, waiting.open, waiting.needed) == (None, 4, 1, 4)


SHARES = st.fractions(min_value=0, max_value=1, max_denominator=12)


@given(SHARES, st.booleans(), st.integers(1, 5000))
def test_the_least_number_reaches_and_one_less_does_not(share: Fraction, inclusive: bool, of: int) -> None:
    threshold = Threshold(share, inclusive)
    least = needed(threshold, of)
    assert least == 1 or not threshold.reached(least - 1, of)
    assert threshold.reached(least, of)


@st.composite
def sheets(draw: st.DrawFn) -> list[Sheet]:
    """One to four sittings with sheets that add up."""
    found = []
    for _n in range(draw(st.integers(1, 4))):
        agree, against, spoilt, away = (draw(st.integers(0, 60)) for _i in range(4))
        found.append(Sheet(agree + against + spoilt + away, agree + against + spoilt, (agree, against), spoilt))
    return found


@given(sheets(), st.sampled_from([(Fraction(2, 3), True), (Fraction(1, 2), False)]))
def test_a_recount_household_by_household_says_the_same(found: list[Sheet], share: tuple[Fraction, bool]) -> None:
    """Another method: a list with one word for each household of the village, counted with a plain comparison."""
    village: list[str] = []
    for one in found:
        village += ["agree"] * one.votes[0] + ["against"] * one.votes[1] + ["spoilt"] * one.spoilt
        village += ["away"] * (one.on_roll - one.took_part)
    if not village:
        return
    part, inclusive = share

    def enough(number: int) -> bool:
        return number * part.denominator >= len(village) * part.numerator if inclusive else number * 2 > len(village)

    came = len(village) - village.count("away")
    expected = (
        Outcome.PASSED if enough(village.count("agree")) else Outcome.LOST if enough(came) else Outcome.COULD_NOT_REACH
    )  # fmt: skip
    assert result(rule(str(part), inclusive=inclusive), PLAIN, Way.PAPER, found).outcome is expected


@given(sheets(), st.randoms(use_true_random=False))
def test_the_order_of_sittings_changes_nothing(found: list[Sheet], chance: Random) -> None:
    other = list(found)
    chance.shuffle(other)
    assert result(HALF, PLAIN, Way.PAPER, found) == result(HALF, PLAIN, Way.PAPER, other)
