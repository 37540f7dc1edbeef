"""Maps drawn on the server: areas and numbers in, a safe string of SVG out.

Promises: every map has a title, a description and a legend with numbers; every area that leads somewhere is a link that the keyboard
reaches and that says its name and number; tones are neutral, so that no area is blamed; "no data yet" is a class of its own, drawn with
a broken edge, not by colour alone. The caller sets a table or a list with the same values beside it. Refuses: markup in names.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

from django.utils.safestring import SafeString

# The scale on paper; hall.css sets its own, light and dark. None: no data yet.
FILLS = {0: "#e6edf0", 1: "#bfd0d9", 2: "#93aebc", 3: "#5f8497", 4: "#2f5b70", None: "#fff"}
_EDGE = "#8a7f72"


class Framed(Protocol):
    """Anything with the size of a drawing in units."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


@dataclass(frozen=True)
class MapArea:
    """An area: SVG path data, its name, what is said of it beside the name ("" for nothing), its tone 0 to 4 (None: no data yet), and
    where it leads ("" for nowhere)."""

    path: str
    name: str
    label: str = ""
    tone: int | None = 0
    href: str = ""


@dataclass(frozen=True)
class MapTone:
    """A row of the legend: a tone, what it means, and how many areas have it, in `unit` where the number alone could be mistaken."""

    tone: int | None
    text: str
    n: int
    unit: str = ""


@dataclass(frozen=True)
class MapNote:
    """Words on the map, such as the name of islands too small to be seen; their middle in units of the frame."""

    x: float
    y: float
    text: str


def _css(tone: int | None) -> str:
    return "tn" if tone is None else f"t{tone}"


def _area(one: MapArea) -> str:
    said = f"{one.name}: {one.label}" if one.label else one.name
    shape = f'<path class="{_css(one.tone)}" fill="{FILLS[one.tone]}" d="{one.path}"><title>{escape(said)}</title></path>'
    return f'<a href="{escape(one.href)}">{shape}</a>' if one.href else shape


def _note(one: MapNote, size: int) -> str:
    return f'<text x="{one.x:g}" y="{one.y:g}" font-size="{size}" text-anchor="middle">{escape(one.text)}</text>'


def drawing(areas: Sequence[MapArea], frame: Framed, title: str, desc: str, notes: Sequence[MapNote] = ()) -> SafeString:
    """The map alone, without its legend."""
    size = max(frame.width, frame.height) // 34
    inside = "".join(map(_area, areas)) + "".join(_note(one, size) for one in notes)
    # A picture for whoever reads the screen aloud only where nothing in it can be followed.
    role = "group" if any(one.href for one in areas) else "img"
    return SafeString(
        f'<svg class="fig map" viewBox="0 0 {frame.width} {frame.height}" width="{frame.width}" height="{frame.height}" role="{role}" '
        f'aria-label="{escape(title)}" fill-rule="evenodd" stroke="{_EDGE}" stroke-linejoin="round">'
        f"<title>{escape(title)}</title><desc>{escape(desc)}</desc>{inside}</svg>"
    )


def picture(areas: Sequence[MapArea], frame: Framed, title: str, notes: Sequence[MapNote] = ()) -> str:
    """The map as a file of its own, for an image that a point is picked on: no links, colours that stand on light and dark ground."""
    size = max(frame.width, frame.height) // 34
    shapes = "".join(f'<path d="{one.path}"/>' for one in areas)
    words = "".join(_note(one, size) for one in notes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {frame.height}" width="{frame.width}" height="{frame.height}">'
        f'<title>{escape(title)}</title><g fill="{FILLS[0]}" stroke="#6b6258" stroke-width="1.2" stroke-linejoin="round" '
        f'fill-rule="evenodd">'
        f'{shapes}</g><g fill="#5f8497" font-family="sans-serif">{words}</g></svg>'
    )


def spot(
    areas: Sequence[MapArea], window: tuple[int, int, int, int], title: str, notes: Sequence[MapNote] = (),
    at: tuple[float, float] | None = None,
) -> str:  # fmt: skip
    """A part of a map as a file of its own, as `picture`: `window` is x, y, width and height in units, `at` a point that is marked."""
    x, y, width, height = window
    unit = max(width, height) / 300
    shapes = "".join(f'<path fill="{FILLS[one.tone]}" d="{one.path}"/>' for one in areas)
    words = "".join(f'<text x="{n.x:g}" y="{n.y:g}">{escape(n.text)}</text>' for n in notes)
    mark = ""
    if at is not None:
        mark = (
            f'<g transform="translate({at[0]:.2f} {at[1]:.2f}) scale({unit:.3f})" fill="none" stroke="#fff" stroke-width="5">'
            f'<path d="M-16 0H16M0-16V16"/><circle r="8"/><g stroke="#8f1d1d" stroke-width="2.5"><path d="M-16 0H16M0-16V16"/>'
            f'<circle r="8"/></g></g>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {width} {height}" width="{width}" height="{height}">'
        f"<title>{escape(title)}</title>"
        f'<g stroke="#6b6258" stroke-width="{unit:.2f}" stroke-linejoin="round" fill-rule="evenodd">{shapes}</g>'
        f'<g fill="#3d4a50" font-family="sans-serif" font-size="{11 * unit:.1f}" text-anchor="middle">{words}</g>{mark}</svg>'
    )


def as_address(picture: str) -> str:
    """A drawing as an address that an image on a page can bear, so that nothing more is fetched."""
    return f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}"


def legend_of(legend: Sequence[MapTone]) -> SafeString:
    """The legend: a swatch, what it means, how many areas."""
    units = [f" {one.unit}" if one.unit else "" for one in legend]
    rows = "".join(
        f'<li><svg class="sw" viewBox="0 0 16 16" aria-hidden="true"><rect class="{_css(one.tone)}" x="1" y="1" width="14" height="14" '
        f'rx="3" fill="{FILLS[one.tone]}" stroke="{_EDGE}"/></svg>{escape(one.text)}: <span class="num">{one.n}</span>{escape(unit)}</li>'
        for one, unit in zip(legend, units, strict=True)
    )
    return SafeString(f'<ul class="legend">{rows}</ul>' if rows else "")


def area_map(
    areas: Sequence[MapArea], frame: Framed, title: str, desc: str, legend: Sequence[MapTone], notes: Sequence[MapNote] = ()
) -> SafeString:
    """A map with its legend. `legend` may be empty where every area has the same tone; `notes` are words on it."""
    return SafeString(f"{drawing(areas, frame, title, desc, notes)}{legend_of(legend)}")


def legend(areas: Sequence[MapArea], texts: Sequence[tuple[int | None, str]], unit: str = "") -> tuple[MapTone, ...]:
    """The legend of these areas: for each tone of `texts` its meaning, counted; a tone that no area has is left out."""
    rows = (MapTone(tone, text, sum(one.tone == tone for one in areas), unit) for tone, text in texts)
    return tuple(row for row in rows if row.n)
