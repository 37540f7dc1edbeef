"""What the house knows of fund books beside the law: policy/funds.toml."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict

from dinhlang.ground.record.reads import Told


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Text(_Strict):
    vi: str
    en: str


class Purpose(_Strict):
    """A heading under which lines are added up."""

    id: str
    income: bool = False
    text: _Text

    @property
    def said(self) -> str:
        """The heading in the active language."""
        return self.text.en if get_language() == "en" else self.text.vi


class Values(_Strict):
    """Where fewer households than `household_least` paid by name, their sum under `household` is added to `merged` outside the village."""

    household_least: int
    merged: str
    household: str


class Says(_Strict):
    """An entry that says something: its act, a word of it and what that word says."""

    act: str
    word: str
    says: str


class Decided(_Strict):
    """By which entries the house sees that people allowed a collection, and that this stands no longer."""

    proposed: str
    agreed: tuple[Says, ...]
    undone: tuple[str, ...]
    rules: tuple[str, ...]
    basis: str


class _File(_Strict):
    values: Values
    decision: Decided
    purpose: tuple[Purpose, ...]


@lru_cache(maxsize=2)
def _read(path: Path) -> _File:
    return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def _file() -> _File:
    return _read(Path(settings.POLICY_DIR) / "funds.toml")


def values() -> Values:
    """The house's own values."""
    return _file().values


def basis() -> str:
    """What it rests on that a collection follows a decision."""
    return _file().decision.basis


def purposes(*, income: bool) -> Mapping[str, Purpose]:
    """The headings of a side, by id, in the order of the file."""
    return {one.id: one for one in _file().purpose if one.income is income}


def said(purpose: str) -> str:
    """A heading in words; its id where the policy does not know it any more."""
    return next((one.said for one in _file().purpose if one.id == purpose), purpose)


def is_agreed(one: Told) -> bool:
    """Whether an entry says that people agreed to something."""
    return any(one.act == say.act and one.words.get(say.word) == say.says for say in _file().decision.agreed)


def allows(told: Sequence[Told]) -> bool:
    """Whether these entries about one matter, oldest first, say that people agreed that money be collected, and that this stands."""
    known, found, allowed = _file().decision, False, False
    for one in told:
        if one.act == known.proposed:
            allowed = str(one.words.get("rule", "")) in known.rules
        found = found or is_agreed(one)
        if one.act in known.undone:
            return False
    return found and allowed


def title_of(told: Sequence[Told]) -> str:
    """What the matter of these entries is called; "" where its words are erased."""
    return next((str(one.words["title"]) for one in told if one.words.get("title")), "")
