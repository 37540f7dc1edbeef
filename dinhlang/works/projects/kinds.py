"""The list of public investment as a kind of import."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import fold
from dinhlang.ground.imports.kinds import Ask, Checked, Column, Entering, Form, Kind, Problem, Row, Where
from dinhlang.ground.record.act import Done
from dinhlang.works.projects import acts, checks, policy, reads
from dinhlang.works.projects.acts import Line

UNITS = {"1": 1, "1000": 1000, "1000000": 1_000_000}
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")

COLUMNS = (
    Column(
        "name",
        N_("Project"),
        ("tên công trình", "tên dự án", "danh mục dự án", "danh mục công trình", "công trình", "dự án", "nội dung"),
        required=True,
        example="Đường bê tông tổ 4",
        most=300,
    ),
    Column("where", N_("Where"), ("địa điểm", "địa điểm xây dựng", "địa điểm xd", "thôn, xóm", "nơi xây dựng"), example="Tổ 4", most=200),
    Column("owner", N_("Owner"), ("chủ đầu tư", "đơn vị chủ đầu tư"), example="Ủy ban nhân dân phường", most=200),
    Column("contractor", N_("Contractor"), ("nhà thầu", "đơn vị thi công", "nhà thầu thi công"), example="", most=200),
    Column(
        "years",
        N_("Years"),
        ("thời gian thực hiện", "thời gian kc-ht", "thời gian khởi công hoàn thành", "năm thực hiện", "thời gian"),
        example="2025-2026",
        most=60,
    ),
    Column(
        "total", N_("Total cost"), ("tổng mức đầu tư", "tổng mức", "tmđt", "dự toán được duyệt"), form=Form.number, example="2.400.000.000"
    ),
    Column(
        "plan",
        N_("Plan of the year"),
        ("kế hoạch vốn", "kế hoạch năm", "vốn giao", "kế hoạch vốn năm"),
        form=Form.number,
        example="1.200.000.000",
    ),
    Column(
        "paid",
        N_("Paid out"),
        ("giải ngân", "đã giải ngân", "giá trị giải ngân", "lũy kế giải ngân", "thanh toán"),
        form=Form.number,
        example="800.000.000",
    ),
    Column(
        "status", N_("State"), ("tình trạng", "tiến độ", "trạng thái", "tiến độ thực hiện", "ghi chú"), example="đang thi công", most=200
    ),
)
ASKS = (
    Ask("year", N_("Year whose plan and payments it gives"), Form.whole, example="2026"),
    Ask(
        "unit",
        N_("Unit of the amounts in the file"),
        choices=(("1", N_("đồng")), ("1000", N_("thousand đồng")), ("1000000", N_("million đồng"))),
    ),
)
UNIT = N_("Choose the unit of the amounts in the file.")
TWICE = N_("“{name}” stands twice; the later row counts.")
OVER = N_("“{name}”: more was paid out than it costs in all. Look again.")
NO_STATUS = N_("“{name}”: the state “{status}” is not understood and is shown as not said.")


def _dong(value: Decimal | None, unit: int) -> int | None:
    return None if value is None else int(value * unit)


def village_in(where: str, villages: Sequence[bodies.Place]) -> int | None:
    """The village that a text names: whole words, without marks, the longest name first; None for none."""
    text = f" {' '.join(re.sub(r'[^0-9a-z]+', ' ', fold(where)).split())} "
    for village in sorted(villages, key=lambda one: -len(one.name)):
        if f" {' '.join(re.sub(r'[^0-9a-z]+', ' ', fold(village.name)).split())} " in text:
            return village.id
    return None


def check(rows: Sequence[Row], where: Where) -> Checked:
    """What the list means."""
    unit, year = UNITS.get(str(where.asked.get("unit"))), where.asked.get("year")
    if unit is None or not isinstance(year, int):
        return Checked((), (Problem(0, "", UNIT),))
    villages = bodies.villages(where.body.id, where.day)
    problems, notes = list[Problem](), list[Problem]()
    lines: dict[str, Line] = {}
    for row in rows:
        name, said = row.text("name"), row.text("status")
        years = [int(found) for found in YEAR.findall(row.text("years"))]
        total, plan, paid = (_dong(row.number_of(column), unit) for column in ("total", "plan", "paid"))
        line = Line(
            name=name,
            year=year,
            status=policy.status_of(said),
            village=village_in(row.text("where"), villages),
            where=row.text("where"),
            owner=row.text("owner"),
            contractor=row.text("contractor"),
            first_year=years[0] if years else None,
            last_year=years[-1] if years else None,
            total=total,
            plan=plan,
            paid=paid,
        )
        try:
            key = checks.check_name(name)
            checks.check_amounts(name, policy.lists().most_amount, total, plan, paid)
            checks.check_years(name, line.first_year, line.last_year)
        except Refused as error:
            problems.append(Problem(row.number, "", error.msg, error.values))
            continue
        if key in lines:
            notes.append(Problem(row.number, "name", TWICE, {"name": name}))
        if total is not None and paid is not None and paid > total:
            notes.append(Problem(row.number, "paid", OVER, {"name": name}))
        if said and line.status == policy.UNKNOWN:
            notes.append(Problem(row.number, "status", NO_STATUS, {"name": name, "status": said}))
        lines[key] = line
    new, changed, known = reads.told_apart(where.body.id, lines)
    return Checked((*new, *changed), tuple(problems), tuple(notes), len(new), len(changed), known)


def enter(entering: Entering, rows: Sequence[Any]) -> Done:
    """Enter what `check` found to be new or changed."""
    return acts.import_rows(by=entering.by, at=entering.at, command_id=entering.command_id, body=entering.where.body.id, rows=tuple(rows))


PROJECTS = Kind(
    name=reads.KIND,
    title=N_("List of public investment"),
    lead=N_("Projects and works of the commune: where, by whom, for how much, how much was paid out."),
    columns=COLUMNS,
    act=reads.IMPORT,
    check=check,
    enter=enter,
    asks=ASKS,
    basis=checks.BASIS,
)
