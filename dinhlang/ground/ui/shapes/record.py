"""The record, its entries, receipts and the page about proof."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from dinhlang.ground.ui.shapes.common import Field, Link


@dataclass(frozen=True)
class Checkpoint:
    """The latest signed state of the record. `root` in base64, `note` the signed text as served."""

    origin: str
    size: int
    root: str
    at: datetime | None
    href: str = ""
    note: str = ""
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True)
class EntryRow:
    """One line of the record. `kind` is "entry" or "sealed"; a sealed one has no readable sentence by design."""

    index: int
    at: datetime | None
    sentence: str
    body: str
    kind: str
    href: str
    act: str = ""


@dataclass(frozen=True)
class RecordPage:
    """A stretch of the record, newest first."""

    entries: tuple[EntryRow, ...]
    older_href: str
    newer_href: str
    checkpoint: Checkpoint | None
    total: int
    checks: tuple[Field, ...] = ()
    body: Link | None = None


@dataclass(frozen=True)
class OpeningPart:
    """One committed part of an entry: shown, sealed or erased. `name` is its name in the record, `word` what a reader calls it,
    `reason` the sentence for the last two states."""

    name: str
    digest: str
    state: str
    value: str = ""
    salt: str = ""
    reason: str = ""
    word: str = ""


@dataclass(frozen=True)
class EntryPage:
    """An entry with everything needed to check it by other means."""

    index: int
    at: datetime | None
    sentence: str
    kind: str
    body: Link | None
    thing: Link | None
    leaf: str
    leaf_hash: str
    parts: tuple[OpeningPart, ...]
    proof: tuple[str, ...]
    checkpoint: Checkpoint | None
    downloads: tuple[Link, ...]
    because: Link | None = None
    included: bool = True
    closed: str = ""  # the name of the log, where that was closed and another follows it


@dataclass(frozen=True)
class ReceiptPage:
    """A receipt and its verdict. `verdict` is one of not-yet-due, included, lost, withheld, unknown."""

    leaf_hash: str
    at: datetime
    by: datetime
    after_size: int
    after_root: str
    verdict: str
    verdict_text: str
    receipt_href: str
    opening_href: str
    entry: Link | None = None
    note: str = ""
    data_href: str = ""
    qr: SafeString = SafeString("")
    command: str = ""  # what is typed to have it judged from outside


@dataclass(frozen=True)
class AboutProof:
    """What the operator can and cannot do unnoticed, with the present state of the record."""

    checkpoint: Checkpoint | None
    witnesses: int
    tools: tuple[Link, ...]
    records: tuple[Link, ...] = ()
    command: str = ""
