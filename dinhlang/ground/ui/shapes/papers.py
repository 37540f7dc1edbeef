"""The six papers that one disclosure becomes, and the page behind a village's link."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.safestring import SafeString

from dinhlang.ground.ui.shapes.common import Field, Link


@dataclass(frozen=True)
class VillageTick:
    """One village of the list: its link with its QR code (both "" where none is open), until when it works, what was ticked."""

    name: str
    code: str
    url: str = ""
    qr: SafeString | str = ""
    until: date | None = None
    posted: date | None = None
    read: date | None = None


@dataclass(frozen=True)
class Script:
    """What is read out: paragraphs as words, read `times` over; `minutes` at `speed` syllables a minute; short forms nobody explained."""

    lines: tuple[str, ...]
    unknown: tuple[str, ...]
    syllables: int
    minutes: Fraction
    speed: int
    times: int = 2

    @property
    def minutes_said(self) -> str:
        """The minutes, halves with a comma."""
        whole, half = divmod(self.minutes * 2, 2)
        return f"{whole},5" if half else f"{whole}"


@dataclass(frozen=True)
class Place:
    """Where the board sheet hangs, or is to hang: since when, to which day at least, or for how many days."""

    where: str
    since: date | None
    until: date | None
    days: int


@dataclass(frozen=True)
class SixPage:
    """All six papers of one disclosure, for the office: what each says, where to get it, how to say that it was done."""

    title: str
    thing: Link
    body: Link
    lines: tuple[str, ...]
    portal: str
    portal_href: str
    portal_confirm: Link | None
    official: tuple[Field, ...]
    board_href: str
    board_places: tuple[Place, ...]
    board_confirm: Link | None
    digest: str
    script: Script
    script_href: str
    group_text: str
    group_most: int
    villages: tuple[VillageTick, ...]
    ticked: int
    links_open: int
    list_href: str
    offer: Link | None
    close: Link | None
    row: tuple[Field, ...]
    row_text: str
    register: Link | None
    register_xlsx: str
    pack_href: str
    today: date
    designated: bool = True
    receipt_href: str = ""


@dataclass(frozen=True)
class VillageSheet:
    """The list for the village heads on paper: one slip for each village, to be cut."""

    title: str
    body: str
    number: str
    dated: date | None
    lines: tuple[str, ...]
    villages: tuple[VillageTick, ...]
    today: date
