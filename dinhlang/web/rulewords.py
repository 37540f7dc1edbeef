"""What the rulebook says, in the reader's words: who, when it starts, by when, how many, in which form, read how.

Promises: every word of the closed lists has one here, in both languages; numbers come from the rule. Refuses: to choose which rules
a page shows, to know what day it is.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dinhlang.core.rules import (
    Choose,
    Decision,
    DueKind,
    DueRule,
    Duty,
    Entry,
    Limit,
    Listing,
    Part,
    Read,
    Round,
    Rulebook,
    StartKind,
    Terms,
    Text,
    Threshold,
    Unit,
    look,
    names,
    terms_of,
)
from dinhlang.core.rules.look import Aside, Rule, Stand
from dinhlang.ground.duties import present
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.ui import format
from dinhlang.ground.ui.shapes import Mark

SOME = 3  # kinds of body named in a line before it says how many more there are
COMMON_YEAR = 2001  # a year to write a day and month in


def right_word(right: str) -> str:
    """A right of the people, as a heading."""
    words = {
        "know": _("Know"),
        "discuss": _("Discuss"),
        "decide": _("Decide"),
        "supervise": _("Supervise"),
        "benefit": _("Benefit"),
        "serve": _("Be served"),
        "organise": _("Organise"),
    }
    return words.get(right, right)


def shape_word(rule: Rule) -> str:
    """What kind of rule it is."""
    return {
        look.Shape.DUTY: _("Something to be done"),
        look.Shape.DECISION: _("A matter that people decide"),
        look.Shape.LIMIT: _("A number to keep"),
        look.Shape.LIST: _("What the law lists"),
    }[look.shape_of(rule)]


def audience_word(audience: str) -> str:
    """Whom a duty informs."""
    words = {
        "public": _("everybody"),
        "commune": _("the commune"),
        "village": _("people of the village"),
        "staff": _("officials and staff"),
        "workers": _("workers"),
        "members": _("members"),
        "superior": _("the body above"),
        "front": _("the Fatherland Front"),
        "council": _("the People's Council"),
    }
    return words.get(audience, audience)


def kinds_word(kinds: Iterable[str], most: int = 0) -> str:
    """Kinds of body as a list; with `most`, so many of them and how many more."""
    said = [present.kind_word(kind) for kind in kinds]
    if most and len(said) > most:
        more = len(said) - most
        return ngettext("%(some)s and %(n)d more kind of body", "%(some)s and %(n)d more kinds of body", more) % {
            "some": ", ".join(said[:most]),
            "n": more,
        }
    return ", ".join(said)


def offices_word(offices: Iterable[str], book: Rulebook) -> str:
    """Offices by name."""
    return ", ".join(office_name(one, book) for one in offices if one)


def small(text: str) -> str:
    """A text that goes on in a sentence: its first letter small, but for words written in capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


# --- when -------------------------------------------------------------------------------------------------------------


def _every(every: str, after: bool) -> str:
    opening = {"week": _("Every week"), "month": _("Every month"), "quarter": _("Every quarter"), "half": _("Every half-year")}
    ended = {
        "week": _("After each week"),
        "month": _("After each month"),
        "quarter": _("After each quarter"),
        "half": _("After each half-year"),
        "year": _("After each year"),
    }
    return ended[every] if after else {**opening, "year": _("Every year")}[every]


def _of(of: str) -> str:
    return {"calendar": "", "budget": _("budget year"), "school": _("school year")}.get(of, "")


def kind_text(event: str, id: str, book: Rulebook) -> str:
    """What a kind of event is called; "" where a rule names none."""
    return next((present.said(kind.text) for kind in book.event_kinds if (kind.event, kind.id) == (event, id)), "") if id else ""


