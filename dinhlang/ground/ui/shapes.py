"""The values each page is drawn from.

Promises: every field is already decided and, where it is a sentence, already in the reader's language; a template
never asks the database, the clock or the rulebook. Refuses: nothing here computes; a shape that needs arithmetic
wants another field instead.

Conventions: `href` is a path inside the site and carries the language; "" means there is nothing to link to. Days are
local days; instants are aware. Text that a person typed is plain text and is escaped by the template. `SafeString`
fields hold markup that this house made itself (a QR code), never anything uploaded.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

from dinhlang.core.calendar import Step
from dinhlang.core.rules import State


@dataclass(frozen=True)
class SiteInfo:
    """The house itself, on every page (context variable `site`). `designated` is the decision that makes this site the
    official place of publication, "" where it is only a companion. `demo` puts up the banner of invented acts."""

    name: str
    place: str
    demo: bool = False
    designated: str = ""
    home_href: str = "/"
    body_href: str = ""
    record_href: str = ""
    rules_href: str = ""
    desk_href: str = ""
    sign_in_href: str = ""
    sign_out_href: str = ""
    proof_href: str = ""
    signed_in_as: str = ""


@dataclass(frozen=True)
class Link:
    """A text and where it leads."""

    text: str
    href: str


@dataclass(frozen=True)
class Field:
    """A name and a value for a small list of facts; `href` links the value."""

    name: str
    value: str
    href: str = ""


@dataclass(frozen=True)
class Mark:
    """A caution that travels with a rule or a figure, with the sentence that explains it to a reader; `sure`: no caution, but the
    end of one."""

    word: str
    sentence: str = ""
    sure: bool = False


# --- duties -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RunRow:
    """One posting from its first day to the day it came down (half-open; None while it hangs)."""

    from_day: date
    to_day: date | None
    seen_by: str = ""
    evidence: str = ""
    place: str = ""
    counted: bool = True
    photos: tuple[Link, ...] = ()


@dataclass(frozen=True)
class PartRow:
    """One form of publication that a duty asks for. `channel` is its code, `word` its name; `hold` the days it must hang,
    `places` a coverage such as "1/2", `counted` whether its evidence counts (declared never does)."""

    channel: str
    word: str
    state: State
    hold: int | None = None
    from_day: date | None = None
    to_day: date | None = None
    seen_by: str = ""
    evidence: str = ""
    counted: bool = True
    places: str = ""
    required: bool = True
    hold_state: State | None = None
    runs: tuple[RunRow, ...] = ()
    action: Link | None = None
    basis: str = ""


@dataclass(frozen=True)
class DutyRow:
    """One duty of one body on one occasion. `due` is the day the rule names, `rolled` the working day it moves to;
    `due_text` replaces the date where the law gives none. `action` only for those who may act."""

    state: State
    hold_state: State | None
    title: str
    due: date | None
    rolled: date | None
    due_text: str
    basis: str
    why_href: str
    action: Link | None = None
    marks: tuple[str, ...] = ()
    parts: tuple[PartRow, ...] = ()
    href: str = ""
    note: str = ""


@dataclass(frozen=True)
class ActRow:
    """Something that was done. `state` says whether it was in time, None where no clock ran."""

    at: datetime
    title: str
    sentence: str
    href: str
    state: State | None = None
    entry_href: str = ""


@dataclass(frozen=True)
class OpenRow:
    """Something open to residents now: what, until when, and the one thing to do about it."""

    title: str
    text: str
    until: date | None
    href: str
    action: Link | None = None


@dataclass(frozen=True)
class ReportRow:
    """What a resident reported and nobody has confirmed: the week in which it entered, never the day. `title` is a sentence that
    says so where the words are not to be shown; `answer` is the document that answered it."""

    title: str
    where: str
    item: str
    monday: date
    sunday: date
    answer: Link | None = None
    action: Link | None = None


# --- a body -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Door:
    """One of the four doors: know, discuss, decide, supervise. `href` "" while nobody has opened it yet."""

    title: str
    text: str
    href: str


@dataclass(frozen=True)
class CellRow:
    """One of the 14 items of the quarterly register, as a small square on a body's page."""

    item: int
    short: str
    state: State
    href: str = ""


@dataclass(frozen=True)
class RegisterStrip:
    """The current quarter's register in one look. `quarter` is the id ("2026-Q4"), `title` the same in words."""

    quarter: str
    title: str
    disclosed: int
    nothing: int
    silent: int
    cells: tuple[CellRow, ...]
    href: str = ""


