"""The rule browser and what belongs to it: the overview, the lists, the sheet of a kind of body, what changed, what is covered.

Promises: pure functions of the rulebook, the day and the question; a rule stands in each list once, in the wording of the day asked
about. Refuses: to read the request, to say of a body what it did.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import urlencode

from django.forms import BaseForm
from django.utils.translation import gettext as _

from dinhlang.core.rules import Decision, Kind, Limit, Listing, Right, Rulebook, look
from dinhlang.core.rules.look import NOBODY, Aside, Rule, Stand
from dinhlang.ground.duties import present
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import (
    ArticleRow,
    ArticlesPage,
    ChangesPage,
    CountCell,
    CountRow,
    CoveragePage,
    Difference,
    Field,
    InstrumentRow,
    ItemRow,
    KindGroup,
    KindPage,
    KindRight,
    KindRow,
    Link,
    QuestionRow,
    RewordedRow,
    RuleGroup,
    RuleListPage,
    RuleRow,
    TurnRow,
)
from dinhlang.web import rulewords as words

LIST = 40  # rules on one page of a list
ALL, JUDGED, SHOWN = "all", "judged", "shown"
ONE_DAY = timedelta(days=1)
Confirmed = frozenset[bytes] | Mapping[bytes, object]
# What anybody types to find the hash again from the files; a test types it too.
RECIPE = """unzip -q bo.zip -d bo && cd bo
find . -name '*.toml' | sed 's|^\\./||' | grep -Ev '^(cases|local)/' | LC_ALL=C sort |
  while read -r f; do printf '%s\\n%s\\n' "$f" "$(sha256sum < "$f" | cut -d' ' -f1)"; done | sha256sum"""


@dataclass(frozen=True)
class Wish:
    """What a reader of the browser asks for; empty words ask for nothing. `stand` is a `Stand`, an `Aside`, ALL, JUDGED or SHOWN."""

    day: date
    query: str = ""
    kind: str = ""
    right: str = ""
    instrument: str = ""
    stand: str = ""

    @property
    def anything(self) -> bool:
        """Whether the list is asked for, and not the overview."""
        return bool(self.query or self.kind or self.right or self.instrument or self.stand)


def stands() -> Mapping[str, str]:
    """What may be asked of a rule's standing, in the order of the form."""
    return {
        "": _("in force"),
        JUDGED: _("in force and judged"),
        SHOWN: _("in force, shown and not scored"),
        **{aside.value: _("in force, shown: %(why)s") % {"why": words.aside_word(aside)} for aside in Aside},
        Stand.ENDED.value: words.stand_word(Stand.ENDED),
        Stand.TO_COME.value: words.stand_word(Stand.TO_COME),
        ALL: _("all, past and to come as well"),
    }


def address(name: str = "rules", args: Sequence[str] = (), **asked: str) -> str:
    """An address of the browser with a question; names with a stroke are written with `_`."""
    query = urlencode({key.replace("_", "-"): value for key, value in asked.items() if value})
    return f"{reverse(name, args=args)}?{query}" if query else reverse(name, args=args)


def rule_href(id: str, day: date | None = None) -> str:
    """The page of a rule; in the wording of `day`, where one is given."""
    return address("rule", [id], ngay=day.isoformat() if day is not None else "")


def article_href(book: Rulebook, instrument: str, article: int) -> str:
    """The list of the rules of an article; `instrument` as it is cited."""
    number = instrument.rsplit(" ", 1)[-1]
    return address(q=_("Art. %(n)d, %(number)s") % {"n": article, "number": number})


# --- finding ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def texts(book: Rulebook) -> Mapping[int, str]:
    """All that can be read of each wording, folded, in both languages; by the identity of the wording, which the book keeps alive."""
    found = {}
    for wordings in look.every(book).values():
        for rule in wordings:
            said = [rule.id, rule.subject.vi, rule.subject.en]
            said += [rule.summary.vi, rule.summary.en] if rule.summary is not None else []
            said += [part for basis in look.bases(rule) for part in (basis, format.cited(basis, "vi"))]
            found[id(rule)] = look.fold(" ".join(said))
    return found


