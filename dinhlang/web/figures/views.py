"""Boards of figures: who asks, which place, how far its states are shown; what anybody sees comes from the exact cache."""

import csv
import io
from collections.abc import Collection, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.core.rules import Audience, Kind, Right
from dinhlang.ground.bodies import boundaries
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import may, publicity
from dinhlang.ground.people.publicity import Stage, Staged
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record import reads as record
from dinhlang.ground.ui import cache
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import (
    Choice,
    FiguresPage,
    Filter,
    Link,
    StageNote,
    YearlyPage,
    YearlyTable,
)
from dinhlang.web.figures import pages, reads, sheets
from dinhlang.web.figures.pages import DRAWN, HEADS, REST, SHARE, View
from dinhlang.web.figures.reads import COUNTRY, POOLED, Allowed, Asked, Counted, Figure, Unit
from dinhlang.web.figures.yearly import cells, table_b2, tables

MOST_PAGES = 10_000


class Seen:
    """A place whose board is asked for, as far as this reader is shown it."""

    def __init__(self, request: HttpRequest, code: str) -> None:
        self.request, self.today, self.code = request, clock.today(), code
        self.stages: dict[str, Staged] = {}
        self.stage: StageNote | None = None
        self.law: int | None = None
        self.size: int | None = None
        if code == COUNTRY:
            self.stand = None
            self.place, self.alone = None, False
            self.stages = publicity.of_provinces(self.today)
            self.shown = frozenset(one for one, at in self.stages.items() if at.stage is Stage.PUBLIC)
            house = record.stand()
            self.law, self.size, self.book = house.law, house.size, rulebooks.of_hash(house.rules)
            return
        self.stand = duties.find(code, self.today)
        self.law, self.size = self.stand.law, self.stand.size
        self.place = self.stand.place
        may.check_stage(request, self.place.id, self.stand.staged)
        holder = may.holder(request)
        if self.place.kind in POOLED and (holder is None or holder.body != self.place.id):
            raise NotYours(
                N_("Of private employers and cooperatives only numbers by sector and size are shown, on the board of their commune.")
            )
        self.stage = publicity.note(self.stand.staged, shown=True)
        self.alone = self.stand.staged.stage is Stage.DESK  # what stands below has a desk of its own
        self.shown = frozenset({self.place.province_code})
        self.book = self.stand.book

    def asked(self, view: View, *, alone: bool = False) -> Asked:
        """Which board that is."""
        period = reads.period_of(view.period)
        if period is None:
            raise NotHere(N_("A period is a year or a quarter of one, for example 2026 or 2026-Q3."))
        return Asked(self.place, self.today, period, self.alone or alone, self.shown, self.law, self.size)

    def board(self, view: View) -> Counted:
        """The board, counted or remembered."""
        return reads.board(self.asked(view), self.book)

    def units(self, asked: Asked) -> tuple[Unit, ...]:
        """The rows of its board."""
        return reads.units_of(asked.place, asked.day, alone=asked.alone, shown=asked.shown)

    def allowed(self, units: Sequence[Unit], *, common: bool = False) -> Allowed:
        """The duties this reader is shown at each unit: by the office, its own body and what stands below it; where units hold many
        bodies, or `common` is asked for, those that are shown whatever the body. At most six queries, none for most readers."""
        everywhere = may.audiences(self.request, None)
        holder = may.holder(self.request)
        if holder is None or self.wide or common:
            return lambda _unit: everywhere
        known: dict[tuple[bool, bool], Collection[Audience]] = {}
        found = []
        for unit in units:
            # What stands below one commune differs for nobody but who holds an office there.
            key = (unit.place.id == holder.body, self.place is not None and unit.place.id == self.place.id)
            if key not in known:
                known[key] = may.audiences(self.request, unit.place.id)
            found.append(known[key])
        return found.__getitem__

    @property
    def wide(self) -> bool:
        """Whether it is a place of places, with a map."""
        return not self.alone and (self.place is None or self.place.kind == Kind.PROVINCE)

    @property
    def crumb(self) -> Link | None:
        """The way up."""
        if self.place is None:
            return None
        return Link(self.place.name, reverse("body", args=[self.place.code]))


