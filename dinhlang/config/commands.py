"""What each command does. Loaded by `cli.py` once the settings are known; texts are for operators, in English."""

import argparse
import getpass
import json
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

import django

django.setup()

from django.conf import settings  # noqa: E402 (after django.setup)
from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, close_old_connections  # noqa: E402
from django.utils import translation  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402

from dinhlang.config import importing  # noqa: E402
from dinhlang.config.cli import TICK_SECONDS, WITHOUT_SECRET, named, serve_forever  # noqa: E402
from dinhlang.core import ledger, rules  # noqa: E402
from dinhlang.core.actor import System  # noqa: E402
from dinhlang.core.refusal import Refused  # noqa: E402
from dinhlang.core.rules import look  # noqa: E402
from dinhlang.ground.bodies import acts as bodies_acts  # noqa: E402
from dinhlang.ground.bodies import audit as bodies_audit  # noqa: E402
from dinhlang.ground.bodies import country, entering, listing  # noqa: E402
from dinhlang.ground.bodies import reads as bodies  # noqa: E402
from dinhlang.ground.bodies.acts import NewBody  # noqa: E402
from dinhlang.ground.bodies.models import Registration  # noqa: E402
from dinhlang.ground.documents import audit as documents_audit  # noqa: E402
from dinhlang.ground.duties import acts as duty_acts  # noqa: E402
from dinhlang.ground.duties import audit, project, schedule  # noqa: E402
from dinhlang.ground.duties import reads as duties  # noqa: E402
from dinhlang.ground.files import pieces  # noqa: E402
from dinhlang.ground.imports import audit as imports_audit  # noqa: E402
from dinhlang.ground.jobs import queue  # noqa: E402
from dinhlang.ground.notices import digest  # noqa: E402
from dinhlang.ground.people import acts as people_acts  # noqa: E402
from dinhlang.ground.people import audit as people_audit  # noqa: E402
from dinhlang.ground.people import console  # noqa: E402
from dinhlang.ground.personal import acts as personal  # noqa: E402
from dinhlang.ground.record import acts as record_acts  # noqa: E402
from dinhlang.ground.record import clock, erasures, export, founding, keys, recover, rulebooks, serve, tick, verify  # noqa: E402
from dinhlang.ground.rolls import audit as rolls_audit  # noqa: E402
from dinhlang.web import backup, health, plugs, rulepage  # noqa: E402
from dinhlang.works.disclosures import sightings  # noqa: E402
from dinhlang.works.petitions.acts import inheriting  # noqa: E402
from dinhlang.works.petitions.acts import opening as petitions  # noqa: E402

CONSOLE = System("console")
TICK_WORKS = 300.0  # seconds that one `dinhlang tick` works off jobs
COLUMN = 26  # width of the names of `rulebook show`
NO_RECEIPT = 2  # this and EXIT_OF: docs/log-format.md, section 10
EXIT_OF = {ledger.Word.INCLUDED: 0, ledger.Word.NOT_YET_DUE: 3, ledger.Word.LOST: 4, ledger.Word.WITHHELD: 5}
Command = Callable[[argparse.Namespace], int]


def say(text: str = "") -> None:
    """A line for the operator."""
    sys.stdout.write(text + "\n")


def folder_of(given: str) -> Path:
    """The rulebook folder that was named, or the shipped one. Raises Refused where there is none."""
    folder = Path(given) if given else Path(settings.RULEBOOK_DIR)
    if not folder.is_dir():
        raise Refused("There is no folder {folder}.", {"folder": folder})
    return folder


