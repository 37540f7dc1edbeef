"""The tables B1, B2 and B3 of the yearly report (practice.md): counted where this house can count, and honest where it cannot yet.

Promises: the items, their order and the forms come from the rulebook; a province is the sum of its communes. Refuses: to fill a cell that
no work of this house keeps: it is left blank, and the table says why.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dinhlang.core.rules import Right, Rulebook, State
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.duties import confirmed, counts, present
from dinhlang.ground.duties.counts import Living
from dinhlang.ground.ui import format
from dinhlang.web.figures import reads
from dinhlang.web.figures.filling import Value, Values
from dinhlang.web.figures.reads import Allowed, Asked, Counted, Figure, Period, Tally

DONE = frozenset({State.DONE_ON_TIME, State.DONE_LATE, State.RUNNING, State.HELD})
COMMUNE = "commune"


@dataclass(frozen=True)
class ItemCount:
    """One of the matters that are disclosed: how often it was due, done, in time; how often in each form; what the registers say of it."""

    number: int
    text: str
    due: int
    done: int
    on_time: int
    forms: tuple[int, ...]
    disclosed: int
    nothing: int
    silent: int

    @property
    def note(self) -> str:
        """What the quarterly lists say of it, in words."""
        said = (
            (
                self.disclosed,
                ngettext("%(n)d quarterly list with something disclosed", "%(n)d quarterly lists with something disclosed", self.disclosed),
            ),
            (self.nothing, ngettext("%(n)d where nothing arose", "%(n)d where nothing arose", self.nothing)),
            (self.silent, ngettext("%(n)d without an entry", "%(n)d without an entry", self.silent)),
        )
        return "; ".join(text % {"n": n} for n, text in said if n)


@dataclass(frozen=True)
class Table:
    """A table of the report as rows of cells; `blank` says of the whole table which work will keep what it asks for ("" for none)."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    note: str = ""
    blank: str = ""


def item_of(book: Rulebook) -> dict[str, int]:
    """Under which of the matters each rule discloses, by the rulebook."""
    found = {rule: item.number for item in book.items.values() for rule in item.sector}
    found |= {duty.id: duty.starts.item for duty in book.versions if duty.starts.item is not None}
    return found


def channels_of(book: Rulebook) -> tuple[str, ...]:
    """The forms in which those matters are disclosed, in the order of the rulebook."""
    rules = item_of(book)
    asked = {part.channel for duty in book.versions if duty.id in rules for part in duty.parts}
    return tuple(name for name in book.channels if name in asked & book.posted)


# What was done of each part of each obligation that is due within the days, once for each: `{kind}` is clock or slot, `{deed}` the
# column of the day.
_FORMS = """
SELECT d.body_id AS body, t.rule AS rule, t.part AS part, t.occasion AS occasion FROM {table} d JOIN duties_{kind} t ON t.id = d.{kind}_id
WHERE d.body_id IN ({ids}) AND d.how <> 'declared' AND d.{deed} <= %s AND (d.voided IS NULL OR d.voided > %s)
  AND COALESCE(t.due_rolled, t.due, t.opens) BETWEEN %s AND %s{live}
"""


def _forms(ids: Collection[int], day: date, period: Period) -> Counter[tuple[str, str]]:
    """How many obligations were done in each form, by (rule, part). One query."""
    if not ids:
        return Counter()
    wanted = ",".join(str(int(one)) for one in ids)
    adapt = connection.ops.adapt_datefield_value
    given, days = [], [adapt(day), adapt(day), adapt(period.first), adapt(period.last)]
    parts = []
    for kind, live in (("clock", " AND (t.voided IS NULL OR t.voided > %s)"), ("slot", "")):
        for table, deed in (("duties_fulfilment", "done_day"), ("duties_run", "from_day")):
            parts.append(_FORMS.format(kind=kind, table=table, deed=deed, ids=wanted, live=live))
            given += days + ([adapt(day)] if live else [])
    sql = f"SELECT rule, part, COUNT(*) FROM ({' UNION '.join(parts)}) AS deeds GROUP BY rule, part"  # noqa: S608  (text of our own)
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return Counter({(rule, part): n for rule, part, n in cursor.fetchall()})


