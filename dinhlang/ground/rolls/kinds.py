"""Rolls as kinds of imports: households of a village, of all villages of a commune, and the others of policy/rolls.toml.

Promises: reads only; a file with an identity number in it is not kept at all; what would change is told by list number, and by a name only
where the file itself says it. Refuses: one list number twice, one person for two households, a village that is not the commune's.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.files.tables import fold
from dinhlang.ground.imports.kinds import Ask, Checked, Column, Entering, Kind, Problem, Row, Where
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Done
from dinhlang.ground.rolls import acts, identity, policy
from dinhlang.ground.rolls.acts.lists import EARLY, LATE, current, said_of
from dinhlang.ground.rolls.matching import Found, Said, Step, match
from dinhlang.ground.rolls.models import Line

NUMBER = Column(
    "number",
    N_("List number"),
    hints=("số thứ tự", "stt", "tt", "số tt", "hộ số", "số hộ", "số danh sách", "mã hộ"),
    required=True,
    example="1",
    most=12,
    help=N_("The number that the household keeps on the list; each stands once."),
)
VILLAGE = Column(
    "village",
    N_("Village"),
    hints=("xóm", "thôn", "tổ dân phố", "tên thôn", "tên xóm", "thôn, xóm", "thôn, tổ dân phố", "tổ", "bản"),
    required=True,
    example="Tổ dân phố 5",
    most=120,
)
REPRESENTATIVE = Column(
    "name",
    N_("Representative of the household"),
    hints=("chủ hộ", "họ tên chủ hộ", "họ và tên chủ hộ", "đại diện hộ", "người đại diện", "tên chủ hộ", "họ và tên", "họ tên", "hộ"),
    required=True,
    example="Nông Thị Lan",
    most=120,
)
PERSON = Column("name", N_("Name"), hints=("họ và tên", "họ tên", "tên"), required=True, example="Hoàng Văn Minh", most=120)
COLUMNS = {
    "second": Column(
        "second",
        N_("Who stands in"),
        hints=("người đại diện thay", "người được ủy quyền", "thành viên thay", "người thay", "vợ/chồng", "vợ hoặc chồng"),
        example="Hoàng Văn Minh",
        most=120,
    ),
    "cluster": Column(
        "cluster",
        N_("Cluster or department"),
        hints=("cụm", "cụm dân cư", "phòng", "bộ phận", "tổ công đoàn", "phòng ban"),
        example="Cụm 1",
        most=60,
    ),
    "address": Column(
        "address",
        N_("Address in words"),
        hints=("địa chỉ", "chỗ ở", "nơi ở", "nơi thường trú", "thường trú"),
        example="đầu ngõ 12",
        most=200,
    ),
    "phone": Column(
        "phone",
        N_("Telephone"),
        hints=("điện thoại", "số điện thoại", "sđt", "đt", "điện thoại liên hệ"),
        example="0912 345 678",
        most=40,
        help=N_("Optional."),
    ),
    "post": Column("post", N_("Post"), hints=("chức vụ", "chức danh", "vị trí việc làm", "công việc"), example="Công chức", most=80),
}
DOCUMENT = Ask("document", N_("What list this is, and of which day"), example=N_("List of households kept by the head, November 2026"))

TWICE = N_("List number {number} stands in row {other} too ({name}). One household has one number and one representative.")
SAME = N_("{name} stands in row {other} too, with the same address. One person represents one household; write the other as stand-in.")
NO_VILLAGE = N_("No village of {commune} is called “{name}”. It has: {known}.")
NEW = N_("New on the list: number {number}, {name}.")
GONE = N_("No longer on the list: number {number}{where}. The row ends on the day before.")
MOVED = N_("Number {number}, {name}: changed ({what}).")
FIRST = N_("First list of {village}: {n} households.")
STAYS = N_("{n} villages do not stand in this file; their lists stay as they are.")
FIELD_WORDS = {
    "number": N_("number"),
    "name": N_("representative"),
    "second": N_("stand-in"),
    "cluster": N_("cluster"),
    "address": N_("address"),
    "phone": N_("telephone"),
    "post": N_("post"),
}
TITLES = {
    "households": N_("Households of the village"),
    "staff": N_("Staff of the body"),
    "workers": N_("Workers"),
    "delegates": N_("Delegates"),
    "members": N_("Members of the board"),
    "dialogue-members": N_("Members of the workers' side in dialogue"),
    "villages": N_("Villages of the commune"),
}
LEAD = N_(
    "One row each. The list is compared with the one that holds now: who is new, gone or changed is shown before anything is entered."
)


def _said(row: Row, problems: list[Problem], *, household: bool) -> Said | None:
    values: dict[str, str] = {}
    for key in ("number", "name", *COLUMNS):
        text = row.text(key)
        try:
            values[key] = identity.phone(text) if key == "phone" else identity.check_text(text)
        except Refused as error:
            problems.append(Problem(row.number, key, error.msg, error.values))
            return None
    values["number"] = values["number"].lstrip("0") or values["number"]
    return Said(**values) if values["number"] and values["name"] else None


def _twice(rows: Sequence[tuple[Row, Said]]) -> list[Problem]:
    """Rows of one body that say the same number, or the same person for two households."""
    problems: list[Problem] = []
    numbers: dict[str, tuple[Row, Said]] = {}
    persons: dict[tuple[str, str], Row] = {}
    for row, said in rows:
        first = numbers.setdefault(fold(said.number), (row, said))
        person = (fold(said.name), fold(said.address))
        same = persons.setdefault(person, row) if said.address else row
        if first[0] is not row:
            values = {"number": said.number, "other": first[0].number, "name": first[1].name}
            problems.append(Problem(row.number, "number", TWICE, values, said.number))
        elif same is not row:
            problems.append(Problem(row.number, "name", SAME, {"name": said.name, "other": same.number}))
    return problems


def _changes(old: Said, new: Said) -> str:
    return ", ".join(_(FIELD_WORDS[name]) for name in FIELD_WORDS if getattr(old, name) != getattr(new, name))


def _told(found: Found, held: Mapping[str, Said], place: bodies.Place, rows: Mapping[str, Row], *, alone: bool) -> list[Problem]:
    """What would change, as notes: new ones and changed ones at their row, those gone for the file as a whole."""
    where = "" if alone else f", {place.name}"
    if not held:
        return [Problem(0, "", FIRST, {"village": place.name, "n": len(found.new)})]
    notes = [Problem(rows[said.number].number, "", NEW, {"number": said.number, "name": said.name}) for said in found.new]
    notes += [
        Problem(rows[said.number].number, "", MOVED, {"number": said.number, "name": said.name, "what": _changes(held[key], said)})
        for key, said in found.changed
    ]
    return notes + [Problem(0, "", GONE, {"number": held[key].number, "where": where}) for key in found.gone]


def _checked(
    roll: str, groups: Mapping[bodies.Place, list[tuple[Row, Said]]], where: Where, given: frozenset[str], *, alone: bool
) -> Checked:
    """Hold the rows of each body against its roll."""
    problems: list[Problem] = []
    notes: list[Problem] = []
    steps: list[Step] = []
    new = changed = gone = known = 0
    lines = current(roll, [place.id for place in groups])
    by_body: dict[int, dict[str, Said]] = defaultdict(dict)
    last: date | None = None
    for key, line in lines.items():
        by_body[line.member.body_id][key] = said_of(line)
    last = Line.objects.filter(member__roll=roll, member__body__in=[place.id for place in groups]).order_by("-from_day").values_list(
        "from_day", flat=True
    ).first()  # fmt: skip
    if where.day > clock.today():
        problems.append(Problem(0, "", LATE, {"day": where.day}))
    elif last is not None and where.day < last:
        problems.append(Problem(0, "", EARLY, {"day": last}))
    for place, rows in groups.items():
        problems += _twice(rows)
        held = by_body[place.id]
        found = match(held, [said for _, said in rows], given)
        notes += _told(found, held, place, {said.number: row for row, said in rows}, alone=alone)
        steps += [Step(place.id, key, None) for key in found.gone]
        steps += [Step(place.id, key, said) for key, said in found.changed]
        steps += [Step(place.id, "", said) for said in found.new]
        new, changed, gone, known = new + len(found.new), changed + len(found.changed), gone + len(found.gone), known + found.known
    return Checked(tuple(steps), tuple(problems), tuple(notes), new, changed, known, gone)


def _given(rows: Sequence[Row]) -> frozenset[str]:
    """The columns that the list has."""
    return frozenset(key for row in rows[:1] for key in row.values)


def _check_one(roll: str) -> Callable[[Sequence[Row], Where], Checked]:
    def check(rows: Sequence[Row], where: Where) -> Checked:
        problems: list[Problem] = []
        said = [(row, one) for row in rows if (one := _said(row, problems, household=roll == policy.HOUSEHOLDS)) is not None]
        found = _checked(roll, {where.body: said}, where, _given(rows), alone=True)
        return replace(found, problems=(*problems, *found.problems))

    return check


def _bare(name: str, word: str) -> str:
    folded, prefix = fold(name), fold(word)
    return folded.removeprefix(f"{prefix} ") if prefix else folded


def _check_commune(rows: Sequence[Row], where: Where) -> Checked:
    villages = bodies.villages(where.body.id, where.day)
    by_name: dict[str, list[bodies.Place]] = defaultdict(list)
    for one in villages:
        for name in {fold(one.name), _bare(one.name, one.kind_word), one.code.lower()}:
            by_name[name].append(one)
    known = ", ".join(one.name for one in villages[:20]) + (" …" if len(villages) > 20 else "")
    problems: list[Problem] = []
    groups: dict[bodies.Place, list[tuple[Row, Said]]] = {}
    for row in rows:
        text = row.text("village")
        found = by_name.get(fold(text)) or by_name.get(text.lower()) or []
        if text and len(found) != 1:
            problems.append(
                Problem(row.number, "village", NO_VILLAGE, {"commune": where.body.name, "name": text, "known": known}, text[:80])
            )
            continue
        said = _said(row, problems, household=True)
        if text and said is not None:
            groups.setdefault(found[0], []).append((row, said))
    checked = _checked(policy.HOUSEHOLDS, groups, where, _given(rows) - {"village"}, alone=False)
    left = len(villages) - len(groups)
    notes = (*checked.notes, *((Problem(0, "", STAYS, {"n": left}),) if left and groups else ()))
    return replace(checked, problems=(*problems, *checked.problems), notes=notes)


def _enter(do: Callable[..., Done], **more: Any) -> Callable[[Entering, Sequence[Any]], Done]:
    def enter(command: Entering, rows: Sequence[Any]) -> Done:
        where = command.where
        return do(
            by=command.by, at=command.at, command_id=command.command_id, body=where.body.id,
            steps=tuple(rows), day=where.day, document=str(where.asked["document"]), **more,
        )  # fmt: skip

    return enter


def _kind(name: str, title: str, columns: tuple[Column, ...], act: str, check: Any, enter: Any, bearers: Sequence[str]) -> Kind:
    return Kind(
        name, title, LEAD, columns, act, check, enter, frozenset(bearers), (DOCUMENT,), guard=identity.guard, personal=True
    )  # fmt: skip


def _of(kind: policy.RollKind) -> Kind:
    name = REPRESENTATIVE if kind.id == policy.HOUSEHOLDS else PERSON
    columns = (NUMBER, name, *(COLUMNS[key] for key in kind.columns))
    if kind.id == policy.HOUSEHOLDS:
        enter, act = _enter(acts.import_rows), "rolls.import"
    else:
        enter, act = _enter(acts.import_list, roll=kind.id), "rolls.import_list"
    return _kind(f"roll-{kind.id}", TITLES[kind.id], columns, act, _check_one(kind.id), enter, kind.bearers)


KINDS = (
    *(_of(kind) for kind in policy.rolls() if not kind.source),
    _kind(
        "roll-households-commune",
        N_("Households of the commune's villages"),
        (NUMBER, VILLAGE, REPRESENTATIVE, *(COLUMNS[key] for key in policy.roll(policy.HOUSEHOLDS).columns)),
        "rolls.import_commune",
        _check_commune,
        _enter(acts.import_commune),
        ("commune",),
    ),
)