def up(given: argparse.Namespace) -> int:
    """Migrate, look for lost history, open the log, adopt the first rulebook, make slots, replay erasures."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    founding.up_check()
    files = rulebooks.read_folder(folder_of(given.rulebook))
    origin = settings.LOG_ORIGIN
    if not origin:
        raise Refused("Set DINHLANG_ORIGIN to the log's name, for example log.caobang.example/dinhlang.")
    if founding.open_log(origin, at=clock.now(), files=files):
        adopt(files, "The first rulebook of this record.", "")
        say(f"The record {origin} is open.")
    erasures.replay_erasures()
    personal.replay(clock.now())
    say(f"{schedule.ensure(rulebooks.current())} new calendar slots.")
    ready = rules.rulebook_hash(files)
    if ready != rulebooks.current().hash:
        say("The folder holds another rulebook than the one in force. To put it in force: dinhlang rulebook adopt")
    return 0


def adopt(files: dict[str, bytes], changelog: str, source: str) -> None:
    """`rulebook.adopt`."""
    command = uuid5(NAMESPACE_URL, f"adopt {rules.rulebook_hash(files).hex()} {clock.now().isoformat()}")
    rulebooks.adopt(by=CONSOLE, at=clock.now(), command_id=command, files=files, changelog=changelog, source=source)


def doubts(day: rules.Due) -> Iterator[str]:
    """What may be wrong with a due day: days of years whose days off are not held, and years held only as expected."""
    for unknown in day.unknown:
        yield f"no calendar is held for {unknown.isoformat()}"
    for expected in day.provisional:
        yield f"the days off of {expected.year} are as expected, before the official notice; {expected.isoformat()} was judged by them"


def as_json(at: duties.Frame, one: duties.Obligation) -> dict[str, Any]:
    """One obligation as programs read it; days ISO, null where the law names none."""
    day = duties.arithmetic(at, one)
    return {
        "rule": one.duty.id,
        "occasion": one.occasion,
        "basis": one.duty.basis,
        "read": one.duty.read.value,
        "audience": one.duty.audience.value,
        "due": one.due.isoformat() if one.due else None,
        "due_rolled": one.rolled.isoformat() if one.rolled else None,
        "steps": [{"day": step.day.isoformat(), "counted": step.counted, "reason": step.reason.value} for step in day.steps],
        "state": one.state.value,
        "judged": one.judged and one.not_scored is None,
        "hold": one.hold_state.value if one.hold_state else None,
        "parts": [
            {
                "channel": part.part.channel,
                "required": part.required,
                "state": part.state.value,
                "hold": part.hold_state.value if part.hold_state else None,
                "evidence": part.how.value if part.how else None,
                "places": list(part.places),
                "from": part.first.isoformat() if part.first else None,
                "to": part.until.isoformat() if part.until else None,
            }
            for part in one.parts
        ],
        "owner": one.duty.answers,
        "warnings": list(doubts(day)),
        "why": f"/don-vi/{at.place.code}/vi-sao/{one.duty.id}/{one.occasion}/",
    }


def list_duties(given: argparse.Namespace) -> int:
    """`dinhlang duties`."""
    day = given.on or clock.today()
    at = duties.frame(given.body, day)
    found = duties.obligations(at, every=True)
    if given.json:
        say(json.dumps([as_json(at, one) for one in found], ensure_ascii=False, indent=2))
        return 0
    say(f"{at.place.name} ({at.place.code}) on {day.isoformat()}: {len(found)} duties")
    for one in found:
        due = (one.rolled or one.due).isoformat() if one.due else "no day"
        say(f"  {one.state.value:<14} {due:<12} {one.duty.id} {one.occasion}")
        for doubt in islice(doubts(duties.arithmetic(at, one)), 1):
            say(f"      warning: {doubt}; the day may be wrong")
    return 0


def no_day(one: duties.Obligation) -> str:
    """Why an obligation has no due day."""
    said = f": {one.duty.due.note.en}" if one.duty.due.note else ""
    return f"its clock stands in an instrument that is not held{said}" if one.duty.due.kind == "unread" else f"the law names no day{said}"


def why(given: argparse.Namespace) -> int:
    """`dinhlang why`."""
    at, one = duties.one(given.body, given.on or clock.today(), given.rule, given.occasion)
    day = duties.arithmetic(at, one)
    say(f"{one.duty.subject.en} · {one.occasion}")
    say(f"  rule     {one.duty.id}: {one.duty.basis}")
    known = at.law.of(one.duty)
    if known is not None:
        say(f"  wording  compared with the law of today by {known.number} of {known.dated}, {known.issuer}")
    say(f"  wording  read as of {one.duty.wording_as_of}; amended since, unread: {', '.join(one.duty.amended_unread) or 'nothing known'}")
    for step in day.steps:
        say(f"  {step.day.isoformat()} {'counted' if step.counted else '       '} {step.reason.value} {step.name}".rstrip())
    last = one.rolled or one.due
    say(f"  due      {last.isoformat() if last else no_day(one)}")
    say(f"  state    {one.state.value}{' / ' + one.hold_state.value if one.hold_state else ''}")
    if not one.judged:
        say("           this house cannot record it yet, so it is shown and not judged")
    for part in one.parts:
        first = part.first.isoformat() if part.first else "-"
        say(f"    {part.part.channel:<16} {part.state.value:<14} from {first} ({part.places[0]}/{part.places[1]} places)")
    say(f"  rulebook {duties.book_of(at, one).hash.hex()}")
    for doubt in doubts(day):
        say(f"  warning: {doubt}")
    return 0


def list_rules(given: argparse.Namespace) -> int:
    """`dinhlang rulebook list`."""
    book, day = rulebooks.current(), given.on or clock.today()
    for word, name, known in (("kind", given.kind, list(rules.Kind)), ("right", given.right, list(rules.Right))):
        if name and name not in known:
            raise Refused(
                "There is no {word} called {name}. Those there are: {known}", {"word": word, "name": name, "known": ", ".join(known)}
            )
    for wordings in look.every(book).values():
        rule = look.on(wordings, day)
        if not rule.in_force(day) or (given.kind and given.kind not in look.bearers(rule)) or given.right not in ("", rule.right):
            continue
        say(f"{look.shape_of(rule).value:<9}{rule.id:<48} {rule.basis}")
    return 0


def show_rule(given: argparse.Namespace) -> int:
    """`dinhlang rulebook show`."""
    book, day = rulebooks.current(), given.on or clock.today()
    every = look.every(book)
    if given.rule not in every:
        near = ", ".join(look.near(book, given.rule))
        text = "There is no rule called {rule}. Names near it: {near}." if near else "There is no rule called {rule}."
        raise Refused(f"{text} The list of rules: dinhlang rulebook list", {"rule": given.rule, "near": near})
    page = rulepage.rule_page(book, given.rule, day, rulebooks.cases_of(book.hash))
    rule = look.on(every[given.rule], day)
    say(f"{page.title} ({look.shape_of(rule).value})")
    say(f"{page.summary}")
    rows = [("rule", page.id), ("article", rule.basis), ("right", rule.right.value)]
    rows += [(fact.name, fact.value) for fact in page.facts]
    rows += [("by when", page.clock)] if page.clock else []
    rows += [("", text) for text in page.counting]
    rows += [("form", "; ".join(filter(None, (part.word, part.when, *part.days, *part.means)))) for part in page.parts]
    rows += [("fulfilled by", ", ".join(page.fulfilled))] if page.fulfilled else []
    rows += [("yields to", name) for name in getattr(rule, "yields_to", ())]
    unread = ", ".join(rule.amended_unread) or "nothing known"
    rows.append(("wording", f"{rule.read.value}, read as of {rule.wording_as_of}; amended since, unread: {unread}"))
    rows.append(("review", page.review))
    rows += [("note", f"{mark.word}: {mark.sentence}") for mark in page.marks]
    rows += [("left out", page.not_modelled)] if page.not_modelled else []
    last = rule.in_force_to.isoformat() if rule.in_force_to else "today"
    rows.append(("in force", f"{rule.in_force_from.isoformat()} to {last}: {page.stand} on {day.isoformat()}"))
    for row in page.wordings if len(page.wordings) > 1 else ():
        to = row.to_day.isoformat() if row.to_day else ""
        changed = f"; otherwise: {', '.join(one.name.lower() for one in row.differences)}" if row.differences else ""
        rows.append(("history", f"{row.from_day.isoformat()} to {to}{changed}"))
    for case in rulebooks.cases_of(book.hash):
        if case.rule == rule.id:
            due = "opens nothing" if case.expect.opens_nothing else f"due {case.expect.due or 'on no day'}"
            state = case.expect.hold_state or case.expect.state
            asked = f", {state.value} on {case.asked_on}" if state else ""
            rows.append(("case", f"{case.title}: {due}{asked}"))
    rows.append(("file", page.source))
    for name, value in rows:
        say(f"  {name.lower():<{COLUMN}}{value}".rstrip())
    return 0


def rulebook(given: argparse.Namespace) -> int:
    """`dinhlang rulebook check|list|show|adopt|confirm`."""
    if given.action == "confirm":
        return confirm(given)
    if given.action in ("list", "show"):
        return list_rules(given) if given.action == "list" else show_rule(given)
    files = rulebooks.read_folder(folder_of(given.dir))
    if given.action == "check":
        book = rules.load(files)
        cases, own = rules.load_cases(files), own_regulations(files, book)
        wrong = [f"{case.file}: {case.id}: {problem}" for case in cases for problem in rules.contradictions(book, case)]
        choices, steps = rules.load_choices(files)
        wrong += [f"{case.file}: {case.id}: {problem}" for case in choices for problem in rules.wrong_choice(book, case)]
        wrong += [f"{case.file}: {case.id}: {problem}" for case in steps for problem in rules.wrong_step(book, case)]
        for line in wrong:
            say(line)
        counts = f"{len(book.duties)} duties, {len(book.decisions)} decisions, {len(book.limits)} limits, {len(book.listings)} lists"
        counts += f", {len(cases) + len(choices) + len(steps)} cases"
        counts += f", {own} regulations of communes" if own else ""
        say(f"{counts}, {len(wrong)} contradictions. Hash {book.hash.hex()}")
        return 1 if wrong else 0
    adopt(files, given.changelog, given.source)
    say(f"In force: {rulebooks.current().hash.hex()}")
    return 0


def own_regulations(files: dict[str, bytes], book: rules.Rulebook) -> int:
    """How many regulations of communes stand in `local/`. Raises RulebookError with the mistakes of all of them."""
    problems: list[rules.Problem] = []
    found = [path for path in sorted(files) if path.startswith("local/")]
    for path in found:
        try:
            rules.load_layer(path, files[path], book)
        except rules.RulebookError as error:
            problems += error.problems
    if problems:
        raise rules.RulebookError(tuple(problems))
    return len(found)


def confirm(given: argparse.Namespace) -> int:
    """`dinhlang rulebook confirm`."""
    command = {"by": CONSOLE, "at": clock.now(), "command_id": uuid4(), "body": None, "rule": given.rule}
    if given.undo:
        duty_acts.unconfirm(**command, reason=given.reason)
        say(f"{given.rule}: no longer counted as compared with the law of today.")
        return 0
    if given.dated is None:
        raise Refused("Name the document by which the wording was compared: --number, --dated, --issuer.")
    book = rulebooks.current()
    duty = book.duty_on(given.rule, given.on or clock.today()) or book.duties.get(given.rule)
    wording = duty.hash.hex() if duty is not None else ""
    duty_acts.confirm(**command, wording=wording, number=given.number, dated=given.dated, issuer=given.issuer)
    say(f"{given.rule}: the wording {wording[:16]}… is compared with the law of today by {given.number}.")
    return 0


def differences() -> Iterator[str]:
    """One line per row of any room that says other than the record."""
    return chain(
        audit.differences(), bodies_audit.differences(), imports_audit.differences(), people_audit.differences(), rolls_audit.differences(),
        documents_audit.differences(), plugs.differences(),
    )


def check_record(given: argparse.Namespace) -> int:
    """`dinhlang verify`."""
    against = Path(given.against).read_bytes() if given.against else None
    report = verify.verify(against, content=not given.quick, replay=None if given.quick else differences)
    say(f"{report.size} entries ({report.sealed} sealed), {report.parts} parts, {report.checkpoints} checkpoints, {report.waiting} waiting")
    say(f"root {ledger.b64(report.root)}")
    for found in report.findings:
        say(f"{found.index if found.index is not None else '-'} {found.about}: {found.detail}")
    say("Everything holds." if report.ok else f"{len(report.findings)} findings; the first bad entry is {report.first_bad}.")
    return 0 if report.ok else 1


def record(given: argparse.Namespace) -> int:
    """`dinhlang record export`."""
    done = export.export(Path(given.dir))
    say(f"{done.size} entries; {done.tiles} tiles and {done.openings} openings written to {given.dir}")
    return 0


def receipt(given: argparse.Namespace) -> int:
    """`dinhlang receipt`: the verdict by the same rules as the outside program's, read from this record; its exit codes too."""
    note = Path(given.file).read_bytes()
    key = keys.signer("receipt").vkey
    try:
        promise = ledger.open_receipt(note, keys.origin(), [key])
    except ledger.NoteError as error:
        sys.stderr.write(f"not a valid receipt: {error}\n")
        return NO_RECEIPT
    verdict = ledger.judge(promise, serve.view(), clock.now())
    say(f"{verdict.word.value}: {verdict.why}")
    if verdict.index is not None:
        say(f"entry {verdict.index}")
    return EXIT_OF[verdict.word]


