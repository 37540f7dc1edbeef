"""The long loops: `python -m benchmarks.soak [--processes 8] [--acts 1000] [--rounds 25] [--only sqlite|postgresql] [--seed N]`.

Runs `benchmarks.kills`, then `benchmarks.attackers` (attacks and restores), each on a fresh SQLite with full synchronisation and on a
PostgreSQL that flushes every commit. Exit code 1 where an answer was lost, an index is missing, a receipt was not kept, a forged record
was not found or an old copy was signed over.
"""

import argparse
import sys

from benchmarks.places import DATABASES, run_in

HEADING = f"{'database':<11} {'acts':>6} {'kills':>6} {'seconds':>8} {'acts/s':>7} {'leaves':>7} {'answers':>8}  verdict"
ATTACKS = f"{'database':<11} {'attacks':>7} {'restores':>8} {'seconds':>8} {'leaves':>7}  verdict"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--processes", default="8")
    parser.add_argument("--acts", default="1000", help="acts of each process")
    parser.add_argument("--rounds", default="25", help="attacks, and restores, on each database")
    parser.add_argument("--only", choices=DATABASES)
    parser.add_argument("--seed", default="20261123")
    chosen = parser.parse_args()
    names, worst = (chosen.only,) if chosen.only else DATABASES, 0
    for heading, module, words in (
        (HEADING, "benchmarks.kills", [chosen.processes, chosen.acts, chosen.seed]),
        (ATTACKS, "benchmarks.attackers", [chosen.rounds, chosen.seed]),
    ):
        print(heading, flush=True)
        worst = max(worst, *(run_in(name, module, [name, *words]) for name in names))
    return worst


if __name__ == "__main__":
    sys.exit(main())
