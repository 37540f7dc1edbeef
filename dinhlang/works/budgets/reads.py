"""A body's budget as people read it: plan against execution by purpose, out of 100 đồng, and what of the law's list is still missing.

Promises: every figure comes from the lines as they were entered; what does not add up is said beside it. Four queries for a table.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from dinhlang.core.calendar import periods
from dinhlang.core.refusal import N_, NotHere
from dinhlang.core.rules import Rulebook, StartKind
from dinhlang.core.tally.hundred import of_hundred
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.about import Disclosed
from dinhlang.ground.duties.acts import slug
from dinhlang.ground.duties.models import Fulfilment
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import (
    About,
    BudgetBar,
    BudgetLine,
    BudgetListPage,
    BudgetPage,
    BudgetPicture,
    BudgetRow,
    BudgetShare,
    BudgetSide,
    Field,
    Link,
)
from dinhlang.works.budgets import policy, sums
from dinhlang.works.budgets.models import Budget, Line, Side, Stage
from dinhlang.works.budgets.sums import Purpose, Row

BASIS = "Law 10/2022/QH15 Art. 11(2)"
ITEM = 2  # of Art. 11
ENTER, POST = "budget.enter", "disclosure.post"
KIND_NAME = "ngan-sach"  # of import
KIND = {Stage.DRAFT: "budget-draft", Stage.ADOPTED: "budget-adopted", Stage.SETTLEMENT: "budget-settlement"}
REPORT = "budget-execution"  # the kind of the report on the whole year, laid before the council
NEEDS = ("balance", "revenue", "transfers", "spending", "bodies", "investment", "other", "explanation")
TRANSFERS = frozenset({"balance-transfer", "targeted-transfer"})


def stage_word(stage: str) -> str:
    """What a table is called."""
    return {
        Stage.DRAFT: _("Draft budget"),
        Stage.ADOPTED: _("Adopted budget"),
        Stage.EXECUTION: _("Execution of the budget"),
        Stage.SETTLEMENT: _("Final accounts"),
    }[Stage(stage)]


def side_word(side: str) -> str:
    """What a side is called."""
    return {Side.REVENUE: _("Money in"), Side.SPENDING: _("Money out"), Side.OTHER: _("Other finances")}[Side(side)]


def need_word(need: str) -> str:
    """What a part of the law's list is called."""
    return {
        "balance": _("balance of money in and out"),
        "revenue": _("money in, by kind"),
        "transfers": _("transfers from the province"),
        "spending": _("money out, by purpose"),
        "bodies": _("money out, by office and unit"),
        "investment": _("investment"),
        "other": _("other finances"),
        "explanation": _("explanation in words"),
    }[need]


def title_of(row: Budget) -> str:
    """What a table is called with its period."""
    return _("%(stage)s, %(period)s") % {"stage": stage_word(row.stage), "period": present.period_word(row.period)}


def heading_word(heading: str) -> str:
    """What a heading is called; "" for none."""
    found = policy.lists().headings.get(heading)
    return found.said if found is not None else ""


def rows_of(lines: Sequence[Line]) -> dict[Side, tuple[Row, ...]]:
    """The lines of a table by side, as `sums` takes them."""
    found: dict[Side, tuple[Row, ...]] = {}
    for line in lines:
        row = Row(line.place, Side(line.side), line.mark, line.label, line.plan, line.done, line.heading, line.agency, line.level)
        found[row.side] = (*found.get(row.side, ()), row)
    return found


def compared(plan: int | None, done: int | None) -> str:
    """Plan and execution in words."""
    if done is None:
        return _("planned %(plan)s") % {"plan": format.amount(plan)} if plan is not None else ""
    if plan is None:
        return _("%(done)s, nothing was planned") % {"done": format.amount(done)}
    values = {"done": format.amount(done), "plan": format.amount(plan), "part": format.percent(done, plan)}
    if plan == 0 or done == plan:
        return _("%(done)s, planned %(plan)s") % values
    if done < plan:
        return _("%(done)s of %(plan)s, %(part)s; %(left)s are left") % {**values, "left": format.amount(plan - done)}
    return _("%(done)s of %(plan)s, %(part)s; %(over)s more than planned") % {**values, "over": format.amount(done - plan)}


