"""A thing: what, who answers for it, what happened so far."""

from dataclasses import dataclass
from datetime import date, datetime

from dinhlang.core.rules import State
from dinhlang.ground.ui.shapes.budgets import BudgetPicture
from dinhlang.ground.ui.shapes.common import BoardFoot, Field, Link
from dinhlang.ground.ui.shapes.duties import PartRow


@dataclass(frozen=True)
class FileRow:
    """A public copy. `size` in bytes, `sha256` of exactly the bytes behind `href` (hex)."""

    title: str
    href: str
    size: int
    sha256: str
    kind: str = ""
    note: str = ""


@dataclass(frozen=True)
class HistoryRow:
    """One entry about a thing, oldest first. `at` is only a day where a resident did it: the second would tell who."""

    at: datetime | date
    sentence: str
    entry_href: str
    note: str = ""


@dataclass(frozen=True)
class Tombstone:
    """What stands where a text stood: when, by whom, why, by which article. `erased` means the text is gone for good."""

    at: datetime
    reason: str
    basis: str
    by: str = ""
    erased: bool = False
    entry_href: str = ""


@dataclass(frozen=True)
class Correction:
    """What a correction changed: the field, what it said, what it says."""

    at: datetime
    what: str
    before: str
    after: str
    entry_href: str = ""


@dataclass(frozen=True)
class About:
    """What another work holds of what is disclosed: its page, a sentence on it ("" for none), and its picture where it has one."""

    link: Link
    sentence: str = ""
    picture: BudgetPicture | None = None


@dataclass(frozen=True)
class ThingPage:
    """A disclosure (later any thing): what it is, who answers, its clock, what happened, what can be done, its proof."""

    subject: str
    title: str
    body: Link
    lines: tuple[str, ...]
    number: str
    dated: date | None
    issuer: str
    item: str
    answers: str
    state: State
    due: date | None
    why_href: str
    parts: tuple[PartRow, ...]
    files: tuple[FileRow, ...]
    history: tuple[HistoryRow, ...]
    today: date
    tombstone: Tombstone | None = None
    corrections: tuple[Correction, ...] = ()
    actions: tuple[Link, ...] = ()
    facts: tuple[Field, ...] = ()
    proof_href: str = ""
    print_href: str = ""
    share_text: str = ""
    board: BoardFoot | None = None
    replaces: Link | None = None
    replaced_by: Link | None = None
    reported_by_resident: bool = False
    basis: str = ""
    portal_href: str = ""
    papers_href: str = ""
    about: tuple[About, ...] = ()
