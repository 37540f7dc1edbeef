"""What the house knows of matters beside their rule: policy/votes.toml."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict

from dinhlang.core.rules import Decision, Rulebook


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Text(_Strict):
    vi: str
    en: str


class Sort(_Strict):
    """A matter of the rulebook: whether persons are elected, to one place only, and what its recogniser receives."""

    rule: str
    elects: bool = False
    one: bool = False
    received: str = ""


class Step(_Strict):
    """An event of the rulebook that a step of a vote is."""

    step: str
    event: str
    kind: str
    way: str = ""
    secret: bool = False
    rules: tuple[str, ...] = ()
    commune: bool = False


class Named(_Strict):
    """A word of a closed list with what it rests on."""

    id: str
    basis: str
    text: _Text
    renews: bool = False

    @property
    def said(self) -> str:
        """The word in the active language."""
        return self.text.en if get_language() == "en" else self.text.vi


class Sequel(Named):
    """What the commune decides after a vote: of which matters, in which states, which duty that does, until when it may last."""

    rules: tuple[str, ...]
    states: tuple[str, ...]
    fulfils: str
    until: bool = False
    lasts: str = ""


class Crew(_Strict):
    """Who has a task in a vote: in rounds of which way, by which limit of the rulebook, and whether everybody is told who they are."""

    task: str
    limit: str
    way: str = ""
    secret: bool = False
    public: bool = False


class Calling(_Strict):
    """How households propose matters of these rules by themselves: limits of the rulebook, who takes supports on paper."""

    rules: tuple[str, ...]
    basis: str
    share: str
    kind: str
    takes: tuple[str, ...]
    lasts: str = ""
    fewer: bool = False
    asked: bool = False


class _Values(_Strict):
    manner_least: int
    initiatives_open: int


class _File(_Strict):
    values: _Values
    matter: tuple[Sort, ...]
    event: tuple[Step, ...]
    paper: tuple[Named, ...]
    answer: tuple[Named, ...]
    annulment: tuple[Named, ...]
    initiative: tuple[Calling, ...]
    sequel: tuple[Sequel, ...]
    crew: tuple[Crew, ...]


@lru_cache(maxsize=2)
def _read(path: Path) -> _File:
    return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def _file() -> _File:
    return _read(Path(settings.POLICY_DIR) / "votes.toml")


def manners(counts: Mapping[str, int]) -> Mapping[str, int]:
    """How answers came about, as far as it may be said: rounded, and nothing where a cell is so small that it tells of somebody."""
    least = _file().values.manner_least
    if not counts or min(counts.values()) < least:
        return {}
    return {manner: round(n / least) * least for manner, n in sorted(counts.items())}


def sorts() -> Mapping[str, Sort]:
    """The matters that can be put to people here, by rule."""
    return {one.rule: one for one in _file().matter}


def papers() -> Mapping[str, Named]:
    """The names a community's decision may have, by id."""
    return {one.id: one for one in _file().paper}


def answers() -> tuple[Named, ...]:
    """What one can answer online to a plain matter, beside agreeing and not agreeing."""
    return _file().answer


def annulments() -> Mapping[str, Named]:
    """Why a community's decision is annulled, by id."""
    return {one.id: one for one in _file().annulment}


def events(step: str, rule: str, way: str, secret: bool) -> tuple[Step, ...]:
    """The events that a `step` of a round of `rule` is, in the order of the file."""
    return tuple(
        one
        for one in _file().event
        if one.step == step and one.way in ("", way) and (secret or not one.secret) and (not one.rules or rule in one.rules)
    )


def offered(book: Rulebook, scope: str, office: str) -> tuple[Decision, ...]:
    """The matters that an office may put to the people of a `scope` ("village", "commune"), in the order of the file. Law Art. 15, 16."""
    found = (book.decisions.get(id) for id in sorts())
    return tuple(one for one in found if one is not None and one.scope == scope and one.convened_by == office)


def sequels(rule: str, state: str) -> Mapping[str, Sequel]:
    """What the commune may decide after a vote on a matter of `rule` that is in `state`, by id."""
    return {one.id: one for one in _file().sequel if rule in one.rules and state in one.states}


def crew(task: str, way: str, secret: bool) -> Crew | None:
    """The rule for a task in a round of this way; None where such a round has nobody for it."""
    fits = (one for one in _file().crew if one.task == task and one.way in ("", way))
    return next((one for one in fits if secret or not one.secret), None)


def every_sequel() -> Mapping[str, Sequel]:
    """What the commune may decide after votes, by id."""
    return {one.id: one for one in _file().sequel}


def lasting() -> Mapping[str, Sequel]:
    """What the commune decides after votes that has a last day (an interim head), by id."""
    return {one.id: one for one in _file().sequel if one.until}


def posts() -> frozenset[str]:
    """The matters by which one person is elected to a post."""
    return frozenset(one.rule for one in _file().matter if one.elects and one.one)


def callings() -> Mapping[str, Calling]:
    """How households propose matters by themselves, by rule."""
    return {rule: one for one in _file().initiative for rule in one.rules}


def initiatives_open() -> int:
    """How many initiatives of one household may collect supports at once."""
    return _file().values.initiatives_open


def initiable(book: Rulebook) -> tuple[Decision, ...]:
    """The matters that households of a village may propose by themselves, in the order of the file. Law Art. 16(3)."""
    return tuple(book.decisions[rule] for rule in callings() if rule in book.decisions)
