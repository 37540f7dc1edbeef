"""Papers of a vote that have no states: ballot papers, the list of those who took part. The others are made in documents.

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
from dinhlang.core.tally.rounds import Way
from dinhlang.ground.files import press
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.polls import reads as polls
from dinhlang.ground.polls.reads import RoundSeen
from dinhlang.ground.ui import format
from dinhlang.ground.ui.qr import foot
from dinhlang.ground.ui.shapes import BoardFoot, Field
from dinhlang.works.votes.reads import Found

STYLE = Path(__file__).with_name("papers.css")
BALLOT, LIST = "phieu", "danh-sach"
BASIS = {BALLOT: "Decree 59/2023/NĐ-CP Art. 4(5)", LIST: "Law 10/2022/QH15 Art. 23(2)"}


@dataclass(frozen=True)
class PaperPage:
    """A paper: its heading, what it is about, what can be chosen, who signs, the list numbers by sitting."""

    kind: str
    village: str
    commune: str
    heading: str
    title: str
    lines: tuple[str, ...]
    choices: tuple[str, ...]
    signs: tuple[str, ...]
    basis: str
    foot: BoardFoot
    listed: tuple[Field, ...] = ()
    sealed: bool = False
    until: str = ""


def _listed(one: RoundSeen) -> tuple[Field, ...]:
    """By sitting the list numbers of those who took part; nothing where only counts were kept."""
    names = {sitting.number: sitting.cluster or _("The whole village") for sitting in one.sittings}
    return tuple(Field(names[number], " · ".join(numbers)) for number, numbers in polls.listed(one) if numbers)


def _signs(kind: str, book: Rulebook) -> tuple[str, ...]:
    head, board = office_name("village-head", book), office_name("front-work-board", book)
    return {BALLOT: (head,), LIST: (head, board)}[kind]


def page(kind: str, found: Found, village: str, commune: str, book: Rulebook, url: str, now: datetime) -> PaperPage:
    """The values of a paper. Raises NotHere where the matter has none of this kind now."""
    running = found.running
    last = next((one for one in reversed(found.rounds) if one.closed is not None), None)
    ready = {LIST: last is not None, BALLOT: running is not None and (running.way is Way.PAPER or running.secret)}
    if not ready.get(kind, False):
        raise NotHere(N_("There is no such paper for this matter now."))
    headings = {
        LIST: _("Households that took part"),
        BALLOT: _("Ballot paper") if running is not None and running.way is Way.PAPER else _("Ballot paper for the meeting"),
    }
    lines = tuple(line for line in str(found.words.get("text", "")).split("\n") if line.strip())
    said = "\n".join((found.title, *lines))
    return PaperPage(
        kind=kind, village=village, commune=commune, heading=headings[kind], title=found.title, lines=lines, choices=found.choices,
        signs=_signs(kind, book), basis=format.cited(BASIS[kind]), foot=foot(url, said, format.short_day(format.local_day(now))),
        listed=_listed(last) if kind == LIST and last is not None else (), sealed=found.row.whole is not None,
        until=format.instant(running.closes) if running is not None and running.way is Way.PAPER else "",
    )  # fmt: skip


def pdf(one: PaperPage) -> bytes:
    """The paper as PDF."""
    html = render_to_string(f"pages/vote_{one.kind.replace('-', '_')}.html", {"page": one, "demo": settings.DEMO})
    return press.pdf(html, STYLE)
