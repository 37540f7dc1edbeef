"""The real rulebook as bytes, and once read: what the tests of core judge by."""

from functools import cache
from pathlib import Path

from dinhlang.core.rules import Rulebook, load

ROOT = Path(__file__).resolve().parents[2] / "rulebook"


@cache
def book_files() -> dict[str, bytes]:
    """Every TOML file of `rulebook/` by its POSIX path relative to it."""
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in sorted(ROOT.rglob("*.toml"))}


@cache
def the_book() -> Rulebook:
    """The rulebook as shipped."""
    return load(book_files())
