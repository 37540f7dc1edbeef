"""The acts of the body that only some kinds of petitions know: asking to complete, telling how long, more time, a decision.

Promises: each is a sealed entry whose words the sender reads on the page of the code. Refuses: more time twice, or after the day; a promise
beyond the law's last day; a decision of a day that cannot be.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import Attachment
from dinhlang.works.petitions import checks, clocks, kinds, policy
from dinhlang.works.petitions.acts.handling import ANSWER, WHY, WORDS, take
from dinhlang.works.petitions.acts.joining import carry, others
from dinhlang.works.petitions.acts.sending import sealed
from dinhlang.works.petitions.models import Decision, Petition

NO_SUCH = N_("This kind of petition does not know this step.")
MOST = 100_000_000  # đồng, of copying and sending: more is a slip of the finger


def check_in_time(found: Petition, day: date) -> None:
    """Its day is not over: what is late stays late, whatever is asked or told now. Raises Refused."""
    if found.due is not None and found.due < day:
        raise Refused(N_("The day is over: more time is told before it, not afterwards. Answer now."))


@act("petition.complete")
def complete(*, who: Who, at: datetime, body: int | None, petition: str, text: str) -> Draft:
    """Ask the sender to complete the request: its clock begins with what comes. Who: an office of the body that has it.

    Basis: Law 104/2016/QH13 Art. 26(2); Decree 59/2019/NĐ-CP Art. 11(2).
    """
    found = take(who, petition, body, "complete", at)
    if not policy.kind(found.kind).completes or kinds.is_wrong(found):
        raise Refused(NO_SUCH)
    if found.paused is not None:
        raise Refused(N_("The sender was asked already, and has not answered yet."))
    check_in_time(found, clock.local_day(at))
    found.paused = clock.local_day(at)
    found.save()
    return sealed(petition, {"words": checks.check_text("question", text, WORDS)})


@act("petition.terms")
def terms(*, who: Who, at: datetime, body: int | None, petition: str, until: date, text: str, price: int = 0) -> Draft:
    """Tell the sender how long it takes, where and how it is had, and what copying and sending really cost (`price` in đồng).

    Who: an office of the body that has it. Basis: Law 104/2016/QH13 Art. 12(2), 27, 30(4), 31(2).
    """
    found, day = take(who, petition, body, "terms", at), clock.local_day(at)
    if not policy.kind(found.kind).terms or kinds.is_wrong(found):
        raise Refused(NO_SUCH)
    if not 0 <= price <= MOST:
        raise Refused(N_("Enter what printing, copying and sending really cost, in đồng; nothing else may be asked for."))
    book = rulebooks.current()
    if not kinds.was_extended(found, day, book):
        found.rule, found.due = kinds.supplying(found, day, book)
    last = found.due
    if until < day or (last is not None and until > last):
        raise Refused(N_("Choose a day from today to {last}, the last day of the law."), {"last": last or day})
    found.save()
    said = {"words": checks.check_text("terms", text, WORDS), "until": until.isoformat(), "price": str(price)}
    return sealed(petition, said)


@act("petition.extend")
def extend(*, who: Who, at: datetime, body: int | None, petition: str, reason: str) -> Draft:
    """Tell the sender, once and before the day is over, that more time is needed, and why. Who: an office of the body that has it.

    Basis: Law 104/2016/QH13 Art. 29(2), 30(4), 31(2); Decree 59/2019/NĐ-CP Art. 13.
    """
    found, day = take(who, petition, body, "extend", at), clock.local_day(at)
    more = kinds.extended(found, day, rulebooks.current())
    if more is None:
        raise Refused(N_("The law gives no more time here, or it was told already."))
    check_in_time(found, day)
    found.rule, found.due = more
    found.save()
    return sealed(petition, {"reason": checks.check_text("reason", reason, WHY)})


@act("petition.more_time")
def more_time(*, who: Who, at: datetime, body: int | None, petition: str, until: date, reason: str) -> Draft:
    """Tell whoever put it at the reception that it takes more time before it is taken on, with a day and the reason, once.

    Who: an office of the body that has it. The new day is a promise of the body. Basis: Law 42/2013/QH13 Art. 28(1).
    """
    found, day = take(who, petition, body, "more-time", at), clock.local_day(at)
    if not policy.kind(found.kind).more_time:
        raise Refused(NO_SUCH)
    if not found.rule:
        raise Refused(N_("More time is told once. Take it on, pass it on, or refuse it with the reason."))
    check_in_time(found, day)
    most = day + timedelta(days=policy.values().more_days)
    if not day < until <= most:
        raise Refused(N_("Choose a day after today, at most {last}."), {"last": most})
    found.rule, found.due = "", until
    together = others(found)
    found.save()
    carry(found, together)
    return sealed(petition, {"reason": checks.check_text("reason", reason, WHY), "until": until.isoformat()})


@act("petition.decide")
def decide(
    *, who: Who, at: datetime, body: int | None, petition: str, outcome: str, number: str, day: date, text: str,
    attachments: Sequence[Attachment] = (),
) -> Draft:  # fmt: skip
    """Enter how a complaint was decided: `outcome` (right, partly, wrong), number and day of the decision, what it says.

    Who: an office of the body that has it. Basis: Law 02/2011/QH13 Art. 31, 40.
    """
    found, today = take(who, petition, body, "decide", at), clock.local_day(at)
    if not policy.kind(found.kind).decides:
        raise Refused(NO_SUCH)
    if outcome not in kinds.OUTCOMES:
        raise Refused(N_("Say whether the complaint was right, partly right or wrong."), basis=kinds.DECIDED)
    named = ledger.clean_text(number).strip()
    if not 0 < len(named) <= kinds.NUMBER:
        raise Refused(N_("Enter the number of the decision, in at most {n} characters."), {"n": kinds.NUMBER})
    if not found.since <= day <= today:
        raise Refused(N_("The decision is from the day the complaint was taken on ({first}) to today."), {"first": found.since})
    Decision.objects.create(petition=found, outcome=outcome, number=named, day=day, due=found.due)
    found.since, found.due, found.rule = today, None, ""
    found.closes, found.again = clocks.silence(today), None
    found.save()
    said = {"outcome": outcome, "decision": named, "decided": day.isoformat(), "answer": checks.check_text("answer", text, ANSWER)}
    return sealed(petition, said, files=kinds.files(found, attachments))
