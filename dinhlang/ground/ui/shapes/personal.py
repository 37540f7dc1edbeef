"""What the house holds about persons, and the operator's page."""

from dataclasses import dataclass
from datetime import datetime

from django.forms import BaseForm

from dinhlang.ground.ui.shapes.common import Field, Link, Refusal


@dataclass(frozen=True)
class DataRow:
    """A row of the table of personal data, in words."""

    what: str
    purpose: str
    basis: str
    kept: str
    erasing: str


@dataclass(frozen=True)
class DataGroup:
    """The rows about one kind of person."""

    title: str
    rows: tuple[DataRow, ...]


@dataclass(frozen=True)
class DataPage:
    """The table for everybody."""

    groups: tuple[DataGroup, ...]
    mine: Link | None
    not_held: str


@dataclass(frozen=True)
class MineRow:
    """What is held of a person under a row: `values` one list of facts for each; `stays` says what it rests on, "" where it can go."""

    what: str
    values: tuple[tuple[Field, ...], ...]
    stays: str
    restricted: bool


@dataclass(frozen=True)
class LookRow:
    """Who opened a sealed identity."""

    office: str
    at: datetime
    why: str
    words: str
    read: datetime | None


@dataclass(frozen=True)
class MinePage:
    """A person's own page. The forms are None where nothing is held."""

    title: str
    lead: str
    back: Link
    rows: tuple[MineRow, ...]
    looks: tuple[LookRow, ...]
    export: BaseForm | None
    erase: BaseForm | None
    restrict: BaseForm | None
    lifts: bool
    ask: Link | None
    refusal: Refusal | None = None


@dataclass(frozen=True)
class OpenedPage:
    """What two persons opened: the form before it is read, the value once."""

    title: str
    back: Link
    facts: tuple[Field, ...]
    form: BaseForm | None
    value: tuple[Field, ...] = ()
    note: str = ""
    refusal: Refusal | None = None


@dataclass(frozen=True)
class HealthRow:
    """A finding: `level` is fine, look or stop."""

    level: str
    said: str
    what_to_do: str


@dataclass(frozen=True)
class CaseRow:
    """A breach or a request with its next step; `until` the instant or day by which, "" for none."""

    text: str
    meta: str
    until: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class OperatorPage:
    """Health, jobs, record, storage, copies; breaches and requests of the persons concerned."""

    findings: tuple[HealthRow, ...]
    facts: tuple[Field, ...]
    cases: tuple[tuple[str, tuple[CaseRow, ...]], ...]
    start: tuple[Link, ...]
