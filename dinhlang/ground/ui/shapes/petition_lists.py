"""Petitions as offices see many of them: the list with what narrows it, and what is told of the bodies below."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from dinhlang.ground.ui.shapes.common import Field, Link
from dinhlang.ground.ui.shapes.home import FoundRow
from dinhlang.ground.ui.shapes.petitions import FilterBox


@dataclass(frozen=True)
class PetitionRow:
    """One petition in a list: its number, what it is about, where, the day it was sent, how it stands, until when."""

    number: str
    href: str
    about: str
    place: str
    sent: date
    state: str
    css: str
    due: str
    note: str = ""


@dataclass(frozen=True)
class PetitionListPage:
    """Petitions of a body, page after page (`next`). `typed` keeps what was typed into number and week; `note` says what was wrong with it.
    `late` counts by topic what is past its day in bodies below, `urged` says what came of urging."""

    title: str
    lead: str
    back: Link
    boxes: tuple[FilterBox, ...]
    typed: tuple[str, str]
    rows: tuple[PetitionRow, ...]
    counts: tuple[Field, ...]
    links: tuple[Link, ...]
    today: date
    note: str = ""
    next: Link | None = None
    late: tuple[FoundRow, ...] = ()
    urged: tuple[FoundRow, ...] = ()


@dataclass(frozen=True)
class DragsPage:
    """Places and topics whose petitions are open for long: each row is topic and place, then days, how many are open, how many late."""

    title: str
    lead: str
    back: Link
    picture: SafeString
    rows: tuple[tuple[Field, tuple[str, str, str]], ...]
    today: date


@dataclass(frozen=True)
class TallyTable:
    """Rows of a name and what came, was not taken on, was passed on, is open, is past its day, is done, came without a name, and the share
    done; the last adds up."""

    caption: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class TallyPage:
    """Petitions between two days in numbers. `typed` are the two days; `note` says what was wrong with them."""

    title: str
    lead: str
    back: Link
    typed: tuple[str, str]
    today: date
    picture: SafeString | None = None
    tables: tuple[TallyTable, ...] = ()
    outcomes: tuple[Field, ...] = ()
    note: str = ""
