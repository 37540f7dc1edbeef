"""`dinhlang import`: the steps of the pages, in one go, with lines of progress.

Promises: the same kinds, checks and act as the site; a file with one wrong row enters nothing and exits 1, naming rows, columns and what to
do. Loaded by `commands.py` once Django is set up.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from dinhlang.core.refusal import Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import schedule
from dinhlang.ground.imports import layout, states, steps
from dinhlang.ground.imports.kinds import Kind, Problem
from dinhlang.ground.imports.models import Import
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.ui.refusals import sentence
from dinhlang.web import plugs

LISTED = 20
EVERY_SECONDS = 1.0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _told(found: Sequence[Problem], kind: Kind, all_of_them: int) -> None:
    titles = {column.key: column.title for column in kind.columns}
    for one in found[:LISTED]:
        where = f"row {one.row}" if one.row else "file"
        column = f", {titles[one.column]}" if one.column in titles else ""
        value = f" “{one.value}”" if one.value else ""
        _say(f"  {where}{column}:{value} {sentence(Refused(one.sentence, one.values))}")
    if all_of_them > LISTED:
        _say(f"  … and {all_of_them - LISTED} more")


def _asked(kind: Kind, given: Sequence[str]) -> dict[str, str]:
    known = {ask.key: ask for ask in kind.asks}
    found = dict(one.partition("=")[::2] for one in given)
    for key in found:
        if key not in known:
            raise Refused("{key} is nothing that {kind} asks. It asks: {known}.", {"key": key, "kind": kind.name, "known": _asks(kind)})
    return found


def _asks(kind: Kind) -> str:
    return ", ".join(f"{ask.key} ({ask.title})" for ask in kind.asks) or "nothing"


def _columns(one: Import, kind: Kind, given: Sequence[str]) -> dict[str, int]:
    """The columns by their headers, and those named by hand: KEY=A or KEY=header."""
    sheet = steps.book_of(one).sheets[one.sheet]
    known = steps.remembered(one.body_id, kind.name)
    headers = layout.find(sheet, kind.columns, known).headers
    found = layout.suggest(headers, kind.columns, known)
    for text in given:
        key, _, header = text.partition("=")
        place = next((n for n, title in enumerate(headers) if header in (layout.column_name(n + 1), title)), None)
        if key not in {column.key for column in kind.columns} or place is None:
            raise Refused(
                "There is no column {text}. Columns of the list: {keys}. Headers of the file: {headers}.",
                {"text": text, "keys": ", ".join(column.key for column in kind.columns), "headers": ", ".join(filter(None, headers))},
            )
        found = {other: n for other, n in found.items() if n != place} | {key: place}
    return found


def run(given: argparse.Namespace) -> int:
    """`dinhlang import KIND FILE --body CODE`: 0 entered or known already, 1 refused or something to correct."""
    kind = steps.kind_of(plugs.imports(), given.kind)
    if given.on is not None and not kind.day:
        raise Refused("Rows of {kind} carry their own days: leave --on out.", {"kind": kind.name})
    day = given.on or clock.today()
    place = bodies.find(given.body, day)
    if place.kind not in kind.bearers:
        raise Refused("{name} has no list of {kind}.", {"name": place.name, "kind": kind.name})
    path = Path(given.file)
    asked = steps.answers(kind.asks, _asked(kind, given.set or ()))
    one = steps.receive(kind, place.id, path.name, path.read_bytes(), day=day, at=clock.now(), account=None, asked=asked)
    if one.state in (states.RECEIVED, states.CHECKED, states.MAPPED):
        one = steps.choose(one, kind, _columns(one, kind, given.column or ()), sheet=one.sheet, at=clock.now())
        _say(f"{kind.title}, {place.name}: {one.total} rows. Columns: {', '.join(sorted(one.columns))}.")
    return _carry_on(one, kind, dry=given.dry_run)


def _carry_on(one: Import, kind: Kind, *, dry: bool) -> int:
    last = [time.monotonic()]

    def tell(done: int, total: int) -> None:
        if time.monotonic() - last[0] >= EVERY_SECONDS:
            last[0] = time.monotonic()
            _say(f"  {done} of {total} rows read")

    report = steps.check(one, kind, at=clock.now(), tell=tell) if one.state == states.MAPPED else steps.restore(one.report)
    if report.noticed:
        _say(f"{report.noticed} things noticed:")
        _told(report.notes, kind, report.noticed)
    if report.wrong:
        _say(f"{report.wrong} places to correct; nothing was entered:")
        _told(report.problems, kind, report.wrong)
        steps.abandon(one, clock.now())
        return 1
    _say(f"{report.new} new, {report.changed} changed, {report.known} known already.")
    if one.state == states.ENTERED:
        _say("Nothing is left to enter.")
        return 0
    if dry:
        steps.abandon(one, clock.now())
        _say("Only looked at: nothing was entered.")
        return 0
    steps.confirm(one, mandate=None, at=clock.now())
    done = steps.enter(one, kind, at=clock.now())
    schedule.ensure(rulebooks.current())
    _say(f"Entered; receipt {done.code}." if done is not None else "Nothing is left to enter.")
    return 0


def work() -> None:
    """Carry on with the imports that wait; new bodies get their calendar."""
    if steps.work(plugs.imports()):
        schedule.ensure(rulebooks.current())
