"""Obligations in the shapes that pages draw: words in the reader's language, addresses, days."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dinhlang.core.rules import DueKind, Duty, How, Part, Read, Rulebook, Text, Unit, can_judge
from dinhlang.ground.duties import reads
from dinhlang.ground.duties.confirmed import Confirmed, Law
from dinhlang.ground.duties.reads import Frame, Obligation, PartState
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import DutyRow, Link, Mark, PartRow, RunRow

EVIDENCE = {
    How.STAMPED: lambda: _("stamped by the system"),
    How.COUNTERSIGNED: lambda: _("confirmed by somebody else"),
    How.DECLARED: lambda: _("declared by the body"),
}


def said(text: Text | None) -> str:
    """A text of the rulebook in the active language."""
    if text is None:
        return ""
    return text.en if get_language() == "en" else text.vi


def seen_by(word: str, book: Rulebook | None = None) -> str:
    """Who saw a posting: residents, or the name of the office."""
    return "" if not word else _("two residents") if word == "residents" else office_name(word, book)


def place_word(place: str, villages: Mapping[str, str]) -> str:
    """A place of posting as a reader knows it."""
    return {"web": _("on this site"), "hq": _("at the office")}.get(place, villages.get(place, place))


def _run_row(run: reads.RunRow, villages: Mapping[str, str], book: Rulebook) -> RunRow:
    how = How(run.how)
    seen, place = seen_by(run.seen_first, book), place_word(run.place, villages)
    return RunRow(run.from_day, run.to_day, seen, EVIDENCE[how](), place, how is not How.DECLARED)


@dataclass(frozen=True)
class Near:
    """What an entry's sentence needs around it: names of bodies by code, and the rulebook that names offices."""

    places: Mapping[str, str]
    book: Rulebook | None = None


NOWHERE = Near({})


def near(at: Frame) -> Near:
    """The names around a body."""
    return Near({one.code: one.name for one in (at.place, *at.villages)}, at.book)


def part_row(part: PartState, at: Frame, action: Link | None = None) -> PartRow:
    """One form of a duty as a page shows it."""
    villages = {village.code: village.name for village in at.villages}
    standing, needed = part.places
    return PartRow(
        channel=part.part.channel,
        word=said(part.part.text),
        state=part.state,
        hold=part.part.hold,
        from_day=part.first,
        to_day=part.until,
        seen_by=", ".join(dict.fromkeys(filter(None, (seen_by(run.seen_first, at.book) for run in part.runs)))),
        evidence=EVIDENCE[part.how]() if part.how is not None else "",
        counted=part.how is not How.DECLARED,
        places=f"{min(standing, needed)}/{needed}" if part.part.places else "",
        required=part.required,
        hold_state=part.hold_state,
        runs=tuple(_run_row(run, villages, at.book) for run in part.runs),
        action=action,
        basis=format.cited(part.part.basis),
    )


def why_href(at: Frame, one: Obligation) -> str:
    """The address of the page that explains the due day."""
    return reverse("why", args=[at.place.code, one.duty.id, one.occasion])


def document_word(one: Confirmed) -> str:
    """The document of a confirmation as it is cited; "…" where its words were erased."""
    if one.dated is None:
        return "…"
    values = {"number": one.number, "day": format.short_day(one.dated), "issuer": one.issuer}
    return _("%(number)s of %(day)s, %(issuer)s") % values


def wording_marks(duty: Duty, law: Law) -> tuple[Mark, ...]:
    """What a reader must know of how a wording was read: held against the law of today and by which document, or amendments unread,
    read in articles about the law, a confirmation that was of another wording, a clock whose instrument is not held."""
    found = []
    known, another = law.of(duty), law.of_another(duty)
    if known is not None:
        told = _("Compared with the law of today by %(document)s; recorded on %(day)s.")
        values = {"document": document_word(known), "day": format.short_day(known.day)}
        short = _("compared with the law of today by %(number)s") if known.number else _("compared with the law of today")
        found.append(Mark(short % {"number": known.number}, told % values, sure=True))
    elif duty.amended_unread:
        names = ", ".join(map(format.cited, duty.amended_unread))
        found.append(
            Mark(
                _("wording of %(year)s") % {"year": duty.wording_as_of[:4]},
                _(
                    "Read in the wording of %(day)s; %(laws)s amended this law later and has not been read here,"
                    " so nothing of it enters a public score yet."
                )
                % {"day": format.short_day(date.fromisoformat(duty.wording_as_of)), "laws": names},
            )
        )
    if duty.read is Read.SECONDARY and known is None:
        told = _("Read only in articles about the document, not in the document itself, so nothing of it enters a public score.")
        found.append(Mark(_("read at second hand, not scored"), told))
    if another is not None:
        told = _(
            "On %(day)s another wording of this rule was compared with the law of today. This wording was not, so that does not count here."
        )
        found.append(Mark(_("another wording was compared"), told % {"day": format.short_day(another.day)}))
    if duty.due.kind is DueKind.UNREAD:
        found.append(Mark(_("its day could not be read"), said(duty.due.note)))
    return tuple(found)


