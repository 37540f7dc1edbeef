"""The register of outgoing documents."""

from dataclasses import dataclass
from datetime import date

from dinhlang.ground.ui.shapes.common import Field, Link


@dataclass(frozen=True)
class OutgoingRow:
    """A document of the register. `state` is the word for what became of it ("" for nothing), `css` its class; `notes` say why something
    is proposed, or why it was set aside."""

    number: str
    dated: date
    abstract: str
    state: str
    css: str
    notes: tuple[str, ...] = ()
    facts: tuple[Field, ...] = ()
    actions: tuple[Link, ...] = ()


@dataclass(frozen=True)
class OutgoingPage:
    """How much of what a body sent out was disclosed, of the documents dated in `year`; its rows for those `inside`. Not `counted`: the
    figures are the body's own affair so far. `who` says who sees the rows. `filters` are (link, whether it is the one shown)."""

    title: str
    body: Link
    year: int
    rows_in_year: int
    all: int
    registered: int
    disclosed: int
    waiting: int
    aside: int
    counted: bool
    inside: bool
    rows: tuple[OutgoingRow, ...]
    filters: tuple[tuple[Link, bool], ...]
    older: Link | None
    newer: Link | None
    actions: tuple[Link, ...]
    today: date
    basis: str = ""
    who: str = ""
