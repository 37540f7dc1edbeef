"""What lies in a province or in the country, as map and list."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from dinhlang.ground.ui.shapes.common import Link


@dataclass(frozen=True)
class Letter:
    """What begins with one letter, by name."""

    letter: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class MapView:
    """A map with its links, what is to be said of its boundaries, and the page where a point of it may be touched (None: none)."""

    svg: SafeString
    told: str
    larger: Link | None = None


@dataclass(frozen=True)
class Inside:
    """What lies in a province or in the country: the map (None while nobody has drawn it) and the list by name. `title` says how many."""

    title: str
    map: MapView | None
    letters: tuple[Letter, ...]
