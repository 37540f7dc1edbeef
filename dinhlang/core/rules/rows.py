"""The shapes of the tables in `rulebook/`, as pydantic validates them before anything is made of them.

Promises: an unknown key, a missing one, a word outside a closed list is found here, with its place. Refuses: to know how tables
hang together; that is `checks.py`.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from dinhlang.core.rules.types import Audience, Choose, EventName, Kind, Right, Unit

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Act = Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$")]
Article = Annotated[str, Field(pattern=r"\bArt\. \d+")]
Words = Annotated[str, Field(min_length=1)]
Number = Annotated[int, Field(gt=0)]


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=False)


class TextRow(Row):
    vi: Words
    en: Words


class InForceRow(Row):
    from_: date = Field(alias="from")
    to: date | None = None


class MeansRow(Row):
    id: Id
    vi: Words
    en: Words


class PartRow(Row):
    channel: Id
    required: bool = True
    if_: str = Field("", alias="if")
    unless: str = ""
    basis: Article | Literal[""] = ""
    hold: Number | None = None
    consult: Number | None = None
    broadcast: Number | None = None
    places: str = ""
    mode: Literal["cell", "standing", "no_day", ""] = ""
    each: Literal["item", ""] = ""
    accepts: list[Act] | None = None
    means: list[MeansRow] = []


class StartsRow(Row):
    event: Annotated[EventName, Field(strict=False)] | None = None
    item: Number | None = None
    kind: str = ""
    every: Literal["week", "month", "quarter", "half", "year"] | None = None
    of: str = ""
    opens: Literal["after", "with"] = "with"
    standing: Literal[True] | None = None


class DateRow(Row):
    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=31)]
    year: Literal["same", "next"] = "same"
    strictly_before: bool = False


class DueRow(Row):
    after: Number | None = None
    before: Number | None = None
    within: Annotated[int, Field(ge=0)] | None = None
    date: DateRow | None = None
    named: Literal[True] | None = None
    none: TextRow | None = None
    unread: TextRow | None = None
    unit: Annotated[Unit, Field(strict=False)] | None = None
    derived: bool = False
    note: TextRow | None = None


class AsideRow(Row):
    fact: str
    parts: list[str] = []


class NotScoredRow(Row):
    basis: Article
    vi: Words
    en: Words


class DutyRow(Row):
    id: Id
    basis: Article
    right: Annotated[Right, Field(strict=False)]
    bearer: Annotated[list[Annotated[Kind, Field(strict=False)]], Field(min_length=1)]
    answers: str
    with_: list[str] = Field([], alias="with")
    audience: Annotated[Audience, Field(strict=False)]
    subject: TextRow
    summary: TextRow
    accepts: Annotated[list[Act], Field(min_length=1)]
    starts: StartsRow
    due: DueRow
    yields_to: list[str] = []
    parts: Annotated[list[PartRow], Field(min_length=1)]
    read: Literal["text", "secondary"]
    wording_as_of: date
    amended_unread: list[Words] = []
    in_force: InForceRow
    not_modelled: TextRow | None = None
    why: TextRow | None = None
    not_scored_if: AsideRow | None = None
    if_: str = Field("", alias="if")
    unless: str = ""


class RoundRow(Row):
    way: Literal["meeting", "paper", "online"]
    sittings: str = ""
    only_after: str = ""


class DecisionRow(Row):
    id: Id
    basis: Article
    item: Article
    subject: TextRow
    right: Annotated[Right, Field(strict=False)] = Right.DECIDE
    summary: TextRow | None = None
    scope: Literal["village", "commune", "agency", "public-unit", "state-enterprise", "employer", "board", "front"]
    roll: Literal["households", "villages", "staff", "workers", "delegates", "members", "voters"]
    base: Literal["all", "attending"]
    of: str = ""
    quorum: str = ""
    passes_at: str
    rounds: list[RoundRow]
    convened_by: str
    agreed_with: str = ""
    recognised_by: str = ""
    read: Literal["text", "secondary"]
    wording_as_of: date
    amended_unread: list[Words] = []
    in_force: InForceRow
    not_modelled: TextRow | None = None


class LimitRow(Row):
    id: Id
    basis: Article
    right: Annotated[Right, Field(strict=False)]
    bearer: Annotated[list[Annotated[Kind, Field(strict=False)]], Field(min_length=1)]
    subject: TextRow
    summary: TextRow
    counts: Id
    at_least: Annotated[int, Field(ge=0)] | None = None
    at_most: Annotated[int, Field(ge=0)] | None = None
    share: str = ""
    where: TextRow | None = None
    read: Literal["text", "secondary"]
    wording_as_of: date
    amended_unread: list[Words] = []
    in_force: InForceRow
    not_modelled: TextRow | None = None


class EntryRow(Row):
    id: Id
    basis: Article
    text: TextRow
    required: bool = True
    fulfils: list[Id] = []
    limit: Id | Literal[""] = ""
    until: bool = False
    renews: bool = False
    way: Literal["meeting", "paper", "online", ""] = ""
    secret: bool = False
    told: bool = False


class ListRow(Row):
    id: Id
    basis: Article
    right: Annotated[Right, Field(strict=False)]
    bearer: Annotated[list[Annotated[Kind, Field(strict=False)]], Field(min_length=1)]
    subject: TextRow
    summary: TextRow
    lists: Literal["agenda", "condition", "name", "answer", "ground", "sequel", "task", "initiative", "election"]
    choose: Annotated[Choose, Field(strict=False)]
    at_least: Annotated[int, Field(ge=0)] = 0
    of: list[Id] = []
    after: list[Id] = []
    share: Id | Literal[""] = ""
    lasts: Id | Literal[""] = ""
    approves: Id | Literal[""] = ""
    online_chosen: bool = False
    entries: list[EntryRow] = []
    why: TextRow | None = None
    read: Literal["text", "secondary"]
    wording_as_of: date
    amended_unread: list[Words] = []
    in_force: InForceRow
    not_modelled: TextRow | None = None


class ActRow(Row):
    id: Act
    text: TextRow


class StepRow(Row):
    of: Literal["vote", "meeting"]
    step: Id
    rules: list[Id] = []
    way: Literal["meeting", "paper", "online", ""] = ""
    secret: bool = False
    commune: bool = False


class KindRow(Row):
    event: Annotated[EventName, Field(strict=False)]
    id: Id
    text: TextRow
    steps: list[StepRow] = []


class ItemKindRow(Row):
    id: Id
    text: TextRow


class ArticleRow(Row):
    number: Number
    title: TextRow
    binds_nobody: TextRow | None = None
    not_modelled: TextRow | None = None


class QuestionRow(Row):
    id: Id
    instrument: Words
    subject: TextRow
    why: TextRow
    rules: list[Id] = []


class ItemRow(Row):
    number: Number
    basis: Article
    text: TextRow
    short: TextRow
    kinds: list[ItemKindRow] = []
    sector: list[Id] = []
    no_sector: TextRow | None = None
    local: bool = False


class FactRow(Row):
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    type: Literal["bool", "int", "str"]
    text: TextRow
    not_scored: NotScoredRow | None = None


class ChannelRow(Row):
    id: Id
    text: TextRow
    posted: bool
    kept: bool = False


class OfficeRow(Row):
    id: Id
    text: TextRow
    public: bool
    kinds: list[Annotated[Kind, Field(strict=False)]]
    reach: list[Literal["own", "parent", "siblings", "all"]]
    may: list[Act]
    below: list[Act] = []
    appoints: list[Id] = []
    confirms: list[Act] = []
    single: bool = False
    card: bool = False
    note: TextRow


class InstrumentRow(Row):
    id: Id
    number: Words
    title: TextRow
    issuer: TextRow
    issued: date
    in_force: InForceRow
    replaces: list[str] = []
    amended_by: list[str] = []
    where_read: Words
    read: Literal["text", "secondary"] | None = None
    wording_as_of: date | None = None
    amended_unread: list[Words] | None = None


class ForwardRow(Row):
    first_day_counted: bool
    rolls: bool


class BackwardRow(Row):
    event_day_counted: bool
    rolls: bool


class HoldRow(Row):
    posting_day_counted: bool


class BeforeRow(Row):
    named_day_counted: bool


class YearRow(Row):
    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=28)]
    previous: bool = False


class TermsRow(Row):
    read: Literal["convention"]
    basis: Words
    forward: ForwardRow
    backward: BackwardRow
    hold: HoldRow
    before_date: BeforeRow
    years: dict[str, YearRow]
