"""The book seen from outside: its rules whatever their shape, what of them stands on a day, what changed, what fits a question.

Promises: pure functions of the book; the same answer for the pages, the files and the command line. Refuses: to judge a body
(that is `state.py`), to choose words (that is the page).
"""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache

from dinhlang.core.rules.checks import cited
from dinhlang.core.rules.engine import can_judge, scored
from dinhlang.core.rules.types import Decision, DueKind, Duty, Instrument, Kind, Limit, Listing, Part, Read, Rulebook

Rule = Duty | Decision | Limit | Listing
NOBODY: frozenset[bytes] = frozenset()
_MOST_NAMES = 4
_LIKE = 0.5


class Shape(StrEnum):
    """The four shapes of a rule: what must be done, what people decide, a number to keep, what the law lists."""

    DUTY = "duty"
    DECISION = "decision"
    LIMIT = "limit"
    LIST = "list"


class Stand(StrEnum):
    """Where a rule stands on a day."""

    IN_FORCE = "in-force"
    ENDED = "ended"
    TO_COME = "to-come"


class Aside(StrEnum):
    """Why a rule in force is shown and enters no public score."""

    AMENDED = "amended"
    SECONDARY = "secondary"
    NO_CLOCK = "no-clock"
    NO_ROOM = "no-room"


@lru_cache(maxsize=4)
def every(book: Rulebook) -> Mapping[str, tuple[Rule, ...]]:
    """All dated wordings of every rule, of whatever shape, by id in order of the alphabet, each in order of days."""
    found: dict[str, tuple[Rule, ...]] = {}
    rules: tuple[Rule, ...] = (*book.versions, *book.decision_versions, *book.limit_versions, *book.listing_versions)
    for rule in rules:
        found[rule.id] = (*found.get(rule.id, ()), rule)
    return {id: tuple(sorted(found[id], key=lambda one: one.in_force_from)) for id in sorted(found)}


def shape_of(rule: Rule) -> Shape:
    """Which of the four shapes a rule has."""
    if isinstance(rule, Listing):
        return Shape.LIST
    return Shape.DUTY if isinstance(rule, Duty) else Shape.DECISION if isinstance(rule, Decision) else Shape.LIMIT


def bearers(rule: Rule) -> tuple[Kind, ...]:
    """The kinds of body a rule is for; of a decision the one within which it is taken."""
    return (Kind(rule.scope),) if isinstance(rule, Decision) else rule.bearer


def on(wordings: tuple[Rule, ...], day: date) -> Rule:
    """The wording to show for `day`: the one in force, else the next to come, else the last that ended."""
    within = next((rule for rule in wordings if rule.in_force(day)), None)
    return within or next((rule for rule in wordings if rule.in_force_from > day), wordings[-1])


def stand(rule: Rule, day: date) -> Stand:
    """Whether a wording is in force on `day`, over, or to come."""
    return Stand.IN_FORCE if rule.in_force(day) else Stand.TO_COME if rule.in_force_from > day else Stand.ENDED


def wording_hash(rule: Rule) -> bytes:
    """SHA-256 of a wording as it was read; of a duty `Duty.hash`."""
    return rule.hash if isinstance(rule, Duty) else hashlib.sha256(repr(replace(rule, file="")).encode()).digest()


def asides(rule: Rule, confirmed: Collection[bytes] = NOBODY, kind: str = "") -> tuple[Aside, ...]:
    """Why `rule` enters no public score; empty where it is judged. `confirmed` are hashes of wordings that the province confirmed,
    `kind` narrows the question to one kind of body ("": any bearer)."""
    found = []
    if not (scored(rule, confirmed) if isinstance(rule, Duty) else _read(rule, confirmed)):
        found += [Aside.AMENDED] if rule.amended_unread else []
        found += [Aside.SECONDARY] if rule.read is not Read.TEXT else []
    if isinstance(rule, Duty) and rule.due.kind is DueKind.UNREAD:
        found.append(Aside.NO_CLOCK)
    if not isinstance(rule, Listing) and (not isinstance(rule, Duty) or not any(kept_here(part, kind) for part in rule.parts)):
        found.append(Aside.NO_ROOM)
    return tuple(found)


def _read(rule: Decision | Limit | Listing, confirmed: Collection[bytes]) -> bool:
    return (rule.read is Read.TEXT and not rule.amended_unread) or wording_hash(rule) in confirmed


def kept_here(part: Part, kind: str = "") -> bool:
    """Whether the house has a room in which a body of `kind` (any kind where "") can show that it did `part`."""
    return can_judge(part, kind) if kind else bool(part.kept_by)


