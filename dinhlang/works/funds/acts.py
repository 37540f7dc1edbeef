"""The acts that write in a village's fund book.

Promises: each line is one entry about its book; no open part of an entry says what a household paid, its root commits to it. Opening a
book of contributions starts what the village then owes and fulfils the keeping of a book. Refuses: to change or remove a line.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.core.rules import Event, EventName, How, starts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties.acts import occasion_of
from dinhlang.ground.duties.effects import Effect, Fulfil, Start
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import Attachment, new_subject
from dinhlang.ground.rolls import reads as rolls
from dinhlang.ground.rolls.policy import HOUSEHOLDS
from dinhlang.works.funds import checks, policy, sizes
from dinhlang.works.funds.checks import TO_WHOM, WHAT_FOR, WHERE_FROM, Line, Payment
from dinhlang.works.funds.models import Closing, Fund, Move, Paid
from dinhlang.works.funds.tally import booked, sums

RAISED, BOOK = "village-contribution-raised", "register-book"  # the kind of event and the part of its rule that a book fulfils
TOO_MANY = N_("At most {most} new lines enter from one file. Bring the rest in another one.")
REASON = N_("Say why, in at most {n} characters: people will read it.")


def _fund(subject: str, body: int | None) -> Fund:
    """A book of the body acted upon, locked. Raises NotHere."""
    row = Fund.objects.select_for_update().filter(pk=subject, body=body).first()
    if row is None:
        raise NotHere(checks.NO_FUND)
    return row


def _entered(fund: Fund, *, income: bool, purpose: str, amount: int, day: date, reverses: Move | None = None) -> Move:
    number = Move.objects.filter(fund=fund).count() + 1
    return Move.objects.create(fund=fund, number=number, income=income, purpose=purpose, amount=amount, day=day, reverses=reverses)


def root_of(rows: Iterable[Paid]) -> str:
    """What an entry commits to of the payments of its line, in hex: their hashes in the order of the households' keys."""
    leaves = (
        ledger.leaf_hash(bytes(row.salt) + ledger.canonical([row.member_id, row.amount]))
        for row in sorted(rows, key=lambda row: row.member_id)
    )
    return ledger.root_of(list(leaves)).hex()


@act("fund.open")
def open_book(
    *, who: Who, at: datetime, body: int | None, title: str, year: int | None = None, collects: bool = True, matter: str = "",
    number: str = "", dated: date | None = None,
) -> Draft:  # fmt: skip
    """Open a book, for a year or for as long as it takes. Who: the village head. Basis: Circular 26/2026/TT-BTC Art. 22(2).

    `matter` is the subject of what the people decided here, `number` and `dated` those of its paper; one of them where households pay.
    """
    today = clock.local_day(at)
    place, book = bodies.place(body or 0, today), rulebooks.current()
    checks.check_village(place)
    said = checks.check_text(title, sizes.NAME, N_("Give the book a name, in at most {n} characters."))
    paper = ledger.clean_text(number).strip()
    if len(paper) > sizes.NUMBER:
        raise Refused(N_("Give the number of the paper, in at most {n} characters."), {"n": sizes.NUMBER})
    if year is not None and abs(year - today.year) > sizes.YEARS:
        raise Refused(N_("A book is opened for last year, this year or the next; older ones are brought over by their balance."))
    checks.check_decision(place, collects, matter, paper, dated, today)
    row = Fund.objects.create(
        subject=new_subject(), body_id=place.id, year=year, collects=collects, matter=matter, number=paper, dated=dated, opened=today
    )
    words: dict[str, Any] = {"title": said, "collects": collects}
    words |= {"year": year} if year is not None else {}
    words |= {"matter": matter} if matter else {}
    words |= {"number": paper} if paper else {}
    words |= {"dated": dated.isoformat()} if dated else {}
    effects: list[Effect] = []
    if collects:
        event = Event(EventName.CASE_AROSE, occasion_of(place.id, RAISED, today), today, kind=RAISED)
        begun = [Start.of(spec) for spec in starts(book, event, bodies.facts(place, today, book))]
        effects += begun
        effects += [Fulfil(one.target, today, How.STAMPED) for one in begun if one.target.part == BOOK]
    return Draft(row.subject, {"public": words}, tuple(effects))


@act("fund.receive")
def receive(
    *, who: Who, at: datetime, body: int | None, fund: str, purpose: str, amount: int, day: date, what: str,
    attachments: Sequence[Attachment] = (),
) -> Draft:  # fmt: skip
    """Enter what came in, in one sum: a grant, a gift, what a cluster collected. Who: the village head. `amount` in đồng."""
    row = _fund(fund, body)
    checks.check_day(row, day, clock.local_day(at))
    heading = checks.check_purpose(purpose, income=True)
    if heading == policy.values().household:
        checks.check_collects(row)
    said = checks.check_text(what, sizes.WHAT, WHERE_FROM)
    line = _entered(row, income=True, purpose=heading, amount=checks.check_amount(amount), day=day)
    words = {"line": line.number, "purpose": heading, "amount": amount, "day": day.isoformat(), "what": said}
    return Draft(row.subject, {"public": words}, attachments=tuple(attachments))


