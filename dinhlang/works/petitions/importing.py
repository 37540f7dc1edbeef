"""Petitions out of a list: what the province's hotline or service portal gives out, row by row, through the one mechanism of imports.

Promises: each row becomes a sealed petition of its own, once, by its number there; of a row that denounces nothing is kept, not even in the
draft, and only its row number is told. Refuses: a list that is not an office's, a row without number or text. Hands out no codes: whoever
asked over the telephone is called back there, and a list of codes would be a list of keys.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import uuid5

from dinhlang.core.actor import Office
from dinhlang.core.refusal import N_, NotYours, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.files.cells import EMPTY, Cell, Sheet, Workbook
from dinhlang.ground.files.tables import as_day, text_of
from dinhlang.ground.imports import layout
from dinhlang.ground.imports.kinds import Ask, Checked, Column, Entering, Kind, Problem, Row, Where, root_of
from dinhlang.ground.people import keyed
from dinhlang.ground.record.act import Done
from dinhlang.ground.ui import door
from dinhlang.works.petitions import acts, checks, policy
from dinhlang.works.petitions.acts.sending import CONTACT, NAME, TEXT, mark_of
from dinhlang.works.petitions.models import Brought

LEFT_OUT = "(không giữ lại)"  # stands in every cell of a row that denounced, so that only its place is known
HEADING = 120  # characters: a longer cell above the rows is no heading
AT_ONCE = 200  # rows entered while the office waits: each is an act of its own
MARKS_AT_ONCE = 500
ANSWERS = {"": False, "không": False, "khong": False, "no": False, "0": False, "có": True, "co": True, "x": True, "yes": True, "1": True}
NUMBER, OTHER = 80, "other"  # characters of a number; the topic of what says none
COLUMNS = (
    Column(
        "number", N_("Number there"), ("mã phản ánh", "mã hồ sơ", "mã đơn", "mã tiếp nhận", "mã số", "số hồ sơ", "số phiếu", "mã"),
        required=True, example="PA-2026-000123", most=NUMBER, help=N_("By it a row is known again: the same file twice changes nothing."),
    ),
    Column(
        "text", N_("What it is about"), ("nội dung", "nội dung phản ánh", "nội dung kiến nghị", "nội dung phản ánh, kiến nghị"),
        required=True, example="Đèn đường ngõ 12 hỏng từ tuần trước.", most=TEXT,
    ),
    Column(
        "topic", N_("About what"), ("lĩnh vực", "chuyên mục", "chủ đề", "nhóm", "loại"), example="Điện, đèn đường", most=200,
        help=N_("In the words of the topics here; what fits none is entered as something else."),
    ),
    Column(
        "place", N_("Place"), ("xóm", "thôn", "tổ dân phố", "thôn, xóm", "đơn vị", "địa bàn", "xã, phường", "phường, xã"),
        example="Tổ dân phố 5", most=120, help=N_("The village, or for the province the commune. Empty: the body itself."),
    ),
    Column("spot", N_("Where exactly"), ("địa chỉ", "địa điểm", "vị trí", "nơi xảy ra"), example="đầu ngõ 12", most=200),
    Column(
        "received", N_("Received there on"), ("ngày gửi", "ngày tiếp nhận", "ngày nhận", "ngày phản ánh", "thời gian gửi", "ngày"),
        example="30/10/2026", most=40, help=N_("As said there; the clock begins on the day on which the list enters here."),
    ),
    Column("name", N_("Name"), ("họ và tên", "họ tên", "người gửi", "người phản ánh", "tên"), example="Nông Thị Lan", most=NAME),
    Column(
        "contact", N_("Address or telephone"), ("điện thoại", "số điện thoại", "sđt", "liên hệ", "email"), example="0912 345 678",
        most=CONTACT,
    ),
    Column(
        "about", N_("About somebody in office here"), ("về cán bộ", "về người có chức vụ", "phản ánh cán bộ"), example="không", most=20,
        help=N_("Yes (có, x) or no. What is about somebody in office here goes to the body above; nobody here finds it again."),
    ),
)  # fmt: skip
WAY = Ask(
    "way", N_("Where the list is from"),
    choices=((policy.PHONE, N_("The province's hotline")), (policy.PORTAL, N_("The province's portal"))), remember=True,
)  # fmt: skip

DENOUNCED = N_("The row calls itself a denunciation. It was left out, and nothing of it was kept here: hand it on the way the law says.")
TWICE = N_("The number stands in row {other} too. Each petition has a number of its own.")
NO_PLACE = N_("No place of {name} is called “{place}”. It has: {known}.")
NO_ANSWER = N_("“{said}” says neither yes nor no: write có or không, or leave it empty.")
LATER = N_("{day} lies in the future.")
NO_TOPIC = N_("“{topic}” fits none of the topics here: it is entered as something else.")
OFFICE_ONLY = N_("A list of petitions is brought in by an office of the body, on its page of lists.")


@dataclass(frozen=True)
class Line:
    """What a row of the list says, in the words of this house; `place` is a body's id."""

    number: str
    text: str
    topic: str
    place: int
    spot: str
    received: date | None
    name: str
    contact: str
    about: bool = False