def have(rows: dict[Side, tuple[Row, ...]], note: str) -> frozenset[str]:
    """Which parts of the law's list a table holds."""
    revenue, spending = rows.get(Side.REVENUE, ()), rows.get(Side.SPENDING, ())
    fine = [row for row in (*revenue, *spending) if row.level > 0]

    def told(row: Row) -> bool:
        return row.plan is not None or row.done is not None

    answers = {
        "balance": any(map(told, revenue)) and any(map(told, spending)),
        "revenue": any(told(row) for row in fine if row.side is Side.REVENUE),
        "transfers": any(row.heading in TRANSFERS and told(row) for row in revenue),
        "spending": any(told(row) for row in fine if row.side is Side.SPENDING),
        "bodies": any(row.agency and told(row) for row in spending),
        "investment": any(row.heading == "investment" and told(row) for row in spending),
        "other": any(map(told, rows.get(Side.OTHER, ()))),
        "explanation": bool(note.strip()),
    }
    return frozenset(need for need in NEEDS if answers[need])


def disagreement(one: sums.Disagreement) -> str:
    """What does not add up, in a sentence."""
    column = _("plan") if one.column == "plan" else _("execution")
    values = {"label": one.row.label, "column": column, "said": format.money(one.said), "found": format.money(one.found)}
    return _("%(label)s, %(column)s: the table says %(said)s, the lines below it add up to %(found)s") % values


def _name(one: Purpose) -> str:
    return heading_word(one.heading) or one.label


def _side(side: Side, rows: tuple[Row, ...]) -> BudgetSide:
    wrong = {one.row.number: _("does not add up") for one in sums.disagreements(rows)}
    plan, done = sums.total(rows, "plan"), sums.total(rows, "done")
    return BudgetSide(
        name=side.value,
        title=side_word(side),
        plan=plan,
        done=done,
        sentence=compared(plan, done),
        bars=tuple(BudgetBar(_name(one), one.plan, one.done, compared(one.plan, one.done)) for one in sums.purposes(rows)),
        lines=tuple(BudgetLine(r.level, r.mark, r.label, r.plan, r.done, wrong.get(r.number, "")) for r in rows),
    )


def shares(rows: tuple[Row, ...]) -> tuple[tuple[BudgetShare, ...], bool]:
    """Out of 100 đồng of money out how many went where, the largest first; and whether that is what was carried out, else the plan."""
    found = sums.purposes(rows)
    carried = any(one.done for one in found)
    amounts = {_name(one): max((one.done if carried else one.plan) or 0, 0) for one in found}
    parts = of_hundred(amounts)
    listed = sorted(((name, n, amounts[name]) for name, n in parts.items() if amounts[name]), key=lambda row: -row[2])
    return tuple(BudgetShare(*row) for row in listed), carried


def find(subject: str) -> Budget:
    """A table by its subject. Raises NotHere."""
    row = Budget.objects.filter(pk=subject).first()
    if row is None:
        raise NotHere(N_("There is no such table of a budget."))
    return row


def stand(subject: str, day: date) -> duties.Stand:
    """The body of a table as it stands on `day`. Raises NotHere. One query."""
    found = duties.stand_where("SELECT body_id FROM budgets_budget WHERE subject = %s", [subject], day)
    if found is None:
        raise NotHere(N_("There is no such table of a budget."))
    return found


