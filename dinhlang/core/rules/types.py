"""What a rule, an occasion and a state are made of: frozen types and closed lists, no behaviour.

Promises: every word another room needs to speak of duties stands here once. Refuses: to hold a number, a date or a
sentence of the law; those are data in `rulebook/`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from dinhlang.core.calendar import Calendar, Step

HOURS_OF_DAY = 24
_NO_VALUES: Mapping[str, str | int | bool] = MappingProxyType({})


class State(StrEnum):
    """The state of an obligation or of one of its parts on an asked day."""

    NOT_YET_DUE = "not_yet_due"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    MISSING = "missing"
    RUNNING = "running"
    HELD = "held"
    BROKEN = "broken"
    DECLARED_ONLY = "declared_only"
    NOTHING_AROSE = "nothing_arose"
    DISCLOSED = "disclosed"
    SILENT = "silent"
    EXEMPT = "exempt"
    NO_DAY = "no_day"
    NOT_SCORED = "not_scored"


class How(StrEnum):
    """The class of evidence; `declared` is shown and never counts."""

    STAMPED = "stamped"
    COUNTERSIGNED = "countersigned"
    DECLARED = "declared"


class Mode(StrEnum):
    """How a part is judged: against a day, as a cell of the register, as standing, or without a day."""

    DEADLINE = "deadline"
    CELL = "cell"
    STANDING = "standing"
    NO_DAY = "no_day"


class Right(StrEnum):
    """The six verbs of the law and the house's own."""

    KNOW = "know"
    DISCUSS = "discuss"
    DECIDE = "decide"
    SUPERVISE = "supervise"
    BENEFIT = "benefit"
    SERVE = "serve"
    ORGANISE = "organise"


class Audience(StrEnum):
    """Whom a duty informs."""

    PUBLIC = "public"
    COMMUNE = "commune"
    VILLAGE = "village"
    STAFF = "staff"
    WORKERS = "workers"
    MEMBERS = "members"
    SUPERIOR = "superior"
    FRONT = "front"
    COUNCIL = "council"


class Kind(StrEnum):
    """Kinds of body that may bear a duty."""

    PROVINCE = "province"
    COMMUNE = "commune"
    VILLAGE = "village"
    AGENCY = "agency"
    PUBLIC_UNIT = "public-unit"
    SCHOOL = "school"
    STATE_ENTERPRISE = "state-enterprise"
    EMPLOYER = "employer"
    COOPERATIVE = "cooperative"
    BOARD = "board"
    INVESTMENT_BOARD = "investment-board"
    WORKPLACE_BOARD = "workplace-board"
    COMMITTEE = "committee"
    FRONT = "front"
    UNION = "union"
    COUNCIL = "council"
    PROJECT_OWNER = "project-owner"


class Unit(StrEnum):
    """What a term is counted in. `period` is a whole period of the rule's own kind, ending on its last day.

    `hour`: whole days of 24 hours from the instant something was found; its day is that of the same hour, and no day off moves it.
    """

    HOUR = "hour"
    CALENDAR_DAY = "calendar-day"
    WORKING_DAY = "working-day"
    MONTH = "month"
    PERIOD = "period"


class Read(StrEnum):
    """How the law was read; `convention` is for `terms.toml` alone."""

    TEXT = "text"
    SECONDARY = "secondary"
    CONVENTION = "convention"


class EventName(StrEnum):
    """Events that open occasions; the rooms that emit them use these words."""

    DECISION_REGISTERED = "decision.registered"
    PLAN_LINE = "plan.line"
    EVENT_ANNOUNCED = "event.announced"
    EVENT_ENDED = "event.ended"
    MATTER_RECEIVED = "matter.received"
    MATTER_ACCEPTED = "matter.accepted"
    PAPER_ISSUED = "paper.issued"
    CASE_AROSE = "case.arose"


