"""The long loops: `python -m benchmarks.soak [--processes 8] [--acts 1000] [--only sqlite|postgresql] [--seed N]`.

Runs `benchmarks.kills` on a fresh SQLite with full synchronisation, then on a PostgreSQL that flushes every commit. Exit code 1 where
an answer was lost, an index is missing or a receipt was not kept.
"""

import argparse
import sys

from benchmarks.places import DATABASES, run_in

HEADING = f"{'database':<11} {'acts':>6} {'kills':>6} {'seconds':>8} {'acts/s':>7} {'leaves':>7} {'answers':>8}  verdict"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--processes", default="8")
    parser.add_argument("--acts", default="1000", help="acts of each process")
    parser.add_argument("--only", choices=DATABASES)
    parser.add_argument("--seed", default="20261123")
    chosen = parser.parse_args()
    print(HEADING, flush=True)
    names = (chosen.only,) if chosen.only else DATABASES
    return max(run_in(name, "benchmarks.kills", [name, chosen.processes, chosen.acts, chosen.seed]) for name in names)


if __name__ == "__main__":
    sys.exit(main())