def _view(request: HttpRequest, code: str) -> View:
    """What was asked, each a known value. Raises NotHere for another."""
    given = {
        "right": (request.GET.get("quyen", ""), {one.value for one in Right}),
        "kind": (request.GET.get("loai", ""), {one.value for one in Kind}),
        "drawn": (request.GET.get("hinh", SHARE), {str(one) for one in DRAWN}),
        "order": (request.GET.get("xep", ""), {SHARE, *(one.value for one in HEADS)}),
    }
    values = {}
    for name, (value, known) in given.items():
        if value and value not in known:
            raise NotHere(N_("This board is not divided like that. Choose from the links above it."))
        values[name] = value
    return View(code, period=request.GET.get("ky", ""), **values)


def root(request: HttpRequest) -> HttpResponse:
    """The board of the place this house is for: its province, or the country where it is for none."""
    code = str(settings.HOME_BODY)
    if code != COUNTRY:
        home = bodies.find(code, clock.today())
        above = home
        while above.kind != "province" and above.parent is not None:
            above = bodies.place(above.parent, clock.today())
        code = above.code if above.kind == "province" else home.code
    return redirect(reverse("figures", args=[code]))


def board(request: HttpRequest, code: str) -> HttpResponse:
    """The board of a country, a province, a commune or one body."""
    seen, view = Seen(request, code), _view(request, code)
    counted = seen.board(view)

    def make() -> HttpResponse:
        pooled = reads.enterprises(seen.place, seen.today) if seen.place is not None and seen.place.kind == "commune" else ()
        drawn = boundaries.drawn(seen.place.id if seen.place is not None else None, seen.today) if seen.wide else None
        page = pages.figures_page(
            counted, view, seen.allowed(counted.units), stage=seen.stage, stages=seen.stages, crumb=seen.crumb, pooled=pooled, shown=drawn
        )
        return render(request, "pages/figures.html", {"page": page})

    version = f"{counted.size}.{counted.at.isoformat()}.{'-'.join(sorted(seen.shown))}"
    rules = seen.book.hash
    key = (*cache.key_of(request, rules, seen.stand.version if seen.stand is not None else 0, seen.today), version)
    return cache.exact(request, key, make)


def listed(request: HttpRequest, code: str) -> HttpResponse:
    """What stands behind a number: of a province or the country the bodies, of a commune or one body the obligations."""
    seen = Seen(request, code)
    figure, right, kind = (request.GET.get(name, "") for name in ("state", "right", "kind"))
    figures: frozenset[str] = frozenset({*Figure, REST})
    known: tuple[tuple[str, frozenset[str]], ...] = ((figure, figures), (right, frozenset(Right)), (kind, frozenset(Kind)))
    if any(value and value not in allowed for value, allowed in known):
        raise NotHere(N_("This board is not divided like that. Choose from the links above it."))
    view = View(code, right, kind, request.GET.get("ky", ""))
    alone = request.GET.get("rieng") == "1" and seen.place is not None
    if not alone and seen.wide:
        counted = seen.board(view)
        page = pages.bodies_list(counted, seen.allowed(counted.units), figure=figure, right=right, kind=kind, stage=seen.stage)
        return _fresh(render(request, "pages/figure_list.html", {"page": page}))
    if seen.place is None:
        raise NotHere(N_("This board is not divided like that. Choose from the links above it."))
    number = request.GET.get("trang", "0")
    if not (number.isascii() and number.isdigit() and int(number[:9]) < MOST_PAGES):
        raise Refused(N_("Pages of a list are counted from 0. Go back to its first page."))
    asked = seen.asked(view, alone=alone)
    units = seen.units(asked)
    allowed = seen.allowed(units, common=request.GET.get("chung") == "1")
    found = reads.lines(asked, units, seen.book, allowed, figure="" if figure == REST else figure, right=right, kind=kind)
    found = tuple(one for one in found if one.figure in pages.counted_as(figure))
    given = [(name, request.GET.get(name, "")) for name in ("state", "right", "kind", "ky", "rieng", "chung")]
    href = "?" + "&".join(f"{name}={value}" for name, value in given if value)
    page = pages.lines_list(seen.place, found, seen.book, figure=figure, right=right, stage=seen.stage, page=int(number), href=href)
    return _fresh(render(request, "pages/figure_list.html", {"page": page}))


