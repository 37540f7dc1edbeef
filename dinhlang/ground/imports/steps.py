"""An import on its way: received, columns chosen, checked, confirmed, entered; each step can be left and come back to.

Promises: until it is entered an import is a draft that changes nothing; what enters does so by one act of its kind, in one transaction,
whose command is derived from import and rows: sent twice, or begun again after the process died, it is one act. The same file again is
answered with what is known already. Refuses: to enter anything while one row is wrong, or while the rows mean something else than what was
shown. The cells are kept only while there is something to do with them.
"""

import hashlib
import logging
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from dinhlang.core.actor import Actor, Office, System
from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.files import cells, tables
from dinhlang.ground.files.kinds import shown_name
from dinhlang.ground.imports import layout, states
from dinhlang.ground.imports.kinds import Ask, Checked, Column, Entering, Kind, Problem, Value, Where
from dinhlang.ground.imports.models import Import
from dinhlang.ground.imports.models import Mapping as Remembered
from dinhlang.ground.record import append, clock
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.models import Command
from dinhlang.ground.ui.refusals import sentence

AT_ONCE = 3_000  # rows that are checked and entered while the office waits; more are left to the house
SHOWN = 200  # problems and notes that stay in the report's row
ASK_LENGTH = 200
NEUTRAL = "danh-sach"  # the name of a file out of which rows were taken: the name may say what they said
SURE = 2  # of `layout.fit`: the very words of a title, or a part of it
KEPT_FOR = timedelta(days=30)
TRIES = 3
SPACE = UUID("b0a1f3f6-6f0e-5a53-9f5e-2f4d6d1c7f10")  # of the command ids derived here
CONSOLE = System("console")

EMPTY_TABLE = N_("No row was found below the header. Choose another sheet, or check which row holds the titles of the columns.")
NOT_CHOSEN = N_("Choose which column of the file is “{title}”.")
TWICE = N_("The same column of the file was chosen for “{title}” and for another one.")
CHANGED = N_("What is known here has changed since these rows were checked. Look through the new report and confirm once more.")
STILL_WRONG = N_("{n} places are wrong, so nothing was entered. Correct them in the file and choose it again.")
GAVE_UP = N_("This could not be finished after several tries. Nothing was entered; tell the operator.")
NO_IMPORT = N_("There is no such import, or it is no longer kept.")
NO_KIND = N_("There is no kind of list called {kind}. Known: {known}.")
NOTHING = N_("Every row of this file is entered already: nothing was changed.")
ASKED = N_("“{title}”: {why}")

log = logging.getLogger("dinhlang.imports")
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Report:
    """What was found: counts, the first problems and notes (as stored), what they say of the whole. `wrong` counts all problems."""

    new: int = 0
    changed: int = 0
    known: int = 0
    wrong: int = 0
    noticed: int = 0
    gone: int = 0
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    refusal: Problem | None = None

    @property
    def rows(self) -> int:
        """Rows that mean something."""
        return self.new + self.changed + self.known + self.gone


# --- drafts ---


def find(public: str) -> Import:
    """The import called `public`. Raises NotHere."""
    row = Import.objects.filter(public=public).first()
    if row is None:
        raise NotHere(NO_IMPORT)
    return row


def answers(asks: tuple[Ask, ...], given: Mapping[str, Any]) -> dict[str, Value]:
    """What was typed for a whole file, in the form of each question. Raises Refused naming the first that does not fit."""
    found: dict[str, Value] = {}
    for ask in asks:
        column = Column(ask.key, ask.title, required=ask.required, form=ask.form, most=ASK_LENGTH)
        try:
            value = layout.typed(column, given.get(ask.key) or None)
        except Refused as error:
            raise Refused(ASKED, {"title": _(ask.title), "why": sentence(error)}) from error
        if value is None and ask.required:
            raise Refused(ASKED, {"title": _(ask.title), "why": _(layout.MISSING)})
        if ask.choices and value is not None and value not in dict(ask.choices):
            raise Refused(ASKED, {"title": _(ask.title), "why": ", ".join(_(text) for _value, text in ask.choices)})
        found[ask.key] = value
    return found


