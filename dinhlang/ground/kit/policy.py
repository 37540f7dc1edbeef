"""The numbers of the offline kit: policy/kit.toml."""

import tomllib
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict


class Values(BaseModel):
    """How long a lease runs, how wrong a telephone's clock may be, how long what is sent and typed may be, how a saved file is locked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lease_hours: int
    early_hours: int
    clock_minutes: int
    text_signs: int
    file_signs: int
    pass_signs: int
    pass_rounds: int
    device_signs: int
    reason_signs: int
    decide: int

    @property
    def lease(self) -> timedelta:
        """How long a lease runs."""
        return timedelta(hours=self.lease_hours)

    @property
    def early(self) -> timedelta:
        """How long before its sitting a lease may be opened."""
        return timedelta(hours=self.early_hours)

    @property
    def clock(self) -> timedelta:
        """How wrong a telephone's clock may be."""
        return timedelta(minutes=self.clock_minutes)


@lru_cache(maxsize=2)
def _read(path: Path) -> Values:
    return Values.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))["values"])


def values() -> Values:
    """The numbers as the file has them."""
    return _read(Path(settings.POLICY_DIR) / "kit.toml")
