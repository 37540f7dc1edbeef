"""Papers: the block on the page of a thing, a paper's own page, looking a file up, the layouts of a province."""

from dataclasses import dataclass
from datetime import date

from dinhlang.ground.ui.shapes.common import Field, Link, Refusal
from dinhlang.ground.ui.shapes.thing import HistoryRow


@dataclass(frozen=True)
class PaperLine:
    """A paper of a thing: what it is called, its state with the css class of its chip, its page, a remark, what can be printed of it,
    the next step for this office."""

    name: str
    state: str
    css: str
    href: str = ""
    note: str = ""
    prints: tuple[Link, ...] = ()
    action: Link | None = None


@dataclass(frozen=True)
class PaperCheck:
    """What came of holding a file against the digests of papers: the sentence, whether the file is known, where its paper stands."""

    sentence: str
    known: bool
    digest: str
    link: Link | None = None


@dataclass(frozen=True)
class PaperPage:
    """A paper: where it stands, its number, day and signers, its files with their digests, what happened, what this office may do."""

    title: str
    kind: str
    back: Link
    state: str
    css: str
    facts: tuple[Field, ...]
    files: tuple[Link, ...]
    digests: tuple[Field, ...]
    history: tuple[HistoryRow, ...]
    today: date
    check_href: str
    notes: tuple[str, ...] = ()
    actions: tuple[Link, ...] = ()
    check: PaperCheck | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True)
class CheckPage:
    """Looking up which paper a file is."""

    title: str
    check_href: str
    today: date
    check: PaperCheck | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True)
class LayoutRow:
    """A layout: its name, whose stands, and what can be done with it."""

    name: str
    state: str
    prints: tuple[Link, ...]
    actions: tuple[Link, ...] = ()
    basis: str = ""


@dataclass(frozen=True)
class LayoutsPage:
    """The layouts of papers in a province."""

    title: str
    body: Link
    rows: tuple[LayoutRow, ...]
    fields: tuple[Field, ...]
    today: date
