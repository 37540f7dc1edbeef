"""The rolls there are and the limits of entering: `policy/rolls.toml`, read once."""

import tomllib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict, PositiveInt

from dinhlang.core.refusal import N_, NotHere

HOUSEHOLDS, VILLAGES = "households", "villages"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Values(_Strict):
    """Minutes of a look, days of a slip, digits and tries of a number for entering, what counts as a burst, slips drawn at once."""

    look_minutes: PositiveInt
    slip_days: PositiveInt
    pin_digits: PositiveInt
    pin_tries: PositiveInt
    pin_wait_minutes: PositiveInt
    pin_tries_a_day: PositiveInt
    burst_slips: PositiveInt
    burst_minutes: PositiveInt
    slips_a_part: PositiveInt


class RollKind(_Strict):
    """A roll: the bodies that have it, its columns beside number and name, the offices that keep it, those above that see it, those
    there that freeze it for what they convene."""

    id: str
    bearers: tuple[str, ...]
    columns: tuple[str, ...]
    keepers: tuple[str, ...]
    seers: tuple[str, ...]
    freezers: tuple[str, ...] = ()
    source: str = ""


class _File(_Strict):
    values: Values
    roll: tuple[RollKind, ...]


@lru_cache(maxsize=1)
def _file() -> _File:
    path = Path(settings.POLICY_DIR) / "rolls.toml"
    return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def values() -> Values:
    """The limits in force."""
    return _file().values


def rolls() -> tuple[RollKind, ...]:
    """Every roll there is."""
    return _file().roll


def roll(name: str) -> RollKind:
    """The roll called `name`. Raises NotHere."""
    found = next((one for one in _file().roll if one.id == name), None)
    if found is None:
        raise NotHere(N_("There is no such list."))
    return found
