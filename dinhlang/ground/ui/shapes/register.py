"""The quarterly register."""

from dataclasses import dataclass
from datetime import date, datetime

from dinhlang.core.rules import State
from dinhlang.ground.ui.shapes.common import BoardFoot, Link
from dinhlang.ground.ui.shapes.duties import DutyRow, PartRow
from dinhlang.ground.ui.shapes.figures import StageNote


@dataclass(frozen=True)
class RegisterRow:
    """One of the 14 items in one quarter. `first` is the first day anything was disclosed."""

    item: int
    text: str
    state: State
    count: int
    first: date | None
    forms: tuple[str, ...]
    links: tuple[Link, ...]
    note: str = ""
    action: Link | None = None


@dataclass(frozen=True)
class RegisterPage:
    """The register of Art. 13(2) for one body and quarter, on screen, on paper and as a sheet to download."""

    body: Link
    title: str
    quarter: str
    from_day: date
    to_day: date
    rows: tuple[RegisterRow, ...]
    disclosed: int
    nothing: int
    silent: int
    coverage: str
    duty: DutyRow | None
    older: Link | None
    newer: Link | None
    downloads: tuple[Link, ...]
    today: date
    signed_by: str = ""
    signed_at: datetime | None = None
    parts: tuple[PartRow, ...] = ()
    actions: tuple[Link, ...] = ()
    board: BoardFoot | None = None
    basis: str = ""
    stage: StageNote | None = None
