"""How the tables of the rulebook hang together: every name they use is known, every clock makes sense, no two rules fight.

Promises: each mistake with the file, the rule and the key to mend. Refuses: to stop at the first one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dinhlang.core.rules import build, rows
from dinhlang.core.rules.types import HOURS_OF_DAY, Choose, EventName, Problem, Terms, Unit

Wrong = Callable[[str, str], None]
_BASIS = re.compile(
    r"(?P<instrument>(?:Law|Decree|Circular|Code|Ordinance|Joint Resolution|Resolution|Decision) [^ ;]+) Art\. (?P<articles>[^;]+)"
)


@dataclass
class Tables:
    """Everything that was read and is whole in itself, with the file each stood in."""

    terms: Terms | None = None
    offices: Mapping[str, rows.OfficeRow] = field(default_factory=dict)
    facts: Mapping[str, rows.FactRow] = field(default_factory=dict)
    channels: Mapping[str, rows.ChannelRow] = field(default_factory=dict)
    acts: Mapping[str, rows.ActRow] = field(default_factory=dict)
    items: Mapping[int, rows.ItemRow] = field(default_factory=dict)
    kinds: Sequence[tuple[str, rows.KindRow]] = ()
    instruments: Mapping[str, rows.InstrumentRow] = field(default_factory=dict)
    duties: Sequence[tuple[str, rows.DutyRow]] = ()
    decisions: Sequence[tuple[str, rows.DecisionRow]] = ()
    limits: Sequence[tuple[str, rows.LimitRow]] = ()
    lists: Sequence[tuple[str, rows.ListRow]] = ()
    articles: Sequence[tuple[str, rows.ArticleRow]] = ()
    questions: Sequence[tuple[str, rows.QuestionRow]] = ()


Ruled = rows.DutyRow | rows.DecisionRow | rows.LimitRow | rows.ListRow


def cited(basis: str) -> tuple[tuple[str, int], ...]:
    """The articles a basis names, as (instrument, number): `Law 10/2022/QH15 Art. 11(5), 12(3)` → Art. 11 and 12 of that law."""
    found = []
    for match in _BASIS.finditer(basis):
        plain = re.sub(r"\([^)]*\)", "", match["articles"])
        found += [(match["instrument"], int(number)) for number in re.findall(r"(?:^|, |and |to )(\d+)", plain)]
    return tuple(found)


def check(tables: Tables) -> list[Problem]:
    """Every mistake in how the tables use each other, in no order."""
    found: list[Problem] = []

    def wrong(file: str, rule: str, key: str, message: str) -> None:
        found.append(Problem(file, rule, key, message))

    def at(file: str, rule: str) -> Wrong:
        return lambda key, message: wrong(file, rule, key, message)

    for file, duty in tables.duties:
        _duty(at(file, duty.id), duty, tables)
    for file, decision in tables.decisions:
        _decision(at(file, decision.id), decision, tables)
    for file, limit in tables.limits:
        _limit(at(file, limit.id), limit)
    for file, listed in tables.lists:
        _list(at(file, listed.id), listed, tables)
    seen: dict[str, list[rows.InForceRow]] = {}
    taken: dict[str, str] = {}
    for word, file, rule in _all(tables):
        _days(at(file, rule.id), file, rule.in_force, tables.instruments)
        if taken.setdefault(rule.id, word) != word:
            wrong(file, rule.id, "id", f"a {taken[rule.id]} has the same id")
        else:
            _overlaps(at(file, rule.id), rule.in_force, seen.setdefault(rule.id, []))
    _yields(wrong, tables.duties)
    _lists(wrong, tables)
    _articles(wrong, tables)
    return found


def _all(tables: Tables) -> Iterator[tuple[str, str, Ruled]]:
    """Every rule with the word for its kind and its file."""
    for file, duty in tables.duties:
        yield "duty", file, duty
    for file, decision in tables.decisions:
        yield "decision", file, decision
    for file, limit in tables.limits:
        yield "limit", file, limit
    for file, listed in tables.lists:
        yield "list", file, listed


def _days(wrong: Wrong, file: str, days: rows.InForceRow, instruments: Mapping[str, rows.InstrumentRow]) -> None:
    if days.to is not None and days.to < days.from_:
        wrong("in_force.to", "ends before it begins")
    instrument = instruments.get(file.split("/", 1)[0])
    if instrument is None:
        return
    if days.from_ < instrument.in_force.from_:
        wrong("in_force.from", f"begins before its instrument, {instrument.in_force.from_}")
    if instrument.in_force.to is not None and (days.to is None or days.to > instrument.in_force.to):
        wrong("in_force.to", f"lasts longer than its instrument, {instrument.in_force.to}")


def _overlaps(wrong: Wrong, days: rows.InForceRow, seen: list[rows.InForceRow]) -> None:
    for other in seen:
        if days.from_ <= (other.to or date.max) and other.from_ <= (days.to or date.max):
            wrong("in_force", f"overlaps with the same rule in force from {other.from_}")
    seen.append(days)


def _duty(wrong: Wrong, duty: rows.DutyRow, tables: Tables) -> None:
    if duty.id.startswith("local-"):
        wrong("id", "names that begin with local- are those of communes' own regulations")
    office = tables.offices.get(duty.answers)
    if office is None:
        wrong("answers", f"unknown office: {duty.answers}")
    elif not set(office.kinds) & set(duty.bearer):
        wrong("answers", f"{duty.answers} is no office of the bearer")
    for name in duty.with_:
        if name not in tables.offices:
            wrong("with", f"unknown office: {name}")
    for act in duty.accepts:
        if act not in tables.acts:
            wrong("accepts", f"unknown act: {act}")
    for key, name in (("if", duty.if_), ("unless", duty.unless)):
        _yes_or_no(wrong, key, name, tables.facts)
    _starts(wrong, duty.starts, tables)
    _due(wrong, duty)
    names: set[str] = set()
    for number, part in enumerate(duty.parts, 1):
        if part.channel in names:
            wrong(f"parts.{number}.channel", f"{part.channel} stands twice")
        names.add(part.channel)
        _part(_below(wrong, f"parts.{number}"), duty, part, tables)
    whens = {(part.if_, part.unless) for part in duty.parts}
    if ("", "") not in whens and not any((no, yes) in whens for yes, no in whens if not (yes and no)):
        wrong("parts", "at least one part must exist without a condition")
    if duty.not_scored_if is not None:
        fact = tables.facts.get(duty.not_scored_if.fact)
        if fact is None or fact.type != "bool" or fact.not_scored is None:
            wrong("not_scored_if.fact", f"no yes-or-no fact of that name that says why: {duty.not_scored_if.fact}")
        for name in duty.not_scored_if.parts:
            if name not in names:
                wrong("not_scored_if.parts", f"no such part: {name}")


def _below(wrong: Wrong, place: str) -> Wrong:
    return lambda key, message: wrong(f"{place}.{key}", message)


def _yes_or_no(wrong: Wrong, key: str, name: str, facts: Mapping[str, rows.FactRow]) -> None:
    if name and (name not in facts or facts[name].type != "bool"):
        wrong(key, f"no yes-or-no fact of that name: {name}")


def _starts(wrong: Wrong, starts: rows.StartsRow, tables: Tables) -> None:
    chosen = [key for key, value in (("event", starts.event), ("every", starts.every), ("standing", starts.standing)) if value is not None]
    if len(chosen) != 1:
        wrong("starts", "exactly one of event, every, standing")
        return
    if chosen != ["event"] and (starts.item is not None or starts.kind):
        wrong("starts", "item and kind belong to an event")
    if starts.item is not None and starts.item not in tables.items:
        wrong("starts.item", f"no such item: {starts.item}")
    if starts.kind and starts.event is not None and not _known_kind(starts, tables):
        wrong("starts.kind", f"no kind of {starts.event.value} is called {starts.kind}")
    if (starts.every is not None) != bool(starts.of):
        wrong("starts.of", "every names the kind of year, and only every does")
    elif tables.terms is not None and starts.of and starts.of not in tables.terms.years:
        wrong("starts.of", f"no such year in terms.toml: {starts.of}")
    if starts.every == "week" and starts.of not in ("", "calendar"):
        wrong("starts.of", "weeks are those of the calendar")


def _known_kind(starts: rows.StartsRow, tables: Tables) -> bool:
    if any(row.event is starts.event and row.id == starts.kind for _file, row in tables.kinds):
        return True
    if starts.event is not EventName.DECISION_REGISTERED:
        return False
    items = tables.items.values() if starts.item is None else filter(None, [tables.items.get(starts.item)])
    return any(kind.id == starts.kind for item in items for kind in item.kinds)


_KEYS = ("after", "before", "within", "date", "named", "none", "unread")


def _due(wrong: Wrong, duty: rows.DutyRow) -> None:
    due = duty.due
    chosen = [key for key in _KEYS if getattr(due, key) is not None]
    if len(chosen) != 1:
        wrong("due", f"exactly one of {', '.join(_KEYS)}")
        return
    if chosen[0] in ("named", "none", "date", "unread"):
        if due.unit is not None:
            wrong("due.unit", f"a term that is {chosen[0]} has no unit")
    elif due.unit is None:
        wrong("due.unit", "the unit is missing")
    elif (chosen[0] == "within") != (due.unit is Unit.PERIOD):
        wrong("due.unit", "period goes with within, and within with period")
    elif chosen[0] == "before" and due.unit is Unit.MONTH:
        wrong("due.unit", "notice is counted in days")
    elif due.unit is Unit.HOUR and (chosen[0] != "after" or (due.after or 0) % HOURS_OF_DAY):
        wrong("due.unit", "hours are counted forward, in whole days of 24")
    if chosen[0] in ("within", "date") and duty.starts.every is None:
        wrong(f"due.{chosen[0]}", "only an occasion of the calendar has a period")
    if due.date is not None:
        try:
            date(date.max.year, due.date.month, due.date.day)
        except ValueError:
            wrong("due.date", "no year has that day, or only leap years have")
    if chosen[0] in ("named", "before") and duty.starts.event is None:
        wrong(f"due.{chosen[0]}", "only an event has a day of its own")
    if duty.starts.standing and chosen[0] not in ("none", "unread"):
        wrong("due", "a standing duty has no due day")
    if due.derived and due.note is None:
        wrong("due.note", "a derived day must say what was read into the law")


def _part(wrong: Wrong, duty: rows.DutyRow, part: rows.PartRow, tables: Tables) -> None:
    cell = part.mode == "cell"
    channel = tables.channels.get(part.channel)
    if channel is None:
        wrong("channel", f"unknown channel: {part.channel}")
    if bool(part.each) != cell:
        wrong("each", "a cell stands for each item, and only a cell does")
    posted = channel is not None and channel.posted
    for key, days in (("hold", part.hold), ("consult", part.consult)):
        if days is not None and (cell or not posted):
            wrong(key, "only what is posted can be held for days")
    if part.broadcast is not None and part.channel != "loudspeaker":
        wrong("broadcast", "only a loudspeaker broadcasts")
    if part.mode == "standing" and not posted:
        wrong("mode", "only what is posted can stand")
    for key, name in (("if", part.if_), ("unless", part.unless)):
        _yes_or_no(wrong, key, name, tables.facts)
    if part.places and (part.places not in tables.facts or tables.facts[part.places].type != "int"):
        wrong("places", f"no counted fact of that name: {part.places}")
    for act in part.accepts or ():
        if act not in duty.accepts:
            wrong("accepts", f"the duty itself does not accept {act}")
    if len({means.id for means in part.means}) != len(part.means):
        wrong("means", "an id stands twice")


def _share(wrong: Wrong, key: str, words: str) -> None:
    try:
        build.threshold(words)
    except ValueError as error:
        wrong(key, str(error))


def _decision(wrong: Wrong, decision: rows.DecisionRow, tables: Tables) -> None:
    _share(wrong, "passes_at", decision.passes_at)
    if decision.quorum:
        _share(wrong, "quorum", decision.quorum)
    for key in ("convened_by", "agreed_with", "recognised_by"):
        name = getattr(decision, key)
        if name and name not in tables.offices:
            wrong(key, f"unknown office: {name}")
    if (decision.roll == "villages") != bool(decision.of):
        wrong("of", "a tally of villages names the decision it sums, and only it does")
    elif decision.of and decision.of not in {row.id for _file, row in tables.decisions}:
        wrong("of", f"unknown decision: {decision.of}")
    if not decision.rounds:
        wrong("rounds", "at least one way of asking")


def _limit(wrong: Wrong, limit: rows.LimitRow) -> None:
    if limit.at_least is None and limit.at_most is None and not limit.share:
        wrong("at_least", "at least one of at_least, at_most, share")
    if limit.at_least is not None and limit.at_most is not None and limit.at_least > limit.at_most:
        wrong("at_most", "is smaller than at_least")
    if limit.share:
        _share(wrong, "share", limit.share)


def _list(wrong: Wrong, listed: rows.ListRow, tables: Tables) -> None:
    rules = {rule.id for _word, _file, rule in _all(tables)}
    limits, duties = {row.id for _file, row in tables.limits}, {row.id for _file, row in tables.duties}
    if not listed.entries and not listed.of and listed.not_modelled is None:
        wrong("entries", "name entries, or the rules it is of, or say in not_modelled why nothing is listed")
    if listed.entries and (listed.choose is Choose.SOME) != bool(listed.at_least):
        wrong("at_least", "how many goes with some, and some with how many")
    if listed.at_least > len(listed.entries):
        wrong("at_least", "is more than there are entries")
    if len({one.id for one in listed.entries}) != len(listed.entries):
        wrong("entries", "an id stands twice")
    for name in listed.of:
        if name not in rules:
            wrong("of", f"unknown rule: {name}")
    for key in ("share", "lasts"):
        if getattr(listed, key) and getattr(listed, key) not in limits:
            wrong(key, f"unknown limit: {getattr(listed, key)}")
    if listed.approves and listed.approves not in tables.offices:
        wrong("approves", f"unknown office: {listed.approves}")
    for number, one in enumerate(listed.entries, 1):
        if one.limit and one.limit not in limits:
            wrong(f"entries.{number}.limit", f"unknown limit: {one.limit}")
        for name in one.fulfils:
            if name not in duties:
                wrong(f"entries.{number}.fulfils", f"unknown duty: {name}")


def _yields(wrong: Callable[[str, str, str, str], None], duties: Iterable[tuple[str, rows.DutyRow]]) -> None:
    found = list(duties)
    graph: dict[str, set[str]] = {}
    for _, duty in found:
        graph.setdefault(duty.id, set()).update(duty.yields_to)
    for file, duty in found:
        for other in duty.yields_to:
            if other not in graph:
                wrong(file, duty.id, "yields_to", f"unknown rule: {other}")
        reached: set[str] = set()
        waiting = list(duty.yields_to)
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += graph.get(name, ())
        if duty.id in reached:
            wrong(file, duty.id, "yields_to", "the rules yield to each other in a circle")


def _lists(wrong: Callable[[str, str, str, str], None], tables: Tables) -> None:
    """Names used outside rules: what offices may do, where items and open questions point to, kinds that stand twice."""
    rules = {rule.id for _word, _file, rule in _all(tables)}
    for office in tables.offices.values():
        for name in office.appoints:
            if name not in tables.offices:
                wrong("offices.toml", office.id, "appoints", f"unknown office: {name}")
    twice: set[tuple[str, str]] = set()
    for file, kind in tables.kinds:
        if (kind.event, kind.id) in twice:
            wrong(file, kind.id, "id", f"stands twice among the kinds of {kind.event.value}")
        twice.add((kind.event, kind.id))
        for name in (name for step in kind.steps for name in step.rules):
            if name not in rules:
                wrong(file, kind.id, "steps", f"unknown rule: {name}")
    for item in tables.items.values():
        place = ("law-10-2022-qh15/items.toml", str(item.number))
        for name in item.sector:
            if name not in rules:
                wrong(*place, "sector", f"unknown rule: {name}")
        if not item.sector and item.no_sector is None:
            wrong(*place, "sector", "name the clocks of other laws that go before, or say in no_sector that none was found")
        if len({kind.id for kind in item.kinds}) != len(item.kinds):
            wrong(*place, "kinds", "an id stands twice")
    for file, question in tables.questions:
        for name in question.rules:
            if name not in rules:
                wrong(file, question.id, "rules", f"unknown rule: {name}")


def _articles(wrong: Callable[[str, str, str, str], None], tables: Tables) -> None:
    """An instrument with a list of articles is covered whole: each has rules, or says why it has none."""
    words = {id: row.number for id, row in tables.instruments.items()}
    named = {place for _word, _file, rule in _all(tables) for place in cited(rule.basis)}
    named |= {place for _file, row in tables.decisions for place in cited(row.item)}
    named |= {place for _file, row in tables.lists for one in row.entries for place in cited(one.basis)}
    by_file: dict[str, list[rows.ArticleRow]] = {}
    for file, row in tables.articles:
        by_file.setdefault(file, []).append(row)
    for file, listed in by_file.items():
        number = words.get(file.split("/", 1)[0], "")
        numbers = [row.number for row in listed]
        for absent in sorted(set(range(1, max(numbers) + 1)) - set(numbers)):
            wrong(file, str(absent), "number", "this article is missing from the list")
        for row in listed:
            if numbers.count(row.number) > 1:
                wrong(file, str(row.number), "number", "stands twice")
            has_rules = any(article == row.number and said.endswith(f" {number}") for said, article in named)
            if row.binds_nobody is not None and (has_rules or row.not_modelled is not None):
                wrong(file, str(row.number), "binds_nobody", "there are rules of this article, or something of it is not modelled")
            if not has_rules and row.binds_nobody is None and row.not_modelled is None:
                wrong(
                    file, str(row.number), "binds_nobody", "no rule names this article: say whom it does not bind, or what is not modelled"
                )
