"""The acts of an offline kit of a meeting.

Promises: what a kit sends is one entry under its own command id, so that a form sent again changes nothing; a list or a count that
somebody else entered meanwhile is never overwritten. Refuses: anything that the same form online would refuse.
"""

from collections.abc import Collection
from datetime import datetime, time, timedelta

from dinhlang.core.actor import Guest, Office
from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.core.tally.rounds import Sheet, Way, check_sheet
from dinhlang.ground.kit import acts as kit
from dinhlang.ground.kit import checks as kits
from dinhlang.ground.kit import reads as leases
from dinhlang.ground.kit import sent as sends
from dinhlang.ground.kit.models import Cause, Lease, State
from dinhlang.ground.kit.sent import Kind, Sent
from dinhlang.ground.polls import acts as polls
from dinhlang.ground.polls import checks as poll_checks
from dinhlang.ground.polls import reads as rounds
from dinhlang.ground.polls.models import Round
from dinhlang.ground.polls.reads import RoundSeen, SittingSeen
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject
from dinhlang.works.votes import checks
from dinhlang.works.votes.models import Matter
from dinhlang.works.votes.states import CALLED

ONLY_MEETINGS = N_("A kit is for a meeting. Ballot papers are counted where there is network, and online the house counts.")
NO_REGISTER = N_("This kit carries no list of households: only whoever calls the meeting says who takes part.")
UNKNOWN = N_("Number {number} is not on the list of this sitting as it was frozen. Nothing was changed.")


def _running(thing: str, body: int, number: int) -> Round | None:
    """The round of a lease, locked; None where it runs no longer."""
    matter = Matter.objects.select_for_update().filter(pk=thing, body=body).first()
    row = Round.objects.select_for_update().filter(matter=thing, body=body, number=number).first()
    alive = matter is not None and matter.state == CALLED and row is not None and row.closed is None and row.cancelled is None
    return row if alive else None


def _seen(row: Round, number: int) -> tuple[RoundSeen, SittingSeen]:
    one = next(one for one in rounds.rounds([row.matter]) if one.id == row.pk)
    sitting = next((sitting for sitting in one.sittings if sitting.number == number), None)
    if sitting is None:
        raise Refused(N_("There is no such sitting."))
    return one, sitting


@act("vote.kit_open")
def kit_open(*, who: Who, at: datetime, body: int | None, matter: str, sitting: int, device: str) -> Draft:
    """Open an offline kit for one sitting of the running meeting, for 72 hours. Who: whoever counts.

    It carries the list of households only for the office that called the meeting. One person has one living kit for a sitting.
    """
    row = Matter.objects.select_for_update().filter(pk=matter, body=body).first()
    if row is None:
        raise NotHere(checks.NO_MATTER)
    held = polls.locked(row.pk, row.body_id)
    if Way(held.way) is not Way.MEETING:
        raise Refused(ONLY_MEETINGS)
    rule = rulebooks.current().at(held.rule_day).decisions[held.rule]
    register = who.office == rule.convened_by and who.seat == row.body_id
    begins = _seen(held, sitting)[1].at
    lease = kit.open_lease(
        thing=row.pk, body=row.body_id, round=held.number, sitting=sitting, who=who, device=device, register=register, begins=begins, at=at
    )
    words = {"round": held.number, "sitting": sitting, "lease": lease.pk, "until": lease.until.isoformat()}
    return Draft(row.pk, {"public": words, "sender": {"device": lease.device}}, changes_public=False)


@act("vote.kit_revoke")
def kit_revoke(*, who: Who, at: datetime, body: int | None, lease: str, reason: str) -> Draft:
    """Revoke a kit: its phone is lost, or the meeting is counted otherwise. Who: whoever counts in the village, the commune's office.

    What it still sends counts no more; what was closed before the revocation waits for two persons.
    """
    row = kit.locked(lease, body)
    said = kits.check_reason(reason)
    kit.revoke(row, at)
    words = {"round": row.round, "sitting": row.sitting, "lease": row.pk}
    return Draft(row.thing, {"public": words, "sender": {"reason": said}}, changes_public=False)


@act("vote.kit_send")
def kit_send(*, who: Who, at: datetime, body: int | None, lease: str, text: str, seal: str) -> Draft:
    """Take in one thing that a kit wrote: who takes part, what was counted, that the sitting is closed. Who: whoever opened the kit.

    What comes late, or after a revocation, waits for two persons or is kept as a file: the entry says which.
    """
    row = kit.locked(lease, body)
    kits.check_holder(row, who.account)
    words = _arrived(row, text, seal, at, None)
    return Draft(row.thing, {"public": {"round": row.round, "sitting": row.sitting, **words}}, changes_public=False)


@act("vote.kit_hand_in")
def kit_hand_in(*, who: Who, at: datetime, body: int | None, lease: str, text: str, seal: str) -> Draft:
    """Take in what somebody whose office has ended still holds: it never simply counts. Who: the phone that holds the kit's own key.

    The entry is sealed: who hands it in acts in no office.
    """
    row = kit.locked(lease, body)
    ended = ended_at(row)
    if not isinstance(who.actor, Guest) or ended is None or ended > at:
        raise NotYours(kits.NOT_HOLDER)
    words = _arrived(row, text, seal, at, ended)
    return Draft(new_subject(), {"sender": {"matter": row.thing, **words}}, sealed=True)


