"""What the house knows of matters beside the law (policy/votes.toml), and what the law lists of them (the rulebook in force)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict

from dinhlang.core.rules import Choose, Decision, Entry, Rulebook
from dinhlang.ground.duties import present
from dinhlang.ground.record import rulebooks

NAMES, ANSWERS, GROUNDS, TASKS = "community-decision-names", "online-vote-answers", "community-decision-annulled-for", "vote-tasks"
PLAIN = ("agree", "against")  # the answers that a plain matter has in every way


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class Sort:
    """A matter of the rulebook: whether persons are elected, and to one place only."""

    rule: str
    elects: bool = False
    one: bool = False


@dataclass(frozen=True)
class Step:
    """An event of the rulebook that a step of a vote is; `commune`: its clocks are the commune's."""

    event: str
    kind: str
    commune: bool


@dataclass(frozen=True)
class Named:
    """An entry of a list of the law: what it is called, and what it rests on."""

    entry: Entry

    @property
    def id(self) -> str:
        """Its id."""
        return self.entry.id

    @property
    def basis(self) -> str:
        """The article that names it."""
        return self.entry.basis

    @property
    def said(self) -> str:
        """Its words in the active language."""
        return present.said(self.entry.text)

    @property
    def renews(self) -> bool:
        """Whether people may decide the same matter once more after it."""
        return self.entry.renews


@dataclass(frozen=True)
class Sequel(Named):
    """What the commune decides after a vote: which duty that does, whether it has a last day, and the limit for that."""

    @property
    def fulfils(self) -> str:
        """The duty that is done by it."""
        return next(iter(self.entry.fulfils), "")

    @property
    def until(self) -> bool:
        """Whether it has a last day."""
        return self.entry.until

    @property
    def lasts(self) -> str:
        """The limit, in months, against which that day is held."""
        return self.entry.limit


@dataclass(frozen=True)
class Crew:
    """Who has a task in a vote: by which limit of the rulebook, and whether everybody is told who they are."""

    limit: str
    public: bool


@dataclass(frozen=True)
class Calling:
    """How households propose matters of these rules by themselves: limits of the rulebook, the kind of event that handing one in is, who
    takes supports on paper; `fewer`: the Front's work board may approve with fewer; `asked`: online only where households chose it."""

    rules: tuple[str, ...]
    basis: str
    share: str
    kind: str
    takes: tuple[str, ...]
    lasts: str
    fewer: bool
    asked: bool


class _Values(_Strict):
    manner_least: int
    initiatives_open: int


class _Matters(_Strict):
    offered: tuple[str, ...]


class _File(_Strict):
    values: _Values
    matters: _Matters
    tasks: Mapping[str, tuple[str, ...]]
    takes: Mapping[str, tuple[str, ...]]


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
    asked = {rule: one.choose for one in rulebooks.listings("election") for rule in one.of}
    return {rule: Sort(rule, rule in asked, asked.get(rule) is Choose.ONE) for rule in _file().matters.offered}


def received(rule: str) -> str:
    """The kind of `matter.received` that whoever recognises a decision gets when it is sent; "" where nobody recognises it."""
    return next((kind.id for kind, _of in rulebooks.steps("vote", "sent", (rule,))), "")


def _named(name: str) -> Mapping[str, Named]:
    return {one.id: Named(one) for one in rulebooks.listing(name).entries}


def papers() -> Mapping[str, Named]:
    """The names a community's decision may have, by id."""
    return _named(NAMES)


def answers() -> tuple[Named, ...]:
    """What one can answer online to a plain matter, beside agreeing and not agreeing."""
    return tuple(one for one in _named(ANSWERS).values() if one.id not in PLAIN)


def annulments() -> Mapping[str, Named]:
    """Why a community's decision is annulled, by id."""
    return _named(GROUNDS)


def events(step: str, rule: str, way: str, secret: bool) -> tuple[Step, ...]:
    """The events that a `step` of a round of `rule` is, in the order of the book."""
    return tuple(Step(kind.event, kind.id, of.commune) for kind, of in rulebooks.steps("vote", step, (rule,), way, secret))


def offered(book: Rulebook, scope: str, office: str) -> tuple[Decision, ...]:
    """The matters that an office may put to the people of a `scope` ("village", "commune"), in the order of the file. Law Art. 15, 16."""
    found = (book.decisions.get(id) for id in sorts())
    return tuple(one for one in found if one is not None and one.scope == scope and one.convened_by == office)


def sequels(rule: str, state: str) -> Mapping[str, Sequel]:
    """What the commune may decide after a vote on a matter of `rule` that is in `state`, by id."""
    lists = (one for one in rulebooks.listings("sequel") if rule in one.of and state in one.after)
    return {entry.id: Sequel(entry) for one in lists for entry in one.entries}


def every_sequel() -> Mapping[str, Sequel]:
    """What the commune may decide after votes, by id."""
    return {entry.id: Sequel(entry) for one in rulebooks.listings("sequel") for entry in one.entries}


def crew(task: str, way: str, secret: bool) -> Crew | None:
    """The rule for a task in a round of this way; None where such a round has nobody for it."""
    mine = (one for one in rulebooks.listing(TASKS).entries if one.id in _file().tasks[task])
    return next((Crew(one.limit, one.told) for one in mine if one.way in ("", way) and (secret or not one.secret)), None)


def lasting() -> Mapping[str, Sequel]:
    """What the commune decides after votes that has a last day (an interim head), by id."""
    return {id: one for id, one in every_sequel().items() if one.until}


def posts() -> frozenset[str]:
    """The matters by which one person is elected to a post."""
    return frozenset(rule for rule, one in sorts().items() if one.elects and one.one)


def callings() -> Mapping[str, Calling]:
    """How households propose matters by themselves, by rule, in the order of the file."""
    lists, takes = {one.id: one for one in rulebooks.listings("initiative")}, _file().takes
    return {
        rule: Calling(one.of, one.basis, one.share, handed, takes[id], one.lasts, bool(one.approves), one.online_chosen)
        for id in takes
        if (one := lists.get(id)) is not None
        for rule in one.of
        for handed in [next((kind.id for kind, _of in rulebooks.steps("vote", "handed-in", (rule,))), "")]
    }


def initiatives_open() -> int:
    """How many initiatives of one household may collect supports at once."""
    return _file().values.initiatives_open


def initiable(book: Rulebook) -> tuple[Decision, ...]:
    """The matters that households of a village may propose by themselves, in the order of the file. Law Art. 16(3)."""
    return tuple(book.decisions[rule] for rule in callings() if rule in book.decisions)
