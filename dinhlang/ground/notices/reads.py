"""Notices as their readers see them, as frozen rows: what they say, how each was delivered, what is on and what was never delivered yet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.notices import channels, policy, words
from dinhlang.ground.notices.addresses import WHO, addresses_of
from dinhlang.ground.notices.models import Delivery, Notice, Off, Sent
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.record import reads as record

MOST = 60  # notices on the page
HIDDEN = "•••"


@dataclass(frozen=True)
class Way:
    """How a notice fared on a channel: a sentence, whether it failed, and for what is done by hand, that it waits."""

    text: str
    at: datetime
    failed: bool
    waits: bool
    channel: str


@dataclass(frozen=True)
class Row:
    """A notice: what it says and where it leads, when, how often that day, whether it was read, how it was delivered."""

    subject: str
    kind: str
    text: str
    href: str
    at: datetime
    times: int
    unread: bool
    ways: tuple[Way, ...]
    group: bool


@dataclass(frozen=True)
class Reach:
    """A channel as it stands for somebody: its name and word in the policy, the address with its middle hidden ("": none), when it
    was delivered last (None: never)."""

    name: str
    channel: str
    address: str
    last: datetime | None


@dataclass(frozen=True)
class Choice:
    """A kind of notice: the names of the channels it always takes, and those that can be switched off: (channel, name, is on)."""

    kind: str
    name: str
    always: tuple[str, ...]
    optional: tuple[tuple[str, str, bool], ...]


def unread(to: Collection[str]) -> int:
    """How many notices nobody of `to` has read. One query."""
    return Notice.objects.filter(to__in=to, seen=None).count()


def listed(to: Collection[str], day: date) -> tuple[Row, ...]:
    """The notices of `to`, unread first, newest first. At most five queries."""
    mine = Notice.objects.filter(to__in=to).order_by("-at", "-id").prefetch_related("deliveries__by__account")
    return _rows([*mine.filter(seen=None)[:MOST], *mine.exclude(seen=None)[:MOST]], day)


def one(to: Collection[str], subject: str, day: date) -> Row:
    """The notice `subject`. Raises NotHere for whomever it is not for."""
    found = _rows(Notice.objects.filter(to__in=to, subject=subject).prefetch_related("deliveries__by__account"), day)
    if not found:
        raise NotHere(N_("There is no such notice."))
    return found[0]


def _rows(found: Any, day: date) -> tuple[Row, ...]:
    rows = [row for row in found if row.kind in words.SENTENCES]
    ids = {int(value) for row in rows for key in ("body", "seat") if (value := row.values.get(key))}
    names = {pk: (place.code, place.name) for pk, place in bodies.places(ids, day).items()} if ids else {}
    meetings = _meetings({row.values["meeting"] for row in rows if "meeting" in row.values})
    return tuple(_row(row, names, meetings) for row in rows)


def _meetings(subjects: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
    """What the record says of meetings, as long as it says it."""
    return {told.subject: told.words for told in record.of_subjects(sorted(subjects)) if told.act == "duties.event"}


def _row(row: Notice, names: words.Names, meetings: Mapping[str, Mapping[str, Any]]) -> Row:
    known = meetings.get(row.values.get("meeting", ""), {})
    said = words.say(row.kind, {**row.values, **{key: str(known.get(key, "")) for key in ("place", "title")}}, names)
    ways = tuple(_way(one) for one in sorted(row.deliveries.all(), key=lambda one: one.pk))
    group = bool(set(policy.kinds()[row.kind].channels) & policy.BY_HAND) if row.kind in policy.kinds() else False
    return Row(row.subject, row.kind, said.text, said.href, row.at, row.times, row.seen is None, ways, group)


def _way(row: Delivery) -> Way:
    said: dict[str, Any] = {"channel": _(words.CHANNELS[row.channel]), "code": row.code, "n": row.tries}
    said["why"] = _(words.WHY[row.why]) if row.why in words.WHY else ""
    if row.by is not None:
        who = f"{row.by.account.get_full_name() or row.by.account.get_username()}, {office_name(row.by.office)}"
        text = _("%(channel)s by %(who)s") % {**said, "who": who}
    elif row.state == Sent.WAITING:
        text = _("%(channel)s: not yet") % said
    elif row.state == Sent.SENT:
        text = _("sent by %(channel)s (answer %(code)s)") % said if row.code else _("sent by %(channel)s") % said
    else:
        said["why"] += f" ({row.code})" if row.code else ""
        text = (
            _("%(channel)s failed after %(n)s tries: %(why)s") % said
            if row.state == Sent.FAILED
            else _("%(channel)s: %(why)s; it is tried again") % said
        )
    return Way(text, row.at, row.state in (Sent.FAILED, Sent.TRYING), row.state == Sent.WAITING, row.channel)


def reach(to: str, day: date) -> tuple[Reach, ...]:
    """By what `to` can be reached outside, as set up in this house. Nothing is called on before it was delivered once."""
    where = addresses_of(to, day)
    found = []
    for channel in (policy.EMAIL, policy.PUSH, policy.ZALO, policy.SMS):
        if not channels.set_up(channel):
            continue
        rows = Delivery.objects.filter(notice__to=to, channel=channel, state=Sent.SENT).order_by("-at")
        last = rows.values_list("at", flat=True).first()
        found.append(Reach(_(words.CHANNELS[channel]), channel, _hidden(channel, where), last))
    return tuple(found)


def _hidden(channel: str, where: Any) -> str:
    if channel == policy.EMAIL:
        name, _at, host = where.email.partition("@")
        return f"{name[:2]}{HIDDEN}@{host}" if where.email else ""
    if channel == policy.PUSH:
        return str(len(where.browsers)) if where.browsers else ""
    return f"{HIDDEN}{where.phone[-3:]}" if where.phone else ""


def choices(to: str, shown: Collection[str]) -> tuple[Choice, ...]:
    """The kinds of notices that go out to such as `to`, by which channels, and what `to` chose; only channels in `shown`."""
    off = set(Off.objects.filter(to=to).values_list("kind", "channel"))
    found = []
    for kind in policy.kinds().values():
        mine = WHO[to[0]] in kind.to
        ways = [one for one in kind.channels if mine and one in shown and one not in policy.BY_HAND]
        always = tuple(_(words.CHANNELS[one]) for one in ways if one not in kind.optional)
        optional = tuple((one, _(words.CHANNELS[one]), (kind.id, one) not in off) for one in ways if one in kind.optional)
        if ways:
            found.append(Choice(kind.id, _(words.KINDS[kind.id]), always, optional))
    return tuple(found)
