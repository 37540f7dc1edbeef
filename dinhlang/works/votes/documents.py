"""What the papers of a matter say: the notice of a round, the minutes of its count, the community's decision, what its recogniser writes.

Promises: each says what its article asks for, as far as the house knows it, and leaves blank what people write in. Always in Vietnamese:
these are official papers. Refuses: the counts of one sitting, the name of any household, a number that was not closed.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from dinhlang.core.rules import Rulebook
from dinhlang.core.tally.rounds import Way, needed
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.documents import policy as looks
from dinhlang.ground.documents.content import Content, Offer, Part, Row, Sign
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.polls.reads import RoundSeen
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.works.votes import reads
from dinhlang.works.votes.reads import Found
from dinhlang.works.votes.states import HELD, SENT

DECISION, NOTICE, TALLY, RECOGNITION, REFUSAL = "decision", "notice", "tally", "recognition", "refusal"
BASIS = {
    NOTICE: "Decree 59/2023/NĐ-CP Art. 3(3)", TALLY: "Decree 59/2023/NĐ-CP Art. 3(5), 4(6)",
    DECISION: "Law 10/2022/QH15 Art. 20(2), Decree 59/2023/NĐ-CP Art. 3(5)(d)", RECOGNITION: "Law 10/2022/QH15 Art. 21(2)",
    REFUSAL: "Law 10/2022/QH15 Art. 21(2)",
}  # fmt: skip
ALIKE = (DECISION, NOTICE)
"""Papers whose draft everybody may print: what they say stands on the page of the matter."""


def offers(found: Found, place: Place, commune: Place | None, judge: Place | None, book: Rulebook, now: datetime) -> tuple[Offer, ...]:
    """The papers that a matter has now. `place` is the body before whose people it is, `judge` the body that recognises it (None: none)."""
    with override("vi"):
        made = _Maker(found, place, commune, judge, book, now)
        many = [made.content(kind, one) for kind, one in made.now()]
    return tuple(
        Offer(
            about=found.row.pk, kind=content.kind, part=part, content=content, body=body.id, thing=place.id, seen="open",
            back_text=found.title, back_href=reverse("matter", args=[found.row.pk]), for_all=content.kind in ALIKE, ready=ready,
        )
        for content, part, body, ready in many
    )  # fmt: skip


def of_matter(subject: str, day: date, now: datetime) -> tuple[Offer, ...]:
    """The papers of a matter, with the bodies around it; () where there is no such matter. Some ten queries."""
    stand = duties.stand_where(reads.OWNER, [subject], day)
    if stand is None:
        return ()
    found = reads.find(subject, stand.book)
    commune, judge = around(stand.place, found.rule.recognised_by, day)
    return offers(found, stand.place, commune, judge, stand.book, now)


def around(place: Place, recogniser: str, day: date) -> tuple[Place | None, Place | None]:
    """The commune that a village lies in, and the body of the office that recognises its decisions. At most two queries."""
    commune = place if place.kind == "commune" else None if place.parent is None else bodies.place(place.parent, day)
    if not recogniser or commune is None:
        return commune, None
    return commune, next(iter(bodies.children(commune.id, "front", day)), None) if recogniser == "front-chair" else commune


class _Maker:
    """The words of one matter's papers."""

    def __init__(self, found: Found, place: Place, commune: Place | None, judge: Place | None, book: Rulebook, now: datetime) -> None:
        self.found, self.place, self.commune, self.judge, self.book, self.now_at = found, place, commune, judge, book, now

    def now(self) -> list[tuple[str, RoundSeen | None]]:
        """The papers that there are now, with the round they are about."""
        row, rule = self.found.row, self.found.rule
        running, closed = self.found.running, self._closed()
        kinds: list[tuple[str, RoundSeen | None]] = []
        if running is not None:
            kinds += [(NOTICE, running), (TALLY, running)]
        elif closed is not None:
            kinds.append((TALLY, closed))
        if row.state in HELD and row.whole is None:
            kinds.append((DECISION, closed))
        if row.state == SENT and rule.recognised_by and self.judge is not None:
            kinds += [(RECOGNITION, None), (REFUSAL, None)]
        return kinds

    def _closed(self) -> RoundSeen | None:
        return next((one for one in reversed(self.found.rounds) if one.result is not None), None)

    def content(self, kind: str, one: RoundSeen | None) -> tuple[Content, str, Place, bool]:
        """The words, the part, whose paper it is, and whether they are whole."""
        rule = self.found.rule
        body = self.judge if kind in (RECOGNITION, REFUSAL) and self.judge is not None else self.place
        office = rule.recognised_by if body is self.judge else rule.convened_by
        above = self.commune.name if self.commune is not None and body.kind == "village" else ""
        content = Content(
            kind=kind, layout=looks.layout_of(office) if body is self.judge else "state", above=above.upper(),
            issuer=self._issuer(body).upper(), place=(self.commune or self.place).name, heading=self._heading(kind, one),
            about=self.found.title, grounds=self._grounds(kind), parts=self._parts(kind, one), signs=self._signs(kind),
            recipients=self._recipients(kind), basis=BASIS[kind], earliest=self._earliest(kind, one),
        )  # fmt: skip
        ready = not (kind == TALLY and one is not None and one.result is None)
        return content, str(one.number) if one is not None and kind != DECISION else "", body, ready

    def _issuer(self, body: Place) -> str:
        return _("People's Committee of %(name)s") % {"name": body.name} if body.kind == "commune" else body.name

    def _heading(self, kind: str, one: RoundSeen | None) -> str:
        return {
            NOTICE: _("Notice of a meeting") if one is not None and one.way is Way.MEETING else _("Notice of ballot papers"),
            TALLY: _("Minutes of the count"),
            DECISION: reads.paper_word(self.found.row),
            RECOGNITION: _("Decision"),
            REFUSAL: _("Answer"),
        }[kind]

    def _grounds(self, kind: str) -> tuple[str, ...]:
        rule = self.found.rule
        basis = _("On the ground of %(basis)s;") % {"basis": format.cited(rule.basis)}
        if kind not in (RECOGNITION, REFUSAL):
            return (basis,)
        row = self.found.row
        day = format.short_day(row.dated) if row.dated is not None else ""
        named = {"paper": reads.paper_word(row), "number": row.number, "day": day, "name": self.place.name}
        return (basis, _("On the ground of %(paper)s No %(number)s of %(day)s of %(name)s;") % named)

    def _lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in str(self.found.words.get("text", "")).split("\n") if line.strip())

    def _parts(self, kind: str, one: RoundSeen | None) -> tuple[Part, ...]:
        if kind == NOTICE and one is not None:
            return self._notice(one)
        if kind == TALLY and one is not None:
            return self._tally(one)
        if kind == DECISION:
            parts = () if one is None else (Part(_("Time, households, way and result"), (), self._results(one)),)
            return (Part(_("What was discussed"), (self.found.title,)), *parts, Part(_("The community decides:"), self._lines()))
        said = {"name": self.place.name, "title": self.found.title}
        if kind == RECOGNITION:
            first = _("Article 1. What people of %(name)s decided is recognised: %(title)s.") % said
            last = _("Article 2. This decision is in force from the day it is issued.")
            return (Part(_("It is decided:"), (first, *self._lines(), last)),)
        return (
            Part("", (_("What people of %(name)s decided is not recognised: %(title)s.") % said,)),
            Part(_("Reasons"), (), (Row(_("Why, by which article")), Row(_("What is to be done instead")))),
        )

    def _notice(self, one: RoundSeen) -> tuple[Part, ...]:
        rows = []
        for row in reads.sittings(self.found, one, (), self.now_at):
            chair = _("chaired by %(who)s") % {"who": row.chair} if row.chair else ""
            rows.append(Row(row.name, ", ".join(part for part in (format.instant(row.at), row.place, chair) if part)))
        if one.way is not Way.MEETING:
            rows.append(
                Row(_("Papers are collected until") if one.way is Way.PAPER else _("Answers are taken until"), format.instant(one.closes))
            )
        rows.append(Row(_("Households on the list of %(day)s") % {"day": format.short_day(one.roll_day)}, format.count(one.on_roll)))
        if carries := self._carries(one):
            rows.append(Row(_("Needed to carry"), carries))
        who = _("One representative of each household takes part; whoever cannot come sends the one who stands in.")
        return (Part(_("To every household"), self._lines()), Part(_("When and where"), (who,), tuple(rows)))

    def _carries(self, one: RoundSeen) -> str:
        rule = self.found.rule
        if rule.base != "all":
            return ""
        return _("%(n)s of %(of)s") % {"n": format.count(needed(rule.passes_at, one.on_roll)), "of": format.count(one.on_roll)}

    def _tally(self, one: RoundSeen) -> tuple[Part, ...]:
        carries = self._carries(one)
        carry = (Row(_("Needed to carry"), carries),) if carries else ()
        if one.result is not None:
            return (Part("", (reads.way_word(one),), self._results(one)),)
        came = _("Papers that came back") if one.way is Way.PAPER else _("Households that are there")
        blanks = (Row(came), *(Row(name) for name in self.found.choices_of(one)), Row(_("Papers that do not count")))
        parts = [
            Part(
                f"{row.name} · {format.instant(row.at)}" + (f" · {row.place}" if row.place else ""), (),
                (Row(_("Households on the list"), format.count(row.on_roll)), *blanks),
            )
            for row in reads.sittings(self.found, one, (), self.now_at)
        ]  # fmt: skip
        last = Part("", (_("Write the numbers, sign, photograph the page. Two persons enter the same numbers."),), carry)
        return (*parts, last)

    def _results(self, one: RoundSeen) -> tuple[Row, ...]:
        result = one.result
        if result is None:
            return ()
        rows = [
            Row(_("Time"), " · ".join(format.instant(sitting.at) for sitting in one.sittings)),
            Row(_("Way of deciding"), reads.way_word(one)),
            Row(_("Households of the community"), format.count(result.on_roll)),
            Row(_("Households that took part"), format.count(result.took_part)),
            Row(_("Households that did not"), format.count(result.on_roll - result.took_part)),
        ]
        rows += (Row(name, format.count(result.votes[n])) for n, name in enumerate(self.found.choices_of(one)))
        if result.spoilt:
            rows.append(Row(_("Papers that do not count"), format.count(result.spoilt)))
        return (*rows, Row(_("Needed to carry"), _("%(n)s of %(of)s") % {"n": format.count(result.needed), "of": format.count(result.of)}))

    def _signs(self, kind: str) -> tuple[Sign, ...]:
        rule, book = self.found.rule, self.book
        household = _("Representative of a household")
        if kind == NOTICE:
            return (Sign(office_name(rule.convened_by, book)),)
        if kind == TALLY:
            return tuple(map(Sign, (_("Head of the counting board"), _("Household that watched"), _("Household that watched"))))
        if kind == DECISION and rule.scope == "village":
            heads = (office_name("village-head", book), office_name("front-work-board", book))
            return tuple(map(Sign, (*heads, household, household)))
        return (Sign(office_name(rule.recognised_by if kind in (RECOGNITION, REFUSAL) else rule.convened_by, book)),)

    def _recipients(self, kind: str) -> tuple[str, ...]:
        commune = self.commune.name if self.commune is not None else self.place.name
        committee = _("People's Committee of %(name)s") % {"name": commune}
        front = _("Fatherland Front of %(name)s") % {"name": commune}
        filed = _("Filed")
        if kind == NOTICE:
            return (_("Every household"), filed)
        if kind in (RECOGNITION, REFUSAL):
            return (self.place.name, front, filed)
        return (committee, front, filed)

    def _earliest(self, kind: str, one: RoundSeen | None) -> date | None:
        row = self.found.row
        if kind == NOTICE and one is not None:
            return one.roll_day
        if kind == TALLY and one is not None:
            return format.local_day(one.closes)
        return row.sent if kind in (RECOGNITION, REFUSAL) else row.decided
