"""The house rules, held by reading the sources. A rule that has an exception has it here, as data, with its reason.

import-linter holds who may know whom; these hold what a room may do. A failure names file and line.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "dinhlang"
PYTHON = sorted(path for folder in ("dinhlang", "dinhlang_demo") for path in (ROOT / folder).rglob("*.py"))
TEMPLATES = sorted(path for folder in ("dinhlang", "dinhlang_demo") for path in (ROOT / folder).rglob("templates/**/*") if path.is_file())
TEMPLATE_LINES = 120
NUMBERS_IN_CHECKS = (0, 1)  # every other number comes from the rulebook

# Where rows may be written, and why. Everything else reads.
MAY_WRITE = {
    "dinhlang/**/acts.py": "an act is the one way to change public state",
    "dinhlang/**/acts/*.py": "the same, where a room has so many acts that they stand by noun",
    "dinhlang/ground/record/*.py": "the log's own tables: append, seal, sign, recover",
    "dinhlang/ground/duties/project.py": "duties are projections of entries, rebuilt from them",
    "dinhlang/ground/duties/schedule.py": "slots are made from the rulebook, the same for every body; they hold nothing that happened",
    "dinhlang/ground/rolls/tries.py": "counts of mistyped entries, in a row that an act made; no public state",
    "dinhlang/ground/imports/steps.py": "a list on its way in is a draft: no public state before its one act",
    "dinhlang/ground/jobs/queue.py": "jobs are how the house remembers what it has to do; what they change they change by acts",
    "dinhlang/**/migrations/*.py": "the shape of the tables",
    "dinhlang/**/tests/*.py": "tests build what they test",
    "dinhlang_demo/**/*.py": "the demonstration makes its accounts; its public state goes through acts",
}
# Names of a write, and whether it is one only without positional arguments: `Model.save()` and `QuerySet.update()` take none,
# while files are saved *to* something and dictionaries, sets and hashes are updated *with* something.
WRITING = {
    "save": True,
    "create": True,
    "update": True,
    "delete": True,
    "get_or_create": False,
    "update_or_create": False,
    "bulk_create": False,
    "bulk_update": False,
}

MAY_PRINT = {
    "dinhlang/config/cli.py": "the command line speaks to a person",
    "dinhlang/config/cli/*.py": "the same",
    "dinhlang_demo/**/*.py": "the demonstration says where it serves and how to sign in",
}


@dataclass(frozen=True)
class Place:
    """A finding: where, and what stands there."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}: {self.text.strip()[:120]}"


def allowed(path: Path, table: dict[str, str]) -> bool:
    """Whether a table of exceptions names this file. `**/` also stands for no folder at all."""
    name = path.relative_to(ROOT).as_posix()
    return any(fnmatch(name, pattern) or fnmatch(name, pattern.replace("**/", "")) for pattern in table)


def is_test(path: Path) -> bool:
    return "tests" in path.parts


def lines(paths: list[Path], pattern: str, flags: int = 0) -> list[Place]:
    """Every line of `paths` that `pattern` finds."""
    wanted = re.compile(pattern, flags)
    return [
        Place(path, number, line)
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if wanted.search(line)
    ]


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path)))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in nodes(path) if isinstance(node, ast.Call))


def place(path: Path, node: ast.expr | ast.stmt) -> Place:
    return Place(path, node.lineno, ast.unparse(node).splitlines()[0])


def none_of(found: list[Place], rule: str) -> None:
    assert not found, f"{rule}\n" + "\n".join(map(str, found))


def test_the_search_itself_finds_sources() -> None:
    assert len(PYTHON) > 20
    assert TEMPLATES


@pytest.mark.parametrize("word", [r"@receiver\b", r"\b(pre|post)_(save|delete|init|migrate)\b", r"\bm2m_changed\b", r"\bSignal\("])
def test_there_are_no_signals(word: str) -> None:
    none_of(lines(PYTHON, word), "A consequence is a clock, a notice or a flow, never a signal.")


def test_there_are_no_generic_foreign_keys() -> None:
    none_of(lines(PYTHON, r"GenericForeignKey|GenericRelation"), "Works know each other by public id only.")


