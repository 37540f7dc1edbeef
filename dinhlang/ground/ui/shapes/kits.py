"""An offline kit of a meeting: what whoever counts sees of it online, and what it carries."""

from dataclasses import dataclass
from datetime import datetime

from dinhlang.ground.ui.shapes.common import Field, Link


@dataclass(frozen=True)
class KitItemRow:
    """Something that came from a kit: what, when (by the house's clock, and by the telephone's), what became of it, what it says."""

    kind: str
    received: datetime
    claimed: datetime
    state: str
    css: str
    why: str = ""
    lines: tuple[str, ...] = ()
    actions: tuple[Link, ...] = ()


@dataclass(frozen=True)
class KitPage:
    """A kit: for which sitting, on which phone, until when; what came from it. `open_href` carries it into the phone at hand."""

    title: str
    back: Link
    state: str
    css: str
    facts: tuple[Field, ...]
    items: tuple[KitItemRow, ...]
    open_href: str = ""
    actions: tuple[Link, ...] = ()
