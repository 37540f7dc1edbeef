"""Open311 GeoReport v2: what is asked and answered as plain values, and both spellings of an answer.

Promises: an answer is written so that no typed sign can end its element or string; days stand for instants, at midnight, for steps are told
by their day. Refuses: days without a zone, more than 90 of them, a place outside the body's land. Writes nothing, fetches nothing.
"""

import hmac
import json
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour
from threading import Lock
from typing import Any
from uuid import UUID, uuid4
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.ground.bodies import boundaries
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.record import clock
from dinhlang.works.petitions import points, policy

XML, JSON = "xml", "json"
TYPES: Mapping[str, str] = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
LONGEST = timedelta(days=90)  # of a question for many requests, by the specification
PAGE, MOST_OF_A_PAGE, MOST = 50, 200, 1000  # requests of a page, at most of a page, of an answer in all its pages
CHANGESET = "2026-11-29T00:00:00+07:00"  # when what the discovery says was last changed, as the standard wants it
DIGITS = 4  # of a degree: eleven metres, enough to find a broken bridge and too few to find a room
OPEN, CLOSED = "open", "closed"
VILLAGE = "village"  # the one attribute of a service
EACH: Mapping[str, str] = {
    "services": "service", "attributes": "attribute", "values": "value", "service_requests": "request", "errors": "error",
    "endpoints": "endpoint", "formats": "format",
}  # fmt: skip
_SHOWN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # the signs that no XML may hold
_W3 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+ -]\d\d:\d\d)", re.ASCII)
_DEGREES = re.compile(r"\d{1,3}(?:\.\d{1,20})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,6}", re.ASCII)


# --- answers ---


def written(form: str, root: str, value: Any) -> bytes:
    """An answer in a format: lists of mappings of text, numbers, truth values, None and again lists. JSON by the Spark convention."""
    if form == JSON:
        return json.dumps(value, ensure_ascii=False).encode()
    return f'<?xml version="1.0" encoding="utf-8"?>\n{_element(root, value)}'.encode()


def _element(name: str, value: Any) -> str:
    if value is None or value == "":
        return f"<{name}/>"
    if isinstance(value, Mapping):
        inside = "".join(_element(key, one) for key, one in value.items())
    elif isinstance(value, list):
        inside = "".join(_element(EACH[name], one) for one in value)
    else:
        inside = escape(_SHOWN.sub(" ", str(value).lower() if isinstance(value, bool) else str(value)))
    return f"<{name}>{inside}</{name}>"


def instant(day: date | None) -> str | None:
    """A day as the standard wants an instant: its midnight here."""
    return datetime.combine(day, hour(), clock.LOCAL).isoformat() if day is not None else None


def last_instant(day: date | None) -> str | None:
    """The last second of a day."""
    return datetime.combine(day, hour(23, 59, 59), clock.LOCAL).isoformat() if day is not None else None


# --- services ---


@dataclass(frozen=True)
class Service:
    """What may be filed through a program: a kind with a topic."""

    kind: policy.Kind
    topic: policy.Topic

    @property
    def code(self) -> str:
        """Its code in the API."""
        return code_of(self.kind.id, self.topic.id)


def code_of(kind: str, topic: str) -> str:
    """The service code of a kind with a topic."""
    return f"{kind}-{topic}"


def services() -> Mapping[str, Service]:
    """Every service, by its code."""
    kinds = [one for one in policy.kinds().values() if policy.OPEN311 in one.ways]
    return {one.code: one for kind in kinds for topic in policy.offered() for one in [Service(kind, topic)]}


def service(code: str) -> Service:
    """The service with a code. Raises Refused where none was said, NotHere where there is no such."""
    if not code:
        raise Refused(N_("Say which service: service_code is missing."))
    found = services().get(code)
    if found is None:
        raise NotHere(N_("There is no service with this service_code here. Ask for the list of services again."))
    return found


def villages(place: Place, day: date) -> tuple[Place, ...]:
    """Where in a body something can be, closer than the body: the villages of a commune."""
    return bodies.villages(place.id, day) if place.kind == "commune" else ()


def service_row(one: Service, *, attributes: bool, note: str) -> dict[str, Any]:
    """A row of the list of services; `note` stands behind what it is about."""
    return {
        "service_code": one.code,
        "service_name": one.topic.text.said,
        "description": _("%(kind)s: %(topic)s") % {"kind": one.kind.text.said, "topic": one.topic.text.said} + f". {note}",
        "metadata": attributes,
        "type": "realtime",
        "keywords": None,
        "group": one.topic.group,
    }


def definition(one: Service, near: Sequence[Place]) -> dict[str, Any]:
    """What else may be said with a service: the village."""
    attribute = {
        "variable": True,
        "code": VILLAGE,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": _("Village"),
        "order": 1,
        "description": _("Where it is"),
        "values": [{"key": place.code, "name": place.name} for place in near],
    }
    return {"service_code": one.code, "attributes": [attribute] if near else []}


# --- what is asked ---