def receive(
    kind: Kind, body: int, name: str, data: bytes, *, day: date, at: datetime, account: int | None, asked: Mapping[str, Value]
) -> Import:
    """Read the file and keep its cells as a draft; the same file that is already on its way is that one. Raises Refused."""
    book = tables.read_table(name, data)
    if kind.guard is not None:
        kind.guard(book)
    if kind.strip is not None:
        book = kind.strip(book)
    digest, stored = hashlib.sha256(data).hexdigest(), _asked_out(asked)
    same = Import.objects.filter(body=body, kind=kind.name, sha256=digest, state__in=states.OPEN, day=day).exclude(table=None)
    for one in same.order_by("-id"):
        if one.asked == stored:
            return one
    sheet = max(range(len(book.sheets)), key=lambda n: (_found(book.sheets[n], kind), len(book.sheets[n].rows), -n))
    return Import.objects.create(
        public=append.new_subject(),
        body_id=body,
        kind=kind.name,
        file=shown_name(name) if kind.strip is None else NEUTRAL,
        sha256=digest,
        table=zlib.compress(cells.dump(book), 3),
        sheet=sheet,
        asked=stored,
        day=day,
        state=states.RECEIVED,
        total=len(book.sheets[sheet].rows),
        account=account,
        created=at,
        changed=at,
    )


def _found(sheet: cells.Sheet, kind: Kind) -> int:
    return len(layout.suggest(layout.find(sheet, kind.columns).headers, kind.columns))


def book_of(one: Import) -> cells.Workbook:
    """The cells of a draft. Raises NotHere where they are no longer kept."""
    if one.table is None:
        raise NotHere(NO_IMPORT)
    return cells.load(zlib.decompress(bytes(one.table)))


def remembered(body: int, kind: str) -> dict[str, str]:
    """What this body's headers meant the last time, folded."""
    return dict(Remembered.objects.filter(body=body, kind=kind).values_list("header", "column"))


def answered(kind: Kind, body: int) -> dict[str, str]:
    """What this body answered the last time to the questions that are remembered, by their keys."""
    keys = [ask.key for ask in kind.asks if ask.remember]
    last = Import.objects.filter(body=body, kind=kind.name, state=states.ENTERED).order_by("-id").values_list("asked", flat=True).first()
    return {key: last[key] for key in keys if last.get(key)} if keys and last else {}


def choose(one: Import, kind: Kind, columns: Mapping[str, int], *, sheet: int, at: datetime) -> Import:
    """Say which column of the file is which. Raises Refused where a needed one is missing or one was taken twice."""
    book = book_of(one)
    if not 0 <= sheet < len(book.sheets):
        raise Refused(EMPTY_TABLE)
    table = layout.find(book.sheets[sheet], kind.columns, remembered(one.body_id, kind.name))
    places = list(columns.values())
    for column in kind.columns:
        if column.required and column.key not in columns:
            raise Refused(NOT_CHOSEN, {"title": _(column.title)})
        if column.key in columns and places.count(columns[column.key]) > 1:
            raise Refused(TWICE, {"title": _(column.title)})
    if any(not 0 <= place < len(table.headers) for place in places) or table.data >= len(book.sheets[sheet].rows):
        raise Refused(EMPTY_TABLE)
    one.state = states.IMPORT.step(one.state, "choose")
    one.sheet, one.columns, one.changed, one.done, one.tries = sheet, dict(columns), at, 0, 0
    one.first, one.total = table.data, len(book.sheets[sheet].rows) - table.data
    one.report = {}
    with transaction.atomic():
        one.save()
        _remember(one, kind, table.headers, columns)
    return one


def _remember(one: Import, kind: Kind, headers: tuple[str, ...], columns: Mapping[str, int]) -> None:
    by_place = {place: key for key, place in columns.items()}
    known = {place: header for place, header in enumerate(headers) if header and (not kind.personal or _is_title(header, kind))}
    learnt = {tables.fold(header)[:200]: by_place.get(place, "") for place, header in known.items()}
    rows = [Remembered(body_id=one.body_id, kind=kind.name, header=header, column=key) for header, key in learnt.items()]
    Remembered.objects.bulk_create(rows, update_conflicts=True, update_fields=["column"], unique_fields=["body", "kind", "header"])


def _is_title(header: str, kind: Kind) -> bool:
    """Whether a header is one for certain: where a list without headings came, a person's words stand in its place."""
    return any(layout.fit(header, column) >= SURE for column in kind.columns)


