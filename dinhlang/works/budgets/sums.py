"""What can be worked out of the lines of a budget: levels, sums that do not agree, totals, purposes.

Promises: whole đồng in, whole đồng out, nothing is rounded. No database, no words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from dinhlang.ground.bodies.reads import fold
from dinhlang.works.budgets.models import Side

_ROMAN = re.compile(r"[IVX]+")
_LETTER = re.compile(r"[A-ZĐ]")
_DIGITS = re.compile(r"\d+(?:\.\d+)*")
OF_WHICH = ("trong do", "gom", "bao gom")
TOTALS = ("tong so", "tong cong", "tong chi", "tong thu")
_SUM = re.compile(r"cộng\b")  # with its mark: "công", labour or public, is another word
DEEPEST = 9


@dataclass(frozen=True)
class Row:
    """A line as it was read; amounts in đồng, None where the cell is empty. `number` is the row of the file, `parent` set by `nested`."""

    number: int
    side: Side
    mark: str
    label: str
    plan: int | None
    done: int | None
    heading: str = ""
    agency: str = ""
    level: int = 0


@dataclass(frozen=True)
class Disagreement:
    """A line that gives `said` while the lines below it add up to `found`; `column` is "plan" or "done"."""

    row: Row
    column: str
    said: int
    found: int


def level_of(mark: str, label: str) -> int:
    """How deep a line stands by the mark before it: total 0, A 1, I 2, 1 3, 1.1 4, a 5, - 6; a line without mark stands deepest."""
    sign = mark.strip().rstrip(".)")
    if not sign and is_total(label):
        return 0
    if _ROMAN.fullmatch(sign):
        return 2
    if _LETTER.fullmatch(sign):
        return 1
    if _DIGITS.fullmatch(sign):
        return 3 + sign.count(".")
    if sign in {"-", "–", "+", "*"}:
        return 7 if sign == "+" else 6
    if len(sign) == 1 and sign.isalpha():
        return 5
    return DEEPEST if not sign else 6


def is_total(label: str) -> bool:
    """Whether a line says that it is a total. "Cộng" is told from "công tác" by its mark, or where none is written by standing alone."""
    text = fold(label)
    marked = _SUM.match(normalize("NFC", label.strip().lower())) is not None
    return marked or text == "cong" or any(f"{text} ".startswith(f"{word} ") for word in TOTALS)


def is_of_which(label: str) -> bool:
    """Whether a line begins a list of only some of what its line holds ("trong đó")."""
    text = fold(label).strip(" :-+")
    return any(text == word or text.startswith((f"{word} ", f"{word}:")) for word in OF_WHICH)


def nested(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows of one side with their levels; in a list without any marks every line that is no total stands on one level."""
    return tuple(replace(row, level=level_of(row.mark, row.label)) for row in rows)


def below(rows: Sequence[Row], at: int) -> tuple[Row, ...]:
    """The lines directly below the one at `at`: the nearest level among those that follow until one as high as it."""
    own, found = rows[at].level, []
    for row in rows[at + 1 :]:
        if row.level <= own:
            break
        found.append(row)
    if any(is_of_which(row.label) for row in found):
        return ()
    nearest = min((row.level for row in found), default=0)
    return tuple(row for row in found if row.level == nearest)


def amount(row: Row, column: str) -> int | None:
    """What a line gives in a column."""
    return row.plan if column == "plan" else row.done


def disagreements(rows: Sequence[Row]) -> Iterator[Disagreement]:
    """Lines whose amount is not the sum of the lines directly below them, as far as both are given. `rows` are those of one side."""
    for at, row in enumerate(rows):
        children = below(rows, at)
        for column in ("plan", "done"):
            given = [one for child in children if (one := amount(child, column)) is not None]
            said = amount(row, column)
            if said is not None and given and sum(given) != said:
                yield Disagreement(row, column, said, sum(given))


def leaves(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The lines with nothing directly below them: together they are the whole, each đồng once."""
    found, skip = list[Row](), -1
    for at, row in enumerate(rows):
        if skip >= 0 and row.level > skip:  # below a line that says "of which": the line above it is whole already
            continue
        skip = -1
        if is_of_which(row.label):
            continue
        inside = list(_inside(rows, at))
        if any(is_of_which(one.label) for one in inside):
            found.append(row)
            skip = row.level
        elif not inside:
            found.append(row)
    return tuple(found)


def _inside(rows: Sequence[Row], at: int) -> Iterator[Row]:
    for row in rows[at + 1 :]:
        if row.level <= rows[at].level:
            return
        yield row


def total(rows: Sequence[Row], column: str) -> int | None:
    """What a side comes to: what its total line says, else the sum of its highest lines; None where no line gives an amount."""
    said = next((found for row in rows if row.level == 0 and (found := amount(row, column)) is not None), None)
    if said is not None:
        return said
    highest = min((row.level for row in rows), default=0)
    given = [found for row in rows if row.level == highest and (found := amount(row, column)) is not None]
    return sum(given) if given else None


@dataclass(frozen=True)
class Purpose:
    """What was planned and carried out under one heading; `label` is the file's own word where no heading fits."""

    heading: str
    label: str
    plan: int | None
    done: int | None


WHOLE = frozenset({"recurrent"})  # a heading that only gathers others


def purposes(rows: Sequence[Row]) -> tuple[Purpose, ...]:
    """The lines of one side gathered by purpose, in the order in which they appear: every đồng once. A line without a heading of its own
    belongs to that of the nearest line above it that has one, else it stands for itself."""
    found: dict[str, Purpose] = {}
    kept = {row.number: row for row in leaves(rows)}
    above: list[Row] = []
    for row in rows:
        while above and above[-1].level >= row.level:
            above.pop()
        above.append(row)
        if row.number not in kept:
            continue
        named = next((one for one in reversed(above) if one.heading and one.heading not in WHOLE), None)
        heading = named.heading if named is not None else ""
        label = "" if heading else next((one for one in above if one.level > 0 and one.heading not in WHOLE), row).label
        key = heading or f"={fold(label)}"
        old = found.get(key)
        plan, done = _add(old.plan if old else None, row.plan), _add(old.done if old else None, row.done)
        found[key] = Purpose(heading, label, plan, done)
    return tuple(one for one in found.values() if one.plan is not None or one.done is not None)


def _add(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other
