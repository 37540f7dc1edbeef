"""The sentences people see: found in the sources, kept in catalogues, compiled. No gettext programs are needed.

    python -m scripts.messages update           bring dinhlang/locale/vi/LC_MESSAGES/django.po up to date with the sources
    python -m scripts.messages merge FILE…      the same, taking missing Vietnamese translations from other .po files
    python -m scripts.messages compile          write the .mo files that Django reads
    python -m scripts.messages check            say what is untranslated, stale, or has lost a placeholder; exit 1 if anything

English msgids are the sources; Vietnamese is the first language of the product, so that `check` allows no gap in it.
Promises: `update` keeps every translation whose msgid still stands and drops the others; its result depends on the sources
alone (sorted, without line numbers), so that two people's catalogues can be merged. Nothing is marked fuzzy: a changed
English sentence is a new sentence.
"""

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("dinhlang", "dinhlang_demo")
CATALOGUES = ROOT / "dinhlang" / "locale"
LANGUAGES = ("vi",)
# Name of the marking function -> which of its arguments are context, singular, plural (None: it has none).
MARKS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "N_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
TEMPLATE_CALL = re.compile(r"\b(?:n|p|np)?gettext\(|(?<![\w.])_\(")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
HEADER = {
    "Project-Id-Version": "dinhlang",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


@dataclass(frozen=True, order=True)
class Message:
    """One sentence as the sources have it. `context` and `plural` are empty where there is none."""

    msgid: str
    context: str = ""
    plural: str = field(default="", compare=False)


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _message(call: ast.Call) -> Message | None:
    """The message that a call marks; None where it marks none or its text is computed."""
    name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if name not in MARKS:
        return None
    context, singular, plural = MARKS[name]

    def argument(index: int | None) -> str | None:
        return _text(call.args[index]) if index is not None and index < len(call.args) else None

    msgid = argument(singular)
    return Message(msgid, argument(context) or "", argument(plural) or "") if msgid else None


def in_python(source: str, name: str = "<source>") -> Iterator[Message]:
    """The messages that a Python source marks."""
    for node in ast.walk(ast.parse(source, name)):
        if isinstance(node, ast.Call) and (message := _message(node)):
            yield message


def in_template(source: str, name: str = "<template>") -> Iterator[Message]:
    """The messages of a Django template; Django itself turns its tags into calls, and we read those."""
    marked = templatize(source, origin=name)
    for match in TEMPLATE_CALL.finditer(marked):
        for end in _ends(marked, match.end() - 1):
            try:
                call = ast.parse(marked[match.start() : end], mode="eval").body
            except SyntaxError:
                continue
            if isinstance(call, ast.Call) and (message := _message(call)):
                yield message
            break


def _ends(text: str, start: int) -> Iterator[int]:
    """Where a call that opens at `start` may end: after each closing bracket, for a quoted bracket is no end."""
    return (place + 1 for place in range(start, len(text)) if text[place] == ")")


def found() -> dict[Message, set[str]]:
    """Every message of the sources, with the files that hold it."""
    messages: dict[Message, set[str]] = {}
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            place = path.relative_to(ROOT).as_posix()
            if path.suffix == ".py" and "/tests/" not in place and "/migrations/" not in place:
                texts = in_python(path.read_text(encoding="utf-8"), place)
            elif path.suffix in {".html", ".txt", ".svg"} and "/templates/" in place:
                texts = in_template(path.read_text(encoding="utf-8"), place)
            else:
                continue
            for message in texts:
                messages.setdefault(message, set()).add(place)
    return messages


def catalogue(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "django.po"


def _opened(path: Path) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=140) if path.exists() else polib.POFile(wrapwidth=140)


def update(others: Sequence[str] = ()) -> int:
    """Rewrite each catalogue from the sources, keeping the translations that still have their sentence.

    `others` are paths of .po files whose translations fill the gaps, earlier files first; what is already translated stays.
    """
    for language in LANGUAGES:
        path = catalogue(language)
        known: dict[tuple[str, str], polib.POEntry] = {}
        for entry in (entry for file in (path, *map(Path, others)) for entry in _opened(file) if entry.translated()):
            known.setdefault((entry.msgid, entry.msgctxt or ""), entry)
        fresh = polib.POFile(wrapwidth=140)
        fresh.metadata = HEADER | {"Language": language}
        for message, places in sorted(found().items()):
            old = known.get((message.msgid, message.context))
            entry = polib.POEntry(
                msgid=message.msgid, msgctxt=message.context or None, occurrences=[(place, "") for place in sorted(places)]
            )
            if message.plural:
                entry.msgid_plural = message.plural
                entry.msgstr_plural = {0: (old.msgstr_plural.get(0) or old.msgstr) if old else ""}
            else:
                entry.msgstr = (old.msgstr or old.msgstr_plural.get(0, "")) if old else ""
            fresh.append(entry)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.save(str(path))
        print(f"{path.relative_to(ROOT)}: {len(fresh)} sentences, {len(fresh.untranslated_entries())} without a translation")
    return 0


def compile_all() -> int:
    """Write each .mo beside its .po, only where it would differ in age."""
    for path in sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po")):
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            polib.pofile(str(path)).save_as_mofile(str(target))
            print(f"{target.relative_to(ROOT)} written")
    return 0


def problems(language: str) -> list[str]:
    """What is wrong with a catalogue, one sentence each."""
    path = catalogue(language)
    entries = {(entry.msgid, entry.msgctxt or ""): entry for entry in _opened(path)}
    sources = found()
    wanted = {(message.msgid, message.context) for message in sources}
    told = [
        f"not in the catalogue: {msgid!r} ({', '.join(sorted(sources[Message(msgid, context)]))})"
        for msgid, context in sorted(wanted - set(entries))
    ]
    told += [f"in no source any more: {msgid!r}" for msgid, _ in sorted(set(entries) - wanted)]
    for entry in entries.values():
        translations = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if not all(translations):
            told.append(f"without a translation: {entry.msgid!r}")
            continue
        # With one plural form, the sentence must hold what the English plural holds.
        expected = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        told += [f"placeholders differ: {entry.msgid!r} -> {text!r}" for text in translations if set(PLACEHOLDER.findall(text)) != expected]
        if "fuzzy" in entry.flags:
            told.append(f"marked fuzzy: {entry.msgid!r}")
    return told


def check() -> int:
    """Print every problem of every catalogue; 1 if there is any."""
    told = [f"{language}: {problem}" for language in LANGUAGES for problem in problems(language)]
    print("\n".join(told) if told else f"messages: {len(found())} sentences, all translated")
    return 1 if told else 0


COMMANDS = {"update": update, "compile": compile_all, "check": check}


def main(words: Sequence[str]) -> int:
    """Run the one command named. 2 where it is not understood or a file to merge is missing."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    match words:
        case ["merge", _, *_]:
            if absent := [file for file in words[1:] if not Path(file).is_file()]:
                print(f"no such file: {', '.join(absent)}", file=sys.stderr)
                return 2
            return update(words[1:])
        case [name] if name in COMMANDS:
            return COMMANDS[name]()
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
