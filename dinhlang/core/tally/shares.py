"""Ways of spending a fund among projects: Equal Shares, and the two greedy ways beside it for comparison.

Equal Shares: every household holds the same share of the fund. A project can be bought where its supporters can pay for it, each the same
price or, who has less left, all of it. Bought is always what asks its supporters for the least money for its use (`rho`), until nothing can
be bought. An approved project's use is its cost (the custom for shared funds) or one. Source: Peters, Pierczyński, Skowron,
"Proportional Participatory Budgeting with Additive Utilities", NeurIPS 2021. As money may be left over, it is completed by Add1U
(Faliszewski and others, "Participatory Budgeting: Data, Tools and Analysis", IJCAI 2023): shares are raised step by step in thought,
the fund is not, until the next step would overspend it; then projects by votes while they fit.

Promises: whole numbers and fractions alone, never rounded; the fund is never overspent; what nobody approves never wins; level projects
stand in one order: more votes, lower cost, earlier on the list. Refuses: a list or papers that cannot be counted.
"""

import heapq
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import compress
from math import gcd
from operator import mul

from dinhlang.core.refusal import N_, Refused


class Way(StrEnum):
    """How the fund is shared out, or by what a winner came in."""

    EQUAL_SHARES = "equal_shares"
    VOTES = "votes"
    VOTES_PER_COST = "votes_per_cost"


class Use(StrEnum):
    """What a household has of an approved project that wins: its cost, or one."""

    COST = "cost"
    ONE = "one"


@dataclass(frozen=True)
class Project:
    """Something the fund may pay for; `cost` in đồng, one or more."""

    id: str
    cost: int


@dataclass(frozen=True)
class Ballot:
    """What `households` papers say alike: the ids of the projects they approve. An empty paper counts among the households."""

    approves: frozenset[str]
    households: int = 1


@dataclass(frozen=True)
class Winner:
    """A project that wins, by which way, with its working.

    By equal shares: `price` is what each of `in_full` supporters pays, in đồng; its other supporters pay all they have left, `others_paid`
    together; `rho` is the price for one unit of use. By votes these are zero.
    """

    project: Project
    votes: int
    way: Way
    price: Fraction = Fraction(0)
    rho: Fraction = Fraction(0)
    in_full: int = 0
    others_paid: Fraction = Fraction(0)


@dataclass(frozen=True)
class Outcome:
    """The winners in the order they won. `share` is what each household held in đồng, after `steps` raises; `left` đồng are not spent."""

    budget: int
    households: int
    share: Fraction
    winners: tuple[Winner, ...]
    left: int
    steps: int = 0


@dataclass(frozen=True)
class Paid:
    """What one household paid for a winner it approves, in đồng, and what it then had left."""

    project: Project
    amount: Fraction
    left: Fraction


def grouped(papers: Iterable[Collection[str]]) -> tuple[Ballot, ...]:
    """Papers of one household each, counted by what they say; in the order in which each kind first came."""
    return tuple(Ballot(approves, count) for approves, count in Counter(map(frozenset, papers)).items())


def check(projects: Sequence[Project], ballots: Sequence[Ballot], budget: int) -> None:
    """Whether these can be counted. Raises Refused with what is to be mended."""
    if budget < 1:
        raise Refused(N_("There is no money to share out: the fund must be one đồng or more."))
    if not projects:
        raise Refused(N_("There is no project on the list."))
    if not ballots:
        raise Refused(N_("No ballot paper was counted yet."))
    known = frozenset(project.id for project in projects)
    for project in projects:
        if project.cost < 1:
            raise Refused(N_("Project “{project}” must cost one đồng or more."), {"project": project.id})
    if len(known) < len(projects):
        twice = next(one for one, times in Counter(project.id for project in projects).items() if times > 1)
        raise Refused(N_("Project “{project}” is on the list twice."), {"project": twice})
    for ballot in ballots:
        if ballot.households < 1:
            raise Refused(N_("Each ballot paper counts for one household or more."))
        if not ballot.approves <= known:
            raise Refused(
                N_("A ballot paper names “{project}”, which is not on the list."), {"project": min(ballot.approves - known)}
            )  # fmt: skip


class _Poll:
    """The papers turned round: for each project that can win, which groups approve it. A project that costs more than the fund cannot."""

    def __init__(self, projects: Sequence[Project], ballots: Sequence[Ballot], budget: int) -> None:
        check(projects, ballots, budget)
        self.budget, self.projects = budget, projects
        self.weights = [ballot.households for ballot in ballots]
        self.households = sum(self.weights)
        self.groups: list[list[int]] = [[] for _ in projects]
        add = {project.id: groups.append for project, groups in zip(projects, self.groups, strict=True)}
        for group, ballot in enumerate(ballots):
            for one in ballot.approves:
                add[one](group)
        self.sizes = [[self.weights[group] for group in groups] for groups in self.groups]
        self.votes = [sum(sizes) for sizes in self.sizes]
        self.rank = [(-self.votes[n], project.cost, n) for n, project in enumerate(projects)]
        self.able = [n for n, project in enumerate(projects) if self.votes[n] and project.cost <= budget]


