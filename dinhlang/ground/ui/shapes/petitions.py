"""Petitions: the questions before the form, the page of one of them, a complaint as it is printed, those of a body."""

from dataclasses import dataclass
from datetime import date

from django.forms import BaseForm
from django.utils.safestring import SafeString

from dinhlang.ground.ui.shapes.common import Field, Link, Refusal
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
    """A form for a point: the map to touch in its sizes (name, width, height in pixels), what is said of boundaries. `around`:
    the point around which the map is shown larger, with the way back to the `whole` one."""

    image: str = ""
    alt: str = ""
    sizes: tuple[tuple[str, int, int], ...] = ()
    told: str = ""
    around: str = ""
    whole: Link | None = None


@dataclass(frozen=True)
class PiecesPage(FormPage):
    """A form with a file that a script sends beforehand to `pieces`, in pieces of `least` to `most` bytes; `waits`: one is on its way."""

    pieces: str = ""
    waits: bool = False
    least: int = 0
    most: int = 0


@dataclass(frozen=True)
class PetitionPage:
    """One petition, for whoever shows its code (`code` spelled for the eye, `proof` leads to the two parts of the receipt) or for the body
    that has it. `due` says until when, and whether that is law or a promise, `seen` what the body above is shown; for the body,
    `together` are the ones answered with it and `alike` those that may be about the same. `public`: what became of the text that its
    sender chose to make public, which is `public_text`, and what can be done with it."""

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
    public: tuple[Field, ...] = ()
    public_text: str = ""
    public_links: tuple[Link, ...] = ()


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
    received: tuple[Field, ...] = ()
    standing_note: str = ""
    rows: tuple[NumberRow, ...] = ()
    total: int = 0
    filters: tuple[FilterBox, ...] = ()
    picture: SafeString = SafeString("")
    picture_title: str = ""
    picture_note: str = ""
    by_place: tuple[Counted, ...] = ()


@dataclass(frozen=True)
class Sight:
    """What one reader sees of a petition: who that is, the words, the parts of it, what is left out or when it is seen."""

    who: str
    text: str
    parts: tuple[Field, ...]
    note: str


@dataclass(frozen=True)
class PreviewPage:
    """A text before it is made public: what everybody, the body, and those above and beside it each see of it. `notes` say what was masked
    and what to look at; `form` holds the text, to be looked at again or to be made public as it was looked at."""

    title: str
    lead: str
    sights: tuple[Sight, ...]
    notes: tuple[str, ...]
    form: BaseForm
    back: Link
    refusal: Refusal | None = None
    ready: bool = False


@dataclass(frozen=True)
class TextRow:
    """A public text: `gone` says by whom, when and why it was taken down, and then there are no words."""

    about: str
    place: str
    week: str
    state: str
    css: str
    text: str
    answer: str
    gone: str
    href: str


@dataclass(frozen=True)
class TextsPage:
    """Public texts of a body, newest week first; `more` leads to older ones."""

    title: str
    body: Link
    lead: str
    filters: tuple[FilterBox, ...]
    rows: tuple[TextRow, ...]
    today: date
    more: Link | None = None


@dataclass(frozen=True)
class TextPage:
    """One public text."""

    title: str
    body: Link
    row: TextRow
    facts: tuple[Field, ...]
    today: date
    actions: tuple[Link, ...] = ()
