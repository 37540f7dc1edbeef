"""Who receives, the kinds of matters, and the values of this house for reception: `policy/reception.toml`, read once."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict, PositiveInt

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.ui import format


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(_Strict):
    """A few words in both languages."""

    vi: str
    en: str

    @property
    def said(self) -> str:
        """The words in the reader's language."""
        return self.en if format.language() == "en" else self.vi


class Kind(_Strict):
    """A kind of matter."""

    id: str
    text: Text


class Group(_Strict):
    """From how many people on, and to how many (None: any number), the limit holds that says how many represent them."""

    limit: str
    first: PositiveInt
    last: PositiveInt | None = None


class Values(_Strict):
    """Days, hours and numbers of this house; see the file."""

    ahead: PositiveInt
    together: PositiveInt
    slots: PositiveInt
    listed: PositiveInt
    near: PositiveInt
    came: PositiveInt
    hours: PositiveInt


class _File(_Strict):
    values: Values
    heads: dict[str, str]
    group: tuple[Group, ...]
    kind: tuple[Kind, ...]


@lru_cache(maxsize=1)
def _file() -> _File:
    return _File.model_validate(tomllib.loads((Path(settings.POLICY_DIR) / "reception.toml").read_text(encoding="utf-8")))


def values() -> Values:
    """The values in force."""
    return _file().values


def heads() -> Mapping[str, str]:
    """By kind of body that receives, the office of its head."""
    return _file().heads


def groups() -> tuple[Group, ...]:
    """Groups of people with one shared matter, by their size."""
    return _file().group


def kinds() -> Mapping[str, Kind]:
    """The kinds of matters, by id."""
    return {one.id: one for one in _file().kind}


def kind(name: str) -> Kind:
    """The kind called `name`. Raises Refused."""
    found = kinds().get(name)
    if found is None:
        raise Refused(N_("Choose one of the kinds that are listed."))
    return found
