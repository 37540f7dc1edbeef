"""What is recognised at every door before anything of it is kept: a text that calls itself a denunciation (policy/door.toml).

Promises: nothing but the text itself is looked at. Refuses to guess: only the words of the list count.
"""

import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    words: tuple[str, ...]


@lru_cache(maxsize=1)
def _words() -> tuple[str, ...]:
    found = _File.model_validate(tomllib.loads((Path(settings.POLICY_DIR) / "door.toml").read_text(encoding="utf-8")))
    return tuple(f" {folded(one)} " for one in found.words)


def folded(text: str) -> str:
    """Text for comparing: small letters, words with one space between; Vietnamese marks stay, for "tố" and "to" are different words."""
    plain = unicodedata.normalize("NFC", text).lower()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def denounces(*texts: str) -> bool:
    """Whether a text says of itself that it is a denunciation."""
    said = [f" {folded(text)} " for text in texts]
    return any(word in text for text in said for word in _words())
