"""The pages of docs/ that are made from the code and the rulebook, so that they cannot tell anything else.

    python -m scripts.docs write     rewrite docs/generated/*.md
    python -m scripts.docs check     exit 1 and name the pages that are out of date

To add a page: a function without arguments that returns its text, and a line in PAGES. The result must depend on the tree
alone: no date, no machine, no Python version, no order of a set. tests/test_workshop.py compares every page.
"""

import argparse
import inspect
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dinhlang.config.settings")
django.setup()

from dinhlang.config.cli import parser  # noqa: E402 (acts register themselves once Django is set up)
from dinhlang.core.states import Table  # noqa: E402
from dinhlang.ground.personal import policy  # noqa: E402
from dinhlang.ground.record.act import ACTS  # noqa: E402
from dinhlang.works.disclosures.states import DISCLOSURE  # noqa: E402
from scripts import rulebook_pages  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
GENERATED = ROOT / "docs" / "generated"
NOTICE = "<!-- Made by `make docs`; a change here is lost. -->\n\n"


def _commands(of: argparse.ArgumentParser, name: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """`of` and every command below it, each with its full name."""
    yield name, of
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, below in action.choices.items():
                yield from _commands(below, f"{name} {word}")


def _argument(action: argparse.Action) -> str:
    name = ", ".join(action.option_strings) or str(action.metavar or action.dest)
    if action.option_strings and action.nargs != 0:
        name += f" {action.metavar or action.dest.upper()}"
    return f"- `{name}` {action.help or ''}".rstrip()


def command_line() -> str:
    """Every command with what it takes, from the parser itself (not its formatted help, which differs by Python version)."""
    text = [NOTICE + "# The command line\n"]
    for name, command in _commands(parser(), "dinhlang"):
        told = [_argument(each) for each in command._actions if not isinstance(each, argparse._SubParsersAction | argparse._HelpAction)]
        text.append(f"## {name}\n\n{(command.description or '').strip()}\n")
        if told:
            text.append("\n".join(told) + "\n")
    return "\n".join(text)


def acts() -> str:
    """Every act: what it does, who may, what it takes; the same name in code, record, tests and here."""
    book = rulebook_pages.rulebook()
    text = [NOTICE + "# The acts\n\nNothing changes but by one of these. Each runs in one transaction and leaves one leaf in the record.\n"]
    for name in sorted(ACTS):
        run = ACTS[name]
        offices = [office.id for office in book.offices.values() if name in office.may]
        takes = [word for word in inspect.signature(run).parameters if word not in {"who", "at", "body"}]
        told = inspect.cleandoc(run.__doc__ or "")
        who, what = ", ".join(offices) or "nobody yet", ", ".join(takes) or "nothing"
        text.append(f"## {name}\n\n{told}\n\n- who: {who}\n- takes: {what}\n- code: `{run.__module__}`\n")
    return "\n".join(text)


STATES: Mapping[str, Table] = {"A disclosure": DISCLOSURE}


def states() -> str:
    """What may follow what, one diagram for each kind of thing."""
    text = [NOTICE + "# States\n", "What can be done with a thing, and what it is afterwards. A verb that no arrow bears is refused.\n"]
    for name, table in STATES.items():
        ends = sorted({after for _, _, after in table.steps} - {before for before, _, after in table.steps if before != after})
        text.append(f"## {name}\n\n```mermaid\n{table.diagram()}```\n\nStays, once it is so: {', '.join(ends) or 'nothing'}.\n")
    return "\n".join(text)


def personal_data() -> str:
    """What the house holds about persons: the rows of policy/personal.toml."""
    text = [NOTICE + "# Personal data\n\nFrom `policy/personal.toml`; the site shows it at `/du-lieu-ca-nhan/`.\n"]
    for row in policy.table().data:
        names = [f"`{row.model}.{one}`" for one in row.field] + [f"act `{one}`" for one in row.acts]
        where = ", ".join(names + ([f"folder `{row.folder}` beside the database"] if row.folder else []))
        ends = f"; the house ends it by itself after {row.kept.days} days" if row.kept.days else ""
        text.append(f"## {row.id}\n\n{row.what.en}. {where}.\n\n- what for: {row.purpose.en}\n- basis: {row.basis}")
        text.append(
            f"- kept: {row.kept.words.en}{ends}\n- when erasure is asked for: {row.erase}{f' ({row.article})' if row.article else ''}\n"
        )
    return "\n".join(text)


def _noted(make: Callable[[], str]) -> str:
    return NOTICE + make()


PAGES: Mapping[str, Callable[[], str]] = {
    "acts.md": acts,
    "command-line.md": command_line,
    "personal-data.md": personal_data,
    "states.md": states,
    **{page: partial(_noted, make) for page, make in rulebook_pages.pages().items()},
}


def current(page: str) -> str:
    """What docs/generated holds now; empty where the page is missing."""
    path = GENERATED / page
    return path.read_text(encoding="utf-8") if path.exists() else ""


def write() -> int:
    """Rewrite every page."""
    for page in strays():
        (GENERATED / page).unlink()
    for page, make in PAGES.items():
        (GENERATED / page).parent.mkdir(parents=True, exist_ok=True)
        (GENERATED / page).write_text(make(), encoding="utf-8")
        print(f"docs/generated/{page}")
    return 0


def strays() -> list[str]:
    """Pages that nothing makes any more."""
    return sorted({path.relative_to(GENERATED).as_posix() for path in GENERATED.rglob("*.md")} - set(PAGES))


def check() -> int:
    """Name the pages that are out of date; 1 if there are any."""
    stale = [page for page, make in PAGES.items() if current(page) != make()] + strays()
    for page in stale:
        print(f"docs/generated/{page} is out of date: make docs")
    return 1 if stale else 0


def main(words: Sequence[str]) -> int:
    """Run the one command named."""
    match words:
        case ["write"]:
            return write()
        case ["check"]:
            return check()
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
