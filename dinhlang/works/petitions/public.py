"""Public texts of petitions, as everybody reads them: on pages, in open data, through Open311.

Promises: what is not public yet, was held back or taken back is not here; of what was taken down only the mark is; a day is never told,
only the Monday of its week; nothing leads to the petition's sealed entries. Between two Mondays only a removal changes what is read here.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.record import clock
from dinhlang.works.petitions.models import PublicText
from dinhlang.works.petitions.states import SEEN

ANSWERED, LATE, OPEN, REFUSED = "answered", "late", "open", "refused"
After = tuple[date, str]
"""Week and id of the last text of a page: the next page begins behind it."""


@dataclass(frozen=True)
class PublicPetition:
    """One text. `week` is the Monday of the week it was sent in; `body` the id of the body at whose page it stands; `place_id` and `place`
    the body itself or a village with enough households; `state` open | late | answered | refused, as it stood on the latest Monday, ""
    where that is not told; `answer` the body's public wording, "" where it gave none. `coarse`: neither topic ("") nor place (the body) is
    told, and `week` is the one in which it became public. `reason` (of policy/petitions.toml) and `down` (day): it was taken down, and
    `text` and `answer` are ""; `by_body`, `by_office` say by whom."""

    public_id: str
    week: date
    body: int
    place_id: int
    place: str
    topic: str
    state: str
    text: str
    answer: str
    reason: str
    down: date | None
    by_body: str
    by_office: str
    coarse: bool = False

    @property
    def after(self) -> After:
        """Where the list goes on behind this one."""
        return self.week, self.public_id


def monday_of(day: date) -> date:
    """The Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


def published(
    body_ids: Collection[int],
    first: date | None = None,
    last: date | None = None,
    topic: str = "",
    limit: int = 50,
    after: After | None = None,
    place: int | None = None,
) -> tuple[PublicPetition, ...]:
    """Texts of these bodies, newest week first, at most `limit`: of weeks that begin from `first` to `last`, of one topic and one place
    where these are given, behind `after`. Two queries."""
    rows = PublicText.objects.filter(body__in=list(body_ids), state__in=SEEN)
    if first is not None:
        rows = rows.filter(week__gte=first)
    if last is not None:
        rows = rows.filter(week__lte=last)
    if topic:
        rows = rows.filter(topic=topic)
    if place is not None:
        rows = rows.filter(place=place, coarse=False)
    if after is not None:
        rows = rows.filter(Q(week__lt=after[0]) | Q(week=after[0], public_id__gt=after[1]))
    return _told(list(rows.order_by("-week", "public_id")[:limit]))


def one(public_id: str) -> PublicPetition | None:
    """The text with this id; None where there is none that everybody reads. Two queries."""
    return next(iter(_told(list(PublicText.objects.filter(pk=public_id, state__in=SEEN)))), None)


def _told(rows: Sequence[PublicText]) -> tuple[PublicPetition, ...]:
    named = bodies.places({row.place_id for row in rows} | {row.by_body_id for row in rows if row.by_body_id and row.down}, clock.today())
    return tuple(
        PublicPetition(
            row.pk, row.week, row.body_id, row.place_id, named[row.place_id].name, row.topic, row.stands, row.text, row.answer,
            row.reason if row.down and row.by_body_id else "",
            row.down if row.by_body_id else None,
            named[row.by_body_id].name if row.down and row.by_body_id else "",
            row.by_office if row.down and row.by_body_id else "",
            row.coarse,
        )
        for row in rows
    )  # fmt: skip
