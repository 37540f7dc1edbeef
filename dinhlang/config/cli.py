"""The command line: `dinhlang up`, `duties`, `why`, `verify` …

Promises: the same reads and acts as the site, plain text or JSON; exit 0 done, 1 refused (one sentence on the error channel),
2 wrong use; `receipt` alone answers with the codes of docs/log-format.md, section 10, and 64 for wrong use.
Refuses: to move a clock that is not a demonstration's, and to force the record.
"""

import argparse
import logging
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from dinhlang.core.refusal import Refused

log = logging.getLogger("dinhlang.cli")
ROOT = Path(__file__).resolve().parents[2]
TICK_SECONDS = 30
LOOK_SECONDS = 2  # between two looks at lists that wait: somebody watches their progress
WRONG_USE, WRONG_USE_OF_RECEIPT = 2, 64
WITHOUT_SECRET = {("keys", "init"), ("rulebook", "check")}  # commands that need no site yet
DEMO_SIZES = ("default", "small", "province", "country", "ward")
DEMO_MARK = "demonstration"  # a file that `dinhlang demo` leaves in its data folder, so that the other commands know it


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no day; write it as 2026-11-23") from error


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no instant; write it as 2026-11-23T15:00:00+07:00") from error
    if found.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} has no zone; end it with +07:00")
    return found


