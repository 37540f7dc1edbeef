"""Boards of figures, and how far they are shown."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from dinhlang.core.rules import State
from dinhlang.ground.ui.shapes.common import Field, Link


@dataclass(frozen=True)
class StageNote:
    """How far the states of duties are shown: the stage, the sentence that says who sees them, by which document and since when, and a
    sentence for each stage announced. Not `shown`: this reader does not see them."""

    stage: int
    text: str
    coming: tuple[str, ...]
    shown: bool


@dataclass(frozen=True)
class Choice:
    """One value of a filter; `href` "" is the one in force."""

    text: str
    href: str


@dataclass(frozen=True)
class Filter:
    """What a board can be narrowed to or ordered by, as links. `folded`: asked for seldom, shown when it is opened."""

    name: str
    choices: tuple[Choice, ...]
    folded: bool = False


@dataclass(frozen=True)
class Number:
    """A number with its word; `href` leads to the list behind it, "" for nought; `state`, where it has the colour and icon of one."""

    n: int
    word: str
    href: str = ""
    state: State | None = None


@dataclass(frozen=True)
class FiguresRow:
    """A body, or several counted together, with its numbers. `share` and `of` ("83%", "10/12") are "" where nothing could be judged;
    `small` marks too little to compare; `others` are the less frequent numbers, `rest` is their sum; `sources` say how much there is to
    judge by; `bar` is the share in hundredths, None for none."""

    name: Link
    kind: str
    share: str
    of: str
    small: bool
    numbers: tuple[Number, ...]
    others: tuple[Number, ...]
    sources: tuple[Field, ...]
    rest: Number | None = None
    closed: str = ""
    bar: int | None = None


@dataclass(frozen=True)
class FiguresTable:
    """Rows that may be looked at side by side, under a heading; `note` says why they stand apart or in which order, `usual` what is usual
    among them: the medians of those that are alike. `folded`: shown when it is opened."""

    id: str
    title: str
    note: str
    rows: tuple[FiguresRow, ...]
    usual: str = ""
    folded: bool = False


@dataclass(frozen=True)
class RightRow:
    """The numbers of one right of the law."""

    name: Link
    share: str
    of: str
    small: bool
    numbers: tuple[Number, ...]
    others: tuple[Number, ...]


@dataclass(frozen=True)
class FiguresPage:
    """A board: a territory's numbers, each a link to what stands behind it. `as_of` says which entry of the record it was counted at.
    `bases` are the heads of what there is to judge by: every row of a table has one source for each, "" where it has nothing."""

    title: str
    crumb: Link | None
    lead: str
    as_of: str
    stage: StageNote | None
    heads: tuple[str, ...]
    filters: tuple[Filter, ...]
    whole: FiguresRow | None
    tables: tuple[FiguresTable, ...]
    rights: tuple[RightRow, ...]
    downloads: tuple[Link, ...]
    small_why: str
    map: SafeString = SafeString("")
    chart: SafeString = SafeString("")
    stack: SafeString = SafeString("")
    bases: tuple[str, ...] = ()
    mapped: Filter | None = None
    narrowed: bool = False  # whether one of the folded filters is in force
    pooled: tuple[Field, ...] = ()


@dataclass(frozen=True)
class FigureLine:
    """An obligation behind a number: what is owed, by whom, its state, and the page that says why."""

    title: str
    body: Link
    state: State
    why_href: str
    marked: bool = False


@dataclass(frozen=True)
class FigureListPage:
    """The list behind a number: obligations, or the bodies below with a list of their own each."""

    title: str
    crumb: Link
    lead: str
    stage: StageNote | None
    lines: tuple[FigureLine, ...]
    bodies: tuple[Number, ...]
    older: Link | None = None
    newer: Link | None = None


@dataclass(frozen=True)
class YearlyTable:
    """A table of the yearly report: its id, heads, rows of cells (the first is what the row is about), and a remark below."""

    id: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    note: str


@dataclass(frozen=True)
class YearlyPage:
    """The tables of the yearly report of a commune or a province."""

    title: str
    crumb: Link
    stage: StageNote | None
    tables: tuple[YearlyTable, ...]
    years: Filter
    downloads: tuple[Link, ...]