@dataclass(frozen=True)
class DayCount:
    """How many acts a day saw."""

    day: date
    count: int


@dataclass(frozen=True)
class BodyPage:
    """A body's own page. `coverage` is the sentence that stands beside every count."""

    code: str
    name: str
    kind_word: str
    since: date | None
    formerly: tuple[str, ...]
    parent: Link | None
    answers: str
    designated: str
    doors: tuple[Door, ...]
    todo: tuple[DutyRow, ...]
    recent: tuple[ActRow, ...]
    quarter: RegisterStrip | None
    coverage: str
    villages: tuple[Link, ...]
    today: date
    open_now: tuple[OpenRow, ...] = ()
    kept: tuple[DutyRow, ...] = ()
    life: tuple[DayCount, ...] = ()
    recent_href: str = ""
    reports: tuple[Link, ...] = ()
    desk: Link | None = None
    reported: tuple[ReportRow, ...] = ()
    regulation: Link | None = None
    asked: Link | None = None


# --- a thing ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FileRow:
    """A public copy. `size` in bytes, `sha256` of exactly the bytes behind `href` (hex)."""

    title: str
    href: str
    size: int
    sha256: str
    kind: str = ""
    note: str = ""


@dataclass(frozen=True)
class HistoryRow:
    """One entry about a thing, oldest first. `at` is only a day where a resident did it: the second would tell who."""

    at: datetime | date
    sentence: str
    entry_href: str
    note: str = ""


@dataclass(frozen=True)
class Tombstone:
    """What stands where a text stood: when, by whom, why, by which article. `erased` means the text is gone for good."""

    at: datetime
    reason: str
    basis: str
    by: str = ""
    erased: bool = False
    entry_href: str = ""


@dataclass(frozen=True)
class Correction:
    """What a correction changed: the field, what it said, what it says."""

    at: datetime
    what: str
    before: str
    after: str
    entry_href: str = ""


@dataclass(frozen=True)
class BoardFoot:
    """The foot of a sheet for the notice board: where the live page is, its QR code, the digest of what was printed."""

    url: str
    qr: SafeString
    digest: str
    as_of: str = ""


@dataclass(frozen=True)
class ThingPage:
    """A disclosure (later any thing): what it is, who answers, its clock, what happened, what can be done, its proof."""

    subject: str
    title: str
    body: Link
    lines: tuple[str, ...]
    number: str
    dated: date | None
    issuer: str
    item: str
    answers: str
    state: State
    due: date | None
    why_href: str
    parts: tuple[PartRow, ...]
    files: tuple[FileRow, ...]
    history: tuple[HistoryRow, ...]
    today: date
    tombstone: Tombstone | None = None
    corrections: tuple[Correction, ...] = ()
    actions: tuple[Link, ...] = ()
    facts: tuple[Field, ...] = ()
    proof_href: str = ""
    print_href: str = ""
    share_text: str = ""
    board: BoardFoot | None = None
    replaces: Link | None = None
    replaced_by: Link | None = None
    reported_by_resident: bool = False
    basis: str = ""


# --- why --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WhyPage:
    """The arithmetic of one due day. `steps` as the engine counted them; `done_text` is a sentence, `redates` those of the dates it had."""

    title: str
    body: Link
    thing: Link | None
    state: State
    start_text: str
    start_href: str
    rule_text: str
    rule: Link
    basis: str
    marks: tuple[Mark, ...]
    steps: tuple[Step, ...]
    due: date | None
    rolled: date | None
    due_text: str
    unknown: tuple[date, ...]
    done_text: str
    parts: tuple[PartRow, ...]
    answers: str
    actions: tuple[Link, ...]
    command: str
    rulebook: str
    today: date
    note: str = ""
    started: date | None = None
    rulebook_href: str = ""
    provisional: tuple[date, ...] = ()
    redates: tuple[str, ...] = ()


# --- the record -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Checkpoint:
    """The latest signed state of the record. `root` in base64, `note` the signed text as served."""

    origin: str
    size: int
    root: str
    at: datetime | None
    href: str = ""
    note: str = ""
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True)
class EntryRow:
    """One line of the record. `kind` is "entry" or "sealed"; a sealed one has no readable sentence by design."""

    index: int
    at: datetime | None
    sentence: str
    body: str
    kind: str
    href: str
    act: str = ""


