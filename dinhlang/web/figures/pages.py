"""Boards in the shapes that are drawn: words, links, drawings; nothing is counted here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from html import escape
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dinhlang.core.refusal import N_
from dinhlang.core.rules import Right, Rulebook, State
from dinhlang.ground.bodies.boundaries import Frame
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.duties import present
from dinhlang.ground.people.publicity import Staged, word
from dinhlang.ground.record import clock
from dinhlang.ground.record import reads as record
from dinhlang.ground.ui import format, maps, svg
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.maps import MapArea
from dinhlang.ground.ui.shapes import (
    Choice,
    Field,
    FigureLine,
    FigureListPage,
    FiguresPage,
    FiguresRow,
    FiguresTable,
    Filter,
    Link,
    Number,
    RightRow,
    StageNote,
)
from dinhlang.web import plugs
from dinhlang.web.figures import reads
from dinhlang.web.figures.policy import policy
from dinhlang.web.figures.reads import Allowed, Counted, Figure, Line, Sources, Tally, Unit
from dinhlang.web.places import LABELLED, reference

HEADS = (Figure.ON_TIME, Figure.LATE, Figure.MISSING, Figure.SILENT, Figure.RUNNING, Figure.WAITING)
OTHERS = (Figure.NOTHING, Figure.BROKEN, Figure.DECLARED, Figure.ASIDE, Figure.UNCONFIRMED)
SHARE = "share"
REST = "rest"  # what is counted as any of OTHERS
STATES = {Figure.ON_TIME: State.DONE_ON_TIME, Figure.LATE: State.DONE_LATE, Figure.MISSING: State.MISSING, Figure.SILENT: State.SILENT}
LOOKS = {Figure.ON_TIME: "done", Figure.LATE: "late", Figure.MISSING: "open", Figure.SILENT: "wait"}
DRAWN = (SHARE, Figure.MISSING, Figure.SILENT, Figure.LATE)


@dataclass(frozen=True)
class View:
    """What a reader asked of a board: right, kind of body, period, which figure is drawn and by which the rows are ordered."""

    code: str
    right: str = ""
    kind: str = ""
    period: str = ""
    drawn: str = SHARE
    order: str = ""

    def query(self, **other: str) -> str:
        """The query of this view with something else in it; what is left as it is by itself is not named."""
        one = replace(self, **other)
        given = {"quyen": one.right, "loai": one.kind, "ky": one.period, "hinh": one.drawn if one.drawn != SHARE else "", "xep": one.order}
        said = urlencode({name: value for name, value in given.items() if value})
        return f"?{said}" if said else ""

    def href(self, **other: str) -> str:
        """The address of the same board, seen otherwise."""
        return reverse("figures", args=[self.code]) + self.query(**other)


def right_word(right: str) -> str:
    """A right of the law as readers call it."""
    words = {
        Right.KNOW: _("To know"),
        Right.DISCUSS: _("To discuss"),
        Right.DECIDE: _("To decide"),
        Right.SUPERVISE: _("To check and supervise"),
        Right.BENEFIT: _("To benefit"),
        Right.SERVE: _("To be served"),
        Right.ORGANISE: _("How it is organised"),
    }
    return words.get(Right(right), right)


WORDS = {
    Figure.ON_TIME: N_("in time"),
    Figure.LATE: N_("after the due day"),
    Figure.MISSING: N_("not done yet"),
    Figure.SILENT: N_("nothing recorded yet"),
    Figure.NOTHING: N_("nothing arose"),
    Figure.DECLARED: N_("declared, not confirmed"),
    Figure.RUNNING: N_("on show"),
    Figure.BROKEN: N_("interrupted"),
    Figure.WAITING: N_("not due yet"),
    Figure.ASIDE: N_("not scored"),
    Figure.UNCONFIRMED: N_("wording not compared yet"),
}


def figure_word(figure: str) -> str:
    """What obligations are counted as, in a word or two."""
    return _("Other") if figure == REST else _(WORDS[Figure(figure)])


def counted_as(figure: str) -> frozenset[Figure]:
    """What is counted in the list behind a number: one figure, the less frequent ones, or ("") every one."""
    if figure == REST:
        return frozenset(OTHERS)
    return frozenset({Figure(figure)}) if figure else frozenset(Figure)


def percent(share: Fraction | None) -> str:
    """A share as a whole percentage, half a percent upwards; "" for none."""
    return "" if share is None else f"{int(share * 100 + Fraction(1, 2))}%"


def _of(one: Tally) -> str:
    return f"{format.count(one.good)}/{format.count(one.judged)}" if one.judged else ""


def _numbers(one: Tally, figures: Sequence[Figure], base: str, query: Mapping[str, str], *, every: bool) -> tuple[Number, ...]:
    rest = urlencode({name: value for name, value in query.items() if value})
    tail = f"&{rest}" if rest else ""
    return tuple(
        Number(n, figure_word(figure), f"{base}?state={figure.value}{tail}" if n else "", STATES.get(figure))
        for figure in figures
        if (n := one.of(figure)) or every
    )


def _sources(one: Sources) -> tuple[Field, ...]:
    found = []
    if one.cells:
        found.append(Field(_("register"), f"{format.count(one.filled)}/{format.count(one.cells)}"))
    found.append(Field(_("documents registered"), format.count(one.registered)))
    found += [Field(more.name, f"{format.count(more.done)}/{format.count(more.all)}") for more in one.covered]
    return tuple(found)


@dataclass(frozen=True)
class _Row:
    unit: Unit
    tally: Tally
    sources: Sources


def _ordered(rows: Sequence[_Row], order: str) -> list[_Row]:
    """By name as they came, unless an order is asked for: then those with enough to judge by, most first, and the others after them."""
    if not order:
        return list(rows)
    ranked = [row for row in rows if not row.tally.small]
    if order == SHARE:
        ranked.sort(key=lambda row: row.tally.share or Fraction(0), reverse=True)
    else:
        ranked.sort(key=lambda row: row.tally.of(Figure(order)), reverse=True)
    return [*ranked, *(row for row in rows if row.tally.small)]


def _unit_name(unit: Unit) -> str:
    return _("Enterprises and cooperatives") if unit.pooled else unit.place.name


def _unit_row(row: _Row, view: View, counted: Counted, closed: str) -> FiguresRow:
    place = row.unit.place
    wide = counted.place is None or counted.place.kind == "province"
    query = {"right": view.right, "kind": view.kind, "ky": view.period}
    if not wide or row.unit.place == counted.place:
        query["rieng"] = "1"
    if wide:
        query["chung"] = "1"
    base = reverse("figures-list", args=[place.code])
    name = Link(
        place.name, reverse("figures", args=[place.code]) if wide or place.kind != "village" else reverse("body", args=[place.code])
    )
    if row.unit.pooled:
        name, base = Link(_unit_name(row.unit), ""), ""
    others = _numbers(row.tally, OTHERS, base, query, every=False) if base else ()
    rest = sum(one.n for one in others)
    behind = urlencode({"state": REST} | {key: value for key, value in query.items() if value})
    return FiguresRow(
        name,
        place.kind_word,
        percent(row.tally.share),
        _of(row.tally),
        row.tally.small and row.tally.judged > 0,
        _numbers(row.tally, HEADS, base, query, every=True)
        if base
        else tuple(Number(row.tally.of(one), figure_word(one)) for one in HEADS),
        others,
        _sources(row.sources),
        Number(rest, _("Other"), f"{base}?{behind}" if rest else ""),
        closed,
        None if row.tally.share is None else int(row.tally.share * 100),
    )


def as_of(counted: Counted) -> str:
    """Which entry of the record a board was counted at."""
    local = counted.at.astimezone(clock.LOCAL)
    values = {"n": format.count(counted.size), "time": f"{local:%H:%M}", "day": format.short_day(local.date())}
    return _("As of entry %(n)s of the record, %(time)s on %(day)s.") % values


def _filters(counted: Counted, view: View, tables_may_be_ordered: bool) -> tuple[Filter, ...]:
    def choices(name: str, given: str, values: Sequence[tuple[str, str]]) -> tuple[Choice, ...]:
        return tuple(Choice(text, "" if value == given else view.href(**{name: value})) for value, text in values)

    year = counted.day.year
    periods = [("", _("all")), *((str(one), str(one)) for one in (year, year - 1)), *_quarters(counted)]
    found = [
        Filter(
            _("Right"),
            choices("right", view.right, [("", _("all")), *((one.value, right_word(one)) for one in Right if one is not Right.BENEFIT)]),
        ),
        Filter(_("Due in"), choices("period", view.period, periods)),
    ]
    if len(counted.kinds) > 1:
        kinds = [("", _("all")), *((one, present.kind_word(one)) for one in counted.kinds)]
        found.append(Filter(_("Kind of body"), choices("kind", view.kind, kinds), folded=True))
    if tables_may_be_ordered:
        by = [("", _("name")), (SHARE, _("share in time")), *((one.value, figure_word(one)) for one in HEADS)]
        found.append(Filter(_("Order by"), choices("order", view.order, by), folded=True))
    return tuple(found)


def _quarters(counted: Counted) -> list[tuple[str, str]]:
    year, quarter = counted.day.year, (counted.day.month + 2) // 3
    found = []
    for _n in range(4):
        name = f"{year}-Q{quarter}"
        found.append((name, present.period_word(name)))
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
    return found


def title_of(place: Place | None) -> str:
    """What a board is called."""
    return _("Figures: %(name)s") % {"name": place.name} if place is not None else _("Figures: the whole country")


def figures_page(
    counted: Counted,
    view: View,
    allowed: Allowed,
    *,
    stage: StageNote | None,
    stages: Mapping[str, Staged],
    crumb: Link | None,
    pooled: Sequence[tuple[str, str, int]] = (),
    shown: tuple[Frame, Mapping[int, str]] | None = None,
) -> FiguresPage:
    """A board as a page. `stages` are those of the provinces, for the board of the country; `shown` is the map, where there is one."""
    tallies = counted.tallies(allowed, view.right, view.kind)
    rows = [_Row(*one) for one in zip(counted.units, tallies, counted.sources, strict=True)]
    shares = reads.medians(counted.units, tallies)
    usual = reads.median_registered(counted.units, counted.sources)
    many = len(rows) > 1

    def drawn(some: Sequence[_Row]) -> tuple[FiguresRow, ...]:
        return tuple(_unit_row(row, view, counted, _closed(row, counted, stages)) for row in _ordered(some, view.order))

    # A province is read by its communes; its offices, schools and companies stand in a table of their own and are not drawn among them.
    communes = counted.place is not None and counted.place.kind == "province" and not view.kind
    main = [row for row in rows if row.unit.place.kind == "commune"] if communes else rows
    beside = [row for row in rows if row.unit.place.kind != "commune"] if communes else []
    common, apart = [row for row in main if not row.unit.special], [row for row in main if row.unit.special]
    tables: list[FiguresTable] = []
    if many and common:
        note = (
            _("In the order of names.") if not view.order else _("Those with enough to judge by come first, in order; the others follow.")
        )
        tables.append(FiguresTable("bodies", _("Body by body"), note, drawn(common), _usual(common, shares, usual)))
    if many and apart:
        note = _("Other rules of the Government hold there, which are not held here. They stand apart and are compared among themselves.")
        tables.append(FiguresTable("apart", _("In special areas"), note, drawn(apart), _usual(apart, shares, usual)))
    if many and beside:
        tables.append(FiguresTable("beside", _("Other bodies"), "", drawn(beside), folded=bool(tables)))
    bases = tuple(dict.fromkeys(one.name for table in tables for row in table.rows for one in row.sources))
    tables = [replace(table, rows=tuple(_aligned(row, bases) for row in table.rows)) for table in tables]
    filters = _filters(counted, view, many)
    whole = reads.total(tallies)
    base = reverse("figures-list", args=[view.code])
    query = {"right": view.right, "kind": view.kind, "ky": view.period}
    together = Sources(
        sum(one.filled for one in counted.sources),
        sum(one.cells for one in counted.sources),
        sum(one.registered for one in counted.sources),
        reads.together([more for one in counted.sources for more in one.covered]),
    )
    return FiguresPage(
        title=title_of(counted.place),
        crumb=crumb,
        lead=_(
            "What was to be done and what was done. Every number opens the list behind it, and every line of it the page that says why."
        ),
        as_of=as_of(counted),
        stage=stage,
        heads=tuple(figure_word(one) for one in HEADS),
        filters=filters,
        narrowed=any(one.folded and one.choices[0].href for one in filters),
        whole=FiguresRow(
            Link(_("All together") if many else (counted.place.name if counted.place is not None else ""), ""),
            "",
            percent(whole.share),
            _of(whole),
            whole.small and whole.judged > 0,
            _numbers(whole, HEADS, base, query, every=True),
            _numbers(whole, OTHERS, base, query, every=False),
            _sources(together),
        ),
        tables=tuple(tables),
        rights=_rights(counted, view, allowed) if not view.right else (),
        downloads=_downloads(counted, view),
        small_why=_small_why(),
        map=_map(main, view, shown, country=counted.place is None) if many else svg.NOTHING,
        chart=_chart(main, view) if many else svg.NOTHING,
        stack=svg.stack([svg.Slice(whole.of(one), figure_word(one), css) for one, css in LOOKS.items()], _("Judged, by how it was done")),
        bases=bases,
        mapped=_mapped(view) if many else None,
        pooled=_pooled(pooled),
    )


def _pooled(rows: Sequence[tuple[str, str, int]]) -> tuple[Field, ...]:
    """Enterprises and cooperatives as numbers by sector and size, so that none of them can be recognised."""
    least = policy().pooled.least
    told = reads.told_apart(rows, least)
    fields = [
        Field(" · ".join(filter(None, (sector, size))) or _("sector and size not entered"), format.count(n))
        for sector, size, n in told.rows
    ]
    if told.others:
        few = told.others < least
        fields.append(Field(_("Other sectors together"), _("fewer than %(n)d") % {"n": least} if few else format.count(told.others)))
    return tuple(fields)


def _aligned(row: FiguresRow, bases: Sequence[str]) -> FiguresRow:
    """A row with one source for each of `bases`."""
    said = {one.name: one.value for one in row.sources}
    return replace(row, sources=tuple(Field(name, said.get(name, "")) for name in bases))


Like = tuple[str, bool]


def _usual(rows: Sequence[_Row], shares: Mapping[Like, Fraction], registered: Mapping[Like, Fraction]) -> str:
    """The medians of those that are alike among these rows, in one sentence; "" where none has enough to judge by."""
    alike = dict.fromkeys((row.unit.like, row.unit.place.kind_word) for row in rows)
    said = []
    for like, kind in alike:
        found = [percent(shares[like])] if like in shares else []
        if like in registered:
            n = int(registered[like] + Fraction(1, 2))
            found.append(ngettext("%(n)s document registered", "%(n)s documents registered", n) % {"n": format.count(n)})
        if found:
            said.append(f"{kind} {', '.join(found)}")
    return _("Median: %(all)s.") % {"all": "; ".join(said)} if said else ""


def _small_why() -> str:
    sample = policy().sample
    return _("“Little to judge by”: fewer than %(n)d duties were judged. %(why)s") % {"n": sample.judged, "why": present.said(sample.why)}


def _closed(row: _Row, counted: Counted, stages: Mapping[str, Staged]) -> str:
    """What stands in the place of numbers where a province does not show them yet."""
    if counted.place is not None or row.unit.members:
        return ""
    at = stages.get(row.unit.place.province_code)
    return (
        _("Stage %(n)d of 3: shown %(whom)s.") % {"n": int(at.stage), "whom": word(at.stage)}
        if at
        else _("The province has not decided a stage yet.")
    )


def _rights(counted: Counted, view: View, allowed: Allowed) -> tuple[RightRow, ...]:
    base = reverse("figures-list", args=[view.code])
    found = []
    for right, one in counted.by_right(allowed, view.kind).items():
        query = {"right": right.value, "kind": view.kind, "ky": view.period}
        found.append(
            RightRow(
                Link(right_word(right), view.href(right=right.value)),
                percent(one.share),
                _of(one),
                one.small and one.judged > 0,
                _numbers(one, HEADS, base, query, every=True),
                _numbers(one, OTHERS, base, query, every=False),
            )
        )
    return tuple(found)


def _downloads(counted: Counted, view: View) -> tuple[Link, ...]:
    found = [
        Link(_("This table as a workbook (XLSX)"), reverse("figures-xlsx", args=[view.code]) + view.query()),
        Link(_("This table as CSV"), reverse("figures-csv", args=[view.code]) + view.query()),
    ]
    if counted.place is not None and counted.place.kind in {"province", "commune"}:
        found.append(Link(_("Tables of the yearly report (B1, B2, B3)"), reverse("yearly-tables", args=[view.code])))
    return tuple(found)


def _mapped(view: View) -> Filter:
    words = {SHARE: _("share in time"), **{one: figure_word(one) for one in DRAWN if one != SHARE}}
    return Filter(_("Drawn is"), tuple(Choice(words[one], "" if one == view.drawn else view.href(drawn=str(one))) for one in DRAWN))


def drawn_value(row: Tally, drawn: str) -> tuple[int, str] | None:
    """What is drawn of a row: how long its bar is in hundredths or pieces, and the label. None where there is nothing to draw."""
    if drawn == SHARE:
        return (int((row.share or 0) * 100), percent(row.share)) if row.share is not None and not row.small else None
    return row.of(Figure(drawn)), format.count(row.of(Figure(drawn)))


def _chart(rows: Sequence[_Row], view: View) -> SafeString:
    found = []
    for row in rows:
        value = None if row.unit.pooled or not row.unit.members else drawn_value(row.tally, view.drawn)
        found.append(svg.Strip(_unit_name(row.unit), value[0] if value else None, value[1] if value else _("no data yet")))
    title = _("Share in time, body by body") if view.drawn == SHARE else figure_word(view.drawn)
    return svg.strips(found, 100 if view.drawn == SHARE else 0, title)


def _map(rows: Sequence[_Row], view: View, shown: tuple[Frame, Mapping[int, str]] | None, *, country: bool) -> SafeString:
    """The same numbers on the map: five even classes of what is drawn, and a class of its own for no data."""
    if shown is None:
        return svg.NOTHING
    frame, paths = shown
    inside = [row for row in rows if row.unit.place.id in paths and not row.unit.pooled]
    values = [drawn_value(row.tally, view.drawn) if row.unit.members else None for row in inside]
    most = 100 if view.drawn == SHARE else max([value[0] for value in values if value], default=0)
    tones = max(one for one in maps.FILLS if one is not None)
    found = []
    for row, value in zip(inside, values, strict=True):
        tone = None if value is None else min(value[0] * (tones + 1) // max(most, 1), tones)
        place = row.unit.place
        label = value[1] if value else _("no data yet")
        found.append(MapArea(paths[place.id], place.name, label, tone, reverse("figures", args=[place.code])))
    steps = [most * n // (tones + 1) for n in range(tones + 2)]
    unit = "%" if view.drawn == SHARE else ""
    texts: list[tuple[int | None, str]] = [(n, f"{format.count(steps[n])}–{format.count(steps[n + 1])}{unit}") for n in range(tones + 1)]
    texts.append((None, _("no data yet, or little to judge by") if view.drawn == SHARE else _("no data yet")))
    title = _("Share in time, body by body") if view.drawn == SHARE else figure_word(view.drawn)
    desc = _("Neutral tones: darker is more. The table below has the same numbers.")
    notes = [maps.MapNote(*frame.at(lon, lat), _(text)) for lon, lat, text in LABELLED] if country else []
    drawn = maps.area_map(found, frame, title, f"{desc} {reference(frame)}", maps.legend(found, texts), notes)
    return SafeString(f'{drawn}<p class="soft small">{escape(reference(frame))}</p>')


# --- the list behind a number ---


def list_title(figure: str, right: str) -> str:
    """What a list behind a number is called."""
    words = [figure_word(figure) if figure else _("every duty")]
    if right:
        words.append(right_word(right))
    text = ", ".join(words)
    return text[:1].upper() + text[1:]


def bodies_list(counted: Counted, allowed: Allowed, *, figure: str, right: str, kind: str, stage: StageNote | None) -> FigureListPage:
    """Behind a number of a province or the country: the bodies it is made of, each with its own list."""
    found = []
    for unit, one in zip(counted.units, counted.tallies(allowed, right, kind), strict=True):
        n = sum(one.of(some) for some in counted_as(figure))
        if n and not unit.pooled:
            given = {"state": figure, "right": right, "kind": kind, "ky": counted.period.name}
            given["chung"] = "1"
            if counted.place is not None and unit.place.id == counted.place.id:
                given["rieng"] = "1"
            said = urlencode({name: value for name, value in given.items() if value})
            found.append(Number(n, unit.place.name, f"{reverse('figures-list', args=[unit.place.code])}?{said}"))
    code = counted.place.code if counted.place is not None else reads.COUNTRY
    return FigureListPage(
        list_title(figure, right),
        Link(title_of(counted.place), reverse("figures", args=[code])),
        ngettext("%(n)d body has such duties.", "%(n)d bodies have such duties.", len(found)) % {"n": len(found)},
        stage,
        (),
        tuple(found),
    )


def lines_list(
    place: Place, found: Sequence[Line], book: Rulebook, *, figure: str, right: str, stage: StageNote | None, page: int, href: str
) -> FigureListPage:
    """Behind a number of a commune or of one body: the obligations themselves, a page of them. Two queries for what they are called."""
    rows = policy().page.rows
    here = found[page * rows : (page + 1) * rows]
    titles = _titles(here)
    return FigureListPage(
        list_title(figure, right),
        Link(title_of(place), reverse("figures", args=[place.code])),
        ngettext("%(n)d duty.", "%(n)d duties.", len(found)) % {"n": len(found)},
        stage,
        tuple(_line(one, book, titles) for one in here),
        (),
        Link(_("Further"), f"{href}&trang={page + 1}") if len(found) > (page + 1) * rows else None,
        Link(_("Back"), f"{href}&trang={page - 1}") if page else None,
    )


def _titles(here: Sequence[Line]) -> Mapping[tuple[int, str], str]:
    """What the documents are called that started these obligations, by body and occasion."""
    sources = reads.sources_of(here)
    told = record.of_subjects(set(sources.values())) if sources else ()
    names = plugs.titles(told)
    return {key: names[subject] for key, subject in sources.items() if subject in names}


def _line(one: Line, book: Rulebook, titles: Mapping[tuple[int, str], str]) -> FigureLine:
    duty = book.duties[one.rule]
    period = present.period_word(one.occasion)
    about = titles.get((one.place.id, one.occasion), "") or (period if period != one.occasion else "")
    text = present.said(duty.subject)
    return FigureLine(
        f"{text}: {about}" if about else text,
        Link(one.place.name, reverse("body", args=[one.place.code])),
        one.state,
        reverse("why", args=[one.place.code, one.rule, one.occasion]),
        one.figure is Figure.UNCONFIRMED,
    )