def starts_word(duty: Duty, book: Rulebook) -> str:
    """What opens an occasion of a duty."""
    starts = duty.starts
    if starts.kind is StartKind.STANDING:
        return _("Always, as long as the body is there")
    if starts.kind is StartKind.PERIOD:
        said = _every(starts.every, starts.opens_after)
        return f"{said} ({_of(starts.of)})" if _of(starts.of) else said
    item = book.items.get(starts.item or 0)
    about = kind_text(starts.event, starts.event_kind, book)
    if item is not None:
        matter = _("item %(n)d of Article 11 (%(item)s)") % {"n": item.number, "item": small(present.said(item.short))}
        about = f"{about}, {matter}" if about else matter
    plain = {
        "decision.registered": _("A decision or document of the body"),
        "plan.line": _("A line of the plan of disclosure"),
        "event.announced": _("An event is coming"),
        "event.ended": _("An event has ended"),
        "matter.received": _("Something was received"),
        "matter.accepted": _("Something was accepted"),
        "paper.issued": _("A paper was issued"),
        "case.arose": _("Something happened"),
    }
    told = {
        "decision.registered": _("A decision or document: %(what)s"),
        "plan.line": _("A line of the plan of disclosure: %(what)s"),
        "event.announced": _("Coming: %(what)s"),
        "event.ended": _("After it ends: %(what)s"),
        "matter.received": _("Received: %(what)s"),
        "matter.accepted": _("Accepted: %(what)s"),
        "paper.issued": _("Issued: %(what)s"),
        "case.arose": _("When it happens: %(what)s"),
    }
    return told[starts.event] % {"what": small(about)} if about else plain[starts.event]


def _days(n: int, unit: Unit | None) -> str:
    if unit is Unit.WORKING_DAY:
        return ngettext("%(n)d working day", "%(n)d working days", n) % {"n": n}
    if unit is Unit.HOUR:
        return ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}
    if unit is Unit.MONTH:
        return ngettext("%(n)d month", "%(n)d months", n) % {"n": n}
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def _period_end(every: str, n: int) -> str:
    this = {
        "week": _("by the end of the week"),
        "month": _("by the end of the month"),
        "quarter": _("by the end of the quarter"),
        "half": _("by the end of the half-year"),
        "year": _("by the end of the year"),
    }
    following = {
        "week": _("by the end of the next week"),
        "month": _("by the end of the next month"),
        "quarter": _("by the end of the next quarter"),
        "half": _("by the end of the next half-year"),
        "year": _("by the end of the next year"),
    }
    if n > 1:
        return ngettext("by the end of the period %(n)d later", "by the end of the period %(n)d later", n) % {"n": n}
    return (following if n else this).get(every, _("by the end of the next period"))


def clock_word(due: DueRule, every: str = "") -> str:
    """By when, in short."""
    if due.kind is DueKind.NONE:
        return _("no day in the law")
    if due.kind is DueKind.UNREAD:
        return _("the day stands in a text not read here")
    if due.kind is DueKind.NAMED:
        return _("by the day the plan names")
    if due.kind is DueKind.WITHIN:
        return _period_end(every, due.n)
    if due.kind is DueKind.DATE:
        day = format.day_month(date(COMMON_YEAR, due.month, due.on_day))
        if due.n:
            return (_("before %(day)s of the next year") if due.strictly else _("by %(day)s of the next year")) % {"day": day}
        return (_("before %(day)s") if due.strictly else _("by %(day)s")) % {"day": day}
    if due.kind is DueKind.BEFORE:
        return _("at least %(days)s before") % {"days": _days(due.n, due.unit)}
    return _("within %(days)s") % {"days": _days(due.n, due.unit)}


def counting(duty: Duty, terms: Terms) -> tuple[str, ...]:
    """How the days of a duty are counted, one sentence for each convention that it meets."""
    due, said = duty.due, []
    if due.kind is DueKind.AFTER and due.unit is Unit.HOUR:
        return (_("Hours run through nights and days off, from the instant it was found."),)
    if due.kind is DueKind.AFTER:
        first = terms.first_day_counted
        said.append(_("The day it starts is counted as the first.") if first else _("The day it starts is not counted."))
    if due.kind is DueKind.BEFORE:
        said.append(_("The day of the event is counted.") if terms.event_day_counted else _("The day of the event is not counted."))
    if due.kind in (DueKind.AFTER, DueKind.BEFORE) and due.unit is Unit.WORKING_DAY:
        said.append(_("Weekends and public holidays are not counted; a Saturday worked in exchange is."))
    elif due.kind in (DueKind.AFTER, DueKind.WITHIN, DueKind.NAMED, DueKind.DATE) and not due.strictly and terms.forward_rolls:
        said.append(_("Where the last day is a day off, the next working day is still in time."))
    if due.strictly:
        counted = terms.named_day_counted
        said.append(_("The day named is the last in time.") if counted else _("The day before the one named is the last in time."))
    if any(part.hold for part in duty.parts):
        said.append(_("The day of posting is counted.") if terms.posting_day_counted else _("The day of posting itself is not counted."))
    if due.note is not None:
        said.append(present.said(due.note))
    return tuple(said)


