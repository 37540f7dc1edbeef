"""One rule on a page of its own: what it asks, of whom, by when, how it was read, what else it touches, cases that show it.

Promises: the same page for the four shapes of a rule, in the wording of the day asked about. Refuses: to judge a body.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dinhlang.core.rules import (
    Case,
    Choice,
    Choose,
    Decision,
    Done,
    Duty,
    Limit,
    Line,
    Listing,
    Ran,
    Rulebook,
    Text,
    explain,
    look,
    spec_of,
)
from dinhlang.core.rules.look import Rule
from dinhlang.ground.duties import present
from dinhlang.ground.ui import format
from dinhlang.ground.ui.shapes import ExampleRow, Field, Link, RulePage, RulePart, WordingRow
from dinhlang.web import rulewords as words
from dinhlang.web.rulepages import address, article_href, differences, rule_href

SOME = 3  # entries of a list that a case names one by one
WORKED = 40  # lines of a worked example; a longer count shows less than it hides


@dataclass(frozen=True)
class Confirmation:
    """That a province confirmed one wording against the text: when, which office, by which document, and where that can be read."""

    day: date
    who: str
    document: str
    href: str = ""


Confirmations = Mapping[bytes, Confirmation]
NONE: Confirmations = MappingProxyType({})


def review_word(rule: Rule, confirmed: Confirmations) -> str:
    """Whether the province confirmed this wording against the text in force."""
    found = confirmed.get(look.wording_hash(rule))
    if found is None:
        return _("The province has not confirmed this wording yet.")
    told = {"who": found.who, "day": format.short_day(found.day), "document": found.document}
    return _("Confirmed by %(who)s on %(day)s, %(document)s.") % told


# --- what stands on the page ------------------------------------------------------------------------------------------


def _articles(rule: Rule, book: Rulebook) -> tuple[Link, ...]:
    found = []
    for place in look.places_of(rule):
        within = "".join(f"({one})" for one in (place.clause, place.point) if one)
        said = format.cited(f"{place.instrument} Art. {place.article}{within}")
        found.append(Link(said, article_href(book, place.instrument, place.article)))
    return tuple(found) or (Link(format.cited(rule.basis), address(q=rule.id)),)


def _link(id: str, book: Rulebook) -> Link:
    return Link(words.rule_name(id, book), rule_href(id))


def facts(rule: Rule, book: Rulebook) -> tuple[Field, ...]:
    """The rule as a list of names and values, by its shape."""
    keys = {
        look.Shape.DUTY: ("bearer", "answers", "with_", "audience", "starts"),
        look.Shape.DECISION: (
            "scope", "roll", "quorum", "passes_at", "rounds", "convened_by", "agreed_with", "recognised_by", "of", "item",
        ),
        look.Shape.LIMIT: ("bearer", "where"),
        look.Shape.LIST: ("bearer", "choose", "after", "share", "lasts", "approves", "online_chosen"),
    }[look.shape_of(rule)]  # fmt: skip
    rows = []
    for key in keys:
        value = words.value_word(rule, key, book)
        if key == "passes_at" and isinstance(rule, Decision):
            value = words.passes_word(rule)
        if value != "–":
            href = rule_href(rule.of) if key == "of" and isinstance(rule, Decision) else ""
            if isinstance(rule, Listing) and key in ("share", "lasts"):
                href = rule_href(str(getattr(rule, key)))
            rows.append(Field(words.key_word(key), value, href))
    if isinstance(rule, Limit):
        rows.append(Field(_("Number"), words.bounds_word(rule)))
        if rule.share is not None:
            rows.append(Field(words.key_word("counts"), words.counts_word(rule.counts)))
    if isinstance(rule, Listing):
        rows += (Field(_("It belongs to"), words.rule_name(one, book), rule_href(one)) for one in rule.of)
    return tuple(rows)


def _parts(rule: Rule, book: Rulebook) -> tuple[RulePart, ...]:
    if isinstance(rule, Listing):
        optional = rule.choose is Choose.ALL and any(one.required for one in rule.entries)
        return tuple(
            RulePart(
                present.said(one.text), "", words.entry_word(one, book), (), format.cited(one.basis) if one.basis != rule.basis else "",
                one.required or not optional, True,
            )
            for one in rule.entries
        )  # fmt: skip
    if not isinstance(rule, Duty):
        return ()
    return tuple(
        RulePart(
            word=present.said(part.text),
            when=words.condition_word(part.condition, book),
            days=words.part_days(part),
            means=tuple(present.said(one.text) for one in part.means),
            basis=format.cited(part.basis) if part.basis and part.basis != rule.basis else "",
            required=part.required,
            kept=look.kept_here(part),
        )
        for part in rule.parts
        if part.item is None
    )


def _reading(rule: Rule) -> tuple[Field, ...]:
    laws = ", ".join(map(format.cited, rule.amended_unread))
    return (
        Field(words.key_word("read"), words.read_word(rule)),
        Field(words.key_word("wording_as_of"), format.short_day(date.fromisoformat(rule.wording_as_of))),
        Field(words.key_word("amended_unread"), laws or _("nothing known")),
    )


def wordings(rules: Sequence[Rule], shown: Rule, book: Rulebook) -> tuple[WordingRow, ...]:
    """Every dated wording of a rule, latest first, each with how it differs from the one before."""
    rows = [
        WordingRow(
            from_day=rule.in_force_from,
            to_day=rule.in_force_to,
            href=rule_href(rule.id, rule.in_force_from),
            shown=rule is shown,
            differences=differences(rules[n - 1], rule, book) if n else (),
        )
        for n, rule in enumerate(rules)
    ]
    return tuple(reversed(rows))


# --- cases ------------------------------------------------------------------------------------------------------------


def _done(done: Sequence[Done], runs: Sequence[Ran], exempt: bool) -> str:
    said = [_("exempt")] if exempt else []
    for one in done:
        how = _("nothing arose") if one.nothing_arose else present.EVIDENCE[one.how]()
        said.append(f"{format.short_day(one.day)} ({how})")
    for run in runs:
        to = format.short_day(run.to_day) if run.to_day is not None else _("still up")
        said.append(f"{format.short_day(run.from_day)} – {to} ({present.EVIDENCE[run.how]()})")
    return "; ".join(said) or _("nothing")


def _case_title(case: Case, duty: Duty, book: Rulebook) -> str:
    """What a case is about, from its data: titles of cases are written in English alone."""
    if case.event is not None:
        opening = _("It starts on %(day)s") % {"day": format.short_day(case.event.day)}
    else:
        opening = _("Always") if case.occasion == "standing" else present.period_word(case.occasion)
    part = duty.part(case.part)
    more = [present.said(part.text)] if part is not None and len(duty.parts) > 1 else []
    if len(duty.bearer) > 1:
        more.append(present.kind_word(case.facts.kind))
    for name, value in case.facts.values.items():
        fact = book.facts.get(name)
        if fact is not None and value is True:
            more.append(words.small(present.said(fact.text)))
    title = f"{opening}; {', '.join(more)}" if more else opening
    return f"{case.title}. {title}" if get_language() == "en" else title


def examples(cases: Sequence[Case], rule: Rule, book: Rulebook) -> tuple[ExampleRow, ...]:
    """The cases of the rulebook that show a rule."""
    if not isinstance(rule, Duty):
        return ()
    return tuple(
        ExampleRow(
            title=_case_title(case, rule, book),
            done=_done(case.done, case.runs, case.exempt),
            asked=case.asked_on,
            due=case.expect.due,
            rolled=case.expect.due_rolled if case.expect.due_rolled != case.expect.due else None,
            state=case.expect.hold_state or case.expect.state,
            note=_("Nothing has to be done here.") if case.expect.opens_nothing else "",
        )
        for case in cases
        if case.rule == rule.id
    )


def _entry_text(listing: Listing, id: str, book: Rulebook) -> str:
    """What a name chosen from a list is called: an entry, a rule; something else, where the book knows neither."""
    entry = listing.entry(id)
    if entry is not None:
        return present.said(entry.text)
    return words.rule_name(id, book) if id in look.every(book) else _("something else")


def chosen(cases: Sequence[Choice], rule: Rule, book: Rulebook) -> tuple[ExampleRow, ...]:
    """The cases of the rulebook that show a list: what is chosen, and what the law says of it."""
    if not isinstance(rule, Listing):
        return ()
    rows = []
    for case in cases:
        if case.rule != rule.id or not rule.in_force(case.asked_on):
            continue
        picked = "; ".join(_entry_text(rule, one, book) for one in case.chosen) or _("nothing")
        if len(case.chosen) > SOME:
            known = sum(rule.entry(one) is not None for one in case.chosen)
            picked = _("%(n)s of the %(all)s listed") % {"n": format.count(known), "all": format.count(len(rule.entries))}
            picked = picked if known == len(case.chosen) else f"{picked}, {_('something else')}"
        said = [_("Missing: %(what)s") % {"what": _entry_text(rule, one, book)} for one in case.missing]
        said += [_("Not in the list: %(what)s") % {"what": _entry_text(rule, one, book)} for one in case.expect.unknown]
        said += [_("Too few are named.")] if case.expect.few else []
        said += [_("Only one can be named.")] if case.expect.many else []
        title = f"{case.title}. {picked}" if get_language() == "en" else picked
        rows.append(ExampleRow(title, "", case.asked_on, None, None, None, " ".join(said) or _("In order.")))
    return tuple(rows)


def _sentence(line: Line) -> str:
    def said(name: str, value: object) -> str:
        if isinstance(value, Text):
            return present.said(value)
        if isinstance(value, date):
            return format.short_day(value)
        return format.cited(str(value)) if name == "basis" else str(value)

    return _(line.msg).format(**{name: said(name, value) for name, value in line.values.items()})


def worked(cases: Sequence[Case], rule: Rule, book: Rulebook) -> tuple[str, ...]:
    """The due day of the first case that has one in this wording, counted line by line."""
    for case in cases if isinstance(rule, Duty) else ():
        if case.rule != rule.id or case.expect.due is None:
            continue
        spec = spec_of(book, case)
        if spec is not None and isinstance(rule, Duty) and book.wording(rule.id, spec.start_day, spec.due.day) is rule:
            lines = explain(rule, spec.start_day, spec.due)
            if len(lines) <= WORKED:
                return tuple(map(_sentence, lines))
    return ()


def rule_page(
    book: Rulebook, id: str, day: date, cases: Sequence[Case], confirmed: Confirmations = NONE, mistakes: tuple[str, ...] = (),
    choices: Sequence[Choice] = (),
) -> RulePage:  # fmt: skip
    """The page of a rule that the book has, in its wording of `day`."""
    every = look.every(book)
    rule = look.on(every[id], day)
    duty = rule if isinstance(rule, Duty) else None
    yielded = [other for other, all_of_it in every.items() if any(isinstance(one, Duty) and id in one.yields_to for one in all_of_it)]
    questions = [Field(format.cited(one.instrument), present.said(one.why)) for one in book.questions if id in one.rules]
    return RulePage(
        id=id,
        title=present.said(rule.subject),
        summary=present.said(rule.summary) or words.line(rule, book),
        shape=words.shape_word(rule),
        right=Link(words.right_word(rule.right), address(quyen=rule.right.value)),
        articles=_articles(rule, book),
        marks=words.marks(rule, look.asides(rule, confirmed)),
        stand=words.stand_word(look.stand(rule, day)),
        on=day,
        facts=facts(rule, book),
        clock=words.clock_word(duty.due, duty.starts.every) if duty is not None else "",
        counting=words.counting(duty, book.terms) if duty is not None else (),
        parts=_parts(rule, book),
        parts_title=_("What it lists") if isinstance(rule, Listing) else _("Forms"),
        cells=sum(part.item is not None for part in duty.parts) if duty is not None else 0,
        fulfilled=words.acts_word(duty.accepts, book) if duty is not None else (),
        yields=tuple(_link(one, book) for one in duty.yields_to) if duty is not None else (),
        yielded=tuple(_link(one, book) for one in yielded),
        reading=_reading(rule),
        review=review_word(rule, confirmed),
        in_force_from=rule.in_force_from,
        in_force_to=rule.in_force_to,
        wordings=wordings(every[id], rule, book),
        not_modelled=present.said(rule.not_modelled),
        note=present.said(rule.why) if isinstance(rule, Duty | Listing) else "",
        examples=(*examples(cases, rule, book), *chosen(choices, rule, book)),
        worked=worked(cases, rule, book),
        source=f"rulebook/{rule.file}",
        rulebook=book.hash.hex(),
        questions=tuple(questions),
        mistakes=mistakes,
    )