def mend(given: argparse.Namespace) -> int:
    """`dinhlang recover`."""
    if bool(given.source) == bool(given.new_origin):
        raise Refused("Say either --from DIR (an export or mirror) or --new-origin.")
    if given.source:
        done = recover.refill(Path(given.source), _body_of, _shut_out)
        say(f"{done.size - done.before} entries came back; the record has {done.size}.")
        for text, values in done.losses:
            say(text.format(**values))
        return 0 if done.whole else 1
    follows = _follow()
    say(f"The log {follows.origin} begins. Lost of the one before: {follows.lost[0]} to {follows.lost[1]}.")
    if follows.mandates:
        say(recover.ENDED.format(n=follows.mandates))
    return 0


def _follow(because: str = "") -> recover.Followed:
    return recover.new_origin(clock.now(), _shut_out, rulebooks.read_folder(folder_of("")), because)


def _shut_out() -> int:
    return people_acts.shut_out(clock.today())


def _body_of(code: str, day: Any) -> int | None:
    row = Registration.objects.filter(bodies.on(day), code=code).first()
    return row.body_id if row is not None else None


def look_at_postings(given: argparse.Namespace) -> int:
    """`dinhlang sightings`."""
    if not settings.OFFICIAL_HOSTS:
        raise Refused("No official portal is listed. Set DINHLANG_OFFICIAL_HOSTS, for example: portal.caobang.example")
    found = sightings.run(clock.now(), every=given.every)
    for one in found:
        say(f"{one.official} {one.result} {one.digest}".rstrip())
    say(f"{len(found)} official postings looked at.")
    return 0