# --- how many ---------------------------------------------------------------------------------------------------------


def share_word(share: Fraction) -> str:
    """A share as a fraction, with its percentage where that is whole."""
    if share == 1:
        return _("all of them")
    percent = share * 100
    plain = f"{share.numerator}/{share.denominator}"
    return f"{plain} ({percent.numerator}%)" if percent.denominator == 1 else plain


def threshold_word(threshold: Threshold) -> str:
    """A share that must be reached or exceeded."""
    if threshold.share == 1:
        return _("all of them")
    said = _("%(share)s or more") if threshold.inclusive else _("more than %(share)s")
    return said % {"share": share_word(threshold.share)}


def amount_word(n: int, counts: str) -> str:
    """So many of what a limit counts."""
    said = format.count(n)
    units: Mapping[str, Callable[[], str]] = {
        "person": lambda: ngettext("%(n)s person", "%(n)s people", n),
        "household": lambda: ngettext("%(n)s household", "%(n)s households", n),
        "village": lambda: ngettext("%(n)s village", "%(n)s villages", n),
        "percent": lambda: "%(n)s%%",
        "year": lambda: ngettext("%(n)s year", "%(n)s years", n),
        "month": lambda: ngettext("%(n)s month", "%(n)s months", n),
        "calendar-day": lambda: ngettext("%(n)s day", "%(n)s days", n),
        "working-day": lambda: ngettext("%(n)s working day", "%(n)s working days", n),
        "hour": lambda: ngettext("%(n)s hour", "%(n)s hours", n),
        "time": lambda: ngettext("%(n)s time", "%(n)s times", n),
        "point": lambda: ngettext("%(n)s point", "%(n)s points", n),
        "vnd": lambda: "%(n)s\u00a0đ",
    }
    return (units[counts]() if counts in units else "%(n)s") % {"n": said}


def counts_word(counts: str) -> str:
    """What a limit counts."""
    words = {
        "person": _("people"),
        "household": _("households"),
        "village": _("villages"),
        "percent": _("per cent"),
        "year": _("years"),
        "month": _("months"),
        "calendar-day": _("days"),
        "working-day": _("working days"),
        "hour": _("hours"),
        "time": _("times"),
        "point": _("points"),
        "vnd": _("đồng"),
    }
    return words.get(counts, _("units"))


def bounds_word(limit: Limit) -> str:
    """The numbers of a limit."""
    said = []
    if limit.at_least is not None and limit.at_most is not None:
        if limit.at_least == limit.at_most:
            said.append(_("exactly %(n)s") % {"n": amount_word(limit.at_least, limit.counts)})
        else:
            low, high = format.count(limit.at_least), amount_word(limit.at_most, limit.counts)
            said.append(_("%(low)s to %(high)s") % {"low": low, "high": high})
    elif limit.at_least is not None:
        said.append(_("at least %(n)s") % {"n": amount_word(limit.at_least, limit.counts)})
    elif limit.at_most is not None:
        said.append(_("at most %(n)s") % {"n": amount_word(limit.at_most, limit.counts)})
    if limit.share is not None:
        said.append(threshold_word(limit.share))
    return ", ".join(said)


def choose_word(listing: Listing) -> str:
    """How much of a list must be there."""
    n = len(names(listing))
    if not n:
        return _("The law names nothing more")
    if listing.choose is Choose.ALL:
        must = sum(one.required for one in listing.entries)
        told = {"must": format.count(must), "n": format.count(n)}
        return _("%(must)s of %(n)s must be there") % told if must else _("Each where it is used")
    if listing.lists == "initiative":
        return threshold_of(listing)
    if listing.choose is Choose.ONE:
        return _("One of %(n)s") % {"n": format.count(n)} if listing.entries else _("One place")
    least = {"least": format.count(listing.at_least), "n": format.count(n)}
    return _("At least %(least)s of %(n)s") % least if listing.entries else _("One place or several")