class StartKind(StrEnum):
    """What opens an occasion: an event, the calendar, or being there at all."""

    EVENT = "event"
    PERIOD = "period"
    STANDING = "standing"


class DueKind(StrEnum):
    """Where the due day comes from: N after, N before, the end of a later period, a fixed date, named by the event, nowhere,
    or an instrument that is not held."""

    AFTER = "after"
    BEFORE = "before"
    WITHIN = "within"
    DATE = "date"
    NAMED = "named"
    NONE = "none"
    UNREAD = "unread"


@dataclass(frozen=True)
class Text:
    """The same words in Vietnamese and English; both always present."""

    vi: str
    en: str


@dataclass(frozen=True)
class Means:
    """One way in which a part may be carried out, where the law lists several and one is enough."""

    id: str
    text: Text


@dataclass(frozen=True)
class Part:
    """One form a duty takes; `channel` is its name within the duty (`website`, `board`, `item-07` …).

    `condition` says which facts of the body the part depends on (see `met`); `hold`, `consult` and `broadcast` are unbroken
    days; `places` names the fact that says at how many places; `accepts` are the acts that may claim it; `kept_by` the kinds of
    body that can do so in this house: for others the part is shown and not judged, for the house could not know.
    """

    channel: str
    text: Text
    required: bool = True
    condition: str = ""
    basis: str = ""
    hold: int | None = None
    consult: int | None = None
    broadcast: int | None = None
    places: str = ""
    mode: Mode = Mode.DEADLINE
    item: int | None = None
    accepts: tuple[str, ...] = ()
    means: tuple[Means, ...] = ()
    kept_by: frozenset[str] = frozenset()


def terms_of(condition: str) -> tuple[tuple[str, bool], ...]:
    """The facts a condition asks for, each with the answer it wants: `has_portal&!has_union` → has_portal true, has_union not."""
    return tuple((word.removeprefix("!"), not word.startswith("!")) for word in condition.split("&") if word)


def met(condition: str, values: Mapping[str, str | int | bool]) -> bool:
    """Whether the facts `values` meet a part's condition; the empty one always is."""
    return all((values.get(name) is True) is wanted for name, wanted in terms_of(condition))


@dataclass(frozen=True)
class Starts:
    """What opens an occasion. Of an event: its name, and the item and kind it must carry. Of the calendar: the period."""

    kind: StartKind
    event: str = ""
    item: int | None = None
    event_kind: str = ""
    every: str = ""
    of: str = ""
    opens_after: bool = False


@dataclass(frozen=True)
class DueRule:
    """How the due day is found. `derived` marks a day the law does not name; `note` says what was read into it.

    Of a fixed date: `month` and `on_day`, `strictly` where the law says "before" it, `n` the years after the one of the occasion.
    """

    kind: DueKind
    n: int = 0
    unit: Unit | None = None
    derived: bool = False
    note: Text | None = None
    month: int = 0
    on_day: int = 0
    strictly: bool = False