@dataclass(frozen=True)
class RecordPage:
    """A stretch of the record, newest first."""

    entries: tuple[EntryRow, ...]
    older_href: str
    newer_href: str
    checkpoint: Checkpoint | None
    total: int
    checks: tuple[Field, ...] = ()
    body: Link | None = None


@dataclass(frozen=True)
class OpeningPart:
    """One committed part of an entry: shown, sealed or erased. `name` is its name in the record, `word` what a reader calls it,
    `reason` the sentence for the last two states."""

    name: str
    digest: str
    state: str
    value: str = ""
    salt: str = ""
    reason: str = ""
    word: str = ""


@dataclass(frozen=True)
class EntryPage:
    """An entry with everything needed to check it by other means."""

    index: int
    at: datetime | None
    sentence: str
    kind: str
    body: Link | None
    thing: Link | None
    leaf: str
    leaf_hash: str
    parts: tuple[OpeningPart, ...]
    proof: tuple[str, ...]
    checkpoint: Checkpoint | None
    downloads: tuple[Link, ...]
    because: Link | None = None
    included: bool = True
    closed: str = ""  # the name of the log, where that was closed and another follows it


@dataclass(frozen=True)
class ReceiptPage:
    """A receipt and its verdict. `verdict` is one of not-yet-due, included, lost, withheld, unknown."""

    leaf_hash: str
    at: datetime
    by: datetime
    after_size: int
    after_root: str
    verdict: str
    verdict_text: str
    receipt_href: str
    opening_href: str
    entry: Link | None = None
    note: str = ""
    qr: SafeString = SafeString("")


# --- the quarterly register -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RegisterRow:
    """One of the 14 items in one quarter. `first` is the first day anything was disclosed."""

    item: int
    text: str
    state: State
    count: int
    first: date | None
    forms: tuple[str, ...]
    links: tuple[Link, ...]
    note: str = ""
    action: Link | None = None


@dataclass(frozen=True)
class RegisterPage:
    """The register of Art. 13(2) for one body and quarter, on screen, on paper and as a sheet to download."""

    body: Link
    title: str
    quarter: str
    from_day: date
    to_day: date
    rows: tuple[RegisterRow, ...]
    disclosed: int
    nothing: int
    silent: int
    coverage: str
    duty: DutyRow | None
    older: Link | None
    newer: Link | None
    downloads: tuple[Link, ...]
    today: date
    signed_by: str = ""
    signed_at: datetime | None = None
    parts: tuple[PartRow, ...] = ()
    actions: tuple[Link, ...] = ()
    board: BoardFoot | None = None
    basis: str = ""


# --- the desk ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DeskPage:
    """What I must do, nearest due day first. `late`, `week` and `later` never share a row."""

    office: str
    body: Link
    late: tuple[DutyRow, ...]
    week: tuple[DutyRow, ...]
    later: tuple[DutyRow, ...]
    standing: tuple[DutyRow, ...]
    start: tuple[Link, ...]
    today: date
    waiting: tuple[ActRow, ...] = ()
    confirm: tuple[Link, ...] = ()


# --- rules ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RuleRow:
    """A rule in a list: subject, who must what by when in one line, article; `stand` only where it is not in force that day."""

    title: str
    href: str
    line: str
    basis: str
    marks: tuple[str, ...] = ()
    stand: str = ""


@dataclass(frozen=True)
class RuleGroup:
    """Rules of one right and instrument. `total` counts those on other pages of the list too."""

    title: str
    sub: str
    total: int
    rows: tuple[RuleRow, ...]


@dataclass(frozen=True)
class CountCell:
    """How many rules stand behind a link; nothing is drawn for none."""

    n: int
    href: str = ""


@dataclass(frozen=True)
class CountRow:
    """A kind of body (or an instrument) with how many rules it has under each right; `cells` in the order of the head."""

    name: str
    href: str
    cells: tuple[CountCell, ...]
    total: CountCell
    sub: str = ""


@dataclass(frozen=True)
class RuleListPage:
    """The rule browser: an overview in counts, or the rules that fit what was asked, said again in `asked`."""

    form: BaseForm
    on: date
    filtered: bool
    asked: tuple[str, ...]
    total: int
    head: tuple[Link, ...]
    kinds: tuple[CountRow, ...]
    instruments: tuple[CountRow, ...]
    groups: tuple[RuleGroup, ...]
    stands: tuple[Link, ...]
    links: tuple[Link, ...]
    downloads: tuple[Link, ...]
    rulebook: str
    recipe: str
    older: Link | None = None
    newer: Link | None = None
    mistakes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RulePart:
    """One form of a rule: its name, when it is asked for, for how long, by which means, on which article; `kept` whether this
    house can record it."""

    word: str
    when: str
    days: tuple[str, ...]
    means: tuple[str, ...]
    basis: str
    required: bool
    kept: bool