def do_tick(given: argparse.Namespace) -> int:
    """`dinhlang tick`."""
    try:
        done = tick.tick(given.at)
    except ValueError as error:
        raise Refused("No entry is dated back and no real clock is moved: {why}.", {"why": error}) from error
    importing.work()
    schedule.ensure(rulebooks.current())
    personal.expire_all(clock.now())
    inheriting.inherit_due(clock.now())
    petitions.open_due(clock.now())
    hourly = "hourly entry; " if done.ticked else ""
    say(f"{done.entered} sealed leaves entered; {hourly}signed size {done.signed}; {done.exported} files exported")
    for refusal in done.refused:
        say(f"refused: {refusal}")
    sightings.run(clock.now())
    ran = work_off(seconds=TICK_WORKS)
    if ran != queue.Ran():
        say(f"{ran.done} jobs done, {ran.again} to be tried again, {ran.failed} given up")
    return 1 if done.refused else 0


def work_off(seconds: float = queue.SECONDS) -> queue.Ran:
    """Ask for what the day asks for, then do what is due."""
    digest.begin(clock.now())
    return queue.run(seconds=seconds)


def show_jobs(given: argparse.Namespace) -> int:
    """`dinhlang jobs`."""
    if given.again is not None:
        if not queue.again(given.again, clock.now()):
            raise Refused("No job {n} was given up.", {"n": given.again})
        say(f"{given.again} begins anew with the next tick.")
        return 0
    found = queue.listed(every=given.every)
    for one in found:
        say(f"{one.pk:>8} {one.state:<8} {one.kind:<{COLUMN}} {one.tries} tries, due {one.due:%d/%m/%Y %H:%M} UTC  {one.why}".rstrip())
    say(f"{sum(one.state == 'waiting' for one in found)} wait, {sum(one.state == 'failed' for one in found)} were given up.")
    return 0


