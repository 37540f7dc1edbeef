"""What the record costs with a database: `python -m benchmarks.record [--leaves 1000000] [--only sqlite|postgresql]`.

Planted log (seedless): leaves as in `benchmarks.ledger`, every third sealed, entries ten seconds apart, no parts, appended by the
record's own `append.enter` in batches of 4,096. Floors of the same run: plain one-row INSERTs for acts and appends, SHA-256 of the same
leaves for `verify` and the rebuilding of the tree. Figures are of this machine; nothing is asserted.
"""

import argparse
import sys
import time
from collections.abc import Callable
from statistics import median

from benchmarks.places import DATABASES, run_in


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--leaves", default="1000000")
    parser.add_argument("--only", choices=DATABASES)
    chosen = parser.parse_args()
    print(f"{'database':<11} {'what':<58} {'figure':>12} {'floor':>12} {'ratio':>7}  goal", flush=True)
    names = (chosen.only,) if chosen.only else DATABASES
    return max(run_in(name, "benchmarks.record_rows", [name, chosen.leaves]) for name in names)


def middle(repeat: int, do: Callable[[int], object]) -> float:
    """Seconds that `do(n)` takes, the median of `repeat` runs."""
    taken = []
    for n in range(repeat):
        begun = time.perf_counter()
        do(n)
        taken.append(time.perf_counter() - begun)
    return median(taken)


if __name__ == "__main__":
    sys.exit(main())