@dataclass(frozen=True)
class NotScored:
    """A fact under which the named parts (all where empty) are shown and not judged, the article and the sentence why."""

    fact: str
    basis: str
    text: Text
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Duty:
    """One rule in one dated wording: who must do what, opened by what, due when, in which forms, and on which article."""

    id: str
    basis: str
    right: Right
    bearer: tuple[Kind, ...]
    answers: str
    with_: tuple[str, ...]
    audience: Audience
    subject: Text
    summary: Text
    accepts: tuple[str, ...]
    starts: Starts
    due: DueRule
    yields_to: tuple[str, ...]
    parts: tuple[Part, ...]
    read: Read
    wording_as_of: str
    amended_unread: tuple[str, ...]
    in_force_from: date
    in_force_to: date | None
    not_modelled: Text | None
    why: Text | None
    not_scored_if: NotScored | None
    file: str
    of_law: bytes = field(default=b"", repr=False)

    def in_force(self, day: date) -> bool:
        """Whether this wording is in force on `day` (`in_force_to` is the last day in force)."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)

    def covers(self, start: date, due: date | None) -> bool:
        """Whether this wording is the one for an occasion that starts on `start` and is due on `due`.

        The law of the starting day counts; of a notice that of the day it is due, for nothing can be owed before its rule exists.
        """
        return self.in_force(due if self.due.kind is DueKind.BEFORE and due is not None else start)

    def part(self, channel: str) -> Part | None:
        """The part called `channel`, or None."""
        return next((part for part in self.parts if part.channel == channel), None)

    @cached_property
    def hash(self) -> bytes:
        """SHA-256 of this wording as it was read: 32 bytes, the same as long as nothing a reader goes by has changed.

        Of a wording that a commune's regulation made stricter it is that of the law's own (`of_law`): what was read is the law.
        """
        if self.of_law:
            return self.of_law
        said = replace(self, file="", parts=tuple(replace(part, kept_by=frozenset()) for part in self.parts))
        return hashlib.sha256(repr(said).encode()).digest()


@dataclass(frozen=True)
class StepOf:
    """A step of a vote or of a meeting that is an event: of which rules (none: all), in which way, at the commune or where it is held."""

    of: str
    step: str
    rules: tuple[str, ...] = ()
    way: str = ""
    secret: bool = False
    commune: bool = False


@dataclass(frozen=True)
class EventKind:
    """A kind of an event that rules start with: a closed list, so that a word mistyped is found. `steps` are what in this house is one."""

    event: str
    id: str
    text: Text
    steps: tuple[StepOf, ...] = ()


@dataclass(frozen=True)
class Item:
    """One of the matters a commune must disclose, with its number in the article. `local`: the one to which regulations add matters.

    `kinds` are the kinds of decision under it that have clocks of their own, `sector` the rules whose clocks go before the general
    one, `no_sector` says that none was found, and where it was looked for.
    """

    number: int
    text: Text
    short: Text
    basis: str
    kinds: tuple[EventKind, ...] = ()
    sector: tuple[str, ...] = ()
    no_sector: Text | None = None
    local: bool = False


@dataclass(frozen=True)
class FactRule:
    """A fact that rules may ask of a body: its name, the type of its value (`bool`, `int` or `str`), what it means."""

    name: str
    type: str
    text: Text
    not_scored: NotScored | None = None


@dataclass(frozen=True)
class OfficeRule:
    """An office: its name, whether a leaf of the record may name it, the acts it may do, the kinds of body that have it.

    `reach` says for whom it acts: its own body, the body above it, the other bodies below that one (siblings), or all; what stands in
    `below` it does for every body below its own, however far. `appoints` are the offices it gives and ends, `confirms` the acts of
    others that it may confirm as the second person; of a `single` office a body has one holder at a time, beside who acts for the holder;
    a `card` on paper may be the second factor of whoever holds it.
    """

    id: str
    text: Text
    public: bool
    may: tuple[str, ...]
    kinds: tuple[str, ...]
    reach: tuple[str, ...]
    note: Text
    below: tuple[str, ...] = ()
    appoints: tuple[str, ...] = ()
    confirms: tuple[str, ...] = ()
    single: bool = False
    card: bool = False

    @property
    def leaf_word(self) -> str:
        """The word a leaf of the public record carries for this office."""
        return self.id if self.public else "staff"


@dataclass(frozen=True)
class Instrument:
    """A law, decree or circular: number, title, who issued it and when, its days in force, where it was read."""

    id: str
    number: str
    title: Text
    issuer: Text
    issued: date
    in_force_from: date
    in_force_to: date | None
    replaces: tuple[str, ...]
    amended_by: tuple[str, ...]
    where_read: str


@dataclass(frozen=True)
class Threshold:
    """An exact share to be reached (`inclusive`: "from 2/3") or exceeded ("over 50%")."""

    share: Fraction
    inclusive: bool

    def reached(self, yes: int, of: int) -> bool:
        """Whether `yes` of `of` reaches the share, in exact arithmetic."""
        return yes >= self.share * of if self.inclusive else yes > self.share * of


@dataclass(frozen=True)
class Round:
    """One way of asking, and the outcome of an earlier round without which it may not be used."""

    way: str
    sittings: str = ""
    only_after: str = ""


@dataclass(frozen=True)
class Decision:
    """A matter that people decide: its roll, base, quorum and threshold, its rounds, who convenes, agrees and recognises."""

    id: str
    basis: str
    item: str
    right: Right
    subject: Text
    summary: Text | None
    scope: str
    roll: str
    base: str
    of: str
    quorum: Threshold | None
    passes_at: Threshold
    rounds: tuple[Round, ...]
    convened_by: str
    agreed_with: str
    recognised_by: str
    read: Read
    wording_as_of: str
    amended_unread: tuple[str, ...]
    in_force_from: date
    in_force_to: date | None
    not_modelled: Text | None
    file: str

    def in_force(self, day: date) -> bool:
        """Whether this wording is in force on `day`."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


