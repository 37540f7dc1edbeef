"""What a kind of import is: the contract between the one mechanism and those who know what a list means.

Promises: plain frozen values; the mechanism reads the file, finds columns, turns cells into values of each column's form, and hands over
`Row`s; a kind only says what they mean (`check`, which reads and writes nothing) and enters them all by one act (`enter`). Kinds of the
ground stand in `dinhlang.ground.imports.bodies`; a work lists its own in its `outlets.imports()`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from dinhlang.core import ledger
from dinhlang.core.actor import Actor
from dinhlang.core.refusal import N_
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.files.cells import Value, Workbook
from dinhlang.ground.record.act import Done

__all__ = ["Ask", "Checked", "Column", "Entering", "Form", "Kind", "Problem", "Row", "Value", "Where", "root_of"]

HOLDS_FROM = N_("Holds from")
_NOTHING: Mapping[str, Value] = MappingProxyType({})
_NO_WORDS: Mapping[str, object] = MappingProxyType({})


class Form(StrEnum):
    """What the cells of a column are read as: `str`, `date`, `Decimal`, `int`, or a `str` of `width` digits."""

    text = "text"
    day = "day"
    number = "number"
    whole = "whole"
    code = "code"


@dataclass(frozen=True)
class Column:
    """A column of a kind.

    `title` and `help` are message ids; `hints` are what offices write above it ("số ký hiệu", "số, ký hiệu văn bản"), compared without
    marks and case; a two-row header reads "kế hoạch / quý I". `required` means that every row needs a value. `summed` columns are added up
    and compared with the file's own total rows. `example` fills the template. `width` is the length of a code.
    """

    key: str
    title: str
    hints: tuple[str, ...] = ()
    required: bool = False
    form: Form = Form.text
    example: str = ""
    width: int = 0
    summed: bool = False
    most: int = 500
    help: str = ""


@dataclass(frozen=True)
class Ask:
    """Something typed once for the whole file: a year, a number of a document. `choices` are (value, message id)."""

    key: str
    title: str
    form: Form = Form.text
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    example: str = ""
    missing: str = ""  # what is said where it was left out
    remember: bool = False  # offered again the next time, as columns are


@dataclass(frozen=True)
class Row:
    """A row of the file: its number as the office sees it, its values by column key (None where empty or not mapped)."""

    number: int
    values: Mapping[str, Value]

    def text(self, key: str) -> str:
        """The value as text, "" where there is none."""
        value = self.values.get(key)
        return "" if value is None else str(value)

    def day(self, key: str) -> date | None:
        """The value of a column of days."""
        value = self.values.get(key)
        return value if isinstance(value, date) else None

    def number_of(self, key: str) -> Decimal | None:
        """The value of a column of numbers."""
        value = self.values.get(key)
        return Decimal(value) if isinstance(value, int | Decimal) else None

    def whole(self, key: str) -> int | None:
        """The value of a column of whole numbers."""
        value = self.values.get(key)
        return int(value) if isinstance(value, int | Decimal) else None


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row, or (in `Checked.notes`) what was noticed: a message id with {places}, its values, and the cell's column.

    `row` 0 is the file as a whole; `column` "" the row as a whole. `value` is what stands in the cell.
    """

    row: int
    column: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=lambda: _NO_WORDS)
    value: str = ""


@dataclass(frozen=True)
class Where:
    """For which body, as of which day, out of which file; `asked` are the answers to the kind's `asks`, typed."""

    body: Place
    day: date
    file: str
    sha256: str
    asked: Mapping[str, Value] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True)
class Checked:
    """What the rows mean.

    `rows` are the kind's own frozen values, exactly what its act takes: new and changed ones only, so that none means "nothing to enter".
    Any problem keeps the whole file out; notes (a code's zero put back, an old name that leads to its successor) do not.
    """

    rows: tuple[Any, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    new: int = 0
    changed: int = 0
    known: int = 0
    gone: int = 0  # what stands here and no longer in the list, where the kind ends it


@dataclass(frozen=True)
class Entering:
    """The command under which rows enter: pass it to the act as it is, so that the same rows sent twice are one act."""

    by: Actor
    at: datetime
    command_id: UUID
    where: Where


@dataclass(frozen=True)
class Kind:
    """A kind of list. `name` is its word in addresses and on the command line; `title` and `lead` are message ids.

    `act` is the act that the office must be allowed to do to the body (offices.toml); `bearers` the kinds of bodies that have such a list.
    `day` is the message id under which the day of the rows is asked, "" for a list whose rows carry their own days: it is read as of today.
    `totals` False keeps rows that begin with "Tổng cộng" as rows of the list. `enter` calls exactly one act. `guard` sees every cell of the
    file before anything of it is kept, and raises Refused; of a `personal` list no word of a row stays in the report once it is over.
    `strip` is given the file before anything of it is kept, and gives back what may be kept. `at_once` rows are checked and entered while
    the office waits; more are left to the house.
    """

    name: str
    title: str
    lead: str
    columns: tuple[Column, ...]
    act: str
    check: Callable[[Sequence[Row], Where], Checked]
    enter: Callable[[Entering, Sequence[Any]], Done]
    bearers: frozenset[str] = frozenset({"commune"})
    asks: tuple[Ask, ...] = ()
    totals: bool = True
    basis: str = ""
    guard: Callable[[Workbook], None] | None = None
    strip: Callable[[Workbook], Workbook] | None = None
    personal: bool = False
    day: str = HOLDS_FROM
    at_once: int = 3_000

    def column(self, key: str) -> Column:
        """The column called `key`. KeyError where there is none."""
        return {column.key: column for column in self.columns}[key]


def root_of(rows: Sequence[Any], salt: bytes = b"") -> str:
    """The one hash that an act of many rows commits to: the Merkle root over the canonical JSON of each row, in hex.

    `salt` (kept beside the rows) where a row could be guessed. Rows are JSON values: text, whole numbers, lists, mappings.
    """
    return ledger.root_of(ledger.leaf_hash(salt + json.dumps(row, sort_keys=True, ensure_ascii=False).encode()) for row in rows).hex()
