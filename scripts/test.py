"""Every test, three ways: on SQLite, on a PostgreSQL started for it, and in a real browser.

    python -m scripts.test [sqlite] [postgresql] [browser] [-- PYTEST ARGUMENTS]     without names: all three

Promises: all chosen ways run even when an earlier one failed; the exit code is 0 only when each ran at least one test and
none failed. What was skipped is named at the end with its reason and never counted as passed. The last line is the sum.
Tests that cannot meet a database (tests/once.py) run once: where SQLite went before, PostgreSQL leaves them out; the sum says
how many, and a file beside the reports which. PostgreSQL alone runs everything.
"""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree import ElementTree

from scripts.postgres import NoPostgres, running_postgres

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "build" / "tests"
LEFT_OUT = "DINHLANG_LEFT_OUT"  # tests/once.py: the file that takes the names of what is not run again
WORKERS = "2"  # the small server, and the machine that checks us, have two cores
WAYS: Mapping[str, Sequence[str]] = {
    "sqlite": ("-m", "not browser", "-n", WORKERS),
    "postgresql": ("-m", "not browser", "-n", WORKERS),
    "browser": ("-m", "browser", "-n", WORKERS, "--dist", "loadfile"),  # a file shares the demonstration it is told on
}


@dataclass(frozen=True)
class Outcome:
    """What one way of running gave: pytest's exit code, tests by verdict, and each skipped test with its reason."""

    way: str
    code: int
    verdicts: Counter[str] = field(default_factory=Counter)
    skipped: tuple[str, ...] = ()
    once: int = 0  # tests that ran on SQLite and were not run again

    @property
    def good(self) -> bool:
        return self.code == 0 and self.verdicts["passed"] > 0

    def told(self) -> str:
        counts = ", ".join(f"{count} {verdict}" for verdict, count in self.verdicts.items() if count)
        once = f", {self.once} not run again: they meet no database and ran on SQLite" if self.once else ""
        return f"{self.way:11} {counts or 'no test ran'}{once}" + ("" if self.code == 0 else f" (pytest ended with {self.code})")


def verdict_of(case: ElementTree.Element) -> str:
    """passed, failed, error or skipped, for one `testcase` of a JUnit report."""
    for tag, verdict in (("failure", "failed"), ("error", "error"), ("skipped", "skipped")):
        if case.find(tag) is not None:
            return verdict
    return "passed"


def read_report(way: str, code: int, report: Path) -> Outcome:
    """The outcome that a JUnit report tells. A report that is missing or torn is a way in which no test ran."""
    try:
        cases = list(ElementTree.parse(report).iter("testcase"))  # noqa: S314  (written by pytest a moment ago)
    except (FileNotFoundError, ElementTree.ParseError):
        return Outcome(way, code or 1)
    told = [(case, verdict_of(case)) for case in cases]
    reasons = tuple(
        f"{case.get('classname')}::{case.get('name')}: {skipped.get('message', '')}"
        for case, verdict in told
        if verdict == "skipped" and (skipped := case.find("skipped")) is not None
    )
    return Outcome(way, code, Counter(verdict for _, verdict in told), reasons)


def database(way: str) -> AbstractContextManager[str]:
    return running_postgres() if way == "postgresql" else nullcontext("")


def run(way: str, arguments: Sequence[str], went_before: bool = False) -> Outcome:
    """Run pytest one way, its output passed through. `went_before`: SQLite's way of this call left a report."""
    report, left_out = REPORTS / f"{way}.xml", REPORTS / f"{way}-left-out.txt"
    for one in (report, left_out):
        one.unlink(missing_ok=True)
    print(f"\n##### {way} #####", flush=True)
    try:
        with database(way) as url:
            environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", LEFT_OUT}}
            environment |= {"DATABASE_URL": url} if url else {}
            environment |= {LEFT_OUT: str(left_out)} if way == "postgresql" and went_before else {}
            command = [sys.executable, "-m", "pytest", *WAYS[way], f"--junitxml={report}", *arguments]
            code = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False).returncode
    except NoPostgres as problem:
        print(problem, file=sys.stderr)
        return Outcome(way, 1)
    once = len(left_out.read_text(encoding="utf-8").splitlines()) if left_out.exists() else 0
    return replace(read_report(way, code, report), once=once)


def main(words: Sequence[str]) -> int:
    """Run the ways named (all without names) and tell the sum."""
    cut = words.index("--") if "--" in words else len(words)
    ways, arguments = words[:cut] or list(WAYS), words[cut + 1 :]
    if unknown := [way for way in ways if way not in WAYS]:
        print(f"Unknown: {', '.join(unknown)}. There are: {', '.join(WAYS)}.", file=sys.stderr)
        return 2
    REPORTS.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    outcomes: list[Outcome] = []
    for way in ways:
        outcomes.append(run(way, arguments, any(one.way == "sqlite" and one.verdicts["passed"] for one in outcomes)))

    print("\n##### the sum #####")
    for outcome in outcomes:
        print(outcome.told())
        for reason in outcome.skipped:
            print(f"    not run: {reason}")
    total: Counter[str] = sum((outcome.verdicts for outcome in outcomes), Counter())
    good = all(outcome.good for outcome in outcomes)
    if not good and not total["failed"] + total["error"]:
        total["error"] += 1  # a way in which nothing ran, or pytest itself failed, must not read as a success
    order = ("failed", "passed", "skipped", "error")
    counts = ", ".join(f"{total[verdict]} {verdict}" for verdict in order if total[verdict])
    print(f" {counts} in {time.monotonic() - begun:.2f}s ".center(80, "="), flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
