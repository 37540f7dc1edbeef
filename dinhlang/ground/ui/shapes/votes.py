"""What people decide: the matters of a body, one matter with its rounds."""

from dataclasses import dataclass
from datetime import date, datetime

from dinhlang.ground.ui.shapes.common import BoardFoot, Field, Link
from dinhlang.ground.ui.shapes.documents import PaperLine
from dinhlang.ground.ui.shapes.thing import FileRow, HistoryRow


@dataclass(frozen=True)
class MatterRow:
    """A matter in a list: what it is called, which matter of the law it is, its state in words with the css class of its chip."""

    title: str
    href: str
    sort: str
    state: str
    css: str
    meta: str = ""


@dataclass(frozen=True)
class MattersPage:
    """What the people of a body decide: what is open, what is settled."""

    title: str
    body: Link
    open: tuple[MatterRow, ...]
    settled: tuple[MatterRow, ...]
    today: date
    actions: tuple[Link, ...] = ()
    villages: tuple[Link, ...] = ()
    basis: str = ""
    ideas: tuple[MatterRow, ...] = ()


@dataclass(frozen=True)
class SupportRow:
    """A household that supports an initiative, by its list number: since when, until when, given on paper or in its own session."""

    number: str
    since: date
    until: date | None
    manner: str
    counts: bool


@dataclass(frozen=True)
class InitiativePage:
    """What households want put to their village. `standing` says in sentences how many support it; `supporters` are for who verifies."""

    title: str
    body: Link
    sort: str
    state: str
    css: str
    lines: tuple[str, ...]
    standing: tuple[str, ...]
    history: tuple[HistoryRow, ...]
    own: str = ""
    supporters: tuple[SupportRow, ...] = ()
    now: str = ""
    facts: tuple[Field, ...] = ()
    actions: tuple[Link, ...] = ()
    basis: str = ""


@dataclass(frozen=True)
class ChoiceRow:
    """One choice of a round: its name, its votes in households, whether it carried."""

    name: str
    votes: int
    carried: bool = False


@dataclass(frozen=True)
class SittingRow:
    """A sitting of a round: where, when, who chairs, how many households belong to it; for those who count what is still to be done."""

    number: int
    name: str
    place: str
    at: datetime
    chair: str
    on_roll: int
    state: str = ""
    actions: tuple[Link, ...] = ()


@dataclass(frozen=True)
class RoundBlock:
    """A round: its way, its state, its sittings, and, once it is closed, what it came to with the working.

    `needed` is the number of households of `of` that carries; `working` are the sentences that say how it was worked out.
    """

    title: str
    state: str
    css: str
    facts: tuple[Field, ...]
    sittings: tuple[SittingRow, ...]
    choices: tuple[ChoiceRow, ...] = ()
    took_part: int = 0
    on_roll: int = 0
    of: int = 0
    needed: int = 0
    spoilt: int = 0
    working: tuple[str, ...] = ()
    since: tuple[str, ...] = ()


@dataclass(frozen=True)
class MatterPage:
    """A matter that people decide: what is asked, where it stands, its rounds, what came of it."""

    subject: str
    title: str
    body: Link
    sort: str
    state: str
    css: str
    lines: tuple[str, ...]
    names: tuple[str, ...]
    rounds: tuple[RoundBlock, ...]
    history: tuple[HistoryRow, ...]
    today: date
    facts: tuple[Field, ...] = ()
    files: tuple[FileRow, ...] = ()
    villages: tuple[MatterRow, ...] = ()
    tally: tuple[str, ...] = ()
    actions: tuple[Link, ...] = ()
    papers: tuple[Link, ...] = ()
    documents: tuple[PaperLine, ...] = ()
    note: str = ""
    basis: str = ""
    board: BoardFoot | None = None
