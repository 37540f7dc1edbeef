"""What the kit writes, inside an act of the work whose meeting it is: leases, what came, what two persons said.

Promises: an item is written once, under the command id of its form. Refuses: a second living kit of one person for a sitting; one
person's word where it takes two.
"""

import secrets
from datetime import datetime
from typing import Any

from django.db.models import Q

from dinhlang.core.actor import Office
from dinhlang.core.refusal import NotYours, Refused
from dinhlang.ground.kit import checks, policy
from dinhlang.ground.kit.models import Cause, Item, Lease, State, Verdict
from dinhlang.ground.kit.sent import NO_KIT, Kind, Sent, digest
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Who
from dinhlang.ground.record.append import new_subject


def open_lease(
    *, thing: str, body: int, round: int, sitting: int, who: Who, device: str, register: bool, begins: datetime, at: datetime
) -> Lease:
    """Open a kit for one sitting, which begins at `begins`. Raises Refused where this person has a living one for it."""
    if not isinstance(who.actor, Office):
        raise NotYours(checks.NOT_HOLDER)
    name = checks.check_device(device)
    checks.check_begins(begins, at)
    mine = Lease.objects.filter(thing=thing, round=round, sitting=sitting, mandate__account=who.account)
    checks.check_only(mine.order_by("-opened", "-subject").first(), at)
    return Lease.objects.create(
        subject=new_subject(), body_id=body, thing=thing, round=round, sitting=sitting, mandate_id=who.actor.mandate, device=name,
        register=register, key=secrets.token_bytes(32), begins=begins, opened=at, until=at + policy.values().lease,
    )  # fmt: skip


def locked(subject: str, body: int | None) -> Lease:
    """A lease of the body acted upon, locked until the act is done. Raises NotHere."""
    found = Lease.objects.select_for_update(of=("self",)).select_related("mandate__body").filter(pk=subject, body=body)
    return checks.check_here(found.first())


def revoke(lease: Lease, at: datetime) -> None:
    """End a lease before its time: the phone is lost, the meeting is held otherwise."""
    checks.check_unrevoked(lease)
    lease.revoked = at
    lease.save()


def keep(lease: Lease, sent: Sent, text: str, state: State, cause: Cause, at: datetime) -> dict[str, Any]:
    """Keep an item that came, with what becomes of it. Returns the words of the entry: nothing of what was counted."""
    if Item.objects.filter(pk=sent.id).exists():
        raise Refused(NO_KIT)
    Item.objects.create(
        command=sent.id, lease=lease, n=sent.n, kind=sent.kind.value, text=text, claimed=sent.at, received=at, state=state, cause=cause
    )
    if state is State.TAKEN and sent.kind is Kind.CLOSE:
        _close(lease, sent, at)
    return {"lease": lease.pk, "kind": sent.kind.value, "claimed": sent.at.isoformat(), "item": digest(text), "state": state.value,
            "cause": cause.value}  # fmt: skip


def _close(lease: Lease, sent: Sent, at: datetime) -> None:
    lease.closed, lease.claimed = at, sent.closed or sent.at
    lease.save()


def waiting(command: str, lease: Lease) -> Item:
    """An item of a lease that waits. Raises NotHere, Refused."""
    return checks.check_waits(Item.objects.filter(pk=command, lease=lease).first())


def say(item: Item, who: Who, accept: bool, reason: str, at: datetime) -> bool | None:
    """Keep what one person says of an item that waits. True: as many as it takes say that it counts; False: that it does not; else None."""
    if not isinstance(who.actor, Office):
        raise NotYours(checks.NOT_HOLDER)
    checks.check_decides(item, who.account)
    Verdict.objects.create(item=item, mandate_id=who.actor.mandate, accept=accept, reason=checks.check_reason(reason), at=at)
    day = clock.local_day(at)
    rows = Verdict.objects.filter(Q(mandate__to_day=None) | Q(mandate__to_day__gte=day), item=item, void=False)
    words = dict(rows.order_by("at", "pk").values_list("mandate__account", "accept"))
    return accept if list(words.values()).count(accept) >= policy.values().decide else None


def contradicted(item: Item) -> None:
    """Somebody entered something else meanwhile: it waits on as a conflict, and is looked at anew by those who count."""
    item.cause = Cause.CONFLICT
    item.save()
    Verdict.objects.filter(item=item).update(void=True)


def settle(item: Item, sent: Sent, accept: bool, at: datetime) -> None:
    """What two persons said is so."""
    item.state = State.TAKEN if accept else State.REFUSED
    item.save()
    if accept and sent.kind is Kind.CLOSE:
        _close(item.lease, sent, at)
