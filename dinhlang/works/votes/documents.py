"""What the papers of a matter say: the notice of a round, ballot papers, who is there, the minutes of its count, the community's decision,
what its recogniser writes; of an initiative the sheet on which households sign.

Promises: each says what its article asks for, as far as the house knows it, and leaves blank what people write in. Always in Vietnamese:
these are official papers. Refuses: the counts of one sitting, the name of any household, a number that was not closed, a number on a ballot
paper; who has a task in a round, on what leaves the office, where the law does not have it told to everybody.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from dinhlang.core.rules import Rulebook
from dinhlang.core.tally.rounds import Way, needed
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.documents import policy as looks
from dinhlang.ground.documents.acts import INSIDE, OPEN
from dinhlang.ground.documents.content import Content, Offer, Part, Row, Sign
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.polls import reads as polls
from dinhlang.ground.polls.reads import RoundSeen
from dinhlang.ground.record import reads as record
from dinhlang.ground.record import rulebooks
from dinhlang.ground.rolls import reads as rolls
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import SittingRow
from dinhlang.works.votes import crews, policy, reads
from dinhlang.works.votes.initiatives import months_of
from dinhlang.works.votes.models import Initiative
from dinhlang.works.votes.reads import Found
from dinhlang.works.votes.states import COLLECTING, HELD, SENT

DECISION, NOTICE, TALLY, RECOGNITION, REFUSAL = "decision", "notice", "tally", "recognition", "refusal"
BALLOT, THERE, LIST, SUPPORTS = "ballot", "attendance", "list", "supports"
LINES = 30  # of a sheet to sign on
BASIS = {
    BALLOT: "Decree 59/2023/NĐ-CP Art. 4(5)", THERE: "Law 10/2022/QH15 Art. 20(2)", LIST: "Law 10/2022/QH15 Art. 20(2)",
    NOTICE: "Decree 59/2023/NĐ-CP Art. 3(3)", TALLY: "Decree 59/2023/NĐ-CP Art. 3(5), 4(6)",
    DECISION: "Law 10/2022/QH15 Art. 20(2), Decree 59/2023/NĐ-CP Art. 3(5)(d)", RECOGNITION: "Law 10/2022/QH15 Art. 21(2)",
    REFUSAL: "Law 10/2022/QH15 Art. 21(2)",
}  # fmt: skip
RECEIVED = "Law 10/2022/QH15 Art. 19(3)"
OBJECTIONS = frozenset({"vote.not_us"})  # whoever enters that a household was not there needs the list of those who were
ALIKE = (DECISION, NOTICE)
"""Papers whose draft everybody may print: what they say stands on the page of the matter."""


def offers(
    found: Found, place: Place, commune: Place | None, judge: Place | None, book: Rulebook, now: datetime, office: bool = True,
    only: str = "",
) -> tuple[Offer, ...]:  # fmt: skip
    """The papers that a matter has now, or those of the kind `only`. `place` is the body before whose people it is, `judge` the body that
    recognises it (None: none). Without `office` those alone that ask for no list and for nobody with a task: what everybody may print."""
    with override("vi"):
        made = _Maker(found, place, commune, judge, book, now, office)
        many = [made.content(kind, one) for kind, one in made.now() if only in ("", kind)]
    return tuple(
        Offer(
            about=found.row.pk, kind=content.kind, part=part, content=content, body=body.id, thing=place.id,
            seen=INSIDE if content.kind in (THERE, LIST) else OPEN, for_acts=OBJECTIONS if content.kind == LIST else frozenset(),
            back_text=found.title, back_href=reverse("matter", args=[found.row.pk]), for_all=content.kind in ALIKE, ready=ready,
        )
        for content, part, body, ready in many
    )  # fmt: skip


def of_matter(subject: str, day: date, now: datetime, only: str = "") -> tuple[Offer, ...]:
    """The papers of a matter, with the bodies around it; () where there is no such matter. Some ten queries."""
    stand = duties.stand_where(reads.OWNER, [subject], day)
    if stand is None:
        return ()
    found = reads.find(subject, stand.book)
    commune, judge = around(stand.place, found.rule.recognised_by, day)
    return offers(found, stand.place, commune, judge, stand.book, now, only=only)


def of_initiative(subject: str, day: date) -> tuple[Offer, ...]:
    """The sheet on which households sign that they support an initiative, while it collects; () where there is none. Some four queries."""
    row = Initiative.objects.filter(pk=subject, state=COLLECTING).first()
    if row is None:
        return ()
    words = next((one.words for one in record.of_subjects([subject]) if one.act == "initiative.propose"), {})
    callings = rulebooks.where_held(lambda: policy.callings(day)) or {}
    calling, place = callings.get(row.rule), bodies.place(row.body_id, day)
    if not words.get("title") or calling is None:
        return ()  # it waits to enter the record, or was erased
    above = bodies.place(place.parent, day) if place.parent is not None else None
    with override("vi"):
        content = _sheet(words, calling.basis, months_of(calling, rulebooks.current().at(day)), place, above)
    return (
        Offer(
            about=subject, kind=SUPPORTS, part="", content=content, body=place.id, thing=place.id, seen=OPEN, for_all=True, ready=False,
            back_text=content.about, back_href=reverse("initiative", args=[subject]),
        ),
    )  # fmt: skip


def _sheet(words: Mapping[str, object], basis: str, months: int | None, place: Place, above: Place | None) -> Content:
    name = above.name if above is not None else ""
    lines = tuple(line.strip() for line in str(words.get("text", "")).split("\n") if line.strip())
    rules = (
        _("Who signs here for the household agrees that this is put to the people of %(name)s.") % {"name": place.name},
        _("Each household signs once. The office that takes supports on paper enters them by the list number."),
        *((_("A household's support counts for %(n)s months, then it can be given again.") % {"n": months},) if months else ()),
    )
    return Content(
        kind=SUPPORTS, layout="state", above=name.upper(), issuer=place.name.upper(), place=name or place.name,
        heading=_("Sheet of the households that support"), about=str(words["title"]), grounds=(), basis=basis,
        parts=(Part("", (*lines, *rules)), Part("", (), tuple(Row(str(n)) for n in range(1, LINES + 1)))),
        signs=(Sign(_("Who collected the signatures")),), recipients=(),
    )  # fmt: skip


def around(place: Place, recogniser: str, day: date) -> tuple[Place | None, Place | None]:
    """The commune that a village lies in, and the body of the office that recognises its decisions. At most two queries."""
    commune = place if place.kind == "commune" else None if place.parent is None else bodies.place(place.parent, day)
    if not recogniser or commune is None:
        return commune, None
    return commune, next(iter(bodies.children(commune.id, "front", day)), None) if recogniser == "front-chair" else commune


class _Maker:
    """The words of one matter's papers."""

    def __init__(
        self, found: Found, place: Place, commune: Place | None, judge: Place | None, book: Rulebook, now: datetime, office: bool
    ) -> None:
        self.found, self.place, self.commune, self.judge, self.book, self.now_at = found, place, commune, judge, book, now
        self.office = office

    def now(self) -> list[tuple[str, RoundSeen | None]]:
        """The papers that there are now, with the round they are about."""
        row, rule = self.found.row, self.found.rule
        running, closed = self.found.running, self._closed()
        kinds: list[tuple[str, RoundSeen | None]] = []
        if running is not None:
            kinds += [(NOTICE, running), (TALLY, running)]
            if running.way is Way.PAPER or running.secret:
                kinds.append((BALLOT, running))
            if running.way is not Way.ONLINE and self.office:
                kinds.append((THERE, running))
        elif closed is not None:
            kinds += [(TALLY, closed), *(((LIST, closed),) if self.office else ())]
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
        basis = RECEIVED if kind == THERE and one is not None and one.way is Way.PAPER else BASIS[kind]
        above = self.commune.name if self.commune is not None and body.kind == "village" else ""
        content = Content(
            kind=kind, layout=looks.layout_of(office) if body is self.judge else "state", above=above.upper(),
            issuer=self._issuer(body).upper(), place=(self.commune or self.place).name, heading=self._heading(kind, one),
            about=self.found.title, grounds=self._grounds(kind), parts=self._parts(kind, one), signs=self._signs(kind, one),
            recipients=self._recipients(kind), basis=basis, earliest=self._earliest(kind, one),
        )  # fmt: skip
        ready = not (kind == THERE or kind == TALLY and one is not None and one.result is None)
        return content, str(one.number) if one is not None and kind != DECISION else "", body, ready

    def _issuer(self, body: Place) -> str:
        return _("People's Committee of %(name)s") % {"name": body.name} if body.kind == "commune" else body.name

    def _heading(self, kind: str, one: RoundSeen | None) -> str:
        papers = one is not None and one.way is Way.PAPER
        return {
            BALLOT: _("Ballot paper") if papers else _("Ballot paper for the meeting"),
            THERE: _("List of those who received a ballot paper") if papers else _("List of those who are there"),
            LIST: _("Households that took part"),
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
            return (*self._tally(one), *self._crew(one))
        if kind == BALLOT and one is not None:
            return self._ballot(one)
        if kind in (THERE, LIST) and one is not None:
            return self._there(one) if kind == THERE else self._listed(one)
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

    def _ballot(self, one: RoundSeen) -> tuple[Part, ...]:
        """Heading, what is asked, what can be chosen and how, another opinion, until when: Decree 59/2023/NĐ-CP Art. 4(5)(b)."""
        how = _("Put a cross beside what your household chooses. A paper with nothing or too much on it does not count.")
        until = (_("Papers are collected until %(until)s.") % {"until": format.instant(one.closes)},) if one.way is Way.PAPER else ()
        return (
            Part("", self._lines()), Part("", (how,), tuple(Row(name) for name in self.found.choices_of(one))),
            Part(_("Another opinion:"), (), (Row(""),)), Part("", until),
        )  # fmt: skip

    def _there(self, one: RoundSeen) -> tuple[Part, ...]:
        """A line for each household of the list, by its number: who came writes the name and signs."""
        said = _("Who comes for a household writes the name and signs beside its list number.")
        seats = rolls.frozen(one.roll).seats
        sittings = reads.sittings(self.found, one, (), self.now_at)
        many = [[seat for seat in seats if len(sittings) == 1 or seat.cluster == sitting.cluster] for sitting in one.sittings]
        return tuple(
            Part(self._sitting(row), (said,), tuple(Row(seat.number) for seat in mine)) for row, mine in zip(sittings, many, strict=True)
        )

    def _sitting(self, row: SittingRow) -> str:
        return f"{row.name} · {format.instant(row.at)}" + (f" · {row.place}" if row.place else "")

    def _listed(self, one: RoundSeen) -> tuple[Part, ...]:
        """By sitting the list numbers of those who took part; nothing where only counts were kept."""
        names = {sitting.number: sitting.cluster or _("The whole village") for sitting in one.sittings}
        rows = tuple(Row(names[number], " · ".join(numbers)) for number, numbers in polls.listed(one) if numbers)
        if not rows:
            return (Part("", (_("Only counts were kept: nobody was ticked on a list."),)),)
        said = _("By list number. Whoever stands here and took no part says so at the counter of the commune or of the Front.")
        return (Part("", (said,), rows),)

    def _crew(self, one: RoundSeen) -> tuple[Part, ...]:
        """Who has a task in the count. The form to fill in, which stays with the office, names whom the house knows; minutes, which
        everybody reads, name the team that the law has told to everybody, and leave the rest to be written in."""
        if not crews.counted(one) or one.way is Way.ONLINE:
            return ()
        public = crews.told(self.found.told, one.number)
        known = crews.named(self.found.row, one) if self.office and one.result is None else crews.Named(public, ())
        title = _("Team that carries the papers") if one.way is Way.PAPER else _("Counting board")
        lines = tuple(f"{n}. {name} ({stands_for})" if stands_for else f"{n}. {name}" for n, (name, stands_for) in enumerate(known.team, 1))
        rows = () if lines else (Row(_("Names, and for whom")),)
        watch = Row(_("Households that watched the count (list numbers, names)"), ", ".join(known.witnesses))
        return (Part(title, lines, (*rows, watch)),)

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
                self._sitting(row), (),
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

    def _signs(self, kind: str, one: RoundSeen | None) -> tuple[Sign, ...]:
        rule, book = self.found.rule, self.book
        household = _("Representative of a household")
        if kind == NOTICE:
            return (Sign(office_name(rule.convened_by, book)),)
        if kind == TALLY and one is not None:
            if one.way is Way.MEETING and not one.secret:
                return tuple(map(Sign, (_("Secretary of the meeting"), _("Chair of the meeting"))))
            head = _("Head of the team that carried the papers") if one.way is Way.PAPER else _("Head of the counting board")
            return tuple(map(Sign, (head, _("Household that watched"), _("Household that watched"))))
        if kind == BALLOT:
            return () if self.found.row.whole is not None else (Sign(office_name("village-head", book)),)
        if kind in (THERE, LIST):
            return tuple(Sign(office_name(office, book)) for office in ("village-head", "front-work-board"))
        if kind == DECISION and rule.scope == "village":
            heads = (office_name("village-head", book), office_name("front-work-board", book))
            return tuple(map(Sign, (*heads, household, household)))
        return (Sign(office_name(rule.recognised_by if kind in (RECOGNITION, REFUSAL) else rule.convened_by, book)),)

    def _recipients(self, kind: str) -> tuple[str, ...]:
        commune = self.commune.name if self.commune is not None else self.place.name
        committee = _("People's Committee of %(name)s") % {"name": commune}
        front = _("Fatherland Front of %(name)s") % {"name": commune}
        filed = _("Filed")
        if kind in (BALLOT, THERE, LIST):
            return (filed,) if kind == LIST else ()
        if kind == NOTICE:
            return (_("Every household"), filed)
        if kind in (RECOGNITION, REFUSAL):
            return (self.place.name, front, filed)
        return (committee, front, filed)

    def _earliest(self, kind: str, one: RoundSeen | None) -> date | None:
        row = self.found.row
        if kind in (NOTICE, BALLOT) and one is not None:
            return one.roll_day
        if kind in (TALLY, LIST) and one is not None:
            return format.local_day(one.closes)
        return row.sent if kind in (RECOGNITION, REFUSAL) else row.decided
