"""Lists that enter whole, and single changes of a roll.

Promises: rows are begun and ended, never overwritten; the entry commits to the hashes of all that an act began and ended, in order, and
says how many, never who. Refuses: two members with one list number, a day before what is known, an office that does not keep the roll.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from dinhlang.core import ledger
from dinhlang.core.actor import Office
from dinhlang.core.refusal import N_, NotYours, Refused
from dinhlang.ground.bodies.models import Body
from dinhlang.ground.record import clock, fast
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject
from dinhlang.ground.rolls import hashes, policy
from dinhlang.ground.rolls.acts.ends import shut
from dinhlang.ground.rolls.matching import Said, Step
from dinhlang.ground.rolls.models import Claim, Line, Member

AT_ONCE = 500  # rows in one statement
LEFT = "left"  # why the slips of a household that is gone died
LISTED = "list"  # why a row began or ended: a whole list said so
# Why one row of a list changes by hand: of households, and of people in other lists.
HOUSEHOLD_WHY = {
    "arrive": ("moved-in", "new", "split"),
    "amend": ("address", "correction", "representative", "stand-in"),
    "depart": ("dissolved", "merged", "moved-out"),
}
PERSON_WHY = {"arrive": ("joined",), "amend": ("post", "correction"), "depart": ("parted",)}


def whys(roll: str, change: str = "") -> tuple[str, ...]:
    """Why a list `roll` may change by hand: by `change` ("arrive", "amend", "depart"), or by any."""
    table = HOUSEHOLD_WHY if roll == policy.HOUSEHOLDS else PERSON_WHY
    return table[change] if change else tuple(why for group in table.values() for why in group)


NOTHING = N_("Every row of this list is known already: nothing was changed.")
CHANGED = N_("What is known here has changed since the list was checked. Check it again.")
TAKEN = N_("The list number {number} belongs to {name} already. One household has one number and one representative.")
NUMBER_TAKEN = N_("The list number {number} belongs to {name} already. Give another number.")
NAMED_TWICE = N_("{name}, number {number}, represents a household here already. One person represents one household.")
EARLY = N_("The list was last changed as of {day}; a change before that day would rewrite what stood.")
LATE = N_("{day} has not come yet. A list says who is there today.")
NO_ROLL = N_("This body has no such list.")
NOT_KEPT = N_("Your office does not keep this list.")
WHICH = N_("Say what this list is and of which day.")


class Claimed(Refused):
    """A refusal because somebody else stands there already: `key` is that member."""

    key: str = ""


def check_keeper(who: Who, roll: policy.RollKind, seat: Body, body: int) -> None:
    """Whether the office acting keeps or enters `roll` of the body. Raises NotYours, Refused."""
    if seat.kind not in roll.bearers or roll.source:
        raise Refused(NO_ROLL)
    if not ((who.office in roll.keepers and who.seat == body) or (who.office in roll.seers and who.seat == seat.parent_id)):
        raise NotYours(NOT_KEPT)


def current(roll: str, bodies: Iterable[int]) -> dict[str, Line]:
    """The lines that hold now of a roll of these bodies, by key."""
    rows = Line.objects.filter(member__roll=roll, member__body__in=list(bodies), to_day=None)
    return {row.member_id: row for row in rows.select_related("member")}


def said_of(row: Line) -> Said:
    """What a line says."""
    return Said(row.number, row.name, row.second, row.cluster, row.address, row.phone, row.post)


def _check_steps(roll: str, steps: Sequence[Step], now: dict[str, Line]) -> None:
    """Each step fits what holds now, and nobody shares a list number afterwards."""
    numbers: dict[tuple[int, str], tuple[str, str]] = {}
    touched = {step.key for step in steps}
    for key, row in now.items():
        if key not in touched:
            numbers[row.member.body_id, row.number] = key, row.name
    for step in steps:
        held = now.get(step.key)
        if step.key and (held is None or held.member.body_id != step.body):
            raise Refused(CHANGED)
        if step.said is None:
            continue
        other = numbers.get((step.body, step.said.number))
        if other is not None and roll != policy.HOUSEHOLDS:
            raise Refused(NUMBER_TAKEN, {"number": step.said.number, "name": other[1]})
        if other is not None:
            stopped = Claimed(TAKEN, {"number": step.said.number, "name": other[1]})
            stopped.key = other[0]
            raise stopped
        numbers[step.body, step.said.number] = step.key, step.said.name


def _check_day(day: date, at: datetime, rows: Iterable[Line]) -> None:
    if day > clock.local_day(at):
        raise Refused(LATE, {"day": day})
    last = max((row.from_day for row in rows), default=None)
    if last is not None and day < last:
        raise Refused(EARLY, {"day": last})


def apply(roll: str, steps: Sequence[Step], day: date, at: datetime, why: str, batch: str) -> str:
    """Begin and end the rows of `steps` as of `day`; the root of their hashes, in hex. Inside an act's transaction."""
    now = current(roll, {step.body for step in steps})
    _check_steps(roll, steps, now)
    members, begun, ended, leaves = list[Member](), list[Line](), list[Line](), list[bytes]()
    salts = secrets.token_bytes(16 * len(steps))
    for n, step in enumerate(steps):
        if step.key:
            row = now[step.key]
            row.to_day, row.ended_why, row.ended_batch, row.ended_position = day - timedelta(days=1), why, batch, len(leaves)
            leaves.append(hashes.of_end(row))
            ended.append(row)
        if step.said is None:
            continue
        key = step.key or new_subject()
        if not step.key:
            members.append(Member(key=key, body_id=step.body, roll=roll))
        said = step.said
        line = Line(
            member_id=key, number=said.number, name=said.name, second=said.second, cluster=said.cluster, address=said.address,
            phone=said.phone, post=said.post, from_day=day, why=why, batch=batch, position=len(leaves), salt=salts[16 * n : 16 * n + 16],
        )  # fmt: skip
        leaves.append(hashes.of_begin(line))
        begun.append(line)
    fast.insert_long(members)
    fast.insert_long(begun)
    Line.objects.bulk_update(ended, ["to_day", "ended_why", "ended_batch", "ended_position"], AT_ONCE)
    if roll == policy.HOUSEHOLDS and (gone := [step.key for step in steps if step.said is None]):
        shut(gone, at, LEFT)
    return ledger.root_of(leaves).hex()


