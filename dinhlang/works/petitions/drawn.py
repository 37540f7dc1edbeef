"""The numbers of petitions as a picture: communes of a province on its map, places of a commune as bars, each with a table.

Promises: only whole cells that were told are added up, as in `numbers`, so that no area tells of fewer people than the policy says; an
area of which nothing was told says so, which may mean none or few; nothing is fetched from outside.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.db.models import Q, Sum
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dinhlang.ground.bodies import boundaries
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.ui import format, maps, svg
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Counted, Link
from dinhlang.works.petitions.models import Cell

STEPS = (1, 10, 20, 50, 100)  # petitions from which on an area has the next tone
LIST = 100  # rows of the table


def of(stand: duties.Stand, topic: str) -> dict[str, Any]:
    """The picture of a body's page and its table; `topic` (or a group) narrows it. At most five queries, nothing where nothing was told."""
    about = Q(topic=topic) | Q(group=topic) if topic else Q()
    if stand.place.kind == "province":
        rows = Cell.objects.filter(about, commune__parent=stand.place.id).values_list("commune").annotate(n=Sum("count"))
    else:
        rows = Cell.objects.filter(about, commune=stand.place.id).values_list("place").annotate(n=Sum("count"))
    counts = dict(rows.order_by())
    if not counts or (stand.place.kind != "province" and len(counts) == 1):
        return {}
    places = bodies.places(set(counts), stand.day)
    many = sorted(counts, key=lambda one: (-counts[one], places[one].name))[:LIST]
    on_map = stand.place.kind == "province"
    table = tuple(Counted(Link(places[one].name, _page(places[one]) if on_map else ""), counts[one]) for one in many)
    title = _("Petitions, commune by commune") if on_map else _("Petitions, place by place")
    picture = _map(stand, counts, title) if on_map else svg.NOTHING
    if not picture:
        strips = [svg.Strip(places[one].name, counts[one], format.count(counts[one])) for one in many]
        picture = svg.strips(strips, 0, title)
    note = _("As sent to the communes; what was sent to %(name)s itself is told apart.") % {"name": stand.place.name} if on_map else ""
    return {"picture": picture, "by_place": table, "picture_title": title, "picture_note": note}


def _page(place: Place) -> str:
    return reverse("petitions", args=[place.code])


def tone(n: int | None) -> int | None:
    """The tone of an area with `n` petitions; None where nothing was told."""
    return None if not n else sum(n >= step for step in STEPS) - 1


def _texts() -> Sequence[tuple[int | None, str]]:
    between = [_("%(low)s to %(high)s") % {"low": format.count(low), "high": format.count(high - 1)} for low, high in pairwise(STEPS[1:])]
    words = [_("up to %(n)s") % {"n": format.count(STEPS[1] - 1)}, *between, _("%(n)s and more") % {"n": format.count(STEPS[-1])}]
    return [*((n, _("%(range)s petitions") % {"range": one}) for n, one in enumerate(words)), (None, _("nothing told yet: none, or few"))]


def _map(stand: duties.Stand, counts: Mapping[int, int], title: str) -> SafeString:
    """The communes of a province, darker for more; "" where nobody has drawn them."""
    shown = boundaries.drawn(stand.place.id, stand.day)
    if shown is None:
        return svg.NOTHING
    frame, paths = shown
    areas = []
    for one in bodies.children(stand.place.id, "commune", stand.day):
        if one.id in paths:
            n = counts.get(one.id)
            label = _("%(n)s petitions") % {"n": format.count(n)} if n else _("nothing told yet")
            areas.append(maps.MapArea(paths[one.id], one.name, label, tone(n), _page(one)))
    told = _("Boundaries are for reference only; the province may replace them.")
    desc = _("Neutral tones: darker is more. The table below has the same numbers.")
    legend = maps.legend(areas, _texts(), _("commune(s)"))
    return format_html('{}<p class="soft small">{}</p>', maps.area_map(areas, frame, title, f"{desc} {told}", legend), told)
