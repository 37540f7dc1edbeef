"""Lists that come in as files: what can be imported, and one import on its way."""

from dataclasses import dataclass
from datetime import datetime

from django.forms import BaseForm

from dinhlang.ground.ui.shapes.common import Field, Link, Refusal


@dataclass(frozen=True)
class ImportKindRow:
    """A kind of list: what it is, where to bring one, its template."""

    title: str
    lead: str
    bring: Link
    template: Link


@dataclass(frozen=True)
class ImportRow:
    """An import of this body: which list, which file, when, how it stands. `tone` is a class of state: done, late, open, wait, none."""

    title: str
    file: str
    at: datetime
    state: str
    tone: str
    href: str
    counts: str = ""


@dataclass(frozen=True)
class ImportsPage:
    """What a body's office can bring in, and what it brought."""

    title: str
    body: Link
    back: Link
    kinds: tuple[ImportKindRow, ...]
    recent: tuple[ImportRow, ...]


@dataclass(frozen=True)
class ImportProblem:
    """A place in the file and what to do there. `row` "" is the file as a whole."""

    row: str
    column: str
    value: str
    sentence: str


@dataclass(frozen=True)
class ImportPage:
    """One import. `step` is choose | running | report | over; `form` the columns, or the confirmation; `send` the words on its button.

    `wrong` and `noticed` count all problems and notes, of which the first are listed. `done` of `total` rows are read;
    `look` are the ways to see how many by now, `reload_seconds` says that the page looks by itself, as somebody asked it to.
    """

    title: str
    file: str
    body: Link
    back: Link
    step: str
    state: str
    tone: str
    form: BaseForm | None = None
    send: str = ""
    send_name: str = ""
    can_abandon: bool = False
    counts: tuple[Field, ...] = ()
    lines: tuple[str, ...] = ()
    problems: tuple[ImportProblem, ...] = ()
    wrong: int = 0
    notes: tuple[ImportProblem, ...] = ()
    noticed: int = 0
    downloads: tuple[Link, ...] = ()
    sheets: tuple[Link, ...] = ()
    done: int = 0
    total: int = 0
    again: Link | None = None
    mended: Link | None = None  # where the file goes once it is corrected
    receipt: Link | None = None
    next: Link | None = None
    refusal: Refusal | None = None
    facts: tuple[Field, ...] = ()
    reload_seconds: int = 0
    look: tuple[Link, ...] = ()