def _entered(
    who: Who, at: datetime, body: int | None, roll: str, steps: Sequence[Step], day: date, document: str, *, below: bool = False
) -> Draft:
    """The whole of an import: steps of the body itself, or (`below`) of what lies in it."""
    kind = policy.roll(roll)
    if not document.strip():
        raise Refused(WHICH)
    if not steps:
        raise Refused(NOTHING)
    named = {step.body for step in steps}
    seats = {seat.pk: seat for seat in Body.objects.select_for_update().filter(pk__in={*named, body or 0})}
    if named - set(seats) or (not below and named != {body}):
        raise Refused(CHANGED)
    for one in named:
        check_keeper(who, kind, seats[one], one)
    _check_day(day, at, Line.objects.filter(member__roll=roll, member__body__in=list(named)).order_by("-from_day")[:1])
    batch = new_subject()
    root = apply(roll, steps, day, at, LISTED, batch)
    counts = {
        "new": sum(not step.key for step in steps),
        "changed": sum(bool(step.key and step.said) for step in steps),
        "gone": sum(step.said is None for step in steps),
    }
    words = {"list": roll, **counts, "root": root, "from": day.isoformat(), **({"bodies": len(named)} if below else {})}
    return Draft(batch, {"public": words, "sender": {"document": document.strip()}}, changes_public=False)


@act("rolls.import")
def import_rows(*, who: Who, at: datetime, body: int | None, steps: Sequence[Step], day: date, document: str) -> Draft:
    """Enter the list of households of one village as of `day`: who is new, changed, gone.

    Who: the village's head; the commune's office for a head who keeps it on paper. The entry commits to the root of the rows.
    """
    return _entered(who, at, body, policy.HOUSEHOLDS, steps, day, document)


