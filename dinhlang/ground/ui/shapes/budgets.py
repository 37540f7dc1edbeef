"""A body's budget."""

from dataclasses import dataclass
from datetime import date

from dinhlang.ground.ui.shapes.common import BoardFoot, Field, Link


@dataclass(frozen=True)
class BudgetBar:
    """One purpose: planned and carried out in đồng, None where not said; `sentence` compares the two."""

    label: str
    plan: int | None
    done: int | None
    sentence: str = ""


@dataclass(frozen=True)
class BudgetShare:
    """How many of 100 đồng went to a purpose."""

    label: str
    of_hundred: int
    amount: int


@dataclass(frozen=True)
class BudgetLine:
    """A line of the table as it was entered; `level` 0 is a total; `note` says what does not agree."""

    level: int
    mark: str
    label: str
    plan: int | None
    done: int | None
    note: str = ""


@dataclass(frozen=True)
class BudgetSide:
    """Money in, money out, or other finances: what it comes to, by purpose, line by line."""

    name: str
    title: str
    plan: int | None
    done: int | None
    sentence: str
    bars: tuple[BudgetBar, ...]
    lines: tuple[BudgetLine, ...]


@dataclass(frozen=True)
class BudgetPicture:
    """A table in short, as it stands on the page of what discloses it: plan against execution by purpose, out of 100 đồng."""

    sides: tuple[BudgetSide, ...]
    shares: tuple[BudgetShare, ...]
    shares_title: str


@dataclass(frozen=True)
class BudgetPage:
    """One table of a budget. `have` and `missing` compare it with what the law lists (`basis`); `shares` are out of 100 đồng spent."""

    title: str
    body: Link
    index: Link
    stage: str
    period: str
    entered: date
    sides: tuple[BudgetSide, ...]
    shares: tuple[BudgetShare, ...]
    shares_title: str
    have: tuple[str, ...]
    missing: tuple[str, ...]
    disagreements: tuple[str, ...]
    today: date
    note: str = ""
    facts: tuple[Field, ...] = ()
    basis: str = ""
    actions: tuple[Link, ...] = ()
    disclosed: tuple[Link, ...] = ()
    versions: tuple[Link, ...] = ()
    replaced_by: Link | None = None
    board: BoardFoot | None = None


@dataclass(frozen=True)
class BudgetRow:
    """A table in the list of a body's budgets."""

    title: str
    href: str
    lines: tuple[str, ...]
    entered: date
    disclosed: bool


@dataclass(frozen=True)
class BudgetListPage:
    """All tables of a body's budget, by year; `expected` are those of the year that nobody entered yet."""

    title: str
    body: Link
    years: tuple[tuple[str, tuple[BudgetRow, ...]], ...]
    expected: tuple[str, ...]
    actions: tuple[Link, ...]
    today: date
    basis: str = ""