def parser() -> argparse.ArgumentParser:
    """Every command with its arguments; `docs/generated/command-line.md` is made from it."""
    top = argparse.ArgumentParser(
        prog="dinhlang", description="Duties computed from the law, acts that fulfil them, proofs anyone can check."
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, text: str, into: Any = commands) -> argparse.ArgumentParser:
        return into.add_parser(name, help=text, description=text)

    up = add("up", "Bring the database up to date, open the record, adopt the first rulebook; refuses over a lost or older record.")
    up.add_argument("--rulebook", metavar="DIR", default="", help="the rulebook to adopt first (default: the one shipped)")

    duties = add("duties", "What a body owes on a day, one line per rule and occasion.")
    duties.add_argument("body", metavar="BODY", help="the body's official code, for example 01273")
    duties.add_argument("--on", type=_day, default=None, metavar="DATE", help="the day asked about (default: today)")
    duties.add_argument("--json", action="store_true", help="as JSON, for programs")

    why = add("why", "How one due day was found, day by day.")
    why.add_argument("body", metavar="BODY")
    why.add_argument("rule", metavar="RULE")
    why.add_argument("occasion", metavar="OCCASION", help="2026-Q3, 2026, standing, or the document's slug")
    why.add_argument("--on", type=_day, default=None, metavar="DATE")

    rulebook = add("rulebook", "The law as data: check a folder, list the rules in force, show one, adopt a new book.").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    check = add("check", "Name every mistake with file, rule and key, and run the cases.", rulebook)
    check.add_argument("dir", nargs="?", default="", metavar="DIR")
    shown = add("list", "The rules in force with their articles: duties, decisions, limits.", rulebook)
    shown.add_argument("--kind", default="", metavar="KIND", help="only those for this kind of body: commune, village, agency …")
    shown.add_argument(
        "--right", default="", metavar="RIGHT", help="only those of this right: know, discuss, decide, supervise, benefit, serve, organise"
    )
    shown.add_argument("--on", type=_day, default=None, metavar="DATE", help="the day asked about (default: today)")
    show = add("show", "One rule in words: article, clock, how it was read, its cases, its other wordings.", rulebook)
    show.add_argument("rule", metavar="RULE")
    show.add_argument("--on", type=_day, default=None, metavar="DATE", help="the wording of this day (default: today)")
    adopt = add("adopt", "Put the rulebook of a folder in force, as a recorded act.", rulebook)
    adopt.add_argument("dir", nargs="?", default="", metavar="DIR")
    adopt.add_argument("--changelog", required=True, help="impacted period, kinds of body, source")
    adopt.add_argument("--source", default="", help="the document that orders it")

    confirm = add(
        "confirm", "Record that the wording of a rule agrees with the law of today, and by which document; or end that.", rulebook
    )
    confirm.add_argument("rule", metavar="RULE")
    confirm.add_argument("--number", default="", help="number and sign of the document by which it was compared")
    confirm.add_argument("--dated", type=_day, default=None, metavar="DATE", help="the day that document bears")
    confirm.add_argument("--issuer", default="", help="who issued it")
    confirm.add_argument("--on", type=_day, default=None, metavar="DATE", help="the wording in force on that day (default: today)")
    confirm.add_argument("--undo", action="store_true", help="end a confirmation")
    confirm.add_argument("--reason", default="", help="with --undo: why it no longer stands")

    look = add("sightings", "Look at the official postings that the offices entered, on the operator's own list of hosts alone.")
    look.add_argument("--all", dest="every", action="store_true", help="those too that were looked at not long ago")

    verify = add("verify", "Check the whole record: leaves, tree, times, parts, and the tables made from it.")
    verify.add_argument("--against", metavar="CHECKPOINT", default="", help="a checkpoint kept earlier, as a file")
    verify.add_argument("--quick", action="store_true", help="the chain alone, without opening every part")

    record = add("record", "The record as files.").add_subparsers(dest="action", required=True, metavar="ACTION")
    export = add("export", "Write or bring up to date the static files of the log.", record)
    export.add_argument("dir", metavar="DIR")

    receipt = add(
        "receipt", "Judge a receipt against this record; exit 0 included, 3 not yet due, 4 lost, 5 withheld, 2 no receipt, 64 wrong use."
    )
    receipt.add_argument("file", metavar="FILE")

    recover = add("recover", "After a loss: refill from an export or mirror, or begin a following log that says so.")
    recover.add_argument("--from", dest="source", metavar="DIR", default="", help="an export or mirror of this log")
    recover.add_argument("--new-origin", action="store_true", help="close the log and begin the next one")

    tick = add("tick", "Do what is due now: batches, the hourly entry, the checkpoint, the export.")
    tick.add_argument(
        "--at", type=_instant, default=None, metavar="INSTANT", help="demonstration and tests only: move the clock forward first"
    )

    jobs = add("jobs", "What waits to be done by itself, and what was given up and why.")
    jobs.add_argument("--all", dest="every", action="store_true", help="what was done too, of the last 30 days")
    jobs.add_argument("--again", type=int, default=None, metavar="N", help="let the job N, which was given up, begin anew")

    keys = add("keys", "The signing keys.").add_subparsers(dest="action", required=True, metavar="ACTION")
    init = add("init", "Make the log key, the receipt key and the site's secret, once.", keys)
    init.add_argument("--origin", default="", help="the log's name, a host and path (default: DINHLANG_ORIGIN)")
    add("show", "Print the verifier keys, to be published apart from the log.", keys)
    replace = add("replace", "Close a log whose key is lost or stolen for good and begin the next one, with new keys (docs/keys.md).", keys)
    replace.add_argument("--because", required=True, choices=("lost", "stolen"), help="what became of a key; the next log says so for ever")

    bodies = add("bodies", "The bodies of the tree.").add_subparsers(dest="action", required=True, metavar="ACTION")
    add("list", "Every body alive today.", bodies)

    enter = add("enter", "Enter bodies from a list (see data/bodies/), parents before children.", bodies)
    enter.add_argument("file", metavar="FILE")
    province = add("province", "Enter a province with its communes and what they were made of (data/bodies/); safe to repeat.", bodies)
    province.add_argument("code", metavar="CODE", help="two digits, for example 04")
    add("country", "Enter every province so, one after another; safe to stop and to repeat.", bodies)
    map_ = add("boundaries", "Show a map from a day on: without FILE the one for reference in data/boundaries.", bodies)
    map_.add_argument("of", metavar="CODE", help="the province whose communes it shows, for example 04, or: country")
    map_.add_argument("file", metavar="FILE", nargs="?", default="", help="GeoJSON or TopoJSON; its features bear official codes")
    map_.add_argument("--from", dest="from_day", type=_day, default=None, metavar="DATE", help="its first day (default: 2025-07-01)")
    map_.add_argument("--source", default="", help="who drew it")
    map_.add_argument("--document", default="", help="number and date of the document that makes it more than a reference")
    fact = add("fact", "Say what is true of a body from a day on, by a document.", bodies)
    fact.add_argument("body", metavar="CODE")
    fact.add_argument("name", metavar="NAME", help="has_portal, has_loudspeakers, designated …")
    fact.add_argument("value", metavar="VALUE", help="1 for yes, 0 for no")
    fact.add_argument("--document", required=True, help="number and date of the document that says so")
    fact.add_argument("--from", dest="from_day", type=_day, required=True, metavar="DATE")

    renamed = add("rename", "Give a body another name from a day on, by a decision; it stays the same body.", bodies)
    renamed.add_argument("body", metavar="CODE")
    renamed.add_argument("name", metavar="NAME", help="the whole name, for example: Phường Cao Bằng")
    renamed.add_argument("--word", dest="kind_word", required=True, help="the word of its kind: xã, phường, xóm …")
    ended = add("succeed", "End a body and say what took its place, by a decision.", bodies)
    ended.add_argument("body", metavar="CODE")
    ended.add_argument(
        "into", metavar="CODE", nargs="*", help="what takes its place: one for a merger, several for a split, none where nothing does"
    )
    ended.add_argument("--carries", default="", metavar="CODE", help="of several, the one that carries on what was not done yet")
    ended.add_argument("--within", default="", metavar="CODE", help="of several, the one to which all goes that lay in it")
    for given in (renamed, ended):
        given.add_argument("--document", required=True, help="number, date and issuer of the decision")
        given.add_argument("--from", dest="from_day", type=_day, required=True, metavar="DATE", help="the first day on which it is so")

    brought = add(
        "import", "Enter a list from an XLSX or CSV file, whole or not at all; exit 0 entered or known already, 1 something to correct."
    )
    brought.add_argument("kind", metavar="KIND", help="villages, agencies, schools, enterprises, boards, or a list of a work")
    brought.add_argument("file", metavar="FILE")
    brought.add_argument("--body", required=True, metavar="CODE", help="the body that the list is of: a province or a commune")
    on = "the day from which its rows hold, where the list asks for one (default: today)"
    brought.add_argument("--on", type=_day, default=None, metavar="DAY", help=on)
    brought.add_argument("--set", action="append", metavar="KEY=VALUE", help="what the kind asks once, for example document=12/BC-UBND")
    brought.add_argument(
        "--column", action="append", metavar="KEY=HEADER", help="a column that is not found by itself, by header or letter"
    )
    brought.add_argument("--dry-run", action="store_true", help="only check and report")

    people = add("people", "Accounts and mandates, made on this console.").add_subparsers(dest="action", required=True, metavar="ACTION")
    person = add("add", "Open an account with two factors and give it an office; the secrets are printed once.", people)
    also = add("also", "Give an account that is open one more office.", people)
    for one in (person, also):
        one.add_argument("username")
        one.add_argument("--body", required=True, metavar="CODE")
        one.add_argument("--office", required=True)
        one.add_argument("--decision", required=True, help="number and date of the appointing decision")
        one.add_argument("--from", dest="from_day", type=_day, default=None, metavar="DATE", help="first day held (default: today)")
    person.add_argument("--name", default="", help="the name shown to colleagues")
    renew = add("renew", "Both factors anew where a password or phone was lost; sessions end, the new secrets are printed once.", people)
    renew.add_argument("username")
    renew.add_argument("--decision", required=True, help="number and date of the paper by which the person was recognised")
    end = add("end", "End a mandate.", people)
    end.add_argument("mandate", type=int)
    end.add_argument("--decision", required=True)
    end.add_argument("--on", type=_day, default=None, metavar="DATE", help="last day held (default: today)")

    erase = add("erase", "Erase one part of an entry for good; its digest and the proof stay.")
    erase.add_argument("leaf", metavar="LEAF", help="hash of the leaf, in hex")
    erase.add_argument("part", metavar="PART", help="public, place, sender, files …")
    erase.add_argument("--reason", required=True, help="a code of policy/erasure.toml")

    rebuild = add("rebuild", "Make the tables of duties again from the record.")
    rebuild.add_argument("--check", action="store_true", help="only compare, change nothing")

    backup = add("backup", "Copy the database, and the vault's keys apart from it; keys older than fourteen days are forgotten.")
    backup.add_argument("--to", metavar="DIR", default="", help="folder of the copies (default: DINHLANG_BACKUPS)")
    backup.add_argument("--vault", metavar="DIR", default="", help="folder of the keys, elsewhere (default: DINHLANG_VAULT_BACKUPS)")

    restore = add("restore", "Bring a copy back into an empty database and erase again what was erased since; the site stays shut.")
    restore.add_argument("copy", metavar="COPY", help="the folder of one copy")
    keys_of = restore.add_mutually_exclusive_group(required=True)
    keys_of.add_argument("--vault", metavar="FILE", default="", help="the vault's keys of the same copy")
    keys_of.add_argument("--without-vault", action="store_true", help="the keys are gone: texts stay locked for ever, proofs stand")

    restored = add("restored", "Two persons confirm a copy that was brought back, each with a code of the moment; then the site may open.")
    restored.add_argument("--decision", required=True, help="number and date of the paper that orders it")
    restored.add_argument("--first", required=True, metavar="NAME", help="account of the one person")
    restored.add_argument("--second", required=True, metavar="NAME", help="account of the other, in another office")

    add("doctor", "What must be set right before the site is used, in plain words; exit 1 where something must not stay.")

    serve = add("serve", "Serve the site and keep its clock.")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=2)

    demo = add("demo", "Set up and serve the demonstration at http://127.0.0.1:8000 (this machine only).")
    demo.add_argument(
        "--size",
        choices=DEMO_SIZES,
        default=DEMO_SIZES[0],
        help="how much is set up in an empty data folder; one that is filled is served as it is",
    )
    demo.add_argument("--port", type=int, default=8000)
    return top


