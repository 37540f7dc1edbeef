"""Offices of a body, and a form that waits for a second person."""

from dataclasses import dataclass
from datetime import date, datetime

from django.forms import BaseForm
from django.utils.safestring import SafeString

from dinhlang.ground.ui.shapes.common import Field, Link, Refusal


@dataclass(frozen=True)
class HolderRow:
    """Who holds an office: `name` is "" where the reader is not shown it; `acting` in whose place, "" for the holder himself."""

    name: str
    since: date
    until: date | None
    decision: str
    acting: bool
    end_href: str = ""
    renew_href: str = ""
    start_href: str = ""
    card_href: str = ""


@dataclass(frozen=True)
class OfficeRow:
    """An office that this kind of body has, in words anybody understands: what it is for, what it may do here, who holds it."""

    title: str
    note: str
    named: bool
    may: tuple[str, ...]
    holders: tuple[HolderRow, ...]
    appoint_href: str = ""


@dataclass(frozen=True)
class OfficesPage:
    """The offices of a body. `waiting` are forms about them that wait for a second person."""

    body: Link
    offices: tuple[OfficeRow, ...]
    waiting: tuple[Link, ...] = ()


@dataclass(frozen=True)
class PairPage:
    """A form that needs two persons, as it was frozen. `confirm` and `decline` are None for who asked, and where `stopped` says why not.

    `state` says what became of it, "" while it waits.
    """

    title: str
    back: Link
    asker: str
    at: datetime
    until: datetime
    facts: tuple[Field, ...]
    digest: str
    state: str = ""
    reason: str = ""
    confirm: BaseForm | None = None
    decline: BaseForm | None = None
    withdraw: BaseForm | None = None
    stopped: Refusal | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True)
class StartSheet:
    """What is handed over so that somebody begins an account: shown once, printed at once. `code` is good until the day `until`."""

    called: str
    username: str
    office: str
    code: str
    address: str
    picture: SafeString
    until: date
    days: int
    back: Link
    card_href: str = ""


@dataclass(frozen=True)
class CardSheet:
    """A paper card: its codes in their order, shown once."""

    called: str
    username: str
    office: str
    codes: tuple[str, ...]
    back: Link