@lru_cache(maxsize=64)
def unrecorded(book: Rulebook, kind: str, day: date) -> int:
    """How many rules in force on `day` ask something of a body of `kind` that this house cannot record yet."""
    now = (on(wordings, day) for wordings in every(book).values())
    return sum(kind in bearers(rule) and rule.in_force(day) and Aside.NO_ROOM in asides(rule, kind=kind) for rule in now)


# --- articles ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """One place of the law: the instrument as it is cited, the article, and its clause and point ("" where it is cited whole)."""

    instrument: str
    article: int
    clause: str = ""
    point: str = ""


_ARTICLE = re.compile(r"(?:^|, |and |to )(?P<article>\d+)(?:\((?P<clause>[^)]+)\))?(?:\((?P<point>[^)]+)\))?")
_ARTICLES = re.compile(r"(?P<instrument>[A-Z][^;]*? [^ ;]*\d[^ ;]*) Art\. (?P<articles>[^;]+)")


@lru_cache(maxsize=4096)
def places(basis: str) -> tuple[Place, ...]:
    """The places a basis names, each once and in order; as many articles as `cited` finds."""
    found: dict[Place, None] = {}
    known = set(cited(basis))
    for match in _ARTICLES.finditer(basis):
        for one in _ARTICLE.finditer(match["articles"]):
            place = Place(match["instrument"], int(one["article"]), one["clause"] or "", one["point"] or "")
            if (place.instrument, place.article) in known:
                found[place] = None
    return tuple(found)


def bases(rule: Rule) -> tuple[str, ...]:
    """Everything a rule cites: its own basis, those of its forms or entries, the article of a decision's matter."""
    more: tuple[str, ...] = ()
    if isinstance(rule, Duty):
        more = tuple(part.basis for part in rule.parts)
    elif isinstance(rule, Decision):
        more = (rule.item,)
    elif isinstance(rule, Listing):
        more = tuple(one.basis for one in rule.entries)
    return tuple(dict.fromkeys(basis for basis in (rule.basis, *more) if basis))


def places_of(rule: Rule) -> tuple[Place, ...]:
    """Every place of the law that a rule cites, each once."""
    return tuple(dict.fromkeys(place for basis in bases(rule) for place in places(basis)))


def cited_as(instrument: Instrument, name: str) -> bool:
    """Whether the citation `name` ("Law 10/2022/QH15") means `instrument`; a number may be cut short at a stroke."""
    number = name.rsplit(" ", 1)[-1]
    return instrument.number == number or instrument.number.startswith(f"{number}/")


@lru_cache(maxsize=4)
def names(book: Rulebook) -> Mapping[str, str]:
    """How rules cite each instrument, by its id; of one that no rule cites, the word its id begins with and its number."""
    said = {place.instrument for wordings in every(book).values() for rule in wordings for place in places_of(rule)}
    found = {}
    for id, instrument in book.instruments.items():
        plain = f"{id.split('-')[0].capitalize()} {instrument.number}"
        found[id] = next((name for name in sorted(said) if cited_as(instrument, name)), plain)
    return found


@lru_cache(maxsize=4)
def _by_article(book: Rulebook) -> Mapping[tuple[str, int], tuple[str, ...]]:
    found: dict[tuple[str, int], dict[str, None]] = {}
    for id, wordings in every(book).items():
        for place in (place for rule in wordings for place in places_of(rule)):
            found.setdefault((place.instrument, place.article), {})[id] = None
    return {place: tuple(ids) for place, ids in found.items()}


def of_article(book: Rulebook, instrument: str, article: int) -> tuple[str, ...]:
    """The ids of the rules, in whatever wording, that cite this article of the instrument with this id."""
    return _by_article(book).get((names(book)[instrument], article), ())


# --- looking for a rule -----------------------------------------------------------------------------------------------


