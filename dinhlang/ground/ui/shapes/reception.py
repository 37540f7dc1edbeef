"""Reception of citizens: the days of a body, one day or line for those who may read it, the register, the papers."""

from dataclasses import dataclass
from datetime import date

from dinhlang.ground.ui.shapes.common import BoardFoot, Field, Link


@dataclass(frozen=True)
class ReceptionRow:
    """A day of reception as everybody reads it: `when` with its hours, where, who receives, what is dealt with, how it stands,
    where it is held by video too (`online`)."""

    when: str
    where: str
    who: str
    about: str
    state: str
    css: str
    note: str = ""
    href: str = ""
    online: Link | None = None


@dataclass(frozen=True)
class ReceptionPage:
    """The days of a body: to come, and lately; what the law asks of it, with its cautions; how to sign up."""

    title: str
    body: Link
    lead: str
    actions: tuple[Link, ...]
    coming: tuple[ReceptionRow, ...]
    past: tuple[ReceptionRow, ...]
    today: date
    lines: tuple[str, ...] = ()
    takes: tuple[Link, ...] = ()
    basis: str = ""


@dataclass(frozen=True)
class ReceptionList:
    """A named list on a page of one thing: rows as (text, what is said of it, where it leads or "")."""

    title: str
    rows: tuple[tuple[str, str, str], ...]
    empty: str = ""


@dataclass(frozen=True)
class ReceptionOne:
    """A day, a place that was signed up for (`code` spelled for the eye, `proof` the parts of its receipt), or a line of the register."""

    title: str
    back: Link
    state: str
    css: str
    facts: tuple[Field, ...]
    lists: tuple[ReceptionList, ...]
    today: date
    actions: tuple[Link, ...] = ()
    proof: tuple[Link, ...] = ()
    code: str = ""
    note: str = ""
    basis: str = ""


@dataclass(frozen=True)
class RegisterLine:
    """A line of the reception register: its cells in the order of the heads, and its page."""

    cells: tuple[str, ...]
    href: str


@dataclass(frozen=True)
class ReceptionRegister:
    """The register of a year, newest first; `heads` are the columns of the form."""

    title: str
    back: Link
    heads: tuple[str, ...]
    lines: tuple[RegisterLine, ...]
    today: date
    note: str
    takes: tuple[Link, ...] = ()
    years: tuple[Link, ...] = ()


@dataclass(frozen=True)
class ReceptionSheet:
    """The coming days on paper, for the notice board."""

    title: str
    body: str
    above: str
    rows: tuple[ReceptionRow, ...]
    lines: tuple[str, ...]
    foot: BoardFoot


@dataclass(frozen=True)
class PaperSlip:
    """The slip for papers that were taken at a reception (form 02/TCD)."""

    title: str
    above: str
    body: str
    lines: tuple[Field, ...]
    papers: tuple[str, ...]
    note: str
    back: Link
