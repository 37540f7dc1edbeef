"""The headings of a public budget and what the law wants disclosed at each stage: policy/budgets.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, Field

from dinhlang.ground.bodies.reads import fold
from dinhlang.works.budgets.models import Side, Stage


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Text(_Strict):
    vi: str
    en: str


class Heading(_Strict):
    """A heading with the side it is on, its article, and the words by which a line is recognised."""

    id: str
    side: Side
    basis: str
    text: _Text
    words: tuple[str, ...]

    @property
    def said(self) -> str:
        """The heading in the active language."""
        return self.text.en if get_language() == "en" else self.text.vi


class Demand(_Strict):
    """What a stage wants disclosed between two days: by name of the need the number of its official form, "" where it has none."""

    stage: Stage
    first: date = Field(alias="from")
    last: date | None = Field(default=None, alias="to")
    basis: str
    needs: Mapping[str, str]


class _File(_Strict):
    most_total: int
    unit_jump: int
    years: int
    heading: tuple[Heading, ...]
    demand: tuple[Demand, ...]


@dataclass(frozen=True)
class Lists:
    """The file, with each heading's words folded."""

    most_total: int
    unit_jump: int
    years: int
    headings: Mapping[str, Heading]
    words: tuple[tuple[Side, str, str], ...]  # side, folded word, heading; the longest first
    demands: tuple[Demand, ...]


@lru_cache(maxsize=2)
def _read(path: Path) -> Lists:
    file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    words = [(one.side, _folded(word), one.id) for one in file.heading for word in one.words]
    words.sort(key=lambda row: -len(row[1]))
    return Lists(file.most_total, file.unit_jump, file.years, {one.id: one for one in file.heading}, tuple(words), file.demand)


def _folded(text: str) -> str:
    bare = "".join(sign if sign.isalnum() or sign == "%" else " " for sign in fold(text))
    return f" {' '.join(bare.split())} "


def lists() -> Lists:
    """The lists of this release."""
    return _read(Path(settings.POLICY_DIR) / "budgets.toml")


def heading_of(side: Side, label: str) -> str:
    """The heading a line belongs to by its words, "" where none fits: the longest word found wins, whole words, without marks."""
    text = _folded(label)
    return next((heading for which, word, heading in lists().words if which == side and word in text), "")


def demand(stage: Stage, day: date) -> Demand | None:
    """What is to be disclosed at `stage` by the law of `day`; None where no law held here says it."""
    return next((one for one in lists().demands if one.stage == stage and one.first <= day and (one.last is None or day <= one.last)), None)
