"""Sharing out a fund: worked cases, a slow reference, what is true of every result, and the published library's winners."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinhlang.core.refusal import Refused
from dinhlang.core.tally.shares import Ballot, Outcome, Project, Use, Way, account, equal_shares, greedy, grouped

PEER = json.loads((Path(__file__).parent / "data" / "shares.json").read_text("utf-8"))
Fund = tuple[list[Project], list[frozenset[str]], int]


def won(outcome: Outcome) -> list[str]:
    """The ids of the winners in order."""
    return [winner.project.id for winner in outcome.winners]


@st.composite
def funds(draw: st.DrawFn) -> Fund:
    """A few projects, papers of one household each, a fund; small numbers, so that ties and empty purses are common."""
    costs = draw(st.lists(st.integers(1, 30), min_size=1, max_size=6))
    projects = [Project(f"p{n}", cost) for n, cost in enumerate(costs)]
    one = st.frozensets(st.sampled_from([project.id for project in projects]))
    return projects, draw(st.lists(one, min_size=1, max_size=9)), draw(st.integers(1, 80))


def slowly(projects: list[Project], papers: list[frozenset[str]], budget: int, use: Use) -> list[str]:
    """Equal Shares word for word: every household's purse, every project anew in every round, every possible number of poor payers."""
    purse = [Fraction(budget, len(papers))] * len(papers)
    found: list[str] = []
    while True:
        offers = []
        for at, project in enumerate(projects):
            backers = sorted((n for n, paper in enumerate(papers) if project.id in paper), key=lambda n: purse[n])
            if project.id in found or not backers or sum(purse[n] for n in backers) < project.cost:
                continue
            prices = [
                (project.cost - sum(purse[n] for n in backers[:poor])) / Fraction(len(backers) - poor) for poor in range(len(backers))
            ]
            price = next(one for poor, one in enumerate(prices) if one <= purse[backers[poor]])
            rho = price / project.cost if use is Use.COST else price
            offers.append((rho, -len(backers), project.cost, at, price, backers))
        if not offers:
            return found
        _, _, _, at, price, backers = min(offers)
        found.append(projects[at].id)
        for n in backers:
            purse[n] -= min(purse[n], price)


def test_it_works() -> None:
    """Ten households, 1,000 đồng: six like the lamp (400) and the road (600), four the well (400), for which votes alone leave nothing."""
    projects = [Project("road", 600), Project("lamp", 400), Project("well", 400)]
    ballots = [Ballot(frozenset({"road", "lamp"}), 6), Ballot(frozenset({"well"}), 4)]
    outcome = equal_shares(projects, ballots, 1000, complete=False)
    assert (won(outcome), outcome.share, outcome.left) == (["lamp", "well"], Fraction(100), 200)
    assert [(one.price, one.in_full, one.rho) for one in outcome.winners] == [
        (Fraction(200, 3), 6, Fraction(1, 6)),
        (Fraction(100), 4, Fraction(1, 4)),
    ]
    assert [(one.project.id, one.amount, one.left) for one in account(outcome, {"well"})] == [("well", Fraction(100), Fraction(0))]
    assert won(greedy(projects, ballots, 1000)) == ["lamp", "road"]


def test_level_projects_stand_by_votes_then_cost_then_the_list() -> None:
    """With one as use: 20 by two and 10 by one ask the same of each; then the cheaper; then the earlier."""
    projects = [Project("a", 10), Project("b", 20), Project("c", 10)]
    papers = grouped([{"a"}, {"b"}, {"b"}, {"c"}])
    assert won(equal_shares(projects, papers, 40, Use.ONE)) == ["b", "a", "c"]
    assert won(greedy(projects, papers, 40, Way.VOTES_PER_COST)) == ["b", "a", "c"]


def test_what_is_left_is_used_by_raising_shares_and_then_by_votes() -> None:
    """Two of four households want 60 of 100 and hold 50 together: with shares of 30 it is bought, the rest follows."""
    projects = [Project("a", 60), Project("b", 40)]
    papers = grouped([{"a"}, {"a"}, {"b"}, set()])
    assert equal_shares(projects, papers, 100, complete=False).winners == ()
    outcome = equal_shares(projects, papers, 100, step=5)
    assert (won(outcome), outcome.share, outcome.steps, outcome.left) == (["a", "b"], Fraction(40), 3, 0)
    short = equal_shares(projects, papers, 100, step=5, most_steps=1)
    assert (won(short), [one.way for one in short.winners]) == (["a", "b"], [Way.EQUAL_SHARES, Way.VOTES])


ONE, PAPER = Project("a", 5), Ballot(frozenset("a"))