def communes_of(place: Place, day: date) -> tuple[Living, ...]:
    """The communes that a table is about: the place itself, or those of the province."""
    if place.kind == COMMUNE:
        return (Living(place.id, place.kind, place.alive_from, place.alive_to),)
    units = reads.units_of(place, day, alone=False, shown=frozenset({place.province_code}))
    return tuple(one for unit in units for one in unit.members if one.kind == COMMUNE)


def items(place: Place, day: date, period: Period, book: Rulebook) -> tuple[ItemCount, ...]:
    """Table B2: each matter of Art. 11, of one commune or of all communes of a province. About a dozen queries."""
    communes = communes_of(place, day)
    rules, channels = item_of(book), channels_of(book)
    law = frozenset(confirmed.law(day).by_wording)
    asked = counts.Asked(day, first=period.first, last=period.last, confirmed=law, each=True)
    found = counts.count_board(communes, book, asked)
    due: Counter[int] = Counter()
    done: Counter[int] = Counter()
    on_time: Counter[int] = Counter()
    for cell, n in found.wholes.items():
        item = rules.get(cell.rule)
        if item is not None:
            due[item] += n
            done[item] += n if cell.state in DONE else 0
            on_time[item] += n if cell.state in DONE - {State.DONE_LATE} else 0
    forms: Counter[tuple[int, str]] = Counter()
    for (rule, part), n in _forms([one.pk for one in communes], day, period).items():
        if rule in rules:
            forms[rules[rule], part] += n
    numbers = {part.channel: part.item for duty in book.versions for part in duty.parts if part.item is not None}
    entries: Counter[tuple[int, State]] = Counter()
    for cell, n in found.cells.items():
        entries[numbers.get(cell.part) or 0, cell.state] += n
    return tuple(
        ItemCount(
            item.number,
            present.said(item.text),
            due[item.number],
            done[item.number],
            on_time[item.number],
            tuple(forms[item.number, channel] for channel in channels),
            entries[item.number, State.DISCLOSED],
            entries[item.number, State.NOTHING_AROSE],
            entries[item.number, State.SILENT],
        )
        for item in sorted(book.items.values(), key=lambda one: one.number)
    )


def table_b2(place: Place, asked: Asked, book: Rulebook) -> Table:
    """B2, disclosure, as rows of cells, with the sum below."""
    found = items(place, asked.day, asked.period, book)
    heads = (
        _("No."), _("Matter to be disclosed"), _("Due"), _("Done"), _("Done in time"),
        *(present.said(book.channels[name]) for name in channels_of(book)), _("Note"),
    )  # fmt: skip
    rows: list[tuple[str | int, ...]] = [(one.number, one.text, one.due, one.done, one.on_time, *one.forms, one.note) for one in found]
    sums = [sum(one.due for one in found), sum(one.done for one in found), sum(one.on_time for one in found)]
    sums += [sum(column) for column in zip(*(one.forms for one in found), strict=True)]
    rows.append(("", _("All together"), *sums, ""))
    note = _(
        "What is due within the calendar year %(year)s, as of %(day)s. The days of a reporting year of their own are not in the rulebook."
    )
    return Table("B2", _("B2. Disclosure"), heads, tuple(rows), note % {"year": asked.period.name, "day": format.short_day(asked.day)})


def table_b1() -> Table:
    """B1, papers and publicity: nothing of it is kept here yet."""
    heads = (_("Kind"), _("Number"), _("Sessions"), _("Attendances"), _("Broadcasts"), _("Inspections"))
    kinds = (_("Leading papers"), _("Plans"), _("Publicity and training"), _("Broadcasts"), _("Inspections"))
    return Table(
        "B1", _("B1. Papers and publicity"), heads, tuple((kind, *[""] * (len(heads) - 1)) for kind in kinds),
        blank=_("There is no work for reports yet: until it fills this table the office writes it by hand."),
    )  # fmt: skip


