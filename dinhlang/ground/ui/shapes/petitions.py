"""Petitions: the questions before the form, the page of one of them, a complaint as it is printed, those of a body."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from dinhlang.ground.ui.shapes.common import Field, Link
from dinhlang.ground.ui.shapes.desk import FormPage
from dinhlang.ground.ui.shapes.home import FoundRow


@dataclass(frozen=True)
class AskOption:
    """An answer to a question: its words, what it means, where it leads."""

    text: str
    note: str
    href: str


@dataclass(frozen=True)
class AskPage:
    """One question with a few answers, before any box to type in."""

    title: str
    lead: str
    choices: tuple[AskOption, ...]
    back: Link
    note: str = ""


@dataclass(frozen=True)
class StepRow:
    """What happened on a day, with the words of it, photographs to look at, voice notes to hear, and a point on a map."""

    day: date
    sentence: str
    words: tuple[Field, ...] = ()
    photos: tuple[Link, ...] = ()
    sounds: tuple[Link, ...] = ()
    spot: "Spot | None" = None


@dataclass(frozen=True)
class Spot:
    """A small map with a point on it: the picture as an address, what it shows in words, its size on the page in pixels."""

    image: str
    text: str
    width: int
    height: int


@dataclass(frozen=True)
class SpotPage(FormPage):
    """A form for a point: the map to touch in its sizes (name, width, height in pixels), what is said of boundaries."""

    image: str = ""
    alt: str = ""
    sizes: tuple[tuple[str, int, int], ...] = ()
    told: str = ""


@dataclass(frozen=True)
class PetitionPage:
    """One petition, for whoever shows its code (`code` spelled for the eye, `proof` leads to the two parts of the receipt) or for the body
    that has it. `due` says until when, and whether that is law or a promise, `seen` what the body above is shown; for the body,
    `together` are the ones answered with it and `alike` those that may be about the same."""

    title: str
    back: Link
    state: str
    css: str
    facts: tuple[Field, ...]
    steps: tuple[StepRow, ...]
    today: date
    code: str = ""
    note: str = ""
    due: str = ""
    basis: str = ""
    actions: tuple[Link, ...] = ()
    proof: tuple[Link, ...] = ()
    seen: str = ""
    together: tuple[FoundRow, ...] = ()
    alike: tuple[FoundRow, ...] = ()


@dataclass(frozen=True)
class ComplaintPage:
    """A complaint, or a request to account, as it is printed and signed: made from what was typed, kept nowhere. `signs`: who signs."""

    title: str
    to: str
    body: str
    parts: tuple[Field, ...]
    back: Link
    note: str
    basis: str
    signs: str = ""


@dataclass(frozen=True)
class NumberRow:
    """So many petitions: where, when, about what, in which way ("" for all)."""

    place: str
    when: str
    about: str
    way: str
    count: int


@dataclass(frozen=True)
class FilterBox:
    """What a list can be narrowed by: the name of the value in the address, its label, (value, words, chosen)."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class Counted:
    """So many petitions at a place, which may lead to its page."""

    name: Link
    n: int


@dataclass(frozen=True)
class PetitionsPage:
    """Petitions at a body: how to send one, how to find one's own again, and the numbers of those that were sent (`told`: as of when,
    and what is left out)."""

    title: str
    body: Link
    lead: str
    actions: tuple[Link, ...]
    today: date
    lines: tuple[str, ...] = ()
    told: str = ""
    standing: tuple[Field, ...] = ()
    rows: tuple[NumberRow, ...] = ()
    total: int = 0
    filters: tuple[FilterBox, ...] = ()
    picture: SafeString = SafeString("")
    picture_title: str = ""
    picture_note: str = ""
    by_place: tuple[Counted, ...] = ()
