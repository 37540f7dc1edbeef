"""Acts on what stands: its wording mended, its contents replaced, withdrawn with a reason."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import DueKind, Event, How, State, starts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.effects import Effect, Fulfil, PutUp, Release, Start, TakeDown, Target, VoidDone
from dinhlang.ground.duties.models import Clock, Fulfilment, Run
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import Attachment, new_subject
from dinhlang.works.disclosures import checks, policy
from dinhlang.works.disclosures.acts.common import (
    SITE,
    Aim,
    Pair,
    book_of,
    cells_of,
    claims_of,
    day_of,
    duty_of,
    end_clocks,
    place_of,
    thing_of,
    wait_for_second,
    words_of,
)
from dinhlang.works.disclosures.models import Claim, Disclosure


@act("disclosure.correct", rows=False)
def correct(*, who: Who, at: datetime, body: int | None, disclosure: str, title: str, text: str, reason: str) -> Draft:
    """Mend the wording; what was fulfilled stays fulfilled. Who: officer or chair. Both wordings stay readable."""
    row = thing_of(disclosure, body)
    checks.check_step(row, "correct")
    if not reason.strip():
        raise Refused(N_("Say what was wrong, so that readers can follow the correction."))
    return Draft(row.subject, {"public": words_of(row, title, text, reason=reason)})


@act("disclosure.replace")
def replace(
    *,
    who: Who,
    at: datetime,
    body: int | None,
    disclosure: str,
    title: str,
    text: str,
    changed: date,
    attachments: Sequence[Attachment] = (),
) -> Draft:
    """Put new contents in the place of old ones; the change, made on the day `changed`, has a clock of its own.

    Who: officer or chair. Basis: Art. 14(1) third paragraph, 12(3). A day that a plan named says nothing of a later change.
    """
    old, today, book = thing_of(disclosure, body), day_of(at), book_of(body, at)
    after = checks.check_step(old, "replace")
    one = place_of(body, today)
    checks.check_dated(changed, today, one)
    if old.decision is not None and changed < old.decision.dated:
        raise Refused(
            N_("The contents cannot have changed on {day}, before the document of {dated}."), {"day": changed, "dated": old.decision.dated}
        )
    # What is done with the old text stays done; that it hangs on nobody asks any more, for the new text has days of its own.
    effects: list[Effect] = [Release(target) for target in _hanging(old, duties.frame(one.code, today))]
    aims: list[Aim] = []
    for claim in old.claims.all():
        duty = duty_of(book, claim.rule)
        own = Clock.objects.filter(body=body, rule=claim.rule, occasion=claim.occasion, voided=None).exists()
        if not own or duty.due.kind is DueKind.BEFORE:  # what stands, or is due before an event, is due as it was
            aims.append(Aim(claim.rule, claim.occasion))
            continue
        again = Claim.objects.filter(rule=claim.rule, disclosure__body=body, occasion__startswith=f"{_stem(claim.occasion)}.").count() + 2
        occasion = f"{_stem(claim.occasion)}.{again}"
        item = old.item if duty.starts.item is None else duty.starts.item
        event = Event(duty.starts.event, occasion, changed, item=item, kind=duty.starts.event_kind, rule=claim.rule)
        effects += [Start.of(spec) for spec in starts(book, event, bodies.facts(one, today, book))]
        aims.append(Aim(claim.rule, occasion))
    effects += [TakeDown(run.key, today) for run in Run.objects.filter(subject=old.subject, place=SITE, to_day=None)]
    new = Disclosure.objects.create(
        subject=new_subject(), body_id=body or 0, kind=old.kind, item=old.item, decision=old.decision, occasion=old.occasion, posted=today
    )
    Claim.objects.bulk_create([Claim(disclosure=new, rule=aim.rule, occasion=aim.occasion) for aim in aims])
    how = How.STAMPED if bodies.fact(one.id, "designated", today) is not None else How.DECLARED
    for aim in aims:
        part = duty_of(book, aim.rule).part("website")
        if part is not None and (not part.condition or bodies.fact(one.id, part.condition, today) is not None):
            target = Target(aim.rule, "website", aim.occasion)
            effects += [PutUp(target, new_subject(), SITE, today, how), Fulfil(target, today, how)]
    effects += [Fulfil(target, today, how) for target in cells_of(book, one, old.item, today)]
    old.state, old.replaced_by, old.ended = after, new.subject, today
    old.save()
    return Draft(new.subject, {"public": words_of(new, title, text, replaces=old.subject)}, tuple(effects), attachments=tuple(attachments))


def _stem(occasion: str) -> str:
    return occasion.rsplit(".", 1)[0]


LONG_ENOUGH = frozenset({State.HELD, State.DECLARED_ONLY})


def _hanging(row: Disclosure, frame: duties.Frame) -> Iterator[Target]:
    """The forms of the disclosure's own clocks in which it has not yet hung as many days as the rule wants."""
    claims = claims_of(row)
    for one in duties.obligations(frame, upcoming=True, only=claims) if claims else ():
        for part in one.parts if one.clock is not None and one.duty.due.kind is not DueKind.BEFORE else ():
            if part.part.hold is not None and part.hold_state not in LONG_ENOUGH:
                yield Target(one.duty.id, part.part.channel, one.occasion)


