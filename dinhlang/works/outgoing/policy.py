"""Why a document is set aside: the closed list of policy/aside.toml."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict

from dinhlang.ground.ui import format


class _Text(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    vi: str
    en: str


class Reason(BaseModel):
    """A reason with what it rests on."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    basis: str
    text: _Text

    @property
    def said(self) -> str:
        """The reason in the active language, with its article."""
        return f"{self.text.en if get_language() == 'en' else self.text.vi} ({format.cited(self.basis)})"


@lru_cache(maxsize=2)
def _list(path: Path) -> dict[str, Reason]:
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["reason"]
    return {row["id"]: Reason.model_validate(row) for row in rows}


def reasons() -> Mapping[str, Reason]:
    """The reasons, by id."""
    return _list(Path(settings.POLICY_DIR) / "aside.toml")
