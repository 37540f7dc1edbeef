"""What is shown of reception: to everybody the days, to the offices of a body the register, to whoever has a code their own place.

Promises: in public nothing depends on who signed up or came, but a number of those who came from the house's least on. Refuses: words of
the register to anybody outside the body.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere
from dinhlang.core.rules import Rulebook
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.follow import assigned
from dinhlang.ground.people.denounced import Reception
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.record import clock, shown, vault
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, FoundRow, Link, ReceptionList, ReceptionOne, ReceptionRow
from dinhlang.works.reception import checks, policy
from dinhlang.works.reception.acts.booking import by_code
from dinhlang.works.reception.acts.planning import SIGN_UP, WORDS
from dinhlang.works.reception.acts.register import DESK, ENTER, NOTE
from dinhlang.works.reception.checks import DEPUTY, HEAD, STAFF
from dinhlang.works.reception.models import Booking, Day, Visit
from dinhlang.works.reception.states import DAY, FORGOTTEN, HELD, MISSED, PLANNED, SIGNED, WITHDRAWN

TIMETABLE = "Law 42/2013/QH13 Art. 24(2), 24(4)"
FORMS = "Decree 154/2026/NĐ-CP Art. 27(1)"
SHOWN, PAST = 60, 12  # days to come, days that were
STATES: Mapping[str, tuple[str, str]] = {
    PLANNED: (N_("planned"), "open"),
    HELD: (N_("held"), "done"),
    MISSED: (N_("not held"), "late"),
}
UNTOLD = (N_("what came of it is not entered"), "late")
PLACES: Mapping[str, tuple[str, str]] = {
    SIGNED: (N_("signed up"), "open"),
    WITHDRAWN: (N_("given back"), "none"),
    FORGOTTEN: (N_("over"), "none"),
}


def who_name(receives: str, kind: str, book: Rulebook) -> str:
    """The office that receives, as it is called."""
    if receives == STAFF:
        return _("An official who receives citizens")
    head = office_name(policy.heads()[kind], book)
    return _("Deputy of: %(head)s") % {"head": head} if receives == DEPUTY else head


def hours(begins: datetime, ends: datetime) -> str:
    """A day with its hours."""
    day = clock.local_day(begins)
    return f"{format.long_day(day)}, {format.clock(begins)}–{format.clock(ends)}"


def row_of(one: Day, kind: str, book: Rulebook, today: date, href: str = "") -> ReceptionRow:
    """A day as everybody reads it."""
    text, css = UNTOLD if one.state == PLANNED and clock.local_day(one.begins) < today else STATES[one.state]
    notes = []
    if not one.planned:
        notes.append(_("without timetable"))
    if one.was is not None:
        why = one.reason if one.state != MISSED else _("the reason stands in the record")
        notes.append(_("put off from %(day)s: %(why)s") % {"day": format.instant(one.was), "why": why})
    if one.state == MISSED:
        notes.append(one.reason)
    if one.state == HELD:
        notes.append(who_name(one.received, kind, book))
        least, came = policy.values().came, one.people or 0
        if came == 0:
            notes.append(_("nobody came"))
        else:
            notes.append(_("%(n)d people came") % {"n": came} if came >= least else _("fewer than %(n)d people came") % {"n": least})
    return ReceptionRow(
        hours(one.begins, one.ends),
        one.place,
        who_name(one.receives, kind, book),
        one.about,
        _(text),
        css,
        " · ".join(notes),
        href,
        Link(urlsplit(one.online).netloc, one.online) if one.online and one.state == PLANNED else None,
    )


def days_of(body: int, today: date) -> tuple[tuple[Day, ...], tuple[Day, ...]]:
    """Days of a body that are planned for today or later, nearest first; and those that were, latest first. Two queries."""
    morning = datetime.combine(today, time(), clock.LOCAL)
    days = Day.objects.filter(body=body)
    coming = days.filter(state=PLANNED, begins__gte=morning).order_by("begins")[:SHOWN]
    past = days.exclude(state=PLANNED, begins__gte=morning).order_by("-begins")[:PAST]
    return tuple(coming), tuple(past)


def received(place: Place, day: date) -> Reception:
    """Where and when a body receives next, for whoever is sent there. One query, none for a body that has no days."""
    if place.kind not in policy.heads():
        return Reception("", "")
    morning = datetime.combine(day, time(), clock.LOCAL)
    one = Day.objects.filter(body=place.id, state=PLANNED, begins__gte=morning).order_by("begins").first()
    return Reception(f"{hours(one.begins, one.ends)}, {one.place}" if one is not None else "", reverse("reception", args=[place.code]))


def asked(place: Place, day: date, book: Rulebook) -> tuple[str, ...]:
    """What the law asks of the head of a body today, and how often that was done in this month; with the mark of what is known from the
    press alone, which is not scored. One query."""
    lines = []
    for duty in book.by_calendar:
        if checks.HOLDS in duty.accepts and place.kind in duty.bearer and duty.in_force(day):
            said = f"{duty.subject.en if format.language() == 'en' else duty.subject.vi}: "
            said += duty.summary.en if format.language() == "en" else duty.summary.vi
            if duty.read != "text":
                said += " " + _("Known from the press alone: shown, and not scored.")
            lines.append(f"{said} ({format.cited(duty.basis)})")
    if lines:
        first = day.replace(day=1)
        begin, end = (datetime.combine(one, time(), clock.LOCAL) for one in (first, (first + timedelta(days=31)).replace(day=1)))
        held = Day.objects.filter(body=place.id, state=HELD, received=HEAD, begins__gte=begin, begins__lt=end).count()
        lines.append(_("Held by the head in this month so far: %(n)d.") % {"n": held})
    return tuple(lines)


def words_of(subjects: Collection[str], acts: Collection[str]) -> dict[str, dict[str, str]]:
    """By subject what its sealed entries say, the later ones over the earlier. Two queries."""
    leaves = record.leaves_of(subjects, acts)
    parts = vault.open_parts([leaf for many in leaves.values() for leaf in many], (WORDS,), sealed=True)
    found: dict[str, dict[str, str]] = {}
    for subject, many in leaves.items():
        said = found.setdefault(subject, {})
        for leaf in many:
            for part in parts.get(leaf, ()):
                said |= part.value or {}
    return found


# --- signing up ---


@dataclass(frozen=True)
class Slot:
    """A place of a day, taken or not."""

    day: Day
    slot: int

    @property
    def value(self) -> str:
        """The place in a form."""
        return f"{self.day.pk}:{self.slot}"

    @property
    def text(self) -> str:
        """The place for a reader."""
        return format.instant(checks.slot_at(self.day, self.slot))


def limits(book: Rulebook) -> tuple[str, ...]:
    """What the law says of those who come for several people, in its own classes."""
    found = []
    for limit in (book.limits.get(one.limit) for one in policy.groups()):
        if limit is not None and limit.where is not None:
            en = format.language() == "en"
            where, what = (limit.where.en, limit.summary.en) if en else (limit.where.vi, limit.summary.vi)
            found.append(f"{where[:1].upper()}{where[1:]}: {what}")
    return tuple(found)


def places(body: int, at: datetime) -> tuple[Slot, ...]:
    """Places of a body until which it is time to sign up, nearest first, the taken ones among them: who looks on does not see that, or
    when, somebody signed up. One query."""
    soon = at + timedelta(hours=policy.values().hours)
    days = Day.objects.filter(body=body, state=PLANNED, begins__gte=soon, slots__gt=0).order_by("begins")[:SHOWN]
    return tuple(Slot(one, slot) for one in days for slot in range(one.slots))[: policy.values().listed]


def mine(typed: str) -> tuple[Booking, str]:
    """What a code opens, and the code as the receipt has it. Raises NotHere, the same for every code that is none."""
    code = shown.plain(typed)
    found = by_code(code)
    if found is None:
        raise NotHere(checks.NO_BOOKING)
    return found, code


def own_page(found: Booking, code: str, place: Place, book: Rulebook, today: date) -> ReceptionOne:
    """What was signed up for, for whoever has its code. Two queries."""
    day = found.day
    open_to = found.state == SIGNED and day.state == PLANNED
    said = words_of([found.pk], (SIGN_UP,)).get(found.pk, {}) if open_to else {}
    erased = open_to or found.state == FORGOTTEN
    gone = _("The words were erased.") if erased else _("Nobody reads it any more; it is erased on the Monday after the day.")
    text, css = PLACES[found.state] if day.state == PLANNED else STATES[day.state]
    note = ""
    if day.was is not None and day.state == PLANNED:
        note = _("The day was put off from %(day)s: %(why)s Your place is kept.") % {"day": format.instant(day.was), "why": day.reason}
    if day.state == MISSED:
        note = _("The day was not held: %(why)s Please sign up for another one.") % {"why": day.reason}
    facts = (
        Field(_("When"), format.instant(checks.slot_at(day, found.slot))),
        Field(_("Place"), day.place),
        Field(_("Who receives"), who_name(day.receives, place.kind, book)),
        Field(_("How many come"), str(found.people)),
        Field(_("What it is about"), said.get("matter") or gone),
    )
    address = shown.address(code)
    return ReceptionOne(
        title=_("Your place at the reception"),
        back=Link(place.name, reverse("reception", args=[place.code])),
        state=_(text),
        css=css,
        facts=facts,
        lists=(),
        today=today,
        code=shown.spelled(code),
        note=note,
        basis=format.cited("Law 42/2013/QH13 Art. 7, 29"),
        actions=(Link(_("Give the place back"), reverse("reception-withdraw", args=[address])),) if open_to else (),
        proof=(
            Link(_("Receipt"), reverse("receipt-file", args=[code])),
            Link(_("Opening"), reverse("receipt-opening", args=[code])),
            Link(_("Whether it stands in the record"), reverse("receipt", args=[code])),
        ),
    )


# --- for the offices of the body ---


def promised(sources: Collection[str], book: Rulebook) -> ReceptionList:
    """What was promised to these people, as a list. One query."""
    return ReceptionList(_("Promised"), tuple(_work(one, book) for one in assigned.of(list(sources))), _("Nothing was promised."))


def _work(one: assigned.Work, book: Rulebook) -> tuple[str, str, str]:
    words = [_(assigned.WORDS[one.state]), office_name(one.office, book), format.short_day(one.due) if one.due else "", one.said]
    href = "" if one.ended else reverse("reception-report", args=[one.source, one.number])
    return one.text, " · ".join(filter(None, words)), href


def day_page(found: Day, place: Place, book: Rulebook, at: datetime) -> ReceptionOne:
    """A day for the offices of the body: who signed up, who came, and what was promised before and is not done. Six queries."""
    bookings = list(found.bookings.filter(state=SIGNED).order_by("slot"))
    visits = list(found.visits.order_by("number"))
    told = bookings if found.state == PLANNED else ()  # once the day was held its register holds what was said
    said = words_of([one.pk for one in (*told, *visits)], (SIGN_UP, ENTER))
    signed = tuple(
        (
            format.clock(checks.slot_at(found, one.slot)),
            " · ".join(filter(None, (_("%(n)d come") % {"n": one.people}, said.get(one.pk, {}).get("matter", "")))),
            "",
        )
        for one in bookings
    )
    came = tuple(
        (
            f"{one.number}. {said.get(one.pk, {}).get('name', '')}",
            said.get(one.pk, {}).get("matter", ""),
            reverse("reception-visit", args=[one.pk]),
        )
        for one in visits
    )
    still = tuple(_work(one, book) for one in assigned.waiting(found.body_id, (DESK,)))
    verbs, links = DAY.verbs(found.state), []
    if "enter" in verbs and at >= found.begins:
        links.append(Link(_("Enter who came"), reverse("reception-enter", args=[found.pk])))
    if "hold" in verbs and at >= found.begins:
        links.append(Link(_("Say what came of the day"), reverse("reception-hold", args=[found.pk])))
    if "move" in verbs and at < found.begins:
        links.append(Link(_("Put it off"), reverse("reception-move", args=[found.pk])))
    row = row_of(found, place.kind, book, clock.local_day(at))
    facts = (
        Field(_("When"), row.when),
        Field(_("Place"), row.where),
        Field(_("Who receives"), row.who),
        *((Field(_("What is dealt with"), row.about),) if row.about else ()),
        *((Field(_("By video too"), row.online.href, row.online.href),) if row.online else ()),
        *((Field(_("People"), str(found.people)), Field(_("Groups"), str(found.groups))) if found.people is not None else ()),
    )
    return ReceptionOne(
        title=_("Day of reception"),
        back=Link(_("Reception of citizens"), reverse("reception", args=[place.code])),
        state=row.state,
        css=row.css,
        facts=facts,
        today=clock.local_day(at),
        note=row.note,
        actions=tuple(links),
        basis=format.cited(TIMETABLE),
        lists=(
            ReceptionList(_("Signed up"), signed, _("Nobody has signed up.")),
            ReceptionList(_("In the register"), came, _("Nobody stands in the register yet.")),
            ReceptionList(_("Promised before, not done"), still, _("Nothing is left of what was promised.")),
        ),
    )


LABELS: Mapping[str, str] = {
    "name": N_("Name"),
    "address": N_("Address"),
    "paper": N_("Identity paper"),
    "matter": N_("What it is about"),
    "asks": N_("What is asked for"),
    "settled": N_("Who settled it before"),
    "guided": N_("Shown to which body, with which paper"),
    "competent": N_("Passed on to which body, with which paper"),
    "result": N_("What came of it"),
    "remark": N_("Remark"),
    "national": N_("Code in the national database"),
    "papers": N_("Papers taken"),
}


def visit_page(found: Visit, place: Place, book: Rulebook, today: date) -> ReceptionOne:
    """A line of the register for the offices of the body. Three queries."""
    said = words_of([found.pk], (ENTER, NOTE)).get(found.pk, {})
    facts = (
        Field(_("Day"), format.long_day(clock.local_day(found.day.begins))),
        Field(_("Kind"), policy.kind(found.kind).text.said),
        Field(_("People with the same matter"), str(found.people)),
        Field(_("Within our competence"), _("yes") if found.ours else _("no")),
        *(Field(_(label), said[name]) for name, label in LABELS.items() if said.get(name)),
    )
    links = [
        Link(_("Type it in as a petition: the clock of the answer starts"), reverse("petition-counter", args=[place.code])),
        Link(_("Add what came of it"), reverse("reception-note", args=[found.pk])),
        Link(_("Enter a promise"), reverse("reception-promise", args=[found.pk])),
    ]
    if said.get("papers"):
        links.append(Link(_("Slip for the papers taken"), reverse("reception-slip", args=[found.pk])))
    return ReceptionOne(
        title=_("Register, no. %(n)d of %(year)d") % {"n": found.number, "year": found.year},
        back=Link(_("Day of reception"), reverse("reception-day", args=[found.day_id])),
        state="",
        css="",
        facts=facts,
        lists=(promised([found.pk], book),),
        today=today,
        actions=tuple(links),
        basis=format.cited(FORMS),
    )


HEADS = (
    N_("No"),
    N_("Day of reception"),
    N_("Name, address"),
    N_("Identity paper"),
    N_("Summary"),
    N_("Kind"),
    N_("People with the same matter"),
    N_("Settled by"),
    N_("Competent (x)"),
    N_("Shown to"),
    N_("Taken on by"),
    N_("What came of it"),
    N_("Remark"),
    N_("Code in the national database"),
)


def register(body: int, year: int) -> tuple[tuple[Visit, tuple[str, ...]], ...]:
    """The lines of a year in their order, each with its cells as form 03/TCD has them, and the national code. Three queries."""
    rows = list(Visit.objects.filter(body=body, year=year).select_related("day").order_by("number"))
    said = words_of([one.pk for one in rows], (ENTER, NOTE))
    return tuple((one, _cells(one, said.get(one.pk, {}))) for one in rows)


def _cells(one: Visit, said: Mapping[str, str]) -> tuple[str, ...]:
    matter = "; ".join(filter(None, (said.get("matter", ""), said.get("asks", ""))))
    return (
        str(one.number),
        format.short_day(clock.local_day(one.day.begins)),
        ", ".join(filter(None, (said.get("name"), said.get("address")))),
        said.get("paper", ""),
        matter,
        policy.kind(one.kind).text.said,
        str(one.people),
        said.get("settled", ""),
        "x" if one.ours else "",
        said.get("guided", ""),
        said.get("competent", ""),
        said.get("result", ""),
        said.get("remark", ""),
        said.get("national", ""),
    )


def years(body: int) -> tuple[int, ...]:
    """The years of which the register has lines, latest first. One query."""
    return tuple(Visit.objects.filter(body=body).order_by("-year").values_list("year", flat=True).distinct())


def waiting(body: int, now: datetime) -> tuple[FoundRow, ...]:
    """Days of a body that begin today or are over without a result. One query."""
    begun = Day.objects.filter(body=body, state=PLANNED, begins__lte=now + timedelta(days=1)).order_by("begins")[:SHOWN]
    return tuple(
        FoundRow(
            _("Reception of citizens"),
            format.instant(one.begins)
            if now < one.begins
            else _("%(when)s: what came of it is to be entered") % {"when": format.instant(one.begins)},
            reverse("reception-day", args=[one.pk]),
        )
        for one in begun
    )


def sentence(one: Told) -> str:
    """What an open entry of this work says; "" where it is another work's."""
    said = one.words
    if one.act == "reception.schedule":
        when = format.instant(datetime.fromisoformat(str(said["begins"]))) if said else ""
        return _("Announced a day of reception of citizens: %(when)s") % {"when": when}
    if one.act == "reception.move":
        if not said:
            return _("Put off a day of reception of citizens")
        when = format.instant(datetime.fromisoformat(str(said["begins"])))
        return _("Put off a day of reception of citizens to %(when)s: %(why)s") % {"when": when, "why": said.get("reason", "")}
    if one.act == checks.HOLDS:
        if said and not said.get("received"):
            return _("Did not hold a day of reception of citizens: %(why)s") % {"why": said.get("reason", "")}
        return _("Received citizens")
    return ""
