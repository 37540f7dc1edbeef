"""Access slips: asked for by two persons, made once, handed over by somebody else, used once; and the number a household enters with.

Promises: a code is never given to an act, only its keyed hash; what is handed over, used or revoked is an entry, sealed where it is about
one household. Refuses: a hand-over by who printed or confirmed, a slip that was not handed over, used twice, ended, or of a household that
left.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from dinhlang.core.actor import Office, Pair, Voice
from dinhlang.core.refusal import N_, NotYours, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Body
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject
from dinhlang.ground.rolls import policy
from dinhlang.ground.rolls.acts.ends import kill, shut
from dinhlang.ground.rolls.acts.lists import NOT_KEPT, current
from dinhlang.ground.rolls.models import Entrance, Line, PrintRun, Slip

AT_ONCE = 1_000
REISSUED, REVOKED = "reissued", "revoked"
REASONS = ("lost", "stolen", "mistake", "asked", "alarm")

NO_SLIP = N_(
    "This slip opens nothing. Look whether the code was typed as printed; a slip works once, after its hand-over was recorded, for some "
    "days. Otherwise ask the Front's work board or the head of the village for a new one."
)
LIST_CHANGED = N_("The list of households has changed since these slips were asked for. Ask for them again.")
NOBODY = N_("No household of this village needs a slip: say for which list numbers new ones are printed.")
PRINTED = N_("These slips were printed already. A second print is a new issue, which takes two persons again; the old slips die with it.")
NOT_ASKER = N_("Slips are printed by the person who asked for them, once a second person has confirmed.")
SAME_PERSON = N_("Who printed the slips or confirmed the print does not record their hand-over: another person of another office does.")
NOTHING_WAITS = N_("No printed slip waits for its hand-over under these list numbers: {numbers}.")
CHOOSE = N_("Say which list numbers, for example 1-12, 15, or choose a cluster.")


def _village(body: int | None) -> Body:
    seat = Body.objects.select_for_update().filter(pk=body or 0, kind="village").first()
    if seat is None:
        raise Refused(N_("Access slips are for the households of a village."))
    return seat


@act("rolls.print_slips")
def print_slips(*, who: Who, at: datetime, body: int | None, households: tuple[str, ...]) -> Draft:
    """Let access slips be printed for these households of a village (keys), frozen when it was asked for.

    Who: officer or chair of the commune, with a second person. What follows is `rolls.make_slips`, once.
    """
    seat = _village(body)
    if who.seat != seat.parent_id:
        raise NotYours(NOT_KEPT)
    here = current(policy.HOUSEHOLDS, {seat.pk})
    if not households:
        raise Refused(NOBODY)
    if len(set(households)) != len(households) or not set(households) <= set(here):
        raise Refused(LIST_CHANGED)
    mandates: tuple[int, int | None]
    match who.actor:
        case Pair(first=first, second=second):
            mandates = first.mandate, second.mandate
        case Office(mandate=mandate):  # the trial when it is asked for
            mandates = mandate, None
        case _:
            raise NotYours(NOT_KEPT)
    subject = new_subject()
    PrintRun.objects.create(
        subject=subject, village=seat, members=list(households), first_id=mandates[0], second_id=mandates[1], at=at
    )  # fmt: skip
    return Draft(subject, {"public": {"slips": len(households)}}, changes_public=False)


@act("rolls.make_slips")
def make_slips(*, who: Who, at: datetime, body: int | None, run: str, digests: Sequence[tuple[str, bytes]]) -> Draft:
    """Keep the keyed hashes of the codes just drawn for the print `run`: (household, hash). Older slips of these households die.

    Who: the person who asked for the print. Once.
    """
    row = PrintRun.objects.select_for_update().filter(subject=run, village=body).first()
    if row is None or not isinstance(who.actor, Office) or who.actor.mandate != row.first_id:
        raise NotYours(NOT_ASKER)
    if row.printed is not None:
        raise Refused(PRINTED)
    if [key for key, _ in digests] != row.members or not set(row.members) <= set(current(policy.HOUSEHOLDS, {row.village_id})):
        raise Refused(LIST_CHANGED)
    kill(row.members, at, REISSUED)
    Slip.objects.bulk_create([Slip(member_id=key, run=row, digest=digest, made=at) for key, digest in digests], AT_ONCE)
    PrintRun.objects.filter(pk=row.pk).update(printed=at)
    return Draft(new_subject(), {"public": {"slips": len(digests)}}, changes_public=False)


def _lines(seat: Body, numbers: Sequence[str], cluster: str) -> list[Line]:
    """The households meant by list numbers or by a cluster. Raises Refused naming numbers that nobody has."""
    here = current(policy.HOUSEHOLDS, {seat.pk}).values()
    if not numbers and not cluster:
        raise Refused(CHOOSE)
    unknown = [number for number in numbers if number not in {row.number for row in here}]
    if unknown:
        raise Refused(N_("No household of this village has the list number {numbers}."), {"numbers": ", ".join(unknown[:12])})
    return [row for row in here if row.number in numbers or (cluster and row.cluster == cluster)]


@act("rolls.hand_over")
def hand_over(*, who: Who, at: datetime, body: int | None, numbers: Sequence[str], cluster: str = "") -> Draft:
    """Record that slips were handed over: by list numbers, or all of a cluster. From now on they open, for some days.

    Who: the Front or the head of the village, never who printed or confirmed the print, nor their office.
    """
    seat = _village(body)
    lines = _lines(seat, numbers, cluster)
    slips = list(Slip.objects.select_related("run__first", "run__second").filter(
        member__in=[row.member_id for row in lines], handed=None, used=None, dead=None,
    ))  # fmt: skip
    if not slips:
        raise Refused(NOTHING_WAITS, {"numbers": ", ".join(numbers[:12]) or cluster})
    for slip in slips:
        for printer in (slip.run.first, slip.run.second):
            if printer is not None and (printer.account_id == who.account or printer.office == who.office):
                raise NotYours(SAME_PERSON)
    waiting = {slip.member_id for slip in slips}
    missing = [row.number for row in lines if row.number in numbers and row.member_id not in waiting]
    if missing:
        raise Refused(NOTHING_WAITS, {"numbers": ", ".join(missing[:12])})
    mandate = who.actor.mandate if isinstance(who.actor, Office) else None
    until = at + timedelta(days=policy.values().slip_days)
    Slip.objects.filter(pk__in=[slip.pk for slip in slips]).update(handed=at, handed_by_id=mandate, until=until)
    return Draft(new_subject(), {"public": {"slips": len(slips)}}, changes_public=False)


@act("rolls.revoke_slips")
def revoke_slips(*, who: Who, at: datetime, body: int | None, numbers: Sequence[str], reason: str) -> Draft:
    """End every way in of these households: slips, number, open sessions. A new slip opens again. Sealed: it is about households.

    Who: the Front or the head of the village.
    """
    seat = _village(body)
    if reason not in REASONS:
        raise Refused(N_("Say why, by one of the reasons of the list."))
    keys = [row.member_id for row in _lines(seat, numbers, "")]
    shut(keys, at, REVOKED)
    Slip.objects.filter(member__in=keys).update(alarmed=None)
    return Draft(new_subject(), {"sender": {"households": keys, "reason": reason}}, sealed=True, changes_public=False)


def alive(slip: Slip, at: datetime) -> bool:
    """Whether a slip opens at the instant `at`."""
    return slip.handed is not None and slip.until is not None and slip.until > at and slip.used is None and slip.dead is None


@act("rolls.activate")
def activate(*, who: Who, at: datetime, body: int | None, slip: int) -> Draft:
    """Use an access slip, once: its household's session begins, what was open before ends, and it chooses its number.

    Who: whoever holds the slip. Refused with one sentence for unknown, used, ended.
    """
    row = Slip.objects.select_for_update().filter(pk=slip, member__body=body).first()
    day = clock.local_day(at)
    if row is None or not alive(row, at) or not Line.objects.filter(bodies.on(day), member=row.member_id).exists():
        raise Refused(NO_SLIP)
    Slip.objects.filter(pk=row.pk).update(used=at)
    entrance, _ = Entrance.objects.get_or_create(member_id=row.member_id)
    Entrance.objects.filter(pk=entrance.pk).update(digest=b"", salt=b"", turn=entrance.turn + 1, tries=0, waits=None, day_tries=0)
    return Draft(new_subject(), {"sender": {"household": row.member_id}}, changes_public=False)


@act("rolls.alarm")
def alarm(*, who: Who, at: datetime, body: int | None, slip: int) -> Draft:
    """Keep that a slip was tried after it had been used: the household reads it on its page, the Front on its own. Who: the house."""
    row = Slip.objects.select_for_update().filter(pk=slip, member__body=body).exclude(used=None).first()
    if row is None:
        raise Refused(NO_SLIP)
    if row.alarmed is None:
        Slip.objects.filter(pk=row.pk).update(alarmed=at)
    return Draft(new_subject(), {"sender": {"household": row.member_id}}, changes_public=False)


@act("rolls.set_number")
def set_number(*, who: Who, at: datetime, body: int | None, salt: bytes, digest: bytes) -> Draft:
    """Choose the number with which a household enters from now on (a keyed hash of it). Who: the household, in its session."""
    key = who.actor.household if isinstance(who.actor, Voice) else None
    entrance = Entrance.objects.select_for_update().filter(pk=key or "", member__body=body).first()
    if entrance is None or len(digest) != 32:
        raise NotYours(NO_SLIP)
    Entrance.objects.filter(pk=entrance.pk).update(salt=salt, digest=digest, tries=0, waits=None)
    return Draft(new_subject(), {"sender": {"household": key}}, changes_public=False)
