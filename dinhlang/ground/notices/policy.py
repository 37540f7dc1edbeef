"""Which notice goes by which channels: `policy/notices.toml`, read once."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from pydantic import BaseModel, ConfigDict, PositiveInt, model_validator

from dinhlang.ground.record import clock

PAGE, EMAIL, PUSH, SMS, ZALO, GROUP, SHEET = "page", "email", "push", "sms", "zalo", "group", "sheet"
BY_HAND = frozenset({GROUP, SHEET})
Channel = Literal["email", "push", "sms", "zalo", "group", "sheet"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Values(_Strict):
    """Hours (local) between which nothing is sent and from which the day's digest is; days and tries as the file says."""

    quiet_from: time
    quiet_to: time
    digest_at: time
    ahead_days: PositiveInt
    repeat_days: PositiveInt
    tries: PositiveInt
    seen_kept_days: PositiveInt
    email_waits_days: PositiveInt
    emails_a_day: PositiveInt


class Push(_Strict):
    """The hosts at which browsers are knocked at."""

    hosts: tuple[str, ...]


class Kind(_Strict):
    """A kind of notice: whom it can be for, its channels in their order, those a person may switch off, and why it is so."""

    id: str
    to: tuple[Literal["account", "household", "person", "body"], ...]
    channels: tuple[Channel, ...]
    optional: tuple[Channel, ...]
    note: str

    @model_validator(mode="after")
    def _known(self) -> "Kind":
        if not set(self.optional) <= set(self.channels):
            raise ValueError(f"{self.id}: only a channel of the list can be switched off")
        return self


class _File(_Strict):
    values: Values
    push: Push
    kind: tuple[Kind, ...]


@lru_cache(maxsize=1)
def _file() -> _File:
    path = Path(settings.POLICY_DIR) / "notices.toml"
    return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def values() -> Values:
    """The values in force."""
    return _file().values


def push_hosts() -> tuple[str, ...]:
    """The hosts at which browsers are knocked at."""
    return _file().push.hosts


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Kind]:
    """Every kind of notice, by its name."""
    return {one.id: one for one in _file().kind}


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, clock.LOCAL)


def loud(at: datetime) -> datetime:
    """The first instant from `at` on at which a message may go out."""
    kept = values()
    here = at.astimezone(clock.LOCAL)
    day, first, last = here.date(), kept.quiet_from, kept.quiet_to
    if first <= last:  # the quiet hours lie within one day
        return _moment(day, last) if first <= here.time() < last else at
    if here.time() >= first:
        return _moment(day + timedelta(days=1), last)
    return _moment(day, last) if here.time() < last else at