@act("disclosure.withdraw")
def withdraw(*, who: Who, at: datetime, body: int | None, disclosure: str, reason: str) -> Draft:
    """Take it from the site, with a reason of the closed list. Who: officer or chair.

    Before the posting was held long enough the duty is open again with its old day; posting anew fulfils anew, late if that day
    passed. Where the reason says that there is nothing to disclose, or a plan is withdrawn, the duties end; the end of one that was
    not done although its day has passed waits for a second office. The text is gone at once in any case.
    """
    row, today = thing_of(disclosure, body), day_of(at)
    after = checks.check_step(row, "withdraw")
    if reason not in policy.withdrawals():
        raise Refused(N_("Choose one of the reasons on the list."))
    frame = duties.frame(place_of(body, today).code, today)
    kept = kept_by(row, frame)
    effects: list[Effect] = [TakeDown(run.key, today) for run in Run.objects.filter(subject=row.subject, to_day=None)]
    effects += [VoidDone(target, row.subject, today) for target in _undone(row, kept)]
    public: dict[str, Any] = {"reason": reason}
    if row.kind == "plan" or policy.withdrawals()[reason].ends:
        clocks = ending_with(row, kept)
        if _hides(clocks, frame):
            public = wait_for_second(who, row.subject, row.body_id, public)
        else:
            effects += end_clocks(clocks, today)
    row.state, row.reason, row.ended = after, reason, today
    row.save()
    return Draft(row.subject, {"public": public}, tuple(effects))


def kept_by(row: Disclosure, frame: duties.Frame) -> set[Pair]:
    """The claimed duties that stay fulfilled: every posting that the rule wants held was. One without a hold is never complete."""
    claims, found = claims_of(row), set[Pair]()
    for one in duties.obligations(frame, upcoming=True, only=claims) if claims else ():
        holds = [part.hold_state for part in one.parts if part.part.hold is not None]
        if holds and all(word is State.HELD for word in holds):
            found.add((one.duty.id, one.occasion))
    return found


def _undone(row: Disclosure, kept: set[Pair]) -> tuple[Target, ...]:
    """What the disclosure did or hung up that ceases to count: of its duties and, unless one of these stays, of the register's cell."""
    claims, found = claims_of(row), dict[Target, None]()
    for table in (Fulfilment, Run):
        for one in table.objects.select_related("slot", "clock").filter(subject=row.subject, voided=None, clock__voided=None):
            if (target := one.target) is None:
                continue
            pair = (target.rule, target.occasion)
            stays = pair in kept if pair in claims else bool(kept)
            if not stays:
                found[target] = None
    return tuple(found)


def ending_with(row: Disclosure, kept: set[Pair]) -> tuple[Clock, ...]:
    """The clocks of which nothing is left to do without the disclosure: a plan's lines, else what it claimed and does not stay done."""
    running = Clock.objects.filter(body=row.body_id, voided=None).order_by("id")
    if row.kind == "plan":
        return tuple(running.filter(source=row.subject))
    claims = claims_of(row) - kept
    return tuple(one for one in running.filter(rule__in={rule for rule, _occasion in claims}) if (one.rule, one.occasion) in claims)


SETTLED = frozenset({State.NOT_YET_DUE, State.DONE_ON_TIME, State.NO_DAY, State.EXEMPT, State.NOT_SCORED})


def _hides(clocks: Sequence[Clock], frame: duties.Frame) -> bool:
    """Whether the end of these duties would hide that one was not done although its day has passed."""
    pairs = {(row.rule, row.occasion) for row in clocks}
    owed = duties.obligations(frame, upcoming=True, only=pairs) if pairs else ()
    return any(one.state not in SETTLED or one.hold_state is State.BROKEN for one in owed)