def manage_keys(given: argparse.Namespace) -> int:
    """`dinhlang keys init|show|replace`."""
    if given.action == "init":
        origin = given.origin or settings.LOG_ORIGIN
        if not origin:
            raise Refused("Name the log: --origin log.caobang.example/dinhlang")
        for role, vkey in keys.init(origin).items():
            say(f"{role:<8} {vkey}")
        if not settings.SECRET_FILE.exists():
            settings.SECRET_FILE.touch(mode=0o600)
            settings.SECRET_FILE.write_text(secrets.token_urlsafe(64))
        return 0
    if given.action == "replace":
        if given.because == "lost" and keys.present():
            raise Refused("Both keys are in {folder}. Nothing is lost.", {"folder": keys.key_dir()})
        follows = _follow(f"key-{given.because}")
        say(f"The log {follows.origin} begins. The one before is closed: its files and keys are in {founding.closed_dir()}.")
        say("Publish these keys where the old ones were printed:")
    for role, vkey in keys.vkeys().items():
        say(f"{role:<8} {vkey}")
    return 0


def manage_bodies(given: argparse.Namespace) -> int:
    """`dinhlang bodies list|enter|province|country|boundaries|fact|rename|succeed`."""
    if given.action == "enter":
        source, rows = listing.read_list(Path(given.file).read_bytes())
        changes = entering.plan(rows)
        bodies_acts.found(by=CONSOLE, at=clock.now(), command_id=uuid4(), body=None, bodies=rows, source=source)
        schedule.ensure(rulebooks.current())
        say(f"{len(changes.listed)} bodies entered, {changes.known} known already.")
        return 0
    if given.action in {"province", "country"}:
        return enter_provinces(country.chosen(given.code if given.action == "province" else ""))
    if given.action == "boundaries":
        return draw_map(given)
    if given.action == "fact":
        place = bodies.find(given.body, clock.today())
        value = "" if given.value == "0" else given.value
        payload = {"name": given.name, "value": value, "document": given.document, "from_day": given.from_day}
        bodies_acts.set_fact(by=CONSOLE, at=clock.now(), command_id=uuid4(), body=place.id, **payload)
        schedule.ensure(rulebooks.current())
        say(f"{place.name}: {given.name} = {given.value} from {given.from_day}.")
        return 0
    if given.action in {"rename", "succeed"}:
        return change_body(given)
    for row in Registration.objects.select_related("body").filter(bodies.on(clock.today())).order_by("code"):
        say(f"{row.code:<14} {row.body.kind:<10} {row.name}")
    return 0


