"""The front page."""

from dataclasses import dataclass
from datetime import date

from dinhlang.ground.ui.shapes.body import DayCount, Door
from dinhlang.ground.ui.shapes.common import Link
from dinhlang.ground.ui.shapes.duties import ActRow, OpenRow


@dataclass(frozen=True)
class FoundRow:
    """Something a search found: its name, what it is, where it leads."""

    title: str
    text: str
    href: str


@dataclass(frozen=True)
class HomePage:
    """The front page of a site of one commune."""

    body: Link
    formerly: tuple[str, ...]
    lead: str
    doors: tuple[Door, ...]
    recent: tuple[ActRow, ...]
    open_now: tuple[OpenRow, ...]
    villages: tuple[Link, ...]
    today: date
    life: tuple[DayCount, ...] = ()
    query: str = ""
    found: tuple[FoundRow, ...] | None = None
    report: Link | None = None
    entries: int = 0
