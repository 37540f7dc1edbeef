"""The rulebook in pages."""

from dataclasses import dataclass
from datetime import date

from django.forms import BaseForm, BoundField

from dinhlang.core.rules import State
from dinhlang.ground.ui.shapes.common import Field, Link, Mark, Refusal


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
    parts_title: str
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
    refusal: Refusal | None = None
    hidden: tuple[Field, ...] = ()
    entry_href: str = ""
    superseded: bool = False
