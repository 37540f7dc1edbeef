"""Template tags and filters: states, icons, days, charts. Each is a thin door to `words`, `format` and `svg`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from dinhlang.core.calendar import Reason, Step
from dinhlang.core.rules import State
from dinhlang.ground.ui import format, svg, words
from dinhlang.ground.ui.shapes import (
    BudgetSide,
    DayCount,
    FundPage,
    OutgoingPage,
    PartRow,
    ProjectsPage,
    RegisterPage,
    RegisterStrip,
    RoundBlock,
    WhyPage,
)

register = template.Library()

register.filter("long_day", format.long_day)
register.filter("short_day", format.short_day)
register.filter("clock", format.clock)
register.filter("instant", format.instant)
register.filter("when", format.when)
register.filter("count", format.count)
register.filter("money", format.money)
register.filter("amount", format.amount)
register.filter("size", format.size)
register.filter("short_hash", format.short_hash)
register.filter("month", format.month)


@register.filter
def iso(value: date | datetime) -> str:
    """A day or an instant for the `datetime` attribute: local, with its zone where it has one."""
    return value.astimezone(format.ZONE).isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon by name, hidden from screen readers: the word beside it speaks."""
    return SafeString(
        f'<svg class="i" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" aria-hidden="true">'
        f'<path d="{words.ICONS[name]}"/></svg>'
    )


@register.simple_tag
def chip(state: State, due: date | None = None, today: date | None = None) -> SafeString:
    """A state as a chip: icon and word. With a due day and today, a day to come is said as the time left."""
    look = words.WORDS[state]
    return format_html('<span class="chip {}">{}{}</span>', look.css, icon(look.icon), words.chip_text(state, due, today))


@register.simple_tag
def chip_until(until: date, today: date) -> SafeString:
    """The time left until the last day of something open, as a chip."""
    return format_html('<span class="chip wait">{}{}</span>', icon("clock"), words.due_phrase(until, today))


@register.filter
def word(state: State) -> str:
    """A state's word alone."""
    return words.word(state)


@register.filter
def gloss(state: State) -> str:
    """What a state means, in a sentence."""
    return gettext(words.WORDS[state].gloss)


@register.filter
def css(state: State) -> str:
    """A state's class."""
    return words.WORDS[state].css


@register.filter
def state_icon(state: State) -> SafeString:
    """A state's icon alone, for a place where its word stands beside it."""
    return icon(words.WORDS[state].icon)


@register.filter
def reason(step: Step) -> str:
    """Why a day was counted or not, as a word; a holiday by its own name."""
    said = {
        Reason.START: gettext("the day it began; not counted"),
        Reason.COUNTED: gettext("counted"),
        Reason.WEEKEND: gettext("weekend"),
        Reason.HOLIDAY: step.name or gettext("public holiday"),
        Reason.WORKED_SATURDAY: gettext("a Saturday worked in exchange; counted"),
        Reason.ROLLED: gettext("moved past a day off"),
        Reason.UNKNOWN_YEAR: gettext("calendar of this year not known"),
    }
    return said[step.reason]


@register.simple_tag
def why_days(page: WhyPage) -> SafeString:
    """The small calendar of a why page."""
    return svg.day_steps(page.steps, page.due, page.rolled, page.started, page.today)


@register.simple_tag
def part_timeline(parts: Sequence[PartRow], today: date, due: date | None = None) -> SafeString:
    """The timeline of the parts that were ever on show; "" when none was."""
    lanes = []
    days: list[date] = [today]
    if due:
        days.append(due)
    for part in parts:
        bars = tuple(svg.Bar(run.from_day, run.to_day, run.counted) for run in part.runs)
        if not bars and part.from_day:
            bars = (svg.Bar(part.from_day, part.to_day, part.counted),)
        for bar in bars:
            days.extend(day for day in (bar.from_day, bar.to_day) if day)
        if bars and part.hold:
            days.append(bars[-1].from_day + timedelta(days=part.hold + 1))
        lanes.append(svg.Lane(part.word, words.word(part.hold_state or part.state), bars, part.hold or 0))
    if not any(lane.bars for lane in lanes):
        return SafeString("")
    return svg.timeline(lanes, min(days) - timedelta(days=2), max(days) + timedelta(days=2), due, today)


