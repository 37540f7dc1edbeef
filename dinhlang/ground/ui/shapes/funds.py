"""The fund book of a village."""

from dataclasses import dataclass
from datetime import date

from dinhlang.ground.ui.shapes.budgets import BudgetShare
from dinhlang.ground.ui.shapes.common import BoardFoot, Field, Link
from dinhlang.ground.ui.shapes.thing import FileRow


@dataclass(frozen=True)
class FundRow:
    """A book in the list of a village: its name, what is left in đồng, a line on what it is and until when it was closed."""

    title: str
    href: str
    balance: int
    meta: str


@dataclass(frozen=True)
class FundsPage:
    """The fund books of a village, the newest first."""

    title: str
    body: Link
    rows: tuple[FundRow, ...]
    today: date
    actions: tuple[Link, ...] = ()
    basis: str = ""


@dataclass(frozen=True)
class FundLine:
    """A line of a book, amount in đồng, less than 0 where it reverses another. `number` is 0 for several lines shown as one sum."""

    number: int
    day: date | None
    income: bool
    what: str
    purpose: str
    amount: int
    payee: str = ""
    note: str = ""
    entry_href: str = ""
    files: tuple[FileRow, ...] = ()
    actions: tuple[Link, ...] = ()


@dataclass(frozen=True)
class FundSide:
    """Income or spending of the time shown: in all, and by purpose out of 100 đồng."""

    name: str
    title: str
    total: int
    shares: tuple[BudgetShare, ...]


@dataclass(frozen=True)
class FundClosing:
    """The book drawn up until a day, in đồng; `state` in words with the css class of its chip."""

    until: date
    income: int
    spending: int
    balance: int
    state: str
    css: str
    actions: tuple[Link, ...] = ()


@dataclass(frozen=True)
class FundHousehold:
    """What a household paid in đồng, by its list number; its name only for who keeps the list."""

    number: str
    name: str
    amount: int


@dataclass(frozen=True)
class FundPage:
    """A fund book: what is left, what came in and went out, line by line, its closings. `households` only inside the village."""

    subject: str
    title: str
    body: Link
    period: str
    balance: int
    carried: int
    sides: tuple[FundSide, ...]
    lines: tuple[FundLine, ...]
    closings: tuple[FundClosing, ...]
    today: date
    facts: tuple[Field, ...] = ()
    years: tuple[Link, ...] = ()
    actions: tuple[Link, ...] = ()
    papers: tuple[Link, ...] = ()
    households: tuple[FundHousehold, ...] = ()
    own: str = ""
    note: str = ""
    basis: str = ""
    board: BoardFoot | None = None
