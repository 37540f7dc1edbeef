"""Speed as one table: `python -m benchmarks [--quick] [--only sqlite|postgresql] [--leaves N]` (make bench).

Promises: every figure of a goal stands beside its floor of the same run and beside the goal, met or not; the machine is named above them.
Each measurement runs in a process of its own on a fresh database (`benchmarks.places`). Refuses nothing for being slow: the exit code is 1
only where a measurement could not be made.
"""

import argparse
import json
import os
import platform
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import ledger, shares
from benchmarks.ledger import Row
from benchmarks.places import DATABASES, ROOT, place
from scripts.postgres import find_binaries

COLUMNS = f"{'what':58} {'database':10} {'size':>9} {'figure':>10} {'unit':10} {'floor':>10} {'ratio':>6}  goal"
NUMBER = re.compile(r"([0-9.,]+)\s*(.*)")
RECORD_LINE = re.compile(r"(?P<name>.{11}) (?P<what>.{58}) (?P<figure>.{12}) (?P<floor>.{12}) (?P<ratio>.{7})  ?(?P<goal>.*)")


@dataclass(frozen=True)
class Goal:
    """What a row is held against: its figure or its ratio, at least or at most a value. `what` is how the row's name begins."""

    what: str
    value: float
    of_ratio: bool = False
    at_most: bool = False
    database: str = ""

    def text(self) -> str:
        """As the table says it."""
        return f"{'≤' if self.at_most else '≥'} {self.value:g}{' of the floor' if self.of_ratio else ''}"

    def met(self, row: Row) -> bool:
        """Whether the row reaches it."""
        found = row.ratio if self.of_ratio else row.figure
        return found is not None and (found <= self.value if self.at_most else found >= self.value)


GOALS = (
    Goal("act through its view", 250, database="sqlite"),
    Goal("act through its view", 200, database="postgresql"),
    Goal("page questions", 8, at_most=True),
    Goal("page rendered", 0.5, of_ratio=True),
    Goal("page kept", 0.5, of_ratio=True),
    Goal("first visit", 30, at_most=True),
    Goal("append without the commit", 1, at_most=True),
    Goal("verify", 100_000),
    Goal("tree rebuilt", 50_000),
    Goal("rebuild the tree", 50_000),
    Goal("rebuild tree and tiles", 50_000),
    Goal("rulebook loaded", 500, at_most=True),
    Goal("schedules of a year", 200, at_most=True),
    Goal("board of the country", 1000, at_most=True),
    Goal("country entered", 10_000, at_most=True),
    Goal("search over the country", 100, at_most=True),
    Goal("villages imported", 20, at_most=True),
    Goal("households imported", 60, at_most=True),
    Goal("equal shares of a fund", 1000, at_most=True),
    Goal("minutes of a meeting as PDF", 2, at_most=True),
    Goal("access slips on paper", 60, at_most=True),
    Goal("desk, counted before", 100, at_most=True),
    Goal("desk questions", 12, at_most=True),
    Goal("answers through the page", 600, at_most=True),
    Goal("answers added up", 10, at_most=True),
    Goal("access slips: memory", 20, at_most=True),
    Goal("petitions: sent", 0.35, of_ratio=True),
    Goal("petitions: code of another", 1.1, of_ratio=True, at_most=True),
    Goal("petitions:", 100, at_most=True),
    *(Goal(f"{kind} proof at", 1, at_most=True) for kind in ("inclusion", "consistency")),
)


def goal_of(row: Row, database: str) -> Goal | None:
    """The goal a row is held against, if any. A proof that reads every tile anew may take five times as long."""
    for goal in GOALS:
        if row.what.startswith(goal.what) and goal.database in {"", database}:
            return Goal(goal.what, 5, at_most=True) if "proof" in row.what and row.what.endswith("cold") else goal
    return None


