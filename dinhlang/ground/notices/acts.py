"""Writing notices and what became of them. None of this is public state and none stands in the record: the acts that are told of do.

Promises: `tell` stands in the transaction of the act it tells of; of one thing a day has one notice; what reached somebody, or did not, is
kept without what was said. Refuses: a browser address of a service that is not on the list, and to switch off what the policy keeps on.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.ground.jobs import queue
from dinhlang.ground.notices import policy, push
from dinhlang.ground.notices.models import Browser, Delivery, Notice, Off, Sent
from dinhlang.ground.people.acts import own
from dinhlang.ground.record import clock
from dinhlang.ground.record.append import new_subject

DELIVER = "notices.deliver"
PROVE, LEFT, OVER = "notices.email-prove", "notices.email-left", "notices.email-over"
MOST_BROWSERS = 10  # of one person


def tell(
    kind: str, to: str, about: str, at: datetime, *, values: Mapping[str, Any], because: bytes = b"", once: bool = False, day: Any = None
) -> None:
    """Let `to` know of something of `kind` that is about `about`. Part of the caller's transaction.

    The same thing again on the same day is one notice, unread again, and no second message; with `once`, on any day.
    """
    rule = policy.kinds()[kind]
    day = day or clock.local_day(at)
    if once and Notice.objects.filter(to=to, about=about).exists():
        return
    row = Notice(
        subject=new_subject(), kind=kind, to=to, about=about[:120], day=day, at=at, because=because.hex(), values=dict(values)
    )  # fmt: skip
    Notice.objects.bulk_create([row], ignore_conflicts=True)
    made = Notice.objects.filter(subject=row.subject).first()
    if made is None:
        Notice.objects.filter(to=to, about=about[:120], day=day).update(
            at=at, values=dict(values), because=because.hex(), times=F("times") + 1, seen=None, kind=kind
        )
        return
    by_hand = [channel for channel in rule.channels if channel in policy.BY_HAND]
    Delivery.objects.bulk_create(Delivery(notice=made, channel=channel, state=Sent.WAITING, at=at, tries=0) for channel in by_hand)
    if set(rule.channels) - policy.BY_HAND:
        queue.put(DELIVER, f"{made.subject}:0", at, {"notice": made.subject, "step": 0}, due=policy.loud(at))


def seen(to: tuple[str, ...], at: datetime, subject: str = "") -> None:
    """Mark as read what stood on the page at `at`, or the notice `subject` alone."""
    rows = Notice.objects.filter(to__in=to, seen=None, at__lte=at)
    if subject:
        rows = rows.filter(subject=subject)
    rows.update(seen=at)


def choose(to: str, off: frozenset[tuple[str, str]]) -> None:
    """Keep which (kind, channel) somebody does not want. Raises Refused where the policy does not let one go."""
    for kind, channel in off:
        rule = policy.kinds().get(kind)
        if rule is None or channel not in rule.optional:
            raise Refused(N_("This channel cannot be switched off for this kind of notice."))
    with transaction.atomic():
        Off.objects.filter(to=to).delete()
        Off.objects.bulk_create((Off(to=to, kind=kind, channel=channel) for kind, channel in sorted(off)), ignore_conflicts=True)


def allow(to: str, address: str, at: datetime) -> None:
    """Let a browser be knocked at for `to`. Raises Refused."""
    address = push.check_address(address)
    with transaction.atomic():
        Browser.objects.filter(address=address).exclude(to=to).delete()  # another person sits at it now
        if not Browser.objects.filter(address=address).exists():
            old = Browser.objects.filter(to=to).order_by("-made").values_list("pk", flat=True)[MOST_BROWSERS - 1 :]
            Browser.objects.filter(pk__in=list(old)).delete()
            Browser.objects.bulk_create([Browser(to=to, address=address, made=at)], ignore_conflicts=True)  # sent twice, it is one


def forbid(to: str, address: str = "") -> None:
    """Knock no more at the browser `address` of `to`, or at none of them."""
    rows = Browser.objects.filter(to=to)
    (rows.filter(address=address) if address else rows).delete()


def knocked(browsers: tuple[str, ...], gone: tuple[str, ...], at: datetime) -> None:
    """Note which browsers were knocked at, and drop those that their services do not know any more."""
    Browser.objects.filter(address__in=gone).delete()
    Browser.objects.filter(address__in=browsers).update(knocked=at)


def note(notice: Notice, channel: str, state: Sent, at: datetime, code: str = "", why: str = "") -> None:
    """Keep what became of a notice on a channel; a further try of the same is counted."""
    made, new = Delivery.objects.get_or_create(
        notice=notice, channel=channel, defaults={"state": state, "at": at, "code": code[:20], "why": why[:20]}
    )
    if not new:
        Delivery.objects.filter(pk=made.pk).update(state=state, at=at, code=code[:20], why=why[:20], tries=F("tries") + 1)


def given_up(notice: Notice, channel: str, at: datetime) -> None:
    """The last try of a channel failed: that stands, and the next one is taken."""
    Delivery.objects.filter(notice=notice, channel=channel).update(state=Sent.FAILED, at=at)


def next_step(notice: Notice, step: int, at: datetime) -> None:
    """Ask for the next channel's turn."""
    queue.put(DELIVER, f"{notice.subject}:{step}", at, {"notice": notice.subject, "step": step}, due=policy.loud(at))


def tick(subject: str, channel: str, body: int, mandate: int, at: datetime) -> None:
    """Note that the holder of `mandate` at `body` copied the text of a notice into the group, or hung its sheet up. Raises NotHere."""
    row = Delivery.objects.filter(notice__subject=subject, notice__to=f"b:{body}", channel__in=policy.BY_HAND & {channel}).first()
    if row is None:
        raise NotHere(N_("There is no such notice."))
    if row.state == Sent.WAITING:
        Delivery.objects.filter(pk=row.pk, state=Sent.WAITING).update(state=Sent.SENT, at=at, by=mandate, tries=1)


@transaction.atomic
def ask_email(account: int, text: str, at: datetime) -> None:
    """Send a link to the address `text`, by which its owner confirms that notices may go there. Raises Refused; sends nothing to the
    address that is in use already."""
    if not text.strip():
        left = own.remove_email(account=account, at=at)
        _tell_left(left, at)
        return
    row = own.ask_email(account=account, text=text, at=at, most=policy.values().emails_a_day)
    if row is not None:
        queue.put(PROVE, str(row), at, {"row": row})
        queue.put(OVER, str(row), at, {"row": row}, due=at + timedelta(days=policy.values().email_waits_days))


@transaction.atomic
def prove_email(account: int, row: int, at: datetime) -> None:
    """The link was followed by the owner of the account; the address before it is told that it is left. Raises Refused."""
    _tell_left(own.prove_email(account=account, row=row, at=at), at)


def _tell_left(row: int | None, at: datetime) -> None:
    if row is not None:
        queue.put(LEFT, f"{row}:{at.isoformat()}", at, {"row": row})


def forget_all(model: type[Notice | Off | Browser], to: str) -> int:
    """Drop every row of `model` that is for `to`; stands in the transaction of the act that erases a person. Returns how many."""
    return model._default_manager.filter(to=to).delete()[0]


def forget(at: datetime) -> None:
    """Drop what was read long ago, and what nobody read for twice as long."""
    kept = timedelta(days=policy.values().seen_kept_days)
    Notice.objects.filter(seen__lt=at - kept).delete()
    Notice.objects.filter(at__lt=at - 2 * kept).delete()
