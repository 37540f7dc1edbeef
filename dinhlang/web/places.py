"""A province as its people look for it: what is new in all its communes, what is being discussed, and where mine is.

Promises: a fixed number of queries however many communes and villages there are; the map is links, and may be touched without script on a
page of its own; boundaries are said to be for reference. Refuses: a map of what has none; a touch outside every commune gets a sentence.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dinhlang.core.refusal import N_, NotHere
from dinhlang.core.rules import Audience, Facts
from dinhlang.ground.bodies import boundaries
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.search import Hit, search
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import may
from dinhlang.ground.record import clock
from dinhlang.ground.record import reads as record
from dinhlang.ground.ui import cache, format, maps
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import ActRow, FoundRow, Inside, Letter, Link, MapView, PlacesPage, ProvinceHome, TouchPage
from dinhlang.web import log, plugs

LATELY = 6  # acts told on the front page
DEEP = 6  # entries read for each of them: the acts of one thing are told as one
REACH = 20_000  # newest entries looked through for those of a province
SIZES = (("nho", 288), ("lon", 640))  # widths of the map to touch: on a phone, on a desk; hall.css shows one of them
LABELLED = ((111.9, 15.2, N_("Hoàng Sa")), (114.6, 7.9, N_("Trường Sa")))  # degrees
FURTHEST = 100_000  # no image is as wide: what is typed beyond it is outside


def found_places(hits: Sequence[Hit], day: date) -> tuple[FoundRow, ...]:
    """Bodies that a search found, each with its kind, what it lies in, and the old names that led to it."""
    above = bodies.places({hit.place.parent for hit in hits if hit.place.parent is not None}, day)
    return tuple(FoundRow(hit.name, " · ".join(_about(hit, above)), reverse("body", args=[hit.place.code])) for hit in hits)


def _about(hit: Hit, above: dict[int, bodies.Place]) -> list[str]:
    place, words = hit.place, []
    if hit.was:
        words.append(_("formerly %(names)s") % {"names": ", ".join(hit.was)})
    if hit.parts:
        words.append(_("with a part of the former %(names)s") % {"names": ", ".join(hit.parts)})
    parent = above[place.parent].name if place.parent in above else ""
    return [word for word in (*words, present.kind_word(place.kind), parent) if word]


def home(request: HttpRequest, stand: duties.Stand, query: str) -> HttpResponse:
    """The front page of a site of one province."""

    def make() -> HttpResponse:
        page = home_page(stand, query, may.audiences(request, stand.place.id))
        return render(request, "pages/home_province.html", {"page": page})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def home_page(stand: duties.Stand, query: str, allowed: Collection[Audience]) -> ProvinceHome:
    """At most eight queries; a search leaves out what is new and the map."""
    place, day = stand.place, stand.day
    body, lead = Link(place.name, reverse("body", args=[place.code])), _lead(place)
    if query:
        found = found_places(search(query, day), day)
        return ProvinceHome(body, lead, (), "", (), None, day, query=query, found=found)
    at = duties.Frame(place, day, stand.book, Facts(kind=place.kind, values={}), (), None, (), (), False)
    return ProvinceHome(
        body=body,
        lead=lead,
        recent=lately(place),
        recent_href=reverse("record"),
        open_now=plugs.open_now(at, allowed),
        inside=inside(place, day),
        today=day,
        figures=figures(place.code),
        country=Link(_("Provinces"), reverse("places")),
    )


def _lead(place: bodies.Place) -> str:
    return _("%(name)s, commune by commune: what was disclosed, what is still to be done, and why. Everything can be checked.") % {
        "name": place.name
    }


def figures(code: str) -> Link | None:
    """The figures of a province, where this house has such a page."""
    try:
        return Link(_("Figures of the province"), reverse("figures", args=[code]))
    except NoReverseMatch:
        return None


def lately(place: bodies.Place) -> tuple[ActRow, ...]:
    """The latest things done in a province, each once, with the body that did it. At most four queries."""
    told, around = record.lately(None, LATELY * DEEP, bodies.of_province(place.province_code), REACH)
    places, spoken = log.near(told)
    titles = plugs.titles(around)
    rows: dict[str, ActRow] = {}
    for one in told:
        if one.body not in places or not one.words or one.act in log.HOUSE:
            continue
        who, sentence, title = places[one.body].name, log.sentence(one, spoken), titles.get(one.subject, "")
        about = f"{one.body} {title}" if title else one.subject  # a document and what was disclosed of it are one thing
        if about in rows:
            continue
        if len(rows) == LATELY:
            break
        entry = reverse("entry", args=[one.address])
        href = reverse("thing", args=[one.subject]) if log.has_page(one) else entry
        text = f"{who} · {sentence}" if title else who
        rows[about] = ActRow(one.at, title or sentence, text, href, entry_href=entry)
    return tuple(rows.values())


def inside(place: bodies.Place | None, day: date) -> Inside | None:
    """The communes of a province (None: the provinces of the country) as map and list; None where there are none. Two queries."""
    rows = bodies.children(place.id if place is not None else None, "commune" if place is not None else "province", day)
    if not rows:
        return None
    n = len(rows)
    if place is None:
        title = ngettext("%(n)d province", "%(n)d provinces", n)
    else:
        title = ngettext("%(n)d commune or ward", "%(n)d communes and wards", n)
    return Inside(title % {"n": n}, _map(place, rows, day), letters(rows))


def letters(rows: Sequence[bodies.Place]) -> tuple[Letter, ...]:
    """Bodies by their name without the word of their kind, in the order of the Vietnamese alphabet as far as its base letters go."""
    groups: dict[str, list[tuple[str, Link]]] = defaultdict(list)
    for one in rows:
        word = f"{one.kind_word.lower()} "
        own = one.name[len(word) :] if one.name.lower().startswith(word) else one.name
        first = own[:1].upper()
        letter = first if first == "Đ" else bodies.fold(first).upper() or first
        groups[letter].append((bodies.fold(own), Link(one.name, reverse("body", args=[one.code]))))
    order = sorted(groups, key=lambda letter: "D~" if letter == "Đ" else letter)
    return tuple(Letter(letter, tuple(link for _key, link in sorted(groups[letter], key=lambda row: row[0]))) for letter in order)


def _map(place: bodies.Place | None, rows: Sequence[bodies.Place], day: date) -> MapView | None:
    drawn = boundaries.drawn(place.id if place is not None else None, day)
    if drawn is None:
        return None
    frame, paths = drawn
    areas = [maps.MapArea(paths[one.id], one.name, tone=1, href=reverse("body", args=[one.code])) for one in rows if one.id in paths]
    if place is None:
        title = _("Map of the provinces")
        notes = [maps.MapNote(*frame.at(lon, lat), _(text)) for lon, lat, text in LABELLED]
    else:
        title, notes = _("Map of %(name)s") % {"name": place.name}, []
    desc = _("Each area is a link to its page; the list by name beside it leads to the same pages.")
    larger = Link(_("A larger map to touch"), reverse("map", args=[place.code])) if place is not None else None
    return MapView(maps.area_map(areas, frame, title, desc, (), notes), reference(frame), larger)


def reference(frame: boundaries.Frame) -> str:
    """What must be said of boundaries: that they are for reference, or by which document they hold."""
    values = {"day": format.short_day(frame.from_day), "document": frame.document}
    if frame.document:
        return _("Boundaries by %(document)s, from %(day)s.") % values
    return _("Boundaries are for reference only; the province may replace them.")


def touch(request: HttpRequest, code: str) -> HttpResponse:
    """A map to touch: an image that sends the point, so that no script is needed. A touched commune opens."""
    stand = duties.find(code, clock.today())
    place, day = stand.place, stand.day
    frame = boundaries.frame(place.id, day)
    if frame is None:
        raise NotHere(N_("There is no map of {name} yet. Look for the place by its name."), {"name": place.name})
    point = _point(request, frame)
    body = boundaries.hit(place.id, *point, day) if point is not None else None
    if body is not None:
        return redirect(reverse("body", args=[bodies.place(body, day).code]))
    within = inside(place, day)
    if within is None:
        raise NotHere(N_("There is no map of {name} yet. Look for the place by its name."), {"name": place.name})
    missed = _("That point lies outside every commune of %(name)s. Touch inside one, or choose it by name below.") % {"name": place.name}
    page = TouchPage(
        body=Link(place.name, reverse("body", args=[place.code])),
        image=reverse("map-file", args=[place.code]),
        sizes=tuple((name, width, round(width * frame.height / frame.width)) for name, width in SIZES),
        told=reference(frame),
        missed=missed if point is not None else "",
        inside=replace(within, map=None),
    )
    return cache.exact(
        request,
        cache.key_of(request, stand.rules, stand.version, stand.day),
        lambda: render(request, "pages/touch.html", {"page": page}),
    )


def _point(request: HttpRequest, frame: boundaries.Frame) -> tuple[float, float] | None:
    """The point that was touched, in units of the frame; None where none was sent."""
    for name, width in SIZES:
        x, y = request.GET.get(f"{name}.x", ""), request.GET.get(f"{name}.y", "")
        if x.isascii() and y.isascii() and x.isdecimal() and y.isdecimal() and len(x + y) < len(str(FURTHEST)) * 2:
            scale = frame.width / width
            return (int(x) + 0.5) * scale, (int(y) + 0.5) * scale
    return None


def picture(request: HttpRequest, code: str) -> HttpResponse:
    """The map of a province as a file of its own, for the page where it is touched."""
    stand = duties.find(code, clock.today())

    def make() -> HttpResponse:
        drawn = boundaries.drawn(stand.place.id, stand.day)
        if drawn is None:
            raise NotHere(N_("There is no map of {name} yet. Look for the place by its name."), {"name": stand.place.name})
        frame, paths = drawn
        areas = [maps.MapArea(path, "") for path in paths.values()]
        svg = maps.picture(areas, frame, _("Map of %(name)s") % {"name": stand.place.name})
        return HttpResponse(svg, content_type="image/svg+xml")

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def index(request: HttpRequest) -> HttpResponse:
    """The provinces that are entered here; where there is one, its page."""
    day, stand = clock.today(), record.stand()

    def make() -> HttpResponse:
        rows = bodies.children(None, "province", day)
        if len(rows) == 1:
            return redirect(reverse("body", args=[rows[0].code]))
        within = inside(None, day)
        if within is None:
            raise NotHere(N_("No province has been entered here yet."))
        return render(request, "pages/places.html", {"page": PlacesPage(within)})

    version = stand.size + stand.version  # both only grow, and every list of bodies, name and map that is entered is an entry
    return cache.exact(request, cache.key_of(request, stand.rules, version, day), make)