def _regulated(duty: Duty, book: Rulebook) -> tuple[Mark, ...]:
    """What the commune's own regulation makes stricter in a wording, beside its summary, which is that of the law."""
    said_by = duty.basis.rpartition("; ")[2]
    if not duty.of_law or not said_by.startswith("Regulation "):
        return ()
    forms = [
        ", ".join(filter(None, (said(part.text), hold_word(part)))) for part in duty.parts if part.basis.rpartition("; ")[2] == said_by
    ]
    law = next((one for one in book.wordings.get(duty.id, ()) if one.of_law == duty.of_law and said_by not in one.basis), None)
    terms = [term_word(duty)] if law is None or law.due != duty.due else []
    told = _("%(regulation)s adds to the law: %(what)s.") % {"regulation": format.cited(said_by), "what": "; ".join([*terms, *forms])}
    return (Mark(_("stricter by the commune's own regulation"), told, sure=True),)


def not_judged() -> Mark:
    """Of a duty no part of which can be shown in this house."""
    return Mark(
        _("the system has no place to note it yet"),
        _("Nothing in this system can show yet whether this was done. It is listed with its article and is neither judged nor counted."),
    )


def rule_marks(duty: Duty, law: Law) -> tuple[Mark, ...]:
    """The marks of a wording on its own page, whoever owes it."""
    judged = any(can_judge(part, kind) for part in duty.parts for kind in duty.bearer)
    derived = (Mark(_("derived day"), said(duty.due.note)),) if duty.due.derived else ()
    return (*wording_marks(duty, law), *(() if judged else (not_judged(),)), *derived)


def marks(one: Obligation, at: Frame) -> tuple[Mark, ...]:
    """The cautions that travel with a rule: how its wording was read, derived days, not scored, not judged here, registered late."""
    found = [*_regulated(one.duty, at.book), *wording_marks(one.duty, at.law)]
    if not one.judged:
        found.append(not_judged())
    if one.duty.due.derived:
        found.append(Mark(_("derived day"), said(one.duty.due.note)))
    if one.not_scored is not None and one.duty.due.kind is not DueKind.UNREAD:  # whose reason stands above
        found.append(Mark(_("shown, not scored"), said(one.not_scored)))
    if one.clock is not None and one.clock.since is not None:
        word = _("taken over from %(name)s") % {"name": one.clock.came_from}
        found.append(Mark(word, inheritance(one.clock), sure=True))
    if one.clock is not None and one.rolled is not None and one.clock.registered > one.rolled:
        late = (one.clock.registered - one.rolled).days
        told = _("The document entered the record %(n)d days after the due day had passed.") % {"n": late}
        found.append(Mark(_("registered late"), told))
    return tuple(found)


def inheritance(clock: reads.ClockRow) -> str:
    """From whom a clock was taken over, and since when; "" for one of the body's own."""
    if clock.since is None:
        return ""
    told = _("It began at %(name)s and was not finished when that ended; from %(day)s on it is for this one to do. Its day stays the same.")
    return told % {"name": clock.came_from, "day": format.short_day(clock.since)}


def term_word(duty: Duty) -> str:
    """The term of a rule in words."""
    due = duty.due
    if due.kind is DueKind.AFTER:
        match due.unit:
            case Unit.WORKING_DAY:
                return ngettext("within %(n)d working day", "within %(n)d working days", due.n) % {"n": due.n}
            case Unit.HOUR:
                return ngettext("within %(n)d hour", "within %(n)d hours", due.n) % {"n": due.n}
            case Unit.MONTH:
                return ngettext("within %(n)d month", "within %(n)d months", due.n) % {"n": due.n}
            case _:
                return ngettext("within %(n)d day", "within %(n)d days", due.n) % {"n": due.n}
    if due.kind is DueKind.NAMED:
        return _("by the day the plan names")
    return said(due.note) or _("the law names no day")


