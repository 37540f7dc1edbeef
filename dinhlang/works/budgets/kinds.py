"""The table of a budget as a kind of import: the office's own table or the template, in đồng, thousands or millions."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies.reads import fold
from dinhlang.ground.imports.kinds import Ask, Checked, Column, Entering, Form, Kind, Problem, Row, Where
from dinhlang.ground.record.act import Done
from dinhlang.ground.ui import format
from dinhlang.works.budgets import acts, checks, policy, reads, sums
from dinhlang.works.budgets.models import Side, Stage

UNITS = {"1": 1, "1000": 1000, "1000000": 1_000_000}
SIDES = {
    Side.OTHER: ("hoat dong tai chinh khac", "tai chinh khac"),
    Side.SPENDING: ("tong so chi", "tong chi", "chi ngan sach", "noi dung chi", "phan chi", "chi"),
    Side.REVENUE: ("tong so thu", "tong thu", "thu ngan sach", "noi dung thu", "phan thu", "nguon thu", "thu"),
}
OPENING = 4  # words of a line that opens a side, at the most, for the bare words "thu" and "chi"

COLUMNS = (
    Column(
        "side",
        N_("Money in or out"),
        ("thu/chi", "thu chi", "loại", "phần"),
        example="chi",
        most=40,
        help=N_("thu, chi or khác; may be left out where the table says it by its headings."),
    ),
    Column("mark", N_("No."), ("stt", "số tt", "tt", "mục"), example="1", most=20),
    Column(
        "label",
        N_("Line"),
        ("nội dung", "chỉ tiêu", "nội dung chi", "nội dung thu", "khoản mục", "diễn giải"),
        required=True,
        example="Chi giáo dục",
        most=300,
    ),
    Column(
        "agency",
        N_("Office or unit"),
        ("đơn vị", "cơ quan, đơn vị", "đơn vị sử dụng ngân sách", "tên đơn vị"),
        example="Trường Mầm non",
        most=200,
    ),
    Column(
        "plan",
        N_("Plan"),
        ("dự toán", "dự toán năm", "dự toán giao", "dự toán được giao", "kế hoạch"),
        form=Form.number,
        example="1.200.000.000",
    ),
    Column(
        "done",
        N_("Execution"),
        ("thực hiện", "ước thực hiện", "thực hiện quý", "quyết toán", "lũy kế thực hiện"),
        form=Form.number,
        example="450.000.000",
    ),
)
STAGES = (
    (Stage.DRAFT.value, N_("Draft budget")),
    (Stage.ADOPTED.value, N_("Adopted budget")),
    (Stage.EXECUTION.value, N_("Execution of the budget")),
    (Stage.SETTLEMENT.value, N_("Final accounts")),
)
PERIODS = (
    ("year", N_("whole year")),
    ("Q1", N_("first quarter (3 months)")),
    ("Q2", N_("second quarter (6 months)")),
    ("Q3", N_("third quarter (9 months)")),
    ("Q4", N_("fourth quarter")),
)
UNIT = N_("Choose the unit of the amounts in the file.")
ASKS = (
    Ask(
        "stage", N_("What the table is"), choices=STAGES, missing=N_("Say what the table is: draft, adopted, execution or final accounts.")
    ),
    Ask("year", N_("Year"), Form.whole, example="2026", missing=N_("Give the year that the table is about.")),
    Ask("quarter", N_("Which part of the year"), choices=PERIODS, missing=N_("Say which part of the year the table is about.")),
    Ask(
        "unit",
        N_("Unit of the amounts in the file"),
        choices=(("1", N_("đồng")), ("1000", N_("thousand đồng")), ("1000000", N_("million đồng"))),
        missing=UNIT,
        remember=True,
    ),
    Ask("number", N_("Number of the document by which it was decided"), required=False, example="15/NQ-HĐND"),
    Ask("note", N_("Explanation in a few sentences"), required=False),
    Ask("reason", N_("What was wrong, where it corrects a table entered before"), required=False),
)

NO_SIDE = N_("“{label}”: nothing says whether it is money in or out. Add a column “Thu/Chi”, or a heading line above.")
NO_PLAN = N_("“{label}” was carried out and nothing was planned for it.")
NO_HEADING = N_("“{label}” fits no heading of the law; it keeps its own words.")
TOO_FAR = N_("{side}: {now}. The last table had {before}. Is the unit of the file right?")
PART = N_("“{label}” is {amount}, which is no whole đồng in this unit.")


def period_of(where: Where) -> str:
    """The period that was asked for: 2026, or 2026-Q3."""
    year, quarter = where.asked.get("year"), where.asked.get("quarter")
    return str(year) if quarter in (None, "year") else f"{year}-{quarter}"


def _opens(label: str) -> Side | None:
    """The side that a line opens, where it is a heading of one ("A. TỔNG SỐ THU", "Chi ngân sách")."""
    text = fold(label).strip(" .:-")
    for side, words in SIDES.items():
        for word in words:
            if text == word or (text.startswith(f"{word} ") and (" " in word or len(text.split()) < OPENING)):
                return side
    return None


def _said(text: str) -> Side | None:
    plain = fold(text).strip()
    return {"thu": Side.REVENUE, "chi": Side.SPENDING, "khac": Side.OTHER}.get(plain) or (_opens(text) if plain else None)


def _dong(value: Decimal | None, unit: int) -> int | None:
    """An amount in đồng. Raises Refused where it is no whole number of them."""
    if value is None:
        return None
    found = value * unit
    if found != found.to_integral_value():
        raise Refused(PART, {"label": "", "amount": str(value)})
    return int(found)


def read(rows: Sequence[Row], unit: int) -> tuple[tuple[sums.Row, ...], tuple[Problem, ...]]:
    """The lines of a table, and what cannot be read of it. Lines without any amount and without a mark are headings of nothing."""
    found, problems = list[sums.Row](), list[Problem]()
    side: Side | None = None
    for row in rows:
        label = row.text("label")
        at_top = sums.level_of(row.text("mark"), label) < 2 or not row.text("mark")
        side = _said(row.text("side")) or (_opens(label) if at_top else None) or side
        fits = [one for one in (Side.REVENUE, Side.SPENDING) if policy.heading_of(one, label)]
        mine = side or (fits[0] if len(fits) == 1 else None)
        try:
            plan, done = (_dong(row.number_of(column), unit) for column in ("plan", "done"))
        except Refused as error:
            problems.append(Problem(row.number, "", error.msg, {**error.values, "label": label}))
            continue
        if mine is None:
            if plan is not None or done is not None:
                problems.append(Problem(row.number, "side", NO_SIDE, {"label": label}))
            continue
        one = sums.Row(row.number, mine, row.text("mark"), label, plan, done, policy.heading_of(mine, label), row.text("agency"))
        try:
            checks.check_lines((one,), policy.lists().most_total)
        except Refused as error:
            if plan is not None or done is not None:
                problems.append(Problem(row.number, "", error.msg, error.values))
                continue
        found.append(one)
    return sums.nested(found), tuple(problems)


def _grouped(amount: int) -> str:
    return format.count(amount)


def _notes(rows: Sequence[sums.Row], where: Where) -> Iterator[Problem]:
    planned = any(row.plan is not None for row in rows)
    for side in Side:
        for one in sums.disagreements([row for row in rows if row.side is side]):
            values = {"label": one.row.label, "said": _grouped(one.said), "found": _grouped(one.found)}
            yield Problem(one.row.number, one.column, DISAGREES, values)
    for row in rows:
        if planned and row.plan is None and row.done:
            yield Problem(row.number, "plan", NO_PLAN, {"label": row.label})
        if not row.heading and row.level > 2 and row.side is not Side.OTHER and (row.plan or row.done):
            yield Problem(row.number, "label", NO_HEADING, {"label": row.label})
    for word, now, before in reads.jumps(where.body.id, rows, policy.lists().unit_jump):
        yield Problem(0, "", TOO_FAR, {"side": word, "now": _grouped(now), "before": _grouped(before)})


DISAGREES = N_("“{label}” says {said}, the lines below it add up to {found}.")


def check(rows: Sequence[Row], where: Where) -> Checked:
    """What the table means. Sums that do not agree are noted and entered as they stand; what nobody can read keeps the table out."""
    unit = UNITS.get(str(where.asked.get("unit")))
    if unit is None:
        return Checked((), (Problem(0, "", UNIT),))
    lines, problems = read(rows, unit)
    stage, period = str(where.asked.get("stage")), period_of(where)
    wrong = list(problems)
    try:
        checks.check_body(where.body)
        checks.check_period(stage, period, where.day.year, policy.lists().years)
        checks.check_lines(lines, policy.lists().most_total)
        if (old := reads.standing(where.body.id, stage, period)) is not None:
            if reads.same(old, lines, str(where.asked.get("note") or "")):
                return Checked((), (), (), known=len(lines))
            if not str(where.asked.get("reason") or "").strip():
                raise Refused(acts.ENTERED, {"day": old.entered})
    except Refused as error:
        wrong.append(Problem(0, "", error.msg, error.values))
    return Checked(tuple(lines), tuple(wrong), tuple(_notes(lines, where)), new=len(lines))


def enter(entering: Entering, rows: Sequence[Any]) -> Done:
    """Enter the table that `check` read."""
    asked = entering.where.asked
    return acts.enter(
        by=entering.by,
        at=entering.at,
        command_id=entering.command_id,
        body=entering.where.body.id,
        stage=str(asked["stage"]),
        period=period_of(entering.where),
        unit=UNITS[str(asked["unit"])],
        rows=tuple(replace(row, number=place) for place, row in enumerate(rows)),
        number=str(asked.get("number") or ""),
        note=str(asked.get("note") or ""),
        reason=str(asked.get("reason") or ""),
    )


BUDGET = Kind(
    name=reads.KIND_NAME,
    title=N_("Table of the budget"),
    lead=N_("The council's own table, the province's form of a quarter, or the template here. Amounts become whole đồng."),
    columns=COLUMNS,
    act=reads.ENTER,
    check=check,
    enter=enter,
    asks=ASKS,
    totals=False,
    basis=reads.BASIS,
    day="",
)