def threshold_of(listing: Listing) -> str:
    """Whether those who bring a matter must be so many; the number stands in the limit that the page links to."""
    return _("With enough support, or approved with less") if listing.approves else _("With enough support")


def entry_word(one: Entry, book: Rulebook) -> tuple[str, ...]:
    """What is said of an entry of a list: its number, its last day, who is told."""
    said = []
    limit = book.limits.get(one.limit)
    if limit is not None:
        said.append(bounds_word(limit))
    if one.until:
        said.append(_("with a last day"))
    if one.renews:
        said.append(_("people may then decide once more, from the beginning"))
    if one.told:
        said.append(_("everybody is told who they are"))
    return tuple(said)


def outcome_word(outcome: str) -> str:
    """An outcome of a vote on which a list is chosen from."""
    words = {"recognised": _("recognised"), "lost": _("not carried"), "refused": _("not recognised")}
    return words.get(outcome, outcome)


def roll_word(roll: str) -> str:
    """Who may take part in a decision."""
    words = {
        "households": _("households"),
        "villages": _("villages"),
        "staff": _("officials and staff"),
        "workers": _("workers"),
        "delegates": _("delegates"),
        "members": _("members"),
        "voters": _("voters"),
    }
    return words.get(roll, roll)


def passes_word(decision: Decision) -> str:
    """When a decision is carried, as a phrase."""
    of = _("of all %(who)s") if decision.base == "all" else _("of the %(who)s who attend")
    return _("%(share)s %(of)s") % {"share": threshold_word(decision.passes_at), "of": of % {"who": roll_word(decision.roll)}}


def round_word(one: Round) -> str:
    """One way of asking, with when it may be used."""
    way = {"meeting": _("a meeting"), "paper": _("ballot papers to each of them"), "online": _("an online vote")}.get(one.way, one.way)
    more = []
    if one.sittings == "by-cluster-allowed":
        more.append(_("may be held in several clusters"))
    if one.only_after == "could_not_reach":
        more.append(_("only after a meeting that too few attended to reach the share"))
    elif one.only_after:
        more.append(_("only where they chose it"))
    return f"{way} ({'; '.join(more)})" if more else way


# --- forms ------------------------------------------------------------------------------------------------------------


def condition_word(condition: str, book: Rulebook) -> str:
    """What a form depends on; "" where on nothing."""
    said = []
    for name, wanted in terms_of(condition):
        fact = book.facts.get(name)
        text = small(present.said(fact.text)) if fact is not None else name
        said.append((_("if: %(fact)s") if wanted else _("unless: %(fact)s")) % {"fact": text})
    return ", ".join(said)


def part_days(part: Part) -> tuple[str, ...]:
    """For how long a form must last."""
    said = []
    if part.hold:
        said.append(ngettext("%(n)d day without a break", "%(n)d days without a break", part.hold) % {"n": part.hold})
    if part.consult:
        said.append(ngettext("open for opinions for %(n)d day", "open for opinions for %(n)d days", part.consult) % {"n": part.consult})
    if part.broadcast:
        said.append(ngettext("broadcast on %(n)d day", "broadcast on %(n)d days", part.broadcast) % {"n": part.broadcast})
    if part.places:
        said.append(_("in every village"))
    return tuple(said)


def part_word(part: Part, book: Rulebook) -> str:
    """A form in one line, for comparing two wordings."""
    more = [condition_word(part.condition, book), *part_days(part), *(present.said(one.text) for one in part.means)]
    more += [] if part.required else [_("not required")]
    name, told = present.said(part.text), "; ".join(filter(None, more))
    return f"{name} ({told})" if told else name


def acts_word(acts: Iterable[str], book: Rulebook) -> tuple[str, ...]:
    """Acts by name."""
    return tuple(present.said(book.acts[act]) if act in book.acts else act for act in acts)


# --- a rule as a line -------------------------------------------------------------------------------------------------


def when_word(rule: Rule, book: Rulebook) -> str:
    """What starts a rule and by when; of a decision who must agree; of a limit the number."""
    if isinstance(rule, Decision):
        return passes_word(rule)
    if isinstance(rule, Limit):
        said = bounds_word(rule)
        return f"{present.said(rule.where)}: {said}" if rule.where is not None else said
    if isinstance(rule, Listing):
        return choose_word(rule)
    begin = starts_word(rule, book)
    if rule.due.kind is DueKind.NONE:
        return begin
    return f"{begin} – {clock_word(rule.due, rule.starts.every)}"


