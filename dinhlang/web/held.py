"""What is held about somebody, in the reader's words: rows of values as the rooms keep them, turned into names and sentences.

Promises: a body stands by its name, a choice by its words, a day as days are written here, yes and no as words; a value that is empty is
left out. Refuses: to let a field through that is neither somebody's own text (`AS_WRITTEN`) nor has its words here; a test walks all.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from dinhlang.core import phone
from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import Rulebook
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import present as duties
from dinhlang.ground.notices import words as notices
from dinhlang.ground.people import profile
from dinhlang.ground.people import reads as people
from dinhlang.ground.people.acts import AFTER_A_LOSS
from dinhlang.ground.people.models import Told, Waits
from dinhlang.ground.people.personal import Values
from dinhlang.ground.personal import policy, present
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.rolls import forms as rolls
from dinhlang.ground.rolls import kinds
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field
from dinhlang.web import log

LABELS = {
    "username": N_("Account name"),
    "account": N_("Account name"),
    "name": N_("Name"),
    "email": N_("E-mail"),
    "password": N_("Password"),
    "last_login": N_("Last sign-in"),
    "office": N_("Office"),
    "decision": N_("Decision"),
    "from_day": N_("First day"),
    "from": N_("First day"),
    "to_day": N_("Last day"),
    "at": N_("When"),
    "part": N_("Part"),
    "said": N_("What it says"),
    "words": N_("Words"),
    "answer": N_("Answer"),
    "kind": N_("Kind"),
    "act": N_("Act"),
    "reason": N_("Reason"),
    "number": N_("Number"),
    "second": N_("Stand-in"),
    "cluster": N_("Cluster"),
    "address": N_("Address"),
    "phone": N_("Telephone"),
    "about": N_("About what"),
    "answered": N_("Answered"),
    "asked": N_("Code asked for next"),
    "body": N_("Body"),
    "carried": N_("Carried out"),
    "created": N_("Made"),
    "ended": N_("Ended"),
    "ended_by": N_("Ended by"),
    "last_used": N_("Last used"),
    "leaf": N_("Entry of the record"),
    "made": N_("Made"),
    "note": N_("Note"),
    "occasion": N_("Occasion"),
    "post": N_("Post"),
    "provider": N_("Provider"),
    "read": N_("Read"),
    "roll": N_("List"),
    "rule": N_("Duty"),
    "shown": N_("Public"),
    "since": N_("Since"),
    "state": N_("State"),
    "type": N_("Factor"),
    "verified": N_("Confirmed"),
    "what": N_("What"),
    "seen": N_("Read"),
    "times": N_("Times"),
    "knocked": N_("Last told"),
    "channel": N_("Channel"),
    "title": N_("Title"),
    "where": N_("Where"),
    "item": N_("Which item of Article 11"),
    "place": N_("Place"),
    "which": N_("On which day"),
    "by": N_("Said by"),
    "hung": N_("Form of disclosure"),
    "file": N_("File"),
    "until": N_("Counts until"),
    "manner": N_("How"),
    "matter": N_("Which matter of the law it is"),
    "stage": N_("How far it has come"),
    "amount": N_("Amount"),
    "day": N_("Day"),
    "task": N_("Task"),
    "bytes": N_("Bytes kept"),
}
AS_WRITTEN = frozenset({"username", "account", "name", "email", "decision", "words", "answer", "number", "second", "cluster", "address"})
AS_WRITTEN |= {"about", "note", "post", "provider", "title", "where", "times", "asked", "file", "bytes"}
"""Fields that somebody typed, or that count: shown as they stand."""
FACTORS = {"totp": N_("authenticator app"), "webauthn": N_("passkey"), "recovery_codes": N_("recovery codes")}
STATES = {
    Waits.CONFIRMED: N_("confirmed"),
    Waits.DECLINED: N_("declined"),
    Waits.WITHDRAWN: N_("withdrawn"),
    Waits.WAITING: N_("waiting"),
}
GONE = N_("something that has no name here any more")
RENEWED = N_("Password and factors of an account were taken away, to begin anew")
MANNERS = {
    "": N_("at a meeting or on paper"), "alone": N_("alone"), "assisted": N_("with somebody's help"),
    "own": N_("in the household's own session"), "paper": N_("on paper"),
}  # fmt: skip
STAGES = {
    "collecting": N_("collects supports"),
    "handed": N_("handed in"),
    "taken": N_("put to the people"),
    "turned": N_("not put to the people"),
    "dropped": N_("given up"),
}
TASKS = {"team": N_("in the team"), "witness": N_("witnesses the count"), "signer": N_("signs the decision")}
WHICH = {"first": N_("On its first day"), "last": N_("On its last day")}
BY = {"residents": N_("two residents"), "link": N_("by the village's link")}


@dataclass(frozen=True)
class Around:
    """What words need around a row: the row itself, bodies by id, bodies' names by code, the rulebook ("" and None where there is none)."""

    row: Values
    places: Mapping[int, bodies.Place]
    book: Rulebook | None


def _duty(rule: str, near: Around) -> str:
    duty = near.book.duties.get(rule) if near.book is not None else None
    return duties.said(duty.subject) if duty is not None else _(GONE)


def _decision(rule: str, near: Around) -> str:
    found = near.book.decisions.get(rule) if near.book is not None else None
    return duties.said(found.subject) if found is not None else _(GONE)


def _among(known: Mapping[Any, str]) -> Callable[[Any, Around], str]:
    return lambda value, near: _(known.get(value, GONE))


def _kind(value: str, near: Around) -> str:
    """Of a notice, or of a request about personal data."""
    if value in notices.KINDS:
        return _(notices.KINDS[value])
    return request_words(value)


