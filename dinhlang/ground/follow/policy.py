"""The values of following up: `policy/follow.toml`, read once."""

import tomllib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict, PositiveInt


class Values(BaseModel):
    """Days before a due day, days until the same office urges again, greatest number of signs of a word."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    ahead_days: PositiveInt
    again_days: PositiveInt
    signs: PositiveInt


@lru_cache(maxsize=1)
def values() -> Values:
    """The values of this release."""
    path = Path(settings.POLICY_DIR) / "follow.toml"
    return Values.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))["values"])