def _price(needed: int, money: Sequence[int], sizes: Sequence[int]) -> tuple[int, int] | None:
    """The equal price that raises `needed`, as (dividend, number of households that pay it in full); None where there is too little money.

    `money` is what each group's households have. Whoever has less than an even part pays all of it, and the rest is divided anew.
    """
    rest, payers = needed, sum(sizes)
    while payers:
        if min(money) * payers >= rest:
            return rest, payers
        least = -(-rest // payers)
        poor = [one < least for one in money]
        rest -= sum(map(mul, compress(money, poor), compress(sizes, poor)))
        payers -= sum(compress(sizes, poor))
        rich = [not one for one in poor]
        money, sizes = list(compress(money, rich)), list(compress(sizes, rich))
    return None


def _buy(poll: _Poll, use: Use, share: Fraction) -> list[Winner]:
    """What is bought where every household holds `share` đồng.

    Money is kept in whole parts of a đồng, `unit` of them, made smaller whenever a price needs it. As purses only empty, a project's last
    known `rho` is never above its present one: only the project that leads is reckoned anew.
    """
    unit, winners = share.denominator, list[Winner]()
    purses = [share.numerator] * len(poll.weights)
    waiting = []
    for n in poll.able:
        cost = poll.projects[n].cost
        waiting.append((Fraction(cost, poll.votes[n] * (cost if use is Use.COST else 1)), poll.rank[n]))
    heapq.heapify(waiting)
    while waiting:
        _, rank = heapq.heappop(waiting)
        project, groups, sizes = poll.projects[rank[2]], poll.groups[rank[2]], poll.sizes[rank[2]]
        found = _price(project.cost * unit, [purses[group] for group in groups], sizes)
        if found is None:
            continue
        rest, payers = found
        price = Fraction(rest, payers * unit)
        rho = price / project.cost if use is Use.COST else price
        if waiting and (rho, rank) > waiting[0]:
            heapq.heappush(waiting, (rho, rank))
            continue
        finer = payers // gcd(rest, payers)
        if finer > 1:
            unit *= finer
            purses = [purse * finer for purse in purses]
        each = rest * finer // payers
        for group in groups:
            purses[group] = max(purses[group] - each, 0)
        winners.append(Winner(project, poll.votes[rank[2]], Way.EQUAL_SHARES, price, rho, payers, project.cost - price * payers))
    return winners


def _spent(winners: Iterable[Winner]) -> int:
    return sum(winner.project.cost for winner in winners)


def _by_votes(poll: _Poll, way: Way, winners: Sequence[Winner] = ()) -> list[Winner]:
    """`winners`, then whatever fits into what they leave: the most votes first, or the most votes for each đồng."""
    found, left = list(winners), poll.budget - _spent(winners)
    have = {winner.project.id for winner in winners}

    def order(n: int) -> tuple[Fraction | int, tuple[int, int, int]]:
        return (0 if way is Way.VOTES else -Fraction(poll.votes[n], poll.projects[n].cost)), poll.rank[n]

    for n in sorted(poll.able, key=order):
        project = poll.projects[n]
        if project.id not in have and project.cost <= left:
            found.append(Winner(project, poll.votes[n], way))
            left -= project.cost
    return found


def equal_shares(
    projects: Sequence[Project],
    ballots: Sequence[Ballot],
    budget: int,
    use: Use = Use.COST,
    *,
    complete: bool = True,
    step: int = 0,
    most_steps: int = 200,
) -> Outcome:
    """The winners by Equal Shares out of `budget` đồng; with `complete`, by Add1U after that. Raises Refused.

    Shares are raised by `step` đồng a household at a time (0: by a hundredth of the first share, one đồng at least), `most_steps` times at
    most; each step is a whole count. Raising ends where the next step would overspend the fund, or where nothing more fits into it.
    """
    poll = _Poll(projects, ballots, budget)
    first = share = Fraction(budget, poll.households)
    step, steps = step if step > 0 else max(1, budget // (100 * poll.households)), 0
    winners = _buy(poll, use, share)
    while complete and steps < most_steps and len(_by_votes(poll, Way.VOTES, winners)) > len(winners):
        more = _buy(poll, use, first + step * (steps + 1))
        if _spent(more) > budget:
            break
        winners, steps, share = more, steps + 1, first + step * (steps + 1)
    if complete:
        winners = _by_votes(poll, Way.VOTES, winners)
    return Outcome(budget, poll.households, share, tuple(winners), budget - _spent(winners), steps)


def greedy(projects: Sequence[Project], ballots: Sequence[Ballot], budget: int, way: Way = Way.VOTES) -> Outcome:
    """The winners by votes, or by votes for each đồng: from the top, whatever still fits. Raises Refused; for `EQUAL_SHARES` ValueError."""
    if way is Way.EQUAL_SHARES:
        raise ValueError(way)
    poll = _Poll(projects, ballots, budget)
    winners = _by_votes(poll, way)
    return Outcome(budget, poll.households, Fraction(budget, poll.households), tuple(winners), budget - _spent(winners))


def account(outcome: Outcome, approves: Collection[str]) -> tuple[Paid, ...]:
    """What a household that approves these paid, winner by winner. Nobody pays for a winner that came in by votes."""
    left, paid = outcome.share, list[Paid]()
    for winner in outcome.winners:
        if winner.way is Way.EQUAL_SHARES and winner.project.id in approves:
            amount = min(left, winner.price)
            left -= amount
            paid.append(Paid(winner.project, amount, left))
    return tuple(paid)
