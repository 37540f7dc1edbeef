"""Until when an act can still be entered for a day that has passed: `policy/lapses.toml`, read once.

Promises: what can no longer be entered by anything is no work to do, on a desk as in the morning's notice; lists and figures go on saying
that it was not done. An act that is not named there can be entered at any time.
"""

import tomllib
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict, PositiveInt

from dinhlang.ground.duties.reads import Obligation


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    days: dict[str, PositiveInt]


@lru_cache(maxsize=1)
def _days() -> dict[str, int]:
    return dict(_File.model_validate(tomllib.loads((Path(settings.POLICY_DIR) / "lapses.toml").read_text(encoding="utf-8"))).days)


def back(act: str) -> int:
    """Days after which `act` is not entered any more for a day that has passed."""
    return _days()[act]


def lapsed(one: Obligation, today: date) -> bool:
    """Whether the last day of a duty is so long ago that none of the acts that fulfil it can be entered for it any more."""
    last, days = one.rolled or one.due, _days()
    if last is None or not one.duty.accepts or not all(act in days for act in one.duty.accepts):
        return False
    return last < today - timedelta(days=max(days[act] for act in one.duty.accepts))