def change_body(given: argparse.Namespace) -> int:
    """`dinhlang bodies rename|succeed`."""
    last = given.from_day - timedelta(days=1)
    place = bodies.find(given.body, min(last, clock.today()))
    command = {"by": CONSOLE, "at": clock.now(), "command_id": uuid4(), "body": place.id, "document": given.document}
    if given.action == "rename":
        bodies_acts.rename(**command, name=given.name, kind_word=given.kind_word, from_day=given.from_day)
        say(f"{place.name} is called {given.name} from {given.from_day} on.")
        return 0
    bodies_acts.succeed(**command, into=tuple(given.into), day=given.from_day, carries=given.carries, within=given.within)
    schedule.ensure(rulebooks.current())
    names = bodies.names_of(given.into, given.from_day)
    say(f"{place.name} ended with {last}. In its place: {', '.join(names.values()) or 'nothing'}. The offices held there end with it.")
    return 0


def enter_provinces(lists: Mapping[str, Sequence[NewBody]]) -> int:
    """Enter lists of provinces, each in an act of its own, saying after each how far it is; one that is entered already is passed over."""
    for n, rows in enumerate(lists.values(), start=1):
        changes = entering.plan(rows)
        if changes.coming or changes.successions:
            bodies_acts.found(by=CONSOLE, at=clock.now(), command_id=uuid4(), body=None, bodies=rows, source=country.SOURCE)
        say(f"{n}/{len(lists)}  {rows[0].name}: {len(changes.listed)} entered, {changes.known} known already.")
    schedule.ensure(rulebooks.current())
    return 0


