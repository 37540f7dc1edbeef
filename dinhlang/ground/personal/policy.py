"""The table of personal data, `policy/personal.toml`, and why an identity may be opened, `policy/identity.toml`: read once.

Promises: every row says what it is for, what it rests on, how long it is kept and what erasing does. Refuses: a row that keeps or
restricts without naming what orders it, and one that two rows speak of.
"""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, PositiveInt, model_validator

CODE = r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Strict):
    """A sentence in both languages."""

    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Kept(_Strict):
    """How long: in words, and as days after an event where the house ends it by itself."""

    words: Words
    days: PositiveInt | None = None


class Data(_Strict):
    """A row of the table: fields of one model, the parts of acts, or a folder beside the database. `erase`: gone for good, restricted, or
    kept, when a person asks.

    `basis` is "consent" or the law with its article, or begins with "house:" where no article was read; `article` is what a refusal to
    erase names (for `erase` too, where the row is needed for a time).
    """

    id: str = Field(pattern=CODE, max_length=40)
    model: str = ""
    field: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    folder: str = ""
    who: Literal["official", "resident", "household", "other"]
    what: Words
    purpose: Words
    basis: str = Field(min_length=1)
    kept: Kept
    erase: Literal["erase", "restrict", "keep"]
    article: str = ""

    @model_validator(mode="after")
    def _grounded(self) -> "Data":
        if self.erase != "erase" and not self.article:
            raise ValueError(f"{self.id}: what is not erased names what orders it")
        if not (self.model and self.field) and not self.acts and not self.folder:
            raise ValueError(f"{self.id}: neither fields nor acts nor a folder")
        return self


class Plain(_Strict):
    """Text fields of a model that hold no personal data, and why."""

    model: str
    field: tuple[str, ...]
    why: str = Field(min_length=1)


class Ask(_Strict):
    """What a person may ask for. `clock`: whether an article that was read gives it a term."""

    id: str = Field(pattern=CODE, max_length=20)
    words: Words
    clock: str = ""  # the kind of event of the rulebook that starts it


class Table(_Strict):
    """The whole file."""

    data: tuple[Data, ...]
    plain: tuple[Plain, ...] = ()
    ask: tuple[Ask, ...]

    @model_validator(mode="after")
    def _once(self) -> "Table":
        named = [(row.model, one) for row in self.data for one in row.field] + [(row.model, one) for row in self.plain for one in row.field]
        twice = {f"{model}.{one}" for model, one in named if named.count((model, one)) > 1}
        if twice or len({row.id for row in self.data}) < len(self.data):
            raise ValueError(f"two rows speak of the same: {', '.join(sorted(twice))}")
        return self

    @property
    def rows(self) -> dict[str, Data]:
        """The rows by id."""
        return {row.id: row for row in self.data}


class Reason(_Strict):
    """Why an identity may be opened, with what it rests on."""

    code: str = Field(pattern=CODE, max_length=40)
    vi: str = Field(min_length=1)
    en: str = Field(min_length=1)
    basis: str = Field(min_length=1)


class IdentityValues(_Strict):
    """Hours for which what was opened may be read."""

    read_hours: PositiveInt


class Identity(_Strict):
    """Why an identity may be opened, and for how long."""

    values: IdentityValues
    reason: tuple[Reason, ...]

    @property
    def reasons(self) -> dict[str, Reason]:
        """The reasons by code."""
        return {one.code: one for one in self.reason}


def read_table(text: str) -> Table:
    """The table in a file's text. Raises pydantic's ValidationError with the place of each mistake."""
    return Table.model_validate(tomllib.loads(text))


@lru_cache(maxsize=1)
def table() -> Table:
    """The table of this release."""
    return read_table((Path(settings.POLICY_DIR) / "personal.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def identity() -> Identity:
    """The reasons of this release."""
    return Identity.model_validate(tomllib.loads((Path(settings.POLICY_DIR) / "identity.toml").read_text("utf-8")))
