"""What a figure needs before it may be compared: `policy/figures.toml`, read once."""

import tomllib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict, PositiveInt

from dinhlang.core.rules import Text


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Sample(_Strict):
    judged: int
    like: int
    why: Text


class _Page(_Strict):
    rows: int
    seconds: int


class _Pooled(_Strict):
    least: PositiveInt


class FiguresPolicy(_Strict):
    """The whole file: how many judged obligations and like bodies a comparison needs and why, and the size and age of pages."""

    sample: _Sample
    page: _Page
    pooled: _Pooled


@lru_cache(maxsize=1)
def policy() -> FiguresPolicy:
    """The policy of this release."""
    path = Path(settings.POLICY_DIR) / "figures.toml"
    return FiguresPolicy.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
