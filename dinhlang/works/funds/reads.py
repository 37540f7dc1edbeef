"""Fund books as people read them: what is left, out of 100 đồng, line by line with receipts, who confirmed.

Promises: outside the village no amount by household and no single line of what households paid; where few paid, their sum is merged.
Refuses: names of households to anybody but who keeps their list.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dinhlang.core.refusal import N_, NotHere
from dinhlang.core.tally.cashbook import Booked
from dinhlang.core.tally.hundred import of_hundred
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people.visibility import Role, may_see
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.reads import Told
from dinhlang.ground.rolls import reads as rolls
from dinhlang.ground.rolls.policy import HOUSEHOLDS
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import (
    BudgetShare,
    Field,
    FileRow,
    FoundRow,
    FundClosing,
    FundHousehold,
    FundLine,
    FundPage,
    FundRow,
    FundSide,
    FundsPage,
    Link,
)
from dinhlang.works.funds import policy
from dinhlang.works.funds.checks import Line
from dinhlang.works.funds.models import Closing, Fund, Move, Paid
from dinhlang.works.funds.tally import Sums, booked, carried, sums

ERASED = N_("(the text was erased)")
NO_FUND = N_("There is no such fund book.")
OWNER = "SELECT body_id FROM funds_fund WHERE subject = %s"
BASIS = "Circular 26/2026/TT-BTC Art. 22(2)"
IMPORT = "so-quy-thon"  # the kind of list that its lines are


@dataclass(frozen=True)
class Rights:
    """What the reader may do with a book of the village, as whom they read, and the household that asks ("" for none)."""

    acts: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()
    household: str = ""

    @property
    def inside(self) -> bool:
        """Whether the reader is shown what households paid."""
        return may_see(self.roles, "funds.Paid", "amount")

    @property
    def names(self) -> bool:
        """Whether the reader is shown what households are called."""
        return may_see(self.roles, "rolls.Line", "name", "households")


@dataclass(frozen=True)
class Found:
    """A book with its lines, closings and entries; `decided` are the entries about the matter that allowed it."""

    row: Fund
    moves: tuple[Move, ...]
    closings: tuple[Closing, ...]
    told: Mapping[int, Told]
    name: str
    decided: tuple[Told, ...]
    counts: Mapping[int, int]

    @property
    def now(self) -> Sums:
        """What all lines come to."""
        return sums(map(booked, self.moves))


def stand(subject: str, day: date) -> duties.Stand:
    """The village whose book it is. Raises NotHere. One query."""
    found = duties.stand_where(OWNER, [subject], day)
    if found is None:
        raise NotHere(NO_FUND)
    return found


def by_line(told: Told) -> Iterator[tuple[int, Told]]:
    """The lines that an entry is about, by number, each with its own words: of one that entered many, once for each."""
    if "line" in told.words:
        yield int(told.words["line"]), told
    for words in told.words.get("lines", ()):
        yield int(words["line"]), replace(told, words=words)


def books(body: int) -> dict[str, str]:
    """The fund books of a village by subject, with their names. Two queries."""
    told = record.of_subjects(list(Fund.objects.filter(body=body).order_by("opened", "subject").values_list("subject", flat=True)))
    return {one.subject: str(one.words.get("title") or _(ERASED)) for one in told if one.act == "fund.open"}


def as_lines(found: Found) -> Iterator[Line]:
    """The lines of a book as a file would have them, reversed ones too (what was once entered is not entered again); not what households
    paid by the list, nor reversals."""
    for one in found.moves:
        if one.reverses_id is None and one.pk not in found.counts and one.number in found.told:
            words = found.told[one.number].words
            yield Line(one.day, one.income, one.purpose, one.amount, str(words.get("what", "")), str(words.get("payee", "")))


def find(subject: str) -> Found:
    """A book whole, in five queries. Raises NotHere."""
    row = Fund.objects.filter(pk=subject).first()
    if row is None:
        raise NotHere(NO_FUND)
    moves = tuple(Move.objects.filter(fund=row).order_by("number"))
    told = record.of_subjects([subject, *([row.matter] if row.matter else [])])
    mine = [one for one in told if one.subject == subject]
    name = next((str(one.words["title"]) for one in mine if one.act == "fund.open" and one.words.get("title")), "")
    counts = dict(Paid.objects.filter(move__fund=row).values_list("move").annotate(n=Count("pk")))
    return Found(
        row, moves, tuple(Closing.objects.filter(fund=row).order_by("number")),
        {number: one for told_ in mine for number, one in by_line(told_)}, name or _(ERASED),
        tuple(one for one in told if one.subject == row.matter), counts,
    )  # fmt: skip


def _listed(found: Found, one: Move) -> bool:
    """Whether a line is of payments by list number, or reverses one."""
    return one.pk in found.counts or (one.reverses_id is not None and one.reverses_id in found.counts)


def few(found: Found, *, whole: bool) -> bool:
    """Whether what was paid by the list could tell of one household: fewer paid than policy asks, in the whole book or (`whole` False) in
    any of its years, for one year taken from another would tell the same. One query where households paid."""
    if not found.counts:
        return False
    rows = Paid.objects.filter(move__fund=found.row, move__reversal=None).values_list("member", "move__day")
    by_year: dict[int, set[str]] = {}
    for member, day in rows:
        by_year.setdefault(day.year, set()).add(member)
    least = policy.values().household_least
    if whole:
        return len(set[str]().union(*by_year.values())) < least
    days = {one.pk: one.day for one in found.moves}
    across = any(_listed(found, one) and one.reverses_id and days[one.reverses_id].year != one.day.year for one in found.moves)
    return across or any(len(members) < least for members in by_year.values())


def shown_lines(found: Found, first: date, last: date, *, merged: bool) -> tuple[Booked, ...]:
    """The lines of a time as they are added up for a reader; `merged`: what was paid by the list counts as other income."""
    lines = []
    for one in found.moves:
        if first <= one.day <= last:
            line = booked(one)
            lines.append(replace(line, purpose=policy.values().merged) if merged and _listed(found, one) else line)
    return tuple(lines)


def _sides(found: Sums) -> tuple[FundSide, ...]:
    sides = []
    for name, title, total, amounts in (
        ("in", _("What came in"), found.income, found.received), ("out", _("What it was spent on"), found.spending, found.spent)
    ):  # fmt: skip
        positive = {purpose: amount for purpose, amount in amounts.items() if amount > 0}
        parts = of_hundred(positive)
        shares = tuple(BudgetShare(policy.said(purpose), parts.get(purpose, 0), amount) for purpose, amount in amounts.items())
        sides.append(FundSide(name, title, total, tuple(sorted(shares, key=lambda one: -one.amount))))
    return tuple(sides)


# --- lines ---


def _files(one: Told) -> tuple[FileRow, ...]:
    return tuple(
        FileRow(
            str(file["name"]), reverse("file", args=[one.hash.hex(), n]), int(file["size"]), str(file["sha256"]),
            str(file["type"]).rpartition("/")[2].upper()[:12],
        )
        for n, file in enumerate(one.files)
    )  # fmt: skip


def _households(n: int) -> str:
    return ngettext("%(n)s household", "%(n)s households", n) % {"n": format.count(n)}


def _line(found: Found, one: Move, reversed_by: Mapping[int, int], acts: Collection[str]) -> FundLine:
    told = found.told.get(one.number)
    words = told.words if told is not None else {}
    by_number = {row.pk: row.number for row in found.moves}
    if one.reverses_id is not None:
        what = _("Reverses line %(n)d: %(why)s") % {"n": by_number[one.reverses_id], "why": words.get("reason") or _(ERASED)}
    elif one.pk in found.counts:
        what = _("Paid in by the list: %(households)s") % {"households": _households(found.counts[one.pk])}
    else:
        what = str(words.get("what") or _(ERASED))
    note = _("reversed by line %(n)d") % {"n": reversed_by[one.pk]} if one.pk in reversed_by else ""
    actions: tuple[Link, ...] = ()
    if "fund.reverse" in acts and one.reverses_id is None and one.pk not in reversed_by:
        actions = (Link(_("Reverse it"), reverse("fund-reverse", args=[found.row.pk, one.number])),)
    return FundLine(
        one.number, one.day, one.income, what, policy.said(one.purpose), one.amount, str(words.get("payee") or ""), note,
        reverse("entry", args=[told.address]) if told is not None else "", _files(told) if told is not None else (), actions,
    )  # fmt: skip


def lines(found: Found, first: date, last: date, rights: Rights, *, merged: bool) -> tuple[FundLine, ...]:
    """The lines of a time, newest first; outside the village all that households paid by the list is one line, or part of other income."""
    reversed_by = {one.reverses_id: one.number for one in found.moves if one.reverses_id is not None}
    rows, listed = [], 0
    several = False
    for one in found.moves:
        if not first <= one.day <= last:
            continue
        if _listed(found, one) and not rights.inside:
            listed, several = listed + one.amount, True
            continue
        rows.append(_line(found, one, reversed_by, rights.acts))
    rows.sort(key=lambda row: (row.day or first, row.number), reverse=True)
    if several:
        purpose = policy.values().merged if merged else policy.values().household
        what = _("Other payments, in one sum") if merged else _("Paid in by households by the list, in one sum")
        rows.append(FundLine(0, None, True, what, policy.said(purpose), listed))
    return tuple(rows)


# --- households ---


def paid(found: Found) -> dict[str, int]:
    """What each household paid since the book was opened, by its key, in đồng; lines that were reversed are left out. One query."""
    rows = Paid.objects.filter(move__fund=found.row, move__reversal=None).values_list("member").annotate(total=Sum("amount"))
    return {key: int(total) for key, total in rows}


def households(found: Found, rights: Rights, day: date) -> tuple[tuple[FundHousehold, ...], str]:
    """What each household paid since the book was opened, by list number, and a sentence for the household that asks. Inside alone.

    Who did not pay is shown to nobody but who keeps the list.
    """
    if not rights.inside or not found.row.collects:
        return (), ""
    amounts = paid(found)
    seats = {one.key: one for one in rolls.on(found.row.body_id, HOUSEHOLDS, day)}
    rows = [
        FundHousehold(one.number, one.name if rights.names else "", amounts.get(key, 0))
        for key, one in seats.items()
        if key in amounts or rights.names
    ]
    gone = sum(amount for key, amount in amounts.items() if key not in seats)
    if gone:
        rows.append(FundHousehold("", _("Households that are no longer on the list"), gone))
    own = ""
    if rights.household in seats:
        own = _("Your household, number %(number)s, paid %(amount)s into this fund.") % {
            "number": seats[rights.household].number, "amount": format.money(amounts.get(rights.household, 0))
        }  # fmt: skip
    return tuple(rows), own


# --- pages ---


def _decision(found: Found) -> Field | None:
    row = found.row
    paper = (
        _("No %(number)s of %(day)s") % {"number": row.number, "day": format.short_day(row.dated)}
        if row.number and row.dated
        else row.number
    )
    if row.matter:
        return Field(_("Allowed by"), policy.title_of(found.decided) or paper or _(ERASED), reverse("matter", args=[row.matter]))
    return Field(_("Allowed by"), paper) if paper else None


def _closing(one: Closing, found: Found, acts: Collection[str]) -> FundClosing:
    confirmed = one.confirmed is not None
    state = _("confirmed by the Front's work board") if confirmed else _("not confirmed yet")
    actions: tuple[Link, ...] = ()
    if not confirmed and "fund.countersign" in acts:
        actions = (Link(_("Confirm the closing"), reverse("fund-countersign", args=[found.row.pk, one.number])),)
    return FundClosing(one.until, one.income, one.spending, one.income - one.spending, state, "done" if confirmed else "wait", actions)


STEPS = (
    ("fund.spend", "fund-spend", N_("Enter spending")), ("fund.collect", "fund-collect", N_("Enter what households paid")),
    ("fund.receive", "fund-receive", N_("Enter other income")), ("fund.close", "fund-close", N_("Close the book until a day")),
)  # fmt: skip


def _actions(found: Found, acts: Collection[str]) -> tuple[Link, ...]:
    return tuple(
        Link(_(text), reverse(name, args=[found.row.pk]))
        for act, name, text in STEPS
        if act in acts and (act != "fund.collect" or found.row.collects)
    )


def years(found: Found) -> tuple[int, ...]:
    """The years in which something stands in the book, the latest first."""
    return tuple(sorted({one.day.year for one in found.moves}, reverse=True))


def page(found: Found, at: duties.Stand, rights: Rights, year: int | None = None) -> FundPage:
    """The page of a book: all of it, or one year with what was brought into it. Raises NotHere for a year of which it holds nothing."""
    known = years(found)
    if year is not None and year not in known:
        raise NotHere(N_("Nothing stands in the book for that year."))
    first, last = (date.min, date.max) if year is None else (date(year, 1, 1), date(year, 12, 31))
    listed, own = households(found, rights, at.day)
    merged = not rights.inside and few(found, whole=year is None)
    facts = [] if (decided := _decision(found)) is None else [decided]
    facts.append(Field(_("Of which year"), str(found.row.year) if found.row.year else _("of several years")))
    facts.append(Field(_("Opened"), format.long_day(found.row.opened)))
    links = (
        [Link(str(one), reverse("fund-year", args=[found.row.pk, one])) for one in known if one != year] if len(known) > 1 or year else []
    )
    if year is not None:
        links.append(Link(_("The whole book"), reverse("fund", args=[found.row.pk])))
    wall = reverse("fund-print", args=[found.row.pk]) if year is None else reverse("fund-print-year", args=[found.row.pk, year])
    table = reverse("fund-xlsx", args=[found.row.pk])
    hidden = not rights.inside and bool(found.counts)
    note = _("What each household paid is seen inside the village: enter with your household's number.") if hidden else ""
    return FundPage(
        subject=found.row.pk,
        title=found.name,
        body=Link(_("Fund books of %(name)s") % {"name": at.place.name}, reverse("funds", args=[at.place.code])),
        period="" if year is None else _("Year %(year)d") % {"year": year},
        balance=sums(one for one in map(booked, found.moves) if one.day <= last).balance,
        carried=0 if year is None else carried(map(booked, found.moves), first),
        sides=_sides(sums(shown_lines(found, first, last, merged=merged))),
        lines=lines(found, first, last, rights, merged=merged),
        closings=tuple(_closing(one, found, rights.acts) for one in reversed(found.closings)),
        today=at.day,
        facts=tuple(facts),
        years=tuple(links),
        actions=_actions(found, rights.acts),
        papers=(Link(_("For the wall (A4)"), wall), Link(_("As a workbook (XLSX)"), table)) if found.moves else (),
        households=listed,
        own=own,
        note=note,
        basis=format.cited(BASIS),
    )


def listing(at: duties.Stand, acts: Collection[str]) -> FundsPage:
    """The fund books of a village. Four queries at the most."""
    rows = list(Fund.objects.filter(body=at.place.id).order_by("-opened", "-subject")[:200])
    told = record.of_subjects([one.pk for one in rows])
    named = {one.subject: str(one.words["title"]) for one in told if one.act == "fund.open" and one.words.get("title")}
    balance: dict[str, int] = dict.fromkeys((one.pk for one in rows), 0)
    for fund, income, total in Move.objects.filter(fund__in=rows).values_list("fund", "income").annotate(total=Sum("amount")):
        balance[fund] += int(total) if income else -int(total)
    closed = {one.fund_id: one for one in Closing.objects.filter(fund__in=rows).order_by("number")}
    shown = []
    for one in rows:
        meta = [_("Year %(year)d") % {"year": one.year} if one.year else _("of several years")]
        if one.pk in closed:
            meta.append(_("closed until %(day)s") % {"day": format.short_day(closed[one.pk].until)})
        shown.append(FundRow(named.get(one.pk) or _(ERASED), reverse("fund", args=[one.pk]), balance[one.pk], " · ".join(meta)))
    actions = [Link(_("Open a fund book"), reverse("fund-open", args=[at.place.code]))] if "fund.open" in acts else []
    if rows and "fund.import" in acts:
        actions.append(Link(_("Bring in lines from a file"), reverse("import-new", args=[at.place.code, IMPORT])))
    return FundsPage(
        _("Fund books of %(name)s") % {"name": at.place.name}, Link(at.place.name, reverse("body", args=[at.place.code])), tuple(shown),
        at.day, tuple(actions), format.cited(BASIS),
    )  # fmt: skip


def waiting(at: duties.Frame) -> tuple[FoundRow, ...]:
    """Closings of a village that nobody confirmed, oldest first. Two queries."""
    rows = list(Closing.objects.select_related("fund").filter(fund__body=at.place.id, confirmed=None).order_by("closed", "number"))
    told = record.of_subjects(sorted({one.fund_id for one in rows}))
    named = {one.subject: str(one.words["title"]) for one in told if one.act == "fund.open" and one.words.get("title")}
    text = _("closed until %(day)s: waits for your confirmation")
    return tuple(
        FoundRow(
            named.get(one.fund_id) or _(ERASED), text % {"day": format.short_day(one.until)},
            reverse("fund-countersign", args=[one.fund_id, one.number]),
        )
        for one in rows
    )  # fmt: skip


def decisions(body: int, commune: int | None) -> tuple[tuple[str, str], ...]:
    """Matters by which the people of the village, or of its commune, allowed a collection: (subject, title). Three queries at the most."""
    near = [
        one.subject for place in (body, commune) if place is not None for one in record.of_body(place, LOOKED_AT) if policy.is_agreed(one)
    ]
    told = record.of_subjects(list(dict.fromkeys(near)))
    found = []
    for subject in dict.fromkeys(near):
        mine = [one for one in told if one.subject == subject]
        if policy.allows(mine):
            found.append((subject, policy.title_of(mine) or _(ERASED)))
    return tuple(found)


LOOKED_AT = 300  # latest entries of a body among which its decisions are looked for

SENTENCES: Mapping[str, str] = {
    "fund.open": N_("Opened a fund book"),
    "fund.receive": N_("Entered income of the fund"),
    "fund.collect": N_("Entered what households paid"),
    "fund.spend": N_("Entered spending of the fund"),
    "fund.import": N_("Entered lines of the fund book from a file"),
    "fund.reverse": N_("Reversed a line of the fund book"),
    "fund.close": N_("Closed the fund book"),
    "fund.countersign": N_("Confirmed the closing of the fund book"),
}


def sentence(one: Told) -> str:
    """What an entry of this work says; "" where it is another work's."""
    if one.act not in SENTENCES:
        return ""
    text, words = _(SENTENCES[one.act]), one.words
    if one.act == "fund.open" and words:
        return _("Opened the fund book “%(name)s”") % {"name": words.get("title", "")}
    if one.act in ("fund.receive", "fund.spend") and words:
        return f"{text}: {format.money(int(words['amount']))}, {words.get('what', '')}"
    if one.act == "fund.import" and words:
        return f"{text}: {format.count(len(words['lines']))}"
    if one.act == "fund.reverse" and words:
        return _("Reversed line %(n)d of the fund book: %(why)s") % {"n": int(words["reverses"]), "why": words.get("reason", "")}
    if one.act in ("fund.close", "fund.countersign") and words:
        until, left = format.short_day(date.fromisoformat(str(words["until"]))), format.money(int(words["balance"]))
        return _("%(what)s until %(day)s: %(amount)s left") % {"what": text, "day": until, "amount": left}
    return text
