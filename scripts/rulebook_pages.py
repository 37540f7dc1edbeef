"""The pages of docs/ that tell what the rulebook holds: coverage, rules by instrument, the items' clocks, what is open.

Promises: made from the tree alone; every article of a covered instrument has its row; each page in Vietnamese and English. Refuses: an
article without a rule and without a reason (the loader would not read such a book).
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path

from dinhlang.core.rules import Decision, DueKind, DueRule, Duty, Limit, Listing, Rulebook, StartKind, Starts, Text, Threshold, cited, load

RULEBOOK = Path(__file__).resolve().parents[1] / "rulebook"
Ruled = Duty | Decision | Limit | Listing


@cache
def rulebook() -> Rulebook:
    """The rulebook of this tree."""
    return load({path.relative_to(RULEBOOK).as_posix(): path.read_bytes() for path in sorted(RULEBOOK.rglob("*.toml"))})


def _all(book: Rulebook) -> tuple[Ruled, ...]:
    return (*book.versions, *book.decision_versions, *book.limit_versions, *book.listing_versions)


def _entries(rule: Ruled) -> tuple[tuple[str, int], ...]:
    return tuple(place for entry in rule.entries for place in cited(entry.basis)) if isinstance(rule, Listing) else ()


def _both(text: Text | None, nothing: str = "") -> str:
    return nothing if text is None else f"{text.vi}<br>{text.en}"


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    return "\n".join([*lines, *(f"| {' | '.join(map(_cell, row))} |" for row in rows)]) + "\n"


def _link(rule: Ruled) -> str:
    return f"[{rule.id}](rules/{rule.file.split('/', 1)[0]}.md#{rule.id})"


def coverage(book: Rulebook) -> str:
    """Every article of the instruments that are covered whole: its rules, or why it has none."""
    by_article: dict[tuple[str, int], dict[str, Ruled]] = {}
    for rule in _all(book):
        for said, article in cited(rule.basis) + (cited(rule.item) if isinstance(rule, Decision) else ()) + _entries(rule):
            by_article.setdefault((said.rsplit(" ", 1)[-1], article), {})[rule.id] = rule
    text = ["# What of the law is modelled\n", "Every article has its rules, or says whom it does not bind, or what is left out and why.\n"]
    for id in dict.fromkeys(one.instrument for one in book.articles):
        instrument = book.instruments[id]
        rows = []
        for one in book.articles:
            if one.instrument == id:
                rules = by_article.get((instrument.number, one.number), {})
                none = "" if one.binds_nobody is None else f"Không ràng buộc ai / binds nobody: {_both(one.binds_nobody)}"
                told = ", ".join(_link(rules[name]) for name in sorted(rules)) or none or "–"
                rows.append((str(one.number), _both(one.title), told, _both(one.not_modelled)))
        ruled = sum(row[2].startswith("[") for row in rows)
        text.append(f"## {instrument.number}: {instrument.title.vi} / {instrument.title.en}\n")
        text.append(f"{len(rows)} articles, {ruled} of them with rules.\n")
        text.append(_table(("Điều / Art.", "Tên / title", "Quy tắc / rules", "Không mô hình hóa / not modelled"), rows))
    return "\n".join(text)


def items(book: Rulebook) -> str:
    """The matters of Art. 11 with the clocks of other laws that go before."""
    rows = [
        (
            str(item.number),
            _both(item.short),
            ", ".join(_link(book.duties[name]) if name in book.duties else name for name in item.sector) or "–",
            _both(item.no_sector),
        )
        for item in book.items.values()
    ]
    heads = ("Khoản / item", "Nội dung / matter", "Thời hạn của luật khác / clocks of other laws", "Không tìm thấy / none found")
    return "# The items of Art. 11 and their sector clocks\n\n" + _table(heads, rows)


def questions(book: Rulebook) -> str:
    """What is no rule here, for it could not be read."""
    rows = [(one.id, one.instrument, _both(one.subject), _both(one.why), ", ".join(one.rules)) for one in book.questions]
    heads = ("", "Văn bản / instrument", "Nội dung / subject", "Vì sao / why", "Quy tắc / rules")
    return f"# Open questions\n\n{len(rows)} things that the law may ask and that are no rule here.\n\n" + _table(heads, rows)


def index(book: Rulebook) -> str:
    """The instruments with how many rules each has, and the counts of the whole."""
    rows = []
    for id, instrument in sorted(book.instruments.items()):
        mine = [rule for rule in _all(book) if rule.file.split("/", 1)[0] == id]
        days = f"{instrument.in_force_from} – {instrument.in_force_to or ''}"
        count = [str(len({rule.id for rule in mine if isinstance(rule, shape)})) for shape in (Duty, Decision, Limit, Listing)]
        rows.append((f"[{instrument.number}](rules/{id}.md)", _both(instrument.title), days, *count))
    unread = sum(bool(duty.amended_unread) for duty in book.duties.values())
    clockless = sum(duty.due.kind is DueKind.UNREAD for duty in book.duties.values())
    judged = sum(any(part.kept_by for part in duty.parts) for duty in book.duties.values())
    told = (
        f"{len(book.duties)} duties, {len(book.decisions)} decisions, {len(book.limits)} limits, {len(book.listings)} lists "
        f"from {len(book.instruments)} instruments. "
        f"Of the duties {judged} can be recorded in this house today, {unread} wait for an amendment to be read, "
        f"{clockless} have a clock in an instrument that is not held, "
        f"{sum(duty.read.value == 'secondary' for duty in book.duties.values())} were read only in an article about the instrument."
    )
    also = "See also [coverage](coverage.md), [items and sector clocks](items.md), [open questions](open-questions.md)."
    heads = ("Văn bản / instrument", "Tên / title", "Hiệu lực / in force", "duties", "decisions", "limits", "lists")
    return f"# The rules\n\n{told}\n\n{also}\n\n" + _table(heads, rows)


def _starts(starts: Starts) -> str:
    if starts.kind is StartKind.PERIOD:
        return f"each {starts.every} ({starts.of} year){', when it is over' if starts.opens_after else ''}"
    if starts.kind is StartKind.STANDING:
        return "always"
    return " ".join(word for word in (starts.event, f"item {starts.item}" if starts.item else "", starts.event_kind) if word)


def _due(due: DueRule) -> str:
    note = f" ({due.note.en})" if due.note is not None else ""
    derived = ", derived" if due.derived else ""
    if due.kind in (DueKind.NONE, DueKind.UNREAD):
        return f"{'the law names no day' if due.kind is DueKind.NONE else 'in an instrument that is not held'}{note}"
    if due.kind is DueKind.NAMED:
        return f"the day named{derived}{note}"
    if due.kind is DueKind.DATE:
        later = " of the next year" if due.n else ""
        return f"{'before' if due.strictly else 'on or before'} {due.on_day}/{due.month}{later}{derived}{note}"
    return f"{due.kind.value} {due.n} {due.unit.value if due.unit else ''}{derived}{note}".strip()


def _share(share: Threshold) -> str:
    return f"{'≥' if share.inclusive else '>'} {share.share}"


def _duty(duty: Duty) -> list[tuple[str, str]]:
    parts = "; ".join(
        part.channel
        + ("" if part.required else " (may)")
        + (f" if {part.condition}" if part.condition else "")
        + "".join(
            f", {n} {word}"
            for n, word in ((part.hold, "unbroken days"), (part.consult, "days for opinions"), (part.broadcast, "days"))
            if n
        )
        for part in duty.parts
        if part.item is None
    )
    kept = sorted({kind for part in duty.parts for kind in part.kept_by})
    return [
        ("Right, for whom", f"{duty.right.value}, {duty.audience.value}"),
        ("Who", f"{', '.join(kind.value for kind in duty.bearer)}; answers: {duty.answers}"),
        ("Opened by", _starts(duty.starts)),
        ("Due", _due(duty.due)),
        ("Forms", parts or "cells of the register"),
        *([("Yields to", ", ".join(duty.yields_to))] if duty.yields_to else []),
        *([("Not scored", f"where {duty.not_scored_if.fact}: {duty.not_scored_if.text.en}")] if duty.not_scored_if else []),
        ("Recorded in this house", ", ".join(kept) or "not yet"),
    ]


def _decision(one: Decision) -> list[tuple[str, str]]:
    quorum = f"quorum {_share(one.quorum)}, " if one.quorum is not None else ""
    rounds = ", then ".join(f"{each.way}{f' (only after {each.only_after})' if each.only_after else ''}" for each in one.rounds)
    return [
        ("Matter", one.item),
        ("Who decides", f"{one.roll} of the {one.scope}; {quorum}passes at {_share(one.passes_at)} of {one.base}"),
        ("Rounds", rounds),
        ("Convened, agreed, recognised", " / ".join(word or "–" for word in (one.convened_by, one.agreed_with, one.recognised_by))),
    ]


def _limit(one: Limit) -> list[tuple[str, str]]:
    numbers = [f"at least {one.at_least}"] if one.at_least is not None else []
    numbers += [f"at most {one.at_most}"] if one.at_most is not None else []
    numbers += [_share(one.share)] if one.share is not None else []
    return [
        ("Who", ", ".join(kind.value for kind in one.bearer)),
        ("Number", f"{', '.join(numbers)} {one.counts}"),
        *([("For", _both(one.where))] if one.where is not None else []),
    ]


def _listing(one: Listing) -> list[tuple[str, str]]:
    least = f", at least {one.at_least}" if one.at_least else ""
    said = (("Support", one.share), ("Support counts for", one.lasts), ("Approves", one.approves))
    more = [(word, value) for word, value in said if value]
    return [
        ("Who", ", ".join(kind.value for kind in one.bearer)),
        ("Lists", f"{one.lists}; choose {one.choose.value}{least}"),
        *([("Of", ", ".join(one.of))] if one.of else []),
        *([("After", ", ".join(one.after))] if one.after else []),
        *more,
        *((f"`{each.id}`{'' if each.required else ' (may)'}", f"{_both(each.text)} ({each.basis})") for each in one.entries),
    ]


def _rule(rule: Ruled) -> str:
    if isinstance(rule, Listing):
        rows = _listing(rule)
    else:
        rows = _duty(rule) if isinstance(rule, Duty) else _decision(rule) if isinstance(rule, Decision) else _limit(rule)
    unread = f"; later amendments not read: {', '.join(rule.amended_unread)}" if rule.amended_unread else ""
    rows = [
        ("Article", rule.basis),
        *rows,
        ("In force", f"{rule.in_force_from} – {rule.in_force_to or ''}"),
        ("Reading", f"{rule.read.value}, wording of {rule.wording_as_of}{unread}"),
        ("Not modelled", _both(rule.not_modelled, "nothing known")),
        ("File", f"`rulebook/{rule.file}`"),
    ]
    summary = rule.summary
    vi, en = (f". {summary.vi}", f". {summary.en}") if summary is not None else ("", "")
    return f"## {rule.id}\n\n{rule.subject.vi}{vi}\n\n{rule.subject.en}{en}\n\n" + _table(("", ""), rows)


def of_instrument(id: str, book: Rulebook) -> str:
    """Every rule of one instrument, in order of its articles."""
    instrument = book.instruments[id]
    mine = sorted(
        (rule for rule in _all(book) if rule.file.split("/", 1)[0] == id), key=lambda rule: (rule.file, rule.id, rule.in_force_from)
    )
    lines = [
        f"# {instrument.number}: {instrument.title.vi}\n",
        f"{instrument.title.en}. {instrument.issuer.en}, {instrument.issued}. Read in: {instrument.where_read}.\n",
        *(_rule(rule) for rule in mine),
    ]
    return "\n".join(lines)


def pages() -> Mapping[str, Callable[[], str]]:
    """Each page by its path below docs/generated."""
    fixed: Mapping[str, Callable[[Rulebook], str]] = {
        "rules.md": index,
        "coverage.md": coverage,
        "items.md": items,
        "open-questions.md": questions,
    }
    book = rulebook()
    by_instrument = {f"rules/{id}.md": partial(of_instrument, id, book) for id in sorted(book.instruments)}
    return {**{page: partial(make, book) for page, make in fixed.items()}, **by_instrument}
