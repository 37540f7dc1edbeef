"""Sizes of the demonstration as one table: `python -m benchmarks.sizes [small|default|province|country …]`, `small default` unless told.

Promises: each size in a process and on a database of its own, the machine and its load named above the table.
"""

import sys

from benchmarks.__main__ import line, machine, measured


def main() -> int:
    """Measure the sizes named on the command line."""
    for said in machine():
        sys.stdout.write(f"{said}\n")
    for size in sys.argv[1:] or ["small", "default"]:
        for row in measured("sqlite", "size", size):
            sys.stdout.write(f"{line(row, 'sqlite')}\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