@act("fund.collect")
def collect(*, who: Who, at: datetime, body: int | None, fund: str, day: date, paid: Sequence[Payment]) -> Draft:
    """Enter what households paid, by their list numbers. Who: the village head. Basis: Law 10/2022/QH15 Art. 15(1).

    The entry commits to each payment by a hash; it says their sum only where enough households paid that it tells of none of them.
    """
    row, today = _fund(fund, body), clock.local_day(at)
    checks.check_day(row, day, today)
    amount = checks.check_payments(row, paid, {one.key for one in rolls.on(row.body_id, HOUSEHOLDS, today)})
    line = _entered(row, income=True, purpose=policy.values().household, amount=amount, day=day)
    rows = [Paid(move=line, member_id=one.key, amount=one.amount, salt=secrets.token_bytes(16)) for one in paid]
    Paid.objects.bulk_create(rows)
    words: dict[str, Any] = {"line": line.number, "day": day.isoformat(), "root": root_of(rows)}
    if len(rows) >= policy.values().household_least:
        words |= {"households": len(rows), "amount": amount}
    return Draft(row.subject, {"public": words})


@act("fund.spend")
def spend(
    *, who: Who, at: datetime, body: int | None, fund: str, purpose: str, amount: int, day: date, what: str, payee: str,
    attachments: Sequence[Attachment] = (),
) -> Draft:  # fmt: skip
    """Enter what was spent, with photographs of the receipts. Who: the village head. `amount` in đồng.

    Basis: Circular 26/2026/TT-BTC Art. 22(2): spent only on what the people agreed to.
    """
    row = _fund(fund, body)
    checks.check_day(row, day, clock.local_day(at))
    heading = checks.check_purpose(purpose, income=False)
    said, whom = checks.check_text(what, sizes.WHAT, WHAT_FOR), checks.check_text(payee, sizes.PAYEE, TO_WHOM)
    line = _entered(row, income=False, purpose=heading, amount=checks.check_amount(amount), day=day)
    words = {"line": line.number, "purpose": heading, "amount": amount, "day": day.isoformat(), "what": said, "payee": whom}
    return Draft(row.subject, {"public": words}, attachments=tuple(attachments))


def check_enters(fund: Fund, line: Line, today: date) -> None:
    """A line of a file can enter the book today: its day is neither to come nor closed, and households pay only where people agreed."""
    checks.check_day(fund, line.day, today)
    if line.purpose == policy.values().household:
        checks.check_collects(fund)


@act("fund.import")
def import_lines(*, who: Who, at: datetime, body: int | None, fund: str, lines: Sequence[Line]) -> Draft:
    """Enter lines of a book that was kept elsewhere, whole or not at all. Who: the village head. Their receipts stay with the book.

    Basis: Circular 26/2026/TT-BTC Art. 22(2).
    """
    row, today = _fund(fund, body), clock.local_day(at)
    if not lines:
        raise Refused(N_("Every row of this file is entered already: nothing was changed."))
    if len(lines) > sizes.LINES:
        raise Refused(TOO_MANY, {"most": sizes.LINES})
    found = [checks.check_line(one) for one in lines]
    for one in found:
        check_enters(row, one, today)
    last = Move.objects.filter(fund=row).count()
    moves = [
        Move(fund=row, number=number, income=one.income, purpose=one.purpose, amount=one.amount, day=one.day)
        for number, one in enumerate(found, last + 1)
    ]
    Move.objects.bulk_create(moves)
    said = [
        {
            "line": move.number, "income": one.income, "purpose": one.purpose, "amount": one.amount, "day": one.day.isoformat(),
            "what": one.what, **({"payee": one.payee} if one.payee else {}),
        }
        for move, one in zip(moves, found, strict=True)
    ]  # fmt: skip
    return Draft(row.subject, {"public": {"lines": said}})


@act("fund.reverse")
def reverse(*, who: Who, at: datetime, body: int | None, fund: str, line: int, reason: str) -> Draft:
    """Reverse a wrong line by a new one of today, with the reason; the wrong one stays. Who: the village head."""
    row, today = _fund(fund, body), clock.local_day(at)
    wrong = checks.check_reversible(row, line)
    said = checks.check_text(reason, sizes.WHY, REASON)
    checks.check_day(row, today, today)
    new = _entered(row, income=wrong.income, purpose=wrong.purpose, amount=-wrong.amount, day=today, reverses=wrong)
    words = {"line": new.number, "reverses": line, "day": today.isoformat(), "reason": said}
    return Draft(row.subject, {"public": words})


@act("fund.close")
def close(*, who: Who, at: datetime, body: int | None, fund: str, until: date) -> Draft:
    """Close the book until the end of a day: nothing is entered for these days any more. Who: the village head.

    The entry says what came in and went out until then and what is left. The head of the Front's work board countersigns it.
    Basis: Circular 26/2026/TT-BTC Art. 22(2): the result is made public.
    """
    row, today = _fund(fund, body), clock.local_day(at)
    checks.check_closing(row, until, today)
    found = sums(one for one in map(booked, Move.objects.filter(fund=row)) if one.day <= until)
    number = Closing.objects.filter(fund=row).count() + 1
    Closing.objects.create(fund=row, number=number, until=until, income=found.income, spending=found.spending, closed=today)
    words = {"closing": number, "until": until.isoformat(), "income": found.income, "spending": found.spending, "balance": found.balance}
    return Draft(row.subject, {"public": words})


@act("fund.countersign")
def countersign(*, who: Who, at: datetime, body: int | None, fund: str, closing: int) -> Draft:
    """Confirm a closing after looking at book, cash and receipts. Who: the head of the Front's work board; not who closed it."""
    row = _fund(fund, body)
    found = Closing.objects.filter(fund=row, number=closing).first()
    if found is None:
        raise NotHere(N_("The book was not closed until such a day."))
    if found.confirmed is not None:
        raise Refused(N_("This closing was confirmed already."))
    checks.check_not_keeper(who, row, clock.local_day(at))
    found.confirmed = clock.local_day(at)
    found.save()
    words = {"closing": closing, "until": found.until.isoformat(), "balance": found.income - found.spending}
    return Draft(row.subject, {"public": words})
