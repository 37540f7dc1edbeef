"""Obligations in the shapes that pages draw: words in the reader's language, addresses, days."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dinhlang.core.rules import How, Rulebook, Text
from dinhlang.ground.duties import reads
from dinhlang.ground.duties.reads import Frame, Obligation, PartState
from dinhlang.ground.people.reads import office_name
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


def marks(one: Obligation) -> tuple[Mark, ...]:
    """The cautions that travel with a rule: amendments unread, derived days, not scored, registered late."""
    found = []
    if one.duty.amended_unread:
        names = ", ".join(map(format.cited, one.duty.amended_unread))
        found.append(
            Mark(
                _("wording of %(year)s") % {"year": one.duty.wording_as_of[:4]},
                _(
                    "Read in the wording of %(day)s; %(laws)s amended this law later and has not been read here,"
                    " so nothing of it enters a public score yet."
                )
                % {"day": format.short_day(date.fromisoformat(one.duty.wording_as_of)), "laws": names},
            )
        )
    if one.duty.due.derived:
        found.append(Mark(_("derived day"), said(one.duty.due.note)))
    if one.not_scored is not None:
        found.append(Mark(_("shown, not scored"), said(one.not_scored)))
    if one.clock is not None and one.rolled is not None and one.clock.registered > one.rolled:
        late = (one.clock.registered - one.rolled).days
        told = _("The document entered the record %(n)d days after the due day had passed.") % {"n": late}
        found.append(Mark(_("registered late"), told))
    return tuple(found)


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
        marks=tuple(mark.word for mark in marks(one)),
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