@dataclass(frozen=True)
class Limit:
    """A number of the law without a clock: how many at least, at most, or which share, of what, and for which class (`where`)."""

    id: str
    basis: str
    right: Right
    bearer: tuple[Kind, ...]
    subject: Text
    summary: Text
    counts: str
    at_least: int | None
    at_most: int | None
    share: Threshold | None
    where: Text | None
    read: Read
    wording_as_of: str
    amended_unread: tuple[str, ...]
    in_force_from: date
    in_force_to: date | None
    not_modelled: Text | None
    file: str

    def in_force(self, day: date) -> bool:
        """Whether this wording is in force on `day`."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


class Choose(StrEnum):
    """How much of a list must be there: every required entry, at least so many, or exactly one."""

    ALL = "all"
    SOME = "some"
    ONE = "one"


@dataclass(frozen=True)
class Entry:
    """One thing that a list of the law names, with its article.

    `required`: it must be there, where all must. `fulfils`: the duties that are done with it. `limit`: the limit that says how many, or
    how long. `until`: whoever chooses it names a last day. `renews`: people may decide the same matter once more after it. `way`, `secret`:
    of a vote, the rounds it is for. `told`: everybody is told of it.
    """

    id: str
    basis: str
    text: Text
    required: bool = True
    fulfils: tuple[str, ...] = ()
    limit: str = ""
    until: bool = False
    renews: bool = False
    way: str = ""
    secret: bool = False
    told: bool = False


@dataclass(frozen=True)
class Listing:
    """What the law lists: points of an agenda, names of a paper, grounds, answers, who has a task; or matters to which something applies.

    `lists` says what the entries are, `of` the rules to which the list belongs, `after` the outcomes on which it is chosen from. Of
    matters that households bring by themselves `share` and `lasts` are limits: how many support it, for how many months; `approves` is the
    office that may do with fewer; `online_chosen`: supports come online only where the households chose to vote so.
    """

    id: str
    basis: str
    right: Right
    bearer: tuple[Kind, ...]
    subject: Text
    summary: Text
    lists: str
    choose: Choose
    at_least: int
    of: tuple[str, ...]
    after: tuple[str, ...]
    share: str
    lasts: str
    approves: str
    online_chosen: bool
    entries: tuple[Entry, ...]
    why: Text | None
    read: Read
    wording_as_of: str
    amended_unread: tuple[str, ...]
    in_force_from: date
    in_force_to: date | None
    not_modelled: Text | None
    file: str

    def in_force(self, day: date) -> bool:
        """Whether this wording is in force on `day`."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)

    def entry(self, id: str) -> Entry | None:
        """The entry called `id`, or None."""
        return next((one for one in self.entries if one.id == id), None)


