"""The one exception for "the rules say no".

Promises: a refusal carries a message id fit to show a citizen (translated later, in `ground/ui`), the values that
fill it, and the article it rests on. Refuses: to format or translate; core has no language.
"""

from collections.abc import Mapping
from types import MappingProxyType

_NOTHING: Mapping[str, object] = MappingProxyType({})


def N_(text: str) -> str:
    """Mark `text` for the translation catalogue and return it unchanged."""
    return text


class Refused(Exception):
    """An act, a file or a value that the rules do not allow.

    `msg` is an English message id with `{name}` places, `values` fills them, `basis` names the article or the
    promise it rests on ("" where it is plain good order).
    """

    def __init__(self, msg: str, values: Mapping[str, object] = _NOTHING, basis: str = "") -> None:
        super().__init__(msg)
        self.msg = msg
        self.values = values
        self.basis = basis

    def __str__(self) -> str:
        return self.msg.format(**self.values)


class NotHere(Refused):
    """A refusal because the thing asked for does not exist: the same sentence and values, another status."""


class NotYours(Refused):
    """A refusal because somebody else may, not this person."""
