"""When a book may be opened, written in, reversed, closed. The law has no amount and no day for it, and none stands here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dinhlang.core.ledger import clean_text
from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.people import reads as people
from dinhlang.ground.record import reads as record
from dinhlang.ground.record import rulebooks
from dinhlang.ground.record.act import Who
from dinhlang.works.funds import policy
from dinhlang.works.funds.models import Closing, Fund, Move
from dinhlang.works.funds.sizes import MOST, PAYEE, WHAT

KEEPS = "fund.close"  # whoever may do this keeps the book
NO_FUND = N_("There is no such fund book.")
WHAT_FOR = N_("Say in at most {n} characters what the money was for.")
WHERE_FROM = N_("Say in at most {n} characters where the money came from.")
TO_WHOM = N_("Name the shop, works or body that was paid, in at most {n} characters.")


@dataclass(frozen=True)
class Payment:
    """What a household paid: its key on the list of households, the amount in đồng."""

    key: str
    amount: int


@dataclass(frozen=True)
class Line:
    """A line of a book as a file has it: money in or out, under which heading, in đồng, for what, and (out) who was paid."""

    day: date
    income: bool
    purpose: str
    amount: int
    what: str
    payee: str


def check_line(one: Line) -> Line:
    """A line that can stand in a book, its texts in the form in which they enter. Raises Refused."""
    what = check_text(one.what, WHAT, WHERE_FROM if one.income else WHAT_FOR)
    payee = "" if one.income else check_text(one.payee, PAYEE, TO_WHOM)
    return Line(one.day, one.income, check_purpose(one.purpose, income=one.income), check_amount(one.amount), what, payee)


def check_village(place: Place) -> None:
    """Only a village keeps such a book."""
    if place.kind != "village":
        raise NotHere(N_("A fund book is kept by a village or residential group."))


def check_text(text: str, most: int, lacking: str) -> str:
    """A text of the right length, in the form in which it enters; Refused with the sentence `lacking`. `most` in characters."""
    said = clean_text(text).strip()
    if not said or len(said) > most:
        raise Refused(lacking, {"n": most})
    return said


def check_amount(amount: int) -> int:
    """An amount that can stand in a line: more than nothing, whole đồng."""
    if isinstance(amount, bool) or not isinstance(amount, int) or amount <= 0:
        raise Refused(N_("An amount is a whole number of đồng above 0. To take a line back, reverse it."))
    if amount > MOST:
        raise Refused(N_("At most {most} đồng stand in one line. Look at the zeros again."), {"most": MOST})
    return amount


def check_purpose(purpose: str, *, income: bool) -> str:
    """A heading of the side."""
    if purpose not in policy.purposes(income=income):
        raise Refused(N_("Choose under which heading the line is added up."))
    return purpose


def check_day(fund: Fund, day: date, today: date) -> None:
    """The day of a line has come, and lies after what was closed already."""
    if day > today:
        raise Refused(N_("{day} has not come yet. A book says what happened."), {"day": day})
    last = Closing.objects.filter(fund=fund).order_by("-number").first()
    if last is not None and day <= last.until:
        raise Refused(
            N_("The book is closed until {until}. What was forgotten is entered with a later day, and the text says when it was."),
            {"until": last.until},
        )


def check_collects(fund: Fund) -> None:
    """Households pay only into a book that a decision of the people allowed. Circular 26/2026/TT-BTC Art. 22(2)."""
    if not fund.collects:
        raise Refused(
            N_("This book was opened without a decision of the people: nothing is collected from households into it. Open another."),
            basis=policy.basis(),
        )


def check_decision(place: Place, collects: bool, matter: str, number: str, dated: date | None, today: date) -> None:
    """A collection names what allowed it: a matter that the people of the village, or of its commune, agreed on, or a paper."""
    if matter:
        told = record.of_subjects([matter])
        if not told or not {one.body for one in told} <= {place.id, place.parent}:
            raise Refused(N_("There is no such decision in this village."))
        if not policy.allows(told):
            raise Refused(
                N_("The people have not agreed to this, or it stands no longer. Choose the decision that allowed the collection.")
            )
        return
    if collects and not (number and dated):
        raise Refused(
            N_("Money is collected only after the people agreed. Choose their decision, or give the number and date of its paper."),
            basis=policy.basis(),
        )
    if dated is not None and dated > today:
        raise Refused(N_("The paper is dated {dated}, which is still to come. Check the date."), {"dated": dated})


def check_payments(fund: Fund, paid: Sequence[Payment], known: set[str]) -> int:
    """Each payment is of a household of the village, each household once. The sum in đồng."""
    check_collects(fund)
    if not paid:
        raise Refused(N_("Say which household paid how much."))
    if len({one.key for one in paid}) < len(paid):
        raise Refused(N_("One household stands there twice. Enter its whole amount once."))
    if not {one.key for one in paid} <= known:
        raise Refused(N_("One of these households is not on the list of the village today."))
    return check_amount(sum(check_amount(one.amount) for one in paid))


def check_reversible(fund: Fund, number: int) -> Move:
    """The line to be reversed: there, no reversal itself, not reversed before."""
    row = Move.objects.filter(fund=fund, number=number).first()
    if row is None:
        raise NotHere(N_("The book has no such line."))
    if row.reverses_id is not None:
        raise Refused(N_("This line reverses another one. Enter what is right as a new line."))
    if Move.objects.filter(reverses=row).exists():
        raise Refused(N_("This line was reversed already."))
    return row


def check_closing(fund: Fund, until: date, today: date) -> None:
    """A book is closed until a day that has come, after the day until which it was closed before."""
    if until > today:
        raise Refused(N_("The book can be closed until today at the latest; {until} is still to come."), {"until": until})
    if not Move.objects.filter(fund=fund, day__lte=until).exists():
        raise Refused(N_("Nothing stands in the book until that day."))
    last = Closing.objects.filter(fund=fund).order_by("-number").first()
    if last is not None and until <= last.until:
        raise Refused(N_("The book is closed until {until} already."), {"until": last.until})


def check_not_keeper(who: Who, row: Fund, today: date) -> None:
    """The person who confirms does not keep the book too, in another office of the village."""
    offices = rulebooks.current().offices
    mine = people.held(who.account, today) if who.account is not None else ()
    if any(one.body == row.body_id and KEEPS in offices[one.office].may for one in mine):
        raise Refused(N_("Whoever keeps the book does not confirm it: somebody else looks at book, cash and receipts."))