@act("rolls.import_commune")
def import_commune(*, who: Who, at: datetime, body: int | None, steps: Sequence[Step], day: date, document: str) -> Draft:
    """Enter the lists of households of several villages of the commune `body`, in one file. Who: officer or chair of the commune."""
    return _entered(who, at, body, policy.HOUSEHOLDS, steps, day, document, below=True)


@act("rolls.import_list")
def import_list(*, who: Who, at: datetime, body: int | None, roll: str, steps: Sequence[Step], day: date, document: str) -> Draft:
    """Enter another roll of `body`: staff, workers, delegates, members. Who: an office held there that policy/rolls.toml names."""
    if roll == policy.HOUSEHOLDS:
        raise Refused(NO_ROLL)
    return _entered(who, at, body, roll, steps, day, document)


@act("rolls.change")
def change(*, who: Who, at: datetime, body: int | None, roll: str, steps: Sequence[Step], day: date, why: str) -> Draft:
    """One change by hand as of `day`: somebody arrives, leaves, is represented by another, is split off; has another post.

    `why` is one of the closed list of `whys`. Who: who keeps the roll. The entry says that the list changed, not how.
    """
    kind = policy.roll(roll)
    if why not in whys(roll) or not steps or any(step.body != body for step in steps):
        raise Refused(CHANGED)
    seat = Body.objects.select_for_update().get(pk=body or 0)
    check_keeper(who, kind, seat, seat.pk)
    now = current(roll, {seat.pk})
    _check_day(day, at, [now[step.key] for step in steps if step.key in now])
    for step in steps:
        new = step.said if not step.key and roll == policy.HOUSEHOLDS else None
        same = [] if new is None else [row for row in now.values() if _same_person(row, new)]
        if same:
            stopped = Claimed(NAMED_TWICE, {"name": same[0].name, "number": same[0].number})
            stopped.key = same[0].member_id
            raise stopped
    batch = new_subject()
    root = apply(roll, steps, day, at, why, batch)
    return Draft(batch, {"public": {"list": roll, "root": root}}, changes_public=False)


def _same_person(row: Line, said: Said) -> bool:
    return hashes.folded(row.name) == hashes.folded(said.name) and (
        not said.address or hashes.folded(row.address) == hashes.folded(said.address)
    )


@act("rolls.claim")
def claim(*, who: Who, at: datetime, body: int | None, key: str, name: str) -> Draft:
    """Keep for who keeps the roll that somebody else was to be entered where `key` stands already. Sealed: it is about persons."""
    member = Member.objects.filter(pk=key, body=body).first()
    if member is None or body is None:
        raise Refused(CHANGED)
    seat = Body.objects.get(pk=body)
    check_keeper(who, policy.roll(member.roll), seat, body)
    subject = new_subject()
    if not isinstance(who.actor, Office):
        raise NotYours(NOT_KEPT)
    if not Claim.objects.filter(member=member, name=name[:120], settled=None).exists():
        Claim.objects.create(subject=subject, member=member, mandate_id=who.actor.mandate, name=name[:120], at=at)
    return Draft(subject, {"sender": {"household": key}}, sealed=True, changes_public=False)


@act("rolls.settle")
def settle(*, who: Who, at: datetime, body: int | None, claim: str) -> Draft:
    """Say that what two people claimed is settled. Who: who keeps the roll at the body itself."""
    row = Claim.objects.select_related("member").filter(subject=claim, member__body=body, settled=None).first()
    if row is None or body is None:
        raise Refused(N_("This was settled already."))
    if who.seat != body:
        raise NotYours(NOT_KEPT)
    Claim.objects.filter(pk=row.pk).update(settled=at)
    return Draft(new_subject(), {"sender": {"claim": claim}}, sealed=True, changes_public=False)