def line(rule: Rule, book: Rulebook, kind: str = "") -> str:
    """Who must what by when, in short; of one kind of body its name is left out."""
    when = when_word(rule, book)
    if isinstance(rule, Decision):
        return _("Decided in: %(where)s. Carried by %(share)s") % {"where": present.kind_word(rule.scope), "share": when}
    return when if kind else f"{kinds_word(rule.bearer, SOME)}: {small(when)}"


def article_word(rule: Rule) -> str:
    """The first place a rule rests on, with how many more it cites."""
    return format.cited(format.first_place(rule.basis))


def stand_word(stand: Stand) -> str:
    """Where a rule stands on a day."""
    return {Stand.IN_FORCE: _("in force"), Stand.ENDED: _("no longer in force"), Stand.TO_COME: _("not in force yet")}[stand]


def aside_word(aside: Aside) -> str:
    """Why a rule is shown and not judged, in a word or two."""
    return {
        Aside.AMENDED: _("amended since, unread"),
        Aside.SECONDARY: _("read second-hand"),
        Aside.NO_CLOCK: _("its day not read"),
        Aside.NO_ROOM: _("not recorded here yet"),
    }[aside]


def marks(rule: Rule, found: Iterable[Aside]) -> tuple[Mark, ...]:
    """The cautions that stand on a rule's page, each with its sentence."""
    laws = ", ".join(map(format.cited, rule.amended_unread))
    said = {
        Aside.AMENDED: lambda: (
            _(
                "Read in the wording of %(day)s; %(laws)s amended this law later and has not been read here,"
                " so nothing of it enters a public score yet."
            )
            % {"day": format.short_day(date.fromisoformat(rule.wording_as_of)), "laws": laws}
        ),
        Aside.SECONDARY: lambda: _(
            "Read in another text that reports it, not in the text itself: it is shown, and enters no public score."
        ),
        Aside.NO_CLOCK: lambda: present.said(rule.due.note) if isinstance(rule, Duty) else "",
        Aside.NO_ROOM: lambda: _("There is no place in this house yet to show that this was done: it is shown and never judged."),
    }
    rows = [Mark(aside_word(one), said[one]()) for one in found]
    if isinstance(rule, Duty) and rule.due.derived:
        rows.append(Mark(_("derived day"), present.said(rule.due.note)))
    if isinstance(rule, Duty) and rule.not_scored_if is not None:
        aside = rule.not_scored_if
        rows.append(Mark(_("in some areas shown, not scored"), f"{present.said(aside.text)} ({format.cited(aside.basis)})"))
    return tuple(rows)


def read_word(rule: Rule) -> str:
    """How a rule was read."""
    return _("in the text itself") if rule.read is Read.TEXT else _("in another text that reports it")


# --- two wordings compared --------------------------------------------------------------------------------------------


def key_word(key: str) -> str:
    """What a key of a rule is called where two wordings are compared."""
    words = {
        "basis": _("Article"),
        "right": _("Right"),
        "bearer": _("Who it binds"),
        "answers": _("Who answers"),
        "with_": _("Together with"),
        "audience": _("For whom"),
        "subject": _("Subject"),
        "summary": _("In short"),
        "accepts": _("What fulfils it"),
        "starts": _("What starts it"),
        "due": _("Clock"),
        "yields_to": _("Yields to"),
        "parts": _("Forms"),
        "read": _("Read"),
        "wording_as_of": _("Wording read"),
        "amended_unread": _("Amended since, unread"),
        "not_modelled": _("What this rule leaves to people"),
        "why": _("Why it is read so"),
        "not_scored_if": _("Shown and not scored"),
        "item": _("Article of the matter"),
        "scope": _("Decided in"),
        "roll": _("Who takes part"),
        "base": _("Share of whom"),
        "of": _("Sums up"),
        "quorum": _("Must attend"),
        "passes_at": _("Carried by"),
        "rounds": _("Ways of asking, in order"),
        "convened_by": _("Who convenes"),
        "agreed_with": _("After agreeing with"),
        "recognised_by": _("Who recognises it"),
        "counts": _("What is counted"),
        "at_least": _("At least"),
        "at_most": _("At most"),
        "share": _("Share"),
        "where": _("Class"),
        "choose": _("How much must be there"),
        "entries": _("What it lists"),
        "after": _("After a vote that was"),
        "lasts": _("Support counts for"),
        "approves": _("Who may approve with less support"),
        "online_chosen": _("Support online"),
    }
    return words.get(key, key)


