"""Rolls as others see them: frozen rows, counts, what was frozen and what changed since.

Promises: what is read of a snapshot is what was frozen, whatever was entered later for earlier days. Later rooms (polls) read only this.
"""

import json
import re
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from dinhlang.core.refusal import N_, NotHere
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people.reads import Holder
from dinhlang.ground.record import clock
from dinhlang.ground.rolls import policy
from dinhlang.ground.rolls.models import Claim, Entrance, Line, Look, Member, PrintRun, Slip, Snapshot


@dataclass(frozen=True)
class Seat:
    """A place on a roll: a household with its representative and stand-in, a person. `key` is its identity; of a village, its code."""

    key: str
    number: str
    name: str
    second: str = ""
    cluster: str = ""
    address: str = ""
    phone: str = ""
    post: str = ""
    since: date | None = None


@dataclass(frozen=True)
class FrozenRoll:
    """A roll as an act froze it: of which body, of which day, how many, the root its entry commits to, and who."""

    subject: str
    body: int
    roll: str
    day: date
    purpose: str
    count: int
    root: str
    seats: tuple[Seat, ...]


@dataclass(frozen=True)
class Since:
    """Who came to a roll and who left it since it was frozen."""

    arrived: tuple[Seat, ...]
    departed: tuple[Seat, ...]


@dataclass(frozen=True)
class Seen:
    """A look of an office above: when, by which office, the reason of the closed list, the words."""

    at: datetime
    office: str
    reason: str
    words: str


@dataclass(frozen=True)
class Open:
    """What two people claim and nobody settled: the household that stands, and who claims it too."""

    subject: str
    number: str
    name: str
    other: str
    at: datetime


_PARTS = re.compile(r"(\d+)")