def _fresh(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


def as_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """The board as a workbook."""
    seen, view = Seen(request, code), _view(request, code)
    counted = seen.board(view)
    return sheets.download(sheets.board_xlsx(_page(seen, view, counted)), sheets.XLSX, f"so-lieu-{code}.xlsx")


def as_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The board as CSV that a spreadsheet opens with its letters right."""
    seen, view = Seen(request, code), _view(request, code)
    out = io.StringIO()
    csv.writer(out).writerows(sheets.board_rows(_page(seen, view, seen.board(view))))
    return sheets.download(("\ufeff" + out.getvalue()).encode(), "text/csv; charset=utf-8", f"so-lieu-{code}.csv")


def _page(seen: Seen, view: View, counted: Counted) -> FiguresPage:
    return pages.figures_page(counted, view, seen.allowed(counted.units), stage=seen.stage, stages=seen.stages, crumb=seen.crumb)


def yearly_of(request: HttpRequest, code: str) -> tuple[Seen, Asked]:
    """A commune or a province and the year its tables are about: this one, or the one asked for."""
    seen = Seen(request, code)
    if seen.place is None or seen.place.kind not in {Kind.PROVINCE, Kind.COMMUNE} or (seen.alone and seen.place.kind == Kind.PROVINCE):
        raise NotHere(N_("The tables of the yearly report are made for a commune or a province."))
    year = request.GET.get("nam", str(seen.today.year))
    period = reads.period_of(year)
    if period is None or not period.name.isdigit():
        raise NotHere(N_("A period is a year or a quarter of one, for example 2026 or 2026-Q3."))
    return seen, Asked(seen.place, seen.today, period, seen.alone, seen.shown)


def yearly(request: HttpRequest, code: str) -> HttpResponse:
    """Tables B1, B2 and B3 of the yearly report, on screen and for paper."""
    seen, asked = yearly_of(request, code)
    place = seen.place
    assert place is not None  # noqa: S101 (checked above)
    years = (seen.today.year, seen.today.year - 1)
    page = YearlyPage(
        _("Tables of the yearly report, %(year)s") % {"year": asked.period.name},
        Link(pages.title_of(place), reverse("figures", args=[code])),
        seen.stage,
        tuple(YearlyTable(one.name, one.title, one.heads, one.rows, one.note or one.blank) for one in tables(place, asked, seen.book)),
        Filter(_("Year"), tuple(Choice(str(one), "" if str(one) == asked.period.name else f"?nam={one}") for one in years)),
        (
            Link(_("All three tables as a workbook (XLSX)"), f"{reverse('yearly-xlsx', args=[code])}?nam={asked.period.name}"),
            Link(_("Table B2 as CSV"), f"{reverse('yearly-csv', args=[code])}?nam={asked.period.name}"),
            *([Link(_("Fill in your superior's form"), reverse("yearly-form", args=[code]))] if may.holder(request) is not None else []),
        ),
    )
    return _fresh(render(request, "pages/yearly.html", {"page": page}))


def yearly_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """The three tables as a workbook, a sheet for each."""
    seen, asked = yearly_of(request, code)
    assert seen.place is not None  # noqa: S101 (checked there)
    data = sheets.tables_xlsx(seen.place.name, asked.period.name, tables(seen.place, asked, seen.book))
    return sheets.download(data, sheets.XLSX, f"bieu-bao-cao-{code}-{asked.period.name}.xlsx")


def yearly_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Table B2 as CSV."""
    seen, asked = yearly_of(request, code)
    assert seen.place is not None  # noqa: S101 (checked there)
    out = io.StringIO()
    csv.writer(out).writerows([sheets.safe(one) for one in row] for row in cells(table_b2(seen.place, asked, seen.book)))
    return sheets.download(("\ufeff" + out.getvalue()).encode(), "text/csv; charset=utf-8", f"bieu-b2-{code}-{asked.period.name}.csv")
