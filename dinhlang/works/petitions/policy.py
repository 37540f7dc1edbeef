"""Kinds, topics and the values of this house for petitions: `policy/petitions.toml`, read once."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from pydantic import BaseModel, ConfigDict, NonNegativeInt, PositiveInt

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.ui import format

OWN, COUNTER, PHONE, MEETING = "own", "counter", "phone", "meeting"  # ways
OPEN311, PORTAL = "open311", "portal"  # through a program; in a list from the province's hotline or portal
UNTYPED = frozenset({OWN, OPEN311})  # sent by the sender, typed in by no office
AT_COUNTER = frozenset({COUNTER, PHONE, MEETING})


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(_Strict):
    """A few words in both languages."""

    vi: str
    en: str

    @property
    def said(self) -> str:
        """The words in the reader's language."""
        return self.en if format.language() == "en" else self.vi


class Extension(_Strict):
    """More time that the law gives once: the event of the rulebook; it counts from the `due` day, or from when it was `taken` on."""

    name: Literal["case.arose", "paper.issued"]
    kind: str
    since: Literal["due", "taken"]


class Finding(_Strict):
    """A recorded finding under which the rulebook has another clock: its own kind of event."""

    id: str
    kind: str
    text: Text
    extension: Extension | None = None


class Ground(_Strict):
    """A ground of the law's closed list on which `kinds` may be refused; `elsewhere`: the body that answers for it must be named."""

    id: str
    kinds: tuple[str, ...]
    basis: str
    text: Text
    elsewhere: bool = False


class Kind(_Strict):
    """A kind of petition; see the file's head."""

    id: str
    text: Text
    ways: tuple[str, ...]
    received: str
    accepted: str
    reopens: bool
    passes: bool
    joins: bool = False
    named: bool = False
    public: bool = False
    basis: str = ""
    findings: tuple[Finding, ...] = ()
    received_else: str = ""
    event: Literal["matter.accepted", "matter.received", "paper.issued"] = "matter.accepted"
    must_find: bool = False
    completes: bool = False
    more_time: bool = False
    terms: bool = False
    late: bool = False
    files: bool = False
    decides: str = ""
    extension: Extension | None = None
    wrong: str = ""
    needs: tuple[Literal["identity", "purpose", "first"], ...] = ()
    bodies: tuple[str, ...] = ()

    @property
    def from_receipt(self) -> bool:
        """Whether the clock after taking on counts from the day a valid request came, not from the day it was taken on."""
        return self.event == "matter.received"

    def found(self, finding: str) -> Finding | None:
        """The finding called `finding`."""
        return next((one for one in self.findings if one.id == finding), None)

    def events(self, stage: str, finding: str) -> tuple[tuple[str, str], ...]:
        """The events of the rulebook that a stage may be, each with its kind; the first that opens a clock at the body counts."""
        if stage == "wrong":
            return (("matter.received", self.wrong),)
        if stage == "received":
            return tuple(("matter.received", one) for one in (self.received, self.received_else) if one)
        one = self.found(finding)
        kind = one.kind if one is not None else self.accepted
        return ((self.event, kind),) if kind else ()

    def more(self, finding: str) -> Extension | None:
        """The extension that the law knows of this kind, found so."""
        one = self.found(finding)
        return one.extension if one is not None else self.extension


class Topic(_Strict):
    """What petitions are about; topics of one group are told together where a topic alone would tell too much. `about`: a person in office,
    else a matter."""

    id: str
    group: str
    about: Literal["matter", "person"] = "matter"
    text: Text


class Reason(_Strict):
    """Why a public text is held back or taken down; `basis` is an article, or "house"."""

    id: str
    basis: str
    text: Text


class Rating(_Strict):
    """How content a sender can say to be with an answer; `content`: counts as content."""

    id: str
    content: bool
    text: Text


class Values(_Strict):
    """Days, numbers and the hour of this house; see the file."""

    house_days: PositiveInt
    silence_days: PositiveInt
    reopen_days: PositiveInt
    reopenings: PositiveInt
    more_days: PositiveInt
    still_days: PositiveInt
    stills: PositiveInt
    passes: PositiveInt
    urgings: PositiveInt
    a_day: PositiveInt
    form_an_hour: PositiveInt
    open311_a_day: PositiveInt
    photos: PositiveInt
    points: PositiveInt
    voices: PositiveInt
    voice_seconds: PositiveInt
    voice_megabytes: PositiveInt
    replies: PositiveInt
    senders: PositiveInt
    households: PositiveInt
    hour: NonNegativeInt
    alike: NonNegativeInt
    alike_days: PositiveInt
    alike_most: PositiveInt
    raters: PositiveInt
    dragging: PositiveInt
    look_days: PositiveInt
    texts: PositiveInt


class _Bodies(_Strict):
    kinds: tuple[str, ...]


class _File(_Strict):
    values: Values
    bodies: _Bodies
    kind: tuple[Kind, ...]
    ground: tuple[Ground, ...]
    topic: tuple[Topic, ...]
    mark: tuple[Rating, ...]
    reason: tuple[Reason, ...]


@lru_cache(maxsize=1)
def _file() -> _File:
    return _File.model_validate(tomllib.loads((Path(settings.POLICY_DIR) / "petitions.toml").read_text(encoding="utf-8")))


def values() -> Values:
    """The values in force."""
    return _file().values


def kinds() -> Mapping[str, Kind]:
    """The kinds, by id."""
    return {one.id: one for one in _file().kind}


def kind(name: str) -> Kind:
    """The kind called `name`. Raises Refused."""
    found = kinds().get(name)
    if found is None:
        raise Refused(N_("Choose one of the kinds that are listed."))
    return found


def grounds(kind: str) -> Mapping[str, Ground]:
    """The closed list of grounds on which the kind may be refused, by id; empty where the law has none."""
    return {one.id: one for one in _file().ground if kind in one.kinds}


def topics() -> Mapping[str, Topic]:
    """All topics, by id."""
    return {one.id: one for one in _file().topic}


def offered(about: Literal["matter", "person"] = "matter") -> tuple[Topic, ...]:
    """The topics from which is chosen what is about a matter, or about a person in office."""
    return tuple(one for one in _file().topic if one.about == about)


def marks() -> Mapping[str, Rating]:
    """The marks an answer can be given, by id."""
    return {one.id: one for one in _file().mark}


def handlers() -> tuple[str, ...]:
    """Kinds of bodies that petitions can be sent to."""
    return _file().bodies.kinds


def reasons() -> Mapping[str, Reason]:
    """Why a public text may be held back or taken down, by id."""
    return {one.id: one for one in _file().reason}


def reason(name: str) -> Reason:
    """The reason called `name`. Raises Refused."""
    found = reasons().get(name)
    if found is None:
        raise Refused(N_("Choose one of the reasons that are listed."))
    return found