def test_imports_stand_at_the_top() -> None:
    found = [
        place(path, inner)
        for path in PYTHON
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    none_of(found, "An import inside a function hides an arrow between rooms.")


def test_rows_are_written_in_acts_alone() -> None:
    found = [
        place(path, call)
        for path in PYTHON
        if not allowed(path, MAY_WRITE)
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITING and not (WRITING[call.func.attr] and call.args)
    ]
    none_of(found, "Rows are written in acts.py, or where MAY_WRITE gives a reason.")


def test_templates_hold_no_script_and_no_style() -> None:
    pattern = r"<script(?![^>]*\ssrc=)[^>]*>|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:"
    none_of(lines(TEMPLATES, pattern, re.IGNORECASE), "The policy of every page forbids inline script and style.")


def test_templates_load_nothing_from_elsewhere() -> None:
    pattern = r"<(?:script|img|link|iframe|source|video|audio|embed|object)\b[^>]*(?:src|href|data)\s*=\s*[\"']?(?:https?:)?//"
    none_of(lines(TEMPLATES, pattern, re.IGNORECASE), "A page stands on its own server.")


def test_templates_are_short_enough_to_read() -> None:
    long = [path for path in TEMPLATES if len(path.read_text(encoding="utf-8").splitlines()) > TEMPLATE_LINES]
    none_of([Place(path, TEMPLATE_LINES, "longer than a page may be; take a component out of it") for path in long], "Short templates.")


def test_checks_hold_no_numbers() -> None:
    """A deadline or threshold written in a check would be law in Python."""
    found = [
        place(path, node)
        for path in PYTHON
        if path.name == "checks.py" and not is_test(path)
        for node in nodes(path)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and node.value not in NUMBERS_IN_CHECKS
    ]
    none_of(found, "Numbers of the law stand in rulebook/, with their article.")


def test_nothing_is_left_unfinished() -> None:
    everything = PYTHON + TEMPLATES + sorted((ROOT / "rulebook").rglob("*.toml"))
    # Split, so that this file does not find itself.
    words = "|".join(("TODO", "FIXME", "XXX", "(?i:lorem ipsum)", "raise NotImplemented"))
    none_of(lines(everything, rf"\b({words})"), "Finish it, or do not merge it.")


def test_only_commands_print() -> None:
    found = [
        place(path, call)
        for path in PYTHON
        if not allowed(path, MAY_PRINT) and not is_test(path)
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id == "print"
    ]
    none_of(found, "Print belongs to commands.")


def test_core_reads_neither_clock_nor_chance_nor_files() -> None:
    core = [path for path in PYTHON if HOUSE / "core" in path.parents]
    pattern = (
        r"\b(date|datetime)\.(today|now|utcnow)\(|\btime\.(time|monotonic|perf_counter)\(|\burandom\(|"
        r"(?<![\w.])(?<!def )open\(|\.(read|write)_(text|bytes)\("
    )
    none_of(lines(core, pattern), "Time, chance and bytes are arguments in core.")


def test_one_place_asks_what_time_it_is() -> None:
    """Everything outside core asks the record's clock, so that a test, a demonstration and the log share one time."""
    rooms = [path for path in PYTHON if not is_test(path) and path != HOUSE / "ground" / "record" / "clock.py"]
    none_of(
        lines(rooms, r"\b(date|datetime)\.(today|now|utcnow)\(|timezone\.(now|localdate|localtime)\("), "Ask dinhlang.ground.record.clock."
    )


def test_no_administration_behind_the_acts() -> None:
    none_of(lines(PYTHON, r"django\.contrib\.admin"), "Django's administration would be a second way to write.")


def test_imports_are_absolute() -> None:
    found = [place(path, node) for path in PYTHON for node in nodes(path) if isinstance(node, ast.ImportFrom) and node.level]
    none_of(found, "Imports are absolute.")


def test_every_module_opens_with_what_it_is_for() -> None:
    exempt = ("__init__.py", "apps.py")
    silent = [
        Place(path, 1, "no docstring")
        for path in PYTHON
        if path.name not in exempt and "migrations" not in path.parts and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    none_of(silent, "A module opens with what it promises and refuses.")


def test_no_file_names_a_machine() -> None:
    """A path of somebody's machine or the address of a package mirror has no place in a public tree."""
    kinds = {".py", ".toml", ".md", ".html", ".lock", ".po", ".css", ".js", ".svg", ""}
    skipped = {
        ".git",
        ".venv",
        "var",
        "build",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
        ".import_linter_cache",
        "__pycache__",
    }
    files = [
        path
        for path in sorted(ROOT.rglob("*"))
        if path.is_file() and path.suffix in kinds and not skipped & set(path.relative_to(ROOT).parts)
    ]
    files = [path for path in files if path.name != Path(__file__).name]
    none_of(lines(files, r"(?<!C:)/(home|Users|root|work)/[a-z.]|--(extra-)?index-url|--find-links"), "No machine's paths.")
