"""Meetings as people read them: in words, with the working of a result and what may be done next.

Promises: who may know of a meeting is asked of policy/visibility.toml before anything of it is shown; nobody is named as asking or voting.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dinhlang.core.refusal import N_, NotHere
from dinhlang.core.rules import Rulebook
from dinhlang.core.tally.rounds import Outcome
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.follow import assigned
from dinhlang.ground.people import visibility
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.people.visibility import Role
from dinhlang.ground.polls import reads as rounds
from dinhlang.ground.record.reads import Told
from dinhlang.ground.rolls.policy import HOUSEHOLDS
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import (
    AskedRow,
    Field,
    FoundRow,
    Link,
    MeetingPage,
    MeetingRow,
    MeetingsPage,
    MotionRow,
    PointRow,
    WorkRow,
)
from dinhlang.works.meetings import acts as deeds
from dinhlang.works.meetings import policy
from dinhlang.works.meetings.models import Item, Meeting, Motion, Question
from dinhlang.works.meetings.states import ASKED, CALLED, HELD, OFF, PAPERS, SHORT

MODEL = "meetings.Meeting"
OWNER = "SELECT body_id FROM meetings_meeting WHERE subject = %s"
STATES: Mapping[str, tuple[str, str]] = {
    CALLED: (N_("called"), "open"), HELD: (N_("held"), "done"), SHORT: (N_("too few came"), "wait"), OFF: (N_("called off"), "none"),
    PAPERS: (N_("papers are with everybody"), "wait"), ASKED: (N_("decided by papers"), "done"),
}  # fmt: skip
OUTCOMES: Mapping[str, tuple[str, str]] = {
    Outcome.PASSED.value: (N_("carried"), "done"), Outcome.LOST.value: (N_("did not carry"), "none"),
    Outcome.COULD_NOT_REACH.value: (N_("too few papers came back"), "none"),
}  # fmt: skip
WORK_STATES: Mapping[str, tuple[str, str]] = {
    assigned.OPEN: (N_("not begun"), "open"), assigned.DOING: (N_("being done"), "wait"), assigned.DONE: (N_("done"), "done"),
    assigned.NOT: (N_("not done"), "none"),
}  # fmt: skip
INSIDE_NOTE = N_("Meetings of the staff or workers are read inside the body: by its offices, its chair and the Front.")


@dataclass(frozen=True)
class Found:
    """A meeting with what belongs to it. The words are those of the tables: of a meeting inside a body the record seals them.

    `work` is what came of it and of the meetings of its kind before.
    """

    row: Meeting
    items: tuple[Item, ...]
    motions: tuple[Motion, ...]
    questions: tuple[Question, ...]
    work: tuple[assigned.Work, ...] = ()

    @property
    def sort(self) -> policy.Sort:
        """The kind of meeting it is."""
        return policy.sorts()[self.row.kind]

    @property
    def called(self) -> date:
        """The day it was called, by whose lists its agenda is read."""
        return format.local_day(self.row.called)


def stand(subject: str, day: date) -> duties.Stand:
    """The body whose meeting it is. Raises NotHere. One query."""
    found = duties.stand_where(OWNER, [subject], day)
    if found is None:
        raise NotHere(N_("There is no such meeting."))
    return found


def find(subject: str) -> Found:
    """A meeting whole, in five queries. Raises NotHere."""
    row = Meeting.objects.select_related("roll").defer("roll__rows").filter(pk=subject).first()
    if row is None:
        raise NotHere(N_("There is no such meeting."))
    return Found(
        row,
        tuple(Item.objects.filter(meeting=subject).order_by("number")),
        tuple(Motion.objects.filter(meeting=subject).order_by("number")),
        tuple(Question.objects.filter(meeting=subject).order_by("number")),
        assigned.of(_line(row)),
    )


def _line(row: Meeting) -> Any:
    """A meeting and those of its kind at its body before it, as a query for their subjects."""
    before = Q(body=row.body_id, kind=row.kind, duty=row.duty, at__lt=row.at)
    return Meeting.objects.filter(Q(pk=row.pk) | before).values("subject")


def may_see(roles: Collection[Role], seen: str) -> bool:
    """Whether somebody in these roles may know of a meeting that is `seen` by everybody, inside, or inside a private employer."""
    return visibility.may_see(roles, MODEL, "title", seen)


def state_of(row: Meeting) -> tuple[str, str]:
    """The state of a meeting in words, with the css class of its chip."""
    text, css = STATES[row.state]
    return _(text), css


def kind_word(row: Meeting, book: Rulebook) -> str:
    """Which meeting it is: its kind, or the duty that asked for it."""
    duty = book.duties.get(row.duty)
    return policy.sorts()[row.kind].text.said if duty is None else present.said(duty.subject)


def _row(row: Meeting) -> MeetingRow:
    text, css = state_of(row)
    return MeetingRow(row.title, reverse("meeting", args=[row.pk]), row.at, row.place, text, css)


def listing(at: duties.Stand, roles: Collection[Role], actions: tuple[Link, ...]) -> MeetingsPage:
    """The meetings of a body that these roles may know of. One query."""
    seen = [name for name in ("open", "inside", "private") if may_see(roles, name)]
    rows = list(Meeting.objects.filter(body=at.place.id, seen__in=seen).order_by("-at", "-subject")[:200])
    inside = at.place.kind != "village" and "inside" not in seen
    return MeetingsPage(
        title=_("Meetings of %(name)s") % {"name": at.place.name},
        body=Link(at.place.name, reverse("body", args=[at.place.code])),
        coming=tuple(_row(one) for one in reversed(rows) if one.state == CALLED),
        past=tuple(_row(one) for one in rows if one.state != CALLED),
        today=at.day,
        actions=actions,
        closed_note=_(INSIDE_NOTE) if inside else "",
    )


def callable_here(at: duties.Stand, office: str, acts: Collection[str]) -> tuple[Link, ...]:
    """The meetings that this office may call at the body, each as a button."""
    if "meeting.call" not in acts:
        return ()
    address = reverse("meeting-call", args=[at.place.code])
    return tuple(
        Link(_("Call: %(kind)s") % {"kind": one.text.said}, f"{address}?loai={one.id}") for one in policy.offered(at.place.kind, office)
    )


def working(row: Meeting) -> tuple[str, ...]:
    """How many came and how many had to, in sentences."""
    if row.came is None:
        return ()
    lines = []
    if row.on_roll is None:
        lines.append(ngettext("%(n)d person came.", "%(n)d people came.", row.came) % {"n": row.came})
    elif row.roll is not None and row.roll.roll == HOUSEHOLDS:
        numbers = {"came": format.count(row.came), "on_roll": format.count(row.on_roll)}
        lines.append(_("%(came)s of %(on_roll)s households took part.") % numbers)
    else:
        lines.append(
            _("%(came)s of the %(all)s who were called came.") % {"came": format.count(row.came), "all": format.count(row.on_roll)}
        )
    if row.needed is None:
        lines.append(_("The law names no number that must come to this meeting."))
    else:
        lines.append(_("At least %(n)s had to come.") % {"n": format.count(row.needed)})
    return tuple(lines)


def _motion(one: Motion) -> MotionRow:
    if one.agree is None:
        return MotionRow(one.text)
    if one.outcome:
        text, css = OUTCOMES[one.outcome]
        said = _("%(result)s; %(needed)s were needed") % {"result": _(text), "needed": format.count(one.needed or 0)}
        return MotionRow(one.text, one.agree, one.against, said, css)
    return MotionRow(
        one.text, one.agree, one.against, _("What carries stands in the workplace's or the village's own rules: see the minutes.")
    )


def _motions(found: Found, acts: Collection[str]) -> tuple[MotionRow, ...]:
    """What is voted on. While papers are with everybody: how many persons counted them, and the form to count. Four queries then."""
    if found.row.state != PAPERS:
        return tuple(map(_motion, found.motions))
    running = {one.matter: one for one in rounds.rounds([one.matter for one in found.motions if one.matter])}
    rows = []
    for one in found.motions:
        if one.matter not in running:
            continue
        sitting = running[one.matter].sittings[0]
        until = format.instant(running[one.matter].closes)
        said = _("papers come back until %(when)s") % {"when": until}
        if sitting.agreed is not None:
            said = _("two persons counted alike")
        elif sitting.differ:
            said = _("two persons counted, and their numbers differ: count again")
        elif sitting.counts:
            said = _("one person counted; a second is to come")
        link = Link(_("Enter the count"), reverse("meeting-count", args=[found.row.pk, one.number])) if "meeting.count" in acts else None
        rows.append(MotionRow(one.text, result=said, action=link))
    return tuple(rows)


def _facts(found: Found, book: Rulebook) -> tuple[Field, ...]:
    row = found.row
    facts = [Field(_("Begins"), format.instant(row.at)), Field(_("Place"), row.place), Field(_("Called by"), office_name(row.office, book))]
    if row.on_roll is not None and row.roll is not None:
        day = format.short_day(row.roll.day)
        facts.append(Field(_("On the list of %(day)s") % {"day": day}, format.count(row.on_roll)))
    if row.call > 1:
        facts.append(Field(_("Call"), _("call no. %(n)d, after too few came") % {"n": row.call}))
    if row.reason:
        facts.append(Field(_("Why it was called off"), row.reason))
    return tuple(facts)


def _next(found: Found, now: datetime) -> str:
    row = found.row
    if row.state == SHORT and row.call == 1:
        return _("Too few came: nothing was decided. It may be called again.")
    if row.state == SHORT:
        return _("Too few came to the second call as well: papers to all may follow, as the head agrees with the union.")
    if row.state == PAPERS:
        return _("Papers are with everybody. The office that called and the union each count them; then the office closes them.")
    if row.state == ASKED:
        return _("The law names no share for papers (Art. 50(2), 68(2)): they are held against that of the conference.")
    if row.state == CALLED and now >= row.at:
        return _("It has begun. What came of it is to be entered.")
    return ""


def _actions(found: Found, acts: Collection[str], office: str, now: datetime, at: duties.Stand) -> tuple[Link, ...]:
    row, links = found.row, []
    calls = office in found.sort.callers
    holds = deeds.act_of(found.sort, at.book.duties.get(row.duty))

    def link(text: str, name: str) -> Link:
        return Link(text, reverse(name, args=[row.pk]))

    if row.state == CALLED and calls and holds in acts and now >= row.at:
        links.append(link(_("Enter what came of it"), "meeting-hold"))
    if row.state in (CALLED, HELD) and "meeting.question" in acts:
        links.append(link(_("Enter a question"), "meeting-question"))
    if row.state == SHORT and row.before_id and found.sort.papers and calls and "meeting.papers" in acts:
        links.append(link(_("Send papers to all"), "meeting-papers"))
    if row.state == PAPERS and calls and deeds.VOTE in acts:
        links.append(link(_("Close the papers"), "meeting-close"))
    if row.state in (HELD, ASKED) and calls and "meeting.conclude" in acts:
        name = _("Enter what voters asked for") if found.sort.petitions else _("Enter a conclusion")
        links.append(link(name, "meeting-conclude"))
    if row.state == HELD and calls and "meeting.rate" in acts and not row.rating:
        links.append(link(_("Enter the rating slips"), "meeting-rate"))
    if row.state == CALLED and calls and "meeting.call_off" in acts:
        links.append(link(_("Call it off"), "meeting-call-off"))
    if row.state == SHORT and calls and "meeting.call" in acts and row.kind != policy.ASKED_FOR:
        links.append(Link(_("Call it again"), f"{reverse('meeting-call', args=[at.place.code])}?loai={row.kind}&lai={row.pk}"))
    return tuple(links)


def _questions(found: Found, *, answers: bool, inside: bool) -> tuple[AskedRow, ...]:
    """The questions with their answers. Those that nobody looked at yet are for those `inside` alone; one that was set aside says why."""
    rows = []
    for one in found.questions:
        if not one.shown and not one.aside and not inside:
            continue
        when = _("asked before the meeting") if one.ahead else _("asked in the meeting")
        if one.aside:
            rows.append(AskedRow(_("A question that is not answered here"), when, set_aside=one.aside))
            continue
        if not one.text:
            rows.append(AskedRow(_("Whoever sent this question erased it"), when, one.answer, one.owner))
            continue
        when = when if one.shown else _("sent by a resident; others see it once it is answered")
        open_still, aside = answers and not one.answer, reverse("meeting-aside", args=[found.row.pk, one.number])
        rows.append(
            AskedRow(
                one.text, when, one.answer, one.owner,
                Link(_("Answer"), reverse("meeting-answer", args=[found.row.pk, one.number])) if open_still else None,
                Link(_("Set a question aside"), aside) if open_still and not one.shown else None,
            )
        )  # fmt: skip
    return tuple(rows)


def work_about(one: assigned.Work, names: Mapping[int, bodies.Place], book: Rulebook) -> str:
    """Who does a piece of work and until when, and which village asked for it, in a line."""
    words = [office_name(one.office, book)]
    if one.body in names:
        words[0] = f"{words[0]}, {names[one.body].name}"
    if one.place in names and one.place is not None:
        words.insert(0, _("asked for in %(village)s") % {"village": names[one.place].name})
    words.append(_("by %(day)s") % {"day": format.short_day(one.due)} if one.due else _("no day was named"))
    return " · ".join(words)


def _works(found: Found, at: duties.Stand, office: str, seat: int | None, acts: Collection[str]) -> tuple[tuple[WorkRow, ...], ...]:
    """What came of this meeting, and what of the earlier ones is open, or was ended since the last of them. One query at the most."""
    mine = [one for one in found.work if one.source == found.row.pk]
    before = [one for one in found.work if one.source != found.row.pk]
    last = max((one.given for one in before), default=None)
    told = [
        one
        for one in before
        if not one.ended or one.given == last or (one.at is not None and last is not None and format.local_day(one.at) >= last)
    ]
    ids = {one.body for one in (*mine, *told)} | {one.place for one in (*mine, *told) if one.place is not None}
    names = bodies.places(ids - {at.place.id}, at.day) if ids - {at.place.id} else {}
    names = {**names, at.place.id: at.place}

    def row(one: assigned.Work) -> WorkRow:
        text, css = WORK_STATES[one.state]
        reports = not one.ended and one.body == seat and office in assigned.offices_of(names[one.body], at.book)
        action = Link(_("Say what became of it"), reverse("meeting-report", args=[one.source, one.number])) if reports else None
        return WorkRow(one.text, work_about(one, names, at.book), _(text), css, one.said, action)

    return tuple(map(row, mine)), tuple(map(row, told))


def rating(row: Meeting) -> tuple[str, ...]:
    """What the slips without names said, in sentences: from a number of slips on the answers, else that they were too few."""
    slips = row.rating.get("slips")
    if not slips:
        return ()
    lines = [ngettext("%(n)d slip without a name came back.", "%(n)d slips without a name came back.", slips) % {"n": slips}]
    by = row.rating.get("by")
    if by is None:
        return (*lines, _("What they said is neither kept nor shown: so few, or so alike, that somebody's answer could be told."))
    return (*lines, " · ".join(f"{one.text.said}: {format.count(by.get(one.id, 0))}" for one in policy.values().ratings))


def _asking(found: Found, acts: Collection[str], now: datetime) -> tuple[Link | None, str]:
    """How somebody who lives here asks beforehand: a link for who may now, else where to."""
    row, sort = found.row, found.sort
    if row.state != CALLED or now >= row.at or not sort.asks or row.seen != "open":
        return None, ""
    if "meeting.ask" in acts:
        return Link(_("Ask beforehand"), reverse("meeting-ask", args=[row.pk])), _(
            "Your question is read by the office that answers. Nobody is named as asking."
        )
    return None, _("Questions may be sent beforehand: enter with your household's slip or sign in, or bring them to the office on paper.")


def _point(one: policy.Point) -> PointRow:
    return PointRow(one.text.said, format.cited(one.basis) if one.basis else "")


def page(
    found: Found, at: duties.Stand, acts: Collection[str], office: str, now: datetime, *, seat: int | None = None, inside: bool = False
) -> MeetingPage:
    """The page of a meeting, for who holds `office` at the body `seat` ("" and None for everybody else); `inside` sees what waits."""
    row, sort = found.row, found.sort
    text, css = state_of(row)
    answers = "meeting.answer" in acts and office in sort.callers
    points = tuple(_point(sort.kept(one.item, found.called)) if one.item else PointRow(one.text) for one in found.items)
    files = tuple(Link(str(one["name"]), reverse("meeting-minutes", args=[row.pk, n])) for n, one in enumerate(row.minutes))
    rule = at.book.decisions.get(row.rule)
    duty = at.book.duties.get(row.duty)
    basis = duty.basis if duty is not None else rule.basis if rule is not None else sort.basis(found.called)
    work, earlier = _works(found, at, office, seat, acts)
    ask, ask_note = _asking(found, acts, now)
    return MeetingPage(
        title=row.title, body=Link(_("Meetings of %(name)s") % {"name": at.place.name}, reverse("meetings", args=[at.place.code])),
        state=text, css=css, kind=kind_word(row, at.book), facts=_facts(found, at.book), points=points, today=at.day,
        motions=_motions(found, acts), questions=_questions(found, answers=answers, inside=inside), working=working(row),
        minutes=files, actions=_actions(found, acts, office, now, at),
        calendar_href=reverse("meeting-calendar", args=[row.pk]) if row.state == CALLED else "", note=_next(found, now),
        basis=format.cited(basis) if basis else "", why=sort.notes(found.called), ask=ask, ask_note=ask_note,
        work=work, work_title=_("What voters asked for") if sort.petitions else _("Conclusions and who does what"), earlier=earlier,
        rating=rating(row),
    )  # fmt: skip


SENTENCES: Mapping[str, str] = {
    "meeting.call": N_("Called a meeting"),
    "meeting.question": N_("Put a question for a meeting"),
    "meeting.answer": N_("Answered a question of a meeting"),
    "meeting.hold": N_("Entered what came of a meeting"),
    "meeting.call_off": N_("Called a meeting off"),
    "meeting.ask": N_("A resident asked before a meeting"),
    "meeting.set_aside": N_("Set aside a question that was sent for a meeting"),
    "meeting.conclude": N_("Gave an office work that came of a meeting"),
    "meeting.report": N_("Said what became of work that came of a meeting"),
    "meeting.rate": N_("Entered the rating slips of a meeting"),
    "meeting.papers": N_("Sent papers to all, after too few came twice"),
    "meeting.count": N_("Entered a count of papers"),
    "vote.hold": N_("Closed the papers that were sent to all"),
    "dialogue.hold": N_("Entered what came of a dialogue"),
    "dialogue.request": N_("Entered that one side asked for a dialogue"),
}


def sentence(one: Told, near: present.Near = present.NOWHERE) -> str:
    """What an entry of this work says; "" where it is another work's. Of a meeting inside a body it says no more than that."""
    if one.act not in SENTENCES:
        return ""
    text = _(SENTENCES[one.act])
    if one.act == "meeting.call" and one.words.get("title"):
        when = format.instant(datetime.fromisoformat(str(one.words["begins"])))
        return _("Called a meeting: “%(title)s”, %(when)s") % {"title": one.words["title"], "when": when}
    if one.act in deeds.HELD_BY and one.words.get("outcome"):
        return f"{text}: {_(STATES[str(one.words['outcome'])][0])}"
    if one.act == "meeting.conclude" and one.words.get("text"):
        return f"{text}: {one.words['text']}"
    if one.act == "meeting.report" and one.words.get("text"):
        return f"{text} ({_(WORK_STATES[str(one.words['outcome'])][0])}): {one.words['text']}"
    return text


def titles(told: Sequence[Told]) -> dict[str, str]:
    """What the meetings of these entries are called, as far as everybody may know."""
    return {one.subject: str(one.words["title"]) for one in told if one.act == "meeting.call" and one.words.get("title")}


def waiting(at: duties.Frame, now: datetime) -> tuple[FoundRow, ...]:
    """Meetings of a body that its callers have something to do for, nearest first. One query."""
    found = []
    for one in Meeting.objects.filter(body=at.place.id, state__in=(CALLED, SHORT, PAPERS), again=None).order_by("at"):
        text = _("what came of it is to be entered") if now >= one.at else format.instant(one.at)
        text = _("too few came: it may be called again") if one.state == SHORT else text
        text = _("papers are with everybody: two persons count them") if one.state == PAPERS else text
        found.append(FoundRow(one.title, text, reverse("meeting", args=[one.pk])))
    return tuple(found)
