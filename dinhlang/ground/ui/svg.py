"""Charts drawn on the server: values in, a safe string of SVG out.

Promises: every drawing has `<title>` and `<desc>`, reads at 320 px, prints in ink, and says nothing that colour alone
carries; the caller sets a table with the same rows beside it. Colours are presentation attributes (so that paper and PDF
have them) which hall.css overrides by class for the dark scheme. Refuses: markup in labels (all text is escaped), a
window that ends before it begins.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from math import pi, sqrt

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from dinhlang.core.calendar import Reason, Step
from dinhlang.ground.ui import format

_INK, _SOFT, _LINE, _DONE, _GOLD, _SHEET = "#1d1916", "#5f5750", "#e4dccf", "#1f6b4a", "#b07d2b", "#fff"
_FILLS = {"done": _DONE, "late": "#8a4b00", "none": "#8fb0a0", "open": "#24506a", "wait": _SOFT}
_MAX_WEEKS = 8


@dataclass(frozen=True)
class Bar:
    """One stretch of a lane: half-open days, None while it lasts; `counted` false draws it hollow."""

    from_day: date
    to_day: date | None
    counted: bool = True


@dataclass(frozen=True)
class Lane:
    """One line of a timeline: its name, the word for its state, its bars, and the days it must hang (0: none)."""

    name: str
    word: str
    bars: tuple[Bar, ...]
    hold: int = 0


@dataclass(frozen=True)
class Slice:
    """One share of a whole: how many, the word, and the css class (done, late, none, open, wait)."""

    n: int
    word: str
    css: str


def _svg(width: int, height: float, css: str, title: str, desc: str, inside: Sequence[str]) -> SafeString:
    return SafeString(
        f'<svg class="fig {css}" viewBox="0 0 {width} {height:g}" width="{width}" height="{height:g}" role="img">'
        f"<title>{escape(title)}</title><desc>{escape(desc)}</desc>{''.join(inside)}</svg>"
    )


def _text(x: float, y: float, text: str, css: str = "", anchor: str = "", size: int = 13, fill: str = _INK) -> str:
    attrs = (f' class="{css}"' if css else "") + (f' text-anchor="{anchor}"' if anchor else "")
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}"{attrs}>{escape(text)}</text>'


def _weeks(first: date, last: date) -> list[date | None]:
    """The Mondays from `first` to `last`; None marks a stretch left out when there are more than fit."""
    monday = first - timedelta(days=first.weekday())
    mondays: list[date | None] = []
    while monday <= last:
        mondays.append(monday)
        monday += timedelta(days=7)
    if len(mondays) > _MAX_WEEKS:
        half = _MAX_WEEKS // 2
        mondays = [*mondays[:half], None, *mondays[-half:]]
    return mondays


def day_steps(
    steps: Sequence[Step],
    due: date | None,
    rolled: date | None = None,
    started: date | None = None,
    today: date | None = None,
    title: str = "",
) -> SafeString:
    """The counting of a term as a small calendar, one row a week: counted days carry their number, days off are shaded,
    the start and the due day are named. Long terms leave out whole weeks in the middle and say how many."""
    shown = {step.day: step for step in steps}
    number: dict[date, int] = {}
    for walked in steps:
        if walked.counted:
            number[walked.day] = len(number) + 1
    ends = [*shown, *(day for day in (due, rolled, started) if day)]
    if not ends:
        return SafeString("")
    width, cell, top = 308, 44, 22
    weeks = _weeks(min(ends), max(ends))
    out = [_text(i * cell + cell / 2, 14, format.weekday(date(2024, 1, 1 + i)), "soft", "middle", 12, _SOFT) for i in range(7)]
    y = float(top)
    first_drawn = True
    for at, monday in enumerate(weeks):
        if monday is None:
            before, after = weeks[at - 1], weeks[at + 1]
            gap = (after - before).days // 7 - 1 if before and after else 0
            out.append(
                _text(width / 2, y + 16, ngettext("… %(n)d week …", "… %(n)d weeks …", gap) % {"n": gap}, "soft", "middle", 12, _SOFT)
            )
            y += 24
            continue
        for i in range(7):
            day = monday + timedelta(days=i)
            if not min(ends) <= day <= max(ends):
                continue
            mid = i * cell + cell / 2
            step = shown.get(day)
            last = day in (due, rolled)
            off = step is not None and not step.counted and step.reason in (Reason.WEEKEND, Reason.HOLIDAY)
            css, fill, stroke, wide = "cell", _SHEET, _LINE, 1.0
            if last:
                css, stroke, wide = "cell due", _INK, 2.5
            elif off or step is None:
                css, fill = "cell off", "#f1ece3"
            out.append(
                f'<rect class="{css}" x="{i * cell + 2}" y="{y + 2:g}" width="40" height="40" rx="6" fill="{fill}" stroke="{stroke}" '
                f'stroke-width="{wide:g}"/>'
            )
            label = format.day_month(day, "vi") if first_drawn or day.day == 1 else str(day.day)
            first_drawn = False
            out.append(_text(mid, y + 18, label, "soft" if off else "", "middle", 14, _SOFT if off else _INK))
            under, under_css, under_fill = "", "soft", _SOFT
            if day in number:
                under, under_css, under_fill = f"+{number[day]}", "n", _DONE
            elif day == started or (step and step.reason is Reason.START):
                under = gettext("start")
            elif step and step.reason is Reason.HOLIDAY:
                under = gettext("holiday")
            elif off:
                under = gettext("off")
            elif last:
                under = gettext("due")
            if day == rolled and rolled != due:
                under = gettext("moved")
            if under:
                out.append(_text(mid, y + 35, under, under_css, "middle", 11 if under_css == "n" else 10, under_fill))
            if day == today:
                out.append(f'<circle class="today" cx="{mid + 15:g}" cy="{y + 9:g}" r="3" fill="{_GOLD}"/>')
        y += cell
    counted = len(number)
    desc = ngettext("%(n)d day is counted.", "%(n)d days are counted.", counted) % {"n": counted}
    if due:
        desc += " " + gettext("The due day is %(day)s.") % {"day": format.long_day(rolled or due)}
    return _svg(width, y + 2, "days", title or gettext("How the days were counted"), desc, out)


_LINE_HOLDS = 40  # signs of 13 px in the width of a drawing


def _fits(lane: Lane) -> bool:
    return len(lane.name) + len(lane.word) < _LINE_HOLDS


def _cut(name: str) -> str:
    return name if len(name) <= _LINE_HOLDS else name[: _LINE_HOLDS - 1].rstrip() + "…"


def timeline(
    lanes: Sequence[Lane], first: date, last: date, due: date | None = None, today: date | None = None, title: str = ""
) -> SafeString:
    """Postings over a window of days (both ends shown): one lane a form, a bar for each run, a break for each gap, a line
    for the due day and for today. A thin line under a bar shows how long it must hang once it hangs."""
    if last < first:
        raise ValueError("the window ends before it begins")
    width, left, right = 320, 6, 314
    days = max((last - first).days, 1)

    def x(day: date) -> float:
        return round(left + (right - left) * min(max((day - first).days / days, 0), 1), 1)

    top = 22
    tops: list[int] = []
    bottom = top
    for lane in lanes:
        tops.append(bottom + (0 if _fits(lane) else 17))
        bottom = tops[-1] + 42
    out: list[str] = []
    for lane, y in zip(lanes, tops, strict=True):
        out.append(_text(left, y + 15 - (0 if _fits(lane) else 17), _cut(lane.name)))
        out.append(_text(right, y + 15, lane.word, "soft", "end", 12, _SOFT))
        out.append(f'<rect class="track" x="{left}" y="{y + 22}" width="{right - left}" height="10" rx="5" fill="#f1ece3"/>')
        for bar in lane.bars:
            end = bar.to_day or today or last
            wide = max(x(end) - x(bar.from_day), 4)
            look = (
                f'class="run" fill="{_DONE}"'
                if bar.counted
                else f'class="run hollow" fill="{_SHEET}" stroke="{_SOFT}" stroke-width="1.5" stroke-dasharray="3 2"'
            )
            out.append(f'<rect {look} x="{x(bar.from_day):g}" y="{y + 22}" width="{wide:g}" height="10" rx="{5 if wide > 10 else 2}"/>')
        if lane.hold and lane.bars:
            begin = lane.bars[-1].from_day
            until = begin + timedelta(days=lane.hold + 1)
            out.append(f'<path class="hold" d="M{x(begin):g} {y + 36}H{x(until):g}v-3" fill="none" stroke="{_SOFT}" stroke-width="1.5"/>')
    for day, css, color, name in ((due, "duemark", _INK, gettext("due")), (today, "todaymark", _GOLD, gettext("today"))):
        if day is None or not first <= day <= last:
            continue
        at, dash = x(day), ' stroke-dasharray="4 3"' if css == "duemark" else ""
        anchor = "start" if at < 90 else "end" if at > 230 else "middle"
        row = 13 if css == "duemark" else bottom + 15
        ticks = "".join(f"M{at:g} {y + 19}v16" for y in tops)
        out.append(f'<path class="{css}" d="{ticks}" fill="none" stroke="{color}" stroke-width="2"{dash}/>')
        out.append(_text(at, row, f"{name} {format.day_month(day)}", "", anchor, 12))
    show_today = today is not None and first <= today <= last
    near = x(today) if show_today and today else -1.0
    if near < 0 or near > 130:
        out.append(_text(left, bottom + 15, format.day_month(first), "soft", "", 12, _SOFT))
    if near < 0 or near < 190:
        out.append(_text(right, bottom + 15, format.day_month(last), "soft", "end", 12, _SOFT))
    desc = "; ".join(f"{lane.name}: {lane.word}" for lane in lanes)
    return _svg(width, bottom + 22, "timeline", title or gettext("What was on show, and when"), desc, out)


def ring(slices: Sequence[Slice], total: int, title: str = "") -> SafeString:
    """A ring of shares of `total`; what the slices leave open stays pale. The first slice is the figure in the middle."""
    radius = 42.0
    around = 2 * pi * radius
    out = [f'<circle class="track" cx="60" cy="60" r="{radius:g}" fill="none" stroke="#f1ece3" stroke-width="16"/>']
    start = 0.0
    for part in slices:
        if part.n <= 0 or total <= 0:
            continue
        length = around * part.n / total
        out.append(
            f'<circle class="arc {escape(part.css)}" cx="60" cy="60" r="{radius:g}" fill="none" stroke="{_FILLS.get(part.css, _SOFT)}" '
            f'stroke-width="16" stroke-dasharray="{max(length - 1.5, 1):.1f} {around:.1f}" stroke-dashoffset="{-start:.1f}" '
            f'transform="rotate(-90 60 60)"/>'
        )
        start += length
    main = slices[0].n if slices else 0
    out.append(_text(60, 66, f"{main}/{total}", "figure", "middle", 20))
    desc = ", ".join(f"{part.word}: {part.n}" for part in slices)
    return _svg(120, 120, "ring", title or gettext("How complete"), desc, out)


def share(n: int, of: int, title: str = "") -> SafeString:
    """A bar of `n` out of `of`, with one notch for each while there are at most 40."""
    width = 200
    filled = 0.0 if of <= 0 else width * min(n, of) / of
    out = [
        f'<rect class="track" width="{width}" height="12" rx="6" fill="#f1ece3"/>',
        f'<rect class="run" width="{filled:g}" height="12" rx="6" fill="{_DONE}"/>',
    ]
    if 1 < of <= 40:
        out.extend(f'<path class="notch" d="M{width * i / of:.1f} 0v12" stroke="{_SHEET}" stroke-width="2"/>' for i in range(1, of))
    return _svg(width, 12, "share", title or gettext("%(n)d of %(of)d") % {"n": n, "of": of}, "", out)


def tally(rows: Sequence[tuple[str, int]], of: int, needed: int, title: str) -> SafeString:
    """Votes as bars out of `of` households, one a row, with a line across them where `needed` stands; "" where nobody belongs to it."""
    if of <= 0:
        return NOTHING
    width, row = 640, 44
    line = width * min(needed, of) / of
    out = []
    for n, (name, votes) in enumerate(rows):
        y = n * row
        out.append(_text(0, y + 14, f"{_cut(name)}: {format.count(votes)}"))
        out.append(f'<rect class="track" y="{y + 20}" width="{width}" height="14" fill="#f1ece3"/>')
        out.append(
            f'<rect class="{"done" if votes >= needed else "wait"}" y="{y + 20}" width="{width * min(votes, of) / of:g}" height="14" '
            f'fill="{_DONE if votes >= needed else _SOFT}"/>'
        )
    height = row * len(rows)
    out.append(f'<path class="mark" d="M{line:.1f} 16V{height}" stroke="{_INK}" stroke-width="2" stroke-dasharray="5 3"/>')
    said = gettext("needed: %(n)s of %(of)s") % {"n": format.count(needed), "of": format.count(of)}
    anchor = "end" if line > width / 2 else "start"
    out.append(_text(line + (-4 if anchor == "end" else 4), height + 12, said, "", anchor))
    desc = "; ".join(f"{name}: {format.count(votes)}" for name, votes in rows)
    return _svg(width, height + 18, "tally", title, f"{desc}; {said}", out)


def stack(slices: Sequence[Slice], title: str = "") -> SafeString:
    """One bar of all slices side by side, in their order, a gap between them; "" where there is nothing. The words stand beside it."""
    total = sum(part.n for part in slices)
    if not total:
        return NOTHING
    width, x, out = 640.0, 0.0, []
    for part in slices:
        long = width * part.n / total
        if part.n:
            wide = max(long - 2, 1)
            out.append(f'<rect class="{escape(part.css)}" x="{x:.1f}" width="{wide:.1f}" height="18" fill="{_FILLS[part.css]}"/>')
        x += long
    desc = "; ".join(f"{part.word}: {format.count(part.n)}" for part in slices)
    return _svg(int(width), 18, "kinds", title or gettext("All together"), desc, out)


def life(counts: Mapping[date, int], last: date, title: str = "", months: int = 12) -> SafeString:
    """A year of life: one row a month, one dot a day, larger for more acts, up to and including `last`."""
    year, month = last.year, last.month
    rows: list[date] = []
    for _ in range(months):
        rows.append(date(year, month, 1))
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    rows.reverse()
    most = max([n for n in counts.values() if n > 0], default=1)
    step, left, high = 9, 34, 15
    out: list[str] = []
    total = active = 0
    for i, first in enumerate(rows):
        y = 8 + i * high
        if i % 3 == months % 3 or months <= 4 or i == months - 1 or first.month == 1:
            name = format.short_month(first)
            out.append(_text(0, y + 4, name if first.month != 1 else f"{name}", "soft", "", 11, _SOFT))
        empty: list[str] = []
        day = first
        while day.month == first.month and day <= last:
            n = counts.get(day, 0)
            cx = left + (day.day - 1) * step + step / 2
            if n > 0:
                total, active = total + n, active + 1
                r = 1.9 + 2.4 * sqrt(n / most)
                out.append(f'<circle class="act" cx="{cx:g}" cy="{y}" r="{r:.1f}" fill="{_GOLD}"/>')
            else:
                empty.append(f"M{cx:g} {y}h0")
            day += timedelta(days=1)
        if empty:
            out.append(f'<path class="quiet" d="{"".join(empty)}" stroke="{_LINE}" stroke-width="2.4" stroke-linecap="round"/>')
    desc = gettext("From %(first)s to %(last)s: acts %(acts)s, days with acts %(days)s.") % {
        "acts": format.count(total), "days": format.count(active), "first": format.short_day(rows[0]), "last": format.short_day(last),
    }  # fmt: skip
    return _svg(left + 31 * step, high * months + 2, "life", title or gettext("A year of life, one dot a day"), desc, out)


@dataclass(frozen=True)
class Pair:
    """A line of `pairs`: its name, what was planned, what was done (None where not said), and the words for the two."""

    name: str
    plan: int | None
    done: int | None
    word: str


def pairs(rows: Sequence[Pair], title: str, desc: str) -> SafeString:
    """Plan against execution: for each line a hollow bar as long as the plan, and over it a full one as long as what was done."""
    width, right, y = 320, 314, 0
    most = max((amount for row in rows for amount in (row.plan, row.done) if amount is not None), default=0)
    out: list[str] = []
    for row in rows:
        name = row.name
        split = len(name) + len(row.word) >= _LINE_HOLDS
        out.append(_text(6, y + 15, _cut(name)))
        out.append(_text(right, y + (31 if split else 15), row.word, "soft", "end", 12, _SOFT))
        y += 37 if split else 21
        for amount, look, high in (
            (row.plan, f'class="hollow" fill="{_SHEET}" stroke="{_SOFT}"', 10),
            (row.done, f'class="run" fill="{_DONE}"', 6),
        ):
            if amount is not None and most > 0:
                wide = max(308 * amount / most, 2)
                out.append(f'<rect {look} x="6" y="{y + (10 - high) / 2:g}" width="{wide:.1f}" height="{high}" rx="2"/>')
        y += 19
    return _svg(width, y + 2, "pairs", title, desc, out)


NOTHING = SafeString("")


@dataclass(frozen=True)
class Strip:
    """One line of a bar chart: a name, how much (None: no data yet), and the label beside the bar."""

    name: str
    n: int | None
    label: str


def strips(rows: Sequence[Strip], of: int, title: str) -> SafeString:
    """A bar for each row, against `of` (0: against the longest); a row without data has a dotted line in the place of a bar."""
    if not rows:
        return NOTHING
    width, left, right, high = 320, 134, 276, 19
    most = of or max([row.n for row in rows if row.n], default=1)
    out = []
    for i, row in enumerate(rows):
        y = i * high
        name = row.name if len(row.name) <= _STRIP_HOLDS else row.name[: _STRIP_HOLDS - 1].rstrip() + "…"
        out.append(_text(left - 6, y + 13, name, "", "end", 11))
        if row.n is None:
            out.append(f'<path class="none" d="M{left} {y + 9.5:g}H{right}" stroke="{_SOFT}" stroke-dasharray="1 4"/>')
        else:
            long = max((right - left) * min(row.n, most) / most, 0.5)
            out.append(f'<rect class="track" x="{left}" y="{y + 4}" width="{right - left}" height="11" rx="2" fill="#f1ece3"/>')
            out.append(f'<rect class="bar" x="{left}" y="{y + 4}" width="{long:.1f}" height="11" rx="2" fill="{_SOFT}"/>')
        out.append(_text(right + 5, y + 13, row.label if row.n is not None else "–", "soft", "", 11, _SOFT))
    known = sum(row.n is not None for row in rows)
    desc = gettext("%(n)d rows, %(known)d of them with data. The table below has the same numbers.") % {"n": len(rows), "known": known}
    return _svg(width, high * len(rows) + 4, "strips", title, desc, out)


_STRIP_HOLDS = 20