@dataclass(frozen=True)
class ExampleRow:
    """A case of the rulebook: what it is about, what was done, the day it was asked on, the due day and the state that came out."""

    title: str
    done: str
    asked: date
    due: date | None
    rolled: date | None
    state: State | None
    note: str = ""


@dataclass(frozen=True)
class Difference:
    """One key in which two wordings differ: its name, what it said, what it says."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class WordingRow:
    """One dated wording of a rule, and how it differs from the one before it."""

    from_day: date
    to_day: date | None
    href: str
    shown: bool
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class RulePage:
    """One rule, of any shape, in one dated wording. `stand` says where it stands on the day `on`, `review` who confirmed it."""

    id: str
    title: str
    summary: str
    shape: str
    right: Link
    articles: tuple[Link, ...]
    marks: tuple[Mark, ...]
    stand: str
    on: date
    facts: tuple[Field, ...]
    clock: str
    counting: tuple[str, ...]
    parts: tuple[RulePart, ...]
    cells: int
    fulfilled: tuple[str, ...]
    yields: tuple[Link, ...]
    yielded: tuple[Link, ...]
    reading: tuple[Field, ...]
    review: str
    in_force_from: date
    in_force_to: date | None
    wordings: tuple[WordingRow, ...]
    not_modelled: str
    note: str
    examples: tuple[ExampleRow, ...]
    worked: tuple[str, ...]
    source: str
    rulebook: str
    questions: tuple[Field, ...] = ()
    mistakes: tuple[str, ...] = ()


@dataclass(frozen=True)
class KindRow:
    """A rule on the sheet of a kind of body: what, when, article; `kept` where this house can record it."""

    title: str
    href: str
    when: str
    basis: str
    kept: bool = False


@dataclass(frozen=True)
class KindGroup:
    """The rules of one right and rhythm."""

    title: str
    rows: tuple[KindRow, ...]


@dataclass(frozen=True)
class KindRight:
    """The rules of one right, by rhythm."""

    title: str
    groups: tuple[KindGroup, ...]
    total: int


@dataclass(frozen=True)
class KindPage:
    """What the law asks of a kind of body, to be printed. `kept` are those this house can record; `address` stands on paper only."""

    kind: str
    title: str
    on: date
    rights: tuple[KindRight, ...]
    total: int
    kept: int
    others: tuple[Link, ...]
    rulebook: str
    address: str


@dataclass(frozen=True)
class RewordedRow:
    """A rule that has other words: what differs, key by key."""

    title: str
    href: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class TurnRow:
    """A day on which rules begin or have ended, as a link to what changed then."""

    day: date
    href: str
    begun: int
    ended: int


@dataclass(frozen=True)
class ChangesPage:
    """What changed between two days; without both days, the days on which anything ever did. Long lists are cut; the totals are not."""

    form: BaseForm
    first: date | None
    last: date | None
    begun: tuple[RuleRow, ...]
    ended: tuple[RuleRow, ...]
    passed: tuple[RuleRow, ...]
    reworded: tuple[RewordedRow, ...]
    turns: tuple[TurnRow, ...]
    mistakes: tuple[str, ...] = ()
    instead: Link | None = None
    begun_total: int = 0
    ended_total: int = 0
    passed_total: int = 0
    reworded_total: int = 0


@dataclass(frozen=True)
class ArticleRow:
    """An article of an instrument that is covered whole: its rules, or why it has none, or what of it is left out."""

    number: int
    title: str
    rules: tuple[Link, ...]
    binds_nobody: str = ""
    not_modelled: str = ""


@dataclass(frozen=True)
class InstrumentRow:
    """An instrument and how much of it is rules. `articles` 0 where it is not covered article by article."""

    name: str
    title: str
    rules: CountCell
    articles: int = 0
    ruled: int = 0
    nobody: int = 0
    left_out: int = 0
    href: str = ""


@dataclass(frozen=True)
class ItemRow:
    """One of the matters of Article 11 with the clocks of other laws that go before the general one, or that none was found."""

    number: int
    text: str
    sector: tuple[Link, ...]
    none: str = ""


@dataclass(frozen=True)
class QuestionRow:
    """Something the law may ask that could not be read: which instrument, what, why; the rules it touches."""

    instrument: str
    subject: str
    why: str
    rules: tuple[Link, ...]


@dataclass(frozen=True)
class CoveragePage:
    """How much of the law is held here."""

    whole: tuple[InstrumentRow, ...]
    others: tuple[InstrumentRow, ...]
    items: tuple[ItemRow, ...]
    questions: tuple[QuestionRow, ...]
    rulebook: str


@dataclass(frozen=True)
class ArticlesPage:
    """Every article of one instrument."""

    back: Link
    name: str
    title: str
    facts: tuple[Field, ...]
    rows: tuple[ArticleRow, ...]
    rulebook: str


# --- a commune's own regulation -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RegulationRule:
    """A rule in a regulation. `forms` are (word, days, "own" where the commune added it); `law_term` is what a shorter term replaced;
    `fields` are where something may be added, in a form."""

    text: str
    term: str
    forms: tuple[Field, ...]
    basis: str
    own_term: bool = False
    law_term: str = ""
    own: bool = False
    fields: tuple[BoundField, ...] = ()


@dataclass(frozen=True)
class RegulationItem:
    """A matter of the law with its rules; without rules its days and forms are those of the yearly plan."""

    number: int
    text: str
    basis: str
    rules: tuple[RegulationRule, ...]


@dataclass(frozen=True)
class RegulationPage:
    """A commune's regulation as a document; without a number what the law itself asks. With a `form` it is a preview, or the form."""

    title: str
    body: Link
    number: str
    dated: date | None
    first: date | None
    last: date | None
    items: tuple[RegulationItem, ...]
    others: tuple[RegulationRule, ...]
    today: date
    basis: str
    earlier: tuple[Link, ...] = ()
    actions: tuple[Link, ...] = ()
    form: BaseForm | None = None
    refusal: "Refusal | None" = None
    hidden: tuple[Field, ...] = ()
    entry_href: str = ""
    superseded: bool = False


