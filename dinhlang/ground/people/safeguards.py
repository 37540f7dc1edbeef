"""Which acts need a second person, which a factor shown just now: `policy/safeguards.toml`, read once."""

import tomllib
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict, PositiveInt

from dinhlang.core.refusal import N_, Refused

ALONE = N_("This needs a second person: send it for confirmation, somebody of another office looks at it and confirms.")


class NotFresh(Refused):
    """A refusal because the second factor was shown too long ago: shown again, the same form goes through."""


STALE = N_("Show your second factor once more, then send this again: it decides about rights, and your session has been open for a while.")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Values(_Strict):
    """Days an office is held before its holder confirms, days a form waits, days a start code lives, minutes a second factor counts."""

    held_days: PositiveInt
    open_days: PositiveInt
    start_days: PositiveInt
    fresh_minutes: PositiveInt


class Guarded(_Strict):
    """An act, whether it needs a second person, whether a factor shown just now, and why."""

    id: str
    pair: bool
    fresh: bool
    note: str


class Safeguards(_Strict):
    """The whole file."""

    values: Values
    act: tuple[Guarded, ...]

    @property
    def pairs(self) -> Collection[str]:
        """The acts that need two persons."""
        return frozenset(one.id for one in self.act if one.pair)

    @property
    def fresh(self) -> Collection[str]:
        """The acts that need a factor shown just now."""
        return frozenset(one.id for one in self.act if one.fresh)


@lru_cache(maxsize=1)
def safeguards() -> Safeguards:
    """The safeguards of this release."""
    path = Path(settings.POLICY_DIR) / "safeguards.toml"
    return Safeguards.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def check_alone(act: str, *, fresh: bool) -> None:
    """Whether one person may do `act` now. Raises Refused where it takes two, NotFresh where the factor was shown too long ago."""
    kept = safeguards()
    if act in kept.pairs:
        raise Refused(ALONE)
    if act in kept.fresh and not fresh:
        raise NotFresh(STALE)
