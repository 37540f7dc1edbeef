"""Home, a body's page, its duties, and why: from obligations and entries to the shapes that are drawn."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dinhlang.core.rules import Audience, State, look
from dinhlang.core.rules.local import PREFIX
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.follow import reads as follow
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.record import clock
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import (
    ActRow,
    BodyPage,
    DayCount,
    Door,
    DutyRow,
    FoundRow,
    HomePage,
    Link,
    OpenRow,
    ReportRow,
    StageNote,
    WhyPage,
)
from dinhlang.web import following, operating, places, plugs
from dinhlang.works.disclosures import reads as disclosures

RECENT, LATELY, NEAR = 8, 5, 3  # acts told on a body's page, on the front page, and of each body around a household
DEEP = 8  # entries whose words are read for each act told: the acts of one thing are told as one
YEAR = timedelta(days=365)
DONE = frozenset({State.DONE_ON_TIME, State.DONE_LATE, State.RUNNING, State.HELD, State.DISCLOSED, State.NOTHING_AROSE, State.EXEMPT})
WITNESS = frozenset({"disclosure.countersign"})


def visible(found: Sequence[duties.Obligation], allowed: Collection[Audience]) -> tuple[duties.Obligation, ...]:
    """The obligations that this reader may see."""
    return tuple(one for one in found if one.duty.audience in allowed)


def is_todo(one: duties.Obligation) -> bool:
    """Whether something of a duty is still to be done."""
    return one.state not in DONE or one.hold_state is State.BROKEN


def nearness(one: duties.Obligation, day: date) -> tuple[bool, int, str]:
    """Sorts what is still to be done by how near its day is, before or behind; what has no day comes last."""
    last = one.rolled or one.due
    return (last is None, abs((last - day).days) if last is not None else 0, one.occasion)


def may_fulfil(one: duties.Obligation, acts: Collection[str]) -> bool:
    """Whether whoever may do `acts` can do the duty itself; confirming what others did is not that."""
    return bool((set(one.duty.accepts) - WITNESS) & set(acts))


Things = Mapping[tuple[str, str], str]  # what stands for a duty, by (rule, occasion)


def things_of(at: duties.Frame, acts: Collection[str]) -> Things:
    """What stands for the duties of a body, for those who have a button to press; one query, none for everybody else."""
    return plugs.standing(at.place.id) if acts else {}


def button(one: duties.Obligation, at: duties.Frame, things: Things, acts: Collection[str]) -> Link | None:
    """The one thing to do next for a duty, where whoever may do `acts` can do it."""
    if not may_fulfil(one, acts):
        return None
    return operating.desk_form(at, one) or plugs.desk_form(at, one, things.get((one.duty.id, one.occasion), ""))


def row_of(
    one: duties.Obligation, at: duties.Frame, names: dict[str, str], things: Things, acts: Collection[str], parts: bool = False
) -> DutyRow:
    """A duty as a row of a list, with its button for whoever may press it."""
    return present.duty_row(one, at, disclosures.title_for(one, names), action=button(one, at, things, acts), parts=parts)


def _doors(
    at: duties.Frame, found: Sequence[duties.Obligation], open_now: Sequence[OpenRow], reported: Sequence[ReportRow]
) -> tuple[Door, ...]:
    """The four doors. One that nothing stands behind yet leads nowhere and says with what it opens."""
    own = {door.title: door for plug in plugs.OUTLETS for door in plug.doors(at, found)}
    here = reverse("body", args=[at.place.code])
    discuss = Door(_("Discuss"), _("Opens with the first consultation"), "")
    if open_now:
        n = len(open_now)
        discuss = Door(_("Discuss"), ngettext("%(n)d matter open now", "%(n)d matters open now", n) % {"n": n}, f"{here}#open")
    supervise = Door(_("Supervise"), _("Opens with the first petition or inspection"), "")
    if reported:
        n = len(reported)
        text = ngettext("%(n)d report by residents", "%(n)d reports by residents", n) % {"n": n}
        supervise = Door(_("Supervise"), text, f"{here}#reported")
    return (
        own.get(_("Know"), Door(_("Know"), "", "")),
        discuss,
        own.get(_("Decide"), Door(_("Decide"), _("Opens with the first village vote"), "")),
        supervise,
    )


def coverage(at: duties.Frame, found: Sequence[duties.Obligation], day: date) -> str:
    """How much there is to judge by: entries in the last finished register, never a score without it."""
    closed = [one for one in found if any(part.part.item is not None for part in one.parts) and one.opens <= day]
    if not closed:
        return ""
    last = max(closed, key=lambda one: one.opens)
    cells = [part.state for part in last.parts if part.part.item is not None]
    filled = sum(1 for word in cells if word in {State.DISCLOSED, State.NOTHING_AROSE})
    return _("%(n)d of %(all)d items have an entry in %(period)s") % {
        "n": filled,
        "all": len(cells),
        "period": present.period_word(last.occasion),
    }


def _designated(at: duties.Frame) -> str:
    fact = at.fact("designated")
    if fact is None:
        return _("This site is a companion: the official place of publication is the commune's own.")
    return _("Official place of publication by %(document)s") % {"document": fact.document}


def _life(acts: Sequence[datetime]) -> tuple[DayCount, ...]:
    counts = Counter(clock.local_day(at) for at in acts)
    return tuple(DayCount(day, n) for day, n in sorted(counts.items()))


def _recent(
    at: duties.Frame, told: Sequence[Told], names: dict[str, str], found: Sequence[duties.Obligation], most: int
) -> tuple[ActRow, ...]:
    """The latest `most` things, each once with the last that happened to it; in time or late where its duty is done."""
    closed = [duty for duty in found if duty.state in {State.DONE_ON_TIME, State.DONE_LATE}]
    done = {one.subject: duty.state for duty in closed for part in duty.parts for one in part.done}
    owed = {duty.clock.source: duty for duty in found if duty.clock is not None}
    document = {one.subject: str(one.words["decision"]) for one in told if one.words.get("decision")}
    rows: dict[str, ActRow] = {}
    for one in told:
        about = document.get(one.subject) or str(one.words.get("number") or one.subject)
        if one.body == at.place.id and not one.sealed and about not in rows and len(rows) < most:
            why = present.why_href(at, owed[one.subject]) if one.subject in owed else ""
            row = plugs.card(one, at, names.get(one.subject, ""), why)
            if row is not None:
                rows[about] = replace(row, state=done.get(one.subject))
    return tuple(rows.values())


@dataclass(frozen=True)
class _Seen:
    """What the front page and a body's page have in common. `everything` holds calendar occasions that open later too."""

    everything: tuple[duties.Obligation, ...]
    found: tuple[duties.Obligation, ...]
    names: dict[str, str]
    recent: tuple[ActRow, ...]
    life: tuple[DayCount, ...]
    open_now: tuple[OpenRow, ...]
    reported: tuple[ReportRow, ...]
    doors: tuple[Door, ...]