# --- forms, sign-in, results ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FormPage:
    """A form at its own address. `why` says why we ask and by which rule; `refusal` what stopped the last try."""

    title: str
    lead: str
    form: BaseForm
    submit: str
    back: Link
    why: tuple[str, ...] = ()
    basis: str = ""
    refusal: "Refusal | None" = None
    action_href: str = ""
    upload: bool = False
    facts: tuple[Field, ...] = ()
    effect: str = ""


@dataclass(frozen=True)
class Refusal:
    """A refused act: the sentence, the rule it rests on, what to do instead."""

    sentence: str
    basis: str = ""
    instead: str = ""
    link: Link | None = None


@dataclass(frozen=True)
class SignInPage:
    """Sign-in for officials. `demo` are the demonstration's people, each a form of one button; (value, who, what for)."""

    form: BaseForm | None
    back: Link
    demo: tuple[tuple[str, str, str], ...] = ()
    demo_action: str = ""
    action_href: str = ""
    refusal: Refusal | None = None


@dataclass(frozen=True)
class DonePage:
    """After an act: what happened, what counts now, the receipt, the one next step."""

    title: str
    sentences: tuple[str, ...]
    thing: Link | None
    next: Link | None
    entry_href: str = ""
    receipt: Link | None = None
    opening: Link | None = None
    papers: tuple[Link, ...] = ()
    code: str = ""
    code_text: str = ""


@dataclass(frozen=True)
class FoundRow:
    """Something a search found: its name, what it is, where it leads."""

    title: str
    text: str
    href: str


@dataclass(frozen=True)
class HomePage:
    """The front page of a site of one commune."""

    body: Link
    formerly: tuple[str, ...]
    lead: str
    doors: tuple[Door, ...]
    recent: tuple[ActRow, ...]
    open_now: tuple[OpenRow, ...]
    villages: tuple[Link, ...]
    today: date
    life: tuple[DayCount, ...] = ()
    query: str = ""
    found: tuple[FoundRow, ...] | None = None
    report: Link | None = None
    entries: int = 0


@dataclass(frozen=True)
class AboutProof:
    """What the operator can and cannot do unnoticed, with the present state of the record."""

    checkpoint: Checkpoint | None
    witnesses: int
    tools: tuple[Link, ...]
    records: tuple[Link, ...] = ()


@dataclass(frozen=True)
class MessagePage:
    """A plain page of a few sentences: a refusal outside a form, an empty address, a notice."""

    title: str
    lines: tuple[str, ...]
    links: tuple[Link, ...] = ()
    basis: str = ""
