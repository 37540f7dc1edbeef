"""What a kit sends, read from its text: who takes part, what was counted, that the sitting is closed.

Promises: a text that was changed after the kit wrote it is found by its seal, and told as such. Refuses: anything that is not whole.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.kit import policy

NO_KIT = N_("This was not written by the offline kit, or it is not whole. Nothing was changed.")
OTHER = N_("This belongs to another meeting, or to another kit. Open the page of that kit and send it there. Nothing was changed.")
ALTERED = N_(
    "This was changed by hand after the kit had written it. It is not taken in and nothing was changed; send what the phone itself holds."
)
TOO_LONG = N_("This is longer than anything the kit writes. Nothing was changed.")


class Kind(StrEnum):
    """What an item says."""

    TICK = "tick"
    COUNT = "count"
    CLOSE = "close"


Instant = Annotated[AwareDatetime, Field(ge=datetime(2020, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))]
"""A time that both databases keep and every zone can show."""


class _Text(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: UUID
    lease: str = Field(max_length=16)
    n: int = Field(ge=1, le=100_000)
    kind: Kind
    at: Instant
    closed: Instant | None = None
    numbers: tuple[str, ...] = ()
    took_part: int = Field(default=0, ge=0, le=100_000)
    votes: tuple[int, ...] = ()
    spoilt: int = Field(default=0, ge=0, le=100_000)


@dataclass(frozen=True)
class Sent:
    """An item as its text says it. `at` and `closed` (when the sitting ended) are the telephone's own times."""

    id: UUID
    n: int
    kind: Kind
    at: datetime
    closed: datetime | None
    numbers: tuple[str, ...]
    took_part: int
    votes: tuple[int, ...]
    spoilt: int


def seal(key: bytes, text: str) -> str:
    """What the kit puts beside a text: HMAC-SHA256 under the key of its lease, in hex."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def digest(text: str) -> str:
    """What the record says of an item: SHA-256 of its text, in hex. The item's own random id keeps it from being guessed."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str, given: str, lease: str, key: bytes) -> Sent:
    """An item from its text and seal. Raises Refused for what is not whole, belongs to another lease, or was changed."""
    if len(text) > policy.values().text_signs:
        raise Refused(TOO_LONG)
    try:
        said = _Text.model_validate_json(text.encode())
    except (ValidationError, UnicodeEncodeError) as error:
        raise Refused(NO_KIT) from error
    if said.lease != lease:
        raise Refused(OTHER)
    if not hmac.compare_digest(seal(key, text), given.lower() if given.isascii() else ""):
        raise Refused(ALTERED)
    return Sent(said.id, said.n, said.kind, said.at, said.closed, said.numbers, said.took_part, said.votes, said.spoilt)