def rules_of(row: Budget, book: Rulebook) -> tuple[str, ...]:
    """The rules that a table of this stage and period can fulfil: of the calendar, or of the registered document of its kind."""
    item = book.items.get(ITEM)
    found = []
    for duty in book.versions:
        if item is None or duty.id not in item.sector:
            continue
        every = duty.starts.kind is StartKind.PERIOD and row.stage == Stage.EXECUTION
        kind = REPORT if row.stage == Stage.EXECUTION else KIND[Stage(row.stage)]
        if every or (duty.starts.event_kind == kind and row.number):
            found.append(duty.id)
    return tuple(dict.fromkeys(found))


def occasions(row: Budget) -> tuple[str, ...]:
    """What the occasions are called that this table is about: its period (the fourth quarter for a year's), its document."""
    year = row.period if "-" in row.period else f"{row.period}-Q4"
    return (year, *((slug(row.number),) if row.number else ()))


def page(stand: duties.Stand, row: Budget, acts: Collection[str] = frozenset()) -> BudgetPage:
    """A table with everything that can be said of it."""
    code = stand.place.code
    lines = list(row.lines.order_by("place"))
    rows = rows_of(lines)
    sides = tuple(_side(side, rows[side]) for side in Side if side in rows)
    demand = policy.demand(Stage(row.stage), row.entered)
    held = have(rows, row.note)
    parts, carried = shares(rows.get(Side.SPENDING, ()))
    versions = list(Budget.objects.filter(body=row.body_id, stage=row.stage, period=row.period).exclude(pk=row.pk).order_by("version"))
    newer = next((one for one in versions if one.subject == row.replaced_by), None)
    links = []
    if row.replaced_by == "" and POST in acts:
        links.append(Link(_("Disclose it"), reverse("budget-disclose", args=[row.subject])))

    def listed(need: str) -> str:
        form = demand.needs.get(need, "") if demand is not None else ""
        return _("%(need)s (form %(form)s)") % {"need": need_word(need), "form": form} if form else need_word(need)

    wanted = tuple(demand.needs) if demand is not None else ()
    return BudgetPage(
        title=title_of(row),
        body=Link(stand.place.name, reverse("body", args=[code])),
        index=Link(_("Budget of %(name)s") % {"name": stand.place.name}, reverse("budgets", args=[code])),
        stage=stage_word(row.stage),
        period=present.period_word(row.period),
        entered=row.entered,
        sides=sides,
        shares=parts,
        shares_title=_hundred(carried),
        have=tuple(listed(need) for need in wanted if need in held),
        missing=tuple(listed(need) for need in wanted if need not in held),
        disagreements=tuple(disagreement(one) for side in rows.values() for one in sums.disagreements(side)),
        today=stand.day,
        note=row.note,
        facts=(Field(_("Document"), row.number),) if row.number else (),
        basis=format.cited(demand.basis if demand is not None else BASIS),
        actions=tuple(links),
        disclosed=disclosed(row, stand.book),
        versions=tuple(map(_version, versions)),
        replaced_by=Link(_("the corrected table"), reverse("budget", args=[newer.subject])) if newer is not None else None,
    )  # fmt: skip


def words_of(page: BudgetPage) -> str:
    """What the digest of a printed table is made of: the title, then label, plan and execution of each line, in VND."""
    return "\n".join((page.title, *(f"{line.label} {line.plan} {line.done}" for side in page.sides for line in side.lines)))


def _version(row: Budget) -> Link:
    words = _("Version %(n)s, entered %(day)s") % {"n": row.version, "day": format.short_day(row.entered)}
    return Link(words, reverse("budget", args=[row.subject]))


def disclosed(row: Budget, book: Rulebook) -> tuple[Link, ...]:
    """The disclosures that stand for what this table is about. One query."""
    about = {"rule__in": rules_of(row, book), "occasion__in": occasions(row)}
    done = Fulfilment.objects.filter(body=row.body_id, voided=None)
    found = done.filter(**{f"slot__{k}": v for k, v in about.items()}) | done.filter(**{f"clock__{k}": v for k, v in about.items()})
    days: dict[str, date] = {}
    for subject, day in found.order_by("done_day").values_list("subject", "done_day"):
        days.setdefault(subject, day)
    return tuple(Link(_("Disclosed on %(day)s") % {"day": format.short_day(day)}, reverse("thing", args=[s])) for s, day in days.items())


