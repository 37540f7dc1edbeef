"""What is to come in the villages."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.announced import Announced
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import OpenRow
from dinhlang.works.disclosures.models import Claim

EVENT = "duties.event"


def meetings(at: duties.Frame, announced: Sequence[Announced]) -> tuple[OpenRow, ...]:
    """Of what was announced the meetings to come that `duties.event` announced, nearest first. One query where there are any."""
    coming = {one.source: one for one in announced if one.day >= at.day and any(told.act == EVENT for told in one.told)}
    if not coming:
        return ()
    claims = Claim.objects.filter(occasion__in={one.occasion for one in coming.values()}, disclosure__state="posted")
    wanted = claims.filter(disclosure__body__in={one.body.id for one in coming.values()}).select_related("disclosure")
    notices = {(claim.disclosure.body_id, claim.occasion): claim.disclosure_id for claim in wanted}
    rows = []
    for one in coming.values():
        words = next((told.words for told in one.told if told.act == EVENT), {})
        where = ", ".join(filter(None, (format.long_day(one.day), str(words.get("place") or ""))))
        notice = notices.get((one.body.id, one.occasion))
        href = reverse("thing", args=[notice]) if notice else reverse("why", args=[one.body.code, one.rule, one.occasion])
        rows.append(OpenRow(str(words.get("title") or _("Village meeting")), f"{one.body.name}: {where}", one.day, href))
    return tuple(rows)