def table_b3(book: Rulebook, day: date) -> Table:
    """B3, deciding: the matters that people decide, by the rulebook; nothing of it is kept here yet."""
    heads = (
        _("Matter"), _("Meetings"), _("Ballot papers"), _("Households taking part"), _("All households"), _("Adopted"),
        _("Money"), _("Land (m²)"), _("Days of work"), _("Recognised"), _("Not recognised"),
    )  # fmt: skip
    deciding = [
        one for one in book.decisions.values() if one.right is Right.DECIDE and one.scope in {"village", "commune"} and one.in_force(day)
    ]
    deciding.sort(key=lambda one: (one.item, one.scope, one.id))
    rows = tuple((present.said(one.subject), *[""] * (len(heads) - 1)) for one in deciding)
    return Table(
        "B3",
        _("B3. Deciding"),
        heads,
        rows,
        blank=_("There is no work for votes and meetings yet: until they fill this table the office writes it by hand."),
    )


def tables(place: Place, asked: Asked, book: Rulebook) -> tuple[Table, ...]:
    """The three tables, in their order."""
    return table_b1(), table_b2(place, asked, book), table_b3(book, asked.day)


def cells(table: Table) -> Sequence[Sequence[str | int]]:
    """A table as rows of cells, heads first."""
    return (table.heads, *table.rows)


# --- what a superior's form may ask for ---

FIGURES = {
    Figure.ON_TIME: "dung_han", Figure.LATE: "sau_han", Figure.MISSING: "chua_thuc_hien", Figure.SILENT: "chua_ghi",
    Figure.NOTHING: "khong_phat_sinh", Figure.DECLARED: "tu_khai", Figure.RUNNING: "dang_cong_khai", Figure.BROKEN: "gian_doan",
    Figure.WAITING: "chua_den_han", Figure.ASIDE: "khong_cham", Figure.UNCONFIRMED: "chua_doi_chieu",
}  # fmt: skip


def _tally(one: Tally) -> dict[str, Value]:
    share = "" if one.share is None else f"{int(one.share * 100 + Fraction(1, 2))}%"
    return {"ty_le": share, "da_xet": one.judged, **{name: one.of(figure) for figure, name in FIGURES.items()}}


def form_values(counted: Counted, allowed: Allowed, found: Sequence[ItemCount], book: Rulebook) -> Values:
    """What a superior's form may ask for: the body and its sums, a row for each matter (`muc`), a row for each body (`xa`)."""
    place, tallies = counted.place, counted.tallies(allowed)
    name, code = (place.name, place.code) if place is not None else ("", "")
    single: dict[str, Value] = {
        "don_vi": name, "ma": code, "nam": counted.period.name, "ngay": format.short_day(counted.day, "vi"), "muc_nhat_ky": counted.size,
        "muc_phai_lam": sum(one.due for one in found), "muc_da_lam": sum(one.done for one in found),
        "muc_dung_han": sum(one.on_time for one in found), **_tally(reads.total(tallies)),
    }  # fmt: skip
    channels = [channel.replace("-", "_") for channel in channels_of(book)]
    matters: list[Mapping[str, Value]] = [
        {
            "so": one.number, "ten": one.text, "phai_lam": one.due, "da_lam": one.done, "dung_han": one.on_time,
            **dict(zip(channels, one.forms, strict=True)), "ghi_chu": one.note,
        }
        for one in found
    ]  # fmt: skip
    bodies: list[Mapping[str, Value]] = [
        {"ten": unit.place.name, "ma": unit.place.code, "loai": unit.place.kind_word, **_tally(one)}
        for unit, one in zip(counted.units, tallies, strict=True)
        if not unit.pooled
    ]
    return Values(single, {"muc": matters, "xa": bodies})