def ended_at(lease: Lease) -> datetime | None:
    """The first instant at which the office of a lease's holder does not run any more; None where no end is known."""
    mandate = lease.mandate
    days = [day for day in (mandate.to_day, mandate.body.alive_to) if day is not None]
    return datetime.combine(min(days) + timedelta(days=1), time.min, clock.LOCAL) if days else None


def _arrived(lease: Lease, text: str, seal: str, at: datetime, ended: datetime | None) -> dict[str, object]:
    """Take in, keep for two persons, or keep as a file; the words of the entry."""
    said = sends.read(text, seal, lease.pk, bytes(lease.key))
    held = _running(lease.thing, lease.body_id, lease.round)
    if held is None:
        return kit.keep(lease, said, text, State.KEPT, Cause.OVER, at)
    one, sitting = _seen(held, lease.sitting)
    keys = _check(lease, said, one, sitting)
    state, cause = kits.judge(lease, said, at, ended, leases.last_number(lease.pk))
    if state is State.TAKEN:
        if _differs(lease, said, keys, one, sitting):
            state, cause = State.WAITING, Cause.CONFLICT
        else:
            _enter(held, lease, said, keys, at)
    return kit.keep(lease, said, text, state, cause, at)


def _check(lease: Lease, said: Sent, one: RoundSeen, sitting: SittingSeen) -> tuple[str, ...]:
    """What was sent can be true at all. The keys of the households it names. Raises Refused."""
    if said.kind is Kind.COUNT:
        check_sheet(Sheet(sitting.on_roll, said.took_part, said.votes, said.spoilt), one.question, one.way)
    if said.kind is not Kind.TICK:
        return ()
    if not lease.register:
        raise NotYours(NO_REGISTER)
    known = {seat.number: seat.key for seat in rounds.seats_of(one, sitting)}
    missing = next((number for number in said.numbers if number not in known), None)
    if missing is not None:
        raise Refused(UNKNOWN, {"number": missing[:12]})
    return tuple(sorted({known[number] for number in said.numbers}))


def _differs(lease: Lease, said: Sent, keys: Collection[str], one: RoundSeen, sitting: SittingSeen) -> bool:
    """Whether somebody else entered other things for this sitting since the kit last spoke."""
    if said.kind is Kind.CLOSE:
        return False
    before = leases.last_taken(lease.pk, said.kind)
    if said.kind is Kind.TICK:
        known = {seat.number: seat.key for seat in rounds.seats_of(one, sitting)}
        stands = rounds.took_part_in(sitting.id)
        return stands not in ({known[number] for number in before.numbers} if before is not None else set(), set(keys))
    sheet = Sheet(sitting.on_roll, said.took_part, said.votes, said.spoilt)
    own = next((count.sheet for count in sitting.counts if count.account == lease.mandate.account_id), None)
    last = None if before is None else Sheet(sitting.on_roll, before.took_part, before.votes, before.spoilt)
    return sitting.agreed not in (None, sheet) or own not in (None, sheet, last)


def _enter(held: Round, lease: Lease, said: Sent, keys: Collection[str], at: datetime) -> None:
    """The same as the form online would do, in the name of whoever opened the kit."""
    poll_checks.check_begun(held.sittings.get(number=lease.sitting), at)
    if said.kind is Kind.TICK:
        polls.tick(held, lease.sitting, keys, at)
    elif said.kind is Kind.COUNT:
        counter = Who(Office(lease.mandate_id), "", "", None, lease.mandate.account_id, "", ())
        polls.count(held, lease.sitting, counter, Sheet(0, said.took_part, said.votes, said.spoilt), at)


@act("vote.kit_decide")
def kit_decide(*, who: Who, at: datetime, body: int | None, lease: str, item: str, accept: bool, reason: str) -> Draft:
    """Say whether something that a kit sent, and that had to wait, counts. Two different persons must say the same. Who: whoever counts.

    Whoever sent it does not decide, but where two entries contradict each other: there those who count say which stands. Where something
    else was entered while it waited, what was said of it so far counts no more, and it waits on as a conflict.
    """
    row = kit.locked(lease, body)
    found = kit.waiting(item, row)
    said = sends.read(found.text, sends.seal(bytes(row.key), found.text), row.pk, bytes(row.key))
    decided = kit.say(found, who, accept, reason, at)
    if decided and found.cause != Cause.CONFLICT and _contradicted(row, said):
        kit.contradicted(found)
        decided = None
    if decided is not None:
        if decided:
            _accept(row, said, at)
        kit.settle(found, said, decided, at)
    settled = "" if decided is None else State.TAKEN.value if decided else State.REFUSED.value
    words = {"round": row.round, "sitting": row.sitting, "item": sends.digest(found.text), "accept": accept, "settled": settled,
             "cause": found.cause}  # fmt: skip
    return Draft(row.thing, {"public": words, "sender": {"reason": reason}}, changes_public=False)


def _contradicted(lease: Lease, said: Sent) -> bool:
    """Whether something else was entered for the sitting since, or a later word of the same kit was taken in."""
    held = _running(lease.thing, lease.body_id, lease.round)
    if held is None:
        return False
    one, sitting = _seen(held, lease.sitting)
    later = leases.last_taken(lease.pk, said.kind)
    return (later is not None and later.n > said.n) or _differs(lease, said, _check(lease, said, one, sitting), one, sitting)


def _accept(lease: Lease, said: Sent, at: datetime) -> None:
    held = _running(lease.thing, lease.body_id, lease.round)
    if held is None:
        raise Refused(N_("The round runs no longer; what was counted stands."))
    one, sitting = _seen(held, lease.sitting)
    _enter(held, lease, said, _check(lease, said, one, sitting), at)
