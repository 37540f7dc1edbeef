"""What the minutes of a meeting or conference say: they assemble themselves from what was called, asked, counted.

Promises: the agenda, who came, questions with their answers, the counts of each motion; before it was held a form to fill in by hand.
Always in Vietnamese. Refuses: who asked, who voted how.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from dinhlang.core.rules import Rulebook
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.documents import policy as looks
from dinhlang.ground.documents.content import Content, Offer, Part, Row, Sign
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.works.meetings import reads
from dinhlang.works.meetings.models import Motion
from dinhlang.works.meetings.reads import Found
from dinhlang.works.meetings.states import CALLED, HELD, SHORT

MINUTES = "minutes"


def of_meeting(subject: str, day: date, now: datetime) -> tuple[Offer, ...]:
    """The minutes of a meeting, with the body above; () where there is no such meeting. Some six queries."""
    stand = duties.stand_where(reads.OWNER, [subject], day)
    if stand is None:
        return ()
    found = reads.find(subject)
    above = bodies.place(stand.place.parent, day) if stand.place.parent is not None else None
    return offers(found, stand.place, above, stand.book, now)


def offers(found: Found, place: Place, above: Place | None, book: Rulebook, now: datetime) -> tuple[Offer, ...]:
    """The minutes that a meeting has now; none of one that was called off. Whole once it is said what came of it."""
    row = found.row
    if row.state not in (CALLED, HELD, SHORT):
        return ()
    with override("vi"):
        content = _minutes(found, place, above, book)
    return (
        Offer(
            about=row.pk, kind=MINUTES, part="", content=content, body=place.id, thing=place.id, seen=row.seen, back_text=row.title,
            back_href=reverse("meeting", args=[row.pk]), for_all=row.state != CALLED, ready=row.state != CALLED,
        ),
    )  # fmt: skip


def _minutes(found: Found, place: Place, above: Place | None, book: Rulebook) -> Content:
    row, sort = found.row, found.sort
    duty, rule = book.duties.get(row.duty), book.decisions.get(row.rule)
    basis = duty.basis if duty is not None else rule.basis if rule is not None else sort.basis(found.called)
    told = row.state != CALLED
    came = "" if row.came is None else format.count(row.came)
    facts = [Row(_("Begins"), format.instant(row.at)), Row(_("Place"), row.place), Row(_("Chaired by")), Row(_("Taken down by"))]
    if row.on_roll is not None:
        facts.append(Row(_("Called"), format.count(row.on_roll)))
    facts.append(Row(_("Came"), came))
    if row.needed is not None:
        facts.append(Row(_("At least"), format.count(row.needed)))
    points = tuple(f"{n}. {sort.kept(one.item, found.called).text.vi if one.item else one.text}" for n, one in enumerate(found.items, 1))
    parts = [Part(_("Time, place, who came"), (), tuple(facts)), Part(_("Agenda"), points)]
    asked = tuple(line for one in found.questions if one.shown for line in _asked(one.text, one.answer, one.owner))
    if asked:
        parts.append(Part(_("Questions and answers"), asked))
    if not told:
        parts.append(Part(_("What was said"), (), (Row(_("Opinions, in short")), Row(_("What was agreed, who does it until when")))))
    if found.motions:
        parts.append(Part(_("Voted on"), (), tuple(line for one in found.motions for line in _motion(one))))
    work = [one for one in found.work if one.source == row.pk]
    if work:
        lines = tuple(f"{n}. {one.text} ({office_name(one.office, book)}, {_until(one.due)})" for n, one in enumerate(work, 1))
        parts.append(Part(_("Conclusions and who does what"), lines))
    if row.state == SHORT:
        parts.append(Part(_("Result"), (_("Too few came: nothing was decided. It may be called again."),)))
    caller = office_name(row.office, book)
    return Content(
        kind=MINUTES, layout=looks.layout_of(row.office), above=above.name.upper() if above is not None else "", issuer=place.name.upper(),
        place=(above if place.kind == "village" and above is not None else place).name, heading=_("Minutes"), about=row.title,
        grounds=(_("On the ground of %(basis)s;") % {"basis": format.cited(basis)},) if basis else (), parts=tuple(parts),
        signs=(Sign(_("Secretary of the meeting")), Sign(_("Chair of the meeting") + f" ({caller})")),
        recipients=(_("Filed"),), basis=basis, earliest=format.local_day(row.at),
    )  # fmt: skip


def _until(due: date | None) -> str:
    return _("by %(day)s") % {"day": format.short_day(due)} if due else _("no day was named")


def _asked(text: str, answer: str, owner: str) -> tuple[str, ...]:
    if not text:
        text = _("Whoever sent this question erased it")
    if not answer:
        return (_("Asked: %(text)s (not answered yet)") % {"text": text},)
    return (_("Asked: %(text)s") % {"text": text}, _("Answered: %(text)s (%(owner)s answers for it)") % {"text": answer, "owner": owner})


def _motion(one: Motion) -> tuple[Row, ...]:
    """A motion with its counts; boxes to write in where it was not counted yet."""
    counts = [Row(_("For: %(motion)s") % {"motion": one.text}, "" if one.agree is None else format.count(one.agree))]
    counts.append(Row(_("Against"), "" if one.against is None else format.count(one.against)))
    if one.outcome:
        counts.append(Row(_("Result"), _(reads.OUTCOMES[one.outcome][0])))
    return tuple(counts)