def value_word(rule: Rule, key: str, book: Rulebook) -> str:
    """What a rule says under a key, in words; "–" where it says nothing."""
    value = getattr(rule, key)
    return _values(rule, key, value, book) or "–"


def _values(rule: Rule, key: str, value: object, book: Rulebook) -> str:
    if isinstance(value, Text) or value is None:
        return present.said(value)
    if isinstance(value, Threshold):
        return threshold_word(value)
    if isinstance(rule, Duty):
        match key:
            case "starts":
                return starts_word(rule, book)
            case "due":
                note = present.said(rule.due.note)
                return f"{clock_word(rule.due, rule.starts.every)}. {note}" if note else clock_word(rule.due, rule.starts.every)
            case "parts":
                return "; ".join(part_word(part, book) for part in rule.parts if part.item is None)
            case "accepts":
                return ", ".join(acts_word(rule.accepts, book))
            case "with_":
                return offices_word(rule.with_, book)
            case "not_scored_if":
                return present.said(rule.not_scored_if.text) if rule.not_scored_if is not None else ""
            case "audience":
                return audience_word(rule.audience)
    if isinstance(rule, Listing):
        match key:
            case "entries":
                return "; ".join(present.said(one.text) for one in rule.entries)
            case "choose" | "at_least":
                return choose_word(rule)
            case "after":
                return ", ".join(map(outcome_word, rule.after))
            case "share" | "lasts":
                return rule_name(str(value), book) if value else ""
            case "online_chosen":
                return _("only where the households chose to vote online") if rule.online_chosen else ""
            case "approves":
                return offices_word((rule.approves,), book)
    if isinstance(rule, Decision) and key == "rounds":
        return "; ".join(map(round_word, rule.rounds))
    if isinstance(value, tuple) and key == "bearer":
        return kinds_word(value)
    if isinstance(value, tuple) and key == "amended_unread":
        return ", ".join(map(format.cited, value))
    if isinstance(value, tuple):
        return ", ".join(rule_name(one, book) for one in value)
    return _plain(rule, key, str(value), book)


def _plain(rule: Rule, key: str, value: str, book: Rulebook) -> str:
    say: Mapping[str, Callable[[], str]] = {
        "basis": lambda: format.cited(value),
        "item": lambda: format.cited(value),
        "right": lambda: right_word(value),
        "read": lambda: read_word(rule),
        "wording_as_of": lambda: format.short_day(date.fromisoformat(value)),
        "scope": lambda: present.kind_word(value),
        "roll": lambda: roll_word(value),
        "base": lambda: _("all of them") if value == "all" else _("those who attend"),
        "of": lambda: rule_name(value, book),
        "counts": lambda: counts_word(value),
        **{name: lambda: offices_word((value,), book) for name in ("answers", "convened_by", "agreed_with", "recognised_by")},
    }
    return say[key]() if key in say else value


def rule_name(id: str, book: Rulebook) -> str:
    """The subject of a rule by its id; the id where the book has no such rule."""
    wordings = look.every(book).get(id)
    return present.said(wordings[-1].subject) if wordings else id


def shape_group(rule: Rule) -> str:
    """The rhythm of a rule: the heading under which the page of a kind of body puts it, as a key."""
    if not isinstance(rule, Duty):
        return look.shape_of(rule).value
    return {StartKind.EVENT: "event", StartKind.STANDING: "standing"}.get(rule.starts.kind, rule.starts.every)


def rhythms() -> Mapping[str, str]:
    """The headings of rhythms, in the order of the page."""
    return {
        "event": _("Each time something happens"),
        "week": _("Every week"),
        "month": _("Every month"),
        "quarter": _("Every quarter"),
        "half": _("Every half-year"),
        "year": _("Every year"),
        "standing": _("Always"),
        "decision": _("What people decide"),
        "limit": _("Numbers to keep"),
        "list": _("What the law lists"),
    }