@pytest.mark.parametrize(
    ("projects", "ballots", "budget", "said"),
    [
        ([ONE], [PAPER], 0, "no money"),
        ([], [PAPER], 5, "no project"),
        ([ONE], [], 5, "No ballot paper"),
        ([Project("a", -1)], [PAPER], 5, "“a” must cost"),
        ([ONE, ONE], [PAPER], 5, "“a” is on the list twice"),
        ([ONE], [Ballot(frozenset("ab"))], 5, "names “b”"),
        ([ONE], [Ballot(frozenset("a"), 0)], 5, "one household or more"),
    ],
)
def test_what_cannot_be_counted_is_refused(projects: list[Project], ballots: list[Ballot], budget: int, said: str) -> None:
    """Each way, in one sentence."""
    for count in (equal_shares, greedy):
        with pytest.raises(Refused) as refusal:
            count(projects, ballots, budget)
        assert said in str(refusal.value)


@given(funds(), st.sampled_from(Use))
def test_the_quick_way_is_the_slow_one(fund: Fund, use: Use) -> None:
    """Whether papers are counted one by one or grouped."""
    projects, papers, budget = fund
    able = [project for project in projects if project.cost <= budget]
    expected = slowly(able, papers, budget, use)
    assert won(equal_shares(projects, grouped(papers), budget, use, complete=False)) == expected
    assert won(equal_shares(projects, [Ballot(paper) for paper in papers], budget, use, complete=False)) == expected


@given(funds(), st.sampled_from(Use))
def test_prices_explain_the_result(fund: Fund, use: Use) -> None:
    """Priceability: supporters alone pay, each winner is paid exactly, nobody overdraws, no loser could still be paid for."""
    projects, papers, budget = fund
    outcome = equal_shares(projects, grouped(papers), budget, use, complete=False)
    accounts = [account(outcome, paper) for paper in papers]
    left = [one[-1].left if one else outcome.share for one in accounts]
    assert min(left) >= 0
    for winner in outcome.winners:
        assert sum(paid.amount for one in accounts for paid in one if paid.project == winner.project) == winner.project.cost
        assert winner.price * winner.in_full + winner.others_paid == winner.project.cost
    for project in projects:
        if project.id not in won(outcome) and project.cost <= budget and any(project.id in paper for paper in papers):
            assert sum(money for paper, money in zip(papers, left, strict=True) if project.id in paper) < project.cost
    assert [one.rho for one in outcome.winners] == sorted(one.rho for one in outcome.winners)


@given(funds(), st.sampled_from(Use))
def test_who_agrees_and_is_many_enough_is_not_left_out(fund: Fund, use: Use) -> None:
    """Justified representation: where a project's supporters hold its cost together, one of them at least has a winner."""
    projects, papers, budget = fund
    winners = set(won(equal_shares(projects, grouped(papers), budget, use, complete=False)))
    for project in projects:
        backers = [paper for paper in papers if project.id in paper]
        if backers and len(backers) * Fraction(budget, len(papers)) >= project.cost:
            assert any(winners & paper for paper in backers)


@given(funds(), st.sampled_from(Use), st.integers(0, 5))
def test_the_fund_is_not_overspent_and_is_used(fund: Fund, use: Use, step: int) -> None:
    """By every way; after it, no approved project fits into what is left. Nothing wins twice or without a vote."""
    projects, papers, budget = fund
    ballots = grouped(papers)
    outcomes = [equal_shares(projects, ballots, budget, use, step=step), *(greedy(projects, ballots, budget, way) for way in list(Way)[1:])]
    for outcome in outcomes:
        winners = won(outcome)
        assert outcome.left == budget - sum(one.cost for one in projects if one.id in winners) >= 0
        assert len(set(winners)) == len(winners)
        assert all(any(one in paper for paper in papers) for one in winners)
        assert not [p for p in projects if p.id not in winners and p.cost <= outcome.left and any(p.id in paper for paper in papers)]


@given(funds(), st.sampled_from([Way.VOTES, Way.VOTES_PER_COST]))
def test_one_more_supporter_never_harms_a_winner_by_votes(fund: Fund, way: Way) -> None:
    """True of the greedy ways: the winner moves up, and less is spent before it."""
    projects, papers, budget = fund
    for winner in won(greedy(projects, grouped(papers), budget, way)):
        assert winner in won(greedy(projects, grouped([*papers, {winner}]), budget, way))


@pytest.mark.parametrize("case", PEER, ids=lambda case: f"seed-{case['seed']}")
def test_the_published_library_has_the_same_winners(case: dict[str, Any]) -> None:
    """See `data/README.md`. Its greedy ways also take what nobody approves."""
    projects = [Project(*one) for one in case["projects"]]
    ballots, budget, winners = grouped(paper.split() for paper in case["papers"]), case["budget"], case["winners"]
    assert won(equal_shares(projects, ballots, budget, complete=False)) == winners["cost"]
    assert won(equal_shares(projects, ballots, budget, Use.ONE, complete=False)) == winners["one"]
    raised = equal_shares(projects, ballots, budget, most_steps=100_000)
    assert {one.project.id for one in raised.winners if one.way is Way.EQUAL_SHARES} == set(winners["add1"])
    liked = frozenset().union(*(ballot.approves for ballot in ballots))
    assert won(greedy(projects, ballots, budget)) == [one for one in winners["votes"] if one in liked]
    assert won(greedy(projects, ballots, budget, Way.VOTES_PER_COST)) == [one for one in winners["votes_per_cost"] if one in liked]