def moment(text: str) -> datetime:
    """An instant as the W3 note writes it, with its zone. Raises Refused."""
    try:
        if _W3.fullmatch(text) is None:
            raise ValueError(text)
        return datetime.fromisoformat(text.replace(" ", "+")).astimezone(UTC)  # a plus that nobody encoded arrives as a space
    except (ValueError, OverflowError) as error:
        raise Refused(N_("Dates are written like 2026-11-02T00:00:00Z or 2026-11-02T00:00:00+07:00, with their zone.")) from error


def span(start: str, end: str, now: datetime) -> tuple[date, date]:
    """The first and last day of a question; without any the last 90 days. Raises Refused where they turn round or are further apart."""
    try:
        last = moment(end) if end else min(now, moment(start) + LONGEST) if start else now
        first = moment(start) if start else last - LONGEST
        days = clock.local_day(first), clock.local_day(last)
    except OverflowError as error:
        raise Refused(N_("There is no such day. Ask for days of this century.")) from error
    if first > last:
        raise Refused(N_("start_date lies behind end_date, or in the future."))
    if last - first > LONGEST:
        raise Refused(N_("start_date and end_date may lie at most 90 days apart. Ask in several steps."))
    return days


def chosen(text: str, known: Iterable[str], sentence: str) -> frozenset[str]:
    """The values of a list with commas, all of them `known`; none for all. Raises Refused with `sentence`."""
    found = frozenset(one.strip() for one in text.split(",") if one.strip())
    if found - frozenset(known):
        raise Refused(sentence)
    return found


def page(number: str, size: str) -> tuple[int, int]:
    """The first row and the row behind the last of a page; without one the first thousand, by the specification. Raises Refused."""
    if not (number or size):
        return 0, MOST
    if any(text and _WHOLE.fullmatch(text) is None for text in (number, size)) or "0" in (number, size):
        raise Refused(N_("page and page_size are whole numbers from 1 on."))
    rows = min(int(size or PAGE), MOST_OF_A_PAGE)
    first = (int(number or 1) - 1) * rows
    return min(first, MOST), min(first + rows, MOST)


@dataclass(frozen=True)
class Spot:
    """Where a request is: the body or village, where exactly in words, and the point in degrees ("" where it could not be held against a
    map: then it stands among the words)."""

    place: Place
    words: str
    point: str = ""


def where(place: Place, near: Sequence[Place], said: Mapping[str, str], day: date) -> Spot:
    """Where a request is. Raises Refused: no place, half a point, a point outside the body's land."""
    lat, long, address, village = (said.get(name, "") for name in ("lat", "long", "address_string", VILLAGE))
    if not address and not (lat and long):
        raise Refused(N_("Say where it is: lat and long, or address_string."))
    found = next((one for one in near if one.code == village), None) if village else place
    if found is None:
        raise Refused(N_("The village is none of {name}. Ask for the service definition again."), {"name": place.name})
    if not (lat or long):
        return Spot(found, address)
    if _DEGREES.fullmatch(lat) is None or _DEGREES.fullmatch(long) is None:
        raise Refused(N_("lat and long are degrees, both of them, like 22.6667 and 106.2583."))
    exact = points.read(f"{lat}, {long}")
    point = points.Point(round(exact.lat, DIGITS), round(exact.lon, DIGITS))
    land = points.land_of(place.id, day)
    if land is None:
        return Spot(found, f"{address} ({point.text})" if address else point.text)
    points.check(land, exact, day)
    return Spot(found if village else village_at(place, near, exact, day) or place, address, point.text)


def village_at(place: Place, near: Sequence[Place], point: points.Point, day: date) -> Place | None:
    """The village that holds a point, where villages are drawn."""
    drawn = boundaries.frame(place.id, day) if near else None
    within = boundaries.hit(place.id, *drawn.at(point.lon, point.lat), day) if drawn is not None else None
    return next((one for one in near if one.id == within), None)


# --- the same request again ---

SECONDS, REMEMBERED = 600.0, 5_000


class Retries:
    """Which command a request was given, so that a program which sends it again within `SECONDS` files nothing twice.

    For requests that say who sends them: the same words from two strangers are two requests.
    In memory alone and forgotten with the process: what tells one request from another may hold an address, and that is written nowhere.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic, chance: Callable[[], UUID] = uuid4) -> None:
        self.now, self.chance = now, chance
        self._given: OrderedDict[bytes, tuple[float, UUID]] = OrderedDict()
        self._salt = secrets.token_bytes(32)
        self._lock = Lock()

    def command(self, *what: str) -> UUID:
        """The command of a request that is told apart by `what`."""
        key = hmac.digest(self._salt, json.dumps(what).encode(), "sha256")
        at = self.now()
        with self._lock:
            since, command = self._given.get(key, (at, None))
            if command is None or at - since > SECONDS:
                command = self.chance()
                self._given[key] = (at, command)
                self._given.move_to_end(key)
            while len(self._given) > REMEMBERED:
                self._given.popitem(last=False)
        return command