@register.simple_tag
def register_ring(page: RegisterStrip | RegisterPage, total: int = 14) -> SafeString:
    """The ring of a quarter's register: disclosed, nothing arose, nothing recorded."""
    return svg.ring(
        (
            svg.Slice(page.disclosed, words.word(State.DISCLOSED), "done"),
            svg.Slice(page.nothing, words.word(State.NOTHING_AROSE), "none"),
            svg.Slice(page.silent, words.word(State.SILENT), "open"),
        ),
        total,
    )


@register.simple_tag
def outgoing_ring(page: OutgoingPage) -> SafeString:
    """The ring of a register of outgoing documents: disclosed, registered and not yet disclosed, not yet registered."""
    waiting = page.registered - page.disclosed
    slices = (
        svg.Slice(page.disclosed, gettext("disclosed"), "done"),
        svg.Slice(waiting, gettext("registered, not yet disclosed"), "none"),
        svg.Slice(page.all - page.registered, gettext("not yet registered"), "open"),
    )
    return svg.ring(slices, page.all, gettext("How much of what must be disclosed was"))


@register.simple_tag
def budget_bars(side: BudgetSide) -> SafeString:
    """Plan against execution by purpose."""
    rows = [svg.Pair(one.label, one.plan, one.done, _short(one.plan, one.done)) for one in side.bars]
    desc = "; ".join(f"{one.label}: {one.sentence}" for one in side.bars)
    return svg.pairs(rows, gettext("%(side)s by purpose: plan and execution") % {"side": side.title}, desc)


def _short(plan: int | None, done: int | None) -> str:
    """Both amounts in the room of a chart."""
    return " / ".join(format.amount(one) if one is not None else "–" for one in (done, plan))


@register.simple_tag
def share_bar(n: int, of: int) -> SafeString:
    """A share as a bar."""
    return svg.share(n, of)


@register.simple_tag
def projects_ring(page: ProjectsPage) -> SafeString:
    """How many projects are in which state."""
    slices = [svg.Slice(one.n, one.word, one.css) for one in sorted(page.states, key=lambda one: one.css != "done")]
    return svg.ring(slices, len(page.rows), gettext("Projects by state"))


@register.simple_tag
def tally_bars(block: RoundBlock) -> SafeString:
    """What a round came to: its choices out of the households the share is of, with the line that carries."""
    return svg.tally([(row.name, row.votes) for row in block.choices], block.of, block.needed, block.title)


@register.simple_tag
def fund_bars(page: FundPage) -> SafeString:
    """What came into a fund (hollow) and what went out of it (full), by purpose."""
    rows = [
        svg.Pair(
            one.label, one.amount if side.name == "in" else None, one.amount if side.name == "out" else None, format.amount(one.amount)
        )
        for side in page.sides
        for one in side.shares
        if one.amount > 0
    ]
    desc = "; ".join(f"{side.title}: " + ", ".join(f"{one.label} {format.money(one.amount)}" for one in side.shares) for side in page.sides)
    return svg.pairs(rows, gettext("%(name)s: what came in and what went out") % {"name": page.title}, desc) if rows else SafeString("")


@register.simple_tag
def places_bar(places: str) -> SafeString:
    """A coverage "n/m" as a bar; "" when it is not of that form."""
    n, slash, of = places.partition("/")
    return svg.share(int(n), int(of)) if slash and n.strip().isdigit() and of.strip().isdigit() else SafeString("")


@register.simple_tag
def life_dots(days: Iterable[DayCount], today: date) -> SafeString:
    """The year of life ending today."""
    return svg.life({row.day: row.count for row in days}, today)


@register.filter
def index(rows: Sequence[object], n: int) -> object:
    """The row with this number, counted from nought."""
    return rows[n]


@register.filter
def by_month(days: Iterable[DayCount]) -> list[DayCount]:
    """Acts summed by month (day = the first), oldest first: the table beside the dots."""
    sums: dict[date, int] = {}
    for row in days:
        first = row.day.replace(day=1)
        sums[first] = sums.get(first, 0) + row.count
    return [DayCount(first, n) for first, n in sorted(sums.items())]