def _stands(rule: Rule, wish: Wish, confirmed: Confirmed) -> bool:
    where, asked = look.stand(rule, wish.day), wish.stand
    if asked in (ALL, Stand.ENDED, Stand.TO_COME):
        return asked == ALL or where == asked
    if where is not Stand.IN_FORCE:
        return False
    why = look.asides(rule, confirmed, wish.kind) if asked else ()
    return {"": True, JUDGED: not why, SHOWN: bool(why)}.get(asked, asked in why)


def find(book: Rulebook, wish: Wish, confirmed: Confirmed = NOBODY) -> tuple[Rule, ...]:
    """The rules that fit a wish, each in the wording of its day, in the order of the list: right, instrument, article."""
    want, text = look.asked(wish.query), texts(book)
    name = look.names(book).get(wish.instrument, "")

    def of_instrument(rule: Rule) -> bool:
        return look.filed(book, rule) == wish.instrument or any(place.instrument == name for place in look.places_of(rule))

    found = []
    for wordings in look.every(book).values():
        rule = look.on(wordings, wish.day)
        if (
            (not wish.kind or wish.kind in look.bearers(rule))
            and (not wish.right or rule.right == wish.right)
            and (
                not wish.instrument
                or look.filed(book, rule) == wish.instrument
                or any(one.instrument == name for one in look.places_of(rule))
            )
            and _stands(rule, wish, confirmed)
            and (not wish.query or look.fits(rule, text[id(rule)], want))
        ):
            found.append(rule)
    return in_order(book, found)


def instruments_in_order(book: Rulebook) -> tuple[str, ...]:
    """The instruments: those covered article by article first, then by the day they were issued."""
    whole = {article.instrument for article in book.articles}
    return tuple(sorted(book.instruments, key=lambda one: (one not in whole, book.instruments[one].issued, one)))