def abandon(one: Import, at: datetime) -> None:
    """Give a draft up: its cells go, nothing was entered. Raises Refused where it is entered or being entered."""
    one.state = states.IMPORT.step(one.state, "abandon")
    one.table, one.changed, one.report = None, at, store(_counts_of(restore(one.report)))
    one.save()


# --- checking ---


def _where(one: Import, kind: Kind) -> Where:
    place = bodies.place(one.body_id, one.day)
    return Where(place, one.day, one.file, one.sha256, _asked_in(kind, one.asked))


def _asked_out(asked: Mapping[str, Value]) -> dict[str, str]:
    return {key: tables.text_of(value) for key, value in asked.items()}


def _asked_in(kind: Kind, stored: Mapping[str, str]) -> dict[str, Value]:
    return answers(kind.asks, stored)


def _look(one: Import, kind: Kind, tell: Tell | None) -> tuple[Checked, Report, str]:
    """What the rows mean now, the report of it, and the digest of what would be entered."""
    sheet = book_of(one).sheets[one.sheet]
    hear = (lambda done: tell(done, one.total)) if tell is not None else None
    read = layout.read(sheet, one.first, one.columns, kind.columns, totals=kind.totals, tell=hear)
    checked = kind.check(read.rows, _where(one, kind)) if read.rows else Checked(())
    problems = sorted((*read.problems, *checked.problems), key=lambda found: found.row)
    if not read.rows and not problems:
        problems = [Problem(0, "", EMPTY_TABLE)]
    notes = sorted((*read.notes, *checked.notes), key=lambda found: found.row)
    counts = (checked.new, checked.changed, checked.known, len(problems), len(notes), checked.gone)
    report = Report(*counts, tuple(problems[:SHOWN]), tuple(notes[:SHOWN]))
    digest = hashlib.sha256(repr(checked.rows).encode("utf-8", "surrogatepass")).hexdigest()
    return replace(checked, problems=tuple(problems), notes=tuple(notes)), report, digest


def full(one: Import, kind: Kind) -> Checked:
    """Every problem and note, for the report that is downloaded. Raises NotHere once the cells are gone."""
    return _look(one, kind, None)[0]


def check(one: Import, kind: Kind, *, at: datetime, tell: Tell | None = None) -> Report:
    """Check every row; changes nothing but the report. With nothing left to enter the import is at its end."""

    def progress(done: int, total: int) -> None:
        Import.objects.filter(pk=one.pk).update(done=done, total=total)
        if tell is not None:
            tell(done, total)

    checked, report, one.digest = _look(one, kind, progress)
    one.report, one.done, one.changed, one.tries = store(report), one.total, at, 0
    one.state = states.IMPORT.step(one.state, "check")
    if not checked.rows and not report.wrong:
        one.state, one.table = states.ENTERED, None
        one.report = store(_kept(report, kind))
    one.save()
    return report


# --- entering ---


def confirm(one: Import, *, mandate: int | None, at: datetime) -> Import:
    """Order what was shown to be entered. Raises Refused where a row is wrong."""
    if one.state == states.ENTERED:
        return one
    report = restore(one.report)
    if report.wrong:
        raise Refused(STILL_WRONG, {"n": report.wrong})
    one.state = states.IMPORT.step(one.state, "confirm")
    one.mandate, one.changed, one.tries = mandate, at, 0
    one.save()
    return one


def command_of(one: Import) -> UUID:
    """The command under which these rows of this import enter, whoever asks and however often."""
    return uuid5(SPACE, f"{one.public} {one.digest}")


def enter(one: Import, kind: Kind, *, at: datetime) -> Done | None:
    """Enter the rows by the one act of the kind, whole; None where nothing is left to enter.

    Raises Refused, with nothing entered, where the act refuses or the rows mean something else than what was confirmed.
    """
    one.refresh_from_db()
    if one.state == states.ENTERED:
        return None
    # Perhaps it was entered, and the process died before it could say so.
    given = Command.objects.filter(pk=command_of(one)).values_list("subject", "hash", "receipt", "code").first()
    if given is not None:
        subject, leaf, receipt, one.code = given
        _close(one, _kept(restore(one.report), kind), at)
        return Done(subject, bytes(leaf).hex(), receipt, one.code)
    checked, report, digest = _look(one, kind, None)
    if not checked.problems and not checked.rows:
        _close(one, _kept(report, kind), at)
        return None
    if checked.problems or digest != one.digest:
        one.state, one.digest, one.report = states.IMPORT.step(one.state, "check"), digest, store(report)
        one.save()
        raise Refused(CHANGED)
    by: Actor = Office(one.mandate) if one.mandate is not None else CONSOLE
    try:
        done = kind.enter(Entering(by, at, command_of(one), _where(one, kind)), checked.rows)
    except Refused as error:
        one.state = states.IMPORT.step(one.state, "check")
        one.report = store(replace(report, refusal=Problem(0, "", error.msg, error.values)))
        one.save()
        raise
    one.code = done.code
    _close(one, _kept(report, kind), at)
    return done


