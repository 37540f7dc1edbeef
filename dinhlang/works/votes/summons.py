"""Summons of a round, one paper for each household of its frozen list, with a square that whoever keeps the list opens at the door.

Promises: the square holds a mark of that household in that round alone, which is kept nowhere and worked out anew; it has nothing to do
with the code of an access slip or a secret number, and opens nothing. Refuses: a household's name on the paper.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

from dinhlang.core.refusal import N_, NotHere
from dinhlang.core.tally.rounds import Way
from dinhlang.ground.people import keyed
from dinhlang.ground.polls import reads as polls
from dinhlang.ground.polls.reads import RoundSeen
from dinhlang.ground.rolls import reads as rolls
from dinhlang.ground.rolls import sheets
from dinhlang.ground.rolls.reads import Seat
from dinhlang.ground.ui import format
from dinhlang.works.votes import reads

WHAT, SIGNS = "summons", 24  # 96 bits: nobody guesses one


@dataclass(frozen=True)
class SummonsPage:
    """What stands on the summons of one sitting: the village, the commune, what is decided, when and where."""

    village: str
    commune: str
    title: str
    begins: str
    place: str


def _said(one: RoundSeen, key: str) -> str:
    return f"{one.matter} {one.number} {key}"


def mark(one: RoundSeen, key: str) -> str:
    """The mark of a household in a round, as its square has it."""
    return keyed.digest(WHAT, _said(one, key))[:SIGNS]


def seat_of(one: RoundSeen, given: str) -> Seat | None:
    """The household of the frozen list whose mark this is; None for any other text."""
    for seat in rolls.frozen(one.roll).seats:
        if given in {text[:SIGNS] for text in keyed.digests(WHAT, _said(one, seat.key))}:
            return seat
    return None


def papers(found: reads.Found, village: str, commune: str, address: Callable[[str], str]) -> tuple[str, str, bytes]:
    """The summons of the running meeting as one file (name, media type, bytes): a sheet of eight, sitting by sitting. `address` gives
    where the square with a mark leads. Raises NotHere where no meeting is called."""
    running = found.running
    if running is None or running.way is not Way.MEETING:
        raise NotHere(N_("There is no such paper for this matter now."))
    made: list[bytes] = []
    where = {one.number: one for one in reads.sittings(found, running, (), running.called)}
    for sitting in running.sittings:
        page = SummonsPage(village, commune, found.title, format.instant(sitting.at), where[sitting.number].place)
        html = render_to_string("pages/vote_giay_moi.html", {"page": page, "demo": settings.DEMO})
        seats = sorted(polls.seats_of(running, sitting), key=rolls.by_number)
        made += sheets.papers(html, found.title, [sheets.Square(one.number, "", address(mark(running, one.key))) for one in seats])
    return sheets.packed(f"giay-moi-{found.row.pk}", made)