def about(stand: duties.Stand, one: Disclosed) -> tuple[About, ...]:
    """The tables that a disclosure is about: of the period or the document of a duty it claims, or of its own document. Corrected ones
    give way to what counts now. No query where the disclosure is not about the budget, else one."""
    if one.item != ITEM:
        return ()
    names = {occasion for _rule, occasion in one.claims} | ({slug(one.number)} if one.number else set())
    claimed = {rule for rule, _occasion in one.claims}
    wanted = Q(budget__period__in=names | {name.removesuffix("-Q4") for name in names})
    if one.number:
        wanted |= Q(budget__number__startswith=re.split(r"\D", one.number, maxsplit=1)[0]) & ~Q(budget__number="")
    lines: dict[str, list[Line]] = {}
    standing = Line.objects.filter(wanted, budget__body=stand.place.id, budget__replaced_by="").select_related("budget")
    for line in standing.order_by("budget__entered", "budget__period", "budget", "place"):
        lines.setdefault(line.budget_id, []).append(line)
    mine = [many for many in lines.values() if _fits(many[0].budget, names, claimed, stand.book)]
    return tuple(_about(many[0].budget, rows_of(many), one.day) for many in mine)


def _fits(row: Budget, names: Collection[str], claimed: Collection[str], book: Rulebook) -> bool:
    return any(name in names for name in occasions(row)) and (not claimed or any(rule in claimed for rule in rules_of(row, book)))


def _about(row: Budget, rows: dict[Side, tuple[Row, ...]], posted: date) -> About:
    parts, carried = shares(rows.get(Side.SPENDING, ()))
    picture = BudgetPicture(tuple(_side(side, rows[side]) for side in Side if side in rows), parts, _hundred(carried))
    later = _("Corrected on %(day)s; these are the figures that count now.") % {"day": format.short_day(row.entered)}
    said = later if row.version > 1 and row.entered > posted else ""
    return About(Link(title_of(row), reverse("budget", args=[row.subject])), said, picture)


def _hundred(carried: bool) -> str:
    return _("Out of 100 đồng spent") if carried else _("Out of 100 đồng planned")


def _done_for(body: int, book: Rulebook) -> frozenset[tuple[str, str]]:
    """The budget duties for which something was done, by (rule, occasion). One query."""
    item = book.items.get(ITEM)
    rules = list(item.sector) if item is not None else []
    done = Fulfilment.objects.filter(Q(slot__rule__in=rules) | Q(clock__rule__in=rules), body=body, voided=None)
    pairs = done.values_list("slot__rule", "slot__occasion", "clock__rule", "clock__occasion")
    return frozenset((slot or clock, one or other) for slot, one, clock, other in pairs)


def list_page(stand: duties.Stand, acts: Collection[str] = frozenset()) -> BudgetListPage:
    """All tables of a body, newest period first. Two queries."""
    code = stand.place.code
    budgets = list(Budget.objects.filter(body=stand.place.id, replaced_by="").order_by("-period", "-entered", "subject"))
    done = _done_for(stand.place.id, stand.book)
    years: dict[str, tuple[BudgetRow, ...]] = {}
    for row in budgets:
        aims = {(rule, name) for rule in rules_of(row, stand.book) for name in occasions(row)}
        sides = ((Side.REVENUE, row.revenue_plan, row.revenue_done), (Side.SPENDING, row.spending_plan, row.spending_done))
        told = [f"{side_word(side)}: {words}" for side, plan, carried in sides if (words := compared(plan, carried))]
        one = BudgetRow(title_of(row), reverse("budget", args=[row.subject]), tuple(told), row.entered, bool(aims & done))
        years[row.period[:4]] = (*years.get(row.period[:4], ()), one)
    return BudgetListPage(
        title=_("Budget of %(name)s") % {"name": stand.place.name},
        body=Link(stand.place.name, reverse("body", args=[code])),
        years=tuple(years.items()),
        expected=tuple(_expected(budgets, stand.day)),
        actions=start_links(code, acts),
        today=stand.day,
        basis=format.cited(BASIS),
    )