@dataclass(frozen=True)
class Article:
    """An article of an instrument that is covered whole: which rules it has is found from their basis; or why it has none."""

    instrument: str
    number: int
    title: Text
    binds_nobody: Text | None
    not_modelled: Text | None


@dataclass(frozen=True)
class Question:
    """Something the law may ask that is no rule here, for it could not be read: the instrument, what, why, the rules it touches."""

    id: str
    instrument: str
    subject: Text
    why: Text
    rules: tuple[str, ...]


@dataclass(frozen=True)
class YearStart:
    """On which day a year of some kind begins; `previous`: in the calendar year before the one that names it."""

    month: int
    day: int
    previous: bool

    def begins(self, year: int) -> date:
        """The first day of that kind of `year`."""
        return date(year - 1 if self.previous else year, self.month, self.day)


@dataclass(frozen=True)
class Terms:
    """How days are counted where the law only gives a number: conventions, read from `terms.toml` and used by the engine."""

    first_day_counted: bool
    forward_rolls: bool
    event_day_counted: bool
    backward_rolls: bool
    posting_day_counted: bool
    named_day_counted: bool
    years: Mapping[str, YearStart]
    basis: str

    @property
    def hold_extra(self) -> int:
        """Days a posting must span beyond the number the law gives."""
        return 0 if self.posting_day_counted else 1

    def last_day_before(self, named: date) -> date:
        """The last day in time where the law says "before `named`"."""
        return named if self.named_day_counted else date.fromordinal(named.toordinal() - 1)


@dataclass(frozen=True)
class Facts:
    """What is true of one body on one day: its kind, and the dated facts rules may ask for."""

    kind: str
    values: Mapping[str, str | int | bool] = field(default_factory=lambda: _NO_VALUES)


@dataclass(frozen=True)
class Event:
    """Something that opens occasions (`name`: see `EventName`); `rule` and `parts`, where given, narrow what it opens.

    `day` is the date of a decision or of an adopted plan, or the day of an event announced; `due` the day a plan names.
    """

    name: str
    occasion: str
    day: date
    item: int | None = None
    kind: str = ""
    due: date | None = None
    rule: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Due:
    """The due day, the day lateness counts from, every day walked, the days no calendar is held for, and the first day asked
    of each year whose days off are only expected. No day: all empty."""

    day: date | None
    rolled: date | None
    steps: tuple[Step, ...] = ()
    unknown: tuple[date, ...] = ()
    provisional: tuple[date, ...] = ()


@dataclass(frozen=True)
class SlotSpec:
    """An occasion given by the calendar, the same for every body of that kind and those facts."""

    rule: str
    part: str
    occasion: str
    opens: date
    start_day: date
    due: Due
    mode: Mode
    hold: int | None
    places: int
    required: bool
    item: int | None


@dataclass(frozen=True)
class ClockSpec:
    """An occasion opened by an event at one body."""

    rule: str
    part: str
    occasion: str
    start_day: date
    due: Due
    mode: Mode
    hold: int | None
    places: int
    required: bool


@dataclass(frozen=True)
class Target:
    """What `state()` judges against: a slot or clock reduced to its days."""

    opens: date
    due: date | None
    due_rolled: date | None
    mode: Mode
    hold: int | None = None
    places: int = 1


@dataclass(frozen=True)
class Done:
    """A fulfilment: its day, its class of evidence, the day it was voided if it was, and whether it says "nothing arose"."""

    day: date
    how: How
    voided: date | None = None
    nothing_arose: bool = False


