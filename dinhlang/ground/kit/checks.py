"""When a lease may be opened, and what becomes of what a kit sends. Its numbers stand in policy/kit.toml."""

from datetime import datetime

from dinhlang.core.ledger import clean_text
from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.ground.kit import policy
from dinhlang.ground.kit.models import Cause, Item, Lease, State
from dinhlang.ground.kit.sent import Sent

NO_LEASE = N_("There is no such offline kit.")
NOT_HOLDER = N_("This kit was opened by somebody else. Whoever opened it sends what it holds.")


def check_device(name: str) -> str:
    """What the telephone is called."""
    said, most = clean_text(name).strip(), policy.values().device_signs
    if not said or len(said) > most:
        raise Refused(N_("Say which phone it is, in at most {n} characters: it is named when one is lost."), {"n": most})
    return said


def check_reason(text: str) -> str:
    """Why something that waits is taken in or refused, or a lease revoked."""
    said, most = clean_text(text).strip(), policy.values().reason_signs
    if not said or len(said) > most:
        raise Refused(N_("Say why, in at most {n} characters."), {"n": most})
    return said


def alive(lease: Lease, at: datetime) -> bool:
    """Whether something may still come that simply counts: neither revoked, nor closed by the kit, nor over."""
    return lease.revoked is None and lease.closed is None and at <= lease.until


def check_begins(begins: datetime, at: datetime) -> None:
    """A lease is opened so near to its sitting that time is left for sending what was counted."""
    known = policy.values()
    if begins > at + known.early:
        raise Refused(
            N_(
                "A kit runs for {hours} hours from when it is opened. Open it at most {early} hours before the meeting, so that time is "
                "left."
            ),
            {"hours": known.lease_hours, "early": known.early_hours},
        )


def check_only(other: Lease | None, at: datetime) -> None:
    """One person has one living kit for a sitting."""
    if other is not None and alive(other, at):
        raise Refused(
            N_("You opened a kit for this sitting already, on the phone “{device}”. Use it, or revoke it first."), {"device": other.device}
        )


def check_here(lease: Lease | None) -> Lease:
    """The lease is there."""
    if lease is None:
        raise NotHere(NO_LEASE)
    return lease


def check_unrevoked(lease: Lease) -> None:
    """What was revoked is not revoked again."""
    if lease.revoked is not None:
        raise Refused(N_("This kit was revoked already."))


def check_holder(lease: Lease, account: int | None) -> None:
    """Whoever opened the kit sends what it holds."""
    if account is None or lease.mandate.account_id != account:
        raise NotYours(NOT_HOLDER)


def plausible(lease: Lease, sent: Sent, at: datetime) -> bool:
    """Whether the telephone's times can be true: not before the lease was opened or the sitting began, and not still to come."""
    some = policy.values().clock
    if not lease.opened - some <= sent.at <= at + some:
        return False
    return sent.closed is None or max(lease.opened, lease.begins) - some <= sent.closed <= at + some


def judge(lease: Lease, sent: Sent, at: datetime, ended: datetime | None, last: int) -> tuple[State, Cause]:
    """What becomes of an item that came at `at`. `ended`: when the mandate ended, if it did; `last`: the number of the latest item before.

    Within the lease and with the mandate alive it is taken in. Where either ended after the sitting (as the telephone says) or the lease
    is over, two persons decide; where it ended before, it is kept as a file.
    """
    over = [(when, cause) for when, cause in ((lease.revoked, Cause.REVOKED), (ended, Cause.MANDATE)) if when is not None and when <= at]
    if over:
        first, cause = min(over)
        return (State.WAITING if sent.closed is not None and sent.closed < first else State.KEPT), cause
    if at > lease.until:
        return State.WAITING, Cause.LATE
    if not plausible(lease, sent, at):
        return State.WAITING, Cause.CLOCK
    if lease.closed is not None or sent.n <= last:
        return State.WAITING, Cause.CONFLICT
    return State.TAKEN, Cause.NONE


def check_waits(item: Item | None) -> Item:
    """The item is there and nobody settled it yet."""
    if item is None:
        raise NotHere(N_("There is nothing of this kind that a kit sent."))
    if item.state != State.WAITING:
        raise Refused(N_("This was settled already."))
    return item


def check_decides(item: Item, account: int | None) -> None:
    """Whoever sent it does not decide whether it counts; where two counts contradict each other, those who count do."""
    if account is None or (item.cause != Cause.CONFLICT and item.lease.mandate.account_id == account):
        raise NotYours(N_("You sent this yourself; two others decide whether it counts."))
