"""Papers of a vote as PDF: the notice, ballot papers, the form for counting by hand, the community's decision.

Promises: each says what its article asks for, filled in as far as the house knows; the annexes of Decree 59/2023 are not held, so each is
marked as rebuilt from the articles. Refuses: a number on a ballot paper; the name of any household.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere
from dinhlang.core.rules import Rulebook
from dinhlang.core.tally.rounds import Way, needed
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.polls import reads as polls
from dinhlang.ground.polls.reads import RoundSeen
from dinhlang.ground.ui import format, paper
from dinhlang.ground.ui.qr import foot
from dinhlang.ground.ui.shapes import BoardFoot, Field, SittingRow
from dinhlang.works.votes import policy, reads
from dinhlang.works.votes.reads import Found
from dinhlang.works.votes.states import HELD

STYLE = Path(__file__).with_name("papers.css")
NOTICE, COUNTING, BALLOT, DECISION, LIST = "thong-bao", "kiem-dem", "phieu", "quyet-dinh", "danh-sach"
BASIS = {
    NOTICE: "Decree 59/2023/NĐ-CP Art. 3(3)", COUNTING: "Decree 59/2023/NĐ-CP Art. 3(5), 4(6)", BALLOT: "Decree 59/2023/NĐ-CP Art. 4(5)",
    DECISION: "Law 10/2022/QH15 Art. 20(2)", LIST: "Law 10/2022/QH15 Art. 23(2)",
}  # fmt: skip


@dataclass(frozen=True)
class PaperPage:
    """A paper: its heading, what it is about, the sittings it concerns, named facts, the boxes to fill in by hand, who signs."""

    kind: str
    village: str
    commune: str
    heading: str
    title: str
    lines: tuple[str, ...]
    choices: tuple[str, ...]
    facts: tuple[Field, ...]
    sittings: tuple[SittingRow, ...]
    signs: tuple[str, ...]
    passes: str
    basis: str
    foot: BoardFoot
    number: str = ""
    results: tuple[Field, ...] = ()
    listed: tuple[Field, ...] = ()
    sealed: bool = False
    until: str = ""


def _passes(one: RoundSeen, found: Found) -> str:
    rule = found.rule
    if rule.base != "all":
        return ""
    least = format.count(needed(rule.passes_at, one.on_roll))
    return _("Carries with %(n)s of %(of)s households.") % {"n": least, "of": format.count(one.on_roll)}


def _results(found: Found) -> tuple[Field, ...]:
    last = next((one for one in reversed(found.rounds) if one.result is not None), None)
    if last is None or last.result is None:
        return ()
    result = last.result
    rows = [
        Field(_("Way of deciding"), reads.way_word(last)),
        Field(_("Time"), " · ".join(format.instant(one.at) for one in last.sittings)),
        Field(_("Households of the community"), format.count(result.on_roll)),
        Field(_("Households that took part"), format.count(result.took_part)),
        Field(_("Households that did not"), format.count(result.on_roll - result.took_part)),
    ]
    rows += (Field(name, format.count(result.votes[n])) for n, name in enumerate(found.choices))
    if result.spoilt:
        rows.append(Field(_("Papers that do not count"), format.count(result.spoilt)))
    return (*rows, Field(_("Needed to carry"), _("%(n)s of %(of)s") % {"n": format.count(result.needed), "of": format.count(result.of)}))


def _listed(one: RoundSeen) -> tuple[Field, ...]:
    """By sitting the list numbers of those who took part; nothing where only counts were kept."""
    names = {sitting.number: sitting.cluster or _("The whole village") for sitting in one.sittings}
    return tuple(Field(names[number], " · ".join(numbers)) for number, numbers in polls.listed(one) if numbers)


def _signs(kind: str, found: Found, book: Rulebook) -> tuple[str, ...]:
    head, board = office_name("village-head", book), office_name("front-work-board", book)
    household = _("Representative of a household")
    return {
        NOTICE: (office_name(found.rule.convened_by, book),),
        COUNTING: (_("Head of the counting board"), _("Household that watched"), _("Household that watched")),
        BALLOT: (head,),
        DECISION: (head, board, household, household),
        LIST: (head, board),
    }[kind]


def page(kind: str, found: Found, village: str, commune: str, book: Rulebook, url: str, now: datetime) -> PaperPage:
    """The values of a paper. Raises NotHere where the matter has none of this kind now."""
    running = found.running
    last = next((one for one in reversed(found.rounds) if one.closed is not None), None)
    ready = {
        LIST: last is not None,
        NOTICE: running is not None,
        COUNTING: running is not None,
        BALLOT: running is not None and (running.way is Way.PAPER or running.secret),
        DECISION: found.row.state in HELD and found.row.whole is None and found.rule.scope == "village",
    }
    if not ready.get(kind, False):
        raise NotHere(N_("There is no such paper for this matter now."))
    headings = {
        LIST: _("Households that took part"),
        NOTICE: _("Notice of a meeting") if running is not None and running.way is Way.MEETING else _("Notice of ballot papers"),
        COUNTING: _("Minutes of the count"),
        BALLOT: _("Ballot paper") if running is not None and running.way is Way.PAPER else _("Ballot paper for the meeting"),
        DECISION: policy.papers()[found.row.paper].said if found.row.paper else _("Decision of the community"),
    }
    facts = () if running is None else (
        Field(_("Households on the list of %(day)s") % {"day": format.short_day(running.roll_day)}, format.count(running.on_roll)),
    )  # fmt: skip
    lines = tuple(line for line in str(found.words.get("text", "")).split("\n") if line.strip())
    said = "\n".join((found.title, *lines))
    return PaperPage(
        kind=kind, village=village, commune=commune, heading=headings[kind], title=found.title, lines=lines, choices=found.choices,
        facts=facts, sittings=() if running is None else reads.sittings(found, running, (), now), signs=_signs(kind, found, book),
        passes="" if running is None else _passes(running, found), basis=format.cited(BASIS[kind]),
        foot=foot(url, said, format.short_day(format.local_day(now))), number=found.row.number,
        results=_results(found) if kind == DECISION else (), listed=_listed(last) if kind == LIST and last is not None else (),
        sealed=found.row.whole is not None,
        until=format.instant(running.closes) if running is not None and running.way is Way.PAPER else "",
    )  # fmt: skip


def pdf(one: PaperPage) -> bytes:
    """The paper as PDF."""
    html = render_to_string(f"pages/vote_{one.kind.replace('-', '_')}.html", {"page": one, "demo": settings.DEMO})
    return paper.printed(html, STYLE)