@dataclass(frozen=True)
class Ran:
    """A posting at one place, on half-open days; `to_day` None is still up. From `voided` on it counts for nothing.

    `seen_to_end`: somebody other than the body saw it again when it came down, or while it hung after the days the rule wants.
    """

    from_day: date
    to_day: date | None
    how: How
    place: str = ""
    voided: date | None = None
    seen_to_end: bool = False


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Everything read from `rulebook/`.

    `versions`, `decision_versions`, `limit_versions` and `listing_versions` hold all dated wordings, `duties`, `decisions`, `limits` and
    `listings` one wording per id: the latest, or in what `at` answers the one in force. `acts` names what may fulfil a duty; `hash` names
    the book. Of the channels `posted` names those where something stands at a place, `kept` those that can be shown here.
    """

    versions: tuple[Duty, ...]
    decision_versions: tuple[Decision, ...]
    limit_versions: tuple[Limit, ...]
    duties: Mapping[str, Duty]
    decisions: Mapping[str, Decision]
    limits: Mapping[str, Limit]
    items: Mapping[int, Item]
    event_kinds: tuple[EventKind, ...]
    facts: Mapping[str, FactRule]
    offices: Mapping[str, OfficeRule]
    acts: Mapping[str, Text]
    channels: Mapping[str, Text]
    instruments: Mapping[str, Instrument]
    articles: tuple[Article, ...]
    questions: tuple[Question, ...]
    terms: Terms
    calendar: Calendar
    hash: bytes
    posted: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    listing_versions: tuple[Listing, ...] = ()
    listings: Mapping[str, Listing] = field(default_factory=dict)

    @cached_property
    def wordings(self) -> Mapping[str, tuple[Duty, ...]]:
        """All dated wordings of each rule, in order of days."""
        found: dict[str, tuple[Duty, ...]] = {}
        for duty in self.versions:
            found[duty.id] = (*found.get(duty.id, ()), duty)
        return found

    @cached_property
    def by_event(self) -> Mapping[str, tuple[Duty, ...]]:
        """The wordings that an event of each name may open, in order of rule and days."""
        found: dict[str, tuple[Duty, ...]] = {}
        for duty in self.versions:
            if duty.starts.kind is StartKind.EVENT:
                found[duty.starts.event] = (*found.get(duty.starts.event, ()), duty)
        return found

    @cached_property
    def by_calendar(self) -> tuple[Duty, ...]:
        """The wordings that the calendar opens, standing ones among them, in order of rule and days."""
        return tuple(duty for duty in self.versions if duty.starts.kind is not StartKind.EVENT)

    def duty_on(self, id: str, day: date) -> Duty | None:
        """The wording of rule `id` in force on `day`, or None."""
        return next((duty for duty in self.wordings.get(id, ()) if duty.in_force(day)), None)

    def wording(self, id: str, start: date, due: date | None) -> Duty | None:
        """The wording of rule `id` for an occasion that starts on `start` and is due on `due`, or None (see `Duty.covers`)."""
        return next((duty for duty in self.wordings.get(id, ()) if duty.covers(start, due)), None)

    def at(self, day: date) -> "Rulebook":
        """The same book with only the rules in force on `day`."""
        versions = tuple(duty for duty in self.versions if duty.in_force(day))
        decisions = tuple(decision for decision in self.decision_versions if decision.in_force(day))
        limits = tuple(limit for limit in self.limit_versions if limit.in_force(day))
        listings = tuple(listing for listing in self.listing_versions if listing.in_force(day))
        return replace(
            self,
            versions=versions,
            duties={duty.id: duty for duty in versions},
            decision_versions=decisions,
            decisions={decision.id: decision for decision in decisions},
            limit_versions=limits,
            limits={limit.id: limit for limit in limits},
            listing_versions=listings,
            listings={listing.id: listing for listing in listings},
        )


@dataclass(frozen=True)
class Problem:
    """One mistake in the rulebook: the file, the rule's id ("" where none), the key, and what is wrong."""

    file: str
    rule: str
    key: str
    message: str

    def __str__(self) -> str:
        return ": ".join(word for word in (self.file, self.rule, self.key, self.message) if word)


class RulebookError(ValueError):
    """A rulebook that cannot be used; `problems` lists every mistake found, in order of file, rule and key."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