def _look(
    at: duties.Frame,
    allowed: Collection[Audience],
    judged: Collection[Audience],
    recent: int,
    *,
    named: bool = False,
    may_answer: bool = False,
) -> _Seen:
    """Five queries after the frame's; for those whom meetings are announced to up to three more. Of duties only those towards `judged` are
    told with their states, `recent` is how many acts to tell, `named` whether duties are to be called by what started them."""
    everything = duties.obligations(at, upcoming=True)
    begun = [one for one in everything if one.opens <= at.day or (one.clock is not None and one.clock.registered <= at.day)]
    found = visible(begun, judged)
    sources = {one.clock.source for one in found if one.clock is not None and named}
    reports = disclosures.reports_of(at.place.id) if at.place.kind == "commune" else {}  # a resident reports to a commune
    told = record.of_body(at.place.id, recent * DEEP, also=sources, sealed=reports)
    # A province's own page tells its communes; what they did is on theirs, and all of it in the record.
    since = datetime.combine(at.day - YEAR, time.min, clock.LOCAL)
    acted = record.instants_of_body(at.place.id, since) if at.place.kind != "province" else ()
    names = plugs.titles(told)
    open_now = plugs.open_now(at, allowed)
    reported = disclosures.reported(told, reports, at, may_answer=may_answer)
    lately = _recent(at, told, names, found, recent)
    return _Seen(everything, found, names, lately, _life(acted), open_now, reported, _doors(at, found, open_now, reported))


