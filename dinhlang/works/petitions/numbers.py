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
from dinhlang.works.petitions import policy, public, reads
from dinhlang.works.petitions.acts.standing import ALL
from dinhlang.works.petitions.models import Cell, Content, Standing

ROWS = 200  # newest first
STATES = (
    (public.ANSWERED, N_("Answered or closed")),
    (public.OPEN, N_("Being dealt with")),
    (public.LATE, N_("Not done, past their day")),
    (public.REFUSED, N_("Not taken on")),
)
GROUPS = {
    "works": N_("Roads, water, electricity"),
    "living": N_("Life together"),
    "papers": N_("Land, papers, support"),
    "service": N_("How offices serve people"),
}


def of(stand: duties.Stand, place: str, topic: str) -> dict[str, Any]:
    """The part of a body's page that tells numbers; `place` (a code) and `topic` (or a group) narrow it. Five queries."""
    here = stand.place
    content = _content(here.id)
    every = Cell.objects.filter(commune=here.id)
    days = dict(every.order_by().values_list("place").annotate(last=Max("day")))
    rows = _stood(here.id)
    received = _states([one for one in rows if one.commune_id != here.id])
    box = _box("viec", _("About what"), [(one.id, one.text.said) for one in policy.offered()], topic)
    least = {"n": policy.values().senders, "name": here.name}
    if not days:
        text = _("Numbers are told on Monday morning, once behind a number stand at least %(n)d different senders. There are none yet.")
        below = here.kind == "province" and Cell.objects.filter(commune__parent=here.id).exists()
        if below:
            text = _(
                "What was sent to the communes is told below, commune by commune. Of what was sent to %(name)s itself nothing is told yet: "
                "numbers come on Monday morning, once behind one stand at least %(n)d different senders."
            )
        return {
            "told": text % least, "standing": content, "received": received, "standing_note": _note(least) if received else "",
            "filters": (box,) if below else (),
        }  # fmt: skip
    names = bodies.places(days, stand.day)
    shown = every.annotate(total=Window(Sum("count"))).order_by("-first", "topic", "pk")
    if place:
        shown = shown.filter(place__in=[one.id for one in names.values() if one.code == place])
    if topic:
        shown = shown.filter(Q(topic=topic) | Q(group=topic))
    cells = list(shown[:ROWS])
    told = _(
        "As told on %(day)s. Behind each number stand at least %(n)d different senders; what is too small is told with its commune and "
        "month, or later."
    )
    standing = _standing([one for one in rows if one.commune_id == here.id], here.id)
    codes = sorted({(one.code, one.name) for one in names.values()}, key=lambda pair: pair[1])
    return {
        "told": told % {**least, "day": format.short_day(max([*days.values(), *(one.day for one in rows)]))},
        "standing": (*standing, *content),
        "standing_note": _note(least) if standing or received else "",
        "received": received,
        "rows": tuple(_row(one, names) for one in cells),
        "total": cells[0].total if cells else 0,
        "filters": (_box("noi", _("Place"), codes, place), box),
    }  # fmt: skip


def _content(body: int) -> tuple[Field, ...]:
    """How content senders were with the answers of a body, as told last. One query."""
    last = Content.objects.filter(body=body).order_by("-day").first()
    if last is None:
        return ()
    said = {"n": last.tenths, "count": format.count(last.count), "day": format.short_day(last.day)}
    words = _("about %(n)d in 10, of at least %(count)s who said so; told on %(day)s. Asked only of those who sent it themselves") % said
    return (Field(_("Content with the answer"), words),)


def _stood(body: int) -> list[Standing]:
    """How what came to a body first, and what others passed to it, stood on the latest Monday. One query."""
    last = Standing.objects.order_by("-day").values("day")[:1]
    return list(Standing.objects.filter(Q(commune=body) | Q(holder=body), day=last).order_by("pk"))


def _standing(rows: list[Standing], body: int) -> tuple[Field, ...]:
    """Of what came to a body first: all, the numbers that can be told apart, what other bodies have, and the rest."""
    every = sum(one.count for one in rows if one.state == ALL)
    own = [one for one in rows if one.holder_id == body and one.state != ALL]
    passed = sum(one.count for one in rows if one.holder_id != body)
    rest = every - passed - sum(one.count for one in own)
    return (
        *((Field(_("Told so far, in all"), format.count(every)),) if every else ()),
        *_states(own),
        *((Field(_("Passed on to other bodies"), format.count(passed)),) if passed else ()),
        *((Field(_("Not told apart yet"), format.count(rest)),) if rest else ()),
    )


def _states(rows: list[Standing]) -> tuple[Field, ...]:
    """The numbers of some rows by how petitions stand; of a state that nothing is told of there is no line."""
    numbers: dict[str, int] = {}
    for one in rows:
        numbers[one.state] = numbers.get(one.state, 0) + one.count
    return tuple(Field(_(text), format.count(numbers[state])) for state, text in STATES if state in numbers)


def _note(least: dict[str, Any]) -> str:
    return _(
        "A petition moves from one of these numbers to another only together with others, of at least %(n)d different senders, and never "
        "so that fewer stay behind; until then it stands as it was told last. A number that is missing may be none, or few."
    ) % least  # fmt: skip


def _row(one: Cell, names: dict[int, bodies.Place]) -> NumberRow:
    topics = policy.topics()
    about = topics[one.topic].text.said if one.topic in topics else _(GROUPS[one.group]) if one.group in GROUPS else _("All matters")
    when = _("%(first)s to %(last)s") % {"first": format.short_day(one.first), "last": format.short_day(one.last)}
    return NumberRow(names[one.place_id].name, when, about, _(reads.WAYS[one.way]) if one.way else "", one.count)


def _box(name: str, label: str, options: list[tuple[str, str]], chosen: str) -> FilterBox:
    return FilterBox(name, label, (("", _("All"), not chosen), *((value, words, value == chosen) for value, words in options)))