def draw_map(given: argparse.Namespace) -> int:
    """`dinhlang bodies boundaries`."""
    province = None if given.of == "country" else bodies.find(given.of, given.from_day or clock.today())
    first = given.from_day or (province.alive_from if province is not None else country.BEGAN)
    data = Path(given.file).read_bytes() if given.file else country.boundaries(given.of)
    source = given.source or ("" if given.file else country.DRAWN_BY)
    payload = {"data": data, "from_day": first, "source": source, "document": given.document}
    body = province.id if province is not None else None
    bodies_acts.draw(by=CONSOLE, at=clock.now(), command_id=uuid4(), body=body, **payload)
    say(f"The map of {province.name if province is not None else 'the country'} is shown from {first} on.")
    return 0


def people(given: argparse.Namespace) -> int:
    """`dinhlang people add|also|renew|end`."""
    if given.action == "end":
        console.end_mandate(given.mandate, given.on or clock.today(), given.decision, at=clock.now())
        say("Ended.")
        return 0
    if given.action == "renew":
        return hand_over(console.renew(given.username, given.decision, at=clock.now()))
    office = (given.body, given.office, given.decision, given.from_day or clock.today())
    if given.action == "also":
        say(f"account   {given.username} (mandate {console.add_mandate(given.username, *office, at=clock.now())})")
        return 0
    return hand_over(console.add_official(given.username, None, *office, at=clock.now(), full_name=given.name))


def hand_over(made: console.Secrets) -> int:
    """Print an account's secrets, once."""
    say(f"account   {made.username} ({f'mandate {made.mandate}' if made.mandate else 'no mandate runs today'})")
    say(f"password  {made.password}")
    say(f"app       {made.uri}")
    say(f"recovery  {' '.join(made.recovery_codes)}")
    say("This is shown once. Hand it over on paper.")
    return 0


def erase(given: argparse.Namespace) -> int:
    """`dinhlang erase`."""
    leaf = given.leaf.lower()
    body = record_acts.line_of(leaf).body
    record_acts.erase(by=CONSOLE, at=clock.now(), command_id=uuid4(), body=body, leaf=leaf, part=given.part, reason=given.reason)
    say("Erased. The digest and every proof stay.")
    return 0


def rebuild(given: argparse.Namespace) -> int:
    """`dinhlang rebuild`."""
    if given.check:
        wrong = list(audit.differences())
        for line in wrong:
            say(line)
        say(f"{len(wrong)} differences")
        return 1 if wrong else 0
    say(f"{project.rebuild()} entries had effects on duties.")
    return 0


def _folders(given: argparse.Namespace) -> tuple[Path, Path]:
    copies, vault = given.to or settings.BACKUP_DIR, given.vault or settings.VAULT_BACKUP_DIR
    if not copies or not vault:
        raise Refused("Name the folder of the copies (--to, or DINHLANG_BACKUPS) and of the keys (--vault, or DINHLANG_VAULT_BACKUPS).")
    return Path(copies), Path(vault)


def copy_database(given: argparse.Namespace) -> int:
    """`dinhlang backup`."""
    made = backup.make(*_folders(given), clock.now())
    say(f"copy   {made.folder} ({made.octets:,} octets)")
    say(f"keys   {made.vault} ({made.vault_octets:,} octets), to be kept elsewhere, at most {backup.VAULT_DAYS} days")
    return 0


def restore(given: argparse.Namespace) -> int:
    """`dinhlang restore`."""
    told, again = backup.bring_back(Path(given.copy), None if given.without_vault else Path(given.vault))
    say(f"The copy of {told.at} is back: {told.origin}, {told.size:,} entries; {again} parts erased since then are erased again.")
    say("The site stays shut until two persons confirm it: dinhlang restored --decision … --first NAME --second NAME")
    return 0


