"""The closed lists of this work, read from `policy/`: why something may be withdrawn or erased, and the values of the six papers."""

import tomllib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from dinhlang.core.speech import Vocabulary
from dinhlang.ground.ui import format


class _Text(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    vi: str
    en: str


class Reason(BaseModel):
    """A reason with the article or promise it rests on; what it is a reason for, and whether nothing is owed any more where it holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    basis: str
    text: _Text
    withdraws: bool = True
    strikes: bool = False
    ends: bool = False


@lru_cache(maxsize=4)
def _list(path: Path) -> dict[str, Reason]:
    rows = tomllib.loads(path.read_text())["reason"]
    return {row["id"]: Reason.model_validate(row) for row in rows}


def _reasons() -> dict[str, Reason]:
    return _list(Path(settings.POLICY_DIR) / "withdrawal.toml")


def withdrawals() -> dict[str, Reason]:
    """Reasons for withdrawing a disclosure, by id."""
    return {code: reason for code, reason in _reasons().items() if reason.withdraws}


def strikes() -> dict[str, Reason]:
    """Reasons for striking a registered document, by id."""
    return {code: reason for code, reason in _reasons().items() if reason.strikes}


@lru_cache(maxsize=4)
def _erasures(path: Path) -> dict[str, Reason]:
    rows = tomllib.loads(path.read_text())["reason"] if path.is_file() else []
    return {row["code"]: Reason(id=row["code"], basis=row["basis"], text=_Text(vi=row["vi"], en=row["en"])) for row in rows}


def _erasure(code: str) -> Reason | None:
    return _erasures(Path(settings.POLICY_DIR) / "erasure.toml").get(code)


def said(reason: Reason) -> str:
    """The reason in the active language."""
    return reason.text.en if get_language() == "en" else reason.text.vi


def reason(code: str) -> tuple[str, str]:
    """(sentence, basis) of a withdrawal or a strike."""
    found = _reasons().get(code)
    return (said(found), format.cited(found.basis)) if found else (code, "")


def reason_text(code: str) -> str:
    """The sentence of such a reason."""
    return reason(code)[0]


def erasure_text(code: str) -> str:
    """The sentence of an erasure's reason."""
    found = _erasure(code)
    return said(found) if found else _("The text was erased.")


def erasure_basis(code: str) -> str:
    """The article of an erasure's reason."""
    found = _erasure(code)
    return format.cited(found.basis) if found else ""


class Values(BaseModel):
    """Values of this house for the six papers: syllables a minute, signs of a group text, days and tries of a link, hours between
    two looks at an official posting."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    read_syllables_a_minute: int
    group_text_signs: int
    tick_link_days: int
    tick_tries_an_hour: int
    look_again_hours: int


@lru_cache(maxsize=4)
def _papers(path: Path) -> tuple[Values, Vocabulary]:
    rows = tomllib.loads(path.read_text())
    return Values.model_validate(rows["values"]), Vocabulary(rows["short"], rows["units"])


def values() -> Values:
    """The values of `policy/papers.toml`."""
    return _papers(Path(settings.POLICY_DIR) / "papers.toml")[0]


def vocabulary() -> Vocabulary:
    """The short forms and units that are read out as words."""
    return _papers(Path(settings.POLICY_DIR) / "papers.toml")[1]
