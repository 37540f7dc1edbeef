"""Duties and what was done about them, as rows."""

from dataclasses import dataclass
from datetime import date, datetime

from dinhlang.core.rules import State
from dinhlang.ground.ui.shapes.common import Link


@dataclass(frozen=True)
class RunRow:
    """One posting from its first day to the day it came down (half-open; None while it hangs)."""

    from_day: date
    to_day: date | None
    seen_by: str = ""
    evidence: str = ""
    place: str = ""
    counted: bool = True
    photos: tuple[Link, ...] = ()


@dataclass(frozen=True)
class PartRow:
    """One form of publication that a duty asks for. `channel` is its code, `word` its name; `hold` the days it must hang,
    `places` a coverage such as "1/2", `counted` whether its evidence counts (declared never does)."""

    channel: str
    word: str
    state: State
    hold: int | None = None
    from_day: date | None = None
    to_day: date | None = None
    seen_by: str = ""
    evidence: str = ""
    counted: bool = True
    places: str = ""
    required: bool = True
    hold_state: State | None = None
    runs: tuple[RunRow, ...] = ()
    action: Link | None = None
    basis: str = ""


@dataclass(frozen=True)
class DutyRow:
    """One duty of one body on one occasion. `due` is the day the rule names, `rolled` the working day it moves to;
    `due_text` replaces the date where the law gives none. `action` only for those who may act."""

    state: State
    hold_state: State | None
    title: str
    due: date | None
    rolled: date | None
    due_text: str
    basis: str
    why_href: str
    action: Link | None = None
    marks: tuple[str, ...] = ()
    parts: tuple[PartRow, ...] = ()
    href: str = ""
    note: str = ""


@dataclass(frozen=True)
class ActRow:
    """Something that was done. `state` says whether it was in time, None where no clock ran."""

    at: datetime
    title: str
    sentence: str
    href: str
    state: State | None = None
    entry_href: str = ""


@dataclass(frozen=True)
class OpenRow:
    """Something open to residents now: what, until when, and the one thing to do about it."""

    title: str
    text: str
    until: date | None
    href: str
    action: Link | None = None


@dataclass(frozen=True)
class ReportRow:
    """What a resident reported and nobody has confirmed: the week in which it entered, never the day. `title` is a sentence that
    says so where the words are not to be shown; `answer` is the document that answered it."""

    title: str
    where: str
    item: str
    monday: date
    sunday: date
    answer: Link | None = None
    action: Link | None = None