def confirm_restored(given: argparse.Namespace) -> int:
    """`dinhlang restored`."""
    names = (given.first, given.second)
    codes = tuple(getpass.getpass(f"Code of {name}: ") if sys.stdin.isatty() else sys.stdin.readline().strip() for name in names)
    decision = people_acts.check_decision(given.decision)
    console.check_two(names, codes, at=clock.now())
    founding.open_restored(clock.now(), decision, names)
    say("Confirmed. The site may be opened: dinhlang serve")
    return 0


def examine(given: argparse.Namespace) -> int:
    """`dinhlang doctor`."""
    found = health.examine(clock.now())
    for one in found:
        say(f"{one.level.value:5} {one.said}")
        if one.what_to_do:
            say(f"      {one.what_to_do}")
    worst = sum(one.level is health.Level.STOP for one in found)
    say(f"{worst} must be set right before anybody uses this site." if worst else "Nothing stands in the way.")
    return 1 if worst else 0


def run_server(given: argparse.Namespace) -> int:
    """`dinhlang serve`. A restored database is not opened before what was erased is erased again."""
    founding.up_check()
    erasures.replay_erasures()
    personal.replay(clock.now())
    call_command("collectstatic", interactive=False, verbosity=0)
    return serve_forever(given.host, given.port, given.workers, ticker)


_next_tick = [0.0]  # on the monotonic clock


def ticker() -> None:
    """What the house does in the background: its tick when that is due, and the lists that wait; what could not be done is in its log."""
    close_old_connections()
    if time.monotonic() >= _next_tick[0]:
        _next_tick[0] = time.monotonic() + TICK_SECONDS
        tick.tick()
        sightings.run(clock.now())
        personal.expire_all(clock.now())
        inheriting.inherit_due(clock.now())
        petitions.open_due(clock.now())
        pieces.forget_old(clock.now())
        if settings.VAULT_BACKUP_DIR is not None:
            backup.forget(settings.VAULT_BACKUP_DIR, clock.now())
        if settings.BACKUP_DIR is not None:
            backup.forget_copies(settings.BACKUP_DIR, clock.now())
    importing.work()
    work_off()


def demo(given: argparse.Namespace) -> int:
    """`dinhlang demo`: set it up and serve it. The package is loaded by its name: production has none."""
    return int(__import__("dinhlang_demo.serve", fromlist=["main"]).main(ticker, size=given.size, port=given.port))


COMMANDS: dict[str, Command] = {
    "up": up,
    "duties": list_duties,
    "why": why,
    "rulebook": rulebook,
    "verify": check_record,
    "record": record,
    "receipt": receipt,
    "recover": mend,
    "tick": do_tick,
    "jobs": show_jobs,
    "sightings": look_at_postings,
    "keys": manage_keys,
    "bodies": manage_bodies,
    "import": importing.run,
    "people": people,
    "erase": erase,
    "rebuild": rebuild,
    "backup": copy_database,
    "restore": restore,
    "restored": confirm_restored,
    "doctor": examine,
    "serve": run_server,
    "demo": demo,
}


def run(given: argparse.Namespace) -> int:
    """Run the command in English. A refusal is one sentence on the error channel and exit 1; nothing is half done."""
    try:
        with translation.override("en"):
            if settings.DEMO and given.command != "demo" and named(given) not in WITHOUT_SECRET:  # `demo` looks for itself, in time
                import_string(settings.DEMO_GUARD)()
            return COMMANDS[given.command](given)
    except rules.RulebookError as error:
        for problem in error.problems:
            sys.stderr.write(f"{problem}\n")
        sys.stderr.write(f"{len(error.problems)} mistakes. The rulebook in force keeps running.\n")
    except (Refused, ledger.NoteError, ledger.LeafError) as error:
        sys.stderr.write(f"{error}\n")
    except DatabaseError as error:
        sys.stderr.write(f"The database does not answer as it should ({error}). Has `dinhlang up` been run?\n")
    except OSError as error:
        sys.stderr.write(f"{error.strerror}: {error.filename}\n")
    return 1