def strip(book: Workbook) -> Workbook:
    """The file without the rows that denounce: before anything of it is kept, whatever their columns mean."""
    return replace(book, sheets=tuple(_stripped(sheet) for sheet in book.sheets))


def _stripped(sheet: Sheet) -> Sheet:
    table = layout.find(sheet, COLUMNS)
    rows = []
    for n, row in enumerate(sheet.rows):
        said = [text_of(cell.value) for cell in row]
        if (table.first <= n < table.data and _names(said)) or not door.denounces(*said):
            rows.append(row)
        else:
            rows.append(tuple(Cell(LEFT_OUT) for _cell in row) if n >= table.data else tuple(EMPTY for _cell in row))
    return replace(sheet, rows=tuple(rows))


def _names(said: Sequence[str]) -> bool:
    """Whether a row names columns, the needed ones among them: a heading may say what petitions are called. A number is somebody's."""
    known = layout.suggest(said, COLUMNS)
    needed = {"number", "text"} <= known.keys() and not re.search("[0-9]", said[known["number"]])
    return needed and all(len(text) <= HEADING for text in said)


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[str, str], ...]:
    """What a topic is called, whole and in parts, the longest first, with its id."""
    texts = [(text, one.id) for one in policy.offered() for text in (one.text.vi, one.text.en)]
    found = {(f" {door.folded(part)} ", id) for text, id in texts for part in (text, *text.split(","))}
    return tuple(sorted(found, key=lambda one: (-len(one[0]), one)))


def topic_of(said: str) -> str | None:
    """The topic that the words of a row mean: its name, else the topic one of whose words they hold; None where none fits."""
    wanted = f" {door.folded(said)} "
    return next((id for words, id in _words() if words in wanted), None)


def check(rows: Sequence[Row], where: Where) -> Checked:
    """What the rows mean; see `kinds.Checked`. Those known by their number are counted and entered no more."""
    problems, notes, lines = list[Problem](), list[Problem](), list[Line]()
    places = _places(where.body, where.day)
    seen: dict[str, int] = {}
    for row in rows:
        if LEFT_OUT in row.values.values():
            notes.append(Problem(row.number, "", DENOUNCED))
            continue
        number = row.text("number").strip()
        first = seen.setdefault(door.folded(number), row.number)
        if first != row.number:
            problems.append(Problem(row.number, "number", TWICE, {"other": first}))
            continue
        line = _line(row, where, places, problems, notes)
        if number and line is not None:
            lines.append(line)
    marks = {line.number: mark_of(where.body.id, str(where.asked["way"]), line.number) for line in lines}
    came = _came(list(marks.values()))
    new = tuple(line for line in lines if marks[line.number] not in came)
    return Checked(new, tuple(problems), tuple(notes), new=len(new), known=len(lines) - len(new))


