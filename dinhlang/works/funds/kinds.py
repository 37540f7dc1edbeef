"""The lines of a fund book that was kept on paper or in a workbook as a kind of import: what its columns are called, what a row means.

Promises: each row is one line, money in or money out, under a heading of the book; what stands in the book already is counted and not
entered again; what the lines come to is said before they enter. Refuses: what a household paid by name (that has its own form), and
photographs of receipts, which stay with whoever keeps them.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies.reads import fold
from dinhlang.ground.imports.kinds import Ask, Checked, Column, Entering, Form, Kind, Problem, Row, Where
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Done
from dinhlang.ground.ui import format
from dinhlang.works.funds import acts, checks, policy, reads, sizes
from dinhlang.works.funds.checks import Line

BOOK = "book"
COLUMNS = (
    Column("day", N_("Day"), ("ngày", "ngày tháng", "ngày, tháng, năm", "ngày ghi sổ"), required=True, form=Form.day, example="15/03/2026"),
    Column(
        "what", N_("What it was for"), ("nội dung", "diễn giải", "nội dung thu, chi", "lý do"), required=True, example="14 bộ đèn ngõ 5",
        most=sizes.WHAT,
    ),
    Column("income", N_("Money in"), ("thu", "số tiền thu", "tiền thu"), form=Form.number, example="", summed=True),
    Column("spending", N_("Money out"), ("chi", "số tiền chi", "tiền chi"), form=Form.number, example="1.200.000", summed=True),
    Column(
        "payee", N_("Who was paid"), ("người nhận", "người nhận tiền", "đơn vị nhận", "nơi nhận"), example="Cửa hàng Tân Tiến",
        most=sizes.PAYEE,
        help=N_("Name the shop, works or body. For a private person write the work, for example: the mason; not the name."),
    ),
    Column(
        "purpose", N_("Heading"), ("mục", "khoản mục", "mục thu, chi", "loại"), example="Làm mới, sửa chữa công trình", most=120,
        help=N_("As the book adds up; left out, it is other income or other spending."),
    ),
)  # fmt: skip
ASKS = (
    Ask(BOOK, N_("Name of the fund book"), required=False, example="Quỹ đèn ngõ", help=N_("Needed where the village has more than one.")),
)

NO_BOOK = N_("{name} has no fund book yet. Open one first, with the decision that allowed it.")
WHICH = N_("Say which fund book the lines are of, by its name: {books}.")
ONE_SIDE = N_("A row has money in or money out, one of them.")
NO_HEADING = N_("“{purpose}” is no heading of a fund book. Write one of these: {headings}.")
OTHER = N_("No heading stands there: it is added up under “{heading}”.")
SUMS = N_("New lines: {income} in, {spending} out. The book “{book}” then holds {balance}.")


def _book(where: Where) -> reads.Found:
    """The book that the lines are of. Raises Refused where the village has none, or several and none was named."""
    books = reads.books(where.body.id)
    if not books:
        raise Refused(NO_BOOK, {"name": where.body.name})
    said = fold(str(where.asked.get(BOOK) or "")).strip()
    mine = [key for key, name in books.items() if not said or fold(name).strip() == said]
    if len(mine) != 1:
        raise Refused(WHICH, {"books": "; ".join(f"“{name}”" for name in books.values())})
    return reads.find(mine[0])


def _heading(said: str, *, income: bool) -> str:
    """The heading that a cell names, in either language or by its id; the last of the side where it is empty. Raises Refused."""
    known = policy.purposes(income=income)
    if not said.strip():
        return list(known)[-1]
    wanted = fold(said).strip()
    found = next((one.id for one in known.values() if wanted in (one.id, fold(one.text.vi), fold(one.text.en))), "")
    if not found:
        raise Refused(NO_HEADING, {"purpose": said, "headings": "; ".join(one.said for one in known.values())})
    return found


def _line(row: Row) -> Line | None:
    """The line that a row is; None where the mechanism told already what cannot be read of it. Raises Refused."""
    day, income, spending = row.day("day"), row.number_of("income") or 0, row.number_of("spending") or 0
    if day is None:
        return None
    if bool(income) == bool(spending):
        raise Refused(ONE_SIDE)
    amount = income or spending
    whole = int(amount) if amount == int(amount) else 0  # no part of a đồng
    purpose = _heading(row.text("purpose"), income=bool(income))
    return checks.check_line(Line(day, bool(income), purpose, whole, row.text("what"), "" if income else row.text("payee")))


def check(rows: Sequence[Row], where: Where) -> Checked:
    """What the rows mean, against what stands in the book: two lines alike are two where the file has two."""
    try:
        found = _book(where)
    except Refused as error:
        return Checked((), (Problem(0, "", error.msg, error.values),))
    problems, notes, new, known = list[Problem](), list[Problem](), list[Line](), 0
    left = Counter(reads.as_lines(found))
    for row in rows:
        try:
            line = _line(row)
            if line is None:
                continue
            if left[line] > 0:
                left[line], known = left[line] - 1, known + 1
                continue
            acts.check_enters(found.row, line, clock.today())
        except Refused as error:
            problems.append(Problem(row.number, "", error.msg, error.values))
            continue
        if not row.text("purpose"):
            notes.append(Problem(row.number, "purpose", OTHER, {"heading": policy.said(line.purpose)}))
        new.append(line)
    if len(new) > sizes.LINES:
        problems.append(Problem(0, "", acts.TOO_MANY, {"most": sizes.LINES}))
    if new:
        income, spending = (sum(one.amount for one in new if one.income is side) for side in (True, False))
        said = {"income": format.money(income), "spending": format.money(spending), "book": found.name}
        notes.insert(0, Problem(0, "", SUMS, {**said, "balance": format.money(found.now.balance + income - spending)}))
    return Checked(tuple(new), tuple(problems), tuple(notes), new=len(new), known=known)


def enter(entering: Entering, rows: Sequence[Any]) -> Done:
    """Enter what `check` found to be new."""
    where = entering.where
    return acts.import_lines(
        by=entering.by, at=entering.at, command_id=entering.command_id, body=where.body.id, fund=_book(where).row.pk, lines=tuple(rows)
    )


LINES = Kind(
    name=reads.IMPORT,
    title=N_("Lines of a fund book"),
    lead=N_("Money in and money out of a village's fund, as it stands in a workbook. Receipts are not read: they stay with the book."),
    columns=COLUMNS,
    act="fund.import",
    check=check,
    enter=enter,
    bearers=frozenset({"village"}),
    asks=ASKS,
    basis=reads.BASIS,
    day="",
)
