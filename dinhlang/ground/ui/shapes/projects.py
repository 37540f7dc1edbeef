"""What is built in a commune."""

from dataclasses import dataclass
from datetime import date

from dinhlang.ground.ui.shapes.common import Field, Link


@dataclass(frozen=True)
class ProjectRow:
    """A project: the word for its state with its css class, facts, and how much of 100 was paid out (None where it cannot be said)."""

    name: str
    status: str
    css: str
    facts: tuple[Field, ...]
    share: int | None


@dataclass(frozen=True)
class StatusCount:
    """How many projects are in a state."""

    word: str
    css: str
    n: int


@dataclass(frozen=True)
class ProjectsPage:
    """The projects of a commune, or of one of its `villages`, which are (link, whether it is the one shown). Amounts in đồng."""

    title: str
    body: Link
    year: int
    rows: tuple[ProjectRow, ...]
    states: tuple[StatusCount, ...]
    plan: int
    paid: int
    sentence: str
    villages: tuple[tuple[Link, bool], ...]
    everywhere: Link | None
    actions: tuple[Link, ...]
    updated: date | None
    today: date
    basis: str = ""
    data: Link | None = None
