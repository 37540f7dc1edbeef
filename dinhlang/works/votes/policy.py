"""What the house knows of matters beside the law (policy/votes.toml), and what the law lists of them (the rulebook in force)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict

from dinhlang.core.rules import Choose, Decision, Entry, Listing, Rulebook
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
    """How households propose matters of these rules by themselves: limits of the rulebook, who takes supports on paper; `fewer`: the
    Front's work board may approve with fewer; `asked`: online only where households chose it. The rest is empty where no list says how."""

    rules: tuple[str, ...]
    basis: str
    share: str = ""
    takes: tuple[str, ...] = ()
    lasts: str = ""
    fewer: bool = False
    asked: bool = False


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


def sorts(day: date) -> Mapping[str, Sort]:
    """The matters that can be put to people here on `day`, by rule."""
    asked = {rule: one.choose for one in rulebooks.listings("election", day) for rule in one.of}
    return {rule: Sort(rule, rule in asked, asked.get(rule) is Choose.ONE) for rule in _file().matters.offered}


def received(rule: str) -> str:
    """The kind of `matter.received` that whoever recognises a decision gets when it is sent; "" where nobody recognises it."""
    return next((kind.id for kind, _of in rulebooks.steps("vote", "sent", (rule,))), "")


def _named(name: str, day: date) -> Mapping[str, Named]:
    return {one.id: Named(one) for one in rulebooks.listing(name, day).entries}


def papers(day: date) -> Mapping[str, Named]:
    """The names a community's decision of `day` may have, by id."""
    return _named(NAMES, day)


def answers(day: date) -> tuple[Named, ...]:
    """What one can answer online to a plain matter that is put on `day`, beside agreeing and not agreeing."""
    return tuple(one for one in _named(ANSWERS, day).values() if one.id not in PLAIN)


def answered(n: int, day: date) -> tuple[str, ...]:
    """What the `n` further answers of an online round that was called on `day` are called; by number where no list names them."""
    known = [one.said for one in rulebooks.where_held(lambda: answers(day)) or ()]
    return (*known, *(str(len(PLAIN) + more) for more in range(len(known) + 1, n + 1)))[:n]


def annulments(day: date) -> Mapping[str, Named]:
    """Why a community's decision is annulled on `day`, by id."""
    return _named(GROUNDS, day)


def annulled(ground: str, day: date) -> Named | None:
    """The ground on which a decision was annulled on `day`, as it is kept; None where no wording of the law's list has it."""
    found = rulebooks.kept(GROUNDS, ground, day)
    return None if found is None else Named(found)


def said_of(name: str, id: str, day: date) -> str:
    """The words of what was chosen from a list of the law on `day`: of that day's wording, else of whichever has it, else its id."""
    found = rulebooks.kept(name, id, day)
    return id if found is None else Named(found).said


def events(step: str, rule: str, way: str, secret: bool) -> tuple[Step, ...]:
    """The events that a `step` of a round of `rule` is, in the order of the book."""
    return tuple(Step(kind.event, kind.id, of.commune) for kind, of in rulebooks.steps("vote", step, (rule,), way, secret))


def offered(book: Rulebook, scope: str, office: str, day: date) -> tuple[Decision, ...]:
    """The matters that an office may put to the people of a `scope` ("village", "commune") on `day`, in the order of the file.

    Law Art. 15, 16.
    """
    found = (book.decisions.get(id) for id in sorts(day))
    return tuple(one for one in found if one is not None and one.scope == scope and one.convened_by == office)


def sequels(rule: str, state: str, day: date) -> Mapping[str, Sequel]:
    """What the commune may decide on `day` after a vote on a matter of `rule` that is in `state`, by id."""
    lists = (one for one in rulebooks.listings("sequel", day) if rule in one.of and state in one.after)
    return {entry.id: Sequel(entry) for one in lists for entry in one.entries}


def sequel(about: str, day: date, rule: str = "", state: str = "") -> Sequel | None:
    """What the commune decided on `day` after a vote, as it is kept; None where no wording of the law has it (for `rule` in `state`)."""
    lists = (one for one in rulebooks.wordings("sequel", day) if not rule or (rule in one.of and state in one.after))
    return next((Sequel(found) for one in lists if (found := one.entry(about)) is not None), None)


def crew(task: str, way: str, secret: bool, day: date) -> Crew | None:
    """The rule of `day` for a task in a round of this way; None where such a round has nobody for it."""
    mine = (one for one in rulebooks.listing(TASKS, day).entries if one.id in _file().tasks[task])
    return next((Crew(one.limit, one.told) for one in mine if one.way in ("", way) and (secret or not one.secret)), None)


def lasting(day: date) -> tuple[Sequel, ...]:
    """What the commune decides after votes that has a last day (an interim head), in every wording, those of `day` first."""
    return tuple(Sequel(entry) for one in rulebooks.wordings("sequel", day) for entry in one.entries if entry.until)


def posts(day: date) -> frozenset[str]:
    """The matters by which one person is elected to a post, in every wording: a head elected under an older one is elected too."""
    lists = (one for one in rulebooks.wordings("election", day) if one.choose is Choose.ONE)
    return frozenset(rule for one in lists for rule in one.of) & frozenset(_file().matters.offered)


def _calling(one: Listing) -> Calling:
    return Calling(one.of, one.basis, one.share, _file().takes[one.id], one.lasts, bool(one.approves), one.online_chosen)


def callings(day: date) -> Mapping[str, Calling]:
    """How households propose matters by themselves on `day`, by rule, in the order of the file."""
    lists = {one.id: one for one in rulebooks.listings("initiative", day)}
    return {rule: _calling(lists[id]) for id in _file().takes if id in lists for rule in lists[id].of}


def calling(rule: str, day: date) -> Calling | None:
    """How an initiative under `rule` is brought on `day`, as it is kept: by the law of that day, else by whichever wording has the rule;
    None where none has."""
    lists = (one for one in rulebooks.wordings("initiative", day) if rule in one.of and one.id in _file().takes)
    return next(map(_calling, lists), None)


def handed(rule: str) -> tuple[str, ...]:
    """The kinds of event that handing in an initiative under `rule` is: a convention is one of the Law and one of its decree."""
    return tuple(kind.id for kind, _of in rulebooks.steps("vote", "handed-in", (rule,)))


def initiatives_open() -> int:
    """How many initiatives of one household may collect supports at once."""
    return _file().values.initiatives_open


def initiable(book: Rulebook, day: date) -> tuple[Decision, ...]:
    """The matters that households of a village may propose by themselves on `day`, in the order of the file. Law Art. 16(3)."""
    return tuple(book.decisions[rule] for rule in callings(day) if rule in book.decisions)
