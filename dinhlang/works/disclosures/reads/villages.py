"""What is to come in the villages."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from dinhlang.core.rules import Audience
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.record import reads as record
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import OpenRow
from dinhlang.works.disclosures.models import Claim


def meetings(at: duties.Frame, allowed: Collection[Audience], day: date) -> tuple[OpenRow, ...]:
    """Meetings to come of the villages of `at` (or of itself, a village), nearest first; none where the reader's audiences hold none.

    Four queries at the most.
    """
    announced = at.book.by_event.get("event.announced", ())
    rules = {duty.id for duty in announced if duty.audience in allowed and "village" in duty.bearer}
    places = {one.id: one for one in (at.place, *at.villages)}
    if not rules:
        return ()
    live = Clock.objects.filter(body__in=places, rule__in=rules, opens__gte=day, voided=None)
    clocks = {row.occasion + str(row.body_id): row for row in live}
    if not clocks:
        return ()
    told = {one.subject: one for one in record.of_subjects({row.source for row in clocks.values()}) if one.act == "duties.event"}
    claims = Claim.objects.filter(rule__in=rules, disclosure__body__in=places, disclosure__state="posted").select_related("disclosure")
    wanted = claims.filter(occasion__in={row.occasion for row in clocks.values()})
    notices = {(claim.disclosure.body_id, claim.occasion): claim.disclosure_id for claim in wanted}
    rows = []
    for row in sorted(clocks.values(), key=lambda row: (row.opens, row.id)):
        words = told[row.source].words if row.source in told else {}
        where = ", ".join(filter(None, (format.long_day(row.opens), str(words.get("place") or ""))))
        notice = notices.get((row.body_id, row.occasion))
        href = reverse("thing", args=[notice]) if notice else reverse("why", args=[places[row.body_id].code, row.rule, row.occasion])
        rows.append(OpenRow(str(words.get("title") or _("Village meeting")), f"{places[row.body_id].name}: {where}", row.opens, href))
    return tuple(rows)
