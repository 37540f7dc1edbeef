"""Which meetings there are: policy/meetings.toml. No threshold and no deadline stands there."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, PositiveInt

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


class Point(_Strict):
    """A point of the agenda with its article; `fulfils` are the duties that are done by having it on the agenda."""

    id: str
    basis: str
    text: _Text
    required: bool = True
    fulfils: tuple[str, ...] = ()


class Step(_Strict):
    """An event of the rulebook that a step of the meeting is: called, held, short (the second call that too few came to)."""

    step: str
    event: str
    kind: str
    bearers: tuple[str, ...] = ()


class Attested(_Strict):
    """What whoever enters the result has to say of the meeting, with the article that asks for it."""

    id: str
    basis: str
    text: _Text


class Sort(_Strict):
    """A kind of meeting: whose, called by whom, over which roll, for whom, with what on its agenda.

    `rules` names, by the kind of the body, the decision of the rulebook that gives quorum and threshold; `delegate_rules` the one where
    delegates meet, from the number in the limit `delegates_from` on. `least`: so many of the points have to stand on the agenda.
    `act` is that of the rulebook by which it is held; `quorum` a limit that says how many of the roll have to come; `papers`: the duty by
    which papers go to all once too few came to the second call; `asks`: residents may ask beforehand; `petitions`: what is asked is kept
    with its village; `usual`: points that the form proposes.
    """

    id: str
    bearers: tuple[str, ...]
    callers: tuple[str, ...]
    audience: str
    basis: str
    text: _Text
    roll: str = ""
    least: int = 0
    rules: Mapping[str, str] = {}
    delegate_rules: Mapping[str, str] = {}
    delegates_from: Mapping[str, str] = {}
    fulfils: tuple[str, ...] = ()
    note: _Text | None = None
    act: str = "meeting.hold"
    quorum: str = ""
    papers: str = ""
    asks: bool = False
    petitions: bool = False
    usual: tuple[str, ...] = ()
    attest: tuple[Attested, ...] = ()
    point: tuple[Point, ...] = ()
    event: tuple[Step, ...] = ()

    def events(self, step: str, bearer: str) -> tuple[Step, ...]:
        """The events that a `step` is at a body of kind `bearer`."""
        return tuple(one for one in self.event if one.step == step and (not one.bearers or bearer in one.bearers))

    @property
    def points(self) -> Mapping[str, Point]:
        """The points that the law names, by id."""
        return {one.id: one for one in self.point}


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
