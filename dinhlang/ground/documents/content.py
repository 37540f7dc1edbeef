"""What a paper says, whatever it looks like: values in, no markup.

Promises: the same words give the same digest; a value that is not known yet is a blank to be filled in by hand.
"""

import hashlib
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dinhlang.core import ledger


@dataclass(frozen=True)
class Row:
    """A name and a value; "" is a box to write in."""

    name: str
    value: str = ""


@dataclass(frozen=True)
class Part:
    """A part of the text: its heading ("" for none), its paragraphs, its table."""

    title: str = ""
    lines: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Sign:
    """Who signs: as what, and by which name where that is known."""

    office: str
    name: str = ""


@dataclass(frozen=True)
class Content:
    """A paper: its kind and layout (policy/documents.toml), who issues it (`above`: the body over it), where, what it is called, about
    what, on which grounds, what it says, who signs, to whom it goes, the articles that its form was rebuilt from, and the day before
    which it cannot be dated (None: any)."""

    kind: str
    layout: str
    above: str
    issuer: str
    place: str
    heading: str
    about: str
    grounds: tuple[str, ...]
    parts: tuple[Part, ...]
    signs: tuple[Sign, ...]
    recipients: tuple[str, ...]
    basis: str
    earliest: date | None = None

    def as_value(self) -> dict[str, Any]:
        """The words as JSON."""
        value = asdict(self)
        value["earliest"] = None if self.earliest is None else self.earliest.isoformat()
        return value

    @property
    def digest(self) -> str:
        """SHA-256 in hex of the words as canonical JSON (RFC 8785)."""
        return hashlib.sha256(ledger.canonical(self.as_value())).hexdigest()


@dataclass(frozen=True)
class Stamp:
    """What a print bears beside the words: its state in words, its code ("" for a draft), where its QR code leads, the day it shows."""

    state: str
    code: str
    url: str
    as_of: str
    draft: bool
    demo: bool


@dataclass(frozen=True)
class Offer:
    """A paper that a thing has now: the words, whose it is (`body`), of which body the thing is, who may know of it, where the thing
    stands, and whether everybody may print the draft."""

    about: str
    kind: str
    part: str
    content: Content
    body: int
    thing: int
    seen: str
    back_text: str
    back_href: str
    for_all: bool = False
    for_acts: frozenset[str] = frozenset()
    """Acts at the thing's body whose offices may print the draft too, without exporting it."""
    ready: bool = True
    """Whether it can be frozen: False where what it says is still to come, and only a form to fill in by hand can be printed."""
