"""The register of outgoing documents as a kind of import: what its columns are called, what a row means, what is left out and said."""

from collections.abc import Sequence
from typing import Any

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.imports.kinds import Checked, Column, Entering, Form, Kind, Problem, Row, Where
from dinhlang.ground.record.act import Done
from dinhlang.works.outgoing import acts, checks, reads
from dinhlang.works.outgoing.lines import Line

COLUMNS = (
    Column(
        "number",
        N_("Number and sign"),
        ("số ký hiệu", "số, ký hiệu", "số/ký hiệu", "số và ký hiệu", "số văn bản", "số hiệu", "số đi", "số vb", "số"),
        required=True,
        example="112/QĐ-UBND",
        most=acts.LONGEST,
    ),
    Column(
        "sign", N_("Sign, where it has a column of its own"), ("ký hiệu", "ký hiệu văn bản", "loại văn bản"), example="", most=acts.LONGEST
    ),
    Column(
        "dated",
        N_("Date of the document"),
        (
            "ngày ban hành",
            "ngày văn bản",
            "ngày tháng văn bản",
            "ngày tháng",
            "ngày, tháng, năm",
            "ngày tháng năm",
            "ngày ký",
            "ngày vb",
            "ngày",
        ),
        required=True,
        form=Form.day,
        example="30/10/2026",
    ),
    Column(
        "abstract",
        N_("Abstract"),
        ("trích yếu", "trích yếu nội dung", "tên loại và trích yếu", "tên loại và trích yếu nội dung văn bản", "nội dung", "về việc"),
        required=True,
        example="Về mức đóng góp tự nguyện sửa nhà văn hóa tổ 4",
    ),
    Column("signer", N_("Signer"), ("người ký", "họ tên người ký", "lãnh đạo ký"), example="Hoàng Thị Mai", most=120),
    Column("recipients", N_("Recipients"), ("nơi nhận", "nơi nhận văn bản", "đơn vị nhận"), example="Các tổ dân phố"),
    Column("issuer", N_("Issued by"), ("cơ quan ban hành", "đơn vị ban hành", "nơi ban hành"), example="", most=200),
    Column("secrecy", N_("Mark of secrecy"), ("độ mật", "mức độ mật", "mật"), example=""),
)


def number_of(row: Row) -> str:
    """The number with its sign: 112 and QĐ-UBND in columns of their own become 112/QĐ-UBND."""
    number, sign = row.text("number").strip(), row.text("sign").strip().lstrip("/")
    return f"{number}/{sign}" if sign and "/" not in number and any(one.isdigit() for one in number) else number


def check(rows: Sequence[Row], where: Where) -> Checked:
    """What the rows mean. A secret paper, and one of a day before the body existed, is left out and said; it keeps no other row out."""
    problems, notes = list[Problem](), list[Problem]()
    lines: dict[tuple[str, Any], Line] = {}
    for row in rows:
        number, dated, abstract = number_of(row), row.day("dated"), row.text("abstract")
        try:
            checks.check_secret(row.text("secrecy"), number, abstract, row.text("recipients"))
        except Refused as error:
            notes.append(Problem(row.number, "", error.msg, error.values))
            continue
        if dated is not None and dated < where.body.alive_from:
            notes.append(Problem(row.number, "dated", BEFORE, {"since": where.body.alive_from, "name": where.body.name}))
            continue
        try:
            name = checks.check_number(number, acts.LONGEST)
            checks.check_said(abstract)
            if dated is not None:
                checks.check_dated(dated, where.day, where.body)
        except Refused as error:
            problems.append(Problem(row.number, "", error.msg, error.values))
            continue
        if dated is None:
            continue
        if checks.is_internal(abstract, row.text("secrecy")):
            notes.append(Problem(row.number, "abstract", INTERNAL))
        party = checks.is_party(number)
        line = Line(
            number, dated, abstract, "" if party else row.text("signer"), "" if party else row.text("recipients"), row.text("issuer")
        )
        if (name, dated) in lines:
            notes.append(Problem(row.number, "number", TWICE, {"number": number}))
        lines[name, dated] = line
    new, changed, known = reads.told_apart(where.body.id, lines)
    return Checked((*new, *changed), tuple(problems), tuple(notes), len(new), len(changed), known)


BEFORE = N_("{name} has existed since {since}: the row belongs to the body before it and is left out.")
INTERNAL = N_("It is marked for use inside the office. Look before you put it up for disclosure.")
TWICE = N_("{number} stands twice with the same date; the later row counts.")


def enter(entering: Entering, rows: Sequence[Any]) -> Done:
    """Enter what `check` found to be new or changed."""
    return acts.import_rows(by=entering.by, at=entering.at, command_id=entering.command_id, body=entering.where.body.id, rows=tuple(rows))


OUTGOING = Kind(
    name=reads.KIND,
    title=N_("Register of outgoing documents"),
    lead=N_("The file that your office system gives out: number, date, abstract, signer. What probably must be disclosed is proposed."),
    columns=COLUMNS,
    act=reads.IMPORT,
    check=check,
    enter=enter,
    basis=reads.BASIS,
    day="",
)
