"""A refusal as a sentence in the reader's language."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext

from dinhlang.core.refusal import Refused
from dinhlang.ground.ui import format
from dinhlang.ground.ui.shapes import Refusal


class _Lenient(dict[str, object]):
    """A place without a value stays as it is: a sentence with a gap helps more than an error about the sentence."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _said(values: Mapping[str, object]) -> _Lenient:
    return _Lenient({name: format.long_day(value) if isinstance(value, date) else value for name, value in values.items()})


def sentence(error: Refused) -> str:
    """The sentence of a refusal, translated and filled in; days the way they are written."""
    return gettext(error.msg).format_map(_said(error.values))


def refusal(error: Refused, instead: str = "") -> Refusal:
    """The refusal as a page shows it, with the article it rests on."""
    return Refusal(sentence(error), format.cited(error.basis), instead)