def fold(text: str) -> str:
    """The text in small letters without accents, đ as d."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in bare if not unicodedata.combining(sign)).casefold()


_ASKED_ARTICLE = re.compile(r"\b(?:dieu|article|art\.?)\s*(\d{1,4})(?:\s*\((\w{1,2})\))?(?:\s*\((\w{1,2})\))?")
_ASKED_CLAUSE = re.compile(r"\b(?:khoan|clause)\s*(\d{1,3}\w?)\b")
_ASKED_POINT = re.compile(r"\b(?:diem|point)\s*([a-z]{1,2})\b")
_ASKED_NUMBER = re.compile(r"\b\d+/[\w/-]+")


@dataclass(frozen=True)
class Asked:
    """What a search asks: an article with clause and point (None and "" where not), numbers of instruments, words; all folded."""

    article: int | None
    clause: str
    point: str
    numbers: tuple[str, ...]
    words: tuple[str, ...]


def asked(query: str) -> Asked:
    """What somebody typed: "Điều 13 khoản 2", "Art. 13(2)", "59/2023", words with or without accents, in any order."""
    text = fold(query)
    article = _ASKED_ARTICLE.search(text)
    clause, point = _ASKED_CLAUSE.search(text), _ASKED_POINT.search(text)
    within = (clause[1] if clause else article[2] if article else "", point[1] if point else article[3] if article else "")
    for used in (_ASKED_ARTICLE, _ASKED_CLAUSE, _ASKED_POINT) if article else ():
        text = used.sub(" ", text)
    numbers = tuple(one.strip("/-") for one in _ASKED_NUMBER.findall(text))
    words = tuple(re.findall(r"[\w-]+", _ASKED_NUMBER.sub(" ", text)))
    if article is None:
        return Asked(None, "", "", numbers, words)
    return Asked(int(article[1]), within[0] or "", within[1] or "", numbers, words)


def _meant(place: Place, want: Asked) -> bool:
    """Whether a place answers the article asked for: one cited whole stands for all its clauses."""
    if place.article != want.article:
        return False
    if want.clause and place.clause and fold(place.clause) != want.clause:
        return False
    return not (want.point and place.point and fold(place.point) != want.point)


def fits(rule: Rule, text: str, want: Asked) -> bool:
    """Whether a rule answers a search; `text` is all that can be read of it, folded. Article and number must meet in one place."""
    found = places_of(rule)
    if want.article is not None:
        found = tuple(place for place in found if _meant(place, want))
        if not found:
            return False
    numbers = {fold(place.instrument.rsplit(" ", 1)[-1]) for place in found}
    if not all(any(_same_number(number, one) for number in numbers) for one in want.numbers):
        return False
    return all(word in text for word in want.words)


def _same_number(one: str, other: str) -> bool:
    """Whether two numbers name the same instrument, be one of them cut short at a stroke: 59/2023 and 59/2023/nd-cp."""
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def near(book: Rulebook, id: str) -> tuple[str, ...]:
    """Ids of rules near `id`: those it is a part of, then those that look like it, the likest first."""
    ids = list(every(book))
    part = [one for one in ids if len(id) > 2 and id in one]
    return tuple(dict.fromkeys((*part, *get_close_matches(id[:80], ids, n=_MOST_NAMES, cutoff=_LIKE))))[:_MOST_NAMES]


# --- what changed -----------------------------------------------------------------------------------------------------

_DAYS = frozenset({"file", "in_force_from", "in_force_to"})


def differences(before: Rule, after: Rule) -> tuple[str, ...]:
    """The keys in which two wordings of a rule say something else; their days in force are not compared."""
    return tuple(
        field.name for field in fields(after) if field.name not in _DAYS and getattr(before, field.name, None) != getattr(after, field.name)
    )


@dataclass(frozen=True)
class Changes:
    """What is otherwise on the second of two days: rules that had begun, had ended, had other words by then (before, after), and
    those that came and went in between."""

    begun: tuple[Rule, ...]
    ended: tuple[Rule, ...]
    reworded: tuple[tuple[Rule, Rule], ...]
    passed: tuple[Rule, ...]


def changes(book: Rulebook, first: date, last: date) -> Changes:
    """What changed from `first` to `last`, rules in order of their ids."""
    begun, ended, reworded, passed = [], [], [], []
    for wordings in every(book).values():
        before, after = on(wordings, first), on(wordings, last)
        if after.in_force(last) and not before.in_force(first):
            begun.append(after)
        elif before.in_force(first) and not after.in_force(last):
            ended.append(before)
        elif before.in_force(first) and after.in_force(last):
            if before is not after:
                reworded.append((before, after))
        else:
            passed += [rule for rule in wordings if first < rule.in_force_from <= last]
    return Changes(tuple(begun), tuple(ended), tuple(reworded), tuple(passed))


def turns(book: Rulebook) -> Iterator[tuple[date, int, int]]:
    """The days on which something begins, latest first, each with how many wordings begin on it and how many ended the day before."""
    begin: dict[date, int] = {}
    end: dict[date, int] = {}
    for wordings in every(book).values():
        for rule in wordings:
            begin[rule.in_force_from] = begin.get(rule.in_force_from, 0) + 1
            if rule.in_force_to is not None and rule.in_force_to < date.max:
                over = rule.in_force_to + timedelta(days=1)
                end[over] = end.get(over, 0) + 1
    for day in sorted({*begin, *end}, reverse=True):
        yield day, begin.get(day, 0), end.get(day, 0)


def filed(book: Rulebook, rule: Rule) -> str:
    """The id of the instrument in whose folder a rule stands; "" where the book knows none of that name."""
    folder = rule.file.split("/", 1)[0]
    return folder if folder in book.instruments else ""