def hold_word(part: Part) -> str:
    """How long a form must stay up, in words; "" where the rule does not say."""
    return ngettext("%(n)d unbroken day", "%(n)d unbroken days", part.hold) % {"n": part.hold} if part.hold else ""


def due_text(one: Obligation) -> str:
    """What stands in the place of a due day where the law names none."""
    return said(one.duty.due.note) if one.due is None else ""


def duty_row(one: Obligation, at: Frame, title: str = "", *, action: Link | None = None, href: str = "", parts: bool = True) -> DutyRow:
    """A duty on one occasion as a line of a page. `title` is the document's, where there is one."""
    return DutyRow(
        state=one.state,
        hold_state=one.hold_state,
        title=title or occasion_title(one),
        due=one.due,
        rolled=one.rolled if one.rolled != one.due else None,
        due_text=due_text(one).rstrip("."),
        basis=format.cited(format.first_place(one.duty.basis)),
        why_href=why_href(at, one),
        action=action,
        marks=tuple(mark.word for mark in marks(one, at)),
        parts=tuple(part_row(part, at) for part in one.parts if part.part.item is None) if parts else (),
        href=href,
    )


def occasion_title(one: Obligation) -> str:
    """The subject of the duty with its occasion, where the occasion is a period."""
    subject = said(one.duty.subject)
    if one.clock is not None or one.occasion == "standing":
        return subject
    return f"{subject}, {period_word(one.occasion)}"


def kind_word(kind: str) -> str:
    """A kind of body as readers call it."""
    words = {
        "province": _("province"),
        "commune": _("commune or ward"),
        "village": _("village or residential group"),
        "agency": _("state agency"),
        "public-unit": _("public service unit"),
        "school": _("school"),
        "state-enterprise": _("state enterprise"),
        "employer": _("employer"),
        "cooperative": _("cooperative"),
        "board": _("commune People's Inspection Board"),
        "investment-board": _("community investment supervision board"),
        "workplace-board": _("workplace People's Inspection Board"),
        "committee": _("committee"),
        "front": _("Fatherland Front"),
        "union": _("trade union"),
        "council": _("commune People's Council"),
        "project-owner": _("project owner"),
    }
    return words.get(kind, kind)


ROMAN = ("I", "II", "III", "IV")
_PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?P<kind>[QHW]?)(?P<n>\d{1,2}))?")


def period_word(occasion: str) -> str:
    """`2026-Q3` as a reader says it: quý III/2026; so halves, months and weeks; a year as năm 2026; anything else as it is."""
    found = _PERIOD.fullmatch(occasion)
    if found is None:
        return occasion
    year, n = found["year"], int(found["n"] or 0)
    match found["kind"]:
        case "Q" if 1 <= n <= len(ROMAN):
            return _("quarter %(quarter)s/%(year)s") % {"quarter": ROMAN[n - 1], "year": year}
        case "H" if n in (1, 2):
            return (_("first half of %(year)s") if n == 1 else _("second half of %(year)s")) % {"year": year}
        case "W" if n:
            return _("week %(n)d of %(year)s") % {"n": n, "year": year}
        case "" if n:
            return _("month %(n)d/%(year)s") % {"n": n, "year": year}
        case None:
            return _("year %(year)s") % {"year": year}
    return occasion


def sentence(one: Told, near: Near = NOWHERE) -> str:
    """What an entry about the law itself says; "" for every other."""
    words = one.words
    duty = near.book.duties.get(str(words.get("rule", ""))) if near.book is not None else None
    values = {
        "rule": said(duty.subject) if duty is not None else str(words.get("rule") or "…"),
        **{k: str(v) for k, v in words.items() if k != "rule"},
    }
    if one.act == "rulebook.confirm":
        if not words:
            return _("A wording of a rule was compared with the law of today")
        values["day"] = format.short_day(date.fromisoformat(values["dated"]))
        return _("“%(rule)s” was compared with the law of today by %(number)s of %(day)s, %(issuer)s") % values
    if one.act == "rulebook.unconfirm":
        if not words:
            return _("That a wording of a rule agrees with the law of today counts no longer")
        return _("“%(rule)s” no longer counts as compared with the law of today: %(reason)s") % values
    return ""


LAW_ACTS = frozenset({"rulebook.confirm", "rulebook.unconfirm"})
