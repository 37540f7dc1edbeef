"""A body's page."""

from dataclasses import dataclass
from datetime import date

from dinhlang.core.rules import State
from dinhlang.ground.ui.shapes.common import Link
from dinhlang.ground.ui.shapes.duties import ActRow, DutyRow, OpenRow, ReportRow
from dinhlang.ground.ui.shapes.figures import StageNote
from dinhlang.ground.ui.shapes.places import Inside


@dataclass(frozen=True)
class Door:
    """One of the four doors: know, discuss, decide, supervise. `href` "" while nobody has opened it yet."""

    title: str
    text: str
    href: str


@dataclass(frozen=True)
class CellRow:
    """One of the 14 items of the quarterly register, as a small square on a body's page."""

    item: int
    short: str
    state: State
    href: str = ""


@dataclass(frozen=True)
class RegisterStrip:
    """The current quarter's register in one look. `quarter` is the id ("2026-Q4"), `title` the same in words."""

    quarter: str
    title: str
    disclosed: int
    nothing: int
    silent: int
    cells: tuple[CellRow, ...]
    href: str = ""


@dataclass(frozen=True)
class DayCount:
    """How many acts a day saw."""

    day: date
    count: int


@dataclass(frozen=True)
class BodyPage:
    """A body's own page. `coverage` is the sentence that stands beside every count."""

    code: str
    name: str
    kind_word: str
    since: date | None
    formerly: tuple[str, ...]
    parent: Link | None
    answers: str
    designated: str
    doors: tuple[Door, ...]
    todo: tuple[DutyRow, ...]
    recent: tuple[ActRow, ...]
    quarter: RegisterStrip | None
    coverage: str
    villages: tuple[Link, ...]
    today: date
    open_now: tuple[OpenRow, ...] = ()
    kept: tuple[DutyRow, ...] = ()
    life: tuple[DayCount, ...] = ()
    recent_href: str = ""
    reports: tuple[Link, ...] = ()
    desk: Link | None = None
    reported: tuple[ReportRow, ...] = ()
    shelf: tuple[Link, ...] = ()
    regulation: Link | None = None
    asked: Link | None = None
    stage: StageNote | None = None
    figures: Link | None = None
    feed_href: str = ""
    inside: Inside | None = None
