"""The works, by their outlets alone: one tuple in the settings names them."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from importlib import import_module
from types import ModuleType

from django.conf import settings
from django.utils.translation import gettext as _

from dinhlang.core.rules import Audience
from dinhlang.ground.documents.content import Offer
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.about import Disclosed
from dinhlang.ground.duties.announced import announced
from dinhlang.ground.duties.coverage import Covered
from dinhlang.ground.imports import bodies as body_lists
from dinhlang.ground.imports.kinds import Kind as ImportKind
from dinhlang.ground.people.asked import Asked
from dinhlang.ground.record.reads import Told
from dinhlang.ground.rolls import kinds as rolls
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import About, ActRow, FoundRow, Link, OpenRow

Coverage = Callable[[Collection[int], date, date], Mapping[int, tuple[Covered, ...]]]
OUTLETS: tuple[ModuleType, ...] = tuple(import_module(f"dinhlang.works.{work}.outlets") for work in settings.WORKS)


def card(one: Told, at: duties.Frame, title: str = "", owed: str = "") -> ActRow | None:
    """An entry as a line of what was done, None where no work tells it. `title` is what its subject is called, where that is known,
    `owed` the page that explains the duty its subject started."""
    return next((card for plug in OUTLETS if (card := plug.card(one, at, title, owed)) is not None), None)


def sentence(one: Told, near: present.Near = present.NOWHERE) -> str:
    """What an entry says, by the work it belongs to; "" where none does."""
    return next((text for plug in OUTLETS if (text := plug.sentence(one, near))), "")


def titles(told: Sequence[Told]) -> dict[str, str]:
    """What the subjects of these entries are called."""
    return {subject: title for plug in OUTLETS for subject, title in plug.titles(told).items()}


def standing(body: int) -> dict[tuple[str, str], str]:
    """What stands for each duty of a body, by (rule, occasion). One query for each work."""
    return {pair: subject for plug in OUTLETS for pair, subject in plug.standing(body).items()}


def differences() -> Iterator[str]:
    """One line per row of a work that says other than the record."""
    for plug in OUTLETS:
        yield from plug.differences()


def open_now(at: duties.Frame, allowed: Collection[Audience]) -> tuple[OpenRow, ...]:
    """What people of a body and its villages can come to or answer, nearest first, as far as its notices are for this reader."""
    known = announced(at, allowed, at.day)
    found = (row for plug in OUTLETS for row in plug.open_now(at, known))
    return tuple(sorted(found, key=lambda row: row.until or date.max))


def shelf(at: duties.Frame) -> tuple[Link, ...]:
    """Further pages about a body."""
    layouts = (Link(_("Layouts of papers"), reverse("layouts", args=[at.place.code])),) if at.place.kind == "province" else ()
    return (*(link for plug in OUTLETS for link in plug.shelf(at)), *layouts)


def desk_cards(at: duties.Frame, acts: Collection[str]) -> tuple[FoundRow, ...]:
    """What stands on the desk beside the duties."""
    return tuple(row for plug in OUTLETS for row in plug.desk_cards(at, acts))


def desk_form(at: duties.Frame, one: duties.Obligation, thing: str = "") -> Link | None:
    """The one button for a duty; `thing` is what stands for it."""
    return next((link for plug in OUTLETS if (link := plug.desk_form(at, one, thing)) is not None), None)


def imports() -> dict[str, ImportKind]:
    """Every kind of list that can be imported, by its name: of bodies, rolls, and of the works whose outlets have `imports`."""
    of_works = (kind for plug in OUTLETS for kind in getattr(plug, "imports", tuple)())
    return {kind.name: kind for kind in (*body_lists.KINDS, *rolls.KINDS, *of_works)}


def coverage(bodies: Collection[int], first: date, last: date) -> dict[int, tuple[Covered, ...]]:
    """How much there is to judge these bodies by between two days, from the sources of the works whose outlets have `coverage`."""
    found: dict[int, tuple[Covered, ...]] = {}
    for plug in OUTLETS:
        ask: Coverage = getattr(plug, "coverage", _nothing)
        for body, many in ask(bodies, first, last).items():
            found[body] = (*found.get(body, ()), *many)
    return found


def papers(about: str, kind: str = "") -> tuple[Offer, ...]:
    """The papers that a thing has now, of one `kind` or all, by the work it belongs to whose outlets have `papers`."""
    return next((found for plug in OUTLETS if (found := getattr(plug, "papers", _no_papers)(about, kind))), ())


def asked() -> dict[str, Asked]:
    """How forms of works that take two persons are told, by act, from the works whose outlets have `asked`."""
    return {act: one for plug in OUTLETS for act, one in getattr(plug, "asked", dict)().items()}


def home(told: Sequence[Told]) -> Link | None:
    """The page of the thing that these entries are about, by the work it belongs to whose outlets have `home`; None for no such thing."""
    return next((found for plug in OUTLETS if (found := getattr(plug, "home", _homeless)(told)) is not None), None)


def did(act: str, subject: str, body: int) -> str:
    """What a sealed act of an office of `body` did, in one more sentence for it, by the work whose outlets have `did`; "" for nothing."""
    return next((said for plug in OUTLETS if (said := getattr(plug, "did", _unsaid)(act, subject, body))), "")


def _unsaid(_act: str, _subject: str, _body: int) -> str:
    return ""


def _homeless(_told: Sequence[Told]) -> Link | None:
    return None


def _no_papers(_about: str, _kind: str) -> tuple[Offer, ...]:
    return ()


def about(stand: duties.Stand, one: Disclosed) -> tuple[About, ...]:
    """What the works whose outlets have `about` hold of what a disclosure is about, to be shown on its page."""
    return tuple(found for plug in OUTLETS for found in getattr(plug, "about", _unknown)(stand, one))


def _unknown(_stand: duties.Stand, _one: Disclosed) -> tuple[About, ...]:
    return ()


def _nothing(_bodies: Collection[int], _first: date, _last: date) -> Mapping[int, tuple[Covered, ...]]:
    return {}