def request_words(kind: str) -> str:
    """What a kind of request about personal data is called."""
    return next((present.said(one.words) for one in policy.table().ask if one.id == kind), kind)


def _reason(value: str, near: Around) -> str:
    """Why a list was looked at, or an identity opened, by their lists."""
    if "roll" in near.row:
        return _(rolls.LOOK_WORDS.get(value, GONE))
    return present.reason_words(value)


def _act(value: str, near: Around) -> str:
    return _(log.HOUSE.get(value) or notices.FORMS.get(value) or RENEWED) if value.startswith("people.") else _(GONE)


def _what(value: str, near: Around) -> str:
    return _(profile.CHANGES[Told(value)]).format(about=near.row.get("about") or _("the app"))


def _body(value: int, near: Around) -> str:
    return near.places[value].name if value in near.places else _("a body that is gone")


def _hung(value: str, near: Around) -> str:
    parts = (part for duty in (near.book.duties.values() if near.book is not None else ()) for part in duty.parts)
    return next((duties.said(part.text) for part in parts if part.channel == value), _(GONE))


def _place(value: str, near: Around) -> str:
    named = {one.code: one.name for one in near.places.values()}
    return duties.place_word(value, named)


def _item(value: int, near: Around) -> str:
    item = near.book.items.get(value) if near.book is not None else None
    return f"{value}. {duties.said(item.short)}" if item is not None else _("item %(n)d") % {"n": value}


def _occasion(value: str, near: Around) -> str:
    """The period; nothing for another occasion, whose name is a mark: the duty's page, to which the duty leads, names it."""
    said = duties.period_word(value)
    return said if said != value else ""


WORDS: Mapping[str, Callable[[Any, Around], str]] = {
    "password": _among({"kept as a hash": N_("kept so that nobody can read it")}),
    "office": lambda value, near: people.office_name(value, near.book),
    "by": lambda value, near: _(BY[value]) if value in BY else people.office_name(value, near.book),
    "body": _body,
    "part": _among(present.PART),
    "kind": _kind,
    "act": _act,
    "reason": _reason,
    "phone": lambda value, near: phone.spelled(value) if phone.normal(value) == value else value,
    "ended_by": lambda value, near: _("after a loss of the record") if value == AFTER_A_LOSS else value,
    "occasion": _occasion,
    "roll": _among(kinds.TITLES),
    "rule": _duty,
    "state": _among(STATES),
    "type": _among(FACTORS),
    "what": _what,
    "channel": _among(notices.CHANNELS),
    "item": _item,
    "place": _place,
    "which": _among(WHICH),
    "leaf": lambda value, near: format.short_hash(value),
    "hung": _hung,
    "manner": _among(MANNERS),
    "task": _among(TASKS),
    "matter": _decision,
    "stage": _among(STAGES),
    "amount": lambda value, near: format.money(value),
}
DAYS = frozenset(("last_login", "from_day", "from", "to_day", "at", "answered", "carried", "created", "ended", "last_used", "made", "read"))
DAYS |= {"since", "seen", "knocked", "until", "day"}
YES_OR_NO = frozenset({"shown", "verified"})


def rows(found: Iterable[Values]) -> tuple[tuple[Field, ...], ...]:
    """Rows as names and values for a page. At most one query, for the names of bodies."""
    every = tuple(found)
    near = _near(every)
    return tuple(tuple(_fields(Around(row, near.places, near.book), row)) for row in every)


def fields_of(row: Values) -> tuple[Field, ...]:
    """One row as names and values for a page."""
    return rows((row,))[0]


def _near(every: tuple[Values, ...]) -> Around:
    ids = {row["body"] for row in every if isinstance(row.get("body"), int)}
    try:
        book: Rulebook | None = rulebooks.current()
    except Refused:
        book = None
    return Around({}, bodies.places(sorted(ids), clock.today()) if ids else {}, book)


def _fields(near: Around, row: Values) -> Iterator[Field]:
    for name, value in row.items():
        if name == "said":
            yield from _said(value, near)
        elif value in (None, "") or (name == "about" and "what" in row):
            continue
        elif text := shown(name, value, near):
            yield Field(_(LABELS[name]), text, _href(name, row, near))


def _said(value: object, near: Around) -> Iterator[Field]:
    """What a part of the record holds: text and days that stand in it, and the files it names."""
    if isinstance(value, Mapping):
        inner = {"hung" if name == "part" else name: one for name, one in value.items()}
        yield from _fields(Around(inner, near.places, near.book), {name: one for name, one in inner.items() if name in LABELS})
        yield from (Field(name, str(one)) for name, one in inner.items() if name not in LABELS)  # of an opened identity: whatever it is
    elif isinstance(value, list):
        for one in value:
            if isinstance(one, Mapping):
                yield Field(_(LABELS["file"]), f"{one.get('name', '')} ({format.size(int(one.get('size', 0)))})")
    elif value not in (None, ""):
        yield Field(_(LABELS["said"]), str(value))


def _href(name: str, row: Values, near: Around) -> str:
    if name == "leaf":
        return reverse("entry", args=[row["leaf"]])
    if name == "rule" and row.get("body") in near.places and near.book is not None and row["rule"] in near.book.duties:
        return reverse("why", args=[near.places[row["body"]].code, row["rule"], row["occasion"]])
    return ""


def shown(name: str, value: Any, near: Around) -> str:
    """A value of the field `name` in words."""
    if name in DAYS:
        return _day(value)
    if name in YES_OR_NO:
        return _("Yes") if value else _("No")
    return str(value) if name in AS_WRITTEN else WORDS[name](value, near)


def _day(value: object) -> str:
    if isinstance(value, str):  # as the record keeps days
        value = date.fromisoformat(value)
    return format.instant(value) if isinstance(value, datetime) else format.long_day(value) if isinstance(value, date) else ""
