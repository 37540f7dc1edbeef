"""A fresh database for a loop or a benchmark, and a process of its own to run it in."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from scripts.postgres import running_postgres

ROOT = Path(__file__).resolve().parents[1]
DATABASES = ("sqlite", "postgresql")


@contextmanager
def place(name: str) -> Iterator[dict[str, str]]:
    """Environment for `benchmarks.house`: a durable database `name` and a data directory, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="dinhlang-bench-"))
    try:
        if name == "postgresql":
            with running_postgres(durable=True) as url:
                yield {"BENCH_URL": url, "BENCH_DATA": str(folder)}
        else:
            yield {"BENCH_URL": f"sqlite:///{folder / 'bench.sqlite3'}", "BENCH_DATA": str(folder)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_in(name: str, module: str, arguments: Sequence[str]) -> int:
    """Run `python -m module` on a fresh database; its exit code."""
    with place(name) as environment:
        command = [sys.executable, "-m", module, *arguments]
        return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, check=False).returncode
