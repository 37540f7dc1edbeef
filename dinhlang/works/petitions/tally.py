"""What came to a body between two days and what became of it: the numbers that its yearly report asks for. For its offices.

Promises: each petition that reached the body in those days is in one column of how it stands today, and the columns add up. What names
somebody at a body where the reader is in office is in no number. Refuses to be public: small numbers are not hidden here.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from django.db.models import BooleanField, Case, Count, F, Q, Value, When
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people.reads import Holder
from dinhlang.ground.ui import format, svg
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, Link, TallyPage, TallyTable
from dinhlang.works.petitions import checks, desks, kinds, policy
from dinhlang.works.petitions.models import Decision, Pass
from dinhlang.works.petitions.states import GONE, OPEN, REFUSED

WRONG_DAYS = N_("Type both days as day/month/year, as 01/01/2026, the first not after the last, at most two years.")
MOST = 731  # days
ANONYMOUS = Count("pk", filter=Q(petition__anonymous=True))
K = TypeVar("K")


def _late(day: date) -> Count:
    return Count("pk", filter=Q(petition__due__lt=day, petition__paused=None))


@dataclass(frozen=True)
class Line:
    """Petitions that came: all of them, and how they stand today. `late` are those of `open` past their day; `anonymous` came without name
    and address, whatever became of them."""

    came: int = 0
    refused: int = 0
    passed: int = 0
    open: int = 0
    late: int = 0
    done: int = 0
    anonymous: int = 0

    def __add__(self, other: "Line") -> "Line":
        return Line(*(mine + more for mine, more in zip(self.cells, other.cells, strict=True)))

    @property
    def cells(self) -> tuple[int, ...]:
        """The numbers in the order of the columns."""
        return self.came, self.refused, self.passed, self.open, self.late, self.done, self.anonymous

    @property
    def solved(self) -> str:
        """What was answered, of what was the body's to do, in percent; "" where nothing was."""
        return format.percent(self.done, self.came - self.refused - self.passed)


def came(body: int, seats: Collection[int], first: date, last: date, day: date) -> dict[tuple[str, str], Line]:
    """By kind and topic: what reached the body from `first` to `last`, as it stands on `day`. One query."""
    rows = (
        Pass.objects.filter(body=body, day__range=(first, last))
        .exclude(petition__state__in=GONE)
        .exclude(petition__named__in=seats)
        .order_by()
        .values(
            kind=F("petition__kind"),
            topic=F("petition__topic"),
            state=F("petition__state"),
            here=Case(When(petition__body=body, then=Value(True)), default=Value(False), output_field=BooleanField()),
        )
        .annotate(n=Count("pk"), late=_late(day), anonymous=ANONYMOUS)
    )
    return _added(((row["kind"], row["topic"]), row) for row in rows)


def below(lower: Collection[int], first: date, last: date, day: date) -> dict[int, Line]:
    """The same by body for the bodies right below, without anything that names somebody: whether one refuses or passes on all that comes.
    One query."""
    rows = (
        Pass.objects.filter(body__in=lower, day__range=(first, last), petition__named=None)
        .exclude(petition__state__in=GONE)
        .order_by()
        .values(
            "body",
            state=F("petition__state"),
            here=Case(When(petition__body=F("body"), then=Value(True)), default=Value(False), output_field=BooleanField()),
        )
        .annotate(n=Count("pk"), late=_late(day), anonymous=ANONYMOUS)
    )
    return _added((row["body"], row) for row in rows)


def _added(rows: Iterable[tuple[K, Mapping[str, Any]]]) -> dict[K, Line]:
    found: dict[K, Line] = {}
    for key, row in rows:
        found[key] = found.get(key, Line()) + _line(row["here"], row["state"], row["n"], row["late"], row["anonymous"])
    return found


def _line(here: bool, state: str, n: int, late: int, anonymous: int) -> Line:
    told = Line(came=n, anonymous=anonymous)
    if not here:
        return replace(told, passed=n)
    if state == REFUSED:
        return replace(told, refused=n)
    return replace(told, open=n, late=late) if state in OPEN else replace(told, done=n)


def decided(body: int, seats: Collection[int], first: date, last: date) -> tuple[dict[str, int], int]:
    """How many complaints the body decided on days from `first` to `last` by outcome, and how many after their day. One query."""
    rows = list(Decision.objects.filter(petition__body=body, day__range=(first, last)).exclude(petition__named__in=seats))
    late = sum(one.due is not None and one.day > one.due for one in rows)
    return {name: sum(one.outcome == name for one in rows) for name in kinds.OUTCOMES}, late


def days(typed: Mapping[str, str], today: date) -> tuple[date, date]:
    """From when to when, as typed; without a word the year so far. Raises Refused."""
    begin, end = typed.get("tu", "").strip(), typed.get("den", "").strip()
    first = desks.typed_day(begin) if begin else date(today.year, 1, 1)
    last = desks.typed_day(end) if end else today
    if first is None or last is None or first > last or (last - first).days > MOST:
        raise Refused(WRONG_DAYS)
    return first, last


def page(holder: Holder, account: int, typed: Mapping[str, str], today: date) -> TallyPage:
    """The numbers for an office. What was typed wrong is said, with no rows."""
    here, seats = bodies.place(holder.body, today), checks.seats(account)
    shown = TallyPage(
        title=_("Petitions in numbers, for the yearly report"),
        lead=_("What came to %(name)s between two days, and how it stands today. For the office alone: small numbers are not hidden here.")
        % {"name": here.name},
        back=Link(_("All petitions here"), reverse("petition-list")),
        typed=(typed.get("tu", "")[:40], typed.get("den", "")[:40]),
        today=today,
    )
    try:
        first, last = days(typed, today)
    except Refused as error:
        return replace(shown, note=_(error.msg))
    found = came(here.id, seats, first, last, today)
    outcomes, late = decided(here.id, seats, first, last)
    lower = desks.below(here.id)
    beneath = dict(sorted(below(lower, first, last, today).items(), key=lambda pair: -pair[1].came)) if lower else {}
    names = bodies.places(beneath, today)
    topics = _summed(found, lambda kind, topic: topic)
    strips = [svg.Strip(desks.topic_words(name), one.came, format.count(one.came)) for name, one in topics.items()]
    return replace(
        shown,
        typed=(f"{first:%d/%m/%Y}", f"{last:%d/%m/%Y}"),
        picture=svg.strips(strips, 0, _("How many came, by what they are about")),
        tables=(
            _table(_("By kind"), _summed(found, lambda kind, topic: kind), lambda name: policy.kind(name).text.said),
            _table(_("By what they are about"), topics, desks.topic_words),
            *((_table(_("In bodies below"), beneath, lambda body: names[body].name),) if beneath else ()),
        ),
        outcomes=(
            *(Field(_("The complaint was") + " " + _(kinds.OUTCOMES[name]), format.count(n)) for name, n in outcomes.items()),
            Field(_("Decided after their day"), format.count(late)),
        ),
    )


def _summed(found: Mapping[tuple[str, str], Line], by: Callable[[str, str], str]) -> dict[str, Line]:
    """The lines added up, those with most first."""
    sums: dict[str, Line] = {}
    for key, one in found.items():
        sums[by(*key)] = sums.get(by(*key), Line()) + one
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1].came, pair[0])))


def _table(caption: str, lines: Mapping[K, Line], words: Callable[[K], str]) -> TallyTable:
    rows = [*((words(name), one) for name, one in lines.items()), (_("All together"), sum(lines.values(), Line()))]
    return TallyTable(caption, tuple((name, (*map(format.count, one.cells), one.solved)) for name, one in rows))