def _counts_of(report: Report) -> Report:
    return replace(report, problems=(), notes=())


def _kept(report: Report, kind: Kind) -> Report:
    """What stays of a report when its import is over."""
    return _counts_of(report) if kind.personal else report


def _close(one: Import, report: Report, at: datetime) -> None:
    one.state = states.IMPORT.step(one.state, "enter")
    one.report, one.table, one.changed = store(report), None, at
    one.save(update_fields=["state", "report", "table", "changed", *(["code"] if one.code else [])])


# --- the house at work ---


def work(kinds: Mapping[str, Kind], at: datetime | None = None) -> int:
    """Go on with what waits: check large files, enter what was confirmed, forget old drafts. How many imports came a step further.

    Each can be done again from its beginning: a check reads only, and an act that was carried out gives the same answer.
    """
    at = at or clock.now()
    moved = 0
    for one in Import.objects.filter(state__in=states.RUNNING).order_by("id")[:5]:
        kind = kinds.get(one.kind)
        if kind is None:
            continue
        if one.tries >= TRIES:
            _give_up(one, at)
            continue
        Import.objects.filter(pk=one.pk).update(tries=one.tries + 1)
        one.tries += 1
        moved += _step(one, kind, at)
    old = Import.objects.filter(state__in=(states.RECEIVED, states.MAPPED, states.CHECKED), changed__lt=at - KEPT_FOR)
    for one in old.defer("table"):
        Import.objects.filter(pk=one.pk).update(state=states.ABANDONED, table=None, report=store(_counts_of(restore(one.report))))
    return moved


def _step(one: Import, kind: Kind, at: datetime) -> int:
    try:
        if one.state == states.MAPPED:
            check(one, kind, at=at)
        else:
            enter(one, kind, at=at)
    except Refused:
        return 1  # the row says why
    except DatabaseError as error:
        log.error("import: %s", type(error).__name__)
        return 0
    return 1


def _give_up(one: Import, at: datetime) -> None:
    one.state = states.IMPORT.step(one.state, "refuse")
    one.report = store(replace(restore(one.report), refusal=Problem(0, "", GAVE_UP)))
    one.table, one.changed = None, at
    one.save()


# --- the report as it is kept ---


def _said(value: object) -> object:
    return (
        value
        if isinstance(value, str | int) and not isinstance(value, bool)
        else tables.text_of(value)
        if isinstance(value, date)
        else str(value)
    )


def _out(found: Problem) -> list[Any]:
    return [found.row, found.column, found.sentence, {key: _said(value) for key, value in found.values.items()}, found.value]


def store(report: Report) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "counts": [report.new, report.changed, report.known, report.wrong, report.noticed, report.gone],
        "problems": [_out(one) for one in report.problems],
        "notes": [_out(one) for one in report.notes],
        "refusal": _out(report.refusal) if report.refusal else None,
    }


def restore(stored: Mapping[str, Any]) -> Report:
    """The report that `store` made; an empty one out of nothing."""
    if not stored:
        return Report()
    counts = stored["counts"]
    problems, notes = (tuple(Problem(*one) for one in stored[name]) for name in ("problems", "notes"))
    new, changed, known, wrong, noticed, gone = (*counts, 0)[:6]  # reports from before rolls count nobody gone
    said = Problem(*stored["refusal"]) if stored.get("refusal") else None
    return Report(new, changed, known, wrong, noticed, gone, problems, notes, said)


def kind_of(kinds: Mapping[str, Kind], name: str) -> Kind:
    """The kind called `name`. Raises NotHere naming those there are."""
    if name not in kinds:
        raise NotHere(NO_KIND, {"kind": name[:40], "known": ", ".join(sorted(kinds))})
    return kinds[name]