def in_order(book: Rulebook, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Rules by right, instrument, first article."""
    place = {id: n for n, id in enumerate(instruments_in_order(book))}
    rights = list(Right)

    def key(rule: Rule) -> tuple[int, int, int, str]:
        first = look.places_of(rule)
        return rights.index(rule.right), place.get(look.filed(book, rule), len(place)), first[0].article if first else 0, rule.id

    return tuple(sorted(rules, key=key))


# --- the browser ------------------------------------------------------------------------------------------------------


def row(rule: Rule, book: Rulebook, day: date, kind: str = "", confirmed: Confirmed = NOBODY, *, dated: bool = False) -> RuleRow:
    """A rule as a line of a list. `dated` links to the wording of `day`."""
    where = look.stand(rule, day)
    # That this house keeps no record of it is said on its page: in a list it would stand on nearly every line.
    told = [aside for aside in look.asides(rule, confirmed, kind) if aside is not Aside.NO_ROOM] if where is Stand.IN_FORCE else []
    return RuleRow(
        title=present.said(rule.subject),
        href=rule_href(rule.id, day if dated else None),
        line=words.line(rule, book, kind),
        basis=words.article_word(rule),
        marks=tuple(map(words.aside_word, told)),
        stand="" if where is Stand.IN_FORCE else words.stand_word(where),
    )


def instrument_word(book: Rulebook, id: str) -> str:
    """An instrument as it is cited."""
    return format.cited(look.names(book)[id]) if id in book.instruments else id


def _groups(book: Rulebook, found: Sequence[Rule], shown: Sequence[Rule], make: Callable[[Rule], RuleRow]) -> tuple[RuleGroup, ...]:
    totals = Counter((rule.right, look.filed(book, rule)) for rule in found)
    groups: dict[tuple[Right, str], list[RuleRow]] = {}
    for rule in shown:
        groups.setdefault((rule.right, look.filed(book, rule)), []).append(make(rule))
    return tuple(
        RuleGroup(words.right_word(right), instrument_word(book, instrument), totals[right, instrument], tuple(rows))
        for (right, instrument), rows in groups.items()
    )


def _cell(n: int, **asked: str) -> CountCell:
    return CountCell(n, address(**asked)) if n else CountCell(0)


def _overview(book: Rulebook, day: date) -> tuple[tuple[CountRow, ...], tuple[CountRow, ...]]:
    now = [rule for wordings in look.every(book).values() if (rule := look.on(wordings, day)).in_force(day)]
    borne = Counter((kind, rule.right) for rule in now for kind in look.bearers(rule))
    each = Counter(kind for rule in now for kind in look.bearers(rule))
    kinds = tuple(
        CountRow(
            name=present.kind_word(kind),
            href=reverse("rules-of-kind", args=[kind.value]),
            cells=tuple(_cell(borne[kind, right], loai=kind.value, quyen=right.value) for right in Right),
            total=_cell(each[kind], loai=kind.value),
        )
        for kind in Kind
        if each[kind]
    )
    filed = Counter(look.filed(book, rule) for rule in now)
    instruments = tuple(
        CountRow(instrument_word(book, id), address(van_ban=id), (), _cell(filed[id], van_ban=id), present.said(book.instruments[id].title))
        for id in instruments_in_order(book)
        if filed[id]
    )
    return kinds, instruments


def _standing_links(book: Rulebook, day: date, confirmed: Confirmed) -> tuple[Link, ...]:
    wish = Wish(day)
    rules = [look.on(wordings, day) for wordings in look.every(book).values()]
    found = []
    for key, word in stands().items():
        if key in (JUDGED, SHOWN, Stand.ENDED, Stand.TO_COME, *Aside):
            n = sum(_stands(rule, Wish(wish.day, stand=key), confirmed) for rule in rules)
            if n:
                found.append(Link(f"{word}: {format.count(n)}", address(tinh_trang=key)))
    return tuple(found)


def _asked(book: Rulebook, wish: Wish, today: date) -> tuple[str, ...]:
    """What was asked, in words, one for each part of the question."""
    said = [f"“{wish.query}”"] if wish.query else []
    said += [present.kind_word(wish.kind)] if wish.kind else []
    said += [words.right_word(wish.right)] if wish.right else []
    said += [instrument_word(book, wish.instrument)] if wish.instrument else []
    said += [stands()[wish.stand]] if wish.stand else []
    said += [format.short_day(wish.day)] if wish.day != today else []
    return tuple(said)


def list_page(
    book: Rulebook,
    wish: Wish,
    form: BaseForm,
    number: int = 1,
    mistakes: tuple[str, ...] = (),
    confirmed: Confirmed = NOBODY,
    *,
    today: date,
) -> RuleListPage:
    """The browser: the overview where nothing is asked, else page `number` of the rules that fit."""
    found = find(book, wish, confirmed)
    pages = max(1, -(-len(found) // LIST))
    number = min(max(number, 1), pages)
    kinds: tuple[CountRow, ...] = ()
    instruments: tuple[CountRow, ...] = ()
    groups: tuple[RuleGroup, ...] = ()
    if wish.anything:
        shown, dated = found[(number - 1) * LIST : number * LIST], wish.day != today
        groups = _groups(book, found, shown, lambda rule: row(rule, book, wish.day, wish.kind, confirmed, dated=dated))
    else:
        kinds, instruments = _overview(book, wish.day)
    asked = {"q": wish.query, "loai": wish.kind, "quyen": wish.right, "van_ban": wish.instrument, "tinh_trang": wish.stand}
    asked["ngay"] = wish.day.isoformat() if wish.day != today else ""

    def turn(n: int) -> Link | None:
        said = _("Page %(n)d of %(all)d") % {"n": n, "all": pages}
        return Link(said, address(**asked, trang=str(n) if n > 1 else "")) if wish.anything and 0 < n <= pages else None

    links = [Link(_("What changed between two days"), reverse("rule-changes")), Link(_("What is covered"), reverse("rule-coverage"))]
    if wish.kind:
        title = _("What the law asks of: %(kind)s") % {"kind": present.kind_word(wish.kind)}
        links.insert(0, Link(title, reverse("rules-of-kind", args=[wish.kind])))
    return RuleListPage(
        form=form,
        on=wish.day,
        filtered=wish.anything,
        asked=_asked(book, wish, today),
        total=len(found),
        head=tuple(Link(words.right_word(right), address(quyen=right.value)) for right in Right),
        kinds=kinds,
        instruments=instruments,
        groups=groups,
        stands=() if wish.anything else _standing_links(book, wish.day, confirmed),
        links=tuple(links),
        downloads=(Link("bo.zip", reverse("rulebook-zip")), Link("bo.json", reverse("rulebook-json"))),
        rulebook=book.hash.hex(),
        recipe=RECIPE,
        older=turn(number - 1),
        newer=turn(number + 1),
        mistakes=mistakes,
    )


# --- a kind of body ---------------------------------------------------------------------------------------------------


def kinds_with_rules(book: Rulebook) -> tuple[str, ...]:
    """The kinds of body that any rule, in whatever wording, is for."""
    held = {kind for wordings in look.every(book).values() for rule in wordings for kind in look.bearers(rule)}
    return tuple(kind.value for kind in Kind if kind in held)


def kind_page(book: Rulebook, kind: str, day: date, site: str) -> KindPage:
    """What the law asks of a kind of body on a day, by right and rhythm. `site` is the address of the page, for paper."""
    rules = find(book, Wish(day, kind=kind))
    kept = {rule.id for rule in rules if Aside.NO_ROOM not in look.asides(rule, kind=kind)}
    rhythms = words.rhythms()

    def drawn(rule: Rule) -> KindRow:
        return KindRow(
            present.said(rule.subject), rule_href(rule.id), _when(rule, book), format.cited(format.first_place(rule.basis)), rule.id in kept
        )

    rights = []
    for right in Right:
        mine = [rule for rule in rules if rule.right is right]
        sorted_by = {key: tuple(drawn(rule) for rule in mine if words.shape_group(rule) == key) for key in rhythms}
        groups = tuple(KindGroup(rhythms[key], rows) for key, rows in sorted_by.items() if rows)
        if groups:
            rights.append(KindRight(words.right_word(right), groups, len(mine)))
    others = tuple(Link(present.kind_word(one), reverse("rules-of-kind", args=[one])) for one in kinds_with_rules(book) if one != kind)
    return KindPage(
        kind=kind,
        title=_("What the law asks of: %(kind)s") % {"kind": present.kind_word(kind)},
        on=day,
        rights=tuple(rights),
        total=len(rules),
        kept=len(kept),
        others=others,
        rulebook=book.hash.hex(),
        address=site,
    )


def _when(rule: Rule, book: Rulebook) -> str:
    """When, on a sheet where the heading says the rhythm."""
    if isinstance(rule, Decision):
        return _("Carried by %(share)s") % {"share": words.when_word(rule, book)}
    if isinstance(rule, Limit | Listing) or words.shape_group(rule) == "event":
        return words.when_word(rule, book)
    return "" if words.shape_group(rule) == "standing" else words.clock_word(rule.due, rule.starts.every)


# --- what changed -----------------------------------------------------------------------------------------------------


def differences(before: Rule, after: Rule, book: Rulebook) -> tuple[Difference, ...]:
    """How one wording differs from another, key by key, in words. What is otherwise but reads the same is left out."""
    found = []
    for key in look.differences(before, after):
        old, new = (words.value_word(rule, key, book) if hasattr(rule, key) else "–" for rule in (before, after))
        if old != new:
            found.append(Difference(words.key_word(key), old, new))
    return tuple(found)


def changes_href(first: date, last: date) -> str:
    """The page of what changed between two days."""
    return address("rule-changes", tu=first.isoformat(), den=last.isoformat())


def changes_page(book: Rulebook, form: BaseForm, first: date | None, last: date | None, mistakes: tuple[str, ...] = ()) -> ChangesPage:
    """What changed between two days. Days the wrong way round are said to be so, with the way that makes sense; with a day missing
    the days on which anything ever changed."""
    turns: tuple[TurnRow, ...] = ()
    if first is None or last is None:
        turns = tuple(TurnRow(day, changes_href(day - ONE_DAY, day), begun, ended) for day, begun, ended in look.turns(book))
        return ChangesPage(form, None, None, (), (), (), (), turns, mistakes)
    if first > last:
        said = _("The first day, %(first)s, lies after the second, %(last)s.") % {
            "first": format.short_day(first),
            "last": format.short_day(last),
        }
        instead = Link(_("The other way round: what changed from the earlier day to the later one"), changes_href(last, first))
        return ChangesPage(form, None, None, (), (), (), (), (), (*mistakes, said), instead)
    found = look.changes(book, first, last)
    return ChangesPage(
        form=form,
        first=first,
        last=last,
        begun=tuple(row(rule, book, last, dated=True) for rule in in_order(book, found.begun)[:LIST]),
        ended=tuple(row(rule, book, first, dated=True) for rule in in_order(book, found.ended)[:LIST]),
        passed=tuple(row(rule, book, rule.in_force_from, dated=True) for rule in in_order(book, found.passed)[:LIST]),
        reworded=tuple(
            RewordedRow(present.said(after.subject), rule_href(after.id, last), differences(before, after, book))
            for before, after in found.reworded[:LIST]
        ),
        turns=(),
        mistakes=mistakes,
        begun_total=len(found.begun),
        ended_total=len(found.ended),
        passed_total=len(found.passed),
        reworded_total=len(found.reworded),
    )


# --- coverage ---------------------------------------------------------------------------------------------------------


def _rule_link(book: Rulebook, id: str) -> Link:
    return Link(words.rule_name(id, book), rule_href(id))


def article_rows(book: Rulebook, instrument: str) -> tuple[ArticleRow, ...]:
    """Every article of an instrument that is covered whole."""
    return tuple(
        ArticleRow(
            number=article.number,
            title=present.said(article.title),
            rules=tuple(_rule_link(book, id) for id in look.of_article(book, instrument, article.number)),
            binds_nobody=present.said(article.binds_nobody),
            not_modelled=present.said(article.not_modelled),
        )
        for article in book.articles
        if article.instrument == instrument
    )


def articles_page(book: Rulebook, instrument: str) -> ArticlesPage:
    """The articles of one instrument, with its days."""
    held = book.instruments[instrument]
    days = _("from %(day)s") % {"day": format.short_day(held.in_force_from)}
    if held.in_force_to is not None:
        days = f"{days} {_('to %(day)s') % {'day': format.short_day(held.in_force_to)}}"
    facts = [
        Field(_("Issued by"), present.said(held.issuer)),
        Field(_("Issued on"), format.short_day(held.issued)),
        Field(_("In force"), days),
    ]
    facts += [Field(_("Amended by"), ", ".join(map(format.cited, held.amended_by)))] if held.amended_by else []
    facts += [Field(_("Replaces"), ", ".join(map(format.cited, held.replaces)))] if held.replaces else []
    back = Link(_("What is covered"), reverse("rule-coverage"))
    rows = article_rows(book, instrument)
    return ArticlesPage(back, instrument_word(book, instrument), present.said(held.title), tuple(facts), rows, book.hash.hex())


def coverage_page(book: Rulebook) -> CoveragePage:
    """How much of the law is held: instruments, the fourteen matters with the clocks of other laws, the open questions."""
    filed = Counter(look.filed(book, wordings[-1]) for wordings in look.every(book).values())
    covered = {article.instrument for article in book.articles}
    whole, others = list[InstrumentRow](), list[InstrumentRow]()
    for id in instruments_in_order(book):
        rows = article_rows(book, id) if id in covered else ()
        drawn = InstrumentRow(
            name=instrument_word(book, id),
            title=present.said(book.instruments[id].title),
            rules=_cell(filed[id], van_ban=id, tinh_trang=ALL),
            articles=len(rows),
            ruled=sum(bool(one.rules) for one in rows),
            nobody=sum(bool(one.binds_nobody) for one in rows),
            left_out=sum(bool(one.not_modelled) for one in rows),
            href=reverse("rule-articles", args=[id]) if rows else "",
        )
        (whole if rows else others).append(drawn)
    items = tuple(
        ItemRow(number, present.said(item.text), tuple(_rule_link(book, id) for id in item.sector), present.said(item.no_sector))
        for number, item in sorted(book.items.items())
    )
    questions = tuple(
        QuestionRow(
            format.cited(one.instrument), present.said(one.subject), present.said(one.why), tuple(_rule_link(book, id) for id in one.rules)
        )
        for one in book.questions
    )
    return CoveragePage(tuple(whole), tuple(others), items, questions, book.hash.hex())
