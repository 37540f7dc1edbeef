"""The front page of a province, its map to touch, and the list of provinces."""

from dataclasses import dataclass
from datetime import date

from dinhlang.ground.ui.shapes.common import Link
from dinhlang.ground.ui.shapes.duties import ActRow, OpenRow
from dinhlang.ground.ui.shapes.home import FoundRow
from dinhlang.ground.ui.shapes.places import Inside


@dataclass(frozen=True)
class ProvinceHome:
    """The front page of a site of one province. `found` is None where nothing was searched for."""

    body: Link
    lead: str
    recent: tuple[ActRow, ...]
    recent_href: str
    open_now: tuple[OpenRow, ...]
    inside: Inside | None
    today: date
    figures: Link | None = None
    country: Link | None = None
    query: str = ""
    found: tuple[FoundRow, ...] | None = None


@dataclass(frozen=True)
class TouchPage:
    """A map to touch: the image in two sizes (the name of the field, its width, its height), and what came of the last touch."""

    body: Link
    image: str
    sizes: tuple[tuple[str, int, int], ...]
    told: str
    missed: str
    inside: Inside


@dataclass(frozen=True)
class PlacesPage:
    """The provinces that are entered here."""

    inside: Inside