def _expected(budgets: Sequence[Budget], day: date) -> Iterator[str]:
    """What is over this year and was not entered: the adopted budget, and the execution of each quarter that ended."""
    known = {(row.stage, row.period) for row in budgets}
    over = [row.id for row in periods("quarter", "budget", day.year) if row.last < day]
    for stage, period in ((Stage.ADOPTED, str(day.year)), *((Stage.EXECUTION, quarter) for quarter in over)):
        if (stage, period) not in known:
            yield title_of(Budget(stage=stage, period=period))


def start_links(code: str, acts: Collection[str]) -> tuple[Link, ...]:
    """How a table comes in, for those who may bring it."""
    return (Link(_("Bring a table"), reverse("import-new", args=[code, KIND_NAME])),) if ENTER in acts else ()


def standing(body: int, stage: str, period: str) -> Budget | None:
    """The table that stands for a stage and a period."""
    return Budget.objects.filter(body=body, stage=stage, period=period, replaced_by="").first()


def same(row: Budget, lines: Sequence[Row], note: str) -> bool:
    """Whether a table says already what `lines` and `note` say."""
    held = [(one.side, one.level, one.mark, one.label, one.agency, one.plan, one.done) for one in row.lines.order_by("place")]
    said = [(one.side.value, one.level, one.mark, one.label, one.agency, one.plan, one.done) for one in lines]
    return held == said and row.note == note


def jumps(body: int, rows: Sequence[Row], factor: int) -> Iterator[tuple[str, int, int]]:
    """Sides that come to `factor` times what the last table of the body had, or to so small a part of it: (its word, now, before)."""
    last = Budget.objects.filter(body=body, replaced_by="").order_by("-entered", "-period").first()
    if last is None:
        return
    for side, planned, carried in (
        (Side.REVENUE, last.revenue_plan, last.revenue_done),
        (Side.SPENDING, last.spending_plan, last.spending_done),
    ):
        mine = [row for row in rows if row.side is side]
        now, before = sums.total(mine, "plan") or sums.total(mine, "done"), planned or carried
        if now and before and (now >= before * factor or before >= now * factor):
            yield side_word(side), now, before


def summary(row: Budget) -> Iterator[str]:
    """The table in lines that can be read aloud: what a disclosure of it says."""
    rows = rows_of(list(row.lines.order_by("place")))
    for side in (Side.REVENUE, Side.SPENDING):
        mine = rows.get(side, ())
        plan, done = sums.total(mine, "plan"), sums.total(mine, "done")
        if plan is not None or done is not None:
            yield _("%(side)s: %(words)s.") % {"side": side_word(side), "words": compared(plan, done)}
    parts, carried = shares(rows.get(Side.SPENDING, ()))
    if parts:
        words = "; ".join(_("%(n)s for %(what)s") % {"n": one.of_hundred, "what": one.label} for one in parts if one.of_hundred)
        yield f"{_hundred(carried)}: {words}."
    if row.note:
        yield row.note


def sentence(one: Told) -> str:
    """What an entry of this work says; "" where it is another work's."""
    if one.act != "budget.enter":
        return ""
    if not one.words:
        return _("Entered a table of its budget")
    values = {"stage": stage_word(str(one.words["stage"])), "period": present.period_word(str(one.words["period"]))}
    if one.words.get("replaces"):
        return _("Corrected: %(stage)s, %(period)s") % values + f" ({one.words['reason']})"
    return _("Entered as figures: %(stage)s, %(period)s") % values