def line(row: Row, database: str) -> str:
    """One line of the table."""

    def number(value: float | None) -> str:
        return "" if value is None else f"{value:,.{0 if value >= 100 else 2}f}"

    goal = goal_of(row, database)
    verdict = "" if goal is None else f"{goal.text()}: {'met' if goal.met(row) else 'NOT MET'}"
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    size = f"{row.size:,}" if row.size else ""
    numbers = f"{size:>9} {number(row.figure):>10} {row.unit[:10]:10} {number(row.floor):>10} {ratio:>6}"
    return f"{row.what[:58]:58} {database:10} {numbers}  {verdict}".rstrip()


def machine() -> Iterator[str]:
    """The machine the figures belong to."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    cpu = next((text.partition(":")[2].strip() for text in lines if text.startswith("model name")), platform.processor() or "?")
    yield f"machine: {len(os.sched_getaffinity(0))} cores ({cpu}), {platform.system()} {platform.machine()}"
    yield f"load before: {os.getloadavg()[0]:.1f} (a busy machine's figures are its neighbours' too)"
    server = subprocess.run([find_binaries() / "postgres", "--version"], capture_output=True, text=True, check=True).stdout.split()[2]
    yield f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version} (WAL, synchronous=FULL), PostgreSQL {server} (fsync on)"


def told(text: str) -> Row | None:
    """A row out of one line of `benchmarks.record`; None for any other line."""
    found = RECORD_LINE.fullmatch(text.ljust(105))
    if found is None or (figure := NUMBER.fullmatch(found["figure"].strip())) is None:
        return None
    floor, ratio = NUMBER.fullmatch(found["floor"].strip()), found["ratio"].strip()
    unit = figure[2].lstrip("/") and (f"1{figure[2]}" if figure[2].startswith("/") else figure[2])
    return Row(
        found["what"].strip(),
        0,
        float(figure[1].replace(",", "")),
        unit,
        float(floor[1].replace(",", "")) if floor else None,
        float(ratio) if ratio else None,
    )


def measured(database: str, module: str, *words: str) -> Iterator[Row]:
    """The rows of a module of this folder, run on a fresh database. Raises CalledProcessError where it could not measure."""
    with place(database) as environment:
        command = [sys.executable, "-m", f"benchmarks.{module}", *words]
        with subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        ) as child:
            for text in child.stdout or ():
                row = Row(**json.loads(text)) if text.startswith("{") else told(text.rstrip("\n"))
                if row is not None:
                    yield row
        if child.returncode:
            raise subprocess.CalledProcessError(child.returncode, command)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Speed, as one table with the floors beside it.")
    parser.add_argument("--quick", action="store_true", help="a tenth of everything: to see that it runs, not to quote")
    parser.add_argument("--only", choices=DATABASES)
    parser.add_argument("--leaves", type=int, help="size of the planted log (1,000,000)")
    parser.add_argument("--no-record", action="store_true", help="leave the long planted log out")
    chosen = parser.parse_args()
    acts, turns = ("40", "3") if chosen.quick else ("400", "20")
    communes, villages = ("332", "140") if chosen.quick else ("3321", "1400")
    casts, counted = ("200", "100000") if chosen.quick else ("2000", "1000000")
    petitions = "1000" if chosen.quick else "100000"
    households, slips = ("12700", "1600") if chosen.quick else ("127000", "10000")
    leaves = chosen.leaves or (50_000 if chosen.quick else 1_000_000)
    for text in machine():
        print(text)
    print(COLUMNS, flush=True)
    for database in (chosen.only,) if chosen.only else DATABASES:
        record = () if chosen.no_record else (("record_rows", database, str(leaves)),)
        places = [("board", communes), ("imports", villages), ("country", f"{villages}0"), ("rolls", households, slips)]
        places += [("desk", "100", "5000"), ("votes", casts, counted), ("papers", "20"), ("petitions", petitions)]
        for module, *words in (("acts", acts), ("pages", turns), *places, *record):
            for row in measured(database, module, *words):
                print(line(row, database), flush=True)
    for row in (*ledger.rows(leaves // 10), *shares.rows(5_000 if chosen.quick else 50_000)):
        print(line(row, "none"), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
