"""Meetings: those of a body, one with its agenda, questions and what came of it."""

from dataclasses import dataclass
from datetime import date, datetime

from dinhlang.ground.ui.shapes.common import Field, Link
from dinhlang.ground.ui.shapes.documents import PaperLine


@dataclass(frozen=True)
class MeetingRow:
    """A meeting in a list: what it is called, when and where, its state in words with the css class of its chip."""

    title: str
    href: str
    at: datetime
    place: str
    state: str
    css: str


@dataclass(frozen=True)
class MeetingsPage:
    """The meetings of a body that this reader may see; `closed_note` says so where some are kept inside."""

    title: str
    body: Link
    coming: tuple[MeetingRow, ...]
    past: tuple[MeetingRow, ...]
    today: date
    actions: tuple[Link, ...] = ()
    closed_note: str = ""


@dataclass(frozen=True)
class PointRow:
    """A point of the agenda, with its article where the law asks for it."""

    text: str
    basis: str = ""


@dataclass(frozen=True)
class AskedRow:
    """A question with its answer and who answers for it. `when` says whether it was asked before the meeting or in it."""

    text: str
    when: str
    answer: str = ""
    owner: str = ""
    action: Link | None = None
    aside: Link | None = None
    set_aside: str = ""


@dataclass(frozen=True)
class MotionRow:
    """What was put to the vote, in words what it came to; `agree` None before it was counted."""

    text: str
    agree: int | None = None
    against: int | None = None
    result: str = ""
    css: str = ""
    action: Link | None = None


@dataclass(frozen=True)
class WorkRow:
    """Work that came of a meeting: what, who does it until when (`about`), in words what became of it. `css` is of the chip."""

    text: str
    about: str
    state: str
    css: str
    said: str = ""
    action: Link | None = None


@dataclass(frozen=True)
class MeetingPage:
    """One meeting: when, where, who is called, the agenda with its articles, questions and answers, the result with its working.

    `work` is what came of it, `earlier` what came of meetings of its kind before; `rating` what slips without names said, in sentences.
    """

    title: str
    body: Link
    state: str
    css: str
    kind: str
    facts: tuple[Field, ...]
    points: tuple[PointRow, ...]
    today: date
    motions: tuple[MotionRow, ...] = ()
    questions: tuple[AskedRow, ...] = ()
    working: tuple[str, ...] = ()
    minutes: tuple[Link, ...] = ()
    actions: tuple[Link, ...] = ()
    documents: tuple[PaperLine, ...] = ()
    calendar_href: str = ""
    note: str = ""
    basis: str = ""
    why: tuple[str, ...] = ()
    ask: Link | None = None
    ask_note: str = ""
    work: tuple[WorkRow, ...] = ()
    work_title: str = ""
    earlier: tuple[WorkRow, ...] = ()
    rating: tuple[str, ...] = ()