def body_page(
    at: duties.Frame,
    *,
    allowed: Collection[Audience],
    judged: Collection[Audience],
    stage: StageNote,
    acts: Collection[str] = frozenset(),
) -> BodyPage:
    """A body's own page: what was done first, then what is being discussed, then what is still to be done, as far as `stage` shows it:
    the duties towards `judged`."""
    seen = _look(at, allowed, judged, RECENT, named=True, may_answer="decision.register" in acts)
    found, names, things = seen.found, seen.names, things_of(at, acts)
    todo = sorted(filter(is_todo, found), key=lambda one: nearness(one, at.day))
    kept = [one for one in found if not is_todo(one) and one.duty.starts.kind == "standing"]
    links = []
    if "decision.report" in acts and at.place.kind == "commune":
        links.append(Link(_("Report a decision that is not listed here"), reverse("decision-report", args=[at.place.code])))
    if "bodies.set_fact" in acts and at.place.kind in ("province", "commune"):
        links.append(Link(_("Enter what is true of it, by a document"), reverse("body-fact", args=[at.place.code])))
    if "bodies.rename" in acts:
        links.append(Link(_("Enter another name, by a decision"), reverse("body-rename", args=[at.place.code])))
        links.append(Link(_("Enter that it was merged, split or dissolved"), reverse("body-succeed", args=[at.place.code])))
    return BodyPage(
        code=at.place.code,
        name=at.place.name,
        kind_word=at.place.kind_word,
        since=at.place.alive_from,
        formerly=at.former,
        parent=Link(at.parent.name, reverse("body", args=[at.parent.code])) if at.parent is not None else None,
        answers=_answers(visible(seen.everything, allowed), at),
        designated=_designated(at) if at.place.kind == "commune" else "",
        doors=seen.doors,
        todo=tuple(row_of(one, at, names, things, acts) for one in todo),
        recent=seen.recent,
        quarter=disclosures.strip(at, seen.everything, disclosures.quarter_of(at, at.day)) if stage.shown else None,
        coverage=coverage(at, found, at.day),
        villages=_villages(at),
        today=at.day,
        open_now=seen.open_now,
        kept=tuple(row_of(one, at, names, things, acts) for one in kept),
        life=seen.life,
        recent_href=reverse("record") + f"?don-vi={at.place.code}",
        reports=tuple(links),
        desk=Link(_("To do"), reverse("desk")) if acts and "disclosure.post" in acts else None,
        reported=seen.reported,
        asked=_asked(at),
        stage=stage,
        figures=Link(_("Figures of %(name)s") % {"name": at.place.name}, reverse("figures", args=[at.place.code])) if stage.shown else None,
        feed_href=reverse("body-feed", args=[at.place.code]),
        shelf=plugs.shelf(at),
        regulation=_regulation(at) if at.place.kind == "commune" else None,
        inside=places.inside(at.place, at.day) if at.place.kind == "province" else None,
    )


@dataclass(frozen=True)
class Around:
    """What goes on at a body, for who lives there: what one can have a say in now, and what was done lately."""

    body: Link
    open_now: tuple[OpenRow, ...]
    recent: tuple[ActRow, ...]


def around(at: duties.Frame, *, allowed: Collection[Audience]) -> Around:
    """What goes on at a body, in short; whether it was in time is on its own page. Two queries after the frame's, and those of the works
    that have something open."""
    told = record.of_body(at.place.id, NEAR * DEEP)
    open_now = plugs.open_now(at, allowed)
    recent = _recent(at, told, plugs.titles(told), (), NEAR)
    return Around(Link(at.place.name, reverse("body", args=[at.place.code])), open_now, recent)


def _asked(at: duties.Frame) -> Link:
    """What the law asks of such a body beyond what this house can record."""
    kind, n = at.place.kind, look.unrecorded(at.book, at.place.kind, at.day)
    text = ngettext(
        "The law asks for %(n)d more thing that this house cannot record yet",
        "The law asks for %(n)d more things that this house cannot record yet",
        n,
    )
    return Link(text % {"n": n} if n else _("What the law asks of such a body"), reverse("rules-of-kind", args=[kind]))


def _regulation(at: duties.Frame) -> Link:
    """What this commune must disclose, when and how; its own regulation where it has one."""
    text = _("Regulation on democracy of %(name)s") if at.laid else _("What the law asks of %(name)s")
    return Link(text % {"name": at.place.name}, reverse("regulation", args=[at.place.code]))


def _villages(at: duties.Frame) -> tuple[Link, ...]:
    return tuple(Link(village.name, reverse("body", args=[village.code])) for village in at.villages)


def _answers(found: Sequence[duties.Obligation], at: duties.Frame) -> str:
    offices = Counter(one.duty.answers for one in found)
    return office_name(offices.most_common(1)[0][0], at.book) if offices else ""


def home_page(
    at: duties.Frame,
    query: str,
    found: tuple[FoundRow, ...] | None,
    *,
    resident: bool,
    allowed: Collection[Audience],
    judged: Collection[Audience],
) -> HomePage:
    """The front page of a site of one commune."""
    seen = _look(at, allowed, judged, LATELY)
    lead = _("%(name)s: what was disclosed, what is still to be done, and why. Everything can be checked.") % {"name": at.place.name}
    return HomePage(
        body=Link(at.place.name, reverse("body", args=[at.place.code])),
        formerly=at.former,
        lead=lead,
        doors=seen.doors,
        recent=seen.recent,
        open_now=seen.open_now,
        villages=_villages(at),
        today=at.day,
        life=seen.life,
        query=query,
        found=found,
        report=Link(_("Report a decision that is not listed here"), reverse("decision-report", args=[at.place.code])) if resident else None,
    )


