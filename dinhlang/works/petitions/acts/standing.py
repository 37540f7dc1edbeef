"""How what was told stands, as the weekly opening tells it; and which public texts may say where they belong without being subtracted.

Promises: numbers are those of the Monday before and whole groups that moved since (`petitions.standing`): what was returned or erased
changes none of them; a public text never leaves a number of which too few others remain. Called by the weekly opening alone.
"""

import functools
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Case, F, QuerySet, Sum, Value, When

from dinhlang.core import ledger
from dinhlang.works.petitions import policy, public
from dinhlang.works.petitions.models import Cell, Petition, Standing
from dinhlang.works.petitions.standing import UNTOLD, Change, Class, moves
from dinhlang.works.petitions.states import GONE, OPEN, REFUSED

ALL = "all"
AT_ONCE = 5000  # rows named in one statement


def _now(monday: date) -> Case:
    """How a petition stands on a Monday, in SQL: as `publishing.stands`."""
    return Case(
        When(state__in=OPEN, due__lt=monday, paused=None, then=Value(public.LATE)),
        When(state__in=OPEN, then=Value(public.OPEN)),
        When(state=REFUSED, then=Value(public.REFUSED)),
        default=Value(public.ANSWERED),
    )


def tell(monday: date) -> list[Standing]:
    """The numbers of this Monday, of every commune of which something was told."""
    totals = dict(Cell.objects.order_by().values_list("commune").annotate(n=Sum("count")))
    numbers: dict[int, dict[Class, int]] = {one: {} for one in totals}
    last = Standing.objects.order_by("-day").values("day")[:1]
    for row in Standing.objects.filter(day=last).exclude(state=ALL):
        numbers[row.commune_id][row.holder_id, row.state] = row.count
    for commune, changes in _changes(monday).items():
        shown = numbers[commune]
        for group in moves(changes, shown, functools.partial(_staying, commune, monday), policy.values().senders):
            was, now = group[0].was, group[0].now
            for n in range(0, len(group), AT_ONCE):
                Petition.objects.filter(pk__in=[one.id for one in group[n : n + AT_ONCE]]).update(told_body=now[0], told_state=now[1])
            if was != UNTOLD:
                shown[was] -= len(group)
            shown[now] = shown.get(now, 0) + len(group)
    rows = [Standing(day=monday, commune_id=one, holder_id=one, state=ALL, count=n) for one, n in sorted(totals.items())]
    rows += [
        Standing(day=monday, commune_id=commune, holder_id=holder, state=state, count=n)
        for commune, shown in sorted(numbers.items())
        for (holder, state), n in sorted(shown.items())
        if n
    ]
    return Standing.objects.bulk_create(rows)


def _changes(monday: date) -> dict[int, list[Change]]:
    """By commune: the petitions that were told and do not stand as they are told. One query; what stands still is not read."""
    rows = Petition.objects.filter(cell__isnull=False).exclude(state__in=GONE).annotate(now=_now(monday))
    found: dict[int, list[Change]] = {}
    for id, commune, told_body, told_state, body, now, sender, known in (
        rows.exclude(told_state=F("now"), told_body=F("body"))
        .order_by("pk")
        .values_list("pk", "cell__commune", "told_body", "told_state", "body", "now", "sender", "shown_state")
    ):
        was = (told_body, told_state) if told_state else UNTOLD
        found.setdefault(commune, []).append(Change(id, was, (body, now), "" if known else sender))
    return found


def _staying(commune: int, monday: date, told: Class) -> frozenset[str]:
    """Enough of the different senders of a number who stand as they are told, or all where they are fewer. One query."""
    rows = _told_as(commune, told).annotate(now=_now(monday)).filter(body=told[0], now=told[1])
    return _people(rows)


def _told_as(commune: int, told: Class) -> QuerySet[Petition]:
    return Petition.objects.filter(cell__commune=commune, told_body=told[0], told_state=told[1], shown_state=False)


def _people(rows: QuerySet[Petition]) -> frozenset[str]:
    known = rows.exclude(state__in=GONE).exclude(sender="").order_by().values_list("sender", flat=True)
    return frozenset(known.distinct()[: policy.values().senders])


def hides_where(one: Petition) -> bool:
    """Whether a public text of it that tells topic, week and place would leave too few others in the number in which it is told."""
    if one.shown_text or one.cell_id is None:
        return False
    others = Petition.objects.filter(cell=one.cell_id, shown_text=False).exclude(pk=one.pk)
    return len(_people(others)) < policy.values().senders


def hides_state(one: Petition) -> bool:
    """Whether a public text of it that tells how it stands would leave too few others in the number of those told as it is."""
    if one.shown_state or one.cell is None or not one.told_state:
        return False
    others = _told_as(one.cell.commune_id, (one.told_body_id or 0, one.told_state)).exclude(pk=one.pk)
    return len(_people(others)) < policy.values().senders


def root_of(rows: Iterable[Standing]) -> str:
    """The root over how what was told stood on a Monday, in hex."""
    said: Sequence[list[str]] = sorted([str(row.commune_id), str(row.holder_id), row.state, str(row.count)] for row in rows)
    return ledger.root_of(ledger.leaf_hash(ledger.canonical(one)) for one in said).hex()
