"""When one may: each check raises the sentence that also explains the disabled button. No number of the law stands here."""

from collections.abc import Collection
from datetime import date

from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import Rulebook
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.duties.models import Run
from dinhlang.works.disclosures import states
from dinhlang.works.disclosures.models import Disclosure

HEADQUARTERS = "hq"
DRAWN_UP = frozenset({"plan", "register"})  # their lines are duties and cells, not words
REWORDING = frozenset({"correct", "replace"})


def check_item(book: Rulebook, item: int | None) -> None:
    """The item is one the law lists."""
    if item not in book.items:
        raise Refused(N_("Choose one of the items of Article 11."), basis="Law 10/2022/QH15 Art. 11")


def check_kind(book: Rulebook, item: int, kind: str) -> None:
    """The kind of decision is one of the item's, or none is named."""
    if kind and kind not in {one.id for one in book.items[item].kinds}:
        raise Refused(N_("Choose one of the kinds of document listed for this item."), basis=book.items[item].basis)


def check_dated(dated: date, today: date, body: Place) -> None:
    """A document is not dated in the future, nor before its body existed."""
    if dated > today:
        raise Refused(
            N_("The document is dated {dated}, which is still to come. Check the date; it is registered on the day it exists."),
            {"dated": dated},
        )
    if dated < body.alive_from:
        raise Refused(
            N_("{name} has existed since {since}; a document of {dated} belongs to the body before it."),
            {"name": body.name, "since": body.alive_from, "dated": dated},
        )


def check_own(disclosure: Disclosure, body: int | None) -> None:
    """The thing belongs to the body acted upon."""
    if disclosure.body_id != body:
        raise Refused(N_("This belongs to another body."))


def check_other_day(was: date, dated: date) -> None:
    """A new date is another one."""
    if was == dated:
        raise Refused(N_("The document bears that date already: {dated}."), {"dated": dated})


def check_seat(seat: int | None, body: int | None) -> None:
    """A body discloses for itself: who may enter postings for the body above discloses nothing in its name."""
    if seat != body:
        raise Refused(N_("Each body discloses for itself. Disclose on the page of your own body."))


def check_said(title: str) -> None:
    """There is something to read."""
    if not title.strip():
        raise Refused(N_("Give it a title that a resident understands."))


def verbs(disclosure: Disclosure) -> tuple[str, ...]:
    """What can be done with it now."""
    found = states.DISCLOSURE.verbs(disclosure.state)
    return tuple(verb for verb in found if disclosure.kind not in DRAWN_UP or verb not in REWORDING)


def check_step(disclosure: Disclosure, verb: str) -> str:
    """The table of states allows `verb` now. Returns the state after it."""
    if disclosure.kind in DRAWN_UP and verb in REWORDING:
        raise Refused(
            N_(
                "A plan or a list is not reworded: its lines stand as they were signed. "
                "Withdraw it, then enter the plan anew or draw the list up again."
            )
        )
    return states.DISCLOSURE.step(disclosure.state, verb)


def check_place(place: str, part: str, villages: Collection[str], office: str, own: str) -> None:
    """Paper hangs at the office or at a village of the body; a village head speaks for the own village alone."""
    if place != HEADQUARTERS and place not in villages:
        raise Refused(N_("Choose the office or one of the villages on the list."))
    if (place == HEADQUARTERS) != (part == "board"):
        raise Refused(N_("The board hangs at the office, the other postings in the villages. Choose the place that fits."))
    if own and place != own:
        raise Refused(N_("You may enter postings for your own village only."))


def check_posting_days(from_day: date, to_day: date | None, earliest: date, today: date) -> None:
    """A posting neither begins before the thing existed nor lies in the future, and ends after it began."""
    if from_day > today or (to_day is not None and to_day > today):
        raise Refused(N_("A posting is entered when it has happened; {day} is still to come."), {"day": max(from_day, to_day or from_day)})
    if from_day < earliest:
        raise Refused(N_("The posting cannot have begun on {day}: the document is of {earliest}."), {"day": from_day, "earliest": earliest})
    if to_day is not None and to_day < from_day:
        raise Refused(N_("The posting cannot have ended on {end}, before it began on {start}."), {"end": to_day, "start": from_day})


def long_enough(run: Run, day: date) -> bool:
    """Whether the end of a posting can be confirmed: it came down, or it still hangs after the days the rule wants."""
    term = run.slot or run.clock
    if run.to_day is not None or term is None or term.hold is None:
        return run.to_day is not None
    return (day - run.from_day).days > term.hold


def end_waits(run: Run, day: date) -> bool:
    """Whether the end of a posting may be confirmed now: its beginning was seen, its end was not, and it has come."""
    return bool(run.seen_first) and not run.seen_last and long_enough(run, day)


def check_quarter_over(last: date, today: date) -> None:
    """Whether nothing arose can only be said when the period is over."""
    if today <= last:
        raise Refused(N_("The quarter runs until {last}. Only then can it be said that nothing arose."), {"last": last})


def check_list_due(last: date, today: date) -> None:
    """The list of a period is drawn up when it is over."""
    if today <= last:
        raise Refused(N_("The quarter runs until {last}. Its list is drawn up when it is over."), {"last": last})
