"""The real rulebook as bytes, and once read: what the tests of core judge by; and a small one in which mistakes are made."""

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


SMALL = Path(__file__).resolve().parent / "small"
SHARED = ("calendar/", "terms.toml", "offices.toml", "facts.toml", "channels.toml", "acts.toml")


@cache
def small_files() -> dict[str, bytes]:
    """A book of a few rules of one law as they once stood, with the lists and calendars of the real one: its text does not change."""
    rules = {path.relative_to(SMALL).as_posix(): path.read_bytes() for path in sorted(SMALL.rglob("*.toml"))}
    return {**{path: data for path, data in book_files().items() if path.startswith(SHARED)}, **rules}
