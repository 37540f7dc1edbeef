"""Meetings as people read them: in words, with the working of a result and what may be done next.

Promises: who may know of a meeting is asked of policy/visibility.toml before anything of it is shown; nobody is named as asking or voting.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dinhlang.core.refusal import N_, NotHere
from dinhlang.core.rules import Rulebook
from dinhlang.core.tally.rounds import Outcome
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import visibility
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.people.visibility import Role
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
)
from dinhlang.works.meetings import policy
from dinhlang.works.meetings.models import Item, Meeting, Motion, Question
from dinhlang.works.meetings.states import CALLED, HELD, OFF, SHORT

MODEL = "meetings.Meeting"
OWNER = "SELECT body_id FROM meetings_meeting WHERE subject = %s"
STATES: Mapping[str, tuple[str, str]] = {
    CALLED: (N_("called"), "open"), HELD: (N_("held"), "done"), SHORT: (N_("too few came"), "wait"), OFF: (N_("called off"), "none"),
}  # fmt: skip
OUTCOMES: Mapping[str, tuple[str, str]] = {
    Outcome.PASSED.value: (N_("carried"), "done"), Outcome.LOST.value: (N_("did not carry"), "none"),
}  # fmt: skip
INSIDE_NOTE = N_("Meetings of the staff or workers are read inside the body: by its offices, its chair and the Front.")


@dataclass(frozen=True)
class Found:
    """A meeting with what belongs to it. The words are those of the tables: of a meeting inside a body the record seals them."""

    row: Meeting
    items: tuple[Item, ...]
    motions: tuple[Motion, ...]
    questions: tuple[Question, ...]

    @property
    def sort(self) -> policy.Sort:
        """The kind of meeting it is."""
        return policy.sorts()[self.row.kind]


def stand(subject: str, day: date) -> duties.Stand:
    """The body whose meeting it is. Raises NotHere. One query."""
    found = duties.stand_where(OWNER, [subject], day)
    if found is None:
        raise NotHere(N_("There is no such meeting."))
    return found


def find(subject: str) -> Found:
    """A meeting whole, in four queries. Raises NotHere."""
    row = Meeting.objects.select_related("roll").defer("roll__rows").filter(pk=subject).first()
    if row is None:
        raise NotHere(N_("There is no such meeting."))
    return Found(
        row,
        tuple(Item.objects.filter(meeting=subject).order_by("number")),
        tuple(Motion.objects.filter(meeting=subject).order_by("number")),
        tuple(Question.objects.filter(meeting=subject).order_by("number")),
    )


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
    if row.state == CALLED and now >= row.at:
        return _("It has begun. What came of it is to be entered.")
    return ""


def _actions(found: Found, acts: Collection[str], office: str, now: datetime, code: str) -> tuple[Link, ...]:
    row, links = found.row, []
    calls = office in found.sort.callers

    def link(text: str, name: str) -> Link:
        return Link(text, reverse(name, args=[row.pk]))

    if row.state == CALLED and calls and "meeting.hold" in acts and now >= row.at:
        links.append(link(_("Enter what came of it"), "meeting-hold"))
    if row.state in (CALLED, HELD) and "meeting.question" in acts:
        links.append(link(_("Enter a question"), "meeting-question"))
    if row.state == CALLED and calls and "meeting.call_off" in acts:
        links.append(link(_("Call it off"), "meeting-call-off"))
    if row.state == SHORT and calls and "meeting.call" in acts and row.kind != policy.ASKED_FOR:
        links.append(Link(_("Call it again"), f"{reverse('meeting-call', args=[code])}?loai={row.kind}&lai={row.pk}"))
    return tuple(links)


def page(found: Found, at: duties.Stand, acts: Collection[str], office: str, now: datetime) -> MeetingPage:
    """The page of a meeting."""
    row, sort = found.row, found.sort
    text, css = state_of(row)
    answers = "meeting.answer" in acts and office in sort.callers
    questions = tuple(
        AskedRow(
            one.text, _("asked before the meeting") if one.ahead else _("asked in the meeting"), one.answer, one.owner,
            Link(_("Answer"), reverse("meeting-answer", args=[row.pk, one.number])) if answers and not one.answer else None,
        )
        for one in found.questions
    )  # fmt: skip
    points = tuple(
        PointRow(sort.points[one.item].text.said, format.cited(sort.points[one.item].basis)) if one.item else PointRow(one.text)
        for one in found.items
    )
    files = tuple(Link(str(one["name"]), reverse("meeting-minutes", args=[row.pk, n])) for n, one in enumerate(row.minutes))
    rule = at.book.decisions.get(row.rule)
    duty = at.book.duties.get(row.duty)
    basis = duty.basis if duty is not None else rule.basis if rule is not None else sort.basis
    return MeetingPage(
        title=row.title, body=Link(_("Meetings of %(name)s") % {"name": at.place.name}, reverse("meetings", args=[at.place.code])),
        state=text, css=css, kind=kind_word(row, at.book), facts=_facts(found, at.book), points=points, today=at.day,
        motions=tuple(map(_motion, found.motions)), questions=questions, working=working(row), minutes=files,
        actions=_actions(found, acts, office, now, at.place.code),
        calendar_href=reverse("meeting-calendar", args=[row.pk]) if row.state == CALLED else "", note=_next(found, now),
        basis=format.cited(basis) if basis else "",
    )  # fmt: skip


SENTENCES: Mapping[str, str] = {
    "meeting.call": N_("Called a meeting"),
    "meeting.question": N_("Put a question for a meeting"),
    "meeting.answer": N_("Answered a question of a meeting"),
    "meeting.hold": N_("Entered what came of a meeting"),
    "meeting.call_off": N_("Called a meeting off"),
}


def sentence(one: Told, near: present.Near = present.NOWHERE) -> str:
    """What an entry of this work says; "" where it is another work's. Of a meeting inside a body it says no more than that."""
    if one.act not in SENTENCES:
        return ""
    text = _(SENTENCES[one.act])
    if one.act == "meeting.call" and one.words.get("title"):
        when = format.instant(datetime.fromisoformat(str(one.words["begins"])))
        return _("Called a meeting: “%(title)s”, %(when)s") % {"title": one.words["title"], "when": when}
    if one.act == "meeting.hold" and one.words.get("outcome"):
        return f"{text}: {_(STATES[str(one.words['outcome'])][0])}"
    return text


def titles(told: Sequence[Told]) -> dict[str, str]:
    """What the meetings of these entries are called, as far as everybody may know."""
    return {one.subject: str(one.words["title"]) for one in told if one.act == "meeting.call" and one.words.get("title")}


def waiting(at: duties.Frame, now: datetime) -> tuple[FoundRow, ...]:
    """Meetings of a body that its callers have something to do for, nearest first. One query."""
    found = []
    for one in Meeting.objects.filter(body=at.place.id, state__in=(CALLED, SHORT), again=None).order_by("at"):
        text = _("what came of it is to be entered") if now >= one.at else format.instant(one.at)
        text = _("too few came: it may be called again") if one.state == SHORT else text
        found.append(FoundRow(one.title, text, reverse("meeting", args=[one.pk])))
    return tuple(found)