def by_number(seat: Seat) -> tuple[object, ...]:
    """The order of a list: 2 before 10, 10 before 10a."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in _PARTS.split(seat.number) if part)


def _seat(row: Line) -> Seat:
    return Seat(row.member_id, row.number, row.name, row.second, row.cluster, row.address, row.phone, row.post, row.from_day)


def on(body: int, roll: str, day: date) -> tuple[Seat, ...]:
    """Who is on a roll on `day`, in the order of the list. One query."""
    if policy.roll(roll).source:
        return tuple(Seat(one.code, str(n), one.name) for n, one in enumerate(bodies.villages(body, day), 1))
    rows = Line.objects.filter(bodies.on(day), member__body=body, member__roll=roll)
    return tuple(sorted(map(_seat, rows), key=by_number))


def counts(ids: Collection[int], roll: str, day: date) -> dict[int, int]:
    """How many are on the roll of each of these bodies on `day`; bodies without one are left out. One query."""
    rows = Line.objects.filter(bodies.on(day), member__body__in=list(ids), member__roll=roll)
    return dict(rows.values_list("member__body").annotate(n=Count("pk")))


def seat_of(key: str, day: date) -> tuple[Seat, int, str] | None:
    """The seat with this key on `day`, the body and the roll it is on; None for somebody who is on none."""
    row = Line.objects.select_related("member").filter(bodies.on(day), member=key).first()
    return None if row is None else (_seat(row), row.member.body_id, row.member.roll)


def keeps(holder: Holder | None, place: bodies.Place, roll: policy.RollKind) -> bool:
    """Whether the office keeps this roll of the body."""
    return holder is not None and holder.office in roll.keepers and holder.body == place.id


def stands_above(holder: Holder | None, place: bodies.Place, roll: policy.RollKind) -> bool:
    """Whether the office is one above that may look."""
    return holder is not None and holder.office in roll.seers and holder.body == place.parent


def looks_now(holder: Holder, body: int, roll: str, at: datetime) -> bool:
    """Whether a look of this office at the roll is open."""
    return Look.objects.filter(mandate=holder.mandate, body=body, roll=roll, at__lte=at, until__gt=at).exists()


def looks(body: int, roll: str, most: int = 20) -> tuple[Seen, ...]:
    """The last looks at a roll, newest first."""
    rows = Look.objects.filter(body=body, roll=roll).select_related("mandate").order_by("-at")[:most]
    return tuple(Seen(row.at, row.mandate.office, row.reason, row.words) for row in rows)


def claims(body: int, roll: str, day: date) -> tuple[Open, ...]:
    """What two people claim, oldest first."""
    rows = list(Claim.objects.filter(member__body=body, member__roll=roll, settled=None).order_by("at"))
    lines = {row.member_id: row for row in Line.objects.filter(bodies.on(day), member__in=[one.member_id for one in rows])}
    return tuple(
        Open(one.subject, line.number if line else "?", line.name if line else "?", one.name, one.at)
        for one, line in ((one, lines.get(one.member_id)) for one in rows)
    )


def _snapshot(subject: str) -> Snapshot:
    row = Snapshot.objects.filter(subject=subject).first()
    if row is None:
        raise NotHere(N_("There is no such frozen list."))
    return row


def frozen(subject: str) -> FrozenRoll:
    """The roll that the act `subject` froze. Raises NotHere."""
    row = _snapshot(subject)
    ids = json.loads(zlib.decompress(bytes(row.rows)))
    if policy.roll(row.roll).source:
        places = bodies.places(ids, row.day)
        seats = tuple(Seat(places[n].code, str(i), places[n].name) for i, n in enumerate(ids, 1))
    else:
        seats = tuple(
            sorted(
                (_seat(line) for at in range(0, len(ids), 900) for line in Line.objects.filter(pk__in=ids[at : at + 900])), key=by_number
            )
        )
    return FrozenRoll(row.subject, row.body_id, row.roll, row.day, row.purpose, row.count, row.root, seats)


def seated(subject: str, key: str) -> bool:
    """Whether the household with this key is on the frozen roll `subject`, whatever the length of the roll. Raises NotHere."""
    ids = set(json.loads(zlib.decompress(bytes(_snapshot(subject).rows))))
    return any(line in ids for line in Line.objects.filter(member=key).values_list("pk", flat=True))


def since(subject: str, day: date) -> Since:
    """Who came and who left between the frozen roll `subject` and `day`, by identity: a new representative is neither."""
    before = frozen(subject)
    now = on(before.body, before.roll, day)
    there, here = {one.key for one in before.seats}, {one.key for one in now}
    return Since(tuple(one for one in now if one.key not in there), tuple(one for one in before.seats if one.key not in here))


def snapshots(body: int, roll: str, most: int = 10) -> tuple[Snapshot, ...]:
    """The last frozen lists of a body."""
    return tuple(Snapshot.objects.filter(body=body, roll=roll).defer("rows").order_by("-at")[:most])


def members(body: int, roll: str) -> int:
    """How many were ever on a roll."""
    return Member.objects.filter(body=body, roll=roll).count()


# --- access slips ---


@dataclass(frozen=True)
class SlipRow:
    """What the Front sees of a household: list number, cluster, the state of its slip and of its way in; no name."""

    key: str
    number: str
    cluster: str
    state: str
    until: datetime | None
    enters: bool
    alarmed: datetime | None


@dataclass(frozen=True)
class Burst:
    """Many slips of one village used within a short time."""

    first: datetime
    last: datetime
    slips: int


NONE, PRINTED, HANDED, USED, OVER, DEAD = STATES = ("none", "printed", "handed", "used", "over", "dead")


def _state(slip: Slip | None, at: datetime) -> str:
    if slip is None:
        return NONE
    if slip.used is not None:
        return USED
    if slip.dead is not None:
        return DEAD
    if slip.handed is None:
        return PRINTED
    return HANDED if slip.until is not None and slip.until > at else OVER


def slips_of(village: int, at: datetime) -> tuple[SlipRow, ...]:
    """Every household of a village with the state of its latest slip, in the order of the list. Three queries."""
    seats = on(village, policy.HOUSEHOLDS, clock.local_day(at))
    latest: dict[str, Slip] = {}
    alarms: dict[str, datetime] = {}
    for slip in Slip.objects.filter(member__body=village, member__roll=policy.HOUSEHOLDS).defer("digest").order_by("pk"):
        latest[slip.member_id] = slip
        if slip.alarmed is not None:
            alarms[slip.member_id] = slip.alarmed
    enters = {row.pk for row in Entrance.objects.filter(member__body=village) if row.digest}
    return tuple(
        SlipRow(
            one.key, one.number, one.cluster, _state(latest.get(one.key), at),
            latest[one.key].until if one.key in latest else None, one.key in enters, alarms.get(one.key),
        )
        for one in seats
    )  # fmt: skip


def bursts(village: int, at: datetime) -> tuple[Burst, ...]:
    """Where more slips of a village were used within some minutes than households come home in, newest first."""
    limits = policy.values()
    width = timedelta(minutes=limits.burst_minutes)
    since = at - timedelta(days=limits.slip_days)
    instants = Slip.objects.filter(member__body=village, used__gte=since).order_by("used").values_list("used", flat=True)
    used = [one for one in instants if one is not None]
    found: list[Burst] = []
    first = 0
    for last, instant in enumerate(used):
        while instant - used[first] > width:
            first += 1
        if last - first + 1 < limits.burst_slips:
            continue
        if found and used[first] <= found[-1].last:
            began = used.index(found[-1].first)
            found[-1] = Burst(found[-1].first, instant, last - began + 1)
        else:
            found.append(Burst(used[first], instant, last - first + 1))
    return tuple(reversed(found))


def used_lately(village: int, at: datetime) -> int:
    """How many slips of a village were used in the minutes of a burst up to `at`."""
    since = at - timedelta(minutes=policy.values().burst_minutes)
    return Slip.objects.filter(member__body=village, used__gte=since, used__lte=at).count()


def alarms_of(key: str) -> tuple[datetime, ...]:
    """When slips of a household were tried after they had been used."""
    found = Slip.objects.filter(member=key).exclude(alarmed=None).order_by("-alarmed").values_list("alarmed", flat=True)
    return tuple(one for one in found if one is not None)


def counted(ids: Collection[int]) -> dict[int, tuple[int, int, int]]:
    """By village: slips printed and not handed over, households with a way in, alarms. Two queries."""
    found = dict.fromkeys(ids, (0, 0, 0))
    rows = Slip.objects.filter(member__body__in=list(ids)).values_list("member__body")
    for body, waiting, alarmed in rows.annotate(
        waiting=Count("pk", filter=Q(handed=None, dead=None, used=None)), alarmed=Count("pk", filter=~Q(alarmed=None))
    ):  # fmt: skip
        found[body] = (waiting, 0, alarmed)
    for body, n in (
        Entrance.objects.filter(member__body__in=list(ids)).exclude(digest=b"").values_list("member__body").annotate(n=Count("pk"))
    ):
        found[body] = (found[body][0], n, found[body][2])
    return found


def runs_of(village: int, mandate: int) -> tuple[PrintRun, ...]:
    """The prints of a village that `mandate` asked for, that were confirmed and not made yet."""
    return tuple(one for one in prints_of(mandate) if one.village_id == village)


def prints_of(mandate: int) -> tuple[PrintRun, ...]:
    """Those of every village."""
    return tuple(PrintRun.objects.filter(first=mandate, printed=None).exclude(second=None).order_by("at"))
