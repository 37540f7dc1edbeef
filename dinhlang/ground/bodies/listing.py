"""A list of bodies as a file: TOML, one `[[body]]` each, parents before children.

Promises: every mistake is one sentence that names the row and the key; nothing is entered from a list with a mistake.
Refuses: unknown keys, so that a misspelt one is not silently ignored.
"""

import tomllib
from datetime import date

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import Kind
from dinhlang.ground.bodies.acts import NewBody

CODE = r"^([0-9]{2,5}|[0-9]{2}-[0-9a-hjkmnp-tv-z]{8})$"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Former(_Row):
    code: str = Field(pattern=CODE)
    name: str = Field(min_length=1, max_length=120)
    kind_word: str = Field(min_length=1, max_length=20)
    first: date = Field(alias="from")


class _Body(_Row):
    code: str = Field(pattern=CODE)
    name: str = Field(min_length=1, max_length=120)
    kind: Kind
    kind_word: str = Field(min_length=1, max_length=20)
    parent: str = ""
    province_code: str = Field(pattern=r"^[0-9]{2}$")
    alive_from: date
    former: tuple[_Former, ...] = ()


class _List(_Row):
    source: str = Field(min_length=1, max_length=200)
    body: tuple[_Body, ...] = Field(min_length=1)


def read_list(data: bytes) -> tuple[str, tuple[NewBody, ...]]:
    """(the list's source, its bodies). Raises Refused naming the first rows and keys that are wrong."""
    try:
        found = _List.model_validate(tomllib.loads(data.decode()))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused(N_("The list is not a TOML file: {problem}"), {"problem": str(error)}) from error
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(str(step) for step in one['loc'])}: {one['msg']}" for one in error.errors()[:5])
        raise Refused(N_("The list has mistakes, counted from row 0: {problem}"), {"problem": wrong}) from error
    rows = tuple(
        NewBody(
            code=row.code,
            name=row.name,
            kind=row.kind.value,
            kind_word=row.kind_word,
            parent_code=row.parent,
            province_code=row.province_code,
            alive_from=row.alive_from,
            former=tuple((old.code, old.name, old.kind_word, old.first) for old in row.former),
        )
        for row in found.body
    )
    return found.source, rows
