"""Which meetings there are: policy/meetings.toml. What the law says of them is read from the rulebook in force, by names of its lists."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, PositiveInt

from dinhlang.core.rules import Choose, Entry, Held, held
from dinhlang.ground.record import rulebooks

ASKED_FOR = "asked-for"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Text(_Strict):
    vi: str
    en: str

    @property
    def said(self) -> str:
        """The words in the active language."""
        return self.en if get_language() == "en" else self.vi


@dataclass(frozen=True)
class Point:
    """A point that the law names, with its article; `fulfils` are the duties that are done by having it on the agenda."""

    id: str
    basis: str
    text: _Text
    required: bool
    fulfils: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """An event of the rulebook that a step of the meeting is: called, held, short (the second call that too few came to)."""

    event: str
    kind: str


def _point(one: Entry, required: bool) -> Point:
    return Point(one.id, one.basis, _Text(vi=one.text.vi, en=one.text.en), required, one.fulfils)


def _points(name: str, day: date) -> tuple[Point, ...]:
    """The entries of a list of the rulebook in its wording of `day`."""
    if not name:
        return ()
    found = rulebooks.listing(name, day)
    return tuple(_point(one, found.choose is Choose.ALL and one.required) for one in found.entries)


class Sort(_Strict):
    """A kind of meeting: whose, called by whom, over which roll, for whom.

    `agenda` and `conditions` are lists of the rulebook: what has to stand on its agenda, with the duties that it fulfils, and what whoever
    enters the result says of it. `rules` names, by the kind of the body, the decision of the rulebook that gives quorum and threshold;
    `delegate_rules` the one where delegates meet, from the number in the limit `delegates_from` on. `act` is that of the rulebook by which
    it is held; `quorum` a limit that says how many of the roll have to come; `papers`: the duty by which papers go to all once too few came
    to the second call; `asks`: residents may ask beforehand; `petitions`: what is asked is kept with its village; `usual`: points that the
    form proposes.
    """

    id: str
    bearers: tuple[str, ...]
    callers: tuple[str, ...]
    audience: str
    text: _Text
    agenda: str = ""
    conditions: str = ""
    roll: str = ""
    rules: Mapping[str, str] = {}
    delegate_rules: Mapping[str, str] = {}
    delegates_from: Mapping[str, str] = {}
    note: _Text | None = None
    act: str = "meeting.hold"
    quorum: str = ""
    papers: str = ""
    asks: bool = False
    petitions: bool = False
    usual: tuple[str, ...] = ()

    def basis(self, day: date) -> str:
        """The article of its agenda on `day`; "" where the law knows no such meeting, or the rulebook in force is older."""
        return (rulebooks.where_held(lambda: rulebooks.listing(self.agenda, day).basis) or "") if self.agenda else ""

    def fulfils(self, day: date) -> tuple[str, ...]:
        """The duties that are done by holding it on `day`."""
        return rulebooks.listing(self.agenda, day).of if self.agenda else ()

    def least(self, day: date) -> int:
        """So many of the points have to stand on an agenda of `day`, where none is required."""
        return rulebooks.listing(self.agenda, day).at_least if self.agenda else 0

    def points(self, day: date) -> Mapping[str, Point]:
        """The points that the law names on `day`, by id, in its order."""
        return {one.id: one for one in _points(self.agenda, day)}

    def kept(self, id: str, day: date) -> Point:
        """A point that stands on an agenda of `day`: in the wording of that day, else in whichever has it, else with its id alone."""
        found = rulebooks.kept(self.agenda, id, day)
        return Point(id, "", _Text(vi=id, en=id), False, ()) if found is None else _point(found, found.required)

    def attest(self, day: date) -> tuple[Point, ...]:
        """What whoever enters the result has to say of a meeting of `day`."""
        return _points(self.conditions, day)

    def notes(self, day: date) -> tuple[str, ...]:
        """Why it is as it is on `day`, in the active language."""
        why = rulebooks.where_held(lambda: rulebooks.listing(self.agenda, day).why) if self.agenda else None
        said = self.note if why is None else _Text(vi=why.vi, en=why.en)
        return () if said is None else (said.said,)

    def held(self, chosen: Collection[str], day: date) -> Held:
        """What is on an agenda of `day`, by the ids of points, held against the list of the law."""
        return held(rulebooks.listing(self.agenda, day), chosen) if self.agenda else Held(unknown=tuple(sorted(chosen)))

    def events(self, step: str, day: date) -> tuple[Step, ...]:
        """The events of the rulebook that a `step` is on `day`."""
        found = rulebooks.steps("meeting", step, self.fulfils(day)) if self.agenda else ()
        return tuple(Step(kind.event, kind.id) for kind, _of in found)


class Rating(_Strict):
    """An answer on a rating slip."""

    id: str
    text: _Text


class Values(_Strict):
    """Slips from which on a rating is kept and shown, and the least that an answer which was given may number; questions of residents
    that may wait for one meeting; the answers of a rating."""

    rating_floor: PositiveInt
    rating_cell: PositiveInt
    waiting: PositiveInt
    waiting_each: PositiveInt
    ratings: tuple[Rating, ...]


class _File(_Strict):
    private: tuple[str, ...]
    values: Values
    kind: tuple[Sort, ...]


@lru_cache(maxsize=2)
def _read(path: Path) -> _File:
    return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def _file() -> _File:
    return _read(Path(settings.POLICY_DIR) / "meetings.toml")


def sorts() -> Mapping[str, Sort]:
    """The kinds of meetings, by id."""
    return {one.id: one for one in _file().kind}


def values() -> Values:
    """The values of this house for meetings."""
    return _file().values


def private() -> Sequence[str]:
    """Kinds of bodies that are never named in public: neither are their meetings."""
    return _file().private


def offered(bearer: str, office: str) -> tuple[Sort, ...]:
    """The kinds that an `office` may call at a body of kind `bearer`, but for the one that a duty asks for."""
    return tuple(one for one in _file().kind if one.id != ASKED_FOR and bearer in one.bearers and office in one.callers)
