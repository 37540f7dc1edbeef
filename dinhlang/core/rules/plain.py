"""The whole rulebook as plain values, for a file that any program reads (docs/rulebook-json.md).

Promises: the same book gives the same values in the same order, both languages of every text, every dated wording, exact shares as
fractions. Refuses: to leave out a rule that has ended or is to come, and to say anything the book does not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from dinhlang.core.rules import look
from dinhlang.core.rules.types import Rulebook

FORMAT = "dinhlang-rulebook/1"
Plain = dict[str, Any] | list[Any] | str | int | bool | None


def plain(value: object) -> Plain:
    """A value of the book as dictionaries, lists, strings, numbers: days ISO, shares as "2/3", sets sorted."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if is_dataclass(value):
        return {field.name.rstrip("_"): plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(value[key]) for key in sorted(value)}
    if isinstance(value, frozenset):
        return [plain(one) for one in sorted(value)]
    if isinstance(value, Iterable):
        return [plain(one) for one in value]
    raise TypeError(f"nothing in a rulebook is a {type(value).__name__}")


def rule(one: look.Rule) -> dict[str, Any]:
    """One wording of a rule, with its shape, the hash of the wording and the places it cites."""
    said = plain(one)
    assert isinstance(said, dict)  # noqa: S101 (a dataclass gives a dictionary)
    cites = [plain(place) for place in look.places_of(one)]
    return {"shape": look.shape_of(one).value, **said, "wording": look.wording_hash(one).hex(), "cites": cites}


def book(one: Rulebook) -> dict[str, Any]:
    """Everything the book holds. Rules in order of id, then of days; lists in the order of their file."""
    wordings = [rule(each) for rules in look.every(one).values() for each in rules]
    return {
        "format": FORMAT,
        "hash": one.hash.hex(),
        "instruments": [plain(one.instruments[id]) for id in sorted(one.instruments)],
        "rules": wordings,
        "items": [plain(item) for _number, item in sorted(one.items.items())],
        "articles": plain(one.articles),
        "open": plain(one.questions),
        "event_kinds": plain(one.event_kinds),
        "facts": [plain(fact) for fact in one.facts.values()],
        "offices": [plain(office) for office in one.offices.values()],
        "channels": [{"id": id, "text": plain(text)} for id, text in one.channels.items()],
        "acts": [{"id": id, "text": plain(text)} for id, text in one.acts.items()],
        "terms": plain(one.terms),
        "calendar": plain(one.calendar),
    }
