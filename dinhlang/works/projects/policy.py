"""The states of a project: policy/projects.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict

from dinhlang.ground.bodies.reads import fold

UNKNOWN = "unknown"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Text(_Strict):
    vi: str
    en: str


class Status(_Strict):
    """A state, its css class, and what it is called in OC4IDS ("" for nothing)."""

    id: str
    css: str
    oc4ids: str
    text: _Text
    words: tuple[str, ...]

    @property
    def said(self) -> str:
        """The state in the active language."""
        return self.text.en if get_language() == "en" else self.text.vi


class _File(_Strict):
    most_amount: int
    status: tuple[Status, ...]


@dataclass(frozen=True)
class Lists:
    """The file, with the words folded, the longest first."""

    most_amount: int
    statuses: Mapping[str, Status]
    words: tuple[tuple[str, str], ...]


@lru_cache(maxsize=2)
def _read(path: Path) -> Lists:
    file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    words = sorted(((f" {fold(word)} ", one.id) for one in file.status for word in one.words), key=lambda row: -len(row[0]))
    return Lists(file.most_amount, {one.id: one for one in file.status}, tuple(words))


def lists() -> Lists:
    """The lists of this release."""
    return _read(Path(settings.POLICY_DIR) / "projects.toml")


def status_of(text: str) -> str:
    """The state that a list's own words mean; `unknown` where they mean none."""
    said = f" {fold(text)} "
    return next((status for word, status in lists().words if word in said), UNKNOWN)