def named(given: argparse.Namespace) -> tuple[str, str]:
    """The command and its action, where it has some."""
    return given.command, getattr(given, "action", "")


def data_dir() -> Path:
    """Where this installation keeps its data, as `settings.py` reads it."""
    return Path(os.environ.get("DINHLANG_DATA") or ROOT / "var").resolve()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code."""
    words = sys.argv[1:] if argv is None else argv
    try:
        given = parser().parse_args(words)
    except SystemExit as left:
        # Where exit codes are verdicts, wrong use must not look like one.
        raise SystemExit(WRONG_USE_OF_RECEIPT if left.code == WRONG_USE and words[:1] == ["receipt"] else left.code) from left
    if given.command == "demo" or (given.command != "serve" and (data_dir() / DEMO_MARK).exists()):
        os.environ["DINHLANG_DEMO"] = "1"
    elif named(given) in WITHOUT_SECRET:
        os.environ.setdefault("DINHLANG_BUILD", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinhlang.config.settings")
    # Django must be set up before any room with tables is loaded, so what the commands do lives in a module of its own.
    try:
        commands = runpy.run_module("dinhlang.config.commands")
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return int(commands["run"](given))


def serve_forever(host: str, port: int, workers: int, ticker: Callable[[], None]) -> int:
    """The web server as a child process and the ticker beside it; ends with the server, and ends it when told to end.

    Raises Refused where somebody listens on the port: the kernel would give visitors now to one server and now to the other.
    """
    check_port(host, port)
    threading.Thread(target=_tick_loop, args=(ticker,), daemon=True).start()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "1", "--no-ws", "--log-level", "warning", "dinhlang.config.wsgi:application",
    ]  # fmt: skip
    return run_child(command)


def check_port(host: str, port: int) -> None:
    """Raise Refused where `port` of `host` is taken."""
    family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what a server left behind a moment ago is no server
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as error:
            text = "Port {port} of {host} cannot be used ({why}). Is another server running there? End it first."
            raise Refused(text, {"port": port, "host": host, "why": error.strerror}) from error


def run_child(command: Sequence[str]) -> int:
    """Run a program to its end; what ends this process ends it too. Returns its exit code, 0 where it was told to end."""
    with subprocess.Popen(command) as child:  # noqa: S603 (our own interpreter and arguments)
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        try:
            code = child.wait()
        except KeyboardInterrupt:
            child.wait()
            return 0
    return 0 if code == -signal.SIGTERM else code


def _tick_loop(ticker: Callable[[], None]) -> None:
    """Tick for as long as the server runs. No failure ends it: a full disk is emptied again, and the house would stand still."""
    while True:
        time.sleep(min(LOOK_SECONDS, TICK_SECONDS))
        try:
            ticker()
        except Exception:  # whatever it is, the next tick may be able to
            log.exception("tick")


if __name__ == "__main__":
    sys.exit(main())
