"""Under which item of Art. 11 a document probably must be disclosed, by the words of its abstract and the sign of its kind.

Promises: a pure function of the lists in policy/proposals.toml, whole words, without case and marks; the longest word wins; every
proposal names the word it rests on. Refuses: to decide anything.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field

from dinhlang.ground.bodies.reads import fold

MOST = 2  # items proposed for one document
_SIGN = re.compile(r"[^\W\d_]+")
_NO_WORD = re.compile(r"[\W_]+")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Entry(_Strict):
    item: int
    kind: str = ""
    words: tuple[str, ...]
    but: tuple[str, ...] = Field(default=(), alias="not")
    example: str


class _Silent(_Strict):
    signs: tuple[str, ...]
    words: tuple[str, ...]


class _File(_Strict):
    silent: _Silent
    signs: dict[str, str]
    proposal: tuple[_Entry, ...]


@dataclass(frozen=True)
class Proposal:
    """A document probably falls under `item` (as its `kind`, "" for none), because of `word` in its abstract; `sign` is the name of
    its kind of paper, "" where the number does not tell."""

    item: int
    kind: str
    word: str
    sign: str


Words = tuple[str, ...]


@dataclass(frozen=True)
class Lists:
    """The lists, ready to be asked: phrases by their first word, each with the entry it belongs to."""

    phrases: Mapping[str, tuple[tuple[Words, str, _Entry], ...]]
    silent: Mapping[str, tuple[Words, ...]]
    quiet_signs: frozenset[str]
    signs: Mapping[str, str]
    entries: tuple[_Entry, ...]


def words_of(text: str) -> Words:
    """The words of a text without case, marks and punctuation."""
    return tuple(_NO_WORD.sub(" ", fold(text)).split())


def _by_first(phrases: Iterable[Words]) -> dict[str, tuple[Words, ...]]:
    found: dict[str, tuple[Words, ...]] = {}
    for phrase in phrases:
        found[phrase[0]] = (*found.get(phrase[0], ()), phrase)
    return found


@lru_cache(maxsize=2)
def _read(path: Path) -> Lists:
    file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    phrases: dict[str, tuple[tuple[Words, str, _Entry], ...]] = {}
    for entry in file.proposal:
        for word in entry.words:
            folded = words_of(word)
            phrases[folded[0]] = (*phrases.get(folded[0], ()), (folded, word, entry))
    return Lists(
        phrases, _by_first(map(words_of, file.silent.words)), frozenset(map(fold, file.silent.signs)),
        {fold(sign): name for sign, name in file.signs.items()}, file.proposal,
    )  # fmt: skip


def lists() -> Lists:
    """The lists of this release."""
    return _read(Path(settings.POLICY_DIR) / "proposals.toml")


def sign_of(number: str) -> str:
    """The sign of a document's kind, without case and marks: `112/QĐ-UBND` and `12-QĐ/ĐU` give "qd"; "" where there is none."""
    found = _SIGN.search(number)
    return fold(found[0]) if found is not None else ""


def _stands(phrase: Words, words: Words, at: int) -> bool:
    return words[at : at + len(phrase)] == phrase


def _has(phrases: Mapping[str, tuple[Words, ...]], words: Words) -> bool:
    return any(_stands(phrase, words, at) for at, word in enumerate(words) for phrase in phrases.get(word, ()))


def propose(number: str, abstract: str) -> tuple[Proposal, ...]:
    """What is proposed for a document, the likeliest item first; () where nothing is."""
    known, words, sign = lists(), words_of(abstract), sign_of(number)
    if sign in known.quiet_signs or _has(known.silent, words):
        return ()
    best: dict[int, tuple[int, int, Proposal]] = {}  # by item: how long, where, what
    for at, first in enumerate(words):
        for phrase, word, entry in known.phrases.get(first, ()):
            length = sum(map(len, phrase)) + len(phrase)
            if not _stands(phrase, words, at) or length <= best.get(entry.item, (0, 0, None))[0]:
                continue
            if entry.but and _has(_by_first(map(words_of, entry.but)), words):
                continue
            best[entry.item] = (length, at, Proposal(entry.item, entry.kind, word, known.signs.get(sign, "")))
    found: list[tuple[int, int, Proposal]] = []
    for length, at, one in sorted(best.values(), key=lambda row: (-row[0], row[1])):
        inside = any(start <= at < start + len(words_of(taken.word)) for _length, start, taken in found)
        if not inside and len(found) < MOST:
            found.append((length, at, one))
    return tuple(one for _length, _at, one in found)
