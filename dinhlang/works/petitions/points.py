"""Where a petition is, as a point: typed as a telephone shows it, or touched on the map of the land that its body answers for.

Promises: a point that is kept lies in that land, as far as boundaries drawn for reference can say; the map is drawn here, nothing is
fetched from outside. Refuses, with a sentence, a point of another commune or province, in the sea, in a hole of the land, and what is none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, Refused
from dinhlang.core.topology import BOX
from dinhlang.ground.bodies import boundaries
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.ui import maps
from dinhlang.ground.ui.shapes import Spot
from dinhlang.works.petitions.models import Petition

SLACK = 2  # units beside a border that still count: it was drawn with few points
LONG = 60  # signs of a typed point
SIZES = (("nho", 288), ("lon", 560))  # widths of the map to touch, in pixels: on a phone, on a desk
PARTS = 3  # of each side of the map: what is shown larger once it was touched
NAMED = 14  # areas on a picture, above which names would only cover each other
SMALL = 288
NUMBER = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,20})?")  # whatever a program writes for a double; cut, one number would be two
NO_MAP = N_("There is no map of this place here yet. Describe it in your words instead: house, lane, stream.")
NO_POINT = N_("Write latitude and longitude as your telephone shows them, for example 21.6667, 106.2567, or touch the map.")


Window = tuple[int, int, int, int]
"""A part of a map: x, y, width and height in its units."""


@dataclass(frozen=True)
class Land:
    """The land in which a point must lie: whose it is, drawn from close by; `body` is its area in the sheet of `parent` (None: all)."""

    place: Place
    parent: int
    body: int | None
    close: boundaries.Close


@dataclass(frozen=True)
class Point:
    """A place in degrees, to five decimals (a metre)."""

    lat: float
    lon: float

    @property
    def text(self) -> str:
        """As it is kept and shown."""
        return f"{self.lat:.5f}, {self.lon:.5f}"


def land(found: Petition, day: date) -> Land | None:
    """The land that a petition is about."""
    return land_of(found.place_id, day)


def land_of(place: int, day: date) -> Land | None:
    """The land of the commune that a place lies in, else of the province; None where nobody has drawn it. At most six queries."""
    at: int | None = place
    while at is not None:
        one = bodies.place(at, day)
        parent, body = (one.parent, one.id) if one.parent is not None else (one.id, None)
        close = boundaries.close(parent, body, day)
        if close is not None:
            return Land(one, parent, body, close)
        at = one.parent
    return None


def read(text: str) -> Point:
    """The point that was typed: two decimal numbers, or degrees, minutes and seconds. Raises Refused."""
    numbers = [float(one.replace(",", ".")) for one in NUMBER.findall(text[:LONG])]
    if len(numbers) == 6:
        numbers = [degrees + minutes / 60 + seconds / 3600 for degrees, minutes, seconds in (numbers[:3], numbers[3:])]
    if len(numbers) != 2:
        raise Refused(NO_POINT)
    lat, lon = sorted(numbers)  # in Việt Nam every longitude is larger than every latitude
    west, south, east, north = BOX
    if not (south <= lat <= north and west <= lon <= east):
        raise Refused(N_("{point} lies outside Việt Nam. Look at the numbers again, or touch the map."), {"point": Point(lat, lon).text})
    return Point(round(lat, 5), round(lon, 5))


def check(within: Land | None, point: Point, day: date) -> None:
    """Whether the point lies in the land. Raises Refused with where it lies instead."""
    if within is None:
        raise Refused(NO_MAP)
    x, y = within.close.frame.at(point.lon, point.lat)
    if boundaries.lies_in(within.parent, within.body, x, y, day, SLACK):
        return
    other = boundaries.hit(within.parent, x, y, day, near=0)
    if other is not None:
        raise Refused(
            N_("That point lies in {other}, not in {name}. Touch the map inside {name}, or send a petition to {other}."),
            {"other": bodies.place(other, day).name, "name": within.place.name},
        )
    raise Refused(
        N_("That point lies outside {name}. Touch the map inside it, or describe the place in your words."), {"name": within.place.name}
    )


def near(within: Land, point: Point) -> Window:
    """The ninth of the land's map around a point."""
    left, top, width, height = within.close.window
    x, y = within.close.frame.at(point.lon, point.lat)
    wide, high = max(1, width // PARTS), max(1, height // PARTS)
    return (
        min(max(round(x) - wide // 2, left), left + width - wide),
        min(max(round(y) - high // 2, top), top + height - high),
        wide,
        high,
    )


def around(sent: Mapping[str, str]) -> Point | None:
    """The point around which the map was shown larger when it was touched; None where all of it was shown."""
    try:
        return read(sent.get("quanh", ""))
    except Refused:
        return None


def touched(sent: Mapping[str, str], within: Land) -> Point | None:
    """The point of the map that was touched, None where none was."""
    middle = around(sent)
    left, top, width, _height = within.close.window if middle is None else near(within, middle)
    for name, wide in SIZES:
        x, y = sent.get(f"{name}.x", ""), sent.get(f"{name}.y", "")
        if re.fullmatch("[0-9]{1,4}", x) and re.fullmatch("[0-9]{1,4}", y):
            lon, lat = within.close.frame.place(left + (int(x) + 0.5) * width / wide, top + (int(y) + 0.5) * width / wide)
            return Point(round(lat, 5), round(lon, 5))
    return None


def picture(within: Land, day: date, point: Point | None = None, window: Window | None = None) -> str:
    """The land from close by, or a `window` of it, as an address for an image, with the point on it. One query."""
    close = within.close
    left, top, width, height = shown = window or close.window
    areas = [maps.MapArea(path, "", tone=1 if within.body in (None, body) else 0) for body, path in close.paths.items()]
    notes = []
    if len(areas) <= NAMED:
        for body, one in bodies.places(set(close.boxes), day).items():
            box = close.boxes[body]
            if window is not None and body == within.body:
                continue  # its name would lie under the mark
            if box[0] > left + width or box[2] < left or box[1] > top + height or box[3] < top:
                continue
            x = (max(box[0], left) + min(box[2], left + width)) / 2
            y = (max(box[1], top) + min(box[3], top + height)) / 2
            notes.append(maps.MapNote(x, y, one.name))
    at = close.frame.at(point.lon, point.lat) if point is not None else None
    return maps.as_address(maps.spot(areas, shown, within.place.name, notes, at))


def sizes(within: Land, window: Window | None = None) -> tuple[tuple[str, int, int], ...]:
    """Names, widths and heights of the map to touch, or of a `window` of it, in pixels."""
    _left, _top, width, height = window or within.close.window
    return tuple((name, wide, round(wide * height / width)) for name, wide in SIZES)


def spot(found: Petition, kept: str, day: date) -> Spot | None:
    """A kept point as a small map; None where there is no map any more."""
    within = land(found, day)
    if within is None:
        return None
    _left, _top, width, height = within.close.window
    text = _("Map of %(name)s with the point %(point)s") % {"name": within.place.name, "point": kept}
    return Spot(picture(within, day, read(kept)), text, SMALL, round(SMALL * height / width))
