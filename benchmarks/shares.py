"""What sharing out a fund costs: `python -m benchmarks.shares [households]`. Needs no database.

Promises: the time of Equal Shares with cost as use, before completion (as many such counts as it takes steps; timed where `whole` is asked
for), beside reading the same papers once (every project on every paper is counted). The planted papers are written down here: 100 projects
of 20 to 400 million đồng and a fund of a third of their sum; projects are liked unequally; a household approves 3 to 15. No assertion on
time.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from random import Random
from time import perf_counter

from benchmarks.ledger import Row
from dinhlang.core.tally.shares import Project, equal_shares, grouped

SEED = 2021


def planted(households: int, projects: int = 100) -> tuple[list[Project], list[frozenset[str]], int]:
    """The projects, the papers, the fund in đồng."""
    chance = Random(SEED)
    listed = [Project(f"p{n:03}", chance.randrange(20_000, 400_000) * 1000) for n in range(projects)]
    names, liked = [one.id for one in listed], [chance.random() + 0.05 for _ in listed]
    papers = [frozenset(chance.choices(names, liked, k=chance.randint(3, 15))) for _ in range(households)]
    return listed, papers, sum(one.cost for one in listed) // 3


def rows(households: int, *, whole: bool = False) -> Iterator[Row]:
    """The rows of the table, in milliseconds; with `whole` the completion too, which takes as long as many counts."""
    projects, papers, budget = planted(households)
    begun = perf_counter()
    Counter(chain.from_iterable(papers))
    floor = (perf_counter() - begun) * 1000
    begun = perf_counter()
    equal_shares(projects, grouped(papers), budget, complete=False)
    took = (perf_counter() - begun) * 1000
    yield Row("equal shares of a fund, from papers to winners", households, took, "ms", floor, took / floor)
    if whole:
        begun = perf_counter()
        steps = equal_shares(projects, grouped(papers), budget).steps
        took = (perf_counter() - begun) * 1000
        yield Row(f"the same, completed ({steps} raises of the shares)", households, took, "ms", floor, took / floor)


def main() -> None:
    """The command line."""
    for row in rows(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000, whole=True):
        print(f"{row.what:40} {row.size:>9,} {row.figure:>10,.0f} {row.unit} {row.floor or 0:>8,.1f} {row.ratio or 0:>6.1f}")


if __name__ == "__main__":
    main()
