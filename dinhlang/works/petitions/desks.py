"""Petitions as the offices of a body see many of them: the list, the first of them on the desk, and what the body above is shown.

Promises: what names somebody in office is in no row and no number for anybody who is in office there (`checks.seats`); a page is as quick
among a hundred thousand, for it goes on from the last row seen and never counts rows past. Refuses to search in words: they are sealed.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Body
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.follow import assigned
from dinhlang.ground.people.reads import Holder
from dinhlang.ground.record import clock
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, FilterBox, FoundRow, Link, PetitionListPage, PetitionRow
from dinhlang.works.petitions import checks, policy, reads, texts
from dinhlang.works.petitions.acts.urging import SEEN
from dinhlang.works.petitions.models import Joined, Pass, Petition
from dinhlang.works.petitions.states import ANSWERED, CONFIRMED, GONE, OPEN, REFUSED, SENT, TAKEN

DESK, PAGE = 10, 50  # petitions named on a desk, and on a page of the list
URGINGS = 20  # shown, the newest
NUMBER = 6  # signs of a petition's number
WHOLE = 16
ALL_OPEN, LATE, WAITS, AT_WORK, STILL, AGAIN = "", "tre", "cho", "dang-lam", "tam-dung", "mo-lai"
ANSWER, CLOSED, SETTLED, NOT_TAKEN, BELOW = "da-tra-loi", "da-dong", "da-xong", "khong-nhan", "cap-duoi"
VIEWS: Mapping[str, str] = {
    ALL_OPEN: N_("To be done"),
    LATE: N_("Past their day"),
    WAITS: N_("Wait to be taken on"),
    AT_WORK: N_("Taken on"),
    STILL: N_("Stand still"),
    AGAIN: N_("Reopened"),
    ANSWER: N_("Answered, the sender may still object"),
    CLOSED: N_("Answered, closed by silence"),
    SETTLED: N_("Settled"),
    NOT_TAKEN: N_("Not taken on"),
    BELOW: N_("Reopened, in bodies below"),
}
DONE: Mapping[str, str] = {ANSWER: ANSWERED, CLOSED: ANSWERED, SETTLED: CONFIRMED, NOT_TAKEN: REFUSED}
AGES = (7, 30, 90)  # days since it was sent, at least
WEEK = timedelta(days=7)
CURSOR = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}|-)\.([0-9a-z]{16})")
TYPED_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-](20[0-9]{2})")
NOT_LISTED = N_("One of these filters is not in the list. Choose again.")


@dataclass(frozen=True)
class Chosen:
    """What narrows a list: a view of `VIEWS`, kind, topic, place, least age in days, Monday of the week in which it was sent, a number or
    the beginning of one, and after which row (day and subject) the page begins."""

    view: str = ALL_OPEN
    kind: str = ""
    topic: str = ""
    place: int | None = None
    age: int = 0
    week: date | None = None
    number: str = ""
    after: tuple[str, str] | None = None


def parse(typed: Mapping[str, str], places: Collection[Place]) -> Chosen:
    """What an address asks for. Raises Refused with what to type instead."""

    def said(name: str) -> str:
        return typed.get(name, "").strip()

    view, kind, topic, age = said("xem"), said("loai"), said("viec"), said("tuoi")
    by_code = {one.code: one.id for one in places}
    if view not in VIEWS or kind not in {"", *policy.kinds()} or topic not in {"", *policy.topics()}:
        raise Refused(NOT_LISTED)
    if age not in {"", *map(str, AGES)} or said("noi") not in {"", *by_code}:
        raise Refused(NOT_LISTED)
    number = said("so").lower().replace("-", "")
    if len(number) > WHOLE or set(number) - set(ledger.ALPHABET):
        raise Refused(N_("A number has {n} signs, digits and small letters, as it stands above a petition."), {"n": NUMBER})
    return Chosen(view, kind, topic, by_code.get(said("noi")), int(age or 0), _week(said("tuan")), number, _after(said("sau")))


def _after(typed: str) -> tuple[str, str] | None:
    found = CURSOR.fullmatch(typed)
    try:
        if found is not None and found[1] != "-":
            date.fromisoformat(found[1])
    except ValueError:
        found = None
    if typed and found is None:
        raise Refused(N_("This page of the list is not there. Begin at the first one."))
    return None if found is None else (found[1], found[2])


def typed_day(typed: str) -> date | None:
    """A day as it is typed here, day/month/year; None where it is none."""
    found = TYPED_DAY.fullmatch(typed)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found is not None else None
    except ValueError:
        return None


def _week(typed: str) -> date | None:
    """Monday of the week of a typed day."""
    if not typed:
        return None
    day = typed_day(typed)
    if day is None:
        raise Refused(N_("Type a day of the week as day/month/year, as 16/11/2026."))
    return day - timedelta(days=day.weekday())


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LOCAL)


def able(holder: Holder | None, account: int | None) -> tuple[Holder, int]:
    """Who asks, where it is an office that handles petitions. Raises NotHere."""
    if holder is None or account is None or holder.office not in checks.able():
        raise NotHere(checks.NOT_HERE)
    return holder, account


def below(body: int) -> tuple[int, ...]:
    """The bodies right below it that petitions are sent to. One query."""
    return tuple(Body.objects.filter(parent=body, kind__in=policy.handlers()).values_list("pk", flat=True))


def own(body: int, seats: Collection[int]) -> QuerySet[Petition]:
    """The petitions that the body has, without those that name somebody at one of `seats` (`checks.seats` of who asks)."""
    return Petition.objects.filter(body=body).exclude(state__in=GONE).exclude(named__in=seats)


def reopened(lower: Collection[int]) -> QuerySet[Petition]:
    """What was reopened in the bodies `lower` (of `below`): the body above reads it. Never what names somebody in office."""
    return Petition.objects.filter(body__in=lower, reopened__gt=0, named=None)


def narrowed(rows: QuerySet[Petition], chosen: Chosen, day: date) -> QuerySet[Petition]:
    """The rows that `chosen` asks for, of whatever state. What is answered together with another stands in that one's row, unless its own
    number is asked for, or what was reopened: nothing reopened is hidden behind another from the body above."""
    if not chosen.number and chosen.view not in (AGAIN, BELOW):
        rows = rows.exclude(Exists(Joined.objects.filter(petition=OuterRef("pk"), until=None)))
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.topic:
        rows = rows.filter(topic=chosen.topic)
    if chosen.place is not None:
        rows = rows.filter(place=chosen.place)
    if chosen.age:
        rows = rows.filter(sent__lt=_begins(day - timedelta(days=chosen.age - 1)))
    if chosen.week is not None:
        rows = rows.filter(sent__gte=_begins(chosen.week), sent__lt=_begins(chosen.week + WEEK))
    if chosen.number:
        low, high = (chosen.number.ljust(WHOLE, sign) for sign in (min(ledger.ALPHABET), max(ledger.ALPHABET)))
        rows = rows.filter(pk__gte=low, pk__lte=high)
    return rows


def page_of(rows: QuerySet[Petition], chosen: Chosen, day: date, most: int = PAGE) -> tuple[list[Petition], str]:
    """The next `most` rows and where the page after them begins ("" at the end): what is to be done by its day, what is done by the day on
    which it was, latest first. One query, and one for what is open without a day."""
    rows = narrowed(rows, chosen, day)
    found = _done(rows, chosen, day, most + 1) if chosen.view in DONE else _open(rows, chosen, day, most + 1)
    if len(found) <= most:
        return found, ""
    last = found[most - 1]
    return found[:most], f"{(last.since if chosen.view in DONE else last.due) or '-'}.{last.pk}"


def _done(rows: QuerySet[Petition], chosen: Chosen, day: date, most: int) -> list[Petition]:
    rows = rows.filter(state=DONE[chosen.view])
    if chosen.view in (ANSWER, CLOSED):
        rows = rows.filter(closes__gte=day) if chosen.view == ANSWER else rows.filter(closes__lt=day)
    if chosen.after is not None and chosen.after[0] != "-":
        on, subject = date.fromisoformat(chosen.after[0]), chosen.after[1]
        rows = rows.filter(Q(since__lt=on) | Q(since=on, pk__lt=subject), since__lte=on)
    return list(rows.order_by("-since", "-pk")[:most])


def _open(rows: QuerySet[Petition], chosen: Chosen, day: date, most: int) -> list[Petition]:
    if chosen.view == LATE:
        rows = rows.filter(due__lt=day, paused=None)
    elif chosen.view == STILL:
        rows = rows.filter(Q(still__gte=day) | Q(paused__isnull=False))
    elif chosen.view in (AGAIN, BELOW):
        rows = rows.filter(reopened__gt=0)
    elif chosen.view in (WAITS, AT_WORK):
        rows = rows.filter(state=SENT if chosen.view == WAITS else TAKEN)
    on, subject = chosen.after or ("", "")
    found: list[Petition] = []
    if on != "-":
        dated = rows.filter(due__isnull=False)  # what is done owes no day, so these are open, and one index gives them in their order
        if on:
            least = date.fromisoformat(on)
            dated = dated.filter(Q(due__gt=least) | Q(due=least, pk__gt=subject), due__gte=least)
        found = list(dated.order_by("due", "pk")[:most])
    if len(found) < most:
        # Few or none: in the order of an index, which else is left for one that reads all that is done.
        undated = rows.filter(due=None, state__in=OPEN).order_by("state", "pk").values_list("pk", flat=True)
        rest = sorted(pk for pk in undated if on != "-" or pk > subject)[: most - len(found)]
        found += list(Petition.objects.filter(pk__in=rest).order_by("pk")) if rest else []
    return found


def counts(body: int, seats: Collection[int], day: date) -> dict[str, int]:
    """How many petitions of the body are in each state, those past their day (`LATE`) too: all, less what names somebody at one of `seats`,
    so that an index alone counts the many. Four queries."""
    hidden = Petition.objects.filter(body=body, named__in=seats)
    every = Petition.objects.filter(body=body)
    found: dict[str, int] = {}
    for rows, sign in ((every, 1), (hidden, -1)):
        for state, n in rows.order_by().values_list("state").annotate(n=Count("pk")):
            found[state] = found.get(state, 0) + sign * n
        found[LATE] = found.get(LATE, 0) + sign * rows.filter(state__in=OPEN, due__lt=day, paused=None).count()
    return found


def late_below(lower: Collection[int], day: date) -> tuple[tuple[int, str, int], ...]:
    """(body, topic, how many) of what is past its day in the bodies `lower`, never of what names somebody in office. At most one query."""
    rows = Petition.objects.filter(body__in=lower, state__in=OPEN, due__lt=day, paused=None, named=None)
    return tuple(rows.order_by("body", "topic").values_list("body", "topic").annotate(n=Count("pk")))


def went(body: int, topic: str) -> dict[int, int]:
    """Where the body passed matters of a topic on to, and how many; without what names somebody. One query."""
    rows = Pass.objects.filter(
        petition__topic=topic, petition__named=None, petition__passes__body=body, number=F("petition__passes__number") + 1
    )
    return dict(rows.order_by().values_list("body").annotate(n=Count("pk")))


def topic_words(topic: str) -> str:
    """The words of a topic."""
    known = policy.topics().get(topic)
    return known.text.said if known is not None else topic


def about(one: Petition) -> str:
    """Kind and topic in words."""
    return _("%(kind)s: %(topic)s") % {"kind": policy.kind(one.kind).text.said, "topic": topic_words(one.topic)}


def as_rows(found: Iterable[Petition], day: date, body: int) -> tuple[PetitionRow, ...]:
    """The rows as they are shown to an office of `body`. Two queries."""
    found = list(found)
    joined = dict(Joined.objects.filter(lead__in=found, until=None).order_by().values_list("lead").annotate(n=Count("pk")))
    places = bodies.places({id for one in found for id in (one.place_id, one.body_id)}, day)
    rows = []
    for one in found:
        text, css = reads.state_words(one, day)
        notes = (
            _("about somebody in office") if one.named_id else "",
            ngettext("with %(n)d other", "with %(n)d others", joined[one.pk]) % {"n": joined[one.pk]} if one.pk in joined else "",
            _("reopened") if one.reopened else "",
            places[one.body_id].name if one.body_id != body else "",
        )
        rows.append(
            PetitionRow(
                one.pk[:NUMBER], reverse("petition-desk", args=[one.pk]), about(one), places[one.place_id].name, clock.local_day(one.sent),
                text, css, reads.due_words(one, day), " · ".join(filter(None, notes)),
            )
        )  # fmt: skip
    return tuple(rows)


def page(holder: Holder, account: int, typed: Mapping[str, str], day: date) -> PetitionListPage:
    """The list for an office. What was typed wrong is said, with no rows."""
    here, seats = bodies.place(holder.body, day), checks.seats(account)
    villages = bodies.villages(here.id, day) if here.kind == "commune" else ()
    ids = below(here.id)
    lower = tuple(sorted(bodies.places(ids, day).values(), key=lambda one: one.name))
    places = (here, *villages, *_narrowing(lower, day))
    note, more = "", ""
    found: list[Petition] = []
    try:
        chosen = parse(typed, places)
        rows = reopened(ids) if chosen.view == BELOW else own(here.id, seats)
        found, more = page_of(rows, chosen, day)
    except Refused as error:
        note = _(error.msg).format(**error.values)
    address = reverse("petition-list")
    kept = {name: text for name in ("xem", "loai", "viec", "noi", "tuoi", "tuan", "so") if (text := typed.get(name, "").strip())}
    return PetitionListPage(
        title=_("Petitions at %(name)s") % {"name": here.name},
        lead=_("Words are sealed and cannot be searched. What somebody in office is named in, nobody in office there finds here."),
        back=Link(_("To do"), reverse("desk")),
        boxes=_boxes(kept, places, lower),
        typed=(typed.get("so", "")[:40], typed.get("tuan", "")[:40]),
        rows=as_rows(found, day, here.id),
        counts=_counts(counts(here.id, seats, day)),
        links=(
            Link(_("Find one by its sender's code"), reverse("petition-list-code")),
            Link(_("What drags on"), reverse("petition-drags")),
            Link(_("Petitions in numbers, for the yearly report"), reverse("petition-tally")),
        ),
        today=day,
        note=note,
        next=Link(_("Further ones"), f"{address}?{urlencode({**kept, 'sau': more})}") if more else None,
        late=_late(late_below(ids, day), {one.id: one for one in lower}),
        urged=_urged(here.id, {one.id: one for one in lower}, day) if lower else (),
    )


def _narrowing(lower: Collection[Place], day: date) -> tuple[Place, ...]:
    """The bodies below by which a list can be narrowed: those that are, and of those that ended the ones that a petition is about, said to
    be old. A query where one ended."""
    ended = [one.id for one in lower if one.alive_to is not None and one.alive_to < day]
    kept = set(Petition.objects.filter(place__in=ended).values_list("place", flat=True)) if ended else set()
    living = {one.code for one in lower if one.id not in ended}  # a code is free once its body ended
    old = (replace(one, name=_("%(name)s (old)") % {"name": one.name}) if one.id in ended else one for one in lower)
    return tuple(one for one in old if one.id not in ended or (one.id in kept and one.code not in living))


def _box(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> FilterBox:
    return FilterBox(name, label, tuple((value, words, value == chosen) for value, words in options))


def _boxes(kept: Mapping[str, str], places: Iterable[Place], lower: Collection[Place]) -> tuple[FilterBox, ...]:
    every = ("", _("All"))
    views = [(name, _(text)) for name, text in VIEWS.items() if name != BELOW or lower]
    kinds = [(one.id, one.text.said) for one in policy.kinds().values()]
    topics = [(one.id, one.text.said) for one in policy.topics().values()]
    ages = [(str(n), _("at least %(n)d days ago") % {"n": n}) for n in AGES]
    return (
        _box("xem", _("How they stand"), views, kept.get("xem", "")),
        _box("loai", _("Kind"), (every, *kinds), kept.get("loai", "")),
        _box("viec", _("About what"), (every, *topics), kept.get("viec", "")),
        _box("noi", _("Place"), (every, *((one.code, one.name) for one in places)), kept.get("noi", "")),
        _box("tuoi", _("Sent"), (every, *ages), kept.get("tuoi", "")),
    )


def _counts(found: Mapping[str, int]) -> tuple[Field, ...]:
    shown = (
        (VIEWS[WAITS], SENT), (VIEWS[AT_WORK], TAKEN), (VIEWS[LATE], LATE), (N_("Answered"), ANSWERED), (VIEWS[SETTLED], CONFIRMED),
        (VIEWS[NOT_TAKEN], REFUSED),
    )  # fmt: skip
    return tuple(Field(_(text), format.count(found.get(state, 0))) for text, state in shown)


def _late(found: Iterable[tuple[int, str, int]], places: Mapping[int, Place]) -> tuple[FoundRow, ...]:
    return tuple(
        FoundRow(
            _("%(name)s: %(topic)s") % {"name": places[body].name, "topic": topic_words(topic)},
            ngettext("%(n)d past its day", "%(n)d past their day", n) % {"n": n},
            reverse("petition-urge", args=[places[body].code, topic]),
        )
        for body, topic, n in found
        if body in places
    )


def _urged(giver: int, places: Mapping[int, Place], day: date) -> tuple[FoundRow, ...]:
    """What the body urged lately, and what came of it. One query."""
    rows = []
    for one in assigned.given_by(giver, SEEN, URGINGS):
        name = places[one.body].name if one.body in places else ""
        over = one.due is not None and one.due < day and not one.ended
        told = (name, _("the day named is over") if over else _(assigned.WORDS[one.state]), one.said)
        rows.append(FoundRow(one.text, " · ".join(filter(None, told)), ""))
    return tuple(rows)


def cards(holder: Holder, account: int | None, acts: Collection[str], day: date) -> tuple[FoundRow, ...]:
    """Texts to look at before Monday; the first petitions on the desk of an office that handles them, by their day, then those reopened
    right below, then where all of them are. `account` is who holds the office."""
    if checks.TAKES not in acts or account is None:
        return ()
    body, lower = holder.body, below(holder.body)
    mine, more = page_of(own(body, ()), Chosen(), day, DESK)
    if any(one.named_id for one in mine):  # most bodies have none: what is hidden is asked for only then
        mine, more = page_of(own(body, checks.seats(account)), Chosen(), day, DESK)
    again, more_again = page_of(reopened(lower), Chosen(BELOW), day, DESK) if lower else ([], "")
    late = sum(n for _body, _topic, n in late_below(lower, day))
    told = (
        _("these are the first ones") if more or more_again else "",
        ngettext("%(n)d past its day in bodies below", "%(n)d past their day in bodies below", late) % {"n": late} if late else "",
    )
    return (
        *texts.looks(body),
        *(_card(one, day, "") for one in mine),
        *(_card(one, day, _("reopened, below you")) for one in again),
        FoundRow(_("All petitions here"), " · ".join(filter(None, told)), reverse("petition-list")),
    )


def _card(one: Petition, day: date, note: str) -> FoundRow:
    text, _css = reads.state_words(one, day)
    told = " · ".join(filter(None, (text, reads.due_words(one, day), note)))
    return FoundRow(about(one), told, reverse("petition-desk", args=[one.pk]))