def duties_page(at: duties.Frame, *, acts: Collection[str], allowed: Collection[Audience]) -> tuple[DutyRow, ...]:
    """Everything the body owes, with the forms of each duty."""
    found = visible(duties.obligations(at), allowed)
    told = record.of_subjects({one.clock.source for one in found if one.clock is not None})
    names, things = plugs.titles(told), things_of(at, acts)
    return tuple(row_of(one, at, names, things, acts, parts=True) for one in found)


def why_page(at: duties.Frame, one: duties.Obligation, *, acts: frozenset[str], stage: StageNote | None = None) -> WhyPage:
    """The arithmetic of one due day, from the start to what was done."""
    book = duties.book_of(at, one)
    day = duties.arithmetic(at, one, book)
    thing = next((fulfilment.subject for part in one.parts for fulfilment in part.done), "")
    shown = thing or next((run.subject for part in one.parts for run in part.runs), "")
    source = one.clock.source if one.clock is not None else ""
    everything = record.of_subjects([subject for subject in (source, shown) if subject])
    told = tuple(entry for entry in everything if entry.subject == source) if source else ()
    title = disclosures.title_for(one, plugs.titles(told))
    document = next((entry.words for entry in told if entry.act == "decision.register"), {})
    action = button(one, at, things_of(at, acts), acts)
    return WhyPage(
        title=title or present.occasion_title(one),
        body=Link(at.place.name, reverse("body", args=[at.place.code])),
        thing=Link(_("What was disclosed"), reverse("thing", args=[thing])) if thing else None,
        state=one.state,
        start_text=_start_text(one, document),
        start_href=reverse("entry", args=[told[0].address]) if told else "",
        redates=disclosures.redates(told, at.book),
        rule_text=present.said(one.duty.summary),
        rule=Link(present.said(one.duty.subject), _rule_href(at, one)),
        basis=format.cited(one.duty.basis),
        marks=present.marks(one, at),
        steps=day.steps,
        due=one.due,
        rolled=one.rolled if one.rolled != one.due else None,
        due_text=present.due_text(one),
        unknown=day.unknown,
        provisional=day.provisional,
        done_text=_done_text(one, at.day),
        parts=tuple(present.part_row(part, at) for part in one.parts if part.part.item is None),
        answers=office_name(one.duty.answers, at.book),
        actions=(
            *((action,) if action is not None else ()),
            *disclosures.source_links(at, one, told, acts),
            *following.links(at, one, acts),
        ),
        urged=tuple(map(following.said, follow.urged(at.place.id, at.day).get((one.duty.id, one.occasion), ()))),
        command=f"dinhlang why {at.place.code} {one.duty.id} {one.occasion}",
        rulebook=book.hash.hex(),
        today=at.day,
        note=present.said(one.duty.why),
        started=one.clock.opens if one.clock is not None else one.opens,
        rulebook_href=reverse("rules"),
        stage=stage,
        official=disclosures.official_of([entry for entry in everything if entry.subject == shown]),
    )


def _rule_href(at: duties.Frame, one: duties.Obligation) -> str:
    """The page of a rule: of what a commune added itself, its regulation."""
    return reverse("regulation", args=[at.place.code]) if one.duty.id.startswith(PREFIX) else reverse("rule", args=[one.duty.id])


def _start_text(one: duties.Obligation, document: object) -> str:
    if one.clock is None:
        if one.occasion == "standing":
            return _("Owed since %(day)s, every day.") % {"day": format.long_day(one.opens)}
        return _("The calendar opens it: %(period)s.") % {"period": present.period_word(one.occasion)}
    if one.clock.since is not None:
        own = replace(one, clock=one.clock._replace(since=None))
        return f"{_start_text(own, document)} {present.inheritance(one.clock)}"
    if isinstance(document, dict) and document.get("number"):
        return _("Document %(number)s is dated %(day)s.") % {"number": document["number"], "day": format.long_day(one.clock.opens)}
    if one.duty.starts.event == "event.announced":
        return _("The meeting is on %(day)s.") % {"day": format.long_day(one.clock.opens)}
    return _("The plan of %(day)s names it.") % {"day": format.long_day(one.clock.opens)}


def _done_text(one: duties.Obligation, today: date) -> str:
    counted = [part.first for part in one.parts if part.required and part.first is not None and part.state in DONE]
    needed = [part for part in one.parts if part.required]
    last = one.rolled or one.due
    if counted and len(counted) == len(needed):
        return _("Yes: the last of its forms on %(day)s.") % {"day": format.long_day(max(counted))}
    text = _("%(n)d of %(all)d forms so far.") % {"n": len(counted), "all": len(needed)} if needed else ""
    if last is not None and today > last:
        late = (today - last).days
        return f"{text} " + ngettext("The due day passed %(n)d day ago.", "The due day passed %(n)d days ago.", late) % {"n": late}
    return text or _("Not yet.")


def site_body() -> str:
    """The code of the body the front page is about."""
    return str(settings.HOME_BODY)
