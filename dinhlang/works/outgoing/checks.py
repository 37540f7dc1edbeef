"""What may stand in the register here, and when a row may be set aside: each check raises the sentence that says what to do."""

import re
from collections.abc import Collection
from datetime import date

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies.reads import Place, fold
from dinhlang.ground.duties.acts import slug
from dinhlang.ground.files.secrecy import secrecy_mark

PARTY = re.compile(r"\s*\d+\s*-\s*[^\W\d_]+\s*/\s*[^\W\d_]")  # a Party paper: 12-NQ/ĐU, where the State writes 12/NQ-HĐND
STAMPS = frozenset({"mat", "toi mat", "tuyet mat"})


def is_party(number: str) -> bool:
    """Whether a number is written as the Party writes it."""
    return PARTY.match(number) is not None


def check_number(number: str, longest: int) -> str:
    """The document's name in addresses. Refused for a number without a digit, which names no document, or beyond `longest` signs."""
    if not any(sign.isdigit() for sign in number) or len(number) > longest:
        raise Refused(N_("“{number}” is no number of a document. It has a number and a sign, for example 112/QĐ-UBND."), {"number": number})
    return slug(number)


def check_secret(*texts: str) -> None:
    """No text bears a mark of secrecy; a column of marks holds the bare word."""
    for text in texts:
        mark = secrecy_mark(text)
        if fold(text) in STAMPS or (mark is not None and mark.refuses):
            raise Refused(N_("It bears a mark of secrecy and is left out. Secret documents stay in the office's own book."))


def is_internal(*texts: str) -> bool:
    """Whether a text says that it goes round inside the office only."""
    return any((mark := secrecy_mark(text)) is not None and not mark.refuses for text in texts)


def check_dated(dated: date, today: date, body: Place) -> None:
    """A day that has come, on which the body existed."""
    if dated > today:
        raise Refused(N_("The document is dated {dated}, which is still to come. Check the date."), {"dated": dated})
    if dated < body.alive_from:
        raise Refused(
            N_("{name} has existed since {since}; a document of {dated} belongs to the body before it."),
            {"name": body.name, "since": body.alive_from, "dated": dated},
        )


def check_said(abstract: str) -> None:
    """Something is said of what the document is about."""
    if not abstract.strip():
        raise Refused(N_("The abstract is empty; without it nobody can say whether the document must be disclosed."))


def check_reason(reason: str, known: Collection[str]) -> None:
    """A reason of the closed list."""
    if reason not in known:
        raise Refused(N_("Choose one of the reasons on the list."))
