"""Taking a notice out of the house: by which channels, one after the other, as a job.

Promises: `channels_for` is the one answer to what goes where; who read the page meanwhile is sent nothing; a failure is kept, tried again
after growing pauses, then the next channel is taken. Refuses: quiet hours.
"""

from datetime import datetime

from dinhlang.ground.jobs.queue import Finish, Later, NotNow, Payload, Work
from dinhlang.ground.notices import acts, channels, policy
from dinhlang.ground.notices.addresses import Addresses, addresses_of
from dinhlang.ground.notices.channels import Failed
from dinhlang.ground.notices.models import Delivery, Notice, Off, Sent
from dinhlang.ground.record import clock

KIND = acts.DELIVER


def channels_for(kind: str, to: str, where: Addresses) -> tuple[str, ...]:
    """The channels by which a notice of `kind` goes to `to`, in the policy's order: set up here, not switched off, with an address."""
    off = set(Off.objects.filter(to=to, kind=kind).values_list("channel", flat=True))
    return tuple(
        one
        for one in policy.kinds()[kind].channels
        if one not in policy.BY_HAND and one not in off and channels.set_up(one) and channels.reaches(one, where)
    )


def _next(notice: Notice, at: datetime) -> tuple[str, Addresses]:
    """The channel whose turn it is, "" where there is none left, and the addresses."""
    where = addresses_of(notice.to, clock.local_day(at))
    over = set(Delivery.objects.filter(notice=notice, state__in=(Sent.SENT, Sent.FAILED)).values_list("channel", flat=True))
    if Delivery.objects.filter(notice=notice, state=Sent.SENT).exists():
        return "", where
    return next((one for one in channels_for(notice.kind, notice.to, where) if one not in over), ""), where


def do(payload: Payload, at: datetime) -> Finish | None:
    """Send a notice by the channel whose turn it is."""
    notice = Notice.objects.filter(subject=payload["notice"]).first()
    if notice is None or notice.seen is not None or notice.kind not in policy.kinds():
        return None
    if (loud := policy.loud(at)) > at:
        raise NotNow(loud)
    channel, where = _next(notice, at)
    if not channel:
        return None
    try:
        proof = channels.send(channel, where, channels.letter(notice.subject), at)
    except Failed as error:
        failed = error

        def noted() -> None:
            acts.note(notice, channel, Sent.TRYING, at, failed.code, failed.why)
            acts.knocked((), failed.gone, at)

        raise Later(f"{channel}: {failed.why} {failed.code}".strip(), noted) from error

    def finish() -> None:
        acts.note(notice, channel, Sent.SENT, at, proof.code)
        acts.knocked(proof.opened, proof.gone, at)

    return finish


def gave_up(payload: Payload, at: datetime) -> None:
    """After the last try of a channel: it failed, the next one's turn."""
    notice = Notice.objects.filter(subject=payload["notice"]).first()
    if notice is None:
        return
    tried = Delivery.objects.filter(notice=notice, state=Sent.TRYING).order_by("-at").values_list("channel", flat=True).first()
    channel = tried or _next(notice, at)[0]
    if not channel:
        return
    if tried is None:  # whoever was at it died in the middle, each time, and could note nothing
        acts.note(notice, channel, Sent.TRYING, at, why=channels.SILENT)
    acts.given_up(notice, channel, at)
    acts.next_step(notice, payload["step"] + 1, at)


WORK = Work(do, gave_up, policy.values().tries)
