"""Leases and what was sent under them, as others see them: frozen rows and sentences.

Promises: an item that was answered is found again by its command id, with the same answer.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.kit import checks, policy, sent
from dinhlang.ground.kit.models import Cause, Item, Lease, State, Verdict
from dinhlang.ground.kit.sent import Kind, Sent
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.people.reads import office_name

KINDS: Mapping[str, str] = {
    Kind.TICK: N_("Who takes part"), Kind.COUNT: N_("What was counted"), Kind.CLOSE: N_("Closing of the sitting"),
}  # fmt: skip
STATES: Mapping[str, tuple[str, str]] = {
    State.TAKEN: (N_("taken in"), "done"), State.WAITING: (N_("waits for two persons"), "wait"),
    State.REFUSED: (N_("not taken in"), "none"), State.KEPT: (N_("kept as a file"), "none"),
}  # fmt: skip
WHY: Mapping[tuple[str, str], str] = {
    (State.WAITING, Cause.LATE): N_(
        "It came more than {hours} hours after the kit was opened. Two others decide whether it counts; until then nothing is changed."
    ),
    (State.WAITING, Cause.MANDATE): N_(
        "Your office ended after the meeting. Two persons decide whether it counts; until then nothing is changed."
    ),
    (State.WAITING, Cause.REVOKED): N_(
        "The kit was revoked after the meeting. Two persons decide whether it counts; until then nothing is changed."
    ),
    (State.WAITING, Cause.CLOCK): N_(
        "The phone says that it was {claimed}, which cannot be: its clock is wrong. Two others decide whether it counts; until then "
        "nothing is changed."
    ),
    (State.WAITING, Cause.CONFLICT): N_(
        "Something else was entered for this sitting meanwhile. Nothing was overwritten: the two who count say which of the two stands."
    ),
    (State.KEPT, Cause.MANDATE): N_(
        "Your office had ended before the meeting was closed: this is not taken in and nothing was changed. What you sent is kept as a "
        "file."
    ),
    (State.KEPT, Cause.REVOKED): N_(
        "The kit had been revoked before the meeting was closed: this is not taken in and nothing was changed. What you sent is kept as a "
        "file."
    ),
    (State.KEPT, Cause.OVER): N_("The round is over and what was counted stands. What you sent is kept as a file; nothing was changed."),
}  # fmt: skip
REFUSED = N_("Two persons decided that it does not count. It is kept as a file.")
SETTLE_FIRST = N_("Something that an offline kit sent for this round still waits for two persons. Settle it first.")
STILL_OUT = N_(
    "The kit on the phone “{device}” is still out for sitting {sitting}: it closes the sitting itself. Let it be sent, or revoke it."
)


@dataclass(frozen=True)
class ItemSeen:
    """Something a kit sent, what became of it, and who said what of it so far (account, accepts, reason)."""

    command: UUID
    n: int
    text: str
    sent: Sent
    claimed: datetime
    received: datetime
    state: State
    cause: Cause
    said: tuple[tuple[int, bool, str], ...]

    @property
    def why(self) -> str:
        """Why it was not simply taken in, in a sentence; "" where it was."""
        text = REFUSED if self.state is State.REFUSED else WHY.get((self.state, self.cause), "")
        when = self.claimed.astimezone(self.received.tzinfo)
        return _(text).format(hours=policy.values().lease_hours, claimed=f"{when:%H:%M %d/%m/%Y}") if text else ""


@dataclass(frozen=True)
class LeaseSeen:
    """A lease with all that was sent under it, in the order in which it came."""

    subject: str
    body: int
    thing: str
    round: int
    sitting: int
    mandate: int
    account: int
    device: str
    register: bool
    key: bytes
    begins: datetime
    opened: datetime
    until: datetime
    revoked: datetime | None
    closed: datetime | None
    claimed: datetime | None
    alive: bool
    items: tuple[ItemSeen, ...]

    @property
    def waiting(self) -> tuple[ItemSeen, ...]:
        """What waits for two persons."""
        return tuple(one for one in self.items if one.state is State.WAITING)


def _said(items: Collection[UUID]) -> dict[UUID, dict[int, tuple[bool, str]]]:
    found: dict[UUID, dict[int, tuple[bool, str]]] = {}
    rows = Verdict.objects.filter(item__in=list(items), void=False).order_by("at", "pk")
    for item, account, accept, reason in rows.values_list("item", "mandate__account", "accept", "reason"):
        found.setdefault(item, {})[account] = (accept, reason)
    return found


def _seen(row: Lease, items: Collection[Item], said: Mapping[UUID, Mapping[int, tuple[bool, str]]], at: datetime) -> LeaseSeen:
    key = bytes(row.key)
    shown = tuple(
        ItemSeen(
            one.command, one.n, one.text, sent.read(one.text, sent.seal(key, one.text), row.pk, key), one.claimed, one.received,
            State(one.state), Cause(one.cause),
            tuple((account, *words) for account, words in said.get(one.command, {}).items()),
        )
        for one in items
    )  # fmt: skip
    return LeaseSeen(
        row.pk, row.body_id, row.thing, row.round, row.sitting, row.mandate_id, row.mandate.account_id, row.device, row.register, key,
        row.begins, row.opened, row.until, row.revoked, row.closed, row.claimed, checks.alive(row, at), shown,
    )  # fmt: skip


def leases(thing: str, at: datetime) -> tuple[LeaseSeen, ...]:
    """The leases of what is decided, oldest first. Three queries at the most."""
    rows = list(Lease.objects.select_related("mandate").filter(thing=thing).order_by("opened", "subject"))
    if not rows:
        return ()
    items: dict[str, list[Item]] = {}
    for one in Item.objects.filter(lease__in=rows).order_by("received", "n"):
        items.setdefault(one.lease_id, []).append(one)
    said = _said([one.pk for some in items.values() for one in some])
    return tuple(_seen(row, items.get(row.pk, ()), said, at) for row in rows)


def lease(subject: str, thing: str, at: datetime) -> LeaseSeen:
    """A lease of what is decided. Raises NotHere. Three queries."""
    row = checks.check_here(Lease.objects.select_related("mandate").filter(pk=subject, thing=thing).first())
    items = list(Item.objects.filter(lease=row).order_by("received", "n"))
    return _seen(row, items, _said([one.pk for one in items]), at)


def holder_of(one: LeaseSeen) -> str:
    """The office of whoever opened a kit, in words. One query."""
    return office_name(Mandate.objects.values_list("office", flat=True).get(pk=one.mandate))


def check_settled(thing: str, round: int, at: datetime) -> None:
    """No kit of a round is out any more and nothing that one sent waits. Raises Refused with which."""
    for row in Lease.objects.filter(thing=thing, round=round).order_by("opened", "subject"):
        if checks.alive(row, at):
            raise Refused(STILL_OUT, {"device": row.device, "sitting": row.sitting})
    if Item.objects.filter(lease__thing=thing, lease__round=round, state=State.WAITING).exists():
        raise Refused(SETTLE_FIRST)


def last_taken(subject: str, kind: Kind) -> Sent | None:
    """The latest item of a kind under a lease that was taken in."""
    row = Item.objects.select_related("lease").filter(lease=subject, kind=kind.value, state=State.TAKEN).order_by("-n").first()
    if row is None:
        return None
    key = bytes(row.lease.key)
    return sent.read(row.text, sent.seal(key, row.text), subject, key)


def last_number(subject: str) -> int:
    """The number of the latest item that came under a lease, 0 for none."""
    return Item.objects.filter(lease=subject).order_by("-n").values_list("n", flat=True).first() or 0
