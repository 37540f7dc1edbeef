"""What everybody reads of petitions: numbers, as they were told on Mondays.

Promises: only whole cells are added up, so no filter tells of fewer people than the policy says; between two Mondays nothing here changes.
"""

from typing import Any

from django.db.models import Max, Q, Sum, Window
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.ui import format
from dinhlang.ground.ui.shapes import Field, FilterBox, NumberRow
from dinhlang.works.petitions import policy, reads
from dinhlang.works.petitions.acts.opening import ALL, DONE, LATE, STILL
from dinhlang.works.petitions.models import Cell, Content, Standing

ROWS = 200  # newest first
GROUPS = {
    "works": N_("Roads, water, electricity"),
    "living": N_("Life together"),
    "papers": N_("Land, papers, support"),
    "service": N_("How offices serve people"),
}


def of(stand: duties.Stand, place: str, topic: str) -> dict[str, Any]:
    """The part of a body's page that tells numbers; `place` (a code) and `topic` (or a group) narrow it. Five queries."""
    content = _content(stand.place.id)
    every = Cell.objects.filter(commune=stand.place.id)
    days = dict(every.order_by().values_list("place").annotate(last=Max("day")))
    least = {"n": policy.values().senders}
    if not days:
        text = _("Numbers are told on Monday morning, once behind a number stand at least %(n)d different senders. There are none yet.")
        return {"told": text % least, "standing": content}
    names = bodies.places(days, stand.day)
    shown = every.annotate(total=Window(Sum("count"))).order_by("-first", "topic", "pk")
    if place:
        shown = shown.filter(place__in=[one.id for one in names.values() if one.code == place])
    if topic:
        shown = shown.filter(Q(topic=topic) | Q(group=topic))
    rows = list(shown[:ROWS])
    told = _(
        "As told on %(day)s. Behind each number stand at least %(n)d different senders; what is too small is told with its commune and "
        "month, or later."
    )
    standing = list(Standing.objects.filter(body=stand.place.id).order_by("-day")[:4])
    codes = sorted({(one.code, one.name) for one in names.values()}, key=lambda pair: pair[1])
    topics = [(one.id, one.text.said) for one in policy.offered()]
    return {
        "told": told % {**least, "day": format.short_day(max([*days.values(), *(one.day for one in standing)]))},
        "standing": (*(_standing([one for one in standing if one.day == standing[0].day]) if standing else ()), *content),
        "rows": tuple(_row(one, names) for one in rows),
        "total": rows[0].total if rows else 0,
        "filters": (_box("noi", _("Place"), codes, place), _box("viec", _("About what"), topics, topic)),
    }  # fmt: skip


def _content(body: int) -> tuple[Field, ...]:
    """How content senders were with the answers of a body, as told last. One query."""
    last = Content.objects.filter(body=body).order_by("-day").first()
    if last is None:
        return ()
    said = {"n": last.tenths, "count": format.count(last.count), "day": format.short_day(last.day)}
    return (Field(_("Content with the answer"), _("about %(n)d in 10, of at least %(count)s who said so; told on %(day)s") % said),)


def _standing(rows: list[Standing]) -> tuple[Field, ...]:
    numbers = {one.state: one.count for one in rows}
    still = _("Being dealt with") if LATE in numbers else _("Being dealt with, those past their day among them")
    words = ((ALL, _("Sent")), (DONE, _("Answered or closed")), (STILL, still), (LATE, _("Not done, past their day")))
    return tuple(Field(text, format.count(numbers[state])) for state, text in words if state in numbers)


def _row(one: Cell, names: dict[int, bodies.Place]) -> NumberRow:
    topics = policy.topics()
    about = topics[one.topic].text.said if one.topic in topics else _(GROUPS[one.group]) if one.group in GROUPS else _("All matters")
    when = _("%(first)s to %(last)s") % {"first": format.short_day(one.first), "last": format.short_day(one.last)}
    return NumberRow(names[one.place_id].name, when, about, _(reads.WAYS[one.way]) if one.way else "", one.count)


def _box(name: str, label: str, options: list[tuple[str, str]], chosen: str) -> FilterBox:
    return FilterBox(name, label, (("", _("All"), not chosen), *((value, words, value == chosen) for value, words in options)))