def _came(marks: Sequence[str]) -> set[str]:
    parts = (marks[n : n + MARKS_AT_ONCE] for n in range(0, len(marks), MARKS_AT_ONCE))
    return {mark for part in parts for mark in Brought.objects.filter(pk__in=part).values_list("mark", flat=True)}


def _places(body: Place, day: date) -> Mapping[str, Place]:
    """What a row may call the body and the bodies below it: names, with and without the word of their kind, and codes."""
    below = bodies.villages(body.id, day) if body.kind == "commune" else bodies.children(body.id, "commune", day)
    found: dict[str, Place] = {}
    for one in (*below, body):
        bare = door.folded(one.name).removeprefix(f"{door.folded(one.kind_word)} ")
        found |= {door.folded(one.name): one, bare: one, door.folded(one.code): one}
    return found


def _line(row: Row, where: Where, places: Mapping[str, Place], problems: list[Problem], notes: list[Problem]) -> Line | None:
    wrong = len(problems)
    said = row.text("place").strip()
    place = places.get(door.folded(said)) if said else where.body
    if place is None:
        names = sorted({one.name for one in places.values()})
        known = ", ".join(names[:20]) + (" …" if len(names) > 20 else "")
        problems.append(Problem(row.number, "place", NO_PLACE, {"name": where.body.name, "place": said[:40], "known": known}))
    received = None
    try:
        received = as_day(row.text("received").partition(" ")[0] or None)
    except Refused as error:
        problems.append(Problem(row.number, "received", error.msg, error.values))
    if received is not None and received > where.day:
        problems.append(Problem(row.number, "received", LATER, {"day": received}))
    topic = topic_of(row.text("topic"))
    if topic is None and row.text("topic"):
        notes.append(Problem(row.number, "topic", NO_TOPIC, {"topic": row.text("topic")[:40]}))
    about = ANSWERS.get(door.folded(row.text("about")))
    if about is None:
        problems.append(Problem(row.number, "about", NO_ANSWER, {"said": row.text("about")[:20]}))
    elif about:
        place = where.body
        try:
            checks.superior(where.body, where.day)
        except Refused as error:
            problems.append(Problem(row.number, "about", error.msg, error.values))
    if place is None or about is None or len(problems) > wrong:
        return None
    texts = {name: row.text(name).strip() for name in ("number", "text", "spot", "name", "contact")}
    return Line(**texts, topic=topic or OTHER, place=place.id, received=received, about=about)


def enter(entering: Entering, rows: Sequence[Any]) -> Done:
    """Enter each row by an act of its own, so that its words have a key of their own; then that the list was brought."""
    if not isinstance(entering.by, Office):
        raise NotYours(OFFICE_ONLY)
    body, way = entering.where.body.id, str(entering.where.asked["way"])
    for line in rows:
        known = door.folded(line.contact or line.name)
        acts.submit(
            by=entering.by, at=entering.at, command_id=uuid5(entering.command_id, line.number), body=body, kind="reflection", way=way,
            topic=line.topic, place=line.place, text=line.text, sender=keyed.digest("petition-sender", f"{body} {known}"), spot=line.spot,
            called=line.name, contact=line.contact, number=line.number, received=line.received,
            **({"named": body} if line.about else {}),
        )  # fmt: skip
    root = root_of([[str(value) for value in astuple(line)] for line in rows], entering.command_id.bytes)
    return acts.bring_list(by=entering.by, at=entering.at, command_id=entering.command_id, body=body, rows=len(rows), root=root)


PETITIONS = Kind(
    name="petitions",
    title=N_("Petitions from the hotline or the portal"),
    lead=N_("The file that the province's hotline or portal gives out. Each row becomes a petition here, once; its words are sealed."),
    columns=COLUMNS,
    act="petition.import",
    check=check,
    enter=enter,
    bearers=frozenset(policy.handlers()),
    asks=(WAY,),
    totals=False,
    strip=strip,
    personal=True,
    at_once=AT_ONCE,
    day="",
)
